/* SPDX-License-Identifier: Apache-2.0
 * The commands: one row each, with everything there is to know about it. Help, completion, the
 * check of arguments and the manual's test read these rows. Pure: finding a command runs nothing.
 */
#pragma once
#include "options.h"

struct ctl;

struct command {
    const char *noun;
    const char *verb;            /* "" = the noun alone */
    int (*run)(struct ctl *ctl); /* returns enum ctl_exit */
    unsigned what;               /* for rows that share a function: act kind, data kind, ... */
    const char *arguments;       /* for the usage line */
    unsigned min, max;           /* how many of them */
    option_set options;          /* beside the global ones */
    bool is_change;              /* takes --dry-run, --key-id, --as-operator */
    const char *zh, *en;
};

#define OPTIONS_GLOBAL                                                                             \
    (OPT(ENDPOINT) | OPT(KEY) | OPT(SERVER_KEY) | OPT(JSON) | OPT(CSV) | OPT(TIMEOUT) | OPT(HELP))
#define OPTIONS_CHANGE (OPT(DRY_RUN) | OPT(KEY_ID) | OPT(AS_OPERATOR))

/* What a submission has, given for one case; a file of them has it line by line. */
#define SUBMIT_FIELDS                                                                              \
    (OPT(NODE) | OPT(CATEGORY) | OPT(PLACE) | OPT(PLACE_TEXT) | OPT(TEXT) | OPT(TEXT_FILE) |       \
     OPT(TEXT_ORIGIN) | OPT(FORM) | OPT(PURPOSE) | OPT(SOURCE) | OPT(PERSONS) | OPT(OCCURRED_AT) | \
     OPT(RECEIVED_AT) | OPT(KNOWN_AT) | OPT(FOLLOWS))

extern const struct command command_table[];
extern const size_t command_count;

#define CANDIDATES_MAX 64

struct command_search {
    const struct command *command; /* NULL = not found */
    size_t words;                  /* how many arguments named it: 1 or 2 */
    /* not found: */
    const char *noun;  /* set when the noun was clear and the verb was not */
    bool is_ambiguous; /* the candidates all begin like that; else they are the nearest or the
                          possible ones */
    const char *candidate[CANDIDATES_MAX];
    size_t candidate_count;
};

/* Unique prefixes will do. `arguments` are the words that are no options. */
void command_find(const char *const *arguments, size_t count, struct command_search *ret_search);
/* All options the command takes. */
option_set command_options(const struct command *command);
/* How far two words are apart: insertions, deletions, changes, swaps of neighbours. */
unsigned words_distance(const char *a, const char *b);
