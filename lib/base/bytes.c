/* SPDX-License-Identifier: Apache-2.0
 * Comparing byte views and digests as the plain values they are. Pure. */
#include "base/digest.h"

#include <string.h>

bool bytes_equal(struct bytes a, struct bytes b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

bool digest_equal(const struct digest *a, const struct digest *b) {
    return memcmp(a->byte, b->byte, DIGEST_BYTES) == 0;
}

bool digest_is_zero(const struct digest *digest) {
    static const struct digest zero;

    return digest_equal(digest, &zero);
}

enum pj_code digest_from(struct bytes bytes, struct digest *ret_digest) {
    if (bytes.len != 0 && bytes.len != DIGEST_BYTES) {
        return PJ_BAD_FIELD;
    }

    memset(ret_digest, 0, sizeof(*ret_digest));
    if (bytes.len != 0) {
        memcpy(ret_digest->byte, bytes.data, DIGEST_BYTES);
    }
    return PJ_OK;
}

struct bytes digest_bytes(const struct digest *digest) {
    return (struct bytes){digest->byte, DIGEST_BYTES};
}
