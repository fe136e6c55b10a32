/* SPDX-License-Identifier: Apache-2.0
 * Papers at a station, for the files of lib/node only.
 *
 *   papers.c         those without a number, derived whenever they are asked for
 *   paper_issue.c    those with a number: issued by an act, in the batch of the act
 *   paper_facts.c    what both say, line by line
 *   paper_rows.c     their rows in the turn
 *   paper_series.c   the numbers: 1, 2, 3 ... per office, kind and year
 *   paper_reads.c    list and show
 *   paper_void.c     voiding
 *   paper_copy.c     for the petitioner at another station
 */
#pragma once
#include "core/paper.h"
#include "node/internal.h"
#include "words/issued.h"

#define LINE_MAX_BYTES 400 /* one line of a list: two offices, dates, an article */

/* ---- paper_facts.c */
struct fact_list {
    struct arena *arena; /* borrowed */
    struct node *node;   /* borrowed */
    struct api_paper_value *values;
    size_t count;
};
struct fact_list fact_list_new(struct node *node, struct arena *arena);
/* The field's items, to be filled; with none the field stays absent. */
struct bytes *fact_items(struct fact_list *list, enum paper_field field, size_t count);
/* A copy in the arena. */
struct bytes fact_line(struct fact_list *list, const char *line);
void fact_put(struct fact_list *list, enum paper_field field, const char *text);
void fact_bytes(struct fact_list *list, enum paper_field field, struct bytes text);
void fact_day(struct fact_list *list, enum paper_field field, struct civil day);
/* "浦江县自然资源和规划局 (330726.land)"; the code alone of a place not known here. */
const char *fact_office(const struct fact_list *list, const struct node_id *office);
/* "2026-12-26 前：作出处理意见，依据 CN2022 §34". */
struct bytes fact_clock_line(struct fact_list *list, const struct clock *clock, const char *note);
/* What the hand-over made due. The date is told where the station of the receiver is; elsewhere,
 * and before it arrived, how long it is from the arrival. */
void fact_leg_due(struct fact_list *list, const struct casefile *file, const struct leg *leg);
/* "对处理意见不服的，可自收到之日起30日(CN2022 §35)内申请复查". */
struct bytes fact_remedy_line(struct fact_list *list, enum duty duty, const char *against,
                              const char *remedy);
void fact_rights(struct fact_list *list);
bool fact_submission(struct fact_list *list, const struct cached_case *entry,
                     struct submission *ret_submission);
/* What was written down, byte for byte. */
void fact_written(struct fact_list *list, const struct submission *submission);
void fact_problems(struct fact_list *list, const struct casefile *file);

/* ---- paper_issue.c */
struct issuing {
    struct cached_case *entry;     /* as the act left it */
    const struct casefile *before; /* as it stood */
    const struct act *act;
    const struct verdict *verdict; /* PJ_OK; without effects where the act was judged elsewhere */
    int64_t pos;                   /* journal row of the act */
};
/* The paper of the act, if it makes one and its issuer is an office of this station. Draws the
 * number: to be called when nothing can fail any more. */
void paper_issue(struct node *node, struct turn *turn, const struct issuing *issuing);

/* ---- paper_series.c */
/* The next number of the series: fills year, epoch, no and number of a paper whose office, kind and
 * shut are set. */
void paper_series_next(struct node *node, const struct turn *turn, struct issued *paper);
void paper_series_restore(struct node *node, const struct mark *mark);
void paper_series_rollback(struct node *node);
void paper_series_commit(struct node *node);
void paper_series_seal(struct node *node, struct turn *turn);
void paper_series_free(struct node *node);

/* ---- paper_rows.c */
/* Papers of a case as they stand now, this turn's own included: asks `fits` of each, the newest
 * first, and returns the first it takes; NULL = none. They must have been prefetched. */
const struct issued *paper_find(const struct turn *turn, int64_t case_ref,
                                bool (*fits)(const struct issued *paper, const void *wanted),
                                const void *wanted);
/* The one that was found, to be written with this batch. */
struct issued *paper_change(struct turn *turn, const struct issued *found);
void paper_add(struct turn *turn, const struct issued *paper);

/* ---- paper_copy.c */
/* What went to the petitioner, as it now stands, goes to the station where they ask for it: with
 * this batch, which issues or changes it. Nothing where that is this station, or where the case may
 * not be heard of. */
void paper_tell(struct node *node, struct turn *turn, const struct casefile *file,
                const struct issued *paper);
void paper_arrives(struct node *node, struct turn *turn, struct arrival *arrival);

/* ---- requests */
/* queries.c: remembers who asked; NULL, and the asker told, when too many questions are under way.
 */
struct pending_query *query_ask(struct node *node, struct turn *turn, const struct input *input);
void list_papers_decide(struct node *node, struct turn *turn, struct input *input);
void void_paper_decide(struct node *node, struct turn *turn, struct input *input);
void answer_papers(struct node *node, struct pending_query *query, const struct stored *stored);
