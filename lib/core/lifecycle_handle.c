/* SPDX-License-Identifier: Apache-2.0
 * Handling: accept or refuse (E11..E16, E34), extend (E17), decide and serve (E18, E19), settle
 * (E20), carry out and answer (E25, E35..E38). */
#include "core/lifecycle_internal.h"

#include <string.h>

bool is_suggestion(const struct casefile *view, const struct act *act) {
    (void)act;
    return view->purpose == PURPOSE_SUGGESTION;
}

/* ---- accepting */

/* C5 from the acceptance; where the rules have a period of its own for what was assigned 交办 with
 * a date, that one. */
enum duty handling_duty(const struct decision *decision) {
    bool assigned = day_set_above(decision->view).day != 0;

    return assigned && clock_gives(decision->context->law, DUTY_HANDLE_ASSIGNED)
               ? DUTY_HANDLE_ASSIGNED
               : DUTY_HANDLE;
}

void start_handling(struct decision *decision, struct wall from) {
    start_clock_at(decision, handling_duty(decision), &decision->view->holder, from);
}

void notice_given(struct decision *decision) {
    stop_clock(decision, CLOCK_NOTICE);
    stop_clock(decision, CLOCK_ROUTE);
    stop_clock(decision, CLOCK_CHANNEL);
}

/* E11; from another procedure (E36) when the organ there lawfully refused it. */
enum pj_code life_accept(struct decision *decision) {
    add_state(decision, STATE_ACCEPTED);
    change_matter(decision)->accepted_at = decision->context->now;
    set_lane(decision, LANE_OF_CASE_UNSPECIFIED);
    notice_given(decision);
    start_handling(decision, decision->context->now);
    return PJ_OK;
}

enum pj_code life_study(struct decision *decision) {
    add_state(decision, STATE_STUDYING);
    change_matter(decision)->accepted_at = decision->context->now;
    notice_given(decision);
    start_clock(decision, DUTY_STUDY, &decision->view->holder);
    return PJ_OK;
}

static bool refuses_intake(enum ground ground) {
    return ground == GROUND_LITIGATION || ground == GROUND_LEVEL_SKIPPING_VISIT ||
           ground == GROUND_SAME_MATTER_OPEN || ground == GROUND_SAME_MATTER_ENDED ||
           ground == GROUND_LITIGATION_ENDED;
}

/* 不再受理 §36: the same facts and reasons after the end. That it is the same is a person's word,
 * by no comparison of texts; that the other one has ended, and how, is looked up where it is known.
 */
static enum pj_code check_same(struct decision *decision) {
    const struct act *act = decision->act;
    const struct casefile *other = decision->context->other;
    bool ended = act->ground == GROUND_SAME_MATTER_ENDED;

    if (!ended && act->ground != GROUND_SAME_MATTER_OPEN) {
        return PJ_OK;
    }
    if (contest_stands(decision->view)) {
        return refuse(decision, PJ_POLICY_CONTESTED, "act.ground", "条例 §22 §36");
    }
    if (ended && act->leading.text[0] == '\0') { /* which one? */
        return refuse(decision, PJ_POLICY_GROUND, "act.leading", "条例 §36");
    }
    if (other != NULL && (ended ? !state_is_final(other->state) : !state_is_open(other->state))) {
        return refuse(decision, PJ_POLICY_OTHER_CASE, "act.leading", "条例 §36");
    }
    return PJ_OK;
}

/* E12: only for a reason of the closed list, with the right door named. Level-skipping binds visits
 * alone (§20): a letter, a web post or a call is never refused for it. */
enum pj_code life_refuse(struct decision *decision) {
    const struct act *act = decision->act;
    const struct casefile *view = decision->view;
    enum pj_code code = PJ_OK;

    if (!refuses_intake(act->ground) || act->reason.len == 0) {
        return refuse(decision, PJ_POLICY_GROUND, "act.ground", "条例 §22 §23");
    }
    code = check_same(decision);
    if (code != PJ_OK) {
        return code;
    }
    if (act->ground == GROUND_LEVEL_SKIPPING_VISIT &&
        (view->form != FORM_VISIT || view->purpose != PURPOSE_CLAIM)) {
        return refuse(decision, PJ_POLICY_GROUND, "act.ground", "条例 §20");
    }
    if (node_id_is_none(&act->target) && act->channel[0] == '\0') {
        return refuse(decision, PJ_POLICY_GROUND, "act.target", "条例 §23");
    }
    add_state(decision, STATE_NOT_ACCEPTED);
    stop_all_clocks(decision);
    return PJ_OK;
}

/* ---- other roads */

/* E16 诉访分离: to the political-legal or the discipline organ. What becomes of it there is not
 * ours to see; that they have it is. */
enum pj_code life_refer(struct decision *decision) {
    enum ground ground = decision->act->ground;

    if (ground != GROUND_LITIGATION && ground != GROUND_ACCUSATION) {
        return refuse(decision, PJ_POLICY_GROUND, "act.ground", "条例 §22");
    }
    add_state(decision, STATE_TRANSFERRED_OUT);
    notice_given(decision);
    start_clock(decision, DUTY_CHANNEL, &decision->view->holder);
    return PJ_OK;
}

enum pj_code life_channel_result(struct decision *decision) {
    if (decision->act->proof.len == 0) {
        return refuse(decision, PJ_POLICY_PROOF, "act.proof", "条例 §31");
    }
    add_state(decision, STATE_ENDED_REPLIED);
    stop_all_clocks(decision);
    return PJ_OK;
}

enum pj_code life_outside_receipt(struct decision *decision) {
    if (decision->act->proof.len == 0) {
        return refuse(decision, PJ_POLICY_PROOF, "act.proof", "条例 §22");
    }
    add_state(decision, STATE_ENDED_REPLIED);
    stop_all_clocks(decision);
    return PJ_OK;
}

/* ---- longer */

/* The clock as it will run after the extension: as many days more as it takes to reach the day the
 * head named. They count from the end of the period before that was rolled, so the two dates alone
 * do not tell them; the day on the notice and the day of the clock must be one. */
static enum pj_code extend_clock(const struct decision *decision, struct clock *clock) {
    const struct clock as_it_was = *clock;
    struct civil named = decision->act->due;
    enum pj_code code = named.day > clock->due.day ? PJ_OK : PJ_BAD_FIELD;

    for (uint32_t days = 1; code == PJ_OK && clock->due.day < named.day; days++) {
        *clock = as_it_was;
        code = clock_extend(decision->context->law, clock, days);
    }
    return code;
}

/* E17: once, before the period is over, by the head, with the reason told to the petitioner; `due`
 * is the new last day. */
enum pj_code life_extend(struct decision *decision) {
    const struct clock *running = running_clock(decision->view, CLOCK_HANDLE);
    enum pj_code code = need_reason(decision, "条例 §34");
    struct clock longer;

    if (code != PJ_OK) {
        return code;
    }
    if (running == NULL || running->due_at.us <= decision->context->now.us) {
        return refuse(decision, PJ_POLICY_LATE, "act.kind", "条例 §34");
    }
    longer = *running;
    code = extend_clock(decision, &longer);
    if (code != PJ_OK) {
        return refuse(decision, code, "act.due", "条例 §34");
    }
    add_effect(decision, EFFECT_MOVE_CLOCK)->clock = longer;
    add_state(decision, STATE_EXTENDED);
    add_flag(decision, FLAG_EXTENDED);
    return PJ_OK;
}

/* ---- deciding */

static enum outcome outcome_after(const struct decision *decision, const struct problem *problem) {
    const struct act *act = decision->act;

    for (size_t i = act->problem_count; i > 0;
         i--) { /* named twice: the last one is applied last */
        if (act->problem_outcomes[i - 1].no == problem->no) {
            return act->problem_outcomes[i - 1].outcome;
        }
    }
    return problem->outcome;
}

static bool has_outcome(const struct decision *decision, enum outcome outcome) {
    const struct casefile *view = decision->view;

    for (size_t i = 0; i < view->problem_count; i++) {
        if (outcome_after(decision, &view->problems[i]) == outcome) {
            return true;
        }
    }
    return false;
}

static bool names_only_known(const struct decision *decision) {
    const struct act *act = decision->act;

    for (size_t i = 0; i < act->problem_count; i++) {
        uint32_t no = act->problem_outcomes[i].no;

        if (no == 0 || no > decision->view->problem_count) {
            return false;
        }
    }
    return true;
}

static enum pj_code check_outcomes(struct decision *decision) {
    if (!names_only_known(decision)) {
        return refuse(decision, PJ_BAD_FIELD, "act.problem_outcomes", "");
    }
    if (has_outcome(decision, OUTCOME_UNSPECIFIED)) {
        return refuse(decision, PJ_POLICY_PROBLEMS_OPEN, "act.problem_outcomes", "条例 §31");
    }
    return PJ_OK;
}

/* What the outcomes of the problems amount to, where the act does not say. */
static enum ruling ruling_of(const struct decision *decision) {
    if (decision->act->ruling != RULING_UNSPECIFIED) {
        return decision->act->ruling;
    }
    if (has_outcome(decision, OUTCOME_NOT_SUPPORTED)) {
        return RULING_NOT_SUPPORTED;
    }
    return has_outcome(decision, OUTCOME_EXPLAINED) ? RULING_EXPLAINED : RULING_SUPPORTED;
}

static void opine(struct decision *decision, enum ruling ruling) {
    struct matter *matter = change_matter(decision);

    matter->ruling = ruling;
    matter->decided_at = decision->context->now;
    matter->decider = decision->view->holder;
    matter->served_at.us = 0;
    matter->service = SERVICE_UNSPECIFIED;
    matter->flags &= ~(1U << FLAG_PERFORMED);
    if (ruling == RULING_SUPPORTED && !has_outcome(decision, OUTCOME_ASSIGNED)) {
        matter->flags |= 1U << FLAG_PERFORMED; /* solved: nothing is left to be carried out */
    }
    add_effect(decision, EFFECT_OUTCOMES);
    add_state(decision, STATE_DECIDED);
    stop_duties(decision);
    start_clock(decision, DUTY_SERVE, &decision->view->holder);
}

/* E18: the 处理意见书, signed by the head. */
enum pj_code life_decide(struct decision *decision) {
    const struct act *act = decision->act;
    enum ruling ruling = ruling_of(decision);
    enum pj_code code = check_outcomes(decision);

    if (code != PJ_OK) {
        return code;
    }
    if (ruling > RULING_NOT_SUPPORTED) {
        return refuse(decision, PJ_BAD_FIELD, "act.ruling", "条例 §32");
    }
    if (act->capacity != CAPACITY_HEAD && act->responsible[0] == '\0') {
        return refuse(decision, PJ_POLICY_SIGNER, "act.responsible", "条例 §32");
    }
    code = need_reason(decision, "条例 §32");
    if (code == PJ_OK && decision->view->state == STATE_REMANDED &&
        ruling == decision->view->matter.barred) {
        return refuse(decision, PJ_POLICY_SAME_OPINION, "act.ruling", "责令重新办理");
    }
    if (code == PJ_OK) {
        opine(decision, ruling);
        if (ruling == RULING_SUPPORTED && !has_outcome(decision, OUTCOME_SOLVED)) {
            drop_flag(decision, FLAG_PERFORMED);
        }
    }
    return code;
}

/* §23 能够当场答复的: settled at the window, before any acceptance. An office may explain, solve,
 * or hand to a named responsible; a refusal on the merits takes the competent unit and its opinion.
 */
enum pj_code life_decide_at_once(struct decision *decision) {
    enum pj_code code = check_outcomes(decision);

    if (code != PJ_OK) {
        return code;
    }
    if (has_outcome(decision, OUTCOME_NOT_SUPPORTED) ||
        decision->act->ruling == RULING_NOT_SUPPORTED) {
        if (is_competent_unit(&decision->view->holder)) {
            return refuse(decision, PJ_STATE_ACCEPT_FIRST, "act.kind", "条例 §23 §32");
        }
        return refuse(decision, PJ_POLICY_COMPETENCE, "act.problem_outcomes", "条例 §14 §32");
    }
    opine(decision, ruling_of(decision));
    add_flag(decision, FLAG_PERFORMED);
    return PJ_OK;
}

/* ---- serving */

/* E19. The petitioner's clock starts at proven service, never at signing; what is served late or
 * to nobody starts nothing. */
enum pj_code life_serve(struct decision *decision) {
    const struct act *act = decision->act;
    struct matter *matter = NULL;

    if (act->service == SERVICE_UNSPECIFIED || act->proof.len == 0) {
        return refuse(decision, PJ_POLICY_PROOF, "act.proof", "条例 §35");
    }
    matter = change_matter(decision);
    matter->service = act->service;
    matter->served_at = decision->context->now;
    matter->flags &= ~(1U << FLAG_NOT_RECEIVED | 1U << FLAG_SERVICE_UPHELD);
    add_state(decision, STATE_SERVED);
    stop_clock(decision, CLOCK_SERVE);
    stop_clock(decision, CLOCK_ASK_REVIEW);
    start_clock(decision, DUTY_ASK_REVIEW, &decision->view->holder);
    return PJ_OK;
}

/* ---- settling */

/* E20: an agreement is recorded; it ends nothing until it is performed and the petitioner says so
 * (P11). */
enum pj_code life_settle(struct decision *decision) {
    const struct act *act = decision->act;

    if (act->proof.len == 0) {
        return refuse(decision, PJ_POLICY_PROOF, "act.proof", "条例 §33");
    }
    if (act->due.day <= civil_of(decision->context->now).day) {
        return refuse(decision, PJ_BAD_FIELD, "act.due", "条例 §33");
    }
    add_flag(decision, FLAG_SETTLED);
    put_off(decision, CLOCK_EXECUTE);
    start_clock_until(decision, CLOCK_EXECUTE, &decision->view->holder, act->due, "协议 条例 §33");
    return PJ_OK;
}

/* The date of the agreement is met, not what it took the place of. */
static void meet_running(struct decision *decision, enum clock_kind kind) {
    const struct clock *running = running_clock(decision->view, kind);
    struct effect *effect = NULL;

    if (running != NULL) {
        effect = add_effect(decision, EFFECT_MOVE_CLOCK);
        effect->clock = *running;
        effect->clock.state = CLOCK_STATE_MET;
        effect->clock.done_at = decision->act->acted_at;
    }
}

enum pj_code life_confirm_settlement(struct decision *decision) {
    if (!casefile_has_flag(decision->view, FLAG_SETTLED)) {
        return refuse(decision, PJ_STATE_WRONG, "act.kind", "条例 §33");
    }
    add_state(decision, STATE_ENDED_AGREED);
    meet_running(decision, CLOCK_EXECUTE);
    end_clocks(decision);
    return PJ_OK;
}

/* ---- carrying out, answering */

/* E38: what was supported is carried out by a date; the petitioner may still ask for review. */
enum pj_code life_execute(struct decision *decision) {
    const struct act *act = decision->act;

    if (decision->view->matter.ruling != RULING_SUPPORTED &&
        decision->view->matter.ruling != RULING_CHANGED) {
        return refuse(decision, PJ_STATE_WRONG, "act.kind", "条例 §32");
    }
    if (act->due.day != 0 && act->due.day <= civil_of(decision->context->now).day) {
        return refuse(decision, PJ_BAD_FIELD, "act.due", "条例 §32");
    }
    add_state(decision, STATE_EXECUTING);
    stop_clock(decision, CLOCK_EXECUTE);
    if (act->due.day == 0) {
        start_clock(decision, DUTY_EXECUTE, &decision->view->holder);
    } else {
        start_clock_until(decision, CLOCK_EXECUTE, &decision->view->holder, act->due, "条例 §32");
    }
    return PJ_OK;
}

/* E25 办结报告. While the petitioner may still ask for review it goes back to waiting for that. */
enum pj_code life_executed(struct decision *decision) {
    const struct casefile *view = decision->view;

    if (decision->act->proof.len == 0 || decision->act->reason.len == 0) {
        return refuse(decision, PJ_POLICY_PROOF, "act.proof", "条例 §32");
    }
    add_flag(decision, FLAG_PERFORMED);
    if (running_clock(view, CLOCK_ASK_RECHECK) != NULL) {
        add_state(decision, STATE_REVIEW_SERVED);
    } else if (running_clock(view, CLOCK_ASK_REVIEW) != NULL) {
        add_state(decision, STATE_SERVED);
    } else {
        add_state(decision, STATE_ENDED_REPLIED);
        stop_all_clocks(decision);
        return PJ_OK;
    }
    stop_clock(decision, CLOCK_EXECUTE);
    return PJ_OK;
}

/* E35: adopted, partly, or not, with the reason; an inquiry or thanks is answered likewise. */
enum pj_code life_reply(struct decision *decision) {
    const struct act *act = decision->act;

    if (act->ruling != RULING_UNSPECIFIED &&
        (act->ruling < RULING_ADOPTED || act->ruling > RULING_NOT_ADOPTED)) {
        return refuse(decision, PJ_BAD_FIELD, "act.ruling", "条例 §29");
    }
    if (is_suggestion(decision->view, act) && act->ruling == RULING_UNSPECIFIED) {
        return refuse(decision, PJ_BAD_MISSING, "act.ruling", "条例 §29");
    }
    if (need_reason(decision, "条例 §29") != PJ_OK) {
        return PJ_POLICY_REASON;
    }
    change_matter(decision)->ruling = act->ruling;
    add_state(decision, STATE_ENDED_REPLIED);
    stop_all_clocks(decision);
    return PJ_OK;
}
