/* SPDX-License-Identifier: Apache-2.0
 * 回避, when somebody is accused whom the case had reached before (DOMAIN 7.4 P4): the accusation
 * is a case of its own, and the one it was added to avoids them from now on. Nothing that they are
 * sent, shown or counted tells them so: no event, no version, no message that says why.
 *
 * - The set grows at once where the words were taken in, and where an order that follows the case
 *   meets a copy of it. From then on nothing of it leaves these stations for whoever was named.
 * - That order goes to nobody who was named, nor by a road through a station of theirs. Where it
 *   therefore cannot reach who has the case, or where that one was named itself, the nearest
 *   petition office above that was not named is told, with all that is needed to take the case
 *   (提级办理); a person does. Until then who has it goes on: taking it away would tell them why.
 * - Whoever could see the case at a station goes on seeing it there, by the same rights and the
 *   same numbers; only the entry that names them is not theirs to see. What they do there they do
 *   as before. */
#pragma once
#include "node/internal.h"

/* The set of the case as it is known here gets these. False: all of them were in it. */
bool avoid_name(struct node *node, struct cached_case *entry, const struct conflict_set *more);
/* Of a case that came from another station: whom this station knew of stays in the set. */
void avoid_keep(struct node *node, const struct cached_case *ours, struct casefile *arriving);

enum avoid_told {
    AVOID_TOLD,   /* who has the case hears, or is here and hears nothing */
    AVOID_ABOVE,  /* who has it must not: the office above was told, or is here */
    AVOID_NOBODY, /* every road leads through whoever was named, or nobody is above: it stays */
};
/* from: an office here, that took it in or had the case. */
enum avoid_told avoid_tell(struct node *node, struct turn *turn, const struct cached_case *entry,
                           const struct node_id *from);
/* Words go to who has the case, as an order; where that one must not have them they are kept here,
 * and with the office above that was told, for who takes the case. */
enum pj_code avoid_send_words(struct node *node, struct turn *turn, const struct cached_case *entry,
                              const struct asked *asked) must_check;
void avoid_pass_up(struct node *node, struct turn *turn, const struct cached_case *entry,
                   const struct asked *asked);
/* The token has moved, by somebody who knew nothing of it: did it go to one who was named? */
void avoid_follow(struct node *node, struct turn *turn, const struct cached_case *entry);
/* It has gone from one who was named to one who was not, by whatever road: that one hears whom to
 * avoid, and gets what was kept here meanwhile. */
void avoid_left(struct node *node, struct turn *turn, const struct casefile *before,
                const struct cached_case *entry);

/* What an order to that office shows of it: all that this station knows, which may be later than
 * the other's last word; nothing where by that road they would read it. */
struct conflict_set avoid_shown(const struct node *node, const struct casefile *file,
                                const struct node_id *from, const struct node_id *to);
/* May a message that shows the set go there? */
bool avoid_may_read(const struct node *node, const struct casefile *file,
                    const struct node_id *from, const struct node_id *to);
/* Else it goes without those who were named later. */
void avoid_reduce(const struct node *node, struct casefile *file, const struct node_id *from,
                  const struct node_id *to);
/* What one event shows of the case to all who hear of it (seal.c leaves out whoever must not). */
const struct casefile *avoid_told(const struct node *node, struct arena *arena,
                                  const struct casefile *file, const struct outgoing *outgoing);

/* Had that office the case, as far as is known here? Then it may have been named later, and what is
 * brought to its window belongs to the case. */
bool avoid_had(const struct casefile *file, const struct node_id *office);
/* The case as an office that was named later sees it and judges by: as it was before. The same for
 * all others. */
void avoid_hush(struct casefile *file, const struct node_id *office);
/* The file itself, or a copy in the arena. */
const struct casefile *avoid_seen(struct arena *arena, const struct casefile *file,
                                  const struct node_id *office);
