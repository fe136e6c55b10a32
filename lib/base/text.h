/* SPDX-License-Identifier: Apache-2.0
 * Strict parsing and bounded printing. Nothing here guesses: the whole text must fit the form. */
#pragma once
#include "base/base.h"

#include <stdarg.h>

/* Decimal digits only, no sign, no blank; PJ_BAD_FIELD when empty, over `max` or not a number. */
enum pj_code text_u64(const char *text, size_t len, uint64_t max, uint64_t *ret_value) must_check;
/* Copies into a fixed field of size `size` with its NUL; PJ_BAD_TOO_LONG when it does not fit,
 * PJ_BAD_FIELD on a NUL inside. */
enum pj_code text_set(char *field, size_t size, const char *text, size_t len) must_check;
/* snprintf that ASSERTs the text fitted: for texts whose bound is known. Returns the length. */
size_t text_print(char *field, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* vsnprintf for sentences: what does not fit is left out. */
void text_cut(char *field, size_t size, const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));
bool text_is_utf8(struct bytes bytes);
/* Lower-case hex, NUL-terminated: size >= 2 * len + 1. */
void text_hex(char *field, size_t size, const uint8_t *data, size_t len);
enum pj_code text_unhex(const char *text, size_t len, uint8_t *data, size_t size) must_check;
