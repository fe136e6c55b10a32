/* SPDX-License-Identifier: Apache-2.0
 * Frames in, frames out. It finds out which account a request comes from; what that account may do
 * is the node's business. A client's address - socket, routing id, empty frame or not - travels
 * inside struct client, so no table of connections is kept. */
#include "net_api.h"

#include "base/log.h"
#include "base/text.h"
#include "ipc_path.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define API_SOCKETS        2
#define API_ROUTING_ID_MAX 24 /* what struct client has room for; libzmq's own ids have 5 bytes */
#define API_QUEUE_MAX                                                                              \
    128 /* requests per client waiting to be read: twice what an account may have in flight */
#define API_LINGER_MS 500 /* replies of the last batch still leave */

struct api_socket {
    struct net_api *api; /* borrowed: whose it is */
    unsigned index;
    bool is_ipc;
    void *socket;               /* owned */
    struct loop_source *source; /* owned by the loop */
};

struct net_api {
    struct net_context context;
    const struct uid_list *admin_uids; /* borrowed */
    struct api_socket sockets[API_SOCKETS];
    size_t count;
    uint64_t malformed, lost;
};

/* ---- a client's address in four words: socket, empty frame, id length; id */

struct api_address {
    unsigned index;
    bool empty_frame;
    struct bytes id;
};

static struct client address_pack(const struct api_address *address) {
    struct client client = {{0}};

    client.word[0] = address->index | (address->empty_frame ? UINT64_C(0x100) : 0) |
                     (uint64_t)address->id.len << 16;
    memcpy(&client.word[1], address->id.data, address->id.len);
    return client;
}

static struct api_address address_unpack(const struct client *client) {
    struct api_address address = {
        .index = client->word[0] & 0xff,
        .empty_frame = (client->word[0] & 0x100) != 0,
        .id = {(const uint8_t *)&client->word[1], client->word[0] >> 16 & 0xff},
    };

    ASSERT(address.id.len <= API_ROUTING_ID_MAX);
    return address;
}
CTASSERT(sizeof(struct client) - sizeof(uint64_t) == API_ROUTING_ID_MAX);

/* ---- who asks */

bool net_api_peer_uid(const char *peer_address, uint32_t *ret_uid) {
    const char *field[4]; /* where the last three fields and the end begin */
    const char *at = peer_address + strlen(peer_address);
    uint64_t uid = 0;
    enum pj_code code = PJ_OK;

    field[3] = at + 1;
    for (int i = 2; i >= 0; i--) {
        do {
            if (at == peer_address) {
                return false;
            }
            at--;
        } while (*at != ':');
        field[i] = at + 1;
    }
    code = text_u64(field[0], (size_t)(field[1] - 1 - field[0]), UINT32_MAX - 1, &uid);
    *ret_uid = (uint32_t)uid;
    return code == PJ_OK;
}

static bool uid_is_admin(const struct net_api *api, uint32_t uid) {
    for (uint32_t i = 0; i < api->admin_uids->count; i++) {
        uint32_t admin = api->admin_uids->uid[i];

        if (uid == (admin == CONFIG_UID_SELF ? (uint32_t)geteuid() : admin)) {
            return true;
        }
    }
    return false;
}

static struct account_id account_of_uid(const struct net_api *api, const char *peer_address) {
    struct account_id account = {""};
    uint32_t uid = 0;

    if (!net_api_peer_uid(peer_address, &uid)) {
        return account;
    }
    if (uid_is_admin(api, uid)) {
        return (struct account_id){NET_API_ADMIN};
    }
    return node_uid_account(api->context.node, uid, &account) ? account : (struct account_id){""};
}

static struct account_id account_of_key(const struct net_api *api, const char *key) {
    struct account_id account = {""};

    return node_key_account(api->context.node, key, &account) ? account : (struct account_id){""};
}

static struct account_id account_of(const struct api_socket *from,
                                    const struct net_message *message) {
    if (from->is_ipc) {
        return account_of_uid(from->api, net_property(message, NET_PEER_ADDRESS));
    }
    return account_of_key(from->api, net_property(message, NET_USER_ID));
}

/* ---- requests */

static void take_request(const struct api_socket *from, const struct net_message *message) {
    struct net_api *api = from->api;
    struct account_id account = account_of(from, message);
    struct api_address address = {.index = from->index, .id = net_part(message, 0)};
    struct client client = {{0}};
    bool frames_ok = true;

    if (address.id.len > API_ROUTING_ID_MAX) {
        api->malformed++;
        log_warn("routing_id_too_long", "account=%s bytes=%zu bytes_max=%d", account.text,
                 address.id.len, API_ROUTING_ID_MAX);
        return;
    }
    address.empty_frame = message->count > 2 && net_part(message, 1).len == 0;
    frames_ok = message->count == (address.empty_frame ? 3 : 2);
    if (!frames_ok) {
        api->malformed++;
    }
    client = address_pack(&address);
    node_on_request(api->context.node, &client, &account, frames_ok,
                    frames_ok ? net_part(message, message->count - 1) : BYTES_NONE,
                    clock_now(api->context.clock));
}

static bool api_take(void *context) {
    struct api_socket *from = context;
    struct net_message message;

    if (!net_receive(from->socket, &message)) {
        return false;
    }
    take_request(from, &message);
    net_release(&message);
    return true;
}

void net_api_reply(struct net_api *api, const struct client *client, struct bytes reply) {
    struct api_address address = address_unpack(client);
    void *socket = NULL;
    bool sent = true;

    ASSERT(address.index < api->count);
    socket = api->sockets[address.index].socket;
    sent = net_send_part(socket, address.id, true);
    if (sent && address.empty_frame) {
        sent = net_send_part(socket, BYTES_NONE, true);
    }
    if (sent) {
        sent = net_send_part(socket, reply, false);
    }
    if (!sent) {
        api->lost++;
    }
}

/* ---- sockets */

static enum pj_code bind_socket(struct api_socket *at, const char *endpoint) {
    const struct net_context *context = &at->api->context;
    enum pj_code code = PJ_OK;

    if (at->is_ipc) {
        return ipc_bind(at->socket, endpoint);
    }
    code = net_socket_serve(at->socket, context->keys, NET_DOMAIN_API);
    if (code == PJ_OK && zmq_bind(at->socket, endpoint) != 0) {
        log_error("socket_not_bound", "endpoint=%s reason=\"%s\"", endpoint,
                  zmq_strerror(zmq_errno()));
        return PJ_BAD_DATA;
    }
    return code;
}

static enum pj_code open_socket(struct net_api *api, const char *endpoint, bool is_ipc) {
    static const struct socket_option options[] = {
        {ZMQ_ROUTER_MANDATORY, 1},
        {ZMQ_RCVHWM, API_QUEUE_MAX},
        {ZMQ_LINGER, API_LINGER_MS},
    };
    struct api_socket *at = &api->sockets[api->count];
    enum pj_code code = PJ_OK;

    if (endpoint[0] == '\0') {
        return PJ_OK;
    }
    at->api = api;
    at->index = (unsigned)api->count;
    at->is_ipc = is_ipc;
    at->socket = net_socket_open(api->context.zmq, ZMQ_ROUTER, options, ARRAY_COUNT(options));
    if (at->socket == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    api->count++;
    code = bind_socket(at, endpoint);
    if (code != PJ_OK) {
        return code;
    }
    at->source = loop_add(api->context.loop, at->socket, true, api_take, at);
    return at->source == NULL ? PJ_INTERNAL_NO_MEMORY : PJ_OK;
}

struct net_api *net_api_new(const struct net_context *context,
                            const struct net_api_config *config) {
    struct net_api *api = calloc(1, sizeof *api);
    enum pj_code code = PJ_OK;

    if (api == NULL) {
        return NULL;
    }
    api->context = *context;
    api->admin_uids = config->admin_uids;
    code = open_socket(api, config->ipc, true);
    if (code == PJ_OK) {
        code = open_socket(api, config->listen, false);
    }
    if (code != PJ_OK) {
        net_api_free(api);
        return NULL;
    }
    return api;
}

void net_api_free(struct net_api *api) {
    if (api == NULL) {
        return;
    }
    for (size_t i = 0; i < api->count; i++) {
        loop_remove(api->context.loop, api->sockets[i].source);
        net_socket_close(api->sockets[i].socket);
    }
    free(api);
}

uint64_t net_api_malformed(const struct net_api *api) {
    return api->malformed;
}

uint64_t net_api_lost(const struct net_api *api) {
    return api->lost;
}
