/* SPDX-License-Identifier: Apache-2.0
 * `calendar check` and `calendar import`, without a station. */
#include "clock_data.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool is_json(const char *path) {
    size_t len = strlen(path);
    struct stat info;

    return (len > 5 && strcmp(path + len - 5, ".json") == 0) ||
           (stat(path, &info) == 0 && S_ISDIR(info.st_mode));
}

static int read_calendar(struct ctl *ctl, const char *path, char **ret_data, size_t *ret_len) {
    uint8_t *data = NULL;
    int status = EXIT_FINE;

    *ret_data = NULL;
    if (is_json(path)) {
        return calendar_json_read(ctl, path, ret_data, ret_len);
    }
    status = ctl_read_file(ctl, path, &data, ret_len);
    *ret_data = (char *)data;
    return status;
}

static int print_check(struct ctl *ctl, const struct data_report *report,
                       const struct calendar *calendar) {
    json_t *more = json_object();

    if (calendar != NULL) {
        print_set(more, "version", print_text(calendar_version(calendar)));
        print_set(more, "known_from", print_civil(calendar_from(calendar)));
        print_set(more, "known_to", print_civil(calendar_to(calendar)));
    }
    return clock_data_print_check(ctl, report, more);
}

int run_calendar_check(struct ctl *ctl) {
    const char *path = ctl->words.argument[0];
    struct data_report *report = calloc(1, sizeof *report);
    char version[VERSION_TEXT_MAX + 1];
    struct calendar *calendar = NULL;
    void *memory = NULL;
    char *text = NULL;
    size_t len = 0;
    int status = report == NULL ? ctl_code(ctl, PJ_INTERNAL_NO_MEMORY, "") : EXIT_FINE;

    clock_data_version(path, version);
    if (status == EXIT_FINE) {
        status = read_calendar(ctl, path, &text, &len);
    }
    if (status == EXIT_FINE) {
        status = clock_data_build_calendar(ctl, (struct bytes){(const uint8_t *)text, len}, version,
                                           report, &memory, &calendar);
    }
    if (status == EXIT_FINE) {
        status = print_check(ctl, report, calendar);
    }
    free(memory);
    free(text);
    free(report);
    return status;
}

/* What is printed can be loaded: it is checked before a byte leaves. */
int run_calendar_import(struct ctl *ctl) {
    const char *path = ctl->words.argument[0];
    struct data_report *report = calloc(1, sizeof *report);
    struct calendar *calendar = NULL;
    void *memory = NULL;
    char *text = NULL;
    size_t len = 0;
    int status = report == NULL ? ctl_code(ctl, PJ_INTERNAL_NO_MEMORY, "") : EXIT_FINE;

    if (status == EXIT_FINE) {
        status = calendar_json_read(ctl, path, &text, &len);
    }
    if (status == EXIT_FINE) {
        status = clock_data_build_calendar(ctl, (struct bytes){(const uint8_t *)text, len},
                                           "import", report, &memory, &calendar);
    }
    if (status == EXIT_FINE && calendar == NULL) {
        status = clock_data_print_check(ctl, report, json_object());
    } else if (status == EXIT_FINE && fwrite(text, 1, len, ctl->printer.out) != len) {
        status = EXIT_INTERNAL;
    }
    free(memory);
    free(text);
    free(report);
    return status;
}
