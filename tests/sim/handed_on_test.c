/* SPDX-License-Identifier: Apache-2.0
 * Supplements between stations: they follow the token, stay with the case, cross it on its way, and
 * outlive a seizure; and what a copy hears of a case that is on its way. */
#include "five_stations.h"

/* Down to the holder, on with the case, and the same bytes wherever it is kept. */
static void follows_the_token(void **state) {
    struct stations *stations = *state;
    struct digest first;
    struct digest second;

    submit(stations, PROVINCE);
    act(stations, PROVINCE, ACT_DELEGATE, "33", "330726");
    act(stations, COUNTY, ACT_DELEGATE, "330726", "330726101");
    first = hand_in(stations, PROVINCE, "33", TEXT("from \0 far"));
    assert_holds(stations, TOWN, TEXT("from \0 far"), 2);
    assert_true(digest_equal(&stations->reply.case_view.submissions[1].digest, &first));
    second = hand_in(stations, COUNTY, "330726", TEXT("from near"));
    act(stations, TOWN, ACT_DELEGATE, "330726101", "330726101221");
    assert_holds(stations, VILLAGE, TEXT("from near"), 3);
    assert_true(digest_equal(&stations->reply.case_view.submissions[1].digest, &first));
    assert_true(digest_equal(&stations->reply.case_view.submissions[2].digest, &second));
    assert_int_equal(look(stations, PROVINCE)->submission_count, 2); /* what it was handed */
    assert_true(digest_equal(&stations->reply.case_view.submissions[1].digest, &first));
    assert_int_equal(look(stations, COUNTY)->submission_count, 2);
}

/* The words go down while the case comes up: they meet nowhere on the way, and are with it. */
static void crosses_the_case(void **state) {
    struct stations *stations = *state;
    struct api_request down;
    struct api_request up;

    submit(stations, TOWN);
    act(stations, TOWN, ACT_DELEGATE, "330726101", "330726101221");
    down = words(stations, "330726101", TEXT("crossing"));
    up = an_act(stations, ACT_ESCALATE, "330726101221", "330726101");
    ask(stations, TOWN, &down);
    ask(stations, VILLAGE, &up);
    settle(stations);
    assert_holds(stations, TOWN, TEXT("crossing"), 2);
    act(stations, TOWN, ACT_DELEGATE, "330726101", "330726101221"); /* what waited there is known */
    assert_holds(stations, VILLAGE, TEXT("crossing"), 2);
}

/* The office above takes the case by its own copy, which has not what was handed in below. */
static void outlives_a_seizure(void **state) {
    struct stations *stations = *state;

    submit(stations, COUNTY);
    act(stations, COUNTY, ACT_DELEGATE, "330726", "330726101");
    (void)hand_in(stations, TOWN, "330726101", TEXT("said below"));
    assert_holds(stations, TOWN, TEXT("said below"), 2);
    act(stations, COUNTY, ACT_SEIZE, "330726", "");
    settle(stations);
    assert_holds(stations, COUNTY, TEXT("said below"), 2);
}

/* Both have a copy, and neither has heard of the other's: the higher one has it, with all words.
 */
static void two_take_it_at_once(void **state) {
    struct stations *stations = *state;
    struct api_request higher;
    struct api_request lower;

    submit(stations, CITY);
    act(stations, CITY, ACT_DELEGATE, "3307", "330726.land");
    act(stations, COUNTY, ACT_DELEGATE, "330726.land", "330726101221");
    (void)hand_in(stations, VILLAGE, "330726101221", TEXT("said below"));
    higher = an_act(stations, ACT_SEIZE, "3307", "");
    lower = an_act(stations, ACT_SEIZE, "330726", "");
    ask(stations, CITY, &higher);
    ask(stations, COUNTY, &lower);
    settle(stations);
    settle(stations);
    assert_holds(stations, CITY, TEXT("said below"), 2);
    assert_int_equal(look(stations, COUNTY)->casefile->role, ROLE_COPY);
    assert_string_equal(stations->reply.case_view.casefile->holder.text, "3307");
    assert_int_equal(look(stations, VILLAGE)->casefile->role, ROLE_COPY);
    assert_string_equal(stations->reply.case_view.casefile->holder.text, "3307");
}

/* It heard of the case, and has no word of it: it is handed over with all that was said. */
static void takes_what_it_only_heard_of(void **state) {
    struct stations *stations = *state;
    const struct api_case *view = NULL;

    submit(stations, TOWN);
    act(stations, TOWN, ACT_DELEGATE, "330726101", "330726101221");
    (void)hand_in(stations, VILLAGE, "330726101221", TEXT("said below"));
    act(stations, VILLAGE, ACT_URGENT, "330726101221", "");
    settle(stations);
    view = look(stations, COUNTY);
    assert_int_equal(view->casefile->role, ROLE_COPY);
    assert_int_equal(view->submission_count, 0);
    act(stations, COUNTY, ACT_SEIZE, "330726", "");
    settle(stations);
    assert_holds(stations, COUNTY, TEXT("said below"), 2);
    assert_int_equal(look(stations, VILLAGE)->casefile->role, ROLE_COPY);
}

/* ... and loses the history in which it did: it takes the case up again, and its words come again.
 */
static void takes_it_and_loses_it(void **state) {
    struct stations *stations = *state;

    submit(stations, TOWN);
    act(stations, TOWN, ACT_DELEGATE, "330726101", "330726101221");
    act(stations, VILLAGE, ACT_URGENT, "330726101221", "");
    settle(stations);
    world_backup(&stations->world, COUNTY);
    act(stations, COUNTY, ACT_SEIZE, "330726", "");
    settle(stations);
    assert_holds(stations, COUNTY, TEXT("they took the field"), 1);
    world_restore(&stations->world, false, false);
    (void)hand_in(stations, TOWN, "330726101", TEXT("and the well"));
    settle(stations);
    settle(stations);
    assert_holds(stations, COUNTY, TEXT("and the well"), 2);
    assert_int_equal(look(stations, VILLAGE)->casefile->role, ROLE_COPY);
}

/* Asked to help: the words come, not who wrote them; the answer goes to the lead, wherever that is.
 */
static void helps_beside_the_lead(void **state) {
    static const struct petitioner petitioner = {1, TEXT("Zheng"), TEXT("138"), TEXT("Mill Lane")};
    struct stations *stations = *state;
    const struct api_case *view = NULL;
    struct api_request request = {.kind = API_SUBMIT_CASE};

    request.submit_case.node = request.submit_case.source = request.submit_case.category = "";
    request.submit_case.place = request.submit_case.session = "";
    request.submit_case.foreign_system = request.submit_case.foreign_id = "";
    request.submit_case.text = TEXT("they took the field");
    request.submit_case.petitioners = &petitioner;
    request.submit_case.petitioner_count = 1;
    assert_int_equal(asked(stations, COUNTY, &request)->kind, API_REPLY_RECEIPT);
    snprintf(stations->no.text, sizeof stations->no.text, "%s", stations->reply.receipt.case_no);
    act(stations, COUNTY, ACT_TRANSFER, "330726", "330726.land");
    act(stations, COUNTY, ACT_ASSIST, "330726.land", "330726101");
    view = look(stations, TOWN);
    assert_int_equal(view->casefile->role, ROLE_COPY);
    assert_string_equal(view->casefile->holder.text, "330726.land");
    assert_int_equal(view->submission_count, 1);
    assert_int_equal(view->text.len, TEXT("they took the field").len);
    assert_int_equal(view->submissions[0].part_count, 2);
    assert_int_equal(view->submissions[0].parts[1].kind, PART_IDENTITY);
    assert_int_equal(view->submissions[0].parts[1].size, 0); /* withheld; its digest is there */
    assert_int_equal(view->casefile->assist_count, 1);
    act(stations, COUNTY, ACT_TRANSFER, "330726.land", "330726"); /* the lead moves on */
    act(stations, TOWN, ACT_ASSIST_ANSWER, "330726101", "");
    view = look(stations, COUNTY);
    assert_string_equal(view->casefile->holder.text, "330726");
    assert_int_not_equal(view->casefile->assists[0].answered_at.us, 0);
    assert_int_equal(view->casefile->assists[0].answer.len, TEXT("because").len);
    assert_int_not_equal(look(stations, TOWN)->casefile->assists[0].answered_at.us, 0);
    act(stations, COUNTY, ACT_DELEGATE, "330726", "330726101"); /* now it handles it itself */
    view = look(stations, TOWN);
    assert_int_equal(view->casefile->role, ROLE_HOLDER);
    assert_int_not_equal(view->submissions[0].parts[1].size, 0);
}

/* Not from an office that has nothing to do with the case: before it gets a receipt. */
static void not_by_a_stranger(void **state) {
    struct stations *stations = *state;
    struct api_request request;

    submit(stations, COUNTY);
    act(stations, COUNTY, ACT_DELEGATE, "330726", "330726101");
    request = words(stations, "330726.civil", TEXT("none of mine"));
    assert_int_equal(asked(stations, COUNTY, &request)->kind, API_REPLY_ERROR);
    assert_int_equal(stations->reply.error.code, PJ_AUTH_NOT_ACTOR);
    assert_int_equal(look(stations, TOWN)->submission_count, 1);
}

/* As many as a case can have, and long ones: they go down and come back whole. */
static void many_come_back(void **state) {
    static uint8_t text[9000];
    struct stations *stations = *state;

    submit(stations, COUNTY);
    memset(text, 'w', sizeof text);
    for (size_t i = 1; i < SUBMISSIONS_MAX; i++) {
        (void)hand_in(stations, COUNTY, "330726", (struct bytes){text, sizeof text});
    }
    act(stations, COUNTY, ACT_DELEGATE, "330726", "330726101");
    act(stations, TOWN, ACT_ESCALATE, "330726101", "330726");
    assert_holds(stations, COUNTY, (struct bytes){text, sizeof text}, SUBMISSIONS_MAX);
}

/* What its giver says of it while it is on its way is said under the term it had there. */
static void its_givers_last_word(void **state) {
    struct stations *stations = *state;
    const struct api_case *view = NULL;

    submit(stations, COUNTY);
    act(stations, COUNTY, ACT_DELEGATE, "330726", "330726101");
    settle(stations);
    world_cut_line(&stations->world, COUNTY);
    act(stations, TOWN, ACT_ESCALATE, "330726101", "3307");
    stations->world.now.wall.us += INT64_C(30) * 86400 * US_PER_S; /* a clock of the giver lapses */
    settle(stations);
    assert_string_equal(look(stations, COUNTY)->casefile->holder.text, "330726101");
    stations->world.line_cut[COUNTY] = false;
    assert_true(world_run(&stations->world, 20 * US_PER_S));
    act(stations, CITY, ACT_NOTE, "3307", "");
    settle(stations);
    view = look(stations, COUNTY);
    assert_string_equal(view->casefile->holder.text, "3307");
    assert_int_equal(
        view->casefile->version,
        mem_store_case(&stations->world.stations[CITY].store, stations->no.text)->columns.version);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("a supplement follows the token and goes on with the case", follows_the_token,
                  set_up, tear_down),
        CASE_WITH("one that crosses the case on its way is with it all the same", crosses_the_case,
                  set_up, tear_down),
        CASE_WITH("what was handed in below outlives a seizure", outlives_a_seizure, set_up,
                  tear_down),
        CASE_WITH("of two that take it at once the higher has it, and all that was handed in",
                  two_take_it_at_once, set_up, tear_down),
        CASE_WITH("who only heard of the case gets it with its words", takes_what_it_only_heard_of,
                  set_up, tear_down),
        CASE_WITH("who lost that it took the case has it again with its words",
                  takes_it_and_loses_it, set_up, tear_down),
        CASE_WITH("who is asked to help gets the words, and answers the lead",
                  helps_beside_the_lead, set_up, tear_down),
        CASE_WITH("an office that has nothing to do with the case gets no receipt",
                  not_by_a_stranger, set_up, tear_down),
        CASE_WITH("as many as a case can have come back whole", many_come_back, set_up, tear_down),
        CASE_WITH("who gave it hides nobody's news that has it next", its_givers_last_word, set_up,
                  tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
