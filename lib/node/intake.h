/* SPDX-License-Identifier: Apache-2.0
 * One case in the making: nothing is written before all of a request can be. */
#pragma once
#include "node/internal.h"

#define INTAKE_WARNINGS_MAX 16

struct intake {
    struct node *node;
    struct turn *turn;
    struct input *input;
    const struct api_submit_case *submit; /* what this case is made of: all, or its half of it */
    const struct accused *about; /* everybody it avoids: of both halves of what was handed in */
    size_t about_count;
    struct node_id office;
    struct digest idem, foreign; /* what the case is found again by; zero = not by that */
    struct digest request;       /* of the bytes that asked for it; zero = another row has it */
    struct submission submission;
    struct bytes packed; /* the submission's bytes, verbatim from here on */
    struct bytes whole;  /* with what stays here; none = that is all of it */
    struct act act;      /* that its journal entry records */
    struct bytes body;   /* of that entry */
    struct bytes sealed; /* of an entry before it, which never leaves; none = there is nothing */
    struct api_warning *warnings;
    size_t warning_count;
    bool told_kept; /* that something found no field and is kept as it came */
    struct casefile file;
};

/* False: out of memory. */
bool intake_init(struct intake *intake, struct node *node, struct turn *turn, struct input *input,
                 const struct api_submit_case *submit) must_check;
void intake_warn(struct intake *intake, enum pj_code code, const char *field, const char *sentence);
/* The case, as far as it can be made without anything being written; office is set. */
enum pj_code intake_make(struct intake *intake) must_check;
void intake_record(struct intake *intake);
void intake_receipt(const struct intake *intake, struct api_receipt *ret_receipt);
