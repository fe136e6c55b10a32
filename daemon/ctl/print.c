/* SPDX-License-Identifier: Apache-2.0
 * JSON lines, CSV and tables from the same objects. */
#include "print.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define COLUMNS_MAX     16
#define COLUMN_NAME_MAX 32
#define WIDTH_MAX       60

/* ---- values */

json_t *print_bytes(struct bytes bytes) {
    json_t *value = json_stringn(bytes.len == 0 ? "" : (const char *)bytes.data, bytes.len);
    static const char unknown[3] = {'\xef', '\xbf', '\xbd'}; /* U+FFFD */
    char *shown = NULL;
    size_t used = 0;

    if (value != NULL) {
        return value;
    }
    shown = malloc(3 * bytes.len + 1);
    for (size_t i = 0; shown != NULL && i < bytes.len; i++) { /* whatever is not ASCII is suspect */
        if (bytes.data[i] < 0x80) {
            shown[used++] = (char)bytes.data[i];
        } else {
            memcpy(shown + used, unknown, sizeof unknown);
            used += sizeof unknown;
        }
    }
    value = shown == NULL ? NULL : json_stringn(shown, used);
    free(shown);
    return value;
}

json_t *print_text(const char *text) {
    return print_bytes((struct bytes){(const uint8_t *)text, text == NULL ? 0 : strlen(text)});
}

json_t *print_digest(const struct digest *digest) {
    char text[DIGEST_HEX + 1];

    text_hex(text, sizeof text, digest->byte, DIGEST_BYTES);
    return json_string(text);
}

json_t *print_instant(struct wall instant) {
    char text[INSTANT_TEXT_MAX + 1];

    if (instant.us == 0) {
        return json_null();
    }
    instant_print(instant, text);
    return json_string(text);
}

json_t *print_civil(struct civil date) {
    char text[CIVIL_TEXT_MAX + 1];

    if (date.day == 0) {
        return json_null();
    }
    civil_print(date, text);
    return json_string(text);
}

void print_set(json_t *object, const char *key, json_t *value) {
    if (json_object_set_new(object, key, value) != 0) {
        fputs("内存不足 / out of memory\n", stderr);
        exit(6);
    }
}

/* ---- cells */

static size_t split_columns(const char *columns, char names[COLUMNS_MAX][COLUMN_NAME_MAX]) {
    size_t count = 0;

    while (*columns != '\0' && count < COLUMNS_MAX) {
        size_t len = strcspn(columns, " ");

        ASSERT(len < COLUMN_NAME_MAX);
        memcpy(names[count], columns, len);
        names[count++][len] = '\0';
        columns += len + (columns[len] == ' ' ? 1 : 0);
    }
    return count;
}

/* The text of a value, to be freed: strings bare, nothing for null, anything else as JSON. */
static char *cell_text(const json_t *value) {
    if (value == NULL || json_is_null(value)) {
        return strdup("");
    }
    if (json_is_string(value)) {
        return strdup(json_string_value(value));
    }
    return json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
}

/* Columns on a terminal: what Chinese is written with takes two. */
static int text_width(const char *text) {
    int width = 0;

    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++) {
        if ((*at & 0xc0) != 0x80) {
            width += *at >= 0xe2 ? 2 : 1;
        }
    }
    return width;
}

static void print_cell(FILE *out, const char *text, int width) {
    int used = text_width(text);

    for (const char *at = text; *at != '\0'; at++) {
        fputc((unsigned char)*at < ' ' ? ' ' : *at, out);
    }
    if (width > 0 && used > width - 2) {
        used = width - 2; /* longer than its column: what follows still stands apart */
    }
    for (; used < width; used++) {
        fputc(' ', out);
    }
}

static void print_csv_cell(FILE *out, const char *text) {
    bool is_code = text[0] != '\0' && strspn(text, "0123456789") == strlen(text);

    fputc('"', out);
    if (is_code && strlen(text) > 11) {
        fputs("=\"\"", out); /* spreadsheets round long numbers: as a formula they keep 12 digits */
    }
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '"') {
            fputc('"', out);
        }
        fputc(*at, out);
    }
    fputs(is_code && strlen(text) > 11 ? "\"\"\"" : "\"", out);
}

/* ---- rows */

static void print_json(const struct printer *printer, const json_t *value) {
    if (json_dumpf(value, printer->out, JSON_COMPACT) == 0) {
        fputc('\n', printer->out);
    }
}

/* One file, however many tables it has: the mark stands at its beginning alone. */
static void begin_csv(struct printer *printer) {
    if (!printer->has_begun) {
        fputs("\xef\xbb\xbf", printer->out);
    }
    printer->has_begun = true;
}

static void print_csv(struct printer *printer, const json_t *rows, size_t count,
                      char names[COLUMNS_MAX][COLUMN_NAME_MAX]) {
    begin_csv(printer);
    for (size_t k = 0; k < count; k++) {
        fprintf(printer->out, "%s%s", k == 0 ? "" : ",", names[k]);
    }
    fputs("\r\n", printer->out);
    for (size_t i = 0; i < json_array_size(rows); i++) {
        for (size_t k = 0; k < count; k++) {
            char *text = cell_text(json_object_get(json_array_get(rows, i), names[k]));

            fputs(k == 0 ? "" : ",", printer->out);
            print_csv_cell(printer->out, text == NULL ? "" : text);
            free(text);
        }
        fputs("\r\n", printer->out);
    }
}

/* Do two objects have the same keys in the same order? */
static bool has_keys_of(json_t *object, json_t *other) {
    void *a = json_object_iter(object);
    void *b = json_object_iter(other);

    while (a != NULL && b != NULL &&
           strcmp(json_object_iter_key(a), json_object_iter_key(b)) == 0) {
        a = json_object_iter_next(object, a);
        b = json_object_iter_next(other, b);
    }
    return a == NULL && b == NULL;
}

/* An object is a row with all its keys; many of the same kind, as the receipts of a file, are one
 * table. */
static void print_csv_object(struct printer *printer, json_t *object) {
    const char *key = NULL;
    const char *comma = "";
    json_t *value = NULL;

    begin_csv(printer);
    if (printer->last == NULL || !has_keys_of(printer->last, object)) {
        json_object_foreach(object, key, value) {
            fprintf(printer->out, "%s%s", comma, key);
            comma = ",";
        }
        fputs("\r\n", printer->out);
    }
    comma = "";
    json_object_foreach(object, key, value) {
        char *text = cell_text(value);

        fputs(comma, printer->out);
        print_csv_cell(printer->out, text == NULL ? "" : text);
        free(text);
        comma = ",";
    }
    fputs("\r\n", printer->out);
    json_decref(printer->last);
    printer->last = json_incref(object);
}

static int column_width(const json_t *rows, const char *name) {
    int width = text_width(name);

    for (size_t i = 0; i < json_array_size(rows); i++) {
        char *text = cell_text(json_object_get(json_array_get(rows, i), name));
        int needed = text == NULL ? 0 : text_width(text);

        width = needed > width ? needed : width;
        free(text);
    }
    return width < WIDTH_MAX ? width : WIDTH_MAX;
}

static void print_table(const struct printer *printer, const char *indent, const json_t *rows,
                        size_t count, char names[COLUMNS_MAX][COLUMN_NAME_MAX]) {
    int widths[COLUMNS_MAX];

    fputs(indent, printer->out);
    for (size_t k = 0; k < count; k++) {
        widths[k] = column_width(rows, names[k]);
        print_cell(printer->out, names[k], k + 1 < count ? widths[k] + 2 : 0);
    }
    fputc('\n', printer->out);
    for (size_t i = 0; i < json_array_size(rows); i++) {
        fputs(indent, printer->out);
        for (size_t k = 0; k < count; k++) {
            char *text = cell_text(json_object_get(json_array_get(rows, i), names[k]));

            print_cell(printer->out, text == NULL ? "" : text, k + 1 < count ? widths[k] + 2 : 0);
            free(text);
        }
        fputc('\n', printer->out);
    }
}

void print_rows(struct printer *printer, json_t *rows, const char *columns) {
    char names[COLUMNS_MAX][COLUMN_NAME_MAX];
    size_t count = split_columns(columns, names);

    switch (printer->mode) {
    case PRINT_JSON:
        for (size_t i = 0; i < json_array_size(rows); i++) {
            print_json(printer, json_array_get(rows, i));
        }
        break;
    case PRINT_CSV:
        print_csv(printer, rows, count, names);
        break;
    case PRINT_TABLE:
        print_table(printer, "", rows, count, names);
        break;
    }
    json_decref(rows);
}

/* Rows inside an object, by the key they stand under: what a person reads of them. JSON has all. */
static const struct nested {
    const char *key, *columns;
} nested_rows[] = {
    {"assists", "lead assistant asked_at due answered_at closed_at reason answer"},
    {"due", "clock limit state due kind provisional owner basis card done_at"},
    {"legs", "term kind giver receiver delivered_at closed_at binding due responsible reason"},
    {"links", "peer role lane state since in_flight reason"},
    {"remedies", "name limit due organ basis sentence"},
    {"submissions", "relation node form received_at digest text parts"},
};

static const char *columns_of(const char *key) {
    for (size_t i = 0; i < ARRAY_COUNT(nested_rows); i++) {
        if (strcmp(nested_rows[i].key, key) == 0) {
            return nested_rows[i].columns;
        }
    }
    return NULL;
}

/* The keys of a row, as many as a table has room for. */
static size_t names_of(json_t *row, char names[COLUMNS_MAX][COLUMN_NAME_MAX]) {
    const char *key = NULL;
    json_t *value = NULL;
    size_t count = 0;

    json_object_foreach(row, key, value) {
        if (count < COLUMNS_MAX) {
            text_print(names[count++], COLUMN_NAME_MAX, "%.31s", key);
        }
    }
    return count;
}

static void print_nested(const struct printer *printer, const char *key, const json_t *rows) {
    char names[COLUMNS_MAX][COLUMN_NAME_MAX];
    const char *columns = columns_of(key);
    size_t count =
        columns != NULL ? split_columns(columns, names) : names_of(json_array_get(rows, 0), names);

    fprintf(printer->out, "%s:\n", key);
    print_table(printer, "  ", rows, count, names);
}

static void print_lines(const struct printer *printer, const char *indent, json_t *object) {
    const char *key = NULL;
    json_t *value = NULL;

    json_object_foreach(object, key, value) {
        char *text = NULL;

        if (json_is_array(value) && json_is_object(json_array_get(value, 0))) {
            print_nested(printer, key, value);
            continue;
        }
        if (json_is_object(value) && indent[0] == '\0') {
            fprintf(printer->out, "%s:\n", key);
            print_lines(printer, "  ", value);
            continue;
        }
        text = cell_text(value);
        fprintf(printer->out, "%s%-14s %s\n", indent, key, text == NULL ? "" : text);
        free(text);
    }
}

void print_object(struct printer *printer, json_t *object) {
    switch (printer->mode) {
    case PRINT_JSON:
        print_json(printer, object);
        break;
    case PRINT_CSV:
        print_csv_object(printer, object);
        break;
    case PRINT_TABLE:
        print_lines(printer, "", object);
        break;
    }
    json_decref(object);
}

void print_release(struct printer *printer) {
    json_decref(printer->last);
}
