/* SPDX-License-Identifier: Apache-2.0
 * A paper that was issued: its number, to whom it went, and what it says. A row of pj.papers, and
 * of an answer.
 *
 * Numbers run 1, 2, 3 ... without a gap per office, kind, year and epoch. A paper that is voided
 * keeps its number and stands in the list for ever; what it says is never changed. The name of the
 * petitioner is not in it: whoever serves the paper writes it there.
 *
 * A copy is a paper of another station's book, kept where the petitioner asks with the code of the
 * receipt. It is counted in no series here, and only its issuer voids it. */
#pragma once
#include "base/time.h"
#include "words/ids.h"
#include "words/kinds.h"

#define PAPER_NUMBER_TEXT_MAX 159 /* bytes: "浦江自然资源和规划信受〔2026〕12号" */
#define PAPERS_OF_CASE_MAX    256 /* looked at when one is served or voided: the newest */

struct issued {
    struct node_id office; /* whose book the number stands in */
    enum paper_kind kind;
    uint32_t year;
    uint32_t
        epoch; /* 0, or the epoch of a loss of history in that year: its own series, 〔2026〕2-1 */
    bool shut; /* of a case about somebody: counted apart, so that no ordinary number is missing */
    uint32_t no; /* 1 .. n */
    char number[PAPER_NUMBER_TEXT_MAX + 1];
    struct node_id addressee; /* an office; "" = the petitioner, or the file */
    int64_t case_ref;
    int64_t pos; /* of the journal row of the act that issued it; of no other paper */
    struct wall at;
    struct civil due;                         /* the first day it tells; 0 = none */
    char replaces[PAPER_NUMBER_TEXT_MAX + 1]; /* number of the voided one; "" = of none */
    struct bytes facts;                       /* borrowed: wire_encode_paper */
    enum service service;
    struct wall served_at;    /* 0 = no service is proven */
    struct bytes proof;       /* borrowed */
    struct wall voided_at;    /* 0 = it is valid */
    struct bytes void_reason; /* borrowed */
    bool copy;                /* pos: of the journal row it came with, first */
};

/* One number stands on one paper; were it given anew after a loss that nobody noticed, that is
 * another paper, and shown as one. */
static inline bool issued_is_same_copy(const struct issued *a, const struct issued *b) {
    return a->case_ref == b->case_ref && a->kind == b->kind && a->year == b->year &&
           a->epoch == b->epoch && a->shut == b->shut && a->no == b->no && a->at.us == b->at.us &&
           node_id_equal(&a->office, &b->office);
}

/* What a later word of the issuer adds to a copy; an earlier one that comes late takes nothing
 * away. */
static inline void issued_follow(struct issued *copy, const struct issued *word) {
    if (copy->served_at.us == 0) {
        copy->service = word->service;
        copy->served_at = word->served_at;
        copy->proof = word->proof;
    }
    if (copy->voided_at.us == 0) {
        copy->voided_at = word->voided_at;
        copy->void_reason = word->void_reason;
    }
}
