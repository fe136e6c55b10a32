/* SPDX-License-Identifier: Apache-2.0
 * Up, down, sideways, or nowhere. The road to a verdict: which office is competent (rules 2..8, 10,
 * 19), may it hear of the case at all (rule 1), and is it reached directly, through the common
 * superior (rule 6), or only through those who must not see it (rule 21). */
#include "core/route.h"

#include "base/text.h"

#include <string.h>

#define DISCIPLINE "discipline" /* 纪检监察机关 */

struct choice {
    struct node_id office; /* none = no lawful office */
    uint32_t rule;
    const struct competence_row *row; /* of the list, NULL = the rule needed none */
};

bool route_is_exposed(const struct directory *directory, const struct conflict_set *conflicts,
                      const struct node_id *from, const struct node_id *to) {
    for (size_t i = 0; directory != NULL && conflicts != NULL && i < conflicts->count; i++) {
        if (directory_road_enters(directory, from, to, &conflicts->nodes[i])) {
            return true;
        }
    }
    return false;
}

static bool is_exposed(const struct route_query *query, const struct node_id *office) {
    return route_is_exposed(query->directory, query->conflicts, &query->at, office);
}

static bool is_lawful(const struct route_query *query, const struct node_id *office) {
    return !conflict_has(query->conflicts, office) && !is_exposed(query, office);
}

/* The organ of a division, or its general desk for "". False when there is no such office. */
static bool office_of(const struct directory *directory, uint32_t index, const char *organ,
                      struct node_id *ret_office) {
    struct node_id office = node_id_of_place(directory_place(directory, index));
    size_t used = strlen(office.text);

    if (organ[0] != '\0') {
        text_print(office.text + used, sizeof office.text - used, ".%s", organ);
    }
    *ret_office = office;
    return directory_has_node(directory, &office);
}

/* From `index` upwards, the first division with that organ that may hear of the case; where the
 * organ is missing and `desk` says so, the division's general desk stands in. None when nobody is
 * left. */
static struct node_id first_lawful(const struct route_query *query, uint32_t index,
                                   const char *organ, bool desk) {
    const struct directory *directory = query->directory;
    struct node_id office = {""};

    while (index != PLACE_INDEX_NONE) {
        if (office_of(directory, index, organ, &office) && is_lawful(query, &office)) {
            return office;
        }
        if (desk && office_of(directory, index, "", &office) && is_lawful(query, &office)) {
            return office;
        }
        index = directory_superior(directory, index);
    }
    return (struct node_id){""};
}

/* The nearest discipline organ that may hear of it, by a road that the accused's stations do not
 * see; one tier further up where there is none. */
static struct choice choose_discipline(const struct route_query *query, uint32_t index) {
    struct choice choice = {.rule = 3};
    struct node_id office = {""};

    for (; index != PLACE_INDEX_NONE; index = directory_superior(query->directory, index)) {
        if (!office_of(query->directory, index, DISCIPLINE, &office) ||
            conflict_has(query->conflicts, &office)) {
            continue;
        }
        if (!is_exposed(query, &office)) {
            return (struct choice){office, 3, NULL};
        }
        choice.rule = 21;
    }
    return choice;
}

static struct choice choose_keep(const struct route_query *query, uint32_t rule) {
    return (struct choice){query->at, rule, NULL};
}

/* An unknown place belongs to the nearest division above it that is known, one whose division has
 * ended to the division that took over, on the day of the case. */
static uint32_t place_of(const struct route_query *query, bool *ret_unconfirmed,
                         uint32_t *ret_ended) {
    const struct directory *directory = query->directory;
    uint32_t index = PLACE_INDEX_NONE;
    uint32_t standing = PLACE_INDEX_NONE;

    *ret_unconfirmed = false;
    *ret_ended = PLACE_INDEX_NONE;
    if (place_is_none(query->place)) {
        return directory_find(directory, node_id_place(&query->at));
    }
    index = directory_find(directory, query->place);
    if (index == PLACE_INDEX_NONE) {
        *ret_unconfirmed = true;
        index = directory_find_nearest(directory, query->place);
    }
    standing = directory_standing(directory, index, query->today);
    *ret_ended = standing != index ? index : PLACE_INDEX_NONE;
    return standing;
}

static struct choice choose_by_list(const struct route_query *query, uint32_t place,
                                    const struct competence_row *row) {
    const struct directory *directory = query->directory;
    uint32_t index = directory_at_level(directory, place, row->tier);
    struct choice choice = {.rule = 4, .row = row};

    if (index == PLACE_INDEX_NONE) {
        choice.rule = 7;
        choice.office = first_lawful(query, place, "", false);
        return choice;
    }
    choice.office = first_lawful(query, index, row->organ, true);
    return choice;
}

/* No place leads anywhere: whoever is above the intake office judges, at the top it stays. */
static struct choice choose_above(const struct route_query *query) {
    const struct directory *directory = query->directory;
    uint32_t at = directory_find(directory, node_id_place(&query->at));
    uint32_t above = at == PLACE_INDEX_NONE ? at : directory_superior(directory, at);

    if (above == PLACE_INDEX_NONE) {
        return choose_keep(query, 5);
    }
    return (struct choice){first_lawful(query, above, "", false), 8, NULL};
}

/* Does the place lie in the subtree of the office that has the case now? */
static bool is_ours(const struct route_query *query, uint32_t place) {
    uint32_t at = directory_find(query->directory, node_id_place(&query->at));

    return at != PLACE_INDEX_NONE && directory_is_within(query->directory, place, at);
}

/* The competent office, the intake office's own position left aside. */
static struct choice choose(const struct route_query *query, uint32_t place, bool unconfirmed) {
    const struct competence_row *row = NULL;

    if (query->binding) {
        return choose_keep(query, 2);
    }
    if (place == PLACE_INDEX_NONE) {
        return choose_above(query);
    }
    if (query->purpose == PURPOSE_ACCUSATION) {
        return choose_discipline(query, place);
    }
    if (query->purpose == PURPOSE_THANKS) {
        return choose_keep(query, 19);
    }
    if (query->form == FORM_SESSION) {
        return choose_keep(query, 10);
    }
    if (query->list != NULL) {
        row = competence_find(query->list, query->directory, query->category, place, query->today);
    }
    if (row != NULL) {
        return choose_by_list(query, place, row);
    }
    if (unconfirmed || !is_ours(query, place)) {
        return (struct choice){first_lawful(query, place, "", false), unconfirmed ? 8U : 6U, NULL};
    }
    return choose_keep(query, 5);
}

/* An office beside our own line, in a division neither above nor below ours, is for the common
 * superior to judge: it knows both sides. An accusation goes straight to its organ: fewer eyes. */
static void through_common_superior(const struct route_query *query, struct choice *choice) {
    const struct directory *directory = query->directory;
    uint32_t at = directory_find(directory, node_id_place(&query->at));
    uint32_t to = directory_find(directory, node_id_place(&choice->office));

    if (choice->rule == 2 || choice->rule == 3 || at == PLACE_INDEX_NONE ||
        to == PLACE_INDEX_NONE || directory_is_within(directory, to, at) ||
        directory_is_within(directory, at, to)) {
        return;
    }
    choice->rule = 6;
    choice->office = first_lawful(query, directory_common_superior(directory, at, to), "", false);
}

/* The office that has it now may itself be one that must not: then it leaves, whatever else was
 * chosen, also where the organ that should have it is missing. */
static void leave_conflict(const struct route_query *query, struct choice *choice) {
    const struct directory *directory = query->directory;
    uint32_t at = directory_find(directory, node_id_place(&query->at));
    struct node_id above = {""};

    if (!conflict_has(query->conflicts, &query->at) ||
        (!node_id_is_none(&choice->office) && !node_id_equal(&choice->office, &query->at))) {
        return;
    }
    if (at != PLACE_INDEX_NONE) {
        above = first_lawful(query, at, "", false);
    }
    if (!node_id_is_none(&above) || !node_id_is_none(&choice->office)) {
        *choice = (struct choice){above, 1, NULL};
    }
}

static bool is_unresolved(const struct route_query *query) {
    return query->conflicts != NULL && query->conflicts->unresolved;
}

/* Somebody is accused whose office nobody knows, and no tier is left above the place. */
static bool is_at_the_top(const struct route_query *query, uint32_t place) {
    return is_unresolved(query) && query->purpose == PURPOSE_ACCUSATION &&
           place != PLACE_INDEX_NONE &&
           directory_superior(query->directory, place) == PLACE_INDEX_NONE;
}

/* Is there an office above that may hear of it, were it not for the road? */
static bool is_cut_off(const struct route_query *query, uint32_t place) {
    struct node_id desk = {""};

    for (; place != PLACE_INDEX_NONE; place = directory_superior(query->directory, place)) {
        if (office_of(query->directory, place, "", &desk) &&
            !conflict_has(query->conflicts, &desk)) {
            return true;
        }
    }
    return false;
}

/* Why it went one tier further up, or why it stays for a person. */
static void name_rule(const struct route_query *query, uint32_t place, struct choice *choice) {
    bool kept = node_id_is_none(&choice->office);

    if (!kept && is_unresolved(query) && (choice->rule == 3 || choice->rule == 1)) {
        choice->rule = 22;
    }
    if (kept && choice->rule != 23 && choice->rule != 21) {
        choice->rule = 9;
        if (query->conflicts != NULL && query->conflicts->count > 0 && is_cut_off(query, place)) {
            choice->rule = 21;
        }
    }
    if (kept && is_unresolved(query) && choice->rule == 9) {
        choice->rule = 23;
    }
}

/* Rule, version and line of the list; and, where the place's division has ended, who took over. */
static void write_basis(const struct route_query *query, const struct choice *choice,
                        const uint32_t moved[2], char *basis) {
    size_t used = 0;

    if (choice->row == NULL) {
        used = text_print(basis, BASIS_TEXT_MAX + 1, "R%u", choice->rule);
    } else {
        used = text_print(basis, BASIS_TEXT_MAX + 1, "R%u %.50s:%u", choice->rule,
                          competence_version(query->list), choice->row->line);
    }
    if (moved[0] != PLACE_INDEX_NONE && moved[1] != PLACE_INDEX_NONE) {
        char from[PLACE_DIGITS_MAX + 1];
        char to[PLACE_DIGITS_MAX + 1];

        place_print(directory_place(query->directory, moved[0]), from);
        place_print(directory_place(query->directory, moved[1]), to);
        text_print(basis + used, BASIS_TEXT_MAX + 1 - used, " %s>%s", from, to);
    }
}

static enum route_outcome outcome_of(const struct route_query *query,
                                     const struct node_id *office) {
    static const enum route_outcome outcomes[LEG_MAX] = {[LEG_DELEGATE] = ROUTE_DELEGATE,
                                                         [LEG_ESCALATE] = ROUTE_ESCALATE,
                                                         [LEG_TRANSFER] = ROUTE_TRANSFER};
    enum leg_kind kind = LEG_UNSPECIFIED;

    if (node_id_equal(office, &query->at)) {
        return ROUTE_KEEP;
    }
    if (route_direction(query->directory, &query->at, office, &kind) != PJ_OK) {
        return ROUTE_PARK;
    }
    return outcomes[kind];
}

void route_decide(const struct route_query *query, struct route_verdict *ret_verdict) {
    bool unconfirmed = false;
    uint32_t ended = PLACE_INDEX_NONE;
    uint32_t place = place_of(query, &unconfirmed, &ended);
    struct choice choice = choose(query, place, unconfirmed);

    memset(ret_verdict, 0, sizeof *ret_verdict);
    if (!node_id_is_none(&choice.office)) {
        through_common_superior(query, &choice);
    }
    leave_conflict(query, &choice);
    if (is_at_the_top(query, place)) {
        choice = (struct choice){.rule = 23};
    }
    name_rule(query, place, &choice);
    ret_verdict->outcome = outcome_of(query, &choice.office);
    ret_verdict->target = ret_verdict->outcome == ROUTE_PARK ? query->at : choice.office;
    ret_verdict->rule = choice.rule;
    ret_verdict->place_unconfirmed = unconfirmed;
    write_basis(query, &choice, (const uint32_t[2]){ended, place}, ret_verdict->basis);
}

const char *route_outcome_text(enum route_outcome outcome) {
    static const char *const texts[ROUTE_OUTCOME_MAX] = {"keep", "delegate", "escalate", "transfer",
                                                         "park"};

    return outcome < ROUTE_OUTCOME_MAX ? texts[outcome] : "?";
}

enum pj_code route_direction(const struct directory *directory, const struct node_id *from,
                             const struct node_id *to, enum leg_kind *ret_kind) {
    uint32_t here = PLACE_INDEX_NONE;
    uint32_t there = PLACE_INDEX_NONE;

    if (directory == NULL || node_id_equal(from, to) || !directory_has_node(directory, to)) {
        return PJ_POLICY_TARGET;
    }
    here = directory_find(directory, node_id_place(from));
    there = directory_find(directory, node_id_place(to));
    if (here != there && directory_is_within(directory, there, here)) {
        *ret_kind = LEG_DELEGATE;
    } else if (here != there && directory_is_within(directory, here, there)) {
        *ret_kind = LEG_ESCALATE;
    } else { /* beside each other: offices of one division, or of two subtrees */
        *ret_kind = LEG_TRANSFER;
    }
    return PJ_OK;
}
