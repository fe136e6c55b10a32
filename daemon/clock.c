/* SPDX-License-Identifier: Apache-2.0
 * CLOCK_REALTIME made steady, CLOCK_MONOTONIC as it is. Order in the journal is by position, never
 * by time; a wall clock that stands still for a moment is honest enough for a legal record, one
 * that runs back is not. */
#include "clock.h"

#include "base/log.h"
#include <inttypes.h>
#include <time.h>

static int64_t read_us(clockid_t id) {
    struct timespec spec = {0};
    int failed = clock_gettime(id, &spec);

    ASSERT(failed == 0);
    return (int64_t)spec.tv_sec * US_PER_S + spec.tv_nsec / 1000;
}

int64_t clock_steady(struct steady_clock *clock, int64_t real_us) {
    int64_t back_us = clock->wall_us - real_us;

    if (clock->wall_us != 0 && back_us > CLOCK_HOLD_US) {
        clock->jumps++;
        log_warn("clock_set_back", "by_us=%" PRId64, back_us);
        clock->wall_us = real_us;
    } else if (back_us < 0 || clock->wall_us == 0) {
        clock->wall_us = real_us;
    }
    return clock->wall_us;
}

struct now clock_now(struct steady_clock *clock) {
    struct now now = {0};

    now.wall.us = clock_steady(clock, read_us(CLOCK_REALTIME));
    now.mono.us = read_us(CLOCK_MONOTONIC);
    return now;
}
