/* SPDX-License-Identifier: Apache-2.0
 * Papers 文书: one row per kind, with its name, who issues it and to whom, and what it must show;
 * and which act of a case makes which.
 *
 * A paper without its date, its due day or its remedy is not printed: `must` says what a kind may
 * not leave out, for the template and for the facts alike. */
#pragma once
#include "core/lifecycle.h"

#define PAPERS_PER_ACT_MAX 2

enum paper_party { /* who issues it, and to whom it goes */
    PARTY_PETITIONER,
    PARTY_ACTOR,   /* the office whose act it is */
    PARTY_TARGET,  /* the office that gets the case */
    PARTY_GIVER,   /* who gave the case to the actor */
    PARTY_HOLDER,  /* who has the case */
    PARTY_PARTIES, /* of an agreement */
    PARTY_FILE,    /* stays with the case */
    PARTY_ORIGIN,  /* where it was taken in */
    PARTY_MAX
};

struct paper_row {
    enum paper_kind kind;
    const char *title; /* 受理告知书 */
    const char
        *series; /* the word of its number: 浦江信<受>〔2026〕12号; "" = derived, no number */
    enum paper_party issuer, addressee;
    uint64_t must; /* 1 << enum paper_field */
    const char *basis;
};

#define PAPER_SHOWS(field) (UINT64_C(1) << PAPER_FIELD_##field)

/* The row of a kind, which must be one: PAPER_RECEIPT..PAPER_SHEET. */
const struct paper_row *paper_row(enum paper_kind kind);
/* Does it bear a number of a series? One that does not is derived from the case as it stands. */
bool paper_is_numbered(enum paper_kind kind);
const char *paper_party_text(enum paper_party party);

/* Which papers this act makes: `before` is the case as it stood, the verdict is PJ_OK. Returns the
 * count. */
size_t papers_of_act(const struct casefile *before, const struct act *act,
                     const struct verdict *verdict, enum paper_kind ret_kinds[PAPERS_PER_ACT_MAX]);

/* The one of them that bears a number; PAPER_UNSPECIFIED = none: no act makes two. */
enum paper_kind paper_of_act(const struct casefile *before, const struct act *act,
                             const struct verdict *verdict);
/* Is it one whose service starts the petitioner's period, so that its proof is kept with it? */
bool paper_is_served(enum paper_kind kind);
/* Who reviews the opinion the case now has, or re-checks the review opinion: as reviewer_find. */
enum pj_code paper_reviewers(const struct casefile *after, const struct lifecycle_context *context,
                             bool recheck, struct reviewer_choice *ret_choice) must_check;

/* ---- the day of a paper that is derived, from the case as it stands now */

/* The hand-over that happened in the same turn as the registration; NULL = the case stayed. */
const struct leg *paper_first_leg(const struct casefile *file);
/* Who had the case when that turn was over: the origin, or the office of the same station to which
 * it was handed at once. What left for another station was still the origin's. */
const struct node_id *paper_first_holder(const struct casefile *file);
/* A call that is due by a setting of the office's own is no period a paper may cite. */
/* Did the registration start this clock for who had the case then? Whatever became of it since. */
bool paper_clock_of_registration(const struct casefile *file, const struct clock *clock);
/* That clock once more, by the rules in force: for a case whose own had to make room for later
 * ones. */
struct clock paper_first_clock(const struct clock_law *law, const struct casefile *file);
/* The last hand-over proper, NULL = it never went anywhere. */
const struct leg *paper_last_leg(const struct casefile *file);
/* Did the arrival by this leg start this clock for its receiver? */
bool paper_clock_of_leg(const struct leg *leg, const struct clock *clock);
