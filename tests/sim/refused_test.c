/* SPDX-License-Identifier: Apache-2.0
 * What is asked of whoever holds the case, and refused there, is told where it was asked: that it
 * was asked, why it was not done, and what to change; until it is done. */
#include "five_stations.h"

static char code[QUERY_CODE_TEXT_MAX + 1];

/* Taken in at the county, handed up to the city. */
static void a_case_at_the_city(struct stations *stations) {
    static const char *const scopes[] = {"petitioner", "read:own"};
    struct api_request portal = {.kind = API_ACCOUNT_ADD};

    portal.account_add = (struct api_account_add){
        .account = "portal", .scopes = scopes, .scope_count = 2, .node = "330726"};
    (void)asked(stations, COUNTY, &portal);
    submit(stations, COUNTY);
    snprintf(code, sizeof code, "%s", stations->reply.receipt.query_code);
    act(stations, COUNTY, ACT_ESCALATE, "330726", "3307");
}

static void withdraw(struct stations *stations, struct bytes proof) {
    struct api_request request = an_act(stations, ACT_WITHDRAW, "", "");

    request.act.query_code = code;
    request.act.act.reason = BYTES_NONE;
    request.act.act.proof = proof;
    assert_int_equal(asked_by(stations, COUNTY, "portal", &request)->kind, API_REPLY_CASE);
    settle(stations);
}

static void told_where_it_was_asked(void **state) {
    struct stations *stations = *state;
    struct api_request trace = {.kind = API_TRACE, .case_no = stations->no.text};
    struct api_request explain = {.kind = API_EXPLAIN, .case_no = stations->no.text};
    const struct casefile *file = NULL;
    const struct api_trace_hop *hops = NULL;
    const struct api_explain_line *lines = NULL;
    size_t count = 0;

    a_case_at_the_city(stations);
    withdraw(stations, BYTES_NONE);
    file = look(stations, COUNTY)->casefile;
    assert_string_equal(file->holder.text, "3307");
    assert_int_equal(file->refused.act, ACT_WITHDRAW);
    assert_string_equal(file->refused.node.text, "330726");
    assert_int_equal(file->refused.code, PJ_POLICY_PROOF);
    assert_true(file->refused.at.us > file->opened_at.us);

    assert_int_equal(asked_by(stations, COUNTY, "portal", &trace)->kind, API_REPLY_TRACE);
    hops = stations->reply.trace.hops;
    count = stations->reply.trace.count;
    assert_true(count >= 2);
    assert_string_equal(hops[count - 2].act, "withdraw");
    assert_true(hops[count - 2].is_order);
    assert_string_equal(hops[count - 2].node, "330726");
    assert_string_equal(hops[count - 1].act, "withdraw");
    assert_false(hops[count - 1].is_order);
    assert_string_equal(hops[count - 1].node, "3307");
    assert_string_equal(hops[count - 1].refused.name, "POLICY_PROOF");
    assert_non_null(strstr(hops[count - 1].refused.sentence, "proof is required"));

    assert_int_equal(asked_by(stations, COUNTY, "portal", &explain)->kind, API_REPLY_EXPLAIN);
    lines = stations->reply.explain.lines;
    count = stations->reply.explain.line_count;
    assert_true(count >= 2);
    assert_string_equal(lines[count - 2].act, "withdraw");
    assert_true(lines[count - 2].is_order);
    assert_string_equal(lines[count - 1].refused.name, "POLICY_PROOF");
    assert_non_null(strstr(lines[count - 1].refused.sentence, "须附凭证"));

    withdraw(stations, TEXT("confirmed by telephone 4711"));
    file = look(stations, COUNTY)->casefile;
    assert_int_equal(file->state, STATE_WITHDRAWN);
    assert_int_equal(file->refused.code, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("what was asked and refused there is told here with the reason, until it is done",
             told_where_it_was_asked),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
