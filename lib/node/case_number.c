/* SPDX-License-Identifier: Apache-2.0
 * The eight digits of a case number: a keyed permutation of the day's counter (Feistel on 10^8), so
 * that a number tells neither the hour nor how many came before, and no collision has to be
 * handled. Counters live in the marks.
 *
 * What is about somebody counts in the other half of the 10^8, by a counter of its own: the numbers
 * look alike, and those of the cases between which it was taken in are what they would have been
 * without it. */
#include "core/case_no.h"
#include "node/internal.h"

#include <stdlib.h>
#include <string.h>

#define HALF           10000u /* 10^8 = HALF x HALF */
#define SERIALS        (HALF * HALF)
#define SERIES_MAX     (SERIALS / 2) /* half for what is about nobody, half for what is */
#define SERIES_SHUT    0x80u         /* in a counter's key, beside the letter */
#define EPOCHS_PER_DAY (SERIES_MAX / NUMBERS_PER_EPOCH - 1)
#define FEISTEL_ROUNDS                                                                             \
    6 /* even; four suffice against chosen inputs, two more cost a microsecond                     \
       */

static struct digest mac(struct node *node, const void *message, size_t len) {
    return hasher_mac(node->hasher, (struct bytes){node->config.secret, sizeof node->config.secret},
                      (struct bytes){message, len});
}

static uint32_t permute(struct node *node, struct place division, struct civil day,
                        uint32_t counter) {
    uint32_t left = counter / HALF;
    uint32_t right = counter % HALF;

    for (uint32_t round = 0; round < FEISTEL_ROUNDS; round++) {
        struct {
            char label[8];
            uint64_t code;
            uint32_t digits;
            int32_t day;
            uint32_t round, half;
        } message = {"serial", division.code, division.digits, day.day, round, right};
        struct digest out = mac(node, &message, sizeof message);
        uint32_t word = (uint32_t)out.byte[0] | (uint32_t)out.byte[1] << 8 |
                        (uint32_t)out.byte[2] << 16 | (uint32_t)out.byte[3] << 24;
        uint32_t next = (left + word % HALF) % HALF;

        left = right;
        right = next;
    }
    return left * HALF + right;
}

static struct counter *counter_get(struct node *node, struct place division, uint8_t series) {
    struct counter *counter = NULL;
    struct counter probe;

    memset(&probe, 0, sizeof probe);
    probe.key.code = division.code;
    probe.key.digits = division.digits;
    probe.key.series = series;
    HASH_FIND(hh, node->counters, &probe.key, sizeof probe.key, counter);
    if (counter == NULL) {
        counter = calloc(1, sizeof *counter);
        if (counter == NULL) {
            return NULL;
        }
        counter->key = probe.key;
        HASH_ADD(hh, node->counters, key, sizeof counter->key, counter);
    }
    return counter;
}

enum pj_code case_number_next(struct node *node, const struct number_series *series,
                              struct civil day, struct case_no *ret_no) {
    uint8_t key = (uint8_t)((uint8_t)series->letter | (series->shut ? SERIES_SHUT : 0));
    struct counter *counter = counter_get(node, series->division, key);
    uint32_t serial = series->shut ? SERIES_MAX : 0;

    if (counter == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    /* A clock set back over midnight must not begin an old day's counter anew: the later day's goes
     * on, and the number bears that day. */
    if (counter->working_day < day.day) {
        counter->working_day = day.day;
        counter->working_value = 0;
    }
    /* On the day of a loss nobody knows how far the counter had come. */
    if (counter->working_day <= node->loss.day.day &&
        counter->working_value < node->loss.epoch % EPOCHS_PER_DAY * NUMBERS_PER_EPOCH) {
        counter->working_value = node->loss.epoch % EPOCHS_PER_DAY * NUMBERS_PER_EPOCH;
    }
    if (counter->working_value + 1 >= SERIES_MAX) {
        return PJ_BUSY_QUOTA; /* 5 x 10^7 cases of one division in one day: tomorrow */
    }
    counter->working_value++;
    counter->moved = true;
    day.day = counter->working_day;
    serial = permute(node, series->division, day, serial + counter->working_value);
    case_no_print(series->division, series->letter, day, serial, ret_no);
    return PJ_OK;
}

void counters_restore(struct node *node, const struct mark *mark) {
    struct counter *counter = counter_get(node, mark->place, (uint8_t)mark->series);

    ASSERT(counter != NULL);
    counter->day = mark->day.day;
    counter->value = (uint32_t)mark->seq;
    counter->working_day = counter->day;
    counter->working_value = counter->value;
}

void counters_rollback(struct node *node) {
    struct counter *counter = NULL;
    struct counter *next = NULL;

    HASH_ITER (hh, node->counters, counter, next) {
        counter->working_day = counter->day;
        counter->working_value = counter->value;
        counter->moved = false;
    }
}

/* Ten characters without 0/O/1/I, 50 bits: HMAC of the case number, so it is never stored. */
void query_code(struct node *node, const struct case_no *no,
                char code[static QUERY_CODE_TEXT_MAX + 1]) {
    static const char letters[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    char message[8 + CASE_NO_TEXT_MAX + 1] = "query:";
    struct digest out;
    uint64_t bits = 0;

    memcpy(message + 6, no->text, strlen(no->text) + 1);
    out = mac(node, message, strlen(message));
    for (size_t i = 0; i < 8; i++) {
        bits = bits << 8 | out.byte[i];
    }
    CTASSERT(sizeof letters == 33);
    for (size_t i = 0; i < QUERY_CODE_TEXT_MAX; i++) {
        code[i] = letters[bits & 31];
        bits >>= 5;
    }
    code[QUERY_CODE_TEXT_MAX] = '\0';
}

enum pj_code query_code_check(struct node *node, const struct turn *turn, struct cached_case *entry,
                              const char *code) {
    char right[QUERY_CODE_TEXT_MAX + 1];

    if (turn->at.us - entry->wrong_codes_from.us > INT64_C(3600) * US_PER_S) {
        entry->wrong_codes = 0;
        entry->wrong_codes_from = turn->at;
    }
    if (entry->wrong_codes >= WRONG_CODES_MAX) {
        return PJ_STATE_CODE_LOCKED;
    }
    query_code(node, &entry->file.no, right);
    if (!node_hosts(node, &entry->file.origin) || strcmp(code, right) != 0) {
        entry->wrong_codes++;
        return PJ_AUTH_PROOF;
    }
    return PJ_OK;
}
