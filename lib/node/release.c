/* SPDX-License-Identifier: Apache-2.0
 * Release: the batch is committed, so its acks, replies and frames may leave. Nothing else in
 * lib/node sends an ack, a data frame or the reply of a write. */
#include "node/papers.h"

#include <string.h>

/* ---- replies: encoded when decided, sent when committed */

static struct bytes encode_reply(struct node *node, struct arena *arena, struct api_reply *reply) {
    struct bytes bytes = BYTES_NONE;
    enum pj_code code = wire_encode_reply(reply, arena, &bytes);

    if (code != PJ_OK) {
        struct api_reply error = {.request_id = reply->request_id, .kind = API_REPLY_ERROR};

        log_error("reply_not_encoded", "station=%s code=%s", node->config.station.text,
                  pj_code_name(code));
        error.error.code = PJ_BAD_TOO_LONG;
        error.error.field = "";
        error.error.basis = "";
        code = wire_encode_reply(&error, arena, &bytes);
        ASSERT(code == PJ_OK);
    }
    return bytes;
}

void reply_send(struct node *node, struct turn *turn, const struct input *input,
                struct api_reply *reply) {
    struct pending_reply *pending = NULL;

    if (input->kind != INPUT_REQUEST) {
        return; /* nobody asked */
    }
    reply->request_id = input->request.request_id;
    pending = rows_add(&turn->replies, sizeof *pending);
    pending->client = input->client;
    pending->bytes = encode_reply(node, &turn->arena, reply);
}

static struct api_reply error_reply(const struct refusal *refusal) {
    struct api_reply reply = {.kind = API_REPLY_ERROR};
    const struct pj_code_row *row = pj_code_find((unsigned)refusal->code);

    ASSERT(row != NULL);
    reply.error.code = refusal->code;
    reply.error.code_number = (uint32_t)refusal->code;
    reply.error.where = row->where;
    reply.error.retry = row->retry;
    reply.error.retry_after_ms = row->retry == PJ_RETRY_AFTER_MS ? 1000 : 0;
    reply.error.field = refusal->field == NULL ? "" : refusal->field;
    reply.error.basis = refusal->basis == NULL ? "" : refusal->basis;
    if (refusal->hint != NULL) {
        reply.error.detail = (struct bytes){(const uint8_t *)refusal->hint, strlen(refusal->hint)};
    }
    return reply;
}

void reply_error(struct node *node, struct turn *turn, const struct input *input, enum pj_code code,
                 const char *field, const char *basis) {
    reply_refusal(node, turn, input,
                  &(struct refusal){.code = code, .field = field, .basis = basis});
}

void reply_refusal(struct node *node, struct turn *turn, const struct input *input,
                   const struct refusal *refusal) {
    struct api_reply reply = error_reply(refusal);

    reply_send(node, turn, input, &reply);
}

void reply_conflict(struct node *node, struct turn *turn, const struct input *input,
                    const struct digest *first) {
    char first_hex[DIGEST_HEX + 1];
    char second_hex[DIGEST_HEX + 1];
    char digests[2 * DIGEST_HEX + 32];

    text_hex(first_hex, sizeof first_hex, first->byte, DIGEST_BYTES);
    text_hex(second_hex, sizeof second_hex, input->request_digest.byte, DIGEST_BYTES);
    (void)text_print(digests, sizeof digests, "first=%s this=%s", first_hex, second_hex);
    reply_refusal(node, turn, input,
                  &(struct refusal){.code = PJ_IDEM_CONFLICT, .field = "key", .hint = digests});
}

void reply_now(struct node *node, const struct client *client, struct api_reply *reply) {
    arena_clear(&node->scratch);
    port_reply(node->port, client, encode_reply(node, &node->scratch, reply));
    node->stats.replies++;
}

void refuse_now(struct node *node, const struct client *client, uint64_t request_id,
                enum pj_code code, const char *field) {
    refuse_with(node, client, request_id, &(struct refusal){.code = code, .field = field});
}

void refuse_with(struct node *node, const struct client *client, uint64_t request_id,
                 const struct refusal *refusal) {
    struct api_reply reply = error_reply(refusal);

    reply.request_id = request_id;
    reply_now(node, client, &reply);
}

/* ---- after the commit */

static void commit_head(struct node *node, const struct turn *turn) {
    const struct batch *batch = &turn->batch;

    node->head.no = batch->no;
    node->head.incarnation = batch->incarnation;
    node->head.epoch = batch->epoch;
    node->head.last_pos = batch->last_pos;
    node->head.last_ref = batch->last_ref;
    node->head.chain_head = batch->chain_head;
    node->batches_since_full = turn->full ? 0 : node->batches_since_full + 1;
    if (turn->full) {
        node->need_full_marks = false;
    }
}

static void commit_counters(struct node *node) {
    struct counter *counter = NULL;
    struct counter *next = NULL;

    HASH_ITER (hh, node->counters, counter, next) {
        counter->day = counter->working_day;
        counter->value = counter->working_value;
        counter->moved = false;
    }
}

static void commit_parked(struct node *node, const struct turn *turn) {
    for (size_t i = 0; i < turn->parked.count; i++) {
        const struct row_parked *row = &ROWS(turn->parked, struct row_parked)[i];

        if (row->insert) {
            parked_remember(node, row);
        } else {
            parked_forget(node, row->pos);
        }
    }
}

static void commit_data(struct node *node, struct turn *turn) {
    for (size_t i = 0; i < turn->settings.count; i++) {
        settings_commit(node, &ROWS(turn->settings, struct row_setting)[i]);
    }
    if (turn->new_data != NULL) {
        const struct calendar *before = node->data->law.calendar;

        station_data_free(node->data);
        node->data = turn->new_data;
        turn->new_data = NULL;
        recount_after(node, before, node->data->law.calendar);
        neighbours_follow_directory(node, node_directory(node), NULL);
        parked_wake_roads(node);
    }
}

/* The link machines learn what was sealed; the rows themselves wait in the outbox, or in the
 * journal when it is full. */
static void commit_out(struct node *node, struct turn *turn) {
    for (size_t i = 0; i < turn->out_hashes.count; i++) {
        const struct sealed_hash *sealed = &ROWS(turn->out_hashes, struct sealed_hash)[i];
        const struct row_journal *row =
            &ROWS(turn->journal, struct row_journal)[sealed->journal_index];
        struct neighbour *neighbour = node->links[sealed->link];
        struct bytes body = row->body;

        for (size_t k = sealed->journal_index; row->body_pos != 0 && k > 0; k--) {
            const struct row_journal *first = &ROWS(turn->journal, struct row_journal)[k - 1];

            if (first->pos == row->body_pos) {
                body = first->body;
                break;
            }
        }
        link_committed_out(&neighbour->link, sealed->lane, sealed->seq, &sealed->hash, 1);
        outbox_push(neighbour, sealed->lane, sealed->seq, row, body, false);
    }
}

static void commit_lanes(struct node *node) {
    for (size_t i = 0; i < node->link_count; i++) {
        struct neighbour *neighbour = node->links[i];

        for (uint32_t lane = 0; neighbour != NULL && lane < LANES; lane++) {
            struct lane_state *state = &neighbour->lanes[lane];

            state->acked_marked = state->acked_sealing;
            if (state->in_moved) {
                struct link_out out = {0};

                link_committed_in(&neighbour->link, lane, state->in_seq, &state->in_hash, node->now,
                                  &out);
                neighbour_do(node, neighbour, &out);
            }
            if (state->back == BACK_SEALED) {
                struct link_out out = {0};

                state->back = BACK_NOT;
                link_went_back(&neighbour->link, lane, node->now, &out);
                neighbour_do(node, neighbour, &out);
            }
            state->in_moved = false;
            state->out_moved = false;
        }
    }
}

static void count_batch(struct node *node, const struct turn *turn) {
    size_t inputs = turn->slice_to - turn->slice_from;
    size_t bucket = 0;

    while (bucket + 1 < ARRAY_COUNT(node->stats.batch_sizes) && (inputs >> (bucket + 1)) > 0) {
        bucket++;
    }
    node->stats.batch_sizes[bucket]++;
    node->stats.batches++;
    node->stats.inputs += inputs;
    node->stats.journal_rows += turn->journal.count;
}

static void send_replies(struct node *node, struct turn *turn) {
    for (size_t i = 0; i < turn->replies.count; i++) {
        const struct pending_reply *reply = &ROWS(turn->replies, struct pending_reply)[i];

        port_reply(node->port, &reply->client, reply->bytes);
        node->stats.replies++;
    }
}

static void pump_all(struct node *node) {
    for (size_t i = 0; i < node->link_count; i++) {
        if (node->links[i] != NULL) {
            neighbour_pump(node, node->links[i]);
        }
    }
}

void release_reads(struct node *node, struct turn *turn) {
    send_replies(node, turn);
    turn_clear(turn);
    cases_trim(&node->cache, turn->number);
    node->phase = PHASE_IDLE;
}

void release_turn(struct node *node, struct turn *turn) {
    commit_head(node, turn);
    cases_committed(&node->cache);
    commit_counters(node);
    paper_series_commit(node);
    commit_parked(node, turn);
    commit_out(node, turn);
    commit_lanes(node);
    commit_data(node, turn); /* after the head: a loss is its new epoch */
    count_batch(node, turn);
    send_replies(node, turn);
    for (size_t i = 0; i < turn->woken.count; i++) {
        parked_wake(node, &ROWS(turn->woken, struct case_id)[i]);
    }
    if (turn->slice_to < turn->input_count) { /* the inputs behind a poisonous one */
        turn->slice_from = turn->slice_to;
        turn->slice_to = turn->input_count;
        node_continue(node);
    } else {
        turn_clear(turn);
        cases_trim(&node->cache, turn->number);
        node->phase = PHASE_IDLE;
    }
    pump_all(node);
}
