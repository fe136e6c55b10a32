/* SPDX-License-Identifier: Apache-2.0
 * What visitors bring to a case that offices below their window have, or come to have, before the
 * next working day: stored with the case and receipted at once, sent on its day (core/visit.h).
 * The wait is in the case's row here, whoever holds the case: it survives the process, and the due
 * machinery ends it. Up it goes at once, and on its day once more: the case may have come down
 * without it meanwhile. Whoever has it already takes it no second time. */
#pragma once
#include "node/internal.h"

/* Just taken in, packed: nothing happens unless a visitor brought it to a window here. */
void waiting_begin(const struct node *node, struct turn *turn, struct cached_case *entry,
                   struct bytes submission);
/* A visitor accused somebody at that window: whom the case has to avoid is told on its day too. */
void waiting_for_word(const struct node *node, struct turn *turn, struct cached_case *entry,
                      const struct node_id *window, struct wall received_at);
bool waiting_is_over(const struct casefile *file, struct wall now);
/* Everything whose day has come goes to who has the case. */
void waiting_ends(struct node *node, struct turn *turn, struct cached_case *entry);
