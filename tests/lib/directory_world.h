/* SPDX-License-Identifier: Apache-2.0
 * A small directory for tests of lib/core, built from texts that stand in the test. */
#pragma once
#include "unit.h"

#include "core/directory.h"

#include <stdlib.h>

#define DIVISIONS_HEADER "division,name,parent,tiers,valid_from,valid_to,successor,virtual,organs\n"
#define STATIONS_HEADER  "station,parent,hosts\n"

struct world {
    void *memory; /* owned */
    struct directory *directory;
    struct data_report report;
};

struct code_text {
    char text[PLACE_DIGITS_MAX + 1];
};

/* The texts are borrowed. self: name of this station, or NULL. */
static inline enum pj_code world_load(struct world *world, const char *divisions,
                                      const char *stations, const char *self) {
    struct bytes rows = {(const uint8_t *)divisions, strlen(divisions)};
    struct bytes nodes = {(const uint8_t *)stations, strlen(stations)};
    struct station_id id = {""};
    size_t size = directory_bytes(rows, nodes);

    memset(world, 0, sizeof *world);
    world->memory = malloc(size);
    assert_non_null(world->memory);
    if (self != NULL) {
        assert_int_equal(station_id_parse(self, strlen(self), &id), PJ_OK);
    }
    return directory_build(world->memory, size, rows, nodes, self == NULL ? NULL : &id,
                           &world->report, &world->directory);
}

static inline void world_release(struct world *world) {
    free(world->memory);
}

/* As cmocka's set-up and tear-down. */
static inline int world_set_up(void **state, const char *divisions, const char *stations,
                               const char *self) {
    struct world *world = malloc(sizeof *world);

    assert_non_null(world);
    if (world_load(world, divisions, stations, self) != PJ_OK) {
        fail_msg("line %u: %s", world->report.issues[0].line, world->report.issues[0].sentence);
    }
    *state = world;
    return 0;
}

static inline int world_tear_down(void **state) {
    struct world *world = *state;

    world_release(world);
    free(world);
    return 0;
}

static inline struct place place_of(const char *code) {
    struct place place = {0};

    assert_int_equal(place_parse(code, strlen(code), &place), PJ_OK);
    return place;
}

static inline struct node_id node_of(const char *text) {
    struct node_id node = {""};

    assert_int_equal(node_id_parse(text, strlen(text), &node), PJ_OK);
    return node;
}

static inline uint32_t index_of(const struct world *world, const char *code) {
    uint32_t index = directory_find(world->directory, place_of(code));

    assert_int_not_equal(index, PLACE_INDEX_NONE);
    return index;
}

/* "" for PLACE_INDEX_NONE. */
static inline struct code_text code_of(const struct world *world, uint32_t index) {
    struct code_text code = {""};

    if (index != PLACE_INDEX_NONE) {
        place_print(directory_place(world->directory, index), code.text);
    }
    return code;
}
