/* SPDX-License-Identifier: Apache-2.0
 * What is handed in beside the first submission of a case: by the petitioner where the case came
 * in, by offices where it has been, again with the same key until there is a receipt. Then its
 * bytes are where the case is. */
#include "day.h"

#include "base/text.h"
#include "wire/wire.h"

#include <string.h>

#define RETRY_AFTER_US (2 * US_PER_S)
#define WHY            "why it is taken"

static void send(struct sim *sim, uint32_t index) {
    static const char *const desks[STATIONS] = {"33", "3307", "330726", "330726101",
                                                "330726101221"};
    struct handed_in *more = &sim->handed_in[index];
    const struct petition *petition = &sim->petitions[more->petition];
    struct api_request request = {.kind = API_ACT, .request_id = WORD_HANDED_IN + index + 1};
    struct accused accused = {.node = ACCUSED_OFFICE};
    struct bytes bytes = BYTES_NONE;

    request.key = (struct bytes){(const uint8_t *)more->key, strlen(more->key)};
    request.act.case_no = petition->case_no;
    request.act.node = more->by_petitioner ? "" : desks[more->station];
    request.act.query_code = more->by_petitioner ? petition->query_code : "";
    request.act.act.kind = ACT_SUPPLEMENT;
    request.act.supplement.text = (struct bytes){(const uint8_t *)more->text, strlen(more->text)};
    if (more->said[0] != '\0') {
        accused.text = (struct bytes){(const uint8_t *)more->said, strlen(more->said)};
        request.act.supplement.accused = &accused;
        request.act.supplement.accused_count = 1;
    }
    request.act.supplement.form = more->visits ? FORM_VISIT : FORM_UNSPECIFIED;
    if (more->taken_at.us == 0) {
        more->taken_at = sim->world.now.wall;
    }
    more->sent_at = sim->world.now.mono.us;
    if (wire_encode_request(&request, &sim->arena, &bytes) == PJ_OK) {
        world_ask(&sim->world, more->station, WORD_HANDED_IN + index,
                  more->by_petitioner ? "portal" : "local-admin", bytes);
    }
    arena_clear(&sim->arena);
}

/* Of an accusation only who brought it adds words: an office of the accused must not hear its
 * number. */
void hand_in_somewhere(struct sim *sim) {
    struct prng *prng = &sim->world.prng;
    uint32_t petition = (uint32_t)prng_below(prng, sim->plan.cases);
    struct handed_in *more = &sim->handed_in[sim->handed_in_count];

    if (sim->handed_in_count == HANDED_IN_MAX || !sim->petitions[petition].receipt) {
        return;
    }
    *more = (struct handed_in){.petition = petition};
    more->by_petitioner = sim->petitions[petition].accuses || prng_below(prng, 2) == 0;
    more->station = more->by_petitioner ? sim->petitions[petition].station
                                        : (uint32_t)prng_below(prng, STATIONS);
    more->visits = prng_below(prng, 2) == 0;
    text_print(more->key, sizeof more->key, "more-%u", sim->handed_in_count);
    text_print(more->text, sizeof more->text, "more words %u of %llu", sim->handed_in_count,
               (unsigned long long)prng_u64(prng));
    if (more->by_petitioner && !station_is_of_accused(sim->world.stations[more->station].name) &&
        prng_below(prng, 3) == 0) { /* who accuses at their own window is not looked at */
        text_print(more->said, sizeof more->said, "said later %u of %llu", sim->handed_in_count,
                   (unsigned long long)prng_u64(prng));
        if (prng_below(prng, 2) == 0) {
            more->text[0] = '\0';
        }
    }
    sim->handed_in_count++;
}

void hand_in_again(struct sim *sim) {
    for (uint32_t i = 0; i < sim->handed_in_count; i++) {
        const struct handed_in *more = &sim->handed_in[i];

        if (!more->receipt && !more->refused && !world_is_unaware(&sim->world, more->station) &&
            (more->sent_at == 0 || sim->world.now.mono.us - more->sent_at > RETRY_AFTER_US)) {
            send(sim, i);
        }
    }
}

static bool is_theirs(const struct sim *sim, const char *case_no) {
    for (uint32_t i = 0; i < STATIONS; i++) {
        const struct mem_case *row = mem_store_case(&sim->world.stations[i].store, case_no);

        if (row != NULL && row->columns.role == ROLE_HOLDER) {
            return station_is_of_accused(sim->world.stations[i].name);
        }
    }
    return false;
}

/* Whoever takes it does so at a station that knows why. */
static bool knows_why(struct sim *sim, uint32_t station, const char *case_no) {
    const struct mem_case *row = mem_store_case(&sim->world.stations[station].store, case_no);
    const struct node_id them = {ACCUSED_OFFICE};
    struct casefile file;
    bool knows = false;

    if (row != NULL) {
        file = row->columns;
        knows = wire_decode_casefile(row->file, &sim->arena, &file) == PJ_OK &&
                conflict_has(&file.conflicts, &them);
        arena_clear(&sim->arena);
    }
    return knows;
}

void take_somewhere(struct sim *sim) {
    static const char *const desks[] = {"33", "3307", "330726"};
    struct prng *prng = &sim->world.prng;
    uint32_t at = (uint32_t)prng_below(prng, ARRAY_COUNT(desks));
    const struct handed_in *more = NULL;
    struct api_request request = {.kind = API_ACT, .request_id = WORD_ACT};
    struct bytes bytes = BYTES_NONE;
    char key[32];

    if (sim->handed_in_count > 0) {
        more = &sim->handed_in[prng_below(prng, sim->handed_in_count)];
    }
    if (more == NULL || more->said[0] == '\0' || !more->receipt ||
        !is_theirs(sim, sim->petitions[more->petition].case_no) ||
        !knows_why(sim, at, sim->petitions[more->petition].case_no)) {
        return;
    }
    text_print(key, sizeof key, "take-%llu", (unsigned long long)prng_u64(prng));
    request.key = (struct bytes){(const uint8_t *)key, strlen(key)};
    request.act = (struct api_act){.case_no = sim->petitions[more->petition].case_no,
                                   .node = desks[at],
                                   .query_code = "",
                                   .act = {.kind = ACT_SEIZE}};
    request.act.act.reason = (struct bytes){(const uint8_t *)WHY, strlen(WHY)};
    text_print(request.act.act.responsible, sizeof request.act.act.responsible, "head");
    if (wire_encode_request(&request, &sim->arena, &bytes) == PJ_OK) {
        world_ask(&sim->world, at, WORD_ACT + ACT_SEIZE, "local-admin", bytes);
    }
    arena_clear(&sim->arena);
}

bool handed_in_is_settled(const struct sim *sim) {
    for (uint32_t i = 0; i < sim->handed_in_count; i++) {
        if (!sim->handed_in[i].receipt && !sim->handed_in[i].refused) {
            return false;
        }
    }
    return true;
}

/* Is it no use to ask again? An office that has nothing to do with the case may not add to it; the
 * petitioner always may, unless the case itself is lost, or somebody tried ten wrong codes. */
static bool is_final(struct sim *sim, const struct handed_in *more, enum pj_code code) {
    bool is_gone = code == PJ_AUTH_NO_SUCH_CASE && sim->world.backup.restored;

    if (code == PJ_BUSY_RECOVERING || code == PJ_AUTH_UNKNOWN_KEY ||
        pj_code_find((unsigned)code)->retry == PJ_RETRY_SAME_KEY) {
        return false; /* the station, or the portal's account, is not there yet */
    }
    if (more->by_petitioner && !is_gone && code != PJ_STATE_CODE_LOCKED) {
        world_fail(&sim->world, "the petitioner's words were refused: %s",
                   pj_code_name((unsigned)code));
    }
    return true;
}

/* The case that was made of what was said: the same one whenever it is asked for. */
static void note_second(struct sim *sim, struct handed_in *more,
                        const struct api_receipt *receipt) {
    const char *no = receipt->accusation == NULL ? "" : receipt->accusation->case_no;

    if ((more->said[0] != '\0') != (no[0] != '\0')) {
        world_fail(&sim->world, "%s: what was said is %s", more->key,
                   no[0] == '\0' ? "no case" : no);
    }
    if (more->second_no[0] != '\0' && strcmp(more->second_no, no) != 0) {
        world_fail(&sim->world, "one key, two accusations: %s %s", more->second_no, no);
    }
    text_print(more->second_no, sizeof more->second_no, "%s", no);
    sim->seen.accused_later += no[0] != '\0' && !more->receipt ? 1 : 0;
}

void handed_in_answered(struct sim *sim, uint32_t index, const struct api_reply *reply) {
    struct handed_in *more = &sim->handed_in[index];

    act_answered(sim, ACT_SUPPLEMENT, reply);
    if (reply->kind == API_REPLY_RECEIPT) {
        note_second(sim, more, &reply->receipt);
        if (more->receipt && !digest_equal(&more->digest, &reply->receipt.digest)) {
            world_fail(&sim->world, "one key, two supplements: %s", more->key);
        }
        more->receipt_at = more->receipt ? more->receipt_at : sim->world.now.mono.us;
        more->receipt = true;
        if (!sim->world.backup.restored) { /* else it may have been taken in before, and lost */
            more->taken_at = reply->receipt.committed_at;
        }
        more->digest = reply->receipt.digest;
        sim->seen.supplements++;
    } else if (reply->kind == API_REPLY_ERROR && is_final(sim, more, reply->error.code)) {
        more->refused = true;
    }
}

/* ---- the oracle */

static bool is_held(const struct sim *sim, const struct handed_in *more) {
    const char *case_no = sim->petitions[more->petition].case_no;

    for (uint32_t i = 0; i < STATIONS; i++) {
        const struct mem_store *store = &sim->world.stations[i].store;
        const struct mem_case *row = mem_store_case(store, case_no);

        if (row != NULL && row->columns.role == ROLE_HOLDER && body_holds(store, row, more->text)) {
            return true;
        }
    }
    return false;
}

/* An order that was faster than the case it is for waits up to a day where the case should come. */
static bool is_waiting(const struct sim *sim, const struct handed_in *more) {
    for (uint32_t i = 0; i < STATIONS; i++) {
        const struct mem_store *store = &sim->world.stations[i].store;

        for (size_t k = 0; k < store->parked.count; k++) {
            const struct row_parked *row = MEM_ROW(store->parked, struct row_parked, k);
            const struct row_journal *journal =
                MEM_ROW(store->journal, struct row_journal, row->pos - 1);

            if (row->insert && row->kind == MESSAGE_ORDER && row->code == PJ_LINK_NO_CASE &&
                bytes_hold(journal->body, more->text)) {
                return true;
            }
        }
    }
    return false;
}

/* Taken in by the station that lost history, in the span it lost, or with a case that was lost. */
static bool may_be_lost(const struct sim *sim, const struct handed_in *more) {
    const struct backup *backup = &sim->world.backup;

    return backup->restored &&
           ((more->station == backup->station && more->receipt_at >= backup->taken_at &&
             more->receipt_at <= backup->restored_at) ||
            petition_may_be_lost(sim, &sim->petitions[more->petition]));
}

bool is_accused_later(const struct sim *sim, uint32_t petition) {
    for (uint32_t i = 0; i < sim->handed_in_count; i++) {
        if (sim->handed_in[i].petition == petition && sim->handed_in[i].said[0] != '\0') {
            return true;
        }
    }
    return false;
}

/* Who has the case is accused since: its words are kept where they were taken in, for who takes it.
 */
static bool is_kept(const struct sim *sim, const struct handed_in *more) {
    const char *case_no = sim->petitions[more->petition].case_no;
    const struct mem_store *here = &sim->world.stations[more->station].store;
    const struct mem_case *row = mem_store_case(here, case_no);

    return is_theirs(sim, case_no) && is_accused_later(sim, more->petition) && row != NULL &&
           body_holds(here, row, more->text);
}

static void judge_accused(struct sim *sim, const struct handed_in *more) {
    for (uint32_t i = 0; i < STATIONS; i++) {
        const struct mem_store *store = &sim->world.stations[i].store;

        if ((!sim->petitions[more->petition].accuses && more->said[0] == '\0') ||
            more->text[0] == '\0' || !station_is_of_accused(sim->world.stations[i].name)) {
            continue;
        }
        for (size_t k = 0; k < store->journal.count; k++) {
            if (bytes_hold(MEM_ROW(store->journal, struct row_journal, k)->body, more->text)) {
                world_fail(&sim->world, "%s: what was added is at the accused's station",
                           sim->petitions[more->petition].case_no);
                return;
            }
        }
    }
}

static bool node_id_is_theirs(const struct node_id *office) {
    return strncmp(office->text, ACCUSED_OFFICE, strlen(ACCUSED_OFFICE)) == 0;
}

/* "330726.land" sits at "county-330726". */
static const struct mem_store *store_of(const struct sim *sim, const struct node_id *office) {
    size_t digits = strcspn(office->text, ".");

    for (uint32_t i = 0; i < STATIONS; i++) {
        const char *code = strrchr(sim->world.stations[i].name, '-') + 1;

        if (strlen(code) == digits && strncmp(code, office->text, digits) == 0) {
            return &sim->world.stations[i].store;
        }
    }
    return NULL;
}

/* Where the case is held it says who helps, and all days are over: they have it for their copy. A
 * database that lost history may say that of somebody who has answered since. */
static bool is_with_who_helps(struct sim *sim, const struct mem_store *store,
                              const struct mem_case *row, const struct handed_in *more) {
    for (size_t i = 0; i < row->columns.assist_count; i++) {
        const struct assist *assist = &row->columns.assists[i];
        const struct mem_store *other = store_of(sim, &assist->assistant);
        const struct mem_case *copy =
            other == NULL ? NULL : mem_store_case(other, row->columns.no.text);

        if (assist->closed_at.us != 0 || other == NULL || other == store ||
            (node_id_is_theirs(&assist->assistant) && is_accused_later(sim, more->petition))) {
            continue;
        }
        sim->seen.helped++;
        if (copy == NULL || !body_holds(other, copy, more->text)) {
            return false;
        }
    }
    return true;
}

static void judge_helpers(struct sim *sim, const struct handed_in *more) {
    const char *case_no = sim->petitions[more->petition].case_no;

    for (uint32_t i = 0; i < STATIONS && !sim->world.backup.restored; i++) {
        const struct mem_store *store = &sim->world.stations[i].store;
        const struct mem_case *row = mem_store_case(store, case_no);

        if (row != NULL && row->columns.role == ROLE_HOLDER && body_holds(store, row, more->text) &&
            !is_with_who_helps(sim, store, row, more)) {
            world_fail(&sim->world, "%s: \"%s\" is not with who helps", case_no, more->text);
        }
    }
}

static bool names_them(const struct row_journal *row, struct arena *arena) {
    const struct node_id them = {ACCUSED_OFFICE};
    struct transfer_body transfer;
    struct event_body event;
    struct order_body order;

    switch (row->kind) {
    case MESSAGE_TRANSFER:
        return wire_decode_transfer(row->body, arena, &transfer) == PJ_OK &&
               conflict_has(&transfer.file.conflicts, &them);
    case MESSAGE_EVENT:
        return wire_decode_event(row->body, arena, &event) == PJ_OK && event.file != NULL &&
               conflict_has(&event.file->conflicts, &them);
    case MESSAGE_ORDER:
        return wire_decode_order(row->body, arena, &order) == PJ_OK &&
               conflict_has(&order.conflicts, &them);
    default:
        return false;
    }
}

/* That they are to be avoided, and why a case was taken from them, stands in no message that their
 * stations have had. */
static void judge_silence(struct sim *sim) {
    for (uint32_t i = 0; i < STATIONS; i++) {
        const struct sim_station *station = &sim->world.stations[i];

        for (size_t k = 0; station_is_of_accused(station->name) && k < station->store.journal.count;
             k++) {
            const struct row_journal *row = MEM_ROW(station->store.journal, struct row_journal, k);

            if (names_them(row, &sim->arena) || bytes_hold(row->body, WHY)) {
                world_fail(&sim->world, "%s: journal row %zu says that they are to be avoided",
                           station->name, k + 1);
                return;
            }
            arena_clear(&sim->arena);
        }
    }
}

static void judge_second(struct sim *sim, const struct handed_in *more) {
    const struct taken_in taken_in = {more->station, more->receipt_at};

    if (more->second_no[0] != '\0') {
        oracle_judge_case(sim, &taken_in, more->second_no, more->said);
        oracle_judge_accusation(sim, more->second_no, more->said);
    }
}

void handed_in_judge(struct sim *sim) {
    judge_silence(sim);
    for (uint32_t i = 0; i < sim->handed_in_count; i++) {
        const struct handed_in *more = &sim->handed_in[i];

        if (more->receipt && more->text[0] != '\0' && !is_held(sim, more) &&
            !is_waiting(sim, more) && !is_kept(sim, more) && !may_be_lost(sim, more)) {
            world_fail(&sim->world, "%s: \"%s\" handed in at %s is not with the case",
                       sim->petitions[more->petition].case_no, more->text,
                       sim->world.stations[more->station].name);
        }
        judge_accused(sim, more);
        judge_helpers(sim, more);
        judge_second(sim, more);
    }
}
