/* SPDX-License-Identifier: Apache-2.0
 * A private PostgreSQL cluster for one test program (tests/lib/pg.sh makes it), and plain blocking
 * access to it beside the code under test. Whatever fails here fails the test. */
#pragma once
#include <libpq-fe.h>

#include "base/base.h"

struct pg_fixture {
    char dir[64];
};

/* A fresh cluster in a folder below /tmp, started. Further postgresql.conf lines may be "". */
void pg_fixture_start(struct pg_fixture *fixture, const char *conf);
/* Stops it and removes the folder. */
void pg_fixture_destroy(struct pg_fixture *fixture);
/* Runs pg.sh VERB DIR [argument]; argument may be NULL. */
void pg_fixture_run(const struct pg_fixture *fixture, const char *verb, const char *argument);

/* A blocking connection of the test itself; PQfinish it. */
PGconn *pg_fixture_connect(const struct pg_fixture *fixture, const char *database);
/* Must succeed. */
void pg_do(PGconn *pg, const char *sql);
/* First value of the first row, copied; "" for NULL or no row. Valid until the next but seven
 * calls. */
const char *pg_ask(PGconn *pg, const char *sql);
int64_t pg_ask_number(PGconn *pg, const char *sql);
