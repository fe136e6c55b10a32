/* SPDX-License-Identifier: Apache-2.0
 * What the petitioner is told beside the case: where it belongs and which limits run. */
#include "wire/request_parts.h"

#include <string.h>

#define REMEDIES_MAX 64

static void remedy_out(const struct api_remedy *from, PB(Remedy) * out) {
    pujiang__v1__remedy__init(out);
    out->channel = wire_out_text(from->channel);
    out->item = wire_out_text(from->item);
    out->organ = wire_out_text(from->organ);
    out->name_zh = wire_out_text(from->name_zh);
    out->name_en = wire_out_text(from->name_en);
    out->limit_zh = wire_out_text(from->limit_zh);
    out->limit_en = wire_out_text(from->limit_en);
    out->unit = wire_out_text(from->unit);
    out->start = wire_out_text(from->start);
    out->basis = wire_out_text(from->basis);
    out->sentence_zh = wire_out_text(from->sentence_zh);
    out->sentence_en = wire_out_text(from->sentence_en);
    out->length = from->length;
    out->due_date = from->due.day;
    out->provisional = from->provisional;
    out->over = from->over;
    out->setting = from->setting;
}

static void remedy_in(const PB(Remedy) * from, struct api_remedy *to) {
    to->channel = from->channel;
    to->item = from->item;
    to->organ = from->organ;
    to->name_zh = from->name_zh;
    to->name_en = from->name_en;
    to->limit_zh = from->limit_zh;
    to->limit_en = from->limit_en;
    to->unit = from->unit;
    to->start = from->start;
    to->basis = from->basis;
    to->sentence_zh = from->sentence_zh;
    to->sentence_en = from->sentence_en;
    to->length = from->length;
    to->due.day = from->due_date;
    to->provisional = from->provisional;
    to->over = from->over;
    to->setting = from->setting;
}

static PB(Guide) * guide_out(struct wire *wire, const struct api_guide *guide) {
    PB(Guide) *out = guide->rule == 0 ? NULL : wire_alloc(wire, 1, sizeof *out);

    if (out == NULL) {
        return NULL;
    }
    pujiang__v1__guide__init(out);
    out->office = wire_out_text(guide->office);
    out->rule = guide->rule;
    out->rule_text = wire_out_text(guide->rule_text);
    out->word_date = guide->word_from.day;
    out->sentence_zh = wire_out_text(guide->sentence_zh);
    out->sentence_en = wire_out_text(guide->sentence_en);
    return out;
}

static void guide_in(const PB(Guide) * from, struct api_guide *to) {
    *to = (struct api_guide){.office = from->office,
                             .rule = from->rule,
                             .rule_text = from->rule_text,
                             .word_from = {from->word_date},
                             .sentence_zh = from->sentence_zh,
                             .sentence_en = from->sentence_en};
}

PB(Advice) * wire_advice_out(struct wire *wire, const struct api_advice *advice) {
    size_t count = advice->remedy_count;
    bool any = advice->given || advice->guide.rule != 0;
    PB(Advice) *out = any ? wire_alloc(wire, 1, sizeof *out) : NULL;
    PB(Remedy) *rows = out == NULL ? NULL : wire_alloc(wire, count, sizeof *rows);
    PB(Remedy) **list = out == NULL ? NULL : wire_alloc(wire, count, sizeof(PB(Remedy) *));

    if (out == NULL || !wire_ok(wire)) {
        return NULL;
    }
    pujiang__v1__advice__init(out);
    out->guide = guide_out(wire, &advice->guide);
    if (!advice->given) {
        return out;
    }
    for (size_t i = 0; i < count; i++) {
        remedy_out(&advice->remedies[i], &rows[i]);
        list[i] = &rows[i];
    }
    out->branch = wire_out_text(advice->branch);
    out->channel = wire_out_text(advice->channel);
    out->organ = wire_out_text(advice->organ);
    out->rule = advice->rule;
    out->rule_text = wire_out_text(advice->rule_text);
    out->remedies = list;
    out->n_remedies = count;
    out->lane = (PB(Lane))advice->lane;
    return out;
}

void wire_advice_in(struct wire *wire, const PB(Advice) * from, struct api_advice *to) {
    struct api_remedy *rows = NULL;

    memset(to, 0, sizeof *to);
    if (from == NULL) {
        return;
    }
    wire_in_count(wire, from->n_remedies, REMEDIES_MAX);
    rows = wire_alloc(wire, from->n_remedies, sizeof *rows);
    for (size_t i = 0; rows != NULL && i < from->n_remedies; i++) {
        remedy_in(from->remedies[i], &rows[i]);
    }
    if (from->guide != NULL) {
        guide_in(from->guide, &to->guide);
    }
    to->given = from->rule != 0; /* each branch has its rule */
    to->branch = from->branch;
    to->channel = from->channel;
    to->organ = from->organ;
    to->rule = from->rule;
    to->rule_text = from->rule_text;
    to->remedies = rows;
    to->remedy_count = from->n_remedies;
    to->lane = (enum lane)wire_in_enum(wire, (int)from->lane, LANE_OF_CASE_MAX);
}
