/* SPDX-License-Identifier: Apache-2.0
 * A walk over the outermost tags of one envelope. It must survive any bytes: what it reads comes
 * from the network. */
#include "frame_peek.h"

#define FIELD_REQUEST_ID 2
#define FIELD_BODY_FIRST 9 /* below stand the envelope's own fields */
#define VARINT_BYTES_MAX 10

enum {
    WIRE_VARINT = 0,
    WIRE_FIXED64 = 1,
    WIRE_LENGTH = 2,
    WIRE_FIXED32 = 5
};

static bool take_varint(struct bytes *rest, uint64_t *ret_value) {
    uint64_t value = 0;

    for (size_t i = 0; i < rest->len && i < VARINT_BYTES_MAX; i++) {
        value |= (uint64_t)(rest->data[i] & 0x7f) << (7 * i);
        if ((rest->data[i] & 0x80) == 0) {
            rest->data += i + 1;
            rest->len -= i + 1;
            *ret_value = value;
            return true;
        }
    }
    return false;
}

static bool skip(struct bytes *rest, uint64_t count) {
    if (count > rest->len) {
        return false;
    }
    rest->data += count;
    rest->len -= (size_t)count;
    return true;
}

/* Steps over the value of one field; a varint's value is given back. */
static bool take_value(struct bytes *rest, unsigned type, uint64_t *ret_value) {
    switch (type) {
    case WIRE_VARINT:
        return take_varint(rest, ret_value);
    case WIRE_FIXED64:
        return skip(rest, 8);
    case WIRE_LENGTH:
        return take_varint(rest, ret_value) && skip(rest, *ret_value);
    case WIRE_FIXED32:
        return skip(rest, 4);
    default:
        return false;
    }
}

bool frame_peek(struct bytes frame, struct frame_peek *ret_peek) {
    struct frame_peek peek = {0};

    while (frame.len > 0) {
        uint64_t tag = 0;
        uint64_t value = 0;

        if (!take_varint(&frame, &tag) || !take_value(&frame, (unsigned)(tag & 7), &value)) {
            return false;
        }
        if (tag >> 3 == FIELD_REQUEST_ID && (tag & 7) == WIRE_VARINT) {
            peek.request_id = value;
        } else if (tag >> 3 >= FIELD_BODY_FIRST && tag >> 3 <= UINT32_MAX &&
                   (tag & 7) == WIRE_LENGTH) {
            peek.body = (uint32_t)(tag >> 3);
        }
    }
    *ret_peek = peek;
    return true;
}
