/* SPDX-License-Identifier: Apache-2.0
 * lib/node/port.h on PostgreSQL and ZeroMQ: forwarding, nothing else. */
#include "daemon_port.h"

void daemon_port_init(struct port *port) {
    *port = (struct port){.store = NULL};
    prng_init_system(&port->prng);
}

void port_load(struct port *port) {
    store_load(port->store);
}

void port_prefetch(struct port *port, const struct prefetch_key *keys, size_t count) {
    store_prefetch(port->store, keys, count);
}

void port_submit(struct port *port, const struct batch *batch) {
    store_submit(port->store, batch);
}

void port_query(struct port *port, const struct query *query) {
    store_query(port->store, query);
}

bool port_send(struct port *port, uint32_t link, uint64_t dial, struct bytes frame) {
    return net_send(port->net, link, dial, frame);
}

void port_dial(struct port *port, uint32_t link) {
    net_dial(port->net, link);
}

void port_hang_up(struct port *port, uint32_t link, uint64_t dial) {
    net_hang_up(port->net, link, dial);
}

void port_reply(struct port *port, const struct client *client, struct bytes reply) {
    net_reply(port->net, client, reply);
}

struct prng *port_prng(struct port *port) {
    return &port->prng;
}
