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

#define CONFLICTS_MAX 32

struct conflict_set { /* offices that must neither handle nor hear of the case (回避, 条例 §28, §30)
                       */
    struct node_id nodes[CONFLICTS_MAX];
    size_t count;
};
bool conflict_has(const struct conflict_set *conflicts, const struct node_id *node);

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

void route_decide(const struct route_query *query, struct route_verdict *ret_verdict);

const char *route_outcome_text(enum route_outcome outcome);
#define RULE_MAX 160
/* The rule's sentence with its article, NULL for a number without a rule. Route rules are 1..49,
 * life cycle 50.. */
const char *rule_text(uint32_t rule);

/* Delegate down, escalate up, transfer sideways: the direction from one office to another.
 * PJ_POLICY_TARGET when the target does not exist or is the office itself. */
enum pj_code route_direction(const struct directory *directory, const struct node_id *from,
                             const struct node_id *to, enum leg_kind *ret_kind) must_check;
