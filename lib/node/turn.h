/* SPDX-License-Identifier: Apache-2.0
 * One turn: the inputs taken in, what they need, the rows they become, and the questions under way
 * beside it. */
#pragma once
#include "node/memory.h"

/* ---- inputs and the turn */

enum input_kind {
    INPUT_REQUEST,
    INPUT_ITEM,
    INPUT_DUE,     /* a clock of case `ref` has lapsed */
    INPUT_RECOUNT, /* a calendar arrived that may move a clock of case `ref` */
    INPUT_REPLAY,  /* parked message at pos `ref`, once more */
    INPUT_OVERDUE, /* parked order at pos `ref`: it has waited long enough */
    INPUT_HISTORY, /* `ref` (enum history_note) is to be noted about our own history */
    INPUT_FOUND, /* a body somebody asked for: header.id, item.body, and header.from = who asked */
};

struct input {
    enum input_kind kind;
    struct wall taken_at;
    /* request */
    struct client client;
    struct account_id account;
    struct api_request request;
    struct digest idem, request_digest, foreign, matter; /* MACs; zero = none */
    struct digest accusation_idem; /* of the second case that one submission may make */
    /* item: as it came, already verified while the last commit was under way */
    uint32_t link, lane;
    uint64_t seq;
    struct item item;
    struct header header;
    bool header_ok, body_ok;
    struct digest digest;
    int64_t ref;    /* due: case; replay: parked pos */
    bool with_body; /* due: asked for once more, with its submissions */
    int64_t
        replay_pos; /* item of a replay: the parked row it comes from; 0 = it came over the link */
    enum pj_code parked_as; /* ... and why it is parked */
    bool judged;            /* a person has it replayed: by which road it came is theirs to say */
    bool poison;            /* failed alone: park its bytes */
    enum pj_code code;      /* replay: how it ended */
};

enum history_note {
    HISTORY_LOST,  /* the database is older than what was released: a new epoch */
    HISTORY_WHOLE, /* every neighbour has given back what it had */
    HISTORY_BACK,  /* a peer lost history: its lane was put back to the last common mark */
};

struct pending_reply {
    struct client client;
    struct bytes bytes; /* in the turn's arena */
};

/* An array that grows; element size fixed by its user (seal.c: rows_add). */
struct rows {
    void *data; /* owned */
    size_t count, cap;
};

struct turn {
    uint64_t number;
    struct arena arena;
    struct arena_mark inputs_end; /* what lies behind belongs to one attempt at a batch */
    struct input *inputs;         /* owned, BATCH_INPUTS_MAX */
    size_t input_count;
    size_t slice_from,
        slice_to; /* inputs of the batch being formed; all of them unless one is poison */
    struct rows journal, cases, legs, clocks, idems, parked, settings, ties, papers,
        copies;             /* struct row_*; of copies as of papers */
    struct rows replies;    /* struct pending_reply */
    struct rows out_hashes; /* struct sealed_hash */
    struct rows
        woken; /* struct case_id: cases that arrived or were freed: what waited is replayed */
    struct rows found_idems; /* struct row_idem from the prefetch, in the arena */
    struct rows
        found_rows; /* struct row_journal from the prefetch (parked messages), in the arena */
    struct rows found_parked; /* struct row_parked */
    struct rows found_cases;  /* struct found_case: which key found which case */
    struct rows found_tied;   /* int64_t: refs of cases that name another one, now or until now */
    struct rows found_papers; /* struct row_paper, in the arena: the newest first */
    struct rows found_sent;   /* struct row_sent */
    struct station_data *new_data; /* owned until commit; NULL = data unchanged */
    struct buf marks;
    struct batch batch;
    struct wall at;
    size_t to_seal; /* bytes that the rows of the cases touched so far will take, at most */
    bool full;
    bool must_write;       /* although there is no row: the marks are what matters */
    uint32_t raised_epoch; /* of this batch; 0 = the head's */
};

struct sealed_hash { /* one per out row, in order */
    uint32_t link, lane;
    uint64_t seq;
    struct digest hash;
    size_t journal_index;
};

struct found_case {
    struct digest digest; /* idem, foreign or matter */
    int64_t ref;
};

enum pending_kind {
    PENDING_NONE,
    PENDING_DUE,
    PENDING_RECOUNT,
    PENDING_REFILL,
    PENDING_HASH,
    PENDING_READ,
    PENDING_FETCH
};

struct pending_query {
    uint64_t id;
    enum pending_kind kind;
    uint32_t link, lane;
    uint64_t seq;
    /* reads: what to answer, and to whom */
    struct client client;
    uint64_t request_id;
    enum api_request_kind request;
    struct case_no case_no;
    bool deep;
    /* of papers: the book of an office; one with what it says; the petitioner asks */
    bool is_book, is_one, is_petitioners;
    uint32_t limit;
    enum api_report_what what; /* report */
    struct node_id unit;
    struct civil since;
    struct wall hidden_until; /* what happened before that is not for the asker's eyes */
    bool none_the_wiser;      /* the asker was accused later: what says so is not either */
    struct account_id account;
    struct message_id message_id; /* fetch */
    struct node_id asker;
    /* balance: the answer is put together from several queries */
    uint32_t step;
    uint64_t gaps;
};

enum phase {
    PHASE_IDLE,
    PHASE_PREFETCH,
    PHASE_COMMIT
};

/* The way through all running clocks after a calendar arrived; starts anew with the process. */
struct recount {
    bool on, asked;
    struct civil day;    /* what is due before it comes out the same */
    int64_t due_at, ref; /* the last case seen */
    struct mono asked_at;
};

/* The newest loss of history, kept as a setting. */
struct loss {
    uint32_t epoch; /* 0 = none ever */
    struct civil day;
    bool open; /* not every neighbour has been met since */
};

struct node {
    struct node_config config;
    struct port *port;     /* borrowed */
    struct hasher *hasher; /* owned */
    enum node_state state;
    bool standby, draining;
    enum phase phase;
    struct now now; /* of the call being served */

    /* committed head of history */
    struct stored_batch head;
    bool ever_loaded;
    bool need_full_marks;
    uint32_t batches_since_full;
    /* working head, valid while a batch is formed */
    int64_t next_pos, next_ref;
    struct digest chain;

    struct station_data *data;        /* owned */
    struct reviewer_table *reviewers; /* owned; NULL = the program brought none along */
    struct channel_book *channels;    /* likewise */
    struct data_version *versions;    /* owned, VERSIONS_MAX: entries never move */
    size_t version_count;
    struct rule_shelf shelf; /* the rules among them that are committed */
    struct recount recount;
    struct loss loss;
    struct mono loss_since;   /* this process knows of it */
    uint32_t loss_heard;      /* the epoch a neighbour knows of us */
    bool loss_noted;          /* an INPUT_HISTORY about it waits for its batch */
    bool recording;           /* the batch in flight is the bare record of a loss (loss.c) */
    bool anew;                /* stopped, to begin anew from what the database holds now */
    struct account *accounts; /* owned, uthash */
    struct key_row *keys;     /* owned, uthash */
    struct counter *counters; /* owned, uthash */
    struct paper_counter *paper_counters; /* owned, uthash */
    bool papers_moved;                    /* some of them, in the batch being formed */
    struct case_cache cache;
    struct neighbour **links; /* owned, by number */
    size_t link_count;
    uint32_t next_link;          /* number for the next child */
    struct parked_entry *parked; /* owned, ascending pos */
    size_t parked_count, parked_cap;
    struct parked_case *parked_cases; /* owned, uthash */
    struct mono overdue_at;           /* when orders that wait are looked through next */

    struct turn *taking, *working; /* owned */
    uint64_t turn_number;
    struct mono taking_since;
    struct pending_query queries[NODE_QUERIES_MAX];
    uint64_t next_query;
    struct mono due_asked_at;
    struct mono retry_at;     /* after a failed batch or prefetch; 0 = at once */
    struct mono unwell_since; /* the span in which the next are counted */
    unsigned unwell_parks;
    bool due_pending;
    bool due_more;     /* the last page was full: the next one is asked for at once */
    struct buf upload; /* data file being uploaded */
    enum data_kind upload_kind;
    struct arena scratch; /* frames in and out; cleared after each use */
    struct node_stats stats;
};
