/* SPDX-License-Identifier: Apache-2.0
 * Cases on one matter: what intake suggests, and where an attached case goes. */
#pragma once
#include "node/internal.h"

/* Attaching: fills acting->act.target with the holder of the leading case (acting->other), where it
 * is known here; else the target must have been named. */
enum pj_code same_matter_target(struct node *node, struct turn *turn, struct acting *acting,
                                const char **ret_field) must_check;
/* Intake: the newest cases on the matter of this submission that the account may see, without
 * `file`; how many. It suggests: nothing follows from it unless a person decides. */
size_t same_matter_list(struct node *node, struct turn *turn, const struct input *input,
                        const struct casefile *file, const struct api_same_matter **ret_rows);
