/* SPDX-License-Identifier: Apache-2.0
 * Somebody is accused whom the case has reached already (DOMAIN 7.4 P4): from then on it avoids
 * them, nobody tells them, and where they have it themselves a person above takes it. */
#include "five_stations.h"

#define SAID "what is said of them"
#define WHY  "MARK why it is taken"

static const struct accused town[] = {{"330726101", TEXT("x"), TEXT("head"), TEXT(SAID)}};
static const struct accused county[] = {{"330726", TEXT("x"), TEXT("head"), TEXT(SAID)}};
static const struct accused land[] = {{"330726.land", TEXT("x"), TEXT("head"), TEXT(SAID)}};

/* ---- what is done */

static void accuse(struct stations *stations, enum where at, const char *node,
                   const struct accused *accused) {
    struct api_request request = words(stations, node, BYTES_NONE);

    request.act.supplement.accused = accused;
    request.act.supplement.accused_count = 1;
    assert_int_equal(asked(stations, at, &request)->kind, API_REPLY_RECEIPT);
    assert_non_null(stations->reply.receipt.accusation);
}

static void take(struct stations *stations, enum where at, const char *desk) {
    struct api_request request = an_act(stations, ACT_SEIZE, desk, "");

    request.act.act.reason = TEXT(WHY);
    assert_int_equal(asked(stations, at, &request)->kind, API_REPLY_CASE);
    settle(stations);
}

/* ---- what is so */

static const struct mem_store *store_of(const struct stations *stations, enum where at) {
    return &stations->world.stations[at].store;
}

static const struct mem_case *row_of(const struct stations *stations, enum where at) {
    const struct mem_case *row = mem_store_case(store_of(stations, at), stations->no.text);

    assert_non_null(row);
    return row;
}

static struct conflict_set set_of(struct stations *stations, enum where at) {
    const struct mem_case *row = row_of(stations, at);
    struct casefile file = row->columns;

    assert_int_equal(wire_decode_casefile(row->file, &stations->arena, &file), PJ_OK);
    return file.conflicts;
}

static bool avoids(struct stations *stations, enum where at, const char *office) {
    struct conflict_set set = set_of(stations, at);
    struct node_id node = {""};

    snprintf(node.text, sizeof node.text, "%s", office);
    return conflict_has(&set, &node);
}

static bool has(struct bytes bytes, const char *text) {
    for (size_t at = 0; at + strlen(text) <= bytes.len; at++) {
        if (memcmp(bytes.data + at, text, strlen(text)) == 0) {
            return true;
        }
    }
    return false;
}

static size_t rows_with(const struct stations *stations, enum where at, const char *text) {
    const struct mem_store *store = store_of(stations, at);
    size_t count = 0;

    for (size_t i = 0; i < store->journal.count; i++) {
        count += has(MEM_ROW(store->journal, struct row_journal, i)->body, text);
    }
    return count;
}

static size_t journal(const struct stations *stations, enum where at) {
    return store_of(stations, at)->journal.count;
}

/* Does `explain` there say that somebody has to take it? */
static bool is_told(struct stations *stations, enum where at) {
    struct api_request request = {.kind = API_EXPLAIN, .case_no = stations->no.text};
    bool told = false;

    assert_int_equal(asked(stations, at, &request)->kind, API_REPLY_EXPLAIN);
    for (size_t i = 0; i < stations->reply.explain.line_count; i++) {
        told = told || strcmp(stations->reply.explain.lines[i].act, "park") == 0;
    }
    return told;
}

/* Steps that a question about the case shows there. */
static size_t steps(struct stations *stations, enum where at) {
    struct api_request trace = {.kind = API_TRACE, .case_no = stations->no.text};
    struct api_request explain = {.kind = API_EXPLAIN, .case_no = stations->no.text};
    size_t count = 0;

    assert_int_equal(asked(stations, at, &trace)->kind, API_REPLY_TRACE);
    count = stations->reply.trace.count;
    assert_int_equal(asked(stations, at, &explain)->kind, API_REPLY_EXPLAIN);
    return count + stations->reply.explain.line_count;
}

static void refused(struct stations *stations, enum where at, struct api_request *request,
                    enum pj_code code) {
    assert_int_equal(asked(stations, at, request)->kind, API_REPLY_ERROR);
    assert_int_equal(stations->reply.error.code, code);
}

/* ---- tests */

/* Taken in by the township, handed up to the county, which has it: the township hears no more. */
static void drops_out(void **state) {
    struct stations *stations = *state;
    struct api_request hand_down;
    size_t before = 0;

    submit(stations, TOWN);
    act(stations, TOWN, ACT_ESCALATE, "330726101", "330726");
    act(stations, COUNTY, ACT_NOTE, "330726", "");
    before = journal(stations, TOWN);
    accuse(stations, COUNTY, "330726", town);
    settle(stations);
    assert_int_equal(journal(stations, TOWN), before);
    assert_true(avoids(stations, COUNTY, "330726101221"));
    act(stations, COUNTY, ACT_NOTE, "330726", "");
    settle(stations);
    assert_int_equal(journal(stations, TOWN), before);
    assert_string_equal(row_of(stations, TOWN)->columns.holder.text, "330726"); /* as it was told */
    hand_down = an_act(stations, ACT_DELEGATE, "330726", "330726101");
    refused(stations, COUNTY, &hand_down, PJ_POLICY_CONFLICT);
    assert_false(is_told(stations, COUNTY)); /* nobody has to take it */
}

/* Taken in by the county, held by the city: the set follows the case, and is no step of it. */
static void the_set_follows(void **state) {
    struct stations *stations = *state;
    struct api_request hand_down;
    uint64_t version = 0;
    size_t here = 0;
    size_t there = 0;

    submit(stations, COUNTY);
    act(stations, COUNTY, ACT_ESCALATE, "330726", "3307");
    settle(stations);
    version = row_of(stations, CITY)->columns.version;
    here = steps(stations, COUNTY);
    there = steps(stations, CITY);
    accuse(stations, COUNTY, "330726", town);
    settle(stations);
    assert_int_equal(steps(stations, COUNTY), here);
    assert_int_equal(steps(stations, CITY), there);
    assert_true(avoids(stations, CITY, "330726101"));
    assert_int_equal(row_of(stations, CITY)->columns.version, version);
    assert_int_equal(rows_with(stations, CITY, SAID), 0);
    hand_down = an_act(stations, ACT_DELEGATE, "3307", "330726101");
    refused(stations, CITY, &hand_down, PJ_POLICY_CONFLICT);
    act(stations, CITY, ACT_DELEGATE, "3307", "330726"); /* and back with the case: once */
    settle(stations);
    assert_int_equal(set_of(stations, COUNTY).count, 1);
    assert_int_equal(set_of(stations, COUNTY).later, 1);
}

/* With words beside it, they and the set are one order: the accused hears of neither. */
static void with_words(void **state) {
    struct stations *stations = *state;
    struct api_request request;
    size_t before = 0;

    submit(stations, TOWN);
    act(stations, TOWN, ACT_ESCALATE, "330726101", "330726");
    act(stations, COUNTY, ACT_ESCALATE, "330726", "3307");
    settle(stations);
    before = journal(stations, TOWN);
    request = words(stations, "330726", TEXT("more words"));
    request.act.supplement.accused = town;
    request.act.supplement.accused_count = 1;
    assert_int_equal(asked(stations, COUNTY, &request)->kind, API_REPLY_RECEIPT);
    settle(stations);
    assert_holds(stations, CITY, TEXT("more words"), 2);
    assert_true(avoids(stations, CITY, "330726101"));
    assert_int_equal(journal(stations, TOWN), before);
}

/* The township has it and is accused: it goes on, unaware, until the county takes it. */
static void a_person_takes_it(void **state) {
    struct stations *stations = *state;
    struct api_request urge;
    size_t before = 0;

    submit(stations, COUNTY);
    act(stations, COUNTY, ACT_DELEGATE, "330726", "330726101");
    settle(stations);
    before = journal(stations, TOWN);
    accuse(stations, COUNTY, "330726", town);
    settle(stations);
    assert_int_equal(journal(stations, TOWN), before);
    assert_false(avoids(stations, TOWN, "330726101"));
    assert_true(is_told(stations, COUNTY));
    urge = an_act(stations, ACT_URGE, "330726", "");
    refused(stations, COUNTY, &urge, PJ_POLICY_CONFLICT);
    (void)hand_in(stations, COUNTY, "330726", TEXT("kept for who takes it"));
    settle(stations);
    assert_int_equal(journal(stations, TOWN), before);
    act(stations, TOWN, ACT_NOTE, "330726101", ""); /* as before, and heard of as before */
    settle(stations);
    take(stations, COUNTY, "330726");
    assert_holds(stations, COUNTY, TEXT("kept for who takes it"), 2);
    assert_int_equal(row_of(stations, TOWN)->columns.role, ROLE_COPY);
    assert_string_equal(row_of(stations, TOWN)->columns.holder.text, "330726");
    assert_int_equal(rows_with(stations, TOWN, WHY), 0); /* that it is gone, and not why */
    before = journal(stations, TOWN);
    act(stations, COUNTY, ACT_NOTE, "330726", "");
    settle(stations);
    assert_int_equal(journal(stations, TOWN), before);
}

/* The city helps the township, and has not heard whom the case is about when it is taken: what it
 * tells the township is that the case is gone, and not why. */
static void told_by_who_helps(void **state) {
    struct stations *stations = *state;

    submit(stations, PROVINCE);
    act(stations, PROVINCE, ACT_DELEGATE, "33", "330726101");
    settle(stations);
    act(stations, TOWN, ACT_ASSIST, "330726101", "3307");
    settle(stations);
    accuse(stations, PROVINCE, "33", town);
    settle(stations);
    take(stations, PROVINCE, "33");
    settle(stations);
    assert_true(rows_with(stations, CITY, WHY) > 0);
    assert_string_equal(row_of(stations, TOWN)->columns.holder.text, "33");
    assert_int_equal(rows_with(stations, TOWN, WHY), 0);
    assert_int_equal(rows_with(stations, COUNTY, WHY), 0); /* on whose road the townships are */
}

/* The land bureau had it before them, and nobody below the window is told the set on this day. */
static void whoever_tells_them(void **state) {
    struct stations *stations = *state;
    struct api_request request;

    submit(stations, CITY);
    act(stations, CITY, ACT_DELEGATE, "3307", "330726.land");
    settle(stations);
    act(stations, CITY, ACT_SEIZE, "3307", "");
    settle(stations);
    act(stations, CITY, ACT_DELEGATE, "3307", "330726101");
    settle(stations);
    request = words(stations, "3307", BYTES_NONE);
    request.act.supplement.form = FORM_VISIT;
    request.act.supplement.accused = town;
    request.act.supplement.accused_count = 1;
    assert_int_equal(asked(stations, CITY, &request)->kind, API_REPLY_RECEIPT);
    take(stations, CITY, "3307");
    assert_string_equal(row_of(stations, TOWN)->columns.holder.text, "3307");
    assert_int_equal(rows_with(stations, TOWN, WHY), 0);
}

/* The county watches over it and believes it with them still; the words are faster than the case.
 */
static void words_come_first(void **state) {
    struct stations *stations = *state;

    submit(stations, CITY);
    act(stations, CITY, ACT_DELEGATE, "3307", "330726101");
    settle(stations);
    act(stations, TOWN, ACT_URGENT, "330726101", "");
    settle(stations);
    act(stations, CITY, ACT_SEIZE, "3307", "");
    settle(stations);
    accuse(stations, CITY, "3307", town);
    assert_string_equal(look(stations, COUNTY)->casefile->holder.text, "330726101");
    world_cut_line(&stations->world, COUNTY);
    act(stations, CITY, ACT_DELEGATE, "3307", "330726.land");
    (void)hand_in(stations, CITY, "3307", TEXT("said since"));
    stations->world.line_cut[COUNTY] = false;
    assert_true(world_run(&stations->world, 20 * US_PER_S));
    assert_holds(stations, COUNTY, TEXT("said since"), 2);
}

/* They pass it on themselves, unaware: what was kept from them goes to who has it then. */
static void gone_from_them(void **state) {
    struct stations *stations = *state;

    submit(stations, PROVINCE);
    act(stations, PROVINCE, ACT_DELEGATE, "33", "330726101");
    settle(stations);
    accuse(stations, PROVINCE, "33", town);
    settle(stations);
    (void)hand_in(stations, PROVINCE, "33", TEXT("said since"));
    settle(stations);
    assert_null(mem_store_case(store_of(stations, CITY), stations->no.text));
    forget(stations, PROVINCE); /* where they are kept they are not remembered */
    forget(stations, COUNTY);
    act(stations, TOWN, ACT_ESCALATE, "330726101", "3307");
    settle(stations);
    assert_holds(stations, CITY, TEXT("said since"), 2);
    assert_true(avoids(stations, CITY, "330726101"));
}

/* The county never had it when it was told, so to it they are no later ones; the city had it. */
static void taken_unaware(struct stations *stations, bool with_words) {
    submit(stations, PROVINCE);
    act(stations, PROVINCE, ACT_DELEGATE, "33", "3307");
    settle(stations);
    act(stations, CITY, ACT_DELEGATE, "3307", "330726101");
    settle(stations);
    accuse(stations, PROVINCE, "33", town);
    settle(stations);
    if (with_words) {
        (void)hand_in(stations, PROVINCE, "33", TEXT("said since"));
        settle(stations);
    }
    assert_true(avoids(stations, COUNTY, "330726101"));
    assert_false(avoids(stations, CITY, "330726101"));
    act(stations, TOWN, ACT_ESCALATE, "330726101", "330726");
    settle(stations);
    act(stations, CITY, ACT_SEIZE, "3307", "");
    settle(stations);
    assert_int_equal(row_of(stations, CITY)->columns.role, ROLE_HOLDER);
    assert_true(avoids(stations, CITY, "330726101"));
}

static void told_to_whoever_takes_it(void **state) {
    struct stations *stations = *state;

    taken_unaware(stations, true);
    assert_holds(stations, CITY, TEXT("said since"), 2);
}

static void told_without_words(void **state) {
    taken_unaware(*state, false);
}

/* The county is accused, and so its townships count as well: the city, which never heard of the
 * case, gets it whole and takes it. */
static void from_further_up(void **state) {
    struct stations *stations = *state;

    submit(stations, COUNTY);
    act(stations, COUNTY, ACT_DELEGATE, "330726", "330726101");
    settle(stations);
    assert_null(mem_store_case(store_of(stations, CITY), stations->no.text));
    accuse(stations, COUNTY, "330726", county);
    settle(stations);
    assert_int_equal(rows_with(stations, TOWN, "330726+"), 0);
    assert_true(is_told(stations, CITY));
    (void)hand_in(stations, COUNTY, "330726", TEXT("handed in since"));
    settle(stations);
    take(stations, CITY, "3307");
    settle(stations);
    assert_holds(stations, CITY, TEXT("handed in since"), 2);
    assert_int_equal(row_of(stations, TOWN)->columns.role, ROLE_COPY);
    assert_int_equal(row_of(stations, COUNTY)->columns.role, ROLE_COPY);
    assert_int_equal(rows_with(stations, TOWN, WHY), 0);
}

/* The desk has it, at the station of an organ that is accused: the city, where it was taken in,
 * cannot tell the desk without telling them. */
static void not_through_their_station(void **state) {
    struct stations *stations = *state;
    size_t before = 0;

    submit(stations, CITY);
    act(stations, CITY, ACT_DELEGATE, "3307", "330726");
    settle(stations);
    before = journal(stations, COUNTY);
    accuse(stations, CITY, "3307", land);
    settle(stations);
    assert_int_equal(journal(stations, COUNTY), before);
    assert_true(is_told(stations, CITY));
    act(stations, COUNTY, ACT_NOTE, "330726", ""); /* who is not accused goes on, and is heard */
    settle(stations);
    assert_int_equal(row_of(stations, CITY)->columns.version,
                     row_of(stations, COUNTY)->columns.version);
}

/* An office that was not told hands it to one that was named: somebody above is told then. */
static void goes_to_them_unaware(void **state) {
    struct stations *stations = *state;

    submit(stations, CITY);
    act(stations, CITY, ACT_DELEGATE, "3307", "330726");
    settle(stations);
    accuse(stations, CITY, "3307", land);
    settle(stations);
    act(stations, COUNTY, ACT_TRANSFER, "330726", "330726.land");
    settle(stations);
    assert_string_equal(row_of(stations, COUNTY)->columns.holder.text, "330726.land");
    take(stations, CITY, "3307");
    assert_int_equal(row_of(stations, COUNTY)->columns.role, ROLE_COPY);
    assert_int_equal(rows_with(stations, COUNTY, WHY), 0);
}

/* They hand it on among themselves: what travels with it names none of them, and somebody above is
 * told once more. */
static void among_themselves(void **state) {
    static const struct accused both[] = {{"330726.land", TEXT("x"), TEXT("head"), TEXT(SAID)},
                                          {"330726101", TEXT("y"), TEXT("head"), TEXT(SAID)}};
    struct stations *stations = *state;
    struct api_request request;
    size_t before = 0;

    submit(stations, COUNTY);
    act(stations, COUNTY, ACT_TRANSFER, "330726", "330726.land");
    request = words(stations, "330726", BYTES_NONE);
    request.act.supplement.accused = both;
    request.act.supplement.accused_count = 2;
    assert_int_equal(asked(stations, COUNTY, &request)->kind, API_REPLY_RECEIPT);
    before = steps(stations, COUNTY);
    act(stations, COUNTY, ACT_DELEGATE, "330726.land", "330726101");
    settle(stations);
    assert_int_equal(row_of(stations, TOWN)->columns.role, ROLE_HOLDER);
    assert_int_equal(set_of(stations, TOWN).count, 0);
    assert_true(steps(stations, COUNTY) > before + 2);
    take(stations, COUNTY, "330726");
    assert_int_equal(row_of(stations, TOWN)->columns.role, ROLE_COPY);
}

/* Handed in above whoever has to take it: the words are there before it is taken. */
static void passed_to_who_takes_it(void **state) {
    struct stations *stations = *state;

    submit(stations, PROVINCE);
    act(stations, PROVINCE, ACT_DELEGATE, "33", "330726");
    settle(stations);
    assert_null(mem_store_case(store_of(stations, CITY), stations->no.text));
    accuse(stations, PROVINCE, "33", county);
    (void)hand_in(stations, PROVINCE, "33", TEXT("handed in since"));
    settle(stations);
    assert_int_equal(look(stations, CITY)->submission_count, 2);
    assert_int_equal(rows_with(stations, COUNTY, "handed in since"), 0);
    take(stations, CITY, "3307");
    assert_holds(stations, CITY, TEXT("handed in since"), 2);
}

static void a_day_later(struct stations *stations) {
    struct wall *wall = &stations->world.now.wall;

    wall->us = civil_end(civil_of(*wall)).us + US_PER_S;
    settle(stations);
}

/* Who stands at the window above and accuses somebody is gone before anything of it is below. */
static void of_a_visitor_the_next_day(void **state) {
    struct stations *stations = *state;
    struct api_request request;
    size_t before = 0;

    submit(stations, CITY);
    act(stations, CITY, ACT_DELEGATE, "3307", "330726");
    settle(stations);
    before = journal(stations, COUNTY);
    request = words(stations, "3307", BYTES_NONE);
    request.act.supplement.form = FORM_VISIT;
    request.act.supplement.accused = town;
    request.act.supplement.accused_count = 1;
    assert_int_equal(asked(stations, CITY, &request)->kind, API_REPLY_RECEIPT);
    settle(stations);
    assert_true(avoids(stations, CITY, "330726101")); /* here at once */
    assert_false(avoids(stations, COUNTY, "330726101"));
    assert_int_equal(journal(stations, COUNTY), before);
    a_day_later(stations);
    assert_true(avoids(stations, COUNTY, "330726101"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("who is accused later hears no more, and of that nothing", drops_out, set_up,
                  tear_down),
        CASE_WITH("whom to avoid follows the case, and is no step of it", the_set_follows, set_up,
                  tear_down),
        CASE_WITH("handed in with words, both are one order", with_words, set_up, tear_down),
        CASE_WITH("accused themselves they go on unaware, until a person above takes it",
                  a_person_takes_it, set_up, tear_down),
        CASE_WITH("who helps them does not tell them why it was taken", told_by_who_helps, set_up,
                  tear_down),
        CASE_WITH("who takes it without knowing hears with the words whom to avoid",
                  told_to_whoever_takes_it, set_up, tear_down),
        CASE_WITH("words that are faster than the case wait for it, where it is believed with them",
                  words_come_first, set_up, tear_down),
        CASE_WITH("who gets it from them hears with the words whom to avoid", gone_from_them,
                  set_up, tear_down),
        CASE_WITH("and so where no words came since", told_without_words, set_up, tear_down),
        CASE_WITH("they hear from nobody why it is gone", whoever_tells_them, set_up, tear_down),
        CASE_WITH("who has to take it gets all that is needed", from_further_up, set_up, tear_down),
        CASE_WITH("what they hand on among themselves names nobody", among_themselves, set_up,
                  tear_down),
        CASE_WITH("what is handed in meanwhile is with who has to take it", passed_to_who_takes_it,
                  set_up, tear_down),
        CASE_WITH("what a visitor says goes down the next day", of_a_visitor_the_next_day, set_up,
                  tear_down),
        CASE_WITH("no word of it through a station of theirs", not_through_their_station, set_up,
                  tear_down),
        CASE_WITH("what was handed to them unaware is taken from them", goes_to_them_unaware,
                  set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
