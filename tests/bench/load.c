/* SPDX-License-Identifier: Apache-2.0
 * A feeder: sends cases to one station as fast as receipts come back, or at a steady rate.
 *
 *     bench-load ENDPOINT COUNT RATE TEXT_BYTES CATEGORY
 *
 * RATE: cases per second, 0 = as fast as they go with PJ_IN_FLIGHT_MAX under way. Prints seconds
 * and receipts. */
#include <pujiang/pujiang.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"

#define TEXT_BYTES_MAX_HERE 65536
#define NS_PER_S            1000000000L

struct feeder {
    struct pj_client *client;
    struct pj_case petition;
    uint64_t sent, receipts, refused;
};

static double seconds(void) {
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / (double)NS_PER_S;
}

static bool number(const char *text, uint64_t *ret_value) {
    return text_u64(text, strlen(text), UINT32_MAX, ret_value) == PJ_OK;
}

static bool send_one(struct feeder *feeder, const char *run) {
    char key[PJ_KEY_BYTES_MAX];
    struct pj_write write = {.operator_id = "bench"};
    uint64_t ticket = 0;
    enum pj_code code = PJ_OK;

    text_print(key, sizeof key, "%s-%llu", run, (unsigned long long)feeder->sent);
    write.key = pj_text(key);
    code = pj_send_submit(feeder->client, &write, &feeder->petition, &ticket);
    feeder->sent += code == PJ_OK ? 1 : 0;
    return code == PJ_OK;
}

static void receive_all(struct feeder *feeder, int timeout_ms) {
    (void)pj_poll(feeder->client, timeout_ms);
    for (struct pj_reply *reply = pj_receive(feeder->client); reply != NULL;
         reply = pj_receive(feeder->client)) {
        feeder->receipts += pj_reply_code(reply) == PJ_OK ? 1 : 0;
        feeder->refused += pj_reply_code(reply) == PJ_OK ? 0 : 1;
        pj_reply_free(reply);
    }
}

static void feed(struct feeder *feeder, uint64_t count, uint64_t rate, const char *run) {
    double began = seconds();

    while (feeder->receipts + feeder->refused < count) {
        bool is_due = rate == 0 || (double)feeder->sent <= (seconds() - began) * (double)rate;

        if (feeder->sent < count && is_due && pj_in_flight(feeder->client) < PJ_IN_FLIGHT_MAX &&
            send_one(feeder, run)) {
            continue;
        }
        if (pj_in_flight(feeder->client) == 0) {
            nanosleep(&(struct timespec){0, NS_PER_S / 1000}, NULL);
        } else {
            receive_all(feeder, rate == 0 ? 100 : 1);
        }
    }
}

int main(int argc, char **argv) {
    static char text[TEXT_BYTES_MAX_HERE];
    struct pj_options options = {.timeout_ms = 60000, .retry_busy = true};
    struct feeder feeder = {.petition = {.source = "bench", .form = PJ_FORM_WEB}};
    char run[PJ_KEY_TEXT_MAX + 1];
    uint64_t count = 0;
    uint64_t rate = 0;
    uint64_t size = 0;
    double began = 0;

    if (argc != 6 || !number(argv[2], &count) || !number(argv[3], &rate) ||
        !number(argv[4], &size) || size > sizeof text) {
        fprintf(stderr, "usage: bench-load ENDPOINT COUNT RATE TEXT_BYTES CATEGORY\n");
        return 2;
    }
    memset(text, 'x', size);
    options.endpoint = argv[1];
    feeder.petition.text = (struct pj_bytes){text, size};
    feeder.petition.category = argv[5];
    pj_random_key(run);
    if (pj_connect(&options, &feeder.client) != PJ_OK) {
        return 1;
    }
    began = seconds();
    feed(&feeder, count, rate, run);
    printf("%.6f %llu\n", seconds() - began, (unsigned long long)feeder.receipts);
    pj_disconnect(feeder.client);
    return feeder.refused == 0 ? 0 : 1;
}
