/* SPDX-License-Identifier: Apache-2.0
 * The store and a database that is not as it should be: unsafe settings, a rival on the same empty
 * database, plans that scan. */
#include "store_sql.h"
#include "store_test_node.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct store_options plain = {.application = "trouble"};
static const struct store_options lab = {.application = "trouble", .unsafe_lab = true};

struct pair { /* two stores and their loop */
    struct event_base *base;
    struct node one, two;
};

static void setting(const char *database, const char *sql) {
    PGconn *pg = pg_fixture_connect(&fixture, database);

    pg_do(pg, sql);
    PQfinish(pg);
}

/* ---- settings */

static void unsafe_setting_is_refused(const char *database, const char *name) {
    struct pair pair = {.base = event_base_new()};

    node_start(&pair.one, pair.base, database, &plain);
    node_wait(&pair.one, &pair.one.refused, 1);
    assert_non_null(strstr(pair.one.refusal, name));
    assert_int_equal(pair.one.opened, 0);
    node_stop(&pair.one);

    node_start(&pair.two, pair.base, database, &lab);
    node_wait(&pair.two, &pair.two.opened, 1);
    node_stop(&pair.two);
    event_base_free(pair.base);
}

static void commits_that_do_not_wait_are_refused(void **state) {
    const char *database = test_database();
    char sql[128];

    (void)state;
    (void)snprintf(sql, sizeof sql, "ALTER DATABASE \"%s\" SET synchronous_commit = off", database);
    setting("postgres", sql);
    unsafe_setting_is_refused(database, "synchronous_commit");
}

static void writes_that_are_not_flushed_are_refused(void **state) {
    const char *database = test_database();

    (void)state;
    setting("postgres", "ALTER SYSTEM SET fsync = off");
    setting("postgres", "SELECT pg_reload_conf(), pg_sleep(1)");
    unsafe_setting_is_refused(database, "fsync");
    setting("postgres", "ALTER SYSTEM RESET fsync");
    setting("postgres", "SELECT pg_reload_conf(), pg_sleep(1)");
}

/* ---- rivals */

static void two_on_an_empty_database(void **state) {
    const char *database = test_database();
    struct pair pair = {.base = event_base_new()};
    struct node *first = &pair.one;
    struct node *second = &pair.two;
    PGconn *pg = NULL;

    (void)state;
    node_start(&pair.one, pair.base, database, &plain);
    node_start(&pair.two, pair.base, database, &plain);
    for (int tries = 0; tries < 200 && pair.one.opened + pair.two.opened == 0; tries++) {
        node_run_ms(&pair.one, 50);
    }
    if (pair.two.opened > 0) {
        first = &pair.two;
        second = &pair.one;
    }
    node_run_ms(second, 1500); /* it asks for the lock every second */
    assert_int_equal(first->opened, 1);
    assert_int_equal(second->opened, 0);
    assert_int_equal(first->refused + second->refused, 0);
    pg = pg_fixture_connect(&fixture, database);
    assert_int_equal(pg_ask_number(pg, "SELECT count(*) - count(DISTINCT no) FROM pj.migration"),
                     0);
    PQfinish(pg);
    node_stop(first);
    node_wait(second, &second->opened, 1);
    node_stop(second);
    event_base_free(pair.base);
}

/* ---- the query connection is lost while several questions wait */

#define QUESTIONS 3

static void each_question_is_answered_once(void **state) {
    const char *database = test_database();
    struct pair pair = {.base = event_base_new()};
    struct node *node = &pair.one;
    struct query query = {.kind = QUERY_COUNTS};
    PGconn *pg = NULL;

    (void)state;
    node_start(node, pair.base, database, &plain);
    node_wait(node, &node->opened, 1);
    assert_int_equal(node_query(node, &(struct query){.id = 1, .kind = QUERY_COUNTS}), STORE_OK);
    pg = pg_fixture_connect(&fixture, database);
    for (int round = 1; round <= 3; round++) {
        int before = node->queried;

        pg_do(pg, "BEGIN; LOCK TABLE pj.cases IN ACCESS EXCLUSIVE MODE");
        for (int i = 0; i < QUESTIONS; i++) {
            query.id = 10 * (uint64_t)round + (uint64_t)i;
            store_query(node->store, &query);
        }
        node_run_ms(node, 200);
        assert_int_equal(node->queried, before);
        pg_do(pg, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
                  "datname = current_database() AND wait_event_type = 'Lock'");
        node_wait(node, &node->queried, before + QUESTIONS);
        pg_do(pg, "ROLLBACK");
        node_run_ms(node, 1000);
        assert_int_equal(node->queried, before + QUESTIONS);
        assert_int_equal(node_query(node, &(struct query){.id = 99, .kind = QUERY_COUNTS}),
                         STORE_OK);
    }
    PQfinish(pg);
    node_stop(node);
    event_base_free(pair.base);
}

/* ---- plans */

/* EXPLAIN EXECUTE name(NULL, NULL, ...): as many as the statement has. */
static PGresult *explain(PGconn *pg, const char *name) {
    char sql[4096];
    int64_t count = 0;
    size_t len = 0;

    (void)snprintf(sql, sizeof sql,
                   "SELECT coalesce(array_length(parameter_types, 1), 0) FROM "
                   "pg_prepared_statements WHERE name = '%s'",
                   name);
    count = pg_ask_number(pg, sql);
    len = (size_t)snprintf(sql, sizeof sql, "EXPLAIN EXECUTE \"%s\"%s", name, count > 0 ? "(" : "");
    for (int64_t i = 0; i < count; i++) {
        len += (size_t)snprintf(sql + len, sizeof sql - len, "%sNULL%s", i > 0 ? "," : "",
                                i + 1 == count ? ")" : "");
    }
    return PQexec(pg, sql);
}

/* What grows with the cases: a plan must never read all of it. The counts a person asks for are on
 * the query connection, with a timeout. */
static bool grows(const char *line) {
    static const char *const tables[] = {"on journal", "on cases",        "on legs",
                                         "on clocks",  "on idem",         "on parked",
                                         "on papers",  "on paper_copies", "on batch"};

    for (size_t i = 0; i < ARRAY_COUNT(tables); i++) {
        if (strstr(line, tables[i]) != NULL) {
            return true;
        }
    }
    return false;
}

static void no_statement_scans(void **state) {
    const char *database = test_database();
    struct pair pair = {.base = event_base_new()};
    PGconn *pg = NULL;

    (void)state;
    node_start(&pair.one, pair.base, database, &plain);
    node_wait(&pair.one, &pair.one.opened, 1);
    pg = pg_fixture_connect(&fixture, database);
    pg_do(pg, sql_row(SQL_SESSION_WRITE)->text);
    for (int sql = SQL_FIRST_WRITE; sql <= SQL_LAST_QUERY; sql++) {
        const struct sql_row *row = sql_row((enum sql)sql);
        PGresult *result = PQprepare(pg, row->name, row->text, 0, NULL);

        assert_int_equal(PQresultStatus(result), PGRES_COMMAND_OK);
        PQclear(result);
        if (sql == SQL_COUNTS || sql == SQL_LANE_CHECK_IN || sql == SQL_LANE_CHECK_OUT) {
            continue;
        }
        result = explain(pg, row->name);
        if (PQresultStatus(result) != PGRES_TUPLES_OK) {
            fail_msg("%s: %s", row->name, PQerrorMessage(pg));
        }
        for (int i = 0; i < PQntuples(result); i++) {
            const char *line = PQgetvalue(result, i, 0);

            if (strstr(line, "Seq Scan") != NULL && grows(line)) {
                fail_msg("%s: %s", row->name, line);
            }
        }
        PQclear(result);
    }
    PQfinish(pg);
    node_stop(&pair.one);
    event_base_free(pair.base);
}

static int start(void **state) {
    (void)state;
    pg_fixture_start(&fixture, "");
    return 0;
}

static int stop(void **state) {
    (void)state;
    pg_fixture_destroy(&fixture);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        {"commits that do not wait for the disk are refused unless the lab says so",
         commits_that_do_not_wait_are_refused, NULL, NULL, NULL},
        {"writes that are not flushed are refused unless the lab says so",
         writes_that_are_not_flushed_are_refused, NULL, NULL, NULL},
        {"two daemons on an empty database: one migrates, the other stands by and takes over",
         two_on_an_empty_database, NULL, NULL, NULL},
        {"questions waiting when the connection goes are answered once each",
         each_question_is_answered_once, NULL, NULL, NULL},
        {"no statement reads the whole of a table that grows", no_statement_scans, NULL, NULL,
         NULL},
    };

    return cmocka_run_group_tests(tests, start, stop);
}
