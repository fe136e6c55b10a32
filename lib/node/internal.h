/* SPDX-License-Identifier: Apache-2.0
 * The inside of a node, for the files of lib/node only.
 *
 * One rule: what `decide` changes is either in the turn or exists twice, committed and working. A
 * batch that fails throws the working half away (turn_rollback); its inputs are decided anew.
 *
 * The road of a case through these files:
 *   requests.c (API) / neighbours.c (links)  take in
 *   prefetch.c                               which cases does this turn need
 *   decide.c -> submit.c acts.c arrive.c park.c    pure rules of lib/core turned into rows
 *   seal.c                                   messages, lanes, chain, the batch
 *   store.c                                  what the database answers; recovery
 *   release.c                                acks, replies, frames - only now
 */
#pragma once
#include "node/accounts.h"
#include "node/acting.h"
#include "node/case_number.h"
#include "node/turn.h"
#include "node/versions.h"

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
/* Rows, findings and memory of an attempt at a batch; the inputs stay. */
void turn_forget_attempt(struct turn *turn);
void turn_rollback(struct node *node, struct turn *turn);

/* The part of the turn behind a slice that is done: answers IN_DOUBT to clients and forgets the
 * inputs. */
void turn_drop(struct node *node, struct turn *turn);

/* ---- prefetch.c: true when a round trip was started */
bool prefetch_start(struct node *node, struct turn *turn);
enum pj_code prefetch_take(struct node *node, struct turn *turn,
                           const struct stored *stored) must_check;
const struct row_idem *turn_find_idem(const struct turn *turn, const struct digest *idem);
/* Has this message left by that lane (PREFETCH_SENT)? */
bool turn_was_sent(const struct turn *turn, int32_t lane, const struct digest *digest);
/* The case a key (idem or foreign MAC) leads to, NULL if none; of a matter see same_matter_list. */
struct cached_case *turn_find_case(struct node *node, struct turn *turn, const struct digest *key);
/* A case this turn has just made answers to its key from now on. */
void turn_remember_key(struct turn *turn, const struct digest *key, int64_t ref);

/* ---- decide.c */
void decide_slice(struct node *node, struct turn *turn);

/* ---- submit.c, acts.c, arrive.c, park.c */
void intake_decide(struct node *node, struct turn *turn, struct input *input);
void receipt_decide(struct node *node, struct turn *turn, struct input *input);
void act_decide(struct node *node, struct turn *turn, struct input *input);
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
void parked_forget(struct node *node, int64_t pos);
void parked_free(struct node *node);
/* ... whose body was damaged on the way. */
const struct parked_entry *parked_find_damaged(const struct node *node,
                                               const struct message_id *id);
/* NOTICE: a message of ours is parked somewhere. FETCH: of one that came from here the body is
 * asked for. */
void notice_arrives(struct node *node, struct turn *turn, struct arrival *arrival);
void fetch_arrives(struct node *node, struct turn *turn, struct arrival *arrival);
/* FOUND arrived: the body that was damaged; repairs and replays the parked message. */
void found_arrive(struct node *node, struct turn *turn, struct arrival *arrival);
/* INPUT_FOUND: we are the origin and send the body. */
void found_send(struct node *node, struct turn *turn, struct input *input);
/* What was parked for this case is replayed, in order. */
void parked_wake(struct node *node, const struct case_id *id);
/* What came by the wrong road, by the directory as it was, is judged once more. */
void parked_wake_roads(struct node *node);

/* overdue.c: orders for a case that has not come. */
void overdue_ask(struct node *node);
void overdue_decide(struct node *node, struct turn *turn, struct input *input);

/* Writes the rows of legs and clocks that differ from `before` (NULL = the case is new here) and
 * marks the case to be written. */
void case_touch(struct turn *turn, struct cached_case *entry, const struct casefile *before);
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
    bool by_giver; /* news of a case on its way: said under the term it had here, the next is not
                      ours */
};
/* Writes the journal row(s): one, plus one for each further neighbour. Targets hosted here are not
 * sent. Returns the position of the first row (the one with the body). */
int64_t seal_message(struct node *node, struct turn *turn, const struct outgoing *outgoing);
/* The one filter of what leaves (条例 §30): never to the accused, nor past their stations. Stations
 * of those who were named later have the case already: there it is still sent to others. */
bool seal_may_send(const struct node *node, const struct casefile *file, const struct node_id *from,
                   const struct node_id *to);
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
struct refusal {
    enum pj_code code;
    const char *field, *basis; /* NULL = "" */
    const char *hint;          /* what to change, or whom to ask (node/hint.h); NULL = no more */
};
void reply_error(struct node *node, struct turn *turn, const struct input *input, enum pj_code code,
                 const char *field, const char *basis);
void reply_refusal(struct node *node, struct turn *turn, const struct input *input,
                   const struct refusal *refusal);
/* IDEM_CONFLICT with both digests. */
void reply_conflict(struct node *node, struct turn *turn, const struct input *input,
                    const struct digest *first);
void reply_send(struct node *node, struct turn *turn, const struct input *input,
                struct api_reply *reply);
/* At once, for answers that need no commit: reads and refusals before a turn is joined. */
void reply_now(struct node *node, const struct client *client, struct api_reply *reply);
void refuse_now(struct node *node, const struct client *client, uint64_t request_id,
                enum pj_code code, const char *field);
void refuse_with(struct node *node, const struct client *client, uint64_t request_id,
                 const struct refusal *refusal);

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
    uint32_t scope;  /* any one of these bits; STATION_WIDE beside them */
    bool key_needed; /* a write: idempotent by its key */
    bool dry_run;
    void (*decide)(struct node *node, struct turn *turn, struct input *input);
};
/* It shows or moves whatever is at the station, whomever it is about: not for an account that is
 * bound to an office. */
#define STATION_WIDE (UINT32_C(1) << 31)
size_t request_table_count(void);
const struct request_row *request_table_row(size_t index);
const struct request_row *request_row(enum api_request_kind kind);
void hello_decide(struct node *node, struct turn *turn, struct input *input);
void get_case_decide(struct node *node, struct turn *turn, struct input *input);
void case_rows_decide(struct node *node, struct turn *turn,
                      struct input *input); /* trace, explain */
void clock_explain_decide(struct node *node, struct turn *turn, struct input *input);
void get_paper_decide(struct node *node, struct turn *turn, struct input *input);
void list_cases_decide(struct node *node, struct turn *turn, struct input *input);
void status_decide(struct node *node, struct turn *turn, struct input *input);
/* At once and without the database: what cannot be counted is 0. */
void status_now(struct node *node, const struct client *client, const struct account_id *account,
                uint64_t request_id);
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

/* ---- loss.c: history that was released and is no longer in the database */
#define SETTING_LOSS 6 /* one row: "epoch day open" */
/* This neighbour knows more of us than we do. heard: the highest epoch it knows of ours. */
void loss_found(struct node *node, struct neighbour *neighbour, uint32_t heard);
/* The open database is older than what this process released: recorded with nothing but its head,
 * then the station begins anew. */
void loss_record(struct node *node, const struct stored_batch *head);
void loss_on_submitted(struct node *node, enum store_outcome outcome);
void loss_on_opened(struct node *node, const struct stored_batch *head);
void loss_begin_anew(struct node *node);
void loss_commit(struct node *node, struct bytes value);
/* Which of them may go back to the last common mark, and our epoch. */
void loss_tell_links(struct node *node);
void loss_follow(struct node *node);
void history_decide(struct node *node, struct turn *turn, struct input *input);
void history_note(struct node *node, enum history_note note);

/* ---- settings.c */
enum pj_code settings_load(struct node *node, const struct stored *stored) must_check;
void settings_add_link(struct turn *turn, const struct station_id *station, uint32_t number);
void settings_commit(struct node *node, const struct row_setting *row);
struct station_data *station_data_new(void);
void station_data_free(struct station_data *data);
#define LOCAL_ADMIN                                                                                \
    "local-admin"      /* the account of the machine's own administrators, on ipc only             \
                        */
#define SETTING_LINK 4 /* key: station, value: its link number as decimal text */
/* A copy of the data with one file replaced; built anew, all or nothing. */
enum pj_code station_data_with(struct node *node, const struct station_data *old,
                               enum data_kind kind, const char *version, struct bytes text,
                               struct data_report *report,
                               struct station_data **ret_data) must_check;

/* ---- small questions */
static inline const struct directory *node_directory(const struct node *node) {
    return node->data->directory;
}
static inline struct lifecycle_context node_context(const struct node *node,
                                                    const struct turn *turn, bool by_station) {
    return (struct lifecycle_context){.directory = node_directory(node),
                                      .law = &node->data->law,
                                      .reviewers = node->reviewers,
                                      .channels = node->channels,
                                      .now = turn->at,
                                      .by_station = by_station};
}
bool node_hosts(const struct node *node, const struct node_id *office);
/* Hosted here (node_hosts), or a neighbour leads there. */
bool node_reaches(const struct node *node, const struct node_id *office);
/* The station's own desk: first division hosted here; "" without a directory. */
struct node_id node_desk(const struct node *node);
