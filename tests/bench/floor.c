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

#define PARAMS_MAX     256
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
    int recorded;    /* parameters that were read back */
    int hop, params; /* of the statement for journal rows alone, of that for a batch with cases */
};

/* Reads one batch back as the parameters it was written with: its own row, then the sections a
 * climb uses, in the order of SQL_BATCH_CASES; what it updated is taken as it stands now. The
 * columns are those the statement itself names (add_section). */
static const char recorder_from[] =
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
    "SELECT (SELECT count(*) FROM j WHERE kind = 1)::text, (SELECT count(*) FROM cu)::text,"
    "b.batch, b.first_pos, b.last_pos, b.last_ref, b.at, b.epoch,"
    "((SELECT count(*) FROM cu) + (SELECT count(*) FROM lu) + (SELECT count(*) FROM tu))::int4,"
    "b.full_marks, b.incarnation, b.chain_head, b.marks";
#define FOR_US        2 /* columns before the parameters */
#define PARAMS_BATCH  11
#define RECORDER_SIZE 16384

static const struct section {
    const char *name;    /* in SQL_BATCH_CASES, from where on its columns are looked for */
    const char *columns; /* what stands before them */
    const char *from;    /* in recorder_from */
} sections[] = {
    {"journal_in AS", "\n    (", "j"}, {"case_in AS", "\n    (", "ci"},
    {"case_up AS", " u(", "cu"},       {"leg_in AS", "\n    (", "li"},
    {"leg_up AS", " u(", "lu"},        {"clock_in AS", "\n    (", "ti"},
    {"clock_up AS", " u(", "tu"},
};

_Noreturn static void die(PGconn *connection, const char *what) {
    fprintf(stderr, "bench-floor: %s: %s\n", what, PQerrorMessage(connection));
    exit(1);
}

/* Adds an array of each column of the section to the recorder; returns how many. */
static int add_section(const struct section *section, char *recorder, size_t *used) {
    const char *at = strstr(sql_row(SQL_BATCH_CASES)->text, section->name);
    int count = 0;

    at = at == NULL ? NULL : strstr(at, section->columns);
    if (at == NULL) {
        fprintf(stderr, "bench-floor: no columns of %s\n", section->name);
        exit(1);
    }
    at += strlen(section->columns);
    while (*at != ')') {
        size_t len = strcspn(at, ",)");

        *used +=
            text_print(recorder + *used, RECORDER_SIZE - *used,
                       ",(SELECT array_agg(%.*s ORDER BY k) FROM %s)", (int)len, at, section->from);
        at += len + (at[len] == ',');
        count++;
    }
    return count;
}

/* Prepares the recorder; returns how many parameters it reads back. */
static int prepare_source(PGconn *connection) {
    static char recorder[RECORDER_SIZE];
    size_t used = text_print(recorder, sizeof recorder, "%s", recorder_from);
    int count = PARAMS_BATCH;
    PGresult *result = NULL;

    for (size_t i = 0; i < ARRAY_COUNT(sections); i++) {
        count += add_section(&sections[i], recorder, &used);
    }
    (void)text_print(recorder + used, sizeof recorder - used, " FROM b");
    result = PQprepare(connection, "recorder", recorder, 0, NULL);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) {
        die(connection, "recorder");
    }
    PQclear(result);
    return count;
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

/* Returns how many parameters the statement has. */
static int prepare(PGconn *connection, enum sql sql) {
    const struct sql_row *row = sql_row(sql);
    PGresult *described = NULL;
    int params = 0;

    PQclear(PQprepare(connection, row->name, row->text, 0, NULL));
    described = PQdescribePrepared(connection, row->name);
    params = PQnparams(described);
    PQclear(described);
    if (params < PARAMS_BATCH || params > PARAMS_MAX) {
        die(connection, row->name);
    }
    return params;
}

static void prepare_target(struct database *database) {
    const char *const extend[] = {"1", PARTITION_ROWS, "3"};
    PGconn *connection = database->target;

    PQclear(PQexecParams(connection, sql_row(SQL_EXTEND)->text, 3, NULL, extend, NULL, NULL, 0));
    PQclear(PQexec(connection, "DELETE FROM pj.batch"));
    database->params = prepare(connection, SQL_BATCH_CASES);
    database->hop = prepare(connection, SQL_BATCH_HOP);
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
    database->recorded = prepare_source(database->source);
    for (int i = 0; i < PQntuples(list); i++) {
        const char *const batch[] = {PQgetvalue(list, i, 0)};
        struct recorded *recorded = &database->batches[database->count++];

        recorded->result = PQexecPrepared(database->source, "recorder", 1, batch, NULL, NULL, 1);
        if (PQresultStatus(recorded->result) != PGRES_TUPLES_OK) {
            die(database->source, "recorder");
        }
        recorded->cases = number(recorded->result, 0);
        recorded->single = recorded->cases == 1 && number(recorded->result, 1) == 0;
    }
    PQclear(list);
}

/* As the daemon does: what has only journal rows is written by the shorter statement. */
static bool is_hop(const struct database *database, const PGresult *result) {
    for (int i = database->hop; i < database->recorded; i++) {
        if (!PQgetisnull(result, 0, FOR_US + i)) {
            return false;
        }
    }
    return true;
}

static void write_batch(struct database *database, const struct recorded *recorded) {
    const char *values[PARAMS_MAX] = {NULL};
    int lengths[PARAMS_MAX] = {0};
    int formats[PARAMS_MAX] = {0};
    bool hop = is_hop(database, recorded->result);
    PGresult *result = NULL;

    for (int i = 0; i < database->recorded; i++) {
        values[i] = PQgetisnull(recorded->result, 0, FOR_US + i)
                        ? NULL
                        : PQgetvalue(recorded->result, 0, FOR_US + i);
        lengths[i] = PQgetlength(recorded->result, 0, FOR_US + i);
        formats[i] = 1;
    }
    result = PQexecPrepared(database->target, sql_row(hop ? SQL_BATCH_HOP : SQL_BATCH_CASES)->name,
                            hop ? database->hop : database->params, values, lengths, formats, 1);
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
        prepare_target(&databases[i]);
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
