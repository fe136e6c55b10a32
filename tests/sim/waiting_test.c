/* SPDX-License-Identifier: Apache-2.0
 * More words brought by a visitor: kept and receipted at once, below the window on the next working
 * day, without form and hour; by whatever road the case has gone meanwhile. */
#include "five_stations.h"

static void assert_matter_alone(struct stations *stations, enum where at, size_t submissions) {
    const struct api_case *view = look(stations, at);

    assert_int_equal(view->submission_count, submissions);
    for (size_t i = 1; i < submissions; i++) {
        assert_int_equal(view->submissions[i].form, FORM_UNSPECIFIED);
        assert_int_equal(view->submissions[i].text_origin, TEXT_ORIGIN_UNSPECIFIED);
        assert_true(is_midnight(view->submissions[i].received_at));
        assert_true(is_midnight(view->submissions[i].written_at));
    }
}

static void goes_down_on_its_day(void **state) {
    struct stations *stations = *state;
    struct digest digest;
    uint64_t version = 0;

    submit(stations, CITY);
    act(stations, CITY, ACT_DELEGATE, "3307", "330726101");
    version = look(stations, TOWN)->casefile->version;
    (void)bring(stations, CITY, "3307", TEXT("first"));
    digest = bring(stations, CITY, "3307", TEXT("second"));
    assert_int_equal(look(stations, CITY)->submission_count, 3);
    assert_int_equal(stations->reply.case_view.submissions[2].form, FORM_VISIT);
    (void)hand_in(stations, CITY, "3307", TEXT("a letter")); /* in no way held up by them */
    assert_holds(stations, TOWN, TEXT("a letter"), 2);
    next_day(stations);
    assert_holds(stations, TOWN, TEXT("second"), 4); /* in the order they came in */
    assert_true(digest_equal(&stations->reply.case_view.submissions[3].digest, &digest));
    assert_int_equal(stations->reply.case_view.casefile->version, version + 3);
    assert_int_equal(stations->reply.case_view.submissions[2].form, FORM_UNSPECIFIED);
    assert_true(is_midnight(stations->reply.case_view.submissions[2].written_at));
    assert_int_equal(look(stations, CITY)->submission_count, 4); /* whole, as taken in */
    assert_int_equal(stations->reply.case_view.submissions[1].form, FORM_VISIT);
    next_day(stations);
    assert_int_equal(look(stations, TOWN)->submission_count, 4); /* once */
}

/* The disk kept the row of the case and not that of its words. */
static void what_is_not_there_is_asked_for_once(void **state) {
    struct stations *stations = *state;
    struct sim_station *city = &stations->world.stations[CITY];
    uint64_t prefetches = 0;
    int64_t pos = 0;

    submit(stations, CITY);
    act(stations, CITY, ACT_DELEGATE, "3307", "330726101");
    (void)bring(stations, CITY, "3307", TEXT("brought"));
    forget(stations, CITY);
    pos = mem_store_case(&city->store, stations->no.text)->columns.body_pos;
    MEM_ROW(city->store.journal, struct row_journal, pos - 1)->body = BYTES_NONE;
    prefetches = node_stats(city->node).prefetches;
    next_day(stations);
    assert_true(node_stats(city->node).prefetches < prefetches + 10);
    assert_int_equal(look(stations, CITY)->casefile->waiting.until.us, 0);
}

static void goes_without_it_and_it_follows(void **state) {
    struct stations *stations = *state;

    submit(stations, COUNTY);
    (void)bring(stations, COUNTY, "330726", TEXT("brought"));
    assert_holds(stations, COUNTY, TEXT("brought"), 2);
    act(stations, COUNTY, ACT_DELEGATE, "330726", "330726101");
    assert_int_equal(look(stations, TOWN)->submission_count, 1);
    act(stations, TOWN, ACT_DELEGATE, "330726101", "330726101221");
    next_day(stations);
    assert_matter_alone(stations, VILLAGE, 2);
    assert_int_equal(look(stations, TOWN)->submission_count, 1); /* it passed by */
}

static void goes_up_at_once(void **state) {
    struct stations *stations = *state;

    submit(stations, COUNTY);
    act(stations, COUNTY, ACT_ESCALATE, "330726", "3307");
    (void)bring(stations, COUNTY, "330726", TEXT("brought"));
    assert_holds(stations, CITY, TEXT("brought"), 2);
    assert_int_equal(stations->reply.case_view.submissions[1].form, FORM_VISIT);
    act(stations, CITY, ACT_DELEGATE, "3307", "330726101");
    assert_int_equal(look(stations, TOWN)->submission_count, 1); /* nor by the city's hand */
    next_day(stations);
    assert_matter_alone(stations, TOWN, 2);
}

/* On its way up it misses the case, which comes down. */
static void crosses_the_case(void **state) {
    struct stations *stations = *state;
    struct api_request up;
    struct api_request down;

    submit(stations, COUNTY);
    act(stations, COUNTY, ACT_ESCALATE, "330726", "3307");
    up = words(stations, "330726", TEXT("brought"));
    up.act.supplement.form = FORM_VISIT;
    down = an_act(stations, ACT_DELEGATE, "3307", "330726101");
    ask(stations, CITY, &down);
    ask(stations, COUNTY, &up);
    settle(stations);
    assert_int_equal(look(stations, TOWN)->casefile->role, ROLE_HOLDER);
    assert_int_equal(stations->reply.case_view.submission_count, 1);
    assert_int_equal(stations->world.stations[CITY].store.parked.count, 0); /* nobody sends it on */
    next_day(stations);
    assert_matter_alone(stations, TOWN, 2);
}

/* Of what was brought yesterday neither an order nor an event there tells the hour. */
static void assert_no_hour(struct stations *stations, enum where at) {
    const struct mem_store *store = &stations->world.stations[at].store;
    struct order_body order;
    struct event_body event;

    for (size_t i = 0; i < store->journal.count; i++) {
        const struct row_journal *row = MEM_ROW(store->journal, struct row_journal, i);
        const struct act *act = NULL;

        if (row->kind == MESSAGE_ORDER) {
            assert_int_equal(wire_decode_order(row->body, &stations->arena, &order), PJ_OK);
            act = &order.act;
        } else if (row->kind == MESSAGE_EVENT) {
            assert_int_equal(wire_decode_event(row->body, &stations->arena, &event), PJ_OK);
            act = &event.act;
        }
        if (act != NULL && act->kind == ACT_SUPPLEMENT) {
            assert_int_equal(civil_of(act->acted_at).day, civil_of(stations->world.now.wall).day);
            assert_int_equal(act->happened_at.us, 0);
        }
    }
}

/* The link was down that long: by then the case has gone down, and its day is over. */
static void comes_up_a_day_late(void **state) {
    struct stations *stations = *state;
    struct api_request up;
    struct api_request down;

    submit(stations, COUNTY);
    act(stations, COUNTY, ACT_ESCALATE, "330726", "3307");
    down = an_act(stations, ACT_DELEGATE, "3307", "330726101");
    up = words(stations, "330726", TEXT("brought"));
    up.act.supplement.form = FORM_VISIT;
    up.act.act.happened_at = stations->world.now.wall;
    world_cut_line(&stations->world, COUNTY);
    ask(stations, CITY, &down);
    ask(stations, COUNTY, &up);
    settle(stations);
    stations->world.line_cut[COUNTY] = false;
    next_day(stations);
    assert_matter_alone(stations, TOWN, 2);
    assert_no_hour(stations, TOWN);
}

/* It reaches the holder a day late, who tells whoever heard of the case: not those below. */
static void no_event_goes_down_on_its_day(void **state) {
    struct stations *stations = *state;
    struct api_request up;

    submit(stations, TOWN);
    act(stations, TOWN, ACT_ESCALATE, "330726101", "330726");
    act(stations, COUNTY, ACT_ESCALATE, "330726", "3307");
    up = words(stations, "330726", TEXT("brought"));
    up.act.supplement.form = FORM_VISIT;
    world_cut_line(&stations->world, COUNTY);
    ask(stations, COUNTY, &up);
    settle(stations);
    stations->world.line_cut[COUNTY] = false;
    next_day(stations);
    assert_holds(stations, CITY, TEXT("brought"), 2);
    assert_no_hour(stations, TOWN);
}

static void comes_back_and_goes_again(void **state) {
    struct stations *stations = *state;

    submit(stations, COUNTY);
    act(stations, COUNTY, ACT_DELEGATE, "330726", "330726101");
    (void)bring(stations, COUNTY, "330726", TEXT("brought"));
    act(stations, TOWN, ACT_ESCALATE, "330726101", "330726");
    assert_holds(stations, COUNTY, TEXT("brought"), 2);
    act(stations, COUNTY, ACT_DELEGATE, "330726", "330726101");
    assert_int_equal(look(stations, TOWN)->submission_count, 1);
    next_day(stations);
    assert_matter_alone(stations, TOWN, 2);
    act(stations, TOWN, ACT_ESCALATE, "330726101", "330726");
    assert_holds(stations, COUNTY, TEXT("brought"), 2);
    assert_int_equal(stations->reply.case_view.submissions[1].form, FORM_VISIT); /* whole again */
    assert_false(is_midnight(stations->reply.case_view.submissions[1].written_at));
}

/* Where it came in hears of what is done with it; of this it does not. */
static void no_event_goes_down(void **state) {
    struct stations *stations = *state;
    uint64_t version = 0;

    submit(stations, TOWN);
    act(stations, TOWN, ACT_ESCALATE, "330726101", "330726");
    version = look(stations, TOWN)->casefile->version;
    (void)bring(stations, COUNTY, "330726", TEXT("brought"));
    assert_int_equal(look(stations, COUNTY)->casefile->version, version + 1);
    assert_int_equal(look(stations, TOWN)->casefile->version, version);
    next_day(stations);
    assert_int_equal(look(stations, TOWN)->casefile->version, version);
    assert_int_equal(look(stations, TOWN)->submission_count, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("what is not there any more is asked for once, not for ever",
                  what_is_not_there_is_asked_for_once, set_up, tear_down),
        CASE_WITH("what a visitor brings goes down on its day, several together",
                  goes_down_on_its_day, set_up, tear_down),
        CASE_WITH("a case that is handed down goes without it, and it follows",
                  goes_without_it_and_it_follows, set_up, tear_down),
        CASE_WITH("up it goes at once, and from there down on its day", goes_up_at_once, set_up,
                  tear_down),
        CASE_WITH("on its way up it crosses the case", crosses_the_case, set_up, tear_down),
        CASE_WITH("on its way up it misses the case by a day", comes_up_a_day_late, set_up,
                  tear_down),
        CASE_WITH("the holder has it a day late, and no event tells of it below",
                  no_event_goes_down_on_its_day, set_up, tear_down),
        CASE_WITH("it waits on while the case comes back and goes again", comes_back_and_goes_again,
                  set_up, tear_down),
        CASE_WITH("no event tells of it below", no_event_goes_down, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
