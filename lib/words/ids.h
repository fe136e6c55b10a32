/* SPDX-License-Identifier: Apache-2.0
 * Names of things: places, nodes, stations, cases, messages. Plain values, compared as bytes. */
#pragma once
#include "base/digest.h"

#define PLACE_DIGITS_MAX                                                                           \
    12 /* 2, 4, 6, 9, 12 digits = province ... village, unpadded (GB/T 2260, 10114) */
#define ORGAN_TEXT_MAX      16 /* [a-z0-9]{1,16} */
#define NODE_TEXT_MAX       (PLACE_DIGITS_MAX + 1 + ORGAN_TEXT_MAX)
#define STATION_TEXT_MAX    32 /* [a-z0-9-]{1,32} */
#define ACCOUNT_TEXT_MAX    32 /* [a-z0-9._-]{1,32} */
#define CATEGORY_TEXT_MAX   48 /* scheme:code */
#define CASE_NO_TEXT_MAX    36 /* <division>[series]-<yyyymmdd>-<8 digits>-<2 check> */
#define VERSION_TEXT_MAX    32 /* of a data file */
#define QUERY_CODE_TEXT_MAX 10
#define KEY_BYTES_MAX       64 /* idempotency key */
#define ID_BYTES            16
#define CURVE_TEXT_MAX      40 /* Z85 */

/* A division by its code as published, unpadded; digits 0 = no place. Key on (digits, code). */
struct place {
    uint64_t code;
    uint8_t digits;
};

/* An office: "330726" (general desk, the petition office 信访局) or "330726.land". Empty text =
 * none. */
struct node_id {
    char text[NODE_TEXT_MAX + 1];
};

struct station_id {
    char text[STATION_TEXT_MAX + 1];
};

struct account_id {
    char text[ACCOUNT_TEXT_MAX + 1];
};

struct case_id { /* random: all a relay sees of a case */
    uint8_t byte[ID_BYTES];
};

struct message_id {
    uint8_t byte[ID_BYTES];
};

struct case_no {
    char text[CASE_NO_TEXT_MAX + 1];
};

bool place_equal(struct place a, struct place b);
bool place_is_none(struct place place);
/* "650000": zeros where the code of its own level should be. Of published codes only those of a
 * level that is not there are like that (441900), and the code above says the same. */
bool place_is_padded(struct place place);
/* Exactly 2, 4, 6, 9 or 12 digits, no padding removed or added. PJ_BAD_FIELD otherwise. */
enum pj_code place_parse(const char *text, size_t len, struct place *ret_place) must_check;
void place_print(struct place place, char text[static PLACE_DIGITS_MAX + 1]);

/* Checks the form, not the directory. */
enum pj_code node_id_parse(const char *text, size_t len, struct node_id *ret_node) must_check;
bool node_id_equal(const struct node_id *a, const struct node_id *b);
bool node_id_is_none(const struct node_id *node);
/* The division the office belongs to. */
struct place node_id_place(const struct node_id *node);
/* "" for the general desk. Borrowed from node. */
const char *node_id_organ(const struct node_id *node);
struct node_id node_id_of_place(struct place place);

enum pj_code station_id_parse(const char *text, size_t len,
                              struct station_id *ret_station) must_check;
bool station_id_equal(const struct station_id *a, const struct station_id *b);
enum pj_code account_id_parse(const char *text, size_t len,
                              struct account_id *ret_account) must_check;

bool case_id_equal(const struct case_id *a, const struct case_id *b);
bool case_id_is_none(const struct case_id *id);
