/* SPDX-License-Identifier: Apache-2.0
 * Daily acts: how the petitioner was reached, which fields of a case an office may correct, what a
 * further submission is to the first. Part of kinds.h, which makes the texts of the lists. */
#pragma once

#define CORRECTION_TEXT_MAX 48 /* a value as text: the longest is a category */

/* clang-format off */
/* 联系: called and reached, or not; however often one tried, only reaching somebody is contact. */
#define CONTACTS(X)                                                                                \
    X(UNSPECIFIED, 0, "unspecified") X(REACHED, 1, "reached") X(NOT_REACHED, 2, "not_reached")

/* 更正: the closed list. What the petitioner said or who it is, whom it is about, when it came: of
 * these nothing is ever corrected; the petitioner's words only grow (ACT_SUPPLEMENT). None of the
 * fields starts a period, so that no correction can move an organ's due date. */
#define CASE_FIELDS(X)                                                                             \
    X(UNSPECIFIED, 0, "unspecified") X(CATEGORY, 1, "category") X(PLACE, 2, "place")               \
    X(PERSONS, 3, "persons") X(KNOWN_AT, 4, "known_at") X(FORM, 5, "form")

/* What a further submission 信访件 of a case is to the first: more words of the petitioner, or "this
 * is not what I said" 记录与本人所述不符. */
#define RELATIONS(X)                                                                               \
    X(UNSPECIFIED, 0, "unspecified") X(SUPPLEMENT, 1, "supplement") X(MISRECORDED, 2, "misrecorded")
/* clang-format on */

#define CONTACT_ROW(name, number, text) CONTACT_##name = number,
enum contact {
    CONTACTS(CONTACT_ROW) CONTACT_MAX
};
#define CASE_FIELD_ROW(name, number, text) CASE_FIELD_##name = number,
enum case_field {
    CASE_FIELDS(CASE_FIELD_ROW) CASE_FIELD_MAX
};
#define RELATION_ROW(name, number, text) RELATION_##name = number,
enum relation {
    RELATIONS(RELATION_ROW) RELATION_MAX
};
