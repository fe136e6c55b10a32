/* SPDX-License-Identifier: Apache-2.0
 * Texts that must not change by accident. Each function prints one of them; tests/golden/check
 * compares. */
#pragma once

struct channel_book;

/* Verdicts of the demo list for every category, level of the place and level of the intake. 0 =
 * done. */
int golden_verdicts(void);
/* Encoded messages in hex, decoded back on the way. 0 = done. */
int golden_messages(void);
/* The socket API's part of it. */
void golden_requests(void);
void golden_replies(void);
void golden_settings(void);
/* Every value of every rule set. 0 = done. */
int golden_rule_sets(void);
/* Due dates of 2019-2026, each derived step by step. 0 = done. */
int golden_clocks(void);
/* Verdicts of the demo list for category, place, purpose and form, with channel and guidance. 0 =
 * done. */
int golden_purposes(void);
/* Every channel with its limits and what is told of them; every decider with its reviewers. 0 =
 * done. */
int golden_channels(void);
int golden_reviewers(void);
/* Visits by window, place, form and purpose; the petitioner's limits by way and purpose. 0 = done.
 */
int golden_visits(void);
int golden_remedies(void);
/* To be freed. */
struct channel_book *golden_channel_book(void);
/* One paper by the name of its template ("opinion.html"), of a made-up case. 0 = done. */
int golden_paper(const char *file);
/* The kinds of papers with what each must show. */
int golden_paper_kinds(void);
/* What bears a card, and what running out of it opens. */
int golden_supervision(void);
