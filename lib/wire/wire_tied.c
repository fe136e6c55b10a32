/* SPDX-License-Identifier: Apache-2.0
 * Cases that name one another, on the wire: rows of a case's answer, and the leading case of a
 * Transfer that is not unpacked yet. */
#include "wire/field.h"
#include "wire/request_parts.h"

#include "base/text.h"

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

/* ---- of a body that is not unpacked yet */

/* Of one that comes twice the last, as unpacking has it. */
static struct bytes inner_field(struct bytes within, uint64_t number) {
    struct bytes found = BYTES_NONE;
    struct wire_field field;

    while (wire_take_field(&within, &field)) {
        if (field.number == number && field.type == WIRE_BYTES) {
            found = field.bytes;
        }
    }
    return found;
}

static struct case_no number_in(struct bytes text) {
    struct case_no no = {""};

    if (text.len == 0 ||
        text_set(no.text, sizeof no.text, (const char *)text.data, text.len) != PJ_OK) {
        no.text[0] = '\0';
    }
    return no;
}

struct case_no wire_transfer_leading(struct bytes body) {
    enum {
        BODY_FILE = 2,
        FILE_MATTER = 19,
        MATTER_LEADING = 11
    };

    return number_in(
        inner_field(inner_field(inner_field(body, BODY_FILE), FILE_MATTER), MATTER_LEADING));
}

struct case_no wire_body_case_no(struct bytes body) {
    return number_in(inner_field(body, 1));
}

struct bytes wire_event_copy(struct bytes body) {
    enum {
        BODY_COPY = 40
    };

    return inner_field(body, BODY_COPY);
}
