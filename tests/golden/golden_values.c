/* SPDX-License-Identifier: Apache-2.0
 * Values that several golden messages share. */
#include "golden_values.h"

#include <string.h>

struct digest digest_of(uint8_t first) {
    struct digest digest;

    for (size_t i = 0; i < DIGEST_BYTES; i++) {
        digest.byte[i] = (uint8_t)(first + i);
    }
    return digest;
}

void fill_id(uint8_t id[ID_BYTES], uint8_t first) {
    for (size_t i = 0; i < ID_BYTES; i++) {
        id[i] = (uint8_t)(first + i);
    }
}

void golden_hex(const char *name, struct bytes bytes) {
    printf("%s %zu", name, bytes.len);
    for (size_t i = 0; i < bytes.len; i++) {
        printf(i % 40 == 0 ? "\n  %02x" : "%02x", bytes.data[i]);
    }
    printf("\n");
}

const struct problem golden_problems[GOLDEN_PROBLEMS] = {{1, OUTCOME_SOLVED, "pj:0101"},
                                                         {2, OUTCOME_UNSPECIFIED, "pj:0301"}};

const struct correction golden_corrections[1] = {{CASE_FIELD_PLACE, "330726", "330726101"}};

struct act fixed_act(void) {
    return (struct act){.kind = ACT_DELEGATE,
                        .capacity = CAPACITY_HEAD,
                        .ruling = RULING_UPHELD,
                        .ground = GROUND_WRONG_BODY,
                        .service = SERVICE_REGISTERED_POST,
                        .rating = RATING_DISSATISFIED,
                        .channel = "reconsideration",
                        .facts = 6,
                        .leading_state = STATE_ENDED_FINAL,
                        .lane = LANE_OF_CASE_COMPLEX,
                        .contact = CONTACT_NOT_REACHED,
                        .corrections = golden_corrections,
                        .correction_count = 1,
                        .submission = {{7, 8, 9}},
                        .happened_at = AT(9),
                        .proof = {(const uint8_t *)"XA1", 3},
                        .leading = {"330726-20261123-12345678-98"},
                        .node = {"330726"},
                        .target = {"330726.land"},
                        .reason = TEXT("请于二十日内办理"),
                        .rule = 53,
                        .due = {20800},
                        .responsible = "张所长",
                        .binding = true,
                        .term = 3,
                        .category = "pj:0101",
                        .problem_outcomes = golden_problems,
                        .problem_count = 1,
                        .operator_ref = {"w017", "王芳", "接访员"},
                        .account = {"window-3"},
                        .acted_at = AT(5)};
}

static const struct conflict_set conflicts = {.nodes = {{"330726101"}, {"3307.land"}},
                                              .count = 2,
                                              .below = 1,
                                              .later = 2,
                                              .unresolved = true};

static struct matter fixed_matter(void) {
    return (struct matter){.flags = 1U << FLAG_URGENT | 1U << FLAG_EXTENDED,
                           .ruling = RULING_SUPPORTED,
                           .barred = RULING_EXPLAINED,
                           .before_hearing = STATE_IN_RECHECK,
                           .decider = {"330726.land"},
                           .accepted_at = {1764000001000000},
                           .decided_at = {1764000002000000},
                           .served_at = {1764000003000000},
                           .service = SERVICE_IN_PERSON,
                           .channel = "arbitration",
                           .leading = {"330726-20261123-12345678-98"},
                           .feedback_to = {"3307"},
                           .answered_at = {1764000004000000},
                           .attached_term = 2,
                           .lane = LANE_OF_CASE_COMPLEX,
                           .acknowledged = 4,
                           .supervisor = {"3307"}};
}

static void fixed_legs(struct casefile *file) {
    file->legs[0] = (struct leg){.term = 2,
                                 .kind = LEG_ESCALATE,
                                 .giver = {"330726101"},
                                 .receiver = {"330726"},
                                 .opened_at = AT(3),
                                 .delivered_at = AT(4),
                                 .rule = 52};
    file->legs[1] = (struct leg){.term = 3,
                                 .kind = LEG_DELEGATE,
                                 .giver = {"330726"},
                                 .receiver = {"330726.land"},
                                 .opened_at = AT(5),
                                 .binding = true,
                                 .rule = 53,
                                 .due = {20800},
                                 .responsible = "张所长",
                                 .reason = TEXT("请于二十日内办理")};
    file->leg_count = 2;
}

/* What the daily acts left. */
static void fixed_daily(struct casefile *file) {
    file->corrected[0] = (struct corrected){{CASE_FIELD_PERSONS, "4", "5"}, {"330726.land"}, AT(7)};
    file->corrected_count = 1;
    file->assists[0] = (struct assist){.lead = {"330726.land"},
                                       .assistant = {"330726.civil"},
                                       .asked_at = AT(8),
                                       .answered_at = AT(9),
                                       .closed_at = AT(10),
                                       .due = {20801},
                                       .reason = TEXT("请核实"),
                                       .answer = TEXT("属实")};
    file->assist_count = 1;
}

void fixed_casefile(struct casefile *file, const struct digest *digests) {
    memset(file, 0, sizeof *file);
    file->no = (struct case_no){"330726-20261123-12345678-42"};
    file->state = STATE_ROUTED;
    file->origin = (struct node_id){"330726101"};
    strncpy(file->category, "pj:0101", sizeof file->category - 1);
    file->place = (struct place){.code = 330726101203, .digits = 12};
    file->purpose = PURPOSE_CLAIM;
    file->form = FORM_VISIT;
    file->persons = 5;
    file->group_no = 2;
    strncpy(file->session, "330726-20261123-1", sizeof file->session - 1);
    file->objections = 1;
    file->binding = true;
    file->route_rule = 4;
    strncpy(file->route_basis, "R4 demo:3", sizeof file->route_basis - 1);
    strncpy(file->list_version, "demo", sizeof file->list_version - 1);
    file->matter = fixed_matter();
    strncpy(file->division_version, "2026", sizeof file->division_version - 1);
    file->conflicts = conflicts;
    file->submission_digest = digest_of(1);
    file->part_digests = digests;
    file->part_count = 2;
    file->received_at = AT(1);
    file->known_at.day = 20700;
    fixed_daily(file);
    file->proposed = 1U << GROUND_IMPROVE_WORK;
    file->follows = (struct case_no){"330726-20231123-12345678-55"};
    file->cause = (struct cause){
        .no = {"330726-20261123-12345678-66"}, .owner = "李副县长", .plan = "统一测量补偿"};
    file->refused = (struct refused){ACT_URGE, {"330726"}, PJ_STATE_DONE, AT(8)};
    file->waiting = (struct waiting){AT(8), AT(9)};
    file->opened_at = AT(2);
    file->problems = (struct problem *)(uintptr_t)golden_problems; /* only read */
    file->problem_count = ARRAY_COUNT(golden_problems);
    fixed_legs(file);
    file->clocks[0] = (struct clock){.no = 1,
                                     .kind = CLOCK_NOTICE,
                                     .state = CLOCK_STATE_RUNNING,
                                     .provisional = true,
                                     .owner = {"330726"},
                                     .started_at = AT(4),
                                     .due = {20790},
                                     .due_at = AT(6),
                                     .basis = "CN2022 §23",
                                     .limit = "C3",
                                     .days = "calendar",
                                     .rules = "CN2022",
                                     .calendar = "cn-2026",
                                     .yellow_at = AT(5),
                                     .done_at = AT(7),
                                     .card = CARD_RED};
    file->clock_count = 1;
}
