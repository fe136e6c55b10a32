/* SPDX-License-Identifier: Apache-2.0
 * Reads the two things of an envelope that matching answers to questions needs, without unpacking
 * it. ClientFrame and ServerFrame have protocol and request_id at the same numbers and one body
 * message, whose number is its kind. */
#pragma once
#include "base/base.h"

struct frame_peek {
    uint64_t request_id; /* 0 = none */
    uint32_t body;       /* field number of the oneof's member, 0 = none */
};

/* False when the bytes are no protobuf message. */
bool frame_peek(struct bytes frame, struct frame_peek *ret_peek) must_check;
