/* SPDX-License-Identifier: Apache-2.0
 * Which messages are parked here: an index in memory that stays quick however many a neighbour has
 * caused. */
#include "node/parked.h"

#include <stdlib.h>
#include <string.h>

/* Only what bears the case itself holds up what comes of it, or may bear it, and what is held up by
 * that. An order that waits for its Transfer does not, nor what nobody can make sense of. */
bool parked_blocks_case(const struct row_parked *row) {
    return row->holds_token || row->code == PJ_LINK_UNKNOWN_KIND || row->code == PJ_STATE_PARKED;
}

/* ---- of one case */

static struct parked_case *find_case(const struct node *node, const struct case_id *id) {
    struct parked_case *found = NULL;

    HASH_FIND(hh, node->parked_cases, id->byte, ID_BYTES, found);
    return found;
}

static void count_in(struct node *node, const struct row_parked *row) {
    struct parked_case *of = find_case(node, &row->case_id);

    if (case_id_is_none(&row->case_id)) {
        return;
    }
    if (of == NULL) {
        of = calloc(1, sizeof *of);
        ASSERT(of != NULL);
        of->id = row->case_id;
        HASH_ADD(hh, node->parked_cases, id.byte, ID_BYTES, of);
    }
    of->open++;
    of->blocking += parked_blocks_case(row) ? 1 : 0;
}

static void count_out(struct node *node, const struct row_parked *row) {
    struct parked_case *of = find_case(node, &row->case_id);

    if (of == NULL) {
        return;
    }
    of->open--;
    of->blocking -= parked_blocks_case(row) ? 1 : 0;
    if (of->open == 0) {
        HASH_DEL(node->parked_cases, of); /* NOLINT(clang-analyzer-unix.Malloc) */
        free(of);
    }
}

size_t parked_of_case(const struct node *node, const struct case_id *id) {
    const struct parked_case *of = case_id_is_none(id) ? NULL : find_case(node, id);

    return of == NULL ? 0 : of->open;
}

bool parked_has_case(const struct node *node, const struct turn *turn, const struct case_id *id) {
    const struct parked_case *of = case_id_is_none(id) ? NULL : find_case(node, id);
    size_t blocking = of == NULL ? 0 : of->blocking;

    for (size_t i = 0; !case_id_is_none(id) && i < turn->parked.count; i++) {
        const struct row_parked *row = &ROWS(turn->parked, struct row_parked)[i];

        if (!parked_blocks_case(row) || !case_id_equal(&row->case_id, id)) {
            continue;
        }
        blocking = row->insert ? blocking + 1 : blocking - 1;
    }
    return blocking > 0;
}

/* ---- all of them, by position */

static void forget_done(struct node *node) {
    size_t open = 0;

    for (size_t i = 0; i < node->parked_count; i++) {
        if (!node->parked[i].done) {
            node->parked[open++] = node->parked[i];
        }
    }
    node->parked_count = open;
}

/* Room is made where there is none, not each time: a thousand rows cost a thousand steps. */
static void make_room(struct node *node) {
    size_t cap = node->parked_cap == 0 ? 64 : 2 * node->parked_cap;
    struct parked_entry *parked = NULL;

    if (node->parked_count < node->parked_cap) {
        return;
    }
    forget_done(node);
    if (node->parked_count <= node->parked_cap / 2 && node->parked_cap > 0) {
        return;
    }
    parked = realloc(node->parked, cap * sizeof *parked);
    ASSERT(parked != NULL);
    node->parked = parked;
    node->parked_cap = cap;
}

void parked_remember(struct node *node, const struct row_parked *row) {
    ASSERT(node->parked_count == 0 || node->parked[node->parked_count - 1].row.pos < row->pos);
    make_room(node);
    node->parked[node->parked_count++] = (struct parked_entry){.row = *row};
    count_in(node, row);
    if (node->parked_count == PARKED_MANY) {
        log_warn("many_parked", "station=%s parked=%zu", node->config.station.text,
                 node->parked_count);
    }
}

struct parked_entry *parked_find(struct node *node, int64_t pos) {
    size_t low = 0;
    size_t high = node->parked_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (node->parked[middle].row.pos < pos) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == node->parked_count || node->parked[low].row.pos != pos || node->parked[low].done) {
        return NULL;
    }
    return &node->parked[low];
}

void parked_forget(struct node *node, int64_t pos) {
    struct parked_entry *entry = parked_find(node, pos);

    if (entry != NULL) {
        entry->done = true;
        count_out(node, &entry->row);
    }
}

void parked_free(struct node *node) {
    struct parked_case *of = NULL;
    struct parked_case *next = NULL;

    HASH_ITER (hh, node->parked_cases, of, next) {
        HASH_DEL(node->parked_cases, of); /* NOLINT(clang-analyzer-unix.Malloc) */
        free(of);
    }
    free(node->parked);
}

const struct parked_entry *parked_find_damaged(const struct node *node,
                                               const struct message_id *id) {
    for (size_t i = 0; i < node->parked_count; i++) {
        if (!node->parked[i].done && node->parked[i].row.code == PJ_BAD_DIGEST &&
            memcmp(node->parked[i].row.message_id.byte, id->byte, ID_BYTES) == 0) {
            return &node->parked[i];
        }
    }
    return NULL;
}
