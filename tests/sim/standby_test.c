/* SPDX-License-Identifier: Apache-2.0
 * A station that may not write answers one thing: what it is waiting for.
 */
#include "one_station.h"

static void assert_waits(struct answer *answer, const char *database, enum pj_code code) {
    struct api_request status = {.kind = API_STATUS};
    struct api_request submit = {
        .kind = API_SUBMIT_CASE, .key = TEXT("key"), .submit_case = {.text = TEXT("road")}};

    assert_int_equal(asked(answer, &status)->kind, API_REPLY_STATUS);
    assert_string_equal(answer->reply.status.database, database);
    assert_string_equal(answer->reply.status.station, "county-330726");
    assert_int_equal(asked(answer, &submit)->kind, API_REPLY_ERROR);
    assert_int_equal(answer->reply.error.code, code);
}

/* Nothing was loaded yet: no account is known but the machine's own administrator. */
static void waits_for_the_lock(void **state) {
    static struct world world;
    static struct answer answer;

    (void)state;
    world_open(&world, 1);
    arena_init(&answer.arena, UNPACK_BYTES_MAX);
    answer.world = &world;
    world.on_reply = on_reply;
    world.reply_context = &answer;
    world.stations[COUNTY].store_open = true; /* it never opens */
    node_on_closed(world.stations[COUNTY].node, /* standby= */ true, world.now);
    assert_waits(&answer, "standby", PJ_BUSY_STANDBY);
    world_close(&world);
    arena_release(&answer.arena);
}

static void waits_for_the_database(void **state) {
    struct answer *answer = *state;

    node_on_closed(answer->world->stations[COUNTY].node, /* standby= */ false, answer->world->now);
    assert_waits(answer, "away", PJ_BUSY_DATABASE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("a standby answers status, and sends everything else to whoever may write",
             waits_for_the_lock),
        CASE_WITH("without its database a station still answers status", waits_for_the_database,
                  set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
