/* SPDX-License-Identifier: Apache-2.0
 * The copy for a unit that helps. */
#include "node/assist.h"

#include "node/avoid.h"
#include "node/parts.h"
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

/* What goes to one unit that helps. */
struct helping {
    const struct cached_case *entry;
    const struct node_id *assistant;
    const struct bytes *submissions; /* packed */
    size_t submission_count;
};

/* Of these submissions what that unit may have today. */
static enum pj_code pack_copy(struct node *node, struct turn *turn, const struct helping *helping,
                              struct bytes *ret_copy) {
    size_t count = helping->submission_count;
    struct bytes *shown = arena_alloc(&turn->arena, (count + 1) * sizeof *shown);
    enum pj_code code = shown == NULL ? PJ_INTERNAL_NO_MEMORY : PJ_OK;
    struct transfer_body body;

    for (size_t i = 0; code == PJ_OK && i < count; i++) {
        code = withhold(&turn->arena, helping->submissions[i], &shown[i]);
    }
    casefile_copy(&body.file, &helping->entry->file);
    avoid_reduce(node, &body.file, &helping->entry->file.holder, helping->assistant);
    body.file.leg_count = 0;
    body.file.clock_count = 0;
    body.act = (struct act){.kind = ACT_UNSPECIFIED};
    body.submissions = shown;
    body.submission_count = count;
    if (code == PJ_OK) {
        code = visits_reduce(node, &turn->arena, helping->assistant, &body);
    }
    return code == PJ_OK ? wire_encode_transfer(&body, &turn->arena, ret_copy) : code;
}

static enum pj_code pack_event(struct node *node, struct turn *turn, const struct helping *helping,
                               const struct act *act, struct bytes *ret_body) {
    const struct casefile *file = &helping->entry->file;
    const struct outgoing to = {.from = file->holder, .to = helping->assistant, .to_count = 1};
    struct event_body body = {
        .case_no = file->no,
        .act = *act,
        .state = file->state,
        .holder = file->holder,
        .problems = file->problems,
        .problem_count = file->problem_count,
        .file = avoid_told(node, &turn->arena, visits_told(node, turn, file), &to)};
    struct bytes packed = BYTES_NONE;
    enum pj_code code = pack_copy(node, turn, helping, &body.copy);

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

enum pj_code assist_pack(struct node *node, struct turn *turn, const struct cached_case *entry,
                         const struct act *act, struct bytes *ret_body) {
    struct submissions kept = wire_transfer_submissions(entry->body);
    struct helping helping = {.entry = entry,
                              .assistant = &act->target,
                              .submissions = kept.all,
                              .submission_count = kept.count};

    if (node_hosts(node, &act->target)) {
        *ret_body = BYTES_NONE; /* it sees the case itself */
        return PJ_OK;
    }
    return kept.count == 0 ? PJ_INTERNAL_STORED_DAMAGED
                           : pack_event(node, turn, &helping, act, ret_body);
}

static void send_to(struct node *node, struct turn *turn, const struct helping *helping,
                    const struct act *act, struct bytes body) {
    const struct casefile *file = &helping->entry->file;
    struct outgoing outgoing = {.kind = MESSAGE_EVENT,
                                .act = act->kind,
                                .file = file,
                                .from = file->holder,
                                .to = helping->assistant,
                                .to_count = 1,
                                .body = body};

    (void)seal_message(node, turn, &outgoing);
}

void assist_tell(struct node *node, struct turn *turn, const struct cached_case *entry,
                 const struct act *act, struct bytes body) {
    struct helping helping = {.entry = entry, .assistant = &act->target};

    if (body.len > 0) {
        send_to(node, turn, &helping, act, body);
    }
}

/* ---- what is handed in while it helps */

static bool gets_copy(const struct node *node, const struct assist *assist) {
    return assist->closed_at.us == 0 && !node_hosts(node, &assist->assistant) &&
           node_reaches(node, &assist->assistant);
}

/* Of what a visitor brought to a window above it, the act tells no hour either. */
static void send_more(struct node *node, struct turn *turn, struct helping helping,
                      const struct act *act) {
    const struct casefile *file = &helping.entry->file;
    struct bytes submission = helping.submissions[0];
    struct bytes body = BYTES_NONE;
    struct act told = *act;
    enum pj_code code = visits_reduce_one(node, &turn->arena, file, helping.assistant, &submission);

    if (!bytes_equal(submission, helping.submissions[0])) {
        told.acted_at = turn->at;
        told.happened_at = (struct wall){0};
    }
    helping.submissions = &submission;
    if (code == PJ_OK) {
        code = pack_event(node, turn, &helping, &told, &body);
    }
    if (code == PJ_OK) {
        send_to(node, turn, &helping, act, body);
    } else {
        log_warn("not_passed_on", "case=%s to=%s code=%s", file->no.text, helping.assistant->text,
                 pj_code_name(code));
    }
}

/* As it is kept here: whoever says that it was handed in does not say what. */
static struct bytes kept_of(struct node *node, struct turn *turn, const struct cached_case *entry,
                            const struct digest *digest) {
    struct submissions kept = wire_transfer_submissions(entry->body);

    for (size_t i = 0; i < kept.count; i++) {
        struct submission submission;
        struct digest own;

        if (wire_decode_submission(kept.all[i], &turn->arena, &submission) == PJ_OK) {
            own = submission_digest(node, &turn->arena, &submission);
            if (digest_equal(&own, digest)) {
                return kept.all[i];
            }
        }
    }
    return BYTES_NONE;
}

static bool somebody_helps(const struct node *node, const struct casefile *file) {
    for (size_t i = 0; i < file->assist_count; i++) {
        if (gets_copy(node, &file->assists[i])) {
            return true;
        }
    }
    return false;
}

void assist_pass_on(struct node *node, struct turn *turn, const struct cached_case *entry,
                    const struct act *act) {
    struct bytes submission = BYTES_NONE;

    if (somebody_helps(node, &entry->file)) {
        submission = kept_of(node, turn, entry, &act->submission);
    }
    for (size_t i = 0; submission.len > 0 && i < entry->file.assist_count; i++) {
        const struct assist *assist = &entry->file.assists[i];

        if (gets_copy(node, assist) &&
            !visits_waits(node, &turn->arena, submission, &assist->assistant)) {
            send_more(node, turn, (struct helping){entry, &assist->assistant, &submission, 1}, act);
        }
    }
}

size_t assist_leave_out(const struct node *node, const struct acting *acting, struct node_id *nodes,
                        size_t count) {
    const struct casefile *file = &acting->entry->file;
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        const struct assist *assist = casefile_assist_of(file, &nodes[i]);
        bool asked =
            acting->act.kind == ACT_ASSIST && node_id_equal(&acting->act.target, &nodes[i]);

        if (!asked && (acting->submission.len == 0 || assist == NULL || !gets_copy(node, assist))) {
            nodes[kept++] = nodes[i];
        }
    }
    return kept;
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

static bool helps_here(const struct node *node, const struct casefile *file) {
    for (size_t i = 0; i < file->assist_count; i++) {
        if (file->assists[i].closed_at.us == 0 && node_hosts(node, &file->assists[i].assistant)) {
            return true;
        }
    }
    return false;
}

/* For who helps, or for who has to take the case (node/avoid.h) and lacks what it takes. */
static bool lacks_copy(struct turn *turn, const struct cached_case *entry,
                       const struct event_body *body) {
    if (body->act.kind == ACT_PARK) {
        return entry->file.role == ROLE_COPY && !submissions_are_whole(turn, entry->body);
    }
    return body->act.kind == ACT_ASSIST && entry->file.body_pos == 0;
}

void assist_keep(struct node *node, struct turn *turn, struct cached_case *entry,
                 const struct event_body *body) {
    struct transfer_body readable;
    struct bytes copy = BYTES_NONE;

    if (body->copy.len == 0 || wire_decode_transfer(body->copy, &turn->arena, &readable) != PJ_OK ||
        arena_copy(&turn->arena, body->copy, &copy) != PJ_OK) {
        return;
    }
    if (lacks_copy(turn, entry, body)) {
        supplement_keep(node, turn, entry, copy);
        *(struct case_id *)rows_add(&turn->woken, sizeof(struct case_id)) = entry->file.id;
    } else if (entry->file.body_pos != 0 && entry->file.role == ROLE_COPY &&
               helps_here(node, &entry->file)) {
        supplement_merge(node, turn, entry, copy);
    }
}
