/* SPDX-License-Identifier: Apache-2.0
 * What one decision and one message cost, without any I/O.
 *
 *     bench-core DIVISIONS.csv NODES.csv LIST.csv RULES.csv CALENDAR.csv
 *
 * Prints: route decisions per second, next hops in ns, codec (encode, digest, decode a 1 KB
 * transfer) per second; events of a case's life per second, each decided, its clocks computed and
 * applied to the case, and clocks alone. */
#include "base/arena.h"
#include "base/digest.h"
#include "base/text.h"
#include "core/lifecycle.h"
#include "core/route.h"
#include "wire/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS          5
#define ROUTES          200000
#define HOPS            2000000
#define CODECS          20000
#define LIVES           40000
#define CLOCKS          400000
#define FILE_BYTES_MAX  (64 * 1024 * 1024)
#define ARENA_BYTES_MAX (8 * 1024 * 1024)

struct bench {
    struct directory *directory;
    struct competence *list;
    struct hasher *hasher;
    struct arena arena;
    struct rule_book rules;
    struct calendar *calendar;
};

static double seconds(void) {
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static struct bytes read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    uint8_t *data = malloc(FILE_BYTES_MAX);
    size_t len = 0;

    if (file == NULL || data == NULL) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(1);
    }
    len = fread(data, 1, FILE_BYTES_MAX, file);
    fclose(file);
    return (struct bytes){data, len};
}

static void open_data(struct bench *bench, char **files) {
    struct bytes divisions = read_file(files[0]);
    struct bytes nodes = read_file(files[1]);
    struct bytes list = read_file(files[2]);
    struct data_report *report = malloc(sizeof *report);
    struct station_id self = {"county-330726"};
    struct bytes rules = read_file(files[3]);
    struct bytes calendar = read_file(files[4]);
    size_t size = directory_bytes(divisions, nodes);

    ASSERT(report != NULL);
    if (directory_build(malloc(size), size, divisions, nodes, &self, report, &bench->directory) !=
            PJ_OK ||
        competence_build(malloc(competence_bytes(list)), competence_bytes(list), list, "bench",
                         bench->directory, report, &bench->list) != PJ_OK ||
        rule_book_build(rules, "CN2022", report, &bench->rules) != PJ_OK ||
        calendar_build(malloc(calendar_bytes(calendar)), calendar_bytes(calendar), calendar, "cn",
                       report, &bench->calendar) != PJ_OK) {
        fprintf(stderr, "bad data\n");
        exit(1);
    }
    free(report);
}

static double routes(struct bench *bench) {
    struct route_query query = {.directory = bench->directory,
                                .list = bench->list,
                                .at = {"330726"},
                                .category = "0102",
                                .today = {20000}};
    struct route_verdict verdict;
    double began = seconds();

    for (uint32_t i = 0; i < ROUTES; i++) {
        query.place =
            directory_place(bench->directory, i % (uint32_t)directory_count(bench->directory));
        route_decide(&query, &verdict);
        ASSERT(verdict.rule != 0);
    }
    return ROUTES / (seconds() - began);
}

static double hop_ns(struct bench *bench) {
    struct node_id offices[64];
    size_t reached = 0;
    double began = 0;

    for (uint32_t i = 0; i < ARRAY_COUNT(offices); i++) {
        offices[i] = node_id_of_place(
            directory_place(bench->directory, i * 4 % (uint32_t)directory_count(bench->directory)));
    }
    began = seconds();
    for (uint32_t i = 0; i < HOPS; i++) {
        reached += directory_next_hop(bench->directory, &offices[i % ARRAY_COUNT(offices)]).kind !=
                           HOP_NONE
                       ? 1
                       : 0;
    }
    ASSERT(reached > 0);
    return (seconds() - began) / HOPS * 1e9;
}

static double codecs(struct bench *bench) {
    static uint8_t text[1024];
    static struct casefile file;
    static struct transfer_body back;
    struct bytes submission = {text, sizeof text};
    double began = 0;

    file.holder = (struct node_id){"330726"};
    file.origin = file.holder;
    began = seconds();
    for (uint32_t i = 0; i < CODECS; i++) {
        struct transfer_body body = {
            .file = file, .submissions = &submission, .submission_count = 1};
        struct bytes packed = BYTES_NONE;
        struct digest digest;

        if (wire_encode_transfer(&body, &bench->arena, &packed) != PJ_OK ||
            wire_decode_transfer(packed, &bench->arena, &back) != PJ_OK) {
            exit(1);
        }
        digest = hasher_digest(bench->hasher, DIGEST_BODY, &packed, 1);
        text[0] = digest.byte[0];
        arena_clear(&bench->arena);
    }
    return CODECS / (seconds() - began);
}

static struct wall day(int32_t number) {
    return (struct wall){civil_end((struct civil){number}).us - US_PER_S};
}

/* One life: accepted, extended, decided, served; a week between two events. */
static double events(struct bench *bench) {
    static const struct act acts[] = {
        {.kind = ACT_ACCEPT},
        {.kind = ACT_EXTEND, .capacity = CAPACITY_HEAD, .reason = {(const uint8_t *)"x", 1}},
        {.kind = ACT_DECIDE,
         .capacity = CAPACITY_HEAD,
         .ruling = RULING_EXPLAINED,
         .reason = {(const uint8_t *)"x", 1}},
        {.kind = ACT_SERVE, .service = SERVICE_IN_PERSON, .proof = {(const uint8_t *)"x", 1}},
    };
    static struct casefile file;
    static struct verdict verdict;
    struct clock_law law = {.rules = &bench->rules, .calendar = bench->calendar};
    struct lifecycle_context context = {.directory = bench->directory, .law = &law};
    double decided = 0;
    double began = seconds();

    for (uint32_t i = 0; i < LIVES; i++) {
        int32_t today = 20000 + (int32_t)(i % 300);

        memset(&file, 0, sizeof file);
        file.state = STATE_ROUTED;
        file.role = ROLE_HOLDER;
        file.holder = (struct node_id){"330726.land"};
        file.origin = file.holder;
        file.clock_count = 1;
        file.clocks[0] = clock_start(&law, DUTY_NOTICE, &file.holder, day(today));
        file.clocks[0].no = 1;
        for (size_t j = 0; j < ARRAY_COUNT(acts); j++) {
            struct act act = acts[j];

            context.now = day(today + 7 * (int32_t)j);
            act.node = file.holder;
            act.acted_at = context.now;
            act.due.day = act.kind == ACT_EXTEND ? today + 70 : 0;
            lifecycle_decide(&file, &act, &context, &verdict);
            ASSERT(verdict.code == PJ_OK);
            casefile_apply(&file, &act, &verdict);
            decided++;
        }
    }
    return decided / (seconds() - began);
}

/* Working days over the holidays of October: the longest way to count. */
static double clocks(struct bench *bench) {
    struct clock_law law = {.rules = &bench->rules, .calendar = bench->calendar};
    struct node_id owner = {"330726.land"};
    int64_t sum = 0;
    double began = seconds();

    for (uint32_t i = 0; i < CLOCKS; i++) {
        struct wall start = day(20355 + (int32_t)(i % 10)); /* the end of September 2025 */

        sum += clock_start(&law, i % 2 == 0 ? DUTY_OBJECT : DUTY_HANDLE, &owner, start).due.day;
    }
    ASSERT(sum > 0);
    return CLOCKS / (seconds() - began);
}

static int compare(const void *a, const void *b) {
    double left = *(const double *)a;
    double right = *(const double *)b;

    return left < right ? -1 : left > right;
}

static double median(struct bench *bench, double (*measure)(struct bench *)) {
    double figures[ROUNDS];

    for (size_t i = 0; i < ROUNDS; i++) {
        figures[i] = measure(bench);
    }
    qsort(figures, ROUNDS, sizeof figures[0], compare);
    return figures[ROUNDS / 2];
}

int main(int argc, char **argv) {
    static struct bench bench;

    if (argc != 6) {
        fprintf(stderr,
                "usage: bench-core DIVISIONS.csv NODES.csv LIST.csv RULES.csv CALENDAR.csv\n");
        return 2;
    }
    arena_init(&bench.arena, ARENA_BYTES_MAX);
    bench.hasher = hasher_new();
    open_data(&bench, argv + 1);
    printf("{\"route\":{\"decisions_per_s\":%.0f,\"next_hop_ns\":%.1f},"
           "\"codec\":{\"transfers_per_s\":%.0f},"
           "\"lifecycle\":{\"events_per_s\":%.0f,\"clocks_per_s\":%.0f}}\n",
           median(&bench, routes), median(&bench, hop_ns), median(&bench, codecs),
           median(&bench, events), median(&bench, clocks));
    return 0;
}
