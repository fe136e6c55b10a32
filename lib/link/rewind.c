/* SPDX-License-Identifier: Apache-2.0
 * After history was lost: the station that seals a lane and the one that receives it go back to the
 * last mark both know. Nothing is renumbered: what the sealer still has goes on behind that mark,
 * and what the receiver had beyond it stays in its journal, under the numbers of the older epoch.
 * What comes a second time is told by its term. */
#include "link/internal.h"

#include <string.h>

void link_rewind(struct link *link, uint32_t lane, const struct lane_mark *common, struct now now,
                 struct link_out *out) {
    struct frame *frame = link_say(link, FRAME_PROBE, now, out);
    struct lane_out *lane_out = &link->out[lane];

    lane_out->acked_seq = common->seq;
    lane_out->acked_hash = common->hash;
    lane_out->sent_seq = common->seq;
    lane_out->window_known = common->seq;
    link->forked_at[lane] = common->seq + 1;
    link->place[lane] = PLACE_BACK;
    frame->probe.dial = link->dial;
    frame->probe.mark = *common;
}

/* Did we say this mark in our Hello? Then it is still known: nothing was taken in since. */
static bool is_own_mark(const struct lane_in *in, const struct lane_mark *mark) {
    static const struct digest zero;

    if (mark->seq == 0) {
        return digest_equal(&mark->hash, &zero);
    }
    if (mark->seq == in->committed_seq) {
        return digest_equal(&mark->hash, &in->committed_hash);
    }
    for (size_t i = 0; i < in->recall_count; i++) {
        if (in->recall[i].seq == mark->seq) {
            return digest_equal(&mark->hash, &in->recall[i].hash);
        }
    }
    return false;
}

static void put_back(struct lane_in *in, const struct lane_mark *mark) {
    size_t kept = 0;

    for (size_t i = 0; i < in->recall_count; i++) {
        if (in->recall[i].seq < mark->seq) {
            in->recall[kept++] = in->recall[i];
        }
    }
    in->recall_count = kept;
    in->committed_seq = mark->seq;
    in->committed_hash = mark->hash;
    in->taken_seq = mark->seq;
}

static void on_question(struct link *link, const struct lane_mark *mark, struct link_out *out) {
    struct lane_in *in = &link->in[mark->lane];

    if (link->state != LINK_STATE_PROBING || in->taken_seq != in->committed_seq ||
        !is_own_mark(in, mark)) {
        link->dropped_frames++; /* the dial times out; the next Hello tells where we stand then */
        return;
    }
    put_back(in, mark);
    link->forked_at[mark->lane] = mark->seq + 1;
    link->going_back[mark->lane] = *mark;
    link->goes_back[mark->lane] = true;
    out->go_back[mark->lane] = true;
}

void link_on_probe(struct link *link, const struct frame_probe *probe, struct now now,
                   struct link_out *out) {
    uint32_t lane = probe->mark.lane;

    if (lane < LANES && !probe->is_answer) {
        on_question(link, &probe->mark, out);
    } else if (lane < LANES && link->state == LINK_STATE_PROBING &&
               link->place[lane] == PLACE_BACK && probe->mark.seq == link->out[lane].acked_seq) {
        link->place[lane] = PLACE_DONE;
        link_place_all(link, now, out);
    } else {
        link->dropped_frames++; /* of an older dial */
    }
}

void link_went_back(struct link *link, uint32_t lane, struct now now, struct link_out *ret_out) {
    struct frame *frame = NULL;

    if (link->state != LINK_STATE_PROBING || !link->goes_back[lane]) {
        return; /* that dial is over: the next one asks again, or finds us there */
    }
    link->goes_back[lane] = false;
    frame = link_say(link, FRAME_PROBE, now, ret_out);
    frame->probe.dial = link->dial;
    frame->probe.mark = link->going_back[lane];
    frame->probe.is_answer = true;
    link_place_all(link, now, ret_out);
}
