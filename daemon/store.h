/* SPDX-License-Identifier: Apache-2.0
 * The store half of lib/node/port.h on PostgreSQL: port_load, port_prefetch, port_submit and
 * port_query delegate here, and every answer goes back through node_on_opened, _closed, _loaded,
 * _prefetched, _submitted or _queried, always from an event of the loop and never from inside a
 * call.
 *
 * Two connections, neither ever blocks: one holds the writer lock, loads, prefetches and writes;
 * the other answers queries under a time limit and makes journal partitions ahead. Both come back
 * by themselves after a loss.
 */
#pragma once
#include "base/time.h"
#include "node/port.h"

struct event_base;
struct node;
struct store;

#define STORE_PARTITION_ROWS   1000000 /* about 1.5 GB of 1 KB bodies: what one detach takes away */
#define STORE_QUERY_TIMEOUT_MS 10000   /* a whole-table count of 10^7 cases takes one second */

/* Why a database is refused for good: a person must change something before a retry makes sense. */
struct store_refusal {
    const char *zh, *en; /* one sentence each, what to change */
    const char *detail;  /* setting, migration or version meant; may be "" */
};

struct store_config {
    const char *const
        *keywords; /* libpq's words (host, port, dbname, user, ...), NULL-terminated; copied */
    const char *const *values; /* same length; NULL or "" = libpq's default; copied */
    bool unsafe_lab;        /* accept fsync=off and its like: benchmarks on throw-away data only */
    int64_t partition_rows; /* 0 = STORE_PARTITION_ROWS */
    uint32_t query_timeout_ms; /* 0 = STORE_QUERY_TIMEOUT_MS */
    struct now (*now)(void *context);
    /* The database is refused and the store stays closed: log_error "store_refused" has been
     * written. The daemon ends with a configuration error. */
    void (*refused)(void *context, const struct store_refusal *refusal);
    void *context;
};

/* We allocate and start connecting in the loop; base is borrowed and outlives the store. NULL: out
 * of memory. The node is told with store_attach, since it needs its port first. */
struct store *store_new(struct event_base *base, const struct store_config *config);
/* Whom to answer; borrowed, outlives the store. Once, before the loop runs. */
void store_attach(struct store *store, struct node *node);
/* Closes both connections; nothing is answered any more. store may be NULL. */
void store_close(struct store *store);

/* As port.h says. At most one of load, prefetch and submit is outstanding. */
void store_load(struct store *store);
void store_prefetch(struct store *store, const struct prefetch_key *keys, size_t count);
void store_submit(struct store *store, const struct batch *batch);
void store_query(struct store *store, const struct query *query);

struct store_stats {
    uint64_t opened, lost, statements, queries, partitions, bytes_sent;
};
struct store_stats store_stats(const struct store *store);
