/* SPDX-License-Identifier: Apache-2.0
 * From acceptance to the end: handling, service, review and re-check, and each refusal by its code
 * and article. */
#include "lifecycle_world.h"

static struct act asking(enum act_kind kind, const char *body) {
    return (struct act){.kind = kind, .target = node(body)};
}

static void in_review(struct world *world) {
    served(world);
    assert_int_equal(as(world, CAPACITY_PETITIONER, asking(ACT_REVIEW, "330726")), PJ_OK);
    assert_int_equal(world->file.state, STATE_IN_REVIEW);
    deliver(world);
}

static void judge(struct world *world, enum ruling ruling) {
    assert_int_equal(perform(world, (struct act){.kind = ACT_DECIDE,
                                                 .ruling = ruling,
                                                 .reason = TEXT("facts"),
                                                 .due = {civil_of(world->now).day + 40}}),
                     PJ_OK);
}

static void review_served(struct world *world) {
    in_review(world);
    judge(world, RULING_UPHELD);
    assert_int_equal(perform(world, serving()), PJ_OK);
    assert_int_equal(world->file.state, STATE_REVIEW_SERVED);
}

static void in_recheck(struct world *world) {
    review_served(world);
    assert_int_equal(as(world, CAPACITY_PETITIONER, asking(ACT_RECHECK, "3307")), PJ_OK);
    deliver(world);
    assert_int_equal(world->file.state, STATE_IN_RECHECK);
}

static void ended_final(struct world *world) {
    in_recheck(world);
    judge(world, RULING_UPHELD);
    assert_int_equal(perform(world, serving()), PJ_OK);
    assert_int_equal(world->file.state, STATE_ENDED_FINAL);
}

/* ---- one sentence per refusal */

struct refusal {
    const char *sentence;
    void (*road)(struct world *world);
    enum capacity capacity;
    struct act act;
    enum pj_code code;
    const char *basis;
};

#define X ((struct bytes){(const uint8_t *)"x", 1})

static const struct refusal refusals[] = {
    {"only the head extends",
     accepted,
     CAPACITY_UNSPECIFIED,
     {.kind = ACT_EXTEND, .reason = X, .due = {30000}},
     PJ_AUTH_NOT_ACTOR,
     "条例 §34"},
    {"no extension without the reason",
     accepted,
     CAPACITY_HEAD,
     {.kind = ACT_EXTEND, .due = {30000}},
     PJ_POLICY_REASON,
     "条例 §34"},
    {"no extension beyond thirty days",
     accepted,
     CAPACITY_HEAD,
     {.kind = ACT_EXTEND, .reason = X, .due = {30000}},
     PJ_POLICY_LIMIT,
     "条例 §34"},
    {"no opinion without a signer",
     accepted,
     CAPACITY_UNSPECIFIED,
     {.kind = ACT_DECIDE, .reason = X},
     PJ_POLICY_PROBLEMS_OPEN,
     "条例 §31"},
    {"service needs its proof",
     served,
     CAPACITY_UNSPECIFIED,
     {.kind = ACT_SERVE},
     PJ_STATE_DONE,
     "条例 §32 §35"},
    {"an official asks for no review",
     served,
     CAPACITY_HEAD,
     {.kind = ACT_REVIEW, .target = {"330726"}},
     PJ_AUTH_NOT_ACTOR,
     "条例 §35"},
    {"an official withdraws nothing",
     accepted,
     CAPACITY_HEAD,
     {.kind = ACT_WITHDRAW, .proof = X},
     PJ_AUTH_NOT_ACTOR,
     ""},
    {"an official rates nothing",
     served,
     CAPACITY_HEAD,
     {.kind = ACT_RATE, .rating = RATING_SATISFIED, .target = {"330726.land"}},
     PJ_AUTH_NOT_ACTOR,
     "条例 §21"},
    {"a withdrawal is confirmed through a second channel",
     accepted,
     CAPACITY_PETITIONER,
     {.kind = ACT_WITHDRAW},
     PJ_POLICY_PROOF,
     ""},
    {"a petitioner decides nothing",
     accepted,
     CAPACITY_PETITIONER,
     {.kind = ACT_DECIDE, .reason = X},
     PJ_AUTH_NOT_ACTOR,
     "条例 §32"},
    {"the petitioner chooses the reviewing body",
     served,
     CAPACITY_PETITIONER,
     {.kind = ACT_REVIEW},
     PJ_POLICY_REVIEWER,
     "条例 §35"},
    {"the unit does not review itself",
     served,
     CAPACITY_PETITIONER,
     {.kind = ACT_REVIEW, .target = {"330726.land"}},
     PJ_POLICY_TARGET,
     "条例 §35"},
    {"a village reviews nothing",
     served,
     CAPACITY_PETITIONER,
     {.kind = ACT_REVIEW, .target = {"330726101203"}},
     PJ_POLICY_TARGET,
     "条例 §35"},
    {"no re-check before the review",
     served,
     CAPACITY_PETITIONER,
     {.kind = ACT_RECHECK, .target = {"3307"}},
     PJ_STATE_SERVE_FIRST,
     "条例 §36"},
    {"no second review",
     review_served,
     CAPACITY_PETITIONER,
     {.kind = ACT_REVIEW, .target = {"3307"}},
     PJ_STATE_DONE,
     "条例 §35"},
    {"no unit closes what awaits the petitioner",
     served,
     CAPACITY_UNSPECIFIED,
     {.kind = ACT_CLOSE, .reason = X, .proof = X},
     PJ_STATE_PETITIONER,
     "条例 §32"},
    {"a reviewing body says what it rules",
     in_review,
     CAPACITY_UNSPECIFIED,
     {.kind = ACT_DECIDE, .reason = X, .ruling = RULING_SUPPORTED},
     PJ_BAD_FIELD,
     "条例 §35 §36"},
    {"a remand sets a date",
     in_review,
     CAPACITY_UNSPECIFIED,
     {.kind = ACT_DECIDE, .reason = X, .ruling = RULING_REMANDED},
     PJ_BAD_MISSING,
     "条例 §35"},
    {"a review opinion is served after it is given",
     in_review,
     CAPACITY_UNSPECIFIED,
     {.kind = ACT_SERVE, .service = SERVICE_IN_PERSON, .proof = X},
     PJ_STATE_SERVE_FIRST,
     "条例 §35 §36"},
    {"a request in time is not refused as late",
     in_review,
     CAPACITY_UNSPECIFIED,
     {.kind = ACT_REFUSE, .reason = X, .ground = GROUND_OUT_OF_TIME},
     PJ_POLICY_GROUND,
     "条例 §35 §36"},
    {"who calls itself the wrong body names the right one",
     in_review,
     CAPACITY_UNSPECIFIED,
     {.kind = ACT_REFUSE, .reason = X, .ground = GROUND_WRONG_BODY},
     PJ_POLICY_REVIEWER,
     "条例 §35 §36"},
    {"after the end the same matter is not taken up",
     ended_final,
     CAPACITY_PETITIONER,
     {.kind = ACT_REVIEW, .target = {"33"}},
     PJ_POLICY_FINAL,
     "条例 §35"},
    {"nor reopened by words alone",
     ended_final,
     CAPACITY_PETITIONER,
     {.kind = ACT_REOPEN, .reason = X},
     PJ_POLICY_FINAL,
     "条例 §36"},
    {"an accepted case is not handed on",
     accepted,
     CAPACITY_UNSPECIFIED,
     {.kind = ACT_TRANSFER, .target = {"330726.civil"}},
     PJ_STATE_ACCEPTED_ALREADY,
     "条例 §22"},
    {"nor refused",
     accepted,
     CAPACITY_UNSPECIFIED,
     {.kind = ACT_REFUSE, .reason = X, .ground = GROUND_LITIGATION, .target = {"330726"}},
     PJ_STATE_ACCEPTED_ALREADY,
     "条例 §23"},
    {"nothing is carried out before it is decided",
     accepted,
     CAPACITY_UNSPECIFIED,
     {.kind = ACT_EXECUTE},
     PJ_STATE_SERVE_FIRST,
     "条例 §32"},
    {"a leader who takes it up has a name",
     accepted,
     CAPACITY_LEADER,
     {.kind = ACT_OWN},
     PJ_BAD_MISSING,
     "条例 §18"},
};

static void each_refusal(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(refusals); i++) {
        const struct refusal *row = &refusals[i];
        struct world *world = *state;
        struct act act = row->act;
        struct verdict verdict;
        struct casefile before;

        world->now.us = START_US;
        row->road(world);
        before = world->file;
        act.capacity = row->capacity;
        act.node = row->capacity == CAPACITY_PETITIONER ? world->file.origin : world->file.holder;
        if (decide(world, act, false, &verdict) != row->code ||
            strcmp(verdict.basis, row->basis) != 0) {
            fail_msg("%s: %s %s", row->sentence, pj_code_name(verdict.code), verdict.basis);
        }
        assert_memory_equal(&before, &world->file, sizeof before);
    }
}

/* ---- extension */

static void extends_once(void **state) {
    struct world *world = *state;
    struct act extend = {.kind = ACT_EXTEND, .reason = TEXT("complex")};
    int32_t due = 0;

    accepted(world);
    due = running(&world->file, CLOCK_HANDLE)->due.day;
    extend.due.day = due + 28; /* the period ended on a weekend day before */
    assert_int_equal(as(world, CAPACITY_HEAD, extend), PJ_OK);
    assert_int_equal(world->file.state, STATE_EXTENDED);
    assert_in_range(running(&world->file, CLOCK_HANDLE)->due.day, due + 28, due + 40);
    extend.due.day += 10;
    assert_int_equal(as(world, CAPACITY_HEAD, extend), PJ_POLICY_ONCE);
}

/* What the head wrote on the notice is what the clock says: an extension is counted from the end of
 * the period before that was rolled, here Saturday 2026-12-19, and the day named is not. */
static void extends_to_the_day_named(void **state) {
    static const struct {
        const char *sentence, *named, *due; /* due "" = refused */
    } cases[] = {
        {"a working day is the last day", "2027-01-15", "2027-01-15"},
        {"a Saturday moves to Monday", "2027-01-16", "2027-01-18"},
        {"the thirtieth day", "2027-01-18", "2027-01-18"},
        {"the day after it", "2027-01-19", ""},
        {"the day it ends anyway", "2026-12-21", ""},
    };
    struct world *world = *state;

    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct act extend = {.kind = ACT_EXTEND, .reason = TEXT("complex")};
        char day[CIVIL_TEXT_MAX + 1];
        struct civil start;
        enum pj_code code = PJ_OK;

        assert_int_equal(civil_parse("2026-10-20", CIVIL_TEXT_MAX, &start), PJ_OK);
        world->now.us += (start.day - civil_of(world->now).day) * DAY_US;
        accepted(world);
        assert_int_equal(civil_parse(cases[i].named, CIVIL_TEXT_MAX, &extend.due), PJ_OK);
        code = as(world, CAPACITY_HEAD, extend);
        day[0] = '\0';
        if (code == PJ_OK) {
            civil_print(running(&world->file, CLOCK_HANDLE)->due, day);
        }
        if (strcmp(day, cases[i].due) != 0) {
            fail_msg("%s: %s %s", cases[i].sentence, pj_code_name(code), day);
        }
    }
}

static void extends_in_time(void **state) {
    struct world *world = *state;

    accepted(world);
    lapse_at(world, CLOCK_HANDLE);
    assert_int_equal(world->file.state, STATE_ACCEPTED); /* overdue closes nothing */
    assert_int_equal(as(world, CAPACITY_HEAD,
                        (struct act){.kind = ACT_EXTEND,
                                     .reason = TEXT("late"),
                                     .due = {civil_of(world->now).day + 10}}),
                     PJ_POLICY_LATE);
}

/* ---- review */

static void asks_late(void **state) {
    struct world *world = *state;
    struct act review = asking(ACT_REVIEW, "330726");

    served(world);
    lapse_at(world, CLOCK_ASK_REVIEW);
    assert_int_equal(world->file.state, STATE_ENDED_NO_REQUEST);
    assert_int_equal(as(world, CAPACITY_PETITIONER, review), PJ_POLICY_LATE);
    review.reason = TEXT("in hospital, paper attached");
    assert_int_equal(as(world, CAPACITY_PETITIONER, review), PJ_OK); /* the body judges it */
    deliver(world);
    assert_int_equal(perform(world, (struct act){.kind = ACT_REFUSE,
                                                 .reason = TEXT("no good reason"),
                                                 .ground = GROUND_OUT_OF_TIME}),
                     PJ_OK);
    assert_int_equal(world->file.state, STATE_ENDED_NO_REQUEST);
    deliver(world);
}

/* Acted in time elsewhere, arrived after the lapse: the lapse is undone. */
static void arrives_late(void **state) {
    struct world *world = *state;
    struct act review = {0};
    struct verdict verdict;
    struct clock_law law = {.rules = world->rules};
    struct lifecycle_context context = {.directory = world->directory, .law = &law};

    served(world);
    review = asking(ACT_REVIEW, "330726");
    review.capacity = CAPACITY_PETITIONER;
    review.node = world->file.origin;
    review.acted_at = world->now;
    lapse_at(world, CLOCK_ASK_REVIEW);
    context.now.us = world->now.us + DAY_US;
    lifecycle_decide(&world->file, &review, &context, &verdict);
    assert_int_equal(verdict.code, PJ_OK);
}

static void remands(void **state) {
    struct world *world = *state;
    struct act again = deciding(RULING_NOT_SUPPORTED);

    in_review(world);
    judge(world, RULING_REMANDED);
    deliver(world);
    assert_string_equal(world->file.holder.text, "330726.land");
    assert_int_equal(world->file.state, STATE_REMANDED);
    assert_non_null(running(&world->file, CLOCK_HANDLE));
    assert_int_equal(perform(world, again), PJ_POLICY_SAME_OPINION);
    again = deciding(RULING_EXPLAINED);
    assert_int_equal(perform(world, again), PJ_OK);
    assert_int_equal(perform(world, serving()), PJ_OK);
    assert_int_equal(as(world, CAPACITY_PETITIONER, asking(ACT_REVIEW, "3307")), PJ_OK);
}

/* A county department answers to the department above it or to its own government (the petitioner
 * chooses); where there is no department above, to the government alone, which need not be named.
 */
static void body_by_the_table(void **state) {
    static const struct {
        const char *sentence, *target;
        enum pj_code code;
    } rows[] = {
        {"none named, one possible", "", PJ_OK},
        {"the one possible", "330726", PJ_OK},
        {"the city is above, but not the table's answer", "3307", PJ_POLICY_TARGET},
        {"an organ of another kind", "330726.civil", PJ_POLICY_TARGET},
    };
    struct world *world = *state;
    struct reviewer_table *table = calloc(1, sizeof *table);
    struct data_report *report = calloc(1, sizeof *report);
    struct bytes text = shipped_read("rules", "reviewers");
    struct clock_law law = {.rules = world->rules};
    struct lifecycle_context context = {
        .directory = world->directory, .law = &law, .reviewers = table};

    assert_true(table != NULL && report != NULL);
    assert_int_equal(reviewer_build(text, "r", report, table), PJ_OK);
    served(world);
    context.now = world->now;
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct act act = {.kind = ACT_REVIEW,
                          .node = world->file.origin,
                          .capacity = CAPACITY_PETITIONER,
                          .acted_at = world->now};
        struct verdict verdict;

        memcpy(act.target.text, rows[i].target, strlen(rows[i].target) + 1);
        lifecycle_decide(&world->file, &act, &context, &verdict);
        if (verdict.code != rows[i].code) {
            fail_msg("%s: %s", rows[i].sentence, pj_code_name((unsigned)verdict.code));
        }
    }
    free((void *)(uintptr_t)text.data);
    free(table);
    free(report);
}

static void remand_of_recheck(void **state) {
    struct world *world = *state;

    in_recheck(world);
    judge(world, RULING_REMANDED);
    deliver(world);
    assert_string_equal(world->file.holder.text, "330726.land"); /* past the reviewing body */
}

static void wrong_body(void **state) {
    struct world *world = *state;

    in_review(world);
    world->now.us += 10 * DAY_US;
    assert_int_equal(perform(world, (struct act){.kind = ACT_REFUSE,
                                                 .reason = TEXT("the city bureau reviews"),
                                                 .ground = GROUND_WRONG_BODY,
                                                 .target = node("3307")}),
                     PJ_OK);
    deliver(world);
    assert_int_equal(world->file.state, STATE_SERVED);
    assert_in_range(running(&world->file, CLOCK_ASK_REVIEW)->due.day, civil_of(world->now).day + 30,
                    civil_of(world->now).day + 40);
    assert_int_equal(as(world, CAPACITY_PETITIONER, asking(ACT_REVIEW, "3307")), PJ_OK);
}

static void hearing_pauses(void **state) {
    struct world *world = *state;
    int32_t due = 0;

    in_recheck(world);
    due = running(&world->file, CLOCK_RECHECK)->due.day;
    assert_int_equal(perform(world, (struct act){.kind = ACT_HEARING, .reason = TEXT("complex")}),
                     PJ_OK);
    assert_null(running(&world->file, CLOCK_RECHECK)); /* paused: nothing to lapse */
    world->now.us += 9 * DAY_US;
    assert_int_equal(perform(world, (struct act){.kind = ACT_HEARING}), PJ_OK);
    assert_int_equal(world->file.state, STATE_IN_RECHECK);
    assert_in_range(running(&world->file, CLOCK_RECHECK)->due.day, due + 8, due + 14);
}

static void handling_is_not_paused(void **state) {
    struct world *world = *state;
    int32_t due = 0;

    accepted(world);
    due = running(&world->file, CLOCK_HANDLE)->due.day;
    assert_int_equal(perform(world, (struct act){.kind = ACT_HEARING, .reason = TEXT("complex")}),
                     PJ_OK);
    assert_int_equal(running(&world->file, CLOCK_HANDLE)->due.day, due);
}

/* ---- ends */

static void supported_is_carried_out(void **state) {
    struct world *world = *state;
    struct problem outcomes[] = {{.no = 1, .outcome = OUTCOME_ASSIGNED},
                                 {.no = 2, .outcome = OUTCOME_ASSIGNED}};
    struct act decision = deciding(RULING_SUPPORTED);

    accepted(world);
    decision.problem_outcomes = outcomes;
    assert_int_equal(perform(world, decision), PJ_OK);
    assert_int_equal(perform(world, serving()), PJ_OK);
    lapse_at(world, CLOCK_ASK_REVIEW);
    assert_int_equal(world->file.state, STATE_EXECUTING); /* not ended: nothing was done yet */
    assert_int_equal(perform(world, (struct act){.kind = ACT_CLOSE, .reason = TEXT("done")}),
                     PJ_POLICY_PROOF);
    assert_int_equal(
        perform(world,
                (struct act){.kind = ACT_CLOSE, .reason = TEXT("done"), .proof = TEXT("report 7")}),
        PJ_OK);
    assert_int_equal(world->file.state, STATE_ENDED_REPLIED);
}

static void settlement(void **state) {
    struct world *world = *state;
    struct act settle = {.kind = ACT_SETTLE, .proof = TEXT("agreement 3")};

    accepted(world);
    assert_int_equal(as(world, CAPACITY_PETITIONER, settle), PJ_STATE_WRONG); /* none yet */
    settle.due.day = civil_of(world->now).day + 20;
    assert_int_equal(perform(world, settle), PJ_OK);
    assert_int_equal(world->file.state, STATE_ACCEPTED); /* paper alone ends nothing */
    assert_int_equal(as(world, CAPACITY_PETITIONER, settle), PJ_OK);
    assert_int_equal(world->file.state, STATE_ENDED_AGREED);
}

static void withdrawal(void **state) {
    struct world *world = *state;

    accepted(world);
    assert_int_equal(as(world, CAPACITY_PETITIONER,
                        (struct act){.kind = ACT_WITHDRAW, .proof = TEXT("sms 1234")}),
                     PJ_OK);
    assert_int_equal(world->file.state, STATE_WITHDRAWN);
    world->now.us += 10 * DAY_US;
    assert_int_equal(as(world, CAPACITY_PETITIONER, (struct act){.kind = ACT_REOPEN}), PJ_OK);
    assert_int_equal(world->file.state, STATE_ACCEPTED);
}

static void level_skipping(void **state) {
    struct world *world = *state;
    struct act no = {.kind = ACT_REFUSE,
                     .ground = GROUND_LEVEL_SKIPPING_VISIT,
                     .reason = TEXT("go to the township"),
                     .target = {"330726101"}};

    world->file.purpose = PURPOSE_CLAIM;
    world->file.form = FORM_WEB;
    assert_int_equal(perform(world, no), PJ_POLICY_GROUND); /* §20 binds visits alone */
    world->file.form = FORM_VISIT;
    no.target.text[0] = '\0';
    assert_int_equal(perform(world, no), PJ_POLICY_GROUND); /* the right door is named */
    no.target = node("330726101");
    assert_int_equal(perform(world, no), PJ_OK);
    assert_int_equal(world->file.state, STATE_NOT_ACCEPTED);
    assert_int_equal(as(world, CAPACITY_PETITIONER,
                        (struct act){.kind = ACT_REOPEN, .reason = TEXT("I contest this")}),
                     PJ_OK);
}

static void suggestions(void **state) {
    struct world *world = *state;
    struct act reply = {.kind = ACT_CLOSE, .reason = TEXT("thank you")};

    hand(world, ACT_TRANSFER, "330726.land");
    assert_int_equal(perform(world, reply), PJ_POLICY_PURPOSE); /* a claim is not answered away */
    world->file.purpose = PURPOSE_SUGGESTION;
    assert_int_equal(perform(world, (struct act){.kind = ACT_ACCEPT}), PJ_OK);
    assert_int_equal(world->file.state, STATE_STUDYING);
    assert_int_equal(perform(world, reply), PJ_BAD_MISSING);
    reply.ruling = RULING_PARTLY_ADOPTED;
    assert_int_equal(perform(world, reply), PJ_OK);
    assert_int_equal(world->file.state, STATE_ENDED_REPLIED);
}

static void channels(void **state) {
    struct world *world = *state;

    accepted(world);
    assert_int_equal(perform(world, (struct act){.kind = ACT_CHANNEL}), PJ_BAD_MISSING);
    assert_int_equal(
        perform(world, (struct act){.kind = ACT_CHANNEL, .channel = "reconsideration"}), PJ_OK);
    assert_int_equal(world->file.state, STATE_CHANNELLED);
    assert_non_null(running(&world->file, CLOCK_CHANNEL));
    lapse_at(world, CLOCK_CHANNEL);
    assert_int_equal(world->file.state, STATE_CHANNELLED); /* open until the result is known */
    assert_int_equal(perform(world, (struct act){.kind = ACT_ACCEPT}), PJ_OK); /* it refused */
    assert_int_equal(world->file.state, STATE_ACCEPTED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("each refusal has its code and article and changes nothing", each_refusal, set_up,
                  tear_down),
        CASE_WITH("extended once, by the head", extends_once, set_up, tear_down),
        CASE_WITH("extended to the day the head named", extends_to_the_day_named, set_up,
                  tear_down),
        CASE_WITH("not extended after the end", extends_in_time, set_up, tear_down),
        CASE_WITH("a late request needs a good reason, which the body judges", asks_late, set_up,
                  tear_down),
        CASE_WITH("a request made in time that arrives late is in time", arrives_late, set_up,
                  tear_down),
        CASE_WITH("a remanded unit may not give the same opinion", remands, set_up, tear_down),
        CASE_WITH("who reviews is the table's answer", body_by_the_table, set_up, tear_down),
        CASE_WITH("a remand of the re-check goes to the unit", remand_of_recheck, set_up,
                  tear_down),
        CASE_WITH("the wrong body names the right one and costs the petitioner no day", wrong_body,
                  set_up, tear_down),
        CASE_WITH("the days of a hearing are not counted in a re-check", hearing_pauses, set_up,
                  tear_down),
        CASE_WITH("nothing else is paused by one", handling_is_not_paused, set_up, tear_down),
        CASE_WITH("what was supported ends when it is carried out", supported_is_carried_out,
                  set_up, tear_down),
        CASE_WITH("a settlement ends when the petitioner says it was performed", settlement, set_up,
                  tear_down),
        CASE_WITH("a withdrawal may be taken back", withdrawal, set_up, tear_down),
        CASE_WITH("skipping a level is about visits, and is guided", level_skipping, set_up,
                  tear_down),
        CASE_WITH("a suggestion is studied and answered", suggestions, set_up, tear_down),
        CASE_WITH("a channelled case stays open until its result is known", channels, set_up,
                  tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
