/* SPDX-License-Identifier: Apache-2.0
 * The calendar and the rule sets of deploy/, built; for unit tests and golden texts. Whatever is
 * wrong with them ends the program. */
#pragma once
#include "core/clock_compute.h"
#include "core/rule_book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHIPPED_BYTES_MAX (1024 * 1024)

struct shipped_calendar {
    void *memory; /* owned */
    struct calendar *calendar;
};

/* To be freed. */
static inline struct bytes shipped_read(const char *folder, const char *name) {
    uint8_t *data = malloc(SHIPPED_BYTES_MAX);
    char path[512];
    FILE *file = NULL;
    size_t len = 0;

    snprintf(path, sizeof path, "%s/deploy/%s/%s.csv", PJ_SOURCE_DIR, folder, name);
    file = fopen(path, "rb");
    if (data == NULL || file == NULL) {
        fprintf(stderr, "cannot read %s\n", path);
        abort();
    }
    len = fread(data, 1, SHIPPED_BYTES_MAX, file);
    fclose(file);
    return (struct bytes){data, len};
}

static inline void shipped_tell(const char *name, const struct data_report *report) {
    for (uint32_t i = 0; i < report->issue_count; i++) {
        fprintf(stderr, "%s:%u %s\n", name, report->issues[i].line, report->issues[i].sentence);
    }
    if (report->fatal_total > 0) {
        abort();
    }
}

static inline struct shipped_calendar shipped_calendar_of(struct bytes text, const char *name) {
    struct shipped_calendar shipped = {NULL, NULL};
    struct data_report *report = calloc(1, sizeof *report);
    size_t size = calendar_bytes(text);

    shipped.memory = malloc(size);
    if (report == NULL || shipped.memory == NULL ||
        calendar_build(shipped.memory, size, text, name, report, &shipped.calendar) != PJ_OK) {
        shipped.calendar = NULL;
    }
    if (report != NULL) {
        shipped_tell(name, report);
    }
    free(report);
    return shipped;
}

static inline struct shipped_calendar shipped_calendar(void) {
    struct bytes text = shipped_read("calendars", "cn");
    struct shipped_calendar shipped = shipped_calendar_of(text, "cn");

    free((void *)(uintptr_t)text.data);
    return shipped;
}

/* The calendar as it was when `year` was the last one known: without the rows of later years. */
static inline struct shipped_calendar shipped_calendar_until(int year) {
    struct bytes text = shipped_read("calendars", "cn");
    uint8_t *kept = malloc(text.len);
    size_t len = 0;
    struct shipped_calendar shipped;
    char name[16];
    char last[16];

    snprintf(last, sizeof last, "%d", year);

    for (size_t at = 0; kept != NULL && at < text.len;) {
        const uint8_t *line = text.data + at;
        const uint8_t *end = memchr(line, '\n', text.len - at);
        size_t line_len = end == NULL ? text.len - at : (size_t)(end - line) + 1;

        char digits[5] = "";

        memcpy(digits, line, line_len < 4 ? line_len : 4);
        if (line[0] != '2' || strcmp(digits, last) <= 0) {
            memcpy(kept + len, line, line_len);
            len += line_len;
        }
        at += line_len;
    }
    snprintf(name, sizeof name, "cn-%d", year);
    shipped = shipped_calendar_of((struct bytes){kept, len}, name);
    free(kept);
    free((void *)(uintptr_t)text.data);
    return shipped;
}

/* The sets as `rules load` joins them; second may be NULL. To be freed. */
static inline struct rule_book *shipped_book(const char *version, const char *first,
                                             const char *second) {
    const char *const names[] = {first, second};
    struct rule_book *book = calloc(1, sizeof *book);
    struct data_report *report = calloc(1, sizeof *report);
    uint8_t *text = malloc(2 * SHIPPED_BYTES_MAX);
    size_t len = 0;

    for (size_t i = 0; i < 2 && names[i] != NULL && text != NULL; i++) {
        struct bytes set = shipped_read("rules", names[i]);

        len += (size_t)snprintf((char *)text + len, 64, RULE_BOOK_MARK "%s\n", names[i]);
        memcpy(text + len, set.data, set.len);
        len += set.len;
        free((void *)(uintptr_t)set.data);
    }
    if (book == NULL || report == NULL || text == NULL ||
        rule_book_build((struct bytes){text, len}, version, report, book) != PJ_OK) {
        fprintf(stderr, "%s: not built\n", version);
    }
    if (report != NULL) {
        shipped_tell(version, report);
    }
    free(text);
    free(report);
    return book;
}

/* To be freed. */
static inline struct rule_set *shipped_rules(const char *name) {
    struct rule_set *set = malloc(sizeof *set);
    struct data_report *report = calloc(1, sizeof *report);
    struct bytes text = shipped_read("rules", name);

    if (set == NULL || report == NULL || rule_set_build(text, name, report, set) != PJ_OK) {
        fprintf(stderr, "%s: not built\n", name);
    }
    if (report != NULL) {
        shipped_tell(name, report);
    }
    free((void *)(uintptr_t)text.data);
    free(report);
    return set;
}
