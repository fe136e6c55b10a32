/* SPDX-License-Identifier: Apache-2.0
 * What the database answers, and what follows when it does not: ambiguous commits, poison, lost
 * history. */
#include "node/papers.h"

#include <string.h>

static bool same_incarnation(const struct incarnation *a, const struct incarnation *b) {
    return memcmp(a->byte, b->byte, ID_BYTES) == 0;
}

/* ---- open, load */

static void load_marks(struct node *node, const struct stored *stored) {
    for (size_t i = 0; i < stored->mark_count; i++) {
        for (size_t k = 0; k < mark_count(stored->marks[i]); k++) {
            struct mark mark;
            enum pj_code code = mark_get(stored->marks[i], k, &mark);

            ASSERT(code == PJ_OK);
            if (mark.tag == MARK_COUNTER) {
                counters_restore(node, &mark);
            } else if (mark.tag == MARK_PAPER) {
                paper_series_restore(node, &mark);
            } else if (mark.lane / 2 < node->link_count && node->links[mark.lane / 2] != NULL) {
                neighbour_restore(node->links[mark.lane / 2], &mark);
            }
        }
    }
}

/* Neither what we released nor its end: somebody else wrote behind it, or it is gone. */
static void history_differs(struct node *node, const struct stored_batch *head, int64_t released) {
    log_error("history_changed", "station=%s batch=%lld found=%lld", node->config.station.text,
              (long long)released, (long long)head->no);
    if (head->no > released) {
        loss_begin_anew(node); /* what is missing, if anything, the neighbours tell */
    } else {
        loss_record(node, head);
    }
}

/* The writer lock is ours again while a batch was in flight: was it written? */
static void settle_doubt(struct node *node, const struct stored_batch *head) {
    const struct batch *batch = &node->working->batch;

    node->stats.commits_in_doubt++;
    if (head->no == batch->no && same_incarnation(&head->incarnation, &batch->incarnation) &&
        digest_equal(&head->chain_head, &batch->chain_head)) {
        node->state = node->draining ? NODE_DRAINING : NODE_READY;
        release_turn(node, node->working);
    } else if (head->no == batch->no - 1) {
        node->state = node->draining ? NODE_DRAINING : NODE_READY;
        turn_rollback(node, node->working);
        node_continue(node);
    } else {
        history_differs(node, head, batch->no - 1);
    }
}

void node_on_opened(struct node *node, const struct stored_batch *head, struct now now) {
    node->now = now;
    node->standby = false;
    if (node->recording) {
        loss_on_opened(node, head);
        return;
    }
    if (!node->ever_loaded && head->no < node->config.released) {
        history_differs(node, head, node->config.released);
        return;
    }
    if (!node->ever_loaded) {
        node->state = NODE_LOADING;
        port_load(node->port);
        return;
    }
    if (node->phase == PHASE_COMMIT) {
        settle_doubt(node, head);
        return;
    }
    if (head->no != node->head.no || !digest_equal(&head->chain_head, &node->head.chain_head)) {
        history_differs(node, head, node->head.no);
        return;
    }
    node->state = node->draining ? NODE_DRAINING : NODE_READY;
    turn_rollback(node, node->working);
    node_continue(node);
}

void node_on_closed(struct node *node, bool standby, struct now now) {
    node->now = now;
    node->standby = standby;
    if (node->state == NODE_DRAINING) {
        node->draining = true;
    }
    if (node->recording) {
        return; /* recorded when it opens again */
    }
    node->state = node->phase == PHASE_COMMIT ? NODE_IN_DOUBT : NODE_OPENING;
}

void node_on_loaded(struct node *node, enum store_outcome outcome, const struct stored *stored,
                    struct now now) {
    enum pj_code code = PJ_OK;

    node->now = now;
    if (outcome != STORE_OK) {
        node->state = NODE_OPENING; /* the store reopens by itself */
        return;
    }
    node->head = stored->head;
    code = settings_load(node, stored);
    if (code != PJ_OK) {
        log_error("settings_unreadable", "station=%s code=%s", node->config.station.text,
                  pj_code_name(code));
        node->state = NODE_RECOVERING;
        return;
    }
    for (size_t i = 0; i < stored->parked_count; i++) {
        parked_remember(node, &stored->parked[i]);
    }
    neighbours_follow_directory(node, node_directory(node), NULL);
    load_marks(node, stored);
    loss_tell_links(node);
    node->need_full_marks = true;
    node->ever_loaded = true;
    recount_start(node, (struct civil){0}); /* one may have arrived before the process ended */
    node->state = NODE_READY;
}

/* ---- prefetch */

static void retry_later(struct node *node) {
    node->phase = PHASE_IDLE;
    node->retry_at.us = node->now.mono.us + RETRY_US;
}

/* The other half is done when this one is committed. False: there is but one input. */
static bool halve(struct turn *turn) {
    size_t count = turn->slice_to - turn->slice_from;

    turn->slice_to = turn->slice_from + (count + 1) / 2;
    return count > 1;
}

void node_on_prefetched(struct node *node, enum store_outcome outcome, const struct stored *stored,
                        struct now now) {
    node->now = now;
    ASSERT(node->phase == PHASE_PREFETCH);
    if (outcome == STORE_OK) {
        enum pj_code code = prefetch_take(node, node->working, stored);

        if (code == PJ_INTERNAL_NO_MEMORY && halve(node->working)) {
            node_continue(node); /* parked messages that are woken together bring their bodies */
            return;
        }
        ASSERT(code == PJ_OK);
        node_prefetched(node);
        return;
    }
    retry_later(node); /* nothing was decided: the same inputs are asked for again */
}

/* ---- submit */

/* The batch holds something the database will never take: it is found by halves, so that a full
 * batch needs a handful of attempts and not one for each input. */
static void retry_half(struct node *node) {
    struct turn *turn = node->working;

    turn_rollback(node, turn);
    if (halve(turn)) {
        node_continue(node);
        return;
    }
    if (turn->slice_from == turn->input_count || turn->inputs[turn->slice_from].poison) {
        log_error("poison_not_parked", "station=%s", node->config.station.text);
        retry_later(node); /* even its bare bytes are refused: the database is unwell */
        return;
    }
    turn->inputs[turn->slice_from].poison = true;
    node->stats.poison_parked++;
    node_continue(node);
}

/* An internal error of the database is blamed on the input a few times an hour; more often than
 * that it is the database, and nobody's message is parked for its sake. */
static bool may_blame_input(struct node *node) {
    const struct turn *turn = node->working;

    if (turn->slice_to - turn->slice_from != 1 || turn->inputs[turn->slice_from].poison) {
        return true; /* nobody is blamed yet, or it was already */
    }
    if (node->unwell_parks == 0 || node->now.mono.us - node->unwell_since.us > UNWELL_SPAN_US) {
        node->unwell_since = node->now.mono;
        node->unwell_parks = 0;
    }
    if (node->unwell_parks == UNWELL_PARKS_MAX) {
        return false;
    }
    node->unwell_parks++;
    return true;
}

static void on_unwell(struct node *node) {
    if (may_blame_input(node)) {
        retry_half(node);
        return;
    }
    log_error("database_unwell", "station=%s advice=\"internal errors: see PostgreSQL's own log\"",
              node->config.station.text);
    turn_rollback(node, node->working);
    retry_later(node);
}

void node_on_submitted(struct node *node, enum store_outcome outcome, struct now now) {
    node->now = now;
    ASSERT(node->phase == PHASE_COMMIT);
    if (node->recording) {
        loss_on_submitted(node, outcome);
        return;
    }
    switch (outcome) {
    case STORE_OK:
        release_turn(node, node->working);
        break;
    case STORE_POISON:
        retry_half(node);
        break;
    case STORE_UNWELL:
        on_unwell(node);
        break;
    case STORE_ENVIRONMENT:
        turn_rollback(node, node->working);
        retry_later(node);
        break;
    case STORE_LOST:
        node->state = NODE_IN_DOUBT; /* node_on_opened tells */
        break;
    }
}

/* ---- queries */

struct pending_query *query_new(struct node *node, enum pending_kind kind) {
    for (size_t i = 0; i < NODE_QUERIES_MAX; i++) {
        if (node->queries[i].kind == PENDING_NONE) {
            memset(&node->queries[i], 0, sizeof node->queries[i]);
            node->queries[i].kind = kind;
            node->queries[i].id = ++node->next_query;
            return &node->queries[i];
        }
    }
    return NULL;
}

static void due_on_queried(struct node *node, enum store_outcome outcome,
                           const struct stored *stored) {
    node->due_pending = false;
    node->due_more = outcome == STORE_OK && stored->number_count == DUE_PER_QUERY;
    for (size_t i = 0; outcome == STORE_OK && i < stored->number_count; i++) {
        struct input *input = node_can_take(node) ? turn_input(node, INPUT_DUE) : NULL;

        if (input == NULL) {
            node->due_more = false;
            return; /* no room: asked again in a second */
        }
        input->ref = (int64_t)stored->numbers[i];
    }
}

void node_on_queried(struct node *node, uint64_t id, enum store_outcome outcome,
                     const struct stored *stored, struct now now) {
    struct pending_query pending = {0};

    node->now = now;
    for (size_t i = 0; i < NODE_QUERIES_MAX; i++) {
        if (node->queries[i].id == id && node->queries[i].kind != PENDING_NONE) {
            pending = node->queries[i];
            node->queries[i].kind = PENDING_NONE; /* the handler may need the slot */
        }
    }
    switch (pending.kind) {
    case PENDING_DUE:
        due_on_queried(node, outcome, stored);
        break;
    case PENDING_RECOUNT:
        recount_on_queried(node, outcome, stored);
        break;
    case PENDING_REFILL:
        neighbour_on_rows(node, &pending, outcome, stored);
        break;
    case PENDING_HASH:
        neighbour_on_hash(node, &pending, outcome, stored);
        break;
    case PENDING_READ:
        read_on_queried(node, &pending, outcome, stored);
        break;
    case PENDING_FETCH:
        fetch_on_queried(node, &pending, outcome, stored);
        break;
    case PENDING_NONE:
        break;
    }
}
