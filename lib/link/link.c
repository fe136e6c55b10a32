/* SPDX-License-Identifier: Apache-2.0
 * The life of a link: dialling, backing off, speaking, falling silent. */
#include "link/internal.h"

#include "base/text.h"

#include <string.h>

static const char *const state_texts[LINK_STATE_MAX] = {
    "down", "dialling", "hello", "probing", "open", "refused", "forked", "behind", "paused"};

const char *link_state_text(enum link_state state) {
    ASSERT(state < LINK_STATE_MAX);
    return state_texts[state];
}

/* Why a link is down of which nothing else is known. */
static const char *no_answer_sentence(enum link_role role) {
    return role == LINK_TO_PARENT
               ? "连不上上级站：它在运行吗？[link] parent_endpoint 对吗？ / no connection to the "
                 "parent: is it running, is [link] parent_endpoint right?"
               : "下级站没有连上：它在运行吗？公钥允许了吗？(key allow --station) / the child does "
                 "not dial: is it running, is its key allowed (key allow --station)?";
}

void link_init(struct link *link, const struct link_config *config) {
    memset(link, 0, sizeof *link);
    link->role = config->role;
    link->self = config->self;
    link->peer = config->peer;
    link->incarnation = config->incarnation;
    link->epoch = config->epoch;
    link->redial_us = LINK_REDIAL_MIN_US;
    link->code = PJ_LINK_NO_ANSWER;
    text_print(link->sentence, sizeof link->sentence, "%s", no_answer_sentence(link->role));
}

void link_enter(struct link *link, enum link_state state, enum pj_code code, const char *sentence,
                struct now now, struct link_out *out) {
    size_t len = strlen(sentence);

    /* Edges, not levels: dialling again and again is no news, nor is the same refusal. */
    out->changed = out->changed || !link->told || link->told_state != state || link->code != code;
    link->told = true;
    link->told_state = state;
    link->state = state;
    link->code = code;
    if (len >= sizeof link->sentence) {
        len = sizeof link->sentence - 1;
    }
    memmove(link->sentence, sentence, len);
    link->sentence[len] = '\0';
    link->state_since = now.mono;
    link->state_since_wall = now.wall;
}

struct frame *link_say(struct link *link, enum frame_kind kind, struct now now,
                       struct link_out *out) {
    struct frame *frame = NULL;

    ASSERT(out->frame_count < LINK_OUT_FRAMES_MAX);
    frame = &out->frames[out->frame_count++];
    memset(frame, 0, sizeof *frame);
    frame->protocol = LINK_PROTOCOL;
    frame->kind = kind;
    link->said_at = now.mono;
    return frame;
}

/* ---- the end of a dial */

static void hang_up(struct link *link, struct now now, struct link_out *out) {
    bool lasted =
        link->state == LINK_STATE_OPEN && now.mono.us - link->state_since.us >= LINK_LASTING_US;

    link->dial = 0;
    link->ready = false;
    link->peer_ready = false;
    link->mark_count = 0;
    link->redial_us = lasted ? LINK_REDIAL_MIN_US : link->redial_us;
    link->redial_at.us = now.mono.us + link->redial_us;
    link->redial_us =
        2 * link->redial_us > LINK_REDIAL_MAX_US ? LINK_REDIAL_MAX_US : 2 * link->redial_us;
    out->close_dial = true;
}

void link_stop(struct link *link, enum link_state state, enum pj_code code, const char *sentence,
               struct now now, struct link_out *out) {
    struct frame *frame = link_say(link, FRAME_REFUSE, now, out);
    size_t len = strlen(sentence);

    frame->refuse.code = (uint32_t)code;
    if (len >= sizeof frame->refuse.sentence) {
        len = sizeof frame->refuse.sentence - 1;
    }
    memcpy(frame->refuse.sentence, sentence, len);
    out->to_dial = link->dial;
    hang_up(link, now, out);
    link_enter(link, state, code, sentence, now, out);
}

void link_refuse(struct link *link, enum pj_code code, const char *sentence, struct now now,
                 struct link_out *ret_out) {
    link_stop(link, LINK_STATE_REFUSED, code, sentence, now, ret_out);
}

void link_disconnected(struct link *link, enum pj_code code, const char *sentence, struct now now,
                       struct link_out *ret_out) {
    bool told = link->state == LINK_STATE_REFUSED || link->state == LINK_STATE_FORKED ||
                link->state == LINK_STATE_BEHIND;
    bool was_dialling = link->state == LINK_STATE_DIALLING;

    if (link->dial == 0 && link->state != LINK_STATE_DIALLING) {
        return; /* already known */
    }
    hang_up(link, now, ret_out);
    ret_out->close_dial = false;
    if (told) {
        return;
    }
    if (code != PJ_OK) {
        link_enter(link, LINK_STATE_REFUSED, code, sentence, now, ret_out);
    } else if (was_dialling) { /* nobody there: what was said last still holds */
        link_enter(link, LINK_STATE_DOWN, link->code, link->sentence, now, ret_out);
    } else {
        link_enter(link, LINK_STATE_DOWN, PJ_LINK_NO_ANSWER, no_answer_sentence(link->role), now,
                   ret_out);
    }
}

/* ---- time */

static bool may_dial(const struct link *link) {
    if (link->role != LINK_TO_PARENT || link->paused || link->draining || link->dial != 0) {
        return false;
    }
    return link->state != LINK_STATE_DIALLING && link->state != LINK_STATE_PAUSED;
}

static bool has_in_flight(const struct link *link, uint32_t lane) {
    return link->out[lane].sent_seq > link->out[lane].acked_seq;
}

static struct mono deadline(const struct link *link) {
    if (link->state == LINK_STATE_OPEN) {
        return (struct mono){link->heard_at.us + LINK_SILENCE_US};
    }
    return (struct mono){link->state_since.us + LINK_HELLO_TIMEOUT_US};
}

struct mono link_wakeup(const struct link *link) {
    struct mono at = {INT64_MAX};

    if (may_dial(link)) {
        at.us = link->redial_at.us;
    }
    if (link->dial == 0 && link->state != LINK_STATE_DIALLING) {
        return at;
    }
    at = deadline(link);
    if (link->state == LINK_STATE_OPEN && link->said_at.us + LINK_HEARTBEAT_US < at.us) {
        at.us = link->said_at.us + LINK_HEARTBEAT_US;
    }
    for (uint32_t lane = 0; lane < LANES; lane++) {
        if (has_in_flight(link, lane) && link->progress_at[lane].us + LINK_RESEND_US < at.us) {
            at.us = link->progress_at[lane].us + LINK_RESEND_US;
        }
    }
    return at;
}

static void tick_open(struct link *link, struct now now, struct link_out *out) {
    if (now.mono.us - link->said_at.us >= LINK_HEARTBEAT_US) {
        struct frame *frame = link_say(link, FRAME_HEARTBEAT, now, out);

        frame->heartbeat.dial = link->dial;
        frame->heartbeat.wall = now.wall;
    }
    for (uint32_t lane = 0; lane < LANES; lane++) {
        if (has_in_flight(link, lane) &&
            now.mono.us - link->progress_at[lane].us >= LINK_RESEND_US) {
            link->out[lane].sent_seq = link->out[lane].acked_seq;
            link->progress_at[lane] = now.mono;
            out->resend[lane] = true;
        }
    }
}

void link_tick(struct link *link, struct now now, uint64_t jitter, struct link_out *ret_out) {
    bool speaking = link->dial != 0 || link->state == LINK_STATE_DIALLING;

    if (speaking && now.mono.us >= deadline(link).us) {
        hang_up(link, now, ret_out);
        link_enter(link, LINK_STATE_DOWN, PJ_LINK_NO_ANSWER, "对方没有应答 / the peer is silent",
                   now, ret_out);
        return;
    }
    if (link->state == LINK_STATE_OPEN) {
        tick_open(link, now, ret_out);
        return;
    }
    if (may_dial(link) && now.mono.us >= link->redial_at.us) {
        link->redial_at.us =
            now.mono.us + link->redial_us + (int64_t)(jitter % (uint64_t)(link->redial_us / 4 + 1));
        ret_out->open_dial = true;
        link->state = LINK_STATE_DIALLING; /* code and sentence stay: what was said last holds */
        link->state_since = now.mono;
    }
}

void link_connected(struct link *link, uint64_t dial, const struct frame_hello *mine,
                    struct now now, struct link_out *ret_out) {
    struct frame *frame = NULL;

    ASSERT(dial != 0);
    link->dial = dial;
    link->heard_at = now.mono;
    link->ready = false;
    link->peer_ready = false;
    frame = link_say(link, FRAME_HELLO, now, ret_out);
    frame->hello = *mine;
    frame->hello.dial = dial;
    link->state = LINK_STATE_HELLO;
    link->state_since = now.mono;
}

#define PAUSED_SENTENCE                                                                            \
    "链路已暂停：pujiangctl link resume / the link is paused: pujiangctl link resume"

void link_pause(struct link *link, bool pause, struct now now, struct link_out *ret_out) {
    if (link->paused == pause) {
        return;
    }
    link->paused = pause;
    if (!pause) {
        link_enter(link, LINK_STATE_DOWN, PJ_OK, "", now, ret_out);
    } else if (link->dial != 0) {
        link_stop(link, LINK_STATE_PAUSED, PJ_LINK_PAUSED, PAUSED_SENTENCE, now, ret_out);
    } else {
        ret_out->close_dial = link->state == LINK_STATE_DIALLING;
        link_enter(link, LINK_STATE_PAUSED, PJ_LINK_PAUSED, PAUSED_SENTENCE, now, ret_out);
    }
}

void link_drain(struct link *link, struct now now, struct link_out *ret_out) {
    struct frame *frame = NULL;

    link->draining = true;
    if (link->dial != 0) {
        frame = link_say(link, FRAME_DRAIN, now, ret_out);
        frame->drain_dial = link->dial;
    }
}

/* ---- frames */

static bool is_of_this_dial(struct link *link, uint64_t dial) {
    if (dial == 0 || dial != link->dial) {
        link->dropped_frames++;
        return false;
    }
    return true;
}

static void on_refuse(struct link *link, const struct frame_refuse *refuse, struct now now,
                      struct link_out *out) {
    enum link_state state = LINK_STATE_REFUSED;

    if (refuse->code == PJ_LINK_FORKED) {
        state = LINK_STATE_FORKED;
    } else if (refuse->code == PJ_LINK_BEHIND) {
        state = LINK_STATE_BEHIND;
    }
    hang_up(link, now, out);
    link_enter(link, state, (enum pj_code)refuse->code, refuse->sentence, now, out);
}

static void on_heartbeat(struct link *link, const struct frame_heartbeat *heartbeat,
                         struct now now) {
    if (is_of_this_dial(link, heartbeat->dial)) {
        link->heard_at = now.mono;
        if (wall_is_plausible(heartbeat->wall)) {
            link->skew_us = heartbeat->wall.us - now.wall.us;
        }
        link->peer_chain_head = heartbeat->chain_head;
        if (link->peer_busy_ms != UINT32_MAX) { /* it drains: that is not taken back on this dial */
            link->peer_busy_ms = heartbeat->busy_ms;
        }
    }
}

/* A child's first word names the dial the refusal belongs to; one that is open already is left
 * alone. */
static bool is_newcomer(struct link *link, const struct frame *frame) {
    if (link->role != LINK_TO_CHILD || frame->kind != FRAME_HELLO) {
        return false;
    }
    if (link->state == LINK_STATE_OPEN && frame->hello.dial != link->dial) {
        return true;
    }
    link->dial = frame->hello.dial;
    return false;
}

static void refuse_version(struct link *link, const struct frame *theirs, struct now now,
                           struct link_out *out) {
    char sentence[200];
    struct frame *frame = NULL;

    text_print(
        sentence, sizeof sentence,
        "协议版本不符：对方 %u，本站 %u；请升级较旧的一站 / protocol %u here %u: upgrade the older "
        "station",
        theirs->protocol, LINK_PROTOCOL, theirs->protocol, LINK_PROTOCOL);
    if (is_newcomer(link, theirs)) {
        frame = link_say(link, FRAME_REFUSE, now, out);
        frame->refuse.code = PJ_BAD_VERSION;
        memcpy(frame->refuse.sentence, sentence, sizeof sentence);
        out->to_dial = theirs->hello.dial;
        return;
    }
    link_stop(link, LINK_STATE_REFUSED, PJ_BAD_VERSION, sentence, now, out);
}

void link_on_frame(struct link *link, const struct frame *frame, const struct frame_hello *mine,
                   struct now now, struct link_out *ret_out) {
    ASSERT(frame->kind != FRAME_DATA);
    if (frame->protocol != LINK_PROTOCOL) {
        refuse_version(link, frame, now, ret_out);
        return;
    }
    switch (frame->kind) {
    case FRAME_HELLO:
        link_on_hello(link, &frame->hello, mine, now, ret_out);
        break;
    case FRAME_REFUSE:
        if (link->dial != 0) {
            on_refuse(link, &frame->refuse, now, ret_out);
        }
        break;
    case FRAME_ACK:
        if (is_of_this_dial(link, frame->ack.dial)) {
            link->heard_at = now.mono;
            link_on_ack(link, &frame->ack, now, ret_out);
        }
        break;
    case FRAME_HEARTBEAT:
        on_heartbeat(link, &frame->heartbeat, now);
        break;
    case FRAME_DRAIN:
        if (is_of_this_dial(link, frame->drain_dial)) {
            link->peer_busy_ms = UINT32_MAX;
        }
        break;
    case FRAME_PROBE:
        if (is_of_this_dial(link, frame->probe.dial)) {
            link->heard_at = now.mono;
            link_on_probe(link, &frame->probe, now, ret_out);
        }
        break;
    case FRAME_NONE:
    case FRAME_DATA:
    case FRAME_MAX:
        link->dropped_frames++;
        break;
    }
}
