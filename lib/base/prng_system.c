/* SPDX-License-Identifier: Apache-2.0
 * The operating system's randomness, through libsodium. */
#include "base/prng.h"

#include <sodium.h>

static void fill_system(struct prng *prng, void *data, size_t len) {
    (void)prng;
    randombytes_buf(data, len);
}

void prng_init_system(struct prng *prng) {
    int ready = sodium_init(); /* 0 the first time, 1 afterwards */

    ASSERT(ready >= 0);
    *prng = (struct prng){.fill = fill_system};
}
