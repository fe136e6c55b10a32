/* SPDX-License-Identifier: Apache-2.0
 * The conductor of one station: take in -> prefetch -> decide -> seal -> submit ... commit seen ...
 * -> release.
 *
 * Callbacks (node_on_*) only collect; node_turn moves the work. One batch is in flight at a time;
 * nothing - no ack, no reply, no frame - leaves before the commit that justifies it. Two nodes fit
 * in one process.
 */
#pragma once
#include "node/port.h"

struct node;

#define NODE_VERSION "0.1.0"

/* A data file that the program brings along. The first of a kind is in force at a station that has
 * loaded none; the others are there for clocks that cite them. */
struct node_default {
    enum data_kind kind; /* DATA_CALENDAR, DATA_RULES */
    const char *name;    /* "cn", "CN2022" */
    struct bytes text;
};

struct node_config {
    struct station_id station;
    struct station_id parent;       /* "" at the top */
    struct incarnation incarnation; /* drawn at start */
    uint8_t
        secret[32]; /* station secret, outside the database: query codes, permutation of numbers */
    struct mono started_at;
    bool sandbox;
    bool virtual_clock; /* wall time is not the machine's: status says so, receipts are marked */
    uint32_t linger_us; /* 0: take whatever arrived during the last commit */
    uint32_t cache_cases_max; /* 0 = 512 */
    int64_t released; /* newest batch this station is known to have released: kept outside the
                         database, so that an older one is noticed; 0 = unknown */
    const struct node_default *defaults; /* borrowed until node_new returns */
    size_t default_count;
    struct bytes reviewers; /* reviewers.csv, borrowed until node_new returns; none = no table */
    struct bytes channels;  /* channels.csv, likewise */
};

/* We allocate; port is borrowed and outlives the node. NULL when out of memory. */
struct node *node_new(const struct node_config *config, struct port *port);
void node_free(struct node *node);

enum node_state {
    NODE_OPENING, /* no writer lock yet: standby or database away */
    NODE_LOADING,
    NODE_READY,
    NODE_IN_DOUBT,   /* a commit's fate is being read back */
    NODE_RECOVERING, /* the database is behind what was released: that is being recorded */
    NODE_DRAINING,   /* finishing what was taken in */
    NODE_STOPPED,
};
enum node_state node_state(const struct node *node);

/* Stopped because its memory is of a history the database no longer holds: the caller frees it and
 * makes a new one, as after a start. */
bool node_begins_anew(const struct node *node);
/* The newest batch released: what to keep for node_config.released. 0 = nothing loaded yet. */
int64_t node_released(const struct node *node);

/* ---- store says */

/* Writer lock got (also again after a loss). head = newest batch row. */
void node_on_opened(struct node *node, const struct stored_batch *head, struct now now);
/* The store has no connection or no lock. standby: another process holds the lock. */
void node_on_closed(struct node *node, bool standby, struct now now);
void node_on_loaded(struct node *node, enum store_outcome outcome, const struct stored *stored,
                    struct now now);
void node_on_prefetched(struct node *node, enum store_outcome outcome, const struct stored *stored,
                        struct now now);
void node_on_submitted(struct node *node, enum store_outcome outcome, struct now now);
void node_on_queried(struct node *node, uint64_t id, enum store_outcome outcome,
                     const struct stored *stored, struct now now);

/* ---- network says */

/* Which link does this station or key belong to? Links are numbered from 0 and keep their number
 * for ever (it is in the database). PLACE_INDEX_NONE-like UINT32_MAX when there is none. */
uint32_t node_link_find(const struct node *node, const struct station_id *station);
/* Station a public key (Z85) was allowed for; false = unknown or revoked. */
bool node_key_station(const struct node *node, const char *public_key,
                      struct station_id *ret_station) must_check;
bool node_key_account(const struct node *node, const char *public_key,
                      struct account_id *ret_account) must_check;
bool node_uid_account(const struct node *node, uint32_t uid,
                      struct account_id *ret_account) must_check;

/* Room for another frame or request in the turn being filled? When false, leave it in the socket:
 * back-pressure. */
bool node_can_take(const struct node *node);
/* Child: the dial is up. number: of the link. */
void node_on_connected(struct node *node, uint32_t number, struct now now);
/* code: PJ_OK = just gone; PJ_AUTH_UNKNOWN_KEY = the parent's ZAP refused our key. */
void node_on_disconnected(struct node *node, uint32_t number, uint64_t dial, enum pj_code code,
                          struct now now);
/* One frame from the peer of a link; `connection_dial` is the dial the connection is known by, 0
 * while it is new (a parent learns the dial from the Hello; node_frame_dial tells it). The bytes
 * are copied where needed. */
void node_on_frame(struct node *node, uint32_t number, uint64_t connection_dial, struct bytes bytes,
                   struct now now);
/* A peer whose key is allowed for `station` but that is no neighbour in the directory: an encoded
 * Refuse to send back once. Written into `buffer`. */
size_t node_refusal(struct node *node, enum pj_code code, uint8_t *buffer, size_t size);

/* A request of an authenticated account, or of an unmapped one ("" = denied with a sentence).
 * frames_ok: one body frame was found. The bytes are copied. */
void node_on_request(struct node *node, const struct client *client,
                     const struct account_id *account, bool frames_ok, struct bytes request,
                     struct now now);

/* ---- time and work */

/* Moves whatever can move. Call after each round of the loop. */
void node_turn(struct node *node, struct now now);
/* When node_turn next has something to do without being told; at most one second ahead. */
struct mono node_wakeup(const struct node *node);
/* SIGTERM: take nothing more in, finish the batch in flight, write a full mark set, then
 * NODE_STOPPED. */
void node_drain(struct node *node, struct now now);

/* ---- for people and tests */

struct node_stats {
    uint64_t batches, inputs, journal_rows, commits_in_doubt, poison_parked, prefetches;
    uint64_t batch_sizes[16];
    uint64_t requests, replies, frames_in, frames_out, items_in, items_out, dropped_frames;
};
struct node_stats node_stats(const struct node *node);
