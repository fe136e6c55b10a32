/* SPDX-License-Identifier: Apache-2.0
 * More words and files beside a case's first submission, at a station: kept byte for byte, once per
 * key, within named limits. Between stations and under faults the simulator's day looks. */
#include "one_station.h"

#define PHOTO TEXT("\xff\xd8\xff\0\x01 no text at all")
#define WORDS TEXT("not the field, the \0 meadow")

static const struct attachment photo = {TEXT("meadow.jpg"), PHOTO};

static void submit(struct answer *answer, struct case_no *ret_no) {
    static unsigned number;
    struct api_request request = {.kind = API_SUBMIT_CASE};
    char key[32];

    snprintf(key, sizeof key, "first-%u", ++number);
    request.key = (struct bytes){(const uint8_t *)key, strlen(key)};
    request.submit_case.node = request.submit_case.source = request.submit_case.category = "";
    request.submit_case.place = request.submit_case.session = "";
    request.submit_case.foreign_system = request.submit_case.foreign_id = "";
    request.submit_case.text = TEXT("they took the field");
    assert_int_equal(asked(answer, &request)->kind, API_REPLY_RECEIPT);
    snprintf(ret_no->text, sizeof ret_no->text, "%s", answer->reply.receipt.case_no);
}

static const struct api_reply *hand_in(struct answer *answer, const struct case_no *no,
                                       const char *key, const struct api_supplement *supplement) {
    struct api_request request = {.kind = API_ACT,
                                  .key = {(const uint8_t *)key, strlen(key)},
                                  .act = {.case_no = no->text,
                                          .node = "",
                                          .query_code = "",
                                          .act = {.kind = ACT_SUPPLEMENT},
                                          .supplement = *supplement}};

    return asked(answer, &request);
}

static const struct api_case *look(struct answer *answer, const struct case_no *no,
                                   const struct digest *part) {
    struct api_request request = {
        .kind = API_GET_CASE,
        .get_case = {.case_no = no->text, .foreign_system = "", .foreign_id = ""}};

    if (part != NULL) {
        request.get_case.part = *part;
    }
    assert_int_equal(asked(answer, &request)->kind, API_REPLY_CASE);
    return &answer->reply.case_view;
}

static void assert_bytes(struct bytes bytes, struct bytes expected) {
    assert_int_equal(bytes.len, expected.len);
    assert_memory_equal(bytes.data, expected.data, expected.len);
}

static void assert_refused(const struct api_reply *reply, enum pj_code code, const char *field) {
    assert_int_equal(reply->kind, API_REPLY_ERROR);
    assert_int_equal(reply->error.code, code);
    assert_string_equal(reply->error.field, field);
}

static void kept_beside_the_first(void **state) {
    struct answer *answer = *state;
    const struct api_supplement supplement = {.text = WORDS,
                                              .text_origin = TEXT_ORIGIN_OWN_WORDS,
                                              .form = FORM_LETTER,
                                              .relation = RELATION_MISRECORDED,
                                              .attachments = &photo,
                                              .attachment_count = 1};
    const struct api_case *view = NULL;
    struct digest digest;
    struct digest part;
    struct case_no no;

    submit(answer, &no);
    assert_int_equal(hand_in(answer, &no, "more", &supplement)->kind, API_REPLY_RECEIPT);
    assert_string_equal(answer->reply.receipt.case_no, no.text);
    assert_string_equal(answer->reply.receipt.query_code, ""); /* it is the petitioner's */
    assert_false(answer->reply.receipt.replayed);
    digest = answer->reply.receipt.digest;
    view = look(answer, &no, NULL);
    assert_int_equal(view->submission_count, 2);
    assert_bytes(view->text, TEXT("they took the field")); /* nothing changes the first */
    assert_int_equal(view->submissions[0].relation, RELATION_UNSPECIFIED);
    assert_int_equal(view->submissions[1].relation, RELATION_MISRECORDED);
    assert_true(digest_equal(&view->submissions[1].digest, &digest));
    assert_bytes(view->submissions[1].text, WORDS);
    assert_int_equal(view->submissions[1].part_count, 2);
    assert_string_equal(view->submissions[1].parts[1].name, "meadow.jpg");
    part = view->submissions[1].parts[1].digest;
    assert_bytes(look(answer, &no, &part)->part, PHOTO);
    part.byte[0] ^= 1;
    assert_int_equal(look(answer, &no, &part)->part.len, 0);
}

static void once_per_key(void **state) {
    struct answer *answer = *state;
    struct api_supplement supplement = {.text = WORDS};
    struct digest digest;
    struct case_no no;

    submit(answer, &no);
    assert_int_equal(hand_in(answer, &no, "again", &supplement)->kind, API_REPLY_RECEIPT);
    digest = answer->reply.receipt.digest;
    assert_int_equal(hand_in(answer, &no, "again", &supplement)->kind, API_REPLY_RECEIPT);
    assert_true(answer->reply.receipt.replayed);
    assert_true(digest_equal(&answer->reply.receipt.digest, &digest));
    assert_int_equal(look(answer, &no, NULL)->submission_count, 2);
    supplement.text = TEXT("something else");
    assert_refused(hand_in(answer, &no, "again", &supplement), PJ_IDEM_CONFLICT, "key");
}

/* What is too much for one supplement, and for one case; the case can still be handed on. */
static void limits(void **state) {
    static uint8_t much[SUPPLEMENT_BYTES_MAX];
    struct attachment file = {TEXT("much"), {much, sizeof much}};
    struct api_supplement supplement = {.attachments = &file, .attachment_count = 1};
    struct answer *answer = *state;
    unsigned taken = 0;
    struct case_no no;
    char key[32];

    submit(answer, &no);
    assert_refused(hand_in(answer, &no, "much-0", &supplement), PJ_BAD_TOO_LONG,
                   "act.supplement.attachments");
    file.data.len = 0;
    assert_refused(hand_in(answer, &no, "none-0", &supplement), PJ_BAD_EMPTY,
                   "act.supplement.attachments");
    supplement.attachment_count = 0;
    assert_refused(hand_in(answer, &no, "none-1", &supplement), PJ_BAD_EMPTY,
                   "act.supplement.text");
    supplement.text = (struct bytes){much, TEXT_BYTES_MAX + 1};
    assert_refused(hand_in(answer, &no, "much-1", &supplement), PJ_BAD_TOO_LONG,
                   "act.supplement.text");
    supplement.text = BYTES_NONE;
    supplement.attachment_count = 1;
    file.data.len = 150 * 1024;
    for (unsigned i = 0; i < 6; i++) {
        snprintf(key, sizeof key, "part-%u", i);
        taken += hand_in(answer, &no, key, &supplement)->kind == API_REPLY_RECEIPT;
    }
    assert_int_equal(taken, 3); /* of 600 KiB: the fourth no longer fits */
    assert_int_equal(look(answer, &no, NULL)->submission_count, 1 + taken);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("words and files are kept beside the first submission, byte for byte",
                  kept_beside_the_first, set_up, tear_down),
        CASE_WITH("the same key is the same supplement, and gets the same receipt", once_per_key,
                  set_up, tear_down),
        CASE_WITH("what no hand-over could carry is refused, and nothing changes", limits, set_up,
                  tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
