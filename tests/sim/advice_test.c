/* SPDX-License-Identifier: Apache-2.0
 * What a station tells the petitioner beside the case: on the receipt, in `case show`, and in the
 * answer to an act. */
#include "one_station.h"

static struct api_request submitting(const char *key, enum purpose purpose, const char *category) {
    return (struct api_request){.kind = API_SUBMIT_CASE,
                                .key = {(const uint8_t *)key, strlen(key)},
                                .submit_case = {.node = "330726",
                                                .text = TEXT("words"),
                                                .form = FORM_LETTER,
                                                .purpose = purpose,
                                                .source = "",
                                                .category = category,
                                                .place = "330726101221",
                                                .session = "",
                                                .foreign_system = "",
                                                .foreign_id = ""}};
}

static const struct api_remedy *remedy_of(const struct api_advice *advice, const char *channel) {
    for (size_t i = 0; i < advice->remedy_count; i++) {
        if (strcmp(advice->remedies[i].channel, channel) == 0) {
            return &advice->remedies[i];
        }
    }
    return NULL;
}

static void tells_dated(void **state) {
    struct answer *answer = *state;
    struct civil today = civil_of(answer->world->now.wall);
    struct api_request request = submitting("advice-1", PURPOSE_CLAIM, "0102");
    const struct api_receipt *receipt = NULL;
    const struct api_remedy *remedy = NULL;

    request.submit_case.known_at.day = today.day - 90;
    receipt = &asked(answer, &request)->receipt;
    assert_int_equal(answer->reply.kind, API_REPLY_RECEIPT);
    assert_true(receipt->advice.given);
    assert_string_equal(receipt->advice.branch, "petition");
    assert_int_equal(receipt->advice.rule, 16);
    remedy = remedy_of(&receipt->advice, "reconsideration");
    assert_non_null(remedy);
    assert_int_equal(remedy->length, 60);
    assert_true(remedy->due.day >= today.day - 30);
    assert_true(remedy->due.day < today.day);
    assert_true(remedy->over);
    assert_non_null(strstr(remedy->sentence_en, "over since the end of"));
    remedy = remedy_of(&receipt->advice, "suit");
    assert_non_null(remedy);
    assert_true(remedy->due.day > today.day);
    assert_false(remedy->over);
}

static void tells_undated(void **state) {
    struct answer *answer = *state;
    struct api_request request = submitting("advice-2", PURPOSE_CLAIM, "0102");
    const struct api_remedy *remedy = remedy_of(&asked(answer, &request)->receipt.advice, "suit");

    assert_non_null(remedy);
    assert_int_equal(remedy->due.day, 0);
    assert_string_equal(remedy->start, "knew");
    assert_string_equal(remedy->unit, "month");
}

static void warns_of_a_day_to_come(void **state) {
    struct answer *answer = *state;
    struct api_request request = submitting("advice-3", PURPOSE_CLAIM, "0102");
    const struct api_receipt *receipt = NULL;

    request.submit_case.known_at.day = civil_of(answer->world->now.wall).day + 1;
    receipt = &asked(answer, &request)->receipt;
    assert_int_equal(receipt->warning_count, 1);
    assert_string_equal(receipt->warnings[0].field, "known_date");
    assert_int_equal(remedy_of(&receipt->advice, "suit")->due.day, 0);
}

static void no_limits_for_thanks(void **state) {
    struct api_request request = submitting("advice-4", PURPOSE_THANKS, "0102");
    const struct api_advice *advice = &asked(*state, &request)->receipt.advice;

    assert_true(advice->given);
    assert_int_equal(advice->remedy_count, 0);
    assert_int_equal(advice->rule, 19);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("limits from the day the petitioner learned of it, past ones too", tells_dated),
        CASE("without that day they are told without a date", tells_undated),
        CASE("a day that is still to come is not used, and that is said", warns_of_a_day_to_come),
        CASE("thanks have no limits", no_limits_for_thanks),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
