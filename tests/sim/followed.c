/* SPDX-License-Identifier: Apache-2.0
 * New facts on a matter that was brought before: some petitions of a day name an earlier one, and
 * come when that one is over, where it can be. Then both cases show the link wherever both are
 * known, the old one's history says nothing of the new one, and the link is not made where it would
 * tell somebody of what is kept from them. */
#include "day.h"

#include "base/text.h"
#include "wire/wire.h"

#include <string.h>

static const struct mem_case *held(const struct sim *sim, const char *case_no) {
    for (uint32_t i = 0; i < STATIONS; i++) {
        const struct mem_case *row = mem_store_case(&sim->world.stations[i].store, case_no);

        if (row != NULL && row->columns.role == ROLE_HOLDER) {
            return row;
        }
    }
    return NULL;
}

/* What a person says aloud of an accusation or a visit that the station itself does not know is
 * beyond any station. */
static bool may_be_named(const struct sim *sim, const struct petition *old, uint32_t station) {
    return old->receipt && (!(old->accuses || old->visits) ||
                            mem_store_case(&sim->world.stations[station].store, old->case_no));
}

static void choose(struct sim *sim, uint32_t index) {
    struct petition *petition = &sim->petitions[index];
    uint32_t from = (uint32_t)prng_below(&sim->world.prng, sim->plan.cases);
    bool over = false;

    for (uint32_t i = 0; i < sim->plan.cases && !over; i++) {
        uint32_t k = (from + i) % sim->plan.cases;
        const struct mem_case *row = held(sim, sim->petitions[k].case_no);

        if (k != index && may_be_named(sim, &sim->petitions[k], petition->station)) {
            over = row != NULL && !state_is_open(row->columns.state);
            petition->old = &sim->petitions[k];
        }
    }
}

/* The same words each time, but where the station has lost the case they name with its history:
 * that is written anew, without it. */
void follow_an_earlier_one(struct sim *sim, uint32_t index) {
    struct petition *petition = &sim->petitions[index];

    if (petition->sent_at == 0) {
        choose(sim, index);
    } else if (petition->old != NULL && !may_be_named(sim, petition->old, petition->station)) {
        petition->old = NULL;
        text_print(petition->key, sizeof petition->key, "key-%u-anew", index);
    }
}

bool are_linked(const struct sim *sim, const char *old_no, const char *new_no) {
    for (uint32_t i = 0; i < sim->plan.cases; i++) {
        const struct petition *petition = &sim->petitions[i];

        if (petition->old != NULL && strcmp(petition->old->case_no, old_no) == 0 &&
            strcmp(petition->case_no, new_no) == 0) {
            return true;
        }
    }
    return false;
}

/* ---- what both show */

/* The links are all made when the first is looked at. */
void look_at_links(struct sim *sim) {
    for (uint32_t i = 0; i < sim->plan.cases * STATIONS; i++) {
        const struct petition *petition = &sim->petitions[i / STATIONS];
        const struct mem_store *store = &sim->world.stations[i % STATIONS].store;
        struct api_request request = {.kind = API_GET_CASE, .request_id = WORD_LINK + i + 1};
        struct bytes bytes = BYTES_NONE;

        if (petition->old == NULL || mem_store_case(store, petition->case_no) == NULL ||
            mem_store_case(store, petition->old->case_no) == NULL) {
            continue;
        }
        request.get_case.case_no = petition->old->case_no;
        request.get_case.foreign_system = "";
        request.get_case.foreign_id = "";
        if (wire_encode_request(&request, &sim->arena, &bytes) == PJ_OK) {
            world_ask(&sim->world, i % STATIONS, WORD_LINK + i, "local-admin", bytes);
        }
        arena_clear(&sim->arena);
    }
}

static bool is_shown(const struct api_case *view, const char *case_no) {
    for (size_t i = 0; i < view->tied_count; i++) {
        if (strcmp(view->tied[i].tie, "follows") == 0 &&
            strcmp(view->tied[i].case_no, case_no) == 0) {
            return true;
        }
    }
    return false;
}

void link_answered(struct sim *sim, uint32_t index, const struct api_reply *reply) {
    const struct petition *petition = &sim->petitions[index / STATIONS];
    const struct mem_case *row =
        mem_store_case(&sim->world.stations[index % STATIONS].store, petition->case_no);

    if (reply->kind != API_REPLY_CASE) {
        world_fail(&sim->world, "%s is not shown", petition->old->case_no);
    } else if (is_shown(&reply->case_view, petition->case_no) !=
               (row->columns.follows.text[0] != '\0')) {
        world_fail(&sim->world, "%s does not show what %s says", petition->old->case_no,
                   petition->case_no);
    }
}

/* ---- the oracle */

/* Whom the old case accuses the new one does not, or its day has not come. */
static bool is_kept_apart(const struct sim *sim, const struct petition *petition) {
    bool accuses =
        petition->old->accuses || is_accused_later(sim, (uint32_t)(petition->old - sim->petitions));

    return (accuses && !petition->accuses) || petition->old->visits;
}

static const struct row_tie *tie_of(const struct mem_store *store, int64_t ref) {
    for (size_t i = 0; i < store->ties.count; i++) {
        const struct row_tie *row = MEM_ROW(store->ties, struct row_tie, i);

        if (row->case_ref == ref && row->tie == TIE_FOLLOWS) {
            return row;
        }
    }
    return NULL;
}

/* Does it say at that station whose new facts it brings? */
static void judge_new(struct sim *sim, uint32_t station, const struct petition *petition) {
    const struct mem_store *store = &sim->world.stations[station].store;
    const struct mem_case *row = mem_store_case(store, petition->case_no);
    const struct row_tie *tie = NULL;

    if (row == NULL) {
        return;
    }
    tie = tie_of(store, row->columns.ref);
    if (row->columns.follows.text[0] == '\0') {
        sim->seen.links_refused += row->columns.role == ROLE_HOLDER ? 1 : 0;
        if (!is_kept_apart(sim, petition)) {
            world_fail(&sim->world, "%s: at %s nothing says that it follows %s", petition->case_no,
                       sim->world.stations[station].name, petition->old->case_no);
        }
        return;
    }
    sim->seen.links += row->columns.role == ROLE_HOLDER ? 1 : 0;
    if (strcmp(row->columns.follows.text, petition->old->case_no) != 0 || tie == NULL ||
        strcmp(tie->no.text, petition->old->case_no) != 0) {
        world_fail(&sim->world, "%s: at %s it is not tied to %s", petition->case_no,
                   sim->world.stations[station].name, petition->old->case_no);
    }
    if (petition->old->accuses && !petition->accuses) {
        world_fail(&sim->world, "%s: it names the accusation %s", petition->case_no,
                   petition->old->case_no);
    }
}

static void judge_old(struct sim *sim, uint32_t station, const struct petition *petition) {
    const struct mem_store *store = &sim->world.stations[station].store;
    const struct mem_case *old = mem_store_case(store, petition->old->case_no);

    for (size_t i = 0; old != NULL && i < store->journal.count; i++) {
        const struct row_journal *row = MEM_ROW(store->journal, struct row_journal, i);

        if (row->case_ref == old->columns.ref && bytes_hold(row->body, petition->case_no)) {
            world_fail(&sim->world, "%s: its history tells of %s, which follows it",
                       old->columns.no.text, petition->case_no);
        }
    }
}

void followed_judge(struct sim *sim) {
    for (uint32_t i = 0; i < sim->plan.cases * STATIONS; i++) {
        const struct petition *petition = &sim->petitions[i / STATIONS];

        if (petition->old != NULL) {
            judge_new(sim, i % STATIONS, petition);
            judge_old(sim, i % STATIONS, petition);
        }
    }
}
