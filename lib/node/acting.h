/* SPDX-License-Identifier: Apache-2.0
 * An act on a case, whoever does it: acts.c. */
#pragma once
#include "node/turn.h"

/* Applies an act of the lifecycle to a case whose token is here, writes its rows and messages.
 * Shared by API acts, orders, clocks and the station itself. in: the item that caused it, or NULL.
 */
struct acting {
    struct cached_case *entry;
    struct act act;
    bool by_station;
    bool in_order;                /* it came from another station */
    const struct casefile *other; /* the case act.leading names, where it is known; or NULL */
    const struct input *in;       /* item that carries the act (its row is the in row), or NULL */
    struct message_id reply_to;   /* of an order, zero = none */
    struct bytes submission;      /* of a supplement, packed; borrowed */
    /* Of a supplement in which somebody is accused (accuse.h); all in the turn's arena, or NULL. */
    struct intake *accusation;
    const struct conflict_set *named;
    const char *warning;
};
/* The right that an act in this capacity takes. */
uint32_t capacity_scope(enum capacity capacity);
enum pj_code act_apply(struct node *node, struct turn *turn, const struct acting *acting,
                       struct verdict *ret_verdict) must_check;
/* To who has the token, as far as this station knows. submission: of a supplement, else none. */
enum pj_code send_order(struct node *node, struct turn *turn, const struct cached_case *entry,
                        const struct act *act, struct bytes submission) must_check;
struct asked { /* in an order */
    const struct act *act;
    struct bytes submission; /* of a supplement, packed, else none */
};
enum pj_code send_order_to(struct node *node, struct turn *turn, const struct cached_case *entry,
                           const struct asked *asked, const struct node_id *to) must_check;
