/* SPDX-License-Identifier: Apache-2.0
 * The table of requests in flight: 64 slots searched in line, which is cheaper than any map of that
 * size. */
#include "flight.h"

#include <stdlib.h>
#include <string.h>

struct flight *flights_add(struct flights *flights, uint64_t id, struct bytes frame,
                           struct mono deadline) {
    struct flight *flight = NULL;
    uint8_t *copy = NULL;

    ASSERT(id != 0);
    ASSERT(frame.len > 0);
    for (size_t i = 0; i < PJ_IN_FLIGHT_MAX && flight == NULL; i++) {
        if (flights->slot[i].state == FLIGHT_NONE) {
            flight = &flights->slot[i];
        }
    }
    copy = flight == NULL ? NULL : malloc(frame.len);
    if (copy == NULL) {
        return NULL;
    }
    memcpy(copy, frame.data, frame.len);
    *flight = (struct flight){.state = FLIGHT_UNSENT,
                              .id = id,
                              .frame = copy,
                              .frame_len = frame.len,
                              .deadline = deadline,
                              .next = deadline};
    flights->count++;
    return flight;
}

struct flight *flights_find(struct flights *flights, uint64_t id) {
    for (size_t i = 0; i < PJ_IN_FLIGHT_MAX; i++) {
        if (flights->slot[i].state != FLIGHT_NONE && flights->slot[i].id == id) {
            return &flights->slot[i];
        }
    }
    return NULL;
}

void flights_remove(struct flights *flights, struct flight *flight) {
    ASSERT(flight->state != FLIGHT_NONE);
    ASSERT(flights->count > 0);
    free(flight->frame);
    pj_reply_free(flight->busy);
    *flight = (struct flight){0};
    flights->count--;
}

void flights_clear(struct flights *flights) {
    for (size_t i = 0; i < PJ_IN_FLIGHT_MAX; i++) {
        if (flights->slot[i].state != FLIGHT_NONE) {
            flights_remove(flights, &flights->slot[i]);
        }
    }
}

struct mono flights_next(const struct flights *flights) {
    struct mono next = {INT64_MAX};

    for (size_t i = 0; i < PJ_IN_FLIGHT_MAX; i++) {
        const struct flight *flight = &flights->slot[i];

        if (flight->state != FLIGHT_NONE && flight->next.us < next.us) {
            next = flight->next;
        }
        if (flight->state != FLIGHT_NONE && flight->deadline.us < next.us) {
            next = flight->deadline;
        }
    }
    return next;
}
