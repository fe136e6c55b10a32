/* SPDX-License-Identifier: Apache-2.0
 * One table, state x act: who may act, by which rule, and in which states; every refusal is in it.
 * Below it, one small function per act that says what else must hold and what follows. */
#include "core/lifecycle.h"

#include <string.h>

struct decision { /* what an act's function sees and fills */
    const struct casefile *view;
    const struct act *act;
    const struct lifecycle_context *context;
    struct verdict *verdict;
};

enum actor {
    ACTOR_HOLDER,   /* the office that has the case */
    ACTOR_GIVER,    /* the office that gave the last leg */
    ACTOR_LISTENER, /* whoever lawfully hears of it */
    ACTOR_STATION,  /* the station itself, never a person's request */
    ACTOR_MAX
};

/* ---- effects */

static struct effect *add_effect(struct decision *decision, enum effect_kind kind) {
    struct verdict *verdict = decision->verdict;
    struct effect *effect = NULL;

    ASSERT(verdict->effect_count < EFFECTS_MAX);
    effect = &verdict->effects[verdict->effect_count++];
    memset(effect, 0, sizeof *effect);
    effect->kind = kind;
    return effect;
}

static void add_state(struct decision *decision, enum state state) {
    add_effect(decision, EFFECT_STATE)->state = state;
}

static void stop_clock(struct decision *decision, enum clock_kind kind) {
    add_effect(decision, EFFECT_STOP_CLOCK)->clock_kind = kind;
}

static void stop_all_clocks(struct decision *decision) {
    for (unsigned kind = CLOCK_ROUTE; kind < CLOCK_MAX; kind++) {
        stop_clock(decision, (enum clock_kind)kind);
    }
}

static void start_clock_at(struct decision *decision, enum duty duty, const struct node_id *owner,
                           struct wall start) {
    add_effect(decision, EFFECT_START_CLOCK)->clock =
        clock_start(decision->context->law, duty, owner, start);
}

static void start_clock(struct decision *decision, enum duty duty, const struct node_id *owner) {
    start_clock_at(decision, duty, owner, decision->context->now);
}

/* 有权处理的机关: an organ of a division, not the division's own desk. */
static bool is_competent_unit(const struct node_id *office) {
    return node_id_organ(office)[0] != '\0';
}

static enum pj_code refuse(struct decision *decision, enum pj_code code, const char *field,
                           const char *basis) {
    decision->verdict->field = field;
    decision->verdict->basis = basis;
    return code;
}

static const struct clock *running_clock(const struct casefile *view, enum clock_kind kind) {
    for (size_t i = 0; i < view->clock_count; i++) {
        if (view->clocks[i].kind == kind && view->clocks[i].state == CLOCK_STATE_RUNNING) {
            return &view->clocks[i];
        }
    }
    return NULL;
}

/* ---- acts that move nothing */

static enum pj_code receive(struct decision *decision) {
    add_state(decision, STATE_RECEIVED);
    return PJ_OK;
}

/* §22, §23: counted from the day it was received, which is not always the day it is entered.
 * Registering what has its clock already, because it came by a leg, wins no time. */
static enum pj_code enter_register(struct decision *decision) {
    const struct casefile *view = decision->view;
    struct wall start = decision->context->now;
    bool direct = is_competent_unit(&view->holder);

    add_state(decision, STATE_REGISTERED);
    if (running_clock(view, direct ? CLOCK_NOTICE : CLOCK_ROUTE) != NULL) {
        return PJ_OK;
    }
    if (view->leg_count == 0 && view->received_at.us > 0 && view->received_at.us < start.us) {
        start = view->received_at;
    }
    start_clock_at(decision, direct ? DUTY_DIRECT : DUTY_ROUTE, &view->holder, start);
    return PJ_OK;
}

static enum pj_code note(struct decision *decision) {
    if (decision->act->reason.len == 0) {
        return refuse(decision, PJ_POLICY_REASON, "act.reason", "");
    }
    return PJ_OK;
}

static enum pj_code classify(struct decision *decision) {
    if (decision->act->category[0] == '\0') {
        return refuse(decision, PJ_BAD_MISSING, "act.category", "");
    }
    add_effect(decision, EFFECT_CATEGORY);
    return PJ_OK;
}

static enum pj_code lapse(struct decision *decision) {
    const struct casefile *view = decision->view;
    const struct clock *first = NULL;

    for (size_t i = 0; i < view->clock_count; i++) {
        const struct clock *clock = &view->clocks[i];

        if (clock->state == CLOCK_STATE_RUNNING && clock->due_at.us <= decision->context->now.us &&
            (first == NULL || clock->due_at.us < first->due_at.us)) {
            first = clock;
        }
    }
    if (first == NULL) {
        return refuse(decision, PJ_STATE_WRONG, "clock", "");
    }
    add_effect(decision, EFFECT_LAPSE_CLOCK)->clock_no = first->no;
    return PJ_OK;
}

/* A clock that ran out stays so: what lapsed under the calendar of its day is not taken back. */
static enum pj_code recount(struct decision *decision) {
    const struct casefile *view = decision->view;

    for (size_t i = 0; i < view->clock_count; i++) {
        struct clock clock = view->clocks[i];

        if (clock.state == CLOCK_STATE_RUNNING && clock_recount(decision->context->law, &clock)) {
            add_effect(decision, EFFECT_MOVE_CLOCK)->clock = clock;
        }
    }
    if (decision->verdict->effect_count == 0) {
        return refuse(decision, PJ_STATE_WRONG, "clock", "");
    }
    return PJ_OK;
}

static enum pj_code park(struct decision *decision) {
    stop_clock(decision, CLOCK_PARKED);
    start_clock(decision, DUTY_PARKED, &decision->view->holder);
    return PJ_OK;
}

/* A notice that is still due keeps its date: parking must not win time. */
static enum pj_code replay(struct decision *decision) {
    stop_clock(decision, CLOCK_PARKED);
    if (running_clock(decision->view, CLOCK_NOTICE) == NULL) {
        start_clock(decision, DUTY_NOTICE, &decision->view->holder);
    }
    return PJ_OK;
}

/* ---- hand-overs */

/* Hand-overs proper; what comes back does not count against the limit, and binds nobody. */
static bool is_handover(enum leg_kind kind) {
    return kind == LEG_DELEGATE || kind == LEG_ESCALATE || kind == LEG_TRANSFER;
}

static size_t count_handovers(const struct casefile *view) {
    size_t count = 0;

    for (size_t i = 0; i < view->leg_count; i++) {
        count += is_handover(view->legs[i].kind) ? 1 : 0;
    }
    return count;
}

/* Does the office stand above the other: a division above its place, or the desk of the same
 * division? */
static bool is_above(const struct directory *directory, const struct node_id *office,
                     const struct node_id *other) {
    uint32_t at = directory_find(directory, node_id_place(office));
    uint32_t below = directory_find(directory, node_id_place(other));

    if (at == PLACE_INDEX_NONE || below == PLACE_INDEX_NONE || node_id_equal(office, other)) {
        return false;
    }
    if (at == below) {
        return node_id_organ(office)[0] == '\0';
    }
    return directory_is_within(directory, below, at);
}

static enum pj_code open_leg(struct decision *decision, enum leg_kind kind,
                             const struct node_id *receiver) {
    const struct casefile *view = decision->view;
    const struct act *act = decision->act;
    struct leg *leg = NULL;

    if (conflict_has(decision->context->conflicts, receiver)) {
        return refuse(decision, PJ_POLICY_CONFLICT, "act.target", "条例 §28");
    }
    if (view->leg_count >= LEGS_MAX) {
        return refuse(decision, PJ_POLICY_LEGS, "act.target", "条例 §24");
    }
    leg = &add_effect(decision, EFFECT_OPEN_LEG)->leg;
    leg->term = view->term + 1;
    leg->kind = kind;
    leg->giver = view->holder;
    leg->receiver = *receiver;
    leg->opened_at = decision->context->now;
    leg->binding = act->binding && is_handover(kind);
    leg->rule = decision->verdict->rule;
    leg->due = act->due;
    leg->reason = act->reason;
    memcpy(leg->responsible, act->responsible, sizeof leg->responsible);
    return PJ_OK;
}

/* Designating is for who stands above; a designated office may only hand down what it was given. */
static enum pj_code check_binding(struct decision *decision, enum leg_kind kind) {
    const struct act *act = decision->act;
    const struct casefile *view = decision->view;

    if (act->binding && !is_above(decision->context->directory, &view->holder, &act->target)) {
        return refuse(decision, PJ_AUTH_NOT_ACTOR, "act.binding", "条例 §24");
    }
    if (view->binding && kind != LEG_DELEGATE) {
        return refuse(decision, PJ_POLICY_BINDING, "act.target", "条例 §24");
    }
    return PJ_OK;
}

static enum pj_code hand_over(struct decision *decision, enum leg_kind wanted) {
    const struct act *act = decision->act;
    enum leg_kind kind = LEG_UNSPECIFIED;
    enum pj_code code =
        route_direction(decision->context->directory, &decision->view->holder, &act->target, &kind);

    if (code != PJ_OK || (wanted != LEG_UNSPECIFIED && kind != wanted)) {
        return refuse(decision, PJ_POLICY_TARGET, "act.target", "");
    }
    if (act->due.day != 0 && act->due.day <= civil_of(decision->context->now).day) {
        return refuse(decision, PJ_BAD_FIELD, "act.due", "");
    }
    code = check_binding(decision, kind);
    if (code != PJ_OK) {
        return code;
    }
    if (count_handovers(decision->view) >= LEGS_PER_PROCEEDING && !act->binding &&
        kind != LEG_ESCALATE) {
        return refuse(decision, PJ_POLICY_LEGS, "act.target", "条例 §24");
    }
    add_state(decision, STATE_ROUTED);
    return open_leg(decision, kind, &act->target);
}

static enum pj_code route_by_rule(struct decision *decision) {
    enum pj_code code = hand_over(decision, LEG_UNSPECIFIED);

    if (code == PJ_OK && decision->act->rule != 0) {
        decision->verdict->effects[decision->verdict->effect_count - 1].leg.rule =
            decision->act->rule;
    }
    return code;
}

static enum pj_code delegate(struct decision *decision) {
    return hand_over(decision, LEG_DELEGATE);
}

static enum pj_code escalate(struct decision *decision) {
    return hand_over(decision, LEG_ESCALATE);
}

static enum pj_code transfer(struct decision *decision) {
    return hand_over(decision, LEG_TRANSFER);
}

/* The last leg, if by it the case was handed to who has it now; NULL when it was taken in here or
 * came back. */
static const struct leg *leg_to_holder(const struct casefile *view) {
    const struct leg *leg = casefile_last_leg(view);

    if (leg == NULL || leg->closed_at.us != 0 || !node_id_equal(&leg->receiver, &view->holder)) {
        return NULL;
    }
    return is_handover(leg->kind) ? leg : NULL;
}

/* The first time the giver looks again, the second time the office above both decides. */
static struct node_id objection_target(const struct decision *decision, const struct leg *leg) {
    const struct directory *directory = decision->context->directory;
    uint32_t giver = PLACE_INDEX_NONE;
    uint32_t holder = PLACE_INDEX_NONE;
    uint32_t above = PLACE_INDEX_NONE;
    struct node_id office = leg->giver;

    if (decision->view->objections == 0 || directory == NULL) {
        return office;
    }
    giver = directory_find(directory, node_id_place(&leg->giver));
    holder = directory_find(directory, node_id_place(&leg->receiver));
    if (giver == PLACE_INDEX_NONE || holder == PLACE_INDEX_NONE) {
        return office;
    }
    above = directory_common_superior(directory, giver, holder);
    if (above == PLACE_INDEX_NONE) { /* two provinces: nobody here stands above both */
        return office;
    }
    office = node_id_of_place(directory_place(directory, above));
    return node_id_equal(&office, &leg->receiver) ? leg->giver : office;
}

static enum pj_code object(struct decision *decision) {
    const struct casefile *view = decision->view;
    const struct leg *leg = leg_to_holder(view);
    struct node_id target = {""};

    if (leg == NULL) {
        return refuse(decision, PJ_STATE_WRONG, "act", "条例 §23");
    }
    if (view->binding) {
        return refuse(decision, PJ_POLICY_BINDING, "act", "条例 §24");
    }
    if (view->objections >= 2) {
        return refuse(decision, PJ_POLICY_LIMIT, "act", "条例 §24");
    }
    if (decision->act->reason.len == 0) {
        return refuse(decision, PJ_POLICY_REASON, "act.reason", "条例 §23");
    }
    target = objection_target(decision, leg);
    add_effect(decision, EFFECT_CLOSE_LEG)->term = leg->term;
    add_effect(decision, EFFECT_OBJECTED);
    add_state(decision, STATE_DISPUTED);
    return open_leg(decision, LEG_RETURN, &target);
}

static enum pj_code recall(struct decision *decision) {
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

static enum pj_code bounce(struct decision *decision) {
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
    add_effect(decision, EFFECT_START_CLOCK)->clock = clock_start_until(
        CLOCK_ASSIGNED, &leg->receiver, decision->context->now, leg->due, "条例 §22(3)");
}

/* What came by 转送 or 交办 owes the written notice (C3, from the receiver's own receipt). A desk
 * to which it was handed up, or back, is a petition office that routes it (C1). */
static enum duty duty_of_leg(const struct leg *leg, bool came_back) {
    bool handed_on = leg->kind == LEG_DELEGATE || leg->kind == LEG_TRANSFER;

    if (is_competent_unit(&leg->receiver) || (handed_on && !came_back)) {
        return DUTY_NOTICE;
    }
    return DUTY_ROUTE;
}

static enum pj_code deliver(struct decision *decision) {
    const struct leg *leg = casefile_last_leg(decision->view);
    bool came_back = false;

    if (leg == NULL || leg->delivered_at.us != 0 ||
        !node_id_equal(&leg->receiver, &decision->act->node)) {
        return refuse(decision, PJ_STATE_WRONG, "leg", "");
    }
    came_back = leg->kind == LEG_RETURN || leg->kind == LEG_RECALL || leg->kind == LEG_BOUNCE;
    add_effect(decision, EFFECT_DELIVER_LEG)->term = leg->term;
    stop_clock(decision, CLOCK_ROUTE);
    stop_clock(decision, CLOCK_NOTICE);
    stop_clock(decision, CLOCK_PARKED);
    if (came_back) { /* the date was for who did not take it */
        add_effect(decision, EFFECT_CLOSE_LEG)->term = leg->term;
        stop_clock(decision, CLOCK_ASSIGNED);
    }
    start_clock(decision, duty_of_leg(leg, came_back), &leg->receiver);
    if (!came_back) {
        assign(decision, leg);
    }
    return PJ_OK;
}

/* ---- the end */

static bool has_outcome(const struct decision *decision, const struct problem *problem) {
    const struct act *act = decision->act;

    for (size_t i = 0; i < act->problem_count; i++) {
        if (act->problem_outcomes[i].no == problem->no) {
            return act->problem_outcomes[i].outcome != OUTCOME_UNSPECIFIED;
        }
    }
    return problem->outcome != OUTCOME_UNSPECIFIED;
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

static enum pj_code decide(struct decision *decision) {
    const struct casefile *view = decision->view;

    if (place_level(node_id_place(&view->holder)) == LEVEL_VILLAGE) {
        return refuse(decision, PJ_POLICY_VILLAGE, "act.node", "村民委员会组织法 §2");
    }
    if (!names_only_known(decision)) {
        return refuse(decision, PJ_BAD_FIELD, "act.problem_outcomes", "");
    }
    for (size_t i = 0; i < view->problem_count; i++) {
        if (!has_outcome(decision, &view->problems[i])) {
            return refuse(decision, PJ_POLICY_PROBLEMS_OPEN, "act.problem_outcomes", "条例 §31");
        }
    }
    add_effect(decision, EFFECT_OUTCOMES);
    add_state(decision, STATE_DECIDED);
    stop_all_clocks(decision);
    start_clock(decision, DUTY_SERVE, &view->holder);
    return PJ_OK;
}

static enum pj_code end(struct decision *decision) {
    add_state(decision, STATE_CLOSED);
    stop_all_clocks(decision);
    return PJ_OK;
}

/* ---- the table */

struct act_row {
    enum actor actor;
    uint32_t rule;
    enum pj_code (*decide)(struct decision *decision);
    enum pj_code cells[STATE_MAX]; /* PJ_OK = the function decides, else the refusal */
};

#define YES PJ_OK
#define NOT PJ_STATE_WRONG

/* clang-format off */
static const struct act_row rows[ACT_MAX] = {
    /* an act nobody knows changes nothing */
    [ACT_UNSPECIFIED] = {ACTOR_STATION,  0, NULL,           {NOT, NOT, NOT, NOT, NOT, NOT, NOT}},
    /*                   who may        rule                no state, received, registered, routed, disputed, decided, closed */
    [ACT_RECEIVE]     = {ACTOR_HOLDER,   50, receive,        {NOT, NOT, NOT, YES, NOT, NOT, NOT}},
    [ACT_REGISTER]    = {ACTOR_HOLDER,   51, enter_register, {NOT, YES, NOT, YES, YES, NOT, NOT}},
    [ACT_ROUTE]       = {ACTOR_STATION,  52, route_by_rule,  {NOT, NOT, YES, YES, NOT, NOT, NOT}},
    [ACT_DELEGATE]    = {ACTOR_HOLDER,   53, delegate,       {NOT, YES, YES, YES, YES, NOT, NOT}},
    [ACT_ESCALATE]    = {ACTOR_HOLDER,   54, escalate,       {NOT, YES, YES, YES, YES, NOT, NOT}},
    [ACT_TRANSFER]    = {ACTOR_HOLDER,   55, transfer,       {NOT, YES, YES, YES, YES, NOT, NOT}},
    [ACT_OBJECT]      = {ACTOR_HOLDER,   56, object,         {NOT, YES, NOT, YES, NOT, NOT, NOT}},
    [ACT_RECALL]      = {ACTOR_GIVER,    57, recall,         {NOT, YES, YES, YES, YES, NOT, NOT}},
    [ACT_DECIDE]      = {ACTOR_HOLDER,   58, decide,         {NOT, YES, YES, YES, YES, NOT, NOT}},
    [ACT_CLOSE]       = {ACTOR_HOLDER,   59, end,            {NOT, NOT, NOT, NOT, NOT, YES, NOT}},
    [ACT_NOTE]        = {ACTOR_LISTENER, 60, note,           {NOT, YES, YES, YES, YES, YES, YES}},
    [ACT_DELIVER]     = {ACTOR_STATION,  61, deliver,        {NOT, YES, YES, YES, YES, NOT, NOT}},
    [ACT_LAPSE]       = {ACTOR_STATION,  62, lapse,          {NOT, YES, YES, YES, YES, YES, NOT}},
    [ACT_PARK]        = {ACTOR_STATION,  63, park,           {NOT, YES, YES, YES, YES, YES, NOT}},
    [ACT_REPLAY]      = {ACTOR_STATION,  64, replay,         {NOT, YES, YES, YES, YES, YES, NOT}},
    [ACT_BOUNCE]      = {ACTOR_STATION,  65, bounce,         {NOT, YES, YES, YES, YES, NOT, NOT}},
    [ACT_CLASSIFY]    = {ACTOR_HOLDER,   66, classify,       {NOT, YES, YES, YES, YES, NOT, NOT}},
    [ACT_RECOUNT]     = {ACTOR_STATION,  67, recount,        {NOT, YES, YES, YES, YES, YES, NOT}},
};
/* clang-format on */

const char *lifecycle_cell_text(enum state state, enum act_kind act, enum pj_code *ret_code,
                                uint32_t *ret_rule) {
    static const char *const actors[ACTOR_MAX] = {"holder", "giver", "listener", "station"};

    ASSERT(state < STATE_MAX);
    ASSERT(act < ACT_MAX);
    *ret_code = rows[act].cells[state];
    *ret_rule = rows[act].rule;
    return actors[rows[act].actor];
}

/* Who gave, holds or took the case in may say something about it. */
static bool hears(const struct casefile *view, const struct node_id *node) {
    if (node_id_equal(&view->holder, node) || node_id_equal(&view->origin, node)) {
        return true;
    }
    for (size_t i = 0; i < view->leg_count; i++) {
        if (node_id_equal(&view->legs[i].giver, node)) {
            return true;
        }
    }
    return false;
}

static enum pj_code check_actor(struct decision *decision, enum actor actor) {
    const struct node_id *node = &decision->act->node;
    bool may = decision->context->by_station;

    switch (actor) {
    case ACTOR_HOLDER:
        may = may || node_id_equal(node, &decision->view->holder);
        break;
    case ACTOR_LISTENER:
        may = may || hears(decision->view, node);
        break;
    case ACTOR_GIVER:
        may = true; /* recall() knows which leg is meant */
        break;
    case ACTOR_STATION:
    case ACTOR_MAX:
        break;
    }
    if (!may || conflict_has(decision->context->conflicts, node)) {
        return refuse(decision, PJ_AUTH_NOT_ACTOR, "act.node", "");
    }
    return PJ_OK;
}

void lifecycle_decide(const struct casefile *view, const struct act *act,
                      const struct lifecycle_context *context, struct verdict *ret_verdict) {
    struct decision decision = {view, act, context, ret_verdict};
    const struct act_row *row = NULL;

    *ret_verdict = (struct verdict){.code = PJ_BAD_ENUM, .field = "act.kind", .basis = ""};
    if (act->kind >= ACT_MAX || rows[act->kind].decide == NULL || view->state >= STATE_MAX) {
        return;
    }
    row = &rows[act->kind];
    ret_verdict->rule = row->rule;
    ret_verdict->field = "";
    ret_verdict->code = row->cells[view->state];
    if (ret_verdict->code == PJ_OK) {
        ret_verdict->code = check_actor(&decision, row->actor);
    }
    if (ret_verdict->code == PJ_OK) {
        ret_verdict->code = row->decide(&decision);
    }
    if (ret_verdict->code != PJ_OK) {
        ret_verdict->effect_count = 0;
    }
}
