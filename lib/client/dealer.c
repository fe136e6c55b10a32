/* SPDX-License-Identifier: Apache-2.0
 * libzmq's DEALER for lib/client. Nothing here blocks and nothing here decides: no retry, no timer.
 */
#include "dealer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

#include "base/text.h"

#define ANSWER_BYTES_MAX (4 * 1024 * 1024) /* four frames' worth: libzmq hangs up above it */
#define RECONNECT_MS     100
#define RECONNECT_MS_MAX 1000
#define MONITOR_EVENTS                                                                             \
    (ZMQ_EVENT_CONNECTED | ZMQ_EVENT_CONNECT_RETRIED | ZMQ_EVENT_DISCONNECTED |                    \
     ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH |                             \
     ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL)

static bool set_number(void *socket, int option, int value) {
    return zmq_setsockopt(socket, option, &value, sizeof value) == 0;
}

static bool set_key(void *socket, int option, const char *key) {
    return zmq_setsockopt(socket, option, key, strlen(key) + 1) == 0;
}

static bool set_options(void *socket, const struct dealer_options *options) {
    int64_t bytes_max = ANSWER_BYTES_MAX;

    if (!set_number(socket, ZMQ_LINGER, 0) ||
        !set_number(socket, ZMQ_RECONNECT_IVL, RECONNECT_MS) ||
        !set_number(socket, ZMQ_RECONNECT_IVL_MAX, RECONNECT_MS_MAX) ||
        zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &bytes_max, sizeof bytes_max) != 0) {
        return false;
    }
    return options->server_key[0] == '\0' ||
           (set_key(socket, ZMQ_CURVE_SERVERKEY, options->server_key) &&
            set_key(socket, ZMQ_CURVE_PUBLICKEY, options->public_key) &&
            set_key(socket, ZMQ_CURVE_SECRETKEY, options->secret_key));
}

static int descriptor(void *socket) {
    int fd = -1;
    size_t size = sizeof fd;
    int failed = zmq_getsockopt(socket, ZMQ_FD, &fd, &size);

    ASSERT(failed == 0);
    return fd;
}

/* The monitor's name is unique within the context: the address of the socket it watches. */
static bool open_monitor(struct dealer *dealer) {
    char endpoint[64];

    text_print(endpoint, sizeof endpoint, "inproc://monitor-%p", dealer->socket);
    if (zmq_socket_monitor(dealer->socket, endpoint, MONITOR_EVENTS) != 0) {
        return false;
    }
    dealer->monitor = zmq_socket(dealer->context, ZMQ_PAIR);
    return dealer->monitor != NULL && set_number(dealer->monitor, ZMQ_LINGER, 0) &&
           zmq_connect(dealer->monitor, endpoint) == 0;
}

enum pj_code dealer_open(struct dealer *dealer, void *context,
                         const struct dealer_options *options) {
    *dealer = (struct dealer){.context = context, .socket_fd = -1, .monitor_fd = -1};
    dealer->socket = zmq_socket(context, ZMQ_DEALER);
    if (dealer->socket == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    if (!set_options(dealer->socket, options) || !open_monitor(dealer) ||
        zmq_connect(dealer->socket, options->endpoint) != 0) {
        dealer_close(dealer);
        return PJ_BAD_FIELD;
    }
    dealer->socket_fd = descriptor(dealer->socket);
    dealer->monitor_fd = descriptor(dealer->monitor);
    return PJ_OK;
}

void dealer_close(struct dealer *dealer) {
    if (dealer->socket != NULL) {
        (void)zmq_socket_monitor(dealer->socket, NULL, 0);
        zmq_close(dealer->socket);
    }
    if (dealer->monitor != NULL) {
        zmq_close(dealer->monitor);
    }
    *dealer = (struct dealer){.socket_fd = -1, .monitor_fd = -1};
}

bool dealer_send(struct dealer *dealer, struct bytes frame) {
    return dealer->socket != NULL &&
           zmq_send(dealer->socket, frame.data, frame.len, ZMQ_DONTWAIT) >= 0;
}

static bool has_more(void *socket) {
    int more = 0;
    size_t size = sizeof more;

    return zmq_getsockopt(socket, ZMQ_RCVMORE, &more, &size) == 0 && more != 0;
}

static bool copy_out(zmq_msg_t *message, uint8_t **ret_frame, size_t *ret_len) {
    size_t len = zmq_msg_size(message);
    uint8_t *copy = len == 0 ? NULL : malloc(len);

    if (copy == NULL) {
        return false;
    }
    memcpy(copy, zmq_msg_data(message), len);
    *ret_frame = copy;
    *ret_len = len;
    return true;
}

enum dealer_take dealer_receive(struct dealer *dealer, uint8_t **ret_frame, size_t *ret_len) {
    zmq_msg_t message;
    size_t extra = 0; /* frames before the body that are not one empty frame */
    bool more = true;
    enum dealer_take take = DEALER_EMPTY;

    if (dealer->socket == NULL) {
        return DEALER_EMPTY;
    }
    for (size_t at = 0; more; at++) {
        zmq_msg_init(&message);
        if (zmq_msg_recv(&message, dealer->socket, ZMQ_DONTWAIT) < 0) {
            zmq_msg_close(&message);
            return DEALER_EMPTY; /* parts of one message arrive together: only the first can be
                                    missing */
        }
        more = has_more(dealer->socket);
        if (more) {
            extra += at > 0 || zmq_msg_size(&message) > 0;
        } else if (extra > 0 || !copy_out(&message, ret_frame, ret_len)) {
            take = DEALER_BAD_FRAMES;
        } else {
            take = DEALER_FRAME;
        }
        zmq_msg_close(&message);
    }
    return take;
}

static const struct news_row {
    uint16_t event;
    enum dealer_news news;
} news_table[] = {
    {ZMQ_EVENT_CONNECTED, DEALER_CONNECTED},
    {ZMQ_EVENT_CONNECT_RETRIED, DEALER_NOT_LISTENING},
    {ZMQ_EVENT_DISCONNECTED, DEALER_DISCONNECTED},
    {ZMQ_EVENT_HANDSHAKE_SUCCEEDED, DEALER_READY},
    {ZMQ_EVENT_HANDSHAKE_FAILED_AUTH, DEALER_KEY_REFUSED},
    {ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL, DEALER_HANDSHAKE_FAILED},
    {ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL, DEALER_HANDSHAKE_FAILED},
};

/* A monitor message is two parts: event number and value, then the endpoint, which nobody here
 * needs. */
enum dealer_news dealer_news(struct dealer *dealer) {
    uint8_t head[6];
    uint8_t endpoint[8];
    uint16_t event = 0;

    if (dealer->monitor == NULL ||
        zmq_recv(dealer->monitor, head, sizeof head, ZMQ_DONTWAIT) != sizeof head) {
        return DEALER_NO_NEWS;
    }
    (void)zmq_recv(dealer->monitor, endpoint, sizeof endpoint, ZMQ_DONTWAIT);
    memcpy(&event, head, sizeof event);
    for (size_t i = 0; i < ARRAY_COUNT(news_table); i++) {
        if (news_table[i].event == event) {
            return news_table[i].news;
        }
    }
    return DEALER_NO_NEWS;
}
