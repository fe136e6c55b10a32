/* SPDX-License-Identifier: Apache-2.0
 * Protobuf bytes written field by field, for what our own encoder would never write. */
#pragma once
#include "unit.h"

#include "base/base.h"

#include <stdlib.h>

struct raw {
    uint8_t *data; /* owned, freed in raw_release */
    size_t len;
};

static inline void raw_release(struct raw *raw) {
    free(raw->data);
    *raw = (struct raw){NULL, 0};
}

static inline void raw_put(struct raw *raw, const void *data, size_t len) {
    raw->data = realloc(raw->data, raw->len + len + 1);
    assert_non_null(raw->data);
    if (len > 0) {
        memcpy(raw->data + raw->len, data, len);
    }
    raw->len += len;
}

static inline void raw_varint(struct raw *raw, uint64_t value) {
    uint8_t bytes[10];
    size_t len = 0;

    while (value >= 0x80) {
        bytes[len++] = (uint8_t)(value | 0x80);
        value >>= 7;
    }
    bytes[len++] = (uint8_t)value;
    raw_put(raw, bytes, len);
}

static inline void raw_number(struct raw *raw, uint32_t field, uint64_t value) {
    raw_varint(raw, (uint64_t)field << 3);
    raw_varint(raw, value);
}

static inline void raw_bytes(struct raw *raw, uint32_t field, const void *data, size_t len) {
    raw_varint(raw, (uint64_t)field << 3 | 2);
    raw_varint(raw, len);
    raw_put(raw, data, len);
}

static inline void raw_text(struct raw *raw, uint32_t field, const char *text) {
    raw_bytes(raw, field, text, strlen(text));
}

/* `count` bytes of 'x', which is also the text "xxx...". */
static inline void raw_long(struct raw *raw, uint32_t field, size_t count) {
    char *data = malloc(count + 1);

    assert_non_null(data);
    memset(data, 'x', count);
    raw_bytes(raw, field, data, count);
    free(data);
}

/* The inner message becomes a field of the outer one, and is released. */
static inline void raw_message(struct raw *raw, uint32_t field, struct raw *inner) {
    raw_bytes(raw, field, inner->data, inner->len);
    raw_release(inner);
}

static inline void raw_empties(struct raw *raw, uint32_t field, size_t count) {
    for (size_t i = 0; i < count; i++) {
        raw_bytes(raw, field, "", 0);
    }
}
