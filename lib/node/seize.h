/* SPDX-License-Identifier: Apache-2.0
 * A token that was taken, not given 提级办理. */
#pragma once
#include "node/internal.h"

struct telling {
    const struct node_id *from; /* an office here: who has the case may be elsewhere */
    const struct node_id *to;
    size_t to_count;
};
/* The case as it stands here, as an event to these offices. */
void tell_event(struct node *node, struct turn *turn, const struct cached_case *entry,
                const struct act *act, const struct telling *telling);
/* The term of a token just taken: no hand-over bears it. */
bool seize_is_term(uint64_t term);
/* Is the token of `older` void by now that there is one of `term`? It was taken in between: a
 * hand-over only counts on from where its token was taken. */
bool seize_is_void(uint64_t older, uint64_t term);
/* Who loses the token is to be avoided, and no listener: it hears that it was taken, not why. */
void seize_tell_loser(struct node *node, struct turn *turn, const struct cached_case *entry,
                      const struct act *act);
/* The token we took, in history that we lost: ours again, under the term the others know. */
void seize_again(struct node *node, struct turn *turn, struct cached_case *entry,
                 const struct header *header, const struct node_id *holder);
/* After an event to the office `from` here was applied: answers the taker, and tells whoever has
 * the older token from us. */
void seize_give_way(struct node *node, struct turn *turn, const struct casefile *before,
                    const struct cached_case *entry, const struct act *act,
                    const struct node_id *from);
