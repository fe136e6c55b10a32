/* SPDX-License-Identifier: Apache-2.0
 * The bytes of every kind of message, from fixed structs. What is printed has also been decoded and
 * encoded again to the same bytes: the texts pin the format, the round trip pins the decoder. */
#include "golden.h"
#include "golden_values.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Prints the encoded struct, and proves that decoding and encoding gives it again. */
#define SHOW(name, type, value)                                                                    \
    do {                                                                                           \
        struct arena arena;                                                                        \
        struct type back;                                                                          \
        struct bytes first = BYTES_NONE, second = BYTES_NONE;                                      \
                                                                                                   \
        memset(&back, 0, sizeof back);                                                             \
        arena_init(&arena, UNPACK_BYTES_MAX);                                                      \
        NEED(wire_encode_##name(value, &arena, &first) == PJ_OK);                                  \
        NEED(wire_decode_##name(first, &arena, &back) == PJ_OK);                                   \
        NEED(wire_encode_##name(&back, &arena, &second) == PJ_OK);                                 \
        NEED(bytes_equal(first, second));                                                          \
        golden_hex(#name, first);                                                                  \
        arena_release(&arena);                                                                     \
    } while (0)

/* ---- messages */

static void show_submission(void) {
    struct part parts[2] = {
        {.kind = PART_CONTENT, .digest = digest_of(9), .data = TEXT("村里占了我家的田\0。")},
        {.kind = PART_ATTACHMENT,
         .digest = digest_of(10),
         .data = TEXT("\xff\xd8\xff"),
         .name = TEXT("田.jpg")}};
    struct submission submission = {.node = {"330726101"},
                                    .relation = RELATION_SUPPLEMENT,
                                    .form = FORM_VISIT,
                                    .purpose = PURPOSE_CLAIM,
                                    .text_origin = TEXT_ORIGIN_DICTATED_AND_READ_BACK,
                                    .source = "window",
                                    .occurred_at = AT(-9),
                                    .sent_at = AT(-8),
                                    .received_at = AT(1),
                                    .written_at = AT(2),
                                    .category = "pj:0101",
                                    .place = "330726101203",
                                    .place_text = TEXT("村口"),
                                    .carried = TEXT("{\"x\":1}"),
                                    .unread = TEXT("\xa2\x38\x02hi"),
                                    .foreign_system = TEXT("zj12345"),
                                    .foreign_id = TEXT("A-1"),
                                    .parts = parts,
                                    .part_count = 2};

    fill_id(submission.id, 0x10);
    fill_id(parts[0].salt, 0x20);
    fill_id(parts[1].salt, 0x30);
    SHOW(submission, submission, &submission);
}

static void show_transfer(void) {
    static struct transfer_body body; /* large: not on the stack */
    static const struct bytes submissions[2] = {{(const uint8_t *)"packed one", 10},
                                                {(const uint8_t *)"packed two", 10}};
    static struct digest digests[2];

    digests[0] = digest_of(2);
    digests[1] = digest_of(3);
    fixed_casefile(&body.file, digests);
    body.submissions = submissions;
    body.submission_count = 2;
    body.act = fixed_act();
    SHOW(casefile, casefile, &body.file);
    SHOW(transfer, transfer_body, &body);
}

static void show_delivered(void) {
    const struct digest digests[2] = {digest_of(2), digest_of(3)};
    struct casefile file;
    struct delivered_body body = {
        .case_no = {"330726-20261123-12345678-42"},
        .holder = {"330726.land"},
        .delivered_at = AT(7),
        .hops = {{{"town-330726101"}, AT(3), true}, {{"county-330726"}, AT(4), false}},
        .hop_count = 2};

    fixed_casefile(&file, digests);
    body.clocks = file.clocks;
    body.clock_count = file.clock_count;
    fill_id(body.transfer_id.byte, 0x40);
    SHOW(delivered, delivered_body, &body);
}

static void show_event(void) {
    const struct digest digests[2] = {digest_of(2), digest_of(3)};
    struct casefile file;
    struct event_body body = {.copy = TEXT("packed\0copy"),
                              .case_no = {"330726-20261123-12345678-42"},
                              .act = fixed_act(),
                              .state = STATE_ENDED_REPLIED,
                              .holder = {"330726.land"},
                              .closed_at = AT(8),
                              .problems = golden_problems,
                              .problem_count = ARRAY_COUNT(golden_problems),
                              .code = PJ_STATE_STALE,
                              .sentence = TEXT("版本已变")};

    fixed_casefile(&file, digests);
    body.file = &file;
    body.clocks = file.clocks;
    body.clock_count = file.clock_count;
    fill_id(body.reply_to.byte, 0x50);
    SHOW(event, event_body, &body);
}

static void show_issued(void) {
    struct issued_body body = {.case_no = {"330726-20261123-12345678-42"},
                               .paper = {.office = {"330726.land"},
                                         .kind = PAPER_OPINION,
                                         .year = 2026,
                                         .epoch = 2,
                                         .no = 12,
                                         .shut = true,
                                         .number = "浦江自然资源和规划信意〔2026〕2-密12号",
                                         .at = AT(4),
                                         .due = {20800},
                                         .replaces = "浦江自然资源和规划信意〔2026〕2-密11号",
                                         .facts = TEXT("packed\0facts"),
                                         .service = SERVICE_IN_PERSON,
                                         .served_at = AT(5),
                                         .proof = TEXT("张三签收"),
                                         .voided_at = AT(6),
                                         .void_reason = TEXT("打印有误")}};

    SHOW(issued, issued_body, &body);
}

static void show_small_bodies(void) {
    struct order_body order = {.case_no = {"330726-20261123-12345678-42"},
                               .act = fixed_act(),
                               .submission = TEXT("packed\0one"),
                               .conflicts = {.nodes = {{"330726101"}}, .count = 1, .below = 1}};
    struct notice_body notice = {.station = {"county-330726"},
                                 .code = PJ_LINK_NO_CASE,
                                 .sentence = TEXT("no such case"),
                                 .case_no = {"330726-20261123-12345678-42"}};
    struct fetch_body fetch = {.body_digest = digest_of(4)};
    struct found_body found = {.body_digest = digest_of(4), .body = TEXT("body\0bytes")};

    fill_id(notice.message_id.byte, 0x60);
    fill_id(fetch.message_id.byte, 0x61);
    fill_id(found.message_id.byte, 0x62);
    SHOW(order, order_body, &order);
    SHOW(notice, notice_body, &notice);
    SHOW(fetch, fetch_body, &fetch);
    SHOW(found, found_body, &found);
}

static struct header fixed_header(const struct digest *digests) {
    struct header header = {.proceeding = 1,
                            .term = 3,
                            .version = 4,
                            .from = {"330726"},
                            .kind = MESSAGE_TRANSFER,
                            .kind_critical = true,
                            .body_digest = digest_of(5),
                            .body_bytes = 1234,
                            .submission_digest = digest_of(6),
                            .part_digests = digests,
                            .part_count = 2,
                            .sealed_at = AT(9)};

    fill_id(header.id.byte, 0x70);
    fill_id(header.case_id.byte, 0x80);
    return header;
}

static void show_frames(void) {
    const struct place hosted[] = {{330726101, 9}, {330726101203, 12}};
    struct item items[2] = {{.route = {.to = {{"330726"}, {"330726.land"}},
                                       .to_count = 2,
                                       .hops = {{{"town-330726101"}, AT(3), true}},
                                       .hop_count = 1},
                             .header = TEXT("header"),
                             .body = TEXT("body")},
                            {.header = TEXT("damaged"), .known_digest = digest_of(7)}};
    struct frame frame = {.kind = FRAME_HELLO,
                          .hello = {.station = {"town-330726101"},
                                    .dial = UINT64_MAX,
                                    .incarnation = {{1, 2, 3}},
                                    .epoch = 2,
                                    .marks = {{LANE_FAST, 12, digest_of(1)},
                                              {LANE_BULK, 34, digest_of(2)},
                                              {LANE_BULK, 8, digest_of(3)}},
                                    .mark_count = 3,
                                    .sent = {{LANE_FAST, 5, digest_of(4)}, {.lane = LANE_BULK}},
                                    .acked = {4, 0},
                                    .your_epoch = 1,
                                    .hosted = hosted,
                                    .hosted_count = 2,
                                    .division_version = "2026",
                                    .list_version = "demo",
                                    .calendar_version = "2026a"}};

    SHOW(frame, frame, &frame);
    frame = (struct frame){.kind = FRAME_DATA, .data = {77, LANE_BULK, 35, items, 2}};
    SHOW(frame, frame, &frame);
    frame = (struct frame){.kind = FRAME_ACK, .ack = {77, {LANE_BULK, 36, digest_of(8)}}};
    SHOW(frame, frame, &frame);
    frame = (struct frame){.kind = FRAME_HEARTBEAT, .heartbeat = {77, AT(1), digest_of(9), 250}};
    SHOW(frame, frame, &frame);
    frame = (struct frame){.kind = FRAME_REFUSE, .refuse = {PJ_LINK_TWICE, "此站同时运行了两份"}};
    SHOW(frame, frame, &frame);
    frame = (struct frame){.kind = FRAME_PROBE, .probe = {77, {LANE_BULK, 9, digest_of(3)}, true}};
    SHOW(frame, frame, &frame);
    frame = (struct frame){.kind = FRAME_DRAIN, .drain_dial = 77};
    SHOW(frame, frame, &frame);
}

static void show_envelope(void) {
    struct route route = {
        .to = {{"330726"}}, .to_count = 1, .hops = {{{"a"}, AT(1), true}}, .hop_count = 1};
    struct route back;
    struct arena arena;
    struct bytes first = BYTES_NONE, second = BYTES_NONE, header = BYTES_NONE;

    arena_init(&arena, UNPACK_BYTES_MAX);
    NEED(wire_encode_envelope(&route, TEXT("header"), &arena, &first) == PJ_OK);
    NEED(wire_decode_envelope(first, &back, &header) == PJ_OK);
    NEED(bytes_equal(header, TEXT("header")));
    NEED(wire_encode_envelope(&back, header, &arena, &second) == PJ_OK);
    NEED(bytes_equal(first, second));
    golden_hex("envelope", first);
    arena_release(&arena);
}

int golden_messages(void) {
    const struct digest digests[2] = {digest_of(2), digest_of(3)};
    struct header header = fixed_header(digests);

    SHOW(header, header, &header);
    show_envelope();
    show_submission();
    show_transfer();
    show_delivered();
    show_event();
    show_issued();
    show_small_bodies();
    show_frames();
    golden_requests();
    golden_replies();
    golden_settings();
    return 0;
}
