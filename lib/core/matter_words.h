/* SPDX-License-Identifier: Apache-2.0
 * By what a matter is recognised when its petitioner comes back: who, where, about what. Written so
 * that the same things written differently (spaces, full-width digits, hyphens in a number, a
 * village instead of its township) come out the same. The text is only ever fed to a MAC. */
#pragma once
#include "base/base.h"

struct matter_words { /* borrowed; bytes as they came */
    struct bytes name, contact;
    const char *place;
    const char *category;
};

/* Bytes that matter_words_print needs at most. */
size_t matter_words_room(const struct matter_words *words);
/* How many bytes it wrote; 0 when one of the four is missing or unreadable: nothing to be
 * recognised by. */
size_t matter_words_print(const struct matter_words *words, uint8_t *to);
