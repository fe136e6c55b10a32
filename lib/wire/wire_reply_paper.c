/* SPDX-License-Identifier: Apache-2.0
 * What a paper says, as an answer and as it is kept; and the list of those that were issued. */
#include "wire/request_parts.h"

#include <string.h>

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

static PB(PaperFacts) *
    facts_out(struct wire *wire, const struct api_paper_value *values, size_t count) {
    PB(PaperFacts) *out = wire_alloc(wire, 1, sizeof *out);
    PB(PaperValue) *rows = wire_alloc(wire, count, sizeof *rows);
    PB(PaperValue) **list = wire_alloc(wire, count, sizeof(PB(PaperValue) *));

    if (!wire_ok(wire)) {
        return NULL;
    }
    pujiang__v1__paper_facts__init(out);
    for (size_t i = 0; i < count; i++) {
        value_out(wire, &values[i], &rows[i]);
        list[i] = &rows[i];
    }
    out->values = list;
    out->n_values = count;
    return out;
}

void wire_paper_reply_out(struct wire *wire, const struct api_reply *reply,
                          PB(ServerFrame) * frame) {
    PB(PaperFacts) *out = facts_out(wire, reply->paper.values, reply->paper.count);

    if (out != NULL) {
        out->case_no = wire_out_text(reply->paper.case_no);
        out->kind = wire_out_text(reply->paper.kind);
        frame->paper_facts = out;
    }
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

static const struct api_paper_value *values_in(struct wire *wire, const PB(PaperFacts) * from,
                                               size_t *ret_count) {
    struct api_paper_value *values = NULL;

    wire_in_count(wire, from->n_values, VALUES_MAX);
    values = wire_alloc(wire, from->n_values, sizeof *values);
    for (size_t i = 0; wire_ok(wire) && i < from->n_values; i++) {
        values[i] = (struct api_paper_value){.field = from->values[i]->field,
                                             .items = items_in(wire, from->values[i]),
                                             .count = from->values[i]->n_items};
    }
    *ret_count = wire_ok(wire) ? from->n_values : 0;
    return values;
}

void wire_paper_reply_in(struct wire *wire, const PB(PaperFacts) * from, struct api_reply *reply) {
    reply->paper.case_no = from->case_no;
    reply->paper.kind = from->kind;
    reply->paper.values = values_in(wire, from, &reply->paper.count);
}

/* ---- as it is kept */

enum pj_code wire_encode_paper(const struct api_paper_value *values, size_t count,
                               struct arena *arena, struct bytes *ret_bytes) {
    struct wire wire = {arena, PJ_OK};
    PB(PaperFacts) *out = facts_out(&wire, values, count);

    return out == NULL ? wire.code : wire_pack(&wire, &out->base, ret_bytes);
}

enum pj_code wire_decode_paper(struct bytes from, struct arena *arena,
                               const struct api_paper_value **ret_values, size_t *ret_count) {
    struct arena_mark mark = wire_open(arena);
    struct wire wire = {arena, PJ_OK};
    const PB(PaperFacts) *facts = wire_unpack(&wire, &pujiang__v1__paper_facts__descriptor, from);
    const struct api_paper_value *values = NULL;
    size_t count = 0;

    if (facts == NULL) {
        return wire_close(&wire, &mark);
    }
    values = values_in(&wire, facts, &count);
    if (wire_ok(&wire)) {
        *ret_values = values;
        *ret_count = count;
    }
    return wire_close(&wire, &mark);
}

/* ---- those that were issued */

static void paper_out(struct wire *wire, const struct api_paper *from, PB(Paper) * out) {
    const struct issued *paper = from->paper;

    pujiang__v1__paper__init(out);
    out->number = wire_out_text(paper->number);
    out->case_no = wire_out_text(from->case_no);
    out->kind = wire_out_text(paper_kind_text(paper->kind));
    out->office = wire_out_text(paper->office.text);
    out->addressee = wire_out_text(paper->addressee.text);
    out->year = paper->year;
    out->epoch = paper->epoch;
    out->no = paper->no;
    out->at = paper->at.us;
    out->due_date = paper->due.day;
    out->pos = (uint64_t)paper->pos;
    out->replaces = wire_out_text(paper->replaces);
    out->service = (PB(Service))paper->service;
    out->served_at = paper->served_at.us;
    out->proof = wire_out(paper->proof);
    out->voided_at = paper->voided_at.us;
    out->void_reason = wire_out(paper->void_reason);
    out->sealed = from->sealed;
    out->shut = paper->shut;
    out->copy = paper->copy;
    if (from->count > 0) {
        out->facts = facts_out(wire, from->values, from->count);
    }
    if (out->facts != NULL) {
        out->facts->case_no = out->case_no;
        out->facts->kind = out->kind;
    }
}

void wire_papers_reply_out(struct wire *wire, const struct api_reply *reply,
                           PB(ServerFrame) * frame) {
    size_t count = reply->papers.count;
    PB(PaperList) *out = wire_alloc(wire, 1, sizeof *out);
    PB(Paper) *rows = wire_alloc(wire, count, sizeof *rows);
    PB(Paper) **list = wire_alloc(wire, count, sizeof(PB(Paper) *));

    if (!wire_ok(wire)) {
        return;
    }
    pujiang__v1__paper_list__init(out);
    for (size_t i = 0; i < count; i++) {
        paper_out(wire, &reply->papers.items[i], &rows[i]);
        list[i] = &rows[i];
    }
    out->papers = list;
    out->n_papers = count;
    out->next = reply->papers.next;
    frame->paper_list = out;
}

static void paper_in(struct wire *wire, const PB(Paper) * from, struct issued *paper) {
    wire_in_text(wire, from->number, paper->number, sizeof paper->number);
    wire_in_node(wire, from->office, &paper->office);
    wire_in_node(wire, from->addressee, &paper->addressee);
    wire_in_text(wire, from->replaces, paper->replaces, sizeof paper->replaces);
    if (paper_kind_parse(from->kind, strlen(from->kind), &paper->kind) != PJ_OK) {
        wire_fail(wire, PJ_BAD_ENUM);
    }
    paper->year = from->year;
    paper->epoch = from->epoch;
    paper->no = from->no;
    paper->shut = from->shut;
    paper->copy = from->copy;
    paper->at.us = from->at;
    paper->due.day = from->due_date;
    paper->pos = (int64_t)from->pos;
    paper->service = (enum service)wire_in_enum(wire, (int)from->service, SERVICE_MAX);
    paper->served_at.us = from->served_at;
    paper->proof = wire_in(from->proof);
    paper->voided_at.us = from->voided_at;
    paper->void_reason = wire_in(from->void_reason);
}

void wire_papers_reply_in(struct wire *wire, const PB(PaperList) * from, struct api_reply *reply) {
    struct api_paper *items = NULL;
    struct issued *papers = NULL;

    wire_in_count(wire, from->n_papers, API_LIST_MAX);
    items = wire_alloc(wire, from->n_papers, sizeof *items);
    papers = wire_alloc(wire, from->n_papers, sizeof *papers);
    for (size_t i = 0; wire_ok(wire) && i < from->n_papers; i++) {
        const PB(Paper) *row = from->papers[i];

        paper_in(wire, row, &papers[i]);
        items[i] =
            (struct api_paper){.paper = &papers[i], .case_no = row->case_no, .sealed = row->sealed};
        if (row->facts != NULL) {
            items[i].values = values_in(wire, row->facts, &items[i].count);
        }
    }
    reply->papers.items = items;
    reply->papers.count = wire_ok(wire) ? from->n_papers : 0;
    reply->papers.next = from->next;
}
