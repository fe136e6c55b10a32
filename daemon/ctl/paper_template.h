/* SPDX-License-Identifier: Apache-2.0
 * A paper from its template and its facts. Pure: text in, text out.
 *
 * An office may edit the templates: {{field}} is the field, {{field:20}} padded to 20 columns,
 * {{#field}} ... {{.}} ... {{/field}} is repeated for each item of it and absent when there is
 * none. What it may not do is leave out what the kind must show, or hide it. */
#pragma once
#include "base/buf.h"
#include "core/paper.h"

#define PAPER_BYTES_MAX     (4u << 20)
#define PAPER_TROUBLE_MAX   200
#define PAPER_PAD_MAX       200
#define PAPER_TEMPLATE_LONG (256u << 10) /* no letter-head is longer */

enum paper_medium {
    PAPER_MEDIUM_TXT,
    PAPER_MEDIUM_HTML,
    PAPER_MEDIUM_MAX
};

struct paper_value {
    const struct bytes *items; /* borrowed */
    size_t count;
};

struct paper_facts {
    struct paper_value values[PAPER_FIELD_MAX];
};

/* Why a template or its facts are refused, in both languages; "" = it is well. */
struct paper_trouble {
    uint32_t line; /* of the template, 0 = the whole */
    char sentence[PAPER_TROUBLE_MAX + 1];
};

/* PJ_BAD_DATA and the trouble: a field unknown or not closed, a field of `must` left out, hidden or
 * shown only with another. */
enum pj_code paper_template_check(enum paper_kind kind, enum paper_medium medium,
                                  struct bytes template,
                                  struct paper_trouble *ret_trouble) must_check;

/* Checks the template and that no fact of `must` is empty, then appends the paper to `out`; nothing
 * is written otherwise. What a person wrote is escaped in HTML; bytes that are no UTF-8 and signs
 * that would steer a printer or turn the writing round are shown by their number. */
enum pj_code paper_render(enum paper_kind kind, enum paper_medium medium, struct bytes template,
                          const struct paper_facts *facts, struct buf *out) must_check;
/* The sentence for what paper_render refused; empty facts are told here. */
void paper_render_trouble(enum paper_kind kind, enum paper_medium medium, struct bytes template,
                          const struct paper_facts *facts, struct paper_trouble *ret_trouble);
