/* SPDX-License-Identifier: Apache-2.0
 * A strict reader of our data files: comma, quoted fields, LF or CRLF, an optional byte order mark.
 * No field holds a line break, so a row is a line and its number is the one an editor shows. Empty
 * lines and lines that start with
 * '#' are skipped. Nothing is copied: fields are views into the text. */
#pragma once
#include "base/base.h"

#define CSV_FIELDS_MAX 16 /* the widest of our files has 10 columns */

struct csv {
    struct bytes text; /* borrowed */
    size_t at;
    uint32_t line; /* of the row read last; 1 = the first */
};

struct csv_field {
    const char *text; /* borrowed from csv.text, not terminated */
    size_t len;
    bool escaped; /* holds doubled quotes, as they stand */
};

struct csv_row {
    uint32_t line;
    size_t count;
    struct csv_field fields[CSV_FIELDS_MAX];
};

void csv_init(struct csv *csv, struct bytes text);
/* Next row, or false at the end. *ret_trouble is NULL for a good row, else a sentence; reading goes
 * on behind it. */
bool csv_next(struct csv *csv, struct csv_row *ret_row, const char **ret_trouble) must_check;
/* Is this row the header "a,b,c"? */
bool csv_row_is(const struct csv_row *row, const char *header);
bool csv_field_is(const struct csv_field *field, const char *text);
/* Upper bound of the rows in a text: memory is sized before anything is read. */
size_t csv_rows_max(struct bytes text);
/* Upper bound of the items of all ';' lists of the text, rows without one counted once. */
size_t csv_items_max(struct bytes text);
/* Cuts the first item off a ';' list; false when the list is empty or used up. Blank items are
 * items. */
bool csv_item(struct csv_field *list, struct csv_field *ret_item) must_check;
/* Length of a field as far as a sentence shows it: short, and never half a character. */
int csv_shown(const struct csv_field *field);
