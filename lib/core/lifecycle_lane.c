/* SPDX-License-Identifier: Apache-2.0
 * 简单立即办、一般快速办、复杂限期办 (E13, E14): the list suggests a lane, the unit that handles
 * the case sets it. Whatever the lane, the statutory period is never longer for it: the simple one
 * is shorter, the complex one has a date of the unit's own beside it. */
#include "core/lifecycle_internal.h"

void set_lane(struct decision *decision, enum lane lane) {
    change_matter(decision)->lane = lane;
}

/* E13: the unit says so, never the router. Not where a superior assigned it, nor for groups (§5 of
 * the measure). */
enum pj_code life_simple(struct decision *decision) {
    const struct casefile *view = decision->view;

    if (running_clock(view, CLOCK_ASSIGNED) != NULL || casefile_has_flag(view, FLAG_COLLECTIVE)) {
        return refuse(decision, PJ_POLICY_PURPOSE, "act.kind", "简易办理办法 §5");
    }
    add_state(decision, STATE_SIMPLE);
    change_matter(decision)->accepted_at = decision->context->now;
    set_lane(decision, LANE_OF_CASE_SIMPLE);
    notice_given(decision);
    start_clock(decision, DUTY_SIMPLE, &view->holder);
    return PJ_OK;
}

/* E14: the date of acceptance stays. */
enum pj_code life_ordinary(struct decision *decision) {
    add_state(decision, STATE_ACCEPTED);
    set_lane(decision, LANE_OF_CASE_GENERAL);
    stop_clock(decision, CLOCK_SIMPLE);
    start_handling(decision, decision->view->matter.accepted_at);
    return PJ_OK;
}

struct civil day_set_above(const struct casefile *view) {
    struct civil earliest = {0};

    for (size_t i = 0; i < view->leg_count; i++) {
        const struct leg *leg = &view->legs[i];

        if (leg->due.day != 0 && leg->closed_at.us == 0 && leg_is_handover(leg->kind) &&
            (earliest.day == 0 || leg->due.day < earliest.day)) {
            earliest = leg->due;
        }
    }
    return earliest;
}

/* General: no date but those of the law and of the offices above. */
enum pj_code life_general(struct decision *decision) {
    const struct casefile *view = decision->view;
    struct civil above = day_set_above(view);

    if (view->matter.lane == LANE_OF_CASE_GENERAL) {
        return refuse(decision, PJ_STATE_DONE, "act.lane", "条例 §34");
    }
    if (view->matter.lane == LANE_OF_CASE_COMPLEX) {
        stop_clock(decision, CLOCK_ASSIGNED);
        if (above.day != 0) {
            start_clock_until(decision, CLOCK_ASSIGNED, &view->holder, above, "条例 §22(3)");
        }
    }
    set_lane(decision, LANE_OF_CASE_GENERAL);
    return PJ_OK;
}

/* The last day the unit may name: of the statutory period, or an earlier one that was set above. */
static struct civil last_day(const struct decision *decision) {
    const struct casefile *view = decision->view;
    const struct clock *handle = newest_clock(view, CLOCK_HANDLE);
    struct civil last = {0};
    struct civil above = day_set_above(view);

    if (handle != NULL && view->state != STATE_SIMPLE) {
        last = handle->due;
    } else {
        last = clock_start(decision->context->law, handling_duty(decision), &view->holder,
                           view->matter.accepted_at)
                   .due;
    }
    return above.day != 0 && above.day < last.day ? above : last;
}

/* Complex: by a date the unit sets, and may set anew, which the law's own period outlasts. */
enum pj_code life_complex(struct decision *decision) {
    const struct casefile *view = decision->view;
    struct civil due = decision->act->due;
    struct civil last = last_day(decision);

    if (due.day == 0) {
        return refuse(decision, PJ_BAD_MISSING, "act.due", "条例 §34");
    }
    if (due.day <= civil_of(decision->context->now).day) {
        return refuse(decision, PJ_BAD_FIELD, "act.due", "条例 §34");
    }
    if (due.day > last.day) {
        decision->verdict->day = last;
        return refuse(decision, PJ_POLICY_DATE, "act.due", "条例 §34");
    }
    if (view->state == STATE_SIMPLE) {
        enum pj_code code = life_ordinary(decision);

        ASSERT(code == PJ_OK);
    }
    stop_clock(decision, CLOCK_ASSIGNED);
    start_clock_until(decision, CLOCK_ASSIGNED, &view->holder, due, "复杂限期办");
    set_lane(decision, LANE_OF_CASE_COMPLEX);
    return PJ_OK;
}
