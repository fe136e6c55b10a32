/* SPDX-License-Identifier: Apache-2.0
 *
 * The one list of codes. Daemon, tool and library answer with these; the NAME is the contract,
 * numbers never change and are never reused. Each row says where the trouble sits, when a retry
 * makes sense, and one sentence in Chinese and English that tells the other side what to change.
 */
#pragma once

enum pj_where {
    PJ_WHERE_NONE,
    PJ_CLIENT,
    PJ_NODE,
    PJ_DB,
    PJ_LINK,
    PJ_PEER,
    PJ_POLICY
};
enum pj_retry {
    PJ_RETRY_NEVER,
    PJ_RETRY_SAME_KEY,
    PJ_RETRY_AFTER_MS,
    PJ_RETRY_AFTER_FIX
};

/* X(name, number, where, retry, zh, en), laid out by hand */
/* clang-format off */
#define PJ_CODES(X)                                                                                \
    X(OK, 0, WHERE_NONE, RETRY_NEVER, "成功", "ok")                                                \
    /* BAD_: the bytes themselves */                                                               \
    X(BAD_FRAMES, 100, CLIENT, RETRY_AFTER_FIX, "消息帧数不对：只发一个正文帧",                      \
      "wrong number of frames: send one body frame, last")                                         \
    X(BAD_FORMAT, 101, CLIENT, RETRY_AFTER_FIX, "无法解析：请按 proto 文件编码",                     \
      "not parseable: encode it as the proto files say")                                           \
    X(BAD_TOO_LONG, 102, CLIENT, RETRY_AFTER_FIX, "超过长度上限：请分批发送",                        \
      "over the size limit: send it in parts")                                                     \
    X(BAD_VERSION, 103, CLIENT, RETRY_AFTER_FIX, "协议版本不符：请升级较旧的一方",                   \
      "wrong protocol version: upgrade the older side")                                            \
    X(BAD_FIELD, 104, CLIENT, RETRY_AFTER_FIX, "字段值无效", "a field has an invalid value")       \
    X(BAD_MISSING, 105, CLIENT, RETRY_AFTER_FIX, "缺少必需字段", "a required field is missing")    \
    X(BAD_ENUM, 106, CLIENT, RETRY_AFTER_FIX, "未知的枚举值", "unknown enum value")                \
    X(BAD_KEY, 107, CLIENT, RETRY_AFTER_FIX, "每个写操作都要带 1 到 64 字节的幂等键",                \
      "every write needs an idempotency key of 1 to 64 bytes")                                     \
    X(BAD_EMPTY, 108, CLIENT, RETRY_AFTER_FIX, "没有任何内容：请写上正文",                           \
      "no content at all: give the text")                                                          \
    X(BAD_DATA, 109, CLIENT, RETRY_AFTER_FIX, "数据文件有错误，全部未装载：请按行号改正",             \
      "the data file has errors, nothing was loaded: mend the lines named")                        \
    X(BAD_DIGEST, 110, CLIENT, RETRY_SAME_KEY, "内容与摘要不符：传输中被改动",                       \
      "content does not match its digest: altered on the way")                                     \
    /* AUTH_ */                                                                                    \
    X(AUTH_UNKNOWN_KEY, 200, CLIENT, RETRY_AFTER_FIX,                                              \
      "本站不认识这把公钥：请管理员执行 pujiangctl key allow",                                     \
      "this station does not know that public key: an administrator runs pujiangctl key allow")    \
    X(AUTH_SCOPE, 201, CLIENT, RETRY_AFTER_FIX, "该账户没有此权限", "the account lacks the scope") \
    X(AUTH_NO_SUCH_CASE, 202, CLIENT, RETRY_NEVER, "没有这个件，或您无权查看",                       \
      "no such case, or it is not yours to see")                                                   \
    X(AUTH_NOT_ACTOR, 203, CLIENT, RETRY_NEVER, "该机构无权作此操作",                                \
      "that node may not do this")                                                                 \
    X(AUTH_PROOF, 204, CLIENT, RETRY_AFTER_FIX, "查询码不对", "wrong query code")                  \
    X(AUTH_NO_SUCH_PAPER, 208, CLIENT, RETRY_NEVER, "没有这份文书，或您无权查看",                    \
      "no such paper, or you may not see it")                                                      \
    /* POLICY_ */                                                                                  \
    X(POLICY_CONFLICT, 300, POLICY, RETRY_NEVER, "目标机构与本件有利害关系，应当回避",               \
      "the target is in the conflict set")                                                         \
    X(POLICY_TARGET, 301, POLICY, RETRY_AFTER_FIX, "目录中没有这个目标机构，或不在办理方向上",       \
      "the target is not in the directory, or lies in another direction")                          \
    X(POLICY_BINDING, 302, POLICY, RETRY_NEVER, "已指定管辖，不得再退回",                            \
      "designated: it may not be handed back again")                                               \
    X(POLICY_REASON, 303, POLICY, RETRY_AFTER_FIX, "须写明理由", "a reason is required")           \
    X(POLICY_VILLAGE, 304, POLICY, RETRY_NEVER, "村(社区)不是行政机关，不能作出处理决定",            \
      "a village is not an organ of government and cannot decide")                                 \
    X(POLICY_LEGS, 305, POLICY, RETRY_NEVER, "流转环节已达上限，由共同上级指定",                     \
      "too many hand-overs: the common superior designates")                                       \
    X(POLICY_LIMIT, 306, POLICY, RETRY_NEVER, "已达次数上限", "a limit on repetitions is reached") \
    X(POLICY_PROBLEMS_OPEN, 307, POLICY, RETRY_AFTER_FIX, "还有问题没有结果，先逐项写明",            \
      "some problems have no outcome yet: state each one")                                         \
    X(POLICY_ONCE, 308, POLICY, RETRY_NEVER, "只能一次", "only once")                              \
    X(POLICY_LATE, 309, POLICY, RETRY_AFTER_FIX, "已过期限：有正当理由的，请写明理由",               \
      "out of time: state the good reason, if there is one")                                       \
    X(POLICY_PROOF, 310, POLICY, RETRY_AFTER_FIX, "须附凭证：送达方式及签收或挂号编号、确认码、收据",  \
      "proof is required: how it was served and the signature or mail number, a confirmation, a receipt") \
    X(POLICY_GROUND, 311, POLICY, RETRY_AFTER_FIX, "须选定理由，并指明应去的机构",                   \
      "choose a reason from the closed list, and name the right door")                             \
    X(POLICY_COMPETENCE, 312, POLICY, RETRY_AFTER_FIX,                                             \
      "信访部门不作实体处理：不予支持须由有权处理的机关作出",                                        \
      "a petition office does not decide the merits: what is not supported needs the competent unit") \
    X(POLICY_SAME_OPINION, 313, POLICY, RETRY_AFTER_FIX, "责令重新办理的，不得作出相同的处理意见",   \
      "after a remand the same opinion may not be given again")                                    \
    X(POLICY_REVIEWER, 314, POLICY, RETRY_AFTER_FIX, "请选定复查(复核)机关",                         \
      "name the reviewing body")                                                                   \
    X(POLICY_FINAL, 315, POLICY, RETRY_NEVER,                                                      \
      "已复核终结：同一事实和理由不再受理；有新事实、新理由的请另行提出",                            \
      "final: the same facts and reasons are not taken up again; new ones are a new matter")       \
    X(POLICY_SIGNER, 316, POLICY, RETRY_AFTER_FIX, "须写明签发的负责人", "name the head who signs it") \
    X(POLICY_PURPOSE, 317, POLICY, RETRY_NEVER, "此办理方式不适用于这一信访目的",                    \
      "this way of handling does not fit the purpose of the petition")                             \
    X(POLICY_BRANCH, 318, POLICY, RETRY_AFTER_FIX,                                                 \
      "不是这一法定途径：按 §31 的顺序先看前一项；各项都不是的按信访程序办理",                         \
      "not that procedure: an earlier branch of article 31 fits, or none does: a petition") \
    X(POLICY_VISIT_WORD, 321, POLICY, RETRY_AFTER_FIX,                                             \
      "走访的事项次一工作日才可转往下级：请在所列日期当天或以后办",                                 \
      "word of a visit goes down not before the next working day: do it on the day named or later") \
    X(POLICY_DATE, 322, POLICY, RETRY_AFTER_FIX, "日期晚于期限：请在所列日期当天或以前选定",                 \
      "the date lies behind the period: choose the day named or an earlier one")                   \
    X(POLICY_CONTESTED, 345, POLICY, RETRY_AFTER_FIX,                                              \
      "信访人已说明是新的事项：请按新事项办理，或呈报上级认定",                                      \
      "the petitioner said that it is new: handle it, or hand it up to be judged")                 \
    X(POLICY_OTHER_CASE, 346, POLICY, RETRY_AFTER_FIX,                                             \
      "所指的另一件不在相应状态：请先查看该件",                                                      \
      "the other case does not stand like that: look it up first")                                 \
    /* STATE_ */                                                                                   \
    X(STATE_STALE, 400, NODE, RETRY_AFTER_FIX, "版本已变：请重新读取后再办",                         \
      "the version has moved on: read it again")                                                   \
    X(STATE_NOT_HOLDER, 401, NODE, RETRY_NEVER, "本站现在不持有此件", "this station does not hold the case") \
    X(STATE_IN_TRANSIT, 402, NODE, RETRY_AFTER_MS, "件在途中，只能撤回",                             \
      "the case is in transit: only recall is possible")                                           \
    X(STATE_WRONG, 403, NODE, RETRY_NEVER, "当前状态下不能作此操作",                                 \
      "not possible in the present state")                                                         \
    X(STATE_PARKED, 404, NODE, RETRY_AFTER_FIX, "件已停放，需人工处理：pujiangctl parked show",      \
      "the case is parked for a person: pujiangctl parked show")                                   \
    X(STATE_NO_RECEIPT, 405, NODE, RETRY_SAME_KEY, "没有见过这个键", "this key was never seen")    \
    X(STATE_UNKNOWN_AFTER_RESTORE, 406, NODE, RETRY_SAME_KEY,                                      \
      "数据库恢复后无法确定：请用原键重发", "unknown after a restore: send again with the same key") \
    X(STATE_ENDED, 407, NODE, RETRY_NEVER, "已办结；要继续办理请先重新启动(reopen)",                 \
      "it has ended; to go on, reopen it")                                                         \
    X(STATE_OPEN, 408, NODE, RETRY_NEVER, "尚在办理中", "it is still open")                        \
    X(STATE_DONE, 409, NODE, RETRY_NEVER, "已经办过", "that is done already")                      \
    X(STATE_ACCEPT_FIRST, 410, NODE, RETRY_AFTER_FIX, "尚未受理：请先受理并书面告知",                \
      "not accepted yet: accept it first, and say so in writing")                                  \
    X(STATE_ACCEPTED_ALREADY, 411, NODE, RETRY_NEVER, "已经受理，由受理单位办到底",                          \
      "accepted: the unit that accepted it sees it through")                                       \
    X(STATE_IN_DISPUTE, 412, NODE, RETRY_AFTER_FIX, "管辖争议未决，等转送方或共同上级决定",            \
      "whose it is is in dispute: the sender or the common superior decides first")                \
    X(STATE_OPINION_GIVEN, 413, NODE, RETRY_NEVER, "已作出处理意见：不服的由信访人申请复查",               \
      "an opinion exists: the petitioner may ask for its review")                                  \
    X(STATE_SERVE_FIRST, 414, NODE, RETRY_AFTER_FIX, "还没有送达的处理意见",                          \
      "no opinion has been served yet")                                                            \
    X(STATE_PETITIONER, 415, NODE, RETRY_NEVER, "现由信访人决定是否申请复查、复核，单位不能结束它",   \
      "it is the petitioner's turn: no office can end it now")                                     \
    X(STATE_UNDER_REVIEW, 416, NODE, RETRY_NEVER, "正在复查或复核", "it is with the reviewing body")  \
    X(STATE_HEARING_ON, 417, NODE, RETRY_AFTER_FIX, "听证进行中：先结束听证",                           \
      "a hearing is on: end it first")                                                             \
    X(STATE_ELSEWHERE, 418, NODE, RETRY_AFTER_FIX, "已导入其他法定途径：先记录那里的结果",          \
      "it is in another statutory procedure: record its result first")                             \
    X(STATE_REGISTER_FIRST, 419, NODE, RETRY_AFTER_FIX, "尚未登记：请先登记", "register it first")  \
    X(STATE_CODE_LOCKED, 420, NODE, RETRY_AFTER_MS, "查询码错误次数过多，请一小时后再试",            \
      "too many wrong query codes: try again in an hour")                                          \
    X(STATE_PAPER_SERVED, 428, NODE, RETRY_NEVER,                                                  \
      "已经送达的文书和送达回证不能作废：内容有误的，依程序另行作出",                              \
      "a paper that was served, or the proof of it, is never voided: decide anew as the law says") \
    X(STATE_PAPER_VOIDED, 429, NODE, RETRY_AFTER_FIX, "文书已作废：请打印代替它的一份(paper list)",     \
      "that paper is void: print the one in its place (paper list)")                               \
    /* IDEM_ */                                                                                    \
    X(IDEM_CONFLICT, 500, CLIENT, RETRY_NEVER, "同一个键配了不同内容：请换一个键",                   \
      "the same key came with another body: use another key")                                      \
    /* BUSY_ */                                                                                    \
    X(BUSY_QUOTA, 600, NODE, RETRY_AFTER_MS, "在途请求过多，请稍后", "too many requests in flight") \
    X(BUSY_DATABASE, 601, DB, RETRY_SAME_KEY, "数据库暂不可用，请用原键稍后再试",                    \
      "the database is away: ask again later with the same key")                                   \
    X(BUSY_STANDBY, 602, NODE, RETRY_SAME_KEY, "本进程是备用，请用原键稍后再试",                     \
      "this process is a standby: ask again later with the same key")                              \
    X(BUSY_IN_DOUBT, 603, DB, RETRY_SAME_KEY, "提交结果未知：请用原键再问",                          \
      "in doubt: ask again with the same key")                                                     \
    X(BUSY_RECOVERING, 604, NODE, RETRY_AFTER_FIX, "数据库历史比邻站记得的短：请看 link show",       \
      "this station's history is shorter than its neighbours remember: see link show")             \
    X(BUSY_DRAINING, 605, NODE, RETRY_SAME_KEY, "服务正在停止，请用原键稍后再试",                    \
      "shutting down: ask again later with the same key")                                          \
    /* LINK_ */                                                                                    \
    X(LINK_NO_ROUTE, 700, LINK, RETRY_AFTER_FIX, "没有通往该机构的路",                               \
      "no road leads to that node")                                                                \
    X(LINK_FORKED, 701, PEER, RETRY_AFTER_FIX, "两站历史分叉：一方曾恢复旧库或被克隆",               \
      "the two histories part: one station was restored or cloned")                                \
    X(LINK_TWICE, 702, PEER, RETRY_AFTER_FIX, "此站同时运行了两份",                                  \
      "this station runs twice")                                                                   \
    X(LINK_NOT_CHILD, 703, PEER, RETRY_AFTER_FIX, "本站目录里它不是下级站",                          \
      "the directory does not make it a child of this station")                                    \
    X(LINK_NOT_HOSTED, 704, PEER, RETRY_AFTER_FIX, "它声明了目录没有给它的机构",                     \
      "it claims offices the directory does not give it")                                          \
    X(LINK_WRONG_DIAL, 705, PEER, RETRY_NEVER, "属于另一次连接的帧", "frame of another dial")      \
    X(LINK_GAP, 706, PEER, RETRY_NEVER, "序号不连续", "sequence number out of order")              \
    X(LINK_UNKNOWN_KIND, 707, PEER, RETRY_AFTER_FIX, "未知的消息种类：请升级本站后重放",             \
      "unknown kind of message: upgrade this station, then replay")                                \
    X(LINK_TOO_MANY_HOPS, 708, PEER, RETRY_AFTER_FIX, "转发次数过多：目录可能成环",                  \
      "too many forwards: the directory may hold a loop")                                          \
    X(LINK_NO_CASE, 709, PEER, RETRY_NEVER, "消息所指的件不在这里",                                  \
      "the message's case is not here")                                                            \
    X(LINK_BEHIND, 710, PEER, RETRY_AFTER_FIX, "对方记得的历史比它自己的数据库长",                   \
      "one side remembers more of the other's history than it has itself")                         \
    X(LINK_PAUSED, 711, LINK, RETRY_AFTER_FIX, "链路已暂停", "the link is paused")                 \
    X(LINK_NO_ANSWER, 712, LINK, RETRY_SAME_KEY, "没有应答：站点在运行吗？请用原键再试",             \
      "no answer: is the station running? ask again with the same key")                            \
    X(LINK_WRONG_ROAD, 713, PEER, RETRY_AFTER_FIX,                                                 \
      "该机构的消息不应从这条链路来：请核对两站的目录，确认无误后重放",                              \
      "that office does not lie behind this link: compare the directories, replay it if it is "    \
      "right")                                                                                     \
    /* INTERNAL_ */                                                                                \
    X(INTERNAL_NO_MEMORY, 900, NODE, RETRY_SAME_KEY, "内存不足", "out of memory")                  \
    X(INTERNAL_POISON, 901, DB, RETRY_AFTER_FIX, "数据库拒绝这条输入，原文已停放",                   \
      "the database refused this input; its bytes are parked")                                     \
    X(INTERNAL_STORED_DAMAGED, 902, DB, RETRY_AFTER_FIX, "库中数据与摘要不符",                       \
      "a stored row does not match its digest")

/* clang-format on */

enum pj_code {
#define PJ_CODE_ENUM(name, number, where, retry, zh, en) PJ_##name = number,
    PJ_CODES(PJ_CODE_ENUM)
#undef PJ_CODE_ENUM
};

struct pj_code_row {
    enum pj_code code;
    const char *name;
    enum pj_where where;
    enum pj_retry retry;
    const char *zh;
    const char *en;
};

/* The row of a code; NULL for an unknown number. */
const struct pj_code_row *pj_code_find(unsigned number);

/* Name without prefix ("BAD_FIELD"), "?" for an unknown number. */
const char *pj_code_name(unsigned number);
