/* SPDX-License-Identifier: Apache-2.0
 * What may happen to a case, sentence by sentence, and that nothing that may happen breaks it. */
#include "lifecycle_world.h"

/* The giver of the last hand-over says whether "not ours" is so. */
static enum pj_code answer_objection(struct world *world, enum ruling ruling) {
    return perform(world, (struct act){.kind = ACT_DECIDE_OBJECTION,
                                       .node = casefile_last_leg(&world->file)->giver,
                                       .ruling = ruling,
                                       .reason = TEXT("verified")});
}

/* ---- one sentence per refusal: at the county, state registered */

static void refusals(void **state) {
    static const struct {
        const char *sentence;
        struct act act;
        enum pj_code code;
    } rows[] = {
        {"handing up is not handing down",
         {.kind = ACT_DELEGATE, .target = {"3307"}},
         PJ_POLICY_TARGET},
        {"handing down is not handing up",
         {.kind = ACT_ESCALATE, .target = {"330726101"}},
         PJ_POLICY_TARGET},
        {"an organ of the same division stands beside, not below",
         {.kind = ACT_DELEGATE, .target = {"330726.land"}},
         PJ_POLICY_TARGET},
        {"an office that does not exist",
         {.kind = ACT_TRANSFER, .target = {"330726.magic"}},
         PJ_POLICY_TARGET},
        {"an office to itself", {.kind = ACT_TRANSFER, .target = {"330726"}}, PJ_POLICY_TARGET},
        {"nobody named", {.kind = ACT_TRANSFER}, PJ_POLICY_TARGET},
        {"a date already past",
         {.kind = ACT_DELEGATE, .target = {"330726101"}, .due = {1000}},
         PJ_BAD_FIELD},
        {"only who stands above designates",
         {.kind = ACT_ESCALATE, .target = {"3307"}, .binding = true},
         PJ_AUTH_NOT_ACTOR},
        {"who did not get it from anybody cannot give it back",
         {.kind = ACT_OBJECT, .reason = {(const uint8_t *)"x", 1}},
         PJ_STATE_WRONG},
        {"who gave nothing recalls nothing", {.kind = ACT_RECALL}, PJ_AUTH_NOT_ACTOR},
        {"a petition office accepts nothing: it routes", {.kind = ACT_ACCEPT}, PJ_AUTH_NOT_ACTOR},
        {"no office asks for a review", {.kind = ACT_REVIEW}, PJ_STATE_SERVE_FIRST},
        {"no office withdraws",
         {.kind = ACT_WITHDRAW, .proof = {(const uint8_t *)"x", 1}},
         PJ_AUTH_NOT_ACTOR},
        {"no office rates", {.kind = ACT_RATE, .rating = RATING_SATISFIED}, PJ_AUTH_NOT_ACTOR},
        {"nobody but a petition office above it supervises",
         {.kind = ACT_SUPERVISE, .node = {"330726.land"}, .reason = {(const uint8_t *)"x", 1}},
         PJ_AUTH_NOT_ACTOR},
        {"a note says something", {.kind = ACT_NOTE}, PJ_POLICY_REASON},
        {"a classification names the category", {.kind = ACT_CLASSIFY}, PJ_BAD_MISSING},
        {"a decision states every problem", {.kind = ACT_DECIDE}, PJ_POLICY_PROBLEMS_OPEN},
        {"a claim is not closed by a reply", {.kind = ACT_CLOSE}, PJ_POLICY_PURPOSE},
        {"an office that does not hold it does not decide",
         {.kind = ACT_DECIDE, .node = {"330726.land"}},
         PJ_AUTH_NOT_ACTOR},
        {"a stranger adds no note",
         {.kind = ACT_NOTE, .node = {"44"}, .reason = {(const uint8_t *)"x", 1}},
         PJ_AUTH_NOT_ACTOR},
        {"a person does not lapse a clock", {.kind = ACT_LAPSE}, PJ_AUTH_NOT_ACTOR},
        {"a person does not park", {.kind = ACT_PARK}, PJ_AUTH_NOT_ACTOR},
        {"an act nobody knows", {.kind = ACT_MAX}, PJ_BAD_ENUM},
        {"no act at all", {.kind = ACT_UNSPECIFIED}, PJ_BAD_ENUM},
    };

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct world *world = *state;
        enum pj_code code = PJ_OK;

        take_in(world, "330726");
        code = perform(world, rows[i].act);
        if (code != rows[i].code) {
            fail_msg("%s: %s, not %s", rows[i].sentence, pj_code_name(code),
                     pj_code_name(rows[i].code));
        }
        assert_int_equal(world->file.version, 1);
    }
}

static void village(void **state) {
    struct world *world = *state;

    take_in(world, "330726101203");
    world->problems[0].outcome = OUTCOME_SOLVED;
    world->problems[1].outcome = OUTCOME_SOLVED;
    assert_int_equal(perform(world, (struct act){.kind = ACT_DECIDE}), PJ_POLICY_VILLAGE);
    hand(world, ACT_ESCALATE, "330726101");
    assert_int_equal(perform(world, (struct act){.kind = ACT_DECIDE}), PJ_OK);
}

static void conflicts(void **state) {
    struct world *world = *state;

    world->file.conflicts =
        (struct conflict_set){.nodes = {{"330726.land"}, {"330726"}}, .count = 1};
    assert_int_equal(
        perform(world, (struct act){.kind = ACT_TRANSFER, .target = node("330726.land")}),
        PJ_POLICY_CONFLICT);
    world->file.conflicts.count = 2;
    assert_int_equal(perform(world, (struct act){.kind = ACT_NOTE, .reason = TEXT("x")}),
                     PJ_AUTH_NOT_ACTOR);
}

/* ---- handing over and back */

static void objections(void **state) {
    struct world *world = *state;
    struct act object = {.kind = ACT_OBJECT};
    int32_t notice = 0;

    hand(world, ACT_DELEGATE, "330726101");
    assert_int_equal(perform(world, object), PJ_BAD_FIELD); /* whose is it, then? */
    object.target = node("330726101");
    assert_int_equal(perform(world, object), PJ_BAD_FIELD); /* not one's own either */
    object.target = node("330726.land");
    assert_int_equal(perform(world, object), PJ_POLICY_REASON);
    object.reason = TEXT("not ours");
    notice = running(&world->file, CLOCK_NOTICE)->due.day;
    assert_int_equal(perform(world, object), PJ_OK);
    assert_int_equal(world->file.state, STATE_DISPUTED);
    assert_string_equal(world->file.holder.text, "330726101"); /* the giver is asked first */
    assert_int_equal(running(&world->file, CLOCK_NOTICE)->due.day, notice); /* nothing suspended */
    assert_string_equal(running(&world->file, CLOCK_DISPUTE)->owner.text, "330726");
    assert_int_equal(perform(world, (struct act){.kind = ACT_ACCEPT}), PJ_STATE_IN_DISPUTE);
    assert_int_equal(perform(world, (struct act){.kind = ACT_ESCALATE, .target = node("330726")}),
                     PJ_STATE_IN_DISPUTE); /* the unit cannot hand on what it disputes */
    assert_int_equal(answer_objection(world, RULING_UNSPECIFIED), PJ_BAD_FIELD);
    assert_int_equal(answer_objection(world, RULING_AGREED), PJ_OK);
    deliver(world);
    assert_string_equal(world->file.holder.text, "330726");
    assert_int_equal(world->file.state, STATE_REGISTERED);
    hand(world, ACT_DELEGATE, "330726101");
    hand(world, ACT_TRANSFER, "330726102");
    assert_int_equal(perform(world, object), PJ_OK);
    deliver(world);
    assert_string_equal(world->file.holder.text, "330726"); /* the second: whom both are under */
    assert_int_equal(world->file.state, STATE_DISPUTED);
    hand(world, ACT_DELEGATE, "330726102");
    assert_int_equal(perform(world, object), PJ_POLICY_BINDING); /* designated */
    assert_int_equal(world->file.objections, 2);
}

static void the_decider_keeps_it(void **state) {
    struct world *world = *state;
    struct act object = {.kind = ACT_OBJECT, .target = node("3307"), .reason = TEXT("not ours")};
    struct act keep = {
        .kind = ACT_DECIDE_OBJECTION, .ruling = RULING_AGREED, .reason = TEXT("it is")};

    hand(world, ACT_DELEGATE, "330726101");
    assert_int_equal(perform(world, object), PJ_OK);
    assert_int_equal(perform(world, keep),
                     PJ_AUTH_NOT_ACTOR); /* nobody answers its own objection */
    assert_int_equal(answer_objection(world, RULING_NOT_AGREED), PJ_OK);
    assert_int_equal(perform(world, object), PJ_OK);
    deliver(world);
    assert_string_equal(world->file.holder.text, "330726");
    assert_int_equal(world->file.state, STATE_DISPUTED);
    keep.ruling = RULING_NOT_AGREED;
    assert_int_equal(perform(world, keep), PJ_BAD_FIELD);
    keep.ruling = RULING_AGREED;
    assert_int_equal(perform(world, keep), PJ_OK);
    assert_int_equal(world->file.state, STATE_REGISTERED);
    assert_null(running(&world->file, CLOCK_DISPUTE));
    assert_non_null(running(&world->file, CLOCK_NOTICE)); /* due all the while */
}

static void objection_refused(void **state) {
    struct world *world = *state;
    struct act object = {.kind = ACT_OBJECT, .target = node("3307"), .reason = TEXT("not ours")};

    hand(world, ACT_DELEGATE, "330726101");
    assert_int_equal(perform(world, object), PJ_OK);
    assert_int_equal(answer_objection(world, RULING_NOT_AGREED), PJ_OK);
    assert_int_equal(world->file.state, STATE_ROUTED);
    assert_string_equal(world->file.holder.text, "330726101");
    assert_null(running(&world->file, CLOCK_DISPUTE));
}

static void objection_unanswered(void **state) {
    struct world *world = *state;
    struct act object = {.kind = ACT_OBJECT, .target = node("3307"), .reason = TEXT("not ours")};

    hand(world, ACT_DELEGATE, "330726101");
    assert_int_equal(perform(world, object), PJ_OK);
    lapse_at(world, CLOCK_CONTACT); /* it lies there, and nobody called */
    lapse_at(world, CLOCK_DISPUTE);
    assert_int_equal(world->file.state, STATE_ROUTED); /* silence: the unit has received it */
    assert_non_null(running(&world->file, CLOCK_NOTICE));
}

static void objection_late(void **state) {
    struct world *world = *state;

    hand(world, ACT_DELEGATE, "330726101");
    world->now.us += 12 * DAY_US;
    assert_int_equal(perform(world, (struct act){.kind = ACT_OBJECT,
                                                 .target = node("3307"),
                                                 .reason = TEXT("not ours")}),
                     PJ_POLICY_LATE);
}

static void strangers_object(void **state) {
    struct world *world = *state;
    struct act object = {.kind = ACT_OBJECT, .target = node("3307"), .reason = TEXT("not ours")};

    take_in(world, "33");
    world->file.objections = 1;
    hand(world, ACT_TRANSFER, "44");
    assert_int_equal(perform(world, object), PJ_OK); /* nobody is above both: back to the giver */
    deliver(world);
    assert_string_equal(world->file.holder.text, "33");
    assert_int_equal(perform(world, (struct act){.kind = ACT_TRANSFER, .target = node("44")}),
                     PJ_STATE_IN_DISPUTE); /* one side cannot decide it */
    assert_int_equal(perform(world, (struct act){.kind = ACT_TRANSFER,
                                                 .target = node("44"),
                                                 .capacity = CAPACITY_JOINT_MEETING}),
                     PJ_OK); /* the joint meeting of both can, and what it says binds */
    deliver(world);
    assert_true(world->file.binding);
    assert_int_equal(perform(world, object), PJ_POLICY_BINDING);
    assert_int_equal(perform(world, (struct act){.kind = ACT_TRANSFER, .target = node("33")}),
                     PJ_POLICY_BINDING);
}

static void a_meeting_needs_two_provinces(void **state) {
    struct world *world = *state;

    take_in(world, "330726.land");
    assert_int_equal(perform(world, (struct act){.kind = ACT_TRANSFER,
                                                 .target = node("330726.civil"),
                                                 .binding = true,
                                                 .capacity = CAPACITY_JOINT_MEETING}),
                     PJ_AUTH_NOT_ACTOR); /* the county stands above both */
}

static void designated(void **state) {
    struct world *world = *state;
    struct act designate = {.kind = ACT_DELEGATE, .target = node("330726101"), .binding = true};

    assert_int_equal(perform(world, designate), PJ_OK);
    deliver(world);
    assert_true(world->file.binding);
    assert_int_equal(
        perform(world,
                (struct act){.kind = ACT_OBJECT, .target = node("3307"), .reason = TEXT("no")}),
        PJ_POLICY_BINDING);
    assert_int_equal(
        perform(world, (struct act){.kind = ACT_TRANSFER, .target = node("330726102")}),
        PJ_POLICY_BINDING);
    assert_int_equal(perform(world, (struct act){.kind = ACT_ESCALATE, .target = node("330726")}),
                     PJ_POLICY_BINDING);
    hand(world, ACT_DELEGATE, "330726101203"); /* what it was given it may hand down */
    assert_false(world->file.binding);
    assert_int_equal(perform(world, (struct act){.kind = ACT_OBJECT,
                                                 .target = node("3307"),
                                                 .reason = TEXT("no"),
                                                 .binding = true}),
                     PJ_OK);
    assert_int_equal(answer_objection(world, RULING_AGREED), PJ_OK);
    deliver(world);
    assert_true(world->file.binding); /* designated it was, designated it is */
    assert_int_equal(
        perform(world, (struct act){.kind = ACT_TRANSFER, .target = node("330726102")}),
        PJ_POLICY_BINDING);
}

static void objecting_binds_nobody(void **state) {
    struct world *world = *state;

    hand(world, ACT_DELEGATE, "330726101");
    assert_int_equal(perform(world, (struct act){.kind = ACT_OBJECT,
                                                 .target = node("3307"),
                                                 .reason = TEXT("no"),
                                                 .binding = true}),
                     PJ_OK);
    assert_int_equal(answer_objection(world, RULING_AGREED), PJ_OK);
    deliver(world);
    assert_false(world->file.binding);
}

static void recalls(void **state) {
    struct world *world = *state;
    struct act recall = {.kind = ACT_RECALL, .node = node("330726"), .term = 7};

    hand(world, ACT_DELEGATE, "330726101");
    assert_int_equal(perform(world, recall), PJ_STATE_STALE);
    recall.node = node("3307");
    assert_int_equal(perform(world, recall), PJ_AUTH_NOT_ACTOR);
    recall.node = node("330726");
    recall.term = 2;
    assert_int_equal(perform(world, recall), PJ_OK);
    deliver(world);
    assert_string_equal(world->file.holder.text, "330726");
    assert_int_equal(world->file.term, 3);
    assert_int_equal(perform(world, recall), PJ_AUTH_NOT_ACTOR); /* it came back already */
}

static void twelve_legs(void **state) {
    struct world *world = *state;

    for (unsigned i = 0; i < LEGS_PER_PROCEEDING; i++) {
        hand(world, ACT_TRANSFER, i % 2 == 0 ? "330726.land" : "330726");
    }
    assert_int_equal(
        perform(world, (struct act){.kind = ACT_TRANSFER, .target = node("330726.land")}),
        PJ_POLICY_LEGS);
    assert_int_equal(
        perform(world,
                (struct act){.kind = ACT_DELEGATE, .target = node("330726101"), .binding = true}),
        PJ_OK); /* designated */
    deliver(world);
}

static void all_legs(void **state) {
    struct world *world = *state;

    for (unsigned i = 0; i < LEGS_PER_PROCEEDING / 2; i++) {
        struct act recall = {.kind = ACT_RECALL, .node = world->file.holder};

        hand(world, ACT_DELEGATE, "330726101");
        assert_int_equal(perform(world, recall), PJ_OK);
        deliver(world);
    }
    assert_int_equal(world->file.leg_count, LEGS_PER_PROCEEDING);
    assert_int_equal(
        perform(world, (struct act){.kind = ACT_TRANSFER, .target = node("330726.land")}),
        PJ_POLICY_LEGS);
    hand(world, ACT_ESCALATE, "3307"); /* whoever stands above can still be asked, and designates */
    assert_int_equal(
        perform(world,
                (struct act){.kind = ACT_DELEGATE, .target = node("330726101"), .binding = true}),
        PJ_OK);
    deliver(world);
    assert_int_equal(perform(world, (struct act){.kind = ACT_RECALL, .node = node("3307")}),
                     PJ_POLICY_LEGS);
}

/* ---- the end */

static void decides_and_closes(void **state) {
    struct world *world = *state;
    struct problem outcomes[2] = {{.no = 1, .outcome = OUTCOME_SOLVED},
                                  {.no = 3, .outcome = OUTCOME_SOLVED}};
    struct act decision = {.kind = ACT_DECIDE, .problem_outcomes = outcomes, .problem_count = 1};

    assert_int_equal(perform(world, decision), PJ_POLICY_PROBLEMS_OPEN);
    decision.problem_count = 2;
    assert_int_equal(perform(world, decision), PJ_BAD_FIELD);
    outcomes[1].no = 2;
    assert_int_equal(perform(world, decision), PJ_OK);
    assert_int_equal(world->file.state, STATE_DECIDED);
    assert_int_equal(world->problems[1].outcome, OUTCOME_SOLVED);
    assert_null(running(&world->file, CLOCK_ROUTE));
    assert_non_null(running(&world->file, CLOCK_SERVE)); /* it must be served */
    assert_int_equal(perform(world, (struct act){.kind = ACT_CLOSE}), PJ_STATE_SERVE_FIRST);
    assert_int_equal(perform(world, (struct act){.kind = ACT_SERVE}), PJ_POLICY_PROOF);
    assert_int_equal(perform(world, (struct act){.kind = ACT_SERVE,
                                                 .service = SERVICE_IN_PERSON,
                                                 .proof = TEXT("signed")}),
                     PJ_OK);
    assert_int_equal(world->file.state, STATE_SERVED);
    assert_int_equal(perform(world, (struct act){.kind = ACT_CLOSE}), PJ_STATE_PETITIONER);
    world->now.us = running(&world->file, CLOCK_ASK_REVIEW)->due_at.us;
    assert_int_equal(by_station(world, ACT_LAPSE), PJ_OK);
    assert_int_equal(world->file.state, STATE_ENDED_NO_REQUEST);
    assert_int_equal(world->file.closed_at.us, world->now.us);
    assert_null(running(&world->file, CLOCK_ASK_REVIEW));
}

/* ---- clocks */

static void clocks(void **state) {
    struct world *world = *state;
    struct act assign = {
        .kind = ACT_DELEGATE, .target = node("330726101"), .due = {civil_of(world->now).day + 10}};

    assert_int_equal(perform(world, assign), PJ_OK);
    assert_non_null(running(&world->file, CLOCK_ROUTE)); /* the giver's, until it has arrived */
    deliver(world);
    assert_null(running(&world->file, CLOCK_ROUTE));
    assert_string_equal(running(&world->file, CLOCK_NOTICE)->owner.text, "330726101");
    assert_int_equal(running(&world->file, CLOCK_ASSIGNED)->due.day, assign.due.day);
    assign.target = node("330726101203");
    assign.due.day += 5;
    assert_int_equal(perform(world, assign), PJ_OK);
    deliver(world);
    assert_int_equal(running(&world->file, CLOCK_ASSIGNED)->due.day, assign.due.day - 5);
    assert_int_equal(
        perform(world,
                (struct act){.kind = ACT_OBJECT, .target = node("3307"), .reason = TEXT("no")}),
        PJ_OK);
    assert_int_equal(answer_objection(world, RULING_AGREED), PJ_OK);
    deliver(world);
    assert_null(running(&world->file, CLOCK_ASSIGNED)); /* the date was for who did not take it */
    assert_string_equal(running(&world->file, CLOCK_ROUTE)->owner.text, "330726101");
}

static void lapses(void **state) {
    struct world *world = *state;

    assert_int_equal(by_station(world, ACT_LAPSE), PJ_STATE_WRONG); /* nothing is due yet */
    world->now.us += 20 * DAY_US;
    assert_int_equal(by_station(world, ACT_LAPSE), PJ_OK);
    assert_int_equal(world->file.clocks[0].state, CLOCK_STATE_LAPSED);
    assert_int_equal(world->file.state, STATE_REGISTERED); /* a lapse closes nothing */
    assert_int_equal(by_station(world, ACT_LAPSE), PJ_STATE_WRONG);
    hand(world, ACT_DELEGATE, "330726101");
    assert_int_equal(world->file.clocks[0].state, CLOCK_STATE_LAPSED);
}

static void due_at_midnight(void **state) {
    struct world *world = *state;
    int64_t due = 0;

    world->file.state = STATE_RECEIVED;
    world->file.clock_count = 0; /* as intake makes it: the clock starts with registering */
    assert_int_equal(by_station(world, ACT_REGISTER), PJ_OK);
    due = running(&world->file, CLOCK_ROUTE)->due_at.us;
    assert_int_equal(due, civil_end((struct civil){civil_of(world->now).day + 15}).us);
    world->now.us = due - 1;
    assert_int_equal(by_station(world, ACT_LAPSE), PJ_STATE_WRONG);
    world->now.us = due;
    assert_int_equal(by_station(world, ACT_LAPSE), PJ_OK);
}

static void parks(void **state) {
    struct world *world = *state;
    int64_t notice = 0;

    hand(world, ACT_DELEGATE, "330726101");
    notice = running(&world->file, CLOCK_NOTICE)->due_at.us;
    for (unsigned i = 0; i < 2 * CLOCKS_MAX; i++) {
        world->now.us += US_PER_S;
        assert_int_equal(by_station(world, ACT_PARK), PJ_OK);
        assert_non_null(running(&world->file, CLOCK_PARKED));
        assert_int_equal(by_station(world, ACT_REPLAY), PJ_OK);
        assert_null(running(&world->file, CLOCK_PARKED));
    }
    assert_int_equal(running(&world->file, CLOCK_NOTICE)->due_at.us, notice); /* no time won */
    assert_int_equal(by_station(world, ACT_PARK), PJ_OK);
    assert_int_equal(by_station(world, ACT_BOUNCE), PJ_OK);
    deliver(world);
    assert_string_equal(world->file.holder.text, "330726");
    assert_null(running(&world->file, CLOCK_PARKED));
}

static void arrives_once(void **state) {
    struct world *world = *state;
    struct act act = {.kind = ACT_DELIVER, .node = node("330726102")};
    struct verdict verdict;

    assert_int_equal(decide(world, act, true, &verdict), PJ_STATE_WRONG);
    assert_int_equal(
        perform(world, (struct act){.kind = ACT_DELEGATE, .target = node("330726101")}), PJ_OK);
    assert_int_equal(decide(world, act, true, &verdict), PJ_STATE_WRONG); /* not for them */
    deliver(world);
    act.node = node("330726101");
    assert_int_equal(decide(world, act, true, &verdict), PJ_STATE_WRONG);
}

static void listeners(void **state) {
    struct world *world = *state;
    struct node_id heard[ROUTE_TO_MAX];
    struct node_id except = node("330726101");
    size_t count = 0;

    take_in(world, "330726101");
    hand(world, ACT_ESCALATE, "330726");
    hand(world, ACT_TRANSFER, "330726.land");
    count = lifecycle_listeners(&world->file, NULL, heard, ROUTE_TO_MAX);
    assert_int_equal(count, 3);
    assert_string_equal(heard[0].text, "330726101");
    assert_string_equal(heard[2].text, "330726.land");
    assert_int_equal(lifecycle_listeners(&world->file, &except, heard, ROUTE_TO_MAX), 2);
    world->file.conflicts = (struct conflict_set){.nodes = {{"330726"}}, .count = 1};
    count = lifecycle_listeners(&world->file, NULL, heard, ROUTE_TO_MAX);
    assert_int_equal(count, 2);
    for (size_t i = 0; i < count; i++) {
        assert_string_not_equal(heard[i].text, "330726");
    }
    assert_int_equal(lifecycle_listeners(&world->file, NULL, heard, 1), 1);
}

/* ---- what another station hands over */

typedef void change(struct casefile *file);

static void without_state(struct casefile *file) {
    file->state = STATE_UNSPECIFIED;
}
static void arrived_before(struct casefile *file) {
    file->legs[0].delivered_at.us = 1;
}
static void without_legs(struct casefile *file) {
    file->leg_count = 0;
}
static void from_nobody(struct casefile *file) {
    file->legs[0].giver.text[0] = '\0';
}
static void one_leg_twice(struct casefile *file) {
    file->legs[1] = file->legs[0];
    file->leg_count = 2;
}
static void without_term(struct casefile *file) {
    file->term = 0;
    file->legs[0].term = 0;
}
static void beyond_any_term(struct casefile *file) {
    file->term = TERM_MAX + 1;
    file->legs[0].term = file->term;
}
static void with_a_clock_of_nothing(struct casefile *file) {
    file->clocks[0].kind = CLOCK_UNSPECIFIED;
}
static void with_clocks_alone(struct casefile *file) {
    for (size_t i = 0; i < CLOCKS_MAX; i++) {
        file->clocks[i] = file->clocks[0];
        file->clocks[i].no = (uint32_t)i + 1;
        file->clocks[i].kind = CLOCK_ANSWER;
    }
    file->clock_count = CLOCKS_MAX;
}

static void only_a_case_arrives(void **state) {
    static change *const changes[] = {without_state,   arrived_before,          without_legs,
                                      from_nobody,     one_leg_twice,           without_term,
                                      beyond_any_term, with_a_clock_of_nothing, with_clocks_alone};
    struct world *world = *state;
    struct clock_law law = {.rules = world->rules};
    struct lifecycle_context context = {
        .directory = world->directory, .law = &law, .now = world->now, .by_station = true};

    assert_int_equal(
        perform(world, (struct act){.kind = ACT_DELEGATE, .target = node("330726101")}), PJ_OK);
    assert_true(lifecycle_can_arrive(&world->file, &context));
    for (size_t i = 0; i < ARRAY_COUNT(changes); i++) {
        struct casefile file = world->file;

        changes[i](&file);
        if (lifecycle_can_arrive(&file, &context)) {
            fail_msg("change %zu", i);
        }
    }
    deliver(world); /* it is as it was */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("each refusal has its code and changes nothing", refusals, set_up, tear_down),
        CASE_WITH("a village decides nothing, a township does", village, set_up, tear_down),
        CASE_WITH("an office in conflict neither receives nor speaks", conflicts, set_up,
                  tear_down),
        CASE_WITH("the first objection goes to the giver, the second to the common superior, a "
                  "third nowhere",
                  objections, set_up, tear_down),
        CASE_WITH("a refused objection leaves it with the unit", objection_refused, set_up,
                  tear_down),
        CASE_WITH("an unanswered objection counts as received", objection_unanswered, set_up,
                  tear_down),
        CASE_WITH("after five working days it is too late to object", objection_late, set_up,
                  tear_down),
        CASE_WITH("where nobody stands above both, an objection goes to the giver",
                  strangers_object, set_up, tear_down),
        CASE_WITH("who has to designate may find that it is its own", the_decider_keeps_it, set_up,
                  tear_down),
        CASE_WITH("a joint meeting has no say where one office stands above both",
                  a_meeting_needs_two_provinces, set_up, tear_down),
        CASE_WITH("a designated case cannot be handed back, sideways or up", designated, set_up,
                  tear_down),
        CASE_WITH("who objects designates nobody", objecting_binds_nobody, set_up, tear_down),
        CASE_WITH("only the giver recalls, and only the leg meant", recalls, set_up, tear_down),
        CASE_WITH("after twelve hand-overs only a designation moves it", twelve_legs, set_up,
                  tear_down),
        CASE_WITH("no case has more legs than its row holds", all_legs, set_up, tear_down),
        CASE_WITH("settled at the window, served with proof, ended when nobody asked in time",
                  decides_and_closes, set_up, tear_down),
        CASE_WITH("clocks start and stop with the hand-overs", clocks, set_up, tear_down),
        CASE_WITH("a clock that runs out closes nothing and stays run out", lapses, set_up,
                  tear_down),
        CASE_WITH("a clock runs out at midnight in Shanghai of its last day", due_at_midnight,
                  set_up, tear_down),
        CASE_WITH("parking wins no time and ends when the case goes back", parks, set_up,
                  tear_down),
        CASE_WITH("a hand-over arrives once, at its receiver", arrives_once, set_up, tear_down),
        CASE_WITH("what could not stand as a case does not arrive", only_a_case_arrives, set_up,
                  tear_down),
        CASE_WITH("origin, givers and holder hear of it, without the conflict set", listeners,
                  set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
