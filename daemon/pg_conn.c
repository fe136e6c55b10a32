/* SPDX-License-Identifier: Apache-2.0
 * libpq in libevent. A timer event serves the backoff, the time limit of a connect, and whatever
 * must happen "soon". */
#include "pg_conn.h"

#include <event2/event.h>
#include <event2/util.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

enum conn_phase {
    CONN_DOWN,
    CONN_CONNECTING,
    CONN_UP
};

struct pg_conn {
    struct pg_conn_config config;
    PGconn *pg;           /* owned; NULL while down */
    struct event *socket; /* owned; NULL while there is none */
    struct event *timer;  /* owned */
    evutil_socket_t fd;   /* what `socket` watches */
    short watching;
    enum conn_phase phase;
    uint32_t backoff_ms;
    bool drop;                    /* give up at the next timer */
    char told[PG_REASON_MAX + 1]; /* why it could not connect, as it was logged last */
    /* the job */
    pg_done *done; /* NULL: none */
    void *done_context;
    bool pipeline;
    bool unflushed;
    bool script;                       /* many statements in one text */
    PGresult *results[PG_RESULTS_MAX]; /* owned until the callback has returned */
    size_t result_count;
};

static void conn_connect(struct pg_conn *conn);
static void on_socket(evutil_socket_t fd, short what, void *context);

/* ---- small helpers */

static void timer_in_ms(struct pg_conn *conn, uint32_t ms) {
    struct timeval in = {.tv_sec = ms / 1000, .tv_usec = (suseconds_t)(ms % 1000) * 1000};

    event_add(conn->timer, &in);
}

static void soon(struct pg_conn *conn) {
    conn->drop = true;
    timer_in_ms(conn, 0);
}

static void unwatch(struct pg_conn *conn) {
    if (conn->socket != NULL) {
        event_free(conn->socket);
        conn->socket = NULL;
    }
    conn->watching = 0;
}

/* libpq may change its socket between two polls of a connect, so the event follows it. */
static void watch(struct pg_conn *conn, short what) {
    evutil_socket_t fd = PQsocket(conn->pg);

    if (conn->socket != NULL && conn->fd == fd && conn->watching == what) {
        return;
    }
    unwatch(conn);
    conn->fd = fd;
    conn->watching = what;
    conn->socket = event_new(conn->config.base, fd, (short)(what | EV_PERSIST), on_socket, conn);
    ASSERT(conn->socket != NULL);
    event_add(conn->socket, NULL);
}

static void quiet(void *context, const PGresult *notice) {
    const char *text = PQresultErrorField(notice, PG_DIAG_SQLSTATE);

    (void)context;
    log_debug("pg_notice", "sqlstate=%s", text == NULL ? "" : text);
}

/* ---- the end of a job, the end of a connection */

static void job_finish(struct pg_conn *conn, bool alive) {
    PGresult *results[PG_RESULTS_MAX];
    struct pg_answer answer = {.results = results, .count = conn->result_count, .alive = alive};
    pg_done *done = conn->done;

    for (size_t i = 0; i < conn->result_count; i++) {
        results[i] = conn->results[i];
    }
    for (size_t i = answer.count; i > 0; i--) {
        ExecStatusType status = PQresultStatus(results[i - 1]);

        if (status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE) {
            answer.error = results[i - 1];
        }
    }
    conn->result_count = 0;
    conn->done = NULL;
    conn->unflushed = false;
    done(conn->done_context, &answer); /* may begin the next job */
    for (size_t i = 0; i < answer.count; i++) {
        PQclear(results[i]);
    }
}

static void conn_lose(struct pg_conn *conn) {
    uint8_t jitter = 0;

    ASSERT(conn->phase != CONN_DOWN);
    conn->drop = false;
    unwatch(conn);
    if (conn->pg != NULL) {
        PQfinish(conn->pg);
        conn->pg = NULL;
    }
    conn->phase = CONN_DOWN;
    evutil_secure_rng_get_bytes(&jitter, sizeof jitter);
    timer_in_ms(conn, conn->backoff_ms + conn->backoff_ms * jitter / 1024);
    conn->backoff_ms *= 2;
    if (conn->backoff_ms > PG_BACKOFF_MS_MAX) {
        conn->backoff_ms = PG_BACKOFF_MS_MAX;
    }
    if (conn->done != NULL) {
        job_finish(conn, /* alive= */ false);
    }
    conn->config.down(conn->config.context);
}

/* ---- connecting */

void pg_one_line(const char *text, char line[static PG_REASON_MAX + 1]) {
    size_t len = 0;

    for (; *text != '\0' && len < PG_REASON_MAX; text++) {
        line[len++] = *text;
        if ((unsigned char)*text < ' ') {
            line[len - 1] = ' ';
        } else if (*text == '"') {
            line[len - 1] = '\'';
        }
    }
    while (len > 0 && line[len - 1] == ' ') {
        len--;
    }
    line[len] = '\0';
}

/* Whoever set the station up must hear what is wrong: no such role, no such database, nobody
 * listens there. */
static void tell_why(struct pg_conn *conn, const char *reason) {
    char line[PG_REASON_MAX + 1];

    pg_one_line(reason, line);
    if (conn->config.tells && strcmp(line, conn->told) != 0) {
        log_warn("database_unreachable", "reason=\"%s\"", line);
        memcpy(conn->told, line, sizeof line);
    }
}

static void conn_poll(struct pg_conn *conn) {
    switch (PQconnectPoll(conn->pg)) {
    case PGRES_POLLING_READING:
        watch(conn, EV_READ);
        break;
    case PGRES_POLLING_WRITING:
        watch(conn, EV_WRITE);
        break;
    case PGRES_POLLING_OK:
        event_del(conn->timer);
        PQsetnonblocking(conn->pg, 1);
        PQsetNoticeReceiver(conn->pg, quiet, NULL);
        conn->phase = CONN_UP;
        conn->told[0] = '\0';
        watch(conn, EV_READ);
        conn->config.up(conn->config.context);
        break;
    case PGRES_POLLING_FAILED:
    case PGRES_POLLING_ACTIVE:
        tell_why(conn, PQerrorMessage(conn->pg));
        conn_lose(conn);
        break;
    }
}

static void conn_connect(struct pg_conn *conn) {
    conn->phase = CONN_CONNECTING;
    conn->pg = PQconnectStartParams(conn->config.keywords, conn->config.values, 0);
    if (conn->pg == NULL || PQstatus(conn->pg) == CONNECTION_BAD) {
        tell_why(conn, conn->pg == NULL ? "out of memory" : PQerrorMessage(conn->pg));
        conn_lose(conn);
        return;
    }
    timer_in_ms(conn, PG_CONNECT_TIMEOUT_S * 1000);
    watch(conn, EV_WRITE);
}

static void on_timer(evutil_socket_t fd, short what, void *context) {
    struct pg_conn *conn = context;

    (void)fd;
    (void)what;
    if (conn->phase != CONN_DOWN) {
        if (conn->phase == CONN_CONNECTING && !conn->drop) {
            tell_why(conn, "no answer to the attempt to connect");
        }
        conn_lose(conn); /* to be dropped, or connecting for too long */
        return;
    }
    conn->drop = false;
    if (conn->done != NULL) {
        job_finish(conn, /* alive= */ false);
    }
    conn_connect(conn);
}

/* ---- sending and receiving */

static void conn_flush(struct pg_conn *conn) {
    int left = PQflush(conn->pg);

    if (left < 0) {
        soon(conn);
        return;
    }
    conn->unflushed = left > 0;
    watch(conn, (short)(EV_READ | (left > 0 ? EV_WRITE : 0)));
}

/* Of a script's many statements only the last word counts, or the first error: the server stops
 * there. */
static void keep_result(struct pg_conn *conn, PGresult *result) {
    if (conn->script && conn->result_count > 0) {
        PQclear(conn->results[--conn->result_count]);
    }
    ASSERT(conn->result_count < PG_RESULTS_MAX);
    conn->results[conn->result_count++] = result;
}

/* Takes one result of the running job. True when it was the last: a pipeline ends with its sync,
 * anything else with NULL, which comes only after the server's "ready", that is after the commit.
 */
static bool job_take(struct pg_conn *conn) {
    PGresult *result = PQgetResult(conn->pg);

    if (result == NULL) {
        return !conn->pipeline || PQstatus(conn->pg) == CONNECTION_BAD;
    }
    if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
        PQclear(result);
        return true;
    }
    keep_result(conn, result);
    return false;
}

static void conn_receive(struct pg_conn *conn) {
    while (conn->done != NULL && !conn->drop && PQisBusy(conn->pg) == 0) {
        if (!job_take(conn)) {
            continue;
        }
        if (PQstatus(conn->pg) == CONNECTION_BAD) {
            conn_lose(conn);
            return;
        }
        if (conn->pipeline && PQexitPipelineMode(conn->pg) == 0) {
            soon(conn);
        }
        job_finish(conn, /* alive= */ true);
        return; /* a job begun meanwhile has its own events */
    }
}

static void on_socket(evutil_socket_t fd, short what, void *context) {
    struct pg_conn *conn = context;

    (void)fd;
    if (conn->phase == CONN_CONNECTING) {
        conn_poll(conn);
        return;
    }
    if ((what & EV_READ) != 0 && PQconsumeInput(conn->pg) == 0) {
        while (conn->done != NULL && conn->result_count < PG_RESULTS_MAX && !job_take(conn)) {
            /* what arrived before the end: the server's last words say why */
        }
        conn_lose(conn);
        return;
    }
    if (conn->unflushed) {
        conn_flush(conn);
    }
    conn_receive(conn);
}

/* ---- jobs */

void pg_conn_begin(struct pg_conn *conn, bool pipeline, pg_done *done, void *context) {
    ASSERT(conn->done == NULL);
    conn->done = done;
    conn->done_context = context;
    conn->pipeline = pipeline;
    conn->script = false;
    if (conn->phase != CONN_UP || (pipeline && PQenterPipelineMode(conn->pg) == 0)) {
        soon(conn);
    }
}

static bool can_send(const struct pg_conn *conn) {
    ASSERT(conn->done != NULL);
    return conn->phase == CONN_UP && !conn->drop;
}

static void sent(struct pg_conn *conn, int ok) {
    if (ok == 0) {
        log_warn("pg_send_failed", "reason=%s", PQerrorMessage(conn->pg));
        soon(conn);
    }
}

void pg_conn_script(struct pg_conn *conn, const char *sql) {
    conn->script = true;
    if (can_send(conn)) {
        sent(conn, PQsendQuery(conn->pg, sql));
    }
}

/* libpq wants the three arrays even for no parameter at all. */
static bool params_ready(struct pg_conn *conn, struct pg_params *params) {
    if (!can_send(conn)) {
        return false;
    }
    if (params != NULL && pg_params_check(params) != PJ_OK) {
        log_error("pg_params", "code=%s", pj_code_name(params->code));
        soon(conn);
        return false;
    }
    return true;
}

void pg_conn_once(struct pg_conn *conn, const char *sql, struct pg_params *params) {
    static const struct pg_params none;
    const struct pg_params *given = params == NULL ? &none : params;

    if (params_ready(conn, params)) {
        sent(conn, PQsendQueryParams(conn->pg, sql, given->count, NULL, given->values,
                                     given->lengths, given->formats, /* resultFormat= */ 1));
    }
}

void pg_conn_prepare(struct pg_conn *conn, const char *name, const char *sql) {
    if (can_send(conn)) {
        sent(conn, PQsendPrepare(conn->pg, name, sql, 0, NULL));
    }
}

void pg_conn_execute(struct pg_conn *conn, const char *name, struct pg_params *params) {
    static const struct pg_params none;
    const struct pg_params *given = params == NULL ? &none : params;

    if (params_ready(conn, params)) {
        sent(conn, PQsendQueryPrepared(conn->pg, name, given->count, given->values, given->lengths,
                                       given->formats, /* resultFormat= */ 1));
    }
}

void pg_conn_end(struct pg_conn *conn) {
    if (!can_send(conn)) {
        return;
    }
    if (conn->pipeline) {
        sent(conn, PQpipelineSync(conn->pg));
    }
    if (!conn->drop) {
        conn_flush(conn);
    }
}

/* ---- life */

struct pg_conn *pg_conn_new(const struct pg_conn_config *config) {
    struct pg_conn *conn = calloc(1, sizeof *conn);

    if (conn == NULL) {
        return NULL;
    }
    conn->config = *config;
    conn->backoff_ms = PG_BACKOFF_MS_MIN;
    conn->timer = evtimer_new(config->base, on_timer, conn);
    if (conn->timer == NULL) {
        free(conn);
        return NULL;
    }
    timer_in_ms(conn, 0);
    return conn;
}

void pg_conn_free(struct pg_conn *conn) {
    if (conn == NULL) {
        return;
    }
    for (size_t i = 0; i < conn->result_count; i++) {
        PQclear(conn->results[i]);
    }
    unwatch(conn);
    event_free(conn->timer);
    PQfinish(conn->pg);
    free(conn);
}

bool pg_conn_is_up(const struct pg_conn *conn) {
    return conn->phase == CONN_UP;
}

bool pg_conn_is_busy(const struct pg_conn *conn) {
    return conn->done != NULL;
}

void pg_conn_steady(struct pg_conn *conn) {
    conn->backoff_ms = PG_BACKOFF_MS_MIN;
}

void pg_conn_drop(struct pg_conn *conn) {
    soon(conn);
}

struct pg_value pg_result_value(const PGresult *result, int row, int column) {
    if (PQgetisnull(result, row, column)) {
        return (struct pg_value){NULL, 0};
    }
    return (struct pg_value){(const uint8_t *)PQgetvalue(result, row, column),
                             (size_t)PQgetlength(result, row, column)};
}

const char *pg_result_state(const PGresult *result) {
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);

    return state == NULL ? "" : state;
}
