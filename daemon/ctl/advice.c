/* SPDX-License-Identifier: Apache-2.0
 * What the petitioner is told beside the case, as JSON: scripts print it on the receipt. */
#include "ctl.h"

static json_t *remedies_json(const struct api_advice *advice) {
    json_t *rows = json_array();

    for (size_t i = 0; i < advice->remedy_count; i++) {
        const struct api_remedy *remedy = &advice->remedies[i];
        json_t *row = json_object();

        print_set(row, "channel", print_text(remedy->channel));
        print_set(row, "name", print_text(remedy->name_zh));
        print_set(row, "name_en", print_text(remedy->name_en));
        print_set(row, "organ", print_text(remedy->organ));
        print_set(row, "item", print_text(remedy->item));
        print_set(row, "limit", print_text(remedy->limit_zh));
        print_set(row, "limit_en", print_text(remedy->limit_en));
        print_set(row, "length", json_integer(remedy->length));
        print_set(row, "unit", print_text(remedy->unit));
        print_set(row, "from", print_text(remedy->start));
        print_set(row, "due", print_civil(remedy->due));
        print_set(row, "provisional", json_boolean(remedy->provisional));
        print_set(row, "over", json_boolean(remedy->over));
        print_set(row, "setting", json_boolean(remedy->setting));
        print_set(row, "basis", print_text(remedy->basis));
        print_set(row, "sentence", print_text(remedy->sentence_zh));
        print_set(row, "sentence_en", print_text(remedy->sentence_en));
        json_array_append_new(rows, row);
    }
    return rows;
}

static json_t *guide_json(const struct api_guide *guide) {
    json_t *row = json_object();

    print_set(row, "office", print_text(guide->office));
    print_set(row, "rule", json_integer(guide->rule));
    print_set(row, "rule_text", print_text(guide->rule_text));
    print_set(row, "word_from", print_civil(guide->word_from));
    print_set(row, "sentence", print_text(guide->sentence_zh));
    print_set(row, "sentence_en", print_text(guide->sentence_en));
    return row;
}

void advice_set(json_t *object, const struct api_advice *advice) {
    json_t *procedure = NULL;

    if (advice->guide.rule != 0) {
        print_set(object, "guide", guide_json(&advice->guide));
    }
    if (!advice->given) {
        return;
    }
    procedure = json_object();
    print_set(procedure, "branch", print_text(advice->branch));
    print_set(procedure, "channel", print_text(advice->channel));
    print_set(procedure, "organ", print_text(advice->organ));
    print_set(procedure, "rule", json_integer(advice->rule));
    print_set(procedure, "rule_text", print_text(advice->rule_text));
    print_set(object, "procedure", procedure);
    print_set(object, "lane_suggested",
              print_text(advice->lane == LANE_OF_CASE_UNSPECIFIED ? "" : lane_text(advice->lane)));
    print_set(object, "remedies", remedies_json(advice));
}

void advice_print(struct printer *printer, const struct api_advice *advice) {
    print_rows(printer, remedies_json(advice), "name limit due organ basis sentence");
}
