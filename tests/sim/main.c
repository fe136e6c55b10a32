/* SPDX-License-Identifier: Apache-2.0
 * Seeds: a day of clients and officials under faults, then peace, then the oracle.
 *
 *     simulator [--from N] [--seeds COUNT] [--selftest]
 *
 * The oracle looks only at committed rows and at what clients were told. */
#include "sim.h"

#include "base/log.h"
#include "base/text.h"
#include "core/lifecycle.h"
#include "wire/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CASES          24
#define ACT_ROUNDS     60
#define LOADS          3
#define TROUBLE_US     (30 * US_PER_S)
#define PEACE_US       (5 * US_PER_S)
#define PEACE_ROUNDS   60
#define RETRY_AFTER_US (2 * US_PER_S)
#define FILE_BYTES_MAX (1024 * 1024)
#define WORD_ACT       1000
#define WORD_LOAD      2000

struct petition {
    uint32_t station;
    char text[64];
    char key[32];
    int64_t sent_at; /* 0 = not yet */
    bool receipt;
    char case_no[CASE_NO_TEXT_MAX + 1];
};

struct sim {
    struct world world;
    struct petition petitions[CASES];
    struct bytes files[LOADS]; /* divisions, nodes, list */
    bool loaded[STATIONS][LOADS];
    uint64_t acts_done;
    bool tampered;
    struct arena arena;
};

/* ---- asking */

static void ask(struct sim *sim, uint32_t station, uint64_t word, struct api_request *request) {
    struct bytes bytes = BYTES_NONE;

    request->request_id = word + 1;
    if (wire_encode_request(request, &sim->arena, &bytes) == PJ_OK) {
        world_ask(&sim->world, station, word, bytes);
    }
    arena_clear(&sim->arena);
}

static struct bytes text_bytes(const char *text) {
    return (struct bytes){(const uint8_t *)text, strlen(text)};
}

static void submit(struct sim *sim, uint32_t index) {
    struct petition *petition = &sim->petitions[index];
    struct api_request request = {.kind = API_SUBMIT_CASE, .key = text_bytes(petition->key)};

    request.submit_case.text = text_bytes(petition->text);
    request.submit_case.category = index % 3 == 0 ? "0101" : index % 3 == 1 ? "0801" : "";
    request.submit_case.place = "330726101221";
    petition->sent_at = sim->world.now.mono.us;
    ask(sim, petition->station, index, &request);
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
    petition->receipt = true;
    text_print(petition->case_no, sizeof petition->case_no, "%s", receipt->case_no);
}

static void on_reply(void *context, uint64_t word, struct bytes bytes, uint32_t station) {
    struct sim *sim = context;
    struct api_reply *reply = arena_alloc(&sim->arena, sizeof *reply);

    ASSERT(reply != NULL);
    if (wire_decode_reply(bytes, &sim->arena, reply) != PJ_OK) {
        world_fail(&sim->world, "an unreadable reply");
    } else if (word < CASES && reply->kind == API_REPLY_RECEIPT) {
        on_receipt(sim, station, &sim->petitions[word], &reply->receipt);
    } else if (word >= WORD_LOAD && reply->kind == API_REPLY_ERROR) {
        world_fail(&sim->world, "load: %s %s", reply->error.name, reply->error.field);
    } else if (word >= WORD_LOAD && reply->kind == API_REPLY_DATA) {
        sim->loaded[station][word - WORD_LOAD] = true;
    } else if (word == WORD_ACT && reply->kind == API_REPLY_CASE) {
        sim->acts_done++;
    } else if (word < CASES && reply->kind == API_REPLY_ERROR &&
               reply->error.code == PJ_IDEM_CONFLICT) {
        world_fail(&sim->world, "the same bytes were called a conflict");
    }
}

/* ---- officials */

static void act_on(struct sim *sim, uint32_t station, const struct mem_case *row) {
    static const enum act_kind kinds[] = {ACT_ESCALATE, ACT_DELEGATE, ACT_TRANSFER, ACT_OBJECT,
                                          ACT_RECALL,   ACT_NOTE,     ACT_DECIDE,   ACT_CLOSE};
    static const char *const offices[] = {"33",        "3307",        "330726",
                                          "330726101", "330726.land", "330726101221"};
    static const struct problem outcome = {.no = 1, .outcome = OUTCOME_EXPLAINED};
    struct prng *prng = &sim->world.prng;
    const char *target = offices[prng_below(prng, ARRAY_COUNT(offices))];
    struct api_request request = {.kind = API_ACT};
    char key[32];

    text_print(key, sizeof key, "act-%llu", (unsigned long long)prng_u64(prng));
    request.key = text_bytes(key);
    request.act.case_no = row->columns.no.text;
    request.act.act.kind = kinds[prng_below(prng, ARRAY_COUNT(kinds))];
    request.act.act.reason = text_bytes("reason");
    request.act.act.problem_outcomes = &outcome;
    request.act.act.problem_count = request.act.act.kind == ACT_DECIDE ? 1 : 0;
    if (node_id_parse(target, strlen(target), &request.act.act.target) == PJ_OK) {
        ask(sim, station, WORD_ACT, &request);
    }
}

static void act_somewhere(struct sim *sim) {
    uint32_t station = (uint32_t)prng_below(&sim->world.prng, STATIONS);
    const struct mem_store *store = &sim->world.stations[station].store;

    if (store->cases.count > 0) {
        act_on(sim, station,
               MEM_ROW(store->cases, struct mem_case,
                       prng_below(&sim->world.prng, store->cases.count)));
    }
}

/* ---- the oracle */

static bool body_holds(const struct mem_store *store, const struct mem_case *row,
                       const char *text) {
    const struct row_journal *journal = NULL;
    size_t len = strlen(text);

    if (row->columns.body_pos <= 0) {
        return false;
    }
    journal = MEM_ROW(store->journal, struct row_journal, row->columns.body_pos - 1);
    for (size_t i = 0; i + len <= journal->body.len; i++) {
        if (memcmp(journal->body.data + i, text, len) == 0) {
            return true;
        }
    }
    return false;
}

static bool has_clock(const struct mem_case *row) {
    for (size_t i = 0; i < row->clock_count; i++) {
        if (row->clocks[i].state != CLOCK_STATE_MET) {
            return true;
        }
    }
    return row->columns.state == STATE_CLOSED;
}

static bool legs_rise(const struct mem_case *row) {
    for (size_t i = 1; i < row->leg_count; i++) {
        if (row->legs[i - 1].term >= row->legs[i].term) {
            return false;
        }
    }
    return true;
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

static void judge_case(struct sim *sim, const struct petition *petition) {
    uint32_t holders = 0;
    bool good = sim->world.reason[0] == '\0';

    for (uint32_t i = 0; i < STATIONS; i++) {
        const struct mem_store *store = &sim->world.stations[i].store;
        const struct mem_case *row = mem_store_case(store, petition->case_no);

        if (row == NULL) {
            continue;
        }
        if (row->columns.role == ROLE_TRANSIT) {
            world_fail(&sim->world, "%s: still on its way", petition->case_no);
        }
        if (!legs_rise(row)) {
            world_fail(&sim->world, "%s: terms do not rise", petition->case_no);
        }
        if (row->columns.role != ROLE_HOLDER) {
            continue;
        }
        holders++;
        if (!body_holds(store, row, petition->text)) {
            world_fail(&sim->world, "%s: not verbatim", petition->case_no);
        }
        if (!has_clock(row)) {
            world_fail(&sim->world, "%s: open without a clock", petition->case_no);
        }
    }
    if (holders != 1) {
        world_fail(&sim->world, "%s: %u holders", petition->case_no, holders);
    }
    if (good && sim->world.reason[0] != '\0' && !sim->tampered) {
        tell_case(sim, petition->case_no);
    }
}

/* An order that was faster than the case it is for waits up to a day where the case should come. */
static bool may_wait(const struct row_parked *row) {
    return row->kind == MESSAGE_ORDER && row->code == PJ_LINK_NO_CASE && !row->holds_token;
}

static void judge(struct sim *sim) {
    size_t intakes = 0;

    for (uint32_t i = 0; i < CASES; i++) {
        if (!sim->petitions[i].receipt) {
            world_fail(&sim->world, "petition %u has no receipt", i);
            return;
        }
        judge_case(sim, &sim->petitions[i]);
    }
    for (uint32_t i = 0; i < STATIONS; i++) {
        const struct mem_store *store = &sim->world.stations[i].store;

        for (size_t k = 0; k < store->cases.count; k++) {
            intakes += MEM_ROW(store->cases, struct mem_case, k)->columns.role == ROLE_HOLDER;
        }
        for (size_t k = 0; k < store->parked.count; k++) {
            if (MEM_ROW(store->parked, struct row_parked, k)->insert &&
                !may_wait(MEM_ROW(store->parked, struct row_parked, k))) {
                world_fail(&sim->world, "something is parked with code %u at %s",
                           MEM_ROW(store->parked, struct row_parked, k)->code,
                           sim->world.stations[i].name);
            }
        }
    }
    if (intakes != CASES) {
        world_fail(&sim->world, "%zu cases are held, %u were taken in", intakes, CASES);
    }
}

/* ---- one seed */

static bool load_files(struct sim *sim) {
    static const enum data_kind kinds[LOADS] = {DATA_DIVISIONS, DATA_NODES, DATA_LIST};

    (void)world_run(&sim->world, US_PER_S);
    for (uint32_t i = 0; i < STATIONS; i++) {
        for (uint32_t k = 0; k < LOADS; k++) {
            char key[32];
            struct api_request request = {.kind = API_LOAD_DATA};

            text_print(key, sizeof key, "load-%u-%u", i, k);
            request.key = text_bytes(key);
            request.load_data = (struct api_load_data){.kind = kinds[k],
                                                       .version = "sim",
                                                       .total = sim->files[k].len,
                                                       .chunk = sim->files[k],
                                                       .last = true};
            ask(sim, i, WORD_LOAD + k, &request);
            (void)world_run(&sim->world, 200 * US_PER_MS);
            if (!sim->loaded[i][k]) {
                world_fail(&sim->world, "%s did not load file %u", sim->world.stations[i].name, k);
                return false;
            }
        }
    }
    return true;
}

static void retry_all(struct sim *sim, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        struct petition *petition = &sim->petitions[i];

        if (!petition->receipt && (petition->sent_at == 0 ||
                                   sim->world.now.mono.us - petition->sent_at > RETRY_AFTER_US)) {
            submit(sim, i);
        }
    }
}

static void make_petitions(struct sim *sim) {
    for (uint32_t i = 0; i < CASES; i++) {
        struct petition *petition = &sim->petitions[i];

        petition->station = (uint32_t)prng_below(&sim->world.prng, STATIONS);
        text_print(petition->key, sizeof petition->key, "key-%u", i);
        text_print(petition->text, sizeof petition->text, "petition %u of %llu", i,
                   (unsigned long long)prng_u64(&sim->world.prng));
    }
}

static void trouble(struct sim *sim) {
    sim->world.faults = (struct faults){
        .crash_per_call = 40, .lost_commit = 200, .failed_commit = 200, .cut_per_second = 3000};
    for (uint32_t i = 0; i < ACT_ROUNDS && sim->world.reason[0] == '\0'; i++) {
        retry_all(sim, i + 1 < CASES ? i + 1 : CASES);
        act_somewhere(sim);
        (void)world_run(&sim->world, TROUBLE_US / ACT_ROUNDS);
    }
}

static void peace(struct sim *sim) {
    world_heal(&sim->world);
    for (int round = 0; round < PEACE_ROUNDS && sim->world.reason[0] == '\0'; round++) {
        bool all = true;

        (void)world_run(&sim->world, PEACE_US);
        retry_all(sim, CASES);
        for (uint32_t i = 0; i < CASES; i++) {
            all = all && sim->petitions[i].receipt;
        }
        if (all && round > 1 && world_is_quiet(&sim->world)) {
            return;
        }
    }
    world_fail(&sim->world, "no quiet after all faults are over");
}

enum tamper {
    TAMPER_NONE,
    TAMPER_BODY,
    TAMPER_HOLDER,
    TAMPER_CLOCK,
    TAMPER_MAX
};

/* What the oracle must notice. */
static void tamper_with(struct sim *sim, enum tamper tamper) {
    for (uint32_t i = 0; i < STATIONS; i++) {
        struct mem_store *store = &sim->world.stations[i].store;
        struct mem_case *row = mem_store_case(store, sim->petitions[0].case_no);
        struct row_journal *journal = NULL;

        if (row == NULL || row->columns.role != ROLE_HOLDER) {
            continue;
        }
        journal = MEM_ROW(store->journal, struct row_journal, row->columns.body_pos - 1);
        if (tamper == TAMPER_BODY) {
            memset((uint8_t *)(uintptr_t)journal->body.data, 0, journal->body.len);
        } else if (tamper == TAMPER_HOLDER) {
            row->columns.role = ROLE_COPY;
        } else if (tamper == TAMPER_CLOCK) {
            row->clock_count = 0;
            row->columns.state = STATE_ROUTED;
        }
    }
}

static bool run_seed(struct sim *sim, uint64_t seed, enum tamper tamper, bool quiet) {
    bool good = false;

    world_open(&sim->world, seed);
    sim->world.on_reply = on_reply;
    sim->world.reply_context = sim;
    memset(sim->petitions, 0, sizeof sim->petitions);
    memset(sim->loaded, 0, sizeof sim->loaded);
    make_petitions(sim);
    if (load_files(sim)) {
        trouble(sim);
        peace(sim);
        sim->tampered = tamper != TAMPER_NONE;
        tamper_with(sim, tamper);
        if (sim->world.reason[0] == '\0') {
            judge(sim);
        }
    }
    good = sim->world.reason[0] == '\0';
    if (!good && !quiet) {
        printf("seed %llu: %s\n  again: simulator --from %llu --seeds 1\n",
               (unsigned long long)seed, sim->world.reason, (unsigned long long)seed);
    }
    if (!quiet) {
        fprintf(stderr, "\rseed %llu crashes=%llu lost_commits=%llu cuts=%llu frames=%llu ",
                (unsigned long long)seed, (unsigned long long)sim->world.crashes,
                (unsigned long long)sim->world.lost_commits, (unsigned long long)sim->world.cuts,
                (unsigned long long)sim->world.frames);
    }
    world_close(&sim->world);
    return good;
}

static struct bytes read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    uint8_t *data = malloc(FILE_BYTES_MAX);
    size_t len = 0;

    if (file == NULL || data == NULL) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(2);
    }
    len = fread(data, 1, FILE_BYTES_MAX, file);
    fclose(file);
    return (struct bytes){data, len};
}

static int selftest(struct sim *sim) {
    int missed = 0;

    for (unsigned tamper = TAMPER_BODY; tamper < TAMPER_MAX; tamper++) {
        if (run_seed(sim, 1, (enum tamper)tamper, true)) {
            printf("tampering %u went unnoticed\n", tamper);
            missed++;
        }
    }
    return missed == 0 ? 0 : 1;
}

static uint64_t option(int argc, char **argv, const char *name, uint64_t otherwise) {
    uint64_t value = otherwise;

    for (int i = 1; i + 1 < argc; i++) {
        if (strcmp(argv[i], name) == 0 &&
            text_u64(argv[i + 1], strlen(argv[i + 1]), UINT32_MAX, &value) != PJ_OK) {
            fprintf(stderr, "%s needs a number\n", name);
            exit(2);
        }
    }
    return value;
}

static void log_nothing(void *context, enum log_level level, const char *event,
                        const char *fields) {
    (void)context;
    (void)level;
    (void)event;
    (void)fields;
}

int main(int argc, char **argv) {
    static struct sim sim;
    uint64_t from = option(argc, argv, "--from", 1);
    uint64_t seeds = option(argc, argv, "--seeds", 300);
    uint64_t failed = 0;
    int status = 0;

    arena_init(&sim.arena, 8 * 1024 * 1024);
    sim.files[0] = read_file(PJ_SOURCE_DIR "/deploy/divisions/330726.csv");
    sim.files[1] = read_file(PJ_SOURCE_DIR "/deploy/divisions/nodes-demo.csv");
    sim.files[2] = read_file(PJ_SOURCE_DIR "/deploy/lists/demo.csv");
    log_set_sink(log_nothing, NULL);
    if (argc > 1 && strcmp(argv[1], "--selftest") == 0) {
        status = selftest(&sim);
    } else {
        for (uint64_t seed = from; seed < from + seeds; seed++) {
            failed += run_seed(&sim, seed, TAMPER_NONE, false) ? 0 : 1;
        }
        printf("\n%llu seeds, %llu failed\n", (unsigned long long)seeds,
               (unsigned long long)failed);
        status = failed == 0 ? 0 : 1;
    }
    for (size_t i = 0; i < LOADS; i++) {
        free((void *)(uintptr_t)sim.files[i].data);
    }
    arena_release(&sim.arena);
    return status;
}
