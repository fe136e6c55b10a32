/* SPDX-License-Identifier: Apache-2.0
 * One row per configuration key, with everything there is to know about it. For config*.c and its
 * test only. */
#pragma once
#include "config.h"

enum config_type {
    CONFIG_TEXT,
    CONFIG_STATION,
    CONFIG_ENDPOINT, /* tcp://HOST:PORT or ipc://PATH */
    CONFIG_CURVE,    /* public key, 40 characters Z85 */
    CONFIG_NUMBER,
    CONFIG_BOOL, /* yes no */
    CONFIG_UIDS, /* numbers and `self`, with blanks between */
    CONFIG_LEVEL,
    CONFIG_TYPE_MAX
};

struct config_row {
    const char *section, *key;
    enum config_type type;
    bool required, reloadable;
    size_t offset;        /* in struct config */
    const char *fallback; /* the default, as it would stand in the file */
    uint32_t min, max;    /* numbers only */
    const char *unit;     /* "" = none */
    const char *zh, *en;
};

extern const struct config_row config_rows[];
extern const size_t config_row_count;
