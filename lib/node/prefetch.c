/* SPDX-License-Identifier: Apache-2.0
 * Which rows does this turn need that the working set lacks? One round trip for all of them. */
#include "node/item.h"
#include "node/papers.h"
#include "node/seize.h"
#include "node/tied.h"

#include <string.h>

struct wanted { /* collected in the turn's arena; port_prefetch reads it until the answer */
    struct prefetch_key *keys;
    size_t count, max;
};

/* An input asks for at most this many keys. */
#define KEYS_PER_INPUT_MAX 6

static void want(struct wanted *wanted, struct prefetch_key key) {
    ASSERT(wanted->count < wanted->max);
    wanted->keys[wanted->count++] = key;
}

static void want_idem(struct wanted *wanted, const struct digest *digest, bool want_body) {
    if (!digest_is_zero(digest)) {
        want(wanted, (struct prefetch_key){
                         .kind = PREFETCH_IDEM, .want_body = want_body, .digest = *digest});
    }
}

static bool cached(struct cached_case *entry, struct turn *turn, bool want_body) {
    if (entry == NULL || (want_body && entry->body.len == 0 && entry->file.body_pos != 0)) {
        return false;
    }
    entry->used_turn = turn->number;
    return true;
}

static void want_case_no(struct node *node, struct turn *turn, struct wanted *wanted,
                         const char *case_no, bool want_body) {
    struct prefetch_key key = {.kind = PREFETCH_CASE_NO, .want_body = want_body};

    if (case_no[0] == '\0' || cached(cases_find_no(&node->cache, case_no), turn, want_body) ||
        text_set(key.case_no.text, sizeof key.case_no.text, case_no, strlen(case_no)) != PJ_OK) {
        return;
    }
    want(wanted, key);
}

static void want_case_id(struct node *node, struct turn *turn, struct wanted *wanted,
                         const struct case_id *id, bool want_body) {
    if (!case_id_is_none(id) && !cached(cases_find_id(&node->cache, id), turn, want_body)) {
        want(wanted, (struct prefetch_key){
                         .kind = PREFETCH_CASE_ID, .want_body = want_body, .case_id = *id});
    }
}

/* What names this case: to be shown with it, and told what becomes of it. Always asked for: that a
 * case is in memory says nothing of the others. */
static void want_tied(struct wanted *wanted, const char *case_no) {
    struct prefetch_key key = {.kind = PREFETCH_TIED};

    if (case_no[0] != '\0' &&
        text_set(key.case_no.text, sizeof key.case_no.text, case_no, strlen(case_no)) == PJ_OK) {
        want(wanted, key);
    }
}

static void want_papers(struct wanted *wanted, const char *case_no) {
    struct prefetch_key key = {.kind = PREFETCH_PAPERS};

    if (text_set(key.case_no.text, sizeof key.case_no.text, case_no, strlen(case_no)) == PJ_OK) {
        want(wanted, key);
    }
}

static void want_parked(struct node *node, struct turn *turn, struct wanted *wanted, int64_t pos) {
    const struct parked_entry *entry = parked_find(node, pos);

    if (entry != NULL) {
        want(wanted, (struct prefetch_key){.kind = PREFETCH_PARKED, .ref = pos});
        want_case_id(node, turn, wanted, &entry->row.case_id, true);
    }
}

/* Reads and acts name a case; every write names its key. */
static void want_for_request(struct node *node, struct turn *turn, struct wanted *wanted,
                             const struct input *input) {
    const struct api_request *request = &input->request;
    bool is_get = request->kind == API_GET_CASE;

    want_idem(wanted, &input->idem, is_get);
    want_idem(wanted, &input->accusation_idem, false);
    if (is_get) {
        if (!digest_is_zero(&input->foreign)) {
            want(wanted, (struct prefetch_key){.kind = PREFETCH_FOREIGN,
                                               .want_body = true,
                                               .digest = input->foreign});
        }
        want_case_no(node, turn, wanted, request->get_case.case_no, true);
        want_tied(wanted, request->get_case.case_no);
    } else if (request->kind == API_SUBMIT_CASE) {
        if (!digest_is_zero(&input->matter)) {
            want(wanted, (struct prefetch_key){.kind = PREFETCH_MATTER, .digest = input->matter});
        }
        if (request->submit_case.follows[0] != '\0') {
            want_case_no(node, turn, wanted, request->submit_case.follows, false);
        }
    } else if (request->kind == API_ACT) {
        want_case_no(node, turn, wanted, request->act.case_no, true);
        want_tied(wanted, request->act.case_no);
        if (request->act.act.leading.text[0] != '\0') {
            want_case_no(node, turn, wanted, request->act.act.leading.text, false);
            want_tied(wanted, request->act.act.leading.text);
        }
        if (request->act.act.kind == ACT_SERVE) { /* the proof belongs to what is served */
            want_papers(wanted, request->act.case_no);
        }
    } else if (request->kind == API_LIST_PAPERS && request->list_papers.query_code[0] != '\0') {
        want_case_no(node, turn, wanted, request->list_papers.case_no, false);
    } else if (request->kind == API_VOID_PAPER) {
        want_case_no(node, turn, wanted, request->void_paper.case_no, false);
        want_papers(wanted, request->void_paper.case_no);
    } else if (request->kind == API_GET_PAPER) {
        want_case_no(node, turn, wanted, request->get_paper.case_no, true);
    } else if (request->kind == API_TRACE || request->kind == API_EXPLAIN ||
               request->kind == API_CLOCK_EXPLAIN) {
        want_case_no(node, turn, wanted, request->case_no, false);
    } else if (request->kind == API_PARKED_REPLAY) {
        want_parked(node, turn, wanted, (int64_t)request->parked_pos);
    } else if (request->kind == API_PARKED_BOUNCE) {
        want_parked(node, turn, wanted, (int64_t)request->parked_bounce.pos);
    }
}

static bool is_for_us(const struct node *node, const struct route *route) {
    for (size_t i = 0; i < route->to_count; i++) {
        if (node_hosts(node, &route->to[i])) {
            return true;
        }
    }
    return false;
}

/* Of a case that is new here: does another one bear its number? */
static void want_number(struct node *node, struct turn *turn, struct wanted *wanted,
                        const struct input *input) {
    if (input->body_ok && cases_find_id(&node->cache, &input->header.case_id) == NULL) {
        struct case_no no = wire_body_case_no(input->item.body);

        want_case_no(node, turn, wanted, no.text, false);
    }
}

/* An event with a copy for who helps: what is new of it is added to the one that is kept. */
static bool brings_words(const struct input *input) {
    return input->header.kind == MESSAGE_EVENT && input->body_ok &&
           wire_event_copy(input->item.body).len > 0;
}

/* News that it is with somebody else: what was kept from who had it goes there (avoid.h). Of a case
 * that is in memory it is known whether something was. */
static bool frees_words(struct node *node, const struct input *input) {
    const struct cached_case *entry = NULL;

    if (input->header.kind != MESSAGE_EVENT || !input->body_ok ||
        !wire_event_delivers(input->item.body)) {
        return false;
    }
    entry = cases_find_id(&node->cache, &input->header.case_id);
    return entry == NULL || entry->file.conflicts.count > 0;
}

/* Does what the message says of the case ask for its words? */
static bool needs_words(struct node *node, const struct input *input) {
    return input->header.kind == MESSAGE_ORDER || input->header.kind == MESSAGE_TRANSFER ||
           brings_words(input) || seize_is_term(input->header.term) || /* its taker has not seen */
           frees_words(node, input);
}

static void want_for_item(struct node *node, struct turn *turn, struct wanted *wanted,
                          const struct input *input) {
    struct found_body found;
    struct case_no leading;

    if (item_may_be_back(node, input)) {
        want(wanted, (struct prefetch_key){
                         .kind = PREFETCH_SENT,
                         .lane = (int32_t)lane_key(input->link, lane_of_kind(MESSAGE_ORDER)),
                         .digest = input->digest});
    }
    if (!input->header_ok || !is_for_us(node, &input->item.route)) {
        return;
    }
    if (input->header.kind == MESSAGE_FOUND && input->body_ok) {
        if (wire_decode_found(input->item.body, &turn->arena, &found) == PJ_OK) {
            const struct parked_entry *entry = parked_find_damaged(node, &found.message_id);

            if (entry != NULL) {
                want_parked(node, turn, wanted, entry->row.pos);
            }
        }
        return;
    }
    want_case_id(node, turn, wanted, &input->header.case_id, needs_words(node, input));
    if (input->header.kind == MESSAGE_TRANSFER || input->header.kind == MESSAGE_EVENT) {
        want_number(node, turn, wanted, input);
    }
    if (input->header.kind == MESSAGE_TRANSFER && input->body_ok) {
        leading = wire_transfer_leading(input->item.body);
        want_case_no(node, turn, wanted, leading.text, false);
    }
    if (input->header.kind == MESSAGE_TRANSFER || input->header.kind == MESSAGE_EVENT ||
        input->header.kind == MESSAGE_ORDER) {
        want(wanted,
             (struct prefetch_key){.kind = PREFETCH_TIED_ID, .case_id = input->header.case_id});
    }
}

static void want_ref(struct node *node, struct turn *turn, struct wanted *wanted,
                     const struct input *input) {
    if (!cached(cases_find_ref(&node->cache, input->ref), turn, input->with_body)) {
        want(wanted, (struct prefetch_key){
                         .kind = PREFETCH_REF, .want_body = input->with_body, .ref = input->ref});
    }
}

static void want_for_input(struct node *node, struct turn *turn, struct wanted *wanted,
                           const struct input *input) {
    switch (input->kind) {
    case INPUT_REQUEST:
        want_for_request(node, turn, wanted, input);
        break;
    case INPUT_ITEM:
        want_for_item(node, turn, wanted, input);
        break;
    case INPUT_DUE:
        want_ref(node, turn, wanted, input);
        want(wanted, (struct prefetch_key){.kind = PREFETCH_TIED_REF, .ref = input->ref});
        break;
    case INPUT_RECOUNT:
        want_ref(node, turn, wanted, input);
        break;
    case INPUT_REPLAY:
    case INPUT_OVERDUE:
        want_parked(node, turn, wanted, input->ref);
        break;
    case INPUT_HISTORY:
    case INPUT_FOUND:
        break;
    }
}

bool prefetch_start(struct node *node, struct turn *turn) {
    struct wanted wanted = {.max = KEYS_PER_INPUT_MAX * (turn->slice_to - turn->slice_from)};

    if (wanted.max == 0) {
        return false;
    }
    wanted.keys = arena_alloc(&turn->arena, wanted.max * sizeof *wanted.keys);
    ASSERT(wanted.keys != NULL);
    for (size_t i = turn->slice_from; i < turn->slice_to; i++) {
        want_for_input(node, turn, &wanted, &turn->inputs[i]);
    }
    if (wanted.count == 0) {
        return false;
    }
    node->stats.prefetches++;
    port_prefetch(node->port, wanted.keys, wanted.count);
    return true;
}

/* ---- the answer */

void turn_remember_key(struct turn *turn, const struct digest *key, int64_t ref) {
    if (!digest_is_zero(key)) {
        struct found_case *found = rows_add(&turn->found_cases, sizeof *found);

        found->digest = *key;
        found->ref = ref;
    }
}

static enum pj_code take_papers(struct turn *turn, const struct stored *stored) {
    enum pj_code code = PJ_OK;

    for (size_t i = 0; code == PJ_OK && i < stored->paper_count; i++) {
        struct row_paper *row = rows_add(&turn->found_papers, sizeof *row);

        *row = stored->papers[i];
        code = arena_copy(&turn->arena, row->paper.facts, &row->paper.facts);
        if (code == PJ_OK) {
            code = arena_copy(&turn->arena, row->paper.proof, &row->paper.proof);
        }
        if (code == PJ_OK) {
            code = arena_copy(&turn->arena, row->paper.void_reason, &row->paper.void_reason);
        }
    }
    return code;
}

static enum pj_code take_rows(struct turn *turn, const struct stored *stored) {
    enum pj_code code = PJ_OK;

    for (size_t i = 0; i < stored->row_count; i++) {
        struct row_journal *row = rows_add(&turn->found_rows, sizeof *row);

        *row = stored->rows[i];
        code = arena_copy(&turn->arena, stored->rows[i].envelope, &row->envelope);
        if (code == PJ_OK) {
            code = arena_copy(&turn->arena, stored->rows[i].body, &row->body);
        }
        if (code != PJ_OK) {
            return code;
        }
    }
    return PJ_OK;
}

static enum pj_code take_cases(struct node *node, struct turn *turn, const struct stored *stored) {
    enum pj_code code = PJ_OK;

    for (size_t i = 0; i < stored->case_count; i++) {
        struct cached_case *entry = NULL;

        code = cases_load(&node->cache, &stored->cases[i]);
        if (code != PJ_OK) {
            return code;
        }
        entry = cases_find_id(&node->cache, &stored->cases[i].casefile.id);
        entry->used_turn = turn->number;
        turn_remember_key(turn, &stored->cases[i].idem, entry->file.ref);
        turn_remember_key(turn, &stored->cases[i].foreign, entry->file.ref);
        turn_remember_key(turn, &stored->cases[i].matter, entry->file.ref);
        tied_remember(turn, &entry->file);
    }
    return PJ_OK;
}

/* What was found leaves room to decide by it; one input alone may find as much as is there. */
enum pj_code prefetch_take(struct node *node, struct turn *turn, const struct stored *stored) {
    bool is_one = turn->slice_to - turn->slice_from == 1;
    struct arena_mark mark =
        arena_begin(&turn->arena, is_one ? ONE_INPUT_BYTES_MAX : DECIDED_BYTES_MAX);
    enum pj_code code = take_cases(node, turn, stored);

    for (size_t i = 0; i < stored->idem_count; i++) {
        *(struct row_idem *)rows_add(&turn->found_idems, sizeof(struct row_idem)) =
            stored->idems[i];
    }
    for (size_t i = 0; i < stored->parked_count; i++) {
        *(struct row_parked *)rows_add(&turn->found_parked, sizeof(struct row_parked)) =
            stored->parked[i];
    }
    for (size_t i = 0; i < stored->sent_count; i++) {
        *(struct row_sent *)rows_add(&turn->found_sent, sizeof(struct row_sent)) = stored->sent[i];
    }
    if (code == PJ_OK) {
        code = take_rows(turn, stored);
    }
    if (code == PJ_OK) {
        code = take_papers(turn, stored);
    }
    arena_keep(&turn->arena, &mark);
    return code;
}

const struct row_idem *turn_find_idem(const struct turn *turn, const struct digest *idem) {
    for (size_t i = turn->idems.count; i > 0; i--) { /* this turn's own first */
        const struct row_idem *row = &ROWS(turn->idems, struct row_idem)[i - 1];

        if (digest_equal(&row->idem, idem)) {
            return row;
        }
    }
    for (size_t i = 0; i < turn->found_idems.count; i++) {
        const struct row_idem *row = &ROWS(turn->found_idems, struct row_idem)[i];

        if (digest_equal(&row->idem, idem)) {
            return row;
        }
    }
    return NULL;
}

struct cached_case *turn_find_case(struct node *node, struct turn *turn, const struct digest *key) {
    for (size_t i = 0; i < turn->found_cases.count; i++) {
        const struct found_case *found = &ROWS(turn->found_cases, struct found_case)[i];

        if (digest_equal(&found->digest, key)) {
            return cases_find_ref(&node->cache, found->ref);
        }
    }
    return NULL;
}

bool turn_was_sent(const struct turn *turn, int32_t lane, const struct digest *digest) {
    for (size_t i = 0; i < turn->found_sent.count; i++) {
        const struct row_sent *row = &ROWS(turn->found_sent, struct row_sent)[i];

        if (row->lane == lane && digest_equal(&row->digest, digest)) {
            return true;
        }
    }
    return false;
}
