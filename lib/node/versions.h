/* SPDX-License-Identifier: Apache-2.0
 * Calendars and rules of a station: every version that clocks cite, and what follows when another
 * calendar is put in force. For the files of lib/node only. */
#pragma once
#include "node/turn.h"

#define SETTING_VERSION                                                                            \
    5 /* key: "calendar@<version>", value as SETTING_DATA: what clocks may cite */

/* ---- versions.c */
bool versions_new(struct node *node) must_check;
void versions_free(struct node *node);
struct data_version *versions_find(const struct node *node, enum data_kind kind,
                                   const char *version);
/* Builds a file unless it is there already. PJ_BAD_DATA also when the name is taken. */
enum pj_code versions_take(struct node *node, const struct data_file *file, enum data_kind kind,
                           struct data_report *report,
                           struct data_version **ret_version) must_check;
/* Puts the file of that kind, or the built-in one, in force in data. */
enum pj_code versions_choose(struct node *node, struct station_data *data, enum data_kind kind,
                             struct data_report *report) must_check;
void versions_remember(struct node *node, const struct row_setting *row);
/* What the clock was derived by, as far as it is known here. */
struct clock_law versions_law(const struct node *node, const struct clock *clock);

/* ---- recount.c */
/* Clocks due on that day or later are counted anew, a few each turn. */
void recount_start(struct node *node, struct civil day);
/* After another calendar is in force: from the first day of which the two say something else. */
void recount_after(struct node *node, const struct calendar *before, const struct calendar *after);
void recount_ask(struct node *node);
void recount_on_queried(struct node *node, enum store_outcome outcome, const struct stored *stored);
void recount_decide(struct node *node, struct turn *turn, struct input *input);
/* Counts the case's clocks by the calendar in force. True when a date moved: that is recorded. */
bool recount_case(struct node *node, struct turn *turn, struct cached_case *entry);
