/* SPDX-License-Identifier: Apache-2.0
 * Who sent this frame, and is it one? The protocol itself is lib/link's. A peer that is let in by
 * its key and yet cannot be served hears why, once per connection. */
#include "net_children.h"

#include "base/arena.h"
#include "base/log.h"
#include "wire/wire.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <uthash.h>

#define ROUTING_ID_BYTES  5    /* libzmq's own; a station sets none */
#define REFUSAL_BYTES_MAX 512  /* a code and a sentence */
#define QUEUE_MAX         1200 /* both windows + 64: the link's window is the only brake */
#define HELLO_ARENA_BYTES (256 * 1024)
#define LINK_NONE         UINT32_MAX

struct connection {
    uint64_t id;   /* the routing id's bytes */
    uint64_t dial; /* 0 = no Hello yet */
    uint32_t link;
    bool hung_up, refused;
    UT_hash_handle by_id, by_dial;
};

struct net_children {
    struct net_context context;
    struct station_id parent;
    void *socket;               /* owned */
    struct loop_source *source; /* owned by the loop */
    struct connection *by_id;   /* owned: this table owns the connections, oldest first */
    struct connection *by_dial; /* those with a dial */
    struct arena arena;         /* for one Hello */
    uint64_t dropped;
};

/* ---- connections */

static void connection_remove(struct net_children *children, struct connection *connection) {
    if (connection->dial != 0) {
        HASH_DELETE(by_dial, children->by_dial, connection);
    }
    /* The analyzer does not see that uthash forgets a neighbour before it is freed. */
    HASH_DELETE(by_id, children->by_id, connection); /* NOLINT(clang-analyzer-unix.Malloc) */
    free(connection);
}

static struct connection *connection_find(struct net_children *children, uint64_t id) {
    struct connection *connection = NULL;

    HASH_FIND(by_id, children->by_id, &id, sizeof id, connection);
    return connection;
}

/* NULL when out of memory. */
static struct connection *connection_get(struct net_children *children, uint64_t id) {
    struct connection *connection = connection_find(children, id);

    if (connection != NULL) {
        return connection;
    }
    if (HASH_CNT(by_id, children->by_id) >= CHILD_CONNECTIONS_MAX) {
        connection_remove(children, children->by_id);
    }
    connection = calloc(1, sizeof *connection);
    if (connection == NULL) {
        return NULL;
    }
    connection->id = id;
    connection->link = LINK_NONE;
    HASH_ADD(by_id, children->by_id, id, sizeof connection->id, connection);
    return connection;
}

static struct connection *connection_of_dial(struct net_children *children, uint32_t link,
                                             uint64_t dial) {
    struct connection *connection = NULL;

    HASH_FIND(by_dial, children->by_dial, &dial, sizeof dial, connection);
    return connection != NULL && connection->link == link ? connection : NULL;
}

/* Dials are random: the same one twice is the same station speaking over a second connection, and
 * the newer holds. */
static void connection_set_dial(struct net_children *children, struct connection *connection,
                                uint64_t dial) {
    struct connection *older = NULL;

    HASH_FIND(by_dial, children->by_dial, &dial, sizeof dial, older);
    if (older != NULL) {
        HASH_DELETE(by_dial, children->by_dial, older);
        older->dial = 0;
        older->hung_up = true;
    }
    connection->dial = dial;
    HASH_ADD(by_dial, children->by_dial, dial, sizeof connection->dial, connection);
}

/* ---- sending */

static bool send_to(struct net_children *children, uint64_t id, struct bytes frame) {
    struct bytes routing_id = {(const uint8_t *)&id, ROUTING_ID_BYTES};

    return net_send_part(children->socket, routing_id, true) &&
           net_send_part(children->socket, frame, false);
}

bool net_children_send(struct net_children *children, uint32_t link, uint64_t dial,
                       struct bytes frame) {
    struct connection *connection = connection_of_dial(children, link, dial);

    if (connection == NULL || connection->hung_up) {
        return false;
    }
    if (send_to(children, connection->id, frame)) {
        return true;
    }
    connection_remove(children, connection);
    return false;
}

void net_children_hang_up(struct net_children *children, uint32_t link, uint64_t dial) {
    struct connection *connection = connection_of_dial(children, link, dial);

    if (connection != NULL) {
        connection->hung_up = true;
    }
}

static void refuse(struct net_children *children, struct connection *connection,
                   enum pj_code code) {
    uint8_t frame[REFUSAL_BYTES_MAX];
    size_t len = 0;

    children->dropped++;
    if (connection->refused) {
        return;
    }
    connection->refused = true;
    len = node_refusal(children->context.node, code, frame, sizeof frame);
    (void)send_to(children, connection->id, (struct bytes){frame, len});
}

/* ---- receiving */

/* Which link may this key speak for? PJ_OK and the link, else why not. */
static enum pj_code link_of_key(const struct net_children *children, const char *key,
                                uint32_t *ret_link) {
    const struct node *node = children->context.node;
    struct station_id station;
    uint32_t link = LINK_NONE;

    if (!node_key_station(node, key, &station)) {
        return PJ_AUTH_UNKNOWN_KEY; /* revoked since it connected */
    }
    link = node_link_find(node, &station);
    if (link == LINK_NONE || station_id_equal(&station, &children->parent)) {
        return PJ_LINK_NOT_CHILD;
    }
    *ret_link = link;
    return PJ_OK;
}

/* The dial a Hello proposes, 0 for any other frame. */
static enum pj_code frame_dial(struct net_children *children, struct bytes bytes,
                               uint64_t *ret_dial) {
    struct frame frame = {.kind = FRAME_NONE};
    enum pj_code code = wire_decode_frame(bytes, &children->arena, &frame);

    if (code == PJ_OK) {
        *ret_dial = frame.kind == FRAME_HELLO ? frame.hello.dial : 0;
    }
    arena_clear(&children->arena);
    return code;
}

static void take_frame(struct net_children *children, struct connection *connection,
                       struct bytes frame) {
    uint64_t known_dial = connection->dial;

    if (known_dial == 0) { /* the node may answer within node_on_frame: know the dial before */
        uint64_t dial = 0;
        enum pj_code code = frame_dial(children, frame, &dial);

        if (code != PJ_OK) {
            refuse(children, connection, code);
            return;
        }
        if (dial != 0) {
            connection_set_dial(children, connection, dial);
        }
    }
    node_on_frame(children->context.node, connection->link, known_dial, frame,
                  clock_now(children->context.clock));
}

static void take_message(struct net_children *children, const struct net_message *message) {
    struct connection *connection = NULL;
    struct bytes routing_id = net_part(message, 0);
    uint64_t id = 0;
    enum pj_code code = PJ_OK;

    if (message->count != 2 || routing_id.len != ROUTING_ID_BYTES) {
        children->dropped++;
        return;
    }
    memcpy(&id, routing_id.data, ROUTING_ID_BYTES);
    connection = connection_get(children, id);
    if (connection == NULL || connection->hung_up) {
        children->dropped++;
        return;
    }
    code = link_of_key(children, net_property(message, NET_USER_ID), &connection->link);
    if (code == PJ_OK && net_part(message, 1).len > FRAME_BYTES_MAX) {
        code = PJ_BAD_TOO_LONG;
    }
    if (code != PJ_OK) {
        refuse(children, connection, code);
        return;
    }
    take_frame(children, connection, net_part(message, 1));
}

static bool children_take(void *context) {
    struct net_children *children = context;
    struct net_message message;

    if (!net_receive(children->socket, &message)) {
        return false;
    }
    take_message(children, &message);
    net_release(&message);
    return true;
}

/* ---- life */

static enum pj_code children_open(struct net_children *children, const char *endpoint) {
    static const struct socket_option options[] = {
        {ZMQ_ROUTER_MANDATORY, 1},
        {ZMQ_SNDHWM, QUEUE_MAX},
        {ZMQ_RCVHWM, QUEUE_MAX},
    };
    const struct net_context *context = &children->context;
    enum pj_code code = PJ_OK;

    children->socket = net_socket_open(context->zmq, ZMQ_ROUTER, options, ARRAY_COUNT(options));
    if (children->socket == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    code = net_socket_serve(children->socket, context->keys, NET_DOMAIN_LINK);
    if (code != PJ_OK) {
        return code;
    }
    if (zmq_bind(children->socket, endpoint) != 0) {
        log_error("socket_not_bound", "endpoint=%s reason=\"%s\"", endpoint,
                  zmq_strerror(zmq_errno()));
        return PJ_BAD_DATA;
    }
    children->source = loop_add(context->loop, children->socket, true, children_take, children);
    return children->source == NULL ? PJ_INTERNAL_NO_MEMORY : PJ_OK;
}

struct net_children *net_children_new(const struct net_context *context, const char *endpoint,
                                      const struct station_id *parent) {
    struct net_children *children = calloc(1, sizeof *children);

    if (children == NULL) {
        return NULL;
    }
    children->context = *context;
    children->parent = *parent;
    arena_init(&children->arena, HELLO_ARENA_BYTES);
    if (children_open(children, endpoint) != PJ_OK) {
        net_children_free(children);
        return NULL;
    }
    return children;
}

void net_children_free(struct net_children *children) {
    struct connection *connection = NULL;
    struct connection *next = NULL;

    if (children == NULL) {
        return;
    }
    HASH_ITER (by_id, children->by_id, connection, next) {
        connection_remove(children, connection);
    }
    loop_remove(children->context.loop, children->source);
    net_socket_close(children->socket);
    arena_release(&children->arena);
    free(children);
}

uint64_t net_children_dropped(const struct net_children *children) {
    return children->dropped;
}
