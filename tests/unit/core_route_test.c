/* SPDX-License-Identifier: Apache-2.0
 * Each rule of routing with its case: who gets what, by which number, and who never does. */
#include "unit.h"

#include "core/route.h"

#include <stdlib.h>

static const char divisions[] =
    "division,name,parent,tiers,valid_from,valid_to,successor,virtual,organs\n"
    "33,浙江,,,,,,,discipline\n"
    "3307,金华,33,,,,,,discipline\n"
    "330726,浦江,3307,,,,,,land;labour;discipline\n"
    "330726101,黄宅,330726,,,,,,\n"
    "330726102,白马,330726,,,,,,\n"
    "330726101203,村,330726101,,,,,,\n"
    "330781,兰溪,3307,,,,,,\n"
    "330781101,镇,330781,,,,,,\n"
    "11,北京,,province;city,,,,,\n"
    "1101,市辖区,11,,,,,1,\n"
    "110101,东城,1101,,,,,,land\n"
    "44,广东,,,,,,,\n"
    "4419,东莞,44,city;county,,,,,land\n"
    "441900001,街道,4419,,,,,,\n";

static const char list[] = "category,tier,place,organ,channel,lane,valid_from,valid_to,rank,basis\n"
                           "0101,county,,land,petition,ordinary,,,,a\n"
                           "0202,township,,,petition,ordinary,,,,b\n"
                           "0303,city,,,petition,ordinary,,,,c\n"
                           "0404,county,330726,labour,petition,ordinary,,,,d\n"
                           "0505,county,,land,petition,ordinary,2027-01-01,,,not yet\n";

struct world {
    void *memory, *list_memory;
    struct directory *directory;
    struct competence *list;
};

static int set_up(void **state) {
    static struct data_report report;
    struct bytes text = {(const uint8_t *)divisions, sizeof divisions - 1};
    struct bytes rows = {(const uint8_t *)list, sizeof list - 1};
    size_t size = directory_bytes(text, BYTES_NONE);
    struct world *world = calloc(1, sizeof *world);

    assert_non_null(world);
    memset(&report, 0, sizeof report);
    world->memory = malloc(size);
    assert_int_equal(
        directory_build(world->memory, size, text, BYTES_NONE, NULL, &report, &world->directory),
        PJ_OK);
    size = competence_bytes(rows);
    world->list_memory = malloc(size);
    memset(&report, 0, sizeof report);
    assert_int_equal(competence_build(world->list_memory, size, rows, "v1", world->directory,
                                      &report, &world->list),
                     PJ_OK);
    *state = world;
    return 0;
}

static int tear_down(void **state) {
    struct world *world = *state;

    free(world->memory);
    free(world->list_memory);
    free(world);
    return 0;
}

enum trait {
    PLAIN = 0,
    ACCUSATION = 1,
    BOUND = 2,
    WITHOUT_LIST = 4,
    FACE_TO_FACE = 8,
    UNCONFIRMED = 16 /* expected */
};

struct row {
    const char *sentence, *at, *place, *category;
    unsigned traits;
    const char *conflicts[3];
    enum route_outcome outcome;
    const char *target;
    uint32_t rule;
};

static struct route_query query_of(const struct world *world, const struct row *row,
                                   struct conflict_set *conflicts) {
    struct route_query query = {
        .directory = world->directory,
        .list = (row->traits & WITHOUT_LIST) != 0 ? NULL : world->list,
        .conflicts = conflicts,
        .category = row->category,
        .purpose = (row->traits & ACCUSATION) != 0 ? PURPOSE_ACCUSATION : PURPOSE_CLAIM,
        .form = (row->traits & FACE_TO_FACE) != 0 ? FORM_SESSION : FORM_LETTER,
        .binding = (row->traits & BOUND) != 0,
        .today = civil_from_ymd(2026, 11, 23)};

    assert_int_equal(node_id_parse(row->at, strlen(row->at), &query.at), PJ_OK);
    if (row->place[0] != '\0') {
        assert_int_equal(place_parse(row->place, strlen(row->place), &query.place), PJ_OK);
    }
    memset(conflicts, 0, sizeof *conflicts);
    for (size_t i = 0; i < ARRAY_COUNT(row->conflicts) && row->conflicts[i] != NULL; i++) {
        assert_int_equal(node_id_parse(row->conflicts[i], strlen(row->conflicts[i]),
                                       &conflicts->nodes[conflicts->count++]),
                         PJ_OK);
    }
    return query;
}

static void check_rows(const struct world *world, const struct row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct row *row = &rows[i];
        struct conflict_set conflicts;
        struct route_query query = query_of(world, row, &conflicts);
        struct route_verdict verdict;

        route_decide(&query, &verdict);
        if (verdict.outcome != row->outcome || strcmp(verdict.target.text, row->target) != 0 ||
            verdict.rule != row->rule ||
            verdict.place_unconfirmed != ((row->traits & UNCONFIRMED) != 0)) {
            fail_msg("%s: %s %s R%u%s (%s), not %s %s R%u", row->sentence,
                     route_outcome_text(verdict.outcome), verdict.target.text, verdict.rule,
                     verdict.place_unconfirmed ? " unconfirmed" : "", verdict.basis,
                     route_outcome_text(row->outcome), row->target, row->rule);
        }
        assert_non_null(rule_text(verdict.rule));
        if (verdict.outcome != ROUTE_PARK) {
            assert_true(verdict.rule == 2 || verdict.rule == 10 ||
                        !conflict_has(&conflicts, &verdict.target));
        }
    }
}

static const struct row list_rows[] = {
    {"up to the county's organ",
     "330726101203",
     "330726101203",
     "0101",
     0,
     {NULL},
     ROUTE_ESCALATE,
     "330726.land",
     4},
    {"sideways to the organ",
     "330726",
     "330726101203",
     "0101",
     0,
     {NULL},
     ROUTE_TRANSFER,
     "330726.land",
     4},
    {"down to the township",
     "330726",
     "330726101203",
     "0202",
     0,
     {NULL},
     ROUTE_DELEGATE,
     "330726101",
     4},
    {"up to the city", "330726101", "330726101", "0303", 0, {NULL}, ROUTE_ESCALATE, "3307", 4},
    {"it is here already",
     "330726.land",
     "330726101",
     "0101",
     0,
     {NULL},
     ROUTE_KEEP,
     "330726.land",
     4},
    {"a row for one place only",
     "330726",
     "330726101",
     "0404",
     0,
     {NULL},
     ROUTE_TRANSFER,
     "330726.labour",
     4},
    {"and not for its neighbour",
     "330781",
     "330781101",
     "0404",
     0,
     {NULL},
     ROUTE_KEEP,
     "330781",
     5},
    {"the organ is missing: the desk",
     "330781101",
     "330781101",
     "0101",
     0,
     {NULL},
     ROUTE_ESCALATE,
     "330781",
     4},
    {"a row not valid yet", "330726", "330726101", "0505", 0, {NULL}, ROUTE_KEEP, "330726", 5},
    {"a city that acts for the county",
     "441900001",
     "441900001",
     "0101",
     0,
     {NULL},
     ROUTE_ESCALATE,
     "4419.land",
     4},
    {"no row fits: who took it in keeps it",
     "330726101",
     "330726101203",
     "9999",
     0,
     {NULL},
     ROUTE_KEEP,
     "330726101",
     5},
    {"no list at all",
     "330726101",
     "330726101203",
     "0101",
     WITHOUT_LIST,
     {NULL},
     ROUTE_KEEP,
     "330726101",
     5},
    {"no place said: the intake's own",
     "330726101",
     "",
     "0101",
     0,
     {NULL},
     ROUTE_ESCALATE,
     "330726.land",
     4},
    {"the place is above the tier the list names",
     "330726101",
     "3307",
     "0101",
     0,
     {NULL},
     ROUTE_ESCALATE,
     "3307",
     7},
};

static void list_rules(void **state) {
    check_rows(*state, list_rows, ARRAY_COUNT(list_rows));
}

static const struct row place_rows[] = {
    {"another subtree: the common superior",
     "330726101",
     "330781101",
     "0202",
     0,
     {NULL},
     ROUTE_ESCALATE,
     "3307",
     6},
    {"another township: the county above both",
     "330726101",
     "330726102",
     "0202",
     0,
     {NULL},
     ROUTE_ESCALATE,
     "330726",
     6},
    {"another subtree without a row",
     "330726101",
     "330781101",
     "9999",
     0,
     {NULL},
     ROUTE_ESCALATE,
     "3307",
     6},
    {"from above straight down",
     "33",
     "330781101",
     "0202",
     0,
     {NULL},
     ROUTE_DELEGATE,
     "330781101",
     4},
    {"an unknown village of a known township",
     "330726",
     "330726102999",
     "9999",
     UNCONFIRMED,
     {NULL},
     ROUTE_DELEGATE,
     "330726102",
     8},
    {"an unknown village, and the list knows the organ",
     "330726",
     "330726102999",
     "0101",
     UNCONFIRMED,
     {NULL},
     ROUTE_TRANSFER,
     "330726.land",
     4},
    {"a place nobody knows goes up",
     "330726101",
     "62",
     "9999",
     UNCONFIRMED,
     {NULL},
     ROUTE_ESCALATE,
     "330726",
     8},
    {"at the top it stays", "33", "62", "9999", UNCONFIRMED, {NULL}, ROUTE_KEEP, "33", 5},
    {"a virtual division has no office: its parent",
     "110101",
     "1101",
     "9999",
     0,
     {NULL},
     ROUTE_ESCALATE,
     "11",
     6},
    {"the province acts for the virtual city",
     "110101",
     "110101",
     "0303",
     0,
     {NULL},
     ROUTE_ESCALATE,
     "11",
     4},
};

static void place_rules(void **state) {
    check_rows(*state, place_rows, ARRAY_COUNT(place_rows));
}

static const struct row conflict_rows[] = {
    {"the organ is in conflict: the desk",
     "330726101",
     "330726101",
     "0101",
     0,
     {"330726.land"},
     ROUTE_ESCALATE,
     "330726",
     4},
    {"organ and desk: the next tier up",
     "330726101",
     "330726101",
     "0101",
     0,
     {"330726.land", "330726"},
     ROUTE_ESCALATE,
     "3307",
     4},
    {"the intake itself is in conflict: it leaves",
     "330726101",
     "330726101",
     "9999",
     0,
     {"330726101"},
     ROUTE_ESCALATE,
     "330726",
     1},
    {"nobody is left at the top: a person decides",
     "33",
     "33",
     "9999",
     0,
     {"33"},
     ROUTE_PARK,
     "33",
     9},
    {"the common superior is in conflict: further up",
     "330726101",
     "330781101",
     "0202",
     0,
     {"3307"},
     ROUTE_ESCALATE,
     "33",
     6},
    {"designated, but in conflict: it leaves",
     "330726101",
     "330726101",
     "0202",
     BOUND,
     {"330726101"},
     ROUTE_ESCALATE,
     "330726",
     1},
};

static void conflict_rules(void **state) {
    check_rows(*state, conflict_rows, ARRAY_COUNT(conflict_rows));
}

static const struct row channel_rows[] = {
    {"designated stays",
     "330726101",
     "330726102",
     "0101",
     BOUND,
     {NULL},
     ROUTE_KEEP,
     "330726101",
     2},
    {"an accusation goes to discipline",
     "330726",
     "330726101",
     "0101",
     ACCUSATION,
     {NULL},
     ROUTE_TRANSFER,
     "330726.discipline",
     3},
    {"even from a village, past the township",
     "330726101203",
     "330726101203",
     "0202",
     ACCUSATION,
     {NULL},
     ROUTE_ESCALATE,
     "330726.discipline",
     3},
    {"discipline accused: the one above",
     "330726101",
     "330726101",
     "0101",
     ACCUSATION,
     {"330726.discipline"},
     ROUTE_ESCALATE,
     "3307.discipline",
     3},
    {"an accusation never goes to a desk",
     "441900001",
     "441900001",
     "0101",
     ACCUSATION,
     {NULL},
     ROUTE_PARK,
     "441900001",
     9},
    {"an accusation elsewhere goes straight there",
     "330781",
     "330726101",
     "0101",
     ACCUSATION,
     {NULL},
     ROUTE_TRANSFER,
     "330726.discipline",
     3},
    {"face to face: who received it keeps it",
     "330726",
     "330726101",
     "0101",
     FACE_TO_FACE,
     {NULL},
     ROUTE_KEEP,
     "330726",
     10},
};

static void channel_rules(void **state) {
    check_rows(*state, channel_rows, ARRAY_COUNT(channel_rows));
}

static void direction(void **state) {
    static const struct {
        const char *from, *to;
        enum pj_code code;
        enum leg_kind kind;
    } rows[] = {{"330726", "330726101", PJ_OK, LEG_DELEGATE},
                {"330726.land", "330726101", PJ_OK, LEG_DELEGATE},
                {"330726101", "33", PJ_OK, LEG_ESCALATE},
                {"330726", "330726.land", PJ_OK, LEG_TRANSFER},
                {"330726", "330781", PJ_OK, LEG_TRANSFER},
                {"330726", "330726", PJ_POLICY_TARGET, LEG_UNSPECIFIED},
                {"330726", "330726.magic", PJ_POLICY_TARGET, LEG_UNSPECIFIED},
                {"110101", "1101", PJ_POLICY_TARGET, LEG_UNSPECIFIED},
                {"330726", "62", PJ_POLICY_TARGET, LEG_UNSPECIFIED}};
    const struct world *world = *state;

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct node_id from, to;
        enum leg_kind kind = LEG_UNSPECIFIED;

        assert_int_equal(node_id_parse(rows[i].from, strlen(rows[i].from), &from), PJ_OK);
        assert_int_equal(node_id_parse(rows[i].to, strlen(rows[i].to), &to), PJ_OK);
        assert_int_equal(route_direction(world->directory, &from, &to, &kind), rows[i].code);
        assert_int_equal(kind, rows[i].kind);
    }
}

static void says_why(void **state) {
    static const struct row row = {"", "330726", "330726101", "0101", 0, {NULL}, ROUTE_KEEP, "", 0};
    struct conflict_set conflicts;
    struct route_query query = query_of(*state, &row, &conflicts);
    struct route_verdict verdict;

    route_decide(&query, &verdict);
    assert_string_equal(verdict.basis, "R4 v1:2");
    query.conflicts = NULL;
    query.category = "9999";
    route_decide(&query, &verdict);
    assert_string_equal(verdict.basis, "R5");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("the competence list names the office, or nobody moves it", list_rules, set_up,
                  tear_down),
        CASE_WITH("the place decides where the list does not", place_rules, set_up, tear_down),
        CASE_WITH("an office in conflict gets nothing", conflict_rules, set_up, tear_down),
        CASE_WITH("designation and accusation come before the list", channel_rules, set_up,
                  tear_down),
        CASE_WITH("down, up and sideways follow from the directory", direction, set_up, tear_down),
        CASE_WITH("a verdict cites the list's version and line", says_why, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
