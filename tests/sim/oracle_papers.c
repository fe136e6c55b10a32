/* SPDX-License-Identifier: Apache-2.0
 * What went to the petitioner is where they ask for it: each paper of a case with a receipt stands
 * where the case was taken in, in the book or as a copy that says the same byte for byte. */
#include "day.h"

#include "words/kinds.h"

#include <string.h>

static const struct mem_case *owner_of(const struct mem_store *store, const struct issued *paper) {
    for (size_t i = 0; i < store->cases.count; i++) {
        const struct mem_case *row = MEM_ROW(store->cases, struct mem_case, i);

        if (row->columns.ref == paper->case_ref) {
            return row;
        }
    }
    return NULL;
}

/* Whose receipt names the case; *ret_about: it is about the accused. */
static const struct petition *petition_of(const struct sim *sim, const char *case_no,
                                          bool *ret_about) {
    for (uint32_t i = 0; i < sim->plan.cases; i++) {
        const struct petition *petition = &sim->petitions[i];
        bool second = petition->second_no[0] != '\0' && strcmp(petition->second_no, case_no) == 0;

        if (second || strcmp(petition->case_no, case_no) == 0) {
            *ret_about = second || petition->accuses;
            return petition;
        }
    }
    return NULL;
}

static bool same_service(const struct issued *a, const struct issued *b) {
    return a->service == b->service && a->served_at.us == b->served_at.us &&
           bytes_equal(a->proof, b->proof);
}

static bool same_voiding(const struct issued *a, const struct issued *b) {
    return a->voided_at.us == b->voided_at.us && bytes_equal(a->void_reason, b->void_reason);
}

/* Whose history was lost may have served or voided it in what was lost, and perhaps once more
 * since: the copy knows of the first time. */
static bool says_the_same(const struct issued *copy, const struct issued *paper, bool lost) {
    return strcmp(copy->number, paper->number) == 0 &&
           strcmp(copy->replaces, paper->replaces) == 0 && copy->due.day == paper->due.day &&
           bytes_equal(copy->facts, paper->facts) &&
           (same_service(copy, paper) || (lost && copy->served_at.us != 0)) &&
           (same_voiding(copy, paper) || (lost && copy->voided_at.us != 0));
}

/* How many copies of it stand there, and whether each says what the book says. */
static size_t copies_of(const struct mem_store *store, const struct issued *paper, bool lost,
                        bool *ret_same) {
    size_t count = 0;

    *ret_same = true;
    for (size_t i = 0; i < store->copies.count; i++) {
        const struct issued *copy = MEM_ROW(store->copies, struct issued, i);

        if (issued_is_same_copy(copy, paper)) {
            *ret_same = *ret_same && says_the_same(copy, paper, lost);
            count++;
        }
    }
    return count;
}

static void judge_paper(struct sim *sim, const struct sim_station *issuer,
                        const struct issued *paper) {
    const struct mem_case *owner = owner_of(&issuer->store, paper);
    const char *case_no = owner == NULL ? "" : owner->columns.no.text;
    bool about = false;
    const struct petition *petition = petition_of(sim, case_no, &about);
    const struct sim_station *asked = NULL;
    const struct mem_case *there = NULL;
    const struct backup *backup = &sim->world.backup;
    bool lost = backup->restored && &sim->world.stations[backup->station] == issuer;
    struct issued as_copied = *paper;
    bool same = false;

    if (petition == NULL) { /* its receipt was lost with the database, and the key not sent again */
        return;
    }
    asked = &sim->world.stations[petition->station];
    there = mem_store_case(&asked->store, case_no);
    if (asked == issuer || (about && station_is_of_accused(asked->name)) ||
        (there == NULL && petition_may_be_lost(sim, petition))) {
        return;
    }
    as_copied.case_ref = there == NULL ? 0 : there->columns.ref;
    if (there == NULL || copies_of(&asked->store, &as_copied, lost, &same) != 1) {
        world_fail(&sim->world, "%s: %s has no copy of %s", case_no, asked->name, paper->number);
    } else if (!same) {
        world_fail(&sim->world, "%s: the copy of %s at %s says something else", case_no,
                   paper->number, asked->name);
    }
}

/* Nobody else has one, and no station one of its own. */
static void judge_copy(struct sim *sim, const struct sim_station *station,
                       const struct issued *copy) {
    const struct mem_case *owner = owner_of(&station->store, copy);
    bool about = false;
    const struct petition *petition =
        owner == NULL ? NULL : petition_of(sim, owner->columns.no.text, &about);

    if (owner == NULL || (petition != NULL && &sim->world.stations[petition->station] != station)) {
        world_fail(&sim->world, "%s: a copy of %s where nobody asks for it", station->name,
                   copy->number);
    }
    sim->seen.copies++;
}

void oracle_judge_copies(struct sim *sim) {
    for (uint32_t i = 0; i < STATIONS; i++) {
        const struct sim_station *station = &sim->world.stations[i];

        for (size_t k = 0; k < station->store.papers.count; k++) {
            const struct issued *paper = MEM_ROW(station->store.papers, struct issued, k);

            if (node_id_is_none(&paper->addressee)) {
                judge_paper(sim, station, paper);
            }
        }
        for (size_t k = 0; k < station->store.copies.count; k++) {
            judge_copy(sim, station, MEM_ROW(station->store.copies, struct issued, k));
        }
    }
}
