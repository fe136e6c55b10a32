/* SPDX-License-Identifier: Apache-2.0
 * Once, one holder, verbatim, with a clock: judged by committed rows against the receipts. */
#include "day.h"

#include "core/card.h"
#include "core/paper.h"
#include "wire/wire.h"
#include "words/kinds.h"

#include <stdio.h>
#include <string.h>

#define RULE_MOVED_UP 120
#define RULE_ALONG    160

bool bytes_hold(struct bytes bytes, const char *text) {
    size_t len = strlen(text);

    for (size_t i = 0; i + len <= bytes.len; i++) {
        if (memcmp(bytes.data + i, text, len) == 0) {
            return true;
        }
    }
    return false;
}

bool body_holds(const struct mem_store *store, const struct mem_case *row, const char *text) {
    return row->columns.body_pos > 0 &&
           bytes_hold(MEM_ROW(store->journal, struct row_journal, row->columns.body_pos - 1)->body,
                      text);
}

static bool has_clock(const struct mem_case *row) {
    for (size_t i = 0; i < row->clock_count; i++) {
        if (row->clocks[i].state != CLOCK_STATE_MET && row->clocks[i].state != CLOCK_STATE_ENDED) {
            return true;
        }
    }
    return !state_is_open(row->columns.state);
}

/* To go after a leading case, longer than over the weekend that ended all. */
static bool waits_for_ever(const struct sim *sim, const struct mem_case *row) {
    for (size_t i = 0; i < row->clock_count; i++) {
        if (row->clocks[i].kind == CLOCK_ALONG && row->clocks[i].state == CLOCK_STATE_RUNNING &&
            row->clocks[i].due_at.us + US_PER_S < sim->world.now.wall.us) {
            return state_is_open(row->columns.state);
        }
    }
    return false;
}

static bool legs_rise(const struct mem_case *row) {
    for (size_t i = 1; i < row->leg_count; i++) {
        if (row->legs[i - 1].term >= row->legs[i].term) {
            return false;
        }
    }
    return true;
}

/* However units hand it to and fro: between the two of them it goes so often and no more. */
static bool goes_round(struct sim *sim, const struct mem_case *row) {
    struct legs_seen *seen = &sim->legs_seen;
    size_t ordinary = 0;
    size_t along = 0;

    seen->legs += row->leg_count;
    seen->most = row->leg_count > seen->most ? row->leg_count : seen->most;
    for (size_t i = 0; i < row->leg_count; i++) {
        const struct leg *leg = &row->legs[i];

        ordinary += (leg->kind == LEG_DELEGATE || leg->kind == LEG_TRANSFER) && !leg->binding;
        seen->moved_up += leg->rule == RULE_MOVED_UP ? 1 : 0;
        along += leg->kind == LEG_ATTACH && leg->rule == RULE_ALONG ? 1 : 0;
    }
    sim->seen.along += along;
    return along > LEGS_ALONG_MAX || ordinary > LEGS_PER_PROCEEDING || row->leg_count > LEGS_MAX;
}

static void tell_parked(const struct sim_station *station) {
    for (size_t k = 0; k < station->store.parked.count; k++) {
        const struct row_parked *row = MEM_ROW(station->store.parked, struct row_parked, k);

        printf("  %s pos %lld: %s parked with %s%s\n", station->name, (long long)row->pos,
               message_kind_text(row->kind), pj_code_name(row->code), row->insert ? "" : ", done");
    }
}

/* What each station thinks of a case, for whoever looks for the cause. */
static void tell_case(const struct sim *sim, const char *case_no) {
    for (uint32_t i = 0; i < STATIONS; i++) {
        const struct mem_case *row = mem_store_case(&sim->world.stations[i].store, case_no);

        for (size_t k = 0; row != NULL && k < row->leg_count; k++) {
            printf("    term %llu %s %s -> %s%s%s\n", (unsigned long long)row->legs[k].term,
                   leg_kind_text(row->legs[k].kind), row->legs[k].giver.text,
                   row->legs[k].receiver.text,
                   row->legs[k].delivered_at.us != 0 ? " delivered" : "",
                   row->legs[k].closed_at.us != 0 ? " closed" : "");
        }
        if (row != NULL) {
            printf("  %s: %s %s, holder %s, term %llu version %llu\n", sim->world.stations[i].name,
                   role_text(row->columns.role), state_text(row->columns.state),
                   row->columns.holder.text, (unsigned long long)row->columns.term,
                   (unsigned long long)row->columns.version);
        }
        tell_parked(&sim->world.stations[i]);
    }
}

/* What was lost no neighbour ever saw, and what is kept beside the database was lost with it. */
static bool nobody_knows(const struct sim *sim) {
    const struct backup *backup = &sim->world.backup;
    const struct mem_store *store = &sim->world.stations[backup->station].store;

    return backup->without_file && store->head.epoch == backup->store.head.epoch;
}

/* Taken in by the station that lost history, in the span it lost: where it was not handed on,
 * nobody has it any more. That is known, and the same key takes it in anew. */
static bool may_be_lost(const struct sim *sim, const struct taken_in *taken_in) {
    const struct backup *backup = &sim->world.backup;

    return backup->restored && taken_in->station == backup->station &&
           taken_in->receipt_at >= backup->taken_at && taken_in->receipt_at <= backup->restored_at;
}

bool petition_may_be_lost(const struct sim *sim, const struct petition *petition) {
    return may_be_lost(sim, &(struct taken_in){petition->station, petition->receipt_at});
}

void oracle_judge_case(struct sim *sim, const struct taken_in *taken_in, const char *case_no,
                       const char *text) {
    uint32_t holders = 0;
    bool good = sim->world.reason[0] == '\0';

    if (nobody_knows(sim) && taken_in->station == sim->world.backup.station) {
        return;
    }
    for (uint32_t i = 0; i < STATIONS; i++) {
        const struct mem_store *store = &sim->world.stations[i].store;
        const struct mem_case *row = mem_store_case(store, case_no);

        if (row == NULL) {
            continue;
        }
        if (row->columns.role == ROLE_TRANSIT) {
            world_fail(&sim->world, "%s: still on its way", case_no);
        }
        if (!legs_rise(row)) {
            world_fail(&sim->world, "%s: terms do not rise", case_no);
        }
        if (row->columns.role != ROLE_HOLDER) {
            continue;
        }
        holders++;
        if (goes_round(sim, row)) {
            world_fail(&sim->world, "%s: %zu legs", case_no, row->leg_count);
        }
        if (!body_holds(store, row, text)) {
            world_fail(&sim->world, "%s: not verbatim", case_no);
        }
        if (!has_clock(row)) {
            world_fail(&sim->world, "%s: open without a clock", case_no);
        }
        if (waits_for_ever(sim, row)) {
            world_fail(&sim->world, "%s: did not go after its leading case", case_no);
        }
    }
    if (holders != 1 && !(holders == 0 && may_be_lost(sim, taken_in))) {
        world_fail(&sim->world, "%s: %u holders", case_no, holders);
    }
    if (good && sim->world.reason[0] != '\0' && !sim->tampered) {
        tell_case(sim, case_no);
    }
}

bool station_is_of_accused(const char *name) {
    return strncmp(name, "town", 4) == 0 || strncmp(name, "village", 7) == 0;
}

/* No row, no message, no byte of it at a station of the accused: not the text, not the number. */
void oracle_judge_accusation(struct sim *sim, const char *case_no, const char *text) {
    for (uint32_t i = 0; i < STATIONS; i++) {
        const struct mem_store *store = &sim->world.stations[i].store;

        if (!station_is_of_accused(sim->world.stations[i].name)) {
            continue;
        }
        if (mem_store_case(store, case_no) != NULL) {
            world_fail(&sim->world, "%s: the accused's station knows the case", case_no);
        }
        for (size_t k = 0; k < store->journal.count; k++) {
            const struct row_journal *row = MEM_ROW(store->journal, struct row_journal, k);

            if (bytes_hold(row->body, text) || bytes_hold(row->body, case_no)) {
                world_fail(&sim->world, "%s: a message of it is at the accused's station", case_no);
                return;
            }
        }
    }
}

/* Of the two cases of one letter, neither says anything of the other. */
static void judge_second(struct sim *sim, const struct petition *petition) {
    for (uint32_t i = 0; i < STATIONS; i++) {
        const struct mem_store *store = &sim->world.stations[i].store;

        for (size_t k = 0; k < store->journal.count; k++) {
            const struct row_journal *row = MEM_ROW(store->journal, struct row_journal, k);

            if ((bytes_hold(row->body, petition->said) && bytes_hold(row->body, petition->text)) ||
                (bytes_hold(row->body, petition->case_no) &&
                 bytes_hold(row->body, petition->second_no))) {
                world_fail(&sim->world, "%s: tells of %s", petition->case_no, petition->second_no);
                return;
            }
        }
    }
}

static void judge_petition(struct sim *sim, const struct petition *petition) {
    const struct taken_in taken_in = {petition->station, petition->receipt_at};
    bool second = petition->second_no[0] != '\0';

    oracle_judge_case(sim, &taken_in, petition->case_no, petition->text);
    if (second) {
        oracle_judge_case(sim, &taken_in, petition->second_no, petition->said);
    }
    if (petition->accuses) {
        oracle_judge_accusation(sim, petition->case_no, petition->text);
    }
    if (second) {
        oracle_judge_accusation(sim, petition->second_no, petition->said);
        judge_second(sim, petition);
    }
}

/* An order that was faster than the case it is for waits up to a day where the case should come;
 * one that has followed a case which never rests waits for a person. */
static bool may_wait(const struct sim *sim, const struct row_parked *row) {
    if (sim->world.backup.restored &&
        (row->kind == MESSAGE_DELIVERED || row->kind == MESSAGE_PAPER)) {
        return row->code == PJ_LINK_NO_CASE; /* of a case that was lost: a person sees it */
    }
    if (row->holds_token) {
        return false;
    }
    return row->kind == MESSAGE_ORDER &&
           (row->code == PJ_LINK_NO_CASE || row->code == PJ_LINK_TOO_MANY_HOPS);
}

/* No number is given twice, whatever was lost. */
static void judge_numbers(struct sim *sim) {
    if (nobody_knows(sim)) {
        return;
    }
    for (uint32_t i = 0; i < sim->plan.cases; i++) {
        for (uint32_t k = 0; k < i; k++) {
            if (strcmp(sim->petitions[i].case_no, sim->petitions[k].case_no) == 0) {
                world_fail(&sim->world, "one number, two petitions: %s", sim->petitions[i].case_no);
            }
        }
    }
}

/* ---- papers */

/* Acts that always make a paper, and never at the word of another station; and those papers. */
static bool is_of_acts(enum paper_kind kind) {
    static const enum paper_kind kinds[] = {
        PAPER_ACCEPT,  PAPER_EXTEND,         PAPER_CHANNEL,        PAPER_OPINION, PAPER_REVIEW,
        PAPER_RECHECK, PAPER_SERVICE,        PAPER_OBJECTION,      PAPER_REFUSE,  PAPER_NO_LONGER,
        PAPER_ANSWER,  PAPER_REVIEW_REFUSED, PAPER_RECHECK_REFUSED};

    for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
        if (kind == kinds[i]) {
            return true;
        }
    }
    return false;
}

static bool makes_paper(uint32_t act) {
    static const enum act_kind kinds[] = {ACT_ACCEPT, ACT_EXTEND, ACT_CHANNEL, ACT_DECIDE,
                                          ACT_SERVE,  ACT_OBJECT, ACT_REFUSE,  ACT_ANSWER_URGE};

    for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
        if (act == (uint32_t)kinds[i]) {
            return true;
        }
    }
    return false;
}

/* The lane is a notice of acceptance where it is the simple one. */
static bool becomes_simple(struct sim *sim, const struct row_journal *row) {
    struct event_body body;
    bool simple = false;

    if (row->act == ACT_LANE && row->kind == MESSAGE_EVENT &&
        wire_decode_event(row->body, &sim->arena, &body) == PJ_OK) {
        simple = body.code == 0 && body.state == STATE_SIMPLE;
    }
    arena_clear(&sim->arena);
    return simple;
}

static bool same_series(const struct issued *a, const struct issued *b) {
    return a->kind == b->kind && a->year == b->year && a->epoch == b->epoch && a->shut == b->shut &&
           node_id_equal(&a->office, &b->office);
}

/* Nothing is missing that its kind must show: it can be printed. The number is not among the facts.
 */
static void judge_facts(struct sim *sim, const struct issued *paper) {
    uint64_t missing = paper_row(paper->kind)->must & ~PAPER_SHOWS(NUMBER);
    const struct api_paper_value *values = NULL;
    size_t count = 0;

    if (wire_decode_paper(paper->facts, &sim->arena, &values, &count) != PJ_OK) {
        world_fail(&sim->world, "%s cannot be read", paper->number);
    }
    for (size_t i = 0; i < count; i++) {
        enum paper_field field = PAPER_FIELD_UNSPECIFIED;

        if (paper_field_parse(values[i].field, strlen(values[i].field), &field) == PJ_OK &&
            values[i].items[0].len > 0) {
            missing &= ~(UINT64_C(1) << field);
        }
    }
    for (unsigned field = 1; field < PAPER_FIELD_MAX; field++) {
        if ((missing & (UINT64_C(1) << field)) != 0) {
            world_fail(&sim->world, "%s does not tell %s", paper->number, paper_field_text(field));
        }
    }
}

/* Numbers 1 .. n of a series, in the order in which they were given. */
static void judge_series(struct sim *sim, const struct sim_station *station, size_t index) {
    const struct issued *paper = MEM_ROW(station->store.papers, struct issued, index);
    uint32_t earlier = 0;

    for (size_t i = 0; i < index; i++) {
        const struct issued *other = MEM_ROW(station->store.papers, struct issued, i);

        earlier += same_series(other, paper) ? 1 : 0;
        if (other->pos == paper->pos) {
            world_fail(&sim->world, "%s: one act, two papers: %s %s", station->name, other->number,
                       paper->number);
        }
    }
    if (paper->no != earlier + 1) {
        world_fail(&sim->world, "%s: %s is the %uth of its series", station->name, paper->number,
                   earlier + 1);
    }
    judge_facts(sim, paper);
}

static bool has_number(const struct mem_store *store, const struct issued *paper) {
    for (size_t i = 0; i < store->papers.count; i++) {
        const struct issued *other = MEM_ROW(store->papers, struct issued, i);

        if (other->no == paper->no && same_series(other, paper)) {
            return true;
        }
    }
    return false;
}

/* What went out on paper and was lost with the history comes again on no other paper. */
static void judge_lost_papers(struct sim *sim) {
    const struct backup *backup = &sim->world.backup;

    for (size_t i = 0; backup->restored && i < backup->lost.papers.count; i++) {
        const struct issued *paper = MEM_ROW(backup->lost.papers, struct issued, i);

        if (!nobody_knows(sim) && !has_number(&backup->store, paper) &&
            has_number(&sim->world.stations[backup->station].store, paper)) {
            world_fail(&sim->world, "%s was lost and given again", paper->number);
        }
    }
}

/* Each number once and no gap, whatever was killed, refused or in doubt; each act its paper. */
static void judge_papers(struct sim *sim, const struct sim_station *station) {
    const struct mem_store *store = &station->store;
    size_t valid = 0;
    size_t acts = 0;

    for (size_t i = 0; i < store->papers.count; i++) {
        const struct issued *paper = MEM_ROW(store->papers, struct issued, i);

        judge_series(sim, station, i);
        valid += paper->voided_at.us == 0 && is_of_acts(paper->kind) ? 1 : 0;
        sim->seen.papers++;
        sim->seen.voided += paper->voided_at.us != 0 ? 1 : 0;
    }
    for (size_t i = 0; i < store->journal.count; i++) {
        const struct row_journal *row = MEM_ROW(store->journal, struct row_journal, i);

        acts += row->in_lane == LANE_NONE && row->body_pos == 0 &&
                        (makes_paper(row->act) || becomes_simple(sim, row))
                    ? 1
                    : 0;
    }
    if (valid != acts && !sim->world.backup.restored) {
        world_fail(&sim->world, "%s: %zu acts made %zu papers", station->name, acts, valid);
    }
}

/* What ran out is red wherever the case is written down, and only what bears cards has one. */
static void judge_cards(struct sim *sim, const struct sim_station *station) {
    for (size_t i = 0; i < station->store.cases.count; i++) {
        const struct mem_case *row = MEM_ROW(station->store.cases, struct mem_case, i);

        for (size_t k = 0; k < row->clock_count; k++) {
            const struct clock *clock = &row->clocks[k];
            bool red = clock->state == CLOCK_STATE_LAPSED && card_is_borne_by(clock->kind);

            if ((clock->card == CARD_RED) != red ||
                (clock->card == CARD_YELLOW && clock->yellow_at.us == 0)) {
                world_fail(&sim->world, "%s: clock %u of %s has card %s", station->name, clock->no,
                           row->columns.no.text, card_text(clock->card));
            }
            sim->seen.cards += clock->card != CARD_UNSPECIFIED ? 1 : 0;
        }
    }
}

void oracle_judge(struct sim *sim) {
    size_t intakes = 0;
    size_t taken = 0;

    for (uint32_t i = 0; i < sim->plan.cases; i++) {
        if (!sim->petitions[i].receipt) {
            world_fail(&sim->world, "petition %u has no receipt", i);
            return;
        }
        judge_petition(sim, &sim->petitions[i]);
        taken += sim->petitions[i].second_no[0] == '\0' ? 1 : 2;
    }
    for (uint32_t i = 0; i < sim->handed_in_count; i++) {
        taken += sim->handed_in[i].second_no[0] == '\0' ? 0 : 1;
    }
    for (uint32_t i = 0; i < STATIONS; i++) {
        const struct mem_store *store = &sim->world.stations[i].store;

        for (size_t k = 0; k < store->cases.count; k++) {
            intakes += MEM_ROW(store->cases, struct mem_case, k)->columns.role == ROLE_HOLDER;
        }
        for (size_t k = 0; k < store->parked.count; k++) {
            if (MEM_ROW(store->parked, struct row_parked, k)->insert &&
                !may_wait(sim, MEM_ROW(store->parked, struct row_parked, k))) {
                world_fail(&sim->world, "%s is parked with code %u at %s",
                           message_kind_text(MEM_ROW(store->parked, struct row_parked, k)->kind),
                           MEM_ROW(store->parked, struct row_parked, k)->code,
                           sim->world.stations[i].name);
            }
        }
    }
    oracle_judge_visits(sim);
    judge_numbers(sim);
    for (uint32_t i = 0; i < STATIONS; i++) {
        if (sim->world.stations[i].store.renumbered > 0 && !sim->world.backup.restored) {
            world_fail(&sim->world, "%s: one number for two legs or clocks",
                       sim->world.stations[i].name);
        }
        judge_papers(sim, &sim->world.stations[i]);
        judge_cards(sim, &sim->world.stations[i]);
    }
    judge_lost_papers(sim);
    oracle_judge_copies(sim);
    if (!nobody_knows(sim)) {
        handed_in_judge(sim);
        followed_judge(sim);
    }
    if (intakes != taken && !sim->world.backup.restored) {
        world_fail(&sim->world, "%zu cases are held, %zu were taken in", intakes, taken);
    }
}
