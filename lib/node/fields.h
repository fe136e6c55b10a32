/* SPDX-License-Identifier: Apache-2.0
 * Several texts in one part of a submission. */
#pragma once
#include "base/arena.h"

#define FIELDS_BYTES(count) (4 + 4 * (count)) /* of a part beside its texts */

/* Several texts in one part: four bytes, of which the first is a kind, then each text behind its
 * length (four bytes, little endian). Opened only by who handles. */
enum pj_code fields_pack(struct arena *arena, uint32_t kind, const struct bytes *fields,
                         size_t count, struct bytes *ret_bytes) must_check;
/* The first `count` texts of it, borrowed; false when they are not there. */
bool fields_unpack(struct bytes packed, struct bytes *fields, size_t count) must_check;
