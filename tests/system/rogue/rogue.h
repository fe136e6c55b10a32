/* SPDX-License-Identifier: Apache-2.0
 * What the two programs share that own a station's key and do not keep the rules: sockets and
 * frames. They wait (blocking sockets) and end at the first thing that cannot be. */
#pragma once
#include "secret.h"
#include "wire/wire.h"
#include <zmq.h>

#define ROGUE_FRAME_MAX (4 * FRAME_BYTES_MAX)

struct rogue_frame { /* one ZeroMQ message; the first part is the peer's name at a ROUTER */
    uint8_t *bytes;  /* owned: ROGUE_FRAME_MAX */
    size_t len;
    uint8_t name[256];
    size_t name_len; /* 0 at a DEALER */
};

/* Ends the program with this sentence. */
_Noreturn void rogue_die(const char *sentence);
struct curve_pair rogue_keys(const char *path);
/* A server that lets everybody in, as the station whose keys these are. */
void *rogue_listen(void *zmq, const char *endpoint, const struct curve_pair *keys);
/* A client of that server. */
void *rogue_dial(void *zmq, const char *endpoint, const struct curve_pair *keys,
                 const char *server_key);
void rogue_frame_init(struct rogue_frame *frame);
/* False: nothing came within wait_ms. */
bool rogue_receive(void *socket, bool router, int wait_ms, struct rogue_frame *frame);
void rogue_send(void *socket, const struct rogue_frame *frame);
