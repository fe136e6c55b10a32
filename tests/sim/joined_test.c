/* SPDX-License-Identifier: Apache-2.0
 * Cases that name one another, at a station: what an attached case hears, of whom nothing is said,
 * how many there may be; and who signed a joint letter is known where it was taken in alone. */
#include "one_station.h"

static void give_key(struct api_request *request) {
    static unsigned number;
    static char key[32];

    snprintf(key, sizeof key, "joined-%u", ++number);
    request->key = (struct bytes){(const uint8_t *)key, strlen(key)};
}

static struct case_no take(struct answer *answer, const struct api_submit_case *submit) {
    struct api_request request = {.kind = API_SUBMIT_CASE, .submit_case = *submit};
    struct case_no no = {""};

    give_key(&request);
    request.submit_case.text = TEXT("the road");
    assert_int_equal(asked(answer, &request)->kind, API_REPLY_RECEIPT);
    snprintf(no.text, sizeof no.text, "%s", answer->reply.receipt.case_no);
    return no;
}

static struct case_no plain(struct answer *answer) {
    return take(answer, &(struct api_submit_case){.follows = ""});
}

static bool is_warned(const struct answer *answer, const char *field) {
    const struct api_receipt *receipt = &answer->reply.receipt;
    bool is_it = false;

    for (size_t i = 0; i < receipt->warning_count; i++) {
        is_it = is_it || strcmp(receipt->warnings[i].field, field) == 0;
    }
    return is_it;
}

/* What is said of the desk itself: its own cases are not about it. */
static struct case_no about(struct answer *answer, const char *office) {
    struct accused accused = {office, TEXT("x"), TEXT("y"), TEXT("z")};

    return take(answer, &(struct api_submit_case){.follows = "",
                                                  .purpose = PURPOSE_ACCUSATION,
                                                  .accused = &accused,
                                                  .accused_count = 1});
}

static const struct api_reply *does(struct answer *answer, const struct case_no *no,
                                    struct act act) {
    struct api_request request = {.kind = API_ACT};

    give_key(&request);
    request.act.case_no = no->text;
    request.act.node = "";
    request.act.query_code = "";
    request.act.act = act;
    return asked(answer, &request);
}

static void fine(struct answer *answer, const struct case_no *no, struct act act) {
    const struct api_reply *reply = does(answer, no, act);

    if (reply->kind != API_REPLY_CASE) {
        fail_msg("%s: %s %s", act_kind_text((unsigned)act.kind), reply->error.name,
                 reply->error.field);
    }
}

static void refused(struct answer *answer, const struct case_no *no, struct act act,
                    enum pj_code code) {
    assert_int_equal(does(answer, no, act)->kind, API_REPLY_ERROR);
    assert_int_equal(answer->reply.error.code, code);
    assert_string_equal(answer->reply.error.field, "act.leading");
}

static struct act naming(enum act_kind kind, const struct case_no *other) {
    return (struct act){.kind = kind, .leading = *other, .reason = TEXT("the same road")};
}

static const struct mem_case *row_at(struct answer *answer, uint32_t station,
                                     const struct case_no *no) {
    return mem_store_case(&answer->world->stations[station].store, no->text);
}

static bool is_marked(struct answer *answer, const struct case_no *no, enum flag flag) {
    return casefile_has_flag(&row_at(answer, COUNTY, no)->columns, flag);
}

/* How often the case's own history tells of that act. */
static size_t times(struct answer *answer, const struct case_no *no, enum act_kind kind) {
    const struct mem_store *store = &answer->world->stations[COUNTY].store;
    int64_t ref = row_at(answer, COUNTY, no)->columns.ref;
    size_t count = 0;

    for (size_t i = 0; i < store->journal.count; i++) {
        const struct row_journal *row = MEM_ROW(store->journal, struct row_journal, i);

        count += row->case_ref == ref && row->act == kind ? 1 : 0;
    }
    return count;
}

/* ---- what is told */

static void each_step_is_told(void **state) {
    struct answer *answer = *state;
    struct case_no leading = plain(answer);
    struct case_no first = plain(answer);
    struct case_no second = plain(answer);

    fine(answer, &first, naming(ACT_ATTACH, &leading));
    fine(answer, &second, naming(ACT_ATTACH, &leading));
    assert_int_equal(times(answer, &first, ACT_PROGRESS), 1); /* how it stands, at once */
    fine(answer, &leading, (struct act){.kind = ACT_NOTE, .reason = TEXT("seen")});
    assert_int_equal(times(answer, &first, ACT_PROGRESS), 1); /* nothing has become of it */
    fine(answer, &second, (struct act){.kind = ACT_DETACH, .reason = TEXT("another road")});
    fine(answer, &leading,
         (struct act){.kind = ACT_REFUSE,
                      .ground = GROUND_LITIGATION,
                      .target = {"330726.land"},
                      .reason = TEXT("before the court")});
    assert_int_equal(times(answer, &first, ACT_PROGRESS), 2);
    assert_int_equal(times(answer, &first, ACT_FEEDBACK), 0); /* turned away is no answer */
    assert_true(is_marked(answer, &first, FLAG_LEADING_ENDED));
    assert_true(state_is_open(row_at(answer, COUNTY, &first)->columns.state));
    assert_int_equal(times(answer, &second, ACT_PROGRESS), 1); /* it no longer hears */
    assert_false(is_marked(answer, &second, FLAG_LEADING_ENDED));
}

/* Nobody acts, and no request names the cases: the leading one changes because its time is up. */
static void what_the_clock_does_is_told(void **state) {
    struct answer *answer = *state;
    struct case_no leading = plain(answer);
    struct case_no attached = plain(answer);
    size_t told = 0;

    fine(answer, &attached, naming(ACT_ATTACH, &leading));
    fine(answer, &leading, (struct act){.kind = ACT_TRANSFER, .target = {"330726.land"}});
    fine(answer, &leading, (struct act){.kind = ACT_LANE, .lane = LANE_OF_CASE_SIMPLE});
    assert_int_equal(row_at(answer, COUNTY, &leading)->columns.state, STATE_SIMPLE);
    told = times(answer, &attached, ACT_PROGRESS);
    answer->world->now.wall.us += INT64_C(60) * 86400 * US_PER_S;
    assert_true(world_run(answer->world, 3 * US_PER_S));
    assert_int_equal(row_at(answer, COUNTY, &leading)->columns.state, STATE_ACCEPTED);
    assert_int_equal(times(answer, &attached, ACT_PROGRESS), told + 1);
}

static void who_had_nothing_to_do_with_it_hears_nothing(void **state) {
    struct answer *answer = *state;
    struct case_no leading = plain(answer);
    struct case_no stray = plain(answer);
    struct act act = naming(ACT_ATTACH, &leading);

    /* Pushed to an office that never had the leading case: its state is none of that one's
     * business. */
    act.target = (struct node_id){"330726.land"};
    fine(answer, &stray, act);
    assert_string_equal(row_at(answer, COUNTY, &stray)->columns.holder.text, "330726.land");
    assert_int_equal(times(answer, &stray, ACT_PROGRESS), 0);
}

static void whom_it_accuses_hears_nothing(void **state) {
    struct answer *answer = *state;
    struct case_no shut = about(answer, "330726.land");
    struct case_no open = plain(answer);
    struct api_submit_case submit = {.follows = shut.text};
    struct case_no follows = {""};

    refused(answer, &open, naming(ACT_ATTACH, &shut), PJ_POLICY_CONFLICT);
    refused(answer, &open, naming(ACT_JOIN, &shut), PJ_POLICY_CONFLICT);
    refused(answer, &open, naming(ACT_REFUSE, &shut), PJ_POLICY_CONFLICT);
    follows = take(answer, &submit);
    assert_true(is_warned(answer, "follows"));
    assert_string_equal(row_at(answer, COUNTY, &follows)->columns.follows.text, "");
}

static void no_word_of_a_visit_is_given(void **state) {
    struct answer *answer = *state;
    struct case_no visit = take(
        answer,
        &(struct api_submit_case){.follows = "", .form = FORM_VISIT, .purpose = PURPOSE_CLAIM});
    struct api_submit_case submit = {.follows = visit.text};
    struct case_no follows = {""};

    follows = take(answer, &submit);
    assert_true(is_warned(answer, "follows"));
    assert_string_equal(row_at(answer, COUNTY, &follows)->columns.follows.text, "");
    answer->world->now.wall.us += INT64_C(7) * 86400 * US_PER_S;
    follows = take(answer, &submit);
    assert_false(is_warned(answer, "follows"));
    assert_string_equal(row_at(answer, COUNTY, &follows)->columns.follows.text, visit.text);
}

static void sixty_four_at_most(void **state) {
    struct answer *answer = *state;
    struct case_no leading = plain(answer);
    struct api_request request = {.kind = API_GET_CASE, .get_case = {.case_no = leading.text}};

    for (unsigned i = 0; i < TIED_MAX; i++) {
        struct case_no one = plain(answer);

        fine(answer, &one, naming(ACT_ATTACH, &leading));
    }
    struct case_no one_more = plain(answer);
    refused(answer, &one_more, naming(ACT_ATTACH, &leading), PJ_POLICY_LIMIT);
    request.get_case.foreign_system = "";
    request.get_case.foreign_id = "";
    assert_int_equal(asked(answer, &request)->kind, API_REPLY_CASE);
    assert_int_equal(answer->reply.case_view.tied_count, TIED_MAX);
}

/* A whole landslide of letters, and one turn has room for some of them. */
static void all_go_along(void **state) {
    struct answer *answer = *state;
    struct case_no leading = plain(answer);
    struct case_no attached[TIED_MAX];

    for (unsigned i = 0; i < TIED_MAX; i++) {
        attached[i] = plain(answer);
        fine(answer, &attached[i], naming(ACT_ATTACH, &leading));
    }
    fine(answer, &leading, (struct act){.kind = ACT_TRANSFER, .target = {"330726.land"}});
    assert_int_equal(times(answer, &attached[0], ACT_ATTACH), 1); /* by hand */
    fine(answer, &leading, (struct act){.kind = ACT_ACCEPT});
    assert_true(world_run(answer->world, 5 * US_PER_S));
    for (unsigned i = 0; i < TIED_MAX; i++) {
        assert_string_equal(row_at(answer, COUNTY, &attached[i])->columns.holder.text,
                            "330726.land");
        assert_int_equal(times(answer, &attached[i], ACT_ATTACH), 2);
    }
}

static void counts(void *context, uint64_t word, struct bytes bytes, uint32_t station) {
    size_t *answers = context;
    struct arena arena;
    struct api_reply reply;

    (void)word;
    (void)station;
    arena_init(&arena, UNPACK_BYTES_MAX);
    assert_int_equal(wire_decode_reply(bytes, &arena, &reply), PJ_OK);
    if (reply.kind != API_REPLY_CASE) {
        fail_msg("%s %s", reply.error.name, reply.error.field);
    }
    *answers += 1;
    arena_release(&arena);
}

/* Each of them is shown with all that names it: more than one turn has room for. */
static void many_ask_at_once(void **state) {
    static const char *const scopes[] = {"read:own", "read:subtree"};
    static const char *const windows[] = {"window-a", "window-b", "window-c"};
    struct answer *answer = *state;
    struct case_no leading = plain(answer);
    struct api_request request = {.kind = API_GET_CASE, .get_case = {.case_no = leading.text}};
    struct bytes bytes = BYTES_NONE;
    struct arena arena;
    size_t answers = 0;

    for (unsigned i = 0; i < TIED_MAX; i++) {
        struct case_no one = plain(answer);

        fine(answer, &one, naming(ACT_ATTACH, &leading));
    }
    for (size_t i = 0; i < ARRAY_COUNT(windows); i++) {
        struct api_request add = {.kind = API_ACCOUNT_ADD};

        give_key(&add);
        add.account_add = (struct api_account_add){.account = windows[i],
                                                   .scopes = scopes,
                                                   .scope_count = ARRAY_COUNT(scopes),
                                                   .node = "330726"};
        assert_int_not_equal(asked(answer, &add)->kind, API_REPLY_ERROR);
    }
    arena_init(&arena, UNPACK_BYTES_MAX);
    request.request_id = 1;
    request.get_case.foreign_system = "";
    request.get_case.foreign_id = "";
    assert_int_equal(wire_encode_request(&request, &arena, &bytes), PJ_OK);
    answer->world->on_reply = counts;
    answer->world->reply_context = &answers;
    for (size_t i = 0; i < ARRAY_COUNT(windows) * 60; i++) {
        world_ask(answer->world, COUNTY, WORD, windows[i / 60], bytes);
    }
    assert_true(world_run(answer->world, 3 * US_PER_S));
    assert_int_equal(answers, ARRAY_COUNT(windows) * 60);
    answer->world->on_reply = on_reply;
    answer->world->reply_context = answer;
    arena_release(&arena);
}

/* ---- who signed */

static size_t rows_with(const struct mem_store *store, struct bytes what, bool *ret_sent) {
    size_t count = 0;

    for (size_t i = 0; i < store->journal.count; i++) {
        const struct row_journal *row = MEM_ROW(store->journal, struct row_journal, i);

        for (size_t at = 0; at + what.len <= row->body.len; at++) {
            if (memcmp(row->body.data + at, what.data, what.len) == 0) {
                *ret_sent = *ret_sent || row->out_lane != LANE_NONE;
                count++;
                break;
            }
        }
    }
    return count;
}

static void who_signed_stays_where_it_was_taken_in(void **state) {
    static const struct petitioner petitioners[] = {
        {4, TEXT("Speaker-q1"), TEXT("13800001234"), TEXT("Mill Lane")},
        {5, TEXT("Signer-q2"), TEXT("13800001235"), TEXT("")},
        {5, TEXT("Signer-q3"), TEXT(""), TEXT("Well Street-q3")}};
    static const struct bytes signers[] = {TEXT("Signer-q2"), TEXT("13800001235"),
                                           TEXT("Signer-q3"), TEXT("Well Street-q3")};
    struct answer *answer = *state;
    const struct mem_store *store = &answer->world->stations[COUNTY].store;
    bool sent = false;
    struct case_no no = take(answer, &(struct api_submit_case){.follows = "",
                                                               .persons = 2, /* fewer than named */
                                                               .petitioners = petitioners,
                                                               .petitioner_count = 3});

    fine(answer, &no, (struct act){.kind = ACT_DELEGATE, .target = {"330726101"}});
    assert_int_equal(row_at(answer, COUNTY, &no)->columns.persons, 3); /* the count goes along */
    for (size_t i = 0; i < ARRAY_COUNT(signers); i++) {
        sent = false;
        assert_int_equal(rows_with(store, signers[i], &sent), 1);
        assert_false(sent);
    }
    assert_int_equal(rows_with(store, petitioners[0].name, &sent), 3);
    assert_true(sent); /* who speaks for it is known to who handles it */
}

static void a_letter_may_have_many(void **state) {
    static struct petitioner many[500];
    struct answer *answer = *state;
    struct case_no no = {""};

    for (size_t i = 0; i < ARRAY_COUNT(many); i++) {
        many[i] = (struct petitioner){5, TEXT("somebody of the village"), TEXT(""), TEXT("")};
    }
    no = take(answer, &(struct api_submit_case){
                          .follows = "", .petitioners = many, .petitioner_count = 500});
    assert_int_equal(row_at(answer, COUNTY, &no)->columns.persons, 500);
    assert_true(is_marked(answer, &no, FLAG_COLLECTIVE));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("each step of the leading case is told, an end asks for a decision",
             each_step_is_told),
        CASE("what becomes of the leading case when its time is up is told",
             what_the_clock_does_is_told),
        CASE("an office that never had the leading case hears nothing of it",
             who_had_nothing_to_do_with_it_hears_nothing),
        CASE("no case names another one to whom that one accuses", whom_it_accuses_hears_nothing),
        CASE("new facts on a visit name it from the next working day on",
             no_word_of_a_visit_is_given),
        CASE("sixty-four are attached to one case at most", sixty_four_at_most),
        CASE("sixty-four go along with their leading case", all_go_along),
        CASE("many ask at once for what has many ties", many_ask_at_once),
        CASE("who signed a joint letter is known where it was taken in, the count everywhere",
             who_signed_stays_where_it_was_taken_in),
        CASE("a joint letter of five hundred is taken in", a_letter_may_have_many),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
