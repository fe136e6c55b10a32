/* SPDX-License-Identifier: Apache-2.0
 * What happens in a day: data files are loaded, petitions come in and are tried again until there
 * is a receipt, officials act at random; then all faults end. */
#include "day.h"

#include "base/text.h"
#include "core/lifecycle.h"
#include "wire/wire.h"

#include <string.h>

#define PEACE_US       (5 * US_PER_S)
#define PEACE_ROUNDS   60
#define RETRY_AFTER_US (2 * US_PER_S)
#define LOAD_TRIES     20
#define HOSTILE_ACTS   12
#define DAYS_EVERY     30 /* rounds */
#define DAYS_US        (8 * 86400 * US_PER_S)
#define WEEKEND        4                         /* days, and one of them is worked */
#define OCCURRED_US    INT64_C(1789990000000000) /* before the world begins */
#define WORD_OWN       5000                      /* likewise */
#define WORD_REPLAY    1500
#define WORD_PORTAL    1600
#define WORD_VOID      1700
#define WORD_LOAD      2000

/* ---- asking */

static void ask_as(struct sim *sim, uint32_t station, uint64_t word, const char *account,
                   struct api_request *request) {
    struct bytes bytes = BYTES_NONE;

    request->request_id = word + 1;
    if (wire_encode_request(request, &sim->arena, &bytes) == PJ_OK) {
        world_ask(&sim->world, station, word, account, bytes);
    }
    arena_clear(&sim->arena);
}

static void ask(struct sim *sim, uint32_t station, uint64_t word, struct api_request *request) {
    ask_as(sim, station, word, "local-admin", request);
}

static struct bytes text_bytes(const char *text) {
    return (struct bytes){(const uint8_t *)text, strlen(text)};
}

static void submit(struct sim *sim, uint32_t index) {
    struct petition *petition = &sim->petitions[index];
    struct accused accused = {.node = ACCUSED_OFFICE, .text = text_bytes(petition->said)};
    struct api_request request = {.kind = API_SUBMIT_CASE};

    if (petition->brings_new_facts) {
        follow_an_earlier_one(sim, index);
    }
    request.key = text_bytes(petition->key);
    request.submit_case.text = text_bytes(petition->text);
    request.submit_case.category = index % 3 == 0 ? "0101" : index % 3 == 1 ? "0801" : "";
    request.submit_case.place = "330726101221";
    request.submit_case.persons = petition->persons;
    if (petition->accuses) {
        request.submit_case.purpose = index / 4 % 3 == 0 ? PURPOSE_ACCUSATION : PURPOSE_CLAIM;
        request.submit_case.accused = &accused;
        request.submit_case.accused_count = 1;
    }
    if (petition->visits) {
        request.submit_case.form = FORM_VISIT;
        request.submit_case.purpose = PURPOSE_CLAIM;
        request.submit_case.text_origin = TEXT_ORIGIN_DICTATED_AND_READ_BACK;
        request.submit_case.source = petition->mark;
        request.submit_case.carried = text_bytes(petition->mark);
        request.submit_case.foreign_system = petition->mark;
        request.submit_case.foreign_id = petition->mark;
        request.submit_case.group_no = 3;
        request.submit_case.occurred_at = (struct wall){OCCURRED_US};
    }
    if (petition->old != NULL) {
        request.submit_case.follows = petition->old->case_no;
    }
    petition->sent_at = sim->world.now.mono.us;
    ask(sim, petition->station, index, &request);
}

/* The same key is the same cases: one, or two where somebody was accused beside the claim. */
static void on_second(struct sim *sim, uint32_t station, struct petition *petition,
                      const struct api_receipt *second) {
    const char *no = second == NULL ? "" : second->case_no;

    if ((second != NULL) != (petition->said[0] != '\0') ||
        (petition->second_no[0] != '\0' && strcmp(petition->second_no, no) != 0)) {
        world_fail(&sim->world, "%s: not its second case: \"%s\"", petition->key, no);
    } else if (second != NULL && mem_store_case(&sim->world.stations[station].store, no) == NULL) {
        world_fail(&sim->world, "a receipt left before its commit: %s", no);
    }
    text_print(petition->second_no, sizeof petition->second_no, "%s", no);
}

static void on_receipt(struct sim *sim, uint32_t station, struct petition *petition,
                       const struct api_receipt *receipt) {
    struct mem_case *row = mem_store_case(&sim->world.stations[station].store, receipt->case_no);

    if (row == NULL) {
        world_fail(&sim->world, "a receipt left before its commit: %s", receipt->case_no);
        return;
    }
    if (petition->receipt && strcmp(petition->case_no, receipt->case_no) != 0) {
        world_fail(&sim->world, "one key, two cases: %s %s", petition->case_no, receipt->case_no);
        return;
    }
    on_second(sim, station, petition, receipt->accusation);
    petition->receipt_at = petition->receipt ? petition->receipt_at : sim->world.now.mono.us;
    petition->receipt = true;
    text_print(petition->case_no, sizeof petition->case_no, "%s", receipt->case_no);
    text_print(petition->query_code, sizeof petition->query_code, "%s", receipt->query_code);
}

static void on_reply(void *context, uint64_t word, struct bytes bytes, uint32_t station) {
    struct sim *sim = context;
    struct api_reply *reply = arena_alloc(&sim->arena, sizeof *reply);

    ASSERT(reply != NULL);
    if (wire_decode_reply(bytes, &sim->arena, reply) != PJ_OK) {
        world_fail(&sim->world, "an unreadable reply");
    } else if (word < sim->plan.cases && reply->kind == API_REPLY_RECEIPT) {
        on_receipt(sim, station, &sim->petitions[word], &reply->receipt);
    } else if (word >= WORD_ACT) {
        act_answered(sim, (enum act_kind)(word % 1000), reply);
        sim->seen.acts += word < WORD_OWN && reply->kind == API_REPLY_CASE ? 1 : 0;
        sim->seen.own_acts += word >= WORD_OWN && reply->kind == API_REPLY_CASE ? 1 : 0;
    } else if (word >= WORD_HANDED_IN) {
        handed_in_answered(sim, (uint32_t)(word - WORD_HANDED_IN), reply);
    } else if (word >= WORD_LOAD && reply->kind == API_REPLY_ERROR &&
               reply->error.retry == PJ_RETRY_NEVER) {
        world_fail(&sim->world, "load: %s %s", reply->error.name, reply->error.field);
    } else if (word >= WORD_LOAD && reply->kind == API_REPLY_DATA) {
        sim->loaded[station][word - WORD_LOAD] = true;
    } else if (word >= WORD_LINK && word < WORD_LOAD) {
        link_answered(sim, (uint32_t)(word - WORD_LINK), reply);
    } else if (word < sim->plan.cases && reply->kind == API_REPLY_ERROR &&
               reply->error.code == PJ_IDEM_CONFLICT) {
        world_fail(&sim->world, "the same bytes were called a conflict");
    }
}

/* ---- officials */

/* Some case that somebody brought somewhere, taken in or not: the station may or may not know it.
 * What a person says aloud of an accusation or a visit that no station here knows is beyond any
 * station, and so is who ties the two cases of one letter together by hand. What follows this case
 * is not named in it: then nothing of that one may be there. */
static struct case_no a_leading_case(struct sim *sim, uint32_t station, const char *case_no) {
    const struct mem_store *store = &sim->world.stations[station].store;
    const struct petition *petition =
        &sim->petitions[prng_below(&sim->world.prng, sim->plan.cases)];
    struct case_no no = {""};

    if (petition->receipt && petition->said[0] == '\0' &&
        !are_linked(sim, case_no, petition->case_no) &&
        (!(petition->accuses || petition->visits) ||
         mem_store_case(store, petition->case_no) != NULL)) {
        text_print(no.text, sizeof no.text, "%s", petition->case_no);
    }
    return no;
}

/* What a unit does that wants to be rid of a case: what came to it is not its own, what comes back
 * it agrees to or not, the rest it hands on. Who has to decide whose it is says nothing, mostly. */
static enum act_kind a_hostile_act(struct prng *prng, const struct mem_case *row) {
    static const enum act_kind others[] = {ACT_DELEGATE, ACT_DELEGATE, ACT_TRANSFER, ACT_ESCALATE,
                                           ACT_RECALL,   ACT_OBJECT,   ACT_SEIZE};

    if (row->columns.state == STATE_DISPUTED && row->leg_count > 0 &&
        row->legs[row->leg_count - 1].kind == LEG_RETURN && prng_below(prng, 32) > 0) {
        return ACT_NOTE;
    }
    if (prng_below(prng, 3) > 0 && row->leg_count > 0) {
        if (row->columns.state == STATE_ROUTED) {
            return ACT_OBJECT;
        }
        if (row->columns.state == STATE_DISPUTED) {
            return ACT_DECIDE_OBJECTION;
        }
    }
    return others[prng_below(prng, ARRAY_COUNT(others))];
}

static enum act_kind an_act(struct prng *prng) {
    static const enum act_kind kinds[] = {
        ACT_ESCALATE,  ACT_DELEGATE,    ACT_TRANSFER,      ACT_OBJECT,
        ACT_RECALL,    ACT_NOTE,        ACT_DECIDE,        ACT_SERVE,
        ACT_ACCEPT,    ACT_EXTEND,      ACT_CHANNEL,       ACT_DECIDE_OBJECTION,
        ACT_DECIDE,    ACT_SERVE,       ACT_ESCALATE,      ACT_DELEGATE,
        ACT_TRANSFER,  ACT_URGENT,      ACT_HEARING,       ACT_EXECUTE,
        ACT_CLOSE,     ACT_SUPERVISE,   ACT_ANSWER_URGE,   ACT_REFUSE,
        ACT_ATTACH,    ACT_ATTACH,      ACT_ATTACH,        ACT_DETACH,
        ACT_DETACH,    ACT_SEIZE,       ACT_JOIN,          ACT_JOIN,
        ACT_LEAVE,     ACT_URGE,        ACT_PROPOSE,       ACT_SETTLE,
        ACT_SUPERVISE, ACT_ACKNOWLEDGE, ACT_JUDGE_SERVICE, ACT_ANSWER_URGE};

    return kinds[prng_below(prng, ARRAY_COUNT(kinds))];
}

static bool is_from_above(enum act_kind kind) {
    return kind == ACT_SEIZE || kind == ACT_SUPERVISE || kind == ACT_PROPOSE ||
           kind == ACT_ACKNOWLEDGE || kind == ACT_JUDGE_SERVICE;
}

/* Who says it: the holder where nobody is named. */
static const char *a_speaker(struct sim *sim, uint32_t station, const struct mem_case *row,
                             enum act_kind kind) {
    static const char *const desks[] = {"33", "3307", "330726"};
    struct prng *prng = &sim->world.prng;
    const struct casefile *file = &row->columns;

    if (kind == ACT_DECIDE_OBJECTION && row->leg_count > 0) {
        return row->legs[row->leg_count - 1].giver.text; /* who gave it is asked */
    }
    if (kind == ACT_ASSIST_ANSWER && file->assist_count > 0) {
        return file->assists[file->assist_count - 1].assistant.text;
    }
    if (is_from_above(kind)) { /* mostly the desk of this very station */
        bool mine = !sim->plan.hostile && station < ARRAY_COUNT(desks) && prng_below(prng, 4) > 0;

        return desks[mine ? station : prng_below(prng, ARRAY_COUNT(desks))];
    }
    return "";
}

static const char *a_target(struct sim *sim, enum act_kind kind) {
    static const char *const offices[] = {"33",        "3307",        "330726",
                                          "330726101", "330726.land", "330726101221"};
    static const char *const units[] = {"330726.land", "330726.land", "330726101"};
    struct prng *prng = &sim->world.prng;

    if (!sim->plan.hostile && (kind == ACT_TRANSFER || kind == ACT_DELEGATE) &&
        prng_below(prng, 2) == 0) {
        return units[prng_below(prng, ARRAY_COUNT(units))];
    }
    return offices[prng_below(prng, ARRAY_COUNT(offices))];
}

static void act_on(struct sim *sim, uint32_t station, const struct mem_case *row) {
    static const struct problem outcomes[] = {{.no = 1, .outcome = OUTCOME_EXPLAINED},
                                              {.no = 1, .outcome = OUTCOME_SOLVED}};
    struct prng *prng = &sim->world.prng;
    struct api_request request = {.kind = API_ACT};
    const char *target = NULL;
    char key[32];

    text_print(key, sizeof key, "act-%llu", (unsigned long long)prng_u64(prng));
    request.key = text_bytes(key);
    request.act.case_no = row->columns.no.text;
    request.act.act.kind = sim->plan.hostile         ? a_hostile_act(prng, row)
                           : prng_below(prng, 3) > 0 ? an_allowed_act(prng, row)
                                                     : an_act(prng);
    request.act.node = a_speaker(sim, station, row, request.act.act.kind);
    target = a_target(sim, request.act.act.kind);
    request.act.act.reason = text_bytes("reason");
    request.act.act.proof = text_bytes("proof");
    request.act.act.service = SERVICE_IN_PERSON;
    request.act.act.ground = (enum ground)prng_below(prng, GROUND_MAX);
    request.act.act.ruling =
        request.act.act.kind == ACT_DECIDE_OBJECTION || request.act.act.kind == ACT_JUDGE_SERVICE
            ? RULING_AGREED + prng_below(prng, 2)
            : RULING_UNSPECIFIED;
    fill_act(prng, row, &request.act.act);
    memcpy(request.act.act.responsible, "head", sizeof "head");
    memcpy(request.act.act.channel, "reconsideration", sizeof "reconsideration");
    request.act.act.problem_outcomes = &outcomes[prng_below(prng, ARRAY_COUNT(outcomes))];
    request.act.act.problem_count = request.act.act.kind == ACT_DECIDE ? 1 : 0;
    request.act.act.leading = a_leading_case(sim, station, row->columns.no.text);
    if (request.act.act.kind == ACT_JOIN && prng_below(prng, 2) == 0) {
        request.act.act.leading = row->columns.no; /* it founds one */
    }
    if (node_id_parse(target, strlen(target), &request.act.act.target) == PJ_OK) {
        ask(sim, station, WORD_ACT + request.act.act.kind, &request);
    }
}

/* ---- petitioners, through a portal's account */

static void open_portal(struct sim *sim, uint32_t station) {
    static const char *const scopes[] = {"petitioner"};
    struct api_request request = {.kind = API_ACCOUNT_ADD, .key = text_bytes("portal")};

    request.account_add = (struct api_account_add){
        .account = "portal", .scopes = scopes, .scope_count = ARRAY_COUNT(scopes), .node = ""};
    ask(sim, station, WORD_PORTAL, &request);
}

static void act_as_petitioner(struct sim *sim, const struct petition *petition) {
    static const enum act_kind kinds[] = {ACT_REVIEW, ACT_REVIEW, ACT_RECHECK, ACT_WITHDRAW,
                                          ACT_URGE,   ACT_RATE,   ACT_REOPEN,  ACT_URGE,
                                          ACT_DETACH, ACT_DETACH, ACT_LEAVE,   ACT_NOT_RECEIVED};
    static const char *const offices[] = {"", "33", "3307", "330726", "330726.land"};
    struct prng *prng = &sim->world.prng;
    const char *target = offices[prng_below(prng, ARRAY_COUNT(offices))];
    struct api_request request = {.kind = API_ACT};
    char key[32];

    text_print(key, sizeof key, "own-%llu", (unsigned long long)prng_u64(prng));
    request.key = text_bytes(key);
    request.act.case_no = petition->case_no;
    request.act.query_code = prng_below(prng, 8) == 0 ? "WRONGCODE2" : petition->query_code;
    request.act.act.kind = kinds[prng_below(prng, ARRAY_COUNT(kinds))];
    request.act.act.reason = text_bytes("my words");
    request.act.act.proof = text_bytes("second channel");
    request.act.act.rating = RATING_DISSATISFIED;
    memcpy(request.act.act.target.text, target, strlen(target) + 1);
    ask_as(sim, petition->station, WORD_OWN + request.act.act.kind, "portal", &request);
}

static void petitioner_somewhere(struct sim *sim) {
    uint64_t index = prng_below(&sim->world.prng, sim->plan.cases);

    if (sim->petitions[index].receipt) {
        act_as_petitioner(sim, &sim->petitions[index]);
    }
}

static void act_somewhere(struct sim *sim) {
    uint32_t station = (uint32_t)prng_below(&sim->world.prng, STATIONS);
    const struct mem_store *store = &sim->world.stations[station].store;

    if (store->cases.count > 0 && !world_is_unaware(&sim->world, station)) {
        act_on(sim, station,
               sim->plan.hostile ? any_case(&sim->world.prng, store)
                                 : a_case(&sim->world.prng, store));
    }
}

/* Whatever was issued, served or not, voided before or not. */
static void void_somewhere(struct sim *sim) {
    uint32_t station = (uint32_t)prng_below(&sim->world.prng, STATIONS);
    const struct mem_store *store = &sim->world.stations[station].store;
    struct api_request request = {.kind = API_VOID_PAPER};
    const struct issued *paper = NULL;
    char key[32];

    if (store->papers.count == 0 || world_is_unaware(&sim->world, station)) {
        return;
    }
    paper =
        MEM_ROW(store->papers, struct issued, prng_below(&sim->world.prng, store->papers.count));
    for (size_t i = 0; i < store->cases.count; i++) {
        const struct mem_case *row = MEM_ROW(store->cases, struct mem_case, i);

        if (row->columns.ref == paper->case_ref) {
            request.void_paper.case_no = row->columns.no.text;
        }
    }
    text_print(key, sizeof key, "void-%llu", (unsigned long long)prng_u64(&sim->world.prng));
    request.key = text_bytes(key);
    request.void_paper.number = paper->number;
    request.void_paper.office = paper->office.text;
    request.void_paper.reason = text_bytes("spoilt");
    ask(sim, station, WORD_VOID, &request);
}

/* ---- the day */

static void load_file(struct sim *sim, uint32_t station, uint32_t k) {
    static const enum data_kind kinds[LOADS] = {DATA_DIVISIONS, DATA_NODES, DATA_LIST};
    struct api_request request = {.kind = API_LOAD_DATA};
    char key[32];

    text_print(key, sizeof key, "load-%u-%u", station, k);
    request.key = text_bytes(key);
    request.load_data = (struct api_load_data){.kind = kinds[k],
                                               .version = "sim",
                                               .total = sim->files[k].len,
                                               .chunk = sim->files[k],
                                               .last = true};
    ask(sim, station, WORD_LOAD + k, &request);
}

static bool load_files(struct sim *sim) {
    (void)world_run(&sim->world, US_PER_S);
    for (uint32_t i = 0; i < STATIONS; i++) {
        for (uint32_t k = 0; k < LOADS; k++) {
            for (int tries = 0; tries < LOAD_TRIES && !sim->loaded[i][k]; tries++) {
                load_file(sim, i, k); /* the same key: once in the end */
                (void)world_run(&sim->world, 200 * US_PER_MS);
            }
            if (!sim->loaded[i][k]) {
                world_fail(&sim->world, "%s did not load file %u", sim->world.stations[i].name, k);
                return false;
            }
        }
    }
    return true;
}

/* Every other one who brings new facts comes late, when something may be over. */
static void retry_all(struct sim *sim, uint32_t count, bool late) {
    for (uint32_t i = 0; i < count; i++) {
        struct petition *petition = &sim->petitions[i];

        if (!petition->receipt && (late || !petition->brings_new_facts || i % 2 == 0) &&
            !world_is_unaware(&sim->world, petition->station) &&
            (petition->sent_at == 0 ||
             sim->world.now.mono.us - petition->sent_at > RETRY_AFTER_US)) {
            submit(sim, i);
        }
    }
}

/* Somebody who accuses at the accused's own window is not what this looks at. */
static void make_petitions(struct sim *sim) {
    for (uint32_t i = 0; i < sim->plan.cases; i++) {
        struct petition *petition = &sim->petitions[i];

        petition->station = (uint32_t)prng_below(&sim->world.prng, STATIONS);
        text_print(petition->key, sizeof petition->key, "key-%u", i);
        petition->accuses =
            i % 4 == 1 && !station_is_of_accused(sim->world.stations[petition->station].name);
        petition->persons = sim->plan.poison && i % 6 == 0 ? POISON_PERSONS : 1;
        if (petition->accuses && i / 4 % 3 == 2) {
            text_print(petition->said, sizeof petition->said, "said in letter %u.", i);
        }
        petition->visits = i % 4 == 2;
        petition->brings_new_facts = prng_below(&sim->world.prng, 3) == 0;
        text_print(petition->mark, sizeof petition->mark, "<window of %u>", i);
        text_print(petition->text, sizeof petition->text, "petition %u of %llu", i,
                   (unsigned long long)prng_u64(&sim->world.prng));
    }
}

/* All clocks at once: a second after the next midnight. The world begins on a Monday. */
static void next_day(struct sim *sim) {
    struct wall *wall = &sim->world.now.wall;

    wall->us = civil_end(civil_of(*wall)).us + US_PER_S;
}

static void trouble(struct sim *sim) {
    const struct day_plan *plan = &sim->plan;

    sim->world.faults = plan->faults;
    for (uint32_t i = 0; i < plan->act_rounds && sim->world.reason[0] == '\0'; i++) {
        if (i == plan->act_rounds / 2) {
            oracle_judge_visits(sim); /* the last moment of the day */
            next_day(sim);
        }
        if (plan->restore && i == plan->act_rounds / 8) {
            world_backup(&sim->world, (uint32_t)prng_below(&sim->world.prng, STATIONS));
        } else if (plan->restore && i == plan->act_rounds / 3) {
            uint64_t way = prng_below(&sim->world.prng, 3);

            world_restore(&sim->world, way == 0, way == 1);
        }
        retry_all(sim, i + 1 < plan->cases ? i + 1 : plan->cases, i >= plan->act_rounds / 2);
        if (i < STATIONS) {
            open_portal(sim, i);
        }
        for (uint32_t k = 0; k < (plan->hostile ? HOSTILE_ACTS : 1); k++) {
            act_somewhere(sim);
        }
        if (plan->hostile && i % DAYS_EVERY == 0) {
            sim->world.now.wall.us += DAYS_US; /* and nobody has answered anything */
        }
        if (!plan->hostile && i % (plan->act_rounds / 4 + 1) == plan->act_rounds / 4) {
            oracle_judge_visits(sim);
            sim->world.now.wall.us += DAYS_US; /* cards, supervision, from tier to tier */
        }
        if (i % 3 == 0 && !plan->hostile) {
            petitioner_somewhere(sim);
        }
        if (i % 8 == 7) {
            void_somewhere(sim);
        }
        if (i % 4 == 1) {
            hand_in_somewhere(sim);
        }
        if (i % 2 == 0) {
            take_somewhere(sim);
        }
        hand_in_again(sim);
        (void)world_run(&sim->world, plan->trouble_us / plan->act_rounds);
    }
}

/* The cause is mended: what the databases refused is set going again by a person. */
static void replay_parked(struct sim *sim) {
    for (uint32_t i = 0; i < STATIONS; i++) {
        const struct mem_store *store = &sim->world.stations[i].store;

        for (size_t k = 0; k < store->parked.count; k++) {
            const struct row_parked *row = MEM_ROW(store->parked, struct row_parked, k);
            struct api_request request = {.kind = API_PARKED_REPLAY};
            char key[48];

            if (!row->insert || row->code != PJ_INTERNAL_POISON) {
                continue;
            }
            text_print(key, sizeof key, "replay-%u-%lld", i, (long long)row->pos);
            request.key = text_bytes(key);
            request.parked_pos = (uint64_t)row->pos;
            ask(sim, i, WORD_REPLAY, &request);
        }
    }
}

static void tell_unquiet(struct sim *sim) {
    for (uint32_t i = 0; i < sim->plan.cases; i++) {
        if (!sim->petitions[i].receipt) {
            world_fail(&sim->world, "no receipt for petition %u at station %u after all faults", i,
                       sim->petitions[i].station);
        }
    }
    for (uint32_t i = 0; i < STATIONS; i++) {
        if (sim->world.stations[i].node == NULL ||
            node_state(sim->world.stations[i].node) != NODE_READY) {
            world_fail(&sim->world, "station %u is not ready after all faults", i);
        }
    }
    world_fail(&sim->world, "no quiet after all faults are over");
}

static void peace(struct sim *sim) {
    int days = 0;

    world_heal(&sim->world);
    sim->world.loss = (struct loss){0};
    sim->world.poison = false;
    for (int round = 0; round < PEACE_ROUNDS && sim->world.reason[0] == '\0'; round++) {
        bool all = handed_in_is_settled(sim);

        for (uint32_t i = 0; i < STATIONS && !all; i++) {
            open_portal(sim, i); /* where nobody heard it before; the same key: once in the end */
        }
        (void)world_run(&sim->world, PEACE_US);
        retry_all(sim, sim->plan.cases, true);
        hand_in_again(sim);
        replay_parked(sim);
        for (uint32_t i = 0; i < sim->plan.cases; i++) {
            all = all && sim->petitions[i].receipt;
        }
        if (all && round > 1 && world_is_quiet(&sim->world)) {
            if (days == WEEKEND) {
                look_at_links(sim);
                (void)world_run(&sim->world, PEACE_US);
                return;
            }
            oracle_judge_visits(sim);
            next_day(sim); /* what visitors brought last goes down */
            days++;
        }
    }
    tell_unquiet(sim);
}

bool day_run(struct sim *sim, uint64_t seed, const struct day_plan *plan) {
    sim->plan = *plan;
    world_open(&sim->world, seed);
    sim->world.on_reply = on_reply;
    sim->world.reply_context = sim;
    sim->world.poison = plan->poison;
    sim->world.loss = plan->loss;
    sim->seen = (struct seen){0};
    sim->legs_seen = (struct legs_seen){0};
    memset(sim->petitions, 0, sizeof sim->petitions);
    memset(sim->loaded, 0, sizeof sim->loaded);
    sim->handed_in_count = 0;
    sim->tampered = false;
    make_petitions(sim);
    if (load_files(sim)) {
        trouble(sim);
        peace(sim);
    }
    return sim->world.reason[0] == '\0';
}
