/* SPDX-License-Identifier: Apache-2.0
 * Puts the sockets together and finds the one a link's frame belongs to: the parent's link is the
 * one the node has dialled, every other link is a child's. */
#include "net.h"

#include "config.h"
#include "net_api.h"
#include "net_children.h"
#include "net_parent.h"
#include "net_zap.h"
#include <stdlib.h>

struct net {
    struct net_zap *zap;           /* owned */
    struct net_children *children; /* owned, NULL = no child may dial */
    struct net_parent *parent;     /* owned, NULL = the top */
    struct net_api *api;           /* owned */
};

static bool open_links(struct net *net, const struct net_context *context,
                       const struct config *config) {
    if (config->link.listen[0] != '\0') {
        net->children = net_children_new(context, config->link.listen, &config->station.parent);
        if (net->children == NULL) {
            return false;
        }
    }
    if (config->link.parent_endpoint[0] != '\0') {
        net->parent =
            net_parent_new(context, config->link.parent_endpoint, config->link.parent_key);
        return net->parent != NULL;
    }
    return true;
}

struct net *net_new(const struct net_context *context, const struct config *config) {
    const struct net_api_config api = {
        .ipc = config->api.ipc,
        .listen = config->api.listen,
        .admin_uids = &config->account.admin_uids,
    };
    struct net *net = calloc(1, sizeof *net);

    if (net == NULL) {
        return NULL;
    }
    net->zap = net_zap_new(context);
    if (net->zap == NULL || !open_links(net, context, config)) {
        net_free(net);
        return NULL;
    }
    net->api = net_api_new(context, &api);
    if (net->api == NULL) {
        net_free(net);
        return NULL;
    }
    return net;
}

void net_free(struct net *net) {
    if (net == NULL) {
        return;
    }
    net_api_free(net->api);
    net_parent_free(net->parent);
    net_children_free(net->children);
    net_zap_free(net->zap);
    free(net);
}

void net_round(struct net *net) {
    if (net->parent != NULL) {
        net_parent_round(net->parent);
    }
}

static bool is_parent(const struct net *net, uint32_t link) {
    return net->parent != NULL && net_parent_link(net->parent) == link;
}

bool net_send(struct net *net, uint32_t link, uint64_t dial, struct bytes frame) {
    if (is_parent(net, link)) {
        return net_parent_send(net->parent, dial, frame);
    }
    return net->children != NULL && net_children_send(net->children, link, dial, frame);
}

void net_dial(struct net *net, uint32_t link) {
    ASSERT(net->parent != NULL);
    net_parent_dial(net->parent, link);
}

void net_hang_up(struct net *net, uint32_t link, uint64_t dial) {
    if (is_parent(net, link)) {
        net_parent_hang_up(net->parent, dial);
    } else if (net->children != NULL) {
        net_children_hang_up(net->children, link, dial);
    }
}

void net_reply(struct net *net, const struct client *client, struct bytes reply) {
    net_api_reply(net->api, client, reply);
}

struct net_stats net_stats(const struct net *net) {
    struct net_stats stats = {
        .requests_malformed = net_api_malformed(net->api),
        .replies_lost = net_api_lost(net->api),
    };

    if (net->children != NULL) {
        stats.frames_dropped += net_children_dropped(net->children);
    }
    if (net->parent != NULL) {
        stats.frames_dropped += net_parent_dropped(net->parent);
    }
    return stats;
}
