/* SPDX-License-Identifier: Apache-2.0
 * The petitioner reads where the case was taken in what was issued at another station: a copy that
 * says what the book says, and follows it. */
#include "five_stations.h"

#define LIST_TEXT_MAX 4096

static char code[QUERY_CODE_TEXT_MAX + 1]; /* on the last receipt */

static void open_portal(struct stations *stations, enum where at) {
    static const char *const scopes[] = {"petitioner"};
    struct api_request request = {
        .kind = API_ACCOUNT_ADD,
        .account_add = {.account = "portal", .scopes = scopes, .scope_count = 1, .node = ""}};

    assert_int_not_equal(asked(stations, at, &request)->kind, API_REPLY_ERROR);
}

static void take_in(struct stations *stations, enum where at) {
    submit(stations, at);
    snprintf(code, sizeof code, "%s", stations->reply.receipt.query_code);
    open_portal(stations, at);
}

static const struct api_reply *papers(struct stations *stations, enum where at, const char *account,
                                      struct api_list_papers list) {
    struct api_request request = {.kind = API_LIST_PAPERS, .list_papers = list};

    return asked_by(stations, at, account, &request);
}

/* "number kind [copy] [served] [voided] [<- replaces]\n" each, as the petitioner sees them. */
static const char *told(struct stations *stations, enum where at) {
    static char text[LIST_TEXT_MAX];
    const struct api_reply *reply =
        papers(stations, at, "portal",
               (struct api_list_papers){stations->no.text, "", "", "", code, 0, 0, 0});
    size_t len = 0;

    text[0] = '\0';
    if (reply->kind == API_REPLY_ERROR) {
        return pj_code_name(reply->error.code);
    }
    for (size_t i = 0; i < reply->papers.count; i++) {
        const struct issued *paper = reply->papers.items[i].paper;

        len +=
            (size_t)snprintf(text + len, sizeof text - len, "%s%s%s%s%s%s\n", paper->number,
                             paper->copy ? " copy" : "", paper->served_at.us != 0 ? " served" : "",
                             paper->voided_at.us != 0 ? " voided" : "",
                             paper->replaces[0] != '\0' ? " <- " : "", paper->replaces);
        assert_true(len < sizeof text);
    }
    return text;
}

/* What one paper says, as it is kept. */
static struct bytes says(struct stations *stations, enum where at, const char *account,
                         const char *number, struct arena *arena) {
    bool mine = strcmp(account, "portal") == 0;
    const struct api_reply *reply =
        papers(stations, at, account,
               (struct api_list_papers){.case_no = stations->no.text,
                                        .office = "",
                                        .kind = "",
                                        .number = number,
                                        .query_code = mine ? code : ""});
    struct bytes facts = BYTES_NONE;

    assert_int_equal(reply->kind, API_REPLY_PAPERS);
    assert_int_equal(reply->papers.count, 1);
    assert_true(reply->papers.items[0].count > 0);
    assert_int_equal(wire_encode_paper(reply->papers.items[0].values, reply->papers.items[0].count,
                                       arena, &facts),
                     PJ_OK);
    return facts;
}

static void assert_reads_the_same(struct stations *stations, enum where issuer, enum where at,
                                  const char *number) {
    struct arena arena;
    struct bytes book = BYTES_NONE;
    struct bytes copy = BYTES_NONE;

    arena_init(&arena, UNPACK_BYTES_MAX);
    book = says(stations, issuer, "local-admin", number, &arena);
    copy = says(stations, at, "portal", number, &arena);
    assert_true(bytes_equal(book, copy));
    arena_release(&arena);
}

static void decides(struct stations *stations, enum where at, const char *node,
                    struct bytes reason) {
    static const struct problem outcome = {.no = 1, .outcome = OUTCOME_NOT_SUPPORTED};
    struct api_request request = an_act(stations, ACT_DECIDE, node, "");

    request.act.act.problem_outcomes = &outcome;
    request.act.act.problem_count = 1;
    request.act.act.ruling = RULING_NOT_SUPPORTED;
    request.act.act.reason = reason;
    assert_int_equal(asked(stations, at, &request)->kind, API_REPLY_CASE);
}

static void serves(struct stations *stations, enum where at, const char *node) {
    struct api_request request = an_act(stations, ACT_SERVE, node, "");

    request.act.act.service = SERVICE_IN_PERSON;
    request.act.act.proof = TEXT("signed");
    assert_int_equal(asked(stations, at, &request)->kind, API_REPLY_CASE);
}

static enum pj_code voids(struct stations *stations, enum where at, const char *number) {
    struct api_request request = {.kind = API_VOID_PAPER,
                                  .void_paper = {.case_no = stations->no.text,
                                                 .number = number,
                                                 .office = "330726.land",
                                                 .reason = TEXT("a slip of the pen")}};
    const struct api_reply *reply = asked(stations, at, &request);

    return reply->kind == API_REPLY_ERROR ? reply->error.code : PJ_OK;
}

#define ACCEPT  "浦江自然资源和规划信受〔2026〕1号"
#define SECOND  "浦江自然资源和规划信受〔2026〕2号"
#define OPINION "浦江自然资源和规划信意〔2026〕1号"
#define PROOF   "浦江自然资源和规划信送〔2026〕1号"

/* Taken in at the township, handed up, and accepted by an organ of the county. */
static void accepted_above(struct stations *stations) {
    take_in(stations, TOWN);
    act(stations, TOWN, ACT_ESCALATE, "330726101", "330726");
    act(stations, COUNTY, ACT_TRANSFER, "330726", "330726.land");
    act(stations, COUNTY, ACT_ACCEPT, "330726.land", "");
}

static void reads_it_at_the_window(void **state) {
    struct stations *stations = *state;

    accepted_above(stations);
    assert_string_equal(told(stations, TOWN), ACCEPT " copy\n"); /* not what offices write */
    assert_reads_the_same(stations, COUNTY, TOWN, ACCEPT);
    decides(stations, COUNTY, "330726.land", TEXT("its grounds"));
    assert_string_equal(told(stations, TOWN), ACCEPT " copy\n" OPINION " copy\n");
    assert_reads_the_same(stations, COUNTY, TOWN, OPINION);
    serves(stations, COUNTY, "330726.land");
    assert_string_equal(told(stations, TOWN),
                        ACCEPT " copy\n" OPINION " copy served\n" PROOF " copy\n");
    assert_reads_the_same(stations, COUNTY, TOWN, PROOF);
    snprintf(code, sizeof code, "WRONGCODE2");
    assert_string_equal(told(stations, TOWN), "AUTH_PROOF");
}

static void down_the_tree_as_well(void **state) {
    struct stations *stations = *state;

    take_in(stations, PROVINCE);
    act(stations, PROVINCE, ACT_DELEGATE, "33", "330726");
    act(stations, COUNTY, ACT_TRANSFER, "330726", "330726.land");
    act(stations, COUNTY, ACT_ACCEPT, "330726.land", "");
    assert_string_equal(told(stations, PROVINCE), ACCEPT " copy\n");
    assert_reads_the_same(stations, COUNTY, PROVINCE, ACCEPT);
    /* the city passed it on, and keeps none */
    assert_int_equal(stations->world.stations[CITY].store.copies.count, 0);
}

/* Not in a series, and nobody's but its issuer's. */
static void in_no_book(void **state) {
    struct stations *stations = *state;

    accepted_above(stations);
    assert_int_equal(stations->world.stations[TOWN].store.papers.count, 1); /* its letter up */
    assert_int_equal(papers(stations, TOWN, "local-admin",
                            (struct api_list_papers){"", "330726.land", "", "", "", 0, 0, 0})
                         ->papers.count,
                     0);
    assert_int_equal(papers(stations, TOWN, "local-admin",
                            (struct api_list_papers){"", "", "", ACCEPT, "", 0, 0, 0})
                         ->papers.count,
                     1);
    assert_true(stations->reply.papers.items[0].paper->copy);
    assert_int_equal(voids(stations, TOWN, ACCEPT), PJ_AUTH_NOT_ACTOR);
    assert_string_equal(told(stations, TOWN), ACCEPT " copy\n");
}

static void voided_by_its_issuer(void **state) {
    struct stations *stations = *state;

    accepted_above(stations);
    assert_int_equal(voids(stations, COUNTY, ACCEPT), PJ_OK);
    settle(stations);
    assert_string_equal(told(stations, TOWN),
                        ACCEPT " copy voided\n" SECOND " copy <- " ACCEPT "\n");
    assert_reads_the_same(stations, COUNTY, TOWN, SECOND);
}

/* It comes once more: over the link after a loss, and it is the same one. */
static void lost_and_given_back(void **state) {
    struct stations *stations = *state;

    take_in(stations, TOWN);
    act(stations, TOWN, ACT_ESCALATE, "330726101", "330726");
    act(stations, COUNTY, ACT_TRANSFER, "330726", "330726.land");
    world_backup(&stations->world, TOWN);
    act(stations, COUNTY, ACT_ACCEPT, "330726.land", "");
    settle(stations);
    assert_int_equal(stations->world.stations[TOWN].store.copies.count, 1);
    world_restore(&stations->world, false, true);
    settle(stations);
    settle(stations);
    assert_string_equal(told(stations, TOWN), ACCEPT " copy\n");
    assert_reads_the_same(stations, COUNTY, TOWN, ACCEPT);
}

/* An office that issues at the station of the window has its book there. */
static void no_copy_at_home(void **state) {
    struct stations *stations = *state;

    take_in(stations, COUNTY);
    act(stations, COUNTY, ACT_TRANSFER, "330726", "330726.land");
    act(stations, COUNTY, ACT_ACCEPT, "330726.land", "");
    assert_string_equal(told(stations, COUNTY), ACCEPT "\n");
    for (unsigned i = 0; i < STATIONS; i++) {
        assert_int_equal(stations->world.stations[i].store.copies.count, 0);
    }
}

/* Messages with a paper that this station wrote down; an older one may do without them. */
static size_t papers_sent(const struct stations *stations, enum where at) {
    const struct mem_store *store = &stations->world.stations[at].store;
    size_t count = 0;

    for (size_t i = 0; i < store->journal.count; i++) {
        const struct row_journal *row = MEM_ROW(store->journal, struct row_journal, i);
        struct bytes packed = BYTES_NONE;
        struct header header;
        struct route route;
        struct arena arena;

        if (row->kind != MESSAGE_PAPER) {
            continue;
        }
        arena_init(&arena, UNPACK_BYTES_MAX);
        assert_int_equal(wire_decode_envelope(row->envelope, &route, &packed), PJ_OK);
        assert_int_equal(wire_decode_header(packed, &arena, &header), PJ_OK);
        assert_false(header.kind_critical);
        arena_release(&arena);
        count++;
    }
    return count;
}

static void accuse(struct stations *stations, enum where at, const char *node, struct bytes said) {
    const struct accused accused[] = {{node, TEXT("somebody"), TEXT("head"), said}};
    struct api_request request = {.kind = API_SUBMIT_CASE};

    request.submit_case.accused = accused;
    request.submit_case.accused_count = 1;
    request.submit_case.purpose = PURPOSE_ACCUSATION;
    assert_int_equal(asked(stations, at, &request)->kind, API_REPLY_RECEIPT);
    snprintf(stations->no.text, sizeof stations->no.text, "%s", stations->reply.receipt.case_no);
    snprintf(code, sizeof code, "%s", stations->reply.receipt.query_code);
    open_portal(stations, at);
}

/* Taken in at the township's own window, about the township: it has left, and nothing comes back.
 */
static void not_to_the_accused(void **state) {
    struct stations *stations = *state;

    accuse(stations, TOWN, "330726101", TEXT("bribes"));
    act(stations, COUNTY, ACT_ACCEPT, "330726.discipline", "");
    assert_int_equal(stations->world.stations[COUNTY].store.papers.count, 1);
    for (unsigned i = 0; i < STATIONS; i++) {
        assert_int_equal(papers_sent(stations, (enum where)i), 0);
    }
}

static void past_the_accused(void **state) {
    struct stations *stations = *state;

    accuse(stations, CITY, "330726101", TEXT("bribes"));
    act(stations, CITY, ACT_DELEGATE, "3307.discipline", "330726.discipline");
    act(stations, COUNTY, ACT_ACCEPT, "330726.discipline", "");
    assert_string_equal(told(stations, CITY), "浦江纪委监信受〔2026〕密1号 copy\n");
    assert_reads_the_same(stations, COUNTY, CITY, "浦江纪委监信受〔2026〕密1号");
    assert_int_equal(papers_sent(stations, COUNTY), 1);
    assert_int_equal(papers_sent(stations, TOWN), 0);
    assert_int_equal(papers_sent(stations, VILLAGE), 0);
}

/* With what was said in it the opinion would not fit a message: where it goes they have that. */
static void as_long_as_a_message(void **state) {
    static uint8_t text[BODY_BYTES_MAX - 2048];
    static uint8_t reason[REASON_BYTES_MAX];
    static const char number[] = "浦江纪委监信意〔2026〕密1号";
    struct stations *stations = *state;
    struct arena arena;
    struct bytes book = BYTES_NONE;
    struct bytes copy = BYTES_NONE;

    memset(text, 'x', sizeof text);
    memset(reason, 'y', sizeof reason);
    accuse(stations, CITY, "330726101", (struct bytes){text, sizeof text});
    act(stations, CITY, ACT_DELEGATE, "3307.discipline", "330726.discipline");
    act(stations, COUNTY, ACT_ACCEPT, "330726.discipline", "");
    decides(stations, COUNTY, "330726.discipline", (struct bytes){reason, sizeof reason});
    arena_init(&arena, 4 * UNPACK_BYTES_MAX);
    book = says(stations, COUNTY, "local-admin", number, &arena);
    copy = says(stations, CITY, "portal", number, &arena);
    assert_true(book.len > sizeof text + sizeof reason);
    assert_true(copy.len > sizeof reason);
    assert_true(copy.len < sizeof reason + 4096);
    arena_release(&arena);
}

/* ---- of a visit, to an office below the window */

/* Accepted at the window on the day of the visit; on the day after a township is asked to help. */
static void visited(struct stations *stations) {
    struct api_request request = {.kind = API_SUBMIT_CASE};

    request.submit_case.text = TEXT("they took the field");
    request.submit_case.text_origin = TEXT_ORIGIN_CLERK_SUMMARY;
    request.submit_case.form = FORM_VISIT;
    assert_int_equal(asked(stations, COUNTY, &request)->kind, API_REPLY_RECEIPT);
    snprintf(stations->no.text, sizeof stations->no.text, "%s", stations->reply.receipt.case_no);
    act(stations, COUNTY, ACT_TRANSFER, "330726", "330726.land");
    act(stations, COUNTY, ACT_ACCEPT, "330726.land", "");
    next_day(stations);
    act(stations, COUNTY, ACT_ASSIST, "330726.land", "330726102");
    decides(stations, COUNTY, "330726.land", TEXT("its grounds"));
}

static void open_below(struct stations *stations) {
    static const char *const scopes[] = {"read:own"};
    struct api_request request = {
        .kind = API_ACCOUNT_ADD,
        .account_add = {
            .account = "below", .scopes = scopes, .scope_count = 1, .node = "330726102"}};

    assert_int_not_equal(asked(stations, COUNTY, &request)->kind, API_REPLY_ERROR);
}

/* *ret_origins: how many of them say who put the words down. */
static size_t count_midnights(struct stations *stations, const char *account, const char *number,
                              size_t *ret_origins) {
    struct api_list_papers list = {stations->no.text, "", "", number, "", 0, 0, 0};
    const struct api_reply *reply = papers(stations, COUNTY, account, list);
    size_t count = 0;

    assert_int_equal(reply->kind, API_REPLY_PAPERS);
    *ret_origins = 0;
    for (size_t i = 0; i < reply->papers.count; i++) {
        const struct api_paper *item = &reply->papers.items[i];

        count += is_midnight(item->paper->at) &&
                         (item->paper->served_at.us == 0 || is_midnight(item->paper->served_at))
                     ? 1
                     : 0;
        for (size_t k = 0; k < item->count; k++) {
            *ret_origins += strcmp(item->values[k].field, "text_origin") == 0 ? 1 : 0;
        }
    }
    return count;
}

static void no_hour_below(void **state) {
    struct stations *stations = *state;
    size_t origins = 0;

    visited(stations);
    open_below(stations);
    assert_int_equal(count_midnights(stations, "local-admin", "", &origins), 0);
    assert_int_equal(stations->reply.papers.count, 3);
    assert_int_equal(count_midnights(stations, "below", "", &origins), 2); /* of that day */
    assert_int_equal(stations->reply.papers.count, 3);
    assert_int_equal(count_midnights(stations, "local-admin", OPINION, &origins), 0);
    assert_int_equal(origins, 1);
    assert_int_equal(count_midnights(stations, "below", OPINION, &origins), 0);
    assert_int_equal(origins, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("what the county issued is read at the township, with the code of the receipt",
                  reads_it_at_the_window, set_up, tear_down),
        CASE_WITH("what was handed down is read above, and nobody on the way keeps a copy",
                  down_the_tree_as_well, set_up, tear_down),
        CASE_WITH("a copy is in no book and is not voided where it is kept", in_no_book, set_up,
                  tear_down),
        CASE_WITH("voided by its issuer, it is void everywhere, and the next one is there",
                  voided_by_its_issuer, set_up, tear_down),
        CASE_WITH("what was lost with a database comes again, once", lost_and_given_back, set_up,
                  tear_down),
        CASE_WITH("who issues where the case was taken in sends none", no_copy_at_home, set_up,
                  tear_down),
        CASE_WITH("papers about somebody do not go to them, though they took it in",
                  not_to_the_accused, set_up, tear_down),
        CASE_WITH("papers about somebody go where they are asked for, past nobody of theirs",
                  past_the_accused, set_up, tear_down),
        CASE_WITH("a paper too long for a message goes without the petitioner's own words",
                  as_long_as_a_message, set_up, tear_down),
        CASE_WITH("of a visit no paper shows an office below at what hour, nor who wrote it down",
                  no_hour_below, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
