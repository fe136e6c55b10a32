/* SPDX-License-Identifier: Apache-2.0
 * tests/lib/pg.sh from C. */
#include "pg_fixture.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define FIXTURE_ASK_BYTES 8192
#define FIXTURE_ASK_RING  8

static void fail(const char *what, const char *detail) {
    fprintf(stderr, "pg_fixture: %s: %s\n", what, detail);
    abort();
}

void pg_fixture_run(const struct pg_fixture *fixture, const char *verb, const char *argument) {
    int status = 0;
    pid_t pid = fork();

    if (pid == 0) {
        execl(PJ_SOURCE_DIR "/tests/lib/pg.sh", "pg.sh", verb, fixture->dir, argument,
              (char *)NULL);
        _exit(127);
    }
    if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0) {
        fail("pg.sh failed", verb);
    }
}

void pg_fixture_start(struct pg_fixture *fixture, const char *conf) {
    snprintf(fixture->dir, sizeof fixture->dir, "/tmp/pj-pg-XXXXXX");
    if (mkdtemp(fixture->dir) == NULL) {
        fail("mkdtemp", fixture->dir);
    }
    setenv("PG_CONF", conf, /* overwrite= */ 1);
    pg_fixture_run(fixture, "start", NULL);
}

void pg_fixture_destroy(struct pg_fixture *fixture) {
    pg_fixture_run(fixture, "destroy", NULL);
}

PGconn *pg_fixture_connect(const struct pg_fixture *fixture, const char *database) {
    const char *keywords[] = {"host", "user", "dbname", NULL};
    const char *values[] = {fixture->dir, "pujiang", database, NULL};
    PGconn *pg = PQconnectdbParams(keywords, values, 0);

    if (PQstatus(pg) != CONNECTION_OK) {
        fail("connect", PQerrorMessage(pg));
    }
    return pg;
}

static PGresult *run(PGconn *pg, const char *sql) {
    PGresult *result = PQexec(pg, sql);
    ExecStatusType status = PQresultStatus(result);

    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        fail(sql, PQerrorMessage(pg));
    }
    return result;
}

void pg_do(PGconn *pg, const char *sql) {
    PQclear(run(pg, sql));
}

const char *pg_ask(PGconn *pg, const char *sql) {
    static char answers[FIXTURE_ASK_RING][FIXTURE_ASK_BYTES];
    static unsigned next;
    char *answer = answers[next++ % FIXTURE_ASK_RING];
    PGresult *result = run(pg, sql);

    answer[0] = '\0';
    if (PQntuples(result) > 0) {
        snprintf(answer, FIXTURE_ASK_BYTES, "%s", PQgetvalue(result, 0, 0));
    }
    PQclear(result);
    return answer;
}

int64_t pg_ask_number(PGconn *pg, const char *sql) {
    const char *text = pg_ask(pg, sql);
    bool negative = text[0] == '-';
    uint64_t number = 0;

    if (text_u64(text + (negative ? 1 : 0), strlen(text) - (negative ? 1 : 0), INT64_MAX,
                 &number) != PJ_OK) {
        fprintf(stderr, "no number: %s\n", sql);
        abort();
    }
    return negative ? -(int64_t)number : (int64_t)number;
}
