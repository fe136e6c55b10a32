/* SPDX-License-Identifier: Apache-2.0
 * READY means that the sockets are open: a standby and a station whose database is away are alive
 * and answer. */
#include "supervisor.h"

#include <inttypes.h>
#include <systemd/sd-daemon.h>

void supervisor_init(struct supervisor *supervisor) {
    uint64_t watchdog_us = 0;
    int watched = sd_watchdog_enabled(/* unset_environment= */ 0, &watchdog_us);

    *supervisor = (struct supervisor){.watchdog_us = watched > 0 ? (int64_t)watchdog_us : 0};
}

void supervisor_ready(struct supervisor *supervisor) {
    (void)supervisor;
    (void)sd_notify(0, "READY=1");
}

void supervisor_reloading(struct supervisor *supervisor, struct mono now) {
    (void)supervisor;
    (void)sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%" PRId64, now.us);
}

void supervisor_stopping(struct supervisor *supervisor) {
    (void)supervisor;
    (void)sd_notify(0, "STOPPING=1");
}

void supervisor_status(struct supervisor *supervisor, const char *text) {
    (void)supervisor;
    (void)sd_notifyf(0, "STATUS=%s", text);
}

void supervisor_alive(struct supervisor *supervisor, struct mono now) {
    if (supervisor->watchdog_us == 0 ||
        now.us < supervisor->told_at.us + supervisor->watchdog_us / 2) {
        return;
    }
    supervisor->told_at = now;
    (void)sd_notify(0, "WATCHDOG=1");
}
