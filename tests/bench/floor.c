/* SPDX-License-Identifier: Apache-2.0
 * What PostgreSQL alone takes for the same rows: the batches a station recorded are read back from
 * its database, each as the parameters of the very statement it was written with, and executed
 * again into an empty database of the same schema. No daemon, no messages, one batch in flight.
 *
 *     bench-floor HOST RATE {SOURCE TARGET FROM UNTIL}...
 *
 * FROM, UNTIL: numbers of batches. Says "ready" when it has read them and waits for a line on
 * stdin. RATE 0: all of them as fast as they go; prints "SECONDS CASES BATCHES". RATE n: n times a
 * second one batch with a single arrival into each target, one after the other; prints the
 * milliseconds of each round. */
#include "base/text.h"
#include "store_sql.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PARAMS_MAX     141
#define PARAMS_HOP     25 /* batch and journal: all that most batches of a relay have */
#define DATABASES_MAX  8
#define NS_PER_S       1000000000L
#define PARTITION_ROWS "1000000"

struct recorded {
    PGresult *result; /* owned: one row, the parameters in order, then how many cases begin */
    int cases;
    bool single; /* one message and nothing to update */
};

struct database {
    PGconn *source, *target; /* owned */
    struct recorded *batches;
    size_t count, next;
};

/* The columns of each section in the order of SQL_BATCH; what a batch updated is taken as it stands
 * now. Sections a climb does not use stay NULL. */
#define AGG(column, from) "(SELECT array_agg(" column " ORDER BY k) FROM " from ")"
/* clang-format off */
static const char recorder[] =
    "WITH b AS MATERIALIZED (SELECT * FROM pj.batch WHERE batch = $1::int8),"
    "j AS MATERIALIZED (SELECT j.*, pos AS k FROM pj.journal j, b WHERE pos BETWEEN first_pos AND "
    "last_pos),"
    "ci AS MATERIALIZED (SELECT c.*, c.ref AS k FROM pj.cases c JOIN j ON c.ref = j.case_ref AND "
    "j.kind = 1),"
    "cu AS MATERIALIZED (SELECT DISTINCT ON (c.ref) c.*, c.ref AS k FROM pj.cases c JOIN j ON "
    "c.ref = j.case_ref AND j.kind = 2 AND j.in_lane IS NOT NULL ORDER BY c.ref),"
    "li AS MATERIALIZED (SELECT l.*, l.case_ref AS k FROM pj.legs l JOIN ci ON ci.ref = "
    "l.case_ref),"
    "lu AS MATERIALIZED (SELECT l.*, l.case_ref AS k FROM pj.legs l JOIN cu ON cu.ref = "
    "l.case_ref),"
    "ti AS MATERIALIZED (SELECT t.*, t.case_ref * 100 + t.no AS k FROM pj.clocks t JOIN ci ON "
    "ci.ref = t.case_ref),"
    "tu AS MATERIALIZED (SELECT t.*, t.case_ref * 100 + t.no AS k FROM pj.clocks t JOIN cu ON "
    "cu.ref = t.case_ref WHERE t.state <> 1)"
    "SELECT b.batch, b.first_pos, b.last_pos, b.last_ref, b.at, b.epoch,"
    "((SELECT count(*) FROM cu) + (SELECT count(*) FROM lu) + (SELECT count(*) FROM tu))::int4,"
    "b.full_marks, b.incarnation, b.chain_head, b.marks,"
    /* 12 journal */
    AGG("pos", "j") "," AGG("case_ref", "j") "," AGG("in_seq", "j") "," AGG("out_seq", "j") ","
    AGG("body_pos", "j") "," AGG("at", "j") "," AGG("kind", "j") "," AGG("in_lane", "j") ","
    AGG("out_lane", "j") "," AGG("act", "j") "," AGG("node", "j") "," AGG("digest", "j") ","
    AGG("header", "j") "," AGG("body", "j") ","
    /* 26 cases */
    AGG("ref", "ci") "," AGG("term", "ci") "," AGG("version", "ci") ","
    AGG("received_at", "ci") "," AGG("opened_at", "ci") "," AGG("closed_at", "ci") ","
    AGG("body_pos", "ci") "," AGG("blocked_at_pos", "ci") "," AGG("persons", "ci") ","
    AGG("group_no", "ci") "," AGG("state", "ci") "," AGG("role", "ci") ","
    AGG("purpose", "ci") "," AGG("form", "ci") "," AGG("holder", "ci") ","
    AGG("origin", "ci") "," AGG("category", "ci") "," AGG("place", "ci") ","
    AGG("session", "ci") "," AGG("submission_digest", "ci") "," AGG("due_at", "ci") ","
    AGG("open", "ci") "," AGG("file", "ci") "," AGG("case_id", "ci") ","
    AGG("case_no", "ci") "," AGG("idem", "ci") "," AGG("request", "ci") ","
    AGG("foreign_mac", "ci") "," AGG("matter_mac", "ci") ","
    /* 55 cases changed */
    AGG("ref", "cu") "," AGG("term", "cu") "," AGG("version", "cu") ","
    AGG("received_at", "cu") "," AGG("opened_at", "cu") "," AGG("closed_at", "cu") ","
    AGG("body_pos", "cu") "," AGG("blocked_at_pos", "cu") "," AGG("persons", "cu") ","
    AGG("group_no", "cu") "," AGG("state", "cu") "," AGG("role", "cu") ","
    AGG("purpose", "cu") "," AGG("form", "cu") "," AGG("holder", "cu") ","
    AGG("origin", "cu") "," AGG("category", "cu") "," AGG("place", "cu") ","
    AGG("session", "cu") "," AGG("submission_digest", "cu") "," AGG("due_at", "cu") ","
    AGG("open", "cu") "," AGG("file", "cu") ","
    /* 78 legs, legs changed */
    AGG("case_ref", "li") "," AGG("term", "li") "," AGG("opened_at", "li") ","
    AGG("delivered_at", "li") "," AGG("closed_at", "li") "," AGG("rule", "li") ","
    AGG("due", "li") "," AGG("kind", "li") "," AGG("binding", "li") "," AGG("giver", "li") ","
    AGG("receiver", "li") "," AGG("responsible", "li") "," AGG("reason", "li") ","
    AGG("case_ref", "lu") "," AGG("term", "lu") "," AGG("delivered_at", "lu") ","
    AGG("closed_at", "lu") ","
    /* 95 clocks, clocks changed */
    AGG("case_ref", "ti") "," AGG("started_at", "ti") "," AGG("due_at", "ti") ","
    AGG("no", "ti") "," AGG("due", "ti") "," AGG("kind", "ti") "," AGG("state", "ti") ","
    AGG("provisional", "ti") "," AGG("owner", "ti") "," AGG("basis", "ti") ","
    AGG("limit_name", "ti") "," AGG("days", "ti") "," AGG("rules", "ti") ","
    AGG("calendar", "ti") "," AGG("extension", "ti") "," AGG("pauses", "ti") ","
    AGG("case_ref", "tu") "," AGG("no", "tu") "," AGG("state", "tu") ","
    AGG("due_at", "tu") "," AGG("due", "tu") "," AGG("provisional", "tu") ","
    AGG("basis", "tu") "," AGG("calendar", "tu") "," AGG("extension", "tu") ","
    AGG("pauses", "tu") ","
    /* 121 the rest */
    "NULL::int8[], NULL::int8[], NULL::int8[], NULL::bytea[], NULL::bytea[],"
    "NULL::int8[], NULL::int8[], NULL::int8[], NULL::int4[], NULL::int4[], NULL::int4[],"
    "NULL::bool[], NULL::text[], NULL::bytea[], NULL::bytea[], NULL::bytea[],"
    "NULL::int8[], NULL::int8[], NULL::int4[], NULL::text[], NULL::bytea[],"
    /* for us */
    "(SELECT count(*) FROM j WHERE kind = 1)::text, (SELECT count(*) FROM cu)::text FROM b";
/* clang-format on */

_Noreturn static void die(PGconn *connection, const char *what) {
    fprintf(stderr, "bench-floor: %s: %s\n", what, PQerrorMessage(connection));
    exit(1);
}

static double seconds(void) {
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / (double)NS_PER_S;
}

static PGconn *open_database(const char *host, const char *name) {
    const char *const keys[] = {"host", "user", "dbname", NULL};
    const char *const values[] = {host, "pujiang", name, NULL};
    PGconn *connection = PQconnectdbParams(keys, values, 0);

    if (PQstatus(connection) != CONNECTION_OK) {
        die(connection, name);
    }
    PQclear(PQexec(connection, sql_row(SQL_SESSION_WRITE)->text));
    return connection;
}

static void prepare_target(PGconn *connection) {
    const char *const extend[] = {"1", PARTITION_ROWS, "3"};

    PQclear(PQexecParams(connection, sql_row(SQL_EXTEND)->text, 3, NULL, extend, NULL, NULL, 0));
    PQclear(PQexec(connection, "DELETE FROM pj.batch"));
    PQclear(PQprepare(connection, "batch", sql_row(SQL_BATCH)->text, 0, NULL));
    PQclear(PQprepare(connection, "hop", sql_row(SQL_BATCH_HOP)->text, 0, NULL));
}

/* ---- what was recorded */

static int number(const PGresult *result, int column) {
    uint64_t value = 0;
    const char *text = PQgetvalue(result, 0, column);

    (void)!text_u64(text, strlen(text), INT32_MAX, &value);
    return (int)value;
}

static void read_batches(struct database *database, const char *const range[2]) {
    PGresult *list = PQexecParams(database->source,
                                  "SELECT b.batch::text FROM pj.batch b WHERE b.batch BETWEEN "
                                  "$1::int8 AND $2::int8 ORDER BY b.batch",
                                  2, NULL, range, NULL, NULL, 0);

    database->batches = calloc((size_t)PQntuples(list) + 1, sizeof *database->batches);
    PQclear(PQprepare(database->source, "recorder", recorder, 0, NULL));
    for (int i = 0; i < PQntuples(list); i++) {
        const char *const batch[] = {PQgetvalue(list, i, 0)};
        struct recorded *recorded = &database->batches[database->count++];

        recorded->result = PQexecPrepared(database->source, "recorder", 1, batch, NULL, NULL, 1);
        if (PQresultStatus(recorded->result) != PGRES_TUPLES_OK) {
            die(database->source, "recorder");
        }
        recorded->cases = number(recorded->result, PARAMS_MAX);
        recorded->single = recorded->cases == 1 && number(recorded->result, PARAMS_MAX + 1) == 0;
    }
    PQclear(list);
}

/* As the daemon does: what has only journal rows is written by the shorter statement. */
static bool is_hop(const PGresult *result) {
    for (int i = PARAMS_HOP; i < PARAMS_MAX; i++) {
        if (!PQgetisnull(result, 0, i)) {
            return false;
        }
    }
    return true;
}

static void write_batch(struct database *database, const struct recorded *recorded) {
    const char *values[PARAMS_MAX];
    int lengths[PARAMS_MAX];
    int formats[PARAMS_MAX];
    bool hop = is_hop(recorded->result);
    PGresult *result = NULL;

    for (int i = 0; i < PARAMS_MAX; i++) {
        values[i] = PQgetisnull(recorded->result, 0, i) ? NULL : PQgetvalue(recorded->result, 0, i);
        lengths[i] = PQgetlength(recorded->result, 0, i);
        formats[i] = 1;
    }
    result = PQexecPrepared(database->target, hop ? "hop" : "batch", hop ? PARAMS_HOP : PARAMS_MAX,
                            values, lengths, formats, 1);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) {
        die(database->target, "batch");
    }
    PQclear(result);
}

/* ---- the two ways */

static void at_full_speed(struct database *database) {
    double began = seconds();
    int cases = 0;

    for (size_t i = 0; i < database->count; i++) {
        write_batch(database, &database->batches[i]);
        cases += database->batches[i].cases;
    }
    printf("%.6f %d %zu\n", seconds() - began, cases, database->count);
}

static const struct recorded *next_single(struct database *database) {
    while (database->next < database->count && !database->batches[database->next].single) {
        database->next++;
    }
    return database->next < database->count ? &database->batches[database->next++] : NULL;
}

static void at_rate(struct database *databases, size_t count, uint64_t rate) {
    double due = seconds();

    for (;;) {
        double began = 0;

        while (seconds() < due) {
            nanosleep(&(struct timespec){0, NS_PER_S / 5000}, NULL);
        }
        began = seconds();
        for (size_t i = 0; i < count; i++) {
            const struct recorded *recorded = next_single(&databases[i]);

            if (recorded == NULL) {
                return;
            }
            write_batch(&databases[i], recorded);
        }
        printf("%.3f\n", (seconds() - began) * 1000);
        due += 1.0 / (double)rate;
    }
}

int main(int argc, char **argv) {
    static struct database databases[DATABASES_MAX];
    size_t count = (size_t)(argc - 3) / 4;
    uint64_t rate = 0;

    if (argc < 7 || (argc - 3) % 4 != 0 || count > DATABASES_MAX ||
        text_u64(argv[2], strlen(argv[2]), 1000, &rate) != PJ_OK) {
        fprintf(stderr, "usage: bench-floor HOST RATE {SOURCE TARGET FROM UNTIL}...\n");
        return 2;
    }
    for (size_t i = 0; i < count; i++) {
        char **names = argv + 3 + 4 * i;
        const char *const range[2] = {names[2], names[3]};

        databases[i].source = open_database(argv[1], names[0]);
        databases[i].target = open_database(argv[1], names[1]);
        prepare_target(databases[i].target);
        read_batches(&databases[i], range);
    }
    printf("ready\n");
    (void)fflush(stdout);
    (void)getchar();
    if (rate == 0) {
        at_full_speed(&databases[0]);
    } else {
        at_rate(databases, count, rate);
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < databases[i].count; k++) {
            PQclear(databases[i].batches[k].result);
        }
        free(databases[i].batches);
        PQfinish(databases[i].source);
        PQfinish(databases[i].target);
    }
    return 0;
}
