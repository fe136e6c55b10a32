/* SPDX-License-Identifier: Apache-2.0
 * The JSON of the npm package chinese-days becomes our calendar.csv. Its objects holidays, workdays
 * and inLieuDays map a date to "English,中文,days"; a day in lieu stands among the holidays too.
 * The years of a folder are put together: a year's arrangement may sit on dates of the year before.
 */
#include "clock_data.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/text.h"

#define PATH_BYTES_MAX 4096
#define CSV_BYTES_MAX  (4u * 1024 * 1024)

/* ---- reading */

static bool is_folder(const char *path) {
    struct stat info;

    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static int bad_json(struct ctl *ctl, const char *path) {
    return ctl_file_trouble(ctl, path,
                            "不是 chinese-days 的 JSON / not the JSON of chinese-days: needs "
                            "holidays, workdays, inLieuDays");
}

static int merge_file(struct ctl *ctl, const char *path, json_t *whole) {
    static const char *const parts[] = {"holidays", "workdays", "inLieuDays"};
    uint8_t *data = NULL;
    size_t len = 0;
    json_t *object = NULL;
    int status = ctl_read_file(ctl, path, &data, &len);

    if (status != EXIT_FINE) {
        return status;
    }
    object = json_loadb((const char *)data, len, JSON_REJECT_DUPLICATES, NULL);
    free(data);
    for (size_t i = 0; status == EXIT_FINE && i < ARRAY_COUNT(parts); i++) {
        json_t *part = json_object_get(object, parts[i]);

        if (!json_is_object(part)) {
            status = bad_json(ctl, path);
        } else if (json_object_get(whole, parts[i]) == NULL) {
            print_set(whole, parts[i], json_incref(part));
        } else {
            (void)json_object_update(json_object_get(whole, parts[i]), part);
        }
    }
    json_decref(object);
    return status;
}

/* 2004.json, 2005.json ... of the folder or of dist/years in it. */
static int merge_folder(struct ctl *ctl, const char *folder, json_t *whole) {
    bool found_any = false;

    if (strlen(folder) + 64 > PATH_BYTES_MAX) {
        return ctl_file_trouble(ctl, folder, "过长 / too long");
    }
    for (size_t i = 0; !found_any && i < 2; i++) {
        char pattern[PATH_BYTES_MAX];
        glob_t found;
        int status = EXIT_FINE;

        text_print(pattern, sizeof pattern,
                   i == 0 ? "%s/[12][0-9][0-9][0-9].json"
                          : "%s/dist/years/[12][0-9][0-9][0-9].json",
                   folder);
        if (glob(pattern, 0, NULL, &found) != 0) {
            continue;
        }
        found_any = true;
        for (size_t k = 0; status == EXIT_FINE && k < found.gl_pathc; k++) {
            status = merge_file(ctl, found.gl_pathv[k], whole);
        }
        globfree(&found);
        if (status != EXIT_FINE) {
            return status;
        }
    }
    return found_any ? EXIT_FINE
                     : ctl_file_trouble(ctl, folder, "里面没有年份文件 / holds no file of a year");
}

/* ---- writing */

/* "English,中文,3": the two names, false when the text has another form. */
static bool cut_names(const char *text, struct bytes *ret_zh, struct bytes *ret_en) {
    const char *last = strrchr(text, ',');
    const char *first = strchr(text, ',');

    if (first == NULL || last == first || memchr(text, '"', strlen(text)) != NULL) {
        return false;
    }
    *ret_en = (struct bytes){(const uint8_t *)text, (size_t)(first - text)};
    *ret_zh = (struct bytes){(const uint8_t *)first + 1, (size_t)(last - first - 1)};
    return true;
}

struct out {
    struct ctl *ctl;
    struct buf buf;
    const json_t *in_lieu; /* borrowed */
    enum pj_code code;
};

static void put(struct out *out, const char *date, const char *kind, struct bytes zh,
                struct bytes en) {
    if (out->code == PJ_OK) {
        out->code = buf_printf(&out->buf, "%s,%s,,%.*s,%.*s\n", date, kind, (int)zh.len,
                               (const char *)zh.data, (int)en.len, (const char *)en.data);
    }
}

/* A year counts as known when its last holiday by law is there; a few days of the next year, found
 * in this year's file, make no year. */
static bool year_is_whole(const json_t *holidays, const char *year) {
    char date[CIVIL_TEXT_MAX + 1];

    text_print(date, sizeof date, "%.4s-10-03", year);
    return json_object_get(holidays, date) != NULL;
}

static int compare_texts(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void put_date(struct out *out, const json_t *holidays, const json_t *workdays,
                     const char *date) {
    const char *names = json_string_value(json_object_get(holidays, date));
    const char *kind = json_object_get(out->in_lieu, date) != NULL ? "in_lieu" : "holiday";
    struct bytes zh = BYTES_NONE, en = BYTES_NONE;

    if (names == NULL) {
        names = json_string_value(json_object_get(workdays, date));
        kind = "workday";
    }
    if (names == NULL || !cut_names(names, &zh, &en)) {
        out->code = PJ_BAD_DATA;
        return;
    }
    put(out, date, kind, zh, en);
}

static void put_dates(struct out *out, const json_t *holidays, const json_t *workdays,
                      const char **dates, size_t count) {
    const struct bytes none = {(const uint8_t *)"", 0};
    const char *year = "";

    for (size_t i = 0; out->code == PJ_OK && i < count; i++) {
        if (i > 0 && strcmp(dates[i], dates[i - 1]) == 0) {
            out->code = PJ_BAD_DATA; /* both a holiday and a working day */
            return;
        }
        if (!year_is_whole(holidays, dates[i])) {
            fprintf(out->ctl->err, "  %s: 该年安排不全，未收入 / its year is not whole: left out\n",
                    dates[i]);
            continue;
        }
        if (strncmp(year, dates[i], 4) != 0) {
            char number[5];

            year = dates[i];
            text_print(number, sizeof number, "%.4s", year);
            put(out, number, "year", none, none);
        }
        put_date(out, holidays, workdays, dates[i]);
    }
}

static enum pj_code write_csv(struct out *out, json_t *whole) {
    json_t *holidays = json_object_get(whole, "holidays");
    json_t *workdays = json_object_get(whole, "workdays");
    size_t most = json_object_size(holidays) + json_object_size(workdays);
    const char **dates = calloc(most + 1, sizeof *dates);
    size_t count = 0;
    const char *date = NULL;
    json_t *value = NULL;

    if (dates == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    json_object_foreach(holidays, date, value) {
        dates[count++] = date;
    }
    json_object_foreach(workdays, date, value) {
        dates[count++] = date;
    }
    qsort(dates, count, sizeof *dates, compare_texts);
    out->in_lieu = json_object_get(whole, "inLieuDays");
    out->code = buf_printf(
        &out->buf,
        "# 放假与调休日期，取自 npm 包 chinese-days (MIT)，系历年国务院办公厅通知中的事实。\n"
        "# Facts of the State Council's yearly notices, taken from the npm package "
        "chinese-days (MIT).\n" CALENDAR_CSV_HEADER "\n");
    put_dates(out, holidays, workdays, dates, count);
    free(dates);
    return out->code;
}

int calendar_json_read(struct ctl *ctl, const char *path, char **ret_csv, size_t *ret_len) {
    struct out out = {.ctl = ctl};
    json_t *whole = json_object();
    int status = is_folder(path) ? merge_folder(ctl, path, whole) : merge_file(ctl, path, whole);
    enum pj_code code = PJ_OK;

    buf_init(&out.buf, CSV_BYTES_MAX);
    if (status == EXIT_FINE) {
        code = write_csv(&out, whole);
        status = code == PJ_OK         ? EXIT_FINE
                 : code == PJ_BAD_DATA ? bad_json(ctl, path)
                                       : ctl_code(ctl, code, "");
    }
    if (status == EXIT_FINE) {
        *ret_len = out.buf.len;
        *ret_csv = malloc(out.buf.len + 1);
        if (*ret_csv == NULL) {
            status = ctl_code(ctl, PJ_INTERNAL_NO_MEMORY, "");
        } else {
            memcpy(*ret_csv, out.buf.data, out.buf.len);
        }
    }
    buf_release(&out.buf);
    json_decref(whole);
    return status;
}
