/* SPDX-License-Identifier: Apache-2.0
 * The log sink: with the signal flag, the only mutable state of the program that is not reached
 * from a struct. It is set once at start-up, before there is anything to log. */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define LOG_FIELDS_MAX 1024 /* a line is ids and codes: longer is a mistake, and is cut */

static void log_to_stderr(void *context, enum log_level level, const char *event,
                          const char *fields) {
    static const struct {
        const char *text;
        int priority; /* of syslog */
    } levels[] = {
        [LOG_LEVEL_DEBUG] = {"debug", 7},
        [LOG_LEVEL_INFO] = {"info", 6},
        [LOG_LEVEL_WARN] = {"warn", 4},
        [LOG_LEVEL_ERROR] = {"error", 3},
    };
    const char *blank = fields[0] != '\0' ? " " : "";

    (void)context;
    /* systemd sets JOURNAL_STREAM for what it captures, and reads "<priority>" at the start of a
     * line. */
    if (getenv("JOURNAL_STREAM") != NULL) {
        fprintf(stderr, "<%d>%s%s%s\n", levels[level].priority, event, blank, fields);
    } else {
        fprintf(stderr, "%s %s%s%s\n", levels[level].text, event, blank, fields);
    }
}

static struct {
    log_sink *sink;
    void *context; /* borrowed from whoever set the sink */
    enum log_level level;
} out = {log_to_stderr, NULL, LOG_LEVEL_INFO};

void log_set_sink(log_sink *sink, void *context) {
    out.sink = sink != NULL ? sink : log_to_stderr;
    out.context = context;
}

void log_set_level(enum log_level level) {
    out.level = level;
}

/* A line stays a line, whatever a value holds. */
static void blank_controls(char *text) {
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < ' ' || *text == 0x7f) {
            *text = '?';
        }
    }
}

void log_line(enum log_level level, const char *event, const char *format, ...) {
    char fields[LOG_FIELDS_MAX];
    va_list arguments;

    if (level < out.level) {
        return;
    }

    va_start(arguments, format);
    if (vsnprintf(fields, sizeof(fields), format, arguments) < 0) {
        fields[0] = '\0';
    }
    va_end(arguments);
    blank_controls(fields);
    out.sink(out.context, level, event, fields);
}
