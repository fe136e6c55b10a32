/* SPDX-License-Identifier: Apache-2.0
 * ISO 7064 MOD 97-10: the number with its check digits, read as one long decimal, leaves 1 when
 * divided by 97. It catches every single wrong character and every swap of neighbours. */
#include "core/case_no.h"

#include "base/text.h"

#include <string.h>

#define DATE_DIGITS   8
#define SERIAL_DIGITS 8
#define CHECK_DIGITS  2
/* "-20260131-01234567-89" */
#define TAIL_CHARS (1 + DATE_DIGITS + 1 + SERIAL_DIGITS + 1 + CHECK_DIGITS)

static bool is_letter(char c) {
    return c >= 'A' && c <= 'Z';
}

/* Hyphens do not count; letters are two digits, A = 10. */
static unsigned remainder_of(const char *text, size_t len) {
    unsigned rest = 0;

    for (size_t i = 0; i < len; i++) {
        if (text[i] >= '0' && text[i] <= '9') {
            rest = (rest * 10 + (unsigned)(text[i] - '0')) % 97;
        } else if (is_letter(text[i])) {
            rest = (rest * 100 + (unsigned)(text[i] - 'A') + 10) % 97;
        }
    }
    return rest;
}

void case_no_print(struct place division, char series, struct civil day, uint32_t serial,
                   struct case_no *ret_case_no) {
    char code[PLACE_DIGITS_MAX + 1];
    char letter[2] = {series, '\0'};
    char *text = ret_case_no->text;
    size_t used = 0;
    unsigned month = 0;
    unsigned date = 0;
    int year = 0;

    ASSERT(serial < 100000000);
    ASSERT(series == 0 || is_letter(series));
    place_print(division, code);
    civil_to_ymd(day, &year, &month, &date);
    used = text_print(text, sizeof ret_case_no->text, "%s%s-%04d%02u%02u-%08u", code, letter, year,
                      month, date, (unsigned)serial);
    text_print(text + used, sizeof ret_case_no->text - used, "-%02u",
               98 - remainder_of(text, used) * 100 % 97);
}

static bool has_digits(const char *text, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
    }
    return true;
}

/* 98 - rest gives 02 to 98; 00, 01 and 99 would leave the same rest as 97, 98 and 02, and a number
 * has one text only. */
static bool is_check(const char *check) {
    return memcmp(check, "00", CHECK_DIGITS) != 0 && memcmp(check, "01", CHECK_DIGITS) != 0 &&
           memcmp(check, "99", CHECK_DIGITS) != 0;
}

static bool is_tail(const char *tail) {
    const char *check = tail + 3 + DATE_DIGITS + SERIAL_DIGITS;
    char date[CIVIL_TEXT_MAX + 1];
    struct civil day;

    if (tail[0] != '-' || !has_digits(tail + 1, DATE_DIGITS) || tail[1 + DATE_DIGITS] != '-' ||
        !has_digits(tail + 2 + DATE_DIGITS, SERIAL_DIGITS) ||
        tail[2 + DATE_DIGITS + SERIAL_DIGITS] != '-' || !has_digits(check, CHECK_DIGITS) ||
        !is_check(check)) {
        return false;
    }
    text_print(date, sizeof date, "%.4s-%.2s-%.2s", tail + 1, tail + 5, tail + 7);
    return civil_parse(date, CIVIL_TEXT_MAX, &day) == PJ_OK;
}

enum pj_code case_no_parse(const char *text, size_t len, struct case_no *ret_case_no) {
    struct case_no no;
    struct place division;
    size_t head = 0;

    if (len <= TAIL_CHARS || text_set(no.text, sizeof no.text, text, len) != PJ_OK) {
        return PJ_BAD_FIELD;
    }
    head = len - TAIL_CHARS;
    if (is_letter(no.text[head - 1])) {
        head--; /* the series letter */
    }
    if (place_parse(no.text, head, &division) != PJ_OK || !is_tail(no.text + len - TAIL_CHARS) ||
        remainder_of(no.text, len) != 1) {
        return PJ_BAD_FIELD;
    }
    *ret_case_no = no;
    return PJ_OK;
}
