/* SPDX-License-Identifier: Apache-2.0
 * When is something due? One rule for now: N calendar days, the day of the event not counted
 * (民法典 §201), over at 24:00 in Asia/Shanghai, marked provisional because holidays are not yet
 * rolled over. */
#pragma once
#include "words/casefile.h"

struct clock clock_start(enum clock_kind kind, const struct node_id *owner, struct wall now,
                         uint32_t days, const char *basis);
/* The same with a date set by a person. */
struct clock clock_start_until(enum clock_kind kind, const struct node_id *owner, struct wall now,
                               struct civil due, const char *basis);
