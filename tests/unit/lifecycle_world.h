/* SPDX-License-Identifier: Apache-2.0
 * One case, its offices and a clock, for the tests of the life cycle. */
#pragma once
#include "shipped_data.h"
#include "unit.h"

#include "base/prng.h"
#include "core/lifecycle.h"
#include "words/message.h"

#include <stdlib.h>

#define TEXT(text) ((struct bytes){(const uint8_t *)(text), sizeof(text) - 1})
#define DAY_US     (INT64_C(86400) * US_PER_S)
#define START_US   (INT64_C(1764000000) * US_PER_S)

static const char divisions[] =
    "division,name,parent,tiers,valid_from,valid_to,successor,virtual,organs\n"
    "33,浙江,,,,,,,discipline\n"
    "3307,金华,33,,,,,,discipline\n"
    "330726,浦江,3307,,,,,,land;civil;discipline\n"
    "330726101,黄宅,330726,,,,,,\n"
    "330726102,白马,330726,,,,,,\n"
    "330726101203,村,330726101,,,,,,\n"
    "44,广东,,,,,,,\n";

struct world {
    void *memory;
    struct directory *directory;
    struct rule_book *rules;
    const struct channel_book *channels; /* NULL = none known */
    struct wall now;
    struct problem problems[2];
    struct casefile file;
};

static struct node_id node(const char *text) {
    struct node_id id;

    assert_int_equal(node_id_parse(text, strlen(text), &id), PJ_OK);
    return id;
}

static void take_in(struct world *world, const char *at) {
    struct casefile *file = &world->file;

    memset(file, 0, sizeof *file);
    file->state = STATE_REGISTERED;
    file->role = ROLE_HOLDER;
    file->holder = node(at);
    file->origin = file->holder;
    file->term = 1;
    file->version = 1;
    file->problems = world->problems;
    file->problem_count = 2;
    file->clock_count = 1;
    file->clocks[0] = (struct clock){.no = 1,
                                     .kind = CLOCK_ROUTE,
                                     .state = CLOCK_STATE_RUNNING,
                                     .owner = file->holder,
                                     .due_at = {world->now.us + 15 * DAY_US}};
    world->problems[0] = (struct problem){.no = 1};
    world->problems[1] = (struct problem){.no = 2};
}

static int set_up(void **state) {
    static struct data_report report;
    struct bytes text = {(const uint8_t *)divisions, sizeof divisions - 1};
    size_t size = directory_bytes(text, BYTES_NONE);
    struct world *world = calloc(1, sizeof *world);

    assert_non_null(world);
    memset(&report, 0, sizeof report);
    world->memory = malloc(size);
    assert_int_equal(
        directory_build(world->memory, size, text, BYTES_NONE, NULL, &report, &world->directory),
        PJ_OK);
    world->rules = shipped_book("CN2022", "CN2022", NULL);
    world->now.us = START_US;
    take_in(world, "330726");
    *state = world;
    return 0;
}

static int tear_down(void **state) {
    struct world *world = *state;

    free(world->memory);
    free(world->rules);
    free(world);
    return 0;
}

static enum pj_code decide(struct world *world, struct act act, bool by_station,
                           struct verdict *ret_verdict) {
    struct clock_law law = {.rules = world->rules, .channels = world->channels};
    struct lifecycle_context context = {.directory = world->directory,
                                        .law = &law,
                                        .channels = world->channels,
                                        .now = world->now,
                                        .by_station = by_station};

    act.acted_at = world->now;
    lifecycle_decide(&world->file, &act, &context, ret_verdict);
    if (ret_verdict->code == PJ_OK) {
        casefile_apply(&world->file, &act, ret_verdict);
        if (act.kind == ACT_DELIVER) {
            world->file.role = ROLE_HOLDER;
        }
        casefile_check(&world->file);
    } else {
        assert_int_equal(ret_verdict->effect_count, 0);
    }
    return ret_verdict->code;
}

static enum pj_code perform(struct world *world, struct act act) {
    struct verdict verdict;

    if (act.node.text[0] == '\0') {
        act.node = world->file.holder;
    }
    return decide(world, act, false, &verdict);
}

static enum pj_code by_station(struct world *world, enum act_kind kind) {
    struct verdict verdict;

    return decide(world, (struct act){.kind = kind, .node = world->file.holder}, true, &verdict);
}

static void deliver(struct world *world) {
    struct verdict verdict;
    struct act act = {.kind = ACT_DELIVER, .node = casefile_last_leg(&world->file)->receiver};

    assert_int_equal(decide(world, act, true, &verdict), PJ_OK);
    assert_string_equal(world->file.holder.text, act.node.text);
}

static void hand(struct world *world, enum act_kind kind, const char *target) {
    assert_int_equal(perform(world, (struct act){.kind = kind, .target = node(target)}), PJ_OK);
    assert_int_equal(world->file.role, ROLE_TRANSIT);
    deliver(world);
}

static const struct clock *running(const struct casefile *file, enum clock_kind kind) {
    const struct clock *found = NULL;

    for (size_t i = 0; i < file->clock_count; i++) {
        if (file->clocks[i].kind == kind && file->clocks[i].state == CLOCK_STATE_RUNNING) {
            assert_null(found); /* one of each kind at most */
            found = &file->clocks[i];
        }
    }
    return found;
}

/* ---- the road to a state */

static inline enum pj_code as(struct world *world, enum capacity capacity, struct act act) {
    act.capacity = capacity;
    if (capacity == CAPACITY_PETITIONER) {
        act.node = world->file.origin;
    }
    return perform(world, act);
}

static inline struct act serving(void) {
    return (struct act){
        .kind = ACT_SERVE, .service = SERVICE_REGISTERED_POST, .proof = TEXT("XA 4711")};
}

static inline struct act deciding(enum ruling ruling) {
    static const struct problem outcomes[] = {{.no = 1, .outcome = OUTCOME_NOT_SUPPORTED},
                                              {.no = 2, .outcome = OUTCOME_EXPLAINED}};

    return (struct act){.kind = ACT_DECIDE,
                        .ruling = ruling,
                        .reason = TEXT("opinion"),
                        .responsible = "局长",
                        .problem_outcomes = outcomes,
                        .problem_count = 2};
}

static inline void accepted(struct world *world) {
    take_in(world, "330726");
    hand(world, ACT_TRANSFER, "330726.land");
    assert_int_equal(perform(world, (struct act){.kind = ACT_ACCEPT}), PJ_OK);
    assert_int_equal(world->file.state, STATE_ACCEPTED);
}

static inline void served(struct world *world) {
    accepted(world);
    assert_int_equal(perform(world, deciding(RULING_NOT_SUPPORTED)), PJ_OK);
    assert_int_equal(perform(world, serving()), PJ_OK);
    assert_int_equal(world->file.state, STATE_SERVED);
}

static inline void lapse_at(struct world *world, enum clock_kind kind) {
    world->now.us = running(&world->file, kind)->due_at.us;
    assert_int_equal(by_station(world, ACT_LAPSE), PJ_OK);
}
