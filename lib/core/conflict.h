/* SPDX-License-Identifier: Apache-2.0
 * Whom a submission is about, as offices: the conflict set 回避 of its case (条例 §28, §30).
 *
 * Made at intake, and never smaller afterwards: who is accused later is added (conflict_join). It
 * travels with the case and every emission, hand-over and read is held against it. Pure.
 *
 * - A named office is in the set with what hangs on it: of a desk every organ of its division and
 *   every office below, of an organ the organs of its name below. A village stands alone: its
 *   township is its guide, not its accomplice, and no office hangs on it.
 * - Somebody who is named without an office, or with one that nobody knows, is never "nobody": the
 *   village and township of the place count, of a higher place its own office, and the tier above
 *   has it (rule 22). Where no tier is above, the set stays as it is and a person decides (rule
 *   23).
 */
#pragma once
#include "core/directory.h"
#include "words/casefile.h"

struct conflict_query {
    const struct directory *directory; /* borrowed, may be NULL */
    const char *const *offices;        /* borrowed: as said, one for each accused; "" = not said */
    size_t count;                      /* more than the set holds: everybody counts */
    bool accuses;                      /* then it is never of nobody: count 0 is one not said */
    struct place place;                /* of the problem; none = not said: where it was taken in */
    struct node_id at;                 /* takes it in */
};

void conflict_find(const struct conflict_query *query, struct conflict_set *ret_set);

/* The set of a case that is here already gets whom another one has, as named later. directory may
 * be NULL; at: where this is. False: all of them were in it. */
bool conflict_join(const struct directory *directory, const struct node_id *at,
                   const struct conflict_set *more, struct conflict_set *set);
