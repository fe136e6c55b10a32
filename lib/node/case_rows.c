/* SPDX-License-Identifier: Apache-2.0
 * The rows of legs and clocks that a change of a case makes: one per leg or clock and batch. */
#include "node/tied.h"

#include <string.h>

enum leg_change {
    LEG_NEW,
    LEG_CHANGED,
    LEG_VOID
};

static void add_leg_row(struct turn *turn, struct cached_case *entry, const struct leg *leg,
                        enum leg_change change) {
    struct row_leg *row = NULL;
    struct leg *copy = arena_alloc(&turn->arena, sizeof *copy);

    ASSERT(copy != NULL);
    *copy = *leg;
    for (size_t i = turn->legs.count; entry->rows_turn == turn->number && i > 0; i--) {
        struct row_leg *earlier = &ROWS(turn->legs, struct row_leg)[i - 1];

        if (earlier->case_ref == entry->file.ref && earlier->leg->term == leg->term) {
            /* one row per leg and batch: an insert and an update do not see each other */
            earlier->leg = copy;
            earlier->is_void = change == LEG_VOID;
            return;
        }
    }
    row = rows_add(&turn->legs, sizeof *row);
    *row = (struct row_leg){entry->file.ref, copy, change == LEG_NEW, change == LEG_VOID};
}

static void add_clock_row(struct turn *turn, struct cached_case *entry, const struct clock *clock,
                          bool insert) {
    struct row_clock *row = NULL;
    struct clock *copy = arena_alloc(&turn->arena, sizeof *copy);

    ASSERT(copy != NULL);
    *copy = *clock;
    for (size_t i = turn->clocks.count; entry->rows_turn == turn->number && i > 0; i--) {
        struct row_clock *earlier = &ROWS(turn->clocks, struct row_clock)[i - 1];

        if (earlier->case_ref == entry->file.ref && earlier->clock->no == clock->no) {
            earlier->clock = copy;
            return;
        }
    }
    row = rows_add(&turn->clocks, sizeof *row);
    *row = (struct row_clock){entry->file.ref, copy, insert};
}

/* After a loss another one may bear the number of one that was lost: then it is new. */
static bool is_same_leg(const struct leg *a, const struct leg *b) {
    return a->kind == b->kind && node_id_equal(&a->giver, &b->giver) &&
           node_id_equal(&a->receiver, &b->receiver);
}

static bool is_same_clock(const struct clock *a, const struct clock *b) {
    return a->kind == b->kind && node_id_equal(&a->owner, &b->owner);
}

static const struct leg *leg_of_term(const struct casefile *file, uint64_t term) {
    for (size_t i = 0; file != NULL && i < file->leg_count; i++) {
        if (file->legs[i].term == term) {
            return &file->legs[i];
        }
    }
    return NULL;
}

static const struct clock *clock_of_no(const struct casefile *file, uint32_t no) {
    for (size_t i = 0; file != NULL && i < file->clock_count; i++) {
        if (file->clocks[i].no == no) {
            return &file->clocks[i];
        }
    }
    return NULL;
}

static bool clock_differs(const struct clock *a, const struct clock *b) {
    return a->state != b->state || a->due.day != b->due.day || a->due_at.us != b->due_at.us ||
           a->provisional != b->provisional || strcmp(a->calendar, b->calendar) != 0 ||
           a->extension != b->extension || strcmp(a->pauses, b->pauses) != 0 ||
           a->yellow_at.us != b->yellow_at.us || a->done_at.us != b->done_at.us ||
           a->card != b->card;
}

static void touch_clocks(struct turn *turn, struct cached_case *entry,
                         const struct casefile *before) {
    const struct casefile *after = &entry->file;

    for (size_t i = 0; i < after->clock_count; i++) {
        const struct clock *old = clock_of_no(before, after->clocks[i].no);
        bool is_new = old == NULL || !is_same_clock(old, &after->clocks[i]);

        if (is_new || clock_differs(old, &after->clocks[i])) {
            add_clock_row(turn, entry, &after->clocks[i], is_new);
        }
    }
    for (size_t i = 0; before != NULL && i < before->clock_count; i++) {
        struct clock gone = before->clocks[i];

        if (clock_is_on(&gone) && clock_of_no(after, gone.no) == NULL) {
            gone.state = CLOCK_STATE_MET;
            gone.done_at = turn->at;
            add_clock_row(turn, entry, &gone, false);
        }
    }
}

static void touch_legs(struct turn *turn, struct cached_case *entry,
                       const struct casefile *before) {
    const struct casefile *after = &entry->file;

    for (size_t i = 0; i < after->leg_count; i++) {
        const struct leg *leg = &after->legs[i];
        const struct leg *old = leg_of_term(before, leg->term);
        bool is_new = old == NULL || !is_same_leg(old, leg);

        if (is_new || old->delivered_at.us != leg->delivered_at.us ||
            old->closed_at.us != leg->closed_at.us) {
            add_leg_row(turn, entry, leg, is_new ? LEG_NEW : LEG_CHANGED);
        }
    }
    for (size_t i = 0; before != NULL && i < before->leg_count; i++) {
        if (leg_of_term(after, before->legs[i].term) == NULL) {
            add_leg_row(turn, entry, &before->legs[i], LEG_VOID);
        }
    }
}

#define SEALED_BYTES 4096 /* of a case's row, but for what it can have many of */

/* What its row will take of the turn's memory: structs to encode, and their bytes. */
static size_t bytes_to_seal(const struct casefile *file) {
    size_t bytes = SEALED_BYTES + 3 * file->problem_count * sizeof(struct problem) +
                   2 * file->part_count * sizeof(struct digest) +
                   3 * file->conflicts.count * sizeof(struct node_id) +
                   2 * file->corrected_count * sizeof(struct corrected) +
                   2 * file->assist_count * sizeof(struct assist);

    for (size_t i = 0; i < file->assist_count; i++) {
        bytes += file->assists[i].reason.len + file->assists[i].answer.len;
    }
    return bytes;
}

void case_touch(struct turn *turn, struct cached_case *entry, const struct casefile *before) {
    turn->to_seal += bytes_to_seal(&entry->file);
    touch_legs(turn, entry, before);
    touch_clocks(turn, entry, before);
    tied_touch(turn, &entry->file, before);
    entry->rows_turn = turn->number;
    entry->used_turn = turn->number;
    turn->must_write = true; /* also where no journal row goes with it */
    cases_change(entry, false);
}
