/* SPDX-License-Identifier: Apache-2.0
 * The bytes of every request of the socket API, and of the rows of the setting table. Every field
 * of every message is set: tests/interop/golden.py reads them in another language and says which is
 * not. */
#include "golden.h"
#include "golden_values.h"

static void show(struct api_request request) {
    struct arena arena;
    struct api_request back;
    struct bytes first = BYTES_NONE, second = BYTES_NONE;
    uint64_t id = 0;
    char name[48];
    static const char *const names[] = {
#define REQUEST_NAME(NAME, number, text) [number] = text,
        API_REQUESTS(REQUEST_NAME)
#undef REQUEST_NAME
    };

    request.request_id = 7000 + (uint64_t)request.kind;
    request.key = TEXT("key\0 1");
    request.dry_run = true;
    request.operator_ref = (struct operator_ref){"w017", "王芳", "接访员"};
    arena_init(&arena, UNPACK_BYTES_MAX);
    NEED(wire_encode_request(&request, &arena, &first) == PJ_OK);
    NEED(wire_decode_request(first, &arena, &back, &id) == PJ_OK);
    NEED(id == request.request_id);
    NEED(back.kind == request.kind);
    NEED(wire_encode_request(&back, &arena, &second) == PJ_OK);
    NEED(bytes_equal(first, second));
    snprintf(name, sizeof name, "ClientFrame %s", names[request.kind]);
    golden_hex(name, first);
    arena_release(&arena);
}

/* ---- cases */

static const struct petitioner petitioners[] = {
    {1, TEXT("张三"), TEXT("13800000000"), TEXT("黄宅镇")},
    {4, TEXT("李四"), TEXT("0579-1"), TEXT("\xff\x00")}};
static const struct accused accused[] = {
    {"330726.land", TEXT("某人"), TEXT("科长"), TEXT("收了钱")}};
static const char *const carried_keys[] = {"x", "热线工单"};

static void show_submit(void) {
    show((struct api_request){.kind = API_SUBMIT_CASE,
                              .submit_case = {.node = "330726",
                                              .form = FORM_VISIT,
                                              .source = "window",
                                              .purpose = PURPOSE_CLAIM,
                                              .category = "pj:0101",
                                              .place = "330726101203",
                                              .place_text = TEXT("村口"),
                                              .persons = 5,
                                              .occurred_at = AT(-9),
                                              .sent_at = AT(-8),
                                              .received_at = AT(1),
                                              .known_at = {20700},
                                              .follows = "330726-20231123-12345678-55",
                                              .text = TEXT("田\0。\xff"),
                                              .text_origin = TEXT_ORIGIN_CLERK_SUMMARY,
                                              .petitioners = petitioners,
                                              .petitioner_count = ARRAY_COUNT(petitioners),
                                              .accused = accused,
                                              .accused_count = ARRAY_COUNT(accused),
                                              .foreign_system = "zj12345",
                                              .foreign_id = "A-1",
                                              .session = "330726-20261123-1",
                                              .group_no = 2,
                                              .group_persons = 6,
                                              .problems = golden_problems,
                                              .problem_count = GOLDEN_PROBLEMS,
                                              .carried = TEXT("{\"x\":1}"),
                                              .carried_keys = carried_keys,
                                              .carried_key_count = ARRAY_COUNT(carried_keys)}});
}

static void show_cases(void) {
    struct act act = fixed_act();
    static const char *const offices[] = {"330726101", ""};
    static const struct attachment attachments[] = {{TEXT("田.jpg"), TEXT("\xff\xd8\xff")}};
    static const struct api_route_case routes[] = {
        {"k1", "330726101", "0101", "330726101203", PURPOSE_ACCUSATION, FORM_LETTER, offices, 2},
        {"k2", "33", "02", "33", PURPOSE_CLAIM, FORM_SESSION, NULL, 0}};

    show((struct api_request){.kind = API_GET_RECEIPT, .get_receipt_key = TEXT("key\0 2")});
    show((struct api_request){.kind = API_GET_CASE,
                              .get_case = {.case_no = "330726-20261123-12345678-98",
                                           .key = TEXT("key 3"),
                                           .foreign_system = "zj12345",
                                           .foreign_id = "A-1",
                                           .part = {{4, 5, 6}}}});
    show((struct api_request){.kind = API_TRACE, .case_no = "330726-20261123-12345678-98"});
    show((struct api_request){.kind = API_EXPLAIN, .case_no = "330726-20261123-12345678-98"});
    show((struct api_request){.kind = API_GET_PAPER,
                              .get_paper = {"330726-20261123-12345678-98", "receipt"}});
    show((struct api_request){.kind = API_LIST_PAPERS,
                              .list_papers = {.case_no = "330726-20261123-12345678-98",
                                              .office = "330726.land",
                                              .kind = "accept",
                                              .number = "浦江自然资源和规划信受〔2026〕12号",
                                              .query_code = "ABCDEFGHJK",
                                              .year = 2026,
                                              .after = UINT64_C(1) << 40,
                                              .limit = 77}});
    show((struct api_request){.kind = API_VOID_PAPER,
                              .void_paper = {.case_no = "330726-20261123-12345678-98",
                                             .number = "浦江自然资源和规划信受〔2026〕12号",
                                             .office = "330726.land",
                                             .reason = TEXT("a\xff")}});
    show((struct api_request){.kind = API_CLOCK_EXPLAIN, .case_no = "330726-20261123-12345678-98"});
    show((struct api_request){.kind = API_REPORT,
                              .report = {.what = API_REPORT_CARDS,
                                         .unit = "330726.land",
                                         .since = {20700},
                                         .after_ref = 41,
                                         .limit = 50}});
    show((struct api_request){.kind = API_LIST_CASES,
                              .list_cases = {.node = "330726",
                                             .state = STATE_DISPUTED,
                                             .open_only = true,
                                             .overdue_only = true,
                                             .after_ref = UINT64_C(1) << 40,
                                             .limit = 77}});
    act.kind = ACT_SUPPLEMENT;
    show((struct api_request){
        .kind = API_ACT,
        .act = {.case_no = "330726-20261123-12345678-98",
                .node = "330726.civil",
                .act = act,
                .query_code = "ABCDEFGH23",
                .expect_version = 9,
                .supplement = {.relation = RELATION_MISRECORDED,
                               .text = TEXT("不是\0这样"),
                               .text_origin = TEXT_ORIGIN_OWN_WORDS,
                               .form = FORM_LETTER,
                               .received_at = AT(3),
                               .attachments = attachments,
                               .attachment_count = ARRAY_COUNT(attachments),
                               .accused = accused,
                               .accused_count = ARRAY_COUNT(accused),
                               .petitioners = petitioners,
                               .petitioner_count = ARRAY_COUNT(petitioners)}}});
    show((struct api_request){.kind = API_ROUTE_TEST, .route_test = {routes, ARRAY_COUNT(routes)}});
}

/* ---- operation */

#define PUBLIC_KEY "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"

static const char *const scopes[] = {"submit", "read:own"};

static void show_operation(void) {
    show((struct api_request){.kind = API_HELLO});
    show((struct api_request){.kind = API_STATUS});
    show((struct api_request){.kind = API_LINK_SHOW});
    show((struct api_request){.kind = API_LINK_BALANCE, .balance_deep = true});
    show((struct api_request){.kind = API_PARKED_LIST, .parked_list = {300, 20}});
    show((struct api_request){.kind = API_PARKED_SHOW, .parked_pos = 301});
    show((struct api_request){.kind = API_PARKED_REPLAY, .parked_pos = 302});
    show((struct api_request){.kind = API_PARKED_BOUNCE, .parked_bounce = {303, TEXT("交回")}});
    show((struct api_request){.kind = API_LOAD_DATA,
                              .load_data = {.kind = DATA_LIST,
                                            .version = "2026",
                                            .offset = 262144,
                                            .total = 300000,
                                            .chunk = TEXT("0101,county\n"),
                                            .last = true}});
    show((struct api_request){.kind = API_SHOW_DATA, .show_data = DATA_CALENDAR});
    show((struct api_request){.kind = API_KEY_ALLOW,
                              .key_allow = {PUBLIC_KEY, "town-330726101", "hotline", true}});
    show((struct api_request){.kind = API_KEY_LIST});
    show((struct api_request){.kind = API_ACCOUNT_ADD,
                              .account_add = {.account = "hotline",
                                              .scopes = scopes,
                                              .scope_count = ARRAY_COUNT(scopes),
                                              .node = "330726",
                                              .ipc_uid = 1001}});
}

void golden_requests(void) {
    show_submit();
    show_cases();
    show_operation();
}

/* ---- rows of the table `setting` */

static void show_setting(const char *name, struct setting setting) {
    struct arena arena;
    struct setting back;
    struct bytes first = BYTES_NONE, second = BYTES_NONE;

    arena_init(&arena, UNPACK_BYTES_MAX);
    NEED(wire_encode_setting(&setting, &arena, &first) == PJ_OK);
    NEED(wire_decode_setting(setting.kind, first, &arena, &back) == PJ_OK);
    NEED(wire_encode_setting(&back, &arena, &second) == PJ_OK);
    NEED(bytes_equal(first, second));
    golden_hex(name, first);
    arena_release(&arena);
}

void golden_settings(void) {
    show_setting("SettingData", (struct setting){.kind = SETTING_DATA,
                                                 .data = {.kind = DATA_NODES,
                                                          .version = "2026",
                                                          .digest = digest_of(20),
                                                          .loaded_at = AT(3),
                                                          .body = TEXT("station,parent\0")}});
    show_setting("SettingKey",
                 (struct setting){.kind = SETTING_KEY,
                                  .key = {PUBLIC_KEY, "town-330726101", "hotline", true}});
    show_setting("SettingAccount", (struct setting){.kind = SETTING_ACCOUNT,
                                                    .account = {.account = "hotline",
                                                                .scopes = scopes,
                                                                .scope_count = ARRAY_COUNT(scopes),
                                                                .node = "330726",
                                                                .ipc_uid = 1001}});
}
