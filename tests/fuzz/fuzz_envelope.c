/* SPDX-License-Identifier: Apache-2.0
 * The envelope of a journal row: a hand-written reader, so it has a target of its own. */
#include "fuzz.h"

#include "wire/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct route route = {0};
    struct bytes header = BYTES_NONE, packed = BYTES_NONE, back = BYTES_NONE;
    struct arena arena;

    arena_init(&arena, UNPACK_BYTES_MAX);
    if (wire_decode_envelope((struct bytes){data, size}, &route, &header) == PJ_OK) {
        FUZZ_NEED(route.to_count <= ROUTE_TO_MAX);
        FUZZ_NEED(route.hop_count <= HOPS_MAX);
        FUZZ_NEED(wire_encode_envelope(&route, header, &arena, &packed) == PJ_OK);
        FUZZ_NEED(wire_decode_envelope(packed, &route, &back) == PJ_OK);
        FUZZ_NEED(bytes_equal(header, back));
    }
    arena_release(&arena);
    return 0;
}
