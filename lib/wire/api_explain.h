/* SPDX-License-Identifier: Apache-2.0
 * The road of a case, line by line, and what was asked on it in vain. See wire/api.h. */
#pragma once
#include "words/casefile.h"

struct api_refused { /* an order or a request whose holder did not do it */
    uint32_t code;
    const char *name, *sentence; /* decoder only: from codes.h by the code */
};

struct api_trace_hop {
    const char *node;
    struct wall at;
    const char *act;
    uint32_t rule;
    bool digest_ok;
    uint64_t term;
    struct api_refused refused; /* code 0 = it was not */
    bool is_order;              /* asked of whoever holds the case */
};
