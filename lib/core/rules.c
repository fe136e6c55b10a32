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
    [22] =
        "R22 被举报人单位未明 §30: somebody is accused and no office is named; the offices of the "
        "place count as accused, the tier above has it",
    [23] = "R23 停放 §30: somebody is accused, no office is named, and no tier is left above the "
           "place; a person decides",
    [24] = "R24 走访静默 §20: word of a visit goes down on the next working day, not before, and "
           "carries the matter alone: no form, no hour, no companions",
    [50] = "R50 签收 §23: the unit acknowledges that it has the case",
    [51] = "R51 登记 §22 §23: everything received is registered; a petition office routes it (C1), "
           "a unit "
           "gives notice (C2)",
    [52] = "R52 转送 §22: routed by rule",
    [53] = "R53 交办 §22(3): handed down, with a date where a result is asked for",
    [54] = "R54 呈报 §24: handed up",
    [55] = "R55 转送 §22: handed sideways",
    [56] =
        "R56 异议 §23: \"not mine\", within five working days; the first time the sender is asked "
        "and "
        "the case stays, the second time the common superior has it and designates",
    [57] = "R57 撤回: the giver of the last hand-over takes it back",
    [58] =
        "R58 处理意见 §32: decided by the competent unit, signed by its head, every problem with "
        "its "
        "outcome; a village decides nothing",
    [59] = "R59 落实办结 §32: what was supported has been carried out, with the report",
    [60] = "R60 记录: a note; nothing moves",
    [61] = "R61 收件 §23: arrived; the giver's clock is met, the receiver gives notice (C3), a "
           "desk to "
           "which it was handed up or back routes it (C1)",
    [62] = "R62 逾期 §40: a clock ran out; that closes nothing, is told above, and is never undone",
    [63] = "R63 停放: kept for a person, with a clock",
    [64] = "R64 恢复: what was parked is taken up again",
    [65] = "R65 交回: what was parked goes back to its giver",
    [66] = "R66 分类: the category is set",
    [67] = "R67 重算期限: a calendar arrived that says something else; the due date follows it",
    [68] =
        "R68 核实异议 §23: the sender agrees and takes it back, or does not and the unit keeps it",
    [69] = "R69 逾期未申请 §35 §36: served with proof and no request in time: it ends; what was "
           "supported is carried out first",
    [70] = "R70 受理 §23: accepted, with written notice; the opinion is due (C5)",
    [71] = "R71 研究建议 §29: a suggestion is studied and answered",
    [72] = "R72 不予受理 §22 §23: for a reason of the closed list, with the right door named",
    [73] = "R73 复查复核不予受理 §35 §36: out of time without a good reason, or the wrong body and "
           "the "
           "right one named",
    [74] = "R74 简易办理: the unit takes the simple procedure",
    [75] =
        "R75 转普通程序: from the simple to the ordinary procedure; the date of acceptance stays",
    [76] =
        "R76 导入法定途径 §31: into the procedure the law provides; open until its result is known",
    [77] = "R77 诉访分离 §22: to the political-legal or the discipline organ",
    [78] = "R78 延期 §34: once, by the head, with the reason told to the petitioner",
    [79] = "R79 听证 §31 §36: a hearing begins; in a re-check its days are not counted",
    [80] =
        "R80 当场答复 §23: settled at the window; not to support a claim takes the competent unit",
    [81] =
        "R81 异议未答复: the sender did not answer the objection; the unit has received the case",
    [82] = "R82 复查复核意见 §35 §36: uphold, change, or send back to be handled anew",
    [83] = "R83 送达 §32 §35: served with proof; the petitioner's period starts (C7)",
    [84] = "R84 送达复查复核意见 §36: served; a re-check may be asked for (C10), after a re-check "
           "it is "
           "final",
    [85] = "R85 和解 §33: an agreement is recorded; it ends nothing until it is performed",
    [86] = "R86 协议履行完毕 §33: the petitioner confirms that it was performed",
    [87] = "R87 落实 §32: what was supported is carried out by a date",
    [88] = "R88 答复 §29: a suggestion, an inquiry or thanks is answered",
    [89] = "R89 法定途径结果 §31: the result of the other procedure is known",
    [90] = "R90 外部签收 §22: the organ outside has it; its receipt is kept, nothing else",
    [91] = "R91 申请复查 §35: the petitioner asks for review, within 30 days of service or with a "
           "good "
           "reason",
    [92] = "R92 申请复核 §36: the petitioner asks for a re-check",
    [93] = "R93 撤回信访: by the petitioner alone, confirmed through a second channel",
    [94] = "R94 重新启动 §36: reopened by the petitioner or by the office above",
    [95] = "R95 评价 §21: by the petitioner alone, once for the office and once for the unit",
    [96] = "R96 重大紧急 §25: reported up every tier; the case stays where it is",
    [97] = "R97 签收紧急报告 §25: the tier above has it",
    [98] = "R98 督办 §40: supervised; it must be answered",
    [99] = "R99 三项建议 §40: improve work, perfect policy, hold to account; answered in writing",
    [100] = "R100 催办 §40: urged; it must be answered",
    [101] = "R101 答复督办 §40: answered in writing",
    [102] = "R102 领导包案 §18: adds a responsible leader and relieves nobody",
    [103] = "R103 接访 §18: taken into a reception session",
    [104] = "R104 批示 §18: a leader's instruction, in the exact words",
    [105] = "R105 联系: the petitioner was contacted",
    [106] =
        "R106 补充 §19: a submission of its own beside the first, verbatim; it goes with the case",
    [107] = "R107 关联 §22: the same matter, confirmed by a person: attached, never merged",
    [108] = "R108 解除关联: another matter after all; back to who attached it",
    [109] = "R109 实地核查 §38: inspected on the spot",
    [110] = "R110 回访 §37: visited again after the end",
    [111] = "R111 更正: a field was corrected, with the reason; the petitioner's words are never "
            "changed",
    [112] = "R112 听证结束 §36: the hearing is over",
    [113] = "R113 黄牌: a period of the unit is nearly over; the unit is warned, once",
    [114] = "R114 红牌督办 §40: a period of the unit ran out; the petition office above supervises "
            "it, a written answer is due",
    [115] = "R115 升级督办 §40: the answer did not come either; one tier further up supervises it",
    [116] =
        "R116 送达存疑 §35: the petitioner did not receive it, or nobody signed for it; the office "
        "above judges before any period ends",
    [118] =
        "R118 核实送达 §35: the service stands, or it is served anew and the unit answers for it",
    [117] =
        "R117 提级办理 §40: the office above takes a case that is stuck; what is done under the "
        "older term is void, kept and shown",
    [120] = "R120 逾期未指定 §24: who had to decide whose it is was silent; the next office above "
            "decides",
    [154] =
        "R154 并办进展 §22: how the leading case stands, told in each case attached to it; where "
        "that one has ended, whoever has this one must decide on it, with notice",
    [155] =
        "R155 分别反馈 §22: the decision of the leading case, told to each office that sent one "
        "of the attached cases",
    [156] =
        "R156 共同事项: into a common cause, one plan and one owner; no case is merged and each "
        "gets its own answer",
    [157] = "R157 退出共同事项: out of the common cause",
    [158] = "R158 一般快速办: the unit handles it by the ordinary procedure and its period",
    [160] =
        "R160 随牵头件移交 §22: an attached case goes after its leading one, to whoever accepted "
        "that or has it still on the next working day; at most four times",
    [161] =
        "R161 未随牵头件移交: whoever has the leading case now must not or cannot have this one; "
        "it stays, for a person",
    [159] = "R159 复杂限期办 §34: the unit sets a date of its own, within the statutory period",
    [150] = "R150 协办 §24: another unit is asked to help; the lead stays responsible and its "
            "periods run on",
    [151] = "R151 答复协办 §24: the unit that helps has answered",
};

const char *rule_text(uint32_t rule) {
    return rule < RULE_MAX ? sentences[rule] : NULL;
}
