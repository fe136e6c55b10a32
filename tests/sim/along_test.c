/* SPDX-License-Identifier: Apache-2.0
 * An attached case goes after its leading one, between stations: where that was accepted, or stays
 * over night; once, whatever fails meanwhile; never to whom it accuses. */
#include "five_stations.h"

#define MARK "what the town must not read"

struct pair {
    struct case_no leading, attached;
};

static void attach(struct stations *stations, enum where at, const struct pair *pair) {
    struct api_request request = {.kind = API_ACT};

    stations->no = pair->attached;
    request = an_act(stations, ACT_ATTACH, "", "");
    request.act.act.leading = pair->leading;
    assert_int_equal(asked(stations, at, &request)->kind, API_REPLY_CASE);
}

/* Both taken in there, by letter, and held by the desk of that station. */
static struct pair two_of_a_matter(struct stations *stations, enum where at) {
    struct pair pair;

    submit(stations, at);
    pair.leading = stations->no;
    submit(stations, at);
    pair.attached = stations->no;
    attach(stations, at, &pair);
    return pair;
}

static void act_on(struct stations *stations, const struct case_no *no, enum where at,
                   enum act_kind kind, const char *node, const char *target) {
    stations->no = *no;
    act(stations, at, kind, node, target);
}

static const struct casefile *row_at(struct stations *stations, enum where at,
                                     const struct case_no *no) {
    const struct mem_case *row = mem_store_case(&stations->world.stations[at].store, no->text);

    return row == NULL ? NULL : &row->columns;
}

static bool is_held(struct stations *stations, enum where at, const struct case_no *no) {
    const struct casefile *row = row_at(stations, at, no);

    return row != NULL && row->role == ROLE_HOLDER;
}

static size_t legs_of(struct stations *stations, enum where at, const struct case_no *no) {
    return mem_store_case(&stations->world.stations[at].store, no->text)->leg_count;
}

/* ---- when */

static void where_it_was_accepted(void **state) {
    struct stations *stations = *state;
    struct pair pair = two_of_a_matter(stations, COUNTY);

    act_on(stations, &pair.leading, COUNTY, ACT_DELEGATE, "330726", "330726101");
    assert_true(is_held(stations, TOWN, &pair.leading));
    assert_true(is_held(stations, COUNTY, &pair.attached)); /* the town may say that it errs */
    act_on(stations, &pair.leading, TOWN, ACT_ACCEPT, "330726101", "");
    settle(stations);
    stations->no = pair.attached;
    assert_holds(stations, TOWN, TEXT("they took the field"), 1);
    assert_string_equal(row_at(stations, COUNTY, &pair.attached)->holder.text, "330726101");
    next_day(stations);
    assert_int_equal(legs_of(stations, TOWN, &pair.attached), 1);
}

static void where_it_is_on_the_next_day(void **state) {
    struct stations *stations = *state;
    struct pair pair = two_of_a_matter(stations, COUNTY);

    act_on(stations, &pair.leading, COUNTY, ACT_ESCALATE, "330726", "3307");
    assert_true(is_held(stations, COUNTY, &pair.attached));
    forget(stations, COUNTY);
    next_day(stations);
    assert_true(is_held(stations, CITY, &pair.attached));
    act_on(stations, &pair.leading, CITY, ACT_DELEGATE, "3307", "330726101");
    next_day(stations);
    assert_true(is_held(stations, TOWN, &pair.attached));
    act_on(stations, &pair.leading, CITY, ACT_SEIZE, "3307", "");
    next_day(stations);
    assert_true(is_held(stations, CITY, &pair.attached));
    assert_int_equal(legs_of(stations, CITY, &pair.attached), 3);
}

/* Home again before the day is over, by each way there is. */
static void errands_are_not_followed(void **state) {
    struct stations *stations = *state;
    struct pair pair = two_of_a_matter(stations, COUNTY);
    struct api_request objects;

    act_on(stations, &pair.leading, COUNTY, ACT_DELEGATE, "330726", "330726101");
    forget(stations, COUNTY);
    act_on(stations, &pair.leading, COUNTY, ACT_RECALL, "330726", "");
    assert_true(is_held(stations, COUNTY, &pair.leading));
    act_on(stations, &pair.leading, COUNTY, ACT_DELEGATE, "330726", "330726101");
    forget(stations, COUNTY);
    act_on(stations, &pair.leading, TOWN, ACT_ESCALATE, "330726101", "330726");
    assert_true(is_held(stations, COUNTY, &pair.leading));
    next_day(stations);
    assert_int_equal(legs_of(stations, COUNTY, &pair.attached), 0);
    act_on(stations, &pair.leading, COUNTY, ACT_DELEGATE, "330726", "330726101");
    objects = an_act(stations, ACT_OBJECT, "330726101", "330726.land");
    assert_int_equal(asked(stations, TOWN, &objects)->kind, API_REPLY_CASE);
    next_day(stations); /* nobody has decided whose it is */
    assert_true(is_held(stations, TOWN, &pair.leading));
    assert_true(is_held(stations, COUNTY, &pair.attached));
}

/* It arrives where the leading case is no longer. */
static void catches_up(void **state) {
    struct stations *stations = *state;
    struct pair pair = two_of_a_matter(stations, TOWN);

    act_on(stations, &pair.leading, TOWN, ACT_ESCALATE, "330726101", "330726");
    world_cut_line(&stations->world, TOWN);
    stations->no = pair.leading;
    act(stations, COUNTY, ACT_ESCALATE, "330726", "3307");
    next_day(stations);
    stations->world.line_cut[TOWN] = false;
    settle(stations);
    settle(stations);
    for (unsigned i = 0; i < 3; i++) {
        next_day(stations);
    }
    assert_true(is_held(stations, CITY, &pair.attached));
}

/* Of a matter below the window. */
static struct case_no visit(struct stations *stations, enum where at) {
    struct api_request request = {.kind = API_SUBMIT_CASE};
    struct case_no no;

    request.submit_case.text = TEXT("they took the field");
    request.submit_case.form = FORM_VISIT;
    request.submit_case.place = "330726101221";
    request.submit_case.category = "0801";
    assert_int_equal(asked(stations, at, &request)->kind, API_REPLY_RECEIPT);
    snprintf(no.text, sizeof no.text, "%s", stations->reply.receipt.case_no);
    return no;
}

/* The rules would send it below when its silence is over: a person has said where it belongs. */
static void a_visit_stays_with_its_leading_case(void **state) {
    struct stations *stations = *state;
    struct pair pair;
    struct case_no other;

    load_file(stations, COUNTY, DATA_LIST, PJ_SOURCE_DIR "/deploy/lists/demo.csv");
    other = visit(stations, COUNTY);
    submit(stations, COUNTY);
    pair.leading = stations->no;
    pair.attached = visit(stations, COUNTY);
    attach(stations, COUNTY, &pair);
    next_day(stations);
    assert_false(is_held(stations, COUNTY, &other)); /* it could have gone */
    assert_true(is_held(stations, COUNTY, &pair.attached));
}

/* ---- once, whatever fails */

static void once_whatever_fails(void **state) {
    struct stations *stations = *state;
    struct pair pair = two_of_a_matter(stations, COUNTY);
    const struct faults faults = {.crash_per_call = 200,
                                  .lost_commit = 1500,
                                  .failed_commit = 1500,
                                  .cut_per_second = 3000,
                                  .late_frames = 3000};

    act_on(stations, &pair.leading, COUNTY, ACT_DELEGATE, "330726", "330726101");
    stations->world.faults = faults;
    next_day(stations);
    for (unsigned i = 0; i < 10; i++) {
        settle(stations);
    }
    world_heal(&stations->world);
    settle(stations);
    settle(stations);
    assert_true(stations->world.crashes > 0);
    assert_true(is_held(stations, TOWN, &pair.attached));
    assert_false(is_held(stations, COUNTY, &pair.attached));
    assert_int_equal(legs_of(stations, TOWN, &pair.attached), 1);
}

static void once_by_an_older_database(void **state) {
    struct stations *stations = *state;
    struct pair pair = two_of_a_matter(stations, COUNTY);

    act_on(stations, &pair.leading, COUNTY, ACT_DELEGATE, "330726", "330726101");
    world_backup(&stations->world, COUNTY); /* while it waits */
    next_day(stations);
    assert_true(is_held(stations, TOWN, &pair.attached));
    world_restore(&stations->world, false, false);
    for (unsigned i = 0; i < 4; i++) {
        next_day(stations);
    }
    assert_true(is_held(stations, TOWN, &pair.attached));
    assert_false(is_held(stations, COUNTY, &pair.attached));
    assert_int_equal(legs_of(stations, TOWN, &pair.attached), 1);
}

/* ---- never to whom it accuses */

static bool holds(struct bytes bytes, const char *text) {
    for (size_t i = 0; i + strlen(text) <= bytes.len; i++) {
        if (memcmp(bytes.data + i, text, strlen(text)) == 0) {
            return true;
        }
    }
    return false;
}

static void assert_unknown(struct stations *stations, enum where at, const struct case_no *no) {
    const struct mem_store *store = &stations->world.stations[at].store;

    assert_null(mem_store_case(store, no->text));
    for (size_t i = 0; i < store->journal.count; i++) {
        const struct row_journal *row = MEM_ROW(store->journal, struct row_journal, i);

        assert_false(holds(row->body, no->text));
        assert_false(holds(row->body, MARK));
        assert_false(holds(row->envelope, no->text));
    }
}

/* The line of its history that says why: its rule and a sentence. */
static bool explains(struct stations *stations, enum where at, const struct case_no *no,
                     const char *why) {
    struct api_request request = {.kind = API_EXPLAIN, .case_no = no->text};
    bool found = false;

    assert_int_equal(asked(stations, at, &request)->kind, API_REPLY_EXPLAIN);
    for (size_t i = 0; i < stations->reply.explain.line_count; i++) {
        const struct api_explain_line *line = &stations->reply.explain.lines[i];

        found = found || (line->rule == 161 && holds(line->reason, why));
    }
    return found;
}

static void never_to_whom_it_accuses(void **state) {
    static const struct accused town[] = {{"330726101", TEXT("x"), TEXT("y"), TEXT("z")}};
    struct stations *stations = *state;
    struct api_request request = {.kind = API_SUBMIT_CASE};
    struct pair pair;

    submit(stations, COUNTY);
    pair.leading = stations->no;
    request.submit_case.text = TEXT(MARK);
    request.submit_case.purpose = PURPOSE_ACCUSATION;
    request.submit_case.accused = town;
    request.submit_case.accused_count = 1;
    assert_int_equal(asked(stations, COUNTY, &request)->kind, API_REPLY_RECEIPT);
    snprintf(pair.attached.text, sizeof pair.attached.text, "%s", stations->reply.receipt.case_no);
    attach(stations, COUNTY, &pair);
    assert_string_equal(row_at(stations, COUNTY, &pair.attached)->holder.text, "330726");
    act_on(stations, &pair.leading, COUNTY, ACT_DELEGATE, "330726", "330726101");
    act_on(stations, &pair.leading, TOWN, ACT_ACCEPT, "330726101", "");
    next_day(stations);
    assert_true(is_held(stations, COUNTY, &pair.attached));
    assert_true(explains(stations, COUNTY, &pair.attached, "POLICY_CONFLICT"));
    assert_unknown(stations, TOWN, &pair.attached);
    assert_unknown(stations, VILLAGE, &pair.attached);
}

/* ---- and home */

static void home_in_one_leg(void **state) {
    struct stations *stations = *state;
    struct pair pair = two_of_a_matter(stations, COUNTY);

    act_on(stations, &pair.leading, COUNTY, ACT_ESCALATE, "330726", "3307");
    next_day(stations);
    act_on(stations, &pair.leading, CITY, ACT_DELEGATE, "3307", "330726101");
    next_day(stations);
    assert_true(is_held(stations, TOWN, &pair.attached));
    act_on(stations, &pair.attached, TOWN, ACT_DETACH, "330726101", "");
    settle(stations);
    stations->no = pair.attached;
    assert_holds(stations, COUNTY, TEXT("they took the field"), 1);
    assert_int_equal(legs_of(stations, COUNTY, &pair.attached), 3);
    assert_string_equal(row_at(stations, COUNTY, &pair.attached)->matter.leading.text, "");
    next_day(stations); /* and nothing leads it anywhere */
    assert_true(is_held(stations, COUNTY, &pair.attached));
}

static void taken_apart_while_it_waits(void **state) {
    struct stations *stations = *state;
    struct pair pair = two_of_a_matter(stations, COUNTY);

    act_on(stations, &pair.leading, COUNTY, ACT_DELEGATE, "330726", "330726101");
    act_on(stations, &pair.attached, COUNTY, ACT_DETACH, "330726", "");
    act_on(stations, &pair.leading, TOWN, ACT_ACCEPT, "330726101", "");
    next_day(stations);
    assert_true(is_held(stations, COUNTY, &pair.attached));
    assert_int_equal(legs_of(stations, COUNTY, &pair.attached), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("it goes where the leading case was accepted", where_it_was_accepted, set_up,
                  tear_down),
        CASE_WITH("it goes where the leading case is on the next working day",
                  where_it_is_on_the_next_day, set_up, tear_down),
        CASE_WITH("errands that end on the same day are not followed", errands_are_not_followed,
                  set_up, tear_down),
        CASE_WITH("it catches up with a leading case that went on meanwhile", catches_up, set_up,
                  tear_down),
        CASE_WITH("a visit stays with its leading case when its silence is over",
                  a_visit_stays_with_its_leading_case, set_up, tear_down),
        CASE_WITH("once, whatever crashes and is cut", once_whatever_fails, set_up, tear_down),
        CASE_WITH("once, by a database that has lost it", once_by_an_older_database, set_up,
                  tear_down),
        CASE_WITH("it stays where going along would tell whom it accuses", never_to_whom_it_accuses,
                  set_up, tear_down),
        CASE_WITH("taken apart it is home in one leg", home_in_one_leg, set_up, tear_down),
        CASE_WITH("taken apart while it waits it stays", taken_apart_while_it_waits, set_up,
                  tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
