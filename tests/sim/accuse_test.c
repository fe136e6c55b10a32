/* SPDX-License-Identifier: Apache-2.0
 * Somebody is accused in a supplement (DOMAIN 7.4 P4): a case of its own is made of it, on the road
 * of any accusation, and the case it was handed in for has no trace of it. */
#include "one_station.h"

#define WORDS_TEXT "MARK what is asked for as well"
#define SAID_TEXT  "MARK what is said of them"
#define NAME_TEXT  "MARK who says it"
#define PHOTO_TEXT "MARK a photo of it"

static const struct accused head[] = {
    {"330726101", TEXT("MARK person"), TEXT("head"), TEXT(SAID_TEXT)}};
static const struct accused office[] = {{"330726101", TEXT(""), TEXT(""), TEXT("")}};
static const struct petitioner who[] = {{1, TEXT(NAME_TEXT), TEXT("1"), TEXT("2")}};
static const struct attachment photo[] = {{TEXT("photo.jpg"), TEXT(PHOTO_TEXT)}};

static const struct mem_store *store_of(const struct answer *answer) {
    return &answer->world->stations[COUNTY].store;
}

static const struct mem_case *row_of(const struct answer *answer, const char *case_no) {
    const struct mem_case *row = mem_store_case(store_of(answer), case_no);

    assert_non_null(row);
    return row;
}

static struct case_no submit(struct answer *answer, const char *key) {
    struct api_request request = {.kind = API_SUBMIT_CASE,
                                  .key = {(const uint8_t *)key, strlen(key)},
                                  .submit_case = {.node = "330726",
                                                  .purpose = PURPOSE_CLAIM,
                                                  .category = "0701",
                                                  .place = "330726101221",
                                                  .text = TEXT("they took the field")}};
    struct case_no no = {""};

    assert_int_equal(asked(answer, &request)->kind, API_REPLY_RECEIPT);
    snprintf(no.text, sizeof no.text, "%s", answer->reply.receipt.case_no);
    return no;
}

static struct api_request request_of(const struct case_no *no, const char *key) {
    return (struct api_request){.kind = API_ACT,
                                .key = {(const uint8_t *)key, strlen(key)},
                                .act = {.case_no = no->text,
                                        .node = "330726",
                                        .query_code = "",
                                        .act = {.kind = ACT_SUPPLEMENT}}};
}

static struct api_request that_accuses(const struct case_no *no, const char *key) {
    struct api_request request = request_of(no, key);

    request.act.supplement.accused = head;
    request.act.supplement.accused_count = 1;
    return request;
}

static const struct api_receipt *hand_in(struct answer *answer, struct api_request *request) {
    assert_int_equal(asked(answer, request)->kind, API_REPLY_RECEIPT);
    return &answer->reply.receipt;
}

static void refused(struct answer *answer, struct api_request *request, enum pj_code code,
                    const char *field) {
    size_t journal = store_of(answer)->journal.count;

    assert_int_equal(asked(answer, request)->kind, API_REPLY_ERROR);
    assert_int_equal(answer->reply.error.code, code);
    assert_string_equal(answer->reply.error.field, field);
    assert_int_equal(store_of(answer)->journal.count, journal);
}

/* ---- what is stored under a case */

static bool has(struct bytes bytes, const char *text) {
    for (size_t at = 0; at + strlen(text) <= bytes.len; at++) {
        if (memcmp(bytes.data + at, text, strlen(text)) == 0) {
            return true;
        }
    }
    return false;
}

static bool tells(const struct answer *answer, const struct mem_case *row, const char *text) {
    const struct mem_store *store = store_of(answer);
    bool found = has(row->file, text);

    for (size_t i = 0; i < store->journal.count; i++) {
        const struct row_journal *entry = MEM_ROW(store->journal, struct row_journal, i);

        found = found || (entry->case_ref == row->columns.ref &&
                          (has(entry->body, text) || has(entry->envelope, text)));
    }
    return found;
}

static size_t rows_of(const struct answer *answer, const struct mem_case *row) {
    const struct mem_store *store = store_of(answer);
    size_t count = 0;

    for (size_t i = 0; i < store->journal.count; i++) {
        count += MEM_ROW(store->journal, struct row_journal, i)->case_ref == row->columns.ref;
    }
    return count;
}

static struct conflict_set set_of(struct answer *answer, const struct mem_case *row) {
    struct casefile file = row->columns;

    assert_int_equal(wire_decode_casefile(row->file, &answer->arena, &file), PJ_OK);
    return file.conflicts;
}

/* ---- tests */

static void nothing_of_it_in_the_old_one(void **state) {
    struct answer *answer = *state;
    struct case_no no = submit(answer, "first");
    struct api_request request = that_accuses(&no, "accuse");
    size_t rows = rows_of(answer, row_of(answer, no.text));
    uint64_t version = row_of(answer, no.text)->columns.version;
    static const char *const said[] = {SAID_TEXT, "MARK person", NAME_TEXT, PHOTO_TEXT};
    const struct api_receipt *receipt = NULL;
    const struct mem_case *old = NULL;
    const struct mem_case *accusation = NULL;
    struct node_id accused = {"330726101"};
    struct conflict_set set;

    request.act.supplement.petitioners = who;
    request.act.supplement.petitioner_count = 1;
    request.act.supplement.attachments = photo;
    request.act.supplement.attachment_count = 1;
    receipt = hand_in(answer, &request);
    assert_string_equal(receipt->case_no, no.text);
    assert_string_equal(receipt->query_code, "");
    assert_true(digest_is_zero(&receipt->digest)); /* the old case has no submission of it */
    assert_int_equal(receipt->case_version, version);
    assert_non_null(receipt->accusation);
    assert_string_equal(receipt->accusation->holder, "330726.discipline");
    assert_string_equal(receipt->accusation->node, "330726");
    assert_string_not_equal(receipt->accusation->query_code, "");
    assert_true(receipt->accusation->due_count > 0);
    old = row_of(answer, no.text);
    accusation = row_of(answer, receipt->accusation->case_no);
    assert_int_equal(accusation->columns.purpose, PURPOSE_ACCUSATION);
    assert_int_equal(old->columns.version, version);
    assert_int_equal(rows_of(answer, old), rows);
    for (size_t i = 0; i < ARRAY_COUNT(said); i++) {
        assert_true(tells(answer, accusation, said[i]));
        assert_false(tells(answer, old, said[i]));
    }
    assert_false(tells(answer, old, receipt->accusation->case_no));
    assert_false(tells(answer, accusation, no.text));
    assert_true(digest_is_zero(&accusation->request));
    assert_true(digest_is_zero(&accusation->matter));
    set = set_of(answer, accusation);
    assert_true(conflict_hides(&set, &accused)); /* to them it does not exist */
    set = set_of(answer, old);
    assert_true(conflict_is_later(&set, &accused));
}

static void words_stay_with_the_old_one(void **state) {
    struct answer *answer = *state;
    struct case_no no = submit(answer, "first");
    struct api_request request = that_accuses(&no, "accuse");
    uint64_t version = row_of(answer, no.text)->columns.version;
    const struct api_receipt *receipt = NULL;
    const struct mem_case *old = NULL;
    const struct mem_case *accusation = NULL;

    request.act.supplement.text = TEXT(WORDS_TEXT);
    request.act.supplement.attachments = photo;
    request.act.supplement.attachment_count = 1;
    receipt = hand_in(answer, &request);
    assert_false(digest_is_zero(&receipt->digest));
    assert_int_equal(receipt->case_version, version + 1);
    old = row_of(answer, no.text);
    accusation = row_of(answer, receipt->accusation->case_no);
    assert_true(tells(answer, old, WORDS_TEXT));
    assert_false(tells(answer, accusation, WORDS_TEXT));
    assert_false(tells(answer, old, SAID_TEXT));
    assert_false(tells(answer, old, PHOTO_TEXT)); /* nobody knows what it shows */
    assert_true(tells(answer, accusation, PHOTO_TEXT));
}

/* Of an office nothing is said: it is avoided, and that is all. */
static void an_office_alone(void **state) {
    struct answer *answer = *state;
    struct case_no no = submit(answer, "first");
    struct api_request request = request_of(&no, "respondent");
    size_t cases = store_of(answer)->cases.count;
    struct node_id village = {"330726101221"};
    struct conflict_set set;

    request.act.supplement.accused = office;
    request.act.supplement.accused_count = 1;
    assert_null(hand_in(answer, &request)->accusation);
    assert_int_equal(store_of(answer)->cases.count, cases);
    set = set_of(answer, row_of(answer, no.text));
    assert_true(conflict_is_later(&set, &village));
}

static void the_same_key_the_same_two(void **state) {
    struct answer *answer = *state;
    struct case_no no = submit(answer, "first");
    struct api_request request = that_accuses(&no, "again");
    char second[CASE_NO_TEXT_MAX + 1];
    char code[16];
    size_t cases = 0;
    struct wall committed;

    snprintf(second, sizeof second, "%s", hand_in(answer, &request)->accusation->case_no);
    committed = answer->reply.receipt.committed_at;
    snprintf(code, sizeof code, "%s", answer->reply.receipt.accusation->query_code);
    cases = store_of(answer)->cases.count;
    for (int i = 0; i < 2; i++) {
        assert_true(hand_in(answer, &request)->replayed);
        assert_string_equal(answer->reply.receipt.case_no, no.text);
        assert_int_equal(answer->reply.receipt.committed_at.us, committed.us);
        assert_non_null(answer->reply.receipt.accusation);
        assert_true(answer->reply.receipt.accusation->replayed);
        assert_string_equal(answer->reply.receipt.accusation->case_no, second);
        assert_string_equal(answer->reply.receipt.accusation->query_code, code);
    }
    assert_int_equal(store_of(answer)->cases.count, cases);
    request.act.supplement.text = TEXT("something else");
    refused(answer, &request, PJ_IDEM_CONFLICT, "key");
}

/* Nothing of it is with the old case: only the key tells when it was handed in. */
static void a_receipt_again_tells_the_first_hour(void **state) {
    struct answer *answer = *state;
    struct case_no no = submit(answer, "first");
    struct api_request request = that_accuses(&no, "only that");
    struct wall committed_at;
    struct wall received_at;

    request.act.supplement.text = BYTES_NONE;
    committed_at = hand_in(answer, &request)->committed_at;
    received_at = answer->reply.receipt.received_at;
    answer->world->now.wall.us += INT64_C(3600) * US_PER_S;
    assert_true(hand_in(answer, &request)->replayed);
    assert_int_equal(answer->reply.receipt.committed_at.us, committed_at.us);
    assert_int_equal(answer->reply.receipt.received_at.us, received_at.us);
    assert_int_equal(answer->reply.receipt.accusation->committed_at.us, committed_at.us);
}

static void a_dry_run_shows_both(void **state) {
    struct answer *answer = *state;
    struct case_no no = submit(answer, "first");
    struct api_request request = that_accuses(&no, "dry");
    size_t cases = store_of(answer)->cases.count;
    size_t journal = store_of(answer)->journal.count;
    struct conflict_set set;

    request.dry_run = true;
    assert_true(hand_in(answer, &request)->dry_run);
    assert_true(answer->reply.receipt.accusation->dry_run);
    assert_string_equal(answer->reply.receipt.accusation->holder, "330726.discipline");
    assert_int_equal(store_of(answer)->cases.count, cases);
    assert_int_equal(store_of(answer)->journal.count, journal);
    request.dry_run = false;
    request.act.supplement = (struct api_supplement){.text = TEXT("more")};
    (void)hand_in(answer, &request);
    set = set_of(answer, row_of(answer, no.text));
    assert_int_equal(set.count, 0); /* what was only asked about is avoided by nobody */
}

static void limits(void **state) {
    static uint8_t much[SUPPLEMENT_BYTES_MAX];
    static struct accused many[SUPPLEMENT_ACCUSED_MAX + 1];
    static const struct accused somebody[] = {{"330726101", TEXT(""), TEXT("head"), TEXT("")}};
    static const struct accused nobody[] = {{"", TEXT(""), TEXT(""), TEXT("")}};
    struct answer *answer = *state;
    struct case_no no = submit(answer, "first");
    struct case_no unknown = {"330726-20260101-00000000-02"};
    struct api_request request = that_accuses(&unknown, "unknown");
    struct accused said[] = {head[0]};

    refused(answer, &request, PJ_AUTH_NO_SUCH_CASE, "act.case_no");
    request = that_accuses(&no, "no right");
    request.act.node = "330726.land";
    refused(answer, &request, PJ_AUTH_NOT_ACTOR, "act.node");
    request = request_of(&no, "who accuses whom");
    request.act.supplement.text = TEXT("nobody is accused");
    request.act.supplement.petitioners = who;
    request.act.supplement.petitioner_count = 1;
    refused(answer, &request, PJ_BAD_FIELD, "act.supplement.petitioners");
    request = that_accuses(&no, "nothing said of a person");
    request.act.supplement.accused = somebody;
    refused(answer, &request, PJ_BAD_EMPTY, "act.supplement.accused");
    request.act.supplement.accused = nobody;
    refused(answer, &request, PJ_BAD_EMPTY, "act.supplement.accused");
    request = that_accuses(&no, "too much said");
    said[0].text = (struct bytes){much, sizeof much};
    request.act.supplement.accused = said;
    refused(answer, &request, PJ_BAD_TOO_LONG, "act.supplement.accused");
    for (size_t i = 0; i < ARRAY_COUNT(many); i++) {
        many[i] = head[0];
    }
    request = that_accuses(&no, "too many");
    request.act.supplement.accused = many;
    request.act.supplement.accused_count = ARRAY_COUNT(many);
    refused(answer, &request, PJ_BAD_TOO_LONG, "");
    request.act.supplement.accused_count = SUPPLEMENT_ACCUSED_MAX;
    assert_non_null(hand_in(answer, &request)->accusation);
}

/* What is refused draws no number, so that the next one shows no gap. */
static void no_number_is_wasted(void **state) {
    struct answer *answer = *state;
    struct case_no no = submit(answer, "first");
    struct api_request request = that_accuses(&no, "no right");
    char with[CASE_NO_TEXT_MAX + 1];

    request.act.node = "330726.land";
    refused(answer, &request, PJ_AUTH_NOT_ACTOR, "act.node");
    request = that_accuses(&no, "right");
    snprintf(with, sizeof with, "%s", hand_in(answer, &request)->accusation->case_no);
    tear_down(state);
    set_up(state);
    no = submit(answer, "first");
    request = that_accuses(&no, "right");
    assert_string_equal(hand_in(answer, &request)->accusation->case_no, with);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH(
            "what is said of somebody is a case of its own, and no trace of it in the old one",
            nothing_of_it_in_the_old_one, set_up, tear_down),
        CASE_WITH("what is asked for stays with the old case, the files go with what is said",
                  words_stay_with_the_old_one, set_up, tear_down),
        CASE_WITH("an office of which nothing is said is avoided, and no case is made",
                  an_office_alone, set_up, tear_down),
        CASE_WITH("the same key gives the same two numbers", the_same_key_the_same_two, set_up,
                  tear_down),
        CASE_WITH("a receipt that is asked for again tells the first hour",
                  a_receipt_again_tells_the_first_hour, set_up, tear_down),
        CASE_WITH("a dry run shows both and writes nothing", a_dry_run_shows_both, set_up,
                  tear_down),
        CASE_WITH("limits, and what is no supplement at all", limits, set_up, tear_down),
        CASE_WITH("a refused one draws no number", no_number_is_wasted, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
