/* SPDX-License-Identifier: Apache-2.0
 * Wall time that is steady, and wall time that is virtual: what a file may say, and that nothing it
 * says makes time run back. */
#include "clock.h"
#include "unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define DAY_S INT64_C(86400)

/* ---- the machine's */

static void small_step_back_is_hidden_large_one_believed(void **state) {
    struct steady_clock clock = {0};

    assert_int_equal(clock_steady(&clock, 100 * US_PER_S), 100 * US_PER_S);
    assert_int_equal(clock_steady(&clock, 96 * US_PER_S), 100 * US_PER_S);
    assert_int_equal(clock.jumps, 0);
    assert_int_equal(clock_steady(&clock, 90 * US_PER_S), 90 * US_PER_S);
    assert_int_equal(clock.jumps, 1);
}

/* ---- what a file says */

static const struct {
    const char *text;
    bool good;
    int64_t seconds;
} files[] = {
    {"0", true, 0},
    {"7776000\n", true, 90 * DAY_S},
    {"-5875200\n", true, -68 * DAY_S},
    {"3155760000", true, CLOCK_AHEAD_S_MAX},
    {"3155760001", false, 0},
    {"-3155760001", false, 0},
    {"", false, 0},
    {"\n", false, 0},
    {"-", false, 0},
    {"--5", false, 0},
    {"+5", false, 0},
    {"5 ", false, 0},
    {" 5", false, 0},
    {"5\n\n", false, 0},
    {"1.5", false, 0},
    {"2026-09-18", false, 0},
    {"99999999999999999999999", false, 0},
};

static void file_is_whole_seconds_and_nothing_else(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(files); i++) {
        int64_t ahead_us = -1;
        enum pj_code code = clock_ahead_parse(files[i].text, strlen(files[i].text), &ahead_us);
        int64_t wanted = files[i].good ? files[i].seconds * US_PER_S : -1;

        if ((code == PJ_OK) != files[i].good || ahead_us != wanted) {
            fail_msg("row %zu \"%s\": code %d, %lld us", i, files[i].text, (int)code,
                     (long long)ahead_us);
        }
    }
}

/* ---- following one */

struct lab {
    char path[64];
    struct steady_clock clock;
};

static void say(const struct lab *lab, const char *text) {
    int file = open(lab->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), (ssize_t)strlen(text));
    assert_int_equal(close(file), 0);
}

/* The clock at once, however lately it looked. */
static struct now look_again(struct lab *lab) {
    lab->clock.look_at_us = 0;
    return clock_now(&lab->clock);
}

static void start(struct lab *lab, const char *text) {
    int file = -1;

    *lab = (struct lab){.path = "/tmp/pujiang-clock-XXXXXX"};
    file = mkstemp(lab->path);
    assert_true(file >= 0);
    assert_int_equal(close(file), 0);
    say(lab, text);
    assert_int_equal(clock_follow(&lab->clock, lab->path), PJ_OK);
}

static void finish(struct lab *lab) {
    (void)unlink(lab->path);
}

static void wall_time_moves_with_the_file_and_monotonic_does_not(void **state) {
    struct lab lab;
    struct now first;
    struct now second;

    start(&lab, "-5875200\n");
    first = look_again(&lab);
    say(&lab, "1900800\n"); /* 90 days on */
    second = look_again(&lab);
    assert_true(second.wall.us - first.wall.us >= 90 * DAY_S * US_PER_S);
    assert_true(second.mono.us - first.mono.us < DAY_S * US_PER_S);
    finish(&lab);
}

static void it_stands_still_rather_than_run_back(void **state) {
    struct lab lab;
    struct now first;

    start(&lab, "7776000");
    first = look_again(&lab);
    say(&lab, "86400");
    assert_int_equal(look_again(&lab).wall.us, first.wall.us);
    assert_true(lab.clock.held);
    assert_int_equal(lab.clock.jumps, 0);
    say(&lab, "7776001");
    assert_true(look_again(&lab).wall.us > first.wall.us);
    assert_false(lab.clock.held);
    finish(&lab);
}

static void garbage_and_a_lost_file_leave_it_running(void **state) {
    static const char *const garbage[] = {"", "soon", "999999999999999999999999999999999999999"};
    struct lab lab;
    struct now last;

    start(&lab, "3600");
    last = look_again(&lab);
    for (size_t i = 0; i < ARRAY_COUNT(garbage); i++) {
        say(&lab, garbage[i]);
        assert_true(look_again(&lab).wall.us >= last.wall.us);
        assert_true(lab.clock.unreadable);
        assert_int_equal(lab.clock.ahead_us, 3600 * US_PER_S);
    }
    assert_int_equal(unlink(lab.path), 0);
    assert_true(look_again(&lab).wall.us >= last.wall.us);
    say(&lab, "7200");
    assert_true(look_again(&lab).wall.us >= last.wall.us + 3600 * US_PER_S);
    assert_false(lab.clock.unreadable);
    finish(&lab);
}

static void no_file_no_start(void **state) {
    struct steady_clock clock = {0};

    assert_int_equal(clock_follow(&clock, "/nonexistent/clock"), PJ_BAD_DATA);
    assert_int_equal(clock_follow(&clock, "/tmp"), PJ_BAD_DATA);
    assert_null(clock.virtual);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        CASE("a small step back is hidden, a large one believed",
             small_step_back_is_hidden_large_one_believed),
        CASE("the file of a virtual clock is whole seconds and nothing else",
             file_is_whole_seconds_and_nothing_else),
        CASE("wall time moves with the file, monotonic time does not",
             wall_time_moves_with_the_file_and_monotonic_does_not),
        CASE("a virtual clock stands still rather than run back",
             it_stands_still_rather_than_run_back),
        CASE("garbage and a lost file leave it running", garbage_and_a_lost_file_leave_it_running),
        CASE("without a file it does not start", no_file_no_start),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
