/* SPDX-License-Identifier: Apache-2.0
 * A clock of a case ran out. */
#include "node/by_rule.h"
#include "node/versions.h"
#include "node/waiting.h"

/* What these end travels with the submissions. */
static bool wants_body(const struct casefile *file, struct wall now) {
    return file->state == STATE_DISPUTED || silence_is_over(file, now) ||
           waiting_is_over(file, now) || along_is_due(file, now);
}

/* Not in memory: the case comes again in the next turn, which fetches them. Once: what is not there
 * then is not there. */
static bool comes_again(struct node *node, const struct input *input,
                        const struct cached_case *entry) {
    struct input *again = NULL;

    if (input->with_body || entry->body.len > 0 || entry->file.body_pos == 0) {
        return false;
    }
    again = turn_input(node, INPUT_DUE);
    if (again != NULL) { /* else it is asked for with the next page */
        again->ref = input->ref;
        again->with_body = true;
    }
    return true;
}

static void lapse(struct node *node, struct turn *turn, struct cached_case *entry) {
    struct acting acting = {.entry = entry,
                            .act = {.kind = lifecycle_due(&entry->file, turn->at),
                                    .node = entry->file.holder,
                                    .acted_at = turn->at},
                            .by_station = true};
    struct verdict verdict;
    enum pj_code code = act_apply(node, turn, &acting, &verdict);

    if (code != PJ_OK) {
        log_warn("due_not_recorded", "case=%s code=%s", entry->file.no.text, pj_code_name(code));
    }
}

/* One thing at a time: what else ran out comes again. */
void due_decide(struct node *node, struct turn *turn, struct input *input) {
    struct cached_case *entry = cases_find_ref(&node->cache, input->ref);
    struct wall due = entry == NULL ? (struct wall){0} : casefile_asks_at(&entry->file);

    if (due.us == 0 || due.us > turn->at.us || node->loss.open) {
        return; /* met in the meantime, or not known to be here: it is asked for again */
    }
    if (wants_body(&entry->file, turn->at) && comes_again(node, input, entry)) {
        return;
    }
    if (waiting_is_over(&entry->file, turn->at)) {
        waiting_ends(node, turn, entry);
    } else if (recount_case(node, turn, entry)) {
        return; /* the calendar in force says another day: if that one is over too, it comes again
                 */
    } else if (silence_is_over(&entry->file, turn->at)) {
        silence_ends(node, turn, entry);
    } else if (along_is_due(&entry->file, turn->at)) {
        along_goes(node, turn, entry);
    } else {
        lapse(node, turn, entry);
    }
}
