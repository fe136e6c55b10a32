/* SPDX-License-Identifier: Apache-2.0
 * Receipts. One submission has one, also where it became two cases: only its sender, who wrote both
 * halves, learns both numbers from it. Nothing that is stored or sent relates the two. */
#include "node/receipt.h"

#include "node/advice.h"
#include "node/same_matter.h"

#include <string.h>

void receipt_fill(struct node *node, struct turn *turn, const struct input *input,
                  const struct casefile *file, struct api_receipt *receipt) {
    char code[QUERY_CODE_TEXT_MAX + 1];

    query_code(node, &file->no, code);
    receipt->query_code = arena_text(&turn->arena, code, strlen(code));
    ASSERT(receipt->query_code != NULL);
    receipt->case_no = file->no.text;
    receipt->node = file->origin.text;
    receipt->holder = file->holder.text;
    receipt->digest = file->submission_digest;
    receipt->received_at = file->received_at;
    receipt->case_version = file->version;
    receipt->sandbox = node->config.sandbox || node->config.virtual_clock;
    receipt->due_count = due_list(file, &turn->arena, &receipt->due);
    advise(node, file, &turn->arena, &receipt->advice);
    receipt->same_count = same_matter_list(node, turn, input, file, &receipt->same);
}

void receipt_reply(struct node *node, struct turn *turn, const struct input *input,
                   const struct api_receipt *receipt) {
    struct api_reply reply = {.kind = API_REPLY_RECEIPT, .receipt = *receipt};

    reply_send(node, turn, input, &reply);
}

void receipt_reply_again(struct node *node, struct turn *turn, const struct input *input,
                         const struct cached_case *entry) {
    const struct cached_case *other = turn_find_case(node, turn, &input->accusation_idem);
    struct api_receipt receipt = {.replayed = true, .committed_at = entry->file.opened_at};
    struct api_receipt accusation = receipt;

    receipt_fill(node, turn, input, &entry->file, &receipt);
    if (other != NULL) {
        receipt_fill(node, turn, input, &other->file, &accusation);
        receipt.accusation = &accusation;
    }
    receipt_reply(node, turn, input, &receipt);
}

void receipt_decide(struct node *node, struct turn *turn, struct input *input) {
    const struct cached_case *entry = turn_find_case(node, turn, &input->idem);

    if (entry == NULL) {
        reply_error(node, turn, input,
                    node->loss.epoch > 0 ? PJ_STATE_UNKNOWN_AFTER_RESTORE : PJ_STATE_NO_RECEIPT,
                    "key", "");
        return;
    }
    receipt_reply_again(node, turn, input, entry);
}
