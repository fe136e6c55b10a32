/* SPDX-License-Identifier: Apache-2.0
 * Which period does an event start, for whom and until when? The rows of clock_rule.c name the
 * limit of the rule set; clock_compute.c counts. A clock that runs keeps how it was derived, so
 * that it can be derived again: to explain it, and when a calendar arrives that knows more. */
#pragma once
#include "core/channel.h"
#include "core/clock_compute.h"
#include "core/rule_book.h"
#include "words/casefile.h"

/* X(NAME, kind, limit, days without a rule, unit): what a case makes somebody owe. The last two
 * serve where the rules in force give no such period: a setting of ours, called that. */
/* clang-format off */
#define DUTIES(X)                                                                                  \
    X(ROUTE,  ROUTE,  C1,    15, CALENDAR) /* a petition office got it: register and route §22 */  \
    X(DIRECT, NOTICE, C2,    15, CALENDAR) /* a competent unit got it directly: notice §23 */      \
    X(NOTICE, NOTICE, C3,    15, CALENDAR) /* it came by 转送/交办: written notice §23 */          \
    X(OBJECT, DISPUTE, C4,   5,  WORKING)  /* "not ours" may be said §23 */                        \
    X(DISPUTE, DISPUTE, DISPUTE, 5, WORKING) /* the sender answers it; silence = received §23 */   \
    X(HANDLE, HANDLE, C5,    60, CALENDAR) /* accepted: the opinion §34 */                         \
    X(HANDLE_ASSIGNED, HANDLE, C5A, 60, CALENDAR) /* where 交办 has a period of its own */         \
    X(SIMPLE, SIMPLE, SIMPLE, 10, WORKING) /* 简易办理 */                                          \
    X(STUDY,  STUDY,  STUDY, 60, CALENDAR) /* a suggestion is studied and answered §29 */          \
    X(SERVE,  SERVE,  SERVE, 5,  WORKING)  /* the opinion is served 送达 */                        \
    X(EXECUTE, EXECUTE, MAX, 30, CALENDAR) /* what was supported is done §32 */                    \
    X(CHANNEL, CHANNEL, MAX, 60, CALENDAR) /* another procedure has it: ask how it stands §31 */   \
    X(ASK_REVIEW, ASK_REVIEW, C7, 30, CALENDAR) /* the petitioner may ask for review §35 */        \
    X(REVIEW, REVIEW, C9,    30, CALENDAR) /* review opinion §35 */                                \
    X(ASK_RECHECK, ASK_RECHECK, C10, 30, CALENDAR) /* ... for re-check §36 */                      \
    X(RECHECK, RECHECK, C11, 30, CALENDAR) /* re-check opinion, hearings not counted §36 */        \
    X(HEARING, HEARING, MAX, 30, CALENDAR) /* a hearing comes to its end */                        \
    X(ANSWER, ANSWER, MAX,   5,  WORKING)  /* urging is answered */                                \
    X(PROPOSAL, PROPOSAL, PROPOSAL, 30, CALENDAR) /* a proposal is answered in writing §40 */        \
    X(SERVICE, SERVICE, MAX, 5,  WORKING)  /* the office above judges a service that is doubted */ \
    X(URGENT, URGENT, URGENT, 1, HOUR)     /* the tier above acknowledges §25 */                   \
    X(WITHDRAW_UNDO, ANSWER, WITHDRAW_UNDO, 15, CALENDAR) /* a withdrawal may be taken back */     \
    X(CONTACT, CONTACT, CONTACT, 3, WORKING) /* the unit speaks to the petitioner 首次联系 */       \
    X(FEEDBACK, FEEDBACK, MAX, 60, CALENDAR) /* attached: who sent it here hears the answer */      \
    X(ASSIST, ASSIST, MAX,   15, CALENDAR) /* who is asked to help answers 协办 */                 \
    X(PARKED, PARKED, MAX,   5,  CALENDAR) /* a person must look */
/* clang-format on */

#define DUTY_ENUM(name, ...) DUTY_##name,
enum duty {
    DUTIES(DUTY_ENUM) DUTY_MAX
};

#define RULE_BOOKS_MAX 64

struct rule_shelf { /* every version of the rules that a clock may cite */
    const struct rule_book *books[RULE_BOOKS_MAX]; /* borrowed */
    size_t count;
};

struct clock_law {                       /* what is in force */
    const struct rule_book *rules;       /* borrowed; NULL = none: settings of ours alone */
    const struct calendar *calendar;     /* borrowed; NULL = none: every date is provisional */
    const struct rule_shelf *shelf;      /* borrowed; NULL = only `rules` */
    const struct channel_book *channels; /* borrowed; NULL = none: a channel has our setting */
};

/* Days are counted from the day of `start` in Asia/Shanghai. Regional holidays are those of the
 * owner's division. */
struct clock clock_start(const struct clock_law *law, enum duty duty, const struct node_id *owner,
                         struct wall start);
/* DUTY_CHANNEL by the statute of the channel: the periods of its organ, one after the other. Where
 * the book gives none it is the setting of ours. limit: the channel's code, rules: the book. */
struct clock clock_start_channel(const struct clock_law *law, const struct channel *channel,
                                 const struct node_id *owner, struct wall start);
/* Do the rules in force give this period? */
bool clock_gives(const struct clock_law *law, enum duty duty);
/* How long it is, in Chinese, for a paper of a day on which it has not begun: "30日(CN2022 §35)";
 * two sets: both, and which of them counts. False, and "", when no rule in force gives the period.
 */
bool clock_duty_sentence(const struct clock_law *law, enum duty duty,
                         char text[static CLOCK_SENTENCE_MAX]) must_check;
/* Longer by `days` of the rule that extends it (C6). PJ_POLICY_LIMIT: more than that rule allows.
 */
enum pj_code clock_extend(const struct clock_law *law, struct clock *clock,
                          uint32_t days) must_check;
/* Days from `from` to the day of clock_resume are not counted (§36: the hearing of a re-check).
 * PJ_POLICY_LIMIT: too many hearings to be kept. A paused clock has no due date to lapse at. */
enum pj_code clock_pause(struct clock *clock, struct civil from) must_check;
void clock_resume(const struct clock_law *law, struct clock *clock, struct civil to);
/* A date set by a person: it stands as it was set, holiday or not; yellow by our setting. */
struct clock clock_start_until(enum clock_kind kind, const struct node_id *owner, struct wall now,
                               struct civil due, const char *basis);

/* The derivation of a clock, step by step, by the rules it cites and law->calendar. A result
 * without a rule set (choice->sets NULL) is a setting of ours. PJ_BAD_MISSING: a date set by a
 * person, or by rules that are not known here: there is nothing to derive. */
enum pj_code clock_derive(const struct clock_law *law, const struct clock *clock,
                          struct clock_choice *ret_choice) must_check;
/* Counts a running clock anew by law->calendar. True when its date, or that it is provisional,
 * changed; then due, due_at, provisional, basis and calendar are the new ones. */
bool clock_recount(const struct clock_law *law, struct clock *clock) must_check;
