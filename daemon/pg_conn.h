/* SPDX-License-Identifier: Apache-2.0
 * One PostgreSQL connection that never blocks and comes back by itself: connect, one job at a time
 * (a few statements in one round trip), its results, loss, backoff. It knows libpq and libevent and
 * nothing of cases.
 *
 * All callbacks come from events of the loop, never from inside a call. */
#pragma once
#include <libpq-fe.h>

#include "pg_array.h"

struct event_base;
struct pg_conn;

#define PG_RESULTS_MAX       32 /* statements of one job: preparing all is the longest */
#define PG_BACKOFF_MS_MIN    50 /* a restarted server is back in about that time */
#define PG_BACKOFF_MS_MAX    5000
#define PG_CONNECT_TIMEOUT_S 10  /* libpq's own timeout does not work without blocking */
#define PG_REASON_MAX        400 /* of why it cannot connect: libpq names every host it tried */

struct pg_answer {
    PGresult *const *results; /* borrowed until the callback returns, in order of the statements */
    size_t count;
    const PGresult *error; /* the first that failed, or NULL */
    bool alive; /* false: the connection went while the job ran; without `error` its fate is unknown
                 */
};

typedef void pg_done(void *context, const struct pg_answer *answer);

struct pg_conn_config {
    struct event_base *base;     /* borrowed */
    const char *const *keywords; /* borrowed, NULL-terminated */
    const char *const *values;   /* borrowed */
    void (*up)(void *context);   /* connected, nothing sent yet */
    void (*down)(void *context); /* could not connect, or lost; tries again by itself */
    void *context;
    bool tells; /* logs why it cannot connect, each reason once: of several to one database, one */
};

/* We allocate; starts connecting in the loop. NULL: out of memory. */
struct pg_conn *pg_conn_new(const struct pg_conn_config *config);
/* A running job gets no answer. conn may be NULL. */
void pg_conn_free(struct pg_conn *conn);
bool pg_conn_is_up(const struct pg_conn *conn);
bool pg_conn_is_busy(const struct pg_conn *conn);
/* The connection did useful work: the next backoff starts small again. */
void pg_conn_steady(struct pg_conn *conn);
/* Gives the connection up soon, as if it had been lost. */
void pg_conn_drop(struct pg_conn *conn);

/* A job: begin, its statements, end. pipeline is needed for more than one statement and forbids
 * pg_conn_script. On a connection that is down the job fails soon, with `alive` false. */
void pg_conn_begin(struct pg_conn *conn, bool pipeline, pg_done *done, void *context);
/* Several commands in one text, without parameters. */
void pg_conn_script(struct pg_conn *conn, const char *sql);
/* params may be NULL. Nothing of them is kept. */
void pg_conn_once(struct pg_conn *conn, const char *sql, struct pg_params *params);
void pg_conn_prepare(struct pg_conn *conn, const char *name, const char *sql);
void pg_conn_execute(struct pg_conn *conn, const char *name, struct pg_params *params);
void pg_conn_end(struct pg_conn *conn);

struct pg_value pg_result_value(const PGresult *result, int row, int column);
/* One line of somebody else's words, for a value between quotes. Cut at PG_REASON_MAX. */
void pg_one_line(const char *text, char line[static PG_REASON_MAX + 1]);
/* SQLSTATE, "" when the server did not give one. */
const char *pg_result_state(const PGresult *result);
