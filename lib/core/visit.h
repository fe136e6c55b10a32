/* SPDX-License-Identifier: Apache-2.0
 * Level-skipping is a rule about visits 走访 that make a claim, and about nothing else
 * (信访工作条例 §20): a letter, a web post, a call is never judged by its level. A visit belongs to
 * the competent office or the one next above it. Further up it is registered like any other and the
 * visitor is guided; it is never refused.
 *
 * What the offices below learn of it: the matter, and not before the next working day, so that
 * nobody is tipped off while the visitor still stands at the higher window. That day may be put off
 * further, never brought forward. Pure. */
#pragma once
#include "core/calendar.h"
#include "core/route.h"

struct visit_advice {
    bool skips;              /* registered, and guided */
    struct node_id guide_to; /* the reception that the visit belongs to */
    uint32_t rule;           /* rule_text() has the article */
};

/* Where the list names no office for the category, the lowest government of the place counts (a
 * village is none). Where no place is known, or every office below is in the conflict set, nothing
 * is skipped: who received the visitor is the right door. */
void visit_advise(const struct route_query *query, struct visit_advice *ret_advice);

/* The earliest instant at which word of a visit may go down: 00:00 of the next working day.
 * *ret_provisional: told by the weekday alone, no calendar knows that day. */
struct wall visit_word_from(struct wall received_at, const struct calendar *calendar,
                            struct place region, bool *ret_provisional);

/* All that such word carries. There is no field for an hour, the window, companions or travel, nor
 * for the form: that there was a visit is itself a trace of the person. */
struct visit_word {
    char category[CATEGORY_TEXT_MAX + 1];
    struct place place;
    uint32_t problems;
};
void visit_word(const struct casefile *casefile, struct visit_word *ret_word);
