/* SPDX-License-Identifier: Apache-2.0
 * Custody of what cannot be applied: the bytes become a journal row and a parked row with a clock,
 * later messages of the case queue behind it, the sender is told, and a person (or the missing
 * piece) sets it going again. */
#include "node/hint.h"
#include "node/parked.h"

#include <string.h>

bool parked_is_done(const struct turn *turn, int64_t pos) {
    for (size_t i = 0; i < turn->parked.count; i++) {
        const struct row_parked *row = &ROWS(turn->parked, struct row_parked)[i];

        if (row->pos == pos && !row->insert) {
            return true;
        }
    }
    return false;
}

/* ---- parking */

static void tell_sender(struct node *node, struct turn *turn, const struct input *input,
                        enum pj_code why) {
    const struct pj_code_row *row = pj_code_find((unsigned)why);
    struct notice_body body = {.message_id = input->header.id,
                               .station = node->config.station,
                               .code = (uint32_t)why,
                               .sentence = {(const uint8_t *)row->zh, strlen(row->zh)}};
    struct outgoing outgoing = {.kind = MESSAGE_NOTICE,
                                .act = ACT_PARK,
                                .from = node_desk(node),
                                .to = &input->header.from,
                                .to_count = 1};
    enum pj_code code = wire_encode_notice(&body, &turn->arena, &outgoing.body);

    ASSERT(code == PJ_OK);
    (void)seal_message(node, turn, &outgoing);
}

/* The body is damaged but its digest is known: its author still has it. */
static void ask_for_body(struct node *node, struct turn *turn, const struct input *input) {
    struct fetch_body body = {.body_digest = input->header.body_digest,
                              .message_id = input->header.id};
    struct casefile of = {.id = input->header.case_id, .term = 1, .version = 1};
    struct outgoing outgoing = {.kind = MESSAGE_FETCH,
                                .file = &of,
                                .from = node_desk(node),
                                .to = &input->header.from,
                                .to_count = 1};
    enum pj_code code = wire_encode_fetch(&body, &turn->arena, &outgoing.body);

    ASSERT(code == PJ_OK);
    (void)seal_message(node, turn, &outgoing);
}

static void add_parked_row(struct turn *turn, const struct input *input, int64_t pos,
                           enum pj_code code, const char *hop) {
    struct row_parked *row = rows_add(&turn->parked, sizeof *row);
    struct civil due = civil_of(turn->at);

    due.day += PARKED_CLOCK_DAYS;
    row->pos = pos;
    row->in_lane = LANE_NONE;
    row->code = (uint32_t)code;
    row->at = turn->at;
    row->due_at =
        code == PJ_LINK_NO_CASE ? (struct wall){turn->at.us + WAITING_US} : civil_end(due);
    row->insert = true;
    (void)!text_set(row->hop, sizeof row->hop, hop, strlen(hop));
    if (input->kind == INPUT_ITEM) {
        row->in_lane = (int32_t)lane_key(input->link, input->lane);
    }
    if (input->header_ok) {
        row->case_id = input->header.case_id;
        row->message_id = input->header.id;
        row->body_digest = input->header.body_digest;
        row->kind = input->header.kind;
        row->holds_token = input->header.kind == MESSAGE_TRANSFER && code != PJ_LINK_WRONG_ROAD;
    }
}

void park_item(struct node *node, struct turn *turn, const struct input *input, enum pj_code code,
               const char *hop) {
    struct neighbour *neighbour = NULL;
    int64_t pos = 0;

    if (input->replay_pos != 0 && input->parked_as != PJ_STATE_PARKED) {
        return; /* it stays parked as it is; replay_decide tells */
    }
    pos = seal_item(node, turn, input, 0, NULL, 0); /* what only waited its turn: now for itself */
    add_parked_row(turn, input, pos, code, hop);
    neighbour = node->links[input->link];
    neighbour->parked += input->replay_pos == 0 ? 1 : 0;
    if (code == PJ_BAD_DIGEST || code == PJ_INTERNAL_STORED_DAMAGED) {
        neighbour->altered++;
    }
    log_warn("parked", "station=%s pos=%lld peer=%s code=%s hop=%s", node->config.station.text,
             (long long)pos, neighbour->station.text, pj_code_name(code), hop);
    if (!input->header_ok || node_directory(node) == NULL) {
        return;
    }
    if (code == PJ_BAD_DIGEST) {
        ask_for_body(node, turn, input);
    } else if (code != PJ_LINK_NO_CASE && code != PJ_STATE_PARKED &&
               input->header.kind != MESSAGE_NOTICE) {
        tell_sender(node, turn, input, code);
    }
}

void park_request(struct node *node, struct turn *turn, const struct input *input) {
    struct outgoing outgoing = {
        .act = ACT_PARK, .from = node_desk(node), .body = input->request.body_digest_bytes};

    add_parked_row(turn, input, seal_message(node, turn, &outgoing), PJ_INTERNAL_POISON, "");
}

/* ---- setting it going again */

static const struct row_journal *found_row(const struct turn *turn, int64_t pos) {
    for (size_t i = 0; i < turn->found_rows.count; i++) {
        const struct row_journal *row = &ROWS(turn->found_rows, struct row_journal)[i];

        if (row->pos == pos) {
            return row;
        }
    }
    return NULL;
}

/* The parked message as an input of its own, with `body` in place of a damaged one. */
static enum pj_code item_of_row(struct node *node, struct turn *turn,
                                const struct row_parked *parked, const struct row_journal *row,
                                struct bytes body, struct input *ret_input) {
    struct input input = {.kind = INPUT_ITEM,
                          .replay_pos = row->pos,
                          .parked_as = (enum pj_code)parked->code,
                          .taken_at = turn->at};
    struct digest digest = node_digest(node, DIGEST_BODY, body);
    enum pj_code code = PJ_OK;

    code = wire_decode_envelope(row->envelope, &input.item.route, &input.item.header);
    if (code == PJ_OK) {
        code = wire_decode_header(input.item.header, &turn->arena, &input.header);
    }
    if (code != PJ_OK) {
        return code;
    }
    input.item.body = body;
    input.header_ok = true;
    input.body_ok = digest_equal(&digest, &input.header.body_digest);
    input.digest = row->digest;
    if (parked->in_lane != LANE_NONE) {
        input.link = (uint32_t)parked->in_lane / 2;
        input.lane = (uint32_t)parked->in_lane % 2;
    }
    *ret_input = input;
    return PJ_OK;
}

enum pj_code parked_item(struct node *node, struct turn *turn, const struct parked_entry *entry,
                         struct input *ret_input) {
    const struct row_journal *row = found_row(turn, entry->row.pos);

    if (row == NULL || entry->done) {
        return PJ_STATE_WRONG;
    }
    return item_of_row(node, turn, &entry->row, row, row->body, ret_input) == PJ_OK
               ? PJ_OK
               : PJ_INTERNAL_STORED_DAMAGED;
}

void parked_done(struct turn *turn, const struct parked_entry *entry) {
    struct row_parked *row = rows_add(&turn->parked, sizeof *row);

    *row = entry->row;
    row->insert = false;
    row->at = turn->at;
    *(struct case_id *)rows_add(&turn->woken, sizeof(struct case_id)) = entry->row.case_id;
}

static enum pj_code replay_with(struct node *node, struct turn *turn,
                                const struct parked_entry *entry, struct input *input) {
    size_t rows_before = turn->journal.count;

    item_decide(node, turn, input);
    if (turn->journal.count == rows_before) {
        return (enum pj_code)entry->row.code; /* park_item did nothing: the reason still holds */
    }
    parked_done(turn, entry);
    return PJ_OK;
}

enum pj_code parked_replay(struct node *node, struct turn *turn, const struct parked_entry *entry,
                           bool by_person) {
    struct input input;
    enum pj_code code = parked_item(node, turn, entry, &input);

    if (code != PJ_OK) {
        return code;
    }
    input.judged = by_person;
    return replay_with(node, turn, entry, &input);
}

void replay_decide(struct node *node, struct turn *turn, struct input *input) {
    const struct parked_entry *entry = parked_find(node, input->ref);

    if (entry != NULL && !parked_is_done(turn, input->ref)) {
        input->code = parked_replay(node, turn, entry, /* by_person= */ false);
    }
}

void found_arrive(struct node *node, struct turn *turn, struct arrival *arrival) {
    struct found_body body;
    const struct parked_entry *entry = NULL;
    const struct row_journal *row = NULL;
    struct input input;
    enum pj_code code = wire_decode_found(arrival->input->item.body, &turn->arena, &body);

    (void)seal_item(node, turn, arrival->input, 0, arrival->relay, arrival->relay_count);
    entry = code == PJ_OK ? parked_find_damaged(node, &body.message_id) : NULL;
    if (entry == NULL || parked_is_done(turn, entry->row.pos)) {
        return;
    }
    row = found_row(turn, entry->row.pos);
    code =
        row == NULL ? PJ_STATE_WRONG : item_of_row(node, turn, &entry->row, row, body.body, &input);
    if (code == PJ_OK) {
        code = replay_with(node, turn, entry, &input);
    }
    log_info("body_found", "station=%s pos=%lld code=%s", node->config.station.text,
             (long long)entry->row.pos, pj_code_name(code));
}

/* What waited for this case, in order. What does not fit into the turn now waits for the next
 * waking or a person. */
void parked_wake(struct node *node, const struct case_id *id) {
    size_t open = parked_of_case(node, id);

    for (size_t i = 0; open > 0 && i < node->parked_count; i++) {
        struct parked_entry *entry = &node->parked[i];
        struct input *input = NULL;

        if (entry->done || entry->row.code == PJ_LINK_WRONG_ROAD ||
            !case_id_equal(&entry->row.case_id, id)) {
            continue;
        }
        input = turn_input(node, INPUT_REPLAY);
        if (input == NULL) {
            return;
        }
        input->ref = entry->row.pos;
        if (parked_blocks_case(&entry->row)) {
            return; /* the next one is woken when this one is done */
        }
    }
}

/* Another directory: a station may have moved, and what came from there came by the right road. */
void parked_wake_roads(struct node *node) {
    for (size_t i = 0; i < node->parked_count; i++) {
        const struct parked_entry *entry = &node->parked[i];
        struct input *input = NULL;

        if (entry->done || entry->row.code != PJ_LINK_WRONG_ROAD) {
            continue;
        }
        input = turn_input(node, INPUT_REPLAY);
        if (input == NULL) {
            return; /* the rest is a person's */
        }
        input->ref = entry->row.pos;
    }
}

/* ---- parked elsewhere */

void notice_arrives(struct node *node, struct turn *turn, struct arrival *arrival) {
    struct cached_case *entry = cases_find_id(&node->cache, &arrival->input->header.case_id);
    struct notice_body body;
    enum pj_code code = wire_decode_notice(arrival->input->item.body, &turn->arena, &body);

    if (code == PJ_OK) {
        log_warn("parked_elsewhere", "station=%s at=%s code=%s", node->config.station.text,
                 body.station.text, pj_code_name(body.code));
    }
    (void)seal_item(node, turn, arrival->input, entry == NULL ? 0 : entry->file.ref, arrival->relay,
                    arrival->relay_count);
}

/* ---- somebody else's damaged body */

void fetch_on_queried(struct node *node, const struct pending_query *query,
                      enum store_outcome outcome, const struct stored *stored) {
    for (size_t i = 0; outcome == STORE_OK && i < stored->row_count; i++) {
        const struct row_journal *row = &stored->rows[i];
        struct route route;
        struct bytes packed = BYTES_NONE;
        struct header header;
        struct digest digest = node_digest(node, DIGEST_BODY, row->body);
        struct input *input = NULL;

        arena_clear(&node->scratch);
        if (row->body.len == 0 || wire_decode_envelope(row->envelope, &route, &packed) != PJ_OK ||
            wire_decode_header(packed, &node->scratch, &header) != PJ_OK ||
            memcmp(header.id.byte, query->message_id.byte, ID_BYTES) != 0 ||
            !digest_equal(&digest, &header.body_digest)) {
            continue;
        }
        input = turn_input(node, INPUT_FOUND);
        if (input == NULL ||
            arena_copy(&node->taking->arena, row->body, &input->item.body) != PJ_OK) {
            return; /* busy: the asker asks again by replaying */
        }
        input->header.id = header.id;
        input->header.case_id = header.case_id;
        input->header.body_digest = digest;
        input->header.from = query->asker;
        return;
    }
}

void found_send(struct node *node, struct turn *turn, struct input *input) {
    struct found_body body = {.body_digest = input->header.body_digest,
                              .message_id = input->header.id,
                              .body = input->item.body};
    struct casefile of = {.id = input->header.case_id, .term = 1, .version = 1};
    struct outgoing outgoing = {.kind = MESSAGE_FOUND,
                                .file = &of,
                                .from = node_desk(node),
                                .to = &input->header.from,
                                .to_count = 1};
    enum pj_code code = wire_encode_found(&body, &turn->arena, &outgoing.body);

    if (code == PJ_OK) {
        (void)seal_message(node, turn, &outgoing);
    }
}

void fetch_arrives(struct node *node, struct turn *turn, struct arrival *arrival) {
    struct cached_case *entry = cases_find_id(&node->cache, &arrival->input->header.case_id);
    struct pending_query *pending = NULL;
    struct query query = {.kind = QUERY_CASE_ROWS};
    struct fetch_body body;
    enum pj_code code = wire_decode_fetch(arrival->input->item.body, &turn->arena, &body);

    (void)seal_item(node, turn, arrival->input, entry == NULL ? 0 : entry->file.ref, arrival->relay,
                    arrival->relay_count);
    if (entry != NULL &&
        !seal_may_send(node, &entry->file, &entry->file.holder, &arrival->input->header.from)) {
        return; /* to whom it is about it does not exist */
    }
    pending = code == PJ_OK && entry != NULL ? query_new(node, PENDING_FETCH) : NULL;
    if (pending == NULL) {
        return; /* the asker keeps it parked and a person may ask again */
    }
    pending->message_id = body.message_id;
    pending->asker = arrival->input->header.from;
    query.id = pending->id;
    query.ref = entry->file.ref;
    port_query(node->port, &query);
}

/* ---- a person decides: parked replay, parked bounce */

static bool is_about(struct turn *turn, const struct input *input) {
    struct transfer_body parked;

    return wire_decode_transfer(input->item.body, &turn->arena, &parked) == PJ_OK &&
           conflict_has(&parked.file.conflicts, &input->header.from);
}

/* The token goes back to who gave it, without the content, which the giver still has. */
static enum pj_code bounce(struct node *node, struct turn *turn, const struct parked_entry *entry,
                           struct bytes reason) {
    struct transfer_body body = {.act = {.kind = ACT_BOUNCE, .acted_at = turn->at}};
    struct outgoing outgoing = {
        .kind = MESSAGE_TRANSFER, .act = ACT_BOUNCE, .file = &body.file, .to_count = 1};
    struct input input;
    enum pj_code code = parked_item(node, turn, entry, &input);

    if (code != PJ_OK) {
        return code;
    }
    if (is_about(turn, &input)) {
        return PJ_POLICY_CONFLICT; /* the token never goes back to whom it is about */
    }
    body.act.node = node_desk(node);
    body.act.target = input.header.from;
    body.act.reason = reason;
    body.file.id = input.header.case_id;
    body.file.term = input.header.term + 1;
    body.file.version = input.header.version + 1;
    outgoing.from = body.act.node;
    outgoing.to = &input.header.from;
    code = wire_encode_transfer(&body, &turn->arena, &outgoing.body);
    if (code != PJ_OK) {
        return code;
    }
    (void)seal_message(node, turn, &outgoing);
    parked_done(turn, entry);
    return PJ_OK;
}

static enum pj_code give_up(struct node *node, struct turn *turn, const struct parked_entry *entry,
                            struct bytes reason) {
    return entry->row.holds_token ? bounce(node, turn, entry, reason)
                                  : overdue_drop(node, turn, entry, reason);
}

void parked_request_decide(struct node *node, struct turn *turn, struct input *input) {
    const struct api_request *request = &input->request;
    bool is_bounce = request->kind == API_PARKED_BOUNCE;
    uint64_t pos = is_bounce ? request->parked_bounce.pos : request->parked_pos;
    const struct parked_entry *entry = parked_find(node, (int64_t)pos);
    const struct row_idem *idem = turn_find_idem(turn, &input->idem);
    struct api_reply reply = {.kind = API_REPLY_PARKED};
    enum pj_code code = PJ_OK;

    if (idem != NULL && !digest_equal(&idem->request, &input->request_digest)) {
        reply_conflict(node, turn, input, &idem->request);
        return;
    }
    if (idem == NULL) {
        if (entry == NULL || parked_is_done(turn, (int64_t)pos)) {
            code = PJ_STATE_WRONG;
        } else if (!request->dry_run) {
            code = is_bounce ? give_up(node, turn, entry, request->parked_bounce.reason)
                             : parked_replay(node, turn, entry, /* by_person= */ true);
        }
        if (code != PJ_OK) {
            reply_refusal(
                node, turn, input,
                &(struct refusal){.code = code,
                                  .field = "parked.pos",
                                  .hint = code == PJ_STATE_WRONG ? HINT_NOT_PARKED : NULL});
            return;
        }
        if (!request->dry_run) {
            remember_idem(turn, input, 0, 0);
        }
    }
    reply_send(node, turn, input, &reply);
}
