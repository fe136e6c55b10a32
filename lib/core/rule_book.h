/* SPDX-License-Identifier: Apache-2.0
 * The rule sets in force at a station: the national one, and one provincial beside it if need be.
 * One file holds both: a line "# rules NAME" opens a set, so that the file stays readable and
 * `cat` can make it. A file without such a line is one set, called like the file. */
#pragma once
#include "core/rule_set.h"

#define RULE_BOOK_MARK "# rules " /* at the beginning of a line; the name is the rest of it */

struct rule_book {
    char version[VERSION_TEXT_MAX + 1];
    struct rule_set sets[RULE_SETS_TOGETHER]; /* the national one first */
    size_t count;
};

/* All or nothing. PJ_BAD_DATA: what rule_set_build finds (line numbers are those of the file); a
 * third set; a first set that is no national one or gives no C1, C2 and C3, without which an open
 * case could be left without a clock; a second one that is not of a region. */
enum pj_code rule_book_build(struct bytes text, const char *version, struct data_report *ret_report,
                             struct rule_book *ret_book) must_check;
/* The set of that name, NULL if there is none. */
const struct rule_set *rule_book_find(const struct rule_book *book, const char *version);
