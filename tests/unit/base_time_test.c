/* SPDX-License-Identifier: Apache-2.0
 * Civil dates against a calendar that is walked day by day, and instants as text. */
#include "base/text.h"
#include "base/time.h"
#include "unit.h"

#define DAY_US INT64_C(86400000000)

static bool leap(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* The independent calendar: one day further, by the rule as taught in school. */
static void step(int *year, unsigned *month, unsigned *day) {
    static const unsigned days[] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    unsigned last = days[*month] + (*month == 2 && leap(*year) ? 1 : 0);

    if (*day < last) {
        *day += 1;
    } else if (*month < 12) {
        *month += 1;
        *day = 1;
    } else {
        *year += 1;
        *month = 1;
        *day = 1;
    }
}

static void every_day_to_2100(void **state) {
    int year = 1970;
    unsigned month = 1, day = 1;

    for (int32_t i = 0; year <= 2100; i++) {
        int got_year = 0;
        unsigned got_month = 0, got_day = 0;

        assert_int_equal(civil_from_ymd(year, month, day).day, i);
        civil_to_ymd((struct civil){i}, &got_year, &got_month, &got_day);
        assert_int_equal(got_year, year);
        assert_int_equal(got_month, month);
        assert_int_equal(got_day, day);
        assert_int_equal(civil_weekday((struct civil){i}), (unsigned)(i + 3) % 7);
        step(&year, &month, &day);
    }
}

static void days_before_1970(void **state) {
    int year = 0;
    unsigned month = 0, day = 0;

    civil_to_ymd((struct civil){-1}, &year, &month, &day);
    assert_int_equal(year, 1969);
    assert_int_equal(month, 12);
    assert_int_equal(day, 31);
    assert_int_equal(civil_weekday((struct civil){-1}), 2); /* Wednesday */
    assert_int_equal(civil_from_ymd(1949, 10, 1).day, -7397);
    assert_int_equal(civil_weekday((struct civil){-7397}), 5); /* Saturday */
    assert_int_equal(civil_from_ymd(1600, 2, 29).day, -135081);
}

struct date_row {
    const char *text;
    enum pj_code code;
    int32_t day;
};

static void dates_as_text(void **state) {
    static const struct date_row rows[] = {
        {"1970-01-01", PJ_OK, 0},
        {"2003-09-18", PJ_OK, 12313},
        {"2000-02-29", PJ_OK, 11016},
        {"2026-11-23", PJ_OK, 20780},
        {"0001-01-01", PJ_OK, -719162},
        {"9999-12-31", PJ_OK, 2932896},
        {"1900-02-29", PJ_BAD_FIELD, 0},
        {"2100-02-29", PJ_BAD_FIELD, 0},
        {"2025-02-29", PJ_BAD_FIELD, 0},
        {"2026-04-31", PJ_BAD_FIELD, 0},
        {"2026-13-01", PJ_BAD_FIELD, 0},
        {"2026-00-10", PJ_BAD_FIELD, 0},
        {"2026-01-00", PJ_BAD_FIELD, 0},
        {"2026-01-32", PJ_BAD_FIELD, 0},
        {"0000-01-01", PJ_BAD_FIELD, 0},
        {"2026-1-01", PJ_BAD_FIELD, 0},
        {"2026/01/01", PJ_BAD_FIELD, 0},
        {"20260101", PJ_BAD_FIELD, 0},
        {"2026-01-01 ", PJ_BAD_FIELD, 0},
        {"+026-01-01", PJ_BAD_FIELD, 0},
        {"", PJ_BAD_FIELD, 0},
    };

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct civil date = {-42};
        char text[CIVIL_TEXT_MAX + 1];

        assert_int_equal(civil_parse(rows[i].text, strlen(rows[i].text), &date), rows[i].code);
        assert_int_equal(date.day, rows[i].code == PJ_OK ? rows[i].day : -42);
        if (rows[i].code == PJ_OK) {
            civil_print(date, text);
            assert_string_equal(text, rows[i].text);
        }
    }
}

static void day_begins_in_shanghai(void **state) {
    struct civil date = civil_from_ymd(2003, 9, 18);
    struct wall end = civil_end(date);
    struct wall begin = civil_end((struct civil){date.day - 1});

    assert_int_equal(end.us - begin.us, DAY_US);
    assert_int_equal(civil_of(begin).day, date.day);
    assert_int_equal(civil_of((struct wall){begin.us - 1}).day, date.day - 1);
    assert_int_equal(civil_of((struct wall){end.us - 1}).day, date.day);
    assert_int_equal(civil_of(end).day, date.day + 1);
    /* 16:00 UTC is midnight in Shanghai. */
    assert_int_equal(civil_of((struct wall){16 * 3600 * US_PER_S - 1}).day, 0);
    assert_int_equal(civil_of((struct wall){16 * 3600 * US_PER_S}).day, 1);
    assert_int_equal(civil_of((struct wall){-8 * 3600 * US_PER_S - 1}).day, -1);
}

struct instant_row {
    const char *text;
    int64_t us;
    const char *printed; /* NULL = as it came */
};

static void instants_as_text(void **state) {
    static const struct instant_row rows[] = {
        {"1970-01-01T08:00:00.000000+08:00", 0, NULL},
        {"1970-01-01T07:59:59.999999+08:00", -1, NULL},
        {"2003-09-18T08:30:00.000000+08:00", INT64_C(1063845000000000), NULL},
        {"2003-09-18T00:30:00Z", INT64_C(1063845000000000), "2003-09-18T08:30:00.000000+08:00"},
        {"2003-09-17T19:30:00.5-05:00", INT64_C(1063845000500000),
         "2003-09-18T08:30:00.500000+08:00"},
        {"2003-09-18T08:30:00+08:00", INT64_C(1063845000000000),
         "2003-09-18T08:30:00.000000+08:00"},
        {"2003-09-18T08:30:00.000001Z", INT64_C(1063873800000001),
         "2003-09-18T16:30:00.000001+08:00"},
        {"9999-12-31T23:59:59.999999+08:00", INT64_C(253402271999999999), NULL},
        {"0001-01-01T00:00:00.000000+08:00", INT64_C(-62135625600000000), NULL},
    };

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct wall instant = {-42};
        char text[INSTANT_TEXT_MAX + 1];

        assert_int_equal(instant_parse(rows[i].text, strlen(rows[i].text), &instant), PJ_OK);
        assert_int_equal(instant.us, rows[i].us);
        instant_print(instant, text);
        assert_string_equal(text, rows[i].printed != NULL ? rows[i].printed : rows[i].text);
    }
}

static void instants_of_a_wrong_form(void **state) {
    static const char *const texts[] = {
        "",
        "2003-09-18",
        "2003-09-18T08:30:00", /* no zone: whose eight o'clock? */
        "2003-09-18 08:30:00+08:00",
        "2003-09-18t08:30:00Z",
        "2003-09-18T08:30:00z",
        "2003-09-18T24:00:00Z",
        "2003-09-18T08:60:00Z",
        "2003-09-18T08:30:60Z",
        "2003-09-18T08.30.00Z",
        "2003-09-18T08:30:00.Z",
        "2003-09-18T08:30:00.1234567Z",
        "2003-09-18T08:30:00.0000001Z",
        "2003-09-18T08:30:00.Z+08:00",
        "9999-12-31T23:59:59.999999+07:59",
        "2003-09-18T08:30:00+8:00",
        "2003-09-18T08:30:00+0800",
        "2003-09-18T08:30:00+24:00",
        "2003-09-18T08:30:00+08:60",
        "2003-09-18T08:30:00+08:00 ",
        "2003-02-30T08:30:00Z",
        "9999-12-31T23:59:59Z",      /* in Shanghai that is the year 10000 */
        "0001-01-01T00:00:00+09:00", /* the year 0 */
    };

    for (size_t i = 0; i < ARRAY_COUNT(texts); i++) {
        struct wall instant = {-42};

        assert_int_equal(instant_parse(texts[i], strlen(texts[i]), &instant), PJ_BAD_FIELD);
        assert_int_equal(instant.us, -42);
    }
}

static void every_cut_is_refused(void **state) {
    static const char text[] = "2003-09-18T08:30:00.000000+08:00";

    for (size_t len = 0; len < sizeof(text) - 1; len++) {
        struct wall instant = {0};
        /* A copy of just that length: the sanitizer sees a byte read beyond it. */
        char *cut = test_malloc(len + 1);

        memcpy(cut, text, len);
        assert_int_equal(instant_parse(cut, len, &instant), PJ_BAD_FIELD);
        test_free(cut);
    }
}

static void print_beyond_9999(void *argument) {
    char text[INSTANT_TEXT_MAX + 1];

    instant_print(*(struct wall *)argument, text);
}

static void instants_without_a_year(void **state) {
    struct wall late = {INT64_C(253402272000000000)};
    struct wall early = {INT64_C(-62135625600000001)};

    assert_true(aborts(print_beyond_9999, &late));
    assert_true(aborts(print_beyond_9999, &early));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("every day from 1970 to 2100 agrees with a calendar walked by hand",
             every_day_to_2100),
        CASE("days before 1970 count downwards", days_before_1970),
        CASE("dates are read strictly and printed as they were read", dates_as_text),
        CASE("a day begins and ends at midnight in Shanghai", day_begins_in_shanghai),
        CASE("instants of any zone are printed in ours, to the microsecond", instants_as_text),
        CASE("instants of a wrong form are refused", instants_of_a_wrong_form),
        CASE("an instant cut anywhere is refused without reading on", every_cut_is_refused),
        CASE("an instant outside the years 1 to 9999 cannot be printed", instants_without_a_year),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
