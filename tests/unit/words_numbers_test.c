/* SPDX-License-Identifier: Apache-2.0
 * What another station may say in numbers: the last that fits, and the first that does not. */
#include "unit.h"

#include "words/numbers.h"

#include <stdio.h>

static void headers(void **state) {
    assert_true(numbers_fit_header(0, 0)); /* of no case */
    assert_true(numbers_fit_header(TERM_MAX, VERSION_MAX));
    assert_false(numbers_fit_header(TERM_MAX + 1, 1));
    assert_false(numbers_fit_header(1, VERSION_MAX + 1));
    assert_false(numbers_fit_header(UINT64_MAX, UINT64_MAX));
}

/* ---- dates */

static void dates(void **state) {
    static const struct {
        int32_t day;
        bool fits;
    } rows[] = {{0, true},   {20000, true},    {2531495, true},    {2531496, false},
                {-1, false}, {2932896, false}, {INT32_MAX, false}, {INT32_MIN, false}};

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct civil day = {rows[i].day};

        if (civil_is_plausible(day) != rows[i].fits) {
            fail_msg("day %d", rows[i].day);
        }
        if (rows[i].fits && rows[i].day > 0) {
            assert_true(wall_is_plausible((struct wall){civil_end(day).us - 1}));
        }
    }
    assert_true(wall_is_plausible((struct wall){0}));
    assert_false(wall_is_plausible((struct wall){-1}));
    assert_false(wall_is_plausible((struct wall){INT64_MAX}));
    assert_false(wall_is_plausible((struct wall){INT64_MIN}));
    assert_false(wall_is_plausible(civil_end((struct civil){2531495})));
}

/* ---- clocks */

static struct clock a_clock(void) {
    return (struct clock){.no = 1, .kind = CLOCK_RECHECK, .state = CLOCK_STATE_RUNNING};
}

static bool fits(const struct clock *clock) {
    return numbers_fit_clocks(clock, 1);
}

static void clocks(void **state) {
    struct clock clock = a_clock();

    assert_true(fits(&clock));
    clock.no = CLOCK_NO_MAX;
    clock.extension = EXTENSION_MAX;
    assert_true(fits(&clock));
    clock.no++;
    assert_false(fits(&clock));
    clock = a_clock();
    clock.extension = EXTENSION_MAX + 1;
    assert_false(fits(&clock));
    clock = a_clock();
    clock.yellow_at.us = INT64_MAX;
    assert_false(fits(&clock));
    clock = a_clock();
    clock.done_at.us = -1;
    assert_false(fits(&clock));
    clock = a_clock();
    clock.due.day = INT32_MIN;
    assert_false(fits(&clock));
}

static void pauses(void **state) {
    static const struct {
        const char *text;
        bool runs, paused; /* does it fit a clock in that state? */
    } rows[] = {
        {"", true, false},
        {"2026-11-02..2026-11-05", true, false},
        {"2026-11-02..", true, true},
        {"2026-11-02..2026-11-05 2026-12-01..", true, true},
        {"2026-11-02..2026-11-05 2026-12-01..2026-12-02", true, false},
        {"2026-11-02..2026-11-03 2026-11-04..2026-11-05 2026-11-06..2026-11-07 2026-11-08..", true,
         true},
        {"2026-11-02..2026-11-03 2026-11-04..2026-11-05 2026-11-06..2026-11-07 "
         "2026-11-08..2026-11-09 ",
         true, false},
        {"1-1-1..1-1-1 1-1-1..1-1-1 1-1-1..1-1-1 1-1-1..1-1-1 1-1-1..1-1-1", false, false},
        {"2026-11-02.. 2026-12-01..", false, false},
        {"2026-11-02", false, false},
        {"2026-11-02--2026-11-05", false, false},
        {"2026-11-02..2026-11-5", false, false},
        {"2026-02-30..", false, false},
        {"9999-12-31..", false, false},
        {"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
         false, false},
        {" ", false, false},
        {"..", false, false},
    };

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct clock clock = a_clock();

        snprintf(clock.pauses, sizeof clock.pauses, "%s", rows[i].text);
        if (fits(&clock) != rows[i].runs) {
            fail_msg("running: \"%s\"", rows[i].text);
        }
        clock.state = CLOCK_STATE_PAUSED;
        if (fits(&clock) != rows[i].paused) {
            fail_msg("paused: \"%s\"", rows[i].text);
        }
    }
}

/* ---- cases and acts */

typedef void change(struct casefile *file);
#define CHANGE(name, what)                                                                         \
    static void name(struct casefile *file) {                                                      \
        what;                                                                                      \
    }
CHANGE(accepted, file->matter.accepted_at.us = INT64_MAX)
CHANGE(decided, file->matter.decided_at.us = -1)
CHANGE(served, file->matter.served_at.us = INT64_MIN)
CHANGE(answered, file->matter.answered_at.us = INT64_MAX)
CHANGE(known, file->known_at.day = INT32_MAX)
CHANGE(received, file->received_at.us = INT64_MIN)
CHANGE(opened, file->opened_at.us = -1)
CHANGE(closed, file->closed_at.us = INT64_MAX)
CHANGE(refused_at, file->refused.at.us = INT64_MAX)
CHANGE(objected, file->objections = OBJECTIONS_MAX + 1)
CHANGE(leg_term, file->legs[0].term = TERM_MAX + 1)
CHANGE(leg_opened, file->legs[0].opened_at.us = INT64_MIN)
CHANGE(leg_delivered, file->legs[0].delivered_at.us = -1)
CHANGE(leg_closed, file->legs[0].closed_at.us = INT64_MAX)
CHANGE(leg_due, file->legs[0].due.day = -1)
CHANGE(clock_due, file->clocks[0].due_at.us = INT64_MAX)
CHANGE(clock_started, file->clocks[0].started_at.us = INT64_MIN)
CHANGE(asked_at, file->assists[0].asked_at.us = -1)
CHANGE(assist_due, file->assists[0].due.day = INT32_MAX)
CHANGE(corrected_at, file->corrected[0].at.us = INT64_MAX)
CHANGE(problem_number, file->problems[0].no = 2)

static void cases(void **state) {
    static change *const changes[] = {
        accepted, decided,    served,        answered, known,      received,      opened,
        closed,   refused_at, objected,      leg_term, leg_opened, leg_delivered, leg_closed,
        leg_due,  clock_due,  clock_started, asked_at, assist_due, corrected_at,  problem_number};
    struct problem problem;
    static struct casefile file;

    for (size_t i = 0; i <= ARRAY_COUNT(changes); i++) {
        problem = (struct problem){.no = 1};
        file = (struct casefile){.objections = OBJECTIONS_MAX,
                                 .problems = &problem,
                                 .problem_count = 1,
                                 .leg_count = 1,
                                 .clock_count = 1,
                                 .assist_count = 1,
                                 .corrected_count = 1};
        file.clocks[0] = a_clock();
        if (i < ARRAY_COUNT(changes)) {
            changes[i](&file);
        }
        if (numbers_fit_case(&file) != (i == ARRAY_COUNT(changes))) {
            fail_msg("change %zu", i);
        }
    }
}

static void acts(void **state) {
    assert_true(numbers_fit_act(&(struct act){.term = TERM_MAX, .due = {20000}, .acted_at = {1}}));
    assert_false(numbers_fit_act(&(struct act){.term = TERM_MAX + 1}));
    assert_false(numbers_fit_act(&(struct act){.due = {-1}}));
    assert_false(numbers_fit_act(&(struct act){.acted_at = {INT64_MAX}}));
    assert_false(numbers_fit_act(&(struct act){.happened_at = {INT64_MIN}}));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("a term or a version beyond the last fits no message", headers),
        CASE("dates fit from 1970 to the last that is counted from", dates),
        CASE("a clock's number, extension and instants have their last", clocks),
        CASE("pauses are dates, and the last may be open", pauses),
        CASE("each number of a case is looked at", cases),
        CASE("each number of an act is looked at", acts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
