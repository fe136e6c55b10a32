/* SPDX-License-Identifier: Apache-2.0
 * `clock explain`: every due date of a case, step by step, as the station derives it from the rules
 * and the calendar that the clock cites. */
#include "ctl.h"

static json_t *steps_json(const struct api_derivation *row) {
    json_t *steps = json_array();

    for (size_t i = 0; i < row->step_count; i++) {
        const struct api_clock_step *step = &row->steps[i];
        json_t *object = json_object();

        print_set(object, "step", print_text(step->step));
        print_set(object, "from", print_civil(step->from));
        print_set(object, "to", print_civil(step->to));
        print_set(object, "length", json_integer(step->length));
        print_set(object, "zh", print_text(step->zh));
        print_set(object, "en", print_text(step->en));
        json_array_append_new(steps, object);
    }
    return steps;
}

/* The stored clock, and under it how one rule set derives it. */
static json_t *derivation_json(const struct api_derivation *row) {
    json_t *list = due_json(&row->clock, 1);
    json_t *object = json_deep_copy(json_array_get(list, 0));

    json_decref(list);
    print_set(object, "rule_set", print_text(row->rule_set));
    print_set(object, "rule_zh", print_text(row->rule_zh));
    print_set(object, "rule_en", print_text(row->rule_en));
    print_set(object, "binding", json_boolean(row->binding));
    print_set(object, "derived", print_civil(row->due));
    print_set(object, "derived_provisional", json_boolean(row->provisional));
    print_set(object, "steps", steps_json(row));
    return object;
}

static void tell(struct ctl *ctl, const struct api_derivation *row) {
    const struct api_due *due = &row->clock;
    FILE *out = ctl->printer.out;
    char stored[CIVIL_TEXT_MAX + 1];

    civil_print(due->due, stored);
    fprintf(out, "%s%s%s  %s  %s  期限 due %s%s\n", clock_kind_text(due->clock),
            due->limit[0] == '\0' ? "" : " ", due->limit, clock_state_text(due->state), due->owner,
            stored, due->provisional ? " (暂定，待日历到后重算 / provisional)" : "");
    fprintf(out, "  %s / %s%s\n", row->rule_zh, row->rule_en,
            row->due.day == 0 || row->binding ? "" : "  [记录在案 recorded]");
    for (size_t i = 0; i < row->step_count; i++) {
        fprintf(out, "  - %s\n    %s\n", row->steps[i].zh, row->steps[i].en);
    }
    if (due->calendar[0] != '\0') {
        fprintf(out, "  日历 calendar: %s\n", due->calendar);
    }
    if (row->binding && row->due.day != due->due.day) {
        fprintf(out, "  与所存日期不同，以所存为准 / differs from the stored date, which stands\n");
    }
}

int run_clock_explain(struct ctl *ctl) {
    struct api_request request;
    struct api_reply reply;
    json_t *rows = NULL;
    int status = ctl_request(ctl, API_CLOCK_EXPLAIN, &request);

    if (status != EXIT_FINE) {
        return status;
    }
    request.case_no = ctl->words.argument[0];
    status = ctl_ask(ctl, &request, API_REPLY_CLOCKS, &reply);
    if (status != EXIT_FINE) {
        return status;
    }
    if (ctl->printer.mode == PRINT_TABLE) {
        for (size_t i = 0; i < reply.clocks.count; i++) {
            tell(ctl, &reply.clocks.rows[i]);
        }
        return EXIT_FINE;
    }
    rows = json_array();
    for (size_t i = 0; i < reply.clocks.count; i++) {
        json_array_append_new(rows, derivation_json(&reply.clocks.rows[i]));
    }
    print_rows(&ctl->printer, rows, "clock limit state due derived provisional rule_set basis");
    return EXIT_FINE;
}
