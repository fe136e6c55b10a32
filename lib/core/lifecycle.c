/* SPDX-License-Identifier: Apache-2.0
 * One decision: the row of the table for this act and state, who may fire it, then the row's own
 * function. */
#include "core/lifecycle_internal.h"

#include <string.h>

/* ---- what the events' functions share */

struct effect *add_effect(struct decision *decision, enum effect_kind kind) {
    struct verdict *verdict = decision->verdict;
    struct effect *effect = NULL;

    ASSERT(verdict->effect_count < EFFECTS_MAX);
    effect = &verdict->effects[verdict->effect_count++];
    memset(effect, 0, sizeof *effect);
    effect->kind = kind;
    return effect;
}

void add_state(struct decision *decision, enum state state) {
    add_effect(decision, EFFECT_STATE)->state = state;
}

struct matter *change_matter(struct decision *decision) {
    struct verdict *verdict = decision->verdict;
    struct effect *effect = NULL;

    for (size_t i = 0; i < verdict->effect_count; i++) {
        if (verdict->effects[i].kind == EFFECT_MATTER) {
            return &verdict->effects[i].matter;
        }
    }
    effect = add_effect(decision, EFFECT_MATTER);
    effect->matter = decision->view->matter;
    return &effect->matter;
}

void add_flag(struct decision *decision, enum flag flag) {
    change_matter(decision)->flags |= 1U << flag;
}

void drop_flag(struct decision *decision, enum flag flag) {
    change_matter(decision)->flags &= ~(1U << flag);
}

void start_clock_at(struct decision *decision, enum duty duty, const struct node_id *owner,
                    struct wall start) {
    add_effect(decision, EFFECT_START_CLOCK)->clock =
        clock_start(decision->context->law, duty, owner, start);
}

void start_clock(struct decision *decision, enum duty duty, const struct node_id *owner) {
    start_clock_at(decision, duty, owner, decision->context->now);
}

void start_clock_until(struct decision *decision, enum clock_kind kind, const struct node_id *owner,
                       struct civil due, const char *basis) {
    add_effect(decision, EFFECT_START_CLOCK)->clock =
        clock_start_until(kind, owner, decision->context->now, due, basis);
}

void stop_clock(struct decision *decision, enum clock_kind kind) {
    add_effect(decision, EFFECT_STOP_CLOCK)->clock_kind = kind;
}

void put_off(struct decision *decision, enum clock_kind kind) {
    const struct clock *running = running_clock(decision->view, kind);
    struct effect *effect = NULL;

    if (running != NULL) {
        effect = add_effect(decision, EFFECT_MOVE_CLOCK);
        effect->clock = *running;
        effect->clock.state = CLOCK_STATE_ENDED;
    }
}

void stop_duties(struct decision *decision) {
    (void)add_effect(decision, EFFECT_STOP_DUTIES);
}

void end_clocks(struct decision *decision) {
    (void)add_effect(decision, EFFECT_END_CLOCKS);
}

void stop_all_clocks(struct decision *decision) {
    stop_duties(decision);
    end_clocks(decision);
}

enum pj_code refuse(struct decision *decision, enum pj_code code, const char *field,
                    const char *basis) {
    decision->verdict->field = field;
    decision->verdict->basis = basis;
    return code;
}

enum pj_code need_reason(struct decision *decision, const char *basis) {
    if (decision->act->reason.len == 0) {
        return refuse(decision, PJ_POLICY_REASON, "act.reason", basis);
    }
    return PJ_OK;
}

const struct clock *running_clock(const struct casefile *view, enum clock_kind kind) {
    for (size_t i = 0; i < view->clock_count; i++) {
        const struct clock *clock = &view->clocks[i];

        if (clock->kind == kind &&
            (clock->state == CLOCK_STATE_RUNNING || clock->state == CLOCK_STATE_PAUSED)) {
            return clock;
        }
    }
    return NULL;
}

const struct clock *newest_clock(const struct casefile *view, enum clock_kind kind) {
    const struct clock *newest = NULL;

    for (size_t i = 0; i < view->clock_count; i++) {
        if (view->clocks[i].kind == kind && (newest == NULL || view->clocks[i].no > newest->no)) {
            newest = &view->clocks[i];
        }
    }
    return newest;
}

struct civil act_day(const struct decision *decision) {
    struct wall at = decision->act->acted_at;

    return civil_of(at.us > 0 && at.us < decision->context->now.us ? at : decision->context->now);
}

bool is_village(const struct node_id *office) {
    return place_level(node_id_place(office)) == LEVEL_VILLAGE;
}

bool is_competent_unit(const struct node_id *office) {
    return node_id_organ(office)[0] != '\0' || place_level(node_id_place(office)) == LEVEL_TOWNSHIP;
}

bool is_above(const struct directory *directory, const struct node_id *office,
              const struct node_id *other) {
    if (node_id_equal(office, other) || !directory_lies_in(directory, other, office)) {
        return false;
    }
    return node_id_organ(office)[0] == '\0' ||
           !place_equal(node_id_place(office), node_id_place(other));
}

/* ---- who acts */

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

static unsigned holder_actors(const struct casefile *view, enum capacity capacity) {
    unsigned actors = ACTOR_UNIT;

    if (is_village(&view->holder)) {
        return ACTOR_VILLAGE;
    }
    if (!is_competent_unit(&view->holder)) {
        actors = ACTOR_OFFICE;
    } else if (node_id_organ(&view->holder)[0] == '\0') {
        actors |= ACTOR_OFFICE; /* a township is both */
    }
    if (capacity == CAPACITY_HEAD) {
        actors |= ACTOR_HEAD;
    }
    if (view->state == STATE_IN_REVIEW || view->state == STATE_IN_RECHECK ||
        (view->state == STATE_HEARING && view->matter.before_hearing == STATE_IN_RECHECK)) {
        actors |= ACTOR_REVIEWER;
    }
    return actors;
}

/* Every kind of actor the caller is. A petitioner is never anything else: no office act can be
 * signed by one, and no office can sign a petitioner's. */
static unsigned actors_of(const struct decision *decision) {
    const struct casefile *view = decision->view;
    const struct act *act = decision->act;
    const struct leg *leg = leg_to_holder(view);
    unsigned actors = 0;

    if (act->capacity == CAPACITY_PETITIONER) {
        return ACTOR_PETITIONER;
    }
    if (decision->context->by_station) {
        return ACTOR_STATION;
    }
    if (node_id_equal(&act->node, &view->holder)) {
        actors |= holder_actors(view, act->capacity);
    }
    if (leg != NULL && node_id_equal(&leg->giver, &act->node)) {
        actors |= ACTOR_GIVER;
    }
    if (is_above(decision->context->directory, &act->node, &view->holder) &&
        node_id_organ(&act->node)[0] == '\0') {
        actors |= ACTOR_ABOVE;
    }
    if (hears(view, &act->node)) {
        actors |= ACTOR_LISTENER;
    }
    if (casefile_assist_of(view, &act->node) != NULL) {
        actors |= ACTOR_ASSISTANT;
    }
    if ((actors & (ACTOR_ABOVE | ACTOR_LISTENER)) != 0 && act->capacity == CAPACITY_LEADER) {
        actors |= ACTOR_LEADER;
    }
    if ((actors & (ACTOR_ABOVE | ACTOR_LISTENER)) != 0 && act->capacity == CAPACITY_JOINT_MEETING) {
        actors |= ACTOR_JOINT;
    }
    return actors;
}

static enum pj_code check_actor(struct decision *decision, const struct event_row *row) {
    const struct node_id *node = &decision->act->node;

    if ((row->actors & ACTOR_VILLAGE) == 0 && (row->actors & ACTOR_UNIT) != 0 &&
        is_village(&decision->view->holder) && node_id_equal(node, &decision->view->holder)) {
        return refuse(decision, PJ_POLICY_VILLAGE, "act.node", "村民委员会组织法 §2");
    }
    if ((actors_of(decision) & row->actors) == 0) {
        decision->verdict->actors = row->actors;
        return refuse(decision, PJ_AUTH_NOT_ACTOR, "act.node", row->basis);
    }
    if (decision->act->capacity == CAPACITY_PETITIONER) {
        return PJ_OK; /* the office that passes the word on may be in conflict, the petitioner never
                       */
    }
    if (!decision->context->by_station && conflict_has(&decision->view->conflicts, node)) {
        return refuse(decision, PJ_AUTH_NOT_ACTOR, "act.node", "条例 §28");
    }
    return PJ_OK;
}

/* ---- the decision */

/* The first row of the act that fits this case; else one that its state would allow, or, where a
 * row is for just such an act, that one with its refusal; else the first that names the act at all.
 */
static const struct event_row *find_row(const struct casefile *view, const struct act *act) {
    const struct event_row *named = NULL;
    const struct event_row *near = NULL;
    const struct event_row *meant = NULL;

    for (size_t i = 0; i < lifecycle_row_count; i++) {
        const struct event_row *row = &lifecycle_rows[i];
        bool ours = row->act == act->kind;
        bool allowed = ours && row->cells[view->state - 1] == '.';
        bool fits = ours && row->applies != NULL && row->applies(view, act);

        if (allowed && (row->applies == NULL || fits)) {
            return row;
        }
        near = allowed && near == NULL ? row : near;
        meant = fits && meant == NULL ? row : meant;
        named = ours && named == NULL ? row : named;
    }
    if (near == NULL) {
        return named;
    }
    return meant == NULL ? near : meant;
}

/* Where the state would allow it but no row fits, it is the purpose of the petition that does not.
 */
static enum pj_code cell_code(const struct event_row *row, const struct casefile *view,
                              const struct act *act) {
    enum pj_code code = lifecycle_letter(row->cells[view->state - 1]);

    if (code == PJ_OK && row->applies != NULL && !row->applies(view, act)) {
        return PJ_POLICY_PURPOSE;
    }
    return code;
}

void lifecycle_decide(const struct casefile *view, const struct act *act,
                      const struct lifecycle_context *context, struct verdict *ret_verdict) {
    struct decision decision = {view, act, context, ret_verdict};
    const struct event_row *row = NULL;

    memset(ret_verdict, 0,
           offsetof(struct verdict, effects)); /* their room is large, and counted */
    ret_verdict->code = PJ_BAD_ENUM;
    ret_verdict->field = "act.kind";
    ret_verdict->basis = "";
    if (act->kind == ACT_UNSPECIFIED || act->kind >= ACT_MAX) {
        return;
    }
    if (view->state == STATE_UNSPECIFIED || view->state >= STATE_MAX) {
        ret_verdict->code = PJ_STATE_WRONG;
        return;
    }
    row = find_row(view, act);
    ASSERT(row != NULL);
    ret_verdict->rule = row->rule;
    ret_verdict->field = "act.kind";
    ret_verdict->basis = row->basis;
    ret_verdict->code = cell_code(row, view, act);
    if (ret_verdict->code == PJ_OK) {
        ret_verdict->field = "";
        ret_verdict->code = check_actor(&decision, row);
    }
    if (ret_verdict->code == PJ_OK) {
        ret_verdict->code = row->decide(&decision);
        end_assists(&decision);
    }
    if (ret_verdict->code != PJ_OK) {
        ret_verdict->effect_count = 0;
    }
}
