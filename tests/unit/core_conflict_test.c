/* SPDX-License-Identifier: Apache-2.0
 * From the names in an accusation to the offices that never hear of it, and where it goes then. */
#include "directory_world.h"

#include "core/conflict.h"

#include "core/route.h"
#include <stdio.h>

static const char divisions[] =
    "division,name,parent,tiers,valid_from,valid_to,successor,virtual,organs\n"
    "33,Z,,,,,,,\n"
    "3307,J,33,,,,,,discipline\n"
    "330726,P,3307,,,,,,land;discipline\n"
    "330726101,T,330726,,,,,,land\n"
    "330726101221,V,330726101,,,,,,\n"
    "330726102,U,330726,,,,,,\n";
static const char stations[] = "station,parent,hosts\n"
                               "province,,33\n"
                               "city,province,3307\n"
                               "county,city,330726\n"
                               "town,county,330726101\n";

static const struct {
    const char *sentence;
    const char *accused[3]; /* "" = without an office */
    const char *place, *at;
    const char *in;  /* "a b": are in the set */
    const char *out; /* are not */
    bool unresolved;
} sets[] = {
    {"nobody is accused", {NULL}, "330726101", "330726", "", "330726101 330726", false},
    {"a township: its organs and villages with it",
     {"330726101"},
     "330726101221",
     "3307",
     "330726101 330726101.land 330726101221",
     "330726 330726.discipline 330726102",
     false},
    {"a county's desk: its discipline organ and every township too",
     {"330726"},
     "330726",
     "3307",
     "330726 330726.land 330726.discipline 330726101 330726101221 330726102",
     "3307 3307.discipline",
     false},
    {"an organ: its like below, nobody beside it",
     {"330726.land"},
     "330726",
     "3307",
     "330726.land 330726101.land",
     "330726 330726.discipline 330726101",
     false},
    {"a village stands alone",
     {"330726101221"},
     "330726101221",
     "3307",
     "330726101221",
     "330726101",
     false},
    {"no office named: village and township of the place",
     {""},
     "330726101221",
     "3307",
     "330726101221 330726101",
     "330726 330726102",
     true},
    {"an office nobody knows: the place as well",
     {"330726.moon"},
     "330726102",
     "3307",
     "330726.moon 330726102",
     "330726 330726101",
     true},
    {"no text at all: the place as well", {"#"}, "330726102", "3307", "330726102", "330726", true},
    {"no place: where it was taken in", {""}, "", "330726101", "330726101", "330726", true},
    {"one named, one not: both count",
     {"330726.land", ""},
     "330726102",
     "3307",
     "330726.land 330726102",
     "330726",
     true},
    {"nobody is above the place: the set stays as it is", {""}, "33", "33", "", "33", true},
};

static struct place said(const char *code) {
    return code[0] == '\0' ? (struct place){0} : place_of(code);
}

static void check_names(size_t row, const struct conflict_set *set, const char *names, bool in) {
    const char *at = names;

    while (*at != '\0') {
        size_t len = strcspn(at, " ");
        struct node_id office;

        assert_int_equal(node_id_parse(at, len, &office), PJ_OK);
        if (conflict_has(set, &office) != in) {
            fail_msg("%s: %s", sets[row].sentence, office.text);
        }
        at += len + strspn(at + len, " ");
    }
}

static void who_is_in(void **state) {
    const struct world *world = *state;

    for (size_t i = 0; i < ARRAY_COUNT(sets); i++) {
        struct conflict_query query = {.directory = world->directory,
                                       .offices = sets[i].accused,
                                       .place = said(sets[i].place),
                                       .at = node_of(sets[i].at)};
        struct conflict_set set;

        while (query.count < ARRAY_COUNT(sets[i].accused) && sets[i].accused[query.count] != NULL) {
            query.count++;
        }
        conflict_find(&query, &set);
        check_names(i, &set, sets[i].in, true);
        check_names(i, &set, sets[i].out, false);
        if (set.unresolved != sets[i].unresolved) {
            fail_msg("%s: unresolved", sets[i].sentence);
        }
    }
    assert_false(conflict_has(NULL, &(struct node_id){"33"}));
}

static const struct {
    const char *sentence;
    const char *accused, *place, *at;
    enum purpose purpose;
    enum route_outcome outcome;
    const char *target;
    uint32_t rule;
} roads[] = {
    {"against the township, at the county", "330726101", "330726101", "330726", PURPOSE_ACCUSATION,
     ROUTE_TRANSFER, "330726.discipline", 3},
    {"against the county's desk, at its own window: one tier up", "330726", "330726", "330726",
     PURPOSE_ACCUSATION, ROUTE_ESCALATE, "3307.discipline", 3},
    {"against the county's discipline organ, at the city", "330726.discipline", "330726", "3307",
     PURPOSE_ACCUSATION, ROUTE_TRANSFER, "3307.discipline", 3},
    {"against the city's desk, at its own window: the province has no such organ, its desk has it",
     "3307", "330726", "3307", PURPOSE_ACCUSATION, ROUTE_ESCALATE, "33", 1},
    {"against the province: nobody is left", "33", "330726", "33", PURPOSE_ACCUSATION, ROUTE_PARK,
     "33", 9},
    {"against somebody without an office: the tier above the place", "", "330726101221", "3307",
     PURPOSE_ACCUSATION, ROUTE_DELEGATE, "330726.discipline", 22},
    {"against somebody without an office, from the village: the township is on the road", "",
     "330726101221", "330726101", PURPOSE_ACCUSATION, ROUTE_ESCALATE, "330726.discipline", 22},
    {"against somebody without an office, at the top", "", "33", "33", PURPOSE_ACCUSATION,
     ROUTE_PARK, "33", 23},
    {"a claim about the township: it does not keep it", "330726101", "330726101", "330726101",
     PURPOSE_CLAIM, ROUTE_ESCALATE, "330726", 1},
    {"a claim about somebody without an office: one tier up", "", "330726101", "330726101",
     PURPOSE_CLAIM, ROUTE_ESCALATE, "330726", 22},
};

static void where_it_goes(void **state) {
    const struct world *world = *state;

    for (size_t i = 0; i < ARRAY_COUNT(roads); i++) {
        struct conflict_query asked = {.directory = world->directory,
                                       .offices = &roads[i].accused,
                                       .count = 1,
                                       .place = said(roads[i].place),
                                       .at = node_of(roads[i].at)};
        struct conflict_set set;
        struct route_query query = {.directory = world->directory,
                                    .conflicts = &set,
                                    .at = asked.at,
                                    .place = asked.place,
                                    .category = "",
                                    .purpose = roads[i].purpose,
                                    .form = FORM_LETTER};
        struct route_verdict verdict;

        conflict_find(&asked, &set);
        route_decide(&query, &verdict);
        if (verdict.outcome != roads[i].outcome || verdict.rule != roads[i].rule ||
            strcmp(verdict.target.text, roads[i].target) != 0) {
            fail_msg("%s: %s %s R%u", roads[i].sentence, route_outcome_text(verdict.outcome),
                     verdict.target.text, verdict.rule);
        }
    }
}

static int set_up(void **state) {
    return world_set_up(state, divisions, stations, "county");
}

static void more_than_a_set_holds(void **state) {
    const struct world *world = *state;
    const char *offices[CONFLICTS_MAX + 8];
    struct conflict_query query = {.directory = world->directory, .offices = offices};
    struct conflict_set set;
    struct node_id last = node_of("330726101");
    struct node_id county = node_of("330726");

    static char texts[CONFLICTS_MAX + 8][8];

    for (unsigned i = 0; i < ARRAY_COUNT(texts); i++) {
        (void)snprintf(texts[i], sizeof texts[i], "99%04u", i + 1000);
        offices[query.count++] = texts[i];
    }
    offices[query.count - 1] = last.text; /* the one that would not fit */
    query.at = county;
    conflict_find(&query, &set);
    assert_int_equal(set.count, CONFLICTS_MAX);
    assert_true(conflict_has(&set, &last));
    assert_true(conflict_has(&set, &county));
}

static void an_accusation_is_never_of_nobody(void **state) {
    const struct world *world = *state;
    struct conflict_query query = {
        .directory = world->directory, .place = said("330726101221"), .at = node_of("330726")};
    struct node_id township = node_of("330726101");
    struct conflict_set set;

    conflict_find(&query, &set);
    assert_false(conflict_is_set(&set));
    query.accuses = true;
    conflict_find(&query, &set);
    assert_true(set.unresolved);
    assert_true(conflict_has(&set, &township));
}

/* ---- who is accused later */

static const struct {
    const char *sentence;
    const char *had, *named; /* "a+ b", as conflict_print */
    const char *in;          /* all that is in it afterwards */
    bool grows;
} joins[] = {
    {"one more", "330726101+", "330726.land+", "330726101+ 330726.land+", true},
    {"of a case about nobody", "", "330726.land+", "330726.land+", true},
    {"nobody new", "330726101+", "330726101+", "330726101+", false},
    {"one that hangs on another", "330726+", "330726101+ 330726.land+", "330726+", false},
    {"that on which one hangs", "330726101+", "330726+", "330726101+ 330726+", true},
    {"one, and then all that hangs on it", "330726", "330726+", "330726 330726+", true},
    {"nobody at all", "330726101+", "", "330726101+", false},
};

static struct conflict_set set_of(const char *text) {
    struct conflict_set set = {.count = 0};

    while (*text != '\0') {
        size_t len = strcspn(text, " ");
        bool below = text[len - 1] == '+';

        (void)snprintf(set.nodes[set.count].text, sizeof set.nodes[0].text, "%.*s",
                       (int)(below ? len - 1 : len), text);
        set.below |= (uint64_t)below << set.count++;
        text += len + (text[len] == ' ' ? 1 : 0);
    }
    return set;
}

static void whoever_is_named_later(void **state) {
    const struct world *world = *state;
    struct node_id at = node_of("330726");

    for (size_t i = 0; i < ARRAY_COUNT(joins); i++) {
        struct conflict_set set = set_of(joins[i].had);
        const struct conflict_set had = set;
        const struct conflict_set more = set_of(joins[i].named);
        char text[CONFLICT_TEXT_MAX + 1];

        if (conflict_join(world->directory, &at, &more, &set) != joins[i].grows ||
            set.later != ((UINT64_C(1) << set.count) - (UINT64_C(1) << had.count))) {
            fail_msg("%s", joins[i].sentence);
        }
        conflict_print(&set, text, sizeof text);
        assert_string_equal(text, joins[i].had); /* from whom it is hidden */
        set.later = 0;
        conflict_print(&set, text, sizeof text);
        assert_string_equal(text, joins[i].in);
        assert_false(conflict_join(NULL, &at, &more, &set));
    }
}

static void later_than_a_set_holds(void **state) {
    const struct world *world = *state;
    struct node_id at = node_of("330726");
    struct node_id top = node_of("33");
    struct conflict_set set = {.count = 0};
    struct conflict_set more = {.count = 1, .below = 1};

    for (unsigned i = 0; i < CONFLICTS_MAX + 3; i++) {
        (void)snprintf(more.nodes[0].text, sizeof more.nodes[0].text, "99%04u", i + 1000);
        (void)conflict_join(world->directory, &at, &more, &set);
    }
    assert_int_equal(set.count, CONFLICTS_MAX);
    assert_true(conflict_has(&set, &top)); /* everybody counts, and a person decides */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("more accused than a set holds: everybody counts, nobody is told by mistake",
                  more_than_a_set_holds, set_up, world_tear_down),
        CASE_WITH("the accused, and what hangs on them", who_is_in, set_up, world_tear_down),
        CASE_WITH("nothing goes to the accused, whatever is left", where_it_goes, set_up,
                  world_tear_down),
        CASE_WITH("whoever is accused later is in the set, as named later", whoever_is_named_later,
                  set_up, world_tear_down),
        CASE_WITH("more than a set holds, later: everybody counts", later_than_a_set_holds, set_up,
                  world_tear_down),
        CASE_WITH("an accusation is never of nobody", an_accusation_is_never_of_nobody, set_up,
                  world_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
