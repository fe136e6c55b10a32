/* SPDX-License-Identifier: Apache-2.0
 * Who helps beside the lead, at another station, has what is handed in meanwhile: as long as it
 * helps, and of what a visitor brought to a window above it the matter, on its day. */
#include "five_stations.h"

/* Held by the county's land office; the town helps. */
static void town_helps(struct stations *stations) {
    submit(stations, COUNTY);
    act(stations, COUNTY, ACT_TRANSFER, "330726", "330726.land");
    act(stations, COUNTY, ACT_ASSIST, "330726.land", "330726101");
}

static void assert_copy(struct stations *stations, enum where at, struct bytes text,
                        size_t submissions) {
    const struct api_case *view = look(stations, at);
    const struct api_submission *last = NULL;

    assert_int_equal(view->casefile->role, ROLE_COPY);
    assert_int_equal(view->submission_count, submissions);
    last = &view->submissions[submissions - 1];
    assert_int_equal(last->text.len, text.len);
    assert_memory_equal(last->text.data, text.data, text.len);
}

/* The matter alone: neither form nor hour. */
static void assert_reduced(struct stations *stations, enum where at, struct bytes text,
                           size_t submissions) {
    const struct api_submission *last = NULL;

    assert_copy(stations, at, text, submissions);
    last = &stations->reply.case_view.submissions[submissions - 1];
    assert_int_equal(last->form, FORM_UNSPECIFIED);
    assert_true(is_midnight(last->received_at));
    assert_true(is_midnight(last->written_at));
}

static bool holds(struct bytes bytes, struct bytes text) {
    for (size_t i = 0; i + text.len <= bytes.len; i++) {
        if (memcmp(bytes.data + i, text.data, text.len) == 0) {
            return true;
        }
    }
    return false;
}

static size_t rows_with(struct stations *stations, enum where at, struct bytes text) {
    const struct mem_store *store = &stations->world.stations[at].store;
    size_t count = 0;

    for (size_t i = 0; i < store->journal.count; i++) {
        count += holds(MEM_ROW(store->journal, struct row_journal, i)->body, text) ? 1 : 0;
    }
    return count;
}

/* How often it is told there that something was handed in, and never at what hour of another day.
 */
static size_t times_told(struct stations *stations, enum where at) {
    const struct mem_store *store = &stations->world.stations[at].store;
    struct event_body event;
    size_t count = 0;

    for (size_t i = 0; i < store->journal.count; i++) {
        const struct row_journal *row = MEM_ROW(store->journal, struct row_journal, i);

        if (row->kind == MESSAGE_EVENT && row->in_lane != LANE_NONE &&
            wire_decode_event(row->body, &stations->arena, &event) == PJ_OK &&
            event.act.kind == ACT_SUPPLEMENT) {
            assert_int_equal(civil_of(event.act.acted_at).day, civil_of(row->at).day);
            assert_int_equal(event.act.happened_at.us, 0);
            count++;
        }
    }
    return count;
}

/* ---- handed in */

static void by_whomever_and_wherever(void **state) {
    struct stations *stations = *state;
    struct digest digest;

    town_helps(stations);
    digest = hand_in(stations, COUNTY, "330726.land", TEXT("by \0 the lead"));
    assert_copy(stations, TOWN, TEXT("by \0 the lead"), 2);
    assert_true(digest_equal(&stations->reply.case_view.submissions[1].digest, &digest));
    (void)hand_in(stations, COUNTY, "330726", TEXT("by who gave it"));
    assert_copy(stations, TOWN, TEXT("by who gave it"), 3);
    assert_int_equal(times_told(stations, TOWN), 2); /* once each: not by the common event too */
    act(stations, COUNTY, ACT_ESCALATE, "330726.land", "3307"); /* the lead moves on */
    (void)hand_in(stations, COUNTY, "330726", TEXT("from below"));
    assert_copy(stations, TOWN, TEXT("from below"), 4);
    assert_holds(stations, CITY, TEXT("from below"), 4);
}

static void what_it_forgot_is_read_again(void **state) {
    struct stations *stations = *state;

    town_helps(stations);
    (void)hand_in(stations, COUNTY, "330726.land", TEXT("first"));
    forget(stations, TOWN);
    (void)hand_in(stations, COUNTY, "330726.land", TEXT("second"));
    assert_copy(stations, TOWN, TEXT("second"), 3);
}

static void only_while_it_helps(void **state) {
    struct stations *stations = *state;

    town_helps(stations);
    act(stations, COUNTY, ACT_ASSIST, "330726.land", "330726101221");
    act(stations, TOWN, ACT_ASSIST_ANSWER, "330726101", "");
    (void)hand_in(stations, COUNTY, "330726.land", TEXT("later"));
    assert_int_equal(look(stations, TOWN)->submission_count, 1);
    assert_copy(stations, VILLAGE, TEXT("later"), 2);
}

/* The town took the case in: its own copy grows, and is what it seizes or gets back. */
static void who_has_a_copy_of_its_own(void **state) {
    struct stations *stations = *state;

    submit(stations, TOWN);
    act(stations, TOWN, ACT_ESCALATE, "330726101", "330726");
    act(stations, COUNTY, ACT_ASSIST, "330726", "330726101");
    (void)hand_in(stations, COUNTY, "330726", TEXT("later"));
    assert_copy(stations, TOWN, TEXT("later"), 2);
    act(stations, COUNTY, ACT_DELEGATE, "330726", "330726101");
    assert_holds(stations, TOWN, TEXT("later"), 2);
}

static void once_whatever_fails(void **state) {
    struct stations *stations = *state;
    const struct faults faults = {.crash_per_call = 100,
                                  .lost_commit = 1500,
                                  .failed_commit = 1500,
                                  .cut_per_second = 3000,
                                  .late_frames = 3000};
    struct api_request request;

    town_helps(stations);
    request = words(stations, "330726.land", TEXT("in bad weather"));
    ask(stations, COUNTY, &request);
    assert_true(world_run(&stations->world, 100 * US_PER_MS));
    stations->world.faults = faults;
    for (unsigned i = 0; i < 10; i++) {
        settle(stations);
    }
    world_heal(&stations->world);
    settle(stations);
    settle(stations);
    assert_true(stations->world.crashes > 0);
    assert_copy(stations, TOWN, TEXT("in bad weather"), 2);
}

/* ---- brought by a visitor */

static void on_its_day(void **state) {
    struct stations *stations = *state;

    town_helps(stations);
    (void)bring(stations, COUNTY, "330726", TEXT("brought"));
    assert_holds(stations, COUNTY, TEXT("brought"), 2);
    assert_int_equal(rows_with(stations, TOWN, TEXT("brought")), 0);
    assert_int_equal(times_told(stations, TOWN), 0);
    next_day(stations);
    assert_reduced(stations, TOWN, TEXT("brought"), 2);
    next_day(stations);
    assert_int_equal(times_told(stations, TOWN), 1);
    assert_int_equal(look(stations, COUNTY)->submissions[1].form, FORM_VISIT); /* whole */
}

/* Up to the holder at once, to who helps below the window not before its day. */
static void above_at_once_below_on_its_day(void **state) {
    struct stations *stations = *state;

    submit(stations, COUNTY);
    act(stations, COUNTY, ACT_ESCALATE, "330726", "3307");
    act(stations, CITY, ACT_ASSIST, "3307", "330726101");
    (void)bring(stations, COUNTY, "330726", TEXT("brought"));
    assert_holds(stations, CITY, TEXT("brought"), 2);
    assert_int_equal(rows_with(stations, TOWN, TEXT("brought")), 0);
    next_day(stations);
    assert_reduced(stations, TOWN, TEXT("brought"), 2);
    assert_int_equal(look(stations, CITY)->submission_count, 2);
    assert_int_equal(times_told(stations, TOWN), 1);
}

/* The line was down that long: neither the words nor the act tell the hour of the visit. */
static void above_a_day_late(void **state) {
    struct stations *stations = *state;
    struct api_request up;

    submit(stations, COUNTY);
    act(stations, COUNTY, ACT_ESCALATE, "330726", "3307");
    act(stations, CITY, ACT_ASSIST, "3307", "330726101");
    up = words(stations, "330726", TEXT("brought"));
    up.act.supplement.form = FORM_VISIT;
    up.act.act.happened_at = stations->world.now.wall;
    world_cut_line(&stations->world, COUNTY);
    ask(stations, COUNTY, &up);
    settle(stations);
    stations->world.line_cut[COUNTY] = false;
    next_day(stations);
    assert_reduced(stations, TOWN, TEXT("brought"), 2);
    assert_int_equal(times_told(stations, TOWN), 2); /* as it came, and on its day */
}

/* The window is above both: it goes down on its day, and from the holder on to who helps. */
static void below_both(void **state) {
    struct stations *stations = *state;

    submit(stations, CITY);
    act(stations, CITY, ACT_DELEGATE, "3307", "330726");
    act(stations, COUNTY, ACT_ASSIST, "330726", "330726101");
    (void)bring(stations, CITY, "3307", TEXT("brought"));
    assert_int_equal(look(stations, COUNTY)->submission_count, 1);
    next_day(stations);
    assert_holds(stations, COUNTY, TEXT("brought"), 2);
    assert_reduced(stations, TOWN, TEXT("brought"), 2);
}

static void who_is_asked_while_it_waits(void **state) {
    struct stations *stations = *state;

    submit(stations, COUNTY);
    (void)bring(stations, COUNTY, "330726", TEXT("brought"));
    act(stations, COUNTY, ACT_ASSIST, "330726", "330726101");
    assert_int_equal(look(stations, TOWN)->submission_count, 1);
    next_day(stations);
    assert_reduced(stations, TOWN, TEXT("brought"), 2);
}

/* The window's own station holds it, and the unit that helps stands above the window. */
static void above_the_window(void **state) {
    struct stations *stations = *state;

    submit(stations, TOWN);
    act(stations, TOWN, ACT_ASSIST, "330726101", "330726");
    (void)bring(stations, TOWN, "330726101", TEXT("brought"));
    assert_copy(stations, COUNTY, TEXT("brought"), 2);
    assert_int_equal(stations->reply.case_view.submissions[1].form, FORM_VISIT);
    next_day(stations); /* and comes once more */
    assert_int_equal(look(stations, COUNTY)->submission_count, 2);
}

static void over_before_its_day(void **state) {
    struct stations *stations = *state;

    town_helps(stations);
    (void)bring(stations, COUNTY, "330726", TEXT("brought"));
    act(stations, TOWN, ACT_ASSIST_ANSWER, "330726101", "");
    next_day(stations);
    assert_int_equal(rows_with(stations, TOWN, TEXT("brought")), 0);
}

/* ---- its copy is not the case */

/* By somebody with a name, at the county. */
static void submit_named(struct stations *stations, enum form form) {
    static const struct petitioner petitioner = {1, TEXT("Zheng"), TEXT("138"), TEXT("Mill Lane")};
    struct api_request request = {.kind = API_SUBMIT_CASE};

    request.submit_case.text = TEXT("they took the field");
    request.submit_case.form = form;
    request.submit_case.petitioners = &petitioner;
    request.submit_case.petitioner_count = 1;
    assert_int_equal(asked(stations, COUNTY, &request)->kind, API_REPLY_RECEIPT);
    snprintf(stations->no.text, sizeof stations->no.text, "%s", stations->reply.receipt.case_no);
}

static size_t name_size(struct stations *stations, enum where at) {
    const struct api_case *view = look(stations, at);

    assert_int_equal(view->submissions[0].parts[1].kind, PART_IDENTITY);
    return view->submissions[0].parts[1].size;
}

/* The office above helps, and takes the case: not by a copy from which the name was left out. */
static void who_helps_takes_it(void **state) {
    struct stations *stations = *state;

    submit_named(stations, FORM_LETTER);
    act(stations, COUNTY, ACT_ASSIST, "330726", "3307");
    assert_int_equal(name_size(stations, CITY), 0);
    act(stations, CITY, ACT_SEIZE, "3307", "");
    settle(stations);
    assert_int_equal(look(stations, CITY)->casefile->role, ROLE_HOLDER);
    assert_int_not_equal(name_size(stations, CITY), 0);
    assert_int_equal(look(stations, COUNTY)->casefile->role, ROLE_COPY);
}

/* ... and loses the history in which it did: its copy is all it has until the case comes again. */
static void takes_it_and_loses_it(void **state) {
    struct stations *stations = *state;

    submit_named(stations, FORM_LETTER);
    act(stations, COUNTY, ACT_ASSIST, "330726", "3307");
    world_backup(&stations->world, CITY);
    act(stations, CITY, ACT_SEIZE, "3307", "");
    settle(stations);
    world_restore(&stations->world, false, false);
    for (unsigned i = 0; i < 4; i++) {
        settle(stations);
    }
    assert_int_equal(look(stations, CITY)->casefile->role, ROLE_HOLDER);
    assert_int_not_equal(name_size(stations, CITY), 0);
}

/* Of a visit it has the form, and what comes up from below has the name. */
static void a_visit_comes_up_to_who_helps(void **state) {
    struct stations *stations = *state;

    submit_named(stations, FORM_VISIT);
    act(stations, COUNTY, ACT_ASSIST, "330726", "3307");
    next_day(stations);
    act(stations, COUNTY, ACT_DELEGATE, "330726", "330726101");
    act(stations, TOWN, ACT_ESCALATE, "330726101", "3307");
    assert_int_equal(look(stations, CITY)->casefile->role, ROLE_HOLDER);
    assert_int_not_equal(name_size(stations, CITY), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("whoever hands it in, and wherever the lead is", by_whomever_and_wherever, set_up,
                  tear_down),
        CASE_WITH("a station that forgot its copy adds to it", what_it_forgot_is_read_again, set_up,
                  tear_down),
        CASE_WITH("no longer than it helps", only_while_it_helps, set_up, tear_down),
        CASE_WITH("who has a copy of its own has it there", who_has_a_copy_of_its_own, set_up,
                  tear_down),
        CASE_WITH("once, whatever crashes and is cut", once_whatever_fails, set_up, tear_down),
        CASE_WITH("what a visitor brought comes on its day, the matter alone", on_its_day, set_up,
                  tear_down),
        CASE_WITH("the holder above has it at once, who helps below on its day",
                  above_at_once_below_on_its_day, set_up, tear_down),
        CASE_WITH("the holder above has it a day late, and nothing tells the hour below",
                  above_a_day_late, set_up, tear_down),
        CASE_WITH("a window above both sends it down on its day", below_both, set_up, tear_down),
        CASE_WITH("who is asked while it waits gets it on its day", who_is_asked_while_it_waits,
                  set_up, tear_down),
        CASE_WITH("who helps above the window has it at once, and once", above_the_window, set_up,
                  tear_down),
        CASE_WITH("who has answered before its day never has it", over_before_its_day, set_up,
                  tear_down),
        CASE_WITH("who helps and takes the case has it with the name", who_helps_takes_it, set_up,
                  tear_down),
        CASE_WITH("and has the name again when it lost that it took the case",
                  takes_it_and_loses_it, set_up, tear_down),
        CASE_WITH("a visit that comes up to who helps comes with the name",
                  a_visit_comes_up_to_who_helps, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
