/* SPDX-License-Identifier: Apache-2.0
 * Two days that differ in one accusation alone: to whom it accuses they are one and the same day
 * (DOMAIN 7.4 P6). Every answer is compared byte for byte, but for what is random in any two days:
 * salted digests, and cursors under the station's secret. */
#include "one_station.h"

#define CITY        1
#define TOWN        3
#define ANSWERS_MAX 128
#define CASES       6

struct day { /* what somebody of theirs has been told */
    struct bytes answers[ANSWERS_MAX];
    char names[ANSWERS_MAX][64];
    size_t count;
    size_t listed, seen; /* cases, by an account of the office and by one that administers */
    struct arena arena;
};

struct seat { /* who asks, and where */
    const char *account;
    uint32_t station;
};

static struct world world;
static struct answer answer;
static const struct seat land = {"land", COUNTY};
static const struct seat land_admin = {"land-admin", COUNTY};
static const struct seat town_root = {"local-admin", TOWN};

static void on_any_reply(void *context, uint64_t word, struct bytes bytes, uint32_t station) {
    (void)station; /* they ask one after the other */
    on_reply(context, word, bytes, COUNTY);
}

static const struct api_reply *ask_from(const struct seat *seat, struct api_request *request) {
    struct arena arena;
    struct bytes bytes = BYTES_NONE;

    arena_init(&arena, UNPACK_BYTES_MAX);
    request->request_id = 1;
    assert_int_equal(wire_encode_request(request, &arena, &bytes), PJ_OK);
    arena_clear(&answer.arena);
    answer.is_there = false;
    world_ask(&world, seat->station, WORD, seat->account, bytes);
    assert_true(world_run(&world, 200 * US_PER_MS));
    assert_true(answer.is_there);
    arena_release(&arena);
    return &answer.reply;
}

/* ---- what is random in any two days */

static void blank_case(const struct api_case *view) {
    struct casefile *file = (struct casefile *)(uintptr_t)view->casefile;

    memset(&file->submission_digest, 0, sizeof file->submission_digest);
    file->part_count = 0;
    for (size_t i = 0; i < view->submission_count; i++) {
        struct api_submission *row = (struct api_submission *)(uintptr_t)&view->submissions[i];

        memset(row->id, 0, sizeof row->id);
        memset(&row->digest, 0, sizeof row->digest);
        row->part_count = 0;
    }
}

static void blank(struct api_reply *reply) {
    if (reply->kind == API_REPLY_RECEIPT) {
        memset(&reply->receipt.digest, 0, sizeof reply->receipt.digest);
    } else if (reply->kind == API_REPLY_CASE) {
        blank_case(&reply->case_view);
    } else if (reply->kind == API_REPLY_CASES) {
        reply->cases.next_ref = reply->cases.next_ref == 0 ? 0 : 1;
        for (size_t i = 0; i < reply->cases.count; i++) {
            blank_case(&reply->cases.cases[i]);
        }
    } else if (reply->kind == API_REPLY_PAPER) {
        for (size_t i = 0; i < reply->paper.count; i++) {
            struct api_paper_value *value = (struct api_paper_value *)&reply->paper.values[i];

            value->count = strcmp(value->field, "digest") == 0 ? 0 : value->count;
        }
    }
}

static const struct api_reply *told(struct day *day, const char *name, const struct seat *seat,
                                    struct api_request *request) {
    const struct api_reply *reply = ask_from(seat, request);
    struct api_reply shown = *reply;

    assert_true(day->count < ANSWERS_MAX);
    blank(&shown);
    assert_int_equal(wire_encode_reply(&shown, &day->arena, &day->answers[day->count]), PJ_OK);
    snprintf(day->names[day->count++], sizeof day->names[0], "%s asks %s", seat->account, name);
    return reply;
}

/* ---- the day */

static void open_account(const char *account, const char *office, bool admin) {
    static const char *const scopes[] = {"submit", "read:own", "read:subtree", "act", "admin"};
    struct api_request request = {.kind = API_ACCOUNT_ADD,
                                  .key = {(const uint8_t *)account, strlen(account)}};

    request.account_add = (struct api_account_add){
        .account = account, .scopes = scopes, .scope_count = admin ? 5 : 4, .node = office};
    (void)ask_from(&(struct seat){"local-admin", COUNTY}, &request);
    assert_int_not_equal(answer.reply.kind, API_REPLY_ERROR);
}

static struct case_no take_in(const char *key, const struct accused *accused, size_t count) {
    struct case_no no = {""};
    struct api_request request = {.kind = API_SUBMIT_CASE,
                                  .key = {(const uint8_t *)key, strlen(key)}};

    request.submit_case = (struct api_submit_case){.node = "330726",
                                                   .purpose = PURPOSE_CLAIM,
                                                   .category = "0101",
                                                   .place = "330726101221",
                                                   .text = TEXT("a road"),
                                                   .accused = accused,
                                                   .accused_count = count};
    (void)ask_from(&(struct seat){"local-admin", COUNTY}, &request);
    assert_int_equal(answer.reply.kind, API_REPLY_RECEIPT);
    snprintf(no.text, sizeof no.text, "%s", answer.reply.receipt.case_no);
    return no;
}

static void load_at_city(enum data_kind kind, const char *path) {
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
    (void)ask_from(&(struct seat){"local-admin", CITY}, &request);
    assert_int_equal(answer.reply.kind, API_REPLY_DATA);
}

/* By hand, with a letter that bears a number. */
static void hand_up(const char *key, const struct case_no *no) {
    struct api_request request = {.kind = API_ACT, .key = {(const uint8_t *)key, strlen(key)}};

    request.act = (struct api_act){.case_no = no->text, .node = "330726", .query_code = ""};
    request.act.act.kind = ACT_ESCALATE;
    request.act.act.target = (struct node_id){"3307"};
    request.act.act.reason = TEXT("theirs");
    (void)ask_from(&(struct seat){"local-admin", COUNTY}, &request);
    assert_int_equal(answer.reply.kind, API_REPLY_CASE);
}

static struct case_no their_own(struct day *day, const char *key) {
    struct api_request request = {.kind = API_SUBMIT_CASE,
                                  .key = {(const uint8_t *)key, strlen(key)}};
    struct case_no no = {""};

    request.submit_case = (struct api_submit_case){.node = "330726.land", .text = TEXT("field")};
    snprintf(no.text, sizeof no.text, "%s",
             told(day, "a number of its own", &land, &request)->receipt.case_no);
    return no;
}

static void ask_of_case(struct day *day, const struct seat *seat, const char *case_no) {
    static const enum api_request_kind kinds[] = {API_TRACE, API_EXPLAIN, API_CLOCK_EXPLAIN};
    static const char *const names[] = {"trace", "explain", "clock explain"};
    struct api_request get = {
        .kind = API_GET_CASE,
        .get_case = {.case_no = case_no, .foreign_system = "", .foreign_id = ""}};
    struct api_request paper = {.kind = API_GET_PAPER, .get_paper = {case_no, "receipt"}};

    (void)told(day, "show", seat, &get);
    (void)told(day, "paper", seat, &paper);
    for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
        struct api_request request = {.kind = kinds[i], .case_no = case_no};

        (void)told(day, names[i], seat, &request);
    }
}

/* Page by page: neither the pages nor their ends move. How many cases. */
static size_t list(struct day *day, const struct seat *seat, uint32_t limit) {
    struct api_request request = {.kind = API_LIST_CASES,
                                  .list_cases = {.node = "", .limit = limit}};
    size_t count = 0;

    do {
        const struct api_reply *reply = told(day, "list", seat, &request);

        assert_int_equal(reply->kind, API_REPLY_CASES);
        request.list_cases.after_ref = reply->cases.next_ref;
        count += reply->cases.count;
    } while (request.list_cases.after_ref != 0);
    return count;
}

static void ask_of_station(struct day *day, const struct seat *seat) {
    static const enum api_request_kind kinds[] = {API_STATUS, API_LINK_SHOW, API_LINK_BALANCE,
                                                  API_PARKED_LIST, API_KEY_LIST};
    static const char *const names[] = {"status", "link show", "link balance", "parked list",
                                        "key list"};

    for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
        struct api_request request = {.kind = kinds[i]};

        (void)told(day, names[i], seat, &request);
    }
}

/* What units owe, and what is in the book of papers of the office that took it in. */
static void ask_of_books(struct day *day, const struct seat *seat) {
    struct api_request overdue = {.kind = API_REPORT,
                                  .report = {.what = API_REPORT_OVERDUE, .unit = ""}};
    struct api_request cards = {.kind = API_REPORT,
                                .report = {.what = API_REPORT_CARDS, .unit = ""}};
    struct api_request book = {
        .kind = API_LIST_PAPERS,
        .list_papers = {.case_no = "", .office = "330726", .kind = "", .number = ""}};

    (void)told(day, "report overdue", seat, &overdue);
    (void)told(day, "report cards", seat, &cards);
    (void)told(day, "the book of papers", seat, &book);
}

static void begin(struct day *day) {
    arena_init(&day->arena, 16 * UNPACK_BYTES_MAX);
    world_open(&world, 1);
    arena_init(&answer.arena, UNPACK_BYTES_MAX);
    answer.world = &world;
    world.steady = true;
    world.on_reply = on_any_reply;
    world.reply_context = &answer;
    assert_true(world_run(&world, US_PER_S));
    load_file(&answer, DATA_DIVISIONS, PJ_SOURCE_DIR "/deploy/divisions/330726.csv");
    load_file(&answer, DATA_NODES, PJ_SOURCE_DIR "/deploy/divisions/nodes-demo.csv");
    load_at_city(DATA_DIVISIONS, PJ_SOURCE_DIR "/deploy/divisions/330726.csv");
    load_at_city(DATA_NODES, PJ_SOURCE_DIR "/deploy/divisions/nodes-demo.csv");
    open_account("land", "330726.land", false);
    open_account("land-admin", "330726.land", true);
}

static void end(void) {
    world_close(&world);
    arena_release(&answer.arena);
}

static void live(struct day *day, const struct accused *accused, size_t count) {
    struct case_no own = {""};
    struct case_no first = {""};
    struct case_no between = {""};

    begin(day);
    first = take_in("before", NULL, 0);
    if (count > 0) {
        between = take_in("between", accused, count);
        hand_up("between up", &between);
    } else {
        assert_true(world_run(&world, 2 * 200 * US_PER_MS));
    }
    hand_up("before up", &first);
    assert_true(world_run(&world, 20 * US_PER_S)); /* everything is delivered */
    for (int i = 0; i < CASES; i++) {
        char key[24];

        snprintf(key, sizeof key, "after %d", i);
        own = their_own(day, key);
    }
    ask_of_case(day, &land, own.text);
    day->listed = list(day, &land, 2);
    assert_int_equal(list(day, &land, 100), day->listed);
    day->seen = list(day, &land_admin, 3);
    ask_of_station(day, &land);
    ask_of_books(day, &land);
    ask_of_station(day, &land_admin);
    ask_of_station(day, &town_root);
    (void)list(day, &town_root, 100);
    end();
}

static void compare(const struct day *with, const struct day *without) {
    assert_int_equal(with->count, without->count);
    for (size_t i = 0; i < with->count; i++) {
        if (!bytes_equal(with->answers[i], without->answers[i])) {
            fail_msg("answer %zu, %s: another day", i, with->names[i]);
        }
    }
}

static void one_and_the_same_day(void **state) {
    static const struct accused rows[][2] = {
        {{"330726.land", TEXT("x"), TEXT("head"), TEXT("took money")}},
        {{"330726.land", TEXT("x"), TEXT("head"), TEXT("took money")},
         {"330726101", TEXT(""), TEXT(""), TEXT("")}},
        {{"330726.land", TEXT(""), TEXT(""), TEXT("")}},
    };
    static const size_t counts[] = {1, 2, 1};
    static struct day without;

    (void)state;
    live(&without, NULL, 0);
    assert_int_equal(without.listed, CASES);   /* an organ's account sees its own */
    assert_int_equal(without.seen, CASES + 1); /* and what came in before */
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct day with = {.count = 0};

        live(&with, rows[i], counts[i]);
        compare(&with, &without);
        arena_release(&with.arena);
    }
    arena_release(&without.arena);
}

/* ---- accused later, of a case that they have */

static const struct seat county_root = {"local-admin", COUNTY};

static void load_at(uint32_t station) {
    static const enum data_kind kinds[] = {DATA_DIVISIONS, DATA_NODES};
    static const char *const paths[] = {PJ_SOURCE_DIR "/deploy/divisions/330726.csv",
                                        PJ_SOURCE_DIR "/deploy/divisions/nodes-demo.csv"};
    static uint8_t text[FILE_BYTES];

    for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
        FILE *file = fopen(paths[i], "rb");
        struct api_request request = {.kind = API_LOAD_DATA,
                                      .key = {(const uint8_t *)paths[i], strlen(paths[i]) % 60}};
        size_t len = 0;

        assert_non_null(file);
        len = fread(text, 1, sizeof text, file);
        fclose(file);
        request.load_data = (struct api_load_data){
            .kind = kinds[i], .version = "sim", .total = len, .chunk = {text, len}, .last = true};
        (void)ask_from(&(struct seat){"local-admin", station}, &request);
        assert_int_equal(answer.reply.kind, API_REPLY_DATA);
    }
}

static const struct api_reply *do_act(const struct seat *seat, const char *key, const char *case_no,
                                      const struct act *act, const char *node) {
    struct api_request request = {.kind = API_ACT, .key = {(const uint8_t *)key, strlen(key)}};

    request.act = (struct api_act){.case_no = case_no, .node = node, .query_code = "", .act = *act};
    return ask_from(seat, &request);
}

static void hand_to(const char *key, const struct case_no *no, enum act_kind kind,
                    const char *target) {
    struct act act = {.kind = kind, .reason = TEXT("theirs")};

    snprintf(act.target.text, sizeof act.target.text, "%s", target);
    assert_int_equal(do_act(&county_root, key, no->text, &act, "330726")->kind, API_REPLY_CASE);
}

static void hand_in(const char *key, const struct case_no *no,
                    const struct api_supplement *supplement) {
    struct api_request request = {.kind = API_ACT, .key = {(const uint8_t *)key, strlen(key)}};

    if (supplement->text.len == 0 && supplement->accused_count == 0) {
        assert_true(world_run(&world, 200 * US_PER_MS));
        return;
    }
    request.act = (struct api_act){.case_no = no->text,
                                   .node = "330726",
                                   .query_code = "",
                                   .act = {.kind = ACT_SUPPLEMENT},
                                   .supplement = *supplement};
    assert_int_equal(ask_from(&county_root, &request)->kind, API_REPLY_RECEIPT);
}

/* What they do with it is theirs to know as well, to the number of a paper. */
static void act_told(struct day *day, const char *key, const char *case_no, const struct act *act) {
    struct api_request request = {.kind = API_ACT, .key = {(const uint8_t *)key, strlen(key)}};

    request.act =
        (struct api_act){.case_no = case_no, .node = "330726.land", .query_code = "", .act = *act};
    (void)told(day, key, &land, &request);
}

static void ask_of_papers(struct day *day, const char *case_no) {
    struct api_request book = {
        .kind = API_LIST_PAPERS,
        .list_papers = {.case_no = "", .office = "330726.land", .kind = "", .number = ""}};
    struct api_request of_case = {
        .kind = API_LIST_PAPERS,
        .list_papers = {.case_no = case_no, .office = "", .kind = "", .number = ""}};

    (void)told(day, "the book of its own", &land, &book);
    (void)told(day, "the papers of the case", &land, &of_case);
}

static void ask_of_all(struct day *day, const char *held, const char *far) {
    ask_of_case(day, &land, held);
    ask_of_case(day, &land_admin, held);
    ask_of_papers(day, held);
    (void)list(day, &land, 2);
    (void)list(day, &land_admin, 3);
    ask_of_station(day, &land);
    ask_of_station(day, &land_admin);
    ask_of_books(day, &land);
    ask_of_books(day, &land_admin);
    ask_of_station(day, &town_root);
    ask_of_case(day, &town_root, far);
    (void)list(day, &town_root, 100);
}

/* One case is held by the land office, at the county's own station, and one by the township, at its
 * own. */
static void live_on(struct day *day, const struct api_supplement *held_gets,
                    const struct api_supplement *far_gets) {
    static const struct act note = {.kind = ACT_NOTE, .reason = TEXT("looked at")};
    static const struct act accept = {.kind = ACT_ACCEPT};
    static const struct act urgent = {.kind = ACT_URGENT, .reason = TEXT("at once")};
    struct case_no held = {""};
    struct case_no far = {""};

    begin(day);
    load_at(TOWN);
    held = take_in("held", NULL, 0);
    far = take_in("far", NULL, 0);
    hand_to("to land", &held, ACT_TRANSFER, "330726.land");
    hand_to("to town", &far, ACT_DELEGATE, "330726101");
    assert_true(world_run(&world, 20 * US_PER_S));
    hand_in("held gets", &held, held_gets);
    hand_in("far gets", &far, far_gets);
    assert_true(world_run(&world, 20 * US_PER_S));
    ask_of_all(day, held.text, far.text);
    act_told(day, "accept", held.text, &accept);
    act_told(day, "note", held.text, &note);
    act_told(day, "urgent", held.text, &urgent);
    (void)do_act(&county_root, "noted", held.text, &note, "330726");
    (void)do_act(&town_root, "accepted", far.text, &accept, "330726101");
    assert_true(world_run(&world, 20 * US_PER_S));
    ask_of_all(day, held.text, far.text);
    end();
}

static void compare_later(const struct api_supplement *with[2],
                          const struct api_supplement *without[2]) {
    struct day first = {.count = 0};
    struct day second = {.count = 0};

    live_on(&first, with[0], with[1]);
    live_on(&second, without[0], without[1]);
    compare(&first, &second);
    arena_release(&first.arena);
    arena_release(&second.arena);
}

static void accused_later(void **state) {
    static const struct accused of_land[] = {
        {"330726.land", TEXT("x"), TEXT("head"), TEXT("took money")}};
    static const struct accused of_town[] = {
        {"330726101", TEXT("x"), TEXT("head"), TEXT("took money")},
        {"330726.land", TEXT(""), TEXT(""), TEXT("")}};
    static const struct api_supplement nothing = {.text = {NULL, 0}};
    static const struct api_supplement words = {.text = TEXT("more words")};
    static const struct api_supplement land_accused = {.accused = of_land, .accused_count = 1};
    static const struct api_supplement town_accused = {.accused = of_town, .accused_count = 2};
    static const struct api_supplement land_and_words = {
        .text = TEXT("more words"), .accused = of_land, .accused_count = 1};

    (void)state;
    compare_later((const struct api_supplement *[]){&land_accused, &town_accused},
                  (const struct api_supplement *[]){&nothing, &nothing});
    compare_later((const struct api_supplement *[]){&land_and_words, &town_accused},
                  (const struct api_supplement *[]){&words, &nothing});
}

/* It must be able to fail: an accusation of somebody else is seen. */
static void another_day_where_it_may_be_seen(void **state) {
    static const struct accused other[] = {{"330726101", TEXT("x"), TEXT("y"), TEXT("z")}};
    static struct day with, without;

    (void)state;
    live(&without, NULL, 0);
    live(&with, other, 1);
    assert_int_equal(with.seen, without.seen + 2);
    arena_release(&with.arena);
    arena_release(&without.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("a day with an accusation and a day without are one day to the accused",
             one_and_the_same_day),
        CASE("accused later, of a case that they have, they live one and the same day",
             accused_later),
        CASE("to whom it does not accuse they are two", another_day_where_it_may_be_seen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
