/* SPDX-License-Identifier: Apache-2.0
 * Requests of the socket API: what is accepted can be encoded and decoded again, as the same kind.
 */
#include "fuzz.h"

#include "wire/wire.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct api_request first, second;
    struct bytes packed = BYTES_NONE;
    struct arena arena, again;
    uint64_t id = 0;

    memset(&first, 0, sizeof first);
    memset(&second, 0, sizeof second);
    arena_init(&arena, UNPACK_BYTES_MAX);
    arena_init(&again, 2 * UNPACK_BYTES_MAX);
    if (wire_decode_request((struct bytes){data, size}, &arena, &first, &id) == PJ_OK) {
        FUZZ_NEED(id == first.request_id);
        FUZZ_NEED(wire_encode_request(&first, &again, &packed) == PJ_OK);
        FUZZ_NEED(wire_decode_request(packed, &again, &second, &id) == PJ_OK);
        FUZZ_NEED(second.kind == first.kind);
        FUZZ_NEED(second.request_id == first.request_id);
    }
    arena_release(&arena);
    arena_release(&again);
    return 0;
}
