/* SPDX-License-Identifier: Apache-2.0
 * Reads the table of reviewing bodies, and answers from it over the directory. Pure. */
#include "core/reviewer.h"

#include "base/text.h"
#include "core/csv.h"

#include <string.h>

#define BODY_TEXT(name, text, zh, en) {text, zh, en},
#define MARK_TEXT(name, text)         [MARK_##name] = text,

static const struct {
    const char *text, *zh, *en;
} bodies[REVIEWER_BODY_MAX] = {REVIEWER_BODIES(BODY_TEXT)};
static const char *const marks[MARK_MAX] = {RULE_MARKS(MARK_TEXT)};

enum column {
    COLUMN_LEVEL,
    COLUMN_ORGAN,
    COLUMN_PLACE,
    COLUMN_FIRST,
    COLUMN_SECOND,
    COLUMN_ARTICLE,
    COLUMN_MARK,
    COLUMN_NOTE,
    COLUMN_MAX
};

struct reading {
    struct data_report *report;   /* borrowed */
    struct reviewer_table *table; /* borrowed */
};

/* ---- reading a row */

static bool complain(const struct reading *reading, const struct csv_row *csv, enum column column,
                     const char *sentence) {
    const struct csv_field *field = &csv->fields[column];

    data_report_add(reading->report, csv->line, true, "\"%.*s\" %s", csv_shown(field), field->text,
                    sentence);
    return false;
}

static bool read_text(const struct reading *reading, const struct csv_row *csv, enum column column,
                      char *text, size_t size) {
    const struct csv_field *field = &csv->fields[column];

    return (text_set(text, size, field->text, field->len) == PJ_OK &&
            text_is_utf8((struct bytes){(const uint8_t *)field->text, field->len})) ||
           complain(reading, csv, column, "过长或不是 UTF-8 / is too long, or no UTF-8");
}

static bool read_level(const struct reading *reading, const struct csv_row *csv,
                       struct reviewer_row *row) {
    const struct csv_field *field = &csv->fields[COLUMN_LEVEL];

    if (csv_field_is(field, "*")) {
        return true;
    }
    if (level_parse(field->text, field->len, &row->level) != PJ_OK) {
        return complain(
            reading, csv, COLUMN_LEVEL,
            "没有这一级 / is no level: province, city, county, township, or * for each");
    }
    return row->level != LEVEL_VILLAGE ||
           complain(reading, csv, COLUMN_LEVEL,
                    "不是行政机关，不作决定 / is no organ of government: it decides nothing "
                    "(村民委员会组织法 §2)");
}

static bool read_place(const struct reading *reading, const struct csv_row *csv,
                       struct reviewer_row *row) {
    const struct csv_field *field = &csv->fields[COLUMN_PLACE];

    return field->len == 0 || place_parse(field->text, field->len, &row->place) == PJ_OK ||
           complain(reading, csv, COLUMN_PLACE, "不是区划代码 / is no division code");
}

static bool read_body(const struct reading *reading, const struct csv_row *csv, enum column column,
                      enum reviewer_body *ret_body) {
    unsigned body = 0;

    while (body < REVIEWER_BODY_MAX && !csv_field_is(&csv->fields[column], bodies[body].text)) {
        body++;
    }
    if (body == REVIEWER_BODY_MAX) {
        return complain(reading, csv, column,
                        "没有这种复查机关 / is no reviewing body: government, upper_government, "
                        "upper_organ or end");
    }
    *ret_body = (enum reviewer_body)body;
    return true;
}

static bool read_bodies(const struct reading *reading, const struct csv_row *csv,
                        struct reviewer_row *row) {
    enum reviewer_body *pair = row->bodies;

    if (!read_body(reading, csv, COLUMN_FIRST, &pair[0]) ||
        !read_body(reading, csv, COLUMN_SECOND, &pair[1])) {
        return false;
    }
    if (pair[0] == REVIEWER_NONE) {
        return complain(reading, csv, COLUMN_FIRST,
                        "缺失：上面没有机关的写 end / is missing: nobody above is said by end");
    }
    if (pair[0] == pair[1] || (pair[1] != REVIEWER_NONE && pair[0] == REVIEWER_END) ||
        pair[1] == REVIEWER_END) {
        return complain(reading, csv, COLUMN_SECOND, "不构成第二个选择 / gives no second choice");
    }
    if (row->organ[0] == '\0') { /* a government is neither its own reviewer nor an organ */
        for (size_t i = 0; i < REVIEWERS_MAX; i++) {
            if (pair[i] == REVIEWER_GOVERNMENT || pair[i] == REVIEWER_UPPER_ORGAN) {
                return complain(
                    reading, csv, COLUMN_FIRST,
                    "不复查政府 / does not review a government: upper_government or end");
            }
        }
    }
    return true;
}

static bool read_fields(const struct reading *reading, const struct csv_row *csv,
                        struct reviewer_row *row) {
    unsigned mark = 0;

    if (!read_level(reading, csv, row) || !read_place(reading, csv, row) ||
        !read_text(reading, csv, COLUMN_ORGAN, row->organ, sizeof row->organ) ||
        !read_bodies(reading, csv, row)) {
        return false;
    }
    while (mark < MARK_MAX && !csv_field_is(&csv->fields[COLUMN_MARK], marks[mark])) {
        mark++;
    }
    if (mark == MARK_MAX) {
        return complain(reading, csv, COLUMN_MARK,
                        "没有这种出处标记 / is no mark: law, web, memory or proposal");
    }
    row->mark = (enum rule_mark)mark;
    if (csv->fields[COLUMN_ARTICLE].len == 0) {
        return complain(reading, csv, COLUMN_ARTICLE,
                        "须写明依据的法律和条款 / a row needs its basis: the law and the article");
    }
    return read_text(reading, csv, COLUMN_ARTICLE, row->article, sizeof row->article) &&
           read_text(reading, csv, COLUMN_NOTE, row->note, sizeof row->note);
}

static void read_row(const struct reading *reading, const struct csv_row *csv) {
    struct reviewer_table *table = reading->table;
    struct reviewer_row *row = &table->rows[table->count];

    if (csv->count != COLUMN_MAX) {
        data_report_add(reading->report, csv->line, true, "列数不对 / %u fields, there must be %u",
                        (unsigned)csv->count, (unsigned)COLUMN_MAX);
        return;
    }
    if (table->count == REVIEWER_ROWS_MAX) {
        data_report_add(reading->report, csv->line, true, "行数过多 / more than %u rows",
                        REVIEWER_ROWS_MAX);
        return;
    }
    *row = (struct reviewer_row){.line = csv->line};
    if (!read_fields(reading, csv, row)) {
        return;
    }
    for (size_t i = 0; i < table->count; i++) {
        const struct reviewer_row *other = &table->rows[i];

        if (other->level == row->level && place_equal(other->place, row->place) &&
            strcmp(other->organ, row->organ) == 0) {
            data_report_add(reading->report, csv->line, true,
                            "与另一行相同 / says again what line %u says", other->line);
            return;
        }
    }
    table->count++;
    reading->report->rows++;
}

/* ---- the file */

static void read_rows(const struct reading *reading, struct bytes text) {
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
        } else if (csv_row_is(&row, REVIEWERS_CSV_HEADER)) {
            header = true;
        } else {
            break;
        }
    }
    if (!header) {
        data_report_add(reading->report, csv.line > 0 ? csv.line : 1, true,
                        "首行应为各列名 / the first row must be " REVIEWERS_CSV_HEADER);
    }
}

static bool covers(const struct reviewer_table *table, enum level level, const char *organ) {
    for (size_t i = 0; i < table->count; i++) {
        const struct reviewer_row *row = &table->rows[i];

        if (place_is_none(row->place) && (row->level == LEVEL_NONE || row->level == level) &&
            strcmp(row->organ, organ) == 0) {
            return true;
        }
    }
    return false;
}

static void check_holes(const struct reading *reading) {
    for (unsigned level = LEVEL_PROVINCE; level < LEVEL_VILLAGE; level++) {
        if (!covers(reading->table, (enum level)level, "")) {
            data_report_add(
                reading->report, 1, true,
                "没有一行写明谁复查该级政府 / no row says who reviews the government of a %s",
                level_text((enum level)level));
        }
        if (!covers(reading->table, (enum level)level, "*")) {
            data_report_add(reading->report, 1, true,
                            "没有一行写明谁复查该级部门 / no row says who reviews the organs of a "
                            "%s: organ is *",
                            level_text((enum level)level));
        }
    }
}

enum pj_code reviewer_build(struct bytes csv, const char *version, struct data_report *ret_report,
                            struct reviewer_table *ret_table) {
    struct reading reading = {ret_report, ret_table};

    memset(ret_report, 0, sizeof *ret_report);
    memset(ret_table, 0, sizeof *ret_table);
    text_print(ret_table->version, sizeof ret_table->version, "%s", version);
    read_rows(&reading, csv);
    /* What is missing would only repeat what was refused. */
    if (ret_report->fatal_total == 0) {
        check_holes(&reading);
    }
    return ret_report->fatal_total > 0 ? PJ_BAD_DATA : PJ_OK;
}

/* ---- the row that speaks */

static bool row_fits(const struct reviewer_query *query, const struct reviewer_row *row,
                     uint32_t index) {
    const char *organ = node_id_organ(&query->decider);
    enum level level = place_level(directory_place(query->directory, index));

    if (row->level != LEVEL_NONE && row->level != level) {
        return false;
    }
    if (strcmp(row->organ, organ) != 0 && (organ[0] == '\0' || strcmp(row->organ, "*") != 0)) {
        return false;
    }
    return place_is_none(row->place) ||
           directory_is_within(query->directory, index,
                               directory_find(query->directory, row->place));
}

/* Longest place, then the organ by its name, then the level by its name. */
static unsigned weight(const struct reviewer_row *row) {
    return row->place.digits * 4U + (strcmp(row->organ, "*") != 0 ? 2U : 0U) +
           (row->level != LEVEL_NONE ? 1U : 0U);
}

static const struct reviewer_row *find_row(const struct reviewer_query *query, uint32_t index) {
    const struct reviewer_row *best = NULL;

    for (size_t i = 0; i < query->table->count; i++) {
        const struct reviewer_row *row = &query->table->rows[i];

        if (row_fits(query, row, index) && (best == NULL || weight(row) > weight(best))) {
            best = row;
        }
    }
    return best;
}

/* ---- candidates */

static bool may_review(const struct reviewer_query *query, const struct node_id *office) {
    return directory_has_node(query->directory, office) &&
           !node_id_equal(office, &query->decider) && !node_id_equal(office, &query->before) &&
           !conflict_has(query->conflicts, office);
}

/* From the division where the row looks for it, upwards. False when nobody is left. */
static bool find_candidate(const struct reviewer_query *query, enum reviewer_body body,
                           struct reviewer_candidate *ret_candidate) {
    const struct directory *directory = query->directory;
    const char *organ = body == REVIEWER_UPPER_ORGAN ? node_id_organ(&query->decider) : "";
    uint32_t index = directory_find(directory, node_id_place(&query->decider));
    bool raised = false;

    if (body != REVIEWER_GOVERNMENT) {
        index = directory_superior(directory, index);
    }
    for (; index != PLACE_INDEX_NONE; index = directory_superior(directory, index)) {
        struct node_id office = node_id_of_place(directory_place(directory, index));
        size_t used = strlen(office.text);

        if (organ[0] != '\0') {
            text_print(office.text + used, sizeof office.text - used, ".%s", organ);
        }
        if (may_review(query, &office)) {
            *ret_candidate = (struct reviewer_candidate){office, body, raised};
            return true;
        }
        raised = true;
    }
    return false;
}

static void choose(const struct reviewer_query *query, const struct reviewer_row *row,
                   struct reviewer_choice *choice) {
    for (size_t i = 0; i < REVIEWERS_MAX; i++) {
        struct reviewer_candidate *candidate = &choice->candidates[choice->count];

        if (row->bodies[i] != REVIEWER_NONE && find_candidate(query, row->bodies[i], candidate)) {
            choice->count++;
        }
    }
    if (choice->count == 2 &&
        node_id_equal(&choice->candidates[0].office, &choice->candidates[1].office)) {
        choice->count = 1;
    }
}

/* The row says so, or looks above where nothing is. */
static bool is_end(const struct reviewer_query *query, const struct reviewer_row *row,
                   uint32_t index) {
    for (size_t i = 0; i < REVIEWERS_MAX; i++) {
        if (row->bodies[i] == REVIEWER_GOVERNMENT) {
            return false;
        }
    }
    return row->bodies[0] == REVIEWER_END ||
           directory_superior(query->directory, index) == PLACE_INDEX_NONE;
}

enum pj_code reviewer_find(const struct reviewer_query *query, struct reviewer_choice *ret_choice) {
    uint32_t index = directory_find(query->directory, node_id_place(&query->decider));
    struct reviewer_choice choice = {.count = 0};
    const struct reviewer_row *row = NULL;

    if (!directory_has_node(query->directory, &query->decider)) {
        return PJ_POLICY_TARGET;
    }
    if (place_level(directory_place(query->directory, index)) == LEVEL_VILLAGE) {
        return PJ_POLICY_VILLAGE;
    }
    row = find_row(query, index);
    ASSERT(row != NULL); /* a table without one is not built */
    choice.line = row->line;
    choice.is_setting = row->mark == MARK_MEMORY || row->mark == MARK_PROPOSAL;
    choice.is_end = is_end(query, row, index);
    text_print(choice.basis, sizeof choice.basis, "%s:%u %s", query->table->version, row->line,
               row->article);
    if (!choice.is_end) {
        choose(query, row, &choice);
    }
    if (!choice.is_end && choice.count == 0) {
        return PJ_POLICY_CONFLICT;
    }
    *ret_choice = choice;
    return PJ_OK;
}

bool reviewer_choice_has(const struct reviewer_choice *choice, const struct node_id *office) {
    for (size_t i = 0; i < choice->count; i++) {
        if (node_id_equal(&choice->candidates[i].office, office)) {
            return true;
        }
    }
    return false;
}

/* ---- words */

const char *reviewer_body_text(enum reviewer_body body) {
    ASSERT(body < REVIEWER_BODY_MAX);
    return bodies[body].text;
}

const char *reviewer_body_zh(enum reviewer_body body) {
    ASSERT(body < REVIEWER_BODY_MAX);
    return bodies[body].zh;
}

const char *reviewer_body_en(enum reviewer_body body) {
    ASSERT(body < REVIEWER_BODY_MAX);
    return bodies[body].en;
}
