/* SPDX-License-Identifier: Apache-2.0
 * Parameters of one prepared statement in PostgreSQL's binary format: scalars and one-dimensional
 * arrays with NULLs, written one after the other into one growing buffer; and the reverse, reading
 * values that came back.
 *
 * The first failure sticks (pg_params_check), so callers write a whole batch without testing each
 * value. */
#pragma once
#include "base/buf.h"

#define PG_PARAMS_MAX 224 /* the batch statement has the most */

enum pg_type { /* object ids of pg_type, fixed since the beginning */
    PG_BOOL = 16,
    PG_BYTEA = 17,
    PG_INT8 = 20,
    PG_INT2 = 21,
    PG_INT4 = 23,
    PG_TEXT = 25,
};

struct pg_params {
    struct buf buf;
    size_t start[PG_PARAMS_MAX];
    const char *values[PG_PARAMS_MAX]; /* valid after pg_params_check: borrowed, inside buf */
    int lengths[PG_PARAMS_MAX];
    int formats[PG_PARAMS_MAX];
    int count;
    enum pj_code code; /* first failure */
    bool in_array;
    size_t array_at; /* of the open array's head in buf */
    uint32_t elements;
    bool array_has_null;
};

void pg_params_init(struct pg_params *params, size_t bytes_max);
void pg_params_release(struct pg_params *params);
/* Ready for another statement; memory is kept. */
void pg_params_clear(struct pg_params *params);
/* PJ_OK when all went in; fills values, lengths and formats for PQsendQueryPrepared. */
enum pj_code pg_params_check(struct pg_params *params) must_check;

/* Between these two, each pg_put_* is an element; elsewhere it is a parameter of its own. */
void pg_array_open(struct pg_params *params, enum pg_type type);
void pg_array_close(struct pg_params *params);

void pg_put_null(struct pg_params *params);
void pg_put_bool(struct pg_params *params, bool value);
void pg_put_int2(struct pg_params *params, int16_t value);
void pg_put_int4(struct pg_params *params, int32_t value);
void pg_put_int8(struct pg_params *params, int64_t value);
/* bytea and text alike. */
void pg_put_bytes(struct pg_params *params, struct bytes value);

/* One value that came back. data NULL = SQL NULL; borrowed from the result. */
struct pg_value {
    const uint8_t *data;
    size_t len;
};

/* Any of int2, int4, int8, bool by its length; 0 for NULL. Aborts on another length: our own
 * statement is wrong. */
int64_t pg_integer(struct pg_value value);
struct bytes pg_bytes(struct pg_value value);

/* Walks an array of composite values (array_agg of rows): fields in the order of the row type. */
struct pg_records {
    const uint8_t *data; /* borrowed */
    size_t len;
    uint32_t left; /* records not yet begun */
    uint32_t fields_left;
};

void pg_records_open(struct pg_records *records, struct pg_value array);
/* False after the last record. Skips what was left of the one before. */
bool pg_records_next(struct pg_records *records);
/* The next field of the record begun; NULL value when it has no more. */
struct pg_value pg_records_field(struct pg_records *records);
