/* SPDX-License-Identifier: Apache-2.0
 * The competence list in memory: rows sorted by (place, category, rank), so that a look-up is one
 * binary search per place above the problem and per leading part of its category. Pure. */
#include "core/competence.h"

#include "base/text.h"
#include "core/csv.h"
#include "core/directory_internal.h"
#include "core/region.h"
#include "core/sort.h"

#include <string.h>

#define LIST_HEADER "category,tier,place,organ,channel,lane,valid_from,valid_to,rank,basis"
#define RANK_MAX    1000000

struct competence {
    struct competence_row *rows; /* category "" = any, place none = everywhere */
    size_t count;
    char version[VERSION_TEXT_MAX + 1];
};

enum column {
    COLUMN_CATEGORY,
    COLUMN_TIER,
    COLUMN_PLACE,
    COLUMN_ORGAN,
    COLUMN_CHANNEL,
    COLUMN_LANE,
    COLUMN_FROM,
    COLUMN_TO,
    COLUMN_RANK,
    COLUMN_BASIS,
    COLUMN_MAX
};

struct reading {
    const struct directory *directory; /* borrowed, may be NULL */
    struct data_report *report;        /* borrowed */
    struct competence *list;
};

size_t competence_bytes(struct bytes list_csv) {
    struct region region;

    region_init(&region, NULL, 0);
    (void)region_take(&region, 1, sizeof(struct competence));
    (void)region_take(&region, csv_rows_max(list_csv) + 1, sizeof(struct competence_row));
    return region.used;
}

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

    if (text_set(text, size, field->text, field->len) != PJ_OK) {
        return complain(reading, csv, column, "过长 / is too long");
    }
    return true;
}

static bool read_date(const struct reading *reading, const struct csv_row *csv, enum column column,
                      struct civil *ret_date) {
    const struct csv_field *field = &csv->fields[column];

    if (field->len > 0 && civil_parse(field->text, field->len, ret_date) != PJ_OK) {
        return complain(reading, csv, column, "不是日期 / is no date: 2026-01-31");
    }
    return true;
}

static bool read_category(const struct reading *reading, const struct csv_row *csv,
                          struct competence_row *row) {
    const struct csv_field *field = &csv->fields[COLUMN_CATEGORY];

    if (csv_field_is(field, "*")) {
        return true;
    }
    if (field->len == 0) {
        return complain(reading, csv, COLUMN_CATEGORY,
                        "不是分类代码；* 表示任何 / is no category; * stands for any");
    }
    return read_text(reading, csv, COLUMN_CATEGORY, row->category, sizeof row->category);
}

static bool read_place(const struct reading *reading, const struct csv_row *csv,
                       struct competence_row *row) {
    const struct csv_field *field = &csv->fields[COLUMN_PLACE];

    if (field->len == 0) {
        return true;
    }
    if (place_parse(field->text, field->len, &row->place) != PJ_OK) {
        return complain(reading, csv, COLUMN_PLACE, "不是区划代码 / is no division code");
    }
    if (reading->directory != NULL &&
        directory_find(reading->directory, row->place) == PLACE_INDEX_NONE) {
        return complain(reading, csv, COLUMN_PLACE,
                        "区划文件中没有 / is not in the divisions file");
    }
    return true;
}

static bool read_organ(const struct reading *reading, const struct csv_row *csv,
                       struct competence_row *row) {
    if (!read_text(reading, csv, COLUMN_ORGAN, row->organ, sizeof row->organ)) {
        return false;
    }
    if (row->organ[0] != '\0' && reading->directory != NULL &&
        !directory_knows_organ(reading->directory, row->organ, row->tier)) {
        return complain(reading, csv, COLUMN_ORGAN,
                        "该级没有一个区划有此机构 / is no organ of any division of that tier");
    }
    return true;
}

static bool read_rank(const struct reading *reading, const struct csv_row *csv,
                      struct competence_row *row) {
    const struct csv_field *field = &csv->fields[COLUMN_RANK];
    uint64_t rank = 0;

    if (field->len > 0 && text_u64(field->text, field->len, RANK_MAX, &rank) != PJ_OK) {
        return complain(reading, csv, COLUMN_RANK,
                        "次序须为 0 至 1000000，小者优先 / is no rank: 0 to 1000000, lower wins");
    }
    row->rank = (uint32_t)rank;
    return true;
}

static bool read_dates(const struct reading *reading, const struct csv_row *csv,
                       struct competence_row *row) {
    if (!read_date(reading, csv, COLUMN_FROM, &row->valid_from) ||
        !read_date(reading, csv, COLUMN_TO, &row->valid_to)) {
        return false;
    }
    if (row->valid_to.day != 0 && row->valid_to.day < row->valid_from.day) {
        return complain(
            reading, csv, COLUMN_TO,
            "早于 valid_from：此行从不生效 / lies before valid_from: the row is never valid");
    }
    return true;
}

static void read_row(const struct reading *reading, const struct csv_row *csv) {
    struct competence *list = reading->list;
    struct competence_row *row = &list->rows[list->count];
    const struct csv_field *tier = &csv->fields[COLUMN_TIER];

    memset(row, 0, sizeof *row);
    row->line = csv->line;
    if (level_parse(tier->text, tier->len, &row->tier) != PJ_OK) {
        (void)complain(reading, csv, COLUMN_TIER,
                       "没有这一级 / is no level: province, city, county, township or village");
        return;
    }
    if (!read_category(reading, csv, row) || !read_place(reading, csv, row) ||
        !read_organ(reading, csv, row) ||
        !read_text(reading, csv, COLUMN_CHANNEL, row->channel, sizeof row->channel) ||
        !read_text(reading, csv, COLUMN_LANE, row->lane, sizeof row->lane) ||
        !read_dates(reading, csv, row) || !read_rank(reading, csv, row) ||
        !read_text(reading, csv, COLUMN_BASIS, row->basis, sizeof row->basis)) {
        return;
    }
    list->count++;
    reading->report->rows++;
    reading->report->rows_per_level[row->tier]++;
}

static void read_rows(const struct reading *reading, struct bytes list_csv) {
    struct csv csv;
    struct csv_row row;
    const char *trouble = NULL;
    bool header = false;

    csv_init(&csv, list_csv);
    while (csv_next(&csv, &row, &trouble)) {
        if (trouble != NULL) {
            data_report_add(reading->report, row.line, true, "%s", trouble);
        } else if (!header) {
            header = csv_row_is(&row, LIST_HEADER);
            if (!header) {
                data_report_add(reading->report, row.line, true,
                                "首行应为各列名 / the first row must be " LIST_HEADER);
                return;
            }
        } else if (row.count != COLUMN_MAX) {
            data_report_add(reading->report, row.line, true,
                            "列数不对 / %u fields, there must be %u", (unsigned)row.count,
                            (unsigned)COLUMN_MAX);
        } else if (reading->list->count == COMPETENCE_ROWS_MAX) {
            data_report_add(reading->report, row.line, true, "行数过多 / more than %u rows",
                            (unsigned)COMPETENCE_ROWS_MAX);
            return;
        } else {
            read_row(reading, &row);
        }
    }
    if (!header) {
        data_report_add(reading->report, 1, true,
                        "空文件：首行应为各列名 / empty: the first row must be " LIST_HEADER);
    }
}

/* ---- order and overlap */

static int compare_keys(const struct competence_row *row, uint64_t place, const char *category,
                        size_t len) {
    uint64_t key = place_key(row->place);
    int order = 0;

    if (key != place) {
        return key < place ? -1 : 1;
    }
    order = strncmp(row->category, category, len);
    return order != 0 ? order : row->category[len] != '\0';
}

static int compare_rows(const void *a, const void *b) {
    const struct competence_row *left = a;
    const struct competence_row *right = b;
    int order =
        compare_keys(left, place_key(right->place), right->category, strlen(right->category));

    if (order != 0) {
        return order;
    }
    if (left->rank != right->rank) {
        return left->rank < right->rank ? -1 : 1;
    }
    return left->line < right->line ? -1 : left->line > right->line;
}

static bool same_key(const struct competence_row *a, const struct competence_row *b) {
    return place_equal(a->place, b->place) && strcmp(a->category, b->category) == 0;
}

static bool dates_overlap(const struct competence_row *a, const struct competence_row *b) {
    return (a->valid_to.day == 0 || b->valid_from.day <= a->valid_to.day) &&
           (b->valid_to.day == 0 || a->valid_from.day <= b->valid_to.day);
}

/* Two rows may not claim the same on the same day with the same rank; one behind an everlasting one
 * never speaks. */
static void check_overlap(const struct reading *reading, size_t index) {
    const struct competence_row *rows = reading->list->rows;
    const struct competence_row *row = &rows[index];

    for (size_t i = index; i-- > 0 && same_key(&rows[i], row);) {
        bool ranked = rows[i].rank < row->rank;

        if (!ranked && dates_overlap(&rows[i], row)) {
            data_report_add(reading->report, row->line, true,
                            "与另一行重叠：请给其中一行更大的 rank / overlaps line %u: give one of "
                            "them a higher rank",
                            rows[i].line);
            return;
        }
        if (ranked && rows[i].valid_to.day == 0 && rows[i].valid_from.day <= row->valid_from.day) {
            data_report_add(reading->report, row->line, false,
                            "从不使用：总是另一行优先 / never used: line %u always comes first",
                            rows[i].line);
            return;
        }
    }
}

enum pj_code competence_build(void *memory, size_t size, struct bytes list_csv, const char *version,
                              const struct directory *directory, struct data_report *ret_report,
                              struct competence **ret_list) {
    struct reading reading = {.directory = directory, .report = ret_report};
    struct competence *list = NULL;
    struct region region;

    memset(ret_report, 0, sizeof *ret_report);
    region_init(&region, memory, size);
    list = region_take(&region, 1, sizeof *list);
    ASSERT(list != NULL);
    list->rows = region_take(&region, csv_rows_max(list_csv) + 1, sizeof *list->rows);
    ASSERT(list->rows != NULL);
    reading.list = list;
    text_print(list->version, sizeof list->version, "%s", version);
    read_rows(&reading, list_csv);
    sort_records(list->rows, list->count, sizeof *list->rows, compare_rows);
    for (size_t i = 1; i < list->count; i++) {
        check_overlap(&reading, i);
    }
    if (ret_report->fatal_total > 0) {
        return PJ_BAD_DATA;
    }
    *ret_list = list;
    return PJ_OK;
}

/* ---- questions */

size_t competence_count(const struct competence *list) {
    return list->count;
}

const struct competence_row *competence_row(const struct competence *list, size_t index) {
    ASSERT(index < list->count);
    return &list->rows[index];
}

const char *competence_version(const struct competence *list) {
    return list->version;
}

/* First row that is not before the key. */
static size_t lower_bound(const struct competence *list, uint64_t place, const char *category,
                          size_t len) {
    size_t low = 0;
    size_t high = list->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare_keys(&list->rows[middle], place, category, len) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The row with exactly this place and leading part that is valid today and has the lowest rank. */
static const struct competence_row *find_exact(const struct competence *list, uint64_t place,
                                               struct bytes category, struct civil today) {
    const char *text = (const char *)category.data;

    for (size_t i = lower_bound(list, place, text, category.len);
         i < list->count && compare_keys(&list->rows[i], place, text, category.len) == 0; i++) {
        const struct competence_row *row = &list->rows[i];

        if (row->valid_from.day <= today.day &&
            (row->valid_to.day == 0 || today.day <= row->valid_to.day)) {
            return row;
        }
    }
    return NULL;
}

static const struct competence_row *find_at(const struct competence *list, uint64_t place,
                                            const char *category, struct civil today) {
    size_t first = lower_bound(list, place, "", 0);

    if (first == list->count || place_key(list->rows[first].place) != place) {
        return NULL; /* most places have no row of their own */
    }
    for (size_t len = strlen(category) + 1; len-- > 0;) {
        const struct competence_row *row =
            find_exact(list, place, (struct bytes){(const uint8_t *)category, len}, today);

        if (row != NULL) {
            return row;
        }
    }
    return NULL;
}

const struct competence_row *competence_find(const struct competence *list,
                                             const struct directory *directory,
                                             const char *category, uint32_t place_index,
                                             struct civil today) {
    while (place_index != PLACE_INDEX_NONE) {
        const struct competence_row *row =
            find_at(list, place_key(directory_place(directory, place_index)), category, today);

        if (row != NULL) {
            return row;
        }
        place_index = directory_parent(directory, place_index);
    }
    return find_at(list, place_key((struct place){0}), category, today);
}
