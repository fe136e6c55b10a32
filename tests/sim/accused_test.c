/* SPDX-License-Identifier: Apache-2.0
 * To whom it is about, a case does not exist: neither at the window where it was taken in, nor by
 * any question, nor in any frame. */
#include "one_station.h"

#define MARK "what nobody of theirs may read"

static void open_account(struct answer *answer, const char *account, const char *office) {
    static const char *const scopes[] = {"submit", "read:own", "read:subtree", "act"};
    struct api_request request = {.kind = API_ACCOUNT_ADD,
                                  .key = {(const uint8_t *)account, strlen(account)}};

    request.account_add = (struct api_account_add){
        .account = account, .scopes = scopes, .scope_count = ARRAY_COUNT(scopes), .node = office};
    (void)asked_by(answer, "local-admin", &request);
    assert_int_not_equal(answer->reply.kind, API_REPLY_ERROR);
}

static struct case_no submit(struct answer *answer, const char *key, enum purpose purpose,
                             const struct accused *accused, size_t count) {
    struct api_request request = {.kind = API_SUBMIT_CASE,
                                  .key = {(const uint8_t *)key, strlen(key)}};
    struct case_no no = {""};

    request.submit_case = (struct api_submit_case){.node = "330726",
                                                   .purpose = purpose,
                                                   .category = "0701",
                                                   .place = "330726101221",
                                                   .text = TEXT(MARK),
                                                   .accused = accused,
                                                   .accused_count = count};
    (void)asked_by(answer, "window", &request);
    assert_int_equal(answer->reply.kind, API_REPLY_RECEIPT);
    strncpy(no.text, answer->reply.receipt.case_no, sizeof no.text - 1);
    return no;
}

static enum pj_code get(struct answer *answer, const char *account, const struct case_no *no) {
    struct api_request request = {.kind = API_GET_CASE};

    request.get_case.case_no = no->text;
    request.get_case.foreign_system = "";
    request.get_case.foreign_id = "";
    (void)asked_by(answer, account, &request);
    return answer->reply.kind == API_REPLY_ERROR ? answer->reply.error.code : PJ_OK;
}

static enum pj_code asks(struct answer *answer, const char *account, enum api_request_kind kind,
                         const struct case_no *no) {
    struct api_request request = {.kind = kind, .case_no = no->text};

    (void)asked_by(answer, account, &request);
    return answer->reply.kind == API_REPLY_ERROR ? answer->reply.error.code : PJ_OK;
}

static enum pj_code notes(struct answer *answer, const char *account, const struct case_no *no,
                          bool dry_run) {
    struct api_request request = {
        .kind = API_ACT, .key = TEXT("a note"), .dry_run = dry_run, .act = {.case_no = no->text}};

    request.act.act.kind = ACT_NOTE;
    request.act.act.reason = TEXT("seen");
    request.act.node = "";
    request.act.query_code = "";
    (void)asked_by(answer, account, &request);
    return answer->reply.kind == API_REPLY_ERROR ? answer->reply.error.code : PJ_OK;
}

static bool lists(struct answer *answer, const char *account, const struct case_no *no) {
    struct api_request request = {.kind = API_LIST_CASES, .list_cases = {.node = ""}};

    (void)asked_by(answer, account, &request);
    assert_int_equal(answer->reply.kind, API_REPLY_CASES);
    for (size_t i = 0; i < answer->reply.cases.count; i++) {
        if (strcmp(answer->reply.cases.cases[i].casefile->no.text, no->text) == 0) {
            return true;
        }
    }
    return false;
}

static void no_such_case(void **state) {
    static const struct accused desk[] = {{"330726", TEXT("head"), TEXT("county"), TEXT("bribe")}};
    static const struct accused land[] = {{"330726.land", TEXT("x"), TEXT("y"), TEXT("z")}};
    struct answer *answer = *state;
    struct case_no open = {""};
    struct case_no shut = {""};
    struct case_no other = {""};

    open_account(answer, "window", "330726");
    open_account(answer, "land", "330726.land");
    open = submit(answer, "k1", PURPOSE_CLAIM, NULL, 0);
    shut = submit(answer, "k2", PURPOSE_ACCUSATION, desk, 1);
    other = submit(answer, "k3", PURPOSE_ACCUSATION, land, 1);
    assert_int_equal(get(answer, "window", &open), PJ_OK); /* these questions find what is there */
    assert_true(lists(answer, "window", &open));
    assert_int_equal(get(answer, "window", &other), PJ_OK);
    assert_true(lists(answer, "local-admin", &shut));
    assert_int_equal(get(answer, "window", &shut), PJ_AUTH_NO_SUCH_CASE);
    assert_int_equal(asks(answer, "window", API_TRACE, &shut), PJ_AUTH_NO_SUCH_CASE);
    assert_int_equal(asks(answer, "window", API_EXPLAIN, &shut), PJ_AUTH_NO_SUCH_CASE);
    assert_int_equal(asks(answer, "window", API_CLOCK_EXPLAIN, &shut), PJ_AUTH_NO_SUCH_CASE);
    assert_int_equal(notes(answer, "window", &shut, false), PJ_AUTH_NO_SUCH_CASE);
    assert_int_equal(notes(answer, "window", &shut, true), PJ_AUTH_NO_SUCH_CASE);
    assert_false(lists(answer, "window", &shut));
    assert_int_equal(get(answer, "land", &other), PJ_AUTH_NO_SUCH_CASE);
    assert_false(lists(answer, "land", &other));
}

/* The same key again answers its sender, who wrote it, and tells what it told before. */
static void the_sender_keeps_the_receipt(void **state) {
    static const struct accused desk[] = {{"330726", TEXT("head"), TEXT("county"), TEXT("bribe")}};
    struct case_no first = submit(*state, "k2", PURPOSE_ACCUSATION, desk, 1);
    struct answer *answer = *state;
    const struct mem_store *store = &answer->world->stations[COUNTY].store;

    assert_true(answer->reply.receipt.replayed);
    assert_string_equal(mem_store_case(store, first.text)->legs[0].receiver.text,
                        "3307.discipline");
    assert_int_equal(get(answer, "window", &first), PJ_AUTH_NO_SUCH_CASE);
}

/* ---- two stations: what comes back */

#define CITY 1

static void on_any_reply(void *context, uint64_t word, struct bytes bytes, uint32_t station) {
    struct answer *answer = context;

    (void)station; /* each asks one at a time */
    on_reply(answer, word, bytes, COUNTY);
}

static void ask_city(struct answer *answer, struct api_request *request) {
    struct arena arena;
    struct bytes bytes = BYTES_NONE;

    arena_init(&arena, UNPACK_BYTES_MAX);
    request->request_id = 1;
    assert_int_equal(wire_encode_request(request, &arena, &bytes), PJ_OK);
    arena_clear(&answer->arena);
    answer->is_there = false;
    world_ask(answer->world, CITY, WORD, "local-admin", bytes);
    assert_true(world_run(answer->world, 2 * US_PER_S));
    assert_true(answer->is_there);
    arena_release(&arena);
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
    ask_city(answer, &request);
    assert_int_equal(answer->reply.kind, API_REPLY_DATA);
}

/* Rows that came in over a link and belong to the case. */
static size_t came_back(const struct mem_store *store, const struct case_no *no,
                        enum message_kind kind) {
    int64_t ref = mem_store_case(store, no->text)->columns.ref;
    size_t count = 0;

    for (size_t i = 0; i < store->journal.count; i++) {
        const struct row_journal *row = MEM_ROW(store->journal, struct row_journal, i);

        count += row->case_ref == ref && row->in_lane != LANE_NONE && row->kind == kind ? 1 : 0;
    }
    return count;
}

/* The county's desk is accused of nothing, but its station hosts the organ that is: it hears that
 * the case arrived, and no more. */
static void no_news_through_their_station(void **state) {
    static const struct accused organ[] = {{"330726.discipline", TEXT("x"), TEXT("y"), TEXT("z")}};
    struct answer *answer = *state;
    const struct mem_store *store = &answer->world->stations[COUNTY].store;
    struct case_no no = {""};
    struct api_request request = {.kind = API_ACT, .key = TEXT("a word")};

    answer->world->on_reply = on_any_reply;
    load_at_city(answer, DATA_DIVISIONS, PJ_SOURCE_DIR "/deploy/divisions/330726.csv");
    load_at_city(answer, DATA_NODES, PJ_SOURCE_DIR "/deploy/divisions/nodes-demo.csv");
    no = submit(answer, "k4", PURPOSE_ACCUSATION, organ, 1);
    assert_true(world_run(answer->world, 20 * US_PER_S));
    assert_int_equal(came_back(store, &no, MESSAGE_DELIVERED), 1);
    request.act = (struct api_act){.case_no = no.text, .node = "3307.discipline", .query_code = ""};
    request.act.act.kind = ACT_NOTE;
    request.act.act.reason = TEXT("looked into");
    ask_city(answer, &request);
    assert_int_equal(answer->reply.kind, API_REPLY_CASE);
    assert_true(world_run(answer->world, 20 * US_PER_S));
    assert_int_equal(came_back(store, &no, MESSAGE_EVENT), 0);
    assert_string_equal(mem_store_case(store, no.text)->columns.holder.text, "3307.discipline");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("to whom it is about, a case does not exist", no_such_case),
        CASE("its sender gets the same receipt", the_sender_keeps_the_receipt),
        CASE("no news comes back through a station of theirs", no_news_through_their_station),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
