/* SPDX-License-Identifier: Apache-2.0
 * What offices below the window of a visit are given and shown (core/visit.h). */
#pragma once
#include "node/internal.h"

#include "core/visit.h"

/* Leaves out of what is about to leave for that office what may not go there; submissions that lose
 * something are packed anew. */
enum pj_code visits_reduce(const struct node *node, struct arena *arena,
                           const struct node_id *office, struct transfer_body *body) must_check;
/* One packed submission of the case, likewise. */
enum pj_code visits_reduce_one(const struct node *node, struct arena *arena,
                               const struct casefile *file, const struct node_id *office,
                               struct bytes *submission) must_check;
/* What an event tells of the case to all its listeners at once: of a visit never the whole, that
 * goes by a hand-over to who may hear it. */
const struct casefile *visits_told(const struct node *node, struct arena *arena,
                                   const struct casefile *file);
/* Who of them may hear of the act: a correction of how a visit came is for the window and above. */
size_t visits_hearers(const struct node *node, const struct casefile *file, const struct act *act,
                      struct node_id *nodes, size_t count);
/* The case as this account may see it: the entry itself, or a reduced copy in the arena for an
 * office below that shares the window's station. */
const struct cached_case *visits_seen(const struct node *node, const struct account *account,
                                      struct arena *arena, const struct cached_case *entry);
/* Until when that account sees nothing of what happened to the case; 0 = it sees all. */
struct wall visits_hidden_until(const struct node *node, const struct account *account,
                                const struct casefile *file);
