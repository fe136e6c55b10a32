/* SPDX-License-Identifier: Apache-2.0
 * Level-skipping is a rule about visits 走访 that make a claim, and about nothing else
 * (信访工作条例 §20): a letter, a web post, a call is never judged by its level. A visit belongs to
 * the competent office or the one next above it. Further up it is registered like any other and the
 * visitor is guided; it is never refused.
 *
 * What the offices below learn of a visit, whatever it is about: the matter, and not before the
 * next working day, so that nobody is tipped off while the visitor still stands at the higher
 * window. That day may be put off further, never brought forward.
 *
 * "Below" is whoever is neither in the window's own division nor in one above it, be it in a
 * subtree beside. A visit to a reception that was announced (casefile.session, as it is taken in)
 * has no silence: it is public, and the units concerned are called to it. Pure. */
#pragma once
#include "core/calendar.h"
#include "core/route.h"

#define RULE_VISIT      20
#define RULE_VISIT_WORD 24

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

/* ---- of a case */

/* At intake, or when the form is put right: nothing else that becomes of the case takes the mark
 * away. */
void visit_mark(struct casefile *file);
bool visit_is_quiet(const struct casefile *file);
/* May that office hear of the case at once, and of all of it? */
bool visit_may_hear(const struct directory *directory, const struct casefile *file,
                    const struct node_id *office);
/* The same of any window and office: is the office of its division, or above it? */
bool visit_is_near(const struct directory *directory, const struct node_id *window,
                   const struct node_id *office);
/* When the silence ends; 0 = there is none. Counted from when it was received or entered, whichever
 * is later: no date written on it brings the day forward. */
struct wall visit_silent_until(const struct casefile *file, const struct calendar *calendar);
/* The clock of the silence: its owner is the holder, its last day the one before the word may go.
 */
struct clock visit_clock(const struct casefile *file, const struct calendar *calendar);
/* Counts it anew; true when it changed. It only ever becomes longer. */
bool visit_recount(const struct casefile *file, const struct calendar *calendar,
                   struct clock *clock) must_check;

/* Of what happened before `until` the day is kept and the hour is not. */
void visit_keep_day(struct wall *at, struct wall until);
/* What of a visit goes down. Form, mark, persons, group, reception and the clock of the silence are
 * left out; of what happened before `until` the day is kept and the hour is not. There was a visit:
 * that too would be a trace, so nothing says that something is missing. The case's own words
 * (category, place, problems, parts and their digests) stay as they are. */
void visit_reduce(struct casefile *file, struct wall until);
/* Does the field tell how it came? Its corrections stay above. */
bool visit_is_trace(enum case_field field);
/* Likewise; also how it came (source, number in another system, unknown keys) and who put the words
 * down: they may tell of the window. What was left out stays where it was taken in. */
void visit_reduce_submission(struct submission *submission, struct wall until);
/* News of it from below: the marks that this station knew of stay. */
void visit_keep_marks(struct casefile *file, const struct casefile *ours);
/* It comes back to an office that knows more: what was left out is put back from `ours`. True when
 * it was: then the submissions as ours has them are the whole ones too. */
bool visit_restore(struct casefile *arriving, const struct casefile *ours);
