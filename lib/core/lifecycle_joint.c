/* SPDX-License-Identifier: Apache-2.0
 * Cases that go together without being merged: what an attached case hears of its leading one
 * (E40), whom that answers, and common causes. Each keeps its number, its clocks and its own
 * answer. */
#include "core/lifecycle_internal.h"

#include "base/text.h"

#include <string.h>

/* ---- attached to a leading case */

static enum pj_code check_leading(struct decision *decision) {
    const struct casefile *view = decision->view;

    if (!casefile_has_flag(view, FLAG_ATTACHED) ||
        strcmp(decision->act->leading.text, view->matter.leading.text) != 0) {
        return refuse(decision, PJ_STATE_WRONG, "act.leading", "条例 §22"); /* taken apart since */
    }
    return PJ_OK;
}

/* Attached to what is over, nothing is handled there any more: whoever has this case decides on it,
 * and owes the petitioner word of that. Silence ends nothing. */
static void must_be_decided(struct decision *decision) {
    const struct casefile *view = decision->view;
    bool unit = is_competent_unit(&view->holder);

    add_flag(decision, FLAG_LEADING_ENDED);
    if (view->matter.accepted_at.us == 0 && running_clock(view, CLOCK_NOTICE) == NULL &&
        running_clock(view, CLOCK_ROUTE) == NULL) {
        start_clock(decision, unit ? DUTY_DIRECT : DUTY_ROUTE, &view->holder);
    }
}

/* E40: told to the petitioner and to who sent it. It moves nothing by itself: where the leading
 * case is elsewhere now (act.target), this one waits to go there too. */
enum pj_code life_progress(struct decision *decision) {
    enum pj_code code = check_leading(decision);
    bool ended = !state_is_open(decision->act->leading_state);
    bool known = casefile_has_flag(decision->view, FLAG_LEADING_ENDED);

    if (code == PJ_OK && ended && !known) {
        must_be_decided(decision);
    } else if (code == PJ_OK && !ended && known) {
        drop_flag(decision, FLAG_LEADING_ENDED);
    }
    if (code == PJ_OK) {
        wait_to_go_along(decision);
    }
    return code;
}

bool lifecycle_answers(enum state before, enum state after) {
    return after == STATE_DECIDED ? before != STATE_DECIDED
                                  : before < STATE_DECIDED && (after == STATE_ENDED_AGREED ||
                                                               after == STATE_ENDED_REPLIED);
}

/* One decision answers every office that sent one of the cases. What is owed to the petitioner of
 * this case is not met by it: that takes an act on the case itself. */
enum pj_code life_feedback(struct decision *decision) {
    enum pj_code code = life_progress(decision);

    if (code != PJ_OK) {
        return code;
    }
    stop_clock(decision, CLOCK_FEEDBACK);
    stop_clock(decision, CLOCK_ASSIGNED);
    change_matter(decision)->answered_at = decision->context->now;
    return PJ_OK;
}

/* ---- common cause */

/* Founded on this case: the plan in words, and who answers for it. */
static enum pj_code found(struct decision *decision) {
    const struct act *act = decision->act;
    struct cause *cause = NULL;

    if (act->responsible[0] == '\0') {
        return refuse(decision, PJ_BAD_MISSING, "act.responsible", "");
    }
    if (need_reason(decision, "") != PJ_OK) {
        return PJ_POLICY_REASON;
    }
    if (act->reason.len > PLAN_TEXT_MAX) {
        return refuse(decision, PJ_BAD_TOO_LONG, "act.reason", "");
    }
    if (!text_is_utf8(act->reason) || memchr(act->reason.data, 0, act->reason.len) != NULL) {
        return refuse(decision, PJ_BAD_FORMAT, "act.reason", "");
    }
    cause = &add_effect(decision, EFFECT_CAUSE)->cause;
    cause->no = decision->view->no;
    memcpy(cause->owner, act->responsible, sizeof cause->owner);
    memcpy(cause->plan, act->reason.data, act->reason.len);
    return PJ_OK;
}

enum pj_code life_join(struct decision *decision) {
    const struct casefile *view = decision->view;
    const struct casefile *other = decision->context->other;
    const char *no = decision->act->leading.text;

    if (view->cause.no.text[0] != '\0') {
        return refuse(decision, PJ_STATE_DONE, "act.kind", "");
    }
    if (no[0] == '\0') {
        return refuse(decision, PJ_BAD_MISSING, "act.leading", "");
    }
    if (strcmp(no, view->no.text) == 0) {
        return found(decision);
    }
    if (other == NULL) {
        return refuse(decision, PJ_AUTH_NO_SUCH_CASE, "act.leading", "");
    }
    if (strcmp(other->cause.no.text, no) != 0) { /* that one founded none */
        return refuse(decision, PJ_POLICY_TARGET, "act.leading", "");
    }
    add_effect(decision, EFFECT_CAUSE)->cause = other->cause;
    return PJ_OK;
}

enum pj_code life_leave(struct decision *decision) {
    if (decision->view->cause.no.text[0] == '\0') {
        return refuse(decision, PJ_STATE_WRONG, "act.kind", "");
    }
    if (decision->act->capacity != CAPACITY_PETITIONER && need_reason(decision, "") != PJ_OK) {
        return PJ_POLICY_REASON;
    }
    add_effect(decision, EFFECT_CAUSE);
    return PJ_OK;
}
