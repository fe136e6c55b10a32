/* SPDX-License-Identifier: Apache-2.0
 * The built-in calendar and national rule sets as a node takes them. */
#pragma once
#include "node/node.h"

#define DEFAULTS_MAX 3

/* What is in force at a fresh station comes first. */
/* Who reviews whose decision: deploy/rules/reviewers.csv. */
struct bytes defaults_reviewers(void);
/* The statutory channels with their limits: deploy/rules/channels.csv. */
struct bytes defaults_channels(void);
size_t defaults_list(struct node_default ret_defaults[static DEFAULTS_MAX]);
