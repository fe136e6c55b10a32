/* SPDX-License-Identifier: Apache-2.0
 * What is handed in beside the first submission of a case: by the petitioner where the case came
 * in, by offices where it has been, again with the same key until there is a receipt. Then its
 * bytes are where the case is. */
#include "day.h"

#include "base/text.h"
#include "wire/wire.h"

#include <string.h>

#define RETRY_AFTER_US (2 * US_PER_S)

static void send(struct sim *sim, uint32_t index) {
    static const char *const desks[STATIONS] = {"33", "3307", "330726", "330726101",
                                                "330726101221"};
    struct handed_in *more = &sim->handed_in[index];
    const struct petition *petition = &sim->petitions[more->petition];
    struct api_request request = {.kind = API_ACT, .request_id = WORD_HANDED_IN + index + 1};
    struct bytes bytes = BYTES_NONE;

    request.key = (struct bytes){(const uint8_t *)more->key, strlen(more->key)};
    request.act.case_no = petition->case_no;
    request.act.node = more->by_petitioner ? "" : desks[more->station];
    request.act.query_code = more->by_petitioner ? petition->query_code : "";
    request.act.act.kind = ACT_SUPPLEMENT;
    request.act.supplement.text = (struct bytes){(const uint8_t *)more->text, strlen(more->text)};
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

void handed_in_answered(struct sim *sim, uint32_t index, const struct api_reply *reply) {
    struct handed_in *more = &sim->handed_in[index];

    act_answered(sim, ACT_SUPPLEMENT, reply);
    if (reply->kind == API_REPLY_RECEIPT) {
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

static void judge_accused(struct sim *sim, const struct handed_in *more) {
    for (uint32_t i = 0; i < STATIONS; i++) {
        const struct mem_store *store = &sim->world.stations[i].store;

        if (!sim->petitions[more->petition].accuses ||
            !station_is_of_accused(sim->world.stations[i].name)) {
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

        if (assist->closed_at.us != 0 || other == NULL || other == store) {
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

void handed_in_judge(struct sim *sim) {
    for (uint32_t i = 0; i < sim->handed_in_count; i++) {
        const struct handed_in *more = &sim->handed_in[i];

        if (more->receipt && !is_held(sim, more) && !is_waiting(sim, more) &&
            !may_be_lost(sim, more)) {
            world_fail(&sim->world, "%s: \"%s\" handed in at %s is not with the case",
                       sim->petitions[more->petition].case_no, more->text,
                       sim->world.stations[more->station].name);
        }
        judge_accused(sim, more);
        judge_helpers(sim, more);
    }
}
