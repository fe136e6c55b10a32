/* SPDX-License-Identifier: Apache-2.0
 * What a station may ask of its store, answered from the arrays. */
#include "mem_store.h"

#include "core/lifecycle.h"
#include "node/marks.h"
#include "wire/wire.h"

#include <string.h>

static void *make(struct arena *arena, size_t count, size_t size) {
    void *rows = arena_alloc(arena, (count + 1) * size);

    ASSERT(rows != NULL);
    return rows;
}

/* As SELECT gives it: the columns, the legs, and of the clocks those that matter. */
static void fill_case(const struct mem_store *store, const struct mem_case *row, bool want_body,
                      struct stored_case *to) {
    to->casefile = row->columns;
    for (size_t i = 0; i < row->leg_count; i++) {
        to->casefile.legs[to->casefile.leg_count++] = row->legs[i];
    }
    for (size_t i = 0; i < row->clock_count; i++) {
        if (casefile_clock_room(&to->casefile)) {
            to->casefile.clocks[to->casefile.clock_count++] = row->clocks[i];
        }
    }
    to->file = row->file;
    to->idem = row->idem;
    to->request = row->request;
    to->foreign = row->foreign;
    to->matter = row->matter;
    if (want_body && row->columns.body_pos > 0) {
        const struct row_journal *journal =
            MEM_ROW(store->journal, struct row_journal, row->columns.body_pos - 1);

        to->body = journal->body;
        to->body_kind = journal->kind;
    }
}

static struct row_journal with_body(const struct mem_store *store, int64_t pos) {
    struct row_journal row = *MEM_ROW(store->journal, struct row_journal, pos - 1);

    if (row.body_pos > 0) {
        row.body = MEM_ROW(store->journal, struct row_journal, row.body_pos - 1)->body;
    }
    return row;
}

/* ---- load */

void mem_store_load(const struct mem_store *store, struct arena *arena, struct stored *ret_stored) {
    size_t first = 0;
    struct bytes *marks = make(arena, store->marks.count, sizeof *marks);
    struct row_setting *settings = make(arena, store->settings.count, sizeof *settings);
    struct row_parked *parked = make(arena, store->parked.count, sizeof *parked);

    memset(ret_stored, 0, sizeof *ret_stored);
    for (size_t i = 0; i < store->marks.count; i++) {
        first = MEM_ROW(store->marks, struct mem_mark, i)->full ? i : first;
    }
    for (size_t i = first; i < store->marks.count; i++) {
        marks[ret_stored->mark_count++] = MEM_ROW(store->marks, struct mem_mark, i)->bytes;
    }
    for (size_t i = 0; i < store->settings.count; i++) {
        settings[i] = *MEM_ROW(store->settings, struct row_setting, i);
    }
    for (size_t i = 0; i < store->parked.count; i++) {
        const struct row_parked *row = MEM_ROW(store->parked, struct row_parked, i);

        if (row->insert) {
            parked[ret_stored->parked_count++] = *row;
        }
    }
    ret_stored->head = store->head;
    ret_stored->marks = marks;
    ret_stored->settings = settings;
    ret_stored->setting_count = store->settings.count;
    ret_stored->parked = parked;
}

/* ---- prefetch */

static const char *number_of(const struct mem_store *store, const struct prefetch_key *key) {
    if (key->kind == PREFETCH_TIED) {
        return key->case_no.text;
    }
    for (size_t i = 0; i < store->cases.count; i++) {
        const struct casefile *file = &MEM_ROW(store->cases, struct mem_case, i)->columns;

        if (key->kind == PREFETCH_TIED_ID ? case_id_equal(&file->id, &key->case_id)
                                          : file->ref == key->ref) {
            return file->no.text;
        }
    }
    return "?";
}

static bool is_tied(const struct mem_store *store, const struct prefetch_key *key, int64_t ref) {
    const char *no = number_of(store, key);

    for (size_t i = 0; i < store->ties.count; i++) {
        const struct row_tie *row = MEM_ROW(store->ties, struct row_tie, i);

        if (row->case_ref == ref && strcmp(row->no.text, no) == 0) {
            return true;
        }
    }
    return false;
}

static bool key_fits(const struct mem_store *store, const struct prefetch_key *key,
                     const struct mem_case *row) {
    switch (key->kind) {
    case PREFETCH_CASE_ID:
        return case_id_equal(&row->columns.id, &key->case_id);
    case PREFETCH_CASE_NO:
        return strcmp(row->columns.no.text, key->case_no.text) == 0;
    case PREFETCH_REF:
        return row->columns.ref == key->ref;
    case PREFETCH_FOREIGN:
        return digest_equal(&row->foreign, &key->digest);
    case PREFETCH_MATTER:
        return digest_equal(&row->matter, &key->digest);
    case PREFETCH_IDEM:
        for (size_t i = 0; i < store->idems.count; i++) {
            const struct row_idem *idem = MEM_ROW(store->idems, struct row_idem, i);

            if (digest_equal(&idem->idem, &key->digest) && idem->case_ref == row->columns.ref) {
                return true;
            }
        }
        return digest_equal(&row->idem, &key->digest);
    case PREFETCH_TIED:
    case PREFETCH_TIED_ID:
    case PREFETCH_TIED_REF:
        return store->ties.count > 0 && is_tied(store, key, row->columns.ref);
    case PREFETCH_PARKED:
    case PREFETCH_PAPERS:
    case PREFETCH_SENT:
        break;
    }
    return false;
}

static void add_rows_of_key(const struct mem_store *store, const struct prefetch_key *key,
                            struct stored *to) {
    for (size_t i = 0; i < store->idems.count && key->kind == PREFETCH_IDEM; i++) {
        const struct row_idem *row = MEM_ROW(store->idems, struct row_idem, i);

        if (digest_equal(&row->idem, &key->digest)) {
            ((struct row_idem *)(uintptr_t)to->idems)[to->idem_count++] = *row;
        }
    }
    for (size_t i = store->papers.count; i > 0 && key->kind == PREFETCH_PAPERS; i--) {
        const struct issued *row = MEM_ROW(store->papers, struct issued, i - 1);
        const struct mem_case *owner = mem_store_case(store, key->case_no.text);

        if (owner != NULL && owner->columns.ref == row->case_ref) {
            ((struct row_paper *)(uintptr_t)to->papers)[to->paper_count++].paper = *row;
        }
    }
    for (size_t i = 0; i < store->parked.count && key->kind == PREFETCH_PARKED; i++) {
        const struct row_parked *row = MEM_ROW(store->parked, struct row_parked, i);

        if (row->pos == key->ref && row->insert) {
            ((struct row_parked *)(uintptr_t)to->parked)[to->parked_count++] = *row;
            ((struct row_journal *)(uintptr_t)to->rows)[to->row_count++] =
                with_body(store, row->pos);
        }
    }
}

/* As SELECT does: the newest rows of the lane, and no further. */
static void add_sent(const struct mem_store *store, const struct prefetch_key *key,
                     struct stored *to) {
    size_t seen = 0;

    for (size_t i = store->journal.count; i > 0 && seen < SENT_REACH; i--) {
        const struct row_journal *row = MEM_ROW(store->journal, struct row_journal, i - 1);

        seen += row->out_lane == key->lane ? 1 : 0;
        if (row->out_lane == key->lane && digest_equal(&row->digest, &key->digest)) {
            ((struct row_sent *)(uintptr_t)to->sent)[to->sent_count++] =
                (struct row_sent){key->lane, key->digest};
            return;
        }
    }
}

void mem_store_prefetch(const struct mem_store *store, const struct prefetch_key *keys,
                        size_t count, struct arena *arena, struct stored *ret_stored) {
    struct stored_case *cases = make(arena, store->cases.count, sizeof *cases);

    memset(ret_stored, 0, sizeof *ret_stored);
    ret_stored->idems = make(arena, store->idems.count + count, sizeof(struct row_idem));
    ret_stored->parked = make(arena, count, sizeof(struct row_parked));
    ret_stored->papers = make(arena, store->papers.count * count, sizeof(struct row_paper));
    ret_stored->rows = make(arena, count, sizeof(struct row_journal));
    ret_stored->sent = make(arena, count, sizeof(struct row_sent));
    for (size_t i = 0; i < store->cases.count; i++) {
        const struct mem_case *row = MEM_ROW(store->cases, struct mem_case, i);
        bool wanted = false;
        bool want_body = false;

        for (size_t k = 0; k < count; k++) {
            if (key_fits(store, &keys[k], row)) {
                wanted = true;
                want_body = want_body || keys[k].want_body;
            }
        }
        if (wanted) {
            fill_case(store, row, want_body, &cases[ret_stored->case_count++]);
        }
    }
    for (size_t k = 0; k < count; k++) {
        add_rows_of_key(store, &keys[k], ret_stored);
        if (keys[k].kind == PREFETCH_SENT) {
            add_sent(store, &keys[k], ret_stored);
        }
    }
    ret_stored->cases = cases;
}

/* ---- queries */

static void query_due(const struct mem_store *store, const struct query *query, struct arena *arena,
                      struct stored *to) {
    uint64_t *refs = make(arena, store->cases.count, sizeof *refs);

    for (size_t i = 0; i < store->cases.count && to->number_count < query->limit; i++) {
        const struct mem_case *row = MEM_ROW(store->cases, struct mem_case, i);
        struct stored_case file;
        struct wall due = {0};

        fill_case(store, row, false, &file);
        due = casefile_asks_at(&file.casefile);
        if (due.us != 0 && due.us <= query->at.us) {
            refs[to->number_count++] = (uint64_t)row->columns.ref;
        }
    }
    to->numbers = refs;
}

static bool wants_recount(const struct mem_case *row, const struct query *query) {
    for (size_t i = 0; i < row->clock_count; i++) {
        const struct clock *clock = &row->clocks[i];

        if (clock->state == CLOCK_STATE_RUNNING && clock->due.day >= query->day.day &&
            clock->days[0] != '\0' && strcmp(clock->calendar, query->version) != 0) {
            return true;
        }
    }
    return false;
}

/* Order is that of ref alone: with a due_at of 0 for all, the cursor stays right. */
static void query_recount(const struct mem_store *store, const struct query *query,
                          struct arena *arena, struct stored *to) {
    uint64_t *numbers = make(arena, 2 * store->cases.count, sizeof *numbers);

    for (size_t i = 0; i < store->cases.count && to->number_count < 2 * query->limit; i++) {
        const struct mem_case *row = MEM_ROW(store->cases, struct mem_case, i);

        if (row->open && row->columns.ref > query->ref && wants_recount(row, query)) {
            numbers[to->number_count++] = 0;
            numbers[to->number_count++] = (uint64_t)row->columns.ref;
        }
    }
    to->numbers = numbers;
}

static void query_lane(const struct mem_store *store, const struct query *query,
                       struct arena *arena, struct stored *to) {
    struct row_journal *rows = make(arena, query->limit, sizeof *rows);

    for (size_t i = 0; i < store->journal.count && to->row_count < query->limit; i++) {
        const struct row_journal *row = MEM_ROW(store->journal, struct row_journal, i);

        if (row->out_lane == query->lane && (int64_t)row->out_seq >= query->from) {
            rows[to->row_count++] = with_body(store, row->pos);
        }
    }
    to->rows = rows;
}

static void query_lane_mark(const struct mem_store *store, const struct query *query,
                            struct arena *arena, struct stored *to) {
    struct lane_mark *best = make(arena, 1, sizeof *best);
    struct row_journal *rows = make(arena, store->journal.count, sizeof *rows);
    uint64_t limit = query->limit == 0 ? UINT64_MAX : query->limit;

    for (size_t i = 0; i < store->marks.count; i++) {
        const struct mem_mark *row = MEM_ROW(store->marks, struct mem_mark, i);

        for (size_t k = 0; k < mark_count(row->bytes); k++) {
            struct mark mark;

            if (mark_get(row->bytes, k, &mark) == PJ_OK && mark.tag == MARK_OUT &&
                (int32_t)mark.lane == query->lane && (int64_t)mark.seq <= query->from) {
                *best = (struct lane_mark){mark.lane, mark.seq, mark.hash};
                to->lane_mark_count = 1;
            }
        }
    }
    for (size_t i = 0; i < store->journal.count && to->row_count < limit; i++) {
        const struct row_journal *row = MEM_ROW(store->journal, struct row_journal, i);

        if (row->out_lane == query->lane && row->out_seq > best->seq &&
            (int64_t)row->out_seq <= query->from) {
            rows[to->row_count++] = *row;
        }
    }
    to->lane_marks = best;
    to->rows = rows;
}

static void query_case_rows(const struct mem_store *store, const struct query *query,
                            struct arena *arena, struct stored *to) {
    struct row_journal *rows = make(arena, store->journal.count, sizeof *rows);

    for (size_t i = 0; i < store->journal.count; i++) {
        const struct row_journal *row = MEM_ROW(store->journal, struct row_journal, i);

        if (row->case_ref == query->ref && row->pos > query->from) {
            rows[to->row_count++] = with_body(store, row->pos);
        }
    }
    to->rows = rows;
}

static bool is_about(const struct mem_case *row, const struct node_id *office,
                     struct arena *arena) {
    struct casefile *file = make(arena, 1, sizeof *file);
    enum pj_code code = wire_decode_casefile(row->file, arena, file);

    ASSERT(code == PJ_OK);
    return !node_id_is_none(office) && conflict_hides(&file->conflicts, office);
}

/* Whatever holder and state were asked for: what an account may see is not the store's matter. */
static void query_cases(const struct mem_store *store, const struct query *query,
                        struct arena *arena, struct stored *to) {
    struct stored_case *cases = make(arena, store->cases.count, sizeof *cases);

    for (size_t i = 0; i < store->cases.count && to->case_count < query->limit; i++) {
        const struct mem_case *row = MEM_ROW(store->cases, struct mem_case, i);

        if (row->columns.ref > query->from && !is_about(row, &query->not_about, arena)) {
            fill_case(store, row, false, &cases[to->case_count++]);
        }
    }
    to->cases = cases;
}

static void query_counts(const struct mem_store *store, const struct query *query,
                         struct arena *arena, struct stored *to) {
    uint64_t *numbers = make(arena, 4, sizeof *numbers);

    for (size_t i = 0; i < store->cases.count; i++) {
        const struct mem_case *row = MEM_ROW(store->cases, struct mem_case, i);

        if (!is_about(row, &query->not_about, arena)) {
            numbers[0]++;
            numbers[1] += row->open ? 1 : 0;
        }
    }
    for (size_t i = 0; i < store->parked.count; i++) {
        numbers[3] += MEM_ROW(store->parked, struct row_parked, i)->insert ? 1 : 0;
    }
    to->numbers = numbers;
    to->number_count = 4;
}

static bool paper_fits(const struct issued *row, const struct mem_case *owner,
                       const struct query *query) {
    return row->pos > query->from &&
           (query->case_no.text[0] == '\0' ||
            strcmp(owner->columns.no.text, query->case_no.text) == 0) &&
           (node_id_is_none(&query->node) || node_id_equal(&query->node, &row->office)) &&
           (query->paper_kind == PAPER_UNSPECIFIED || query->paper_kind == row->kind) &&
           (query->year == 0 || query->year == row->year) &&
           (query->number[0] == '\0' || strcmp(query->number, row->number) == 0);
}

static void add_papers(const struct mem_store *store, const struct query *query,
                       const struct mem_rows *rows, struct stored *to) {
    struct row_paper *papers = (struct row_paper *)(uintptr_t)to->papers;
    struct stored_case *cases = (struct stored_case *)(uintptr_t)to->cases;

    for (size_t i = 0; i < rows->count; i++) {
        const struct issued *row = MEM_ROW(*rows, struct issued, i);
        const struct mem_case *owner = NULL;

        for (size_t k = 0; k < store->cases.count; k++) {
            struct mem_case *one = MEM_ROW(store->cases, struct mem_case, k);

            owner = one->columns.ref == row->case_ref ? one : owner;
        }
        ASSERT(owner != NULL);
        if (paper_fits(row, owner, query)) {
            papers[to->paper_count++].paper = *row;
            fill_case(store, owner, false, &cases[to->case_count++]);
        }
    }
}

/* In order of pos, the first `limit` of them. */
static void order_papers(const struct query *query, struct stored *to) {
    struct row_paper *papers = (struct row_paper *)(uintptr_t)to->papers;
    struct stored_case *cases = (struct stored_case *)(uintptr_t)to->cases;

    for (size_t i = 1; i < to->paper_count; i++) {
        for (size_t k = i; k > 0 && papers[k].paper.pos < papers[k - 1].paper.pos; k--) {
            struct row_paper paper = papers[k];
            struct stored_case owner = cases[k];

            papers[k] = papers[k - 1];
            papers[k - 1] = paper;
            cases[k] = cases[k - 1];
            cases[k - 1] = owner;
        }
    }
    to->paper_count = to->paper_count < query->limit ? to->paper_count : query->limit;
    to->case_count = to->paper_count;
}

static void query_papers(const struct mem_store *store, const struct query *query,
                         struct arena *arena, struct stored *to) {
    size_t max = store->papers.count + store->copies.count;

    to->papers = make(arena, max, sizeof *to->papers);
    to->cases = make(arena, max, sizeof *to->cases);
    add_papers(store, query, &store->papers, to);
    if (query->case_no.text[0] != '\0' || query->number[0] != '\0') {
        add_papers(store, query, &store->copies, to);
    }
    order_papers(query, to);
}

void mem_store_query(const struct mem_store *store, const struct query *query, struct arena *arena,
                     struct stored *ret_stored) {
    memset(ret_stored, 0, sizeof *ret_stored);
    switch (query->kind) {
    case QUERY_DUE:
        query_due(store, query, arena, ret_stored);
        break;
    case QUERY_RECOUNT:
        query_recount(store, query, arena, ret_stored);
        break;
    case QUERY_LANE:
        query_lane(store, query, arena, ret_stored);
        break;
    case QUERY_LANE_MARK:
        query_lane_mark(store, query, arena, ret_stored);
        break;
    case QUERY_CASE_ROWS:
        query_case_rows(store, query, arena, ret_stored);
        break;
    case QUERY_CASES:
    case QUERY_CARDED:
        query_cases(store, query, arena, ret_stored);
        break;
    case QUERY_COUNTS:
        query_counts(store, query, arena, ret_stored);
        break;
    case QUERY_PAPERS:
        query_papers(store, query, arena, ret_stored);
        break;
    case QUERY_PARKED:
    case QUERY_LANE_CHECK: /* for people's questions; the simulator's clients ask none */
        ret_stored->numbers = make(arena, 4, sizeof(uint64_t));
        ret_stored->number_count = 4;
        break;
    }
}
