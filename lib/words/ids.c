/* SPDX-License-Identifier: Apache-2.0
 * Names of things, read strictly: a code is used as published or refused, nothing is padded,
 * trimmed or guessed. Pure. */
#include "words/ids.h"

#include "base/text.h"

#include <string.h>

bool place_equal(struct place a, struct place b) {
    return a.digits == b.digits && a.code == b.code;
}

bool place_is_none(struct place place) {
    return place.digits == 0;
}

bool place_is_padded(struct place place) {
    return place.digits > 2 && place.code % (place.digits > 6 ? 1000 : 100) == 0;
}

static bool is_place_length(size_t len) {
    return len == 2 || len == 4 || len == 6 || len == 9 || len == 12;
}

enum pj_code place_parse(const char *text, size_t len, struct place *ret_place) {
    uint64_t code = 0;

    if (!is_place_length(len) || text_u64(text, len, UINT64_C(999999999999), &code) != PJ_OK) {
        return PJ_BAD_FIELD;
    }

    *ret_place = (struct place){.code = code, .digits = (uint8_t)len};
    return PJ_OK;
}

void place_print(struct place place, char text[static PLACE_DIGITS_MAX + 1]) {
    if (place_is_none(place)) {
        text[0] = '\0';
        return;
    }
    ASSERT(is_place_length(place.digits));
    text[place.digits] = '\0';
    for (unsigned i = place.digits; i > 0; i--) { /* the busiest of all prints: not by printf */
        text[i - 1] = (char)('0' + place.code % 10);
        place.code /= 10;
    }
    ASSERT(place.code == 0);
}

static bool is_small_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* 1..max characters, each a small letter, a digit or one of `marks`. */
static bool is_name(const char *text, size_t len, size_t max, const char *marks) {
    if (len == 0 || len > max) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        /* strchr also finds the NUL at the end of marks. */
        if (!is_small_or_digit(text[i]) && (text[i] == '\0' || strchr(marks, text[i]) == NULL)) {
            return false;
        }
    }
    return true;
}

enum pj_code node_id_parse(const char *text, size_t len, struct node_id *ret_node) {
    const char *dot = len > 0 ? memchr(text, '.', len) : NULL;
    size_t division_len = dot != NULL ? (size_t)(dot - text) : len;
    struct place division;

    if (place_parse(text, division_len, &division) != PJ_OK) {
        return PJ_BAD_FIELD;
    }
    if (dot != NULL && !is_name(dot + 1, len - division_len - 1, ORGAN_TEXT_MAX, "")) {
        return PJ_BAD_FIELD;
    }

    *ret_node = (struct node_id){""};
    memcpy(ret_node->text, text, len);
    return PJ_OK;
}

bool node_id_equal(const struct node_id *a, const struct node_id *b) {
    return strcmp(a->text, b->text) == 0;
}

bool node_id_is_none(const struct node_id *node) {
    return node->text[0] == '\0';
}

struct place node_id_place(const struct node_id *node) {
    struct place place = {0};
    enum pj_code code = PJ_OK;

    if (node_id_is_none(node)) {
        return place;
    }
    code = place_parse(node->text, strcspn(node->text, "."), &place);
    ASSERT(code == PJ_OK);
    return place;
}

const char *node_id_organ(const struct node_id *node) {
    const char *dot = strchr(node->text, '.');

    return dot != NULL ? dot + 1 : "";
}

struct node_id node_id_of_place(struct place place) {
    struct node_id node = {""};

    place_print(place, node.text);
    return node;
}

enum pj_code station_id_parse(const char *text, size_t len, struct station_id *ret_station) {
    if (!is_name(text, len, STATION_TEXT_MAX, "-")) {
        return PJ_BAD_FIELD;
    }

    *ret_station = (struct station_id){""};
    memcpy(ret_station->text, text, len);
    return PJ_OK;
}

bool station_id_equal(const struct station_id *a, const struct station_id *b) {
    return strcmp(a->text, b->text) == 0;
}

enum pj_code account_id_parse(const char *text, size_t len, struct account_id *ret_account) {
    if (!is_name(text, len, ACCOUNT_TEXT_MAX, "._-")) {
        return PJ_BAD_FIELD;
    }

    *ret_account = (struct account_id){""};
    memcpy(ret_account->text, text, len);
    return PJ_OK;
}

bool case_id_equal(const struct case_id *a, const struct case_id *b) {
    return memcmp(a->byte, b->byte, ID_BYTES) == 0;
}

bool case_id_is_none(const struct case_id *id) {
    static const struct case_id none;

    return case_id_equal(id, &none);
}
