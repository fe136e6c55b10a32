/* SPDX-License-Identifier: Apache-2.0
 * E26, and a service that is doubted. The petitioner's period starts at proven service: a personal
 * signature or the number of a registered letter. What was sent electronically nobody signed for;
 * and "I did not receive this" is one act, without a form. In both cases the office above judges
 * before anything ends: the service stands, or it is served anew and the unit answers for it
 * (弄虚作假, §40). Where nobody is above it is served anew at once. */
#include "core/lifecycle_internal.h"

/* ---- E26: no request in time */

static void end_served(struct decision *decision) {
    const struct casefile *view = decision->view;
    const struct matter *matter = &view->matter;

    if (matter->ruling == RULING_SUPPORTED && !casefile_has_flag(view, FLAG_PERFORMED)) {
        add_state(decision, STATE_EXECUTING); /* what was supported stays open until it is done */
        if (running_clock(view, CLOCK_EXECUTE) == NULL) {
            start_clock(decision, DUTY_EXECUTE, &view->holder);
        }
        return;
    }
    add_state(decision, STATE_ENDED_NO_REQUEST);
    end_clocks(decision);
}

/* As if it had not been served: the opinion stands, the petitioner's period has not begun. */
static void serve_anew(struct decision *decision) {
    bool review = casefile_has_flag(decision->view, FLAG_REVIEWED);
    struct matter *matter = change_matter(decision);

    matter->service = SERVICE_UNSPECIFIED;
    matter->served_at.us = 0;
    matter->flags &= ~(1U << FLAG_REVIEWED | 1U << FLAG_NOT_RECEIVED);
    add_state(decision, review ? STATE_IN_REVIEW : STATE_DECIDED);
    put_off(decision, review ? CLOCK_ASK_RECHECK : CLOCK_ASK_REVIEW);
    start_clock(decision, DUTY_SERVE, &decision->view->holder);
}

/* The office above judges; false: there is none. */
static bool ask_above(struct decision *decision) {
    struct node_id above = desk_above(decision, &decision->view->holder);

    if (node_id_is_none(&above)) {
        return false;
    }
    add_flag(decision, FLAG_NOT_RECEIVED);
    if (running_clock(decision->view, CLOCK_SERVICE) == NULL) {
        start_clock(decision, DUTY_SERVICE, &above);
    }
    return true;
}

void end_unasked(struct decision *decision) {
    const struct casefile *view = decision->view;
    const struct matter *matter = &view->matter;
    bool upheld = casefile_has_flag(view, FLAG_SERVICE_UPHELD);

    if ((view->state != STATE_SERVED && view->state != STATE_REVIEW_SERVED) ||
        matter->served_at.us == 0 || matter->service == SERVICE_UNSPECIFIED) {
        return; /* carrying out goes on; without proof of service nothing ends */
    }
    if (casefile_has_flag(view, FLAG_NOT_RECEIVED) ||
        (matter->service == SERVICE_ELECTRONIC && !upheld)) {
        decision->verdict->rule = 116;
        if (!ask_above(decision)) {
            serve_anew(decision);
        }
        return;
    }
    decision->verdict->rule = 69;
    end_served(decision);
}

/* ---- "I did not receive this" */

enum pj_code life_not_received(struct decision *decision) {
    const struct casefile *view = decision->view;

    if (casefile_has_flag(view, FLAG_NOT_RECEIVED)) {
        return refuse(decision, PJ_STATE_DONE, "act.kind", "条例 §35");
    }
    if (casefile_has_flag(view, FLAG_SERVICE_UPHELD)) {
        return refuse(decision, PJ_POLICY_ONCE, "act.kind", "条例 §35");
    }
    if (view->matter.served_at.us == 0) {
        return refuse(decision, PJ_STATE_SERVE_FIRST, "act.kind", "条例 §35");
    }
    if (!ask_above(decision)) {
        serve_anew(decision);
    } else if (view->state == STATE_ENDED_NO_REQUEST) { /* open again until that is judged */
        add_state(decision,
                  casefile_has_flag(view, FLAG_REVIEWED) ? STATE_REVIEW_SERVED : STATE_SERVED);
    }
    return PJ_OK;
}

static bool has_run_out(const struct casefile *view) {
    const struct clock *asked = newest_clock(
        view, casefile_has_flag(view, FLAG_REVIEWED) ? CLOCK_ASK_RECHECK : CLOCK_ASK_REVIEW);

    return asked != NULL && asked->state == CLOCK_STATE_LAPSED;
}

enum pj_code life_judge_service(struct decision *decision) {
    const struct casefile *view = decision->view;
    enum ruling ruling = decision->act->ruling;

    if (!casefile_has_flag(view, FLAG_NOT_RECEIVED)) {
        return refuse(decision, PJ_STATE_WRONG, "act.kind", "条例 §35");
    }
    if (ruling != RULING_AGREED && ruling != RULING_NOT_AGREED) {
        return refuse(decision, PJ_BAD_FIELD, "act.ruling", "条例 §35");
    }
    if (need_reason(decision, "条例 §35") != PJ_OK) {
        return PJ_POLICY_REASON;
    }
    stop_clock(decision, CLOCK_SERVICE);
    if (ruling == RULING_NOT_AGREED) {
        serve_anew(decision);
        supervise_for(decision, &decision->act->node);
        return PJ_OK;
    }
    drop_flag(decision, FLAG_NOT_RECEIVED);
    add_flag(decision, FLAG_SERVICE_UPHELD);
    if (has_run_out(view)) {
        end_served(decision);
    }
    return PJ_OK;
}
