/* SPDX-License-Identifier: Apache-2.0
 * One line per event: name first, then key=value. Never names, phone numbers or petition text: ids
 * and codes only. warn = somebody should look, error = something was lost or refused. Libraries
 * below lib/node never log. */
#pragma once
#include "base/base.h"

enum log_level {
    LOG_LEVEL_DEBUG,
    LOG_LEVEL_INFO,
    LOG_LEVEL_WARN,
    LOG_LEVEL_ERROR
};

typedef void log_sink(void *context, enum log_level level, const char *event, const char *fields);

/* Default sink: stderr, "<level> <event> <fields>", with the syslog priority prefix under systemd.
 */
void log_set_sink(log_sink *sink, void *context);
void log_set_level(enum log_level level);

void log_line(enum log_level level, const char *event, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
#define log_debug(event, ...) log_line(LOG_LEVEL_DEBUG, event, __VA_ARGS__)
#define log_info(event, ...)  log_line(LOG_LEVEL_INFO, event, __VA_ARGS__)
#define log_warn(event, ...)  log_line(LOG_LEVEL_WARN, event, __VA_ARGS__)
#define log_error(event, ...) log_line(LOG_LEVEL_ERROR, event, __VA_ARGS__)
