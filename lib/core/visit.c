/* SPDX-License-Identifier: Apache-2.0
 * Two levels are right for a visit; above them it is guided. Pure. */
#include "core/visit.h"

#include <string.h>

#define RULE_VISIT 20

/* The division of the lowest office that the visit belongs to. */
static uint32_t competent_division(const struct route_query *query, uint32_t place) {
    const struct directory *directory = query->directory;
    const struct competence_row *row =
        query->list == NULL
            ? NULL
            : competence_find(query->list, directory, query->category, place, query->today);
    enum level level = row == NULL ? LEVEL_TOWNSHIP : row->tier;
    uint32_t index =
        directory_at_level(directory, place, level == LEVEL_VILLAGE ? LEVEL_TOWNSHIP : level);

    if (index != PLACE_INDEX_NONE) {
        return index;
    }
    /* No such tier here: the place's own office, or the nearest above that is a government. */
    while (place != PLACE_INDEX_NONE &&
           (directory_is_virtual(directory, place) ||
            place_level(directory_place(directory, place)) == LEVEL_VILLAGE)) {
        place = directory_parent(directory, place);
    }
    return place;
}

/* The lowest reception from `index` up to, and without, `at` that may hear of the matter. */
static struct node_id lawful_below(const struct route_query *query, uint32_t index, uint32_t at) {
    while (index != PLACE_INDEX_NONE && index != at) {
        struct node_id desk = node_id_of_place(directory_place(query->directory, index));

        if (!conflict_has(query->conflicts, &desk)) {
            return desk;
        }
        index = directory_superior(query->directory, index);
    }
    return (struct node_id){""};
}

void visit_advise(const struct route_query *query, struct visit_advice *ret_advice) {
    const struct directory *directory = query->directory;
    uint32_t at = directory_find(directory, node_id_place(&query->at));
    uint32_t place =
        place_is_none(query->place) ? PLACE_INDEX_NONE : directory_find(directory, query->place);
    uint32_t competent = PLACE_INDEX_NONE;
    bool is_claim = query->purpose == PURPOSE_CLAIM || query->purpose == PURPOSE_UNSPECIFIED;

    *ret_advice = (struct visit_advice){.rule = RULE_VISIT};
    if (query->form != FORM_VISIT || !is_claim || query->binding || place == PLACE_INDEX_NONE ||
        at == PLACE_INDEX_NONE) {
        return;
    }
    competent = competent_division(query, place);
    if (competent == PLACE_INDEX_NONE || competent == at ||
        directory_superior(directory, competent) == at ||
        !directory_is_within(directory, competent, at)) {
        return;
    }
    ret_advice->guide_to = lawful_below(query, competent, at);
    ret_advice->skips = !node_id_is_none(&ret_advice->guide_to);
}

struct wall visit_word_from(struct wall received_at, const struct calendar *calendar,
                            struct place region, bool *ret_provisional) {
    struct civil before = civil_of(received_at);
    struct day day = calendar_day(calendar, region, (struct civil){before.day + 1});

    *ret_provisional = !day.known;
    while (!day_works(day.kind)) {
        before.day++;
        day = calendar_day(calendar, region, (struct civil){before.day + 1});
        *ret_provisional |= !day.known;
    }
    return civil_end(before);
}

void visit_word(const struct casefile *casefile, struct visit_word *ret_word) {
    *ret_word = (struct visit_word){.place = casefile->place,
                                    .problems = (uint32_t)casefile->problem_count};
    memcpy(ret_word->category, casefile->category, sizeof ret_word->category);
}
