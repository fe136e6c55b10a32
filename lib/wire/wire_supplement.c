/* SPDX-License-Identifier: Apache-2.0
 * A supplement on its way in, and the submissions of a case on their way to a reader. */
#include "wire/request_parts.h"

#include <string.h>

/* ---- in a request */

static PB(Attachment) *
    *attachments_out(struct wire *wire, const struct api_supplement *supplement) {
    size_t count = supplement->attachment_count;
    PB(Attachment) *out = wire_alloc(wire, count, sizeof *out);
    PB(Attachment) **list = wire_alloc(wire, count, sizeof(PB(Attachment) *));

    for (size_t i = 0; wire_ok(wire) && i < count; i++) {
        pujiang__v1__attachment__init(&out[i]);
        out[i].name = wire_out(supplement->attachments[i].name);
        out[i].data = wire_out(supplement->attachments[i].data);
        list[i] = &out[i];
    }
    return list;
}

PB(Supplement) * wire_supplement_out(struct wire *wire, const struct api_supplement *supplement) {
    PB(Supplement) *out = NULL;

    if (supplement->text.len == 0 && supplement->attachment_count == 0 &&
        supplement->accused_count == 0 && supplement->petitioner_count == 0) {
        return NULL;
    }
    out = wire_alloc(wire, 1, sizeof *out);
    if (out != NULL) {
        pujiang__v1__supplement__init(out);
        out->relation = (PB(Relation))supplement->relation;
        out->text = wire_out(supplement->text);
        out->text_origin = (PB(TextOrigin))supplement->text_origin;
        out->form = (PB(Form))supplement->form;
        out->received_at = supplement->received_at.us;
        out->attachments = attachments_out(wire, supplement);
        out->n_attachments = supplement->attachment_count;
        out->accused = wire_accused_out(wire, supplement->accused, supplement->accused_count);
        out->n_accused = supplement->accused_count;
        out->petitioners =
            wire_petitioners_out(wire, supplement->petitioners, supplement->petitioner_count);
        out->n_petitioners = supplement->petitioner_count;
    }
    return out;
}

void wire_supplement_in(struct wire *wire, const PB(Supplement) * from, struct api_supplement *to) {
    struct attachment *attachments = NULL;

    memset(to, 0, sizeof *to);
    if (from == NULL) {
        return;
    }
    to->relation = (enum relation)wire_in_enum(wire, (int)from->relation, RELATION_MAX);
    to->text = wire_in(from->text);
    to->text_origin = (enum text_origin)wire_in_enum(wire, (int)from->text_origin, TEXT_ORIGIN_MAX);
    to->form = (enum form)wire_in_enum(wire, (int)from->form, FORM_MAX);
    to->received_at.us = from->received_at;
    wire_in_count(wire, from->n_attachments, ATTACHMENTS_MAX);
    attachments = wire_alloc(wire, from->n_attachments, sizeof *attachments);
    for (size_t i = 0; wire_ok(wire) && i < from->n_attachments; i++) {
        attachments[i] = (struct attachment){.name = wire_in(from->attachments[i]->name),
                                             .data = wire_in(from->attachments[i]->data)};
    }
    to->attachments = attachments;
    to->attachment_count = from->n_attachments;
    wire_in_count(wire, from->n_accused, SUPPLEMENT_ACCUSED_MAX);
    to->accused = wire_accused_in(wire, from->accused, from->n_accused);
    to->accused_count = from->n_accused;
    wire_in_count(wire, from->n_petitioners, SUPPLEMENT_ACCUSED_MAX);
    to->petitioners = wire_petitioners_in(wire, from->petitioners, from->n_petitioners);
    to->petitioner_count = from->n_petitioners;
}

/* ---- in an answer */

static PB(PartView) * *parts_out(struct wire *wire, const struct api_submission *row) {
    PB(PartView) *out = wire_alloc(wire, row->part_count, sizeof *out);
    PB(PartView) **list = wire_alloc(wire, row->part_count, sizeof(PB(PartView) *));

    for (size_t i = 0; wire_ok(wire) && i < row->part_count; i++) {
        pujiang__v1__part_view__init(&out[i]);
        out[i].kind = (PB(PartKind))row->parts[i].kind;
        out[i].digest = wire_out_digest(&row->parts[i].digest);
        out[i].size = row->parts[i].size;
        out[i].name = wire_out_text(row->parts[i].name);
        list[i] = &out[i];
    }
    return list;
}

PB(SubmissionView) *
    *wire_submissions_out(struct wire *wire, const struct api_submission *rows, size_t count) {
    PB(SubmissionView) *out = wire_alloc(wire, count, sizeof *out);
    PB(SubmissionView) **list = wire_alloc(wire, count, sizeof(PB(SubmissionView) *));

    for (size_t i = 0; wire_ok(wire) && i < count; i++) {
        pujiang__v1__submission_view__init(&out[i]);
        out[i].id = wire_out_id(rows[i].id);
        out[i].relation = (PB(Relation))rows[i].relation;
        out[i].node = wire_out_text(rows[i].node);
        out[i].form = (PB(Form))rows[i].form;
        out[i].text_origin = (PB(TextOrigin))rows[i].text_origin;
        out[i].received_at = rows[i].received_at.us;
        out[i].written_at = rows[i].written_at.us;
        out[i].digest = wire_out_digest(&rows[i].digest);
        out[i].text = wire_out(rows[i].text);
        out[i].parts = parts_out(wire, &rows[i]);
        out[i].n_parts = rows[i].part_count;
        list[i] = &out[i];
    }
    return list;
}

static const struct api_part *parts_in(struct wire *wire, const PB(SubmissionView) * from) {
    struct api_part *parts = NULL;

    wire_in_count(wire, from->n_parts, PARTS_MAX);
    parts = wire_alloc(wire, from->n_parts, sizeof *parts);
    for (size_t i = 0; wire_ok(wire) && i < from->n_parts; i++) {
        const PB(PartView) *part = from->parts[i];

        parts[i] = (struct api_part){.size = part->size, .name = part->name};
        parts[i].kind = (enum part_kind)wire_in_enum(wire, (int)part->kind, PART_MAX);
        wire_in_digest(wire, part->digest, &parts[i].digest);
    }
    return parts;
}

const struct api_submission *wire_submissions_in(struct wire *wire, PB(SubmissionView) *const *from,
                                                 size_t count) {
    struct api_submission *rows = NULL;

    wire_in_count(wire, count, SUBMISSIONS_MAX);
    rows = wire_alloc(wire, count, sizeof *rows);
    for (size_t i = 0; wire_ok(wire) && i < count; i++) {
        rows[i] = (struct api_submission){.node = from[i]->node,
                                          .received_at = {from[i]->received_at},
                                          .written_at = {from[i]->written_at},
                                          .text = wire_in(from[i]->text)};
        wire_in_id(wire, from[i]->id, rows[i].id);
        rows[i].relation = (enum relation)wire_in_enum(wire, (int)from[i]->relation, RELATION_MAX);
        rows[i].form = (enum form)wire_in_enum(wire, (int)from[i]->form, FORM_MAX);
        rows[i].text_origin =
            (enum text_origin)wire_in_enum(wire, (int)from[i]->text_origin, TEXT_ORIGIN_MAX);
        wire_in_digest(wire, from[i]->digest, &rows[i].digest);
        rows[i].parts = parts_in(wire, from[i]);
        rows[i].part_count = from[i]->n_parts;
    }
    return rows;
}
