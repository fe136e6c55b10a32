/* SPDX-License-Identifier: Apache-2.0
 * Yellow and red cards 黄牌红牌: what the clocks of a case say about the unit that owns them. A
 * pure function of the clock and the instant: no count of petitions, no word about a person,
 * nothing the petitioner does or leaves undone enters it.
 *
 * - No card while there is time. Yellow when at most three calendar days are left (or as many as
 * the rules in force say, YELLOW), and of a short period at most a fifth of it: a period of five
 * days is not nearly over on its second. Red when the last day has passed and the duty is not done.
 * - A duty done late keeps its red card, one done at the last moment its yellow one.
 * - P22: whoever withdraws, settles, attaches or does not rate improves nobody's card. A clock that
 *   ended because the petitioner ended the case goes on being judged as if it ran: only the unit's
 *   own act in time gives none.
 * - Periods of the petitioner, and dates that only remind, bear no card.
 *
 * No national text was found for cards: the numbers are a proposal of ours, kept as configuration.
 */
#pragma once
#include "words/casefile.h"

#define CARD_YELLOW_DAYS 3 /* calendar days, where the rules in force do not say */
#define CARD_YELLOW_PART 5 /* of a period at most this part of it: 20 % */

/* Is it a unit's duty that bears a card? The rows of core/supervision.h. */
bool card_is_borne_by(enum clock_kind kind);
/* Met by an act of its own alone: a written answer, an acknowledgement. No handling, and no end of
 * the case, stands for it. */
bool card_is_of_its_own(enum clock_kind kind);
/* From when on the clock is yellow; 0 = it bears no card. */
struct wall card_yellow_at(const struct clock *clock, uint32_t days);
/* What the clock amounts to at `now`. */
enum card card_of(const struct clock *clock, struct wall now);
/* How many red cards the case has brought so far to who had it: those of others beside, who were
 * asked to help or to judge, are not among them. */
unsigned card_reds(const struct casefile *casefile, struct wall now);
