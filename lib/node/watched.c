/* SPDX-License-Identifier: Apache-2.0
 * Watched over from above: who hears of it, what they are told, and their copy. */
#include "node/watched.h"

#include "node/avoid.h"

size_t watched_add(struct node *node, struct turn *turn, const struct casefile *file,
                   const struct act *act, struct node_id *nodes, size_t count) {
    struct lifecycle_context context = node_context(node, turn, true);
    size_t all = lifecycle_alarmed(file, act, &context, nodes, count, ROUTE_TO_MAX);

    for (size_t i = count; i < all; i++) {
        if (node_hosts(node, &nodes[i]) || node_reaches(node, &nodes[i])) {
            nodes[count++] = nodes[i];
        }
    }
    return count;
}

void watched_clocks(const struct casefile *file, struct arena *arena,
                    const struct clock **ret_clocks, size_t *ret_count) {
    struct clock *clocks = NULL;
    size_t count = 0;

    for (size_t i = 0; i < file->clock_count; i++) {
        count += file->clocks[i].card != CARD_UNSPECIFIED ? 1 : 0;
    }
    if (count > 0) {
        clocks = arena_alloc(arena, count * sizeof *clocks);
        ASSERT(clocks != NULL);
    }
    count = 0;
    for (size_t i = 0; i < file->clock_count; i++) {
        if (file->clocks[i].card != CARD_UNSPECIFIED) {
            clocks[count++] = file->clocks[i];
        }
    }
    *ret_clocks = clocks;
    *ret_count = count;
}

struct cached_case *watched_begin(struct node *node, struct turn *turn, const struct header *header,
                                  const struct event_body *body) {
    struct cached_case *entry = NULL;
    struct casefile file;

    if (body->file == NULL || case_id_is_none(&header->case_id) ||
        node_hosts(node, &body->holder) || node_hosts(node, &body->file->origin)) {
        return NULL; /* ours once, in history that we lost: it is given back with its token or body
                      */
    }
    file = *body->file;
    file.ref = node->next_ref++;
    file.id = header->case_id;
    file.no = body->case_no;
    file.state = body->state;
    file.role = ROLE_COPY;
    file.holder = body->holder;
    file.term = header->term;
    file.version = header->version;
    file.closed_at = body->closed_at;
    file.problems = (struct problem *)(uintptr_t)body->problems; /* the cache copies them */
    file.problem_count = body->problem_count;
    entry = cases_add(&node->cache, &file);
    ASSERT(entry != NULL);
    cases_change(entry, true);
    entry->used_turn = turn->number;
    return entry;
}

/* A copy says what the case says: what was corrected, who helps, what the offices above are told.
 */
void watched_follow(struct node *node, struct cached_case *entry, const struct event_body *body) {
    enum pj_code code = PJ_OK;

    if (body->code == 0) {
        casefile_follow(&entry->file, &body->act, body->state);
        code = cases_own_assists(entry, &body->act.reason);
        ASSERT(code == PJ_OK);
    }
    if (body->file != NULL) {
        entry->file.matter = body->file->matter;
        (void)avoid_name(node, entry, &body->file->conflicts);
        entry->file.proposed = body->file->proposed;
    }
    casefile_take_clocks(&entry->file, body->clocks, body->clock_count);
}
