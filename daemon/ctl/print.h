/* SPDX-License-Identifier: Apache-2.0
 * How answers look: JSON objects are built once and printed as JSON lines, as CSV for spreadsheets,
 * or as a table for people (Chinese characters take two columns). */
#pragma once
#include <jansson.h>
#include <stdio.h>

#include "base/digest.h"
#include "base/time.h"

enum print_mode {
    PRINT_TABLE,
    PRINT_JSON,
    PRINT_CSV
};

struct printer {
    FILE *out; /* borrowed */
    enum print_mode mode;
    bool has_begun; /* a CSV file has its mark */
    json_t *last;   /* owned: the object whose keys head the CSV table; NULL = none yet */
};
void print_release(struct printer *printer);

/* NULL = "". Bytes that are no UTF-8 are shown as U+FFFD: the case keeps them as they came. */
json_t *print_text(const char *text);
json_t *print_bytes(struct bytes bytes);
json_t *print_digest(const struct digest *digest);
/* RFC 3339 with +08:00; null for 0. */
json_t *print_instant(struct wall instant);
json_t *print_civil(struct civil date);
/* json_object_set_new that cannot be forgotten to be checked: out of memory ends the program. */
void print_set(json_t *object, const char *key, json_t *value);

/* `rows`: array of objects, stolen. `columns`: the keys a table and CSV show, with blanks between;
 * JSON has all. */
void print_rows(struct printer *printer, json_t *rows, const char *columns);
/* One object, stolen: lines "key value" for people, with the rows inside it as tables; a row of
 * CSV.
 */
void print_object(struct printer *printer, json_t *object);
