/* SPDX-License-Identifier: Apache-2.0
 * A visit in the life cycle: the case waits where it was taken in, its clocks run, nobody hands it
 * below before the next working day, and everything else goes its way. */
#include "lifecycle_world.h"

#include "core/visit.h"

#define MORNING_US INT64_C(1790040000000000) /* 2026-09-22T09:20+08:00, a Tuesday */

static struct wall next_day(const struct world *world) {
    return visit_silent_until(&world->file, NULL);
}

/* Received and not yet registered; the rules lead to `target`. */
static enum pj_code register_visit(struct world *world, const char *at, const char *target) {
    struct act act = {.kind = ACT_REGISTER, .target = node(target)};
    struct verdict verdict;

    world->now.us = MORNING_US;
    take_in(world, at);
    act.node = world->file.holder;
    world->file.state = STATE_RECEIVED;
    world->file.clock_count = 0;
    world->file.form = FORM_VISIT;
    world->file.purpose = PURPOSE_CLAIM;
    world->file.received_at = world->now;
    world->file.opened_at = world->now;
    visit_mark(&world->file);
    return decide(world, act, true, &verdict);
}

static const struct {
    const char *sentence, *at, *target;
    bool waits;
} intakes[] = {
    {"a township's matter at the county", "330726", "330726101", true},
    {"a county organ's matter at the city", "3307", "330726.land", true},
    {"an accusation of a cadre below goes to discipline below, on that day too", "3307",
     "330726.discipline", true},
    {"the county's own organ hears of it now", "330726", "330726.land", false},
    {"what belongs above goes up now", "330726", "3307", false},
    {"a village hands up", "330726101203", "330726101", false},
};

static void it_waits_where_it_was_taken_in(void **state) {
    struct world *world = *state;

    for (size_t i = 0; i < ARRAY_COUNT(intakes); i++) {
        const struct clock *wait = NULL;

        assert_int_equal(register_visit(world, intakes[i].at, intakes[i].target), PJ_OK);
        wait = running(&world->file, CLOCK_VISIT_WORD);
        if ((wait != NULL) != intakes[i].waits) {
            fail_msg("%s", intakes[i].sentence);
        }
        if (wait != NULL) {
            assert_int_equal(wait->no, 1); /* the first: see wait_for_word() */
            assert_int_equal(wait->due.day, civil_of(world->now).day);
            assert_int_equal(wait->due_at.us, next_day(world).us);
            assert_true(node_id_equal(&wait->owner, &world->file.holder));
        }
        assert_int_equal(world->file.state, STATE_REGISTERED);
        assert_non_null(running(&world->file, CLOCK_ROUTE)); /* C1 runs meanwhile */
    }
}

static const struct {
    const char *sentence;
    enum act_kind act;
    const char *at, *target;
    enum pj_code before; /* after midnight it is always allowed */
} hands[] = {
    {"down by hand", ACT_DELEGATE, "3307", "330726", PJ_POLICY_VISIT_WORD},
    {"down two tiers", ACT_DELEGATE, "3307", "330726101", PJ_POLICY_VISIT_WORD},
    {"to an organ below", ACT_DELEGATE, "3307", "330726.land", PJ_POLICY_VISIT_WORD},
    {"to a village", ACT_DELEGATE, "330726101", "330726101203", PJ_POLICY_VISIT_WORD},
    {"sideways within the division", ACT_TRANSFER, "330726", "330726.land", PJ_OK},
    {"up", ACT_ESCALATE, "330726", "3307", PJ_OK},
};

static void nobody_hands_it_below(void **state) {
    struct world *world = *state;

    for (size_t i = 0; i < ARRAY_COUNT(hands); i++) {
        struct act act = {.kind = hands[i].act, .target = node(hands[i].target)};
        struct verdict verdict;

        assert_int_equal(register_visit(world, hands[i].at, "330726101203"), PJ_OK);
        act.node = world->file.holder;
        if (decide(world, act, false, &verdict) != hands[i].before) {
            fail_msg("%s: %s", hands[i].sentence, pj_code_name(verdict.code));
        }
        if (hands[i].before != PJ_OK) {
            assert_int_equal(verdict.day.day, civil_of(next_day(world)).day);
            assert_string_equal(verdict.basis, "条例 §20 (R24)");
            assert_int_equal(world->file.role, ROLE_HOLDER);
            world->now.us = next_day(world).us - 1; /* the last moment of the day */
            assert_int_equal(decide(world, act, false, &verdict), hands[i].before);
            world->now.us++;
            assert_int_equal(decide(world, act, false, &verdict), PJ_OK);
        }
        assert_null(running(&world->file, CLOCK_VISIT_WORD)); /* it left: nothing waits here */
    }
}

/* Whoever has it now above the window is bound as well: another county is below. */
static void nor_does_the_office_above(void **state) {
    struct world *world = *state;
    struct act act = {.kind = ACT_DELEGATE, .target = node("330726101")};

    assert_int_equal(register_visit(world, "330726", "330726101"), PJ_OK);
    hand(world, ACT_ESCALATE, "3307");
    assert_int_equal(perform(world, act), PJ_POLICY_VISIT_WORD);
    act.target = node("330726"); /* where it came from */
    assert_int_equal(perform(world, act), PJ_OK);
}

static void attaching_and_sessions_are_no_way_around(void **state) {
    struct world *world = *state;
    struct act attach = {.kind = ACT_ATTACH, .target = node("330726101"), .reason = TEXT("same")};
    struct act delegate = {.kind = ACT_DELEGATE, .target = node("330726101")};

    assert_int_equal(register_visit(world, "330726", "330726101"), PJ_OK);
    memcpy(attach.leading.text, "other", sizeof "other");
    assert_int_equal(perform(world, attach), PJ_POLICY_VISIT_WORD);
    assert_int_equal(
        as(world, CAPACITY_LEADER, (struct act){.kind = ACT_SESSION, .responsible = "today"}),
        PJ_OK);
    assert_int_equal(perform(world, delegate), PJ_POLICY_VISIT_WORD);
}

/* Nothing is overdue when the silence ends, and only the station ends it, on its day. */
static void the_silence_ends_by_itself(void **state) {
    struct world *world = *state;
    struct act end = {.kind = ACT_LAPSE, .rule = RULE_VISIT_WORD};
    struct node_id told[4];
    struct clock_law law = {.rules = world->rules};
    struct lifecycle_context context = {.directory = world->directory, .law = &law};
    struct verdict verdict;

    assert_int_equal(register_visit(world, "330726", "330726101"), PJ_OK);
    end.node = world->file.holder;
    assert_int_equal(decide(world, end, true, &verdict), PJ_STATE_WRONG);
    world->now = next_day(world);
    assert_int_equal(decide(world, end, false, &verdict), PJ_AUTH_NOT_ACTOR);
    assert_int_equal(by_station(world, ACT_LAPSE), PJ_STATE_WRONG); /* no duty of anybody's */
    assert_int_equal(decide(world, end, true, &verdict), PJ_OK);
    assert_int_equal(verdict.rule, RULE_VISIT_WORD);
    assert_int_equal(world->file.clocks[0].state, CLOCK_STATE_MET);
    assert_non_null(running(&world->file, CLOCK_ROUTE));
    assert_int_equal(lifecycle_alarmed(&world->file, &end, &context, told, 0, 4), 0);
    assert_int_equal(decide(world, end, true, &verdict), PJ_STATE_WRONG);
}

/* A calendar that knows of holidays puts it off; the case of the day before goes on waiting. */
static void a_calendar_puts_it_off(void **state) {
    struct shipped_calendar cn = shipped_calendar();
    struct world *world = *state;
    struct clock_law law = {.rules = world->rules, .calendar = cn.calendar};
    struct lifecycle_context context = {
        .directory = world->directory, .law = &law, .by_station = true};
    struct act recount = {.kind = ACT_RECOUNT};
    struct act delegate = {.kind = ACT_DELEGATE, .target = node("330726101")};
    struct verdict verdict;
    struct wall eve = {MORNING_US + 8 * DAY_US}; /* 2026-09-30 */

    assert_int_equal(register_visit(world, "330726", "330726101"), PJ_OK);
    world->file.opened_at = world->file.received_at = eve;
    world->file.clocks[0] = visit_clock(&world->file, NULL);
    world->file.clocks[0].no = 1;
    recount.node = delegate.node = world->file.holder;
    context.now.us = eve.us + DAY_US; /* 国庆 */
    lifecycle_decide(&world->file, &recount, &context, &verdict);
    assert_int_equal(verdict.code, PJ_OK);
    casefile_apply(&world->file, &recount, &verdict);
    assert_int_equal(running(&world->file, CLOCK_VISIT_WORD)->due.day,
                     civil_from_ymd(2026, 10, 7).day);
    context.by_station = false;
    lifecycle_decide(&world->file, &delegate, &context, &verdict);
    assert_int_equal(verdict.code, PJ_POLICY_VISIT_WORD);
    assert_int_equal(verdict.day.day, civil_from_ymd(2026, 10, 8).day);
    free(cn.memory);
}

/* A letter, a call, a post: nothing of this. */
static void nothing_else_waits(void **state) {
    struct world *world = *state;

    world->now.us = MORNING_US;
    for (unsigned form = FORM_UNSPECIFIED; form < FORM_MAX; form++) {
        take_in(world, "330726");
        world->file.form = (enum form)form;
        world->file.opened_at = world->now;
        visit_mark(&world->file);
        assert_int_equal(
            perform(world, (struct act){.kind = ACT_DELEGATE, .target = node("330726101")}),
            form == FORM_VISIT ? PJ_POLICY_VISIT_WORD : PJ_OK);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("it waits where it was taken in", it_waits_where_it_was_taken_in, set_up,
                  tear_down),
        CASE_WITH("nobody hands it below before its day", nobody_hands_it_below, set_up, tear_down),
        CASE_WITH("nor does the office above", nor_does_the_office_above, set_up, tear_down),
        CASE_WITH("attaching and sessions are no way around",
                  attaching_and_sessions_are_no_way_around, set_up, tear_down),
        CASE_WITH("the silence ends by itself", the_silence_ends_by_itself, set_up, tear_down),
        CASE_WITH("a calendar puts it off", a_calendar_puts_it_off, set_up, tear_down),
        CASE_WITH("nothing else waits", nothing_else_waits, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
