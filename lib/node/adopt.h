/* SPDX-License-Identifier: Apache-2.0
 * The token arrives: what the giver had of the case becomes ours. */
#pragma once
#include "node/internal.h"

/* entry: the case as it is known here, NULL = it is not. */
struct cached_case *adopt_case(struct node *node, struct turn *turn, const struct arrival *arrival,
                               const struct transfer_body *body, struct cached_case *entry);
/* The submissions that came with it; pos: of their journal row. */
void adopt_body(struct node *node, struct turn *turn, struct cached_case *entry,
                const struct arrival *arrival, int64_t pos);
