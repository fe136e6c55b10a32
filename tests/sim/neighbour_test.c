/* SPDX-License-Identifier: Apache-2.0
 * What a neighbour says in numbers: whatever no honest station can say is parked with its reason,
 * changes nothing, and the station lives. */
#include "hostile.h"

/* ---- Transfers */

static void high_term(struct header *header, struct transfer_body *body) {
    header->term = TERM_MAX + 1;
    body->file.legs[0].term = header->term;
}
static void endless_term(struct header *header, struct transfer_body *body) {
    header->term = UINT64_MAX;
    body->file.legs[0].term = header->term;
}
static void endless_version(struct header *header, struct transfer_body *body) {
    (void)body;
    header->version = UINT64_MAX;
}
static void no_case(struct header *header, struct transfer_body *body) {
    (void)body;
    memset(&header->case_id, 0, sizeof header->case_id);
}
static void no_number(struct header *header, struct transfer_body *body) {
    (void)header;
    body->file.no.text[0] = '\0';
}

#define CHANGE(name, change)                                                                       \
    static void name(struct header *header, struct transfer_body *body) {                          \
        struct casefile *file = &body->file;                                                       \
                                                                                                   \
        (void)header;                                                                              \
        (void)file;                                                                                \
        change;                                                                                    \
    }
CHANGE(opened_at_the_end_of_time, file->legs[0].opened_at.us = INT64_MAX)
CHANGE(opened_before_1970, file->legs[0].opened_at.us = -1)
CHANGE(due_in_six_million_years, file->legs[0].due.day = INT32_MAX)
CHANGE(received_before_all, file->received_at.us = INT64_MIN)
CHANGE(known_before_all, file->known_at.day = INT32_MIN)
CHANGE(acted_in_the_year_9000, body->act.acted_at.us = civil_end(civil_from_ymd(9000, 1, 1)).us)
CHANGE(many_objections, file->objections = UINT32_MAX)
CHANGE(problems_from_five, file->problems[0].no = 5)
CHANGE(last_clock_number, file->clocks[0].no = UINT32_MAX)
CHANGE(high_clock_number, file->clocks[0].no = 4 * CLOCKS_PER_TERM)
CHANGE(long_extension, file->clocks[0].extension = UINT32_MAX)
CHANGE(clock_till_never, file->clocks[0].due_at.us = INT64_MAX)
CHANGE(strange_pauses, memset(file->clocks[0].pauses, 'x', PAUSES_TEXT_MAX))
CHANGE(paused_without_a_pause, file->clocks[0].state = CLOCK_STATE_PAUSED)
CHANGE(hearing_without_a_way_back, file->state = STATE_HEARING)

static void one_number_twice(struct header *header, struct transfer_body *body) {
    struct casefile *file = &body->file;

    (void)header;
    file->clocks[file->clock_count] = file->clocks[0];
    file->clocks[file->clock_count].kind = CLOCK_CONTACT;
    file->clock_count++;
}

/* More of one kind than any act would stop: no room for what is to come. */
static void all_running(struct header *header, struct transfer_body *body) {
    struct casefile *file = &body->file;

    (void)header;
    for (file->clock_count = 0; file->clock_count < CLOCKS_MAX - ASSISTS_OPEN_MAX;
         file->clock_count++) {
        file->clocks[file->clock_count] = (struct clock){.no = (uint32_t)file->clock_count + 1,
                                                         .kind = CLOCK_PROPOSAL,
                                                         .state = CLOCK_STATE_RUNNING,
                                                         .owner = {"330726"},
                                                         .due_at = file->opened_at};
    }
}

static void many_submissions(struct header *header, struct transfer_body *body) {
    static struct bytes all[SUBMISSIONS_MAX + 1];

    (void)header;
    for (size_t i = 0; i < ARRAY_COUNT(all); i++) {
        all[i] = body->submissions[0];
    }
    body->submissions = all;
    body->submission_count = ARRAY_COUNT(all);
}

static const struct {
    const char *what;
    void (*change)(struct header *header, struct transfer_body *body);
    enum pj_code code;
} transfers[] = {
    {"a term one too high", high_term, PJ_BAD_FIELD},
    {"the last term there is", endless_term, PJ_BAD_FIELD},
    {"the last version there is", endless_version, PJ_BAD_FIELD},
    {"of no case", no_case, PJ_BAD_FIELD},
    {"of a case without a number", no_number, PJ_BAD_FIELD},
    {"a leg opened at the end of time", opened_at_the_end_of_time, PJ_BAD_FIELD},
    {"a leg opened before 1970", opened_before_1970, PJ_BAD_FIELD},
    {"a leg due in six million years", due_in_six_million_years, PJ_BAD_FIELD},
    {"received before all time", received_before_all, PJ_BAD_FIELD},
    {"known before all time", known_before_all, PJ_BAD_FIELD},
    {"acted in the year 9000", acted_in_the_year_9000, PJ_BAD_FIELD},
    {"four thousand million objections", many_objections, PJ_BAD_FIELD},
    {"problems numbered from five", problems_from_five, PJ_BAD_FIELD},
    {"the last clock number there is", last_clock_number, PJ_BAD_FIELD},
    {"a clock number beyond what the term gives", high_clock_number, PJ_BAD_FIELD},
    {"a clock extended by four thousand million days", long_extension, PJ_BAD_FIELD},
    {"a clock till never", clock_till_never, PJ_BAD_FIELD},
    {"pauses that are none", strange_pauses, PJ_BAD_FIELD},
    {"a clock paused by nothing", paused_without_a_pause, PJ_BAD_FIELD},
    {"two clocks of one number", one_number_twice, PJ_BAD_FIELD},
    {"clocks that run and never stop", all_running, PJ_BAD_FIELD},
    {"a hearing that returns nowhere", hearing_without_a_way_back, PJ_BAD_FIELD},
    {"65 submissions", many_submissions, PJ_BAD_TOO_LONG},
};

static void no_honest_transfer(void **state) {
    struct stations *stations = *state;
    struct message_id ids[ARRAY_COUNT(transfers) + 1] = {{{0}}};
    struct case_no no[ARRAY_COUNT(transfers) + 1];
    struct arena arena;

    arena_init(&arena, 4 * UNPACK_BYTES_MAX);
    for (size_t i = 0; i < ARRAY_COUNT(no); i++) {
        submit(stations, TOWN);
        no[i] = stations->no;
    }
    put_down(stations, TOWN);
    for (size_t i = 0; i < ARRAY_COUNT(no); i++) { /* the last one is as it should be */
        struct saying saying;
        struct transfer_body *body = coming_up(stations, &no[i], &arena, &saying);

        if (i < ARRAY_COUNT(transfers)) {
            transfers[i].change(&saying.header, body);
        }
        ids[i].byte[0] = (uint8_t)(i + 1);
        saying.header.id = ids[i];
        assert_int_equal(wire_encode_transfer(body, &arena, &saying.body), PJ_OK);
        says(stations, TOWN, &saying);
        free(body);
    }
    hear(stations);
    for (size_t i = 0; i < ARRAY_COUNT(transfers); i++) {
        enum pj_code code = parked_as(stations, COUNTY, &ids[i]);

        if (code != transfers[i].code) {
            fail_msg("%s: %s", transfers[i].what, pj_code_name((unsigned)code));
        }
        assert_null(mem_store_case(&stations->world.stations[COUNTY].store, no[i].text));
    }
    stations->no = no[ARRAY_COUNT(transfers)];
    assert_int_equal(look(stations, COUNTY)->casefile->role, ROLE_HOLDER);
    assert_lives(stations, COUNTY);
    assert_int_equal(stations->world.crashes, 1); /* that of the town */
    arena_release(&arena);
}

/* ---- news and orders about a case that is held here */

static struct act a_note(void) {
    return (struct act){.kind = ACT_NOTE, .node = {"330726101"}, .reason = TEXT("as we know")};
}

#define EVENT(name, change)                                                                        \
    static struct bytes name(const struct case_no *no, struct header *header,                      \
                             struct arena *arena) {                                                \
        static struct problem problems[2] = {{.no = 1}, {.no = 2}};                                \
        static struct clock clock;                                                                 \
        static struct casefile file;                                                               \
        struct event_body body = {.case_no = *no,                                                  \
                                  .act = a_note(),                                                 \
                                  .state = STATE_ROUTED,                                           \
                                  .holder = {"330726101"},                                         \
                                  .problems = problems,                                            \
                                  .problem_count = 1};                                             \
        struct bytes bytes = BYTES_NONE;                                                           \
                                                                                                   \
        clock = (struct clock){.no = 1, .kind = CLOCK_NOTICE, .state = CLOCK_STATE_MET};           \
        (void)clock;                                                                               \
        memset(&file, 0, sizeof file);                                                             \
        header->kind = MESSAGE_EVENT;                                                              \
        change;                                                                                    \
        assert_int_equal(wire_encode_event(&body, arena, &bytes), PJ_OK);                          \
        return bytes;                                                                              \
    }
#define CLOCK(change) (body.clocks = &clock, body.clock_count = 1, change)
EVENT(event_of_a_high_term, header->term = TERM_MAX + 1)
EVENT(event_of_the_last_version, header->version = UINT64_MAX)
EVENT(event_due_in_six_million_years, body.act.due.day = INT32_MAX)
EVENT(event_of_the_end_of_time, body.act.acted_at.us = INT64_MAX)
EVENT(event_closed_before_all, body.closed_at.us = INT64_MIN)
EVENT(event_with_problem_two_alone, body.problems = &problems[1])
EVENT(event_with_the_last_clock, CLOCK(clock.no = UINT32_MAX))
EVENT(event_with_a_long_extension, CLOCK(clock.extension = UINT32_MAX))
EVENT(event_with_a_file_from_before, (body.file = &file, file.received_at.us = INT64_MIN))

#define ORDER(name, change)                                                                        \
    static struct bytes name(const struct case_no *no, struct header *header,                      \
                             struct arena *arena) {                                                \
        struct order_body body = {.case_no = *no, .act = a_note()};                                \
        struct bytes bytes = BYTES_NONE;                                                           \
                                                                                                   \
        header->kind = MESSAGE_ORDER;                                                              \
        change;                                                                                    \
        assert_int_equal(wire_encode_order(&body, arena, &bytes), PJ_OK);                          \
        return bytes;                                                                              \
    }
ORDER(order_of_a_high_term, header->term = TERM_MAX + 1)
ORDER(order_due_in_six_million_years, body.act.due.day = INT32_MAX)
ORDER(order_of_the_end_of_time, body.act.acted_at.us = INT64_MAX)
ORDER(order_about_before_all, body.act.happened_at.us = INT64_MIN)
ORDER(order_about_the_last_leg, body.act.term = UINT64_MAX)

#define DELIVERED(name, change)                                                                    \
    static struct bytes name(const struct case_no *no, struct header *header,                      \
                             struct arena *arena) {                                                \
        static struct clock clock;                                                                 \
        struct delivered_body body = {.case_no = *no, .holder = {"330726101"}};                    \
        struct bytes bytes = BYTES_NONE;                                                           \
                                                                                                   \
        clock = (struct clock){.no = 1, .kind = CLOCK_NOTICE, .state = CLOCK_STATE_MET};           \
        (void)clock;                                                                               \
        header->kind = MESSAGE_DELIVERED;                                                          \
        change;                                                                                    \
        assert_int_equal(wire_encode_delivered(&body, arena, &bytes), PJ_OK);                      \
        return bytes;                                                                              \
    }
DELIVERED(delivered_under_the_last_term, header->term = UINT64_MAX)
DELIVERED(delivered_at_the_end_of_time, body.delivered_at.us = INT64_MAX)
DELIVERED(delivered_with_the_last_clock, CLOCK(clock.no = UINT32_MAX))

static const struct {
    const char *what;
    struct bytes (*say)(const struct case_no *no, struct header *header, struct arena *arena);
} news[] = {
    {"an event of a term one too high", event_of_a_high_term},
    {"an event of the last version there is", event_of_the_last_version},
    {"an event due in six million years", event_due_in_six_million_years},
    {"an event of the end of time", event_of_the_end_of_time},
    {"an event that closed it before all time", event_closed_before_all},
    {"an event with the second problem alone", event_with_problem_two_alone},
    {"an event with the last clock number there is", event_with_the_last_clock},
    {"an event with a clock extended for ever", event_with_a_long_extension},
    {"an event with a file from before all time", event_with_a_file_from_before},
    {"an order of a term one too high", order_of_a_high_term},
    {"an order due in six million years", order_due_in_six_million_years},
    {"an order of the end of time", order_of_the_end_of_time},
    {"an order about what was before all time", order_about_before_all},
    {"an order about the last leg there is", order_about_the_last_leg},
    {"a Delivered under the last term there is", delivered_under_the_last_term},
    {"a Delivered at the end of time", delivered_at_the_end_of_time},
    {"a Delivered with the last clock number there is", delivered_with_the_last_clock},
};

static void no_honest_news(void **state) {
    struct stations *stations = *state;
    struct message_id ids[ARRAY_COUNT(news)] = {{{0}}};
    struct case_no no[ARRAY_COUNT(news)];
    uint64_t versions[ARRAY_COUNT(news)];
    struct arena arena;

    arena_init(&arena, UNPACK_BYTES_MAX);
    for (size_t i = 0; i < ARRAY_COUNT(no); i++) {
        submit(stations, TOWN);
        act(stations, TOWN, ACT_ESCALATE, "330726101", "330726");
        no[i] = stations->no;
        versions[i] = look(stations, COUNTY)->casefile->version;
    }
    put_down(stations, TOWN);
    for (size_t i = 0; i < ARRAY_COUNT(no); i++) {
        const struct casefile *file =
            &mem_store_case(&stations->world.stations[COUNTY].store, no[i].text)->columns;
        struct saying saying = {.header = {.case_id = file->id,
                                           .term = file->term + 1,
                                           .version = file->version + 1,
                                           .from = {"330726101"}},
                                .to = "330726",
                                .link = LINK_UP};

        ids[i].byte[0] = (uint8_t)(i + 1);
        saying.header.id = ids[i];
        saying.body = news[i].say(&no[i], &saying.header, &arena);
        saying.lane = saying.header.kind == MESSAGE_EVENT ? LANE_BULK : LANE_FAST;
        says(stations, TOWN, &saying);
    }
    hear(stations);
    for (size_t i = 0; i < ARRAY_COUNT(no); i++) {
        enum pj_code code = parked_as(stations, COUNTY, &ids[i]);

        if (code != PJ_BAD_FIELD) {
            fail_msg("%s: %s", news[i].what, pj_code_name((unsigned)code));
        }
        stations->no = no[i];
        assert_int_equal(look(stations, COUNTY)->casefile->role, ROLE_HOLDER);
        assert_int_equal(stations->reply.case_view.casefile->version, versions[i]);
        act(stations, COUNTY, ACT_DELEGATE, "330726", "330726101"); /* nor is it held up */
        act(stations, TOWN, ACT_ESCALATE, "330726101", "330726");
        assert_int_equal(look(stations, COUNTY)->casefile->role, ROLE_HOLDER);
    }
    assert_lives(stations, COUNTY);
    assert_int_equal(stations->world.crashes, 1);
    arena_release(&arena);
}

/* Behind a token that cannot be taken waits what nobody can make sense of either. */
static void what_waits_is_judged_for_itself(void **state) {
    struct stations *stations = *state;
    struct message_id ids[2] = {{{1}}, {{2}}};
    struct api_request request = {.kind = API_PARKED_BOUNCE,
                                  .parked_bounce = {.reason = TEXT("it makes no sense")}};
    struct transfer_body *body = NULL;
    struct saying token, news_of_it;
    struct arena arena;

    arena_init(&arena, UNPACK_BYTES_MAX);
    submit(stations, TOWN);
    body = coming_up(stations, &stations->no, &arena, &token);
    body->file.legs[0].opened_at.us = -1;
    token.header.id = ids[0];
    assert_int_equal(wire_encode_transfer(body, &arena, &token.body), PJ_OK);
    news_of_it = token;
    news_of_it.header.id = ids[1];
    news_of_it.header.version++;
    news_of_it.body = event_of_the_end_of_time(&stations->no, &news_of_it.header, &arena);
    put_down(stations, TOWN);
    says(stations, TOWN, &token);
    says(stations, TOWN, &news_of_it);
    hear(stations);
    assert_int_equal(parked_as(stations, COUNTY, &ids[0]), PJ_BAD_FIELD);
    assert_int_equal(parked_as(stations, COUNTY, &ids[1]), PJ_STATE_PARKED);
    request.parked_bounce.pos = parked_pos(stations, COUNTY, &ids[0]);
    assert_int_equal(asked(stations, COUNTY, &request)->kind, API_REPLY_PARKED);
    settle(stations);
    assert_int_equal(parked_as(stations, COUNTY, &ids[0]), PJ_OK);
    assert_int_equal(parked_as(stations, COUNTY, &ids[1]), PJ_BAD_FIELD);
    act(stations, TOWN, ACT_ESCALATE, "330726101", "330726");
    assert_int_equal(look(stations, COUNTY)->casefile->role, ROLE_HOLDER);
    free(body);
    arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("a Transfer with numbers no honest station has is parked, and the next one comes",
                  no_honest_transfer, set_up, tear_down),
        CASE_WITH("news and orders with such numbers are parked, and the case is what it was",
                  no_honest_news, set_up, tear_down),
        CASE_WITH("what waits behind a token that is given back is judged for itself",
                  what_waits_is_judged_for_itself, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
