/* SPDX-License-Identifier: Apache-2.0
 * Drawing numbers from any source, and the seeded source for tests and the simulator (splitmix64).
 * Pure. */
#include "base/prng.h"

#include <string.h>

static uint64_t splitmix64(uint64_t *state) {
    uint64_t z = 0;

    *state += UINT64_C(0x9e3779b97f4a7c15);
    z = *state;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static void fill_seeded(struct prng *prng, void *data, size_t len) {
    uint8_t *out = data;

    while (len > 0) {
        uint64_t word = splitmix64(&prng->state[0]);
        size_t n = len < sizeof(word) ? len : sizeof(word);

        /* Byte by byte: the same seed gives the same bytes on every machine. */
        for (size_t i = 0; i < n; i++) {
            out[i] = (uint8_t)(word >> (8 * i));
        }
        out += n;
        len -= n;
    }
}

void prng_init_seed(struct prng *prng, uint64_t seed) {
    *prng = (struct prng){.fill = fill_seeded, .state = {seed, 0}};
}

uint64_t prng_u64(struct prng *prng) {
    uint8_t bytes[8];
    uint64_t value = 0;

    prng->fill(prng, bytes, sizeof(bytes));
    for (size_t i = 0; i < sizeof(bytes); i++) {
        value |= (uint64_t)bytes[i] << (8 * i);
    }
    return value;
}

uint64_t prng_below(struct prng *prng, uint64_t bound) {
    uint64_t unfair = 0;
    uint64_t value = 0;

    ASSERT(bound > 0);
    /* 2^64 mod bound values at the bottom would make small results likelier: draw again. */
    unfair = (0 - bound) % bound;
    do {
        value = prng_u64(prng);
    } while (value < unfair);
    return value % bound;
}
