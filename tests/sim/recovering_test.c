/* SPDX-License-Identifier: Apache-2.0
 * A station whose database became an older one, between its neighbours: what seems to be held here
 * waits for whoever may have it, however the calendar jumps and however little is known of them. */
#include "five_stations.h"

#define MONTH_US (INT64_C(30) * 86400 * US_PER_S)

static const char *database(struct stations *stations, enum where at) {
    struct api_request request = {.kind = API_STATUS};

    assert_int_equal(asked(stations, at, &request)->kind, API_REPLY_STATUS);
    return stations->reply.status.database;
}

static void assert_act_waits(struct stations *stations, enum where at, const char *node) {
    struct api_request request = an_act(stations, ACT_NOTE, node, "");

    assert_int_equal(asked(stations, at, &request)->kind, API_REPLY_ERROR);
    assert_int_equal(stations->reply.error.code, PJ_BUSY_RECOVERING);
}

static size_t acts_by_clock(const struct stations *stations, enum where at) {
    const struct mem_store *store = &stations->world.stations[at].store;
    size_t count = 0;

    for (size_t i = 0; i < store->journal.count; i++) {
        const struct row_journal *row = MEM_ROW(store->journal, struct row_journal, i);

        count += row->act == ACT_LAPSE || row->act == ACT_WARN || row->act == ACT_ROUTE ? 1 : 0;
    }
    return count;
}

/* It goes from `at` to a station at the other end of that line; then its database forgets. */
static void goes_and_is_forgotten(struct stations *stations, enum where at, enum where line,
                                  struct api_request request) {
    world_backup(&stations->world, (uint32_t)at);
    assert_int_equal(asked(stations, at, &request)->kind, API_REPLY_CASE);
    settle(stations);
    world_cut_line(&stations->world, (uint32_t)line);
    world_restore(&stations->world, true, false);
    settle(stations);
    assert_string_equal(database(stations, at), "recovering");
}

static void assert_given_back(struct stations *stations, enum where at, enum where line,
                              enum where holder) {
    stations->world.line_cut[line] = false;
    assert_true(world_run(&stations->world, 40 * US_PER_S));
    assert_string_equal(database(stations, at), "ready");
    assert_int_equal(look(stations, at)->casefile->role, ROLE_COPY);
    assert_int_equal(look(stations, holder)->casefile->role, ROLE_HOLDER);
}

static void a_month_is_no_time_to_meet(void **state) {
    struct stations *stations = *state;

    submit(stations, CITY);
    goes_and_is_forgotten(stations, CITY, CITY, an_act(stations, ACT_ESCALATE, "3307", "33"));
    stations->world.now.wall.us += MONTH_US; /* the clock of the machine is put right */
    settle(stations);
    assert_string_equal(database(stations, CITY), "recovering");
    assert_act_waits(stations, CITY, "3307");
    assert_int_equal(acts_by_clock(stations, CITY), 0);
    assert_given_back(stations, CITY, CITY, PROVINCE);
    assert_int_equal(acts_by_clock(stations, CITY), 0);
    assert_true(acts_by_clock(stations, PROVINCE) > 0);
}

static void a_child_nobody_remembers_may_know_more(void **state) {
    struct stations *stations = *state;

    submit(stations, PROVINCE);
    goes_and_is_forgotten(stations, PROVINCE, CITY, an_act(stations, ACT_DELEGATE, "33", "3307"));
    assert_act_waits(stations, PROVINCE, "33");
    assert_given_back(stations, PROVINCE, CITY, CITY);
}

static void who_never_comes_is_given_up(void **state) {
    struct stations *stations = *state;

    submit(stations, CITY);
    goes_and_is_forgotten(stations, CITY, CITY, an_act(stations, ACT_ESCALATE, "3307", "33"));
    stations->world.now.wall.us += MONTH_US;
    assert_true(world_run(&stations->world, 180 * US_PER_S));
    assert_string_equal(database(stations, CITY), "ready");
    assert_true(acts_by_clock(stations, CITY) > 0);
    act(stations, CITY, ACT_NOTE, "3307", "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("a day that passes in no time gives no neighbour up", a_month_is_no_time_to_meet,
                  set_up, tear_down),
        CASE_WITH("a child with which nothing seems to have been exchanged is waited for as well",
                  a_child_nobody_remembers_may_know_more, set_up, tear_down),
        CASE_WITH("who does not come in a day and some minutes is given up",
                  who_never_comes_is_given_up, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
