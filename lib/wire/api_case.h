/* SPDX-License-Identifier: Apache-2.0
 * What a station answers about one case: its clocks, its submissions, the lines that explain it.
 * See wire/api.h. */
#pragma once
#include "wire/api_advice.h"
#include "wire/api_explain.h"
#include "wire/api_tied.h"
#include "words/casefile.h"

struct api_due {
    enum clock_kind clock;
    enum clock_state state;
    const char *kind; /* "calendar", "working" */
    struct civil due;
    struct wall due_at;
    bool provisional;
    const char *basis;
    const char *owner;
    const char *limit, *rules, *calendar; /* how it was derived; "" = a date set by a person */
    struct wall started_at, yellow_at, done_at;
    enum card card;
};

struct api_part {
    enum part_kind kind;
    struct digest digest;
    uint64_t size;
    const char *name;
};

struct api_submission { /* of a case, as far as this station has it */
    uint8_t id[ID_BYTES];
    enum relation relation;
    const char *node;
    enum form form;
    enum text_origin text_origin;
    struct wall received_at, written_at;
    struct digest digest;
    struct bytes text;
    const struct api_part *parts;
    size_t part_count;
};

struct api_case {
    const struct casefile *casefile; /* borrowed; state holder role term version file legs ... */
    const struct api_due *due;
    size_t due_count;
    bool replayed, dry_run;
    uint32_t rule;
    struct bytes text;
    struct api_advice advice;
    const struct api_submission *submissions;
    size_t submission_count;
    struct bytes part; /* of the digest that was asked for */
    const struct api_tied *tied;
    size_t tied_count;
};

struct api_explain_line {
    struct wall at;
    const char *act, *rule_text, *list_version, *basis, *node, *target;
    uint32_t rule;
    struct bytes reason;
    struct civil due; /* 0 = none */
    const char *responsible;
    enum capacity capacity;
    enum contact contact;
    const struct correction *corrections;
    size_t correction_count;
    struct digest submission;
    bool is_void, is_order;
    struct api_refused refused; /* an order; code 0 = it was not */
};
