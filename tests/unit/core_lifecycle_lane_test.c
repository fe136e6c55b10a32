/* SPDX-License-Identifier: Apache-2.0
 * 简单立即办、一般快速办、复杂限期办: the unit sets the lane, within the law's own period. */
#include "lifecycle_world.h"

#define C5_DAYS 62 /* sixty end on a Saturday */

enum start {
    ROUTED,     /* at the unit, not accepted */
    ASSIGNED,   /* ... with a date of the office above, 20 days on */
    ACCEPTED,   /* C5 runs */
    SIMPLE,     /* ten working days */
    GIVEN_DATE, /* accepted, and assigned with a date 20 days on */
};

static const struct {
    const char *sentence;
    enum start start;
    enum lane lane;
    int32_t due; /* days from now, 0 = none named */
    enum pj_code code;
    uint32_t rule;
    enum state state;
    int32_t day; /* that the refusal names, in days from now; 0 = none */
} rows[] = {
    {"the unit takes the simple lane", ROUTED, LANE_OF_CASE_SIMPLE, 0, PJ_OK, 74, STATE_SIMPLE, 0},
    {"without a word it is the simple one", ROUTED, LANE_OF_CASE_UNSPECIFIED, 0, PJ_OK, 74,
     STATE_SIMPLE, 0},
    {"not what a superior assigned", ASSIGNED, LANE_OF_CASE_SIMPLE, 0, PJ_POLICY_PURPOSE, 74,
     STATE_ROUTED, 0},
    {"nothing is general before it is accepted", ROUTED, LANE_OF_CASE_GENERAL, 0,
     PJ_STATE_ACCEPT_FIRST, 158, STATE_ROUTED, 0},
    {"nor complex", ROUTED, LANE_OF_CASE_COMPLEX, 30, PJ_STATE_ACCEPT_FIRST, 159, STATE_ROUTED, 0},
    {"what was accepted is no longer simple", ACCEPTED, LANE_OF_CASE_SIMPLE, 0,
     PJ_STATE_ACCEPTED_ALREADY, 74, STATE_ACCEPTED, 0},
    {"the ordinary lane is confirmed", ACCEPTED, LANE_OF_CASE_GENERAL, 0, PJ_OK, 158,
     STATE_ACCEPTED, 0},
    {"from the simple lane back to the ordinary one", SIMPLE, LANE_OF_CASE_GENERAL, 0, PJ_OK, 75,
     STATE_ACCEPTED, 0},
    {"simple twice", SIMPLE, LANE_OF_CASE_SIMPLE, 0, PJ_STATE_DONE, 74, STATE_SIMPLE, 0},
    {"a complex one has a date", ACCEPTED, LANE_OF_CASE_COMPLEX, 0, PJ_BAD_MISSING, 159,
     STATE_ACCEPTED, 0},
    {"that is to come", ACCEPTED, LANE_OF_CASE_COMPLEX, -1, PJ_BAD_FIELD, 159, STATE_ACCEPTED, 0},
    {"before the statutory limit", ACCEPTED, LANE_OF_CASE_COMPLEX, 30, PJ_OK, 159, STATE_ACCEPTED,
     0},
    {"on its last day", ACCEPTED, LANE_OF_CASE_COMPLEX, C5_DAYS, PJ_OK, 159, STATE_ACCEPTED, 0},
    {"never behind it, and the limit is named", ACCEPTED, LANE_OF_CASE_COMPLEX, C5_DAYS + 1,
     PJ_POLICY_DATE, 159, STATE_ACCEPTED, C5_DAYS},
    {"nor behind the date that was set above", GIVEN_DATE, LANE_OF_CASE_COMPLEX, 21, PJ_POLICY_DATE,
     159, STATE_ACCEPTED, 20},
    {"up to that one", GIVEN_DATE, LANE_OF_CASE_COMPLEX, 20, PJ_OK, 159, STATE_ACCEPTED, 0},
    {"what proves not simple may be complex", SIMPLE, LANE_OF_CASE_COMPLEX, C5_DAYS, PJ_OK, 159,
     STATE_ACCEPTED, 0},
    {"the acceptance stays where it was", SIMPLE, LANE_OF_CASE_COMPLEX, C5_DAYS + 1, PJ_POLICY_DATE,
     159, STATE_SIMPLE, C5_DAYS},
};

static void begin(struct world *world, enum start start) {
    struct act hand = {.kind = ACT_TRANSFER, .target = node("330726.land")};

    take_in(world, "330726");
    if (start == ASSIGNED || start == GIVEN_DATE) {
        hand.due.day = civil_of(world->now).day + 20;
    }
    assert_int_equal(perform(world, hand), PJ_OK);
    deliver(world);
    if (start == ACCEPTED || start == GIVEN_DATE) {
        assert_int_equal(perform(world, (struct act){.kind = ACT_ACCEPT}), PJ_OK);
    } else if (start == SIMPLE) {
        assert_int_equal(perform(world, (struct act){.kind = ACT_LANE}), PJ_OK);
    }
}

static void the_unit_sets_the_lane(void **state) {
    struct world *world = *state;

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct act act = {.kind = ACT_LANE, .lane = rows[i].lane};
        int32_t today = civil_of(world->now).day;
        struct verdict verdict;

        begin(world, rows[i].start);
        act.node = world->file.holder;
        act.due.day = rows[i].due == 0 ? 0 : today + rows[i].due;
        (void)decide(world, act, false, &verdict);
        if (verdict.code != rows[i].code || verdict.rule != rows[i].rule ||
            world->file.state != rows[i].state ||
            verdict.day.day != (rows[i].day == 0 ? 0 : today + rows[i].day)) {
            fail_msg("%s: %s R%u %s day %d", rows[i].sentence, pj_code_name(verdict.code),
                     verdict.rule, state_text(world->file.state), verdict.day.day - today);
        }
        if (verdict.code == PJ_OK && rows[i].lane == LANE_OF_CASE_COMPLEX) {
            assert_int_equal(running(&world->file, CLOCK_ASSIGNED)->due.day, act.due.day);
            assert_int_equal(running(&world->file, CLOCK_HANDLE)->due.day, today + C5_DAYS);
            assert_int_equal(world->file.matter.lane, LANE_OF_CASE_COMPLEX);
        }
    }
}

static enum pj_code lane(struct world *world, enum lane lane, int32_t due) {
    return perform(world, (struct act){.kind = ACT_LANE, .lane = lane, .due = {due}});
}

static void a_date_of_its_own_relieves_of_none(void **state) {
    struct world *world = *state;
    int32_t today = civil_of(world->now).day;

    begin(world, GIVEN_DATE);
    assert_int_equal(lane(world, LANE_OF_CASE_COMPLEX, today + 10), PJ_OK);
    assert_int_equal(lane(world, LANE_OF_CASE_COMPLEX, today + 15), PJ_OK); /* set anew */
    assert_int_equal(running(&world->file, CLOCK_ASSIGNED)->due.day, today + 15);
    assert_int_equal(lane(world, LANE_OF_CASE_COMPLEX, today + 25), PJ_POLICY_DATE);
    assert_int_equal(lane(world, LANE_OF_CASE_GENERAL, 0), PJ_OK);
    assert_int_equal(running(&world->file, CLOCK_ASSIGNED)->due.day, today + 20);
    assert_int_equal(running(&world->file, CLOCK_HANDLE)->due.day, today + C5_DAYS);
    assert_int_equal(lane(world, LANE_OF_CASE_GENERAL, 0), PJ_STATE_DONE);
}

/* The date passes: that is recorded, and nothing is closed by it. */
static void a_date_missed_closes_nothing(void **state) {
    struct world *world = *state;

    begin(world, ACCEPTED);
    assert_int_equal(lane(world, LANE_OF_CASE_COMPLEX, civil_of(world->now).day + 10), PJ_OK);
    lapse_at(world, CLOCK_ASSIGNED);
    assert_int_equal(world->file.state, STATE_ACCEPTED);
    assert_non_null(running(&world->file, CLOCK_HANDLE));
}

/* Once more is for the head, and is counted from the law's period, not from the unit's date. */
static void an_extension_lengthens_what_the_unit_may_name(void **state) {
    struct world *world = *state;
    int32_t today = civil_of(world->now).day;
    struct act extend = {.kind = ACT_EXTEND,
                         .reason = TEXT("survey"),
                         .due = {today + 90},
                         .capacity = CAPACITY_HEAD};

    begin(world, ACCEPTED);
    assert_int_equal(lane(world, LANE_OF_CASE_COMPLEX, today + 90), PJ_POLICY_DATE);
    assert_int_equal(perform(world, extend), PJ_OK);
    assert_int_equal(lane(world, LANE_OF_CASE_COMPLEX, today + 90), PJ_OK);
    assert_int_equal(lane(world, LANE_OF_CASE_COMPLEX, today + 91), PJ_POLICY_DATE);
}

/* Neither the router nor a petition office. */
static void no_office_but_the_unit(void **state) {
    struct world *world = *state;
    struct act act = {.kind = ACT_LANE, .lane = LANE_OF_CASE_GENERAL, .node = node("330726")};
    struct verdict verdict;

    begin(world, ACCEPTED);
    assert_int_equal(decide(world, act, false, &verdict), PJ_AUTH_NOT_ACTOR);
    assert_int_equal(decide(world, act, true, &verdict), PJ_AUTH_NOT_ACTOR);
    take_in(world, "330726");
    assert_int_equal(lane(world, LANE_OF_CASE_SIMPLE, 0), PJ_AUTH_NOT_ACTOR);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("the unit sets the lane", the_unit_sets_the_lane, set_up, tear_down),
        CASE_WITH("a date of its own relieves of none that was set above",
                  a_date_of_its_own_relieves_of_none, set_up, tear_down),
        CASE_WITH("a date that is missed closes nothing", a_date_missed_closes_nothing, set_up,
                  tear_down),
        CASE_WITH("an extension lengthens what the unit may name",
                  an_extension_lengthens_what_the_unit_may_name, set_up, tear_down),
        CASE_WITH("no office but the unit sets it", no_office_but_the_unit, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
