/* SPDX-License-Identifier: Apache-2.0
 * Where the rules send a case, at intake and when the silence about a visit is over. */
#pragma once
#include "node/internal.h"

/* From the office that holds it; what the verdict says is written into the case. True when it goes
 * to an office that can be reached from here; else the rules keep it, or there is no directory to
 * decide by. */
bool route_by_rule(const struct node *node, struct casefile *file, struct civil today,
                   struct route_verdict *ret_verdict);
/* Is it the silence about a visit that ran out? */
bool silence_is_over(const struct casefile *file, struct wall now);
/* Is it the wait of an attached case to go after its leading one? Then it goes, or stays with the
 * reason in its history. */
bool along_is_due(const struct casefile *file, struct wall now);
void along_goes(struct node *node, struct turn *turn, struct cached_case *entry);
/* Then the rules are asked anew: the case goes where they lead now, or stays for a person. */
void silence_ends(struct node *node, struct turn *turn, struct cached_case *entry);
