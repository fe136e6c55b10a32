/* SPDX-License-Identifier: Apache-2.0
 * What another station says in numbers, before anything is added to one, counted from one or
 * printed. Within these bounds a case goes on here as it would for ever: terms, versions and clock
 * numbers grow by one or by a step and never wrap round, dates can be counted from and written.
 * Whatever lies outside no honest station says, and the message is parked (PJ_BAD_FIELD). Pure. */
#pragma once
#include "words/casefile.h"

/* Of any message. */
bool numbers_fit_header(uint64_t term, uint64_t version);
/* Of a case on its way: its file, legs and clocks. */
bool numbers_fit_case(const struct casefile *casefile);
bool numbers_fit_clocks(const struct clock *clocks, size_t count);
/* 1, 2, 3 ...: an outcome is found by its number. */
bool numbers_fit_problems(const struct problem *problems, size_t count);
bool numbers_fit_act(const struct act *act);
