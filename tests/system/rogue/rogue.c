/* SPDX-License-Identifier: Apache-2.0
 * See the header. */
#include "rogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void rogue_die(const char *sentence) {
    (void)fprintf(stderr, "rogue: %s: %s\n", sentence, zmq_strerror(zmq_errno()));
    exit(1);
}

static void set_int(void *socket, int option, int value) {
    if (zmq_setsockopt(socket, option, &value, sizeof value) != 0) {
        rogue_die("option");
    }
}

static void set_text(void *socket, int option, const char *text) {
    if (zmq_setsockopt(socket, option, text, strlen(text) + 1) != 0) {
        rogue_die("key");
    }
}

struct curve_pair rogue_keys(const char *path) {
    struct curve_pair keys;

    if (curve_pair_read(path, &keys) != PJ_OK) {
        rogue_die(path);
    }
    return keys;
}

static void *open_socket(void *zmq, int type) {
    void *socket = zmq_socket(zmq, type);

    if (socket == NULL) {
        rogue_die("socket");
    }
    set_int(socket, ZMQ_LINGER, 0);
    set_int(socket, ZMQ_SNDHWM, 0); /* a relay must not lose a frame by accident */
    set_int(socket, ZMQ_RCVHWM, 0);
    return socket;
}

void *rogue_listen(void *zmq, const char *endpoint, const struct curve_pair *keys) {
    void *socket = open_socket(zmq, ZMQ_ROUTER);

    set_int(socket, ZMQ_CURVE_SERVER, 1);
    set_text(socket, ZMQ_CURVE_SECRETKEY, keys->secret_key);
    if (zmq_bind(socket, endpoint) != 0) {
        rogue_die(endpoint);
    }
    return socket;
}

void *rogue_dial(void *zmq, const char *endpoint, const struct curve_pair *keys,
                 const char *server_key) {
    void *socket = open_socket(zmq, ZMQ_DEALER);

    set_int(socket, ZMQ_RECONNECT_IVL, -1);
    set_text(socket, ZMQ_CURVE_SERVERKEY, server_key);
    set_text(socket, ZMQ_CURVE_PUBLICKEY, keys->public_key);
    set_text(socket, ZMQ_CURVE_SECRETKEY, keys->secret_key);
    if (zmq_connect(socket, endpoint) != 0) {
        rogue_die(endpoint);
    }
    return socket;
}

void rogue_frame_init(struct rogue_frame *frame) {
    frame->bytes = malloc(ROGUE_FRAME_MAX);
    frame->len = 0;
    frame->name_len = 0;
    if (frame->bytes == NULL) {
        rogue_die("memory");
    }
}

bool rogue_receive(void *socket, bool router, int wait_ms, struct rogue_frame *frame) {
    int len = 0;

    set_int(socket, ZMQ_RCVTIMEO, wait_ms);
    if (router) {
        len = zmq_recv(socket, frame->name, sizeof frame->name, 0);
        if (len < 0) {
            return false;
        }
        frame->name_len = (size_t)len;
    }
    len = zmq_recv(socket, frame->bytes, ROGUE_FRAME_MAX, 0);
    if (len < 0 || len > ROGUE_FRAME_MAX) {
        return false;
    }
    frame->len = (size_t)len;
    return true;
}

void rogue_send(void *socket, const struct rogue_frame *frame) {
    if (frame->name_len > 0 &&
        zmq_send(socket, frame->name, frame->name_len, ZMQ_SNDMORE | ZMQ_DONTWAIT) < 0) {
        return; /* that dial is over */
    }
    (void)zmq_send(socket, frame->bytes, frame->len, ZMQ_DONTWAIT);
}
