/* SPDX-License-Identifier: Apache-2.0
 * Cards: what a clock amounts to at an instant, by a table. */
#include "unit.h"

#include "core/card.h"
#include "core/supervision.h"

#define DAY   (INT64_C(86400) * US_PER_S)
#define BEGIN (INT64_C(1764000000) * US_PER_S)

/* A period of `days` days that began at BEGIN. */
static struct clock period(enum clock_kind kind, int64_t days) {
    struct clock clock = {.no = 1,
                          .kind = kind,
                          .state = CLOCK_STATE_RUNNING,
                          .owner = {"330726.land"},
                          .started_at = {BEGIN},
                          .due = {20500},
                          .due_at = {BEGIN + days * DAY}};

    clock.yellow_at = card_yellow_at(&clock, CARD_YELLOW_DAYS);
    return clock;
}

static void yellow_from(void **state) {
    static const struct {
        const char *sentence;
        enum clock_kind kind;
        int64_t days, hours; /* of the period; after its beginning, yellow from then on */
    } rows[] = {
        {"of sixty days the last three", CLOCK_HANDLE, 60, 57 * 24},
        {"of thirty days the last three", CLOCK_REVIEW, 30, 27 * 24},
        {"of fifteen days the last three, which are a fifth", CLOCK_NOTICE, 15, 12 * 24},
        {"of five days the last one", CLOCK_SERVE, 5, 4 * 24},
        {"of one day its last fifth", CLOCK_URGENT, 1, 0},
        {"the petitioner's period never", CLOCK_ASK_REVIEW, 30, -1},
        {"the right to object never", CLOCK_DISPUTE, 5, -1},
        {"a date that reminds never", CLOCK_CHANNEL, 60, -1},
        {"what waits for a person to look never", CLOCK_PARKED, 5, -1},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct clock clock = period(rows[i].kind, rows[i].days);
        int64_t at = BEGIN + rows[i].hours * DAY / 24;

        print_message("%s\n", rows[i].sentence);
        if (rows[i].hours < 0) {
            assert_int_equal(clock.yellow_at.us, 0);
            assert_int_equal(card_of(&clock, (struct wall){BEGIN + 1000 * DAY}), CARD_UNSPECIFIED);
        } else if (rows[i].hours > 0) {
            assert_int_equal(clock.yellow_at.us, at);
        } else {
            assert_int_equal(clock.yellow_at.us, BEGIN + DAY - DAY / CARD_YELLOW_PART);
        }
    }
}

/* A duty of thirty days, judged on one of them. */
static void judged(void **state) {
    static const struct {
        const char *sentence;
        enum clock_state was;
        enum card issued;
        int64_t done, now; /* days; done -1 = not */
        enum card card;
    } rows[] = {
        {"there is time", CLOCK_STATE_RUNNING, CARD_UNSPECIFIED, -1, 26, CARD_UNSPECIFIED},
        {"nearly over", CLOCK_STATE_RUNNING, CARD_UNSPECIFIED, -1, 27, CARD_YELLOW},
        {"over", CLOCK_STATE_RUNNING, CARD_YELLOW, -1, 30, CARD_RED},
        {"over long ago", CLOCK_STATE_LAPSED, CARD_RED, -1, 900, CARD_RED},
        {"done with time left", CLOCK_STATE_MET, CARD_UNSPECIFIED, 20, 900, CARD_UNSPECIFIED},
        {"done at the last moment", CLOCK_STATE_MET, CARD_YELLOW, 29, 900, CARD_YELLOW},
        {"done late", CLOCK_STATE_LAPSED, CARD_RED, 31, 900, CARD_RED},
        {"longer after a warning: the warning stays", CLOCK_STATE_RUNNING, CARD_YELLOW, -1, 5,
         CARD_YELLOW},
        {"the hearing of a re-check: no day counts", CLOCK_STATE_PAUSED, CARD_UNSPECIFIED, -1, 900,
         CARD_UNSPECIFIED},
        {"withdrawn before it was over: there is time", CLOCK_STATE_ENDED, CARD_UNSPECIFIED, -1, 20,
         CARD_UNSPECIFIED},
        {"withdrawn, and never done: red all the same", CLOCK_STATE_ENDED, CARD_UNSPECIFIED, -1, 30,
         CARD_RED},
        {"withdrawn, taken back and done in time", CLOCK_STATE_ENDED, CARD_UNSPECIFIED, 21, 900,
         CARD_UNSPECIFIED},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct clock clock = period(CLOCK_REVIEW, 30);

        clock.state = rows[i].was;
        clock.card = rows[i].issued;
        clock.done_at.us = rows[i].done < 0 ? 0 : BEGIN + rows[i].done * DAY;
        print_message("%s\n", rows[i].sentence);
        assert_int_equal(card_of(&clock, (struct wall){BEGIN + rows[i].now * DAY}), rows[i].card);
    }
}

/* ---- what red cards open and suggest */

static void opening(void **state) {
    (void)state;
    assert_true(supervision_opens(CLOCK_NOTICE, 1));
    assert_false(supervision_opens(CLOCK_ROUTE, 1));
    assert_true(supervision_opens(CLOCK_ROUTE, 2));
    assert_false(supervision_opens(CLOCK_URGENT, 9));
    assert_false(supervision_opens(CLOCK_ASK_REVIEW, 9));
    assert_string_equal(trigger_text(supervision_of(CLOCK_EXECUTE)->trigger), "not_executed");
}

static void suggestions(void **state) {
    struct casefile file = {.clock_count = 3};
    struct wall late = {BEGIN + 100 * DAY};

    (void)state;
    file.clocks[0] = period(CLOCK_NOTICE, 15);
    file.clocks[1] = period(CLOCK_HANDLE, 60);
    file.clocks[2] = period(CLOCK_SERVE, 5);
    file.clocks[2].done_at.us = BEGIN + DAY;
    assert_int_equal(supervision_suggests(&file, late), 0); /* two red cards */
    file.clocks[2].done_at.us = 0;
    assert_int_equal(supervision_suggests(&file, late), 1U << GROUND_IMPROVE_WORK);
    file.clocks[2] = period(CLOCK_ANSWER, 5);
    assert_int_equal(supervision_suggests(&file, late),
                     1U << GROUND_IMPROVE_WORK | 1U << GROUND_HOLD_TO_ACCOUNT);
    file.proposed = 1U << GROUND_IMPROVE_WORK;
    assert_int_equal(supervision_suggests(&file, late), 1U << GROUND_HOLD_TO_ACCOUNT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("a clock is yellow for its last three days, of a short period for a fifth",
             yellow_from),
        CASE("the card of a clock follows from its history alone", judged),
        CASE("a red card by law opens supervision, one by a setting the second time", opening),
        CASE("the third red card suggests a proposal, and what was made no more", suggestions),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
