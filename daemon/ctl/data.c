/* SPDX-License-Identifier: Apache-2.0
 * Data files: divisions, stations, competence lists. load sends them to a station, check looks at
 * them here. */
#include "ctl.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "local_data.h"

/* ---- reports */

static void issues_print(struct ctl *ctl, const json_t *issues) {
    for (size_t i = 0; i < json_array_size(issues); i++) {
        const json_t *issue = json_array_get(issues, i);

        fprintf(ctl->err, "  第 %lld 行 line %lld: %s%s\n",
                (long long)json_integer_value(json_object_get(issue, "line")),
                (long long)json_integer_value(json_object_get(issue, "line")),
                json_string_value(json_object_get(issue, "sentence")),
                json_is_true(json_object_get(issue, "fatal")) ? "" : " (提示 note)");
    }
}

static json_t *levels_json(const uint64_t *rows_per_level) {
    json_t *levels = json_object();

    for (unsigned level = LEVEL_PROVINCE; level < LEVEL_MAX; level++) {
        print_set(levels, level_text((enum level)level),
                  json_integer((json_int_t)rows_per_level[level - LEVEL_PROVINCE]));
    }
    return levels;
}

static json_t *report_json(const struct api_data_report *report) {
    json_t *object = json_object();
    json_t *issues = json_array();

    for (size_t i = 0; i < report->issue_count; i++) {
        json_t *row = json_object();

        print_set(row, "line", json_integer(report->issues[i].line));
        print_set(row, "sentence", print_text(report->issues[i].sentence));
        print_set(row, "fatal", json_boolean(report->issues[i].fatal));
        json_array_append_new(issues, row);
    }
    print_set(object, "kind", print_text(data_kind_text(report->kind)));
    print_set(object, "version", print_text(report->version));
    print_set(object, "rows", json_integer((json_int_t)report->rows));
    print_set(object, "rows_per_level", levels_json(report->rows_per_level));
    if (report->known_to.day != 0) {
        print_set(object, "known_from", print_civil(report->known_from));
        print_set(object, "known_to", print_civil(report->known_to));
    }
    if (report->set_count > 0) {
        json_t *sets = json_array();

        for (size_t i = 0; i < report->set_count; i++) {
            json_array_append_new(sets, print_text(report->sets[i]));
        }
        print_set(object, "sets", sets);
    }
    print_set(object, "digest", print_digest(&report->digest));
    print_set(object, "loaded_at", print_instant(report->loaded_at));
    print_set(object, "dry_run", json_boolean(report->dry_run));
    print_set(object, "issues_total", json_integer((json_int_t)report->issues_total));
    print_set(object, "issues", issues);
    return object;
}

static bool has_fatal(const struct api_data_report *report) {
    for (size_t i = 0; i < report->issue_count; i++) {
        if (report->issues[i].fatal) {
            return true;
        }
    }
    return false;
}

/* A file with one bad row is not loaded at all: that is no success. */
static int print_report(struct ctl *ctl, const struct api_data_report *report) {
    json_t *object = report_json(report);

    if (ctl->printer.mode == PRINT_TABLE) {
        issues_print(ctl, json_object_get(object, "issues"));
        json_object_del(object, "issues");
    }
    print_object(&ctl->printer, object);
    return has_fatal(report) ? ctl_code(ctl, PJ_BAD_DATA, data_kind_text(report->kind)) : EXIT_FINE;
}

/* ---- load */

/* The name of the file without folder and ending. */
static void choose_version(const char *path, char version[VERSION_TEXT_MAX + 1]) {
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    const char *dot = strrchr(name, '.');
    int len = dot == NULL ? VERSION_TEXT_MAX : (int)(dot - name);

    text_print(version, VERSION_TEXT_MAX + 1, "%.*s",
               len < VERSION_TEXT_MAX ? len : VERSION_TEXT_MAX, name);
}

static int send_chunks(struct ctl *ctl, struct bytes text, const char *version) {
    size_t at = 0;

    do {
        struct api_request request;
        struct api_reply reply;
        size_t len = text.len - at < API_CHUNK_BYTES_MAX ? text.len - at : API_CHUNK_BYTES_MAX;
        int status = ctl_request(ctl, API_LOAD_DATA, &request);

        if (status == EXIT_FINE) {
            status = ctl_give_key(ctl, &request);
        }
        request.load_data = (struct api_load_data){.kind = (enum data_kind)ctl->command->what,
                                                   .version = version,
                                                   .offset = at,
                                                   .total = text.len,
                                                   .chunk = {text.data + at, len},
                                                   .last = at + len == text.len};
        if (status == EXIT_FINE) {
            status = ctl_ask(ctl, &request, API_REPLY_DATA, &reply);
        }
        if (status != EXIT_FINE) {
            return status;
        }
        at += len;
        if (request.load_data.last) {
            return print_report(ctl, &reply.data);
        }
        if (ctl->show_progress) {
            fprintf(ctl->err, "\r%zu / %zu KiB", at / 1024, text.len / 1024);
        }
    } while (at < text.len);
    return EXIT_FINE;
}

int data_send(struct ctl *ctl, struct bytes text, const char *name) {
    char version[VERSION_TEXT_MAX + 1];

    text_print(version, sizeof version, "%.*s", VERSION_TEXT_MAX,
               ctl_given(ctl, OPT(AS)) ? ctl_text(ctl, OPTION_AS) : name);
    return send_chunks(ctl, text, version);
}

int run_data_load(struct ctl *ctl) {
    char version[VERSION_TEXT_MAX + 1];
    struct local_file file;
    int status =
        local_file_read(ctl, ctl->words.argument[0], (enum data_kind)ctl->command->what, &file);

    if (status != EXIT_FINE) {
        return status;
    }
    choose_version(ctl->words.argument[0], version);
    status = data_send(ctl, file.text, version);
    local_file_free(&file);
    return status;
}

int run_data_show(struct ctl *ctl) {
    struct api_request request;
    struct api_reply reply;
    int status = ctl_request(ctl, API_SHOW_DATA, &request);

    if (status != EXIT_FINE) {
        return status;
    }
    request.show_data = (enum data_kind)ctl->command->what;
    status = ctl_ask(ctl, &request, API_REPLY_DATA, &reply);
    return status == EXIT_FINE ? print_report(ctl, &reply.data) : status;
}

/* ---- check, without a station */

static int print_check(struct ctl *ctl, const struct data_report *report) {
    json_t *object = json_object();
    json_t *issues = json_array();

    for (uint32_t i = 0; i < report->issue_count; i++) {
        json_t *row = json_object();

        print_set(row, "line", json_integer(report->issues[i].line));
        print_set(row, "sentence", print_text(report->issues[i].sentence));
        print_set(row, "fatal", json_boolean(report->issues[i].fatal));
        json_array_append_new(issues, row);
    }
    print_set(object, "rows", json_integer((json_int_t)report->rows));
    print_set(object, "rows_per_level", levels_json(report->rows_per_level + LEVEL_PROVINCE));
    print_set(object, "anomalies", json_integer((json_int_t)report->anomalies));
    print_set(object, "bad_rows", json_integer((json_int_t)report->fatal_total));
    print_set(object, "issues_total", json_integer((json_int_t)report->issues_total));
    print_set(object, "issues", issues);
    if (ctl->printer.mode == PRINT_TABLE) {
        issues_print(ctl, issues);
        json_object_del(object, "issues");
    }
    print_object(&ctl->printer, object);
    return report->fatal_total == 0 ? EXIT_FINE : EXIT_BAD;
}

int run_data_check(struct ctl *ctl) {
    struct local_data data;
    struct data_report *report = calloc(1, sizeof *report);
    int status = EXIT_FINE;

    if (report == NULL) {
        return ctl_code(ctl, PJ_INTERNAL_NO_MEMORY, "");
    }
    memset(&data, 0, sizeof data);
    status = local_data_check(ctl, (enum data_kind)ctl->command->what, &data, report);
    if (status == EXIT_FINE) {
        status = print_check(ctl, report);
    }
    local_data_free(&data);
    free(report);
    return status;
}
