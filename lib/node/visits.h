/* SPDX-License-Identifier: Apache-2.0
 * What offices below the window of a visit are given and shown (core/visit.h). */
#pragma once
#include "node/internal.h"

#include "core/visit.h"

/* Leaves out of what is about to leave for that office what may not go there, or not yet;
 * submissions that lose something are packed anew. */
enum pj_code visits_reduce(const struct node *node, struct arena *arena,
                           const struct node_id *office, struct transfer_body *body) must_check;
/* One packed submission of the case, likewise. */
enum pj_code visits_reduce_one(const struct node *node, struct arena *arena,
                               const struct casefile *file, const struct node_id *office,
                               struct bytes *submission) must_check;
/* Handed in by a visit, beside the case's first submission: when offices below the window may have
 * it. */
struct wall visits_day_after(const struct node *node, const struct submission *submission);
/* Is it one that this office must not have yet? */
bool visits_waits(const struct node *node, struct arena *arena, struct bytes submission,
                  const struct node_id *office);
/* Of a visit the matter alone, for whomever it may reach; of any other case all of it. */
const struct casefile *visits_matter(const struct node *node, struct arena *arena,
                                     const struct casefile *file);
/* What an event tells of the case to all its listeners at once. Before the day of a visit they are
 * all above the window: they get it whole, else they could not keep it from anybody. */
const struct casefile *visits_told(const struct node *node, struct turn *turn,
                                   const struct casefile *file);
/* Who of them may hear of the act: a correction of how a visit came, and what a visitor hands in,
 * are for the window and above. */
size_t visits_hearers(const struct node *node, struct arena *arena, const struct acting *acting,
                      struct node_id *nodes, size_t count);
/* The case as this account may see it: the entry itself, or a reduced copy in the arena for an
 * office below that shares the window's station. */
const struct cached_case *visits_seen(const struct node *node, const struct account *account,
                                      struct arena *arena, const struct cached_case *entry);
/* Until when that account sees nothing of what happened to the case; 0 = it sees all. */
struct wall visits_hidden_until(const struct node *node, const struct account *account,
                                const struct casefile *file);
/* Is the act one that this account never sees, of a case that was hidden from it until then?
 * Something handed in above its office: when, and at which window, is not its business; what it is
 * stands with the case. Or a correction of how a visit came. */
bool visits_hides(const struct node *node, const struct account *account, struct wall hidden_until,
                  const struct act *act);
