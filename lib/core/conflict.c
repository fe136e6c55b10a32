/* SPDX-License-Identifier: Apache-2.0
 * From the names in an accusation to the offices that must not hear of it. */
#include "core/conflict.h"

#include <string.h>

static void add(struct conflict_set *set, const struct node_id *office) {
    for (size_t i = 0; i < set->count; i++) {
        if (node_id_equal(&set->nodes[i], office)) {
            return;
        }
    }
    ASSERT(set->count < CONFLICTS_MAX);
    set->below |= UINT64_C(1) << set->count;
    set->nodes[set->count++] = *office;
}

/* True when it is an office that the directory knows. One that is only well formed is shunned too,
 * but may be a slip of the pen for another. */
static bool add_named(const struct conflict_query *query, const char *text,
                      struct conflict_set *set) {
    struct node_id office;

    if (text[0] == '\0' || node_id_parse(text, strlen(text), &office) != PJ_OK) {
        return false;
    }
    add(set, &office);
    return query->directory != NULL && directory_has_node(query->directory, &office);
}

/* The township of a village, else the place itself. */
static void add_of_place(const struct conflict_query *query, struct conflict_set *set) {
    const struct directory *directory = query->directory;
    struct place place = place_is_none(query->place) ? node_id_place(&query->at) : query->place;
    uint32_t index = PLACE_INDEX_NONE;
    uint32_t above = PLACE_INDEX_NONE;
    struct node_id desk;

    if (directory == NULL) {
        return;
    }
    index = directory_find_nearest(directory, place);
    if (index == PLACE_INDEX_NONE) {
        index = directory_find(directory, node_id_place(&query->at));
    }
    above = index == PLACE_INDEX_NONE ? index : directory_superior(directory, index);
    if (above == PLACE_INDEX_NONE) {
        return; /* nobody is above: rule 23 */
    }
    if (place_level(directory_place(directory, index)) == LEVEL_VILLAGE &&
        place_level(directory_place(directory, above)) == LEVEL_TOWNSHIP) {
        index = above;
    }
    desk = node_id_of_place(directory_place(directory, index));
    add(set, &desk);
}

/* More offices than a set holds: everything below the top counts, so that nobody is told by mistake
 * and a person decides. */
static void add_everybody(const struct conflict_query *query, struct conflict_set *set) {
    uint32_t index = PLACE_INDEX_NONE;
    uint32_t above = PLACE_INDEX_NONE;
    struct node_id desk = query->at;

    if (query->directory != NULL) {
        index = directory_find(query->directory, node_id_place(&query->at));
    }
    while (index != PLACE_INDEX_NONE) {
        above = directory_superior(query->directory, index);
        desk = node_id_of_place(directory_place(query->directory, index));
        index = above;
    }
    add(set, &desk);
}

static void add_later(struct conflict_set *set, const struct node_id *office, bool below) {
    ASSERT(set->count < CONFLICTS_MAX);
    set->below |= (uint64_t)below << set->count;
    set->later |= UINT64_C(1) << set->count;
    set->nodes[set->count++] = *office;
}

/* In it, and with what hangs on it where that is meant. */
static bool is_covered(const struct conflict_set *set, const struct node_id *office, bool below) {
    struct conflict_set wide = *set;

    wide.later =
        below ? ~set->below : 0; /* then only those count that stand for what hangs on them */
    return conflict_hides(&wide, office);
}

bool conflict_join(const struct directory *directory, const struct node_id *at,
                   const struct conflict_set *more, struct conflict_set *set) {
    struct conflict_query query = {.directory = directory, .at = *at};
    struct conflict_set everybody = {.count = 0};
    size_t before = set->count;

    for (size_t i = 0; i < more->count; i++) {
        bool below = (more->below >> i & 1) != 0;

        if (set->count == CONFLICTS_MAX || is_covered(set, &more->nodes[i], below)) {
            continue;
        }
        if (set->count == CONFLICTS_MAX - 1) {
            add_everybody(&query, &everybody);
            add_later(set, &everybody.nodes[0], true);
        } else {
            add_later(set, &more->nodes[i], below);
        }
    }
    return set->count > before;
}

/* The last place of the set is kept for the offices of the place, or for everybody. */
void conflict_find(const struct conflict_query *query, struct conflict_set *ret_set) {
    memset(ret_set, 0, sizeof *ret_set);
    ret_set->unresolved = query->accuses && query->count == 0;
    for (size_t i = 0; i < query->count; i++) {
        if (ret_set->count == CONFLICTS_MAX - 1) {
            add_everybody(query, ret_set);
            return;
        }
        if (!add_named(query, query->offices[i], ret_set)) {
            ret_set->unresolved = true;
        }
    }
    if (ret_set->unresolved) {
        add_of_place(query, ret_set);
    }
}
