/* SPDX-License-Identifier: Apache-2.0
 * Twenty digits and a newline, written over in place: shorter than a sector, so never torn. */
#include "released.h"

#include "base/log.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define RELEASED_SUFFIX ".released"
#define RELEASED_DIGITS 20
#define NOTE_US         (1 * US_PER_S)

void released_init(struct released *released, const char *secret_path) {
    char text[RELEASED_DIGITS + 2] = "";
    uint64_t batch = 0;
    ssize_t len = 0;
    int file = -1;

    memset(released, 0, sizeof *released);
    (void)text_print(released->path, sizeof released->path, "%s%s", secret_path, RELEASED_SUFFIX);
    file = open(released->path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return;
    }
    len = read(file, text, sizeof text);
    (void)close(file);
    if (len == RELEASED_DIGITS + 1 && text_u64(text, RELEASED_DIGITS, INT64_MAX, &batch) == PJ_OK) {
        released->batch = (int64_t)batch;
    } else {
        log_warn("released_unreadable", "path=%s", released->path);
    }
}

static bool write_over(const char *path, int64_t batch) {
    char text[RELEASED_DIGITS + 2];
    int len = snprintf(text, sizeof text, "%020" PRId64 "\n", batch);
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0640);
    bool written = file >= 0 && pwrite(file, text, (size_t)len, 0) == len;
    int error = errno;

    if (file >= 0) {
        (void)close(file);
    }
    errno = error;
    return written;
}

void released_note(struct released *released, int64_t batch, bool at_once, struct mono now) {
    if (batch == 0 || batch == released->batch ||
        (!at_once && now.us < released->written_at.us + NOTE_US)) {
        return;
    }
    if (!write_over(released->path, batch) && !released->failed) {
        log_warn("released_not_written", "path=%s error=\"%s\"", released->path, strerror(errno));
        released->failed = true;
    }
    released->batch = batch;
    released->written_at = now;
}
