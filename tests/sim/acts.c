/* SPDX-License-Identifier: Apache-2.0
 * Which acts the clients of a day try, from the table of the life cycle itself: an act that is
 * added there is tried here. And what became of them: one that never goes through is not tested by
 * the simulator, whatever the table says. */
#include "day.h"

#include "base/text.h"
#include "core/lifecycle.h"

#include <stdio.h>
#include <string.h>

#define ACCEPTED_MIN                                                                               \
    10 /* of SEEDS_FOR_ALL_ACTS; less is one change of the seeds away from none                    \
        */

/* Fired by the station alone: by rule, by the clock, by a link. */
static bool is_stations_own(const struct lifecycle_event *event) {
    return strcmp(event->actors, "station") == 0;
}

static bool is_petitioners_own(const struct lifecycle_event *event) {
    return strcmp(event->actors, "petitioner") == 0;
}

#define DRAWS      5
#define ROAD_WIDTH 4

/* What is rare in a day is done there, and most of it where the case is held. */
static uint32_t weight(const struct mem_case *row) {
    static const uint32_t weights[STATE_MAX] = {
        [STATE_RECEIVED] = 2,   [STATE_REGISTERED] = 2, [STATE_ROUTED] = 2,
        [STATE_DISPUTED] = 6,   [STATE_ACCEPTED] = 3,   [STATE_EXTENDED] = 4,
        [STATE_SIMPLE] = 3,     [STATE_CHANNELLED] = 3, [STATE_TRANSFERRED_OUT] = 3,
        [STATE_STUDYING] = 3,   [STATE_HEARING] = 5,    [STATE_DECIDED] = 6,
        [STATE_SERVED] = 7,     [STATE_IN_REVIEW] = 5,  [STATE_REVIEW_SERVED] = 4,
        [STATE_IN_RECHECK] = 5, [STATE_REMANDED] = 5,   [STATE_EXECUTING] = 6,
    };

    return row->columns.role == ROLE_HOLDER ? weights[row->columns.state] : 0;
}

const struct mem_case *any_case(struct prng *prng, const struct mem_store *store) {
    return MEM_ROW(store->cases, struct mem_case, prng_below(prng, store->cases.count));
}

const struct mem_case *a_case(struct prng *prng, const struct mem_store *store) {
    const struct mem_case *chosen = any_case(prng, store);

    for (unsigned i = prng_below(prng, 3) == 0 ? DRAWS : 0; i < DRAWS; i++) {
        const struct mem_case *row = any_case(prng, store);

        chosen = weight(row) > weight(chosen) ? row : chosen;
    }
    return chosen;
}

/* Does it decide itself? The desks of the upper levels hand on. */
static bool is_unit(const struct node_id *office) {
    return node_id_organ(office)[0] != '\0' || strlen(office->text) > strlen("330726");
}

/* The road to an opinion, its service and what comes after: else a day is over before any case is.
 */
static enum act_kind next_on_the_road(struct prng *prng, const struct casefile *file) {
    static const enum act_kind elsewhere[ROAD_WIDTH] = {ACT_DELEGATE, ACT_TRANSFER, ACT_REFER,
                                                        ACT_ACCEPT};
    static const enum act_kind road[STATE_MAX][ROAD_WIDTH] = {
        [STATE_RECEIVED] = {ACT_REGISTER, ACT_REGISTER, ACT_REGISTER, ACT_REGISTER},
        [STATE_REGISTERED] = {ACT_ACCEPT, ACT_ACCEPT, ACT_REFER, ACT_TRANSFER},
        [STATE_ROUTED] = {ACT_ACCEPT, ACT_ACCEPT, ACT_RECEIVE, ACT_OBJECT},
        [STATE_DISPUTED] = {ACT_DECIDE_OBJECTION, ACT_DECIDE_OBJECTION, ACT_DECIDE_OBJECTION,
                            ACT_DECIDE_OBJECTION},
        [STATE_ACCEPTED] = {ACT_DECIDE, ACT_DECIDE, ACT_EXTEND, ACT_HEARING},
        [STATE_EXTENDED] = {ACT_DECIDE, ACT_DECIDE, ACT_DECIDE, ACT_HEARING},
        [STATE_SIMPLE] = {ACT_DECIDE, ACT_DECIDE, ACT_DECIDE, ACT_DECIDE},
        [STATE_CHANNELLED] = {ACT_CLOSE, ACT_CLOSE, ACT_CLOSE, ACT_CLOSE},
        [STATE_TRANSFERRED_OUT] = {ACT_CLOSE, ACT_CLOSE, ACT_CLOSE, ACT_CLOSE},
        [STATE_STUDYING] = {ACT_CLOSE, ACT_CLOSE, ACT_CLOSE, ACT_CLOSE},
        [STATE_HEARING] = {ACT_HEARING, ACT_HEARING, ACT_HEARING, ACT_HEARING},
        [STATE_DECIDED] = {ACT_SERVE, ACT_SERVE, ACT_SERVE, ACT_SERVE},
        [STATE_SERVED] = {ACT_EXECUTE, ACT_EXECUTE, ACT_EXECUTE, ACT_REVISIT},
        [STATE_IN_REVIEW] = {ACT_DECIDE, ACT_DECIDE, ACT_SERVE, ACT_SERVE},
        [STATE_REVIEW_SERVED] = {ACT_REVISIT, ACT_REVISIT, ACT_REVISIT, ACT_REVISIT},
        [STATE_IN_RECHECK] = {ACT_DECIDE, ACT_DECIDE, ACT_SERVE, ACT_HEARING},
        [STATE_REMANDED] = {ACT_DECIDE, ACT_DECIDE, ACT_DECIDE, ACT_HEARING},
        [STATE_EXECUTING] = {ACT_CLOSE, ACT_CLOSE, ACT_CLOSE, ACT_REVISIT},
        [STATE_WITHDRAWN] = {ACT_REVISIT, ACT_REVISIT, ACT_NOTE, ACT_NOTE},
    };

    uint64_t choice = prng_below(prng, ROAD_WIDTH);
    bool is_early = file->state == STATE_REGISTERED || file->state == STATE_ROUTED;

    return is_early && !is_unit(&file->holder) ? elsewhere[choice] : road[file->state][choice];
}

static bool owes(const struct mem_case *row, enum clock_kind kind) {
    const struct clock *newest = NULL;

    for (size_t i = 0; i < row->clock_count; i++) {
        newest = row->clocks[i].kind == kind ? &row->clocks[i] : newest;
    }
    return newest != NULL && newest->done_at.us == 0;
}

/* What somebody waits for, whatever the state. */
static enum act_kind an_owed_act(const struct mem_case *row) {
    const struct casefile *file = &row->columns;

    if (casefile_has_flag(file, FLAG_NOT_RECEIVED)) {
        return ACT_JUDGE_SERVICE;
    }
    if (file->assist_count > 0 && file->assists[file->assist_count - 1].answered_at.us == 0) {
        return ACT_ASSIST_ANSWER;
    }
    return file->role == ROLE_HOLDER && (owes(row, CLOCK_ANSWER) || owes(row, CLOCK_PROPOSAL))
               ? ACT_ANSWER_URGE
               : ACT_UNSPECIFIED;
}

/* One of the acts that the table would allow an office in this state. */
enum act_kind an_allowed_act(struct prng *prng, const struct mem_case *row) {
    enum state state = row->columns.state;
    enum act_kind chosen = ACT_NOTE;
    enum act_kind next = next_on_the_road(prng, &row->columns);
    enum act_kind owed = an_owed_act(row);
    uint64_t seen = 0;

    if (owed != ACT_UNSPECIFIED && prng_below(prng, 3) == 0) {
        return owed;
    }
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
        whole = whole && count->accepted >= ACCEPTED_MIN;
    }
    printf("\n");
    if (all && !whole) {
        printf("an act was accepted less than %d times: it is not tried where it may be done\n",
               ACCEPTED_MIN);
    }
    return whole || !all;
}
