/* SPDX-License-Identifier: Apache-2.0
 * Legs beside the lead 协办: the holder asks other units to help, and stays responsible (主办). The
 * token does not move, no period of the lead's is touched, and nothing waits for an answer: an
 * opinion may be given without it, which is then on record. The card for an answer that does not
 * come is that of the unit that was asked, and brings the lead nothing. */
#include "core/lifecycle_internal.h"

#include <string.h>

static size_t count_open(const struct casefile *view) {
    size_t open = 0;

    for (size_t i = 0; i < view->assist_count; i++) {
        open += view->assists[i].closed_at.us == 0 ? 1 : 0;
    }
    return open;
}

/* Whose help would still be of use? */
static bool is_over(enum state state) {
    return state == STATE_DECIDED || !state_is_open(state);
}

/* ---- deciding */

static enum pj_code check_assistant(struct decision *decision) {
    const struct casefile *view = decision->view;
    const struct act *act = decision->act;
    const struct directory *directory = decision->context->directory;

    if (node_id_is_none(&act->target) || node_id_equal(&act->target, &view->holder) ||
        !directory_has_node(directory, &act->target)) {
        return refuse(decision, PJ_POLICY_TARGET, "act.target", "条例 §24");
    }
    if (conflict_has(&view->conflicts, &act->target) ||
        route_is_exposed(directory, &view->conflicts, &view->holder, &act->target)) {
        return refuse(decision, PJ_POLICY_CONFLICT, "act.target", "条例 §28");
    }
    if (casefile_assist_of(view, &act->target) != NULL) {
        return refuse(decision, PJ_STATE_DONE, "act.target", "");
    }
    if (count_open(view) >= ASSISTS_OPEN_MAX) {
        return refuse(decision, PJ_POLICY_LIMIT, "act.target", "");
    }
    return PJ_OK;
}

enum pj_code life_assist(struct decision *decision) {
    const struct act *act = decision->act;
    enum pj_code code = check_assistant(decision);

    if (code == PJ_OK) {
        code = check_silence(decision, &act->target);
    }
    if (code != PJ_OK) {
        return code;
    }
    if (act->due.day != 0 && act->due.day <= civil_of(decision->context->now).day) {
        return refuse(decision, PJ_BAD_FIELD, "act.due", "");
    }
    add_effect(decision, EFFECT_ASSIST);
    if (act->due.day != 0) {
        start_clock_until(decision, CLOCK_ASSIST, &act->target, act->due, "协办");
    } else {
        start_clock(decision, DUTY_ASSIST, &act->target);
    }
    return need_reason(decision, "条例 §24");
}

enum pj_code life_assist_answer(struct decision *decision) {
    add_effect(decision, EFFECT_ASSISTED);
    return need_reason(decision, "条例 §24");
}

void end_assists(struct decision *decision) {
    const struct verdict *verdict = decision->verdict;
    bool over = false;

    for (size_t i = 0; i < verdict->effect_count; i++) {
        const struct effect *effect = &verdict->effects[i];

        over = over || (effect->kind == EFFECT_STATE && is_over(effect->state));
    }
    if (over && count_open(decision->view) > 0) {
        add_effect(decision, EFFECT_END_ASSISTS);
    }
}

/* ---- folded into the case */

/* The oldest that is over makes room; more than so many are never open. */
static struct assist *room_for_assist(struct casefile *casefile) {
    size_t at = 0;

    CTASSERT(ASSISTS_OPEN_MAX < ASSISTS_MAX);
    if (casefile->assist_count == ASSISTS_MAX) {
        while (casefile->assists[at].closed_at.us == 0) {
            at++;
        }
        casefile->assist_count--;
        memmove(&casefile->assists[at], &casefile->assists[at + 1],
                (casefile->assist_count - at) * sizeof casefile->assists[0]);
    }
    return &casefile->assists[casefile->assist_count++];
}

void casefile_ask_help(struct casefile *casefile, const struct act *act) {
    *room_for_assist(casefile) = (struct assist){.lead = act->node,
                                                 .assistant = act->target,
                                                 .asked_at = act->acted_at,
                                                 .due = act->due,
                                                 .reason = act->reason};
}

/* Its clock only: the others that help have theirs. at: judged by then; 0 = as if it ran on. */
static void close_clock(struct casefile *casefile, const struct assist *assist, struct wall at,
                        enum clock_state state) {
    for (size_t i = 0; i < casefile->clock_count; i++) {
        struct clock *clock = &casefile->clocks[i];

        if (clock->kind != CLOCK_ASSIST || !node_id_equal(&clock->owner, &assist->assistant)) {
            continue;
        }
        if (at.us != 0 && clock->done_at.us == 0) {
            clock->done_at = at;
        }
        clock->state = clock->state == CLOCK_STATE_RUNNING ? state : clock->state;
    }
}

void casefile_take_help(struct casefile *casefile, const struct act *act) {
    for (size_t i = 0; i < casefile->assist_count; i++) {
        struct assist *assist = &casefile->assists[i];

        if (assist->closed_at.us == 0 && node_id_equal(&assist->assistant, &act->node)) {
            assist->answered_at = act->acted_at;
            assist->answer = act->reason;
            assist->closed_at = act->acted_at;
            close_clock(casefile, assist, act->acted_at, CLOCK_STATE_MET);
        }
    }
}

/* The lead needs it no longer: nothing more is owed. Who withdraws or settles improves nobody's
 * card (card.h). */
void casefile_end_help(struct casefile *casefile, const struct act *act) {
    struct wall judged = act->capacity == CAPACITY_PETITIONER ? (struct wall){0} : act->acted_at;

    for (size_t i = 0; i < casefile->assist_count; i++) {
        struct assist *assist = &casefile->assists[i];

        if (assist->closed_at.us == 0) {
            assist->closed_at = act->acted_at;
            close_clock(casefile, assist, judged, CLOCK_STATE_ENDED);
        }
    }
}

void casefile_follow(struct casefile *casefile, const struct act *act, enum state state) {
    if (act->kind == ACT_CORRECT) {
        casefile_correct(casefile, act);
    } else if (act->kind == ACT_ASSIST && casefile_assist_of(casefile, &act->target) == NULL &&
               count_open(casefile) < ASSISTS_OPEN_MAX) {
        casefile_ask_help(casefile, act);
    } else if (act->kind == ACT_ASSIST_ANSWER) {
        casefile_take_help(casefile, act);
    }
    if (is_over(state)) {
        casefile_end_help(casefile, act);
    }
}
