/* SPDX-License-Identifier: Apache-2.0
 * Where does a case go? Up, down, sideways, or nowhere: numbered rules, each with its article, in
 * one file.
 *
 * Order: conflict set -> finality -> statutory channel -> competence list -> place -> tier. The
 * verdict carries the rule's number; `pujiangctl explain` and the tests use the same number. Pure:
 * values in, verdict out.
 */
#pragma once
#include "core/competence.h"
#include "words/casefile.h"

struct route_query {
    const struct directory *directory;    /* borrowed */
    const struct competence *list;        /* borrowed, may be NULL: place and tier decide alone */
    const struct conflict_set *conflicts; /* borrowed, may be NULL */
    struct node_id at;                    /* office that has it now */
    struct place place;                   /* of the problem; none = not said */
    const char *category;                 /* borrowed; "" = unclassified */
    enum purpose purpose;
    enum form form;
    bool binding; /* designated to `at`: it stays */
    struct civil today;
};

enum route_outcome {
    ROUTE_KEEP,
    ROUTE_DELEGATE,
    ROUTE_ESCALATE,
    ROUTE_TRANSFER,
    ROUTE_PARK, /* no rule leads anywhere lawful: a person decides; never dropped */
    ROUTE_OUTCOME_MAX
};

struct route_verdict {
    enum route_outcome outcome;
    struct node_id target;          /* = at for KEEP and PARK */
    uint32_t rule;                  /* R1 ... */
    bool place_unconfirmed;         /* 待核实 */
    char basis[BASIS_TEXT_MAX + 1]; /* article, list version and line */
};

/* Until sealed parts exist, what is about an office stays off the stations that host it: would the
 * road between these two enter one? The station where it already is does not count. */
bool route_is_exposed(const struct directory *directory, const struct conflict_set *conflicts,
                      const struct node_id *from, const struct node_id *to);

void route_decide(const struct route_query *query, struct route_verdict *ret_verdict);

const char *route_outcome_text(enum route_outcome outcome);
#define RULE_MAX 162
/* The rule's sentence with its article, NULL for a number without a rule. Route rules are 1..49,
 * life cycle 50.. */
const char *rule_text(uint32_t rule);

/* Delegate down, escalate up, transfer sideways: the direction from one office to another.
 * PJ_POLICY_TARGET when the target does not exist or is the office itself. */
enum pj_code route_direction(const struct directory *directory, const struct node_id *from,
                             const struct node_id *to, enum leg_kind *ret_kind) must_check;
