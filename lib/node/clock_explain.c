/* SPDX-License-Identifier: Apache-2.0
 * Every due date of a case, derived again by the rules and the calendar its clock cites, step by
 * step. What is stored counts; the derivation shows why it is what it is. */
#include "node/visits.h"

#include <string.h>

struct telling {
    struct turn *turn;
    struct api_derivation *rows;
    size_t count;
};

static const char *keep(struct turn *turn, const char *text) {
    const char *kept = arena_text(&turn->arena, text, strlen(text));

    ASSERT(kept != NULL);
    return kept;
}

static void tell_steps(struct turn *turn, const struct clock_result *result,
                       struct api_derivation *row) {
    struct api_clock_step *steps =
        arena_alloc(&turn->arena, (result->step_count + 1) * sizeof *steps);

    ASSERT(steps != NULL);
    for (size_t i = 0; i < result->step_count; i++) {
        const struct clock_step *step = &result->steps[i];
        char zh[CLOCK_SENTENCE_MAX];
        char en[CLOCK_SENTENCE_MAX];

        clock_step_sentence(step, CLOCK_ZH, zh);
        clock_step_sentence(step, CLOCK_EN, en);
        steps[i] = (struct api_clock_step){.step = clock_step_text(step->kind),
                                           .zh = keep(turn, zh),
                                           .en = keep(turn, en),
                                           .from = step->from,
                                           .to = step->to,
                                           .length = step->length};
    }
    row->steps = steps;
    row->step_count = result->step_count;
}

static void tell_rule(struct turn *turn, const struct rule_set *set, enum limit limit,
                      struct api_derivation *row) {
    char zh[CLOCK_SENTENCE_MAX];
    char en[CLOCK_SENTENCE_MAX];

    clock_rule_sentence(set, limit, CLOCK_ZH, zh);
    clock_rule_sentence(set, limit, CLOCK_EN, en);
    row->rule_set = set->version;
    row->rule_zh = keep(turn, zh);
    row->rule_en = keep(turn, en);
}

/* No rule set gives it, or it is nothing that could be derived. */
static const struct {
    const char *zh, *en;
} untold[] = {{"本地配置，非法条", "a setting of this software, not law"},
              {"由人设定的日期，不作推算", "a date set by a person: nothing is derived"},
              {"所引规则集或日历不在本站，无从推算，以所存日期为准",
               "the rules or the calendar it cites are not known here: the stored date stands"}};

static void tell_clock(struct telling *telling, const struct node *node, const struct clock *clock,
                       const struct api_due *due) {
    struct clock_law law = versions_law(node, clock);
    struct clock_choice choice;
    enum limit limit = LIMIT_MAX;
    bool missing = clock->calendar[0] != '\0' && law.calendar == NULL;

    if (missing || clock_derive(&law, clock, &choice) != PJ_OK) {
        size_t why = clock->days[0] == '\0' ? 1 : 2;

        telling->rows[telling->count++] = (struct api_derivation){
            .clock = *due, .rule_set = "", .rule_zh = untold[why].zh, .rule_en = untold[why].en};
        return;
    }
    (void)!limit_parse(clock->limit, strlen(clock->limit), &limit);
    for (size_t i = 0; i < choice.count; i++) {
        const struct clock_result *result = &choice.results[i];
        struct api_derivation *row = &telling->rows[telling->count++];

        *row = (struct api_derivation){.clock = *due,
                                       .rule_set = "",
                                       .rule_zh = untold[0].zh,
                                       .rule_en = untold[0].en,
                                       .binding = i == choice.binding,
                                       .provisional = result->provisional,
                                       .due = result->due};
        if (choice.sets[i] != NULL) {
            tell_rule(telling->turn, choice.sets[i], limit, row);
        }
        tell_steps(telling->turn, result, row);
    }
}

void clock_explain_decide(struct node *node, struct turn *turn, struct input *input) {
    const struct account *account = node_account(node, &input->account);
    const struct cached_case *entry = cases_find_no(&node->cache, input->request.case_no);
    struct telling telling = {.turn = turn};
    struct api_reply reply = {.kind = API_REPLY_CLOCKS};
    const struct api_due *due = NULL;
    size_t count = 0;

    if (entry == NULL || entry->is_new || !account_may_see(node, account, &entry->file)) {
        reply_error(node, turn, input, PJ_AUTH_NO_SUCH_CASE, "clock_explain.case_no", "");
        return;
    }
    entry = visits_seen(node, account, &turn->arena, entry);
    telling.rows =
        arena_alloc(&turn->arena, (size_t)CLOCKS_MAX * RULE_SETS_TOGETHER * sizeof *telling.rows);
    ASSERT(telling.rows != NULL);
    count = due_list(&entry->file, &turn->arena, &due);
    for (size_t i = 0; i < count; i++) {
        tell_clock(&telling, node, &entry->file.clocks[i], &due[i]);
    }
    reply.clocks.case_no = entry->file.no.text;
    reply.clocks.rows = telling.rows;
    reply.clocks.count = telling.count;
    reply_send(node, turn, input, &reply);
}
