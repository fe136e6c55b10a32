/* SPDX-License-Identifier: Apache-2.0
 * What units owe, and the cards their clocks bear. By unit in the order of their codes: who has
 * more of them stands no higher. */
#include <stdlib.h>
#include <string.h>

#include "ctl.h"

struct report { /* of all pages; what the rows point to lives in the tool's arena */
    struct api_report_row *rows;
    size_t count, cap;
};

static bool add_rows(struct ctl *ctl, struct report *report, const struct api_reply *reply) {
    size_t cap = report->count + reply->report.count;
    struct api_report_row *grown = NULL;

    if (cap > report->cap) {
        cap = cap > 2 * report->cap ? cap : 2 * report->cap;
        grown = arena_alloc(&ctl->arena, cap * sizeof *grown);
        if (grown == NULL) {
            return false;
        }
        if (report->count > 0) {
            memcpy(grown, report->rows, report->count * sizeof *grown);
        }
        report->rows = grown;
        report->cap = cap;
    }
    if (reply->report.count > 0) {
        memcpy(&report->rows[report->count], reply->report.rows,
               reply->report.count * sizeof *report->rows);
    }
    report->count += reply->report.count;
    return true;
}

static int by_unit(const void *a, const void *b) {
    const struct api_report_row *left = a;
    const struct api_report_row *right = b;
    int order = strcmp(left->clock.owner, right->clock.owner);

    if (order == 0) {
        order = left->clock.due.day - right->clock.due.day;
    }
    return order != 0 ? order : strcmp(left->case_no, right->case_no);
}

static json_t *suggested_json(uint32_t grounds) {
    json_t *words = json_array();

    for (unsigned ground = 1; ground < GROUND_MAX; ground++) {
        if ((grounds >> ground & 1) != 0) {
            json_array_append_new(words, print_text(ground_text(ground)));
        }
    }
    return words;
}

static json_t *rows_json(const struct report *report) {
    json_t *rows = json_array();

    for (size_t i = 0; i < report->count; i++) {
        const struct api_report_row *from = &report->rows[i];
        json_t *row = json_object();

        print_set(row, "unit", print_text(from->clock.owner));
        print_set(row, "case_no", print_text(from->case_no));
        print_set(row, "clock", print_text(clock_kind_text(from->clock.clock)));
        print_set(row, "card", print_text(card_text(from->clock.card)));
        print_set(row, "due", print_civil(from->clock.due));
        print_set(row, "done_at", print_instant(from->clock.done_at));
        print_set(row, "clock_state", print_text(clock_state_text(from->clock.state)));
        print_set(row, "state", print_text(state_text(from->state)));
        print_set(row, "trigger", print_text(from->trigger));
        print_set(row, "basis", print_text(from->trigger_basis));
        print_set(row, "supervisor", print_text(from->supervisor));
        print_set(row, "suggested", suggested_json(from->suggested));
        json_array_append_new(rows, row);
    }
    return rows;
}

/* The rows are in order of the unit: each run of them is one. */
static json_t *units_json(const struct report *report) {
    json_t *rows = json_array();
    size_t next = 0;

    for (size_t i = 0; i < report->count; i = next) {
        json_int_t yellow = 0;
        json_int_t red = 0;
        json_int_t undone = 0;
        json_t *row = json_object();

        for (next = i; next < report->count &&
                       strcmp(report->rows[i].clock.owner, report->rows[next].clock.owner) == 0;
             next++) {
            const struct api_due *clock = &report->rows[next].clock;

            yellow += clock->card == CARD_YELLOW ? 1 : 0;
            red += clock->card == CARD_RED ? 1 : 0;
            undone += clock->card == CARD_RED && clock->done_at.us == 0 ? 1 : 0;
        }
        print_set(row, "unit", print_text(report->rows[i].clock.owner));
        print_set(row, "yellow", json_integer(yellow));
        print_set(row, "red", json_integer(red));
        print_set(row, "undone", json_integer(undone));
        json_array_append_new(rows, row);
    }
    return rows;
}

static int read_pages(struct ctl *ctl, struct api_request *request, struct report *report) {
    struct api_reply reply;
    int status = EXIT_FINE;

    do {
        status = ctl_ask(ctl, request, API_REPLY_REPORT, &reply);
        if (status == EXIT_FINE && !add_rows(ctl, report, &reply)) {
            status = ctl_code(ctl, PJ_INTERNAL_NO_MEMORY, "");
        }
        request->report.after_ref = status == EXIT_FINE ? reply.report.next_ref : 0;
    } while (status == EXIT_FINE && request->report.after_ref != 0);
    return status;
}

int run_report(struct ctl *ctl) {
    struct api_request request;
    struct report report = {0};
    const char *from = ctl_text(ctl, OPTION_FROM);
    int status = ctl_request(ctl, API_REPORT, &request);

    if (status != EXIT_FINE) {
        return status;
    }
    request.report.what = (enum api_report_what)ctl->command->what;
    request.report.unit = ctl_text(ctl, OPTION_NODE);
    if (from[0] != '\0' && civil_parse(from, strlen(from), &request.report.since) != PJ_OK) {
        return ctl_usage(ctl, "--from", "日期形如 2026-01-31", "a date looks like 2026-01-31");
    }
    status = read_pages(ctl, &request, &report);
    if (status != EXIT_FINE) {
        return status;
    }
    if (report.count > 0) {
        qsort(report.rows, report.count, sizeof *report.rows, by_unit);
    }
    if (request.report.what == API_REPORT_CARDS) {
        print_rows(&ctl->printer, units_json(&report), "unit yellow red undone");
    }
    print_rows(&ctl->printer, rows_json(&report),
               "unit case_no clock card due done_at state trigger supervisor suggested");
    return EXIT_FINE;
}
