/* SPDX-License-Identifier: Apache-2.0
 * What a visitor is told: level of the window x place x form x purpose, whether the matter waits
 * there and from which day it goes down; and the petitioner's own limits per way and purpose. */
#include "golden.h"
#include "golden_values.h"
#include "shipped_data.h"

#include "base/text.h"
#include "core/branch.h"
#include "core/visit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A township without a county, and one in the usual place. */
static const char divisions[] =
    "division,name,parent,tiers,valid_from,valid_to,successor,virtual,organs\n"
    "33,浙江,,,,,,,discipline\n3307,金华,33,,,,,,discipline\n"
    "330726,浦江,3307,,,,,,land;discipline\n330726101,黄宅,330726,,,,,,\n"
    "330726101221,村,330726101,,,,,,\n3308,衢州,33,,,,,,\n330801001,街道,3308,,,,,,\n";
static const char list[] = "category,tier,place,organ,channel,lane,valid_from,valid_to,rank,basis\n"
                           "0101,county,,land,petition,ordinary,,,,a\n"
                           "0202,township,,,petition,simple,,,,b\n"
                           "0303,city,,,petition,ordinary,,,,c\n";

struct windows {
    struct directory *directory;
    struct competence *list;
    const struct calendar *calendar;
};

static struct civil next_working_day(const struct windows *windows,
                                     const struct route_query *query) {
    struct casefile *file = calloc(1, sizeof *file);
    struct civil day = {0};

    NEED(file != NULL);
    file->form = query->form;
    file->origin = query->at;
    file->received_at.us = civil_end((struct civil){query->today.day - 1}).us + 36000 * US_PER_S;
    visit_mark(file);
    if (visit_is_quiet(file)) {
        day = civil_of(visit_silent_until(file, windows->calendar));
    }
    free(file);
    return day;
}

static void print_visit(const struct windows *windows, const struct route_query *query,
                        const char *place) {
    struct visit_advice advice;
    struct route_verdict verdict;
    char day[CIVIL_TEXT_MAX + 1] = "";
    bool waits = false;

    visit_advise(query, &advice);
    route_decide(query, &verdict);
    waits = query->form == FORM_VISIT && verdict.outcome != ROUTE_KEEP &&
            verdict.outcome != ROUTE_PARK &&
            !visit_is_near(windows->directory, &query->at, &verdict.target);
    if (waits) {
        civil_print(next_working_day(windows, query), day);
    }
    printf("%-4s place %-12s at %-12s %-7s %-10s -> %-8s %-17s R%u%s%s%s%s\n", query->category,
           place, query->at.text, form_text(query->form), purpose_text(query->purpose),
           route_outcome_text(verdict.outcome), verdict.target.text, verdict.rule,
           waits ? " | R24 from " : "", day, advice.skips ? " | R20 guided to " : "",
           advice.guide_to.text);
}

static void print_windows(const struct windows *windows, struct route_query query) {
    static const char *const places[] = {"3307", "330726", "330726101", "330726101221",
                                         "330801001"};
    static const char *const levels[] = {"33", "3307", "330726", "330726101", "330726101221"};
    static const enum form forms[] = {FORM_VISIT, FORM_LETTER, FORM_WEB, FORM_SESSION};

    for (size_t place = 0; place < ARRAY_COUNT(places); place++) {
        for (size_t at = 0; at < ARRAY_COUNT(levels); at++) {
            for (size_t form = 0; form < ARRAY_COUNT(forms); form++) {
                query.form = forms[form];
                NEED(place_parse(places[place], strlen(places[place]), &query.place) == PJ_OK);
                NEED(node_id_parse(levels[at], strlen(levels[at]), &query.at) == PJ_OK);
                print_visit(windows, &query, places[place]);
            }
        }
    }
}

int golden_visits(void) {
    static const char *const categories[] = {"0101", "0202", "0303"};
    static struct data_report report;
    struct shipped_calendar cn = shipped_calendar();
    struct bytes places = {(const uint8_t *)divisions, sizeof divisions - 1};
    struct bytes rows = {(const uint8_t *)list, sizeof list - 1};
    struct windows windows = {.calendar = cn.calendar};
    size_t size = directory_bytes(places, BYTES_NONE);
    void *memory = malloc(size);
    void *list_memory = malloc(competence_bytes(rows));

    NEED(directory_build(memory, size, places, BYTES_NONE, NULL, &report, &windows.directory) ==
         PJ_OK);
    NEED(competence_build(list_memory, competence_bytes(rows), rows, "list", windows.directory,
                          &report, &windows.list) == PJ_OK);
    for (size_t i = 0; i < ARRAY_COUNT(categories); i++) {
        struct route_query query = {.directory = windows.directory,
                                    .list = windows.list,
                                    .category = categories[i],
                                    .purpose = PURPOSE_CLAIM,
                                    .today = civil_from_ymd(2026, 9, 30)}; /* before 国庆 */

        print_windows(&windows, query);
    }
    print_windows(&windows, (struct route_query){.directory = windows.directory,
                                                 .list = windows.list,
                                                 .category = "0202",
                                                 .purpose = PURPOSE_SUGGESTION,
                                                 .today = civil_from_ymd(2026, 9, 18)});
    free(memory);
    free(list_memory);
    free(cn.memory);
    return 0;
}

/* ---- the petitioner's own limits */

static void print_remedies(const struct channel_book *book, const struct branch_query *asked,
                           const struct channel_facts *facts) {
    struct branch_verdict branch;
    struct channel_remedy remedies[BRANCH_REMEDIES_MAX];
    size_t count = 0;

    if (branch_decide(asked, &branch) != PJ_OK) {
        printf("%-10s %-16s -\n", purpose_text(asked->purpose), asked->channel);
        return;
    }
    count = branch_remedies(book, &branch, facts, remedies);
    printf("%-10s %-16s R%u %s\n", purpose_text(asked->purpose), asked->channel, branch.rule,
           branch.channel == NULL ? "-" : branch.channel->code);
    for (size_t i = 0; i < count; i++) {
        char text[CHANNEL_SENTENCE_MAX];

        channel_remedy_sentence(&remedies[i], CLOCK_ZH, text);
        printf("    > %s\n", text);
    }
}

int golden_remedies(void) {
    struct channel_book *book = golden_channel_book();
    struct shipped_calendar cn = shipped_calendar();
    struct channel_facts facts = {.today = civil_from_ymd(2026, 11, 23), .calendar = cn.calendar};

    facts.at[CHANNEL_START_KNEW] = civil_from_ymd(2026, 10, 8);
    for (size_t i = 0; i <= book->channel_count; i++) {
        for (unsigned purpose = PURPOSE_SUGGESTION; purpose < PURPOSE_MAX; purpose++) {
            struct branch_query asked = {book, (enum purpose)purpose, 0,
                                         i == book->channel_count ? "" : book->channels[i].code};

            print_remedies(book, &asked, &facts);
        }
    }
    free(cn.memory);
    free(book);
    return 0;
}
