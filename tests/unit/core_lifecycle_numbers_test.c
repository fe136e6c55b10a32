/* SPDX-License-Identifier: Apache-2.0
 * Terms, versions and clock numbers at their ends: what comes fits, what is added here fits others,
 * and nothing begins again at nought. */
#include "lifecycle_world.h"

static bool can_arrive(struct world *world, const struct casefile *file) {
    struct clock_law law = {.rules = world->rules};
    struct lifecycle_context context = {
        .directory = world->directory, .law = &law, .now = world->now, .by_station = true};

    return lifecycle_can_arrive(file, &context);
}

static void on_its_way(struct world *world, uint64_t term) {
    world->file.term = term - 1;
    assert_int_equal(
        perform(world, (struct act){.kind = ACT_DELEGATE, .target = node("330726101")}), PJ_OK);
    assert_int_equal(world->file.term, term);
}

static void no_hand_over_beyond_the_last_term(void **state) {
    struct world *world = *state;

    on_its_way(world, TERM_MAX);
    assert_true(can_arrive(world, &world->file));
    deliver(world);
    assert_int_equal(perform(world, (struct act){.kind = ACT_ESCALATE, .target = node("330726")}),
                     PJ_POLICY_LIMIT);
    assert_int_equal(perform(world, (struct act){.kind = ACT_SEIZE,
                                                 .node = node("330726"),
                                                 .reason = TEXT("it is stuck"),
                                                 .responsible = "the head"}),
                     PJ_POLICY_LIMIT);
    assert_int_equal(world->file.term, TERM_MAX); /* and it is handled where it is */
    assert_int_equal(perform(world, (struct act){.kind = ACT_ACCEPT}), PJ_OK);
}

static void the_last_version_is_no_end(void **state) {
    struct world *world = *state;

    world->file.version = VERSION_MAX;
    assert_int_equal(perform(world, (struct act){.kind = ACT_NOTE, .reason = TEXT("once more")}),
                     PJ_OK);
    assert_int_equal(world->file.version, VERSION_MAX);
}

/* Whoever takes in the highest number that fits can start clocks and hand the case on. */
static void what_is_added_fits_the_next(void **state) {
    static const uint64_t terms[] = {2, 24, SEIZE_TERM_STEP, 40 * SEIZE_TERM_STEP + 3001,
                                     TERM_MAX - 998997};
    struct world *world = *state;

    for (size_t i = 0; i < ARRAY_COUNT(terms); i++) {
        uint32_t last = (uint32_t)(terms[i] / SEIZE_LEVEL_STEP * CLOCK_NO_STEP +
                                   (terms[i] % SEIZE_LEVEL_STEP + 1) * CLOCKS_PER_TERM);
        struct casefile file;

        take_in(world, "330726");
        on_its_way(world, terms[i]);
        assert_true(last <= CLOCK_NO_MAX);
        file = world->file;
        file.clocks[0].no = last + 1;
        assert_false(can_arrive(world, &file));
        world->file.clocks[0].no = last;
        assert_true(can_arrive(world, &world->file));
        deliver(world);
        assert_int_equal(
            perform(world, (struct act){.kind = ACT_ESCALATE, .target = node("330726")}), PJ_OK);
        assert_true(can_arrive(world, &world->file));
    }
}

static void one_clock_of_each_kind_runs(void **state) {
    struct world *world = *state;
    struct casefile file;

    on_its_way(world, 2);
    file = world->file;
    for (uint32_t i = 0; i < ASSISTS_OPEN_MAX; i++) {
        struct clock *clock = &file.clocks[file.clock_count++];

        *clock = file.clocks[0];
        clock->no = 100 + i;
        clock->kind = CLOCK_ASSIST;
    }
    assert_true(can_arrive(world, &file));
    file.clocks[file.clock_count] = file.clocks[file.clock_count - 1];
    file.clocks[file.clock_count++].no = 200; /* one assistant too many */
    assert_false(can_arrive(world, &file));
    file = world->file;
    file.clocks[file.clock_count] = file.clocks[0];
    file.clocks[file.clock_count++].no = 200;
    assert_false(can_arrive(world, &file));
    file.clocks[file.clock_count - 1].state = CLOCK_STATE_LAPSED;
    assert_true(can_arrive(world, &file));
    file.clocks[file.clock_count - 1].no = file.clocks[0].no; /* one number twice */
    assert_false(can_arrive(world, &file));
}

static void a_hearing_returns_somewhere(void **state) {
    struct world *world = *state;
    struct casefile file;

    on_its_way(world, 2);
    file = world->file;
    file.state = STATE_HEARING;
    assert_false(can_arrive(world, &file));
}

/* Of a copy, of which another station says that everything runs. */
static void no_room_where_all_clocks_run(void **state) {
    struct world *world = *state;
    struct casefile *file = &world->file;

    for (uint32_t i = 0; i < CLOCKS_MAX; i++) {
        file->clocks[i] = file->clocks[0];
        file->clocks[i].no = i + 1;
    }
    file->clock_count = CLOCKS_MAX;
    assert_false(casefile_clock_room(file));
    assert_int_equal(file->clock_count, CLOCKS_MAX);
    file->clocks[7].state = CLOCK_STATE_MET;
    assert_true(casefile_clock_room(file));
    assert_int_equal(file->clocks[7].no, 9);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("at the last term a case is handled, and handed on no more",
                  no_hand_over_beyond_the_last_term, set_up, tear_down),
        CASE_WITH("at the last version a case goes on", the_last_version_is_no_end, set_up,
                  tear_down),
        CASE_WITH("the clocks that are added to a case that came fit the next station",
                  what_is_added_fits_the_next, set_up, tear_down),
        CASE_WITH("of what comes one clock of each kind runs, and one for each that helps",
                  one_clock_of_each_kind_runs, set_up, tear_down),
        CASE_WITH("a hearing that returns nowhere does not arrive", a_hearing_returns_somewhere,
                  set_up, tear_down),
        CASE_WITH("where all clocks run there is no room for one more",
                  no_room_where_all_clocks_run, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
