/* SPDX-License-Identifier: Apache-2.0
 * One matter, several cases (E3): what is attached and taken apart again is as it was. */
#include "lifecycle_world.h"

static struct act attaching(const char *target) {
    struct act act = {.kind = ACT_ATTACH, .reason = TEXT("the same road"), .leading = {"leading"}};

    if (target[0] != '\0') {
        act.target = node(target);
    }
    return act;
}

static struct act detaching(void) {
    return (struct act){.kind = ACT_DETACH, .reason = TEXT("another road")};
}

static void attach_to(struct world *world, const char *target) {
    assert_int_equal(perform(world, attaching(target)), PJ_OK);
    assert_int_equal(world->file.role, ROLE_TRANSIT);
    deliver(world);
    assert_string_equal(world->file.holder.text, target);
}

/* Everything but the term, the version, the two legs in between and the answer owed meanwhile. */
static void assert_as_before(const struct casefile *before, const struct casefile *file) {
    assert_int_equal(file->state, before->state);
    assert_string_equal(file->holder.text, before->holder.text);
    assert_string_equal(file->no.text, before->no.text);
    assert_int_equal(file->binding, before->binding);
    assert_int_equal(file->objections, before->objections);
    assert_memory_equal(&file->matter, &before->matter, sizeof file->matter);
    assert_memory_equal(file->clocks, before->clocks,
                        before->clock_count * sizeof before->clocks[0]);
    for (size_t i = before->clock_count; i < file->clock_count; i++) { /* that is over with it */
        assert_int_equal(file->clocks[i].kind, CLOCK_FEEDBACK);
        assert_int_equal(file->clocks[i].state, CLOCK_STATE_ENDED);
    }
    assert_memory_equal(file->legs, before->legs, before->leg_count * sizeof file->legs[0]);
}

static void random_walks(void **state) {
    static const char *const offices[] = {"33",           "3307",      "330726",
                                          "330726.civil", "330726101", "44"};
    struct world *world = *state;
    struct prng prng;
    unsigned walked = 0;

    prng_init_seed(&prng, 20030918);
    for (unsigned i = 0; i < 2000; i++) {
        struct casefile before;

        take_in(world, "330726");
        if (prng_below(&prng, 2) == 0) {
            hand(world, ACT_DELEGATE, "330726102");
        }
        before = world->file;
        for (uint64_t rounds = prng_below(&prng, 4); rounds > 0; rounds--) {
            const char *target = offices[prng_below(&prng, ARRAY_COUNT(offices))];
            bool petitioner = prng_below(&prng, 2) == 0;

            if (strcmp(target, world->file.holder.text) == 0) {
                assert_int_equal(perform(world, attaching(target)), PJ_OK);
                assert_int_equal(as(world, CAPACITY_PETITIONER, detaching()), PJ_OK);
                assert_int_equal(world->file.role, ROLE_HOLDER); /* no leg either way */
                continue;
            }
            attach_to(world, target);
            world->now.us += US_PER_S;
            assert_int_equal(petitioner ? as(world, CAPACITY_PETITIONER, detaching())
                                        : perform(world, detaching()),
                             PJ_OK);
            assert_int_equal(world->file.legs[world->file.leg_count - 1].kind, LEG_DETACH);
            deliver(world);
            walked++;
        }
        assert_as_before(&before, &world->file);
    }
    assert_true(walked > 1000);
}

/* Who gave it to whom is what it was: the unit may object, the giver may take it back. */
static void rights_are_as_before(void **state) {
    struct world *world = *state;

    hand(world, ACT_TRANSFER, "330726.land");
    attach_to(world, "330726101");
    assert_int_equal(as(world, CAPACITY_PETITIONER, (struct act){.kind = ACT_DETACH}), PJ_OK);
    deliver(world);
    assert_string_equal(world->file.holder.text, "330726.land");
    assert_int_equal(perform(world, (struct act){.kind = ACT_OBJECT,
                                                 .target = node("330726.civil"),
                                                 .reason = TEXT("a civil matter")}),
                     PJ_OK);
    assert_int_equal(perform(world, (struct act){.kind = ACT_DECIDE_OBJECTION,
                                                 .node = node("330726"),
                                                 .ruling = RULING_AGREED}),
                     PJ_OK);
    deliver(world);
    assert_string_equal(world->file.holder.text, "330726");
}

static void who_may_take_apart(void **state) {
    struct world *world = *state;
    struct act silent = {.kind = ACT_DETACH};

    attach_to(world, "330726101");
    assert_int_equal(perform(world, silent), PJ_POLICY_REASON);
    silent.node = node("330726102"); /* has nothing to do with it */
    silent.reason = TEXT("another road");
    assert_int_equal(perform(world, silent), PJ_AUTH_NOT_ACTOR);
    silent.node = node("330726"); /* attached it by mistake */
    assert_int_equal(perform(world, silent), PJ_OK);
    deliver(world);
    assert_int_equal(perform(world, silent), PJ_STATE_WRONG); /* attached to nothing any more */
}

static void accepted_meanwhile(void **state) {
    struct world *world = *state;

    attach_to(world, "330726.land");
    assert_int_equal(perform(world, (struct act){.kind = ACT_ACCEPT}), PJ_OK);
    assert_int_equal(as(world, CAPACITY_PETITIONER, (struct act){.kind = ACT_DETACH}), PJ_OK);
    assert_int_equal(world->file.role, ROLE_HOLDER);
    assert_string_equal(world->file.holder.text, "330726.land");
    assert_int_equal(world->file.state, STATE_ACCEPTED);
    assert_string_equal(world->file.matter.leading.text, "");
    assert_non_null(running(&world->file, CLOCK_HANDLE));
}

static void nothing_is_buried(void **state) {
    struct world *world = *state;
    struct world office = {0};

    attach_to(world, "330726101");
    assert_non_null(running(&world->file, CLOCK_ROUTE)); /* runs on while it is attached */
    lapse_at(world, CLOCK_ROUTE);
    assert_null(running(&world->file, CLOCK_ROUTE));
    office = *world;
    assert_int_equal(perform(&office, detaching()), PJ_OK);
    assert_null(running(&office.file, CLOCK_ROUTE)); /* an office gives itself no second period */
    assert_int_equal(as(world, CAPACITY_PETITIONER, (struct act){.kind = ACT_DETACH}), PJ_OK);
    assert_non_null(running(&world->file, CLOCK_ROUTE));
    assert_string_equal(running(&world->file, CLOCK_ROUTE)->owner.text, "330726");
    deliver(world);
    assert_non_null(running(&world->file, CLOCK_ROUTE));
}

static void home_in_conflict(void **state) {
    struct world *world = *state;

    attach_to(world, "330726101");
    world->file.conflicts = (struct conflict_set){.nodes = {{"330726"}}, .count = 1};
    assert_int_equal(as(world, CAPACITY_PETITIONER, (struct act){.kind = ACT_DETACH}), PJ_OK);
    assert_int_equal(world->file.role, ROLE_HOLDER);
    assert_string_equal(world->file.holder.text, "330726101");
    assert_true(casefile_last_leg(&world->file)->closed_at.us != 0); /* and that is over */
}

static void room_for_the_way_back(void **state) {
    struct world *world = *state;

    for (unsigned i = 0; i < LEGS_PER_PROCEEDING / 2; i++) {
        attach_to(world, "330726101");
        assert_int_equal(perform(world, detaching()), PJ_OK);
        deliver(world);
    }
    assert_int_equal(world->file.leg_count, LEGS_PER_PROCEEDING);
    assert_int_equal(perform(world, attaching("330726101")), PJ_POLICY_LEGS);
    take_in(world, "330726");
    hand(world, ACT_DELEGATE, "330726102"); /* an odd number of legs: one place would be left */
    for (unsigned i = 0; i < LEGS_PER_PROCEEDING / 2 - 1; i++) {
        attach_to(world, "330726101");
        assert_int_equal(perform(world, detaching()), PJ_OK);
        deliver(world);
    }
    assert_int_equal(world->file.leg_count, LEGS_PER_PROCEEDING - 1);
    assert_int_equal(perform(world, attaching("330726101")), PJ_POLICY_LEGS);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("attached and taken apart, over and over: state, clocks, legs as they were",
                  random_walks, set_up, tear_down),
        CASE_WITH("after that the unit may still object and the giver has it back",
                  rights_are_as_before, set_up, tear_down),
        CASE_WITH("the petitioner needs no reason, an office does, a stranger may not",
                  who_may_take_apart, set_up, tear_down),
        CASE_WITH("what was accepted meanwhile stays with the unit that accepted it",
                  accepted_meanwhile, set_up, tear_down),
        CASE_WITH("attaching buries nothing: this is new, and a clock runs", nothing_is_buried,
                  set_up, tear_down),
        CASE_WITH("it does not go back to an office in conflict", home_in_conflict, set_up,
                  tear_down),
        CASE_WITH("who attaches leaves room for the way back", room_for_the_way_back, set_up,
                  tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
