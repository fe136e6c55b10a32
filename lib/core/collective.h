/* SPDX-License-Identifier: Apache-2.0
 * Joint petitions 集体信访: when a case is one, and how many may represent it on a visit (条例
 * §20). Neither ever refuses anybody: the one is a mark, the other a warning. */
#pragma once
#include "core/rule_book.h"

#define SMALL_GROUP_PERSONS 10 /* 十人以下: what REPRESENTATIVES_SMALL is about */

struct collective_query {
    const struct rule_book *rules; /* borrowed; NULL = none in force: no limits */
    enum form form;
    uint32_t persons;         /* as declared */
    uint32_t petitioners;     /* named, agents not counted */
    uint32_t representatives; /* of them */
    uint32_t members;         /* of them */
};

struct collective_verdict {
    bool collective;
    const struct rule *exceeded; /* borrowed from the rules; NULL = as many as may come */
    const char *version;         /* of the set that says so */
};

void collective_decide(const struct collective_query *query,
                       struct collective_verdict *ret_verdict);
