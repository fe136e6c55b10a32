/* SPDX-License-Identifier: Apache-2.0
 *
 * libpujiang: papers 文书, what offices issue in a case. Part of pujiang.h, which includes it and
 * says what holds for every call: texts given are borrowed during the call, and everything that a
 * reply shows belongs to the reply and lives until pj_reply_free.
 */
#ifndef PUJIANG_PAPERS_H
#define PUJIANG_PAPERS_H

#include <pujiang/pujiang.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Kinds are words. Without a number, derived from the case: receipt direction sheet. With one, to
 * the petitioner: accept refuse no_longer extend hearing opinion settlement review recheck
 * review_refused recheck_refused channel reply ended; to offices: transfer assign objection report
 * supervise improve_work perfect_policy hold_to_account urge answer; for the file: service. */

/* Which papers 文书: NULL and 0 = any. */
struct pj_paper_query {
    const char *case_no;
    const char *office; /* whose book; with a number whose it is, where two have such a number */
    const char *kind;   /* "accept", "opinion" ... */
    const char *query_code; /* of the petitioner, with case_no: the code on the receipt */
    uint32_t year;
    uint64_t after; /* pj_papers.next of the answer before; 0 = from the first */
    uint32_t limit; /* 0 = 100; at most 500 are given */
};

/* What a paper says in one field of its template: "title", "due", "remedy" ... */
struct pj_paper_value {
    const char *field;
    const struct pj_bytes *items; /* line by line; what a petitioner wrote is as it came */
    size_t count;
};

struct pj_paper {
    const char *number;    /* 浦江信受〔2026〕12号; "" = of a kind that bears none */
    const char *case_no;   /* "" where sealed */
    const char *kind;      /* likewise */
    const char *office;    /* whose book: who issued it */
    const char *addressee; /* an office; "" = the petitioner, or the file */
    const char *replaces;  /* number of the voided one; "" = of none */
    uint32_t year, epoch, no;
    int64_t at_us;        /* microseconds UTC, as the two below */
    int64_t served_at_us; /* 0 = no service is proven */
    int64_t voided_at_us; /* 0 = it is valid; a void one is not to be printed */
    char due[11];         /* the first day it tells; "" = none */
    enum pj_service service;
    struct pj_bytes proof, void_reason;
    bool sealed; /* of a case hidden from the account: nothing but its number is told */
    bool shut;   /* of a case about somebody: a series apart */
    bool copy;   /* of a book at another station, kept where the petitioner asks */
    const struct pj_paper_value *values; /* of pj_get_paper; of a list none */
    size_t value_count;
};

struct pj_papers {
    const struct pj_paper *items;
    size_t count;
    uint64_t next; /* for pj_paper_query.after; 0 = these are the last */
};

/* NULL when the answer is of another kind. */
const struct pj_papers *pj_reply_papers(struct pj_reply *reply);

/* Papers that were issued, oldest first, a page at a time: of a case, to who may see it; the book
 * of an office, to that office; with the query code what went to the petitioner (scope petitioner,
 * at the station that took the case in), whichever station issued it. query NULL = the account's
 * own book. AUTH_NOT_ACTOR: another office's book; AUTH_PROOF: the code is wrong;
 * STATE_CODE_LOCKED: it was wrong too often; AUTH_NO_SUCH_CASE. */
enum pj_code pj_list_papers(struct pj_client *client, const struct pj_paper_query *query,
                            struct pj_reply **ret_reply);
/* One paper with what it says; pj_reply_papers has that one. By its number as it is written; of the
 * query case, office and code count. number NULL: of query->case_no the kind that bears none
 * (receipt, direction, sheet), derived from the case as it stands. AUTH_NO_SUCH_PAPER: no such
 * number, or not to be seen; BAD_MISSING: two offices have it, name one; STATE_WRONG: the case has
 * no such paper yet. */
enum pj_code pj_get_paper(struct pj_client *client, const char *number,
                          const struct pj_paper_query *query, struct pj_reply **ret_reply);

#ifdef __cplusplus
}
#endif

#endif
