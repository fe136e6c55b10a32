/* SPDX-License-Identifier: Apache-2.0
 * Bodies of messages: limits, enum values, forms; a refused body leaves the struct alone, and a
 * petitioner's bytes come back exactly. (Round trips of every body are tests/golden/messages.txt.)
 */
#include "unit.h"

#include "wire/wire.h"

#include <stdlib.h>

#define START_US   INT64_C(1764000000000000)
#define TEXT(text) ((struct bytes){(const uint8_t *)(text), sizeof(text) - 1})

static struct arena body_arena(void) {
    struct arena arena;

    arena_init(&arena, UNPACK_BYTES_MAX);
    return arena;
}

static void petitioners_bytes(void **state) {
    uint8_t all[512];
    struct part part = {.kind = PART_CONTENT, .data = {all, sizeof all}};
    struct submission submission = {.parts = &part, .part_count = 1};
    struct submission back;
    struct bytes bytes = BYTES_NONE;
    struct arena arena = body_arena();

    for (size_t i = 0; i < sizeof all; i++) {
        all[i] = (uint8_t)i; /* NUL and what is no UTF-8 included */
    }
    submission.place_text = TEXT("a\0b");
    assert_int_equal(wire_encode_submission(&submission, &arena, &bytes), PJ_OK);
    assert_int_equal(wire_decode_submission(bytes, &arena, &back), PJ_OK);
    assert_int_equal(back.part_count, 1);
    assert_true(bytes_equal(back.parts[0].data, part.data));
    assert_true(bytes_equal(back.place_text, TEXT("a\0b")));
    arena_release(&arena);
}

static void refused_submissions(void **state) {
    static const struct {
        const char *what;
        struct bytes bytes;
        enum pj_code code;
    } rows[] = {
        {"a form from the future", {(const uint8_t *)"\x18\x63", 2}, PJ_BAD_ENUM},
        {"a negative purpose",
         {(const uint8_t *)"\x20\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 11},
         PJ_BAD_ENUM},
        {"an office in capitals", {(const uint8_t *)"\x12\x02XY", 4}, PJ_BAD_FIELD},
        {"an id of 2 bytes", {(const uint8_t *)"\x0a\x02xy", 4}, PJ_BAD_FIELD},
        {"a category too long",
         {(const uint8_t *)"\x5a\x34"
                           "0123456789012345678901234567890123456789012345678901",
          54},
         PJ_BAD_TOO_LONG},
        {"torn",
         {(const uint8_t *)"\x72\x10"
                           "abc",
          5},
         PJ_BAD_FORMAT},
    };

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct arena arena = body_arena();
        struct submission submission = {.part_count = 77};
        enum pj_code code = wire_decode_submission(rows[i].bytes, &arena, &submission);

        if (code != rows[i].code) {
            fail_msg("%s: %s", rows[i].what, pj_code_name((unsigned)code));
        }
        assert_int_equal(submission.part_count, 77);
        arena_release(&arena);
    }
}

static void too_many_parts(void **state) {
    struct part parts[PARTS_MAX + 1];
    struct arena arena = body_arena();

    memset(parts, 0, sizeof parts);
    for (size_t count = PARTS_MAX; count <= PARTS_MAX + 1; count++) {
        struct submission submission = {.parts = parts, .part_count = count};
        struct submission back;
        struct bytes bytes = BYTES_NONE;

        assert_int_equal(wire_encode_submission(&submission, &arena, &bytes), PJ_OK);
        assert_int_equal(wire_decode_submission(bytes, &arena, &back),
                         count > PARTS_MAX ? PJ_BAD_TOO_LONG : PJ_OK);
    }
    arena_release(&arena);
}

static struct transfer_body *full_transfer(struct problem *problems, struct digest *digests) {
    struct transfer_body *body = calloc(1, sizeof *body);

    assert_non_null(body);
    for (uint32_t i = 0; i < PROBLEMS_MAX; i++) {
        problems[i] = (struct problem){.no = i + 1, .outcome = OUTCOME_SOLVED};
    }
    body->file.origin = (struct node_id){"330726"};
    body->file.problems = problems;
    body->file.problem_count = PROBLEMS_MAX;
    body->file.part_digests = digests;
    body->file.part_count = PARTS_MAX;
    body->file.leg_count = LEGS_MAX;
    body->file.clock_count = CLOCKS_MAX;
    for (size_t i = 0; i < CLOCKS_MAX; i++) {
        body->file.clocks[i] = (struct clock){.no = (uint32_t)i + 1, .kind = CLOCK_NOTICE};
    }
    for (size_t i = 0; i < LEGS_MAX; i++) {
        body->file.legs[i] = (struct leg){.term = i + 2,
                                          .kind = LEG_DELEGATE,
                                          .giver = {"330726"},
                                          .receiver = {"330726.land"},
                                          .opened_at = {START_US},
                                          .due = {20000}};
    }
    return body;
}

static void fullest_case(void **state) {
    static struct problem problems[PROBLEMS_MAX];
    static struct digest digests[PARTS_MAX];
    struct transfer_body *body = full_transfer(problems, digests);
    struct transfer_body *back = calloc(1, sizeof *back);
    struct bytes bytes = BYTES_NONE;
    struct arena arena = body_arena();

    assert_non_null(back);
    memset(digests, 1, sizeof digests);
    assert_int_equal(wire_encode_transfer(body, &arena, &bytes), PJ_OK);
    assert_int_equal(wire_decode_transfer(bytes, &arena, back), PJ_OK);
    assert_int_equal(back->file.leg_count, LEGS_MAX);
    assert_memory_equal(back->file.legs[3].receiver.text, "330726.land", 12);
    assert_int_equal(back->file.legs[3].opened_at.us, START_US);
    assert_int_equal(back->file.legs[3].due.day, 20000);
    assert_int_equal(back->file.problem_count, PROBLEMS_MAX);
    assert_int_equal(back->file.problems[255].no, 256);
    assert_true(bytes.len < BODY_BYTES_MAX);
    arena_release(&arena);
    free(body);
    free(back);
}

/* A clock of nothing, one that runs till never, or one after whose number none follows. */
static void no_clock_at_all(void **state) {
    static const struct clock clocks[] = {
        {.no = 1, .kind = CLOCK_UNSPECIFIED},
        {.no = 1, .kind = CLOCK_NOTICE, .state = CLOCK_STATE_RUNNING},
        {.no = UINT32_MAX, .kind = CLOCK_NOTICE, .state = CLOCK_STATE_MET}};
    static const enum pj_code codes[] = {PJ_BAD_MISSING, PJ_BAD_MISSING, PJ_BAD_FIELD};
    static struct problem problems[PROBLEMS_MAX];
    static struct digest digests[PARTS_MAX];
    struct transfer_body *body = full_transfer(problems, digests);
    struct transfer_body *back = calloc(1, sizeof *back);
    struct bytes bytes = BYTES_NONE;
    struct arena arena = body_arena();

    assert_non_null(back);
    for (size_t i = 0; i < ARRAY_COUNT(clocks); i++) {
        body->file.clocks[CLOCKS_MAX - 1] = clocks[i];
        assert_int_equal(wire_encode_transfer(body, &arena, &bytes), PJ_OK);
        assert_int_equal(wire_decode_transfer(bytes, &arena, back), codes[i]);
    }
    arena_release(&arena);
    free(body);
    free(back);
}

static void limits_of_a_case(void **state) {
    static struct problem problems[PROBLEMS_MAX + 1];
    static struct digest digests[PARTS_MAX];
    static uint8_t long_reason[REASON_BYTES_MAX + 1];
    struct transfer_body *body = full_transfer(problems, digests);
    struct transfer_body *back = calloc(1, sizeof *back);
    struct bytes bytes = BYTES_NONE;
    struct arena arena = body_arena();

    assert_non_null(back);
    memset(digests, 1, sizeof digests);
    body->file.legs[0].reason = (struct bytes){long_reason, sizeof long_reason};
    assert_int_equal(wire_encode_transfer(body, &arena, &bytes), PJ_OK);
    assert_int_equal(wire_decode_transfer(bytes, &arena, back), PJ_BAD_TOO_LONG);
    body->file.legs[0].reason = BYTES_NONE;
    body->file.problem_count = PROBLEMS_MAX + 1;
    assert_int_equal(wire_encode_transfer(body, &arena, &bytes), PJ_OK);
    assert_int_equal(wire_decode_transfer(bytes, &arena, back), PJ_BAD_TOO_LONG);
    assert_int_equal(back->file.leg_count, 0); /* untouched */
    arena_release(&arena);
    free(body);
    free(back);
}

static void transfer_without_file(void **state) {
    struct transfer_body *body = calloc(1, sizeof *body);
    struct arena arena = body_arena();

    assert_non_null(body);
    assert_int_equal(wire_decode_transfer(TEXT("\x0a\x01x"), &arena, body), PJ_BAD_MISSING);
    assert_int_equal(wire_decode_transfer(TEXT("\x12\x00\x38\x63"), &arena, body), PJ_BAD_ENUM);
    arena_release(&arena);
    free(body);
}

/* What waits at a station for a visit's sake is in its row, and so is who was accused when the case
 * was here already; whoever has the case next gets no word of it, nor can tell this station to
 * wait. */
static void waiting_stays_in_the_row(void **state) {
    struct transfer_body *body = calloc(1, sizeof *body);
    struct transfer_body *back = calloc(1, sizeof *back);
    struct arena arena = body_arena();
    struct bytes bytes = BYTES_NONE;

    assert_non_null(body);
    assert_non_null(back);
    body->file.origin = (struct node_id){"330726"};
    body->file.waiting = (struct waiting){{5}, {9}};
    body->file.conflicts = (struct conflict_set){
        .nodes = {{"330726101"}, {"330726.land"}}, .count = 2, .below = 3, .later = 2};
    assert_int_equal(wire_encode_casefile(&body->file, &arena, &bytes), PJ_OK);
    assert_int_equal(wire_decode_casefile(bytes, &arena, &back->file), PJ_OK);
    assert_int_equal(back->file.waiting.since.us, 5);
    assert_int_equal(back->file.waiting.until.us, 9);
    assert_int_equal(back->file.conflicts.later, 2);
    assert_int_equal(wire_encode_transfer(body, &arena, &bytes), PJ_OK);
    assert_int_equal(wire_decode_transfer(bytes, &arena, back), PJ_OK);
    assert_int_equal(back->file.waiting.until.us, 0);
    assert_int_equal(back->file.conflicts.count, 2); /* who is in it goes along, not since when */
    assert_int_equal(back->file.conflicts.below, 3);
    assert_int_equal(back->file.conflicts.later, 0);
    arena_release(&arena);
    free(body);
    free(back);
}

static void empty_casefile_keeps_the_rest(void **state) {
    struct casefile *file = calloc(1, sizeof *file);
    struct arena arena = body_arena();

    assert_non_null(file);
    file->ref = 9;
    file->term = 4;
    file->leg_count = 2;
    assert_int_equal(wire_decode_casefile(TEXT("\x12\x02\x30\x31\x30\x05"), &arena, file), PJ_OK);
    assert_string_equal(file->category, "01");
    assert_int_equal(file->persons, 5);
    assert_int_equal(file->ref, 9);
    assert_int_equal(file->term, 4);
    assert_int_equal(file->leg_count, 2);
    arena_release(&arena);
    free(file);
}

static void act_of_the_future(void **state) {
    struct arena arena = body_arena();
    struct order_body order = {.case_no = {"x"}};

    assert_int_equal(wire_decode_order(TEXT("\x12\x02\x08\x63"), &arena, &order), PJ_BAD_ENUM);
    assert_string_equal(order.case_no.text, "x");
    assert_int_equal(wire_decode_order(TEXT("\x12\x03\x12\x01X"), &arena, &order), PJ_BAD_FIELD);
    assert_int_equal(wire_decode_order(BYTES_NONE, &arena, &order), PJ_OK);
    assert_int_equal(order.act.kind, ACT_UNSPECIFIED);
    arena_release(&arena);
}

/* What each kind of body does with a number that does not fit (tests/unit/words_numbers_test.c has
 * the numbers): refused, the struct untouched. */
static void numbers(void **state) {
    static const struct problem second = {.no = 2};
    static const struct clock clock = {.no = UINT32_MAX, .kind = CLOCK_NOTICE};
    struct arena arena = body_arena();
    struct bytes bytes = BYTES_NONE;
    struct event_body event = {.closed_at = {INT64_MAX}};
    struct order_body order = {.act = {.due = {INT32_MAX}}};
    struct delivered_body delivered = {.delivered_at = {-1}};
    struct event_body event_back = {.code = 77};
    struct order_body order_back = {.act = {.rule = 77}};
    struct delivered_body delivered_back = {.hop_count = 7};

    assert_int_equal(wire_encode_event(&event, &arena, &bytes), PJ_OK);
    assert_int_equal(wire_decode_event(bytes, &arena, &event_back), PJ_BAD_FIELD);
    event = (struct event_body){.problems = &second, .problem_count = 1};
    assert_int_equal(wire_encode_event(&event, &arena, &bytes), PJ_OK);
    assert_int_equal(wire_decode_event(bytes, &arena, &event_back), PJ_BAD_FIELD);
    event = (struct event_body){.clocks = &clock, .clock_count = 1};
    assert_int_equal(wire_encode_event(&event, &arena, &bytes), PJ_OK);
    assert_int_equal(wire_decode_event(bytes, &arena, &event_back), PJ_BAD_FIELD);
    assert_int_equal(event_back.code, 77);
    assert_int_equal(wire_encode_order(&order, &arena, &bytes), PJ_OK);
    assert_int_equal(wire_decode_order(bytes, &arena, &order_back), PJ_BAD_FIELD);
    assert_int_equal(order_back.act.rule, 77);
    assert_int_equal(wire_encode_delivered(&delivered, &arena, &bytes), PJ_OK);
    assert_int_equal(wire_decode_delivered(bytes, &arena, &delivered_back), PJ_BAD_FIELD);
    delivered = (struct delivered_body){.clocks = &clock, .clock_count = 1};
    assert_int_equal(wire_encode_delivered(&delivered, &arena, &bytes), PJ_OK);
    assert_int_equal(wire_decode_delivered(bytes, &arena, &delivered_back), PJ_BAD_FIELD);
    assert_int_equal(delivered_back.hop_count, 7);
    arena_release(&arena);
}

/* A relay may say any instant: the receiver's word, which repeats it, is not refused for that. */
static void an_impossible_hop(void **state) {
    struct arena arena = body_arena();
    struct bytes bytes = BYTES_NONE;
    struct delivered_body body = {.hop_count = 2,
                                  .hops = {{.at = {INT64_MAX}}, {.at = {START_US}}}};
    struct delivered_body back;

    assert_int_equal(wire_encode_delivered(&body, &arena, &bytes), PJ_OK);
    assert_int_equal(wire_decode_delivered(bytes, &arena, &back), PJ_OK);
    assert_int_equal(back.hops[0].at.us, 0);
    assert_int_equal(back.hops[1].at.us, START_US);
    arena_release(&arena);
}

/* The station writes down when it was received; when it happened, and was sent, the petitioner
 * says.
 */
static void times_of_a_submission(void **state) {
    struct arena arena = body_arena();
    struct bytes bytes = BYTES_NONE;
    struct submission submission = {.occurred_at = {INT64_MIN}, .sent_at = {INT64_MAX}};
    struct submission back;

    assert_int_equal(wire_encode_submission(&submission, &arena, &bytes), PJ_OK);
    assert_int_equal(wire_decode_submission(bytes, &arena, &back), PJ_OK);
    assert_int_equal(back.sent_at.us, INT64_MAX);
    submission.received_at.us = INT64_MAX;
    assert_int_equal(wire_encode_submission(&submission, &arena, &bytes), PJ_OK);
    assert_int_equal(wire_decode_submission(bytes, &arena, &back), PJ_BAD_FIELD);
    submission.received_at.us = 0;
    submission.written_at.us = -1;
    assert_int_equal(wire_encode_submission(&submission, &arena, &bytes), PJ_OK);
    assert_int_equal(wire_decode_submission(bytes, &arena, &back), PJ_BAD_FIELD);
    arena_release(&arena);
}

/* What is in a body is seen without unpacking it, as unpacking would. */
static void seen_while_packed(void **state) {
    struct arena arena = body_arena();
    struct submission submission = {.id = {7, 7, 7}};
    struct bytes all[3] = {BYTES_NONE, TEXT("no submission"), BYTES_NONE};
    struct transfer_body *body = calloc(1, sizeof *body);
    struct event_body event = {.act = {.kind = ACT_DELIVER}};
    struct submissions found;
    struct bytes bytes = BYTES_NONE;
    uint8_t id[ID_BYTES] = {0};

    assert_non_null(body);
    assert_int_equal(wire_encode_submission(&submission, &arena, &all[0]), PJ_OK);
    body->file.no = (struct case_no){"330726-20260921-00000001-00"};
    body->submissions = all;
    body->submission_count = ARRAY_COUNT(all);
    assert_int_equal(wire_encode_transfer(body, &arena, &bytes), PJ_OK);
    found = wire_transfer_submissions(bytes);
    assert_int_equal(found.count, 3);
    assert_true(bytes_equal(found.all[0], all[0]));
    assert_true(found.all[0].data > bytes.data && found.all[0].data < bytes.data + bytes.len);
    assert_true(wire_submission_id(found.all[0], id));
    assert_memory_equal(id, submission.id, ID_BYTES);
    assert_false(wire_submission_id(found.all[1], id));
    assert_false(wire_submission_id(found.all[2], id));
    assert_string_equal(wire_body_case_no(bytes).text, body->file.no.text);
    bytes.len -= 3; /* torn in the last one */
    assert_int_equal(wire_transfer_submissions(bytes).count, 2);
    assert_int_equal(wire_encode_event(&event, &arena, &bytes), PJ_OK);
    assert_true(wire_event_delivers(bytes));
    event.act.kind = ACT_NOTE;
    assert_int_equal(wire_encode_event(&event, &arena, &bytes), PJ_OK);
    assert_false(wire_event_delivers(bytes));
    assert_false(wire_event_delivers(BYTES_NONE));
    assert_int_equal(wire_transfer_submissions(BYTES_NONE).count, 0);
    assert_string_equal(wire_body_case_no(TEXT("\x0a\x01x\x0a\x01y")).text, "y"); /* the last */
    arena_release(&arena);
    free(body);
}

static void more_than_a_case_has(void **state) {
    uint8_t bytes[2 * (SUBMISSIONS_MAX + 9)];

    for (size_t i = 0; i < sizeof bytes; i += 2) {
        bytes[i] = 0x2a;
        bytes[i + 1] = 0;
    }
    assert_int_equal(wire_transfer_submissions((struct bytes){bytes, sizeof bytes}).count,
                     SUBMISSIONS_MAX);
}

/* What a body may unpack to is little of a turn's memory, and all of it is given back. */
static void a_bomb_leaves_nothing(void **state) {
    static uint8_t legs[BODY_BYTES_MAX];
    struct transfer_body *body = calloc(1, sizeof *body);
    struct arena arena;

    assert_non_null(body);
    arena_init(&arena, 64u * 1024 * 1024);
    assert_non_null(arena_alloc(&arena, 1000));
    for (size_t i = 0; i < sizeof legs; i += 2) {
        legs[i] = 0x1a;
    }
    for (size_t i = 0; i < 100; i++) {
        assert_int_equal(wire_decode_transfer((struct bytes){legs, sizeof legs}, &arena, body),
                         PJ_BAD_TOO_LONG);
    }
    assert_true(arena.used_bytes < 2000);
    assert_int_equal(arena.bytes_max, 64u * 1024 * 1024);
    arena_release(&arena);
    free(body);
}

static void too_many_hops(void **state) {
    struct delivered_body body = {.hop_count = HOPS_MAX};
    uint8_t bytes[2 * (HOPS_MAX + 1)];
    struct arena arena = body_arena();

    for (size_t i = 0; i < HOPS_MAX + 1; i++) {
        bytes[2 * i] = 0x22;
        bytes[2 * i + 1] = 0;
    }
    assert_int_equal(wire_decode_delivered((struct bytes){bytes, sizeof bytes - 2}, &arena, &body),
                     PJ_OK);
    assert_int_equal(wire_decode_delivered((struct bytes){bytes, sizeof bytes}, &arena, &body),
                     PJ_BAD_TOO_LONG);
    arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("what a petitioner wrote comes back byte for byte", petitioners_bytes),
        CASE("a refused submission says why and leaves the struct alone", refused_submissions),
        CASE("64 parts a submission and no more", too_many_parts),
        CASE("the fullest lawful case fits a body", fullest_case),
        CASE("a clock of nothing or till never is none", no_clock_at_all),
        CASE("a case over a limit is refused", limits_of_a_case),
        CASE("a Transfer without its case file is refused", transfer_without_file),
        CASE("what waits at a station stays in its row", waiting_stays_in_the_row),
        CASE("a case file fills its own fields only", empty_casefile_keeps_the_rest),
        CASE("an order of an unknown act or ill-formed office is refused", act_of_the_future),
        CASE("a number that fits no case is refused in each kind of body", numbers),
        CASE("an instant a relay cannot have passed at is none", an_impossible_hop),
        CASE("a submission's own times are dates, the petitioner's may be any",
             times_of_a_submission),
        CASE("submissions and their ids are seen in a packed body", seen_while_packed),
        CASE("64 submissions are seen and no more", more_than_a_case_has),
        CASE("a body that unpacks to sixty megabytes leaves nothing behind", a_bomb_leaves_nothing),
        CASE("16 hops a road and no more", too_many_hops),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
