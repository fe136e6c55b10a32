/* SPDX-License-Identifier: Apache-2.0
 * 督办: what makes the petition office above supervise a case, and which of the three proposals
 * 三项建议 a case suggests to it. The software opens it, with a date for the written answer;
 * persons answer, and only persons propose.
 *
 * The reasons are the six of the 信访条例 of 2005, §36, and what the regulation of 2022 says in
 * §40. A period that the law sets opens it when it runs out once; one that is a setting of ours
 * when the case has brought its second red card. What the office above is not answered, the next
 * one up is: one tier each time. */
#pragma once
#include "words/casefile.h"

/* X(NAME, "text", 2005, 2022, "zh") */
/* clang-format off */
#define TRIGGERS(X)                                                                                \
    X(OVERDUE, "overdue", "§36(1)", "§40", "无正当理由未按规定期限办理")                           \
    X(NO_FEEDBACK, "no_feedback", "§36(2)", "§40", "未按规定反馈办理结果")                         \
    X(PROCEDURE, "procedure", "§36(3)", "§40", "未按规定程序办理")                                 \
    X(STALLING, "stalling", "§36(4)", "§40", "推诿、敷衍、拖延")                                   \
    X(NOT_EXECUTED, "not_executed", "§36(5)", "§40", "不执行处理意见")                             \
    X(FALSIFYING, "falsifying", "§36(6)", "§40", "弄虚作假")

/* X(clock kind, trigger, reds, of its own): reds: the case is supervised when this clock ran out and
 * brought at least so many; 0 = a card, and no supervision: it is not the unit's that has the case,
 * and counts for nothing that is done about that one. of its own: see card.h. Kinds that are not
 * here bear no card: the petitioner's periods, a right to object, a date that reminds. */
#define SUPERVISIONS(X)                                                                            \
    X(ROUTE,    OVERDUE,      2, false) /* C1; a share of it is each tier's own */                 \
    X(NOTICE,   OVERDUE,      1, false) /* 超期未受理 */                                           \
    X(ASSIGNED, NO_FEEDBACK,  1, false) /* 交办: the date set with it */                           \
    X(HANDLE,   OVERDUE,      1, false) /* 超期未办结 */                                           \
    X(SIMPLE,   OVERDUE,      2, false) /* goes on as an ordinary case */                          \
    X(STUDY,    OVERDUE,      2, false) /* a suggestion: no number in the law */                   \
    X(SERVE,    PROCEDURE,    1, false) /* decided and not served */                               \
    X(REVIEW,   OVERDUE,      1, false)                                                            \
    X(RECHECK,  OVERDUE,      1, false)                                                            \
    X(EXECUTE,  NOT_EXECUTED, 1, false)                                                            \
    X(CONTACT,  OVERDUE,      2, false) /* the petitioner was spoken to; a setting of ours */       \
    X(ANSWER,   STALLING,     1, true)  /* urged or supervised, and no answer */                   \
    X(PROPOSAL, STALLING,     1, true)  /* no written answer to a proposal */                      \
    X(FEEDBACK, NO_FEEDBACK,  1, true)  /* a superior that sent the same letter is told nothing */ \
    X(SERVICE,  PROCEDURE,    0, true)  /* the office above has not judged a doubted service */    \
    X(URGENT,   PROCEDURE,    0, true)  /* the tier above is silent: every tier hears that */      \
    X(ASSIST,   OVERDUE,      0, true)  /* asked to help, and no answer: the lead is not at fault */
/* clang-format on */

#define TRIGGER_ENUM(name, ...) TRIGGER_##name,
enum trigger {
    TRIGGERS(TRIGGER_ENUM) TRIGGER_MAX
};

struct supervision {
    enum clock_kind kind;
    enum trigger trigger;
    unsigned reds;
    bool of_its_own;
};

#define PROPOSAL_REDS 3 /* red cards of one case that suggest a proposal */

/* NULL: this kind bears no card. */
const struct supervision *supervision_of(enum clock_kind kind);
/* Does this clock, which ran out as the case's `reds`th, open supervision? */
bool supervision_opens(enum clock_kind kind, unsigned reds);
/* 1 << enum ground, of the three proposals those that a person may want to make and has not made:
 * better work after the third red card; responsibility where an answer did not come or an opinion
 * was not carried out besides. Better policy follows from no clock: that is a person's thought. */
uint32_t supervision_suggests(const struct casefile *casefile, struct wall now);

const char *trigger_text(enum trigger trigger);
/* "条例 §40 (2005: §36(1)) 无正当理由未按规定期限办理" */
const char *trigger_basis(enum trigger trigger);
