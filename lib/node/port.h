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
#include "words/issued.h"
#include "words/message.h"

struct port; /* defined by whoever implements it */

/* ---- rows of one batch (deploy/sql has the tables) */

#define BATCH_INPUTS_MAX 256
#define LANE_NONE        (-1)

struct row_journal {
    int64_t pos;
    int64_t case_ref;    /* 0 = none (relay, link) */
    struct node_id node; /* local office concerned, "" at relays */
    uint32_t kind;       /* enum message_kind, or the unknown number as it came */
    uint32_t act;        /* enum act_kind recorded, 0 = none: for plain SQL */
    int32_t in_lane;     /* 2 x link number + lane, or LANE_NONE */
    uint64_t in_seq;
    int32_t out_lane;
    uint64_t out_seq;
    int64_t body_pos;      /* != 0: the body stands in that row */
    struct digest digest;  /* of header and body digest */
    struct bytes envelope; /* column `header`: route + header as stored (wire_encode_envelope) */
    struct bytes body;
    struct wall at;
};

struct row_case {
    const struct casefile *casefile;
    struct bytes file; /* wire_encode_casefile */
    bool insert;       /* else update by ref */
    bool open;         /* state is open and the token is here or in transit from here */
    struct digest
        idem; /* MAC of account and key that created it; zero = none. Set at insert only */
    struct digest request; /* digest of that request's body bytes */
    struct digest foreign; /* MAC of foreign system and id; zero = none */
    struct digest matter;  /* MAC of who asks for what and where; zero = none */
    const char *conflicts; /* conflict_print: for whom it does not exist; set at insert only */
};

/* An insert may find a row of a token that was seized and came back: it replaces it, uncounted. */
struct row_leg {
    int64_t case_ref;
    const struct leg *leg;
    bool insert;  /* else update delivered_at, closed_at, is_void by (case_ref, term) */
    bool is_void; /* the case has it no longer: kept, never loaded */
};

struct row_clock {
    int64_t case_ref;
    const struct clock *clock;
    bool insert; /* else update state, due, provisional, basis and calendar by (case_ref, no) */
};

/* Cases that name one another. The one that says so has the row; the other finds it by its number.
 */
enum tie {
    TIE_ATTACHED = 1, /* to a leading case: the same matter */
    TIE_FOLLOWS,      /* new facts on a matter that ended */
    TIE_CAUSE,        /* a common cause; who founded it names itself */
    TIE_MAX
};

struct row_tie { /* insert or replace by (case_ref, tie) */
    int64_t case_ref;
    enum tie tie;
    struct case_no no; /* "" = no longer */
};

struct row_idem { /* one per API act */
    struct digest idem;
    struct digest request;
    int64_t case_ref; /* 0 = none */
    uint64_t version; /* of the case after */
    struct wall at;
};

struct row_parked {
    int64_t pos; /* journal position of the parked message */
    struct case_id case_id;
    struct message_id message_id;
    struct digest body_digest;
    int32_t in_lane;
    uint32_t kind;
    uint32_t code;
    bool holds_token;
    char hop[STATION_TEXT_MAX + 1]; /* behind it it no longer matched; "" = not that trouble */
    struct wall at, due_at;
    bool insert; /* else: done (done_at = at) */
};

struct row_paper {
    struct issued paper;
    bool insert; /* else update service and voiding by (office, kind, year, epoch, no) */
};

struct row_setting { /* insert or replace by (kind, key) */
    uint32_t kind;
    const char *key;
    struct bytes value;
};

struct batch {
    int64_t no; /* last + 1: collides with a rival's */
    struct incarnation incarnation;
    uint32_t epoch;
    int64_t first_pos, last_pos; /* first > last: no journal rows */
    int64_t last_ref;            /* highest case_ref given out */
    uint32_t n_expect; /* rows this batch updates; the table checks n_expect = n_updated */
    struct digest chain_head;
    struct bytes marks; /* lib/node/marks.h */
    bool full;          /* marks hold everything, not only what moved */
    struct wall at;
    const struct row_journal *journal;
    size_t journal_count;
    const struct row_case *cases;
    size_t case_count;
    const struct row_leg *legs;
    size_t leg_count;
    const struct row_clock *clocks;
    size_t clock_count;
    const struct row_idem *idems;
    size_t idem_count;
    const struct row_parked *parked;
    size_t parked_count;
    const struct row_setting *settings;
    size_t setting_count;
    const struct row_tie *ties;
    size_t tie_count;
    const struct row_paper *papers; /* most batches have none */
    const struct row_paper *copies; /* each once: insert, or issued_follow into the one there */
    size_t paper_count, copy_count;
};

/* ---- what comes back */

struct stored_case {
    struct bytes file;
    struct digest idem, request, foreign, matter;
    struct bytes body;        /* journal body at body_pos, when it was asked for */
    uint32_t body_kind;       /* kind of that journal row */
    struct casefile casefile; /* columns, legs and clocks; the parts of `file` are not decoded */
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
    } kind;
    bool want_body;
    union {
        struct case_id case_id;
        struct case_no case_no;
        int64_t ref; /* or pos */
        struct digest digest;
    };
};

/* Of one case at most; no more are attached to one. */
#define TIED_MAX 64

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
