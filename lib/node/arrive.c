/* SPDX-License-Identifier: Apache-2.0
 * What each kind of message makes of a case here. Ack means custody, so what cannot be applied is
 * parked (park.c), never dropped. */
#include "node/item.h"

#include "node/adopt.h"
#include "node/assist.h"
#include "node/avoid.h"
#include "node/papers.h"
#include "node/seize.h"
#include "node/supplement.h"
#include "node/tied.h"
#include "node/visits.h"
#include "node/watched.h"

#include <string.h>

/* ---- kinds */

static int64_t record(struct node *node, struct turn *turn, struct arrival *arrival,
                      int64_t case_ref) {
    return seal_item(node, turn, arrival->input, case_ref, arrival->relay, arrival->relay_count);
}

static void park(struct node *node, struct turn *turn, struct arrival *arrival, enum pj_code code) {
    park_item(node, turn, arrival->input, code, "");
}

/* Word of the case comes from where the case is; a person may say that it does. */
static bool comes_from(const struct node *node, const struct arrival *arrival,
                       const struct node_id *office) {
    return arrival->input->judged || item_is_its_road(node, arrival->input->link, office);
}

/* ---- TRANSFER: the token arrives */

static void say_delivered(struct node *node, struct turn *turn, const struct arrival *arrival,
                          const struct cached_case *entry) {
    struct delivered_body body = {.case_no = entry->file.no,
                                  .holder = entry->file.holder,
                                  .delivered_at = turn->at,
                                  .transfer_id = arrival->input->header.id};
    const struct route *route = &arrival->input->item.route;
    struct outgoing outgoing = {.kind = MESSAGE_DELIVERED,
                                .act = ACT_DELIVER,
                                .file = &entry->file,
                                .from = entry->file.holder,
                                .to = &arrival->input->header.from,
                                .to_count = 1};
    enum pj_code code = PJ_OK;

    watched_clocks(visits_matter(node, &turn->arena, &entry->file), &turn->arena, &body.clocks,
                   &body.clock_count);
    memcpy(body.hops, route->hops, sizeof body.hops);
    body.hop_count = route->hop_count;
    if (body.hop_count < HOPS_MAX) {
        body.hops[body.hop_count++] = (struct hop){node->config.station, turn->at, true};
    }
    code = wire_encode_delivered(&body, &turn->arena, &outgoing.body);
    ASSERT(code == PJ_OK);
    (void)seal_message(node, turn, &outgoing);
}

static void tell_listeners(struct node *node, struct turn *turn, const struct arrival *arrival,
                           const struct cached_case *entry, const struct act *act) {
    struct node_id listeners[ROUTE_TO_MAX];
    size_t count =
        lifecycle_listeners(&entry->file, &arrival->input->header.from, listeners, ROUTE_TO_MAX);

    count = watched_add(node, turn, &entry->file, act, listeners, count);
    for (size_t i = count; i > 0; i--) { /* who sits here needs no message */
        if (node_hosts(node, &listeners[i - 1])) {
            listeners[i - 1] = listeners[--count];
        }
    }
    if (count > 0) {
        tell_event(node, turn, entry, act, &(struct telling){&arrival->local[0], listeners, count});
    }
}

/* Whoever sent this knows of an older term than we do: it may have lost history. It hears where the
 * token is, and under which term. */
static void tell_giver(struct node *node, struct turn *turn, const struct arrival *arrival,
                       const struct cached_case *entry) {
    const struct node_id *giver = &arrival->input->header.from;
    struct act act = {.kind = ACT_DELIVER, .node = entry->file.holder, .acted_at = turn->at};

    if (!node_hosts(node, giver) && !node_id_equal(giver, &entry->file.holder)) {
        tell_event(node, turn, entry, &act, &(struct telling){&arrival->local[0], giver, 1});
    }
}

/* A case keeps its number, and no other has it. */
static bool bears_its_number(struct node *node, const struct cached_case *entry,
                             const struct case_no *no) {
    if (entry != NULL) {
        return strcmp(entry->file.no.text, no->text) == 0;
    }
    return no->text[0] != '\0' && cases_find_no(&node->cache, no->text) == NULL;
}

/* Whatever a neighbour may say: what could not stand here as a case is parked, and stops nobody. */
static enum pj_code check_transfer(const struct node *node, const struct arrival *arrival,
                                   const struct lifecycle_context *context,
                                   struct transfer_body *body) {
    const struct header *header = &arrival->input->header;
    const struct leg *leg = casefile_last_leg(&body->file);

    if (leg == NULL || case_id_is_none(&header->case_id) || leg->term != header->term ||
        header->version == 0 || node_id_is_none(&header->from) ||
        !node_id_equal(&leg->receiver, &arrival->local[0])) {
        return PJ_BAD_FIELD;
    }
    if (!comes_from(node, arrival, &leg->giver)) {
        return PJ_LINK_WRONG_ROAD;
    }
    body->file.term = header->term; /* as it will be here */
    body->file.version = header->version;
    return lifecycle_can_arrive(&body->file, context) ? PJ_OK : PJ_BAD_FIELD;
}

/* A parked token that a person gave up comes back: the giver takes its own copy up again. */
static void take_back(struct node *node, struct turn *turn, struct arrival *arrival,
                      struct cached_case *entry, const struct transfer_body *body) {
    const struct header *header = &arrival->input->header;
    struct casefile before;
    struct leg *leg = NULL;

    casefile_copy(&before, &entry->file);
    (void)record(node, turn, arrival, entry->file.ref);
    if (entry->file.role != ROLE_TRANSIT || entry->file.term + 1 != header->term ||
        entry->file.leg_count == LEGS_MAX || header->version == 0 ||
        node_id_is_none(&header->from) ||
        !comes_from(node, arrival, casefile_token_at(&entry->file))) {
        return; /* an old one, or not from where the token is: recorded, void */
    }
    entry->file.legs[entry->file.leg_count - 1].closed_at = turn->at;
    leg = &entry->file.legs[entry->file.leg_count++];
    memset(leg, 0, sizeof *leg);
    leg->term = header->term;
    leg->kind = LEG_BOUNCE;
    leg->giver = header->from;
    leg->receiver = arrival->local[0];
    leg->opened_at = body->act.acted_at;
    leg->delivered_at = turn->at;
    leg->closed_at = turn->at;
    entry->file.role = ROLE_HOLDER;
    entry->file.holder = arrival->local[0];
    entry->file.term = header->term;
    entry->file.version = header->version;
    case_touch(turn, entry, &before);
    tied_tell(node, turn, entry, &before, &body->act);
}

/* The token of this Transfer is void: kept and shown. What was handed in with it is not void: it is
 * with the case, or follows it. Who took the case up again after a loss has the whole only now. */
static void void_arrives(struct node *node, struct turn *turn, struct arrival *arrival,
                         struct cached_case *entry) {
    struct casefile before;
    struct bytes body = arrival->input->item.body;
    int64_t pos = record(node, turn, arrival, entry->file.ref);

    casefile_copy(&before, &entry->file);
    if (entry->file.role == ROLE_HOLDER) {
        if (entry->file.body_pos == 0) {
            adopt_body(node, turn, entry, arrival, pos);
            *(struct case_id *)rows_add(&turn->woken, sizeof(struct case_id)) = entry->file.id;
        } else {
            supplement_merge(node, turn, entry, body);
        }
        case_touch(turn, entry, &before);
    } else if (seize_is_void(arrival->input->header.term, entry->file.term)) {
        supplement_pass_on(node, turn, entry, body, &arrival->local[0]);
    }
    tell_giver(node, turn, arrival, entry);
}

void transfer_arrives(struct node *node, struct turn *turn, struct arrival *arrival) {
    const struct header *header = &arrival->input->header;
    struct cached_case *entry = cases_find_id(&node->cache, &header->case_id);
    struct casefile before;
    bool known = entry != NULL;
    struct bytes known_body = BYTES_NONE;
    struct transfer_body body;
    struct act deliver = {.kind = ACT_DELIVER, .acted_at = turn->at};
    struct lifecycle_context context = node_context(node, turn, true);
    struct verdict verdict;
    enum pj_code code = wire_decode_transfer(arrival->input->item.body, &turn->arena, &body);

    if (code == PJ_OK && body.act.kind == ACT_BOUNCE && known) {
        take_back(node, turn, arrival, entry, &body);
        return;
    }
    if (code == PJ_OK && !bears_its_number(node, entry, &body.file.no)) {
        code = PJ_BAD_FIELD;
    }
    if (code == PJ_OK) {
        code = check_transfer(node, arrival, &context, &body);
    }
    if (code != PJ_OK) {
        park(node, turn, arrival, code);
        return;
    }
    if (known && entry->file.term >= header->term) {
        void_arrives(node, turn, arrival, entry);
        return;
    }
    if (known) {
        casefile_copy(&before, &entry->file);
        code = arena_copy(&turn->arena, entry->body, &known_body);
        ASSERT(code == PJ_OK);
    }
    entry = adopt_case(node, turn, arrival, &body, entry);
    deliver.node = arrival->local[0];
    lifecycle_decide(&entry->file, &deliver, &context, &verdict);
    ASSERT(verdict.code == PJ_OK);
    casefile_apply(&entry->file, &deliver, &verdict);
    adopt_body(node, turn, entry, arrival, record(node, turn, arrival, entry->file.ref));
    supplement_merge(node, turn, entry, known_body);
    case_touch(turn, entry, known ? &before : NULL);
    say_delivered(node, turn, arrival, entry);
    tell_listeners(node, turn, arrival, entry, &deliver);
    tied_arrived(node, turn, entry, known ? &before : NULL, &body.act);
    *(struct case_id *)rows_add(&turn->woken, sizeof(struct case_id)) = header->case_id;
}

/* ---- DELIVERED and EVENT: a copy follows */

/* News of a case says who has it, under which term, in which version: no case is without. */
static bool names_holder(const struct header *header, const struct node_id *holder) {
    return header->term > 0 && header->version > 0 && !node_id_is_none(holder);
}

/* The token is known to be elsewhere: our clocks are met, the row becomes a copy. Also where it was
 * believed to be here: whoever sees a higher term has lost the history in which it left. */
static void hand_over_done(struct cached_case *entry, struct wall at) {
    struct casefile *file = &entry->file;

    file->role = ROLE_COPY;
    for (size_t i = 0; i < file->clock_count; i++) {
        if (file->clocks[i].state == CLOCK_STATE_RUNNING) {
            file->clocks[i].state = CLOCK_STATE_MET;
            file->clocks[i].done_at = at;
        }
    }
    if (file->leg_count > 0 && file->legs[file->leg_count - 1].delivered_at.us == 0) {
        file->legs[file->leg_count - 1].delivered_at = at;
    }
}

static bool has_left(const struct casefile *file, const struct header *header) {
    return file->role != ROLE_PARKED && header->term > file->term;
}

/* A higher term, and the holder sits here: this station lost the history in which the case came to
 * that office. Where it is held by another one of ours it is there now; else the Transfer is still
 * to be given back. */
static bool comes_to_us(struct node *node, struct turn *turn, struct cached_case *entry,
                        const struct header *header, const struct node_id *holder) {
    struct casefile *file = &entry->file;

    if (header->term <= file->term || !node_hosts(node, holder)) {
        return false;
    }
    if (file->role != ROLE_PARKED && seize_is_term(header->term)) {
        seize_again(node, turn, entry, header, holder);
    } else if (file->role == ROLE_HOLDER) {
        file->holder = *holder;
        file->term = header->term;
        file->version = header->version > file->version ? header->version : file->version;
    }
    return true;
}

void delivered_arrives(struct node *node, struct turn *turn, struct arrival *arrival) {
    const struct header *header = &arrival->input->header;
    struct cached_case *entry = cases_find_id(&node->cache, &header->case_id);
    struct casefile before;
    struct delivered_body body;
    enum pj_code code = wire_decode_delivered(arrival->input->item.body, &turn->arena, &body);

    if (code == PJ_OK && entry == NULL) {
        code = PJ_LINK_NO_CASE;
    }
    if (code == PJ_OK && !names_holder(header, &body.holder)) {
        code = PJ_BAD_MISSING;
    }
    if (code == PJ_OK && !comes_from(node, arrival, &body.holder)) {
        code = PJ_LINK_WRONG_ROAD;
    }
    if (code != PJ_OK) {
        park(node, turn, arrival, code);
        return;
    }
    casefile_copy(&before, &entry->file);
    if (!comes_to_us(node, turn, entry, header, &body.holder) &&
        (has_left(&entry->file, header) ||
         (entry->file.role == ROLE_TRANSIT && entry->file.term == header->term &&
          node_id_equal(casefile_token_at(&entry->file), &body.holder)))) {
        hand_over_done(entry, body.delivered_at);
        entry->file.holder = body.holder;
        entry->file.term = header->term;
        if (header->version > entry->file.version) {
            entry->file.version = header->version;
        }
        casefile_take_clocks(&entry->file, body.clocks, body.clock_count);
    }
    (void)record(node, turn, arrival, entry->file.ref);
    case_touch(turn, entry, &before);
    if (header->term < entry->file.term) {
        tell_giver(node, turn, arrival, entry); /* it took up anew what it has long given on */
    }
}

static bool is_newer(const struct header *header, const struct casefile *file) {
    return header->term > file->term ||
           (header->term == file->term && header->version > file->version);
}

/* News of a case nobody here knows: a copy of it where the office is to watch over it, else kept in
 * the journal and no more. */
static void begin_copy(struct node *node, struct turn *turn, struct arrival *arrival,
                       const struct event_body *body) {
    struct cached_case *entry = bears_its_number(node, NULL, &body->case_no)
                                    ? watched_begin(node, turn, &arrival->input->header, body)
                                    : NULL;

    if (entry == NULL) {
        (void)record(node, turn, arrival, 0);
        return;
    }
    casefile_take_clocks(&entry->file, body->clocks, body->clock_count);
    (void)record(node, turn, arrival, entry->file.ref);
    assist_keep(node, turn, entry, body);
    case_touch(turn, entry, NULL);
}

/* An order of an office here was carried out where the case is. Its letter bears a number of that
 * office's book, which is kept here. */
static void letter_of_order(struct node *node, struct turn *turn, const struct issuing *issuing) {
    const struct verdict carried_out = {.code = PJ_OK};
    struct issuing here = *issuing;

    if (lifecycle_follows(issuing->act) && !node_id_is_none(&issuing->act->node)) {
        here.verdict = &carried_out;
        paper_issue(node, turn, &here);
    }
}

void event_arrives(struct node *node, struct turn *turn, struct arrival *arrival) {
    const struct header *header = &arrival->input->header;
    struct cached_case *entry = cases_find_id(&node->cache, &header->case_id);
    struct casefile before;
    struct event_body body;
    int64_t pos = 0;
    enum pj_code code = wire_decode_event(arrival->input->item.body, &turn->arena, &body);

    if (code == PJ_OK && (!names_holder(header, &body.holder) || body.state == STATE_UNSPECIFIED)) {
        code = PJ_BAD_MISSING;
    }
    if (code != PJ_OK) {
        park(node, turn, arrival, code);
        return;
    }
    if (entry == NULL) {
        begin_copy(node, turn, arrival, &body);
        return;
    }
    casefile_copy(&before, &entry->file);
    if (!comes_to_us(node, turn, entry, header, &body.holder) &&
        (has_left(&entry->file, header) ||
         ((entry->file.role == ROLE_COPY || entry->file.role == ROLE_TRANSIT) &&
          is_newer(header, &entry->file) &&
          comes_from(node, arrival, casefile_token_at(&entry->file))))) {
        hand_over_done(entry, body.act.acted_at);
        entry->file.term = header->term;
        entry->file.version = header->version;
        entry->file.state = body.state;
        entry->file.holder = body.holder;
        entry->file.closed_at = body.closed_at;
        code = cases_set_problems(entry, body.problems, body.problem_count);
        ASSERT(code == PJ_OK);
        watched_follow(node, entry, &body);
        visit_keep_marks(&entry->file, &before);
        seize_give_way(node, turn, &before, entry, &body.act, &arrival->local[0]);
        avoid_left(node, turn, &before, entry);
    }
    if (body.act.kind == ACT_PARK && body.file != NULL) {
        (void)avoid_name(node, entry, &body.file->conflicts); /* whoever tells it may know less of
                                                                 the rest */
    }
    if (body.act.kind == ACT_SEIZE && seize_is_void(header->term, entry->file.term)) {
        tell_giver(node, turn, arrival, entry); /* two took it, unaware of each other */
    }
    cases_keep_answer(&entry->file, &body, turn->at);
    pos = record(node, turn, arrival, entry->file.ref);
    assist_keep(node, turn, entry, &body);
    case_touch(turn, entry, &before);
    tied_tell(node, turn, entry, &before, &body.act);
    if (body.code == 0) {
        letter_of_order(node, turn, &(struct issuing){entry, &before, &body.act, NULL, pos});
    }
}
