/* SPDX-License-Identifier: Apache-2.0
 * Rows of one batch: what the node has its store write (deploy/sql has the tables). */
#pragma once
#include "words/issued.h"
#include "words/message.h"

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
