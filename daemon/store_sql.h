/* SPDX-License-Identifier: Apache-2.0
 * Every SQL statement of the daemon, by name. Parameters always, no text is ever built. */
#pragma once

enum sql {
    SQL_SESSION_WRITE, /* several commands, no parameters */
    SQL_SESSION_QUERY,
    SQL_BEGIN,
    SQL_COMMIT,
    SQL_TIMEOUT,
    SQL_SAFETY,
    SQL_HAS_HISTORY,
    SQL_HISTORY,
    SQL_MIGRATED,
    SQL_LOCK,
    /* prepared on the write connection */
    SQL_WORDS,
    SQL_EXTEND,
    SQL_HEAD,
    SQL_LOAD_MARKS,
    SQL_LOAD_SETTINGS,
    SQL_LOAD_PARKED,
    SQL_PREFETCH_CASES,
    SQL_PREFETCH_IDEM,
    SQL_PREFETCH_PARKED,
    SQL_PREFETCH_PAPERS,
    SQL_PREFETCH_SENT,
    /* One batch. Each has the sections of the one before and more: what a batch has no rows for is
     * not even planned. */
    SQL_BATCH_HOP,    /* journal and batch */
    SQL_BATCH_CASES,  /* cases, legs, clocks */
    SQL_BATCH,        /* idem, parked, settings, ties */
    SQL_BATCH_PAPERS, /* papers, copies */
    /* prepared on the query connection, as is SQL_EXTEND */
    SQL_DUE,
    SQL_RECOUNT,
    SQL_LANE,
    SQL_LANE_MARK,
    SQL_CASES_ALL,
    SQL_CASES_HELD,
    SQL_CASES_OVERDUE,
    SQL_CASES_CARDED,
    SQL_CASE_ROWS,
    SQL_PAPERS_OF_CASE,
    SQL_PAPERS_OF_NUMBER,
    SQL_PAPERS_OF_OFFICE,
    SQL_PAPERS_ALL,
    SQL_PARKED,
    SQL_COUNTS,
    SQL_LANE_CHECK_OUT,
    SQL_LANE_CHECK_IN,
    SQL_MAX
};

#define SQL_FIRST_WRITE SQL_WORDS
#define SQL_LAST_WRITE  SQL_BATCH_PAPERS
#define SQL_FIRST_QUERY SQL_DUE
#define SQL_LAST_QUERY  SQL_LANE_CHECK_IN

struct sql_row {
    const char *name; /* also the name it is prepared under */
    const char *text;
};

const struct sql_row *sql_row(enum sql sql);
