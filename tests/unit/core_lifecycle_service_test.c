/* SPDX-License-Identifier: Apache-2.0
 * P12: no period of the petitioner ends by a service that nobody signed for, or that the petitioner
 * says never came, before the office above has judged it. */
#include "lifecycle_world.h"

#include "words/message.h"

static struct act served_by(enum service service) {
    return (struct act){.kind = ACT_SERVE, .service = service, .proof = TEXT("XA 4711")};
}

static void decided_and_served(struct world *world, enum service service) {
    world->now.us = START_US;
    accepted(world);
    assert_int_equal(perform(world, deciding(RULING_NOT_SUPPORTED)), PJ_OK);
    assert_int_equal(perform(world, served_by(service)), PJ_OK);
}

static enum pj_code not_received(struct world *world) {
    return as(world, CAPACITY_PETITIONER, (struct act){.kind = ACT_NOT_RECEIVED});
}

static struct act judging(enum ruling ruling) {
    return (struct act){.kind = ACT_JUDGE_SERVICE,
                        .node = node("330726"),
                        .ruling = ruling,
                        .reason = TEXT("looked into")};
}

static void by_service(void **state) {
    static const struct {
        const char *sentence;
        enum service service;
        enum state after;
    } rows[] = {
        {"signed for in person: ended", SERVICE_IN_PERSON, STATE_ENDED_NO_REQUEST},
        {"by registered letter: ended", SERVICE_REGISTERED_POST, STATE_ENDED_NO_REQUEST},
        {"electronically: judged one tier up first", SERVICE_ELECTRONIC, STATE_SERVED},
    };
    struct world *world = *state;

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        print_message("%s\n", rows[i].sentence);
        decided_and_served(world, rows[i].service);
        lapse_at(world, CLOCK_ASK_REVIEW);
        assert_int_equal(world->file.state, rows[i].after);
    }
    assert_string_equal(running(&world->file, CLOCK_SERVICE)->owner.text, "330726");
    assert_true(casefile_has_flag(&world->file, FLAG_NOT_RECEIVED));
    assert_int_equal(perform(world, judging(RULING_AGREED)), PJ_OK);
    assert_int_equal(world->file.state, STATE_ENDED_NO_REQUEST);
}

static void never_came(void **state) {
    struct world *world = *state;
    struct act act = judging(RULING_AGREED);

    decided_and_served(world, SERVICE_IN_PERSON);
    assert_int_equal(perform(world, (struct act){.kind = ACT_NOT_RECEIVED}), PJ_AUTH_NOT_ACTOR);
    assert_int_equal(perform(world, act), PJ_STATE_WRONG); /* nobody doubts it */
    assert_int_equal(not_received(world), PJ_OK);
    assert_int_equal(not_received(world), PJ_STATE_DONE);
    lapse_at(world, CLOCK_ASK_REVIEW);
    assert_int_equal(world->file.state, STATE_SERVED); /* nothing ends before it is judged */
    act.node = node("330726.land");
    assert_int_equal(perform(world, act), PJ_AUTH_NOT_ACTOR); /* nobody judges its own service */
    act = judging(RULING_UNSPECIFIED);
    assert_int_equal(perform(world, act), PJ_BAD_FIELD);
    act = judging(RULING_NOT_AGREED);
    act.reason.len = 0;
    assert_int_equal(perform(world, act), PJ_POLICY_REASON);
    assert_int_equal(perform(world, judging(RULING_NOT_AGREED)), PJ_OK);
    assert_int_equal(world->file.state, STATE_DECIDED);
    assert_int_equal(world->file.matter.served_at.us, 0);
    assert_non_null(running(&world->file, CLOCK_SERVE));
    assert_non_null(running(&world->file, CLOCK_ANSWER)); /* the unit answers for it */
    assert_string_equal(world->file.matter.supervisor.text, "330726");
    assert_int_equal(perform(world, served_by(SERVICE_IN_PERSON)), PJ_OK);
    assert_non_null(running(&world->file, CLOCK_ASK_REVIEW)); /* a whole period again */
    assert_false(casefile_has_flag(&world->file, FLAG_NOT_RECEIVED));
}

static void after_the_end(void **state) {
    struct world *world = *state;

    decided_and_served(world, SERVICE_REGISTERED_POST);
    lapse_at(world, CLOCK_ASK_REVIEW);
    assert_int_equal(world->file.state, STATE_ENDED_NO_REQUEST);
    assert_int_equal(not_received(world), PJ_OK);
    assert_int_equal(world->file.state, STATE_SERVED);
    assert_non_null(running(&world->file, CLOCK_SERVICE));
    assert_int_equal(perform(world, judging(RULING_AGREED)), PJ_OK);
    assert_int_equal(world->file.state, STATE_ENDED_NO_REQUEST);
    assert_int_equal(not_received(world), PJ_POLICY_ONCE); /* judged: the reason goes with reopen */
}

static void review_opinion(void **state) {
    struct world *world = *state;
    struct act act = judging(RULING_NOT_AGREED);

    decided_and_served(world, SERVICE_IN_PERSON);
    assert_int_equal(
        as(world, CAPACITY_PETITIONER, (struct act){.kind = ACT_REVIEW, .target = node("3307")}),
        PJ_OK);
    deliver(world);
    assert_int_equal(
        perform(world,
                (struct act){.kind = ACT_DECIDE, .ruling = RULING_UPHELD, .reason = TEXT("facts")}),
        PJ_OK);
    assert_int_equal(perform(world, served_by(SERVICE_ELECTRONIC)), PJ_OK);
    assert_int_equal(world->file.state, STATE_REVIEW_SERVED);
    lapse_at(world, CLOCK_ASK_RECHECK);
    assert_int_equal(world->file.state, STATE_REVIEW_SERVED);
    act.node = node("33");
    assert_int_equal(perform(world, act), PJ_OK);
    assert_int_equal(world->file.state,
                     STATE_IN_REVIEW); /* the opinion stands; it is served anew */
    assert_int_equal(perform(world, served_by(SERVICE_IN_PERSON)), PJ_OK);
    assert_int_equal(world->file.state, STATE_REVIEW_SERVED);
}

/* The province is the top: what nobody can judge is not held against the petitioner. */
static void nobody_above(void **state) {
    struct world *world = *state;

    world->file.conflicts.count = 0;
    decided_and_served(world, SERVICE_IN_PERSON);
    world->file.conflicts =
        (struct conflict_set){.nodes = {{"330726"}, {"3307"}, {"33"}}, .count = 3};
    assert_int_equal(not_received(world), PJ_OK);
    assert_int_equal(world->file.state, STATE_DECIDED);
    assert_non_null(running(&world->file, CLOCK_SERVE));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("a period ends by a signature or a registered letter alone", by_service, set_up,
                  tear_down),
        CASE_WITH("what never came is judged by the office above, and served anew", never_came,
                  set_up, tear_down),
        CASE_WITH("also after it had ended", after_the_end, set_up, tear_down),
        CASE_WITH("a review opinion likewise", review_opinion, set_up, tear_down),
        CASE_WITH("where nobody is above it is served anew at once", nobody_above, set_up,
                  tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
