/* SPDX-License-Identifier: Apache-2.0
 * By which road a message comes: a neighbour speaks for the offices that lie behind it, and what it
 * says for any other is parked, changes nothing and stops nothing. */
#include "hostile.h"

static struct message_id id_of(size_t no) {
    return (struct message_id){{0x40, (uint8_t)no}};
}

static struct bytes a_notice(struct arena *arena) {
    struct notice_body body = {.station = {"town-330726101"}, .code = PJ_STATE_PARKED};
    struct bytes bytes = BYTES_NONE;

    assert_int_equal(wire_encode_notice(&body, arena, &bytes), PJ_OK);
    return bytes;
}

/* Told to whom it names: a Notice goes to that office. */
static bool is_told(struct stations *stations, enum where at, const char *office) {
    const struct mem_store *store = &stations->world.stations[at].store;
    struct route route;
    struct bytes header = BYTES_NONE;

    for (size_t i = 0; i < store->journal.count; i++) {
        const struct row_journal *row = MEM_ROW(store->journal, struct row_journal, i);

        if (row->kind == MESSAGE_NOTICE && row->in_lane == LANE_NONE &&
            wire_decode_envelope(row->envelope, &route, &header) == PJ_OK && route.to_count == 1 &&
            strcmp(route.to[0].text, office) == 0) {
            return true;
        }
    }
    return false;
}

/* ---- who speaks for whom */

static const struct {
    const char *what;
    enum where by;
    const char *from, *to;
    enum message_kind kind;
    enum pj_code code; /* under which the county parks it, PJ_OK = it takes it or passes it on */
} rows[] = {
    {"the town for itself", TOWN, "330726101", "330726", MESSAGE_NOTICE, PJ_OK},
    {"the town for the village below it", TOWN, "330726101221", "330726", MESSAGE_NOTICE, PJ_OK},
    {"the town for an office nobody here knows", TOWN, "440113", "330726", MESSAGE_NOTICE, PJ_OK},
    {"the town for a bureau nobody here knows", TOWN, "330726.sea", "330726", MESSAGE_NOTICE,
     PJ_OK},
    {"the town for nobody", TOWN, "", "330726", MESSAGE_NOTICE, PJ_OK},
    {"the town for itself, to the city", TOWN, "330726101", "3307", MESSAGE_NOTICE, PJ_OK},
    {"the city for itself", CITY, "3307", "330726", MESSAGE_NOTICE, PJ_OK},
    {"the city for the province", CITY, "33", "330726", MESSAGE_NOTICE, PJ_OK},
    {"the city for another province", CITY, "440113", "330726", MESSAGE_NOTICE, PJ_OK},
    {"the town for the city", TOWN, "3307", "330726", MESSAGE_NOTICE, PJ_LINK_WRONG_ROAD},
    {"the town for the province", TOWN, "33", "330726", MESSAGE_EVENT, PJ_LINK_WRONG_ROAD},
    {"the town for the county itself", TOWN, "330726", "330726", MESSAGE_ORDER, PJ_LINK_WRONG_ROAD},
    {"the town for a bureau of the county", TOWN, "330726.land", "330726", MESSAGE_EVENT,
     PJ_LINK_WRONG_ROAD},
    {"the town for another town", TOWN, "330726102", "330726", MESSAGE_ORDER, PJ_LINK_WRONG_ROAD},
    {"an order of the city by the town", TOWN, "3307", "330726", MESSAGE_ORDER, PJ_LINK_WRONG_ROAD},
    {"a Transfer", TOWN, "3307", "330726", MESSAGE_TRANSFER, PJ_LINK_WRONG_ROAD},
    {"a Delivered", TOWN, "3307", "330726", MESSAGE_DELIVERED, PJ_LINK_WRONG_ROAD},
    {"a Fetch", TOWN, "3307", "330726", MESSAGE_FETCH, PJ_LINK_WRONG_ROAD},
    {"a Found", TOWN, "3307", "330726", MESSAGE_FOUND, PJ_LINK_WRONG_ROAD},
    {"a paper", TOWN, "3307", "330726", MESSAGE_PAPER, PJ_LINK_WRONG_ROAD},
    {"of a kind nobody knows", TOWN, "3307", "330726", 200, PJ_LINK_WRONG_ROAD},
    {"the town for the province, to the city", TOWN, "33", "3307", MESSAGE_ORDER,
     PJ_LINK_WRONG_ROAD},
    {"the city for the town", CITY, "330726101", "330726", MESSAGE_EVENT, PJ_LINK_WRONG_ROAD},
    {"the city for the village", CITY, "330726101221", "330726", MESSAGE_ORDER, PJ_LINK_WRONG_ROAD},
    {"the city for the county itself", CITY, "330726", "330726", MESSAGE_NOTICE,
     PJ_LINK_WRONG_ROAD},
    {"the city for the county, to the town", CITY, "330726", "330726101", MESSAGE_ORDER,
     PJ_LINK_WRONG_ROAD},
};

static void say_all(struct stations *stations, enum where by, struct arena *arena) {
    put_down(stations, by);
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct saying saying = {.header = {.id = id_of(i), .kind = rows[i].kind},
                                .body = a_notice(arena),
                                .to = rows[i].to,
                                .link = by == TOWN ? LINK_UP : LINK_DOWN,
                                .lane = LANE_FAST};

        snprintf(saying.header.from.text, sizeof saying.header.from.text, "%s", rows[i].from);
        if (rows[i].by == by) {
            says(stations, by, &saying);
        }
    }
    hear(stations);
}

static void nobody_speaks_for_an_office_elsewhere(void **state) {
    struct stations *stations = *state;
    struct arena arena;

    arena_init(&arena, UNPACK_BYTES_MAX);
    say_all(stations, TOWN, &arena);
    say_all(stations, CITY, &arena);
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct message_id id = id_of(i);
        enum pj_code code = parked_as(stations, COUNTY, &id);

        if (code != rows[i].code) {
            fail_msg("%s: %s", rows[i].what, pj_code_name((unsigned)code));
        }
        assert_int_equal(parked_as(stations, CITY, &id), PJ_OK);
        assert_int_equal(parked_as(stations, TOWN, &id), PJ_OK);
    }
    assert_true(is_told(stations, COUNTY, "3307"));
    assert_true(is_told(stations, COUNTY, "330726101"));
    assert_lives(stations, COUNTY);
    arena_release(&arena);
}

/* ---- an order that comes back */

/* The order that left this station, as its neighbour would hand it back. */
static struct saying handed_back(struct stations *stations, enum where from, struct arena *arena) {
    const struct mem_store *store = &stations->world.stations[from].store;
    struct saying saying = {.to = "330726", .link = LINK_UP, .lane = LANE_FAST};
    struct bytes header = BYTES_NONE;
    struct route route;

    for (size_t i = store->journal.count; i > 0; i--) {
        const struct row_journal *row = MEM_ROW(store->journal, struct row_journal, i - 1);

        if (row->kind == MESSAGE_ORDER && row->out_lane != LANE_NONE) {
            assert_int_equal(wire_decode_envelope(row->envelope, &route, &header), PJ_OK);
            assert_int_equal(wire_decode_header(header, arena, &saying.header), PJ_OK);
            saying.body = row->body;
            return saying;
        }
    }
    fail_msg("no order left it");
    return saying;
}

static void an_order_comes_back_by_the_road_it_went(void **state) {
    struct stations *stations = *state;
    struct saying saying;
    struct saying another;
    struct arena arena;

    arena_init(&arena, UNPACK_BYTES_MAX);
    submit(stations, CITY);
    act(stations, CITY, ACT_DELEGATE, "3307", "330726101");
    act(stations, CITY, ACT_URGE, "3307", "");
    saying = handed_back(stations, COUNTY, &arena); /* it passed here on its way to the town */
    another = saying;
    another.header.id = id_of(99);
    put_down(stations, TOWN);
    says(stations, TOWN, &saying);
    says(stations, TOWN, &another);
    hear(stations);
    assert_int_equal(parked_as(stations, COUNTY, &saying.header.id), PJ_LINK_NO_CASE);
    assert_int_equal(parked_as(stations, COUNTY, &another.header.id), PJ_LINK_WRONG_ROAD);
    assert_lives(stations, COUNTY);
    arena_release(&arena);
}

/* ---- what a person and another directory say */

static struct message_id said_for_another_town(struct stations *stations, struct arena *arena) {
    struct saying saying = {
        .header = {.id = id_of(1), .from = {"330726102"}, .kind = MESSAGE_NOTICE},
        .body = a_notice(arena),
        .to = "330726",
        .link = LINK_UP,
        .lane = LANE_FAST};

    put_down(stations, TOWN);
    says(stations, TOWN, &saying);
    hear(stations);
    assert_int_equal(parked_as(stations, COUNTY, &saying.header.id), PJ_LINK_WRONG_ROAD);
    return saying.header.id;
}

static void a_person_may_say_that_it_is_right(void **state) {
    struct stations *stations = *state;
    struct api_request request = {.kind = API_PARKED_REPLAY};
    struct message_id id;
    struct arena arena;

    arena_init(&arena, UNPACK_BYTES_MAX);
    id = said_for_another_town(stations, &arena);
    request.parked_pos = parked_pos(stations, COUNTY, &id);
    assert_int_equal(asked(stations, COUNTY, &request)->kind, API_REPLY_PARKED);
    assert_int_equal(parked_as(stations, COUNTY, &id), PJ_OK);
    arena_release(&arena);
}

static void another_directory_lets_it_in(void **state) {
    static const char nodes[] = "station,parent,hosts\n"
                                "province-33,,33\n"
                                "city-3307,province-33,3307\n"
                                "county-330726,city-3307,330726\n"
                                "town-330726101,county-330726,330726101;330726102\n"
                                "village-330726101221,town-330726101,330726101221\n";
    struct stations *stations = *state;
    struct api_request request = {.kind = API_LOAD_DATA,
                                  .load_data = {.kind = DATA_NODES,
                                                .version = "moved",
                                                .total = sizeof nodes - 1,
                                                .chunk = TEXT(nodes),
                                                .last = true}};
    struct message_id id;
    struct arena arena;

    arena_init(&arena, UNPACK_BYTES_MAX);
    id = said_for_another_town(stations, &arena);
    load_file(stations, COUNTY, DATA_NODES, PJ_SOURCE_DIR "/deploy/divisions/nodes-demo.csv");
    assert_int_equal(parked_as(stations, COUNTY, &id), PJ_LINK_WRONG_ROAD);
    assert_int_equal(asked(stations, COUNTY, &request)->kind, API_REPLY_DATA);
    settle(stations);
    assert_int_equal(parked_as(stations, COUNTY, &id), PJ_OK);
    arena_release(&arena);
}

/* ---- word of a case */

static const struct casefile *stored(struct stations *stations, enum where at) {
    return &mem_store_case(&stations->world.stations[at].store, stations->no.text)->columns;
}

static struct saying of_the_case(struct stations *stations, enum message_kind kind) {
    const struct casefile *file = stored(stations, COUNTY);

    return (struct saying){.header = {.id = id_of(kind),
                                      .case_id = file->id,
                                      .term = file->term,
                                      .version = file->version + 1,
                                      .from = {"3307"},
                                      .kind = kind},
                           .to = "330726",
                           .link = LINK_DOWN,
                           .lane = kind == MESSAGE_DELIVERED ? LANE_FAST : LANE_BULK};
}

/* The case went down to the town; the city, which never had it, says that it is closed, that it has
 * it, that it gives it back. */
static void word_of_a_case_comes_from_where_it_is(void **state) {
    struct stations *stations = *state;
    struct event_body event = {.act = {.kind = ACT_CLOSE, .node = {"3307"}},
                               .state = STATE_ENDED_FINAL,
                               .holder = {"3307"}};
    struct delivered_body delivered = {.holder = {"330726101"}};
    struct saying closed, has_it;
    struct arena arena;
    uint64_t version = 0;

    arena_init(&arena, UNPACK_BYTES_MAX);
    submit(stations, COUNTY);
    act(stations, COUNTY, ACT_DELEGATE, "330726", "330726101");
    version = stored(stations, COUNTY)->version;
    put_down(stations, CITY);
    closed = of_the_case(stations, MESSAGE_EVENT);
    event.case_no = stations->no;
    event.act.acted_at = stations->world.now.wall;
    event.closed_at = stations->world.now.wall;
    assert_int_equal(wire_encode_event(&event, &arena, &closed.body), PJ_OK);
    says(stations, CITY, &closed);
    has_it = of_the_case(stations, MESSAGE_DELIVERED);
    has_it.header.term++;
    delivered.case_no = stations->no;
    delivered.delivered_at = stations->world.now.wall;
    assert_int_equal(wire_encode_delivered(&delivered, &arena, &has_it.body), PJ_OK);
    says(stations, CITY, &has_it);
    hear(stations);
    assert_int_equal(parked_as(stations, COUNTY, &has_it.header.id), PJ_LINK_WRONG_ROAD);
    assert_int_equal(parked_as(stations, COUNTY, &closed.header.id), PJ_OK);
    assert_int_equal(stored(stations, COUNTY)->version, version);
    assert_string_equal(stored(stations, COUNTY)->holder.text, "330726101");
    act(stations, TOWN, ACT_ESCALATE, "330726101", "330726"); /* and it comes back as ever */
    assert_int_equal(look(stations, COUNTY)->casefile->role, ROLE_HOLDER);
    arena_release(&arena);
}

/* The city gives a case that only the town can give; then the town does. */
static void a_case_comes_from_its_giver(void **state) {
    struct stations *stations = *state;
    struct transfer_body *body = NULL;
    struct saying saying;
    struct arena arena;

    arena_init(&arena, UNPACK_BYTES_MAX);
    submit(stations, TOWN);
    body = coming_up(stations, &stations->no, &arena, &saying);
    saying.header.id = id_of(1);
    saying.header.from = (struct node_id){"3307"};
    saying.link = LINK_DOWN;
    assert_int_equal(wire_encode_transfer(body, &arena, &saying.body), PJ_OK);
    put_down(stations, CITY);
    says(stations, CITY, &saying);
    hear(stations);
    assert_int_equal(parked_as(stations, COUNTY, &saying.header.id), PJ_LINK_WRONG_ROAD);
    act(stations, TOWN, ACT_ESCALATE, "330726101", "330726");
    assert_int_equal(look(stations, COUNTY)->casefile->role, ROLE_HOLDER);
    assert_lives(stations, COUNTY);
    free(body);
    arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("nobody speaks for an office that lies elsewhere",
                  nobody_speaks_for_an_office_elsewhere, set_up, tear_down),
        CASE_WITH("an order comes back by the road on which it went, and none but that",
                  an_order_comes_back_by_the_road_it_went, set_up, tear_down),
        CASE_WITH("a person who has looked may say that it is right",
                  a_person_may_say_that_it_is_right, set_up, tear_down),
        CASE_WITH("a directory by which it came the right way lets it in",
                  another_directory_lets_it_in, set_up, tear_down),
        CASE_WITH("word of a case comes from where the case is",
                  word_of_a_case_comes_from_where_it_is, set_up, tear_down),
        CASE_WITH("a case comes from its giver, and another's Transfer does not hold it up",
                  a_case_comes_from_its_giver, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
