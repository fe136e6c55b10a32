/* SPDX-License-Identifier: Apache-2.0
 * The bytes of every answer of the socket API. Every field of every message is set. */
#include "golden.h"
#include "golden_values.h"

#define CASE_NO "330726-20261123-12345678-98"

static const struct api_remedy remedies[] = {{.channel = "reconsideration",
                                              .item = "apply",
                                              .organ = "330726",
                                              .name_zh = "行政复议",
                                              .name_en = "administrative reconsideration",
                                              .limit_zh = "申请期限",
                                              .limit_en = "to apply",
                                              .length = 60,
                                              .unit = "day",
                                              .start = "knew",
                                              .due = {20810},
                                              .provisional = true,
                                              .over = true,
                                              .setting = true,
                                              .basis = "行政复议法 §20",
                                              .sentence_zh = "六十日内",
                                              .sentence_en = "within sixty days"}};
static const struct api_advice advice = {.given = true,
                                         .branch = "administrative",
                                         .channel = "reconsideration",
                                         .organ = "330726",
                                         .rule = 14,
                                         .rule_text = "R14",
                                         .remedies = remedies,
                                         .remedy_count = 1,
                                         .lane = LANE_OF_CASE_SIMPLE,
                                         .guide = {.office = "330726101",
                                                   .rule = 20,
                                                   .rule_text = "R20",
                                                   .word_from = {20791},
                                                   .sentence_zh = "到乡镇",
                                                   .sentence_en = "the township"}};

static void show(const char *name, struct api_reply reply) {
    struct arena arena;
    struct api_reply back;
    struct bytes first = BYTES_NONE, second = BYTES_NONE;

    reply.request_id = 8000 + (uint64_t)reply.kind;
    arena_init(&arena, UNPACK_BYTES_MAX);
    NEED(wire_encode_reply(&reply, &arena, &first) == PJ_OK);
    NEED(wire_decode_reply(first, &arena, &back) == PJ_OK);
    NEED(back.kind == reply.kind);
    NEED(wire_encode_reply(&back, &arena, &second) == PJ_OK);
    NEED(bytes_equal(first, second));
    golden_hex(name, first);
    arena_release(&arena);
}

static const struct api_due dues[] = {{.clock = CLOCK_NOTICE,
                                       .state = CLOCK_STATE_LAPSED,
                                       .kind = "calendar",
                                       .due = {20790},
                                       .due_at = AT(6),
                                       .provisional = true,
                                       .basis = "CN2022 §23",
                                       .owner = "330726",
                                       .limit = "C3",
                                       .rules = "CN2022",
                                       .calendar = "cn-2026",
                                       .started_at = AT(5),
                                       .yellow_at = AT(6),
                                       .done_at = AT(7),
                                       .card = CARD_RED}};
static const char *const scopes[] = {"submit", "read:own"};
static const char *const sets[] = {"CN2022", "ZJ2016"};

/* ---- answers about one thing */

static void show_one(void) {
    static const struct api_warning warnings[] = {{PJ_BAD_FIELD, "place", "待核实"}};
    static const struct api_same_matter same[] = {{CASE_NO, STATE_ACCEPTED, AT(3)}};
    struct api_receipt receipt = {.case_no = CASE_NO,
                                  .query_code = "23456789AB",
                                  .node = "330726",
                                  .holder = "330726.land",
                                  .digest = digest_of(1),
                                  .received_at = AT(1),
                                  .committed_at = AT(2),
                                  .replayed = true,
                                  .sandbox = true,
                                  .dry_run = true,
                                  .case_version = 3,
                                  .due = dues,
                                  .due_count = 1,
                                  .warnings = warnings,
                                  .warning_count = 1,
                                  .same = same,
                                  .same_count = 1,
                                  .advice = advice};
    struct api_receipt accusation = receipt;

    show("ServerFrame error", (struct api_reply){.kind = API_REPLY_ERROR,
                                                 .error = {.code = PJ_STATE_STALE,
                                                           .retry_after_ms = 250,
                                                           .field = "key",
                                                           .basis = "R4",
                                                           .detail = TEXT("one\0two")}});
    show("ServerFrame hello", (struct api_reply){.kind = API_REPLY_HELLO,
                                                 .hello = {.version = "0.1.0",
                                                           .station = "county-330726",
                                                           .account = "hotline",
                                                           .server_time = AT(1),
                                                           .frame_bytes_max = 1048576,
                                                           .in_flight_max = 64,
                                                           .key_bytes_max = 65,
                                                           .text_bytes_max = 65536,
                                                           .scopes = scopes,
                                                           .scope_count = 2}});
    accusation.holder = "330726.discipline";
    receipt.accusation = &accusation;
    show("ServerFrame receipt", (struct api_reply){.kind = API_REPLY_RECEIPT, .receipt = receipt});
}

static const struct api_link links[] = {{.peer = "city-3307",
                                         .role = "parent",
                                         .state = "open",
                                         .reason = "none",
                                         .since = AT(1),
                                         .lane = LANE_BULK,
                                         .sent = 11,
                                         .acked = 12,
                                         .received = 13,
                                         .parked = 14,
                                         .in_flight = 15,
                                         .altered = 16,
                                         .lost = 17,
                                         .forked_at = 18,
                                         .hash_equal = true,
                                         .skew_us = -19}};

static void show_station(void) {
    static const char *const nodes[] = {"330726", "330726102"};
    static const struct api_data_issue issues[] = {{3, "33 stands twice", true}};

    show("ServerFrame status", (struct api_reply){.kind = API_REPLY_STATUS,
                                                  .status = {.station = "county-330726",
                                                             .database = "ready",
                                                             .version = "0.1.0",
                                                             .division_version = "2026",
                                                             .list_version = "demo",
                                                             .nodes = nodes,
                                                             .node_count = 2,
                                                             .nodes_total = 3,
                                                             .links = links,
                                                             .link_count = 1,
                                                             .cases_open = 21,
                                                             .cases_total = 22,
                                                             .overdue = 23,
                                                             .parked = 24,
                                                             .batches = 25,
                                                             .commits_in_doubt = 26,
                                                             .epoch = 27,
                                                             .uptime_us = 28,
                                                             .clock = "machine",
                                                             .batch_sizes = {1, 2, 3, [15] = 16}}});
    show("ServerFrame links",
         (struct api_reply){.kind = API_REPLY_LINKS, .links = {links, ARRAY_COUNT(links)}});
    show("ServerFrame data_report", (struct api_reply){.kind = API_REPLY_DATA,
                                                       .data = {.kind = DATA_DIVISIONS,
                                                                .version = "2026",
                                                                .digest = digest_of(2),
                                                                .rows = 31,
                                                                .rows_per_level = {1, 2, 3, 4, 5},
                                                                .issues = issues,
                                                                .issue_count = 1,
                                                                .issues_total = 32,
                                                                .loaded_at = AT(4),
                                                                .dry_run = true,
                                                                .complete = true,
                                                                .known_from = {12418},
                                                                .known_to = {20818},
                                                                .sets = sets,
                                                                .set_count = 2}});
}

/* ---- lists */

static const struct api_tied tied[] = {{.tie = "attached",
                                        .case_no = "330726-20261123-12345678-77",
                                        .holder = "330726.land",
                                        .state = STATE_ROUTED,
                                        .opened_at = AT(3),
                                        .feedback_to = "3307",
                                        .feedback = CLOCK_STATE_LAPSED,
                                        .feedback_due = {20790},
                                        .answered_at = AT(7)}};

static void show_cases(void) {
    static struct casefile file; /* large: not on the stack */
    static const struct api_part parts[] = {{PART_ATTACHMENT, {{6, 5}}, 3, "田.jpg"}};
    static const struct api_submission submissions[] = {{.id = {1, 2, 3},
                                                         .relation = RELATION_MISRECORDED,
                                                         .node = "330726101",
                                                         .form = FORM_LETTER,
                                                         .text_origin = TEXT_ORIGIN_OWN_WORDS,
                                                         .received_at = AT(4),
                                                         .written_at = AT(5),
                                                         .digest = {{9, 8, 7}},
                                                         .text = TEXT("不是\0这样"),
                                                         .parts = parts,
                                                         .part_count = 1}};
    const struct digest digests[2] = {digest_of(2), digest_of(3)};
    const struct api_case view = {.casefile = &file,
                                  .due = dues,
                                  .due_count = 1,
                                  .replayed = true,
                                  .dry_run = true,
                                  .rule = 53,
                                  .text = TEXT("田\0。"),
                                  .advice = advice,
                                  .tied = tied,
                                  .tied_count = ARRAY_COUNT(tied),
                                  .submissions = submissions,
                                  .submission_count = 1,
                                  .part = TEXT("\xff\xd8\xff")};

    fixed_casefile(&file, digests);
    file.role = ROLE_COPY;
    file.holder = (struct node_id){"330726.land"};
    file.term = 3;
    file.version = 4;
    file.closed_at = AT(9);
    file.legs[0].closed_at = AT(8);
    show("ServerFrame case_view", (struct api_reply){.kind = API_REPLY_CASE, .case_view = view});
    show("ServerFrame case_list",
         (struct api_reply){.kind = API_REPLY_CASES,
                            .cases = {.cases = &view, .count = 1, .next_ref = 41}});
}

static void show_papers(void) {
    static const struct bytes said[] = {{(const uint8_t *)"a\xff", 2}, {(const uint8_t *)"", 0}};
    const struct api_paper_value papers[] = {{"text", said, 2}, {"due", said, 1}};
    static const struct issued issued = {.office = {"330726.land"},
                                         .kind = PAPER_OPINION,
                                         .year = 2026,
                                         .epoch = 2,
                                         .shut = true,
                                         .no = 12,
                                         .number = "浦江自然资源和规划信意〔2026〕2-12号",
                                         .addressee = {"330726"},
                                         .pos = INT64_C(1) << 40,
                                         .at = AT(1),
                                         .due = {20790},
                                         .replaces = "浦江自然资源和规划信意〔2026〕2-11号",
                                         .service = SERVICE_REGISTERED_POST,
                                         .served_at = AT(2),
                                         .proof = {(const uint8_t *)"XA\xff", 3},
                                         .voided_at = AT(3),
                                         .void_reason = {(const uint8_t *)"spoilt", 6},
                                         .copy = true};
    const struct api_paper items[] = {{&issued, CASE_NO, true, papers, 2}};

    show("ServerFrame paper_facts",
         (struct api_reply){.kind = API_REPLY_PAPER, .paper = {CASE_NO, "receipt", papers, 2}});
    show("ServerFrame paper_list",
         (struct api_reply){.kind = API_REPLY_PAPERS, .papers = {items, 1, 77}});
}

static void show_rows(void) {
    static const struct api_trace_hop hops[] = {
        {"330726", AT(1), "urge", 1, true, 2, {PJ_STATE_DONE, NULL, NULL}, true},
        {"city-3307", AT(2), "relay", 3, false, 4, {0, NULL, NULL}, false}};
    static const struct api_explain_line lines[] = {{.at = AT(1),
                                                     .act = "route",
                                                     .rule_text = "competence list",
                                                     .list_version = "demo",
                                                     .basis = "R4 demo:3",
                                                     .node = "330726",
                                                     .target = "330726.land",
                                                     .rule = 4,
                                                     .reason = TEXT("限期答复"),
                                                     .due = {20800},
                                                     .responsible = "张县长",
                                                     .capacity = CAPACITY_LEADER,
                                                     .contact = CONTACT_REACHED,
                                                     .corrections = golden_corrections,
                                                     .correction_count = 1,
                                                     .submission = {{3, 2, 1}},
                                                     .is_void = true,
                                                     .is_order = true,
                                                     .refused = {.code = PJ_AUTH_NOT_ACTOR}}};
    static const struct api_clock_step steps[] = {
        {"count", "自次日起计 15 日", "15 days", {20779}, {20793}, 15}};
    const struct api_derivation derivations[] = {{.clock = dues[0],
                                                  .rule_set = "CN2022",
                                                  .rule_zh = "CN2022 §23 C3",
                                                  .rule_en = "written notice",
                                                  .binding = true,
                                                  .provisional = true,
                                                  .due = {20790},
                                                  .steps = steps,
                                                  .step_count = 1}};
    static const char *const path[] = {"330726101", "330726"};
    static const char *const conflicts[] = {"330726102+"};
    static const struct api_route_verdict verdicts[] = {{"k1", "escalate", "330726.land",
                                                         "competence list", "demo:3", 4, path, 2,
                                                         conflicts, 1, true}};

    show("ServerFrame trace",
         (struct api_reply){.kind = API_REPLY_TRACE, .trace = {CASE_NO, hops, ARRAY_COUNT(hops)}});
    show("ServerFrame clock_derivations",
         (struct api_reply){.kind = API_REPLY_CLOCKS, .clocks = {CASE_NO, derivations, 1}});
    show_papers();
    static const struct bytes said[] = {{(const uint8_t *)"a\xff", 2}, {(const uint8_t *)"", 0}};
    const struct api_report_row owed = {.case_no = CASE_NO,
                                        .trigger = "overdue",
                                        .trigger_basis = "条例 §40",
                                        .supervisor = "330726",
                                        .state = STATE_ACCEPTED,
                                        .clock = dues[0],
                                        .suggested = 1U << GROUND_IMPROVE_WORK |
                                                     1U << GROUND_HOLD_TO_ACCOUNT};
    const struct api_paper_value papers[] = {{"text", said, 2}, {"due", said, 1}};

    show("ServerFrame clock_derivations",
         (struct api_reply){.kind = API_REPLY_CLOCKS, .clocks = {CASE_NO, derivations, 1}});
    show("ServerFrame paper_facts",
         (struct api_reply){.kind = API_REPLY_PAPER, .paper = {CASE_NO, "receipt", papers, 2}});
    show("ServerFrame report_rows",
         (struct api_reply){.kind = API_REPLY_REPORT, .report = {&owed, 1, 77}});
    show("ServerFrame explain",
         (struct api_reply){.kind = API_REPLY_EXPLAIN,
                            .explain = {CASE_NO, lines, 1, dues, 1, advice}});
    show("ServerFrame route_verdicts",
         (struct api_reply){.kind = API_REPLY_ROUTES, .routes = {verdicts, 1}});
}

static void show_operation(void) {
    static const struct api_key_item keys[] = {{"rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7",
                                                "town-330726101", "hotline", "330726", scopes, 2,
                                                true}};
    const struct api_parked parked[] = {{.pos = 51,
                                         .case_no = CASE_NO,
                                         .peer = "town-330726101",
                                         .sentence = "no such case",
                                         .hop = "county-330726",
                                         .code = PJ_LINK_NO_CASE,
                                         .at = AT(5),
                                         .kind = MESSAGE_ORDER,
                                         .holds_token = true,
                                         .body_digest = digest_of(5),
                                         .behind = 52}};

    show("ServerFrame parked_items",
         (struct api_reply){.kind = API_REPLY_PARKED, .parked = {parked, 1}});
    show("ServerFrame key_items", (struct api_reply){.kind = API_REPLY_KEYS, .keys = {keys, 1}});
}

void golden_replies(void) {
    show_one();
    show_station();
    show_cases();
    show_rows();
    show_operation();
}
