/* SPDX-License-Identifier: Apache-2.0
 * What a node needs from outside: a durable store, a network, randomness. The linker chooses: the
 * daemon links PostgreSQL and ZeroMQ (daemon/store*.c, daemon/net*.c), the simulator its own
 * (tests/sim). lib/node never asks a clock and never blocks.
 *
 * Store calls are asynchronous. Each is answered by exactly one node_on_* call (lib/node/node.h),
 * later, never from inside the call. At most one of {port_load, port_prefetch, port_submit} is
 * outstanding at a time; queries run beside them on a second connection, at most NODE_QUERIES_MAX
 * outstanding. What an argument points to lives until the answer has been given. What an answer
 * points to lives until that node_on_* call returns.
 */
#pragma once
#include "base/prng.h"
#include "node/rows.h"

struct port; /* defined by whoever implements it */

/* ---- what comes back */

struct stored_case {
    struct bytes file;
    struct digest idem, request, foreign, matter;
    struct bytes body;        /* journal body at body_pos, when it was asked for */
    uint32_t body_kind;       /* kind of that journal row */
    struct casefile casefile; /* columns, legs and clocks; the parts of `file` are not decoded */
};

struct row_sent { /* a message that left by that lane */
    int32_t lane;
    struct digest digest;
};

struct stored_batch { /* the newest batch row */
    int64_t no;       /* 0 = empty database */
    struct incarnation incarnation;
    uint32_t epoch;
    int64_t last_pos, last_ref;
    struct digest chain_head;
};

enum store_outcome {
    STORE_OK,
    STORE_POISON,      /* SQLSTATE class 22, 23 caused by the input: nothing was written */
    STORE_UNWELL,      /* class XX: this input, or the database itself? Nothing was written */
    STORE_ENVIRONMENT, /* anything else, known not to be written: disk full, missing partition,
                          shutdown */
    STORE_LOST,        /* connection gone: written or not, unknown. The store reopens by itself */
};

struct stored {                /* the answer to a load, a prefetch or a query */
    struct stored_batch head;  /* load */
    const struct bytes *marks; /* load: newest full set first, then everything after it in order */
    size_t mark_count;
    const struct row_setting *settings; /* load */
    size_t setting_count;
    const struct row_parked *parked; /* load, prefetch by pos, query: open ones */
    size_t parked_count;
    const struct stored_case *cases; /* prefetch, query */
    size_t case_count;
    const struct row_idem *idems; /* prefetch */
    size_t idem_count;
    const struct row_journal
        *rows; /* query; prefetch by parked pos: the parked message with its body */
    size_t row_count;
    const uint64_t *numbers; /* query: in the order the kind names */
    size_t number_count;
    const struct row_paper *papers; /* prefetch; query PAPERS, each with cases[i] */
    size_t paper_count;
    const struct row_sent *sent; /* prefetch */
    size_t sent_count;
    const struct lane_mark *lane_marks; /* query LANE_MARK */
    size_t lane_mark_count;
};

/* ---- store */

struct prefetch_key {
    enum prefetch_kind {
        PREFETCH_CASE_ID = 1,
        PREFETCH_CASE_NO,
        PREFETCH_REF,
        PREFETCH_IDEM, /* cases.idem and the table idem */
        PREFETCH_FOREIGN,
        PREFETCH_MATTER, /* of many the newest few */
        PREFETCH_TIED,   /* cases that name the one of this number: TIED_MAX, attached ones first */
        PREFETCH_TIED_ID,  /* ... of this id */
        PREFETCH_TIED_REF, /* ... of this ref */
        PREFETCH_PARKED,   /* parked row and its journal row, by pos */
        PREFETCH_PAPERS,   /* of a case by its number, no copies, the newest PAPERS_OF_CASE_MAX */
        PREFETCH_SENT,     /* has a message left by a lane: among its newest SENT_REACH rows */
    } kind;
    bool want_body;
    int32_t lane; /* SENT, beside the digest */
    union {
        struct case_id case_id;
        struct case_no case_no;
        int64_t ref; /* or pos */
        struct digest digest;
    };
};

/* Of one case at most; no more are attached to one. */
#define TIED_MAX 64

/* Rows of a lane that are looked through for a message. */
#define SENT_REACH 4096

/* Answer: node_on_loaded. Called once after each node_on_opened. */
void port_load(struct port *port);
/* Answer: node_on_prefetched. One round trip for all keys. */
void port_prefetch(struct port *port, const struct prefetch_key *keys, size_t count);
/* Answer: node_on_submitted. One statement, one transaction. */
void port_submit(struct port *port, const struct batch *batch);

#define NODE_QUERIES_MAX 32

enum query_kind {
    QUERY_DUE = 1, /* cases whose due_at <= at: refs in numbers, at most limit */
    QUERY_LANE,    /* journal rows of out_lane `lane`, out_seq >= from, ascending, at most limit and
                      FRAME_DATA_BYTES_MAX * 4 of bodies (one at least), found through body_pos */
    QUERY_LANE_MARK, /* lane_marks: the newest stored mark with seq <= from (lane, seq, L); rows:
                        out rows after it up to `from` (digest only) */
    QUERY_CASES, /* cases: holder = node or any, state or any, ref > from, ascending, at most limit;
                    none about `not_about` */
    QUERY_CARDED,    /* cases with a clock that bears a card: as QUERY_CASES, by from and limit */
    QUERY_CASE_ROWS, /* rows of one case_ref in order of pos, with bodies */
    QUERY_PARKED,    /* parked: pos > from, at most limit, open ones */
    QUERY_COUNTS,    /* numbers: cases_total, cases_open, overdue (none about `not_about`), parked
                        open */
    /* numbers: due_at and ref, alternating, of open cases with a running clock that is due on civil
     * day `day` or later and cites another calendar than `version`; in order of (due_at, ref),
     * after (from, ref), at most limit cases */
    QUERY_RECOUNT,
    /* papers, each with its case in cases[i]: of `case_no`, `node`, `paper_kind`, `year`, `number`,
     * whichever is given; pos > from, ascending, at most limit; copies by case and number alone */
    QUERY_PAPERS,
    QUERY_LANE_CHECK, /* numbers for lane: rows, gaps, rows whose digest does not fit (0 when not
                         computable in SQL) */
};

struct query {
    uint64_t id; /* chosen by the node, non-zero */
    enum query_kind kind;
    int32_t lane;
    bool in_lane; /* QUERY_LANE_CHECK: count in_lane instead of out_lane */
    int64_t from; /* seq, ref or pos; of RECOUNT due_at */
    int64_t ref;
    uint32_t
        limit; /* rows; 0 = all: only where the kind itself is bounded (LANE_MARK: one batch) */
    struct node_id node;
    struct node_id not_about; /* office of whoever asks; "" = an account of no office */
    enum state state;
    bool open_only, overdue_only;
    struct wall at;
    struct civil day;
    char version[VERSION_TEXT_MAX + 1];
    enum paper_kind paper_kind;
    uint32_t year;
    char number[PAPER_NUMBER_TEXT_MAX + 1];
    struct case_no case_no;
};

/* Answer: node_on_queried with the same id. The query struct is copied. */
void port_query(struct port *port, const struct query *query);

/* ---- network */

/* One encoded frame to the peer of this link on its present dial. False: cannot be taken now; the
 * caller treats the dial as dead. The bytes are copied. */
bool port_send(struct port *port, uint32_t link, uint64_t dial, struct bytes frame) must_check;
/* Child: open a fresh connection; node_on_connected follows, or node_on_disconnected. */
void port_dial(struct port *port, uint32_t link);
void port_hang_up(struct port *port, uint32_t link, uint64_t dial);

/* A reply to a client; lost silently when it is gone. */
struct client { /* where a request came from; opaque to the node */
    uint64_t word[4];
};
void port_reply(struct port *port, const struct client *client, struct bytes reply);

/* Random bytes for ids, salts and dials. */
struct prng *port_prng(struct port *port);
