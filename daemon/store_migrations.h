/* SPDX-License-Identifier: Apache-2.0
 * The files of deploy/sql as they were when this program was built (deploy/sql/embed.cmake),
 * ascending by number. */
#pragma once
#include <stddef.h>
#include <stdint.h>

struct migration {
    int32_t no; /* 1, 2, 3 ... without gaps */
    const char *name;
    const char *text; /* NUL-terminated */
    size_t len;
};

extern const struct migration migrations[];
extern const size_t migration_count;
