/* SPDX-License-Identifier: Apache-2.0
 * The answer to `clock explain`: every due date of a case, step by step. */
#include "wire/request_parts.h"

#define STEPS_MAX       64               /* 40 are derived at most */
#define DERIVATIONS_MAX (2 * CLOCKS_MAX) /* a national and a provincial rule set */

static PB(ClockStep) * *steps_out(struct wire *wire, const struct api_derivation *from) {
    PB(ClockStep) *rows = wire_alloc(wire, from->step_count, sizeof *rows);
    PB(ClockStep) **list = wire_alloc(wire, from->step_count, sizeof(PB(ClockStep) *));

    for (size_t i = 0; wire_ok(wire) && i < from->step_count; i++) {
        const struct api_clock_step *step = &from->steps[i];

        pujiang__v1__clock_step__init(&rows[i]);
        rows[i].step = wire_out_text(step->step);
        rows[i].from_date = step->from.day;
        rows[i].to_date = step->to.day;
        rows[i].length = step->length;
        rows[i].zh = wire_out_text(step->zh);
        rows[i].en = wire_out_text(step->en);
        list[i] = &rows[i];
    }
    return list;
}

static void derivation_out(struct wire *wire, const struct api_derivation *from,
                           PB(ClockDerivation) * out) {
    PB(DueClock) **clock = wire_due_out(wire, &from->clock, 1);

    pujiang__v1__clock_derivation__init(out);
    out->clock = wire_ok(wire) ? clock[0] : NULL;
    out->rule_set = wire_out_text(from->rule_set);
    out->binding = from->binding;
    out->rule_zh = wire_out_text(from->rule_zh);
    out->rule_en = wire_out_text(from->rule_en);
    out->due_date = from->due.day;
    out->provisional = from->provisional;
    out->steps = steps_out(wire, from);
    out->n_steps = from->step_count;
}

void wire_clocks_reply_out(struct wire *wire, const struct api_reply *reply,
                           PB(ServerFrame) * frame) {
    size_t count = reply->clocks.count;
    PB(ClockDerivations) *out = wire_alloc(wire, 1, sizeof *out);
    PB(ClockDerivation) *rows = wire_alloc(wire, count, sizeof *rows);
    PB(ClockDerivation) **list = wire_alloc(wire, count, sizeof(PB(ClockDerivation) *));

    if (!wire_ok(wire)) {
        return;
    }
    pujiang__v1__clock_derivations__init(out);
    for (size_t i = 0; i < count; i++) {
        derivation_out(wire, &reply->clocks.rows[i], &rows[i]);
        list[i] = &rows[i];
    }
    out->case_no = wire_out_text(reply->clocks.case_no);
    out->clocks = list;
    out->n_clocks = count;
    frame->clock_derivations = out;
}

static const struct api_clock_step *steps_in(struct wire *wire, const PB(ClockDerivation) * from) {
    struct api_clock_step *steps = NULL;

    wire_in_count(wire, from->n_steps, STEPS_MAX);
    steps = wire_alloc(wire, from->n_steps, sizeof *steps);
    for (size_t i = 0; wire_ok(wire) && i < from->n_steps; i++) {
        const PB(ClockStep) *step = from->steps[i];

        steps[i] = (struct api_clock_step){.step = step->step,
                                           .zh = step->zh,
                                           .en = step->en,
                                           .from = {step->from_date},
                                           .to = {step->to_date},
                                           .length = step->length};
    }
    return steps;
}

static void derivation_in(struct wire *wire, const PB(ClockDerivation) * from,
                          struct api_derivation *to) {
    PB(DueClock) *const clock = from->clock;
    const struct api_due *due = NULL;

    if (clock == NULL) {
        wire_fail(wire, PJ_BAD_MISSING);
        return;
    }
    due = wire_due_in(wire, &clock, 1);
    if (!wire_ok(wire)) {
        return;
    }
    *to = (struct api_derivation){.clock = due[0],
                                  .rule_set = from->rule_set,
                                  .rule_zh = from->rule_zh,
                                  .rule_en = from->rule_en,
                                  .binding = from->binding,
                                  .provisional = from->provisional,
                                  .due = {from->due_date},
                                  .steps = steps_in(wire, from),
                                  .step_count = from->n_steps};
}

void wire_clocks_reply_in(struct wire *wire, const PB(ClockDerivations) * from,
                          struct api_reply *reply) {
    struct api_derivation *rows = NULL;

    wire_in_count(wire, from->n_clocks, DERIVATIONS_MAX);
    rows = wire_alloc(wire, from->n_clocks, sizeof *rows);
    for (size_t i = 0; wire_ok(wire) && i < from->n_clocks; i++) {
        derivation_in(wire, from->clocks[i], &rows[i]);
    }
    reply->clocks.case_no = from->case_no;
    reply->clocks.rows = rows;
    reply->clocks.count = from->n_clocks;
}
