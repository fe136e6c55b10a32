/* SPDX-License-Identifier: Apache-2.0
 * Rule sets: the table of DOMAIN.md 1.2 as numbers, and every way in which a file is refused. */
#include "shipped_data.h"
#include "unit.h"

#define HEAD "limit,length,unit,extends,approver,pausable,owner,start,article,mark,note\n"
#define REST                                                                                       \
    "C2,,none,,,,organ,,,law,\nC3,,none,,,,organ,,,law,\nC4,,none,,,,organ,,,law,\n"               \
    "C7,,none,,,,petitioner,,,law,\nC8,,none,,,,organ,,,law,\nC9,,none,,,,organ,,,law,\n"          \
    "C10,,none,,,,petitioner,,,law,\nC11,,none,,,,organ,,,law,\n"                                  \
    "REPRESENTATIVES,5,persons,,,,petitioner,,,law,\nPROPOSAL,,none,,,,organ,,,law,\n"
#define SET   "SET,2020-01-01,date,,,,organ,,,law,x\n"
#define C1    "C1,15,calendar,,,,organ,received,,law,\n"
#define C5    "C5,60,calendar,,,,organ,accepted,,law,\n"
#define C6    "C6,30,calendar,C5,head,,organ,,,law,\n"
#define WHOLE HEAD REST SET C1 C5 C6 /* 15 lines */

static enum pj_code build(const char *csv, struct data_report *report, struct rule_set *set) {
    return rule_set_build((struct bytes){(const uint8_t *)csv, strlen(csv)}, "test", report, set);
}

static const struct {
    const char *why;
    const char *csv;
    uint32_t line;
    const char *sentence;
} bad_files[] = {
    {"an empty file", "", 1, "the first row must be"},
    {"another header", "a,b\n", 1, "the first row must be"},
    {"a missing clock is named", HEAD REST SET C1 C6, 1, "C5 is missing (handle and answer)"},
    {"an office limit is missing", HEAD REST SET C5 C6, 1, "C1 is missing"},
    {"the set itself is missing", HEAD REST C1 C5 C6, 1, "SET is missing"},
    {"a limit that stands twice", WHOLE C1, 16, "C1 stands in line 13 already"},
    {"an unknown limit", WHOLE "C12,1,calendar,,,,organ,received,,law,\n", 16, "is no limit"},
    {"an unknown unit", WHOLE "RATE,1,weeks,,,,organ,received,,law,\n", 16, "is no unit"},
    {"a length that is no number", WHOLE "RATE,x,calendar,,,,organ,received,,law,\n", 16,
     "is no length"},
    {"a length of eleven years", WHOLE "RATE,4000,calendar,,,,organ,received,,law,\n", 16,
     "is no length"},
    {"a length without a unit", WHOLE "RATE,5,none,,,,organ,received,,law,\n", 16,
     "a length without a unit"},
    {"a date that is none", WHOLE "REGION,x,division,,,,organ,,,law,\n", 16, "no division code"},
    {"an owner that is neither", WHOLE "RATE,5,calendar,,,,court,received,,law,\n", 16,
     "is no owner"},
    {"an unknown start", WHOLE "RATE,5,calendar,,,,organ,whenever,,law,\n", 16, "is no event"},
    {"a period without a start", WHOLE "RATE,5,calendar,,,,organ,,,law,\n", 16,
     "needs the event that starts it"},
    {"a row without its mark", WHOLE "RATE,5,calendar,,,,organ,received,,,\n", 16, "is no mark"},
    {"an extension of itself", WHOLE "C9X,5,calendar,C9X,head,,organ,,,law,\n", 16,
     "is no limit that could be extended"},
    {"an extension of no period", WHOLE "C9X,5,calendar,C9,head,,organ,,,law,\n", 16,
     "C9X extends C9, and the set has no such period"},
    {"a second extension", WHOLE "C9X,5,calendar,C5,head,,organ,,,law,\n", 16,
     "a period is extended once"},
    {"an extension nobody approves", HEAD REST SET C1 C5 "C6,30,calendar,C5,,,organ,,,law,\n", 15,
     "say who approves it"},
    {"pausable by another word", WHOLE "RATE,5,calendar,,,no,organ,received,,law,\n", 16,
     "must be yes or empty"},
    {"a field too few", WHOLE "RATE,5\n", 16, "2 fields, there must be 11"},
};

static void bad_files_are_refused(void **state) {
    static struct data_report report;
    static struct rule_set set;

    assert_int_equal(build(WHOLE, &report, &set), PJ_OK);
    for (size_t i = 0; i < ARRAY_COUNT(bad_files); i++) {
        const struct data_issue *issue = &report.issues[0];
        enum pj_code code = build(bad_files[i].csv, &report, &set);

        if (code != PJ_BAD_DATA || issue->line != bad_files[i].line ||
            strstr(issue->sentence, bad_files[i].sentence) == NULL) {
            fail_msg("%s: line %u: %s", bad_files[i].why, issue->line, issue->sentence);
        }
    }
}

/* DOMAIN.md 1.2: a number with its unit; 0 none = the table has a dash, 0 national = per national
 * rules. */
#define CAL UNIT_CALENDAR
#define WD  UNIT_WORKING
#define NIL UNIT_NONE
#define NAT UNIT_NATIONAL
static const char *const set_names[] = {"CN2022", "CN2005", "ZJ2016", "SD2015",
                                        "BJ2006", "SH2018", "HA2012"};
static const struct {
    enum limit limit;
    struct {
        unsigned length;
        enum limit_unit unit;
    } sets[ARRAY_COUNT(set_names)];
} table[] = {
    {LIMIT_C1, {{15, CAL}, {15, CAL}, {5, WD}, {15, CAL}, {15, CAL}, {15, CAL}, {5, CAL}}},
    {LIMIT_C2, {{15, CAL}, {15, CAL}, {5, WD}, {15, CAL}, {15, CAL}, {15, CAL}, {0, NIL}}},
    {LIMIT_C3, {{15, CAL}, {15, CAL}, {5, WD}, {15, CAL}, {15, CAL}, {15, CAL}, {0, NIL}}},
    {LIMIT_C4, {{5, WD}, {0, NIL}, {0, NIL}, {0, NIL}, {5, WD}, {0, NIL}, {5, CAL}}},
    {LIMIT_C5, {{60, CAL}, {60, CAL}, {30, CAL}, {60, CAL}, {60, CAL}, {60, CAL}, {30, CAL}}},
    {LIMIT_C6, {{30, CAL}, {30, CAL}, {60, CAL}, {30, CAL}, {30, CAL}, {30, CAL}, {60, CAL}}},
    {LIMIT_C7, {{30, CAL}, {30, CAL}, {0, NAT}, {30, CAL}, {30, CAL}, {30, CAL}, {30, CAL}}},
    {LIMIT_C8, {{0, NIL}, {0, NIL}, {0, NIL}, {3, WD}, {0, NIL}, {0, NIL}, {0, NIL}}},
    {LIMIT_C9, {{30, CAL}, {30, CAL}, {0, NAT}, {30, CAL}, {30, CAL}, {30, CAL}, {30, CAL}}},
    {LIMIT_C10, {{30, CAL}, {30, CAL}, {0, NAT}, {30, CAL}, {30, CAL}, {30, CAL}, {0, NIL}}},
    {LIMIT_C11, {{30, CAL}, {30, CAL}, {0, NAT}, {30, CAL}, {30, CAL}, {30, CAL}, {0, NIL}}},
    {LIMIT_PROPOSAL, {{0, NIL}, {30, CAL}, {0, NIL}, {30, CAL}, {0, NIL}, {30, CAL}, {0, NIL}}},
};

static void the_table_holds(void **state) {
    for (size_t k = 0; k < ARRAY_COUNT(set_names); k++) {
        struct rule_set *set = shipped_rules(set_names[k]);

        for (size_t i = 0; i < ARRAY_COUNT(table); i++) {
            const struct rule *rule = rule_set_find(set, table[i].limit);

            assert_non_null(rule);
            if (rule->length != table[i].sets[k].length || rule->unit != table[i].sets[k].unit) {
                fail_msg("%s %s: %u %s", set_names[k], limit_text(rule->limit), rule->length,
                         limit_unit_text(rule->unit));
            }
            assert_false(rule_is_setting(rule));
        }
        free(set);
    }
}

static void what_is_no_law_is_marked(void **state) {
    static const enum limit settings[] = {LIMIT_REGISTER,      LIMIT_DISPUTE, LIMIT_SIMPLE_ROUTE,
                                          LIMIT_SIMPLE_ACCEPT, LIMIT_STUDY,   LIMIT_SERVE,
                                          LIMIT_URGENT,        LIMIT_RATE,    LIMIT_WITHDRAW_UNDO};
    struct rule_set *set = shipped_rules("CN2022");

    for (size_t i = 0; i < ARRAY_COUNT(settings); i++) {
        const struct rule *rule = rule_set_find(set, settings[i]);

        assert_non_null(rule);
        assert_true(rule_is_setting(rule));
    }
    free(set);
}

static void who_owns_what(void **state) {
    for (size_t k = 0; k < ARRAY_COUNT(set_names); k++) {
        struct rule_set *set = shipped_rules(set_names[k]);

        for (unsigned limit = LIMIT_C1; limit <= LIMIT_C11; limit++) {
            const struct rule *rule = rule_set_find(set, (enum limit)limit);
            bool is_petitioners = limit == LIMIT_C7 || limit == LIMIT_C10;

            assert_true(rule == NULL ||
                        rule->owner == (is_petitioners ? OWNER_PETITIONER : OWNER_ORGAN));
            assert_true(rule == NULL ||
                        rule->pausable == (limit == LIMIT_C11 && rule_is_period(rule)));
        }
        assert_int_equal(rule_set_find(set, LIMIT_C5)->extended_by, LIMIT_C6);
        free(set);
    }
}

static void extensions_and_approvers(void **state) {
    struct rule_set *shandong = shipped_rules("SD2015");
    struct rule_set *beijing = shipped_rules("BJ2006");
    struct rule_set *henan = shipped_rules("HA2012");

    assert_int_equal(rule_set_find(shandong, LIMIT_C6)->approver, APPROVER_HEAD_OR_ASSIGNER);
    assert_int_equal(rule_set_find(beijing, LIMIT_C9)->extended_by, LIMIT_C9X);
    assert_int_equal(rule_set_find(beijing, LIMIT_C11)->extended_by, LIMIT_C11X);
    assert_int_equal(rule_set_find(shandong, LIMIT_C9)->extended_by, LIMIT_MAX);
    assert_int_equal(rule_set_find(henan, LIMIT_C5A)->length, 90);
    assert_int_equal(rule_set_find(henan, LIMIT_C5A)->extended_by, LIMIT_MAX);
    assert_null(rule_set_find(shandong, LIMIT_C5A));
    free(shandong);
    free(beijing);
    free(henan);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("a bad rule set is refused, a missing clock by its name", bad_files_are_refused),
        CASE("the table of the law's numbers holds in all seven sets", the_table_holds),
        CASE("what is from memory or proposed by us is marked as a setting",
             what_is_no_law_is_marked),
        CASE("review and re-check belong to the petitioner; only the re-check pauses",
             who_owns_what),
        CASE("extensions are once, and each has its approver", extensions_and_approvers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
