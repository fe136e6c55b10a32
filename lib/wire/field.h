/* SPDX-License-Identifier: Apache-2.0
 * One field of a protobuf message as it stands in the bytes. Shared by the files of lib/wire. */
#pragma once
#include "base/base.h"

enum wire_type {
    WIRE_VARINT = 0,
    WIRE_64_BITS = 1,
    WIRE_BYTES = 2,
    WIRE_32_BITS = 5,
};

struct wire_field {
    uint64_t number;
    enum wire_type type;
    uint64_t value;     /* of a varint */
    struct bytes bytes; /* of the others; views what was read */
    struct bytes whole; /* with tag and length */
};

/* The next field, which leaves *rest. False at the end and where the bytes are torn or no protobuf:
 * nothing is taken. */
bool wire_take_field(struct bytes *rest, struct wire_field *ret_field);
