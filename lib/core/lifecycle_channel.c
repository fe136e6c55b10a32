/* SPDX-License-Identifier: Apache-2.0
 * Into another procedure (E15): which of the six branches of §31 it is, and by whose period the
 * case waits there. What the petitioner is told of it is no effect: it follows from the case at any
 * time (core/branch.h). */
#include "base/text.h"
#include "core/lifecycle_internal.h"

#include <string.h>

#define FACTS_ALL (BRANCH_FACT(CHANNEL_BRANCH_PETITION) - BRANCH_FACT(CHANNEL_BRANCH_LITIGATION))

/* Six branches in their order: the channel that is named must be of the first that fits. What the
 * unit cannot justify stays a petition, and that is no channel to lead it into. */
static enum pj_code choose_channel(struct decision *decision, const struct channel **ret_channel) {
    const struct act *act = decision->act;
    struct branch_query query = {.book = decision->context->channels,
                                 .purpose = decision->view->purpose,
                                 .facts = act->facts,
                                 .channel = act->channel};
    const char *field = act->channel[0] == '\0' ? "act.facts" : "act.channel";
    struct branch_verdict branch;

    if ((act->facts & ~FACTS_ALL) != 0) {
        return refuse(decision, PJ_BAD_FIELD, "act.facts", "条例 §31");
    }
    if (branch_decide(&query, &branch) != PJ_OK) {
        return refuse(decision, PJ_BAD_FIELD, "act.channel", "条例 §31");
    }
    if (branch.branch == CHANNEL_BRANCH_PETITION) {
        return refuse(decision, PJ_POLICY_BRANCH, field, "条例 §31(6)");
    }
    if (act->channel[0] != '\0' && strcmp(branch.channel->code, act->channel) != 0) {
        return refuse(decision, PJ_POLICY_BRANCH, field, "条例 §31");
    }
    *ret_channel = branch.channel;
    return PJ_OK;
}

/* §31 is about claims; an accusation is referred (E16), what only wants an answer is answered. */
static bool is_claim(const struct casefile *view) {
    return view->purpose == PURPOSE_CLAIM || view->purpose == PURPOSE_UNSPECIFIED;
}

enum pj_code life_channel(struct decision *decision) {
    const struct act *act = decision->act;
    const struct casefile *view = decision->view;
    const struct channel_book *book = decision->context->channels;
    const struct channel *channel = NULL;
    enum pj_code code = PJ_OK;

    if (act->channel[0] == '\0' && (act->facts == 0 || book == NULL)) {
        return refuse(decision, PJ_BAD_MISSING, "act.channel", "条例 §31");
    }
    if (!is_claim(view)) {
        return refuse(decision, PJ_POLICY_PURPOSE, "act.kind", "条例 §31");
    }
    if (book != NULL) {
        code = choose_channel(decision, &channel);
    }
    if (code != PJ_OK) {
        return code;
    }
    text_print(change_matter(decision)->channel, sizeof view->matter.channel, "%s",
               channel == NULL ? act->channel : channel->code);
    add_state(decision, STATE_CHANNELLED);
    notice_given(decision);
    stop_clock(decision, CLOCK_HANDLE);
    if (channel == NULL) {
        start_clock(decision, DUTY_CHANNEL, &view->holder);
    } else {
        add_effect(decision, EFFECT_START_CLOCK)->clock = clock_start_channel(
            decision->context->law, channel, &view->holder, decision->context->now);
    }
    return PJ_OK;
}
