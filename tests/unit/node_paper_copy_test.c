/* SPDX-License-Identifier: Apache-2.0
 * What a neighbour says of a paper: it becomes a row that can stand and be shown, or no row; the
 * message is kept and the case goes on either way. */
#include "directory_world.h"

#include "node/papers.h"

#include <stdio.h>

#define TEXT(text) ((struct bytes){(const uint8_t *)(text), sizeof(text) - 1})

struct copying { /* a station that took the case in, and one message from the county */
    struct world world;
    struct node *node;
    struct turn *turn;
    struct header header;
    struct issued_body body;
};

static struct casefile a_case(void) {
    struct casefile file = {.ref = 7, .id = {{1}}, .term = 1, .version = 1, .role = ROLE_COPY};

    file.no = (struct case_no){"330726101-20261123-12345678-42"};
    file.origin = node_of("330726101");
    file.holder = node_of("330726.land");
    file.state = STATE_ACCEPTED;
    return file;
}

static int set_up(void **state) {
    static const char divisions[] = DIVISIONS_HEADER "33,浙江省,,province,,,,,\n"
                                                     "3307,金华市,33,city,,,,,\n"
                                                     "330726,浦江县,3307,county,,,,,land\n"
                                                     "330726101,黄宅镇,330726,township,,,,,\n";
    static const char stations[] = STATIONS_HEADER "county,,330726\ntown,county,330726101\n";
    struct node_config config = {.station = {"town"}};
    struct copying *copying = calloc(1, sizeof *copying);
    struct casefile file = a_case();

    assert_non_null(copying);
    if (world_load(&copying->world, divisions, stations, "town") != PJ_OK) {
        fail_msg("%s", copying->world.report.issues[0].sentence);
    }
    copying->node = node_new(&config, NULL);
    copying->node->data->directory = copying->world.directory;
    assert_non_null(cases_add(&copying->node->cache, &file));
    copying->turn = turn_new();
    copying->turn->at.us = INT64_C(1795436401000000);
    copying->header = (struct header){.case_id = {{1}},
                                      .from = node_of("330726.land"),
                                      .kind = MESSAGE_PAPER,
                                      .term = 1,
                                      .version = 1};
    copying->body = (struct issued_body){.case_no = file.no,
                                         .paper = {.office = node_of("330726.land"),
                                                   .kind = PAPER_ACCEPT,
                                                   .year = 2026,
                                                   .no = 1,
                                                   .number = "浦江自然资源和规划信受〔2026〕1号",
                                                   .at = {INT64_C(1795436400000000)},
                                                   .due = {20800},
                                                   .facts = TEXT("\x1a\x03\x0a\x01x")}};
    *state = copying;
    return 0;
}

static int tear_down(void **state) {
    struct copying *copying = *state;

    copying->node->data->directory = NULL;
    turn_free(copying->turn);
    node_free(copying->node);
    world_release(&copying->world);
    free(copying);
    return 0;
}

/* The message as it comes out of a journal: nothing about links is asked then. */
static void arrives(struct copying *copying, struct bytes body) {
    struct input *input = arena_alloc(&copying->turn->arena, sizeof *input);
    struct arrival arrival = {.input = input, .local_count = 1};
    size_t rows = copying->turn->journal.count;

    assert_non_null(input);
    input->kind = INPUT_ITEM;
    input->replay_pos = 1;
    input->header = copying->header;
    input->header_ok = true;
    input->body_ok = true;
    input->item.header = TEXT("header");
    input->item.body = body;
    arrival.local[0] = node_of("330726101");
    paper_arrives(copying->node, copying->turn, &arrival);
    assert_int_equal(copying->turn->journal.count, rows + 1); /* kept, whatever it is */
    assert_int_equal(copying->turn->parked.count, 0);
}

static void says(struct copying *copying, const struct issued_body *body) {
    struct bytes packed = BYTES_NONE;

    assert_int_equal(wire_encode_issued(body, &copying->turn->arena, &packed), PJ_OK);
    arrives(copying, packed);
}

static const struct issued *kept(const struct copying *copying) {
    assert_int_equal(copying->turn->copies.count, 1);
    return &ROWS(copying->turn->copies, struct row_paper)[0].paper;
}

static void stands_as_it_was_said(void **state) {
    struct copying *copying = *state;
    const struct issued *copy = NULL;

    says(copying, &copying->body);
    copy = kept(copying);
    assert_true(copy->copy);
    assert_true(copy->case_ref == 7);
    assert_true(copy->pos == ROWS(copying->turn->journal, struct row_journal)[0].pos);
    assert_string_equal(copy->number, copying->body.paper.number);
    assert_string_equal(copy->office.text, "330726.land");
    assert_true(copy->at.us == copying->body.paper.at.us);
    assert_true(bytes_equal(copy->facts, copying->body.paper.facts));
    assert_int_equal(ROWS(copying->turn->journal, struct row_journal)[0].case_ref, 7);
}

/* Twice, and the later word first: one row, which says all that its issuer ever said. */
static void whichever_comes_first(void **state) {
    struct copying *copying = *state;
    struct issued_body later = copying->body;
    struct issued_body latest = copying->body;

    later.paper.served_at.us = later.paper.at.us + 1;
    later.paper.service = SERVICE_IN_PERSON;
    later.paper.proof = TEXT("signed");
    latest.paper = later.paper;
    latest.paper.voided_at.us = later.paper.at.us + 2;
    latest.paper.void_reason = TEXT("a slip of the pen");
    says(copying, &later);
    says(copying, &copying->body);
    says(copying, &later);
    assert_true(kept(copying)->served_at.us == later.paper.served_at.us);
    assert_true(kept(copying)->voided_at.us == 0);
    says(copying, &latest);
    says(copying, &copying->body);
    assert_int_equal(kept(copying)->service, SERVICE_IN_PERSON);
    assert_true(bytes_equal(kept(copying)->proof, TEXT("signed")));
    assert_true(bytes_equal(kept(copying)->void_reason, TEXT("a slip of the pen")));
    assert_true(kept(copying)->pos == ROWS(copying->turn->journal, struct row_journal)[0].pos);
}

static void becomes_no_row(void **state) {
    struct copying *copying = *state;
    struct row {
        const char *what;
        struct issued_body body;
        const char *from;
    } rows[] = {
        {"in another's name", copying->body, "330726"},
        {"of a book that is here", copying->body, "330726101"},
        {"of no office", copying->body, "330726.land"},
        {"without a number", copying->body, "330726.land"},
        {"a receipt, which has none", copying->body, "330726.land"},
        {"the 0th", copying->body, "330726.land"},
        {"the 3 000 000 000th", copying->body, "330726.land"},
        {"in the year 10 000", copying->body, "330726.land"},
        {"in an epoch no table holds", copying->body, "330726.land"},
        {"issued never", copying->body, "330726.land"},
        {"issued when no calendar goes", copying->body, "330726.land"},
        {"served before time began", copying->body, "330726.land"},
        {"voided when no calendar goes", copying->body, "330726.land"},
        {"due on no day", copying->body, "330726.land"},
    };

    rows[1].body.paper.office = node_of("330726101");
    rows[2].body.paper.office = (struct node_id){""};
    rows[3].body.paper.number[0] = '\0';
    rows[4].body.paper.kind = PAPER_RECEIPT;
    rows[5].body.paper.no = 0;
    rows[6].body.paper.no = 3000000000U;
    rows[7].body.paper.year = 10000;
    rows[8].body.paper.epoch = UINT32_MAX;
    rows[9].body.paper.at.us = 0;
    rows[10].body.paper.at.us = INT64_MAX;
    rows[11].body.paper.served_at.us = -1;
    rows[12].body.paper.voided_at.us = INT64_MAX;
    rows[13].body.paper.due.day = INT32_MAX;
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        copying->header.from = node_of(rows[i].from);
        says(copying, &rows[i].body);
        if (copying->turn->copies.count > 0) {
            fail_msg("%s", rows[i].what);
        }
    }
}

static void cannot_be_read(void **state) {
    struct copying *copying = *state;

    arrives(copying, TEXT("\xff\xff torn"));
    arrives(copying, TEXT("\x1a\x06"
                          "future")); /* a kind of paper that is not known here */
    arrives(copying, BYTES_NONE);
    assert_int_equal(copying->turn->copies.count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("a copy stands as it was said", stands_as_it_was_said, set_up, tear_down),
        CASE_WITH("twice, or the later word first: it is one, and says all", whichever_comes_first,
                  set_up, tear_down),
        CASE_WITH("what could not stand becomes no row, and the message is kept", becomes_no_row,
                  set_up, tear_down),
        CASE_WITH("what cannot be read is kept, and holds up no case", cannot_be_read, set_up,
                  tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
