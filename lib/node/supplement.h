/* SPDX-License-Identifier: Apache-2.0
 * Supplements 补充: submissions beside the first one of a case. One is taken in wherever the case
 * is known, goes to who has the token as an order that follows it, and from then on with the case.
 * Nothing changes or drops one; its id follows from the key of the request, so that it is the same
 * one however often and by whichever road it comes. */
#pragma once
#include "node/internal.h"

/* Of a request: the submission, packed, in acting->submission, and its digest in the act; none
 * where all of it is said of somebody (accuse.h). PJ_BAD_EMPTY, PJ_BAD_TOO_LONG: *ret_field says
 * what. */
enum pj_code supplement_make(struct node *node, struct turn *turn, const struct input *input,
                             struct acting *acting, const char **ret_field) must_check;
/* Of an order: is it what its act says? PJ_BAD_EMPTY, PJ_BAD_DIGEST. */
enum pj_code supplement_check(struct node *node, struct turn *turn,
                              const struct acting *acting) must_check;
/* Has the case this very submission already? */
bool supplement_is_known(const struct cached_case *entry, struct bytes packed);
/* The case's submissions with this one behind them. PJ_BAD_TOO_LONG: no hand-over could carry them
 * all. */
enum pj_code supplement_pack(struct turn *turn, const struct cached_case *entry,
                             struct bytes packed, struct bytes *ret_body) must_check;
/* Is all there that a body brings? Not in the copy of who was asked to help (assist.h), nor in
 * none. */
bool submissions_are_whole(struct turn *turn, struct bytes body);
/* ... become what this station keeps of the case: one more journal row, which is no act. */
void supplement_keep(struct node *node, struct turn *turn, struct cached_case *entry,
                     struct bytes body);
/* The case came here with a Transfer: what this station knew beside it stays with the case, in one
 * more row however much it is. */
void supplement_merge(struct node *node, struct turn *turn, struct cached_case *entry,
                      struct bytes known_before);
/* The token was seized: its taker may not have seen what was handed in where it was, here or with
 * the Transfer whose body this is. */
void supplement_pass_on(struct node *node, struct turn *turn, const struct cached_case *entry,
                        struct bytes packed, const struct node_id *from);
/* The receipt, also of a request that comes again. */
void supplement_reply(struct node *node, struct turn *turn, const struct input *input,
                      const struct acting *acting, bool replayed);

/* ---- for readers */

/* All submissions of the case that are kept here, the first one first. */
size_t submission_list(struct node *node, struct arena *arena, const struct cached_case *entry,
                       const struct api_submission **ret_rows);
/* The bytes of a content or attachment part; BYTES_NONE when there is none of that digest. */
struct bytes submission_part(struct arena *arena, const struct cached_case *entry,
                             const struct digest *part);
