/* SPDX-License-Identifier: Apache-2.0
 * Which stations a message from one office to another passes: up to the common superior station,
 * and down again. Pure. */
#include "core/directory_internal.h"

static uint32_t host_of(const struct directory *directory, const struct node_id *node) {
    const char *organ = node_id_organ(node);
    uint32_t index = directory_find(directory, node_id_place(node));
    const struct organ *own = NULL;

    if (index == PLACE_INDEX_NONE) {
        return STATION_NONE;
    }
    own = organ[0] != '\0' ? directory_find_organ(directory, index, organ) : NULL;
    return own != NULL && own->host != STATION_NONE ? own->host : directory->rows[index].host;
}

static bool is_above(const struct directory *directory, uint32_t above, uint32_t station) {
    while (station != STATION_NONE && station != above) {
        station = directory->stations[station].parent;
    }
    return station == above;
}

bool directory_road_enters(const struct directory *directory, const struct node_id *from,
                           const struct node_id *to, const struct node_id *office) {
    uint32_t at = host_of(directory, from);
    uint32_t end = host_of(directory, to);
    uint32_t shunned = host_of(directory, office);

    if (at == STATION_NONE || end == STATION_NONE || shunned == STATION_NONE) {
        return false;
    }
    while (at != STATION_NONE && !is_above(directory, at, end)) {
        at = directory->stations[at].parent;
        if (at == shunned) {
            return true;
        }
    }
    while (end != STATION_NONE && end != at) {
        if (end == shunned) {
            return true;
        }
        end = directory->stations[end].parent;
    }
    return false;
}
