/* SPDX-License-Identifier: Apache-2.0
 * Voiding a paper 作废. It keeps its number and is listed as voided for ever; a replacement with
 * the next number says the same, so the petitioner is never left without a paper about an act that
 * stands. Nothing else changes: not the case, not a clock, not a day that was told: an office that
 * wants another content must act again, and the act has its own guards.
 *
 * By the head of the issuing office (条例 §32: who signs answers for it). Not once service is
 * proven: from that day the petitioner's period runs (§35, §36), and what was handed over counts. A
 * proof of service is never voided: its period would hang in the air. */
#include <stdio.h>
#include <string.h>

#include "node/papers.h"

struct voiding {
    const struct api_void_paper *request;
    struct cached_case *entry;
    const struct issued *found; /* the paper meant */
};

static bool is_meant(const struct issued *paper, const void *wanted) {
    const struct api_void_paper *request = wanted;

    return strcmp(paper->number, request->number) == 0 &&
           (request->office[0] == '\0' || strcmp(paper->office.text, request->office) == 0);
}

static void answer(struct node *node, struct turn *turn, const struct input *input,
                   const struct voiding *voiding) {
    const char *case_no = voiding->entry->file.no.text;
    struct api_paper item = {.paper = voiding->found, .case_no = case_no};
    struct api_reply reply = {.kind = API_REPLY_PAPERS, .papers = {&item, 1, 0}};

    reply_send(node, turn, input, &reply);
}

/* The book is at the station of that office; a copy of the paper may be here. */
static bool is_elsewhere(const struct node *node, const struct api_void_paper *request) {
    struct node_id office;

    return node_id_parse(request->office, strlen(request->office), &office) == PJ_OK &&
           !node_hosts(node, &office);
}

static enum pj_code check(const struct node *node, const struct input *input,
                          const struct voiding *voiding, const char **ret_field) {
    const struct issued *found = voiding->found;

    *ret_field = "void_paper.number";
    if (found == NULL) {
        return is_elsewhere(node, voiding->request) ? PJ_AUTH_NOT_ACTOR : PJ_AUTH_NO_SUCH_PAPER;
    }
    if (!account_may_act_for(node_account(node, &input->account), &found->office)) {
        return PJ_AUTH_NOT_ACTOR;
    }
    if (found->voided_at.us != 0) {
        return PJ_STATE_DONE;
    }
    if (found->served_at.us != 0 || found->kind == PAPER_SERVICE) {
        return PJ_STATE_PAPER_SERVED;
    }
    *ret_field = "void_paper.reason";
    return voiding->request->reason.len == 0 ? PJ_POLICY_REASON : PJ_OK;
}

/* A line in the history of the case, here where the book is: who, which number, why. */
static enum pj_code record(struct node *node, struct turn *turn, const struct input *input,
                           const struct voiding *voiding, const char *next, int64_t *ret_pos) {
    const struct casefile *file = &voiding->entry->file;
    struct event_body body = {.case_no = file->no,
                              .state = file->state,
                              .holder = file->holder,
                              .closed_at = file->closed_at,
                              .problems = file->problems,
                              .problem_count = file->problem_count};
    struct outgoing outgoing = {.kind = MESSAGE_EVENT,
                                .act = ACT_NOTE,
                                .file = file,
                                .from = voiding->found->office,
                                .to = &voiding->found->office,
                                .to_count = 1};
    size_t room = 2 * PAPER_NUMBER_TEXT_MAX + 64 + voiding->request->reason.len;
    char *text = arena_alloc(&turn->arena, room);
    enum pj_code code = PJ_OK;

    if (text == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    snprintf(text, room, "文书 %s 作废，由 %s 代替：%.*s", voiding->found->number, next,
             (int)voiding->request->reason.len, (const char *)voiding->request->reason.data);
    body.act = (struct act){.kind = ACT_NOTE,
                            .node = voiding->found->office,
                            .capacity = CAPACITY_HEAD,
                            .reason = {(const uint8_t *)text, strlen(text)},
                            .operator_ref = input->request.operator_ref,
                            .account = input->account,
                            .acted_at = turn->at};
    code = wire_encode_event(&body, &turn->arena, &outgoing.body);
    if (code == PJ_OK) {
        *ret_pos = seal_message(node, turn, &outgoing);
    }
    return code;
}

/* The same paper once more, under the next number. */
static enum pj_code replace(struct node *node, struct turn *turn, const struct input *input,
                            struct voiding *voiding) {
    struct issued next = *voiding->found;
    struct issued *voided = NULL;
    enum pj_code code = PJ_OK;

    next.at = turn->at;
    memcpy(next.replaces, voiding->found->number, sizeof next.replaces);
    paper_series_next(node, turn, &next);
    code = record(node, turn, input, voiding, next.number, &next.pos);
    ASSERT(code == PJ_OK); /* the number is drawn; a note of at most 5 KiB always fits */
    voided = paper_change(turn, voiding->found);
    voided->voided_at = turn->at;
    voided->void_reason = voiding->request->reason;
    voiding->found = voided;
    paper_tell(node, turn, &voiding->entry->file, voided);
    paper_tell(node, turn, &voiding->entry->file, &next);
    paper_add(turn, &next); /* may move the rows: found is looked up again to be shown */
    return code;
}

/* True when the key was seen before and the answer has been given. */
static bool answer_replayed(struct node *node, struct turn *turn, struct input *input,
                            const struct voiding *voiding) {
    const struct row_idem *idem = turn_find_idem(turn, &input->idem);

    if (idem == NULL) {
        return false;
    }
    if (digest_equal(&idem->request, &input->request_digest) && voiding->found != NULL) {
        answer(node, turn, input, voiding);
    } else {
        reply_conflict(node, turn, input, &idem->request);
    }
    return true;
}

void void_paper_decide(struct node *node, struct turn *turn, struct input *input) {
    const struct api_void_paper *request = &input->request.void_paper;
    struct cached_case *entry = cases_find_no(&node->cache, request->case_no);
    struct voiding voiding = {.request = request, .entry = entry};
    const char *field = "";
    enum pj_code code = PJ_OK;

    if (entry == NULL || entry->is_new ||
        !account_may_see(node, node_account(node, &input->account), &entry->file)) {
        reply_error(node, turn, input, PJ_AUTH_NO_SUCH_PAPER, "void_paper.case_no", "");
        return;
    }
    voiding.found = paper_find(turn, entry->file.ref, is_meant, request);
    if (answer_replayed(node, turn, input, &voiding)) {
        return;
    }
    code = check(node, input, &voiding, &field);
    if (code != PJ_OK) {
        reply_error(node, turn, input, code, field, "条例 §32 §35");
        return;
    }
    if (!input->request.dry_run) {
        code = replace(node, turn, input, &voiding);
        ASSERT(code == PJ_OK);
        voiding.found = paper_find(turn, entry->file.ref, is_meant, request);
        remember_idem(turn, input, entry->file.ref, entry->file.version);
    }
    answer(node, turn, input, &voiding);
}
