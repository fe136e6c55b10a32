/* SPDX-License-Identifier: Apache-2.0
 * Calendars and rule sets read here, without a station: a file where one is named, else what is
 * built in. */
#pragma once
#include "core/channel.h"
#include "core/clock_compute.h"
#include "ctl.h"

#define CALENDAR_SHIPPED "cn"
#define RULES_SHIPPED    "CN2022"
#define CHANNELS_SHIPPED "channels"

struct clock_data {
    void *calendar_memory; /* owned */
    struct calendar *calendar;
    struct rule_set *sets[RULE_SETS_TOGETHER]; /* owned */
    size_t set_count;
};

/* --calendar, else the national one built in. EXIT_FINE, or told. */
int clock_data_calendar(struct ctl *ctl, struct clock_data *data);
/* "CN2022" or "CN2022,ZJ2016" or files of that form, the national one first. EXIT_FINE, or told. */
int clock_data_rules(struct ctl *ctl, const char *names, struct clock_data *data);
void clock_data_free(struct clock_data *data);
/* The statutory channels built in; *ret_book is to be freed. EXIT_FINE, or told. */
int clock_data_channels(struct ctl *ctl, struct channel_book **ret_book);

/* The name of a file without folder and ending. */
void clock_data_version(const char *path, char version[VERSION_TEXT_MAX + 1]);
/* Builds, and leaves the report to the caller; *ret_memory is to be freed. */
int clock_data_build_calendar(struct ctl *ctl, struct bytes text, const char *version,
                              struct data_report *report, void **ret_memory,
                              struct calendar **ret_calendar);
/* Rows, troubles with their lines; EXIT_BAD when there is a fatal one. `more` is stolen. */
int clock_data_print_check(struct ctl *ctl, const struct data_report *report, json_t *more);

/* The CSV of the package chinese-days: a JSON file of it, a folder of such files, or the package's
 * own folder. *ret_csv is to be freed. EXIT_FINE, or told. */
int calendar_json_read(struct ctl *ctl, const char *path, char **ret_csv, size_t *ret_len);
