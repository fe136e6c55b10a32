/* SPDX-License-Identifier: Apache-2.0
 * The caller's memory, taken piece by piece. With memory NULL it only measures: the same code that
 * lays a table out also tells how many bytes it needs, so the two cannot disagree. */
#pragma once
#include "base/base.h"

#define REGION_ALIGN 16

struct region {
    uint8_t *memory; /* borrowed; NULL = measuring */
    size_t size;
    size_t used;
};

void region_init(struct region *region, void *memory, size_t size);
/* Zeroed bytes, or NULL when measuring or when the memory is used up. */
void *region_take(struct region *region, size_t count, size_t bytes_each);
