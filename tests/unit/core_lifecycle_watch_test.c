/* SPDX-License-Identifier: Apache-2.0
 * What lies over a case beside its state: urgency, supervision, ratings. */
#include "lifecycle_world.h"

static void urgent(void **state) {
    struct world *world = *state;
    struct node_id heard[ROUTE_TO_MAX];
    struct clock_law law = {.rules = world->rules};
    struct lifecycle_context context = {.directory = world->directory, .law = &law};
    struct act act = {.kind = ACT_URGENT, .reason = TEXT("danger")};

    accepted(world);
    assert_int_equal(perform(world, act), PJ_OK);
    assert_int_equal(world->file.state, STATE_ACCEPTED); /* the case stays where it is */
    assert_int_equal(running(&world->file, CLOCK_URGENT)->due_at.us,
                     world->now.us + INT64_C(3600) * US_PER_S);
    assert_int_equal(lifecycle_alarmed(&world->file, &act, &context, heard, 0, ROUTE_TO_MAX), 3);
    assert_string_equal(heard[2].text, "33"); /* every tier */
    world->file.conflicts = (struct conflict_set){.nodes = {{"3307"}}, .count = 1};
    assert_int_equal(lifecycle_alarmed(&world->file, &act, &context, heard, 0, ROUTE_TO_MAX), 2);
    act.kind = ACT_LAPSE; /* an alarm whose receiver is in conflict goes one tier further up */
    assert_int_equal(lifecycle_alarmed(&world->file, &act, &context, heard, 0, ROUTE_TO_MAX), 2);
    assert_string_equal(heard[1].text, "33");
    assert_int_equal(perform(world, (struct act){.kind = ACT_ACKNOWLEDGE, .node = node("3307")}),
                     PJ_AUTH_NOT_ACTOR);
    assert_int_equal(perform(world, (struct act){.kind = ACT_ACKNOWLEDGE, .node = node("33")}),
                     PJ_OK);
    assert_null(running(&world->file, CLOCK_URGENT));
}

static void supervision(void **state) {
    struct world *world = *state;

    accepted(world);
    assert_int_equal(perform(world, (struct act){.kind = ACT_SUPERVISE,
                                                 .node = node("3307"),
                                                 .reason = TEXT("stalled")}),
                     PJ_OK);
    assert_true(casefile_has_flag(&world->file, FLAG_SUPERVISED));
    assert_non_null(running(&world->file, CLOCK_ANSWER));
    assert_int_equal(
        perform(world, (struct act){.kind = ACT_ANSWER_URGE, .reason = TEXT("we go on")}), PJ_OK);
    assert_null(running(&world->file, CLOCK_ANSWER));
    assert_int_equal(as(world, CAPACITY_PETITIONER, (struct act){.kind = ACT_URGE}), PJ_OK);
    lapse_at(world, CLOCK_ANSWER);
    assert_int_equal(perform(world, (struct act){.kind = ACT_ANSWER_URGE, .reason = TEXT("late")}),
                     PJ_OK);
}

static void ratings(void **state) {
    struct world *world = *state;
    struct act rate = {.kind = ACT_RATE, .rating = RATING_DISSATISFIED, .target = {"330726.land"}};

    accepted(world);
    assert_int_equal(as(world, CAPACITY_PETITIONER, rate), PJ_STATE_WRONG); /* before service */
    served(world);
    assert_int_equal(as(world, CAPACITY_PETITIONER, rate), PJ_OK);
    assert_int_equal(as(world, CAPACITY_PETITIONER, rate), PJ_POLICY_ONCE);
    rate.target = node("330726");
    assert_int_equal(as(world, CAPACITY_PETITIONER, rate), PJ_OK); /* the office, once too */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("an urgent matter is reported up every tier and stays", urgent, set_up,
                  tear_down),
        CASE_WITH("supervision and urging must be answered", supervision, set_up, tear_down),
        CASE_WITH("rated once for the unit and once for the office", ratings, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
