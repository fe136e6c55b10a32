/* SPDX-License-Identifier: Apache-2.0
 * What every file needs: assertions, result checking, byte views. */
#pragma once
#include <pujiang/codes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define must_check     __attribute__((warn_unused_result))
#define ARRAY_COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define CTASSERT(expr) _Static_assert(expr, #expr)

/* Our own bug: abort loudly, in release too; the supervisor restarts us. One condition per ASSERT.
 */
#define ASSERT(expr) ((expr) ? (void)0 : assert_failed(#expr, __FILE__, __LINE__))
_Noreturn void assert_failed(const char *expr, const char *file, int line);

/* A borrowed view of bytes. data may be NULL only when len is 0. */
struct bytes {
    const uint8_t *data; /* borrowed; the owner is named where the view is stored */
    size_t len;
};

#define BYTES_NONE ((struct bytes){NULL, 0})

bool bytes_equal(struct bytes a, struct bytes b);
