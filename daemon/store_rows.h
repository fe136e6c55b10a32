/* SPDX-License-Identifier: Apache-2.0
 * Rows of our tables to plain structs and back: the parameters of the batch and prefetch
 * statements, and what a result holds. Lists of columns stand once, in store_rows.c. */
#pragma once
#include <libpq-fe.h>

#include "base/arena.h"
#include "node/port.h"
#include "pg_array.h"
#include "store_sql.h"

/* The batch row's scalars, then one array per column of each section, in the order of the statement
 * that writes it, which is returned: a mere hop of other people's cases, most batches of a relay,
 * does not pay for the empty sections (measured: 1.5 ms against 0.7 ms of PostgreSQL's CPU for 26
 * rows). */
enum sql rows_put_batch(struct pg_params *params, const struct batch *batch);

/* Each appends to nothing: the counterpart in `stored` is set. Arrays come from the arena, bytes
 * from the result. PJ_INTERNAL_NO_MEMORY at the arena's limit. */
enum pj_code rows_get_cases(const PGresult *result, struct arena *arena, bool with_body,
                            struct stored *stored) must_check;
enum pj_code rows_get_idems(const PGresult *result, struct arena *arena,
                            struct stored *stored) must_check;
enum pj_code rows_get_parked(const PGresult *result, struct arena *arena,
                             struct stored *stored) must_check;
/* Columns of the journal from `column` on: all, the last being the body. */
enum pj_code rows_get_journal(const PGresult *result, int column, struct arena *arena,
                              struct stored *stored) must_check;
/* Papers from `column` on. */
enum pj_code rows_get_papers(const PGresult *result, int column, struct arena *arena,
                             struct stored *stored) must_check;
enum pj_code rows_get_sent(const PGresult *result, struct arena *arena,
                           struct stored *stored) must_check;
enum pj_code rows_get_settings(const PGresult *result, struct arena *arena,
                               struct stored *stored) must_check;
enum pj_code rows_get_marks(const PGresult *result, struct arena *arena,
                            struct stored *stored) must_check;
/* One number per value, row by row. */
enum pj_code rows_get_numbers(const PGresult *result, struct arena *arena,
                              struct stored *stored) must_check;
/* Result of SQL_LANE_MARK. */
enum pj_code rows_get_lane_mark(const PGresult *result, uint32_t lane, struct arena *arena,
                                struct stored *stored) must_check;
/* The newest batch row; all zero for an empty table. */
void rows_get_head(const PGresult *result, struct stored_batch *ret_head);

#define PAPER_COLUMN_COUNT  20 /* the last columns of SQL_PAPERS_ALL */
#define PARKED_COLUMN_COUNT 11 /* columns before the journal's in SQL_PREFETCH_PARKED */
