/* SPDX-License-Identifier: Apache-2.0
 * 复查 and 复核 (E21..E24, E39): asked for by the petitioner alone, judged by the body above, once
 * each. The token goes to that body and, on a remand, back to the unit. */
#include "core/lifecycle_internal.h"

#include <string.h>

/* ---- asking */

/* In time by the day the person acted, wherever that was; else a good reason (正当理由), which the
 * reviewing body judges. */
static enum pj_code check_time(struct decision *decision, enum clock_kind kind, const char *basis) {
    const struct clock *clock = newest_clock(decision->view, kind);

    if (clock == NULL) {
        return refuse(decision, PJ_STATE_SERVE_FIRST, "act.kind", basis);
    }
    if (act_day(decision).day <= clock->due.day) {
        return PJ_OK;
    }
    if (decision->act->reason.len == 0) {
        return refuse(decision, PJ_POLICY_LATE, "act.reason", basis);
    }
    add_flag(decision, FLAG_LATE_REQUEST);
    return PJ_OK;
}

struct node_id first_decider(const struct casefile *view) {
    struct node_id unit = view->matter.decider;

    for (size_t i = view->leg_count; i > 0 && view->legs[i - 1].kind == LEG_REVIEW; i--) {
        unit = view->legs[i - 1].giver;
    }
    return unit;
}

static enum pj_code check_above(struct decision *decision, const char *basis) {
    const struct node_id *body = &decision->act->target;
    const struct node_id *judged = &decision->view->matter.decider;

    if (node_id_is_none(body)) {
        return refuse(decision, PJ_POLICY_REVIEWER, "act.target", basis);
    }
    if (is_village(body) || !is_above(decision->context->directory, body, judged)) {
        return refuse(decision, PJ_POLICY_TARGET, "act.target", basis);
    }
    return PJ_OK;
}

/* The table gives one body or two; of two the petitioner chooses. */
static enum pj_code choose_body(struct decision *decision, bool recheck, const char *basis,
                                struct node_id *ret_body) {
    const struct lifecycle_context *context = decision->context;
    struct reviewer_query query = {.table = context->reviewers,
                                   .directory = context->directory,
                                   .conflicts = &decision->view->conflicts,
                                   .decider = decision->view->matter.decider};
    struct reviewer_choice choice;
    enum pj_code code = PJ_OK;

    *ret_body = decision->act->target;
    if (context->reviewers == NULL) {
        return check_above(decision, basis);
    }
    if (recheck) {
        query.before = first_decider(decision->view);
    }
    code = reviewer_find(&query, &choice);
    if (code != PJ_OK) {
        return refuse(decision, code, "act.target", basis);
    }
    if (node_id_is_none(ret_body)) {
        if (choice.count != 1) {
            return refuse(decision, choice.is_end ? PJ_POLICY_FINAL : PJ_POLICY_REVIEWER,
                          "act.target", basis);
        }
        *ret_body = choice.candidates[0].office;
    }
    return reviewer_choice_has(&choice, ret_body)
               ? PJ_OK
               : refuse(decision, PJ_POLICY_TARGET, "act.target", basis);
}

static enum pj_code ask(struct decision *decision, enum clock_kind kind, enum state state,
                        const char *basis) {
    struct node_id body;
    enum pj_code code = choose_body(decision, state == STATE_IN_RECHECK, basis, &body);

    if (code == PJ_OK) {
        code = check_time(decision, kind, basis);
    }
    if (code != PJ_OK) {
        return code;
    }
    add_state(decision, state); /* its clocks run until the reviewing body has it */
    return open_leg(decision, LEG_REVIEW, &body);
}

enum pj_code life_review(struct decision *decision) {
    if (casefile_has_flag(decision->view, FLAG_REVIEWED)) {
        return refuse(decision, PJ_POLICY_ONCE, "act.kind", "条例 §35");
    }
    return ask(decision, CLOCK_ASK_REVIEW, STATE_IN_REVIEW, "条例 §35");
}

enum pj_code life_recheck(struct decision *decision) {
    if (casefile_has_flag(decision->view, FLAG_RECHECKED)) {
        return refuse(decision, PJ_POLICY_ONCE, "act.kind", "条例 §36");
    }
    if (!casefile_has_flag(decision->view, FLAG_REVIEWED)) {
        return refuse(decision, PJ_STATE_SERVE_FIRST, "act.kind", "条例 §36");
    }
    return ask(decision, CLOCK_ASK_RECHECK, STATE_IN_RECHECK, "条例 §36");
}

/* ---- judging */

static bool in_recheck(const struct casefile *view) {
    return view->state == STATE_IN_RECHECK;
}

/* The unit has to do it again, by the date set, and not come to the same. */
static enum pj_code remand(struct decision *decision) {
    const struct casefile *view = decision->view;
    struct matter *matter = change_matter(decision);
    struct node_id unit = first_decider(view);

    if (decision->act->due.day <= civil_of(decision->context->now).day) {
        return refuse(decision, PJ_BAD_MISSING, "act.due", "条例 §35");
    }
    matter->barred = matter->ruling <= RULING_NOT_SUPPORTED ? matter->ruling : matter->barred;
    matter->flags &= ~(1U << FLAG_REVIEWED | 1U << FLAG_RECHECKED | 1U << FLAG_EXTENDED);
    matter->ruling = RULING_REMANDED;
    add_effect(decision, EFFECT_CLOSE_LEG)->term = casefile_last_leg(view)->term;
    add_state(decision, STATE_REMANDED);
    return open_leg(decision, LEG_REMAND, &unit);
}

/* E23: uphold, change, or send it back. Upheld and changed opinions are then served. */
enum pj_code life_review_outcome(struct decision *decision) {
    const struct act *act = decision->act;
    struct matter *matter = NULL;
    enum pj_code code = need_reason(decision, "条例 §35 §36");

    if (code != PJ_OK) {
        return code;
    }
    if (decision->view->matter.decided_at.us != 0 &&
        node_id_equal(&decision->view->matter.decider, &decision->view->holder)) {
        return refuse(decision, PJ_STATE_DONE, "act.kind", "条例 §35");
    }
    if (act->ruling == RULING_REMANDED) {
        return remand(decision);
    }
    if (act->ruling != RULING_UPHELD && act->ruling != RULING_CHANGED) {
        return refuse(decision, PJ_BAD_FIELD, "act.ruling", "条例 §35 §36");
    }
    matter = change_matter(decision);
    matter->barred = matter->ruling <= RULING_NOT_SUPPORTED ? matter->ruling : matter->barred;
    matter->ruling = act->ruling;
    matter->decider = decision->view->holder;
    matter->decided_at = decision->context->now;
    stop_clock(decision, in_recheck(decision->view) ? CLOCK_RECHECK : CLOCK_REVIEW);
    start_clock(decision, DUTY_SERVE, &decision->view->holder);
    return PJ_OK;
}

/* E19 of a review opinion: the petitioner may ask for a re-check (C10); of a re-check opinion: the
 * end, §36. */
enum pj_code life_serve_review(struct decision *decision) {
    const struct casefile *view = decision->view;
    const struct act *act = decision->act;
    struct matter *matter = NULL;

    if (!node_id_equal(&view->matter.decider, &view->holder)) {
        return refuse(decision, PJ_STATE_SERVE_FIRST, "act.kind", "条例 §35 §36");
    }
    if (act->service == SERVICE_UNSPECIFIED || act->proof.len == 0) {
        return refuse(decision, PJ_POLICY_PROOF, "act.proof", "条例 §36");
    }
    matter = change_matter(decision);
    matter->service = act->service;
    matter->served_at = decision->context->now;
    matter->flags &= ~(1U << FLAG_NOT_RECEIVED | 1U << FLAG_SERVICE_UPHELD);
    if (in_recheck(view)) {
        matter->flags |= 1U << FLAG_RECHECKED;
        add_state(decision, STATE_ENDED_FINAL);
        stop_all_clocks(decision);
        return PJ_OK;
    }
    matter->flags |= 1U << FLAG_REVIEWED;
    add_state(decision, STATE_REVIEW_SERVED);
    stop_clock(decision, CLOCK_SERVE);
    start_clock(decision, DUTY_ASK_RECHECK, &view->holder);
    return PJ_OK;
}

/* E39: out of time without a good reason, or the wrong body, and then the right one is named. The
 * petitioner stands where they stood, with a fresh period when the body was wrong. */
enum pj_code life_refuse_review(struct decision *decision) {
    const struct casefile *view = decision->view;
    const struct act *act = decision->act;
    bool recheck = in_recheck(view);
    const struct leg *leg = casefile_last_leg(view);

    if (node_id_equal(&view->matter.decider, &view->holder) || leg == NULL) {
        return refuse(decision, PJ_STATE_DONE, "act.kind", "条例 §35");
    }
    if (act->reason.len == 0 ||
        (act->ground != GROUND_OUT_OF_TIME && act->ground != GROUND_WRONG_BODY)) {
        return refuse(decision, PJ_POLICY_GROUND, "act.ground", "条例 §35 §36");
    }
    if (act->ground == GROUND_OUT_OF_TIME && !casefile_has_flag(view, FLAG_LATE_REQUEST)) {
        return refuse(decision, PJ_POLICY_GROUND, "act.ground", "条例 §35 §36");
    }
    if (act->ground == GROUND_WRONG_BODY && node_id_is_none(&act->target)) {
        return refuse(decision, PJ_POLICY_REVIEWER, "act.target", "条例 §35 §36");
    }
    drop_flag(decision, FLAG_LATE_REQUEST);
    stop_all_clocks(decision);
    add_effect(decision, EFFECT_CLOSE_LEG)->term = leg->term;
    if (act->ground == GROUND_OUT_OF_TIME) {
        add_state(decision, STATE_ENDED_NO_REQUEST);
    } else {
        add_state(decision, recheck ? STATE_REVIEW_SERVED : STATE_SERVED);
        start_clock(decision, recheck ? DUTY_ASK_RECHECK : DUTY_ASK_REVIEW, &leg->giver);
    }
    return open_leg(decision, LEG_RETURN, &leg->giver);
}

/* ---- hearings */

/* E24 听证: C11 is paused for its days, nothing else is. */
enum pj_code life_hearing(struct decision *decision) {
    const struct clock *recheck = running_clock(decision->view, CLOCK_RECHECK);
    enum pj_code code = need_reason(decision, "条例 §31 §36");
    struct clock paused;

    if (code != PJ_OK) {
        return code;
    }
    if (recheck != NULL && recheck->state == CLOCK_STATE_RUNNING) {
        paused = *recheck;
        code = clock_pause(&paused, civil_of(decision->context->now));
        if (code != PJ_OK) {
            return refuse(decision, code, "act.kind", "条例 §36");
        }
        add_effect(decision, EFFECT_MOVE_CLOCK)->clock = paused;
    }
    change_matter(decision)->before_hearing = decision->view->state;
    add_state(decision, STATE_HEARING);
    start_clock(decision, DUTY_HEARING, &decision->view->holder);
    return PJ_OK;
}

enum pj_code life_hearing_over(struct decision *decision) {
    const struct clock *recheck = running_clock(decision->view, CLOCK_RECHECK);
    struct clock resumed;

    stop_clock(decision, CLOCK_HEARING);
    if (recheck != NULL && recheck->state == CLOCK_STATE_PAUSED) {
        resumed = *recheck;
        clock_resume(decision->context->law, &resumed, civil_of(decision->context->now));
        add_effect(decision, EFFECT_MOVE_CLOCK)->clock = resumed;
    }
    add_state(decision, decision->view->matter.before_hearing);
    return PJ_OK;
}
