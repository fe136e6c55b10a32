/* SPDX-License-Identifier: Apache-2.0
 * Due dates: the vectors of DOMAIN.md 6, one row each, and properties over every start of 23
 * years. */
#include "shipped_data.h"
#include "unit.h"

#define CAL UNIT_CALENDAR
#define WD  UNIT_WORKING

static struct civil date_of(const char *text) {
    struct civil date = {0};

    assert_int_equal(civil_parse(text, strlen(text), &date), PJ_OK);
    return date;
}

/* ---- vectors */

static const struct {
    const char *why;
    const char *start;
    uint32_t length;
    enum limit_unit unit;
    const char *due;
    const char *rolled_from; /* NULL = not rolled */
    bool provisional;
} vectors[] = {
    {"three working days end before the holiday", "2025-09-26", 3, WD, "2025-09-30", NULL, false},
    {"five working days go over National Day", "2025-09-26", 5, WD, "2025-10-10", NULL, false},
    {"ten working days count the made-up Saturday 10-11", "2025-09-26", 10, WD, "2025-10-16", NULL,
     false},
    {"five working days go over Spring Festival", "2025-01-24", 5, WD, "2025-02-07", NULL, false},
    {"a Saturday that is worked is not rolled", "2025-01-24", 15, CAL, "2025-02-08", NULL, false},
    {"five working days from a worked Saturday", "2026-02-14", 5, WD, "2026-02-28", NULL, false},
    {"a plain Sunday rolls to Monday", "2026-02-14", 15, CAL, "2026-03-02", "2026-03-01", false},
    {"ten working days count the made-up Sunday 09-20", "2026-09-18", 10, WD, "2026-10-09", NULL,
     false},
    {"the third day of National Day rolls over all of it", "2026-09-18", 15, CAL, "2026-10-08",
     "2026-10-03", false},
    {"sixty days end on a Sunday", "2025-04-30", 60, CAL, "2025-06-30", "2025-06-29", false},
    {"the day of the event is not counted", "2026-11-23", 1, CAL, "2026-11-24", NULL, false},
    {"nothing to count on a working day is due that day", "2026-11-23", 0, WD, "2026-11-23", NULL,
     false},
    {"nothing to count on a Sunday is due on Monday", "2026-11-22", 0, WD, "2026-11-23",
     "2026-11-22", false},
    {"an event on a holiday starts the next day all the same", "2026-10-01", 5, CAL, "2026-10-08",
     "2026-10-06", false},
    {"the calendar ends: sixty days are provisional", "2026-11-23", 60, CAL, "2027-01-22", NULL,
     true},
    {"the last known day is known", "2026-12-16", 15, CAL, "2026-12-31", NULL, false},
    {"one day later nobody knows", "2026-12-17", 15, CAL, "2027-01-01", NULL, true},
    {"working days across the end are provisional", "2026-12-28", 5, WD, "2027-01-04", NULL, true},
    {"days off beyond the calendar are weekends only", "2026-12-18", 15, CAL, "2027-01-04",
     "2027-01-02", true},
    {"before the first known year it is provisional too", "2003-12-01", 5, WD, "2003-12-08", NULL,
     true},
    {"the arrangement of 2019 sits in 2018: the 29th is worked", "2018-12-24", 5, CAL, "2018-12-29",
     NULL, false},
    {"and the 31st is off", "2018-12-24", 7, CAL, "2019-01-02", "2018-12-31", false},
    {"the Spring Festival of 2020 was extended", "2020-01-16", 15, CAL, "2020-02-03", "2020-01-31",
     false},
    {"the one-off holiday of 2015 rolls", "2015-08-19", 15, CAL, "2015-09-06", "2015-09-03", false},
    {"one month ends on the same number", "2026-03-16", 1, UNIT_MONTH, "2026-04-16", NULL, false},
    {"one month from 31 January ends with February, and rolls off nothing", "2025-01-31", 1,
     UNIT_MONTH, "2025-02-28", NULL, false},
    {"six months over the year's end", "2025-08-31", 6, UNIT_MONTH, "2026-02-28", NULL, false},
    {"a year from the leap day", "2024-02-29", 12, UNIT_MONTH, "2025-02-28", NULL, false},
};

static void the_vectors_hold(void **state) {
    struct shipped_calendar shipped = shipped_calendar();

    for (size_t i = 0; i < ARRAY_COUNT(vectors); i++) {
        struct clock_query query = {.start = date_of(vectors[i].start),
                                    .length = vectors[i].length,
                                    .unit = vectors[i].unit,
                                    .calendar = shipped.calendar};
        struct clock_result result;
        const char *rolled_from =
            vectors[i].rolled_from == NULL ? vectors[i].due : vectors[i].rolled_from;
        char due[CIVIL_TEXT_MAX + 1];

        assert_int_equal(clock_compute(&query, &result), PJ_OK);
        civil_print(result.due, due);
        if (strcmp(due, vectors[i].due) != 0 ||
            result.rolled_from.day != date_of(rolled_from).day ||
            result.rolled != (vectors[i].rolled_from != NULL) ||
            result.provisional != vectors[i].provisional) {
            fail_msg("%s: %s%s", vectors[i].why, due, result.provisional ? " provisional" : "");
        }
        assert_int_equal(result.due_at.us, civil_end(result.due).us);
        assert_int_equal(result.steps[0].kind, CLOCK_STEP_START);
        assert_int_equal(result.steps[result.step_count - 1].kind, CLOCK_STEP_DUE);
    }
    free(shipped.memory);
}

/* ---- extensions, pauses, hours */

static struct clock_result compute(struct clock_query query) {
    struct clock_result result;

    assert_int_equal(clock_compute(&query, &result), PJ_OK);
    return result;
}

static bool has_step(const struct clock_result *result, enum clock_step_kind kind) {
    for (size_t i = 0; i < result->step_count; i++) {
        if (result->steps[i].kind == kind) {
            return true;
        }
    }
    return false;
}

static void only_the_end_of_the_whole_rolls(void **state) {
    struct shipped_calendar shipped = shipped_calendar();
    struct clock_result result = compute((struct clock_query){.start = date_of("2025-04-30"),
                                                              .length = 60,
                                                              .unit = CAL,
                                                              .extension = 30,
                                                              .extension_unit = CAL,
                                                              .calendar = shipped.calendar});

    /* 60 days end on Sunday 06-29 and 90 on Tuesday 07-29: the Sunday does not count twice. */
    assert_int_equal(result.due.day, date_of("2025-07-29").day);
    assert_false(result.rolled);
    assert_true(has_step(&result, CLOCK_STEP_EXTEND));
    free(shipped.memory);
}

static void a_worked_saturday_says_why_it_is_not_rolled(void **state) {
    struct shipped_calendar shipped = shipped_calendar();
    struct clock_result result = compute((struct clock_query){
        .start = date_of("2025-01-24"), .length = 15, .unit = CAL, .calendar = shipped.calendar});
    char text[CLOCK_SENTENCE_MAX];

    assert_true(has_step(&result, CLOCK_STEP_LAST_WORKS));
    assert_false(has_step(&result, CLOCK_STEP_ROLL));
    clock_step_sentence(&result.steps[2], CLOCK_ZH, text);
    assert_string_equal(text, "2025-02-08 虽为星期六，但调休上班(春节)，不顺延");
    free(shipped.memory);
}

static void hearings_are_not_counted(void **state) {
    struct shipped_calendar shipped = shipped_calendar();
    const struct clock_pause pauses[] = {{date_of("2026-03-10"), date_of("2026-03-12")},
                                         {date_of("2026-03-30"), date_of("2026-03-30")},
                                         {date_of("2026-05-01"), {0}}};
    struct clock_query query = {
        .start = date_of("2026-03-02"), .length = 30, .unit = CAL, .calendar = shipped.calendar};
    struct clock_result result = compute(query);

    assert_int_equal(result.due.day, date_of("2026-04-01").day);
    query.pauses = pauses;
    query.pause_count = 1;
    result = compute(query);
    assert_int_equal(result.rolled_from.day, date_of("2026-04-04").day);
    assert_int_equal(result.due.day, date_of("2026-04-07").day); /* 清明 */
    query.pause_count = 3;
    result = compute(query);
    assert_int_equal(result.rolled_from.day, date_of("2026-04-05").day);
    assert_true(has_step(&result, CLOCK_STEP_PAUSE));
    assert_true(has_step(&result, CLOCK_STEP_PAUSE_LATE));
    assert_false(result.paused);
    free(shipped.memory);
}

static void an_open_hearing_gives_the_earliest_day(void **state) {
    struct shipped_calendar shipped = shipped_calendar();
    const struct clock_pause open = {date_of("2026-03-10"), {0}};
    struct clock_result result = compute((struct clock_query){.start = date_of("2026-03-02"),
                                                              .length = 30,
                                                              .unit = CAL,
                                                              .pauses = &open,
                                                              .pause_count = 1,
                                                              .calendar = shipped.calendar});

    assert_true(result.paused);
    assert_true(has_step(&result, CLOCK_STEP_PAUSE_OPEN));
    free(shipped.memory);
}

static void a_hearing_on_the_rolled_day_moves_it_on(void **state) {
    struct shipped_calendar shipped = shipped_calendar();
    const struct clock_pause monday = {date_of("2026-03-16"), date_of("2026-03-17")};
    struct clock_result result = compute((struct clock_query){.start = date_of("2026-03-04"),
                                                              .length = 10,
                                                              .unit = CAL,
                                                              .pauses = &monday,
                                                              .pause_count = 1,
                                                              .calendar = shipped.calendar});

    assert_int_equal(result.rolled_from.day, date_of("2026-03-14").day); /* a Saturday */
    assert_int_equal(result.due.day, date_of("2026-03-18").day);
    free(shipped.memory);
}

static void hours_are_an_instant(void **state) {
    static const char at[] = "2026-10-01T23:30:00+08:00";
    struct wall start = {0};
    struct clock_result result;

    assert_int_equal(instant_parse(at, sizeof at - 1, &start), PJ_OK);
    result = compute((struct clock_query){
        .start = civil_of(start), .start_at = start, .length = 1, .unit = UNIT_HOUR});
    assert_int_equal(result.due_at.us, start.us + INT64_C(3600) * US_PER_S);
    assert_int_equal(result.due.day, date_of("2026-10-02").day);
    assert_false(result.rolled);
    assert_false(result.provisional);
}

static void what_cannot_be_counted_is_refused(void **state) {
    const struct civil start = date_of("2026-03-02");
    const struct clock_pause before = {start, start};
    const struct clock_pause backwards = {{start.day + 5}, {start.day + 3}};
    const struct clock_pause crossed[] = {{{start.day + 5}, {start.day + 9}},
                                          {{start.day + 9}, {start.day + 12}}};
    const struct clock_pause open_first[] = {{{start.day + 5}, {0}},
                                             {{start.day + 9}, {start.day + 12}}};
    const struct clock_query bad[] = {
        {.start = start, .length = 5, .unit = UNIT_PERSONS},
        {.start = start, .length = 5, .unit = UNIT_NONE},
        {.start = start, .length = LIMIT_LENGTH_MAX + 1, .unit = CAL},
        {.start = start, .length = 5, .unit = CAL, .extension = 3, .extension_unit = UNIT_NONE},
        {.start = {INT32_MAX}, .length = 5, .unit = CAL},
        {.start = {INT32_MIN}, .length = 5, .unit = WD},
        {.start = start, .length = 5, .unit = CAL, .pauses = &before, .pause_count = 1},
        {.start = start, .length = 5, .unit = CAL, .pauses = &backwards, .pause_count = 1},
        {.start = start, .length = 5, .unit = CAL, .pauses = crossed, .pause_count = 2},
        {.start = start, .length = 5, .unit = CAL, .pauses = open_first, .pause_count = 2},
        {.start = start, .length = 5, .unit = UNIT_MONTH, .pauses = crossed, .pause_count = 1},
    };

    for (size_t i = 0; i < ARRAY_COUNT(bad); i++) {
        struct clock_result result;

        assert_int_equal(clock_compute(&bad[i], &result), PJ_BAD_FIELD);
    }
}

static void posting_before_the_end_is_in_time(void **state) {
    const struct civil due = date_of("2026-03-02");
    struct civil judged = {0};
    struct clock_act act = {.received = date_of("2026-03-05")};

    assert_false(clock_in_time(due, &act, &judged));
    assert_int_equal(judged.day, act.received.day);
    act.posted = date_of("2026-03-02");
    assert_true(clock_in_time(due, &act, &judged));
    assert_int_equal(judged.day, act.posted.day);
    act.posted = date_of("2026-03-03");
    assert_false(clock_in_time(due, &act, &judged));
    act = (struct clock_act){.received = due};
    assert_true(clock_in_time(due, &act, &judged)); /* the last day counts whole */
    act.posted = date_of("2026-03-09");             /* a postmark after the receipt is no help */
    assert_true(clock_in_time(due, &act, &judged));
    assert_int_equal(judged.day, due.day);
}

/* ---- two rule sets together */

struct together {
    struct shipped_calendar shipped;
    const struct rule_set *sets[2];
};

static struct together together(const char *province) {
    return (struct together){shipped_calendar(),
                             {shipped_rules("CN2022"), shipped_rules(province)}};
}

static void apart(struct together *both) {
    free((void *)(uintptr_t)both->sets[0]);
    free((void *)(uintptr_t)both->sets[1]);
    free(both->shipped.memory);
}

static enum pj_code choose(const struct together *both, enum limit limit, const char *start,
                           uint32_t extension, struct clock_choice *ret_choice) {
    struct clock_case asked = {.limit = limit,
                               .start = date_of(start),
                               .extension = extension,
                               .calendar = both->shipped.calendar};

    return clock_choose(both->sets, 2, &asked, ret_choice);
}

static void the_organ_is_bound_by_the_earlier_date(void **state) {
    struct together both = together("ZJ2016");
    struct clock_choice choice;

    assert_int_equal(choose(&both, LIMIT_C1, "2026-03-02", 0, &choice), PJ_OK);
    assert_int_equal(choice.count, 2);
    assert_string_equal(choice.sets[choice.binding]->version, "ZJ2016");
    assert_int_equal(choice.results[choice.binding].due.day, date_of("2026-03-09").day);
    assert_int_equal(choice.results[0].due.day, date_of("2026-03-17").day); /* recorded as well */
    assert_int_equal(choose(&both, LIMIT_C4, "2026-03-02", 0, &choice), PJ_OK);
    assert_int_equal(choice.count, 1); /* Zhejiang gives no number */
    assert_string_equal(choice.sets[0]->version, "CN2022");
    apart(&both);
}

/* DOMAIN.md 8.3, had everybody used his days to the last. */
static void clocks_chain(void **state) {
    static const struct {
        enum limit limit;
        uint32_t extension;
        const char *due;
        bool provisional;
    } links[] = {{LIMIT_C1, 0, "2026-10-08", false},
                 {LIMIT_C3, 0, "2026-10-23", false},
                 {LIMIT_C5, 30, "2027-01-21", true},
                 {LIMIT_C7, 0, "2027-02-22", true}};
    struct together both = together("SD2015");
    struct civil start = date_of("2026-09-18");

    for (size_t i = 0; i < ARRAY_COUNT(links); i++) {
        struct clock_case asked = {.limit = links[i].limit,
                                   .start = start,
                                   .extension = links[i].extension,
                                   .calendar = both.shipped.calendar};
        struct clock_choice choice;

        assert_int_equal(clock_choose(both.sets, 1, &asked, &choice), PJ_OK);
        assert_int_equal(choice.results[0].due.day, date_of(links[i].due).day);
        assert_int_equal(choice.results[0].provisional, links[i].provisional);
        start = choice.results[0].due;
    }
    apart(&both);
}

static void dates_are_compared_not_numbers(void **state) {
    struct together both = together("HA2012");
    struct clock_choice choice;

    /* C4: 5 working days of 2022 against 5 calendar days of Henan, over National Day. */
    assert_int_equal(choose(&both, LIMIT_C4, "2026-09-29", 0, &choice), PJ_OK);
    assert_int_equal(choice.results[0].due.day, date_of("2026-10-12").day);
    assert_int_equal(choice.results[1].due.day, date_of("2026-10-08").day);
    assert_int_equal(choice.binding, 1);
    apart(&both);
}

static void the_petitioner_has_the_later_date(void **state) {
    struct together both = together("SD2015");
    struct rule_set *set = (struct rule_set *)(uintptr_t)both.sets[1];
    struct clock_choice choice;

    ASSERT(set != NULL);
    set->rules[LIMIT_C7].length = 20;
    assert_int_equal(choose(&both, LIMIT_C7, "2026-03-02", 0, &choice), PJ_OK);
    assert_int_equal(choice.binding, 0);
    set->rules[LIMIT_C7].length = 45;
    assert_int_equal(choose(&both, LIMIT_C7, "2026-03-02", 0, &choice), PJ_OK);
    assert_int_equal(choice.binding, 1);
    apart(&both);
}

static void extensions_keep_to_every_set(void **state) {
    struct together both = together("ZJ2016");
    struct clock_choice choice;
    const struct clock_pause hearing = {date_of("2026-03-10"), date_of("2026-03-12")};
    struct clock_case asked = {.limit = LIMIT_C5,
                               .start = date_of("2026-03-02"),
                               .pauses = &hearing,
                               .pause_count = 1,
                               .calendar = both.shipped.calendar};

    assert_int_equal(choose(&both, LIMIT_C5, "2026-03-02", 30, &choice), PJ_OK);
    assert_int_equal(choose(&both, LIMIT_C5, "2026-03-02", 31, &choice), PJ_POLICY_LIMIT);
    assert_int_equal(choose(&both, LIMIT_C1, "2026-03-02", 1, &choice), PJ_POLICY_LIMIT);
    assert_int_equal(choose(&both, LIMIT_C8, "2026-03-02", 0, &choice), PJ_BAD_MISSING);
    assert_int_equal(choose(&both, LIMIT_C6, "2026-03-02", 0, &choice), PJ_BAD_MISSING);
    assert_int_equal(clock_choose(both.sets, 2, &asked, &choice), PJ_STATE_WRONG);
    asked.limit = LIMIT_C11;
    assert_int_equal(clock_choose(both.sets, 2, &asked, &choice), PJ_OK);
    assert_int_equal(choice.results[0].due.day, date_of("2026-04-07").day);
    apart(&both);
}

/* ---- properties */

static uint32_t recount(const struct calendar *calendar, struct civil after, struct civil to) {
    const struct place nowhere = {0};
    uint32_t count = 0;

    for (int32_t day = after.day + 1; day <= to.day; day++) {
        count += day_works(calendar_day(calendar, nowhere, (struct civil){day}).kind) ? 1 : 0;
    }
    return count;
}

static void check_pair(const struct calendar *calendar, struct civil start, uint32_t length,
                       struct clock_result before[2]) {
    const struct place nowhere = {0};
    struct clock_query query = {.start = start, .length = length, .calendar = calendar};

    for (unsigned i = 0; i < 2; i++) {
        struct clock_result now;

        query.unit = i == 0 ? CAL : WD;
        now = compute(query);
        assert_true(now.due.day >= start.day + (int32_t)length);
        assert_true(now.due.day >= before[i].due.day);
        assert_true(day_works(calendar_day(calendar, nowhere, now.due).kind));
        before[i] = now;
    }
    assert_int_equal(recount(calendar, start, before[1].due), length);
    assert_int_equal(before[0].rolled_from.day, start.day + (int32_t)length);
    assert_int_equal(recount(calendar, before[0].rolled_from, before[0].due),
                     before[0].rolled ? 1 : 0);
}

static void properties_over_every_start(void **state) {
    static const uint32_t lengths[] = {1, 3, 5, 10, 15, 30, 60, 90};
    struct shipped_calendar shipped = shipped_calendar();
    int32_t last = calendar_to(shipped.calendar).day + 100; /* and a bit beyond what is known */

    for (size_t i = 0; i < ARRAY_COUNT(lengths); i++) {
        struct clock_result before[2];

        memset(before, 0, sizeof before);
        for (int32_t day = calendar_from(shipped.calendar).day; day < last; day++) {
            check_pair(shipped.calendar, (struct civil){day}, lengths[i], before);
        }
    }
    free(shipped.memory);
}

/* What calendar_first_change promises: due before the change = the same under both. */
static void a_new_year_moves_nothing_due_before_it(void **state) {
    static const char tail[] = "2027,year,,,\n2027-01-01,holiday,,a,a\n2027-05-01,holiday,,b,b\n"
                               "2027-10-01,holiday,,c,c\n2027-10-02,holiday,,c,c\n"
                               "2027-10-03,holiday,,c,c\n2026-12-26,workday,,a,a\n"
                               "2026-12-31,in_lieu,,a,a\n";
    static struct data_report report;
    struct shipped_calendar old = shipped_calendar();
    struct bytes text = shipped_read("calendars", "cn");
    uint8_t *longer = malloc(text.len + sizeof tail);
    struct bytes csv = {longer, text.len + sizeof tail - 1};
    struct calendar *now = NULL;
    void *memory = NULL;
    struct civil change = {0};
    unsigned moved = 0;

    assert_non_null(longer);
    memcpy(longer, text.data, text.len);
    memcpy(longer + text.len, tail, sizeof tail - 1);
    memory = malloc(calendar_bytes(csv));
    assert_int_equal(calendar_build(memory, calendar_bytes(csv), csv, "new", &report, &now), PJ_OK);
    assert_true(calendar_first_change(old.calendar, now, &change));
    assert_int_equal(change.day, date_of("2026-12-26").day);
    for (int32_t day = change.day - 100; day < change.day + 60; day++) {
        for (unsigned unit = UNIT_CALENDAR; unit <= UNIT_WORKING; unit++) {
            struct clock_query query = {
                .start = {day}, .length = 15, .unit = (enum limit_unit)unit};
            struct clock_result before, after;

            query.calendar = old.calendar;
            before = compute(query);
            query.calendar = now;
            after = compute(query);
            assert_true(before.due.day >= change.day || before.due.day == after.due.day);
            assert_true(before.due.day >= change.day || !before.provisional);
            moved += before.due.day != after.due.day ? 1 : 0;
        }
    }
    assert_true(moved > 0);
    free(memory);
    free(longer);
    free((void *)(uintptr_t)text.data);
    free(old.memory);
}

static void ten_years_of_steps_are_counted_not_lost(void **state) {
    struct shipped_calendar shipped = shipped_calendar();
    struct clock_result result = compute((struct clock_query){.start = date_of("2005-01-01"),
                                                              .length = LIMIT_LENGTH_MAX,
                                                              .unit = WD,
                                                              .calendar = shipped.calendar});

    assert_int_equal(result.step_count, CLOCK_STEPS_MAX);
    assert_true(result.steps_left_out > 100);
    assert_int_equal(result.steps[CLOCK_STEPS_MAX - 1].kind, CLOCK_STEP_DUE);
    assert_int_equal(recount(shipped.calendar, date_of("2005-01-01"), result.due),
                     LIMIT_LENGTH_MAX);
    free(shipped.memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("the vectors hold", the_vectors_hold),
        CASE("with an extension only the end of the whole rolls", only_the_end_of_the_whole_rolls),
        CASE("a worked Saturday says why it is not rolled",
             a_worked_saturday_says_why_it_is_not_rolled),
        CASE("clocks chain: C1, C3, C5 extended, C7", clocks_chain),
        CASE("hearing days are not counted", hearings_are_not_counted),
        CASE("a hearing without an end gives the earliest day",
             an_open_hearing_gives_the_earliest_day),
        CASE("a hearing on the rolled day moves it on", a_hearing_on_the_rolled_day_moves_it_on),
        CASE("hours are an instant and never roll", hours_are_an_instant),
        CASE("what cannot be counted is refused", what_cannot_be_counted_is_refused),
        CASE("what was posted before the end is in time", posting_before_the_end_is_in_time),
        CASE("under two sets the organ is bound by the earlier date",
             the_organ_is_bound_by_the_earlier_date),
        CASE("dates are compared, not numbers of days", dates_are_compared_not_numbers),
        CASE("under two sets the petitioner has the later date", the_petitioner_has_the_later_date),
        CASE("an extension keeps to what every set allows", extensions_keep_to_every_set),
        CASE("never before start + N, monotone, and a recount agrees", properties_over_every_start),
        CASE("a new year's calendar moves nothing that was due before its first change",
             a_new_year_moves_nothing_due_before_it),
        CASE("ten years of steps are counted, not lost", ten_years_of_steps_are_counted_not_lost),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
