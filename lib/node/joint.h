/* SPDX-License-Identifier: Apache-2.0
 * Joint petitions at intake. */
#pragma once
#include "node/internal.h"

/* Who signed it and does not speak for it: the list of them stays where it was taken in. */
bool joint_is_member(const struct petitioner *petitioner);
/* As many persons as were declared, and never fewer than are named. */
uint32_t joint_persons(const struct api_submit_case *submit);
/* Marks a joint petition. The sentence of a warning (in the turn's arena) where more represent a
 * visit than the rules in force let, else NULL. */
const char *joint_mark(struct node *node, struct turn *turn, const struct api_submit_case *submit,
                       struct casefile *file);
