/* SPDX-License-Identifier: Apache-2.0
 * What the petitioner is told beside the case; see advice.c. */
#pragma once
#include "wire/api.h"

struct arena;
struct node;

/* The book of channels from the node's config; false when out of memory. */
bool channels_new(struct node *node) must_check;
/* Whose procedure the case belongs to and which limits run meanwhile, as of now. Texts are of the
 * arena. */
void advise(const struct node *node, const struct casefile *file, struct arena *arena,
            struct api_advice *ret_advice);
