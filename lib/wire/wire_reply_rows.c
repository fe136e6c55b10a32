/* SPDX-License-Identifier: Apache-2.0
 * Answers that are lists of rows: cases, hops, lines, verdicts, links, parked messages, keys. Each
 * pair of functions reads as the message in proto/api.proto. */
#include "wire/request_parts.h"

#include "base/text.h"

#include <string.h>

#define KEYS_MAX 100000

/* Rows of `Type` for protobuf-c: `list` is what the message takes, `rows` what is filled. */
#define ROWS_OUT(Type, count)                                                                      \
    PB(Type) *rows = wire_alloc(wire, (count), sizeof *rows);                                      \
    PB(Type) **list = wire_alloc(wire, (count), sizeof(PB(Type) *));                               \
    if (!wire_ok(wire)) {                                                                          \
        return NULL;                                                                               \
    }

/* The message around them. */
#define REPLY_OUT(Type, type, member)                                                              \
    PB(Type) *out = wire_alloc(wire, 1, sizeof *out);                                              \
    if (out == NULL) {                                                                             \
        return;                                                                                    \
    }                                                                                              \
    pujiang__v1__##type##__init(out);                                                              \
    frame->member = out

/* ---- cases */

static PB(CaseView) * case_out(struct wire *wire, const struct api_case *from) {
    const struct casefile *file = from->casefile;
    PB(CaseView) *out = wire_alloc(wire, 1, sizeof *out);

    if (out == NULL) {
        return NULL;
    }
    pujiang__v1__case_view__init(out);
    out->case_no = wire_out_text(file->no.text);
    out->state = (PB(State))file->state;
    out->holder = wire_out_text(file->holder.text);
    out->role = (PB(Role))file->role;
    out->term = file->term;
    out->version = file->version;
    out->file = wire_casefile_out(wire, file);
    out->due = wire_due_out(wire, from->due, from->due_count);
    out->n_due = from->due_count;
    out->legs = wire_legs_out(wire, file);
    out->n_legs = file->leg_count;
    out->digest = wire_out_digest(&file->submission_digest);
    out->opened_at = file->opened_at.us;
    out->closed_at = file->closed_at.us;
    out->replayed = from->replayed;
    out->dry_run = from->dry_run;
    out->rule = from->rule;
    out->text = wire_out(from->text);
    out->advice = wire_advice_out(wire, &from->advice);
    out->tied = wire_tied_out(wire, from->tied, from->tied_count);
    out->n_tied = from->tied_count;
    out->submissions = wire_submissions_out(wire, from->submissions, from->submission_count);
    out->n_submissions = from->submission_count;
    out->part = wire_out(from->part);
    return out;
}

static void case_in(struct wire *wire, const PB(CaseView) * from, struct api_case *to) {
    struct casefile *file = wire_alloc(wire, 1, sizeof *file);

    if (file == NULL) {
        return;
    }
    memset(file, 0, sizeof *file);
    wire_in_case_no(wire, from->case_no, &file->no);
    file->state = (enum state)wire_in_enum(wire, (int)from->state, STATE_MAX);
    file->role = (enum role)wire_in_enum(wire, (int)from->role, ROLE_MAX);
    wire_in_node(wire, from->holder, &file->holder);
    file->term = from->term;
    file->version = from->version;
    if (from->file != NULL) {
        wire_casefile_in(wire, from->file, file);
    }
    wire_legs_in(wire, from->legs, from->n_legs, file);
    wire_in_digest(wire, from->digest, &file->submission_digest);
    file->opened_at.us = from->opened_at;
    file->closed_at.us = from->closed_at;
    wire_in_count(wire, from->n_due, CLOCKS_MAX);
    to->casefile = file;
    to->due = wire_due_in(wire, from->due, from->n_due);
    to->due_count = from->n_due;
    to->replayed = from->replayed;
    to->dry_run = from->dry_run;
    to->tied = wire_tied_in(wire, from->tied, from->n_tied);
    to->tied_count = from->n_tied;
    to->rule = from->rule;
    to->text = wire_in(from->text);
    wire_advice_in(wire, from->advice, &to->advice);
    to->submissions = wire_submissions_in(wire, from->submissions, from->n_submissions);
    to->submission_count = from->n_submissions;
    to->part = wire_in(from->part);
}

static void cases_out(struct wire *wire, const struct api_reply *reply, PB(ServerFrame) * frame) {
    size_t count = reply->cases.count;
    PB(CaseView) **list = wire_alloc(wire, count, sizeof(PB(CaseView) *));

    REPLY_OUT(CaseList, case_list, case_list);
    for (size_t i = 0; wire_ok(wire) && i < count; i++) {
        list[i] = case_out(wire, &reply->cases.cases[i]);
    }
    out->cases = list;
    out->n_cases = count;
    out->next_ref = reply->cases.next_ref;
}

static void cases_in(struct wire *wire, const PB(CaseList) * from, struct api_reply *reply) {
    struct api_case *rows = NULL;

    wire_in_count(wire, from->n_cases, API_LIST_MAX);
    rows = wire_alloc(wire, from->n_cases, sizeof *rows);
    for (size_t i = 0; rows != NULL && i < from->n_cases; i++) {
        case_in(wire, from->cases[i], &rows[i]);
    }
    reply->cases.cases = rows;
    reply->cases.count = from->n_cases;
    reply->cases.next_ref = from->next_ref;
}

/* ---- trace */

static char *refused_name(uint32_t code) {
    return wire_out_text(code == 0 ? "" : pj_code_name(code));
}

/* Why, and what to change. Of a code of a later version the number has to do. */
static char *refused_sentence(struct wire *wire, uint32_t code) {
    const struct pj_code_row *row = code == 0 ? NULL : pj_code_find(code);
    size_t size = row == NULL ? 0 : strlen(row->zh) + strlen(row->en) + sizeof " / ";
    char *text = row == NULL ? NULL : wire_alloc(wire, size, 1);

    if (text == NULL) {
        return wire_out_text("");
    }
    text_print(text, size, "%s / %s", row->zh, row->en);
    return text;
}

static PB(TraceHop) * *hops_out(struct wire *wire, const struct api_reply *reply) {
    ROWS_OUT(TraceHop, reply->trace.count)
    for (size_t i = 0; i < reply->trace.count; i++) {
        const struct api_trace_hop *from = &reply->trace.hops[i];

        pujiang__v1__trace_hop__init(&rows[i]);
        rows[i].node = wire_out_text(from->node);
        rows[i].at = from->at.us;
        rows[i].act = wire_out_text(from->act);
        rows[i].rule = from->rule;
        rows[i].digest_ok = from->digest_ok;
        rows[i].term = from->term;
        rows[i].is_order = from->is_order;
        rows[i].code = from->refused.code;
        rows[i].code_name = refused_name(from->refused.code);
        rows[i].sentence = refused_sentence(wire, from->refused.code);
        list[i] = &rows[i];
    }
    return list;
}

static void trace_out(struct wire *wire, const struct api_reply *reply, PB(ServerFrame) * frame) {
    REPLY_OUT(TraceReply, trace_reply, trace);
    out->case_no = wire_out_text(reply->trace.case_no);
    out->hops = hops_out(wire, reply);
    out->n_hops = reply->trace.count;
}

static void trace_in(struct wire *wire, const PB(TraceReply) * from, struct api_reply *reply) {
    struct api_trace_hop *rows = wire_alloc(wire, from->n_hops, sizeof *rows);

    for (size_t i = 0; rows != NULL && i < from->n_hops; i++) {
        const PB(TraceHop) *hop = from->hops[i];

        rows[i] = (struct api_trace_hop){.node = hop->node,
                                         .at = {hop->at},
                                         .act = hop->act,
                                         .rule = hop->rule,
                                         .digest_ok = hop->digest_ok,
                                         .term = hop->term,
                                         .refused = {hop->code, hop->code_name, hop->sentence},
                                         .is_order = hop->is_order};
    }
    reply->trace.case_no = from->case_no;
    reply->trace.hops = rows;
    reply->trace.count = from->n_hops;
}

/* ---- explain */

/* What the act said, beside who did what by which rule. */
static void line_words_out(struct wire *wire, const struct api_explain_line *from,
                           PB(ExplainLine) * row) {
    row->reason = wire_out(from->reason);
    row->due_date = from->due.day;
    row->responsible = wire_out_text(from->responsible);
    row->capacity = (PB(Capacity))from->capacity;
    row->contact = (PB(Contact))from->contact;
    row->corrections = wire_corrections_out(wire, from->corrections, from->correction_count);
    row->n_corrections = from->correction_count;
    row->submission = wire_out_digest(&from->submission);
    row->is_void = from->is_void;
    row->is_order = from->is_order;
    row->code = from->refused.code;
    row->code_name = refused_name(from->refused.code);
    row->sentence = refused_sentence(wire, from->refused.code);
}

static void line_words_in(struct wire *wire, const PB(ExplainLine) * row,
                          struct api_explain_line *to) {
    to->reason = wire_in(row->reason);
    to->due.day = row->due_date;
    to->responsible = row->responsible;
    to->capacity = (enum capacity)wire_in_enum(wire, (int)row->capacity, CAPACITY_MAX);
    to->contact = (enum contact)wire_in_enum(wire, (int)row->contact, CONTACT_MAX);
    to->corrections = wire_corrections_in(wire, row->corrections, row->n_corrections);
    to->correction_count = row->n_corrections;
    wire_in_digest(wire, row->submission, &to->submission);
    to->is_void = row->is_void;
    to->is_order = row->is_order;
    to->refused = (struct api_refused){row->code, row->code_name, row->sentence};
}

static PB(ExplainLine) * *lines_out(struct wire *wire, const struct api_reply *reply) {
    ROWS_OUT(ExplainLine, reply->explain.line_count)
    for (size_t i = 0; i < reply->explain.line_count; i++) {
        const struct api_explain_line *from = &reply->explain.lines[i];

        pujiang__v1__explain_line__init(&rows[i]);
        rows[i].at = from->at.us;
        rows[i].act = wire_out_text(from->act);
        rows[i].rule = from->rule;
        rows[i].rule_text = wire_out_text(from->rule_text);
        rows[i].list_version = wire_out_text(from->list_version);
        rows[i].basis = wire_out_text(from->basis);
        rows[i].node = wire_out_text(from->node);
        rows[i].target = wire_out_text(from->target);
        line_words_out(wire, from, &rows[i]);
        list[i] = &rows[i];
    }
    return list;
}

static void explain_out(struct wire *wire, const struct api_reply *reply, PB(ServerFrame) * frame) {
    REPLY_OUT(ExplainReply, explain_reply, explain);
    out->case_no = wire_out_text(reply->explain.case_no);
    out->lines = lines_out(wire, reply);
    out->n_lines = reply->explain.line_count;
    out->clocks = wire_due_out(wire, reply->explain.due, reply->explain.due_count);
    out->advice = wire_advice_out(wire, &reply->explain.advice);
    out->n_clocks = reply->explain.due_count;
}

static void explain_in(struct wire *wire, const PB(ExplainReply) * from, struct api_reply *reply) {
    struct api_explain_line *rows = wire_alloc(wire, from->n_lines, sizeof *rows);

    for (size_t i = 0; rows != NULL && i < from->n_lines; i++) {
        const PB(ExplainLine) *line = from->lines[i];

        rows[i] = (struct api_explain_line){.at = {line->at},
                                            .act = line->act,
                                            .rule_text = line->rule_text,
                                            .list_version = line->list_version,
                                            .basis = line->basis,
                                            .node = line->node,
                                            .target = line->target,
                                            .rule = line->rule};
        line_words_in(wire, line, &rows[i]);
    }
    wire_in_count(wire, from->n_clocks, CLOCKS_MAX);
    reply->explain.case_no = from->case_no;
    reply->explain.lines = rows;
    reply->explain.line_count = from->n_lines;
    reply->explain.due = wire_due_in(wire, from->clocks, from->n_clocks);
    reply->explain.due_count = from->n_clocks;
    wire_advice_in(wire, from->advice, &reply->explain.advice);
}

/* ---- route test */

static PB(RouteVerdictItem) * *verdicts_out(struct wire *wire, const struct api_reply *reply) {
    ROWS_OUT(RouteVerdictItem, reply->routes.count)
    for (size_t i = 0; i < reply->routes.count; i++) {
        const struct api_route_verdict *from = &reply->routes.verdicts[i];

        pujiang__v1__route_verdict_item__init(&rows[i]);
        rows[i].key = wire_out_text(from->key);
        rows[i].outcome = wire_out_text(from->outcome);
        rows[i].target = wire_out_text(from->target);
        rows[i].rule = from->rule;
        rows[i].rule_text = wire_out_text(from->rule_text);
        rows[i].path = wire_texts_out(from->path);
        rows[i].n_path = from->path_count;
        rows[i].basis = wire_out_text(from->basis);
        rows[i].conflicts = wire_texts_out(from->conflicts);
        rows[i].n_conflicts = from->conflict_count;
        rows[i].unresolved = from->unresolved;
        list[i] = &rows[i];
    }
    return list;
}

static void routes_out(struct wire *wire, const struct api_reply *reply, PB(ServerFrame) * frame) {
    REPLY_OUT(RouteVerdicts, route_verdicts, route_verdicts);
    out->verdicts = verdicts_out(wire, reply);
    out->n_verdicts = reply->routes.count;
}

static void routes_in(struct wire *wire, const PB(RouteVerdicts) * from, struct api_reply *reply) {
    struct api_route_verdict *rows = wire_alloc(wire, from->n_verdicts, sizeof *rows);

    for (size_t i = 0; rows != NULL && i < from->n_verdicts; i++) {
        const PB(RouteVerdictItem) *item = from->verdicts[i];

        rows[i] = (struct api_route_verdict){.key = item->key,
                                             .outcome = item->outcome,
                                             .target = item->target,
                                             .rule_text = item->rule_text,
                                             .basis = item->basis,
                                             .rule = item->rule,
                                             .path = (const char *const *)item->path,
                                             .path_count = item->n_path,
                                             .conflicts = (const char *const *)item->conflicts,
                                             .conflict_count = item->n_conflicts,
                                             .unresolved = item->unresolved};
    }
    reply->routes.verdicts = rows;
    reply->routes.count = from->n_verdicts;
}

/* ---- links */

PB(LinkItem) * *wire_links_out(struct wire *wire, const struct api_link *links, size_t count) {
    ROWS_OUT(LinkItem, count)
    for (size_t i = 0; i < count; i++) {
        const struct api_link *from = &links[i];

        pujiang__v1__link_item__init(&rows[i]);
        rows[i].peer = wire_out_text(from->peer);
        rows[i].role = wire_out_text(from->role);
        rows[i].state = wire_out_text(from->state);
        rows[i].reason = wire_out_text(from->reason);
        rows[i].since = from->since.us;
        rows[i].lane = from->lane;
        rows[i].sent = from->sent;
        rows[i].acked = from->acked;
        rows[i].received = from->received;
        rows[i].parked = from->parked;
        rows[i].in_flight = from->in_flight;
        rows[i].hash_equal = from->hash_equal;
        rows[i].altered = from->altered;
        rows[i].lost = from->lost;
        rows[i].skew_us = from->skew_us;
        rows[i].forked_at = from->forked_at;
        list[i] = &rows[i];
    }
    return list;
}

const struct api_link *wire_links_in(struct wire *wire, PB(LinkItem) *const *from, size_t count) {
    struct api_link *rows = wire_alloc(wire, count, sizeof *rows);

    for (size_t i = 0; rows != NULL && i < count; i++) {
        rows[i] = (struct api_link){.peer = from[i]->peer,
                                    .role = from[i]->role,
                                    .state = from[i]->state,
                                    .reason = from[i]->reason,
                                    .since = {from[i]->since},
                                    .lane = from[i]->lane,
                                    .sent = from[i]->sent,
                                    .acked = from[i]->acked,
                                    .received = from[i]->received,
                                    .parked = from[i]->parked,
                                    .in_flight = from[i]->in_flight,
                                    .altered = from[i]->altered,
                                    .lost = from[i]->lost,
                                    .forked_at = from[i]->forked_at,
                                    .hash_equal = from[i]->hash_equal,
                                    .skew_us = from[i]->skew_us};
    }
    return rows;
}

static void links_out(struct wire *wire, const struct api_reply *reply, PB(ServerFrame) * frame) {
    REPLY_OUT(LinkList, link_list, link_list);
    out->links = wire_links_out(wire, reply->links.links, reply->links.count);
    out->n_links = reply->links.count;
}

/* ---- parked messages */

static PB(ParkedItem) * *parked_rows_out(struct wire *wire, const struct api_reply *reply) {
    ROWS_OUT(ParkedItem, reply->parked.count)
    for (size_t i = 0; i < reply->parked.count; i++) {
        const struct api_parked *from = &reply->parked.items[i];

        pujiang__v1__parked_item__init(&rows[i]);
        rows[i].pos = from->pos;
        rows[i].case_no = wire_out_text(from->case_no);
        rows[i].peer = wire_out_text(from->peer);
        rows[i].code = from->code;
        rows[i].name = wire_out_text(pj_code_name(from->code));
        rows[i].sentence = wire_out_text(from->sentence);
        rows[i].at = from->at.us;
        rows[i].kind = from->kind;
        rows[i].holds_token = from->holds_token;
        rows[i].hop = wire_out_text(from->hop);
        rows[i].body_digest = wire_out_digest(&from->body_digest);
        rows[i].behind = from->behind;
        list[i] = &rows[i];
    }
    return list;
}

static void parked_out(struct wire *wire, const struct api_reply *reply, PB(ServerFrame) * frame) {
    REPLY_OUT(ParkedItems, parked_items, parked_items);
    out->items = parked_rows_out(wire, reply);
    out->n_items = reply->parked.count;
}

static void parked_in(struct wire *wire, const PB(ParkedItems) * from, struct api_reply *reply) {
    struct api_parked *rows = wire_alloc(wire, from->n_items, sizeof *rows);

    for (size_t i = 0; rows != NULL && i < from->n_items; i++) {
        const PB(ParkedItem) *item = from->items[i];

        rows[i] = (struct api_parked){.pos = item->pos,
                                      .case_no = item->case_no,
                                      .peer = item->peer,
                                      .sentence = item->sentence,
                                      .hop = item->hop,
                                      .code = item->code,
                                      .at = {item->at},
                                      .kind = item->kind,
                                      .holds_token = item->holds_token,
                                      .behind = item->behind};
        wire_in_digest(wire, item->body_digest, &rows[i].body_digest);
    }
    reply->parked.items = rows;
    reply->parked.count = from->n_items;
}

/* ---- keys */

static PB(KeyItem) * *key_rows_out(struct wire *wire, const struct api_reply *reply) {
    ROWS_OUT(KeyItem, reply->keys.count)
    for (size_t i = 0; i < reply->keys.count; i++) {
        const struct api_key_item *from = &reply->keys.items[i];

        pujiang__v1__key_item__init(&rows[i]);
        rows[i].public_key = wire_out_text(from->public_key);
        rows[i].station = wire_out_text(from->station);
        rows[i].account = wire_out_text(from->account);
        rows[i].scopes = wire_texts_out(from->scopes);
        rows[i].n_scopes = from->scope_count;
        rows[i].node = wire_out_text(from->node);
        rows[i].revoked = from->revoked;
        list[i] = &rows[i];
    }
    return list;
}

static void keys_out(struct wire *wire, const struct api_reply *reply, PB(ServerFrame) * frame) {
    REPLY_OUT(KeyItems, key_items, key_items);
    out->keys = key_rows_out(wire, reply);
    out->n_keys = reply->keys.count;
}

static void keys_in(struct wire *wire, const PB(KeyItems) * from, struct api_reply *reply) {
    struct api_key_item *rows = NULL;

    wire_in_count(wire, from->n_keys, KEYS_MAX);
    rows = wire_alloc(wire, from->n_keys, sizeof *rows);
    for (size_t i = 0; rows != NULL && i < from->n_keys; i++) {
        const PB(KeyItem) *item = from->keys[i];

        rows[i] = (struct api_key_item){.public_key = item->public_key,
                                        .station = item->station,
                                        .account = item->account,
                                        .node = item->node,
                                        .scopes = (const char *const *)item->scopes,
                                        .scope_count = item->n_scopes,
                                        .revoked = item->revoked};
    }
    reply->keys.items = rows;
    reply->keys.count = from->n_keys;
}

/* ---- which */

bool wire_rows_out(struct wire *wire, const struct api_reply *reply, PB(ServerFrame) * frame) {
    switch ((int)reply->kind) {
    case API_REPLY_CASE:
        frame->case_view = case_out(wire, &reply->case_view);
        return true;
    case API_REPLY_TRACE:
        trace_out(wire, reply, frame);
        return true;
    case API_REPLY_CASES:
        cases_out(wire, reply, frame);
        return true;
    case API_REPLY_EXPLAIN:
        explain_out(wire, reply, frame);
        return true;
    case API_REPLY_ROUTES:
        routes_out(wire, reply, frame);
        return true;
    case API_REPLY_LINKS:
        links_out(wire, reply, frame);
        return true;
    case API_REPLY_PARKED:
        parked_out(wire, reply, frame);
        return true;
    case API_REPLY_KEYS:
        keys_out(wire, reply, frame);
        return true;
    case API_REPLY_CLOCKS:
        wire_clocks_reply_out(wire, reply, frame);
        return true;
    case API_REPLY_PAPER:
        wire_paper_reply_out(wire, reply, frame);
        return true;
    case API_REPLY_PAPERS:
        wire_papers_reply_out(wire, reply, frame);
        return true;
    case API_REPLY_REPORT:
        wire_report_reply_out(wire, reply, frame);
        return true;
    default:
        return false;
    }
}

bool wire_rows_in(struct wire *wire, const PB(ServerFrame) * frame, struct api_reply *reply) {
    switch ((int)reply->kind) {
    case API_REPLY_CASE:
        case_in(wire, frame->case_view, &reply->case_view);
        return true;
    case API_REPLY_TRACE:
        trace_in(wire, frame->trace, reply);
        return true;
    case API_REPLY_CASES:
        cases_in(wire, frame->case_list, reply);
        return true;
    case API_REPLY_EXPLAIN:
        explain_in(wire, frame->explain, reply);
        return true;
    case API_REPLY_ROUTES:
        routes_in(wire, frame->route_verdicts, reply);
        return true;
    case API_REPLY_LINKS:
        reply->links.links =
            wire_links_in(wire, frame->link_list->links, frame->link_list->n_links);
        reply->links.count = frame->link_list->n_links;
        return true;
    case API_REPLY_PARKED:
        parked_in(wire, frame->parked_items, reply);
        return true;
    case API_REPLY_KEYS:
        keys_in(wire, frame->key_items, reply);
        return true;
    case API_REPLY_CLOCKS:
        wire_clocks_reply_in(wire, frame->clock_derivations, reply);
        return true;
    case API_REPLY_PAPER:
        wire_paper_reply_in(wire, frame->paper_facts, reply);
        return true;
    case API_REPLY_PAPERS:
        wire_papers_reply_in(wire, frame->paper_list, reply);
        return true;
    case API_REPLY_REPORT:
        wire_report_reply_in(wire, frame->report_rows, reply);
        return true;
    default:
        return false;
    }
}
