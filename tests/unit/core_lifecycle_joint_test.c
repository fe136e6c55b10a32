/* SPDX-License-Identifier: Apache-2.0
 * Cases that go together (E40, P13, 条例 §36): each giver is answered for itself, nothing is buried
 * by attaching it, and a common cause is a link. */
#include "lifecycle_world.h"

static const struct case_no leading_no = {"leading"};

static struct act attaching(const char *target) {
    return (struct act){.kind = ACT_ATTACH,
                        .reason = TEXT("the same road"),
                        .leading = leading_no,
                        .target = node(target)};
}

/* What the station says to an attached case of its leading one. */
static enum pj_code hears(struct world *world, enum act_kind kind, enum state state) {
    struct verdict verdict;

    return decide(world,
                  (struct act){.kind = kind,
                               .node = world->file.holder,
                               .leading = leading_no,
                               .leading_state = state},
                  true, &verdict);
}

/* With another case in view. */
static enum pj_code with(struct world *world, struct act act, const struct casefile *other) {
    struct clock_law law = {.rules = world->rules};
    struct lifecycle_context context = {
        .directory = world->directory, .law = &law, .now = world->now, .other = other};
    struct verdict verdict;

    act.node = act.capacity == CAPACITY_PETITIONER ? world->file.origin : world->file.holder;
    act.acted_at = world->now;
    lifecycle_decide(&world->file, &act, &context, &verdict);
    if (verdict.code == PJ_OK) {
        casefile_apply(&world->file, &act, &verdict);
        casefile_check(&world->file);
    }
    return verdict.code;
}

static struct casefile other_in(enum state state) {
    return (struct casefile){.no = leading_no, .state = state};
}

/* ---- one handling, many answers */

static void each_giver_is_owed_its_own_answer(void **state) {
    struct world *world = *state;
    struct civil due = {0};

    hand(world, ACT_TRANSFER, "330726.land");
    assert_int_equal(perform(world, attaching("330726.land")), PJ_OK); /* the same office */
    assert_string_equal(world->file.matter.feedback_to.text, "330726");
    assert_non_null(running(&world->file, CLOCK_FEEDBACK));
    assert_string_equal(running(&world->file, CLOCK_FEEDBACK)->owner.text, "330726.land");
    assert_int_equal(hears(world, ACT_FEEDBACK, STATE_DECIDED), PJ_OK);
    assert_null(running(&world->file, CLOCK_FEEDBACK));
    assert_true(world->file.matter.answered_at.us != 0);
    assert_int_equal(world->file.state, STATE_ROUTED);    /* told its giver; it ended nothing */
    assert_non_null(running(&world->file, CLOCK_NOTICE)); /* the petitioner is still owed notice */

    take_in(world, "330726");
    due.day = (int32_t)(civil_of(world->now).day + 20);
    assert_int_equal(
        perform(world, (struct act){.kind = ACT_DELEGATE, .target = node("330726101"), .due = due}),
        PJ_OK);
    deliver(world);
    assert_int_equal(perform(world, attaching("330726101")), PJ_OK);
    assert_null(running(&world->file, CLOCK_FEEDBACK)); /* the giver set a date of its own */
    assert_int_equal(running(&world->file, CLOCK_ASSIGNED)->due.day, due.day);
    assert_int_equal(hears(world, ACT_FEEDBACK, STATE_DECIDED), PJ_OK);
    assert_null(running(&world->file, CLOCK_ASSIGNED));

    take_in(world, "330726");
    assert_int_equal(perform(world, attaching("330726")), PJ_OK);
    assert_string_equal(world->file.matter.feedback_to.text, ""); /* nobody sent it */
    assert_null(running(&world->file, CLOCK_FEEDBACK));
}

static void an_answer_not_given_lapses_for_itself(void **state) {
    struct world *world = *state;
    uint32_t no = 0;

    hand(world, ACT_TRANSFER, "330726.land");
    assert_int_equal(perform(world, attaching("330726.land")), PJ_OK);
    no = running(&world->file, CLOCK_FEEDBACK)->no;
    world->now.us = running(&world->file, CLOCK_FEEDBACK)->due_at.us;
    while (running(&world->file, CLOCK_FEEDBACK) != NULL) { /* others are over before it */
        assert_int_equal(by_station(world, ACT_LAPSE), PJ_OK);
    }
    assert_int_equal(hears(world, ACT_FEEDBACK, STATE_DECIDED), PJ_OK);
    for (size_t i = 0; i < world->file.clock_count; i++) { /* late is late */
        assert_true(world->file.clocks[i].no != no ||
                    world->file.clocks[i].state == CLOCK_STATE_LAPSED);
    }
    assert_true(world->file.matter.answered_at.us != 0);
}

/* One case that two offices above sent down, each with a date of its own. */
static void each_date_lapses_for_itself(void **state) {
    struct world *world = *state;
    struct civil first = {(int32_t)(civil_of(world->now).day + 10)};
    struct civil second = {(int32_t)(civil_of(world->now).day + 30)};

    take_in(world, "3307");
    assert_int_equal(
        perform(world, (struct act){.kind = ACT_DELEGATE, .target = node("330726"), .due = second}),
        PJ_OK);
    deliver(world);
    assert_int_equal(
        perform(world,
                (struct act){.kind = ACT_DELEGATE, .target = node("330726101"), .due = first}),
        PJ_OK);
    deliver(world);
    assert_int_equal(running(&world->file, CLOCK_ASSIGNED)->due.day, first.day);
    world->now.us = running(&world->file, CLOCK_ASSIGNED)->due_at.us;
    while (running(&world->file, CLOCK_ASSIGNED)->due.day == first.day) {
        assert_int_equal(by_station(world, ACT_LAPSE), PJ_OK);
    }
    assert_int_equal(running(&world->file, CLOCK_ASSIGNED)->due.day, second.day);
    assert_string_equal(running(&world->file, CLOCK_ASSIGNED)->owner.text, "330726101");
    world->now.us = running(&world->file, CLOCK_ASSIGNED)->due_at.us;
    while (running(&world->file, CLOCK_ASSIGNED) != NULL) {
        assert_int_equal(by_station(world, ACT_LAPSE), PJ_OK);
    }
    assert_true(state_is_open(world->file.state));
}

/* Attached, answered by the other's decision, taken apart: the report is due as if nothing had
 * been. */
static void attaching_betters_no_record(void **state) {
    struct world *world = *state;
    struct civil due = {(int32_t)(civil_of(world->now).day + 20)};

    assert_int_equal(
        perform(world, (struct act){.kind = ACT_DELEGATE, .target = node("330726101"), .due = due}),
        PJ_OK);
    deliver(world);
    assert_int_equal(perform(world, attaching("330726101")), PJ_OK);
    assert_int_equal(hears(world, ACT_FEEDBACK, STATE_DECIDED), PJ_OK);
    assert_null(running(&world->file, CLOCK_ASSIGNED));
    world->now.us += 30 * DAY_US;
    assert_int_equal(as(world, CAPACITY_PETITIONER, (struct act){.kind = ACT_DETACH}), PJ_OK);
    assert_non_null(running(&world->file, CLOCK_ASSIGNED));
    assert_int_equal(running(&world->file, CLOCK_ASSIGNED)->due.day, due.day);
    assert_true(running(&world->file, CLOCK_ASSIGNED)->due_at.us < world->now.us); /* and late */
}

static void no_office_says_so_itself(void **state) {
    struct world *world = *state;
    struct act act = {.kind = ACT_FEEDBACK, .leading = leading_no, .leading_state = STATE_DECIDED};

    assert_int_equal(hears(world, ACT_PROGRESS, STATE_ACCEPTED), PJ_STATE_WRONG);
    assert_int_equal(perform(world, attaching("330726")), PJ_OK);
    assert_int_equal(perform(world, act), PJ_AUTH_NOT_ACTOR);
    act.leading = (struct case_no){"another"};
    act.node = world->file.holder;
    assert_int_equal(hears(world, ACT_PROGRESS, STATE_ACCEPTED), PJ_OK);
    assert_int_equal(decide(world, act, true, &(struct verdict){0}), PJ_STATE_WRONG);
}

static void what_answers(void **state) {
    static const struct {
        enum state before, after;
        bool answers;
    } rows[] = {
        {STATE_ACCEPTED, STATE_DECIDED, true},
        {STATE_REMANDED, STATE_DECIDED, true},
        {STATE_STUDYING, STATE_ENDED_REPLIED, true},
        {STATE_ACCEPTED, STATE_ENDED_AGREED, true},
        {STATE_ROUTED, STATE_ACCEPTED, false},
        {STATE_DECIDED, STATE_SERVED, false},
        {STATE_ACCEPTED, STATE_WITHDRAWN, false},
        {STATE_ROUTED, STATE_NOT_ACCEPTED, false},
        {STATE_EXECUTING, STATE_ENDED_REPLIED, false},
        {STATE_SERVED, STATE_ENDED_NO_REQUEST, false},
    };

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        assert_int_equal(lifecycle_answers(rows[i].before, rows[i].after), rows[i].answers);
    }
}

/* ---- nobody buries a case by attaching it (P13, P22) */

static void an_ended_leading_case_asks_for_a_decision(void **state) {
    struct world *world = *state;

    assert_int_equal(perform(world, attaching("330726")), PJ_OK);
    lapse_at(world, CLOCK_ROUTE); /* every period ran out while it lay there */
    assert_int_equal(hears(world, ACT_PROGRESS, STATE_ENDED_FINAL), PJ_OK);
    assert_true(casefile_has_flag(&world->file, FLAG_LEADING_ENDED));
    assert_true(state_is_open(world->file.state));
    assert_non_null(
        running(&world->file, CLOCK_ROUTE)); /* a fresh one, for a decision with notice */
    assert_int_equal(hears(world, ACT_PROGRESS, STATE_REGISTERED),
                     PJ_OK); /* that one is reopened */
    assert_false(casefile_has_flag(&world->file, FLAG_LEADING_ENDED));
}

static struct act refusing(const char *other) {
    struct act act = {.kind = ACT_REFUSE,
                      .ground = GROUND_SAME_MATTER_ENDED,
                      .reason = TEXT("the re-check opinion answered it"),
                      .target = node("330726.land")};

    snprintf(act.leading.text, sizeof act.leading.text, "%s", other);
    return act;
}

static void how_the_other_ended_is_looked_up(void **state) {
    static const struct {
        const char *sentence;
        enum ground ground;
        enum state other;
        enum pj_code code;
    } rows[] = {
        {"re-check served: final", GROUND_SAME_MATTER_ENDED, STATE_ENDED_FINAL, PJ_OK},
        {"nobody asked in time: final", GROUND_SAME_MATTER_ENDED, STATE_ENDED_NO_REQUEST, PJ_OK},
        {"agreed and performed: final", GROUND_SAME_MATTER_ENDED, STATE_ENDED_AGREED, PJ_OK},
        {"only replied", GROUND_SAME_MATTER_ENDED, STATE_ENDED_REPLIED, PJ_POLICY_OTHER_CASE},
        {"turned away", GROUND_SAME_MATTER_ENDED, STATE_NOT_ACCEPTED, PJ_POLICY_OTHER_CASE},
        {"withdrawn", GROUND_SAME_MATTER_ENDED, STATE_WITHDRAWN, PJ_POLICY_OTHER_CASE},
        {"still under review", GROUND_SAME_MATTER_ENDED, STATE_IN_RECHECK, PJ_POLICY_OTHER_CASE},
        {"open, as said", GROUND_SAME_MATTER_OPEN, STATE_ACCEPTED, PJ_OK},
        {"said to be open", GROUND_SAME_MATTER_OPEN, STATE_ENDED_FINAL, PJ_POLICY_OTHER_CASE},
    };
    struct world *world = *state;

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct casefile other = other_in(rows[i].other);
        struct act act = refusing(leading_no.text);
        enum pj_code code = PJ_OK;

        take_in(world, "330726");
        act.ground = rows[i].ground;
        code = with(world, act, &other);
        if (code != rows[i].code) {
            fail_msg("%s: %s", rows[i].sentence, pj_code_name((unsigned)code));
        }
        assert_int_equal(state_is_open(world->file.state), code != PJ_OK);
    }
    take_in(world, "330726");
    assert_int_equal(with(world, refusing(""), NULL), PJ_POLICY_GROUND); /* which one ended? */
}

/* Attached to what has ended, refused as the same, contested: routed again, with a clock. */
static void this_is_new(void **state) {
    struct world *world = *state;
    struct casefile final = other_in(STATE_ENDED_FINAL);

    assert_int_equal(perform(world, attaching("330726")), PJ_OK);
    assert_int_equal(hears(world, ACT_PROGRESS, STATE_ENDED_FINAL), PJ_OK);
    assert_int_equal(with(world, refusing(leading_no.text), &final), PJ_OK);
    assert_int_equal(world->file.state, STATE_NOT_ACCEPTED);
    assert_int_equal(as(world, CAPACITY_PETITIONER, (struct act){.kind = ACT_DETACH}), PJ_OK);
    assert_int_equal(world->file.state, STATE_REGISTERED);
    assert_non_null(running(&world->file, CLOCK_ROUTE));
    assert_false(casefile_has_flag(&world->file, FLAG_ATTACHED));
    assert_false(casefile_has_flag(&world->file, FLAG_LEADING_ENDED));

    /* The office does not get to say it again; the one above may judge it, and that stands. */
    assert_int_equal(perform(world, attaching("330726")), PJ_POLICY_CONTESTED);
    assert_int_equal(with(world, refusing(leading_no.text), &final), PJ_POLICY_CONTESTED);
    hand(world, ACT_DELEGATE, "330726101");
    assert_int_equal(perform(world, attaching("330726101")), PJ_POLICY_CONTESTED);
    hand(world, ACT_ESCALATE, "3307");
    assert_int_equal(perform(world, attaching("3307")), PJ_OK);
    assert_int_equal(with(world, refusing(leading_no.text), &final), PJ_OK);
    assert_int_equal(as(world, CAPACITY_PETITIONER, (struct act){.kind = ACT_DETACH}),
                     PJ_POLICY_FINAL);
}

static void contested_while_open(void **state) {
    struct world *world = *state;

    assert_int_equal(perform(world, attaching("330726")), PJ_OK);
    assert_int_equal(as(world, CAPACITY_PETITIONER, (struct act){.kind = ACT_DETACH}), PJ_OK);
    assert_int_equal(perform(world, attaching("330726")),
                     PJ_OK); /* that one was open: no contest */
    assert_int_equal(hears(world, ACT_PROGRESS, STATE_ENDED_REPLIED), PJ_OK);
    assert_int_equal(as(world, CAPACITY_PETITIONER, (struct act){.kind = ACT_DETACH}), PJ_OK);
    assert_int_equal(perform(world, attaching("330726")), PJ_POLICY_CONTESTED);
    assert_int_equal(perform(world, (struct act){.kind = ACT_ROUTE, .target = node("330726.land")}),
                     PJ_AUTH_NOT_ACTOR);
    hand(world, ACT_TRANSFER, "330726.land"); /* handled like any other */
    assert_int_equal(perform(world, (struct act){.kind = ACT_ACCEPT}), PJ_OK);
}

static void reopened_by_the_petitioner(void **state) {
    struct world *world = *state;
    struct casefile final = other_in(STATE_ENDED_FINAL);

    assert_int_equal(with(world, refusing(leading_no.text), &final), PJ_OK);
    assert_int_equal(as(world, CAPACITY_PETITIONER,
                        (struct act){.kind = ACT_REOPEN, .reason = TEXT("a new map")}),
                     PJ_OK);
    assert_int_equal(with(world, refusing(leading_no.text), &final), PJ_POLICY_CONTESTED);
}

/* ---- common cause */

static void a_common_cause_is_a_link(void **state) {
    struct world *world = *state;
    struct casefile founder = other_in(STATE_ACCEPTED);
    struct casefile before = world->file;
    struct act found = {.kind = ACT_JOIN,
                        .leading = {"own"},
                        .reason = TEXT("one survey, one price"),
                        .responsible = "李副县长"};
    struct act join = {.kind = ACT_JOIN, .leading = leading_no};

    world->file.no = found.leading;
    assert_int_equal(with(world, (struct act){.kind = ACT_JOIN}, NULL), PJ_BAD_MISSING);
    assert_int_equal(with(world, join, NULL), PJ_AUTH_NO_SUCH_CASE);
    assert_int_equal(with(world, join, &founder), PJ_POLICY_TARGET); /* that one founded none */
    found.responsible[0] = '\0';
    assert_int_equal(with(world, found, NULL), PJ_BAD_MISSING);
    founder.cause = (struct cause){leading_no, "李副县长", "one survey, one price"};
    assert_int_equal(with(world, join, &founder), PJ_OK);
    assert_memory_equal(&world->file.cause, &founder.cause, sizeof founder.cause);
    assert_int_equal(with(world, join, &founder), PJ_STATE_DONE);
    assert_int_equal(world->file.state, before.state); /* and nothing else has changed */
    assert_memory_equal(world->file.clocks, before.clocks, sizeof before.clocks);
    assert_memory_equal(&world->file.matter, &before.matter, sizeof before.matter);
    assert_int_equal(with(world, (struct act){.kind = ACT_LEAVE}, NULL), PJ_POLICY_REASON);
    assert_int_equal(as(world, CAPACITY_PETITIONER, (struct act){.kind = ACT_LEAVE}), PJ_OK);
    assert_int_equal(with(world, (struct act){.kind = ACT_LEAVE}, NULL), PJ_STATE_WRONG);
}

static void a_plan_has_room(void **state) {
    static const uint8_t bytes[PLAN_TEXT_MAX + 1] = {'p'};
    static char longest[PLAN_TEXT_MAX + 1];
    struct world *world = *state;
    struct act found = {.kind = ACT_JOIN, .leading = {"own"}, .responsible = "head"};

    world->file.no = found.leading;
    memset(longest, 'p', sizeof longest);
    found.reason = (struct bytes){(const uint8_t *)longest, sizeof longest};
    assert_int_equal(perform(world, found), PJ_BAD_TOO_LONG);
    found.reason = (struct bytes){bytes, 3}; /* "p\0\0" */
    assert_int_equal(perform(world, found), PJ_BAD_FORMAT);
    found.reason = (struct bytes){(const uint8_t *)longest, PLAN_TEXT_MAX};
    assert_int_equal(perform(world, found), PJ_OK);
    assert_int_equal(strlen(world->file.cause.plan), PLAN_TEXT_MAX);
    assert_string_equal(world->file.cause.no.text, world->file.no.text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("who sent an attached case is owed an answer of its own, by its own date",
                  each_giver_is_owed_its_own_answer, set_up, tear_down),
        CASE_WITH("an answer that is not given lapses for itself, and stays late",
                  an_answer_not_given_lapses_for_itself, set_up, tear_down),
        CASE_WITH("two offices above set a date each: the second counts when the first is over",
                  each_date_lapses_for_itself, set_up, tear_down),
        CASE_WITH("what the other's decision answered is owed again when it is taken apart",
                  attaching_betters_no_record, set_up, tear_down),
        CASE_WITH("only the station says what became of the leading case, and only of that one",
                  no_office_says_so_itself, set_up, tear_down),
        CASE("a decision answers, an acceptance or a withdrawal does not", what_answers),
        CASE_WITH("attached to what has ended, it must be decided on, with a clock",
                  an_ended_leading_case_asks_for_a_decision, set_up, tear_down),
        CASE_WITH("refused as the same: how the other case ended counts, not its words",
                  how_the_other_ended_is_looked_up, set_up, tear_down),
        CASE_WITH("\"this is new\": routed again; only the office above may judge that",
                  this_is_new, set_up, tear_down),
        CASE_WITH("\"this is new\" while it is open bars attaching it once more",
                  contested_while_open, set_up, tear_down),
        CASE_WITH("what was refused and reopened by the petitioner is not refused so again",
                  reopened_by_the_petitioner, set_up, tear_down),
        CASE_WITH("a common cause changes neither state nor clocks", a_common_cause_is_a_link,
                  set_up, tear_down),
        CASE_WITH("the plan of a common cause has its limit", a_plan_has_room, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
