/* SPDX-License-Identifier: Apache-2.0
 * Shared by the files of the simulator only. */
#pragma once
#include "node/marks.h"
#include "world.h"

bool chance(struct world *world, uint32_t of_10000);
struct event *event_add(struct world *world, enum event_kind kind, uint32_t station, int64_t in_us);

/* sim_ports.c */
void store_event(struct world *world, const struct event *event);
/* The connection to the database breaks; what was asked is not written. */
void store_lose(struct world *world, uint32_t index);
void link_event(struct world *world, const struct event *event);
void frame_event(struct world *world, const struct event *event);
/* Frames on their way are gone; the child hears of it, the parent does not. */
void connection_break(struct world *world, uint32_t index);
