/* SPDX-License-Identifier: Apache-2.0
 * Calendars: what the shipped one says of known days, and every way in which a file is refused. */
#include "shipped_data.h"
#include "unit.h"

#define HEAD "date,kind,region,name,name_en\n"
#define YEAR(y)                                                                                    \
    y ",year,,,\n" y "-01-01,holiday,,a,a\n" y "-05-01,holiday,,b,b\n" y "-10-01,holiday,,c,c\n" y \
      "-10-02,holiday,,c,c\n" y "-10-03,holiday,,c,c\n"

static const struct place nowhere = {0};

struct built {
    void *memory;
    struct data_report *report;
    struct calendar *calendar;
    enum pj_code code;
};

static struct built build(const char *csv) {
    struct built built = {.report = calloc(1, sizeof *built.report)};
    struct bytes text = {(const uint8_t *)csv, strlen(csv)};
    size_t size = calendar_bytes(text);

    built.memory = malloc(size);
    assert_non_null(built.memory);
    assert_non_null(built.report);
    built.code = calendar_build(built.memory, size, text, "test", built.report, &built.calendar);
    return built;
}

static void let_go(struct built *built) {
    free(built->memory);
    free(built->report);
}

static struct civil date_of(const char *text) {
    struct civil date = {0};

    assert_int_equal(civil_parse(text, strlen(text), &date), PJ_OK);
    return date;
}

/* ---- what is refused */

static const struct {
    const char *why;
    const char *csv;
    uint32_t line;
    const char *sentence;
} bad_files[] = {
    {"an empty file", "", 1, "the first row must be"},
    {"another header", "day,kind\n", 1, "the first row must be"},
    {"no year at all", HEAD, 1, "no year is known"},
    {"a hole between two years", HEAD YEAR("2024") YEAR("2026"), 8,
     "a hole before the year 2026: the last year known before it is 2024"},
    {"a year that stands twice", HEAD YEAR("2026") "2026,year,,,\n", 8, "stands in line 2 already"},
    {"a date that stands twice", HEAD YEAR("2026") "2026-10-01,holiday,,c,c\n", 8,
     "2026-10-01 stands in line 5 already"},
    {"a day that is off and worked", HEAD YEAR("2026") "2026-10-03,workday,,c,c\n", 8,
     "2026-10-03 stands in line 7 already"},
    {"a date that does not exist", HEAD YEAR("2026") "2026-02-29,holiday,,c,c\n", 8, "is no date"},
    {"a date in another form", HEAD YEAR("2026") "2026/02/28,holiday,,c,c\n", 8, "is no date"},
    {"a working day that is one anyway", HEAD YEAR("2026") "2026-03-02,workday,,c,c\n", 8,
     "is no Saturday or Sunday"},
    {"a Sunday off in exchange", HEAD YEAR("2026") "2026-03-01,in_lieu,,c,c\n", 8,
     "is a Saturday or Sunday"},
    {"a date of an unknown year", HEAD YEAR("2026") "2027-01-01,holiday,,c,c\n", 8,
     "2027-01-01: no row says that the year 2027 is known"},
    {"a year that was cut off", HEAD "2026,year,,,\n2026-01-01,holiday,,a,a\n", 2,
     "the year 2026 is not whole: 05-01"},
    {"an unknown kind", HEAD YEAR("2026") "2026-03-03,feast,,c,c\n", 8, "is no kind"},
    {"a region that is no code", HEAD YEAR("2026") "2026-03-03,holiday,guangxi,c,c\n", 8,
     "is no division code"},
    {"a year of a region", HEAD YEAR("2026") "2025,year,45,,\n", 8, "for the whole country"},
    {"a year before all years", HEAD YEAR("2026") "1900,year,,,\n", 8, "is no year from 1992 on"},
    {"a field too few", HEAD YEAR("2026") "2026-03-03,holiday,,c\n", 8,
     "4 fields, there must be 5"},
    {"an open quote", HEAD YEAR("2026") "2026-03-03,holiday,,\"c,c\n", 8, "not closed"},
};

static void bad_files_are_refused(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(bad_files); i++) {
        struct built built = build(bad_files[i].csv);
        const struct data_issue *issue = &built.report->issues[0];

        if (built.code != PJ_BAD_DATA || issue->line != bad_files[i].line ||
            strstr(issue->sentence, bad_files[i].sentence) == NULL) {
            fail_msg("%s: line %u: %s", bad_files[i].why, issue->line, issue->sentence);
        }
        let_go(&built);
    }
}

static void every_bad_line_is_told(void **state) {
    struct built built = build(HEAD YEAR("2026") "x,holiday,,,\n2026-03-02,workday,,,\ny,z,,,\n");

    assert_int_equal(built.code, PJ_BAD_DATA);
    assert_int_equal(built.report->fatal_total, 3);
    assert_int_equal(built.report->issues[2].line, 10);
    let_go(&built);
}

/* ---- what is answered */

static void rows_may_stand_in_any_order(void **state) {
    struct built built = build(HEAD YEAR("2026") YEAR("2025"));

    assert_int_equal(built.code, PJ_OK);
    assert_int_equal(calendar_from(built.calendar).day, date_of("2025-01-01").day);
    assert_int_equal(calendar_to(built.calendar).day, date_of("2026-12-31").day);
    let_go(&built);
}

static void regions_have_their_own_days(void **state) {
    static const struct place nanning = {450100, 6}, guangxi = {45, 2}, hechi = {4512, 4},
                              zhejiang = {33, 2};
    struct built built = build(HEAD YEAR("2026") "2026-04-20,holiday,45,三月三,March 3\n"
                                                 "2026-04-20,workday,4512,,\n");

    assert_int_equal(built.code, PJ_BAD_DATA); /* a Monday is worked anyway */
    let_go(&built);
    built = build(HEAD YEAR("2026") "2026-04-20,holiday,45,三月三,March 3\n"
                                    "2026-04-18,workday,45,三月三,March 3\n"
                                    "2026-04-18,holiday,4512,分龙节,Fenlong\n");
    assert_int_equal(built.code, PJ_OK);
    assert_int_equal(calendar_day(built.calendar, guangxi, date_of("2026-04-20")).kind,
                     DAY_HOLIDAY);
    assert_int_equal(calendar_day(built.calendar, nanning, date_of("2026-04-20")).kind,
                     DAY_HOLIDAY);
    assert_string_equal(calendar_day(built.calendar, nanning, date_of("2026-04-20")).name,
                        "三月三");
    assert_int_equal(calendar_day(built.calendar, zhejiang, date_of("2026-04-20")).kind,
                     DAY_WORKDAY);
    assert_int_equal(calendar_day(built.calendar, nowhere, date_of("2026-04-20")).kind,
                     DAY_WORKDAY);
    assert_int_equal(calendar_day(built.calendar, nanning, date_of("2026-04-18")).kind,
                     DAY_MADE_UP);
    assert_int_equal(calendar_day(built.calendar, hechi, date_of("2026-04-18")).kind, DAY_HOLIDAY);
    assert_int_equal(calendar_day(built.calendar, nanning, date_of("2026-10-01")).kind,
                     DAY_HOLIDAY);
    let_go(&built);
}

static const struct {
    const char *date;
    enum day_kind kind;
    const char *why;
} days[] = {
    {"2025-02-08", DAY_MADE_UP, "Saturday worked for 春节"},
    {"2026-02-14", DAY_MADE_UP, "Saturday worked for 春节"},
    {"2025-10-08", DAY_IN_LIEU, "off in exchange for 国庆"},
    {"2025-10-06", DAY_HOLIDAY, "中秋"},
    {"2015-09-03", DAY_HOLIDAY, "one-off holiday"},
    {"2015-09-04", DAY_IN_LIEU, "one-off holiday, exchanged"},
    {"2015-09-06", DAY_MADE_UP, "Sunday worked for it"},
    {"2020-01-31", DAY_HOLIDAY, "Spring Festival extended by emergency"},
    {"2020-02-02", DAY_HOLIDAY, "the last day of it"},
    {"2020-02-03", DAY_WORKDAY, "the day after"},
    {"2018-12-29", DAY_MADE_UP, "worked by the arrangement of 2019"},
    {"2018-12-31", DAY_IN_LIEU, "off by the arrangement of 2019"},
    {"2004-01-01", DAY_HOLIDAY, "the first known day"},
    {"2026-11-28", DAY_WEEKEND, "a plain Saturday"},
    {"2026-11-23", DAY_WORKDAY, "a plain Monday"},
    {"2026-12-31", DAY_WORKDAY, "the last known day"},
};

static void known_days(void **state) {
    struct shipped_calendar shipped = shipped_calendar();

    for (size_t i = 0; i < ARRAY_COUNT(days); i++) {
        struct day day = calendar_day(shipped.calendar, nowhere, date_of(days[i].date));

        if (day.kind != days[i].kind || !day.known) {
            fail_msg("%s (%s) is %s", days[i].date, days[i].why, day_kind_text(day.kind));
        }
    }
    free(shipped.memory);
}

static void the_shipped_calendar_is_whole(void **state) {
    struct shipped_calendar shipped = shipped_calendar();
    unsigned off = 0, made_up = 0;

    assert_int_equal(calendar_from(shipped.calendar).day, date_of("2004-01-01").day);
    assert_int_equal(calendar_to(shipped.calendar).day, date_of("2026-12-31").day);
    for (int32_t day = calendar_from(shipped.calendar).day;
         day <= calendar_to(shipped.calendar).day; day++) {
        enum day_kind kind = calendar_day(shipped.calendar, nowhere, (struct civil){day}).kind;

        off += kind == DAY_HOLIDAY || kind == DAY_IN_LIEU ? 1 : 0;
        made_up += kind == DAY_MADE_UP ? 1 : 0;
    }
    assert_int_equal(off, 619); /* as the package counts */
    assert_int_equal(made_up, 150);
    free(shipped.memory);
}

static void beyond_is_not_guessed(void **state) {
    struct shipped_calendar shipped = shipped_calendar();
    struct day day = calendar_day(shipped.calendar, nowhere, date_of("2027-01-01"));

    assert_false(day.known);
    assert_int_equal(day.kind, DAY_WORKDAY);
    day = calendar_day(shipped.calendar, nowhere, date_of("2003-12-27"));
    assert_false(day.known);
    assert_int_equal(day.kind, DAY_WEEKEND);
    day = calendar_day(NULL, nowhere, date_of("2026-10-01"));
    assert_false(day.known);
    free(shipped.memory);
}

static void check_change(const char *before, const char *after, const char *wanted) {
    struct built a = build(before);
    struct built b = build(after);
    struct civil date = {0};
    bool changed = false;

    assert_int_equal(a.code, PJ_OK);
    assert_int_equal(b.code, PJ_OK);
    changed = calendar_first_change(a.calendar, b.calendar, &date);
    assert_int_equal(changed, wanted != NULL);
    assert_int_equal(date.day, wanted == NULL ? 0 : date_of(wanted).day);
    assert_int_equal(calendar_first_change(b.calendar, a.calendar, &date), changed);
    let_go(&a);
    let_go(&b);
}

static void the_first_change_is_found(void **state) {
    struct shipped_calendar shipped = shipped_calendar();
    struct civil date = {0};

    check_change(HEAD YEAR("2026"), HEAD YEAR("2026"), NULL);
    check_change(HEAD YEAR("2026"), HEAD YEAR("2026") YEAR("2027"), "2027-01-01");
    check_change(HEAD YEAR("2026"), HEAD YEAR("2026") YEAR("2027") "2026-12-26,workday,,,\n",
                 "2026-12-26"); /* the notice for 2027 reaches into December */
    check_change(HEAD YEAR("2026"), HEAD YEAR("2026") "2026-04-20,holiday,45,,\n", "2026-04-20");
    check_change(HEAD YEAR("2026") "2026-04-20,holiday,45,,\n",
                 HEAD YEAR("2026") "2026-04-20,holiday,45,,\n2026-04-21,holiday,45,,\n",
                 "2026-04-21");
    check_change(HEAD YEAR("2026") "2026-04-20,holiday,45,,\n",
                 HEAD YEAR("2026") "2026-04-20,holiday,65,,\n", "2026-04-20");
    assert_true(calendar_first_change(NULL, shipped.calendar, &date));
    assert_int_equal(date.day, date_of("2004-01-01").day);
    assert_false(calendar_first_change(NULL, NULL, &date));
    free(shipped.memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("a bad calendar is refused, with line and reason", bad_files_are_refused),
        CASE("every bad line is told, not the first only", every_bad_line_is_told),
        CASE("rows may stand in any order", rows_may_stand_in_any_order),
        CASE("a region has its own days, and its parts have them too", regions_have_their_own_days),
        CASE("the shipped calendar knows the odd days", known_days),
        CASE("the shipped calendar holds every day of the package", the_shipped_calendar_is_whole),
        CASE("a year that is not announced is not guessed", beyond_is_not_guessed),
        CASE("the first day two calendars differ in is found, in both directions",
             the_first_change_is_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
