/* SPDX-License-Identifier: Apache-2.0
 * The eight digits of a case number: a permutation of the day's counter, kept per division, that
 * never gives the same number twice, whatever the clock does. */
#include "unit.h"

#include "core/case_no.h"
#include "node/internal.h"

#include <stdlib.h>

#define SERIALS_MAX 100000000u
#define SERIES_MAX  (SERIALS_MAX / 2) /* the other half is for what is about somebody */
#define SAMPLE      5000

static const struct place county = {330726, 6};
static const struct place town = {330726101, 9};
static const struct civil monday = {20780};

static struct node *node_with_secret(uint8_t first) {
    struct node_config config = {.station = {"county"}};
    struct node *node = NULL;

    config.secret[0] = first;
    node = node_new(&config, NULL);
    assert_non_null(node);
    return node;
}

static int set_up(void **state) {
    *state = node_with_secret(1);
    return 0;
}

static int tear_down(void **state) {
    node_free(*state);
    return 0;
}

static struct case_no next(struct node *node, struct place division, struct civil day) {
    struct case_no no;
    struct case_no read;

    assert_int_equal(
        case_number_next(node, &(struct number_series){.division = division}, day, &no), PJ_OK);
    assert_int_equal(case_no_parse(no.text, strlen(no.text), &read), PJ_OK);
    return no;
}

static uint32_t serial_of(const struct case_no *no) {
    const char *at = no->text + strlen(no->text) - 11; /* "12345678-42" */
    uint64_t serial = 0;

    assert_int_equal(text_u64(at, 8, SERIALS_MAX - 1, &serial), PJ_OK);
    return (uint32_t)serial;
}

static int compare_serials(const void *a, const void *b) {
    const uint32_t *left = a;
    const uint32_t *right = b;

    return *left < *right ? -1 : *left > *right;
}

/* ---- the permutation */

static void check_distinct(uint32_t *serials, size_t count) {
    qsort(serials, count, sizeof *serials, compare_serials);
    for (size_t i = 1; i < count; i++) {
        assert_true(serials[i] != serials[i - 1]);
    }
}

static void one_to_one(void **state) {
    static const uint64_t starts[] = {0, 9990, 12345678, SERIES_MAX - SAMPLE - 2};
    static uint32_t serials[ARRAY_COUNT(starts) * SAMPLE];
    struct node *node = *state;
    size_t count = 0;

    for (size_t i = 0; i < ARRAY_COUNT(starts); i++) {
        struct mark mark = {.tag = MARK_COUNTER, .seq = starts[i], .place = county, .day = monday};

        counters_restore(node, &mark);
        for (size_t k = 0; k < SAMPLE; k++) {
            struct case_no no = next(node, county, monday);

            serials[count++] = serial_of(&no);
        }
    }
    check_distinct(serials, count);
}

static void no_order_and_no_density(void **state) {
    struct node *node = *state;
    unsigned rising = 0;
    unsigned low = 0;
    uint32_t before = 0;

    for (unsigned i = 0; i < SAMPLE; i++) {
        struct case_no no = next(node, county, monday);
        uint32_t serial = serial_of(&no);

        rising += serial > before;
        low += serial < SERIALS_MAX / 10;
        before = serial;
    }
    assert_in_range(rising, SAMPLE * 45 / 100, SAMPLE * 55 / 100);
    assert_in_range(low, SAMPLE * 8 / 100, SAMPLE * 12 / 100);
}

static void other_secret_other_numbers(void **state) {
    static const struct {
        const char *sentence;
        uint8_t secret;
        struct place place;
        struct civil day;
    } rows[] = {
        {"another secret", 2, {330726, 6}, {20780}},
        {"another division", 1, {330727, 6}, {20780}},
        {"the same code with other digits", 1, {330726, 9}, {20780}},
        {"another day", 1, {330726, 6}, {20781}},
    };

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct node *other = node_with_secret(rows[i].secret);
        struct node *same = node_with_secret(1);
        unsigned equal = 0;

        for (unsigned k = 0; k < 50; k++) {
            struct case_no a = next(same, county, monday);
            struct case_no b = next(other, rows[i].place, rows[i].day);

            equal += serial_of(&a) == serial_of(&b);
        }
        if (equal > 1) {
            fail_msg("%s: %u of 50 are equal", rows[i].sentence, equal);
        }
        node_free(other);
        node_free(same);
    }
}

/* ---- the counter */

static void each_division_counts_for_itself(void **state) {
    struct node *node = *state;
    struct node *alone = node_with_secret(1);

    for (unsigned i = 0; i < 20; i++) {
        struct case_no ours = next(node, county, monday);
        struct case_no theirs = next(alone, county, monday);

        (void)next(node, town, monday);
        assert_string_equal(ours.text, theirs.text);
    }
    node_free(alone);
}

static void a_failed_batch_gives_its_numbers_back(void **state) {
    struct node *node = *state;
    struct case_no first = next(node, county, monday);
    struct case_no again;

    (void)next(node, county, monday);
    counters_rollback(node); /* nothing was committed */
    again = next(node, county, monday);
    assert_string_equal(again.text, first.text);
}

static void a_jump_of_the_counter_meets_no_old_number(void **state) {
    static uint32_t serials[2 * SAMPLE];
    struct node *node = *state;
    struct mark mark = {.tag = MARK_COUNTER, .seq = 1000000, .place = county, .day = monday};

    for (size_t i = 0; i < SAMPLE; i++) {
        struct case_no no = next(node, county, monday);

        serials[i] = serial_of(&no);
    }
    counters_restore(node, &mark);
    for (size_t i = 0; i < SAMPLE; i++) {
        struct case_no no = next(node, county, monday);

        serials[SAMPLE + i] = serial_of(&no);
    }
    check_distinct(serials, ARRAY_COUNT(serials));
}

static void a_restored_counter_goes_on(void **state) {
    struct node *node = *state;
    struct node *restored = node_with_secret(1);
    struct mark mark = {.tag = MARK_COUNTER, .seq = 7, .place = county, .day = monday};
    struct case_no eighth;
    struct case_no after;

    for (unsigned i = 0; i < 7; i++) {
        (void)next(node, county, monday);
    }
    eighth = next(node, county, monday);
    counters_restore(restored, &mark);
    after = next(restored, county, monday);
    assert_string_equal(after.text, eighth.text);
    node_free(restored);
}

static void a_new_day_begins_anew(void **state) {
    struct node *node = *state;
    struct node *fresh = node_with_secret(1);
    struct civil tuesday = {monday.day + 1};
    struct case_no ours;
    struct case_no theirs;

    for (unsigned i = 0; i < 5; i++) {
        (void)next(node, county, monday);
    }
    ours = next(node, county, tuesday);
    theirs = next(fresh, county, tuesday);
    assert_string_equal(ours.text, theirs.text);
    node_free(fresh);
}

static void a_clock_set_back_gives_no_number_twice(void **state) {
    static char texts[3 * 50][CASE_NO_TEXT_MAX + 1];
    struct node *node = *state;
    size_t count = 0;

    for (int back = 0; back < 3; back++) { /* Monday, Tuesday, and Monday again */
        struct civil day = {monday.day + (back == 1 ? 1 : 0)};

        for (unsigned i = 0; i < 50; i++) {
            struct case_no no = next(node, county, day);

            for (size_t k = 0; k < count; k++) {
                assert_string_not_equal(texts[k], no.text);
            }
            memcpy(texts[count++], no.text, sizeof no.text);
        }
    }
}

static void the_last_number_of_a_day(void **state) {
    struct node *node = *state;
    struct mark mark = {.tag = MARK_COUNTER, .seq = SERIES_MAX - 2, .place = county, .day = monday};
    struct case_no no;

    counters_restore(node, &mark);
    (void)next(node, county, monday);
    assert_int_equal(
        case_number_next(node, &(struct number_series){.division = county}, monday, &no),
        PJ_BUSY_QUOTA);
    (void)next(node, county, (struct civil){monday.day + 1});
}

static void each_series_counts_for_itself(void **state) {
    struct case_no desk = next(*state, county, monday);
    struct case_no organ;
    struct case_no read;

    assert_int_equal(case_number_next(*state,
                                      &(struct number_series){.division = county, .letter = 'B'},
                                      monday, &organ),
                     PJ_OK);
    assert_int_equal(case_no_parse(organ.text, strlen(organ.text), &read), PJ_OK);
    assert_memory_equal(organ.text, "330726B-", 8);
    assert_int_equal(serial_of(&organ), serial_of(&desk)); /* both are the first of the day */
}

static struct case_no next_shut(struct node *node) {
    static const struct number_series series = {{330726, 6}, .shut = true};
    struct case_no no;

    assert_int_equal(case_number_next(node, &series, monday, &no), PJ_OK);
    return no;
}

static void what_is_about_somebody_leaves_no_gap(void **state) {
    static uint32_t serials[2 * SAMPLE];
    struct node *node = *state;
    struct node *without = node_with_secret(1);
    size_t low = 0;

    for (size_t i = 0; i < SAMPLE; i++) {
        struct case_no shut = next_shut(node);
        struct case_no ours = next(node, county, monday);
        struct case_no theirs = next(without, county, monday);

        assert_string_equal(ours.text, theirs.text);
        assert_int_equal(strlen(shut.text), strlen(ours.text));
        serials[2 * i] = serial_of(&shut);
        serials[2 * i + 1] = serial_of(&ours);
        low += serials[2 * i] < SERIALS_MAX / 2;
    }
    assert_in_range(low, SAMPLE * 45 / 100, SAMPLE * 55 / 100); /* nor does the number show it */
    check_distinct(serials, ARRAY_COUNT(serials));
    node_free(without);
}

static void a_restored_counter_of_theirs_goes_on(void **state) {
    struct node *restored = node_with_secret(1);
    struct mark mark = {
        .tag = MARK_COUNTER, .seq = 1, .place = county, .series = (char)0x80, .day = monday};
    struct case_no second;
    struct case_no after;

    (void)next_shut(*state);
    second = next_shut(*state);
    counters_restore(restored, &mark);
    after = next_shut(restored);
    assert_string_equal(after.text, second.text);
    node_free(restored);
}

/* ---- query codes */

static void a_query_code_belongs_to_a_number_and_a_secret(void **state) {
    struct node *node = *state;
    struct node *other = node_with_secret(2);
    struct case_no a = next(node, county, monday);
    struct case_no b = next(node, county, monday);
    char codes[4][QUERY_CODE_TEXT_MAX + 1];

    query_code(node, &a, codes[0]);
    query_code(node, &a, codes[1]);
    query_code(node, &b, codes[2]);
    query_code(other, &a, codes[3]);
    assert_string_equal(codes[0], codes[1]);
    assert_string_not_equal(codes[0], codes[2]);
    assert_string_not_equal(codes[0], codes[3]);
    for (size_t i = 0; i < ARRAY_COUNT(codes); i++) {
        assert_int_equal(strlen(codes[i]), QUERY_CODE_TEXT_MAX);
        assert_int_equal(strspn(codes[i], "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"), QUERY_CODE_TEXT_MAX);
    }
    node_free(other);
}

#define AT_NODE(sentence, function) CASE_WITH(sentence, function, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        AT_NODE("no two counters of a day give the same eight digits", one_to_one),
        AT_NODE("the digits tell neither order nor density", no_order_and_no_density),
        AT_NODE("secret, division and day each give other digits", other_secret_other_numbers),
        AT_NODE("each division counts for itself", each_division_counts_for_itself),
        AT_NODE("a series of its own counts for itself and shows its letter",
                each_series_counts_for_itself),
        AT_NODE("a failed batch gives its numbers back", a_failed_batch_gives_its_numbers_back),
        AT_NODE("a counter that jumped meets no old number",
                a_jump_of_the_counter_meets_no_old_number),
        AT_NODE("a restored counter goes on where it stood", a_restored_counter_goes_on),
        AT_NODE("a new day begins anew", a_new_day_begins_anew),
        AT_NODE("a clock set back over midnight gives no number twice",
                a_clock_set_back_gives_no_number_twice),
        AT_NODE("after the last number of a day it is told to come tomorrow",
                the_last_number_of_a_day),
        AT_NODE("what is about somebody leaves no gap and looks the same",
                what_is_about_somebody_leaves_no_gap),
        AT_NODE("and its counter goes on after a restart", a_restored_counter_of_theirs_goes_on),
        AT_NODE("a query code belongs to one number and one secret",
                a_query_code_belongs_to_a_number_and_a_secret),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
