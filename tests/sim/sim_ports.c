/* SPDX-License-Identifier: Apache-2.0
 * The ports of lib/node: store and network of the simulated world. Each call is a moment at which
 * the station may die; from then on nothing it says has any effect. */
#include "sim.h"

#include "base/text.h"
#include "wire/wire.h"

#include <stdlib.h>
#include <string.h>

#define STORE_US_MAX  (4 * US_PER_MS)
#define FRAME_US_MAX  (20 * US_PER_MS)
#define REOPEN_US_MAX (400 * US_PER_MS)

static struct sim_station *caller(struct port *port) {
    struct sim_station *station = &port->world->stations[port->station];

    if (chance(port->world, port->world->faults.crash_per_call)) {
        station->dying = true;
    }
    return station;
}

static int64_t delay(struct world *world, int64_t max_us) {
    return world->steady ? max_us / 2 : 1 + (int64_t)prng_below(&world->prng, (uint64_t)max_us);
}

/* ---- store */

static void begin(struct port *port, enum store_call call) {
    struct sim_station *station = caller(port);

    ASSERT(station->call == CALL_NONE);
    station->call = call;
    event_add(
        port->world, EVENT_STORE, port->station,
        delay(port->world, port->world->store_us == 0 ? STORE_US_MAX : port->world->store_us));
}

void port_load(struct port *port) {
    begin(port, CALL_LOAD);
}

void port_prefetch(struct port *port, const struct prefetch_key *keys, size_t count) {
    struct sim_station *station = &port->world->stations[port->station];

    station->keys = keys;
    station->key_count = count;
    begin(port, CALL_PREFETCH);
}

void port_submit(struct port *port, const struct batch *batch) {
    port->world->stations[port->station].batch = batch;
    begin(port, CALL_SUBMIT);
}

void port_query(struct port *port, const struct query *query) {
    struct sim_station *station = caller(port);

    ASSERT(station->query_count < QUERIES_MAX);
    station->queries[station->query_count++] = *query;
    event_add(port->world, EVENT_QUERY, port->station, delay(port->world, STORE_US_MAX));
}

/* The connection breaks: whatever was asked has no answer, and the store opens again later. */
static void lose_store(struct world *world, uint32_t index) {
    struct sim_station *station = &world->stations[index];

    station->store_open = false;
    node_on_closed(station->node, false, world->now);
    event_add(world, EVENT_OPEN, index, delay(world, REOPEN_US_MAX));
}

/* Number loss.at of all answers does not come. */
static bool is_lost(struct world *world) {
    world->answers++;
    return world->loss.at == world->answers;
}

static bool is_poison(const struct world *world, const struct batch *batch) {
    for (size_t i = 0; world->poison && i < batch->case_count; i++) {
        const struct casefile *file = batch->cases[i].casefile;

        if (batch->cases[i].insert && file->persons == POISON_PERSONS && file->leg_count > 0 &&
            file->role == ROLE_HOLDER) {
            return true;
        }
    }
    return false;
}

static void submit_answer(struct world *world, uint32_t index) {
    struct sim_station *station = &world->stations[index];

    if (is_poison(world, station->batch)) {
        world->poisoned++;
        node_on_submitted(station->node, STORE_POISON, world->now);
        return;
    }
    if (chance(world, world->faults.lost_commit)) {
        world->lost_commits++;
        if (chance(world, 5000)) {
            (void)mem_store_commit(&station->store, station->batch);
        }
        node_on_submitted(station->node, STORE_LOST, world->now);
        lose_store(world, index);
        return;
    }
    if (chance(world, world->faults.failed_commit)) {
        node_on_submitted(station->node, STORE_ENVIRONMENT, world->now);
        return;
    }
    if (!mem_store_commit(&station->store, station->batch)) {
        world_fail(world, "%s: a batch did not fit the rows", station->name);
        return;
    }
    world->commits++;
    station->released = station->store.head.no;
    node_on_submitted(station->node, STORE_OK, world->now);
}

static void lose_call(struct world *world, uint32_t index, enum store_call call) {
    struct sim_station *station = &world->stations[index];
    struct stored nothing = {0};

    if (call == CALL_SUBMIT) {
        if (world->loss.committed) {
            (void)mem_store_commit(&station->store, station->batch);
        }
        node_on_submitted(station->node, STORE_LOST, world->now);
    } else if (call == CALL_PREFETCH) {
        node_on_prefetched(station->node, STORE_LOST, &nothing, world->now);
    } else {
        node_on_loaded(station->node, STORE_LOST, &nothing, world->now);
    }
    lose_store(world, index);
}

void store_lose(struct world *world, uint32_t index) {
    enum store_call call = world->stations[index].call;

    world->stations[index].call = CALL_NONE;
    if (call == CALL_NONE) {
        lose_store(world, index);
    } else {
        lose_call(world, index, call);
    }
}

static void call_answer(struct world *world, uint32_t index) {
    struct sim_station *station = &world->stations[index];
    enum store_call call = station->call;
    struct stored stored;

    station->call = CALL_NONE;
    if (call != CALL_NONE && is_lost(world)) {
        lose_call(world, index, call);
    } else if (call == CALL_SUBMIT) {
        submit_answer(world, index);
    } else if (call == CALL_LOAD) {
        mem_store_load(&station->store, &world->arena, &stored);
        node_on_loaded(station->node, STORE_OK, &stored, world->now);
    } else if (call == CALL_PREFETCH) {
        mem_store_prefetch(&station->store, station->keys, station->key_count, &world->arena,
                           &stored);
        node_on_prefetched(station->node, STORE_OK, &stored, world->now);
    }
}

static void query_answer(struct world *world, uint32_t index) {
    struct sim_station *station = &world->stations[index];
    struct query query;
    struct stored stored;

    if (station->query_count == 0) {
        return;
    }
    query = station->queries[0];
    station->query_count--;
    memmove(station->queries, station->queries + 1,
            station->query_count * sizeof station->queries[0]);
    if (is_lost(world)) { /* the second connection only */
        stored = (struct stored){0};
        node_on_queried(station->node, query.id, STORE_LOST, &stored, world->now);
        return;
    }
    mem_store_query(&station->store, &query, &world->arena, &stored);
    node_on_queried(station->node, query.id, STORE_OK, &stored, world->now);
}

void store_event(struct world *world, const struct event *event) {
    struct sim_station *station = &world->stations[event->station];

    arena_clear(&world->arena);
    if (event->kind == EVENT_OPEN && !station->store_open) {
        station->store_open = true;
        node_on_opened(station->node, &station->store.head, world->now);
    } else if (event->kind == EVENT_STORE) {
        call_answer(world, event->station);
    } else if (event->kind == EVENT_QUERY) {
        query_answer(world, event->station);
    }
}

/* ---- network */

void connection_break(struct world *world, uint32_t index) {
    struct connection *connection = &world->connections[index];
    struct event *event = NULL;

    if (!connection->alive) {
        return;
    }
    connection->alive = false;
    connection->late = chance(world, world->faults.late_frames);
    event = event_add(world, EVENT_GONE, connection->child, delay(world, FRAME_US_MAX));
    event->connection = index;
}

void port_dial(struct port *port, uint32_t link) {
    struct sim_station *station = caller(port);

    ASSERT(link == 0);
    ASSERT(station->parent != UINT32_MAX);
    event_add(port->world, EVENT_DIALLED, port->station, delay(port->world, FRAME_US_MAX));
}

void port_hang_up(struct port *port, uint32_t link, uint64_t dial) {
    struct world *world = port->world;
    struct sim_station *station = caller(port);

    for (uint32_t i = 0; i < world->connection_count; i++) {
        struct connection *connection = &world->connections[i];
        bool mine = link == 0 && station->connection == i && station->parent != UINT32_MAX;
        bool my_childs = link != 0 && world->stations[connection->child].parent == port->station &&
                         connection->parent_dial == dial;

        if (connection->alive && mine) { /* the caller closes: it needs no notice */
            connection->alive = false;
            station->connection = UINT32_MAX;
        } else if (connection->alive && my_childs) {
            connection->parent_dial =
                UINT64_MAX; /* deaf from now on; the child's silence ends it */
        }
    }
}

static uint32_t connection_for(struct port *port, uint32_t link, uint64_t dial) {
    struct world *world = port->world;
    struct sim_station *station = &world->stations[port->station];

    if (link == 0 && station->parent != UINT32_MAX) {
        return station->connection;
    }
    for (uint32_t i = world->connection_count; i-- > 0;) {
        if (world->connections[i].alive && world->connections[i].parent_dial == dial &&
            world->stations[world->connections[i].child].parent == port->station) {
            return i;
        }
    }
    return UINT32_MAX;
}

/* Nothing leaves before the commit that justifies it. */
static void check_frame(struct world *world, const struct sim_station *station, uint32_t link,
                        struct bytes bytes) {
    struct frame *frame = arena_alloc(&world->arena, sizeof *frame);
    struct lane_mark mark;

    ASSERT(frame != NULL);
    if (world->backup.restored && station == &world->stations[world->backup.station] &&
        station->life == world->backup.life) {
        return; /* it was committed, and is lost */
    }
    if (wire_decode_frame(bytes, &world->arena, frame) != PJ_OK) {
        world_fail(world, "%s: sends what it cannot read itself", station->name);
        return;
    }
    if (frame->kind == FRAME_DATA) {
        mark = mem_store_mark(&station->store, MARK_OUT, 2 * link + frame->data.lane);
        if (frame->data.first_seq + frame->data.item_count - 1 > mark.seq) {
            world_fail(world, "%s: a frame left before its commit", station->name);
        }
    } else if (frame->kind == FRAME_ACK) {
        mark = mem_store_mark(&station->store, MARK_IN, 2 * link + frame->ack.mark.lane);
        if (frame->ack.mark.seq > mark.seq) {
            world_fail(world, "%s: an ack left before its commit", station->name);
        }
    }
}

bool port_send(struct port *port, uint32_t link, uint64_t dial, struct bytes frame) {
    struct world *world = port->world;
    struct sim_station *station = caller(port);
    uint32_t index = connection_for(port, link, dial);
    bool to_parent = link == 0 && station->parent != UINT32_MAX;
    struct connection *connection = NULL;
    struct event *event = NULL;
    int64_t at = 0;

    if (station->dying || index == UINT32_MAX || !world->connections[index].alive) {
        return false;
    }
    check_frame(world, station, link, frame);
    connection = &world->connections[index];
    if (to_parent) {
        connection->child_dial = dial;
    }
    at = world->now.mono.us + delay(world, FRAME_US_MAX);
    at = at > connection->last_at[to_parent] ? at : connection->last_at[to_parent] + 1;
    connection->last_at[to_parent] = at;
    event = event_add(world, EVENT_FRAME, port->station, at - world->now.mono.us);
    event->connection = index;
    event->to_parent = to_parent;
    event->frame = malloc(frame.len + 1);
    ASSERT(event->frame != NULL);
    memcpy(event->frame, frame.data, frame.len);
    event->len = frame.len;
    world->frames++;
    return true;
}

void link_event(struct world *world, const struct event *event) {
    struct sim_station *station = &world->stations[event->station];
    uint32_t index = 0;

    if (event->kind == EVENT_GONE) {
        if (station->connection == event->connection) {
            station->connection = UINT32_MAX;
            node_on_disconnected(station->node, 0, world->connections[event->connection].child_dial,
                                 PJ_OK, world->now);
        }
        return;
    }
    if (world->line_cut[event->station] || world->stations[station->parent].node == NULL) {
        node_on_disconnected(station->node, 0, 0, PJ_OK, world->now);
        return;
    }
    ASSERT(world->connection_count < CONNECTIONS_MAX);
    index = world->connection_count++;
    world->connections[index] = (struct connection){.child = event->station, .alive = true};
    station->connection = index;
    node_on_connected(station->node, 0, world->now);
}

static uint64_t hello_dial(struct world *world, struct bytes bytes) {
    struct frame *frame = arena_alloc(&world->arena, sizeof *frame);

    ASSERT(frame != NULL);
    return wire_decode_frame(bytes, &world->arena, frame) == PJ_OK && frame->kind == FRAME_HELLO
               ? frame->hello.dial
               : 0;
}

static uint32_t link_of_child(const struct world *world, uint32_t parent, uint32_t child) {
    struct station_id id;
    size_t len = strlen(world->stations[child].name);

    return text_set(id.text, sizeof id.text, world->stations[child].name, len) == PJ_OK
               ? node_link_find(world->stations[parent].node, &id)
               : UINT32_MAX;
}

/* Frames of one direction stay in order: what cannot be taken now holds up what is behind it. */
static void hold(struct world *world, const struct event *event) {
    struct connection *connection = &world->connections[event->connection];
    struct event *again = NULL;

    if (connection->held[event->to_parent] == 0 ||
        connection->held[event->to_parent] == event->order) {
        connection->held[event->to_parent] = event->order;
        connection->held_at[event->to_parent] = world->now.mono.us + delay(world, US_PER_MS);
    }
    again = event_add(world, EVENT_FRAME, event->station, 0);
    again->at = connection->held_at[event->to_parent];
    again->order = event->order;
    again->connection = event->connection;
    again->to_parent = event->to_parent;
    again->frame = malloc(event->len + 1);
    ASSERT(again->frame != NULL);
    memcpy(again->frame, event->frame, event->len);
    again->len = event->len;
}

static void frame_up(struct world *world, struct connection *connection, uint32_t parent,
                     struct bytes frame) {
    uint64_t known = connection->parent_dial;
    uint32_t link = 0;

    if (known == UINT64_MAX) {
        return;
    }
    if (known == 0) {
        connection->parent_dial = hello_dial(world, frame);
    }
    link = link_of_child(world, parent, connection->child);
    if (link != UINT32_MAX) { /* else not yet its child: the data files are still to come */
        node_on_frame(world->stations[parent].node, link, known, frame, world->now);
    }
}

void frame_event(struct world *world, const struct event *event) {
    struct connection *connection = &world->connections[event->connection];
    uint32_t to = event->to_parent ? world->stations[connection->child].parent : connection->child;
    struct sim_station *station = &world->stations[to];
    struct bytes frame = {event->frame, event->len};
    uint64_t held = connection->held[event->to_parent];
    bool comes = connection->alive || (connection->late && event->to_parent);

    arena_clear(&world->arena);
    if (!comes || station->node == NULL) {
        return;
    }
    if ((held != 0 && held != event->order) || !node_can_take(station->node)) {
        hold(world, event); /* it stays in the socket */
        return;
    }
    connection->held[event->to_parent] = 0;
    if (event->to_parent) {
        world->late_frames += connection->alive ? 0 : 1;
        frame_up(world, connection, to, frame);
    } else {
        node_on_frame(station->node, 0, connection->child_dial, frame, world->now);
    }
}

/* ---- clients, randomness */

void port_reply(struct port *port, const struct client *client, struct bytes reply) {
    struct world *world = port->world;
    struct sim_station *station = caller(port);

    if (!station->dying && world->on_reply != NULL) {
        world->on_reply(world->reply_context, client->word[0], reply, port->station);
    }
}

struct prng *port_prng(struct port *port) {
    return &port->world->ids;
}
