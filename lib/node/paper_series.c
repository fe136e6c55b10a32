/* SPDX-License-Identifier: Apache-2.0
 * The numbers of papers: one counter per office and kind (and one more for cases that are about
 * somebody), kept in the marks. What was drawn by a
 * batch that failed is drawn again by the next one, so a series has no gap, whatever happens.
 *
 * A clock set back over New Year must not begin an old year's series anew: the later year's goes
 * on, and the number bears that year. After a loss of history nobody knows how far a series of that
 * year had come, and a number that went out on paper must not come again on another: it begins anew
 * under the sign of the new epoch. */
#include "core/paper_number.h"
#include "node/papers.h"

#include <stdlib.h>
#include <string.h>

static struct paper_counter *counter_get(struct node *node, const struct node_id *office,
                                         enum paper_kind kind, bool shut) {
    struct paper_counter *counter = NULL;
    struct paper_counter probe;

    memset(&probe, 0, sizeof probe);
    text_print(probe.key.office.text, sizeof probe.key.office.text, "%s", office->text);
    probe.key.kind = (uint32_t)kind;
    probe.key.shut = shut ? 1 : 0;
    HASH_FIND(hh, node->paper_counters, &probe.key, sizeof probe.key, counter);
    if (counter == NULL) {
        counter = calloc(1, sizeof *counter);
        ASSERT(counter != NULL);
        counter->key = probe.key;
        HASH_ADD(hh, node->paper_counters, key, sizeof counter->key, counter);
    }
    return counter;
}

static bool is_later(const struct paper_series *a, const struct paper_series *b) {
    return a->year > b->year || (a->year == b->year && a->epoch > b->epoch);
}

static uint32_t year_of(struct civil day) {
    int year = 0;
    unsigned month = 0;
    unsigned day_of_month = 0;

    civil_to_ymd(day, &year, &month, &day_of_month);
    return (uint32_t)year;
}

/* The batch that records a loss may hold papers behind the record. */
static uint32_t epoch_of(const struct node *node, const struct turn *turn, uint32_t year) {
    if (turn->raised_epoch != 0) {
        return turn->raised_epoch;
    }
    return node->loss.epoch != 0 && year_of(node->loss.day) == year ? node->loss.epoch : 0;
}

void paper_series_next(struct node *node, const struct turn *turn, struct issued *paper) {
    struct paper_counter *counter = counter_get(node, &paper->office, paper->kind, paper->shut);
    struct paper_series wanted = {.year = year_of(civil_of(turn->at))};

    wanted.epoch = epoch_of(node, turn, wanted.year);
    if (is_later(&wanted, &counter->working)) {
        counter->working = wanted;
    }
    counter->working.no++;
    counter->moved = true;
    node->papers_moved = true;
    paper->year = counter->working.year;
    paper->epoch = counter->working.epoch;
    paper->no = counter->working.no;
    paper_number_print(node_directory(node), paper);
}

void paper_series_restore(struct node *node, const struct mark *mark) {
    struct node_id office = node_id_of_place(mark->place);
    struct paper_counter *counter = NULL;
    size_t len = strlen(office.text);

    if (mark->organ[0] != '\0') {
        text_print(office.text + len, sizeof office.text - len, ".%s", mark->organ);
    }
    counter = counter_get(node, &office, (enum paper_kind)mark->kind, mark->shut);
    counter->committed = (struct paper_series){mark->year, mark->lane, (uint32_t)mark->seq};
    counter->working = counter->committed;
}

void paper_series_rollback(struct node *node) {
    struct paper_counter *counter = NULL;
    struct paper_counter *next = NULL;

    if (!node->papers_moved) {
        return;
    }
    HASH_ITER (hh, node->paper_counters, counter, next) {
        counter->working = counter->committed;
        counter->moved = false;
    }
    node->papers_moved = false;
}

void paper_series_commit(struct node *node) {
    struct paper_counter *counter = NULL;
    struct paper_counter *next = NULL;

    if (!node->papers_moved) {
        return;
    }
    HASH_ITER (hh, node->paper_counters, counter, next) {
        counter->committed = counter->working;
        counter->moved = false;
    }
    node->papers_moved = false;
}

void paper_series_seal(struct node *node, struct turn *turn) {
    struct paper_counter *counter = NULL;
    struct paper_counter *next = NULL;

    if (!node->papers_moved && !turn->full) {
        return;
    }
    HASH_ITER (hh, node->paper_counters, counter, next) {
        struct mark mark = {.tag = MARK_PAPER,
                            .lane = counter->working.epoch,
                            .seq = counter->working.no,
                            .place = node_id_place(&counter->key.office),
                            .kind = counter->key.kind,
                            .shut = counter->key.shut != 0,
                            .year = counter->working.year};
        enum pj_code code = PJ_OK;

        if (!counter->moved && !turn->full) {
            continue;
        }
        text_print(mark.organ, sizeof mark.organ, "%s", node_id_organ(&counter->key.office));
        code = mark_put(&turn->marks, &mark);
        ASSERT(code == PJ_OK);
    }
}

void paper_series_free(struct node *node) {
    struct paper_counter *counter = NULL;
    struct paper_counter *next = NULL;

    HASH_ITER (hh, node->paper_counters, counter, next) {
        HASH_DEL(node->paper_counters, counter); /* NOLINT(clang-analyzer-unix.Malloc) */
        free(counter);
    }
}
