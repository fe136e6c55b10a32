/* SPDX-License-Identifier: Apache-2.0
 * Unit tests of lib/node look at tables and pure parts; whoever reaches for a port there is in the wrong test. */
#include "base/base.h"
#include "node/port.h"

void port_load(struct port *port) {
    ASSERT(port == NULL && "no store here");
}

void port_prefetch(struct port *port, const struct prefetch_key *keys, size_t count) {
    ASSERT(port == NULL && keys == NULL && count == 0 && "no store here");
}

void port_submit(struct port *port, const struct batch *batch) {
    ASSERT(port == NULL && batch == NULL && "no store here");
}

void port_query(struct port *port, const struct query *query) {
    ASSERT(port == NULL && query == NULL && "no store here");
}

bool port_send(struct port *port, uint32_t link, uint64_t dial, struct bytes frame) {
    ASSERT(port == NULL && link == 0 && dial == 0 && frame.len == 0 && "no network here");
    return false;
}

void port_dial(struct port *port, uint32_t link) {
    ASSERT(port == NULL && link == 0 && "no network here");
}

void port_hang_up(struct port *port, uint32_t link, uint64_t dial) {
    ASSERT(port == NULL && link == 0 && dial == 0 && "no network here");
}

void port_reply(struct port *port, const struct client *client, struct bytes reply) {
    ASSERT(port == NULL && client == NULL && reply.len == 0 && "no network here");
}

struct prng *port_prng(struct port *port) {
    ASSERT(port == NULL && "no randomness here");
    return NULL;
}
