/* SPDX-License-Identifier: Apache-2.0
 * Where a list goes on: the ref of the last case seen, under the station's secret. Refs count all
 * cases, also those that whoever reads the list must not hear of: nobody sees the steps. */
#pragma once
#include "node/turn.h"

/* Never 0: that is the end. */
uint64_t cursor_of_ref(struct node *node, int64_t ref);
/* A cursor that this station did not give leads to some ref or to none: -1. */
int64_t cursor_ref(struct node *node, uint64_t cursor);
