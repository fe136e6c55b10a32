/* SPDX-License-Identifier: Apache-2.0
 * Two or more stations' networks in one process, over real sockets, each with a node that only
 * records what it is told (the linker takes it instead of lib/node). */
#pragma once
#include "config.h"
#include "loop.h"
#include "net.h"
#include "node/node.h"
#include "unit.h"

#define WORLD_KEYS_MAX    8
#define WORLD_TEXT_MAX    64
#define WORLD_LINK_PARENT 0 /* what the child's node calls its link */
#define WORLD_LINK_CHILD  1 /* what the parent's node calls its link */

struct node { /* the recorder */
    enum node_state state;
    bool can_take;
    uint64_t
        take_max; /* can_take turns false when so many frames and requests have come; 0 = never */
    struct {
        char key[CURVE_TEXT_MAX + 1];
        char station[STATION_TEXT_MAX + 1], account[ACCOUNT_TEXT_MAX + 1];
    } keys[WORLD_KEYS_MAX];
    size_t key_count;
    char
        neighbour[STATION_TEXT_MAX + 1]; /* the station node_link_find knows, as WORLD_LINK_CHILD */
    uint32_t uid;                        /* uid + 1 of the account "by-uid" */

    unsigned connected, disconnected;
    enum pj_code disconnected_code;
    uint64_t disconnected_dial;

    uint64_t frames;
    uint32_t frame_link;
    uint64_t frame_dial;
    char frame_text[WORLD_TEXT_MAX + 1]; /* the beginning of the last frame */
    size_t frame_len;

    uint64_t requests, bad_shapes;
    struct client client;
    char account[ACCOUNT_TEXT_MAX + 1];
    char request_text[WORLD_TEXT_MAX + 1];
};

struct side {
    struct node node;
    struct config config;
    struct curve_pair keys;
    struct steady_clock clock;
    struct loop *loop;
    void *zmq;
    struct net *net;
};

/* Opens the sockets that config names (keys are drawn here). False: net_new refused. */
bool side_open(struct side *side, const struct config *config) must_check;
void side_close(struct side *side);
/* Runs all sides until the condition holds; false after `seconds`. */
typedef bool world_condition(void *context);
bool world_run(struct side *const *sides, size_t count, world_condition *condition, void *context,
               int seconds) must_check;
/* Runs for so long, whatever happens. */
void world_idle(struct side *const *sides, size_t count, int milliseconds);

/* Makes the node of `side` know a key. */
void node_allow(struct node *node, const char *key, const char *station, const char *account);
void node_revoke(struct node *node, const char *key);

/* An encoded Hello with this dial, owned by the caller (free). */
struct bytes hello_frame(uint64_t dial);

/* A bare socket that speaks as `keys` to a server: for frames no station would send. */
void *raw_socket(void *zmq, int type, const char *endpoint, const struct curve_pair *keys,
                 const char *server_key);

/* What has been logged since the last log_clear, events only, one per line. */
void log_record(void);
const char *log_events(void);
void log_clear(void);
