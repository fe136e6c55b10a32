/* SPDX-License-Identifier: Apache-2.0
 * Legs beside the lead 协办: what the unit that is asked to help gets, and who hears that it is
 * over.
 */
#pragma once
#include "node/internal.h"

/* The case was given a leg beside the lead: its station gets a copy without the token. Of the
 * submissions it has the words and the files; who the petitioner is, and whom anybody accuses,
 * stays with who handles the case. */
enum pj_code assist_pack(struct node *node, struct turn *turn, const struct cached_case *entry,
                         const struct act *act, struct bytes *ret_body) must_check;
/* Sends what assist_pack made, once the act itself is recorded; none = it sits here. */
void assist_tell(struct node *node, struct turn *turn, const struct cached_case *entry,
                 const struct act *act, struct bytes body);
/* Adds those whose help is over with this act; the new count. */
size_t assist_add_ended(struct node *node, const struct casefile *file, const struct act *act,
                        struct node_id *nodes, size_t count);
/* The copy that came with an event is what this station keeps of the case, where it has nothing of
 * it yet. */
void assist_keep(struct node *node, struct turn *turn, struct cached_case *entry,
                 const struct event_body *body);
