/* SPDX-License-Identifier: Apache-2.0
 * The competence list: which row speaks for a category at a place on a day, and what a list may not
 * hold. */
#include "directory_world.h"
#include "unit.h"

#include "base/text.h"
#include "core/competence.h"

#define LIST_HEADER "category,tier,place,organ,channel,lane,valid_from,valid_to,rank,basis\n"

static const char divisions[] = DIVISIONS_HEADER "33,浙江,,,,,,,discipline\n"
                                                 "3307,金华,33,,,,,,\n"
                                                 "330726,浦江,3307,,,,,,land;civil\n"
                                                 "330726101,黄宅,330726,,,,,,\n"
                                                 "330727,磐安,3307,,,,,,\n";

struct list {
    void *memory; /* owned */
    struct competence *competence;
    struct data_report report;
};

static enum pj_code list_load(struct list *list, const struct directory *directory,
                              const char *rows) {
    char text[4096];
    size_t len = text_print(text, sizeof text, "%s%s", LIST_HEADER, rows);
    struct bytes csv = {(const uint8_t *)text, len};
    size_t size = competence_bytes(csv);
    enum pj_code code = PJ_OK;

    memset(list, 0, sizeof *list);
    list->memory = malloc(size);
    assert_non_null(list->memory);
    code = competence_build(list->memory, size, csv, "v1", directory, &list->report,
                            &list->competence);
    memset(text, 'x', sizeof text); /* the text is not needed afterwards */
    return code;
}

static void list_release(struct list *list) {
    free(list->memory);
}

static int set_up(void **state) {
    return world_set_up(state, divisions, "", NULL);
}

/* ---- which row speaks */

/* basis names the row. */
static const char rows_of_list[] =
    "*,county,,,,,,,,anything\n"
    "01,county,,land,petition,ordinary,,,,01 everywhere\n"
    "0103,county,,land,petition,ordinary,,,,0103 everywhere\n"
    "01,county,3307,civil,petition,ordinary,,,,01 in 3307\n"
    "0103,township,330726,,petition,ordinary,2026-01-01,2026-06-30,,0103 in 330726 first half\n"
    "0103,county,330726,land,petition,ordinary,2026-08-01,,,0103 in 330726 from August\n"
    "02,county,,civil,petition,ordinary,,,20,02 second\n"
    "02,county,,land,petition,ordinary,2026-03-01,2026-03-31,10,02 in March\n"
    "pj:01,county,,land,petition,ordinary,,,,scheme\n"
    "*,city,330727,,,,,,,anything in 330727\n";

struct found_row {
    const char *sentence, *category, *place, *day;
    const char *basis; /* NULL = none */
};

static const struct found_row found[] = {
    {"a category of its own", "01", "33", "2026-02-01", "01 everywhere"},
    {"the longest leading part", "010399", "33", "2026-02-01", "0103 everywhere"},
    {"a part of a code is no other code", "0104", "33", "2026-02-01", "01 everywhere"},
    {"nothing but the star", "0", "33", "2026-02-01", "anything"},
    {"a category that is not given", "", "33", "2026-02-01", "anything"},
    {"a longer place before a longer category", "0103", "3307", "2026-02-01", "01 in 3307"},
    {"the longest place", "0103", "330726101", "2026-02-01", "0103 in 330726 first half"},
    {"on its first day", "0103", "330726", "2026-01-01", "0103 in 330726 first half"},
    {"on its last day", "0103", "330726", "2026-06-30", "0103 in 330726 first half"},
    {"the day after: the place above", "0103", "330726", "2026-07-01", "01 in 3307"},
    {"before anything began", "0103", "330726", "2025-12-31", "01 in 3307"},
    {"the gap is over", "0103", "330726101", "2026-08-01", "0103 in 330726 from August"},
    {"and for ever", "0103", "330726101", "2099-01-01", "0103 in 330726 from August"},
    {"the lower rank", "02", "33", "2026-03-31", "02 in March"},
    {"the next rank when it is over", "02", "33", "2026-04-01", "02 second"},
    {"a scheme is part of the code", "pj:0101", "33", "2026-02-01", "scheme"},
    {"another scheme is another code", "zj:0101", "33", "2026-02-01", "anything"},
    {"a star at a place before a category everywhere", "0103", "330727", "2026-02-01",
     "anything in 330727"},
    {"a place that is not known", "0103", "", "2026-02-01", "0103 everywhere"},
};

static void who_speaks(void **state) {
    const struct world *world = *state;
    struct list list;

    assert_int_equal(list_load(&list, world->directory, rows_of_list), PJ_OK);
    for (size_t i = 0; i < ARRAY_COUNT(found); i++) {
        uint32_t place =
            found[i].place[0] == '\0' ? PLACE_INDEX_NONE : index_of(world, found[i].place);
        struct civil day;
        const struct competence_row *row = NULL;

        assert_int_equal(civil_parse(found[i].day, strlen(found[i].day), &day), PJ_OK);
        row = competence_find(list.competence, world->directory, found[i].category, place, day);
        if (row == NULL || strcmp(row->basis, found[i].basis) != 0) {
            fail_msg("%s: %s", found[i].sentence, row == NULL ? "none" : row->basis);
        }
    }
    list_release(&list);
}

static void a_gap_is_nobodys(void **state) {
    const struct world *world = *state;
    struct list list;
    const struct competence_row *row = NULL;

    assert_int_equal(list_load(&list, world->directory,
                               "01,county,,,,,2026-01-01,2026-01-31,,January\n"
                               "01,county,,,,,2026-03-01,,,March\n"),
                     PJ_OK);
    row = competence_find(list.competence, world->directory, "01", index_of(world, "33"),
                          civil_from_ymd(2026, 2, 28));
    assert_null(row);
    row = competence_find(list.competence, world->directory, "02", index_of(world, "33"),
                          civil_from_ymd(2026, 3, 1));
    assert_null(row);
    list_release(&list);
}

static void a_row_comes_back_as_written(void **state) {
    const struct world *world = *state;
    struct list list;
    const struct competence_row *row = NULL;

    assert_int_equal(list_load(&list, world->directory,
                               "# a remark\n\n0103,county,330726,land,petition,simple,2026-01-31,"
                               "2027-01-31,1000000,\"法, §12\"\n"),
                     PJ_OK);
    assert_int_equal(competence_count(list.competence), 1);
    assert_string_equal(competence_version(list.competence), "v1");
    row = competence_row(list.competence, 0);
    assert_string_equal(row->category, "0103");
    assert_int_equal(row->tier, LEVEL_COUNTY);
    assert_true(place_equal(row->place, place_of("330726")));
    assert_string_equal(row->organ, "land");
    assert_string_equal(row->channel, "petition");
    assert_string_equal(row->lane, "simple");
    assert_int_equal(row->valid_from.day, civil_from_ymd(2026, 1, 31).day);
    assert_int_equal(row->valid_to.day, civil_from_ymd(2027, 1, 31).day);
    assert_int_equal(row->rank, 1000000);
    assert_string_equal(row->basis, "法, §12");
    assert_int_equal(row->line, 4);
    assert_int_equal(list.report.rows, 1);
    assert_int_equal(list.report.rows_per_level[LEVEL_COUNTY], 1);
    list_release(&list);
}

/* ---- what is told */

struct told_row {
    const char *sentence, *text;
    uint32_t line;
    bool fatal;
    const char *told; /* NULL = nothing to tell */
};

static const struct told_row told[] = {
    {"the same twice", "01,county,,land,,,,,,a\n01,county,,civil,,,,,,b\n", 3, true,
     "overlaps line 2"},
    {"the same rank twice", "01,county,,,,,,,5,a\n02,county,,,,,,,5,c\n01,county,,,,,,,5,b\n", 4,
     true, "overlaps line 2"},
    {"one shared day", "01,county,,,,,,2026-06-30,,a\n01,county,,,,,2026-06-30,,,b\n", 3, true,
     "overlaps line 2"},
    {"the earlier row stands below", "01,county,,,,,2026-02-01,,,a\n01,county,,,,,,2026-02-01,,b\n",
     3, true, "overlaps line 2"},
    {"one day after the other", "01,county,,,,,,2026-06-30,,a\n01,county,,,,,2026-07-01,,,b\n", 0,
     false, NULL},
    {"a gap between", "01,county,,,,,,2026-06-30,,a\n01,county,,,,,2026-08-01,,,b\n", 0, false,
     NULL},
    {"another place", "01,county,33,,,,,,,a\n01,county,3307,,,,,,,b\n", 0, false, NULL},
    {"another category", "01,county,,,,,,,,a\n010,county,,,,,,,,b\n", 0, false, NULL},
    {"overlap in the third of three",
     "01,county,,,,,,2026-01-31,,a\n"
     "01,county,,,,,2026-03-01,,,b\n"
     "01,county,,,,,2026-01-15,2026-02-15,,c\n",
     4, true, "overlaps line 2"},
    {"ranked: both may be valid", "01,county,,,,,2026-01-01,,1,a\n01,county,,,,,,,2,b\n", 0, false,
     NULL},
    {"dead: the first one always speaks", "01,county,,,,,,,1,a\n01,county,,,,,,,2,b\n", 3, false,
     "never used: line 2"},
    {"dead, though it begins later", "01,county,,,,,,,9,b\n01,county,,,,,2026-01-01,,10,a\n", 3,
     false, "never used: line 2"},
    {"dead, and written first", "01,county,,,,,2026-01-01,,2,b\n01,county,,,,,,,1,a\n", 2, false,
     "never used: line 3"},
    {"not dead: the first one ends", "01,county,,,,,,2026-01-01,1,a\n01,county,,,,,,,2,b\n", 0,
     false, NULL},
    {"an unknown tier", "01,galaxy,,,,,,,,a\n", 2, true, "no level"},
    {"no tier", "01,,,,,,,,,a\n", 2, true, "no level"},
    {"no category", ",county,,,,,,,,a\n", 2, true, "no category"},
    {"a category of 49 letters",
     "1234567890123456789012345678901234567890123456789,county,,,,,,,,a\n", 2, true, "too long"},
    {"a place that is no code", "01,county,33072,,,,,,,a\n", 2, true, "no division code"},
    {"a place nobody knows", "01,county,330799,,,,,,,a\n", 2, true, "not in the divisions"},
    {"a padded place", "01,county,330000,,,,,,,a\n", 2, true, "not in the divisions"},
    {"an organ nobody has", "01,county,,police,,,,,,a\n", 2, true, "no organ"},
    {"an organ of another tier", "01,township,,land,,,,,,a\n", 2, true, "no organ"},
    {"a channel too long", "01,county,,,12345678901234567890123456789012,,,,,a\n", 2, true,
     "too long"},
    {"a lane too long", "01,county,,,,1234567890123456,,,,a\n", 2, true, "too long"},
    {"a day that does not exist", "01,county,,,,,2026-02-29,,,a\n", 2, true, "no date"},
    {"a last day that does not exist", "01,county,,,,,,2026-13-01,,a\n", 2, true, "no date"},
    {"it ends before it begins", "01,county,,,,,2026-02-02,2026-02-01,,a\n", 2, true,
     "never valid"},
    {"a rank below zero", "01,county,,,,,,,-1,a\n", 2, true, "no rank"},
    {"a rank over a million", "01,county,,,,,,,1000001,a\n", 2, true, "no rank"},
    {"a basis of 64 letters",
     "01,county,,,,,,,,1234567890123456789012345678901234567890123456789012345678901234\n", 2, true,
     "too long"},
    {"a field is missing", "01,county,,,,,,,\n", 2, true, "9 fields"},
    {"a field too many", "01,county,,,,,,,,a,\n", 2, true, "11 fields"},
    {"a remark does not shift the lines", "# x\n\n01,county,,,,,,,,a\n01,county,,,,,,,,a\n", 5,
     true, "overlaps line 4"},
};

static void each_trouble_is_told(void **state) {
    const struct world *world = *state;

    for (size_t i = 0; i < ARRAY_COUNT(told); i++) {
        const struct told_row *row = &told[i];
        struct list list;
        enum pj_code code = list_load(&list, world->directory, row->text);
        const struct data_issue *issue = &list.report.issues[0];

        if (code != (row->fatal ? PJ_BAD_DATA : PJ_OK) ||
            list.report.issues_total != (row->told != NULL ? 1 : 0) ||
            (code != PJ_OK) != (list.competence == NULL)) {
            fail_msg("%s: %s, %u issues: %s", row->sentence, pj_code_name((unsigned)code),
                     (unsigned)list.report.issues_total, issue->sentence);
        }
        if (row->told != NULL && (issue->line != row->line || issue->fatal != row->fatal ||
                                  strstr(issue->sentence, row->told) == NULL)) {
            fail_msg("%s: line %u: %s", row->sentence, issue->line, issue->sentence);
        }
        list_release(&list);
    }
}

static void all_bad_rows_at_once(void **state) {
    const struct world *world = *state;
    struct list list;

    assert_int_equal(list_load(&list, world->directory,
                               "01,galaxy,,,,,,,,a\n02,county,,,,,,,,b\n03,county,999999,,,,,,,c\n"
                               "04,county,,,,,,,x,d\n"),
                     PJ_BAD_DATA);
    assert_int_equal(list.report.fatal_total, 3);
    assert_int_equal(list.report.issues[0].line, 2);
    assert_int_equal(list.report.issues[1].line, 4);
    assert_int_equal(list.report.issues[2].line, 5);
    assert_int_equal(list.report.rows, 1);
    list_release(&list);
}

static void without_a_directory_the_form_is_checked(void **state) {
    struct list list;

    assert_int_equal(list_load(&list, NULL, "01,county,330799,police,,,,,,a\n"), PJ_OK);
    list_release(&list);
    assert_int_equal(list_load(&list, NULL, "01,county,33079,,,,,,,a\n"), PJ_BAD_DATA);
    list_release(&list);
}

static void no_header_no_list(void **state) {
    static const char *const texts[] = {"", "# nothing\n", "category,tier\n01,county\n"};

    for (size_t i = 0; i < ARRAY_COUNT(texts); i++) {
        struct bytes csv = {(const uint8_t *)texts[i], strlen(texts[i])};
        size_t size = competence_bytes(csv);
        void *memory = malloc(size);
        struct competence *list = NULL;
        static struct data_report report;

        assert_non_null(memory);
        assert_int_equal(competence_build(memory, size, csv, "v", NULL, &report, &list),
                         PJ_BAD_DATA);
        assert_non_null(strstr(report.issues[0].sentence, "the first row must be"));
        assert_null(list);
        free(memory);
    }
}

static void a_header_alone_finds_nothing(void **state) {
    const struct world *world = *state;
    struct list list;

    assert_int_equal(list_load(&list, world->directory, ""), PJ_OK);
    assert_int_equal(competence_count(list.competence), 0);
    assert_null(competence_find(list.competence, world->directory, "01", index_of(world, "33"),
                                civil_from_ymd(2026, 1, 1)));
    list_release(&list);
}

#define WITH_DIRECTORY(sentence, function) CASE_WITH(sentence, function, set_up, world_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_DIRECTORY("the longest place speaks, then the longest category, then the lower rank",
                       who_speaks),
        WITH_DIRECTORY("on a day no row holds for, nobody is competent", a_gap_is_nobodys),
        WITH_DIRECTORY("a row comes back as it was written", a_row_comes_back_as_written),
        WITH_DIRECTORY("overlaps, dead rows and bad forms are told with their lines",
                       each_trouble_is_told),
        WITH_DIRECTORY("all bad rows are told at once", all_bad_rows_at_once),
        CASE("without a directory the form is checked, not who exists",
             without_a_directory_the_form_is_checked),
        CASE("a file without its header is no list", no_header_no_list),
        WITH_DIRECTORY("a header alone is a list that finds nothing", a_header_alone_finds_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
