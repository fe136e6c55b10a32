/* SPDX-License-Identifier: Apache-2.0
 * What systemd is told (sd_notify). Without a supervisor every call is a no-op. */
#pragma once
#include "base/time.h"

struct supervisor {
    int64_t watchdog_us; /* 0 = nobody watches */
    struct mono told_at;
};

void supervisor_init(struct supervisor *supervisor);
void supervisor_ready(struct supervisor *supervisor);
void supervisor_reloading(struct supervisor *supervisor, struct mono now);
void supervisor_stopping(struct supervisor *supervisor);
void supervisor_status(struct supervisor *supervisor, const char *text);
/* Once a round; pings the watchdog when half its time is over. */
void supervisor_alive(struct supervisor *supervisor, struct mono now);
