/* SPDX-License-Identifier: Apache-2.0
 * SubmitCase. Decoding refuses nothing a petitioner's case could hold: a word this version does not
 * know is read as "not said", what is too long for a field is left out of the field; the bytes
 * themselves stay with the case. */
#include "wire/field.h"
#include "wire/request_parts.h"

#include "base/text.h"

#include <string.h>

/* ---- out */

PB(Petitioner) *
    *wire_petitioners_out(struct wire *wire, const struct petitioner *petitioners, size_t count) {
    PB(Petitioner) *out = wire_alloc(wire, count, sizeof *out);
    PB(Petitioner) **list = wire_alloc(wire, count, sizeof(PB(Petitioner) *));

    for (size_t i = 0; wire_ok(wire) && i < count; i++) {
        const struct petitioner *from = &petitioners[i];

        pujiang__v1__petitioner__init(&out[i]);
        out[i].kind = (PB(Petitioner__Kind))from->kind;
        out[i].name = wire_out(from->name);
        out[i].contact = wire_out(from->contact);
        out[i].address = wire_out(from->address);
        list[i] = &out[i];
    }
    return list;
}

PB(Accused) * *wire_accused_out(struct wire *wire, const struct accused *accused, size_t count) {
    PB(Accused) *out = wire_alloc(wire, count, sizeof *out);
    PB(Accused) **list = wire_alloc(wire, count, sizeof(PB(Accused) *));

    for (size_t i = 0; wire_ok(wire) && i < count; i++) {
        const struct accused *from = &accused[i];

        pujiang__v1__accused__init(&out[i]);
        out[i].node = wire_out_text(from->node);
        out[i].person = wire_out(from->person);
        out[i].post = wire_out(from->post);
        out[i].text = wire_out(from->text);
        list[i] = &out[i];
    }
    return list;
}

static PB(ReceptionRef) * reception_out(struct wire *wire, const struct api_submit_case *submit) {
    PB(ReceptionRef) *out = NULL;
    const char *session = wire_out_text(submit->session);

    if (session[0] == '\0' && submit->group_no == 0 && submit->group_persons == 0) {
        return NULL;
    }
    out = wire_alloc(wire, 1, sizeof *out);
    if (out != NULL) {
        pujiang__v1__reception_ref__init(out);
        out->session = wire_out_text(session);
        out->group_no = submit->group_no;
        out->persons = submit->group_persons;
    }
    return out;
}

PB(SubmitCase) * wire_submit_out(struct wire *wire, const struct api_submit_case *submit) {
    PB(SubmitCase) *out = wire_alloc(wire, 1, sizeof *out);

    if (out == NULL) {
        return NULL;
    }
    pujiang__v1__submit_case__init(out);
    out->node = wire_out_text(submit->node);
    out->form = (PB(Form))submit->form;
    out->source = wire_out_text(submit->source);
    out->purpose = (PB(Purpose))submit->purpose;
    out->category = wire_out_text(submit->category);
    out->place = wire_out_text(submit->place);
    out->place_text = wire_out(submit->place_text);
    out->persons = submit->persons;
    out->occurred_at = submit->occurred_at.us;
    out->sent_at = submit->sent_at.us;
    out->received_at = submit->received_at.us;
    out->text = wire_out(submit->text);
    out->text_origin = (PB(TextOrigin))submit->text_origin;
    out->petitioners = wire_petitioners_out(wire, submit->petitioners, submit->petitioner_count);
    out->n_petitioners = submit->petitioner_count;
    out->accused = wire_accused_out(wire, submit->accused, submit->accused_count);
    out->n_accused = submit->accused_count;
    out->foreign_system = wire_out_text(submit->foreign_system);
    out->foreign_id = wire_out_text(submit->foreign_id);
    out->reception = reception_out(wire, submit);
    out->problems = wire_problems_out(wire, submit->problems, submit->problem_count);
    out->n_problems = submit->problem_count;
    out->carried = wire_out(submit->carried);
    out->carried_keys = wire_texts_out(submit->carried_keys);
    out->n_carried_keys = submit->carried_key_count;
    out->known_date = submit->known_at.day;
    out->follows = wire_out_text(submit->follows);
    return out;
}

/* ---- in */

static unsigned known_or_none(int value, unsigned max) {
    return value >= 0 && (unsigned)value < max ? (unsigned)value : 0;
}

const struct petitioner *wire_petitioners_in(struct wire *wire, PB(Petitioner) *const *from,
                                             size_t count) {
    struct petitioner *rows = wire_alloc(wire, count, sizeof *rows);

    for (size_t i = 0; rows != NULL && i < count; i++) {
        rows[i].kind = known_or_none((int)from[i]->kind, 6);
        rows[i].name = wire_in(from[i]->name);
        rows[i].contact = wire_in(from[i]->contact);
        rows[i].address = wire_in(from[i]->address);
    }
    return rows;
}

const struct accused *wire_accused_in(struct wire *wire, PB(Accused) *const *from, size_t count) {
    struct accused *rows = wire_alloc(wire, count, sizeof *rows);

    for (size_t i = 0; rows != NULL && i < count; i++) {
        rows[i].node = from[i]->node;
        rows[i].person = wire_in(from[i]->person);
        rows[i].post = wire_in(from[i]->post);
        rows[i].text = wire_in(from[i]->text);
    }
    return rows;
}

static const struct problem *problems_in(struct wire *wire, const PB(SubmitCase) * from) {
    struct problem *rows = wire_alloc(wire, from->n_problems, sizeof *rows);

    for (size_t i = 0; rows != NULL && i < from->n_problems; i++) {
        const char *category = from->problems[i]->category;

        memset(&rows[i], 0, sizeof rows[i]);
        rows[i].no = from->problems[i]->no;
        rows[i].outcome = (enum outcome)known_or_none((int)from->problems[i]->outcome, OUTCOME_MAX);
        if (text_set(rows[i].category, sizeof rows[i].category, category, strlen(category)) !=
                PJ_OK ||
            !text_is_utf8((struct bytes){(const uint8_t *)category, strlen(category)})) {
            rows[i].category[0] = '\0';
        }
    }
    return rows;
}

void wire_submit_in(struct wire *wire, const PB(SubmitCase) * from, struct api_submit_case *to) {
    to->node = from->node;
    to->form = (enum form)known_or_none((int)from->form, FORM_MAX);
    to->source = from->source;
    to->purpose = (enum purpose)known_or_none((int)from->purpose, PURPOSE_MAX);
    to->category = from->category;
    to->place = from->place;
    to->place_text = wire_in(from->place_text);
    to->persons = from->persons;
    to->occurred_at.us = from->occurred_at;
    to->sent_at.us = from->sent_at;
    to->received_at.us = from->received_at;
    to->text = wire_in(from->text);
    to->text_origin = (enum text_origin)known_or_none((int)from->text_origin, TEXT_ORIGIN_MAX);
    to->petitioners = wire_petitioners_in(wire, from->petitioners, from->n_petitioners);
    to->petitioner_count = from->n_petitioners;
    to->accused = wire_accused_in(wire, from->accused, from->n_accused);
    to->accused_count = from->n_accused;
    to->foreign_system = from->foreign_system;
    to->foreign_id = from->foreign_id;
    to->session = from->reception != NULL ? from->reception->session : "";
    to->group_no = from->reception != NULL ? from->reception->group_no : 0;
    to->group_persons = from->reception != NULL ? from->reception->persons : 0;
    to->problems = problems_in(wire, from);
    to->problem_count = from->n_problems;
    to->carried = wire_in(from->carried);
    to->carried_keys = (const char *const *)from->carried_keys;
    to->carried_key_count = from->n_carried_keys;
    to->known_at.day = from->known_date;
    to->follows = from->follows;
}

/* ---- what no field holds */

/* Texts that the case keeps in fields of a fixed size; the others are kept at any length. */
static const struct {
    const ProtobufCMessageDescriptor *within;
    uint32_t number;
    size_t max;
} text_limits[] = {
    {&pujiang__v1__submit_case__descriptor, 3, SOURCE_TEXT_MAX},
    {&pujiang__v1__submit_case__descriptor, 5, CATEGORY_TEXT_MAX},
    {&pujiang__v1__submit_case__descriptor, 6, PLACE_DIGITS_MAX},
    {&pujiang__v1__submit_case__descriptor, 27, CASE_NO_TEXT_MAX},
    {&pujiang__v1__reception_ref__descriptor, 1, SESSION_TEXT_MAX},
    {&pujiang__v1__problem__descriptor, 2, CATEGORY_TEXT_MAX},
};

static bool text_is_held(const ProtobufCMessageDescriptor *within, const struct wire_field *field) {
    for (size_t i = 0; i < ARRAY_COUNT(text_limits); i++) {
        if (text_limits[i].within == within && text_limits[i].number == field->number &&
            field->bytes.len > text_limits[i].max) {
            return false;
        }
    }
    /* protobuf-c ends a string at its first NUL */
    return text_is_utf8(field->bytes) &&
           (field->bytes.len == 0 || memchr(field->bytes.data, 0, field->bytes.len) == NULL);
}

/* Of one message, and of those inside it: SubmitCase has three kinds, and they have none. */
static bool field_is_held(const ProtobufCMessageDescriptor *within,
                          const struct wire_field *field) {
    const ProtobufCFieldDescriptor *known =
        field->number > UINT32_MAX
            ? NULL
            : protobuf_c_message_descriptor_get_field(within, (unsigned)field->number);
    struct bytes inner = field->bytes;
    struct wire_field next;

    if (known == NULL) {
        return false;
    }
    switch ((int)known->type) {
    case PROTOBUF_C_TYPE_STRING:
        return text_is_held(within, field);
    case PROTOBUF_C_TYPE_UINT32:
        return field->value <= UINT32_MAX;
    case PROTOBUF_C_TYPE_ENUM:
        return field->value <= INT32_MAX &&
               protobuf_c_enum_descriptor_get_value(known->descriptor, (int)field->value) != NULL;
    case PROTOBUF_C_TYPE_MESSAGE:
        while (wire_take_field(&inner, &next)) {
            if (!field_is_held(known->descriptor, &next)) {
                return false;
            }
        }
        return true;
    default:
        return true;
    }
}

struct bytes wire_submit_unread(struct wire *wire, struct bytes body) {
    struct bytes rest = body;
    struct wire_field field;
    uint8_t *data = NULL;
    size_t len = 0;

    while (wire_ok(wire) && wire_take_field(&rest, &field)) {
        if (field_is_held(&pujiang__v1__submit_case__descriptor, &field)) {
            continue;
        }
        if (data == NULL) { /* hardly ever */
            data = wire_alloc(wire, body.len, 1);
        }
        if (data != NULL) {
            memcpy(data + len, field.whole.data, field.whole.len);
            len += field.whole.len;
        }
    }
    return (struct bytes){data, len};
}
