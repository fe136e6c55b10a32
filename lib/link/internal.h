/* SPDX-License-Identifier: Apache-2.0
 * Shared by the files of lib/link only. */
#pragma once
#include "link/link.h"

void link_enter(struct link *link, enum link_state state, enum pj_code code, const char *sentence,
                struct now now, struct link_out *out);
/* A frame for the present dial. */
struct frame *link_say(struct link *link, enum frame_kind kind, struct now now,
                       struct link_out *out);
void link_say_ack(struct link *link, uint32_t lane, struct now now, struct link_out *out);
/* Stop: the peer is told, no data flows, the dial ends. */
void link_stop(struct link *link, enum link_state state, enum pj_code code, const char *sentence,
               struct now now, struct link_out *out);
/* L(seq) of what we sealed, when it is in memory. */
bool link_knows_hash(const struct link *link, uint32_t lane, uint64_t seq, struct digest *ret_hash);
void link_on_ack(struct link *link, const struct frame_ack *ack, struct now now,
                 struct link_out *out);
void link_on_hello(struct link *link, const struct frame_hello *hello,
                   const struct frame_hello *mine, struct now now, struct link_out *out);
void link_open_when_ready(struct link *link, struct now now, struct link_out *out);
/* Goes on with what of the opening is still to be done. */
void link_place_all(struct link *link, struct now now, struct link_out *out);
/* rewind.c: our lane goes back to the last mark both know; the peer is asked to follow. */
void link_rewind(struct link *link, uint32_t lane, const struct lane_mark *common, struct now now,
                 struct link_out *out);
void link_on_probe(struct link *link, const struct frame_probe *probe, struct now now,
                   struct link_out *out);
