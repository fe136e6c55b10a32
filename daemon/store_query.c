/* SPDX-License-Identifier: Apache-2.0
 * The second connection: queries of the node, one after the other under a time limit, and journal
 * partitions made ahead of need. Losing it loses no data: what waited is answered ENVIRONMENT and
 * asked again by whoever wants it. */
#include <string.h>

#include "base/log.h"
#include "node/marks.h"
#include "node/node.h"
#include "pg_column.h"
#include "store_internal.h"

/* ---- what each kind of query sends and how its answer is read */

struct query_row {
    enum sql (*choose)(const struct query *query); /* NULL: `sql` */
    enum sql sql;
    void (*put)(struct pg_params *params, const struct query *query);
    enum pj_code (*get)(const PGresult *result, const struct query *query, struct arena *arena,
                        struct stored *stored);
};

static void put_due(struct pg_params *params, const struct query *query) {
    pg_put_int8(params, query->at.us);
    pg_put_int8(params, query->limit);
}

static void put_recount(struct pg_params *params, const struct query *query) {
    static const struct column version = COLUMN(TEXT, struct query, version);

    pg_put_int8(params, query->from);
    pg_put_int8(params, query->ref);
    pg_put_int2(params, CLOCK_STATE_RUNNING);
    pg_put_int4(params, query->day.day);
    column_put(params, &version, query);
    pg_put_int8(params, query->limit);
}

static void put_lane(struct pg_params *params, const struct query *query) {
    pg_put_int4(params, query->lane);
    pg_put_int8(params, query->from);
    pg_put_int8(params, query->limit);
    pg_put_int8(params, FRAME_DATA_BYTES_MAX * INT64_C(4));
}

/* A mark record is known by its first eight bytes: tag, padding, lane (lib/node/marks.h). */
static void put_lane_mark(struct pg_params *params, const struct query *query) {
    struct mark mark = {.tag = MARK_OUT, .lane = (uint32_t)query->lane};
    struct buf record;
    enum pj_code code = PJ_OK;

    pg_put_int4(params, query->lane);
    pg_put_int8(params, query->from);
    pg_put_int8(params, query->limit == 0 ? INT64_MAX : query->limit);
    buf_init(&record, MARK_BYTES);
    code = mark_put(&record, &mark);
    ASSERT(code == PJ_OK);
    pg_put_bytes(params, (struct bytes){record.data, 8});
    buf_release(&record);
}

/* NULL, where nobody asks whom a case could be about. */
static void put_not_about(struct pg_params *params, const struct query *query) {
    char words[CONFLICT_WORDS_MAX + 1];
    size_t len = 0;

    if (node_id_is_none(&query->not_about)) {
        pg_put_null(params);
        return;
    }
    len = conflict_words_of(&query->not_about, words, sizeof words);
    pg_put_bytes(params, (struct bytes){(const uint8_t *)words, len});
}

static void put_cases(struct pg_params *params, const struct query *query) {
    static const struct column holder = COLUMN(TEXT, struct query, node);

    column_put(params, &holder, query);
    pg_put_int2(params, (int16_t)query->state);
    pg_put_bool(params, query->open_only);
    pg_put_bool(params, query->overdue_only);
    pg_put_int8(params, query->at.us);
    pg_put_int8(params, query->from);
    pg_put_int8(params, query->limit);
    put_not_about(params, query);
}

static void put_case_rows(struct pg_params *params, const struct query *query) {
    pg_put_int8(params, query->ref);
    pg_put_int8(params, query->from);
    pg_put_int8(params, query->limit == 0 ? STORE_CASE_ROWS_MAX : query->limit);
}

/* From a row on, so many. */
static void put_page(struct pg_params *params, const struct query *query) {
    pg_put_int8(params, query->from);
    pg_put_int8(params, query->limit);
}

static void put_carded(struct pg_params *params, const struct query *query) {
    put_page(params, query);
    put_not_about(params, query);
}

static void put_counts(struct pg_params *params, const struct query *query) {
    pg_put_int8(params, query->at.us);
    put_not_about(params, query);
}

static void put_lane_check(struct pg_params *params, const struct query *query) {
    pg_put_int4(params, query->lane);
}

/* The index that narrows most; the conditions are the same in all three. */
static enum sql choose_cases(const struct query *query) {
    if (query->overdue_only) {
        return SQL_CASES_OVERDUE;
    }
    return query->open_only && !node_id_is_none(&query->node) ? SQL_CASES_HELD : SQL_CASES_ALL;
}

static enum sql choose_lane_check(const struct query *query) {
    return query->in_lane ? SQL_LANE_CHECK_IN : SQL_LANE_CHECK_OUT;
}

static void put_papers(struct pg_params *params, const struct query *query) {
    static const struct column columns[] = {
        COLUMN(TEXT, struct query, case_no), COLUMN(TEXT, struct query, node),
        COLUMN(ENUM, struct query, paper_kind), COLUMN(U32, struct query, year),
        COLUMN(TEXT, struct query, number)};

    for (size_t i = 0; i < ARRAY_COUNT(columns); i++) {
        column_put(params, &columns[i], query);
    }
    pg_put_int8(params, query->from);
    pg_put_int8(params, query->limit);
}

/* The index that narrows most. */
static enum sql choose_papers(const struct query *query) {
    if (query->number[0] != '\0') {
        return SQL_PAPERS_OF_NUMBER;
    }
    if (query->case_no.text[0] != '\0') {
        return SQL_PAPERS_OF_CASE;
    }
    return node_id_is_none(&query->node) ? SQL_PAPERS_ALL : SQL_PAPERS_OF_OFFICE;
}

static enum pj_code get_numbers(const PGresult *result, const struct query *query,
                                struct arena *arena, struct stored *stored) {
    (void)query;
    return rows_get_numbers(result, arena, stored);
}

static enum pj_code get_journal(const PGresult *result, const struct query *query,
                                struct arena *arena, struct stored *stored) {
    (void)query;
    return rows_get_journal(result, 0, arena, stored);
}

static enum pj_code get_lane_mark(const PGresult *result, const struct query *query,
                                  struct arena *arena, struct stored *stored) {
    return rows_get_lane_mark(result, (uint32_t)query->lane, arena, stored);
}

static enum pj_code get_cases(const PGresult *result, const struct query *query,
                              struct arena *arena, struct stored *stored) {
    (void)query;
    return rows_get_cases(result, arena, /* with_body= */ false, stored);
}

static enum pj_code get_parked(const PGresult *result, const struct query *query,
                               struct arena *arena, struct stored *stored) {
    (void)query;
    return rows_get_parked(result, arena, stored);
}

static enum pj_code get_papers(const PGresult *result, const struct query *query,
                               struct arena *arena, struct stored *stored) {
    enum pj_code code = rows_get_cases(result, arena, /* with_body= */ false, stored);

    (void)query;
    return code == PJ_OK
               ? rows_get_papers(result, PQnfields(result) - PAPER_COLUMN_COUNT, arena, stored)
               : code;
}

CTASSERT(CLOCK_STATE_ENDED == 5); /* as SQL_CASES_CARDED, its index and its views say */
static const struct query_row kinds[] = {
    [QUERY_DUE] = {NULL, SQL_DUE, put_due, get_numbers},
    [QUERY_RECOUNT] = {NULL, SQL_RECOUNT, put_recount, get_numbers},
    [QUERY_LANE] = {NULL, SQL_LANE, put_lane, get_journal},
    [QUERY_LANE_MARK] = {NULL, SQL_LANE_MARK, put_lane_mark, get_lane_mark},
    [QUERY_CASES] = {choose_cases, SQL_MAX, put_cases, get_cases},
    [QUERY_CARDED] = {NULL, SQL_CASES_CARDED, put_carded, get_cases},
    [QUERY_CASE_ROWS] = {NULL, SQL_CASE_ROWS, put_case_rows, get_journal},
    [QUERY_PARKED] = {NULL, SQL_PARKED, put_page, get_parked},
    [QUERY_PAPERS] = {choose_papers, SQL_MAX, put_papers, get_papers},
    [QUERY_COUNTS] = {NULL, SQL_COUNTS, put_counts, get_numbers},
    [QUERY_LANE_CHECK] = {choose_lane_check, SQL_MAX, put_lane_check, get_numbers},
};

/* ---- partitions ahead */

void store_put_extend(struct pg_params *params, int64_t next_pos, int64_t partition_rows) {
    pg_params_clear(params);
    pg_put_int8(params, next_pos);
    pg_put_int8(params, partition_rows);
    pg_put_int4(params, STORE_PARTITIONS_AHEAD);
}

static void extend_done(void *context, const struct pg_answer *answer) {
    struct store *store = context;

    store->extending = false;
    if (answer->alive && answer->error == NULL) {
        store->journal_end = pg_integer(pg_result_value(answer->results[0], 0, 0));
        store->stats.partitions++;
        log_info("store_extended", "journal_end=%lld", (long long)store->journal_end);
    } else {
        store_log_error("store_extend_failed", "journal", answer);
        store->extend_at_us = store_now(store).mono.us + STORE_EXTEND_RETRY_US;
    }
    query_pump(store);
}

static bool extend_is_due(const struct store *store) {
    return store->journal_need > store->journal_end &&
           store_now(store).mono.us >= store->extend_at_us;
}

static void extend_send(struct store *store) {
    store->extending = true;
    store_put_extend(&store->query_params,
                     store->journal_need - STORE_PARTITIONS_AHEAD * store->config.partition_rows,
                     store->config.partition_rows);
    pg_conn_begin(store->query, /* pipeline= */ false, extend_done, store);
    pg_conn_execute(store->query, sql_row(SQL_EXTEND)->name, &store->query_params);
    pg_conn_end(store->query);
}

void query_watch_partitions(struct store *store, int64_t pos) {
    store->journal_need = pos + 1 + STORE_PARTITIONS_AHEAD * store->config.partition_rows;
    if (store->journal_need > store->journal_end) {
        query_pump(store);
    }
}

/* ---- the queue */

static void queue_pop(struct store *store, struct query *ret_query) {
    ASSERT(store->queue_count > 0);
    *ret_query = store->queue[store->queue_head];
    store->queue_head = (store->queue_head + 1) % NODE_QUERIES_MAX;
    store->queue_count--;
}

static void fail_queue(struct store *store) {
    static const struct stored nothing;
    size_t count = store->queue_count; /* what a handler asks anew waits for the next connection */

    for (size_t i = 0; i < count; i++) {
        struct query query;

        queue_pop(store, &query);
        node_on_queried(store->node, query.id, STORE_ENVIRONMENT, &nothing, store_now(store));
    }
}

static void query_done(void *context, const struct pg_answer *answer) {
    struct store *store = context;
    enum store_outcome outcome = STORE_ENVIRONMENT;
    struct stored stored = {0};
    struct query query;

    queue_pop(store, &query);
    arena_clear(&store->query_arena);
    if (answer->alive && answer->error == NULL) {
        enum pj_code code =
            kinds[query.kind].get(answer->results[0], &query, &store->query_arena, &stored);

        outcome = code == PJ_OK ? STORE_OK : STORE_ENVIRONMENT;
    } else {
        struct verdict_of_error verdict = store_judge(answer);

        store_log_error("store_query_failed", sql_row(kinds[query.kind].sql)->name, answer);
        if (verdict.reopen && answer->alive) {
            pg_conn_drop(store->query);
        }
    }
    if (outcome != STORE_OK) {
        stored = (struct stored){0};
    }
    node_on_queried(store->node, query.id, outcome, &stored, store_now(store));
    query_pump(store);
}

static void query_send(struct store *store) {
    const struct query *query = &store->queue[store->queue_head];
    const struct query_row *row = &kinds[query->kind];
    enum sql sql = row->choose == NULL ? row->sql : row->choose(query);

    store->stats.queries++;
    pg_params_clear(&store->query_params);
    row->put(&store->query_params, query);
    pg_conn_begin(store->query, /* pipeline= */ false, query_done, store);
    pg_conn_execute(store->query, sql_row(sql)->name, &store->query_params);
    pg_conn_end(store->query);
}

void query_pump(struct store *store) {
    /* A job that fails with its connection ends before query_down fails the rest of the queue: it
     * must not begin the next one. */
    if (!store->query_ready || !pg_conn_is_up(store->query) || pg_conn_is_busy(store->query)) {
        return;
    }
    if (extend_is_due(store)) {
        extend_send(store);
    } else if (store->queue_count > 0) {
        query_send(store);
    }
}

void store_query(struct store *store, const struct query *query) {
    size_t at = (store->queue_head + store->queue_count) % NODE_QUERIES_MAX;

    ASSERT(store->queue_count < NODE_QUERIES_MAX);
    ASSERT(query->kind >= QUERY_DUE);
    ASSERT(query->kind < ARRAY_COUNT(kinds));
    store->queue[at] = *query;
    store->queue_count++;
    query_pump(store);
}

/* ---- the connection comes and goes */

static void ready_done(void *context, const struct pg_answer *answer) {
    struct store *store = context;

    if (!answer->alive || answer->error != NULL) {
        store_log_error("store_query_open_failed", "prepare", answer);
        if (answer->alive) {
            pg_conn_drop(store->query);
        }
        return;
    }
    pg_conn_steady(store->query);
    store->query_ready = true;
    query_pump(store);
}

static void prepare_all(struct store *store) {
    char limit[16];

    snprintf(limit, sizeof limit, "%u", store->config.query_timeout_ms);
    pg_params_clear(&store->query_params);
    pg_put_bytes(&store->query_params, (struct bytes){(const uint8_t *)limit, strlen(limit)});
    pg_conn_begin(store->query, /* pipeline= */ true, ready_done, store);
    pg_conn_once(store->query, sql_row(SQL_TIMEOUT)->text, &store->query_params);
    pg_conn_prepare(store->query, sql_row(SQL_EXTEND)->name, sql_row(SQL_EXTEND)->text);
    for (enum sql sql = SQL_FIRST_QUERY; sql <= SQL_LAST_QUERY; sql++) {
        pg_conn_prepare(store->query, sql_row(sql)->name, sql_row(sql)->text);
    }
    pg_conn_end(store->query);
}

static void session_done(void *context, const struct pg_answer *answer) {
    struct store *store = context;

    if (answer->alive && answer->error == NULL) {
        prepare_all(store);
        return;
    }
    store_log_error("store_query_open_failed", "session", answer);
    if (answer->alive) {
        pg_conn_drop(store->query);
    }
}

void query_up(void *context) {
    struct store *store = context;

    pg_conn_begin(store->query, /* pipeline= */ false, session_done, store);
    pg_conn_script(store->query, sql_row(SQL_SESSION_QUERY)->text);
    pg_conn_end(store->query);
}

void query_down(void *context) {
    struct store *store = context;

    store->query_ready = false;
    fail_queue(store);
}

void query_start(struct store *store) {
    if (store->query != NULL) {
        return;
    }
    store->query = pg_conn_new(&(struct pg_conn_config){.base = store->base,
                                                        .keywords = store->config.keywords,
                                                        .values = store->config.values,
                                                        .up = query_up,
                                                        .down = query_down,
                                                        .context = store});
    ASSERT(store->query != NULL);
}
