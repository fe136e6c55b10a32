/* SPDX-License-Identifier: Apache-2.0
 * The six branches of 信访工作条例 §31 in their order, the other purposes, and what is told. */
#include "shipped_data.h"
#include "unit.h"

#include "core/branch.h"
#include "core/route.h"

#define LITIGATION  BRANCH_FACT(CHANNEL_BRANCH_LITIGATION)
#define ARBITRATION BRANCH_FACT(CHANNEL_BRANCH_ARBITRATION)
#define PARTY       BRANCH_FACT(CHANNEL_BRANCH_PARTY_APPEAL)
#define ADMIN       BRANCH_FACT(CHANNEL_BRANCH_ADMINISTRATIVE)
#define DUTY        BRANCH_FACT(CHANNEL_BRANCH_DUTY)

static int set_up(void **state) {
    struct channel_book *book = malloc(sizeof *book);
    struct data_report *report = calloc(1, sizeof *report);
    struct bytes text = shipped_read("rules", "channels");

    assert_non_null(book);
    assert_non_null(report);
    assert_int_equal(channel_build(text, "channels", report, book), PJ_OK);
    free((void *)(uintptr_t)text.data);
    free(report);
    *state = book;
    return 0;
}

static int tear_down(void **state) {
    free(*state);
    return 0;
}

static const struct {
    const char *sentence;
    enum purpose purpose;
    uint32_t facts;
    const char *named;
    enum channel_branch branch;
    const char *channel; /* "" = none */
    uint32_t rule;
} rows[] = {
    {"no facts: the petition itself", PURPOSE_CLAIM, 0, "", CHANNEL_BRANCH_PETITION, "petition",
     16},
    {"a suit that is not over", PURPOSE_CLAIM, LITIGATION, "", CHANNEL_BRANCH_LITIGATION,
     "litigation", 11},
    {"arbitration", PURPOSE_CLAIM, ARBITRATION, "", CHANNEL_BRANCH_ARBITRATION,
     "labour_arbitration", 12},
    {"a party appeal", PURPOSE_CLAIM, PARTY, "", CHANNEL_BRANCH_PARTY_APPEAL, "party_appeal", 13},
    {"an administrative procedure", PURPOSE_CLAIM, ADMIN, "", CHANNEL_BRANCH_ADMINISTRATIVE,
     "reconsideration", 14},
    {"a duty", PURPOSE_CLAIM, DUTY, "", CHANNEL_BRANCH_DUTY, "duty", 15},
    {"all at once: the suit comes first", PURPOSE_CLAIM,
     LITIGATION | ARBITRATION | PARTY | ADMIN | DUTY, "", CHANNEL_BRANCH_LITIGATION, "litigation",
     11},
    {"arbitration before an administrative procedure", PURPOSE_CLAIM, ARBITRATION | ADMIN, "",
     CHANNEL_BRANCH_ARBITRATION, "labour_arbitration", 12},
    {"an administrative procedure before a duty", PURPOSE_CLAIM, ADMIN | DUTY, "",
     CHANNEL_BRANCH_ADMINISTRATIVE, "reconsideration", 14},
    {"a channel the list names", PURPOSE_CLAIM, 0, "inspection", CHANNEL_BRANCH_ADMINISTRATIVE,
     "inspection", 14},
    {"a named channel of a later branch gives way", PURPOSE_CLAIM, ARBITRATION, "inspection",
     CHANNEL_BRANCH_ARBITRATION, "labour_arbitration", 12},
    {"a named channel of an earlier branch comes first", PURPOSE_CLAIM, DUTY, "land_arbitration",
     CHANNEL_BRANCH_ARBITRATION, "land_arbitration", 12},
    {"a list that says petition stands in nobody's way", PURPOSE_CLAIM, ADMIN, "petition",
     CHANNEL_BRANCH_ADMINISTRATIVE, "reconsideration", 14},
    {"a channel beside the order is no branch", PURPOSE_CLAIM, 0, "mediation",
     CHANNEL_BRANCH_PETITION, "petition", 16},
    {"a purpose that nobody said counts as a claim", PURPOSE_UNSPECIFIED, ADMIN, "",
     CHANNEL_BRANCH_ADMINISTRATIVE, "reconsideration", 14},
    {"a suggestion is studied, whatever the facts", PURPOSE_SUGGESTION, LITIGATION, "",
     CHANNEL_BRANCH_NONE, "suggestion", 17},
    {"an accusation has its own channel", PURPOSE_ACCUSATION, ADMIN, "petition",
     CHANNEL_BRANCH_NONE, "accusation", 3},
    {"an inquiry is answered", PURPOSE_INQUIRY, 0, "", CHANNEL_BRANCH_NONE, "", 18},
    {"thanks are kept", PURPOSE_THANKS, 0, "", CHANNEL_BRANCH_NONE, "", 19},
};

static void the_first_that_fits(void **state) {
    const struct channel_book *book = *state;

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct branch_query query = {book, rows[i].purpose, rows[i].facts, rows[i].named};
        struct branch_verdict verdict;
        const char *channel = "";

        assert_int_equal(branch_decide(&query, &verdict), PJ_OK);
        channel = verdict.channel == NULL ? "" : verdict.channel->code;
        if (verdict.branch != rows[i].branch || strcmp(channel, rows[i].channel) != 0 ||
            verdict.rule != rows[i].rule) {
            fail_msg("%s: %s %s R%u", rows[i].sentence, channel_branch_text(verdict.branch),
                     channel, verdict.rule);
        }
        assert_non_null(rule_text(verdict.rule));
    }
}

/* Whatever the facts: exactly one branch, the lowest of them. */
static void every_set_of_facts_has_its_branch(void **state) {
    const struct channel_book *book = *state;

    for (uint32_t facts = 0; facts < BRANCH_FACT(CHANNEL_BRANCH_MAX); facts++) {
        struct branch_query query = {book, PURPOSE_CLAIM, facts, NULL};
        struct branch_verdict verdict;

        assert_int_equal(branch_decide(&query, &verdict), PJ_OK);
        for (unsigned branch = CHANNEL_BRANCH_LITIGATION; branch < verdict.branch; branch++) {
            assert_int_equal(facts & BRANCH_FACT(branch), 0);
        }
        assert_true(verdict.branch == CHANNEL_BRANCH_PETITION ||
                    (facts & BRANCH_FACT(verdict.branch)) != 0);
        assert_int_equal(verdict.channel->branch, verdict.branch);
    }
}

static void an_unknown_channel_is_told(void **state) {
    struct branch_query query = {*state, PURPOSE_CLAIM, 0, "prayer"};
    struct branch_verdict verdict;

    assert_int_equal(branch_decide(&query, &verdict), PJ_BAD_FIELD);
}

static void a_petition_tells_what_runs_out_beside_it(void **state) {
    const struct channel_book *book = *state;
    struct branch_query query = {book, PURPOSE_CLAIM, 0, ""};
    struct channel_facts facts = {.at = {{0}}};
    struct channel_remedy remedies[BRANCH_REMEDIES_MAX];
    struct branch_verdict verdict;

    assert_int_equal(branch_decide(&query, &verdict), PJ_OK);
    assert_int_equal(branch_remedies(book, &verdict, &facts, remedies), 5);
    assert_string_equal(remedies[0].limit->item, "review");
    assert_string_equal(remedies[2].channel->code, "reconsideration");
    assert_string_equal(remedies[4].limit->item, "sue_after_review");
    query.channel = "inspection";
    assert_int_equal(branch_decide(&query, &verdict), PJ_OK);
    assert_int_equal(branch_remedies(book, &verdict, &facts, remedies), 1);
    query.purpose = PURPOSE_THANKS;
    assert_int_equal(branch_decide(&query, &verdict), PJ_OK);
    assert_int_equal(branch_remedies(book, &verdict, &facts, remedies), 0);
}

#define WITH_BOOK(sentence, function) CASE_WITH(sentence, function, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_BOOK("the first branch that fits is the one", the_first_that_fits),
        WITH_BOOK("every set of facts has exactly one branch", every_set_of_facts_has_its_branch),
        WITH_BOOK("a channel that nobody knows is told", an_unknown_channel_is_told),
        WITH_BOOK("a petition tells what runs out beside it",
                  a_petition_tells_what_runs_out_beside_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
