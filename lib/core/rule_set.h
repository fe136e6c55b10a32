/* SPDX-License-Identifier: Apache-2.0
 * Rule sets: how long each period 时限 is, under which regulation. Data, versioned by name (CN2022,
 * ZJ2016 ...): a regulation that changes is a new file, and old cases go on citing the old one.
 *
 * rules.csv   limit,length,unit,extends,approver,pausable,owner,start,article,mark,note
 *     limit: C1 .. C11 and the others below; length: a number, a date or a division code, by unit;
 *     unit: calendar 日, working 工作日, month, hour, persons, date, division; none = the
 * regulation gives no number; national = it leaves it to the national one; extends: the limit it
 * prolongs, once; approver: who allows that; pausable: yes = hearing time is not counted (§36);
 *     owner: organ or petitioner; start: the event whose day is not counted;
 *     mark: law = read in the text, web = seen in excerpt, memory = from memory, proposal = ours.
 *     What is marked memory or proposal is configuration: no one may cite it as law.
 *
 * A set without one of its required limits is refused: a forgotten row must not mean "no limit". */
#pragma once
#include "core/directory.h"

#define LIMIT_LENGTH_MAX                                                                           \
    3650                       /* ten years of days: longer than any period, short enough to count \
                                */
#define RULE_NOTE_MAX      159 /* bytes */
#define RULE_ARTICLE_MAX   31
#define RULE_SETS_TOGETHER 2 /* the national one and one provincial */

/* X(NAME, "text", required, zh, en): required ones stand in every set. Laid out by hand. */
/* clang-format off */
#define LIMITS(X)                                                                                  \
    X(SET, "SET", true, "规则集", "the rule set, in force from")                                   \
    X(REGION, "REGION", false, "适用地区", "where it holds")                                       \
    X(C1, "C1", true, "登记并转送交办", "petition office: register and route")                     \
    X(C2, "C2", true, "直接收到的书面告知", "unit that got it directly: written notice")           \
    X(C3, "C3", true, "转送交办后的书面告知", "unit that got it routed: written notice")           \
    X(C4, "C4", true, "异议退回", "unit objects: not ours")                                        \
    X(C5, "C5", true, "办结", "handle and answer")                                                 \
    X(C5A, "C5A", false, "交办件办结", "handle what was assigned")                                 \
    X(C6, "C6", true, "办理延期", "extension of handling")                                         \
    X(C7, "C7", true, "申请复查", "ask for review")                                                \
    X(C8, "C8", true, "复查是否受理", "review body: take it or not")                               \
    X(C9, "C9", true, "复查意见", "review opinion")                                                \
    X(C9X, "C9X", false, "复查延期", "extension of the review")                                    \
    X(C10, "C10", true, "申请复核", "ask for re-check")                                            \
    X(C11, "C11", true, "复核意见", "re-check opinion")                                            \
    X(C11X, "C11X", false, "复核延期", "extension of the re-check")                                \
    X(REPRESENTATIVES, "REPRESENTATIVES", true, "走访代表人数上限",                                \
      "representatives on a joint visit, at most")                                                 \
    X(REPRESENTATIVES_SMALL, "REPRESENTATIVES_SMALL", false, "十人以下走访代表人数上限",           \
      "representatives of up to ten persons, at most")                                             \
    X(COLLECTIVE, "COLLECTIVE", false, "集体信访人数",                                             \
      "persons from whom on a petition is a joint one")                                            \
    X(PROPOSAL, "PROPOSAL", true, "书面反馈改进建议", "answer an improvement proposal")            \
    X(PROPOSAL_REFUSE, "PROPOSAL_REFUSE", false, "说明不采纳理由", "explain why a proposal is not taken") \
    X(REGISTER, "REGISTER", false, "登记", "register what was received")                           \
    X(TRANSIT_STATE, "TRANSIT_STATE", false, "国家局内流转", "share of C1: State Bureau")          \
    X(TRANSIT_PROVINCE, "TRANSIT_PROVINCE", false, "省级流转", "share of C1: province")            \
    X(TRANSIT_CITY, "TRANSIT_CITY", false, "市级流转", "share of C1: city")                        \
    X(TRANSIT_COUNTY, "TRANSIT_COUNTY", false, "县级流转", "share of C1: county")                  \
    X(DISPUTE, "DISPUTE", false, "管辖争议每步", "each step of a dispute")                         \
    X(SIMPLE, "SIMPLE", false, "简易办理", "simple handling")                                      \
    X(SIMPLE_ROUTE, "SIMPLE_ROUTE", false, "简易件转送", "simple handling: route")                 \
    X(SIMPLE_ACCEPT, "SIMPLE_ACCEPT", false, "简易件决定受理", "simple handling: accept or not")   \
    X(STUDY, "STUDY", false, "研究建议", "study a suggestion")                                     \
    X(SERVE, "SERVE", false, "送达", "serve the opinion")                                          \
    X(URGENT, "URGENT", false, "紧急事项签收", "acknowledge an urgent report")                     \
    X(CONFIRM, "CONFIRM", false, "调解协议司法确认", "ask the court to confirm a settlement")      \
    X(RATE, "RATE", false, "满意度评价", "rate")                                                   \
    X(WITHDRAW_UNDO, "WITHDRAW_UNDO", false, "反悔撤回", "undo a withdrawal")                      \
    X(CONTACT, "CONTACT", false, "首次联系信访人", "first contact with the petitioner")                  \
    X(YELLOW, "YELLOW", false, "到期前给黄牌", "yellow card, before the due date")

#define LIMIT_UNITS(X)                                                                             \
    X(NONE, "none") X(NATIONAL, "national") X(CALENDAR, "calendar") X(WORKING, "working")          \
    X(MONTH, "month") X(HOUR, "hour") X(PERSONS, "persons") X(DATE, "date") X(DIVISION, "division")

#define LIMIT_OWNERS(X) X(ORGAN, "organ") X(PETITIONER, "petitioner")

#define LIMIT_APPROVERS(X)                                                                         \
    X(NONE, "") X(HEAD, "head") X(HEAD_OR_ASSIGNER, "head_or_assigner")

#define LIMIT_STARTS(X)                                                                            \
    X(NONE, "") X(RECEIVED, "received") X(DELIVERED, "delivered") X(ACCEPTED, "accepted")          \
    X(SERVED, "served") X(REVIEW_ASKED, "review_asked") X(REVIEW_SERVED, "review_served")          \
    X(RECHECK_ASKED, "recheck_asked") X(DISPUTED, "disputed") X(STUDY_BEGUN, "study_begun")        \
    X(DECIDED, "decided") X(REPORTED, "reported") X(PROPOSED, "proposed") X(SETTLED, "settled")    \
    X(NOTIFIED, "notified") X(WITHDRAWN, "withdrawn") X(DUE, "due")

#define RULE_MARKS(X) X(LAW, "law") X(WEB, "web") X(MEMORY, "memory") X(PROPOSAL, "proposal")
/* clang-format on */

#define LIMIT_ENUM(name, ...)    LIMIT_##name,
#define UNIT_ENUM(name, ...)     UNIT_##name,
#define OWNER_ENUM(name, ...)    OWNER_##name,
#define APPROVER_ENUM(name, ...) APPROVER_##name,
#define START_ENUM(name, ...)    START_##name,
#define MARK_ENUM(name, ...)     MARK_##name,
enum limit {
    LIMITS(LIMIT_ENUM) LIMIT_MAX
};
enum limit_unit {
    LIMIT_UNITS(UNIT_ENUM) UNIT_MAX
};
enum limit_owner {
    LIMIT_OWNERS(OWNER_ENUM) OWNER_MAX
};
enum limit_approver {
    LIMIT_APPROVERS(APPROVER_ENUM) APPROVER_MAX
};
enum limit_start {
    LIMIT_STARTS(START_ENUM) START_MAX
};
enum rule_mark {
    RULE_MARKS(MARK_ENUM) MARK_MAX
};

struct rule {
    bool given; /* the set has this row */
    enum limit limit;
    enum limit_unit unit;
    uint32_t length;        /* of days, months, hours, persons */
    struct civil date;      /* of UNIT_DATE */
    struct place place;     /* of UNIT_DIVISION */
    enum limit extends;     /* LIMIT_MAX = none */
    enum limit extended_by; /* the row that extends this one; LIMIT_MAX = it cannot be extended */
    enum limit_approver approver;
    bool pausable;
    enum limit_owner owner;
    enum limit_start start;
    enum rule_mark mark;
    char article[RULE_ARTICLE_MAX + 1];
    char note[RULE_NOTE_MAX + 1];
    uint32_t line;
};

struct rule_set {
    char version[VERSION_TEXT_MAX + 1];
    struct rule rules[LIMIT_MAX];
};

/* All or nothing. PJ_BAD_DATA with line numbers: bad form, a limit twice, a required limit missing
 * (named), an extension of what is no period. */
enum pj_code rule_set_build(struct bytes csv, const char *version, struct data_report *ret_report,
                            struct rule_set *ret_set) must_check;
/* NULL when the set has no such row. */
const struct rule *rule_set_find(const struct rule_set *set, enum limit limit);
/* Does the row give a period that can be counted? */
bool rule_is_period(const struct rule *rule);
/* From memory or proposed by us: a setting, never cited as law. */
bool rule_is_setting(const struct rule *rule);

const char *limit_text(enum limit limit);
const char *limit_zh(enum limit limit);
const char *limit_en(enum limit limit);
const char *limit_unit_text(enum limit_unit unit);
const char *limit_owner_text(enum limit_owner owner);
const char *limit_approver_text(enum limit_approver approver);
const char *limit_start_text(enum limit_start start);
const char *rule_mark_text(enum rule_mark mark);
/* PJ_BAD_ENUM when the word is not in the list. */
enum pj_code limit_parse(const char *text, size_t len, enum limit *ret_limit) must_check;
enum pj_code limit_unit_parse(const char *text, size_t len, enum limit_unit *ret_unit) must_check;
