/* SPDX-License-Identifier: Apache-2.0
 * E3: one matter, several cases. A case is attached to the leading one and can be taken apart
 * again; never a merge. It keeps its number, its submissions and its clocks, which run on all the
 * while: attaching buries nothing. */
#include "core/lifecycle_internal.h"

#include <string.h>

/* ---- attached */

/* Who sent it to the office that attaches it, or that office itself where the case leaves it: it is
 * owed an answer of its own, whoever handles the matter. By the date it set, else in the time the
 * matter itself is handled in. */
static void owe_feedback(struct decision *decision) {
    const struct casefile *view = decision->view;
    const struct node_id *handler = &decision->act->target;
    const struct leg *leg = leg_to_holder(view);
    bool leaves = !node_id_is_none(handler) && !node_id_equal(handler, &view->holder);
    struct matter *matter = change_matter(decision);

    if (leg == NULL && !leaves) {
        return; /* taken in where it is handled: nobody sent it */
    }
    matter->feedback_to = leg != NULL ? leg->giver : view->holder;
    matter->answered_at.us = 0;
    if (newest_clock(view, CLOCK_ASSIGNED) == NULL) {
        start_clock(decision, DUTY_FEEDBACK, leaves ? handler : &view->holder);
    }
}

/* A person confirmed that it is the same matter: the case goes to who holds the leading one. */
enum pj_code to_leading(struct decision *decision) {
    const struct act *act = decision->act;
    const struct casefile *view = decision->view;

    if (node_id_is_none(&act->target) || node_id_equal(&act->target, &view->holder)) {
        return PJ_OK; /* the same office has both */
    }
    if (!directory_has_node(decision->context->directory, &act->target)) {
        return refuse(decision, PJ_POLICY_TARGET, "act.target", "");
    }
    if (view->leg_count + 2 > LEGS_PER_PROCEEDING) { /* out of the units' own, and back */
        return refuse(decision, PJ_POLICY_LEGS, "act.target", "条例 §24");
    }
    return open_leg(decision, LEG_ATTACH, &act->target);
}

enum pj_code life_attach(struct decision *decision) {
    const struct act *act = decision->act;
    const struct casefile *view = decision->view;

    if (act->leading.text[0] == '\0' || strcmp(act->leading.text, view->no.text) == 0) {
        return refuse(decision, PJ_BAD_MISSING, "act.leading", "条例 §22");
    }
    if (casefile_has_flag(view, FLAG_ATTACHED)) {
        return refuse(decision, PJ_STATE_DONE, "act.kind", "条例 §22");
    }
    if (contest_stands(view)) {
        return refuse(decision, PJ_POLICY_CONTESTED, "act.kind", "条例 §22");
    }
    if (need_reason(decision, "条例 §22") != PJ_OK) {
        return PJ_POLICY_REASON;
    }
    change_matter(decision)->leading = act->leading;
    change_matter(decision)->attached_term = view->term;
    add_flag(decision, FLAG_ATTACHED);
    owe_feedback(decision);
    return to_leading(decision);
}

/* ---- taken apart again */

/* The leg by which it left who attached it; further ones went after the leading case. NULL when no
 * leg was needed, or when a person handed it on since. */
static const struct leg *attachment(const struct casefile *view) {
    const struct leg *last = casefile_last_leg(view);
    const struct leg *first = NULL;

    if (last == NULL || !node_id_equal(&last->receiver, &view->holder)) {
        return NULL;
    }
    for (size_t i = view->leg_count; i > 0; i--) {
        const struct leg *leg = &view->legs[i - 1];

        if (leg->kind != LEG_ATTACH || leg->closed_at.us != 0) {
            break;
        }
        first = leg;
    }
    return first;
}

/* What was accepted meanwhile is seen through by the unit that accepted it (条例 §23), and nothing
 * goes to an office that is in conflict or is no more. */
static bool goes_home(const struct decision *decision, const struct leg *leg) {
    const struct casefile *view = decision->view;

    return leg != NULL && !node_id_equal(&leg->giver, &view->holder) &&
           (view->state < STATE_ACCEPTED || view->state == STATE_NOT_ACCEPTED) &&
           view->leg_count < LEGS_MAX &&
           directory_has_node(decision->context->directory, &leg->giver) &&
           !conflict_has(&decision->view->conflicts, &leg->giver);
}

/* The feedback owed while it was attached is over with that; a wait is nobody's duty. */
static bool has_running_clock(const struct casefile *view) {
    for (size_t i = 0; i < view->clock_count; i++) {
        enum clock_state state = view->clocks[i].state;

        if (view->clocks[i].kind != CLOCK_FEEDBACK && !is_wait(view->clocks[i].kind) &&
            (state == CLOCK_STATE_RUNNING || state == CLOCK_STATE_PAUSED)) {
            return true;
        }
    }
    return false;
}

/* "This is new", says the petitioner: where every period has run out while it lay with the other
 * case, a fresh one begins. An office cannot give itself one that way. */
static void open_clock(struct decision *decision, const struct node_id *owner) {
    const struct casefile *view = decision->view;

    if (decision->act->capacity == CAPACITY_PETITIONER &&
        (view->state < STATE_ACCEPTED || view->state == STATE_NOT_ACCEPTED) &&
        !has_running_clock(view)) {
        start_clock(decision, is_competent_unit(owner) ? DUTY_DIRECT : DUTY_ROUTE, owner);
    }
}

/* "This is new", of what was not accepted as the same as a matter that has ended: it is routed
 * again, once. After the office above has judged the contest, that stands. */
static enum pj_code contest(struct decision *decision, bool ended) {
    const struct casefile *view = decision->view;

    if (decision->act->capacity != CAPACITY_PETITIONER ||
        (!ended && !casefile_has_flag(view, FLAG_LEADING_ENDED))) {
        return PJ_OK;
    }
    if (ended && casefile_has_flag(view, FLAG_CONTESTED)) {
        return refuse(decision, PJ_POLICY_FINAL, "act.kind", "条例 §36");
    }
    add_flag(decision, FLAG_CONTESTED);
    if (ended) {
        add_state(decision, STATE_REGISTERED);
    }
    return PJ_OK;
}

bool contest_stands(const struct casefile *view) {
    const struct leg *leg = leg_to_holder(view);

    return casefile_has_flag(view, FLAG_CONTESTED) && (leg == NULL || leg->kind != LEG_ESCALATE);
}

/* The report that was due to who assigned it, and that the decision of the leading case stood for,
 * is due again by the same day: attaching betters nobody's record. */
static void owe_report(struct decision *decision, const struct node_id *owner) {
    const struct clock *assigned = newest_clock(decision->view, CLOCK_ASSIGNED);

    if (decision->view->matter.answered_at.us != 0 && assigned != NULL &&
        assigned->state == CLOCK_STATE_MET && state_is_open(decision->view->state)) {
        start_clock_until(decision, CLOCK_ASSIGNED, owner, assigned->due, "条例 §22(3)");
    }
}

/* "This is another matter": by the petitioner without a reason, by an office with one. */
enum pj_code life_detach(struct decision *decision) {
    const struct casefile *view = decision->view;
    const struct leg *leg = attachment(view);
    struct node_id giver = leg == NULL ? view->holder : leg->giver;
    bool home = goes_home(decision, leg);
    struct matter *matter = NULL;
    enum pj_code code = PJ_OK;

    if (!casefile_has_flag(view, FLAG_ATTACHED)) {
        return refuse(decision, PJ_STATE_WRONG, "act.kind", "条例 §22");
    }
    if (decision->act->capacity != CAPACITY_PETITIONER && need_reason(decision, "") != PJ_OK) {
        return PJ_POLICY_REASON;
    }
    code = contest(decision, view->state == STATE_NOT_ACCEPTED);
    if (code != PJ_OK) {
        return code;
    }
    matter = change_matter(decision);
    matter->leading = (struct case_no){""};
    matter->feedback_to = (struct node_id){""};
    matter->answered_at.us = 0;
    matter->attached_term = 0;
    drop_flag(decision, FLAG_ATTACHED);
    drop_flag(decision, FLAG_LEADING_ENDED);
    put_off(decision, CLOCK_FEEDBACK);
    end_wait(decision);
    owe_report(decision, home ? &giver : &view->holder);
    open_clock(decision, home ? &giver : &view->holder);
    for (; leg != NULL && leg <= casefile_last_leg(view); leg++) {
        add_effect(decision, EFFECT_CLOSE_LEG)->term = leg->term;
    }
    return home ? open_leg(decision, LEG_DETACH, &giver) : PJ_OK;
}
