/* SPDX-License-Identifier: Apache-2.0
 * A neighbour that says as much as the link lets it: the fullest messages there are, all of one
 * case, and as many in one turn as it takes. The station takes them, and loses no word. */
#include "hostile.h"

#define FLOOD        40
#define PARKED       40000
#define SLOW_DISK_US (900 * US_PER_MS) /* what comes meanwhile is one turn */
#define WORDS_BYTES  9000 /* as many as a case can have, of this length, are a full one */
#define ARENA_BYTES  (256u * 1024 * 1024)

static struct arena arena; /* of what is said */

static int open_flood(void **state) {
    arena_init(&arena, ARENA_BYTES);
    return set_up(state);
}

static int close_flood(void **state) {
    arena_release(&arena);
    return tear_down(state);
}

/* A further submission. */
static struct submission more_words(uint8_t of, uint8_t no, size_t len) {
    struct part *part = arena_alloc(&arena, sizeof *part);
    uint8_t *text = arena_alloc(&arena, len);

    assert_true(part != NULL && text != NULL);
    memset(text, 'a' + no % 26, len);
    *part = (struct part){.kind = PART_CONTENT, .data = {text, len}};
    return (struct submission){.id = {of, no, 1},
                               .relation = RELATION_SUPPLEMENT,
                               .node = {"330726101"},
                               .received_at = {US_PER_S},
                               .written_at = {US_PER_S},
                               .parts = part,
                               .part_count = 1};
}

static struct bytes packed(const struct submission *submission) {
    struct bytes bytes = BYTES_NONE;

    assert_int_equal(wire_encode_submission(submission, &arena, &bytes), PJ_OK);
    return bytes;
}

static void fill(struct transfer_body *body, uint8_t of, size_t count) {
    struct bytes *all = arena_alloc(&arena, SUBMISSIONS_MAX * sizeof *all);

    assert_non_null(all);
    all[0] = body->submissions[0];
    for (size_t i = 1; i < count; i++) {
        struct submission submission = more_words(of, (uint8_t)i, WORDS_BYTES);

        all[i] = packed(&submission);
    }
    body->submissions = all;
    body->submission_count = count;
}

static struct message_id id_of(size_t no, uint8_t row) {
    return (struct message_id){{(uint8_t)no, (uint8_t)(no >> 8), row}};
}

/* Under its own next term, with those words. */
static void says_transfer(struct stations *stations, size_t no, uint8_t words, size_t count) {
    struct saying saying;
    struct transfer_body *body = coming_up(stations, &stations->no, &arena, &saying);

    saying.header.id = id_of(no, 1);
    saying.header.term += no;
    saying.header.version += no;
    body->file.legs[0].term = saying.header.term;
    fill(body, words, count);
    assert_int_equal(wire_encode_transfer(body, &arena, &saying.body), PJ_OK);
    assert_true(saying.body.len <= BODY_BYTES_MAX);
    says(stations, TOWN, &saying);
    free(body);
}

/* Takes room, and means nothing. */
static void says_notice(struct stations *stations, size_t no) {
    static uint8_t much[700 * 1024];
    struct notice_body body = {.sentence = {much, sizeof much}};
    struct saying saying = {
        .header = {.id = id_of(no, 2), .from = {"330726101"}, .kind = MESSAGE_NOTICE},
        .to = "330726",
        .link = LINK_UP,
        .lane = LANE_BULK};

    assert_int_equal(wire_encode_notice(&body, &arena, &saying.body), PJ_OK);
    says(stations, TOWN, &saying);
}

static void all_at_once(struct stations *stations) {
    stations->world.store_us = SLOW_DISK_US;
    assert_true(world_run(&stations->world, 150 * US_PER_S));
    stations->world.store_us = 0;
    hear(stations);
}

/* At least once so many inputs were one batch (bucket i: 2^i and more). */
static void assert_together(struct stations *stations, enum where at, unsigned bucket) {
    struct node_stats stats = node_stats(stations->world.stations[at].node);
    uint64_t batches = 0;

    for (size_t i = bucket; i < ARRAY_COUNT(stats.batch_sizes); i++) {
        batches += stats.batch_sizes[i];
    }
    assert_true(batches > 0);
}

static void assert_held(struct stations *stations, uint64_t term, size_t submissions) {
    const struct api_case *view = look(stations, COUNTY);

    assert_int_equal(view->casefile->role, ROLE_HOLDER);
    assert_int_equal(view->casefile->term, term);
    assert_int_equal(view->submission_count, submissions);
}

/* ---- Transfers */

/* Each has all the words a case can have, and others than the one before. */
static void many_and_others(void **state) {
    struct stations *stations = *state;

    submit(stations, TOWN);
    put_down(stations, TOWN);
    for (size_t i = 0; i < FLOOD; i++) {
        says_transfer(stations, i, (uint8_t)(i + 1), SUBMISSIONS_MAX);
    }
    all_at_once(stations);
    assert_held(stations, 2 + FLOOD - 1, SUBMISSIONS_MAX);
    assert_together(stations, COUNTY, 3);
    assert_lives(stations, COUNTY);
}

/* Full ones and bare ones in turn: each time all that was known is put to what has come. Between
 * them what takes room, so that the turn is as full as it gets. */
static void few_after_many(void **state) {
    struct stations *stations = *state;

    submit(stations, TOWN);
    put_down(stations, TOWN);
    for (size_t i = 0; i < FLOOD; i++) {
        says_transfer(stations, i, 1, i % 2 == 0 ? SUBMISSIONS_MAX : 1);
        says_notice(stations, i);
    }
    all_at_once(stations);
    assert_held(stations, 2 + FLOOD - 1, SUBMISSIONS_MAX);
    assert_together(stations, COUNTY, 3);
    assert_lives(stations, COUNTY);
}

/* Two bytes each, of which every two are a leg: sixty megabytes and more when unpacked. */
static void bombs(void **state) {
    static uint8_t legs[BODY_BYTES_MAX];
    struct stations *stations = *state;

    for (size_t i = 0; i < sizeof legs; i += 2) {
        legs[i] = 0x1a;
    }
    submit(stations, TOWN);
    put_down(stations, TOWN);
    for (size_t i = 0; i < FLOOD; i++) {
        struct saying saying;

        free(coming_up(stations, &stations->no, &arena, &saying));
        saying.header.id = id_of(i, 3);
        saying.header.case_id.byte[0] ^= (uint8_t)(i + 1); /* else the first one holds them up */
        saying.body = (struct bytes){legs, sizeof legs};
        says(stations, TOWN, &saying);
    }
    all_at_once(stations);
    for (size_t i = 0; i < FLOOD; i++) {
        struct message_id id = id_of(i, 3);

        assert_int_equal(parked_as(stations, COUNTY, &id), PJ_BAD_TOO_LONG);
    }
    assert_lives(stations, COUNTY);
}

/* ---- orders */

static void says_words(struct stations *stations, size_t no, size_t len) {
    static const struct digest of_the_part; /* none is given */
    struct hasher *hasher = hasher_new();
    struct submission submission = more_words((uint8_t)no, 77, len);
    struct order_body body = {.case_no = stations->no,
                              .act = {.kind = ACT_SUPPLEMENT,
                                      .node = {"330726101"},
                                      .acted_at = stations->world.now.wall}};
    struct saying saying = {.header = {.id = id_of(no, 4),
                                       .term = 2,
                                       .version = 4,
                                       .from = {"330726101"},
                                       .kind = MESSAGE_ORDER},
                            .to = "330726",
                            .link = LINK_UP,
                            .lane = LANE_FAST};

    saying.header.case_id =
        mem_store_case(&stations->world.stations[COUNTY].store, stations->no.text)->columns.id;
    body.submission = packed(&submission);
    body.act.submission =
        digest_of(hasher, DIGEST_SUBMISSION, digest_bytes(&of_the_part), (struct bytes){NULL, 0});
    hasher_free(hasher);
    assert_int_equal(wire_encode_order(&body, &arena, &saying.body), PJ_OK);
    says(stations, TOWN, &saying);
}

/* As long as they may be, and as many as a case takes. */
static void orders(void **state) {
    struct stations *stations = *state;

    submit(stations, TOWN);
    act(stations, TOWN, ACT_ESCALATE, "330726101", "330726");
    assert_held(stations, 2, 1);
    put_down(stations, TOWN);
    for (size_t i = 0; i < FLOOD; i++) {
        says_words(stations, i, SUPPLEMENT_BYTES_MAX - 1024);
        says_notice(stations, i);
    }
    for (size_t i = FLOOD; i < FLOOD + SUBMISSIONS_MAX; i++) {
        says_words(stations, i, 1000);
    }
    all_at_once(stations);
    assert_held(stations, 2, SUBMISSIONS_MAX); /* the first, two long ones, and short ones */
    assert_together(stations, COUNTY, 3);
    assert_int_equal(look(stations, TOWN)->casefile->refused.code, PJ_BAD_TOO_LONG);
    assert_lives(stations, COUNTY);
}

/* ---- many cases */

#define MANY 240

static struct case_no number_of(size_t i) {
    struct case_no no;

    snprintf(no.text, sizeof no.text, "330726101-20260921-%08zu-00", i);
    return no;
}

/* As wide as a case's row can be: helped by sixteen, each asked and answered at length. */
static void widen(struct casefile *file) {
    static uint8_t words[REASON_BYTES_MAX];
    static struct problem problems[PROBLEMS_MAX];

    for (uint32_t i = 0; i < PROBLEMS_MAX; i++) {
        problems[i] = (struct problem){.no = i + 1, .category = "0123456789012345678901234567890"};
    }
    memset(words, 'w', sizeof words);
    file->problems = problems;
    file->problem_count = PROBLEMS_MAX;
    for (file->assist_count = 0; file->assist_count < ASSISTS_MAX; file->assist_count++) {
        file->assists[file->assist_count] = (struct assist){.lead = {"330726101"},
                                                            .assistant = {"330726.land"},
                                                            .asked_at = file->opened_at,
                                                            .answered_at = file->opened_at,
                                                            .closed_at = file->opened_at,
                                                            .reason = {words, sizeof words},
                                                            .answer = {words, sizeof words}};
    }
}

/* All of them change in one turn, which is full of other things. */
static void wide_cases(void **state) {
    struct stations *stations = *state;
    struct saying saying;
    struct transfer_body *body = NULL;
    struct order_body order = {
        .act = {.kind = ACT_NOTE, .node = {"330726101"}, .reason = TEXT("as we know")}};

    submit(stations, TOWN);
    put_down(stations, TOWN);
    body = coming_up(stations, &stations->no, &arena, &saying);
    widen(&body->file);
    for (size_t i = 0; i < MANY; i++) {
        body->file.no = number_of(i);
        saying.header.id = id_of(i, 6);
        memcpy(saying.header.case_id.byte, saying.header.id.byte, ID_BYTES);
        assert_int_equal(wire_encode_transfer(body, &arena, &saying.body), PJ_OK);
        says(stations, TOWN, &saying);
    }
    free(body);
    hear(stations);
    put_down(stations, TOWN);
    for (size_t i = 0; i < MANY; i++) {
        if (i % 7 == 0) {
            says_notice(stations, i);
        }
        order.case_no = number_of(i);
        saying.header.id = id_of(i, 6);
        memcpy(saying.header.case_id.byte, saying.header.id.byte, ID_BYTES);
        saying.header.id = id_of(i, 7);
        saying.header.kind = MESSAGE_ORDER;
        saying.lane = LANE_BULK;
        assert_int_equal(wire_encode_order(&order, &arena, &saying.body), PJ_OK);
        says(stations, TOWN, &saying);
    }
    all_at_once(stations);
    for (size_t i = 0; i < MANY; i++) {
        stations->no = number_of(i);
        assert_int_equal(mem_store_case(&stations->world.stations[COUNTY].store, stations->no.text)
                             ->columns.version,
                         5); /* it came, it arrived, and it was noted */
    }
    assert_together(stations, COUNTY, 5);
    assert_lives(stations, COUNTY);
}

/* ---- and what is left of it */

/* A case with a long and wide history: it can still be told. */
static void the_history_is_told(void **state) {
    struct stations *stations = *state;
    struct api_request explain = {.kind = API_EXPLAIN, .case_no = stations->no.text};
    struct api_request trace = {.kind = API_TRACE, .case_no = stations->no.text};
    struct saying saying;
    struct transfer_body *body = NULL;

    submit(stations, TOWN);
    put_down(stations, TOWN);
    body = coming_up(stations, &stations->no, &arena, &saying);
    fill(body, 1, SUBMISSIONS_MAX);
    assert_int_equal(wire_encode_transfer(body, &arena, &saying.body), PJ_OK);
    for (size_t i = 0; i < 200; i++) { /* all but the first are void, and recorded */
        saying.header.id = id_of(i, 5);
        says(stations, TOWN, &saying);
    }
    free(body);
    hear(stations);
    hear(stations);
    assert_held(stations, 2, SUBMISSIONS_MAX);
    assert_int_equal(asked(stations, COUNTY, &explain)->kind, API_REPLY_EXPLAIN);
    assert_true(stations->reply.explain.line_count > 200);
    assert_int_equal(asked(stations, COUNTY, &trace)->kind, API_REPLY_TRACE);
    assert_true(stations->reply.trace.count > 200);
}

/* More is parked than would fit a turn. */
static void the_parked_are_listed(void **state) {
    struct stations *stations = *state;
    struct mem_store *store = &stations->world.stations[COUNTY].store;
    struct row_journal *journal = calloc(PARKED, sizeof *journal);
    struct row_parked *parked = calloc(PARKED, sizeof *parked);
    struct api_request request = {.kind = API_PARKED_LIST, .parked_list = {.limit = UINT32_MAX}};
    struct batch batch = {
        .journal = journal, .journal_count = PARKED, .parked = parked, .parked_count = PARKED};

    assert_true(journal != NULL && parked != NULL);
    put_down(stations, COUNTY);
    batch.no = store->head.no + 1;
    batch.epoch = store->head.epoch;
    batch.incarnation = store->head.incarnation;
    batch.first_pos = store->head.last_pos + 1;
    batch.last_pos = store->head.last_pos + PARKED;
    batch.last_ref = store->head.last_ref;
    batch.chain_head = store->head.chain_head;
    batch.at = stations->world.now.wall;
    for (size_t i = 0; i < PARKED; i++) {
        journal[i] = (struct row_journal){.pos = batch.first_pos + (int64_t)i,
                                          .kind = MESSAGE_EVENT,
                                          .in_lane = LANE_NONE,
                                          .out_lane = LANE_NONE,
                                          .at = batch.at};
        parked[i] = (struct row_parked){.pos = journal[i].pos,
                                        .case_id = {{1, 2, 3}},
                                        .in_lane = LANE_NONE,
                                        .kind = MESSAGE_EVENT,
                                        .code = PJ_BAD_FIELD,
                                        .at = batch.at,
                                        .due_at = batch.at,
                                        .insert = true};
    }
    assert_true(mem_store_commit(store, &batch));
    free(journal);
    free(parked);
    hear(stations);
    assert_int_equal(asked(stations, COUNTY, &request)->kind, API_REPLY_PARKED);
    assert_int_equal(stations->reply.parked.count, API_LIST_MAX);
    assert_lives(stations, COUNTY);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("forty full Transfers of one case, each with other words", many_and_others,
                  open_flood, close_flood),
        CASE_WITH("full and bare Transfers in turn, in turns that are full", few_after_many,
                  open_flood, close_flood),
        CASE_WITH("forty Transfers that unpack to sixty megabytes each", bombs, open_flood,
                  close_flood),
        CASE_WITH("forty orders with the longest supplements, and then as many as a case takes",
                  orders, open_flood, close_flood),
        CASE_WITH("two hundred cases as wide as can be, changed in turns that are full", wide_cases,
                  open_flood, close_flood),
        CASE_WITH("what is left of it in the history can be told", the_history_is_told, open_flood,
                  close_flood),
        CASE_WITH("what is parked of it can be listed", the_parked_are_listed, open_flood,
                  close_flood),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
