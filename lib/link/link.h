/* SPDX-License-Identifier: Apache-2.0
 * The machine of one link, sans I/O: hello, probe, lanes, windows, acknowledgements, heartbeats. It
 * knows sequence numbers and running hashes; it never sees a message's inside and computes no hash
 * (lib/node does, at seal, from the rows it writes; the link compares).
 *
 * Both sides run the same machine; the child dials. Frames are structs (words/message.h). What the
 * machine wants sent or told is collected in `struct link_out` by each call and taken by the caller
 * before the next one.
 *
 * Life:  DOWN -> DIALLING (child) / DOWN (parent) -> HELLO -> PROBING -> OPEN -> DOWN
 *        any -> REFUSED | FORKED | BEHIND | PAUSED, with a code and a sentence, until the next
 * dial.
 *
 * A station that lost history (an older database) finds at Hello that the peer knows more of it
 * than it does itself. The machine says so (link_out.lost); the caller declares the history lost,
 * which is a higher epoch, and allows link.may_rewind. At the next dial each lane we seal goes back
 * to the last mark both know, the peer commits that it does, and both go on from there.
 */
#pragma once
#include "base/time.h"
#include "words/message.h"

#define LINK_IN_FLIGHT_MAX 512 /* per lane: bounds a slow peer's backlog in memory */
#define LINK_WINDOW_ITEMS_MAX                                                                      \
    1024 /* hashes kept: in flight, and as many again that wait to be sent */
#define LINK_WINDOW_BYTES_MAX (4 * 1024 * 1024)
#define LINK_HEARTBEAT_US     (2 * US_PER_S)
#define LINK_SILENCE_US       (10 * US_PER_S) /* then the dial is dead */
#define LINK_REDIAL_MIN_US    (100 * US_PER_MS)
#define LINK_REDIAL_MAX_US    (15 * US_PER_S) /* doubling, with jitter */
#define LINK_HELLO_TIMEOUT_US (5 * US_PER_S)
#define LINK_RESEND_US        (1 * US_PER_S) /* in flight without progress: go back to the last Ack */
#define LINK_LASTING_US       (10 * US_PER_S) /* a dial that lived so long resets the backoff */
#define LINK_OUT_FRAMES_MAX   6               /* Hello, and for each lane a Probe and an Ack */
#define LINK_EPOCHS_AHEAD_MAX                                                                      \
    1000                    /* that a peer may know of us; what it says beyond is no memory */
#define LINK_RECALL_MARKS 7 /* older marks kept per lane, each about four times as far back */

enum link_role {
    LINK_TO_PARENT,
    LINK_TO_CHILD
};

enum link_state {
    LINK_STATE_DOWN,
    LINK_STATE_DIALLING,
    LINK_STATE_HELLO,   /* my Hello is out, the peer's not in */
    LINK_STATE_PROBING, /* finding where the peer stands in my history */
    LINK_STATE_OPEN,
    LINK_STATE_REFUSED,
    LINK_STATE_FORKED,
    LINK_STATE_BEHIND, /* one side remembers more of the other than it has itself */
    LINK_STATE_PAUSED,
    LINK_STATE_MAX
};

struct lane_out {        /* what we seal for the peer */
    uint64_t sealed_seq; /* committed here */
    struct digest sealed_hash;
    uint64_t sent_seq;  /* handed to this dial */
    uint64_t acked_seq; /* committed there */
    struct digest acked_hash;
    struct digest
        window[LINK_WINDOW_ITEMS_MAX]; /* L(seq) of acked+1 .. acked+window, slot seq % max */
    uint64_t window_known; /* L known up to this seq (sealed, or re-read after a restart) */
};

struct lane_in { /* what the peer seals for us */
    uint64_t committed_seq;
    struct digest committed_hash;
    uint64_t taken_seq; /* accepted into a turn, not yet committed */
    struct lane_mark
        recall[LINK_RECALL_MARKS]; /* how the past looked: lets the peer see where histories part */
    size_t recall_count;
};

enum place_state { /* of one lane, while PROBING: does the peer's memory of what we sealed agree? */
    PLACE_OPEN,
    PLACE_ASKED, /* want_hash is out */
    PLACE_BACK,  /* the peer is going back to the last common mark */
    PLACE_DONE,
};

struct link {
    enum link_role role;
    enum link_state state;
    struct station_id self, peer;
    struct incarnation incarnation, peer_incarnation;
    uint32_t epoch;
    uint32_t peer_epoch; /* highest heard */
    uint64_t dial;       /* 0 = none */
    uint64_t next_dial;  /* proposed next */
    struct lane_out out[LANES];
    struct lane_in in[LANES];
    struct mono state_since, heard_at, said_at, redial_at;
    struct mono progress_at[LANES]; /* last Ack that moved, or first send */
    struct wall state_since_wall;
    bool told; /* told_state is what the caller heard last by link_out.changed */
    enum link_state told_state;
    int64_t redial_us;
    int64_t skew_us; /* peer's clock minus ours, from its heartbeats */
    struct digest peer_chain_head;
    uint32_t peer_busy_ms;
    uint64_t peer_sent[LANES]; /* sealed over there when it said Hello */
    enum pj_code code;         /* why not open */
    char sentence[256];
    uint64_t forked_at[LANES];
    uint64_t dropped_frames; /* wrong dial, duplicates, out of place */
    bool paused, draining;
    bool ready, peer_ready;     /* both ends have placed the other: data may flow */
    uint64_t resent_after_loss; /* items the peer had and lost: given back */
    bool may_rewind; /* our history was declared lost: lanes may go on from the last common mark */
    bool spoke[LANES]; /* Data left in this life: a mismatch may be what was altered on its way */
    struct lane_mark going_back[LANES]; /* where the peer asked us to go back to ... */
    bool goes_back[LANES];              /* ... until that is committed */
    struct lane_mark marks[MARKS_MAX];  /* from the peer's Hello */
    size_t mark_count;
    enum place_state place[LANES];
    size_t place_mark[LANES];   /* index of the mark being compared */
    uint64_t agreed_seq[LANES]; /* highest mark known to agree */
    uint64_t parted_seq[LANES]; /* lowest mark known to differ, 0 = none */
};

/* What the caller must do after a call, in order. */
struct link_out {
    struct frame frames[LINK_OUT_FRAMES_MAX]; /* to encode and send on the current dial */
    size_t frame_count;
    bool close_dial;    /* drop the connection */
    bool open_dial;     /* child: open a fresh connection, then call link_connected */
    bool opened;        /* just became OPEN: send from sent_seq + 1 */
    bool resend[LANES]; /* sent_seq moved back: the caller reads from there */
    /* The caller must look up L(seq) of its own sealed lane and answer by link_own_hash. */
    bool want_hash;
    uint32_t want_lane;
    uint64_t want_seq;
    bool changed;        /* state changed: log one line */
    bool lost;           /* the peer knows more of us than we do: our history is not whole */
    uint32_t lost_epoch; /* the peer heard this epoch from us */
    bool go_back[LANES]; /* the peer's lane was put back: commit that, then say link_went_back */
    uint64_t to_dial;    /* the dial these frames belong to; 0 = the present one */
};

struct link_config { /* fixed for the life of the link */
    enum link_role role;
    struct station_id self, peer;
    struct incarnation incarnation;
    uint32_t epoch;
};

void link_init(struct link *link, const struct link_config *config);
/* After a load: where both directions stand by the committed marks. */
void link_restore_out(struct link *link, uint32_t lane, uint64_t sealed_seq,
                      const struct digest *sealed_hash, uint64_t acked_seq,
                      const struct digest *acked_hash);
void link_restore_in(struct link *link, uint32_t lane, uint64_t seq, const struct digest *hash);

/* Time passes: heartbeats, silence, redial. `jitter` is any random number. */
void link_tick(struct link *link, struct now now, uint64_t jitter, struct link_out *ret_out);
/* The earliest instant at which link_tick has something to do. */
struct mono link_wakeup(const struct link *link);

/* Child: the connection is up (dial id chosen by the caller, random); says Hello. `mine` carries
 * versions and marks. */
void link_connected(struct link *link, uint64_t dial, const struct frame_hello *mine,
                    struct now now, struct link_out *ret_out);
/* The connection is gone, or never came up; `code`/`sentence` say why when the transport knows (ZAP
 * refusal). */
void link_disconnected(struct link *link, enum pj_code code, const char *sentence, struct now now,
                       struct link_out *ret_out);
/* Parent: stop this dial with a Refuse (code and sentence go to the peer and stay here). */
void link_refuse(struct link *link, enum pj_code code, const char *sentence, struct now now,
                 struct link_out *ret_out);

/* Any frame but Data. For Hello on the parent's side `mine` is the answer to give (dial is copied
 * from the peer's); a second live dial with another incarnation is refused (LINK_TWICE), with the
 * same one replaces the old dial. */
void link_on_frame(struct link *link, const struct frame *frame, const struct frame_hello *mine,
                   struct now now, struct link_out *ret_out);
/* Answer to want_hash: hash is L(seq) of our own sealed lane; unknown = no longer kept. */
void link_own_hash(struct link *link, uint32_t lane, uint64_t seq, const struct digest *hash,
                   bool unknown, struct now now, struct link_out *ret_out);

/* A Data frame's place in the order: *ret_skip items at its front are duplicates, *ret_take follow
 * in order and are now counted as taken. PJ_LINK_WRONG_DIAL, PJ_LINK_GAP (both 0): drop the frame;
 * the sender goes back by itself when it hears an Ack for an older seq. A frame of only duplicates
 * makes the machine say its Ack again. */
enum pj_code link_take(struct link *link, const struct frame_data *data, struct now now,
                       size_t *ret_skip, size_t *ret_take, struct link_out *ret_out) must_check;
/* Taken items were not committed (batch failed, reload): want them again from the last commit on.
 */
void link_untake(struct link *link, uint32_t lane);
/* A batch with items of this lane is committed: custody is ours, say Ack. */
void link_committed_in(struct link *link, uint32_t lane, uint64_t seq, const struct digest *hash,
                       struct now now, struct link_out *ret_out);
/* A batch sealed items for this lane: seq is the last, hashes[] are L of the last `count` seqs in
 * order. */
void link_committed_out(struct link *link, uint32_t lane, uint64_t seq, const struct digest *hashes,
                        size_t count);
/* Where we went back to with a lane of the peer is committed. */
void link_went_back(struct link *link, uint32_t lane, struct now now, struct link_out *ret_out);
/* Re-read rows after a restart: the next L after window_known. PJ_INTERNAL_STORED_DAMAGED when the
 * chain of re-read hashes does not end in the sealed hash. */
enum pj_code link_relearn(struct link *link, uint32_t lane, uint64_t seq,
                          const struct digest *hash) must_check;

/* How many items from sent_seq + 1 may be sent now on this lane (0 when not OPEN, window full, or
 * the peer is busy). */
size_t link_may_send(const struct link *link, uint32_t lane, struct now now);
/* They were handed to the connection. */
void link_sent(struct link *link, uint32_t lane, size_t count, struct now now);

void link_pause(struct link *link, bool pause, struct now now, struct link_out *ret_out);
void link_drain(struct link *link, struct now now, struct link_out *ret_out);
const char *link_state_text(enum link_state state);
