/* SPDX-License-Identifier: Apache-2.0
 * The texts of every closed list, from the lists themselves. Pure. */
#include "words/kinds.h"

#include <string.h>

static const char *text_of(const char *const *texts, size_t count, unsigned number) {
    return number < count ? texts[number] : "?";
}

/* Index of the text, count when it is not there. */
static size_t index_of(const char *const *texts, size_t count, const char *text, size_t len) {
    size_t i = 0;

    while (i < count && (strlen(texts[i]) != len || memcmp(texts[i], text, len) != 0)) {
        i++;
    }
    return i;
}

#define KIND_TEXT(name, number, text) [number] = text,

/* The numbers of a list run from 0 without a gap: <PREFIX>_MAX is its length, and no entry is NULL.
 */
#define KIND_DEFINE(fn, prefix, list)                                                              \
    static const char *const fn##_texts[] = {list(KIND_TEXT)};                                     \
    CTASSERT(ARRAY_COUNT(fn##_texts) == prefix##_MAX);                                             \
                                                                                                   \
    const char *fn##_text(unsigned number) {                                                       \
        return text_of(fn##_texts, prefix##_MAX, number);                                          \
    }                                                                                              \
                                                                                                   \
    enum pj_code fn##_parse(const char *text, size_t len, enum fn *ret_##fn) {                     \
        size_t index = index_of(fn##_texts, prefix##_MAX, text, len);                              \
                                                                                                   \
        if (index == prefix##_MAX) {                                                               \
            return PJ_BAD_ENUM;                                                                    \
        }                                                                                          \
        *ret_##fn = (enum fn)index;                                                                \
        return PJ_OK;                                                                              \
    }

KIND_LISTS(KIND_DEFINE)

const char *level_text(enum level level) {
    static const char *const texts[] = {
        [LEVEL_NONE] = "?",        [LEVEL_PROVINCE] = "province", [LEVEL_CITY] = "city",
        [LEVEL_COUNTY] = "county", [LEVEL_TOWNSHIP] = "township", [LEVEL_VILLAGE] = "village",
    };
    CTASSERT(ARRAY_COUNT(texts) == LEVEL_MAX);

    return text_of(texts, LEVEL_MAX, (unsigned)level);
}

enum pj_code level_parse(const char *text, size_t len, enum level *ret_level) {
    for (unsigned level = LEVEL_PROVINCE; level < LEVEL_MAX; level++) {
        const char *known = level_text((enum level)level);

        if (strlen(known) == len && memcmp(known, text, len) == 0) {
            *ret_level = (enum level)level;
            return PJ_OK;
        }
    }
    return PJ_BAD_ENUM;
}
