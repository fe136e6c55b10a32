/* SPDX-License-Identifier: Apache-2.0
 * Which procedure does a submission belong to? By its purpose 信访目的, and for a claim 申诉求决 by
 * the six branches of 信访工作条例 §31, in the order in which they stand there:
 *     (1) litigation, procuratorial or police procedures   (2) arbitration
 *     (3) party appeal, re-examination                      (4) administrative procedures
 *     (5) performance of a duty                             (6) none of these: the petition itself
 * The competent unit says what the facts are; what it cannot say is no fact, so that a claim nobody
 * has judged is a petition and has its clocks. Nothing is refused on the way: a branch other than
 * (6) means that the matter is led into it 导入 and its limits are told. Pure. */
#pragma once
#include "core/channel.h"

/* The reconsideration and the suit against the act stay open beside the petition, and run out. */
#define BRANCH_REMEDIES_MAX (3 * CHANNEL_REMEDIES_MAX)

struct branch_query {
    const struct channel_book *book; /* borrowed */
    enum purpose purpose;            /* unspecified counts as a claim: the safest for its author */
    uint32_t facts;                  /* bits BRANCH_FACT(CHANNEL_BRANCH_...) */
    const char *channel;             /* code named by the list or the unit; "" or NULL = none */
};
#define BRANCH_FACT(branch) (UINT32_C(1) << (branch))

struct branch_verdict {
    enum channel_branch branch;    /* NONE for what is no claim */
    const struct channel *channel; /* borrowed from the book; NULL: an inquiry or thanks */
    uint32_t rule;                 /* rule_text() has the article */
};

/* The first branch a fact stands for; a named channel is a fact too, and is the one when its branch
 * is. PJ_BAD_FIELD: no channel has that code. */
enum pj_code branch_decide(const struct branch_query *query,
                           struct branch_verdict *ret_verdict) must_check;

/* What the petitioner has to be told at intake and when led into a channel: the limits of that
 * channel; of a claim that stays a petition also those of the reconsideration and of the suit,
 * which run out meanwhile. How many. */
size_t branch_remedies(const struct channel_book *book, const struct branch_verdict *verdict,
                       const struct channel_facts *facts,
                       struct channel_remedy ret_remedies[static BRANCH_REMEDIES_MAX]);
