/* SPDX-License-Identifier: Apache-2.0
 * Reads a rule set and checks that it is whole. Pure. */
#include "core/rule_set.h"

#include "base/text.h"
#include "core/csv.h"

#include <string.h>

#define RULES_HEADER "limit,length,unit,extends,approver,pausable,owner,start,article,mark,note"

#define LIMIT_TEXT(name, text, required, zh, en) [LIMIT_##name] = {text, zh, en, required},
#define UNIT_TEXT(name, text)                    [UNIT_##name] = text,
#define OWNER_TEXT(name, text)                   [OWNER_##name] = text,
#define APPROVER_TEXT(name, text)                [APPROVER_##name] = text,
#define START_TEXT(name, text)                   [START_##name] = text,
#define MARK_TEXT(name, text)                    [MARK_##name] = text,

static const struct {
    const char *text, *zh, *en;
    bool required;
} limits[LIMIT_MAX] = {LIMITS(LIMIT_TEXT)};
static const char *const units[UNIT_MAX] = {LIMIT_UNITS(UNIT_TEXT)};
static const char *const owners[OWNER_MAX] = {LIMIT_OWNERS(OWNER_TEXT)};
static const char *const approvers[APPROVER_MAX] = {LIMIT_APPROVERS(APPROVER_TEXT)};
static const char *const starts[START_MAX] = {LIMIT_STARTS(START_TEXT)};
static const char *const marks[MARK_MAX] = {RULE_MARKS(MARK_TEXT)};

enum column {
    COLUMN_LIMIT,
    COLUMN_LENGTH,
    COLUMN_UNIT,
    COLUMN_EXTENDS,
    COLUMN_APPROVER,
    COLUMN_PAUSABLE,
    COLUMN_OWNER,
    COLUMN_START,
    COLUMN_ARTICLE,
    COLUMN_MARK,
    COLUMN_NOTE,
    COLUMN_MAX
};

struct reading {
    struct data_report *report; /* borrowed */
    struct rule_set *set;       /* borrowed */
};

/* ---- reading a row */

static bool complain(const struct reading *reading, const struct csv_row *csv, enum column column,
                     const char *sentence) {
    const struct csv_field *field = &csv->fields[column];

    data_report_add(reading->report, csv->line, true, "\"%.*s\" %s", csv_shown(field), field->text,
                    sentence);
    return false;
}

static unsigned word_of(const struct csv_field *field, const char *const *words, unsigned count) {
    unsigned i = 0;

    while (i < count && !csv_field_is(field, words[i])) {
        i++;
    }
    return i;
}

static enum limit limit_of(const struct csv_field *field) {
    enum limit limit = LIMIT_MAX;

    return limit_parse(field->text, field->len, &limit) == PJ_OK ? limit : LIMIT_MAX;
}

static bool read_length(const struct reading *reading, const struct csv_row *csv,
                        struct rule *rule) {
    const struct csv_field *field = &csv->fields[COLUMN_LENGTH];
    uint64_t length = 0;

    switch (rule->unit) {
    case UNIT_NONE:
    case UNIT_NATIONAL:
        return field->len == 0 ||
               complain(reading, csv, COLUMN_LENGTH,
                        "没有单位的期限：请留空 / is a length without a unit: leave it empty");
    case UNIT_DATE:
        return civil_parse(field->text, field->len, &rule->date) == PJ_OK ||
               complain(reading, csv, COLUMN_LENGTH, "不是日期 / is no date: 2022-05-01");
    case UNIT_DIVISION:
        return place_parse(field->text, field->len, &rule->place) == PJ_OK ||
               complain(reading, csv, COLUMN_LENGTH, "不是区划代码 / is no division code");
    case UNIT_CALENDAR:
    case UNIT_WORKING:
    case UNIT_MONTH:
    case UNIT_HOUR:
    case UNIT_PERSONS:
    case UNIT_MAX:
        break;
    }
    if (text_u64(field->text, field->len, LIMIT_LENGTH_MAX, &length) != PJ_OK) {
        return complain(reading, csv, COLUMN_LENGTH,
                        "期限须为 0 至 3650 / is no length: 0 to 3650");
    }
    rule->length = (uint32_t)length;
    return true;
}

static bool read_extends(const struct reading *reading, const struct csv_row *csv,
                         struct rule *rule) {
    const struct csv_field *field = &csv->fields[COLUMN_EXTENDS];

    rule->extends = field->len == 0 ? LIMIT_MAX : limit_of(field);
    if (field->len > 0 && (rule->extends == LIMIT_MAX || rule->extends == rule->limit)) {
        return complain(reading, csv, COLUMN_EXTENDS,
                        "不是可以延长的时限 / is no limit that could be extended");
    }
    return true;
}

/* The columns that hold a word of a closed list. */
static bool read_words(const struct reading *reading, const struct csv_row *csv,
                       struct rule *rule) {
    const struct csv_field *fields = csv->fields;

    rule->approver =
        (enum limit_approver)word_of(&fields[COLUMN_APPROVER], approvers, APPROVER_MAX);
    rule->owner = (enum limit_owner)word_of(&fields[COLUMN_OWNER], owners, OWNER_MAX);
    rule->start = (enum limit_start)word_of(&fields[COLUMN_START], starts, START_MAX);
    rule->mark = (enum rule_mark)word_of(&fields[COLUMN_MARK], marks, MARK_MAX);
    rule->pausable = csv_field_is(&fields[COLUMN_PAUSABLE], "yes");
    if (rule->approver == APPROVER_MAX) {
        return complain(reading, csv, COLUMN_APPROVER,
                        "没有这种批准人 / is no approver: head, head_or_assigner");
    }
    if (!rule->pausable && fields[COLUMN_PAUSABLE].len > 0) {
        return complain(reading, csv, COLUMN_PAUSABLE, "须为 yes 或空 / must be yes or empty");
    }
    if (rule->owner == OWNER_MAX) {
        return complain(reading, csv, COLUMN_OWNER,
                        "义务人须为 organ 或 petitioner / is no owner: organ or petitioner");
    }
    if (rule->start == START_MAX) {
        return complain(reading, csv, COLUMN_START,
                        "没有这种起算事由 / is no event that starts a period");
    }
    if (rule->mark == MARK_MAX) {
        return complain(reading, csv, COLUMN_MARK,
                        "没有这种出处标记 / is no mark: law, web, memory or proposal");
    }
    return true;
}

static bool read_text(const struct reading *reading, const struct csv_row *csv, enum column column,
                      char *text, size_t size) {
    const struct csv_field *field = &csv->fields[column];

    if (text_set(text, size, field->text, field->len) != PJ_OK ||
        !text_is_utf8((struct bytes){(const uint8_t *)field->text, field->len})) {
        return complain(reading, csv, column, "过长或不是 UTF-8 / is too long, or no UTF-8");
    }
    return true;
}

static bool read_fields(const struct reading *reading, const struct csv_row *csv,
                        struct rule *rule) {
    rule->unit = (enum limit_unit)word_of(&csv->fields[COLUMN_UNIT], units, UNIT_MAX);
    if (rule->unit == UNIT_MAX) {
        return complain(reading, csv, COLUMN_UNIT,
                        "没有这种单位 / is no unit: calendar, working, month, hour, persons, date, "
                        "division, none "
                        "or national");
    }
    if (!read_length(reading, csv, rule) || !read_extends(reading, csv, rule) ||
        !read_words(reading, csv, rule) ||
        !read_text(reading, csv, COLUMN_ARTICLE, rule->article, sizeof rule->article) ||
        !read_text(reading, csv, COLUMN_NOTE, rule->note, sizeof rule->note)) {
        return false;
    }
    if (rule_is_period(rule) && rule->start == START_NONE && rule->extends == LIMIT_MAX) {
        return complain(reading, csv, COLUMN_START,
                        "期限须有起算事由 / a period needs the event that starts it");
    }
    return true;
}

static void read_row(const struct reading *reading, const struct csv_row *csv) {
    enum limit limit = limit_of(&csv->fields[COLUMN_LIMIT]);
    struct rule *rule = NULL;

    if (limit == LIMIT_MAX) {
        (void)complain(reading, csv, COLUMN_LIMIT,
                       "没有这个时限 / is no limit: C1 to C11, SET, ...");
        return;
    }
    rule = &reading->set->rules[limit];
    if (rule->line != 0) {
        data_report_add(reading->report, csv->line, true, "重复 / %s stands in line %u already",
                        limit_text(limit), rule->line);
        return;
    }
    rule->line = csv->line;
    rule->limit = limit;
    rule->given = read_fields(reading, csv, rule);
    reading->report->rows += rule->given ? 1 : 0;
}

static void read_rows(const struct reading *reading, struct bytes text) {
    struct csv csv;
    struct csv_row row;
    const char *trouble = NULL;
    bool header = false;

    csv_init(&csv, text);
    while (csv_next(&csv, &row, &trouble)) {
        if (trouble != NULL) {
            data_report_add(reading->report, row.line, true, "%s", trouble);
        } else if (!header) {
            header = csv_row_is(&row, RULES_HEADER);
            if (!header) {
                data_report_add(reading->report, row.line, true,
                                "首行应为各列名 / the first row must be " RULES_HEADER);
                return;
            }
        } else if (row.count != COLUMN_MAX) {
            data_report_add(reading->report, row.line, true,
                            "列数不对 / %u fields, there must be %u", (unsigned)row.count,
                            (unsigned)COLUMN_MAX);
        } else {
            read_row(reading, &row);
        }
    }
    if (!header) {
        data_report_add(reading->report, 1, true,
                        "空文件：首行应为各列名 / empty: the first row must be " RULES_HEADER);
    }
}

/* ---- the whole */

static void check_missing(const struct reading *reading) {
    for (unsigned limit = 0; limit < LIMIT_MAX; limit++) {
        if (limits[limit].required && reading->set->rules[limit].line == 0) {
            data_report_add(reading->report, 1, true,
                            "缺少这一时限：没有规定的写 none 或 national / %s is missing (%s): a "
                            "regulation without it says none or national",
                            limits[limit].text, limits[limit].en);
        }
    }
}

static void check_title(const struct reading *reading) {
    const struct rule *title = &reading->set->rules[LIMIT_SET];

    if (title->given && title->unit != UNIT_DATE) {
        data_report_add(
            reading->report, title->line, true,
            "SET 的单位为 date：施行之日 / SET has the unit date: the day it came into force");
    }
}

static void link_extension(const struct reading *reading, struct rule *rule) {
    struct rule *extended = &reading->set->rules[rule->extends];

    if (!rule_is_period(extended)) {
        data_report_add(reading->report, rule->line, true,
                        "所延长的时限不存在 / %s extends %s, and the set has no such period",
                        limit_text(rule->limit), limit_text(rule->extends));
    } else if (extended->extended_by != LIMIT_MAX) {
        data_report_add(reading->report, rule->line, true,
                        "已经延长过：一个时限只延长一次 / %s is extended by %s already: a period "
                        "is extended once",
                        limit_text(rule->extends), limit_text(extended->extended_by));
    } else if (rule->approver == APPROVER_NONE) {
        data_report_add(reading->report, rule->line, true,
                        "延长须写明谁批准 / %s is an extension: say who approves it",
                        limit_text(rule->limit));
    } else {
        extended->extended_by = rule->limit;
    }
}

enum pj_code rule_set_build(struct bytes csv, const char *version, struct data_report *ret_report,
                            struct rule_set *ret_set) {
    struct reading reading = {ret_report, ret_set};

    memset(ret_report, 0, sizeof *ret_report);
    memset(ret_set, 0, sizeof *ret_set);
    for (unsigned limit = 0; limit < LIMIT_MAX; limit++) {
        ret_set->rules[limit].limit = (enum limit)limit;
        ret_set->rules[limit].extends = LIMIT_MAX;
        ret_set->rules[limit].extended_by = LIMIT_MAX;
    }
    text_print(ret_set->version, sizeof ret_set->version, "%s", version);
    read_rows(&reading, csv);
    check_missing(&reading);
    check_title(&reading);
    for (unsigned limit = 0; limit < LIMIT_MAX; limit++) {
        struct rule *rule = &ret_set->rules[limit];

        if (rule->given && rule->extends != LIMIT_MAX && rule_is_period(rule)) {
            link_extension(&reading, rule);
        }
    }
    return ret_report->fatal_total > 0 ? PJ_BAD_DATA : PJ_OK;
}

/* ---- questions */

const struct rule *rule_set_find(const struct rule_set *set, enum limit limit) {
    ASSERT(limit < LIMIT_MAX);
    return set->rules[limit].given ? &set->rules[limit] : NULL;
}

bool rule_is_period(const struct rule *rule) {
    return rule->unit == UNIT_CALENDAR || rule->unit == UNIT_WORKING || rule->unit == UNIT_MONTH ||
           rule->unit == UNIT_HOUR;
}

bool rule_is_setting(const struct rule *rule) {
    return rule->mark == MARK_MEMORY || rule->mark == MARK_PROPOSAL;
}

/* ---- words */

const char *limit_text(enum limit limit) {
    return limit < LIMIT_MAX ? limits[limit].text : "";
}

const char *limit_zh(enum limit limit) {
    return limit < LIMIT_MAX ? limits[limit].zh : "";
}

const char *limit_en(enum limit limit) {
    return limit < LIMIT_MAX ? limits[limit].en : "";
}

const char *limit_unit_text(enum limit_unit unit) {
    ASSERT(unit < UNIT_MAX);
    return units[unit];
}

const char *limit_owner_text(enum limit_owner owner) {
    ASSERT(owner < OWNER_MAX);
    return owners[owner];
}

const char *limit_approver_text(enum limit_approver approver) {
    ASSERT(approver < APPROVER_MAX);
    return approvers[approver];
}

const char *limit_start_text(enum limit_start start) {
    ASSERT(start < START_MAX);
    return starts[start];
}

const char *rule_mark_text(enum rule_mark mark) {
    ASSERT(mark < MARK_MAX);
    return marks[mark];
}

static bool text_is(const char *word, const char *text, size_t len) {
    return strlen(word) == len && memcmp(word, text, len) == 0;
}

enum pj_code limit_parse(const char *text, size_t len, enum limit *ret_limit) {
    for (unsigned limit = 0; limit < LIMIT_MAX; limit++) {
        if (text_is(limits[limit].text, text, len)) {
            *ret_limit = (enum limit)limit;
            return PJ_OK;
        }
    }
    return PJ_BAD_ENUM;
}

enum pj_code limit_unit_parse(const char *text, size_t len, enum limit_unit *ret_unit) {
    for (unsigned unit = 0; unit < UNIT_MAX; unit++) {
        if (text_is(units[unit], text, len)) {
            *ret_unit = (enum limit_unit)unit;
            return PJ_OK;
        }
    }
    return PJ_BAD_ENUM;
}
