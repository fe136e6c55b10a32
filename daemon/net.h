/* SPDX-License-Identifier: Apache-2.0
 * All sockets of a station: children below, parent above, the API beside, and the ZAP handler that
 * guards them. Messages go to the node as node_on_*; what the node wants sent comes through port.c.
 */
#pragma once
#include "net_socket.h"

struct config;
struct net;

struct net_stats {
    uint64_t frames_dropped;     /* from links: wrong shape, too long, of a closed connection */
    uint64_t requests_malformed; /* from clients */
    uint64_t replies_lost;       /* the client was gone or did not read */
};

/* Binds what config names; config is borrowed and outlives it. NULL, already logged. */
struct net *net_new(const struct net_context *context, const struct config *config);
void net_free(struct net *net);
/* Once a round of the loop. */
void net_round(struct net *net);

/* As port.h says. */
bool net_send(struct net *net, uint32_t link, uint64_t dial, struct bytes frame) must_check;
void net_dial(struct net *net, uint32_t link);
void net_hang_up(struct net *net, uint32_t link, uint64_t dial);
void net_reply(struct net *net, const struct client *client, struct bytes reply);

struct net_stats net_stats(const struct net *net);
