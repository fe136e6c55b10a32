/* SPDX-License-Identifier: Apache-2.0
 * divisions.csv and nodes.csv, one after the other, a line "--" between them. What is accepted is a
 * tree: every walk up ends, and every next hop names a station. */
#include "fuzz.h"

#include "core/directory.h"

#include <stdlib.h>
#include <string.h>

static void walk(const struct directory *directory) {
    size_t count = directory_count(directory);

    for (uint32_t i = 0; i < count; i++) {
        struct node_id node = node_id_of_place(directory_place(directory, i));
        struct next_hop hop = directory_next_hop(directory, &node);
        size_t steps = 0;

        FUZZ_NEED(directory_find(directory, directory_place(directory, i)) == i);
        for (uint32_t at = i; at != PLACE_INDEX_NONE; at = directory_parent(directory, at)) {
            FUZZ_NEED(directory_is_within(directory, i, at));
            FUZZ_NEED(steps++ <= count);
        }
        if (hop.kind == HOP_CHILD || hop.kind == HOP_PARENT) {
            FUZZ_NEED(hop.station < directory_station_count(directory));
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const struct station_id self = {"b"};
    static struct data_report report;
    const uint8_t *cut = size == 0 ? NULL : memmem(data, size, "\n--\n", 4);
    struct bytes divisions = {data, cut == NULL ? size : (size_t)(cut - data) + 1};
    struct bytes nodes = BYTES_NONE;
    struct directory *directory = NULL;
    void *memory = NULL;
    size_t bytes = 0;

    if (cut != NULL) {
        nodes = (struct bytes){cut + 4, size - (size_t)(cut + 4 - data)};
    }
    memset(&report, 0, sizeof report);
    bytes = directory_bytes(divisions, nodes);
    memory = malloc(bytes);
    if (memory != NULL &&
        directory_build(memory, bytes, divisions, nodes, &self, &report, &directory) == PJ_OK) {
        FUZZ_NEED(report.fatal_total == 0);
        walk(directory);
    }
    free(memory);
    return 0;
}
