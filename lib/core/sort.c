/* SPDX-License-Identifier: Apache-2.0
 * Heap sort over records of any size. Pure. */
#include "core/sort.h"

#include <string.h>

struct heap {
    uint8_t *records;
    size_t record_bytes;
    sort_compare *compare;
};

static uint8_t *at(const struct heap *heap, size_t index) {
    return heap->records + index * heap->record_bytes;
}

static void swap(const struct heap *heap, size_t a, size_t b) {
    uint8_t kept[SORT_RECORD_BYTES_MAX];

    memcpy(kept, at(heap, a), heap->record_bytes);
    memcpy(at(heap, a), at(heap, b), heap->record_bytes);
    memcpy(at(heap, b), kept, heap->record_bytes);
}

/* Moves records[top] down until no child among the first `count` is greater. */
static void sift(const struct heap *heap, size_t top, size_t count) {
    for (;;) {
        size_t child = 2 * top + 1;

        if (child >= count) {
            return;
        }
        if (child + 1 < count && heap->compare(at(heap, child), at(heap, child + 1)) < 0) {
            child++;
        }
        if (heap->compare(at(heap, top), at(heap, child)) >= 0) {
            return;
        }
        swap(heap, top, child);
        top = child;
    }
}

static bool is_sorted(const struct heap *heap, size_t count) {
    for (size_t i = 1; i < count; i++) {
        if (heap->compare(at(heap, i - 1), at(heap, i)) > 0) {
            return false;
        }
    }
    return true;
}

void sort_records(void *records, size_t count, size_t record_bytes, sort_compare *compare) {
    struct heap heap = {records, record_bytes, compare};

    ASSERT(record_bytes <= SORT_RECORD_BYTES_MAX);
    if (is_sorted(&heap, count)) {
        return;
    }
    for (size_t i = count / 2; i > 0; i--) {
        sift(&heap, i - 1, count);
    }
    for (size_t i = count - 1; i > 0; i--) {
        swap(&heap, 0, i);
        sift(&heap, 0, i);
    }
}
