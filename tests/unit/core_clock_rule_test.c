/* SPDX-License-Identifier: Apache-2.0
 * Which clock an event starts, until when and by what; and what a calendar that knows more changes.
 */
#include "shipped_data.h"
#include "unit.h"

#include "core/clock_rule.h"

#include "base/text.h"

static const struct node_id owner = {"330726.land"};

struct world {
    struct shipped_calendar cn, cn2025;
    struct rule_book *cn2022, *cn2005, *zhejiang;
};

enum book {
    BOOK_NONE,
    BOOK_CN2022,
    BOOK_CN2005,
    BOOK_ZHEJIANG
};

struct due_row {
    const char *sentence;
    enum duty duty;
    enum book book;
    const char *start, *due;
    bool provisional;
    const char *limit, *days, *basis;
};

static const struct due_row dues[] = {
    {"the day of the event does not count, the last one does", DUTY_ROUTE, BOOK_CN2022,
     "2026-11-23T10:00:00.000000+08:00", "2026-12-08", false, "C1", "calendar", "CN2022 §22"},
    {"the first instant of a day belongs to it", DUTY_ROUTE, BOOK_CN2022,
     "2026-11-23T00:00:00.000000+08:00", "2026-12-08", false, "C1", "calendar", "CN2022 §22"},
    {"and so does the last", DUTY_ROUTE, BOOK_CN2022, "2026-11-23T23:59:59.999999+08:00",
     "2026-12-08", false, "C1", "calendar", "CN2022 §22"},
    {"a UTC evening is the next day in Shanghai", DUTY_ROUTE, BOOK_CN2022,
     "2026-11-24T00:30:00.000000+08:00", "2026-12-09", false, "C1", "calendar", "CN2022 §22"},
    {"got directly by the unit", DUTY_DIRECT, BOOK_CN2022, "2026-11-23T10:00:00.000000+08:00",
     "2026-12-08", false, "C2", "calendar", "CN2022 §23"},
    {"a last day in a holiday is rolled", DUTY_NOTICE, BOOK_CN2022,
     "2026-09-16T12:00:00.000000+08:00", "2026-10-08", false, "C3", "calendar", "CN2022 §23"},
    {"five working days, as a setting", DUTY_SERVE, BOOK_CN2022, "2026-11-20T12:00:00.000000+08:00",
     "2026-11-27", false, "SERVE", "working", "CN2022 SERVE(配置)"},
    {"a set that does not know of it", DUTY_SERVE, BOOK_CN2005, "2026-11-20T12:00:00.000000+08:00",
     "2026-11-27", false, "SERVE", "working", "配置"},
    {"the regulation of 2005", DUTY_NOTICE, BOOK_CN2005, "2026-11-23T10:00:00.000000+08:00",
     "2026-12-08", false, "C3", "calendar", "CN2005 §21"},
    {"the shorter one binds an organ", DUTY_ROUTE, BOOK_ZHEJIANG,
     "2026-03-02T12:00:00.000000+08:00", "2026-03-09", false, "C1", "working", "ZJ2016 §20"},
    {"an article that was not read is not cited", DUTY_NOTICE, BOOK_ZHEJIANG,
     "2026-03-02T12:00:00.000000+08:00", "2026-03-09", false, "C3", "working", "ZJ2016"},
    {"over the end of what is known", DUTY_ROUTE, BOOK_CN2022, "2026-12-20T12:00:00.000000+08:00",
     "2027-01-04", true, "C1", "calendar", "CN2022 §22"},
    {"no rules at all", DUTY_ROUTE, BOOK_NONE, "2026-11-23T10:00:00.000000+08:00", "2026-12-08",
     false, "C1", "calendar", "配置"},
    {"a person must look", DUTY_PARKED, BOOK_CN2022, "2026-11-23T10:00:00.000000+08:00",
     "2026-11-30", false, "", "calendar", "停放(配置)"},
};

static int set_up(void **state) {
    struct world *world = calloc(1, sizeof *world);

    assert_non_null(world);
    world->cn = shipped_calendar();
    world->cn2025 = shipped_calendar_until(2025);
    world->cn2022 = shipped_book("CN2022", "CN2022", NULL);
    world->cn2005 = shipped_book("CN2005", "CN2005", NULL);
    world->zhejiang = shipped_book("CN2022+ZJ2016", "CN2022", "ZJ2016");
    *state = world;
    return 0;
}

static int tear_down(void **state) {
    struct world *world = *state;

    free(world->cn.memory);
    free(world->cn2025.memory);
    free(world->cn2022);
    free(world->cn2005);
    free(world->zhejiang);
    free(world);
    return 0;
}

static struct clock_law law_of(const struct world *world, enum book book) {
    const struct rule_book *const books[] = {NULL, world->cn2022, world->cn2005, world->zhejiang};

    return (struct clock_law){.rules = books[book], .calendar = world->cn.calendar};
}

static struct wall instant_of(const char *text) {
    struct wall instant = {0};

    assert_int_equal(instant_parse(text, strlen(text), &instant), PJ_OK);
    return instant;
}

static void expect_text(const char *sentence, const char *is, const char *wanted) {
    if (strcmp(is, wanted) != 0) {
        fail_msg("%s: %s, not %s", sentence, is, wanted);
    }
}

static void each_duty(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(dues); i++) {
        const struct due_row *row = &dues[i];
        struct clock_law law = law_of(*state, row->book);
        struct wall start = instant_of(row->start);
        struct clock clock = clock_start(&law, row->duty, &owner, start);
        char due[CIVIL_TEXT_MAX + 1];

        civil_print(clock.due, due);
        expect_text(row->sentence, due, row->due);
        expect_text(row->sentence, clock.limit, row->limit);
        expect_text(row->sentence, clock.days, row->days);
        expect_text(row->sentence, clock.basis, row->basis);
        expect_text(row->sentence, clock.rules, law.rules == NULL ? "" : law.rules->version);
        expect_text(row->sentence, clock.calendar, "cn");
        assert_int_equal(clock.provisional, row->provisional);
        assert_int_equal(clock.due_at.us, civil_end(clock.due).us);
        assert_int_equal(clock.state, CLOCK_STATE_RUNNING);
        assert_int_equal(clock.started_at.us, start.us);
        assert_true(node_id_equal(&clock.owner, &owner));
        assert_int_equal(clock.no, 0); /* given by whoever hangs it into a case */
    }
}

static void without_calendar(void **state) {
    const struct world *world = *state;
    struct clock_law law = {.rules = world->cn2022};
    struct clock clock =
        clock_start(&law, DUTY_NOTICE, &owner, instant_of("2026-09-16T12:00:00.000000+08:00"));

    assert_true(clock.provisional);
    assert_string_equal(clock.calendar, "");
    assert_int_equal(clock.due.day, civil_from_ymd(2026, 10, 1).day);
}

/* An import may bring any instant; an open case is never left without a clock for it. */
static void days_out_of_range(void **state) {
    static const int64_t starts[] = {INT64_MIN / 4, -1, 0, INT64_C(250000000000000000)};
    struct clock_law law = law_of(*state, BOOK_CN2022);

    for (size_t i = 0; i < ARRAY_COUNT(starts); i++) {
        struct clock clock = clock_start(&law, DUTY_ROUTE, &owner, (struct wall){starts[i]});

        assert_int_equal(clock.state, CLOCK_STATE_RUNNING);
        assert_true(clock.due.day >= civil_of((struct wall){starts[i]}).day + 15);
    }
}

static void by_a_person(void **state) {
    struct clock_law law = law_of(*state, BOOK_CN2022);
    struct wall start = instant_of("2026-09-23T10:00:00.000000+08:00");
    struct civil due = civil_from_ymd(2026, 10, 1); /* a holiday, and so it stays */
    struct clock clock = clock_start_until(CLOCK_ASSIGNED, &owner, start, due, "交办");
    struct clock_choice choice;

    assert_int_equal(clock.kind, CLOCK_ASSIGNED);
    assert_int_equal(clock.due.day, due.day);
    assert_int_equal(clock.due_at.us, civil_end(due).us);
    assert_int_equal(clock.started_at.us, start.us);
    assert_string_equal(clock.basis, "交办");
    assert_false(clock.provisional);
    assert_string_equal(clock.limit, "");
    assert_string_equal(clock.rules, "");
    assert_int_equal(clock_derive(&law, &clock, &choice), PJ_BAD_MISSING);
    assert_false(clock_recount(&law, &clock));
    assert_int_equal(clock.due.day, due.day);
}

static void a_calendar_arrives(void **state) {
    const struct world *world = *state;
    struct clock_law before = {.rules = world->cn2022, .calendar = world->cn2025.calendar};
    struct clock_law after = {.rules = world->cn2022, .calendar = world->cn.calendar};
    struct clock clock =
        clock_start(&before, DUTY_ROUTE, &owner, instant_of("2025-12-20T10:00:00.000000+08:00"));
    struct clock early =
        clock_start(&before, DUTY_ROUTE, &owner, instant_of("2025-12-01T10:00:00.000000+08:00"));

    assert_true(clock.provisional);
    assert_int_equal(clock.due.day, civil_from_ymd(2026, 1, 5).day); /* a Monday */
    assert_true(clock_recount(&after, &clock));
    assert_false(clock.provisional);
    assert_int_equal(clock.due.day, civil_from_ymd(2026, 1, 4).day); /* a Sunday that is worked */
    assert_int_equal(clock.due_at.us, civil_end(clock.due).us);
    assert_string_equal(clock.calendar, "cn");
    assert_string_equal(clock.rules, "CN2022");
    assert_false(clock_recount(&after, &clock)); /* once is enough */
    assert_false(clock_recount(&after, &early));
    assert_string_equal(early.calendar, "cn-2025"); /* nothing changed, nothing is rewritten */
}

static void derivation(void **state) {
    struct clock_law law = law_of(*state, BOOK_ZHEJIANG);
    struct clock clock =
        clock_start(&law, DUTY_ROUTE, &owner, instant_of("2026-03-02T12:00:00.000000+08:00"));
    struct clock_choice choice;

    assert_int_equal(clock_derive(&law, &clock, &choice), PJ_OK);
    assert_int_equal(choice.count, 2);
    assert_string_equal(choice.sets[choice.binding]->version, "ZJ2016");
    assert_int_equal(choice.results[choice.binding].due.day, clock.due.day);
    text_print(clock.limit, sizeof clock.limit, "C99"); /* of a later version of this software */
    assert_int_equal(clock_derive(&law, &clock, &choice), PJ_BAD_MISSING);
    assert_false(clock_recount(&law, &clock));
}

/* The rules in force changed since: the clock goes on by those it cites, if they are kept. */
static void by_other_rules(void **state) {
    const struct world *world = *state;
    struct clock_law law = law_of(world, BOOK_CN2005);
    const struct rule_shelf shelf = {{world->cn2022, world->cn2005}, 2};
    struct clock clock =
        clock_start(&law, DUTY_NOTICE, &owner, instant_of("2026-09-16T12:00:00.000000+08:00"));
    struct clock_choice choice;

    law.rules = world->cn2022;
    assert_int_equal(clock_derive(&law, &clock, &choice), PJ_BAD_MISSING);
    law.shelf = &shelf;
    assert_int_equal(clock_derive(&law, &clock, &choice), PJ_OK);
    assert_string_equal(choice.sets[0]->version, "CN2005");
    law.calendar = NULL;
    assert_true(clock_recount(&law, &clock));
    assert_true(clock.provisional);
    assert_string_equal(clock.rules, "CN2005");
    assert_string_equal(clock.basis, "CN2005 §21");
    assert_string_equal(clock.calendar, "");
}

static void start_with(void *basis) {
    (void)clock_start_until(CLOCK_ASSIGNED, &owner, (struct wall){0}, (struct civil){1}, basis);
}

static void long_basis(void **state) {
    char basis[BASIS_TEXT_MAX + 2];

    memset(basis, 'x', sizeof basis);
    basis[BASIS_TEXT_MAX + 1] = '\0';
    assert_true(aborts(start_with, basis));
    basis[BASIS_TEXT_MAX] = '\0';
    assert_false(aborts(start_with, basis));
}

static const struct {
    const char *sentence;
    enum duty duty;
    enum book book;
    const char *words; /* "" = no rule gives it */
} periods[] = {
    {"the limit and its article", DUTY_ASK_REVIEW, BOOK_CN2022, "30日(CN2022 §35)"},
    {"those of the set in force", DUTY_ASK_REVIEW, BOOK_CN2005, "30日(CN2005 §34)"},
    {"a set that leaves it to the national one adds nothing", DUTY_ASK_RECHECK, BOOK_ZHEJIANG,
     "30日(CN2022 §36)"},
    {"two sets, of which the first date binds an organ", DUTY_NOTICE, BOOK_ZHEJIANG,
     "15日(CN2022 §23)或5个工作日(ZJ2016)，以先到者为准"},
    {"a setting is called one", DUTY_STUDY, BOOK_CN2022, "60日(CN2022 配置，非法条)"},
    {"a period that no set gives", DUTY_HEARING, BOOK_CN2022, ""},
    {"no rules, no number", DUTY_ASK_REVIEW, BOOK_NONE, ""},
};

static void told(void **state) {
    const struct world *world = *state;
    const struct rule_book *const books[] = {NULL, world->cn2022, world->cn2005, world->zhejiang};

    for (size_t i = 0; i < ARRAY_COUNT(periods); i++) {
        struct clock_law law = {.rules = books[periods[i].book]};
        char words[CLOCK_SENTENCE_MAX];

        assert_int_equal(clock_duty_sentence(&law, periods[i].duty, words),
                         periods[i].words[0] != '\0');
        if (strcmp(words, periods[i].words) != 0) {
            fail_msg("%s: %s", periods[i].sentence, words);
        }
    }
}

static void told_to_a_petitioner(void **state) {
    const struct world *world = *state;
    struct rule_book *book = malloc(sizeof *book);
    struct clock_law law = {.rules = book};
    char words[CLOCK_SENTENCE_MAX];

    assert_non_null(book);
    *book = *world->zhejiang;
    book->sets[1].rules[LIMIT_C7] = book->sets[0].rules[LIMIT_C7];
    book->sets[1].rules[LIMIT_C7].length = 45;
    assert_true(clock_duty_sentence(&law, DUTY_ASK_REVIEW, words));
    assert_string_equal(words, "30日(CN2022 §35)或45日(ZJ2016 §35)，以后到者为准");
    free(book);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("each duty has its limit, its kind of days and its article", each_duty),
        CASE("without a calendar every date is provisional", without_calendar),
        CASE("an event on an impossible day starts a clock all the same", days_out_of_range),
        CASE("a date set by a person stands as it was set", by_a_person),
        CASE("a calendar that knows more moves what it concerns, and only that",
             a_calendar_arrives),
        CASE("a clock is derived again by what it cites", derivation),
        CASE("a clock goes on by the rules it cites, whatever is in force", by_other_rules),
        CASE("a period is told by the rules in force, and no number by none", told),
        CASE("of two periods a petitioner has the longer", told_to_a_petitioner),
        CASE("a basis too long is our own bug", long_basis),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
