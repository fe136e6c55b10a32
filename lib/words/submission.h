/* SPDX-License-Identifier: Apache-2.0
 * A submission 信访件 and its parts: what was handed in, immutable, with the sizes it may have. */
#pragma once
#include "base/time.h"
#include "words/ids.h"
#include "words/kinds.h"

#define PARTS_MAX           64    /* of a submission */
#define TEXT_BYTES_MAX      65536 /* petitioner's text */
#define ATTACHMENTS_MAX     16    /* of one submission */
#define ATTACHMENT_NAME_MAX 128   /* bytes; longer ones are left out, the data stays */
#define SUPPLEMENT_ACCUSED_MAX                                                                     \
    16 /* who is accused in one supplement, and who accuses: with the attachments they are parts   \
        */
#define SUPPLEMENT_BYTES_MAX (256 * 1024) /* packed, with its attachments: one frame's worth */
#define SUBMISSIONS_MAX      64           /* of a case */
#define SUBMISSIONS_BYTES_MAX                                                                      \
    (600 * 1024) /* packed, all of a case: with all its legs they fit into one hand-over */
#define SOURCE_TEXT_MAX 48
#define SALT_BYTES      16

struct part {
    enum part_kind kind;
    uint8_t salt[SALT_BYTES];
    struct digest digest;
    struct bytes data; /* borrowed */
    struct bytes name; /* borrowed */
};

struct submission { /* 信访件, immutable */
    uint8_t id[ID_BYTES];
    enum relation relation; /* UNSPECIFIED = the one the case began with */
    struct node_id node;
    enum form form;
    enum purpose purpose;
    enum text_origin text_origin;
    char source[SOURCE_TEXT_MAX + 1];
    struct wall occurred_at, sent_at, received_at, written_at;
    char category[CATEGORY_TEXT_MAX + 1];
    char place[PLACE_DIGITS_MAX + 1]; /* as said: may be no division at all */
    struct bytes place_text;          /* borrowed */
    struct bytes carried;             /* borrowed */
    struct bytes unread;              /* borrowed; what has no field here, as it came */
    struct bytes foreign_system;      /* borrowed */
    struct bytes foreign_id;          /* borrowed */
    const struct part *parts;         /* borrowed */
    size_t part_count;
};
