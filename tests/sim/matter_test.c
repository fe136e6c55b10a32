/* SPDX-License-Identifier: Apache-2.0
 * Attaching at a station: where the leading case is held is looked up, not asked of the clerk. */
#include "one_station.h"
#include "raw_message.h"

static void submit(struct answer *answer, struct case_no *ret_no) {
    static unsigned number;
    struct raw body = {NULL, 0};
    struct raw frame = {NULL, 0};
    char key[32];

    snprintf(key, sizeof key, "matter-%u", ++number);
    raw_text(&body, 12, "the road");
    raw_number(&frame, 1, API_PROTOCOL);
    raw_number(&frame, 2, 1);
    raw_text(&frame, 3, key);
    raw_message(&frame, API_SUBMIT_CASE, &body);
    ask(answer, (struct bytes){frame.data, frame.len});
    raw_release(&frame);
    assert_int_equal(answer->reply.kind, API_REPLY_RECEIPT);
    snprintf(ret_no->text, sizeof ret_no->text, "%s", answer->reply.receipt.case_no);
}

static const struct api_reply *act(struct answer *answer, const struct case_no *no,
                                   enum act_kind kind, const char *leading, const char *target) {
    static unsigned number;
    struct api_request request = {.kind = API_ACT};
    char key[32];

    snprintf(key, sizeof key, "act-%u", ++number);
    request.key = (struct bytes){(const uint8_t *)key, strlen(key)};
    request.act.case_no = no->text;
    request.act.node = "";
    request.act.query_code = "";
    request.act.act.kind = kind;
    request.act.act.reason = TEXT("the same road");
    snprintf(request.act.act.leading.text, sizeof request.act.act.leading.text, "%s", leading);
    snprintf(request.act.act.target.text, sizeof request.act.act.target.text, "%s", target);
    return asked(answer, &request);
}

static const struct mem_case *row_of(struct answer *answer, const struct case_no *no) {
    const struct mem_case *row = mem_store_case(&answer->world->stations[COUNTY].store, no->text);

    assert_non_null(row);
    return row;
}

static void assert_refused(const struct api_reply *reply, enum pj_code code, const char *field) {
    assert_int_equal(reply->kind, API_REPLY_ERROR);
    assert_int_equal(reply->error.code, code);
    assert_string_equal(reply->error.field, field);
}

static void leading_is_looked_up(void **state) {
    struct answer *answer = *state;
    struct case_no leading, second, third;

    submit(answer, &leading);
    submit(answer, &second);
    submit(answer, &third);
    assert_int_equal(act(answer, &second, ACT_ATTACH, leading.text, "")->kind, API_REPLY_CASE);
    assert_int_equal(row_of(answer, &second)->leg_count, 0); /* the same office has both */
    assert_refused(act(answer, &third, ACT_ATTACH, second.text, ""), PJ_POLICY_TARGET,
                   "act.leading"); /* what is attached itself cannot lead */
    assert_refused(act(answer, &third, ACT_ATTACH, "330726-20030918-00000001-01", ""),
                   PJ_BAD_MISSING, "act.target"); /* not known here: somebody must say where */
    assert_int_equal(act(answer, &leading, ACT_TRANSFER, "", "330726.land")->kind, API_REPLY_CASE);
    assert_int_equal(act(answer, &third, ACT_ATTACH, leading.text, "")->kind, API_REPLY_CASE);
    assert_string_equal(row_of(answer, &third)->columns.holder.text, "330726.land");
    assert_int_equal(act(answer, &third, ACT_DETACH, "", "")->kind, API_REPLY_CASE);
    assert_string_equal(row_of(answer, &third)->columns.holder.text, "330726");
    assert_int_equal(row_of(answer, &third)->leg_count, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("the leading case's holder is looked up, and the way back leads home",
             leading_is_looked_up),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
