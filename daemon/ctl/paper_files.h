/* SPDX-License-Identifier: Apache-2.0
 * Where the templates of papers come from: the folder of the office, else those built in. */
#pragma once
#include "ctl.h"
#include "paper_template.h"

/* "receipt.txt" of a path. False: no template's name. */
bool paper_file_name(const char *path, enum paper_kind *ret_kind, enum paper_medium *ret_medium);
/* The template built in. */
struct bytes paper_shipped(enum paper_kind kind, enum paper_medium medium);
/* --templates DIR has it, or it is built in. `*ret_data` is to be freed. EXIT_FINE, or told. */
int paper_template_get(struct ctl *ctl, enum paper_kind kind, enum paper_medium medium,
                       uint8_t **ret_data, struct bytes *ret_template);

/* The paper of that number, of the office --node where two have it. EXIT_FINE: it is the one in the
 * answer, with what it says. Or told. (paper_list.c) */
int paper_get(struct ctl *ctl, const char *number, struct api_reply *ret_reply);
