/* SPDX-License-Identifier: Apache-2.0
 * The purpose, then the six branches in their order. Pure. */
#include "core/branch.h"

/* Beside the order of §31 a purpose has its channel by name. */
static const struct {
    const char *channel; /* "" = none */
    uint32_t rule;
} purposes[PURPOSE_MAX] = {
    [PURPOSE_SUGGESTION] = {"suggestion", 17},
    [PURPOSE_ACCUSATION] = {"accusation", 3},
    [PURPOSE_INQUIRY] = {"", 18},
    [PURPOSE_THANKS] = {"", 19},
};

static const uint32_t branch_rules[CHANNEL_BRANCH_MAX] = {
    [CHANNEL_BRANCH_LITIGATION] = 11,   [CHANNEL_BRANCH_ARBITRATION] = 12,
    [CHANNEL_BRANCH_PARTY_APPEAL] = 13, [CHANNEL_BRANCH_ADMINISTRATIVE] = 14,
    [CHANNEL_BRANCH_DUTY] = 15,         [CHANNEL_BRANCH_PETITION] = 16,
};

static enum channel_branch first_branch(uint32_t facts) {
    unsigned branch = CHANNEL_BRANCH_LITIGATION;

    while (branch < CHANNEL_BRANCH_PETITION && (facts & BRANCH_FACT(branch)) == 0) {
        branch++;
    }
    return (enum channel_branch)branch;
}

static struct branch_verdict decide_claim(const struct branch_query *query,
                                          const struct channel *named) {
    uint32_t facts = query->facts | (named != NULL ? BRANCH_FACT(named->branch) : 0);
    enum channel_branch branch = first_branch(facts);
    bool is_named = named != NULL && named->branch == branch;

    return (struct branch_verdict){
        branch, is_named ? named : channel_of_branch(query->book, branch), branch_rules[branch]};
}

enum pj_code branch_decide(const struct branch_query *query, struct branch_verdict *ret_verdict) {
    const char *code = query->channel == NULL ? "" : query->channel;
    const struct channel *named = code[0] == '\0' ? NULL : channel_find(query->book, code);

    ASSERT(query->purpose < PURPOSE_MAX);
    if (code[0] != '\0' && named == NULL) {
        return PJ_BAD_FIELD;
    }
    if (purposes[query->purpose].rule == 0) {
        *ret_verdict = decide_claim(query, named);
        return PJ_OK;
    }
    *ret_verdict = (struct branch_verdict){.rule = purposes[query->purpose].rule};
    if (purposes[query->purpose].channel[0] != '\0') {
        ret_verdict->channel = channel_find(query->book, purposes[query->purpose].channel);
    }
    return PJ_OK;
}

size_t branch_remedies(const struct channel_book *book, const struct branch_verdict *verdict,
                       const struct channel_facts *facts,
                       struct channel_remedy ret_remedies[static BRANCH_REMEDIES_MAX]) {
    static const char *const beside[] = {"reconsideration", "suit"};
    size_t count = 0;

    if (verdict->channel != NULL) {
        count = channel_remedies(book, verdict->channel, facts, ret_remedies);
    }
    for (size_t i = 0; verdict->branch == CHANNEL_BRANCH_PETITION && i < ARRAY_COUNT(beside); i++) {
        const struct channel *channel = channel_find(book, beside[i]);

        if (channel != NULL) {
            count += channel_remedies(book, channel, facts, ret_remedies + count);
        }
    }
    return count;
}
