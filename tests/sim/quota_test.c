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

static void submit_many(struct world *world) {
    for (unsigned i = 0; i < ASKED; i++) {
        uint8_t key[4] = {'q', 'u', (uint8_t)('a' + i / 16), (uint8_t)('a' + i % 16)};
        struct api_request request = {
            .request_id = i + 1, .kind = API_SUBMIT_CASE, .key = {key, sizeof key}};

        request.submit_case.text = TEXT("road");
        send(world, "local-admin", &request);
    }
}

static void others_are_answered(void **state) {
    static const char *const scopes[] = {"read:own"};
    struct answer *answer = *state;
    struct api_request add = {.kind = API_ACCOUNT_ADD, .key = TEXT("portal")};
    struct api_request status = {.request_id = 1, .kind = API_STATUS};

    add.account_add = (struct api_account_add){
        .account = "portal", .node = "330726", .scopes = scopes, .scope_count = 1};
    assert_int_not_equal(asked(answer, &add)->kind, API_REPLY_ERROR);
    arena_init(&tally.arena, UNPACK_BYTES_MAX);
    answer->world->on_reply = count_reply;
    answer->world->reply_context = &tally;

    submit_many(answer->world);
    send(answer->world, "portal", &status);
    assert_true(world_run(answer->world, 200 * US_PER_MS));
    assert_int_equal(tally.receipts, API_IN_FLIGHT_MAX);
    assert_int_equal(tally.busy, ASKED - API_IN_FLIGHT_MAX);
    assert_int_equal(tally.status, 1);

    submit_many(
        answer->world); /* answered, so there is room again; what was refused left no trace */
    assert_true(world_run(answer->world, 200 * US_PER_MS));
    assert_int_equal(tally.receipts, 2 * API_IN_FLIGHT_MAX);
    arena_release(&tally.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("over its quota an account is told so, and the others are answered",
             others_are_answered),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
