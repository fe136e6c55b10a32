/* SPDX-License-Identifier: Apache-2.0
 * From a supplement's request to a submission of the case, and with the case from station to
 * station. */
#include "node/supplement.h"

#include "node/accused.h"
#include "node/parts.h"
#include "node/receipt.h"

#include <string.h>

/* ---- making one */

static enum pj_code check_sizes(const struct api_supplement *supplement, const char **ret_field) {
    *ret_field = "act.supplement.text";
    if (supplement->text.len == 0 && supplement->attachment_count == 0 &&
        supplement->accused_count == 0) {
        return PJ_BAD_EMPTY;
    }
    if (supplement->text.len > TEXT_BYTES_MAX) {
        return PJ_BAD_TOO_LONG;
    }
    *ret_field = "act.supplement.attachments";
    for (size_t i = 0; i < supplement->attachment_count; i++) {
        if (supplement->attachments[i].data.len == 0) {
            return PJ_BAD_EMPTY;
        }
    }
    return PJ_OK;
}

/* What it says of itself; the id is the key's, the key only its sender knows. */
static void fill(const struct turn *turn, const struct input *input, const struct acting *acting,
                 struct submission *submission) {
    const struct api_supplement *supplement = &input->request.act.supplement;
    struct wall received = supplement->received_at;

    memcpy(submission->id, input->idem.byte, ID_BYTES);
    submission->node = acting->act.node;
    submission->relation =
        supplement->relation == RELATION_UNSPECIFIED ? RELATION_SUPPLEMENT : supplement->relation;
    submission->form = supplement->form;
    submission->text_origin = supplement->text_origin;
    submission->received_at = received.us > 0 && received.us < turn->at.us ? received : turn->at;
    submission->written_at = turn->at;
}

enum pj_code supplement_make(struct node *node, struct turn *turn, const struct input *input,
                             struct acting *acting, const char **ret_field) {
    struct api_supplement words = input->request.act.supplement;
    struct submission submission = {0};
    enum pj_code code = check_sizes(&words, ret_field);

    if (accused_in_supplement(&words)) {
        words.attachment_count = 0; /* they go with what is said of somebody: accused.h */
    }
    if (code != PJ_OK || (words.text.len == 0 && words.attachment_count == 0)) {
        acting->act.submission = input->request_digest; /* handed in, and not for this case */
        return code;
    }
    fill(turn, input, acting, &submission);
    code = parts_of_supplement(node, &turn->arena, &words, &submission);
    if (code == PJ_OK) {
        acting->act.submission = submission_digest(node, &turn->arena, &submission);
        code = wire_encode_submission(&submission, &turn->arena, &acting->submission);
    }
    if (code == PJ_OK && acting->submission.len > SUPPLEMENT_BYTES_MAX) {
        return PJ_BAD_TOO_LONG;
    }
    return code;
}

enum pj_code supplement_check(struct node *node, struct turn *turn, const struct acting *acting) {
    struct submission submission;
    struct digest digest;
    enum pj_code code = PJ_OK;

    if (acting->submission.len == 0) {
        return PJ_BAD_EMPTY;
    }
    code = wire_decode_submission(acting->submission, &turn->arena, &submission);
    if (code != PJ_OK) {
        return code;
    }
    digest = submission_digest(node, &turn->arena, &submission);
    return digest_equal(&digest, &acting->act.submission) ? PJ_OK : PJ_BAD_DIGEST;
}

/* ---- with the case */

static bool has_id_of(const struct submissions *submissions, struct bytes packed) {
    uint8_t wanted[ID_BYTES];
    uint8_t id[ID_BYTES];

    if (!wire_submission_id(packed, wanted)) {
        return true; /* nothing that could be added */
    }
    for (size_t i = 0; i < submissions->count; i++) {
        if (wire_submission_id(submissions->all[i], id) && memcmp(id, wanted, ID_BYTES) == 0) {
            return true;
        }
    }
    return false;
}

bool supplement_is_known(const struct cached_case *entry, struct bytes packed) {
    struct submissions ours = wire_transfer_submissions(entry->body);

    return has_id_of(&ours, packed);
}

/* With this one they would fit one hand-over. */
static bool has_room(const struct submissions *submissions, struct bytes packed) {
    size_t total = packed.len;

    for (size_t i = 0; i < submissions->count; i++) {
        total += submissions->all[i].len;
    }
    return total <= SUBMISSIONS_BYTES_MAX && submissions->count < SUBMISSIONS_MAX;
}

static enum pj_code pack(struct turn *turn, const struct casefile *file,
                         const struct submissions *submissions, struct bytes *ret_body) {
    struct transfer_body body;

    casefile_copy(&body.file, file);
    body.act = (struct act){.kind = ACT_UNSPECIFIED}; /* the act has an entry of its own */
    body.submissions = submissions->all;
    body.submission_count = submissions->count;
    return wire_encode_transfer(&body, &turn->arena, ret_body);
}

enum pj_code supplement_pack(struct turn *turn, const struct cached_case *entry,
                             struct bytes packed, struct bytes *ret_body) {
    struct submissions all = wire_transfer_submissions(entry->body);

    if (all.count == 0) {
        return PJ_INTERNAL_STORED_DAMAGED;
    }
    if (!has_room(&all, packed)) {
        return PJ_BAD_TOO_LONG;
    }
    all.all[all.count++] = packed;
    return pack(turn, &entry->file, &all, ret_body);
}

bool submissions_are_whole(struct turn *turn, struct bytes body) {
    struct submissions kept = wire_transfer_submissions(body);
    struct arena_mark mark = arena_begin(&turn->arena, UNPACK_BYTES_MAX);
    bool whole = kept.count > 0;

    for (size_t i = 0; whole && i < kept.count; i++) {
        struct submission submission;

        whole = wire_decode_submission(kept.all[i], &turn->arena, &submission) == PJ_OK &&
                !parts_lack(&submission);
    }
    arena_drop(&turn->arena, &mark);
    return whole;
}

void supplement_keep(struct node *node, struct turn *turn, struct cached_case *entry,
                     struct bytes body) {
    struct outgoing outgoing = {
        .kind = MESSAGE_UNSPECIFIED, .file = &entry->file, .from = node_desk(node), .body = body};
    enum pj_code code = PJ_OK;

    entry->file.body_pos = seal_message(node, turn, &outgoing);
    code = cases_set_body(entry, body);
    ASSERT(code == PJ_OK);
}

/* What is unpacked to look at it is given back: each is held against each. */
static bool is_readable(struct arena *arena, struct bytes packed) {
    struct arena_mark mark = arena_begin(arena, UNPACK_BYTES_MAX);
    struct submission submission;
    bool readable = wire_decode_submission(packed, arena, &submission) == PJ_OK;

    arena_drop(arena, &mark);
    return readable;
}

/* Of what a visitor brought the form went with the hour when it was sent down (core/visit.h). */
static bool is_whole_of(struct arena *arena, struct bytes ours, struct bytes arrived) {
    struct arena_mark mark = arena_begin(arena, UNPACK_BYTES_MAX);
    struct submission whole;
    struct submission reduced;
    bool is_whole = wire_decode_submission(ours, arena, &whole) == PJ_OK &&
                    wire_decode_submission(arrived, arena, &reduced) == PJ_OK &&
                    memcmp(whole.id, reduced.id, ID_BYTES) == 0 && whole.form == FORM_VISIT &&
                    reduced.form == FORM_UNSPECIFIED && !parts_lack(&whole);

    arena_drop(arena, &mark);
    return is_whole;
}

/* The case comes back up: what was taken in whole here is whole again. True when one was. */
static bool put_back_whole(struct turn *turn, struct submissions *arrived,
                           const struct submissions *ours) {
    bool changed = false;

    for (size_t i = 0; i < arrived->count; i++) {
        for (size_t k = 0; k < ours->count; k++) {
            struct submissions one = {.all = {ours->all[k]}, .count = 1};

            if (has_id_of(&one, arrived->all[i]) &&
                is_whole_of(&turn->arena, ours->all[k], arrived->all[i])) {
                arrived->all[i] = ours->all[k];
                changed = true;
            }
        }
    }
    return changed;
}

void supplement_merge(struct node *node, struct turn *turn, struct cached_case *entry,
                      struct bytes known_before) {
    struct submissions before = wire_transfer_submissions(known_before);
    struct submissions all = wire_transfer_submissions(entry->body);
    struct bytes body = BYTES_NONE;
    bool changed = put_back_whole(turn, &all, &before);
    enum pj_code code = PJ_OK;

    for (size_t i = 0; i < before.count; i++) {
        if (has_id_of(&all, before.all[i]) || !is_readable(&turn->arena, before.all[i])) {
            continue;
        }
        if (!has_room(&all, before.all[i])) { /* it stands in the journal here */
            log_warn("words_do_not_fit", "case=%s no=%zu", entry->file.no.text, i);
            continue;
        }
        all.all[all.count++] = before.all[i];
        changed = true;
    }
    if (changed) {
        code = pack(turn, &entry->file, &all, &body);
        ASSERT(code == PJ_OK);
        supplement_keep(node, turn, entry, body);
    }
}

/* ---- as orders */

void supplement_pass_on(struct node *node, struct turn *turn, const struct cached_case *entry,
                        struct bytes packed, const struct node_id *from) {
    struct submissions submissions = wire_transfer_submissions(packed);

    for (size_t i = 1; i < submissions.count; i++) {
        struct submission submission;
        struct act act = {.kind = ACT_SUPPLEMENT, .node = *from, .acted_at = turn->at};

        if (wire_decode_submission(submissions.all[i], &turn->arena, &submission) == PJ_OK) {
            act.submission = submission_digest(node, &turn->arena, &submission);
            (void)!send_order(node, turn, entry, &act, submissions.all[i]);
        }
    }
}

/* ---- the receipt */

static bool find_by_key(struct turn *turn, const struct cached_case *entry,
                        const struct input *input, struct submission *ret_submission) {
    struct submissions submissions = wire_transfer_submissions(entry->body);
    uint8_t id[ID_BYTES];

    for (size_t i = 0; i < submissions.count; i++) {
        if (wire_submission_id(submissions.all[i], id) &&
            memcmp(id, input->idem.byte, ID_BYTES) == 0) {
            return wire_decode_submission(submissions.all[i], &turn->arena, ret_submission) ==
                   PJ_OK;
        }
    }
    return false;
}

/* The case that what it says of somebody has become: just now, or when it came for the first time.
 */
static const struct api_receipt *accusation_receipt(struct node *node, struct turn *turn,
                                                    const struct input *input,
                                                    const struct acting *acting, bool replayed) {
    struct api_receipt *receipt = arena_alloc(&turn->arena, sizeof *receipt);
    const struct cached_case *made =
        replayed ? turn_find_case(node, turn, &input->accusation_idem) : NULL;

    ASSERT(receipt != NULL);
    if (acting->accusation != NULL) {
        intake_receipt(acting->accusation, receipt);
        return receipt;
    }
    if (made == NULL) {
        return NULL;
    }
    *receipt = (struct api_receipt){.replayed = true, .committed_at = made->file.opened_at};
    receipt_fill(node, turn, input, &made->file, receipt);
    return receipt;
}

/* What was brought may be gone by now: with the case to another station, or as a case of its own.
 */
static struct wall handed_in_at(const struct turn *turn, const struct input *input, bool replayed) {
    const struct row_idem *idem = replayed ? turn_find_idem(turn, &input->idem) : NULL;

    return idem == NULL ? turn->at : idem->at;
}

/* The query code is not on it: whoever brings words to a case need not be its petitioner. */
void supplement_reply(struct node *node, struct turn *turn, const struct input *input,
                      const struct acting *acting, bool replayed) {
    const struct cached_case *entry = acting->entry;
    const struct casefile *file = &entry->file;
    struct submission *submission = arena_alloc(&turn->arena, sizeof *submission);
    const struct api_warning warning = {PJ_POLICY_CONFLICT, "act.supplement.accused",
                                        acting->warning};
    struct api_receipt receipt = {.case_no = file->no.text,
                                  .query_code = "",
                                  .node = file->origin.text,
                                  .holder = file->holder.text,
                                  .committed_at = handed_in_at(turn, input, replayed),
                                  .case_version = file->version,
                                  .replayed = replayed,
                                  .dry_run = input->request.dry_run,
                                  .warnings = &warning,
                                  .warning_count = acting->warning == NULL ? 0 : 1,
                                  .sandbox = node->config.sandbox || node->config.virtual_clock};

    ASSERT(submission != NULL);
    receipt.received_at = receipt.committed_at;
    if (find_by_key(turn, entry, input, submission)) {
        receipt.node = submission->node.text;
        receipt.digest = submission_digest(node, &turn->arena, submission);
        receipt.received_at = submission->received_at;
        receipt.committed_at = submission->written_at;
    }
    receipt.due_count = due_list(file, &turn->arena, &receipt.due);
    receipt.accusation = accusation_receipt(node, turn, input, acting, replayed);
    if (digest_is_zero(&receipt.digest) && receipt.accusation != NULL) {
        receipt.received_at = receipt.accusation->received_at; /* that is all it was */
        receipt.committed_at = receipt.accusation->committed_at;
    }
    receipt_reply(node, turn, input, &receipt);
}

/* ---- for readers */

static const struct api_part *part_list(struct arena *arena, const struct submission *submission) {
    struct api_part *rows = arena_alloc(arena, (submission->part_count + 1) * sizeof *rows);

    ASSERT(rows != NULL);
    for (size_t i = 0; i < submission->part_count; i++) {
        const struct part *part = &submission->parts[i];
        const char *name = arena_text(arena, (const char *)part->name.data, part->name.len);

        ASSERT(name != NULL);
        rows[i] = (struct api_part){
            .kind = part->kind, .digest = part->digest, .size = part->data.len, .name = name};
    }
    return rows;
}

static struct bytes text_of(const struct submission *submission) {
    for (size_t i = 0; i < submission->part_count; i++) {
        if (submission->parts[i].kind == PART_CONTENT) {
            return submission->parts[i].data;
        }
    }
    return BYTES_NONE;
}

size_t submission_list(struct node *node, struct arena *arena, const struct cached_case *entry,
                       const struct api_submission **ret_rows) {
    struct submissions submissions = wire_transfer_submissions(entry->body);
    struct api_submission *rows = arena_alloc(arena, (submissions.count + 1) * sizeof *rows);
    size_t count = 0;

    ASSERT(rows != NULL);
    for (size_t i = 0; i < submissions.count; i++) {
        struct submission *from = arena_alloc(arena, sizeof *from);

        ASSERT(from != NULL);
        if (wire_decode_submission(submissions.all[i], arena, from) != PJ_OK) {
            continue;
        }
        rows[count] = (struct api_submission){.relation = from->relation,
                                              .node = from->node.text,
                                              .form = from->form,
                                              .text_origin = from->text_origin,
                                              .received_at = from->received_at,
                                              .written_at = from->written_at,
                                              .text = text_of(from),
                                              .parts = part_list(arena, from),
                                              .part_count = from->part_count};
        memcpy(rows[count].id, from->id, ID_BYTES);
        rows[count++].digest = submission_digest(node, arena, from);
    }
    *ret_rows = rows;
    return count;
}

struct bytes submission_part(struct arena *arena, const struct cached_case *entry,
                             const struct digest *part) {
    struct submissions submissions = wire_transfer_submissions(entry->body);

    for (size_t i = 0; i < submissions.count; i++) {
        struct submission submission;

        if (wire_decode_submission(submissions.all[i], arena, &submission) != PJ_OK) {
            continue;
        }
        for (size_t k = 0; k < submission.part_count; k++) {
            const struct part *found = &submission.parts[k];

            if (digest_equal(&found->digest, part) &&
                (found->kind == PART_CONTENT || found->kind == PART_ATTACHMENT)) {
                return found->data;
            }
        }
    }
    return BYTES_NONE;
}
