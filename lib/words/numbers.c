/* SPDX-License-Identifier: Apache-2.0
 * See the header. */
#include "words/numbers.h"

#include <string.h>

bool numbers_fit_header(uint64_t term, uint64_t version) {
    return term <= TERM_MAX && version <= VERSION_MAX;
}

/* ---- dates and instants; 0 = none */

static bool walls_fit(const struct wall *const *walls, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (!wall_is_plausible(*walls[i])) {
            return false;
        }
    }
    return true;
}
#define WALLS_FIT(...)                                                                             \
    walls_fit((const struct wall *const[]){__VA_ARGS__},                                           \
              sizeof((const struct wall *const[]){__VA_ARGS__}) / sizeof(const struct wall *))

static bool leg_fits(const struct leg *leg) {
    return leg->term <= TERM_MAX && civil_is_plausible(leg->due) &&
           WALLS_FIT(&leg->opened_at, &leg->delivered_at, &leg->closed_at);
}

static bool assist_fits(const struct assist *assist) {
    return civil_is_plausible(assist->due) &&
           WALLS_FIT(&assist->asked_at, &assist->answered_at, &assist->closed_at);
}

/* ---- clocks */

/* "2026-11-02..2026-11-05", or "2026-12-01..": of a hearing that is not over. */
static bool pause_fits(const char *text, size_t len, bool is_last) {
    size_t end = CIVIL_TEXT_MAX + 2;
    struct civil from = {0};
    struct civil to = {0};

    if (len < end || civil_parse(text, CIVIL_TEXT_MAX, &from) != PJ_OK ||
        memcmp(text + CIVIL_TEXT_MAX, "..", 2) != 0 || (len == end && !is_last)) {
        return false;
    }
    if (len > end && civil_parse(text + end, len - end, &to) != PJ_OK) {
        return false;
    }
    return civil_is_plausible(from) && civil_is_plausible(to);
}

/* Whoever ends the hearing writes behind what is open. */
static bool pauses_fit(const struct clock *clock) {
    const char *text = clock->pauses;
    size_t used = strlen(text);
    bool is_open = used > 0 && text[used - 1] == '.';
    size_t count = 0;

    while (*text != '\0') {
        size_t len = strcspn(text, " ");

        if (count == PAUSES_MAX || !pause_fits(text, len, text[len] == '\0')) {
            return false;
        }
        count++;
        text += len + (text[len] == ' ' ? 1 : 0);
    }
    return is_open || clock->state != CLOCK_STATE_PAUSED;
}

static bool clock_fits(const struct clock *clock) {
    CTASSERT(CLOCK_NO_MAX <= INT32_MAX); /* a column of the database is as wide */
    CTASSERT(PAUSES_MAX * (2 * CIVIL_TEXT_MAX + 3) <= PAUSES_TEXT_MAX);
    return clock->no <= CLOCK_NO_MAX && clock->extension <= EXTENSION_MAX &&
           civil_is_plausible(clock->due) && pauses_fit(clock) &&
           WALLS_FIT(&clock->started_at, &clock->due_at, &clock->yellow_at, &clock->done_at);
}

bool numbers_fit_clocks(const struct clock *clocks, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (!clock_fits(&clocks[i])) {
            return false;
        }
    }
    return true;
}

/* ---- the case */

bool numbers_fit_problems(const struct problem *problems, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (problems[i].no != i + 1) {
            return false;
        }
    }
    return true;
}

static bool matter_fits(const struct matter *matter) {
    return WALLS_FIT(&matter->accepted_at, &matter->decided_at, &matter->served_at,
                     &matter->answered_at);
}

bool numbers_fit_case(const struct casefile *casefile) {
    bool fit = matter_fits(&casefile->matter) && civil_is_plausible(casefile->known_at) &&
               casefile->objections <= OBJECTIONS_MAX &&
               WALLS_FIT(&casefile->received_at, &casefile->opened_at, &casefile->closed_at,
                         &casefile->refused.at) &&
               numbers_fit_problems(casefile->problems, casefile->problem_count) &&
               numbers_fit_clocks(casefile->clocks, casefile->clock_count);

    for (size_t i = 0; fit && i < casefile->leg_count; i++) {
        fit = leg_fits(&casefile->legs[i]);
    }
    for (size_t i = 0; fit && i < casefile->assist_count; i++) {
        fit = assist_fits(&casefile->assists[i]);
    }
    for (size_t i = 0; fit && i < casefile->corrected_count; i++) {
        fit = wall_is_plausible(casefile->corrected[i].at);
    }
    return fit;
}

bool numbers_fit_act(const struct act *act) {
    return act->term <= TERM_MAX && civil_is_plausible(act->due) &&
           WALLS_FIT(&act->acted_at, &act->happened_at);
}
