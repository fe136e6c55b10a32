/* SPDX-License-Identifier: Apache-2.0
 * Calendars and rule sets, every version that a clock may cite: what is in force, what was before
 * it, and what the program brings along. A case goes on citing what it was started under, so a
 * version is never changed and never dropped. */
#include "node/internal.h"

#include <stdlib.h>
#include <string.h>

#define DIGEST_SHOWN 8 /* digits of a built-in calendar's version */

static void version_clear(struct data_version *version) {
    free(version->memory);
    free(version->rules);
    memset(version, 0, sizeof *version);
}

void versions_free(struct node *node) {
    for (size_t i = 0; i < node->version_count; i++) {
        version_clear(&node->versions[i]);
    }
    free(node->versions);
}

struct data_version *versions_find(const struct node *node, enum data_kind kind,
                                   const char *version) {
    for (size_t i = 0; i < node->version_count; i++) {
        struct data_version *found = &node->versions[i];

        if (found->kind == kind && strcmp(found->version, version) == 0) {
            return found;
        }
    }
    return NULL;
}

/* ---- building one */

static enum pj_code build_calendar(struct bytes text, struct data_report *report,
                                   struct data_version *version) {
    size_t size = calendar_bytes(text);
    enum pj_code code = PJ_OK;

    version->memory = malloc(size);
    if (version->memory == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    code =
        calendar_build(version->memory, size, text, version->version, report, &version->calendar);
    if (code == PJ_OK) {
        version->rows = calendar_count(version->calendar);
    }
    return code;
}

static enum pj_code build_rules(struct bytes text, struct data_report *report,
                                struct data_version *version) {
    enum pj_code code = PJ_OK;

    version->rules = malloc(sizeof *version->rules);
    if (version->rules == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    code = rule_book_build(text, version->version, report, version->rules);
    version->rows = report->rows;
    return code;
}

static enum pj_code build(struct bytes text, struct data_report *report,
                          struct data_version *version) {
    enum pj_code code = version->kind == DATA_CALENDAR ? build_calendar(text, report, version)
                                                       : build_rules(text, report, version);

    if (code != PJ_OK) {
        version_clear(version);
    }
    return code;
}

/* ---- the list */

/* A place for a version that is not there yet; NULL when there is none. */
static struct data_version *place_for(struct node *node, const struct data_version *found) {
    if (found != NULL) {
        return &node->versions[found - node->versions];
    }
    return node->version_count < VERSIONS_MAX ? &node->versions[node->version_count] : NULL;
}

/* In this very turn a load under the same name waits for its commit. */
static bool is_being_loaded(const struct node *node, const struct data_version *version) {
    const struct station_data *data = node->working->new_data;

    return data != NULL && (version->kind == DATA_CALENDAR ? data->law.calendar == version->calendar
                                                           : data->law.rules == version->rules);
}

/* The pointers into an entry are what others hold, so an entry that was committed stays as it is.
 */
enum pj_code versions_take(struct node *node, const struct data_file *file, enum data_kind kind,
                           struct data_report *report, struct data_version **ret_version) {
    struct data_version *found = versions_find(node, kind, file->version);
    struct data_version built = {.kind = kind, .digest = file->digest};
    struct data_version *place = place_for(node, found);
    enum pj_code code = PJ_OK;

    if (found != NULL && digest_equal(&found->digest, &file->digest)) {
        report->rows = found->rows;
        *ret_version = found;
        return PJ_OK;
    }
    if (found != NULL && (found->committed || is_being_loaded(node, found))) {
        data_report_add(report, 0, true,
                        "%s is the name of another file, which clocks may cite: give a new one "
                        "(--as)",
                        file->version);
        return PJ_BAD_DATA;
    }
    if (place == NULL) {
        data_report_add(report, 0, true, "%u versions are kept, there is no room for another",
                        (unsigned)VERSIONS_MAX);
        return PJ_BAD_DATA;
    }
    text_print(built.version, sizeof built.version, "%s", file->version);
    code = build(buf_bytes(&file->text), report, &built);
    if (code != PJ_OK) {
        return code;
    }
    if (found != NULL) {
        version_clear(found);
    } else {
        node->version_count++;
    }
    *place = built;
    *ret_version = place;
    return PJ_OK;
}

/* ---- at start */

static void commit_version(struct node *node, struct data_version *version) {
    CTASSERT(VERSIONS_MAX <= RULE_BOOKS_MAX);
    if (!version->committed && version->kind == DATA_RULES) {
        node->shelf.books[node->shelf.count++] = version->rules;
    }
    version->committed = true;
}

/* A built-in calendar is called after what it says, since the program's next version brings another
 * under the same name. */
static void name_calendar(struct node *node, const struct node_default *from,
                          struct data_version *version) {
    struct data_report *report = calloc(1, sizeof *report);
    char last[CIVIL_TEXT_MAX + 1];
    char hex[DIGEST_HEX + 1];

    ASSERT(report != NULL);
    version->digest = node_digest(node, DIGEST_FILE, from->text);
    text_print(version->version, sizeof version->version, "%s", from->name);
    if (build(from->text, report, version) == PJ_OK) {
        civil_print(calendar_to(version->calendar), last);
        text_hex(hex, sizeof hex, version->digest.byte, DIGEST_BYTES);
        version_clear(version);
        version->kind = DATA_CALENDAR;
        version->digest = node_digest(node, DIGEST_FILE, from->text);
        text_print(version->version, sizeof version->version, "%.16s-%.4s-%.*s", from->name, last,
                   DIGEST_SHOWN, hex);
    }
    free(report);
}

static bool add_default(struct node *node, const struct node_default *from) {
    struct data_report *report = calloc(1, sizeof *report);
    struct data_version *version = &node->versions[node->version_count];
    enum pj_code code = report == NULL ? PJ_INTERNAL_NO_MEMORY : PJ_OK;

    ASSERT(node->version_count < VERSIONS_MAX);
    *version = (struct data_version){.kind = from->kind};
    version->digest = node_digest(node, DIGEST_FILE, from->text);
    text_print(version->version, sizeof version->version, "%s", from->name);
    if (code == PJ_OK && from->kind == DATA_CALENDAR) {
        name_calendar(node, from, version);
    }
    if (code == PJ_OK) {
        code = build(from->text, report, version);
    }
    ASSERT(code != PJ_BAD_DATA); /* what the program brings along was built by its tests */
    free(report);
    if (code != PJ_OK) {
        return false;
    }
    commit_version(node, version);
    node->version_count++;
    return true;
}

bool versions_new(struct node *node) {
    node->versions = calloc(VERSIONS_MAX, sizeof *node->versions);
    for (size_t i = 0; node->versions != NULL && i < node->config.default_count; i++) {
        if (!add_default(node, &node->config.defaults[i])) {
            return false;
        }
    }
    node->config.defaults = NULL; /* was lent for the start */
    node->config.default_count = 0;
    return node->versions != NULL;
}

/* The first of its kind that the program brings along. */
static const struct data_version *default_of(const struct node *node, enum data_kind kind) {
    for (size_t i = 0; i < node->version_count; i++) {
        if (node->versions[i].kind == kind) {
            return &node->versions[i];
        }
    }
    return NULL;
}

/* ---- in force */

enum pj_code versions_choose(struct node *node, struct station_data *data, enum data_kind kind,
                             struct data_report *report) {
    const struct data_file *file = &data->files[kind];
    struct data_version *taken = NULL;
    const struct data_version *version = NULL;
    enum pj_code code = PJ_OK;

    data->law.shelf = &node->shelf;
    data->law.channels = node->channels;
    if (file->text.len > 0) {
        code = versions_take(node, file, kind, report, &taken);
        version = taken;
    } else {
        version = default_of(node, kind);
    }
    if (code != PJ_OK || version == NULL) {
        return code;
    }
    if (kind == DATA_CALENDAR) {
        data->law.calendar = version->calendar;
    } else {
        data->law.rules = version->rules;
    }
    return PJ_OK;
}

/* A stored row: another version that clocks may cite, or one that is now in force. */
void versions_remember(struct node *node, const struct row_setting *row) {
    struct data_report *report = calloc(1, sizeof *report);
    struct data_version *version = NULL;
    struct data_file file = {.version = ""};
    struct arena arena;
    struct setting setting;
    enum pj_code code = report == NULL ? PJ_INTERNAL_NO_MEMORY : PJ_OK;

    arena_init(&arena, 3u * API_UPLOAD_BYTES_MAX);
    buf_init(&file.text, API_UPLOAD_BYTES_MAX);
    if (code == PJ_OK) {
        code = wire_decode_setting(SETTING_DATA, row->value, &arena, &setting);
    }
    if (code == PJ_OK) {
        file.digest = setting.data.digest;
        code = text_set(file.version, sizeof file.version, setting.data.version,
                        strlen(setting.data.version));
    }
    if (code == PJ_OK) {
        code = buf_put(&file.text, setting.data.body.data, setting.data.body.len);
    }
    if (code == PJ_OK) {
        code = versions_take(node, &file, setting.data.kind, report, &version);
    }
    if (code == PJ_OK) {
        commit_version(node, version);
    } else { /* its clocks run on; only how they were derived cannot be told */
        log_warn("version_unreadable", "station=%s key=%s code=%s", node->config.station.text,
                 row->key, pj_code_name(code));
    }
    buf_release(&file.text);
    arena_release(&arena);
    free(report);
}

struct clock_law versions_law(const struct node *node, const struct clock *clock) {
    const struct data_version *calendar = versions_find(node, DATA_CALENDAR, clock->calendar);

    return (struct clock_law){.rules = node->data->law.rules,
                              .calendar = calendar == NULL ? NULL : calendar->calendar,
                              .shelf = &node->shelf,
                              .channels = node->channels};
}
