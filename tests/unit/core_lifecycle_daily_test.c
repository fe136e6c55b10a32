/* SPDX-License-Identifier: Apache-2.0
 * Daily acts: contact and its clock, corrected fields, what is instructed. */
#include "lifecycle_world.h"

#include "core/card.h"
#include "core/supervision.h"

/* ---- contact */

static struct act calling(enum contact contact) {
    return (struct act){.kind = ACT_CONTACT, .contact = contact, .reason = TEXT("by telephone")};
}

static void contact(void **state) {
    struct world *world = *state;
    struct act act = calling(CONTACT_UNSPECIFIED);
    const struct clock *clock = NULL;

    assert_null(running(&world->file, CLOCK_CONTACT)); /* a petition office routes it */
    hand(world, ACT_TRANSFER, "330726.land");
    clock = running(&world->file, CLOCK_CONTACT);
    assert_non_null(clock);
    assert_string_equal(clock->owner.text, "330726.land");
    assert_string_equal(clock->limit, "CONTACT");
    assert_string_equal(clock->basis, "CN2022 CONTACT(配置)"); /* no law says so */
    assert_int_equal(perform(world, act), PJ_BAD_MISSING);
    for (int i = 0; i < 12; i++) { /* however often nobody answers */
        assert_int_equal(perform(world, calling(CONTACT_NOT_REACHED)), PJ_OK);
    }
    assert_non_null(running(&world->file, CLOCK_CONTACT));
    act = calling(CONTACT_REACHED);
    act.reason.len = 0;
    assert_int_equal(perform(world, act), PJ_POLICY_REASON);
    act = calling(CONTACT_REACHED);
    act.node = node("330726");
    assert_int_equal(perform(world, act), PJ_AUTH_NOT_ACTOR); /* the unit itself */
    assert_non_null(running(&world->file, CLOCK_CONTACT));
    assert_int_equal(perform(world, calling(CONTACT_REACHED)), PJ_OK);
    assert_null(running(&world->file, CLOCK_CONTACT));
    assert_int_equal(world->file.state, STATE_ROUTED);
}

static void contact_of_the_next(void **state) {
    struct world *world = *state;

    hand(world, ACT_TRANSFER, "330726.land");
    assert_int_equal(perform(world, calling(CONTACT_REACHED)), PJ_OK);
    hand(world, ACT_TRANSFER, "330726.civil");
    assert_string_equal(running(&world->file, CLOCK_CONTACT)->owner.text, "330726.civil");
    lapse_at(world, CLOCK_CONTACT);
    assert_int_equal(world->file.state, STATE_ROUTED);                 /* it closes nothing */
    assert_int_equal(perform(world, calling(CONTACT_REACHED)), PJ_OK); /* and late is possible */
    hand(world, ACT_ESCALATE, "3307");
    assert_null(running(&world->file, CLOCK_CONTACT));
}

/* No period without a rule: it is a setting of the rule set, not a law. */
static void contact_without_rule(void **state) {
    struct world *world = *state;
    struct rule *rule = NULL;

    world->file.matter.flags = 1U << FLAG_ANONYMOUS; /* whom should it call? */
    hand(world, ACT_TRANSFER, "330726.land");
    assert_null(running(&world->file, CLOCK_CONTACT));
    take_in(world, "330726");
    rule = &world->rules->sets[0].rules[LIMIT_CONTACT];
    assert_true(rule->given);
    rule->given = false;
    hand(world, ACT_TRANSFER, "330726.land");
    assert_null(running(&world->file, CLOCK_CONTACT));
    rule->given = true;
    take_in(world, "330726.land");
    world->file.clock_count = 0;
    world->file.form = FORM_VISIT; /* the petitioner stands before the clerk */
    world->file.state = STATE_RECEIVED;
    assert_int_equal(by_station(world, ACT_REGISTER), PJ_OK);
    assert_null(running(&world->file, CLOCK_CONTACT));
    take_in(world, "330726.land");
    world->file.clock_count = 0;
    world->file.form = FORM_LETTER;
    world->file.state = STATE_RECEIVED;
    assert_int_equal(by_station(world, ACT_REGISTER), PJ_OK);
    assert_non_null(running(&world->file, CLOCK_CONTACT));
}

/* ---- correct */

static enum pj_code correct(struct world *world, enum case_field field, const char *value) {
    struct correction correction = {.field = field};

    snprintf(correction.value, sizeof correction.value, "%s", value);
    return perform(world, (struct act){.kind = ACT_CORRECT,
                                       .reason = TEXT("misread"),
                                       .corrections = &correction,
                                       .correction_count = 1});
}

static void values(void **state) {
    static const struct {
        enum case_field field;
        const char *value;
        enum pj_code code;
    } rows[] = {
        {CASE_FIELD_CATEGORY, "0101", PJ_OK},
        {CASE_FIELD_CATEGORY, "0101", PJ_STATE_DONE}, /* it says so already */
        {CASE_FIELD_CATEGORY, "", PJ_BAD_FIELD},
        {CASE_FIELD_PLACE, "330726102", PJ_OK},
        {CASE_FIELD_PLACE, "330726", PJ_OK},
        {CASE_FIELD_PLACE, "330799", PJ_POLICY_TARGET}, /* no such place */
        {CASE_FIELD_PLACE, "the mill", PJ_BAD_FIELD},
        {CASE_FIELD_PERSONS, "0", PJ_BAD_FIELD},
        {CASE_FIELD_PERSONS, "many", PJ_BAD_FIELD},
        {CASE_FIELD_PERSONS, "4", PJ_OK},
        {CASE_FIELD_KNOWN_AT, "2025-11-20", PJ_OK},
        {CASE_FIELD_KNOWN_AT, "2025-11-31", PJ_BAD_FIELD},
        {CASE_FIELD_KNOWN_AT, "2031-01-01", PJ_BAD_FIELD}, /* not yet */
        {CASE_FIELD_FORM, "letter", PJ_OK},
        {CASE_FIELD_FORM, "pigeon", PJ_BAD_FIELD},
        {CASE_FIELD_FORM, "unspecified", PJ_BAD_FIELD},
        {CASE_FIELD_UNSPECIFIED, "x", PJ_BAD_FIELD},
    };
    struct world *world = *state;

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct casefile before = world->file;
        char text[CORRECTION_TEXT_MAX + 1];

        assert_int_equal(correct(world, rows[i].field, rows[i].value), rows[i].code);
        if (rows[i].code == PJ_OK) {
            casefile_field_text(&world->file, rows[i].field, text);
            assert_string_equal(text, rows[i].value);
            assert_int_equal(world->file.version, before.version + 1);
            casefile_field_text(&before, rows[i].field, text);
            assert_string_equal(world->file.corrected[world->file.corrected_count - 1].what.old,
                                text);
        } else {
            assert_memory_equal(&world->file, &before, sizeof before); /* nothing is half done */
        }
    }
}

/* The case remembers the newest; the journal has them all. */
static void remembered(void **state) {
    struct world *world = *state;
    char persons[CORRECTION_TEXT_MAX + 1];

    for (unsigned i = 1; i <= CORRECTED_MAX + 3; i++) {
        snprintf(persons, sizeof persons, "%u", i);
        assert_int_equal(correct(world, CASE_FIELD_PERSONS, persons), PJ_OK);
    }
    assert_int_equal(world->file.corrected_count, CORRECTED_MAX);
    assert_string_equal(world->file.corrected[0].what.value, "4");
    assert_string_equal(world->file.corrected[0].what.old, "3");
    assert_string_equal(world->file.corrected[0].node.text, "330726");
    assert_string_equal(world->file.corrected[CORRECTED_MAX - 1].what.value, "19");
}

/* No correction moves a clock: not one field of the list starts a period of an organ. */
static void clocks_stay(void **state) {
    static const char *const corrected[CASE_FIELD_MAX] = {[CASE_FIELD_CATEGORY] = "0302",
                                                          [CASE_FIELD_PLACE] = "330726101",
                                                          [CASE_FIELD_PERSONS] = "2",
                                                          [CASE_FIELD_KNOWN_AT] = "2025-01-02",
                                                          [CASE_FIELD_FORM] = "phone"};
    struct world *world = *state;
    struct casefile before;

    accepted(world);
    before = world->file;
    for (unsigned field = CASE_FIELD_UNSPECIFIED + 1; field < CASE_FIELD_MAX; field++) {
        assert_int_equal(correct(world, (enum case_field)field, corrected[field]), PJ_OK);
        assert_int_equal(world->file.clock_count, before.clock_count);
        assert_memory_equal(world->file.clocks, before.clocks, sizeof before.clocks);
        assert_int_equal(world->file.state, before.state);
    }
}

static void several(void **state) {
    struct world *world = *state;
    struct correction twice[2] = {{.field = CASE_FIELD_PERSONS, .value = "7"},
                                  {.field = CASE_FIELD_PERSONS, .value = "8"}};
    struct act act = {.kind = ACT_CORRECT,
                      .reason = TEXT("counted again"),
                      .corrections = twice,
                      .correction_count = 2};
    struct casefile before = world->file;

    assert_int_equal(perform(world, act), PJ_BAD_FIELD); /* which of the two is meant? */
    assert_memory_equal(&world->file, &before, sizeof before);
    act.correction_count = 0;
    assert_int_equal(perform(world, act), PJ_BAD_MISSING);
    act.correction_count = 1;
    act.reason.len = 0;
    assert_int_equal(perform(world, act), PJ_POLICY_REASON);
    act.reason = TEXT("counted again");
    act.node = node("3307");
    assert_int_equal(perform(world, act), PJ_AUTH_NOT_ACTOR);
    assert_int_equal(as(world, CAPACITY_PETITIONER, act), PJ_AUTH_NOT_ACTOR);
    act.capacity = CAPACITY_UNSPECIFIED;
    act.node = world->file.holder;
    assert_false(casefile_has_flag(&world->file, FLAG_COLLECTIVE));
    assert_int_equal(perform(world, act), PJ_OK);
    assert_true(casefile_has_flag(&world->file, FLAG_COLLECTIVE)); /* seven persons are */
}

/* ---- instruct */

static void instructed_sooner_never_later(void **state) {
    struct world *world = *state;
    struct act act = {.kind = ACT_INSTRUCT,
                      .node = node("3307"),
                      .reason = TEXT("请于三日内答复"),
                      .responsible = "市长"};
    struct civil today = civil_of(world->now);

    accepted(world);
    assert_int_equal(perform(world, act), PJ_OK); /* no date: nothing runs */
    assert_null(running(&world->file, CLOCK_ANSWER));
    act.due.day = today.day;
    assert_int_equal(perform(world, act), PJ_BAD_FIELD);
    act.due.day = today.day + 20;
    assert_int_equal(perform(world, act), PJ_OK);
    assert_int_equal(running(&world->file, CLOCK_ANSWER)->due.day, today.day + 20);
    act.due.day = today.day + 3;
    assert_int_equal(perform(world, act), PJ_OK);
    assert_int_equal(running(&world->file, CLOCK_ANSWER)->due.day, today.day + 3);
    act.due.day = today.day + 90;
    assert_int_equal(perform(world, act), PJ_OK);
    assert_int_equal(running(&world->file, CLOCK_ANSWER)->due.day, today.day + 3);
    world->file.conflicts = (struct conflict_set){.nodes = {{"3307"}}, .count = 1};
    assert_int_equal(perform(world, act), PJ_AUTH_NOT_ACTOR); /* never past the conflict set */
    world->file.conflicts.count = 0;
    act.responsible[0] = '\0';
    assert_int_equal(perform(world, act), PJ_BAD_MISSING);
    assert_int_equal(perform(world, (struct act){.kind = ACT_ANSWER_URGE, .reason = TEXT("done")}),
                     PJ_OK);
    assert_null(running(&world->file, CLOCK_ANSWER));
}

/* ---- assist */

static struct act asking(const char *office) {
    return (struct act){.kind = ACT_ASSIST, .target = node(office), .reason = TEXT("whose field?")};
}

static struct act answering(const char *office) {
    return (struct act){
        .kind = ACT_ASSIST_ANSWER, .node = node(office), .reason = TEXT("the village's")};
}

static const struct clock *clock_of(const struct world *world, const char *office) {
    for (size_t i = 0; i < world->file.clock_count; i++) {
        const struct clock *clock = &world->file.clocks[i];

        if (clock->kind == CLOCK_ASSIST && strcmp(clock->owner.text, office) == 0) {
            return clock;
        }
    }
    return NULL;
}

static void helpers(void **state) {
    struct world *world = *state;
    struct act act = asking("330726.civil");
    struct casefile before;

    accepted(world);
    before = world->file;
    act.reason.len = 0;
    assert_int_equal(perform(world, act), PJ_POLICY_REASON);
    act = asking("330726.civil");
    act.due.day = civil_of(world->now).day;
    assert_int_equal(perform(world, act), PJ_BAD_FIELD);
    assert_int_equal(perform(world, asking("330726.land")), PJ_POLICY_TARGET); /* itself */
    assert_int_equal(perform(world, asking("330726.none")), PJ_POLICY_TARGET);
    act = asking("330726.civil");
    act.node = node("330726");
    assert_int_equal(perform(world, act), PJ_AUTH_NOT_ACTOR); /* the lead alone asks */
    assert_int_equal(perform(world, asking("330726.civil")), PJ_OK);
    assert_int_equal(perform(world, asking("330726.civil")), PJ_STATE_DONE);
    assert_int_equal(perform(world, asking("330726101")), PJ_OK);
    assert_string_equal(world->file.holder.text, "330726.land"); /* one token, and it stays */
    assert_int_equal(world->file.term, before.term);
    assert_int_equal(running(&world->file, CLOCK_HANDLE)->due.day,
                     running(&before, CLOCK_HANDLE)->due.day);
    assert_int_equal(clock_of(world, "330726.civil")->state, CLOCK_STATE_RUNNING);
    assert_int_equal(perform(world, answering("330726102")), PJ_AUTH_NOT_ACTOR);
    act = answering("330726.civil");
    act.reason.len = 0;
    assert_int_equal(perform(world, act), PJ_POLICY_REASON);
    assert_int_equal(perform(world, answering("330726.civil")), PJ_OK);
    assert_int_equal(perform(world, answering("330726.civil")), PJ_AUTH_NOT_ACTOR); /* once */
    assert_int_equal(clock_of(world, "330726.civil")->state, CLOCK_STATE_MET);
    assert_int_equal(clock_of(world, "330726101")->state, CLOCK_STATE_RUNNING); /* its own */
}

/* Nothing waits for who helps: the opinion is given, and that nobody answered is on record. */
static void decided_without(void **state) {
    struct world *world = *state;

    accepted(world);
    assert_int_equal(perform(world, asking("330726.civil")), PJ_OK);
    assert_int_equal(perform(world, asking("330726101")), PJ_OK);
    assert_int_equal(perform(world, answering("330726101")), PJ_OK);
    assert_int_equal(perform(world, deciding(RULING_NOT_SUPPORTED)), PJ_OK);
    assert_int_equal(world->file.assist_count, 2);
    assert_int_equal(world->file.assists[0].answered_at.us, 0);
    assert_int_not_equal(world->file.assists[0].closed_at.us, 0);
    assert_int_not_equal(world->file.assists[1].answered_at.us, 0);
    assert_int_equal(clock_of(world, "330726.civil")->state, CLOCK_STATE_ENDED); /* not met */
    assert_int_equal(clock_of(world, "330726101")->state, CLOCK_STATE_MET);
    assert_int_equal(perform(world, asking("330726102")), PJ_STATE_OPINION_GIVEN);
}

/* ---- whose card it is */

static void days_pass(struct world *world, int64_t days) {
    world->now.us += days * INT64_C(86400) * US_PER_S;
}

static struct act withdrawing(void) {
    return (struct act){.kind = ACT_WITHDRAW,
                        .capacity = CAPACITY_PETITIONER,
                        .reason = TEXT("enough"),
                        .proof = TEXT("by telephone")};
}

/* The help was asked for fifteen days. */
static const struct {
    const char *sentence;
    int64_t days; /* after which ... */
    enum act_kind act;
    enum card card, long_after;
} ends[] = {
    {"answered early", 5, ACT_ASSIST_ANSWER, CARD_UNSPECIFIED, CARD_UNSPECIFIED},
    {"answered in the last days", 13, ACT_ASSIST_ANSWER, CARD_YELLOW, CARD_YELLOW},
    {"answered late", 20, ACT_ASSIST_ANSWER, CARD_RED, CARD_RED},
    {"never answered", 20, ACT_NOTE, CARD_RED, CARD_RED},
    {"no longer needed: the lead has decided", 5, ACT_DECIDE, CARD_UNSPECIFIED, CARD_UNSPECIFIED},
    {"decided without an answer that was due", 20, ACT_DECIDE, CARD_RED, CARD_RED},
    {"who withdraws improves nobody's card", 5, ACT_WITHDRAW, CARD_UNSPECIFIED, CARD_RED},
};

static void end_help(struct world *world, enum act_kind kind) {
    struct act act = kind == ACT_ASSIST_ANSWER ? answering("330726.civil")
                     : kind == ACT_DECIDE      ? deciding(RULING_NOT_SUPPORTED)
                     : kind == ACT_WITHDRAW    ? withdrawing()
                                               : (struct act){.kind = kind, .reason = TEXT("x")};

    assert_int_equal(
        kind == ACT_WITHDRAW ? as(world, CAPACITY_PETITIONER, act) : perform(world, act), PJ_OK);
}

static void card_of_who_was_asked(void **state) {
    struct world *world = *state;
    const struct clock *clock = NULL;

    for (size_t i = 0; i < ARRAY_COUNT(ends); i++) {
        print_message("%s\n", ends[i].sentence);
        take_in(world, "330726");
        accepted(world);
        assert_int_equal(perform(world, asking("330726.civil")), PJ_OK);
        days_pass(world, ends[i].days);
        while (lifecycle_due(&world->file, world->now) != ACT_UNSPECIFIED) {
            assert_int_equal(by_station(world, lifecycle_due(&world->file, world->now)), PJ_OK);
        }
        end_help(world, ends[i].act);
        clock = clock_of(world, "330726.civil");
        assert_int_equal(card_of(clock, world->now), ends[i].card);
        days_pass(world, 30);
        assert_int_equal(card_of(clock, world->now), ends[i].long_after);
        days_pass(world, -30 - ends[i].days);
    }
}

/* The lead is not at fault: no supervision of the case, and nothing is proposed to it. */
static void no_card_of_the_lead(void **state) {
    static const char *const offices[] = {"330726.civil", "330726101", "330726102"};
    struct world *world = *state;

    accepted(world);
    assert_int_equal(perform(world, calling(CONTACT_REACHED)), PJ_OK);
    for (size_t i = 0; i < ARRAY_COUNT(offices); i++) {
        assert_int_equal(perform(world, asking(offices[i])), PJ_OK);
    }
    days_pass(world, 20);
    while (lifecycle_due(&world->file, world->now) != ACT_UNSPECIFIED) {
        assert_int_equal(by_station(world, lifecycle_due(&world->file, world->now)), PJ_OK);
    }
    for (size_t i = 0; i < ARRAY_COUNT(offices); i++) {
        assert_int_equal(card_of(clock_of(world, offices[i]), world->now), CARD_RED);
    }
    assert_int_equal(card_reds(&world->file, world->now), 0);
    assert_int_equal(supervision_suggests(&world->file, world->now), 0);
    assert_false(casefile_has_flag(&world->file, FLAG_SUPERVISED));
    assert_null(running(&world->file, CLOCK_ANSWER));
}

static void never_the_accused(void **state) {
    struct world *world = *state;

    accepted(world);
    world->file.conflicts = (struct conflict_set){.nodes = {{"330726.civil"}}, .count = 1};
    assert_int_equal(perform(world, asking("330726.civil")), PJ_POLICY_CONFLICT);
    assert_int_equal(world->file.assist_count, 0);
}

/* So many at once, each with its clock; those that are over make room for the next. */
static void as_many_as_there_is_room(void **state) {
    static const char *const offices[] = {"330726.civil",      "330726",      "330726101",
                                          "330726102",         "3307",        "33",
                                          "330726.discipline", "330726101203"};
    struct world *world = *state;

    CTASSERT(ARRAY_COUNT(offices) == ASSISTS_OPEN_MAX);
    accepted(world);
    for (size_t round = 0; round < 4; round++) {
        for (size_t i = 0; i < ARRAY_COUNT(offices); i++) {
            assert_int_equal(perform(world, asking(offices[i])), PJ_OK);
        }
        assert_int_equal(perform(world, asking("3307.discipline")), PJ_POLICY_LIMIT);
        for (size_t i = 0; i < ARRAY_COUNT(offices); i++) {
            assert_int_equal(perform(world, answering(offices[i])), PJ_OK);
        }
    }
    assert_int_equal(world->file.assist_count, ASSISTS_MAX);
}

/* What a copy makes of it: the same. */
static void followed(void **state) {
    struct world *world = *state;
    struct casefile copy;
    struct act act = asking("330726101");

    accepted(world);
    copy = world->file;
    act.node = world->file.holder;
    assert_int_equal(perform(world, act), PJ_OK);
    act.acted_at = world->now;
    casefile_follow(&copy, &act, world->file.state);
    assert_non_null(casefile_assist_of(&copy, &act.target));
    act = answering("330726101");
    act.acted_at = world->now;
    casefile_follow(&copy, &act, world->file.state);
    assert_null(casefile_assist_of(&copy, &act.node));
    assert_int_equal(copy.assist_count, 1);
    assert_int_not_equal(copy.assists[0].answered_at.us, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("only reaching the petitioner ends the first-contact clock", contact, set_up,
                  tear_down),
        CASE_WITH("the next unit speaks to the petitioner itself", contact_of_the_next, set_up,
                  tear_down),
        CASE_WITH("no rule, nobody to call, somebody in person: no first-contact clock",
                  contact_without_rule, set_up, tear_down),
        CASE_WITH("a field is corrected to a value of it, or nothing happens", values, set_up,
                  tear_down),
        CASE_WITH("the case remembers the newest corrections, old and new", remembered, set_up,
                  tear_down),
        CASE_WITH("no correction moves a clock", clocks_stay, set_up, tear_down),
        CASE_WITH("each field once, with a reason, by who has the case", several, set_up,
                  tear_down),
        CASE_WITH("units help beside the lead, which keeps token and periods", helpers, set_up,
                  tear_down),
        CASE_WITH("an opinion waits for nobody who helps", decided_without, set_up, tear_down),
        CASE_WITH("who is asked to help and does not answer has the card", card_of_who_was_asked,
                  set_up, tear_down),
        CASE_WITH("what others do not answer brings the lead nothing", no_card_of_the_lead, set_up,
                  tear_down),
        CASE_WITH("whom it is about is never asked to help", never_the_accused, set_up, tear_down),
        CASE_WITH("so many help at once, and who has answered makes room", as_many_as_there_is_room,
                  set_up, tear_down),
        CASE_WITH("a copy follows who helps", followed, set_up, tear_down),
        CASE_WITH("an instruction shortens the time for an answer, never lengthens it",
                  instructed_sooner_never_later, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
