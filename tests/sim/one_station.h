/* SPDX-License-Identifier: Apache-2.0
 * One station of the simulated world, with its data loaded: ask it something, look at its answer.
 */
#pragma once
#include "sim.h"
#include "unit.h"
#include "wire/wire.h"

#include <stdio.h>
#include <string.h>

#define COUNTY     2
#define WORD       7
#define FILE_BYTES (1024 * 1024)
#define TEXT(text) ((struct bytes){(const uint8_t *)(text), sizeof(text) - 1})

struct answer {
    struct world *world; /* borrowed */
    struct arena arena;
    struct api_reply reply;
    bool is_there;
};

static void on_reply(void *context, uint64_t word, struct bytes bytes, uint32_t station) {
    struct answer *answer = context;
    struct bytes copy = BYTES_NONE;

    (void)word;
    assert_int_equal(station, COUNTY);
    assert_int_equal(arena_copy(&answer->arena, bytes, &copy), PJ_OK);
    assert_int_equal(wire_decode_reply(copy, &answer->arena, &answer->reply), PJ_OK);
    answer->is_there = true;
}

static void ask_by(struct answer *answer, const char *account, struct bytes request) {
    arena_clear(&answer->arena);
    answer->is_there = false;
    world_ask(answer->world, COUNTY, WORD, account, request);
    assert_true(world_run(answer->world, 200 * US_PER_MS));
    assert_true(answer->is_there);
}

static inline void ask(struct answer *answer, struct bytes request) {
    ask_by(answer, "local-admin", request);
}

static void load_file(struct answer *answer, enum data_kind kind, const char *path) {
    static uint8_t text[FILE_BYTES];
    FILE *file = fopen(path, "rb");
    struct api_request request = {
        .request_id = 1, .kind = API_LOAD_DATA, .key = {(const uint8_t *)path, strlen(path) % 60}};
    struct bytes bytes = BYTES_NONE;
    struct arena arena;
    size_t len = 0;

    assert_non_null(file);
    len = fread(text, 1, sizeof text, file);
    fclose(file);
    arena_init(&arena, UNPACK_BYTES_MAX);
    request.load_data = (struct api_load_data){
        .kind = kind, .version = "sim", .total = len, .chunk = {text, len}, .last = true};
    assert_int_equal(wire_encode_request(&request, &arena, &bytes), PJ_OK);
    ask(answer, bytes);
    assert_int_equal(answer->reply.kind, API_REPLY_DATA);
    arena_release(&arena);
}

static inline int set_up(void **state) {
    static struct world world;
    static struct answer answer;

    world_open(&world, 1);
    arena_init(&answer.arena, UNPACK_BYTES_MAX);
    answer.world = &world;
    world.on_reply = on_reply;
    world.reply_context = &answer;
    assert_true(world_run(&world, US_PER_S));
    load_file(&answer, DATA_DIVISIONS, PJ_SOURCE_DIR "/deploy/divisions/330726.csv");
    load_file(&answer, DATA_NODES, PJ_SOURCE_DIR "/deploy/divisions/nodes-demo.csv");
    *state = &answer;
    return 0;
}

static inline int tear_down(void **state) {
    struct answer *answer = *state;

    world_close(answer->world);
    arena_release(&answer->arena);
    return 0;
}

/* Encodes, asks in the name of that account, and waits for the answer. */
static inline const struct api_reply *asked_by(struct answer *answer, const char *account,
                                               struct api_request *request) {
    struct arena arena;
    struct bytes bytes = BYTES_NONE;

    arena_init(&arena, UNPACK_BYTES_MAX);
    request->request_id = 1;
    assert_int_equal(wire_encode_request(request, &arena, &bytes), PJ_OK);
    ask_by(answer, account, bytes);
    arena_release(&arena);
    return &answer->reply;
}

static inline const struct api_reply *asked(struct answer *answer, struct api_request *request) {
    return asked_by(answer, "local-admin", request);
}
