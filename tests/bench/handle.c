/* SPDX-License-Identifier: Apache-2.0
 * An office that hands every case on: it watches what its station holds and escalates each case to
 * the next level, through the socket API, as a clerk's program would.
 *
 *     bench-handle ENDPOINT HOST DBNAME FROM_REF TARGET COUNT
 *
 * Ends after COUNT cases. The database is only asked which cases have come. */
#include "base/text.h"

#include <libpq-fe.h>
#include <pujiang/pujiang.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ASK_MS 10

struct handler {
    struct pj_client *client;
    PGconn *database;
    char ref[24]; /* the last one seen */
    const char *target;
    uint64_t sent, done, refused;
    char run[PJ_KEY_TEXT_MAX + 1];
};

static void receive(struct handler *handler, int timeout_ms) {
    (void)pj_poll(handler->client, timeout_ms);
    for (struct pj_reply *reply = pj_receive(handler->client); reply != NULL;
         reply = pj_receive(handler->client)) {
        handler->done++;
        if (pj_reply_code(reply) != PJ_OK) {
            handler->refused++;
            fprintf(stderr, "bench-handle: %s\n", pj_code_name((unsigned)pj_reply_code(reply)));
        }
        pj_reply_free(reply);
    }
}

static void hand_on(struct handler *handler, const char *case_no) {
    char key[PJ_KEY_BYTES_MAX];
    struct pj_write write = {.operator_id = "bench"};
    struct pj_act act = {.case_no = case_no, .kind = PJ_ACT_ESCALATE, .target = handler->target};
    uint64_t ticket = 0;

    while (pj_in_flight(handler->client) >= PJ_IN_FLIGHT_MAX) {
        receive(handler, 100);
    }
    text_print(key, sizeof key, "%s-%llu", handler->run, (unsigned long long)handler->sent);
    write.key = pj_text(key);
    act.reason = pj_text("beyond this level");
    if (pj_send_perform(handler->client, &write, &act, &ticket) == PJ_OK) {
        handler->sent++;
    }
}

static void ask(struct handler *handler) {
    const char *const values[] = {handler->ref};
    PGresult *rows = PQexecPrepared(handler->database, "come", 1, values, NULL, NULL, 0);

    if (PQresultStatus(rows) != PGRES_TUPLES_OK) {
        fprintf(stderr, "bench-handle: %s", PQerrorMessage(handler->database));
        exit(1);
    }
    for (int i = 0; i < PQntuples(rows); i++) {
        hand_on(handler, PQgetvalue(rows, i, 1));
        text_print(handler->ref, sizeof handler->ref, "%s", PQgetvalue(rows, i, 0));
    }
    PQclear(rows);
}

int main(int argc, char **argv) {
    struct pj_options options = {.timeout_ms = 60000, .retry_busy = true};
    struct handler handler = {0};
    const char *const keys[] = {"host", "user", "dbname", NULL};
    const char *values[] = {NULL, "pujiang", NULL, NULL};
    uint64_t count = 0;

    if (argc != 7 || text_u64(argv[6], strlen(argv[6]), UINT32_MAX, &count) != PJ_OK) {
        fprintf(stderr, "usage: bench-handle ENDPOINT HOST DBNAME FROM_REF TARGET COUNT\n");
        return 2;
    }
    values[0] = argv[2];
    values[2] = argv[3];
    options.endpoint = argv[1];
    handler.target = argv[5];
    text_print(handler.ref, sizeof handler.ref, "%s", argv[4]);
    pj_random_key(handler.run);
    handler.database = PQconnectdbParams(keys, values, 0);
    PQclear(PQprepare(handler.database, "come",
                      "SELECT c.ref::text, c.case_no FROM pj.cases c WHERE c.ref > $1::int8 "
                      "ORDER BY c.ref LIMIT 500",
                      0, NULL));
    if (pj_connect(&options, &handler.client) != PJ_OK) {
        return 1;
    }
    while (handler.done < count) {
        ask(&handler);
        receive(&handler, ASK_MS);
        if (pj_in_flight(handler.client) == 0) {
            nanosleep(&(struct timespec){0, ASK_MS * 1000000L}, NULL);
        }
    }
    pj_disconnect(handler.client);
    PQfinish(handler.database);
    return handler.refused == 0 ? 0 : 1;
}
