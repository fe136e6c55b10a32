/* SPDX-License-Identifier: Apache-2.0
 * Cases that name one another, on the wire: rows of a case's answer. */
#include "wire/request_parts.h"

#include <string.h>

/* ---- rows */

PB(TiedCase) * *wire_tied_out(struct wire *wire, const struct api_tied *tied, size_t count) {
    PB(TiedCase) *out = wire_alloc(wire, count, sizeof *out);
    PB(TiedCase) **list = wire_alloc(wire, count, sizeof(PB(TiedCase) *));

    for (size_t i = 0; wire_ok(wire) && i < count; i++) {
        pujiang__v1__tied_case__init(&out[i]);
        out[i].tie = wire_out_text(tied[i].tie);
        out[i].case_no = wire_out_text(tied[i].case_no);
        out[i].state = (PB(State))tied[i].state;
        out[i].holder = wire_out_text(tied[i].holder);
        out[i].opened_at = tied[i].opened_at.us;
        out[i].feedback_to = wire_out_text(tied[i].feedback_to);
        out[i].feedback = (PB(ClockState))tied[i].feedback;
        out[i].feedback_due = tied[i].feedback_due.day;
        out[i].answered_at = tied[i].answered_at.us;
        list[i] = &out[i];
    }
    return list;
}

const struct api_tied *wire_tied_in(struct wire *wire, PB(TiedCase) *const *from, size_t count) {
    struct api_tied *rows = NULL;

    wire_in_count(wire, count, API_TIED_MAX);
    rows = wire_alloc(wire, count, sizeof *rows);
    for (size_t i = 0; rows != NULL && i < count; i++) {
        rows[i] = (struct api_tied){.tie = from[i]->tie,
                                    .case_no = from[i]->case_no,
                                    .holder = from[i]->holder,
                                    .opened_at = {from[i]->opened_at},
                                    .feedback_to = from[i]->feedback_to,
                                    .feedback_due = {from[i]->feedback_due},
                                    .answered_at = {from[i]->answered_at}};
        rows[i].state = (enum state)wire_in_enum(wire, (int)from[i]->state, STATE_MAX);
        rows[i].feedback =
            (enum clock_state)wire_in_enum(wire, (int)from[i]->feedback, CLOCK_STATE_MAX);
    }
    return rows;
}
