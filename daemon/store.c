/* SPDX-License-Identifier: Apache-2.0
 * The port of the node: load, prefetch and submit on the write connection, one at a time, and their
 * answers. */
#include "store.h"

#include <event2/event.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "node/node.h"
#include "pg_column.h"
#include "store_internal.h"

struct now store_now(const struct store *store) {
    return store->config.now(store->config.context);
}

struct store_stats store_stats(const struct store *store) {
    return store->stats;
}

/* ---- answers */

/* Gives the memory of an unusually large statement back. */
static void params_trim(struct pg_params *params) {
    if (params->buf.cap > STORE_PARAMS_BYTES_KEEP) {
        pg_params_release(params);
        pg_params_init(params, STORE_PARAMS_BYTES_MAX);
    }
}

static void answer_node(struct store *store, enum store_pending pending, enum store_outcome outcome,
                        const struct stored *stored) {
    struct now now = store_now(store);

    switch (pending) {
    case PENDING_LOAD:
        node_on_loaded(store->node, outcome, stored, now);
        break;
    case PENDING_PREFETCH:
        node_on_prefetched(store->node, outcome, stored, now);
        break;
    case PENDING_SUBMIT:
        node_on_submitted(store->node, outcome, now);
        break;
    case PENDING_NOTHING:
        ASSERT(pending != PENDING_NOTHING);
        break;
    }
}

/* What every answer does: judge, log, decide whether the session is still of use. */
static struct verdict_of_error judge(struct store *store, const char *what,
                                     const struct pg_answer *answer) {
    struct verdict_of_error verdict = store_judge(answer);

    if (verdict.outcome != STORE_OK) {
        store_log_error("store_failed", what, answer);
    }
    if (verdict.reopen && answer->alive) {
        pg_conn_drop(store->write);
    }
    return verdict;
}

static void finish(struct store *store, enum store_outcome outcome, const struct stored *stored) {
    enum store_pending pending = store->pending;

    store->pending = PENDING_NOTHING;
    answer_node(store, pending, outcome, stored);
}

static enum store_outcome decoded(enum pj_code code) {
    return code == PJ_OK ? STORE_OK : STORE_ENVIRONMENT;
}

/* ---- load */

static void load_done(void *context, const struct pg_answer *answer) {
    struct store *store = context;
    struct stored stored = {.head = store->head};
    enum store_outcome outcome = judge(store, "load", answer).outcome;
    enum pj_code code = PJ_OK;

    arena_clear(&store->arena);
    if (outcome == STORE_OK) {
        code = rows_get_marks(answer->results[0], &store->arena, &stored);
        if (code == PJ_OK) {
            code = rows_get_settings(answer->results[1], &store->arena, &stored);
        }
        if (code == PJ_OK) {
            code = rows_get_parked(answer->results[2], &store->arena, &stored);
        }
        outcome = decoded(code);
    }
    if (outcome != STORE_OK && answer->alive) {
        pg_conn_drop(store->write); /* the node loads only after an opening */
    }
    finish(store, outcome, &stored);
}

static void pending_begin(struct store *store, enum store_pending pending, bool pipeline,
                          pg_done *done) {
    ASSERT(store->pending == PENDING_NOTHING);
    store->pending = pending;
    store->stats.statements++;
    pg_conn_begin(store->write, pipeline, done, store);
}

void store_load(struct store *store) {
    pending_begin(store, PENDING_LOAD, /* pipeline= */ true, load_done);
    pg_conn_execute(store->write, sql_row(SQL_LOAD_MARKS)->name, NULL);
    pg_conn_execute(store->write, sql_row(SQL_LOAD_SETTINGS)->name, NULL);
    pg_conn_execute(store->write, sql_row(SQL_LOAD_PARKED)->name, NULL);
    pg_conn_end(store->write);
}

/* ---- prefetch */

struct key_row { /* one kind of key: what it is in SQL and where it stands in the key */
    enum prefetch_kind kind;
    enum pg_type type;
    struct column column;
};

static const struct key_row case_keys[] = {
    /* in the order of SQL_PREFETCH_CASES */
    {PREFETCH_REF, PG_INT8, COLUMN(I64, struct prefetch_key, ref)},
    {PREFETCH_CASE_ID, PG_BYTEA, COLUMN(FIXED, struct prefetch_key, case_id)},
    {PREFETCH_CASE_NO, PG_TEXT, COLUMN(TEXT, struct prefetch_key, case_no)},
    {PREFETCH_IDEM, PG_BYTEA, COLUMN(FIXED, struct prefetch_key, digest)},
    {PREFETCH_FOREIGN, PG_BYTEA, COLUMN(FIXED, struct prefetch_key, digest)},
    {PREFETCH_MATTER, PG_BYTEA, COLUMN(FIXED, struct prefetch_key, digest)},
    {PREFETCH_TIED, PG_TEXT, COLUMN(TEXT, struct prefetch_key, case_no)},
    {PREFETCH_TIED_ID, PG_BYTEA, COLUMN(FIXED, struct prefetch_key, case_id)},
    {PREFETCH_TIED_REF, PG_INT8, COLUMN(I64, struct prefetch_key, ref)},
};
static const struct key_row parked_key = {PREFETCH_PARKED, PG_INT8,
                                          COLUMN(I64, struct prefetch_key, ref)};

static const struct key_row papers_key = {PREFETCH_PAPERS, PG_TEXT,
                                          COLUMN(TEXT, struct prefetch_key, case_no)};

static const struct key_row sent_keys[] = {
    {PREFETCH_SENT, PG_INT4, COLUMN(LANE, struct prefetch_key, lane)},
    {PREFETCH_SENT, PG_BYTEA, COLUMN(FIXED, struct prefetch_key, digest)}};

static void put_keys(struct pg_params *params, const struct key_row *row,
                     const struct prefetch_key *keys, size_t count) {
    pg_array_open(params, row->type);
    for (size_t i = 0; i < count; i++) {
        if (keys[i].kind == row->kind) {
            column_put(params, &row->column, &keys[i]);
        }
    }
    pg_array_close(params);
}

static void put_key_flags(struct pg_params *params, enum prefetch_kind kind,
                          const struct prefetch_key *keys, size_t count) {
    pg_array_open(params, PG_BOOL);
    for (size_t i = 0; i < count; i++) {
        if (keys[i].kind == kind) {
            pg_put_bool(params, keys[i].want_body);
        }
    }
    pg_array_close(params);
}

static void send_case_keys(struct store *store, const struct prefetch_key *keys, size_t count) {
    pg_params_clear(&store->params);
    for (size_t i = 0; i < ARRAY_COUNT(case_keys); i++) {
        put_keys(&store->params, &case_keys[i], keys, count);
        put_key_flags(&store->params, case_keys[i].kind, keys, count);
    }
    pg_conn_execute(store->write, sql_row(SQL_PREFETCH_CASES)->name, &store->params);
}

static void send_keys(struct store *store, enum sql sql, const struct key_row *row,
                      const struct prefetch_key *keys, size_t count) {
    pg_params_clear(&store->params);
    put_keys(&store->params, row, keys, count);
    pg_conn_execute(store->write, sql_row(sql)->name, &store->params);
}

static void send_paper_keys(struct store *store, const struct prefetch_key *keys, size_t count) {
    pg_params_clear(&store->params);
    put_keys(&store->params, &papers_key, keys, count);
    pg_put_int8(&store->params, PAPERS_OF_CASE_MAX);
    pg_conn_execute(store->write, sql_row(SQL_PREFETCH_PAPERS)->name, &store->params);
}

static void send_sent_keys(struct store *store, const struct prefetch_key *keys, size_t count) {
    pg_params_clear(&store->params);
    put_keys(&store->params, &sent_keys[0], keys, count);
    put_keys(&store->params, &sent_keys[1], keys, count);
    pg_put_int8(&store->params, SENT_REACH);
    pg_conn_execute(store->write, sql_row(SQL_PREFETCH_SENT)->name, &store->params);
}

static enum pj_code prefetch_decode(struct store *store, const struct pg_answer *answer,
                                    struct stored *stored) {
    enum pj_code code = PJ_OK;
    size_t next = 0;

    if (store->want_cases) {
        code =
            rows_get_cases(answer->results[next++], &store->arena, /* with_body= */ true, stored);
    }
    if (code == PJ_OK && store->want_idems) {
        code = rows_get_idems(answer->results[next++], &store->arena, stored);
    }
    if (code == PJ_OK && store->want_papers) {
        code = rows_get_papers(answer->results[next++], 0, &store->arena, stored);
    }
    if (code == PJ_OK && store->want_sent) {
        code = rows_get_sent(answer->results[next++], &store->arena, stored);
    }
    if (code == PJ_OK && store->want_parked) {
        const PGresult *result = answer->results[next];

        code = rows_get_parked(result, &store->arena, stored);
        if (code == PJ_OK) {
            code = rows_get_journal(result, PARKED_COLUMN_COUNT, &store->arena, stored);
        }
    }
    return code;
}

static void prefetch_done(void *context, const struct pg_answer *answer) {
    struct store *store = context;
    struct stored stored = {0};
    enum store_outcome outcome = judge(store, "prefetch", answer).outcome;

    arena_clear(&store->arena);
    if (outcome == STORE_OK) {
        outcome = decoded(prefetch_decode(store, answer, &stored));
    }
    finish(store, outcome, &stored);
}

void store_prefetch(struct store *store, const struct prefetch_key *keys, size_t count) {
    size_t idems = 0;
    size_t parked = 0;
    size_t papers = 0;
    size_t sent = 0;

    for (size_t i = 0; i < count; i++) {
        idems += keys[i].kind == PREFETCH_IDEM;
        parked += keys[i].kind == PREFETCH_PARKED;
        papers += keys[i].kind == PREFETCH_PAPERS;
        sent += keys[i].kind == PREFETCH_SENT;
    }
    store->want_idems = idems > 0;
    store->want_parked = parked > 0;
    store->want_papers = papers > 0;
    store->want_sent = sent > 0;
    store->want_cases =
        count > parked + papers + sent || count == 0; /* something must be asked to be answered */
    pending_begin(store, PENDING_PREFETCH, /* pipeline= */ true, prefetch_done);
    if (store->want_cases) {
        send_case_keys(store, keys, count);
    }
    if (store->want_idems) {
        send_keys(store, SQL_PREFETCH_IDEM, &case_keys[3], keys, count);
    }
    if (store->want_papers) {
        send_paper_keys(store, keys, count);
    }
    if (store->want_sent) {
        send_sent_keys(store, keys, count);
    }
    if (store->want_parked) {
        send_keys(store, SQL_PREFETCH_PARKED, &parked_key, keys, count);
    }
    pg_conn_end(store->write);
}

/* ---- submit */

static void submit_done(void *context, const struct pg_answer *answer);

static void submit_send(struct store *store) {
    pg_conn_begin(store->write, /* pipeline= */ false, submit_done, store);
    pg_conn_execute(store->write, sql_row(store->batch_sql)->name, &store->params);
    pg_conn_end(store->write);
}

static void extend_done(void *context, const struct pg_answer *answer) {
    struct store *store = context;
    enum store_outcome outcome = judge(store, "extend", answer).outcome;

    if (outcome == STORE_OK) {
        store->journal_end = pg_integer(pg_result_value(answer->results[0], 0, 0));
        submit_send(store); /* store->params still hold the batch */
        return;
    }
    /* The batch itself was refused before, so its fate is known even when the connection is not. */
    finish(store, STORE_ENVIRONMENT, NULL);
}

/* A partition is missing although they are made ahead: the query connection was away too long. Made
 * here, once. */
static void extend_and_retry(struct store *store) {
    struct pg_params params;

    store->extended = true;
    pg_params_init(&params, STORE_PARAMS_BYTES_KEEP);
    store_put_extend(&params, store->batch->first_pos, store->config.partition_rows);
    pg_conn_begin(store->write, /* pipeline= */ false, extend_done, store);
    pg_conn_execute(store->write, sql_row(SQL_EXTEND)->name, &params);
    pg_conn_end(store->write);
    pg_params_release(&params);
}

static void submit_done(void *context, const struct pg_answer *answer) {
    struct store *store = context;
    struct verdict_of_error verdict = judge(store, "batch", answer);
    int64_t last_pos = store->batch->last_pos;

    if (verdict.partition_missing && !store->extended) {
        extend_and_retry(store);
        return;
    }
    if (verdict.outcome == STORE_OK) {
        store->head.no = store->batch->no;
    }
    store->batch = NULL;
    params_trim(&store->params);
    finish(store, verdict.outcome, NULL);
    if (verdict.outcome == STORE_OK) {
        query_watch_partitions(store, last_pos);
    }
}

void store_submit(struct store *store, const struct batch *batch) {
    ASSERT(store->pending == PENDING_NOTHING);
    store->pending = PENDING_SUBMIT;
    store->stats.statements++;
    store->batch = batch;
    store->extended = false;
    pg_params_clear(&store->params);
    store->batch_sql = rows_put_batch(&store->params, batch);
    store->stats.bytes_sent += store->params.buf.len;
    submit_send(store);
}

/* ---- the write connection comes and goes */

static void write_up(void *context) {
    open_start(context);
}

static void write_down(void *context) {
    struct store *store = context;

    if (store->step == OPEN_REFUSED) {
        return;
    }
    if (store->told == TOLD_OPENED) {
        store->stats.lost++;
    }
    event_del(store->lock_timer);
    store->step = OPEN_SESSION;
    open_tell_closed(store, /* standby= */ false);
}

/* ---- life */

static const char **copy_texts(const char *const *texts, size_t count) {
    const char **copy = calloc(count + 1, sizeof *copy);

    for (size_t i = 0; copy != NULL && i < count; i++) {
        copy[i] = strdup(texts[i] == NULL ? "" : texts[i]);
        ASSERT(copy[i] != NULL);
    }
    return copy;
}

static void free_texts(const char *const *texts) {
    for (size_t i = 0; texts != NULL && texts[i] != NULL; i++) {
        free((char *)texts[i]);
    }
    free((void *)texts);
}

static void defaults(struct store_config *config) {
    if (config->partition_rows == 0) {
        config->partition_rows = STORE_PARTITION_ROWS;
    }
    if (config->query_timeout_ms == 0) {
        config->query_timeout_ms = STORE_QUERY_TIMEOUT_MS;
    }
}

struct store *store_new(struct event_base *base, const struct store_config *config) {
    struct store *store = calloc(1, sizeof *store);
    size_t count = 0;

    if (store == NULL) {
        return NULL;
    }
    while (config->keywords[count] != NULL) {
        count++;
    }
    store->config = *config;
    store->config.keywords = copy_texts(config->keywords, count);
    store->config.values = copy_texts(config->values, count);
    defaults(&store->config);
    store->base = base;
    store->hasher = hasher_new();
    pg_params_init(&store->params, STORE_PARAMS_BYTES_MAX);
    pg_params_init(&store->query_params, STORE_PARAMS_BYTES_MAX);
    arena_init(&store->arena, STORE_ARENA_BYTES_MAX);
    arena_init(&store->query_arena, STORE_ARENA_BYTES_MAX);
    store->lock_timer = evtimer_new(base, open_lock_timer, store);
    store->write = pg_conn_new(&(struct pg_conn_config){.base = base,
                                                        .keywords = store->config.keywords,
                                                        .values = store->config.values,
                                                        .up = write_up,
                                                        .down = write_down,
                                                        .context = store,
                                                        .tells = true});
    if (store->config.keywords == NULL || store->config.values == NULL ||
        store->lock_timer == NULL || store->write == NULL) {
        store_close(store);
        return NULL;
    }
    return store;
}

void store_attach(struct store *store, struct node *node) {
    store->node = node;
}

void store_close(struct store *store) {
    if (store == NULL) {
        return;
    }
    pg_conn_free(store->write);
    pg_conn_free(store->query);
    if (store->lock_timer != NULL) {
        event_free(store->lock_timer);
    }
    pg_params_release(&store->params);
    pg_params_release(&store->query_params);
    arena_release(&store->arena);
    arena_release(&store->query_arena);
    hasher_free(store->hasher);
    free_texts(store->config.keywords);
    free_texts(store->config.values);
    free(store);
}
