/* SPDX-License-Identifier: Apache-2.0
 * One matter, several cases, at a station: where the leading case is held is looked up, not asked
 * of the clerk; who comes back is recognised, and nothing in the store says who it was. */
#include "one_station.h"
#include "raw_message.h"

static void submit(struct answer *answer, struct case_no *ret_no) {
    static unsigned number;
    struct raw body = {NULL, 0};
    struct raw frame = {NULL, 0};
    char key[32];

    snprintf(key, sizeof key, "matter-%u", ++number);
    raw_text(&body, 12, "the road");
    raw_number(&frame, 1, API_PROTOCOL);
    raw_number(&frame, 2, 1);
    raw_text(&frame, 3, key);
    raw_message(&frame, API_SUBMIT_CASE, &body);
    ask(answer, (struct bytes){frame.data, frame.len});
    raw_release(&frame);
    assert_int_equal(answer->reply.kind, API_REPLY_RECEIPT);
    snprintf(ret_no->text, sizeof ret_no->text, "%s", answer->reply.receipt.case_no);
}

static const struct api_reply *act(struct answer *answer, const struct case_no *no,
                                   enum act_kind kind, const char *leading, const char *target) {
    static unsigned number;
    struct api_request request = {.kind = API_ACT};
    char key[32];

    snprintf(key, sizeof key, "act-%u", ++number);
    request.key = (struct bytes){(const uint8_t *)key, strlen(key)};
    request.act.case_no = no->text;
    request.act.node = "";
    request.act.query_code = "";
    request.act.act.kind = kind;
    request.act.act.reason = TEXT("the same road");
    snprintf(request.act.act.leading.text, sizeof request.act.act.leading.text, "%s", leading);
    snprintf(request.act.act.target.text, sizeof request.act.act.target.text, "%s", target);
    return asked(answer, &request);
}

static const struct mem_case *row_of(struct answer *answer, const struct case_no *no) {
    const struct mem_case *row = mem_store_case(&answer->world->stations[COUNTY].store, no->text);

    assert_non_null(row);
    return row;
}

static void assert_refused(const struct api_reply *reply, enum pj_code code, const char *field) {
    assert_int_equal(reply->kind, API_REPLY_ERROR);
    assert_int_equal(reply->error.code, code);
    assert_string_equal(reply->error.field, field);
}

static void leading_is_looked_up(void **state) {
    struct answer *answer = *state;
    struct case_no leading, second, third;

    submit(answer, &leading);
    submit(answer, &second);
    submit(answer, &third);
    assert_int_equal(act(answer, &second, ACT_ATTACH, leading.text, "")->kind, API_REPLY_CASE);
    assert_int_equal(row_of(answer, &second)->leg_count, 0); /* the same office has both */
    assert_refused(act(answer, &third, ACT_ATTACH, second.text, ""), PJ_POLICY_TARGET,
                   "act.leading"); /* what is attached itself cannot lead */
    assert_refused(act(answer, &third, ACT_ATTACH, "330726-20030918-00000001-01", ""),
                   PJ_BAD_MISSING, "act.target"); /* not known here: somebody must say where */
    assert_int_equal(act(answer, &leading, ACT_TRANSFER, "", "330726.land")->kind, API_REPLY_CASE);
    assert_int_equal(act(answer, &third, ACT_ATTACH, leading.text, "")->kind, API_REPLY_CASE);
    assert_string_equal(row_of(answer, &third)->columns.holder.text, "330726.land");
    assert_int_equal(act(answer, &third, ACT_DETACH, "", "")->kind, API_REPLY_CASE);
    assert_string_equal(row_of(answer, &third)->columns.holder.text, "330726");
    assert_int_equal(row_of(answer, &third)->leg_count, 2);
}

/* ---- who comes back */

#define NAME    "\xe9\x83\x91\xe6\x99\x93\xe6\x98\x8e"
#define CONTACT "13800001234"

static const struct petitioner known = {1, TEXT(NAME), TEXT(CONTACT), TEXT("12 Mill Lane")};

static struct api_submit_case matter_of(const struct petitioner *petitioner) {
    return (struct api_submit_case){.category = "0101",
                                    .place = "330726101203",
                                    .text = TEXT("the well"),
                                    .petitioners = petitioner,
                                    .petitioner_count = petitioner == NULL ? 0 : 1};
}

static const struct api_receipt *submit_as(struct answer *answer, const char *account,
                                           const struct api_submit_case *submit, bool dry_run) {
    static unsigned number;
    struct api_request request = {.kind = API_SUBMIT_CASE, .request_id = 1, .dry_run = dry_run};
    struct bytes bytes = BYTES_NONE;
    struct arena arena;
    char key[32];

    snprintf(key, sizeof key, "again-%u", ++number);
    request.key = (struct bytes){(const uint8_t *)key, strlen(key)};
    request.submit_case = *submit;
#define EMPTY(field) request.submit_case.field = submit->field == NULL ? "" : submit->field
    EMPTY(node);
    EMPTY(source);
    EMPTY(foreign_system);
    EMPTY(foreign_id);
    EMPTY(session);
#undef EMPTY
    arena_init(&arena, UNPACK_BYTES_MAX);
    assert_int_equal(wire_encode_request(&request, &arena, &bytes), PJ_OK);
    arena_clear(&answer->arena);
    answer->is_there = false;
    world_ask(answer->world, COUNTY, WORD, account, bytes);
    assert_true(world_run(answer->world, 200 * US_PER_MS));
    assert_true(answer->is_there);
    arena_release(&arena);
    assert_int_equal(answer->reply.kind, API_REPLY_RECEIPT);
    return &answer->reply.receipt;
}

static void add_account(struct answer *answer, const char *name, const char *node,
                        const char *const *scopes, size_t scope_count) {
    struct api_request request = {.kind = API_ACCOUNT_ADD,
                                  .key = {(const uint8_t *)name, strlen(name)}};

    request.account_add = (struct api_account_add){
        .account = name, .scopes = scopes, .scope_count = scope_count, .node = node};
    assert_int_equal(asked(answer, &request)->kind, API_REPLY_KEYS);
}

static void who_comes_back_is_recognised(void **state) {
    static const char *const reads[] = {"submit", "read:own"};
    static const char *const blind[] = {"submit"};
    static const struct petitioner again = {4, TEXT(NAME " "), TEXT("+86 138-0000-1234"), TEXT("")};
    static const struct petitioner other = {1, TEXT(NAME), TEXT("13800001235"), TEXT("")};
    struct answer *answer = *state;
    struct api_submit_case submit = matter_of(&known);
    const struct api_receipt *receipt = submit_as(answer, "local-admin", &submit, false);
    char first[CASE_NO_TEXT_MAX + 1];

    assert_int_equal(receipt->same_count, 0);
    snprintf(first, sizeof first, "%s", receipt->case_no);
    submit = matter_of(&again);
    submit.place = "330726101"; /* the township of that village */
    receipt = submit_as(answer, "local-admin", &submit, true);
    assert_int_equal(receipt->same_count, 0); /* a dry run leaves no trace and tells nobody */
    receipt = submit_as(answer, "local-admin", &submit, false);
    assert_int_equal(receipt->same_count, 1);
    assert_string_equal(receipt->same[0].case_no, first);
    assert_int_equal(receipt->same[0].state,
                     mem_store_case(&answer->world->stations[COUNTY].store, first)->columns.state);
    assert_true(receipt->same[0].opened_at.us > 0);
    assert_false(casefile_has_flag(
        &mem_store_case(&answer->world->stations[COUNTY].store, receipt->case_no)->columns,
        FLAG_ATTACHED));
    add_account(answer, "window", "330726", reads, ARRAY_COUNT(reads));
    add_account(answer, "portal", "330726", blind, ARRAY_COUNT(blind));
    add_account(answer, "land", "330726.land", reads, ARRAY_COUNT(reads));
    assert_int_equal(submit_as(answer, "window", &submit, false)->same_count, 2);
    assert_int_equal(submit_as(answer, "portal", &submit, false)->same_count, 0);
    assert_int_equal(submit_as(answer, "land", &submit, false)->same_count, 0);
    submit.category = "0102";
    assert_int_equal(submit_as(answer, "window", &submit, false)->same_count, 0);
    submit = matter_of(&other);
    assert_int_equal(submit_as(answer, "window", &submit, false)->same_count, 0);
}

static void the_five_newest_newest_first(void **state) {
    static const struct petitioner often = {1, TEXT("Often"), TEXT("1"), TEXT("")};
    struct answer *answer = *state;
    struct api_submit_case submit = matter_of(&often);
    char numbers[8][CASE_NO_TEXT_MAX + 1];
    const struct api_receipt *receipt = NULL;

    for (size_t i = 0; i < ARRAY_COUNT(numbers); i++) {
        receipt = submit_as(answer, "local-admin", &submit, false);
        snprintf(numbers[i], sizeof numbers[i], "%s", receipt->case_no);
        assert_int_equal(receipt->same_count, i < API_SAME_MATTER_MAX ? i : API_SAME_MATTER_MAX);
        for (size_t k = 0; k < receipt->same_count; k++) {
            assert_string_equal(receipt->same[k].case_no, numbers[i - 1 - k]);
        }
    }
}

static void who_leaves_nothing(void **state) {
    static const struct petitioner nameless = {1, TEXT(""), TEXT(CONTACT), TEXT("")};
    static const struct petitioner silent = {1, TEXT(NAME), TEXT(""), TEXT("")};
    struct answer *answer = *state;
    struct api_submit_case cases[] = {matter_of(NULL), matter_of(&nameless), matter_of(&silent),
                                      matter_of(&known)};

    cases[3].purpose = PURPOSE_ACCUSATION;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        const struct api_receipt *receipt = submit_as(answer, "local-admin", &cases[i], false);
        const struct mem_case *row =
            mem_store_case(&answer->world->stations[COUNTY].store, receipt->case_no);

        assert_int_equal(receipt->same_count, 0);
        assert_true(digest_is_zero(&row->matter));
    }
}

static const struct api_reply *refuse(struct answer *answer, const char *case_no,
                                      enum ground ground, const char *other) {
    static unsigned number;
    struct api_request request = {.kind = API_ACT};
    char key[32];

    snprintf(key, sizeof key, "refuse-%u", ++number);
    request.key = (struct bytes){(const uint8_t *)key, strlen(key)};
    request.act.case_no = case_no;
    request.act.node = "";
    request.act.query_code = "";
    request.act.act.kind = ACT_REFUSE;
    request.act.act.ground = ground;
    request.act.act.reason = TEXT("the re-check opinion answered it");
    request.act.act.target = (struct node_id){"330726.land"}; /* the right door is named */
    snprintf(request.act.act.leading.text, sizeof request.act.act.leading.text, "%s", other);
    return asked(answer, &request);
}

static enum state state_of(struct answer *answer, const char *case_no) {
    return mem_store_case(&answer->world->stations[COUNTY].store, case_no)->columns.state;
}

/* Who says that it is the same is a person, afterwards, with a ground and a reason. */
static void the_same_after_the_end_is_taken_in(void **state) {
    static const struct petitioner steady = {1, TEXT("Steady"), TEXT("2"), TEXT("")};
    struct answer *answer = *state;
    struct api_submit_case submit = matter_of(&steady);
    const struct api_receipt *receipt = submit_as(answer, "local-admin", &submit, false);
    char first[CASE_NO_TEXT_MAX + 1];
    char second[CASE_NO_TEXT_MAX + 1];
    enum state ended = STATE_UNSPECIFIED;

    snprintf(first, sizeof first, "%s", receipt->case_no);
    assert_int_equal(refuse(answer, first, GROUND_LITIGATION_ENDED, "")->kind, API_REPLY_CASE);
    ended = state_of(answer, first);
    assert_false(state_is_open(ended));
    receipt = submit_as(answer, "local-admin", &submit, false);
    snprintf(second, sizeof second, "%s", receipt->case_no);
    assert_int_equal(receipt->warning_count, 0);
    assert_int_equal(receipt->same_count, 1);
    assert_string_equal(receipt->same[0].case_no, first);
    assert_int_equal(receipt->same[0].state, ended); /* the clerk sees that it is over */
    assert_true(state_is_open(
        mem_store_case(&answer->world->stations[COUNTY].store, second)->columns.state));
    /* Which one has ended? And how: to have been turned away is no end of a matter (§36). */
    assert_refused(refuse(answer, second, GROUND_SAME_MATTER_ENDED, ""), PJ_POLICY_GROUND,
                   "act.leading");
    assert_refused(refuse(answer, second, GROUND_SAME_MATTER_ENDED, first), PJ_POLICY_OTHER_CASE,
                   "act.leading");
    assert_refused(refuse(answer, second, GROUND_SAME_MATTER_OPEN, first), PJ_POLICY_OTHER_CASE,
                   "act.leading");
    assert_true(state_is_open(state_of(answer, second)));
}

/* ---- who comes with others */

static bool is_joint(struct answer *answer, const struct api_receipt *receipt) {
    return casefile_has_flag(
        &mem_store_case(&answer->world->stations[COUNTY].store, receipt->case_no)->columns,
        FLAG_COLLECTIVE);
}

static void a_joint_petition_is_marked_and_never_refused(void **state) {
    struct answer *answer = *state;
    struct petitioner petitioners[6];
    struct api_submit_case submit = matter_of(NULL);
    const struct api_receipt *receipt = NULL;

    submit.form = FORM_VISIT;
    submit.persons = 4;
    assert_false(is_joint(answer, submit_as(answer, "local-admin", &submit, false)));
    submit.persons = 5;
    receipt = submit_as(answer, "local-admin", &submit, false);
    assert_true(is_joint(answer, receipt));
    assert_int_equal(receipt->warning_count, 0);
    for (size_t i = 0; i < ARRAY_COUNT(petitioners); i++) {
        petitioners[i] = (struct petitioner){4, TEXT("R"), TEXT(""), TEXT("")};
    }
    submit.petitioners = petitioners;
    submit.petitioner_count = 5;
    assert_int_equal(submit_as(answer, "local-admin", &submit, false)->warning_count, 0);
    submit.petitioner_count = 6;
    receipt = submit_as(answer, "local-admin", &submit, false);
    assert_true(is_joint(answer, receipt));
    assert_int_equal(receipt->warning_count, 1);
    assert_int_equal(receipt->warnings[0].code, PJ_POLICY_LIMIT);
    assert_string_equal(receipt->warnings[0].field, "petitioners");
    assert_non_null(strstr(receipt->warnings[0].sentence, "CN2022 §20"));
}

/* ---- the name */

static bool holds(struct bytes where, struct bytes what) {
    for (size_t at = 0; at + what.len <= where.len; at++) {
        if (memcmp(where.data + at, what.data, what.len) == 0) {
            return true;
        }
    }
    return false;
}

static void the_name_stands_in_the_submission_only(void **state) {
    static const struct bytes secrets[] = {TEXT(NAME), TEXT(CONTACT)};
    struct answer *answer = *state;
    const struct api_submit_case submit = matter_of(&known);
    const struct mem_store *store = &answer->world->stations[COUNTY].store;
    size_t rows_before = store->journal.count;
    size_t bodies = 0;

    submit_as(answer, "local-admin", &submit, false);
    assert_true(store->journal.count > rows_before);
    for (size_t i = 0; i < ARRAY_COUNT(secrets); i++) {
        for (size_t k = 0; k < store->journal.count; k++) {
            const struct row_journal *row = MEM_ROW(store->journal, struct row_journal, k);

            assert_false(holds(row->envelope, secrets[i]));
            bodies += k >= rows_before && holds(row->body, secrets[i]) ? 1 : 0;
        }
        for (size_t k = 0; k < store->cases.count; k++) {
            const struct mem_case *row = MEM_ROW(store->cases, struct mem_case, k);

            assert_false(holds(row->file, secrets[i]));
            assert_false(holds((struct bytes){(const uint8_t *)row, sizeof *row}, secrets[i]));
        }
        for (size_t k = 0; k < store->marks.count; k++) {
            assert_false(holds(MEM_ROW(store->marks, struct mem_mark, k)->bytes, secrets[i]));
        }
        for (size_t k = 0; k < store->settings.count; k++) {
            assert_false(holds(MEM_ROW(store->settings, struct row_setting, k)->value, secrets[i]));
        }
    }
    assert_int_equal(bodies, 2); /* once the name, once the contact: the submission itself */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("the leading case's holder is looked up, and the way back leads home",
             leading_is_looked_up),
        CASE("who comes back with a matter is recognised, by those who may see the case",
             who_comes_back_is_recognised),
        CASE("of many the five newest, newest first", the_five_newest_newest_first),
        CASE("no name, no contact, an accusation: nothing is left", who_leaves_nothing),
        CASE("the same after its end is taken in; a person who refuses it names the case, and how "
             "that ended counts",
             the_same_after_the_end_is_taken_in),
        CASE("a joint petition is marked; six representatives are told of the five, not refused",
             a_joint_petition_is_marked_and_never_refused),
        CASE("the name stands in the submission and nowhere else",
             the_name_stands_in_the_submission_only),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
