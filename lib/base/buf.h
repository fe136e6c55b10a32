/* SPDX-License-Identifier: Apache-2.0
 * A growing byte buffer that must be told its maximum at birth. */
#pragma once
#include "base/base.h"

struct buf {
    uint8_t *data; /* owned, freed in buf_release */
    size_t len;
    size_t cap;
    size_t bytes_max;
};

void buf_init(struct buf *buf, size_t bytes_max);
void buf_release(struct buf *buf);
void buf_clear(struct buf *buf);
/* Keeps the first `len` bytes, len <= buf->len. */
void buf_cut(struct buf *buf, size_t len);
/* PJ_BAD_TOO_LONG over the maximum, PJ_INTERNAL_NO_MEMORY; the buffer is unchanged on failure. */
enum pj_code buf_put(struct buf *buf, const void *data, size_t len) must_check;
/* printf-style text without its NUL. */
enum pj_code buf_printf(struct buf *buf, const char *format, ...) must_check
    __attribute__((format(printf, 2, 3)));
struct bytes buf_bytes(const struct buf *buf);
