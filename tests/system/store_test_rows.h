/* SPDX-License-Identifier: Apache-2.0
 * Rows with something in every field, different for each number given, and their comparison. */
#pragma once
#include "store_test_node.h"

/* A case with two legs and two clocks, every column filled. */
struct casefile sample_case(int64_t ref);
struct row_case sample_case_row(const struct casefile *file, bool insert);
/* A row that came in and goes out. */
struct row_journal sample_journal(int64_t pos, int64_t case_ref);
struct row_parked sample_parked(int64_t pos);
struct digest sample_digest(uint8_t seed);

/* What petitioners write: NUL, bytes that are no UTF-8, quotes, backslashes, all 256 bytes. */
struct bytes nasty_bytes(void);

void assert_bytes_equal(struct bytes a, struct bytes b);
void assert_case_equal(const struct casefile *a, const struct casefile *b);
void assert_journal_equal(const struct row_journal *a, const struct row_journal *b);
void assert_parked_equal(const struct row_parked *a, const struct row_parked *b);

/* Commits `count` small cases in one batch, refs and positions following the head. */
void commit_cases(struct node *node, size_t count);
/* One batch with `count` journal rows and nothing else. */
void commit_rows(struct node *node, size_t count);
