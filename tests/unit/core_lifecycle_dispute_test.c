/* SPDX-License-Identifier: Apache-2.0
 * E10 by silence: a dispute that its decider leaves undecided goes one decider up, to the top. */
#include "lifecycle_world.h"

/* Only the clock of that kind is over, whatever else runs. */
static void lapse_only(struct world *world, enum clock_kind kind) {
    for (size_t i = 0; i < world->file.clock_count; i++) {
        struct clock *clock = &world->file.clocks[i];

        if (clock->kind == kind && clock->state == CLOCK_STATE_RUNNING) {
            clock->due_at.us = world->now.us;
        }
    }
    assert_int_equal(by_station(world, ACT_LAPSE), PJ_OK);
}

/* The second objection has gone to the common superior, whose time to decide it runs. */
static void disputed_twice(struct world *world) {
    struct act object = {.kind = ACT_OBJECT, .target = node("330726102"), .reason = TEXT("no")};

    hand(world, ACT_DELEGATE, "330726101");
    world->file.objections = 1;
    assert_int_equal(perform(world, object), PJ_OK);
    deliver(world);
    assert_string_equal(world->file.holder.text, "330726");
    assert_int_equal(world->file.state, STATE_DISPUTED);
}

static void decider_silent(void **state) {
    struct world *world = *state;
    const char *const above[] = {"3307", "33"};
    int32_t notice = 0;

    disputed_twice(world);
    notice = running(&world->file, CLOCK_NOTICE)->due.day;
    for (size_t i = 0; i < ARRAY_COUNT(above); i++) {
        lapse_only(world, CLOCK_DISPUTE);
        assert_int_equal(world->file.role, ROLE_TRANSIT);
        assert_int_equal(casefile_last_leg(&world->file)->rule, 120);
        deliver(world);
        assert_string_equal(world->file.holder.text, above[i]);
        assert_int_equal(world->file.state, STATE_DISPUTED); /* to be decided, there now */
        assert_string_equal(running(&world->file, CLOCK_DISPUTE)->owner.text, above[i]);
        assert_int_equal(running(&world->file, CLOCK_NOTICE)->due.day, notice); /* not suspended */
    }
    lapse_only(world, CLOCK_DISPUTE); /* nobody is above the province */
    assert_int_equal(world->file.role, ROLE_HOLDER);
    assert_string_equal(world->file.holder.text, "33");
    assert_int_equal(world->file.state, STATE_DISPUTED);
    hand(world, ACT_DELEGATE, "330726102"); /* late, and binding all the same */
    assert_true(world->file.binding);
}

static void decider_passed_over(void **state) {
    struct world *world = *state;

    disputed_twice(world);
    world->file.conflicts.count = 1;
    world->file.conflicts.nodes[0] = node("3307");
    lapse_only(world, CLOCK_DISPUTE);
    deliver(world);
    assert_string_equal(world->file.holder.text, "33");
}

static void decider_has_room(void **state) {
    struct world *world = *state;

    disputed_twice(world);
    for (unsigned i = (unsigned)world->file.leg_count; i < LEGS_PER_PROCEEDING; i++) {
        world->file.legs[i] = world->file.legs[i - 1];
        world->file.legs[i].term++;
        world->file.term++;
        world->file.leg_count++;
    }
    lapse_only(world, CLOCK_DISPUTE); /* the units have used up theirs; this is not one of theirs */
    deliver(world);
    assert_string_equal(world->file.holder.text, "3307");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("a silent decider loses the dispute to the one above, up to the province",
                  decider_silent, set_up, tear_down),
        CASE_WITH("a decider in conflict is passed over", decider_passed_over, set_up, tear_down),
        CASE_WITH("a dispute moves up even where the units have used up their legs",
                  decider_has_room, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
