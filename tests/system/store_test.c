/* SPDX-License-Identifier: Apache-2.0
 * What goes in comes out: every kind of row through a real PostgreSQL, prefetch by every kind of
 * key, load. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store_test_rows.h"

static const struct store_options plain = {.application = "store_test"};

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

/* ---- one batch with everything in it */

struct full { /* a batch and what it is made of */
    struct casefile files[2];
    struct row_journal journal[3];
    struct row_case cases[2];
    struct row_leg legs[4];
    struct row_clock clocks[4];
    struct row_idem idem;
    struct row_parked parked[2];
    struct row_setting settings[3];
    struct batch batch;
};

static void full_rows(struct full *full) {
    full->journal[0] = sample_journal(1, 1);
    full->journal[1] = sample_journal(2, 2);
    full->journal[1].body_pos = 1;
    full->journal[1].body = BYTES_NONE;
    full->journal[2] = sample_journal(3, 0); /* a relay: no case, no office, nothing went out */
    memset(&full->journal[2].node, 0, sizeof full->journal[2].node);
    full->journal[2].out_lane = LANE_NONE;
    full->journal[2].out_seq = 0;
    full->idem = (struct row_idem){.idem = sample_digest(200),
                                   .request = sample_digest(201),
                                   .case_ref = 2,
                                   .version = 8,
                                   .at = {5}};
    full->parked[0] = sample_parked(2);
    full->parked[1] = sample_parked(3);
    full->settings[0] = (struct row_setting){1, "lists", nasty_bytes()};
    full->settings[1] = (struct row_setting){2, "key", {(const uint8_t *)"old", 3}};
    full->settings[2] = (struct row_setting){2, "key", {(const uint8_t *)"new", 3}};
}

static void full_init(struct full *full, const struct node *node) {
    memset(full, 0, sizeof *full);
    full_rows(full);
    for (size_t i = 0; i < 2; i++) {
        struct casefile *file = &full->files[i];

        *file = sample_case((int64_t)i + 1);
        file->body_pos = (int64_t)i + 1;
        full->cases[i] = sample_case_row(file, true);
        for (size_t k = 0; k < 2; k++) {
            full->legs[2 * i + k] = (struct row_leg){file->ref, &file->legs[k], true, false};
            full->clocks[2 * i + k] = (struct row_clock){file->ref, &file->clocks[k], true};
        }
    }
    full->batch = next_batch(node);
    full->batch.marks = nasty_bytes();
    full->batch.last_pos = 3;
    full->batch.last_ref = 2;
    full->batch.journal = full->journal;
    full->batch.journal_count = 3;
    full->batch.cases = full->cases;
    full->batch.case_count = 2;
    full->batch.legs = full->legs;
    full->batch.leg_count = 4;
    full->batch.clocks = full->clocks;
    full->batch.clock_count = 4;
    full->batch.idems = &full->idem;
    full->batch.idem_count = 1;
    full->batch.parked = full->parked;
    full->batch.parked_count = 2;
    full->batch.settings = full->settings;
    full->batch.setting_count = 3;
}

static const struct stored_case *find_case(const struct stored *stored, int64_t ref) {
    for (size_t i = 0; i < stored->case_count; i++) {
        if (stored->cases[i].casefile.ref == ref) {
            return &stored->cases[i];
        }
    }
    fail_msg("case %lld is not in the answer", (long long)ref);
    return NULL;
}

static void look_full(const struct stored *stored, void *context) {
    const struct full *full = context;

    for (size_t i = 0; i < 2; i++) {
        const struct stored_case *item = find_case(stored, full->files[i].ref);

        assert_case_equal(&item->casefile, &full->files[i]);
        assert_bytes_equal(item->file, full->cases[i].file);
        assert_true(digest_equal(&item->idem, &full->cases[i].idem));
        assert_true(digest_equal(&item->request, &full->cases[i].request));
        assert_true(digest_equal(&item->foreign, &full->cases[i].foreign));
        assert_true(digest_equal(&item->matter, &full->cases[i].matter));
    }
    assert_int_equal(stored->case_count, 2);
}

static void look_case_rows(const struct stored *stored, void *context) {
    const struct full *full = context;

    assert_int_equal(stored->row_count, 1);
    assert_journal_equal(&stored->rows[0], &full->journal[0]);
}

static void look_parked(const struct stored *stored, void *context) {
    struct full *full = context;

    assert_int_equal(stored->parked_count, 2);
    assert_int_equal(stored->row_count, 2);
    full->journal[1].body = nasty_bytes(); /* resolved through body_pos */
    for (size_t i = 0; i < 2; i++) {
        assert_parked_equal(&stored->parked[i], &full->parked[i]);
        assert_journal_equal(&stored->rows[i], &full->journal[i + 1]);
    }
}

static void look_loaded(const struct stored *stored, void *context) {
    const struct full *full = context;

    assert_int_equal(stored->head.no, full->batch.no);
    assert_int_equal(stored->mark_count, 1);
    assert_bytes_equal(stored->marks[0], full->batch.marks);
    assert_int_equal(stored->setting_count, 2);
    assert_int_equal(stored->settings[0].kind, 1);
    assert_string_equal(stored->settings[0].key, "lists");
    assert_bytes_equal(stored->settings[0].value, nasty_bytes());
    assert_bytes_equal(stored->settings[1].value, (struct bytes){(const uint8_t *)"new", 3});
    assert_int_equal(stored->parked_count, 2);
    assert_parked_equal(&stored->parked[0], &full->parked[0]);
}

static void every_row_comes_back(void **state) {
    struct world *world = *state;
    struct node *node = &world->node;
    struct full full;
    struct prefetch_key cases[] = {{.kind = PREFETCH_REF, .ref = 1},
                                   {.kind = PREFETCH_REF, .ref = 2}};
    struct prefetch_key parked[] = {{.kind = PREFETCH_PARKED, .ref = 2},
                                    {.kind = PREFETCH_PARKED, .ref = 3}};
    struct query rows = {.id = 4, .kind = QUERY_CASE_ROWS, .ref = 1};

    full_init(&full, node);
    node_commit(node, &full.batch);
    node->look_context = &full;
    node->look = look_full;
    assert_int_equal(node_prefetch(node, cases, 2), STORE_OK);
    node->look = look_case_rows;
    assert_int_equal(node_query(node, &rows), STORE_OK);
    node->look = look_parked;
    assert_int_equal(node_prefetch(node, parked, 2), STORE_OK);
    node->look = look_loaded;
    store_load(node->store);
    node_wait(node, &node->loaded, 1);
    assert_int_equal(node->outcome, STORE_OK);
    assert_string_equal(pg_ask(world->pg, "SELECT due_at = 1795436401000000 FROM pj.cases"), "t");
}

/* ---- whoever it is about */

static void look_not_about(const struct stored *stored, void *context) {
    const struct full *full = context;

    assert_int_equal(stored->case_count, 1); /* the page begins behind what was left out */
    assert_true(stored->cases[0].casefile.ref == full->files[1].ref);
}

static void look_one_counted(const struct stored *stored, void *context) {
    (void)context;
    assert_int_equal(stored->number_count, 4);
    assert_int_equal(stored->numbers[0], 1);
    assert_int_equal(stored->numbers[1], 1);
    assert_int_equal(stored->numbers[2], 1);
}

static void look_both_counted(const struct stored *stored, void *context) {
    (void)context;
    assert_int_equal(stored->numbers[0], 2);
    assert_int_equal(stored->numbers[1], 2);
    assert_int_equal(stored->numbers[2], 2);
}

static void lists_and_counts_leave_out_whom_it_is_about(void **state) {
    struct world *world = *state;
    struct node *node = &world->node;
    struct full full;
    struct query list = {.id = 6, .kind = QUERY_CASES, .limit = 1, .at = {INT64_MAX}};
    struct query count = {.id = 7, .kind = QUERY_COUNTS, .at = {INT64_MAX}};

    full_init(&full, node);
    full.cases[0].conflicts = "330726101+ 3307.land";
    node_commit(node, &full.batch);
    list.not_about = (struct node_id){"330726101221"};
    count.not_about = list.not_about;
    node->look_context = &full;
    for (size_t i = 0; i < 4; i++) { /* each of the three statements */
        list.open_only = i % 2 == 1;
        list.overdue_only = i >= 2;
        list.node = full.files[1].holder;
        node->look = look_not_about;
        assert_int_equal(node_query(node, &list), STORE_OK);
    }
    node->look = look_one_counted;
    assert_int_equal(node_query(node, &count), STORE_OK);
    node->look = look_both_counted;
    count.not_about = (struct node_id){"330726.land"}; /* 3307.land is another, and alone */
    assert_int_equal(node_query(node, &count), STORE_OK);
    count.not_about = (struct node_id){""};
    assert_int_equal(node_query(node, &count), STORE_OK);
}

/* ---- updates */

static void change(struct full *full) {
    struct casefile *file = &full->files[1];

    full->files[0].state = STATE_ENDED_REPLIED;
    full->files[0].category[0] = '\0';
    full->files[0].place = (struct place){0};
    full->files[0].closed_at.us = 77;
    full->files[0].version++;
    file->legs[1].delivered_at.us = 78;
    file->legs[1].closed_at.us = 79;
    file->clocks[0].state = CLOCK_STATE_MET;
    file->clocks[0].due.day += 3; /* counted anew by another calendar */
    file->clocks[0].due_at.us += 3;
    file->clocks[0].provisional = !file->clocks[0].provisional;
    text_print(file->clocks[0].basis, sizeof file->clocks[0].basis, "CN2022 §23");
    text_print(file->clocks[0].calendar, sizeof file->clocks[0].calendar, "cn-2027");
    full->cases[0].insert = false;
    full->cases[0].open = false;
    full->cases[0].file = (struct bytes){(const uint8_t *)"f", 1};
    full->legs[0] = (struct row_leg){file->ref, &file->legs[1], false, false};
    full->clocks[0] = (struct row_clock){file->ref, &file->clocks[0], false};
    full->parked[0].insert = false;
    full->parked[0].at.us = 80;
}

static void look_open_parked(const struct stored *stored, void *context) {
    assert_int_equal(stored->parked_count, 1);
    assert_true(stored->parked[0].pos == 3);
    (void)context;
}

static void updates_change_what_they_name(void **state) {
    struct world *world = *state;
    struct node *node = &world->node;
    struct full full;
    struct prefetch_key cases[] = {{.kind = PREFETCH_REF, .ref = 1},
                                   {.kind = PREFETCH_REF, .ref = 2}};
    struct query open = {.id = 5, .kind = QUERY_PARKED, .limit = 10};
    struct batch second;

    full_init(&full, node);
    node_commit(node, &full.batch);
    change(&full);
    second = next_batch(node);
    second.n_expect = 4;
    second.cases = full.cases;
    second.case_count = 1;
    second.legs = full.legs;
    second.leg_count = 1;
    second.clocks = full.clocks;
    second.clock_count = 1;
    second.parked = full.parked;
    second.parked_count = 1;
    node_commit(node, &second);
    node->look_context = &full;
    node->look = look_full;
    assert_int_equal(node_prefetch(node, cases, 2), STORE_OK);
    node->look = look_open_parked;
    assert_int_equal(node_query(node, &open), STORE_OK);
    assert_string_equal(pg_ask(world->pg, "SELECT done_at FROM pj.parked WHERE pos = 2"), "80");
    assert_string_equal(pg_ask(world->pg, "SELECT due_at IS NULL FROM pj.cases WHERE ref = 1"),
                        "t");
}

static void look_seized(const struct stored *stored, void *context) {
    *(struct casefile *)context = stored->cases[0].casefile;
}

/* The token was taken, and has come back by a road that knows of what was void. */
static void what_a_case_has_no_longer_stays(void **state) {
    struct world *world = *state;
    struct node *node = &world->node;
    struct prefetch_key key = {.kind = PREFETCH_REF, .ref = 1};
    struct casefile seen;
    struct full full;
    struct leg leg;
    struct clock clock;
    struct row_leg leg_row = {1, &leg, false, true};
    struct row_clock clock_row = {1, &clock, true};
    struct batch batch;

    full_init(&full, node);
    node_commit(node, &full.batch);
    leg = full.files[0].legs[1];
    clock = full.files[0].clocks[0];
    batch = next_batch(node);
    batch.n_expect = 1;
    batch.legs = &leg_row;
    batch.leg_count = 1;
    node_commit(node, &batch);
    node->look = look_seized;
    node->look_context = &seen;
    assert_int_equal(node_prefetch(node, &key, 1), STORE_OK);
    assert_int_equal(seen.leg_count, 1);
    assert_int_equal(pg_ask_number(world->pg, "SELECT count(*) FROM pj.legs WHERE case_ref = 1"),
                     2);

    leg.delivered_at.us = 78;
    clock.done_at.us = 79;
    leg_row = (struct row_leg){1, &leg, true, false};
    batch = next_batch(node);
    batch.n_expect = 0; /* both are new to the case, and neither to the database */
    batch.legs = &leg_row;
    batch.leg_count = 1;
    batch.clocks = &clock_row;
    batch.clock_count = 1;
    node_commit(node, &batch);
    assert_int_equal(node_prefetch(node, &key, 1), STORE_OK);
    assert_int_equal(seen.leg_count, 2);
    assert_int_equal(seen.clock_count, full.files[0].clock_count);
    assert_string_equal(pg_ask(world->pg, "SELECT l.delivered_at || ' ' || k.done_at\n"
                                          "  FROM pj.legs l JOIN pj.clocks k USING (case_ref)\n"
                                          "  WHERE case_ref = 1 ORDER BY l.term DESC, k.no\n"
                                          "  LIMIT 1"),
                        "78 79");
}

static void a_lost_update_fails_the_whole_batch(void **state) {
    struct world *world = *state;
    struct node *node = &world->node;
    struct casefile file = sample_case(1);
    struct row_case row = sample_case_row(&file, false);
    struct row_journal entry = sample_journal(1, 1);
    struct batch batch = next_batch(node);

    batch.cases = &row;
    batch.case_count = 1;
    batch.journal = &entry;
    batch.journal_count = 1;
    batch.last_pos = 1;
    batch.n_expect = 1; /* but there is no such case */
    assert_int_equal(node_submit(node, &batch), STORE_ENVIRONMENT);
    assert_int_equal(pg_ask_number(world->pg, "SELECT count(*) FROM pj.journal"), 0);
    assert_int_equal(pg_ask_number(world->pg, "SELECT count(*) FROM pj.batch"), 0);
}

/* ---- prefetch by every key */

struct key_case {
    const char *name;
    struct prefetch_key key;
    int64_t ref; /* found; 0 = nothing */
};

static void look_one(const struct stored *stored, void *context) {
    const struct key_case *expected = context;

    assert_int_equal(stored->case_count, expected->ref == 0 ? 0 : 1);
    if (expected->ref != 0) {
        assert_true(stored->cases[0].casefile.ref == expected->ref);
        assert_int_equal(stored->cases[0].body.len, expected->key.want_body ? 300 : 0);
        assert_true(stored->cases[0].body_kind == (expected->key.want_body ? 3000000000u : 0));
    }
}

static void a_case_is_found_by_each_of_its_keys(void **state) {
    struct world *world = *state;
    struct node *node = &world->node;
    struct full full;
    struct row_tie ties[] = {{2, TIE_ATTACHED, {""}}, {2, TIE_CAUSE, {"gone"}}};
    const struct row_tie gone[] = {{2, TIE_CAUSE, {""}}};
    struct batch untied;

    full_init(&full, node);
    ties[0].no = full.files[0].no; /* the second case names the first */
    full.batch.ties = ties;
    full.batch.tie_count = ARRAY_COUNT(ties);
    node_commit(node, &full.batch);
    untied = next_batch(node);
    untied.ties = gone;
    untied.tie_count = ARRAY_COUNT(gone);
    untied.settings = full.batch.settings; /* a batch of ties alone never is */
    untied.setting_count = full.batch.setting_count;
    node_commit(node, &untied);
    struct key_case table[] = {
        {"ref", {.kind = PREFETCH_REF, .ref = 1}, 1},
        {"ref with body", {.kind = PREFETCH_REF, .want_body = true, .ref = 1}, 1},
        {"no such ref", {.kind = PREFETCH_REF, .ref = 99}, 0},
        {"case id", {.kind = PREFETCH_CASE_ID, .case_id = full.files[1].id}, 2},
        {"case number", {.kind = PREFETCH_CASE_NO, .case_no = full.files[1].no}, 2},
        {"key of the intake", {.kind = PREFETCH_IDEM, .digest = full.cases[0].idem}, 1},
        {"key of an act", {.kind = PREFETCH_IDEM, .digest = full.idem.idem}, 2},
        {"foreign id", {.kind = PREFETCH_FOREIGN, .digest = full.cases[0].foreign}, 1},
        {"matter", {.kind = PREFETCH_MATTER, .digest = full.cases[1].matter}, 2},
        {"number that it names", {.kind = PREFETCH_TIED, .case_no = full.files[0].no}, 2},
        {"id of what it names", {.kind = PREFETCH_TIED_ID, .case_id = full.files[0].id}, 2},
        {"ref of what it names", {.kind = PREFETCH_TIED_REF, .ref = 1}, 2},
        {"nobody names it", {.kind = PREFETCH_TIED, .case_no = full.files[1].no}, 0},
        {"no longer named", {.kind = PREFETCH_TIED, .case_no = {"gone"}}, 0},
        {"unknown key", {.kind = PREFETCH_IDEM, .digest = sample_digest(9)}, 0},
        {"number that is no text", {.kind = PREFETCH_CASE_NO, .case_no = {"\xff\xfe"}}, 0},
    };
    for (size_t i = 0; i < ARRAY_COUNT(table); i++) {
        node->look = look_one;
        node->look_context = &table[i];
        print_message("  by %s\n", table[i].name);
        assert_int_equal(node_prefetch(node, &table[i].key, 1), STORE_OK);
    }
}

static void look_mixed(const struct stored *stored, void *context) {
    const struct full *full = context;

    assert_int_equal(stored->case_count, 2); /* each once, however often it was asked for */
    assert_int_equal(find_case(stored, 1)->body.len, 300);
    assert_int_equal(find_case(stored, 2)->body.len, 0);
    assert_int_equal(stored->idem_count, 1);
    assert_true(digest_equal(&stored->idems[0].idem, &full->idem.idem));
    assert_true(digest_equal(&stored->idems[0].request, &full->idem.request));
    assert_true(stored->idems[0].case_ref == 2);
    assert_true(stored->idems[0].version == 8);
    assert_true(stored->idems[0].at.us == 5);
    assert_int_equal(stored->parked_count, 1);
    assert_int_equal(stored->row_count, 1);
}

static void keys_of_all_kinds_go_in_one_round_trip(void **state) {
    struct world *world = *state;
    struct node *node = &world->node;
    struct full full;

    full_init(&full, node);
    node_commit(node, &full.batch);
    struct prefetch_key keys[] = {
        {.kind = PREFETCH_REF, .ref = 1},
        {.kind = PREFETCH_CASE_ID, .want_body = true, .case_id = full.files[0].id},
        {.kind = PREFETCH_PARKED, .ref = 3},
        {.kind = PREFETCH_IDEM, .digest = full.idem.idem},
        {.kind = PREFETCH_CASE_NO, .case_no = full.files[1].no},
        {.kind = PREFETCH_FOREIGN, .digest = sample_digest(1)},
    };
    node->look = look_mixed;
    node->look_context = &full;
    assert_int_equal(node_prefetch(node, keys, ARRAY_COUNT(keys)), STORE_OK);
    node->look = NULL;
    assert_int_equal(node_prefetch(node, keys, 0), STORE_OK);
}

/* ---- what left */

static void look_sent(const struct stored *stored, void *context) {
    const struct row_journal *left = context;

    assert_int_equal(stored->sent_count, 1); /* once, however often it was asked for */
    assert_int_equal(stored->sent[0].lane, left->out_lane);
    assert_true(digest_equal(&stored->sent[0].digest, &left->digest));
}

static void what_left_by_a_lane_is_found_there_alone(void **state) {
    struct world *world = *state;
    struct node *node = &world->node;
    struct full full;
    const struct row_journal *left = full.journal;

    full_init(&full, node);
    node_commit(node, &full.batch);
    struct prefetch_key keys[] = {
        {.kind = PREFETCH_SENT, .lane = left->out_lane, .digest = left->digest},
        {.kind = PREFETCH_SENT, .lane = left->out_lane, .digest = left->digest},
        {.kind = PREFETCH_SENT, .lane = left->out_lane + 1, .digest = left->digest},
        {.kind = PREFETCH_SENT, .lane = left->out_lane, .digest = sample_digest(250)},
    };
    node->look = look_sent;
    node->look_context = &full.journal[0];
    assert_int_equal(node_prefetch(node, keys, ARRAY_COUNT(keys)), STORE_OK);
}

/* ---- text that is none */

static void look_text(const struct stored *stored, void *context) {
    assert_int_equal(stored->case_count, 1);
    assert_string_equal(stored->cases[0].casefile.category, "");
    assert_bytes_equal(stored->cases[0].file, nasty_bytes());
    (void)context;
}

static void bytes_that_are_no_text_fail_nothing(void **state) {
    struct world *world = *state;
    struct node *node = &world->node;
    struct casefile file = sample_case(1);
    struct row_case row = sample_case_row(&file, true);
    struct batch batch = next_batch(node);
    struct prefetch_key key = {.kind = PREFETCH_REF, .ref = 1};

    memcpy(file.category, "gb:\xc3\x28", 6);
    batch.cases = &row;
    batch.case_count = 1;
    batch.last_ref = 1;
    node_commit(node, &batch);
    node->look = look_text;
    assert_int_equal(node_prefetch(node, &key, 1), STORE_OK);
    assert_string_equal(pg_ask(world->pg, "SELECT category IS NULL FROM pj.cases"), "t");
}

static void a_megabyte_of_body_goes_through(void **state) {
    struct world *world = *state;
    struct node *node = &world->node;
    struct row_journal rows[8];
    uint8_t *body = malloc(BODY_BYTES_MAX);
    struct batch batch = next_batch(node);

    for (size_t i = 0; i < BODY_BYTES_MAX; i++) {
        body[i] = (uint8_t)(i * 2654435761u >> 13);
    }
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        rows[i] = sample_journal((int64_t)i + 1, 0);
        rows[i].body = (struct bytes){body, BODY_BYTES_MAX};
    }
    batch.journal = rows;
    batch.journal_count = ARRAY_COUNT(rows);
    batch.last_pos = (int64_t)ARRAY_COUNT(rows);
    node_commit(node, &batch);
    assert_int_equal(pg_ask_number(world->pg, "SELECT count(DISTINCT body) FROM pj.journal"), 1);
    assert_int_equal(pg_ask_number(world->pg, "SELECT octet_length(body) FROM pj.journal"),
                     BODY_BYTES_MAX);
    free(body);
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
        CASE(every_row_comes_back, "every kind of row comes back byte for byte"),
        CASE(lists_and_counts_leave_out_whom_it_is_about,
             "lists and counts for an office leave out what is about it"),
        CASE(updates_change_what_they_name, "updates change what they name and nothing else"),
        CASE(what_a_case_has_no_longer_stays,
             "legs and clocks that a case has no longer stay, and come back with it"),
        CASE(a_lost_update_fails_the_whole_batch, "a lost update fails the whole batch"),
        CASE(a_case_is_found_by_each_of_its_keys, "a case is found by each of its keys"),
        CASE(keys_of_all_kinds_go_in_one_round_trip, "keys of all kinds go in one round trip"),
        CASE(what_left_by_a_lane_is_found_there_alone, "what left by a lane is found there alone"),
        CASE(bytes_that_are_no_text_fail_nothing, "bytes that are no text fail nothing"),
        CASE(a_megabyte_of_body_goes_through, "the largest bodies go through in one batch"),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
