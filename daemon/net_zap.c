/* SPDX-License-Identifier: Apache-2.0
 * The ZAP handler: a REP socket in the same loop, no thread. An unknown key never gets a frame
 * through, so its owner learns it from libzmq alone; the sentence that helps is logged here, once
 * per key and not for ever. */
#include "net_zap.h"

#include "base/log.h"
#include "base/text.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define ZAP_ENDPOINT     "inproc://zeromq.zap.01"
#define CURVE_KEY_BYTES  32
#define REFUSED_KEYS_MAX 64 /* remembered, so that each is logged once */
#define LINES_PER_MINUTE_MAX                                                                       \
    20 /* somebody who draws a new key each time must not fill the disk                            \
        */

enum zap_part {
    ZAP_VERSION,
    ZAP_REQUEST_ID,
    ZAP_DOMAIN,
    ZAP_ADDRESS,
    ZAP_IDENTITY,
    ZAP_MECHANISM,
    ZAP_CREDENTIALS,
    ZAP_PART_MAX
};
CTASSERT(ZAP_PART_MAX <= NET_PARTS_MAX);

/* libzmq hangs up without a word on 300, so that the peer dials again; 400 tells it that its key is
 * not known. */
#define ZAP_ALLOWED "200"
#define ZAP_LATER   "300"
#define ZAP_REFUSED "400"

struct net_zap {
    struct net_context context;
    void *socket;                                       /* owned */
    struct loop_source *source;                         /* owned by the loop */
    char refused[REFUSED_KEYS_MAX][CURVE_TEXT_MAX + 1]; /* ring */
    size_t refused_next;
    struct mono minute_since;
    unsigned lines;
    uint64_t silent; /* refusals not logged */
};

static bool bytes_are(struct bytes bytes, const char *text) {
    return bytes_equal(bytes, (struct bytes){(const uint8_t *)text, strlen(text)});
}

/* ---- the log, an edge per key */

static bool was_refused(const struct net_zap *zap, const char *key) {
    for (size_t i = 0; i < REFUSED_KEYS_MAX; i++) {
        if (strcmp(zap->refused[i], key) == 0) {
            return true;
        }
    }
    return false;
}

static void forget_refused(struct net_zap *zap, const char *key) {
    for (size_t i = 0; i < REFUSED_KEYS_MAX; i++) {
        if (strcmp(zap->refused[i], key) == 0) {
            zap->refused[i][0] = '\0';
        }
    }
}

static bool may_log(struct net_zap *zap) {
    struct mono now = clock_now(zap->context.clock).mono;

    if (zap->minute_since.us == 0 || now.us - zap->minute_since.us > 60 * US_PER_S) {
        zap->minute_since = now;
        zap->lines = 0;
    }
    return zap->lines < LINES_PER_MINUTE_MAX;
}

static void log_refused(struct net_zap *zap, const char *key, const char *domain,
                        struct bytes address) {
    const char *option = strcmp(domain, NET_DOMAIN_LINK) == 0 ? "--station" : "--account";

    if (was_refused(zap, key) || !may_log(zap)) {
        zap->silent++;
        return;
    }
    memcpy(zap->refused[zap->refused_next], key, CURVE_TEXT_MAX + 1);
    zap->refused_next = (zap->refused_next + 1) % REFUSED_KEYS_MAX;
    zap->lines++;
    log_warn("key_refused",
             "domain=%s from=%.*s key=%s silent=%" PRIu64
             " advice=\"if you know whose it is: pujiangctl key allow %s NAME '%s'\"",
             domain, (int)address.len, (const char *)address.data, key, zap->silent, option, key);
    zap->silent = 0;
}

/* ---- the decision */

static bool key_allowed(const struct node *node, const char *domain, const char *key) {
    struct station_id station;
    struct account_id account;

    return strcmp(domain, NET_DOMAIN_LINK) == 0 ? node_key_station(node, key, &station)
                                                : node_key_account(node, key, &account);
}

/* Before its database has been read the node knows no key: that is no reason to turn a neighbour
 * away. */
static bool keys_unread(const struct node *node) {
    enum node_state state = node_state(node);

    return state == NODE_OPENING || state == NODE_LOADING;
}

static const char *judge_key(struct net_zap *zap, const char *domain, const char *key,
                             struct bytes address) {
    if (key_allowed(zap->context.node, domain, key)) {
        forget_refused(zap, key);
        return ZAP_ALLOWED;
    }
    if (keys_unread(zap->context.node)) {
        return ZAP_LATER;
    }
    log_refused(zap, key, domain, address);
    return ZAP_REFUSED;
}

/* Writes the key's text form; "" when the request is not one of ours. */
static const char *judge(struct net_zap *zap, const struct net_message *request,
                         char key[static CURVE_TEXT_MAX + 1]) {
    struct bytes domain = net_part(request, ZAP_DOMAIN);
    struct bytes credentials = net_part(request, ZAP_CREDENTIALS);
    bool is_link = bytes_are(domain, NET_DOMAIN_LINK);

    key[0] = '\0';
    if (!bytes_are(net_part(request, ZAP_VERSION), "1.0") ||
        !bytes_are(net_part(request, ZAP_MECHANISM), "CURVE") ||
        credentials.len != CURVE_KEY_BYTES || (!is_link && !bytes_are(domain, NET_DOMAIN_API))) {
        return ZAP_REFUSED;
    }
    (void)zmq_z85_encode(key, credentials.data, credentials.len);
    return judge_key(zap, is_link ? NET_DOMAIN_LINK : NET_DOMAIN_API, key,
                     net_part(request, ZAP_ADDRESS));
}

static void answer(struct net_zap *zap, struct bytes request_id, const char *status,
                   const char *user_id) {
    const struct bytes parts[] = {
        {(const uint8_t *)"1.0", 3},
        request_id,
        {(const uint8_t *)status, strlen(status)},
        BYTES_NONE, /* status text */
        {(const uint8_t *)user_id, strlen(user_id)},
        BYTES_NONE, /* metadata */
    };
    bool sent = true;

    for (size_t i = 0; i < ARRAY_COUNT(parts) && sent; i++) {
        sent = net_send_part(zap->socket, parts[i], i + 1 < ARRAY_COUNT(parts));
    }
    if (!sent) {
        log_error("zap_not_answered", "reason=\"%s\"", zmq_strerror(zmq_errno()));
    }
}

static bool zap_take(void *context) {
    struct net_zap *zap = context;
    struct net_message request;
    char key[CURVE_TEXT_MAX + 1] = "";
    const char *status = ZAP_REFUSED;

    if (!net_receive(zap->socket, &request)) {
        return false;
    }
    if (request.count ==
        ZAP_PART_MAX) { /* fewer parts: another mechanism, which nobody here speaks */
        status = judge(zap, &request, key);
    }
    ASSERT(request.count > ZAP_REQUEST_ID);
    answer(zap, net_part(&request, ZAP_REQUEST_ID), status, key);
    net_release(&request);
    return true;
}

struct net_zap *net_zap_new(const struct net_context *context) {
    struct net_zap *zap = calloc(1, sizeof *zap);

    if (zap == NULL) {
        return NULL;
    }
    zap->context = *context;
    zap->socket = net_socket_open(context->zmq, ZMQ_REP, NULL, 0);
    if (zap->socket == NULL || zmq_bind(zap->socket, ZAP_ENDPOINT) != 0) {
        log_error("zap_not_bound", "reason=\"%s\"", zmq_strerror(zmq_errno()));
        net_zap_free(zap);
        return NULL;
    }
    zap->source = loop_add(context->loop, zap->socket, false, zap_take, zap);
    if (zap->source == NULL) {
        net_zap_free(zap);
        return NULL;
    }
    return zap;
}

void net_zap_free(struct net_zap *zap) {
    if (zap == NULL) {
        return;
    }
    loop_remove(zap->context.loop, zap->source);
    net_socket_close(zap->socket);
    free(zap);
}
