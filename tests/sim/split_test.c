/* SPDX-License-Identifier: Apache-2.0
 * Who asks for something and accuses somebody in one letter has two cases (DOMAIN 3.1): in one
 * commit, on two roads, and nothing that is stored or sent of the one tells of the other. */
#include "one_station.h"

#define OLD_NO       "330726-20251123-12345678-55"
#define CLAIM_TEXT   "MARK what is asked for"
#define SAID_TEXT    "MARK what is said of them"
#define CARRIED_TEXT "MARK what nobody can read"

#define HEAD                                                                                       \
    { "330726101", TEXT("MARK person"), TEXT("head"), TEXT(SAID_TEXT) }
#define RESPONDENT                                                                                 \
    { "330726102", TEXT(""), TEXT("office"), TEXT("") }

static const struct accused head[] = {HEAD};
static const struct accused respondent[] = {RESPONDENT};
static const struct accused both[] = {HEAD, RESPONDENT};
static const struct petitioner petitioners[] = {{1, TEXT("MARK name"), TEXT("1"), TEXT("2")}};

static struct api_request request_of(const char *key, enum purpose purpose,
                                     const struct accused *accused, size_t count) {
    struct api_request request = {.kind = API_SUBMIT_CASE,
                                  .key = {(const uint8_t *)key, strlen(key)}};

    request.submit_case = (struct api_submit_case){.node = "330726",
                                                   .purpose = purpose,
                                                   .category = "0701",
                                                   .place = "330726101221",
                                                   .text = TEXT(CLAIM_TEXT),
                                                   .petitioners = petitioners,
                                                   .petitioner_count = 1,
                                                   .accused = accused,
                                                   .accused_count = count,
                                                   .follows = OLD_NO,
                                                   .foreign_system = "hotline",
                                                   .foreign_id = key,
                                                   .carried = TEXT(CARRIED_TEXT)};
    return request;
}

static const struct api_receipt *submit(struct answer *answer, struct api_request *request) {
    const struct api_reply *reply = asked(answer, request);

    assert_int_equal(reply->kind, API_REPLY_RECEIPT);
    return &reply->receipt;
}

static const struct mem_store *store_of(const struct answer *answer) {
    return &answer->world->stations[COUNTY].store;
}

static const struct mem_case *row_of(const struct answer *answer, const char *case_no) {
    const struct mem_case *row = mem_store_case(store_of(answer), case_no);

    assert_non_null(row);
    return row;
}

/* ---- how many cases it is */

static const struct {
    const char *sentence;
    enum purpose purpose;
    const struct accused *accused;
    size_t count;
    bool asks;   /* it has a text of its own */
    bool splits; /* the second is an accusation */
    enum purpose first;
    size_t first_conflicts;
} rows[] = {
    {"a claim beside which somebody is accused", PURPOSE_CLAIM, head, 1, true, true, PURPOSE_CLAIM,
     1},
    {"no purpose was said", PURPOSE_UNSPECIFIED, head, 1, true, true, PURPOSE_UNSPECIFIED, 1},
    {"of a respondent nothing is said: one case", PURPOSE_CLAIM, respondent, 1, true, false,
     PURPOSE_CLAIM, 1},
    {"one is accused, the other the respondent: both avoid both", PURPOSE_CLAIM, both, 2, true,
     true, PURPOSE_CLAIM, 2},
    {"an accusation with a text is one accusation", PURPOSE_ACCUSATION, head, 1, true, false,
     PURPOSE_ACCUSATION, 1},
    {"nothing is asked for: an accusation, whatever was ticked", PURPOSE_CLAIM, head, 1, false,
     false, PURPOSE_ACCUSATION, 1},
    {"nobody is accused", PURPOSE_CLAIM, NULL, 0, true, false, PURPOSE_CLAIM, 0},
};

static void how_many(void **state) {
    struct answer *answer = *state;

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        char key[16];
        struct api_request request;
        const struct api_receipt *receipt = NULL;
        const struct mem_case *first = NULL;
        struct casefile file;

        snprintf(key, sizeof key, "many-%zu", i);
        request = request_of(key, rows[i].purpose, rows[i].accused, rows[i].count);
        if (!rows[i].asks) {
            request.submit_case.text = BYTES_NONE;
        }
        receipt = submit(answer, &request);
        first = row_of(answer, receipt->case_no);
        assert_int_equal(wire_decode_casefile(first->file, &answer->arena, &file), PJ_OK);
        if ((receipt->accusation != NULL) != rows[i].splits ||
            first->columns.purpose != rows[i].first ||
            file.conflicts.count != rows[i].first_conflicts) {
            fail_msg("%s", rows[i].sentence);
        }
        if (receipt->accusation != NULL) {
            const struct mem_case *second = row_of(answer, receipt->accusation->case_no);

            assert_int_equal(second->columns.purpose, PURPOSE_ACCUSATION);
            assert_string_equal(receipt->accusation->holder, "330726.discipline");
            assert_string_equal(receipt->holder, "330726");
            assert_int_equal(wire_decode_casefile(second->file, &answer->arena, &file), PJ_OK);
            assert_int_equal(file.conflicts.count, rows[i].first_conflicts);
        }
    }
}

/* ---- nothing of the one in the other */

static bool has(struct bytes bytes, const void *wanted, size_t len) {
    for (size_t at = 0; at + len <= bytes.len; at++) {
        if (memcmp(bytes.data + at, wanted, len) == 0) {
            return true;
        }
    }
    return false;
}

/* Everything stored or sent under the case: its row, its journal. */
static bool tells(const struct answer *answer, const struct mem_case *row, const void *wanted,
                  size_t len) {
    const struct mem_store *store = store_of(answer);
    bool found = has(row->file, wanted, len);

    for (size_t i = 0; i < store->journal.count; i++) {
        const struct row_journal *entry = MEM_ROW(store->journal, struct row_journal, i);

        if (entry->case_ref == row->columns.ref) {
            found = found || has(entry->body, wanted, len) || has(entry->envelope, wanted, len);
        }
    }
    return found;
}

static bool tells_text(const struct answer *answer, const struct mem_case *row, const char *text) {
    return tells(answer, row, text, strlen(text));
}

static void nothing_of_the_other(void **state) {
    struct answer *answer = *state;
    struct api_request request = request_of("apart", PURPOSE_CLAIM, both, 2);
    const struct api_receipt *receipt = submit(answer, &request);
    const struct mem_case *claim = row_of(answer, receipt->case_no);
    const struct mem_case *accusation = row_of(answer, receipt->accusation->case_no);
    static const char *const said[] = {SAID_TEXT, "MARK person", CARRIED_TEXT};

    for (size_t i = 0; i < ARRAY_COUNT(said); i++) {
        assert_true(tells_text(answer, accusation, said[i]));
        assert_false(tells_text(answer, claim, said[i]));
    }
    assert_true(tells_text(answer, claim, CLAIM_TEXT));
    assert_false(tells_text(answer, accusation, CLAIM_TEXT));
    assert_true(tells_text(answer, claim, OLD_NO)); /* new facts belong to what is asked for */
    assert_false(tells_text(answer, accusation, OLD_NO));
    assert_true(tells_text(answer, claim, "hotline"));
    assert_false(tells_text(answer, accusation, "hotline"));
    assert_true(tells_text(answer, accusation, "MARK name")); /* who hears the outcome, §30 */
    assert_false(tells_text(answer, claim, receipt->accusation->case_no));
    assert_false(tells_text(answer, accusation, receipt->case_no));
    assert_false(tells(answer, claim, accusation->columns.submission_digest.byte, DIGEST_BYTES));
    assert_false(tells(answer, claim, accusation->columns.id.byte, ID_BYTES));
    assert_false(tells(answer, accusation, claim->columns.id.byte, ID_BYTES));
    assert_string_not_equal(receipt->query_code, receipt->accusation->query_code);
    assert_false(digest_is_zero(&claim->request)); /* of the bytes that both were made of */
    assert_true(digest_is_zero(&accusation->request));
    assert_true(digest_is_zero(&accusation->foreign));
    assert_false(digest_is_zero(&claim->foreign));
    assert_true(digest_is_zero(&accusation->matter)); /* who asks for what, and where */
    assert_int_equal(receipt->same_count, 0);
    assert_int_equal(receipt->accusation->same_count, 0);
}

/* ---- both or neither, once */

static void in_one_commit(void **state) {
    struct answer *answer = *state;
    struct api_request request = request_of("one commit", PURPOSE_CLAIM, head, 1);
    int64_t before = store_of(answer)->head.no;
    size_t cases = store_of(answer)->cases.count;

    (void)submit(answer, &request);
    assert_int_equal(store_of(answer)->head.no, before + 1);
    assert_int_equal(store_of(answer)->cases.count, cases + 2);
}

static void too_much_of_one_is_neither(void **state) {
    static uint8_t many[BODY_BYTES_MAX];
    struct accused said[] = {HEAD};
    struct answer *answer = *state;
    struct api_request request = request_of("too much", PURPOSE_CLAIM, said, 1);
    size_t cases = store_of(answer)->cases.count;

    memset(many, 'x', sizeof many);
    said[0].text = (struct bytes){many, sizeof many};
    assert_int_equal(asked(answer, &request)->kind, API_REPLY_ERROR);
    assert_int_equal(answer->reply.error.code, PJ_BAD_TOO_LONG);
    assert_int_equal(store_of(answer)->cases.count, cases);
}

static void the_same_key_the_same_two(void **state) {
    struct answer *answer = *state;
    struct api_request request = request_of("again", PURPOSE_CLAIM, head, 1);
    struct api_request ask_receipt = {.kind = API_GET_RECEIPT, .get_receipt_key = TEXT("again")};
    const struct api_receipt *receipt = submit(answer, &request);
    size_t cases = store_of(answer)->cases.count;
    char first[CASE_NO_TEXT_MAX + 1];
    char second[CASE_NO_TEXT_MAX + 1];

    snprintf(first, sizeof first, "%s", receipt->case_no);
    snprintf(second, sizeof second, "%s", receipt->accusation->case_no);
    for (size_t i = 0; i < 2; i++) {
        receipt = submit(answer, i == 0 ? &request : &ask_receipt);
        assert_true(receipt->replayed);
        assert_string_equal(receipt->case_no, first);
        assert_non_null(receipt->accusation);
        assert_string_equal(receipt->accusation->case_no, second);
        assert_true(receipt->accusation->replayed);
    }
    assert_int_equal(store_of(answer)->cases.count, cases);
    request.submit_case.text = TEXT("something else");
    assert_int_equal(asked(answer, &request)->kind, API_REPLY_ERROR);
    assert_int_equal(answer->reply.error.code, PJ_IDEM_CONFLICT);
}

static void a_dry_run_shows_both(void **state) {
    struct answer *answer = *state;
    struct api_request request = request_of("dry", PURPOSE_CLAIM, head, 1);
    size_t cases = store_of(answer)->cases.count;
    size_t journal = store_of(answer)->journal.count;
    const struct api_receipt *receipt = NULL;

    request.dry_run = true;
    receipt = submit(answer, &request);
    assert_true(receipt->dry_run);
    assert_non_null(receipt->accusation);
    assert_true(receipt->accusation->dry_run);
    assert_string_equal(receipt->accusation->holder, "330726.discipline");
    assert_true(receipt->due_count > 0);
    assert_true(receipt->accusation->due_count > 0);
    assert_int_equal(store_of(answer)->cases.count, cases);
    assert_int_equal(store_of(answer)->journal.count, journal);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("one case or two", how_many),
        CASE("nothing that is stored or sent of the one tells of the other", nothing_of_the_other),
        CASE("both are in one commit", in_one_commit),
        CASE("where one of them cannot be taken in, neither is", too_much_of_one_is_neither),
        CASE("the same key gives the same two numbers", the_same_key_the_same_two),
        CASE("a dry run shows both and writes nothing", a_dry_run_shows_both),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
