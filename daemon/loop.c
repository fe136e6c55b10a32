/* SPDX-License-Identifier: Apache-2.0
 * One round: wait, libevent's callbacks, then messages from all sockets by slices, so that a busy
 * one cannot starve the others. What to do with a message is the caller's business. */
#include "loop.h"

#include <stdlib.h>
#include <zmq.h>

struct loop_source {
    void *socket;           /* borrowed */
    struct event *readable; /* owned, freed in loop_remove or loop_sweep */
    loop_take *take;
    void *context; /* borrowed */
    bool gated;
    bool removed; /* inside a round: freed after it */
};

struct loop {
    struct event_base *base; /* owned */
    struct event *timer;     /* owned */
    loop_gate *gate;
    void *gate_context;                            /* borrowed */
    struct loop_source *sources[LOOP_SOURCES_MAX]; /* owned */
    size_t source_count;
    size_t first; /* who begins the next round */
};

/* Waking up is all a descriptor can do; loop_round asks the sockets. */
static void on_wake(evutil_socket_t descriptor, short what, void *context) {
    (void)descriptor;
    (void)what;
    (void)context;
}

struct loop *loop_new(loop_gate *gate, void *gate_context) {
    struct loop *loop = calloc(1, sizeof *loop);

    ASSERT(gate != NULL);
    if (loop == NULL) {
        return NULL;
    }
    loop->gate = gate;
    loop->gate_context = gate_context;
    loop->base = event_base_new();
    if (loop->base != NULL) {
        loop->timer = evtimer_new(loop->base, on_wake, NULL);
    }
    if (loop->timer == NULL) {
        loop_free(loop);
        return NULL;
    }
    return loop;
}

static void loop_sweep(struct loop *loop) {
    size_t kept = 0;

    for (size_t i = 0; i < loop->source_count; i++) {
        if (loop->sources[i]->removed) {
            free(loop->sources[i]);
        } else {
            loop->sources[kept++] = loop->sources[i];
        }
    }
    loop->source_count = kept;
}

void loop_free(struct loop *loop) {
    if (loop == NULL) {
        return;
    }
    loop_sweep(loop);
    ASSERT(loop->source_count == 0);
    if (loop->timer != NULL) {
        event_free(loop->timer);
    }
    if (loop->base != NULL) {
        event_base_free(loop->base);
    }
    free(loop);
}

struct event_base *loop_base(struct loop *loop) {
    return loop->base;
}

struct loop_source *loop_add(struct loop *loop, void *socket, bool gated, loop_take *take,
                             void *context) {
    struct loop_source *source = NULL;
    evutil_socket_t descriptor = -1;
    size_t size = sizeof descriptor;
    int failed = zmq_getsockopt(socket, ZMQ_FD, &descriptor, &size);

    if (failed != 0 || loop->source_count == LOOP_SOURCES_MAX) {
        return NULL;
    }
    source = calloc(1, sizeof *source);
    if (source == NULL) {
        return NULL;
    }
    source->socket = socket;
    source->take = take;
    source->context = context;
    source->gated = gated;
    source->readable = event_new(loop->base, descriptor, EV_READ | EV_PERSIST, on_wake, NULL);
    if (source->readable == NULL || event_add(source->readable, NULL) != 0) {
        if (source->readable != NULL) {
            event_free(source->readable);
        }
        free(source);
        return NULL;
    }
    loop->sources[loop->source_count++] = source;
    return source;
}

/* The descriptor belongs to the socket, which its owner closes next: stop watching now, forget the
 * source later. */
void loop_remove(struct loop *loop, struct loop_source *source) {
    (void)loop;
    if (source == NULL) {
        return;
    }
    ASSERT(!source->removed);
    event_free(source->readable);
    source->removed = true;
}

static bool is_open(const struct loop *loop, const struct loop_source *source) {
    return !source->removed && (!source->gated || loop->gate(loop->gate_context));
}

static bool is_readable(const struct loop_source *source) {
    int events = 0;
    size_t size = sizeof events;
    int failed = zmq_getsockopt(source->socket, ZMQ_EVENTS, &events, &size);

    return failed == 0 && (events & ZMQ_POLLIN) != 0;
}

/* Asking also clears the descriptor's edge, so ask all of them. */
static bool any_readable(const struct loop *loop) {
    bool any = false;

    for (size_t i = 0; i < loop->source_count; i++) {
        const struct loop_source *source = loop->sources[i];

        if (!source->removed && is_readable(source) && is_open(loop, source)) {
            any = true;
        }
    }
    return any;
}

static size_t take_slice(struct loop *loop, struct loop_source *source) {
    size_t taken = 0;

    while (taken < LOOP_SLICE && is_open(loop, source) && source->take(source->context)) {
        taken++;
    }
    return taken;
}

static void take_messages(struct loop *loop) {
    size_t taken = 0;
    size_t before = 0;

    do {
        before = taken;
        for (size_t i = 0; i < loop->source_count; i++) {
            taken += take_slice(loop, loop->sources[(loop->first + i) % loop->source_count]);
        }
    } while (taken > before && taken < LOOP_ROUND_MAX);
    loop->first++;
}

void loop_round(struct loop *loop, struct mono now, struct mono wakeup) {
    int64_t wait_us = wakeup.us > now.us ? wakeup.us - now.us : 0;
    struct timeval wait = {.tv_sec = wait_us / US_PER_S, .tv_usec = wait_us % US_PER_S};
    bool ready = wait_us == 0 || any_readable(loop);
    int failed = 0;

    if (!ready) {
        failed = evtimer_add(loop->timer, &wait);
        ASSERT(failed == 0);
    }
    failed = event_base_loop(loop->base, ready ? EVLOOP_ONCE | EVLOOP_NONBLOCK : EVLOOP_ONCE);
    ASSERT(failed >= 0);
    take_messages(loop);
    loop_sweep(loop);
}
