/* SPDX-License-Identifier: Apache-2.0
 * What is the petitioner's alone (E31..E33), and what the petitioner adds. */
#include "core/lifecycle_internal.h"

/* E31. Confirmed through a second channel; no official can ask for it, and it may be taken back. */
enum pj_code life_withdraw(struct decision *decision) {
    if (decision->act->proof.len == 0) {
        return refuse(decision, PJ_POLICY_PROOF, "act.proof", "");
    }
    add_state(decision, STATE_WITHDRAWN);
    end_clocks(decision);
    return PJ_OK;
}

/* ---- E32 */

static bool may_take_back(const struct decision *decision) {
    const struct casefile *view = decision->view;
    struct clock undo =
        clock_start(decision->context->law, DUTY_WITHDRAW_UNDO, &view->holder, view->closed_at);

    return view->state == STATE_WITHDRAWN && act_day(decision).day <= undo.due.day;
}

static enum pj_code check_reopen(struct decision *decision) {
    const struct casefile *view = decision->view;
    bool petitioner = decision->act->capacity == CAPACITY_PETITIONER;

    if (petitioner && view->state == STATE_ENDED_FINAL) {
        return refuse(decision, PJ_POLICY_FINAL, "act.kind", "条例 §36");
    }
    return petitioner && may_take_back(decision) ? PJ_OK : need_reason(decision, "条例 §36");
}

/* It ended with a body that was asked for review: that body never handled it and does not begin to.
 * The unit has it again, a fresh period running. */
static enum pj_code back_to_unit(struct decision *decision) {
    struct node_id unit = first_decider(decision->view);

    add_effect(decision, EFFECT_CLOSE_LEG)->term = casefile_last_leg(decision->view)->term;
    add_state(decision, STATE_REGISTERED);
    start_clock(decision, DUTY_DIRECT, &unit);
    drop_flag(decision, FLAG_EXTENDED);
    drop_flag(decision, FLAG_REVIEWED);
    return open_leg(decision, LEG_RETURN, &unit);
}

/* Handled again where it was accepted, else routed again; the clock is a fresh one. */
enum pj_code life_reopen(struct decision *decision) {
    const struct casefile *view = decision->view;
    enum pj_code code = check_reopen(decision);
    const struct leg *leg = casefile_last_leg(view);
    bool unit = is_competent_unit(&view->holder);

    if (code != PJ_OK) {
        return code;
    }
    if (leg != NULL && leg->kind == LEG_REVIEW) {
        return back_to_unit(decision);
    }
    if (view->matter.accepted_at.us != 0 && unit) {
        add_state(decision, STATE_ACCEPTED);
        start_clock(decision, DUTY_HANDLE, &view->holder);
        drop_flag(decision, FLAG_EXTENDED);
        drop_flag(decision, FLAG_REVIEWED);
        return PJ_OK;
    }
    if (view->state == STATE_NOT_ACCEPTED && decision->act->capacity == CAPACITY_PETITIONER) {
        add_flag(decision, FLAG_CONTESTED);
    }
    add_state(decision, STATE_REGISTERED);
    start_clock(decision, unit ? DUTY_DIRECT : DUTY_ROUTE, &view->holder);
    return PJ_OK;
}

/* ---- E33 */

/* Once for the petition office, after it was routed; once for the unit, after service. Neither ends
 * nor moves anything, and no figure is built from silence. */
enum pj_code life_rate(struct decision *decision) {
    const struct casefile *view = decision->view;
    const struct act *act = decision->act;
    bool unit = !node_id_is_none(&act->target) && is_competent_unit(&act->target);
    enum flag flag = unit ? FLAG_RATED_UNIT : FLAG_RATED_OFFICE;

    if (act->rating == RATING_UNSPECIFIED || node_id_is_none(&act->target)) {
        return refuse(decision, PJ_BAD_MISSING, "act.rating", "条例 §21");
    }
    if (unit ? view->matter.served_at.us == 0 && state_is_open(view->state)
             : view->leg_count == 0 && view->state < STATE_ACCEPTED) {
        return refuse(decision, PJ_STATE_WRONG, "act.target", "条例 §21");
    }
    if (casefile_has_flag(view, flag)) {
        return refuse(decision, PJ_POLICY_ONCE, "act.rating", "条例 §21");
    }
    add_flag(decision, flag);
    return PJ_OK;
}

/* More words from the petitioner, or written down for them: a new submission beside the first,
 * which nothing changes. */
enum pj_code life_supplement(struct decision *decision) {
    if (digest_is_zero(&decision->act->submission)) {
        return refuse(decision, PJ_BAD_EMPTY, "act.supplement", "条例 §19");
    }
    return PJ_OK;
}
