/* SPDX-License-Identifier: Apache-2.0
 * Reads the table of statutory channels and checks that it is whole. Pure. */
#include "core/channel.h"

#include "base/text.h"
#include "core/csv.h"

#include <string.h>

#define BODY_TEXT(name, text)           [CHANNEL_BODY_##name] = text,
#define BRANCH_TEXT(name, text, zh, en) [CHANNEL_BRANCH_##name] = text,
#define UNIT_TEXT(name, text, zh, en)   [CHANNEL_UNIT_##name] = text,
#define START_TEXT(name, text, zh, en)  [CHANNEL_START_##name] = text,
#define MARK_TEXT(name, text)           [MARK_##name] = text,
#define OWNER_TEXT(name, text)          [OWNER_##name] = text,

static const char *const bodies[CHANNEL_BODY_MAX] = {CHANNEL_BODIES(BODY_TEXT)};
static const char *const branches[CHANNEL_BRANCH_MAX] = {CHANNEL_BRANCHES(BRANCH_TEXT)};
static const char *const units[CHANNEL_UNIT_MAX] = {CHANNEL_UNITS(UNIT_TEXT)};
static const char *const starts[CHANNEL_START_MAX] = {CHANNEL_STARTS(START_TEXT)};
static const char *const marks[MARK_MAX] = {RULE_MARKS(MARK_TEXT)};
static const char *const owners[OWNER_MAX] = {LIMIT_OWNERS(OWNER_TEXT)};

enum column {
    COLUMN_CHANNEL,
    COLUMN_ITEM,
    COLUMN_BODY,
    COLUMN_ORGAN,
    COLUMN_TIER,
    COLUMN_BRANCH,
    COLUMN_OWNER,
    COLUMN_LENGTH,
    COLUMN_UNIT,
    COLUMN_START,
    COLUMN_EXTENDS,
    COLUMN_ARTICLE,
    COLUMN_MARK,
    COLUMN_ZH,
    COLUMN_EN,
    COLUMN_NOTE,
    COLUMN_MAX
};

struct reading {
    struct data_report *report; /* borrowed */
    struct channel_book *book;  /* borrowed */
    bool is_open;               /* the rows below belong to the last channel of the book */
};

/* ---- fields */

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

/* Codes go into lists, journals and sentences: nothing that would need care there. */
static bool read_code(const struct reading *reading, const struct csv_row *csv, enum column column,
                      char code[static CHANNEL_CODE_MAX + 1]) {
    const struct csv_field *field = &csv->fields[column];

    for (size_t i = 0; i < field->len; i++) {
        char c = field->text[i];

        if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_') {
            return complain(reading, csv, column,
                            "不是代码：小写字母、数字和 _ / is no code: a-z, 0-9 and _");
        }
    }
    return text_set(code, CHANNEL_CODE_MAX + 1, field->text, field->len) == PJ_OK ||
           complain(reading, csv, column, "代码过长 / is no code: 31 letters at most");
}

static bool read_text(const struct reading *reading, const struct csv_row *csv, enum column column,
                      char *text, size_t size) {
    const struct csv_field *field = &csv->fields[column];

    return (text_set(text, size, field->text, field->len) == PJ_OK &&
            text_is_utf8((struct bytes){(const uint8_t *)field->text, field->len})) ||
           complain(reading, csv, column, "过长或不是 UTF-8 / is too long, or no UTF-8");
}

static bool stays_empty(const struct reading *reading, const struct csv_row *csv,
                        enum column column, const char *sentence) {
    return csv->fields[column].len == 0 || complain(reading, csv, column, sentence);
}

static bool is_given(const struct reading *reading, const struct csv_row *csv, enum column column,
                     const char *sentence) {
    return csv->fields[column].len > 0 || complain(reading, csv, column, sentence);
}

/* What every row has: its basis, how far that can be trusted, and its names. */
static bool check_common(const struct reading *reading, const struct csv_row *csv,
                         enum rule_mark *ret_mark) {
    *ret_mark = (enum rule_mark)word_of(&csv->fields[COLUMN_MARK], marks, MARK_MAX);
    if (*ret_mark == MARK_MAX) {
        return complain(reading, csv, COLUMN_MARK,
                        "没有这种出处标记 / is no mark: law, web, memory or proposal");
    }
    return is_given(reading, csv, COLUMN_ARTICLE,
                    "须写明依据的法律和条款 / a row needs its basis: the law and the article") &&
           is_given(reading, csv, COLUMN_ZH, "须有中文名称 / a row needs its name in Chinese") &&
           is_given(reading, csv, COLUMN_EN, "须有英文名称 / a row needs its name in English");
}

/* ---- a channel */

static bool read_body(const struct reading *reading, const struct csv_row *csv,
                      struct channel *channel) {
    const struct csv_field *tier = &csv->fields[COLUMN_TIER];

    channel->body = (enum channel_body)word_of(&csv->fields[COLUMN_BODY], bodies, CHANNEL_BODY_MAX);
    if (channel->body == CHANNEL_BODY_MAX) {
        return complain(reading, csv, COLUMN_BODY,
                        "没有这种承办主体 / is no body: competent, government or organ");
    }
    if (!read_text(reading, csv, COLUMN_ORGAN, channel->organ, sizeof channel->organ)) {
        return false;
    }
    if ((channel->body == CHANNEL_BODY_ORGAN) != (channel->organ[0] != '\0')) {
        return complain(reading, csv, COLUMN_ORGAN,
                        "只有 body 为 organ 时才写机构 / an organ stands where the body is organ, "
                        "and nowhere else");
    }
    return tier->len == 0 || level_parse(tier->text, tier->len, &channel->tier) == PJ_OK ||
           complain(reading, csv, COLUMN_TIER,
                    "没有这一级 / is no level: province, city, county, township or village");
}

static bool read_channel_fields(const struct reading *reading, const struct csv_row *csv,
                                struct channel *channel) {
    static const enum column of_limits[] = {COLUMN_OWNER, COLUMN_LENGTH, COLUMN_UNIT, COLUMN_START,
                                            COLUMN_EXTENDS};

    if (!is_given(reading, csv, COLUMN_CHANNEL, "a channel needs its code") ||
        !read_code(reading, csv, COLUMN_CHANNEL, channel->code) ||
        !check_common(reading, csv, &channel->mark) || !read_body(reading, csv, channel)) {
        return false;
    }
    for (size_t i = 0; i < ARRAY_COUNT(of_limits); i++) {
        if (!stays_empty(reading, csv, of_limits[i], "belongs to a row with an item")) {
            return false;
        }
    }
    channel->branch =
        (enum channel_branch)word_of(&csv->fields[COLUMN_BRANCH], branches, CHANNEL_BRANCH_MAX);
    if (channel->branch == CHANNEL_BRANCH_MAX) {
        return complain(
            reading, csv, COLUMN_BRANCH,
            "不是 §31 的分类 / is no branch of §31: litigation, arbitration, party_appeal, "
            "administrative, duty or petition");
    }
    return read_text(reading, csv, COLUMN_ARTICLE, channel->article, sizeof channel->article) &&
           read_text(reading, csv, COLUMN_ZH, channel->zh, sizeof channel->zh) &&
           read_text(reading, csv, COLUMN_EN, channel->en, sizeof channel->en) &&
           read_text(reading, csv, COLUMN_NOTE, channel->note, sizeof channel->note);
}

static void read_channel(struct reading *reading, const struct csv_row *csv) {
    struct channel_book *book = reading->book;
    struct channel *channel = &book->channels[book->channel_count];
    const struct channel *other = NULL;

    reading->is_open = false;
    if (book->channel_count == CHANNELS_MAX) {
        data_report_add(reading->report, csv->line, true, "途径过多 / more than %u channels",
                        CHANNELS_MAX);
        return;
    }
    *channel = (struct channel){.line = csv->line, .limit_first = (uint32_t)book->limit_count};
    if (!read_channel_fields(reading, csv, channel)) {
        return;
    }
    other = channel_find(book, channel->code);
    if (other != NULL) {
        data_report_add(reading->report, csv->line, true, "重复 / %s stands in line %u already",
                        channel->code, other->line);
        return;
    }
    book->channel_count++;
    reading->report->rows++;
    reading->is_open = true;
}

/* ---- a limit */

static bool read_length(const struct reading *reading, const struct csv_row *csv,
                        struct channel_limit *limit) {
    const struct csv_field *field = &csv->fields[COLUMN_LENGTH];
    uint32_t most = limit->unit == CHANNEL_UNIT_YEAR    ? LIMIT_LENGTH_MAX / 365
                    : limit->unit == CHANNEL_UNIT_MONTH ? LIMIT_LENGTH_MAX / 30
                                                        : LIMIT_LENGTH_MAX;
    uint64_t length = 0;

    if (!channel_is_period(limit)) {
        return stays_empty(reading, csv, COLUMN_LENGTH,
                           "没有单位的期限：请留空 / is a length without a unit: leave it empty") &&
               stays_empty(reading, csv, COLUMN_START, "starts no period: leave it empty");
    }
    if (text_u64(field->text, field->len, most, &length) != PJ_OK || length == 0) {
        return complain(reading, csv, COLUMN_LENGTH,
                        "期限须为一日至十年 / is no length: 1 day to ten years");
    }
    limit->length = (uint32_t)length;
    return true;
}

static bool read_words(const struct reading *reading, const struct csv_row *csv,
                       struct channel_limit *limit) {
    const struct csv_field *fields = csv->fields;

    limit->owner = (enum limit_owner)word_of(&fields[COLUMN_OWNER], owners, OWNER_MAX);
    limit->unit = (enum channel_unit)word_of(&fields[COLUMN_UNIT], units, CHANNEL_UNIT_MAX);
    limit->start = (enum channel_start)word_of(&fields[COLUMN_START], starts, CHANNEL_START_MAX);
    if (limit->owner == OWNER_MAX) {
        return complain(reading, csv, COLUMN_OWNER,
                        "义务人须为 organ 或 petitioner / is no owner: organ or petitioner");
    }
    if (limit->unit == CHANNEL_UNIT_MAX) {
        return complain(reading, csv, COLUMN_UNIT,
                        "没有这种单位 / is no unit: calendar, working, month, year, none or rules");
    }
    if (limit->start == CHANNEL_START_MAX) {
        return complain(reading, csv, COLUMN_START,
                        "没有这种起算事由 / is no event that starts a period");
    }
    return true;
}

static bool read_limit_fields(const struct reading *reading, const struct csv_row *csv,
                              struct channel_limit *limit) {
    static const enum column of_channels[] = {COLUMN_BODY, COLUMN_ORGAN, COLUMN_TIER,
                                              COLUMN_BRANCH};

    for (size_t i = 0; i < ARRAY_COUNT(of_channels); i++) {
        if (!stays_empty(reading, csv, of_channels[i], "belongs to the row of the channel")) {
            return false;
        }
    }
    if (!read_code(reading, csv, COLUMN_ITEM, limit->item) ||
        !read_code(reading, csv, COLUMN_EXTENDS, limit->extends) ||
        !check_common(reading, csv, &limit->mark) || !read_words(reading, csv, limit) ||
        !read_length(reading, csv, limit)) {
        return false;
    }
    if (channel_is_period(limit) &&
        (limit->start == CHANNEL_START_NONE) == (limit->extends[0] == '\0')) {
        return complain(reading, csv, COLUMN_START,
                        "须写起算事由，或所延长的时限 / a period has the event that starts it, or "
                        "the item that it extends");
    }
    return read_text(reading, csv, COLUMN_ARTICLE, limit->article, sizeof limit->article) &&
           read_text(reading, csv, COLUMN_ZH, limit->zh, sizeof limit->zh) &&
           read_text(reading, csv, COLUMN_EN, limit->en, sizeof limit->en) &&
           read_text(reading, csv, COLUMN_NOTE, limit->note, sizeof limit->note);
}

static void read_limit(const struct reading *reading, const struct csv_row *csv) {
    struct channel_book *book = reading->book;
    struct channel_limit *limit = &book->limits[book->limit_count];
    struct channel *channel = NULL;
    const struct channel_limit *other = NULL;

    if (!reading->is_open) {
        /* Below a channel that was refused it is not worth a second complaint. */
        (void)(reading->report->fatal_total > 0 ||
               complain(reading, csv, COLUMN_CHANNEL,
                        "此时限之上没有该途径的行 / has no row of its own above this limit"));
        return;
    }
    channel = &book->channels[book->channel_count - 1];
    if (!csv_field_is(&csv->fields[COLUMN_CHANNEL], channel->code)) {
        (void)complain(reading, csv, COLUMN_CHANNEL,
                       "不是上一行的途径：时限紧接在其途径之下 / is not the channel above: its "
                       "limits stand right below a channel");
        return;
    }
    if (book->limit_count == CHANNEL_LIMITS_MAX) {
        data_report_add(reading->report, csv->line, true, "时限过多 / more than %u limits",
                        CHANNEL_LIMITS_MAX);
        return;
    }
    *limit = (struct channel_limit){.line = csv->line, .extended_by = CHANNEL_LIMITS_MAX};
    if (!read_limit_fields(reading, csv, limit)) {
        return;
    }
    other = channel_find_limit(book, channel, limit->item);
    if (other != NULL) {
        data_report_add(reading->report, csv->line, true, "重复 / %s.%s stands in line %u already",
                        channel->code, limit->item, other->line);
        return;
    }
    book->limit_count++;
    channel->limit_count++;
    reading->report->rows++;
}

/* ---- the file */

static void read_row(struct reading *reading, const struct csv_row *row) {
    if (row->count != COLUMN_MAX) {
        data_report_add(reading->report, row->line, true, "列数不对 / %u fields, there must be %u",
                        (unsigned)row->count, (unsigned)COLUMN_MAX);
    } else if (row->fields[COLUMN_ITEM].len == 0) {
        read_channel(reading, row);
    } else {
        read_limit(reading, row);
    }
}

static void read_rows(struct reading *reading, struct bytes text) {
    struct csv csv;
    struct csv_row row;
    const char *trouble = NULL;
    bool header = false;

    csv_init(&csv, text);
    while (csv_next(&csv, &row, &trouble)) {
        if (trouble != NULL) {
            data_report_add(reading->report, row.line, true, "%s", trouble);
        } else if (header) {
            read_row(reading, &row);
        } else if (csv_row_is(&row, CHANNELS_CSV_HEADER)) {
            header = true;
        } else {
            break;
        }
    }
    if (!header) {
        data_report_add(reading->report, csv.line > 0 ? csv.line : 1, true,
                        "首行应为各列名 / the first row must be " CHANNELS_CSV_HEADER);
    }
}

static void link_extension(const struct reading *reading, const struct channel *channel,
                           uint32_t index) {
    struct channel_book *book = reading->book;
    const struct channel_limit *limit = &book->limits[index];
    struct channel_limit *extended = NULL;

    for (uint32_t i = 0; i < channel->limit_count; i++) {
        if (strcmp(book->limits[channel->limit_first + i].item, limit->extends) == 0) {
            extended = &book->limits[channel->limit_first + i];
        }
    }
    if (extended == NULL || !channel_is_period(limit) || !channel_is_period(extended) ||
        extended->extends[0] != '\0') {
        data_report_add(reading->report, limit->line, true,
                        "所延长的时限不存在 / %s.%s extends %s, and the channel has no such period",
                        channel->code, limit->item, limit->extends);
    } else if (extended->extended_by != CHANNEL_LIMITS_MAX) {
        data_report_add(
            reading->report, limit->line, true,
            "已经延长过：一个时限只延长一次 / %s.%s is extended already: a period is extended once",
            channel->code, limit->extends);
    } else {
        extended->extended_by = index;
    }
}

static void check_channel(const struct reading *reading, const struct channel *channel) {
    const struct channel_book *book = reading->book;
    uint32_t remedies = 0;

    for (uint32_t i = 0; i < channel->limit_count; i++) {
        const struct channel_limit *limit = &book->limits[channel->limit_first + i];

        remedies += limit->owner == OWNER_PETITIONER ? 1 : 0;
        if (limit->extends[0] != '\0') {
            link_extension(reading, channel, channel->limit_first + i);
        }
    }
    if (remedies == 0) {
        data_report_add(reading->report, channel->line, true,
                        "没有写信访人的期限：法律未定天数的，写一行 unit 为 none / %s says nothing "
                        "of the petitioner's limit: a law without a number has a "
                        "row with the unit none",
                        channel->code);
    } else if (remedies > CHANNEL_REMEDIES_MAX) {
        data_report_add(reading->report, channel->line, true,
                        "信访人的期限过多 / %s has more than %u limits of the petitioner's",
                        channel->code, CHANNEL_REMEDIES_MAX);
    }
}

static void check_branches(const struct reading *reading) {
    for (unsigned branch = CHANNEL_BRANCH_NONE + 1; branch < CHANNEL_BRANCH_MAX; branch++) {
        if (channel_of_branch(reading->book, (enum channel_branch)branch) == NULL) {
            data_report_add(
                reading->report, 1, true,
                "缺少 §31 的一类途径 / no channel of the branch %s: 信访工作条例 §31 has six",
                branches[branch]);
        }
    }
}

enum pj_code channel_build(struct bytes csv, const char *version, struct data_report *ret_report,
                           struct channel_book *ret_book) {
    struct reading reading = {.report = ret_report, .book = ret_book};

    memset(ret_report, 0, sizeof *ret_report);
    memset(ret_book, 0, sizeof *ret_book);
    text_print(ret_book->version, sizeof ret_book->version, "%s", version);
    read_rows(&reading, csv);
    /* What is missing would only repeat what was refused. */
    if (ret_report->fatal_total == 0) {
        for (size_t i = 0; i < ret_book->channel_count; i++) {
            check_channel(&reading, &ret_book->channels[i]);
        }
        check_branches(&reading);
    }
    return ret_report->fatal_total > 0 ? PJ_BAD_DATA : PJ_OK;
}

/* ---- questions */

const struct channel *channel_find(const struct channel_book *book, const char *code) {
    for (size_t i = 0; i < book->channel_count; i++) {
        if (strcmp(book->channels[i].code, code) == 0) {
            return &book->channels[i];
        }
    }
    return NULL;
}

const struct channel_limit *channel_find_limit(const struct channel_book *book,
                                               const struct channel *channel, const char *item) {
    for (uint32_t i = 0; i < channel->limit_count; i++) {
        const struct channel_limit *limit = &book->limits[channel->limit_first + i];

        if (strcmp(limit->item, item) == 0) {
            return limit;
        }
    }
    return NULL;
}

const struct channel *channel_of_branch(const struct channel_book *book,
                                        enum channel_branch branch) {
    for (size_t i = 0; i < book->channel_count; i++) {
        if (book->channels[i].branch == branch) {
            return &book->channels[i];
        }
    }
    return NULL;
}

bool channel_is_period(const struct channel_limit *limit) {
    return limit->unit != CHANNEL_UNIT_NONE && limit->unit != CHANNEL_UNIT_RULES;
}

bool channel_is_setting(const struct channel_limit *limit) {
    return limit->mark == MARK_MEMORY || limit->mark == MARK_PROPOSAL;
}

const char *channel_body_text(enum channel_body body) {
    ASSERT(body < CHANNEL_BODY_MAX);
    return bodies[body];
}

const char *channel_branch_text(enum channel_branch branch) {
    ASSERT(branch < CHANNEL_BRANCH_MAX);
    return branches[branch];
}

const char *channel_unit_text(enum channel_unit unit) {
    ASSERT(unit < CHANNEL_UNIT_MAX);
    return units[unit];
}

const char *channel_start_text(enum channel_start start) {
    ASSERT(start < CHANNEL_START_MAX);
    return starts[start];
}
