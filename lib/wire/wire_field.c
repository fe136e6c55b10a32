/* SPDX-License-Identifier: Apache-2.0
 * Protobuf's fields one by one, as bytes: for what must be known of a message that does not unpack,
 * and for what unpacking loses. */
#include "wire/field.h"

#define VARINT_BYTES_MAX 10

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

static bool take_bytes(struct bytes *rest, uint64_t count, struct bytes *ret_bytes) {
    if (count > rest->len) {
        return false;
    }
    *ret_bytes = (struct bytes){rest->data, (size_t)count};
    rest->data += count;
    rest->len -= (size_t)count;
    return true;
}

bool wire_take_field(struct bytes *rest, struct wire_field *ret_field) {
    struct bytes from = *rest;
    struct wire_field field = {0};
    bool is_whole = false;

    if (!take_varint(&from, &field.value)) {
        return false;
    }
    field.number = field.value >> 3;
    field.type = (enum wire_type)(field.value & 7);
    switch ((int)field.type) {
    case WIRE_VARINT:
        is_whole = take_varint(&from, &field.value);
        break;
    case WIRE_64_BITS:
        is_whole = take_bytes(&from, 8, &field.bytes);
        break;
    case WIRE_BYTES:
        is_whole = take_varint(&from, &field.value) && take_bytes(&from, field.value, &field.bytes);
        break;
    case WIRE_32_BITS:
        is_whole = take_bytes(&from, 4, &field.bytes);
        break;
    default: /* groups: proto3 has none */
        break;
    }
    if (is_whole) {
        field.whole = (struct bytes){rest->data, rest->len - from.len};
        *rest = from;
        *ret_field = field;
    }
    return is_whole;
}
