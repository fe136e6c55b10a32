/* SPDX-License-Identifier: Apache-2.0
 * Requests that have no answer yet: their bytes, which go out again unchanged, and when to do what.
 * Pure bookkeeping: no socket, no clock. */
#pragma once
#include "base/time.h"
#include <pujiang/pujiang.h>

enum flight_state {
    FLIGHT_NONE,
    FLIGHT_UNSENT, /* not given to a socket yet */
    FLIGHT_ASKED,  /* waiting for an answer; `next` is when silence has lasted too long */
    FLIGHT_BUSY,   /* the station said: later; `next` is when */
};

struct flight {
    enum flight_state state;
    uint64_t id;
    uint8_t *frame; /* owned */
    size_t frame_len;
    struct mono deadline, next;
    struct pj_reply *busy; /* owned: the last BUSY_* answer, told when time runs out; may be NULL */
};

struct flights {
    struct flight slot[PJ_IN_FLIGHT_MAX];
    size_t count;
};

/* NULL when all slots are taken or memory is out. The frame is copied. */
struct flight *flights_add(struct flights *flights, uint64_t id, struct bytes frame,
                           struct mono deadline) must_check;
/* NULL when nothing of that id is in flight. */
struct flight *flights_find(struct flights *flights, uint64_t id);
/* Frees what the flight owns. */
void flights_remove(struct flights *flights, struct flight *flight);
void flights_clear(struct flights *flights);
/* The earliest instant at which something must be done; INT64_MAX = never. */
struct mono flights_next(const struct flights *flights);
