/* SPDX-License-Identifier: Apache-2.0
 * What the offices above are told of a case that is urgent, overdue or supervised (条例 §25, §40),
 * and the copy they keep of it. */
#pragma once
#include "node/internal.h"

/* Adds the offices above that hear of it too, as far as a road leads to them; the new count. */
size_t watched_add(struct node *node, struct turn *turn, const struct casefile *file,
                   const struct act *act, struct node_id *nodes, size_t count);
/* The clocks that bear a card, as they stand. */
void watched_clocks(const struct casefile *file, struct arena *arena,
                    const struct clock **ret_clocks, size_t *ret_count);
/* An event about a case that nobody here has heard of, and that we are to watch over: a copy of it,
 * which follows from now on. Without submissions, identities or the token. NULL: the event does not
 * ask for one. */
struct cached_case *watched_begin(struct node *node, struct turn *turn, const struct header *header,
                                  const struct event_body *body);
/* An event, folded into the copy that is kept here. */
void watched_follow(struct node *node, struct cached_case *entry, const struct event_body *body);
