/* SPDX-License-Identifier: Apache-2.0
 * Papers in answers. See wire/api.h. */
#pragma once
#include "words/issued.h"

struct api_paper_value {
    const char *field;
    const struct bytes *items;
    size_t count;
};

struct api_paper { /* one that was issued */
    const struct issued *paper;
    const char *case_no;
    bool sealed;                          /* nothing but its number is told */
    const struct api_paper_value *values; /* what it says, of one paper */
    size_t count;
};
