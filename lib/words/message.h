/* SPDX-License-Identifier: Apache-2.0
 * Route, header and body of a message between stations, and the frames of a link, as plain structs.
 */
#pragma once
#include "words/casefile.h"
#include "words/issued.h"

#define ROUTE_TO_MAX         24 /* listeners of one event */
#define HOPS_MAX             16 /* forwards per frame, never reset */
#define LANES                2
#define LANE_FAST            0 /* orders, urgent reports, Delivered */
#define LANE_BULK            1
#define MARKS_MAX            16
#define HELLO_HOSTED_MAX     512
#define LINK_PROTOCOL        1
#define ITEMS_PER_FRAME_MAX  64
#define FRAME_DATA_BYTES_MAX (256 * 1024)  /* of a Data frame, but always room for one item */
#define FRAME_BYTES_MAX      (1024 * 1024) /* of any frame */
#define BODY_BYTES_MAX       (768 * 1024)  /* leaves room for route and header in a frame */
#define HEADER_BYTES_MAX     (16 * 1024)   /* packed: the fullest has 3 KiB, a later one more */
#define ITEM_BYTES_MAX       (FRAME_BYTES_MAX - 8 * 1024) /* without its route, which still grows */

struct hop {
    struct station_id station;
    struct wall at;
    bool digest_ok; /* the body matched its digest when it arrived there */
};

struct route { /* may change at each hop */
    struct node_id to[ROUTE_TO_MAX];
    size_t to_count;
    struct hop hops[HOPS_MAX];
    size_t hop_count;
};

struct header { /* never changes after seal; hashed as packed bytes */
    struct message_id id;
    struct case_id case_id; /* zero = belongs to no case */
    uint32_t proceeding;
    uint64_t term;
    uint64_t version;
    struct node_id from;
    uint32_t kind; /* enum message_kind, or a number unknown here */
    bool kind_critical;
    struct digest body_digest;
    uint32_t body_bytes;
    struct digest submission_digest;
    const struct digest *part_digests; /* borrowed */
    size_t part_count;
    struct wall sealed_at;
};

struct item { /* as it travels: header and body are the very bytes that were sealed */
    struct route route;
    struct bytes header;        /* borrowed, packed */
    struct bytes body;          /* borrowed */
    struct digest known_digest; /* non-zero only when the sender's stored row was damaged */
};

/* ---- bodies */

struct submissions { /* of a case, as its body holds them: packed, verbatim, the first one first */
    struct bytes all[SUBMISSIONS_MAX]; /* borrowed */
    size_t count;
};

struct transfer_body {
    struct casefile file;            /* case_no, file, legs, clocks, state, opened_at */
    const struct bytes *submissions; /* borrowed: packed, verbatim */
    size_t submission_count;
    struct act act;
};

struct delivered_body {
    struct case_no case_no;
    struct node_id holder;
    struct wall delivered_at;
    struct hop hops[HOPS_MAX];
    size_t hop_count;
    struct message_id transfer_id;
    const struct clock *clocks; /* borrowed: those that bear a card, see event_body */
    size_t clock_count;
    struct bytes
        copy; /* borrowed: a packed transfer_body for who is asked to help, without the token */
};

struct event_body {
    struct case_no case_no;
    struct act act;
    enum state state;
    struct node_id holder;
    struct wall closed_at;
    const struct problem *problems; /* borrowed */
    size_t problem_count;
    struct message_id reply_to; /* zero = none */
    uint32_t code;
    struct bytes sentence;       /* borrowed */
    const struct casefile *file; /* borrowed; NULL = goes to nobody who may lack a copy. Without its
                                    legs and clocks */
    const struct clock *clocks;  /* borrowed: those that bear a card, as they stand now */
    size_t clock_count;
    struct bytes copy; /* borrowed: a packed transfer_body, for who is asked to help */
};

struct order_body {
    struct case_no case_no;
    struct act act;
    struct bytes submission;       /* borrowed: of a supplement, packed, verbatim */
    struct conflict_set conflicts; /* whom to avoid: then it is no act; count 0 = it is one */
};

struct issued_body { /* without what belongs to the receiving station's row: case_ref, pos, copy */
    struct case_no case_no;
    struct issued paper;
};

struct notice_body {
    struct message_id message_id;
    struct station_id station;
    uint32_t code;
    struct bytes sentence; /* borrowed */
    struct case_no case_no;
};

struct fetch_body {
    struct digest body_digest;
    struct message_id message_id;
};

struct found_body {
    struct digest body_digest;
    struct message_id message_id;
    struct bytes body; /* borrowed */
};

/* ---- frames of a link */

enum frame_kind {
    FRAME_NONE,
    FRAME_HELLO,
    FRAME_REFUSE,
    FRAME_PROBE,
    FRAME_DATA,
    FRAME_ACK,
    FRAME_HEARTBEAT,
    FRAME_DRAIN,
    FRAME_MAX
};

struct lane_mark { /* (lane, seq, L(seq)) */
    uint32_t lane;
    uint64_t seq;
    struct digest hash;
};

struct incarnation {
    uint8_t byte[ID_BYTES];
};

struct frame_hello {
    struct station_id station;
    uint64_t dial;
    struct incarnation incarnation;
    uint32_t epoch;
    struct lane_mark marks[MARKS_MAX]; /* what I committed of yours: per lane, newest first */
    size_t mark_count;
    struct lane_mark sent[LANES]; /* newest I sealed */
    uint64_t acked[LANES];        /* of that, what you acknowledged: you had it once */
    uint32_t your_epoch;          /* the highest I heard from you */
    const struct place *hosted;   /* borrowed */
    size_t hosted_count;
    char division_version[VERSION_TEXT_MAX + 1];
    char list_version[VERSION_TEXT_MAX + 1];
    char calendar_version[VERSION_TEXT_MAX + 1];
};

struct frame_refuse {
    uint32_t code;
    char sentence[256];
};

struct frame_probe { /* of a lane whose sealer lost history */
    uint64_t dial;
    struct lane_mark mark; /* up to here both agree; the sealer's history goes on behind it */
    bool is_answer;        /* the receiver went back to it, and that is committed */
};

struct frame_data {
    uint64_t dial;
    uint32_t lane;
    uint64_t first_seq;
    const struct item *items; /* borrowed */
    size_t item_count;
};

struct frame_ack {
    uint64_t dial;
    struct lane_mark mark;
};

struct frame_heartbeat {
    uint64_t dial;
    struct wall wall;
    struct digest chain_head;
    uint32_t busy_ms;
};

struct frame {
    uint32_t protocol; /* as received; the encoder writes LINK_PROTOCOL */
    enum frame_kind kind;
    union {
        struct frame_hello hello;
        struct frame_refuse refuse;
        struct frame_probe probe;
        struct frame_data data;
        struct frame_ack ack;
        struct frame_heartbeat heartbeat;
        uint64_t drain_dial;
    };
};
