/* SPDX-License-Identifier: Apache-2.0
 * Whom a case is about, through a real PostgreSQL, when somebody is accused whom it had reached:
 * their lists and counts stay as they are, and those of who never had it as well. */
#include <stdlib.h>
#include <string.h>

#include "store_test_rows.h"
#include "wire/wire.h"

static const struct store_options plain = {.application = "store_test_with_conflicts"};

struct world {
    struct event_base *base;
    struct node node;
    PGconn *pg;
    struct arena arena;
    struct casefile file;
    struct row_case row;
};

static int setup(void **state) {
    struct world *world = calloc(1, sizeof *world);
    const char *database = test_database();

    world->base = event_base_new();
    node_start(&world->node, world->base, database, &plain);
    node_open(&world->node);
    world->pg = pg_fixture_connect(&fixture, database);
    arena_init(&world->arena, UNPACK_BYTES_MAX);
    *state = world;
    return 0;
}

static int teardown(void **state) {
    struct world *world = *state;

    arena_release(&world->arena);
    PQfinish(world->pg);
    node_stop(&world->node);
    event_base_free(world->base);
    free(world);
    return 0;
}

/* The row as lib/node seals it, inserted or updated. */
static void commit(struct world *world, const struct conflict_set *set, bool insert) {
    static char text[CONFLICT_TEXT_MAX + 1];
    struct batch batch = next_batch(&world->node);

    world->file = sample_case(1);
    world->file.body_pos = 0;
    world->file.leg_count = 0;
    world->file.clock_count = 0;
    world->file.conflicts = *set;
    world->row = sample_case_row(&world->file, insert);
    conflict_print(set, text, sizeof text);
    world->row.conflicts = text;
    assert_int_equal(wire_encode_casefile(&world->file, &world->arena, &world->row.file), PJ_OK);
    batch.cases = &world->row;
    batch.case_count = 1;
    batch.last_ref = 1;
    batch.n_expect = insert ? 0 : 1;
    node_commit(&world->node, &batch);
}

static void look_file(const struct stored *stored, void *context) {
    struct world *world = context;

    world->file = stored->cases[0].casefile;
    assert_int_equal(wire_decode_casefile(stored->cases[0].file, &world->arena, &world->file),
                     PJ_OK);
}

static void look_counts(const struct stored *stored, void *context) {
    *(uint64_t *)context = stored->numbers[0];
}

/* Cases in the count, and in the list, of an account bound to that office. */
static void sees(struct world *world, const char *office, uint64_t expected) {
    struct query count = {.id = 8, .kind = QUERY_COUNTS, .at = {INT64_MAX}};
    uint64_t counted = 99;

    (void)snprintf(count.not_about.text, sizeof count.not_about.text, "%s", office);
    world->node.look = look_counts;
    world->node.look_context = &counted;
    assert_int_equal(node_query(&world->node, &count), STORE_OK);
    assert_int_equal(counted, expected);
}

static void accused_later(void **state) {
    struct world *world = *state;
    struct prefetch_key key = {.kind = PREFETCH_REF, .ref = 1};
    struct conflict_set set = {.nodes = {{"330726101"}}, .count = 1, .below = 1};
    const struct node_id land = {"330726.land"};
    const struct node_id village = {"330726101221"};

    commit(world, &set, true);
    sees(world, "330726.land", 1);
    sees(world, "330726101221", 0);
    set.nodes[set.count++] = land;
    set.below = 3;
    set.later = 2;
    commit(world, &set, false);
    sees(world, "330726.land", 1); /* neither more nor less than before */
    sees(world, "330726101221", 0);
    assert_string_equal(pg_ask(world->pg, "SELECT conflicts FROM pj.cases WHERE ref = 1"),
                        "330726101+");
    world->node.look = look_file;
    world->node.look_context = world;
    assert_int_equal(node_prefetch(&world->node, &key, 1), STORE_OK);
    assert_true(conflict_is_later(&world->file.conflicts, &land));
    assert_true(conflict_hides(&world->file.conflicts, &village));
}

static void accused_later_of_nobodys(void **state) {
    struct world *world = *state;
    struct conflict_set set = {.count = 0};

    commit(world, &set, true);
    set = (struct conflict_set){.nodes = {{"330726101"}}, .count = 1, .below = 1, .later = 1};
    commit(world, &set, false);
    sees(world, "330726101", 1);
    assert_string_equal(pg_ask(world->pg, "SELECT conflicts IS NULL OR conflicts = '' "
                                          "FROM pj.cases WHERE ref = 1"),
                        "t");
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
        CASE(accused_later, "whoever is accused later misses nothing, and stays in the file"),
        CASE(accused_later_of_nobodys, "likewise of a case that was about nobody"),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
