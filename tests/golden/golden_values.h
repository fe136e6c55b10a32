/* SPDX-License-Identifier: Apache-2.0
 * The values of the golden messages: fixed, every field set, no two alike. */
#pragma once
#include "wire/wire.h"

#include <stdio.h>
#include <stdlib.h>

#define NEED(expr)                                                                                 \
    do {                                                                                           \
        if (!(expr)) {                                                                             \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #expr);                             \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

#define TEXT(text) ((struct bytes){(const uint8_t *)(text), sizeof(text) - 1})
#define AT(n)      ((struct wall){INT64_C(1764000000000000) + (n)})

#define GOLDEN_PROBLEMS 2
extern const struct problem golden_problems[GOLDEN_PROBLEMS];

extern const struct correction golden_corrections[1];

struct digest digest_of(uint8_t first);
void fill_id(uint8_t id[ID_BYTES], uint8_t first);
struct act fixed_act(void);
void fixed_casefile(struct casefile *file, const struct digest *digests);
/* The name, the length and the bytes in rows of 40. */
void golden_hex(const char *name, struct bytes bytes);
