/* SPDX-License-Identifier: Apache-2.0
 * The conductor: birth and end of a node, and the turn. Everything here is about order: what may
 * move now. */
#include "node/advice.h"
#include "node/papers.h"

#include <stdlib.h>
#include <string.h>

#define SCRATCH_BYTES_MAX (16u * 1024 * 1024)

/* Built by the program's tests: bad data here is our own mistake. */
static bool build_reviewers(struct node *node) {
    struct data_report *report = NULL;
    enum pj_code code = PJ_OK;

    if (node->config.reviewers.len == 0) {
        return true;
    }
    report = calloc(1, sizeof *report);
    node->reviewers = calloc(1, sizeof *node->reviewers);
    if (report != NULL && node->reviewers != NULL) {
        code = reviewer_build(node->config.reviewers, "reviewers", report, node->reviewers);
        ASSERT(code == PJ_OK);
    }
    node->config.reviewers = BYTES_NONE; /* was lent for the start */
    free(report);
    return report != NULL && node->reviewers != NULL;
}

struct node *node_new(const struct node_config *config, struct port *port) {
    struct node *node = calloc(1, sizeof *node);

    if (node == NULL) {
        return NULL;
    }
    node->config = *config;
    node->port = port;
    node->hasher = hasher_new();
    node->data = station_data_new();
    node->taking = turn_new();
    node->working = turn_new();
    node->links = calloc(LINKS_MAX, sizeof(struct neighbour *));
    node->cache.max = config->cache_cases_max == 0 ? CACHE_CASES_DEFAULT : config->cache_cases_max;
    arena_init(&node->scratch, SCRATCH_BYTES_MAX);
    buf_init(&node->upload, API_UPLOAD_BYTES_MAX);
    if (node->hasher == NULL || node->data == NULL || node->taking == NULL ||
        node->working == NULL || node->links == NULL || !versions_new(node) ||
        !build_reviewers(node) || !channels_new(node)) {
        node_free(node);
        return NULL;
    }
    if (config->parent.text[0] != '\0') {
        (void)neighbour_add(node, LINK_OF_PARENT, &config->parent);
    }
    return node;
}

static void links_free(struct node *node) {
    for (size_t i = 0; node->links != NULL && i < node->link_count; i++) {
        if (node->links[i] != NULL) {
            outbox_clear(node->links[i], LANE_FAST);
            outbox_clear(node->links[i], LANE_BULK);
            free(node->links[i]);
        }
    }
    free(node->links);
}

void node_free(struct node *node) {
    struct account *account = NULL;
    struct account *next_account = NULL;
    struct key_row *key = NULL;
    struct key_row *next_key = NULL;
    struct counter *counter = NULL;
    struct counter *next_counter = NULL;

    if (node == NULL) {
        return;
    }
    cases_clear(&node->cache);
    /* The analyzer does not see that uthash forgets a neighbour before it is freed. */
    HASH_ITER (hh, node->accounts, account, next_account) {
        HASH_DEL(node->accounts, account); /* NOLINT(clang-analyzer-unix.Malloc) */
        free(account);
    }
    HASH_ITER (hh, node->keys, key, next_key) {
        HASH_DEL(node->keys, key); /* NOLINT(clang-analyzer-unix.Malloc) */
        free(key);
    }
    HASH_ITER (hh, node->counters, counter, next_counter) {
        HASH_DEL(node->counters, counter); /* NOLINT(clang-analyzer-unix.Malloc) */
        free(counter);
    }
    paper_series_free(node);
    links_free(node);
    turn_free(node->taking);
    turn_free(node->working);
    station_data_free(node->data);
    versions_free(node);
    free(node->reviewers);
    free(node->channels);
    hasher_free(node->hasher);
    buf_release(&node->upload);
    arena_release(&node->scratch);
    parked_free(node);
    free(node);
}

enum node_state node_state(const struct node *node) {
    return node->state;
}

bool node_begins_anew(const struct node *node) {
    return node->anew;
}

int64_t node_released(const struct node *node) {
    return node->ever_loaded || node->anew ? node->head.no : 0;
}

struct node_stats node_stats(const struct node *node) {
    return node->stats;
}

/* There is room for a Data frame of 64 items, so that a frame is never taken in part. */
bool node_can_take(const struct node *node) {
    const struct turn *turn = node->taking;

    return turn->input_count + ITEMS_PER_FRAME_MAX < BATCH_INPUTS_MAX &&
           turn->arena.used_bytes < INPUTS_BYTES_MAX;
}

bool node_hosts(const struct node *node, const struct node_id *office) {
    return node_directory(node) != NULL &&
           directory_next_hop(node_directory(node), office).kind == HOP_LOCAL;
}

bool node_reaches(const struct node *node, const struct node_id *office) {
    const struct directory *directory = node_directory(node);
    struct next_hop hop = {.kind = HOP_NONE};

    if (directory == NULL || !directory_has_node(directory, office)) {
        return false;
    }
    hop = directory_next_hop(directory, office);
    return hop.kind == HOP_LOCAL ||
           (hop.kind != HOP_NONE &&
            neighbour_find(node, directory_station(directory, hop.station)) != NULL);
}

struct node_id node_desk(const struct node *node) {
    return node->data->desk;
}

/* ---- the turn */

static bool may_form_batches(const struct node *node) {
    return node->phase == PHASE_IDLE && (node->state == NODE_READY || node->state == NODE_DRAINING);
}

static bool lingers(const struct node *node) {
    return node->config.linger_us > 0 && node->state == NODE_READY && node_can_take(node) &&
           node->now.mono.us < node->taking_since.us + node->config.linger_us;
}

static bool wrote_nothing(const struct turn *turn) {
    return !turn->must_write && turn->journal.count == 0 && turn->settings.count == 0 &&
           turn->idems.count == 0 && turn->parked.count == 0;
}

/* Decide, seal, submit: from here to node_on_submitted the batch is in flight. */
static void turn_submit(struct node *node, struct turn *turn) {
    turn_begin(node, turn);
    decide_slice(node, turn);
    if (wrote_nothing(turn) && turn->slice_to == turn->input_count && turn->input_count > 0) {
        release_reads(node, turn);
        return;
    }
    seal_batch(node, turn);
    node->phase = PHASE_COMMIT;
    port_submit(node->port, &turn->batch);
}

static void turn_run(struct node *node, struct turn *turn) {
    if (prefetch_start(node, turn)) {
        node->phase = PHASE_PREFETCH;
        return;
    }
    turn_submit(node, turn);
}

void node_continue(struct node *node) {
    struct turn *turn = node->working;

    node->phase = PHASE_IDLE;
    node->retry_at.us = 0;
    turn_forget_attempt(turn);
    if (turn->input_count > 0) {
        turn_run(node, turn);
    }
}

void node_prefetched(struct node *node) {
    turn_submit(node, node->working);
}

static void swap_turns(struct node *node) {
    struct turn *turn = node->taking;

    node->taking = node->working;
    node->working = turn;
    turn->number = ++node->turn_number;
    turn->slice_from = 0;
    turn->slice_to = turn->input_count;
    turn->inputs_end = arena_begin(&turn->arena, TURN_ARENA_BYTES_MAX);
}

static bool has_due(const struct turn *turn) {
    for (size_t i = 0; i < turn->input_count; i++) {
        if (turn->inputs[i].kind == INPUT_DUE) {
            return true;
        }
    }
    return false;
}

/* The page taken last is not committed yet: asked for now, the same cases would come again. */
static bool due_under_way(const struct node *node) {
    return node->due_pending || has_due(node->taking) || has_due(node->working);
}

/* While history is missing, what ran out here may have gone before it did. */
static bool may_ask_for_due(const struct node *node) {
    return node->state == NODE_READY && !node->loss.open && !due_under_way(node);
}

static int64_t due_ask_at(const struct node *node) {
    return node->due_asked_at.us + (node->due_more ? DUE_BURST_US : DUE_QUERY_US);
}

static void ask_for_due(struct node *node) {
    struct pending_query *pending = NULL;
    struct query query = {.kind = QUERY_DUE, .limit = DUE_PER_QUERY, .at = node->now.wall};

    if (node->now.mono.us < due_ask_at(node) || !may_ask_for_due(node)) {
        return;
    }
    pending = query_new(node, PENDING_DUE);
    if (pending == NULL) {
        return;
    }
    node->due_asked_at = node->now.mono;
    node->due_pending = true;
    query.id = pending->id;
    port_query(node->port, &query);
}

static void drain_step(struct node *node) {
    if (node->state != NODE_DRAINING || node->phase != PHASE_IDLE ||
        node->taking->input_count > 0 || node->working->input_count > 0) {
        return;
    }
    if (node->need_full_marks) { /* the last batch: where everything stands */
        swap_turns(node);
        turn_submit(node, node->working);
        return;
    }
    node->state = NODE_STOPPED;
}

void node_turn(struct node *node, struct now now) {
    node->now = now;
    neighbours_tick(node);
    ask_for_due(node);
    recount_ask(node);
    overdue_ask(node);
    loss_follow(node);
    if (node->retry_at.us != 0 && now.mono.us >= node->retry_at.us && may_form_batches(node)) {
        node_continue(node);
    }
    if (may_form_batches(node) && node->working->input_count == 0 &&
        node->taking->input_count > 0 && !lingers(node)) {
        swap_turns(node);
        turn_run(node, node->working);
    }
    drain_step(node);
}

struct mono node_wakeup(const struct node *node) {
    struct mono earliest = {node->now.mono.us + US_PER_S};

    for (size_t i = 0; i < node->link_count; i++) {
        struct mono at = {0};

        if (node->links[i] == NULL) {
            continue;
        }
        at = link_wakeup(&node->links[i]->link);
        if (at.us < earliest.us) {
            earliest = at;
        }
    }
    if (node->retry_at.us != 0 && node->retry_at.us < earliest.us) {
        earliest = node->retry_at;
    }
    if (node->due_more && due_ask_at(node) < earliest.us && may_ask_for_due(node)) {
        earliest.us = due_ask_at(node);
    }
    if (node->state == NODE_READY && node->recount.on && !node->recount.asked) {
        int64_t at = node->recount.asked_at.us + RECOUNT_QUERY_US;

        earliest.us = at < earliest.us ? at : earliest.us;
    }
    if (node->config.linger_us > 0 && node->taking->input_count > 0) {
        int64_t at = node->taking_since.us + node->config.linger_us;

        earliest.us = at < earliest.us ? at : earliest.us;
    }
    return earliest;
}

void node_drain(struct node *node, struct now now) {
    node->now = now;
    if (node->state == NODE_READY) {
        node->state = NODE_DRAINING;
        node->need_full_marks = true;
    } else if (node->state != NODE_DRAINING && !node->recording) {
        node->state = NODE_STOPPED; /* nothing of ours is in flight that a commit could justify */
    }
}
