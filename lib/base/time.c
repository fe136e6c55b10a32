/* SPDX-License-Identifier: Apache-2.0
 * Civil dates and instants as text. Pure: the C library's time functions depend on TZ and are not
 * used; Shanghai has kept UTC+8 without daylight saving since 1991-09-15, and no period of ours
 * starts before that.
 *
 * The calendar runs in years that start on 1 March, so that the leap day is the last of its year.
 */
#include "base/time.h"

#include "base/text.h"

#include <string.h>

#define DAY_US         (86400 * US_PER_S)
#define OFFSET_US      (SHANGHAI_OFFSET_S * US_PER_S)
#define DAYS_PER_ERA   146097 /* 400 years */
#define DAYS_TO_1970   719468 /* from 0000-03-01 */
#define YEAR_MIN       1
#define YEAR_MAX       9999
#define INSTANT_US_MAX INT64_C(253402271999999999) /* 9999-12-31T23:59:59.999999+08:00 */
#define INSTANT_US_MIN INT64_C(-62135625600000000) /* 0001-01-01T00:00:00+08:00 */

static int64_t floor_div(int64_t a, int64_t b) {
    int64_t quotient = a / b;

    return a % b < 0 ? quotient - 1 : quotient;
}

struct civil civil_of(struct wall instant) {
    return (struct civil){(int32_t)floor_div(instant.us + OFFSET_US, DAY_US)};
}

struct wall civil_end(struct civil date) {
    return (struct wall){((int64_t)date.day + 1) * DAY_US - OFFSET_US};
}

bool civil_is_plausible(struct civil date) {
    return date.day >= 0 && date.day <= civil_from_ymd(CIVIL_YEAR_LAST, 12, 31).day;
}

bool wall_is_plausible(struct wall instant) {
    return instant.us >= 0 && instant.us < civil_end(civil_from_ymd(CIVIL_YEAR_LAST, 12, 31)).us;
}

static bool is_leap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static unsigned days_of_month(int year, unsigned month) {
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

struct civil civil_from_ymd(int year, unsigned month, unsigned day) {
    int shifted_year = month <= 2 ? year - 1 : year;
    int era = (int)floor_div(shifted_year, 400);
    int year_of_era = shifted_year - 400 * era;
    int month_from_march = month > 2 ? (int)month - 3 : (int)month + 9;
    int day_of_year = (153 * month_from_march + 2) / 5 + (int)day - 1;
    int day_of_era = 365 * year_of_era + year_of_era / 4 - year_of_era / 100 + day_of_year;

    ASSERT(year >= YEAR_MIN);
    ASSERT(year <= YEAR_MAX);
    ASSERT(month >= 1);
    ASSERT(month <= 12);
    ASSERT(day >= 1);
    ASSERT(day <= days_of_month(year, month));
    return (struct civil){DAYS_PER_ERA * era + day_of_era - DAYS_TO_1970};
}

void civil_to_ymd(struct civil date, int *ret_year, unsigned *ret_month, unsigned *ret_day) {
    int64_t days = (int64_t)date.day + DAYS_TO_1970;
    int64_t era = floor_div(days, DAYS_PER_ERA);
    int day_of_era = (int)(days - era * DAYS_PER_ERA);
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month_from_march = (5 * day_of_year + 2) / 153;
    bool after_december = month_from_march >= 10;

    *ret_day = (unsigned)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    *ret_month = (unsigned)(after_december ? month_from_march - 9 : month_from_march + 3);
    *ret_year = (int)(400 * era) + year_of_era + (after_december ? 1 : 0);
}

unsigned civil_weekday(struct civil date) {
    int64_t since_monday = (int64_t)date.day + 3; /* 1970-01-01 was a Thursday */

    return (unsigned)(since_monday - 7 * floor_div(since_monday, 7));
}

/* Exactly `digits` digits; false otherwise. */
static bool take_number(const char *text, size_t digits, unsigned max, unsigned *ret_number) {
    uint64_t value = 0;
    enum pj_code code = text_u64(text, digits, max, &value);

    if (code != PJ_OK) {
        return false;
    }
    *ret_number = (unsigned)value;
    return true;
}

enum pj_code civil_parse(const char *text, size_t len, struct civil *ret_date) {
    unsigned year = 0, month = 0, day = 0;

    if (len != CIVIL_TEXT_MAX || text[4] != '-' || text[7] != '-') {
        return PJ_BAD_FIELD;
    }
    if (!take_number(text, 4, YEAR_MAX, &year) || !take_number(text + 5, 2, 12, &month) ||
        !take_number(text + 8, 2, 31, &day)) {
        return PJ_BAD_FIELD;
    }
    if (year < YEAR_MIN || month < 1 || day < 1 || day > days_of_month((int)year, month)) {
        return PJ_BAD_FIELD;
    }

    *ret_date = civil_from_ymd((int)year, month, day);
    return PJ_OK;
}

void civil_print(struct civil date, char text[static CIVIL_TEXT_MAX + 1]) {
    int year = 0;
    unsigned month = 0, day = 0;

    civil_to_ymd(date, &year, &month, &day);
    text_print(text, CIVIL_TEXT_MAX + 1, "%04d-%02u-%02u", year, month, day);
}

void instant_print(struct wall instant, char text[static INSTANT_TEXT_MAX + 1]) {
    struct civil date = civil_of(instant);
    char day[CIVIL_TEXT_MAX + 1];
    int64_t us = 0;
    unsigned second = 0;

    ASSERT(instant.us >= INSTANT_US_MIN);
    ASSERT(instant.us <= INSTANT_US_MAX);
    us = instant.us + OFFSET_US - (int64_t)date.day * DAY_US;
    second = (unsigned)(us / US_PER_S);
    civil_print(date, day);
    text_print(text, INSTANT_TEXT_MAX + 1, "%sT%02u:%02u:%02u.%06u+08:00", day, second / 3600,
               second / 60 % 60, second % 60, (unsigned)(us % US_PER_S));
}

/* "hh:mm" at text, as minutes. */
static bool take_minutes(const char *text, unsigned *ret_minutes) {
    unsigned hour = 0, minute = 0;

    if (text[2] != ':' || !take_number(text, 2, 23, &hour) ||
        !take_number(text + 3, 2, 59, &minute)) {
        return false;
    }
    *ret_minutes = 60 * hour + minute;
    return true;
}

/* ".d" to ".dddddd" at text: bytes taken, 0 = no fraction, SIZE_MAX = a wrong one. */
static size_t take_fraction(const char *text, size_t len, unsigned *ret_us) {
    size_t digits = 0;
    unsigned us = 0;

    if (len == 0 || text[0] != '.') {
        *ret_us = 0;
        return 0;
    }
    while (1 + digits < len && text[1 + digits] >= '0' && text[1 + digits] <= '9') {
        digits++;
    }
    if (digits > 6 || !take_number(text + 1, digits, 999999, &us)) {
        return SIZE_MAX;
    }

    for (size_t i = digits; i < 6; i++) {
        us *= 10;
    }
    *ret_us = us;
    return 1 + digits;
}

/* "Z" or "+hh:mm" or "-hh:mm", and nothing after it. */
static bool take_zone(const char *text, size_t len, int64_t *ret_offset_us) {
    unsigned minutes = 0;

    if (len == 1 && text[0] == 'Z') {
        *ret_offset_us = 0;
        return true;
    }
    if (len != 6 || (text[0] != '+' && text[0] != '-') || !take_minutes(text + 1, &minutes)) {
        return false;
    }
    *ret_offset_us = (text[0] == '+' ? 60 : -60) * (int64_t)minutes * US_PER_S;
    return true;
}

enum pj_code instant_parse(const char *text, size_t len, struct wall *ret_instant) {
    struct civil date = {0};
    unsigned minutes = 0, second = 0, fraction_us = 0;
    size_t taken = 0;
    size_t at = CIVIL_TEXT_MAX + 9; /* date, 'T', "hh:mm:ss" */
    int64_t offset_us = 0;

    if (len <= at || len > INSTANT_TEXT_MAX || text[CIVIL_TEXT_MAX] != 'T' || text[16] != ':') {
        return PJ_BAD_FIELD;
    }
    if (civil_parse(text, CIVIL_TEXT_MAX, &date) != PJ_OK ||
        !take_minutes(text + CIVIL_TEXT_MAX + 1, &minutes) ||
        !take_number(text + 17, 2, 59, &second)) {
        return PJ_BAD_FIELD;
    }
    taken = take_fraction(text + at, len - at, &fraction_us);
    if (taken == SIZE_MAX || !take_zone(text + at + taken, len - at - taken, &offset_us)) {
        return PJ_BAD_FIELD;
    }

    int64_t us = (int64_t)date.day * DAY_US + ((int64_t)minutes * 60 + second) * US_PER_S +
                 fraction_us - offset_us;

    /* What is read can be printed again, in our zone. */
    if (us < INSTANT_US_MIN || us > INSTANT_US_MAX) {
        return PJ_BAD_FIELD;
    }
    ret_instant->us = us;
    return PJ_OK;
}
