/* SPDX-License-Identifier: Apache-2.0
 * A verdict's effects, folded into the case; and who hears of what happened. */
#include "base/text.h"
#include "core/card.h"
#include "core/lifecycle_internal.h"

#include <string.h>

static struct leg *leg_of(struct casefile *casefile, uint64_t term) {
    for (size_t i = 0; i < casefile->leg_count; i++) {
        if (casefile->legs[i].term == term) {
            return &casefile->legs[i];
        }
    }
    return NULL;
}

static void add_leg(struct casefile *casefile, const struct leg *leg) {
    ASSERT(casefile->leg_count < LEGS_MAX);
    ASSERT(leg->kind == LEG_SEIZE ? leg->term > casefile->term : leg->term == casefile->term + 1);
    casefile->legs[casefile->leg_count++] = *leg;
    casefile->term = leg->term;
    casefile->role = ROLE_TRANSIT;
}

/* Is the receiver designated? What comes back to an office finds it as it was when it was handed to
 * it. */
static bool is_bound(const struct casefile *casefile, const struct leg *arrived) {
    bool came_back = leg_came_back(arrived->kind);
    bool bound = came_back ? false : arrived->binding;

    for (size_t i = 0; came_back && i < casefile->leg_count; i++) {
        const struct leg *leg = &casefile->legs[i];

        if (leg_is_handover(leg->kind) && node_id_equal(&leg->receiver, &arrived->receiver)) {
            bound = leg->binding;
        }
    }
    return bound;
}

static void deliver_leg(struct casefile *casefile, uint64_t term, struct wall at) {
    struct leg *leg = leg_of(casefile, term);

    ASSERT(leg != NULL);
    leg->delivered_at = at;
    casefile->holder = leg->receiver;
    casefile->binding = is_bound(casefile, leg);
}

static void close_leg(struct casefile *casefile, uint64_t term, struct wall at) {
    struct leg *leg = leg_of(casefile, term);

    ASSERT(leg != NULL);
    leg->closed_at = at;
}

/* A seized token was taken by somebody who has not seen the clocks that its old holder started:
 * their numbers are not given again, as little as their terms. */
static uint32_t first_clock_no(uint64_t term) {
    CTASSERT(SEIZE_TERM_STEP % SEIZE_LEVEL_STEP == 0);
    return (uint32_t)(term / SEIZE_LEVEL_STEP) * CLOCK_NO_STEP;
}

/* The last number that a case under this term can have given: each hand-over makes room for more,
 * so that whoever takes in what fits can hand on what it adds. */
static uint32_t last_clock_no(uint64_t term) {
    CTASSERT(TERM_MAX / SEIZE_LEVEL_STEP * CLOCK_NO_STEP + SEIZE_LEVEL_STEP * CLOCKS_PER_TERM <=
             CLOCK_NO_MAX);
    return first_clock_no(term) + (uint32_t)(term % SEIZE_LEVEL_STEP + 1) * CLOCKS_PER_TERM;
}

static void add_clock(struct casefile *casefile, const struct clock *clock) {
    uint32_t no = first_clock_no(casefile->term);
    struct clock *added = NULL;
    bool has_room = false;

    CTASSERT(CLOCK_MAX + ASSISTS_OPEN_MAX < CLOCKS_MAX + 1);
    for (size_t i = 0; i < casefile->clock_count; i++) {
        no = casefile->clocks[i].no > no ? casefile->clocks[i].no : no;
    }
    has_room = casefile_clock_room(casefile);
    ASSERT(has_room); /* one running clock of each kind at most, and one per assistant */
    added = &casefile->clocks[casefile->clock_count++];
    *added = *clock;
    added->no = no + 1;
}

/* In time it is met; late it stays what it was, but the duty is done. */
static void stop_clock_of(struct clock *clock, struct wall at) {
    if (clock->done_at.us == 0) {
        clock->done_at = at;
    }
    clock->state = clock_is_on(clock) ? CLOCK_STATE_MET : clock->state;
}

static bool has_clock(const struct casefile *casefile, uint32_t no) {
    for (size_t i = 0; i < casefile->clock_count; i++) {
        if (casefile->clocks[i].no == no) {
            return true;
        }
    }
    return false;
}

void casefile_keep_clocks(struct casefile *arriving, const struct casefile *ours, struct wall at) {
    for (size_t i = 0; i < ours->clock_count && arriving->clock_count < CLOCKS_MAX; i++) {
        if (!has_clock(arriving, ours->clocks[i].no)) {
            struct clock *kept = &arriving->clocks[arriving->clock_count++];

            *kept = ours->clocks[i];
            stop_clock_of(kept, at);
        }
    }
}

static void stop_clocks(struct casefile *casefile, enum clock_kind kind, struct wall at) {
    for (size_t i = 0; i < casefile->clock_count; i++) {
        if (casefile->clocks[i].kind == kind) {
            stop_clock_of(&casefile->clocks[i], at);
        }
    }
}

static void stop_duties_of(struct casefile *casefile, struct wall at) {
    for (size_t i = 0; i < casefile->clock_count; i++) {
        if (!card_is_of_its_own(casefile->clocks[i].kind)) {
            stop_clock_of(&casefile->clocks[i], at);
        }
    }
}

static void end_clocks_of(struct casefile *casefile) {
    for (size_t i = 0; i < casefile->clock_count; i++) {
        struct clock *clock = &casefile->clocks[i];

        clock->state = clock_is_on(clock) ? CLOCK_STATE_ENDED : clock->state;
    }
}

static void lapse_clock(struct casefile *casefile, uint32_t no) {
    for (size_t i = 0; i < casefile->clock_count; i++) {
        if (casefile->clocks[i].no == no) {
            casefile->clocks[i].state = CLOCK_STATE_LAPSED;
            casefile->clocks[i].card =
                card_is_borne_by(casefile->clocks[i].kind) ? CARD_RED : CARD_UNSPECIFIED;
        }
    }
}

static void move_clock(struct casefile *casefile, const struct clock *moved) {
    for (size_t i = 0; i < casefile->clock_count; i++) {
        if (casefile->clocks[i].no == moved->no) {
            casefile->clocks[i] = *moved;
        }
    }
}

static void set_outcomes(struct casefile *casefile, const struct act *act) {
    for (size_t i = 0; i < act->problem_count; i++) {
        const struct problem *outcome = &act->problem_outcomes[i];

        ASSERT(outcome->no > 0);
        ASSERT(outcome->no <= casefile->problem_count);
        casefile->problems[outcome->no - 1].outcome = outcome->outcome;
    }
}

static void apply_one(struct casefile *casefile, const struct act *act,
                      const struct effect *effect) {
    switch (effect->kind) {
    case EFFECT_STATE:
        casefile->state = effect->state;
        casefile->closed_at = state_is_open(effect->state) ? (struct wall){0} : act->acted_at;
        break;
    case EFFECT_OPEN_LEG:
        add_leg(casefile, &effect->leg);
        break;
    case EFFECT_DELIVER_LEG:
        deliver_leg(casefile, effect->term, act->acted_at);
        break;
    case EFFECT_CLOSE_LEG:
        close_leg(casefile, effect->term, act->acted_at);
        break;
    case EFFECT_START_CLOCK:
        add_clock(casefile, &effect->clock);
        break;
    case EFFECT_STOP_CLOCK:
        stop_clocks(casefile, effect->clock_kind, act->acted_at);
        break;
    case EFFECT_STOP_DUTIES:
        stop_duties_of(casefile, act->acted_at);
        break;
    case EFFECT_END_CLOCKS:
        end_clocks_of(casefile);
        break;
    case EFFECT_LAPSE_CLOCK:
        lapse_clock(casefile, effect->clock_no);
        break;
    case EFFECT_MOVE_CLOCK:
        move_clock(casefile, &effect->clock);
        break;
    case EFFECT_OUTCOMES:
        set_outcomes(casefile, act);
        break;
    case EFFECT_CATEGORY:
        memcpy(casefile->category, act->category, sizeof casefile->category);
        break;
    case EFFECT_OBJECTED:
        casefile->objections++;
        break;
    case EFFECT_PROPOSED:
        casefile->proposed |= 1U << act->ground;
        break;
    case EFFECT_MATTER:
        casefile->matter = effect->matter;
        break;
    case EFFECT_ASSIST:
        casefile_ask_help(casefile, act);
        break;
    case EFFECT_ASSISTED:
        casefile_take_help(casefile, act);
        break;
    case EFFECT_END_ASSISTS:
        casefile_end_help(casefile, act);
        break;
    case EFFECT_CORRECT:
        casefile_correct(casefile, act);
        break;
    case EFFECT_CAUSE:
        casefile->cause = effect->cause;
        break;
    case EFFECT_SESSION:
        text_print(casefile->session, sizeof casefile->session, "%s", act->responsible);
        break;
    }
}

void casefile_apply(struct casefile *casefile, const struct act *act,
                    const struct verdict *verdict) {
    ASSERT(verdict->code == PJ_OK);
    for (size_t i = 0; i < verdict->effect_count; i++) {
        apply_one(casefile, act, &verdict->effects[i]);
    }
    casefile->version += casefile->version < VERSION_MAX ? 1 : 0;
}

/* Room for what arrival and the acts after it start, and numbers for it: of what is sent honestly
 * one of each kind runs, and one for each that helps. */
static bool has_clock_room(const struct casefile *casefile) {
    unsigned on[CLOCK_MAX] = {0};

    for (size_t i = 0; i < casefile->clock_count; i++) {
        const struct clock *clock = &casefile->clocks[i];

        on[clock->kind] += clock_is_on(clock) ? 1 : 0;
        if (on[clock->kind] > (clock->kind == CLOCK_ASSIST ? ASSISTS_OPEN_MAX : 1) ||
            clock->no > last_clock_no(casefile->term)) {
            return false;
        }
    }
    return true;
}

bool lifecycle_can_arrive(const struct casefile *coming, const struct lifecycle_context *context) {
    const struct leg *leg = casefile_last_leg(coming);
    struct casefile file = *coming;
    struct act deliver = {.kind = ACT_DELIVER, .acted_at = context->now};
    struct verdict verdict;

    if (leg == NULL || coming->term > TERM_MAX || !has_clock_room(coming) ||
        (coming->state == STATE_HEARING &&
         coming->matter.before_hearing == STATE_UNSPECIFIED)) { /* it returns there */
        return false;
    }
    deliver.node = leg->receiver;
    file.role = ROLE_HOLDER;
    file.holder = leg->giver;
    lifecycle_decide(&file, &deliver, context, &verdict);
    if (verdict.code != PJ_OK) {
        return false;
    }
    casefile_apply(&file, &deliver, &verdict);
    return casefile_is_sound(&file);
}

struct listeners {
    struct node_id *nodes;
    size_t count, max;
};

static void add_listener(struct listeners *listeners, const struct conflict_set *conflicts,
                         const struct node_id *except, const struct node_id *node) {
    if (node_id_is_none(node) || conflict_has(conflicts, node) ||
        (except != NULL && node_id_equal(except, node)) || listeners->count == listeners->max) {
        return;
    }
    for (size_t i = 0; i < listeners->count; i++) {
        if (node_id_equal(&listeners->nodes[i], node)) {
            return;
        }
    }
    listeners->nodes[listeners->count++] = *node;
}

size_t lifecycle_listeners(const struct casefile *casefile, const struct node_id *except,
                           struct node_id *ret_nodes, size_t max) {
    const struct conflict_set *conflicts = &casefile->conflicts;
    struct listeners listeners = {ret_nodes, 0, max};

    add_listener(&listeners, conflicts, except, &casefile->origin);
    for (size_t i = 0; i < casefile->leg_count; i++) {
        const struct leg *leg = &casefile->legs[i];

        if (leg->closed_at.us == 0) {
            add_listener(&listeners, conflicts, except, &leg->giver);
        }
    }
    for (size_t i = 0; i < casefile->assist_count; i++) {
        if (casefile->assists[i].closed_at.us == 0) {
            add_listener(&listeners, conflicts, except, &casefile->assists[i].assistant);
        }
    }
    add_listener(&listeners, conflicts, except, &casefile->holder);
    return listeners.count;
}

/* A case that was told above once stays told there: urgent, supervised, or with a period of a unit
 * that ran out. */
static bool is_watched(const struct casefile *casefile) {
    for (size_t i = 0; i < casefile->clock_count; i++) {
        if (casefile->clocks[i].card == CARD_RED) {
            return true;
        }
    }
    return casefile_has_flag(casefile, FLAG_URGENT) || casefile_has_flag(casefile, FLAG_SUPERVISED);
}

/* Is nobody above this desk to be told? The first tier above the holder is, and up to whoever
 * supervises; of an urgent matter every tier. */
static bool is_enough(const struct casefile *casefile, const struct act *act,
                      const struct node_id *desk, unsigned tier) {
    const struct node_id *supervisor = &casefile->matter.supervisor;

    if (tier == 0 || act->kind == ACT_URGENT || casefile_has_flag(casefile, FLAG_URGENT) ||
        conflict_has(&casefile->conflicts, desk)) {
        return false; /* where the next desk is in conflict, the alarm goes one tier further up */
    }
    return node_id_is_none(supervisor) ||
           place_level(node_id_place(desk)) <= place_level(node_id_place(supervisor));
}

/* The desks above the holder, from the nearest. A lapse reaches the desk of the holder's own
 * division too. */
size_t lifecycle_alarmed(const struct casefile *casefile, const struct act *act,
                         const struct lifecycle_context *context, struct node_id *ret_nodes,
                         size_t count, size_t max) {
    const struct directory *directory = context->directory;
    struct listeners listeners = {ret_nodes, count, max};
    bool overdue =
        act->kind == ACT_LAPSE && act->rule != RULE_VISIT_WORD && act->rule != RULE_STAYS;
    bool alarm = overdue || act->kind == ACT_URGENT || act->kind == ACT_SUPERVISE ||
                 act->kind == ACT_PROPOSE || is_watched(casefile) || act->kind == ACT_NOT_RECEIVED;
    uint32_t at = PLACE_INDEX_NONE;
    struct node_id desk = {""};

    if (!alarm || directory == NULL) {
        return count;
    }
    at = directory_find(directory, node_id_place(&casefile->holder));
    for (unsigned tier = 0; at != PLACE_INDEX_NONE; tier++) {
        desk = node_id_of_place(directory_place(directory, at));
        add_listener(&listeners, &casefile->conflicts, NULL, &desk);
        if (is_enough(casefile, act, &desk, tier)) {
            break;
        }
        at = directory_superior(directory, at);
    }
    return listeners.count;
}
