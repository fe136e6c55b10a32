/* SPDX-License-Identifier: Apache-2.0
 * A case that another station gave: its file and its submissions, beside what is known here. */
#include "node/adopt.h"

#include "node/avoid.h"
#include "node/supplement.h"
#include "node/visits.h"

/* The case as it stood with the giver becomes ours; what is local stays. Of a visit that comes back
 * up from where it was reduced, this station may have the whole: then that stays, and so do its
 * submissions. */
struct cached_case *adopt_case(struct node *node, struct turn *turn, const struct arrival *arrival,
                               const struct transfer_body *body, struct cached_case *entry) {
    const struct header *header = &arrival->input->header;
    struct casefile file;

    casefile_copy(&file, &body->file);
    file.id = header->case_id;
    file.term = header->term;
    file.version = header->version;
    file.submission_digest = header->submission_digest;
    file.part_digests = header->part_digests;
    file.part_count = header->part_count;
    file.role = ROLE_HOLDER;
    file.holder = header->from;
    file.blocked_at_pos = 0;
    if (entry != NULL) {
        avoid_keep(node, entry, &file);
    }
    file.waiting = entry == NULL ? (struct waiting){0} : entry->file.waiting;
    file.body_pos = 0;
    if (entry != NULL && entry->file.body_pos != 0 && visit_restore(&file, &entry->file) &&
        submissions_are_whole(turn, entry->body)) {
        file.body_pos = entry->file.body_pos;
    }
    if (entry != NULL) {
        casefile_keep_clocks(&file, &entry->file, turn->at);
    }
    file.ref = entry == NULL ? node->next_ref++ : entry->file.ref;
    if (entry == NULL) {
        entry = cases_add(&node->cache, &file);
        ASSERT(entry != NULL);
        cases_change(entry, true);
    } else {
        cases_replace(entry, &file);
    }
    entry->used_turn = turn->number;
    return entry;
}

void adopt_body(struct node *node, struct turn *turn, struct cached_case *entry,
                const struct arrival *arrival, int64_t pos) {
    enum pj_code code = PJ_OK;

    if (entry->file.body_pos != 0) { /* the whole ones are here already; what came since is not */
        supplement_merge(node, turn, entry, arrival->input->item.body);
        return;
    }
    entry->file.body_pos = pos;
    code = cases_set_body(entry, arrival->input->item.body);
    ASSERT(code == PJ_OK);
}
