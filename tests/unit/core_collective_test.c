/* SPDX-License-Identifier: Apache-2.0
 * When a petition is a joint one, and who comes with too many representatives; by the shipped
 * rules. */
#include "shipped_data.h"
#include "unit.h"

#include "core/collective.h"

enum law {
    NATIONAL,
    ZHEJIANG,
    NOTHING,
    LAW_MAX
};

static struct rule_book *books[LAW_MAX]; /* owned */

static const struct {
    const char *sentence;
    enum law law;
    enum form form;
    uint32_t persons, petitioners, representatives, members;
    bool collective;
    uint32_t at_most; /* 0 = no warning */
    const char *version, *article;
} rows[] = {
    {"one person", NATIONAL, FORM_VISIT, 1, 1, 0, 0, false, 0, "", ""},
    {"four persons", NATIONAL, FORM_VISIT, 4, 0, 0, 0, false, 0, "", ""},
    {"five persons", NATIONAL, FORM_VISIT, 5, 0, 0, 0, true, 0, "", ""},
    {"five named, none counted", NATIONAL, FORM_WEB, 1, 5, 0, 0, true, 0, "", ""},
    {"one member", NATIONAL, FORM_LETTER, 1, 1, 0, 1, false, 0, "", ""},
    {"two members", NATIONAL, FORM_LETTER, 1, 2, 0, 2, true, 0, "", ""},
    {"a representative and a member", NATIONAL, FORM_LETTER, 1, 2, 1, 1, true, 0, "", ""},
    {"five persons, no rules", NOTHING, FORM_VISIT, 5, 0, 0, 0, false, 0, "", ""},
    {"nine representatives, no rules", NOTHING, FORM_VISIT, 9, 9, 9, 0, true, 0, "", ""},
    {"five representatives", NATIONAL, FORM_VISIT, 30, 5, 5, 0, true, 0, "", ""},
    {"six representatives", NATIONAL, FORM_VISIT, 30, 6, 6, 0, true, 5, "CN2022", "§20"},
    {"six representatives in a letter", NATIONAL, FORM_LETTER, 30, 6, 6, 0, true, 0, "", ""},
    {"Zhejiang: three of ten", ZHEJIANG, FORM_VISIT, 10, 3, 3, 0, true, 0, "", ""},
    {"Zhejiang: four of ten", ZHEJIANG, FORM_VISIT, 10, 4, 4, 0, true, 3, "ZJ2016", "§15"},
    {"Zhejiang: four of eleven", ZHEJIANG, FORM_VISIT, 11, 4, 4, 0, true, 0, "", ""},
    {"Zhejiang: five of eleven", ZHEJIANG, FORM_VISIT, 11, 5, 5, 0, true, 0, "", ""},
    {"Zhejiang: six of eleven, both sets say five: the national one is named", ZHEJIANG, FORM_VISIT,
     11, 6, 6, 0, true, 5, "CN2022", "§20"},
    {"Zhejiang: four of whom nobody counted", ZHEJIANG, FORM_VISIT, 1, 4, 4, 0, true, 3, "ZJ2016",
     "§15"},
    {"four of ten elsewhere", NATIONAL, FORM_VISIT, 10, 4, 4, 0, true, 0, "", ""},
};

static void each_row(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        const struct collective_query query = {.rules = books[rows[i].law],
                                               .form = rows[i].form,
                                               .persons = rows[i].persons,
                                               .petitioners = rows[i].petitioners,
                                               .representatives = rows[i].representatives,
                                               .members = rows[i].members};
        struct collective_verdict verdict;

        print_message("  %s\n", rows[i].sentence);
        collective_decide(&query, &verdict);
        assert_int_equal(verdict.collective, rows[i].collective);
        assert_int_equal(verdict.exceeded == NULL ? 0 : verdict.exceeded->length, rows[i].at_most);
        if (verdict.exceeded != NULL) {
            assert_string_equal(verdict.version, rows[i].version);
            assert_string_equal(verdict.exceeded->article, rows[i].article);
        }
    }
}

static void the_number_of_a_joint_petition_is_no_law(void **state) {
    const struct rule *rule = rule_set_find(&books[NATIONAL]->sets[0], LIMIT_COLLECTIVE);

    assert_non_null(rule);
    assert_true(rule_is_setting(rule));
}

static void add_set(struct rule_book *book, const char *name) {
    static struct data_report report;
    struct bytes text = shipped_read("rules", name);

    assert_int_equal(rule_set_build(text, name, &report, &book->sets[book->count++]), PJ_OK);
    free((void *)(uintptr_t)text.data);
}

static int build_books(void **state) {
    for (size_t i = NATIONAL; i < NOTHING; i++) {
        books[i] = calloc(1, sizeof *books[i]);
        assert_non_null(books[i]);
        add_set(books[i], "CN2022");
    }
    add_set(books[ZHEJIANG], "ZJ2016");
    return 0;
}

static int free_books(void **state) {
    for (size_t i = 0; i < LAW_MAX; i++) {
        free(books[i]);
    }
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("each group is judged as the rules in force say", each_row),
        CASE("five persons is a setting, not to be cited as law",
             the_number_of_a_joint_petition_is_no_law),
    };

    return cmocka_run_group_tests(tests, build_books, free_books);
}
