/* SPDX-License-Identifier: Apache-2.0
 * What a list that loads still leaves open: gaps, rows that never speak, channels that lead round
 * in a circle. Told with lines, for the person who keeps the list. Pure. */
#include "core/channel.h"
#include "core/competence.h"

#include "base/text.h"

#include <string.h>

#define CIRCLE_STEPS_MAX 16 /* more organs than that hand nothing on to each other */
#define LEVELS_TEXT_MAX  64

struct examination {
    const struct competence *list;
    const struct directory *directory;   /* NULL = none */
    const struct channel_book *channels; /* NULL = none */
    struct data_report *report;
};

static const struct competence_row *row_at(const struct examination *exam, size_t index) {
    return competence_row(exam->list, index);
}

static const char *category_text(const struct competence_row *row) {
    return row->category[0] == '\0' ? "*" : row->category;
}

static bool same_key(const struct competence_row *a, const struct competence_row *b) {
    return place_equal(a->place, b->place) && strcmp(a->category, b->category) == 0;
}

static bool holds_on(const struct competence_row *row, struct civil day) {
    return row->valid_from.day <= day.day &&
           (row->valid_to.day == 0 || day.day <= row->valid_to.day);
}

static uint32_t index_of(const struct examination *exam, const struct competence_row *row) {
    return exam->directory == NULL || place_is_none(row->place)
               ? PLACE_INDEX_NONE
               : directory_find(exam->directory, row->place);
}

/* ---- rows that never speak. One row that always comes first is told when the list is built; here
 * several together, and rows for everywhere where every province has its own. */

/* The first day, from `day` on, on which none of the rows [first, end) holds; 0 = there is none. */
static struct civil first_free(const struct examination *exam, size_t first, size_t end,
                               struct civil day) {
    for (size_t i = first; i < end;) {
        const struct competence_row *row = row_at(exam, i);

        if (!holds_on(row, day)) {
            i++;
            continue;
        }
        if (row->valid_to.day == 0) {
            return (struct civil){0};
        }
        day.day = row->valid_to.day + 1;
        i = first; /* a row that was passed may hold on this day */
    }
    return day;
}

static void check_outranked(const struct examination *exam, size_t first, size_t index) {
    const struct competence_row *row = row_at(exam, index);
    struct civil free = {0};

    for (size_t i = first; i < index; i++) {
        const struct competence_row *other = row_at(exam, i);

        if (other->rank == row->rank ||
            (other->valid_to.day == 0 && other->valid_from.day <= row->valid_from.day)) {
            return; /* not outranked by all of them, or told already */
        }
    }
    free = first_free(exam, first, index, row->valid_from);
    if (index > first &&
        (free.day == 0 || (row->valid_to.day != 0 && free.day > row->valid_to.day))) {
        data_report_add(exam->report, row->line, false,
                        "从不使用：rank 更小的各行已覆盖全部日期 / never used: rows of a lower "
                        "rank, the first on line %u, hold on all its "
                        "days",
                        row_at(exam, first)->line);
    }
}

/* Does another row speak first at that division whenever this one could? */
static bool is_shadowed_at(const struct examination *exam, const struct competence_row *row,
                           uint32_t root) {
    struct civil last = row->valid_to;
    const struct competence_row *other =
        competence_find(exam->list, exam->directory, row->category, root, row->valid_from);

    return other != NULL && !place_is_none(other->place) &&
           (other->valid_to.day == 0 || (last.day != 0 && other->valid_to.day >= last.day));
}

static void check_shadowed(const struct examination *exam, const struct competence_row *row) {
    size_t roots = 0;

    if (exam->directory == NULL || !place_is_none(row->place)) {
        return;
    }
    for (uint32_t i = 0; i < directory_count(exam->directory); i++) {
        if (directory_parent(exam->directory, i) != PLACE_INDEX_NONE) {
            break; /* codes come in the order of their length: the provinces first */
        }
        if (!is_shadowed_at(exam, row, i)) {
            return;
        }
        roots++;
    }
    if (roots > 0) {
        data_report_add(exam->report, row->line, false,
                        "从不使用：最高一级各区划都有自己的行 / never used: every division at the "
                        "top has a row of its own for %s",
                        category_text(row));
    }
}

/* ---- gaps */

/* Between two rows of one key there are days on which nobody at all is competent. */
static void check_days(const struct examination *exam, size_t first, size_t end, size_t index) {
    const struct competence_row *row = row_at(exam, index);
    struct civil day = {row->valid_from.day - 1};
    char from[CIVIL_TEXT_MAX + 1];
    bool is_after_another = false;

    if (row->valid_from.day == 0 || competence_find(exam->list, exam->directory, row->category,
                                                    index_of(exam, row), day) != NULL) {
        return;
    }
    for (size_t i = first; i < end; i++) {
        const struct competence_row *other = row_at(exam, i);

        if (holds_on(other, day)) {
            return; /* without a directory its place is not looked up */
        }
        is_after_another |= other->valid_to.day != 0 && other->valid_to.day < day.day;
    }
    if (is_after_another) {
        civil_print(row->valid_from, from);
        data_report_add(exam->report, row->line, false,
                        "有空档：此日以前没有一行适用，由收件机构保留 / a gap: in the days before "
                        "%s no row speaks for %s, and who takes it in "
                        "keeps it (R5)",
                        from, category_text(row));
    }
}

struct level_gap {
    char levels[LEVELS_TEXT_MAX];
    size_t used;
    char example[PLACE_DIGITS_MAX + 1];
};

static void find_gap(const struct examination *exam, const struct competence_row *row,
                     enum level level, struct level_gap *gap) {
    const struct directory *directory = exam->directory;

    for (uint32_t i = 0; i < directory_count(directory); i++) {
        struct place place = directory_place(directory, i);

        if (place_level(place) != level || directory_is_virtual(directory, i) ||
            competence_find(exam->list, directory, row->category, i, row->valid_from) != NULL) {
            continue;
        }
        if (gap->used == 0) {
            place_print(place, gap->example);
        }
        gap->used += text_print(gap->levels + gap->used, sizeof gap->levels - gap->used, "%s%s",
                                gap->used > 0 ? ", " : "", level_text(level));
        return;
    }
}

/* A category that has rows for some places only: at which levels does it find none? */
static void check_levels(const struct examination *exam, size_t index) {
    const struct competence_row *row = row_at(exam, index);
    struct level_gap gap = {.used = 0};

    if (exam->directory == NULL || place_is_none(row->place) ||
        exam->report->issue_count == DATA_ISSUES_MAX ||
        competence_find(exam->list, exam->directory, row->category, PLACE_INDEX_NONE,
                        row->valid_from) != NULL) {
        return;
    }
    for (size_t i = 0; i < index; i++) {
        const struct competence_row *other = row_at(exam, i);

        if (!place_is_none(other->place) && strcmp(other->category, row->category) == 0) {
            return; /* told there */
        }
    }
    for (unsigned level = LEVEL_PROVINCE; level < LEVEL_MAX; level++) {
        find_gap(exam, row, (enum level)level, &gap);
    }
    if (gap.used > 0) {
        data_report_add(exam->report, row->line, false,
                        "有空档：某级区划没有一行适用，由收件机构保留 / a gap: %.40s has no row at "
                        "some %s, such as %s: who takes it in keeps it "
                        "(R5)",
                        category_text(row), gap.levels, gap.example);
    }
}

/* ---- channels */

/* The organ that the row's channel leads to, NULL = none other than the row's own. */
static const char *led_to(const struct examination *exam, const struct competence_row *row) {
    const struct channel *channel = channel_find(exam->channels, row->channel);

    return channel == NULL || channel->body != CHANNEL_BODY_ORGAN ||
                   strcmp(channel->organ, row->organ) == 0
               ? NULL
               : channel->organ;
}

/* The row by which that organ would hand the category on. */
static const struct competence_row *row_of_organ(const struct examination *exam,
                                                 const char *category, const char *organ) {
    for (size_t i = 0; i < competence_count(exam->list); i++) {
        const struct competence_row *row = row_at(exam, i);

        if (strcmp(row->organ, organ) == 0 && strcmp(row->category, category) == 0 &&
            led_to(exam, row) != NULL) {
            return row;
        }
    }
    return NULL;
}

static void check_circle(const struct examination *exam, const struct competence_row *start) {
    const struct competence_row *row = start;
    const char *organ = led_to(exam, start);

    for (unsigned step = 0; step < CIRCLE_STEPS_MAX && organ != NULL; step++) {
        if (strcmp(organ, start->organ) == 0) {
            data_report_add(exam->report, start->line, true,
                            "循环：经此途径又回到原处 / a circle: by its channel %s leaves %s, and "
                            "by line %u comes back to it",
                            category_text(start), start->organ, row->line);
            return;
        }
        row = row_of_organ(exam, start->category, organ);
        organ = row == NULL ? NULL : led_to(exam, row);
    }
}

static void check_channel(const struct examination *exam, const struct competence_row *row) {
    if (exam->channels == NULL || row->channel[0] == '\0') {
        return;
    }
    if (channel_find(exam->channels, row->channel) == NULL) {
        data_report_add(exam->report, row->line, true,
                        "途径表中没有这个途径 / \"%s\" is no channel of the channels file",
                        row->channel);
        return;
    }
    check_circle(exam, row);
}

void competence_examine(const struct competence *list, const struct directory *directory,
                        const struct channel_book *channels, struct data_report *report) {
    struct examination exam = {list, directory, channels, report};
    size_t first = 0;

    while (first < competence_count(list)) {
        size_t end = first + 1;

        while (end < competence_count(list) && same_key(row_at(&exam, first), row_at(&exam, end))) {
            end++;
        }
        for (size_t i = first; i < end; i++) {
            check_outranked(&exam, first, i);
            check_shadowed(&exam, row_at(&exam, i));
            check_days(&exam, first, end, i);
            check_channel(&exam, row_at(&exam, i));
        }
        check_levels(&exam, first);
        first = end;
    }
}
