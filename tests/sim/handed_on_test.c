/* SPDX-License-Identifier: Apache-2.0
 * Supplements between stations: they follow the token, stay with the case, cross it on its way, and
 * outlive a seizure. */
#include "sim.h"
#include "unit.h"
#include "wire/wire.h"

#include <stdio.h>
#include <string.h>

#define TEXT(text) ((struct bytes){(const uint8_t *)(text), sizeof(text) - 1})
#define FILE_BYTES (1024 * 1024)

enum where {
    PROVINCE,
    CITY,
    COUNTY,
    TOWN,
    VILLAGE
};

struct stations {
    struct world world;
    struct arena arena; /* of the last answer */
    struct api_reply reply;
    unsigned answers, asked;
    struct case_no no;
};

static void on_reply(void *context, uint64_t word, struct bytes bytes, uint32_t station) {
    struct stations *stations = context;
    struct bytes copy = BYTES_NONE;

    (void)word;
    (void)station;
    assert_int_equal(arena_copy(&stations->arena, bytes, &copy), PJ_OK);
    assert_int_equal(wire_decode_reply(copy, &stations->arena, &stations->reply), PJ_OK);
    stations->answers++;
}

static void settle(struct stations *stations) {
    assert_true(world_run(&stations->world, 3 * US_PER_S));
}

/* Leaves at once; what comes of it is seen when the world runs on. */
static void ask(struct stations *stations, enum where at, struct api_request *request) {
    struct arena arena;
    struct bytes bytes = BYTES_NONE;
    char key[32];

    snprintf(key, sizeof key, "key-%u", ++stations->asked);
    request->key = (struct bytes){(const uint8_t *)key, strlen(key)};
    request->request_id = stations->asked;
    arena_init(&arena, UNPACK_BYTES_MAX);
    assert_int_equal(wire_encode_request(request, &arena, &bytes), PJ_OK);
    arena_clear(&stations->arena);
    world_ask(&stations->world, (uint32_t)at, stations->asked, "local-admin", bytes);
    request->key = BYTES_NONE; /* it was on this stack */
    arena_release(&arena);
}

static const struct api_reply *asked(struct stations *stations, enum where at,
                                     struct api_request *request) {
    unsigned answers = stations->answers;

    ask(stations, at, request);
    settle(stations);
    assert_int_equal(stations->answers, answers + 1);
    return &stations->reply;
}

static void load_file(struct stations *stations, enum where at, enum data_kind kind,
                      const char *path) {
    static uint8_t text[FILE_BYTES];
    FILE *file = fopen(path, "rb");
    struct api_request request = {.kind = API_LOAD_DATA};

    assert_non_null(file);
    request.load_data.total = fread(text, 1, sizeof text, file);
    fclose(file);
    request.load_data.kind = kind;
    request.load_data.version = "sim";
    request.load_data.chunk = (struct bytes){text, request.load_data.total};
    request.load_data.last = true;
    assert_int_equal(asked(stations, at, &request)->kind, API_REPLY_DATA);
}

static int set_up(void **state) {
    static struct stations stations;

    memset(&stations, 0, sizeof stations);
    world_open(&stations.world, 1);
    arena_init(&stations.arena, UNPACK_BYTES_MAX);
    stations.world.on_reply = on_reply;
    stations.world.reply_context = &stations;
    settle(&stations);
    for (unsigned i = 0; i < STATIONS; i++) {
        load_file(&stations, (enum where)i, DATA_DIVISIONS,
                  PJ_SOURCE_DIR "/deploy/divisions/330726.csv");
        load_file(&stations, (enum where)i, DATA_NODES,
                  PJ_SOURCE_DIR "/deploy/divisions/nodes-demo.csv");
    }
    settle(&stations);
    *state = &stations;
    return 0;
}

static int tear_down(void **state) {
    struct stations *stations = *state;

    world_close(&stations->world);
    arena_release(&stations->arena);
    return 0;
}

/* ---- what is done */

static void submit(struct stations *stations, enum where at) {
    struct api_request request = {.kind = API_SUBMIT_CASE};

    request.submit_case.node = request.submit_case.source = request.submit_case.category = "";
    request.submit_case.place = request.submit_case.session = "";
    request.submit_case.foreign_system = request.submit_case.foreign_id = "";
    request.submit_case.text = TEXT("they took the field");
    assert_int_equal(asked(stations, at, &request)->kind, API_REPLY_RECEIPT);
    snprintf(stations->no.text, sizeof stations->no.text, "%s", stations->reply.receipt.case_no);
}

static struct api_request an_act(struct stations *stations, enum act_kind kind, const char *node,
                                 const char *target) {
    struct api_request request = {.kind = API_ACT,
                                  .act = {.case_no = stations->no.text,
                                          .node = node,
                                          .query_code = "",
                                          .act = {.kind = kind, .reason = TEXT("because")}}};

    snprintf(request.act.act.target.text, sizeof request.act.act.target.text, "%s", target);
    snprintf(request.act.act.responsible, sizeof request.act.act.responsible, "the head");
    return request;
}

static void act(struct stations *stations, enum where at, enum act_kind kind, const char *node,
                const char *target) {
    struct api_request request = an_act(stations, kind, node, target);

    assert_int_equal(asked(stations, at, &request)->kind, API_REPLY_CASE);
}

static struct api_request words(struct stations *stations, const char *node, struct bytes text) {
    struct api_request request = an_act(stations, ACT_SUPPLEMENT, node, "");

    request.act.act.reason = BYTES_NONE;
    request.act.supplement.text = text;
    return request;
}

static struct digest hand_in(struct stations *stations, enum where at, const char *node,
                             struct bytes text) {
    struct api_request request = words(stations, node, text);

    assert_int_equal(asked(stations, at, &request)->kind, API_REPLY_RECEIPT);
    return stations->reply.receipt.digest;
}

/* ---- what is so */

static const struct api_case *look(struct stations *stations, enum where at) {
    struct api_request request = {
        .kind = API_GET_CASE,
        .get_case = {.case_no = stations->no.text, .foreign_system = "", .foreign_id = ""}};

    assert_int_equal(asked(stations, at, &request)->kind, API_REPLY_CASE);
    return &stations->reply.case_view;
}

static void assert_holds(struct stations *stations, enum where at, struct bytes text,
                         size_t submissions) {
    const struct api_case *view = look(stations, at);
    const struct api_submission *last = NULL;

    assert_int_equal(view->casefile->role, ROLE_HOLDER);
    assert_int_equal(view->submission_count, submissions);
    last = &view->submissions[submissions - 1];
    assert_int_equal(last->text.len, text.len);
    assert_memory_equal(last->text.data, text.data, text.len);
}

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
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
