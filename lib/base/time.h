/* SPDX-License-Identifier: Apache-2.0
 * Two kinds of time that cannot be mixed, and civil dates. Nobody here asks a clock: now is an
 * argument. */
#pragma once
#include "base/base.h"

struct wall { /* instant, microseconds UTC since 1970 */
    int64_t us;
};
struct mono { /* monotonic microseconds since some start */
    int64_t us;
};
struct now {
    struct wall wall;
    struct mono mono;
};
struct civil { /* civil date in Asia/Shanghai: days since 1970-01-01 */
    int32_t day;
};

#define US_PER_MS         INT64_C(1000)
#define US_PER_S          INT64_C(1000000)
#define SHANGHAI_OFFSET_S 28800 /* UTC+8, no daylight saving since 1991 */

struct civil civil_of(struct wall instant);
/* The instant at which the day is over: 24:00 in Asia/Shanghai. */
struct wall civil_end(struct civil date);
struct civil civil_from_ymd(int year, unsigned month, unsigned day);
void civil_to_ymd(struct civil date, int *ret_year, unsigned *ret_month, unsigned *ret_day);
/* 0 = Monday ... 6 = Sunday. */
unsigned civil_weekday(struct civil date);
/* A date of a case, or none (0): from 1970 on, and so early that with the longest periods and
 * pauses counted from it the end is a date that can be printed. Of what others say; ours are. */
bool civil_is_plausible(struct civil date);
bool wall_is_plausible(struct wall instant);
/* "2026-11-23"; strict. */
enum pj_code civil_parse(const char *text, size_t len, struct civil *ret_date) must_check;

#define CIVIL_YEAR_LAST  8900 /* of a date that is counted from */
#define CIVIL_TEXT_MAX   10
#define INSTANT_TEXT_MAX 32
/* Both write a NUL-terminated text. RFC 3339 with +08:00 and microseconds. */
void civil_print(struct civil date, char text[static CIVIL_TEXT_MAX + 1]);
void instant_print(struct wall instant, char text[static INSTANT_TEXT_MAX + 1]);
enum pj_code instant_parse(const char *text, size_t len, struct wall *ret_instant) must_check;
