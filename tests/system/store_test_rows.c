/* SPDX-License-Identifier: Apache-2.0
 * Rows to write and to compare. */
#include "store_test_rows.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define ROWS_MAX  4096
#define SAMPLE_AT INT64_C(1795436400000000) /* 2026-11-23 */

struct bytes nasty_bytes(void) {
    static uint8_t all[300];

    for (size_t i = 0; i < sizeof all; i++) {
        all[i] = (uint8_t)(i < 8 ? (size_t)(uint8_t) "\0\xff\xfe'\"\\\r\n"[i] : i);
    }
    return (struct bytes){all, sizeof all};
}

struct digest sample_digest(uint8_t seed) {
    struct digest digest;

    for (size_t i = 0; i < DIGEST_BYTES; i++) {
        digest.byte[i] = (uint8_t)(seed + i);
    }
    return digest;
}

static struct node_id node_named(const char *text) {
    struct node_id id = {0};

    text_print(id.text, sizeof id.text, "%s", text);
    return id;
}

static struct leg sample_leg(uint64_t term) {
    struct leg leg = {.term = term,
                      .kind = LEG_DELEGATE,
                      .giver = node_named("330726"),
                      .receiver = node_named("330726.land"),
                      .opened_at = {SAMPLE_AT + (int64_t)term},
                      .delivered_at = {term == 2 ? SAMPLE_AT + 5 : 0},
                      .closed_at = {term == 2 ? SAMPLE_AT + 6 : 0},
                      .binding = term == 2,
                      .rule = 4000000000u,
                      .due = {term == 2 ? 20780 : 0},
                      .reason = nasty_bytes()};

    text_print(leg.responsible, sizeof leg.responsible, "\xff责任人%llu", (unsigned long long)term);
    return leg;
}

static struct clock sample_clock(uint32_t no) {
    struct clock clock = {.no = no,
                          .kind = no == 1 ? CLOCK_ROUTE : CLOCK_ASSIGNED,
                          .state = CLOCK_STATE_RUNNING,
                          .provisional = no == 2,
                          .owner = node_named("330726.land"),
                          .started_at = {SAMPLE_AT},
                          .due = {20790 + (int32_t)no},
                          .due_at = {SAMPLE_AT + (int64_t)no * 1000000}};

    text_print(clock.basis, sizeof clock.basis, "条例第%u条 2026a", no);
    if (no == 1) { /* the other is a date set by a person */
        text_print(clock.limit, sizeof clock.limit, "C3");
        text_print(clock.days, sizeof clock.days, "calendar");
        text_print(clock.rules, sizeof clock.rules, "CN2022");
        text_print(clock.calendar, sizeof clock.calendar, "cn-2026");
    }
    return clock;
}

struct casefile sample_case(int64_t ref) {
    struct casefile file = {.ref = ref,
                            .state = STATE_ROUTED,
                            .role = ROLE_HOLDER,
                            .holder = node_named("330726.land"),
                            .origin = node_named("330726101205"),
                            .term = UINT64_MAX - 3, /* a hostile number costs nothing */
                            .version = 7,
                            .place = {330726101205, 12},
                            .purpose = PURPOSE_CLAIM,
                            .form = FORM_SESSION,
                            .persons = 5,
                            .group_no = 2,
                            .submission_digest = sample_digest((uint8_t)ref),
                            .received_at = {SAMPLE_AT - 3},
                            .opened_at = {SAMPLE_AT - 2},
                            .closed_at = {SAMPLE_AT - 1},
                            .leg_count = 2,
                            .clock_count = 2,
                            .body_pos = 0,
                            .blocked_at_pos = 9};

    memcpy(file.id.byte, &ref, sizeof ref);
    file.id.byte[15] = 0xc5;
    text_print(file.no.text, sizeof file.no.text, "330726-20261123-%08lld-11", (long long)ref);
    text_print(file.category, sizeof file.category, "gb:土地%lld", (long long)ref);
    text_print(file.session, sizeof file.session, "330726-2026-%lld", (long long)ref);
    file.legs[0] = sample_leg(2);
    file.legs[1] = sample_leg(3);
    file.clocks[0] = sample_clock(1);
    file.clocks[1] = sample_clock(2);
    return file;
}

struct row_case sample_case_row(const struct casefile *file, bool insert) {
    uint8_t seed = (uint8_t)file->ref;

    return (struct row_case){.casefile = file,
                             .file = nasty_bytes(),
                             .insert = insert,
                             .open = true,
                             .idem = sample_digest((uint8_t)(seed + 50)),
                             .request = sample_digest((uint8_t)(seed + 60)),
                             .foreign = sample_digest((uint8_t)(seed + 70)),
                             .matter = sample_digest((uint8_t)(seed + 80)),
                             .conflicts = ""};
}

struct row_journal sample_journal(int64_t pos, int64_t case_ref) {
    return (struct row_journal){.pos = pos,
                                .case_ref = case_ref,
                                .node = node_named("330726"),
                                .kind = 3000000000u,
                                .act = ACT_ROUTE,
                                .in_lane = 0,
                                .in_seq = (uint64_t)pos,
                                .out_lane = 3,
                                .out_seq = (uint64_t)pos,
                                .digest = sample_digest((uint8_t)pos),
                                .envelope = nasty_bytes(),
                                .body = nasty_bytes(),
                                .at = {SAMPLE_AT + pos}};
}

struct row_parked sample_parked(int64_t pos) {
    struct row_parked row = {.pos = pos,
                             .body_digest = sample_digest(3),
                             .in_lane = 2,
                             .kind = MESSAGE_TRANSFER,
                             .code = PJ_LINK_UNKNOWN_KIND,
                             .holds_token = true,
                             .at = {SAMPLE_AT},
                             .due_at = {SAMPLE_AT + 9},
                             .insert = true};

    row.case_id.byte[3] = 1;
    row.message_id.byte[4] = 2;
    text_print(row.hop, sizeof row.hop, "county-%lld", (long long)pos);
    return row;
}

/* ---- comparison */

void assert_bytes_equal(struct bytes a, struct bytes b) {
    assert_int_equal(a.len, b.len);
    if (a.len > 0) {
        assert_memory_equal(a.data, b.data, a.len);
    }
}

static void assert_leg_equal(const struct leg *a, const struct leg *b) {
    assert_true(a->term == b->term);
    assert_int_equal(a->kind, b->kind);
    assert_string_equal(a->giver.text, b->giver.text);
    assert_string_equal(a->receiver.text, b->receiver.text);
    assert_true(a->opened_at.us == b->opened_at.us);
    assert_true(a->delivered_at.us == b->delivered_at.us);
    assert_true(a->closed_at.us == b->closed_at.us);
    assert_int_equal(a->binding, b->binding);
    assert_int_equal(a->rule, b->rule);
    assert_int_equal(a->due.day, b->due.day);
    assert_string_equal(a->responsible, b->responsible);
    assert_bytes_equal(a->reason, b->reason);
}

static void assert_clock_equal(const struct clock *a, const struct clock *b) {
    assert_int_equal(a->no, b->no);
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->state, b->state);
    assert_int_equal(a->provisional, b->provisional);
    assert_string_equal(a->owner.text, b->owner.text);
    assert_true(a->started_at.us == b->started_at.us);
    assert_int_equal(a->due.day, b->due.day);
    assert_true(a->due_at.us == b->due_at.us);
    assert_string_equal(a->basis, b->basis);
    assert_string_equal(a->limit, b->limit);
    assert_string_equal(a->days, b->days);
    assert_string_equal(a->rules, b->rules);
    assert_string_equal(a->calendar, b->calendar);
}

static void assert_case_columns_equal(const struct casefile *a, const struct casefile *b) {
    assert_true(a->ref == b->ref);
    assert_memory_equal(a->id.byte, b->id.byte, ID_BYTES);
    assert_string_equal(a->no.text, b->no.text);
    assert_int_equal(a->state, b->state);
    assert_int_equal(a->role, b->role);
    assert_string_equal(a->holder.text, b->holder.text);
    assert_string_equal(a->origin.text, b->origin.text);
    assert_true(a->term == b->term);
    assert_true(a->version == b->version);
    assert_string_equal(a->category, b->category);
    assert_true(place_equal(a->place, b->place));
    assert_int_equal(a->purpose, b->purpose);
    assert_int_equal(a->form, b->form);
    assert_int_equal(a->persons, b->persons);
    assert_int_equal(a->group_no, b->group_no);
    assert_string_equal(a->session, b->session);
    assert_true(digest_equal(&a->submission_digest, &b->submission_digest));
    assert_true(a->received_at.us == b->received_at.us);
    assert_true(a->opened_at.us == b->opened_at.us);
    assert_true(a->closed_at.us == b->closed_at.us);
    assert_true(a->body_pos == b->body_pos);
    assert_true(a->blocked_at_pos == b->blocked_at_pos);
}

void assert_case_equal(const struct casefile *a, const struct casefile *b) {
    assert_case_columns_equal(a, b);
    assert_int_equal(a->leg_count, b->leg_count);
    for (size_t i = 0; i < a->leg_count; i++) {
        assert_leg_equal(&a->legs[i], &b->legs[i]);
    }
    assert_int_equal(a->clock_count, b->clock_count);
    for (size_t i = 0; i < a->clock_count; i++) {
        assert_clock_equal(&a->clocks[i], &b->clocks[i]);
    }
}

void assert_journal_equal(const struct row_journal *a, const struct row_journal *b) {
    assert_true(a->pos == b->pos);
    assert_true(a->case_ref == b->case_ref);
    assert_string_equal(a->node.text, b->node.text);
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->act, b->act);
    assert_int_equal(a->in_lane, b->in_lane);
    assert_true(a->in_seq == b->in_seq);
    assert_int_equal(a->out_lane, b->out_lane);
    assert_true(a->out_seq == b->out_seq);
    assert_true(a->body_pos == b->body_pos);
    assert_true(digest_equal(&a->digest, &b->digest));
    assert_bytes_equal(a->envelope, b->envelope);
    assert_bytes_equal(a->body, b->body);
    assert_true(a->at.us == b->at.us);
}

void assert_parked_equal(const struct row_parked *a, const struct row_parked *b) {
    assert_true(a->pos == b->pos);
    assert_memory_equal(a->case_id.byte, b->case_id.byte, ID_BYTES);
    assert_memory_equal(a->message_id.byte, b->message_id.byte, ID_BYTES);
    assert_true(digest_equal(&a->body_digest, &b->body_digest));
    assert_int_equal(a->in_lane, b->in_lane);
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->code, b->code);
    assert_int_equal(a->holds_token, b->holds_token);
    assert_string_equal(a->hop, b->hop);
    assert_true(a->at.us == b->at.us);
    assert_true(a->due_at.us == b->due_at.us);
    assert_int_equal(a->insert, b->insert);
}

/* ---- many */

void commit_rows(struct node *node, size_t count) {
    static struct row_journal rows[ROWS_MAX];
    struct batch batch = next_batch(node);

    assert_true(count <= ROWS_MAX);
    for (size_t i = 0; i < count; i++) {
        rows[i] = sample_journal(batch.first_pos + (int64_t)i, 0);
    }
    batch.journal = rows;
    batch.journal_count = count;
    batch.last_pos += (int64_t)count;
    node_commit(node, &batch);
}

void commit_cases(struct node *node, size_t count) {
    static struct row_journal rows[ROWS_MAX];
    static struct row_case cases[ROWS_MAX];
    static struct casefile files[ROWS_MAX];
    struct batch batch = next_batch(node);

    assert_true(count <= ROWS_MAX);
    for (size_t i = 0; i < count; i++) {
        int64_t ref = batch.last_ref + 1 + (int64_t)i;

        files[i] = sample_case(ref);
        files[i].body_pos = batch.first_pos + (int64_t)i;
        cases[i] = sample_case_row(&files[i], true);
        memcpy(cases[i].idem.byte, &ref, sizeof ref);
        rows[i] = sample_journal(files[i].body_pos, ref);
    }
    batch.journal = rows;
    batch.journal_count = count;
    batch.cases = cases;
    batch.case_count = count;
    batch.last_pos += (int64_t)count;
    batch.last_ref += (int64_t)count;
    node_commit(node, &batch);
}
