/* SPDX-License-Identifier: Apache-2.0
 * libevent and ZeroMQ in one loop.
 *
 * A ZeroMQ socket's descriptor is edge-triggered and says nothing but "look again": any call on the
 * socket, a send too, may eat the edge. So the descriptor only wakes the loop; each round asks
 * every socket itself, and before sleeping asks once more (20 000 messages took 17 s without that,
 * 0.2 s with it).
 */
#pragma once
#include "base/time.h"
#include <event2/event.h>

#define LOOP_SOURCES_MAX 16  /* zap, link, api x 2, dealer and its monitor, with room to spare */
#define LOOP_SLICE       16  /* messages from one socket before the next has its turn */
#define LOOP_ROUND_MAX   512 /* messages taken in one round: a turn's worth, then the node works */

struct loop;
struct loop_source;

/* Takes one message off the socket; false = there was none. May remove its own source. */
typedef bool loop_take(void *context);
/* May data be read now? Sources that are not `gated` are read regardless. */
typedef bool loop_gate(void *context);

/* We allocate; NULL when out of memory. gate and its context are borrowed and outlive the loop. */
struct loop *loop_new(loop_gate *gate, void *gate_context);
/* All sources must have been removed. */
void loop_free(struct loop *loop);
/* For signals, timers and database descriptors. Borrowed. */
struct event_base *loop_base(struct loop *loop);

/* Watches a ZeroMQ socket (borrowed, outlives the source). NULL when there are too many or memory
 * is out. */
struct loop_source *loop_add(struct loop *loop, void *socket, bool gated, loop_take *take,
                             void *context);
/* Before the socket is closed. NULL is allowed. */
void loop_remove(struct loop *loop, struct loop_source *source);

/* Sleeps until something happens, at most until `wakeup`, and runs libevent's callbacks; then takes
 * messages from all sockets in turn. Does not sleep while a readable socket waits. */
void loop_round(struct loop *loop, struct mono now, struct mono wakeup);
