/* SPDX-License-Identifier: Apache-2.0
 * divisions.csv becomes a directory: read the rows, sort them, find parents and successors, number
 * the tree. Every bad row is told with its line; one is enough and nothing is loaded. Pure. */
#include "core/directory_internal.h"
#include "core/sort.h"

#include <string.h>

#define DIVISIONS_HEADER "division,name,parent,tiers,valid_from,valid_to,successor,virtual,organs"

enum column {
    COLUMN_DIVISION,
    COLUMN_NAME,
    COLUMN_PARENT,
    COLUMN_TIERS,
    COLUMN_FROM,
    COLUMN_TO,
    COLUMN_SUCCESSOR,
    COLUMN_VIRTUAL,
    COLUMN_ORGANS,
    COLUMN_MAX
};

/* ---- memory */

static size_t power_of_two(size_t least) {
    size_t size = 1;

    while (size < least) {
        size *= 2;
    }
    return size;
}

void directory_lay_rows(struct region *region, size_t rows_max, size_t organs_max,
                        struct directory *directory) {
    directory->rows = region_take(region, rows_max + 1, sizeof *directory->rows);
    directory->organs = region_take(region, organs_max + 1, sizeof *directory->organs);
}

void directory_lay_tables(struct region *region, size_t rows, size_t organs,
                          struct directory *directory) {
    size_t slots = power_of_two(2 * rows + 2);
    size_t names = power_of_two(2 * organs + 2);

    directory->slots = region_take(region, slots, sizeof *directory->slots);
    directory->slot_mask = slots - 1;
    directory->names = region_take(region, names, sizeof *directory->names);
    directory->name_mask = names - 1;
}

void directory_lay_stations(struct region *region, size_t stations_max,
                            struct directory *directory) {
    directory->stations = region_take(region, stations_max + 1, sizeof *directory->stations);
}

/* The one layout, for measuring and for building. */
static void lay(struct region *region, struct bytes divisions_csv, struct bytes nodes_csv,
                struct directory *directory) {
    size_t rows = csv_rows_max(divisions_csv);
    size_t organs = csv_items_max(divisions_csv);

    directory_lay_rows(region, rows, organs, directory);
    directory_lay_tables(region, rows, organs, directory);
    directory_lay_stations(region, csv_rows_max(nodes_csv), directory);
}

size_t directory_bytes(struct bytes divisions_csv, struct bytes nodes_csv) {
    struct directory scratch;
    struct region region;

    region_init(&region, NULL, 0);
    (void)region_take(&region, 1, sizeof(struct directory));
    lay(&region, divisions_csv, nodes_csv, &scratch);
    return region.used;
}

/* ---- one row */

static bool read_place(struct building *building, const struct csv_row *csv, enum column column,
                       uint64_t *ret_key) {
    const struct csv_field *field = &csv->fields[column];
    struct place place = {0};

    if (place_parse(field->text, field->len, &place) != PJ_OK) {
        data_report_add(building->report, csv->line, true,
                        "不是区划代码 / \"%.*s\" is no division code: 2, 4, 6, 9 or 12 digits",
                        csv_shown(field), field->text);
        return false;
    }
    *ret_key = place_key(place);
    return true;
}

static bool read_optional_place(struct building *building, const struct csv_row *csv,
                                enum column column, uint64_t *ret_key) {
    return csv->fields[column].len == 0 || read_place(building, csv, column, ret_key);
}

static bool read_tiers(struct building *building, const struct csv_row *csv,
                       struct place_row *row) {
    struct csv_field list = csv->fields[COLUMN_TIERS];
    struct csv_field item;

    if (list.len == 0) {
        row->tiers = (uint8_t)(1U << place_level(place_of_key(row->key)));
        return true;
    }
    while (csv_item(&list, &item)) {
        enum level level = LEVEL_NONE;

        if (level_parse(item.text, item.len, &level) != PJ_OK) {
            data_report_add(
                building->report, csv->line, true,
                "没有这一级 / \"%.*s\" is no level: province, city, county, township or village",
                csv_shown(&item), item.text);
            return false;
        }
        row->tiers |= (uint8_t)(1U << level);
    }
    return true;
}

static bool read_date(struct building *building, const struct csv_row *csv, enum column column,
                      struct civil *ret_date) {
    const struct csv_field *field = &csv->fields[column];

    if (field->len == 0 || civil_parse(field->text, field->len, ret_date) == PJ_OK) {
        return true;
    }
    data_report_add(building->report, csv->line, true, "不是日期 / \"%.*s\" is no date: 2026-01-31",
                    csv_shown(field), field->text);
    return false;
}

static bool read_dates(struct building *building, const struct csv_row *csv,
                       struct place_row *row) {
    struct civil from = {INT32_MIN};
    struct civil to = {INT32_MAX};

    if (!read_date(building, csv, COLUMN_FROM, &from) ||
        !read_date(building, csv, COLUMN_TO, &to)) {
        return false;
    }
    if (to.day < from.day) {
        data_report_add(building->report, csv->line, true,
                        "valid_to 早于 valid_from：该区划从未存在 / valid_to lies before "
                        "valid_from: the division never existed");
        return false;
    }
    row->last_day = to.day;
    return true;
}

static bool read_virtual(struct building *building, const struct csv_row *csv,
                         struct place_row *row) {
    const struct csv_field *field = &csv->fields[COLUMN_VIRTUAL];

    if (field->len == 0 || csv_field_is(field, "0")) {
        return true;
    }
    row->is_virtual = true;
    if (csv_field_is(field, "1")) {
        return true;
    }
    data_report_add(building->report, csv->line, true,
                    "virtual 只能是 1、0 或空 / virtual is 1, 0 or empty, not \"%.*s\"",
                    csv_shown(field), field->text);
    return false;
}

static bool is_organ(const struct csv_field *item) {
    if (item->len == 0 || item->len > ORGAN_TEXT_MAX) {
        return false;
    }
    for (size_t i = 0; i < item->len; i++) {
        char c = item->text[i];

        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) {
            return false;
        }
    }
    return true;
}

/* "land:B": the letter is cut off. */
static char take_series(struct csv_field *item) {
    char series = 0;

    if (item->len > 2 && item->text[item->len - 2] == ':' && item->text[item->len - 1] >= 'A' &&
        item->text[item->len - 1] <= 'Z') {
        series = item->text[item->len - 1];
        item->len -= 2;
    }
    return series;
}

/* "land:B=自然资源和规划局": what people call it is cut off. False: it has no length or too much.
 */
static bool take_title(const struct directory *directory, struct csv_field *item,
                       struct organ *organ) {
    const char *sign = memchr(item->text, '=', item->len);
    size_t len = 0;

    organ->title_len = 0;
    if (sign == NULL) {
        return true;
    }
    len = (size_t)(item->text + item->len - sign) - 1;
    item->len = (size_t)(sign - item->text);
    if (len == 0 || len > ORGAN_TITLE_MAX) {
        return false;
    }
    organ->title_at = (uint32_t)((const uint8_t *)sign + 1 - directory->text.data);
    organ->title_len = (uint16_t)len;
    return true;
}

/* The organ just read must differ from those before it, in its name and in its letter. */
static bool is_new_organ(struct building *building, const struct csv_row *csv,
                         const struct place_row *row, const struct organ *organ) {
    for (uint32_t i = 0; i < row->organ_count; i++) {
        const struct organ *other = &building->directory->organs[row->organ_first + i];

        if (strcmp(other->text, organ->text) == 0) {
            data_report_add(building->report, csv->line, true,
                            "机构重复 / organ \"%s\" stands twice", organ->text);
            return false;
        }
        if (organ->series != 0 && other->series == organ->series) {
            data_report_add(
                building->report, csv->line, true,
                "两个机构用了同一序列字母 / organs \"%s\" and \"%s\" have one series letter",
                other->text, organ->text);
            return false;
        }
    }
    return true;
}

static bool read_organs(struct building *building, const struct csv_row *csv,
                        struct place_row *row) {
    struct directory *directory = building->directory;
    struct csv_field list = csv->fields[COLUMN_ORGANS];
    struct csv_field item;

    row->organ_first = (uint32_t)directory->organ_count;
    while (csv_item(&list, &item)) {
        struct organ *organ = &directory->organs[directory->organ_count];
        bool titled = take_title(directory, &item, organ);
        char series = take_series(&item);

        if (!titled || !is_organ(&item) || row->organ_count == DIRECTORY_ORGANS_MAX) {
            data_report_add(building->report, csv->line, true,
                            "机构的写法不对 / organ \"%.*s\": 1 to 16 of a-z and 0-9, a series "
                            "letter behind a colon "
                            "or none, =name or none, at most 64 per division",
                            csv_shown(&item), item.text);
            return false;
        }
        memcpy(organ->text, item.text, item.len);
        organ->host = STATION_NONE;
        organ->series = series;
        if (!is_new_organ(building, csv, row, organ)) {
            return false;
        }
        directory->organ_count++;
        row->organ_count++;
    }
    return true;
}

static void read_row(struct building *building, const struct csv_row *csv) {
    struct directory *directory = building->directory;
    struct place_row *row = &directory->rows[directory->row_count];
    const struct csv_field *name = &csv->fields[COLUMN_NAME];

    memset(row, 0, sizeof *row);
    row->parent = PLACE_INDEX_NONE;
    row->host = STATION_NONE;
    row->successor = PLACE_INDEX_NONE;
    row->line = csv->line;
    row->name_at = (uint32_t)((const uint8_t *)name->text - directory->text.data);
    row->name_len = (uint16_t)(name->len < UINT16_MAX ? name->len : UINT16_MAX);
    if (!read_place(building, csv, COLUMN_DIVISION, &row->key) ||
        !read_optional_place(building, csv, COLUMN_PARENT, &row->parent_key) ||
        !read_optional_place(building, csv, COLUMN_SUCCESSOR, &row->successor_key) ||
        !read_tiers(building, csv, row) || !read_dates(building, csv, row) ||
        !read_virtual(building, csv, row) || !read_organs(building, csv, row)) {
        return;
    }
    directory->row_count++;
    building->report->rows++;
    building->report->rows_per_level[place_level(place_of_key(row->key))]++;
    building->report->anomalies += row->is_virtual ? 1 : 0;
}

static void read_rows(struct building *building) {
    struct csv csv;
    struct csv_row row;
    const char *trouble = NULL;
    bool header = false;

    csv_init(&csv, building->directory->text);
    while (csv_next(&csv, &row, &trouble)) {
        if (trouble != NULL) {
            data_report_add(building->report, row.line, true, "%s", trouble);
        } else if (!header) {
            header = csv_row_is(&row, DIVISIONS_HEADER);
            if (!header) {
                data_report_add(building->report, row.line, true,
                                "首行应为各列名 / the first row must be " DIVISIONS_HEADER);
                return;
            }
        } else if (row.count != COLUMN_MAX) {
            data_report_add(building->report, row.line, true,
                            "列数不对 / %u fields, there must be %u", (unsigned)row.count,
                            (unsigned)COLUMN_MAX);
        } else if (building->directory->row_count == DIRECTORY_ROWS_MAX) {
            data_report_add(building->report, row.line, true, "区划过多 / more than %u divisions",
                            (unsigned)DIRECTORY_ROWS_MAX);
            return;
        } else {
            read_row(building, &row);
        }
    }
    if (!header) {
        data_report_add(building->report, 1, true,
                        "空文件：首行应为各列名 / empty: the first row must be " DIVISIONS_HEADER);
    }
}

/* ---- the tree */

static int compare_rows(const void *a, const void *b) {
    const struct place_row *left = a;
    const struct place_row *right = b;

    if (left->key != right->key) {
        return left->key < right->key ? -1 : 1;
    }
    return left->line < right->line ? -1 : left->line > right->line;
}

static void enter_slot(struct directory *directory, uint32_t index) {
    size_t slot = directory_slot(directory->rows[index].key) & directory->slot_mask;

    while (directory->slots[slot] != 0) {
        slot = (slot + 1) & directory->slot_mask;
    }
    directory->slots[slot] = index + 1;
}

static void enter_slots(struct building *building) {
    struct directory *directory = building->directory;
    char code[PLACE_DIGITS_MAX + 1];

    sort_records(directory->rows, directory->row_count, sizeof *directory->rows, compare_rows);
    for (uint32_t i = 0; i < directory->row_count; i++) {
        if (i > 0 && directory->rows[i].key == directory->rows[i - 1].key) {
            place_print(place_of_key(directory->rows[i].key), code);
            data_report_add(building->report, directory->rows[i].line, true,
                            "重复 / %s stands twice, first on line %u", code,
                            directory->rows[i - 1].line);
            continue;
        }
        enter_slot(directory, i);
    }
}

/* A parent with as many digits or more would stand behind its child: so a cycle cannot hide. */
static void find_parent(struct building *building, struct place_row *row) {
    struct directory *directory = building->directory;
    struct place parent = place_of_key(row->parent_key);
    char code[PLACE_DIGITS_MAX + 1];

    if (row->parent_key == 0) {
        return;
    }
    place_print(parent, code);
    if (parent.digits >= place_of_key(row->key).digits) {
        data_report_add(building->report, row->line, true,
                        "上级不在其上：循环，或代码长度不对 / parent %s is not above it: a cycle, "
                        "or codes of the wrong length",
                        code);
        return;
    }
    row->parent = directory_find(directory, parent);
    if (row->parent == PLACE_INDEX_NONE) {
        data_report_add(building->report, row->line, true,
                        "文件中没有其上级 / an orphan: parent %s is not in the file", code);
        return;
    }
    if (place_level(parent) + 1 != (unsigned)place_level(place_of_key(row->key))) {
        building->report->anomalies++; /* a tier is missing: 4419, 330383 */
    }
}

/* Somebody will follow them until a division stands: that must end. */
static bool successors_end(const struct directory *directory, const struct place_row *row) {
    for (unsigned steps = 0; steps <= SUCCESSORS_MAX; steps++) {
        uint32_t next = PLACE_INDEX_NONE;

        if (row->successor_key == 0) {
            return true;
        }
        next = directory_find(directory, place_of_key(row->successor_key));
        if (next == PLACE_INDEX_NONE) {
            return true; /* told at that row */
        }
        row = &directory->rows[next];
    }
    return false;
}

static void find_successor(struct building *building, struct place_row *row) {
    struct place successor = place_of_key(row->successor_key);
    char code[PLACE_DIGITS_MAX + 1];

    if (row->successor_key == 0) {
        return;
    }
    building->report->anomalies++;
    place_print(successor, code);
    if (row->successor_key == row->key) {
        data_report_add(building->report, row->line, true,
                        "自己不能是自己的继任 / %s is its own successor", code);
        return;
    }
    row->successor = directory_find(building->directory, successor);
    if (row->successor == PLACE_INDEX_NONE) {
        data_report_add(building->report, row->line, true,
                        "文件中没有其继任 / successor %s is not in the file", code);
    } else if (!successors_end(building->directory, row)) {
        data_report_add(
            building->report, row->line, true,
            "继任成环或过长 / successor %s: a circle, or more than %u divisions in a row", code,
            (unsigned)SUCCESSORS_MAX);
    }
}

static void find_relatives(struct building *building) {
    struct directory *directory = building->directory;

    for (size_t i = 0; i < directory->row_count; i++) {
        find_parent(building, &directory->rows[i]);
        find_successor(building, &directory->rows[i]);
    }
}

/* Numbers in the order of a walk through the tree, each subtree one range. parent_key has done its
 * work: from here it holds the number the division's next child gets. */
static void number_tree(struct directory *directory) {
    uint32_t next = 0;

    for (size_t i = directory->row_count; i-- > 0;) {
        struct place_row *row = &directory->rows[i];

        row->size++;
        if (row->parent != PLACE_INDEX_NONE) {
            directory->rows[row->parent].size += row->size;
        }
    }
    for (size_t i = 0; i < directory->row_count; i++) {
        struct place_row *row = &directory->rows[i];

        if (row->parent == PLACE_INDEX_NONE) {
            row->enter = next;
            next += row->size;
        } else {
            struct place_row *parent = &directory->rows[row->parent];

            row->enter = (uint32_t)parent->parent_key;
            parent->parent_key += row->size;
        }
        row->parent_key = row->enter + UINT64_C(1);
    }
}

static void name_organs(struct directory *directory) {
    for (size_t i = 0; i < directory->row_count; i++) {
        const struct place_row *row = &directory->rows[i];

        for (uint32_t k = 0; k < row->organ_count; k++) {
            const struct organ *organ = &directory->organs[row->organ_first + k];
            struct organ *name = directory_organ_name(directory, organ->text);

            memcpy(name->text, organ->text, sizeof name->text);
            name->levels |= row->tiers;
        }
    }
}

enum pj_code directory_build(void *memory, size_t size, struct bytes divisions_csv,
                             struct bytes nodes_csv, const struct station_id *self,
                             struct data_report *ret_report, struct directory **ret_directory) {
    struct building building = {.report = ret_report};
    struct directory *directory = NULL;

    memset(ret_report, 0, sizeof *ret_report);
    region_init(&building.region, memory, size);
    directory = region_take(&building.region, 1, sizeof *directory);
    ASSERT(directory != NULL);
    building.directory = directory;
    directory->text = divisions_csv;
    lay(&building.region, divisions_csv, nodes_csv, directory);
    ASSERT(building.region.used <= size);
    read_rows(&building);
    enter_slots(&building);
    find_relatives(&building);
    if (ret_report->fatal_total == 0) {
        number_tree(directory);
        name_organs(directory);
        directory_build_stations(&building, nodes_csv, self);
    }
    if (ret_report->fatal_total > 0) {
        return PJ_BAD_DATA;
    }
    *ret_directory = directory;
    return PJ_OK;
}
