/* SPDX-License-Identifier: Apache-2.0
 * Divisions end: a place keeps its code, and the case goes to whoever took over by its day.
 */
#include "directory_world.h"

#include "core/route.h"

/* 102 became part of 103 at the end of 2024, 103 of 104 in the middle of 2025; 105 was abolished
 * without a word; 106 and the county 330727 ended together. */
static const char divisions[] =
    DIVISIONS_HEADER "33,省,,,,,,,\n"
                     "3307,市,33,,,,,,\n"
                     "330726,县,3307,,,,,,land\n"
                     "330727,旧县,3307,,,2020-12-31,330726,,land\n"
                     "330726102,甲,330726,,,2024-12-31,330726103,,\n"
                     "330726102201,甲村,330726102,,,2024-12-31,330726103201,,\n"
                     "330726103,乙,330726,,,2025-06-30,330726104,,\n"
                     "330726103201,乙村,330726103,,,,,,\n"
                     "330726104,丙,330726,,2025-07-01,,,,\n"
                     "330726105,丁,330726,,,2024-12-31,,,\n"
                     "330727106,戊,330727,,,2020-12-31,,,\n"
                     "4401,圆,33,,,2020-12-31,4402,,\n"
                     "4402,方,33,,,2020-12-31,,,\n";

static int set_up(void **state) {
    return world_set_up(state, divisions, "", NULL);
}

static const struct {
    const char *place;
    int year;
    unsigned month, day;
    const char *standing; /* "" = nobody */
} rows[] = {
    {"330726102", 2024, 12, 31, "330726102"},     /* its last day */
    {"330726102", 2025, 1, 1, "330726103"},       /* the day after */
    {"330726102", 2025, 6, 30, "330726103"},      /* the last day of that one */
    {"330726102", 2025, 7, 1, "330726104"},       /* and on to the next */
    {"330726103", 2025, 1, 1, "330726103"},       /* it stands */
    {"330726104", 2020, 1, 1, "330726104"},       /* a code nobody else has: not yet, but it */
    {"330726105", 2025, 1, 1, "330726"},          /* no successor: who is above it */
    {"330727106", 2025, 1, 1, "330726"},          /* above it the county ended too */
    {"330727106", 2020, 12, 31, "330727106"},     /* both stand */
    {"330726102201", 2025, 7, 1, "330726103201"}, /* a village by its own successor */
    {"4401", 2025, 1, 1, "33"},                   /* the successor ended as well */
};

static struct place place_of_text(const char *text) {
    struct place place;

    assert_int_equal(place_parse(text, strlen(text), &place), PJ_OK);
    return place;
}

static void who_answers(void **state) {
    const struct world *world = *state;

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct civil day = civil_from_ymd(rows[i].year, rows[i].month, rows[i].day);
        uint32_t index = directory_find(world->directory, place_of_text(rows[i].place));
        uint32_t standing = directory_standing(world->directory, index, day);
        char text[PLACE_DIGITS_MAX + 1] = "";

        if (standing != PLACE_INDEX_NONE) {
            place_print(directory_place(world->directory, standing), text);
        }
        if (strcmp(text, rows[i].standing) != 0) {
            fail_msg("row %u, %s: %s", (unsigned)i, rows[i].place, text);
        }
    }
    assert_int_equal(directory_standing(world->directory, PLACE_INDEX_NONE, (struct civil){1}),
                     PLACE_INDEX_NONE);
}

static void nobody_is_left(void **state) {
    struct world world;

    (void)state;
    assert_int_equal(world_load(&world,
                                DIVISIONS_HEADER "33,a,,,,2020-12-31,3301,,\n"
                                                 "3301,b,33,,,2020-12-31,,,\n",
                                "", NULL),
                     PJ_OK);
    assert_int_equal(directory_standing(world.directory, 0, civil_from_ymd(2021, 1, 1)),
                     PLACE_INDEX_NONE);
    world_release(&world);
}

static const char list_text[] =
    "category,tier,place,organ,channel,lane,valid_from,valid_to,rank,basis\n"
    "0101,county,,land,petition,ordinary,,,,a\n"
    "0202,township,,,petition,ordinary,,,,b\n";

static const struct {
    const char *place, *category, *at;
    int year;
    const char *target, *basis;
    bool unconfirmed;
} cases[] = {
    {"330726102", "0202", "33", 2024, "330726102", "R4 v1:3", false},
    {"330726102", "0202", "33", 2026, "330726104", "R4 v1:3 330726102>330726104", false},
    {"330726102", "0202", "330726104", 2026, "330726104", "R4 v1:3 330726102>330726104", false},
    {"330726102999", "0202", "33", 2026, "330726104", "R4 v1:3 330726102>330726104", true},
    {"330727106", "0101", "3307", 2020, "330727.land", "R4 v1:2", false},
    {"330727106", "0101", "3307", 2026, "330726.land", "R4 v1:2 330727106>330726", false},
    {"330726102", "", "330726104", 2026, "330726104", "R5 330726102>330726104", false},
    {"330727106", "", "330726104", 2026, "330726", "R6 330727106>330726", false},
};

static void the_case_follows(void **state) {
    static struct data_report report;
    const struct world *world = *state;
    struct bytes text = {(const uint8_t *)list_text, sizeof list_text - 1};
    size_t size = competence_bytes(text);
    void *memory = malloc(size);
    struct competence *list = NULL;

    assert_int_equal(competence_build(memory, size, text, "v1", world->directory, &report, &list),
                     PJ_OK);
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct route_query query = {.directory = world->directory,
                                    .list = list,
                                    .place = place_of_text(cases[i].place),
                                    .category = cases[i].category,
                                    .purpose = PURPOSE_CLAIM,
                                    .form = FORM_LETTER,
                                    .today = civil_from_ymd(cases[i].year, 3, 1)};
        struct route_verdict verdict;

        assert_int_equal(node_id_parse(cases[i].at, strlen(cases[i].at), &query.at), PJ_OK);
        route_decide(&query, &verdict);
        if (strcmp(verdict.target.text, cases[i].target) != 0 ||
            strcmp(verdict.basis, cases[i].basis) != 0 ||
            verdict.place_unconfirmed != cases[i].unconfirmed) {
            fail_msg("row %u: %s %s", (unsigned)i, verdict.target.text, verdict.basis);
        }
    }
    free(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("who answers for a division on a day", who_answers, set_up, world_tear_down),
        CASE("where everything has ended nobody does, and the search ends", nobody_is_left),
        CASE_WITH("a case goes to whoever took over by its day, and says so", the_case_follows,
                  set_up, world_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
