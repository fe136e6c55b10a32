/* SPDX-License-Identifier: Apache-2.0
 * The copy for a unit that helps. */
#include "node/assist.h"

#include "node/supplement.h"
#include "node/visits.h"

#include <string.h>

/* Digests stay, so that what is shown can be proven to be of the whole; bytes and salts of what is
 * withheld do not. */
static enum pj_code withhold(struct arena *arena, struct bytes packed, struct bytes *ret_packed) {
    struct submission submission;
    struct part *parts = NULL;
    enum pj_code code = wire_decode_submission(packed, arena, &submission);

    if (code != PJ_OK) {
        return code;
    }
    parts = arena_alloc(arena, (submission.part_count + 1) * sizeof *parts);
    if (parts == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    for (size_t i = 0; i < submission.part_count; i++) {
        parts[i] = submission.parts[i];
        if (parts[i].kind != PART_CONTENT && parts[i].kind != PART_ATTACHMENT) {
            parts[i].data = BYTES_NONE;
            memset(parts[i].salt, 0, sizeof parts[i].salt);
        }
    }
    submission.parts = parts;
    submission.carried = BYTES_NONE; /* whatever a feeder sent beside the fields */
    submission.unread = BYTES_NONE;
    submission.foreign_system = BYTES_NONE;
    submission.foreign_id = BYTES_NONE;
    return wire_encode_submission(&submission, arena, ret_packed);
}

static enum pj_code pack_copy(struct node *node, struct turn *turn, const struct cached_case *entry,
                              const struct node_id *assistant, struct bytes *ret_copy) {
    struct transfer_body body;
    struct bytes *shown = NULL;
    enum pj_code code = wire_decode_transfer(entry->body, &turn->arena, &body);

    if (code != PJ_OK) {
        return code;
    }
    shown = arena_alloc(&turn->arena, (body.submission_count + 1) * sizeof *shown);
    if (shown == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    for (size_t i = 0; code == PJ_OK && i < body.submission_count; i++) {
        code = withhold(&turn->arena, body.submissions[i], &shown[i]);
    }
    casefile_copy(&body.file, &entry->file);
    body.file.leg_count = 0;
    body.file.clock_count = 0;
    body.act = (struct act){.kind = ACT_UNSPECIFIED};
    body.submissions = shown;
    if (code == PJ_OK) {
        code = visits_reduce(node, &turn->arena, assistant, &body);
    }
    return code == PJ_OK ? wire_encode_transfer(&body, &turn->arena, ret_copy) : code;
}

enum pj_code assist_pack(struct node *node, struct turn *turn, const struct cached_case *entry,
                         const struct act *act, struct bytes *ret_body) {
    const struct casefile *file = &entry->file;
    struct event_body body = {.case_no = file->no,
                              .act = *act,
                              .state = file->state,
                              .holder = file->holder,
                              .problems = file->problems,
                              .problem_count = file->problem_count,
                              .file = visits_told(node, turn, file)};
    struct bytes packed = BYTES_NONE;
    enum pj_code code = PJ_OK;

    if (node_hosts(node, &act->target)) {
        *ret_body = BYTES_NONE; /* it sees the case itself */
        return PJ_OK;
    }
    code = pack_copy(node, turn, entry, &act->target, &body.copy);
    if (code == PJ_OK) {
        code = wire_encode_event(&body, &turn->arena, &packed);
    }
    if (code == PJ_OK && packed.len > BODY_BYTES_MAX) {
        code = PJ_BAD_TOO_LONG;
    }
    if (code == PJ_OK) {
        *ret_body = packed;
    }
    return code;
}

void assist_tell(struct node *node, struct turn *turn, const struct cached_case *entry,
                 const struct act *act, struct bytes body) {
    struct outgoing outgoing = {.kind = MESSAGE_EVENT,
                                .act = act->kind,
                                .file = &entry->file,
                                .from = entry->file.holder,
                                .to = &act->target,
                                .to_count = 1,
                                .body = body};

    if (body.len > 0) {
        (void)seal_message(node, turn, &outgoing);
    }
}

size_t assist_add_ended(struct node *node, const struct casefile *file, const struct act *act,
                        struct node_id *nodes, size_t count) {
    for (size_t i = 0; i < file->assist_count && count < ROUTE_TO_MAX; i++) {
        const struct assist *assist = &file->assists[i];
        size_t k = 0;

        while (k < count && !node_id_equal(&nodes[k], &assist->assistant)) {
            k++;
        }
        if (assist->closed_at.us == act->acted_at.us && k == count &&
            node_reaches(node, &assist->assistant)) {
            nodes[count++] = assist->assistant;
        }
    }
    return count;
}

void assist_keep(struct node *node, struct turn *turn, struct cached_case *entry,
                 const struct event_body *body) {
    struct transfer_body readable;
    struct bytes copy = BYTES_NONE;

    if (body->copy.len == 0 || entry->file.body_pos != 0 ||
        wire_decode_transfer(body->copy, &turn->arena, &readable) != PJ_OK) {
        return;
    }
    if (arena_copy(&turn->arena, body->copy, &copy) == PJ_OK) {
        supplement_keep(node, turn, entry, copy);
    }
}
