/* SPDX-License-Identifier: Apache-2.0
 * A byte buffer that doubles up to the maximum it was told, and refuses beyond. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUF_BYTES_MIN 256

void buf_init(struct buf *buf, size_t bytes_max) {
    *buf = (struct buf){.bytes_max = bytes_max};
}

void buf_release(struct buf *buf) {
    free(buf->data);
    buf_init(buf, buf->bytes_max);
}

void buf_clear(struct buf *buf) {
    buf->len = 0;
}

/* Room for len more bytes, and one for the NUL printf insists on writing. */
static enum pj_code reserve(struct buf *buf, size_t len) {
    size_t cap = buf->cap < BUF_BYTES_MIN ? BUF_BYTES_MIN : buf->cap;
    uint8_t *data = NULL;

    ASSERT(buf->len <= buf->bytes_max);
    if (len > buf->bytes_max - buf->len) {
        return PJ_BAD_TOO_LONG;
    }
    if (buf->data != NULL && len < buf->cap - buf->len) {
        return PJ_OK;
    }

    while (cap - buf->len <= len) {
        if (cap > SIZE_MAX / 2) {
            return PJ_INTERNAL_NO_MEMORY;
        }
        cap *= 2;
    }
    data = realloc(buf->data, cap);
    if (data == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    buf->data = data;
    buf->cap = cap;
    return PJ_OK;
}

void buf_cut(struct buf *buf, size_t len) {
    ASSERT(len <= buf->len);
    buf->len = len;
}

enum pj_code buf_put(struct buf *buf, const void *data, size_t len) {
    enum pj_code code = reserve(buf, len);

    if (code != PJ_OK) {
        return code;
    }
    if (len > 0) {
        memcpy(buf->data + buf->len, data, len);
        buf->len += len;
    }
    return PJ_OK;
}

enum pj_code buf_printf(struct buf *buf, const char *format, ...) {
    va_list arguments;
    enum pj_code code = PJ_OK;
    int len = 0;

    va_start(arguments, format);
    len = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    ASSERT(len >= 0);
    code = reserve(buf, (size_t)len);
    if (code != PJ_OK) {
        return code;
    }

    va_start(arguments, format);
    (void)vsnprintf((char *)buf->data + buf->len, (size_t)len + 1, format, arguments);
    va_end(arguments);
    buf->len += (size_t)len;
    return PJ_OK;
}

struct bytes buf_bytes(const struct buf *buf) {
    return buf->len == 0 ? BYTES_NONE : (struct bytes){buf->data, buf->len};
}
