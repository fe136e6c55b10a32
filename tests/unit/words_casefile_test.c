/* SPDX-License-Identifier: Apache-2.0
 * The invariants of a case: a sound one passes, and each single break is noticed. */
#include "unit.h"
#include "words/casefile.h"

#include <stdio.h>
#include <string.h>

/* A petition at Pujiang county that came up from a township and stays: one leg, one clock. */
static struct casefile sound(void) {
    struct casefile casefile = {
        .state = STATE_ROUTED,
        .role = ROLE_HOLDER,
        .holder = {"330726"},
        .origin = {"330726100"},
        .term = 2,
        .version = 3,
        .leg_count = 1,
        .clock_count = 1,
    };

    casefile.legs[0] = (struct leg){.term = 2,
                                    .kind = LEG_ESCALATE,
                                    .giver = {"330726100"},
                                    .receiver = {"330726"},
                                    .opened_at = {10},
                                    .delivered_at = {20}};
    casefile.clocks[0] = (struct clock){
        .no = 1, .kind = CLOCK_NOTICE, .state = CLOCK_STATE_RUNNING, .due_at = {1000}};
    return casefile;
}

static void check(void *argument) {
    casefile_check(argument);
}

static void sound_case(void **state) {
    struct casefile casefile = sound();

    assert_false(aborts(check, &casefile));
}

typedef void change(struct casefile *casefile);

static void no_holder(struct casefile *casefile) {
    casefile->holder.text[0] = '\0';
}
static void no_role(struct casefile *casefile) {
    casefile->role = ROLE_UNSPECIFIED;
}
static void no_term(struct casefile *casefile) {
    casefile->term = 0;
    casefile->leg_count = 0;
}
static void no_version(struct casefile *casefile) {
    casefile->version = 0;
}
static void no_clock(struct casefile *casefile) {
    casefile->clock_count = 0;
}
static void only_met_clock(struct casefile *casefile) {
    casefile->clocks[0].state = CLOCK_STATE_MET;
}
static void clock_without_due(struct casefile *casefile) {
    casefile->clocks[0].due_at.us = 0;
}
static void clock_without_kind(struct casefile *casefile) {
    casefile->clocks[0].kind = CLOCK_UNSPECIFIED;
}
static void transit_without_clock(struct casefile *casefile) {
    casefile->role = ROLE_TRANSIT;
    casefile->clock_count = 0;
}
static void leg_from_nowhere(struct casefile *casefile) {
    casefile->legs[0].giver.text[0] = '\0';
}
static void leg_to_nowhere(struct casefile *casefile) {
    casefile->legs[0].receiver.text[0] = '\0';
}
static void leg_from_the_future(struct casefile *casefile) {
    casefile->legs[0].term = 3;
}
static void leg_twice(struct casefile *casefile) {
    casefile->legs[1] = casefile->legs[0];
    casefile->leg_count = 2;
}
static void two_legs_under_way(struct casefile *casefile) {
    casefile->legs[1] = casefile->legs[0];
    casefile->leg_count = 2;
    casefile->legs[0].term = 1;
    casefile->legs[0].delivered_at.us = 0;
    casefile->legs[1].delivered_at.us = 0;
}
static void too_many_legs(struct casefile *casefile) {
    casefile->leg_count = LEGS_MAX + 1;
}
static void too_many_clocks(struct casefile *casefile) {
    casefile->clock_count = CLOCKS_MAX + 1;
}
static void too_many_problems(struct casefile *casefile) {
    casefile->problem_count = PROBLEMS_MAX + 1;
}
static void problems_missing(struct casefile *casefile) {
    casefile->problem_count = 1;
}
static void waits_since_never(struct casefile *casefile) {
    casefile->waiting.until.us = 5;
}
static void waits_for_ever(struct casefile *casefile) {
    casefile->waiting.since.us = 5;
}
static void parts_missing(struct casefile *casefile) {
    casefile->part_count = 1;
}

static void each_break_is_noticed(void **state) {
    static change *const breaks[] = {
        no_holder,
        no_role,
        no_term,
        no_version,
        no_clock,
        only_met_clock,
        clock_without_due,
        clock_without_kind,
        transit_without_clock,
        leg_from_nowhere,
        leg_to_nowhere,
        leg_from_the_future,
        leg_twice,
        two_legs_under_way,
        too_many_legs,
        too_many_clocks,
        too_many_problems,
        problems_missing,
        parts_missing,
        waits_since_never,
        waits_for_ever,
    };

    for (size_t i = 0; i < ARRAY_COUNT(breaks); i++) {
        struct casefile casefile = sound();

        breaks[i](&casefile);
        if (!aborts(check, &casefile)) {
            fail_msg("break number %zu went unnoticed", i);
        }
    }
}

static void lapsed_clock(struct casefile *casefile) {
    casefile->clocks[0].state = CLOCK_STATE_LAPSED;
}
static void copy_without_clock(struct casefile *casefile) {
    casefile->role = ROLE_COPY;
    casefile->clock_count = 0;
}
static void closed_without_clock(struct casefile *casefile) {
    casefile->state = STATE_ENDED_REPLIED;
    casefile->clock_count = 0;
}
static void in_transit(struct casefile *casefile) {
    casefile->role = ROLE_TRANSIT;
    casefile->legs[0].delivered_at.us = 0;
}
static void chain_of_open_legs(struct casefile *casefile) {
    casefile->legs[1] = casefile->legs[0];
    casefile->legs[1].term = 5;
    casefile->legs[1].delivered_at.us = 0;
    casefile->leg_count = 2;
    casefile->term = 5;
}

static void lawful_cases_pass(void **state) {
    static change *const changes[] = {lapsed_clock, copy_without_clock, closed_without_clock,
                                      in_transit, chain_of_open_legs};

    for (size_t i = 0; i < ARRAY_COUNT(changes); i++) {
        struct casefile casefile = sound();

        changes[i](&casefile);
        if (aborts(check, &casefile)) {
            fail_msg("lawful case number %zu was refused", i);
        }
    }
}

static void next_due(void **state) {
    static const struct {
        enum clock_state state;
        int64_t due_us;
    } clocks[] = {{CLOCK_STATE_MET, 5},
                  {CLOCK_STATE_RUNNING, 300},
                  {CLOCK_STATE_RUNNING, 200},
                  {CLOCK_STATE_LAPSED, 100},
                  {CLOCK_STATE_RUNNING, 400}};
    struct casefile casefile = sound();

    casefile.clock_count = 0;
    assert_int_equal(casefile_next_due(&casefile).us, 0);
    for (size_t i = 0; i < ARRAY_COUNT(clocks); i++) {
        casefile.clocks[i] = (struct clock){.state = clocks[i].state, .due_at = {clocks[i].due_us}};
        casefile.clock_count++;
    }
    assert_int_equal(casefile_next_due(&casefile).us, 200);
}

static const struct {
    const char *sentence;
    enum role role;
    enum state state;
    int64_t until_us, asks_us;
} asked[] = {
    {"who has it is asked when the clock is due", ROLE_HOLDER, STATE_ROUTED, 0, 1000},
    {"or when what waits may go, which is earlier", ROLE_HOLDER, STATE_ROUTED, 900, 900},
    {"or later", ROLE_HOLDER, STATE_ROUTED, 1100, 1000},
    {"a copy has no clock of its own", ROLE_COPY, STATE_ROUTED, 0, 0},
    {"what waits there goes all the same", ROLE_COPY, STATE_ROUTED, 1100, 1100},
    {"and after the end", ROLE_HOLDER, STATE_ENDED_REPLIED, 1100, 1100},
};

static void asks_at(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(asked); i++) {
        struct casefile casefile = sound();

        casefile.role = asked[i].role;
        casefile.state = asked[i].state;
        casefile.waiting.until.us = asked[i].until_us;
        if (casefile_asks_at(&casefile).us != asked[i].asks_us) {
            fail_msg("%s", asked[i].sentence);
        }
    }
}

static void token_at(void **state) {
    struct casefile casefile = sound();

    assert_string_equal(casefile_token_at(&casefile)->text, "330726");
    casefile.holder = (struct node_id){"330726100"};
    in_transit(&casefile);
    assert_string_equal(casefile_token_at(&casefile)->text, "330726");
    casefile.role = ROLE_COPY;
    assert_string_equal(casefile_token_at(&casefile)->text, "330726100");
}

static void last_leg(void **state) {
    struct casefile casefile = sound();

    assert_int_equal(casefile_last_leg(&casefile)->term, 2);
    chain_of_open_legs(&casefile);
    assert_int_equal(casefile_last_leg(&casefile)->term, 5);
    casefile.leg_count = 0;
    assert_null(casefile_last_leg(&casefile));
}

static void open_states(void **state) {
    assert_false(state_is_open(STATE_UNSPECIFIED));
    for (unsigned i = STATE_RECEIVED; i <= STATE_EXECUTING; i++) { /* S0..S17 */
        assert_true(state_is_open((enum state)i));
    }
    for (unsigned i = STATE_ENDED_NO_REQUEST; i < STATE_MAX; i++) { /* S20..S25 */
        assert_false(state_is_open((enum state)i));
    }
}

/* ---- whom it is about, in the words of a database */

static bool share_a_word(const char *a, const char *b) {
    for (size_t len = strcspn(a, " "); len > 0; a += len + (a[len] == ' '), len = strcspn(a, " ")) {
        for (const char *at = b; *at != '\0'; at += strcspn(at, " "), at += *at == ' ') {
            if (strcspn(at, " ") == len && strncmp(at, a, len) == 0) {
                return true;
            }
        }
    }
    return false;
}

static void words_say_what_the_set_says(void **state) {
    static const char *const offices[] = {"33",
                                          "3307",
                                          "330726",
                                          "330726101",
                                          "330726101221",
                                          "330727",
                                          "330726.land",
                                          "3307.land",
                                          "330726101.land",
                                          "330726.discipline",
                                          "3307.landed",
                                          "330726101.police"};
    struct conflict_set set = {.count = 1};
    char text[CONFLICT_TEXT_MAX + 1];
    char words[CONFLICT_WORDS_MAX + 1];
    size_t had = 0;

    for (size_t i = 0; i < ARRAY_COUNT(offices); i++) {
        for (size_t k = 0; k < 2 * ARRAY_COUNT(offices); k++) {
            struct node_id office;

            set.below = k % 2;
            snprintf(set.nodes[0].text, sizeof set.nodes[0].text, "%s", offices[i]);
            snprintf(office.text, sizeof office.text, "%s", offices[k / 2]);
            (void)conflict_print(&set, text, sizeof text);
            (void)conflict_words_of(&office, words, sizeof words);
            had += conflict_has(&set, &office) ? 1 : 0;
            if (share_a_word(text, words) != conflict_has(&set, &office)) {
                fail_msg("\"%s\" and \"%s\"", text, words);
            }
        }
    }
    assert_in_range(had, ARRAY_COUNT(offices) + 1, 100); /* each itself, and some of the others */
}

static void of_several_offices(void **state) {
    struct conflict_set set = {.nodes = {{"330726101"}, {"330726.land"}}, .count = 2, .below = 1};
    char text[CONFLICT_TEXT_MAX + 1];

    conflict_print(&set, text, sizeof text);
    assert_string_equal(text, "330726101+ 330726.land");
    set.count = 0;
    conflict_print(&set, text, sizeof text);
    assert_string_equal(text, "");
}

/* Every row in use: then a copy is the whole, but for the padding behind the conflict set. */
static void a_full_copy_is_the_whole(void **state) {
    static struct casefile from;
    static struct casefile to;
    size_t differing = 0;

    (void)state;
    memset(&from, 0xA5, sizeof from);
    memset(&to, 0x5A, sizeof to);
    from.conflicts.count = CONFLICTS_MAX;
    from.leg_count = LEGS_MAX;
    from.clock_count = CLOCKS_MAX;
    from.assist_count = ASSISTS_MAX;
    from.corrected_count = CORRECTED_MAX;
    casefile_copy(&to, &from);
    for (size_t i = 0; i < sizeof to; i++) {
        differing += ((const uint8_t *)&to)[i] != ((const uint8_t *)&from)[i];
    }
    assert_true(differing < sizeof(uint64_t));
}

static void a_cleared_case_has_nothing(void **state) {
    static const struct casefile nothing;
    static struct casefile casefile;

    (void)state;
    memset(&casefile, 0xA5, sizeof casefile);
    casefile_clear(&casefile);
    assert_memory_equal(&casefile, &nothing, offsetof(struct casefile, conflicts.nodes));
    assert_int_equal(casefile.leg_count + casefile.clock_count + casefile.assist_count +
                         casefile.corrected_count + casefile.conflicts.count,
                     0);
}

/* Named later: nothing goes there, and nothing that was there is gone. */
static void named_later(void **state) {
    struct conflict_set set = {
        .nodes = {{"330726101"}, {"330726.land"}, {"3307"}}, .count = 3, .below = 7, .later = 6};
    const struct node_id land = {"330726.land"};
    const struct node_id below = {"330726102"};
    const struct node_id both = {"330726101221"}; /* by the first one, and by 3307 */
    struct conflict_set first = conflict_at_first(&set);
    char text[CONFLICT_TEXT_MAX + 1];

    (void)state;
    assert_true(conflict_has(&set, &land));
    assert_false(conflict_hides(&set, &land));
    assert_true(conflict_is_later(&set, &land));
    assert_true(conflict_is_later(&set, &below));
    assert_true(conflict_hides(&set, &both));
    assert_false(conflict_is_later(&set, &both));
    assert_int_equal(first.count, 1);
    assert_int_equal(first.below, 1);
    assert_true(conflict_has(&first, &both));
    assert_false(conflict_has(&first, &land));
    conflict_print(&set, text, sizeof text);
    assert_string_equal(text, "330726101+");
    assert_true(conflict_is_set(&set));
    set.later = 7;
    assert_false(conflict_is_set(&set)); /* numbered as it was before */
    conflict_print(&set, text, sizeof text);
    assert_string_equal(text, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("a sound case passes its check", sound_case),
        CASE("every single break of an invariant aborts", each_break_is_noticed),
        CASE("a lapsed clock, a copy, a closed case and a case under way are lawful",
             lawful_cases_pass),
        CASE("the next due instant is that of the earliest running clock", next_due),
        CASE("a station is asked by what is open here, and by what waits here", asks_at),
        CASE("the token is with the holder, or on its way to the receiver", token_at),
        CASE("the last leg is the newest, or none", last_leg),
        CASE("the words of a set and of an office meet where the set has the office",
             words_say_what_the_set_says),
        CASE("a set of several offices is several words", of_several_offices),
        CASE("a copy of a case has all its rows", a_full_copy_is_the_whole),
        CASE("a cleared case has no rows and no values", a_cleared_case_has_nothing),
        CASE("whoever is named later gets nothing new and misses nothing", named_later),
        CASE("a case is open from its receipt until it is closed", open_states),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
