/* SPDX-License-Identifier: Apache-2.0
 * Strict parsing and bounded printing of short texts. Pure: no locale, no errno, no allocation. */
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum pj_code text_u64(const char *text, size_t len, uint64_t max, uint64_t *ret_value) {
    uint64_t value = 0;

    if (len == 0) {
        return PJ_BAD_FIELD;
    }

    for (size_t i = 0; i < len; i++) {
        unsigned digit = (unsigned)(unsigned char)text[i] - '0';

        /* Written so that nothing overflows, whatever max is. */
        if (digit > 9 || digit > max || value > (max - digit) / 10) {
            return PJ_BAD_FIELD;
        }
        value = 10 * value + digit;
    }
    *ret_value = value;
    return PJ_OK;
}

enum pj_code text_set(char *field, size_t size, const char *text, size_t len) {
    if (len >= size) {
        return PJ_BAD_TOO_LONG;
    }
    if (len > 0 && memchr(text, '\0', len) != NULL) {
        return PJ_BAD_FIELD;
    }

    if (len > 0) {
        memmove(field, text, len);
    }
    field[len] = '\0';
    return PJ_OK;
}

size_t text_print(char *field, size_t size, const char *format, ...) {
    va_list arguments;
    int len = 0;

    va_start(arguments, format);
    len = vsnprintf(field, size, format, arguments);
    va_end(arguments);
    ASSERT(len >= 0);
    ASSERT((size_t)len < size);
    return (size_t)len;
}

/* Bytes of the well-formed sequence at p (Unicode 15, table 3-7), 0 when there is none. */
static size_t utf8_sequence(const uint8_t *p, size_t left) {
    static const struct {
        uint8_t first_min, first_max, second_min, second_max, len;
    } forms[] = {
        {0x00, 0x7f, 0x00, 0x00, 1}, {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
        {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
        {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
    };
    size_t form = 0;

    while (form < ARRAY_COUNT(forms) && p[0] > forms[form].first_max) {
        form++;
    }
    if (form == ARRAY_COUNT(forms) || p[0] < forms[form].first_min || left < forms[form].len) {
        return 0;
    }

    for (size_t i = 1; i < forms[form].len; i++) {
        uint8_t min = i == 1 ? forms[form].second_min : 0x80;
        uint8_t max = i == 1 ? forms[form].second_max : 0xbf;

        if (p[i] < min || p[i] > max) {
            return 0;
        }
    }
    return forms[form].len;
}

bool text_is_utf8(struct bytes bytes) {
    size_t at = 0;

    while (at < bytes.len) {
        size_t step = utf8_sequence(bytes.data + at, bytes.len - at);

        if (step == 0) {
            return false;
        }
        at += step;
    }
    return true;
}

void text_hex(char *field, size_t size, const uint8_t *data, size_t len) {
    static const char digits[] = "0123456789abcdef";

    ASSERT(size > 0);
    ASSERT(len <= (size - 1) / 2);
    for (size_t i = 0; i < len; i++) {
        field[2 * i] = digits[data[i] >> 4];
        field[2 * i + 1] = digits[data[i] & 15];
    }
    field[2 * len] = '\0';
}

/* 0..15, or 16 for what is not a hex digit. */
static unsigned hex_value(char c) {
    if (c >= '0' && c <= '9') {
        return (unsigned)(c - '0');
    }
    if (c >= 'a' && c <= 'f') {
        return (unsigned)(c - 'a') + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return (unsigned)(c - 'A') + 10;
    }
    return 16;
}

enum pj_code text_unhex(const char *text, size_t len, uint8_t *data, size_t size) {
    if (len % 2 != 0 || len / 2 != size) {
        return PJ_BAD_FIELD;
    }

    for (size_t i = 0; i < len; i++) {
        if (hex_value(text[i]) > 15) {
            return PJ_BAD_FIELD;
        }
    }
    for (size_t i = 0; i < size; i++) {
        data[i] = (uint8_t)(hex_value(text[2 * i]) << 4 | hex_value(text[2 * i + 1]));
    }
    return PJ_OK;
}

void text_cut(char *field, size_t size, const char *format, va_list arguments) {
    (void)vsnprintf(field, size, format, arguments);
}
