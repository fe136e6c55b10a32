/* SPDX-License-Identifier: Apache-2.0
 * Text to field and back, one pair of functions per type of configuration value. */
#pragma once
#include "config_table.h"

/* Writes the field of `row` inside config. NULL = fine, else what is wrong with the value (zh /
 * en). */
const char *config_value_parse(const struct config_row *row, const char *text,
                               struct config *config) must_check;
/* The value as it would stand in the file. */
enum pj_code config_value_print(const struct config_row *row, const struct config *config,
                                struct buf *out) must_check;
/* {name} becomes the station's name, where the type allows it. NULL = fine. */
const char *config_value_expand(const struct config_row *row, struct config *config) must_check;
bool config_value_is_empty(const struct config_row *row, const struct config *config);
