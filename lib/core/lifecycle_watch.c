/* SPDX-License-Identifier: Apache-2.0
 * What lies over a case beside its state: urgency, supervision 督办, a leader's care 包案,
 * sessions (E4, E28..E30). None of them moves the case, removes a duty or stops
 * a clock but its own. */
#include "core/lifecycle_internal.h"

#include <string.h>

/* ---- urgent, §25: a parallel report up; the case stays where it is */

enum pj_code life_urgent(struct decision *decision) {
    enum pj_code code = need_reason(decision, "条例 §25");

    if (code != PJ_OK) {
        return code;
    }
    if (casefile_has_flag(decision->view, FLAG_URGENT)) {
        return refuse(decision, PJ_STATE_DONE, "act.kind", "条例 §25");
    }
    add_flag(decision, FLAG_URGENT);
    start_clock(decision, DUTY_URGENT, &decision->view->holder);
    return PJ_OK;
}

/* The next tier up: the first petition office above that is not in the conflict set. */
static bool is_next_above(const struct decision *decision, const struct node_id *office) {
    const struct act urgent = {.kind = ACT_URGENT};
    struct node_id heard[LEVEL_MAX + 1];
    size_t count =
        lifecycle_alarmed(decision->view, &urgent, decision->context, heard, 0, ARRAY_COUNT(heard));

    for (size_t i = 0; i < count; i++) {
        if (!node_id_equal(&heard[i], &decision->view->holder)) {
            return node_id_equal(&heard[i], office);
        }
    }
    return false;
}

/* Each tier says for itself that it has the report; the clock is met by the next one up, and a
 * higher one's word does not stand for it. */
enum pj_code life_acknowledge(struct decision *decision) {
    const struct node_id *office = &decision->act->node;
    uint32_t tier = 1U << place_level(node_id_place(office));

    if (!casefile_has_flag(decision->view, FLAG_URGENT)) {
        return refuse(decision, PJ_STATE_WRONG, "act.kind", "条例 §25");
    }
    if ((decision->view->matter.acknowledged & tier) != 0) {
        return refuse(decision, PJ_STATE_DONE, "act.kind", "条例 §25");
    }
    change_matter(decision)->acknowledged |= tier;
    if (is_next_above(decision, office)) {
        stop_clock(decision, CLOCK_URGENT);
    }
    return PJ_OK;
}

/* ---- urging, supervision, proposals: each must be answered in writing */

static void ask_for_answer(struct decision *decision, enum duty duty) {
    if (running_clock(decision->view, CLOCK_ANSWER) == NULL) {
        start_clock(decision, duty, &decision->view->holder);
    }
}

enum pj_code life_supervise(struct decision *decision) {
    enum pj_code code = need_reason(decision, "条例 §40");

    if (code == PJ_OK) {
        add_flag(decision, FLAG_SUPERVISED);
        ask_for_answer(decision, DUTY_ANSWER);
    }
    return code;
}

/* The three proposals 三项建议. */
enum pj_code life_propose(struct decision *decision) {
    enum ground ground = decision->act->ground;

    if (ground < GROUND_IMPROVE_WORK || ground > GROUND_HOLD_TO_ACCOUNT) {
        return refuse(decision, PJ_POLICY_GROUND, "act.ground", "条例 §40");
    }
    if (need_reason(decision, "条例 §40") != PJ_OK) {
        return PJ_POLICY_REASON;
    }
    if (state_is_open(decision->view->state)) {
        ask_for_answer(decision, DUTY_PROPOSAL);
    }
    return PJ_OK;
}

enum pj_code life_urge(struct decision *decision) {
    ask_for_answer(decision, DUTY_ANSWER);
    return PJ_OK;
}

enum pj_code life_answer_urge(struct decision *decision) {
    const struct clock *asked = newest_clock(decision->view, CLOCK_ANSWER);

    if (asked == NULL || asked->state == CLOCK_STATE_MET) {
        return refuse(decision, PJ_STATE_WRONG, "act.kind", "条例 §40");
    }
    stop_clock(decision, CLOCK_ANSWER);
    return need_reason(decision, "条例 §40");
}

/* ---- leaders */

static enum pj_code need_name(struct decision *decision) {
    if (decision->act->responsible[0] == '\0') {
        return refuse(decision, PJ_BAD_MISSING, "act.responsible", "条例 §18");
    }
    return PJ_OK;
}

/* E29 包案: adds a responsible leader and relieves nobody. */
enum pj_code life_own(struct decision *decision) {
    enum pj_code code = need_name(decision);

    if (code == PJ_OK) {
        add_flag(decision, FLAG_TAKEN_UP);
    }
    return code;
}

/* E30: into a reception session. */
enum pj_code life_session(struct decision *decision) {
    enum pj_code code = need_name(decision);

    if (code == PJ_OK) {
        add_effect(decision, EFFECT_SESSION);
    }
    return code;
}

/* By that day, unless something that must be answered is due before it: an instruction never gives
 * anybody more time. */
static void answer_until(struct decision *decision, struct civil due) {
    const struct clock *running = running_clock(decision->view, CLOCK_ANSWER);

    if (running != NULL && running->due.day <= due.day) {
        return;
    }
    stop_clock(decision, CLOCK_ANSWER);
    start_clock_until(decision, CLOCK_ANSWER, &decision->view->holder, due, "批示");
}

/* 批示: who, in which words, by when. */
enum pj_code life_instruct(struct decision *decision) {
    const struct act *act = decision->act;
    enum pj_code code = need_name(decision);

    if (code == PJ_OK) {
        code = need_reason(decision, "条例 §18");
    }
    if (code != PJ_OK) {
        return code;
    }
    if (act->due.day != 0) {
        if (act->due.day <= civil_of(decision->context->now).day) {
            return refuse(decision, PJ_BAD_FIELD, "act.due", "");
        }
        answer_until(decision, act->due);
    }
    return PJ_OK;
}
