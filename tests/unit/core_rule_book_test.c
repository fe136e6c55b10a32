/* SPDX-License-Identifier: Apache-2.0
 * One or two rule sets in one file, and every way in which such a file is refused. */
#include "shipped_data.h"
#include "unit.h"

#define HEAD "limit,length,unit,extends,approver,pausable,owner,start,article,mark,note\n"
#define REST                                                                                       \
    "C4,,none,,,,organ,,,law,\nC5,60,calendar,,,,organ,accepted,,law,\n"                           \
    "C6,30,calendar,C5,head,,organ,,,law,\nC7,,none,,,,petitioner,,,law,\n"                        \
    "C8,,none,,,,organ,,,law,\nC9,,none,,,,organ,,,law,\nC10,,none,,,,petitioner,,,law,\n"         \
    "C11,,none,,,,organ,,,law,\nREPRESENTATIVES,5,persons,,,,petitioner,,,law,\n"                  \
    "PROPOSAL,,none,,,,organ,,,law,\nSET,2020-01-01,date,,,,organ,,,law,x\n"                       \
    "C1,15,calendar,,,,organ,received,,law,\nC2,15,calendar,,,,organ,received,,law,\n"
#define C3         "C3,15,calendar,,,,organ,delivered,,law,\n"
#define REGION     "REGION,33,division,,,,organ,,,law,\n"
#define NATIONAL   HEAD REST C3 /* 15 lines */
#define PROVINCIAL HEAD REST C3 REGION

static const struct {
    const char *why, *text;
    uint32_t line;
    const char *sentence;
} bad_files[] = {
    {"nothing", "", 1, "the first row must be"},
    {"a provincial set alone", PROVINCIAL, 16, "the national rule set comes first"},
    {"a set that leaves a case without a clock", HEAD REST "C3,,none,,,,organ,,,law,\n", 15,
     "C3 must be a period here"},
    {"two national ones", "# rules A\n" NATIONAL "# rules B\n" NATIONAL, 17, "names no REGION"},
    {"the same twice", "# rules A\n" NATIONAL "# rules A\n" PROVINCIAL, 17, "A twice"},
    {"three", "# rules A\n" NATIONAL "# rules B\n" PROVINCIAL "# rules C\n" PROVINCIAL, 34,
     "more than 2 rule sets"},
    {"a name with a space", "# rules A B\n" NATIONAL, 1, "the name of a rule set"},
    {"a name that is too long", "# rules A23456789012345678901234567890123\n" NATIONAL, 1,
     "the name of a rule set"},
    {"a mistake in the second", "# rules A\n" NATIONAL "# rules B\n" PROVINCIAL "x,1\n", 34,
     "2 fields, there must be 11"},
};

static enum pj_code build(const char *text, struct data_report *report, struct rule_book *book) {
    return rule_book_build((struct bytes){(const uint8_t *)text, strlen(text)}, "test", report,
                           book);
}

static bool tells(const struct data_report *report, uint32_t line, const char *sentence) {
    for (uint32_t i = 0; i < report->issue_count; i++) {
        if (report->issues[i].line == line && strstr(report->issues[i].sentence, sentence)) {
            return true;
        }
    }
    return false;
}

static void bad_files_are_refused(void **state) {
    struct data_report *report = calloc(1, sizeof *report);
    struct rule_book *book = calloc(1, sizeof *book);

    for (size_t i = 0; i < ARRAY_COUNT(bad_files); i++) {
        if (build(bad_files[i].text, report, book) != PJ_BAD_DATA ||
            !tells(report, bad_files[i].line, bad_files[i].sentence)) {
            fail_msg("%s: line %u %s", bad_files[i].why, report->issues[0].line,
                     report->issues[0].sentence);
        }
    }
    free(report);
    free(book);
}

static void one_and_two(void **state) {
    struct data_report *report = calloc(1, sizeof *report);
    struct rule_book *book = calloc(1, sizeof *book);

    assert_int_equal(build(NATIONAL, report, book), PJ_OK);
    assert_int_equal(book->count, 1);
    assert_string_equal(book->sets[0].version, "test"); /* called like the file */
    assert_int_equal(build("# rules A\r\n" NATIONAL "# rules B.1\n" PROVINCIAL, report, book),
                     PJ_OK);
    assert_int_equal(book->count, 2);
    assert_string_equal(book->version, "test");
    assert_ptr_equal(rule_book_find(book, "A"), &book->sets[0]);
    assert_ptr_equal(rule_book_find(book, "B.1"), &book->sets[1]);
    assert_null(rule_book_find(book, "test"));
    assert_int_equal(report->rows, 29);
    free(report);
    free(book);
}

/* Every provincial set that is shipped stands beside the national one. */
static void shipped_pairs(void **state) {
    static const char *const names[] = {"BJ2006", "HA2012", "SD2015", "SH2018", "ZJ2016"};

    for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
        struct rule_book *book = shipped_book("pair", "CN2022", names[i]);

        ASSERT(book != NULL);
        assert_int_equal(book->count, 2);
        free(book);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("a file that cannot be in force is refused with its line", bad_files_are_refused),
        CASE("one set, or a national and a provincial one", one_and_two),
        CASE("each shipped province fits beside the national set", shipped_pairs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
