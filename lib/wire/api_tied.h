/* SPDX-License-Identifier: Apache-2.0
 * Other cases that an answer names. See wire/api.h. */
#pragma once
#include "words/casefile.h"

#define API_SAME_MATTER_MAX 5
#define API_TIED_MAX        64

struct api_same_matter { /* a case that may be about the same */
    const char *case_no;
    enum state state;
    struct wall opened_at;
};

struct api_tied { /* a case that names the one asked for */
    const char *tie, *case_no, *holder;
    enum state state;
    struct wall opened_at;
    const char *feedback_to; /* attached: who sent it and is owed the decision */
    enum clock_state feedback;
    struct civil feedback_due;
    struct wall answered_at;
};
