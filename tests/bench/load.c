/* SPDX-License-Identifier: Apache-2.0
 * Feeders: send cases to one station as fast as receipts come back, or at a steady rate.
 *
 *     bench-load ENDPOINT COUNT RATE TEXT_BYTES CATEGORY [SERVER_KEY KEY_FILE...]
 *
 * RATE: cases per second, 0 = as fast as they go. A station lets one account have so many requests
 * under way (PJ_IN_FLIGHT_MAX), so that one feeder alone does not fill it: with KEY_FILE... there
 * is a feeder for each, with its own account. Prints seconds, receipts, and the milliseconds until
 * a receipt, half of them and 99 of 100: from when a case was to be sent at that rate, so that
 * waiting to send it counts. */
#include <pujiang/pujiang.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"

#define TEXT_BYTES_MAX_HERE 65536
#define NS_PER_S            1000000000L

#define FEEDERS_MAX 16
#define KEY_FILES   7  /* the first of them among the arguments */
#define KEY_LINE    64 /* 40 characters of Z85 and room */

struct flight {
    uint64_t ticket; /* 0 = free */
    double since;
};

struct feeder {
    struct pj_client *client;
    struct pj_case petition;
    char run[PJ_KEY_TEXT_MAX + 1];
    uint64_t count, rate, sent, receipts, refused;
    struct flight flights[PJ_IN_FLIGHT_MAX];
    double *waits; /* borrowed: seconds until each answer of this feeder */
};

static double seconds(void) {
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / (double)NS_PER_S;
}

static bool number(const char *text, uint64_t *ret_value) {
    return text_u64(text, strlen(text), UINT32_MAX, ret_value) == PJ_OK;
}

static uint64_t answers(const struct feeder *feeder) {
    return feeder->receipts + feeder->refused;
}

static void take_off(struct feeder *feeder, uint64_t ticket, double since) {
    for (size_t i = 0; i < PJ_IN_FLIGHT_MAX; i++) {
        if (feeder->flights[i].ticket == 0) {
            feeder->flights[i] = (struct flight){ticket, since};
            return;
        }
    }
}

static void land(struct feeder *feeder, uint64_t ticket) {
    for (size_t i = 0; i < PJ_IN_FLIGHT_MAX; i++) {
        if (feeder->flights[i].ticket == ticket) {
            feeder->waits[answers(feeder)] = seconds() - feeder->flights[i].since;
            feeder->flights[i].ticket = 0;
        }
    }
}

static int compare(const void *a, const void *b) {
    double left = *(const double *)a;
    double right = *(const double *)b;

    return left < right ? -1 : left > right;
}

static bool send_one(struct feeder *feeder, double since) {
    char key[PJ_KEY_BYTES_MAX];
    struct pj_write write = {.operator_id = "bench"};
    uint64_t ticket = 0;
    enum pj_code code = PJ_OK;

    text_print(key, sizeof key, "%s-%llu", feeder->run, (unsigned long long)feeder->sent);
    write.key = pj_text(key);
    code = pj_send_submit(feeder->client, &write, &feeder->petition, &ticket);
    if (code == PJ_OK) {
        feeder->sent++;
        take_off(feeder, ticket, since);
    }
    return code == PJ_OK;
}

static void receive_all(struct feeder *feeder, int timeout_ms) {
    (void)pj_poll(feeder->client, timeout_ms);
    for (struct pj_reply *reply = pj_receive(feeder->client); reply != NULL;
         reply = pj_receive(feeder->client)) {
        land(feeder, pj_reply_ticket(reply));
        feeder->receipts += pj_reply_code(reply) == PJ_OK ? 1 : 0;
        if (pj_reply_code(reply) != PJ_OK && feeder->refused++ == 0) {
            fprintf(stderr, "bench-load: %s\n", pj_reply_error(reply)->sentence_en);
        }
        pj_reply_free(reply);
    }
}

static bool is_done(const struct feeder *feeder) {
    return answers(feeder) >= feeder->count;
}

/* As much as is due and has room, answers that wait to be received among what is under way; false:
 * nothing to send now. */
static bool send_some(struct feeder *feeder, double began) {
    bool sent = false;

    while (feeder->sent < feeder->count && feeder->sent - answers(feeder) < PJ_IN_FLIGHT_MAX) {
        double now = seconds();
        double planned =
            feeder->rate == 0 ? now : began + (double)feeder->sent / (double)feeder->rate;

        if (planned > now || !send_one(feeder, planned)) {
            break;
        }
        sent = true;
    }
    return sent;
}

static void feed(struct feeder *feeders, size_t feeder_count) {
    double began = seconds();
    size_t open = feeder_count;

    while (open > 0) {
        bool sent = false;

        open = 0;
        for (size_t i = 0; i < feeder_count; i++) {
            sent |= send_some(&feeders[i], began);
            receive_all(&feeders[i], 0);
            open += is_done(&feeders[i]) ? 0 : 1;
        }
        if (!sent) {
            nanosleep(&(struct timespec){0, NS_PER_S / 5000}, NULL);
        }
    }
}

/* Two lines: the public and the secret half, as `pujiangctl key new` writes them. */
static bool read_pair(const char *path, char public_key[static KEY_LINE],
                      char secret_key[static KEY_LINE]) {
    FILE *file = fopen(path, "re");
    bool is_read = file != NULL && fgets(public_key, KEY_LINE, file) != NULL &&
                   fgets(secret_key, KEY_LINE, file) != NULL;

    if (file != NULL) {
        (void)fclose(file);
    }
    public_key[strcspn(public_key, "\n")] = '\0';
    secret_key[strcspn(secret_key, "\n")] = '\0';
    return is_read;
}

static bool open_feeder(struct feeder *feeder, struct pj_options options, const char *key_file) {
    char public_key[KEY_LINE] = "";
    char secret_key[KEY_LINE] = "";

    if (key_file != NULL) {
        if (!read_pair(key_file, public_key, secret_key)) {
            return false;
        }
        options.public_key = public_key;
        options.secret_key = secret_key;
    }
    pj_random_key(feeder->run);
    return pj_connect(&options, &feeder->client) == PJ_OK;
}

int main(int argc, char **argv) {
    static char text[TEXT_BYTES_MAX_HERE];
    static struct feeder feeders[FEEDERS_MAX];
    struct pj_options options = {.timeout_ms = 60000, .retry_busy = true};
    size_t feeder_count = argc > KEY_FILES ? (size_t)argc - KEY_FILES : 1;
    uint64_t count = 0, rate = 0, size = 0, receipts = 0, refused = 0;
    double *waits = NULL;
    double began = 0;

    if (argc < 6 || feeder_count > FEEDERS_MAX || !number(argv[2], &count) ||
        !number(argv[3], &rate) || !number(argv[4], &size) || size > sizeof text) {
        fprintf(stderr, "usage: bench-load ENDPOINT COUNT RATE TEXT_BYTES CATEGORY "
                        "[SERVER_KEY KEY_FILE...]\n");
        return 2;
    }
    waits = calloc(count + 1, sizeof *waits);
    ASSERT(waits != NULL);
    memset(text, 'x', size);
    options.endpoint = argv[1];
    options.server_key = argc > KEY_FILES ? argv[KEY_FILES - 1] : NULL;
    for (size_t i = 0; i < feeder_count; i++) {
        feeders[i] = (struct feeder){
            .count = count / feeder_count + (i < count % feeder_count),
            .rate = rate,
            .waits = i == 0 ? waits : feeders[i - 1].waits + feeders[i - 1].count,
            .petition = {
                .source = "bench", .form = PJ_FORM_WEB, .text = {text, size}, .category = argv[5]}};
        if (!open_feeder(&feeders[i], options, argc > KEY_FILES ? argv[KEY_FILES + i] : NULL)) {
            fprintf(stderr, "bench-load: feeder %zu cannot be opened\n", i + 1);
            return 1;
        }
    }
    began = seconds();
    feed(feeders, feeder_count);
    for (size_t i = 0; i < feeder_count; i++) {
        receipts += feeders[i].receipts;
        refused += feeders[i].refused;
    }
    printf("%.6f %llu ", seconds() - began, (unsigned long long)receipts);
    qsort(waits, count, sizeof waits[0], compare);
    printf("%.2f %.2f\n", waits[count / 2] * 1e3, waits[count * 99 / 100] * 1e3);
    for (size_t i = 0; i < feeder_count; i++) {
        pj_disconnect(feeders[i].client);
    }
    free(waits);
    return refused == 0 ? 0 : 1;
}
