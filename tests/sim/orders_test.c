/* SPDX-License-Identifier: Apache-2.0
 * What becomes of an order: who may give it, how often it follows its case, how long it waits for
 * one; and that its giver hears. */
#include "hostile.h"

#define DAY_US (24 * 3600 * US_PER_S)

static struct arena arena; /* of what is said */

static int open_orders(void **state) {
    arena_init(&arena, 4 * UNPACK_BYTES_MAX);
    return set_up(state);
}

static int close_orders(void **state) {
    arena_release(&arena);
    return tear_down(state);
}

static struct message_id id_of(size_t no) {
    return (struct message_id){{0x50, (uint8_t)no}};
}

static const struct casefile *stored(struct stations *stations, enum where at) {
    const struct mem_case *row =
        mem_store_case(&stations->world.stations[at].store, stations->no.text);

    return row == NULL ? NULL : &row->columns;
}

/* What the office of the town asks of the county, about the case last made. */
static struct saying an_order(struct stations *stations, size_t no, struct order_body body) {
    const struct casefile *file = stored(stations, TOWN);
    struct saying saying = {.header = {.id = id_of(no),
                                       .case_id = file->id,
                                       .term = file->term,
                                       .version = file->version,
                                       .from = {"330726101"},
                                       .kind = MESSAGE_ORDER},
                            .to = "330726",
                            .link = LINK_UP,
                            .lane = LANE_FAST};

    body.case_no = stations->no;
    body.act.acted_at = stations->world.now.wall;
    if (node_id_is_none(&body.act.node)) {
        body.act.node = saying.header.from;
    }
    assert_int_equal(wire_encode_order(&body, &arena, &saying.body), PJ_OK);
    return saying;
}

static struct order_body note(const char *node) {
    struct order_body body = {.act = {.kind = ACT_NOTE, .reason = TEXT("as we know")}};

    snprintf(body.act.node.text, sizeof body.act.node.text, "%s", node);
    return body;
}

static struct order_body handed_in_below(void) {
    static const struct digest of_the_part; /* none is given */
    static struct part part;
    struct hasher *hasher = hasher_new();
    struct order_body body = {.act = {.kind = ACT_SUPPLEMENT}};
    struct submission submission = {.id = {7},
                                    .relation = RELATION_SUPPLEMENT,
                                    .node = {"330726101"},
                                    .received_at = {US_PER_S},
                                    .written_at = {US_PER_S},
                                    .parts = &part,
                                    .part_count = 1};

    part = (struct part){.kind = PART_CONTENT, .data = TEXT("and the well")};
    assert_int_equal(wire_encode_submission(&submission, &arena, &body.submission), PJ_OK);
    body.act.submission =
        digest_of(hasher, DIGEST_SUBMISSION, digest_bytes(&of_the_part), (struct bytes){NULL, 0});
    hasher_free(hasher);
    return body;
}

/* What its giver heard last. */
static enum pj_code refused(struct stations *stations) {
    return (enum pj_code)look(stations, TOWN)->casefile->refused.code;
}

static const struct api_parked *listed(struct stations *stations, const struct message_id *id) {
    struct api_request request = {.kind = API_PARKED_LIST};
    uint64_t pos = parked_pos(stations, COUNTY, id);

    assert_int_equal(asked(stations, COUNTY, &request)->kind, API_REPLY_PARKED);
    for (size_t i = 0; i < stations->reply.parked.count; i++) {
        if (stations->reply.parked.items[i].pos == pos) {
            return &stations->reply.parked.items[i];
        }
    }
    fail_msg("parked, and in no list");
    return NULL;
}

static void by_person(struct stations *stations, enum api_request_kind kind,
                      const struct message_id *id) {
    struct api_request request = {.kind = kind};

    if (kind == API_PARKED_BOUNCE) {
        request.parked_bounce.pos = parked_pos(stations, COUNTY, id);
        request.parked_bounce.reason = TEXT("nobody knows of it");
    } else {
        request.parked_pos = parked_pos(stations, COUNTY, id);
    }
    assert_int_equal(asked(stations, COUNTY, &request)->kind, API_REPLY_PARKED);
    settle(stations);
}

/* ---- in whose name */

static const struct {
    const char *what;
    const char *node;
    enum capacity capacity;
    enum act_kind kind;
} others[] = {
    {"in the name of the village below", "330726101221", CAPACITY_UNSPECIFIED, ACT_NOTE},
    {"in the name of the office above", "3307", CAPACITY_UNSPECIFIED, ACT_URGE},
    {"in the name of who has the case", "330726", CAPACITY_UNSPECIFIED, ACT_NOTE},
    {"in the petitioner's, who came to the village", "330726101", CAPACITY_PETITIONER,
     ACT_WITHDRAW},
    {"for what only the holder does", "330726101", CAPACITY_UNSPECIFIED, ACT_CLOSE},
};

static void nobody_asks_in_anothers_name(void **state) {
    struct stations *stations = *state;

    for (size_t i = 0; i < ARRAY_COUNT(others); i++) {
        struct order_body body = {.act = {.kind = others[i].kind,
                                          .capacity = others[i].capacity,
                                          .reason = TEXT("do it")}};
        struct saying saying;
        uint64_t version = 0;

        submit(stations, VILLAGE);
        act(stations, VILLAGE, ACT_ESCALATE, "330726101221", "330726101");
        act(stations, TOWN, ACT_ESCALATE, "330726101", "330726");
        version = stored(stations, COUNTY)->version;
        snprintf(body.act.node.text, sizeof body.act.node.text, "%s", others[i].node);
        saying = an_order(stations, i, body);
        put_down(stations, TOWN);
        says(stations, TOWN, &saying);
        hear(stations);
        print_message("  %s\n", others[i].what);
        assert_int_equal(parked_as(stations, COUNTY, &saying.header.id), PJ_OK);
        assert_int_equal(refused(stations), PJ_AUTH_NOT_ACTOR);
        assert_int_equal(stored(stations, COUNTY)->version, version);
        assert_int_equal(look(stations, COUNTY)->casefile->role, ROLE_HOLDER);
    }
    assert_lives(stations, COUNTY);
}

/* ---- how often it follows */

static struct saying after_hops(struct stations *stations, size_t no, size_t hops) {
    struct saying saying = an_order(stations, no, note(""));

    saying.hop_count = hops;
    for (size_t i = 0; i < hops; i++) {
        saying.hops[i] = (struct hop){{"town-330726101"}, stations->world.now.wall, true};
    }
    return saying;
}

/* The county has handed the case on to the city: what comes for it follows. */
static void after_sixteen_forwards_it_waits(void **state) {
    struct stations *stations = *state;
    struct saying last, one_more, another;
    uint64_t version = 0;

    submit(stations, TOWN);
    act(stations, TOWN, ACT_ESCALATE, "330726101", "330726");
    act(stations, COUNTY, ACT_ESCALATE, "330726", "3307");
    version = stored(stations, CITY)->version;
    last = after_hops(stations, 1, HOPS_MAX - 2); /* here one more, there the last */
    one_more = after_hops(stations, 2, HOPS_MAX);
    another = after_hops(stations, 3, HOPS_MAX);
    put_down(stations, TOWN);
    says(stations, TOWN, &last);
    says(stations, TOWN, &one_more);
    says(stations, TOWN, &another);
    hear(stations);
    assert_int_equal(stored(stations, CITY)->version, version + 1);
    assert_int_equal(parked_as(stations, COUNTY, &one_more.header.id), PJ_LINK_TOO_MANY_HOPS);
    assert_int_equal(listed(stations, &one_more.header.id)->code, PJ_LINK_TOO_MANY_HOPS);
    assert_string_equal(listed(stations, &one_more.header.id)->case_no, stations->no.text);
    by_person(stations, API_PARKED_REPLAY, &one_more.header.id);
    assert_int_equal(stored(stations, CITY)->version, version + 2);
    assert_int_equal(refused(stations), PJ_OK);
    by_person(stations, API_PARKED_BOUNCE, &another.header.id);
    assert_int_equal(parked_as(stations, COUNTY, &another.header.id), PJ_OK);
    assert_int_equal(refused(stations), PJ_LINK_TOO_MANY_HOPS);
    assert_int_equal(stored(stations, CITY)->version, version + 2);
}

static void where_its_case_is_it_has_come_to_an_end(void **state) {
    struct stations *stations = *state;
    struct saying saying;
    uint64_t version = 0;

    submit(stations, TOWN);
    act(stations, TOWN, ACT_ESCALATE, "330726101", "330726");
    act(stations, COUNTY, ACT_ESCALATE, "330726", "3307");
    saying = after_hops(stations, 1, HOPS_MAX);
    put_down(stations, TOWN);
    says(stations, TOWN, &saying);
    hear(stations);
    assert_int_equal(parked_as(stations, COUNTY, &saying.header.id), PJ_LINK_TOO_MANY_HOPS);
    version = stored(stations, CITY)->version;
    act(stations, CITY, ACT_DELEGATE, "3307", "330726"); /* it comes to where the order waits */
    settle(stations);
    assert_int_equal(parked_as(stations, COUNTY, &saying.header.id), PJ_OK);
    assert_true(stored(stations, COUNTY)->version > version + 1);
    assert_int_equal(refused(stations), PJ_OK);
}

/* ---- how long it waits */

static void wait_for(struct stations *stations, int64_t us) {
    stations->world.now.wall.us += us;
    settle(stations);
}

static void it_waits_a_day_for_a_case_that_does_not_come(void **state) {
    struct stations *stations = *state;
    struct saying saying;

    submit(stations, TOWN);
    saying = an_order(stations, 1, note(""));
    put_down(stations, TOWN);
    says(stations, TOWN, &saying);
    hear(stations);
    assert_int_equal(listed(stations, &saying.header.id)->code, PJ_LINK_NO_CASE);
    wait_for(stations, DAY_US - 60 * US_PER_S);
    assert_int_equal(parked_as(stations, COUNTY, &saying.header.id), PJ_LINK_NO_CASE);
    assert_int_equal(refused(stations), PJ_OK);
    wait_for(stations, 60 * US_PER_S);
    assert_int_equal(parked_as(stations, COUNTY, &saying.header.id), PJ_OK);
    assert_int_equal(refused(stations), PJ_LINK_NO_CASE);
    assert_int_equal(stations->reply.case_view.casefile->refused.act, ACT_NOTE);
    assert_null(stored(stations, COUNTY));
    assert_int_equal(look(stations, TOWN)->casefile->role, ROLE_HOLDER);
    assert_lives(stations, COUNTY);
}

static void it_is_carried_out_when_the_case_comes(void **state) {
    struct stations *stations = *state;
    struct saying saying;

    submit(stations, TOWN);
    saying = an_order(stations, 1, note(""));
    put_down(stations, TOWN);
    says(stations, TOWN, &saying);
    hear(stations);
    wait_for(stations, DAY_US / 2);
    act(stations, TOWN, ACT_ESCALATE, "330726101", "330726");
    settle(stations);
    assert_int_equal(parked_as(stations, COUNTY, &saying.header.id), PJ_OK);
    wait_for(stations, DAY_US);
    assert_int_equal(refused(stations), PJ_OK);
}

/* Told once, and not thrown away. */
static void what_was_handed_in_waits_on(void **state) {
    struct stations *stations = *state;
    struct saying saying;
    int64_t batches = 0;

    submit(stations, TOWN);
    saying = an_order(stations, 1, handed_in_below());
    put_down(stations, TOWN);
    says(stations, TOWN, &saying);
    hear(stations);
    wait_for(stations, DAY_US);
    assert_int_equal(refused(stations), PJ_LINK_NO_CASE);
    assert_int_equal(parked_as(stations, COUNTY, &saying.header.id), PJ_LINK_NO_CASE);
    settle(stations);
    batches = stations->world.stations[COUNTY].store.head.no;
    settle(stations);
    assert_int_equal(stations->world.stations[COUNTY].store.head.no, batches);
    act(stations, TOWN, ACT_ESCALATE, "330726101", "330726");
    settle(stations);
    assert_int_equal(parked_as(stations, COUNTY, &saying.header.id), PJ_OK);
    assert_holds(stations, COUNTY, TEXT("and the well"), 2);
    assert_int_equal(refused(stations), PJ_OK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("an order in another's name is refused, changes nothing and is answered",
                  nobody_asks_in_anothers_name, open_orders, close_orders),
        CASE_WITH("after sixteen forwards it waits, until a person sends it on or gives it up",
                  after_sixteen_forwards_it_waits, open_orders, close_orders),
        CASE_WITH("where its case comes to, it has come to an end",
                  where_its_case_is_it_has_come_to_an_end, open_orders, close_orders),
        CASE_WITH("it waits a day for a case that does not come, and its giver hears",
                  it_waits_a_day_for_a_case_that_does_not_come, open_orders, close_orders),
        CASE_WITH("it is carried out when the case comes", it_is_carried_out_when_the_case_comes,
                  open_orders, close_orders),
        CASE_WITH("what was handed in waits on, and its giver hears once",
                  what_was_handed_in_waits_on, open_orders, close_orders),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
