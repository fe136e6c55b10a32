/* SPDX-License-Identifier: Apache-2.0
 * What the daily acts leave with a case: corrected fields, legs beside the lead. */
#include "wire/internal.h"

#include <string.h>

PB(Correction) *
    *wire_corrections_out(struct wire *wire, const struct correction *corrections, size_t count) {
    PB(Correction) *out = wire_alloc(wire, count, sizeof *out);
    PB(Correction) **list = wire_alloc(wire, count, sizeof(PB(Correction) *));

    for (size_t i = 0; wire_ok(wire) && i < count; i++) {
        pujiang__v1__correction__init(&out[i]);
        out[i].field = (PB(CaseField))corrections[i].field;
        out[i].old = wire_out_text(corrections[i].old);
        out[i].value = wire_out_text(corrections[i].value);
        list[i] = &out[i];
    }
    return list;
}

struct correction *wire_corrections_in(struct wire *wire, PB(Correction) *const *from,
                                       size_t count) {
    struct correction *out = NULL;

    wire_in_count(wire, count, CORRECTIONS_MAX);
    out = wire_alloc(wire, count, sizeof *out);
    for (size_t i = 0; wire_ok(wire) && i < count; i++) {
        memset(&out[i], 0, sizeof out[i]);
        out[i].field = (enum case_field)wire_in_enum(wire, (int)from[i]->field, CASE_FIELD_MAX);
        wire_in_text(wire, from[i]->old, out[i].old, sizeof out[i].old);
        wire_in_text(wire, from[i]->value, out[i].value, sizeof out[i].value);
    }
    return out;
}

PB(Corrected) * *wire_corrected_out(struct wire *wire, const struct casefile *casefile) {
    size_t count = casefile->corrected_count;
    PB(Corrected) *out = wire_alloc(wire, count, sizeof *out);
    PB(Corrected) **list = wire_alloc(wire, count, sizeof(PB(Corrected) *));

    for (size_t i = 0; wire_ok(wire) && i < count; i++) {
        const struct corrected *from = &casefile->corrected[i];

        pujiang__v1__corrected__init(&out[i]);
        out[i].field = (PB(CaseField))from->what.field;
        out[i].old = wire_out_text(from->what.old);
        out[i].value = wire_out_text(from->what.value);
        out[i].node = wire_out_text(from->node.text);
        out[i].at = from->at.us;
        list[i] = &out[i];
    }
    return list;
}

void wire_corrected_in(struct wire *wire, PB(Corrected) *const *from, size_t count,
                       struct casefile *casefile) {
    wire_in_count(wire, count, CORRECTED_MAX);
    for (size_t i = 0; wire_ok(wire) && i < count; i++) {
        struct corrected *to = &casefile->corrected[i];

        memset(to, 0, sizeof *to);
        to->what.field = (enum case_field)wire_in_enum(wire, (int)from[i]->field, CASE_FIELD_MAX);
        wire_in_text(wire, from[i]->old, to->what.old, sizeof to->what.old);
        wire_in_text(wire, from[i]->value, to->what.value, sizeof to->what.value);
        wire_in_node(wire, from[i]->node, &to->node);
        to->at.us = from[i]->at;
    }
    casefile->corrected_count = wire_ok(wire) ? count : 0;
}

PB(Assist) * *wire_assists_out(struct wire *wire, const struct casefile *casefile) {
    size_t count = casefile->assist_count;
    PB(Assist) *out = wire_alloc(wire, count, sizeof *out);
    PB(Assist) **list = wire_alloc(wire, count, sizeof(PB(Assist) *));

    for (size_t i = 0; wire_ok(wire) && i < count; i++) {
        const struct assist *from = &casefile->assists[i];

        pujiang__v1__assist__init(&out[i]);
        out[i].lead = wire_out_text(from->lead.text);
        out[i].assistant = wire_out_text(from->assistant.text);
        out[i].asked_at = from->asked_at.us;
        out[i].answered_at = from->answered_at.us;
        out[i].closed_at = from->closed_at.us;
        out[i].due_date = from->due.day;
        out[i].reason = wire_out(from->reason);
        out[i].answer = wire_out(from->answer);
        list[i] = &out[i];
    }
    return list;
}

void wire_assists_in(struct wire *wire, PB(Assist) *const *from, size_t count,
                     struct casefile *casefile) {
    wire_in_count(wire, count, ASSISTS_MAX);
    for (size_t i = 0; wire_ok(wire) && i < count; i++) {
        struct assist *to = &casefile->assists[i];

        memset(to, 0, sizeof *to);
        wire_in_node(wire, from[i]->lead, &to->lead);
        wire_in_node(wire, from[i]->assistant, &to->assistant);
        to->asked_at.us = from[i]->asked_at;
        to->answered_at.us = from[i]->answered_at;
        to->closed_at.us = from[i]->closed_at;
        to->due.day = from[i]->due_date;
        to->reason = wire_in(from[i]->reason);
        to->answer = wire_in(from[i]->answer);
        wire_in_count(wire, to->reason.len, REASON_BYTES_MAX);
        wire_in_count(wire, to->answer.len, REASON_BYTES_MAX);
    }
    casefile->assist_count = wire_ok(wire) ? count : 0;
}
