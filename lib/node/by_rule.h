/* SPDX-License-Identifier: Apache-2.0
 * Where the rules send a case, at intake and when the silence about a visit is over. */
#pragma once
#include "node/internal.h"

/* From the office that holds it; what the verdict says is written into the case. True when it goes
 * to an office that can be reached from here; else the rules keep it, or there is no directory to
 * decide by. */
bool route_by_rule(const struct node *node, struct casefile *file, struct civil today,
                   struct route_verdict *ret_verdict);
/* What a clock ends travels with the submissions: without them in memory the case comes again in
 * the next turn, which fetches them. True when it does. */
bool due_fetches_body(struct node *node, const struct cached_case *entry) must_check;
/* Is it the silence about a visit that ran out? */
bool silence_is_over(const struct casefile *file, struct wall now);
/* Then the rules are asked anew: the case goes where they lead now, or stays for a person. */
void silence_ends(struct node *node, struct turn *turn, struct cached_case *entry);
