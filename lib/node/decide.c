/* SPDX-License-Identifier: Apache-2.0
 * One input after the other, in the order they came. Which function decides stands in two tables:
 * requests.c for the socket API, arrive.c for messages of other stations. */
#include "node/internal.h"

/* Failed alone in a batch of its own: keep the bytes, change nothing else. */
static void decide_poison(struct node *node, struct turn *turn, struct input *input) {
    if (input->kind == INPUT_ITEM) {
        park_item(node, turn, input, PJ_INTERNAL_POISON, "");
        return;
    }
    if (input->kind == INPUT_REQUEST) {
        park_request(node, turn, input);
        reply_error(node, turn, input, PJ_INTERNAL_POISON, "", "");
    }
}

static void decide_request(struct node *node, struct turn *turn, struct input *input) {
    const struct request_row *row = request_row(input->request.kind);

    ASSERT(row != NULL);
    row->decide(node, turn, input);
}

static void decide_one(struct node *node, struct turn *turn, struct input *input) {
    if (input->poison) {
        decide_poison(node, turn, input);
        return;
    }
    switch (input->kind) {
    case INPUT_REQUEST:
        decide_request(node, turn, input);
        break;
    case INPUT_ITEM:
        item_decide(node, turn, input);
        break;
    case INPUT_DUE:
        due_decide(node, turn, input);
        break;
    case INPUT_RECOUNT:
        recount_decide(node, turn, input);
        break;
    case INPUT_REPLAY:
        replay_decide(node, turn, input);
        break;
    case INPUT_OVERDUE:
        overdue_decide(node, turn, input);
        break;
    case INPUT_HISTORY:
        history_decide(node, turn, input);
        break;
    case INPUT_FOUND:
        found_send(node, turn, input);
        break;
    }
}

/* What was decided so far is committed first; the rest of the turn is decided with the room that
 * gives back. However much is asked at once, no input meets a turn that has none left. */
static bool has_room(const struct turn *turn) {
    return turn->arena.used_bytes - turn->inputs_end.used_bytes + turn->to_seal < DECIDED_BYTES_MAX;
}

void decide_slice(struct node *node, struct turn *turn) {
    for (size_t i = turn->slice_from; i < turn->slice_to; i++) {
        if (i > turn->slice_from && !has_room(turn)) {
            turn->slice_to = i;
            return;
        }
        decide_one(node, turn, &turn->inputs[i]);
    }
}
