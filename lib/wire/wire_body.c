/* SPDX-License-Identifier: Apache-2.0
 * Bodies of the messages between stations, but for the Transfer (wire_case.c). */
#include "wire/internal.h"
#include "words/numbers.h"

#include <string.h>

/* Those of a case that bear a card. */
static size_t some_clocks_in(struct wire *wire, PB(Clock) *const *from, size_t count,
                             const struct clock **ret_clocks) {
    struct clock *clocks = count == 0 ? NULL : wire_alloc(wire, CLOCKS_MAX, sizeof *clocks);

    *ret_clocks = clocks;
    return clocks == NULL ? 0 : wire_clocks_in(wire, from, count, clocks);
}

/* ---- Delivered */

enum pj_code wire_encode_delivered(const struct delivered_body *body, struct arena *arena,
                                   struct bytes *ret_bytes) {
    struct wire wire = {arena, PJ_OK};
    PB(DeliveredBody) out = PUJIANG__V1__DELIVERED_BODY__INIT;
    PB(Hop) *hops = wire_alloc(&wire, body->hop_count, sizeof *hops);
    PB(Hop) **list = wire_alloc(&wire, body->hop_count, sizeof(PB(Hop) *));

    for (size_t i = 0; wire_ok(&wire) && i < body->hop_count; i++) {
        pujiang__v1__hop__init(&hops[i]);
        hops[i].station = wire_out_text(body->hops[i].station.text);
        hops[i].at = body->hops[i].at.us;
        hops[i].digest_ok = body->hops[i].digest_ok;
        list[i] = &hops[i];
    }
    out.case_no = wire_out_text(body->case_no.text);
    out.holder = wire_out_text(body->holder.text);
    out.delivered_at = body->delivered_at.us;
    out.hops = list;
    out.n_hops = body->hop_count;
    out.transfer_id = wire_out_id(body->transfer_id.byte);
    out.clocks = wire_clocks_out(&wire, body->clocks, body->clock_count);
    out.n_clocks = body->clock_count;
    return wire_pack(&wire, &out.base, ret_bytes);
}

enum pj_code wire_decode_delivered(struct bytes from, struct arena *arena,
                                   struct delivered_body *ret_body) {
    struct arena_mark mark = wire_open(arena);
    struct wire wire = {arena, PJ_OK};
    const PB(DeliveredBody) *in =
        wire_unpack(&wire, &pujiang__v1__delivered_body__descriptor, from);
    struct delivered_body body = {0};

    if (in == NULL) {
        return wire_close(&wire, &mark);
    }
    wire_in_case_no(&wire, in->case_no, &body.case_no);
    wire_in_node(&wire, in->holder, &body.holder);
    body.delivered_at.us = in->delivered_at;
    wire_in_id(&wire, in->transfer_id, body.transfer_id.byte);
    wire_in_count(&wire, in->n_hops, HOPS_MAX);
    for (size_t i = 0; wire_ok(&wire) && i < in->n_hops; i++) {
        wire_in_station(&wire, in->hops[i]->station, &body.hops[i].station);
        body.hops[i].at = wire_in_hop_at(in->hops[i]->at);
        body.hops[i].digest_ok = in->hops[i]->digest_ok;
    }
    body.hop_count = in->n_hops;
    body.clock_count = some_clocks_in(&wire, in->clocks, in->n_clocks, &body.clocks);
    if (wire_ok(&wire) && !(wall_is_plausible(body.delivered_at) &&
                            numbers_fit_clocks(body.clocks, body.clock_count))) {
        wire_fail(&wire, PJ_BAD_FIELD);
    }
    if (wire_ok(&wire)) {
        *ret_body = body;
    }
    return wire_close(&wire, &mark);
}

/* ---- Event */

enum pj_code wire_encode_event(const struct event_body *body, struct arena *arena,
                               struct bytes *ret_bytes) {
    struct wire wire = {arena, PJ_OK};
    PB(EventBody) out = PUJIANG__V1__EVENT_BODY__INIT;

    out.case_no = wire_out_text(body->case_no.text);
    out.act = wire_act_out(&wire, &body->act);
    out.state = (PB(State))body->state;
    out.holder = wire_out_text(body->holder.text);
    out.closed_at = body->closed_at.us;
    out.problems = wire_problems_out(&wire, body->problems, body->problem_count);
    out.n_problems = body->problem_count;
    out.reply_to = wire_out_id(body->reply_to.byte);
    out.code = body->code;
    out.sentence = wire_out(body->sentence);
    out.file = body->file == NULL ? NULL : wire_casefile_out(&wire, body->file);
    out.clocks = wire_clocks_out(&wire, body->clocks, body->clock_count);
    out.n_clocks = body->clock_count;
    out.copy = wire_out(body->copy);
    return wire_pack(&wire, &out.base, ret_bytes);
}

static bool event_fits(const struct event_body *body) {
    return numbers_fit_act(&body->act) && wall_is_plausible(body->closed_at) &&
           numbers_fit_problems(body->problems, body->problem_count) &&
           numbers_fit_clocks(body->clocks, body->clock_count) &&
           (body->file == NULL || numbers_fit_case(body->file));
}

static const struct casefile *file_in(struct wire *wire, const PB(CaseFile) * from) {
    struct casefile *file = from == NULL ? NULL : wire_alloc(wire, 1, sizeof *file);

    if (file != NULL) {
        wire_casefile_in(wire, from, file);
    }
    return file;
}

enum pj_code wire_decode_event(struct bytes from, struct arena *arena,
                               struct event_body *ret_body) {
    struct arena_mark mark = wire_open(arena);
    struct wire wire = {arena, PJ_OK};
    const PB(EventBody) *in = wire_unpack(&wire, &pujiang__v1__event_body__descriptor, from);
    struct event_body body = {0};

    if (in == NULL) {
        return wire_close(&wire, &mark);
    }
    wire_in_case_no(&wire, in->case_no, &body.case_no);
    wire_act_in(&wire, in->act, &body.act);
    body.state = (enum state)wire_in_enum(&wire, (int)in->state, STATE_MAX);
    wire_in_node(&wire, in->holder, &body.holder);
    body.closed_at.us = in->closed_at;
    body.problems = wire_problems_in(&wire, in->problems, in->n_problems);
    body.problem_count = in->n_problems;
    wire_in_id(&wire, in->reply_to, body.reply_to.byte);
    body.code = in->code;
    body.sentence = wire_in(in->sentence);
    body.file = file_in(&wire, in->file);
    body.clock_count = some_clocks_in(&wire, in->clocks, in->n_clocks, &body.clocks);
    body.copy = wire_in(in->copy);
    if (wire_ok(&wire) && !event_fits(&body)) {
        wire_fail(&wire, PJ_BAD_FIELD);
    }
    if (wire_ok(&wire)) {
        *ret_body = body;
    }
    return wire_close(&wire, &mark);
}

/* ---- Order */

enum pj_code wire_encode_order(const struct order_body *body, struct arena *arena,
                               struct bytes *ret_bytes) {
    struct wire wire = {arena, PJ_OK};
    PB(OrderBody) out = PUJIANG__V1__ORDER_BODY__INIT;

    out.case_no = wire_out_text(body->case_no.text);
    out.act = wire_act_out(&wire, &body->act);
    out.submission = wire_out(body->submission);
    out.conflicts = wire_conflicts_out(&wire, &body->conflicts);
    out.n_conflicts = body->conflicts.count;
    return wire_pack(&wire, &out.base, ret_bytes);
}

enum pj_code wire_decode_order(struct bytes from, struct arena *arena,
                               struct order_body *ret_body) {
    struct arena_mark mark = wire_open(arena);
    struct wire wire = {arena, PJ_OK};
    const PB(OrderBody) *in = wire_unpack(&wire, &pujiang__v1__order_body__descriptor, from);
    struct order_body body = {0};

    if (in == NULL) {
        return wire_close(&wire, &mark);
    }
    wire_in_case_no(&wire, in->case_no, &body.case_no);
    wire_act_in(&wire, in->act, &body.act);
    body.submission = wire_in(in->submission);
    wire_in_count(&wire, body.submission.len, SUPPLEMENT_BYTES_MAX);
    wire_conflicts_in(&wire, in->conflicts, in->n_conflicts, &body.conflicts);
    if (wire_ok(&wire) && !numbers_fit_act(&body.act)) {
        wire_fail(&wire, PJ_BAD_FIELD);
    }
    if (wire_ok(&wire)) {
        *ret_body = body;
    }
    return wire_close(&wire, &mark);
}

/* ---- Paper */

enum pj_code wire_encode_issued(const struct issued_body *body, struct arena *arena,
                                struct bytes *ret_bytes) {
    struct wire wire = {arena, PJ_OK};
    const struct issued *paper = &body->paper;
    PB(PaperBody) out = PUJIANG__V1__PAPER_BODY__INIT;

    out.case_no = wire_out_text(body->case_no.text);
    out.office = wire_out_text(paper->office.text);
    out.kind = wire_out_text(paper_kind_text(paper->kind));
    out.year = paper->year;
    out.epoch = paper->epoch;
    out.no = paper->no;
    out.shut = paper->shut;
    out.number = wire_out_text(paper->number);
    out.at = paper->at.us;
    out.due_date = paper->due.day;
    out.replaces = wire_out_text(paper->replaces);
    out.facts = wire_out(paper->facts);
    out.service = (PB(Service))paper->service;
    out.served_at = paper->served_at.us;
    out.proof = wire_out(paper->proof);
    out.voided_at = paper->voided_at.us;
    out.void_reason = wire_out(paper->void_reason);
    return wire_pack(&wire, &out.base, ret_bytes);
}

static void issued_in(struct wire *wire, const PB(PaperBody) * in, struct issued *paper) {
    wire_in_node(wire, in->office, &paper->office);
    if (paper_kind_parse(in->kind, strlen(in->kind), &paper->kind) != PJ_OK) {
        wire_fail(wire, PJ_BAD_ENUM);
    }
    paper->year = in->year;
    paper->epoch = in->epoch;
    paper->no = in->no;
    paper->shut = in->shut;
    wire_in_text(wire, in->number, paper->number, sizeof paper->number);
    paper->at.us = in->at;
    paper->due.day = in->due_date;
    wire_in_text(wire, in->replaces, paper->replaces, sizeof paper->replaces);
    paper->facts = wire_in(in->facts);
    paper->service = (enum service)wire_in_enum(wire, (int)in->service, SERVICE_MAX);
    paper->served_at.us = in->served_at;
    paper->proof = wire_in(in->proof);
    wire_in_count(wire, paper->proof.len, PROOF_BYTES_MAX);
    paper->voided_at.us = in->voided_at;
    paper->void_reason = wire_in(in->void_reason);
    wire_in_count(wire, paper->void_reason.len, REASON_BYTES_MAX);
}

enum pj_code wire_decode_issued(struct bytes from, struct arena *arena,
                                struct issued_body *ret_body) {
    struct arena_mark mark = wire_open(arena);
    struct wire wire = {arena, PJ_OK};
    const PB(PaperBody) *in = wire_unpack(&wire, &pujiang__v1__paper_body__descriptor, from);
    struct issued_body body = {0};

    if (in == NULL) {
        return wire_close(&wire, &mark);
    }
    wire_in_case_no(&wire, in->case_no, &body.case_no);
    issued_in(&wire, in, &body.paper);
    if (wire_ok(&wire)) {
        *ret_body = body;
    }
    return wire_close(&wire, &mark);
}

/* ---- Notice */

enum pj_code wire_encode_notice(const struct notice_body *body, struct arena *arena,
                                struct bytes *ret_bytes) {
    struct wire wire = {arena, PJ_OK};
    PB(NoticeBody) out = PUJIANG__V1__NOTICE_BODY__INIT;

    out.message_id = wire_out_id(body->message_id.byte);
    out.station = wire_out_text(body->station.text);
    out.code = body->code;
    out.sentence = wire_out(body->sentence);
    out.case_no = wire_out_text(body->case_no.text);
    return wire_pack(&wire, &out.base, ret_bytes);
}

enum pj_code wire_decode_notice(struct bytes from, struct arena *arena,
                                struct notice_body *ret_body) {
    struct arena_mark mark = wire_open(arena);
    struct wire wire = {arena, PJ_OK};
    const PB(NoticeBody) *in = wire_unpack(&wire, &pujiang__v1__notice_body__descriptor, from);
    struct notice_body body = {0};

    if (in == NULL) {
        return wire_close(&wire, &mark);
    }
    wire_in_id(&wire, in->message_id, body.message_id.byte);
    wire_in_station(&wire, in->station, &body.station);
    body.code = in->code;
    body.sentence = wire_in(in->sentence);
    wire_in_case_no(&wire, in->case_no, &body.case_no);
    if (wire_ok(&wire)) {
        *ret_body = body;
    }
    return wire_close(&wire, &mark);
}

/* ---- Fetch, Found */

enum pj_code wire_encode_fetch(const struct fetch_body *body, struct arena *arena,
                               struct bytes *ret_bytes) {
    struct wire wire = {arena, PJ_OK};
    PB(FetchBody) out = PUJIANG__V1__FETCH_BODY__INIT;

    out.body_digest = wire_out_digest(&body->body_digest);
    out.message_id = wire_out_id(body->message_id.byte);
    return wire_pack(&wire, &out.base, ret_bytes);
}

enum pj_code wire_decode_fetch(struct bytes from, struct arena *arena,
                               struct fetch_body *ret_body) {
    struct arena_mark mark = wire_open(arena);
    struct wire wire = {arena, PJ_OK};
    const PB(FetchBody) *in = wire_unpack(&wire, &pujiang__v1__fetch_body__descriptor, from);
    struct fetch_body body = {0};

    if (in == NULL) {
        return wire_close(&wire, &mark);
    }
    wire_in_digest(&wire, in->body_digest, &body.body_digest);
    wire_in_id(&wire, in->message_id, body.message_id.byte);
    if (wire_ok(&wire)) {
        *ret_body = body;
    }
    return wire_close(&wire, &mark);
}

enum pj_code wire_encode_found(const struct found_body *body, struct arena *arena,
                               struct bytes *ret_bytes) {
    struct wire wire = {arena, PJ_OK};
    PB(FoundBody) out = PUJIANG__V1__FOUND_BODY__INIT;

    out.body_digest = wire_out_digest(&body->body_digest);
    out.message_id = wire_out_id(body->message_id.byte);
    out.body = wire_out(body->body);
    return wire_pack(&wire, &out.base, ret_bytes);
}

enum pj_code wire_decode_found(struct bytes from, struct arena *arena,
                               struct found_body *ret_body) {
    struct arena_mark mark = wire_open(arena);
    struct wire wire = {arena, PJ_OK};
    const PB(FoundBody) *in = wire_unpack(&wire, &pujiang__v1__found_body__descriptor, from);
    struct found_body body = {0};

    if (in == NULL) {
        return wire_close(&wire, &mark);
    }
    wire_in_digest(&wire, in->body_digest, &body.body_digest);
    wire_in_id(&wire, in->message_id, body.message_id.byte);
    body.body = wire_in(in->body);
    if (wire_ok(&wire)) {
        *ret_body = body;
    }
    return wire_close(&wire, &mark);
}
