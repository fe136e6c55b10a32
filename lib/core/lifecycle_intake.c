/* SPDX-License-Identifier: Apache-2.0
 * Taken in and registered (E1, E2), and what moves nothing: notes, clocks that run out (E26, E27),
 * parking. */
#include "core/card.h"
#include "core/lifecycle_internal.h"

#include <string.h>

enum pj_code life_receive(struct decision *decision) {
    add_state(decision, STATE_RECEIVED);
    return PJ_OK;
}

/* The rules lead to an office below, which must not hear of a visit yet: the case waits for that
 * day where it is. Its clock is the first of all, so that leaving it out of what goes down leaves
 * no gap in their numbers. */
static void wait_for_word(struct decision *decision) {
    const struct lifecycle_context *context = decision->context;
    const struct casefile *view = decision->view;

    if (context->by_station && !node_id_is_none(&decision->act->target) &&
        !visit_may_hear(context->directory, view, &decision->act->target)) {
        add_effect(decision, EFFECT_START_CLOCK)->clock = visit_clock(view, context->law->calendar);
    }
}

/* §22, §23: counted from the day it was received, which is not always the day it is entered.
 * Registering what has its clock already, because it came by a leg, wins no time. */
enum pj_code life_register(struct decision *decision) {
    const struct casefile *view = decision->view;
    struct wall start = decision->context->now;
    bool direct = node_id_organ(&view->holder)[0] != '\0';

    add_state(decision, STATE_REGISTERED);
    if (running_clock(view, direct ? CLOCK_NOTICE : CLOCK_ROUTE) != NULL) {
        return PJ_OK;
    }
    if (view->leg_count == 0 && view->received_at.us > 0 && view->received_at.us < start.us) {
        start = view->received_at;
    }
    wait_for_word(decision);
    start_clock_at(decision, direct ? DUTY_DIRECT : DUTY_ROUTE, &view->holder, start);
    if (direct) {
        begin_contact(decision, &view->holder);
    }
    return PJ_OK;
}

enum pj_code life_note(struct decision *decision) {
    return need_reason(decision, "");
}

enum pj_code life_classify(struct decision *decision) {
    if (decision->act->category[0] == '\0') {
        return refuse(decision, PJ_BAD_MISSING, "act.category", "");
    }
    add_effect(decision, EFFECT_CATEGORY);
    return PJ_OK;
}

/* ---- clocks that run out */

static const struct clock *first_due(const struct decision *decision) {
    const struct casefile *view = decision->view;
    const struct clock *first = NULL;

    for (size_t i = 0; i < view->clock_count; i++) {
        const struct clock *clock = &view->clocks[i];

        if (clock->state == CLOCK_STATE_RUNNING && !is_wait(clock->kind) &&
            clock->due_at.us <= decision->context->now.us &&
            (first == NULL || clock->due_at.us < first->due_at.us)) {
            first = clock;
        }
    }
    return first;
}

/* Not done in ten working days: the ordinary procedure, counted from the first acceptance. */
static void leave_simple(struct decision *decision) {
    if (decision->view->state == STATE_SIMPLE) {
        decision->verdict->rule = 75;
        add_state(decision, STATE_ACCEPTED);
        set_lane(decision, LANE_OF_CASE_GENERAL);
        start_clock_at(decision, DUTY_HANDLE, &decision->view->holder,
                       decision->view->matter.accepted_at);
    }
}

/* The sender did not answer: the unit has it, and its notice was due all the while. The decider did
 * not: one further up decides. True: the case moves. */
static bool dispute_unanswered(struct decision *decision) {
    if (decision->view->state != STATE_DISPUTED) {
        return false;
    }
    if (leg_to_holder(decision->view) == NULL) {
        return decider_is_silent(decision);
    }
    decision->verdict->rule = 81;
    add_state(decision, STATE_ROUTED);
    return false;
}

/* Several offices above each set a date for their report: after the earliest, the next one counts.
 */
static void next_report(struct decision *decision, const struct clock *lapsed) {
    const struct casefile *view = decision->view;
    const struct leg *next = NULL;

    for (size_t i = 0; i < view->leg_count; i++) {
        const struct leg *leg = &view->legs[i];

        if (leg_is_handover(leg->kind) && leg->closed_at.us == 0 &&
            leg->due.day > lapsed->due.day && (next == NULL || leg->due.day < next->due.day)) {
            next = leg;
        }
    }
    if (next != NULL) {
        start_clock_until(decision, CLOCK_ASSIGNED, &view->holder, next->due, "条例 §22(3)");
    }
}

/* R24: the silence about a visit is over and the rules lead nowhere: nothing is overdue by that. */
static enum pj_code end_silence(struct decision *decision) {
    const struct clock *clock = running_clock(decision->view, CLOCK_VISIT_WORD);

    if (clock == NULL || clock->due_at.us > decision->context->now.us) {
        return refuse(decision, PJ_STATE_WRONG, "clock", "");
    }
    decision->verdict->rule = RULE_VISIT_WORD;
    stop_clock(decision, CLOCK_VISIT_WORD);
    return PJ_OK;
}

enum pj_code life_lapse(struct decision *decision) {
    const struct clock *first = first_due(decision);

    if (decision->act->rule == RULE_VISIT_WORD) {
        return end_silence(decision);
    }
    if (decision->act->rule == RULE_STAYS) {
        return stays_behind(decision);
    }
    if (first == NULL) {
        return refuse(decision, PJ_STATE_WRONG, "clock", "");
    }
    add_effect(decision, EFFECT_LAPSE_CLOCK)->clock_no = first->no;
    if (first->kind == CLOCK_ASK_REVIEW || first->kind == CLOCK_ASK_RECHECK) {
        end_unasked(decision);
    } else if (first->kind == CLOCK_SIMPLE) {
        leave_simple(decision);
    } else if (first->kind == CLOCK_DISPUTE && dispute_unanswered(decision)) {
        return PJ_OK;
    } else if (first->kind == CLOCK_ASSIGNED) {
        next_report(decision, first);
    }
    watch_lapse(decision, first); /* an organ's: overdue, recorded, told above; it closes nothing */
    return PJ_OK;
}

/* Each clock that is nearly over gives its yellow card, once. */
enum pj_code life_warn(struct decision *decision) {
    const struct casefile *view = decision->view;

    for (size_t i = 0; i < view->clock_count && decision->verdict->effect_count < EFFECTS_MAX;
         i++) {
        struct clock clock = view->clocks[i];

        if (clock.state == CLOCK_STATE_RUNNING && clock.card == CARD_UNSPECIFIED &&
            card_of(&clock, decision->context->now) == CARD_YELLOW) {
            clock.card = CARD_YELLOW;
            add_effect(decision, EFFECT_MOVE_CLOCK)->clock = clock;
        }
    }
    if (decision->verdict->effect_count == 0) {
        return refuse(decision, PJ_STATE_WRONG, "clock", "");
    }
    return PJ_OK;
}

enum act_kind lifecycle_due(const struct casefile *casefile, struct wall now) {
    enum act_kind asked = ACT_UNSPECIFIED;

    for (size_t i = 0; i < casefile->clock_count; i++) {
        const struct clock *clock = &casefile->clocks[i];

        if (clock->state != CLOCK_STATE_RUNNING) {
            continue;
        }
        if (clock->due_at.us <= now.us) {
            return ACT_LAPSE;
        }
        if (clock->card == CARD_UNSPECIFIED && card_of(clock, now) == CARD_YELLOW) {
            asked = ACT_WARN;
        }
    }
    return asked;
}

static bool counts_anew(const struct decision *decision, struct clock *clock) {
    const struct clock_law *law = decision->context->law;

    return clock->kind == CLOCK_VISIT_WORD ? visit_recount(decision->view, law->calendar, clock)
                                           : clock_recount(law, clock);
}

/* A clock that ran out stays so: what lapsed under the calendar of its day is not taken back. */
enum pj_code life_recount(struct decision *decision) {
    const struct casefile *view = decision->view;

    for (size_t i = 0; i < view->clock_count && decision->verdict->effect_count < EFFECTS_MAX;
         i++) {
        struct clock clock = view->clocks[i];

        if (clock.state == CLOCK_STATE_RUNNING && counts_anew(decision, &clock)) {
            add_effect(decision, EFFECT_MOVE_CLOCK)->clock = clock;
        }
    }
    if (decision->verdict->effect_count == 0) {
        return refuse(decision, PJ_STATE_WRONG, "clock", "");
    }
    return PJ_OK;
}

/* ---- parking */

enum pj_code life_park(struct decision *decision) {
    stop_clock(decision, CLOCK_PARKED);
    start_clock(decision, DUTY_PARKED, &decision->view->holder);
    return PJ_OK;
}

/* A notice that is still due keeps its date: parking must not win time. */
enum pj_code life_replay(struct decision *decision) {
    stop_clock(decision, CLOCK_PARKED);
    if (running_clock(decision->view, CLOCK_NOTICE) == NULL &&
        decision->view->matter.accepted_at.us == 0) {
        start_clock(decision, DUTY_NOTICE, &decision->view->holder);
    }
    return PJ_OK;
}
