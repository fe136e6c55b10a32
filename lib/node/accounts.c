/* SPDX-License-Identifier: Apache-2.0
 * What an account may see, and in whose name it may speak. */
#include "node/internal.h"

#include <string.h>

const struct account *node_account(const struct node *node, const struct account_id *id) {
    struct account *account = NULL;

    HASH_FIND(hh, node->accounts, id->text, strlen(id->text), account);
    return account;
}

/* What stands under the account's own office: of a desk every office of its division, of an organ
 * those of its name (条块: a land bureau has no eye on the police of its county). */
static bool within(const struct node *node, const struct account *account,
                   const struct node_id *office) {
    const char *organ = node_id_organ(&account->node);

    return directory_lies_in(node_directory(node), office, &account->node) &&
           (organ[0] == '\0' || strcmp(node_id_organ(office), organ) == 0);
}

/* Who was asked to help sees what it is about, also after it has answered. */
static bool has_helped(const struct casefile *file, const struct node_id *office) {
    for (size_t i = 0; i < file->assist_count; i++) {
        if (node_id_equal(&file->assists[i].assistant, office)) {
            return true;
        }
    }
    return false;
}

bool account_may_see(const struct node *node, const struct account *account,
                     const struct casefile *file) {
    if (conflict_hides(&file->conflicts, &account->node)) {
        return false; /* whoever it is about: to them it does not exist, whatever their rights */
    }
    if ((account->scopes & SCOPE_ADMIN) != 0) {
        return true;
    }
    if ((account->scopes & SCOPE_READ_SUBTREE) != 0 &&
        (within(node, account, &file->origin) || within(node, account, &file->holder))) {
        return true;
    }
    return (account->scopes & SCOPE_READ_OWN) != 0 &&
           (node_id_equal(&account->node, &file->origin) ||
            node_id_equal(&account->node, &file->holder) || has_helped(file, &account->node));
}

bool account_may_act_for(const struct account *account, const struct node_id *office) {
    return (account->scopes & SCOPE_ADMIN) != 0 || node_id_equal(&account->node, office);
}

bool account_may_feed(const struct node *node, const struct account *account,
                      const struct node_id *office) {
    return account_may_act_for(account, office) ||
           ((account->scopes & SCOPE_READ_SUBTREE) != 0 && within(node, account, office));
}
