/* SPDX-License-Identifier: Apache-2.0
 * Columns to struct fields and back. */
#include "pg_column.h"

#include <string.h>

#include "base/text.h"
#include "base/time.h"
#include "words/ids.h"

static const enum pg_type column_types[] = {
    [COLUMN_I64] = PG_INT8,     [COLUMN_I64_NULL] = PG_INT8,    [COLUMN_U32] = PG_INT4,
    [COLUMN_LANE] = PG_INT4,    [COLUMN_DAY] = PG_INT4,         [COLUMN_ENUM] = PG_INT2,
    [COLUMN_BOOL] = PG_BOOL,    [COLUMN_TEXT] = PG_TEXT,        [COLUMN_TEXT_BYTES] = PG_BYTEA,
    [COLUMN_CSTRING] = PG_TEXT, [COLUMN_PLACE] = PG_TEXT,       [COLUMN_BYTES] = PG_BYTEA,
    [COLUMN_FIXED] = PG_BYTEA,  [COLUMN_FIXED_NULL] = PG_BYTEA,
};

CTASSERT(sizeof(struct wall) == sizeof(int64_t));
CTASSERT(sizeof(struct civil) == sizeof(int32_t));
CTASSERT(sizeof(enum pg_type) == sizeof(uint32_t)); /* enums are read as 32 bits */

/* ---- struct to parameter */

static void put_text(struct pg_params *params, struct bytes text, bool as_text) {
    if (as_text && (text.len == 0 || !text_is_utf8(text))) {
        pg_put_null(params);
    } else {
        pg_put_bytes(params, text);
    }
}

static void put_number(struct pg_params *params, const struct column *column, const void *field) {
    int64_t wide = 0;
    int32_t narrow = 0;

    if (column->size == sizeof wide) {
        memcpy(&wide, field, sizeof wide);
        if (column->kind == COLUMN_I64_NULL && wide == 0) {
            pg_put_null(params);
        } else {
            pg_put_int8(params, wide);
        }
        return;
    }
    ASSERT(column->size == sizeof narrow);
    memcpy(&narrow, field, sizeof narrow);
    if (column->kind == COLUMN_ENUM) {
        pg_put_int2(params, (int16_t)narrow);
    } else if ((column->kind == COLUMN_LANE && narrow < 0) ||
               (column->kind == COLUMN_DAY && narrow == 0)) {
        pg_put_null(params);
    } else {
        pg_put_int4(params, narrow);
    }
}

static void put_place(struct pg_params *params, const void *field) {
    struct place place;
    char text[PLACE_DIGITS_MAX + 1];

    memcpy(&place, field, sizeof place);
    if (place_is_none(place)) {
        pg_put_null(params);
        return;
    }
    place_print(place, text);
    pg_put_bytes(params, (struct bytes){(const uint8_t *)text, strlen(text)});
}

static bool all_zero(const uint8_t *data, size_t len) {
    for (size_t i = 0; i < len; i++) {
        if (data[i] != 0) {
            return false;
        }
    }
    return true;
}

static void put_fixed(struct pg_params *params, const struct column *column, const void *field) {
    if (column->kind == COLUMN_FIXED_NULL && all_zero(field, column->size)) {
        pg_put_null(params);
    } else {
        pg_put_bytes(params, (struct bytes){field, column->size});
    }
}

void column_put(struct pg_params *params, const struct column *column, const void *object) {
    const uint8_t *field = (const uint8_t *)object + column->offset;
    const char *text = NULL;
    struct bytes bytes = BYTES_NONE;

    switch (column->kind) {
    case COLUMN_I64:
    case COLUMN_I64_NULL:
    case COLUMN_U32:
    case COLUMN_LANE:
    case COLUMN_DAY:
    case COLUMN_ENUM:
        put_number(params, column, field);
        break;
    case COLUMN_BOOL:
        pg_put_bool(params, *(const bool *)field);
        break;
    case COLUMN_TEXT:
    case COLUMN_TEXT_BYTES:
        bytes = (struct bytes){field, strnlen((const char *)field, column->size)};
        put_text(params, bytes, column->kind == COLUMN_TEXT);
        break;
    case COLUMN_CSTRING:
        memcpy(&text, field, sizeof text);
        put_text(params, (struct bytes){(const uint8_t *)text, strlen(text)}, true);
        break;
    case COLUMN_PLACE:
        put_place(params, field);
        break;
    case COLUMN_BYTES:
        memcpy(&bytes, field, sizeof bytes);
        pg_put_bytes(params, bytes);
        break;
    case COLUMN_FIXED:
    case COLUMN_FIXED_NULL:
        put_fixed(params, column, field);
        break;
    }
}

void columns_put(struct pg_params *params, struct column_set set, const struct column_rows *rows) {
    for (size_t c = 0; c < set.count; c++) {
        pg_array_open(params, column_types[set.columns[c].kind]);
        for (size_t r = 0; r < rows->count; r++) {
            const uint8_t *row = (const uint8_t *)rows->rows + r * rows->row_size;
            const void *object = row;

            if (rows->has_insert && *(const bool *)(row + rows->insert_at) != rows->insert) {
                continue;
            }
            if (rows->indirect) {
                memcpy(&object, row + rows->object_at, sizeof object);
            }
            column_put(params, &set.columns[c], object);
        }
        pg_array_close(params);
    }
}

/* ---- value to struct */

static void get_number(const struct column *column, struct pg_value value, void *field) {
    int64_t wide = pg_integer(value);
    int32_t narrow = (int32_t)wide;

    if (column->kind == COLUMN_LANE && value.data == NULL) {
        narrow = -1;
    }
    if (column->size == sizeof wide) {
        memcpy(field, &wide, sizeof wide);
    } else {
        memcpy(field, &narrow, sizeof narrow);
    }
}

static void get_place(struct pg_value value, void *field) {
    struct place place = {0};

    if (value.data != NULL && place_parse((const char *)value.data, value.len, &place) != PJ_OK) {
        place = (struct place){0}; /* edited by hand: the bytes of `file` still say it */
    }
    memcpy(field, &place, sizeof place);
}

void column_get(const struct column *column, struct pg_value value, void *object) {
    uint8_t *field = (uint8_t *)object + column->offset;
    size_t len = value.len < column->size ? value.len : column->size;
    struct bytes bytes = pg_bytes(value);
    const char *text = NULL;

    switch (column->kind) {
    case COLUMN_I64:
    case COLUMN_I64_NULL:
    case COLUMN_U32:
    case COLUMN_LANE:
    case COLUMN_DAY:
    case COLUMN_ENUM:
        get_number(column, value, field);
        break;
    case COLUMN_BOOL:
        *(bool *)field = pg_integer(value) != 0;
        break;
    case COLUMN_TEXT:
    case COLUMN_TEXT_BYTES:
        memset(field, 0, column->size);
        if (len > 0) {
            memcpy(field, value.data, len < column->size ? len : column->size - 1u);
        }
        break;
    case COLUMN_PLACE:
        get_place(value, field);
        break;
    case COLUMN_BYTES:
        memcpy(field, &bytes, sizeof bytes);
        break;
    case COLUMN_FIXED:
    case COLUMN_FIXED_NULL:
        memset(field, 0, column->size);
        if (len > 0) {
            memcpy(field, value.data, len);
        }
        break;
    case COLUMN_CSTRING:
        text = value.data == NULL ? "" : (const char *)value.data;
        memcpy(field, &text, sizeof text);
        break;
    }
}
