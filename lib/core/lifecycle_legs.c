/* SPDX-License-Identifier: Apache-2.0
 * Hand-overs 转送 交办 呈报, their arrival, "not ours" and taking back (E5..E10). */
#include "core/lifecycle_internal.h"

#include <string.h>

/* Hand-overs proper; what comes back does not count against the limit, and binds nobody. */
bool leg_is_handover(enum leg_kind kind) {
    return kind == LEG_DELEGATE || kind == LEG_ESCALATE || kind == LEG_TRANSFER;
}

bool leg_came_back(enum leg_kind kind) {
    return kind == LEG_RETURN || kind == LEG_RECALL || kind == LEG_BOUNCE || kind == LEG_DETACH;
}

/* Does the case wait for whoever decides to whom it belongs (E10)? */
static bool waits_for_designation(const struct casefile *view) {
    return view->state == STATE_DISPUTED && leg_to_holder(view) == NULL;
}

/* Nobody stands above both: two provinces. */
static bool has_common_superior(const struct directory *directory, const struct node_id *a,
                                const struct node_id *b) {
    return directory != NULL &&
           directory_common_superior(directory, directory_find(directory, node_id_place(a)),
                                     directory_find(directory, node_id_place(b))) !=
               PLACE_INDEX_NONE;
}

/* Who stands above designates; where nobody stands above both, their joint meeting does, and the
 * office that has the case records it. */
static bool may_designate(const struct decision *decision) {
    const struct directory *directory = decision->context->directory;
    const struct node_id *holder = &decision->view->holder;
    const struct act *act = decision->act;

    return is_above(directory, holder, &act->target) ||
           (act->capacity == CAPACITY_JOINT_MEETING &&
            !has_common_superior(directory, holder, &act->target));
}

/* Binding is what says so, and whatever the decider of a dispute hands to one below it. */
static bool is_designation(const struct decision *decision) {
    return decision->act->binding ||
           (waits_for_designation(decision->view) && may_designate(decision));
}

/* Over the limit, only to an office that can answer it: a village would have to hand it up again.
 */
static bool ends_the_dispute(const struct decision *decision) {
    return is_designation(decision) && !is_village(&decision->act->target);
}

static size_t count_handovers(const struct casefile *view) {
    size_t count = 0;

    for (size_t i = 0; i < view->leg_count; i++) {
        count += leg_is_handover(view->legs[i].kind) ? 1 : 0;
    }
    return count;
}

const struct leg *leg_to_holder(const struct casefile *view) {
    const struct leg *leg = casefile_standing_leg(view);

    if (leg == NULL || leg->closed_at.us != 0 || !node_id_equal(&leg->receiver, &view->holder)) {
        return NULL;
    }
    return leg_is_handover(leg->kind) ? leg : NULL;
}

/* Units that hand a case to and fro use up their own legs only: designating it has room after them,
 * and the petitioner's review and re-check after that. */
static size_t room_for(const struct decision *decision, enum leg_kind kind) {
    if (kind == LEG_BOUNCE || kind == LEG_DETACH ||
        (!leg_is_handover(kind) && !leg_came_back(kind))) {
        return LEGS_MAX;
    }
    if (decision->view->state >= STATE_DECIDED && !leg_is_handover(kind)) {
        return LEGS_MAX; /* a refused request for review goes back */
    }
    if (kind == LEG_ESCALATE || waits_for_designation(decision->view) ||
        (leg_is_handover(kind) && ends_the_dispute(decision))) {
        return LEGS_PER_PROCEEDING + LEGS_DESIGNATED_MAX;
    }
    return LEGS_PER_PROCEEDING;
}

/* R24: word of a visit, be it by hand. */
enum pj_code check_silence(struct decision *decision, const struct node_id *receiver) {
    const struct lifecycle_context *context = decision->context;
    struct wall until = visit_silent_until(decision->view, context->law->calendar);

    if (context->now.us >= until.us ||
        visit_may_hear(context->directory, decision->view, receiver)) {
        return PJ_OK;
    }
    decision->verdict->day = civil_of(until);
    return refuse(decision, PJ_POLICY_VISIT_WORD, "act.target", "条例 §20 (R24)");
}

/* 回避: it goes to nobody it is about, nor by a road through a station of theirs. What is taken
 * where a copy of it is goes by no road. */
static bool must_avoid(const struct decision *decision, enum leg_kind kind,
                       const struct node_id *receiver) {
    const struct casefile *view = decision->view;
    bool travels = kind != LEG_SEIZE || view->role == ROLE_HOLDER;

    return conflict_has(&view->conflicts, receiver) ||
           (travels && route_is_exposed(decision->context->directory, &view->conflicts,
                                        &view->holder, receiver));
}

enum pj_code open_leg(struct decision *decision, enum leg_kind kind,
                      const struct node_id *receiver) {
    const struct casefile *view = decision->view;
    const struct act *act = decision->act;
    struct leg *leg = NULL;
    enum pj_code code = check_silence(decision, receiver);

    if (code != PJ_OK) {
        return code;
    }
    if (must_avoid(decision, kind, receiver)) {
        return refuse(decision, PJ_POLICY_CONFLICT, "act.target", "条例 §28");
    }
    if (view->leg_count >= room_for(decision, kind)) {
        return refuse(decision, PJ_POLICY_LEGS, "act.target", "条例 §24");
    }
    if (view->term >= TERM_MAX) { /* no station would take it */
        return refuse(decision, PJ_POLICY_LIMIT, "act.kind", "");
    }
    if (running_clock(view, CLOCK_VISIT_WORD) != NULL) {
        stop_clock(decision, CLOCK_VISIT_WORD); /* whoever has it next hands it on by hand */
    }
    end_wait(decision); /* it goes there now, or where a person sends it */
    leg = &add_effect(decision, EFFECT_OPEN_LEG)->leg;
    leg->term = view->term + 1;
    leg->kind = kind;
    leg->giver = view->holder;
    leg->receiver = *receiver;
    leg->opened_at = decision->context->now;
    leg->binding = leg_is_handover(kind) && is_designation(decision);
    leg->rule = decision->verdict->rule;
    leg->due = act->due;
    leg->reason = act->reason;
    memcpy(leg->responsible, act->responsible, sizeof leg->responsible);
    return PJ_OK;
}

/* ---- handing over */

/* Designating is for who stands above; a designated office may only hand down what it was given. */
static enum pj_code check_binding(struct decision *decision, enum leg_kind kind) {
    const struct act *act = decision->act;
    const struct casefile *view = decision->view;

    if (act->binding && !may_designate(decision)) {
        return refuse(decision, PJ_AUTH_NOT_ACTOR, "act.binding", "条例 §24");
    }
    /* Who has it to decide a dispute designates, or brings it further up; it does not pass it on.
     */
    if (waits_for_designation(view) && kind != LEG_ESCALATE && !may_designate(decision)) {
        return refuse(decision, PJ_STATE_IN_DISPUTE, "act.target", "条例 §24");
    }
    if (view->binding && kind != LEG_DELEGATE &&
        !(kind == LEG_ESCALATE && is_village(&view->holder))) { /* which cannot answer it itself */
        return refuse(decision, PJ_POLICY_BINDING, "act.target", "条例 §24");
    }
    return PJ_OK;
}

static enum pj_code check_handover(struct decision *decision, enum leg_kind wanted,
                                   enum leg_kind *ret_kind) {
    const struct act *act = decision->act;
    enum pj_code code = route_direction(decision->context->directory, &decision->view->holder,
                                        &act->target, ret_kind);

    if (code != PJ_OK || (wanted != LEG_UNSPECIFIED && *ret_kind != wanted)) {
        return refuse(decision, PJ_POLICY_TARGET, "act.target", "");
    }
    if (decision->view->state == STATE_DISPUTED && leg_to_holder(decision->view) != NULL) {
        return refuse(decision, PJ_STATE_IN_DISPUTE, "act.kind", "条例 §23");
    }
    if (act->due.day != 0 && act->due.day <= civil_of(decision->context->now).day) {
        return refuse(decision, PJ_BAD_FIELD, "act.due", "");
    }
    code = check_binding(decision, *ret_kind);
    if (code == PJ_OK && count_handovers(decision->view) >= LEGS_PER_PROCEEDING &&
        !ends_the_dispute(decision) && *ret_kind != LEG_ESCALATE) {
        return refuse(decision, PJ_POLICY_LEGS, "act.target", "条例 §24");
    }
    return code;
}

static enum pj_code hand_over(struct decision *decision, enum leg_kind wanted) {
    enum leg_kind kind = LEG_UNSPECIFIED;
    enum pj_code code = check_handover(decision, wanted, &kind);

    if (code != PJ_OK) {
        return code;
    }
    add_state(decision, STATE_ROUTED);
    return open_leg(decision, kind, &decision->act->target);
}

enum pj_code life_route(struct decision *decision) {
    enum pj_code code = hand_over(decision, LEG_UNSPECIFIED);

    if (code == PJ_OK && decision->act->rule != 0) {
        decision->verdict->effects[decision->verdict->effect_count - 1].leg.rule =
            decision->act->rule;
    }
    return code;
}

enum pj_code life_delegate(struct decision *decision) {
    return hand_over(decision, LEG_DELEGATE);
}

enum pj_code life_escalate(struct decision *decision) {
    return hand_over(decision, LEG_ESCALATE);
}

enum pj_code life_transfer(struct decision *decision) {
    return hand_over(decision, LEG_TRANSFER);
}

/* ---- "not ours" */

/* Who decides the second objection: the office above both, or the next one up that is not itself
 * concerned; none = the giver brings it before a joint meeting. */
static struct node_id common_superior(const struct decision *decision, const struct leg *leg) {
    const struct directory *directory = decision->context->directory;
    uint32_t giver = PLACE_INDEX_NONE;
    uint32_t holder = PLACE_INDEX_NONE;
    uint32_t above = PLACE_INDEX_NONE;
    struct node_id office = leg->giver;

    if (directory == NULL) {
        return office;
    }
    giver = directory_find(directory, node_id_place(&leg->giver));
    holder = directory_find(directory, node_id_place(&leg->receiver));
    if (giver != PLACE_INDEX_NONE && holder != PLACE_INDEX_NONE) {
        above = directory_common_superior(directory, giver, holder);
    }
    if (above == PLACE_INDEX_NONE) { /* two provinces: the giver brings it before a joint meeting */
        return office;
    }
    office = node_id_of_place(directory_place(directory, above));
    while (conflict_has(&decision->view->conflicts, &office) &&
           directory_superior(directory, above) != PLACE_INDEX_NONE) {
        above = directory_superior(directory, above);
        office = node_id_of_place(directory_place(directory, above));
    }
    return node_id_equal(&office, &leg->receiver) ? leg->giver : office;
}

/* An office of a division that is known here, and has no such office. */
static bool is_misnamed(const struct directory *directory, const struct node_id *office) {
    return directory_find(directory, node_id_place(office)) != PLACE_INDEX_NONE &&
           !directory_has_node(directory, office);
}

static enum pj_code check_objection(struct decision *decision, const struct leg *leg) {
    const struct casefile *view = decision->view;
    struct clock window;

    if (leg == NULL) {
        return refuse(decision, PJ_STATE_WRONG, "act", "条例 §23");
    }
    if (view->binding) {
        return refuse(decision, PJ_POLICY_BINDING, "act", "条例 §24");
    }
    if (view->objections >= OBJECTIONS_MAX) {
        return refuse(decision, PJ_POLICY_LIMIT, "act", "条例 §24");
    }
    window = clock_start(decision->context->law, DUTY_OBJECT, &view->holder, leg->delivered_at);
    if (act_day(decision).day > window.due.day) {
        return refuse(decision, PJ_POLICY_LATE, "act", "条例 §23");
    }
    if (node_id_is_none(&decision->act->target) ||
        node_id_equal(&decision->act->target, &view->holder)) { /* whose is it, then? */
        return refuse(decision, PJ_BAD_FIELD, "act.target", "条例 §23");
    }
    if (is_misnamed(decision->context->directory, &decision->act->target)) {
        return refuse(decision, PJ_POLICY_TARGET, "act.target", "条例 §23");
    }
    return need_reason(decision, "条例 §23");
}

/* E8. The first time the sender is asked and the case stays where it is, its notice falling due all
 * the while; the second time the office above both has it, and what that says binds (E10). */
enum pj_code life_object(struct decision *decision) {
    const struct leg *leg = leg_to_holder(decision->view);
    enum pj_code code = check_objection(decision, leg);
    struct node_id superior = {""};

    if (code != PJ_OK) {
        return code;
    }
    add_effect(decision, EFFECT_OBJECTED);
    add_state(decision, STATE_DISPUTED);
    if (decision->view->objections == 0) {
        start_clock(decision, DUTY_DISPUTE, &leg->giver);
        return PJ_OK;
    }
    superior = common_superior(decision, leg);
    add_effect(decision, EFFECT_CLOSE_LEG)->term = leg->term;
    return open_leg(decision, LEG_RETURN, &superior);
}

/* E10 by silence: who has to decide whose it is did not, and the next office above has it to decide
 * now. At the top, or where no road leads further, it stays: overdue and still to be decided. */
bool decider_is_silent(struct decision *decision) {
    const struct casefile *view = decision->view;
    struct verdict *verdict = decision->verdict;
    struct node_id above = desk_above(decision, &view->holder);
    uint32_t rule = verdict->rule;

    if (!waits_for_designation(view) || view->role != ROLE_HOLDER || decision->context->stays ||
        node_id_is_none(&above)) {
        return false;
    }
    verdict->rule = 120;
    if (open_leg(decision, LEG_RETURN, &above) == PJ_OK) {
        return true;
    }
    verdict->rule = rule;
    verdict->field = "";
    return false;
}

/* E10: who has to designate finds that it is its own. What fell due in the dispute stays due. */
static enum pj_code keep_disputed(struct decision *decision) {
    const struct casefile *view = decision->view;
    bool organ = node_id_organ(&view->holder)[0] != '\0';

    if (!node_id_equal(&decision->act->node, &view->holder)) {
        return refuse(decision, PJ_STATE_IN_DISPUTE, "act.kind", "条例 §24");
    }
    if (decision->act->ruling != RULING_AGREED) {
        return refuse(decision, PJ_BAD_FIELD, "act.ruling", "条例 §24");
    }
    stop_clock(decision, CLOCK_DISPUTE);
    if (running_clock(view, CLOCK_NOTICE) == NULL && running_clock(view, CLOCK_ROUTE) == NULL) {
        start_clock(decision, organ ? DUTY_NOTICE : DUTY_ROUTE, &view->holder);
    }
    add_state(decision, STATE_REGISTERED);
    return need_reason(decision, "条例 §24");
}

/* E9: the sender verified it and agrees, and has it back; or does not, and the unit keeps it. */
enum pj_code life_decide_objection(struct decision *decision) {
    const struct leg *leg = leg_to_holder(decision->view);
    enum ruling ruling = decision->act->ruling;

    if (leg == NULL) { /* it is with the superior, who designates, or has it itself */
        return keep_disputed(decision);
    }
    if (!node_id_equal(&decision->act->node, &leg->giver)) { /* nobody answers its own objection */
        return refuse(decision, PJ_AUTH_NOT_ACTOR, "act.node", "条例 §23");
    }
    if (ruling != RULING_AGREED && ruling != RULING_NOT_AGREED) {
        return refuse(decision, PJ_BAD_FIELD, "act.ruling", "条例 §23");
    }
    stop_clock(decision, CLOCK_DISPUTE);
    if (ruling == RULING_NOT_AGREED) {
        add_state(decision, STATE_ROUTED);
        return need_reason(decision, "条例 §23");
    }
    add_effect(decision, EFFECT_CLOSE_LEG)->term = leg->term;
    add_state(decision, STATE_REGISTERED);
    return open_leg(decision, LEG_RETURN, &leg->giver);
}

/* ---- taking back */

enum pj_code life_recall(struct decision *decision) {
    const struct leg *leg = leg_to_holder(decision->view);
    const struct act *act = decision->act;

    if (leg == NULL || !node_id_equal(&leg->giver, &act->node)) {
        return refuse(decision, PJ_AUTH_NOT_ACTOR, "act.node", "");
    }
    if (act->term != 0 && act->term != leg->term) {
        return refuse(decision, PJ_STATE_STALE, "act.term", "");
    }
    add_effect(decision, EFFECT_CLOSE_LEG)->term = leg->term;
    add_state(decision, STATE_ROUTED);
    return open_leg(decision, LEG_RECALL, &leg->giver);
}

/* ---- 提级办理: the office above takes a case that is stuck */

/* What beats any term the office above has not seen: the next million. Two offices above may take
 * the same case without knowing of each other; each level counts from a place of its own in the
 * million, so that no two tokens ever bear one term, and the higher office's beats the lower's. */
static uint64_t seizing_term(uint64_t term, const struct node_id *office) {
    unsigned level = place_level(node_id_place(office));

    CTASSERT(LEVEL_MAX * SEIZE_LEVEL_STEP < SEIZE_TERM_STEP);
    CTASSERT(LEGS_MAX < SEIZE_LEVEL_STEP);
    return (term / SEIZE_TERM_STEP + 1) * SEIZE_TERM_STEP +
           (uint64_t)(LEVEL_MAX - level) * SEIZE_LEVEL_STEP;
}

/* From who holds it, as far as is known here, or from who it was on its way to. */
static const struct node_id *stuck_with(const struct casefile *view) {
    return view->role == ROLE_TRANSIT ? &casefile_last_leg(view)->receiver : &view->holder;
}

/* A reason, and the person who answers for it. Only before there is an opinion: what was decided is
 * for review. Nothing is asked of the old holder, who may be silent: it hears of it and gives way.
 */
enum pj_code life_seize(struct decision *decision) {
    const struct casefile *view = decision->view;
    const struct act *act = decision->act;
    const struct leg *last = casefile_last_leg(view);
    enum pj_code code = PJ_OK;

    if (!is_above(decision->context->directory, &act->node, stuck_with(view)) ||
        node_id_organ(&act->node)[0] != '\0') {
        return refuse(decision, PJ_AUTH_NOT_ACTOR, "act.node", "条例 §40");
    }
    if (act->responsible[0] == '\0') {
        return refuse(decision, PJ_BAD_MISSING, "act.responsible", "条例 §40");
    }
    code = need_reason(decision, "条例 §40");
    if (code != PJ_OK) {
        return code;
    }
    if (last != NULL && last->delivered_at.us == 0 && last->closed_at.us == 0) {
        add_effect(decision, EFFECT_CLOSE_LEG)->term = last->term;
    }
    if (seizing_term(view->term, &act->node) > TERM_MAX) {
        return refuse(decision, PJ_POLICY_LIMIT, "act.kind", "");
    }
    add_state(decision, STATE_REGISTERED);
    code = open_leg(decision, LEG_SEIZE, &act->node);
    if (code == PJ_OK) {
        struct leg *leg = &decision->verdict->effects[decision->verdict->effect_count - 1].leg;

        leg->giver = *stuck_with(view);
        leg->term = seizing_term(view->term, &act->node);
    }
    return code;
}

enum pj_code life_bounce(struct decision *decision) {
    const struct leg *leg = leg_to_holder(decision->view);

    if (leg == NULL) {
        return refuse(decision, PJ_STATE_WRONG, "act", "");
    }
    add_effect(decision, EFFECT_CLOSE_LEG)->term = leg->term;
    return open_leg(decision, LEG_BOUNCE, &leg->giver);
}

/* ---- arrival */

/* A date set further down may be earlier than the one set above, never later. */
static void assign(struct decision *decision, const struct leg *leg) {
    const struct clock *above = running_clock(decision->view, CLOCK_ASSIGNED);

    if (leg->due.day == 0 || (above != NULL && above->due.day <= leg->due.day)) {
        return;
    }
    stop_clock(decision, CLOCK_ASSIGNED);
    start_clock_until(decision, CLOCK_ASSIGNED, &leg->receiver, leg->due, "条例 §22(3)");
}

/* What came by 转送 or 交办 owes the written notice (C3, from the receiver's own receipt). A desk
 * to which it was handed up, or back, is a petition office that routes it (C1). */
enum duty leg_duty(const struct leg *leg) {
    bool handed_on = leg->kind == LEG_DELEGATE || leg->kind == LEG_TRANSFER;
    bool organ = node_id_organ(&leg->receiver)[0] != '\0';

    return organ || handed_on ? DUTY_NOTICE : DUTY_ROUTE;
}

/* Ordinary hand-overs, and what comes back of them. A dispute brought before the superior suspends
 * nothing: the notice that is due stays due. */
static void arrive_to_handle(struct decision *decision, const struct leg *leg) {
    bool came_back = leg_came_back(leg->kind);

    stop_clock(decision, CLOCK_ROUTE);
    if (decision->view->state != STATE_DISPUTED) {
        stop_clock(decision, CLOCK_NOTICE);
    }
    stop_clock(decision, CLOCK_DISPUTE);
    stop_clock(decision, CLOCK_PARKED);
    stop_clock(decision, CLOCK_CONTACT);
    if (came_back) { /* the date was for who did not take it */
        add_effect(decision, EFFECT_CLOSE_LEG)->term = leg->term;
        stop_clock(decision, CLOCK_ASSIGNED);
    }
    if (decision->view->state == STATE_DISPUTED) {
        start_clock(decision, DUTY_DISPUTE, &leg->receiver);
    } else if (state_is_open(decision->view->state)) {
        start_clock(decision, leg_duty(leg), &leg->receiver);
        begin_contact(decision, &leg->receiver);
    }
    if (!came_back) {
        assign(decision, leg);
    }
}

/* A request for review arrives at the body that judges it (C9, C11: from its receipt); or a remand
 * at the unit, with the date the reviewing body set. */
static void arrive_for_review(struct decision *decision, const struct leg *leg) {
    stop_all_clocks(decision);
    if (leg->kind == LEG_REMAND) {
        start_clock_until(decision, CLOCK_HANDLE, &leg->receiver, leg->due, "责令重新办理");
    } else if (decision->view->state == STATE_IN_REVIEW) {
        start_clock(decision, DUTY_REVIEW, &leg->receiver);
    } else {
        start_clock(decision, DUTY_RECHECK, &leg->receiver);
    }
}

/* A refused request for review goes back to where it came from; the clocks of the state it is in
 * now travelled with it. */
static bool keeps_clocks(const struct casefile *view) {
    return view->state >= STATE_DECIDED;
}

enum pj_code life_deliver(struct decision *decision) {
    const struct leg *leg = casefile_last_leg(decision->view);

    if (leg == NULL || leg->delivered_at.us != 0 ||
        !node_id_equal(&leg->receiver, &decision->act->node)) {
        return refuse(decision, PJ_STATE_WRONG, "leg", "");
    }
    add_effect(decision, EFFECT_DELIVER_LEG)->term = leg->term;
    end_wait(decision); /* it ends when the case leaves: what another station says of one is void */
    if (leg->kind == LEG_REVIEW || leg->kind == LEG_REMAND) {
        arrive_for_review(decision, leg);
    } else if (leg->kind == LEG_DETACH) {
        add_effect(decision, EFFECT_CLOSE_LEG)->term = leg->term;
        stop_clock(decision, CLOCK_PARKED);
    } else if (leg->kind == LEG_SEIZE) {
        stop_all_clocks(decision);
        start_clock(decision, DUTY_ROUTE, &leg->receiver);
    } else if (leg->kind == LEG_ATTACH || keeps_clocks(decision->view)) {
        stop_clock(decision, CLOCK_PARKED); /* its clocks run on where it is now */
    } else {
        arrive_to_handle(decision, leg);
    }
    return PJ_OK;
}
