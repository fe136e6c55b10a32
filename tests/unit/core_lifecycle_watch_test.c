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
    assert_non_null(running(&world->file, CLOCK_URGENT)); /* the next tier up is still silent */
    assert_int_equal(perform(world, (struct act){.kind = ACT_ACKNOWLEDGE, .node = node("33")}),
                     PJ_STATE_DONE);
    world->file.conflicts.count = 0;
    assert_int_equal(perform(world, (struct act){.kind = ACT_ACKNOWLEDGE, .node = node("330726")}),
                     PJ_OK);
    assert_null(running(&world->file, CLOCK_URGENT));
    assert_int_equal(perform(world, (struct act){.kind = ACT_ACKNOWLEDGE, .node = node("3307")}),
                     PJ_OK); /* for itself */
    assert_int_equal(world->file.matter.acknowledged,
                     1U << LEVEL_PROVINCE | 1U << LEVEL_CITY | 1U << LEVEL_COUNTY);
}

/* ---- seize */

static struct act seizing(const char *office) {
    return (struct act){.kind = ACT_SEIZE,
                        .node = node(office),
                        .responsible = "副市长",
                        .reason = TEXT("nothing was done for a month")};
}

static void seize(void **state) {
    struct world *world = *state;
    struct act act = seizing("3307");

    accepted(world);
    act.reason.len = 0;
    assert_int_equal(perform(world, act), PJ_POLICY_REASON);
    act = seizing("3307");
    act.responsible[0] = '\0';
    assert_int_equal(perform(world, act), PJ_BAD_MISSING);
    assert_int_equal(perform(world, seizing("330726101")), PJ_AUTH_NOT_ACTOR); /* not above */
    assert_int_equal(perform(world, seizing("3307.discipline")), PJ_AUTH_NOT_ACTOR);
    world->file.conflicts = (struct conflict_set){.nodes = {{"3307"}}, .count = 1};
    assert_int_equal(perform(world, seizing("3307")), PJ_AUTH_NOT_ACTOR);
    world->file.conflicts.count = 0;
    assert_int_equal(perform(world, seizing("3307")), PJ_OK);
    assert_true(world->file.term > SEIZE_TERM_STEP);
    assert_string_equal(casefile_last_leg(&world->file)->giver.text, "330726.land");
    deliver(world);
    assert_string_equal(world->file.holder.text, "3307");
    assert_int_equal(world->file.state, STATE_REGISTERED);
    assert_null(running(&world->file, CLOCK_HANDLE));
    assert_non_null(running(&world->file, CLOCK_ROUTE));
    assert_int_equal(perform(world, (struct act){.kind = ACT_OBJECT, .reason = TEXT("not ours")}),
                     PJ_STATE_WRONG); /* the old holder is nobody's giver */
    hand(world, ACT_DELEGATE, "330726.civil");
    served(world);
    assert_int_equal(perform(world, seizing("3307")), PJ_STATE_OPINION_GIVEN);
}

/* Also what is still on its way to an office that is silent; and two offices that do not know of
 * each other never bear one term. */
static void seize_under_way(void **state) {
    struct world *world = *state;
    struct casefile stuck;
    uint64_t by_county = 0;

    assert_int_equal(
        perform(world, (struct act){.kind = ACT_DELEGATE, .target = node("330726101")}), PJ_OK);
    assert_int_equal(world->file.role, ROLE_TRANSIT);
    stuck = world->file;
    assert_int_equal(perform(world, seizing("330726")), PJ_OK);
    deliver(world);
    assert_string_equal(world->file.holder.text, "330726");
    assert_string_equal(casefile_last_leg(&world->file)->giver.text, "330726101");
    by_county = world->file.term;
    world->file = stuck;
    assert_int_equal(perform(world, seizing("3307")), PJ_OK);
    assert_true(world->file.term > by_county + LEGS_MAX); /* the higher office's token beats it */
    deliver(world);
    assert_int_equal(perform(world, seizing("33")), PJ_OK);
    assert_true(world->file.term > 2 * SEIZE_TERM_STEP);
}

/* ---- from elsewhere */

static void orders(void **state) {
    static const enum act_kind follow[] = {ACT_RECALL,     ACT_DECIDE_OBJECTION,
                                           ACT_URGENT,     ACT_ACKNOWLEDGE,
                                           ACT_SUPERVISE,  ACT_PROPOSE,
                                           ACT_URGE,       ACT_OWN,
                                           ACT_SESSION,    ACT_INSTRUCT,
                                           ACT_INSPECT,    ACT_REVISIT,
                                           ACT_REOPEN,     ACT_NOTE,
                                           ACT_SUPPLEMENT, ACT_SEIZE};
    static const enum act_kind stay[] = {ACT_ACCEPT,  ACT_DECIDE,   ACT_DELEGATE, ACT_EXTEND,
                                         ACT_CORRECT, ACT_REGISTER, ACT_LAPSE};
    struct act act = {.kind = ACT_UNSPECIFIED};

    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(follow); i++) {
        act.kind = follow[i];
        assert_true(lifecycle_follows(&act));
    }
    for (size_t i = 0; i < ARRAY_COUNT(stay); i++) {
        act.kind = stay[i];
        assert_false(lifecycle_follows(&act));
    }
    act.capacity = CAPACITY_PETITIONER;
    act.kind = ACT_WITHDRAW;
    assert_true(lifecycle_follows(&act));
    act.kind = ACT_SUPERVISE; /* no petitioner's act: refused at once */
    assert_false(lifecycle_follows(&act));
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

/* It ended with the reviewing body; what is taken up again is the unit's to handle. */
static void reopened_after_review(void **state) {
    struct world *world = *state;
    struct act review = {.kind = ACT_REVIEW, .target = node("3307")};
    struct act decide = {.kind = ACT_DECIDE, .ruling = RULING_UPHELD, .reason = TEXT("facts")};

    served(world);
    assert_int_equal(as(world, CAPACITY_PETITIONER, review), PJ_OK);
    deliver(world);
    assert_int_equal(perform(world, decide), PJ_OK);
    assert_int_equal(perform(world, serving()), PJ_OK);
    lapse_at(world, CLOCK_ASK_RECHECK);
    assert_int_equal(world->file.state, STATE_ENDED_NO_REQUEST);
    assert_int_equal(as(world, CAPACITY_PETITIONER,
                        (struct act){.kind = ACT_REOPEN, .reason = TEXT("in hospital")}),
                     PJ_OK);
    assert_non_null(running(&world->file, CLOCK_NOTICE)); /* also on its way */
    deliver(world);
    assert_string_equal(world->file.holder.text, "330726.land");
    assert_non_null(running(&world->file, CLOCK_NOTICE));
    assert_int_equal(perform(world, (struct act){.kind = ACT_ACCEPT}), PJ_OK);
    assert_int_equal(world->file.state, STATE_ACCEPTED);
    assert_int_equal(perform(world, deciding(RULING_NOT_SUPPORTED)), PJ_OK);
    assert_int_equal(perform(world, serving()), PJ_OK);
    assert_int_equal(as(world, CAPACITY_PETITIONER, review), PJ_OK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("an urgent matter is reported up every tier and stays", urgent, set_up,
                  tear_down),
        CASE_WITH("supervision and urging must be answered", supervision, set_up, tear_down),
        CASE_WITH("the office above takes a case that is stuck", seize, set_up, tear_down),
        CASE_WITH("what is on its way can be seized, and no two takers bear one term",
                  seize_under_way, set_up, tear_down),
        CASE("what may be asked for from elsewhere stands in the table", orders),
        CASE_WITH("reopened after a review it is with the unit again", reopened_after_review,
                  set_up, tear_down),
        CASE_WITH("rated once for the unit and once for the office", ratings, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
