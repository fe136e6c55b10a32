/* SPDX-License-Identifier: Apache-2.0
 * Trace and explain: committed rows, as far as the asker may see them. */
#include "node/explain.h"

#include "node/advice.h"
#include "node/seize.h"
#include "node/visits.h"

#include <string.h>

static void add_hop(struct api_trace_hop *hops, size_t *count, size_t max,
                    struct api_trace_hop hop) {
    if (*count < max) {
        hops[(*count)++] = hop;
    }
}

/* What a row that came from elsewhere is about stands in its body. */
static const char *trace_act(const struct row_journal *row, const struct event_body *event) {
    if (row->act != 0) {
        return act_kind_text(row->act);
    }
    return event->code != 0 ? act_kind_text((unsigned)event->act.kind)
                            : message_kind_text(row->kind);
}

/* A Delivered brings the road its Transfer took: each station it passed is a line of the trace.
 * scratch: for what the row is unpacked to; what is told lies in the arena. */
static void trace_row(const struct row_journal *row, struct arena *scratch, struct arena *arena,
                      struct api_trace_hop *hops, size_t *count, size_t max) {
    struct route route;
    struct bytes packed = BYTES_NONE;
    struct header header;
    struct delivered_body delivered;
    struct event_body event = {.code = 0};
    char *node = NULL;

    if (wire_decode_envelope(row->envelope, &route, &packed) != PJ_OK ||
        wire_decode_header(packed, scratch, &header) != PJ_OK) {
        return;
    }
    if (row->kind == MESSAGE_DELIVERED && row->in_lane != LANE_NONE &&
        wire_decode_delivered(row->body, scratch, &delivered) == PJ_OK) {
        for (size_t i = 0; i < delivered.hop_count; i++) {
            char *station = arena_text(arena, delivered.hops[i].station.text,
                                       strlen(delivered.hops[i].station.text));
            bool last = i + 1 == delivered.hop_count;

            ASSERT(station != NULL);
            add_hop(hops, count, max,
                    (struct api_trace_hop){.node = station,
                                           .at = delivered.hops[i].at,
                                           .act = last ? "deliver" : "relay",
                                           .digest_ok = delivered.hops[i].digest_ok,
                                           .term = header.term});
        }
        return;
    }
    node = arena_text(arena, header.from.text, strlen(header.from.text));
    ASSERT(node != NULL);
    if (row->kind == MESSAGE_EVENT && wire_decode_event(row->body, scratch, &event) != PJ_OK) {
        event.code = 0;
    }
    add_hop(hops, count, max,
            (struct api_trace_hop){.node = node,
                                   .at = row->at,
                                   .act = trace_act(row, &event),
                                   .digest_ok = true,
                                   .term = header.term,
                                   .refused = {.code = event.code},
                                   .is_order = row->kind == MESSAGE_ORDER});
}

/* Every decision names its rule: of the act in the row's body. */
static bool act_of_row(const struct row_journal *row, struct arena *arena, struct act *ret_act,
                       struct casefile *ret_file, uint32_t *ret_refused) {
    struct transfer_body transfer;
    struct event_body event;
    struct order_body order;

    if (row->kind == MESSAGE_ORDER && wire_decode_order(row->body, arena, &order) == PJ_OK) {
        *ret_act = order.act;
        return true;
    }
    if (row->kind == MESSAGE_EVENT && wire_decode_event(row->body, arena, &event) == PJ_OK) {
        *ret_act = event.act;
        *ret_refused = event.code;
        return true;
    }
    if ((row->kind == MESSAGE_UNSPECIFIED || row->kind == MESSAGE_TRANSFER) &&
        wire_decode_transfer(row->body, arena, &transfer) == PJ_OK) {
        *ret_act = transfer.act;
        casefile_copy(ret_file, &transfer.file);
        return true;
    }
    return false;
}

/* The submissions of a case, written once more with one behind them; the copy of a paper: no step
 * of it. */
static bool is_mere_record(const struct row_journal *row) {
    return (row->kind == MESSAGE_UNSPECIFIED && row->act == ACT_UNSPECIFIED) ||
           row->kind == MESSAGE_PAPER;
}

/* Whom to avoid is no step of it either. To an office: of a visit above it what it is told of none;
 * and where it was accused itself since, that who has the case must avoid it. */
static bool hides(const struct node *node, const struct pending_query *query,
                  const struct row_journal *row, const struct act *act) {
    const struct account *account = node_account(node, &query->account);
    bool says_so = act->kind == ACT_PARK || (act->kind == ACT_LAPSE && act->rule == RULE_STAYS);

    if (row->kind == MESSAGE_ORDER && act->kind == ACT_UNSPECIFIED) {
        return true;
    }
    return account != NULL && !node_id_is_none(&account->node) &&
           ((query->none_the_wiser && says_so) ||
            visits_hides(node, account, query->hidden_until, act));
}

static bool is_hidden(const struct node *node, const struct pending_query *query,
                      const struct row_journal *row, struct arena *arena) {
    const struct account *account = node_account(node, &query->account);
    struct arena_mark mark;
    struct casefile *file = NULL;
    struct act *act = NULL;
    uint32_t refused = 0;
    bool hidden = is_mere_record(row) || row->at.us < query->hidden_until.us; /* the visit's day */

    if (hidden ||
        ((account == NULL || node_id_is_none(&account->node)) && row->kind != MESSAGE_ORDER)) {
        return hidden;
    }
    mark = arena_begin(arena, UNPACK_BYTES_MAX);
    file = arena_alloc(arena, sizeof *file);
    act = arena_alloc(arena, sizeof *act);
    hidden = file != NULL && act != NULL && act_of_row(row, arena, act, file, &refused) &&
             hides(node, query, row, act);
    arena_drop(arena, &mark);
    return hidden;
}

void answer_trace(struct node *node, struct pending_query *query, const struct stored *stored) {
    struct api_reply reply = {.request_id = query->request_id, .kind = API_REPLY_TRACE};
    size_t max = stored->row_count * HOPS_MAX + 1;
    struct arena arena;
    struct api_trace_hop *hops = NULL;

    arena_init(&arena, TURN_ARENA_BYTES_MAX);
    hops = arena_alloc(&arena, max * sizeof *hops);
    ASSERT(hops != NULL);
    for (size_t i = 0; i < stored->row_count; i++) {
        if (is_hidden(node, query, &stored->rows[i], &arena)) {
            continue;
        }
        arena_clear(&node->scratch);
        trace_row(&stored->rows[i], &node->scratch, &arena, hops, &reply.trace.count, max);
    }
    reply.trace.hops = hops;
    reply.trace.case_no = query->case_no.text;
    reply_now(node, &query->client, &reply);
    arena_release(&arena);
}

static const char *kept_text(struct arena *arena, const char *text) {
    const char *kept = arena_text(arena, text, strlen(text));

    ASSERT(kept != NULL);
    return kept;
}

static void keep_corrections(struct arena *arena, const struct act *act,
                             struct api_explain_line *line) {
    struct correction *kept = arena_alloc(arena, act->correction_count * sizeof *kept);

    ASSERT(kept != NULL);
    if (act->correction_count > 0) {
        memcpy(kept, act->corrections, act->correction_count * sizeof *kept);
    }
    line->corrections = kept;
    line->correction_count = act->correction_count;
}

/* scratch: for what the row is unpacked to, up to a whole case with its submissions; the line lies
 * in the arena, and is small. */
static void explain_row(const struct row_journal *row, struct arena *scratch, struct arena *arena,
                        struct api_explain_line *line) {
    struct act act;
    struct casefile file;
    uint32_t rule = 0;
    enum pj_code code = PJ_OK;

    casefile_clear(&file);
    *line = (struct api_explain_line){.at = row->at,
                                      .act = message_kind_text(row->kind),
                                      .rule_text = "",
                                      .list_version = "",
                                      .basis = "",
                                      .node = "",
                                      .target = "",
                                      .responsible = ""};
    if (!act_of_row(row, scratch, &act, &file, &line->refused.code)) {
        return;
    }
    rule = act.rule != 0 ? act.rule : file.route_rule;
    line->act = act_kind_text((unsigned)act.kind);
    line->node = kept_text(arena, act.node.text);
    line->target = kept_text(arena, act.target.text);
    line->rule = rule;
    line->rule_text = rule_text(rule) == NULL ? "" : rule_text(rule);
    line->list_version = kept_text(arena, file.list_version);
    line->basis = kept_text(arena, file.route_basis);
    code = arena_copy(arena, act.reason, &line->reason);
    ASSERT(code == PJ_OK);
    line->due = act.due;
    line->responsible = kept_text(arena, act.responsible);
    line->capacity = act.capacity;
    line->contact = act.contact;
    keep_corrections(arena, &act, line);
    line->submission = act.submission;
    line->is_order = row->kind == MESSAGE_ORDER;
}

/* To who was accused since: whoever took the case may have said why. */
static void hush(const struct pending_query *query, struct api_explain_line *line) {
    if (query->none_the_wiser && strcmp(line->act, act_kind_text(ACT_SEIZE)) == 0) {
        line->reason = BYTES_NONE;
        line->responsible = "";
    }
}

/* The token was seized under this term, and by then its taker had seen so much of the case. What
 * was done under an older term beyond that is void. */
struct seizure {
    uint64_t term, version;
};

static struct seizure seizure_of(const struct row_journal *row, struct arena *scratch) {
    struct route route;
    struct bytes packed = BYTES_NONE;
    struct header header = {0};

    if (wire_decode_envelope(row->envelope, &route, &packed) != PJ_OK ||
        wire_decode_header(packed, scratch, &header) != PJ_OK) {
        return (struct seizure){0};
    }
    return (struct seizure){header.term, header.version};
}

#define SEIZE_STEPS 2 /* of the version: the token is taken, and has arrived */

static void mark_void(const struct stored *stored, struct arena *scratch, struct arena *arena,
                      struct api_explain_line *lines) {
    struct seizure *acts = arena_alloc(arena, (stored->row_count + 1) * sizeof *acts);

    ASSERT(acts != NULL);
    for (size_t i = 0; i < stored->row_count; i++) {
        arena_clear(scratch);
        acts[i] = seizure_of(&stored->rows[i], scratch);
    }
    for (size_t k = 0; k < stored->row_count; k++) {
        for (size_t i = 0; seize_is_term(acts[k].term) && i < stored->row_count; i++) {
            lines[i].is_void =
                lines[i].is_void ||
                (stored->rows[i].kind == MESSAGE_EVENT && acts[i].term < acts[k].term &&
                 acts[i].version + SEIZE_STEPS > acts[k].version);
        }
    }
}

void answer_explain(struct node *node, struct pending_query *query, const struct stored *stored) {
    struct api_reply reply = {.request_id = query->request_id, .kind = API_REPLY_EXPLAIN};
    const struct cached_case *entry = cases_find_no(&node->cache, query->case_no.text);
    const struct account *account = node_account(node, &query->account);
    struct arena arena;
    struct api_explain_line *lines = NULL;

    arena_init(&arena, TURN_ARENA_BYTES_MAX);
    lines = arena_alloc(&arena, (stored->row_count + 1) * sizeof *lines);
    ASSERT(lines != NULL);
    for (size_t i = 0; i < stored->row_count; i++) {
        arena_clear(&node->scratch);
        explain_row(&stored->rows[i], &node->scratch, &arena, &lines[i]);
        hush(query, &lines[i]);
    }
    mark_void(stored, &node->scratch, &arena, lines);
    for (size_t i = 0; i < stored->row_count; i++) {
        if (!is_hidden(node, query, &stored->rows[i], &arena)) {
            lines[reply.explain.line_count++] = lines[i];
        }
    }
    reply.explain.case_no = query->case_no.text;
    reply.explain.lines = lines;
    if (entry != NULL && account != NULL) {
        entry = visits_seen(node, account, &arena, entry);
        reply.explain.due_count = due_list(&entry->file, &arena, &reply.explain.due);
        advise(node, &entry->file, &arena, &reply.explain.advice);
    }
    reply_now(node, &query->client, &reply);
    arena_release(&arena);
}
