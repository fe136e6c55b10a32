/* SPDX-License-Identifier: Apache-2.0
 * A message of another station: the door (item.c), and what each kind does behind it (arrive.c;
 * NOTICE, FETCH and FOUND: park.c; ORDER: order.c). */
#pragma once
#include "node/internal.h"

/* Fills relay and local by the message's route. False when an office named is neither here nor
 * reachable. */
bool item_split(struct node *node, struct arrival *arrival);

void transfer_arrives(struct node *node, struct turn *turn, struct arrival *arrival);
void delivered_arrives(struct node *node, struct turn *turn, struct arrival *arrival);
void event_arrives(struct node *node, struct turn *turn, struct arrival *arrival);
void order_arrives(struct node *node, struct turn *turn, struct arrival *arrival);
