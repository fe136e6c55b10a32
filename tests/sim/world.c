/* SPDX-License-Identifier: Apache-2.0
 * The loop of the world: the earliest event, then every station's turn, then who has to die dies.
 */
#include "sim.h"

#include "base/text.h"
#include "defaults.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WALL_START  INT64_C(1790000000000000) /* some day in 2026 */
#define ARENA_MAX   (64u * 1024 * 1024)
#define RESTART_US  (300 * US_PER_MS)
#define STEP_US_MAX US_PER_S
#define UNAWARE_US  (25 * US_PER_S) /* by then it has met its neighbours */

static const struct {
    const char *name;
    uint32_t parent;
} tree[STATIONS] = {
    {"province-33", UINT32_MAX}, {"city-3307", 0}, {"county-330726", 1}, {"town-330726101", 2},
    {"village-330726101221", 3},
};

void world_fail(struct world *world, const char *format, ...) {
    va_list arguments;

    if (world->reason[0] != '\0') {
        return;
    }
    va_start(arguments, format);
    text_cut(world->reason, sizeof world->reason, format, arguments);
    va_end(arguments);
}

bool chance(struct world *world, uint32_t of_10000) {
    return of_10000 > 0 && prng_below(&world->prng, 10000) < of_10000;
}

struct event *event_add(struct world *world, enum event_kind kind, uint32_t station,
                        int64_t in_us) {
    struct event *event = NULL;

    ASSERT(world->event_count < EVENTS_MAX);
    event = &world->events[world->event_count++];
    *event = (struct event){.at = world->now.mono.us + in_us,
                            .order = world->order++,
                            .kind = kind,
                            .station = station,
                            .life = world->stations[station].life};
    return event;
}

/* ---- life and death */

static void start(struct world *world, uint32_t index) {
    struct sim_station *station = &world->stations[index];
    struct node_default defaults[DEFAULTS_MAX];
    struct node_config config = {.started_at = world->now.mono,
                                 .released = station->released,
                                 .defaults = defaults,
                                 .default_count = defaults_list(defaults),
                                 .reviewers = defaults_reviewers(),
                                 .channels = defaults_channels()};

    if (index % 2 == 1 && station->life == 0) { /* its calendar arrives with its second life */
        ASSERT(defaults[0].kind == DATA_CALENDAR);
        config.defaults++;
        config.default_count--;
    }
    text_print(config.station.text, sizeof config.station.text, "%s", station->name);
    if (station->parent != UINT32_MAX) {
        text_print(config.parent.text, sizeof config.parent.text, "%s",
                   world->stations[station->parent].name);
    }
    world->ids.fill(&world->ids, config.incarnation.byte, sizeof config.incarnation.byte);
    memset(config.secret, (int)index + 1, sizeof config.secret);
    station->life++;
    station->connection = UINT32_MAX;
    station->call = CALL_NONE;
    station->query_count = 0;
    station->store_open = false;
    station->node = node_new(&config, &station->port);
    ASSERT(station->node != NULL);
    event_add(world, EVENT_OPEN, index, 5 * US_PER_MS);
}

/* A commit under way may reach the disk although nobody is left to hear of it. */
static void die(struct world *world, uint32_t index) {
    struct sim_station *station = &world->stations[index];

    if (station->call == CALL_SUBMIT && chance(world, 5000)) {
        (void)mem_store_commit(&station->store, station->batch);
    }
    for (uint32_t i = 0; i < world->connection_count; i++) {
        uint32_t child = world->connections[i].child;

        if (world->connections[i].alive &&
            (child == index || world->stations[child].parent == index)) {
            connection_break(world, i);
        }
    }
    node_free(station->node);
    station->node = NULL;
    station->dying = false;
    station->call = CALL_NONE;
    station->query_count = 0;
    world->crashes++;
    event_add(world, EVENT_START, index, RESTART_US);
}

/* What is in its memory is no longer what the database holds: it starts again by itself. */
static void begin_anew(struct world *world, uint32_t index) {
    uint64_t crashes = world->crashes;

    die(world, index);
    world->crashes = crashes;
    world->anew++;
}

void world_backup(struct world *world, uint32_t station) {
    struct backup *backup = &world->backup;

    mem_store_copy(&backup->store, &world->stations[station].store);
    backup->station = station;
    backup->taken = true;
    backup->taken_at = world->now.mono.us;
}

void world_restore(struct world *world, bool running, bool with_file) {
    struct backup *backup = &world->backup;
    struct sim_station *station = &world->stations[backup->station];

    ASSERT(backup->taken);
    ASSERT(!backup->restored);
    backup->life = station->life;
    if (!running && station->node != NULL) {
        die(world, backup->station);
    } else if (station->node != NULL && station->store_open) {
        store_lose(world, backup->station);
    }
    backup->without_file = with_file;
    if (with_file) {
        station->released = 0;
    }
    backup->lost = station->store;
    mem_store_copy(&station->store, &backup->store);
    backup->restored = true;
    backup->restored_at = world->now.mono.us;
}

bool world_is_unaware(const struct world *world, uint32_t station) {
    const struct backup *backup = &world->backup;

    return backup->restored && backup->station == station && backup->without_file &&
           world->now.mono.us < backup->restored_at + UNAWARE_US &&
           world->stations[station].store.head.epoch == backup->store.head.epoch;
}

/* ---- events */

static void line_event(struct world *world, const struct event *event) {
    world->line_cut[event->station] = false;
}

static void handle(struct world *world, const struct event *event) {
    struct sim_station *station = &world->stations[event->station];
    bool same_life = station->node != NULL && station->life == event->life;

    switch (event->kind) {
    case EVENT_START:
        if (station->node == NULL) {
            start(world, event->station);
        }
        break;
    case EVENT_LINE:
        line_event(world, event);
        break;
    case EVENT_FRAME:
        frame_event(world, event);
        break;
    case EVENT_OPEN:
    case EVENT_STORE:
    case EVENT_QUERY:
    case EVENT_DIALLED:
    case EVENT_GONE:
        if (same_life && (event->kind == EVENT_DIALLED || event->kind == EVENT_GONE)) {
            link_event(world, event);
        } else if (same_life) {
            store_event(world, event);
        }
        break;
    }
    free(event->frame);
}

static size_t earliest(const struct world *world) {
    size_t best = SIZE_MAX;

    for (size_t i = 0; i < world->event_count; i++) {
        const struct event *event = &world->events[i];

        if (best == SIZE_MAX || event->at < world->events[best].at ||
            (event->at == world->events[best].at && event->order < world->events[best].order)) {
            best = i;
        }
    }
    return best;
}

static void advance(struct world *world, int64_t to) {
    if (to > world->now.mono.us) {
        world->now.wall.us += to - world->now.mono.us;
        world->now.mono.us = to;
    }
}

static int64_t next_time(const struct world *world, size_t event) {
    int64_t next = world->now.mono.us + STEP_US_MAX;

    if (event != SIZE_MAX && world->events[event].at < next) {
        next = world->events[event].at;
    }
    for (uint32_t i = 0; i < STATIONS; i++) {
        if (world->stations[i].node != NULL) {
            int64_t at = node_wakeup(world->stations[i].node).us;

            next = at < next ? at : next;
        }
    }
    return next <= world->now.mono.us ? world->now.mono.us + 1 : next;
}

void world_cut_line(struct world *world, uint32_t station) {
    world->line_cut[station] = true;
    if (world->stations[station].connection != UINT32_MAX) {
        connection_break(world, world->stations[station].connection);
    }
}

static void draw_cut(struct world *world, int64_t passed_us) {
    uint32_t index = 1 + (uint32_t)prng_below(&world->prng, STATIONS - 1);

    if (!chance(world, (uint32_t)((int64_t)world->faults.cut_per_second * passed_us / US_PER_S))) {
        return;
    }
    world->cuts++;
    world_cut_line(world, index);
    event_add(world, EVENT_LINE, index, (int64_t)prng_below(&world->prng, 3 * US_PER_S));
}

static void turns(struct world *world) {
    for (uint32_t i = 0; i < STATIONS; i++) {
        if (world->stations[i].node != NULL && !world->stations[i].dying) {
            node_turn(world->stations[i].node, world->now);
        }
        if (world->stations[i].node != NULL && world->stations[i].dying) {
            die(world, i);
        } else if (world->stations[i].node != NULL && node_begins_anew(world->stations[i].node)) {
            begin_anew(world, i);
        }
    }
}

bool world_run(struct world *world, int64_t for_us) {
    int64_t end = world->now.mono.us + for_us;

    turns(world); /* what was asked since the last run */
    while (world->now.mono.us < end && world->reason[0] == '\0') {
        int64_t before = world->now.mono.us;
        size_t index = earliest(world);
        int64_t next = next_time(world, index);

        advance(world, next < end ? next : end);
        if (index != SIZE_MAX && world->events[index].at <= world->now.mono.us) {
            struct event event = world->events[index];

            world->events[index] = world->events[--world->event_count];
            handle(world, &event);
        }
        turns(world);
        draw_cut(world, world->now.mono.us - before);
    }
    return world->reason[0] == '\0';
}

/* ---- the whole */

void world_open(struct world *world, uint64_t seed) {
    memset(world, 0, sizeof *world);
    prng_init_seed(&world->prng, seed);
    prng_init_seed(&world->ids, seed ^ UINT64_C(0x9e3779b97f4a7c15));
    arena_init(&world->arena, ARENA_MAX);
    world->now.wall.us = WALL_START;
    world->now.mono.us = US_PER_S;
    mem_store_init(&world->backup.store);
    mem_store_init(&world->backup.lost);
    world->connections = calloc(CONNECTIONS_MAX, sizeof *world->connections);
    world->events = calloc(EVENTS_MAX, sizeof *world->events);
    ASSERT(world->connections != NULL);
    ASSERT(world->events != NULL);
    for (uint32_t i = 0; i < STATIONS; i++) {
        world->stations[i].port = (struct port){world, i};
        world->stations[i].name = tree[i].name;
        world->stations[i].parent = tree[i].parent;
        mem_store_init(&world->stations[i].store);
        start(world, i);
    }
}

void world_close(struct world *world) {
    for (uint32_t i = 0; i < STATIONS; i++) {
        node_free(world->stations[i].node);
        mem_store_release(&world->stations[i].store);
    }
    mem_store_release(&world->backup.store);
    mem_store_release(&world->backup.lost);
    for (size_t i = 0; i < world->event_count; i++) {
        free(world->events[i].frame);
    }
    free(world->events);
    free(world->connections);
    arena_release(&world->arena);
}

void world_ask(struct world *world, uint32_t station, uint64_t word, const char *account_name,
               struct bytes request) {
    struct client client = {.word = {word}};
    struct account_id account = {""};

    text_print(account.text, sizeof account.text, "%s", account_name);

    if (world->stations[station].node != NULL && !world->stations[station].dying) {
        node_on_request(world->stations[station].node, &client, &account, true, request,
                        world->now);
    }
}

void world_heal(struct world *world) {
    world->faults = (struct faults){0};
    memset(world->line_cut, 0, sizeof world->line_cut);
}

bool world_is_quiet(const struct world *world) {
    for (uint32_t i = 1; i < STATIONS; i++) {
        const struct mem_store *child = &world->stations[i].store;
        const struct mem_store *parent = &world->stations[i - 1].store;

        for (uint32_t lane = 0; lane < LANES; lane++) {
            struct lane_mark up = mem_store_mark(child, MARK_OUT, lane);
            struct lane_mark up_in = mem_store_mark(parent, MARK_IN, 2 + lane);
            struct lane_mark down = mem_store_mark(parent, MARK_OUT, 2 + lane);
            struct lane_mark down_in = mem_store_mark(child, MARK_IN, lane);

            if (up.seq != up_in.seq || !digest_equal(&up.hash, &up_in.hash) ||
                down.seq != down_in.seq || !digest_equal(&down.hash, &down_in.hash)) {
                return false;
            }
        }
    }
    return true;
}
