/* SPDX-License-Identifier: Apache-2.0
 * Rule sets: `rules check` and `rules show SET` without a station, `rules load` and `rules show`
 * at one. */
#include "clock_data.h"
#include "core/rule_book.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "core/channel.h"
#include "core/csv.h"
#include "core/reviewer.h"
#include "local_data.h"

union checked {
    struct rule_set set;
    struct channel_book channels;
    struct reviewer_table reviewers;
};

static bool begins_with(struct bytes text, const char *header) {
    struct csv csv;
    struct csv_row row;
    const char *trouble = NULL;

    csv_init(&csv, text);
    return csv_next(&csv, &row, &trouble) && trouble == NULL && csv_row_is(&row, header);
}

/* A rule set, the channels or the reviewing bodies: the first row tells which. */
static enum pj_code check_text(struct bytes text, const char *version, union checked *checked,
                               struct data_report *report) {
    if (begins_with(text, CHANNELS_CSV_HEADER)) {
        return channel_build(text, version, report, &checked->channels);
    }
    if (begins_with(text, REVIEWERS_CSV_HEADER)) {
        return reviewer_build(text, version, report, &checked->reviewers);
    }
    return rule_set_build(text, version, report, &checked->set);
}

int run_rules_check(struct ctl *ctl) {
    const char *path = ctl->words.argument[0];
    struct data_report *report = calloc(1, sizeof *report);
    union checked *checked = malloc(sizeof *checked);
    char version[VERSION_TEXT_MAX + 1];
    uint8_t *data = NULL;
    size_t len = 0;
    int status =
        report == NULL || checked == NULL ? ctl_code(ctl, PJ_INTERNAL_NO_MEMORY, "") : EXIT_FINE;

    clock_data_version(path, version);
    if (status == EXIT_FINE) {
        status = ctl_read_file(ctl, path, &data, &len);
    }
    if (status == EXIT_FINE) {
        json_t *more = json_object();

        if (check_text((struct bytes){data, len}, version, checked, report) == PJ_OK) {
            print_set(more, "version", print_text(version));
        }
        status = clock_data_print_check(ctl, report, more);
    }
    free(data);
    free(checked);
    free(report);
    return status;
}

/* ---- load */

static enum pj_code add_set(struct buf *buf, const char *name, const uint8_t *data, size_t len) {
    enum pj_code code = buf_printf(buf, RULE_BOOK_MARK "%s\n", name);

    if (code == PJ_OK) {
        code = buf_put(buf, data, len);
    }
    return code == PJ_OK && len > 0 && data[len - 1] != '\n' ? buf_put(buf, "\n", 1) : code;
}

/* One file, or several as one: each set under its own name (lib/core/rule_book.h). */
int run_rules_load(struct ctl *ctl) {
    char version[VERSION_TEXT_MAX + 1] = "";
    struct buf buf;
    size_t used = 0;
    int status = EXIT_FINE;

    buf_init(&buf, API_UPLOAD_BYTES_MAX);
    for (size_t i = 0; status == EXIT_FINE && i < ctl->words.argument_count; i++) {
        const char *path = ctl->words.argument[i];
        char name[VERSION_TEXT_MAX + 1];
        uint8_t *data = NULL;
        size_t len = 0;

        clock_data_version(path, name);
        status = ctl_read_file(ctl, path, &data, &len);
        if (status == EXIT_FINE && add_set(&buf, name, data, len) != PJ_OK) {
            status = ctl_code(ctl, PJ_BAD_TOO_LONG, path);
        }
        free(data);
        if (used + 1 + strlen(name) < sizeof version) {
            used +=
                text_print(version + used, sizeof version - used, "%s%s", i == 0 ? "" : "+", name);
        }
    }
    if (status == EXIT_FINE) {
        status = data_send(ctl, buf_bytes(&buf), version);
    }
    buf_release(&buf);
    return status;
}

/* ---- show */

static json_t *rule_json(const struct rule *rule) {
    json_t *row = json_object();
    json_t *length = rule->unit == UNIT_DATE       ? print_civil(rule->date)
                     : rule->unit == UNIT_DIVISION ? json_integer((json_int_t)rule->place.code)
                     : rule->unit == UNIT_NONE || rule->unit == UNIT_NATIONAL
                         ? json_null()
                         : json_integer(rule->length);

    print_set(row, "limit", print_text(limit_text(rule->limit)));
    print_set(row, "length", length);
    print_set(row, "unit", print_text(limit_unit_text(rule->unit)));
    print_set(row, "extends", print_text(limit_text(rule->extends)));
    print_set(row, "approver", print_text(limit_approver_text(rule->approver)));
    print_set(row, "pausable", json_boolean(rule->pausable));
    print_set(row, "owner", print_text(limit_owner_text(rule->owner)));
    print_set(row, "start", print_text(limit_start_text(rule->start)));
    print_set(row, "article", print_text(rule->article));
    print_set(row, "mark", print_text(rule_mark_text(rule->mark)));
    print_set(row, "zh", print_text(limit_zh(rule->limit)));
    print_set(row, "en", print_text(limit_en(rule->limit)));
    print_set(row, "note", print_text(rule->note));
    return row;
}

int run_rules_show(struct ctl *ctl) {
    struct clock_data data = {.set_count = 0};
    json_t *rows = NULL;
    int status = EXIT_FINE;

    if (ctl->words.argument_count == 0) {
        return run_data_show(ctl);
    }
    rows = json_array();
    status = clock_data_rules(ctl, ctl->words.argument[0], &data);
    for (unsigned limit = 0; status == EXIT_FINE && limit < LIMIT_MAX; limit++) {
        const struct rule *rule = rule_set_find(data.sets[0], (enum limit)limit);

        if (rule != NULL) {
            json_array_append_new(rows, rule_json(rule));
        }
    }
    if (status == EXIT_FINE) {
        print_rows(&ctl->printer, rows,
                   "limit length unit extends approver owner start article mark zh");
    } else {
        json_decref(rows);
    }
    clock_data_free(&data);
    return status;
}
