/* SPDX-License-Identifier: Apache-2.0
 * Who may connect: libzmq asks over inproc (ZAP, RFC 27) for each CURVE handshake, the node's key
 * table answers. The key becomes the connection's "User-Id", so that every later message can be
 * judged by the table as it is then. */
#pragma once
#include "net_socket.h"

struct net_zap;

/* Must exist before the first socket that serves. NULL, already logged. */
struct net_zap *net_zap_new(const struct net_context *context);
void net_zap_free(struct net_zap *zap);
