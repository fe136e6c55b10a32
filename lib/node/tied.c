/* SPDX-License-Identifier: Apache-2.0
 * Cases that name one another, as far as this station has them. */
#include "node/tied.h"

#include "node/avoid.h"
#include "node/visits.h"

#include <string.h>

#define TOLD_TEXT_MAX 256 /* bytes of a sentence about a leading case: number, state and office */

CTASSERT(API_TIED_MAX == TIED_MAX);

/* ---- the rows */

static const struct case_no *named(const struct casefile *file, enum tie tie) {
    switch (tie) {
    case TIE_ATTACHED:
        return &file->matter.leading;
    case TIE_FOLLOWS:
        return &file->follows;
    case TIE_CAUSE:
        return &file->cause.no;
    case TIE_MAX:
        break;
    }
    return NULL;
}

static void remember_ref(struct turn *turn, int64_t ref) {
    for (size_t i = 0; i < turn->found_tied.count; i++) {
        if (ROWS(turn->found_tied, int64_t)[i] == ref) {
            return;
        }
    }
    *(int64_t *)rows_add(&turn->found_tied, sizeof ref) = ref;
}

static void add_row(struct turn *turn, const struct row_tie *row) {
    for (size_t i = 0; i < turn->ties.count; i++) {
        struct row_tie *earlier = &ROWS(turn->ties, struct row_tie)[i];

        if (earlier->case_ref == row->case_ref && earlier->tie == row->tie) {
            *earlier = *row; /* one statement replaces a row once */
            return;
        }
    }
    *(struct row_tie *)rows_add(&turn->ties, sizeof *row) = *row;
}

void tied_touch(struct turn *turn, const struct casefile *after, const struct casefile *before) {
    for (enum tie tie = TIE_ATTACHED; tie < TIE_MAX; tie++) {
        const struct case_no *no = named(after, tie);
        const char *was = before == NULL ? "" : named(before, tie)->text;

        if (strcmp(no->text, was) != 0) {
            add_row(turn, &(struct row_tie){after->ref, tie, *no});
            remember_ref(turn, after->ref);
        }
    }
}

void tied_remember(struct turn *turn, const struct casefile *file) {
    for (enum tie tie = TIE_ATTACHED; tie < TIE_MAX; tie++) {
        if (named(file, tie)->text[0] != '\0') {
            remember_ref(turn, file->ref);
            return;
        }
    }
}

/* The next case that names this one by that tie, NULL after the last. */
static struct cached_case *next_tied(struct node *node, struct turn *turn,
                                     const struct casefile *file, enum tie tie, size_t *at) {
    while (*at < turn->found_tied.count) {
        struct cached_case *entry =
            cases_find_ref(&node->cache, ROWS(turn->found_tied, int64_t)[(*at)++]);

        if (entry != NULL && entry->file.ref != file->ref &&
            strcmp(named(&entry->file, tie)->text, file->no.text) == 0) {
            return entry;
        }
    }
    return NULL;
}

size_t tied_attached(struct node *node, struct turn *turn, const struct casefile *leading) {
    size_t count = 0;

    for (size_t at = 0; next_tied(node, turn, leading, TIE_ATTACHED, &at) != NULL;) {
        count++;
    }
    return count;
}

/* ---- speaking of another case */

static bool tells_the_accused(const struct casefile *file, const struct casefile *other) {
    for (size_t i = 0; i < other->conflicts.count; i++) {
        if (!conflict_has(&file->conflicts, &other->conflicts.nodes[i])) {
            return true;
        }
    }
    return false;
}

enum pj_code tied_may_name(const struct node *node, const struct casefile *file,
                           const struct casefile *other) {
    if (tells_the_accused(file, other)) {
        return PJ_POLICY_CONFLICT;
    }
    return node->now.wall.us < visit_silent_until(other, node->data->law.calendar).us
               ? PJ_POLICY_VISIT_WORD
               : PJ_OK;
}

const char *tied_why_not(enum pj_code code) {
    return code == PJ_POLICY_CONFLICT
               ? "涉及回避，未登记关联；请由信访部门另行保存 / not linked: the number would reach "
                 "whom "
                 "the other case is about"
               : "走访件次一工作日起方可关联，未登记关联；届时请补充说明 / not linked: word of a "
                 "visit may go down from the next working day on; add it then";
}

static bool speaks_of_another(const struct act *act) {
    return act->kind == ACT_ATTACH || act->kind == ACT_REFUSE || act->kind == ACT_JOIN;
}

enum pj_code tied_other(struct node *node, struct arena *arena, const struct account *account,
                        struct acting *acting, const char **ret_field) {
    struct cached_case *other = NULL;
    enum pj_code code = PJ_OK;

    acting->act.leading_state = STATE_UNSPECIFIED;
    if (!speaks_of_another(&acting->act)) {
        acting->act.leading = (struct case_no){""};
        return PJ_OK;
    }
    other = cases_find_no(&node->cache, acting->act.leading.text);
    if (other == NULL || !account_may_see(node, account, &other->file)) {
        return PJ_OK; /* not known here: one answer whether it exists or not */
    }
    code =
        tied_may_name(node, &acting->entry->file, avoid_seen(arena, &other->file, &account->node));
    if (code != PJ_OK) {
        *ret_field = "act.leading";
        return code;
    }
    acting->other = &other->file;
    return PJ_OK;
}

/* ---- what attached cases hear */

/* Only an office that had to do with the leading case is told how it stands. */
static bool may_hear(const struct casefile *leading, const struct node_id *office) {
    bool concerned =
        node_id_equal(&leading->holder, office) || node_id_equal(&leading->origin, office);

    for (size_t i = 0; i < leading->leg_count; i++) {
        concerned = concerned || node_id_equal(&leading->legs[i].giver, office) ||
                    node_id_equal(&leading->legs[i].receiver, office);
    }
    return concerned && !conflict_has(&leading->conflicts, office);
}

static struct bytes told(struct turn *turn, const struct casefile *leading) {
    const char *office = casefile_token_at(leading)->text;
    char *text = arena_alloc(&turn->arena, TOLD_TEXT_MAX);
    size_t len = 0;

    ASSERT(text != NULL);
    len = text_print(text, TOLD_TEXT_MAX,
                     "牵头件 %s 现为 %s，在 %s / the leading case %s is now %s, with %s",
                     leading->no.text, state_text(leading->state), office, leading->no.text,
                     state_text(leading->state), office);
    return (struct bytes){(const uint8_t *)text, len};
}

static void tell(struct node *node, struct turn *turn, struct cached_case *entry,
                 const struct casefile *leading, struct act act) {
    struct acting acting = {.entry = entry, .act = act, .by_station = true};
    struct verdict verdict;
    enum pj_code code = PJ_OK;

    if (entry->file.role != ROLE_HOLDER || !state_is_open(entry->file.state) ||
        !may_hear(leading, &entry->file.holder) || tells_the_accused(&entry->file, leading)) {
        return;
    }
    acting.act.node = entry->file.holder;
    acting.act.leading = leading->no;
    acting.act.leading_state = leading->state;
    acting.act.target = *casefile_token_at(leading);
    acting.act.acted_at = turn->at;
    if (acting.act.reason.len == 0) {
        acting.act.reason = told(turn, leading);
    }
    code = act_apply(node, turn, &acting, &verdict);
    if (code != PJ_OK) {
        log_warn("progress_not_told", "case=%s code=%s", entry->file.no.text, pj_code_name(code));
    }
}

void tied_tell(struct node *node, struct turn *turn, const struct cached_case *leading,
               const struct casefile *before, const struct act *act) {
    const struct casefile *file = &leading->file;
    struct act telling = {.kind = ACT_PROGRESS};
    bool moved = !node_id_equal(casefile_token_at(file), casefile_token_at(before));

    if (file->state == before->state && !moved) {
        return;
    }
    if (lifecycle_answers(before->state, file->state)) {
        telling.kind = ACT_FEEDBACK;
        telling.ruling = act->ruling;
        telling.reason = act->reason;
    }
    for (size_t at = 0;;) {
        struct cached_case *entry = next_tied(node, turn, file, TIE_ATTACHED, &at);

        if (entry == NULL) {
            return;
        }
        tell(node, turn, entry, file, telling);
    }
}

void tied_greet(struct node *node, struct turn *turn, struct cached_case *entry,
                const struct acting *acting) {
    if (acting->act.kind == ACT_ATTACH && acting->other != NULL &&
        casefile_has_flag(&entry->file, FLAG_ATTACHED)) {
        tell(node, turn, entry, acting->other, (struct act){.kind = ACT_PROGRESS});
    }
}

void tied_arrived(struct node *node, struct turn *turn, struct cached_case *entry,
                  const struct casefile *before, const struct act *act) {
    const struct leg *leg = casefile_last_leg(&entry->file);
    struct cached_case *leading = cases_find_no(&node->cache, entry->file.matter.leading.text);

    if (before != NULL) {
        tied_tell(node, turn, entry, before, act);
    }
    if (leg != NULL && leg->kind == LEG_ATTACH && leading != NULL) {
        tell(node, turn, entry, &leading->file, (struct act){.kind = ACT_PROGRESS});
    }
}

/* ---- what is shown */

/* The duty to answer who sent it: the date that office set, or else the period of an attached case.
 */
static const struct clock *feedback_clock(const struct casefile *file) {
    const struct clock *found = NULL;

    for (size_t i = 0; i < file->clock_count; i++) {
        const struct clock *clock = &file->clocks[i];

        if ((clock->kind == CLOCK_FEEDBACK || clock->kind == CLOCK_ASSIGNED) &&
            (found == NULL || clock->no > found->no)) {
            found = clock;
        }
    }
    return found;
}

static struct api_tied show(const struct casefile *file, enum tie tie) {
    static const char *const names[TIE_MAX] = {"", "attached", "follows", "cause"};
    struct api_tied row = {.tie = names[tie],
                           .case_no = file->no.text,
                           .holder = file->holder.text,
                           .state = file->state,
                           .opened_at = file->opened_at,
                           .feedback_to = ""};
    const struct clock *clock = feedback_clock(file);

    if (tie == TIE_ATTACHED && !node_id_is_none(&file->matter.feedback_to)) {
        row.feedback_to = file->matter.feedback_to.text;
        row.answered_at = file->matter.answered_at;
        row.feedback = clock == NULL ? CLOCK_STATE_UNSPECIFIED : clock->state;
        row.feedback_due = clock == NULL ? (struct civil){0} : clock->due;
    }
    return row;
}

/* To an office below a visit's window no hour of it. */
static struct api_tied show_to(const struct node *node, const struct account *account,
                               const struct casefile *file, enum tie tie) {
    struct wall until = visits_hidden_until(node, account, file);
    struct api_tied row = show(file, tie);
    struct casefile seen;

    if (until.us != 0) {
        casefile_copy(&seen, file);
        visit_reduce(&seen, until);
        row.opened_at = seen.opened_at;
        row.answered_at = row.answered_at.us == 0 ? row.answered_at : seen.matter.answered_at;
    }
    return row;
}

size_t tied_list(struct node *node, struct turn *turn, const struct input *input,
                 const struct casefile *file, const struct api_tied **ret_rows) {
    const struct account *account = node_account(node, &input->account);
    struct api_tied *rows = arena_alloc(&turn->arena, TIED_MAX * sizeof *rows);
    size_t count = 0;

    for (enum tie tie = TIE_ATTACHED; rows != NULL && tie < TIE_MAX; tie++) {
        for (size_t at = 0; count < TIED_MAX;) {
            const struct cached_case *entry = next_tied(node, turn, file, tie, &at);

            if (entry == NULL) {
                break;
            }
            if (account_may_see(node, account, &entry->file)) {
                rows[count++] = show_to(node, account, &entry->file, tie);
            }
        }
    }
    *ret_rows = rows;
    return rows == NULL ? 0 : count;
}
