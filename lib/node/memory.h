/* SPDX-License-Identifier: Apache-2.0
 * What a node keeps in memory: cached cases, data files, accounts, links, parked messages,
 * counters; and the named limits of all of it. */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/text.h"
#include "core/lifecycle.h"
#include "core/route.h"
#include "link/link.h"
#include "node/marks.h"
#include "node/node.h"
#include "wire/wire.h"
#include <uthash.h>

/* A turn's memory: what is taken in, one frame more, what is decided of it, and room for the last
 * input that is and its rows. So no input meets a turn that has no room for it, whatever came
 * before (tests/sim/flood_test.c). */
#define INPUTS_BYTES_MAX    (48u * 1024 * 1024) /* 256 of at most 1 MiB would not fit: "later" */
#define DECIDED_BYTES_MAX   (16u * 1024 * 1024)
#define ONE_INPUT_BYTES_MAX (48u * 1024 * 1024)
#define TURN_ARENA_BYTES_MAX                                                                       \
    (INPUTS_BYTES_MAX + UNPACK_BYTES_MAX + DECIDED_BYTES_MAX + ONE_INPUT_BYTES_MAX)
#define ANSWER_BYTES_MAX    (8u * 1024 * 1024) /* a page of an answer is cut there */
#define CACHE_CASES_DEFAULT 2048
#define LINKS_MAX                                                                                  \
    1024 /* neighbours of one station: 52 townships per county at most, and organs                 \
          */
#define UNWELL_PARKS_MAX 8 /* messages parked for an internal error of the database ... */
#define UNWELL_SPAN_US   (3600 * US_PER_S) /* ... in so long: more, and the database is to blame */
#define PARKED_MANY      8192              /* open parked messages: more are told in the log */
#define FULL_MARKS_EVERY 512 /* batches between two full mark sets: bounds the work of a start */
#define DUE_PER_QUERY                                                                              \
    64 /* lapsed clocks taken into one turn, so that a burst never starves intake */
#define DUE_QUERY_US (1 * US_PER_S)
#define DUE_BURST_US                                                                               \
    (5 * US_PER_MS) /* after a full page, once that is committed: a quarter of a turn at most, and \
                       what cannot be recorded is not tried in a circle without pause */
#define RECOUNTS_PER_QUERY                                                                         \
    64 /* cases counted anew in one turn: likewise, when a calendar arrives */
#define RECOUNT_QUERY_US (250 * US_PER_MS) /* 256 cases a second: 100 000 in seven minutes */
#define RETRY_US         (200 * US_PER_MS) /* between two tries of a batch the environment refused */
#define VERSIONS_MAX                                                                               \
    64 /* of calendars and rules together: one of each a year, and those built in */
#define WAITING_US                                                                                 \
    (24 * 3600 * US_PER_S) /* an order that overtook its Transfer waits this long                  \
                            */
#define PARKED_CLOCK_DAYS 5
#define OUTBOX_ITEMS_MAX  512
#define OUTBOX_BYTES_MAX  (4u * 1024 * 1024)
#define NUMBERS_PER_EPOCH 1000000u /* of a day: none given out before a loss is given again */
#define LINK_OF_PARENT    0        /* link numbers: 0 is always the parent, children follow */

static inline uint32_t lane_key(uint32_t link, uint32_t lane) {
    return 2 * link + lane;
}

/* ---- cases: the working set */

struct cached_case {
    struct arena arena;      /* holds what file points to */
    struct arena body_arena; /* holds body alone: it is replaced whole */
    struct digest idem, request, foreign, matter;
    struct bytes body;            /* packed transfer_body with the submissions; none = not loaded */
    bool is_new, is_changed;      /* to insert; to insert or update */
    uint64_t used_turn;           /* number of the turn that last touched it */
    uint64_t rows_turn;           /* number of the turn that holds leg and clock rows of it */
    uint32_t wrong_codes;         /* query codes tried in vain since wrong_codes_from */
    struct wall wrong_codes_from; /* not stored: a restart forgives */
    UT_hash_handle by_id, by_no, by_ref;
    struct case_cache *cache;        /* borrowed: the set it belongs to */
    struct cached_case *prev, *next; /* borrowed: in that set's changed ones */
    struct casefile file;
};

struct case_cache {
    struct cached_case *by_id; /* owned: this table owns the entries */
    struct cached_case *by_no;
    struct cached_case *by_ref;
    struct cached_case *changed; /* by this turn, in the order they were: few of many */
    size_t count, max;
};

struct cached_case *cases_find_id(struct case_cache *cache, const struct case_id *id);
struct cached_case *cases_find_no(struct case_cache *cache, const char *case_no);
struct cached_case *cases_find_ref(struct case_cache *cache, int64_t ref);
/* A fresh entry with a copy of file; NULL when out of memory. */
struct cached_case *cases_add(struct case_cache *cache, const struct casefile *file);
/* The same case as another station knew it: id, number and ref must be equal. */
void cases_replace(struct cached_case *entry, const struct casefile *file);
/* From a store answer; an entry already there is kept (it is newer or equal). */
enum pj_code cases_load(struct case_cache *cache, const struct stored_case *stored) must_check;
/* What an office here asked of the holder: whether it was refused, and until it is done that it
 * was. */
void cases_keep_answer(struct casefile *file, const struct event_body *body, struct wall at);
/* The turn's batch has to write its row; is_new: it has none yet. */
void cases_change(struct cached_case *entry, bool is_new);
/* The rows are written: nothing is changed any more, nor holds what it replaced. */
void cases_committed(struct case_cache *cache);
void cases_clear(struct case_cache *cache);
/* Evicts the oldest entries not touched in `turn` above the maximum. */
void cases_trim(struct case_cache *cache, uint64_t turn);
/* Deep copy of variable parts into the entry's own arena. */
enum pj_code cases_set_problems(struct cached_case *entry, const struct problem *problems,
                                size_t count) must_check;
/* The words of the assist legs become the entry's own: all of them, or what the act lent. */
enum pj_code cases_own_assists(struct cached_case *entry, const struct bytes *borrowed) must_check;
enum pj_code cases_set_body(struct cached_case *entry, struct bytes body) must_check;

/* ---- data files, accounts, keys */

struct data_file {
    char version[VERSION_TEXT_MAX + 1];
    struct digest digest;
    struct wall loaded_at;
    struct buf text; /* owned; the directory points into it */
};

/* One version of a calendar or of the rules, built. */
struct data_version {
    enum data_kind kind;
    char version[VERSION_TEXT_MAX + 1];
    struct digest digest;
    uint64_t rows;
    void *memory;              /* owned: what calendar points into */
    struct calendar *calendar; /* of DATA_CALENDAR */
    struct rule_book *rules;   /* owned; of DATA_RULES */
    bool committed;
};

struct station_data {
    struct data_file files[DATA_MAX];
    void *directory_memory;      /* owned */
    struct directory *directory; /* NULL until loaded */
    struct node_id desk;         /* the station's own: first division hosted here, "" = none */
    void *list_memory;           /* owned */
    struct competence *list;     /* NULL until loaded */
    struct clock_law law;        /* what is in force; points into node->versions */
};

enum scope {
    SCOPE_SUBMIT = 1,
    SCOPE_READ_OWN = 2,
    SCOPE_READ_SUBTREE = 4,
    SCOPE_ACT = 8,
    SCOPE_PETITIONER = 16,
    SCOPE_FOLLOW = 32,
    SCOPE_IMPORT = 64,
    SCOPE_ADMIN = 128,
    SCOPE_HEAD = 256,           /* signs for the unit 负责人 */
    SCOPE_LEADER = 512,         /* 领导 */
    SCOPE_JOINT_MEETING = 1024, /* 联席会议 */
};

#define WRONG_CODES_MAX 10 /* tries at a query code, per case and hour */
#define SCOPES_OF_OFFICES                                                                          \
    (SCOPE_ACT | SCOPE_HEAD | SCOPE_LEADER | SCOPE_JOINT_MEETING | SCOPE_ADMIN)

struct account {
    struct account_id id;
    uint32_t scopes; /* enum scope bits */
    struct node_id node;
    uint32_t ipc_uid; /* uid + 1; 0 = none */
    UT_hash_handle hh;
};

struct key_row {
    char text[CURVE_TEXT_MAX + 1];
    struct station_id station;
    struct account_id account;
    bool revoked;
    UT_hash_handle hh;
};

/* ---- links */

struct outbox_item {
    uint64_t seq;
    struct digest digest;
    bool damaged;
    struct bytes envelope, body; /* one owned block behind the struct */
    struct outbox_item *next;
};

struct lane_state {
    uint64_t out_seq; /* working; committed ones are in the link machine */
    struct digest out_hash;
    uint64_t in_seq;
    struct digest in_hash;
    bool out_moved, in_moved;
    enum {
        BACK_NOT,
        BACK_TAKEN, /* the peer's lane was put back in memory */
        BACK_SEALED /* ... and stands in the batch being written */
    } back;
    uint64_t acked_sealing,
        acked_marked; /* acknowledged seq in the batch being formed, and in a committed one */
    struct outbox_item *first; /* owned: contiguous, starting at link.out.sent_seq + 1 */
    struct outbox_item **end;
    size_t outbox_count, outbox_bytes;
    bool refilling; /* a QUERY_LANE is under way */
};

struct neighbour {
    uint32_t number;
    bool in_directory;
    struct station_id station;
    struct link link;
    struct lane_state lanes[LANES];
    uint64_t connection_dial; /* child: dial of the connection that is up */
    bool knows_more;          /* of us than we do, by its last Hello */
    bool met;                 /* since the loss that is open it has given back what it had */
    uint64_t altered;         /* items whose body or header did not match its digest */
    uint64_t parked;
};

/* ---- parked messages known in memory */

struct parked_entry {
    struct row_parked row;
    bool done;
    bool told; /* that it waited too long; not stored: after a restart it is told once more */
};

struct parked_case { /* how many are open of one case, and how many of them hold it up */
    struct case_id id;
    size_t open, blocking;
    UT_hash_handle hh;
};

/* ---- case-number counters */

struct counter {
    struct {
        uint64_t code;
        uint32_t digits;
        uint32_t series;
    } key;
    int32_t day, working_day;
    uint32_t value, working_value;
    bool moved;
    UT_hash_handle hh;
};

/* ---- paper counters: one per office and kind, and one for cases that are about somebody */

struct paper_series {
    uint32_t year, epoch, no; /* the last number given */
};

struct paper_counter {
    struct {
        struct node_id office;
        uint32_t kind;
        uint32_t shut;
    } key;
    struct paper_series committed, working;
    bool moved;
    UT_hash_handle hh;
};
