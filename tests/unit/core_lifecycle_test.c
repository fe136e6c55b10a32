/* SPDX-License-Identifier: Apache-2.0
 * What may happen to a case, sentence by sentence, and that nothing that may happen breaks it. */
#include "shipped_data.h"
#include "unit.h"

#include "base/prng.h"
#include "core/lifecycle.h"
#include "words/message.h"

#include <stdlib.h>

#define TEXT(text) ((struct bytes){(const uint8_t *)(text), sizeof(text) - 1})
#define DAY_US     (INT64_C(86400) * US_PER_S)
#define START_US   (INT64_C(1764000000) * US_PER_S)

static const char divisions[] =
    "division,name,parent,tiers,valid_from,valid_to,successor,virtual,organs\n"
    "33,浙江,,,,,,,discipline\n"
    "3307,金华,33,,,,,,discipline\n"
    "330726,浦江,3307,,,,,,land;civil;discipline\n"
    "330726101,黄宅,330726,,,,,,\n"
    "330726102,白马,330726,,,,,,\n"
    "330726101203,村,330726101,,,,,,\n"
    "44,广东,,,,,,,\n";

struct world {
    void *memory;
    struct directory *directory;
    struct rule_book *rules;
    struct conflict_set conflicts;
    struct wall now;
    struct problem problems[2];
    struct casefile file;
};

static struct node_id node(const char *text) {
    struct node_id id;

    assert_int_equal(node_id_parse(text, strlen(text), &id), PJ_OK);
    return id;
}

static void take_in(struct world *world, const char *at) {
    struct casefile *file = &world->file;

    memset(file, 0, sizeof *file);
    file->state = STATE_REGISTERED;
    file->role = ROLE_HOLDER;
    file->holder = node(at);
    file->origin = file->holder;
    file->term = 1;
    file->version = 1;
    file->problems = world->problems;
    file->problem_count = 2;
    file->clock_count = 1;
    file->clocks[0] = (struct clock){.no = 1,
                                     .kind = CLOCK_ROUTE,
                                     .state = CLOCK_STATE_RUNNING,
                                     .owner = file->holder,
                                     .due_at = {world->now.us + 15 * DAY_US}};
    world->problems[0] = (struct problem){.no = 1};
    world->problems[1] = (struct problem){.no = 2};
}

static int set_up(void **state) {
    static struct data_report report;
    struct bytes text = {(const uint8_t *)divisions, sizeof divisions - 1};
    size_t size = directory_bytes(text, BYTES_NONE);
    struct world *world = calloc(1, sizeof *world);

    assert_non_null(world);
    memset(&report, 0, sizeof report);
    world->memory = malloc(size);
    assert_int_equal(
        directory_build(world->memory, size, text, BYTES_NONE, NULL, &report, &world->directory),
        PJ_OK);
    world->rules = shipped_book("CN2022", "CN2022", NULL);
    world->now.us = START_US;
    take_in(world, "330726");
    *state = world;
    return 0;
}

static int tear_down(void **state) {
    struct world *world = *state;

    free(world->memory);
    free(world->rules);
    free(world);
    return 0;
}

static enum pj_code decide(struct world *world, struct act act, bool by_station,
                           struct verdict *ret_verdict) {
    struct clock_law law = {.rules = world->rules};
    struct lifecycle_context context = {.directory = world->directory,
                                        .conflicts = &world->conflicts,
                                        .law = &law,
                                        .now = world->now,
                                        .by_station = by_station};

    act.acted_at = world->now;
    lifecycle_decide(&world->file, &act, &context, ret_verdict);
    if (ret_verdict->code == PJ_OK) {
        casefile_apply(&world->file, &act, ret_verdict);
        if (act.kind == ACT_DELIVER) {
            world->file.role = ROLE_HOLDER;
        }
        casefile_check(&world->file);
    } else {
        assert_int_equal(ret_verdict->effect_count, 0);
    }
    return ret_verdict->code;
}

static enum pj_code perform(struct world *world, struct act act) {
    struct verdict verdict;

    if (act.node.text[0] == '\0') {
        act.node = world->file.holder;
    }
    return decide(world, act, false, &verdict);
}

static enum pj_code by_station(struct world *world, enum act_kind kind) {
    struct verdict verdict;

    return decide(world, (struct act){.kind = kind, .node = world->file.holder}, true, &verdict);
}

static void deliver(struct world *world) {
    struct verdict verdict;
    struct act act = {.kind = ACT_DELIVER, .node = casefile_last_leg(&world->file)->receiver};

    assert_int_equal(decide(world, act, true, &verdict), PJ_OK);
    assert_string_equal(world->file.holder.text, act.node.text);
}

static void hand(struct world *world, enum act_kind kind, const char *target) {
    assert_int_equal(perform(world, (struct act){.kind = kind, .target = node(target)}), PJ_OK);
    assert_int_equal(world->file.role, ROLE_TRANSIT);
    deliver(world);
}

static const struct clock *running(const struct casefile *file, enum clock_kind kind) {
    const struct clock *found = NULL;

    for (size_t i = 0; i < file->clock_count; i++) {
        if (file->clocks[i].kind == kind && file->clocks[i].state == CLOCK_STATE_RUNNING) {
            assert_null(found); /* one of each kind at most */
            found = &file->clocks[i];
        }
    }
    return found;
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
        {"a note says something", {.kind = ACT_NOTE}, PJ_POLICY_REASON},
        {"a classification names the category", {.kind = ACT_CLASSIFY}, PJ_BAD_MISSING},
        {"a decision states every problem", {.kind = ACT_DECIDE}, PJ_POLICY_PROBLEMS_OPEN},
        {"nothing is closed undecided", {.kind = ACT_CLOSE}, PJ_STATE_WRONG},
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

    world->conflicts = (struct conflict_set){{{"330726.land"}, {"330726"}}, 1};
    assert_int_equal(
        perform(world, (struct act){.kind = ACT_TRANSFER, .target = node("330726.land")}),
        PJ_POLICY_CONFLICT);
    world->conflicts.count = 2;
    assert_int_equal(perform(world, (struct act){.kind = ACT_NOTE, .reason = TEXT("x")}),
                     PJ_AUTH_NOT_ACTOR);
}

/* ---- handing over and back */

static void objections(void **state) {
    struct world *world = *state;
    struct act object = {.kind = ACT_OBJECT};

    hand(world, ACT_DELEGATE, "330726101");
    assert_int_equal(perform(world, object), PJ_POLICY_REASON);
    object.reason = TEXT("not ours");
    assert_int_equal(perform(world, object), PJ_OK);
    assert_int_equal(world->file.state, STATE_DISPUTED);
    deliver(world);
    assert_string_equal(world->file.holder.text, "330726"); /* the first goes to the giver */
    hand(world, ACT_DELEGATE, "330726101");
    hand(world, ACT_TRANSFER, "330726102");
    assert_int_equal(perform(world, object), PJ_OK);
    deliver(world);
    assert_string_equal(world->file.holder.text, "330726"); /* the second to whom both are under */
    hand(world, ACT_DELEGATE, "330726102");
    assert_int_equal(perform(world, object), PJ_POLICY_LIMIT);
    assert_int_equal(world->file.objections, 2);
}

static void strangers_object(void **state) {
    struct world *world = *state;
    struct act object = {.kind = ACT_OBJECT, .reason = TEXT("not ours")};

    take_in(world, "33");
    world->file.objections = 1;
    hand(world, ACT_TRANSFER, "44");
    assert_int_equal(perform(world, object), PJ_OK); /* nobody is above both: back to the giver */
    deliver(world);
    assert_string_equal(world->file.holder.text, "33");
}

static void designated(void **state) {
    struct world *world = *state;
    struct act designate = {.kind = ACT_DELEGATE, .target = node("330726101"), .binding = true};

    assert_int_equal(perform(world, designate), PJ_OK);
    deliver(world);
    assert_true(world->file.binding);
    assert_int_equal(perform(world, (struct act){.kind = ACT_OBJECT, .reason = TEXT("no")}),
                     PJ_POLICY_BINDING);
    assert_int_equal(
        perform(world, (struct act){.kind = ACT_TRANSFER, .target = node("330726102")}),
        PJ_POLICY_BINDING);
    assert_int_equal(perform(world, (struct act){.kind = ACT_ESCALATE, .target = node("330726")}),
                     PJ_POLICY_BINDING);
    hand(world, ACT_DELEGATE, "330726101203"); /* what it was given it may hand down */
    assert_false(world->file.binding);
    assert_int_equal(
        perform(world, (struct act){.kind = ACT_OBJECT, .reason = TEXT("no"), .binding = true}),
        PJ_OK);
    deliver(world);
    assert_true(world->file.binding); /* designated it was, designated it is */
    assert_int_equal(
        perform(world, (struct act){.kind = ACT_TRANSFER, .target = node("330726102")}),
        PJ_POLICY_BINDING);
}

static void objecting_binds_nobody(void **state) {
    struct world *world = *state;

    hand(world, ACT_DELEGATE, "330726101");
    assert_int_equal(
        perform(world, (struct act){.kind = ACT_OBJECT, .reason = TEXT("no"), .binding = true}),
        PJ_OK);
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

    for (unsigned i = 0; i < LEGS_MAX / 2; i++) {
        struct act recall = {.kind = ACT_RECALL, .node = world->file.holder};

        hand(world, ACT_DELEGATE, "330726101");
        assert_int_equal(perform(world, recall), PJ_OK);
        deliver(world);
    }
    assert_int_equal(world->file.leg_count, LEGS_MAX);
    assert_int_equal(perform(world, (struct act){.kind = ACT_ESCALATE, .target = node("3307")}),
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
    assert_non_null(running(&world->file, CLOCK_NOTICE)); /* it must be served */
    assert_int_equal(perform(world, (struct act){.kind = ACT_CLOSE}), PJ_OK);
    assert_int_equal(world->file.state, STATE_CLOSED);
    assert_int_equal(world->file.closed_at.us, world->now.us);
    assert_null(running(&world->file, CLOCK_NOTICE));
    for (unsigned kind = 0; kind < ACT_MAX; kind++) {
        enum pj_code code =
            perform(world, (struct act){.kind = (enum act_kind)kind, .reason = TEXT("later")});

        assert_int_equal(code == PJ_OK, kind == ACT_NOTE);
    }
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
    assert_int_equal(perform(world, (struct act){.kind = ACT_OBJECT, .reason = TEXT("no")}), PJ_OK);
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
    count = lifecycle_listeners(&world->file, NULL, NULL, heard, ROUTE_TO_MAX);
    assert_int_equal(count, 3);
    assert_string_equal(heard[0].text, "330726101");
    assert_string_equal(heard[2].text, "330726.land");
    assert_int_equal(lifecycle_listeners(&world->file, NULL, &except, heard, ROUTE_TO_MAX), 2);
    world->conflicts = (struct conflict_set){{{"330726"}}, 1};
    count = lifecycle_listeners(&world->file, &world->conflicts, NULL, heard, ROUTE_TO_MAX);
    assert_int_equal(count, 2);
    for (size_t i = 0; i < count; i++) {
        assert_string_not_equal(heard[i].text, "330726");
    }
    assert_int_equal(lifecycle_listeners(&world->file, NULL, NULL, heard, 1), 1);
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
        CASE_WITH("where nobody stands above both, an objection goes to the giver",
                  strangers_object, set_up, tear_down),
        CASE_WITH("a designated case cannot be handed back, sideways or up", designated, set_up,
                  tear_down),
        CASE_WITH("who objects designates nobody", objecting_binds_nobody, set_up, tear_down),
        CASE_WITH("only the giver recalls, and only the leg meant", recalls, set_up, tear_down),
        CASE_WITH("after twelve hand-overs only a designation moves it", twelve_legs, set_up,
                  tear_down),
        CASE_WITH("no case has more legs than its row holds", all_legs, set_up, tear_down),
        CASE_WITH("decided with every outcome, then closed, then only noted", decides_and_closes,
                  set_up, tear_down),
        CASE_WITH("clocks start and stop with the hand-overs", clocks, set_up, tear_down),
        CASE_WITH("a clock that runs out closes nothing and stays run out", lapses, set_up,
                  tear_down),
        CASE_WITH("a clock runs out at midnight in Shanghai of its last day", due_at_midnight,
                  set_up, tear_down),
        CASE_WITH("parking wins no time and ends when the case goes back", parks, set_up,
                  tear_down),
        CASE_WITH("a hand-over arrives once, at its receiver", arrives_once, set_up, tear_down),
        CASE_WITH("origin, givers and holder hear of it, without the conflict set", listeners,
                  set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
