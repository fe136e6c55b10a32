/* SPDX-License-Identifier: Apache-2.0
 * Parked messages: which there are (parked.c); one of them once more, as the input it was,
 * replayed, done with (park.c); and orders that have waited long enough (overdue.c). */
#pragma once
#include "node/item.h"

/* Does what comes of that case wait behind it? */
bool parked_blocks_case(const struct row_parked *row);
/* How many are open, of those that are committed. */
size_t parked_of_case(const struct node *node, const struct case_id *id);

/* As it came. Its rows were prefetched (PREFETCH_PARKED). */
enum pj_code parked_item(struct node *node, struct turn *turn, const struct parked_entry *entry,
                         struct input *ret_input) must_check;
/* PJ_OK: it was applied, or is parked anew for another reason; else why it stays. */
enum pj_code parked_replay(struct node *node, struct turn *turn, const struct parked_entry *entry,
                           bool by_person) must_check;
bool parked_is_done(const struct turn *turn, int64_t pos);
/* Nothing more comes of it; what waited behind it is woken. */
void parked_done(struct turn *turn, const struct parked_entry *entry);

/* An order that is to wait no longer: its giver hears why it was not carried out. */
void order_give_up(struct node *node, struct turn *turn, struct input *input, enum pj_code why,
                   struct bytes sentence);
/* A person gives up what bears no token. */
enum pj_code overdue_drop(struct node *node, struct turn *turn, const struct parked_entry *entry,
                          struct bytes reason) must_check;
