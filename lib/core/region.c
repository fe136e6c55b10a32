/* SPDX-License-Identifier: Apache-2.0
 * Pieces of the caller's memory, each aligned for any type. Pure. */
#include "core/region.h"

#include <string.h>

void region_init(struct region *region, void *memory, size_t size) {
    *region = (struct region){.memory = memory, .size = size};
    if (memory != NULL) {
        region->used = (size_t)(-(uintptr_t)memory % REGION_ALIGN);
    } else {
        region->used = REGION_ALIGN - 1; /* what aligning the first piece may cost */
    }
}

void *region_take(struct region *region, size_t count, size_t bytes_each) {
    size_t bytes = count * bytes_each;
    size_t start = region->used;

    ASSERT(bytes_each > 0);
    ASSERT(count <= SIZE_MAX / 2 / bytes_each);
    region->used += (bytes + REGION_ALIGN - 1) / REGION_ALIGN * REGION_ALIGN;
    if (region->memory == NULL || region->used > region->size) {
        return NULL;
    }
    memset(region->memory + start, 0, bytes);
    return region->memory + start;
}
