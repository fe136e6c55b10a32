/* SPDX-License-Identifier: Apache-2.0
 * Marks: what a batch says of its lanes reads back the same. */
#include "node/marks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "words/kinds.h"

static struct buf marks;

static int make(void **state) {
    (void)state;
    buf_init(&marks, 4096);
    return 0;
}

static int drop(void **state) {
    (void)state;
    buf_release(&marks);
    return 0;
}

static void a_lane_mark_comes_back_as_it_was_put(void **state) {
    struct mark mark = {.tag = MARK_ACKED, .lane = 2049, .seq = UINT64_C(0x0102030405060708)};
    struct mark back;

    (void)state;
    memset(mark.hash.byte, 0xa5, sizeof mark.hash.byte);
    assert_int_equal(mark_put(&marks, &mark), PJ_OK);
    assert_int_equal(marks.len, MARK_BYTES);
    assert_int_equal(mark_get(buf_bytes(&marks), 0, &back), PJ_OK);
    assert_int_equal(back.tag, MARK_ACKED);
    assert_int_equal(back.lane, 2049);
    assert_true(back.seq == mark.seq);
    assert_true(digest_equal(&back.hash, &mark.hash));
}

static void a_counter_keeps_division_series_and_a_day_before_1970(void **state) {
    struct mark mark = {.tag = MARK_COUNTER,
                        .seq = 99999999,
                        .place = {330726100201, 12},
                        .series = 'B',
                        .day = {-3}};
    struct mark back;

    (void)state;
    assert_int_equal(mark_put(&marks, &mark), PJ_OK);
    assert_int_equal(mark_get(buf_bytes(&marks), 0, &back), PJ_OK);
    assert_true(place_equal(back.place, mark.place));
    assert_int_equal(back.series, 'B');
    assert_int_equal(back.day.day, -3);
    assert_int_equal(back.seq, 99999999);
}

static void a_series_of_papers_keeps_office_kind_year_and_epoch(void **state) {
    struct mark mark = {.tag = MARK_PAPER,
                        .lane = 3,
                        .seq = 4000000000,
                        .place = {330726100201, 12},
                        .kind = PAPER_HOLD_TO_ACCOUNT,
                        .shut = true,
                        .year = 2026,
                        .organ = "abcdefghijklmnop"};
    struct mark back;

    (void)state;
    assert_int_equal(mark_put(&marks, &mark), PJ_OK);
    assert_int_equal(marks.len, MARK_BYTES);
    assert_int_equal(mark_get(buf_bytes(&marks), 0, &back), PJ_OK);
    assert_int_equal(back.tag, MARK_PAPER);
    assert_int_equal(back.lane, 3);
    assert_int_equal(back.seq, mark.seq);
    assert_true(place_equal(back.place, mark.place));
    assert_int_equal(back.kind, PAPER_HOLD_TO_ACCOUNT);
    assert_int_equal(back.year, 2026);
    assert_true(back.shut);
    assert_string_equal(back.organ, mark.organ); /* the longest there is */
}

static void torn_or_unknown_records_are_refused(void **state) {
    uint8_t raw[MARK_BYTES] = {9};
    struct mark back;

    (void)state;
    assert_int_equal(mark_get((struct bytes){raw, MARK_BYTES}, 0, &back), PJ_BAD_FORMAT);
    raw[0] = MARK_OUT;
    assert_int_equal(mark_get((struct bytes){raw, MARK_BYTES - 1}, 0, &back), PJ_BAD_FORMAT);
    assert_int_equal(mark_get((struct bytes){raw, MARK_BYTES}, 1, &back), PJ_BAD_FORMAT);
}

static void the_layout_is_little_endian_for_sql(void **state) {
    struct mark mark = {.tag = MARK_OUT, .lane = 0x01020304, .seq = 5};

    (void)state;
    assert_int_equal(mark_put(&marks, &mark), PJ_OK);
    assert_int_equal(marks.data[0], 1);
    assert_int_equal(marks.data[4], 4);
    assert_int_equal(marks.data[7], 1);
    assert_int_equal(marks.data[8], 5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_lane_mark_comes_back_as_it_was_put, make, drop),
        cmocka_unit_test_setup_teardown(a_counter_keeps_division_series_and_a_day_before_1970, make,
                                        drop),
        cmocka_unit_test_setup_teardown(a_series_of_papers_keeps_office_kind_year_and_epoch, make,
                                        drop),
        cmocka_unit_test_setup_teardown(torn_or_unknown_records_are_refused, make, drop),
        cmocka_unit_test_setup_teardown(the_layout_is_little_endian_for_sql, make, drop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
