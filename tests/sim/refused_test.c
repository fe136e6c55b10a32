/* SPDX-License-Identifier: Apache-2.0
 * What is asked of whoever holds the case, and refused there, is told where it was asked: that it
 * was asked, why it was not done, and what to change; until it is done. */
#include "one_station.h"

#define CITY 1

static void on_any_reply(void *context, uint64_t word, struct bytes bytes, uint32_t station) {
    (void)station; /* they ask one after the other */
    on_reply(context, word, bytes, COUNTY);
}

static const struct api_reply *ask_at(struct answer *answer, uint32_t station, const char *account,
                                      struct api_request *request) {
    struct arena arena;
    struct bytes bytes = BYTES_NONE;

    arena_init(&arena, UNPACK_BYTES_MAX);
    request->request_id = 1;
    assert_int_equal(wire_encode_request(request, &arena, &bytes), PJ_OK);
    arena_clear(&answer->arena);
    answer->is_there = false;
    world_ask(answer->world, station, WORD, account, bytes);
    assert_true(world_run(answer->world, 5 * US_PER_S));
    assert_true(answer->is_there);
    arena_release(&arena);
    return &answer->reply;
}

static void load_at_city(struct answer *answer, enum data_kind kind, const char *path) {
    static uint8_t text[FILE_BYTES];
    FILE *file = fopen(path, "rb");
    struct api_request request = {.kind = API_LOAD_DATA,
                                  .key = {(const uint8_t *)path, strlen(path) % 60}};
    size_t len = 0;

    assert_non_null(file);
    len = fread(text, 1, sizeof text, file);
    fclose(file);
    request.load_data = (struct api_load_data){
        .kind = kind, .version = "sim", .total = len, .chunk = {text, len}, .last = true};
    assert_int_equal(ask_at(answer, CITY, "local-admin", &request)->kind, API_REPLY_DATA);
}

static char number[CASE_NO_TEXT_MAX + 1];
static char code[QUERY_CODE_TEXT_MAX + 1];

/* Taken in at the county, handed up to the city. */
static void a_case_at_the_city(void **state) {
    static const char *const scopes[] = {"petitioner", "read:own"};
    struct answer *answer = *state;
    struct api_request portal = {.kind = API_ACCOUNT_ADD, .key = TEXT("portal")};
    struct api_request submit = {.kind = API_SUBMIT_CASE, .key = TEXT("case")};
    struct api_request up = {.kind = API_ACT, .key = TEXT("up")};

    answer->world->on_reply = on_any_reply;
    load_at_city(answer, DATA_DIVISIONS, PJ_SOURCE_DIR "/deploy/divisions/330726.csv");
    load_at_city(answer, DATA_NODES, PJ_SOURCE_DIR "/deploy/divisions/nodes-demo.csv");
    portal.account_add = (struct api_account_add){
        .account = "portal", .scopes = scopes, .scope_count = 2, .node = "330726"};
    (void)ask_at(answer, COUNTY, "local-admin", &portal);
    submit.submit_case = (struct api_submit_case){.node = "330726", .text = TEXT("road")};
    assert_int_equal(ask_at(answer, COUNTY, "local-admin", &submit)->kind, API_REPLY_RECEIPT);
    snprintf(number, sizeof number, "%s", answer->reply.receipt.case_no);
    snprintf(code, sizeof code, "%s", answer->reply.receipt.query_code);
    up.act = (struct api_act){.case_no = number, .node = "330726", .query_code = ""};
    up.act.act.kind = ACT_ESCALATE;
    up.act.act.target = (struct node_id){"3307"};
    up.act.act.reason = TEXT("theirs");
    assert_int_equal(ask_at(answer, COUNTY, "local-admin", &up)->kind, API_REPLY_CASE);
    assert_true(world_run(answer->world, 20 * US_PER_S));
}

static void asks(struct answer *answer, const char *key, struct bytes proof) {
    struct api_request request = {.kind = API_ACT, .key = {(const uint8_t *)key, strlen(key)}};

    request.act = (struct api_act){.case_no = number, .node = "", .query_code = code};
    request.act.act.kind = ACT_WITHDRAW;
    request.act.act.proof = proof;
    assert_int_equal(ask_at(answer, COUNTY, "portal", &request)->kind, API_REPLY_CASE);
    assert_true(world_run(answer->world, 20 * US_PER_S));
}

static const struct casefile *shown(struct answer *answer) {
    struct api_request request = {
        .kind = API_GET_CASE,
        .get_case = {.case_no = number, .foreign_system = "", .foreign_id = ""}};

    assert_int_equal(ask_at(answer, COUNTY, "portal", &request)->kind, API_REPLY_CASE);
    return answer->reply.case_view.casefile;
}

static void told_where_it_was_asked(void **state) {
    struct answer *answer = *state;
    struct api_request trace = {.kind = API_TRACE, .case_no = number};
    struct api_request explain = {.kind = API_EXPLAIN, .case_no = number};
    const struct casefile *file = NULL;
    const struct api_trace_hop *hops = NULL;
    const struct api_explain_line *lines = NULL;
    size_t count = 0;

    asks(answer, "without proof", BYTES_NONE);
    file = shown(answer);
    assert_string_equal(file->holder.text, "3307");
    assert_int_equal(file->refused.act, ACT_WITHDRAW);
    assert_string_equal(file->refused.node.text, "330726");
    assert_int_equal(file->refused.code, PJ_POLICY_PROOF);
    assert_true(file->refused.at.us > file->opened_at.us);

    assert_int_equal(ask_at(answer, COUNTY, "portal", &trace)->kind, API_REPLY_TRACE);
    hops = answer->reply.trace.hops;
    count = answer->reply.trace.count;
    assert_true(count >= 2);
    assert_string_equal(hops[count - 2].act, "withdraw");
    assert_true(hops[count - 2].is_order);
    assert_string_equal(hops[count - 2].node, "330726");
    assert_string_equal(hops[count - 1].act, "withdraw");
    assert_false(hops[count - 1].is_order);
    assert_string_equal(hops[count - 1].node, "3307");
    assert_string_equal(hops[count - 1].refused.name, "POLICY_PROOF");
    assert_non_null(strstr(hops[count - 1].refused.sentence, "proof is required"));

    assert_int_equal(ask_at(answer, COUNTY, "portal", &explain)->kind, API_REPLY_EXPLAIN);
    lines = answer->reply.explain.lines;
    count = answer->reply.explain.line_count;
    assert_true(count >= 2);
    assert_string_equal(lines[count - 2].act, "withdraw");
    assert_true(lines[count - 2].is_order);
    assert_string_equal(lines[count - 1].refused.name, "POLICY_PROOF");
    assert_non_null(strstr(lines[count - 1].refused.sentence, "须附凭证"));
}

static void until_it_is_done(void **state) {
    const struct casefile *file = NULL;

    asks(*state, "with proof", TEXT("confirmed by telephone 4711"));
    file = shown(*state);
    assert_int_equal(file->state, STATE_WITHDRAWN);
    assert_int_equal(file->refused.code, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("a case goes up to the city", a_case_at_the_city),
        CASE("what was asked and refused there is told here, with the reason",
             told_where_it_was_asked),
        CASE("until it is done", until_it_is_done),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
