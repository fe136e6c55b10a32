/* SPDX-License-Identifier: Apache-2.0
 * channels.csv and reviewers.csv. An accepted table of channels has every branch, and each of its
 * periods ends on a day; what it tells is UTF-8. */
#include "fuzz.h"

#include "base/text.h"
#include "core/branch.h"
#include "core/reviewer.h"

#include <string.h>

static void tell(const struct channel_remedy *remedy) {
    char text[CHANNEL_SENTENCE_MAX];

    channel_remedy_sentence(remedy, CLOCK_ZH, text);
    FUZZ_NEED(text_is_utf8((struct bytes){(const uint8_t *)text, strlen(text)}));
    channel_remedy_sentence(remedy, CLOCK_EN, text);
    FUZZ_NEED(text[0] != '\0');
}

static void use(const struct channel_book *book) {
    struct channel_facts facts = {.today = {20780}};

    for (unsigned start = 0; start < CHANNEL_START_MAX; start++) {
        facts.at[start] = (struct civil){20770};
    }
    for (uint32_t known = 0; known < BRANCH_FACT(CHANNEL_BRANCH_MAX); known++) {
        struct branch_query query = {book, PURPOSE_CLAIM, known, ""};
        struct branch_verdict verdict;

        FUZZ_NEED(branch_decide(&query, &verdict) == PJ_OK);
        FUZZ_NEED(verdict.channel != NULL);
    }
    for (size_t i = 0; i < book->channel_count; i++) {
        struct channel_remedy remedies[CHANNEL_REMEDIES_MAX];
        size_t count = channel_remedies(book, &book->channels[i], &facts, remedies);

        for (size_t k = 0; k < count; k++) {
            FUZZ_NEED(remedies[k].is_dated == channel_is_period(remedies[k].limit));
            tell(&remedies[k]);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct data_report report;
    static struct channel_book book;
    static struct reviewer_table table;
    struct bytes text = {data, size};

    if (channel_build(text, "fuzz", &report, &book) == PJ_OK) {
        FUZZ_NEED(report.fatal_total == 0);
        use(&book);
    } else {
        FUZZ_NEED(report.fatal_total > 0);
    }
    if (reviewer_build(text, "fuzz", &report, &table) == PJ_OK) {
        FUZZ_NEED(table.count > 0);
    } else {
        FUZZ_NEED(report.fatal_total > 0);
    }
    return 0;
}
