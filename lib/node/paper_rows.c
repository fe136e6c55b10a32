/* SPDX-License-Identifier: Apache-2.0
 * Rows of papers in a turn: those it found, and those it writes. One row per paper and batch: an
 * insert and an update of one statement do not see each other. */
#include "node/papers.h"

static bool same_number(const struct issued *a, const struct issued *b) {
    return a->kind == b->kind && a->year == b->year && a->epoch == b->epoch && a->no == b->no &&
           a->shut == b->shut && node_id_equal(&a->office, &b->office);
}

static struct row_paper *row_written(const struct turn *turn, const struct issued *paper) {
    for (size_t i = 0; i < turn->papers.count; i++) {
        struct row_paper *row = &ROWS(turn->papers, struct row_paper)[i];

        if (same_number(&row->paper, paper)) {
            return row;
        }
    }
    return NULL;
}

const struct issued *paper_find(const struct turn *turn, int64_t case_ref,
                                bool (*fits)(const struct issued *paper, const void *wanted),
                                const void *wanted) {
    for (size_t i = turn->papers.count; i > 0; i--) {
        const struct row_paper *row = &ROWS(turn->papers, struct row_paper)[i - 1];

        if (row->paper.case_ref == case_ref && fits(&row->paper, wanted)) {
            return &row->paper;
        }
    }
    for (size_t i = 0; i < turn->found_papers.count; i++) {
        const struct issued *found = &ROWS(turn->found_papers, struct row_paper)[i].paper;

        if (found->case_ref == case_ref && row_written(turn, found) == NULL &&
            fits(found, wanted)) {
            return found;
        }
    }
    return NULL;
}

struct issued *paper_change(struct turn *turn, const struct issued *found) {
    struct row_paper *row = row_written(turn, found);

    if (row == NULL) {
        row = rows_add(&turn->papers, sizeof *row);
        row->paper = *found;
    }
    return &row->paper;
}

void paper_add(struct turn *turn, const struct issued *paper) {
    struct row_paper *row = rows_add(&turn->papers, sizeof *row);

    *row = (struct row_paper){.paper = *paper, .insert = true};
}
