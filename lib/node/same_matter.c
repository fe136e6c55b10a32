/* SPDX-License-Identifier: Apache-2.0
 * Cases on one matter, as far as this station sees both: where an attached case has to go. It must
 * not tell anybody of a case that they could not look up. */
#include "node/internal.h"

static const struct node_id *holder_of(const struct casefile *file) {
    const struct leg *leg = casefile_last_leg(file);

    return file->role == ROLE_TRANSIT && leg != NULL ? &leg->receiver : &file->holder;
}

enum pj_code same_matter_target(struct node *node, const struct account *account, struct act *act,
                                const char **ret_field) {
    struct cached_case *leading = cases_find_no(&node->cache, act->leading.text);

    if (leading == NULL || !account_may_see(node, account, &leading->file)) {
        /* Held elsewhere, unknown, or not for these eyes: one answer for all three. */
        *ret_field = "act.target";
        return node_id_is_none(&act->target) ? PJ_BAD_MISSING : PJ_OK;
    }
    if (casefile_has_flag(&leading->file, FLAG_ATTACHED)) { /* no chains, no circles */
        *ret_field = "act.leading";
        return PJ_POLICY_TARGET;
    }
    if (node_id_is_none(&act->target)) {
        act->target = *holder_of(&leading->file);
    }
    return PJ_OK;
}
