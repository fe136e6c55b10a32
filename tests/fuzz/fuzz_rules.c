/* SPDX-License-Identifier: Apache-2.0
 * rules.csv. What is accepted has every required limit, and each of its periods can be counted. */
#include "fuzz.h"

#include "core/clock_compute.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct data_report report;
    static struct rule_set set;
    const struct rule_set *sets[1] = {&set};
    struct bytes text = {data, size};

    if (rule_set_build(text, "fuzz", &report, &set) != PJ_OK) {
        FUZZ_NEED(report.fatal_total > 0);
        return 0;
    }
    for (unsigned limit = LIMIT_C1; limit < LIMIT_MAX; limit++) {
        const struct rule *rule = rule_set_find(&set, (enum limit)limit);
        struct clock_case asked = {.limit = (enum limit)limit, .start = {20770}};
        struct clock_choice choice;
        bool is_own = rule != NULL && rule_is_period(rule) && rule->extends == LIMIT_MAX;
        enum pj_code code = clock_choose(sets, 1, &asked, &choice);

        FUZZ_NEED(code == (is_own ? PJ_OK : PJ_BAD_MISSING));
        if (is_own) {
            char sentence[CLOCK_SENTENCE_MAX];

            clock_rule_sentence(&set, (enum limit)limit, CLOCK_EN, sentence);
        }
    }
    return 0;
}
