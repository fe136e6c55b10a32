/* SPDX-License-Identifier: Apache-2.0
 * From a bare connection to an open store, one statement after the other: session settings, is this
 * database safe, does its schema fit, the writer lock, migrations, prepared statements, partitions,
 * the head of history.
 *
 * Each step is a row: how it is sent, and which step its answer leads to. */
#include <event2/event.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "node/node.h"
#include "store_internal.h"
#include "words/kinds.h"

#define SERVER_VERSION_MIN 140000 /* pipeline mode, and what the statements use */

static void open_send(struct store *store);

static const char *sql_text(enum sql sql) {
    return sql_row(sql)->text;
}

/* ---- refusing */

static enum open_step refuse(struct store *store, const char *zh, const char *en,
                             const char *detail) {
    struct store_refusal refusal = {.zh = zh, .en = en, .detail = detail};

    log_error("store_refused", "detail=%s zh=\"%s\" en=\"%s\"", detail, zh, en);
    store->config.refused(store->config.context, &refusal);
    return OPEN_REFUSED;
}

struct safety_row { /* in the order of SQL_SAFETY's columns after the version */
    const char *setting;
    bool lab_may; /* unsafe_lab accepts it */
    const char *zh, *en;
};

static const struct safety_row safety_rows[] = {
    {"server_encoding", false, "数据库编码不是 UTF8：请以 UTF8 新建数据库",
     "the database is not encoded in UTF8: create one that is"},
    {"fsync", true, "数据库关闭了 fsync，断电会丢件：请打开 fsync",
     "fsync is off, a power cut would lose cases: turn it on"},
    {"full_page_writes", true, "数据库关闭了 full_page_writes，断电会损坏数据：请打开",
     "full_page_writes is off, a power cut would damage data: turn it on"},
    {"synchronous_commit", true, "数据库关闭了 synchronous_commit，回执之后仍可能丢件：请打开",
     "synchronous_commit is off, a case could be lost after its receipt: turn it on"},
};

static enum open_step take_safety(struct store *store, const struct pg_answer *answer) {
    const PGresult *result = answer->results[0];

    if (pg_integer(pg_result_value(result, 0, 0)) < SERVER_VERSION_MIN) {
        return refuse(store, "数据库版本过旧：需要 PostgreSQL 14 或更新",
                      "the server is too old: PostgreSQL 14 or newer is needed", "server_version");
    }
    for (size_t i = 0; i < ARRAY_COUNT(safety_rows); i++) {
        const struct safety_row *row = &safety_rows[i];

        if (pg_integer(pg_result_value(result, 0, (int)i + 1)) != 0) {
            continue;
        }
        if (!row->lab_may || !store->config.unsafe_lab) {
            return refuse(store, row->zh, row->en, row->setting);
        }
        log_warn("store_unsafe", "setting=%s", row->setting);
    }
    return OPEN_LOOK;
}

/* ---- schema */

static enum open_step take_look(struct store *store, const struct pg_answer *answer) {
    bool locked = store->step == OPEN_LOOK_LOCKED;

    store->migrated = 0;
    if (pg_integer(pg_result_value(answer->results[0], 0, 0)) != 0) {
        return locked ? OPEN_HISTORY_LOCKED : OPEN_HISTORY;
    }
    return locked ? OPEN_MIGRATE_BEGIN : OPEN_LOCK;
}

static struct digest migration_digest(struct store *store, const struct migration *migration) {
    struct bytes text = {(const uint8_t *)migration->text, migration->len};

    return hasher_digest(store->hasher, DIGEST_FILE, &text, 1);
}

static enum open_step take_history(struct store *store, const struct pg_answer *answer) {
    const PGresult *result = answer->results[0];
    size_t count = (size_t)PQntuples(result);

    if (count > migration_count) {
        return refuse(store, "数据库比程序新：请升级 pujiangd",
                      "the database is newer than this program: upgrade pujiangd", "migration");
    }
    for (size_t i = 0; i < count; i++) {
        struct digest ours = migration_digest(store, &migrations[i]);
        struct bytes theirs = pg_bytes(pg_result_value(result, (int)i, 1));

        if (pg_integer(pg_result_value(result, (int)i, 0)) != migrations[i].no ||
            !bytes_equal(theirs, digest_bytes(&ours))) {
            return refuse(store, "已执行的迁移与程序所带的不同：程序与数据库不是一套，请核对版本",
                          "a migration already applied differs from this program's: program and "
                          "database do not belong together, check the version",
                          migrations[i].name);
        }
    }
    store->migrated = count;
    return store->step == OPEN_HISTORY_LOCKED ? OPEN_MIGRATE_BEGIN : OPEN_LOCK;
}

static const struct migration *next_migration(const struct store *store) {
    ASSERT(store->migrated < migration_count);
    return &migrations[store->migrated];
}

static void send_migration(struct store *store) {
    if (store->complaint[0] == '\0') { /* else it has been tried before */
        log_info("store_migrates", "no=%d name=%s", (int)next_migration(store)->no,
                 next_migration(store)->name);
    }
    pg_conn_script(store->write, next_migration(store)->text);
}

static void send_record(struct store *store) {
    const struct migration *migration = next_migration(store);
    struct digest digest = migration_digest(store, migration);

    pg_params_clear(&store->params);
    pg_put_int4(&store->params, migration->no);
    pg_put_bytes(&store->params,
                 (struct bytes){(const uint8_t *)migration->name, strlen(migration->name)});
    pg_put_bytes(&store->params, digest_bytes(&digest));
    pg_conn_once(store->write, sql_text(SQL_MIGRATED), &store->params);
}

static enum open_step take_commit(struct store *store, const struct pg_answer *answer) {
    (void)answer;
    store->migrated++;
    return OPEN_MIGRATE_BEGIN;
}

/* ---- lock */

static void send_lock(struct store *store) {
    pg_params_clear(&store->params);
    pg_put_int8(&store->params, STORE_LOCK);
    pg_conn_once(store->write, sql_text(SQL_LOCK), &store->params);
}

static enum open_step take_lock(struct store *store, const struct pg_answer *answer) {
    if (pg_integer(pg_result_value(answer->results[0], 0, 0)) != 0) {
        return OPEN_LOOK_LOCKED;
    }
    open_tell_closed(store, /* standby= */ true);
    return OPEN_LATER;
}

/* ---- statements, words, head, partitions */

static void send_prepare(struct store *store) {
    for (enum sql sql = SQL_FIRST_WRITE; sql <= SQL_LAST_WRITE; sql++) {
        pg_conn_prepare(store->write, sql_row(sql)->name, sql_row(sql)->text);
    }
}

struct word {
    const char *list;
    uint32_t number;
    const char *name;
};

#define WORD_FORM(name, number, text)                 {"form", number, text},
#define WORD_PURPOSE(name, number, text)              {"purpose", number, text},
#define WORD_TEXT_ORIGIN(name, number, text)          {"text_origin", number, text},
#define WORD_PART(name, number, text)                 {"part_kind", number, text},
#define WORD_STATE(name, number, text)                {"state", number, text},
#define WORD_ROLE(name, number, text)                 {"role", number, text},
#define WORD_LEG(name, number, text)                  {"leg_kind", number, text},
#define WORD_ACT(name, number, text)                  {"act_kind", number, text},
#define WORD_OUTCOME(name, number, text)              {"outcome", number, text},
#define WORD_CLOCK(name, number, text)                {"clock_kind", number, text},
#define WORD_CLOCK_STATE(name, number, text)          {"clock_state", number, text},
#define WORD_CARD(name, number, text)                 {"card", number, text},
#define WORD_CAPACITY(name, number, text)             {"capacity", number, text},
#define WORD_RULING(name, number, text)               {"ruling", number, text},
#define WORD_GROUND(name, number, text)               {"ground", number, text},
#define WORD_SERVICE(name, number, text)              {"service", number, text},
#define WORD_RATING(name, number, text)               {"rating", number, text},
#define WORD_LANE_OF_CASE(name, number, text)         {"lane", number, text},
#define WORD_FLAG(name, number, text)                 {"flag", number, text},
#define WORD_MESSAGE(name, number, text)              {"message_kind", number, text},
#define WORD_DATA(name, number, text)                 {"data_kind", number, text},
#define WORD_PAPER(name, number, text)                {"paper_kind", number, text},
#define WORD_PAPER_FIELD(name, number, text)          {"paper_field", number, text},
#define WORD_CONTACT(name, number, text)              {"contact", number, text},
#define WORD_RELATION(name, number, text)             {"relation", number, text},
#define WORD_CASE_FIELD(name, number, text)           {"case_field", number, text},
#define WORD_LIST(fn, prefix, list)                   list(WORD_##prefix)
#define WORD_CODE(name, number, where, retry, zh, en) {"code", number, #name},

static const struct word words[] = {KIND_LISTS(WORD_LIST) PJ_CODES(WORD_CODE)};

static void put_text(struct pg_params *params, const char *text) {
    pg_put_bytes(params, (struct bytes){(const uint8_t *)text, strlen(text)});
}

static void send_words(struct store *store) {
    struct pg_params *params = &store->params;

    pg_params_clear(params);
    pg_array_open(params, PG_TEXT);
    for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
        put_text(params, words[i].list);
    }
    pg_array_close(params);
    pg_array_open(params, PG_INT4);
    for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
        pg_put_int4(params, (int32_t)words[i].number);
    }
    pg_array_close(params);
    pg_array_open(params, PG_TEXT);
    for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
        put_text(params, words[i].name);
    }
    pg_array_close(params);
    pg_conn_execute(store->write, sql_row(SQL_WORDS)->name, params);
}

static enum open_step take_head(struct store *store, const struct pg_answer *answer) {
    rows_get_head(answer->results[0], &store->head);
    return OPEN_EXTEND;
}

static void send_extend(struct store *store) {
    store_put_extend(&store->params, store->head.last_pos + 1, store->config.partition_rows);
    pg_conn_execute(store->write, sql_row(SQL_EXTEND)->name, &store->params);
}

static enum open_step take_extend(struct store *store, const struct pg_answer *answer) {
    store->journal_end = pg_integer(pg_result_value(answer->results[0], 0, 0));
    return OPEN_DONE;
}

/* ---- the table */

struct step_row {
    const char *name;
    bool pipeline;
    enum sql script; /* sent as it is when `send` is NULL */
    void (*send)(struct store *store);
    enum open_step (*take)(struct store *store, const struct pg_answer *answer);
    enum open_step next; /* when `take` is NULL */
};

static void send_safety(struct store *store) {
    pg_conn_once(store->write, sql_text(SQL_SAFETY), NULL);
}

static void send_look(struct store *store) {
    pg_conn_once(store->write, sql_text(SQL_HAS_HISTORY), NULL);
}

static void send_history(struct store *store) {
    pg_conn_once(store->write, sql_text(SQL_HISTORY), NULL);
}

static void send_head(struct store *store) {
    pg_conn_execute(store->write, sql_row(SQL_HEAD)->name, NULL);
}

static const struct step_row steps[] = {
    [OPEN_SESSION] = {"session", false, SQL_SESSION_WRITE, NULL, NULL, OPEN_SAFETY},
    [OPEN_SAFETY] = {.name = "safety", .send = send_safety, .take = take_safety},
    [OPEN_LOOK] = {.name = "look", .send = send_look, .take = take_look},
    [OPEN_HISTORY] = {.name = "history", .send = send_history, .take = take_history},
    [OPEN_LOCK] = {.name = "lock", .send = send_lock, .take = take_lock},
    [OPEN_LOOK_LOCKED] = {.name = "look", .send = send_look, .take = take_look},
    [OPEN_HISTORY_LOCKED] = {.name = "history", .send = send_history, .take = take_history},
    [OPEN_MIGRATE_BEGIN] = {"begin", false, SQL_BEGIN, NULL, NULL, OPEN_MIGRATE_TEXT},
    [OPEN_MIGRATE_TEXT] = {.name = "migrate", .send = send_migration, .next = OPEN_MIGRATE_RECORD},
    [OPEN_MIGRATE_RECORD] = {.name = "record", .send = send_record, .next = OPEN_MIGRATE_COMMIT},
    [OPEN_MIGRATE_COMMIT] = {"commit", false, SQL_COMMIT, NULL, take_commit, OPEN_FAILED},
    [OPEN_PREPARE] = {"prepare", true, SQL_MAX, send_prepare, NULL, OPEN_WORDS},
    [OPEN_WORDS] = {.name = "words", .send = send_words, .next = OPEN_HEAD},
    [OPEN_HEAD] = {.name = "head", .send = send_head, .take = take_head},
    [OPEN_EXTEND] = {.name = "extend", .send = send_extend, .take = take_extend},
};
CTASSERT(ARRAY_COUNT(steps) == OPEN_DONE);

/* ---- the machine */

#define INSUFFICIENT_PRIVILEGE "42501"

/* The server's own words: no statement of an opening holds anything of a petition. */
static void tell_open_failed(const char *step, const struct pg_answer *answer, const char *state) {
    const char *text =
        answer->error == NULL ? NULL : PQresultErrorField(answer->error, PG_DIAG_MESSAGE_PRIMARY);
    char line[PG_REASON_MAX + 1];

    pg_one_line(text == NULL ? "" : text, line);
    log_warn(
        "store_open_failed", "what=%s alive=%d sqlstate=%s reason=\"%s\"%s", step, answer->alive,
        state, line,
        strcmp(state, INSUFFICIENT_PRIVILEGE) == 0
            ? " advice=\"the user of [database] must own the database: ALTER DATABASE ... OWNER "
              "TO ...\""
            : "");
}

static void complain(struct store *store, const char *step, const struct pg_answer *answer) {
    char complaint[sizeof store->complaint];
    const char *state = answer->error == NULL ? "" : pg_result_state(answer->error);

    text_print(complaint, sizeof complaint, "%s %s", step, state);
    if (strcmp(complaint, store->complaint) != 0) {
        memcpy(store->complaint, complaint, sizeof complaint);
        tell_open_failed(step, answer, state);
    }
}

static void opened(struct store *store) {
    store->told = TOLD_OPENED;
    store->complaint[0] = '\0';
    store->stats.opened++;
    pg_conn_steady(store->write);
    log_info("store_opened", "batch=%lld journal_end=%lld", (long long)store->head.no,
             (long long)store->journal_end);
    query_start(store);
    node_on_opened(store->node, &store->head, store_now(store));
}

static void open_go(struct store *store, enum open_step next) {
    static const struct timeval poll = {.tv_sec = STORE_LOCK_POLL_S};

    if (next == OPEN_MIGRATE_BEGIN && store->migrated == migration_count) {
        next = OPEN_PREPARE;
    }
    if (next == OPEN_LATER) {
        event_add(store->lock_timer, &poll);
    } else if (next == OPEN_FAILED) {
        pg_conn_drop(store->write);
    } else if (next == OPEN_DONE) {
        store->step = OPEN_DONE;
        opened(store);
    } else if (next == OPEN_REFUSED) {
        store->step = OPEN_REFUSED; /* the connection idles until the daemon ends */
    } else {
        store->step = next;
        open_send(store);
    }
}

static void open_done(void *context, const struct pg_answer *answer) {
    struct store *store = context;
    const struct step_row *row = &steps[store->step];

    if (!answer->alive || answer->error != NULL) {
        complain(store, row->name, answer);
        if (answer->alive) {
            open_go(store, OPEN_FAILED);
        }
        return; /* a lost connection comes back by itself */
    }
    open_go(store, row->take == NULL ? row->next : row->take(store, answer));
}

static void open_send(struct store *store) {
    const struct step_row *row = &steps[store->step];

    pg_conn_begin(store->write, row->pipeline, open_done, store);
    if (row->send == NULL) {
        pg_conn_script(store->write, sql_text(row->script));
    } else {
        row->send(store);
    }
    pg_conn_end(store->write);
}

void open_start(struct store *store) {
    if (store->step != OPEN_REFUSED) {
        store->step = OPEN_SESSION;
        open_send(store);
    }
}

void open_lock_timer(int fd, short what, void *context) {
    struct store *store = context;

    (void)fd;
    (void)what;
    open_send(store);
}

void open_tell_closed(struct store *store, bool standby) {
    enum store_told told = standby ? TOLD_STANDBY : TOLD_CLOSED;

    if (store->told != told) {
        if (standby) {
            log_info("store_standby", "advice=\"another process has this database\"");
        } else {
            log_warn("store_closed", "complaint=%s", store->complaint);
        }
        store->told = told;
        node_on_closed(store->node, standby, store_now(store));
    }
}
