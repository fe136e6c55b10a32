/* SPDX-License-Identifier: Apache-2.0
 * Statutory channels 法定途径: whose procedure a matter belongs to, and how long the petitioner has
 * to take it. A petition stops none of these limits: 60 days, six months, a year run out while it
 * wanders. So whoever takes a case in, or leads it into a channel, tells them (channel_remedies).
 *
 * channels.csv   channel,item,body,organ,tier,branch,owner,length,unit,start,extends,article,mark,
 *                zh,en,note
 *     A row without item is a channel, the rows below it with the same code are its limits:
 *     body: whose it is: competent = the unit that the competence list names, government = the
 *     government above that unit in its division, organ = the one in the column organ; tier: its
 *     level, empty = that of the matter; branch: of 信访工作条例 §31, empty = beside that order.
 *     item: name of the limit; owner: petitioner = a remedy, organ = the organ's own clock; unit:
 *     calendar 日, working 工作日, month, year, none = no number stands here, rules = the rule set
 *     has it; start: the event whose day is not counted; extends: the item it prolongs, once.
 *     article: the basis, of every row; mark: as in a rule set (core/rule_set.h): what is memory or
 *     proposal is configuration, and no one may cite it as law.
 *
 * Refused, with the line: an unknown word, a row without basis, a code or item twice, a channel
 * without a limit of the petitioner's, a branch of §31 without a channel. A channel whose law gives
 * no number says so by a row with the unit none: a forgotten row must not mean "no limit". */
#pragma once
#include "core/clock_compute.h"
#include "core/rule_set.h"

#define CHANNELS_MAX         64 /* 27 are shipped */
#define CHANNEL_LIMITS_MAX   192
#define CHANNEL_REMEDIES_MAX 8 /* limits of the petitioner's in one channel */
#define CHANNEL_CODE_MAX     31
#define CHANNEL_NAME_MAX     63 /* bytes */
#define CHANNEL_NOTE_MAX     159
#define CHANNEL_SENTENCE_MAX 600
#define CHANNELS_CSV_HEADER                                                                        \
    "channel,item,body,organ,tier,branch,owner,length,unit,start,extends,article,mark,zh,en,note"

/* X(NAME, "text", ...), laid out by hand. */
/* clang-format off */
#define CHANNEL_BODIES(X) X(COMPETENT, "competent") X(GOVERNMENT, "government") X(ORGAN, "organ")

/* In the order of 信访工作条例 §31: the first that fits is the one. */
#define CHANNEL_BRANCHES(X)                                                                        \
    X(NONE, "", "", "")                                                                            \
    X(LITIGATION, "litigation", "诉讼、检察、公安程序", "court, procuratorate or police procedure") \
    X(ARBITRATION, "arbitration", "仲裁", "arbitration")                                           \
    X(PARTY_APPEAL, "party_appeal", "党员申诉、申请复审", "party appeal, re-examination")          \
    X(ADMINISTRATIVE, "administrative", "行政程序", "administrative procedure")                    \
    X(DUTY, "duty", "履行法定职责", "performance of a duty")                                       \
    X(PETITION, "petition", "信访程序", "the petition procedure")

#define CHANNEL_UNITS(X)                                                                           \
    X(NONE, "none", "", "") X(RULES, "rules", "", "")                                              \
    X(CALENDAR, "calendar", "日", "day") X(WORKING, "working", "个工作日", "working day")          \
    X(MONTH, "month", "个月", "month") X(YEAR, "year", "年", "year")

/* zh and en end the sentence "60 日，自...之日起". */
#define CHANNEL_STARTS(X)                                                                          \
    X(NONE, "", "", "")                                                                            \
    X(KNEW, "knew", "知道或者应当知道", "the petitioner knew or should have known")                \
    X(ENDED, "ended", "违法行为终了", "the offence ended")                                         \
    X(REVIEW_SERVED, "review_served", "收到复议、复核决定", "the decision on review was served")   \
    X(AWARD_SERVED, "award_served", "收到裁决书", "the award was served")                          \
    X(SETTLED, "settled", "调解协议生效", "the settlement took effect")                            \
    X(REQUESTED, "requested", "请求履行职责", "the duty was asked for")                            \
    X(APPLIED, "applied", "收到申请", "the application came in")                                   \
    X(RECEIVED, "received", "收到", "it came in")                                                  \
    X(ACCEPTED, "accepted", "受理", "it was taken")                                                \
    X(FILED, "filed", "立案", "the investigation was opened")                                      \
    X(DECIDED, "decided", "作出处理", "it was decided")
/* clang-format on */

#define CHANNEL_BODY_ENUM(name, ...)   CHANNEL_BODY_##name,
#define CHANNEL_BRANCH_ENUM(name, ...) CHANNEL_BRANCH_##name,
#define CHANNEL_UNIT_ENUM(name, ...)   CHANNEL_UNIT_##name,
#define CHANNEL_START_ENUM(name, ...)  CHANNEL_START_##name,
enum channel_body {
    CHANNEL_BODIES(CHANNEL_BODY_ENUM) CHANNEL_BODY_MAX
};
enum channel_branch {
    CHANNEL_BRANCHES(CHANNEL_BRANCH_ENUM) CHANNEL_BRANCH_MAX
};
enum channel_unit {
    CHANNEL_UNITS(CHANNEL_UNIT_ENUM) CHANNEL_UNIT_MAX
};
enum channel_start {
    CHANNEL_STARTS(CHANNEL_START_ENUM) CHANNEL_START_MAX
};

struct channel_limit {
    char item[CHANNEL_CODE_MAX + 1];
    enum limit_owner owner;
    enum channel_unit unit;
    uint32_t length;
    enum channel_start start;
    char extends[CHANNEL_CODE_MAX + 1]; /* "" = it is no extension */
    uint32_t extended_by; /* index of a limit of the book; CHANNEL_LIMITS_MAX = none */
    enum rule_mark mark;
    char article[CHANNEL_NAME_MAX + 1];
    char zh[CHANNEL_NAME_MAX + 1], en[CHANNEL_NAME_MAX + 1];
    char note[CHANNEL_NOTE_MAX + 1];
    uint32_t line;
};

struct channel {
    char code[CHANNEL_CODE_MAX + 1];
    enum channel_body body;
    char organ[ORGAN_TEXT_MAX + 1]; /* of CHANNEL_BODY_ORGAN */
    enum level tier;                /* LEVEL_NONE = that of the matter */
    enum channel_branch branch;
    enum rule_mark mark;
    char article[CHANNEL_NAME_MAX + 1];
    char zh[CHANNEL_NAME_MAX + 1], en[CHANNEL_NAME_MAX + 1];
    char note[CHANNEL_NOTE_MAX + 1];
    uint32_t line;
    uint32_t limit_first; /* of the book's limits */
    uint32_t limit_count;
};

struct channel_book {
    char version[VERSION_TEXT_MAX + 1];
    struct channel channels[CHANNELS_MAX];
    size_t channel_count;
    struct channel_limit limits[CHANNEL_LIMITS_MAX];
    size_t limit_count;
};

/* All or nothing; PJ_BAD_DATA with line numbers. */
enum pj_code channel_build(struct bytes csv, const char *version, struct data_report *ret_report,
                           struct channel_book *ret_book) must_check;
/* NULL when there is none of that code, or item. */
const struct channel *channel_find(const struct channel_book *book, const char *code);
const struct channel_limit *channel_find_limit(const struct channel_book *book,
                                               const struct channel *channel, const char *item);
/* The first channel of a branch: every branch but NONE has one. */
const struct channel *channel_of_branch(const struct channel_book *book,
                                        enum channel_branch branch);
/* Does the row give a number? */
bool channel_is_period(const struct channel_limit *limit);
/* From memory or proposed by us: a setting, never cited as law. */
bool channel_is_setting(const struct channel_limit *limit);

/* The office whose channel it is, for a matter at `place` (an index of the directory) with the
 * competent unit `unit` (none = not known yet). False: the directory has no such office: a court, a
 * commission, another system. Then the petitioner is told, and nothing is routed. */
bool channel_office(const struct channel *channel, const struct directory *directory,
                    uint32_t place, const struct node_id *unit, struct node_id *ret_office);

/* ---- when the limits end */

/* Due date of one limit whose start event was on that day, prolonged by its extension if
 * `extended`. Months and years end on the day of the same number, else on the month's last (民法典
 * §202); a last day that is off moves on (§203); no calendar, or one that ends before: provisional.
 * PJ_BAD_MISSING: the row gives no period, or none that extends it. region: for regional holidays,
 * or none. */
struct channel_asked {
    struct civil start;
    bool extended;
    const struct calendar *calendar; /* borrowed, may be NULL */
    struct place region;
};
enum pj_code channel_due(const struct channel_book *book, const struct channel_limit *limit,
                         const struct channel_asked *asked,
                         struct clock_result *ret_result) must_check;

/* When the organ of the channel should be done, if the matter came to it on asked->start: its
 * periods one after the other, in the order of the file, without extensions. What another owes on a
 * request (行政诉讼法 §47) counts only where that is the channel. ret_last: the last period
 * counted. PJ_BAD_MISSING: the book gives none. */
enum pj_code channel_term(const struct channel_book *book, const struct channel *channel,
                          const struct channel_asked *asked, struct clock_result *ret_result,
                          const struct channel_limit **ret_last) must_check;

struct channel_facts {                  /* what the petitioner said, as far as known */
    struct civil at[CHANNEL_START_MAX]; /* day 0 = not known */
    struct civil today;
    const struct calendar *calendar; /* borrowed, may be NULL */
    struct place region;
};

struct channel_remedy {
    const struct channel *channel;     /* borrowed from the book */
    const struct channel_limit *limit; /* likewise */
    bool is_dated;                     /* the start is known: due, provisional and over are told */
    struct civil due;
    bool provisional;
    bool over; /* the last day lies before today: told too, others may decide on excuses */
};

/* The petitioner's limits of one channel, in the order of the file; how many. Nothing else is ever
 * left out: what cannot be dated is told without a date. */
size_t channel_remedies(const struct channel_book *book, const struct channel *channel,
                        const struct channel_facts *facts,
                        struct channel_remedy ret_remedies[static CHANNEL_REMEDIES_MAX]);

/* What the petitioner is told:
 * "行政复议：申请复议 60 日，自知道或者应当知道之日起，至 2026-12-01 届满(行政复议法 §20)" */
void channel_remedy_sentence(const struct channel_remedy *remedy, enum clock_language language,
                             char text[static CHANNEL_SENTENCE_MAX]);

/* ---- words */

const char *channel_body_text(enum channel_body body);
const char *channel_branch_text(enum channel_branch branch);
const char *channel_branch_zh(enum channel_branch branch);
const char *channel_branch_en(enum channel_branch branch);
const char *channel_unit_text(enum channel_unit unit);
const char *channel_start_text(enum channel_start start);
