/* SPDX-License-Identifier: Apache-2.0
 * The statutory channels with their limits and what the petitioner is told, and the reviewing
 * bodies of every kind of decider: as texts a jurist can read in a diff. */
#include "golden.h"

#include "core/branch.h"
#include "core/reviewer.h"
#include "shipped_data.h"

static void *take(size_t size) {
    void *memory = calloc(1, size);

    if (memory == NULL) {
        abort();
    }
    return memory;
}

struct channel_book *golden_channel_book(void) {
    struct channel_book *book = take(sizeof *book);
    struct data_report *report = take(sizeof *report);
    struct bytes text = shipped_read("rules", "channels");

    (void)!channel_build(text, "channels", report, book);
    shipped_tell("channels", report);
    free((void *)(uintptr_t)text.data);
    free(report);
    return book;
}

/* ---- channels */

static void print_limits(const struct channel_book *book, const struct channel *channel) {
    for (uint32_t i = 0; i < channel->limit_count; i++) {
        const struct channel_limit *limit = &book->limits[channel->limit_first + i];

        printf("    %-17s %-10s ", limit->item, limit_owner_text(limit->owner));
        if (channel_is_period(limit)) {
            printf("%3u ", limit->length);
        } else {
            printf("  - ");
        }
        printf("%-8s %-13s %-8s", channel_unit_text(limit->unit), channel_start_text(limit->start),
               rule_mark_text(limit->mark));
        if (limit->extends[0] != '\0') {
            printf(" extends %s;", limit->extends);
        }
        printf(" %s %s\n", limit->zh, limit->article);
    }
}

int golden_channels(void) {
    struct channel_book *book = golden_channel_book();
    struct shipped_calendar cn = shipped_calendar();
    struct channel_facts facts = {.today = civil_from_ymd(2026, 11, 24), .calendar = cn.calendar};

    for (unsigned start = 1; start < CHANNEL_START_MAX; start++) {
        facts.at[start] = civil_from_ymd(2026, 8, 31);
    }
    for (size_t i = 0; i < book->channel_count; i++) {
        const struct channel *channel = &book->channels[i];
        struct channel_remedy remedies[CHANNEL_REMEDIES_MAX];
        size_t count = channel_remedies(book, channel, &facts, remedies);

        printf("%s %s (%s): %s%s%s%s%s, %s %s\n", channel->code, channel->zh, channel->en,
               channel_body_text(channel->body), channel->organ[0] == '\0' ? "" : " ",
               channel->organ, channel->tier == LEVEL_NONE ? "" : " of the ",
               channel->tier == LEVEL_NONE ? "" : level_text(channel->tier),
               channel->branch == CHANNEL_BRANCH_NONE ? "-" : channel_branch_text(channel->branch),
               channel->article);
        print_limits(book, channel);
        for (size_t k = 0; k < count; k++) {
            char text[CHANNEL_SENTENCE_MAX];

            channel_remedy_sentence(&remedies[k], CLOCK_ZH, text);
            printf("    > %s\n", text);
            channel_remedy_sentence(&remedies[k], CLOCK_EN, text);
            printf("    > %s\n", text);
        }
    }
    free(cn.memory);
    free(book);
    return 0;
}

/* ---- reviewers */

/* A province of each kind of decider, with a city without counties and an office that is none. */
static const char divisions[] =
    "division,name,parent,tiers,valid_from,valid_to,successor,virtual,organs\n"
    "33,a,,,,,,,land;tax;discipline\n3307,b,33,,,,,,land;tax;discipline\n"
    "330726,c,3307,,,,,,land;civil;tax;discipline\n330726101,d,330726,,,,,,land\n"
    "330726101221,e,330726101,,,,,,\n3308,f,33,,,,,,\n330801001,g,3308,,,,,,\n"
    "3399,h,33,,,,,1,\n339901,i,3399,,,,,,land\n";
static const char *const organs[] = {"", ".land", ".civil", ".tax", ".discipline"};

static void print_reviewers(const char *step, const struct reviewer_query *query,
                            struct reviewer_choice *ret_choice) {
    enum pj_code code = reviewer_find(query, ret_choice);

    printf("%s%-18s ", step, query->decider.text);
    if (code != PJ_OK) {
        printf("%s\n", pj_code_name((unsigned)code));
        ret_choice->count = 0;
        return;
    }
    printf("%s", ret_choice->is_end ? "end" : "");
    for (size_t i = 0; i < ret_choice->count; i++) {
        const struct reviewer_candidate *candidate = &ret_choice->candidates[i];

        printf("%s%s %s%s", i > 0 ? " | " : "", candidate->office.text,
               reviewer_body_zh(candidate->body), candidate->raised ? "(再上一级)" : "");
    }
    printf(" ; %s%s\n", ret_choice->basis, ret_choice->is_setting ? " (setting)" : "");
}

static void review_and_recheck(struct reviewer_query query) {
    struct reviewer_choice choice;

    print_reviewers("", &query, &choice);
    query.before = query.decider;
    for (size_t i = 0; i < choice.count; i++) {
        struct reviewer_choice next;

        query.decider = choice.candidates[i].office;
        print_reviewers("    then ", &query, &next);
    }
}

int golden_reviewers(void) {
    struct bytes places = {(const uint8_t *)divisions, sizeof divisions - 1};
    struct reviewer_table *table = take(sizeof *table);
    struct data_report *report = take(sizeof *report);
    struct bytes text = shipped_read("rules", "reviewers");
    size_t size = directory_bytes(places, BYTES_NONE);
    void *memory = take(size);
    struct directory *directory = NULL;

    if (reviewer_build(text, "reviewers", report, table) != PJ_OK ||
        directory_build(memory, size, places, BYTES_NONE, NULL, report, &directory) != PJ_OK) {
        shipped_tell("reviewers", report);
    }
    for (uint32_t i = 0; i < directory_count(directory); i++) {
        for (size_t k = 0; k < ARRAY_COUNT(organs); k++) {
            struct reviewer_query query = {.table = table, .directory = directory};
            struct node_id place = node_id_of_place(directory_place(directory, i));

            snprintf(query.decider.text, sizeof query.decider.text, "%.12s%s", place.text,
                     organs[k]);
            if (k == 0 || directory_has_node(directory, &query.decider)) {
                review_and_recheck(query);
            }
        }
    }
    free((void *)(uintptr_t)text.data);
    free(memory);
    free(report);
    free(table);
    return 0;
}
