/* SPDX-License-Identifier: Apache-2.0
 * Whom a case is about, as plain data: core/conflict.h makes it. */
#pragma once
#include "words/ids.h"

#define CONFLICTS_MAX 64 /* one for each part a submission can have */

struct conflict_set { /* 回避: offices that must neither handle nor hear of the case (条例 §28, §30)
                       */
    size_t count;
    uint64_t below;  /* 1 << i: nodes[i] with what hangs on it */
    uint64_t later;  /* 1 << i: nodes[i] was named when this station had the case already */
    bool unresolved; /* somebody is accused and nobody knows yet at which office */
    struct node_id nodes[CONFLICTS_MAX];
};

/* Is the office in the set, or does it hang on one that is? Of a desk that is everything in its
 * division, of an organ the organs of its name below: by code, so that no directory, old or new,
 * can forget one. The set may be NULL: nobody is. */
bool conflict_has(const struct conflict_set *conflicts, const struct node_id *node);
/* Does the case not exist for that office? Not so where it was named later: to whom the case was
 * shown here it is shown as before, and by the same numbers, since taking it away would tell them.
 */
bool conflict_hides(const struct conflict_set *conflicts, const struct node_id *node);
/* In the set, and none the wiser: the set as it was before is what counts for that office's eyes.
 */
bool conflict_is_later(const struct conflict_set *conflicts, const struct node_id *node);
/* Without those who were named later. */
struct conflict_set conflict_at_first(const struct conflict_set *conflicts);
/* Was it about anybody when this station got it? What is numbered apart stays so, and what is not
 * is not from one day to the next. */
bool conflict_is_set(const struct conflict_set *conflicts);
/* For a database, which cannot look inside: conflict_hides(set, node) is to have one word in
 * common. Of a set its offices, "+" behind one that stands for what hangs on it; of an office the
 * words of all sets that have it. Both return the length; `size` is at least the maximum and one.
 */
#define CONFLICT_TEXT_MAX  (CONFLICTS_MAX * (NODE_TEXT_MAX + 2))
#define CONFLICT_WORDS_MAX ((2 * PLACE_DIGITS_MAX + 1) * (NODE_TEXT_MAX + 2))
size_t conflict_print(const struct conflict_set *conflicts, char *text, size_t size);
size_t conflict_words_of(const struct node_id *node, char *text, size_t size);
