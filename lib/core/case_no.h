/* SPDX-License-Identifier: Apache-2.0
 * The text of a case number: <division>[series]-<yyyymmdd>-<8 digits>-<2 check digits>, check by
 * ISO 7064 MOD 97-10 over the digits (letters as 10..35). The 8 digits are chosen by lib/node. */
#pragma once
#include "base/time.h"
#include "words/ids.h"

void case_no_print(struct place division, char series /* 0 = none */, struct civil day,
                   uint32_t serial, struct case_no *ret_case_no);
/* PJ_BAD_FIELD for a wrong form or check digit: a mistyped number is told before anything is looked
 * up. */
enum pj_code case_no_parse(const char *text, size_t len, struct case_no *ret_case_no) must_check;
