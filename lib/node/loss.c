/* SPDX-License-Identifier: Apache-2.0
 * History that was released and is no longer in the database: an old backup, a dead disk. It is
 * noticed when the database opens behind what this process released, or when a neighbour's Hello
 * shows more of us than we have. It is recorded as a new epoch in a batch of its own; from then on
 * case numbers of that day start behind all that may have been given out, keys we do not know are
 * unknown after a restore, lanes go on from the last mark both ends know, and neighbours give back
 * what we had acknowledged. Acts on cases wait until each neighbour has, by hand and by clock: a
 * case that seems to be held here may have been handed on. */
#include "node/internal.h"

#include <string.h>

#define LOSS_KEY "history"
#define LOSS_WAIT_DAYS                                                                             \
    1 /* for neighbours: one that is gone for good must not end all work here                      \
       */
/* However many days the wall clock says have passed: a machine that was off over the weekend, or
 * whose clock is put right, has met nobody yet. Who is there redials in LINK_REDIAL_MAX_US. */
#define LOSS_MEET_US (2 * 60 * US_PER_S)

/* ---- the row */

static void loss_row(struct turn *turn, const struct loss *loss) {
    struct row_setting *row = rows_add(&turn->settings, sizeof *row);
    char text[48];
    size_t len =
        text_print(text, sizeof text, "%u %d %d", loss->epoch, (int)loss->day.day, loss->open);
    enum pj_code code =
        arena_copy(&turn->arena, (struct bytes){(const uint8_t *)text, len}, &row->value);

    ASSERT(code == PJ_OK);
    row->kind = SETTING_LOSS;
    row->key = LOSS_KEY;
}

static bool next_number(struct bytes *text, uint64_t max, uint64_t *ret_number) {
    const char *start = (const char *)text->data;
    size_t len = 0;

    while (len < text->len && start[len] != ' ') {
        len++;
    }
    if (text_u64(start, len, max, ret_number) != PJ_OK) {
        return false;
    }
    len = len < text->len ? len + 1 : len;
    *text = (struct bytes){text->data + len, text->len - len};
    return true;
}

/* A link that is open has agreed already; the others go back where they must. */
void loss_tell_links(struct node *node) {
    for (size_t i = 0; i < node->link_count; i++) {
        struct link *link = node->links[i] == NULL ? NULL : &node->links[i]->link;

        if (link != NULL) {
            link->epoch = node->head.epoch;
            link->may_rewind = node->loss.open && link->state != LINK_STATE_OPEN;
        }
    }
}

void loss_commit(struct node *node, struct bytes value) {
    uint64_t epoch = 0;
    uint64_t day = 0;
    uint64_t open = 0;
    bool is_new = false;

    if (!next_number(&value, UINT32_MAX, &epoch) || !next_number(&value, INT32_MAX, &day) ||
        !next_number(&value, 1, &open)) {
        log_error("loss_unreadable", "station=%s", node->config.station.text);
        return;
    }
    is_new = epoch != node->loss.epoch;
    node->loss = (struct loss){(uint32_t)epoch, {(int32_t)day}, open != 0};
    node->loss_since = is_new ? node->now.mono : node->loss_since;
    node->loss_noted = false;
    loss_tell_links(node);
    for (size_t i = 0; is_new && open != 0 && i < node->link_count; i++) {
        if (node->links[i] != NULL) {
            node->links[i]->met = false;
        }
    }
}

/* ---- noticed at Hello: the station goes on */

void history_note(struct node *node, enum history_note note) {
    struct input *input = turn_input(node, INPUT_HISTORY);

    ASSERT(input != NULL); /* node_can_take keeps room for a frame, and this is less */
    input->ref = (int64_t)note;
}

static uint32_t raised(const struct node *node, uint32_t heard) {
    return (heard > node->head.epoch ? heard : node->head.epoch) + 1;
}

void loss_found(struct node *node, struct neighbour *neighbour, uint32_t heard) {
    neighbour->knows_more = true;
    if (node->loss_noted || node->state != NODE_READY || !node_can_take(node)) {
        return; /* the next Hello tells it again */
    }
    node->loss_noted = true;
    node->loss_heard = heard;
    log_error("history_lost", "station=%s batch=%lld why=\"a neighbour knows more\"",
              node->config.station.text, (long long)node->head.no);
    history_note(node, HISTORY_LOST);
}

/* A child with which nothing was ever exchanged may not be set up yet: nobody waits a day for it.
 * By a database from before the first contact one that knows more looks like that too, and so may
 * the parent. */
static bool is_stranger(const struct link *link) {
    if (link->role == LINK_TO_PARENT) {
        return false;
    }
    for (uint32_t lane = 0; lane < LANES; lane++) {
        if (link->out[lane].sealed_seq + link->in[lane].committed_seq > 0) {
            return false;
        }
    }
    return true;
}

static bool had_time(const struct node *node) {
    return node->now.mono.us >= node->loss_since.us + LOSS_MEET_US;
}

static bool gave_back(const struct node *node, const struct neighbour *neighbour) {
    const struct link *link = &neighbour->link;

    if (link->state != LINK_STATE_OPEN) {
        return !neighbour->knows_more && is_stranger(link) && had_time(node);
    }
    for (uint32_t lane = 0; lane < LANES; lane++) {
        if (link->in[lane].committed_seq < link->peer_sent[lane]) {
            return false;
        }
    }
    return true;
}

static void record_again(struct node *node) {
    if (node->retry_at.us != 0 && node->now.mono.us >= node->retry_at.us) {
        node->retry_at.us = 0;
        port_submit(node->port, &node->working->batch);
    }
}

void loss_follow(struct node *node) {
    bool all = true;

    if (node->recording) {
        record_again(node);
    }
    if (!node->loss.open || node->loss_noted || node->state != NODE_READY) {
        return;
    }
    for (size_t i = 0; i < node->link_count; i++) {
        struct neighbour *neighbour = node->links[i];

        if (neighbour == NULL || (i != LINK_OF_PARENT && !neighbour->in_directory)) {
            continue;
        }
        neighbour->met = neighbour->met || gave_back(node, neighbour);
        neighbour->knows_more = neighbour->knows_more && !neighbour->met;
        all = all && neighbour->met;
    }
    if (!all && had_time(node) &&
        civil_of(node->now.wall).day > node->loss.day.day + LOSS_WAIT_DAYS) {
        log_warn("history_not_given_back", "station=%s advice=\"see link show\"",
                 node->config.station.text);
        all = true;
    }
    if (all && node_can_take(node)) {
        node->loss_noted = true;
        history_note(node, HISTORY_WHOLE);
    }
}

void history_decide(struct node *node, struct turn *turn, struct input *input) {
    struct loss loss = node->loss;

    switch ((enum history_note)input->ref) {
    case HISTORY_LOST:
        loss = (struct loss){raised(node, node->loss_heard), civil_of(turn->at), true};
        turn->raised_epoch = loss.epoch;
        loss_row(turn, &loss);
        break;
    case HISTORY_WHOLE:
        loss.open = false;
        loss_row(turn, &loss);
        log_info("history_given_back", "station=%s epoch=%u", node->config.station.text,
                 loss.epoch);
        break;
    case HISTORY_BACK:
        turn->must_write = true; /* where the lane stands is a mark: seal.c */
        break;
    }
}

/* ---- noticed while running: what is in memory is of a history that is gone */

void loss_begin_anew(struct node *node) {
    if (node->recording) {
        node->head.no = node->working->batch.no;
    }
    turn_rollback(node, node->working);
    turn_drop(node, node->working);
    turn_drop(node, node->taking);
    node->phase = PHASE_IDLE;
    node->anew = true;
    node->state = NODE_STOPPED;
}

void loss_record(struct node *node, const struct stored_batch *head) {
    struct turn *turn = node->working;
    struct loss loss = {.epoch =
                            (head->epoch > node->head.epoch ? head->epoch : node->head.epoch) + 1,
                        .day = civil_of(node->now.wall),
                        .open = true};

    node->state = NODE_RECOVERING;
    turn_rollback(node, turn);
    turn_drop(node, turn);
    node->recording = true;
    loss_row(turn, &loss);
    memset(&turn->batch, 0, sizeof turn->batch);
    turn->batch.no = head->no + 1;
    turn->batch.incarnation = node->config.incarnation;
    turn->batch.epoch = loss.epoch;
    turn->batch.first_pos = head->last_pos + 1;
    turn->batch.last_pos = head->last_pos;
    turn->batch.last_ref = head->last_ref;
    turn->batch.chain_head = head->chain_head;
    turn->batch.at = node->now.wall;
    turn->batch.settings = turn->settings.data;
    turn->batch.setting_count = turn->settings.count;
    node->phase = PHASE_COMMIT;
    node->retry_at.us = 0; /* what was to be tried again is given up; this is under way */
    port_submit(node->port, &turn->batch);
}

void loss_on_submitted(struct node *node, enum store_outcome outcome) {
    if (outcome == STORE_OK) {
        loss_begin_anew(node);
    } else if (outcome != STORE_LOST) { /* then node_on_opened tells */
        node->retry_at.us = node->now.mono.us + RETRY_US;
    }
}

void loss_on_opened(struct node *node, const struct stored_batch *head) {
    const struct batch *batch = &node->working->batch;
    bool written = head->no == batch->no && head->epoch == batch->epoch &&
                   memcmp(head->incarnation.byte, batch->incarnation.byte, ID_BYTES) == 0;

    if (written) {
        loss_begin_anew(node);
    } else {
        loss_record(node, head);
    }
}
