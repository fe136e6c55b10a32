/* SPDX-License-Identifier: Apache-2.0
 * Orders that wait for a case that does not come. Each yields an outcome; but what was handed in is
 * never thrown away, nor who is to be avoided. */
#include "node/parked.h"

#include "wire/wire.h"

static bool is_overdue(const struct node *node, const struct parked_entry *entry) {
    return !entry->done && !entry->told && entry->row.kind == MESSAGE_ORDER &&
           entry->row.code == PJ_LINK_NO_CASE && entry->row.due_at.us <= node->now.wall.us;
}

/* While history is missing, the case may be what is missing. */
void overdue_ask(struct node *node) {
    bool is_time = node->now.mono.us >= node->overdue_at.us;

    if (!is_time || node->state != NODE_READY || node->loss.open) {
        return;
    }
    node->overdue_at.us = node->now.mono.us + US_PER_S;
    for (size_t i = 0; i < node->parked_count; i++) {
        struct input *input = NULL;

        if (!is_overdue(node, &node->parked[i])) {
            continue;
        }
        input = node_can_take(node) ? turn_input(node, INPUT_OVERDUE) : NULL;
        if (input == NULL) {
            return;
        }
        input->ref = node->parked[i].row.pos;
        node->parked[i].told = true;
    }
}

/* The case may have come by another road, or gone where the order can follow. */
void overdue_decide(struct node *node, struct turn *turn, struct input *input) {
    const struct parked_entry *entry = parked_find(node, input->ref);
    struct order_body body;
    struct input order;

    if (entry == NULL || parked_is_done(turn, input->ref) ||
        parked_replay(node, turn, entry, /* by_person= */ false) == PJ_OK ||
        parked_item(node, turn, entry, &order) != PJ_OK ||
        wire_decode_order(order.item.body, &turn->arena, &body) != PJ_OK) {
        return; /* what cannot be read is a person's */
    }
    order_give_up(node, turn, &order, PJ_LINK_NO_CASE, BYTES_NONE);
    if (body.submission.len == 0 && body.conflicts.count == 0) {
        parked_done(turn, entry);
    } /* else it waits on: that it has not come yet is told, and when it has that is told too */
}

enum pj_code overdue_drop(struct node *node, struct turn *turn, const struct parked_entry *entry,
                          struct bytes reason) {
    struct input input;
    enum pj_code code = parked_item(node, turn, entry, &input);

    if (code == PJ_STATE_WRONG) {
        return code;
    }
    if (code == PJ_OK && entry->row.kind == MESSAGE_ORDER &&
        entry->row.code != PJ_LINK_WRONG_ROAD) { /* whom that one names never gave it */
        order_give_up(node, turn, &input, (enum pj_code)entry->row.code, reason);
    }
    parked_done(turn, entry);
    return PJ_OK;
}
