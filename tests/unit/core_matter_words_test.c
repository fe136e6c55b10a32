/* SPDX-License-Identifier: Apache-2.0
 * By what a matter is recognised: the same things written differently are the same, other things
 * are not, and who leaves something out leaves nothing. */
#include "unit.h"

#include "core/matter_words.h"

#define BYTES(text)                                                                                \
    { (const uint8_t *)(text), sizeof(text) - 1 }

static const struct matter_row {
    const char *sentence;
    struct bytes name, contact;
    const char *place, *category;
    bool same; /* as the first row */
} rows[] = {
    {"as it is", BYTES("王五"), BYTES("13812345678"), "330726101", "0101", true},
    {"blanks in the name", BYTES(" 王\xe3\x80\x80五\t"), BYTES("13812345678"), "330726101", "0101",
     true},
    {"a number with hyphens", BYTES("王五"), BYTES("138-1234-5678"), "330726101", "0101", true},
    {"a number with the code of the country", BYTES("王五"), BYTES("+86 13812345678"), "330726101",
     "0101", true},
    {"the code of the country as it is dialled", BYTES("王五"), BYTES("0086-13812345678"),
     "330726101", "0101", true},
    {"full-width digits", BYTES("王五"),
     BYTES("\xef\xbc\x91\xef\xbc\x93\xef\xbc\x98\xef\xbc\x91\xef\xbc\x92\xef\xbc\x93\xef\xbc\x94"
           "\xef\xbc\x95\xef\xbc\x96\xef\xbc\x97\xef\xbc\x98"),
     "330726101", "0101", true},
    {"a village of that township", BYTES("王五"), BYTES("13812345678"), "330726101203", "0101",
     true},
    {"another name", BYTES("王六"), BYTES("13812345678"), "330726101", "0101", false},
    {"another number", BYTES("王五"), BYTES("13812345679"), "330726101", "0101", false},
    {"another township", BYTES("王五"), BYTES("13812345678"), "330726102", "0101", false},
    {"the county, not the township", BYTES("王五"), BYTES("13812345678"), "330726", "0101", false},
    {"another category", BYTES("王五"), BYTES("13812345678"), "330726101", "0102", false},
};

struct text {
    uint8_t data[256];
    size_t len;
};

static struct text print(const struct matter_row *row) {
    const struct matter_words words = {row->name, row->contact, row->place, row->category};
    struct text text;

    assert_true(matter_words_room(&words) <= sizeof text.data);
    memset(text.data, '#', sizeof text.data);
    text.len = matter_words_print(&words, text.data);
    assert_true(text.len <= matter_words_room(&words));
    assert_int_equal(text.data[matter_words_room(&words)], '#');
    return text;
}

static bool text_equal(const struct text *a, const struct text *b) {
    return a->len == b->len && memcmp(a->data, b->data, a->len) == 0;
}

static void each_writing(void **state) {
    struct text first = print(&rows[0]);

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct text text = print(&rows[i]);

        print_message("  %s\n", rows[i].sentence);
        assert_true(text.len > 0);
        assert_true(text_equal(&text, &first) == rows[i].same);
    }
}

static const struct matter_row nothing[] = {
    {"no name", BYTES(""), BYTES("13812345678"), "330726101", "0101", false},
    {"a name of blanks", BYTES(" \xe3\x80\x80"), BYTES("13812345678"), "330726101", "0101", false},
    {"no contact", BYTES("王五"), BYTES(""), "330726101", "0101", false},
    {"a contact of hyphens", BYTES("王五"), BYTES("--"), "330726101", "0101", false},
    {"no place", BYTES("王五"), BYTES("13812345678"), "", "0101", false},
    {"a place that is no code", BYTES("王五"), BYTES("13812345678"), "behind the mill", "0101",
     false},
    {"no category", BYTES("王五"), BYTES("13812345678"), "330726101", "", false},
};

static void each_gap(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(nothing); i++) {
        print_message("  %s\n", nothing[i].sentence);
        assert_int_equal(print(&nothing[i]).len, 0);
    }
}

static void digits_of_a_name_stay_apart_from_the_contact(void **state) {
    static const struct matter_row one = {"", BYTES("5"), BYTES("1234"), "33", "1", false};
    static const struct matter_row two = {"", BYTES("45"), BYTES("123"), "33", "1", false};
    struct text a = print(&one);
    struct text b = print(&two);

    assert_int_equal(a.len, b.len);
    assert_false(text_equal(&a, &b));
}

static void letters_are_no_telephone_number(void **state) {
    static const struct matter_row one = {"", BYTES("A"), BYTES("A-1@b.cn"), "33", "1", false};
    static const char expected[] = "33\0"
                                   "1\0"
                                   "a-1@b.cn\0"
                                   "a";
    struct text text = print(&one);

    assert_int_equal(text.len, sizeof expected - 1);
    assert_memory_equal(text.data, expected, text.len);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("the same written differently is the same", each_writing),
        CASE("a gap leaves nothing", each_gap),
        CASE("a name does not run into the contact", digits_of_a_name_stay_apart_from_the_contact),
        CASE("an address of letters keeps its marks", letters_are_no_telephone_number),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
