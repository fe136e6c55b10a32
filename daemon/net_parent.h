/* SPDX-License-Identifier: Apache-2.0
 * Towards the station above: one DEALER per dial. The node decides when to dial; libzmq never
 * redials by itself, so one DEALER is one TCP connection is one dial. What libzmq knows about a
 * connection comes through a socket monitor. */
#pragma once
#include "net_socket.h"

struct net_parent;

/* Nothing is opened before net_parent_dial. endpoint and server_key are borrowed and outlive it.
 * NULL: out of memory. */
struct net_parent *net_parent_new(const struct net_context *context, const char *endpoint,
                                  const char *server_key);
void net_parent_free(struct net_parent *parent);
/* As port_dial: drops the present connection without a word and opens a fresh one. */
void net_parent_dial(struct net_parent *parent, uint32_t link);
/* As port_send. */
bool net_parent_send(struct net_parent *parent, uint64_t dial, struct bytes frame) must_check;
void net_parent_hang_up(struct net_parent *parent, uint64_t dial);
/* The link last dialled; UINT32_MAX before the first dial. */
uint32_t net_parent_link(const struct net_parent *parent);
/* Once a round: answers a dial that failed on the spot. */
void net_parent_round(struct net_parent *parent);
uint64_t net_parent_dropped(const struct net_parent *parent);
