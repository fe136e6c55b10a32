/* SPDX-License-Identifier: Apache-2.0
 * The words of the lists in Chinese, as papers show them; zh_doors: where a ground for refusing
 * sends the petitioner. */
#pragma once
#include "words/kinds.h"

extern const char *const zh_forms[FORM_MAX];
extern const char *const zh_purposes[PURPOSE_MAX];
extern const char *const zh_origins[TEXT_ORIGIN_MAX];
extern const char *const zh_states[STATE_MAX];
extern const char *const zh_clocks[CLOCK_MAX];
extern const char *const zh_clock_states[CLOCK_STATE_MAX];
extern const char *const zh_legs[LEG_MAX];
extern const char *const zh_outcomes[OUTCOME_MAX];
extern const char *const zh_case_fields[CASE_FIELD_MAX];
extern const char *const zh_rulings[RULING_MAX];
extern const char *const zh_grounds[GROUND_MAX];
extern const char *const zh_doors[GROUND_MAX];
extern const char *const zh_services[SERVICE_MAX];

/* "未说明" for a number without a word. */
const char *zh_of(const char *const *words, size_t count, unsigned number);
#define ZH(list, number) zh_of(zh_##list, ARRAY_COUNT(zh_##list), (unsigned)(number))
