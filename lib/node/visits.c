/* SPDX-License-Identifier: Apache-2.0
 * The matter of a visit goes down, its traces do not. Whole it stays where it was taken in and
 * above: the digests are those of the receipt, since no part of the submission is touched. */
#include "node/visits.h"

#include "node/avoid.h"

#include <string.h>

/* The first submission is as quiet as its case; one that was handed in later by a visit to a window
 * above the office is reduced for itself. */
static bool is_for(const struct node *node, const struct submission *submission,
                   const struct casefile *file, const struct node_id *office) {
    bool quiet = submission->relation == RELATION_UNSPECIFIED ? visit_is_quiet(file)
                                                              : submission->form == FORM_VISIT;

    return !quiet || visit_is_near(node_directory(node), &submission->node, office);
}

struct wall visits_day_after(const struct node *node, const struct submission *submission) {
    bool provisional = false;
    struct wall at = submission->received_at.us > submission->written_at.us
                         ? submission->received_at
                         : submission->written_at;

    return visit_word_from(at, node->data->law.calendar, node_id_place(&submission->node),
                           &provisional);
}

/* Brought by a visit beside the case's first submission, to a window above the office? */
static bool is_from_above(const struct node *node, struct arena *arena, struct bytes submission,
                          const struct node_id *office, struct submission *ret_whole) {
    return wire_decode_submission(submission, arena, ret_whole) == PJ_OK &&
           ret_whole->relation != RELATION_UNSPECIFIED && ret_whole->form == FORM_VISIT &&
           !visit_is_near(node_directory(node), &ret_whole->node, office);
}

bool visits_waits(const struct node *node, struct arena *arena, struct bytes submission,
                  const struct node_id *office) {
    struct submission whole;

    return is_from_above(node, arena, submission, office, &whole) &&
           node->now.wall.us < visits_day_after(node, &whole).us;
}

enum pj_code visits_reduce_one(const struct node *node, struct arena *arena,
                               const struct casefile *file, const struct node_id *office,
                               struct bytes *submission) {
    struct submission whole;
    enum pj_code code = wire_decode_submission(*submission, arena, &whole);

    if (code != PJ_OK || is_for(node, &whole, file, office)) {
        return code;
    }
    visit_reduce_submission(&whole, visits_day_after(node, &whole));
    return wire_encode_submission(&whole, arena, submission);
}

enum pj_code visits_reduce(const struct node *node, struct arena *arena,
                           const struct node_id *office, struct transfer_body *body) {
    struct bytes *submissions =
        arena_alloc(arena, (body->submission_count + 1) * sizeof *submissions);
    enum pj_code code = submissions == NULL ? PJ_INTERNAL_NO_MEMORY : PJ_OK;
    size_t count = 0;

    for (size_t i = 0; code == PJ_OK && i < body->submission_count; i++) {
        if (!visits_waits(node, arena, body->submissions[i], office)) {
            submissions[count] = body->submissions[i];
            code = visits_reduce_one(node, arena, &body->file, office, &submissions[count++]);
        }
    }
    body->submissions = submissions;
    body->submission_count = count;
    if (!visit_may_hear(node_directory(node), &body->file, office)) {
        visit_reduce(&body->file, visit_silent_until(&body->file, node->data->law.calendar));
    }
    return code;
}

const struct casefile *visits_matter(const struct node *node, struct arena *arena,
                                     const struct casefile *file) {
    struct casefile *matter = NULL;

    if (!visit_is_quiet(file)) {
        return file;
    }
    matter = arena_alloc(arena, sizeof *matter);
    ASSERT(matter != NULL);
    casefile_copy(matter, file);
    visit_reduce(matter, visit_silent_until(file, node->data->law.calendar));
    return matter;
}

const struct casefile *visits_told(const struct node *node, struct turn *turn,
                                   const struct casefile *file) {
    bool is_early = turn->at.us < visit_silent_until(file, node->data->law.calendar).us;

    return is_early ? file : visits_matter(node, &turn->arena, file);
}

static bool tells_traces(const struct act *act) {
    bool traces = false;

    for (size_t i = 0; i < act->correction_count; i++) {
        traces = traces || visit_is_trace(act->corrections[i].field);
    }
    return traces;
}

size_t visits_hearers(const struct node *node, struct arena *arena, const struct acting *acting,
                      struct node_id *nodes, size_t count) {
    const struct casefile *file = &acting->entry->file;
    bool traces = tells_traces(&acting->act);
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        struct submission whole;

        if ((!traces || visit_may_hear(node_directory(node), file, &nodes[i])) &&
            (acting->submission.len == 0 ||
             !is_from_above(node, arena, acting->submission, &nodes[i], &whole))) {
            nodes[kept++] = nodes[i];
        }
    }
    return kept;
}

/* An account bound to no office is the administrator's, or a portal's, which acts by the code on
 * the receipt. */
struct wall visits_hidden_until(const struct node *node, const struct account *account,
                                const struct casefile *file) {
    if (node_id_is_none(&account->node) ||
        visit_may_hear(node_directory(node), file, &account->node)) {
        return (struct wall){0};
    }
    return visit_silent_until(file, node->data->law.calendar);
}

bool visits_hides(const struct node *node, const struct account *account, struct wall hidden_until,
                  const struct act *act) {
    if (act->kind == ACT_SUPPLEMENT && !node_id_is_none(&account->node) &&
        !visit_is_near(node_directory(node), &act->node, &account->node)) {
        return true;
    }
    return hidden_until.us != 0 && tells_traces(act);
}

const struct cached_case *visits_seen(const struct node *node, const struct account *account,
                                      struct arena *arena, const struct cached_case *entry) {
    struct wall until = visits_hidden_until(node, account, &entry->file);
    struct submissions submissions = wire_transfer_submissions(entry->body);
    struct cached_case *seen = NULL;
    struct transfer_body body;

    if (node_id_is_none(&account->node)) {
        return entry;
    }
    seen = arena_alloc(arena, sizeof *seen);
    ASSERT(seen != NULL);
    *seen = *entry;
    avoid_hush(&seen->file, &account->node);
    if (until.us != 0) {
        visit_reduce(&seen->file, until);
    }
    casefile_copy(&body.file, &entry->file);
    body.act = (struct act){.kind = ACT_UNSPECIFIED};
    body.submissions = submissions.all;
    body.submission_count = submissions.count;
    if (seen->body.len > 0 && (visits_reduce(node, arena, &account->node, &body) != PJ_OK ||
                               wire_encode_transfer(&body, arena, &seen->body) != PJ_OK)) {
        seen->body = BYTES_NONE;
    }
    return seen;
}
