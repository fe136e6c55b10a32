/* SPDX-License-Identifier: Apache-2.0
 * One file, one or two rule sets. Pure. */
#include "core/rule_book.h"

#include "base/text.h"

#include <string.h>

struct section {
    char name[VERSION_TEXT_MAX + 1];
    struct bytes text;
    uint32_t line; /* lines of the file before it */
};

struct reading {
    struct data_report *report; /* borrowed */
    struct section sections[RULE_SETS_TOGETHER];
    size_t count;
};

/* ---- splitting */

static bool is_mark(struct bytes line) {
    const size_t len = sizeof RULE_BOOK_MARK - 1;

    return line.len > len && memcmp(line.data, RULE_BOOK_MARK, len) == 0;
}

/* The name goes into rows and sentences: nothing that would need care there. */
static bool is_name(const char *name, size_t len) {
    for (size_t i = 0; i < len; i++) {
        bool letter = (name[i] >= 'A' && name[i] <= 'Z') || (name[i] >= 'a' && name[i] <= 'z');

        if (!letter && (name[i] < '0' || name[i] > '9') && strchr("._-", name[i]) == NULL) {
            return false;
        }
    }
    return len > 0;
}

static void open_section(struct reading *reading, struct bytes line, uint32_t number) {
    struct section *section = NULL;
    size_t len = line.len - (sizeof RULE_BOOK_MARK - 1);
    const char *name = (const char *)line.data + (sizeof RULE_BOOK_MARK - 1);

    if (len > 0 && name[len - 1] == '\r') {
        len--;
    }
    if (reading->count == RULE_SETS_TOGETHER) {
        data_report_add(reading->report, number, true,
                        "规则集过多 / more than %u rule sets: one national and one provincial",
                        (unsigned)RULE_SETS_TOGETHER);
        return;
    }
    section = &reading->sections[reading->count];
    if (!is_name(name, len) || text_set(section->name, sizeof section->name, name, len) != PJ_OK) {
        data_report_add(
            reading->report, number, true,
            "规则集的名称不对 / the name of a rule set is 1 to %u letters, digits, . _ or -",
            (unsigned)VERSION_TEXT_MAX);
        return;
    }
    section->line = number;
    reading->count++;
}

/* What stands before the first mark belongs to no set: comments, or a mistake that is told when the
 * whole file is read as one. */
static void split(struct reading *reading, struct bytes text) {
    size_t at = 0;
    uint32_t number = 0;

    while (at < text.len) {
        const uint8_t *start = text.data + at;
        const uint8_t *end = memchr(start, '\n', text.len - at);
        size_t len = end == NULL ? text.len - at : (size_t)(end - start);
        struct section *last = NULL;

        number++;
        at += end == NULL ? len : len + 1;
        if (is_mark((struct bytes){start, len})) {
            open_section(reading, (struct bytes){start, len}, number);
            if (reading->count > 0) {
                reading->sections[reading->count - 1].text = (struct bytes){text.data + at, 0};
            }
            continue;
        }
        if (reading->count > 0) {
            last = &reading->sections[reading->count - 1];
            last->text.len = (size_t)(text.data + at - last->text.data);
        }
    }
}

/* ---- building */

static void take_issues(struct reading *reading, const struct section *section,
                        const struct data_report *report) {
    reading->report->rows += report->rows;
    for (uint32_t i = 0; i < report->issue_count; i++) {
        const struct data_issue *issue = &report->issues[i];

        data_report_add(reading->report, issue->line + section->line, issue->fatal, "%s",
                        issue->sentence);
    }
}

static void check_national(struct reading *reading, const struct rule_set *set) {
    static const enum limit needed[] = {LIMIT_C1, LIMIT_C2, LIMIT_C3};
    const struct rule *region = rule_set_find(set, LIMIT_REGION);

    if (region != NULL) {
        data_report_add(
            reading->report, region->line + reading->sections[0].line, true,
            "地方规则集：国家规则集在前 / %s is of a region: the national rule set comes first",
            set->version);
    }
    for (size_t i = 0; i < ARRAY_COUNT(needed); i++) {
        const struct rule *rule = rule_set_find(set, needed[i]);

        if (rule != NULL && !rule_is_period(rule)) {
            data_report_add(reading->report, rule->line + reading->sections[0].line, true,
                            "须为具体期限：未结的件不能没有时限 / %s must be a period here: no "
                            "open case is left without a clock",
                            limit_text(needed[i]));
        }
    }
}

static void check_provincial(struct reading *reading, const struct rule_book *book) {
    const struct rule_set *set = &book->sets[1];

    if (rule_set_find(set, LIMIT_REGION) == NULL) {
        data_report_add(reading->report, reading->sections[1].line, true,
                        "没有写明 REGION：国家规则集之外的应是地方的 / %s names no REGION: beside "
                        "the national rule set stands one of a province",
                        set->version);
    }
    if (strcmp(set->version, book->sets[0].version) == 0) {
        data_report_add(reading->report, reading->sections[1].line, true, "重复 / %s twice",
                        set->version);
    }
}

static void build_one(struct reading *reading, size_t index, struct data_report *scratch,
                      struct rule_book *book) {
    const struct section *section = &reading->sections[index];

    (void)!rule_set_build(section->text, section->name, scratch, &book->sets[index]);
    take_issues(reading, section, scratch);
}

enum pj_code rule_book_build(struct bytes text, const char *version, struct data_report *ret_report,
                             struct rule_book *ret_book) {
    struct reading reading = {.report = ret_report};
    struct data_report scratch;

    memset(ret_report, 0, sizeof *ret_report);
    memset(ret_book, 0, sizeof *ret_book);
    text_print(ret_book->version, sizeof ret_book->version, "%s", version);
    split(&reading, text);
    if (reading.count == 0) {
        text_print(reading.sections[0].name, sizeof reading.sections[0].name, "%s", version);
        reading.sections[0].text = text;
        reading.count = 1;
    }
    for (size_t i = 0; i < reading.count; i++) {
        build_one(&reading, i, &scratch, ret_book);
    }
    if (ret_report->fatal_total == 0) {
        check_national(&reading, &ret_book->sets[0]);
    }
    if (ret_report->fatal_total == 0 && reading.count > 1) {
        check_provincial(&reading, ret_book);
    }
    ret_book->count = reading.count;
    return ret_report->fatal_total > 0 ? PJ_BAD_DATA : PJ_OK;
}

const struct rule_set *rule_book_find(const struct rule_book *book, const char *version) {
    for (size_t i = 0; i < book->count; i++) {
        if (strcmp(book->sets[i].version, version) == 0) {
            return &book->sets[i];
        }
    }
    return NULL;
}
