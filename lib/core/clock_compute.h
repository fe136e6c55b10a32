/* SPDX-License-Identifier: Apache-2.0
 * From the event that starts a period to the day it is over, with every step as data.
 *
 * - The day of the event is not counted (民法典 §201). Days are civil dates in Asia/Shanghai.
 * - calendar 日: every day counts; working 工作日: only working days, made-up ones included. An
 *   extension is counted on from the last day of the period as it stands before it is rolled: only
 *   the end of the whole moves over holidays.
 * - month: ends on the day of the same number, else on the month's last (民法典 §202, §203).
 * - A last day that is no working day moves to the next one (民法典 §203). 24:00 ends it.
 * - Paused days (the hearing of a re-check, CN2022 §36) are not counted; nothing else pauses.
 * - hour: an instant, never rolled.
 * - One day beyond the known calendar makes the result provisional: it is told by the weekday alone
 *   and computed again when the calendar arrives.
 */
#pragma once
#include "core/calendar.h"
#include "core/rule_set.h"

#define CLOCK_STEPS_MAX    40 /* 3650 days hold more; what is left out is counted */
#define CLOCK_PAUSES_MAX   16 /* hearings of one re-check */
#define CLOCK_SENTENCE_MAX 400

/* X(NAME, "text") */
#define CLOCK_STEPS(X)                                                                             \
    X(START, "start")           /* from: the day of the event, not counted */                      \
    X(REST, "rest")             /* from..to: days off in a working-day period, with reason */      \
    X(WEEKENDS, "weekends")     /* length: plain weekend days not counted */                       \
    X(MADE_UP, "made_up")       /* from: a weekend day that is worked, counted */                  \
    X(COUNT, "count")           /* length, unit; from..to: the days counted */                     \
    X(MONTH_END, "month_end")   /* to: the month has no such day, its last one is taken */         \
    X(EXTEND, "extend")         /* length, unit; from..to: the days added */                       \
    X(PAUSE, "pause")           /* from..to: not counted, length days */                           \
    X(PAUSE_OPEN, "pause_open") /* from: paused, no end yet: the due date is the earliest */       \
    X(PAUSE_LATE, "pause_late") /* from: began when the period was over; changes nothing */        \
    X(LAST_WORKS, "last_works") /* from: a weekend day, but worked: not rolled */                  \
    X(ROLL, "roll")             /* from -> to: the last day was off, with reason */                \
    X(BEYOND, "beyond")         /* from: the first day that no calendar knows */                   \
    X(DUE, "due")               /* to */

#define CLOCK_STEP_ENUM(name, ...) CLOCK_STEP_##name,
enum clock_step_kind {
    CLOCK_STEPS(CLOCK_STEP_ENUM) CLOCK_STEP_MAX
};

struct clock_step {
    enum clock_step_kind kind;
    struct civil from, to;
    uint32_t length;
    enum limit_unit unit;
    enum day_kind day;   /* why: of REST, ROLL */
    const char *name;    /* of the holiday, "" = none; borrowed from the calendar */
    const char *name_en; /* likewise */
};

struct clock_pause {
    struct civil from; /* first day that does not count */
    struct civil to;   /* last one; 0 = goes on */
};

struct clock_query {
    struct civil start;   /* the day of the event */
    struct wall start_at; /* of UNIT_HOUR only */
    uint32_t length;      /* at most LIMIT_LENGTH_MAX */
    enum limit_unit unit; /* calendar, working, month, hour */
    uint32_t extension;   /* 0 = none */
    enum limit_unit extension_unit;
    const struct clock_pause *pauses; /* borrowed; in order, apart from each other */
    size_t pause_count;
    const struct calendar *calendar; /* borrowed; NULL = none: provisional */
    struct place region;             /* for regional holidays; none = the country's only */
};

struct clock_result {
    struct civil due;
    struct wall due_at;       /* 24:00 of due; of UNIT_HOUR the instant */
    struct civil rolled_from; /* the last day before it was rolled; equal to due when it was not */
    bool rolled;
    bool provisional;
    bool paused; /* a pause goes on: due is the earliest day possible */
    struct clock_step steps[CLOCK_STEPS_MAX];
    size_t step_count;
    size_t steps_left_out;
};

/* PJ_BAD_FIELD: no period, too long, pauses out of order or of hours or months. */
enum pj_code clock_compute(const struct clock_query *query,
                           struct clock_result *ret_result) must_check;

/* ---- by rule sets */

/* One limit under one set, or under the national and a provincial one together: then an organ is
 * bound by the date that comes first, and a petitioner has until the one that comes last. Both are
 * kept, and both are computed again as long as one of them is provisional. Compared are dates, not
 * numbers: five working days over 国庆 are longer than ten days. */
struct clock_choice {
    const struct rule_set *sets[RULE_SETS_TOGETHER]; /* borrowed; those that give the period */
    struct clock_result results[RULE_SETS_TOGETHER];
    size_t count;
    size_t binding; /* index of the one that counts */
};

struct clock_case { /* what is asked under rule sets */
    enum limit limit;
    struct civil start;
    struct wall start_at;
    uint32_t extension; /* in the unit of the row that extends; 0 = none */
    const struct clock_pause *pauses;
    size_t pause_count;
    const struct calendar *calendar;
    struct place region;
};

/* sets: the national one first. PJ_BAD_MISSING: no set gives that period. POLICY_LIMIT: no set lets
 * it be extended, or longer than one of them allows. STATE_WRONG: it cannot be paused. */
enum pj_code clock_choose(const struct rule_set *const *sets, size_t set_count,
                          const struct clock_case *asked,
                          struct clock_choice *ret_choice) must_check;

/* ---- acts against a due date */

struct clock_act {
    struct civil received;
    struct civil posted; /* postmark 邮戳日期; 0 = did not come by post */
};

/* What was posted before the end is in time, however long it was on the road (民诉法 §85 by
 * analogy). *ret_judged: the day that counted. */
bool clock_in_time(struct civil due, const struct clock_act *act, struct civil *ret_judged);

/* ---- sentences */

enum clock_language {
    CLOCK_ZH,
    CLOCK_EN
};

void clock_step_sentence(const struct clock_step *step, enum clock_language language,
                         char text[static CLOCK_SENTENCE_MAX]);
/* "按 ZJ2016 §23：办结 30 日 ..." */
void clock_rule_sentence(const struct rule_set *set, enum limit limit, enum clock_language language,
                         char text[static CLOCK_SENTENCE_MAX]);
/* For papers, in Chinese alone: "30日(CN2022 §35)". */
void clock_period_sentence(const struct rule_set *set, enum limit limit,
                           char text[static CLOCK_SENTENCE_MAX]);
const char *clock_step_text(enum clock_step_kind kind);
