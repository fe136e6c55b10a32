/* SPDX-License-Identifier: Apache-2.0
 * What a refusal adds to its code and sentence, which are the same for everybody: who may, which
 * words there are, who has the case. It goes as the error's detail. */
#pragma once
#include "node/acting.h"
#include "node/internal.h"

#define HINT_BYTES_MAX 600

#define HINT_NOT_PARKED                                                                            \
    "没有停放这一条：见 parked list / nothing waits under that number: see parked list"

struct hint {
    char text[HINT_BYTES_MAX + 1]; /* "" = nothing to add */
};

/* The rights of which one would do. */
void hint_scopes(uint32_t scopes, struct hint *ret_hint);
/* Of a refused act. It tells nothing that the account may not read of the case. */
void hint_act(struct node *node, struct turn *turn, const struct input *input,
              const struct acting *acting, enum pj_code code, const struct verdict *verdict,
              struct hint *ret_hint);
/* Of an intake office that cannot be. */
void hint_office(const struct node *node, const struct account *account,
                 const struct node_id *office, enum pj_code code, struct hint *ret_hint);
