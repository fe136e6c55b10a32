/* SPDX-License-Identifier: Apache-2.0
 * Seeds: a day of clients and officials under faults, then peace, then the oracle.
 *
 *     simulator [--from N] [--seeds COUNT]   days under all faults
 *     simulator --restore [--from N] [--seeds COUNT]   and one database becomes an older one
 *     simulator --hostile [--from N] [--seeds COUNT]   and the units want none of the cases
 *     simulator --sweep [--from SEED]        one small day, once for every call of every database:
 *                                            the database lost at that call, written or not
 *     simulator --selftest                   does the oracle notice what is tampered with?
 */
#include "day.h"

#include "base/log.h"
#include "base/text.h"
#include "wire/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SEEDS_FOR_ALL_ACTS 300 /* of so many, each act that can be fired goes through (acts.c) */
#define SELFTEST_SEEDS     8
#define FILE_BYTES_MAX     (1024 * 1024)

static const struct day_plan bad_day = {
    .cases = CASES_MAX,
    .act_rounds = 60,
    .trouble_us = 30 * US_PER_S,
    .faults = {.crash_per_call = 40,
               .lost_commit = 200,
               .failed_commit = 200,
               .cut_per_second = 3000,
               .late_frames = 5000},
    .poison = true,
};

static const struct day_plan restore_day = {
    .cases = CASES_MAX,
    .act_rounds = 60,
    .trouble_us = 30 * US_PER_S,
    .faults = {.crash_per_call = 10, .lost_commit = 100, .cut_per_second = 1000},
    .restore = true,
};

static const struct day_plan hostile_day = {
    .cases = CASES_MAX,
    .act_rounds = 180,
    .trouble_us = 18 * US_PER_S,
    .faults = {.crash_per_call = 4, .lost_commit = 40, .cut_per_second = 600, .late_frames = 3000},
    .hostile = true,
};

static const struct day_plan small_day = {
    .cases = 6, .act_rounds = 16, .trouble_us = 8 * US_PER_S, .poison = true};

enum tamper {
    TAMPER_NONE,
    TAMPER_BODY,
    TAMPER_HOLDER,
    TAMPER_CLOCK,
    TAMPER_TRACE,   /* of a visit, at the station at the bottom */
    TAMPER_HOUR,    /* likewise, in what was handed down */
    TAMPER_BROUGHT, /* and of what a visitor brought since */
    TAMPER_TIES,    /* no case names another one any more */
    TAMPER_MAX
};

/* What was handed down of the visit to that station; none where nothing was. */
static struct bytes handed_down(const struct mem_store *store, const struct petition *petition) {
    for (size_t i = 0; i < store->journal.count; i++) {
        const struct row_journal *row = MEM_ROW(store->journal, struct row_journal, i);

        if (row->kind == MESSAGE_TRANSFER && bytes_hold(row->body, petition->case_no)) {
            return row->body;
        }
    }
    return BYTES_NONE;
}

/* The bytes of a visit's matter at a station it came down to. */
static struct bytes word_below(struct sim *sim, const struct petition **ret_petition) {
    for (uint32_t i = 0; i < sim->plan.cases; i++) {
        const struct petition *petition = &sim->petitions[i];

        for (uint32_t k = STATIONS - 1; petition->visits && k > petition->station; k--) {
            struct bytes bytes = handed_down(&sim->world.stations[k].store, petition);

            if (bytes.len > 0) {
                *ret_petition = petition;
                return bytes;
            }
        }
    }
    return BYTES_NONE;
}

/* By one, wherever it stands in the packed bytes: the very first microsecond is an hour too. */
static void change_number(struct bytes bytes, uint64_t number) {
    uint8_t packed[10];
    size_t len = 0;

    for (; number > 127; number >>= 7) {
        packed[len++] = (uint8_t)(number | 128);
    }
    packed[len++] = (uint8_t)number;
    for (size_t i = 0; i + len <= bytes.len; i++) {
        if (memcmp(bytes.data + i, packed, len) == 0) {
            ((uint8_t *)(uintptr_t)bytes.data)[i] ^= 1;
        }
    }
}

/* A visit as it must not be seen below: with the window's mark in it, or with the hour of the first
 * hand-over. */
static void tell_below(struct sim *sim, enum tamper tamper) {
    const struct petition *petition = NULL;
    struct bytes bytes = word_below(sim, &petition);
    uint8_t *data = (uint8_t *)(uintptr_t)bytes.data;
    struct transfer_body body;

    if (petition == NULL || wire_decode_transfer(bytes, &sim->arena, &body) != PJ_OK) {
        return;
    }
    if (tamper == TAMPER_TRACE) {
        memcpy(data, petition->mark, strlen(petition->mark));
        return;
    }
    change_number(bytes, (uint64_t)body.file.received_at.us);
}

/* What a visitor brought later, with an hour in it where it was sent down. */
static bool tell_order(struct sim *sim, const struct mem_store *store,
                       const struct handed_in *more) {
    for (size_t i = 0; i < store->journal.count; i++) {
        const struct row_journal *row = MEM_ROW(store->journal, struct row_journal, i);
        struct order_body order;
        struct submission submission;

        if (row->kind == MESSAGE_ORDER && bytes_hold(row->body, more->text) &&
            wire_decode_order(row->body, &sim->arena, &order) == PJ_OK &&
            wire_decode_submission(order.submission, &sim->arena, &submission) == PJ_OK) {
            change_number(row->body, (uint64_t)submission.written_at.us);
            return true;
        }
    }
    return false;
}

static void tell_brought(struct sim *sim) {
    bool told = false;

    for (uint32_t i = 0; i < sim->handed_in_count && !told; i++) {
        const struct handed_in *more = &sim->handed_in[i];

        for (uint32_t k = more->station + 1;
             more->visits && more->text[0] != '\0' && k < STATIONS && !told; k++) {
            told = tell_order(sim, &sim->world.stations[k].store, more);
        }
    }
}

/* What the oracle must notice. */
static void tamper_with(struct sim *sim, enum tamper tamper) {
    if (tamper == TAMPER_TRACE || tamper == TAMPER_HOUR) {
        tell_below(sim, tamper);
        return;
    }
    if (tamper == TAMPER_BROUGHT) {
        tell_brought(sim);
        return;
    }
    for (uint32_t i = 0; i < STATIONS; i++) {
        struct mem_store *store = &sim->world.stations[i].store;
        struct mem_case *row = mem_store_case(store, sim->petitions[0].case_no);
        struct row_journal *journal = NULL;

        store->ties.count = tamper == TAMPER_TIES ? 0 : store->ties.count;
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

static bool run_day(struct sim *sim, uint64_t seed, const struct day_plan *plan,
                    enum tamper tamper) {
    if (day_run(sim, seed, plan)) {
        sim->tampered = tamper != TAMPER_NONE;
        tamper_with(sim, tamper);
        oracle_judge(sim);
    }
    return sim->world.reason[0] == '\0';
}

/* On a terminal: where it stands, and that faults do happen. */
static void progress(const struct sim *sim, uint64_t number) {
    const struct world *world = &sim->world;

    if (isatty(STDERR_FILENO)) {
        fprintf(stderr,
                "\r%llu crashes=%llu lost=%llu cuts=%llu late=%llu poison=%llu frames=%llu ",
                (unsigned long long)number, (unsigned long long)world->crashes,
                (unsigned long long)world->lost_commits, (unsigned long long)world->cuts,
                (unsigned long long)world->late_frames, (unsigned long long)world->poisoned,
                (unsigned long long)world->frames);
    }
}

/* False: no decider was ever silent, and so many days prove nothing. */
static bool tell_legs(const struct day_plan *plan, uint64_t seeds, const struct legs_seen *legs) {
    if (!plan->hostile) {
        return true;
    }
    printf("legs %llu, at most %llu a case, disputes one decider up %llu\n",
           (unsigned long long)legs->legs, (unsigned long long)legs->most,
           (unsigned long long)legs->moved_up);
    return legs->moved_up > 0 || seeds < 10;
}

static void add_seen(struct seen *all, const struct seen *seen) {
#define SEEN_ADD(name, text) all->name += seen->name;
    SEEN(SEEN_ADD)
#undef SEEN_ADD
}

static void tell_seen(const struct seen *seen) {
#define SEEN_TELL(name, text) printf(", %s %llu", text, (unsigned long long)seen->name);
    SEEN(SEEN_TELL)
#undef SEEN_TELL
    printf(")\n");
}

/* Of so many days: else they prove nothing of it. */
static bool was_there(const struct seen *seen, const struct day_plan *plan, uint64_t seeds) {
    bool rare = seeds < SEEDS_FOR_ALL_ACTS || plan->hostile ||
                (seen->along > 0 && (plan->restore || seen->helped > 0));

    return seen->words_below > 0 && seen->brought_below > 0 && seen->links > 0 &&
           seen->links_refused > 0 && seen->accused_later > 0 &&
           (plan->hostile || seen->copies > 0) && rare;
}

static void tell_failed(const struct sim *sim, const struct day_plan *plan, uint64_t seed) {
    printf("seed %llu: %s\n  again: simulator%s --from %llu --seeds 1\n", (unsigned long long)seed,
           sim->world.reason,
           plan->restore   ? " --restore"
           : plan->hostile ? " --hostile"
                           : "",
           (unsigned long long)seed);
}

static int run_seeds(struct sim *sim, const struct day_plan *plan, uint64_t from, uint64_t seeds) {
    uint64_t failed = 0;
    uint64_t late = 0;
    uint64_t poisoned = 0;
    struct seen seen = {0};
    struct legs_seen legs = {0};
    bool all_acts = false;

    for (uint64_t seed = from; seed < from + seeds; seed++) {
        if (!run_day(sim, seed, plan, TAMPER_NONE)) {
            tell_failed(sim, plan, seed);
            failed++;
        }
        late += sim->world.late_frames;
        poisoned += sim->world.poisoned;
        add_seen(&seen, &sim->seen);
        legs.legs += sim->legs_seen.legs;
        legs.moved_up += sim->legs_seen.moved_up;
        legs.most = sim->legs_seen.most > legs.most ? sim->legs_seen.most : legs.most;
        progress(sim, seed);
        world_close(&sim->world);
    }
    printf("%llu seeds, %llu failed (late frames %llu, poisonous batches %llu",
           (unsigned long long)seeds, (unsigned long long)failed, (unsigned long long)late,
           (unsigned long long)poisoned);
    tell_seen(&seen);
    all_acts = tell_acts(sim, plan == &bad_day && seeds >= SEEDS_FOR_ALL_ACTS);
    return tell_legs(plan, seeds, &legs) && all_acts && failed == 0 &&
                   (seeds < 10 || was_there(&seen, plan, seeds))
               ? 0
               : 1;
}

/* ---- the database lost at every call */

static bool lose_at(struct sim *sim, uint64_t seed, uint64_t at, bool committed) {
    struct day_plan plan = small_day;
    bool good = false;

    plan.loss = (struct loss){at, committed};
    good = run_day(sim, seed, &plan, TAMPER_NONE);
    if (!good) {
        printf("lost at call %llu (%s): %s\n", (unsigned long long)at,
               committed ? "written" : "not written", sim->world.reason);
    }
    progress(sim, at);
    world_close(&sim->world);
    return good;
}

static int sweep(struct sim *sim, uint64_t seed) {
    uint64_t failed = 0;
    uint64_t calls = 0;

    if (!run_day(sim, seed, &small_day, TAMPER_NONE)) {
        printf("the small day does not go well without faults: %s\n", sim->world.reason);
        failed++;
    }
    calls = sim->world.answers;
    world_close(&sim->world);
    for (uint64_t at = 1; at <= calls; at++) {
        failed += lose_at(sim, seed, at, false) ? 0 : 1;
        failed += lose_at(sim, seed, at, true) ? 0 : 1;
    }
    printf("%llu calls, each lost twice, %llu failed\n", (unsigned long long)calls,
           (unsigned long long)failed);
    return failed == 0 && calls > 0 ? 0 : 1;
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

/* Not every day has what is to be tampered with. */
static bool is_noticed(struct sim *sim, enum tamper tamper) {
    bool noticed = false;

    for (uint64_t seed = 1; seed <= SELFTEST_SEEDS && !noticed; seed++) {
        noticed = !run_day(sim, seed, &bad_day, tamper);
        world_close(&sim->world);
    }
    return noticed;
}

static int selftest(struct sim *sim) {
    int missed = 0;

    for (unsigned tamper = TAMPER_BODY; tamper < TAMPER_MAX; tamper++) {
        if (!is_noticed(sim, (enum tamper)tamper)) {
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

static const struct day_plan *plan_of(const char *word) {
    if (strcmp(word, "--hostile") == 0) {
        return &hostile_day;
    }
    return strcmp(word, "--restore") == 0 ? &restore_day : &bad_day;
}

int main(int argc, char **argv) {
    static struct sim sim;
    uint64_t from = option(argc, argv, "--from", 1);
    uint64_t seeds = option(argc, argv, "--seeds", 300);
    int status = 0;

    arena_init(&sim.arena, 8 * 1024 * 1024);
    sim.files[0] = read_file(PJ_SOURCE_DIR "/deploy/divisions/330726.csv");
    sim.files[1] = read_file(PJ_SOURCE_DIR "/deploy/divisions/nodes-demo.csv");
    sim.files[2] = read_file(PJ_SOURCE_DIR "/deploy/lists/demo.csv");
    if (getenv("SIM_LOG") == NULL) {
        log_set_sink(log_nothing, NULL);
    }
    if (argc > 1 && strcmp(argv[1], "--selftest") == 0) {
        status = selftest(&sim);
    } else if (argc > 1 && strcmp(argv[1], "--sweep") == 0) {
        status = sweep(&sim, from);
    } else {
        status = run_seeds(&sim, plan_of(argc > 1 ? argv[1] : ""), from, seeds);
    }
    for (size_t i = 0; i < LOADS; i++) {
        free((void *)(uintptr_t)sim.files[i].data);
    }
    arena_release(&sim.arena);
    return status;
}
