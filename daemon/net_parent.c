/* SPDX-License-Identifier: Apache-2.0
 * One connection at a time and its monitor. A key that the parent refuses gets no frame at all: the
 * monitor is the only place where that can be heard. */
#include "net_parent.h"

#include "base/log.h"
#include "base/text.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define QUEUE_MAX        1200 /* both windows + 64: the link's window is the only brake */
#define CONNECT_MS       5000 /* a black hole; the node has its own patience besides */
#define MONITOR_NAME_MAX 48
#define LAST_WORDS_MAX   64 /* frames still read from a connection that has just died */
#define MONITORED                                                                                  \
    (ZMQ_EVENT_CLOSED | ZMQ_EVENT_CONNECT_RETRIED | ZMQ_EVENT_DISCONNECTED |                       \
     ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL |                        \
     ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH)

struct net_parent {
    struct net_context context;
    const char *endpoint, *server_key; /* borrowed */
    uint32_t link;
    uint64_t dial; /* learnt from the first frame the node sends, 0 = none yet */
    bool up;       /* the handshake is done */
    bool failed;   /* the dial failed on the spot: told in the next round */
    bool hinted;   /* the advice about parent_key has been logged since the link was last up */
    void *dealer, *monitor;                             /* owned, NULL = not dialled */
    struct loop_source *dealer_source, *monitor_source; /* owned by the loop */
    uint64_t dials;
    uint64_t dropped;
};

static void close_connection(struct net_parent *parent) {
    loop_remove(parent->context.loop, parent->dealer_source);
    loop_remove(parent->context.loop, parent->monitor_source);
    parent->dealer_source = NULL;
    parent->monitor_source = NULL;
    if (parent->dealer != NULL) {
        (void)zmq_socket_monitor(parent->dealer, NULL, 0);
    }
    net_socket_close(parent->monitor);
    net_socket_close(parent->dealer);
    parent->monitor = NULL;
    parent->dealer = NULL;
    parent->dial = 0;
    parent->up = false;
}

/* ---- frames */

static void take_message(struct net_parent *parent, const struct net_message *message) {
    if (message->count != 1 || net_part(message, 0).len > FRAME_BYTES_MAX) {
        parent->dropped++; /* a parent that speaks another protocol; its silence ends the dial */
        return;
    }
    node_on_frame(parent->context.node, parent->link, parent->dial, net_part(message, 0),
                  clock_now(parent->context.clock));
}

static bool dealer_take(void *context) {
    struct net_parent *parent = context;
    struct net_message message;

    if (parent->dealer == NULL || !net_receive(parent->dealer, &message)) {
        return false;
    }
    take_message(parent, &message);
    net_release(&message);
    return true;
}

bool net_parent_send(struct net_parent *parent, uint64_t dial, struct bytes frame) {
    if (!parent->up || (parent->dial != 0 && parent->dial != dial)) {
        return false;
    }
    parent->dial = dial;
    return net_send_part(parent->dealer, frame, false);
}

void net_parent_hang_up(struct net_parent *parent, uint64_t dial) {
    if (parent->dial == dial || parent->dial == 0) {
        close_connection(parent);
    }
}

/* ---- what the monitor tells */

static void on_up(struct net_parent *parent) {
    parent->up = true;
    parent->hinted = false;
    node_on_connected(parent->context.node, parent->link, clock_now(parent->context.clock));
}

static void on_down(struct net_parent *parent, enum pj_code code) {
    uint64_t dial = parent->dial;

    for (int i = 0; i < LAST_WORDS_MAX && node_can_take(parent->context.node); i++) {
        if (!dealer_take(parent)) { /* a Refuse may be among them */
            break;
        }
    }
    if (parent->dealer == NULL || parent->dial != dial) {
        return; /* the last words made the node hang up or dial anew */
    }
    close_connection(parent);
    node_on_disconnected(parent->context.node, parent->link, dial, code,
                         clock_now(parent->context.clock));
}

static void on_handshake_failed(struct net_parent *parent) {
    if (!parent->hinted) {
        parent->hinted = true;
        log_warn("link_handshake_failed",
                 "endpoint=%s parent_key=%s advice=\"does [link] parent_key match the parent's "
                 "public key?\"",
                 parent->endpoint, parent->server_key);
    }
    on_down(parent, PJ_OK);
}

static void on_event(struct net_parent *parent, unsigned event) {
    switch (event) {
    case ZMQ_EVENT_HANDSHAKE_SUCCEEDED:
        on_up(parent);
        break;
    case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH:
        on_down(parent, PJ_AUTH_UNKNOWN_KEY);
        break;
    case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL:
    case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL:
        on_handshake_failed(parent);
        break;
    default: /* closed, disconnected, would retry */
        on_down(parent, PJ_OK);
        break;
    }
}

static bool monitor_take(void *context) {
    struct net_parent *parent = context;
    struct net_message message;
    uint16_t event = 0;

    if (parent->monitor == NULL || !net_receive(parent->monitor, &message)) {
        return false;
    }
    ASSERT(net_part(&message, 0).len >= sizeof event);
    memcpy(&event, net_part(&message, 0).data, sizeof event);
    net_release(&message);
    on_event(parent, event);
    return true;
}

/* ---- dialling */

static bool open_monitor(struct net_parent *parent) {
    char name[MONITOR_NAME_MAX];

    (void)text_print(name, sizeof name, "inproc://parent-monitor-%" PRIu64, parent->dials);
    if (zmq_socket_monitor(parent->dealer, name, MONITORED) != 0) {
        return false;
    }
    parent->monitor = net_socket_open(parent->context.zmq, ZMQ_PAIR, NULL, 0);
    if (parent->monitor == NULL || zmq_connect(parent->monitor, name) != 0) {
        return false;
    }
    parent->monitor_source =
        loop_add(parent->context.loop, parent->monitor, false, monitor_take, parent);
    return parent->monitor_source != NULL;
}

static bool open_connection(struct net_parent *parent) {
    static const struct socket_option options[] = {
        {ZMQ_RECONNECT_IVL, -1},
        {ZMQ_CONNECT_TIMEOUT, CONNECT_MS},
        {ZMQ_SNDHWM, QUEUE_MAX},
        {ZMQ_RCVHWM, QUEUE_MAX},
    };
    const struct net_context *context = &parent->context;

    parent->dealer = net_socket_open(context->zmq, ZMQ_DEALER, options, ARRAY_COUNT(options));
    if (parent->dealer == NULL || !open_monitor(parent) ||
        net_socket_call(parent->dealer, context->keys, parent->server_key) != PJ_OK) {
        return false;
    }
    parent->dealer_source = loop_add(context->loop, parent->dealer, true, dealer_take, parent);
    return parent->dealer_source != NULL && zmq_connect(parent->dealer, parent->endpoint) == 0;
}

void net_parent_dial(struct net_parent *parent, uint32_t link) {
    close_connection(parent);
    parent->link = link;
    parent->dials++;
    parent->failed = !open_connection(parent);
    if (parent->failed) {
        log_warn("dial_failed", "endpoint=%s reason=\"%s\"", parent->endpoint,
                 zmq_strerror(zmq_errno()));
        close_connection(parent);
    }
}

void net_parent_round(struct net_parent *parent) {
    if (parent->failed) {
        parent->failed = false;
        node_on_disconnected(parent->context.node, parent->link, 0, PJ_OK,
                             clock_now(parent->context.clock));
    }
}

struct net_parent *net_parent_new(const struct net_context *context, const char *endpoint,
                                  const char *server_key) {
    struct net_parent *parent = calloc(1, sizeof *parent);

    if (parent == NULL) {
        return NULL;
    }
    parent->context = *context;
    parent->endpoint = endpoint;
    parent->server_key = server_key;
    parent->link = UINT32_MAX;
    return parent;
}

void net_parent_free(struct net_parent *parent) {
    if (parent == NULL) {
        return;
    }
    close_connection(parent);
    free(parent);
}

uint32_t net_parent_link(const struct net_parent *parent) {
    return parent->link;
}

uint64_t net_parent_dropped(const struct net_parent *parent) {
    return parent->dropped;
}
