/* SPDX-License-Identifier: Apache-2.0
 * The small change of the codec: arenas as protobuf-c's allocator, checked fields. */
#include "wire/field.h"
#include "wire/internal.h"

#include "base/text.h"

#include <string.h>

void wire_fail(struct wire *wire, enum pj_code code) {
    if (wire->code == PJ_OK) {
        wire->code = code;
    }
}

void *wire_alloc(struct wire *wire, size_t count, size_t size) {
    void *data = NULL;

    if (!wire_ok(wire)) {
        return NULL;
    }
    data = arena_alloc(wire->arena, (count == 0 ? 1 : count) * size);
    if (data == NULL) {
        wire_fail(wire, PJ_INTERNAL_NO_MEMORY);
    }
    return data;
}

struct unpacking { /* protobuf-c gives no reason when it fails: the allocator remembers one */
    struct arena *arena;
    bool full;
};

static void *from_arena(void *context, size_t size) {
    struct unpacking *unpacking = context;
    void *memory = arena_alloc(unpacking->arena, size);

    unpacking->full = unpacking->full || memory == NULL;
    return memory;
}

static void not_freed(void *context, void *data) { /* the arena frees all at once */
    (void)context;
    (void)data;
}

bool wire_is_choice(const ProtobufCMessageDescriptor *descriptor, uint64_t number) {
    const ProtobufCFieldDescriptor *field =
        number > UINT32_MAX ? NULL
                            : protobuf_c_message_descriptor_get_field(descriptor, (unsigned)number);

    return field != NULL && (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0;
}

/* protobuf merges a member of a oneof that comes twice, and of two members the last one wins. Ours
 * are the bodies of frames, and what is judged, counted or digested must be all that there is. */
static void check_choices(struct wire *wire, const ProtobufCMessageDescriptor *descriptor,
                          struct bytes from) {
    struct wire_field field;
    unsigned count = 0;

    while (wire_take_field(&from, &field)) {
        count += wire_is_choice(descriptor, field.number) ? 1 : 0;
    }
    if (count > 1) {
        wire_fail(wire, PJ_BAD_FORMAT);
    }
}

void *wire_unpack(struct wire *wire, const ProtobufCMessageDescriptor *descriptor,
                  struct bytes from) {
    struct unpacking unpacking = {.arena = wire->arena};
    ProtobufCAllocator allocator = {from_arena, not_freed, &unpacking};
    void *message = NULL;

    check_choices(wire, descriptor, from);
    if (!wire_ok(wire)) {
        return NULL;
    }
    message = protobuf_c_message_unpack(descriptor, &allocator, from.len, from.data);
    if (message == NULL) { /* out of arena = unpacks to more than it may */
        wire_fail(wire, unpacking.full ? PJ_BAD_TOO_LONG : PJ_BAD_FORMAT);
    }
    return message;
}

enum pj_code wire_close(struct wire *wire, const struct arena_mark *mark) {
    if (wire_ok(wire)) {
        arena_keep(wire->arena, mark);
    } else {
        arena_drop(wire->arena, mark);
    }
    return wire->code;
}

enum pj_code wire_pack(struct wire *wire, const ProtobufCMessage *message,
                       struct bytes *ret_bytes) {
    size_t size = 0;
    uint8_t *data = NULL;

    if (!wire_ok(wire)) {
        return wire->code;
    }
    size = protobuf_c_message_get_packed_size(message);
    data = wire_alloc(wire, size, 1);
    if (data == NULL) {
        return wire->code;
    }
    (void)protobuf_c_message_pack(message, data);
    *ret_bytes = (struct bytes){data, size};
    return PJ_OK;
}

/* ---- out */

static bool is_zero(const uint8_t *data, size_t len) {
    for (size_t i = 0; i < len; i++) {
        if (data[i] != 0) {
            return false;
        }
    }
    return true;
}

ProtobufCBinaryData wire_out_id(const uint8_t id[static ID_BYTES]) {
    return is_zero(id, ID_BYTES) ? (ProtobufCBinaryData){0, NULL}
                                 : wire_out((struct bytes){id, ID_BYTES});
}

ProtobufCBinaryData wire_out_digest(const struct digest *digest) {
    return is_zero(digest->byte, DIGEST_BYTES) ? (ProtobufCBinaryData){0, NULL}
                                               : wire_out(digest_bytes(digest));
}

ProtobufCBinaryData wire_out_bytes_of(const char *text) {
    return wire_out((struct bytes){(const uint8_t *)text, text == NULL ? 0 : strlen(text)});
}

ProtobufCBinaryData *wire_digests_out(struct wire *wire, const struct digest *digests,
                                      size_t count) {
    ProtobufCBinaryData *out = wire_alloc(wire, count, sizeof *out);

    for (size_t i = 0; out != NULL && i < count; i++) {
        out[i] = wire_out(digest_bytes(&digests[i]));
    }
    return out;
}

/* ---- in */

void wire_in_id(struct wire *wire, ProtobufCBinaryData data, uint8_t id[static ID_BYTES]) {
    memset(id, 0, ID_BYTES);
    if (data.len == ID_BYTES) {
        memcpy(id, data.data, ID_BYTES);
    } else if (data.len != 0) {
        wire_fail(wire, PJ_BAD_FIELD);
    }
}

void wire_in_digest(struct wire *wire, ProtobufCBinaryData data, struct digest *ret_digest) {
    enum pj_code code = digest_from(wire_in(data), ret_digest);

    if (code != PJ_OK) {
        wire_fail(wire, code);
    }
}

struct digest *wire_digests_in(struct wire *wire, const ProtobufCBinaryData *digests,
                               size_t count) {
    struct digest *out = NULL;

    wire_in_count(wire, count, PARTS_MAX);
    out = wire_alloc(wire, count, sizeof *out);
    for (size_t i = 0; out != NULL && i < count; i++) {
        wire_in_digest(wire, digests[i], &out[i]);
    }
    return out;
}

void wire_in_text(struct wire *wire, const char *text, char *field, size_t size) {
    enum pj_code code = PJ_OK;

    memset(field, 0, size);
    if (text == NULL || text[0] == '\0') {
        return;
    }
    code = text_set(field, size, text, strlen(text));
    if (code != PJ_OK) {
        wire_fail(wire, code);
    }
    wire_in_utf8(wire, text);
}

void wire_in_utf8(struct wire *wire, const char *text) {
    if (!text_is_utf8((struct bytes){(const uint8_t *)text, strlen(text)})) {
        wire_fail(wire, PJ_BAD_FIELD);
    }
}

struct bytes wire_in_key(struct wire *wire, ProtobufCBinaryData data) {
    if (data.len > KEY_BYTES_MAX) {
        wire_fail(wire, PJ_BAD_KEY);
    }
    return wire_in(data);
}

void wire_in_node(struct wire *wire, const char *text, struct node_id *ret_node) {
    memset(ret_node, 0, sizeof *ret_node);
    if (text != NULL && text[0] != '\0' && node_id_parse(text, strlen(text), ret_node) != PJ_OK) {
        wire_fail(wire, PJ_BAD_FIELD);
    }
}

void wire_in_station(struct wire *wire, const char *text, struct station_id *ret_station) {
    memset(ret_station, 0, sizeof *ret_station);
    if (text != NULL && text[0] != '\0' &&
        station_id_parse(text, strlen(text), ret_station) != PJ_OK) {
        wire_fail(wire, PJ_BAD_FIELD);
    }
}

void wire_in_place(struct wire *wire, const char *text, struct place *ret_place) {
    memset(ret_place, 0, sizeof *ret_place);
    if (text != NULL && text[0] != '\0' && place_parse(text, strlen(text), ret_place) != PJ_OK) {
        wire_fail(wire, PJ_BAD_FIELD);
    }
}

void wire_in_case_no(struct wire *wire, const char *text, struct case_no *ret_case_no) {
    wire_in_text(wire, text, ret_case_no->text, sizeof ret_case_no->text);
}

struct wall wire_in_hop_at(int64_t us) {
    return wall_is_plausible((struct wall){us}) ? (struct wall){us} : (struct wall){0};
}

unsigned wire_in_enum(struct wire *wire, int value, unsigned max) {
    if (value < 0 || (unsigned)value >= max) {
        wire_fail(wire, PJ_BAD_ENUM);
        return 0;
    }
    return (unsigned)value;
}

void wire_in_count(struct wire *wire, size_t count, size_t max) {
    if (count > max) {
        wire_fail(wire, PJ_BAD_TOO_LONG);
    }
}
