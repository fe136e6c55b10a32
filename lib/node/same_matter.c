/* SPDX-License-Identifier: Apache-2.0
 * Cases on one matter, as far as this station sees both: where an attached case has to go. It must
 * not tell anybody of a case that they could not look up. */
#include "node/same_matter.h"
#include "node/tied.h"
#include "node/visits.h"

enum pj_code same_matter_target(struct node *node, struct turn *turn, struct acting *acting,
                                const char **ret_field) {
    const struct casefile *leading = acting->other;
    struct act *act = &acting->act;

    if (leading == NULL) { /* held elsewhere, unknown, or not for these eyes: one answer for all */
        *ret_field = "act.target";
        return node_id_is_none(&act->target) ? PJ_BAD_MISSING : PJ_OK;
    }
    if (casefile_has_flag(leading, FLAG_ATTACHED)) { /* no chains, no circles */
        *ret_field = "act.leading";
        return PJ_POLICY_TARGET;
    }
    if (tied_attached(node, turn, leading) >= TIED_MAX) {
        *ret_field = "act.leading";
        return PJ_POLICY_LIMIT;
    }
    if (node_id_is_none(&act->target)) {
        act->target = *casefile_token_at(leading);
    }
    return PJ_OK;
}

/* Newest first: a case of this turn, or of the prefetch, in whatever order it came. */
static size_t insert_newest(const struct cached_case **found, size_t count,
                            const struct cached_case *entry) {
    size_t at = count < API_SAME_MATTER_MAX ? count : API_SAME_MATTER_MAX - 1;

    if (count == API_SAME_MATTER_MAX && found[at]->file.ref > entry->file.ref) {
        return count;
    }
    for (; at > 0 && found[at - 1]->file.ref < entry->file.ref; at--) {
        found[at] = found[at - 1];
    }
    found[at] = entry;
    return count < API_SAME_MATTER_MAX ? count + 1 : count;
}

size_t same_matter_list(struct node *node, struct turn *turn, const struct input *input,
                        const struct casefile *file, const struct api_same_matter **ret_rows) {
    const struct account *account = node_account(node, &input->account);
    const struct cached_case *found[API_SAME_MATTER_MAX];
    struct api_same_matter *rows = NULL;
    size_t count = 0;

    for (size_t i = 0; i < turn->found_cases.count && !digest_is_zero(&input->matter); i++) {
        const struct found_case *key = &ROWS(turn->found_cases, struct found_case)[i];
        const struct cached_case *entry = digest_equal(&key->digest, &input->matter)
                                              ? cases_find_ref(&node->cache, key->ref)
                                              : NULL;

        if (entry != NULL && !case_id_equal(&entry->file.id, &file->id) &&
            account_may_see(node, account, &entry->file)) {
            count = insert_newest(found, count, entry);
        }
    }
    rows = arena_alloc(&turn->arena, count * sizeof *rows);
    for (size_t i = 0; rows != NULL && i < count; i++) {
        rows[i].case_no = found[i]->file.no.text;
        rows[i].state = found[i]->file.state;
        rows[i].opened_at = visits_seen(node, account, &turn->arena, found[i])->file.opened_at;
    }
    *ret_rows = rows;
    return rows == NULL ? 0 : count;
}
