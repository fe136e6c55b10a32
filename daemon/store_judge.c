/* SPDX-License-Identifier: Apache-2.0
 * What an error of the database means for the batch that met it: is the input to blame, or the
 * environment, or does nobody know whether the batch was written? */
#include <string.h>

#include "base/log.h"
#include "store_internal.h"

struct state_row {
    const char *prefix; /* of the SQLSTATE; the first that fits counts */
    enum store_outcome outcome;
    bool reopen;
};

/* An ERROR ends its transaction, so nothing was written; reopen where the session itself is spoilt
 * or the server is no longer a primary. */
static const struct state_row states[] = {
    {"57014", STORE_ENVIRONMENT, false}, /* cancelled or timed out */
    {"08", STORE_ENVIRONMENT, true},     /* connection */
    {"0A000", STORE_ENVIRONMENT, true},  /* "cached plan must not change result type" */
    {"21", STORE_POISON, false},         /* one row twice in one statement */
    {"22", STORE_POISON, false},         /* data */
    {"23", STORE_POISON, false},         /* constraint */
    {"25", STORE_ENVIRONMENT, true},     /* read-only: it became a standby */
    {"26", STORE_ENVIRONMENT, true},     /* prepared statements gone */
    {"57", STORE_ENVIRONMENT, true},     /* operator */
    {"58", STORE_ENVIRONMENT, true},     /* system */
    {"XX", STORE_UNWELL, false},         /* internal, damaged data */
    {"", STORE_ENVIRONMENT, false},
};

static const char *field(const PGresult *result, int code) {
    const char *text = PQresultErrorField(result, code);

    return text == NULL ? "" : text;
}

static bool starts_with(const char *text, const char *prefix) {
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* The batch row is ours: an input cannot break its constraints. A number already taken means that
 * somebody else wrote, so the head must be read again. */
static struct verdict_of_error judge_batch_row(const char *state) {
    if (strcmp(state, "23505") == 0) {
        return (struct verdict_of_error){.outcome = STORE_LOST, .reopen = true};
    }
    return (struct verdict_of_error){.outcome = STORE_ENVIRONMENT};
}

static struct verdict_of_error judge_error(const PGresult *error) {
    const char *state = pg_result_state(error);
    const char *table = field(error, PG_DIAG_TABLE_NAME);

    if (starts_with(state, "23") && strcmp(table, "batch") == 0) {
        return judge_batch_row(state);
    }
    if (strcmp(state, "23514") == 0 && strcmp(table, "journal") == 0 &&
        field(error, PG_DIAG_CONSTRAINT_NAME)[0] == '\0') {
        return (struct verdict_of_error){.outcome = STORE_ENVIRONMENT, .partition_missing = true};
    }
    for (size_t i = 0; i < ARRAY_COUNT(states); i++) {
        if (starts_with(state, states[i].prefix)) {
            return (struct verdict_of_error){.outcome = states[i].outcome,
                                             .reopen = states[i].reopen};
        }
    }
    return (struct verdict_of_error){.outcome = STORE_ENVIRONMENT};
}

struct verdict_of_error store_judge(const struct pg_answer *answer) {
    if (!answer->alive) {
        return (struct verdict_of_error){.outcome = STORE_LOST};
    }
    if (answer->error == NULL) {
        return (struct verdict_of_error){.outcome = STORE_OK};
    }
    if (strcmp(field(answer->error, PG_DIAG_SEVERITY_NONLOCALIZED), "ERROR") != 0) {
        /* FATAL can follow the commit: a terminated backend first finishes it. */
        return (struct verdict_of_error){.outcome = STORE_LOST, .reopen = true};
    }
    return judge_error(answer->error);
}

void store_log_error(const char *event, const char *what, const struct pg_answer *answer) {
    const PGresult *error = answer->error;

    log_warn(event, "what=%s alive=%d severity=%s sqlstate=%s table=%s constraint=%s", what,
             answer->alive, error == NULL ? "" : field(error, PG_DIAG_SEVERITY_NONLOCALIZED),
             error == NULL ? "" : pg_result_state(error),
             error == NULL ? "" : field(error, PG_DIAG_TABLE_NAME),
             error == NULL ? "" : field(error, PG_DIAG_CONSTRAINT_NAME));
}
