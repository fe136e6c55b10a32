/* SPDX-License-Identifier: Apache-2.0
 * Every command, one row each: help, completion and the check of words read these. */
#include "ctl.h"

#define HAND_OVER                                                                                  \
    (OPT(NODE) | OPT(TO) | OPT(REASON) | OPT(DUE) | OPT(RESPONSIBLE) | OPT(BINDING) |              \
     OPT(CAPACITY) | OPT(EXPECT_VERSION))
#define PLAIN_ACT      (OPT(NODE) | OPT(REASON) | OPT(CAPACITY) | OPT(EXPECT_VERSION))
#define PETITIONER_ACT (OPT(CODE) | OPT(REASON))
#define SUPPLEMENT                                                                                 \
    (OPT(NODE) | OPT(CODE) | OPT(TEXT) | OPT(TEXT_FILE) | OPT(TEXT_ORIGIN) | OPT(FORM) |           \
     OPT(RECEIVED_AT) | OPT(ACCUSED) | OPT(FILE))
#define PAPER   (OPT(FORMAT) | OPT(TEMPLATES) | OPT(CODE))
#define LISTING (OPT(NODE) | OPT(STATE) | OPT(OPEN) | OPT(OVERDUE) | OPT(LIMIT))

#define CLOCK_COMPUTE                                                                              \
    (OPT(FROM) | OPT(DAYS) | OPT(KIND) | OPT(CALENDAR) | OPT(RULES) | OPT(CLOCK) | OPT(EXTEND) |   \
     OPT(PAUSE) | OPT(REGION) | OPT(FILE))

/* clang-format off */
const struct command command_table[] = {
    {"status", "", run_status, 0, "", 0, 0, 0, false, "站点状态", "how the station is"},
    {"version", "", run_version, 0, "", 0, 0, 0, false, "版本", "version of this tool"},
    {"case", "submit", run_submit, 0, "[FILE|-]", 0, 1, SUBMIT_FIELDS | OPT(STRICT), true, "登记一件，或逐行 JSON 文件", "take in one case, or a file of JSON lines"},
    {"case", "show", run_case_show, 0, "CASE", 1, 1, 0, false, "查看一件", "one case"},
    {"case", "sheet", run_case_sheet, 0, "CASE", 1, 1, OPT(FORMAT) | OPT(TEMPLATES), false, "一件的情况单：内容、流转、期限", "all of one case on a sheet: content, hand-overs, due dates"},
    {"case", "trace", run_case_trace, 0, "CASE", 1, 1, 0, false, "件走过的路", "the road it took, hop by hop"},
    {"case", "explain", run_case_explain, 0, "CASE", 1, 1, 0, false, "每一步依据哪条规则", "by which rule each step was taken"},
    {"case", "list", run_case_list, 0, "", 0, 0, LISTING, false, "件列表", "cases"},
    {"case", "register", run_act, ACT_REGISTER, "CASE", 1, 1, PLAIN_ACT, true, "登记", "register at the unit that has it"},
    {"case", "receive", run_act, ACT_RECEIVE, "CASE", 1, 1, PLAIN_ACT, true, "签收", "acknowledge that it has arrived"},
    {"case", "classify", run_act, ACT_CLASSIFY, "CASE", 1, 1, PLAIN_ACT | OPT(CATEGORY), true, "分类", "set its category"},
    {"case", "delegate", run_act, ACT_DELEGATE, "CASE", 1, 1, HAND_OVER, true, "向下交办", "hand it down"},
    {"case", "escalate", run_act, ACT_ESCALATE, "CASE", 1, 1, HAND_OVER, true, "向上呈报", "hand it up"},
    {"case", "transfer", run_act, ACT_TRANSFER, "CASE", 1, 1, HAND_OVER, true, "横向转送", "hand it sideways"},
    {"case", "object", run_act, ACT_OBJECT, "CASE", 1, 1, PLAIN_ACT | OPT(TO), true, "管辖异议，--to 指明应归谁", "not ours but of --to: ask the giver, or the second time the office above"},
    {"case", "decide-objection", run_act, ACT_DECIDE_OBJECTION, "CASE", 1, 1, PLAIN_ACT | OPT(RULING), true, "核实异议：同意退回或不同意", "the giver agrees to an objection, or does not"},
    {"case", "recall", run_act, ACT_RECALL, "CASE", 1, 1, PLAIN_ACT, true, "撤回", "the giver takes it back"},
    {"case", "accept", run_act, ACT_ACCEPT, "CASE", 1, 1, PLAIN_ACT | OPT(OCCURRED_AT), true, "受理", "accept it: the opinion is due from now"},
    {"case", "refuse", run_act, ACT_REFUSE, "CASE [OTHER]", 1, 2, PLAIN_ACT | OPT(OCCURRED_AT) | OPT(GROUND) | OPT(TO), true, "不予受理，指明去处；同一事项的写明另一件", "do not accept it, for a reason of the closed list, naming the right door; OTHER: the case that is the same matter"},
    {"case", "lane", run_act, ACT_LANE, "CASE [LANE]", 1, 2, PLAIN_ACT | OPT(CODE) | OPT(DUE), true, "简单立即办 simple、一般快速办 general、复杂限期办 complex(须 --due)", "the unit's lane: simple, general, complex by --due; without a word to the simple procedure, or back"},
    {"case", "channel", run_act, ACT_CHANNEL, "CASE [CHANNEL]", 1, 2, PLAIN_ACT | OPT(OCCURRED_AT) | OPT(FACTS), true, "导入法定途径", "into the procedure the law provides: by its code, or the first of §31 that --facts name"},
    {"case", "refer", run_act, ACT_REFER, "CASE", 1, 1, PLAIN_ACT | OPT(GROUND), true, "转政法或纪检机关", "to the political-legal or the discipline organ"},
    {"case", "extend", run_act, ACT_EXTEND, "CASE", 1, 1, PLAIN_ACT | OPT(DUE), true, "延期(负责人批准，一次)", "extend it, once, as head; --due is the new last day"},
    {"case", "hearing", run_act, ACT_HEARING, "CASE", 1, 1, PLAIN_ACT, true, "听证开始；再次执行为结束", "a hearing begins; again: it is over"},
    {"case", "decide", run_act, ACT_DECIDE, "CASE", 1, 1, PLAIN_ACT | OPT(OCCURRED_AT) | OPT(OUTCOME) | OPT(RULING) | OPT(RESPONSIBLE) | OPT(DUE), true, "作出处理、复查或复核意见", "decide, with the outcome of each problem; of a reviewing body its ruling"},
    {"case", "serve", run_act, ACT_SERVE, "CASE", 1, 1, PLAIN_ACT | OPT(OCCURRED_AT) | OPT(PROOF), true, "送达", "serve the opinion, with proof"},
    {"case", "settle", run_act, ACT_SETTLE, "CASE", 1, 1, PLAIN_ACT | OPT(PROOF) | OPT(DUE) | OPT(CODE), true, "记录和解协议；信访人确认履行", "record an agreement; the petitioner confirms that it was performed"},
    {"case", "execute", run_act, ACT_EXECUTE, "CASE", 1, 1, PLAIN_ACT | OPT(OCCURRED_AT) | OPT(DUE), true, "落实处理意见", "carry out what was supported"},
    {"case", "close", run_act, ACT_CLOSE, "CASE", 1, 1, PLAIN_ACT | OPT(OCCURRED_AT) | OPT(PROOF) | OPT(RULING), true, "落实完毕、答复建议、记录其他途径结果", "carried out; a suggestion answered; the result of another procedure known"},
    {"case", "review", run_act, ACT_REVIEW, "CASE", 1, 1, PETITIONER_ACT | OPT(TO), true, "信访人申请复查", "the petitioner asks for review by --to"},
    {"case", "recheck", run_act, ACT_RECHECK, "CASE", 1, 1, PETITIONER_ACT | OPT(TO), true, "信访人申请复核", "the petitioner asks for a re-check by --to"},
    {"case", "withdraw", run_act, ACT_WITHDRAW, "CASE", 1, 1, PETITIONER_ACT | OPT(PROOF), true, "信访人撤回", "the petitioner withdraws it; --proof is the second channel's confirmation"},
    {"case", "not-received", run_act, ACT_NOT_RECEIVED, "CASE", 1, 1, PETITIONER_ACT, true, "未收到文书(信访人本人)", "what is said to be served never came"},
    {"case", "reopen", run_act, ACT_REOPEN, "CASE", 1, 1, PLAIN_ACT | OPT(CODE), true, "重新启动", "reopen it"},
    {"case", "rate", run_act, ACT_RATE, "CASE WORD", 2, 2, PETITIONER_ACT | OPT(TO), true, "信访人评价", "the petitioner rates the office --to"},
    {"case", "supplement", run_supplement, RELATION_SUPPLEMENT, "CASE [FILE...]", 1, ARGUMENTS_MAX, SUPPLEMENT, true, "补充：文字与附件，另成一件，随件流转", "more words and files, a submission of its own that goes with the case"},
    {"case", "misrecorded", run_supplement, RELATION_MISRECORDED, "CASE [FILE...]", 1, ARGUMENTS_MAX, SUPPLEMENT, true, "信访人：记录与本人所述不符", "this is not what I said: the petitioner's own words beside what was written down"},
    {"case", "part", run_case_part, 0, "CASE DIGEST", 2, 2, 0, false, "取出一件的正文或附件(按字节)", "the bytes of one part of a case: words or a file, by its digest"},
    {"case", "urgent", run_act, ACT_URGENT, "CASE", 1, 1, PLAIN_ACT, true, "标为重大紧急并逐级报告", "report it up every tier as urgent"},
    {"case", "acknowledge", run_act, ACT_ACKNOWLEDGE, "CASE", 1, 1, PLAIN_ACT, true, "签收紧急报告", "the tier above has the urgent report"},
    {"case", "supervise", run_act, ACT_SUPERVISE, "CASE", 1, 1, PLAIN_ACT, true, "督办", "supervise it: it must be answered"},
    {"case", "judge-service", run_act, ACT_JUDGE_SERVICE, "CASE", 1, 1, PLAIN_ACT | OPT(RULING), true, "核实送达：agreed 送达成立，not_agreed 重新送达", "judge a doubted service: agreed, it stands; not_agreed, it is served anew"},
    {"case", "propose", run_act, ACT_PROPOSE, "CASE", 1, 1, PLAIN_ACT | OPT(GROUND), true, "三项建议", "one of the three proposals"},
    {"case", "urge", run_act, ACT_URGE, "CASE", 1, 1, PLAIN_ACT | OPT(CODE), true, "催办", "urge it: it must be answered"},
    {"case", "answer-urge", run_act, ACT_ANSWER_URGE, "CASE", 1, 1, PLAIN_ACT | OPT(GROUND), true, "答复催办或督办", "answer what was urged or proposed"},
    {"case", "own", run_act, ACT_OWN, "CASE", 1, 1, PLAIN_ACT | OPT(RESPONSIBLE), true, "领导包案", "a leader takes responsibility beside the unit"},
    {"case", "session", run_act, ACT_SESSION, "CASE", 1, 1, PLAIN_ACT | OPT(RESPONSIBLE), true, "列入接访", "take it into the reception named by --responsible"},
    {"case", "instruct", run_act, ACT_INSTRUCT, "CASE", 1, 1, PLAIN_ACT | OPT(RESPONSIBLE) | OPT(DUE), true, "批示", "a leader's instruction"},
    {"case", "contact", run_act, ACT_CONTACT, "CASE WORD", 2, 2, PLAIN_ACT | OPT(OCCURRED_AT), true, "联系信访人：reached 联系上，not_reached 未联系上", "the petitioner was called: reached, which ends the first-contact clock, or not_reached, which does not"},
    {"case", "inspect", run_act, ACT_INSPECT, "CASE", 1, 1, PLAIN_ACT | OPT(OCCURRED_AT), true, "实地核查", "inspected on the spot"},
    {"case", "revisit", run_act, ACT_REVISIT, "CASE", 1, 1, PLAIN_ACT | OPT(OCCURRED_AT), true, "回访", "visited again"},
    {"case", "correct", run_act, ACT_CORRECT, "CASE FIELD=VALUE ...", 2, 6, PLAIN_ACT, true, "更正登记的字段：category place persons known_at form", "correct fields, with the reason: category place persons known_at form; never the petitioner's words"},
    {"case", "attach", run_act, ACT_ATTACH, "CASE LEADING", 2, 2, PLAIN_ACT | OPT(TO), true, "关联到同一事项的件", "the same matter as another case; --to names its holder where this station does not know it"},
    {"case", "detach", run_act, ACT_DETACH, "CASE", 1, 1, PLAIN_ACT | OPT(CODE), true, "解除关联", "another matter after all: back to who attached it"},
    {"case", "seize", run_act, ACT_SEIZE, "CASE", 1, 1, PLAIN_ACT | OPT(RESPONSIBLE), true, "提级办理：上级收回久拖的件", "the office above takes a case that is stuck; --responsible names who answers for it"},
    {"case", "assist", run_act, ACT_ASSIST, "CASE", 1, 1, PLAIN_ACT | OPT(TO) | OPT(DUE), true, "请其他单位协办，主办不变", "ask the unit --to for help; the lead stays responsible"},
    {"case", "assist-answer", run_act, ACT_ASSIST_ANSWER, "CASE", 1, 1, PLAIN_ACT, true, "答复协办", "the unit that was asked to help answers"},
    {"case", "note", run_act, ACT_NOTE, "CASE", 1, 1, PLAIN_ACT, true, "记录", "add a note"},
    {"common-cause", "create", run_act, ACT_JOIN, "CASE", 1, 1, PLAIN_ACT | OPT(RESPONSIBLE), true, "以此件设立共同事项：--reason 写明方案，--responsible 写明责任人", "found a common cause on this case: --reason is the plan, --responsible who answers for it"},
    {"common-cause", "join", run_act, ACT_JOIN, "CASE CAUSE", 2, 2, PLAIN_ACT, true, "加入共同事项；各件各自答复", "into a common cause, by the case that founded it; each keeps its clocks and gets its own answer"},
    {"common-cause", "leave", run_act, ACT_LEAVE, "CASE", 1, 1, PLAIN_ACT | OPT(CODE), true, "退出共同事项", "out of the common cause"},
    {"common-cause", "show", run_cause_show, 0, "CAUSE", 1, 1, 0, false, "共同事项的各件", "the cases of a common cause, by the case that founded it"},
    {"route", "test", run_route_test, 0, "FILE|-", 1, 1, OPT(LISTS) | OPT(ACCUSED), false, "试算路由，不登记", "where cases would go; nothing is taken in"},
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
    {"report", "overdue", run_report, API_REPORT_OVERDUE, "", 0, 0, OPT(NODE) | OPT(FROM), false, "各单位逾期未办的期限", "what units owe and has run out, by unit"},
    {"report", "cards", run_report, API_REPORT_CARDS, "", 0, 0, OPT(NODE) | OPT(FROM), false, "各单位的黄牌红牌", "yellow and red cards, by unit"},
    {"clock", "explain", run_clock_explain, 0, "CASE", 1, 1, 0, false, "一件的各个期限从何而来", "where each due date of a case comes from"},
    {"clock", "compute", run_clock_compute, 0, "", 0, 0, CLOCK_COMPUTE, false, "推算期限(不连站点)", "when a period ends and why, without a station"},
    {"calendar", "load", run_data_load, DATA_CALENDAR, "FILE", 1, 1, OPT(AS), true, "装载放假安排", "load a calendar"},
    {"calendar", "show", run_data_show, DATA_CALENDAR, "", 0, 0, 0, false, "生效的日历", "the calendar in force"},
    {"calendar", "check", run_calendar_check, 0, "FILE|DIR", 1, 1, 0, false, "检查放假安排(不连站点)", "check a calendar, without a station"},
    {"calendar", "import", run_calendar_import, 0, "JSON|DIR", 1, 1, 0, false, "由 chinese-days 的 JSON 转成日历文件", "the JSON of chinese-days becomes a calendar file"},
    {"rules", "load", run_rules_load, DATA_RULES, "FILE [FILE]", 1, 2, OPT(AS), true, "装载规则集：国家的，可再加一个地方的", "load the national rule set, and a provincial one beside it"},
    {"rules", "check", run_rules_check, 0, "FILE", 1, 1, 0, false, "检查规则集(不连站点)", "check a rule set, without a station"},
    {"rules", "show", run_rules_show, DATA_RULES, "[SET|FILE]", 0, 1, 0, false, "规则集的各项时限(不连站点)；不带参数则为站点生效的规则集", "the limits of a rule set, without a station; of none: those in force at the station"},
    {"paper", "list", run_paper_list, 0, "", 0, 0, OPT(CASE) | OPT(NODE) | OPT(KIND) | OPT(YEAR) | OPT(LIMIT) | OPT(CODE), false, "已制发的文书：--case 一件的，--node 一个机构的文号簿", "papers issued: of one --case, or the book of the office --node"},
    {"paper", "show", run_paper_show, 0, "NUMBER", 1, 1, OPT(NODE) | OPT(CASE) | OPT(CODE), false, "查看一份文书", "one paper and what it says"},
    {"paper", "print", run_paper_print, 0, "NUMBER | CASE KIND", 1, 2, PAPER | OPT(NODE) | OPT(CASE), false, "打印一份文书，或一件的 receipt direction sheet", "print a paper by its number, or of a case: receipt direction sheet"},
    {"paper", "void", run_paper_void, 0, "NUMBER", 1, 1, OPT(REASON) | OPT(NODE), true, "作废并以下一号重开：保留原号，不影响件和期限", "void it: it keeps its number, the next one says the same; no act and no clock is touched"},
    {"paper", "check", run_paper_check, 0, "FILE|DIR", 1, 1, 0, false, "检查文书模板：不得漏掉日期、期限、救济途径(不连站点)", "check templates of papers, without a station: none may leave out date, due or remedy"},
    {"verify", "journal", run_verify_journal, 0, "", 0, 0, OPT(DSN), false, "核验日志链", "recompute every digest and the chain"},
    {"key", "new", run_key_new, 0, "FILE", 1, 1, 0, false, "生成密钥对(不连站点)", "make a key pair, without a station"},
    {"key", "allow", run_key_allow, 0, "PUBLIC_KEY", 1, 1, OPT(STATION) | OPT(ACCOUNT) | OPT(REVOKE), true, "允许一把公钥", "let a public key in"},
    {"key", "list", run_key_list, 0, "", 0, 0, 0, false, "密钥，及没有密钥的账户", "keys, and accounts that have none"},
    {"account", "add", run_account_add, 0, "NAME", 1, 1, OPT(SCOPES) | OPT(NODE) | OPT(IPC_UID), true, "增设账户", "add an account"},
};
/* clang-format on */
const size_t command_count = ARRAY_COUNT(command_table);
