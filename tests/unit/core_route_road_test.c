/* SPDX-License-Identifier: Apache-2.0
 * Accusations keep off the stations of the accused, not only off their desks; other purposes. */
#include "directory_world.h"

#include "core/route.h"

static const char divisions[] =
    DIVISIONS_HEADER "33,浙江,,,,,,,discipline\n3307,金华,33,,,,,,discipline\n"
                     "330726,浦江,3307,,,,,,land:B;discipline\n330726101,黄宅,330726,,,,,,\n"
                     "330726101221,村,330726101,,,,,,\n330726102,白马,330726,,,,,,\n"
                     "330727,磐安,3307,,,,,,discipline\n";
/* The county's land office has a station of its own, the second township has none. */
static const char stations[] = STATIONS_HEADER "province,,33\ncity,province,3307\n"
                                               "county,city,330726\nland,county,330726.land\n"
                                               "town,county,330726101\n"
                                               "village,town,330726101221\nother,city,330727\n";

struct expected {
    enum route_outcome outcome;
    const char *target;
    uint32_t rule;
};

static const struct {
    const char *sentence;
    const char *at, *place;
    enum purpose purpose;
    const char *accused; /* "" = nobody */
    struct expected expected;
} rows[] = {
    {"against nobody known: the nearest discipline organ",
     "330726101221",
     "330726101221",
     PURPOSE_ACCUSATION,
     "",
     {ROUTE_ESCALATE, "330726.discipline", 3}},
    {"against the township, from its village: every way leads through its station",
     "330726101221",
     "330726101221",
     PURPOSE_ACCUSATION,
     "330726101",
     {ROUTE_PARK, "330726101221", 21}},
    {"against the township, from its own station: it is there already",
     "330726101",
     "330726101221",
     PURPOSE_ACCUSATION,
     "330726101",
     {ROUTE_ESCALATE, "330726.discipline", 3}},
    {"against the township, from the city: the road ends above it",
     "3307",
     "330726101221",
     PURPOSE_ACCUSATION,
     "330726101",
     {ROUTE_DELEGATE, "330726.discipline", 3}},
    {"against a township without a station, from the city: the county's station is its station",
     "3307",
     "330726102",
     PURPOSE_ACCUSATION,
     "330726102",
     {ROUTE_TRANSFER, "3307.discipline", 3}},
    {"against the county, from the city: one tier up, where it never goes down",
     "3307",
     "330726101",
     PURPOSE_ACCUSATION,
     "330726",
     {ROUTE_TRANSFER, "3307.discipline", 3}},
    {"against the county, from the province: the city's organ is as far as it goes down",
     "33",
     "330726101",
     PURPOSE_ACCUSATION,
     "330726",
     {ROUTE_DELEGATE, "3307.discipline", 3}},
    {"against the county, from its township: every way leads through it",
     "330726101",
     "330726101",
     PURPOSE_ACCUSATION,
     "330726",
     {ROUTE_PARK, "330726101", 21}},
    {"against the county, at the county's own station: nothing travels",
     "330726",
     "330726",
     PURPOSE_ACCUSATION,
     "330726",
     {ROUTE_TRANSFER, "330726.discipline", 3}},
    {"against the land office, which has its own station: the road passes by",
     "330726101",
     "330726101",
     PURPOSE_ACCUSATION,
     "330726.land",
     {ROUTE_ESCALATE, "330726.discipline", 3}},
    {"against the city, from another of its counties: it stays below",
     "330727",
     "330727",
     PURPOSE_ACCUSATION,
     "3307",
     {ROUTE_TRANSFER, "330727.discipline", 3}},
    {"against the city, across it: every way leads through",
     "330727",
     "330726",
     PURPOSE_ACCUSATION,
     "3307",
     {ROUTE_PARK, "330727", 21}},
    {"against the discipline organ itself: its station is on every way",
     "330726101",
     "330726101",
     PURPOSE_ACCUSATION,
     "330726.discipline",
     {ROUTE_PARK, "330726101", 21}},
    {"a claim about somebody keeps off their station as well",
     "330726101221",
     "330726",
     PURPOSE_CLAIM,
     "330726101",
     {ROUTE_PARK, "330726101221", 21}},
    {"a claim about a township whose station is the county's: one tier up",
     "3307",
     "330726102",
     PURPOSE_CLAIM,
     "330726102",
     {ROUTE_KEEP, "3307", 5}},
    {"thanks stay", "330726101", "3307", PURPOSE_THANKS, "", {ROUTE_KEEP, "330726101", 19}},
    {"a suggestion goes where a claim would",
     "330726",
     "3307",
     PURPOSE_SUGGESTION,
     "",
     {ROUTE_ESCALATE, "3307", 6}},
    {"a question too", "330726", "3307", PURPOSE_INQUIRY, "", {ROUTE_ESCALATE, "3307", 6}},
};

static void off_their_stations(void **state) {
    const struct world *world = *state;

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct conflict_set conflicts = {.count = 0};
        struct route_query query = {.directory = world->directory,
                                    .conflicts = &conflicts,
                                    .at = node_of(rows[i].at),
                                    .place = place_of(rows[i].place),
                                    .category = "",
                                    .purpose = rows[i].purpose,
                                    .form = FORM_LETTER};
        struct route_verdict verdict;

        if (rows[i].accused[0] != '\0') {
            conflicts.nodes[conflicts.count++] = node_of(rows[i].accused);
        }
        route_decide(&query, &verdict);
        if (verdict.outcome != rows[i].expected.outcome || verdict.rule != rows[i].expected.rule ||
            strcmp(verdict.target.text, rows[i].expected.target) != 0) {
            fail_msg("%s: %s %s R%u", rows[i].sentence, route_outcome_text(verdict.outcome),
                     verdict.target.text, verdict.rule);
        }
        assert_non_null(rule_text(verdict.rule));
    }
}

static const struct {
    const char *sentence;
    const char *from, *to, *office;
    bool enters;
} roads[] = {
    {"up through", "330726101221", "33", "330726", true},
    {"down through", "33", "330726101221", "330726", true},
    {"where it ends", "33", "330726", "330726", true},
    {"where it is already", "330726", "33", "330726", false},
    {"beside the road", "330726101", "33", "330726.land", false},
    {"below the end", "33", "330726", "330726101", false},
    {"above the turn", "330726", "330727", "33", false},
    {"at the turn", "330726", "330727", "3307", true},
    {"an office that its division's station hosts", "33", "330726", "330726102", true},
    {"an office that nobody knows", "33", "330726", "62", false},
    {"nothing travels inside a station", "330726", "330726.discipline", "330726", false},
};

static void what_a_road_enters(void **state) {
    const struct world *world = *state;

    for (size_t i = 0; i < ARRAY_COUNT(roads); i++) {
        struct node_id from = node_of(roads[i].from);
        struct node_id to = node_of(roads[i].to);
        struct node_id office = node_of(roads[i].office);

        if (directory_road_enters(world->directory, &from, &to, &office) != roads[i].enters) {
            fail_msg("%s", roads[i].sentence);
        }
    }
}

static int set_up(void **state) {
    return world_set_up(state, divisions, stations, "county");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("an accusation keeps off the stations of the accused", off_their_stations, set_up,
                  world_tear_down),
        CASE_WITH("which stations a road enters", what_a_road_enters, set_up, world_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
