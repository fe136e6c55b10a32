/* SPDX-License-Identifier: Apache-2.0
 * Who is accused in a supplement: a case of its own for what is said of them, and whom the case it
 * was handed in for avoids from now on (node/avoid.h). */
#pragma once
#include "node/internal.h"

/* Of the request: acting->accusation and acting->named, neither where nobody is accused. Nothing is
 * written yet. PJ_BAD_EMPTY, PJ_BAD_FIELD, PJ_BAD_TOO_LONG: *ret_field says what. */
enum pj_code accuse_make(struct node *node, struct turn *turn, struct input *input,
                         struct acting *acting, const char **ret_field) must_check;
/* The supplement itself is in. acting->warning: what its receipt has to say. */
void accuse_record(struct node *node, struct turn *turn, const struct input *input,
                   struct acting *acting);
