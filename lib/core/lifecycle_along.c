/* SPDX-License-Identifier: Apache-2.0
 * An attached case goes after its leading one: whoever handles that one handles the matter. Not at
 * once: a unit may find within hours that the leading case is not its own, and what is sent after
 * it on each of these errands uses up the legs that its own road needs. It goes when the leading
 * case was accepted there, or is there still on the next working day. The wait is a clock of the
 * attached case, owned by the office it is to go to: it survives the process, and the due machinery
 * ends it. */
#include "core/lifecycle_internal.h"

bool is_wait(enum clock_kind kind) {
    return kind == CLOCK_VISIT_WORD || kind == CLOCK_ALONG;
}

/* Is the matter handled by whoever has the leading case in that state? A body that reviews it
 * judges that one case alone. */
static bool is_handled(enum state leading) {
    return leading <= STATE_SERVED && leading != STATE_HEARING;
}

/* To an office of its own, since it was attached: a person knew better. */
static bool was_handed_on(const struct casefile *view) {
    const struct leg *last = casefile_last_leg(view);

    return last != NULL && last->kind != LEG_ATTACH && last->term > view->matter.attached_term;
}

/* Tried, and refused: once for each office that the leading case comes to. */
static bool stayed_behind(const struct casefile *view, const struct node_id *office) {
    const struct clock *newest = newest_clock(view, CLOCK_ALONG);

    return newest != NULL && newest->state == CLOCK_STATE_ENDED &&
           node_id_equal(&newest->owner, office);
}

/* Where the case itself is a visit, not before its word may go there (R24). */
static struct clock along_clock(const struct decision *decision) {
    const struct lifecycle_context *context = decision->context;
    const struct casefile *view = decision->view;
    const struct act *act = decision->act;
    struct clock clock = {.kind = CLOCK_ALONG,
                          .state = CLOCK_STATE_RUNNING,
                          .owner = act->target,
                          .started_at = context->now,
                          .due_at = context->now,
                          .basis = "R160 已受理或次一工作日(配置)"};
    struct wall silent = visit_silent_until(view, context->law->calendar);

    if (act->leading_state < STATE_ACCEPTED) {
        clock.due_at = visit_word_from(context->now, context->law->calendar,
                                       node_id_place(&view->holder), &clock.provisional);
    }
    if (silent.us > clock.due_at.us && !visit_may_hear(context->directory, view, &act->target)) {
        clock.due_at = silent;
    }
    clock.due = civil_of((struct wall){clock.due_at.us - 1}); /* over at midnight: the day before */
    return clock;
}

void end_wait(struct decision *decision) {
    if (running_clock(decision->view, CLOCK_ALONG) != NULL) {
        stop_clock(decision, CLOCK_ALONG);
    }
}

void wait_to_go_along(struct decision *decision) {
    const struct casefile *view = decision->view;
    const struct act *act = decision->act;
    const struct clock *wait = running_clock(view, CLOCK_ALONG);
    struct clock next;

    if (node_id_equal(&act->target, &view->holder) || act->leading_state == STATE_DISPUTED ||
        !state_is_open(act->leading_state)) {
        end_wait(decision);
        return;
    }
    if (!is_handled(act->leading_state) || was_handed_on(view) ||
        stayed_behind(view, &act->target)) {
        return;
    }
    next = along_clock(decision);
    if (wait == NULL) {
        add_effect(decision, EFFECT_START_CLOCK)->clock = next;
    } else if (!node_id_equal(&wait->owner, &next.owner) || next.due_at.us < wait->due_at.us) {
        next.no = wait->no;
        add_effect(decision, EFFECT_MOVE_CLOCK)->clock = next;
    }
}

static size_t count_along(const struct casefile *view) {
    size_t count = 0;

    for (size_t i = 0; i < view->leg_count; i++) {
        count += view->legs[i].kind == LEG_ATTACH && view->legs[i].rule == RULE_ALONG ? 1 : 0;
    }
    return count;
}

static bool is_time(const struct decision *decision) {
    const struct clock *wait = running_clock(decision->view, CLOCK_ALONG);

    return wait != NULL && wait->due_at.us <= decision->context->now.us;
}

enum pj_code life_go_along(struct decision *decision) {
    const struct casefile *view = decision->view;
    const struct node_id *target = &decision->act->target;

    if (!is_time(decision) || !node_id_equal(&running_clock(view, CLOCK_ALONG)->owner, target)) {
        return refuse(decision, PJ_STATE_WRONG, "clock", "");
    }
    if (count_along(view) >= LEGS_ALONG_MAX) {
        return refuse(decision, PJ_POLICY_LEGS, "act.target", "条例 §24");
    }
    return to_leading(decision);
}

enum pj_code stays_behind(struct decision *decision) {
    if (!is_time(decision)) {
        return refuse(decision, PJ_STATE_WRONG, "clock", "");
    }
    decision->verdict->rule = RULE_STAYS;
    put_off(decision, CLOCK_ALONG);
    return PJ_OK;
}
