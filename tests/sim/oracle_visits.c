/* SPDX-License-Identifier: Apache-2.0
 * A visit, seen from below: before the next working day not a byte of it, afterwards the matter
 * without the hour, the form, the companions. Every byte that a station below has stored is looked
 * at, and whatever it received is stored. */
#include "day.h"

#include "base/text.h"
#include "core/visit.h"
#include "wire/wire.h"

#include <string.h>

static bool store_holds(const struct mem_store *store, const char *text) {
    for (size_t i = 0; i < store->journal.count; i++) {
        const struct row_journal *row = MEM_ROW(store->journal, struct row_journal, i);

        if (bytes_hold(row->body, text) || bytes_hold(row->envelope, text)) {
            return true;
        }
    }
    for (size_t i = 0; i < store->cases.count; i++) {
        if (bytes_hold(MEM_ROW(store->cases, struct mem_case, i)->file, text)) {
            return true;
        }
    }
    return false;
}

static bool is_midnight(struct wall at) {
    return at.us == 0 || at.us == civil_end((struct civil){civil_of(at).day - 1}).us;
}

/* Instants of the day of the visit, or of one before: their hour has to be gone. */
static bool tells_hour(struct wall at, struct wall until) {
    return at.us < until.us && !is_midnight(at);
}

static bool file_tells(const struct casefile *file, struct wall until) {
    bool tells = file->form != FORM_UNSPECIFIED || file->persons != 0 || file->group_no != 0 ||
                 casefile_has_flag(file, FLAG_QUIET_VISIT) ||
                 casefile_has_flag(file, FLAG_COLLECTIVE) || tells_hour(file->received_at, until) ||
                 tells_hour(file->opened_at, until);

    for (size_t i = 0; i < file->leg_count; i++) {
        tells = tells || tells_hour(file->legs[i].opened_at, until) ||
                tells_hour(file->legs[i].delivered_at, until) ||
                tells_hour(file->legs[i].closed_at, until);
    }
    for (size_t i = 0; i < file->clock_count; i++) {
        tells = tells || file->clocks[i].kind == CLOCK_VISIT_WORD ||
                tells_hour(file->clocks[i].started_at, until);
    }
    return tells;
}

/* Does the station lie under the window? By code: "town-330726101" lies under 330726. */
static bool lies_under(const char *station, const struct node_id *window) {
    const char *code = strrchr(station, '-') + 1;
    size_t digits = strcspn(window->text, ".");

    return strlen(code) > digits && strncmp(code, window->text, digits) == 0;
}

/* What was handed in later by letter or call is no visit, and what was brought to a window below is
 * nothing to keep from those above it. */
static bool submission_tells(const struct submission *submission, const char *station,
                             struct wall until) {
    if (submission->relation != RELATION_UNSPECIFIED) {
        return submission->form == FORM_VISIT && lies_under(station, &submission->node);
    }
    return submission->form != FORM_UNSPECIFIED ||
           submission->text_origin != TEXT_ORIGIN_UNSPECIFIED ||
           tells_hour(submission->occurred_at, until) || tells_hour(submission->sent_at, until) ||
           tells_hour(submission->received_at, until) || tells_hour(submission->written_at, until);
}

static bool body_tells(struct sim *sim, uint32_t station, const struct transfer_body *body,
                       struct wall until) {
    const char *name = sim->world.stations[station].name;
    struct submission submission;
    bool tells = file_tells(&body->file, until) || tells_hour(body->act.acted_at, until);

    for (size_t i = 0; i < body->submission_count; i++) {
        tells = tells ||
                wire_decode_submission(body->submissions[i], &sim->arena, &submission) != PJ_OK ||
                submission_tells(&submission, name, until);
    }
    return tells;
}

static bool event_tells(const struct event_body *event, struct wall until) {
    bool tells = event->file != NULL && file_tells(event->file, until);

    for (size_t i = 0; i < event->clock_count; i++) {
        tells = tells || event->clocks[i].kind == CLOCK_VISIT_WORD ||
                tells_hour(event->clocks[i].started_at, until);
    }
    for (size_t i = 0; i < event->act.correction_count; i++) {
        tells = tells || visit_is_trace(event->act.corrections[i].field);
    }
    return tells;
}

/* What came down, not what a station below says itself. */
static void judge_events(struct sim *sim, uint32_t station, const struct petition *petition,
                         struct wall until) {
    const struct mem_store *store = &sim->world.stations[station].store;

    for (size_t i = 0; i < store->journal.count; i++) {
        const struct row_journal *row = MEM_ROW(store->journal, struct row_journal, i);
        struct transfer_body copy;
        struct event_body event;

        if (row->kind == MESSAGE_EVENT && row->in_lane >= 0 && row->in_lane < LANES &&
            bytes_hold(row->body, petition->case_no) &&
            wire_decode_event(row->body, &sim->arena, &event) == PJ_OK &&
            strcmp(event.case_no.text, petition->case_no) == 0 &&
            (event_tells(&event, until) ||
             (event.copy.len > 0 &&
              (wire_decode_transfer(event.copy, &sim->arena, &copy) != PJ_OK ||
               body_tells(sim, station, &copy, until))))) {
            world_fail(&sim->world, "%s: an event tells %s more than the matter of a visit",
                       petition->case_no, sim->world.stations[station].name);
        }
        arena_clear(&sim->arena);
    }
}

/* How many hand-overs of it are there, and does one of them tell more than the matter? */
static uint64_t judge_transfers(struct sim *sim, uint32_t station, const struct petition *petition,
                                struct wall until) {
    const struct mem_store *store = &sim->world.stations[station].store;
    uint64_t count = 0;

    for (size_t i = 0; i < store->journal.count; i++) {
        const struct row_journal *row = MEM_ROW(store->journal, struct row_journal, i);
        struct transfer_body body;

        if (row->kind != MESSAGE_TRANSFER || !bytes_hold(row->body, petition->case_no) ||
            wire_decode_transfer(row->body, &sim->arena, &body) != PJ_OK ||
            strcmp(body.file.no.text, petition->case_no) != 0) { /* attached to it, say */
            continue;
        }
        count++;
        if (body.act.kind != ACT_BOUNCE && body_tells(sim, station, &body, until)) {
            world_fail(&sim->world, "%s: more than the matter of a visit is at %s",
                       petition->case_no, sim->world.stations[station].name);
        }
        arena_clear(&sim->arena);
    }
    return count;
}

static void judge_below(struct sim *sim, uint32_t station, const struct petition *petition,
                        struct wall until) {
    const struct mem_store *store = &sim->world.stations[station].store;
    const char *name = sim->world.stations[station].name;

    if (store_holds(store, petition->mark)) {
        world_fail(&sim->world, "%s: a trace of a visit is at %s", petition->mark, name);
    }
    if (sim->world.now.wall.us >= until.us) {
        sim->seen.words_below += judge_transfers(sim, station, petition, until);
        judge_events(sim, station, petition, until);
    } else if (store_holds(store, petition->text) ||
               (petition->receipt && store_holds(store, petition->case_no))) {
        world_fail(&sim->world, "%s: %s has word of a visit before the next working day",
                   petition->mark, name);
    }
}

/* ---- what visitors brought since */

static bool brought_tells(struct sim *sim, const struct submission *submission,
                          const struct handed_in *more, struct wall until) {
    bool is_it = false;

    for (size_t i = 0; i < submission->part_count; i++) {
        is_it = is_it || bytes_hold(submission->parts[i].data, more->text);
    }
    sim->seen.brought_below += is_it ? 1 : 0;
    return is_it &&
           (submission->form != FORM_UNSPECIFIED || tells_hour(submission->received_at, until) ||
            tells_hour(submission->written_at, until));
}

static bool row_tells(struct sim *sim, const struct row_journal *row, const struct handed_in *more,
                      struct wall until) {
    struct transfer_body body = {.submission_count = 0};
    struct submission submission;
    struct order_body order;
    struct event_body event;
    bool tells = false;

    if (row->kind == MESSAGE_EVENT && wire_decode_event(row->body, &sim->arena, &event) == PJ_OK) {
        if (wire_decode_transfer(event.copy, &sim->arena, &body) != PJ_OK) {
            return false;
        }
    } else if (row->kind == MESSAGE_ORDER &&
               wire_decode_order(row->body, &sim->arena, &order) == PJ_OK) {
        body.submissions = &order.submission;
        body.submission_count = 1;
        tells = tells_hour(order.act.acted_at, until) || tells_hour(order.act.happened_at, until);
    } else if (wire_decode_transfer(row->body, &sim->arena, &body) != PJ_OK) {
        return false;
    }
    for (size_t i = 0; i < body.submission_count; i++) {
        tells = (wire_decode_submission(body.submissions[i], &sim->arena, &submission) == PJ_OK &&
                 brought_tells(sim, &submission, more, until)) ||
                tells;
    }
    return tells;
}

/* An event names it by its digest. */
static bool event_tells_brought(struct sim *sim, const struct row_journal *row,
                                const struct handed_in *more, struct wall until) {
    struct event_body event;

    return row->kind == MESSAGE_EVENT && more->receipt &&
           wire_decode_event(row->body, &sim->arena, &event) == PJ_OK &&
           digest_equal(&event.act.submission, &more->digest) &&
           (tells_hour(event.act.acted_at, until) || tells_hour(event.act.happened_at, until));
}

static void judge_brought(struct sim *sim, uint32_t station, const struct handed_in *more) {
    const struct mem_store *store = &sim->world.stations[station].store;
    const char *const words[] = {more->text, more->said};
    bool provisional = false;
    struct wall until = visit_word_from(more->taken_at, NULL, (struct place){0}, &provisional);

    for (size_t i = 0; i < ARRAY_COUNT(words) && sim->world.now.wall.us < until.us; i++) {
        if (words[i][0] != '\0' && store_holds(store, words[i])) {
            world_fail(&sim->world, "\"%s\": %s has what a visitor brought before its day",
                       words[i], sim->world.stations[station].name);
        }
    }
    if (more->text[0] == '\0') {
        return;
    }
    for (size_t i = 0; i < store->journal.count; i++) {
        const struct row_journal *row = MEM_ROW(store->journal, struct row_journal, i);

        if ((bytes_hold(row->body, more->text) && row_tells(sim, row, more, until)) ||
            event_tells_brought(sim, row, more, until)) {
            world_fail(&sim->world, "\"%s\": %s has more of it than the matter", more->text,
                       sim->world.stations[station].name);
        }
        arena_clear(&sim->arena);
    }
}

/* The day stands in the number, whatever a station has lost since. Without a receipt it is as new
 * as can be. */
static struct wall opened_at(const struct sim *sim, const struct petition *petition) {
    const char *day = strchr(petition->case_no, '-');
    uint64_t date = 0;

    if (day == NULL || text_u64(day + 1, 8, UINT32_MAX, &date) != PJ_OK) {
        return sim->world.now.wall;
    }
    return (struct wall){
        civil_end(civil_from_ymd((int)(date / 10000), (int)(date / 100 % 100), (int)(date % 100)))
            .us -
        1};
}

void oracle_judge_visits(struct sim *sim) {
    for (uint32_t i = 0; i < sim->plan.cases; i++) {
        const struct petition *petition = &sim->petitions[i];
        bool provisional = false;
        struct wall until =
            visit_word_from(opened_at(sim, petition), NULL, (struct place){0}, &provisional);

        for (uint32_t below = petition->station + 1; petition->visits && below < STATIONS;
             below++) {
            judge_below(sim, below, petition, until);
        }
    }
    for (uint32_t i = 0; i < sim->handed_in_count; i++) {
        const struct handed_in *more = &sim->handed_in[i];

        for (uint32_t below = more->station + 1; more->visits && below < STATIONS; below++) {
            judge_brought(sim, below, more);
        }
    }
}
