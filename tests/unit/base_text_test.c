/* SPDX-License-Identifier: Apache-2.0
 * Strict parsing: the whole text fits the form, or nothing is taken. */
#include "base/text.h"
#include "unit.h"

#define UNTOUCHED UINT64_C(0xdeadbeef)

struct number_row {
    const char *text;
    uint64_t max;
    enum pj_code code;
    uint64_t value;
};

static void numbers(void **state) {
    static const struct number_row rows[] = {
        {"0", 0, PJ_OK, 0},
        {"007", 9, PJ_OK, 7},
        {"9", 9, PJ_OK, 9},
        {"10", 9, PJ_BAD_FIELD, 0},
        {"5", 4, PJ_BAD_FIELD, 0},
        {"4419", 4419, PJ_OK, 4419},
        {"4420", 4419, PJ_BAD_FIELD, 0},
        {"330726100201", UINT64_C(999999999999), PJ_OK, UINT64_C(330726100201)},
        {"18446744073709551615", UINT64_MAX, PJ_OK, UINT64_MAX},
        {"18446744073709551616", UINT64_MAX, PJ_BAD_FIELD, 0},
        {"99999999999999999999", UINT64_MAX, PJ_BAD_FIELD, 0},
        {"000000000000000000000000000001", 1, PJ_OK, 1},
        {"", UINT64_MAX, PJ_BAD_FIELD, 0},
        {"+1", 9, PJ_BAD_FIELD, 0},
        {"-1", 9, PJ_BAD_FIELD, 0},
        {" 1", 9, PJ_BAD_FIELD, 0},
        {"1 ", 9, PJ_BAD_FIELD, 0},
        {"0x1", 99, PJ_BAD_FIELD, 0},
        {"１", 9, PJ_BAD_FIELD, 0}, /* full width */
    };

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        uint64_t value = UNTOUCHED;

        assert_int_equal(text_u64(rows[i].text, strlen(rows[i].text), rows[i].max, &value),
                         rows[i].code);
        assert_true(value == (rows[i].code == PJ_OK ? rows[i].value : UNTOUCHED));
    }
}

static void number_stops_at_its_length(void **state) {
    uint64_t value = 0;

    assert_int_equal(text_u64("3307269", 6, UINT64_MAX, &value), PJ_OK);
    assert_int_equal(value, 330726);
    assert_int_equal(text_u64("1\0", 2, UINT64_MAX, &value), PJ_BAD_FIELD);
}

static void field_set(void **state) {
    char field[5] = "old";

    assert_int_equal(text_set(field, sizeof(field), "abcd", 4), PJ_OK);
    assert_string_equal(field, "abcd");
    assert_int_equal(text_set(field, sizeof(field), "abcde", 5), PJ_BAD_TOO_LONG);
    assert_string_equal(field, "abcd");
    assert_int_equal(text_set(field, sizeof(field), "a\0b", 3), PJ_BAD_FIELD);
    assert_string_equal(field, "abcd");
    assert_int_equal(text_set(field, sizeof(field), NULL, 0), PJ_OK);
    assert_string_equal(field, "");
    assert_int_equal(text_set(field, 0, "", 0), PJ_BAD_TOO_LONG);
}

static void field_print(void **state) {
    char field[7];

    assert_int_equal(text_print(field, sizeof(field), "%06d", 330726), 6);
    assert_string_equal(field, "330726");
}

static void print_one_too_many(void *argument) {
    char field[6];

    (void)argument;
    text_print(field, sizeof(field), "%06d", 330726);
}

static void field_print_too_long(void **state) {
    assert_true(aborts(print_one_too_many, NULL));
}

struct utf8_row {
    const char *text;
    size_t len;
    bool well_formed;
};

static void utf8(void **state) {
    static const struct utf8_row rows[] = {
        {"", 0, true},
        {"plain", 5, true},
        {"a\0b", 3, true},
        {"浦江县", 9, true},
        {"\xf0\xa0\xae\xb7", 4, true}, /* U+20BB7, a rare surname's character */
        {"\xef\xbf\xbf", 3, true},     /* U+FFFF */
        {"\xf4\x8f\xbf\xbf", 4, true}, /* U+10FFFF, the last */
        {"\xf4\x90\x80\x80", 4, false},
        {"\xf5\x80\x80\x80", 4, false},
        {"\xc0\x80", 2, false}, /* overlong NUL */
        {"\xc1\xbf", 2, false},
        {"\xe0\x9f\xbf", 3, false},     /* overlong */
        {"\xf0\x8f\xbf\xbf", 4, false}, /* overlong */
        {"\xed\x9f\xbf", 3, true},
        {"\xed\xa0\x80", 3, false}, /* surrogate */
        {"\x80", 1, false},
        {"\xff", 1, false},
        {"\xe6\xb5", 2, false}, /* cut */
        {"\xe6\xb5"
         "a",
         3, false},
        {"\xc6\xd6\xbd\xad", 4, false}, /* 浦江 in GB 18030 */
    };

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct bytes bytes = {(const uint8_t *)rows[i].text, rows[i].len};

        assert_int_equal(text_is_utf8(bytes), rows[i].well_formed);
    }
    assert_true(text_is_utf8(BYTES_NONE));
}

static void hex_both_ways(void **state) {
    static const uint8_t data[] = {0x00, 0x7f, 0x80, 0xfe};
    uint8_t back[sizeof(data)] = {0};
    char text[2 * sizeof(data) + 1];

    text_hex(text, sizeof(text), data, sizeof(data));
    assert_string_equal(text, "007f80fe");
    assert_int_equal(text_unhex(text, strlen(text), back, sizeof(back)), PJ_OK);
    assert_memory_equal(back, data, sizeof(data));
    assert_int_equal(text_unhex("007F80FE", 8, back, sizeof(back)), PJ_OK);
    assert_memory_equal(back, data, sizeof(data));
}

static void hex_of_a_wrong_form(void **state) {
    static const char *const texts[] = {"007f80",   "007f80f",  "007f80fe00",
                                        "007f80fg", "007f80f ", "0x7f80fe"};
    uint8_t data[4] = {1, 2, 3, 4};
    static const uint8_t untouched[4] = {1, 2, 3, 4};

    for (size_t i = 0; i < ARRAY_COUNT(texts); i++) {
        assert_int_equal(text_unhex(texts[i], strlen(texts[i]), data, sizeof(data)), PJ_BAD_FIELD);
        assert_memory_equal(data, untouched, sizeof(data));
    }
}

static void hex_one_too_many(void *argument) {
    static const uint8_t data[2];
    char text[4];

    (void)argument;
    text_hex(text, sizeof(text), data, sizeof(data));
}

static void hex_without_room(void **state) {
    assert_true(aborts(hex_one_too_many, NULL));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("a number is digits only, up to its maximum", numbers),
        CASE("a number ends where its length says", number_stops_at_its_length),
        CASE("a field takes what fits and keeps what it had otherwise", field_set),
        CASE("a printed field ends with a NUL", field_print),
        CASE("a printed field that does not fit is our own bug", field_print_too_long),
        CASE("UTF-8 is well-formed as the standard's table says", utf8),
        CASE("hex goes both ways and reads capitals", hex_both_ways),
        CASE("hex of a wrong length or digit is refused and nothing is written",
             hex_of_a_wrong_form),
        CASE("hex into a field without room is our own bug", hex_without_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
