/* SPDX-License-Identifier: Apache-2.0
 * See the header. */
#include "net_world.h"

#include "wire/wire.h"
#include <stdio.h>
#include <stdlib.h>

/* ---- the node that records */

enum node_state node_state(const struct node *node) {
    return node->state;
}

bool node_can_take(const struct node *node) {
    return node->can_take &&
           (node->take_max == 0 || node->frames + node->requests < node->take_max);
}

uint32_t node_link_find(const struct node *node, const struct station_id *station) {
    return strcmp(station->text, node->neighbour) == 0 ? WORLD_LINK_CHILD : UINT32_MAX;
}

bool node_key_station(const struct node *node, const char *public_key,
                      struct station_id *ret_station) {
    for (size_t i = 0; i < node->key_count; i++) {
        if (strcmp(node->keys[i].key, public_key) == 0 && node->keys[i].station[0] != '\0') {
            memcpy(ret_station->text, node->keys[i].station, sizeof ret_station->text);
            return true;
        }
    }
    return false;
}

bool node_key_account(const struct node *node, const char *public_key,
                      struct account_id *ret_account) {
    for (size_t i = 0; i < node->key_count; i++) {
        if (strcmp(node->keys[i].key, public_key) == 0 && node->keys[i].account[0] != '\0') {
            memcpy(ret_account->text, node->keys[i].account, sizeof ret_account->text);
            return true;
        }
    }
    return false;
}

bool node_uid_account(const struct node *node, uint32_t uid, struct account_id *ret_account) {
    if (node->uid != uid + 1) {
        return false;
    }
    *ret_account = (struct account_id){"by-uid"};
    return true;
}

void node_on_connected(struct node *node, uint32_t number, struct now now) {
    assert_int_equal(number, WORLD_LINK_PARENT);
    assert_true(now.mono.us > 0);
    node->connected++;
}

void node_on_disconnected(struct node *node, uint32_t number, uint64_t dial, enum pj_code code,
                          struct now now) {
    assert_int_equal(number, WORLD_LINK_PARENT);
    assert_true(now.mono.us > 0);
    node->disconnected++;
    node->disconnected_code = code;
    node->disconnected_dial = dial;
}

static void keep_text(char *text, struct bytes bytes) {
    size_t len = bytes.len < WORLD_TEXT_MAX ? bytes.len : WORLD_TEXT_MAX;

    memcpy(text, bytes.len == 0 ? "" : (const char *)bytes.data, len);
    text[len] = '\0';
}

void node_on_frame(struct node *node, uint32_t number, uint64_t connection_dial, struct bytes bytes,
                   struct now now) {
    assert_true(now.mono.us > 0);
    node->frames++;
    node->frame_link = number;
    node->frame_dial = connection_dial;
    node->frame_len = bytes.len;
    keep_text(node->frame_text, bytes);
}

size_t node_refusal(struct node *node, enum pj_code code, uint8_t *buffer, size_t size) {
    int len = snprintf((char *)buffer, size, "refused %s", pj_code_name((unsigned)code));

    assert_in_range(len, 1, size - 1);
    return (size_t)len;
}

void node_on_request(struct node *node, const struct client *client,
                     const struct account_id *account, bool frames_ok, struct bytes request,
                     struct now now) {
    assert_true(now.mono.us > 0);
    node->requests++;
    node->bad_shapes += frames_ok ? 0 : 1;
    node->client = *client;
    memcpy(node->account, account->text, sizeof node->account);
    keep_text(node->request_text, request);
}

void node_allow(struct node *node, const char *key, const char *station, const char *account) {
    size_t i = node->key_count++;

    assert_true(i < WORLD_KEYS_MAX);
    (void)snprintf(node->keys[i].key, sizeof node->keys[i].key, "%s", key);
    (void)snprintf(node->keys[i].station, sizeof node->keys[i].station, "%s", station);
    (void)snprintf(node->keys[i].account, sizeof node->keys[i].account, "%s", account);
}

void node_revoke(struct node *node, const char *key) {
    for (size_t i = 0; i < node->key_count; i++) {
        if (strcmp(node->keys[i].key, key) == 0) {
            node->keys[i].key[0] = '\0';
        }
    }
}

/* ---- sides */

static bool gate(void *context) {
    return node_can_take(context);
}

bool side_open(struct side *side, const struct config *config) {
    struct net_context context = {.clock = &side->clock, .keys = &side->keys};

    *side = (struct side){.config = *config};
    side->node.state = NODE_READY;
    side->node.can_take = true;
    assert_int_equal(zmq_curve_keypair(side->keys.public_key, side->keys.secret_key), 0);
    side->loop = loop_new(gate, &side->node);
    side->zmq = zmq_ctx_new();
    assert_non_null(side->loop);
    context.zmq = side->zmq;
    context.loop = side->loop;
    context.node = &side->node;
    side->net = net_new(&context, &side->config);
    if (side->net == NULL) {
        side_close(side);
        return false;
    }
    return true;
}

void side_close(struct side *side) {
    net_free(side->net);
    loop_free(side->loop);
    if (side->zmq != NULL) {
        assert_int_equal(zmq_ctx_term(side->zmq), 0);
    }
    side->net = NULL;
    side->loop = NULL;
    side->zmq = NULL;
}

static void round_of(struct side *side, int64_t sleep_us) {
    struct mono now = clock_now(&side->clock).mono;

    loop_round(side->loop, now, (struct mono){now.us + sleep_us});
    net_round(side->net);
}

bool world_run(struct side *const *sides, size_t count, world_condition *condition, void *context,
               int seconds) {
    struct steady_clock clock = {0};
    int64_t end_us = clock_now(&clock).mono.us + seconds * US_PER_S;

    while (!condition(context)) {
        if (clock_now(&clock).mono.us > end_us) {
            return false;
        }
        for (size_t i = 0; i < count; i++) {
            round_of(sides[i], US_PER_MS);
        }
    }
    return true;
}

void world_idle(struct side *const *sides, size_t count, int milliseconds) {
    struct steady_clock clock = {0};
    int64_t end_us = clock_now(&clock).mono.us + milliseconds * US_PER_MS;

    while (clock_now(&clock).mono.us < end_us) {
        for (size_t i = 0; i < count; i++) {
            round_of(sides[i], US_PER_MS);
        }
    }
}

/* ---- frames and sockets */

struct bytes hello_frame(uint64_t dial) {
    struct frame frame = {.protocol = LINK_PROTOCOL, .kind = FRAME_HELLO};
    struct arena arena;
    struct bytes encoded = BYTES_NONE;
    uint8_t *copy = NULL;

    frame.hello.dial = dial;
    frame.hello.station = (struct station_id){"330726"};
    frame.hello.incarnation.byte[0] = 1;
    arena_init(&arena, 1024 * 1024);
    assert_int_equal(wire_encode_frame(&frame, &arena, &encoded), PJ_OK);
    copy = malloc(encoded.len);
    assert_non_null(copy);
    memcpy(copy, encoded.data, encoded.len);
    arena_release(&arena);
    return (struct bytes){copy, encoded.len};
}

void *raw_socket(void *zmq, int type, const char *endpoint, const struct curve_pair *keys,
                 const char *server_key) {
    void *socket = zmq_socket(zmq, type);
    int linger = 0;
    int patience_ms = 5000;

    assert_non_null(socket);
    assert_int_equal(zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof linger), 0);
    assert_int_equal(zmq_setsockopt(socket, ZMQ_RCVTIMEO, &patience_ms, sizeof patience_ms), 0);
    if (keys != NULL) {
        assert_int_equal(zmq_setsockopt(socket, ZMQ_CURVE_SERVERKEY, server_key, 41), 0);
        assert_int_equal(zmq_setsockopt(socket, ZMQ_CURVE_PUBLICKEY, keys->public_key, 41), 0);
        assert_int_equal(zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, keys->secret_key, 41), 0);
    }
    assert_int_equal(zmq_connect(socket, endpoint), 0);
    return socket;
}

/* ---- the log */

static struct {
    char events[4096];
    size_t len;
} recorded;

static void record(void *context, enum log_level level, const char *event, const char *fields) {
    int len = snprintf(recorded.events + recorded.len, sizeof recorded.events - recorded.len,
                       "%s %s\n", event, fields);

    recorded.len += (size_t)len;
    assert_true(recorded.len < sizeof recorded.events);
}

void log_record(void) {
    log_clear();
    log_set_sink(record, NULL);
}

const char *log_events(void) {
    return recorded.events;
}

void log_clear(void) {
    recorded.len = 0;
    recorded.events[0] = '\0';
}
