/* SPDX-License-Identifier: Apache-2.0
 * Identity and accusation are parts of several texts each; one encoding for both. */
#include "node/fields.h"

#include <string.h>

enum pj_code fields_pack(struct arena *arena, uint32_t kind, const struct bytes *fields,
                         size_t count, struct bytes *ret_bytes) {
    size_t len = 4;
    uint8_t *data = NULL;
    size_t at = 4;

    for (size_t i = 0; i < count; i++) {
        len += 4 + fields[i].len;
    }
    data = arena_alloc(arena, len);
    if (data == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    data[0] = (uint8_t)kind;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < 4; k++) {
            data[at++] = (uint8_t)(fields[i].len >> (8 * k));
        }
        if (fields[i].len > 0) {
            memcpy(data + at, fields[i].data, fields[i].len);
        }
        at += fields[i].len;
    }
    *ret_bytes = (struct bytes){data, len};
    return PJ_OK;
}

bool fields_unpack(struct bytes packed, struct bytes *fields, size_t count) {
    size_t at = 4;

    for (size_t i = 0; i < count; i++) {
        size_t len = 0;

        if (at > packed.len || packed.len - at < 4) {
            return false;
        }
        for (size_t k = 0; k < 4; k++) {
            len |= (size_t)packed.data[at++] << (8 * k);
        }
        if (packed.len - at < len) {
            return false;
        }
        fields[i] = (struct bytes){packed.data + at, len};
        at += len;
    }
    return true;
}
