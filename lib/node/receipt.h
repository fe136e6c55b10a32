/* SPDX-License-Identifier: Apache-2.0
 * Receipts 回执: what was taken in, under which number, and what is due. */
#pragma once
#include "node/internal.h"

/* What the case says of itself; warnings, instants and marks are the caller's. */
void receipt_fill(struct node *node, struct turn *turn, const struct input *input,
                  const struct casefile *file, struct api_receipt *receipt);
void receipt_reply(struct node *node, struct turn *turn, const struct input *input,
                   const struct api_receipt *receipt);
/* The key was seen before: the same receipt, of both cases where it made two. */
void receipt_reply_again(struct node *node, struct turn *turn, const struct input *input,
                         const struct cached_case *entry);
