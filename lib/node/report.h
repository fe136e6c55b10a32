/* SPDX-License-Identifier: Apache-2.0
 * Questions that the database's second connection answers, as far as several files ask them, and
 * the report about what units owe. */
#pragma once
#include "node/internal.h"

/* One clock as the socket API shows it. */
struct api_due due_of(const struct clock *clock);

void report_decide(struct node *node, struct turn *turn, struct input *input);
void report_answer(struct node *node, struct pending_query *query, const struct stored *stored);
