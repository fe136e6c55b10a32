/* SPDX-License-Identifier: Apache-2.0
 * Legs beside the lead 协办: what the unit that is asked to help gets, at once and while it helps,
 * and who hears that it is over.
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
/* The submission that the act names is with the case, or its day has come: whoever helps at another
 * station gets it for its copy, withheld like that, and what a visitor brought to a window above
 * reduced and not before its day (visits.h). It may come to a unit more than once, and is added
 * once. */
void assist_pass_on(struct node *node, struct turn *turn, const struct cached_case *entry,
                    const struct act *act);
/* Takes out those who hear of the act by an event of their own, with what comes along; the new
 * count. */
size_t assist_leave_out(const struct node *node, const struct acting *acting, struct node_id *nodes,
                        size_t count);
/* Adds those whose help is over with this act; the new count. */
size_t assist_add_ended(struct node *node, const struct casefile *file, const struct act *act,
                        struct node_id *nodes, size_t count);
/* The copy that came with an event is what this station keeps of the case, where it has nothing of
 * it yet; what was handed in since is added to it while an office here helps. */
void assist_keep(struct node *node, struct turn *turn, struct cached_case *entry,
                 const struct event_body *body);
