/* SPDX-License-Identifier: Apache-2.0
 * A station whose database became an older one, as its clients see it: what of keys, numbers,
 * epoch.
 */
#include "one_station.h"

static struct case_no taken_in(struct answer *answer, const char *key) {
    struct api_request request = {.kind = API_SUBMIT_CASE,
                                  .key = {(const uint8_t *)key, strlen(key)},
                                  .submit_case = {.text = TEXT("road")}};
    struct case_no no = {""};

    assert_int_equal(asked(answer, &request)->kind, API_REPLY_RECEIPT);
    snprintf(no.text, sizeof no.text, "%s", answer->reply.receipt.case_no);
    return no;
}

static enum pj_code receipt_of(struct answer *answer, const char *key) {
    struct api_request request = {.kind = API_GET_RECEIPT,
                                  .get_receipt_key = {(const uint8_t *)key, strlen(key)}};
    const struct api_reply *reply = asked(answer, &request);

    return reply->kind == API_REPLY_RECEIPT ? PJ_OK : reply->error.code;
}

static void assert_status(struct answer *answer, uint32_t epoch, const char *database) {
    struct api_request request = {.kind = API_STATUS};

    assert_int_equal(asked(answer, &request)->kind, API_REPLY_STATUS);
    assert_int_equal(answer->reply.status.epoch, epoch);
    assert_string_equal(answer->reply.status.database, database);
}

static void restored(struct answer *answer, bool running) {
    struct case_no given[4];

    given[0] = taken_in(answer, "before");
    world_backup(answer->world, COUNTY);
    given[1] = taken_in(answer, "lost");
    given[2] = taken_in(answer, "lost as well");
    assert_int_equal(receipt_of(answer, "never"), PJ_STATE_NO_RECEIPT);
    assert_status(answer, 0, "ready");

    world_restore(answer->world, running, false);
    assert_true(world_run(answer->world, 2 * US_PER_S));
    assert_status(answer, 1, "recovering"); /* its parent, without data, does not let it in */
    assert_int_equal(receipt_of(answer, "before"), PJ_OK);
    assert_int_equal(receipt_of(answer, "lost"), PJ_STATE_UNKNOWN_AFTER_RESTORE);
    given[3] = taken_in(answer, "lost");
    for (size_t i = 0; i < 3; i++) {
        assert_string_not_equal(given[3].text, given[i].text);
    }
    assert_int_equal(receipt_of(answer, "lost"), PJ_OK);
}

static void while_down(void **state) {
    restored(*state, false);
}

static void while_running(void **state) {
    restored(*state, true);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("an older database under a station that was down", while_down, set_up, tear_down),
        CASE_WITH("an older database under a station that runs", while_running, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
