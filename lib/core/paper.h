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
