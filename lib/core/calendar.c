/* SPDX-License-Identifier: Apache-2.0
 * The calendar in memory: one byte per known day for the country, so that counting sixty days is
 * sixty look-ups in one array; sorted rows for regions and names. Pure. */
#include "core/calendar.h"

#include "base/text.h"
#include "core/csv.h"
#include "core/region.h"
#include "core/sort.h"

#include <string.h>

#define DAYS_PER_YEAR_MAX 366
#define YEAR_FIRST        1992 /* Shanghai without daylight saving: lib/base/time.c */
#define YEAR_LAST         8999 /* so that a period behind it stays a date */
#define YEAR_DIGITS       4

enum row_kind {
    ROW_HOLIDAY,
    ROW_IN_LIEU,
    ROW_WORKDAY,
    ROW_YEAR,
    ROW_KIND_MAX
};
static const char *const row_kind_texts[ROW_KIND_MAX] = {"holiday", "in_lieu", "workday", "year"};

struct calendar_row {
    struct civil date; /* of a year: 1 January */
    struct place region;
    enum row_kind kind;
    uint32_t line;
    char name[CALENDAR_NAME_MAX + 1];
    char name_en[CALENDAR_NAME_MAX + 1];
};

struct calendar {
    struct calendar_row *rows; /* sorted by date, the country's row first; no years */
    size_t count;
    size_t regional;   /* how many of them are of a region */
    struct civil from; /* known days: from .. from + day_count - 1 */
    uint32_t day_count;
    uint8_t *days; /* enum day_kind of the country for each of them */
    char version[VERSION_TEXT_MAX + 1];
};

enum column {
    COLUMN_DATE,
    COLUMN_KIND,
    COLUMN_REGION,
    COLUMN_NAME,
    COLUMN_NAME_EN,
    COLUMN_MAX
};

struct year {
    int number;
    uint32_t line;
};

struct reading {
    struct data_report *report; /* borrowed */
    struct calendar *calendar;
    struct year *years;
    size_t year_count;
};

static void lay_out(struct region *region, size_t rows_max, struct reading *reading) {
    struct calendar *calendar = region_take(region, 1, sizeof *calendar);
    struct calendar_row *rows = region_take(region, rows_max, sizeof *rows);
    uint8_t *days = region_take(region, CALENDAR_YEARS_MAX * (size_t)DAYS_PER_YEAR_MAX, 1);

    reading->years = region_take(region, CALENDAR_YEARS_MAX, sizeof *reading->years);
    reading->calendar = calendar;
    if (calendar != NULL) {
        calendar->rows = rows;
        calendar->days = days;
    }
}

static size_t rows_limit(struct bytes csv) {
    size_t rows = csv_rows_max(csv);

    return rows < CALENDAR_ROWS_MAX ? rows : CALENDAR_ROWS_MAX;
}

size_t calendar_bytes(struct bytes csv) {
    struct reading reading = {NULL, NULL, NULL, 0};
    struct region region;

    region_init(&region, NULL, 0);
    lay_out(&region, rows_limit(csv), &reading);
    return region.used;
}

/* ---- reading a row */

static bool complain(const struct reading *reading, const struct csv_row *csv, enum column column,
                     const char *sentence) {
    const struct csv_field *field = &csv->fields[column];

    data_report_add(reading->report, csv->line, true, "\"%.*s\" %s", csv_shown(field), field->text,
                    sentence);
    return false;
}

static bool read_kind(const struct reading *reading, const struct csv_row *csv,
                      enum row_kind *ret_kind) {
    for (unsigned kind = 0; kind < ROW_KIND_MAX; kind++) {
        if (csv_field_is(&csv->fields[COLUMN_KIND], row_kind_texts[kind])) {
            *ret_kind = (enum row_kind)kind;
            return true;
        }
    }
    return complain(reading, csv, COLUMN_KIND,
                    "没有这种日子 / is no kind: holiday, in_lieu, workday or year");
}

static int year_of(struct civil date) {
    int year = 0;
    unsigned month = 0, day = 0;

    civil_to_ymd(date, &year, &month, &day);
    return year;
}

static void read_year(struct reading *reading, const struct csv_row *csv) {
    const struct csv_field *field = &csv->fields[COLUMN_DATE];
    uint64_t number = 0;

    if (field->len != YEAR_DIGITS ||
        text_u64(field->text, field->len, YEAR_LAST, &number) != PJ_OK || number < YEAR_FIRST) {
        (void)complain(reading, csv, COLUMN_DATE,
                       "不是 1992 年以后的年份 / is no year from 1992 on: 2026");
        return;
    }
    if (csv->fields[COLUMN_REGION].len > 0) {
        (void)complain(reading, csv, COLUMN_REGION,
                       "年份按全国公布，不分地区 / a year is known for the whole country");
        return;
    }
    if (reading->year_count == CALENDAR_YEARS_MAX) {
        data_report_add(reading->report, csv->line, true, "年份过多 / more than %u years",
                        (unsigned)CALENDAR_YEARS_MAX);
        return;
    }
    reading->years[reading->year_count++] = (struct year){(int)number, csv->line};
}

static bool read_date(const struct reading *reading, const struct csv_row *csv,
                      struct calendar_row *row) {
    const struct csv_field *field = &csv->fields[COLUMN_DATE];
    bool weekend = false;

    if (civil_parse(field->text, field->len, &row->date) != PJ_OK) {
        return complain(reading, csv, COLUMN_DATE, "不是日期 / is no date: 2026-01-31");
    }
    weekend = civil_weekday(row->date) >= 5;
    if (row->kind == ROW_WORKDAY && !weekend) {
        return complain(reading, csv, COLUMN_DATE,
                        "不是周末：本来就上班，请删去此行 / is no Saturday or Sunday: it is worked "
                        "anyway, take the row out");
    }
    if (row->kind == ROW_IN_LIEU && weekend) {
        return complain(reading, csv, COLUMN_DATE,
                        "是周末：无需调休 / is a Saturday or Sunday: nothing was exchanged for it");
    }
    return true;
}

static bool read_region(const struct reading *reading, const struct csv_row *csv,
                        struct calendar_row *row) {
    const struct csv_field *field = &csv->fields[COLUMN_REGION];

    if (field->len > 0 && place_parse(field->text, field->len, &row->region) != PJ_OK) {
        return complain(reading, csv, COLUMN_REGION, "不是区划代码 / is no division code");
    }
    return true;
}

static bool read_name(const struct reading *reading, const struct csv_row *csv, enum column column,
                      char *name) {
    const struct csv_field *field = &csv->fields[column];

    if (text_set(name, CALENDAR_NAME_MAX + 1, field->text, field->len) != PJ_OK ||
        !text_is_utf8((struct bytes){(const uint8_t *)field->text, field->len})) {
        return complain(reading, csv, column,
                        "名称过长或不是 UTF-8 / is too long for a name, or no UTF-8");
    }
    return true;
}

static void read_row(struct reading *reading, const struct csv_row *csv) {
    struct calendar *calendar = reading->calendar;
    struct calendar_row *row = &calendar->rows[calendar->count];

    memset(row, 0, sizeof *row);
    row->line = csv->line;
    if (!read_kind(reading, csv, &row->kind)) {
        return;
    }
    if (row->kind == ROW_YEAR) {
        read_year(reading, csv);
        return;
    }
    if (!read_date(reading, csv, row) || !read_region(reading, csv, row) ||
        !read_name(reading, csv, COLUMN_NAME, row->name) ||
        !read_name(reading, csv, COLUMN_NAME_EN, row->name_en)) {
        return;
    }
    calendar->count++;
    calendar->regional += place_is_none(row->region) ? 0 : 1;
    reading->report->rows++;
}

static void read_rows(struct reading *reading, struct bytes text, size_t rows_max) {
    struct csv csv;
    struct csv_row row;
    const char *trouble = NULL;
    bool header = false;

    csv_init(&csv, text);
    while (csv_next(&csv, &row, &trouble)) {
        if (trouble != NULL) {
            data_report_add(reading->report, row.line, true, "%s", trouble);
        } else if (!header) {
            header = csv_row_is(&row, CALENDAR_CSV_HEADER);
            if (!header) {
                data_report_add(reading->report, row.line, true,
                                "首行应为各列名 / the first row must be " CALENDAR_CSV_HEADER);
                return;
            }
        } else if (row.count != COLUMN_MAX) {
            data_report_add(reading->report, row.line, true,
                            "列数不对 / %u fields, there must be %u", (unsigned)row.count,
                            (unsigned)COLUMN_MAX);
        } else if (reading->calendar->count == rows_max) {
            data_report_add(reading->report, row.line, true, "行数过多 / more than %u rows",
                            (unsigned)CALENDAR_ROWS_MAX);
            return;
        } else {
            read_row(reading, &row);
        }
    }
    if (!header) {
        data_report_add(reading->report, 1, true,
                        "空文件：首行应为各列名 / empty: the first row must be %s",
                        CALENDAR_CSV_HEADER);
    }
}

/* ---- the whole */

static int compare_years(const void *a, const void *b) {
    const struct year *left = a;
    const struct year *right = b;

    if (left->number != right->number) {
        return left->number < right->number ? -1 : 1;
    }
    return left->line < right->line ? -1 : left->line > right->line;
}

static uint64_t region_key(struct place region) {
    return (uint64_t)region.digits << 48 | region.code;
}

static int compare_rows(const void *a, const void *b) {
    const struct calendar_row *left = a;
    const struct calendar_row *right = b;
    uint64_t left_key = region_key(left->region);
    uint64_t right_key = region_key(right->region);

    if (left->date.day != right->date.day) {
        return left->date.day < right->date.day ? -1 : 1;
    }
    if (left_key != right_key) {
        return left_key < right_key ? -1 : 1;
    }
    return left->line < right->line ? -1 : left->line > right->line;
}

static void check_years(const struct reading *reading) {
    const struct year *years = reading->years;

    if (reading->year_count == 0 && reading->report->fatal_total == 0) {
        data_report_add(reading->report, 1, true,
                        "没有一个年份：须有一行说明该年已知 / no year is known: a row such as "
                        "2026,year,,, says that it is");
    }
    for (size_t i = 1; i < reading->year_count; i++) {
        if (years[i].number == years[i - 1].number) {
            data_report_add(reading->report, years[i].line, true,
                            "年份重复 / the year %d stands in line %u already", years[i].number,
                            years[i - 1].line);
        } else if (years[i].number != years[i - 1].number + 1) {
            data_report_add(
                reading->report, years[i].line, true,
                "年份中断 / a hole before the year %d: the last year known before it is %d",
                years[i].number, years[i - 1].number);
        }
    }
}

static void check_rows(const struct reading *reading) {
    const struct calendar *calendar = reading->calendar;
    char text[CIVIL_TEXT_MAX + 1];

    for (size_t i = 0; i < calendar->count; i++) {
        const struct calendar_row *row = &calendar->rows[i];
        int year = year_of(row->date);

        civil_print(row->date, text);
        if (year < reading->years[0].number ||
            year > reading->years[reading->year_count - 1].number) {
            data_report_add(reading->report, row->line, true,
                            "没有一行说明该年已知 / %s: no row says that the year %d is known",
                            text, year);
        }
        if (i > 0 && row->date.day == row[-1].date.day &&
            place_equal(row->region, row[-1].region)) {
            data_report_add(reading->report, row->line, true, "重复 / %s stands in line %u already",
                            text, row[-1].line);
        }
    }
}

static void fill_days(struct calendar *calendar, int first_year, int last_year) {
    static const uint8_t kinds[] = {
        [ROW_HOLIDAY] = DAY_HOLIDAY, [ROW_IN_LIEU] = DAY_IN_LIEU, [ROW_WORKDAY] = DAY_MADE_UP};

    calendar->from = civil_from_ymd(first_year, 1, 1);
    calendar->day_count =
        (uint32_t)(civil_from_ymd(last_year, 12, 31).day - calendar->from.day + 1);
    for (uint32_t i = 0; i < calendar->day_count; i++) {
        struct civil date = {calendar->from.day + (int32_t)i};

        calendar->days[i] = civil_weekday(date) >= 5 ? DAY_WEEKEND : DAY_WORKDAY;
    }
    for (size_t i = 0; i < calendar->count; i++) {
        const struct calendar_row *row = &calendar->rows[i];

        if (place_is_none(row->region)) {
            calendar->days[row->date.day - calendar->from.day] = kinds[row->kind];
        }
    }
}

/* A file that was cut off would turn holidays into working days. These days are off by law in every
 * year (全国年节及纪念日放假办法 §2), and the last of them lies late. */
static void check_whole(const struct reading *reading) {
    static const struct {
        uint8_t month, day;
    } fixed[] = {{1, 1}, {5, 1}, {10, 1}, {10, 2}, {10, 3}};
    const struct calendar *calendar = reading->calendar;

    for (size_t i = 0; i < reading->year_count; i++) {
        for (size_t j = 0; j < ARRAY_COUNT(fixed); j++) {
            const struct year *year = &reading->years[i];
            struct civil date = civil_from_ymd(year->number, fixed[j].month, fixed[j].day);

            if (calendar->days[date.day - calendar->from.day] != DAY_HOLIDAY) {
                data_report_add(reading->report, year->line, true,
                                "该年不完整：法定节假日没有列出 / the year %d is not whole: "
                                "%02u-%02u is a holiday by law and no "
                                "row says so",
                                year->number, fixed[j].month, fixed[j].day);
                break;
            }
        }
    }
}

enum pj_code calendar_build(void *memory, size_t size, struct bytes csv, const char *version,
                            struct data_report *ret_report, struct calendar **ret_calendar) {
    struct reading reading = {.report = ret_report};
    struct calendar *calendar = NULL;
    struct region region;

    memset(ret_report, 0, sizeof *ret_report);
    region_init(&region, memory, size);
    lay_out(&region, rows_limit(csv), &reading);
    ASSERT(reading.years != NULL);
    calendar = reading.calendar;
    text_print(calendar->version, sizeof calendar->version, "%s", version);
    read_rows(&reading, csv, rows_limit(csv));
    sort_records(calendar->rows, calendar->count, sizeof *calendar->rows, compare_rows);
    sort_records(reading.years, reading.year_count, sizeof *reading.years, compare_years);
    check_years(&reading);
    if (reading.year_count > 0) {
        check_rows(&reading);
    }
    if (ret_report->fatal_total > 0) {
        return PJ_BAD_DATA;
    }

    fill_days(calendar, reading.years[0].number, reading.years[reading.year_count - 1].number);
    check_whole(&reading);
    if (ret_report->fatal_total > 0) {
        return PJ_BAD_DATA;
    }
    *ret_calendar = calendar;
    return PJ_OK;
}

/* ---- two calendars */

static bool same_day(const struct calendar *a, const struct calendar *b, struct civil date) {
    const struct place country = {0};
    struct day day_a = calendar_day(a, country, date);
    struct day day_b = calendar_day(b, country, date);

    return day_a.kind == day_b.kind && day_a.known == day_b.known;
}

/* The next row of a region; index counts on. NULL = none is left. */
static const struct calendar_row *next_regional(const struct calendar *calendar, size_t *index) {
    while (calendar != NULL && *index < calendar->count) {
        const struct calendar_row *row = &calendar->rows[(*index)++];

        if (!place_is_none(row->region)) {
            return row;
        }
    }
    return NULL;
}

/* The first date at which the rows of regions part; INT32_MAX = nowhere. */
static int32_t first_regional_change(const struct calendar *a, const struct calendar *b) {
    size_t at_a = 0;
    size_t at_b = 0;

    for (;;) {
        const struct calendar_row *row_a = next_regional(a, &at_a);
        const struct calendar_row *row_b = next_regional(b, &at_b);
        int32_t day_a = row_a == NULL ? INT32_MAX : row_a->date.day;
        int32_t day_b = row_b == NULL ? INT32_MAX : row_b->date.day;

        if (row_a == NULL || row_b == NULL || day_a != day_b || row_a->kind != row_b->kind ||
            !place_equal(row_a->region, row_b->region)) {
            return day_a < day_b ? day_a : day_b;
        }
    }
}

bool calendar_first_change(const struct calendar *before, const struct calendar *after,
                           struct civil *ret_date) {
    const struct calendar *both[] = {before, after};
    int32_t from = INT32_MAX;
    int32_t to = INT32_MIN;
    int32_t found = first_regional_change(before, after);

    for (size_t i = 0; i < ARRAY_COUNT(both); i++) {
        if (both[i] != NULL) {
            from = both[i]->from.day < from ? both[i]->from.day : from;
            to = calendar_to(both[i]).day > to ? calendar_to(both[i]).day : to;
        }
    }
    for (int32_t day = from; day <= to && day < found; day++) {
        if (!same_day(before, after, (struct civil){day})) {
            found = day;
        }
    }
    if (found == INT32_MAX) {
        return false;
    }
    ret_date->day = found;
    return true;
}

/* ---- questions */

const char *calendar_version(const struct calendar *calendar) {
    return calendar->version;
}

struct civil calendar_from(const struct calendar *calendar) {
    return calendar->from;
}

struct civil calendar_to(const struct calendar *calendar) {
    return (struct civil){calendar->from.day + (int32_t)calendar->day_count - 1};
}

size_t calendar_count(const struct calendar *calendar) {
    return calendar->count;
}

bool day_works(enum day_kind kind) {
    return kind == DAY_WORKDAY || kind == DAY_MADE_UP;
}

const char *day_kind_text(enum day_kind kind) {
    static const char *const texts[DAY_KIND_MAX] = {
        [DAY_WORKDAY] = "workday", [DAY_WEEKEND] = "weekend", [DAY_HOLIDAY] = "holiday",
        [DAY_IN_LIEU] = "in_lieu", [DAY_MADE_UP] = "made_up",
    };

    return texts[kind];
}

/* Does the code begin with the region's? No region holds everywhere. */
static bool holds_for(struct place region, struct place place) {
    uint64_t code = place.code;

    for (unsigned digits = place.digits; digits > region.digits; digits--) {
        code /= 10;
    }
    return code == region.code;
}

/* The row of that date with the longest fitting region; NULL = none. */
static const struct calendar_row *find_row(const struct calendar *calendar, struct place region,
                                           struct civil date) {
    const struct calendar_row *found = NULL;
    size_t low = 0;
    size_t high = calendar->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (calendar->rows[middle].date.day < date.day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < calendar->count && calendar->rows[low].date.day == date.day; low++) {
        if (holds_for(calendar->rows[low].region, region)) {
            found = &calendar->rows[low]; /* sorted by digits: a later one is longer */
        }
    }
    return found;
}

static enum day_kind kind_of_row(const struct calendar_row *row) {
    return row->kind == ROW_HOLIDAY   ? DAY_HOLIDAY
           : row->kind == ROW_IN_LIEU ? DAY_IN_LIEU
                                      : DAY_MADE_UP;
}

struct day calendar_day(const struct calendar *calendar, struct place region, struct civil date) {
    struct day day = {.name = "", .name_en = ""};
    const struct calendar_row *row = NULL;
    bool weekend = civil_weekday(date) >= 5;

    day.kind = weekend ? DAY_WEEKEND : DAY_WORKDAY;
    if (calendar == NULL || date.day < calendar->from.day || date.day > calendar_to(calendar).day) {
        return day;
    }
    day.known = true;
    day.kind = (enum day_kind)calendar->days[date.day - calendar->from.day];
    if (calendar->regional == 0 && (day.kind == DAY_WORKDAY || day.kind == DAY_WEEKEND)) {
        return day;
    }
    row = find_row(calendar, region, date);
    if (row != NULL) {
        day.kind = kind_of_row(row);
        day.name = row->name;
        day.name_en = row->name_en;
    }
    return day;
}
