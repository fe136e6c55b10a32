/* SPDX-License-Identifier: Apache-2.0
 * From the table of built-in files to the defaults of a node. */
#include "defaults.h"

#include "base/shipped.h"
#include <string.h>

/* A provincial set is never in force alone, so only `rules load` brings one in. */
static const struct {
    enum data_kind kind;
    const char *folder, *name;
} wanted[DEFAULTS_MAX] = {
    {DATA_CALENDAR, "calendars", "cn"},
    {DATA_RULES, "rules", "CN2022"},
    {DATA_RULES, "rules", "CN2005"}, /* for clocks that cite it */
};

static struct bytes rules_file(const char *name) {
    for (size_t i = 0; i < shipped_count; i++) {
        const struct shipped_file *file = &shipped_files[i];

        if (strcmp(file->folder, "rules") == 0 && strcmp(file->name, name) == 0) {
            return (struct bytes){file->data, file->len};
        }
    }
    ASSERT(false); /* cmake embeds the folder */
    return BYTES_NONE;
}

struct bytes defaults_reviewers(void) {
    return rules_file("reviewers");
}

struct bytes defaults_channels(void) {
    return rules_file("channels");
}

size_t defaults_list(struct node_default ret_defaults[static DEFAULTS_MAX]) {
    size_t count = 0;

    for (size_t i = 0; i < DEFAULTS_MAX; i++) {
        for (size_t k = 0; k < shipped_count; k++) {
            const struct shipped_file *file = &shipped_files[k];

            if (strcmp(file->folder, wanted[i].folder) == 0 &&
                strcmp(file->name, wanted[i].name) == 0) {
                ret_defaults[count++] =
                    (struct node_default){wanted[i].kind, file->name, {file->data, file->len}};
            }
        }
    }
    ASSERT(count == DEFAULTS_MAX);
    return count;
}
