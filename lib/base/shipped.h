/* SPDX-License-Identifier: Apache-2.0
 * Data files that are built in: the national calendar and the rule sets, as deploy/ has them
 * (cmake/embed.cmake): for pujiangctl, where their names mean them and any other name is that of a
 * file, and for pujiangd, where they are in force until others are loaded. */
#pragma once
#include "base/base.h"

struct shipped_file {
    const char *folder; /* "calendars", "rules", "papers" */
    const char *name;   /* "cn", "CN2022": a .csv without its ending; "receipt.txt" */
    const uint8_t *data;
    size_t len;
};

extern const struct shipped_file shipped_files[];
extern const size_t shipped_count;
