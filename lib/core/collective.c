/* SPDX-License-Identifier: Apache-2.0
 * When a petition is a joint one, and whether too many represent it. */
#include "core/collective.h"

#include <string.h>

static uint32_t persons_of(const struct collective_query *query) {
    return query->persons > query->petitioners ? query->persons : query->petitioners;
}

static const struct rule *persons_rule(const struct rule_set *set, enum limit limit) {
    const struct rule *rule = rule_set_find(set, limit);

    return rule != NULL && rule->unit == UNIT_PERSONS ? rule : NULL;
}

/* A set that says nothing of small groups treats them like all others. */
static const struct rule *representatives_rule(const struct rule_set *set, uint32_t persons) {
    const struct rule *rule =
        persons <= SMALL_GROUP_PERSONS ? persons_rule(set, LIMIT_REPRESENTATIVES_SMALL) : NULL;

    return rule != NULL ? rule : persons_rule(set, LIMIT_REPRESENTATIVES);
}

void collective_decide(const struct collective_query *query,
                       struct collective_verdict *ret_verdict) {
    size_t count = query->rules == NULL ? 0 : query->rules->count;
    uint32_t persons = persons_of(query);

    memset(ret_verdict, 0, sizeof *ret_verdict);
    ret_verdict->collective = query->members + query->representatives > 1;
    for (size_t i = 0; i < count; i++) {
        const struct rule_set *set = &query->rules->sets[i];
        const struct rule *joint = persons_rule(set, LIMIT_COLLECTIVE);
        const struct rule *rule = representatives_rule(set, persons);

        ret_verdict->collective =
            ret_verdict->collective || (joint != NULL && persons >= joint->length);
        if (query->form == FORM_VISIT && rule != NULL && query->representatives > rule->length &&
            (ret_verdict->exceeded == NULL || rule->length < ret_verdict->exceeded->length)) {
            ret_verdict->exceeded = rule; /* the narrower of two binds */
            ret_verdict->version = set->version;
        }
    }
}
