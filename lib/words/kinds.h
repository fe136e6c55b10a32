/* SPDX-License-Identifier: Apache-2.0
 * Every closed list of words, once: X(NAME, number, "text"). The numbers are those of
 * proto/case.proto and proto/link.proto (lib/wire asserts it); the texts are what the tool prints
 * and parses. */
#pragma once
#include "base/base.h"

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
    X(ACCUSATION, 3, "accusation") X(ATTACHMENT, 4, "attachment")

#define STATES(X)                                                                                  \
    X(UNSPECIFIED, 0, "unspecified") X(RECEIVED, 1, "received") X(REGISTERED, 2, "registered")     \
    X(ROUTED, 3, "routed") X(DISPUTED, 4, "disputed") X(DECIDED, 5, "decided")                     \
    X(CLOSED, 6, "closed")

#define ROLES(X)                                                                                   \
    X(UNSPECIFIED, 0, "unspecified") X(HOLDER, 1, "holder") X(TRANSIT, 2, "transit")               \
    X(COPY, 3, "copy") X(PARKED, 4, "parked")

#define LEG_KINDS(X)                                                                               \
    X(UNSPECIFIED, 0, "unspecified") X(DELEGATE, 1, "delegate") X(ESCALATE, 2, "escalate")         \
    X(TRANSFER, 3, "transfer") X(RETURN, 4, "return") X(RECALL, 5, "recall") X(BOUNCE, 6, "bounce")

#define ACTS(X)                                                                                    \
    X(UNSPECIFIED, 0, "unspecified") X(RECEIVE, 1, "receive") X(REGISTER, 2, "register")           \
    X(ROUTE, 3, "route") X(DELEGATE, 4, "delegate") X(ESCALATE, 5, "escalate")                     \
    X(TRANSFER, 6, "transfer") X(OBJECT, 7, "object") X(RECALL, 8, "recall")                       \
    X(DECIDE, 9, "decide") X(CLOSE, 10, "close") X(NOTE, 11, "note") X(DELIVER, 12, "deliver")     \
    X(LAPSE, 13, "lapse") X(PARK, 14, "park") X(REPLAY, 15, "replay") X(BOUNCE, 16, "bounce")      \
    X(CLASSIFY, 17, "classify") X(RECOUNT, 18, "recount")

#define OUTCOMES(X)                                                                                \
    X(UNSPECIFIED, 0, "open") X(SOLVED, 1, "solved") X(EXPLAINED, 2, "explained")                  \
    X(NOT_SUPPORTED, 3, "not_supported") X(ASSIGNED, 4, "assigned") X(REFERRED_OUT, 5, "referred_out")

#define CLOCK_KINDS(X)                                                                             \
    X(UNSPECIFIED, 0, "unspecified") X(ROUTE, 1, "route") X(NOTICE, 2, "notice")                   \
    X(ASSIGNED, 3, "assigned") X(PARKED, 4, "parked")

#define CLOCK_STATES(X)                                                                            \
    X(UNSPECIFIED, 0, "unspecified") X(RUNNING, 1, "running") X(MET, 2, "met") X(LAPSED, 3, "lapsed")

#define MESSAGES(X)                                                                                \
    X(UNSPECIFIED, 0, "unspecified") X(TRANSFER, 1, "transfer") X(DELIVERED, 2, "delivered")       \
    X(EVENT, 3, "event") X(ORDER, 4, "order") X(NOTICE, 5, "notice") X(FETCH, 6, "fetch")          \
    X(FOUND, 7, "found")

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
    L(message_kind, MESSAGE, MESSAGES)                                                             \
    L(data_kind, DATA, DATA_KINDS)

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
