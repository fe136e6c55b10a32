/* SPDX-License-Identifier: Apache-2.0
 * Prints one golden text: golden NAME. The tables of the life cycle, the rules and the codes are
 * here. */
#include "golden.h"

#include "core/lifecycle.h"

#include <stdio.h>
#include <string.h>

/* One line per cell: event, act, state, and what follows or why not. */
static int golden_lifecycle(void) {
    for (size_t i = 0; i < lifecycle_events(); i++) {
        struct lifecycle_event event;

        lifecycle_event(i, &event);
        printf("\n%s %s (%s) by %s, %s\n    %s\n", event.event[0] == '\0' ? "-" : event.event,
               act_kind_text(event.act), event.basis, event.actors, event.reach,
               rule_text(event.rule));
        for (unsigned state = STATE_RECEIVED; state < STATE_MAX; state++) {
            const struct pj_code_row *row = pj_code_find((unsigned)event.cells[state]);

            if (event.cells[state] == PJ_OK) {
                printf("  %-16s R%u\n", state_text(state), event.rule);
            } else {
                printf("  %-16s - %s %s\n", state_text(state), row->name, row->zh);
            }
        }
    }
    return 0;
}

static int golden_rules(void) {
    for (uint32_t rule = 0; rule < RULE_MAX; rule++) {
        if (rule_text(rule) != NULL) {
            printf("%u %s\n", rule, rule_text(rule));
        }
    }
    return 0;
}

static int golden_codes(void) {
    static const char *const wheres[] = {"-", "client", "node", "db", "link", "peer", "policy"};
    static const char *const retries[] = {"never", "same_key", "after_ms", "after_fix"};

    for (unsigned number = 0; number < 1000; number++) {
        const struct pj_code_row *row = pj_code_find(number);

        if (row != NULL) {
            printf("%u %s %s %s | %s | %s\n", number, row->name, wheres[row->where],
                   retries[row->retry], row->zh, row->en);
        }
    }
    return 0;
}

int main(int argc, char **argv) {
    static const struct {
        const char *name;
        int (*print)(void);
    } texts[] = {{"lifecycle", golden_lifecycle},
                 {"rules", golden_rules},
                 {"codes", golden_codes},
                 {"verdicts", golden_verdicts},
                 {"messages", golden_messages},
                 {"rule_sets", golden_rule_sets},
                 {"clocks", golden_clocks},
                 {"purposes", golden_purposes},
                 {"channels", golden_channels},
                 {"reviewers", golden_reviewers},
                 {"visits", golden_visits},
                 {"remedies", golden_remedies},
                 {"paper_kinds", golden_paper_kinds},
                 {"supervision", golden_supervision}};

    if (argc == 3 && strcmp(argv[1], "paper") == 0) {
        return golden_paper(argv[2]);
    }
    for (size_t i = 0; argc == 2 && i < ARRAY_COUNT(texts); i++) {
        if (strcmp(argv[1], texts[i].name) == 0) {
            return texts[i].print();
        }
    }
    fprintf(stderr,
            "golden lifecycle|rules|codes|verdicts|messages|rule_sets|clocks|purposes|channels|"
            "reviewers|paper_kinds|supervision|visits|remedies, or paper FILE\n");
    return 2;
}
