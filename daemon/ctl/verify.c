/* SPDX-License-Identifier: Apache-2.0
 * `verify journal`: reads a station's database and recomputes what must hold: every body matches
 * its digest, every row its message digest, every chain head the rows before it, and no position is
 * missing. Nothing is written. */
#include "ctl.h"

#include <endian.h>
#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

#include "wire/wire.h"

#define TROUBLES_SHOWN 20
#define PROGRESS_ROWS  10000

struct journal_check {
    struct ctl *ctl;
    PGconn *pg; /* owned */
    struct hasher *hasher;
    PGresult *heads; /* last_pos, chain_head of batches that wrote rows, in order */
    int next_head;
    struct digest chain;
    uint64_t rows, altered, missing, heads_checked, chain_breaks;
    int64_t last_pos;
};

static void tell(struct journal_check *check, uint64_t number, int64_t pos, const char *what) {
    if (number <= TROUBLES_SHOWN) {
        fprintf(check->ctl->err, "  pos %lld: %s\n", (long long)pos, what);
    }
}

static int64_t get_int8(const PGresult *result, int row, int column) {
    uint64_t value = 0;

    memcpy(&value, PQgetvalue(result, row, column), sizeof value);
    return (int64_t)be64toh(value);
}

static struct bytes get_bytes(const PGresult *result, int row, int column) {
    return (struct bytes){(const uint8_t *)PQgetvalue(result, row, column),
                          (size_t)PQgetlength(result, row, column)};
}

/* ---- one row */

static struct digest digest_of(struct journal_check *check, enum digest_domain domain,
                               struct bytes a, struct bytes b) {
    const struct bytes parts[] = {a, b};

    return hasher_digest(check->hasher, domain, parts, ARRAY_COUNT(parts));
}

/* True when body, header and row digest agree. *ret_body = the body digest the chain was built
 * with. */
static bool row_holds(struct journal_check *check, const PGresult *row, struct digest *ret_body) {
    struct bytes body = get_bytes(row, 0, 3);
    struct digest found = hasher_digest(check->hasher, DIGEST_BODY, &body, 1);
    struct digest message;
    struct digest stored;
    struct route *route = arena_alloc(&check->ctl->arena, sizeof *route);
    struct header *header = arena_alloc(&check->ctl->arena, sizeof *header);
    struct bytes packed = BYTES_NONE;

    *ret_body = found;
    if (route == NULL || header == NULL ||
        wire_decode_envelope(get_bytes(row, 0, 2), route, &packed) != PJ_OK ||
        wire_decode_header(packed, &check->ctl->arena, header) != PJ_OK) {
        return false;
    }
    *ret_body = header->body_digest;
    message = digest_of(check, DIGEST_MESSAGE, packed, digest_bytes(&header->body_digest));
    return digest_from(get_bytes(row, 0, 1), &stored) == PJ_OK &&
           digest_equal(&found, &header->body_digest) && digest_equal(&message, &stored);
}

static void check_head(struct journal_check *check, int64_t pos) {
    struct digest head;

    if (check->next_head >= PQntuples(check->heads) ||
        get_int8(check->heads, check->next_head, 0) != pos) {
        return;
    }
    check->heads_checked++;
    if (digest_from(get_bytes(check->heads, check->next_head, 1), &head) != PJ_OK ||
        !digest_equal(&head, &check->chain)) {
        check->chain_breaks++;
        tell(check, check->chain_breaks, pos, "链头不符 / the chain head does not match the rows");
        check->chain = head; /* go on from what was recorded: later breaks are found too */
    }
    check->next_head++;
}

static void check_row(struct journal_check *check, const PGresult *row) {
    int64_t pos = get_int8(row, 0, 0);
    struct digest body;
    struct bytes parts[3];

    if (pos != check->last_pos + 1) {
        check->missing += (uint64_t)(pos - check->last_pos - 1);
        tell(check, check->missing, pos, "前面缺行 / rows before it are missing");
    }
    if (!row_holds(check, row, &body)) {
        check->altered++;
        tell(check, check->altered, pos, "内容与摘要不符 / does not match its digest");
    }
    parts[0] = digest_bytes(&check->chain);
    parts[1] = get_bytes(row, 0, 2);
    parts[2] = digest_bytes(&body);
    check->chain = hasher_digest(check->hasher, DIGEST_CHAIN, parts, ARRAY_COUNT(parts));
    check->last_pos = pos;
    check->rows++;
    check_head(check, pos);
    arena_clear(&check->ctl->arena);
    if (check->ctl->show_progress && check->rows % PROGRESS_ROWS == 0) {
        fprintf(check->ctl->err, "\r%llu", (unsigned long long)check->rows);
    }
}

/* ---- the whole */

static int database_trouble(struct journal_check *check) {
    return ctl_file_trouble(check->ctl, "--dsn", PQerrorMessage(check->pg));
}

static int walk(struct journal_check *check) {
    PGresult *row = NULL;
    int status = EXIT_FINE;

    if (PQsendQueryParams(check->pg,
                          "SELECT j.pos, j.digest, j.header, coalesce(b.body, j.body)\n"
                          "FROM pj.journal j LEFT JOIN pj.journal b ON b.pos = j.body_pos\n"
                          "ORDER BY j.pos",
                          0, NULL, NULL, NULL, NULL, 1) == 0 ||
        PQsetSingleRowMode(check->pg) == 0) {
        return database_trouble(check);
    }
    for (row = PQgetResult(check->pg); row != NULL; row = PQgetResult(check->pg)) {
        if (PQresultStatus(row) == PGRES_SINGLE_TUPLE) {
            check_row(check, row);
        } else if (PQresultStatus(row) != PGRES_TUPLES_OK) {
            status = database_trouble(check);
        }
        PQclear(row);
    }
    return status;
}

static int read_heads(struct journal_check *check) {
    PGresult *begun = PQexec(check->pg, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    bool ok = PQresultStatus(begun) == PGRES_COMMAND_OK;

    PQclear(begun);
    check->heads = PQexecParams(check->pg,
                                "SELECT last_pos, chain_head FROM pj.batch\n"
                                "WHERE first_pos <= last_pos ORDER BY batch",
                                0, NULL, NULL, NULL, NULL, 1);
    return ok && PQresultStatus(check->heads) == PGRES_TUPLES_OK ? EXIT_FINE
                                                                 : database_trouble(check);
}

static int report(struct journal_check *check) {
    json_t *object = json_object();
    bool whole = check->altered + check->missing + check->chain_breaks == 0 &&
                 check->next_head == PQntuples(check->heads);

    print_set(object, "rows", json_integer((json_int_t)check->rows));
    print_set(object, "chain_heads", json_integer((json_int_t)check->heads_checked));
    print_set(object, "altered", json_integer((json_int_t)check->altered));
    print_set(object, "missing", json_integer((json_int_t)check->missing));
    print_set(object, "chain_breaks", json_integer((json_int_t)check->chain_breaks));
    print_set(object, "whole", json_boolean(whole));
    print_object(&check->ctl->printer, object);
    return whole ? EXIT_FINE : EXIT_INTERNAL;
}

int run_verify_journal(struct ctl *ctl) {
    struct journal_check check = {.ctl = ctl};
    int status = EXIT_FINE;

    if (!ctl_given(ctl, OPT(DSN))) {
        return ctl_usage(ctl, "--dsn", "须给出数据库连接串，如 'host=/run/postgresql dbname=...'",
                         "say which database, such as 'host=/run/postgresql dbname=...'");
    }
    check.pg = PQconnectdb(ctl_text(ctl, OPTION_DSN));
    if (PQstatus(check.pg) != CONNECTION_OK) {
        status = database_trouble(&check);
        PQfinish(check.pg);
        return status;
    }
    check.hasher = hasher_new();
    status = read_heads(&check);
    if (status == EXIT_FINE) {
        status = walk(&check);
    }
    if (status == EXIT_FINE) {
        status = report(&check);
    }
    PQclear(check.heads);
    PQfinish(check.pg);
    hasher_free(check.hasher);
    return status;
}
