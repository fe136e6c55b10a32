/* SPDX-License-Identifier: Apache-2.0
 * Every command, one row each: help, completion and the check of words read these. */
#include "ctl.h"

#define HAND_OVER                                                                                  \
    (OPT(NODE) | OPT(TO) | OPT(REASON) | OPT(DUE) | OPT(RESPONSIBLE) | OPT(BINDING) |              \
     OPT(EXPECT_VERSION))
#define PLAIN_ACT (OPT(NODE) | OPT(REASON) | OPT(EXPECT_VERSION))
#define SUBMIT                                                                                     \
    (OPT(NODE) | OPT(CATEGORY) | OPT(PLACE) | OPT(PLACE_TEXT) | OPT(TEXT) | OPT(TEXT_FILE) |       \
     OPT(TEXT_ORIGIN) | OPT(FORM) | OPT(PURPOSE) | OPT(SOURCE) | OPT(PERSONS) | OPT(OCCURRED_AT) | \
     OPT(RECEIVED_AT) | OPT(STRICT))
#define LISTING (OPT(NODE) | OPT(STATE) | OPT(OPEN) | OPT(OVERDUE) | OPT(LIMIT))

#define CLOCK_COMPUTE                                                                              \
    (OPT(FROM) | OPT(DAYS) | OPT(KIND) | OPT(CALENDAR) | OPT(RULES) | OPT(CLOCK) | OPT(EXTEND) |   \
     OPT(PAUSE) | OPT(REGION) | OPT(FILE))

/* clang-format off */
const struct command command_table[] = {
    {"status", "", run_status, 0, "", 0, 0, 0, false, "站点状态", "how the station is"},
    {"version", "", run_version, 0, "", 0, 0, 0, false, "版本", "version of this tool"},
    {"case", "submit", run_submit, 0, "[FILE|-]", 0, 1, SUBMIT, true, "登记一件，或逐行 JSON 文件", "take in one case, or a file of JSON lines"},
    {"case", "show", run_case_show, 0, "CASE", 1, 1, 0, false, "查看一件", "one case"},
    {"case", "trace", run_case_trace, 0, "CASE", 1, 1, 0, false, "件走过的路", "the road it took, hop by hop"},
    {"case", "explain", run_case_explain, 0, "CASE", 1, 1, 0, false, "每一步依据哪条规则", "by which rule each step was taken"},
    {"case", "list", run_case_list, 0, "", 0, 0, LISTING, false, "件列表", "cases"},
    {"case", "register", run_act, ACT_REGISTER, "CASE", 1, 1, PLAIN_ACT, true, "登记", "register at the unit that has it"},
    {"case", "receive", run_act, ACT_RECEIVE, "CASE", 1, 1, PLAIN_ACT, true, "签收", "acknowledge that it has arrived"},
    {"case", "classify", run_act, ACT_CLASSIFY, "CASE", 1, 1, PLAIN_ACT | OPT(CATEGORY), true, "分类", "set its category"},
    {"case", "delegate", run_act, ACT_DELEGATE, "CASE", 1, 1, HAND_OVER, true, "向下交办", "hand it down"},
    {"case", "escalate", run_act, ACT_ESCALATE, "CASE", 1, 1, HAND_OVER, true, "向上呈报", "hand it up"},
    {"case", "transfer", run_act, ACT_TRANSFER, "CASE", 1, 1, HAND_OVER, true, "横向转送", "hand it sideways"},
    {"case", "object", run_act, ACT_OBJECT, "CASE", 1, 1, PLAIN_ACT | OPT(RETURN), true, "异议退回", "not ours: hand it back to the giver"},
    {"case", "recall", run_act, ACT_RECALL, "CASE", 1, 1, PLAIN_ACT, true, "撤回", "the giver takes it back"},
    {"case", "decide", run_act, ACT_DECIDE, "CASE", 1, 1, PLAIN_ACT | OPT(OUTCOME), true, "作出处理", "decide, with the outcome of each problem"},
    {"case", "close", run_act, ACT_CLOSE, "CASE", 1, 1, PLAIN_ACT, true, "办结", "close after the decision"},
    {"case", "note", run_act, ACT_NOTE, "CASE", 1, 1, PLAIN_ACT, true, "记录", "add a note"},
    {"route", "test", run_route_test, 0, "FILE|-", 1, 1, OPT(LISTS), false, "试算路由，不登记", "where cases would go; nothing is taken in"},
    {"link", "show", run_link_show, 0, "", 0, 0, 0, false, "链路", "links"},
    {"link", "balance", run_link_balance, 0, "", 0, 0, OPT(DEEP), false, "收发对账", "what was sent against what arrived"},
    {"parked", "list", run_parked_list, 0, "", 0, 0, OPT(LIMIT), false, "停放的消息", "what waits for a person"},
    {"parked", "show", run_parked_one, API_PARKED_SHOW, "POS", 1, 1, 0, false, "查看停放的一条", "one of them"},
    {"parked", "replay", run_parked_one, API_PARKED_REPLAY, "POS", 1, 1, 0, true, "重放", "try it again"},
    {"parked", "bounce", run_parked_one, API_PARKED_BOUNCE, "POS", 1, 1, OPT(REASON), true, "交回来处", "hand it back to its giver"},
    {"division", "load", run_data_load, DATA_DIVISIONS, "FILE|DIR", 1, 1, OPT(AS), true, "装载区划", "load divisions"},
    {"division", "show", run_data_show, DATA_DIVISIONS, "", 0, 0, 0, false, "已装载的区划", "divisions loaded"},
    {"division", "check", run_data_check, DATA_DIVISIONS, "FILE|DIR", 1, 1, 0, false, "检查区划文件(不连站点)", "check divisions, without a station"},
    {"node", "load", run_data_load, DATA_NODES, "FILE", 1, 1, OPT(AS), true, "装载各站", "load which station hosts which office"},
    {"node", "show", run_data_show, DATA_NODES, "", 0, 0, 0, false, "已装载的各站", "stations loaded"},
    {"list", "load", run_data_load, DATA_LIST, "FILE", 1, 1, OPT(AS), true, "装载责任清单", "load a competence list"},
    {"list", "show", run_data_show, DATA_LIST, "", 0, 0, 0, false, "已装载的责任清单", "competence list loaded"},
    {"list", "check", run_data_check, DATA_LIST, "FILE", 1, 1, OPT(LISTS), false, "检查责任清单(不连站点)", "check a competence list, without a station"},
    {"clock", "explain", run_clock_explain, 0, "CASE", 1, 1, 0, false, "一件的各个期限从何而来", "where each due date of a case comes from"},
    {"clock", "compute", run_clock_compute, 0, "", 0, 0, CLOCK_COMPUTE, false, "推算期限(不连站点)", "when a period ends and why, without a station"},
    {"calendar", "load", run_data_load, DATA_CALENDAR, "FILE", 1, 1, OPT(AS), true, "装载放假安排", "load a calendar"},
    {"calendar", "show", run_data_show, DATA_CALENDAR, "", 0, 0, 0, false, "生效的日历", "the calendar in force"},
    {"calendar", "check", run_calendar_check, 0, "FILE|DIR", 1, 1, 0, false, "检查放假安排(不连站点)", "check a calendar, without a station"},
    {"calendar", "import", run_calendar_import, 0, "JSON|DIR", 1, 1, 0, false, "由 chinese-days 的 JSON 转成日历文件", "the JSON of chinese-days becomes a calendar file"},
    {"rules", "load", run_rules_load, DATA_RULES, "FILE [FILE]", 1, 2, OPT(AS), true, "装载规则集：国家的，可再加一个地方的", "load the national rule set, and a provincial one beside it"},
    {"rules", "check", run_rules_check, 0, "FILE", 1, 1, 0, false, "检查规则集(不连站点)", "check a rule set, without a station"},
    {"rules", "show", run_rules_show, DATA_RULES, "[SET|FILE]", 0, 1, 0, false, "规则集的各项时限(不连站点)；不带参数则为站点生效的规则集", "the limits of a rule set, without a station; of none: those in force at the station"},
    {"verify", "journal", run_verify_journal, 0, "", 0, 0, OPT(DSN), false, "核验日志链", "recompute every digest and the chain"},
    {"key", "new", run_key_new, 0, "FILE", 1, 1, 0, false, "生成密钥对(不连站点)", "make a key pair, without a station"},
    {"key", "allow", run_key_allow, 0, "PUBLIC_KEY", 1, 1, OPT(STATION) | OPT(ACCOUNT) | OPT(REVOKE), true, "允许一把公钥", "let a public key in"},
    {"key", "list", run_key_list, 0, "", 0, 0, 0, false, "密钥与账户", "keys and accounts"},
    {"account", "add", run_account_add, 0, "NAME", 1, 1, OPT(SCOPES) | OPT(NODE) | OPT(IPC_UID), true, "增设账户", "add an account"},
};
/* clang-format on */
const size_t command_count = ARRAY_COUNT(command_table);
