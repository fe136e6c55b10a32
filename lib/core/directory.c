/* SPDX-License-Identifier: Apache-2.0
 * Questions to a finished directory. Everything here is a walk of at most five parents or one table
 * look-up; what could be slow was done once while building. Pure. */
#include "core/directory_internal.h"

#include <string.h>

size_t directory_count(const struct directory *directory) {
    return directory->row_count;
}

uint32_t directory_find(const struct directory *directory, struct place place) {
    uint64_t key = place_key(place);
    size_t slot = directory_slot(key) & directory->slot_mask;

    while (directory->slots[slot] != 0) {
        uint32_t index = directory->slots[slot] - 1;

        if (directory->rows[index].key == key) {
            return index;
        }
        slot = (slot + 1) & directory->slot_mask;
    }
    return PLACE_INDEX_NONE;
}

uint32_t directory_find_nearest(const struct directory *directory, struct place place) {
    static const struct {
        uint8_t digits;
        uint8_t shorter;
        uint64_t divisor;
    } steps[] = {{12, 9, 1000}, {9, 6, 1000}, {6, 4, 100}, {4, 2, 100}};
    uint32_t index = directory_find(directory, place);

    for (size_t i = 0; i < ARRAY_COUNT(steps) && index == PLACE_INDEX_NONE; i++) {
        if (place.digits == steps[i].digits) {
            place.digits = steps[i].shorter;
            place.code /= steps[i].divisor;
            index = directory_find(directory, place);
        }
    }
    return index;
}

static const struct place_row *row_at(const struct directory *directory, uint32_t index) {
    ASSERT(index < directory->row_count);
    return &directory->rows[index];
}

struct place directory_place(const struct directory *directory, uint32_t index) {
    return place_of_key(row_at(directory, index)->key);
}

uint32_t directory_parent(const struct directory *directory, uint32_t index) {
    return row_at(directory, index)->parent;
}

struct bytes directory_name(const struct directory *directory, uint32_t index) {
    const struct place_row *row = row_at(directory, index);

    return (struct bytes){directory->text.data + row->name_at, row->name_len};
}

bool directory_is_virtual(const struct directory *directory, uint32_t index) {
    return row_at(directory, index)->is_virtual;
}

bool directory_is_within(const struct directory *directory, uint32_t index, uint32_t above) {
    if (index == PLACE_INDEX_NONE || above == PLACE_INDEX_NONE) {
        return false;
    }

    const struct place_row *top = row_at(directory, above);

    /* Unsigned: what entered before the top gives a huge difference. */
    return row_at(directory, index)->enter - top->enter < top->size;
}

bool directory_lies_in(const struct directory *directory, const struct node_id *office,
                       const struct node_id *above) {
    return directory != NULL &&
           directory_is_within(directory, directory_find(directory, node_id_place(office)),
                               directory_find(directory, node_id_place(above)));
}

bool directory_acts_for(const struct directory *directory, uint32_t index, enum level level) {
    return (row_at(directory, index)->tiers >> level & 1) != 0;
}

uint32_t directory_at_level(const struct directory *directory, uint32_t index, enum level level) {
    while (index != PLACE_INDEX_NONE && (directory_is_virtual(directory, index) ||
                                         !directory_acts_for(directory, index, level))) {
        index = directory_parent(directory, index);
    }
    return index;
}

uint32_t directory_superior(const struct directory *directory, uint32_t index) {
    do {
        index = directory_parent(directory, index);
    } while (index != PLACE_INDEX_NONE && directory_is_virtual(directory, index));
    return index;
}

uint32_t directory_common_superior(const struct directory *directory, uint32_t a, uint32_t b) {
    if (b == PLACE_INDEX_NONE) {
        return PLACE_INDEX_NONE;
    }
    while (a != PLACE_INDEX_NONE &&
           (directory_is_virtual(directory, a) || !directory_is_within(directory, b, a))) {
        a = directory_parent(directory, a);
    }
    return a;
}

uint32_t directory_standing(const struct directory *directory, uint32_t index, struct civil day) {
    /* Loading saw that successors end; with superiors between them they might still go round. */
    for (unsigned steps = 0; index != PLACE_INDEX_NONE && steps < 2 * SUCCESSORS_MAX; steps++) {
        const struct place_row *row = row_at(directory, index);

        if (day.day <= row->last_day) {
            return index;
        }
        index = row->successor != PLACE_INDEX_NONE ? row->successor : row->parent;
    }
    return PLACE_INDEX_NONE;
}

enum level place_level(struct place place) {
    static const uint8_t levels[PLACE_DIGITS_MAX + 1] = {
        [2] = LEVEL_PROVINCE, [4] = LEVEL_CITY,     [6] = LEVEL_COUNTY,
        [9] = LEVEL_TOWNSHIP, [12] = LEVEL_VILLAGE,
    };

    return place.digits <= PLACE_DIGITS_MAX ? (enum level)levels[place.digits] : LEVEL_NONE;
}

struct organ *directory_find_organ(const struct directory *directory, uint32_t index,
                                   const char *organ) {
    const struct place_row *row = row_at(directory, index);

    for (uint32_t i = 0; i < row->organ_count; i++) {
        struct organ *found = &directory->organs[row->organ_first + i];

        if (strcmp(found->text, organ) == 0) {
            return found;
        }
    }
    return NULL;
}

struct organ *directory_organ_name(const struct directory *directory, const char *organ) {
    uint64_t hash = UINT64_C(14695981039346656037);
    size_t slot = 0;

    for (const char *at = organ; *at != '\0'; at++) { /* FNV-1a */
        hash = (hash ^ (uint8_t)*at) * UINT64_C(1099511628211);
    }
    slot = directory_slot(hash) & directory->name_mask;
    while (directory->names[slot].text[0] != '\0' &&
           strcmp(directory->names[slot].text, organ) != 0) {
        slot = (slot + 1) & directory->name_mask;
    }
    return &directory->names[slot];
}

bool directory_knows_organ(const struct directory *directory, const char *organ, enum level level) {
    return (directory_organ_name(directory, organ)->levels >> level & 1) != 0;
}

bool directory_has_node(const struct directory *directory, const struct node_id *node) {
    const char *organ = node_id_organ(node);
    uint32_t index = directory_find(directory, node_id_place(node));

    if (index == PLACE_INDEX_NONE || directory_is_virtual(directory, index)) {
        return false;
    }
    return organ[0] == '\0' || directory_find_organ(directory, index, organ) != NULL;
}

char directory_series(const struct directory *directory, const struct node_id *node) {
    const char *organ = node_id_organ(node);
    uint32_t index = directory_find(directory, node_id_place(node));
    const struct organ *found =
        index == PLACE_INDEX_NONE ? NULL : directory_find_organ(directory, index, organ);

    if (found == NULL) {
        return '\0';
    }
    return found->series;
}

struct bytes directory_organ_title(const struct directory *directory, const struct node_id *node) {
    uint32_t index = directory_find(directory, node_id_place(node));
    const struct organ *found = index == PLACE_INDEX_NONE
                                    ? NULL
                                    : directory_find_organ(directory, index, node_id_organ(node));

    if (found == NULL || found->title_len == 0) {
        return BYTES_NONE;
    }
    return (struct bytes){directory->text.data + found->title_at, found->title_len};
}

struct next_hop directory_next_hop(const struct directory *directory, const struct node_id *node) {
    const char *organ = node_id_organ(node);
    uint32_t index = directory_find(directory, node_id_place(node));
    uint32_t host = STATION_NONE;
    const struct organ *own = NULL;

    if (index == PLACE_INDEX_NONE) {
        return directory->outside;
    }
    host = row_at(directory, index)->host;
    own = organ[0] != '\0' ? directory_find_organ(directory, index, organ) : NULL;
    if (own != NULL && own->host != STATION_NONE) {
        host = own->host;
    }
    return host != STATION_NONE ? directory->stations[host].hop : directory->outside;
}

size_t directory_station_count(const struct directory *directory) {
    return directory->station_count;
}

const struct station_id *directory_station(const struct directory *directory, uint32_t station) {
    ASSERT(station < directory->station_count);
    return &directory->stations[station].id;
}

uint32_t directory_station_find(const struct directory *directory,
                                const struct station_id *station) {
    size_t low = 0;
    size_t high = directory->station_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(directory->stations[middle].id.text, station->text);

        if (order == 0) {
            return (uint32_t)middle;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return PLACE_INDEX_NONE;
}

uint32_t directory_station_parent(const struct directory *directory, uint32_t station) {
    ASSERT(station < directory->station_count);
    return directory->stations[station].parent;
}

bool directory_station_hosts(const struct directory *directory, uint32_t station,
                             struct place place) {
    uint32_t index = directory_find(directory, place);

    return index != PLACE_INDEX_NONE && row_at(directory, index)->host == station;
}
