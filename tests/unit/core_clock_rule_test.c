/* SPDX-License-Identifier: Apache-2.0
 * When something is due: the day of the event does not count, the last day counts whole, all in
 * Asia/Shanghai. */
#include "unit.h"

#include "core/clock_rule.h"

#include "base/text.h"

struct due_row {
    const char *sentence, *start;
    uint32_t days;
    const char *due, *due_at;
};

static const struct due_row dues[] = {
    {"the day of the event does not count", "2026-11-23T10:00:00.000000+08:00", 1, "2026-11-24",
     "2026-11-25T00:00:00.000000+08:00"},
    {"the first instant of a day belongs to it", "2026-11-23T00:00:00.000000+08:00", 15,
     "2026-12-08", "2026-12-09T00:00:00.000000+08:00"},
    {"and so does the last", "2026-11-23T23:59:59.999999+08:00", 15, "2026-12-08",
     "2026-12-09T00:00:00.000000+08:00"},
    {"one microsecond later is the next day", "2026-11-24T00:00:00.000000+08:00", 15, "2026-12-09",
     "2026-12-10T00:00:00.000000+08:00"},
    {"a UTC evening is the next day in Shanghai", "2026-11-24T00:30:00.000000+08:00", 1,
     "2026-11-25", "2026-11-26T00:00:00.000000+08:00"},
    {"over the end of a year", "2026-12-31T12:00:00.000000+08:00", 1, "2027-01-01",
     "2027-01-02T00:00:00.000000+08:00"},
    {"over a leap day", "2028-02-28T12:00:00.000000+08:00", 2, "2028-03-01",
     "2028-03-02T00:00:00.000000+08:00"},
    {"sixty days", "2026-01-01T12:00:00.000000+08:00", 60, "2026-03-02",
     "2026-03-03T00:00:00.000000+08:00"},
    {"a holiday is not rolled over yet", "2026-09-16T12:00:00.000000+08:00", 15, "2026-10-01",
     "2026-10-02T00:00:00.000000+08:00"},
    {"no days: the day itself", "2026-11-23T10:00:00.000000+08:00", 0, "2026-11-23",
     "2026-11-24T00:00:00.000000+08:00"},
};

static const struct node_id owner = {"330726.land"};

static struct wall instant_of(const char *text) {
    struct wall instant = {0};

    assert_int_equal(instant_parse(text, strlen(text), &instant), PJ_OK);
    return instant;
}

static void counting(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(dues); i++) {
        const struct due_row *row = &dues[i];
        struct wall start = instant_of(row->start);
        struct clock clock = clock_start(CLOCK_ROUTE, &owner, start, row->days, "条例 §22");
        char due[CIVIL_TEXT_MAX + 1];

        civil_print(clock.due, due);
        if (strcmp(due, row->due) != 0) {
            fail_msg("%s: %s", row->sentence, due);
        }
        if (clock.due_at.us != instant_of(row->due_at).us) {
            fail_msg("%s: not over at %s", row->sentence, row->due_at);
        }
    }
}

static void whole_clock(void **state) {
    struct wall start = instant_of("2026-11-23T10:00:00.000000+08:00");
    struct clock clock = clock_start(CLOCK_NOTICE, &owner, start, 15, "条例 §22");

    assert_int_equal(clock.kind, CLOCK_NOTICE);
    assert_int_equal(clock.state, CLOCK_STATE_RUNNING);
    assert_true(clock.provisional);
    assert_true(node_id_equal(&clock.owner, &owner));
    assert_int_equal(clock.started_at.us, start.us);
    assert_string_equal(clock.basis, "条例 §22");
    assert_int_equal(clock.no, 0); /* given by whoever hangs it into a case */
}

static void by_a_person(void **state) {
    struct wall start = instant_of("2026-11-23T10:00:00.000000+08:00");
    struct civil due = civil_from_ymd(2026, 12, 1);
    struct clock clock = clock_start_until(CLOCK_ASSIGNED, &owner, start, due, "交办");

    assert_int_equal(clock.kind, CLOCK_ASSIGNED);
    assert_int_equal(clock.due.day, due.day);
    assert_int_equal(clock.due_at.us, instant_of("2026-12-02T00:00:00.000000+08:00").us);
    assert_int_equal(clock.started_at.us, start.us);
    assert_string_equal(clock.basis, "交办");
    assert_true(clock.provisional);
}

static void clocks_are_equal_bytes(void **state) {
    struct wall start = instant_of("2026-11-23T10:00:00.000000+08:00");
    struct clock clock = clock_start(CLOCK_ROUTE, &owner, start, 15, "b");
    struct clock same = clock_start_until(CLOCK_ROUTE, &owner, start, clock.due, "b");

    assert_int_equal(clock.due_at.us, same.due_at.us);
    assert_int_equal(clock.due.day, same.due.day);
    assert_string_equal(clock.basis, same.basis);
}

static void start_with(void *basis) {
    (void)clock_start(CLOCK_ROUTE, &owner, (struct wall){0}, 1, basis);
}

static void long_basis(void **state) {
    char basis[BASIS_TEXT_MAX + 2];

    memset(basis, 'x', sizeof basis);
    basis[BASIS_TEXT_MAX + 1] = '\0';
    assert_true(aborts(start_with, basis));
    basis[BASIS_TEXT_MAX] = '\0';
    assert_false(aborts(start_with, basis));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("days are counted in Shanghai, without the first and with the last", counting),
        CASE("a clock says whose it is, since when and why, and that it is provisional",
             whole_clock),
        CASE("a date set by a person counts whole", by_a_person),
        CASE("both ways of starting give the same clock", clocks_are_equal_bytes),
        CASE("a basis too long is our own bug", long_basis),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
