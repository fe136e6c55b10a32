/* SPDX-License-Identifier: Apache-2.0
 * Seal: messages become journal rows, rows take their place in the chain and in the lanes, and the
 * turn becomes one batch. Running hashes are computed here, from the rows as they are written, and
 * nowhere else. */
#include "node/papers.h"

#include "core/visit.h"

#include <string.h>
#include <utlist.h>

struct digest node_digest(struct node *node, enum digest_domain domain, struct bytes bytes) {
    return hasher_digest(node->hasher, domain, &bytes, 1);
}

struct digest digest2(struct node *node, enum digest_domain domain, struct bytes a,
                      struct bytes b) {
    struct bytes parts[] = {a, b};

    return hasher_digest(node->hasher, domain, parts, ARRAY_COUNT(parts));
}

uint32_t lane_of_kind(enum message_kind kind) {
    switch (kind) {
    case MESSAGE_DELIVERED:
    case MESSAGE_ORDER:
    case MESSAGE_NOTICE:
    case MESSAGE_FETCH:
        return LANE_FAST;
    case MESSAGE_UNSPECIFIED:
    case MESSAGE_TRANSFER:
    case MESSAGE_EVENT:
    case MESSAGE_FOUND:
    case MESSAGE_PAPER:
    case MESSAGE_MAX:
        return LANE_BULK;
    }
    return LANE_BULK;
}

static bool kind_is_critical(enum message_kind kind) {
    return kind == MESSAGE_TRANSFER || kind == MESSAGE_DELIVERED || kind == MESSAGE_ORDER;
}

/* ---- rows */

struct sealed { /* what all rows of one message share */
    struct bytes header;
    struct digest body_digest, digest;
    struct bytes body;
    struct row_journal row; /* template */
    int64_t first_pos;
};

/* One row. The envelope is encoded with this row's own route; the body stands in the first row
 * only. */
static struct row_journal *row_add(struct node *node, struct turn *turn, struct sealed *sealed,
                                   const struct route *route) {
    struct row_journal *row = rows_add(&turn->journal, sizeof *row);
    struct bytes chain[3];
    enum pj_code code = PJ_OK;

    *row = sealed->row;
    row->pos = node->next_pos++;
    row->in_lane = LANE_NONE;
    row->out_lane = LANE_NONE;
    row->at = turn->at;
    row->digest = sealed->digest;
    code = wire_encode_envelope(route, sealed->header, &turn->arena, &row->envelope);
    ASSERT(code == PJ_OK);
    if (sealed->first_pos == 0) {
        sealed->first_pos = row->pos;
        row->body = sealed->body;
    } else {
        row->body_pos = sealed->first_pos;
    }
    chain[0] = digest_bytes(&node->chain);
    chain[1] = row->envelope;
    chain[2] = digest_bytes(&sealed->body_digest);
    node->chain = hasher_digest(node->hasher, DIGEST_CHAIN, chain, ARRAY_COUNT(chain));
    return row;
}

static void row_goes_out(struct node *node, struct turn *turn, struct row_journal *row,
                         uint32_t link, uint32_t lane) {
    struct lane_state *state = &node->links[link]->lanes[lane];
    struct sealed_hash *hash = rows_add(&turn->out_hashes, sizeof *hash);

    state->out_seq++;
    state->out_hash =
        digest2(node, DIGEST_LINK, digest_bytes(&state->out_hash), digest_bytes(&row->digest));
    state->out_moved = true;
    row->out_lane = (int32_t)lane_key(link, lane);
    row->out_seq = state->out_seq;
    *hash =
        (struct sealed_hash){link, lane, state->out_seq, state->out_hash, turn->journal.count - 1};
}

static void row_came_in(struct node *node, struct row_journal *row, const struct input *input) {
    struct lane_state *state = &node->links[input->link]->lanes[input->lane];

    ASSERT(input->seq == state->in_seq + 1);
    state->in_seq = input->seq;
    state->in_hash =
        digest2(node, DIGEST_LINK, digest_bytes(&state->in_hash), digest_bytes(&input->digest));
    state->in_moved = true;
    row->in_lane = (int32_t)lane_key(input->link, input->lane);
    row->in_seq = input->seq;
}

/* ---- messages of our own */

static struct bytes seal_header(struct node *node, struct turn *turn,
                                const struct outgoing *outgoing, struct sealed *sealed) {
    const struct casefile *file = outgoing->file;
    struct header header = {.proceeding = 1,
                            .from = outgoing->from,
                            .kind = outgoing->kind,
                            .kind_critical = kind_is_critical(outgoing->kind),
                            .body_digest = sealed->body_digest,
                            .body_bytes = (uint32_t)outgoing->body.len,
                            .sealed_at = turn->at};
    struct prng *prng = port_prng(node->port);
    struct bytes bytes = BYTES_NONE;
    enum pj_code code = PJ_OK;

    prng->fill(prng, header.id.byte, ID_BYTES);
    if (file != NULL) {
        header.case_id = file->id;
        header.term = outgoing->by_giver ? file->term - 1 : file->term;
        header.version = file->version;
        header.submission_digest = file->submission_digest;
        header.part_digests = file->part_digests;
        header.part_count = file->part_count;
    }
    code = wire_encode_header(&header, &turn->arena, &bytes);
    ASSERT(code == PJ_OK);
    return bytes;
}

/* Groups offices by the neighbour that leads to them; offices here and offices nobody reaches are
 * left out. */
static size_t group_by_link(struct node *node, const struct node_id *to, size_t count,
                            struct relay_target *ret_targets) {
    size_t groups = 0;

    for (size_t i = 0; i < count; i++) {
        struct next_hop hop = directory_next_hop(node_directory(node), &to[i]);
        struct neighbour *neighbour = NULL;
        size_t group = 0;

        if (hop.kind == HOP_CHILD || hop.kind == HOP_PARENT) {
            neighbour = neighbour_find(node, directory_station(node_directory(node), hop.station));
        }
        if (neighbour == NULL) {
            continue;
        }
        while (group < groups && ret_targets[group].link != neighbour->number) {
            group++;
        }
        if (group == groups) {
            groups++;
            ret_targets[group].link = neighbour->number;
            ret_targets[group].to_count = 0;
        }
        ret_targets[group].to[ret_targets[group].to_count++] = to[i];
    }
    return groups;
}

static void route_to(struct route *route, const struct node_id *to, size_t count) {
    ASSERT(count <= ROUTE_TO_MAX);
    memset(route, 0, sizeof *route);
    if (count > 0) {
        memcpy(route->to, to, count * sizeof *to);
    }
    route->to_count = count;
}

bool seal_may_send(const struct node *node, const struct casefile *file, const struct node_id *from,
                   const struct node_id *to) {
    struct conflict_set first;

    if (file == NULL || file->conflicts.count == 0) {
        return true;
    }
    first = conflict_at_first(&file->conflicts);
    return !conflict_has(&file->conflicts, to) &&
           !route_is_exposed(node_directory(node), &first, from, to);
}

/* Word of a visit (core/visit.h): the hand-over itself is refused before, so nobody below hears of
 * anything. */
static bool is_silent(const struct node *node, const struct turn *turn, const struct casefile *file,
                      const struct node_id *to) {
    return file != NULL && visit_is_quiet(file) &&
           turn->at.us < visit_silent_until(file, node->data->law.calendar).us &&
           !visit_may_hear(node_directory(node), file, to);
}

/* Who of them may hear of it. A hand-over was judged when it was decided, and its giver hears that
 * it arrived: it sent it there itself, and a case is never lost for want of an acknowledgement. */
static size_t filter(const struct node *node, const struct turn *turn,
                     const struct outgoing *outgoing, struct node_id *ret_to) {
    bool token = outgoing->kind == MESSAGE_TRANSFER || outgoing->kind == MESSAGE_DELIVERED;
    size_t count = 0;

    for (size_t i = 0; i < outgoing->to_count; i++) {
        if (token || (seal_may_send(node, outgoing->file, &outgoing->from, &outgoing->to[i]) &&
                      !is_silent(node, turn, outgoing->file, &outgoing->to[i]))) {
            ret_to[count++] = outgoing->to[i];
        }
    }
    return count;
}

int64_t seal_message(struct node *node, struct turn *turn, const struct outgoing *outgoing) {
    struct node_id to[ROUTE_TO_MAX];
    size_t to_count = 0;
    struct sealed sealed = {.body = outgoing->body,
                            .body_digest = node_digest(node, DIGEST_BODY, outgoing->body)};
    struct relay_target targets[ROUTE_TO_MAX];
    size_t groups = 0;
    struct route route;

    ASSERT(outgoing->to_count <= ROUTE_TO_MAX);
    to_count = filter(node, turn, outgoing, to);
    sealed.header = seal_header(node, turn, outgoing, &sealed);
    sealed.digest = digest2(node, DIGEST_MESSAGE, sealed.header, digest_bytes(&sealed.body_digest));
    sealed.row.kind = outgoing->kind;
    sealed.row.act = outgoing->act;
    sealed.row.node = outgoing->from;
    sealed.row.case_ref = outgoing->file == NULL ? 0 : outgoing->file->ref;
    if (outgoing->kind != MESSAGE_UNSPECIFIED && node->data->directory != NULL) {
        groups = group_by_link(node, to, to_count, targets);
    }
    if (groups == 0) {
        route_to(&route, to, to_count);
        row_add(node, turn, &sealed, &route);
    }
    for (size_t i = 0; i < groups; i++) {
        route_to(&route, targets[i].to, targets[i].to_count);
        row_goes_out(node, turn, row_add(node, turn, &sealed, &route), targets[i].link,
                     lane_of_kind(outgoing->kind));
    }
    return sealed.first_pos;
}

/* ---- messages of others */

int64_t seal_item(struct node *node, struct turn *turn, const struct input *input, int64_t case_ref,
                  const struct relay_target *relay, size_t relay_count) {
    struct sealed sealed = {.header = input->item.header,
                            .body = input->item.body,
                            .body_digest = input->header.body_digest,
                            .digest = input->digest};
    struct route route = input->item.route;
    struct row_journal *row = NULL;

    if (!input->header_ok) { /* what it claimed cannot be read: the bytes speak for themselves */
        sealed.body_digest = node_digest(node, DIGEST_BODY, input->item.body);
    }
    sealed.row.kind = input->header_ok ? input->header.kind : 0;
    sealed.row.case_ref = case_ref;
    if (route.hop_count < HOPS_MAX && input->replay_pos == 0) {
        struct hop *hop = &route.hops[route.hop_count++];

        hop->station = node->config.station;
        hop->at = turn->at;
        hop->digest_ok = input->body_ok;
    }
    for (size_t i = 0; i < relay_count || i == 0; i++) {
        if (relay_count > 0) {
            memcpy(route.to, relay[i].to, sizeof route.to);
            route.to_count = relay[i].to_count;
        }
        row = row_add(node, turn, &sealed, &route);
        if (i == 0 && input->replay_pos == 0) {
            row_came_in(node, row, input);
        }
        if (relay_count > 0) {
            row_goes_out(node, turn, row, relay[i].link, input->lane);
        }
    }
    return sealed.first_pos;
}

/* ---- the batch */

static void put_mark(struct turn *turn, const struct mark *mark) {
    enum pj_code code = mark_put(&turn->marks, mark);

    ASSERT(code == PJ_OK);
}

static void seal_lane_marks(struct turn *turn, struct neighbour *neighbour, uint32_t lane) {
    struct lane_state *state = &neighbour->lanes[lane];
    const struct lane_out *out = &neighbour->link.out[lane];
    uint32_t key = lane_key(neighbour->number, lane);

    if (state->out_moved || turn->full) {
        put_mark(turn,
                 &(struct mark){
                     .tag = MARK_OUT, .lane = key, .seq = state->out_seq, .hash = state->out_hash});
    }
    state->acked_sealing = out->acked_seq;
    if (out->acked_seq != state->acked_marked || turn->full) {
        put_mark(turn, &(struct mark){.tag = MARK_ACKED,
                                      .lane = key,
                                      .seq = out->acked_seq,
                                      .hash = out->acked_hash});
    }
    if (state->back != BACK_NOT) {
        state->back = BACK_SEALED;
    }
    if (state->in_moved || turn->full || state->back != BACK_NOT) {
        put_mark(turn,
                 &(struct mark){
                     .tag = MARK_IN, .lane = key, .seq = state->in_seq, .hash = state->in_hash});
    }
}

static void seal_marks(struct node *node, struct turn *turn) {
    struct counter *counter = NULL;
    struct counter *next = NULL;

    turn->full = node->need_full_marks || node->batches_since_full >= FULL_MARKS_EVERY;
    for (size_t i = 0; i < node->link_count; i++) {
        for (uint32_t lane = 0; node->links[i] != NULL && lane < LANES; lane++) {
            seal_lane_marks(turn, node->links[i], lane);
        }
    }
    HASH_ITER (hh, node->counters, counter, next) {
        if (counter->moved || turn->full) {
            put_mark(turn,
                     &(struct mark){.tag = MARK_COUNTER,
                                    .seq = counter->working_value,
                                    .place = {counter->key.code, (uint8_t)counter->key.digits},
                                    .series = (char)counter->key.series,
                                    .day = {counter->working_day}});
        }
    }
    paper_series_seal(node, turn);
}

static const char *conflict_text(struct turn *turn, const struct conflict_set *conflicts) {
    char *text = NULL;

    if (conflicts->count == 0) {
        return "";
    }
    text = arena_alloc(&turn->arena, CONFLICT_TEXT_MAX + 1);
    ASSERT(text != NULL);
    conflict_print(conflicts, text, CONFLICT_TEXT_MAX + 1);
    return text;
}

/* Case rows are written from the working set, once per case however often the turn touched it. */
static uint32_t seal_cases(struct node *node, struct turn *turn) {
    struct cached_case *entry = NULL;
    uint32_t updates = 0;

    DL_FOREACH (node->cache.changed, entry) {
        struct row_case *row = NULL;
        enum pj_code code = PJ_OK;

        casefile_check(&entry->file);
        row = rows_add(&turn->cases, sizeof *row);
        row->casefile = &entry->file;
        row->insert = entry->is_new;
        row->open = state_is_open(entry->file.state) && entry->file.role != ROLE_COPY;
        row->idem = entry->idem;
        row->request = entry->request;
        row->foreign = entry->foreign;
        row->matter = entry->matter;
        row->conflicts = conflict_text(turn, &entry->file.conflicts);
        code = wire_encode_casefile(&entry->file, &turn->arena, &row->file);
        ASSERT(code == PJ_OK);
        updates += entry->is_new ? 0 : 1;
    }
    return updates;
}

static uint32_t count_updates(struct turn *turn) {
    uint32_t updates = 0;

    for (size_t i = 0; i < turn->legs.count; i++) {
        updates += ROWS(turn->legs, struct row_leg)[i].insert ? 0 : 1;
    }
    for (size_t i = 0; i < turn->clocks.count; i++) {
        updates += ROWS(turn->clocks, struct row_clock)[i].insert ? 0 : 1;
    }
    for (size_t i = 0; i < turn->parked.count; i++) {
        updates += ROWS(turn->parked, struct row_parked)[i].insert ? 0 : 1;
    }
    for (size_t i = 0; i < turn->papers.count; i++) {
        updates += ROWS(turn->papers, struct row_paper)[i].insert ? 0 : 1;
    }
    return updates;
}

void seal_batch(struct node *node, struct turn *turn) {
    struct batch *batch = &turn->batch;

    seal_marks(node, turn);
    memset(batch, 0, sizeof *batch);
    batch->n_expect = seal_cases(node, turn) + count_updates(turn);
    batch->no = node->head.no + 1;
    batch->incarnation = node->config.incarnation;
    batch->epoch = turn->raised_epoch != 0 ? turn->raised_epoch : node->head.epoch;
    batch->first_pos = node->head.last_pos + 1;
    batch->last_pos = node->next_pos - 1;
    batch->last_ref = node->next_ref - 1;
    batch->chain_head = node->chain;
    batch->marks = buf_bytes(&turn->marks);
    batch->full = turn->full;
    batch->at = turn->at;
    batch->journal = turn->journal.data;
    batch->journal_count = turn->journal.count;
    batch->cases = turn->cases.data;
    batch->case_count = turn->cases.count;
    batch->legs = turn->legs.data;
    batch->leg_count = turn->legs.count;
    batch->clocks = turn->clocks.data;
    batch->clock_count = turn->clocks.count;
    batch->idems = turn->idems.data;
    batch->idem_count = turn->idems.count;
    batch->parked = turn->parked.data;
    batch->parked_count = turn->parked.count;
    batch->settings = turn->settings.data;
    batch->setting_count = turn->settings.count;
    batch->ties = turn->ties.data;
    batch->tie_count = turn->ties.count;
    batch->papers = turn->papers.data;
    batch->paper_count = turn->papers.count;
    batch->copies = turn->copies.data;
    batch->copy_count = turn->copies.count;
}
