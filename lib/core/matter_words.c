/* SPDX-License-Identifier: Apache-2.0
 * Writing a matter down in one way only: folding names, numbers and places. */
#include "core/matter_words.h"

#include "words/ids.h"

#include <string.h>

#define TOWNSHIP_DIGITS 9
#define MOBILE_DIGITS   11 /* of a number without its country code */

/* Characters that people put into a name or leave out: ideographic space, no-break space, the dots
 * between the parts of a name. */
static const char *const skipped[] = {"\xe3\x80\x80", "\xc2\xa0", "\xc2\xb7", "\xe2\x80\xa2",
                                      "\xe3\x83\xbb"};

static size_t skipped_at(struct bytes from, size_t at) {
    for (size_t i = 0; i < ARRAY_COUNT(skipped); i++) {
        size_t len = strlen(skipped[i]);

        if (from.len - at >= len && memcmp(from.data + at, skipped[i], len) == 0) {
            return len;
        }
    }
    return 0;
}

/* U+FF01..U+FF5E are ASCII in full width; 0 when it is none of them. */
static uint8_t narrow_at(struct bytes from, size_t at) {
    const uint8_t *c = from.data + at;

    if (from.len - at < 3 || c[0] != 0xef) {
        return 0;
    }
    if (c[1] == 0xbc && c[2] >= 0x81 && c[2] <= 0xbf) {
        return (uint8_t)(c[2] - 0x81 + '!');
    }
    return c[1] == 0xbd && c[2] >= 0x80 && c[2] <= 0x9e ? (uint8_t)(c[2] - 0x80 + '`') : 0;
}

/* No blanks, no control characters, small letters, half width. How many bytes: never more than it
 * was. */
static size_t fold(struct bytes from, uint8_t *to) {
    size_t len = 0;

    for (size_t at = 0; at < from.len;) {
        size_t skip = skipped_at(from, at);
        uint8_t narrow = narrow_at(from, at);
        uint8_t c = narrow != 0 ? narrow : from.data[at];

        if (skip == 0 && c > ' ' && c != 0x7f) {
            to[len++] = c >= 'A' && c <= 'Z' ? (uint8_t)(c - 'A' + 'a') : c;
        }
        at += skip > 0 ? skip : narrow != 0 ? 3 : 1;
    }
    return len;
}

static bool is_phone(const uint8_t *text, size_t len) {
    for (size_t i = 0; i < len; i++) {
        if (strchr("0123456789+-()", text[i]) == NULL) { /* no NUL stands in a folded text */
            return false;
        }
    }
    return true;
}

/* A telephone number is its digits, without the code of the country. */
static size_t fold_phone(uint8_t *text, size_t from_len) {
    static const char *const country[] = {"0086", "86"};
    size_t len = 0;

    for (size_t i = 0; i < from_len; i++) {
        if (text[i] >= '0' && text[i] <= '9') {
            text[len++] = text[i];
        }
    }
    for (size_t i = 0; i < ARRAY_COUNT(country); i++) {
        size_t prefix = strlen(country[i]);

        if (len == prefix + MOBILE_DIGITS && memcmp(text, country[i], prefix) == 0) {
            memmove(text, text + prefix, MOBILE_DIGITS);
            len = MOBILE_DIGITS;
        }
    }
    return len;
}

/* With its NUL, like the category: what follows cannot run into it. */
static size_t put_place(struct place place, uint8_t *to) {
    char digits[PLACE_DIGITS_MAX + 1];

    place_print(place, digits);
    if (place.digits > TOWNSHIP_DIGITS) { /* the villages of a township are one division */
        digits[TOWNSHIP_DIGITS] = '\0';
    }
    memcpy(to, digits, strlen(digits) + 1);
    return strlen(digits) + 1;
}

size_t matter_words_room(const struct matter_words *words) {
    return PLACE_DIGITS_MAX + 1 + strlen(words->category) + 1 + words->contact.len + 1 +
           words->name.len;
}

size_t matter_words_print(const struct matter_words *words, uint8_t *to) {
    struct place place = {0};
    size_t len = 0;
    size_t contact = 0;
    size_t name = 0;

    if (place_parse(words->place, strlen(words->place), &place) != PJ_OK ||
        words->category[0] == '\0') {
        return 0;
    }
    len = put_place(place, to);
    memcpy(to + len, words->category, strlen(words->category) + 1);
    len += strlen(words->category) + 1;
    contact = fold(words->contact, to + len);
    if (is_phone(to + len, contact)) {
        contact = fold_phone(to + len, contact);
    }
    len += contact;
    to[len++] = '\0';
    name = fold(words->name, to + len);
    return contact == 0 || name == 0 ? 0 : len + name;
}
