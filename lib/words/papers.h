/* SPDX-License-Identifier: Apache-2.0
 * Papers 文书: their kinds, and the fields that a template may show. Part of kinds.h, which makes
 * the texts of both lists. */
#pragma once

/* clang-format off */
#define PAPERS(X)                                                                                  \
    X(UNSPECIFIED, 0, "unspecified") X(RECEIPT, 1, "receipt") X(DIRECTION, 2, "direction")         \
    X(TRANSFER, 3, "transfer") X(ASSIGN, 4, "assign") X(OBJECTION, 5, "objection")                 \
    X(ACCEPT, 6, "accept") X(REFUSE, 7, "refuse") X(NO_LONGER, 8, "no_longer")                     \
    X(EXTEND, 9, "extend") X(HEARING, 10, "hearing") X(OPINION, 11, "opinion")                     \
    X(SETTLEMENT, 12, "settlement") X(REPORT, 13, "report") X(REVIEW, 14, "review")                \
    X(RECHECK, 15, "recheck") X(REVIEW_REFUSED, 16, "review_refused")                              \
    X(RECHECK_REFUSED, 17, "recheck_refused") X(SUPERVISE, 18, "supervise")                        \
    X(IMPROVE_WORK, 19, "improve_work") X(PERFECT_POLICY, 20, "perfect_policy")                    \
    X(HOLD_TO_ACCOUNT, 21, "hold_to_account") X(SERVICE, 22, "service") X(URGE, 23, "urge")        \
    X(ANSWER, 24, "answer") X(CHANNEL, 25, "channel") X(REPLY, 26, "reply") X(ENDED, 27, "ended")  \
    X(SHEET, 28, "sheet")

#define PAPER_FIELDS(X)                                                                            \
    X(UNSPECIFIED, 0, "unspecified") X(TITLE, 1, "title") X(NUMBER, 2, "number")                   \
    X(DATE, 3, "date") X(ISSUER, 4, "issuer") X(ADDRESSEE, 5, "addressee")                         \
    X(CASE_NO, 6, "case_no") X(RECEIVED, 7, "received") X(TEXT, 8, "text")                         \
    X(TEXT_ORIGIN, 9, "text_origin") X(QUERY_CODE, 10, "query_code") X(DIGEST, 11, "digest")       \
    X(FORM, 12, "form") X(PURPOSE, 13, "purpose") X(CATEGORY, 14, "category")                      \
    X(STATE, 15, "state") X(HOLDER, 16, "holder") X(TARGET, 17, "target") X(DUE, 18, "due")        \
    X(REASON, 19, "reason") X(ARTICLE, 20, "article") X(RULING, 21, "ruling")                      \
    X(REMEDY, 22, "remedy") X(REMEDY_BODY, 23, "remedy_body") X(REMEDY_LIMIT, 24, "remedy_limit")  \
    X(RIGHT_DOOR, 25, "right_door") X(CHANNEL, 26, "channel") X(SERVICE, 27, "service")            \
    X(PROOF, 28, "proof") X(RESPONSIBLE, 29, "responsible") X(RIGHTS, 30, "rights")                \
    X(LEGS, 31, "legs") X(CLOCKS, 32, "clocks")                                                    \
    X(PROBLEMS, 33, "problems") X(CORRECTED, 34, "corrected") X(SERVED, 35, "served")              \
    X(REPLACES, 36, "replaces")                                                                   \
    X(SUPPLEMENTS, 37, "supplements")
/* clang-format on */

#define PAPER_ROW(name, number, text) PAPER_##name = number,
enum paper_kind {
    PAPERS(PAPER_ROW) PAPER_MAX
};
#define PAPER_FIELD_ROW(name, number, text) PAPER_FIELD_##name = number,
enum paper_field {
    PAPER_FIELDS(PAPER_FIELD_ROW) PAPER_FIELD_MAX
};
