/* SPDX-License-Identifier: Apache-2.0
 * Legal days are civil dates in Asia/Shanghai: the day of the event does not count, the last day
 * counts whole. */
#include "core/clock_rule.h"

#include "base/text.h"

struct clock clock_start_until(enum clock_kind kind, const struct node_id *owner, struct wall now,
                               struct civil due, const char *basis) {
    struct clock clock = {.kind = kind,
                          .state = CLOCK_STATE_RUNNING,
                          .provisional = true,
                          .owner = *owner,
                          .started_at = now,
                          .due = due,
                          .due_at = civil_end(due)};

    text_print(clock.basis, sizeof clock.basis, "%s", basis);
    return clock;
}

struct clock clock_start(enum clock_kind kind, const struct node_id *owner, struct wall now,
                         uint32_t days, const char *basis) {
    struct civil due = {civil_of(now).day + (int32_t)days};

    return clock_start_until(kind, owner, now, due, basis);
}
