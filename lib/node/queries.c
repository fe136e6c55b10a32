/* SPDX-License-Identifier: Apache-2.0
 * Questions that the database's second connection answers: status, lists, trace, explain, balance.
 * The question leaves when it is decided; the answer leaves when the rows are there, and shows
 * committed rows only. */
#include "node/advice.h"
#include "node/avoid.h"
#include "node/cursor.h"
#include "node/explain.h"
#include "node/papers.h"
#include "node/report.h"
#include "node/visits.h"

#include <string.h>

/* Remembers who asked; NULL (and the asker told) when too many questions are under way. */
struct pending_query *query_ask(struct node *node, struct turn *turn, const struct input *input) {
    struct pending_query *pending = query_new(node, PENDING_READ);

    if (pending == NULL) {
        reply_error(node, turn, input, PJ_BUSY_QUOTA, "", "");
        return NULL;
    }
    pending->client = input->client;
    pending->request_id = input->request.request_id;
    pending->request = input->request.kind;
    pending->account = input->account;
    return pending;
}

/* ---- asking */

void case_rows_decide(struct node *node, struct turn *turn, struct input *input) {
    const struct account *account = node_account(node, &input->account);
    struct cached_case *entry = cases_find_no(&node->cache, input->request.case_no);
    struct pending_query *pending = NULL;
    struct query query = {.kind = QUERY_CASE_ROWS};

    if (entry == NULL || entry->is_new || !account_may_see(node, account, &entry->file)) {
        reply_error(node, turn, input, PJ_AUTH_NO_SUCH_CASE, "case_no", "");
        return;
    }
    pending = query_ask(node, turn, input);
    if (pending == NULL) {
        return;
    }
    pending->case_no = entry->file.no;
    pending->hidden_until = visits_hidden_until(node, account, &entry->file);
    pending->none_the_wiser = conflict_is_later(&entry->file.conflicts, &account->node);
    query.id = pending->id;
    query.ref = entry->file.ref;
    port_query(node->port, &query);
}

void list_cases_decide(struct node *node, struct turn *turn, struct input *input) {
    const struct api_list_cases *list = &input->request.list_cases;
    struct query query = {.kind = QUERY_CASES,
                          .from = list->after_ref == 0 ? 0 : cursor_ref(node, list->after_ref),
                          .not_about = node_account(node, &input->account)->node,
                          .state = list->state,
                          .open_only = list->open_only,
                          .overdue_only = list->overdue_only,
                          .at = turn->at};
    struct pending_query *pending = NULL;

    if (query.from < 0) {
        reply_error(node, turn, input, PJ_BAD_FIELD, "list_cases.after_ref", "");
        return;
    }
    if (list->node[0] != '\0' &&
        node_id_parse(list->node, strlen(list->node), &query.node) != PJ_OK) {
        reply_error(node, turn, input, PJ_BAD_FIELD, "list_cases.node", "");
        return;
    }
    query.limit = list->limit == 0             ? API_LIST_DEFAULT
                  : list->limit > API_LIST_MAX ? API_LIST_MAX
                                               : list->limit;
    pending = query_ask(node, turn, input);
    if (pending == NULL) {
        return;
    }
    pending->limit = query.limit;
    query.id = pending->id;
    port_query(node->port, &query);
}

void status_decide(struct node *node, struct turn *turn, struct input *input) {
    struct pending_query *pending = query_ask(node, turn, input);
    struct query query = {.kind = QUERY_COUNTS,
                          .not_about = node_account(node, &input->account)->node,
                          .at = turn->at};

    if (pending != NULL) {
        query.id = pending->id;
        port_query(node->port, &query);
    }
}

/* Of an account that is an office's: what counts every message and every commit would tell it of
 * those it must not hear of. It gets the counts of what is not about it (QUERY_COUNTS), and how the
 * station is. */
static bool sees_the_machine(const struct node *node, const struct account_id *account) {
    const struct account *row = node_account(node, account);

    return row == NULL || node_id_is_none(&row->node);
}

/* ---- links */

static const char *role_of(const struct neighbour *neighbour) {
    return neighbour->link.role == LINK_TO_PARENT ? "parent" : "child";
}

static void link_row(const struct neighbour *neighbour, uint32_t lane, struct api_link *ret) {
    const struct link *link = &neighbour->link;
    const struct lane_out *out = &link->out[lane];

    *ret = (struct api_link){.peer = neighbour->station.text,
                             .role = role_of(neighbour),
                             .state = link_state_text(link->state),
                             .reason = link->sentence,
                             .since = link->state_since_wall,
                             .lane = lane,
                             .sent = out->sealed_seq,
                             .acked = out->acked_seq,
                             .received = link->in[lane].committed_seq,
                             .parked = neighbour->parked,
                             .in_flight = out->sealed_seq - out->acked_seq,
                             .hash_equal = link->state != LINK_STATE_FORKED,
                             .altered = neighbour->altered,
                             .forked_at = link->forked_at[lane],
                             .skew_us = link->skew_us};
}

static size_t link_rows(struct node *node, struct arena *arena, struct api_link **ret_links) {
    struct api_link *links = arena_alloc(arena, (LANES * node->link_count + 1) * sizeof *links);
    size_t count = 0;

    ASSERT(links != NULL);
    for (size_t i = 0; i < node->link_count; i++) {
        for (uint32_t lane = 0; node->links[i] != NULL && lane < LANES; lane++) {
            link_row(node->links[i], lane, &links[count++]);
        }
    }
    *ret_links = links;
    return count;
}

/* The deep balance counts gaps in the stored lists, one lane after the other; then it is answered.
 */
static bool deep_step(struct node *node, struct pending_query *pending) {
    uint32_t lanes = (uint32_t)(2 * LANES * node->link_count);
    struct pending_query *next = NULL;
    struct query query = {.kind = QUERY_LANE_CHECK};

    while (pending->step < lanes && node->links[pending->step / (2 * LANES)] == NULL) {
        pending->step++;
    }
    if (pending->step >= lanes) {
        return false;
    }
    next = query_new(node, PENDING_READ);
    if (next == NULL) {
        return false;
    }
    query.id = next->id;
    query.lane = (int32_t)lane_key(pending->step / (2 * LANES), pending->step % LANES);
    query.in_lane = pending->step / LANES % 2 == 1;
    pending->id = query.id;
    *next = *pending;
    next->kind = PENDING_READ;
    port_query(node->port, &query);
    return true;
}

void links_decide(struct node *node, struct turn *turn, struct input *input) {
    struct api_reply reply = {.kind = API_REPLY_LINKS};
    struct api_link *links = NULL;

    if (input->request.kind == API_LINK_BALANCE && input->request.balance_deep) {
        struct pending_query first = {.client = input->client,
                                      .request_id = input->request.request_id,
                                      .request = input->request.kind,
                                      .deep = true};

        if (!deep_step(node, &first)) {
            reply_error(node, turn, input, PJ_BUSY_QUOTA, "", "");
        }
        return;
    }
    reply.links.count = link_rows(node, &turn->arena, &links);
    reply.links.links = links;
    reply_send(node, turn, input, &reply);
}

/* ---- answers */

static const char *database_word(const struct node *node) {
    static const char *const words[] = {"away",       "loading",  "ready",  "in_doubt",
                                        "recovering", "draining", "stopped"};

    if (node->state == NODE_OPENING && node->standby) {
        return "standby";
    }
    return words[node->loss.open && node->state == NODE_READY ? NODE_RECOVERING : node->state];
}

static void count_machine(const struct node *node, const struct pending_query *query,
                          const struct stored *stored, struct api_status *status) {
    if (!sees_the_machine(node, &query->account)) {
        return;
    }
    status->parked = stored->number_count > 3 ? stored->numbers[3] : 0;
    status->batches = (uint64_t)node->head.no;
    status->commits_in_doubt = node->stats.commits_in_doubt;
    CTASSERT(sizeof status->batch_sizes == sizeof node->stats.batch_sizes);
    memcpy(status->batch_sizes, node->stats.batch_sizes, sizeof status->batch_sizes);
}

/* To whom is it up? Anybody may know that; how much went over it, see sees_the_machine. */
static void keep_link_state(const struct node *node, const struct pending_query *query,
                            struct api_link *link) {
    if (!sees_the_machine(node, &query->account)) {
        *link = (struct api_link){.peer = link->peer,
                                  .role = link->role,
                                  .state = link->state,
                                  .reason = link->reason,
                                  .since = link->since,
                                  .lane = link->lane,
                                  .hash_equal = link->hash_equal,
                                  .skew_us = link->skew_us};
    }
}

static void answer_counts(struct node *node, struct pending_query *query,
                          const struct stored *stored) {
    struct arena arena;
    struct api_link *links = NULL;
    struct api_reply reply = {.request_id = query->request_id, .kind = API_REPLY_STATUS};
    struct api_status *status = &reply.status;
    const struct directory *directory = node_directory(node);
    const char **nodes = NULL;

    arena_init(&arena, FRAME_BYTES_MAX * 4);
    nodes = arena_alloc(&arena, HELLO_HOSTED_MAX * sizeof *nodes);
    ASSERT(nodes != NULL);
    for (uint32_t i = 0; directory != NULL && i < directory_count(directory); i++) {
        struct node_id desk = node_id_of_place(directory_place(directory, i));

        if (directory_is_virtual(directory, i) || !node_hosts(node, &desk)) {
            continue;
        }
        if (status->node_count < HELLO_HOSTED_MAX) {
            nodes[status->node_count] = arena_text(&arena, desk.text, strlen(desk.text));
            ASSERT(nodes[status->node_count] != NULL);
            status->node_count++;
        }
        status->nodes_total++;
    }
    status->nodes = nodes;
    status->station = node->config.station.text;
    status->database = database_word(node);
    status->version = NODE_VERSION;
    status->division_version = node->data->files[DATA_DIVISIONS].version;
    status->list_version = node->data->files[DATA_LIST].version;
    status->link_count = link_rows(node, &arena, &links);
    status->links = links;
    status->cases_total = stored->number_count > 0 ? stored->numbers[0] : 0;
    status->cases_open = stored->number_count > 1 ? stored->numbers[1] : 0;
    status->overdue = stored->number_count > 2 ? stored->numbers[2] : 0;
    status->epoch = node->head.epoch;
    status->uptime_us = node->now.mono.us - node->config.started_at.us;
    status->clock = node->config.virtual_clock ? "virtual" : "machine";
    count_machine(node, query, stored, status);
    for (size_t i = 0; i < status->link_count; i++) {
        keep_link_state(node, query, &links[i]);
    }
    reply_now(node, &query->client, &reply);
    arena_release(&arena);
}

void status_now(struct node *node, const struct client *client, const struct account_id *account,
                uint64_t request_id) {
    struct pending_query asked = {.client = *client, .account = *account, .request_id = request_id};
    struct stored nothing = {0};

    answer_counts(node, &asked, &nothing);
}

static void answer_cases(struct node *node, struct pending_query *query,
                         const struct stored *stored) {
    const struct account *account = node_account(node, &query->account);
    struct api_reply reply = {.request_id = query->request_id, .kind = API_REPLY_CASES};
    struct arena arena;
    struct casefile *files = NULL;
    struct api_case *cases = NULL;
    struct wall hidden = {0};
    bool is_cut = false;
    size_t used = 0;
    size_t count = 0;

    arena_init(&arena, TURN_ARENA_BYTES_MAX);
    files = arena_alloc(&arena, (stored->case_count + 1) * sizeof *files);
    cases = arena_alloc(&arena, (stored->case_count + 1) * sizeof *cases);
    ASSERT(files != NULL);
    ASSERT(cases != NULL);
    used = arena.used_bytes;
    for (size_t i = 0; account != NULL && i < stored->case_count; i++) {
        if (arena.used_bytes - used > ANSWER_BYTES_MAX) {
            is_cut = true;
            break;
        }
        files[count] = stored->cases[i].casefile;
        reply.cases.next_ref = cursor_of_ref(node, files[count].ref);
        if (wire_decode_casefile(stored->cases[i].file, &arena, &files[count]) != PJ_OK ||
            !account_may_see(node, account, &files[count])) {
            continue;
        }
        avoid_hush(&files[count], &account->node);
        hidden = visits_hidden_until(node, account, &files[count]);
        if (hidden.us != 0) {
            visit_reduce(&files[count], hidden);
        }
        memset(&cases[count], 0, sizeof cases[count]);
        cases[count].casefile = &files[count];
        cases[count].due_count = due_list(&files[count], &arena, &cases[count].due);
        count++;
    }
    if (stored->case_count < query->limit && !is_cut) {
        reply.cases.next_ref = 0;
    }
    reply.cases.cases = cases;
    reply.cases.count = count;
    reply_now(node, &query->client, &reply);
    arena_release(&arena);
}

static void answer_balance(struct node *node, struct pending_query *query,
                           const struct stored *stored) {
    struct api_reply reply = {.request_id = query->request_id, .kind = API_REPLY_LINKS};
    struct arena arena;
    struct api_link *links = NULL;

    if (stored->number_count > 1) {
        query->gaps += stored->numbers[1];
    }
    query->step++;
    if (deep_step(node, query)) {
        return;
    }
    arena_init(&arena, FRAME_BYTES_MAX);
    reply.links.count = link_rows(node, &arena, &links);
    for (size_t i = 0; i < reply.links.count; i++) {
        links[i].lost =
            query->gaps; /* of all lists of this station: zero, or look at verify journal */
    }
    reply.links.links = links;
    reply_now(node, &query->client, &reply);
    arena_release(&arena);
}

static const struct {
    enum api_request_kind request;
    void (*answer)(struct node *, struct pending_query *, const struct stored *);
} answers[] = {
    {API_STATUS, answer_counts},   {API_LIST_CASES, answer_cases},
    {API_TRACE, answer_trace},     {API_LIST_PAPERS, answer_papers},
    {API_EXPLAIN, answer_explain}, {API_LINK_BALANCE, answer_balance},
    {API_REPORT, report_answer},
};

void read_on_queried(struct node *node, struct pending_query *query, enum store_outcome outcome,
                     const struct stored *stored) {
    if (outcome != STORE_OK) {
        refuse_now(node, &query->client, query->request_id, PJ_BUSY_DATABASE, "");
        return;
    }
    for (size_t i = 0; i < ARRAY_COUNT(answers); i++) {
        if (answers[i].request == query->request) {
            answers[i].answer(node, query, stored);
        }
    }
}
