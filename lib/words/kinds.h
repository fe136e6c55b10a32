/* SPDX-License-Identifier: Apache-2.0
 * Every closed list of words, once: X(NAME, number, "text"). The numbers are those of
 * proto/case.proto and proto/link.proto (lib/wire asserts it); the texts are what the tool prints
 * and parses. */
#pragma once
#include "base/base.h"
#include "words/daily.h"
#include "words/marks.h"
#include "words/papers.h"

enum level { /* by the division's code */
    LEVEL_NONE,
    LEVEL_PROVINCE,
    LEVEL_CITY,
    LEVEL_COUNTY,
    LEVEL_TOWNSHIP,
    LEVEL_VILLAGE,
    LEVEL_MAX
};

/* The lists, laid out by hand. */
/* clang-format off */
#define FORMS(X)                                                                                   \
    X(UNSPECIFIED, 0, "unspecified") X(LETTER, 1, "letter") X(VISIT, 2, "visit") X(WEB, 3, "web")  \
    X(PHONE, 4, "phone") X(FAX, 5, "fax") X(SMS, 6, "sms") X(VIDEO, 7, "video")                    \
    X(SESSION, 8, "session")

#define PURPOSES(X)                                                                                \
    X(UNSPECIFIED, 0, "unspecified") X(SUGGESTION, 1, "suggestion") X(ACCUSATION, 2, "accusation") \
    X(CLAIM, 3, "claim") X(INQUIRY, 4, "inquiry") X(THANKS, 5, "thanks")

#define TEXT_ORIGINS(X)                                                                            \
    X(UNSPECIFIED, 0, "unspecified") X(OWN_WORDS, 1, "own_words")                                  \
    X(DICTATED_AND_READ_BACK, 2, "dictated_and_read_back") X(CLERK_SUMMARY, 3, "clerk_summary")    \
    X(TRANSCRIPT, 4, "transcript")

#define PART_KINDS(X)                                                                              \
    X(UNSPECIFIED, 0, "unspecified") X(CONTENT, 1, "content") X(IDENTITY, 2, "identity")           \
    X(ACCUSATION, 3, "accusation") X(ATTACHMENT, 4, "attachment")    \
    X(SUPPORTERS, 5, "supporters")

/* The S-numbers of the procedure: S0..S17 are open, S20..S25 are ends. */
#define STATES(X)                                                                                  \
    X(UNSPECIFIED, 0, "unspecified")                                                               \
    X(RECEIVED, 1, "received")                 /* S0  已收到 */                                    \
    X(REGISTERED, 2, "registered")             /* S1  已登记 */                                    \
    X(ROUTED, 3, "routed")                     /* S2  已转送/交办 */                               \
    X(DISPUTED, 4, "disputed")                 /* S3  管辖争议 */                                  \
    X(ACCEPTED, 5, "accepted")                 /* S4  已受理 */                                    \
    X(EXTENDED, 6, "extended")                 /* S5  已延期 */                                    \
    X(SIMPLE, 7, "simple")                     /* S6  简易办理 */                                  \
    X(CHANNELLED, 8, "channelled")             /* S7  已导入法定途径 */                            \
    X(TRANSFERRED_OUT, 9, "transferred_out")   /* S8  已转政法/纪检 */                             \
    X(STUDYING, 10, "studying")                /* S9  建议办理 */                                  \
    X(HEARING, 11, "hearing")                  /* S10 听证 */                                      \
    X(DECIDED, 12, "decided")                  /* S11 已作出处理意见 */                            \
    X(SERVED, 13, "served")                    /* S12 已送达 */                                    \
    X(IN_REVIEW, 14, "in_review")              /* S13 复查中 */                                    \
    X(REVIEW_SERVED, 15, "review_served")      /* S14 复查意见已送达 */                            \
    X(IN_RECHECK, 16, "in_recheck")            /* S15 复核中 */                                    \
    X(REMANDED, 17, "remanded")                /* S16 责令重新办理 */                              \
    X(EXECUTING, 18, "executing")              /* S17 落实中 */                                    \
    X(ENDED_NO_REQUEST, 19, "ended_no_request") /* S20 逾期未申请,处理终结 */                      \
    X(ENDED_AGREED, 20, "ended_agreed")        /* S21 协议履行完毕 */                              \
    X(ENDED_FINAL, 21, "ended_final")          /* S22 复核终结 */                                  \
    X(ENDED_REPLIED, 22, "ended_replied")      /* S23 已答复 */                                    \
    X(NOT_ACCEPTED, 23, "not_accepted")        /* S24 不予受理(已告知去处) */                      \
    X(WITHDRAWN, 24, "withdrawn")              /* S25 信访人撤回 */

#define ROLES(X)                                                                                   \
    X(UNSPECIFIED, 0, "unspecified") X(HOLDER, 1, "holder") X(TRANSIT, 2, "transit")               \
    X(COPY, 3, "copy") X(PARKED, 4, "parked")

#define LEG_KINDS(X)                                                                               \
    X(UNSPECIFIED, 0, "unspecified") X(DELEGATE, 1, "delegate") X(ESCALATE, 2, "escalate")         \
    X(TRANSFER, 3, "transfer") X(RETURN, 4, "return") X(RECALL, 5, "recall") X(BOUNCE, 6, "bounce") \
    X(REVIEW, 7, "review") X(REMAND, 8, "remand") X(ATTACH, 9, "attach")             \
    X(DETACH, 10, "detach") X(SEIZE, 11, "seize")

#define ACTS(X)                                                                                    \
    X(UNSPECIFIED, 0, "unspecified") X(RECEIVE, 1, "receive") X(REGISTER, 2, "register")           \
    X(ROUTE, 3, "route") X(DELEGATE, 4, "delegate") X(ESCALATE, 5, "escalate")                     \
    X(TRANSFER, 6, "transfer") X(OBJECT, 7, "object") X(RECALL, 8, "recall")                       \
    X(DECIDE, 9, "decide") X(CLOSE, 10, "close") X(NOTE, 11, "note") X(DELIVER, 12, "deliver")     \
    X(LAPSE, 13, "lapse") X(PARK, 14, "park") X(REPLAY, 15, "replay") X(BOUNCE, 16, "bounce")      \
    X(CLASSIFY, 17, "classify") X(RECOUNT, 18, "recount") X(ACCEPT, 19, "accept")                  \
    X(REFUSE, 20, "refuse") X(LANE, 21, "lane") X(CHANNEL, 22, "channel") X(REFER, 23, "refer")    \
    X(EXTEND, 24, "extend") X(SERVE, 25, "serve") X(SETTLE, 26, "settle") X(REVIEW, 27, "review")  \
    X(RECHECK, 28, "recheck") X(HEARING, 29, "hearing") X(EXECUTE, 30, "execute")                  \
    X(WITHDRAW, 31, "withdraw") X(REOPEN, 32, "reopen") X(RATE, 33, "rate")                        \
    X(URGENT, 34, "urgent") X(ACKNOWLEDGE, 35, "acknowledge") X(SUPERVISE, 36, "supervise")        \
    X(PROPOSE, 37, "propose") X(URGE, 38, "urge") X(ANSWER_URGE, 39, "answer_urge")                \
    X(OWN, 40, "own") X(SESSION, 41, "session") X(INSTRUCT, 42, "instruct")                        \
    X(CONTACT, 43, "contact") X(INSPECT, 44, "inspect") X(REVISIT, 45, "revisit")                  \
    X(CORRECT, 46, "correct") X(SUPPLEMENT, 47, "supplement")                                      \
    X(DECIDE_OBJECTION, 48, "decide_objection") X(ATTACH, 49, "attach") X(DETACH, 50, "detach")    \
    X(SEIZE, 51, "seize") X(WARN, 52, "warn") X(PROGRESS, 53, "progress")                          \
    X(FEEDBACK, 54, "feedback") X(JOIN, 55, "join") X(LEAVE, 56, "leave") X(NOT_RECEIVED, 57, "not_received") \
    X(JUDGE_SERVICE, 58, "judge_service") X(ASSIST, 59, "assist")                                  \
    X(ASSIST_ANSWER, 60, "assist_answer")

#define OUTCOMES(X)                                                                                \
    X(UNSPECIFIED, 0, "open") X(SOLVED, 1, "solved") X(EXPLAINED, 2, "explained")                  \
    X(NOT_SUPPORTED, 3, "not_supported") X(ASSIGNED, 4, "assigned") X(REFERRED_OUT, 5, "referred_out")

#define CLOCK_KINDS(X)                                                                             \
    X(UNSPECIFIED, 0, "unspecified") X(ROUTE, 1, "route") X(NOTICE, 2, "notice")                   \
    X(ASSIGNED, 3, "assigned") X(PARKED, 4, "parked") X(HANDLE, 5, "handle")                       \
    X(SIMPLE, 6, "simple") X(SERVE, 7, "serve") X(ASK_REVIEW, 8, "ask_review")                     \
    X(REVIEW, 9, "review") X(ASK_RECHECK, 10, "ask_recheck") X(RECHECK, 11, "recheck")             \
    X(DISPUTE, 12, "dispute") X(EXECUTE, 13, "execute") X(STUDY, 14, "study")                      \
    X(CHANNEL, 15, "channel") X(ANSWER, 16, "answer") X(URGENT, 17, "urgent")                      \
    X(HEARING, 18, "hearing") X(CONTACT, 19, "contact") X(PROPOSAL, 20, "proposal") \
    X(FEEDBACK, 21, "feedback") X(SERVICE, 22, "service") X(ASSIST, 23, "assist")                       \
    X(VISIT_WORD, 24, "visit_word") X(ALONG, 25, "along")

#define CLOCK_STATES(X)                                                                            \
    X(UNSPECIFIED, 0, "unspecified") X(RUNNING, 1, "running") X(MET, 2, "met") X(LAPSED, 3, "lapsed") \
    X(PAUSED, 4, "paused") X(ENDED, 5, "ended") /* the case ended, the duty was not done */
#define CARDS(X) X(UNSPECIFIED, 0, "unspecified") X(YELLOW, 1, "yellow") X(RED, 2, "red") /* 黄牌红牌 */

/* In what capacity somebody acts 身份; it comes from the caller's key, never from the request alone. */
#define CAPACITIES(X)                                                                              \
    X(UNSPECIFIED, 0, "unspecified") X(HEAD, 1, "head") X(LEADER, 2, "leader")                         \
    X(JOINT_MEETING, 3, "joint_meeting") X(PETITIONER, 4, "petitioner") X(STATION, 5, "station")

/* What an opinion says: of the unit (§32), of a review body, of a reply to a suggestion, and of a
 * sender who was told "not ours". */
#define RULINGS(X)                                                                                 \
    X(UNSPECIFIED, 0, "unspecified") X(SUPPORTED, 1, "supported") X(EXPLAINED, 2, "explained")     \
    X(NOT_SUPPORTED, 3, "not_supported") X(UPHELD, 4, "upheld") X(CHANGED, 5, "changed")           \
    X(REMANDED, 6, "remanded") X(ADOPTED, 7, "adopted") X(PARTLY_ADOPTED, 8, "partly_adopted")     \
    X(NOT_ADOPTED, 9, "not_adopted") X(AGREED, 10, "agreed") X(NOT_AGREED, 11, "not_agreed")

/* The closed list of reasons: for refusing (E12, E39), for referring out (E16), and for proposals (§40). */
#define GROUNDS(X)                                                                                 \
    X(UNSPECIFIED, 0, "unspecified") X(LITIGATION, 1, "litigation")                                \
    X(LEVEL_SKIPPING_VISIT, 2, "level_skipping_visit") X(SAME_MATTER_OPEN, 3, "same_matter_open")  \
    X(SAME_MATTER_ENDED, 4, "same_matter_ended") X(LITIGATION_ENDED, 5, "litigation_ended")        \
    X(OUT_OF_TIME, 6, "out_of_time") X(WRONG_BODY, 7, "wrong_body") X(ACCUSATION, 8, "accusation") \
    X(IMPROVE_WORK, 9, "improve_work") X(PERFECT_POLICY, 10, "perfect_policy")                     \
    X(HOLD_TO_ACCOUNT, 11, "hold_to_account")

/* How a paper reached the petitioner 送达方式; each asks for its proof. */
#define SERVICES(X)                                                                                \
    X(UNSPECIFIED, 0, "unspecified") X(IN_PERSON, 1, "in_person") X(REGISTERED_POST, 2, "registered_post") \
    X(ELECTRONIC, 3, "electronic")

#define RATINGS(X)                                                                                 \
    X(UNSPECIFIED, 0, "unspecified") X(SATISFIED, 1, "satisfied")                                  \
    X(BASICALLY_SATISFIED, 2, "basically_satisfied") X(DISSATISFIED, 3, "dissatisfied")

#define MESSAGES(X)                                                                                \
    X(UNSPECIFIED, 0, "unspecified") X(TRANSFER, 1, "transfer") X(DELIVERED, 2, "delivered")       \
    X(EVENT, 3, "event") X(ORDER, 4, "order") X(NOTICE, 5, "notice") X(FETCH, 6, "fetch")          \
    X(FOUND, 7, "found") X(PAPER, 8, "paper")

#define DATA_KINDS(X)                                                                              \
    X(UNSPECIFIED, 0, "unspecified") X(DIVISIONS, 1, "divisions") X(NODES, 2, "nodes")             \
    X(LIST, 3, "list") X(CALENDAR, 4, "calendar") X(RULES, 5, "rules")
/* clang-format on */

/* For each list: enum <prefix>_NAME and <PREFIX>_MAX = number of rows; <fn>_text(); <fn>_parse().
 */
#define KIND_LISTS(L)                                                                              \
    L(form, FORM, FORMS)                                                                           \
    L(purpose, PURPOSE, PURPOSES)                                                                  \
    L(text_origin, TEXT_ORIGIN, TEXT_ORIGINS)                                                      \
    L(part_kind, PART, PART_KINDS)                                                                 \
    L(state, STATE, STATES)                                                                        \
    L(role, ROLE, ROLES)                                                                           \
    L(leg_kind, LEG, LEG_KINDS)                                                                    \
    L(act_kind, ACT, ACTS)                                                                         \
    L(outcome, OUTCOME, OUTCOMES)                                                                  \
    L(clock_kind, CLOCK, CLOCK_KINDS)                                                              \
    L(clock_state, CLOCK_STATE, CLOCK_STATES)                                                      \
    L(card, CARD, CARDS)                                                                           \
    L(capacity, CAPACITY, CAPACITIES)                                                              \
    L(ruling, RULING, RULINGS)                                                                     \
    L(ground, GROUND, GROUNDS)                                                                     \
    L(service, SERVICE, SERVICES)                                                                  \
    L(rating, RATING, RATINGS)                                                                     \
    L(lane, LANE_OF_CASE, LANES_OF_CASE)                                                           \
    L(flag, FLAG, FLAGS)                                                                           \
    L(message_kind, MESSAGE, MESSAGES)                                                             \
    L(data_kind, DATA, DATA_KINDS)                                                                 \
    L(paper_kind, PAPER, PAPERS)                                                                   \
    L(paper_field, PAPER_FIELD, PAPER_FIELDS)                                                      \
    L(contact, CONTACT, CONTACTS)                                                                  \
    L(case_field, CASE_FIELD, CASE_FIELDS)                                                         \
    L(relation, RELATION, RELATIONS)

#define FORM_ROW(name, number, text) FORM_##name = number,
enum form {
    FORMS(FORM_ROW) FORM_MAX
};
#define PURPOSE_ROW(name, number, text) PURPOSE_##name = number,
enum purpose {
    PURPOSES(PURPOSE_ROW) PURPOSE_MAX
};
#define TEXT_ORIGIN_ROW(name, number, text) TEXT_ORIGIN_##name = number,
enum text_origin {
    TEXT_ORIGINS(TEXT_ORIGIN_ROW) TEXT_ORIGIN_MAX
};
#define PART_ROW(name, number, text) PART_##name = number,
enum part_kind {
    PART_KINDS(PART_ROW) PART_MAX
};
#define STATE_ROW(name, number, text) STATE_##name = number,
enum state {
    STATES(STATE_ROW) STATE_MAX
};
#define ROLE_ROW(name, number, text) ROLE_##name = number,
enum role {
    ROLES(ROLE_ROW) ROLE_MAX
};
#define LEG_ROW(name, number, text) LEG_##name = number,
enum leg_kind {
    LEG_KINDS(LEG_ROW) LEG_MAX
};
#define ACT_ROW(name, number, text) ACT_##name = number,
enum act_kind {
    ACTS(ACT_ROW) ACT_MAX
};
#define OUTCOME_ROW(name, number, text) OUTCOME_##name = number,
enum outcome {
    OUTCOMES(OUTCOME_ROW) OUTCOME_MAX
};
#define CLOCK_ROW(name, number, text) CLOCK_##name = number,
enum clock_kind {
    CLOCK_KINDS(CLOCK_ROW) CLOCK_MAX
};
#define CLOCK_STATE_ROW(name, number, text) CLOCK_STATE_##name = number,
enum clock_state {
    CLOCK_STATES(CLOCK_STATE_ROW) CLOCK_STATE_MAX
};
#define CARD_ROW(name, number, text) CARD_##name = number,
enum card {
    CARDS(CARD_ROW) CARD_MAX
};
#define CAPACITY_ROW(name, number, text) CAPACITY_##name = number,
enum capacity {
    CAPACITIES(CAPACITY_ROW) CAPACITY_MAX
};
#define RULING_ROW(name, number, text) RULING_##name = number,
enum ruling {
    RULINGS(RULING_ROW) RULING_MAX
};
#define GROUND_ROW(name, number, text) GROUND_##name = number,
enum ground {
    GROUNDS(GROUND_ROW) GROUND_MAX
};
#define SERVICE_ROW(name, number, text) SERVICE_##name = number,
enum service {
    SERVICES(SERVICE_ROW) SERVICE_MAX
};
#define RATING_ROW(name, number, text) RATING_##name = number,
enum rating {
    RATINGS(RATING_ROW) RATING_MAX
};
#define MESSAGE_ROW(name, number, text) MESSAGE_##name = number,
enum message_kind {
    MESSAGES(MESSAGE_ROW) MESSAGE_MAX
};
#define DATA_ROW(name, number, text) DATA_##name = number,
enum data_kind {
    DATA_KINDS(DATA_ROW) DATA_MAX
};

/* "letter" for FORM_LETTER; "?" for a number outside the list. */
/* form_parse("letter") etc.: PJ_BAD_ENUM when the word is not in the list. */
#define KIND_DECLARE(fn, prefix, list)                                                             \
    const char *fn##_text(unsigned number);                                                        \
    enum pj_code fn##_parse(const char *text, size_t len, enum fn *ret_##fn) must_check;
KIND_LISTS(KIND_DECLARE)
#undef KIND_DECLARE

/* "province" ... "village", "?" */
const char *level_text(enum level level);
enum pj_code level_parse(const char *text, size_t len, enum level *ret_level) must_check;
