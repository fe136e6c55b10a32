/* SPDX-License-Identifier: Apache-2.0
 * What papers say, put together line by line in plain Chinese. */
#include "node/papers.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "core/paper_number.h"
#include "node/fields.h"
#include "node/paper_words.h"

#define FACT_ITEMS_MAX 256 /* problems are the most there can be */

struct fact_list fact_list_new(struct node *node, struct arena *arena) {
    struct fact_list list = {.arena = arena, .node = node};

    list.values = arena_alloc(arena, PAPER_FIELD_MAX * sizeof *list.values);
    ASSERT(list.values != NULL);
    return list;
}

struct bytes *fact_items(struct fact_list *list, enum paper_field field, size_t count) {
    struct bytes *items = arena_alloc(list->arena, (count + 1) * sizeof *items);

    ASSERT(items != NULL);
    ASSERT(list->count < PAPER_FIELD_MAX);
    if (count > 0) {
        list->values[list->count++] = (struct api_paper_value){
            .field = paper_field_text(field), .items = items, .count = count};
    }
    return items;
}

struct bytes fact_line(struct fact_list *list, const char *line) {
    size_t len = strlen(line);
    const char *text = arena_text(list->arena, line, len);

    ASSERT(text != NULL);
    return (struct bytes){(const uint8_t *)text, len};
}

void fact_put(struct fact_list *list, enum paper_field field, const char *text) {
    if (text[0] != '\0') {
        fact_items(list, field, 1)[0] = fact_line(list, text);
    }
}

void fact_bytes(struct fact_list *list, enum paper_field field, struct bytes text) {
    if (text.len > 0) {
        fact_items(list, field, 1)[0] = text;
    }
}

const char *fact_office(const struct fact_list *list, const struct node_id *office) {
    const struct directory *directory = node_directory(list->node);
    char text[LINE_MAX_BYTES];
    const char *kept = NULL;

    if (directory == NULL || node_id_is_none(office) ||
        directory_find(directory, node_id_place(office)) == PLACE_INDEX_NONE) {
        return office->text;
    }
    (void)paper_office_print(directory, office, text, sizeof text);
    snprintf(text + strlen(text), sizeof text - strlen(text), " (%s)", office->text);
    kept = arena_text(list->arena, text, strlen(text));
    ASSERT(kept != NULL);
    return kept;
}

void fact_day(struct fact_list *list, enum paper_field field, struct civil day) {
    char text[CIVIL_TEXT_MAX + 1];

    if (day.day != 0) {
        civil_print(day, text);
        fact_put(list, field, text);
    }
}

struct bytes fact_clock_line(struct fact_list *list, const struct clock *clock, const char *note) {
    char day[CIVIL_TEXT_MAX + 1];
    char line[LINE_MAX_BYTES];

    civil_print(clock->due, day);
    snprintf(line, sizeof line, "%s%s 前：%s%s%s%s", day, clock->provisional ? "(暂定)" : "",
             ZH(clocks, clock->kind), clock->basis[0] == '\0' ? "" : "，依据 ", clock->basis, note);
    return fact_line(list, line);
}

/* What the hand-over made due. The date is told where the station of the receiver is; elsewhere,
 * and before it arrived, how long it is from the arrival. */
void fact_leg_due(struct fact_list *list, const struct casefile *file, const struct leg *leg) {
    struct bytes lines[CLOCKS_MAX + 1];
    char period[CLOCK_SENTENCE_MAX];
    char line[CLOCK_SENTENCE_MAX + LINE_MAX_BYTES];
    size_t count = 0;

    for (size_t i = 0; i < file->clock_count; i++) {
        if (paper_clock_of_leg(leg, &file->clocks[i])) {
            lines[count++] = fact_clock_line(list, &file->clocks[i], "");
        }
    }
    if (count == 0) {
        enum duty duty = leg_duty(leg);
        bool given = clock_duty_sentence(&list->node->data->law, duty, period);

        snprintf(line, sizeof line, "自该单位收到之日起%s：%s", given ? period : "(期限见其告知)",
                 ZH(clocks, duty == DUTY_NOTICE ? CLOCK_NOTICE : CLOCK_ROUTE));
        lines[count++] = fact_line(list, line);
    }
    memcpy(fact_items(list, PAPER_FIELD_DUE, count), lines, count * sizeof *lines);
}

/* "对处理意见不服的，可自收到之日起30日(CN2022 §35)内申请复查"; no number where no rule gives one.
 */
struct bytes fact_remedy_line(struct fact_list *list, enum duty duty, const char *against,
                              const char *remedy) {
    char period[CLOCK_SENTENCE_MAX];
    char line[CLOCK_SENTENCE_MAX + LINE_MAX_BYTES];

    if (clock_duty_sentence(&list->node->data->law, duty, period)) {
        snprintf(line, sizeof line, "对%s不服的，可自收到之日起%s内%s", against, period, remedy);
    } else {
        snprintf(line, sizeof line, "对%s不服的，可%s，期限见该意见书", against, remedy);
    }
    return fact_line(list, line);
}

/* What the petitioner may do, whatever the paper (条例 §21, §23, §18, §35, §36; R8). */
void fact_rights(struct fact_list *list) {
    static const char *const before[] = {
        "凭编号和查询码查询办理进展、期限和文书，不需登录", "补充材料，更正记录，催办，评价，撤回",
        ("认为是新的事项、不应与他件并案，或者不服不予受理、不再受理的，"
         "凭编号和查询码提出，即重新登记、重新起算期限")};
    static const char *const after[] = {
        "信访不停止行政复议、诉讼、仲裁等法定期限的计算，请注意及时提出",
        "任何组织和个人不得打击报复；受到打击报复的，可凭编号向上一级或纪检监察机关反映"};
    struct bytes *items =
        fact_items(list, PAPER_FIELD_RIGHTS, ARRAY_COUNT(before) + 2 + ARRAY_COUNT(after));
    size_t at = 0;

    for (size_t i = 0; i < ARRAY_COUNT(before); i++) {
        items[at++] = fact_line(list, before[i]);
    }
    items[at++] = fact_remedy_line(list, DUTY_ASK_REVIEW, "处理意见", "申请复查");
    items[at++] = fact_remedy_line(list, DUTY_ASK_RECHECK, "复查意见", "申请复核");
    for (size_t i = 0; i < ARRAY_COUNT(after); i++) {
        items[at++] = fact_line(list, after[i]);
    }
}

bool fact_submission(struct fact_list *list, const struct cached_case *entry,
                     struct submission *ret_submission) {
    struct submissions submissions = wire_transfer_submissions(entry->body);

    return submissions.count > 0 &&
           wire_decode_submission(submissions.all[0], list->arena, ret_submission) == PJ_OK;
}

/* "涉及：330726101 所长 张三": with what is said of them in the item behind. How many items. */
static size_t put_accused(struct fact_list *list, const struct part *part, struct bytes *items) {
    enum {
        NAMES = 3, /* office, person, post (lib/node/parts.c) */
        SAID = 3,
        FIELDS
    };
    struct bytes fields[FIELDS];
    struct bytes label = fact_line(list, "涉及：");
    uint8_t *line = arena_alloc(list->arena, label.len + part->data.len + NAMES);
    size_t len = label.len;

    ASSERT(line != NULL);
    if (!fields_unpack(part->data, fields, FIELDS)) {
        return 0;
    }
    memcpy(line, label.data, label.len);
    for (size_t i = 0; i < NAMES; i++) {
        if (fields[i].len > 0) {
            memcpy(line + len, fields[i].data, fields[i].len);
            len += fields[i].len;
            line[len++] = ' ';
        }
    }
    items[0] = (struct bytes){line, len};
    items[1] = fields[SAID];
    return fields[SAID].len > 0 ? 2 : 1;
}

/* What was written down, byte for byte. */
void fact_written(struct fact_list *list, const struct submission *submission) {
    struct bytes lines[2 * PARTS_MAX + 1];
    size_t count = 0;

    for (size_t i = 0; i < submission->part_count; i++) {
        const struct part *part = &submission->parts[i];

        if (part->kind == PART_CONTENT) {
            lines[count++] = part->data;
        } else if (part->kind == PART_ACCUSATION) {
            count += put_accused(list, part, &lines[count]);
        }
    }
    if (count == 0) {
        lines[count++] = fact_line(list, "(没有文字，见附件)");
    }
    memcpy(fact_items(list, PAPER_FIELD_TEXT, count), lines, count * sizeof *lines);
    fact_put(list, PAPER_FIELD_TEXT_ORIGIN, ZH(origins, submission->text_origin));
}

void fact_problems(struct fact_list *list, const struct casefile *file) {
    size_t count = file->problem_count < FACT_ITEMS_MAX ? file->problem_count : FACT_ITEMS_MAX;
    struct bytes *items = fact_items(list, PAPER_FIELD_PROBLEMS, count);

    for (size_t i = 0; i < count; i++) {
        char line[LINE_MAX_BYTES];

        snprintf(line, sizeof line, "%u %s：%s", file->problems[i].no, file->problems[i].category,
                 ZH(outcomes, file->problems[i].outcome));
        items[i] = fact_line(list, line);
    }
}
