/* SPDX-License-Identifier: Apache-2.0
 * Whom a submission is about, at intake. */
#pragma once
#include "node/internal.h"

/* Whom the submission is about becomes the case's conflict set; its place must be set. */
enum pj_code accused_conflicts(struct node *node, struct turn *turn,
                               const struct api_submit_case *submit, const struct node_id *office,
                               struct casefile *file) must_check;
/* What the receipt says where nobody knows at which office the accused are (R22). */
const char *accused_unresolved_sentence(void);
/* What the receipt says where every road leads through the accused. */
const char *accused_stays_sentence(void);
