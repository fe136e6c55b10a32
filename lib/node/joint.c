/* SPDX-License-Identifier: Apache-2.0
 * Joint petitions at intake: who of a submission counts as what, and what the receipt says. */
#include "node/joint.h"

#include "core/collective.h"

#define SENTENCE_BYTES_MAX 256

enum {
    PETITIONER_AGENT = 3,
    PETITIONER_REPRESENTATIVE = 4,
    PETITIONER_MEMBER = 5
};

static struct collective_query query_of(const struct api_submit_case *submit) {
    struct collective_query query = {.form = submit->form};

    for (size_t i = 0; i < submit->petitioner_count; i++) {
        uint32_t kind = submit->petitioners[i].kind;

        query.petitioners += kind == PETITIONER_AGENT ? 0 : 1;
        query.representatives += kind == PETITIONER_REPRESENTATIVE ? 1 : 0;
        query.members += kind == PETITIONER_MEMBER ? 1 : 0;
    }
    return query;
}

bool joint_is_member(const struct petitioner *petitioner) {
    return petitioner->kind == PETITIONER_MEMBER;
}

uint32_t joint_persons(const struct api_submit_case *submit) {
    uint32_t named = query_of(submit).petitioners;
    uint32_t declared = submit->group_persons > 0 ? submit->group_persons : submit->persons;

    if (declared < named) {
        declared = named;
    }
    return declared > 0 ? declared : 1;
}

const char *joint_mark(struct node *node, struct turn *turn, const struct api_submit_case *submit,
                       struct casefile *file) {
    struct lifecycle_context context = node_context(node, turn, true);
    struct collective_query query = query_of(submit);
    struct collective_verdict verdict;
    char *sentence = NULL;

    query.rules = context.law == NULL ? NULL : context.law->rules;
    query.persons = file->persons;
    collective_decide(&query, &verdict);
    if (verdict.collective) {
        file->matter.flags |= 1U << FLAG_COLLECTIVE;
    }
    if (verdict.exceeded == NULL) {
        return NULL;
    }
    sentence = arena_alloc(&turn->arena, SENTENCE_BYTES_MAX);
    if (sentence != NULL) {
        text_print(sentence, SENTENCE_BYTES_MAX,
                   "走访代表超过 %u 人（%s %s），已照收，请推选代表 / more than %u representatives "
                   "on a visit (%s %s): taken in all the same",
                   verdict.exceeded->length, verdict.version, verdict.exceeded->article,
                   verdict.exceeded->length, verdict.version, verdict.exceeded->article);
    }
    return sentence;
}
