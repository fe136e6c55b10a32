/* SPDX-License-Identifier: Apache-2.0
 * A case goes where the rules lead: at once when it is taken in, or, where that is below the window
 * of a visit, on the next working day (core/visit.h). The wait is a clock of the case: it survives
 * the process, and the due machinery ends it. */
#include "node/by_rule.h"

#include "core/visit.h"

#include <string.h>

bool route_by_rule(const struct node *node, struct casefile *file, struct civil today,
                   struct route_verdict *ret_verdict) {
    struct route_query query = {.directory = node->data->directory,
                                .list = node->data->list,
                                .conflicts = &file->conflicts,
                                .at = file->holder,
                                .place = file->place,
                                .category = file->category,
                                .purpose = file->purpose,
                                .form = file->form,
                                .today = today};

    memset(ret_verdict, 0, sizeof *ret_verdict);
    ret_verdict->outcome = ROUTE_KEEP;
    ret_verdict->target = file->holder;
    if (query.directory == NULL) {
        return false;
    }
    route_decide(&query, ret_verdict);
    file->route_rule = ret_verdict->rule;
    memcpy(file->route_basis, ret_verdict->basis, sizeof file->route_basis);
    if (query.list != NULL) {
        memcpy(file->list_version, competence_version(query.list), sizeof file->list_version);
    }
    return ret_verdict->outcome != ROUTE_KEEP && ret_verdict->outcome != ROUTE_PARK &&
           node_reaches(node, &ret_verdict->target);
}

/* ---- the silence about a visit */

static const struct clock *silence_of(const struct casefile *file) {
    for (size_t i = 0; i < file->clock_count; i++) {
        if (file->clocks[i].kind == CLOCK_VISIT_WORD &&
            file->clocks[i].state == CLOCK_STATE_RUNNING) {
            return &file->clocks[i];
        }
    }
    return NULL;
}

bool silence_is_over(const struct casefile *file, struct wall now) {
    const struct clock *silence = silence_of(file);

    return silence != NULL && silence->due_at.us <= now.us;
}

static enum pj_code act_by_station(struct node *node, struct turn *turn, struct cached_case *entry,
                                   struct act act) {
    struct acting acting = {.entry = entry, .act = act, .by_station = true};
    struct verdict verdict;

    acting.act.node = entry->file.holder;
    acting.act.acted_at = turn->at;
    return act_apply(node, turn, &acting, &verdict);
}

static bool routes_on(struct node *node, struct turn *turn, struct cached_case *entry) {
    struct casefile asked = entry->file;
    struct casefile before = entry->file;
    struct route_verdict verdict;

    if (!route_by_rule(node, &asked, civil_of(turn->at), &verdict)) {
        return false;
    }
    entry->file.route_rule = asked.route_rule;
    memcpy(entry->file.route_basis, asked.route_basis, sizeof asked.route_basis);
    memcpy(entry->file.list_version, asked.list_version, sizeof asked.list_version);
    if (act_by_station(
            node, turn, entry,
            (struct act){.kind = ACT_ROUTE, .target = verdict.target, .rule = verdict.rule}) ==
        PJ_OK) {
        return true;
    }
    entry->file = before;
    return false;
}

/* What a person did with the case meanwhile goes before the rules: where it is
 * accepted, or designated, it stays. */
void silence_ends(struct node *node, struct turn *turn, struct cached_case *entry) {
    enum pj_code code = PJ_OK;

    if (entry->file.state == STATE_REGISTERED && !entry->file.binding &&
        routes_on(node, turn, entry)) {
        return;
    }
    code =
        act_by_station(node, turn, entry, (struct act){.kind = ACT_LAPSE, .rule = RULE_VISIT_WORD});
    if (code != PJ_OK) {
        log_warn("silence_not_ended", "case=%s code=%s", entry->file.no.text, pj_code_name(code));
    }
}
