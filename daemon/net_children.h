/* SPDX-License-Identifier: Apache-2.0
 * Towards the stations below: one ROUTER they dial into. A connection is known by libzmq's routing
 * id, by the station its key was allowed for, and by the dial its Hello proposed; the node speaks
 * of (link, dial) only. */
#pragma once
#include "net_socket.h"

#define CHILD_CONNECTIONS_MAX                                                                      \
    4096 /* four per possible link: dead ones are not seen to die, the oldest make room */

struct net_children;

/* Binds. parent may come from no child ("" = none). NULL, already logged. */
struct net_children *net_children_new(const struct net_context *context, const char *endpoint,
                                      const struct station_id *parent);
void net_children_free(struct net_children *children);
/* As port_send. */
bool net_children_send(struct net_children *children, uint32_t link, uint64_t dial,
                       struct bytes frame) must_check;
/* Whatever still comes on that connection is dropped: a ROUTER cannot close one peer. */
void net_children_hang_up(struct net_children *children, uint32_t link, uint64_t dial);
/* Frames not handed to the node: wrong shape, too long, of a closed connection. */
uint64_t net_children_dropped(const struct net_children *children);
