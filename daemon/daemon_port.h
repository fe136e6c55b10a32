/* SPDX-License-Identifier: Apache-2.0
 * The daemon's struct port (lib/node/port.h): where the node's wishes go. */
#pragma once
#include "net.h"
#include "node/port.h"
#include "store.h"

struct port {
    struct store *store; /* borrowed */
    struct net *net;     /* borrowed */
    struct prng prng;
};

/* Randomness works from here on; store and net are set by the daemon as it opens them. */
void daemon_port_init(struct port *port);
