/* SPDX-License-Identifier: Apache-2.0
 * The only place that asks the machine for the time. */
#pragma once
#include "base/time.h"

/* A correction backwards up to this is hidden by standing still; a larger one is believed. */
#define CLOCK_HOLD_US (5 * US_PER_S)

struct steady_clock {
    int64_t wall_us; /* highest wall time given out, 0 = none yet */
    uint32_t jumps;  /* corrections backwards that were believed */
};

/* Both clocks, read once. Wall time never decreases but by a correction over CLOCK_HOLD_US, which
 * is counted and logged. */
struct now clock_now(struct steady_clock *clock);

/* The rule by itself: what to give out when the machine says `real_us`. */
int64_t clock_steady(struct steady_clock *clock, int64_t real_us);
