/* SPDX-License-Identifier: Apache-2.0
 * CLOCK_REALTIME made steady, CLOCK_MONOTONIC as it is. Order in the journal is by position, never
 * by time; a wall clock that stands still for a moment is honest enough for a legal record, one
 * that runs back is not. */
#include "clock.h"

#include "base/log.h"
#include "base/text.h"
#include <fcntl.h>
#include <inttypes.h>
#include <time.h>
#include <unistd.h>

static int64_t read_us(clockid_t id) {
    struct timespec spec = {0};
    int failed = clock_gettime(id, &spec);

    ASSERT(failed == 0);
    return (int64_t)spec.tv_sec * US_PER_S + spec.tv_nsec / 1000;
}

/* ---- a virtual wall clock */

enum pj_code clock_ahead_parse(const char *text, size_t len, int64_t *ret_ahead_us) {
    bool behind = len > 0 && text[0] == '-';
    size_t from = behind ? 1 : 0;
    uint64_t seconds = 0;
    enum pj_code code = PJ_OK;

    if (len > from && text[len - 1] == '\n') {
        len--;
    }
    code = text_u64(text + from, len - from, (uint64_t)CLOCK_AHEAD_S_MAX, &seconds);
    if (code == PJ_OK) {
        *ret_ahead_us = (behind ? -(int64_t)seconds : (int64_t)seconds) * US_PER_S;
    }
    return code;
}

static enum pj_code read_ahead(const char *path, int64_t *ret_ahead_us) {
    char text[CLOCK_FILE_TEXT_MAX + 1];
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    ssize_t len = -1;

    if (file < 0) {
        return PJ_BAD_MISSING;
    }
    len = read(file, text, sizeof text);
    (void)close(file);
    return len <= 0 ? PJ_BAD_DATA : clock_ahead_parse(text, (size_t)len, ret_ahead_us);
}

/* A file that is gone or half written leaves the clock as it runs: the next look may find it
 * whole. */
static void look(struct steady_clock *clock, int64_t mono_us) {
    int64_t ahead_us = clock->ahead_us;
    enum pj_code code = PJ_OK;

    if (mono_us < clock->look_at_us) {
        return;
    }
    clock->look_at_us = mono_us + CLOCK_LOOK_US;
    code = read_ahead(clock->virtual, &ahead_us);
    if (code != PJ_OK) {
        if (!clock->unreadable) {
            log_warn("virtual_clock_unreadable",
                     "path=%s goes_on_with_s=%" PRId64
                     " sentence=\"虚拟时钟文件须为整秒数，时钟照旧走 / the file of the virtual "
                     "clock must be whole seconds; the clock goes on as it was\"",
                     clock->virtual, clock->ahead_us / US_PER_S);
        }
        clock->unreadable = true;
        return;
    }
    clock->unreadable = false;
    if (ahead_us != clock->ahead_us) {
        log_info("virtual_clock_moved", "ahead_s=%" PRId64, ahead_us / US_PER_S);
        clock->ahead_us = ahead_us;
    }
}

static int64_t virtual_steady(struct steady_clock *clock, int64_t wall_us) {
    int64_t back_us = clock->wall_us - wall_us;

    if (clock->wall_us != 0 && back_us > CLOCK_HOLD_US && !clock->held) {
        log_warn("virtual_clock_stands",
                 "back_us=%" PRId64 " sentence=\"虚拟时钟不倒走，停在原处 / a virtual clock does "
                 "not run back, it stands still until then\"",
                 back_us);
        clock->held = true;
    }
    if (back_us < 0 || clock->wall_us == 0) {
        clock->wall_us = wall_us;
        clock->held = false;
    }
    return clock->wall_us;
}

enum pj_code clock_follow(struct steady_clock *clock, const char *path) {
    enum pj_code code = read_ahead(path, &clock->ahead_us);

    if (code != PJ_OK) {
        log_error("virtual_clock_refused",
                  "path=%s sentence=\"[lab] virtual_clock: 文件不存在或不是整秒数 / the file is "
                  "missing or not a number of whole seconds\"",
                  path);
        return PJ_BAD_DATA;
    }
    clock->virtual = path;
    log_warn(
        "virtual_clock",
        "path=%s ahead_s=%" PRId64 " sentence=\"本站走虚拟时钟，仅供试验，每份回执都带标记 / "
        "this station runs by a virtual clock: for experiments only, every receipt is marked\"",
        path, clock->ahead_us / US_PER_S);
    return PJ_OK;
}

/* ---- both */

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

    now.mono.us = read_us(CLOCK_MONOTONIC);
    if (clock->virtual == NULL) {
        now.wall.us = clock_steady(clock, read_us(CLOCK_REALTIME));
        return now;
    }
    look(clock, now.mono.us);
    now.wall.us = virtual_steady(clock, read_us(CLOCK_REALTIME) + clock->ahead_us);
    return now;
}
