/* SPDX-License-Identifier: Apache-2.0
 * A case goes where the rules lead: at once when it is taken in, or, where that is below the window
 * of a visit, on the next working day (core/visit.h); and after the case that it is attached to.
 * The wait is a clock of the case: it survives the process, and the due machinery ends it. */
#include "node/by_rule.h"

#include "core/visit.h"

#include <string.h>

#define ALONG_TEXT_MAX                                                                             \
    320 /* bytes of a sentence: a code with both its sentences, or two numbers                     \
         */

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

/* ---- waits that are over */

/* NULL: none of the kind runs, or not so long yet. */
static const struct clock *wait_over(const struct casefile *file, enum clock_kind kind,
                                     struct wall now) {
    for (size_t i = 0; i < file->clock_count; i++) {
        const struct clock *clock = &file->clocks[i];

        if (clock->kind == kind && clock->state == CLOCK_STATE_RUNNING &&
            clock->due_at.us <= now.us) {
            return clock;
        }
    }
    return NULL;
}

static enum pj_code act_by_station(struct node *node, struct turn *turn, struct cached_case *entry,
                                   struct act act) {
    struct acting acting = {.entry = entry, .act = act, .by_station = true};
    struct verdict verdict;

    acting.act.node = entry->file.holder;
    acting.act.acted_at = turn->at;
    return act_apply(node, turn, &acting, &verdict);
}

/* ---- the silence about a visit */

bool silence_is_over(const struct casefile *file, struct wall now) {
    return wait_over(file, CLOCK_VISIT_WORD, now) != NULL;
}

static bool routes_on(struct node *node, struct turn *turn, struct cached_case *entry) {
    struct casefile asked;
    struct casefile before;
    struct route_verdict verdict;

    casefile_copy(&asked, &entry->file);
    casefile_copy(&before, &entry->file);
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
    casefile_copy(&entry->file, &before);
    return false;
}

/* What a person did with the case meanwhile goes before the rules: where it is accepted, designated
 * or attached to another one, it stays. */
void silence_ends(struct node *node, struct turn *turn, struct cached_case *entry) {
    enum pj_code code = PJ_OK;

    if (entry->file.state == STATE_REGISTERED && !entry->file.binding &&
        !casefile_has_flag(&entry->file, FLAG_ATTACHED) && routes_on(node, turn, entry)) {
        return;
    }
    code =
        act_by_station(node, turn, entry, (struct act){.kind = ACT_LAPSE, .rule = RULE_VISIT_WORD});
    if (code != PJ_OK) {
        log_warn("silence_not_ended", "case=%s code=%s", entry->file.no.text, pj_code_name(code));
    }
}

/* ---- after the leading case */

bool along_is_due(const struct casefile *file, struct wall now) {
    return wait_over(file, CLOCK_ALONG, now) != NULL;
}

/* For the office that has it alone: who else is concerned may not be told of everybody's news. */
static void stays(struct node *node, struct turn *turn, struct cached_case *entry,
                  const struct node_id *target, enum pj_code why) {
    struct act act = {.kind = ACT_LAPSE, .rule = RULE_STAYS, .target = *target};
    const struct pj_code_row *row = pj_code_find((unsigned)why);
    char *text = arena_alloc(&turn->arena, ALONG_TEXT_MAX);
    enum pj_code code = PJ_OK;

    ASSERT(text != NULL);
    act.reason.data = (const uint8_t *)text;
    act.reason.len = text_print(text, ALONG_TEXT_MAX, "%s: %s / %s", row->name, row->zh, row->en);
    code = act_by_station(node, turn, entry, act);
    if (code != PJ_OK) {
        log_warn("wait_not_ended", "case=%s code=%s", entry->file.no.text, pj_code_name(code));
    }
}

void along_goes(struct node *node, struct turn *turn, struct cached_case *entry) {
    const struct clock *wait = wait_over(&entry->file, CLOCK_ALONG, turn->at);
    struct act act = {.kind = ACT_ATTACH,
                      .capacity = CAPACITY_STATION,
                      .target = wait->owner,
                      .leading = entry->file.matter.leading};
    char *text = arena_alloc(&turn->arena, ALONG_TEXT_MAX);
    enum pj_code code = PJ_OK;

    ASSERT(text != NULL);
    act.reason.data = (const uint8_t *)text;
    act.reason.len =
        text_print(text, ALONG_TEXT_MAX, "牵头件 %s 由 %s 承办 / the leading case %s is with %s",
                   act.leading.text, act.target.text, act.leading.text, act.target.text);
    code = act_by_station(node, turn, entry, act);
    if (code != PJ_OK) {
        stays(node, turn, entry, &act.target, code);
    }
}
