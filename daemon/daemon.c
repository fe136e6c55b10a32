/* SPDX-License-Identifier: Apache-2.0
 * The life of the process around a node. The loop is: wait and take in, let the node work, tell the
 * supervisor. */
#include "daemon.h"

#include "clock.h"
#include "daemon_port.h"
#include "defaults.h"
#include "loop.h"
#include "net.h"
#include "node/node.h"
#include "released.h"
#include "secret.h"
#include "store.h"
#include "supervisor.h"
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#define SIGNALS 4

struct station {
    struct config config;
    const char *path; /* borrowed */
    struct curve_pair keys;
    struct steady_clock clock;
    struct loop *loop;   /* owned */
    void *zmq;           /* owned */
    struct store *store; /* owned */
    struct node *node;   /* owned */
    struct net *net;     /* owned */
    struct port port;
    struct supervisor supervisor;
    struct released released;
    struct event *signals[SIGNALS]; /* owned */
    struct mono drain_until;        /* 0 = not draining */
    enum node_state seen_state;
    bool stop;
    int status; /* exit status */
};

static const char *const state_names[] = {
    [NODE_OPENING] = "opening",   [NODE_LOADING] = "loading",       [NODE_READY] = "ready",
    [NODE_IN_DOUBT] = "in_doubt", [NODE_RECOVERING] = "recovering", [NODE_DRAINING] = "draining",
    [NODE_STOPPED] = "stopped",
};

/* ---- what others call back for */

static bool may_take(void *context) {
    const struct station *station = context;

    return node_can_take(station->node);
}

static struct now store_now(void *context) {
    struct station *station = context;

    return clock_now(&station->clock);
}

/* A database that only a person can mend: restarting over and over would hide the sentence in the
 * log. */
static void on_refused(void *context, const struct store_refusal *refusal) {
    struct station *station = context;

    (void)refusal; /* the store has logged it */
    station->status = EX_CONFIG;
    station->stop = true;
}

/* ---- signals; libevent delivers them inside the loop */

static void on_stop(evutil_socket_t number, short what, void *context) {
    struct station *station = context;
    struct now now = clock_now(&station->clock);

    (void)what;
    if (station->drain_until.us != 0) {
        log_warn("stop_now", "signal=%d", (int)number);
        station->stop = true;
        return;
    }
    log_info("draining", "signal=%d limit_s=%u", (int)number, station->config.limits.drain_s);
    supervisor_stopping(&station->supervisor);
    station->drain_until.us = now.mono.us + (int64_t)station->config.limits.drain_s * US_PER_S;
    node_drain(station->node, now);
}

static void log_lines(enum log_level level, const char *event, const struct buf *lines) {
    size_t at = 0;

    while (at < lines->len) {
        const char *line = (const char *)lines->data + at;
        const char *end = memchr(line, '\n', lines->len - at);
        size_t len = end == NULL ? lines->len - at : (size_t)(end - line);

        log_line(level, event, "line=\"%.*s\"", (int)len, line);
        at += len + 1;
    }
}

static void reload(struct station *station, struct buf *lines) {
    struct config fresh;
    enum pj_code code = config_read(station->path, lines, &fresh);

    if (code != PJ_OK) {
        log_lines(LOG_LEVEL_ERROR, "reload_refused", lines);
        return;
    }
    buf_clear(lines);
    code = config_reload(&station->config, &fresh, lines);
    if (code != PJ_OK) {
        log_error("reload_refused", "code=%s", pj_code_name(code));
        return;
    }
    log_lines(LOG_LEVEL_WARN, "reload_needs_restart", lines);
    log_set_level(station->config.log.level);
    log_info("reloaded", "path=%s", station->path);
}

static void on_reload(evutil_socket_t number, short what, void *context) {
    struct station *station = context;
    struct buf lines;

    (void)number;
    (void)what;
    supervisor_reloading(&station->supervisor, clock_now(&station->clock).mono);
    buf_init(&lines, CONFIG_ERROR_BYTES_MAX);
    reload(station, &lines);
    buf_release(&lines);
    supervisor_ready(&station->supervisor);
}

static void on_stats(evutil_socket_t number, short what, void *context) {
    const struct station *station = context;
    struct node_stats node = node_stats(station->node);
    struct store_stats store = store_stats(station->store);
    struct net_stats net = net_stats(station->net);

    (void)number;
    (void)what;
    log_info("stats",
             "state=%s batches=%" PRIu64 " inputs=%" PRIu64 " journal_rows=%" PRIu64
             " prefetches=%" PRIu64 " in_doubt=%" PRIu64 " poison=%" PRIu64 " requests=%" PRIu64
             " replies=%" PRIu64 " frames_in=%" PRIu64 " frames_out=%" PRIu64 " items_in=%" PRIu64
             " items_out=%" PRIu64 " statements=%" PRIu64 " queries=%" PRIu64 " db_opened=%" PRIu64
             " db_lost=%" PRIu64 " frames_dropped=%" PRIu64 " malformed=%" PRIu64
             " replies_lost=%" PRIu64,
             state_names[node_state(station->node)], node.batches, node.inputs, node.journal_rows,
             node.prefetches, node.commits_in_doubt, node.poison_parked, node.requests,
             node.replies, node.frames_in, node.frames_out, node.items_in, node.items_out,
             store.statements, store.queries, store.opened, store.lost,
             net.frames_dropped + node.dropped_frames, net.requests_malformed, net.replies_lost);
}

static bool watch_signals(struct station *station) {
    static const struct {
        int number;
        event_callback_fn call;
    } rows[SIGNALS] = {
        {SIGTERM, on_stop},
        {SIGINT, on_stop},
        {SIGHUP, on_reload},
        {SIGUSR1, on_stats},
    };

    (void)signal(SIGPIPE, SIG_IGN); /* a peer that is gone is an error code, not a death */
    for (size_t i = 0; i < SIGNALS; i++) {
        station->signals[i] =
            evsignal_new(loop_base(station->loop), rows[i].number, rows[i].call, station);
        if (station->signals[i] == NULL || event_add(station->signals[i], NULL) != 0) {
            return false;
        }
    }
    return true;
}

/* ---- opening */

static enum pj_code open_store(struct station *station) {
    char password[PASSWORD_TEXT_MAX + 1] = "";
    char application[STATION_TEXT_MAX + 16];
    const struct config *config = &station->config;
    enum pj_code code = PJ_OK;

    if (config->database.password_file[0] != '\0') {
        code = password_read(config->database.password_file, password);
        if (code != PJ_OK) {
            return code;
        }
    }
    (void)snprintf(application, sizeof application, "pujiangd %s", config->station.name.text);
    const char *const keywords[] = {"host",
                                    "port",
                                    "dbname",
                                    "user",
                                    "password",
                                    "sslmode",
                                    "options",
                                    "sslrootcert",
                                    "target_session_attrs",
                                    "application_name",
                                    NULL};
    const char *const values[] = {config->database.host,
                                  config->database.port,
                                  config->database.dbname,
                                  config->database.user,
                                  password,
                                  config->database.sslmode,
                                  config->database.options,
                                  config->database.sslrootcert,
                                  config->database.target_session_attrs,
                                  application,
                                  NULL};
    CTASSERT(ARRAY_COUNT(keywords) == ARRAY_COUNT(values));
    const struct store_config store = {
        .keywords = keywords,
        .values = values,
        .unsafe_lab = config->database.unsafe_lab,
        .partition_rows = config->limits.partition_rows,
        .query_timeout_ms = config->limits.query_timeout_ms,
        .now = store_now,
        .refused = on_refused,
        .context = station,
    };
    station->store = store_new(loop_base(station->loop), &store);
    explicit_bzero(password, sizeof password);
    return station->store == NULL ? PJ_INTERNAL_NO_MEMORY : PJ_OK;
}

static enum pj_code open_node(struct station *station) {
    const struct config *config = &station->config;
    struct node_default defaults[DEFAULTS_MAX];
    struct node_config node = {
        .station = config->station.name,
        .parent = config->station.parent,
        .started_at = clock_now(&station->clock).mono,
        .sandbox = config->station.sandbox,
        .virtual_clock = config->lab.virtual_clock[0] != '\0',
        .linger_us = config->limits.linger_us,
        .cache_cases_max = config->limits.cache_cases_max,
        .released = station->released.batch,
        .defaults = defaults,
        .default_count = defaults_list(defaults),
        .reviewers = defaults_reviewers(),
        .channels = defaults_channels(),
    };
    enum pj_code code = secret_read(config->station.secret_file, &station->port.prng, node.secret);

    if (code != PJ_OK) {
        return code;
    }
    station->port.prng.fill(&station->port.prng, node.incarnation.byte,
                            sizeof node.incarnation.byte);
    station->node = node_new(&node, &station->port);
    explicit_bzero(&node, sizeof node);
    return station->node == NULL ? PJ_INTERNAL_NO_MEMORY : PJ_OK;
}

static enum pj_code open_net(struct station *station) {
    const struct net_context context = {
        .zmq = station->zmq,
        .loop = station->loop,
        .node = station->node,
        .clock = &station->clock,
        .keys = &station->keys,
    };

    station->net = net_new(&context, &station->config);
    return station->net == NULL ? PJ_BAD_DATA : PJ_OK;
}

static enum pj_code open_all(struct station *station) {
    enum pj_code code = curve_pair_read(station->config.link.key_file, &station->keys);

    if (code == PJ_OK && station->config.lab.virtual_clock[0] != '\0') {
        code = clock_follow(&station->clock, station->config.lab.virtual_clock);
    }
    if (code != PJ_OK) {
        return code;
    }
    daemon_port_init(&station->port);
    station->loop = loop_new(may_take, station);
    station->zmq = zmq_ctx_new();
    if (station->loop == NULL || station->zmq == NULL || !watch_signals(station)) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    code = open_store(station);
    if (code == PJ_OK) {
        code = open_node(station);
    }
    if (code != PJ_OK) {
        return code;
    }
    store_attach(station->store, station->node);
    code = open_net(station);
    station->port.store = station->store;
    station->port.net = station->net;
    return code;
}

static void close_all(struct station *station) {
    store_close(station->store);
    net_free(station->net);
    node_free(station->node);
    for (size_t i = 0; i < SIGNALS; i++) {
        if (station->signals[i] != NULL) {
            event_free(station->signals[i]);
        }
    }
    loop_free(station->loop);
    if (station->zmq != NULL) {
        (void)zmq_ctx_term(
            station->zmq); /* waits for the API's last replies, no longer than they linger */
    }
    explicit_bzero(&station->keys, sizeof station->keys);
}

/* ---- running */

static void follow_state(struct station *station) {
    enum node_state state = node_state(station->node);

    if (state == station->seen_state) {
        return;
    }
    log_info("node_state", "station=%s from=%s to=%s", station->config.station.name.text,
             state_names[station->seen_state], state_names[state]);
    station->seen_state = state;
    supervisor_status(&station->supervisor, state_names[state]);
}

static void check_drain(struct station *station, struct now now) {
    if (station->drain_until.us != 0 && now.mono.us >= station->drain_until.us) {
        log_warn("drain_cut_short", "state=%s", state_names[node_state(station->node)]);
        station->stop = true;
    }
}

static void run(struct station *station) {
    log_info("started", "station=%s parent=%s version=%s public_key=%s",
             station->config.station.name.text, station->config.station.parent.text, NODE_VERSION,
             station->keys.public_key);
    supervisor_ready(&station->supervisor);
    while (!station->stop && node_state(station->node) != NODE_STOPPED) {
        struct now now = clock_now(&station->clock);

        loop_round(station->loop, now.mono, node_wakeup(station->node));
        net_round(station->net);
        now = clock_now(&station->clock);
        node_turn(station->node, now);
        follow_state(station);
        released_note(&station->released, node_released(station->node), false, now.mono);
        check_drain(station, now);
        supervisor_alive(&station->supervisor, now.mono);
    }
    released_note(&station->released, node_released(station->node), true,
                  clock_now(&station->clock).mono);
    log_info("stopped", "station=%s", station->config.station.name.text);
}

/* One life of the station. *ret_again: its history changed under it, so that it is to begin anew.
 */
static int run_once(const struct config *config, const char *path, bool *ret_again) {
    struct station *station = calloc(1, sizeof *station);
    enum pj_code code = PJ_OK;
    int status = EX_OSERR;

    *ret_again = false;
    if (station == NULL) {
        return status;
    }
    station->config = *config;
    station->path = path;
    supervisor_init(&station->supervisor);
    log_set_level(config->log.level);
    released_init(&station->released, config->station.secret_file);
    code = open_all(station);
    if (code == PJ_OK) {
        run(station);
        status = station->status;
        *ret_again =
            node_begins_anew(station->node) && !station->stop && station->drain_until.us == 0;
    } else if (code != PJ_INTERNAL_NO_MEMORY) {
        status = EX_CONFIG;
    }
    close_all(station);
    free(station);
    return status;
}

int daemon_run(const struct config *config, const char *path) {
    bool again = false;
    int status = run_once(config, path, &again);

    while (again) {
        log_warn("begins_anew", "station=%s", config->station.name.text);
        status = run_once(config, path, &again);
    }
    return status;
}
