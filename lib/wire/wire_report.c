/* SPDX-License-Identifier: Apache-2.0
 * `report`: what units owe and the cards their clocks bear, asked for and answered. */
#include "wire/request_parts.h"

#define ROWS_MAX (API_REPORT_CASES_MAX * CLOCKS_MAX)

CTASSERT((int)API_REPORT_CARDS == (int)PUJIANG__V1__REPORT__WHAT__CARDS);

void wire_report_out(struct wire *wire, const struct api_request *request,
                     PB(ClientFrame) * frame) {
    PB(Report) *out = wire_alloc(wire, 1, sizeof *out);

    if (out != NULL) {
        pujiang__v1__report__init(out);
        out->what = (PB(Report__What))request->report.what;
        out->unit = wire_out_text(request->report.unit);
        out->since_date = request->report.since.day;
        out->after_ref = request->report.after_ref;
        out->limit = request->report.limit;
        frame->report = out;
    }
}

void wire_report_in(struct wire *wire, const PB(Report) * from, struct api_report *to) {
    *to = (struct api_report){.unit = from->unit,
                              .since = {from->since_date},
                              .after_ref = from->after_ref,
                              .limit = from->limit};
    to->what = (enum api_report_what)wire_in_enum(wire, (int)from->what, API_REPORT_MAX);
}

/* ---- the answer */

static void grounds_out(struct wire *wire, uint32_t grounds, PB(ReportRow) * out) {
    PB(Ground) *list = wire_alloc(wire, GROUND_MAX, sizeof *list);

    for (unsigned ground = 1; list != NULL && ground < GROUND_MAX; ground++) {
        if ((grounds >> ground & 1) != 0) {
            list[out->n_suggested++] = (PB(Ground))ground;
        }
    }
    out->suggested = list;
}

void wire_report_reply_out(struct wire *wire, const struct api_reply *reply,
                           PB(ServerFrame) * frame) {
    size_t count = reply->report.count;
    PB(ReportRows) *out = wire_alloc(wire, 1, sizeof *out);
    PB(ReportRow) *rows = wire_alloc(wire, count, sizeof *rows);
    PB(ReportRow) **list = wire_alloc(wire, count, sizeof(PB(ReportRow) *));

    for (size_t i = 0; wire_ok(wire) && i < count; i++) {
        const struct api_report_row *from = &reply->report.rows[i];
        PB(DueClock) **clock = wire_due_out(wire, &from->clock, 1);

        pujiang__v1__report_row__init(&rows[i]);
        rows[i].case_no = wire_out_text(from->case_no);
        rows[i].state = (PB(State))from->state;
        rows[i].clock = wire_ok(wire) ? clock[0] : NULL;
        rows[i].trigger = wire_out_text(from->trigger);
        rows[i].trigger_basis = wire_out_text(from->trigger_basis);
        rows[i].supervisor = wire_out_text(from->supervisor);
        grounds_out(wire, from->suggested, &rows[i]);
        list[i] = &rows[i];
    }
    if (wire_ok(wire)) {
        pujiang__v1__report_rows__init(out);
        out->rows = list;
        out->n_rows = count;
        out->next_ref = reply->report.next_ref;
        frame->report_rows = out;
    }
}

static void row_in(struct wire *wire, const PB(ReportRow) * from, struct api_report_row *to) {
    *to = (struct api_report_row){.case_no = from->case_no,
                                  .trigger = from->trigger,
                                  .trigger_basis = from->trigger_basis,
                                  .supervisor = from->supervisor};
    to->state = (enum state)wire_in_enum(wire, (int)from->state, STATE_MAX);
    for (size_t i = 0; i < from->n_suggested; i++) {
        to->suggested |= 1U << wire_in_enum(wire, (int)from->suggested[i], GROUND_MAX);
    }
    if (from->clock == NULL) {
        wire_fail(wire, PJ_BAD_MISSING);
        return;
    }
    to->clock = *wire_due_in(wire, (PB(DueClock) *const *)&from->clock, 1);
}

void wire_report_reply_in(struct wire *wire, const PB(ReportRows) * from, struct api_reply *reply) {
    struct api_report_row *rows = NULL;

    wire_in_count(wire, from->n_rows, ROWS_MAX);
    rows = wire_alloc(wire, from->n_rows, sizeof *rows);
    for (size_t i = 0; wire_ok(wire) && i < from->n_rows; i++) {
        row_in(wire, from->rows[i], &rows[i]);
    }
    reply->report.rows = rows;
    reply->report.count = wire_ok(wire) ? from->n_rows : 0;
    reply->report.next_ref = from->next_ref;
}
