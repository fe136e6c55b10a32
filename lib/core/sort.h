/* SPDX-License-Identifier: Apache-2.0
 * Sorting in place without allocation (the C library's qsort may allocate). Heap sort: never worse
 * than n log n, whatever a data file holds; a text that is sorted already costs one comparison per
 * record. */
#pragma once
#include "base/base.h"

#define SORT_RECORD_BYTES_MAX 512 /* one record is held on the stack while two change places */

typedef int sort_compare(const void *a, const void *b);

void sort_records(void *records, size_t count, size_t record_bytes, sort_compare *compare);
