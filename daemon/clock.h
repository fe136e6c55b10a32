/* SPDX-License-Identifier: Apache-2.0
 * The only place that asks the machine for the time, and the only one that knows when the wall
 * clock is a virtual one: tests and demos walk through a season in a minute. Monotonic time is
 * always the machine's. */
#pragma once
#include "base/time.h"

/* A correction backwards up to this is hidden by standing still; a larger one is believed. */
#define CLOCK_HOLD_US (5 * US_PER_S)

/* A virtual clock reads a file: whole seconds, with or without a minus, by which wall time is ahead
 * of the machine's. It is looked at again this often. */
#define CLOCK_LOOK_US       (10 * US_PER_MS)
#define CLOCK_AHEAD_S_MAX   INT64_C(3155760000) /* a hundred years either way */
#define CLOCK_FILE_TEXT_MAX 31

struct steady_clock {
    int64_t wall_us;     /* highest wall time given out, 0 = none yet */
    uint32_t jumps;      /* corrections backwards that were believed */
    const char *virtual; /* borrowed: the file's path, NULL = the machine's wall clock */
    int64_t ahead_us;    /* what the file last said */
    int64_t look_at_us;  /* monotonic: when to read it again */
    bool unreadable;     /* and the log has said so */
    bool held;           /* it would run back: it stands, and the log has said so */
};

/* Both clocks, read once. Wall time never decreases but by a correction over CLOCK_HOLD_US, which
 * is counted and logged. A virtual one never decreases at all. */
struct now clock_now(struct steady_clock *clock);

/* Wall time follows the file from now on. PJ_BAD_DATA: it cannot be read or says nothing, logged.
 */
enum pj_code clock_follow(struct steady_clock *clock, const char *path) must_check;

/* The rules by themselves: what to give out when the machine says `real_us`; what a file says. */
int64_t clock_steady(struct steady_clock *clock, int64_t real_us);
enum pj_code clock_ahead_parse(const char *text, size_t len, int64_t *ret_ahead_us) must_check;
