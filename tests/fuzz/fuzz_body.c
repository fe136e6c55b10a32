/* SPDX-License-Identifier: Apache-2.0
 * One message decoder, named by the build: FUZZ_NAME (frame, header, transfer ...) and FUZZ_TYPE,
 * its struct. What is accepted can be encoded, and that decodes and encodes to the same bytes. */
#include "fuzz.h"

#include "wire/wire.h"

#include <string.h>

#define JOIN_(a, b) a##b
#define JOIN(a, b)  JOIN_(a, b)
#define DECODE      JOIN(wire_decode_, FUZZ_NAME)
#define ENCODE      JOIN(wire_encode_, FUZZ_NAME)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct FUZZ_TYPE first, second; /* large: not on the stack */
    struct bytes once = BYTES_NONE, twice = BYTES_NONE;
    struct arena arena, again;

    memset(&first, 0, sizeof first);
    memset(&second, 0, sizeof second);
    arena_init(&arena, UNPACK_BYTES_MAX);
    arena_init(&again, 2 * UNPACK_BYTES_MAX);
    if (DECODE((struct bytes){data, size}, &arena, &first) == PJ_OK) {
        FUZZ_NEED(arena.used_bytes <= UNPACK_BYTES_MAX);
        FUZZ_NEED(ENCODE(&first, &again, &once) == PJ_OK);
        FUZZ_NEED(DECODE(once, &again, &second) == PJ_OK);
        FUZZ_NEED(ENCODE(&second, &again, &twice) == PJ_OK);
        FUZZ_NEED(bytes_equal(once, twice));
    }
    arena_release(&arena);
    arena_release(&again);
    return 0;
}
