/* SPDX-License-Identifier: Apache-2.0
 * Thin and unconditional: nothing here knows what a frame means. */
#include "net_socket.h"

#include "base/log.h"
#include <errno.h>
#include <string.h>

static const struct socket_option common_options[] = {
    {ZMQ_LINGER, 0},
    {ZMQ_HANDSHAKE_IVL, NET_HANDSHAKE_MS},
    {ZMQ_IPV6, 1},
};

static bool set_options(void *socket, const struct socket_option *options, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (zmq_setsockopt(socket, options[i].option, &options[i].value, sizeof options[i].value) !=
            0) {
            return false;
        }
    }
    return true;
}

void *net_socket_open(void *zmq, int type, const struct socket_option *options, size_t count) {
    int64_t bytes_max = NET_BYTES_MAX;
    void *socket = zmq_socket(zmq, type);

    if (socket == NULL) {
        log_error("socket_not_opened", "reason=\"%s\"", zmq_strerror(errno));
        return NULL;
    }
    if (!set_options(socket, common_options, ARRAY_COUNT(common_options)) ||
        !set_options(socket, options, count) ||
        zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &bytes_max, sizeof bytes_max) != 0) {
        log_error("socket_not_opened", "reason=\"%s\"", zmq_strerror(errno));
        net_socket_close(socket);
        return NULL;
    }
    return socket;
}

void net_socket_close(void *socket) {
    if (socket != NULL) {
        int failed = zmq_close(socket);

        ASSERT(failed == 0);
    }
}

static bool set_key(void *socket, int option, const char *key) {
    return zmq_setsockopt(socket, option, key, strlen(key) + 1) == 0;
}

enum pj_code net_socket_serve(void *socket, const struct curve_pair *keys, const char *domain) {
    int yes = 1;

    if (zmq_setsockopt(socket, ZMQ_CURVE_SERVER, &yes, sizeof yes) != 0 ||
        zmq_setsockopt(socket, ZMQ_ZAP_DOMAIN, domain, strlen(domain)) != 0 ||
        !set_key(socket, ZMQ_CURVE_SECRETKEY, keys->secret_key)) {
        log_error("curve_not_set", "domain=%s reason=\"%s\"", domain, zmq_strerror(errno));
        return PJ_BAD_DATA;
    }
    return PJ_OK;
}

enum pj_code net_socket_call(void *socket, const struct curve_pair *keys, const char *server_key) {
    if (!set_key(socket, ZMQ_CURVE_SERVERKEY, server_key) ||
        !set_key(socket, ZMQ_CURVE_PUBLICKEY, keys->public_key) ||
        !set_key(socket, ZMQ_CURVE_SECRETKEY, keys->secret_key)) {
        log_error("curve_not_set", "server_key=%s reason=\"%s\"", server_key, zmq_strerror(errno));
        return PJ_BAD_DATA;
    }
    return PJ_OK;
}

/* Parts of one message arrive together, so only the first can be missing. */
static bool receive_part(void *socket, zmq_msg_t *part) {
    int failed = zmq_msg_init(part);

    ASSERT(failed == 0);
    if (zmq_msg_recv(part, socket, ZMQ_DONTWAIT) < 0) {
        (void)zmq_msg_close(part);
        return false;
    }
    return true;
}

bool net_receive(void *socket, struct net_message *ret_message) {
    zmq_msg_t surplus;
    bool more = true;

    ret_message->kept = 0;
    ret_message->count = 0;
    while (more) {
        bool keep = ret_message->kept < NET_PARTS_MAX;
        zmq_msg_t *part = keep ? &ret_message->parts[ret_message->kept] : &surplus;

        if (!receive_part(socket, part)) {
            return ret_message->count > 0;
        }
        more = zmq_msg_more(part) != 0;
        ret_message->count++;
        if (keep) {
            ret_message->kept++;
        } else {
            (void)zmq_msg_close(&surplus);
        }
    }
    return true;
}

void net_release(struct net_message *message) {
    for (size_t i = 0; i < message->kept; i++) {
        (void)zmq_msg_close(&message->parts[i]);
    }
    message->kept = 0;
}

struct bytes net_part(const struct net_message *message, size_t index) {
    ASSERT(index < message->kept);
    /* libzmq's getters are not const-correct; they change nothing. */
    zmq_msg_t *part = (zmq_msg_t *)&message->parts[index];

    return (struct bytes){zmq_msg_data(part), zmq_msg_size(part)};
}

const char *net_property(const struct net_message *message, const char *name) {
    ASSERT(message->kept > 0);
    const char *value = zmq_msg_gets(&message->parts[message->kept - 1], name);

    return value == NULL ? "" : value;
}

bool net_send_part(void *socket, struct bytes part, bool more) {
    int flags = ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0);

    return zmq_send(socket, part.data, part.len, flags) >= 0;
}
