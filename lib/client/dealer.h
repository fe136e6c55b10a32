/* SPDX-License-Identifier: Apache-2.0
 * One DEALER socket and its monitor: what libzmq knows, in words. A dealer that lost its connection
 * is not repaired but replaced by a fresh one: what a dead connection had swallowed is never waited
 * for. */
#pragma once
#include "base/base.h"
#include <pujiang/pujiang.h>

enum dealer_news {
    DEALER_NO_NEWS,
    DEALER_NOT_LISTENING,    /* a connection attempt was turned away */
    DEALER_CONNECTED,        /* bytes flow, nothing agreed yet */
    DEALER_READY,            /* handshake done */
    DEALER_KEY_REFUSED,      /* the station does not know our key or user */
    DEALER_HANDSHAKE_FAILED, /* no CURVE there, or another server key */
    DEALER_DISCONNECTED,
};

struct dealer {
    void *context; /* borrowed, outlives the dealer */
    void *socket;  /* owned */
    void *monitor; /* owned */
    int socket_fd, monitor_fd;
};

struct dealer_options {
    char *endpoint; /* owned by the client */
    char public_key[PJ_CURVE_TEXT_MAX + 1], secret_key[PJ_CURVE_TEXT_MAX + 1];
    char server_key[PJ_CURVE_TEXT_MAX + 1]; /* "" = without CURVE */
};

/* PJ_BAD_FIELD: libzmq does not take the endpoint or a key. The dealer is usable only on PJ_OK. */
enum pj_code dealer_open(struct dealer *dealer, void *context,
                         const struct dealer_options *options) must_check;
void dealer_close(struct dealer *dealer);

/* Never blocks; false = not now. */
bool dealer_send(struct dealer *dealer, struct bytes frame) must_check;

enum dealer_take {
    DEALER_EMPTY,
    DEALER_FRAME,
    DEALER_BAD_FRAMES
};
/* The next body frame; *ret_frame is malloc'ed and the caller's. An empty frame before the body is
 * allowed. */
enum dealer_take dealer_receive(struct dealer *dealer, uint8_t **ret_frame, size_t *ret_len);

/* The next piece of news from the monitor. */
enum dealer_news dealer_news(struct dealer *dealer);
