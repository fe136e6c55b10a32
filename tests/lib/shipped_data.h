/* SPDX-License-Identifier: Apache-2.0
 * The calendar and the rule sets of deploy/, built; for unit tests and golden texts. Whatever is
 * wrong with them ends the program. */
#pragma once
#include "core/clock_compute.h"

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

static inline struct shipped_calendar shipped_calendar(void) {
    struct shipped_calendar shipped = {NULL, NULL};
    struct data_report *report = calloc(1, sizeof *report);
    struct bytes text = shipped_read("calendars", "cn");
    size_t size = calendar_bytes(text);

    shipped.memory = malloc(size);
    if (report == NULL || shipped.memory == NULL ||
        calendar_build(shipped.memory, size, text, "cn", report, &shipped.calendar) != PJ_OK) {
        shipped.calendar = NULL;
    }
    if (report != NULL) {
        shipped_tell("cn", report);
    }
    free((void *)(uintptr_t)text.data);
    free(report);
    return shipped;
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
