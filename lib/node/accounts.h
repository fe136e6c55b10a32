/* SPDX-License-Identifier: Apache-2.0
 * Accounts 账户: who asks, what they may see, and in whose name they may speak. */
#pragma once
#include "node/turn.h"

const struct account *node_account(const struct node *node, const struct account_id *id);
/* Whomever a case is about does not see it, whatever their rights. */
bool account_may_see(const struct node *node, const struct account *account,
                     const struct casefile *file);
/* May this account act in the name of that office? In that of its own and no other: who reads what
 * lies below does not sign for it. Operators never widen rights. */
bool account_may_act_for(const struct account *account, const struct node_id *office);
/* May it take in at that office's window? A county's portal feeds those of its townships. */
bool account_may_feed(const struct node *node, const struct account *account,
                      const struct node_id *office);
