/* SPDX-License-Identifier: Apache-2.0
 * The committed rows of one station, in memory: what PostgreSQL would hold. It outlives every crash
 * of the node. */
#pragma once
#include "base/arena.h"
#include "node/port.h"

struct mem_leg {
    struct leg leg;
    bool is_void;
};

struct mem_case {
    struct casefile columns; /* pointers cleared: those parts are in `file`, `legs`, `clocks` */
    struct bytes file;       /* owned by the arena, like all bytes here */
    bool open;
    struct digest idem, request, foreign, matter;
    struct leg legs[LEGS_MAX]; /* of `kept` those that are not void, by term */
    size_t leg_count;
    struct mem_leg *kept; /* all a case ever had */
    size_t kept_count;
    struct clock *clocks; /* likewise */
    size_t clock_count;
};

struct mem_rows {
    void *data; /* owned: array of pointers */
    size_t count, room;
};

struct mem_store {
    struct stored_batch head;
    struct mem_rows marks;    /* struct mem_mark */
    struct mem_rows journal;  /* struct row_journal; index = pos - 1 */
    struct mem_rows cases;    /* struct mem_case */
    struct mem_rows idems;    /* struct row_idem */
    struct mem_rows parked;   /* struct row_parked; insert = still open */
    struct mem_rows settings; /* struct row_setting */
    struct mem_rows ties;     /* struct row_tie */
    struct mem_rows papers;   /* struct issued, as they were issued */
    struct mem_rows copies;   /* struct issued, of other stations' books */
    unsigned renumbered;      /* legs and clocks that bear the number of another one */
    struct arena arena;       /* of everything kept */
};

struct mem_mark {
    int64_t batch;
    bool full;
    struct bytes bytes;
};

#define MEM_ROW(rows, type, index) (((type **)(rows).data)[index])

void mem_store_init(struct mem_store *store);
void mem_store_release(struct mem_store *store);
/* `to` := the rows of `from`; bytes are shared, so `from` must outlive it. */
void mem_store_copy(struct mem_store *to, const struct mem_store *from);
/* One transaction. False: the batch number is taken or an update found no row; nothing is written.
 */
bool mem_store_commit(struct mem_store *store, const struct batch *batch);
/* Answers live in `arena`. */
void mem_store_load(const struct mem_store *store, struct arena *arena, struct stored *ret_stored);
void mem_store_prefetch(const struct mem_store *store, const struct prefetch_key *keys,
                        size_t count, struct arena *arena, struct stored *ret_stored);
void mem_store_query(const struct mem_store *store, const struct query *query, struct arena *arena,
                     struct stored *ret_stored);
/* Where a lane stands by the marks committed; zero when it never moved. tag: enum mark_tag. */
struct lane_mark mem_store_mark(const struct mem_store *store, uint32_t tag, uint32_t lane);
struct mem_case *mem_store_case(const struct mem_store *store, const char *case_no);
