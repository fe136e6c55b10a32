/* SPDX-License-Identifier: Apache-2.0
 * Five stations of the simulated world, one on each level, with their data loaded: one case, what
 * is done with it, and how it is seen where. */
#pragma once
#include "sim.h"
#include "unit.h"
#include "wire/wire.h"

#include <stdio.h>
#include <string.h>

#define TEXT(text) ((struct bytes){(const uint8_t *)(text), sizeof(text) - 1})
#define FILE_BYTES (1024 * 1024)

enum where {
    PROVINCE,
    CITY,
    COUNTY,
    TOWN,
    VILLAGE
};

struct stations {
    struct world world;
    struct arena arena; /* of the last answer */
    struct api_reply reply;
    unsigned answers, asked;
    struct case_no no;
};

static inline void on_reply(void *context, uint64_t word, struct bytes bytes, uint32_t station) {
    struct stations *stations = context;
    struct bytes copy = BYTES_NONE;

    (void)word;
    (void)station;
    assert_int_equal(arena_copy(&stations->arena, bytes, &copy), PJ_OK);
    assert_int_equal(wire_decode_reply(copy, &stations->arena, &stations->reply), PJ_OK);
    stations->answers++;
}

static inline void settle(struct stations *stations) {
    assert_true(world_run(&stations->world, 3 * US_PER_S));
}

/* Leaves at once; what comes of it is seen when the world runs on. */
static inline void ask_by(struct stations *stations, enum where at, const char *account,
                          struct api_request *request) {
    struct arena arena;
    struct bytes bytes = BYTES_NONE;
    char key[32];

    snprintf(key, sizeof key, "key-%u", ++stations->asked);
    request->key = (struct bytes){(const uint8_t *)key, strlen(key)};
    request->request_id = stations->asked;
    arena_init(&arena, UNPACK_BYTES_MAX);
    assert_int_equal(wire_encode_request(request, &arena, &bytes), PJ_OK);
    arena_clear(&stations->arena);
    world_ask(&stations->world, (uint32_t)at, stations->asked, account, bytes);
    request->key = BYTES_NONE; /* it was on this stack */
    arena_release(&arena);
}

static inline void ask(struct stations *stations, enum where at, struct api_request *request) {
    ask_by(stations, at, "local-admin", request);
}

static inline const struct api_reply *asked_by(struct stations *stations, enum where at,
                                               const char *account, struct api_request *request) {
    unsigned answers = stations->answers;

    ask_by(stations, at, account, request);
    settle(stations);
    assert_int_equal(stations->answers, answers + 1);
    return &stations->reply;
}

static inline const struct api_reply *asked(struct stations *stations, enum where at,
                                            struct api_request *request) {
    return asked_by(stations, at, "local-admin", request);
}

static inline void load_file(struct stations *stations, enum where at, enum data_kind kind,
                             const char *path) {
    static uint8_t text[FILE_BYTES];
    FILE *file = fopen(path, "rb");
    struct api_request request = {.kind = API_LOAD_DATA};

    assert_non_null(file);
    request.load_data.total = fread(text, 1, sizeof text, file);
    fclose(file);
    request.load_data.kind = kind;
    request.load_data.version = "sim";
    request.load_data.chunk = (struct bytes){text, request.load_data.total};
    request.load_data.last = true;
    assert_int_equal(asked(stations, at, &request)->kind, API_REPLY_DATA);
}

static inline int set_up(void **state) {
    static struct stations stations;

    memset(&stations, 0, sizeof stations);
    world_open(&stations.world, 1);
    arena_init(&stations.arena, UNPACK_BYTES_MAX);
    stations.world.on_reply = on_reply;
    stations.world.reply_context = &stations;
    settle(&stations);
    for (unsigned i = 0; i < STATIONS; i++) {
        load_file(&stations, (enum where)i, DATA_DIVISIONS,
                  PJ_SOURCE_DIR "/deploy/divisions/330726.csv");
        load_file(&stations, (enum where)i, DATA_NODES,
                  PJ_SOURCE_DIR "/deploy/divisions/nodes-demo.csv");
    }
    settle(&stations);
    *state = &stations;
    return 0;
}

static inline int tear_down(void **state) {
    struct stations *stations = *state;

    world_close(&stations->world);
    arena_release(&stations->arena);
    return 0;
}

/* ---- what is done */

static inline void submit(struct stations *stations, enum where at) {
    struct api_request request = {.kind = API_SUBMIT_CASE};

    request.submit_case.text = TEXT("they took the field");
    assert_int_equal(asked(stations, at, &request)->kind, API_REPLY_RECEIPT);
    snprintf(stations->no.text, sizeof stations->no.text, "%s", stations->reply.receipt.case_no);
}

static inline struct api_request an_act(struct stations *stations, enum act_kind kind,
                                        const char *node, const char *target) {
    struct api_request request = {.kind = API_ACT,
                                  .act = {.case_no = stations->no.text,
                                          .node = node,
                                          .query_code = "",
                                          .act = {.kind = kind, .reason = TEXT("because")}}};

    snprintf(request.act.act.target.text, sizeof request.act.act.target.text, "%s", target);
    snprintf(request.act.act.responsible, sizeof request.act.act.responsible, "the head");
    return request;
}

static inline void act(struct stations *stations, enum where at, enum act_kind kind,
                       const char *node, const char *target) {
    struct api_request request = an_act(stations, kind, node, target);

    assert_int_equal(asked(stations, at, &request)->kind, API_REPLY_CASE);
}

static inline struct api_request words(struct stations *stations, const char *node,
                                       struct bytes text) {
    struct api_request request = an_act(stations, ACT_SUPPLEMENT, node, "");

    request.act.act.reason = BYTES_NONE;
    request.act.supplement.text = text;
    return request;
}

static inline struct digest hand_in(struct stations *stations, enum where at, const char *node,
                                    struct bytes text) {
    struct api_request request = words(stations, node, text);

    assert_int_equal(asked(stations, at, &request)->kind, API_REPLY_RECEIPT);
    return stations->reply.receipt.digest;
}

/* By a visit to the window of that office. */
static inline struct digest bring(struct stations *stations, enum where at, const char *node,
                                  struct bytes text) {
    struct api_request request = words(stations, node, text);

    request.act.supplement.form = FORM_VISIT;
    assert_int_equal(asked(stations, at, &request)->kind, API_REPLY_RECEIPT);
    return stations->reply.receipt.digest;
}

/* A second after midnight; the world begins on a Monday. */
static inline void next_day(struct stations *stations) {
    struct wall *now = &stations->world.now.wall;

    now->us = civil_end(civil_of(*now)).us + US_PER_S;
    settle(stations);
    settle(stations);
}

/* Batches that fail, of other cases: the station forgets what it has in memory. */
static inline void forget(struct stations *stations, enum where at) {
    struct case_no no = stations->no;

    stations->world.faults.failed_commit = 5000; /* it tries again */
    for (unsigned i = 0; i < 8; i++) {
        submit(stations, at);
    }
    stations->world.faults.failed_commit = 0;
    stations->no = no;
}

/* ---- what is so */

static inline const struct api_case *look(struct stations *stations, enum where at) {
    struct api_request request = {
        .kind = API_GET_CASE,
        .get_case = {.case_no = stations->no.text, .foreign_system = "", .foreign_id = ""}};

    assert_int_equal(asked(stations, at, &request)->kind, API_REPLY_CASE);
    return &stations->reply.case_view;
}

static inline bool is_midnight(struct wall at) {
    return at.us == civil_end((struct civil){civil_of(at).day - 1}).us;
}

static inline void assert_holds(struct stations *stations, enum where at, struct bytes text,
                                size_t submissions) {
    const struct api_case *view = look(stations, at);
    const struct api_submission *last = NULL;

    assert_int_equal(view->casefile->role, ROLE_HOLDER);
    assert_int_equal(view->submission_count, submissions);
    last = &view->submissions[submissions - 1];
    assert_int_equal(last->text.len, text.len);
    assert_memory_equal(last->text.data, text.data, text.len);
}
