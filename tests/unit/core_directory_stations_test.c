/* SPDX-License-Identifier: Apache-2.0
 * Stations: who hosts whom, and over which neighbour an office is reached. */
#include "directory_world.h"
#include "unit.h"

#include "base/text.h"

#include "core/directory_internal.h"

static const char divisions[] = DIVISIONS_HEADER "33,浙江省,,,,,,,\n"
                                                 "3307,金华市,33,,,,,,\n"
                                                 "330726,浦江县,3307,,,,,,civil;land:B\n"
                                                 "330726101,黄宅镇,330726,,,,,,land\n"
                                                 "330726101203,村,330726101,,,,,,\n"
                                                 "330726102,白马镇,330726,,,,,,\n"
                                                 "330781,兰溪市,3307,,,,,,\n"
                                                 "3399,虚,33,,,,,1,\n"
                                                 "44,广东省,,,,,,,\n";

/* The land bureau of the county has a station of its own, under the county's. */
static const char stations[] =
    STATIONS_HEADER "village,town,330726101203\n" /* a station may stand before its parent */
                    "province,,33\n"
                    "city,province,3307\n"
                    "county,city,330726\n"
                    "town,county,330726101\n"
                    "land,county,330726.land\n"
                    "lanxi,city,330781\n";

/* ---- next hop */

struct hop_row {
    const char *sentence, *self, *node;
    enum next_hop_kind kind;
    const char *station; /* "" = none */
};

static const struct hop_row hops[] = {
    {"its own desk", "county", "330726", HOP_LOCAL, "county"},
    {"its own organ", "county", "330726.civil", HOP_LOCAL, "county"},
    {"an organ with a station of its own", "county", "330726.land", HOP_CHILD, "land"},
    {"that station itself", "land", "330726.land", HOP_LOCAL, "land"},
    {"from there to the desk goes up", "land", "330726", HOP_PARENT, "county"},
    {"the organ's name at another division", "county", "330726101.land", HOP_CHILD, "town"},
    {"a child's desk", "county", "330726101", HOP_CHILD, "town"},
    {"a grandchild is behind the child", "county", "330726101203", HOP_CHILD, "town"},
    {"a township without a station is the county's", "county", "330726102", HOP_LOCAL, "county"},
    {"and is reached through it", "city", "330726102", HOP_CHILD, "county"},
    {"a sibling is behind the parent", "county", "330781", HOP_PARENT, "city"},
    {"the city", "county", "3307", HOP_PARENT, "city"},
    {"three down", "province", "330726101203", HOP_CHILD, "city"},
    {"an unknown village of a known county goes up", "county", "330726999001", HOP_PARENT, "city"},
    {"another province goes up", "county", "44", HOP_PARENT, "city"},
    {"and is nobody's at the top", "province", "44", HOP_NONE, ""},
    {"an unknown place at the top", "province", "65", HOP_NONE, ""},
    {"an organ that is not listed is its division's", "city", "330726.nosuch", HOP_CHILD, "county"},
    {"up from the lowest", "village", "33", HOP_PARENT, "town"},
};

static void over_which_neighbour(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(hops); i++) {
        struct node_id node = node_of(hops[i].node);
        struct world world;
        struct next_hop hop = {HOP_NONE, 0};
        const char *name = "";

        assert_int_equal(world_load(&world, divisions, stations, hops[i].self), PJ_OK);
        hop = directory_next_hop(world.directory, &node);
        if (hop.kind != HOP_NONE) {
            name = directory_station(world.directory, hop.station)->text;
        }
        if (hop.kind != hops[i].kind || strcmp(name, hops[i].station) != 0) {
            fail_msg("%s: %d %s", hops[i].sentence, (int)hop.kind, name);
        }
        world_release(&world);
    }
}

/* Follows the next hops from every station to every division: they end where it is hosted. */
static void follow(const struct node_id *node, const char *from) {
    struct station_id at;

    assert_int_equal(station_id_parse(from, strlen(from), &at), PJ_OK);
    for (unsigned forwards = 0; forwards < 16; forwards++) {
        struct world world;
        struct next_hop hop = {HOP_NONE, 0};

        assert_int_equal(world_load(&world, divisions, stations, at.text), PJ_OK);
        hop = directory_next_hop(world.directory, node);
        if (hop.kind == HOP_CHILD || hop.kind == HOP_PARENT) {
            at = *directory_station(world.directory, hop.station);
        }
        world_release(&world);
        if (hop.kind == HOP_LOCAL) {
            return;
        }
        assert_int_not_equal(hop.kind, HOP_NONE);
    }
    fail_msg("%s is not reached from %s in 16 forwards", node->text, from);
}

static void every_road_ends(void **state) {
    static const char *const nodes[] = {"33",        "3307",         "330726",    "330726.land",
                                        "330726101", "330726101203", "330726102", "330781"};
    static const char *const names[] = {"province", "city", "county", "town",
                                        "village",  "land", "lanxi"};

    for (size_t i = 0; i < ARRAY_COUNT(nodes); i++) {
        for (size_t k = 0; k < ARRAY_COUNT(names); k++) {
            struct node_id node = node_of(nodes[i]);

            follow(&node, names[k]);
        }
    }
}

/* ---- who is who */

static int set_up(void **state) {
    return world_set_up(state, divisions, stations, "county");
}

static uint32_t station_of(const struct world *world, const char *name) {
    struct station_id id;

    assert_int_equal(station_id_parse(name, strlen(name), &id), PJ_OK);
    return directory_station_find(world->directory, &id);
}

static void parents_of_stations(void **state) {
    const struct world *world = *state;

    assert_int_equal(directory_station_count(world->directory), 7);
    assert_int_equal(directory_station_parent(world->directory, station_of(world, "land")),
                     station_of(world, "county"));
    assert_int_equal(directory_station_parent(world->directory, station_of(world, "province")),
                     PLACE_INDEX_NONE);
    assert_int_equal(station_of(world, "nobody"), PLACE_INDEX_NONE);
}

static void hosts_of_desks(void **state) {
    static const struct {
        const char *station, *place;
        bool hosts;
    } rows[] = {
        {"county", "330726", true},        {"county", "330726102", true},
        {"county", "330726101", false},    {"land", "330726", false},
        {"village", "330726101203", true}, {"town", "330726101203", false},
        {"county", "330799", false},       {"province", "44", false},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        if (directory_station_hosts(world->directory, station_of(world, rows[i].station),
                                    place_of(rows[i].place)) != rows[i].hosts) {
            fail_msg("%s %s", rows[i].station, rows[i].place);
        }
    }
}

/* ---- what is refused */

static const struct {
    const char *sentence, *text;
    uint32_t line;
    const char *told;
} refused[] = {
    {"a station stands twice", "county,,\ncounty,,\n", 3, "stands twice"},
    {"a parent is not in the file", "county,city,\n", 2, "parent \"city\" is not"},
    {"a station is its own parent", "county,county,\n", 2, "a cycle"},
    {"two stations are each other's parent", "county,,\na,b,\nb,a,\n", 3, "a cycle"},
    {"a name in capitals", "County,,\n", 2, "no station name"},
    {"an office of no division", "county,,330799\n", 2, "no office"},
    {"an office of a fiction", "county,,3399\n", 2, "no office"},
    {"an organ that is not listed", "county,,330726.nosuch\n", 2, "no office"},
    {"hosted twice", "county,,330726\nz,county,330726\n", 3, "hosted by county already"},
    {"an organ hosted twice", "county,,330726.land\nz,county,330726.land\n", 3, "already"},
    {"an organ on a station of its own without a letter", "county,,330726\nz,county,330726.civil\n",
     3, "330726.civil has a station of its own and no series letter"},
    {"a blank office", "county,,;330726\n", 2, "no office"},
    {"two fields", "county,\n", 2, "2 fields"},
    {"this station is not in the file", "city,,\n", 1,
     "this station, county, is not in the stations file"},
    {"no header", "", 0, NULL},
};

static void each_trouble_is_told(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(refused); i++) {
        char text[512];
        struct world world;
        const struct data_issue *issue = NULL;

        text_print(text, sizeof text, "%s%s", refused[i].told == NULL ? "a,,\n" : STATIONS_HEADER,
                   refused[i].text);
        if (world_load(&world, divisions, text, "county") != PJ_BAD_DATA ||
            world.directory != NULL) {
            fail_msg("%s: loaded", refused[i].sentence);
        }
        issue = &world.report.issues[0];
        if (refused[i].told != NULL &&
            (strstr(issue->sentence, refused[i].told) == NULL || issue->line != refused[i].line)) {
            fail_msg("%s: line %u: %s", refused[i].sentence, issue->line, issue->sentence);
        }
        world_release(&world);
    }
}

static void seven_stations_above_and_no_more(void **state) {
    for (unsigned count = STATION_DEPTH_MAX; count <= STATION_DEPTH_MAX + 1; count++) {
        char text[512];
        size_t used = text_print(text, sizeof text, STATIONS_HEADER "s0,,\n");
        struct world world;

        for (unsigned i = 1; i < count; i++) {
            used += text_print(text + used, sizeof text - used, "s%u,s%u,\n", i, i - 1);
        }
        assert_int_equal(world_load(&world, divisions, text, "s0"),
                         count > STATION_DEPTH_MAX ? PJ_BAD_DATA : PJ_OK);
        world_release(&world);
    }
}

static void letters_of_offices(void **state) {
    const struct world *world = *state;
    struct node_id land = node_of("330726.land");
    struct node_id others[] = {node_of("330726"), node_of("330726.civil"),
                               node_of("330726101.land"), node_of("330726.nosuch"), node_of("99")};

    assert_int_equal(directory_series(world->directory, &land), 'B');
    for (size_t i = 0; i < ARRAY_COUNT(others); i++) {
        assert_int_equal(directory_series(world->directory, &others[i]), 0);
    }
}

static void without_stations_there_are_no_hops(void **state) {
    struct node_id node = node_of("330726");
    struct world world;

    assert_int_equal(world_load(&world, divisions, "", "county"), PJ_OK);
    assert_int_equal(directory_next_hop(world.directory, &node).kind, HOP_NONE);
    assert_int_equal(directory_station_count(world.directory), 0);
    world_release(&world);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("the next hop is that of the longest match", over_which_neighbour),
        CASE("from every station every office is reached", every_road_ends),
        CASE_WITH("a station has the parent its row names", parents_of_stations, set_up,
                  world_tear_down),
        CASE_WITH("a desk is hosted by its nearest station at or above", hosts_of_desks, set_up,
                  world_tear_down),
        CASE_WITH("an organ has the series letter its row gives it", letters_of_offices, set_up,
                  world_tear_down),
        CASE("each trouble of a stations file is told with its line", each_trouble_is_told),
        CASE("seven stations stand above one, and no more", seven_stations_above_and_no_more),
        CASE("without stations there are no hops", without_stations_there_are_no_hops),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
