/* SPDX-License-Identifier: Apache-2.0
 * The two lanes: sequence numbers, windows, acknowledgements. The window is the only brake; an Ack
 * means custody. */
#include "link/internal.h"

#include "base/text.h"

#include <string.h>

void link_restore_out(struct link *link, uint32_t lane, uint64_t sealed_seq,
                      const struct digest *sealed_hash, uint64_t acked_seq,
                      const struct digest *acked_hash) {
    struct lane_out *out = &link->out[lane];

    out->sealed_seq = sealed_seq;
    out->sealed_hash = *sealed_hash;
    out->acked_seq = acked_seq;
    out->acked_hash = *acked_hash;
    out->sent_seq = acked_seq;
    out->window_known = acked_seq;
}

void link_restore_in(struct link *link, uint32_t lane, uint64_t seq, const struct digest *hash) {
    struct lane_in *in = &link->in[lane];

    in->committed_seq = seq;
    in->committed_hash = *hash;
    in->taken_seq = seq;
}

bool link_knows_hash(const struct link *link, uint32_t lane, uint64_t seq,
                     struct digest *ret_hash) {
    const struct lane_out *out = &link->out[lane];

    if (seq == 0) {
        memset(ret_hash, 0, sizeof *ret_hash);
    } else if (seq == out->sealed_seq) {
        *ret_hash = out->sealed_hash;
    } else if (seq == out->acked_seq) {
        *ret_hash = out->acked_hash;
    } else if (seq > out->acked_seq && seq <= out->window_known) {
        *ret_hash = out->window[seq % LINK_WINDOW_ITEMS_MAX];
    } else {
        return false;
    }
    return true;
}

/* ---- out */

/* L(seq) enters the window when it follows what is known and the window reaches so far. */
static void learn(struct lane_out *out, uint64_t seq, const struct digest *hash) {
    if (seq == out->window_known + 1 && seq - out->acked_seq <= LINK_WINDOW_ITEMS_MAX) {
        out->window[seq % LINK_WINDOW_ITEMS_MAX] = *hash;
        out->window_known = seq;
    }
}

void link_committed_out(struct link *link, uint32_t lane, uint64_t seq, const struct digest *hashes,
                        size_t count) {
    struct lane_out *out = &link->out[lane];

    ASSERT(count > 0);
    ASSERT(seq == out->sealed_seq + count);
    for (size_t i = 0; i < count; i++) {
        learn(out, out->sealed_seq + 1 + i, &hashes[i]);
    }
    out->sealed_seq = seq;
    out->sealed_hash = hashes[count - 1];
}

enum pj_code link_relearn(struct link *link, uint32_t lane, uint64_t seq,
                          const struct digest *hash) {
    struct lane_out *out = &link->out[lane];

    learn(out, seq, hash);
    if (seq == out->sealed_seq && !digest_equal(hash, &out->sealed_hash)) {
        return PJ_INTERNAL_STORED_DAMAGED;
    }
    return PJ_OK;
}

size_t link_may_send(const struct link *link, uint32_t lane, struct now now) {
    const struct lane_out *out = &link->out[lane];
    uint64_t waiting = out->sealed_seq - out->sent_seq;
    uint64_t room = LINK_IN_FLIGHT_MAX - (out->sent_seq - out->acked_seq);

    (void)now;
    if (link->state != LINK_STATE_OPEN || link->draining || link->peer_busy_ms > 0) {
        return 0;
    }
    return (size_t)(waiting < room ? waiting : room);
}

void link_sent(struct link *link, uint32_t lane, size_t count, struct now now) {
    struct lane_out *out = &link->out[lane];

    ASSERT(count <= link_may_send(link, lane, now));
    if (out->sent_seq == out->acked_seq) {
        link->progress_at[lane] = now.mono;
    }
    out->sent_seq += count;
    link->spoke[lane] = true;
    link->said_at = now.mono;
}

static void ack_differs(struct link *link, uint32_t lane, uint64_t seq, struct now now,
                        struct link_out *out) {
    char sentence[250];

    link->forked_at[lane] = link->out[lane].acked_seq + 1;
    text_print(sentence, sizeof sentence,
               "%s lane %u: 对方第 %llu 号的运行摘要与本站不同：%llu 与 %llu 之间被改动 / the "
               "peer's hash at seq "
               "%llu differs: altered after %llu",
               link->self.text, lane, (unsigned long long)seq,
               (unsigned long long)link->forked_at[lane], (unsigned long long)seq,
               (unsigned long long)seq, (unsigned long long)link->out[lane].acked_seq);
    link_stop(link, LINK_STATE_FORKED, PJ_LINK_FORKED, sentence, now, out);
}

/* What went out before a resend or over an older dial may be committed there after we went back:
 * then we go forward again, and what waits in memory was cut too early. */
static void accept_ack(struct lane_out *out, const struct lane_mark *mark, bool *ret_resend) {
    out->acked_seq = mark->seq;
    out->acked_hash = mark->hash;
    if (out->sent_seq < mark->seq) {
        out->sent_seq = mark->seq;
        *ret_resend = true;
    }
    if (out->window_known < mark->seq) {
        out->window_known = mark->seq;
    }
}

void link_on_ack(struct link *link, const struct frame_ack *ack, struct now now,
                 struct link_out *out) {
    uint32_t lane = ack->mark.lane;
    struct lane_out *lane_out = NULL;
    struct digest hash;
    bool known = false;

    if (lane >= LANES || (link->state != LINK_STATE_OPEN && link->state != LINK_STATE_PROBING)) {
        link->dropped_frames++;
        return;
    }
    lane_out = &link->out[lane];
    link->peer_ready = true;
    link_open_when_ready(link, now, out);
    if (link->state != LINK_STATE_OPEN || ack->mark.seq <= lane_out->acked_seq) {
        return; /* said twice */
    }
    if (ack->mark.seq > lane_out->sealed_seq) {
        link_stop(link, LINK_STATE_REFUSED, PJ_LINK_GAP,
                  "对方确认了没有发过的序号 / the peer acknowledges what was never sent", now, out);
        return;
    }
    known = link_knows_hash(link, lane, ack->mark.seq, &hash);
    if (!known && ack->mark.seq > lane_out->sent_seq) {
        return; /* came over an older dial and is not in memory here: said again after the resend */
    }
    if (!known || !digest_equal(&hash, &ack->mark.hash)) {
        ack_differs(link, lane, ack->mark.seq, now, out);
        return;
    }
    accept_ack(lane_out, &ack->mark, &out->resend[lane]);
    link->progress_at[lane] = now.mono;
}

/* ---- in */

void link_say_ack(struct link *link, uint32_t lane, struct now now, struct link_out *out) {
    struct frame *frame = link_say(link, FRAME_ACK, now, out);

    frame->ack.dial = link->dial;
    frame->ack.mark =
        (struct lane_mark){lane, link->in[lane].committed_seq, link->in[lane].committed_hash};
}

enum pj_code link_take(struct link *link, const struct frame_data *data, struct now now,
                       size_t *ret_skip, size_t *ret_take, struct link_out *ret_out) {
    struct lane_in *in = NULL;
    uint64_t skip = 0;

    *ret_skip = 0;
    *ret_take = 0;
    if (data->dial == 0 || data->dial != link->dial || !link->ready || data->lane >= LANES) {
        link->dropped_frames++;
        return PJ_LINK_WRONG_DIAL;
    }
    link->heard_at = now.mono;
    link->peer_ready = true;
    link_open_when_ready(link, now, ret_out);
    in = &link->in[data->lane];
    if (data->first_seq == 0 || data->first_seq > in->taken_seq + 1) {
        link->dropped_frames++;
        return PJ_LINK_GAP;
    }
    skip = in->taken_seq + 1 - data->first_seq;
    if (skip >= data->item_count) {
        link_say_ack(link, data->lane, now, ret_out);
        *ret_skip = data->item_count;
        return PJ_OK;
    }
    *ret_skip = (size_t)skip;
    *ret_take = data->item_count - (size_t)skip;
    in->taken_seq += *ret_take;
    return PJ_OK;
}

void link_untake(struct link *link, uint32_t lane) {
    link->in[lane].taken_seq = link->in[lane].committed_seq;
}

/* Slot k is replaced when it is more than 4^(k+1) behind: a few marks reach far back. */
static void recall(struct lane_in *in, uint32_t lane) {
    struct lane_mark moving = {lane, in->committed_seq, in->committed_hash};
    uint64_t reach = 4;

    for (size_t k = 0; k < LINK_RECALL_MARKS && moving.seq > 0; k++) {
        struct lane_mark old = in->recall[k];

        if (k < in->recall_count && moving.seq - old.seq < reach) {
            return;
        }
        in->recall[k] = moving;
        if (k >= in->recall_count) {
            in->recall_count = k + 1;
            return;
        }
        moving = old;
        reach *= 4;
    }
}

void link_committed_in(struct link *link, uint32_t lane, uint64_t seq, const struct digest *hash,
                       struct now now, struct link_out *ret_out) {
    struct lane_in *in = &link->in[lane];

    ASSERT(seq > in->committed_seq);
    ASSERT(seq <= in->taken_seq);
    recall(in, lane);
    in->committed_seq = seq;
    in->committed_hash = *hash;
    if (link->dial != 0 && link->ready) {
        link_say_ack(link, lane, now, ret_out);
    }
}
