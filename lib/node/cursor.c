/* SPDX-License-Identifier: Apache-2.0
 * A permutation of 64 bits: four Feistel rounds of HMAC. */
#include "node/cursor.h"

#define ROUNDS 4 /* suffice against chosen inputs */

static uint32_t word(struct node *node, uint32_t round, uint32_t half) {
    struct {
        char label[8];
        uint32_t round, half;
    } message = {"cursor", round, half};
    struct digest out =
        hasher_mac(node->hasher, (struct bytes){node->config.secret, sizeof node->config.secret},
                   (struct bytes){(const uint8_t *)&message, sizeof message});

    return (uint32_t)out.byte[0] | (uint32_t)out.byte[1] << 8 | (uint32_t)out.byte[2] << 16 |
           (uint32_t)out.byte[3] << 24;
}

static uint64_t forward(struct node *node, uint64_t value) {
    uint32_t left = (uint32_t)(value >> 32);
    uint32_t right = (uint32_t)value;

    for (uint32_t round = 0; round < ROUNDS; round++) {
        uint32_t next = left ^ word(node, round, right);

        left = right;
        right = next;
    }
    return (uint64_t)left << 32 | right;
}

static uint64_t back(struct node *node, uint64_t value) {
    uint32_t left = (uint32_t)(value >> 32);
    uint32_t right = (uint32_t)value;

    for (uint32_t round = ROUNDS; round > 0; round--) {
        uint32_t before = right ^ word(node, round - 1, left);

        right = left;
        left = before;
    }
    return (uint64_t)left << 32 | right;
}

/* What 0 belongs to goes where what leads to 0 came from: no ref that there is can be either. */
uint64_t cursor_of_ref(struct node *node, int64_t ref) {
    uint64_t cursor = forward(node, (uint64_t)ref);

    return cursor != 0 ? cursor : forward(node, 0);
}

int64_t cursor_ref(struct node *node, uint64_t cursor) {
    uint64_t ref = back(node, cursor == forward(node, 0) ? 0 : cursor);

    return ref > INT64_MAX ? -1 : (int64_t)ref;
}
