/* SPDX-License-Identifier: Apache-2.0
 * The newest batch this station released, in a small file beside its secret: a database that ends
 * before it is an older one, and that is known before anything is done with it. Written once a
 * second at most and never synced: what it misses the neighbours tell. */
#pragma once
#include "base/time.h"
#include <limits.h>

struct released {
    char path[PATH_MAX];
    int64_t batch; /* as written */
    struct mono written_at;
    bool failed; /* said once */
};

/* The file of the station with this secret; a file that is missing or unreadable says 0. */
void released_init(struct released *released, const char *secret_path);
/* at_once: the station ends. */
void released_note(struct released *released, int64_t batch, bool at_once, struct mono now);
