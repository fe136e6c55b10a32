/* SPDX-License-Identifier: Apache-2.0
 * The links of this station: frames in, frames out, and the outbox between journal and connection.
 * The protocol itself is lib/link's; here its wishes meet the port, the codec and the database. */
#include "node/internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- who */

struct neighbour *neighbour_find(const struct node *node, const struct station_id *station) {
    for (size_t i = 0; i < node->link_count; i++) {
        if (node->links[i] != NULL && station_id_equal(&node->links[i]->station, station)) {
            return node->links[i];
        }
    }
    return NULL;
}

uint32_t node_link_find(const struct node *node, const struct station_id *station) {
    const struct neighbour *neighbour = neighbour_find(node, station);

    return neighbour == NULL ? UINT32_MAX : neighbour->number;
}

struct neighbour *neighbour_add(struct node *node, uint32_t number,
                                const struct station_id *station) {
    struct neighbour *neighbour = NULL;
    struct link_config config = {.role = number == LINK_OF_PARENT ? LINK_TO_PARENT : LINK_TO_CHILD,
                                 .self = node->config.station,
                                 .peer = *station,
                                 .incarnation = node->config.incarnation,
                                 .epoch = node->head.epoch};

    ASSERT(number < LINKS_MAX);
    ASSERT(node->links[number] == NULL);
    neighbour = calloc(1, sizeof *neighbour);
    ASSERT(neighbour != NULL);
    neighbour->number = number;
    neighbour->station = *station;
    link_init(&neighbour->link, &config);
    for (uint32_t lane = 0; lane < LANES; lane++) {
        neighbour->lanes[lane].end = &neighbour->lanes[lane].first;
    }
    node->links[number] = neighbour;
    if (number >= node->link_count) {
        node->link_count = number + 1;
    }
    return neighbour;
}

static bool has_number_in_turn(const struct turn *turn, const struct station_id *station) {
    for (size_t i = 0; i < turn->settings.count; i++) {
        const struct row_setting *row = &ROWS(turn->settings, struct row_setting)[i];

        if (row->kind == SETTING_LINK && strcmp(row->key, station->text) == 0) {
            return true;
        }
    }
    return false;
}

/* A child of the directory that has no number yet gets the next one; the number is a setting row,
 * for ever. The neighbour itself begins with the commit. */
static void add_child(struct node *node, const struct station_id *station, struct turn *turn) {
    if (has_number_in_turn(turn, station)) {
        return;
    }
    if (node->next_link >= LINKS_MAX) {
        log_error("too_many_links", "station=%s", node->config.station.text);
        return;
    }
    settings_add_link(turn, station, node->next_link++);
}

void neighbours_follow_directory(struct node *node, const struct directory *directory,
                                 struct turn *turn) {
    uint32_t self = PLACE_INDEX_NONE;

    if (directory == NULL) {
        return;
    }
    self = directory_station_find(directory, &node->config.station);
    for (size_t i = 0; turn == NULL && i < node->link_count; i++) {
        if (node->links[i] != NULL) {
            node->links[i]->in_directory = false;
        }
    }
    for (uint32_t i = 0; i < directory_station_count(directory); i++) {
        const struct station_id *station = directory_station(directory, i);
        struct neighbour *neighbour = neighbour_find(node, station);

        if (self == PLACE_INDEX_NONE || directory_station_parent(directory, i) != self) {
            continue;
        }
        if (neighbour == NULL && turn != NULL) {
            add_child(node, station, turn);
        } else if (neighbour != NULL) {
            neighbour->in_directory = true;
        }
    }
}

void neighbour_restore(struct neighbour *neighbour, const struct mark *mark) {
    uint32_t lane = mark->lane % 2;
    struct lane_out *out = &neighbour->link.out[lane];

    switch (mark->tag) {
    case MARK_OUT:
        link_restore_out(&neighbour->link, lane, mark->seq, &mark->hash, out->acked_seq,
                         &out->acked_hash);
        break;
    case MARK_ACKED:
        link_restore_out(&neighbour->link, lane, out->sealed_seq, &out->sealed_hash, mark->seq,
                         &mark->hash);
        neighbour->lanes[lane].acked_marked = mark->seq;
        break;
    case MARK_IN:
        link_restore_in(&neighbour->link, lane, mark->seq, &mark->hash);
        break;
    case MARK_COUNTER:
    case MARK_PAPER:
        break;
    }
}

/* ---- frames out */

static bool send_frame(struct node *node, struct neighbour *neighbour, uint64_t dial,
                       const struct frame *frame) {
    struct bytes bytes = BYTES_NONE;
    enum pj_code code = PJ_OK;

    arena_clear(&node->scratch);
    code = wire_encode_frame(frame, &node->scratch, &bytes);
    if (code != PJ_OK) {
        log_error("frame_not_encoded", "station=%s peer=%s code=%s", node->config.station.text,
                  neighbour->station.text, pj_code_name(code));
        return false;
    }
    node->stats.frames_out++;
    return port_send(node->port, neighbour->number, dial, bytes);
}

void neighbour_hello(struct node *node, struct neighbour *neighbour, struct frame_hello *hello) {
    memset(hello, 0, sizeof *hello);
    hello->station = node->config.station;
    hello->incarnation = node->config.incarnation;
    hello->epoch = node->head.epoch;
    memcpy(hello->division_version, node->data->files[DATA_DIVISIONS].version,
           sizeof hello->division_version);
    memcpy(hello->list_version, node->data->files[DATA_LIST].version, sizeof hello->list_version);
    text_print(hello->calendar_version, sizeof hello->calendar_version, "%s",
               node->data->law.calendar == NULL ? "" : calendar_version(node->data->law.calendar));
    for (uint32_t lane = 0; lane < LANES; lane++) {
        const struct lane_in *in = &neighbour->link.in[lane];
        const struct lane_out *out = &neighbour->link.out[lane];

        hello->marks[hello->mark_count++] =
            (struct lane_mark){lane, in->committed_seq, in->committed_hash};
        for (size_t i = 0; i < in->recall_count; i++) {
            hello->marks[hello->mark_count++] = in->recall[i];
        }
        hello->sent[lane] = (struct lane_mark){lane, out->sealed_seq, out->sealed_hash};
        hello->acked[lane] = out->acked_seq;
    }
    hello->your_epoch = neighbour->link.peer_epoch;
}

static void want_hash(struct node *node, struct neighbour *neighbour, uint32_t lane, uint64_t seq) {
    struct pending_query *pending = query_new(node, PENDING_HASH);
    struct query query = {.kind = QUERY_LANE_MARK,
                          .lane = (int32_t)lane_key(neighbour->number, lane),
                          .from = (int64_t)seq};

    if (pending == NULL) {
        struct link_out out = {0};

        link_own_hash(&neighbour->link, lane, seq, &(struct digest){{0}}, true, node->now, &out);
        neighbour_do(node, neighbour, &out);
        return;
    }
    pending->link = neighbour->number;
    pending->lane = lane;
    pending->seq = seq;
    query.id = pending->id;
    port_query(node->port, &query);
}

static void log_change(struct node *node, const struct neighbour *neighbour) {
    const struct link *link = &neighbour->link;
    bool trouble = link->state == LINK_STATE_REFUSED || link->state == LINK_STATE_FORKED ||
                   link->state == LINK_STATE_BEHIND;

    log_line(trouble ? LOG_LEVEL_WARN : LOG_LEVEL_INFO, "link_state",
             "station=%s peer=%s state=%s code=%s why=\"%s\"", node->config.station.text,
             neighbour->station.text, link_state_text(link->state), pj_code_name(link->code),
             link->sentence);
}

/* Both ends say from where a lane goes on after a loss. */
static void log_probe(const struct node *node, const struct neighbour *neighbour,
                      const struct frame_probe *probe) {
    log_warn(probe->is_answer ? "lane_put_back" : "lane_goes_on_anew",
             "station=%s peer=%s lane=%u from=%llu lost_by=%s", node->config.station.text,
             neighbour->station.text, probe->mark.lane, (unsigned long long)probe->mark.seq + 1,
             probe->is_answer ? "peer" : "us");
}

void neighbour_do(struct node *node, struct neighbour *neighbour, const struct link_out *out) {
    bool failed = false;

    for (size_t i = 0; i < out->frame_count && !failed; i++) {
        uint64_t dial = out->to_dial != 0 ? out->to_dial : neighbour->link.dial;

        if (out->frames[i].kind == FRAME_PROBE) {
            log_probe(node, neighbour, &out->frames[i].probe);
        }
        failed = !send_frame(node, neighbour, dial, &out->frames[i]);
    }
    for (uint32_t lane = 0; lane < LANES; lane++) {
        if (out->resend[lane]) {
            outbox_clear(neighbour, lane);
        }
    }
    if (out->changed) {
        log_change(node, neighbour);
    }
    if (out->open_dial) {
        port_dial(node->port, neighbour->number);
    }
    if (out->close_dial) {
        port_hang_up(node->port, neighbour->number, neighbour->connection_dial);
    } else if (failed) {
        struct link_out after = {0};

        port_hang_up(node->port, neighbour->number, neighbour->connection_dial);
        link_disconnected(&neighbour->link, PJ_OK, "", node->now, &after);
        neighbour_do(node, neighbour, &after);
        return;
    }
    for (uint32_t lane = 0; lane < LANES; lane++) {
        if (out->go_back[lane]) {
            neighbour->lanes[lane].back = BACK_TAKEN;
            history_note(node, HISTORY_BACK);
        }
    }
    if (out->lost) {
        loss_found(node, neighbour, out->lost_epoch);
    }
    if (out->want_hash) {
        want_hash(node, neighbour, out->want_lane, out->want_seq);
    }
    if (out->opened || out->resend[LANE_FAST] || out->resend[LANE_BULK]) {
        neighbour_pump(node, neighbour);
    }
}

/* ---- the outbox */

void outbox_clear(struct neighbour *neighbour, uint32_t lane) {
    struct lane_state *state = &neighbour->lanes[lane];

    while (state->first != NULL) {
        struct outbox_item *item = state->first;

        state->first = item->next;
        free(item);
    }
    state->end = &state->first;
    state->outbox_count = 0;
    state->outbox_bytes = 0;
}

static void outbox_pop(struct lane_state *state) {
    struct outbox_item *item = state->first;

    state->first = item->next;
    if (state->first == NULL) {
        state->end = &state->first;
    }
    state->outbox_count--;
    state->outbox_bytes -= item->envelope.len + item->body.len;
    free(item);
}

static bool outbox_fits(const struct neighbour *neighbour, uint32_t lane, uint64_t seq) {
    const struct lane_state *state = &neighbour->lanes[lane];
    uint64_t next = neighbour->link.out[lane].sent_seq + 1 + state->outbox_count;

    return neighbour->link.state == LINK_STATE_OPEN && seq == next &&
           state->outbox_count < OUTBOX_ITEMS_MAX && state->outbox_bytes < OUTBOX_BYTES_MAX;
}

void outbox_push(struct neighbour *neighbour, uint32_t lane, uint64_t seq,
                 const struct row_journal *row, struct bytes body, bool damaged) {
    struct lane_state *state = &neighbour->lanes[lane];
    struct outbox_item *item = NULL;
    uint8_t *data = NULL;

    if (!outbox_fits(neighbour, lane, seq)) {
        return; /* it stands in the journal and is read from there when its turn comes */
    }
    item = malloc(sizeof *item + row->envelope.len + body.len);
    if (item == NULL) {
        return;
    }
    data = (uint8_t *)(item + 1);
    memcpy(data, row->envelope.data, row->envelope.len);
    if (body.len > 0) {
        memcpy(data + row->envelope.len, body.data, body.len);
    }
    *item = (struct outbox_item){.seq = seq,
                                 .digest = row->digest,
                                 .damaged = damaged,
                                 .envelope = {data, row->envelope.len},
                                 .body = {data + row->envelope.len, body.len}};
    *state->end = item;
    state->end = &item->next;
    state->outbox_count++;
    state->outbox_bytes += item->envelope.len + item->body.len;
}

static void refill(struct node *node, struct neighbour *neighbour, uint32_t lane) {
    struct lane_out *out = &neighbour->link.out[lane];
    struct lane_state *state = &neighbour->lanes[lane];
    struct pending_query *pending = NULL;
    struct query query = {.kind = QUERY_LANE,
                          .lane = (int32_t)lane_key(neighbour->number, lane),
                          .from = (int64_t)(out->sent_seq + 1),
                          .limit = OUTBOX_ITEMS_MAX};

    if (state->refilling || out->sent_seq >= out->sealed_seq || node->state == NODE_OPENING) {
        return;
    }
    pending = query_new(node, PENDING_REFILL);
    if (pending == NULL) {
        return; /* node_turn comes by again */
    }
    state->refilling = true;
    pending->link = neighbour->number;
    pending->lane = lane;
    pending->seq = out->sent_seq + 1;
    query.id = pending->id;
    port_query(node->port, &query);
}

/* A stored header that no longer gives the digest it was sealed with is sent as what it is:
 * damaged. */
static bool row_is_damaged(struct node *node, const struct row_journal *row) {
    struct route route;
    struct bytes packed = BYTES_NONE;
    struct header header;
    struct digest digest;

    arena_clear(&node->scratch);
    if (wire_decode_envelope(row->envelope, &route, &packed) != PJ_OK ||
        wire_decode_header(packed, &node->scratch, &header) != PJ_OK) {
        return true;
    }
    digest = digest2(node, DIGEST_MESSAGE, packed, digest_bytes(&header.body_digest));
    return !digest_equal(&digest, &row->digest);
}

/* After a restart the window's hashes are learnt again from the rows, and must end where the marks
 * say. */
static enum pj_code relearn(struct node *node, struct neighbour *neighbour, uint32_t lane,
                            const struct row_journal *row) {
    const struct lane_out *out = &neighbour->link.out[lane];
    struct digest hash;

    if (row->out_seq != out->window_known + 1 || out->window_known >= out->sealed_seq) {
        return PJ_OK;
    }
    hash = out->window_known == out->acked_seq
               ? out->acked_hash
               : out->window[out->window_known % LINK_WINDOW_ITEMS_MAX];
    hash = digest2(node, DIGEST_LINK, digest_bytes(&hash), digest_bytes(&row->digest));
    return link_relearn(&neighbour->link, lane, row->out_seq, &hash);
}

void neighbour_on_rows(struct node *node, const struct pending_query *query,
                       enum store_outcome outcome, const struct stored *stored) {
    struct neighbour *neighbour = node->links[query->link];
    struct lane_state *state = &neighbour->lanes[query->lane];

    state->refilling = false;
    if (outcome != STORE_OK || neighbour->link.out[query->lane].sent_seq + 1 != query->seq) {
        return; /* asked again by the next pump */
    }
    outbox_clear(neighbour, query->lane);
    for (size_t i = 0; i < stored->row_count; i++) {
        const struct row_journal *row = &stored->rows[i];
        enum pj_code code = relearn(node, neighbour, query->lane, row);

        if (code != PJ_OK) {
            log_error("stored_rows_damaged", "station=%s peer=%s lane=%u seq=%llu",
                      node->config.station.text, neighbour->station.text, query->lane,
                      (unsigned long long)row->out_seq);
        }
        outbox_push(neighbour, query->lane, row->out_seq, row, row->body,
                    row_is_damaged(node, row));
    }
    neighbour_pump(node, neighbour);
}

void neighbour_on_hash(struct node *node, const struct pending_query *query,
                       enum store_outcome outcome, const struct stored *stored) {
    struct neighbour *neighbour = node->links[query->link];
    struct digest hash = {{0}};
    uint64_t seq = 0;
    struct link_out out = {0};

    if (outcome == STORE_OK && stored->lane_mark_count > 0) {
        hash = stored->lane_marks[0].hash;
        seq = stored->lane_marks[0].seq;
    }
    for (size_t i = 0; outcome == STORE_OK && i < stored->row_count; i++) {
        if (stored->rows[i].out_seq == seq + 1) {
            hash = digest2(node, DIGEST_LINK, digest_bytes(&hash),
                           digest_bytes(&stored->rows[i].digest));
            seq++;
        }
    }
    link_own_hash(&neighbour->link, query->lane, query->seq, &hash, seq != query->seq, node->now,
                  &out);
    neighbour_do(node, neighbour, &out);
}

/* ---- pumping */

/* As many items as a frame takes; at least one. */
static size_t fill_frame(struct node *node, struct neighbour *neighbour, uint32_t lane,
                         size_t allowed, struct item *items) {
    size_t count = 0;
    size_t bytes = 0;

    (void)node;
    for (const struct outbox_item *stored = neighbour->lanes[lane].first;
         stored != NULL && count < allowed && count < ITEMS_PER_FRAME_MAX; stored = stored->next) {
        struct item *item = &items[count];
        size_t size = stored->envelope.len + stored->body.len + 64;

        if (count > 0 && bytes + size > FRAME_DATA_BYTES_MAX) {
            break;
        }
        memset(item, 0, sizeof *item);
        if (wire_decode_envelope(stored->envelope, &item->route, &item->header) != PJ_OK) {
            item->header = stored->envelope; /* unreadable: travels as bytes, parked over there */
        }
        item->body = stored->body;
        if (stored->damaged) {
            item->known_digest = stored->digest;
        }
        bytes += size;
        count++;
    }
    return count;
}

static bool pump_lane(struct node *node, struct neighbour *neighbour, uint32_t lane) {
    struct lane_state *state = &neighbour->lanes[lane];
    size_t allowed = link_may_send(&neighbour->link, lane, node->now);
    struct item items[ITEMS_PER_FRAME_MAX];
    struct frame frame = {.protocol = LINK_PROTOCOL, .kind = FRAME_DATA};
    size_t count = 0;

    if (allowed == 0) {
        return false;
    }
    if (state->first == NULL) {
        refill(node, neighbour, lane);
        return false;
    }
    ASSERT(state->first->seq == neighbour->link.out[lane].sent_seq + 1);
    count = fill_frame(node, neighbour, lane, allowed, items);
    frame.data = (struct frame_data){.dial = neighbour->link.dial,
                                     .lane = lane,
                                     .first_seq = state->first->seq,
                                     .items = items,
                                     .item_count = count};
    if (!send_frame(node, neighbour, neighbour->link.dial, &frame)) {
        struct link_out out = {0};

        port_hang_up(node->port, neighbour->number, neighbour->connection_dial);
        link_disconnected(&neighbour->link, PJ_OK, "", node->now, &out);
        neighbour_do(node, neighbour, &out);
        return false;
    }
    link_sent(&neighbour->link, lane, count, node->now);
    node->stats.items_out += count;
    for (size_t i = 0; i < count; i++) {
        outbox_pop(state);
    }
    return true;
}

void neighbour_pump(struct node *node, struct neighbour *neighbour) {
    bool moved = true;

    while (moved && neighbour->link.state == LINK_STATE_OPEN) {
        moved = pump_lane(node, neighbour, LANE_FAST); /* fast first, always */
        moved = pump_lane(node, neighbour, LANE_BULK) || moved;
    }
}

void neighbours_tick(struct node *node) {
    if (!node->ever_loaded || node->state == NODE_STOPPED) {
        return; /* no word to anybody before our own history is known */
    }
    for (size_t i = 0; i < node->link_count; i++) {
        struct neighbour *neighbour = node->links[i];
        struct link_out out = {0};

        if (neighbour == NULL || link_wakeup(&neighbour->link).us > node->now.mono.us) {
            continue;
        }
        link_tick(&neighbour->link, node->now, prng_u64(port_prng(node->port)), &out);
        for (size_t k = 0; k < out.frame_count; k++) {
            if (out.frames[k].kind == FRAME_HEARTBEAT) {
                out.frames[k].heartbeat.chain_head = node->head.chain_head;
            }
        }
        neighbour_do(node, neighbour, &out);
        neighbour_pump(node, neighbour);
    }
}
