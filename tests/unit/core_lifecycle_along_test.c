/* SPDX-License-Identifier: Apache-2.0
 * An attached case goes after its leading one (R160): not on every errand, not for ever, not to
 * whom it accuses, and home from wherever it has come. */
#include "lifecycle_world.h"

#include "core/visit.h"

static const struct case_no leading_no = {"leading"};

static void attach(struct world *world, const char *target) {
    struct act act = {.kind = ACT_ATTACH,
                      .reason = TEXT("the same road"),
                      .leading = leading_no,
                      .target = node(target)};

    assert_int_equal(perform(world, act), PJ_OK);
    if (world->file.role == ROLE_TRANSIT) {
        deliver(world);
    }
}

/* What the station says to it: the leading case is in that state, with that office. */
static void hears(struct world *world, enum state state, const char *office) {
    struct verdict verdict;
    struct act act = {.kind = ACT_PROGRESS,
                      .node = world->file.holder,
                      .target = node(office),
                      .leading = leading_no,
                      .leading_state = state};

    assert_int_equal(decide(world, act, true, &verdict), PJ_OK);
}

static const struct clock *wait_of(const struct world *world) {
    return running(&world->file, CLOCK_ALONG);
}

static enum pj_code goes(struct world *world, const char *office) {
    struct verdict verdict;
    struct act act = {.kind = ACT_ATTACH,
                      .capacity = CAPACITY_STATION,
                      .node = world->file.holder,
                      .target = node(office)};
    enum pj_code code = decide(world, act, true, &verdict);

    if (code == PJ_OK) {
        assert_int_equal(casefile_last_leg(&world->file)->kind, LEG_ATTACH);
        deliver(world);
    }
    return code;
}

static enum pj_code stays(struct world *world) {
    struct act act = {.kind = ACT_LAPSE, .rule = 161, .node = world->file.holder};
    struct verdict verdict;

    return decide(world, act, true, &verdict);
}

static void next_day(struct world *world) {
    world->now = civil_end(civil_of(world->now));
}

/* ---- when */

static void on_the_next_working_day(void **state) {
    struct world *world = *state;
    struct clock route;

    attach(world, "330726");
    route = *running(&world->file, CLOCK_ROUTE);
    hears(world, STATE_ROUTED, "330726.land");
    assert_string_equal(wait_of(world)->owner.text, "330726.land");
    assert_int_equal(wait_of(world)->due.day, civil_of(world->now).day); /* a Tuesday */
    assert_int_equal(goes(world, "330726.land"), PJ_STATE_WRONG);
    assert_int_equal(stays(world), PJ_STATE_WRONG);
    next_day(world);
    assert_int_equal(goes(world, "330726.civil"), PJ_STATE_WRONG); /* it waits for another */
    assert_int_equal(goes(world, "330726.land"), PJ_OK);
    assert_int_equal(casefile_last_leg(&world->file)->rule, 160);
    assert_int_equal(world->file.state, STATE_REGISTERED);
    assert_null(wait_of(world));
    assert_memory_equal(running(&world->file, CLOCK_ROUTE), &route, sizeof route); /* its own day */
    assert_int_equal(goes(world, "330726.land"), PJ_STATE_WRONG);                  /* once */
}

static void not_over_the_weekend(void **state) {
    struct world *world = *state;

    world->now.us += 3 * DAY_US; /* a Friday */
    attach(world, "330726");
    hears(world, STATE_ROUTED, "330726.land");
    assert_int_equal(civil_weekday(wait_of(world)->due), 6); /* until Sunday midnight */
}

static void at_once_where_it_was_accepted(void **state) {
    struct world *world = *state;

    attach(world, "330726");
    hears(world, STATE_ACCEPTED, "330726.land");
    assert_int_equal(goes(world, "330726.land"), PJ_OK);
    hears(world, STATE_ROUTED, "330726.civil");
    assert_int_equal(goes(world, "330726.civil"), PJ_STATE_WRONG);
    hears(world, STATE_ACCEPTED, "330726.civil");
    assert_int_equal(goes(world, "330726.civil"), PJ_OK);
}

static const struct {
    const char *sentence;
    enum state state; /* of the leading case */
    const char *office;
    bool waits; /* after that */
} turns[] = {
    {"it is back here", STATE_REGISTERED, "330726", false},
    {"the unit says that it is not its own", STATE_DISPUTED, "330726.land", false},
    {"it has ended", STATE_NOT_ACCEPTED, "330726.land", false},
    {"it was withdrawn", STATE_WITHDRAWN, "330726.land", false},
    {"it was decided at once", STATE_DECIDED, "330726.land", true},
    {"it is reviewed: who decided it has the matter", STATE_IN_REVIEW, "3307", true},
    {"a hearing is held", STATE_HEARING, "330726.land", true},
};

static void what_ends_the_wait(void **state) {
    struct world *world = *state;

    for (size_t i = 0; i < ARRAY_COUNT(turns); i++) {
        take_in(world, "330726");
        attach(world, "330726");
        hears(world, STATE_ROUTED, "330726.land");
        hears(world, turns[i].state, turns[i].office);
        if ((wait_of(world) != NULL) != turns[i].waits) {
            fail_msg("%s", turns[i].sentence);
        }
        if (turns[i].waits) {
            assert_string_equal(wait_of(world)->owner.text, "330726.land");
        }
    }
    hears(world, STATE_DISPUTED, "330726.land");
    hears(world, STATE_ROUTED, "330726.land"); /* it is its own after all */
    assert_non_null(wait_of(world));
}

static void a_visit_keeps_its_day(void **state) {
    struct world *world = *state;

    world->file.form = FORM_VISIT;
    world->file.received_at = world->now;
    world->file.opened_at = world->now;
    visit_mark(&world->file);
    attach(world, "330726");
    hears(world, STATE_ACCEPTED, "330726101"); /* below the window */
    assert_int_equal(wait_of(world)->due_at.us, visit_silent_until(&world->file, NULL).us);
    hears(world, STATE_ACCEPTED, "330726.land");
    assert_int_equal(wait_of(world)->due_at.us, world->now.us);
}

/* ---- not for ever */

static void a_leading_case_that_bounces(void **state) {
    static const char *const offices[] = {"330726.land", "330726.civil"};
    struct world *world = *state;
    size_t legs = 0;

    attach(world, "330726");
    for (unsigned i = 0; i < 13; i++) { /* in one day */
        hears(world, STATE_ROUTED, offices[i % 2]);
    }
    assert_int_equal(world->file.leg_count, 0);
    assert_int_equal(world->file.clock_count, 2); /* one wait, however often it was put off */
    for (unsigned i = 0; i < 13; i++) {           /* a day each */
        hears(world, STATE_ROUTED, offices[i % 2]);
        next_day(world);
        while (wait_of(world) != NULL && wait_of(world)->due_at.us > world->now.us) {
            next_day(world);
        }
        if (wait_of(world) != NULL && goes(world, offices[i % 2]) != PJ_OK) {
            assert_int_equal(goes(world, offices[i % 2]), PJ_POLICY_LEGS);
            assert_int_equal(stays(world), PJ_OK);
        }
        legs = world->file.leg_count;
    }
    assert_int_equal(legs, LEGS_ALONG_MAX);
    take_in(world, "330726"); /* and it leaves the units' own legs, and the way back */
    hand(world, ACT_DELEGATE, "330726101");
    world->file.leg_count = LEGS_PER_PROCEEDING - 1;
    for (size_t i = 1; i < world->file.leg_count; i++) {
        world->file.legs[i] = world->file.legs[0];
        world->file.legs[i].term = ++world->file.term;
    }
    attach(world, "330726101");
    hears(world, STATE_ACCEPTED, "330726.land");
    assert_int_equal(goes(world, "330726.land"), PJ_POLICY_LEGS);
}

/* ---- not to everybody */

static void it_stays_where_it_must_not_go(void **state) {
    struct world *world = *state;

    world->file.conflicts = (struct conflict_set){.nodes = {{"330726.land"}}, .count = 1};
    attach(world, "330726");
    hears(world, STATE_ACCEPTED, "330726.land");
    assert_int_equal(goes(world, "330726.land"), PJ_POLICY_CONFLICT);
    assert_int_equal(stays(world), PJ_OK);
    assert_string_equal(world->file.holder.text, "330726");
    assert_non_null(running(&world->file, CLOCK_ROUTE));
    hears(world, STATE_DECIDED, "330726.land");
    assert_null(wait_of(world)); /* asked once of each office */
    hears(world, STATE_ROUTED, "330726.civil");
    next_day(world);
    assert_int_equal(goes(world, "330726.civil"), PJ_OK);
}

static void nobody_is_alarmed(void **state) {
    struct world *world = *state;
    struct act act = {.kind = ACT_LAPSE, .rule = 161};
    struct clock_law law = {.rules = world->rules};
    struct lifecycle_context context = {.directory = world->directory, .law = &law};
    struct node_id told[4];

    attach(world, "330726");
    hears(world, STATE_ACCEPTED, "330726.land");
    assert_int_equal(by_station(world, ACT_LAPSE), PJ_STATE_WRONG); /* no duty of anybody's */
    assert_int_equal(lifecycle_alarmed(&world->file, &act, &context, told, 0, 4), 0);
}

static void its_own_state_forbids_it(void **state) {
    struct world *world = *state;

    hand(world, ACT_TRANSFER, "330726.land");
    attach(world, "330726.land");
    hears(world, STATE_ROUTED, "330726.civil");
    assert_int_equal(perform(world, (struct act){.kind = ACT_ACCEPT}), PJ_OK);
    next_day(world);
    assert_int_equal(goes(world, "330726.civil"), PJ_STATE_ACCEPTED_ALREADY);
    assert_int_equal(stays(world), PJ_OK);
}

static void a_person_knew_better(void **state) {
    struct world *world = *state;

    attach(world, "330726");
    hears(world, STATE_ROUTED, "330726.land");
    hand(world, ACT_DELEGATE, "330726101");
    assert_null(wait_of(world));
    hears(world, STATE_ACCEPTED, "330726.civil");
    assert_null(wait_of(world));
}

static void nobody_says_so_but_the_station(void **state) {
    struct world *world = *state;
    struct act act = {.kind = ACT_ATTACH,
                      .capacity = CAPACITY_STATION,
                      .target = node("330726.land"),
                      .reason = TEXT("along")};

    attach(world, "330726");
    hears(world, STATE_ACCEPTED, "330726.land");
    assert_int_equal(perform(world, act), PJ_AUTH_NOT_ACTOR);
    act.capacity = CAPACITY_UNSPECIFIED;
    assert_int_equal(perform(world, act), PJ_BAD_MISSING); /* by hand it names the leading case */
    act.leading = leading_no;
    assert_int_equal(perform(world, act), PJ_STATE_DONE);
}

/* An honest case comes without one: it ended when the case left. */
static void a_wait_from_elsewhere_is_void(void **state) {
    struct world *world = *state;

    assert_int_equal(
        perform(world, (struct act){.kind = ACT_DELEGATE, .target = node("330726101")}), PJ_OK);
    world->file.clocks[world->file.clock_count++] = (struct clock){.no = 7,
                                                                   .kind = CLOCK_ALONG,
                                                                   .state = CLOCK_STATE_RUNNING,
                                                                   .owner = node("330726.land"),
                                                                   .due_at = world->now};
    deliver(world);
    assert_null(wait_of(world));
    assert_int_equal(goes(world, "330726.land"), PJ_STATE_WRONG);
}

/* ---- and home */

static void assert_as_before(const struct casefile *before, const struct casefile *file) {
    assert_int_equal(file->role, before->role);
    assert_string_equal(file->holder.text, before->holder.text);
    assert_memory_equal(&file->matter, &before->matter, sizeof file->matter);
    assert_memory_equal(file->clocks, before->clocks,
                        before->clock_count * sizeof before->clocks[0]);
    assert_memory_equal(file->legs, before->legs, before->leg_count * sizeof file->legs[0]);
    for (size_t i = before->leg_count; i < file->leg_count; i++) {
        assert_int_not_equal(file->legs[i].closed_at.us, 0);
    }
    assert_ptr_equal(casefile_standing_leg(file), &file->legs[before->leg_count - 1]);
}

/* Wherever it was led, and be it back to where it began: one leg home, and nothing of it is left.
 */
static void random_walks(void **state) {
    static const char *const offices[] = {"330726.land", "330726.civil", "3307",     "330726",
                                          "330726101",   "330726102",    "330726101"};
    struct world *world = *state;
    struct prng prng;
    unsigned led_home = 0;

    prng_init_seed(&prng, 20030918);
    for (unsigned i = 0; i < 2000; i++) {
        struct casefile before;
        struct act detach = {.kind = ACT_DETACH, .capacity = CAPACITY_PETITIONER};
        unsigned moves = 0;

        take_in(world, "330726");
        hand(world, ACT_DELEGATE, "330726102");
        before = world->file;
        attach(world, offices[prng_below(&prng, ARRAY_COUNT(offices))]);
        for (uint64_t left = prng_below(&prng, LEGS_ALONG_MAX + 1); left > 0; left--) {
            const char *office = offices[prng_below(&prng, ARRAY_COUNT(offices))];

            hears(world, STATE_ACCEPTED, office);
            if (wait_of(world) != NULL) {
                assert_int_equal(goes(world, office), PJ_OK);
                moves++;
            }
        }
        led_home += moves > 0 && strcmp(world->file.holder.text, "330726102") == 0 ? 1 : 0;
        detach.node = world->file.origin;
        world->now.us += US_PER_S;
        assert_int_equal(perform(world, detach), PJ_OK);
        if (world->file.role == ROLE_TRANSIT) {
            deliver(world);
        }
        world->file.clock_count = before.clock_count; /* those that were begun since are over */
        assert_as_before(&before, &world->file);
    }
    assert_true(led_home > 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("it goes where the leading case is still on the next working day",
                  on_the_next_working_day, set_up, tear_down),
        CASE_WITH("a weekend is no working day", not_over_the_weekend, set_up, tear_down),
        CASE_WITH("and at once where that was accepted", at_once_where_it_was_accepted, set_up,
                  tear_down),
        CASE_WITH("what becomes of the leading case meanwhile ends the wait, or does not",
                  what_ends_the_wait, set_up, tear_down),
        CASE_WITH("word of a visit goes below on its day, whatever is attached to what",
                  a_visit_keeps_its_day, set_up, tear_down),
        CASE_WITH("after a leading case that bounces it goes four times, then a person",
                  a_leading_case_that_bounces, set_up, tear_down),
        CASE_WITH("not to whom it accuses: it stays, asked once of each office",
                  it_stays_where_it_must_not_go, set_up, tear_down),
        CASE_WITH("that it stays is no duty undone", nobody_is_alarmed, set_up, tear_down),
        CASE_WITH("what was accepted here is seen through here", its_own_state_forbids_it, set_up,
                  tear_down),
        CASE_WITH("what a person handed on since goes along no more", a_person_knew_better, set_up,
                  tear_down),
        CASE_WITH("nobody sends it along but the station", nobody_says_so_but_the_station, set_up,
                  tear_down),
        CASE_WITH("a wait that another station speaks of is void", a_wait_from_elsewhere_is_void,
                  set_up, tear_down),
        CASE_WITH("taken apart it is home in one leg, from wherever it was led", random_walks,
                  set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
