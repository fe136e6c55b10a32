/* SPDX-License-Identifier: Apache-2.0
 * Which act makes which papers, on the roads a case really takes; and what no paper may leave out.
 */
#include "lifecycle_world.h"

#include "core/paper.h"

#include <stdio.h>

#define PAPERS_TEXT_MAX 64

/* The act happens; `wanted`: "transfer direction", "" = none. */
static void makes(struct world *world, bool by_the_station, struct act act, const char *wanted) {
    struct casefile before = world->file;
    enum paper_kind kinds[PAPERS_PER_ACT_MAX];
    char text[PAPERS_TEXT_MAX] = "";
    struct verdict verdict;
    size_t count = 0;

    if (act.node.text[0] == '\0') {
        act.node = act.capacity == CAPACITY_PETITIONER ? before.origin : before.holder;
    }
    assert_int_equal(decide(world, act, by_the_station, &verdict), PJ_OK);
    count = papers_of_act(&before, &act, &verdict, kinds);
    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(text);

        snprintf(text + len, sizeof text - len, "%s%s", i > 0 ? " " : "",
                 paper_kind_text(kinds[i]));
    }
    assert_string_equal(text, wanted);
}

static struct civil in_days(const struct world *world, int64_t days) {
    return (struct civil){(int32_t)(civil_of(world->now).day + days)};
}

#define DOES(...) makes(world, false, (struct act){__VA_ARGS__}
#define TO(office) .target = node(office)
#define REASON     .reason = TEXT("reason")

static void handed_on(void **state) {
    struct world *world = *state;

    DOES(.kind = ACT_TRANSFER, TO("330726.land")), "transfer direction");
    makes(world, true, (struct act){.kind = ACT_DELIVER, .node = node("330726.land")}, "");
    DOES(.kind = ACT_OBJECT, TO("330726.civil"), REASON), "objection");

    take_in(world, "330726");
    DOES(.kind = ACT_DELEGATE, TO("330726101"), .due = in_days(world, 30)), "assign direction");
    take_in(world, "330726");
    DOES(.kind = ACT_DELEGATE, TO("330726101")), "transfer direction");
    take_in(world, "330726");
    DOES(.kind = ACT_ESCALATE, TO("3307")), "transfer direction");
}

static void a_routing_by_itself(void **state) {
    struct world *world = *state;

    makes(world, true, (struct act){.kind = ACT_ROUTE, TO("330726.land"), .rule = 3}, "direction");
    for (unsigned kind = PAPER_RECEIPT; kind < PAPER_MAX; kind++) {
        bool derived = kind == PAPER_RECEIPT || kind == PAPER_DIRECTION || kind == PAPER_SHEET;

        assert_int_equal(paper_is_numbered((enum paper_kind)kind), !derived);
    }
}

static void handled(void **state) {
    struct world *world = *state;

    take_in(world, "330726");
    hand(world, ACT_TRANSFER, "330726.land");
    DOES(.kind = ACT_ACCEPT), "accept");
    DOES(.kind = ACT_EXTEND, .capacity = CAPACITY_HEAD, REASON,
         .due = in_days(world, 80)), "extend");
    DOES(.kind = ACT_HEARING, REASON), "hearing");
    DOES(.kind = ACT_HEARING, REASON), "");
    makes(world, false, deciding(RULING_NOT_SUPPORTED), "opinion");
    makes(world, false, serving(), "service");
    DOES(.kind = ACT_REVIEW, .capacity = CAPACITY_PETITIONER, TO("330726")), "");
    deliver(world);
    DOES(.kind = ACT_DECIDE, .ruling = RULING_UPHELD, REASON), "review");
    makes(world, false, serving(), "service");
    DOES(.kind = ACT_RECHECK, .capacity = CAPACITY_PETITIONER, TO("3307")), "");
    deliver(world);
    DOES(.kind = ACT_DECIDE, .ruling = RULING_UPHELD, REASON), "recheck");
}

static void turned_away(void **state) {
    struct world *world = *state;

    DOES(.kind = ACT_REFUSE, .ground = GROUND_LITIGATION, TO("330726.land"), REASON), "refuse");
    take_in(world, "330726");
    DOES(.kind = ACT_REFUSE, .ground = GROUND_SAME_MATTER_ENDED, .leading = {"ended"},
         TO("330726.land"), REASON),
        "no_longer");
    take_in(world, "330726");
    DOES(.kind = ACT_ATTACH, .leading = {"leading"}, TO("330726.land"), REASON), "direction");
    served(world);
    DOES(.kind = ACT_REVIEW, .capacity = CAPACITY_PETITIONER, TO("330726")), "");
    deliver(world);
    DOES(.kind = ACT_REFUSE, .ground = GROUND_WRONG_BODY, TO("3307"), REASON), "review_refused");
}

static void watched(void **state) {
    struct world *world = *state;

    accepted(world);
    DOES(.kind = ACT_SUPERVISE, .node = node("330726"), REASON), "supervise");
    DOES(.kind = ACT_URGE, .capacity = CAPACITY_PETITIONER, REASON), "");
    DOES(.kind = ACT_URGE, .node = node("330726"), REASON), "urge");
    DOES(.kind = ACT_ANSWER_URGE, REASON), "answer");
    DOES(.kind = ACT_PROPOSE, .node = node("330726"), .ground = GROUND_PERFECT_POLICY, REASON),
        "perfect_policy");
    DOES(.kind = ACT_NOTE, REASON), "");
}

static void other_roads(void **state) {
    struct world *world = *state;

    accepted(world);
    DOES(.kind = ACT_SETTLE, .proof = TEXT("signed"), .due = in_days(world, 9)), "settlement");
    DOES(.kind = ACT_CHANNEL, .channel = "reconsideration", REASON), "channel");
    DOES(.kind = ACT_CLOSE, .proof = TEXT("its decision"), REASON), "reply");
    take_in(world, "330726");
    hand(world, ACT_TRANSFER, "330726.land");
    DOES(.kind = ACT_LANE, REASON), "accept"); /* the short notice of the simple procedure */
    DOES(.kind = ACT_LANE, .lane = LANE_OF_CASE_GENERAL, REASON), "");
    take_in(world, "330726");
    DOES(.kind = ACT_REFER, .ground = GROUND_LITIGATION, REASON), "direction");
}

static void carried_out(void **state) {
    struct world *world = *state;

    accepted(world);
    makes(world, false, deciding(RULING_SUPPORTED), "opinion");
    makes(world, false, serving(), "service");
    DOES(.kind = ACT_EXECUTE, REASON), "");
    DOES(.kind = ACT_CLOSE, .proof = TEXT("paid"), REASON), "report");
}

static void proposed(void **state) {
    struct world *world = *state;

    accepted(world);
    DOES(.kind = ACT_PROPOSE, .node = node("330726"), .ground = GROUND_IMPROVE_WORK, REASON),
        "improve_work");
    DOES(.kind = ACT_PROPOSE, .node = node("330726"), .ground = GROUND_HOLD_TO_ACCOUNT, REASON),
        "hold_to_account");
}

/* A hand-over makes a letter, which has the number, and tells the petitioner. */
static void the_number_is_one(void **state) {
    struct world *world = *state;
    const struct act hand_on = {.kind = ACT_TRANSFER, .node = node("330726"), TO("330726.land")};
    struct casefile before = world->file;
    struct verdict verdict;

    assert_int_equal(decide(world, hand_on, false, &verdict), PJ_OK);
    assert_int_equal(paper_of_act(&before, &hand_on, &verdict), PAPER_TRANSFER); /* of two */
    for (unsigned kind = PAPER_RECEIPT; kind < PAPER_MAX; kind++) {
        assert_int_equal(paper_is_served((enum paper_kind)kind),
                         kind == PAPER_OPINION || kind == PAPER_REVIEW || kind == PAPER_RECHECK);
    }
}

static void lapsed(void **state) {
    struct world *world = *state;

    accepted(world);
    world->now.us = running(&world->file, CLOCK_HANDLE)->due_at.us;
    makes(world, true, (struct act){.kind = ACT_LAPSE}, ""); /* an organ's lapse ends nothing */
    served(world);
    world->now.us = running(&world->file, CLOCK_ASK_REVIEW)->due_at.us;
    makes(world, true, (struct act){.kind = ACT_LAPSE}, "ended");
}

/* ---- what a paper must show */

static bool must_show(enum paper_kind kind, uint64_t fields) {
    return (paper_row(kind)->must & fields) == fields;
}

static void remedies(void **state) {
    static const enum paper_kind told[] = {PAPER_OPINION, PAPER_REVIEW, PAPER_CHANNEL};

    for (size_t i = 0; i < ARRAY_COUNT(told); i++) {
        assert_true(must_show(told[i], PAPER_SHOWS(REMEDY) | PAPER_SHOWS(REMEDY_BODY) |
                                           PAPER_SHOWS(REMEDY_LIMIT)));
    }
    assert_true(must_show(PAPER_REFUSE, PAPER_SHOWS(REASON) | PAPER_SHOWS(RIGHT_DOOR)));
    assert_true(must_show(PAPER_EXTEND, PAPER_SHOWS(REASON) | PAPER_SHOWS(DUE)));
    assert_true(must_show(PAPER_RECEIPT, PAPER_SHOWS(TEXT) | PAPER_SHOWS(TEXT_ORIGIN) |
                                             PAPER_SHOWS(QUERY_CODE) | PAPER_SHOWS(DIGEST)));
}

static void headed(void **state) {
    for (unsigned i = PAPER_RECEIPT; i < PAPER_MAX; i++) {
        enum paper_kind kind = (enum paper_kind)i;
        const struct paper_row *row = paper_row(kind);

        assert_true(
            must_show(kind, PAPER_SHOWS(DATE) | PAPER_SHOWS(ISSUER) | PAPER_SHOWS(CASE_NO)));
        assert_int_equal(must_show(kind, PAPER_SHOWS(NUMBER)), paper_is_numbered(kind));
        assert_true(row->basis[0] != '\0');
        for (unsigned other = PAPER_RECEIPT; other < i;
             other++) { /* two series never share a word */
            assert_true(!paper_is_numbered(kind) ||
                        strcmp(row->series, paper_row((enum paper_kind)other)->series) != 0);
        }
    }
}

/* ---- the day of a paper */

static struct world *registered_now(void **state) {
    struct world *world = *state;

    take_in(world, "330726");
    world->file.opened_at = world->now;
    world->file.clocks[0].started_at.us = world->now.us - DAY_US; /* received the day before */
    return world;
}

/* The registration started the clock of that kind, and no other. */
static void assert_first(const struct world *world, const char *holder, enum clock_kind kind) {
    assert_string_equal(paper_first_holder(&world->file)->text, holder);
    for (size_t i = 0; i < world->file.clock_count; i++) {
        assert_int_equal(paper_clock_of_registration(&world->file, &world->file.clocks[i]),
                         world->file.clocks[i].kind == kind);
    }
}

static void registered_here(void **state) {
    struct world *world = registered_now(state);

    assert_null(paper_first_leg(&world->file));
    assert_first(world, "330726", CLOCK_ROUTE);
    world->now.us += DAY_US;
    hand(world, ACT_TRANSFER, "330726.land");
    assert_null(paper_first_leg(&world->file));
    assert_first(world, "330726", CLOCK_ROUTE);
    DOES(.kind = ACT_REFUSE, .ground = GROUND_LITIGATION, TO("330726.civil"), REASON), "refuse");
    assert_false(state_is_open(world->file.state));
    assert_first(world, "330726", CLOCK_ROUTE);
}

static void handed_on_at_once(void **state) {
    struct world *world = registered_now(state);

    hand(world, ACT_TRANSFER, "330726.land"); /* arrives in the same turn */
    assert_ptr_equal(paper_first_leg(&world->file), &world->file.legs[0]);
    assert_first(world, "330726.land", CLOCK_NOTICE);
    world->now.us += DAY_US;
    DOES(.kind = ACT_ACCEPT), "accept");
    assert_first(world, "330726.land", CLOCK_NOTICE);
}

static void handed_on_to_another_station(void **state) {
    struct world *world = registered_now(state);

    DOES(.kind = ACT_TRANSFER, TO("330726.land")), "transfer direction");
    assert_first(world, "330726", CLOCK_ROUTE);
    world->now.us -= US_PER_S; /* its clock is behind: what begins there began not here */
    deliver(world);
    assert_ptr_equal(paper_first_leg(&world->file), &world->file.legs[0]);
    assert_first(world, "330726", CLOCK_ROUTE);
}

/* As the rules start it: the same clock as the one that made room. */
static void first_clock_again(void **state) {
    struct world *world = *state;
    struct clock_law law = {.rules = world->rules};
    struct clock first, again;

    take_in(world, "330726");
    world->file.state = STATE_RECEIVED;
    world->file.clock_count = 0;
    world->file.opened_at = world->now;
    world->file.received_at.us = world->now.us - 3 * DAY_US;
    assert_int_equal(by_station(world, ACT_REGISTER), PJ_OK);
    first = world->file.clocks[0];
    world->file.clock_count = 0;
    again = paper_first_clock(&law, &world->file);
    assert_int_equal(again.kind, CLOCK_ROUTE);
    assert_int_equal(again.due.day, first.due.day);
    assert_string_equal(again.basis, first.basis);

    world->file.clocks[world->file.clock_count++] = first;
    hand(world, ACT_TRANSFER, "330726.land");
    first = *running(&world->file, CLOCK_NOTICE);
    again = paper_first_clock(&law, &world->file);
    assert_int_equal(again.kind, CLOCK_NOTICE);
    assert_string_equal(again.limit, "C3");
    assert_string_equal(again.owner.text, "330726.land");
    assert_int_equal(again.due.day, first.due.day);
}

static void arrived_by_a_leg(void **state) {
    struct world *world = registered_now(state);
    const struct leg *leg = NULL;
    size_t started = 0;

    assert_null(paper_last_leg(&world->file));
    world->now.us += DAY_US;
    DOES(.kind = ACT_TRANSFER, TO("330726.land"), .due = in_days(world, 30)), "assign direction");
    leg = paper_last_leg(&world->file);
    assert_ptr_equal(leg, &world->file.legs[0]);
    world->now.us += DAY_US;
    deliver(world);
    world->now.us += DAY_US;
    DOES(.kind = ACT_ACCEPT), "accept");
    for (size_t i = 0; i < world->file.clock_count; i++) {
        enum clock_kind kind = world->file.clocks[i].kind;
        bool is = paper_clock_of_leg(leg, &world->file.clocks[i]);

        assert_true(is || (kind != CLOCK_NOTICE && kind != CLOCK_ASSIGNED));
        started += is;
    }
    assert_int_equal(started, 2);
    assert_int_equal(leg_duty(leg), DUTY_NOTICE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("a hand-over makes a letter and tells the petitioner where it went", handed_on,
                  set_up, tear_down),
        CASE_WITH("what is routed by itself makes no numbered paper", a_routing_by_itself, set_up,
                  tear_down),
        CASE_WITH("each step of handling, review and re-check has its paper", handled, set_up,
                  tear_down),
        CASE_WITH("who is turned away gets it in writing, of the kind that fits", turned_away,
                  set_up, tear_down),
        CASE_WITH("urging and supervision are letters when an office writes them", watched, set_up,
                  tear_down),
        CASE_WITH("settled, led into a channel, simple, referred: each has its paper", other_roads,
                  set_up, tear_down),
        CASE_WITH("what was carried out is reported", carried_out, set_up, tear_down),
        CASE_WITH("each proposal is a paper of its own", proposed, set_up, tear_down),
        CASE_WITH("one of the papers of an act bears the number", the_number_is_one, set_up,
                  tear_down),
        CASE_WITH("only the petitioner's own time makes a paper when it runs out", lapsed, set_up,
                  tear_down),
        CASE("a decision tells its remedy, where and until when", remedies),
        CASE("every paper has date, issuer and case, and its number if it has a series", headed),
        CASE_WITH("who had it when it was registered, and what was due, stay so", registered_here,
                  set_up, tear_down),
        CASE_WITH("handed on in the same turn, the receiver's date is the first", handed_on_at_once,
                  set_up, tear_down),
        CASE_WITH("what left for another station was still the origin's",
                  handed_on_to_another_station, set_up, tear_down),
        CASE_WITH("a first clock that made room is found again by the rules", first_clock_again,
                  set_up, tear_down),
        CASE_WITH("a hand-over is told with the dates its arrival started", arrived_by_a_leg,
                  set_up, tear_down),
    };

    return cmocka_run_group_tests_name("papers", tests, NULL, NULL);
}
