/* SPDX-License-Identifier: Apache-2.0
 * Who is accused when the case is on its way: the set grows, and who has the case is told, or those
 * above. */
#include "node/avoid.h"

#include "node/supplement.h"
#include "node/visits.h"

#include "core/conflict.h"

#include <string.h>

#define RULE_AVOID 1
#define TAKE_IT                                                                                                            \
    "承办机构应当回避或者只能经被举报单位的站点送达，请上级提级办理 / who has the case is " \
    "accused, "                                                                                                            \
    "or is reached only through the accused: somebody above has to take it (case seize)"

/* ---- the set */

bool avoid_name(struct node *node, struct cached_case *entry, const struct conflict_set *more) {
    struct node_id at = node_desk(node);

    return conflict_join(node_directory(node), &at, more, &entry->file.conflicts);
}

void avoid_keep(struct node *node, const struct cached_case *ours, struct casefile *arriving) {
    struct conflict_set set = ours->file.conflicts;
    struct node_id at = node_desk(node);

    (void)conflict_join(node_directory(node), &at, &arriving->conflicts, &set);
    arriving->conflicts = set;
}

bool avoid_may_read(const struct node *node, const struct casefile *file,
                    const struct node_id *from, const struct node_id *to) {
    return !conflict_has(&file->conflicts, to) &&
           !route_is_exposed(node_directory(node), &file->conflicts, from, to);
}

void avoid_reduce(const struct node *node, struct casefile *file, const struct node_id *from,
                  const struct node_id *to) {
    if (file->conflicts.later != 0 && !avoid_may_read(node, file, from, to)) {
        file->conflicts = conflict_at_first(&file->conflicts);
    }
}

struct conflict_set avoid_shown(const struct node *node, const struct casefile *file,
                                const struct node_id *from, const struct node_id *to) {
    return avoid_may_read(node, file, from, to) ? file->conflicts
                                                : (struct conflict_set){.count = 0};
}

static const struct casefile *at_first(struct arena *arena, const struct casefile *file) {
    struct casefile *first = arena_alloc(arena, sizeof *first);

    ASSERT(first != NULL);
    casefile_copy(first, file);
    first->conflicts = conflict_at_first(&file->conflicts);
    return first;
}

const struct casefile *avoid_told(const struct node *node, struct arena *arena,
                                  const struct casefile *file, const struct outgoing *outgoing) {
    bool exposed = false;

    for (size_t i = 0; file->conflicts.later != 0 && i < outgoing->to_count; i++) {
        const struct node_id *to = &outgoing->to[i];

        exposed = exposed || (!conflict_has(&file->conflicts, to) &&
                              !avoid_may_read(node, file, &outgoing->from, to));
    }
    return exposed ? at_first(arena, file) : file;
}

void avoid_hush(struct casefile *file, const struct node_id *office) {
    if (conflict_is_later(&file->conflicts, office)) {
        file->conflicts = conflict_at_first(&file->conflicts);
    }
}

const struct casefile *avoid_seen(struct arena *arena, const struct casefile *file,
                                  const struct node_id *office) {
    return conflict_is_later(&file->conflicts, office) ? at_first(arena, file) : file;
}

bool avoid_had(const struct casefile *file, const struct node_id *office) {
    bool had = node_id_equal(&file->origin, office);

    for (size_t i = 0; i < file->leg_count; i++) {
        had =
            had || node_id_equal(&file->legs[i].giver, office) ||
            (node_id_equal(&file->legs[i].receiver, office) && file->legs[i].delivered_at.us != 0);
    }
    return had;
}

/* ---- who has to know */

static void send_set(struct node *node, struct turn *turn, const struct cached_case *entry,
                     const struct node_id *from, const struct node_id *to) {
    struct order_body body = {.case_no = entry->file.no,
                              .act = {.node = *from, .acted_at = turn->at},
                              .conflicts = entry->file.conflicts};
    struct outgoing outgoing = {
        .kind = MESSAGE_ORDER, .file = &entry->file, .from = *from, .to = to, .to_count = 1};
    enum pj_code code = wire_encode_order(&body, &turn->arena, &outgoing.body);

    ASSERT(code == PJ_OK);
    (void)seal_message(node, turn, &outgoing);
}

/* The nearest petition office above that one which may hear why. False: there is none. */
static bool find_above(const struct node *node, const struct casefile *file,
                       const struct node_id *from, const struct node_id *below,
                       struct node_id *ret_desk) {
    const struct directory *directory = node_directory(node);
    uint32_t at =
        directory == NULL ? PLACE_INDEX_NONE : directory_find(directory, node_id_place(below));

    if (at != PLACE_INDEX_NONE && node_id_organ(below)[0] == '\0') {
        at = directory_superior(directory, at);
    }
    for (; at != PLACE_INDEX_NONE; at = directory_superior(directory, at)) {
        *ret_desk = node_id_of_place(directory_place(directory, at));
        if (node_reaches(node, ret_desk) && avoid_may_read(node, file, from, ret_desk)) {
            return true;
        }
    }
    return false;
}

/* Without it nobody could take the case but by asking who has it. */
static struct bytes copy_for(struct node *node, struct turn *turn, const struct cached_case *entry,
                             const struct node_id *office) {
    struct submissions submissions = wire_transfer_submissions(entry->body);
    struct transfer_body body;
    struct bytes copy = BYTES_NONE;

    if (node_hosts(node, office) || avoid_had(&entry->file, office) ||
        !submissions_are_whole(turn, entry->body)) {
        return BYTES_NONE;
    }
    casefile_copy(&body.file, &entry->file);
    body.submissions = submissions.all;
    body.submission_count = submissions.count;
    body.file.leg_count = 0;
    body.file.clock_count = 0;
    body.act = (struct act){.kind = ACT_UNSPECIFIED};
    if (visits_reduce(node, &turn->arena, office, &body) != PJ_OK ||
        wire_encode_transfer(&body, &turn->arena, &copy) != PJ_OK) {
        return BYTES_NONE;
    }
    return copy;
}

static void tell_above(struct node *node, struct turn *turn, const struct cached_case *entry,
                       const struct node_id *from, const struct node_id *desk) {
    const struct casefile *file = visits_told(node, turn, &entry->file);
    struct event_body body = {.case_no = file->no,
                              .act = {.kind = ACT_PARK,
                                      .node = *from,
                                      .target = *casefile_token_at(file),
                                      .rule = RULE_AVOID,
                                      .reason = {(const uint8_t *)TAKE_IT, sizeof TAKE_IT - 1},
                                      .acted_at = turn->at},
                              .state = file->state,
                              .holder = file->holder,
                              .closed_at = file->closed_at,
                              .problems = file->problems,
                              .problem_count = file->problem_count,
                              .file = file,
                              .copy = copy_for(node, turn, entry, desk)};
    struct outgoing outgoing = {.kind = MESSAGE_EVENT,
                                .act = ACT_PARK,
                                .file = &entry->file,
                                .from = *from,
                                .to = desk,
                                .to_count = 1};
    enum pj_code code = wire_encode_event(&body, &turn->arena, &outgoing.body);

    if (code == PJ_OK && outgoing.body.len > BODY_BYTES_MAX) {
        body.copy = BYTES_NONE;
        code = wire_encode_event(&body, &turn->arena, &outgoing.body);
    }
    ASSERT(code == PJ_OK);
    (void)seal_message(node, turn, &outgoing);
    log_warn("holder_must_avoid", "case=%s told=%s", file->no.text, desk->text);
}

enum avoid_told avoid_tell(struct node *node, struct turn *turn, const struct cached_case *entry,
                           const struct node_id *from) {
    const struct casefile *file = &entry->file;
    const struct node_id *token = casefile_token_at(file);
    bool is_here = file->role == ROLE_HOLDER;
    struct node_id desk = {""};

    if (!conflict_has(&file->conflicts, token) &&
        (is_here || (avoid_may_read(node, file, from, token) && node_reaches(node, token)))) {
        if (!is_here && !node_hosts(node, token)) {
            send_set(node, turn, entry, from, token);
        }
        return AVOID_TOLD;
    }
    if (find_above(node, file, from, token, &desk)) {
        tell_above(node, turn, entry, from, &desk);
        return AVOID_ABOVE;
    }
    log_warn("nobody_may_take_it", "case=%s", file->no.text);
    return AVOID_NOBODY;
}

void avoid_pass_up(struct node *node, struct turn *turn, const struct cached_case *entry,
                   const struct asked *asked) {
    const struct node_id *from = &asked->act->node;
    const struct casefile *file = &entry->file;
    struct node_id desk = {""};
    enum pj_code code = PJ_OK;

    if (find_above(node, file, from, casefile_token_at(file), &desk) && !node_hosts(node, &desk)) {
        code = send_order_to(node, turn, entry, asked, &desk);
    }
    if (code != PJ_OK) {
        log_warn("not_passed_up", "case=%s code=%s", file->no.text, pj_code_name(code));
    }
}

enum pj_code avoid_send_words(struct node *node, struct turn *turn, const struct cached_case *entry,
                              const struct asked *asked) {
    enum pj_code code = send_order(node, turn, entry, asked->act, asked->submission);

    if (code == PJ_POLICY_CONFLICT &&
        conflict_has(&entry->file.conflicts, casefile_token_at(&entry->file))) {
        avoid_pass_up(node, turn, entry, asked);
        code = PJ_OK;
    }
    return code;
}

void avoid_follow(struct node *node, struct turn *turn, const struct cached_case *entry) {
    const struct node_id *token = casefile_token_at(&entry->file);
    struct node_id from = node_desk(node);

    if (conflict_has(&entry->file.conflicts, token)) {
        from = node_hosts(node, &entry->file.holder) ? entry->file.holder : from;
        (void)avoid_tell(node, turn, entry, &from);
    }
}

void avoid_left(struct node *node, struct turn *turn, const struct casefile *before,
                const struct cached_case *entry) {
    const struct node_id *holder = &entry->file.holder;
    struct node_id here = node_hosts(node, &before->origin) ? before->origin : node_desk(node);

    if (before->role == ROLE_COPY && conflict_has(&before->conflicts, &before->holder) &&
        !conflict_has(&entry->file.conflicts, holder) && node_reaches(node, holder)) {
        (void)avoid_tell(node, turn, entry, &here);
        supplement_pass_on(node, turn, entry, entry->body, &here);
    }
}
