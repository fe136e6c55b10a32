/* SPDX-License-Identifier: Apache-2.0
 * The answer to `paper print`: what one paper of a case says. */
#include "wire/request_parts.h"

#define VALUES_MAX PAPER_FIELD_MAX
#define ITEMS_MAX  256 /* problems are the most there can be */

static void value_out(struct wire *wire, const struct api_paper_value *from, PB(PaperValue) * out) {
    ProtobufCBinaryData *items = wire_alloc(wire, from->count, sizeof *items);

    pujiang__v1__paper_value__init(out);
    for (size_t i = 0; wire_ok(wire) && i < from->count; i++) {
        items[i] = wire_out(from->items[i]);
    }
    out->field = wire_out_text(from->field);
    out->items = items;
    out->n_items = wire_ok(wire) ? from->count : 0;
}

void wire_paper_reply_out(struct wire *wire, const struct api_reply *reply,
                          PB(ServerFrame) * frame) {
    size_t count = reply->paper.count;
    PB(PaperFacts) *out = wire_alloc(wire, 1, sizeof *out);
    PB(PaperValue) *rows = wire_alloc(wire, count, sizeof *rows);
    PB(PaperValue) **list = wire_alloc(wire, count, sizeof(PB(PaperValue) *));

    if (!wire_ok(wire)) {
        return;
    }
    pujiang__v1__paper_facts__init(out);
    for (size_t i = 0; i < count; i++) {
        value_out(wire, &reply->paper.values[i], &rows[i]);
        list[i] = &rows[i];
    }
    out->case_no = wire_out_text(reply->paper.case_no);
    out->kind = wire_out_text(reply->paper.kind);
    out->values = list;
    out->n_values = count;
    frame->paper_facts = out;
}

static const struct bytes *items_in(struct wire *wire, const PB(PaperValue) * from) {
    struct bytes *items = NULL;

    wire_in_count(wire, from->n_items, ITEMS_MAX);
    items = wire_alloc(wire, from->n_items, sizeof *items);
    for (size_t i = 0; wire_ok(wire) && i < from->n_items; i++) {
        items[i] = (struct bytes){from->items[i].data, from->items[i].len};
    }
    return items;
}

void wire_paper_reply_in(struct wire *wire, const PB(PaperFacts) * from, struct api_reply *reply) {
    struct api_paper_value *values = NULL;

    wire_in_count(wire, from->n_values, VALUES_MAX);
    values = wire_alloc(wire, from->n_values, sizeof *values);
    for (size_t i = 0; wire_ok(wire) && i < from->n_values; i++) {
        values[i] = (struct api_paper_value){.field = from->values[i]->field,
                                             .items = items_in(wire, from->values[i]),
                                             .count = from->values[i]->n_items};
    }
    reply->paper.case_no = from->case_no;
    reply->paper.kind = from->kind;
    reply->paper.values = values;
    reply->paper.count = wire_ok(wire) ? from->n_values : 0;
}
