/* SPDX-License-Identifier: Apache-2.0
 * Five real stations (lib/node) in one process, with a simulated clock, network and store.
 * Everything that happens follows from the seed. A station may die at any call it makes; its
 * committed rows stay. */
#pragma once
#include "base/prng.h"
#include "mem_store.h"
#include "node/node.h"

#define STATIONS        5
#define CONNECTIONS_MAX 4096
#define EVENTS_MAX      65536
#define QUERIES_MAX     NODE_QUERIES_MAX
#define REASON_MAX      200
#define POISON_PERSONS  13

struct world;

struct port {            /* what a node sees of the world */
    struct world *world; /* borrowed */
    uint32_t station;
};

enum store_call {
    CALL_NONE,
    CALL_LOAD,
    CALL_PREFETCH,
    CALL_SUBMIT,
};

struct sim_station {
    struct port port;
    const char *name;
    uint32_t parent;   /* index, UINT32_MAX at the top */
    struct node *node; /* owned; NULL while dead */
    uint32_t life;     /* one more with every start */
    bool dying;        /* dies as soon as the node's call has returned */
    struct mem_store store;
    bool store_open;
    int64_t released; /* as kept in a file beside the database */
    enum store_call call;
    const struct prefetch_key *keys; /* borrowed from the node until answered */
    size_t key_count;
    const struct batch *batch; /* the same */
    struct query queries[QUERIES_MAX];
    size_t query_count;
    uint32_t connection; /* to the parent, UINT32_MAX = none */
};

struct connection {
    uint32_t child;
    bool alive;
    bool late; /* it is dead, and what was on its way up still comes: a ROUTER reads on */
    uint64_t child_dial, parent_dial; /* as each end knows it; 0 = not yet */
    int64_t last_at[2];               /* order within one direction */
    uint64_t held[2];                 /* order of the frame that could not be taken yet; 0 = none */
    int64_t held_at[2];               /* when it is tried again */
};

enum event_kind {
    EVENT_STORE,
    EVENT_QUERY,
    EVENT_OPEN,
    EVENT_START,
    EVENT_DIALLED,
    EVENT_GONE,
    EVENT_FRAME,
    EVENT_LINE,
};

struct event {
    int64_t at;
    uint64_t order;
    enum event_kind kind;
    uint32_t station, life;
    uint32_t connection;
    bool to_parent;
    uint8_t *frame; /* owned */
    size_t len;
};

struct faults { /* chances in 10 000, zero once the world heals */
    uint32_t crash_per_call, lost_commit, failed_commit, cut_per_second, late_frames;
};

struct loss {       /* the database lost at one answer: the sweep tries every one */
    uint64_t at;    /* number of the answer; 0 = none */
    bool committed; /* a batch that was under way is written all the same */
};

struct backup { /* of one station's database; put back, it is a database that lost history */
    struct mem_store store, lost;
    uint32_t station;
    bool taken, restored, without_file;
    uint32_t life; /* of the daemon under which it was put back */
    int64_t taken_at, restored_at;
};

struct world {
    struct prng prng; /* of the world */
    struct prng ids;  /* of the stations */
    struct now now;
    struct sim_station stations[STATIONS];
    struct connection *connections; /* owned */
    uint32_t connection_count;
    bool line_cut[STATIONS]; /* between a station and its parent */
    struct event *events;    /* owned */
    size_t event_count;
    uint64_t order;
    struct faults faults;
    struct loss loss;
    struct backup backup;
    uint64_t answers;   /* of all stores so far */
    bool poison;        /* what bears POISON_PERSONS is refused everywhere but where it came in */
    struct arena arena; /* of one answer */
    uint64_t anew;      /* stations that began anew by themselves */
    uint64_t crashes, lost_commits, cuts, frames, commits, late_frames, poisoned;
    char reason[REASON_MAX + 1]; /* the first thing that must not be */
    int64_t store_us;            /* how long a call takes at most; 0 = as long as a good disk's */
    bool steady; /* every delay is the same: a day that differs in one thing differs in no other */
    bool verbose;
    void (*on_reply)(void *context, uint64_t word, struct bytes reply, uint32_t station);
    void *reply_context; /* borrowed */
};

void world_open(struct world *world, uint64_t seed);
void world_close(struct world *world);
/* Runs until virtual time has passed. False: something that must not be was seen. */
bool world_run(struct world *world, int64_t for_us);
void world_fail(struct world *world, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A request of the local administrator; dropped when the station is dead. */
void world_ask(struct world *world, uint32_t station, uint64_t word, const char *account_name,
               struct bytes request);
void world_backup(struct world *world, uint32_t station);
/* The backup comes back: under a daemon that dies, or under one that goes on; with_file: what is
 * kept beside the database is lost as well, so that only the neighbours know. */
void world_restore(struct world *world, bool running, bool with_file);
/* It came back, and nobody has noticed yet. */
bool world_is_unaware(const struct world *world, uint32_t station);
/* Between the station and its parent; whole again when line_cut says so. */
void world_cut_line(struct world *world, uint32_t station);
/* No more faults, everything dead is started, every line is whole. */
void world_heal(struct world *world);
/* Nothing in flight anywhere: both ends of each link agree. */
bool world_is_quiet(const struct world *world);
