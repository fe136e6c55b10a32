/* SPDX-License-Identifier: Apache-2.0
 * Invariant 9: a rating reaches those it rates without the person who gave it. What a portal says
 * of that person beside the rating is in no row of the station and in no message. */
#include "one_station.h"

#define PERSON "Zheng Xiaoming"

static bool says(struct bytes bytes, const char *text) {
    size_t len = strlen(text);

    for (size_t i = 0; i + len <= bytes.len; i++) {
        if (memcmp(bytes.data + i, text, len) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_written(struct answer *answer, const char *text) {
    const struct mem_store *store = &answer->world->stations[COUNTY].store;

    for (size_t i = 0; i < store->journal.count; i++) {
        const struct row_journal *row = MEM_ROW(store->journal, struct row_journal, i);

        if (says(row->body, text) || says(row->envelope, text)) {
            return true;
        }
    }
    return false;
}

static void take_in(struct answer *answer, char *case_no, char *query_code) {
    struct api_request request = {.kind = API_SUBMIT_CASE, .key = TEXT("in")};

    request.submit_case.node = "330726";
    request.submit_case.text = TEXT("the road");
    assert_int_equal(asked(answer, &request)->kind, API_REPLY_RECEIPT);
    snprintf(case_no, CASE_NO_TEXT_MAX + 1, "%s", answer->reply.receipt.case_no);
    snprintf(query_code, QUERY_CODE_TEXT_MAX + 1, "%s", answer->reply.receipt.query_code);
}

static struct api_request act_of(const char *case_no, enum act_kind kind, const char *target) {
    struct api_request request = {.kind = API_ACT};

    request.act.case_no = case_no;
    request.act.node = "";
    request.act.query_code = "";
    request.act.act.kind = kind;
    request.act.act.reason = TEXT("reason");
    snprintf(request.act.act.target.text, sizeof request.act.act.target.text, "%s", target);
    snprintf(request.operator_ref.name, sizeof request.operator_ref.name, "%s", PERSON);
    return request;
}

static void nobody_learns_who_rated(void **state) {
    static const char *const scopes[] = {"petitioner"};
    struct answer *answer = *state;
    struct api_request portal = {.kind = API_ACCOUNT_ADD, .key = TEXT("portal")};
    struct api_request request;
    char case_no[CASE_NO_TEXT_MAX + 1];
    char query_code[QUERY_CODE_TEXT_MAX + 1];

    portal.account_add = (struct api_account_add){
        .account = "portal", .scopes = scopes, .scope_count = ARRAY_COUNT(scopes), .node = ""};
    assert_int_equal(asked(answer, &portal)->kind, API_REPLY_KEYS);
    take_in(answer, case_no, query_code);
    request = act_of(case_no, ACT_TRANSFER, "330726.land");
    request.key = TEXT("on");
    request.operator_ref.name[0] = '\0';
    assert_int_equal(asked(answer, &request)->kind, API_REPLY_CASE);
    request = act_of(case_no, ACT_RATE, "330726");
    request.key = TEXT("rated");
    request.act.query_code = query_code;
    request.act.act.rating = RATING_DISSATISFIED;
    assert_int_equal(asked_by(answer, "portal", &request)->kind, API_REPLY_CASE);
    assert_false(is_written(answer, PERSON));
    request = act_of(case_no, ACT_NOTE, ""); /* an official's name is what makes an act theirs */
    request.key = TEXT("noted");
    assert_int_equal(asked(answer, &request)->kind, API_REPLY_CASE);
    assert_true(is_written(answer, PERSON));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("nobody learns from a rating who gave it", nobody_learns_who_rated, set_up,
                  tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
