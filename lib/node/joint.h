/* SPDX-License-Identifier: Apache-2.0
 * Joint petitions at intake. */
#pragma once
#include "node/internal.h"

/* Marks a joint petition. The sentence of a warning (in the turn's arena) where more represent a
 * visit than the rules in force let, else NULL. */
const char *joint_mark(struct node *node, struct turn *turn, const struct api_submit_case *submit,
                       struct casefile *file);
