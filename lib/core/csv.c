/* SPDX-License-Identifier: Apache-2.0
 * Reads one line at a time and gives up on a line, never on the file: a report should tell every
 * bad line at once. Pure. */
#include "core/csv.h"

#include <string.h>

#define SHOWN_BYTES_MAX 32 /* a sentence of a report has 200 bytes and may show several fields */

void csv_init(struct csv *csv, struct bytes text) {
    static const char mark[] = "\xef\xbb\xbf";

    *csv = (struct csv){.text = text};
    if (text.len >= sizeof mark - 1 && memcmp(text.data, mark, sizeof mark - 1) == 0) {
        csv->at = sizeof mark - 1;
    }
}

/* The next line without its end; false when there is none. */
static bool next_line(struct csv *csv, struct bytes *ret_line) {
    const uint8_t *start = NULL;
    const uint8_t *end = NULL;
    size_t left = csv->text.len - csv->at;

    if (left == 0) {
        return false;
    }
    start = csv->text.data + csv->at;
    end = memchr(start, '\n', left);
    ret_line->data = start;
    ret_line->len = end != NULL ? (size_t)(end - start) : left;
    csv->at += end != NULL ? ret_line->len + 1 : left;
    csv->line++;
    if (ret_line->len > 0 && start[ret_line->len - 1] == '\r') {
        ret_line->len--;
    }
    return true;
}

/* The field that starts at *at, which moves to the comma behind it or to the line's end. */
static const char *read_quoted(struct bytes line, size_t *at, struct csv_field *ret_field) {
    size_t start = ++*at;

    ret_field->text = (const char *)line.data + start;
    for (; *at < line.len; ++*at) {
        if (line.data[*at] != '"') {
            continue;
        }
        if (*at + 1 < line.len && line.data[*at + 1] == '"') {
            ret_field->escaped = true;
            ++*at;
            continue;
        }
        ret_field->len = *at - start;
        ++*at;
        return *at == line.len || line.data[*at] == ','
                   ? NULL
                   : "引号之后还有文字 / text follows a closing quote";
    }
    return "引号未在本行结束 / a quote is not closed on its line";
}

static const char *read_plain(struct bytes line, size_t *at, struct csv_field *ret_field) {
    const uint8_t *start = line.data + *at;
    const uint8_t *comma = memchr(start, ',', line.len - *at);

    ret_field->text = (const char *)start;
    ret_field->len = comma != NULL ? (size_t)(comma - start) : line.len - *at;
    *at += ret_field->len;
    if (ret_field->len > 0 && memchr(start, '"', ret_field->len) != NULL) {
        return "未加引号的字段中有引号 / a quote stands inside an unquoted field";
    }
    return NULL;
}

static const char *read_row(struct bytes line, struct csv_row *row) {
    const char *trouble = NULL;
    size_t at = 0;

    if (memchr(line.data, '\0', line.len) != NULL || memchr(line.data, '\r', line.len) != NULL) {
        return "有零字节或单独的回车 / a zero byte or a lone carriage return";
    }
    for (;;) {
        struct csv_field *field = &row->fields[row->count];

        if (row->count == CSV_FIELDS_MAX) {
            return "列数过多 / too many fields";
        }
        row->count++;
        *field = (struct csv_field){.text = ""};
        if (at < line.len && line.data[at] == '"') {
            trouble = read_quoted(line, &at, field);
        } else if (at < line.len) {
            trouble = read_plain(line, &at, field);
        }
        if (trouble != NULL || at == line.len) {
            return trouble;
        }
        at++; /* the comma */
    }
}

bool csv_next(struct csv *csv, struct csv_row *ret_row, const char **ret_trouble) {
    struct bytes line = BYTES_NONE;

    do {
        if (!next_line(csv, &line)) {
            return false;
        }
    } while (line.len == 0 || line.data[0] == '#');

    ret_row->line = csv->line;
    ret_row->count = 0;
    *ret_trouble = read_row(line, ret_row);
    return true;
}

bool csv_field_is(const struct csv_field *field, const char *text) {
    return strlen(text) == field->len && memcmp(text, field->text, field->len) == 0;
}

bool csv_row_is(const struct csv_row *row, const char *header) {
    for (size_t i = 0; i < row->count; i++) {
        const struct csv_field *field = &row->fields[i];

        if (strncmp(header, field->text, field->len) != 0) {
            return false;
        }
        header += field->len;
        if (*header != (i + 1 < row->count ? ',' : '\0')) {
            return false;
        }
        header++;
    }
    return row->count > 0;
}

static size_t count_of(struct bytes text, char wanted) {
    size_t count = 0;
    const uint8_t *at = text.data;
    const uint8_t *end = text.len > 0 ? text.data + text.len : at;

    while (at < end) {
        const uint8_t *found = memchr(at, wanted, (size_t)(end - at));

        if (found == NULL) {
            break;
        }
        count++;
        at = found + 1;
    }
    return count;
}

size_t csv_rows_max(struct bytes text) {
    return count_of(text, '\n') + 1;
}

size_t csv_items_max(struct bytes text) {
    return csv_rows_max(text) + count_of(text, ';');
}

bool csv_item(struct csv_field *list, struct csv_field *ret_item) {
    const char *end = NULL;

    if (list->len == 0) {
        return false;
    }
    *ret_item = *list;
    end = memchr(list->text, ';', list->len);
    if (end == NULL) {
        list->len = 0;
        return true;
    }
    ret_item->len = (size_t)(end - list->text);
    list->text = end + 1;
    list->len -= ret_item->len + 1;
    return true;
}

int csv_shown(const struct csv_field *field) {
    size_t len = field->len;

    if (len <= SHOWN_BYTES_MAX) {
        return (int)len;
    }
    len = SHOWN_BYTES_MAX;
    while (len > 0 && ((unsigned char)field->text[len] & 0xc0) == 0x80) {
        len--;
    }
    return (int)len;
}
