/* SPDX-License-Identifier: Apache-2.0
 * What all our ZeroMQ sockets have in common: options, several frames as one message, who sent it.
 * Inside net*.c only.
 */
#pragma once
#include "clock.h"
#include "loop.h"
#include "node/node.h"
#include "secret.h"
#include <zmq.h>

#define NET_BYTES_MAX                                                                              \
    (4 * FRAME_BYTES_MAX)     /* above it libzmq disconnects; below it we can still say why */
#define NET_PARTS_MAX    7    /* a ZAP request has most: see net_zap.c */
#define NET_HANDSHAKE_MS 5000 /* a peer that connects and says nothing */

#define NET_DOMAIN_LINK "link" /* ZAP domains: whose key may come in here */
#define NET_DOMAIN_API  "api"

/* What the parts of the network share; everything borrowed from the daemon. */
struct net_context {
    void *zmq;
    struct loop *loop;
    struct node *node;
    struct steady_clock *clock;
    const struct curve_pair *keys;
};

/* One ZeroMQ message: its first parts, and how many there were. */
struct net_message {
    zmq_msg_t parts[NET_PARTS_MAX];
    size_t kept;  /* initialised parts, to be closed */
    size_t count; /* parts received */
};

struct socket_option {
    int option;
    int value;
};

/* Options every socket gets (limits, no linger), then the `count` given ones. NULL, already logged.
 */
void *net_socket_open(void *zmq, int type, const struct socket_option *options, size_t count);
/* NULL is allowed. */
void net_socket_close(void *socket);
/* Accept only peers whose key the ZAP handler allows in this domain. */
enum pj_code net_socket_serve(void *socket, const struct curve_pair *keys,
                              const char *domain) must_check;
/* Speak to a server whose public key is known. */
enum pj_code net_socket_call(void *socket, const struct curve_pair *keys,
                             const char *server_key) must_check;

/* False: nothing to read now. A message must be released. */
bool net_receive(void *socket, struct net_message *ret_message) must_check;
void net_release(struct net_message *message);
struct bytes net_part(const struct net_message *message, size_t index);
/* Properties of the connection a message came by. (zmq.h hides its names for them among the
 * drafts.) */
#define NET_USER_ID      "User-Id" /* the key the ZAP handler let in, Z85 */
#define NET_PEER_ADDRESS "Peer-Address"
/* "" when it has none. Borrowed from the message. */
const char *net_property(const struct net_message *message, const char *name);

/* One part; more = others follow. False: not taken (peer gone or its queue full); then nothing of
 * the message has left if this was the first part. Never waits. */
bool net_send_part(void *socket, struct bytes part, bool more) must_check;
