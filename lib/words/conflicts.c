/* SPDX-License-Identifier: Apache-2.0
 * Who is in a conflict set, and who knows it. Pure. */
#include "words/conflicts.h"

#include "base/base.h"
#include "base/text.h"

#include <string.h>

/* Codes nest: a division's code begins with that of whichever it lies in. */
static bool hangs_on(const struct node_id *node, const struct node_id *above) {
    const char *organ = node_id_organ(above);
    size_t place = organ[0] == '\0' ? strlen(above->text) : strlen(above->text) - strlen(organ) - 1;

    if (strncmp(node->text, above->text, place) != 0) {
        return false;
    }
    return organ[0] == '\0' || strcmp(node_id_organ(node), organ) == 0;
}

static bool has(const struct conflict_set *conflicts, uint64_t but, const struct node_id *node) {
    for (size_t i = 0; conflicts != NULL && i < conflicts->count; i++) {
        if ((but >> i & 1) == 0 &&
            (node_id_equal(&conflicts->nodes[i], node) ||
             ((conflicts->below >> i & 1) != 0 && hangs_on(node, &conflicts->nodes[i])))) {
            return true;
        }
    }
    return false;
}

bool conflict_has(const struct conflict_set *conflicts, const struct node_id *node) {
    return has(conflicts, 0, node);
}

bool conflict_hides(const struct conflict_set *conflicts, const struct node_id *node) {
    return conflicts != NULL && has(conflicts, conflicts->later, node);
}

bool conflict_is_later(const struct conflict_set *conflicts, const struct node_id *node) {
    return conflict_has(conflicts, node) && !conflict_hides(conflicts, node);
}

struct conflict_set conflict_at_first(const struct conflict_set *conflicts) {
    struct conflict_set first = {.unresolved = conflicts->unresolved};

    for (size_t i = 0; i < conflicts->count; i++) {
        if ((conflicts->later >> i & 1) == 0) {
            first.below |= (conflicts->below >> i & 1) << first.count;
            first.nodes[first.count++] = conflicts->nodes[i];
        }
    }
    return first;
}

size_t conflict_print(const struct conflict_set *conflicts, char *text, size_t size) {
    size_t used = 0;

    ASSERT(size > CONFLICT_TEXT_MAX);
    text[0] = '\0';
    for (size_t i = 0; i < conflicts->count; i++) {
        bool below = (conflicts->below >> i & 1) != 0;

        if ((conflicts->later >> i & 1) == 0) {
            used += text_print(text + used, size - used, "%s%s%s", used == 0 ? "" : " ",
                               conflicts->nodes[i].text, below ? "+" : "");
        }
    }
    return used;
}

/* hangs_on, from the other side: every code that the office's begins with, for the organ too. */
size_t conflict_words_of(const struct node_id *node, char *text, size_t size) {
    const char *organ = node_id_organ(node);
    size_t place = strcspn(node->text, ".");
    size_t used = 0;

    ASSERT(size > CONFLICT_WORDS_MAX);
    used = text_print(text, size, "%s", node->text);
    for (int len = 1; len <= (int)place; len++) {
        used += text_print(text + used, size - used, " %.*s+", len, node->text);
        if (organ[0] != '\0') {
            used += text_print(text + used, size - used, " %.*s.%s+", len, node->text, organ);
        }
    }
    return used;
}

bool conflict_is_set(const struct conflict_set *conflicts) {
    uint64_t all =
        conflicts->count == CONFLICTS_MAX ? UINT64_MAX : (UINT64_C(1) << conflicts->count) - 1;

    return (all & ~conflicts->later) != 0 || conflicts->unresolved;
}
