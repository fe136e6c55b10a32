/* SPDX-License-Identifier: Apache-2.0
 * Divisions: what a file may not hold, and what a finished directory answers: missing tiers, places
 * that are fictions, padded codes, the nearest office above. Stations and next hops are in
 * core_directory_stations_test.c. */
#include "directory_world.h"
#include "unit.h"

#include "base/text.h"

static const char divisions[] =
    DIVISIONS_HEADER "330383001001,社区,330383,,,,,,\n" /* children before their parents: the order
                                                           of a file is free */
                     "33,浙江省,,,,,,,discipline\n"
                     "3303,温州市,33,,,,,,\n"
                     "330383,龙港市,3303,county;township,2019-08-30,,,,\n"
                     "3307,金华市,33,,,,,0,\n"
                     "330726,\"浦江县,旧\",3307,,,,,,civil;land\n"
                     "330726101,黄宅镇,330726,,,,,,\n"
                     "330726101203,村,330726101,,,,,,\n"
                     "330727,磐安县,3307,,,,,,land\n"
                     "11,北京市,,province;city,,,,,\n"
                     "1101,市辖区,11,,,,,1,civil\n"
                     "110101,东城区,1101,,,,,,land\n"
                     "110103,崇文区,1101,,1949-10-01,2010-07-01,110101,,\n"
                     "44,广东省,,,,,,,\n"
                     "4419,东莞市,44,city;county,,,,,land\n"
                     "441900,东莞市,4419,,,,,1,\n"
                     "441900003,东城街道,441900,,,,,,\n"
                     "441901004,街道,4419,,,,,,\n"
                     "441900003001,社区,441900003,,,,,,\n";
#define DIVISION_ROWS 19

/* ---- what is refused */

struct refused_row {
    const char *sentence, *text; /* rows only; NULL header = the usual one */
    uint32_t line;
    const char *told;
};

static const struct refused_row refused[] = {
    {"a division is its own parent", "33,a,33,,,,,,\n", 2, "a cycle"},
    {"two divisions are each other's parent", "33,a,3307,,,,,,\n3307,b,33,,,,,,\n", 2, "a cycle"},
    {"the parent has codes of the same length", "3301,a,,,,,,,\n3302,b,3301,,,,,,\n", 3, "a cycle"},
    {"a parent is not in the file", "33,a,,,,,,,\n330726,b,3307,,,,,,\n", 3, "an orphan"},
    {"a padded parent is another place", "33,a,,,,,,,\n330726,b,3300,,,,,,\n", 3, "an orphan"},
    {"a division stands twice", "33,a,,,,,,,\n44,b,,,,,,,\n33,c,,,,,,,\n", 4, "first on line 2"},
    {"a code of five digits", "33072,a,,,,,,,\n", 2, "no division code"},
    {"a code with a sign", "+3,a,,,,,,,\n", 2, "no division code"},
    {"a parent that is no code", "3307,a,Zhejiang,,,,,,\n", 2, "no division code"},
    {"an unknown tier", "33,a,,galaxy,,,,,\n", 2, "no level"},
    {"an empty tier", "33,a,,city;,,,,,\n33,a,,;city,,,,,\n", 3, "no level"},
    {"a day that does not exist", "33,a,,,2026-02-29,,,,\n", 2, "no date"},
    {"a last day that does not exist", "33,a,,,,2026-2-3,,,\n", 2, "no date"},
    {"it ends before it begins", "33,a,,,2026-02-02,2026-02-01,,,\n", 2, "before valid_from"},
    {"its own successor", "33,a,,,,,33,,\n", 2, "its own successor"},
    {"a successor that is not in the file", "33,a,,,,,44,,\n", 2, "successor 44 is not"},
    {"successors in a circle", "33,a,,,,,44,,\n44,b,,,,,55,,\n55,c,,,,,33,,\n", 2, "a circle"},
    {"virtual is neither 1 nor 0", "33,a,,,,,,yes,\n", 2, "virtual is"},
    {"an organ in capitals", "33,a,,,,,,,Land\n", 2, "organ \"Land\""},
    {"an organ of 17 letters", "33,a,,,,,,,abcdefghijklmnopq\n", 2, "organ \"abc"},
    {"an organ stands twice", "33,a,,,,,,,land;civil;land\n", 2, "stands twice"},
    {"a small series letter", "33,a,,,,,,,land:b\n", 2, "organ \"land:b\""},
    {"a letter and no organ", "33,a,,,,,,,:B\n", 2, "organ \":B\""},
    {"an organ with an empty name", "33,a,,,,,,,land=\n", 2, "organ \"land"},
    {"a name and no organ", "33,a,,,,,,,=局\n", 2, "organ \"\""},
    {"one letter for two organs", "33,a,,,,,,,land:B;civil:B\n", 2, "one series letter"},
    {"a field is missing", "33,a,,,,,,\n", 2, "8 fields"},
    {"a field too many", "33,a,,,,,,,,\n", 2, "10 fields"},
    {"a quote is not closed", "33,\"a,,,,,,,\n", 2, "quote"},
};

static void each_trouble_is_told(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(refused); i++) {
        char text[1024];
        struct world world;
        const struct data_issue *issue = NULL;

        text_print(text, sizeof text, "%s%s", DIVISIONS_HEADER, refused[i].text);
        if (world_load(&world, text, "", NULL) != PJ_BAD_DATA || world.directory != NULL) {
            fail_msg("%s: loaded", refused[i].sentence);
        }
        issue = &world.report.issues[0];
        if (!issue->fatal || strstr(issue->sentence, refused[i].told) == NULL ||
            issue->line != refused[i].line) {
            fail_msg("%s: line %u: %s", refused[i].sentence, issue->line, issue->sentence);
        }
        world_release(&world);
    }
}

static void no_header_no_directory(void **state) {
    static const char *const texts[] = {"", "\n\n# nothing\n", "33,a,,,,,,,\n",
                                        "division,name,parent\n33,a,\n"};

    for (size_t i = 0; i < ARRAY_COUNT(texts); i++) {
        struct world world;

        assert_int_equal(world_load(&world, texts[i], "", NULL), PJ_BAD_DATA);
        assert_non_null(strstr(world.report.issues[0].sentence, "the first row must be"));
        world_release(&world);
    }
}

static void organs_up_to_the_limit(void **state) {
    for (unsigned count = DIRECTORY_ORGANS_MAX; count <= DIRECTORY_ORGANS_MAX + 1; count++) {
        char text[1024];
        size_t used = text_print(text, sizeof text, DIVISIONS_HEADER "33,a,,,,,,,o0");
        struct world world;

        for (unsigned i = 1; i < count; i++) {
            used += text_print(text + used, sizeof text - used, ";o%u", i);
        }
        assert_int_equal(world_load(&world, text, "", NULL),
                         count > DIRECTORY_ORGANS_MAX ? PJ_BAD_DATA : PJ_OK);
        world_release(&world);
    }
}

static void a_hundred_troubles_are_kept_and_all_counted(void **state) {
    char text[4096];
    size_t used = text_print(text, sizeof text, DIVISIONS_HEADER);
    struct world world;

    for (unsigned i = 0; i < DATA_ISSUES_MAX + 7; i++) {
        used += text_print(text + used, sizeof text - used, "x,a,,,,,,,\n");
    }
    assert_int_equal(world_load(&world, text, "", NULL), PJ_BAD_DATA);
    assert_int_equal(world.report.issue_count, DATA_ISSUES_MAX);
    assert_int_equal(world.report.issues_total, DATA_ISSUES_MAX + 7);
    assert_int_equal(world.report.fatal_total, DATA_ISSUES_MAX + 7);
    assert_int_equal(world.report.issues[DATA_ISSUES_MAX - 1].line, DATA_ISSUES_MAX + 1);
    world_release(&world);
}

/* ---- what is answered */

static int set_up(void **state) {
    return world_set_up(state, divisions, "", NULL);
}

static void every_row_is_found_by_its_own_code_only(void **state) {
    static const struct {
        const char *code;
        bool known;
    } rows[] = {
        {"33", true},      {"3303", true},       {"330383", true},        {"330726101", true},
        {"4419", true},    {"441900", true},     {"441900003001", true},  {"3300", false},
        {"330000", false}, {"330000000", false}, {"330000000000", false}, {"0033", false},
        {"330700", false}, {"441900000", false}, {"34", false},           {"110101000", false},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct place place = place_of(rows[i].code);
        uint32_t index = directory_find(world->directory, place);

        if ((index != PLACE_INDEX_NONE) != rows[i].known) {
            fail_msg("%s is %s", rows[i].code, rows[i].known ? "not found" : "found");
        }
        if (rows[i].known) {
            assert_true(place_equal(directory_place(world->directory, index), place));
        }
    }
}

static void names_and_counts(void **state) {
    const struct world *world = *state;
    struct bytes name = directory_name(world->directory, index_of(world, "330726"));

    assert_true(bytes_equal(name, (struct bytes){(const uint8_t *)"浦江县,旧", 13}));
    assert_int_equal(directory_count(world->directory), DIVISION_ROWS);
    assert_int_equal(world->report.rows, DIVISION_ROWS);
    assert_int_equal(world->report.rows_per_level[LEVEL_PROVINCE], 3);
    assert_int_equal(world->report.rows_per_level[LEVEL_CITY], 4);
    assert_int_equal(world->report.rows_per_level[LEVEL_COUNTY], 6);
    assert_int_equal(world->report.rows_per_level[LEVEL_TOWNSHIP], 3);
    assert_int_equal(world->report.rows_per_level[LEVEL_VILLAGE], 3);
    /* two fictions, one successor, two missing tiers */
    assert_int_equal(world->report.anomalies, 5);
}

struct relation_row {
    const char *sentence, *place;
    enum level level; /* asked for; NONE = the superior */
    const char *answer;
};

static const struct relation_row relations[] = {
    {"the superior is the parent", "330726101", LEVEL_NONE, "330726"},
    {"a root has no superior", "33", LEVEL_NONE, ""},
    {"a fiction between is passed over", "110101", LEVEL_NONE, "11"},
    {"441900 is a fiction: its street answers to 4419", "441900003", LEVEL_NONE, "4419"},
    {"a street right under its city", "441901004", LEVEL_NONE, "4419"},
    {"a village right under its county", "330383001001", LEVEL_NONE, "330383"},
    {"4419 has no counties and acts for them", "441900003001", LEVEL_COUNTY, "4419"},
    {"and for the city too", "441900003", LEVEL_CITY, "4419"},
    {"330383 has no townships and acts for them", "330383001001", LEVEL_TOWNSHIP, "330383"},
    {"and for the county too", "330383001001", LEVEL_COUNTY, "330383"},
    {"1101 is a fiction: the city tier is 11's", "110101", LEVEL_CITY, "11"},
    {"a fiction itself does not act", "1101", LEVEL_CITY, "11"},
    {"its own tier", "330726", LEVEL_COUNTY, "330726"},
    {"nobody above acts for the tier", "330726", LEVEL_TOWNSHIP, ""},
    {"no tier below a place is looked for", "44", LEVEL_CITY, ""},
};

static void the_office_above(void **state) {
    const struct world *world = *state;

    for (size_t i = 0; i < ARRAY_COUNT(relations); i++) {
        const struct relation_row *row = &relations[i];
        uint32_t index = index_of(world, row->place);
        uint32_t found = row->level == LEVEL_NONE
                             ? directory_superior(world->directory, index)
                             : directory_at_level(world->directory, index, row->level);

        if (strcmp(code_of(world, found).text, row->answer) != 0) {
            fail_msg("%s: %s", row->sentence, code_of(world, found).text);
        }
    }
}

static void the_common_superior(void **state) {
    static const struct {
        const char *a, *b, *answer;
    } rows[] = {
        {"330726101", "330727", "3307"},      {"330727", "330726101203", "3307"},
        {"330726", "330726101203", "330726"}, {"330726101203", "330726", "330726"},
        {"330726", "330383001001", "33"},     {"110101", "110103", "11"}, /* 1101 has no office */
        {"441900003", "441901004", "4419"},   {"33", "44", ""},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        uint32_t found = directory_common_superior(world->directory, index_of(world, rows[i].a),
                                                   index_of(world, rows[i].b));

        if (strcmp(code_of(world, found).text, rows[i].answer) != 0) {
            fail_msg("%s and %s: %s", rows[i].a, rows[i].b, code_of(world, found).text);
        }
    }
    assert_int_equal(directory_common_superior(world->directory, 0, PLACE_INDEX_NONE),
                     PLACE_INDEX_NONE);
}

static bool is_above(const struct directory *directory, uint32_t above, uint32_t index) {
    while (index != PLACE_INDEX_NONE && index != above) {
        index = directory_parent(directory, index);
    }
    return index != PLACE_INDEX_NONE;
}

static void within_agrees_with_the_parents(void **state) {
    const struct world *world = *state;
    const struct directory *directory = world->directory;

    for (uint32_t i = 0; i < directory_count(directory); i++) {
        for (uint32_t k = 0; k < directory_count(directory); k++) {
            assert_int_equal(directory_is_within(directory, i, k), is_above(directory, k, i));
        }
        assert_false(directory_is_within(directory, i, PLACE_INDEX_NONE));
        assert_false(directory_is_within(directory, PLACE_INDEX_NONE, i));
    }
}

static void the_nearest_known(void **state) {
    static const struct {
        const char *place, *answer;
    } rows[] = {
        {"330726101203", "330726101203"},
        {"330726101999", "330726101"},
        {"330726999001", "330726"},
        {"330799001001", "3307"},
        {"339999", "33"},
        {"330383777", "330383"},
        {"650000", ""},
        {"65", ""},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        uint32_t found = directory_find_nearest(world->directory, place_of(rows[i].place));

        if (strcmp(code_of(world, found).text, rows[i].answer) != 0) {
            fail_msg("%s: %s", rows[i].place, code_of(world, found).text);
        }
    }
}

static void who_has_an_office(void **state) {
    static const struct {
        const char *node;
        bool has;
    } rows[] = {
        {"330726", true},        {"330726.land", true},   {"330726.civil", true},
        {"330726.lan", false},   {"330726.landx", false}, {"330727.civil", false},
        {"1101", false},         {"1101.civil", false}, /* a fiction, whatever its row lists */
        {"441900", false},       {"110103", true},        {"330728", false},
        {"33.discipline", true},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct node_id node = node_of(rows[i].node);

        if (directory_has_node(world->directory, &node) != rows[i].has) {
            fail_msg("%s", rows[i].node);
        }
    }
}

static void who_knows_an_organ(void **state) {
    static const struct {
        const char *organ;
        enum level level;
        bool known;
    } rows[] = {
        {"land", LEVEL_COUNTY, true},      {"land", LEVEL_CITY, true}, /* 4419 acts for both */
        {"land", LEVEL_TOWNSHIP, false},   {"discipline", LEVEL_PROVINCE, true},
        {"discipline", LEVEL_CITY, false}, {"nosuch", LEVEL_COUNTY, false},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        if (directory_knows_organ(world->directory, rows[i].organ, rows[i].level) !=
            rows[i].known) {
            fail_msg("%s at %s", rows[i].organ, level_text(rows[i].level));
        }
    }
}

/* ---- memory */

static void memory_as_told_is_enough_wherever_it_begins(void **state) {
    struct bytes text = {(const uint8_t *)divisions, sizeof divisions - 1};
    size_t size = directory_bytes(text, BYTES_NONE);

    for (size_t shift = 0; shift < 16; shift++) {
        uint8_t *memory = malloc(size + shift);
        static struct data_report report;
        struct directory *directory = NULL;

        assert_non_null(memory);
        assert_int_equal(
            directory_build(memory + shift, size, text, BYTES_NONE, NULL, &report, &directory),
            PJ_OK);
        assert_int_equal(directory_count(directory), DIVISION_ROWS);
        free(memory);
    }
}

static void build_in_half_the_memory(void *argument) {
    struct bytes text = {(const uint8_t *)divisions, sizeof divisions - 1};
    static struct data_report report;
    struct directory *directory = NULL;

    assert_int_equal(directory_build(argument, directory_bytes(text, BYTES_NONE) / 2, text,
                                     BYTES_NONE, NULL, &report, &directory),
                     PJ_OK);
}

static void too_little_memory_aborts(void **state) {
    struct bytes text = {(const uint8_t *)divisions, sizeof divisions - 1};
    void *memory = malloc(directory_bytes(text, BYTES_NONE));

    assert_non_null(memory);
    assert_true(aborts(build_in_half_the_memory, memory));
    free(memory);
}

#define ASKED(sentence, function) CASE_WITH(sentence, function, set_up, world_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("each trouble of a divisions file is told with its line", each_trouble_is_told),
        CASE("a file without its header is no directory", no_header_no_directory),
        CASE("64 organs a division and no more", organs_up_to_the_limit),
        CASE("a hundred troubles are kept and all are counted",
             a_hundred_troubles_are_kept_and_all_counted),
        ASKED("a place is found by its code as published, never padded",
              every_row_is_found_by_its_own_code_only),
        ASKED("names, rows per level and oddities are counted", names_and_counts),
        ASKED("the office above is found past fictions and missing tiers", the_office_above),
        ASKED("the common superior of two places has an office", the_common_superior),
        ASKED("what is within a subtree agrees with the parents", within_agrees_with_the_parents),
        ASKED("an unknown place leads to the nearest known one", the_nearest_known),
        ASKED("a fiction has no office, and an organ only where it is listed", who_has_an_office),
        ASKED("an organ is known at the tiers its divisions act for", who_knows_an_organ),
        CASE("the memory told is enough, wherever it begins",
             memory_as_told_is_enough_wherever_it_begins),
        CASE("too little memory is our own bug", too_little_memory_aborts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
