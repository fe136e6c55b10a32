/* SPDX-License-Identifier: Apache-2.0
 * A token that was taken, not given 提级办理: the old holder gives way, and the taker takes it up
 * again should it lose its history. */
#include "node/seize.h"

#include "node/avoid.h"
#include "node/supplement.h"

#include <string.h>

void tell_event(struct node *node, struct turn *turn, const struct cached_case *entry,
                const struct act *act, const struct telling *telling) {
    struct event_body body = {.case_no = entry->file.no,
                              .act = *act,
                              .state = entry->file.state,
                              .holder = entry->file.holder,
                              .closed_at = entry->file.closed_at,
                              .problems = entry->file.problems,
                              .problem_count = entry->file.problem_count};
    struct outgoing outgoing = {.kind = MESSAGE_EVENT,
                                .act = ACT_DELIVER,
                                .file = &entry->file,
                                .from = *telling->from,
                                .to = telling->to,
                                .to_count = telling->to_count};
    enum pj_code code = wire_encode_event(&body, &turn->arena, &outgoing.body);

    ASSERT(code == PJ_OK);
    (void)seal_message(node, turn, &outgoing);
}

/* Who loses the token hears so, whoever it is about: else two offices went on with one case. Of the
 * act no more than that: no reason, nobody's name. Only who took it knows for sure whom the case is
 * about: of those whom another station tells, this one may not have heard. */
static void tell_loser(struct node *node, struct turn *turn, const struct cached_case *entry,
                       const struct act *act, const struct telling *telling) {
    struct cached_case *bare = NULL;
    struct act told = {.kind = ACT_SEIZE,
                       .node = act->node,
                       .target = act->target,
                       .rule = act->rule,
                       .acted_at = act->acted_at};

    bare = arena_alloc(&turn->arena, sizeof *bare);
    ASSERT(bare != NULL);
    casefile_copy(&bare->file, &entry->file);
    bare->file.conflicts.count = 0;
    tell_event(node, turn, bare, &told, telling);
}

void seize_tell_loser(struct node *node, struct turn *turn, const struct cached_case *entry,
                      const struct act *act) {
    const struct leg *leg = casefile_last_leg(&entry->file);

    if (act->kind == ACT_SEIZE && leg != NULL && leg->kind == LEG_SEIZE &&
        conflict_has(&entry->file.conflicts, &leg->giver) && !node_hosts(node, &leg->giver) &&
        node_reaches(node, &leg->giver)) {
        tell_loser(node, turn, entry, act, &(struct telling){&entry->file.holder, &leg->giver, 1});
    }
}

/* No hand-over bears this term: the token was taken, not given. */
bool seize_is_term(uint64_t term) {
    return term > SEIZE_TERM_STEP && term % SEIZE_LEVEL_STEP == 0;
}

bool seize_is_void(uint64_t older, uint64_t term) {
    return older / SEIZE_LEVEL_STEP < term / SEIZE_LEVEL_STEP;
}

/* This station lost the history in which it seized the case. No Transfer brought it, so nobody can
 * give one back: it takes the token up again, under the term the others know. */
void seize_again(struct node *node, struct turn *turn, struct cached_case *entry,
                 const struct header *header, const struct node_id *holder) {
    struct casefile *file = &entry->file;
    struct lifecycle_context context = node_context(node, turn, true);
    struct act deliver = {.kind = ACT_DELIVER, .node = *holder, .acted_at = turn->at};
    struct leg *leg = file->leg_count > 0 ? &file->legs[file->leg_count - 1] : NULL;
    struct verdict verdict;

    if (file->leg_count == LEGS_MAX) {
        return;
    }
    if (leg != NULL && leg->delivered_at.us == 0 && leg->closed_at.us == 0) {
        leg->closed_at = turn->at;
    }
    leg = &file->legs[file->leg_count++];
    memset(leg, 0, sizeof *leg);
    leg->term = header->term;
    leg->kind = LEG_SEIZE;
    leg->giver = file->holder;
    leg->receiver = *holder;
    leg->opened_at = turn->at;
    leg->rule = 117;
    file->state = STATE_REGISTERED;
    file->term = header->term;
    file->version = header->version > file->version ? header->version : file->version;
    file->role = ROLE_HOLDER;
    lifecycle_decide(file, &deliver, &context, &verdict);
    ASSERT(verdict.code == PJ_OK);
    casefile_apply(file, &deliver, &verdict);
}

/* The token was seized from this station. The taker hears that we gave way: should it lose its
 * history, this is what we give it back. And whoever we handed the case to meanwhile is told by us,
 * as the taker does not know of them. */
void seize_give_way(struct node *node, struct turn *turn, const struct casefile *before,
                    const struct cached_case *entry, const struct act *act,
                    const struct node_id *from) {
    const struct leg *leg = casefile_last_leg(before);
    const struct node_id *taker = &entry->file.holder;
    struct node_id later = before->holder;
    struct node_id here = node_hosts(node, &before->origin) ? before->origin : node_desk(node);

    if (!seize_is_void(before->term, entry->file.term)) {
        return;
    }
    if (before->role == ROLE_TRANSIT && leg != NULL) {
        later = leg->receiver;
    }
    if (seize_is_term(entry->file.term) && node_reaches(node, taker)) {
        tell_event(node, turn, entry, act, &(struct telling){from, taker, 1});
    }
    if (before->role == ROLE_HOLDER && node_reaches(node, taker)) {
        if (before->conflicts.count > 0) { /* the taker may know of fewer */
            (void)avoid_tell(node, turn, entry,
                             conflict_has(&before->conflicts, &before->holder) ? &here
                                                                               : &before->holder);
        }
        supplement_pass_on(node, turn, entry, entry->body, &before->holder);
    }
    if (!node_id_equal(&later, taker) && !node_hosts(node, &later) && node_reaches(node, &later)) {
        tell_loser(node, turn, entry, act, &(struct telling){from, &later, 1});
    }
}
