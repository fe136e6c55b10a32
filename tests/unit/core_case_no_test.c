/* SPDX-License-Identifier: Apache-2.0
 * The text of a case number: its form, and that no slip of a pen or a finger passes its check
 * digits. */
#include "unit.h"

#include "core/case_no.h"

#include "base/prng.h"
#include "base/text.h"

static struct place place_of(const char *code) {
    struct place place = {0};

    assert_int_equal(place_parse(code, strlen(code), &place), PJ_OK);
    return place;
}

static bool is_case_no(const char *text) {
    struct case_no back = {"before"};
    enum pj_code code = case_no_parse(text, strlen(text), &back);

    assert_true(code == PJ_OK || code == PJ_BAD_FIELD);
    assert_string_equal(back.text, code == PJ_OK ? text : "before");
    return code == PJ_OK;
}

struct print_row {
    const char *place;
    char series;
    int year;
    unsigned month, day;
    uint32_t serial;
    const char *text;
};

/* The check digits were worked out with whole numbers in another language (ISO 7064 MOD 97-10,
 * letters as 10 to 35). */
static const struct print_row printed[] = {
    {"33", 0, 2026, 11, 23, 0, "33-20261123-00000000-44"},
    {"3307", 0, 2026, 11, 23, 1, "3307-20261123-00000001-43"},
    {"330726", 0, 2026, 11, 23, 12345678, "330726-20261123-12345678-98"},
    {"330726", 'A', 2026, 11, 23, 12345678, "330726A-20261123-12345678-56"},
    {"330726", 'B', 2026, 11, 23, 12345678, "330726B-20261123-12345678-64"},
    {"330726101", 0, 2024, 2, 29, 99999999, "330726101-20240229-99999999-41"},
    {"330726101203", 'Z', 2003, 9, 18, 42, "330726101203Z-20030918-00000042-41"},
    {"000000000000", 0, 2026, 1, 1, 7, "000000000000-20260101-00000007-76"},
};

static void printing(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(printed); i++) {
        const struct print_row *row = &printed[i];
        struct case_no no;

        case_no_print(place_of(row->place), row->series,
                      civil_from_ymd(row->year, row->month, row->day), row->serial, &no);
        assert_string_equal(no.text, row->text);
        assert_true(is_case_no(no.text));
    }
}

static void forms(void **state) {
    static const char *const refused[] = {
        "",
        "330726",
        "330726-20261123-12345678",
        "330726-20261123-12345678-",
        "330726-20261123-12345678-9",
        "330726-20261123-12345678-97",
        " 330726-20261123-12345678-98",
        "330726-20261123-12345678-98 ",
        "330726-20261123-12345678-98\n",
        "330726 20261123-12345678-98",
        "330726-20261123_12345678-98",
        "33072620261123-12345678-98",
        "330726b-20261123-12345678-64",  /* a small letter */
        "330726BB-20261123-12345678-64", /* two */
        "B-20261123-12345678-64",
        "-20261123-12345678-98",
        "3307260-20261123-12345678-98",
        "0330726-20261123-12345678-98",
        "33072610120300-20261123-12345678-98",
    };

    for (size_t i = 0; i < ARRAY_COUNT(refused); i++) {
        if (is_case_no(refused[i])) {
            fail_msg("\"%s\" is taken", refused[i]);
        }
    }
}

static void a_nul_inside(void **state) {
    struct case_no no;

    assert_int_equal(case_no_parse("330726-20261123-12345678-98\0", 28, &no), PJ_BAD_FIELD);
    assert_int_equal(case_no_parse("330726\0-20261123-12345678-98", 28, &no), PJ_BAD_FIELD);
}

/* The two check digits of what stands before, whether or not the rest has the right form. */
static unsigned check_of(const char *text) {
    unsigned rest = 0;

    for (; *text != '\0'; text++) {
        if (*text >= '0' && *text <= '9') {
            rest = (rest * 10 + (unsigned)(*text - '0')) % 97;
        }
    }
    return 98 - rest * 100 % 97;
}

static void dates(void **state) {
    static const struct {
        const char *date;
        bool exists;
    } rows[] = {
        {"20261123", true},  {"20240229", true},  {"20260229", false}, {"20261301", false},
        {"20260001", false}, {"20260100", false}, {"20261131", false},
    };

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        char text[CASE_NO_TEXT_MAX + 1];
        size_t used = text_print(text, sizeof text, "330726-%s-12345678", rows[i].date);

        text_print(text + used, sizeof text - used, "-%02u", check_of(text));
        if (is_case_no(text) != rows[i].exists) {
            fail_msg("%s", text);
        }
    }
}

/* 00, 01 and 99 leave the same rest as 97, 98 and 02, and are never printed. */
static void other_names_of_the_check_digits(void **state) {
    bool seen[100] = {false};

    for (uint32_t serial = 0; serial < 1000; serial++) {
        struct case_no no;
        char *check = NULL;
        unsigned value = 0;

        case_no_print(place_of("330726"), 0, civil_from_ymd(2026, 11, 23), serial, &no);
        check = no.text + strlen(no.text) - 2;
        value = (unsigned)(check[0] - '0') * 10 + (unsigned)(check[1] - '0');
        assert_in_range(value, 2, 98);
        seen[value] = true;
        value = value >= 97 ? value - 97 : value + 97;
        if (value <= 99) {
            text_print(check, 3, "%02u", value);
            assert_false(is_case_no(no.text));
        }
    }
    assert_true(seen[2]);
    assert_true(seen[97]);
    assert_true(seen[98]);
}

/* ---- slips */

static void single_slips(const struct case_no *no) {
    static const char signs[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-";

    for (size_t at = 0; no->text[at] != '\0'; at++) {
        struct case_no slip = *no;

        for (const char *sign = signs; *sign != '\0'; sign++) {
            slip.text[at] = *sign;
            if (*sign != no->text[at] && is_case_no(slip.text)) {
                fail_msg("%s passes for %s", slip.text, no->text);
            }
        }
    }
}

static void swaps(const struct case_no *no) {
    for (size_t at = 1; no->text[at] != '\0'; at++) {
        struct case_no slip = *no;

        slip.text[at - 1] = no->text[at];
        slip.text[at] = no->text[at - 1];
        if (slip.text[at] != slip.text[at - 1] && is_case_no(slip.text)) {
            fail_msg("%s passes for %s", slip.text, no->text);
        }
    }
}

static void lost_and_doubled(const struct case_no *no) {
    size_t len = strlen(no->text);

    for (size_t at = 0; at < len; at++) {
        char slip[CASE_NO_TEXT_MAX + 2];

        if (no->text[at] < 'A') { /* without its letter it is a number of another series */
            text_print(slip, sizeof slip, "%.*s%s", (int)at, no->text, no->text + at + 1);
            assert_false(is_case_no(slip));
        }
        text_print(slip, sizeof slip, "%.*s%s", (int)at + 1, no->text, no->text + at);
        assert_false(is_case_no(slip));
    }
}

static void over_a_sample(void (*check)(const struct case_no *)) {
    static const char *const places[] = {"33",        "4419",         "330726",
                                         "330726101", "330726101203", "000000000000"};
    static const char letters[39] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    struct prng prng;

    prng_init_seed(&prng, 7264);
    for (unsigned i = 0; i < 600; i++) {
        char series = letters[prng_below(&prng, sizeof letters)]; /* each third has none */
        struct civil day = {20000 + (int32_t)prng_below(&prng, 2000)};
        struct case_no no;

        case_no_print(place_of(places[i % ARRAY_COUNT(places)]), series, day,
                      (uint32_t)prng_below(&prng, 100000000), &no);
        assert_true(is_case_no(no.text));
        check(&no);
    }
}

static void every_single_slip(void **state) {
    over_a_sample(single_slips);
}

static void every_swap(void **state) {
    over_a_sample(swaps);
}

static void every_loss(void **state) {
    over_a_sample(lost_and_doubled);
}

/* ---- our own bugs */

static void print_too_large(void *argument) {
    struct case_no no;

    case_no_print(place_of("33"), 0, (struct civil){0}, 100000000, &no);
}

static void print_small_letter(void *argument) {
    struct case_no no;

    case_no_print(place_of("33"), 'b', (struct civil){0}, 0, &no);
}

static void own_bugs(void **state) {
    assert_true(aborts(print_too_large, NULL));
    assert_true(aborts(print_small_letter, NULL));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("a number is printed with its series letter and check digits, and read back",
             printing),
        CASE("another form is refused", forms),
        CASE("a NUL inside is refused", a_nul_inside),
        CASE("a day that does not exist is refused, whatever the check digits say", dates),
        CASE("check digits are the printed ones, not others of the same rest",
             other_names_of_the_check_digits),
        CASE("every single wrong character is found", every_single_slip),
        CASE("every swap of neighbours is found", every_swap),
        CASE("a lost or doubled digit is found", every_loss),
        CASE("a serial of nine digits or a small letter is our own bug", own_bugs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
