/* SPDX-License-Identifier: Apache-2.0
 * PostgreSQL's binary formats, as src/backend/utils/adt/{arrayfuncs,rowtypes}.c write and read
 * them. */
#include "pg_array.h"

#include <string.h>

#define ARRAY_HEAD_BYTES  20 /* dimensions, has-null flag, element type, length, lower bound */
#define ARRAY_EMPTY_BYTES 12 /* an empty array has no dimension */
#define FORMAT_BINARY     1
#define LENGTH_NULL       UINT32_MAX

static void store_be(uint8_t *to, uint64_t value, size_t bytes) {
    for (size_t i = 0; i < bytes; i++) {
        to[i] = (uint8_t)(value >> (8 * (bytes - 1 - i)));
    }
}

static uint64_t load_be(const uint8_t *from, size_t bytes) {
    uint64_t value = 0;

    for (size_t i = 0; i < bytes; i++) {
        value = value << 8 | from[i];
    }
    return value;
}

/* ---- parameters */

void pg_params_init(struct pg_params *params, size_t bytes_max) {
    ASSERT(bytes_max <= INT32_MAX); /* libpq counts in int */
    memset(params, 0, sizeof *params);
    buf_init(&params->buf, bytes_max);
}

void pg_params_release(struct pg_params *params) {
    buf_release(&params->buf);
}

void pg_params_clear(struct pg_params *params) {
    buf_clear(&params->buf);
    params->count = 0;
    params->code = PJ_OK;
    params->in_array = false;
}

enum pj_code pg_params_check(struct pg_params *params) {
    ASSERT(!params->in_array);
    if (params->code != PJ_OK) {
        return params->code;
    }
    for (int i = 0; i < params->count; i++) {
        bool is_null = params->lengths[i] < 0;
        const void *at =
            params->buf.len == 0 ? "" : (const void *)(params->buf.data + params->start[i]);

        params->values[i] = is_null ? NULL : at;
        params->formats[i] = FORMAT_BINARY;
    }
    return PJ_OK;
}

static void put_raw(struct pg_params *params, const void *data, size_t len) {
    if (params->code == PJ_OK && len > 0) {
        params->code = buf_put(&params->buf, data, len);
    }
}

static void put_u32(struct pg_params *params, uint32_t value) {
    uint8_t raw[4];

    store_be(raw, value, sizeof raw);
    put_raw(params, raw, sizeof raw);
}

static void param_begin(struct pg_params *params) {
    ASSERT(params->count < PG_PARAMS_MAX);
    params->start[params->count] = params->buf.len;
}

static void param_end(struct pg_params *params) {
    params->lengths[params->count] = (int)(params->buf.len - params->start[params->count]);
    params->count++;
}

void pg_array_open(struct pg_params *params, enum pg_type type) {
    ASSERT(!params->in_array);
    param_begin(params);
    params->in_array = true;
    params->array_at = params->buf.len;
    params->elements = 0;
    params->array_has_null = false;
    put_u32(params, 1);
    put_u32(params, 0);
    put_u32(params, type);
    put_u32(params, 0);
    put_u32(params, 1);
}

void pg_array_close(struct pg_params *params) {
    uint8_t *head = NULL;

    ASSERT(params->in_array);
    params->in_array = false;
    if (params->code != PJ_OK) {
        params->count++; /* the statement is not sent; keep the numbering for the ASSERTs */
        return;
    }
    head = params->buf.data + params->array_at;
    store_be(head + 4, params->array_has_null, 4);
    store_be(head + 12, params->elements, 4);
    if (params->elements == 0) {
        store_be(head, 0, 4);
        params->buf.len = params->array_at + ARRAY_EMPTY_BYTES;
    }
    param_end(params);
}

static void put_value(struct pg_params *params, const void *data, size_t len) {
    if (len > INT32_MAX) {
        params->code = PJ_BAD_TOO_LONG;
        return;
    }
    if (params->in_array) {
        put_u32(params, (uint32_t)len);
        put_raw(params, data, len);
        params->elements++;
        return;
    }
    param_begin(params);
    put_raw(params, data, len);
    param_end(params);
}

void pg_put_null(struct pg_params *params) {
    if (params->in_array) {
        put_u32(params, LENGTH_NULL);
        params->elements++;
        params->array_has_null = true;
        return;
    }
    param_begin(params);
    params->lengths[params->count] = -1;
    params->count++;
}

void pg_put_bool(struct pg_params *params, bool value) {
    uint8_t raw = value;

    put_value(params, &raw, sizeof raw);
}

void pg_put_int2(struct pg_params *params, int16_t value) {
    uint8_t raw[2];

    store_be(raw, (uint16_t)value, sizeof raw);
    put_value(params, raw, sizeof raw);
}

void pg_put_int4(struct pg_params *params, int32_t value) {
    uint8_t raw[4];

    store_be(raw, (uint32_t)value, sizeof raw);
    put_value(params, raw, sizeof raw);
}

void pg_put_int8(struct pg_params *params, int64_t value) {
    uint8_t raw[8];

    store_be(raw, (uint64_t)value, sizeof raw);
    put_value(params, raw, sizeof raw);
}

void pg_put_bytes(struct pg_params *params, struct bytes value) {
    put_value(params, value.data, value.len);
}

/* ---- values */

int64_t pg_integer(struct pg_value value) {
    uint64_t raw = 0;

    if (value.data == NULL) {
        return 0;
    }
    raw = load_be(value.data, value.len);
    switch (value.len) {
    case 1:
        return (int64_t)raw;
    case 2:
        return (int16_t)(uint16_t)raw;
    case 4:
        return (int32_t)(uint32_t)raw;
    case 8:
        return (int64_t)raw;
    default:
        break;
    }
    ASSERT(value.len == 8);
    return 0;
}

struct bytes pg_bytes(struct pg_value value) {
    return value.data == NULL ? BYTES_NONE : (struct bytes){value.data, value.len};
}

/* ---- arrays of records; the server wrote them, so a torn one is our own bug */

static uint32_t take_u32(struct pg_records *records) {
    uint32_t value = 0;

    ASSERT(records->len >= 4);
    value = (uint32_t)load_be(records->data, 4);
    records->data += 4;
    records->len -= 4;
    return value;
}

void pg_records_open(struct pg_records *records, struct pg_value array) {
    memset(records, 0, sizeof *records);
    if (array.data == NULL || array.len < ARRAY_HEAD_BYTES) {
        return; /* NULL or no dimension: empty */
    }
    ASSERT(load_be(array.data, 4) == 1);
    records->left = (uint32_t)load_be(array.data + 12, 4);
    records->data = array.data + ARRAY_HEAD_BYTES;
    records->len = array.len - ARRAY_HEAD_BYTES;
}

bool pg_records_next(struct pg_records *records) {
    while (records->fields_left > 0) {
        pg_records_field(records);
    }
    if (records->left == 0) {
        return false;
    }
    records->left--;
    take_u32(records); /* length of the record */
    records->fields_left = take_u32(records);
    return true;
}

struct pg_value pg_records_field(struct pg_records *records) {
    struct pg_value value = {NULL, 0};
    uint32_t len = 0;

    if (records->fields_left == 0) {
        return value;
    }
    records->fields_left--;
    take_u32(records); /* type of the field */
    len = take_u32(records);
    if (len == LENGTH_NULL) {
        return value;
    }
    ASSERT(records->len >= len);
    value = (struct pg_value){records->data, len};
    records->data += len;
    records->len -= len;
    return value;
}
