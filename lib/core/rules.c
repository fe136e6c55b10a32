/* SPDX-License-Identifier: Apache-2.0
 * Every rule's number and sentence, in one list: 1..49 say where a case goes (route.c), 50.. what
 * may happen to it (lifecycle.c). A number is never given to another rule: journals and decisions
 * cite it. Articles without a name are those of the 信访工作条例 of 2022. */
#include "core/route.h"

static const char *const sentences[RULE_MAX] = {
    /* NOLINTNEXTLINE(bugprone-suspicious-missing-comma): each row names its index */
    [1] = "R1 回避 §28 §30: an office in the conflict set gets nothing; the next tier up takes its "
          "place",
    [2] = "R2 指定管辖 §24: a designated case stays where it was designated to",
    [3] = "R3 检举控告 §22 §30: an accusation goes to the discipline organ, never to the accused's "
          "office",
    [4] = "R4 责任清单 §22(2): the competence list names the office",
    [5] = "R5 首接负责 §22: no row of the list fits; who took it in keeps it until a person routes "
          "it",
    [6] = "R6 共同上级 §24: the office lies in another subtree; the common superior judges",
    [7] = "R7 属地 §4: the place has no office of the tier the list names; its own office takes it",
    [8] = "R8 属地待核实 §4: the place is not in the directory; it goes to the nearest office "
          "known above it",
    [9] = "R9 停放: no lawful office is left; a person decides",
    [10] = "R10 首接负责 §20: whoever received the petitioner face to face in a session keeps the "
           "case "
           "until a person hands it on",
    [11] = "R11 导入诉讼 §31(1): a court, procuratorate or police procedure that is not over",
    [12] = "R12 导入仲裁 §31(2): arbitration",
    [13] = "R13 导入党员申诉、申请复审 §31(3): a party appeal or re-examination",
    [14] = "R14 导入行政程序 §31(4): reconsideration, ruling, confirmation, licence, penalty and "
           "the like",
    [15] = "R15 履行职责 §31(5): a duty to investigate or to protect is asked for; perform it or "
           "answer",
    [16] = "R16 信访程序 §31(6): none of the five before; hear, investigate, give a written "
           "opinion",
    [17] = "R17 建议意见 §29: study it, take up what is sound, reply",
    [18] = "R18 咨询: a question, answered by the office it belongs to",
    [19] = "R19 感谢: thanks stay where they were received",
    [20] = "R20 越级走访 §20: a visit above its level is registered and guided; letters, web and "
           "calls have no level",
    [21] =
        "R21 停放 §30: the only way leads through a station of the accused 必经被举报人的站点; a "
        "person decides",
    [50] = "R50 签收 §23: the unit acknowledges that it has the case",
    [51] = "R51 登记 §22 §23: everything received is registered; a petition office routes it (C1), "
           "a unit "
           "gives notice (C2)",
    [52] = "R52 转送 §22: routed by rule",
    [53] = "R53 交办 §22(3): handed down, with a date where a result is asked for",
    [54] = "R54 呈报 §24: handed up",
    [55] = "R55 转送 §22: handed sideways",
    [56] = "R56 异议退回 §23: \"not mine\" goes back to the giver; the second time to the common "
           "superior",
    [57] = "R57 撤回: the giver of the last hand-over takes it back",
    [58] = "R58 处理 §31: decided, every problem with its outcome; a village decides nothing",
    [59] = "R59 办结 §31: closed after the decision",
    [60] = "R60 记录: a note; nothing moves",
    [61] = "R61 收件 §23: arrived; the giver's clock is met, the receiver gives notice (C3), a "
           "desk to "
           "which it was handed up or back routes it (C1)",
    [62] = "R62 逾期: a clock ran out; that closes nothing and is never undone",
    [63] = "R63 停放: kept for a person, with a clock",
    [64] = "R64 恢复: what was parked is taken up again",
    [65] = "R65 交回: what was parked goes back to its giver",
    [66] = "R66 分类: the category is set",
    [67] = "R67 重算期限: a calendar arrived that says something else; the due date follows it",
};

const char *rule_text(uint32_t rule) {
    return rule < RULE_MAX ? sentences[rule] : NULL;
}
