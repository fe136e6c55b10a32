/* SPDX-License-Identifier: Apache-2.0
 * The new case is made as that of a SubmitCase (intake.c). The old one's set grows, and nothing
 * else of it: no act, no version. Who named whom stands in this station's journal, in a row of no
 * case. */
#include "node/accuse.h"

#include "node/accused.h"
#include "node/avoid.h"
#include "node/waiting.h"

#include "core/conflict.h"

#define STAYS                                                                                                                           \
    "承办机构应当回避，而上级均须经被举报单位的站点才能送达；请另向上一级窗口提交 / who has the " \
    "case "                                                                                                                             \
    "must avoid it, and every road further up leads through the accused: submit it one tier up "                                        \
    "too"

/* Of whom nothing is said there is nothing to keep but the office: what else was said of them would
 * be lost, or stand where they see it. */
static enum pj_code check(const struct api_supplement *supplement, const char **ret_field) {
    bool accuses = accused_in_supplement(supplement);

    *ret_field = "act.supplement.petitioners";
    if (supplement->petitioner_count > 0 && !accuses) {
        return PJ_BAD_FIELD;
    }
    *ret_field = "act.supplement.accused";
    for (size_t i = 0; !accuses && i < supplement->accused_count; i++) {
        const struct accused *accused = &supplement->accused[i];

        if (accused->node[0] == '\0' || accused->person.len > 0 || accused->post.len > 0) {
            return PJ_BAD_EMPTY;
        }
    }
    return PJ_OK;
}

static enum pj_code find_named(struct node *node, struct turn *turn, const struct input *input,
                               struct acting *acting) {
    const struct api_supplement *supplement = &input->request.act.supplement;
    const char **offices = arena_alloc(&turn->arena, supplement->accused_count * sizeof *offices);
    struct conflict_set *named = arena_alloc(&turn->arena, sizeof *named);
    struct conflict_query query = {.directory = node_directory(node),
                                   .offices = offices,
                                   .count = supplement->accused_count,
                                   .place = acting->entry->file.place,
                                   .at = acting->act.node};

    if (offices == NULL || named == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    for (size_t i = 0; i < supplement->accused_count; i++) {
        offices[i] = supplement->accused[i].node;
    }
    conflict_find(&query, named);
    acting->named = named;
    return PJ_OK;
}

static enum pj_code make_case(struct node *node, struct turn *turn, struct input *input,
                              struct acting *acting) {
    const struct api_supplement *supplement = &input->request.act.supplement;
    const struct api_submit_case *submit =
        accused_of_supplement(&turn->arena, supplement, &acting->entry->file);
    struct intake *intake = arena_alloc(&turn->arena, sizeof *intake);
    enum pj_code code = PJ_OK;

    if (submit == NULL || intake == NULL || !intake_init(intake, node, turn, input, submit)) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    if (!node_hosts(node, &acting->act.node)) {
        return PJ_POLICY_TARGET; /* its numbers are given elsewhere */
    }
    intake->office = acting->act.node;
    intake->idem = input->accusation_idem;
    code = intake_make(intake);
    if (code == PJ_OK && intake->packed.len > SUPPLEMENT_BYTES_MAX) {
        return PJ_BAD_TOO_LONG;
    }
    acting->accusation = intake;
    return code;
}

enum pj_code accuse_make(struct node *node, struct turn *turn, struct input *input,
                         struct acting *acting, const char **ret_field) {
    const struct api_supplement *supplement = &input->request.act.supplement;
    enum pj_code code = check(supplement, ret_field);

    if (code == PJ_OK && supplement->accused_count > 0) {
        code = find_named(node, turn, input, acting);
    }
    if (code == PJ_OK && accused_in_supplement(supplement)) {
        code = make_case(node, turn, input, acting);
    }
    return code;
}

/* Whoever reads the journal finds who named whom; no question about the case does. */
static void keep_trace(struct node *node, struct turn *turn, const struct acting *acting) {
    struct order_body body = {.case_no = acting->entry->file.no,
                              .act = {.node = acting->act.node,
                                      .operator_ref = acting->act.operator_ref,
                                      .account = acting->act.account,
                                      .acted_at = turn->at},
                              .conflicts = *acting->named};
    struct outgoing outgoing = {.kind = MESSAGE_UNSPECIFIED, .from = acting->act.node};
    enum pj_code code = wire_encode_order(&body, &turn->arena, &outgoing.body);

    ASSERT(code == PJ_OK);
    (void)seal_message(node, turn, &outgoing);
}

/* The order that brings the words brings whom to avoid. */
static bool goes_with_words(const struct node *node, const struct acting *acting) {
    const struct casefile *file = &acting->entry->file;

    return acting->submission.len > 0 && file->role != ROLE_HOLDER &&
           avoid_may_read(node, file, &acting->act.node, casefile_token_at(file));
}

void accuse_record(struct node *node, struct turn *turn, const struct input *input,
                   struct acting *acting) {
    const struct api_supplement *supplement = &input->request.act.supplement;
    struct cached_case *entry = acting->entry;

    if (acting->named == NULL) {
        return;
    }
    keep_trace(node, turn, acting);
    if (acting->accusation != NULL) {
        intake_record(acting->accusation);
    }
    if (supplement->form ==
        FORM_VISIT) { /* whoever has it must not hear who stands at the window */
        waiting_for_word(node, turn, entry, &acting->act.node, supplement->received_at);
    } else if (!goes_with_words(node, acting) &&
               avoid_tell(node, turn, entry, &acting->act.node) == AVOID_NOBODY) {
        acting->warning = STAYS;
    }
    case_touch(turn, entry, &entry->file); /* its set; no leg and no clock of it moved */
}
