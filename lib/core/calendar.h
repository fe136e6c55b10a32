/* SPDX-License-Identifier: Apache-2.0
 * Which day is a working day? The State Council office announces each year's holidays 放假 and
 * exchanged days 调休; autonomous areas add their own (全国年节及纪念日放假办法 §4). Everything is
 * data; no year is ever guessed from another one.
 *
 * calendar.csv   date,kind,region,name,name_en
 *     kind: year (date is "2026": this year is known, whole), holiday (announced as off), in_lieu
 *     (Monday to Friday, off in exchange), workday (Saturday or Sunday, worked in exchange);
 *     region: empty = the whole country, else a division code: the row holds there and in every
 *     division whose code begins with it, and wins over the country's row.
 *
 * A working day is Monday to Friday without a holiday, or a weekend day that is worked. What is not
 * a working day is a 法定休假日 that a period's last day moves over (民法典 §203): weekends count,
 * a Saturday that is worked does not.
 *
 * A trap: the notice for a year sometimes moves days of the December before (2006, 2007, 2011,
 * 2018, 2022). A date near the end of the last known year is answered as known and may change when
 * the next calendar arrives: whoever recomputes then begins with the last December, not with
 * January. */
#pragma once
#include "core/directory.h"
#include "words/ids.h"

#define CALENDAR_YEARS_MAX  100   /* a file of ours has 23 */
#define CALENDAR_ROWS_MAX   20000 /* about 35 rows a year, and as many for a few dozen regions */
#define CALENDAR_NAME_MAX   95 /* bytes; the longest so far has 66: the 70th anniversary of 2015 */
#define CALENDAR_CSV_HEADER "date,kind,region,name,name_en"

enum day_kind {
    DAY_WORKDAY, /* Monday to Friday */
    DAY_WEEKEND,
    DAY_HOLIDAY,
    DAY_IN_LIEU,
    DAY_MADE_UP, /* a weekend day that is worked 调休上班 */
    DAY_KIND_MAX
};

struct day {
    enum day_kind kind;
    bool known;          /* false: beyond the known years, told by the weekday alone */
    const char *name;    /* Chinese; "" = none; borrowed from the calendar */
    const char *name_en; /* likewise */
};

struct calendar; /* lives inside the caller's memory */

size_t calendar_bytes(struct bytes csv);
/* All or nothing, into the caller's memory; csv is not needed afterwards. version is copied.
 * PJ_BAD_DATA with the report telling line numbers: bad form, bad date, duplicate, a year missing
 * between two others, a year that is not whole, a row outside the known years, a working day that
 * is one anyway. */
enum pj_code calendar_build(void *memory, size_t size, struct bytes csv, const char *version,
                            struct data_report *ret_report,
                            struct calendar **ret_calendar) must_check;
const char *calendar_version(const struct calendar *calendar);
/* First and last day that is known; both ends of whole years. */
struct civil calendar_from(const struct calendar *calendar);
struct civil calendar_to(const struct calendar *calendar);
size_t calendar_count(const struct calendar *calendar);
/* calendar NULL = none is loaded: every day is beyond. region: the division that asks, or none. */
struct day calendar_day(const struct calendar *calendar, struct place region, struct civil date);
bool day_works(enum day_kind kind);
/* The first day of which the two say something else, be it only that it is known now; false when
 * there is none. A period that was due before it comes out the same under both: every day that
 * counted lies before its end. So a new calendar means computing anew what is due from that day on,
 * and nothing else. NULL = no calendar. */
bool calendar_first_change(const struct calendar *before, const struct calendar *after,
                           struct civil *ret_date);
/* "workday" "weekend" "holiday" "in_lieu" "made_up" */
const char *day_kind_text(enum day_kind kind);
