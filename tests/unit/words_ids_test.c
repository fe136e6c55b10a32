/* SPDX-License-Identifier: Apache-2.0
 * Codes as published: nothing padded, nothing guessed. */
#include "base/text.h"
#include "unit.h"
#include "words/ids.h"

struct place_row {
    const char *text;
    enum pj_code code;
};

static void places(void **state) {
    static const struct place_row rows[] = {
        {"33", PJ_OK},
        {"3307", PJ_OK},
        {"330726", PJ_OK},
        {"330726100", PJ_OK},
        {"330726100201", PJ_OK},
        {"4419", PJ_OK},
        {"441900", PJ_OK},
        {"000000000000", PJ_OK},
        {"999999999999", PJ_OK},
        {"", PJ_BAD_FIELD},
        {"3", PJ_BAD_FIELD},
        {"330", PJ_BAD_FIELD},
        {"33072", PJ_BAD_FIELD},
        {"3307261", PJ_BAD_FIELD},
        {"33072610020", PJ_BAD_FIELD},
        {"3307261002011", PJ_BAD_FIELD},
        {"33072x", PJ_BAD_FIELD},
        {" 30726", PJ_BAD_FIELD},
        {"+30726", PJ_BAD_FIELD},
        {"-1", PJ_BAD_FIELD},
    };

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct place place = {42, 42};
        char text[PLACE_DIGITS_MAX + 1];

        assert_int_equal(place_parse(rows[i].text, strlen(rows[i].text), &place), rows[i].code);
        if (rows[i].code != PJ_OK) {
            assert_int_equal(place.digits, 42);
            continue;
        }
        place_print(place, text);
        assert_string_equal(text, rows[i].text);
    }
}

static struct place place_of(const char *text) {
    struct place place = {0};

    assert_int_equal(place_parse(text, strlen(text), &place), PJ_OK);
    return place;
}

static void padding_makes_another_place(void **state) {
    static const char *const texts[] = {"33", "3300", "330000", "330000000", "330000000000"};

    for (size_t i = 0; i < ARRAY_COUNT(texts); i++) {
        for (size_t j = 0; j < ARRAY_COUNT(texts); j++) {
            assert_int_equal(place_equal(place_of(texts[i]), place_of(texts[j])), i == j);
        }
        assert_int_equal(place_is_padded(place_of(texts[i])), i > 0);
    }
    assert_false(place_is_padded(place_of("330726001"))); /* zeros inside are the code's own */
    assert_true(place_is_padded(place_of("330726001000")));
    /* The same number with other digits is another place: the digits are part of the key. */
    assert_false(place_equal(place_of("0033"), place_of("33")));
    assert_false(place_equal(place_of("4419"), place_of("441900")));
}

static void no_place(void **state) {
    struct place none = {0};
    char text[PLACE_DIGITS_MAX + 1] = "x";

    assert_true(place_is_none(none));
    assert_false(place_is_none(place_of("00")));
    place_print(none, text);
    assert_string_equal(text, "");
}

struct node_row {
    const char *text;
    const char *place; /* NULL = refused */
    const char *organ;
};

static void nodes(void **state) {
    static const struct node_row rows[] = {
        {"33", "33", ""},
        {"330726", "330726", ""},
        {"330726.land", "330726", "land"},
        {"4419.discipline", "4419", "discipline"},
        {"330726100201.a", "330726100201", "a"},
        {"330726100201.0123456789abcdef", "330726100201", "0123456789abcdef"},
        {"330726100201.0123456789abcdefg", NULL, NULL},
        {"330726.", NULL, NULL},
        {".land", NULL, NULL},
        {"330726.Land", NULL, NULL},
        {"330726.la nd", NULL, NULL},
        {"330726.la.nd", NULL, NULL},
        {"330726.la-nd", NULL, NULL},
        {"330726.国土", NULL, NULL},
        {"33072.land", NULL, NULL},
        {"", NULL, NULL},
        {"land", NULL, NULL},
    };

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct node_id node = {"before"};
        enum pj_code code = node_id_parse(rows[i].text, strlen(rows[i].text), &node);

        assert_int_equal(code, rows[i].place != NULL ? PJ_OK : PJ_BAD_FIELD);
        if (rows[i].place == NULL) {
            assert_string_equal(node.text, "before");
            continue;
        }
        assert_string_equal(node.text, rows[i].text);
        assert_true(place_equal(node_id_place(&node), place_of(rows[i].place)));
        assert_string_equal(node_id_organ(&node), rows[i].organ);
    }
}

static void organ_with_nul(void **state) {
    struct node_id node = {""};
    struct station_id station = {""};

    assert_int_equal(node_id_parse("330726.la\0d", 11, &node), PJ_BAD_FIELD);
    assert_int_equal(station_id_parse("a\0b", 3, &station), PJ_BAD_FIELD);
}

static void desk_of_a_place(void **state) {
    struct node_id desk = node_id_of_place(place_of("330726"));
    struct node_id same = {""};
    struct node_id none = node_id_of_place((struct place){0});

    assert_int_equal(node_id_parse("330726", 6, &same), PJ_OK);
    assert_true(node_id_equal(&desk, &same));
    assert_true(node_id_is_none(&none));
    assert_true(place_is_none(node_id_place(&none)));
    assert_string_equal(node_id_organ(&none), "");
    assert_false(node_id_equal(&desk, &none));
}

struct name_row {
    const char *text;
    bool station, account;
};

static void station_and_account_names(void **state) {
    static const struct name_row rows[] = {
        {"county-330726", true, true},
        {"a", true, true},
        {"-", true, true},
        {"12345.hotline", false, true},
        {"web_portal", false, true},
        {"0123456789abcdef0123456789abcdef", true, true},
        {"0123456789abcdef0123456789abcdef0", false, false},
        {"", false, false},
        {"County", false, false},
        {"a b", false, false},
        {"a/b", false, false},
        {"浦江", false, false},
    };

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct station_id station = {"before"};
        struct account_id account = {"before"};
        size_t len = strlen(rows[i].text);

        assert_int_equal(station_id_parse(rows[i].text, len, &station) == PJ_OK, rows[i].station);
        assert_int_equal(account_id_parse(rows[i].text, len, &account) == PJ_OK, rows[i].account);
        assert_string_equal(station.text, rows[i].station ? rows[i].text : "before");
        assert_string_equal(account.text, rows[i].account ? rows[i].text : "before");
    }
}

static void shorter_name_leaves_no_rest(void **state) {
    struct station_id a = {"a-much-longer-name"}, b = {""};

    assert_int_equal(station_id_parse("ab", 2, &a), PJ_OK);
    assert_int_equal(station_id_parse("ab", 2, &b), PJ_OK);
    assert_true(station_id_equal(&a, &b));
    assert_memory_equal(&a, &b, sizeof(a)); /* plain values may be hashed as bytes */
}

static void case_ids(void **state) {
    struct case_id a = {{0}}, b = {{0}};

    assert_true(case_id_is_none(&a));
    b.byte[ID_BYTES - 1] = 1;
    assert_false(case_id_is_none(&b));
    assert_false(case_id_equal(&a, &b));
    assert_true(case_id_equal(&b, &b));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("a place has 2, 4, 6, 9 or 12 digits and prints as published", places),
        CASE("padding a code makes another place", padding_makes_another_place),
        CASE("no place is not the place 00", no_place),
        CASE("an office is a division, or a division and an organ", nodes),
        CASE("a NUL in a name is refused", organ_with_nul),
        CASE("the desk of a place is its bare code", desk_of_a_place),
        CASE("stations and accounts have names of small letters", station_and_account_names),
        CASE("a shorter name leaves nothing of the longer one", shorter_name_leaves_no_rest),
        CASE("a case id is none only when all its bytes are zero", case_ids),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
