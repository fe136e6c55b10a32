/* SPDX-License-Identifier: Apache-2.0
 * What becomes of the day's cases in the ninety days after it: which share of them takes which
 * course, and who does what on which day. Everything follows from the case's index, so that every
 * run is the same season. */
#pragma once
#include "plan.h"

#include <pujiang/pujiang.h>

#define SEASON_DAYS      90
#define SEASON_STEPS_MAX 8
#define SEASON_DAYS_MAX  32 /* on which something is done */

enum season_by {
    BY_HOLDER, /* the office that has it */
    BY_COUNTY, /* the county's petition office, which watches over all of them */
    BY_PETITIONER,
};

struct season_step {
    uint32_t day; /* after the day; 0 = no step */
    enum season_by by;
    struct pj_act act;       /* without case, office and date */
    enum pj_outcome outcome; /* of every problem, when the act decides */
    uint32_t due;            /* day the act sets; 0 = none */
};

struct season_course {
    const char *name;
    enum destiny destiny; /* of the cases that may take it */
    uint32_t share;       /* of all shares of that destiny */
    enum pj_state ends;   /* what it is on the last day */
    struct season_step steps[SEASON_STEPS_MAX];
};

/* On this day villages hand up what they were given, for a village decides nothing, and petition
 * offices hand down: from then on a competent unit has it. */
extern const uint32_t season_settled_in;

/* The course of this case. */
const struct season_course *season_course(const struct planned *planned);
/* Every day on which something is done, in order, the last day with them. Returns the count. */
size_t season_days(uint32_t ret_days[static SEASON_DAYS_MAX]);
