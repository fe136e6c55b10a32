/* SPDX-License-Identifier: Apache-2.0
 * Numbers of papers: 1, 2, 3 ... per office, kind and year, whatever fails, restarts or is set
 * back.
 */
#include "unit.h"

#include "node/papers.h"

#include <stdio.h>

static const struct civil in_2026 = {20780}; /* 2026-11-23 */
static const struct civil in_2027 = {20819}; /* 2027-01-01 */

static int set_up(void **state) {
    struct node_config config = {.station = {"county"}};

    *state = node_new(&config, NULL);
    assert_non_null(*state);
    return 0;
}

static int tear_down(void **state) {
    node_free(*state);
    return 0;
}

/* Draws one and compares. No directory is loaded: offices are shown by their code. */
static void draws(struct node *node, const char *office, enum paper_kind kind, struct civil day,
                  const char *wanted) {
    struct issued paper = {.kind = kind};

    struct turn turn = {.at = {civil_end(day).us - 1}};

    snprintf(paper.office.text, sizeof paper.office.text, "%s", office);
    paper_series_next(node, &turn, &paper);
    assert_string_equal(paper.number, wanted);
}

static void each_office_kind_and_year(void **state) {
    struct node *node = *state;

    draws(node, "330726", PAPER_ACCEPT, in_2026, "330726信受〔2026〕1号");
    draws(node, "330726", PAPER_ACCEPT, in_2026, "330726信受〔2026〕2号");
    draws(node, "330726", PAPER_EXTEND, in_2026, "330726信延〔2026〕1号");
    draws(node, "330726.land", PAPER_ACCEPT, in_2026, "330726.land信受〔2026〕1号");
    draws(node, "330726", PAPER_ACCEPT, in_2027, "330726信受〔2027〕1号");
    draws(node, "330726", PAPER_EXTEND, in_2027, "330726信延〔2027〕1号");
}

/* The other year's series would begin anew over numbers that exist. */
static void a_clock_set_back_over_new_year(void **state) {
    struct node *node = *state;

    draws(node, "330726", PAPER_ACCEPT, in_2026, "330726信受〔2026〕1号");
    draws(node, "330726", PAPER_ACCEPT, in_2027, "330726信受〔2027〕1号");
    draws(node, "330726", PAPER_ACCEPT, in_2026, "330726信受〔2027〕2号");
}

static void a_batch_that_failed(void **state) {
    struct node *node = *state;

    draws(node, "330726", PAPER_ACCEPT, in_2026, "330726信受〔2026〕1号");
    paper_series_commit(node);
    draws(node, "330726", PAPER_ACCEPT, in_2026, "330726信受〔2026〕2号");
    draws(node, "330726", PAPER_EXTEND, in_2026, "330726信延〔2026〕1号");
    paper_series_rollback(node);
    draws(node, "330726", PAPER_ACCEPT, in_2026, "330726信受〔2026〕2号");
    draws(node, "330726", PAPER_EXTEND, in_2026, "330726信延〔2026〕1号");
    paper_series_rollback(node);
    draws(node, "330726", PAPER_ACCEPT, in_2027, "330726信受〔2027〕1号");
    paper_series_rollback(node);
    draws(node, "330726", PAPER_ACCEPT, in_2026, "330726信受〔2026〕2号");
}

static void restarted_from_its_marks(void **state) {
    struct node *node = *state;
    struct mark mark = {.tag = MARK_PAPER,
                        .seq = 41,
                        .place = {330726, 6},
                        .kind = PAPER_OPINION,
                        .year = 2026,
                        .organ = "land"};

    paper_series_restore(node, &mark);
    draws(node, "330726.land", PAPER_OPINION, in_2026, "330726.land信意〔2026〕42号");
    paper_series_rollback(node);
    draws(node, "330726.land", PAPER_OPINION, in_2026, "330726.land信意〔2026〕42号");
    draws(node, "330726", PAPER_OPINION, in_2026, "330726信意〔2026〕1号");
}

/* Papers went out that nobody remembers: their numbers must not come again on others. */
static void history_was_lost(void **state) {
    struct node *node = *state;

    draws(node, "330726", PAPER_ACCEPT, in_2026, "330726信受〔2026〕1号");
    node->loss = (struct loss){2, in_2026, true};
    draws(node, "330726", PAPER_ACCEPT, in_2026, "330726信受〔2026〕3-1号");
    draws(node, "330726", PAPER_ACCEPT, in_2026, "330726信受〔2026〕3-2号");
    node->loss.epoch = 3;
    draws(node, "330726", PAPER_ACCEPT, in_2026, "330726信受〔2026〕4-1号");
    draws(node, "330726", PAPER_ACCEPT, in_2027, "330726信受〔2027〕1号");
}

/* Who must not hear of such a case must not miss a number either. */
static void counted_apart(void **state) {
    struct node *node = *state;
    struct turn turn = {.at = {civil_end(in_2026).us - 1}};
    struct issued about = {.office = {"330726"}, .kind = PAPER_ACCEPT, .shut = true};

    draws(node, "330726", PAPER_ACCEPT, in_2026, "330726信受〔2026〕1号");
    paper_series_next(node, &turn, &about);
    assert_string_equal(about.number, "330726信受〔2026〕密1号");
    draws(node, "330726", PAPER_ACCEPT, in_2026, "330726信受〔2026〕2号");
}

/* The record of a loss and a paper behind it in one batch: the head is not raised yet. */
static void lost_in_this_batch(void **state) {
    struct node *node = *state;
    struct turn turn = {.at = {civil_end(in_2026).us - 1}, .raised_epoch = 1};
    struct issued paper = {.office = {"330726"}, .kind = PAPER_ACCEPT};

    draws(node, "330726", PAPER_ACCEPT, in_2026, "330726信受〔2026〕1号");
    paper_series_next(node, &turn, &paper);
    assert_string_equal(paper.number, "330726信受〔2026〕2-1号");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("each office, kind and year has a series of its own", each_office_kind_and_year,
                  set_up, tear_down),
        CASE_WITH("a clock set back over New Year goes on in the later year",
                  a_clock_set_back_over_new_year, set_up, tear_down),
        CASE_WITH("what a failed batch drew is drawn again", a_batch_that_failed, set_up,
                  tear_down),
        CASE_WITH("a series goes on where its mark stands", restarted_from_its_marks, set_up,
                  tear_down),
        CASE_WITH("after a loss of history the year's series begins anew under its epoch",
                  history_was_lost, set_up, tear_down),
        CASE_WITH("a paper in the batch that records the loss is of the new series",
                  lost_in_this_batch, set_up, tear_down),
        CASE_WITH("a case about somebody takes no number of the others", counted_apart, set_up,
                  tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
