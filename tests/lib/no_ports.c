/* SPDX-License-Identifier: Apache-2.0
 * Unit tests of lib/node look at tables and pure parts; whoever reaches for a port there is in the
 * wrong test. */
#include "base/base.h"
#include "node/port.h"

static bool is_wrong_test(const struct port *port) {
    (void)port;
    return true;
}

#define NO_PORT() ASSERT(!is_wrong_test(port))

void port_load(struct port *port) {
    NO_PORT();
}

void port_prefetch(struct port *port, const struct prefetch_key *keys, size_t count) {
    (void)keys;
    (void)count;
    NO_PORT();
}

void port_submit(struct port *port, const struct batch *batch) {
    (void)batch;
    NO_PORT();
}

void port_query(struct port *port, const struct query *query) {
    (void)query;
    NO_PORT();
}

bool port_send(struct port *port, uint32_t link, uint64_t dial, struct bytes frame) {
    (void)link;
    (void)dial;
    (void)frame;
    NO_PORT();
    return false;
}

void port_dial(struct port *port, uint32_t link) {
    (void)link;
    NO_PORT();
}

void port_hang_up(struct port *port, uint32_t link, uint64_t dial) {
    (void)link;
    (void)dial;
    NO_PORT();
}

void port_reply(struct port *port, const struct client *client, struct bytes reply) {
    (void)client;
    (void)reply;
    NO_PORT();
}

struct prng *port_prng(struct port *port) {
    NO_PORT();
    return NULL;
}
