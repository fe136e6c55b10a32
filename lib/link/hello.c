/* SPDX-License-Identifier: Apache-2.0
 * The opening of a dial: each side finds where the other stands in its own history. Equal (seq, L)
 * = equal content in order up to seq; comparing seq alone would take a restored or cloned station
 * for the one it was. */
#include "link/internal.h"

#include "base/text.h"

#include <string.h>

#define NO_MARK SIZE_MAX

/* The mark of this lane with the highest seq below `under`. */
static size_t next_mark(const struct link *link, uint32_t lane, uint64_t under) {
    size_t best = NO_MARK;

    for (size_t i = 0; i < link->mark_count; i++) {
        if (link->marks[i].lane == lane && link->marks[i].seq < under &&
            (best == NO_MARK || link->marks[i].seq > link->marks[best].seq)) {
            best = i;
        }
    }
    return best;
}

static void fork_found(struct link *link, uint32_t lane, struct now now, struct link_out *out) {
    char sentence[250];

    link->forked_at[lane] = link->agreed_seq[lane] + 1;
    text_print(sentence, sizeof sentence,
               "%s lane %u: 两站历史自第 %llu 号起分叉(至迟 %llu)：一方曾恢复旧库或被克隆 / "
               "histories part "
               "from seq %llu (%llu at the latest): one station was restored or cloned",
               link->self.text, lane, (unsigned long long)link->forked_at[lane],
               (unsigned long long)link->parted_seq[lane],
               (unsigned long long)link->forked_at[lane],
               (unsigned long long)link->parted_seq[lane]);
    link_stop(link, LINK_STATE_FORKED, PJ_LINK_FORKED, sentence, now, out);
}

static void behind_found(struct link *link, uint32_t lane, uint64_t theirs, struct now now,
                         struct link_out *out) {
    char sentence[250];

    text_print(
        sentence, sizeof sentence,
        "%s lane %u: 本站数据库只到 %llu，对方已收到 %llu：旧库 / this database ends at %llu, the "
        "peer has %llu: restored from an older one",
        link->self.text, lane, (unsigned long long)link->out[lane].sealed_seq,
        (unsigned long long)theirs, (unsigned long long)link->out[lane].sealed_seq,
        (unsigned long long)theirs);
    link_stop(link, LINK_STATE_BEHIND, PJ_LINK_BEHIND, sentence, now, out);
}

/* The peer's newest mark agrees: from there on we send. What it had and lost is given back. */
static void placed(struct link *link, uint32_t lane, const struct lane_mark *mark) {
    struct lane_out *lane_out = &link->out[lane];

    if (mark->seq < lane_out->acked_seq) {
        link->resent_after_loss += lane_out->acked_seq - mark->seq;
        lane_out->window_known = mark->seq;
    }
    if (mark->seq > lane_out->window_known) {
        lane_out->window_known = mark->seq;
    }
    lane_out->acked_seq = mark->seq;
    lane_out->acked_hash = mark->hash;
    lane_out->sent_seq = mark->seq;
    link->place[lane] = PLACE_DONE;
}

/* The newest mark of the peer that agrees, all zero when none does. */
static struct lane_mark common_mark(const struct link *link, uint32_t lane) {
    struct lane_mark none = {.lane = lane};

    for (size_t i = 0; i < link->mark_count; i++) {
        if (link->marks[i].lane == lane && link->marks[i].seq == link->agreed_seq[lane]) {
            return link->marks[i];
        }
    }
    return none;
}

/* All marks of the lane up to what we sealed have been compared. A peer that has more than we
 * sealed, or other than we sealed before we said anything in this life, remembers what we lost. */
static void conclude(struct link *link, uint32_t lane, struct now now, struct link_out *out) {
    size_t newest = next_mark(link, lane, UINT64_MAX);
    struct lane_mark none = {.lane = lane};
    bool parted = link->parted_seq[lane] != 0;
    bool behind = newest != NO_MARK && link->marks[newest].seq > link->out[lane].sealed_seq;

    if (!parted && !behind) {
        placed(link, lane, newest == NO_MARK ? &none : &link->marks[newest]);
        return;
    }
    if (link->may_rewind) {
        struct lane_mark common = common_mark(link, lane);

        link_rewind(link, lane, &common, now, out);
        return;
    }
    out->lost = out->lost || behind || !link->spoke[lane];
    if (parted) {
        fork_found(link, lane, now, out);
    } else {
        behind_found(link, lane, link->marks[newest].seq, now, out);
    }
}

/* One comparison; true when the lane can go on at once. */
static bool compare(struct link *link, uint32_t lane, const struct digest *hash, struct now now,
                    struct link_out *out) {
    const struct lane_mark *mark = &link->marks[link->place_mark[lane]];
    bool equal = digest_equal(hash, &mark->hash);

    if (!equal) {
        link->parted_seq[lane] = mark->seq;
    } else if (mark->seq > link->agreed_seq[lane]) {
        link->agreed_seq[lane] = mark->seq;
    }
    link->place_mark[lane] = equal ? NO_MARK : next_mark(link, lane, mark->seq);
    if (link->place_mark[lane] == NO_MARK) { /* older ones agree too, or there are none */
        conclude(link, lane, now, out);
        return false;
    }
    return true;
}

static void place(struct link *link, uint32_t lane, struct now now, struct link_out *out) {
    bool again = true;

    while (again && link->state == LINK_STATE_PROBING && link->place[lane] == PLACE_OPEN) {
        struct digest hash;
        uint64_t seq = 0;

        if (link->place_mark[lane] == NO_MARK) {
            conclude(link, lane, now, out);
            return;
        }
        seq = link->marks[link->place_mark[lane]].seq;
        if (!link_knows_hash(link, lane, seq, &hash)) {
            if (!out->want_hash) {
                out->want_hash = true;
                out->want_lane = lane;
                out->want_seq = seq;
                link->place[lane] = PLACE_ASKED;
            }
            return; /* one question at a time; the other lane goes on with the answer */
        }
        again = compare(link, lane, &hash, now, out);
    }
}

void link_place_all(struct link *link, struct now now, struct link_out *out) {
    for (uint32_t lane = 0; lane < LANES && link->state == LINK_STATE_PROBING; lane++) {
        place(link, lane, now, out);
    }
    if (link->state != LINK_STATE_PROBING || link->ready) {
        return;
    }
    for (uint32_t lane = 0; lane < LANES; lane++) {
        if (link->place[lane] != PLACE_DONE || link->goes_back[lane]) {
            return;
        }
    }
    link->ready = true;
    for (uint32_t lane = 0; lane < LANES; lane++) {
        link_say_ack(link, lane, now, out);
    }
    link_open_when_ready(link, now, out);
}

void link_own_hash(struct link *link, uint32_t lane, uint64_t seq, const struct digest *hash,
                   bool unknown, struct now now, struct link_out *ret_out) {
    ASSERT(lane < LANES);
    if (link->state != LINK_STATE_PROBING || link->place[lane] != PLACE_ASKED ||
        link->marks[link->place_mark[lane]].seq != seq) {
        return; /* the answer to an older dial's question */
    }
    link->place[lane] = PLACE_OPEN;
    if (unknown) { /* cannot be compared: the dial times out and is tried again */
        link->place[lane] = PLACE_ASKED;
        return;
    }
    if (compare(link, lane, hash, now, ret_out) || link->state == LINK_STATE_PROBING) {
        link_place_all(link, now, ret_out);
    }
}

void link_open_when_ready(struct link *link, struct now now, struct link_out *out) {
    if (link->state == LINK_STATE_PROBING && link->ready && link->peer_ready) {
        link_enter(link, LINK_STATE_OPEN, PJ_OK, "", now, out);
        link->may_rewind = false;
        for (uint32_t lane = 0; lane < LANES; lane++) {
            link->progress_at[lane] = now.mono;
            out->resend[lane] = true; /* what waits in memory was cut for another dial */
        }
        out->opened = true;
    }
}

/* Of ours. Our own follows what it says, so what no memory can hold is not believed. */
static bool knows_later_epoch(const struct link *link, const struct frame_hello *hello) {
    return hello->your_epoch > link->epoch &&
           hello->your_epoch - link->epoch <= LINK_EPOCHS_AHEAD_MAX;
}

static void start_placing(struct link *link, const struct frame_hello *hello, struct now now,
                          struct link_out *out) {
    link->state = LINK_STATE_PROBING;
    link->state_since = now.mono;
    link->heard_at = now.mono;
    link->peer_incarnation = hello->incarnation;
    link->peer_epoch = hello->epoch > link->peer_epoch ? hello->epoch : link->peer_epoch;
    link->peer_busy_ms = 0;
    link->ready = false;
    link->mark_count = hello->mark_count;
    memcpy(link->marks, hello->marks, sizeof link->marks);
    for (uint32_t lane = 0; lane < LANES; lane++) {
        link->place[lane] = PLACE_OPEN;
        link->place_mark[lane] = next_mark(link, lane, link->out[lane].sealed_seq + 1);
        link->agreed_seq[lane] = 0;
        link->parted_seq[lane] = 0;
        link->goes_back[lane] = false;
        link->peer_sent[lane] = hello->sent[lane].seq;
        if (hello->acked[lane] > link->in[lane].committed_seq && !link->may_rewind) {
            out->lost = true; /* it will be given back; what else is gone nobody knows */
        }
    }
    if (knows_later_epoch(link, hello) && !link->may_rewind) {
        out->lost = true;
    }
    out->lost_epoch = knows_later_epoch(link, hello) ? hello->your_epoch : 0;
    link_place_all(link, now, out);
}

/* Two daemons with one key: the one that is being heard stays, the newcomer is told. */
static bool runs_twice(const struct link *link, const struct frame_hello *hello, struct now now) {
    bool alive = link->dial != 0 && now.mono.us - link->heard_at.us < LINK_SILENCE_US;
    bool same = memcmp(link->peer_incarnation.byte, hello->incarnation.byte, ID_BYTES) == 0;

    return alive && link->dial != hello->dial && !same && link->state == LINK_STATE_OPEN;
}

void link_on_hello(struct link *link, const struct frame_hello *hello,
                   const struct frame_hello *mine, struct now now, struct link_out *out) {
    struct frame *frame = NULL;

    if (hello->dial == 0) {
        link->dropped_frames++;
        return;
    }
    if (link->role == LINK_TO_PARENT) {
        if (hello->dial != link->dial || link->state != LINK_STATE_HELLO) {
            link->dropped_frames++;
            return;
        }
        start_placing(link, hello, now, out);
        return;
    }
    if (runs_twice(link, hello, now)) {
        frame = link_say(link, FRAME_REFUSE, now, out);
        frame->refuse.code = PJ_LINK_TWICE;
        text_print(frame->refuse.sentence, sizeof frame->refuse.sentence,
                   "此站同时运行了两份，停掉其中一份 / this station runs twice: stop one of them");
        out->to_dial = hello->dial;
        return;
    }
    if (link->paused) {
        frame = link_say(link, FRAME_REFUSE, now, out);
        frame->refuse.code = PJ_LINK_PAUSED;
        text_print(frame->refuse.sentence, sizeof frame->refuse.sentence,
                   "上级站已暂停此链路 / the parent has paused this link");
        out->to_dial = hello->dial;
        return;
    }
    link->dial = hello->dial;
    link->peer_ready = false;
    frame = link_say(link, FRAME_HELLO, now, out);
    frame->hello = *mine;
    frame->hello.dial = hello->dial;
    out->to_dial = hello->dial;
    start_placing(link, hello, now, out);
}
