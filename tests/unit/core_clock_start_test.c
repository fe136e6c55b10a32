/* SPDX-License-Identifier: Apache-2.0
 * Which clock an event of a case starts, by who has the case and how it came there. */
#include "shipped_data.h"
#include "unit.h"

#include "core/lifecycle.h"

#define DAY_US   (INT64_C(86400) * US_PER_S)
#define START_US (INT64_C(1764000000) * US_PER_S) /* 2025-11-25 in Shanghai */

static const char divisions[] =
    "division,name,parent,tiers,valid_from,valid_to,successor,virtual,organs\n"
    "33,浙江,,,,,,,\n"
    "3307,金华,33,,,,,,\n"
    "330726,浦江,3307,,,,,,land\n"
    "330726101,黄宅,330726,,,,,,\n"
    "330726102,白马,330726,,,,,,\n"
    "330726101203,村,330726101,,,,,,\n";

struct world {
    void *memory;
    struct directory *directory;
    struct rule_book *rules;
    struct wall now;
    struct casefile file;
};

static struct node_id node(const char *text) {
    struct node_id id;

    assert_int_equal(node_id_parse(text, strlen(text), &id), PJ_OK);
    return id;
}

static int set_up(void **state) {
    struct data_report *report = calloc(1, sizeof *report);
    struct bytes text = {(const uint8_t *)divisions, sizeof divisions - 1};
    size_t size = directory_bytes(text, BYTES_NONE);
    struct world *world = calloc(1, sizeof *world);

    ASSERT(report != NULL);
    ASSERT(world != NULL);
    world->memory = malloc(size);
    assert_int_equal(
        directory_build(world->memory, size, text, BYTES_NONE, NULL, report, &world->directory),
        PJ_OK);
    free(report);
    world->rules = shipped_book("CN2022", "CN2022", NULL);
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

/* Just received, as intake makes it: nothing runs yet. */
static void take_in(struct world *world, const char *at) {
    world->now.us = START_US;
    world->file = (struct casefile){.state = STATE_RECEIVED,
                                    .role = ROLE_HOLDER,
                                    .holder = node(at),
                                    .origin = node(at),
                                    .term = 1,
                                    .version = 1,
                                    .received_at = world->now};
}

static void perform(struct world *world, enum act_kind kind, const char *target) {
    struct clock_law law = {.rules = world->rules};
    struct lifecycle_context context = {
        .directory = world->directory, .law = &law, .now = world->now, .by_station = true};

    struct act act = {.kind = kind, .node = world->file.holder, .acted_at = world->now};
    struct verdict verdict;

    if (target[0] != '\0') {
        act.target = node(target);
    }
    if (kind == ACT_DELIVER) {
        act.node = casefile_last_leg(&world->file)->receiver;
        world->file.role = ROLE_HOLDER;
    }
    context.by_station = kind == ACT_DELIVER || kind == ACT_REGISTER;
    lifecycle_decide(&world->file, &act, &context, &verdict);
    assert_int_equal(verdict.code, PJ_OK);
    casefile_apply(&world->file, &act, &verdict);
    casefile_check(&world->file);
}

static const struct clock *running(const struct casefile *file, enum clock_kind kind) {
    for (size_t i = 0; i < file->clock_count; i++) {
        if (file->clocks[i].kind == kind && file->clocks[i].state == CLOCK_STATE_RUNNING) {
            return &file->clocks[i];
        }
    }
    return NULL;
}

/* 条例 §22, §23: which limit an event starts, by who has the case and how it came. */
static const struct {
    const char *sentence, *at;
    enum act_kind act; /* UNSPECIFIED = taken in here */
    const char *target;
    enum clock_kind kind;
    const char *limit;
} started[] = {
    {"a desk that got it registers and routes", "330726", 0, "", CLOCK_ROUTE, "C1"},
    {"a village takes in and relays", "330726101203", 0, "", CLOCK_ROUTE, "C1"},
    {"a unit that got it directly gives notice", "330726.land", 0, "", CLOCK_NOTICE, "C2"},
    {"handed down to a desk", "330726", ACT_DELEGATE, "330726101", CLOCK_NOTICE, "C3"},
    {"handed to a unit", "330726", ACT_TRANSFER, "330726.land", CLOCK_NOTICE, "C3"},
    {"handed sideways", "330726101", ACT_TRANSFER, "330726102", CLOCK_NOTICE, "C3"},
    {"handed up to a petition office", "330726101", ACT_ESCALATE, "330726", CLOCK_ROUTE, "C1"},
};

static void each_start(void **state) {
    struct world *world = *state;

    for (size_t i = 0; i < ARRAY_COUNT(started); i++) {
        const struct clock *clock = NULL;

        take_in(world, started[i].at);
        perform(world, ACT_REGISTER, "");
        if (started[i].act != ACT_UNSPECIFIED) {
            perform(world, started[i].act, started[i].target);
            perform(world, ACT_DELIVER, "");
        }
        clock = running(&world->file, started[i].kind);
        if (clock == NULL || strcmp(clock->limit, started[i].limit) != 0) {
            fail_msg("%s: %s", started[i].sentence, clock == NULL ? "no clock" : clock->limit);
        }
        assert_true(node_id_equal(&clock->owner, &world->file.holder));
        assert_string_equal(clock->rules, "CN2022");
    }
}

static void received_earlier(void **state) {
    struct world *world = *state;
    int32_t received = 0;

    take_in(world, "330726");
    world->file.received_at.us = world->now.us - 3 * DAY_US;
    received = civil_of(world->file.received_at).day;
    perform(world, ACT_REGISTER, "");
    assert_int_equal(running(&world->file, CLOCK_ROUTE)->due.day,
                     received + 15 + 1); /* a Sunday: rolled to Monday */
}

static void registers_again(void **state) {
    struct world *world = *state;
    int32_t due = 0;

    take_in(world, "330726101");
    perform(world, ACT_REGISTER, "");
    perform(world, ACT_ESCALATE, "330726");
    world->now.us += 2 * DAY_US;
    perform(world, ACT_DELIVER, "");
    due = running(&world->file, CLOCK_ROUTE)->due.day;
    assert_int_equal(due, civil_of(world->now).day + 15); /* from the receiver's own receipt */
    world->now.us += 2 * DAY_US;
    perform(world, ACT_REGISTER, "");
    assert_int_equal(running(&world->file, CLOCK_ROUTE)->due.day, due);
}

static void is_served(void **state) {
    struct world *world = *state;
    const struct clock *clock = NULL;

    take_in(world, "330726.land");
    perform(world, ACT_REGISTER, "");
    perform(world, ACT_DECIDE, "");
    clock = running(&world->file, CLOCK_SERVE);
    assert_non_null(clock);
    assert_string_equal(clock->limit, "SERVE");
    assert_string_equal(clock->days, "working");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("who has it and how it came says which clock runs", each_start),
        CASE("days count from the receipt, not from the entry", received_earlier),
        CASE("registering what has its clock wins no time", registers_again),
        CASE("a decision is to be served", is_served),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
