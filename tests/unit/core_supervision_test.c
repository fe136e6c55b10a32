/* SPDX-License-Identifier: Apache-2.0
 * A unit falls silent: warned, red, supervised by the office above, and from tier to tier while no
 * answer comes; what is proposed is answered; and who is told of it. */
#include "lifecycle_world.h"

#include "core/card.h"
#include "core/supervision.h"

static const struct clock *newest(const struct world *world, enum clock_kind kind) {
    const struct clock *found = NULL;

    for (size_t i = 0; i < world->file.clock_count; i++) {
        found = world->file.clocks[i].kind == kind ? &world->file.clocks[i] : found;
    }
    return found;
}

/* What the clocks ask for when the first of them does; then it is done. */
static enum act_kind due(struct world *world, uint32_t *ret_rule) {
    struct verdict verdict;
    struct act act = {.node = world->file.holder};

    world->now = casefile_next_due(&world->file);
    assert_int_not_equal(world->now.us, 0);
    act.kind = lifecycle_due(&world->file, world->now);
    assert_int_equal(decide(world, act, true, &verdict), PJ_OK);
    *ret_rule = verdict.rule;
    return act.kind;
}

/* With the unit, which has spoken to the petitioner and then falls silent. */
static void with_unit(struct world *world) {
    hand(world, ACT_TRANSFER, "330726.land");
    assert_int_equal(perform(world, (struct act){.kind = ACT_CONTACT,
                                                 .contact = CONTACT_REACHED,
                                                 .reason = TEXT("by telephone")}),
                     PJ_OK);
}

static void silent_unit(void **state) {
    static const struct {
        const char *sentence;
        enum act_kind act;
        uint32_t rule;
        unsigned reds;
        const char *supervisor;
    } rows[] = {
        {"the notice is nearly due", ACT_WARN, 113, 0, ""},
        {"no notice: the county's petition office supervises", ACT_LAPSE, 114, 1, "330726"},
        {"the answer is nearly due", ACT_WARN, 113, 1, "330726"},
        {"no answer: the city", ACT_LAPSE, 115, 2, "3307"},
        {"once more", ACT_WARN, 113, 2, "3307"},
        {"no answer: the province", ACT_LAPSE, 115, 3, "33"},
        {"once more", ACT_WARN, 113, 3, "33"},
        {"no answer: there is nobody above", ACT_LAPSE, 62, 4, "33"},
    };
    struct world *world = *state;
    uint32_t rule = 0;

    with_unit(world);
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        print_message("%s\n", rows[i].sentence);
        assert_int_equal(due(world, &rule), rows[i].act);
        assert_int_equal(rule, rows[i].rule);
        assert_int_equal(card_reds(&world->file, world->now), rows[i].reds);
        assert_string_equal(world->file.matter.supervisor.text, rows[i].supervisor);
    }
    assert_int_equal(world->file.state, STATE_ROUTED); /* it closes nothing */
    assert_int_equal(casefile_next_due(&world->file).us, 0);
    assert_string_equal(newest(world, CLOCK_ANSWER)->owner.text, "330726.land");
    assert_true(casefile_has_flag(&world->file, FLAG_SUPERVISED));
}

static void in_conflict(void **state) {
    struct world *world = *state;
    uint32_t rule = 0;

    world->file.conflicts = (struct conflict_set){.nodes = {{"330726"}, {"33"}}, .count = 2};
    take_in(world, "330726");
    with_unit(world);
    world->file.conflicts = (struct conflict_set){.nodes = {{"330726"}, {"33"}}, .count = 2};
    (void)due(world, &rule);
    (void)due(world, &rule);
    assert_string_equal(world->file.matter.supervisor.text, "3307");
    (void)due(world, &rule);
    (void)due(world, &rule);
    assert_int_equal(rule, 62); /* the province is in conflict, and nobody is above it */
    assert_string_equal(world->file.matter.supervisor.text, "3307");
}

static void answering(void **state) {
    struct world *world = *state;
    struct act answer = {.kind = ACT_ANSWER_URGE, .reason = TEXT("the measurement is late")};
    uint32_t rule = 0;

    with_unit(world);
    (void)due(world, &rule);
    (void)due(world, &rule);
    assert_int_equal(perform(world, answer), PJ_OK);
    assert_int_equal(newest(world, CLOCK_ANSWER)->state, CLOCK_STATE_MET);
    assert_int_equal(perform(world, answer), PJ_STATE_WRONG); /* nothing more is asked */
    assert_int_equal(perform(world, (struct act){.kind = ACT_ACCEPT}), PJ_OK);
    assert_int_equal(newest(world, CLOCK_NOTICE)->state, CLOCK_STATE_LAPSED);
    assert_int_equal(newest(world, CLOCK_NOTICE)->done_at.us, world->now.us); /* late, but done */
    assert_int_equal(card_of(newest(world, CLOCK_NOTICE), world->now), CARD_RED);
}

/* Handling it is no answer, nor is the end of the case. */
static void only_an_answer(void **state) {
    struct world *world = *state;

    accepted(world);
    assert_int_equal(as(world, CAPACITY_PETITIONER, (struct act){.kind = ACT_URGE}), PJ_OK);
    assert_int_equal(perform(world, deciding(RULING_NOT_SUPPORTED)), PJ_OK);
    assert_int_equal(newest(world, CLOCK_HANDLE)->state, CLOCK_STATE_MET);
    assert_int_equal(newest(world, CLOCK_ANSWER)->state, CLOCK_STATE_RUNNING);
    assert_int_equal(as(world, CAPACITY_PETITIONER,
                        (struct act){.kind = ACT_WITHDRAW, .proof = TEXT("by telephone")}),
                     PJ_OK);
    assert_int_equal(newest(world, CLOCK_ANSWER)->state, CLOCK_STATE_ENDED);
    assert_int_equal(newest(world, CLOCK_SERVE)->state, CLOCK_STATE_ENDED);
    assert_int_equal(
        perform(world, (struct act){.kind = ACT_ANSWER_URGE, .reason = TEXT("we decided")}), PJ_OK);
    assert_int_equal(newest(world, CLOCK_ANSWER)->done_at.us, world->now.us);
}

static void proposing(void **state) {
    struct world *world = *state;
    struct act propose = {.kind = ACT_PROPOSE,
                          .node = node("3307"),
                          .ground = GROUND_IMPROVE_WORK,
                          .reason = TEXT("three times late")};
    struct act answer = {.kind = ACT_ANSWER_URGE, .reason = TEXT("taken up")};

    accepted(world);
    assert_int_equal(perform(world, propose), PJ_OK);
    assert_int_equal(world->file.proposed, 1U << GROUND_IMPROVE_WORK);
    assert_string_equal(world->file.matter.supervisor.text, "3307");
    assert_string_equal(running(&world->file, CLOCK_PROPOSAL)->limit, "PROPOSAL");
    assert_int_equal(as(world, CAPACITY_PETITIONER, (struct act){.kind = ACT_URGE}), PJ_OK);
    assert_non_null(running(&world->file, CLOCK_ANSWER)); /* each has its own date */
    assert_int_equal(perform(world, answer), PJ_OK);
    assert_non_null(running(&world->file, CLOCK_PROPOSAL)); /* the urging was answered */
    answer.ground = GROUND_IMPROVE_WORK;
    assert_int_equal(perform(world, answer), PJ_OK);
    assert_null(running(&world->file, CLOCK_PROPOSAL));
    propose.ground = GROUND_LITIGATION;
    assert_int_equal(perform(world, propose), PJ_POLICY_GROUND);
}

/* ---- who is told */

static size_t told(struct world *world, enum act_kind kind, struct node_id *ret_heard) {
    struct clock_law law = {.rules = world->rules};
    struct lifecycle_context context = {.directory = world->directory, .law = &law};
    struct act act = {.kind = kind};

    return lifecycle_alarmed(&world->file, &act, &context, ret_heard, 0, ROUTE_TO_MAX);
}

static void told_above(void **state) {
    struct node_id heard[ROUTE_TO_MAX];
    struct world *world = *state;
    uint32_t rule = 0;

    with_unit(world);
    assert_int_equal(told(world, ACT_ACCEPT, heard), 0); /* ordinary: nobody */
    (void)due(world, &rule);
    assert_int_equal(told(world, ACT_WARN, heard), 0);
    (void)due(world, &rule);
    assert_int_equal(told(world, ACT_ACCEPT, heard), 2); /* the county's desk, and the city */
    assert_string_equal(heard[1].text, "3307");
    for (unsigned i = 0; i < 4; i++) {
        (void)due(world, &rule);
    }
    assert_string_equal(world->file.matter.supervisor.text, "33");
    assert_int_equal(told(world, ACT_ACCEPT, heard), 3); /* as high as it is supervised */
}

/* On its way nobody acts: the giver gets its card, and no supervision is opened behind the token.
 */
static void under_way(void **state) {
    struct world *world = *state;
    uint32_t rule = 0;

    world->file.clocks[0].started_at = world->now;
    world->file.clocks[0].yellow_at = card_yellow_at(&world->file.clocks[0], CARD_YELLOW_DAYS);
    assert_int_equal(
        perform(world, (struct act){.kind = ACT_DELEGATE, .target = node("330726101")}), PJ_OK);
    (void)due(world, &rule);
    (void)due(world, &rule);
    assert_int_equal(rule, 62);
    assert_int_equal(newest(world, CLOCK_ROUTE)->card, CARD_RED);
    assert_int_equal(world->file.clock_count, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("a silent unit is warned, red, supervised, and one tier higher each time",
                  silent_unit, set_up, tear_down),
        CASE_WITH("an office in conflict supervises nothing", in_conflict, set_up, tear_down),
        CASE_WITH("what is answered is answered once, and what was late stays late", answering,
                  set_up, tear_down),
        CASE_WITH("only a written answer is an answer", only_an_answer, set_up, tear_down),
        CASE_WITH("a proposal is answered by its own date", proposing, set_up, tear_down),
        CASE_WITH("told up to whoever supervises, from the first red card on", told_above, set_up,
                  tear_down),
        CASE_WITH("a case under way opens no supervision behind the token", under_way, set_up,
                  tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
