/* SPDX-License-Identifier: Apache-2.0
 * Papers through a real PostgreSQL: what goes in comes out, a number is never taken twice, and the
 * view of gaps finds what must never be. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store_test_rows.h"

#define PAPERS_MADE 3 /* papers of the first batch */

static const struct store_options plain = {.application = "store_test_with_papers"};

struct world {
    struct event_base *base;
    struct node node;
    PGconn *pg;
};

static int setup(void **state) {
    struct world *world = calloc(1, sizeof *world);
    const char *database = test_database();

    world->base = event_base_new();
    node_start(&world->node, world->base, database, &plain);
    node_open(&world->node);
    world->pg = pg_fixture_connect(&fixture, database);
    commit_cases(&world->node, 2);
    *state = world;
    return 0;
}

static int teardown(void **state) {
    struct world *world = *state;

    PQfinish(world->pg);
    node_stop(&world->node);
    event_base_free(world->base);
    free(world);
    return 0;
}

/* Something in every field, different for each. */
static struct row_paper sample_paper(uint32_t no, int64_t case_ref) {
    struct row_paper row = {.insert = true};
    struct issued *paper = &row.paper;

    *paper = (struct issued){.office = {"330726.land"},
                             .kind = PAPER_OPINION,
                             .year = 2026,
                             .epoch = 1,
                             .shut = true,
                             .no = no,
                             .addressee = {"330726"},
                             .case_ref = case_ref,
                             .pos = 100 + no,
                             .at = {INT64_C(1795436401000000) + no},
                             .due = {20000 + (int32_t)no},
                             .facts = nasty_bytes(),
                             .service = SERVICE_IN_PERSON,
                             .served_at = {7 + no},
                             .proof = nasty_bytes(),
                             .voided_at = {9 + no},
                             .void_reason = nasty_bytes()};
    text_print(paper->number, sizeof paper->number, "浦江信意〔2026〕1-%u号", no);
    text_print(paper->replaces, sizeof paper->replaces, "浦江信意〔2026〕1-%u号", no + 40);
    return row;
}

static void assert_paper_equal(const struct issued *a, const struct issued *b) {
    assert_string_equal(a->office.text, b->office.text);
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->year, b->year);
    assert_int_equal(a->epoch, b->epoch);
    assert_int_equal(a->shut, b->shut);
    assert_int_equal(a->no, b->no);
    assert_string_equal(a->number, b->number);
    assert_string_equal(a->addressee.text, b->addressee.text);
    assert_true(a->case_ref == b->case_ref);
    assert_true(a->pos == b->pos);
    assert_true(a->at.us == b->at.us);
    assert_int_equal(a->due.day, b->due.day);
    assert_string_equal(a->replaces, b->replaces);
    assert_bytes_equal(a->facts, b->facts);
    assert_int_equal(a->service, b->service);
    assert_true(a->served_at.us == b->served_at.us);
    assert_bytes_equal(a->proof, b->proof);
    assert_true(a->voided_at.us == b->voided_at.us);
    assert_bytes_equal(a->void_reason, b->void_reason);
}

static struct batch with_papers(const struct node *node, const struct row_paper *papers,
                                size_t count) {
    struct batch batch = next_batch(node);

    batch.papers = papers;
    batch.paper_count = count;
    return batch;
}

/* Of the first case 1 and 3, of the second 2. */
static void commit_three(struct node *node, struct row_paper papers[PAPERS_MADE]) {
    struct batch batch;

    for (uint32_t i = 0; i < PAPERS_MADE; i++) {
        papers[i] = sample_paper(i + 1, i == 1 ? 2 : 1);
    }
    batch = with_papers(node, papers, PAPERS_MADE);
    node_commit(node, &batch);
}

/* ---- what an answer must hold: papers in this order, each with its case if it is a query's */

struct wanted {
    const struct row_paper *papers;
    uint32_t numbers[PAPERS_MADE + 1]; /* ends with 0 */
    bool with_case;
};

static void look(const struct stored *stored, void *context) {
    const struct wanted *wanted = context;
    size_t count = 0;

    while (wanted->numbers[count] != 0) {
        count++;
    }
    assert_int_equal(stored->paper_count, count);
    for (size_t i = 0; i < count; i++) {
        const struct issued *paper = &wanted->papers[wanted->numbers[i] - 1].paper;

        assert_paper_equal(&stored->papers[i].paper, paper);
        assert_int_equal(stored->papers[i].paper.copy, paper->pos > 200);
        if (wanted->with_case) {
            assert_true(stored->cases[i].casefile.ref == paper->case_ref);
            assert_int_equal(stored->cases[i].casefile.leg_count, 0);
        }
    }
}

static void every_paper_comes_back(void **state) {
    struct world *world = *state;
    struct node *node = &world->node;
    struct row_paper papers[PAPERS_MADE];
    struct casefile first = sample_case(1);
    struct {
        struct query query;
        uint32_t numbers[PAPERS_MADE + 1];
    } rows[] = {
        {{.limit = 10}, {1, 2, 3}},
        {{.limit = 2}, {1, 2}},
        {{.limit = 10, .from = 101}, {2, 3}},
        {{.limit = 10, .case_no = first.no}, {1, 3}},
        {{.limit = 10, .node = {"330726.land"}}, {1, 2, 3}},
        {{.limit = 10, .node = {"330726"}}, {0}},
        {{.limit = 10, .number = "浦江信意〔2026〕1-2号"}, {2}},
        {{.limit = 10, .number = "浦江信意〔2026〕1-2号", .case_no = first.no}, {0}},
        {{.limit = 10, .number = "浦江信意〔2026〕1-3号", .case_no = first.no}, {3}},
        {{.limit = 10, .paper_kind = PAPER_OPINION, .year = 2026}, {1, 2, 3}},
        {{.limit = 10, .paper_kind = PAPER_ACCEPT}, {0}},
        {{.limit = 10, .year = 2025}, {0}},
    };
    struct prefetch_key key = {.kind = PREFETCH_PAPERS, .case_no = first.no};
    struct wanted newest_first = {papers, {3, 1}, false};

    commit_three(node, papers);
    node->look = look;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wanted wanted = {papers, {0}, true};

        memcpy(wanted.numbers, rows[i].numbers, sizeof wanted.numbers);
        rows[i].query.id = i + 1;
        rows[i].query.kind = QUERY_PAPERS;
        node->look_context = &wanted;
        assert_int_equal(node_query(node, &rows[i].query), STORE_OK);
    }
    node->look_context = &newest_first;
    assert_int_equal(node_prefetch(node, &key, 1), STORE_OK);
}

/* Its number, its act and what it says are for ever. */
static void service_and_voiding_alone_are_written_later(void **state) {
    struct world *world = *state;
    struct node *node = &world->node;
    struct row_paper papers[PAPERS_MADE];
    struct row_paper changed;
    struct wanted wanted = {papers, {2}, true};
    struct query query = {
        .id = 1, .kind = QUERY_PAPERS, .limit = 10, .number = "浦江信意〔2026〕1-2号"};
    struct batch batch;

    commit_three(node, papers);
    changed = sample_paper(2, 1);
    changed.insert = false;
    changed.paper.facts = BYTES_NONE;
    changed.paper.service = SERVICE_ELECTRONIC;
    changed.paper.served_at.us = 0;
    changed.paper.voided_at.us = 99;
    changed.paper.void_reason = (struct bytes){(const uint8_t *)"spoilt", 6};
    papers[1].paper.service = changed.paper.service;
    papers[1].paper.served_at = changed.paper.served_at;
    papers[1].paper.voided_at = changed.paper.voided_at;
    papers[1].paper.void_reason = changed.paper.void_reason;
    batch = with_papers(node, &changed, 1);
    batch.n_expect = 1;
    node_commit(node, &batch);
    node->look = look;
    node->look_context = &wanted;
    assert_int_equal(node_query(node, &query), STORE_OK);
    assert_string_equal(pg_ask(world->pg, "SELECT void_reason FROM pj.v_paper WHERE no = 2"),
                        "spoilt");
}

static void a_number_is_never_taken_twice(void **state) {
    struct world *world = *state;
    struct node *node = &world->node;
    struct row_paper papers[PAPERS_MADE];
    struct row_paper again;
    struct batch batch;

    commit_three(node, papers);
    again = sample_paper(2, 1);
    again.paper.pos = 900;
    batch = with_papers(node, &again, 1);
    assert_int_equal(node_submit(node, &batch), STORE_POISON);
    again.paper.no = 4;
    again.paper.pos = 102; /* nor does one act make two */
    batch = with_papers(node, &again, 1);
    assert_int_equal(node_submit(node, &batch), STORE_POISON);
    assert_int_equal(pg_ask_number(world->pg, "SELECT count(*) FROM pj.papers"), PAPERS_MADE);
}

static void gaps_are_seen(void **state) {
    struct world *world = *state;
    struct node *node = &world->node;
    struct row_paper papers[PAPERS_MADE];

    commit_three(node, papers);
    assert_int_equal(pg_ask_number(world->pg, "SELECT count(*) FROM pj.v_paper_gap"), 0);
    assert_string_equal(pg_ask(world->pg,
                               "SELECT format('%s %s %s %s', papers, last_no, voided, gapless)\n"
                               "FROM pj.v_paper_series"),
                        "3 3 3 t");
    (void)pg_ask(world->pg, "DELETE FROM pj.papers WHERE no = 2 RETURNING no");
    assert_string_equal(pg_ask(world->pg,
                               "SELECT format('%s %s %s %s %s', office, kind, year, epoch, no)\n"
                               "FROM pj.v_paper_gap"),
                        "330726.land opinion 2026 1 2");
    assert_string_equal(pg_ask(world->pg, "SELECT gapless FROM pj.v_paper_series"), "f");
}

/* ---- copies */

/* The first paper, as another station's book has it: on its way to the second case here. */
static struct row_paper sample_copy(void) {
    struct row_paper row = sample_paper(1, 2);

    row.paper.office = (struct node_id){"3307.land"};
    row.paper.addressee = (struct node_id){""};
    row.paper.pos = 201;
    row.paper.served_at.us = 0;
    row.paper.voided_at.us = 0;
    row.paper.service = SERVICE_UNSPECIFIED;
    row.paper.proof = BYTES_NONE;
    row.paper.void_reason = BYTES_NONE;
    return row;
}

static void commit_copy(struct node *node, const struct row_paper *copy) {
    struct batch batch = next_batch(node);

    batch.copies = copy;
    batch.copy_count = 1;
    node_commit(node, &batch);
}

static void looks_like(struct node *node, const struct row_paper *row, struct query query) {
    struct row_paper copy = *row;
    struct wanted wanted = {&copy, {1}, true};

    query.id = 1;
    query.kind = QUERY_PAPERS;
    query.limit = 10;
    node->look = look;
    node->look_context = &wanted;
    assert_int_equal(node_query(node, &query), STORE_OK);
}

static void a_copy_follows_its_issuer(void **state) {
    struct world *world = *state;
    struct node *node = &world->node;
    struct row_paper copy = sample_copy();
    struct row_paper served = sample_copy();
    struct row_paper both = sample_copy();
    struct query query = {.number = "浦江信意〔2026〕1-1号"};

    commit_copy(node, &copy);
    looks_like(node, &copy, query);
    served.paper.pos = 202;
    served.paper.facts = BYTES_NONE; /* what it says stays as it came */
    served.paper.service = SERVICE_ELECTRONIC;
    served.paper.served_at.us = 7;
    served.paper.proof = nasty_bytes();
    commit_copy(node, &served);
    commit_copy(node, &copy); /* the first word once more takes nothing away */
    copy.paper.service = SERVICE_ELECTRONIC;
    copy.paper.served_at.us = 7;
    copy.paper.proof = nasty_bytes();
    looks_like(node, &copy, query);
    both.paper.service = SERVICE_IN_PERSON;
    both.paper.served_at.us = 8;
    both.paper.voided_at.us = 9;
    both.paper.void_reason = nasty_bytes();
    commit_copy(node, &both);
    copy.paper.voided_at.us = 9;
    copy.paper.void_reason = nasty_bytes();
    looks_like(node, &copy, query);
    assert_int_equal(pg_ask_number(world->pg, "SELECT count(*) FROM pj.v_paper_copy"), 1);
}

/* Found by its case and its number, in the order in which papers came; a book and its series know
 * nothing of it. */
static void a_copy_is_in_no_book(void **state) {
    struct world *world = *state;
    struct node *node = &world->node;
    struct row_paper papers[PAPERS_MADE + 1];
    struct row_paper copy = sample_copy();
    struct casefile second = sample_case(2);
    struct wanted both = {papers, {2, 4}, true};
    struct wanted own = {papers, {2}, false};
    struct query query = {.id = 1, .kind = QUERY_PAPERS, .limit = 10, .case_no = second.no};
    struct prefetch_key key = {.kind = PREFETCH_PAPERS, .case_no = second.no};

    commit_three(node, papers);
    papers[PAPERS_MADE] = copy;
    commit_copy(node, &copy);
    node->look = look;
    node->look_context = &both;
    assert_int_equal(node_query(node, &query), STORE_OK);
    node->look_context = &own;
    assert_int_equal(node_prefetch(node, &key, 1), STORE_OK);
    query = (struct query){.id = 2, .kind = QUERY_PAPERS, .limit = 10, .node = {"3307.land"}};
    node->look_context = &(struct wanted){papers, {0}, true};
    assert_int_equal(node_query(node, &query), STORE_OK);
    query.node = (struct node_id){""};
    node->look_context = &(struct wanted){papers, {1, 2, 3}, true};
    assert_int_equal(node_query(node, &query), STORE_OK);
    assert_int_equal(pg_ask_number(world->pg, "SELECT count(*) FROM pj.v_paper_series"), 1);
    assert_int_equal(pg_ask_number(world->pg, "SELECT count(*) FROM pj.v_paper_gap"), 0);
}

static int start(void **state) {
    (void)state;
    pg_fixture_start(&fixture, "");
    return 0;
}

static int stop(void **state) {
    (void)state;
    pg_fixture_destroy(&fixture);
    return 0;
}

#define CASE(function, sentence)                                                                   \
    { sentence, function, setup, teardown, NULL }

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(every_paper_comes_back, "every paper comes back by each of its keys"),
        CASE(service_and_voiding_alone_are_written_later,
             "service and voiding alone are written later"),
        CASE(a_number_is_never_taken_twice, "a number is never taken twice"),
        CASE(gaps_are_seen, "a gap in a series is seen"),
        CASE(a_copy_follows_its_issuer, "a copy is one, and says what its issuer added since"),
        CASE(a_copy_is_in_no_book, "a copy is found by case and number, and is in no book"),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
