/* SPDX-License-Identifier: Apache-2.0
 * Finds and builds calendars and rule sets; tells what is wrong with them line by line. */
#include "clock_data.h"

#include <stdlib.h>
#include <string.h>

#include "base/shipped.h"
#include "base/text.h"

#define NAME_BYTES_MAX 4096

void clock_data_free(struct clock_data *data) {
    free(data->calendar_memory);
    for (size_t i = 0; i < data->set_count; i++) {
        free(data->sets[i]);
    }
    *data = (struct clock_data){.set_count = 0};
}

void clock_data_version(const char *path, char version[VERSION_TEXT_MAX + 1]) {
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    const char *dot = strrchr(name, '.');
    size_t len = dot == NULL ? strlen(name) : (size_t)(dot - name);

    text_print(version, VERSION_TEXT_MAX + 1, "%.*s",
               (int)(len < VERSION_TEXT_MAX ? len : VERSION_TEXT_MAX), name);
}

static const struct shipped_file *find_shipped(const char *folder, const char *name) {
    for (size_t i = 0; i < shipped_count; i++) {
        if (strcmp(shipped_files[i].folder, folder) == 0 &&
            strcmp(shipped_files[i].name, name) == 0) {
            return &shipped_files[i];
        }
    }
    return NULL;
}

/* Other tables stand in that folder too; a rule set is called after where and when: CN2022. */
static void tell_sets(struct ctl *ctl) {
    fputs("  内置的规则集 rule sets that are built in:", ctl->err);
    for (size_t i = 0; i < shipped_count; i++) {
        const struct shipped_file *file = &shipped_files[i];

        if (strcmp(file->folder, "rules") == 0 && file->name[0] >= 'A' && file->name[0] <= 'Z') {
            fprintf(ctl->err, " %s", file->name);
        }
    }
    fputc('\n', ctl->err);
}

/* The text of what is built in under that name, else of the file; *ret_data is to be freed. */
static int read_text(struct ctl *ctl, const char *folder, const char *name, uint8_t **ret_data,
                     struct bytes *ret_text) {
    const struct shipped_file *shipped = find_shipped(folder, name);
    size_t len = 0;
    int status = EXIT_FINE;

    *ret_data = NULL;
    if (shipped != NULL) {
        *ret_text = (struct bytes){shipped->data, shipped->len};
        return EXIT_FINE;
    }
    status = ctl_read_file(ctl, name, ret_data, &len);
    if (status != EXIT_FINE && strcmp(folder, "rules") == 0 && strpbrk(name, "./") == NULL) {
        tell_sets(ctl); /* no name of a file: what was meant is one of these */
    }
    *ret_text = (struct bytes){*ret_data, len};
    return status;
}

static int tell_bad(struct ctl *ctl, const char *name, const struct data_report *report) {
    for (uint32_t i = 0; i < report->issue_count; i++) {
        fprintf(ctl->err, "  第 %u 行 line %u: %s\n", report->issues[i].line,
                report->issues[i].line, report->issues[i].sentence);
    }
    return ctl_file_trouble(ctl, name, "数据有错 / has bad rows");
}

/* ---- calendars */

int clock_data_build_calendar(struct ctl *ctl, struct bytes text, const char *version,
                              struct data_report *report, void **ret_memory,
                              struct calendar **ret_calendar) {
    size_t size = calendar_bytes(text);

    *ret_calendar = NULL;
    *ret_memory = malloc(size);
    if (*ret_memory == NULL) {
        return ctl_code(ctl, PJ_INTERNAL_NO_MEMORY, "");
    }
    if (calendar_build(*ret_memory, size, text, version, report, ret_calendar) != PJ_OK) {
        *ret_calendar = NULL;
    }
    return EXIT_FINE;
}

int clock_data_calendar(struct ctl *ctl, struct clock_data *data) {
    const char *path =
        ctl_given(ctl, OPT(CALENDAR)) ? ctl_text(ctl, OPTION_CALENDAR) : CALENDAR_SHIPPED;
    struct data_report *report = calloc(1, sizeof *report);
    char version[VERSION_TEXT_MAX + 1];
    uint8_t *owned = NULL;
    struct bytes text = BYTES_NONE;
    int status = report == NULL ? ctl_code(ctl, PJ_INTERNAL_NO_MEMORY, "") : EXIT_FINE;

    clock_data_version(path, version);
    if (status == EXIT_FINE) {
        status = read_text(ctl, "calendars", path, &owned, &text);
    }
    if (status == EXIT_FINE) {
        status = clock_data_build_calendar(ctl, text, version, report, &data->calendar_memory,
                                           &data->calendar);
    }
    if (status == EXIT_FINE && data->calendar == NULL) {
        status = tell_bad(ctl, path, report);
    }
    free(owned);
    free(report);
    return status;
}

/* ---- rule sets */

static int add_set(struct ctl *ctl, const char *name, struct clock_data *data) {
    struct data_report *report = calloc(1, sizeof *report);
    struct rule_set *set = malloc(sizeof *set);
    char version[VERSION_TEXT_MAX + 1];
    uint8_t *owned = NULL;
    struct bytes text = BYTES_NONE;
    int status =
        report == NULL || set == NULL ? ctl_code(ctl, PJ_INTERNAL_NO_MEMORY, "") : EXIT_FINE;

    clock_data_version(name, version);
    if (status == EXIT_FINE) {
        status = read_text(ctl, "rules", name, &owned, &text);
    }
    if (status == EXIT_FINE && rule_set_build(text, version, report, set) != PJ_OK) {
        status = tell_bad(ctl, name, report);
    }
    if (status == EXIT_FINE) {
        data->sets[data->set_count++] = set;
    } else {
        free(set);
    }
    free(owned);
    free(report);
    return status;
}

int clock_data_rules(struct ctl *ctl, const char *names, struct clock_data *data) {
    while (names != NULL) {
        const char *comma = strchr(names, ',');
        size_t len = comma == NULL ? strlen(names) : (size_t)(comma - names);
        char name[NAME_BYTES_MAX];
        int status = EXIT_FINE;

        if (data->set_count == RULE_SETS_TOGETHER || len == 0 || len >= sizeof name) {
            return ctl_usage(ctl, "--rules", "一个国家规则集，可再加一个地方规则集",
                             "one national rule set, and one provincial if need be");
        }
        text_print(name, sizeof name, "%.*s", (int)len, names);
        status = add_set(ctl, name, data);
        if (status != EXIT_FINE) {
            return status;
        }
        names = comma == NULL ? NULL : comma + 1;
    }
    return EXIT_FINE;
}

/* ---- channels */

int clock_data_channels(struct ctl *ctl, struct channel_book **ret_book) {
    struct data_report *report = calloc(1, sizeof *report);
    struct channel_book *book = malloc(sizeof *book);
    uint8_t *owned = NULL;
    struct bytes text = BYTES_NONE;
    int status =
        report == NULL || book == NULL ? ctl_code(ctl, PJ_INTERNAL_NO_MEMORY, "") : EXIT_FINE;

    if (status == EXIT_FINE) {
        status = read_text(ctl, "rules", CHANNELS_SHIPPED, &owned, &text);
    }
    if (status == EXIT_FINE && channel_build(text, CHANNELS_SHIPPED, report, book) != PJ_OK) {
        status = tell_bad(ctl, CHANNELS_SHIPPED, report);
    }
    if (status == EXIT_FINE) {
        *ret_book = book;
    } else {
        free(book);
    }
    free(owned);
    free(report);
    return status;
}

/* ---- reports */

int clock_data_print_check(struct ctl *ctl, const struct data_report *report, json_t *more) {
    json_t *object = json_object();
    json_t *issues = json_array();

    print_set(object, "rows", json_integer((json_int_t)report->rows));
    (void)json_object_update(object, more);
    json_decref(more);
    for (uint32_t i = 0; i < report->issue_count; i++) {
        json_t *row = json_object();

        print_set(row, "line", json_integer(report->issues[i].line));
        print_set(row, "sentence", print_text(report->issues[i].sentence));
        print_set(row, "fatal", json_boolean(report->issues[i].fatal));
        json_array_append_new(issues, row);
        if (ctl->printer.mode == PRINT_TABLE) {
            fprintf(ctl->err, "  第 line %u: %s\n", report->issues[i].line,
                    report->issues[i].sentence);
        }
    }
    print_set(object, "bad_rows", json_integer((json_int_t)report->fatal_total));
    print_set(object, "issues_total", json_integer((json_int_t)report->issues_total));
    if (ctl->printer.mode == PRINT_TABLE) {
        json_decref(issues);
    } else {
        print_set(object, "issues", issues);
    }
    print_object(&ctl->printer, object);
    return report->fatal_total == 0 ? EXIT_FINE : EXIT_BAD;
}
