/* SPDX-License-Identifier: Apache-2.0
 * The table behind codes.h. Rows stand in the order of their numbers, which a test checks; there
 * are so few that looking one up walks them. */
#include "base/base.h"

static const struct pj_code_row rows[] = {
#define CODE_ROW(name, number, where, retry, zh, en)                                               \
    {PJ_##name, #name, PJ_##where, PJ_##retry, zh, en},
    PJ_CODES(CODE_ROW)
#undef CODE_ROW
};

const struct pj_code_row *pj_code_find(unsigned number) {
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        if ((unsigned)rows[i].code == number) {
            return &rows[i];
        }
    }
    return NULL;
}

const char *pj_code_name(unsigned number) {
    const struct pj_code_row *row = pj_code_find(number);

    return row != NULL ? row->name : "?";
}
