/* SPDX-License-Identifier: Apache-2.0
 * The inside of a node, for the files of lib/node only.
 *
 * One rule keeps it simple: everything `decide` changes is either in the turn or exists twice,
 * committed and working. A batch that fails throws the working half away (turn_rollback) and the
 * inputs are decided anew.
 *
 * The road of a case through these files:
 *   requests.c (API) / neighbours.c (links)  take in
 *   prefetch.c                               which cases does this turn need
 *   decide.c -> intake.c acts.c arrive.c park.c    pure rules of lib/core turned into rows
 *   seal.c                                   messages, lanes, chain, the batch
 *   store.c                                  what the database answers; recovery
 *   release.c                                acks, replies, frames - only now
 */
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

#define TURN_ARENA_BYTES_MAX                                                                       \
    (96u * 1024 * 1024) /* 256 inputs of at most 1 MiB would not fit: then it is "later" */
#define CACHE_CASES_DEFAULT 512
#define LINKS_MAX           1024 /* neighbours of one station: 52 townships per county at most, and organs \
                                  */
#define PARKED_MAX       8192 /* open parked messages known in memory */
#define FULL_MARKS_EVERY 512  /* batches between two full mark sets: bounds the work of a start */
#define DUE_PER_QUERY                                                                              \
    64 /* lapsed clocks taken into one turn, so that a burst never starves intake */
#define DUE_QUERY_US (1 * US_PER_S)
#define RETRY_US     (200 * US_PER_MS) /* between two tries of a batch the environment refused */
#define WAITING_US   (24 * 3600 * US_PER_S) /* an order that overtook its Transfer waits this long \
                                             */
#define PARKED_CLOCK_DAYS 5
#define OUTBOX_ITEMS_MAX  512
#define OUTBOX_BYTES_MAX  (4u * 1024 * 1024)
#define LINK_OF_PARENT    0 /* link numbers: 0 is always the parent, children follow */

static inline uint32_t lane_key(uint32_t link, uint32_t lane) {
    return 2 * link + lane;
}

/* ---- cases: the working set */

struct cached_case {
    struct casefile file;
    struct arena arena; /* holds what file and body point to */
    struct digest idem, request, foreign;
    struct bytes body;  /* packed transfer_body with the submissions; none = not loaded */
    bool is_new, dirty; /* to insert, to update */
    uint64_t used_turn; /* number of the turn that last touched it */
    uint64_t rows_turn; /* number of the turn that holds leg and clock rows of it */
    UT_hash_handle by_id, by_no, by_ref;
};

struct case_cache {
    struct cached_case *by_id; /* owned: this table owns the entries */
    struct cached_case *by_no;
    struct cached_case *by_ref;
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
void cases_clear(struct case_cache *cache);
/* Evicts the oldest entries not touched in `turn` above the maximum. */
void cases_trim(struct case_cache *cache, uint64_t turn);
/* Deep copy of variable parts into the entry's own arena. */
enum pj_code cases_set_problems(struct cached_case *entry, const struct problem *problems,
                                size_t count) must_check;
enum pj_code cases_set_body(struct cached_case *entry, struct bytes body) must_check;

/* ---- data files, accounts, keys */

struct data_file {
    char version[VERSION_TEXT_MAX + 1];
    struct digest digest;
    struct wall loaded_at;
    struct buf text; /* owned; the directory points into it */
};

struct station_data {
    struct data_file files[DATA_MAX];
    void *directory_memory;      /* owned */
    struct directory *directory; /* NULL until loaded */
    void *list_memory;           /* owned */
    struct competence *list;     /* NULL until loaded */
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
};

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
    uint64_t acked_sealing,
        acked_marked; /* acknowledged seq in the batch being formed, and in a committed one */
    struct outbox_item *first; /* owned: contiguous, starting at link.out.sent_seq + 1 */
    struct outbox_item **end;
    size_t outbox_count, outbox_bytes;
    bool refilling;             /* a QUERY_LANE is under way */
};

struct neighbour {
    uint32_t number;
    bool in_directory;
    struct station_id station;
    struct link link;
    struct lane_state lanes[LANES];
    uint64_t connection_dial; /* child: dial of the connection that is up */
    uint64_t altered;         /* items whose body or header did not match its digest */
    uint64_t parked;
};

/* ---- parked messages known in memory */

struct parked_entry {
    struct row_parked row;
    bool done;
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

/* ---- inputs and the turn */

enum input_kind {
    INPUT_REQUEST,
    INPUT_ITEM,
    INPUT_DUE,    /* a clock of case `ref` has lapsed */
    INPUT_REPLAY, /* parked message at pos `ref`, once more */
    INPUT_FOUND,  /* a body somebody asked for: header.id, item.body, and header.from = who asked */
};

struct input {
    enum input_kind kind;
    struct wall taken_at;
    /* request */
    struct client client;
    struct account_id account;
    struct api_request request;
    struct digest idem, request_digest, foreign; /* MACs; zero = none */
    /* item: as it came, already verified while the last commit was under way */
    uint32_t link, lane;
    uint64_t seq;
    struct item item;
    struct header header;
    bool header_ok, body_ok;
    struct digest digest;
    int64_t ref; /* due: case; replay: parked pos */
    int64_t
        replay_pos; /* item of a replay: the parked row it comes from; 0 = it came over the link */
    bool poison;    /* failed alone: park its bytes */
    enum pj_code code; /* replay: how it ended */
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
    struct input *inputs; /* owned, BATCH_INPUTS_MAX */
    size_t input_count;
    size_t slice_from,
        slice_to; /* inputs of the batch being formed; all of them unless one is poison */
    struct rows journal, cases, legs, clocks, idems, parked, settings; /* struct row_* */
    struct rows replies;                                               /* struct pending_reply */
    struct rows out_hashes;                                            /* struct sealed_hash */
    struct rows
        woken; /* struct case_id: cases that arrived or were freed: what waited is replayed */
    struct rows found_idems; /* struct row_idem from the prefetch, in the arena */
    struct rows
        found_rows; /* struct row_journal from the prefetch (parked messages), in the arena */
    struct rows found_parked;      /* struct row_parked */
    struct rows found_cases;       /* struct found_case: which key found which case */
    struct station_data *new_data; /* owned until commit; NULL = data unchanged */
    struct buf marks;
    struct batch batch;
    struct wall at;
    bool full;
};

struct sealed_hash { /* one per out row, in order */
    uint32_t link, lane;
    uint64_t seq;
    struct digest hash;
    size_t journal_index;
};

struct found_case {
    struct digest digest; /* idem or foreign */
    int64_t ref;
};

enum pending_kind {
    PENDING_NONE,
    PENDING_DUE,
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
    uint32_t limit;
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

    struct station_data *data; /* owned */
    struct account *accounts;  /* owned, uthash */
    struct key_row *keys;      /* owned, uthash */
    struct counter *counters;  /* owned, uthash */
    struct case_cache cache;
    struct neighbour **links; /* owned, by number */
    size_t link_count;
    uint32_t next_link;          /* number for the next child */
    struct parked_entry *parked; /* owned, PARKED_MAX at most, ascending pos */
    size_t parked_count, parked_cap;

    struct turn *taking, *working; /* owned */
    uint64_t turn_number;
    struct mono taking_since;
    struct pending_query queries[NODE_QUERIES_MAX];
    uint64_t next_query;
    struct mono due_asked_at;
    struct mono retry_at; /* after a failed batch or prefetch; 0 = at once */
    bool due_pending;
    struct buf upload; /* data file being uploaded */
    enum data_kind upload_kind;
    struct arena scratch; /* frames in and out; cleared after each use */
    struct node_stats stats;
};

/* ---- node.c */
/* The working turn, from its first undone input on: prefetch, decide, submit. */
void node_continue(struct node *node);
void node_prefetched(struct node *node);

/* ---- turn.c */
struct turn *turn_new(void);
void turn_free(struct turn *turn);
void turn_clear(struct turn *turn);
/* A free input slot, or NULL when the turn is full. */
struct input *turn_input(struct node *node, enum input_kind kind);
/* Appends one element; aborts when out of memory (rows are small and bounded by the inputs). */
void *rows_add(struct rows *rows, size_t element_size);
#define ROWS(rows, type) ((type *)(rows).data)
/* Working copies := committed ones. */
void turn_begin(struct node *node, struct turn *turn);
void turn_rollback(struct node *node, struct turn *turn);

/* The part of the turn behind a slice that is done: answers IN_DOUBT to clients and forgets the
 * inputs. */
void turn_drop(struct node *node, struct turn *turn);

/* ---- prefetch.c: true when a round trip was started */
bool prefetch_start(struct node *node, struct turn *turn);
enum pj_code prefetch_take(struct node *node, struct turn *turn,
                           const struct stored *stored) must_check;
const struct row_idem *turn_find_idem(const struct turn *turn, const struct digest *idem);
/* The case a key (idem or foreign MAC) leads to, NULL if none. */
struct cached_case *turn_find_case(struct node *node, struct turn *turn, const struct digest *key);
/* A case this turn has just made answers to its key from now on. */
void turn_remember_key(struct turn *turn, const struct digest *key, int64_t ref);

/* ---- decide.c */
void decide_slice(struct node *node, struct turn *turn);

/* ---- intake.c, acts.c, arrive.c, park.c */
void intake_decide(struct node *node, struct turn *turn, struct input *input);
void receipt_decide(struct node *node, struct turn *turn, struct input *input);
void act_decide(struct node *node, struct turn *turn, struct input *input);
/* Applies an act of the lifecycle to a case whose token is here, writes its rows and messages.
 * Shared by API acts, orders, clocks and the station itself. in: the item that caused it, or NULL.
 */
struct acting {
    struct cached_case *entry;
    struct act act;
    bool by_station;
    const struct input *in;     /* item that carries the act (its row is the in row), or NULL */
    struct message_id reply_to; /* of an order, zero = none */
};
enum pj_code act_apply(struct node *node, struct turn *turn, const struct acting *acting,
                       struct verdict *ret_verdict) must_check;
void due_decide(struct node *node, struct turn *turn, struct input *input);

/* A message at a station: what of it is for offices here, what goes on. */
struct relay_target {
    uint32_t link;
    struct node_id to[ROUTE_TO_MAX];
    size_t to_count;
};
struct arrival {
    struct input *input;
    struct relay_target relay[ROUTE_TO_MAX];
    size_t relay_count;
    struct node_id local[ROUTE_TO_MAX];
    size_t local_count;
};
void item_decide(struct node *node, struct turn *turn, struct input *input);
void replay_decide(struct node *node, struct turn *turn, struct input *input);
void parked_request_decide(struct node *node, struct turn *turn, struct input *input);
/* Custody: the bytes become a journal row and a parked row; the sender is told. */
/* A request the database refused alone: its bytes become a journal row and a parked row. */
void park_request(struct node *node, struct turn *turn, const struct input *input);
void park_item(struct node *node, struct turn *turn, const struct input *input, enum pj_code code,
               const char *hop);
/* Is an open message of this case parked here (committed or in this turn)? */
bool parked_has_case(const struct node *node, const struct turn *turn, const struct case_id *id);
void parked_remember(struct node *node, const struct row_parked *row);
struct parked_entry *parked_find(struct node *node, int64_t pos);
const struct parked_entry *parked_find_message(const struct node *node,
                                               const struct message_id *id);
/* FOUND arrived: the body that was damaged; repairs and replays the parked message. */
void found_arrive(struct node *node, struct turn *turn, struct arrival *arrival);
/* INPUT_FOUND: we are the origin and send the body. */
void found_send(struct node *node, struct turn *turn, struct input *input);
/* What was parked for this case is replayed, in order. */
void parked_wake(struct node *node, const struct case_id *id);

/* Writes the rows of legs and clocks that differ from `before` (NULL = the case is new here) and
 * marks the case to be written. */
void case_touch(struct node *node, struct turn *turn, struct cached_case *entry,
                const struct casefile *before);
/* TransferBody of a case whose submissions are in entry->body. */
enum pj_code pack_transfer(struct turn *turn, const struct cached_case *entry,
                           const struct act *act, struct bytes *ret_body) must_check;

/* The key of a write that is not an intake is remembered with its batch. */
void remember_idem(struct turn *turn, const struct input *input, int64_t case_ref,
                   uint64_t version);

/* ---- seal.c */
struct outgoing {
    enum message_kind kind; /* UNSPECIFIED = a local record only */
    enum act_kind act;
    const struct casefile *file; /* NULL = belongs to no case */
    struct node_id from;
    struct bytes body;
    const struct node_id *to;
    size_t to_count;
    const struct input
        *in; /* the row is also the in row of this item: its header and lane are used verbatim */
    const char *local_node; /* office recorded in the row; NULL = from */
};
/* Writes the journal row(s): one, plus one for each further neighbour. Targets hosted here are not
 * sent. Returns the position of the first row (the one with the body). */
int64_t seal_message(struct node *node, struct turn *turn, const struct outgoing *outgoing);
/* The row of an item that arrived; forwards it to the links in relay[] (count may be 0). */
int64_t seal_item(struct node *node, struct turn *turn, const struct input *input, int64_t case_ref,
                  const struct relay_target *relay, size_t relay_count);
void seal_batch(struct node *node, struct turn *turn);
uint32_t lane_of_kind(enum message_kind kind);
struct digest node_digest(struct node *node, enum digest_domain domain, struct bytes bytes);
struct digest digest2(struct node *node, enum digest_domain domain, struct bytes a, struct bytes b);

/* ---- release.c */
void release_turn(struct node *node, struct turn *turn);
/* A turn that wrote nothing: answers show committed state and wait for no commit. */
void release_reads(struct node *node, struct turn *turn);
void reply_error(struct node *node, struct turn *turn, const struct input *input, enum pj_code code,
                 const char *field, const char *basis);
/* IDEM_CONFLICT with both digests. */
void reply_conflict(struct node *node, struct turn *turn, const struct input *input,
                    const struct digest *first);
void reply_send(struct node *node, struct turn *turn, const struct input *input,
                struct api_reply *reply);
/* At once, for answers that need no commit: reads and refusals before a turn is joined. */
void reply_now(struct node *node, const struct client *client, struct api_reply *reply);
void refuse_now(struct node *node, const struct client *client, uint64_t request_id,
                enum pj_code code, const char *field);

/* ---- neighbours.c */
struct neighbour *neighbour_find(const struct node *node, const struct station_id *station);
struct neighbour *neighbour_add(struct node *node, uint32_t number,
                                const struct station_id *station);
/* Makes links for all neighbours of the directory; new numbers become setting rows of the turn
 * (NULL at start: none may be new then). */
void neighbours_follow_directory(struct node *node, const struct directory *directory,
                                 struct turn *turn);
/* What we say of ourselves: versions, and where both lanes stand. */
void neighbour_hello(struct node *node, struct neighbour *neighbour, struct frame_hello *hello);
void neighbours_tick(struct node *node);
void neighbour_pump(struct node *node, struct neighbour *neighbour);
void neighbour_do(struct node *node, struct neighbour *neighbour, const struct link_out *out);
void neighbour_on_rows(struct node *node, const struct pending_query *query,
                       enum store_outcome outcome, const struct stored *stored);
void neighbour_on_hash(struct node *node, const struct pending_query *query,
                       enum store_outcome outcome, const struct stored *stored);
void outbox_push(struct neighbour *neighbour, uint32_t lane, uint64_t seq,
                 const struct row_journal *row, struct bytes body, bool damaged);
void outbox_clear(struct neighbour *neighbour, uint32_t lane);
void neighbour_restore(struct neighbour *neighbour, const struct mark *mark);

/* ---- requests.c: the dispatcher's table; reads.c, admin.c: its handlers */
struct request_row {
    enum api_request_kind kind;
    const char *name;
    uint32_t scope;  /* any one of these bits */
    bool key_needed; /* a write: idempotent by its key */
    bool dry_run;
    void (*decide)(struct node *node, struct turn *turn, struct input *input);
};
size_t request_table_count(void);
const struct request_row *request_table_row(size_t index);
/* May this account act in the name of that office? Operators never widen rights. */
bool account_may_act_for(const struct node *node, const struct account *account,
                         const struct node_id *office);
const struct request_row *request_row(enum api_request_kind kind);
const struct account *node_account(const struct node *node, const struct account_id *id);
bool account_may_see(const struct node *node, const struct account *account,
                     const struct casefile *file);
void hello_decide(struct node *node, struct turn *turn, struct input *input);
void get_case_decide(struct node *node, struct turn *turn, struct input *input);
void case_rows_decide(struct node *node, struct turn *turn,
                      struct input *input); /* trace, explain */
void list_cases_decide(struct node *node, struct turn *turn, struct input *input);
void status_decide(struct node *node, struct turn *turn, struct input *input);
void route_test_decide(struct node *node, struct turn *turn, struct input *input);
void links_decide(struct node *node, struct turn *turn, struct input *input); /* show, balance */
void parked_read_decide(struct node *node, struct turn *turn, struct input *input); /* list, show */
void load_data_decide(struct node *node, struct turn *turn, struct input *input);
void show_data_decide(struct node *node, struct turn *turn, struct input *input);
void key_allow_decide(struct node *node, struct turn *turn, struct input *input);
void key_list_decide(struct node *node, struct turn *turn, struct input *input);
void account_add_decide(struct node *node, struct turn *turn, struct input *input);
void read_on_queried(struct node *node, struct pending_query *query, enum store_outcome outcome,
                     const struct stored *stored);
void fetch_on_queried(struct node *node, const struct pending_query *query,
                      enum store_outcome outcome, const struct stored *stored);
/* A free slot with a fresh id, or NULL: too many at once. */
struct pending_query *query_new(struct node *node, enum pending_kind kind);

/* Reply parts shared by several handlers; everything lives in the arena. */
size_t due_list(const struct casefile *file, struct arena *arena, const struct api_due **ret_due);
void reply_case(struct node *node, struct turn *turn, const struct input *input,
                const struct cached_case *entry, uint32_t rule, bool replayed);

/* ---- admin.c: names of scopes, 0 = unknown */
uint32_t scope_parse(const char *name);
size_t scope_names(uint32_t scopes, const char *names[static API_SCOPES_MAX]);

/* ---- settings.c */
enum pj_code settings_load(struct node *node, const struct stored *stored) must_check;
void settings_add_link(struct turn *turn, const struct station_id *station, uint32_t number);
void settings_commit(struct node *node, const struct row_setting *row);
struct station_data *station_data_new(void);
void station_data_free(struct station_data *data);
#define LOCAL_ADMIN "local-admin" /* the account of the machine's own administrators, on ipc only  \
                                   */
#define SETTING_LINK 4            /* key: station, value: its link number as decimal text */
/* A copy of the data with one file replaced; built anew, all or nothing. */
enum pj_code station_data_with(struct node *node, const struct station_data *old,
                               enum data_kind kind, const char *version, struct bytes text,
                               struct data_report *report,
                               struct station_data **ret_data) must_check;

/* ---- case_number.c */
enum pj_code case_number_next(struct node *node, struct place division, struct civil day,
                              struct case_no *ret_no) must_check;
void query_code(struct node *node, const struct case_no *no,
                char code[static QUERY_CODE_TEXT_MAX + 1]);
void counters_restore(struct node *node, const struct mark *mark);
void counters_rollback(struct node *node);

/* ---- small questions */
static inline const struct directory *node_directory(const struct node *node) {
    return node->data->directory;
}
/* Is the office hosted here? */
bool node_hosts(const struct node *node, const struct node_id *office);
/* Hosted here, or a neighbour leads there. */
bool node_reaches(const struct node *node, const struct node_id *office);
/* The station's own desk: first division hosted here; "" without a directory. */
struct node_id node_desk(const struct node *node);
