/* SPDX-License-Identifier: Apache-2.0
 * Rows in arrays. Slow and plain on purpose: nothing in here is clever enough to be wrong
 * unnoticed. */
#include "mem_store.h"

#include "node/marks.h"

#include <stdlib.h>
#include <string.h>

#define STORE_BYTES_MAX (256u * 1024 * 1024)

/* ---- keeping */

static void *keep(struct mem_store *store, struct mem_rows *rows, size_t size) {
    void *row = arena_alloc(&store->arena, size);

    ASSERT(row != NULL);
    if (rows->count == rows->room) {
        rows->room = rows->room == 0 ? 64 : 2 * rows->room;
        rows->data = realloc(rows->data, rows->room * sizeof(void *));
        ASSERT(rows->data != NULL);
    }
    ((void **)rows->data)[rows->count++] = row;
    return row;
}

static struct bytes keep_bytes(struct mem_store *store, struct bytes bytes) {
    struct bytes copy = BYTES_NONE;
    enum pj_code code = arena_copy(&store->arena, bytes, &copy);

    ASSERT(code == PJ_OK);
    return copy;
}

void mem_store_init(struct mem_store *store) {
    memset(store, 0, sizeof *store);
    arena_init(&store->arena, STORE_BYTES_MAX);
}

void mem_store_release(struct mem_store *store) {
    struct mem_rows *all[] = {&store->marks, &store->journal, &store->cases,
                              &store->idems, &store->parked,  &store->settings,
                              &store->ties,  &store->papers,  &store->copies};

    for (size_t i = 0; i < ARRAY_COUNT(all); i++) {
        free(all[i]->data);
    }
    arena_release(&store->arena);
}

static void copy_rows(struct mem_store *to, struct mem_rows *rows, const struct mem_rows *from,
                      size_t size) {
    for (size_t i = 0; i < from->count; i++) {
        memcpy(keep(to, rows, size), ((void **)from->data)[i], size);
    }
}

/* The same rows, in a place of their own with room for one more. */
static void *grown(struct mem_store *store, const void *rows, size_t count, size_t size) {
    void *copy = arena_alloc(&store->arena, (count + 1) * size);

    ASSERT(copy != NULL);
    if (count > 0) {
        memcpy(copy, rows, count * size);
    }
    return copy;
}

void mem_store_copy(struct mem_store *to, const struct mem_store *from) {
    mem_store_init(to);
    to->head = from->head;
    copy_rows(to, &to->marks, &from->marks, sizeof(struct mem_mark));
    copy_rows(to, &to->journal, &from->journal, sizeof(struct row_journal));
    copy_rows(to, &to->cases, &from->cases, sizeof(struct mem_case));
    copy_rows(to, &to->idems, &from->idems, sizeof(struct row_idem));
    copy_rows(to, &to->parked, &from->parked, sizeof(struct row_parked));
    copy_rows(to, &to->settings, &from->settings, sizeof(struct row_setting));
    copy_rows(to, &to->ties, &from->ties, sizeof(struct row_tie));
    copy_rows(to, &to->papers, &from->papers, sizeof(struct issued));
    copy_rows(to, &to->copies, &from->copies, sizeof(struct issued));
    for (size_t i = 0; i < to->cases.count; i++) { /* legs and clocks change in place */
        struct mem_case *row = MEM_ROW(to->cases, struct mem_case, i);

        row->kept = grown(to, row->kept, row->kept_count, sizeof *row->kept);
        row->clocks = grown(to, row->clocks, row->clock_count, sizeof *row->clocks);
    }
}

/* ---- finding */

static struct mem_case *case_of_ref(const struct mem_store *store, int64_t ref) {
    for (size_t i = 0; i < store->cases.count; i++) {
        struct mem_case *row = MEM_ROW(store->cases, struct mem_case, i);

        if (row->columns.ref == ref) {
            return row;
        }
    }
    return NULL;
}

struct mem_case *mem_store_case(const struct mem_store *store, const char *case_no) {
    for (size_t i = 0; i < store->cases.count; i++) {
        struct mem_case *row = MEM_ROW(store->cases, struct mem_case, i);

        if (strcmp(row->columns.no.text, case_no) == 0) {
            return row;
        }
    }
    return NULL;
}

static struct row_parked *parked_of_pos(const struct mem_store *store, int64_t pos) {
    for (size_t i = 0; i < store->parked.count; i++) {
        struct row_parked *row = MEM_ROW(store->parked, struct row_parked, i);

        if (row->pos == pos) {
            return row;
        }
    }
    return NULL;
}

static struct mem_leg *leg_of(const struct mem_case *row, uint64_t term) {
    for (size_t i = 0; row != NULL && i < row->kept_count; i++) {
        if (row->kept[i].leg.term == term) {
            return &row->kept[i];
        }
    }
    return NULL;
}

static struct clock *clock_of(struct mem_case *row, uint32_t no) {
    for (size_t i = 0; row != NULL && i < row->clock_count; i++) {
        if (row->clocks[i].no == no) {
            return &row->clocks[i];
        }
    }
    return NULL;
}

static struct issued *paper_of(const struct mem_store *store, const struct issued *paper) {
    for (size_t i = 0; i < store->papers.count; i++) {
        struct issued *row = MEM_ROW(store->papers, struct issued, i);

        if (row->kind == paper->kind && row->year == paper->year && row->epoch == paper->epoch &&
            row->no == paper->no && row->shut == paper->shut &&
            node_id_equal(&row->office, &paper->office)) {
            return row;
        }
    }
    return NULL;
}

/* ---- committing: first everything is checked, then everything is written */

static bool is_new_case(const struct batch *batch, int64_t ref) {
    for (size_t i = 0; i < batch->case_count; i++) {
        if (batch->cases[i].insert && batch->cases[i].casefile->ref == ref) {
            return true;
        }
    }
    return false;
}

static bool number_is_taken(const struct mem_store *store, const char *case_no) {
    return case_no[0] != '\0' && mem_store_case(store, case_no) != NULL;
}

static bool updates_fit(const struct mem_store *store, const struct batch *batch) {
    uint32_t updated = 0;

    for (size_t i = 0; i < batch->case_count; i++) {
        bool there = case_of_ref(store, batch->cases[i].casefile->ref) != NULL;

        if (batch->cases[i].insert &&
            (there || number_is_taken(store, batch->cases[i].casefile->no.text))) {
            return false;
        }
        updated += !batch->cases[i].insert && there ? 1 : 0;
    }
    for (size_t i = 0; i < batch->leg_count; i++) {
        struct mem_case *row = case_of_ref(store, batch->legs[i].case_ref);

        updated += !batch->legs[i].insert && leg_of(row, batch->legs[i].leg->term) != NULL ? 1 : 0;
        ASSERT(row != NULL || is_new_case(batch, batch->legs[i].case_ref));
    }
    for (size_t i = 0; i < batch->clock_count; i++) {
        struct mem_case *row = case_of_ref(store, batch->clocks[i].case_ref);

        updated += !batch->clocks[i].insert && clock_of(row, batch->clocks[i].clock->no) != NULL;
    }
    for (size_t i = 0; i < batch->parked_count; i++) {
        updated +=
            !batch->parked[i].insert && parked_of_pos(store, batch->parked[i].pos) != NULL ? 1 : 0;
    }
    for (size_t i = 0; i < batch->paper_count; i++) {
        bool there = paper_of(store, &batch->papers[i].paper) != NULL;

        if (batch->papers[i].insert && there) {
            return false; /* the number is taken */
        }
        updated += !batch->papers[i].insert && there ? 1 : 0;
    }
    return updated == batch->n_expect;
}

static void write_case(struct mem_store *store, const struct row_case *from) {
    struct mem_case *row = NULL;

    if (from->insert) {
        row = keep(store, &store->cases, sizeof *row);
        row->idem = from->idem;
        row->request = from->request;
        row->foreign = from->foreign;
        row->matter = from->matter;
    } else {
        row = case_of_ref(store, from->casefile->ref);
    }
    ASSERT(row != NULL);
    row->columns = *from->casefile;
    row->columns.problems = NULL;
    row->columns.problem_count = 0;
    row->columns.part_digests = NULL;
    row->columns.part_count = 0;
    row->columns.leg_count = 0;
    row->columns.clock_count = 0;
    row->file = keep_bytes(store, from->file);
    row->open = from->open;
}

static void write_leg(struct mem_store *store, const struct row_leg *from) {
    struct mem_case *row = case_of_ref(store, from->case_ref);
    struct mem_leg *kept = leg_of(row, from->leg->term);

    ASSERT(row != NULL);
    if (kept == NULL) {
        row->kept = grown(store, row->kept, row->kept_count, sizeof *row->kept);
        kept = &row->kept[row->kept_count++];
        kept->leg = *from->leg;
        kept->leg.reason = keep_bytes(store, from->leg->reason);
    }
    if (kept->leg.kind != from->leg->kind ||
        !node_id_equal(&kept->leg.receiver, &from->leg->receiver)) {
        ASSERT(from->insert);
        store->renumbered++;
        kept->leg = *from->leg;
        kept->leg.reason = keep_bytes(store, from->leg->reason);
    }
    kept->leg.delivered_at = from->leg->delivered_at;
    kept->leg.closed_at = from->leg->closed_at;
    kept->is_void = from->is_void;
}

static void show_legs(struct mem_case *row) {
    row->leg_count = 0;
    for (size_t i = 0; i < row->kept_count; i++) {
        size_t at = row->leg_count;

        if (row->kept[i].is_void) {
            continue;
        }
        ASSERT(row->leg_count < LEGS_MAX);
        for (row->leg_count++; at > 0 && row->legs[at - 1].term > row->kept[i].leg.term; at--) {
            row->legs[at] = row->legs[at - 1];
        }
        row->legs[at] = row->kept[i].leg;
    }
}

static void change_clock(struct clock *clock, const struct clock *from) {
    clock->state = from->state;
    clock->due = from->due;
    clock->due_at = from->due_at;
    clock->provisional = from->provisional;
    memcpy(clock->basis, from->basis, sizeof clock->basis);
    memcpy(clock->calendar, from->calendar, sizeof clock->calendar);
    memcpy(clock->pauses, from->pauses, sizeof clock->pauses);
    clock->extension = from->extension;
    clock->yellow_at = from->yellow_at;
    clock->done_at = from->done_at;
    clock->card = from->card;
}

static void write_clock(struct mem_store *store, const struct row_clock *from) {
    struct mem_case *row = case_of_ref(store, from->case_ref);
    struct clock *clock = clock_of(row, from->clock->no);

    ASSERT(row != NULL);
    if (clock != NULL && !from->insert) {
        change_clock(clock, from->clock);
        return;
    }
    if (clock != NULL) {
        store->renumbered +=
            clock->kind != from->clock->kind || !node_id_equal(&clock->owner, &from->clock->owner)
                ? 1
                : 0;
        *clock = *from->clock;
        return;
    }
    row->clocks = grown(store, row->clocks, row->clock_count, sizeof *row->clocks);
    row->clocks[row->clock_count++] = *from->clock;
}

static void write_journal(struct mem_store *store, const struct row_journal *from) {
    struct row_journal *row = keep(store, &store->journal, sizeof *row);

    *row = *from;
    row->envelope = keep_bytes(store, from->envelope);
    row->body = keep_bytes(store, from->body);
    ASSERT(row->pos == (int64_t)store->journal.count);
}

static void write_parked(struct mem_store *store, const struct row_parked *from) {
    if (!from->insert) {
        parked_of_pos(store, from->pos)->insert = false;
        return;
    }
    *(struct row_parked *)keep(store, &store->parked, sizeof *from) = *from;
}

static void write_setting(struct mem_store *store, const struct row_setting *from) {
    struct row_setting *row = NULL;

    for (size_t i = 0; i < store->settings.count; i++) {
        struct row_setting *there = MEM_ROW(store->settings, struct row_setting, i);

        if (there->kind == from->kind && strcmp(there->key, from->key) == 0) {
            row = there;
        }
    }
    if (row == NULL) {
        row = keep(store, &store->settings, sizeof *row);
        row->kind = from->kind;
        row->key = arena_text(&store->arena, from->key, strlen(from->key));
    }
    row->value = keep_bytes(store, from->value);
}

static void write_tie(struct mem_store *store, const struct row_tie *from) {
    for (size_t i = 0; i < store->ties.count; i++) {
        struct row_tie *there = MEM_ROW(store->ties, struct row_tie, i);

        if (there->case_ref == from->case_ref && there->tie == from->tie) {
            *there = *from;
            return;
        }
    }
    *(struct row_tie *)keep(store, &store->ties, sizeof *from) = *from;
}

static void write_paper(struct mem_store *store, const struct row_paper *from) {
    struct issued *row =
        from->insert ? keep(store, &store->papers, sizeof *row) : paper_of(store, &from->paper);

    ASSERT(row != NULL);
    if (from->insert) {
        *row = from->paper;
        row->facts = keep_bytes(store, row->facts);
    }
    row->service = from->paper.service;
    row->served_at = from->paper.served_at;
    row->proof = keep_bytes(store, from->paper.proof);
    row->voided_at = from->paper.voided_at;
    row->void_reason = keep_bytes(store, from->paper.void_reason);
}

static void write_copy(struct mem_store *store, const struct issued *from) {
    struct issued *row = NULL;

    for (size_t i = 0; i < store->copies.count; i++) {
        struct issued *there = MEM_ROW(store->copies, struct issued, i);

        row = issued_is_same_copy(there, from) ? there : row;
    }
    if (row == NULL) {
        row = keep(store, &store->copies, sizeof *row);
        *row = *from;
        row->facts = keep_bytes(store, from->facts);
    } else {
        issued_follow(row, from);
    }
    row->proof = keep_bytes(store, row->proof);
    row->void_reason = keep_bytes(store, row->void_reason);
}

bool mem_store_commit(struct mem_store *store, const struct batch *batch) {
    struct mem_mark *mark = NULL;

    if (batch->no != store->head.no + 1 || !updates_fit(store, batch)) {
        return false;
    }
    for (size_t i = 0; i < batch->journal_count; i++) {
        write_journal(store, &batch->journal[i]);
    }
    for (size_t i = 0; i < batch->case_count; i++) {
        write_case(store, &batch->cases[i]);
    }
    for (size_t i = 0; i < batch->leg_count; i++) {
        write_leg(store, &batch->legs[i]);
    }
    for (size_t i = 0; i < batch->leg_count; i++) {
        show_legs(case_of_ref(store, batch->legs[i].case_ref));
    }
    for (size_t i = 0; i < batch->clock_count; i++) {
        write_clock(store, &batch->clocks[i]);
    }
    for (size_t i = 0; i < batch->idem_count; i++) {
        *(struct row_idem *)keep(store, &store->idems, sizeof(struct row_idem)) = batch->idems[i];
    }
    for (size_t i = 0; i < batch->parked_count; i++) {
        write_parked(store, &batch->parked[i]);
    }
    for (size_t i = 0; i < batch->setting_count; i++) {
        write_setting(store, &batch->settings[i]);
    }
    for (size_t i = 0; i < batch->tie_count; i++) {
        write_tie(store, &batch->ties[i]);
    }
    for (size_t i = 0; i < batch->paper_count; i++) {
        write_paper(store, &batch->papers[i]);
    }
    for (size_t i = 0; i < batch->copy_count; i++) {
        write_copy(store, &batch->copies[i].paper);
    }
    mark = keep(store, &store->marks, sizeof *mark);
    *mark = (struct mem_mark){batch->no, batch->full, keep_bytes(store, batch->marks)};
    store->head = (struct stored_batch){.no = batch->no,
                                        .incarnation = batch->incarnation,
                                        .epoch = batch->epoch,
                                        .last_pos = (int64_t)store->journal.count,
                                        .last_ref = batch->last_ref,
                                        .chain_head = batch->chain_head};
    return true;
}

struct lane_mark mem_store_mark(const struct mem_store *store, uint32_t tag, uint32_t lane) {
    struct lane_mark found = {.lane = lane};

    for (size_t i = 0; i < store->marks.count; i++) {
        const struct mem_mark *row = MEM_ROW(store->marks, struct mem_mark, i);

        for (size_t k = 0; k < mark_count(row->bytes); k++) {
            struct mark mark;

            if (mark_get(row->bytes, k, &mark) == PJ_OK && (uint32_t)mark.tag == tag &&
                mark.lane == lane) {
                found.seq = mark.seq;
                found.hash = mark.hash;
            }
        }
    }
    return found;
}
