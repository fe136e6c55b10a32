/* SPDX-License-Identifier: Apache-2.0
 * Two texts a jurist can read in a diff: every value of every rule set, and how due dates of
 * 2019-2026 are derived, step by step. */
#include "golden.h"

#include "base/text.h"
#include "shipped_data.h"

static const char *const set_names[] = {"CN2022", "CN2005", "ZJ2016", "SD2015",
                                        "BJ2006", "SH2018", "HA2012"};

/* ---- values */

static void print_length(const struct rule *rule) {
    char date[CIVIL_TEXT_MAX + 1];

    if (rule->unit == UNIT_DATE) {
        civil_print(rule->date, date);
        printf("%-10s ", date);
    } else if (rule->unit == UNIT_DIVISION) {
        printf("%-10llu ", (unsigned long long)rule->place.code);
    } else if (rule->unit == UNIT_NONE || rule->unit == UNIT_NATIONAL) {
        printf("%-10s ", "-");
    } else {
        printf("%-10u ", rule->length);
    }
}

static void print_rule(const struct rule *rule) {
    printf("%-21s ", limit_text(rule->limit));
    print_length(rule);
    printf("%-8s %-10s %-13s %-8s", limit_unit_text(rule->unit), limit_owner_text(rule->owner),
           limit_start_text(rule->start), rule_mark_text(rule->mark));
    if (rule->extends != LIMIT_MAX) {
        printf(" extends %s by %s;", limit_text(rule->extends),
               limit_approver_text(rule->approver));
    }
    printf("%s %s%s%s%s%s\n", rule->pausable ? " pausable;" : "", limit_zh(rule->limit),
           rule->article[0] == '\0' ? "" : " ", rule->article, rule->note[0] == '\0' ? "" : " | ",
           rule->note);
}

int golden_rule_sets(void) {
    for (size_t i = 0; i < ARRAY_COUNT(set_names); i++) {
        struct rule_set *set = shipped_rules(set_names[i]);

        printf("%s%s\n", i == 0 ? "" : "\n", set_names[i]);
        for (unsigned limit = 0; limit < LIMIT_MAX; limit++) {
            const struct rule *rule = rule_set_find(set, (enum limit)limit);

            if (rule != NULL) {
                print_rule(rule);
            }
        }
        free(set);
    }
    return 0;
}

/* ---- derivations */

struct row {
    const char *sets; /* one, or the national and a provincial one */
    enum limit limit;
    const char *start;
    uint32_t extension;
    const char *hearing_from, *hearing_to; /* NULL = none; to NULL = goes on */
};

static const struct row rows[] = {
    /* a year's round of every kind */
    {"CN2005", LIMIT_C1, "2019-01-18", 0, NULL, NULL},
    {"CN2005", LIMIT_C3, "2019-01-25", 0, NULL, NULL},
    {"CN2005", LIMIT_C5, "2019-02-28", 0, NULL, NULL},
    {"CN2005", LIMIT_C5, "2019-04-02", 30, NULL, NULL},
    {"CN2005", LIMIT_C7, "2019-09-06", 0, NULL, NULL},
    {"CN2005", LIMIT_C9, "2019-09-02", 0, NULL, NULL},
    {"CN2005", LIMIT_C11, "2019-08-30", 0, "2019-09-10", "2019-09-12"},
    {"CN2005", LIMIT_C1, "2020-01-09", 0, NULL, NULL},
    {"CN2005", LIMIT_C1, "2020-01-17", 0, NULL, NULL},
    {"CN2005", LIMIT_C5, "2020-01-19", 0, NULL, NULL},
    {"CN2005", LIMIT_C7, "2020-01-02", 0, NULL, NULL},
    {"CN2005", LIMIT_C10, "2020-05-26", 0, NULL, NULL},
    {"CN2005", LIMIT_C5, "2020-08-04", 0, NULL, NULL},
    {"CN2005", LIMIT_C5, "2020-08-04", 30, NULL, NULL},
    {"CN2005", LIMIT_C1, "2021-01-27", 0, NULL, NULL},
    {"CN2005", LIMIT_C2, "2021-02-05", 0, NULL, NULL},
    {"CN2005", LIMIT_C5, "2021-03-04", 0, NULL, NULL},
    {"CN2005", LIMIT_C7, "2021-05-13", 0, NULL, NULL},
    {"CN2005", LIMIT_PROPOSAL, "2021-09-03", 0, NULL, NULL},
    {"CN2005", LIMIT_C11, "2021-09-01", 0, "2021-09-28", "2021-10-09"},
    {"CN2005", LIMIT_C1, "2022-01-17", 0, NULL, NULL},
    {"CN2005", LIMIT_C5, "2022-03-04", 0, NULL, NULL},
    /* the regulation of 2022 */
    {"CN2022", LIMIT_C4, "2022-05-01", 0, NULL, NULL},
    {"CN2022", LIMIT_C4, "2022-09-29", 0, NULL, NULL},
    {"CN2022", LIMIT_C1, "2022-09-18", 0, NULL, NULL},
    {"CN2022", LIMIT_C5, "2022-11-02", 0, NULL, NULL},
    {"CN2022", LIMIT_C5, "2022-12-01", 30, NULL, NULL},
    {"CN2022", LIMIT_C7, "2022-12-22", 0, NULL, NULL},
    {"CN2022", LIMIT_C4, "2023-01-18", 0, NULL, NULL},
    {"CN2022", LIMIT_SIMPLE, "2023-04-18", 0, NULL, NULL},
    {"CN2022", LIMIT_C1, "2023-09-14", 0, NULL, NULL},
    {"CN2022", LIMIT_C4, "2023-09-26", 0, NULL, NULL},
    {"CN2022", LIMIT_C10, "2023-09-01", 0, NULL, NULL},
    {"CN2022", LIMIT_C11, "2023-08-25", 0, "2023-09-20", "2023-09-21"},
    {"CN2022", LIMIT_C4, "2024-02-05", 0, NULL, NULL},
    {"CN2022", LIMIT_C1, "2024-02-01", 0, NULL, NULL},
    {"CN2022", LIMIT_C5, "2024-02-29", 0, NULL, NULL},
    {"CN2022", LIMIT_SIMPLE, "2024-04-26", 0, NULL, NULL},
    {"CN2022", LIMIT_C7, "2024-05-11", 0, NULL, NULL},
    {"CN2022", LIMIT_C1, "2024-09-30", 0, NULL, NULL},
    {"CN2022", LIMIT_SERVE, "2024-09-27", 0, NULL, NULL},
    {"CN2022", LIMIT_C4, "2025-01-24", 0, NULL, NULL},
    {"CN2022", LIMIT_C1, "2025-01-24", 0, NULL, NULL},
    {"CN2022", LIMIT_C5, "2025-04-30", 0, NULL, NULL},
    {"CN2022", LIMIT_C5, "2025-04-30", 30, NULL, NULL},
    {"CN2022", LIMIT_C4, "2025-09-26", 0, NULL, NULL},
    {"CN2022", LIMIT_SIMPLE, "2025-09-26", 0, NULL, NULL},
    {"CN2022", LIMIT_C7, "2025-09-05", 0, NULL, NULL},
    {"CN2022", LIMIT_C4, "2026-02-14", 0, NULL, NULL},
    {"CN2022", LIMIT_C1, "2026-02-14", 0, NULL, NULL},
    {"CN2022", LIMIT_C11, "2026-03-02", 0, "2026-03-10", "2026-03-12"},
    {"CN2022", LIMIT_C11, "2026-03-02", 0, "2026-03-30", NULL},
    {"CN2022", LIMIT_C11, "2026-03-02", 0, "2026-05-06", "2026-05-07"},
    {"CN2022", LIMIT_C1, "2026-09-18", 0, NULL, NULL},
    {"CN2022", LIMIT_SIMPLE, "2026-09-18", 0, NULL, NULL},
    {"CN2022", LIMIT_URGENT, "2026-10-01", 0, NULL, NULL},
    {"CN2022", LIMIT_REGISTER, "2026-10-01", 0, NULL, NULL},
    {"CN2022", LIMIT_C5, "2026-10-12", 0, NULL, NULL},
    {"CN2022", LIMIT_C5, "2026-10-12", 30, NULL, NULL},
    {"CN2022", LIMIT_C5, "2026-11-23", 0, NULL, NULL},
    {"CN2022", LIMIT_C4, "2026-12-28", 0, NULL, NULL},
    {"CN2022", LIMIT_C7, "2026-12-18", 0, NULL, NULL},
    /* the case of DOMAIN.md 8.3: C1 at the office, C3 at the unit, C5 from acceptance */
    {"CN2022", LIMIT_C3, "2026-10-08", 0, NULL, NULL},
    {"CN2022", LIMIT_C5, "2026-10-23", 30, NULL, NULL},
    /* provinces */
    {"SD2015", LIMIT_C8, "2025-09-29", 0, NULL, NULL},
    {"SD2015", LIMIT_PROPOSAL, "2025-03-14", 0, NULL, NULL},
    {"BJ2006", LIMIT_C9, "2024-04-08", 30, NULL, NULL},
    {"BJ2006", LIMIT_C11, "2024-04-08", 30, "2024-04-29", "2024-04-30"},
    {"BJ2006", LIMIT_PROPOSAL_REFUSE, "2024-09-30", 0, NULL, NULL},
    {"SH2018", LIMIT_C5, "2023-07-31", 0, NULL, NULL},
    {"HA2012", LIMIT_C1, "2023-09-26", 0, NULL, NULL},
    {"HA2012", LIMIT_C5A, "2023-07-03", 0, NULL, NULL},
    {"HA2012", LIMIT_C5, "2023-07-03", 60, NULL, NULL},
    {"ZJ2016", LIMIT_C1, "2026-09-18", 0, NULL, NULL},
    {"ZJ2016", LIMIT_C5, "2025-09-05", 60, NULL, NULL},
    /* together: the organ by the earlier date, the petitioner by the later one */
    {"CN2022,ZJ2016", LIMIT_C1, "2026-09-18", 0, NULL, NULL},
    {"CN2022,ZJ2016", LIMIT_C5, "2026-11-23", 0, NULL, NULL},
    {"CN2022,ZJ2016", LIMIT_C5, "2025-04-30", 30, NULL, NULL},
    {"CN2022,ZJ2016", LIMIT_C7, "2026-09-04", 0, NULL, NULL},
    {"CN2022,HA2012", LIMIT_C4, "2026-09-29", 0, NULL, NULL},
    {"CN2022,HA2012", LIMIT_C4, "2026-03-02", 0, NULL, NULL},
};

struct loaded {
    struct shipped_calendar shipped;
    struct rule_set *sets[ARRAY_COUNT(set_names)];
};

static const struct rule_set *find_set(const struct loaded *loaded, const char *name) {
    for (size_t i = 0; i < ARRAY_COUNT(set_names); i++) {
        if (strncmp(set_names[i], name, strlen(set_names[i])) == 0) {
            return loaded->sets[i];
        }
    }
    abort();
}

static struct civil date_of(const char *text) {
    struct civil date = {0};

    if (text != NULL && civil_parse(text, strlen(text), &date) != PJ_OK) {
        abort();
    }
    return date;
}

static void print_result(const struct clock_choice *choice, size_t index, enum limit limit) {
    const struct clock_result *result = &choice->results[index];
    char zh[CLOCK_SENTENCE_MAX];
    char en[CLOCK_SENTENCE_MAX];
    char due[CIVIL_TEXT_MAX + 1];

    clock_rule_sentence(choice->sets[index], limit, CLOCK_ZH, zh);
    clock_rule_sentence(choice->sets[index], limit, CLOCK_EN, en);
    civil_print(result->due, due);
    printf("  %s / %s -> %s%s%s%s\n", zh, en, due, result->provisional ? " provisional" : "",
           result->paused ? " paused" : "",
           choice->count > 1 && index == choice->binding ? " BINDS" : "");
    for (size_t i = 0; i < result->step_count; i++) {
        clock_step_sentence(&result->steps[i], CLOCK_ZH, zh);
        clock_step_sentence(&result->steps[i], CLOCK_EN, en);
        printf("    %s\n      %s\n", zh, en);
    }
}

static bool print_row(const struct loaded *loaded, const struct row *row) {
    const char *comma = strchr(row->sets, ',');
    const struct rule_set *sets[2] = {find_set(loaded, row->sets),
                                      comma == NULL ? NULL : find_set(loaded, comma + 1)};
    struct clock_pause hearing = {date_of(row->hearing_from), date_of(row->hearing_to)};
    struct clock_case asked = {.limit = row->limit,
                               .start = date_of(row->start),
                               .start_at = {civil_end(date_of(row->start)).us - US_PER_S},
                               .extension = row->extension,
                               .pauses = &hearing,
                               .pause_count = row->hearing_from == NULL ? 0 : 1,
                               .calendar = loaded->shipped.calendar};
    struct clock_choice choice;

    printf("%s %s from %s", row->sets, limit_text(row->limit), row->start);
    if (row->extension > 0) {
        printf(" extended by %u", row->extension);
    }
    if (row->hearing_from != NULL) {
        printf(" hearing %s..%s", row->hearing_from,
               row->hearing_to == NULL ? "" : row->hearing_to);
    }
    putchar('\n');
    if (clock_choose(sets, comma == NULL ? 1 : 2, &asked, &choice) != PJ_OK) {
        printf("  refused\n");
        return false;
    }
    for (size_t i = 0; i < choice.count; i++) {
        print_result(&choice, i, row->limit);
    }
    return true;
}

int golden_clocks(void) {
    struct loaded loaded = {.shipped = shipped_calendar()};
    bool fine = true;

    for (size_t i = 0; i < ARRAY_COUNT(set_names); i++) {
        loaded.sets[i] = shipped_rules(set_names[i]);
    }
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        fine = print_row(&loaded, &rows[i]) && fine;
    }
    for (size_t i = 0; i < ARRAY_COUNT(set_names); i++) {
        free(loaded.sets[i]);
    }
    free(loaded.shipped.memory);
    return fine ? 0 : 1;
}
