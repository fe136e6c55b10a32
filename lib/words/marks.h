/* SPDX-License-Identifier: Apache-2.0
 * What lies over a case beside its state: the lane it is in, and its marks. Part of kinds.h, which
 * makes the texts of both lists. */
#pragma once

/* clang-format off */
/* 简单立即办、一般快速办、复杂限期办: the list suggests one, the unit sets it. */
#define LANES_OF_CASE(X)                                                                           \
    X(UNSPECIFIED, 0, "unspecified") X(SIMPLE, 1, "simple") X(GENERAL, 2, "general")               \
    X(COMPLEX, 3, "complex")

/* Marks on a case, beside its state: bit = 1 << number. */
#define FLAGS(X)                                                                                   \
    X(UNSPECIFIED, 0, "unspecified") X(URGENT, 1, "urgent") X(COLLECTIVE, 2, "collective")         \
    X(ANONYMOUS, 3, "anonymous") X(SUPERVISED, 4, "supervised") X(TAKEN_UP, 5, "taken_up")         \
    X(EXTENDED, 6, "extended") X(SETTLED, 7, "settled") X(PERFORMED, 8, "performed")               \
    X(RATED_OFFICE, 9, "rated_office") X(RATED_UNIT, 10, "rated_unit") X(ATTACHED, 11, "attached") \
    X(REVIEWED, 12, "reviewed") X(RECHECKED, 13, "rechecked") X(LATE_REQUEST, 14, "late_request") \
    X(LEADING_ENDED, 15, "leading_ended") X(CONTESTED, 16, "contested")                            \
    X(NOT_RECEIVED, 17, "not_received") X(SERVICE_UPHELD, 18, "service_upheld")             \
    X(QUIET_VISIT, 19, "quiet_visit")
/* clang-format on */

#define LANE_OF_CASE_ROW(name, number, text) LANE_OF_CASE_##name = number,
enum lane {
    LANES_OF_CASE(LANE_OF_CASE_ROW) LANE_OF_CASE_MAX
};
#define FLAG_ROW(name, number, text) FLAG_##name = number,
enum flag {
    FLAGS(FLAG_ROW) FLAG_MAX
};
