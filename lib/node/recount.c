/* SPDX-License-Identifier: Apache-2.0
 * A calendar arrives that says more, or something else: running clocks follow it. The database is
 * asked for a few cases at a time, so that intake is never starved; each date that moves is
 * journaled with the old day, the new one and both calendars. A clock never runs out by a calendar
 * that is no longer in force: due_decide counts it anew first. */
#include "node/internal.h"

#include <string.h>

#define MOVED_TEXT_MAX 192 /* bytes that say how one clock moved: two versions, two dates */

/* ---- which cases */

void recount_start(struct node *node, struct civil day) {
    struct recount *recount = &node->recount;

    if (node->data->law.calendar == NULL) {
        return;
    }
    if (recount->on && recount->day.day < day.day) {
        day = recount->day; /* what was not reached yet stays to be done */
    }
    recount->on = true;
    recount->day = day;
    recount->due_at = INT64_MIN;
    recount->ref = 0;
}

void recount_after(struct node *node, const struct calendar *before, const struct calendar *after) {
    struct civil day = {0};

    if (before != after && calendar_first_change(before, after, &day)) {
        recount_start(node, day);
    }
}

void recount_ask(struct node *node) {
    struct recount *recount = &node->recount;
    const struct calendar *calendar = node->data->law.calendar;
    struct query query = {.kind = QUERY_RECOUNT,
                          .from = recount->due_at,
                          .ref = recount->ref,
                          .limit = RECOUNTS_PER_QUERY,
                          .day = recount->day};
    struct pending_query *pending = NULL;

    if (node->state != NODE_READY || !recount->on || recount->asked || calendar == NULL ||
        node->now.mono.us < recount->asked_at.us + RECOUNT_QUERY_US) {
        return;
    }
    recount->asked_at = node->now.mono;
    pending = query_new(node, PENDING_RECOUNT);
    if (pending == NULL) {
        return;
    }
    recount->asked = true;
    text_print(query.version, sizeof query.version, "%s", calendar_version(calendar));
    query.id = pending->id;
    port_query(node->port, &query);
}

/* A case that does not fit into the turn is asked for again. */
void recount_on_queried(struct node *node, enum store_outcome outcome,
                        const struct stored *stored) {
    struct recount *recount = &node->recount;

    recount->asked = false;
    if (outcome != STORE_OK) {
        return;
    }
    for (size_t i = 0; i + 1 < stored->number_count; i += 2) {
        struct input *input = node_can_take(node) ? turn_input(node, INPUT_RECOUNT) : NULL;

        if (input == NULL) {
            return;
        }
        input->ref = (int64_t)stored->numbers[i + 1];
        recount->due_at = (int64_t)stored->numbers[i];
        recount->ref = input->ref;
    }
    if (stored->number_count < (size_t)2 * RECOUNTS_PER_QUERY) {
        recount->on = false;
        log_info("clocks_recounted", "station=%s calendar=%s", node->config.station.text,
                 calendar_version(node->data->law.calendar));
    }
}

/* ---- one case */

static size_t tell_moved(const struct clock *before, const struct clock *after, char *text) {
    char old_due[CIVIL_TEXT_MAX + 1];
    char new_due[CIVIL_TEXT_MAX + 1];

    civil_print(before->due, old_due);
    civil_print(after->due, new_due);
    return text_print(text, MOVED_TEXT_MAX, "%s %s%s -> %s%s (%s -> %s)",
                      before->limit[0] == '\0' ? clock_kind_text(before->kind) : before->limit,
                      old_due, before->provisional ? " 暂定" : "", new_due,
                      after->provisional ? " 暂定" : "", before->calendar, after->calendar);
}

/* Old, new, why: the reason of the act in the journal. */
static struct bytes tell_all(struct turn *turn, const struct casefile *file,
                             const struct verdict *verdict) {
    char *text = arena_alloc(&turn->arena, CLOCKS_MAX * (MOVED_TEXT_MAX + 2));
    size_t len = 0;

    ASSERT(text != NULL);
    for (size_t i = 0; i < verdict->effect_count; i++) {
        const struct clock *after = &verdict->effects[i].clock;

        ASSERT(verdict->effects[i].kind == EFFECT_MOVE_CLOCK);
        for (size_t k = 0; k < file->clock_count; k++) {
            if (file->clocks[k].no != after->no) {
                continue;
            }
            if (len > 0) {
                text[len++] = ';';
                text[len++] = ' ';
            }
            len += tell_moved(&file->clocks[k], after, text + len);
        }
    }
    return (struct bytes){(const uint8_t *)text, len};
}

bool recount_case(struct node *node, struct turn *turn, struct cached_case *entry) {
    struct acting acting = {.entry = entry, .by_station = true};
    struct lifecycle_context context = node_context(node, turn, true);
    struct verdict verdict;
    enum pj_code code = PJ_OK;

    if (entry->file.role != ROLE_HOLDER) {
        return false; /* on its way: the receiver starts its own clocks; if it comes back, the guard
                         in due_decide holds */
    }
    acting.act.kind = ACT_RECOUNT;
    acting.act.node = entry->file.holder;
    acting.act.acted_at = turn->at;
    lifecycle_decide(&entry->file, &acting.act, &context, &verdict);
    if (verdict.code != PJ_OK) {
        return false;
    }
    acting.act.reason = tell_all(turn, &entry->file, &verdict);
    code = act_apply(node, turn, &acting, &verdict);
    if (code != PJ_OK) {
        log_warn("recount_not_recorded", "case=%s code=%s", entry->file.no.text,
                 pj_code_name(code));
    }
    return code == PJ_OK;
}

void recount_decide(struct node *node, struct turn *turn, struct input *input) {
    struct cached_case *entry = cases_find_ref(&node->cache, input->ref);

    if (entry != NULL) {
        (void)recount_case(node, turn, entry);
    }
}
