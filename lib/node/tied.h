/* SPDX-License-Identifier: Apache-2.0
 * Cases that name one another: attached to a leading case, new facts on an old matter, a common
 * cause. Whoever names another has the row (port.h: row_tie); the prefetch finds it from the other
 * side. A tie is between matters: nothing here knows a person. */
#pragma once
#include "node/internal.h"

/* The rows that differ from `before` (NULL = the case is new here). */
void tied_touch(struct turn *turn, const struct casefile *after, const struct casefile *before);
/* A case that came with the prefetch: does it name another one? */
void tied_remember(struct turn *turn, const struct casefile *file);

/* Of an act that speaks of another case: acting->other, where this station knows it and the account
 * may see it. The number is dropped from acts that speak of none. Refused as tied_may_name says. */
enum pj_code tied_other(struct node *node, struct arena *arena, const struct account *account,
                        struct acting *acting, const char **ret_field) must_check;
/* Whoever hears of `file` hears the number of `other`. PJ_POLICY_CONFLICT: so would whom that one
 * accuses. PJ_POLICY_VISIT_WORD: that one is a visit whose day has not come. */
enum pj_code tied_may_name(const struct node *node, const struct casefile *file,
                           const struct casefile *other) must_check;
/* What the petitioner is told where the link is left out for it. */
const char *tied_why_not(enum pj_code code);
/* Cases known here that are attached to this one. */
size_t tied_attached(struct node *node, struct turn *turn, const struct casefile *leading);

/* The case came from `before` to another state, or to another office, by `act`: each case held here
 * that is attached to it hears of it, by an act of its own. A decision answers whoever sent that
 * case; where the leading case is elsewhere now it waits to go there too (lifecycle_along.c). */
void tied_tell(struct node *node, struct turn *turn, const struct cached_case *leading,
               const struct casefile *before, const struct act *act);
/* Just attached, here or by arriving: it hears how its leading case stands. */
void tied_greet(struct node *node, struct turn *turn, struct cached_case *entry,
                const struct acting *acting);
/* And where it leads others itself, they hear that it came back (before: NULL = it never was here).
 */
void tied_arrived(struct node *node, struct turn *turn, struct cached_case *entry,
                  const struct casefile *before, const struct act *act);

/* What `case show` lists: those that name this case and that the account may see. */
size_t tied_list(struct node *node, struct turn *turn, const struct input *input,
                 const struct casefile *file, const struct api_tied **ret_rows);
