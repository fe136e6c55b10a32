/* SPDX-License-Identifier: Apache-2.0
 * What a list that loads leaves open: gaps, dead rows, circles, each with its line; and that no
 * list sends a case round. */
#include "directory_world.h"
#include "shipped_data.h"

#include "base/text.h"
#include "core/channel.h"
#include "core/route.h"

#define LIST_HEADER "category,tier,place,organ,channel,lane,valid_from,valid_to,rank,basis\n"

static const char divisions[] =
    DIVISIONS_HEADER "33,浙江,,,,,,,discipline;land;labour\n3307,金华,33,,,,,,\n"
                     "330726,浦江,3307,,,,,,land;labour;market\n330726101,黄宅,330726,,,,,,\n"
                     "330726101221,村,330726101,,,,,,\n330727,磐安,3307,,,,,,land\n";

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

    memset(list, 0, sizeof *list);
    list->memory = malloc(size);
    assert_non_null(list->memory);
    return competence_build(list->memory, size, csv, "v1", directory, &list->report,
                            &list->competence);
}

static struct channel_book *shipped_channels(void) {
    struct channel_book *book = malloc(sizeof *book);
    struct data_report *report = calloc(1, sizeof *report);
    struct bytes text = shipped_read("rules", "channels");

    assert_non_null(book);
    assert_non_null(report);
    assert_int_equal(channel_build(text, "channels", report, book), PJ_OK);
    free((void *)(uintptr_t)text.data);
    free(report);
    return book;
}

static const struct {
    const char *sentence, *rows;
    uint32_t line; /* 0 = nothing to tell */
    bool fatal;
    const char *told;
} told[] = {
    {"a row for everywhere leaves no gap", "01,county,,land,,,,,,a\n", 0, false, ""},
    {"a row for one county", "01,county,330726,land,,,,,,a\n", 2, false,
     "01 has no row at some province, city, county, such as 33"},
    {"two counties, and the city between", "01,county,33,,,,,,,a\n", 0, false, ""},
    {"a star for everywhere closes the gap", "*,county,,,,,,,,a\n01,county,330726,land,,,,,,b\n", 0,
     false, ""},
    {"a shorter category does", "0,county,,,,,,,,a\n01,county,330726,land,,,,,,b\n", 0, false, ""},
    {"a longer one does not", "011,county,,,,,,,,a\n01,county,330726,land,,,,,,b\n", 3, false,
     "01 has no row at some"},
    {"told once for each category", "01,county,330726,land,,,,,,a\n01,county,330727,land,,,,,,b\n",
     2, false, "01 has no row at some province, city, such as 33"},
    {"days between two rows", "01,county,,,,,,2026-01-31,,a\n01,county,,,,,2026-03-01,,,b\n", 3,
     false, "a gap: in the days before 2026-03-01 no row speaks for 01"},
    {"days that a star speaks on",
     "*,county,,,,,,,,s\n01,county,,,,,,2026-01-31,,a\n01,county,,,,,2026-03-01,,,b\n", 0, false,
     ""},
    {"days that a wider place speaks on",
     "01,county,33,,,,,,,s\n01,county,3307,,,,,2026-01-31,,a\n01,county,3307,,,,2026-03-01,,,b\n",
     0, false, ""},
    {"a row that only begins", "01,county,,,,,2026-03-01,,,b\n", 0, false, ""},
    {"one day after the other", "01,county,,,,,,2026-06-30,,a\n01,county,,,,,2026-07-01,,,b\n", 0,
     false, ""},
    {"dead under two rows together",
     "01,county,,,,,,2026-06-30,1,a\n01,county,,,,,2026-07-01,,2,b\n01,county,,,,,,,3,c\n", 4,
     false, "never used: rows of a lower rank, the first on line 2"},
    {"alive on one day",
     "01,county,,,,,,2026-06-29,1,a\n01,county,,,,,2026-07-01,,2,b\n01,county,,,,,,,3,c\n", 0,
     false, ""},
    {"dead: every province has its own", "01,county,33,land,,,,,,a\n01,county,,land,,,,,,b\n", 3,
     false, "never used: every division at the top has a row of its own for 01"},
    {"dead under a star", "*,county,33,,,,,,,a\n01,county,,land,,,,,,b\n", 3, false,
     "never used: every division at the top has a row of its own for 01"},
    {"not dead when the other one ends",
     "01,county,33,land,,,,2026-06-30,,a\n01,county,,land,,,,,,b\n", 0, false, ""},
    {"a channel that nobody knows", "01,county,,land,prayer,,,,,a\n", 2, true,
     "\"prayer\" is no channel"},
    {"no channel said", "01,county,,land,,,,,,a\n", 0, false, ""},
    {"an organ's own channel", "01,county,,labour,inspection,,,,,a\n", 0, false, ""},
    {"led to another organ that keeps it",
     "01,county,,land,inspection,,,,,a\n01,county,330726,labour,petition,,,,,b\n", 0, false, ""},
    {"a circle of two",
     "01,county,,labour,market_report,,,,,a\n01,county,330726,market,inspection,,,,,b\n", 2, true,
     "a circle: by its channel 01 leaves labour, and by line 3 comes back to it"},
    {"no circle between two categories",
     "01,county,,labour,market_report,,,,,a\n02,county,,market,inspection,,,,,b\n", 0, false, ""},
};

static void what_is_left_open(void **state) {
    const struct world *world = *state;
    struct channel_book *book = shipped_channels();

    for (size_t i = 0; i < ARRAY_COUNT(told); i++) {
        struct list list;
        const struct data_issue *issue = &list.report.issues[0];

        assert_int_equal(list_load(&list, world->directory, told[i].rows), PJ_OK);
        assert_int_equal(list.report.issues_total, 0);
        competence_examine(list.competence, world->directory, book, &list.report);
        if ((list.report.issues_total != 0) != (told[i].line != 0)) {
            fail_msg("%s: %u issues: %s", told[i].sentence, (unsigned)list.report.issues_total,
                     issue->sentence);
        }
        if (told[i].line != 0 && (issue->line != told[i].line || issue->fatal != told[i].fatal ||
                                  strstr(issue->sentence, told[i].told) == NULL)) {
            fail_msg("%s: line %u: %s", told[i].sentence, issue->line, issue->sentence);
        }
        free(list.memory);
    }
    free(book);
}

/* Follows the verdicts from office to office until one keeps it. */
static void follow(const struct route_query *from, const char *rows) {
    struct route_query query = *from;

    for (unsigned hop = 0; hop < 6; hop++) {
        struct route_verdict verdict;

        route_decide(&query, &verdict);
        if (verdict.outcome == ROUTE_KEEP || verdict.outcome == ROUTE_PARK) {
            return;
        }
        query.at = verdict.target;
    }
    fail_msg("from %s by %s it goes round", from->at.text, rows);
}

/* From each office, with the place said and unsaid. */
static void follow_all(const struct world *world, const struct competence *list, const char *rows) {
    size_t count = directory_count(world->directory);

    for (size_t pair = 0; pair < count * count; pair++) {
        struct place at = directory_place(world->directory, (uint32_t)(pair / count));
        struct route_query query = {.directory = world->directory,
                                    .list = list,
                                    .at = node_id_of_place(at),
                                    .place =
                                        directory_place(world->directory, (uint32_t)(pair % count)),
                                    .category = "01",
                                    .today = {20780}};

        follow(&query, rows);
        query.place = (struct place){0};
        follow(&query, rows);
    }
}

/* Lists drawn from a seed, with any tier, place and organ: a case comes to rest. */
static void no_list_sends_a_case_round(void **state) {
    static const char *const tiers[] = {"province", "city", "county", "township", "village"};
    static const char *const places[] = {"", "33", "3307", "330726", "330726101", "330727"};
    static const char *const organs[] = {"", "land", "labour"};
    const struct world *world = *state;
    uint32_t seed = 20261124;
    unsigned followed = 0;

    for (unsigned round = 0; round < 200; round++) {
        struct list list;
        char rows[512] = "";
        size_t used = 0;

        for (unsigned i = 0; i < 4; i++) {
            unsigned tier = 0;

            seed = seed * 1664525 + 1013904223;
            tier = (seed >> 8) % 5; /* only province and county have organs here */
            used +=
                text_print(rows + used, sizeof rows - used, "%s,%s,%s,%s,,,,,%u,x\n",
                           (seed >> 30) != 0 ? "01" : "*", tiers[tier], places[(seed >> 16) % 6],
                           organs[tier % 2 == 0 && tier < 4 ? (seed >> 20) % 3 : 0], i);
        }
        if (list_load(&list, world->directory, rows) == PJ_OK) {
            follow_all(world, list.competence, rows);
            followed++;
        }
        free(list.memory);
    }
    assert_in_range(followed, 100, 200); /* else the seed tells nothing */
}

static int set_up(void **state) {
    return world_set_up(state, divisions, "", NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("gaps, dead rows and circles are told with their lines", what_is_left_open,
                  set_up, world_tear_down),
        CASE_WITH("no list sends a case round", no_list_sends_a_case_round, set_up,
                  world_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
