/* SPDX-License-Identifier: Apache-2.0
 * What lies over a case beside its state: urgency, supervision 督办, a leader's care 包案,
 * sessions (E4, E28..E30). None of them moves the case, removes a duty or stops
 * a clock but its own. */
#include "core/card.h"
#include "core/lifecycle_internal.h"
#include "core/supervision.h"

#include <string.h>

/* ---- urgent, §25: a parallel report up; the case stays where it is */

enum pj_code life_urgent(struct decision *decision) {
    enum pj_code code = need_reason(decision, "条例 §25");
    struct node_id next = {""};

    if (code != PJ_OK) {
        return code;
    }
    if (casefile_has_flag(decision->view, FLAG_URGENT)) {
        return refuse(decision, PJ_STATE_DONE, "act.kind", "条例 §25");
    }
    next = desk_above(decision, &decision->view->holder);
    add_flag(decision, FLAG_URGENT);
    start_clock(decision, DUTY_URGENT, node_id_is_none(&next) ? &decision->view->holder : &next);
    return PJ_OK;
}

/* Each tier says for itself that it has the report; the clock is met by the next one up, and a
 * higher one's word does not stand for it. */
enum pj_code life_acknowledge(struct decision *decision) {
    const struct node_id *office = &decision->act->node;
    uint32_t tier = 1U << place_level(node_id_place(office));
    struct node_id next = desk_above(decision, &decision->view->holder);

    if (!casefile_has_flag(decision->view, FLAG_URGENT)) {
        return refuse(decision, PJ_STATE_WRONG, "act.kind", "条例 §25");
    }
    if ((decision->view->matter.acknowledged & tier) != 0) {
        return refuse(decision, PJ_STATE_DONE, "act.kind", "条例 §25");
    }
    change_matter(decision)->acknowledged |= tier;
    if (node_id_equal(&next, office)) {
        stop_clock(decision, CLOCK_URGENT);
    }
    return PJ_OK;
}

/* ---- urging, supervision, proposals: each must be answered in writing */

struct node_id desk_above(const struct decision *decision, const struct node_id *office) {
    const struct directory *directory = decision->context->directory;
    uint32_t at = PLACE_INDEX_NONE;

    if (directory != NULL) {
        at = directory_find(directory, node_id_place(office));
    }
    if (at != PLACE_INDEX_NONE && node_id_organ(office)[0] == '\0') {
        at = directory_superior(directory, at);
    }
    while (at != PLACE_INDEX_NONE) {
        struct node_id desk = node_id_of_place(directory_place(directory, at));

        if (!conflict_has(&decision->view->conflicts, &desk)) {
            return desk;
        }
        at = directory_superior(directory, at);
    }
    return (struct node_id){""};
}

/* Asked once more while an answer is due, it keeps the earlier date. */
static void ask_for_answer(struct decision *decision, enum clock_kind kind, enum duty duty) {
    if (running_clock(decision->view, kind) == NULL) {
        start_clock(decision, duty, &decision->view->holder);
    }
}

/* Who is owed the answer: of several the highest. */
static void owe_to(struct decision *decision, const struct node_id *office) {
    const struct node_id *owed = &decision->view->matter.supervisor;

    if (node_id_is_none(owed) || is_above(decision->context->directory, office, owed)) {
        change_matter(decision)->supervisor = *office;
    }
}

void supervise_for(struct decision *decision, const struct node_id *office) {
    add_flag(decision, FLAG_SUPERVISED);
    owe_to(decision, office);
    ask_for_answer(decision, CLOCK_ANSWER, DUTY_ANSWER);
}

enum pj_code life_supervise(struct decision *decision) {
    enum pj_code code = need_reason(decision, "条例 §40");

    if (code == PJ_OK) {
        supervise_for(decision, &decision->act->node);
    }
    return code;
}

/* A red card: supervised by the petition office above (R114); and where an answer in writing is
 * what did not come, by the next one up (R115), until none is left. What is on its way is not: its
 * giver may not act. */
void watch_lapse(struct decision *decision, const struct clock *clock) {
    const struct casefile *view = decision->view;
    const struct node_id *owed = &view->matter.supervisor;
    const struct supervision *row = supervision_of(clock->kind);
    bool unanswered = row != NULL && row->trigger == TRIGGER_STALLING;
    struct node_id office = *owed;

    if (view->role == ROLE_TRANSIT ||
        !supervision_opens(clock->kind, card_reds(view, decision->context->now))) {
        return;
    }
    if (unanswered || node_id_is_none(owed)) {
        office = desk_above(decision, node_id_is_none(owed) ? &view->holder : owed);
    }
    if (node_id_is_none(&office)) {
        return; /* told as high as there is somebody: it stays overdue */
    }
    if (decision->verdict->rule == 62) {
        decision->verdict->rule = unanswered ? 115 : 114;
    }
    change_matter(decision)->supervisor = office;
    add_flag(decision, FLAG_SUPERVISED);
    if (clock->kind == CLOCK_ANSWER) {
        start_clock(decision, DUTY_ANSWER, &view->holder);
    } else {
        ask_for_answer(decision, CLOCK_ANSWER, DUTY_ANSWER);
    }
}

static bool is_proposal(enum ground ground) {
    return ground >= GROUND_IMPROVE_WORK && ground <= GROUND_HOLD_TO_ACCOUNT;
}

/* The three proposals 三项建议. */
enum pj_code life_propose(struct decision *decision) {
    if (!is_proposal(decision->act->ground)) {
        return refuse(decision, PJ_POLICY_GROUND, "act.ground", "条例 §40");
    }
    if (need_reason(decision, "条例 §40") != PJ_OK) {
        return PJ_POLICY_REASON;
    }
    (void)add_effect(decision, EFFECT_PROPOSED);
    owe_to(decision, &decision->act->node);
    if (state_is_open(decision->view->state)) {
        ask_for_answer(decision, CLOCK_PROPOSAL, DUTY_PROPOSAL);
    }
    return PJ_OK;
}

enum pj_code life_urge(struct decision *decision) {
    ask_for_answer(decision, CLOCK_ANSWER, DUTY_ANSWER);
    return PJ_OK;
}

static bool is_owed(const struct casefile *view, enum clock_kind kind) {
    const struct clock *asked = newest_clock(view, kind);

    return asked != NULL && asked->done_at.us == 0;
}

/* To a proposal with its ground, else to urging and supervision. */
enum pj_code life_answer_urge(struct decision *decision) {
    const struct casefile *view = decision->view;
    bool proposal = is_proposal(decision->act->ground) || !is_owed(view, CLOCK_ANSWER);
    enum clock_kind kind = proposal ? CLOCK_PROPOSAL : CLOCK_ANSWER;

    if (!is_owed(view, kind)) {
        return refuse(decision, PJ_STATE_WRONG, "act.kind", "条例 §40");
    }
    stop_clock(decision, kind);
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
    put_off(decision, CLOCK_ANSWER);
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
