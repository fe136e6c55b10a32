/* SPDX-License-Identifier: Apache-2.0
 * Which periods bear a card, what running out of one opens, and by which words of the law. */
#include "golden.h"

#include "core/card.h"
#include "core/supervision.h"

#include <stdio.h>

static const char *opens(const struct supervision *row, char text[static 64]) {
    if (row->reds == 0) {
        return "a card only";
    }
    (void)snprintf(text, 64, "supervised from red card %u", row->reds);
    return text;
}

int golden_supervision(void) {
    char text[64];

    for (unsigned kind = 1; kind < CLOCK_MAX; kind++) {
        const struct supervision *row = supervision_of((enum clock_kind)kind);

        if (row == NULL) {
            printf("%-12s no card\n", clock_kind_text(kind));
            continue;
        }
        printf("%-12s %-26s %-12s %s%s\n", clock_kind_text(kind), opens(row, text),
               trigger_text(row->trigger), trigger_basis(row->trigger),
               row->of_its_own ? "; met by its own act alone" : "");
    }
    printf("yellow: %d calendar days before the end, of a short period at most 1/%d of it; red: at "
           "the end; proposals from red card %d\n",
           CARD_YELLOW_DAYS, CARD_YELLOW_PART, PROPOSAL_REDS);
    return 0;
}
