/* SPDX-License-Identifier: Apache-2.0
 * Where the demo list sends what, over the real divisions of Pujiang county: one line per
 * (category, level of the place, level of the intake). */
#include "golden.h"
#include "golden_values.h"

#include "core/branch.h"
#include "core/conflict.h"
#include "core/visit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_BYTES_MAX (1024 * 1024)
#define CATEGORIES_MAX 64

static const char *const levels[] = {"33", "3307", "330726", "330726101", "330726101203"};

struct data {
    struct bytes divisions, nodes, list;
    void *directory_memory, *list_memory;
    struct directory *directory;
    struct competence *competence;
};

static struct bytes read_all(const char *name) {
    char path[512];
    uint8_t *data = malloc(FILE_BYTES_MAX);
    FILE *file = NULL;
    size_t len = 0;

    snprintf(path, sizeof path, "%s/deploy/%s", PJ_SOURCE_DIR, name);
    file = fopen(path, "rb");
    if (data == NULL || file == NULL) {
        fprintf(stderr, "golden: cannot read %s\n", path);
        exit(1);
    }
    len = fread(data, 1, FILE_BYTES_MAX, file);
    fclose(file);
    return (struct bytes){data, len};
}

static void tell(const char *what, const struct data_report *report) {
    for (uint32_t i = 0; i < report->issue_count; i++) {
        printf("# %s:%u %s%s\n", what, report->issues[i].line,
               report->issues[i].fatal ? "FATAL " : "", report->issues[i].sentence);
    }
}

static bool load(struct data *data) {
    static const struct station_id self = {"county-330726"};
    struct data_report report = {0};
    enum pj_code code = PJ_OK;
    size_t size = 0;

    data->divisions = read_all("divisions/330726.csv");
    data->nodes = read_all("divisions/nodes-demo.csv");
    data->list = read_all("lists/demo.csv");
    size = directory_bytes(data->divisions, data->nodes);
    data->directory_memory = malloc(size);
    code = directory_build(data->directory_memory, size, data->divisions, data->nodes, &self,
                           &report, &data->directory);
    tell("divisions", &report);
    if (code != PJ_OK) {
        return false;
    }
    size = competence_bytes(data->list);
    data->list_memory = malloc(size);
    memset(&report, 0, sizeof report);
    code = competence_build(data->list_memory, size, data->list, "demo", data->directory, &report,
                            &data->competence);
    tell("list", &report);
    return code == PJ_OK;
}

static void unload(struct data *data) {
    free((void *)(uintptr_t)data->divisions.data);
    free((void *)(uintptr_t)data->nodes.data);
    free((void *)(uintptr_t)data->list.data);
    free(data->directory_memory);
    free(data->list_memory);
}

static void judge_on(const struct data *data, const char *category, enum purpose purpose,
                     const char *const where[2], struct civil today) {
    struct route_query query = {.directory = data->directory,
                                .list = data->competence,
                                .category = category,
                                .purpose = purpose,
                                .form = FORM_LETTER,
                                .today = today};
    struct route_verdict verdict;
    const char *place = where[0];
    const char *at = where[1];

    if (place_parse(place, strlen(place), &query.place) != PJ_OK ||
        node_id_parse(at, strlen(at), &query.at) != PJ_OK) {
        abort();
    }
    route_decide(&query, &verdict);
    printf("%-10s place %-12s at %-12s -> %-8s %-20s R%u%s | %s\n",
           purpose == PURPOSE_ACCUSATION ? "accusation" : category, place, at,
           route_outcome_text(verdict.outcome), verdict.target.text, verdict.rule,
           verdict.place_unconfirmed ? " unconfirmed" : "", verdict.basis);
}

static void judge(const struct data *data, const char *category, enum purpose purpose,
                  const char *const where[2]) {
    judge_on(data, category, purpose, where, civil_from_ymd(2026, 11, 23));
}

static void judge_everywhere(const struct data *data, const char *category, enum purpose purpose) {
    for (size_t place = 0; place < ARRAY_COUNT(levels); place++) {
        for (size_t at = 0; at < ARRAY_COUNT(levels); at++) {
            judge(data, category, purpose, (const char *const[2]){levels[place], levels[at]});
        }
    }
}

/* Two townships that became one and then another, by the day of the case. */
static void judge_by_day(void) {
    static const char divisions[] =
        "division,name,parent,tiers,valid_from,valid_to,successor,virtual,organs\n"
        "33,省,,,,,,,\n3307,市,33,,,,,,\n330726,县,3307,,,,,,\n"
        "330726102,甲,330726,,,2024-12-31,330726103,,\n"
        "330726103,乙,330726,,,2025-06-30,330726104,,\n"
        "330726104,丙,330726,,2025-07-01,,,,\n";
    static const char list[] =
        "category,tier,place,organ,channel,lane,valid_from,valid_to,rank,basis\n"
        "0202,township,,,petition,ordinary,,,,b\n";
    static const struct civil days[] = {{20088}, {20089}, {20269}, {20270}}; /* 2024-12-31 ... */
    struct data data = {.divisions = {(const uint8_t *)divisions, sizeof divisions - 1},
                        .list = {(const uint8_t *)list, sizeof list - 1}};
    struct data_report report = {0};
    size_t size = directory_bytes(data.divisions, BYTES_NONE);

    data.directory_memory = malloc(size);
    NEED(directory_build(data.directory_memory, size, data.divisions, BYTES_NONE, NULL, &report,
                         &data.directory) == PJ_OK);
    size = competence_bytes(data.list);
    data.list_memory = malloc(size);
    memset(&report, 0, sizeof report);
    NEED(competence_build(data.list_memory, size, data.list, "demo", data.directory, &report,
                          &data.competence) == PJ_OK);
    for (size_t i = 0; i < ARRAY_COUNT(days); i++) {
        char day[CIVIL_TEXT_MAX + 1];

        civil_print(days[i], day);
        printf("%s ", day);
        judge_on(&data, "0202", PURPOSE_CLAIM, (const char *const[2]){"330726102", "330726"},
                 days[i]);
    }
    free(data.directory_memory);
    free(data.list_memory);
}

int golden_verdicts(void) {
    struct data data = {0};
    const char *before = "";

    if (!load(&data)) {
        unload(&data);
        return 1;
    }
    for (size_t i = 0; i < competence_count(data.competence); i++) {
        const struct competence_row *row = competence_row(data.competence, i);

        if (strcmp(row->category, before) != 0) {
            judge_everywhere(&data, row->category, PURPOSE_CLAIM);
        }
        before = row->category;
    }
    judge_everywhere(&data, "9999", PURPOSE_CLAIM);
    judge_everywhere(&data, "", PURPOSE_ACCUSATION);
    unload(&data);
    judge_by_day();
    return 0;
}

/* ---- purposes and forms */

static void judge_purpose(const struct data *data, const struct channel_book *book,
                          const struct route_query *query) {
    const struct competence_row *row =
        competence_find(data->competence, data->directory, query->category,
                        directory_find(data->directory, query->place), query->today);
    struct branch_query asked = {book, query->purpose, 0, row == NULL ? "" : row->channel};
    struct branch_verdict branch = {.rule = 0};
    struct route_verdict verdict;
    struct visit_advice advice;
    char place[PLACE_DIGITS_MAX + 1];

    place_print(query->place, place);
    route_decide(query, &verdict);
    visit_advise(query, &advice);
    if (branch_decide(&asked, &branch) != PJ_OK) {
        abort();
    }
    printf("%-4s place %-12s at %-6s %-10s %-7s -> %-8s %-17s R%u | %s | %s R%u%s%s\n",
           query->category, place, query->at.text, purpose_text(query->purpose),
           form_text(query->form), route_outcome_text(verdict.outcome), verdict.target.text,
           verdict.rule, verdict.basis, branch.channel == NULL ? "-" : branch.channel->code,
           branch.rule, advice.skips ? " | R20 guided to " : "", advice.guide_to.text);
}

/* One combination out of category x place x intake x purpose x form, by its number. */
static bool take_combination(unsigned number, struct route_query *query) {
    static const char *const categories[] = {"0202", "0301", "9999"};
    static const char *const places[] = {"330726", "330726101203"};
    static const char *const intakes[] = {"33", "330726"};
    static const enum form forms[] = {FORM_LETTER, FORM_VISIT, FORM_PHONE};
    const char *place = NULL;
    const char *at = NULL;

    query->category = categories[number % ARRAY_COUNT(categories)];
    number /= ARRAY_COUNT(categories);
    place = places[number % ARRAY_COUNT(places)];
    number /= ARRAY_COUNT(places);
    at = intakes[number % ARRAY_COUNT(intakes)];
    number /= ARRAY_COUNT(intakes);
    query->purpose = (enum purpose)(PURPOSE_SUGGESTION + number % (PURPOSE_MAX - 1));
    number /= PURPOSE_MAX - 1;
    if (place_parse(place, strlen(place), &query->place) != PJ_OK ||
        node_id_parse(at, strlen(at), &query->at) != PJ_OK) {
        abort();
    }
    query->form = forms[number % ARRAY_COUNT(forms)];
    return number < ARRAY_COUNT(forms);
}

/* An accusation, and a claim that names somebody, of whoever is in the set, by every form. */
static void judge_accused(const struct data *data, const struct channel_book *book,
                          struct route_query query) {
    static const char *const accused[] = {"330726101", "330726.land", "330726", "3307", ""};
    static const char *const intakes[] = {"33", "3307", "330726"};
    static const enum purpose purposes[] = {PURPOSE_ACCUSATION, PURPOSE_CLAIM};

    query.category = "0202";
    query.place = (struct place){0};
    NEED(place_parse("330726101203", 12, &query.place) == PJ_OK);
    for (size_t i = 0;
         i < ARRAY_COUNT(accused) * ARRAY_COUNT(intakes) * ARRAY_COUNT(purposes) * (FORM_MAX - 1);
         i++) {
        size_t number = i / (FORM_MAX - 1);
        const char *whom = accused[number % ARRAY_COUNT(accused)];
        struct conflict_set conflicts;
        struct conflict_query asked = {
            .directory = data->directory, .offices = &whom, .count = 1, .place = query.place};

        number /= ARRAY_COUNT(accused);
        query.form = (enum form)(FORM_LETTER + i % (FORM_MAX - 1));
        query.purpose = purposes[number / ARRAY_COUNT(intakes)];
        NEED(node_id_parse(intakes[number % ARRAY_COUNT(intakes)],
                           strlen(intakes[number % ARRAY_COUNT(intakes)]), &query.at) == PJ_OK);
        asked.at = query.at;
        conflict_find(&asked, &conflicts);
        query.conflicts = &conflicts;
        printf("of %-11s ", whom[0] == '\0' ? "(not said)" : whom);
        judge_purpose(data, book, &query);
    }
}

int golden_purposes(void) {
    struct data data = {0};
    struct channel_book *book = golden_channel_book();
    bool is_loaded = load(&data);
    struct route_query query = {.directory = data.directory,
                                .list = data.competence,
                                .today = civil_from_ymd(2026, 11, 23)};

    for (unsigned number = 0; is_loaded && take_combination(number, &query); number++) {
        judge_purpose(&data, book, &query);
    }
    if (is_loaded) {
        judge_accused(&data, book, query);
    }
    unload(&data);
    free(book);
    return is_loaded ? 0 : 1;
}
