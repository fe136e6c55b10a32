/* SPDX-License-Identifier: Apache-2.0
 * Randomness is an argument. The daemon fills from the system's generator, tests from a seed. */
#pragma once
#include "base/base.h"

struct prng {
    void (*fill)(struct prng *prng, void *data, size_t len);
    uint64_t state[2]; /* of the seeded generator; unused by the system's */
};

/* Deterministic (splitmix64): for tests and the simulator only. */
void prng_init_seed(struct prng *prng, uint64_t seed);
/* The operating system's generator (libsodium). */
void prng_init_system(struct prng *prng);
uint64_t prng_u64(struct prng *prng);
/* 0 <= result < bound, bound > 0. */
uint64_t prng_below(struct prng *prng, uint64_t bound);
