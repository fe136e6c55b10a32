/* SPDX-License-Identifier: Apache-2.0
 * A node made of counters: it stands where lib/node stands, takes the store's answers and lets a
 * test wait for them in the loop. Several fit in one process, each with a store and a database
 * connection of its own. */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <event2/event.h>

#include "node/node.h"
#include "pg_fixture.h"
#include "store.h"

struct node {
    struct event_base *base; /* borrowed */
    struct store *store;     /* owned */
    struct event *tick;      /* owned: no wait lasts longer without looking up */
    int opened, closed, standby, loaded, prefetched, submitted, queried, refused;
    char refusal[64];
    struct stored_batch head;
    enum store_outcome outcome; /* of the last answer */
    uint64_t query_id;
    /* Called with every answer that carries rows, while they live. */
    void (*look)(const struct stored *stored, void *context);
    void *look_context;
};

struct store_options {
    int64_t partition_rows;
    bool unsafe_lab;
    const char *application; /* application_name: to find its backends */
    uint32_t query_timeout_ms;
};

/* The cluster of this test program. */
extern struct pg_fixture fixture;

/* A store on this database, not yet opened. Databases are made by test_database. */
void node_start(struct node *node, struct event_base *base, const char *database,
                const struct store_options *options);
void node_stop(struct node *node);
/* A fresh empty database, named after the counter; returns its name (static ring). */
const char *test_database(void);

/* Runs the loop until *counter reaches value; fails the test after 20 seconds. */
void node_wait(struct node *node, const int *counter, int value);
/* Runs the loop for a while, whatever happens. */
void node_run_ms(struct node *node, unsigned ms);
void node_open(struct node *node);
enum store_outcome node_submit(struct node *node, const struct batch *batch);
enum store_outcome node_load(struct node *node);
enum store_outcome node_prefetch(struct node *node, const struct prefetch_key *keys, size_t count);
enum store_outcome node_query(struct node *node, const struct query *query);

/* The batch after `node->head`, empty: set its sections and submit it. node_commit also moves the
 * head. */
struct batch next_batch(const struct node *node);
void node_commit(struct node *node, const struct batch *batch);
