/* SPDX-License-Identifier: Apache-2.0
 * Arena and buffer: limits are reached politely, and what was there stays. */
#include "base/arena.h"
#include "base/buf.h"
#include "unit.h"

#include <stdalign.h>

#define UNIT alignof(max_align_t)

static bool all_zero(const uint8_t *data, size_t len) {
    for (size_t i = 0; i < len; i++) {
        if (data[i] != 0) {
            return false;
        }
    }
    return true;
}

static void arena_gives_zeroed_aligned_memory(void **state) {
    struct arena arena;

    arena_init(&arena, 1 << 20);
    assert_null(arena.first);
    for (int round = 0; round < 2; round++) {
        for (size_t size = 1; size < 700; size += 13) {
            uint8_t *memory = arena_alloc(&arena, size);

            assert_non_null(memory);
            assert_int_equal((uintptr_t)memory % UNIT, 0);
            assert_true(all_zero(memory, size));
            memset(memory, 0xa5, size);
        }
        arena_clear(&arena);
    }
    arena_release(&arena);
}

static void arena_pieces_do_not_overlap(void **state) {
    struct arena arena;
    uint8_t *pieces[200];

    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < ARRAY_COUNT(pieces); i++) {
        pieces[i] = arena_alloc(&arena, 1 + i * 7);
        assert_non_null(pieces[i]);
        memset(pieces[i], (int)i, 1 + i * 7);
    }
    for (size_t i = 0; i < ARRAY_COUNT(pieces); i++) {
        for (size_t j = 0; j < 1 + i * 7; j++) {
            assert_int_equal(pieces[i][j], (uint8_t)i);
        }
    }
    arena_release(&arena);
}

static void arena_keeps_its_limit(void **state) {
    struct arena arena;

    arena_init(&arena, 4 * UNIT);
    assert_non_null(arena_alloc(&arena, 3 * UNIT));
    assert_null(arena_alloc(&arena, UNIT + 1));
    assert_int_equal(arena.used_bytes, 3 * UNIT);
    assert_non_null(arena_alloc(&arena, 1));
    assert_null(arena_alloc(&arena, 1));
    assert_null(arena_alloc(&arena, 0));
    arena_clear(&arena);
    assert_non_null(arena_alloc(&arena, 4 * UNIT));
    arena_release(&arena);
}

static void arena_limit_holds_across_chunks(void **state) {
    const size_t limit = 300000;
    struct arena arena;
    size_t given = 0;

    arena_init(&arena, limit);
    while (arena_alloc(&arena, 1024) != NULL) {
        given += 1024;
    }
    assert_true(given <= limit);
    assert_true(given > limit - 1024);
    arena_release(&arena);
}

static void arena_refuses_absurd_sizes(void **state) {
    static const size_t sizes[] = {SIZE_MAX, SIZE_MAX - 1, SIZE_MAX - UNIT, SIZE_MAX / 2};
    struct arena arena;

    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < ARRAY_COUNT(sizes); i++) {
        assert_null(arena_alloc(&arena, sizes[i]));
    }
    assert_null(arena_text(&arena, "", SIZE_MAX));
    arena_release(&arena);
}

static void arena_gives_a_bad_frame_back(void **state) {
    struct arena arena;
    struct arena_mark mark;
    const uint8_t *kept = NULL;
    uint8_t *again = NULL;

    arena_init(&arena, 1 << 20);
    mark = arena_begin(&arena, 64 * UNIT); /* of an arena that holds nothing yet */
    assert_non_null(arena_alloc(&arena, 64 * UNIT));
    assert_null(arena_alloc(&arena, 1));
    arena_drop(&arena, &mark);
    assert_int_equal(arena.used_bytes, 0);

    again = arena_alloc(&arena, UNIT);
    assert_non_null(again);
    again[0] = 42;
    kept = again;
    for (int i = 0; i < 1000; i++) { /* no number of bad frames fills it */
        mark = arena_begin(&arena, 300000);
        for (int piece = 0; piece < 3; piece++) {
            assert_non_null(arena_alloc(&arena, 99999));
        }
        assert_null(arena_alloc(&arena, 4096));
        arena_drop(&arena, &mark);
    }
    assert_int_equal(arena.used_bytes, UNIT);
    assert_int_equal(kept[0], 42);

    mark = arena_begin(&arena, 1 << 30); /* more than there is: the arena's own limit binds */
    assert_null(arena_alloc(&arena, 1 << 20));
    assert_non_null(arena_alloc(&arena, UNIT));
    arena_keep(&arena, &mark);
    assert_int_equal(arena.used_bytes, 2 * UNIT);
    arena_release(&arena);
}

static void arena_takes_big_pieces(void **state) {
    struct arena arena;
    uint8_t *big = NULL;
    uint8_t *small = NULL;

    arena_init(&arena, 8 << 20);
    small = arena_alloc(&arena, 16);
    big = arena_alloc(&arena, 3 << 20);
    assert_non_null(small);
    assert_non_null(big);
    memset(big, 1, 3 << 20);
    assert_non_null(arena_alloc(&arena, 100000));
    arena_clear(&arena);
    assert_int_equal(arena.used_bytes, 0);
    assert_ptr_equal(arena_alloc(&arena, 16), small);
    arena_release(&arena);
    assert_non_null(arena_alloc(&arena, 1)); /* usable again */
    arena_release(&arena);
}

static void arena_copies(void **state) {
    static const char text[] = "水利";
    struct arena arena;
    struct bytes copy = {NULL, 7};
    char *again = NULL;

    arena_init(&arena, 64);
    assert_int_equal(arena_copy(&arena, (struct bytes){(const uint8_t *)text, 6}, &copy), PJ_OK);
    assert_int_equal(copy.len, 6);
    assert_memory_equal(copy.data, text, 6);
    again = arena_text(&arena, text, 3);
    assert_string_equal(again, "水");
    assert_string_equal(arena_text(&arena, NULL, 0), "");

    assert_int_equal(arena_copy(&arena, (struct bytes){(const uint8_t *)text, 6}, &copy), PJ_OK);
    assert_int_equal(arena_copy(&arena, (struct bytes){(const uint8_t *)text, 3}, &copy),
                     PJ_INTERNAL_NO_MEMORY);
    assert_int_equal(copy.len, 6); /* untouched */
    assert_null(arena_text(&arena, text, 3));
    assert_int_equal(arena_copy(&arena, BYTES_NONE, &copy), PJ_OK);
    assert_int_equal(copy.len, 0);
    arena_release(&arena);
}

static void buf_grows_to_its_maximum(void **state) {
    struct buf buf;

    buf_init(&buf, 1000);
    for (int i = 0; i < 1000; i++) {
        uint8_t byte = (uint8_t)i;

        assert_int_equal(buf_put(&buf, &byte, 1), PJ_OK);
    }
    assert_int_equal(buf_put(&buf, "x", 1), PJ_BAD_TOO_LONG);
    assert_int_equal(buf_printf(&buf, "%c", 'x'), PJ_BAD_TOO_LONG);
    assert_int_equal(buf_put(&buf, NULL, 0), PJ_OK);
    assert_int_equal(buf_bytes(&buf).len, 1000);
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(buf_bytes(&buf).data[i], (uint8_t)i);
    }
    buf_clear(&buf);
    assert_int_equal(buf_bytes(&buf).len, 0);
    assert_null(buf_bytes(&buf).data);
    assert_int_equal(buf_put(&buf, "x", SIZE_MAX), PJ_BAD_TOO_LONG);
    buf_release(&buf);
    buf_release(&buf);
}

static void buf_prints(void **state) {
    struct buf buf;

    buf_init(&buf, 600);
    assert_int_equal(buf_printf(&buf, "%s", ""), PJ_OK);
    assert_int_equal(buf_printf(&buf, "%06d", 330726), PJ_OK);
    assert_int_equal(buf_put(&buf, "\0", 1), PJ_OK);
    assert_int_equal(buf_printf(&buf, "%0593d", 1), PJ_OK); /* exactly full */
    assert_int_equal(buf.len, 600);
    assert_memory_equal(buf.data,
                        "330726\0"
                        "000",
                        10);
    assert_int_equal(buf.data[599], '1');
    assert_int_equal(buf_printf(&buf, "x"), PJ_BAD_TOO_LONG);
    assert_int_equal(buf.len, 600);
    buf_release(&buf);
}

/* printf writes a NUL behind the text: the sanitizer sees it when there is no room. */
static void buf_prints_at_any_fill(void **state) {
    static const uint8_t filler[600];

    for (size_t fill = 0; fill < sizeof(filler); fill++) {
        struct buf buf;

        buf_init(&buf, 1000);
        assert_int_equal(buf_put(&buf, filler, fill), PJ_OK);
        assert_int_equal(buf_printf(&buf, "%s", "123456"), PJ_OK);
        assert_memory_equal(buf.data + fill, "123456", 6);
        buf_release(&buf);
    }
}

static void views_compare_as_bytes(void **state) {
    struct bytes a = {(const uint8_t *)"a\0b", 3};
    struct bytes b = {(const uint8_t *)"a\0c", 3};
    struct bytes empty = {(const uint8_t *)"x", 0};

    assert_true(bytes_equal(a, a));
    assert_false(bytes_equal(a, b));
    assert_false(bytes_equal(a, (struct bytes){a.data, 2}));
    assert_true(bytes_equal(empty, BYTES_NONE));
    assert_false(bytes_equal(a, BYTES_NONE));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("an arena gives zeroed memory aligned for any type, also after a clear",
             arena_gives_zeroed_aligned_memory),
        CASE("pieces of an arena do not overlap", arena_pieces_do_not_overlap),
        CASE("an arena at its limit gives nothing and goes on", arena_keeps_its_limit),
        CASE("an arena's limit holds across its chunks", arena_limit_holds_across_chunks),
        CASE("an arena refuses sizes that overflow", arena_refuses_absurd_sizes),
        CASE("a bad frame gives back what it took, and takes no more than its share",
             arena_gives_a_bad_frame_back),
        CASE("a piece larger than a chunk gets its own", arena_takes_big_pieces),
        CASE("copies are made whole or not at all", arena_copies),
        CASE("a buffer grows to its maximum and keeps what it has", buf_grows_to_its_maximum),
        CASE("a buffer prints without the NUL, up to the last byte", buf_prints),
        CASE("a buffer prints at any fill", buf_prints_at_any_fill),
        CASE("views are compared as bytes, NUL included", views_compare_as_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
