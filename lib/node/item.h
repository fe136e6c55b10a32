/* SPDX-License-Identifier: Apache-2.0
 * A message of another station: the door (item.c), and what each kind does behind it (arrive.c;
 * NOTICE, FETCH and FOUND: park.c; ORDER: order.c). */
#pragma once
#include "node/internal.h"

/* Fills relay and local by the message's route. False when an office named is neither here nor
 * reachable. */
bool item_split(struct node *node, struct arrival *arrival);

bool item_goes_round(const struct arrival *arrival);
/* Does this link lead to that office? Of an office that is not in our directory it may. */
bool item_is_its_road(const struct node *node, uint32_t link, const struct node_id *office);
/* An order from elsewhere: did we hand it to that neighbour ourselves? */
bool item_may_be_back(const struct node *node, const struct input *input);

void transfer_arrives(struct node *node, struct turn *turn, struct arrival *arrival);
void delivered_arrives(struct node *node, struct turn *turn, struct arrival *arrival);
void event_arrives(struct node *node, struct turn *turn, struct arrival *arrival);
void order_arrives(struct node *node, struct turn *turn, struct arrival *arrival);
