/* SPDX-License-Identifier: Apache-2.0
 * What happened to a case, from its rows in the journal: by which road it went, and why each step
 * was taken. */
#pragma once
#include "node/internal.h"

void answer_trace(struct node *node, struct pending_query *query, const struct stored *stored);
void answer_explain(struct node *node, struct pending_query *query, const struct stored *stored);
