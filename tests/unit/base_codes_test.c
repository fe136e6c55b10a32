/* SPDX-License-Identifier: Apache-2.0
 * The list of codes is a contract: every row complete, unique, in order and in its family. */
#include "base/base.h"
#include "unit.h"

#include <ctype.h>

struct family {
    const char *prefix;
    unsigned first, last;
};
static const struct family families[] = {
    {"OK", 0, 0},          {"BAD_", 100, 199},   {"AUTH_", 200, 299},
    {"POLICY_", 300, 399}, {"STATE_", 400, 499}, {"IDEM_", 500, 599},
    {"BUSY_", 600, 699},   {"LINK_", 700, 799},  {"INTERNAL_", 900, 999},
};

static const enum pj_code codes[] = {
#define CODE_ONLY(name, number, where, retry, zh, en) PJ_##name,
    PJ_CODES(CODE_ONLY)
#undef CODE_ONLY
};

static void every_code_is_found(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(codes); i++) {
        const struct pj_code_row *row = pj_code_find(codes[i]);

        assert_non_null(row);
        assert_int_equal(row->code, codes[i]);
        assert_string_equal(pj_code_name(codes[i]), row->name);
    }
}

static void rows_ascend(void **state) {
    for (size_t i = 1; i < ARRAY_COUNT(codes); i++) {
        assert_true(codes[i - 1] < codes[i]);
    }
}

static void names_are_unique(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(codes); i++) {
        for (size_t j = 0; j < i; j++) {
            assert_string_not_equal(pj_code_name(codes[i]), pj_code_name(codes[j]));
        }
    }
}

static const struct family *family_of(const char *name) {
    for (size_t i = 0; i < ARRAY_COUNT(families); i++) {
        if (strncmp(name, families[i].prefix, strlen(families[i].prefix)) == 0) {
            return &families[i];
        }
    }
    return NULL;
}

static void numbers_lie_in_their_family(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(codes); i++) {
        const struct family *family = family_of(pj_code_name(codes[i]));

        assert_non_null(family);
        assert_in_range(codes[i], family->first, family->last);
    }
}

static bool has_non_ascii(const char *text) {
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text >= 0x80) {
            return true;
        }
    }
    return false;
}

static void both_sentences_stand(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(codes); i++) {
        const struct pj_code_row *row = pj_code_find(codes[i]);

        assert_true(has_non_ascii(row->zh));
        assert_true(strlen(row->en) > 0);
        assert_false(has_non_ascii(row->en));
        assert_int_not_equal(row->en[strlen(row->en) - 1], '.');
    }
}

static void refusals_say_where(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(codes); i++) {
        const struct pj_code_row *row = pj_code_find(codes[i]);

        assert_int_equal(row->where == PJ_WHERE_NONE, row->code == PJ_OK);
    }
}

static void unknown_numbers_are_told_apart(void **state) {
    static const unsigned unknown[] = {1, 99, 199, 800, 1000, UINT32_MAX};

    for (size_t i = 0; i < ARRAY_COUNT(unknown); i++) {
        assert_null(pj_code_find(unknown[i]));
        assert_string_equal(pj_code_name(unknown[i]), "?");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("every code is found by its number", every_code_is_found),
        CASE("rows stand in the order of their numbers", rows_ascend),
        CASE("no name is used twice", names_are_unique),
        CASE("a name's prefix and its number agree", numbers_lie_in_their_family),
        CASE("every row has a sentence in Chinese and in English", both_sentences_stand),
        CASE("every refusal says where the trouble sits", refusals_say_where),
        CASE("an unknown number is no row and prints as a question mark",
             unknown_numbers_are_told_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
