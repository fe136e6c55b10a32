/* SPDX-License-Identifier: Apache-2.0
 * ClientFrame: the envelope of a request and its bodies. */
#include "wire/field.h"
#include "wire/request_parts.h"

#include <string.h>

#define FIELD_REQUEST_ID 2
#define ROUTE_CASES_MAX  API_LIST_MAX

/* The kind of a request is the number of its field. */
#define SAME_NUMBER(name, number, text)                                                            \
    CTASSERT((int)API_##name == (int)PUJIANG__V1__CLIENT_FRAME__BODY_##name);
API_REQUESTS(SAME_NUMBER)
#undef SAME_NUMBER

/* ---- out */

static void get_case_out(struct wire *wire, const struct api_request *request,
                         PB(ClientFrame) * frame) {
    PB(GetCase) *out = wire_alloc(wire, 1, sizeof *out);

    if (out != NULL) {
        pujiang__v1__get_case__init(out);
        out->case_no = wire_out_text(request->get_case.case_no);
        out->key = wire_out(request->get_case.key);
        out->foreign_system = wire_out_text(request->get_case.foreign_system);
        out->foreign_id = wire_out_text(request->get_case.foreign_id);
        out->part = wire_out_digest(&request->get_case.part);
        frame->get_case = out;
    }
}

static void list_cases_out(struct wire *wire, const struct api_request *request,
                           PB(ClientFrame) * frame) {
    PB(ListCases) *out = wire_alloc(wire, 1, sizeof *out);

    if (out != NULL) {
        pujiang__v1__list_cases__init(out);
        out->node = wire_out_text(request->list_cases.node);
        out->state = (PB(State))request->list_cases.state;
        out->open_only = request->list_cases.open_only;
        out->overdue_only = request->list_cases.overdue_only;
        out->after_ref = request->list_cases.after_ref;
        out->limit = request->list_cases.limit;
        frame->list_cases = out;
    }
}

static void act_out(struct wire *wire, const struct api_request *request, PB(ClientFrame) * frame) {
    PB(ActRequest) *out = wire_alloc(wire, 1, sizeof *out);

    if (out != NULL) {
        pujiang__v1__act_request__init(out);
        out->case_no = wire_out_text(request->act.case_no);
        out->node = wire_out_text(request->act.node);
        out->act = wire_act_out(wire, &request->act.act);
        out->expect_version = request->act.expect_version;
        out->query_code = wire_out_text(request->act.query_code);
        out->supplement = wire_supplement_out(wire, &request->act.supplement);
        frame->act = out;
    }
}

static void route_test_out(struct wire *wire, const struct api_request *request,
                           PB(ClientFrame) * frame) {
    size_t count = request->route_test.count;
    PB(RouteTest) *out = wire_alloc(wire, 1, sizeof *out);
    PB(RouteCase) *rows = wire_alloc(wire, count, sizeof *rows);
    PB(RouteCase) **list = wire_alloc(wire, count, sizeof(PB(RouteCase) *));

    if (!wire_ok(wire)) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const struct api_route_case *from = &request->route_test.cases[i];

        pujiang__v1__route_case__init(&rows[i]);
        rows[i].key = wire_out_text(from->key);
        rows[i].node = wire_out_text(from->node);
        rows[i].category = wire_out_text(from->category);
        rows[i].place = wire_out_text(from->place);
        rows[i].purpose = (PB(Purpose))from->purpose;
        rows[i].form = (PB(Form))from->form;
        rows[i].accused = wire_texts_out(from->accused);
        rows[i].n_accused = from->accused_count;
        list[i] = &rows[i];
    }
    pujiang__v1__route_test__init(out);
    out->cases = list;
    out->n_cases = count;
    frame->route_test = out;
}

static void load_data_out(struct wire *wire, const struct api_request *request,
                          PB(ClientFrame) * frame) {
    PB(LoadData) *out = wire_alloc(wire, 1, sizeof *out);

    if (out != NULL) {
        pujiang__v1__load_data__init(out);
        out->kind = (PB(DataKind))request->load_data.kind;
        out->version = wire_out_text(request->load_data.version);
        out->offset = request->load_data.offset;
        out->chunk = wire_out(request->load_data.chunk);
        out->last = request->load_data.last;
        out->total = request->load_data.total;
        frame->load_data = out;
    }
}

static void key_allow_out(struct wire *wire, const struct api_request *request,
                          PB(ClientFrame) * frame) {
    PB(KeyAllow) *out = wire_alloc(wire, 1, sizeof *out);

    if (out != NULL) {
        pujiang__v1__key_allow__init(out);
        out->public_key = wire_out_text(request->key_allow.public_key);
        out->station = wire_out_text(request->key_allow.station);
        out->account = wire_out_text(request->key_allow.account);
        out->revoke = request->key_allow.revoke;
        frame->key_allow = out;
    }
}

static void account_add_out(struct wire *wire, const struct api_request *request,
                            PB(ClientFrame) * frame) {
    PB(AccountAdd) *out = wire_alloc(wire, 1, sizeof *out);

    if (out != NULL) {
        pujiang__v1__account_add__init(out);
        out->account = wire_out_text(request->account_add.account);
        out->scopes = wire_texts_out(request->account_add.scopes);
        out->n_scopes = request->account_add.scope_count;
        out->node = wire_out_text(request->account_add.node);
        out->ipc_uid = request->account_add.ipc_uid;
        frame->account_add = out;
    }
}

/* A body of at most one or two plain fields, made and hung into the frame in one go. */
#define SMALL(Type, type, member)                                                                  \
    PB(Type) *out = wire_alloc(wire, 1, sizeof *out);                                              \
    if (out == NULL) {                                                                             \
        return;                                                                                    \
    }                                                                                              \
    pujiang__v1__##type##__init(out);                                                              \
    frame->member = out

static void receipt_key_out(struct wire *wire, const struct api_request *request,
                            PB(ClientFrame) * frame) {
    SMALL(GetReceipt, get_receipt, get_receipt);
    out->key = wire_out(request->get_receipt_key);
}

static void trace_out(struct wire *wire, const struct api_request *request,
                      PB(ClientFrame) * frame) {
    SMALL(TraceRequest, trace_request, trace);
    out->case_no = wire_out_text(request->case_no);
}

static void explain_out(struct wire *wire, const struct api_request *request,
                        PB(ClientFrame) * frame) {
    SMALL(ExplainRequest, explain_request, explain);
    out->case_no = wire_out_text(request->case_no);
}

static void clock_explain_out(struct wire *wire, const struct api_request *request,
                              PB(ClientFrame) * frame) {
    SMALL(ClockExplain, clock_explain, clock_explain);
    out->case_no = wire_out_text(request->case_no);
}

static void get_paper_out(struct wire *wire, const struct api_request *request,
                          PB(ClientFrame) * frame) {
    SMALL(GetPaper, get_paper, get_paper);
    out->case_no = wire_out_text(request->get_paper.case_no);
    out->kind = wire_out_text(request->get_paper.kind);
}

static void list_papers_out(struct wire *wire, const struct api_request *request,
                            PB(ClientFrame) * frame) {
    SMALL(ListPapers, list_papers, list_papers);
    out->case_no = wire_out_text(request->list_papers.case_no);
    out->office = wire_out_text(request->list_papers.office);
    out->kind = wire_out_text(request->list_papers.kind);
    out->number = wire_out_text(request->list_papers.number);
    out->query_code = wire_out_text(request->list_papers.query_code);
    out->year = request->list_papers.year;
    out->after = request->list_papers.after;
    out->limit = request->list_papers.limit;
}

static void void_paper_out(struct wire *wire, const struct api_request *request,
                           PB(ClientFrame) * frame) {
    SMALL(VoidPaper, void_paper, void_paper);
    out->case_no = wire_out_text(request->void_paper.case_no);
    out->number = wire_out_text(request->void_paper.number);
    out->office = wire_out_text(request->void_paper.office);
    out->reason = wire_out(request->void_paper.reason);
}

static void balance_out(struct wire *wire, const struct api_request *request,
                        PB(ClientFrame) * frame) {
    SMALL(LinkBalance, link_balance, link_balance);
    out->deep = request->balance_deep;
}

static void parked_list_out(struct wire *wire, const struct api_request *request,
                            PB(ClientFrame) * frame) {
    SMALL(ParkedList, parked_list, parked_list);
    out->after_pos = request->parked_list.after_pos;
    out->limit = request->parked_list.limit;
}

static void parked_show_out(struct wire *wire, const struct api_request *request,
                            PB(ClientFrame) * frame) {
    SMALL(ParkedShow, parked_show, parked_show);
    out->pos = request->parked_pos;
}

static void parked_replay_out(struct wire *wire, const struct api_request *request,
                              PB(ClientFrame) * frame) {
    SMALL(ParkedReplay, parked_replay, parked_replay);
    out->pos = request->parked_pos;
}

static void parked_bounce_out(struct wire *wire, const struct api_request *request,
                              PB(ClientFrame) * frame) {
    SMALL(ParkedBounce, parked_bounce, parked_bounce);
    out->pos = request->parked_bounce.pos;
    out->reason = wire_out(request->parked_bounce.reason);
}

static void show_data_out(struct wire *wire, const struct api_request *request,
                          PB(ClientFrame) * frame) {
    SMALL(ShowData, show_data, show_data);
    out->kind = (PB(DataKind))request->show_data;
}

static void hello_out(struct wire *wire, const struct api_request *request,
                      PB(ClientFrame) * frame) {
    SMALL(HelloRequest, hello_request, hello);
    (void)request;
}

static void status_out(struct wire *wire, const struct api_request *request,
                       PB(ClientFrame) * frame) {
    SMALL(StatusRequest, status_request, status);
    (void)request;
}

static void link_show_out(struct wire *wire, const struct api_request *request,
                          PB(ClientFrame) * frame) {
    SMALL(LinkShow, link_show, link_show);
    (void)request;
}

static void key_list_out(struct wire *wire, const struct api_request *request,
                         PB(ClientFrame) * frame) {
    SMALL(KeyList, key_list, key_list);
    (void)request;
}

static void submit_case_out(struct wire *wire, const struct api_request *request,
                            PB(ClientFrame) * frame) {
    frame->submit_case = wire_submit_out(wire, &request->submit_case);
}

static void (*const bodies_out[])(struct wire *, const struct api_request *, PB(ClientFrame) *) = {
    [API_HELLO] = hello_out,
    [API_SUBMIT_CASE] = submit_case_out,
    [API_GET_RECEIPT] = receipt_key_out,
    [API_GET_CASE] = get_case_out,
    [API_TRACE] = trace_out,
    [API_LIST_CASES] = list_cases_out,
    [API_ACT] = act_out,
    [API_STATUS] = status_out,
    [API_EXPLAIN] = explain_out,
    [API_ROUTE_TEST] = route_test_out,
    [API_LINK_SHOW] = link_show_out,
    [API_LINK_BALANCE] = balance_out,
    [API_PARKED_LIST] = parked_list_out,
    [API_PARKED_SHOW] = parked_show_out,
    [API_PARKED_REPLAY] = parked_replay_out,
    [API_PARKED_BOUNCE] = parked_bounce_out,
    [API_LOAD_DATA] = load_data_out,
    [API_SHOW_DATA] = show_data_out,
    [API_KEY_ALLOW] = key_allow_out,
    [API_KEY_LIST] = key_list_out,
    [API_ACCOUNT_ADD] = account_add_out,
    [API_CLOCK_EXPLAIN] = clock_explain_out,
    [API_GET_PAPER] = get_paper_out,
    [API_LIST_PAPERS] = list_papers_out,
    [API_VOID_PAPER] = void_paper_out,
    [API_REPORT] = wire_report_out,
};

enum pj_code wire_encode_request(const struct api_request *request, struct arena *arena,
                                 struct bytes *ret_bytes) {
    struct wire wire = {arena, PJ_OK};
    PB(ClientFrame) frame = PUJIANG__V1__CLIENT_FRAME__INIT;

    ASSERT(request->kind < ARRAY_COUNT(bodies_out));
    ASSERT(bodies_out[request->kind] != NULL);
    frame.protocol = API_PROTOCOL;
    frame.request_id = request->request_id;
    frame.key = wire_out(request->key);
    frame.dry_run = request->dry_run;
    frame.operator_ = wire_operator_out(&wire, &request->operator_ref);
    frame.body_case = (PB(ClientFrame__BodyCase))request->kind;
    bodies_out[request->kind](&wire, request, &frame);
    return wire_pack(&wire, &frame.base, ret_bytes);
}

/* ---- in */

static void route_test_in(struct wire *wire, const PB(RouteTest) * from,
                          struct api_request *request) {
    struct api_route_case *rows = NULL;

    wire_in_count(wire, from->n_cases, ROUTE_CASES_MAX);
    rows = wire_alloc(wire, from->n_cases, sizeof *rows);
    for (size_t i = 0; rows != NULL && i < from->n_cases; i++) {
        const PB(RouteCase) *row = from->cases[i];

        rows[i] = (struct api_route_case){
            .key = row->key, .node = row->node, .category = row->category, .place = row->place};
        wire_in_utf8(wire, row->key); /* comes back with the verdict */
        rows[i].purpose = (enum purpose)wire_in_enum(wire, (int)row->purpose, PURPOSE_MAX);
        rows[i].form = (enum form)wire_in_enum(wire, (int)row->form, FORM_MAX);
        wire_in_count(wire, row->n_accused, PARTS_MAX);
        rows[i].accused = (const char *const *)row->accused;
        rows[i].accused_count = row->n_accused;
    }
    request->route_test.cases = rows;
    request->route_test.count = from->n_cases;
}

static void act_in(struct wire *wire, const PB(ActRequest) * from, struct api_request *request) {
    request->act.case_no = from->case_no;
    request->act.node = from->node;
    request->act.expect_version = from->expect_version;
    request->act.query_code = from->query_code;
    if (from->act == NULL) {
        wire_fail(wire, PJ_BAD_MISSING);
        return;
    }
    wire_act_in(wire, from->act, &request->act.act);
    if (!civil_is_plausible(request->act.act.due)) {
        wire_fail(wire, PJ_BAD_FIELD); /* no other station would take it */
    }
    wire_supplement_in(wire, from->supplement, &request->act.supplement);
}

static void list_cases_in(struct wire *wire, const PB(ListCases) * from,
                          struct api_request *request) {
    request->list_cases.node = from->node;
    request->list_cases.state = (enum state)wire_in_enum(wire, (int)from->state, STATE_MAX);
    request->list_cases.open_only = from->open_only;
    request->list_cases.overdue_only = from->overdue_only;
    request->list_cases.after_ref = from->after_ref;
    request->list_cases.limit = from->limit;
}

static void load_data_in(struct wire *wire, const PB(LoadData) * from,
                         struct api_request *request) {
    request->load_data.kind = (enum data_kind)wire_in_enum(wire, (int)from->kind, DATA_MAX);
    request->load_data.version = from->version;
    wire_in_utf8(wire, from->version);
    request->load_data.offset = from->offset;
    request->load_data.total = from->total;
    request->load_data.chunk = wire_in(from->chunk);
    request->load_data.last = from->last;
    wire_in_count(wire, from->chunk.len, API_CHUNK_BYTES_MAX);
}

static void account_add_in(struct wire *wire, const PB(AccountAdd) * from,
                           struct api_request *request) {
    wire_in_count(wire, from->n_scopes, API_SCOPES_MAX);
    request->account_add = (struct api_account_add){.account = from->account,
                                                    .scopes = (const char *const *)from->scopes,
                                                    .scope_count = from->n_scopes,
                                                    .node = from->node,
                                                    .ipc_uid = from->ipc_uid};
}

static void list_papers_in(struct wire *wire, const PB(ListPapers) * from,
                           struct api_request *request) {
    request->list_papers = (struct api_list_papers){.case_no = from->case_no,
                                                    .office = from->office,
                                                    .kind = from->kind,
                                                    .number = from->number,
                                                    .query_code = from->query_code,
                                                    .year = from->year,
                                                    .after = from->after,
                                                    .limit = from->limit};
    wire_in_utf8(wire, from->number);
}

static void void_paper_in(struct wire *wire, const PB(VoidPaper) * from,
                          struct api_request *request) {
    request->void_paper = (struct api_void_paper){.case_no = from->case_no,
                                                  .number = from->number,
                                                  .office = from->office,
                                                  .reason = wire_in(from->reason)};
    wire_in_utf8(wire, from->number);
    wire_in_count(wire, from->reason.len, REASON_BYTES_MAX);
}

/* Bodies of operation; the others are in body_in. */
static void operation_in(struct wire *wire, const PB(ClientFrame) * frame,
                         struct api_request *request) {
    switch ((int)request->kind) {
    case API_LINK_BALANCE:
        request->balance_deep = frame->link_balance->deep;
        break;
    case API_PARKED_LIST:
        request->parked_list.after_pos = frame->parked_list->after_pos;
        request->parked_list.limit = frame->parked_list->limit;
        break;
    case API_PARKED_SHOW:
        request->parked_pos = frame->parked_show->pos;
        break;
    case API_PARKED_REPLAY:
        request->parked_pos = frame->parked_replay->pos;
        break;
    case API_PARKED_BOUNCE:
        request->parked_bounce.pos = frame->parked_bounce->pos;
        request->parked_bounce.reason = wire_in(frame->parked_bounce->reason);
        wire_in_count(wire, request->parked_bounce.reason.len, REASON_BYTES_MAX);
        break;
    case API_LOAD_DATA:
        load_data_in(wire, frame->load_data, request);
        break;
    case API_SHOW_DATA:
        request->show_data =
            (enum data_kind)wire_in_enum(wire, (int)frame->show_data->kind, DATA_MAX);
        break;
    case API_KEY_ALLOW:
        request->key_allow = (struct api_key_allow){
            .public_key = frame->key_allow->public_key,
            .station = frame->key_allow->station,
            .account = frame->key_allow->account,
            .revoke = frame->key_allow->revoke,
        };
        break;
    case API_ACCOUNT_ADD:
        account_add_in(wire, frame->account_add, request);
        break;
    default: /* hello, status, link_show, key_list: nothing in them */
        break;
    }
}

static void body_in(struct wire *wire, const PB(ClientFrame) * frame, struct api_request *request) {
    switch ((int)request->kind) {
    case API_NONE: /* no body, or one this version does not know */
        wire_fail(wire, PJ_BAD_MISSING);
        break;
    case API_SUBMIT_CASE:
        wire_submit_in(wire, frame->submit_case, &request->submit_case);
        request->submit_case.unread = wire_submit_unread(wire, request->body_digest_bytes);
        break;
    case API_GET_RECEIPT:
        request->get_receipt_key = wire_in_key(wire, frame->get_receipt->key);
        break;
    case API_GET_CASE:
        request->get_case = (struct api_get_case){
            .case_no = frame->get_case->case_no,
            .key = wire_in_key(wire, frame->get_case->key),
            .foreign_system = frame->get_case->foreign_system,
            .foreign_id = frame->get_case->foreign_id,
        };
        wire_in_digest(wire, frame->get_case->part, &request->get_case.part);
        break;
    case API_TRACE:
        request->case_no = frame->trace->case_no;
        break;
    case API_EXPLAIN:
        request->case_no = frame->explain->case_no;
        break;
    case API_CLOCK_EXPLAIN:
        request->case_no = frame->clock_explain->case_no;
        break;
    case API_GET_PAPER:
        request->get_paper.case_no = frame->get_paper->case_no;
        request->get_paper.kind = frame->get_paper->kind;
        break;
    case API_LIST_PAPERS:
        list_papers_in(wire, frame->list_papers, request);
        break;
    case API_VOID_PAPER:
        void_paper_in(wire, frame->void_paper, request);
        break;
    case API_REPORT:
        wire_report_in(wire, frame->report, &request->report);
        break;
    case API_LIST_CASES:
        list_cases_in(wire, frame->list_cases, request);
        break;
    case API_ACT:
        act_in(wire, frame->act, request);
        break;
    case API_ROUTE_TEST:
        route_test_in(wire, frame->route_test, request);
        break;
    default:
        operation_in(wire, frame, request);
        break;
    }
}

/* ---- the envelope's own tags: what must be known even of a frame that does not unpack */

struct outer {
    uint64_t request_id;
    struct bytes body;
};

static struct outer look_outside(struct bytes from) {
    struct outer outer = {0};
    struct wire_field field;

    while (wire_take_field(&from, &field)) {
        if (field.number == FIELD_REQUEST_ID && field.type == WIRE_VARINT) {
            outer.request_id = field.value;
        } else if (wire_is_choice(&pujiang__v1__client_frame__descriptor, field.number) &&
                   field.type == WIRE_BYTES) {
            outer.body = field.bytes; /* the only one, or the frame is refused */
        }
    }
    return outer;
}

enum pj_code wire_decode_request(struct bytes from, struct arena *arena,
                                 struct api_request *ret_request, uint64_t *ret_request_id) {
    struct wire wire = {arena, PJ_OK};
    struct outer outer = look_outside(from);
    struct api_request request = {.body_digest_bytes = outer.body};
    const PB(ClientFrame) *frame = NULL;

    *ret_request_id = outer.request_id;
    frame = wire_unpack(&wire, &pujiang__v1__client_frame__descriptor, from);
    if (frame == NULL) {
        return wire.code;
    }
    if (frame->protocol != API_PROTOCOL) {
        return PJ_BAD_VERSION;
    }
    if (frame->request_id == 0) {
        return PJ_BAD_FIELD;
    }
    request.protocol = frame->protocol;
    request.request_id = frame->request_id;
    request.key = wire_in_key(&wire, frame->key);
    request.dry_run = frame->dry_run;
    wire_operator_in(&wire, frame->operator_, &request.operator_ref);
    request.kind = (enum api_request_kind)frame->body_case;
    body_in(&wire, frame, &request);
    if (wire_ok(&wire)) {
        *ret_request = request;
    }
    return wire.code;
}
