/* SPDX-License-Identifier: Apache-2.0
 * Case numbers 编号 and the query codes that go with them. */
#pragma once
#include "node/turn.h"

struct number_series {
    struct place division;
    char letter; /* of the office, 0 = none */
    bool shut;   /* of a case about somebody: looks the same, counts apart */
};
enum pj_code case_number_next(struct node *node, const struct number_series *series,
                              struct civil day, struct case_no *ret_no) must_check;
void query_code(struct node *node, const struct case_no *no,
                char code[static QUERY_CODE_TEXT_MAX + 1]);
/* The code on the receipt is the petitioner's word. It is known to the station that gave it out;
 * ten wrong ones within an hour lock the case's petitioner acts for that hour. */
enum pj_code query_code_check(struct node *node, const struct turn *turn, struct cached_case *entry,
                              const char *code) must_check;
void counters_restore(struct node *node, const struct mark *mark);
void counters_rollback(struct node *node);
