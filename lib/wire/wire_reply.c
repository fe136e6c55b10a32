/* SPDX-License-Identifier: Apache-2.0
 * ServerFrame: the envelope of an answer and the answers about one thing; lists of rows are in
 * wire_reply_rows.c. */
#include "wire/request_parts.h"

#include <string.h>

#define LEVEL_ROWS       5
#define SIZE_BUCKETS     16
#define STATUS_NODES_MAX 512
#define WARNINGS_MAX     64

/* ---- shared parts */

PB(DueClock) * *wire_due_out(struct wire *wire, const struct api_due *due, size_t count) {
    PB(DueClock) *out = wire_alloc(wire, count, sizeof *out);
    PB(DueClock) **list = wire_alloc(wire, count, sizeof(PB(DueClock) *));

    for (size_t i = 0; wire_ok(wire) && i < count; i++) {
        pujiang__v1__due_clock__init(&out[i]);
        out[i].clock = (PB(ClockKind))due[i].clock;
        out[i].kind = wire_out_text(due[i].kind);
        out[i].due_date = due[i].due.day;
        out[i].due_at = due[i].due_at.us;
        out[i].provisional = due[i].provisional;
        out[i].basis = wire_out_text(due[i].basis);
        out[i].state = (PB(ClockState))due[i].state;
        out[i].owner = wire_out_text(due[i].owner);
        out[i].limit = wire_out_text(due[i].limit);
        out[i].rules = wire_out_text(due[i].rules);
        out[i].calendar = wire_out_text(due[i].calendar);
        out[i].started_at = due[i].started_at.us;
        out[i].card = (PB(Card))due[i].card;
        out[i].done_at = due[i].done_at.us;
        out[i].yellow_at = due[i].yellow_at.us;
        list[i] = &out[i];
    }
    return list;
}

const struct api_due *wire_due_in(struct wire *wire, PB(DueClock) *const *from, size_t count) {
    struct api_due *rows = wire_alloc(wire, count, sizeof *rows);

    for (size_t i = 0; rows != NULL && i < count; i++) {
        rows[i] = (struct api_due){.kind = from[i]->kind,
                                   .due = {from[i]->due_date},
                                   .due_at = {from[i]->due_at},
                                   .provisional = from[i]->provisional,
                                   .basis = from[i]->basis,
                                   .owner = from[i]->owner,
                                   .limit = from[i]->limit,
                                   .rules = from[i]->rules,
                                   .calendar = from[i]->calendar,
                                   .started_at = {from[i]->started_at},
                                   .yellow_at = {from[i]->yellow_at},
                                   .done_at = {from[i]->done_at}};
        rows[i].card = (enum card)wire_in_enum(wire, (int)from[i]->card, CARD_MAX);
        rows[i].clock = (enum clock_kind)wire_in_enum(wire, (int)from[i]->clock, CLOCK_MAX);
        rows[i].state = (enum clock_state)wire_in_enum(wire, (int)from[i]->state, CLOCK_STATE_MAX);
    }
    return rows;
}

/* ---- error */

static void error_out(struct wire *wire, const struct api_reply *reply, PB(ServerFrame) * frame) {
    const struct api_error *error = &reply->error;
    const struct pj_code_row *row = pj_code_find((unsigned)error->code);
    PB(Error) *out = wire_alloc(wire, 1, sizeof *out);

    if (out == NULL) {
        return;
    }
    ASSERT(row != NULL);
    pujiang__v1__error__init(out);
    out->code = (uint32_t)error->code;
    out->name = wire_out_text(row->name);
    out->where = (uint32_t)row->where;
    out->retry = (uint32_t)row->retry;
    out->retry_after_ms = error->retry_after_ms;
    out->field = wire_out_text(error->field);
    out->basis = wire_out_text(error->basis);
    out->sentence_zh = wire_out_text(row->zh);
    out->sentence_en = wire_out_text(row->en);
    out->detail = wire_out(error->detail);
    frame->error = out;
}

/* What the station says counts, also where this version has another sentence or none. */
static void error_in(struct wire *wire, const PB(Error) * from, struct api_error *to) {
    const struct pj_code_row *row = pj_code_find(from->code);

    (void)wire;
    to->code = row != NULL ? row->code : PJ_BAD_ENUM;
    to->code_number = from->code;
    to->name = from->name;
    to->where = from->where;
    to->retry = from->retry;
    to->retry_after_ms = from->retry_after_ms;
    to->field = from->field;
    to->basis = from->basis;
    to->sentence_zh = from->sentence_zh;
    to->sentence_en = from->sentence_en;
    to->detail = wire_in(from->detail);
}

/* ---- hello */

static void hello_out(struct wire *wire, const struct api_reply *reply, PB(ServerFrame) * frame) {
    const struct api_hello_reply *hello = &reply->hello;
    PB(HelloReply) *out = wire_alloc(wire, 1, sizeof *out);

    if (out == NULL) {
        return;
    }
    pujiang__v1__hello_reply__init(out);
    out->protocol = API_PROTOCOL;
    out->version = wire_out_text(hello->version);
    out->station = wire_out_text(hello->station);
    out->server_time = hello->server_time.us;
    out->frame_bytes_max = hello->frame_bytes_max;
    out->in_flight_max = hello->in_flight_max;
    out->key_bytes_max = hello->key_bytes_max;
    out->text_bytes_max = hello->text_bytes_max;
    out->account = wire_out_text(hello->account);
    out->scopes = wire_texts_out(hello->scopes);
    out->n_scopes = hello->scope_count;
    frame->hello = out;
}

static void hello_in(struct wire *wire, const PB(HelloReply) * from, struct api_hello_reply *to) {
    wire_in_count(wire, from->n_scopes, API_SCOPES_MAX);
    to->version = from->version;
    to->station = from->station;
    to->account = from->account;
    to->server_time.us = from->server_time;
    to->frame_bytes_max = from->frame_bytes_max;
    to->in_flight_max = from->in_flight_max;
    to->key_bytes_max = from->key_bytes_max;
    to->text_bytes_max = from->text_bytes_max;
    to->scopes = (const char *const *)from->scopes;
    to->scope_count = from->n_scopes;
}

/* ---- receipt */

static PB(Warning) * *warnings_out(struct wire *wire, const struct api_receipt *receipt) {
    size_t count = receipt->warning_count;
    PB(Warning) *out = wire_alloc(wire, count, sizeof *out);
    PB(Warning) **list = wire_alloc(wire, count, sizeof(PB(Warning) *));

    for (size_t i = 0; wire_ok(wire) && i < count; i++) {
        const struct api_warning *from = &receipt->warnings[i];

        pujiang__v1__warning__init(&out[i]);
        out[i].code = (uint32_t)from->code;
        out[i].name = wire_out_text(pj_code_name((unsigned)from->code));
        out[i].field = wire_out_text(from->field);
        out[i].sentence = wire_out_text(from->sentence);
        list[i] = &out[i];
    }
    return list;
}

static PB(SameMatter) * *same_out(struct wire *wire, const struct api_receipt *receipt) {
    size_t count = receipt->same_count;
    PB(SameMatter) *out = wire_alloc(wire, count, sizeof *out);
    PB(SameMatter) **list = wire_alloc(wire, count, sizeof(PB(SameMatter) *));

    for (size_t i = 0; wire_ok(wire) && i < count; i++) {
        pujiang__v1__same_matter__init(&out[i]);
        out[i].case_no = wire_out_text(receipt->same[i].case_no);
        out[i].state = (PB(State))receipt->same[i].state;
        out[i].opened_at = receipt->same[i].opened_at.us;
        list[i] = &out[i];
    }
    return list;
}

static PB(Receipt) * one_receipt_out(struct wire *wire, const struct api_receipt *receipt) {
    PB(Receipt) *out = wire_alloc(wire, 1, sizeof *out);

    if (out == NULL) {
        return NULL;
    }
    pujiang__v1__receipt__init(out);
    out->case_no = wire_out_text(receipt->case_no);
    out->query_code = wire_out_text(receipt->query_code);
    out->node = wire_out_text(receipt->node);
    out->digest = wire_out_digest(&receipt->digest);
    out->received_at = receipt->received_at.us;
    out->committed_at = receipt->committed_at.us;
    out->replayed = receipt->replayed;
    out->case_version = receipt->case_version;
    out->clocks = wire_due_out(wire, receipt->due, receipt->due_count);
    out->n_clocks = receipt->due_count;
    out->warnings = warnings_out(wire, receipt);
    out->n_warnings = receipt->warning_count;
    out->sandbox = receipt->sandbox;
    out->holder = wire_out_text(receipt->holder);
    out->dry_run = receipt->dry_run;
    out->same_matter = same_out(wire, receipt);
    out->n_same_matter = receipt->same_count;
    out->advice = wire_advice_out(wire, &receipt->advice);
    return out;
}

static void receipt_out(struct wire *wire, const struct api_receipt *receipt,
                        PB(ServerFrame) * frame) {
    frame->receipt = one_receipt_out(wire, receipt);
    if (frame->receipt != NULL && receipt->accusation != NULL) {
        frame->receipt->accusation = one_receipt_out(wire, receipt->accusation);
    }
}

static const struct api_warning *warnings_in(struct wire *wire, const PB(Receipt) * from) {
    struct api_warning *rows = NULL;

    wire_in_count(wire, from->n_warnings, WARNINGS_MAX);
    rows = wire_alloc(wire, from->n_warnings, sizeof *rows);
    for (size_t i = 0; rows != NULL && i < from->n_warnings; i++) {
        const struct pj_code_row *row = pj_code_find(from->warnings[i]->code);

        rows[i].code = row != NULL ? row->code : PJ_BAD_ENUM;
        rows[i].field = from->warnings[i]->field;
        rows[i].sentence = from->warnings[i]->sentence;
    }
    return rows;
}

static const struct api_same_matter *same_in(struct wire *wire, const PB(Receipt) * from) {
    struct api_same_matter *rows = NULL;

    wire_in_count(wire, from->n_same_matter, API_SAME_MATTER_MAX);
    rows = wire_alloc(wire, from->n_same_matter, sizeof *rows);
    for (size_t i = 0; rows != NULL && i < from->n_same_matter; i++) {
        rows[i].case_no = from->same_matter[i]->case_no;
        rows[i].state = (enum state)wire_in_enum(wire, (int)from->same_matter[i]->state, STATE_MAX);
        rows[i].opened_at.us = from->same_matter[i]->opened_at;
    }
    return rows;
}

static void one_receipt_in(struct wire *wire, const PB(Receipt) * from, struct api_receipt *to) {
    to->case_no = from->case_no;
    to->query_code = from->query_code;
    to->node = from->node;
    to->holder = from->holder;
    wire_in_digest(wire, from->digest, &to->digest);
    to->received_at.us = from->received_at;
    to->committed_at.us = from->committed_at;
    to->replayed = from->replayed;
    to->sandbox = from->sandbox;
    to->dry_run = from->dry_run;
    to->case_version = from->case_version;
    wire_in_count(wire, from->n_clocks, CLOCKS_MAX);
    to->due = wire_due_in(wire, from->clocks, from->n_clocks);
    to->due_count = from->n_clocks;
    to->warnings = warnings_in(wire, from);
    to->warning_count = from->n_warnings;
    to->same = same_in(wire, from);
    to->same_count = from->n_same_matter;
    wire_advice_in(wire, from->advice, &to->advice);
}

static void receipt_in(struct wire *wire, const PB(Receipt) * from, struct api_receipt *to) {
    struct api_receipt *accusation = NULL;

    one_receipt_in(wire, from, to);
    if (from->accusation == NULL) {
        return;
    }
    accusation = wire_alloc(wire, 1, sizeof *accusation);
    if (accusation != NULL) {
        one_receipt_in(wire, from->accusation, accusation);
        to->accusation = accusation;
    }
}

/* ---- status */

static void status_out(struct wire *wire, const struct api_reply *reply, PB(ServerFrame) * frame) {
    const struct api_status *status = &reply->status;
    PB(StatusReply) *out = wire_alloc(wire, 1, sizeof *out);

    if (out == NULL) {
        return;
    }
    pujiang__v1__status_reply__init(out);
    out->station = wire_out_text(status->station);
    out->nodes = wire_texts_out(status->nodes);
    out->n_nodes = status->node_count;
    out->nodes_total = status->nodes_total;
    out->links = wire_links_out(wire, status->links, status->link_count);
    out->n_links = status->link_count;
    out->database = wire_out_text(status->database);
    out->cases_open = status->cases_open;
    out->overdue = status->overdue;
    out->parked = status->parked;
    out->version = wire_out_text(status->version);
    out->uptime_us = status->uptime_us;
    out->clock = wire_out_text(status->clock);
    out->division_version = wire_out_text(status->division_version);
    out->list_version = wire_out_text(status->list_version);
    out->batches = status->batches;
    out->commits_in_doubt = status->commits_in_doubt;
    out->cases_total = status->cases_total;
    out->epoch = status->epoch;
    out->batch_size_histogram = (uint64_t *)(uintptr_t)status->batch_sizes;
    out->n_batch_size_histogram = SIZE_BUCKETS;
    frame->status = out;
}

static void status_in(struct wire *wire, const PB(StatusReply) * from, struct api_status *to) {
    CTASSERT(sizeof to->batch_sizes == SIZE_BUCKETS * sizeof(uint64_t));
    wire_in_count(wire, from->n_nodes, STATUS_NODES_MAX);
    wire_in_count(wire, from->n_batch_size_histogram, SIZE_BUCKETS);
    to->station = from->station;
    to->nodes = (const char *const *)from->nodes;
    to->node_count = from->n_nodes;
    to->nodes_total = from->nodes_total;
    to->links = wire_links_in(wire, from->links, from->n_links);
    to->link_count = from->n_links;
    to->database = from->database;
    to->cases_open = from->cases_open;
    to->overdue = from->overdue;
    to->parked = from->parked;
    to->version = from->version;
    to->uptime_us = from->uptime_us;
    to->clock = from->clock;
    to->division_version = from->division_version;
    to->list_version = from->list_version;
    to->batches = from->batches;
    to->commits_in_doubt = from->commits_in_doubt;
    to->cases_total = from->cases_total;
    to->epoch = from->epoch;
    for (size_t i = 0; wire_ok(wire) && i < from->n_batch_size_histogram; i++) {
        to->batch_sizes[i] = from->batch_size_histogram[i];
    }
}

/* ---- what became of a data file */

static PB(DataIssue) * *issues_out(struct wire *wire, const struct api_data_report *report) {
    size_t count = report->issue_count;
    PB(DataIssue) *out = wire_alloc(wire, count, sizeof *out);
    PB(DataIssue) **list = wire_alloc(wire, count, sizeof(PB(DataIssue) *));

    for (size_t i = 0; wire_ok(wire) && i < count; i++) {
        pujiang__v1__data_issue__init(&out[i]);
        out[i].line = report->issues[i].line;
        out[i].sentence = wire_out_text(report->issues[i].sentence);
        out[i].fatal = report->issues[i].fatal;
        list[i] = &out[i];
    }
    return list;
}

static void data_out(struct wire *wire, const struct api_reply *reply, PB(ServerFrame) * frame) {
    const struct api_data_report *report = &reply->data;
    PB(DataReport) *out = wire_alloc(wire, 1, sizeof *out);

    if (out == NULL) {
        return;
    }
    pujiang__v1__data_report__init(out);
    out->kind = (PB(DataKind))report->kind;
    out->version = wire_out_text(report->version);
    out->digest = wire_out_digest(&report->digest);
    out->rows = report->rows;
    out->rows_per_level = (uint64_t *)(uintptr_t)report->rows_per_level;
    out->n_rows_per_level = LEVEL_ROWS;
    out->issues = issues_out(wire, report);
    out->n_issues = report->issue_count;
    out->issues_total = report->issues_total;
    out->loaded_at = report->loaded_at.us;
    out->dry_run = report->dry_run;
    out->complete = report->complete;
    out->known_from = report->known_from.day;
    out->known_to = report->known_to.day;
    out->sets = wire_texts_out(report->sets);
    out->n_sets = report->set_count;
    frame->data_report = out;
}

static void data_in(struct wire *wire, const PB(DataReport) * from, struct api_data_report *to) {
    struct api_data_issue *issues = NULL;

    wire_in_count(wire, from->n_issues, API_LIST_MAX);
    wire_in_count(wire, from->n_rows_per_level, LEVEL_ROWS);
    wire_in_count(wire, from->n_sets, API_LIST_MAX);
    issues = wire_alloc(wire, from->n_issues, sizeof *issues);
    if (!wire_ok(wire)) {
        return;
    }
    for (size_t i = 0; i < from->n_issues; i++) {
        issues[i] = (struct api_data_issue){from->issues[i]->line, from->issues[i]->sentence,
                                            from->issues[i]->fatal};
    }
    for (size_t i = 0; i < from->n_rows_per_level; i++) {
        to->rows_per_level[i] = from->rows_per_level[i];
    }
    to->kind = (enum data_kind)wire_in_enum(wire, (int)from->kind, DATA_MAX);
    to->version = from->version;
    wire_in_digest(wire, from->digest, &to->digest);
    to->rows = from->rows;
    to->issues = issues;
    to->issue_count = from->n_issues;
    to->issues_total = from->issues_total;
    to->loaded_at.us = from->loaded_at;
    to->dry_run = from->dry_run;
    to->complete = from->complete;
    to->known_from.day = from->known_from;
    to->known_to.day = from->known_to;
    to->sets = (const char *const *)from->sets;
    to->set_count = from->n_sets;
}

/* ---- the envelope */

static void body_out(struct wire *wire, const struct api_reply *reply, PB(ServerFrame) * frame) {
    switch ((int)reply->kind) {
    case API_REPLY_ERROR:
        error_out(wire, reply, frame);
        break;
    case API_REPLY_HELLO:
        hello_out(wire, reply, frame);
        break;
    case API_REPLY_RECEIPT:
        receipt_out(wire, &reply->receipt, frame);
        break;
    case API_REPLY_STATUS:
        status_out(wire, reply, frame);
        break;
    case API_REPLY_DATA:
        data_out(wire, reply, frame);
        break;
    default:
        ASSERT(wire_rows_out(wire, reply, frame));
        break;
    }
}

enum pj_code wire_encode_reply(const struct api_reply *reply, struct arena *arena,
                               struct bytes *ret_bytes) {
    struct wire wire = {arena, PJ_OK};
    PB(ServerFrame) frame = PUJIANG__V1__SERVER_FRAME__INIT;

    frame.protocol = API_PROTOCOL;
    frame.request_id = reply->request_id;
    frame.body_case = (PB(ServerFrame__BodyCase))reply->kind;
    body_out(&wire, reply, &frame);
    return wire_pack(&wire, &frame.base, ret_bytes);
}

static void body_in(struct wire *wire, const PB(ServerFrame) * frame, struct api_reply *reply) {
    switch ((int)reply->kind) {
    case API_REPLY_ERROR:
        error_in(wire, frame->error, &reply->error);
        break;
    case API_REPLY_HELLO:
        hello_in(wire, frame->hello, &reply->hello);
        break;
    case API_REPLY_RECEIPT:
        receipt_in(wire, frame->receipt, &reply->receipt);
        break;
    case API_REPLY_STATUS:
        status_in(wire, frame->status, &reply->status);
        break;
    case API_REPLY_DATA:
        data_in(wire, frame->data_report, &reply->data);
        break;
    default:
        if (!wire_rows_in(wire, frame, reply)) {
            wire_fail(wire, PJ_BAD_MISSING);
        }
        break;
    }
}

enum pj_code wire_decode_reply(struct bytes from, struct arena *arena,
                               struct api_reply *ret_reply) {
    struct wire wire = {arena, PJ_OK};
    const PB(ServerFrame) *frame = wire_unpack(&wire, &pujiang__v1__server_frame__descriptor, from);
    struct api_reply reply;

    if (frame == NULL) {
        return wire.code;
    }
    if (frame->protocol != API_PROTOCOL) {
        return PJ_BAD_VERSION;
    }
    memset(&reply, 0, sizeof reply);
    reply.request_id = frame->request_id;
    reply.kind = (enum api_reply_kind)frame->body_case;
    body_in(&wire, frame, &reply);
    if (wire_ok(&wire)) {
        *ret_reply = reply;
    }
    return wire.code;
}
