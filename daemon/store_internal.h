/* SPDX-License-Identifier: Apache-2.0
 * Inside of the store, shared by store*.c only.
 *
 *   store.c          the port: load, prefetch, submit and their answers
 *   store_open.c     from a bare connection to the writer lock, the right schema and the head of
 * history store_query.c    the second connection: queries, partitions made ahead store_judge.c what
 * an error means store_rows.c     rows to structs and back store_sql.c      the SQL
 */
#pragma once
#include "base/digest.h"
#include "pg_conn.h"
#include "store.h"
#include "store_migrations.h"
#include "store_rows.h"
#include "store_sql.h"

#define STORE_PARAMS_BYTES_MAX                                                                     \
    (512u * 1024 * 1024) /* a full turn of the largest bodies is 192 MiB */
#define STORE_PARAMS_BYTES_KEEP (16u * 1024 * 1024) /* a buffer grown beyond is given back */
#define STORE_ARENA_BYTES_MAX   (256u * 1024 * 1024)
#define STORE_LOCK              INT64_C(0x70756a69616e6731) /* "pujiang1": one writer per database */
#define STORE_LOCK_POLL_S       1
#define STORE_PARTITIONS_AHEAD                                                                     \
    2 /* one being filled, two waiting: days of warning at any rate we know */
#define STORE_EXTEND_RETRY_US (1 * US_PER_S)
#define STORE_CASE_ROWS_MAX   10000 /* QUERY_CASE_ROWS without a limit */

enum open_step {
    OPEN_SESSION,
    OPEN_SAFETY,
    OPEN_LOOK,    /* is there a history of migrations? */
    OPEN_HISTORY, /* does it fit ours? */
    OPEN_LOCK,
    OPEN_LOOK_LOCKED, /* again: somebody else may have migrated while we waited */
    OPEN_HISTORY_LOCKED,
    OPEN_MIGRATE_BEGIN,
    OPEN_MIGRATE_TEXT,
    OPEN_MIGRATE_RECORD,
    OPEN_MIGRATE_COMMIT,
    OPEN_PREPARE,
    OPEN_WORDS,
    OPEN_HEAD,
    OPEN_EXTEND,
    OPEN_DONE,
    OPEN_FAILED,  /* drop the connection, try again */
    OPEN_LATER,   /* the same step again in a second */
    OPEN_REFUSED, /* a person must act */
};

enum store_told {
    TOLD_NOTHING,
    TOLD_CLOSED,
    TOLD_STANDBY,
    TOLD_OPENED
};

/* What the node waits for on the write connection. */
enum store_pending {
    PENDING_NOTHING,
    PENDING_LOAD,
    PENDING_PREFETCH,
    PENDING_SUBMIT
};

struct store {
    struct store_config config; /* keywords and values owned */
    struct event_base *base;    /* borrowed */
    struct node *node;          /* borrowed */
    struct hasher *hasher;      /* owned */
    struct pg_conn *write;      /* owned */
    struct pg_conn *query;      /* owned; NULL until first opened */
    struct store_stats stats;

    /* opening */
    struct event *lock_timer; /* owned */
    enum open_step step;
    size_t migrated; /* migrations the database has */
    enum store_told told;
    char complaint[64]; /* last failure logged: the same one is logged once */
    struct stored_batch head;

    /* write connection */
    enum store_pending pending;
    struct pg_params params;
    enum sql batch_sql; /* the statement that `params` of a batch belong to */
    struct arena arena;
    const struct batch *batch; /* borrowed while PENDING_SUBMIT */
    bool extended;             /* a missing partition was made for this batch already */
    bool want_cases, want_idems, want_parked, want_papers,
        want_sent; /* statements of the prefetch sent */

    /* query connection */
    bool query_ready;
    struct pg_params query_params;
    struct arena query_arena;
    struct query queue[NODE_QUERIES_MAX];
    size_t queue_head, queue_count;
    int64_t journal_end;  /* first position without a partition */
    int64_t journal_need; /* extend when larger than journal_end */
    int64_t extend_at_us; /* not before */
    bool extending;
};

/* ---- store_open.c */
void open_start(struct store *store);
/* Tells the node, once per change. */
void open_tell_closed(struct store *store, bool standby);
void open_lock_timer(int fd, short what, void *context);

/* ---- store_query.c */
/* Sends what waits, if the connection is free. */
void query_pump(struct store *store);
void query_up(void *context);
void query_down(void *context);
void query_start(struct store *store);
/* Positions up to `pos` are used: enough partitions behind it? */
void query_watch_partitions(struct store *store, int64_t pos);
void store_put_extend(struct pg_params *params, int64_t next_pos, int64_t partition_rows);

/* ---- store_judge.c */
struct verdict_of_error {
    enum store_outcome outcome;
    bool reopen; /* the session is of no use any more */
    bool partition_missing;
};
struct verdict_of_error store_judge(const struct pg_answer *answer);
/* Sentence of an error without row contents: SQLSTATE, constraint and table only. */
void store_log_error(const char *event, const char *what, const struct pg_answer *answer);

struct now store_now(const struct store *store);
