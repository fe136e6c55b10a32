/* SPDX-License-Identifier: Apache-2.0
 * The columns of each table, once. Their order is that of the statements in store_sql.c. */
#include "store_rows.h"

#include <string.h>

#include "pg_column.h"
#include "pg_conn.h"

/* ---- columns */

static const struct column batch_columns[] = {
    COLUMN(I64, struct batch, no),
    COLUMN(I64, struct batch, first_pos),
    COLUMN(I64, struct batch, last_pos),
    COLUMN(I64, struct batch, last_ref),
    COLUMN(I64, struct batch, at),
    COLUMN(U32, struct batch, epoch),
    COLUMN(U32, struct batch, n_expect),
    COLUMN(BOOL, struct batch, full),
    COLUMN(FIXED, struct batch, incarnation),
    COLUMN(FIXED, struct batch, chain_head),
    COLUMN(BYTES, struct batch, marks),
};

static const struct column head_columns[] = {
    COLUMN(I64, struct stored_batch, no),       COLUMN(FIXED, struct stored_batch, incarnation),
    COLUMN(U32, struct stored_batch, epoch),    COLUMN(I64, struct stored_batch, last_pos),
    COLUMN(I64, struct stored_batch, last_ref), COLUMN(FIXED, struct stored_batch, chain_head),
};

static const struct column journal_columns[] = {
    COLUMN(I64, struct row_journal, pos),           COLUMN(I64_NULL, struct row_journal, case_ref),
    COLUMN(I64_NULL, struct row_journal, in_seq),   COLUMN(I64_NULL, struct row_journal, out_seq),
    COLUMN(I64_NULL, struct row_journal, body_pos), COLUMN(I64, struct row_journal, at),
    COLUMN(U32, struct row_journal, kind),          COLUMN(LANE, struct row_journal, in_lane),
    COLUMN(LANE, struct row_journal, out_lane),     COLUMN(ENUM, struct row_journal, act),
    COLUMN(TEXT, struct row_journal, node),         COLUMN(FIXED, struct row_journal, digest),
    COLUMN(BYTES, struct row_journal, envelope),    COLUMN(BYTES, struct row_journal, body),
};

static const struct column case_columns[] = {
    COLUMN(I64, struct casefile, ref),
    COLUMN(I64, struct casefile, term),
    COLUMN(I64, struct casefile, version),
    COLUMN(I64_NULL, struct casefile, received_at),
    COLUMN(I64_NULL, struct casefile, opened_at),
    COLUMN(I64_NULL, struct casefile, closed_at),
    COLUMN(I64_NULL, struct casefile, body_pos),
    COLUMN(I64_NULL, struct casefile, blocked_at_pos),
    COLUMN(U32, struct casefile, persons),
    COLUMN(U32, struct casefile, group_no),
    COLUMN(ENUM, struct casefile, state),
    COLUMN(ENUM, struct casefile, role),
    COLUMN(ENUM, struct casefile, purpose),
    COLUMN(ENUM, struct casefile, form),
    COLUMN(TEXT, struct casefile, holder),
    COLUMN(TEXT, struct casefile, origin),
    COLUMN(TEXT, struct casefile, category),
    COLUMN(PLACE, struct casefile, place),
    COLUMN(TEXT, struct casefile, session),
    COLUMN(FIXED_NULL, struct casefile, submission_digest),
};
static const struct column case_due_columns[] = {{COLUMN_I64_NULL, 0, sizeof(int64_t)}};
static const struct column case_row_columns[] = {
    COLUMN(BOOL, struct row_case, open),
    COLUMN(BYTES, struct row_case, file),
};
static const struct column case_name_columns[] = {
    COLUMN(FIXED, struct casefile, id),
    COLUMN(TEXT, struct casefile, no),
};
static const struct column case_key_columns[] = {
    COLUMN(FIXED_NULL, struct row_case, idem),    COLUMN(FIXED_NULL, struct row_case, request),
    COLUMN(FIXED_NULL, struct row_case, foreign), COLUMN(FIXED_NULL, struct row_case, matter),
    COLUMN(CSTRING, struct row_case, conflicts),
};
static const struct column stored_case_columns[] = {
    COLUMN(BYTES, struct stored_case, file),
    COLUMN(FIXED_NULL, struct stored_case, idem),
    COLUMN(FIXED_NULL, struct stored_case, request),
    COLUMN(FIXED_NULL, struct stored_case, foreign),
    COLUMN(FIXED_NULL, struct stored_case, matter),
};
static const struct column stored_body_columns[] = {
    COLUMN(BYTES, struct stored_case, body),
    COLUMN(U32, struct stored_case, body_kind),
};

static const struct column leg_ref_columns[] = {COLUMN(I64, struct row_leg, case_ref)};
static const struct column leg_columns[] = {
    COLUMN(I64, struct leg, term),
    COLUMN(I64, struct leg, opened_at),
    COLUMN(I64_NULL, struct leg, delivered_at),
    COLUMN(I64_NULL, struct leg, closed_at),
    COLUMN(U32, struct leg, rule),
    COLUMN(DAY, struct leg, due),
    COLUMN(ENUM, struct leg, kind),
    COLUMN(BOOL, struct leg, binding),
    COLUMN(TEXT, struct leg, giver),
    COLUMN(TEXT, struct leg, receiver),
    COLUMN(TEXT_BYTES, struct leg, responsible),
    COLUMN(BYTES, struct leg, reason),
};
static const struct column leg_void_columns[] = {COLUMN(BOOL, struct row_leg, is_void)};
static const struct column leg_change_columns[] = {
    COLUMN(I64, struct leg, term),
    COLUMN(I64_NULL, struct leg, delivered_at),
    COLUMN(I64_NULL, struct leg, closed_at),
};

static const struct column clock_ref_columns[] = {COLUMN(I64, struct row_clock, case_ref)};
static const struct column clock_columns[] = {
    COLUMN(I64, struct clock, started_at),   COLUMN(I64_NULL, struct clock, due_at),
    COLUMN(U32, struct clock, no),           COLUMN(DAY, struct clock, due),
    COLUMN(ENUM, struct clock, kind),        COLUMN(ENUM, struct clock, state),
    COLUMN(BOOL, struct clock, provisional), COLUMN(TEXT, struct clock, owner),
    COLUMN(TEXT_BYTES, struct clock, basis), COLUMN(TEXT, struct clock, limit),
    COLUMN(TEXT, struct clock, days),        COLUMN(TEXT, struct clock, rules),
    COLUMN(TEXT, struct clock, calendar),    COLUMN(U32, struct clock, extension),
    COLUMN(TEXT, struct clock, pauses),      COLUMN(I64_NULL, struct clock, yellow_at),
    COLUMN(I64_NULL, struct clock, done_at), COLUMN(ENUM, struct clock, card),
};
static const struct column clock_change_columns[] = {
    COLUMN(U32, struct clock, no),           COLUMN(ENUM, struct clock, state),
    COLUMN(I64_NULL, struct clock, due_at),  COLUMN(DAY, struct clock, due),
    COLUMN(BOOL, struct clock, provisional), COLUMN(TEXT_BYTES, struct clock, basis),
    COLUMN(TEXT, struct clock, calendar),    COLUMN(U32, struct clock, extension),
    COLUMN(TEXT, struct clock, pauses),      COLUMN(I64_NULL, struct clock, yellow_at),
    COLUMN(I64_NULL, struct clock, done_at), COLUMN(ENUM, struct clock, card),
};

static const struct column idem_columns[] = {
    COLUMN(I64_NULL, struct row_idem, case_ref),
    COLUMN(I64, struct row_idem, version),
    COLUMN(I64, struct row_idem, at),
    COLUMN(FIXED, struct row_idem, idem),
    COLUMN(FIXED, struct row_idem, request),
};

static const struct column parked_columns[] = {
    COLUMN(I64, struct row_parked, pos),
    COLUMN(I64, struct row_parked, at),
    COLUMN(I64_NULL, struct row_parked, due_at),
    COLUMN(LANE, struct row_parked, in_lane),
    COLUMN(U32, struct row_parked, kind),
    COLUMN(U32, struct row_parked, code),
    COLUMN(BOOL, struct row_parked, holds_token),
    COLUMN(TEXT, struct row_parked, hop),
    COLUMN(FIXED_NULL, struct row_parked, case_id),
    COLUMN(FIXED, struct row_parked, message_id),
    COLUMN(FIXED, struct row_parked, body_digest),
};
CTASSERT(ARRAY_COUNT(parked_columns) == PARKED_COLUMN_COUNT);
static const struct column parked_done_columns[] = {
    COLUMN(I64, struct row_parked, pos),
    COLUMN(I64, struct row_parked, at),
};

static const struct column setting_columns[] = {
    COLUMN(U32, struct row_setting, kind),
    COLUMN(CSTRING, struct row_setting, key),
    COLUMN(BYTES, struct row_setting, value),
};

static const struct column tie_columns[] = {
    COLUMN(I64, struct row_tie, case_ref),
    COLUMN(ENUM, struct row_tie, tie),
    COLUMN(TEXT, struct row_tie, no),
};
/* Of a book and of the copies alike. */
#define COLUMNS_OF_PAPER                                                                           \
    COLUMN(I64, struct row_paper, paper.case_ref), COLUMN(I64, struct row_paper, paper.pos),       \
        COLUMN(I64, struct row_paper, paper.at), COLUMN(DAY, struct row_paper, paper.due),         \
        COLUMN(ENUM, struct row_paper, paper.kind), COLUMN(U32, struct row_paper, paper.year),     \
        COLUMN(U32, struct row_paper, paper.epoch), COLUMN(U32, struct row_paper, paper.no),       \
        COLUMN(BOOL, struct row_paper, paper.shut), COLUMN(TEXT, struct row_paper, paper.office),  \
        COLUMN(TEXT, struct row_paper, paper.addressee),                                           \
        COLUMN(TEXT, struct row_paper, paper.number),                                              \
        COLUMN(TEXT, struct row_paper, paper.replaces),                                            \
        COLUMN(BYTES, struct row_paper, paper.facts),                                              \
        COLUMN(ENUM, struct row_paper, paper.service),                                             \
        COLUMN(I64_NULL, struct row_paper, paper.served_at),                                       \
        COLUMN(BYTES, struct row_paper, paper.proof),                                              \
        COLUMN(I64_NULL, struct row_paper, paper.voided_at),                                       \
        COLUMN(BYTES, struct row_paper, paper.void_reason)
static const struct column paper_columns[] = {COLUMNS_OF_PAPER};
static const struct column paper_stored_columns[] = {COLUMNS_OF_PAPER,
                                                     COLUMN(BOOL, struct row_paper, paper.copy)};
CTASSERT(ARRAY_COUNT(paper_stored_columns) == PAPER_COLUMN_COUNT);
static const struct column paper_change_columns[] = {
    COLUMN(TEXT, struct row_paper, paper.office),
    COLUMN(ENUM, struct row_paper, paper.kind),
    COLUMN(U32, struct row_paper, paper.year),
    COLUMN(U32, struct row_paper, paper.epoch),
    COLUMN(BOOL, struct row_paper, paper.shut),
    COLUMN(U32, struct row_paper, paper.no),
    COLUMN(ENUM, struct row_paper, paper.service),
    COLUMN(I64_NULL, struct row_paper, paper.served_at),
    COLUMN(BYTES, struct row_paper, paper.proof),
    COLUMN(I64_NULL, struct row_paper, paper.voided_at),
    COLUMN(BYTES, struct row_paper, paper.void_reason),
};

#define PUT(params, columns, rows) columns_put(params, (struct column_set)COLUMN_SET(columns), rows)

/* ---- batch */

#define ROWS_OF(type, array, number)                                                               \
    { .rows = (array), .count = (number), .row_size = sizeof(type) }
#define ROWS_WHERE(type, array, number, wanted)                                                    \
    {                                                                                              \
        .rows = (array), .count = (number), .row_size = sizeof(type),                              \
        .insert_at = offsetof(type, insert), .has_insert = true, .insert = (wanted)                \
    }

static struct column_rows inner(struct column_rows rows, size_t object_at) {
    rows.indirect = true;
    rows.object_at = object_at;
    return rows;
}

/* The instant the case is due: not the sum of its columns, so it is computed here. */
static void put_due(struct pg_params *params, const struct batch *batch, bool insert) {
    pg_array_open(params, PG_INT8);
    for (size_t i = 0; i < batch->case_count; i++) {
        const struct row_case *row = &batch->cases[i];
        struct wall due = casefile_asks_at(row->casefile);

        if (row->insert != insert) {
            continue;
        }
        column_put(params, &case_due_columns[0], &due);
    }
    pg_array_close(params);
}

static void put_cases(struct pg_params *params, const struct batch *batch, bool insert) {
    struct column_rows rows = ROWS_WHERE(struct row_case, batch->cases, batch->case_count, insert);
    struct column_rows files = inner(rows, offsetof(struct row_case, casefile));

    PUT(params, case_columns, &files);
    put_due(params, batch, insert);
    PUT(params, case_row_columns, &rows);
    if (insert) {
        PUT(params, case_name_columns, &files);
        PUT(params, case_key_columns, &rows);
    }
}

static void put_legs(struct pg_params *params, const struct batch *batch) {
    struct column_rows new = ROWS_WHERE(struct row_leg, batch->legs, batch->leg_count, true);
    struct column_rows old = ROWS_WHERE(struct row_leg, batch->legs, batch->leg_count, false);
    struct column_rows new_legs = inner(new, offsetof(struct row_leg, leg));
    struct column_rows old_legs = inner(old, offsetof(struct row_leg, leg));

    PUT(params, leg_ref_columns, &new);
    PUT(params, leg_columns, &new_legs);
    PUT(params, leg_void_columns, &new);
    PUT(params, leg_ref_columns, &old);
    PUT(params, leg_change_columns, &old_legs);
    PUT(params, leg_void_columns, &old);
}

static void put_clocks(struct pg_params *params, const struct batch *batch) {
    struct column_rows new = ROWS_WHERE(struct row_clock, batch->clocks, batch->clock_count, true);
    struct column_rows old = ROWS_WHERE(struct row_clock, batch->clocks, batch->clock_count, false);
    struct column_rows new_clocks = inner(new, offsetof(struct row_clock, clock));
    struct column_rows old_clocks = inner(old, offsetof(struct row_clock, clock));

    PUT(params, clock_ref_columns, &new);
    PUT(params, clock_columns, &new_clocks);
    PUT(params, clock_ref_columns, &old);
    PUT(params, clock_change_columns, &old_clocks);
}

static bool setting_comes_again(const struct batch *batch, size_t index) {
    const struct row_setting *row = &batch->settings[index];

    for (size_t i = index + 1; i < batch->setting_count; i++) {
        if (batch->settings[i].kind == row->kind && strcmp(batch->settings[i].key, row->key) == 0) {
            return true;
        }
    }
    return false;
}

/* One statement may replace a row only once: of two settings with one key the later one counts. */
static void put_settings(struct pg_params *params, const struct batch *batch) {
    static const enum pg_type types[] = {PG_INT4, PG_TEXT, PG_BYTEA};

    for (size_t c = 0; c < ARRAY_COUNT(setting_columns); c++) {
        pg_array_open(params, types[c]);
        for (size_t i = 0; i < batch->setting_count; i++) {
            if (!setting_comes_again(batch, i)) {
                column_put(params, &setting_columns[c], &batch->settings[i]);
            }
        }
        pg_array_close(params);
    }
}

static void put_papers(struct pg_params *params, const struct batch *batch) {
    struct column_rows new = ROWS_WHERE(struct row_paper, batch->papers, batch->paper_count, true);
    struct column_rows old = ROWS_WHERE(struct row_paper, batch->papers, batch->paper_count, false);

    struct column_rows copies = ROWS_OF(struct row_paper, batch->copies, batch->copy_count);

    PUT(params, paper_columns, &new);
    PUT(params, paper_change_columns, &old);
    PUT(params, paper_columns, &copies);
}

/* The shortest statement that has a section for each of its rows. */
static enum sql batch_sql(const struct batch *batch) {
    if (batch->paper_count + batch->copy_count > 0) {
        return SQL_BATCH_PAPERS;
    }
    if (batch->idem_count > 0 || batch->parked_count > 0 || batch->setting_count > 0 ||
        batch->tie_count > 0) {
        return SQL_BATCH;
    }
    return batch->case_count > 0 || batch->leg_count > 0 || batch->clock_count > 0 ? SQL_BATCH_CASES
                                                                                   : SQL_BATCH_HOP;
}

enum sql rows_put_batch(struct pg_params *params, const struct batch *batch) {
    struct column_rows journal = ROWS_OF(struct row_journal, batch->journal, batch->journal_count);
    struct column_rows idems = ROWS_OF(struct row_idem, batch->idems, batch->idem_count);
    struct column_rows ties = ROWS_OF(struct row_tie, batch->ties, batch->tie_count);
    struct column_rows parked =
        ROWS_WHERE(struct row_parked, batch->parked, batch->parked_count, true);
    struct column_rows done =
        ROWS_WHERE(struct row_parked, batch->parked, batch->parked_count, false);
    enum sql sql = batch_sql(batch);

    for (size_t i = 0; i < ARRAY_COUNT(batch_columns); i++) {
        column_put(params, &batch_columns[i], batch);
    }
    PUT(params, journal_columns, &journal);
    if (sql >= SQL_BATCH_CASES) {
        put_cases(params, batch, true);
        put_cases(params, batch, false);
        put_legs(params, batch);
        put_clocks(params, batch);
    }
    if (sql >= SQL_BATCH) {
        PUT(params, idem_columns, &idems);
        PUT(params, parked_columns, &parked);
        PUT(params, parked_done_columns, &done);
        put_settings(params, batch);
        PUT(params, tie_columns, &ties);
    }
    if (sql >= SQL_BATCH_PAPERS) {
        put_papers(params, batch);
    }
    return sql;
}

/* ---- results */

/* Fills one object from consecutive columns and returns the column after them. */
#define GET(result, row, column, columns, object)                                                  \
    get_columns(result, row, column, (struct column_set)COLUMN_SET(columns), object)

static int get_columns(const PGresult *result, int row, int column, struct column_set set,
                       void *object) {
    for (size_t i = 0; i < set.count; i++) {
        column_get(&set.columns[i], pg_result_value(result, row, column + (int)i), object);
    }
    return column + (int)set.count;
}

static enum pj_code get_rows(const PGresult *result, int column, struct column_set set,
                             struct arena *arena, size_t size, void **ret_rows) {
    size_t count = (size_t)PQntuples(result);
    uint8_t *rows = arena_alloc(arena, count * size + 1);

    if (rows == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        get_columns(result, (int)i, column, set, rows + i * size);
    }
    *ret_rows = rows;
    return PJ_OK;
}

static void get_record(struct pg_records *records, struct column_set set, void *object) {
    for (size_t i = 0; i < set.count; i++) {
        column_get(&set.columns[i], pg_records_field(records), object);
    }
}

/* More legs than fit are our own bug: nothing writes them. */
static void get_legs(struct pg_value value, struct casefile *file) {
    struct pg_records records;

    pg_records_open(&records, value);
    while (pg_records_next(&records)) {
        struct leg *leg = &file->legs[file->leg_count];

        ASSERT(file->leg_count < LEGS_MAX);
        memset(leg, 0, sizeof *leg);
        get_record(&records, (struct column_set)COLUMN_SET(leg_columns), leg);
        file->leg_count++;
    }
}

/* The table keeps every clock a case ever had, the case those that matter now. Where so many run,
 * they are another station's word on a copy: the others stay out. */
static void get_clocks(struct pg_value value, struct casefile *file) {
    struct pg_records records;

    pg_records_open(&records, value);
    while (pg_records_next(&records)) {
        struct clock clock = {0};

        get_record(&records, (struct column_set)COLUMN_SET(clock_columns), &clock);
        if (casefile_clock_room(file)) {
            file->clocks[file->clock_count++] = clock;
        }
    }
}

enum pj_code rows_get_cases(const PGresult *result, struct arena *arena, bool with_body,
                            struct stored *stored) {
    size_t count = (size_t)PQntuples(result);
    struct stored_case *cases = arena_room(arena, count * sizeof *cases + 1);

    if (cases == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        struct stored_case *item = &cases[i];
        int row = (int)i;
        int column = 0;

        memset(item, 0, offsetof(struct stored_case, casefile));
        casefile_clear(&item->casefile);
        column = GET(result, row, column, case_columns, &item->casefile);
        column = GET(result, row, column, case_name_columns, &item->casefile);
        column = GET(result, row, column, stored_case_columns, item);
        get_legs(pg_result_value(result, row, column++), &item->casefile);
        get_clocks(pg_result_value(result, row, column++), &item->casefile);
        if (with_body) {
            GET(result, row, column, stored_body_columns, item);
        }
    }
    stored->cases = cases;
    stored->case_count = count;
    return PJ_OK;
}

#define GET_ROWS(result, column, columns, arena, type, stored, field, counter)                     \
    void *rows = NULL;                                                                             \
    enum pj_code code = get_rows(result, column, (struct column_set)COLUMN_SET(columns), arena,    \
                                 sizeof(type), &rows);                                             \
    if (code == PJ_OK) {                                                                           \
        (stored)->field = rows;                                                                    \
        (stored)->counter = (size_t)PQntuples(result);                                             \
    }                                                                                              \
    return code

enum pj_code rows_get_idems(const PGresult *result, struct arena *arena, struct stored *stored) {
    GET_ROWS(result, 0, idem_columns, arena, struct row_idem, stored, idems, idem_count);
}

enum pj_code rows_get_journal(const PGresult *result, int column, struct arena *arena,
                              struct stored *stored) {
    GET_ROWS(result, column, journal_columns, arena, struct row_journal, stored, rows, row_count);
}

enum pj_code rows_get_settings(const PGresult *result, struct arena *arena, struct stored *stored) {
    GET_ROWS(result, 0, setting_columns, arena, struct row_setting, stored, settings,
             setting_count);
}

enum pj_code rows_get_parked(const PGresult *result, struct arena *arena, struct stored *stored) {
    void *rows = NULL;
    struct row_parked *parked = NULL;
    enum pj_code code = get_rows(result, 0, (struct column_set)COLUMN_SET(parked_columns), arena,
                                 sizeof(struct row_parked), &rows);

    if (code != PJ_OK) {
        return code;
    }
    parked = rows;
    for (int i = 0; i < PQntuples(result); i++) {
        parked[i].insert = true; /* only open ones are ever asked for */
    }
    stored->parked = parked;
    stored->parked_count = (size_t)PQntuples(result);
    return PJ_OK;
}

enum pj_code rows_get_papers(const PGresult *result, int column, struct arena *arena,
                             struct stored *stored) {
    GET_ROWS(result, column, paper_stored_columns, arena, struct row_paper, stored, papers,
             paper_count);
}

enum pj_code rows_get_sent(const PGresult *result, struct arena *arena, struct stored *stored) {
    static const struct column sent[] = {COLUMN(LANE, struct row_sent, lane),
                                         COLUMN(FIXED, struct row_sent, digest)};

    GET_ROWS(result, 0, sent, arena, struct row_sent, stored, sent, sent_count);
}

enum pj_code rows_get_marks(const PGresult *result, struct arena *arena, struct stored *stored) {
    static const struct column marks[] = {{COLUMN_BYTES, 0, sizeof(struct bytes)}};

    GET_ROWS(result, 0, marks, arena, struct bytes, stored, marks, mark_count);
}

enum pj_code rows_get_numbers(const PGresult *result, struct arena *arena, struct stored *stored) {
    size_t columns = (size_t)PQnfields(result);
    size_t count = (size_t)PQntuples(result) * columns;
    uint64_t *numbers = arena_alloc(arena, count * sizeof *numbers + 1);

    if (numbers == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        numbers[i] =
            (uint64_t)pg_integer(pg_result_value(result, (int)(i / columns), (int)(i % columns)));
    }
    stored->numbers = numbers;
    stored->number_count = count;
    return PJ_OK;
}

enum pj_code rows_get_lane_mark(const PGresult *result, uint32_t lane, struct arena *arena,
                                struct stored *stored) {
    static const struct column mark_columns[] = {COLUMN(I64, struct lane_mark, seq),
                                                 COLUMN(FIXED, struct lane_mark, hash)};
    static const struct column row_columns[] = {COLUMN(I64_NULL, struct row_journal, out_seq),
                                                COLUMN(FIXED, struct row_journal, digest)};
    size_t count = (size_t)PQntuples(result);
    struct lane_mark *mark = arena_alloc(arena, sizeof *mark);
    struct row_journal *rows = arena_alloc(arena, count * sizeof *rows + 1);

    if (mark == NULL || rows == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        GET(result, (int)i, 0, mark_columns, mark);
        GET(result, (int)i, 2, row_columns, &rows[i]);
        rows[i].out_lane = (int32_t)lane;
    }
    mark->lane = lane;
    stored->lane_marks = mark;
    stored->lane_mark_count = count > 0 && !PQgetisnull(result, 0, 0) ? 1 : 0;
    stored->rows = rows; /* the one row of a mark with nothing after it is all NULL */
    stored->row_count = count > 0 && PQgetisnull(result, 0, 2) ? 0 : count;
    return PJ_OK;
}

void rows_get_head(const PGresult *result, struct stored_batch *ret_head) {
    memset(ret_head, 0, sizeof *ret_head);
    if (PQntuples(result) > 0) {
        GET(result, 0, 0, head_columns, ret_head);
    }
}
