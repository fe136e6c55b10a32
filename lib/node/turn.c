/* SPDX-License-Identifier: Apache-2.0
 * One turn's memory: inputs, the rows they become, and the two halves of everything that can be
 * rolled back. */
#include "node/papers.h"

#include <stdlib.h>
#include <string.h>

void *rows_add(struct rows *rows, size_t element_size) {
    void *element = NULL;

    if (rows->count == rows->cap) {
        size_t cap = rows->cap == 0 ? 64 : 2 * rows->cap;
        void *data = realloc(rows->data, cap * element_size);

        ASSERT(data != NULL);
        rows->data = data;
        rows->cap = cap;
    }
    element = (char *)rows->data + rows->count * element_size;
    memset(element, 0, element_size);
    rows->count++;
    return element;
}

struct turn *turn_new(void) {
    struct turn *turn = calloc(1, sizeof *turn);

    if (turn == NULL) {
        return NULL;
    }
    turn->inputs = calloc(BATCH_INPUTS_MAX, sizeof *turn->inputs);
    if (turn->inputs == NULL) {
        free(turn);
        return NULL;
    }
    arena_init(&turn->arena, TURN_ARENA_BYTES_MAX);
    turn->inputs_end = arena_begin(&turn->arena, TURN_ARENA_BYTES_MAX);
    buf_init(&turn->marks, MARK_BYTES * (8 * LINKS_MAX + 65536));
    return turn;
}

/* The rows of one batch attempt. */
static void turn_clear_rows(struct turn *turn) {
    struct rows *all[] = {&turn->journal,    &turn->cases,  &turn->legs,     &turn->clocks,
                          &turn->idems,      &turn->parked, &turn->settings, &turn->replies,
                          &turn->out_hashes, &turn->woken,  &turn->ties,     &turn->papers,
                          &turn->copies};

    for (size_t i = 0; i < ARRAY_COUNT(all); i++) {
        all[i]->count = 0;
    }
    buf_clear(&turn->marks);
    station_data_free(turn->new_data);
    turn->new_data = NULL;
    turn->to_seal = 0;
    turn->full = false;
    turn->must_write = false;
    turn->raised_epoch = 0;
}

static void turn_clear_found(struct turn *turn) {
    turn->found_idems.count = 0;
    turn->found_rows.count = 0;
    turn->found_parked.count = 0;
    turn->found_cases.count = 0;
    turn->found_tied.count = 0;
    turn->found_papers.count = 0;
    turn->found_sent.count = 0;
}

void turn_forget_attempt(struct turn *turn) {
    turn_clear_rows(turn);
    turn_clear_found(turn);
    arena_drop(&turn->arena, &turn->inputs_end);
}

void turn_clear(struct turn *turn) {
    turn_clear_rows(turn);
    turn_clear_found(turn);
    turn->input_count = 0; /* turn_input clears what it gives out */
    turn->slice_from = 0;
    turn->slice_to = 0;
    arena_clear(&turn->arena);
    turn->inputs_end = arena_begin(&turn->arena, TURN_ARENA_BYTES_MAX);
}

void turn_free(struct turn *turn) {
    if (turn == NULL) {
        return;
    }
    turn_clear(turn);
    struct rows *all[] = {
        &turn->journal,     &turn->cases,        &turn->legs,        &turn->clocks,
        &turn->idems,       &turn->parked,       &turn->settings,    &turn->replies,
        &turn->out_hashes,  &turn->found_rows,   &turn->found_idems, &turn->found_parked,
        &turn->found_cases, &turn->woken,        &turn->ties,        &turn->found_tied,
        &turn->papers,      &turn->found_papers, &turn->copies,      &turn->found_sent};
    for (size_t i = 0; i < ARRAY_COUNT(all); i++) {
        free(all[i]->data);
    }
    buf_release(&turn->marks);
    arena_release(&turn->arena);
    free(turn->inputs);
    free(turn);
}

struct input *turn_input(struct node *node, enum input_kind kind) {
    struct turn *turn = node->taking;
    struct input *input = NULL;

    if (turn->input_count == BATCH_INPUTS_MAX) {
        return NULL;
    }
    if (turn->input_count == 0) {
        node->taking_since = node->now.mono;
    }
    input = &turn->inputs[turn->input_count++];
    memset(input, 0, sizeof *input);
    input->kind = kind;
    input->taken_at = node->now.wall;
    return input;
}

static void lanes_to_committed(struct node *node) {
    for (size_t i = 0; i < node->link_count; i++) {
        struct neighbour *neighbour = node->links[i];

        if (neighbour == NULL) {
            continue;
        }
        for (uint32_t lane = 0; lane < LANES; lane++) {
            struct lane_state *state = &neighbour->lanes[lane];

            state->out_seq = neighbour->link.out[lane].sealed_seq;
            state->out_hash = neighbour->link.out[lane].sealed_hash;
            state->in_seq = neighbour->link.in[lane].committed_seq;
            state->in_hash = neighbour->link.in[lane].committed_hash;
            state->out_moved = false;
            state->in_moved = false;
        }
    }
}

void turn_begin(struct node *node, struct turn *turn) {
    turn_clear_rows(turn);
    turn->at = node->now.wall;
    node->next_pos = node->head.last_pos + 1;
    node->next_ref = node->head.last_ref + 1;
    node->chain = node->head.chain_head;
    node->next_link = node->link_count == 0 ? 1 : (uint32_t)node->link_count;
    lanes_to_committed(node);
    counters_rollback(node);
    paper_series_rollback(node);
}

void turn_rollback(struct node *node, struct turn *turn) {
    turn_clear_rows(turn);
    turn_clear_found(turn);
    cases_clear(&node->cache);
    lanes_to_committed(node);
    counters_rollback(node);
    paper_series_rollback(node);
}

void turn_drop(struct node *node, struct turn *turn) {
    for (size_t i = turn->slice_from; i < turn->input_count; i++) {
        const struct input *input = &turn->inputs[i];

        if (input->kind == INPUT_REQUEST) {
            refuse_now(node, &input->client, input->request.request_id, PJ_BUSY_IN_DOUBT, "");
        }
    }
    for (size_t i = 0; i < node->link_count; i++) {
        for (uint32_t lane = 0; node->links[i] != NULL && lane < LANES; lane++) {
            link_untake(&node->links[i]->link, lane); /* the peer still has them */
        }
    }
    turn_clear(turn);
}
