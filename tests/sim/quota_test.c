/* SPDX-License-Identifier: Apache-2.0
 * One account that asks without end leaves room for the others. */
#include "one_station.h"

#define ASKED (2 * API_IN_FLIGHT_MAX)

static struct tally {
    struct arena arena;
    unsigned receipts, busy, status;
} tally;

static void count_reply(void *context, uint64_t word, struct bytes bytes, uint32_t station) {
    struct api_reply reply = {.kind = 0};
    struct tally *count = context;

    (void)word;
    (void)station;
    arena_clear(&count->arena);
    assert_int_equal(wire_decode_reply(bytes, &count->arena, &reply), PJ_OK);
    count->receipts += reply.kind == API_REPLY_RECEIPT;
    count->status += reply.kind == API_REPLY_STATUS;
    count->busy += reply.kind == API_REPLY_ERROR && reply.error.code == PJ_BUSY_QUOTA;
}

static void send(struct world *world, const char *account, struct api_request *request) {
    struct arena arena;
    struct bytes bytes = BYTES_NONE;

    arena_init(&arena, UNPACK_BYTES_MAX);
    assert_int_equal(wire_encode_request(request, &arena, &bytes), PJ_OK);
    world_ask(world, COUNTY, WORD, account, bytes);
    arena_release(&arena);
}

static void submit_many(struct world *world, const char *account) {
    for (unsigned i = 0; i < ASKED; i++) {
        uint8_t key[4] = {'q', 'u', (uint8_t)('a' + i / 16), (uint8_t)('a' + i % 16)};
        struct api_request request = {
            .request_id = i + 1, .kind = API_SUBMIT_CASE, .key = {key, sizeof key}};

        request.submit_case.text = TEXT("road");
        send(world, account, &request);
    }
}

static void add_account(struct answer *answer, const char *name, const char *scope) {
    struct api_request add = {.kind = API_ACCOUNT_ADD,
                              .key = {(const uint8_t *)name, strlen(name)}};

    add.account_add = (struct api_account_add){
        .account = name, .node = "330726", .scopes = &scope, .scope_count = 1};
    assert_int_not_equal(asked(answer, &add)->kind, API_REPLY_ERROR);
}

static void begin(struct answer *answer) {
    arena_init(&tally.arena, UNPACK_BYTES_MAX);
    tally.receipts = 0;
    tally.busy = 0;
    tally.status = 0;
    answer->world->on_reply = count_reply;
    answer->world->reply_context = &tally;
}

static void end(struct answer *answer) {
    arena_release(&tally.arena);
    answer->world->on_reply = on_reply;
    answer->world->reply_context = answer;
}

static void others_are_answered(void **state) {
    struct answer *answer = *state;
    struct api_request status = {.request_id = 1, .kind = API_STATUS};

    add_account(answer, "feeder", "submit");
    add_account(answer, "portal", "read:own");
    begin(answer);
    submit_many(answer->world, "feeder");
    send(answer->world, "portal", &status);
    assert_true(world_run(answer->world, 200 * US_PER_MS));
    assert_int_equal(tally.receipts, API_IN_FLIGHT_MAX);
    assert_int_equal(tally.busy, ASKED - API_IN_FLIGHT_MAX);
    assert_int_equal(tally.status, 1);

    /* Answered, so there is room again; what was refused left no trace. */
    submit_many(answer->world, "feeder");
    assert_true(world_run(answer->world, 200 * US_PER_MS));
    assert_int_equal(tally.receipts, 2 * API_IN_FLIGHT_MAX);
    end(answer);
}

static void administrators_share_a_name(void **state) {
    struct answer *answer = *state;

    begin(answer);
    submit_many(answer->world, "local-admin");
    assert_true(world_run(answer->world, 200 * US_PER_MS));
    assert_int_equal(tally.receipts, ASKED);
    end(answer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("over its quota an account is told so, and the others are answered",
             others_are_answered),
        CASE("the machine's own administrators are many programs under one name",
             administrators_share_a_name),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
