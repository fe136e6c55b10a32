/* SPDX-License-Identifier: Apache-2.0
 * Reviewing bodies: DOMAIN.md 1.7 as a table of deciders, and every way in which a file is refused.
 */
#include "directory_world.h"
#include "shipped_data.h"

#include "core/reviewer.h"

#define HEAD REVIEWERS_CSV_HEADER "\n"
#define GOVERNMENTS                                                                                \
    "*,,,upper_government,,law §1,law,\nprovince,,,end,,law §1,memory,\n" /* 2 lines */
#define ORGANS "*,*,,upper_organ,government,law §1,law,\n"
#define WHOLE  HEAD GOVERNMENTS ORGANS /* 4 lines */

static enum pj_code build(const char *csv, struct data_report *report,
                          struct reviewer_table *table) {
    return reviewer_build((struct bytes){(const uint8_t *)csv, strlen(csv)}, "test", report, table);
}

/* ---- what is refused */

static const struct {
    const char *why;
    const char *csv;
    uint32_t line;
    const char *sentence;
} bad_files[] = {
    {"an empty file", "", 1, "the first row must be"},
    {"another header", "a,b\n", 1, "the first row must be"},
    {"nobody reviews a government", HEAD ORGANS, 1, "who reviews the government of a province"},
    {"nobody reviews the organs", HEAD GOVERNMENTS, 1, "who reviews the organs of a province"},
    {"a row of one place only leaves a hole", HEAD GOVERNMENTS "*,*,33,upper_organ,,law §1,law,\n",
     1, "who reviews the organs of a province"},
    {"a village decides", WHOLE "village,,,upper_government,,law §1,law,\n", 5,
     "is no organ of government"},
    {"an unknown level", WHOLE "hamlet,,,upper_government,,law §1,law,\n", 5, "is no level"},
    {"an unknown body", WHOLE "county,land,,court,,law §1,law,\n", 5, "is no reviewing body"},
    {"no body at all", WHOLE "county,land,,,,law §1,law,\n", 5, "is missing"},
    {"the same body twice", WHOLE "county,land,,government,government,law §1,law,\n", 5,
     "gives no second choice"},
    {"an end with a choice", WHOLE "county,land,,end,government,law §1,law,\n", 5,
     "gives no second choice"},
    {"a government that reviews itself", WHOLE "county,,,government,,law §1,law,\n", 5,
     "does not review a government"},
    {"a government and an organ of no name", WHOLE "county,,,upper_government,upper_organ,l,law,\n",
     5, "does not review a government"},
    {"a row without basis", WHOLE "county,land,,government,,,law,\n", 5, "needs its basis"},
    {"a row without its mark", WHOLE "county,land,,government,,law §1,,\n", 5, "is no mark"},
    {"a place that is none", WHOLE "county,land,x,government,,law §1,law,\n", 5,
     "is no division code"},
    {"the same key twice", WHOLE "*,*,,government,,law §1,law,\n", 5,
     "says again what line 4 says"},
    {"a field too few", WHOLE "county,land\n", 5, "2 fields, there must be 8"},
};

static void bad_files_are_refused(void **state) {
    static struct data_report report;
    static struct reviewer_table table;

    assert_int_equal(build(WHOLE, &report, &table), PJ_OK);
    for (size_t i = 0; i < ARRAY_COUNT(bad_files); i++) {
        const struct data_issue *issue = &report.issues[0];
        enum pj_code code = build(bad_files[i].csv, &report, &table);

        if (code != PJ_BAD_DATA || issue->line != bad_files[i].line ||
            strstr(issue->sentence, bad_files[i].sentence) == NULL) {
            fail_msg("%s: line %u: %s", bad_files[i].why, issue->line, issue->sentence);
        }
    }
}

/* ---- who reviews whom */

/* 3399 is no office; 3308 has no counties; 330728 is governed by the province itself. */
static const char divisions[] = DIVISIONS_HEADER "33,浙江,,,,,,,land;tax;discipline\n"
                                                 "3307,金华,33,,,,,,land;tax;discipline\n"
                                                 "330726,浦江,3307,,,,,,land;civil;tax;discipline\n"
                                                 "330726101,黄宅,330726,,,,,,land\n"
                                                 "330726101221,村,330726101,,,,,,\n"
                                                 "3308,衢州,33,,,,,,\n"
                                                 "330801001,街道,3308,,,,,,\n"
                                                 "3399,省直辖,33,,,,,1,\n"
                                                 "330728,直管县,3399,,,,,,land\n";

static const struct {
    const char *sentence;
    const char *decider, *before;
    const char *conflicts; /* "a b" */
    const char *choice;    /* "a|b", + = raised, ? = from memory */
} deciders[] = {
    {"a township's by the county", "330726101", "", "", "330726"},
    {"a township without a county above it by the city", "330801001", "", "", "3308"},
    {"a township's station by the department or the county", "330726101.land", "", "",
     "330726.land|330726 ?"},
    {"a county's by the city", "330726", "", "", "3307"},
    {"a county's that the province governs by the province", "330728", "", "", "33"},
    {"a county department's by the city department or the county", "330726.land", "", "",
     "3307.land|330726"},
    {"a county department's without one in the city: its county", "330726.civil", "", "", "330726"},
    {"and past an office that is none, to the province", "330728.land", "", "", "33.land|330728"},
    {"a vertical organ's by its superior only", "330726.tax", "", "", "3307.tax ?"},
    {"a city department's by the city", "3307.land", "", "", "3307"},
    {"a city's by the province", "3307", "", "", "33"},
    {"a province department's by the province", "33.land", "", "", "33 ?"},
    {"the province is the end, as far as is known", "33", "", "", "end ?"},
    {"a vertical organ of the province likewise", "33.tax", "", "", "end ?"},
    {"the re-check of what the county reviewed", "330726", "330726.land", "", "3307"},
    {"the re-check of what the city department reviewed", "3307.land", "330726.land", "", "3307"},
    {"the re-check of what the province reviewed is none", "33", "3307", "", "end ?"},
    {"who decided first does not re-check", "330726.land", "3307.land", "", "33.land+|330726"},
    {"the county is in conflict: one tier up", "330726101", "", "330726", "3307+"},
    {"both are in conflict: each one tier up", "330726.land", "", "330726 3307.land",
     "33.land+|3307+"},
    {"both ways lead to one office: there is no choice", "330726.civil", "", "330726", "3307+"},
    {"a vertical organ's superior in conflict: its superior", "330726.tax", "", "3307.tax",
     "33.tax+ ?"},
    {"everybody is in conflict", "330726101", "", "330726 3307 33", "POLICY_CONFLICT"},
    {"all of a vertical line is in conflict: no government stands in", "330726.tax", "",
     "3307.tax 33.tax", "POLICY_CONFLICT"},
    {"a village has decided nothing", "330726101221", "", "", "POLICY_VILLAGE"},
    {"an office that nobody knows", "330726.court", "", "", "POLICY_TARGET"},
    {"an office that is none", "3399", "", "", "POLICY_TARGET"},
};

static struct conflict_set conflicts_of(const char *text) {
    struct conflict_set conflicts = {.count = 0};

    while (*text != '\0') {
        size_t len = strcspn(text, " ");

        assert_int_equal(node_id_parse(text, len, &conflicts.nodes[conflicts.count++]), PJ_OK);
        text += len + (text[len] == ' ' ? 1 : 0);
    }
    return conflicts;
}

static void print_choice(enum pj_code code, const struct reviewer_choice *choice, char *text,
                         size_t size) {
    size_t used = 0;

    if (code != PJ_OK) {
        snprintf(text, size, "%s", pj_code_name((unsigned)code));
        return;
    }
    used = (size_t)snprintf(text, size, "%s", choice->is_end ? "end" : "");
    for (size_t i = 0; i < choice->count; i++) {
        used += (size_t)snprintf(text + used, size - used, "%s%s%s", i > 0 ? "|" : "",
                                 choice->candidates[i].office.text,
                                 choice->candidates[i].raised ? "+" : "");
        assert_true(reviewer_choice_has(choice, &choice->candidates[i].office));
    }
    snprintf(text + used, size - used, "%s", choice->is_setting ? " ?" : "");
}

static struct reviewer_table *shipped_reviewers(void) {
    struct reviewer_table *table = malloc(sizeof *table);
    struct data_report *report = calloc(1, sizeof *report);
    struct bytes text = shipped_read("rules", "reviewers");

    assert_non_null(table);
    assert_non_null(report);
    assert_int_equal(reviewer_build(text, "reviewers", report, table), PJ_OK);
    assert_int_equal(report->issues_total, 0);
    free((void *)(uintptr_t)text.data);
    free(report);
    return table;
}

static void who_reviews_whom(void **state) {
    const struct world *world = *state;
    struct reviewer_table *table = shipped_reviewers();

    for (size_t i = 0; i < ARRAY_COUNT(deciders); i++) {
        struct conflict_set conflicts = conflicts_of(deciders[i].conflicts);
        struct reviewer_query query = {.table = table,
                                       .directory = world->directory,
                                       .conflicts = &conflicts,
                                       .decider = node_of(deciders[i].decider)};
        struct reviewer_choice choice;
        char text[128];

        if (deciders[i].before[0] != '\0') {
            query.before = node_of(deciders[i].before);
        }
        print_choice(reviewer_find(&query, &choice), &choice, text, sizeof text);
        if (strcmp(text, deciders[i].choice) != 0) {
            fail_msg("%s: %s", deciders[i].sentence, text);
        }
    }
    free(table);
}

/* A province's own order is a row with its place; the organ's name weighs more than the level. */
static void a_province_has_its_own_order(void **state) {
    static struct data_report report;
    static struct reviewer_table table;
    const struct world *world = *state;
    struct reviewer_query query = {
        .table = &table, .directory = world->directory, .decider = node_of("330726.land")};
    struct reviewer_choice choice;

    assert_int_equal(build(WHOLE "county,*,33,government,,law §2,law,\n"
                                 "*,land,3307,upper_government,,law §3,law,\n"
                                 "*,tax,,upper_organ,,law §4,law,\n"
                                 "county,*,3399,end,,law §5,law,\n",
                           &report, &table),
                     PJ_OK);
    assert_int_equal(reviewer_find(&query, &choice), PJ_OK);
    assert_int_equal(choice.line, 6);
    assert_string_equal(choice.basis, "test:6 law §3");
    assert_string_equal(choice.candidates[0].office.text, "3307");
    query.decider = node_of("330726.civil");
    assert_int_equal(reviewer_find(&query, &choice), PJ_OK);
    assert_int_equal(choice.line, 5);
    query.decider = node_of("330726.tax"); /* the longer place comes before the organ's name */
    assert_int_equal(reviewer_find(&query, &choice), PJ_OK);
    assert_int_equal(choice.line, 5);
    query.decider = node_of("330728.land");
    assert_int_equal(reviewer_find(&query, &choice), PJ_OK);
    assert_true(choice.is_end);
}

/* Whatever decides, in whatever conflict: nobody reviews himself, no village reviews anybody. */
static void nobody_reviews_himself(void **state) {
    const struct world *world = *state;
    struct reviewer_table *table = shipped_reviewers();
    static const char *const organs[] = {"", ".land", ".civil", ".tax", ".discipline"};

    for (uint32_t index = 0; index < directory_count(world->directory); index++) {
        for (size_t organ = 0; organ < ARRAY_COUNT(organs); organ++) {
            struct reviewer_query query = {.table = table, .directory = world->directory};
            struct reviewer_choice choice;
            struct code_text code = code_of(world, index);
            char text[NODE_TEXT_MAX + 1];

            snprintf(text, sizeof text, "%s%s", code.text, organs[organ]);
            query.decider = node_of(text);
            if (reviewer_find(&query, &choice) != PJ_OK) {
                continue;
            }
            assert_false(reviewer_choice_has(&choice, &query.decider));
            for (size_t i = 0; i < choice.count; i++) {
                assert_true(directory_has_node(world->directory, &choice.candidates[i].office));
                assert_true(place_level(node_id_place(&choice.candidates[i].office)) <
                            LEVEL_VILLAGE);
            }
        }
    }
    free(table);
}

static int set_up(void **state) {
    return world_set_up(state, divisions, "", NULL);
}

#define WITH_DIRECTORY(sentence, function) CASE_WITH(sentence, function, set_up, world_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("a bad file is refused, with the line", bad_files_are_refused),
        WITH_DIRECTORY("who reviews whom, at each level and in conflict", who_reviews_whom),
        WITH_DIRECTORY("a province has its own order", a_province_has_its_own_order),
        WITH_DIRECTORY("nobody reviews himself, and no village anybody", nobody_reviews_himself),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
