/* SPDX-License-Identifier: Apache-2.0
 * Once, one holder, verbatim, with a clock: judged by committed rows against the receipts. */
#include "day.h"

#include "core/lifecycle.h"
#include "words/kinds.h"

#include <stdio.h>
#include <string.h>

static bool body_holds(const struct mem_store *store, const struct mem_case *row,
                       const char *text) {
    const struct row_journal *journal = NULL;
    size_t len = strlen(text);

    if (row->columns.body_pos <= 0) {
        return false;
    }
    journal = MEM_ROW(store->journal, struct row_journal, row->columns.body_pos - 1);
    for (size_t i = 0; i + len <= journal->body.len; i++) {
        if (memcmp(journal->body.data + i, text, len) == 0) {
            return true;
        }
    }
    return false;
}

static bool has_clock(const struct mem_case *row) {
    for (size_t i = 0; i < row->clock_count; i++) {
        if (row->clocks[i].state != CLOCK_STATE_MET) {
            return true;
        }
    }
    return row->columns.state == STATE_CLOSED;
}

static bool legs_rise(const struct mem_case *row) {
    for (size_t i = 1; i < row->leg_count; i++) {
        if (row->legs[i - 1].term >= row->legs[i].term) {
            return false;
        }
    }
    return true;
}

static void tell_parked(const struct sim_station *station) {
    for (size_t k = 0; k < station->store.parked.count; k++) {
        const struct row_parked *row = MEM_ROW(station->store.parked, struct row_parked, k);

        printf("  %s pos %lld: %s parked with %s%s\n", station->name, (long long)row->pos,
               message_kind_text(row->kind), pj_code_name(row->code), row->insert ? "" : ", done");
    }
}

/* What each station thinks of a case, for whoever looks for the cause. */
static void tell_case(const struct sim *sim, const char *case_no) {
    for (uint32_t i = 0; i < STATIONS; i++) {
        const struct mem_case *row = mem_store_case(&sim->world.stations[i].store, case_no);

        for (size_t k = 0; row != NULL && k < row->leg_count; k++) {
            printf("    term %llu %s %s -> %s%s%s\n", (unsigned long long)row->legs[k].term,
                   leg_kind_text(row->legs[k].kind), row->legs[k].giver.text,
                   row->legs[k].receiver.text,
                   row->legs[k].delivered_at.us != 0 ? " delivered" : "",
                   row->legs[k].closed_at.us != 0 ? " closed" : "");
        }
        if (row != NULL) {
            printf("  %s: %s %s, holder %s, term %llu version %llu\n", sim->world.stations[i].name,
                   role_text(row->columns.role), state_text(row->columns.state),
                   row->columns.holder.text, (unsigned long long)row->columns.term,
                   (unsigned long long)row->columns.version);
        }
        tell_parked(&sim->world.stations[i]);
    }
}

static void judge_case(struct sim *sim, const struct petition *petition) {
    uint32_t holders = 0;
    bool good = sim->world.reason[0] == '\0';

    for (uint32_t i = 0; i < STATIONS; i++) {
        const struct mem_store *store = &sim->world.stations[i].store;
        const struct mem_case *row = mem_store_case(store, petition->case_no);

        if (row == NULL) {
            continue;
        }
        if (row->columns.role == ROLE_TRANSIT) {
            world_fail(&sim->world, "%s: still on its way", petition->case_no);
        }
        if (!legs_rise(row)) {
            world_fail(&sim->world, "%s: terms do not rise", petition->case_no);
        }
        if (row->columns.role != ROLE_HOLDER) {
            continue;
        }
        holders++;
        if (!body_holds(store, row, petition->text)) {
            world_fail(&sim->world, "%s: not verbatim", petition->case_no);
        }
        if (!has_clock(row)) {
            world_fail(&sim->world, "%s: open without a clock", petition->case_no);
        }
    }
    if (holders != 1) {
        world_fail(&sim->world, "%s: %u holders", petition->case_no, holders);
    }
    if (good && sim->world.reason[0] != '\0' && !sim->tampered) {
        tell_case(sim, petition->case_no);
    }
}

/* An order that was faster than the case it is for waits up to a day where the case should come. */
static bool may_wait(const struct row_parked *row) {
    return row->kind == MESSAGE_ORDER && row->code == PJ_LINK_NO_CASE && !row->holds_token;
}

void oracle_judge(struct sim *sim) {
    size_t intakes = 0;

    for (uint32_t i = 0; i < sim->plan.cases; i++) {
        if (!sim->petitions[i].receipt) {
            world_fail(&sim->world, "petition %u has no receipt", i);
            return;
        }
        judge_case(sim, &sim->petitions[i]);
    }
    for (uint32_t i = 0; i < STATIONS; i++) {
        const struct mem_store *store = &sim->world.stations[i].store;

        for (size_t k = 0; k < store->cases.count; k++) {
            intakes += MEM_ROW(store->cases, struct mem_case, k)->columns.role == ROLE_HOLDER;
        }
        for (size_t k = 0; k < store->parked.count; k++) {
            if (MEM_ROW(store->parked, struct row_parked, k)->insert &&
                !may_wait(MEM_ROW(store->parked, struct row_parked, k))) {
                world_fail(&sim->world, "something is parked with code %u at %s",
                           MEM_ROW(store->parked, struct row_parked, k)->code,
                           sim->world.stations[i].name);
            }
        }
    }
    if (intakes != sim->plan.cases) {
        world_fail(&sim->world, "%zu cases are held, %u were taken in", intakes, sim->plan.cases);
    }
}
