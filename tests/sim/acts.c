/* SPDX-License-Identifier: Apache-2.0
 * Which acts the clients of a day try, from the table of the life cycle itself: an act that is
 * added there is tried here. And what became of them: one that never goes through is not tested by
 * the simulator, whatever the table says. */
#include "day.h"

#include "base/text.h"
#include "core/lifecycle.h"

#include <stdio.h>
#include <string.h>

/* Fired by the station alone: by rule, by the clock, by a link. */
static bool is_stations_own(const struct lifecycle_event *event) {
    return strcmp(event->actors, "station") == 0;
}

static bool is_petitioners_own(const struct lifecycle_event *event) {
    return strcmp(event->actors, "petitioner") == 0;
}

/* The road to an opinion, its service and what comes after: else a day is over before any case is.
 */
static enum act_kind next_on_the_road(struct prng *prng, enum state state) {
    static const enum act_kind road[STATE_MAX][2] = {
        [STATE_RECEIVED] = {ACT_REGISTER, ACT_REGISTER},
        [STATE_REGISTERED] = {ACT_ACCEPT, ACT_REFER},
        [STATE_ROUTED] = {ACT_ACCEPT, ACT_ACCEPT},
        [STATE_ACCEPTED] = {ACT_DECIDE, ACT_EXTEND},
        [STATE_EXTENDED] = {ACT_DECIDE, ACT_DECIDE},
        [STATE_SIMPLE] = {ACT_DECIDE, ACT_DECIDE},
        [STATE_CHANNELLED] = {ACT_CLOSE, ACT_CLOSE},
        [STATE_TRANSFERRED_OUT] = {ACT_CLOSE, ACT_CLOSE},
        [STATE_STUDYING] = {ACT_CLOSE, ACT_CLOSE},
        [STATE_HEARING] = {ACT_HEARING, ACT_HEARING},
        [STATE_DECIDED] = {ACT_SERVE, ACT_SERVE},
        [STATE_SERVED] = {ACT_EXECUTE, ACT_EXECUTE},
        [STATE_IN_REVIEW] = {ACT_DECIDE, ACT_SERVE},
        [STATE_IN_RECHECK] = {ACT_DECIDE, ACT_SERVE},
        [STATE_REMANDED] = {ACT_DECIDE, ACT_DECIDE},
        [STATE_EXECUTING] = {ACT_CLOSE, ACT_CLOSE},
    };

    return road[state][prng_below(prng, 2)];
}

/* One of the acts that the table would allow an office in this state. */
enum act_kind an_allowed_act(struct prng *prng, const struct mem_case *row) {
    enum state state = row->columns.state;
    enum act_kind chosen = ACT_NOTE;
    enum act_kind next = next_on_the_road(prng, state);
    uint64_t seen = 0;

    if (next != ACT_UNSPECIFIED && row->columns.role == ROLE_HOLDER && prng_below(prng, 2) == 0) {
        return next;
    }

    for (size_t i = 0; i < lifecycle_events(); i++) {
        struct lifecycle_event event;

        lifecycle_event(i, &event);
        if (event.cells[state] == PJ_OK && !is_stations_own(&event) &&
            !is_petitioners_own(&event) && event.act != ACT_SUPPLEMENT) {
            seen++;
            chosen = prng_below(prng, seen) == 0 ? event.act : chosen;
        }
    }
    return chosen;
}

/* What an act of this kind must say to be judged at all. */
void fill_act(struct prng *prng, const struct mem_case *row, struct act *act) {
    static const struct correction corrections[] = {{.field = CASE_FIELD_PERSONS, .value = "3"},
                                                    {.field = CASE_FIELD_PERSONS, .value = "4"}};
    static const enum capacity capacities[] = {CAPACITY_UNSPECIFIED, CAPACITY_UNSPECIFIED,
                                               CAPACITY_HEAD, CAPACITY_LEADER};

    act->contact = CONTACT_REACHED + prng_below(prng, 2);
    text_print(act->category, sizeof act->category, "%s", "0302");
    act->corrections = &corrections[prng_below(prng, ARRAY_COUNT(corrections))];
    act->correction_count = act->kind == ACT_CORRECT ? 1 : 0;
    act->capacity = capacities[prng_below(prng, ARRAY_COUNT(capacities))];
    if (act->kind == ACT_OWN || act->kind == ACT_SESSION || act->kind == ACT_INSTRUCT) {
        act->capacity = CAPACITY_LEADER;
    } else if (act->kind == ACT_EXTEND || act->kind == ACT_DECIDE) {
        act->capacity = CAPACITY_HEAD;
    }
    for (size_t i = 0; act->kind == ACT_EXTEND && i < row->clock_count; i++) {
        if (row->clocks[i].kind == CLOCK_HANDLE) {
            act->due.day = row->clocks[i].due.day + 10;
        }
    }
    if (act->kind == ACT_DECIDE &&
        (row->columns.state == STATE_IN_REVIEW || row->columns.state == STATE_IN_RECHECK)) {
        act->ruling = RULING_UPHELD + prng_below(prng, 3);
    } else if (act->kind == ACT_DECIDE && prng_below(prng, 4) != 0) {
        act->ruling = RULING_SUPPORTED;
    }
}

/* ---- what became of them */

void act_answered(struct sim *sim, enum act_kind kind, const struct api_reply *reply) {
    struct act_count *count = &sim->acts[kind];

    count->tried++;
    if (reply->kind == API_REPLY_ERROR) {
        count->refused++;
    } else {
        count->accepted++;
    }
}

bool tell_acts(const struct sim *sim, bool all) {
    bool whole = true;

    printf("acts tried/accepted/refused:");
    for (size_t i = 0; i < lifecycle_events(); i++) {
        const struct act_count *count = NULL;
        struct lifecycle_event event;
        bool again = false;

        lifecycle_event(i, &event);
        for (size_t k = 0; k < i; k++) { /* an act has several rows */
            struct lifecycle_event earlier;

            lifecycle_event(k, &earlier);
            again = again || earlier.act == event.act;
        }
        if (again || is_stations_own(&event)) {
            continue;
        }
        count = &sim->acts[event.act];
        printf(" %s %llu/%llu/%llu", act_kind_text(event.act), (unsigned long long)count->tried,
               (unsigned long long)count->accepted, (unsigned long long)count->refused);
        whole = whole && count->accepted > 0;
    }
    printf("\n");
    if (all && !whole) {
        printf("an act was never accepted: it is not tried where it may be done\n");
    }
    return whole || !all;
}
