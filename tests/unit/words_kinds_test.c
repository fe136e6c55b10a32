/* SPDX-License-Identifier: Apache-2.0
 * Every closed list: each word is read back as the number that printed it. */
#include "unit.h"
#include "words/kinds.h"

#include <ctype.h>

/* One pair of functions per list, seen alike. */
struct kind_list {
    const char *name;
    unsigned count;
    const char *(*text)(unsigned number);
    enum pj_code (*parse)(const char *text, size_t len, unsigned *ret_number);
};

#define PARSE_ANY(fn, prefix, list)                                                                \
    static enum pj_code parse_##fn(const char *text, size_t len, unsigned *ret_number) {           \
        enum fn value = prefix##_MAX;                                                              \
        enum pj_code code = fn##_parse(text, len, &value);                                         \
                                                                                                   \
        *ret_number = (unsigned)value;                                                             \
        return code;                                                                               \
    }
KIND_LISTS(PARSE_ANY)

#define LIST_ROW(fn, prefix, list) {#fn, prefix##_MAX, fn##_text, parse_##fn},
static const struct kind_list lists[] = {KIND_LISTS(LIST_ROW)};

static void words_round_trip(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(lists); i++) {
        for (unsigned number = 0; number < lists[i].count; number++) {
            const char *text = lists[i].text(number);
            unsigned back = UINT32_MAX;

            assert_int_equal(lists[i].parse(text, strlen(text), &back), PJ_OK);
            assert_int_equal(back, number);
        }
    }
}

static void words_are_plain(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(lists); i++) {
        for (unsigned number = 0; number < lists[i].count; number++) {
            const char *text = lists[i].text(number);

            assert_true(strlen(text) > 1);
            for (; *text != '\0'; text++) {
                assert_true(islower((unsigned char)*text) || *text == '_');
            }
        }
    }
}

static void strange_numbers(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(lists); i++) {
        assert_string_equal(lists[i].text(lists[i].count), "?");
        assert_string_equal(lists[i].text(UINT32_MAX), "?");
    }
}

static void strange_words(void **state) {
    static const char *const words[] = {"", "?", "LETTER", "lett", "letterx", "unspecified ", "0"};

    for (size_t i = 0; i < ARRAY_COUNT(lists); i++) {
        for (size_t j = 0; j < ARRAY_COUNT(words); j++) {
            unsigned number = 0;

            assert_int_equal(lists[i].parse(words[j], strlen(words[j]), &number), PJ_BAD_ENUM);
            assert_int_equal(number, lists[i].count); /* untouched */
        }
    }
}

static void zero_is_unspecified(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(lists); i++) {
        bool is_outcome = strcmp(lists[i].name, "outcome") == 0;

        assert_string_equal(lists[i].text(0), is_outcome ? "open" : "unspecified");
    }
}

static void levels(void **state) {
    assert_string_equal(level_text(LEVEL_PROVINCE), "province");
    assert_string_equal(level_text(LEVEL_VILLAGE), "village");
    assert_string_equal(level_text(LEVEL_NONE), "?");
    assert_string_equal(level_text(LEVEL_MAX), "?");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("every word is read back as its number", words_round_trip),
        CASE("words are small letters and underscores", words_are_plain),
        CASE("a number outside a list prints as a question mark", strange_numbers),
        CASE("a word outside a list is refused and nothing is written", strange_words),
        CASE("number zero of every list means that nothing was said", zero_is_unspecified),
        CASE("levels have names from province to village", levels),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
