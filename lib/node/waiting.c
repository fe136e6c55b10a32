/* SPDX-License-Identifier: Apache-2.0
 * Several wait together, until the last of their days. */
#include "node/waiting.h"

#include "node/assist.h"
#include "node/avoid.h"
#include "node/by_rule.h"
#include "node/parts.h"
#include "node/visits.h"

/* Taken in at a window of this station, by a visit, beside the case's first submission. */
static bool is_brought(const struct node *node, const struct submission *submission) {
    return submission->relation != RELATION_UNSPECIFIED && submission->form == FORM_VISIT &&
           node_hosts(node, &submission->node);
}

static void wait_for(struct waiting *waiting, const struct submission *submission,
                     struct wall until) {
    if (waiting->since.us == 0 || submission->written_at.us < waiting->since.us) {
        waiting->since = submission->written_at;
    }
    waiting->until = until.us > waiting->until.us ? until : waiting->until;
}

void waiting_begin(const struct node *node, struct turn *turn, struct cached_case *entry,
                   struct bytes submission) {
    struct submission brought;

    if (wire_decode_submission(submission, &turn->arena, &brought) == PJ_OK &&
        is_brought(node, &brought)) {
        wait_for(&entry->file.waiting, &brought, visits_day_after(node, &brought));
    }
}

void waiting_for_word(const struct node *node, struct turn *turn, struct cached_case *entry,
                      const struct node_id *window, struct wall received_at) {
    struct submission word = {.node = *window, .received_at = received_at, .written_at = turn->at};

    wait_for(&entry->file.waiting, &word, visits_day_after(node, &word));
}

bool waiting_is_over(const struct casefile *file, struct wall now) {
    return file->waiting.until.us != 0 && file->waiting.until.us <= now.us;
}

/* To who has the case; where it is here, they have it, and whoever helps gets it. Returns until
 * when it waits on, 0 = it has gone. A calendar may have come that says a later day. To whom the
 * case is about nothing goes, on no day. */
static struct wall send_on(struct node *node, struct turn *turn, const struct cached_case *entry,
                           const struct submission *submission, struct bytes packed) {
    struct wall until = visits_day_after(node, submission);
    struct act act = {.kind = ACT_SUPPLEMENT, .node = submission->node, .acted_at = turn->at};
    enum pj_code code = PJ_OK;

    if (until.us > turn->at.us) {
        return until;
    }
    act.submission = submission_digest(node, &turn->arena, submission);
    if (entry->file.role == ROLE_HOLDER) {
        assist_pass_on(node, turn, entry, &act);
        return (struct wall){0};
    }
    code = avoid_send_words(node, turn, entry, &(struct asked){&act, packed});
    if (code == PJ_OK || code == PJ_POLICY_CONFLICT) {
        return (struct wall){0};
    }
    log_warn("waiting_not_sent", "case=%s code=%s", entry->file.no.text, pj_code_name(code));
    return civil_end(civil_of(turn->at)); /* nobody to send it to: tomorrow once more */
}

void waiting_ends(struct node *node, struct turn *turn, struct cached_case *entry) {
    struct casefile before;
    struct waiting still = {0};
    struct node_id from = node_desk(node);
    struct submissions submissions = wire_transfer_submissions(entry->body);

    casefile_copy(&before, &entry->file);
    if (submissions.count == 0) {
        log_error("waiting_unreadable", "case=%s", entry->file.no.text);
    }
    for (size_t i = 0; i < submissions.count; i++) {
        struct submission submission;
        struct wall until = {0};

        if (wire_decode_submission(submissions.all[i], &turn->arena, &submission) == PJ_OK &&
            is_brought(node, &submission) && submission.written_at.us >= before.waiting.since.us) {
            until = send_on(node, turn, entry, &submission, submissions.all[i]);
        }
        if (until.us != 0) {
            wait_for(&still, &submission, until);
        }
    }
    if (still.until.us == 0 && before.conflicts.later != 0) {
        from = node_hosts(node, &before.origin) ? before.origin : from;
        (void)avoid_tell(node, turn, entry, &from);
    }
    entry->file.waiting = still;
    case_touch(turn, entry, &before);
}
