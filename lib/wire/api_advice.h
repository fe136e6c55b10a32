/* SPDX-License-Identifier: Apache-2.0
 * What the petitioner is told beside the case. See wire/api.h. */
#pragma once
#include "words/casefile.h"

struct api_remedy {
    const char *channel, *item, *organ;
    const char *name_zh, *name_en;   /* of the channel */
    const char *limit_zh, *limit_en; /* what it is the limit of */
    uint32_t length;                 /* 0 = no number */
    const char *unit, *start;
    struct civil due; /* 0 = the day it runs from is not said */
    bool provisional, over, setting;
    const char *basis, *sentence_zh, *sentence_en;
};

struct api_guide {      /* of a visit; rule 0 = none is given */
    const char *office; /* whose reception it belongs to; "" = the one that received it */
    uint32_t rule;
    const char *rule_text;
    struct civil word_from; /* day from which offices below hear of the matter; 0 = nothing goes */
    const char *sentence_zh, *sentence_en;
};

struct api_advice { /* what follows from the case and is not stored with it */
    bool given;
    const char *branch, *channel, *organ;
    uint32_t rule;
    const char *rule_text;
    const struct api_remedy *remedies;
    size_t remedy_count;
    enum lane lane; /* the list suggests it */
    struct api_guide guide;
};
