/* SPDX-License-Identifier: Apache-2.0
 * Offices above the window that watch over a visit know that it is one, while nobody below may have
 * word of it: else they would pass its number on in another case. */
#include "five_stations.h"

static void visit(struct stations *stations, enum where at) {
    struct api_request request = {.kind = API_SUBMIT_CASE};

    request.submit_case.text = TEXT("they took the field");
    request.submit_case.form = FORM_VISIT;
    request.submit_case.persons = 3;
    request.submit_case.purpose = PURPOSE_CLAIM;
    assert_int_equal(asked(stations, at, &request)->kind, API_REPLY_RECEIPT);
    snprintf(stations->no.text, sizeof stations->no.text, "%s", stations->reply.receipt.case_no);
}

/* Another one is taken in there: is it linked to the visit? */
static bool is_linked(struct stations *stations, enum where at) {
    struct api_request request = {.kind = API_SUBMIT_CASE};
    const struct api_receipt *receipt = &stations->reply.receipt;
    bool linked = true;

    request.submit_case.text = TEXT("and the house too");
    request.submit_case.follows = stations->no.text;
    assert_int_equal(asked(stations, at, &request)->kind, API_REPLY_RECEIPT);
    for (size_t i = 0; i < receipt->warning_count; i++) {
        linked = linked && strcmp(receipt->warnings[i].field, "follows") != 0;
    }
    assert_string_equal(
        mem_store_case(&stations->world.stations[at].store, receipt->case_no)->columns.follows.text,
        linked ? stations->no.text : "");
    return linked;
}

static void passes_no_word_on(void **state) {
    struct stations *stations = *state;
    struct case_no no = {""};
    struct api_request attach;

    visit(stations, CITY);
    act(stations, CITY, ACT_URGENT, "3307", "");
    settle(stations);
    assert_int_equal(look(stations, PROVINCE)->casefile->role, ROLE_COPY);
    assert_int_equal(stations->reply.case_view.casefile->form, FORM_VISIT);
    assert_false(is_linked(stations, PROVINCE));
    no = stations->no;
    submit(stations, PROVINCE);
    attach = an_act(stations, ACT_ATTACH, "33", "");
    attach.act.act.leading = no;
    assert_int_equal(asked(stations, PROVINCE, &attach)->kind, API_REPLY_ERROR);
    assert_int_equal(stations->reply.error.code, PJ_POLICY_VISIT_WORD);
    stations->no = no;
    next_day(stations);
    assert_true(is_linked(stations, PROVINCE));
}

/* From its day on all are told the same. */
static void is_told_without_it_afterwards(void **state) {
    struct stations *stations = *state;

    visit(stations, CITY);
    next_day(stations);
    act(stations, CITY, ACT_URGENT, "3307", "");
    settle(stations);
    assert_int_equal(look(stations, PROVINCE)->casefile->role, ROLE_COPY);
    assert_int_equal(stations->reply.case_view.casefile->form, FORM_UNSPECIFIED);
    assert_int_equal(stations->reply.case_view.casefile->persons, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("who watches over a visit from above passes no word of it on before its day",
                  passes_no_word_on, set_up, tear_down),
        CASE_WITH("from its day on who watches over it is told the matter alone",
                  is_told_without_it_afterwards, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
