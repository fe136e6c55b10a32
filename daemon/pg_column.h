/* SPDX-License-Identifier: Apache-2.0
 * Columns of our tables as fields of plain structs: one row of a table says how a field becomes a
 * value and back, so the batch statement and every SELECT share one list per struct. */
#pragma once
#include "pg_array.h"

/* What "or NULL" means stands in the name: absent values are NULL in SQL. */
enum column_kind {
    COLUMN_I64,      /* int64_t, uint64_t, struct wall; int8 */
    COLUMN_I64_NULL, /* the same, 0 = NULL */
    COLUMN_U32,      /* uint32_t; int4 of the same bits, so a hostile number fails nothing */
    COLUMN_LANE,     /* int32_t; int4, negative = NULL */
    COLUMN_DAY,      /* struct civil; int4, 0 = NULL */
    COLUMN_ENUM,     /* any enum; int2 */
    COLUMN_BOOL,
    COLUMN_TEXT,       /* char[size]; text. "" = NULL, and NULL when it is not UTF-8: derived, never
                          trusted */
    COLUMN_TEXT_BYTES, /* char[size]; bytea: what people wrote */
    COLUMN_CSTRING, /* const char *; text. Read: borrowed from the result, which ends it with NUL */
    COLUMN_PLACE,   /* struct place; text of its digits, none = NULL */
    COLUMN_BYTES,   /* struct bytes; bytea. Read: borrowed from the result */
    COLUMN_FIXED,   /* uint8_t[size]; bytea */
    COLUMN_FIXED_NULL, /* the same, all zero = NULL */
};

struct column {
    enum column_kind kind;
    uint16_t offset, size;
};

#define FIELD_SIZE(type, field) sizeof(((type *)0)->field)
#define COLUMN(kind, type, field)                                                                  \
    { COLUMN_##kind, offsetof(type, field), FIELD_SIZE(type, field) }

/* The columns of one struct within an array of rows. */
struct column_set {
    const struct column *columns;
    size_t count;
};
#define COLUMN_SET(columns)                                                                        \
    { columns, ARRAY_COUNT(columns) }

/* Rows to be written, and which of them. */
struct column_rows {
    const void *rows;
    size_t count, row_size;
    size_t insert_at; /* offset of the row's bool `insert` */
    bool has_insert;  /* false: every row */
    bool insert;      /* the rows whose bool is this */
    bool indirect;    /* the row's first pointer-sized word at object_at leads to the struct */
    size_t object_at;
};

/* One array parameter per column. */
void columns_put(struct pg_params *params, struct column_set set, const struct column_rows *rows);
void column_put(struct pg_params *params, const struct column *column, const void *object);
/* Writes the field. A text that does not fit is cut: only our own column can have grown. */
void column_get(const struct column *column, struct pg_value value, void *object);
