/* SPDX-License-Identifier: Apache-2.0
 * Two levels are right for a visit; above them it is guided. Pure. */
#include "core/visit.h"

#include "base/text.h"

#include <string.h>

/* Marks that tell of the visit: that there was one, and how many came along. */
#define LEFT_OUT (1U << FLAG_QUIET_VISIT | 1U << FLAG_COLLECTIVE)

/* The division of the lowest office that the visit belongs to. */
static uint32_t competent_division(const struct route_query *query, uint32_t place) {
    const struct directory *directory = query->directory;
    const struct competence_row *row =
        query->list == NULL
            ? NULL
            : competence_find(query->list, directory, query->category, place, query->today);
    enum level level = row == NULL ? LEVEL_TOWNSHIP : row->tier;
    uint32_t index =
        directory_at_level(directory, place, level == LEVEL_VILLAGE ? LEVEL_TOWNSHIP : level);

    if (index != PLACE_INDEX_NONE) {
        return index;
    }
    /* No such tier here: the place's own office, or the nearest above that is a government. */
    while (place != PLACE_INDEX_NONE &&
           (directory_is_virtual(directory, place) ||
            place_level(directory_place(directory, place)) == LEVEL_VILLAGE)) {
        place = directory_parent(directory, place);
    }
    return place;
}

/* The lowest reception from `index` up to, and without, `at` that may hear of the matter. */
static struct node_id lawful_below(const struct route_query *query, uint32_t index, uint32_t at) {
    while (index != PLACE_INDEX_NONE && index != at) {
        struct node_id desk = node_id_of_place(directory_place(query->directory, index));

        if (!conflict_has(query->conflicts, &desk)) {
            return desk;
        }
        index = directory_superior(query->directory, index);
    }
    return (struct node_id){""};
}

void visit_advise(const struct route_query *query, struct visit_advice *ret_advice) {
    const struct directory *directory = query->directory;
    uint32_t at = directory_find(directory, node_id_place(&query->at));
    uint32_t place =
        place_is_none(query->place) ? PLACE_INDEX_NONE : directory_find(directory, query->place);
    uint32_t competent = PLACE_INDEX_NONE;
    bool is_claim = query->purpose == PURPOSE_CLAIM || query->purpose == PURPOSE_UNSPECIFIED;

    *ret_advice = (struct visit_advice){.rule = RULE_VISIT};
    if (query->form != FORM_VISIT || !is_claim || query->binding || place == PLACE_INDEX_NONE ||
        at == PLACE_INDEX_NONE) {
        return;
    }
    competent = competent_division(query, place);
    if (competent == PLACE_INDEX_NONE || competent == at ||
        directory_superior(directory, competent) == at ||
        !directory_is_within(directory, competent, at)) {
        return;
    }
    ret_advice->guide_to = lawful_below(query, competent, at);
    ret_advice->skips = !node_id_is_none(&ret_advice->guide_to);
}

struct wall visit_word_from(struct wall received_at, const struct calendar *calendar,
                            struct place region, bool *ret_provisional) {
    struct civil before = civil_of(received_at);
    struct day day = calendar_day(calendar, region, (struct civil){before.day + 1});

    *ret_provisional = !day.known;
    while (!day_works(day.kind)) {
        before.day++;
        day = calendar_day(calendar, region, (struct civil){before.day + 1});
        *ret_provisional |= !day.known;
    }
    return civil_end(before);
}

/* ---- of a case */

void visit_mark(struct casefile *file) {
    if (file->form == FORM_VISIT && file->session[0] == '\0') {
        file->matter.flags |= 1U << FLAG_QUIET_VISIT;
    }
}

bool visit_is_quiet(const struct casefile *file) {
    return casefile_has_flag(file, FLAG_QUIET_VISIT);
}

bool visit_is_near(const struct directory *directory, const struct node_id *window,
                   const struct node_id *office) {
    return place_equal(node_id_place(window), node_id_place(office)) ||
           directory_lies_in(directory, window, office);
}

bool visit_may_hear(const struct directory *directory, const struct casefile *file,
                    const struct node_id *office) {
    return !visit_is_quiet(file) || visit_is_near(directory, &file->origin, office);
}

static struct wall later_of(struct wall a, struct wall b) {
    return a.us > b.us ? a : b;
}

struct wall visit_silent_until(const struct casefile *file, const struct calendar *calendar) {
    bool provisional = false;

    if (!visit_is_quiet(file)) {
        return (struct wall){0};
    }
    return visit_word_from(later_of(file->received_at, file->opened_at), calendar,
                           node_id_place(&file->origin), &provisional);
}

struct clock visit_clock(const struct casefile *file, const struct calendar *calendar) {
    struct clock clock = {.kind = CLOCK_VISIT_WORD,
                          .state = CLOCK_STATE_RUNNING,
                          .owner = file->holder,
                          .started_at = later_of(file->received_at, file->opened_at),
                          .basis = "R24 次一工作日(配置)",
                          .days = "working"};

    clock.due_at = visit_word_from(clock.started_at, calendar, node_id_place(&file->origin),
                                   &clock.provisional);
    clock.due.day = civil_of(clock.due_at).day - 1;
    text_print(clock.calendar, sizeof clock.calendar, "%s",
               calendar == NULL ? "" : calendar_version(calendar));
    return clock;
}

bool visit_recount(const struct casefile *file, const struct calendar *calendar,
                   struct clock *clock) {
    struct clock again = visit_clock(file, calendar);

    again.no = clock->no;
    again.owner = clock->owner;
    if (again.due_at.us < clock->due_at.us) {
        again.due = clock->due;
        again.due_at = clock->due_at;
    }
    if (again.due_at.us == clock->due_at.us && again.provisional == clock->provisional) {
        return false;
    }
    *clock = again;
    return true;
}

/* ---- what goes down */

void visit_keep_day(struct wall *at, struct wall until) {
    if (at->us > 0 && at->us < until.us) {
        *at = civil_end((struct civil){civil_of(*at).day - 1});
    }
}

static void reduce_clocks(struct casefile *file, struct wall until) {
    size_t kept = 0;

    for (size_t i = 0; i < file->clock_count; i++) {
        struct clock *clock = &file->clocks[i];

        if (clock->kind == CLOCK_VISIT_WORD) {
            continue;
        }
        visit_keep_day(&clock->started_at, until);
        visit_keep_day(&clock->due_at, until);
        visit_keep_day(&clock->yellow_at, until);
        visit_keep_day(&clock->done_at, until);
        file->clocks[kept++] = *clock;
    }
    file->clock_count = kept;
}

bool visit_is_trace(enum case_field field) {
    return field == CASE_FIELD_FORM || field == CASE_FIELD_PERSONS;
}

static void reduce_corrections(struct casefile *file, struct wall until) {
    size_t kept = 0;

    for (size_t i = 0; i < file->corrected_count; i++) {
        struct corrected *corrected = &file->corrected[i];

        if (!visit_is_trace(corrected->what.field)) {
            visit_keep_day(&corrected->at, until);
            file->corrected[kept++] = *corrected;
        }
    }
    file->corrected_count = kept;
}

void visit_reduce(struct casefile *file, struct wall until) {
    file->form = FORM_UNSPECIFIED;
    file->persons = 0;
    file->group_no = 0;
    file->session[0] = '\0';
    file->matter.flags &= ~LEFT_OUT;
    visit_keep_day(&file->received_at, until);
    visit_keep_day(&file->opened_at, until);
    visit_keep_day(&file->matter.accepted_at, until);
    visit_keep_day(&file->matter.decided_at, until);
    visit_keep_day(&file->matter.served_at, until);
    visit_keep_day(&file->matter.answered_at, until);
    for (size_t i = 0; i < file->leg_count; i++) {
        visit_keep_day(&file->legs[i].opened_at, until);
        visit_keep_day(&file->legs[i].delivered_at, until);
        visit_keep_day(&file->legs[i].closed_at, until);
    }
    for (size_t i = 0; i < file->assist_count; i++) {
        visit_keep_day(&file->assists[i].asked_at, until);
        visit_keep_day(&file->assists[i].answered_at, until);
        visit_keep_day(&file->assists[i].closed_at, until);
    }
    reduce_clocks(file, until);
    reduce_corrections(file, until);
}

void visit_reduce_submission(struct submission *submission, struct wall until) {
    submission->form = FORM_UNSPECIFIED;
    submission->text_origin = TEXT_ORIGIN_UNSPECIFIED;
    submission->source[0] = '\0';
    submission->carried = BYTES_NONE;
    submission->unread = BYTES_NONE;
    submission->foreign_system = BYTES_NONE;
    submission->foreign_id = BYTES_NONE;
    visit_keep_day(&submission->occurred_at, until);
    visit_keep_day(&submission->sent_at, until);
    visit_keep_day(&submission->received_at, until);
    visit_keep_day(&submission->written_at, until);
}

/* ---- what comes back */

static void restore_at(struct wall *arriving, struct wall ours) {
    *arriving = ours.us != 0 ? ours : *arriving;
}

static void restore_legs(struct casefile *arriving, const struct casefile *ours) {
    for (size_t i = 0; i < arriving->leg_count; i++) {
        struct leg *leg = &arriving->legs[i];

        for (size_t k = 0; k < ours->leg_count; k++) {
            if (ours->legs[k].term == leg->term) {
                restore_at(&leg->opened_at, ours->legs[k].opened_at);
                restore_at(&leg->delivered_at, ours->legs[k].delivered_at);
                restore_at(&leg->closed_at, ours->legs[k].closed_at);
            }
        }
    }
}

static void restore_clocks(struct casefile *arriving, const struct casefile *ours) {
    for (size_t i = 0; i < arriving->clock_count; i++) {
        struct clock *clock = &arriving->clocks[i];

        for (size_t k = 0; k < ours->clock_count; k++) {
            if (ours->clocks[k].no == clock->no && ours->clocks[k].kind == clock->kind) {
                clock->started_at = ours->clocks[k].started_at;
                restore_at(&clock->yellow_at, ours->clocks[k].yellow_at);
                restore_at(&clock->done_at, ours->clocks[k].done_at);
            }
        }
    }
}

/* What was left out comes before what was corrected since, as far as there is room. */
static void restore_corrections(struct casefile *arriving, const struct casefile *ours) {
    for (size_t i = ours->corrected_count; i > 0; i--) {
        const struct corrected *corrected = &ours->corrected[i - 1];

        if (!visit_is_trace(corrected->what.field) || arriving->corrected_count == CORRECTED_MAX) {
            continue;
        }
        memmove(&arriving->corrected[1], &arriving->corrected[0],
                arriving->corrected_count * sizeof *corrected);
        arriving->corrected[0] = *corrected;
        arriving->corrected_count++;
    }
}

void visit_keep_marks(struct casefile *file, const struct casefile *ours) {
    file->matter.flags |= ours->matter.flags & LEFT_OUT;
}

bool visit_restore(struct casefile *arriving, const struct casefile *ours) {
    if (!visit_is_quiet(ours) || visit_is_quiet(arriving)) {
        return false;
    }
    arriving->form = arriving->form == FORM_UNSPECIFIED ? ours->form : arriving->form;
    arriving->persons = arriving->persons == 0 ? ours->persons : arriving->persons;
    arriving->group_no = ours->group_no;
    visit_keep_marks(arriving, ours);
    arriving->received_at = ours->received_at;
    arriving->opened_at = ours->opened_at;
    restore_legs(arriving, ours);
    restore_clocks(arriving, ours);
    restore_corrections(arriving, ours);
    return true;
}
