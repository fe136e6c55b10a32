/* SPDX-License-Identifier: Apache-2.0
 * The counting node, and waiting for it. */
#include "store_test_node.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define WAIT_S 20

struct pg_fixture fixture;

/* ---- what the store tells its node */

void node_on_opened(struct node *node, const struct stored_batch *head, struct now now) {
    assert_true(now.wall.us > 0);
    node->opened++;
    node->head = *head;
}

void node_on_closed(struct node *node, bool standby, struct now now) {
    (void)now;
    node->closed++;
    node->standby += standby;
}

static void note(struct node *node, enum store_outcome outcome, const struct stored *stored) {
    node->outcome = outcome;
    if (outcome == STORE_OK && stored != NULL && node->look != NULL) {
        node->look(stored, node->look_context);
    }
}

void node_on_loaded(struct node *node, enum store_outcome outcome, const struct stored *stored,
                    struct now now) {
    (void)now;
    note(node, outcome, stored);
    node->loaded++;
}

void node_on_prefetched(struct node *node, enum store_outcome outcome, const struct stored *stored,
                        struct now now) {
    (void)now;
    note(node, outcome, stored);
    node->prefetched++;
}

void node_on_submitted(struct node *node, enum store_outcome outcome, struct now now) {
    (void)now;
    note(node, outcome, NULL);
    node->submitted++;
}

void node_on_queried(struct node *node, uint64_t id, enum store_outcome outcome,
                     const struct stored *stored, struct now now) {
    (void)now;
    node->query_id = id;
    note(node, outcome, stored);
    node->queried++;
}

static struct now clock_now(void *context) {
    struct timespec wall;
    struct timespec mono;
    struct now now;

    (void)context;
    clock_gettime(CLOCK_REALTIME, &wall);
    clock_gettime(CLOCK_MONOTONIC, &mono);
    now.wall.us = wall.tv_sec * US_PER_S + wall.tv_nsec / 1000;
    now.mono.us = mono.tv_sec * US_PER_S + mono.tv_nsec / 1000;
    return now;
}

static void on_refused(void *context, const struct store_refusal *refusal) {
    struct node *node = context;

    node->refused++;
    snprintf(node->refusal, sizeof node->refusal, "%s", refusal->detail);
    assert_true(strlen(refusal->zh) > 0);
    assert_true(strlen(refusal->en) > 0);
}

/* ---- life */

const char *test_database(void) {
    static char names[4][16];
    static unsigned count;
    char *name = names[count % 4];

    snprintf(name, sizeof names[0], "d%u", ++count);
    pg_fixture_run(&fixture, "create", name);
    return name;
}

static void on_tick(evutil_socket_t fd, short what, void *context) {
    (void)fd;
    (void)what;
    (void)context;
}

void node_start(struct node *node, struct event_base *base, const char *database,
                const struct store_options *options) {
    const char *keywords[] = {"host", "user", "dbname", "application_name", NULL};
    const char *values[] = {fixture.dir, "pujiang", database, options->application, NULL};
    const struct timeval tick = {.tv_usec = 10000};
    struct store_config config = {.keywords = keywords,
                                  .values = values,
                                  .unsafe_lab = options->unsafe_lab,
                                  .partition_rows = options->partition_rows,
                                  .query_timeout_ms = options->query_timeout_ms,
                                  .now = clock_now,
                                  .refused = on_refused,
                                  .context = node};

    memset(node, 0, sizeof *node);
    node->base = base;
    node->tick = event_new(base, -1, EV_PERSIST, on_tick, NULL);
    event_add(node->tick, &tick);
    node->store = store_new(base, &config);
    assert_non_null(node->store);
    store_attach(node->store, node);
}

void node_stop(struct node *node) {
    store_close(node->store);
    node->store = NULL;
    event_free(node->tick);
}

/* ---- waiting */

void node_run_ms(struct node *node, unsigned ms) {
    int64_t end = clock_now(NULL).mono.us + ms * US_PER_MS;

    while (clock_now(NULL).mono.us < end) {
        event_base_loop(node->base, EVLOOP_ONCE);
    }
}

void node_wait(struct node *node, const int *counter, int value) {
    int64_t end = clock_now(NULL).mono.us + WAIT_S * US_PER_S;

    while (*counter < value) {
        assert_true(clock_now(NULL).mono.us < end);
        event_base_loop(node->base, EVLOOP_ONCE);
    }
}

void node_open(struct node *node) {
    int before = node->opened;

    node_wait(node, &node->opened, before + 1);
}

enum store_outcome node_submit(struct node *node, const struct batch *batch) {
    int before = node->submitted;

    store_submit(node->store, batch);
    assert_int_equal(node->submitted, before); /* never answered from inside the call */
    node_wait(node, &node->submitted, before + 1);
    return node->outcome;
}

enum store_outcome node_load(struct node *node) {
    int before = node->loaded;

    store_load(node->store);
    assert_int_equal(node->loaded, before);
    node_wait(node, &node->loaded, before + 1);
    return node->outcome;
}

enum store_outcome node_prefetch(struct node *node, const struct prefetch_key *keys, size_t count) {
    int before = node->prefetched;

    store_prefetch(node->store, keys, count);
    assert_int_equal(node->prefetched, before);
    node_wait(node, &node->prefetched, before + 1);
    return node->outcome;
}

enum store_outcome node_query(struct node *node, const struct query *query) {
    int before = node->queried;

    store_query(node->store, query);
    assert_int_equal(node->queried, before);
    node_wait(node, &node->queried, before + 1);
    assert_true(node->query_id == query->id);
    return node->outcome;
}

/* ---- batches */

struct batch next_batch(const struct node *node) {
    struct batch batch = {.no = node->head.no + 1,
                          .first_pos = node->head.last_pos + 1,
                          .last_pos = node->head.last_pos,
                          .last_ref = node->head.last_ref,
                          .at = {1795436400000000}};

    memset(batch.incarnation.byte, 7, sizeof batch.incarnation.byte);
    memset(batch.chain_head.byte, (int)(batch.no % 251), sizeof batch.chain_head.byte);
    return batch;
}

void node_commit(struct node *node, const struct batch *batch) {
    assert_int_equal(node_submit(node, batch), STORE_OK);
    node->head.no = batch->no;
    node->head.last_pos = batch->last_pos;
    node->head.last_ref = batch->last_ref;
    node->head.chain_head = batch->chain_head;
}
