/* SPDX-License-Identifier: Apache-2.0
 * What the petitioner has to be told beside the case (R9): whose procedure it belongs to, and the
 * limits there that no petition stops. None of it is stored: it follows from the case, from the
 * channels the program brought along, and from the list and the calendar in force, so that it is
 * as right years later as on the receipt. */
#include "node/advice.h"
#include "node/internal.h"

#include "core/visit.h"

#include <stdlib.h>
#include <string.h>

#define GUIDE_TEXT_MAX 512 /* two clauses, a division's name, a day */

/* Built by the program's tests: bad data here is our own mistake. */
bool channels_new(struct node *node) {
    struct data_report *report = NULL;
    enum pj_code code = PJ_OK;

    if (node->config.channels.len == 0) {
        return true;
    }
    report = calloc(1, sizeof *report);
    node->channels = calloc(1, sizeof *node->channels);
    if (report != NULL && node->channels != NULL) {
        code = channel_build(node->config.channels, "channels", report, node->channels);
        ASSERT(code == PJ_OK);
    }
    node->config.channels = BYTES_NONE; /* was lent for the start */
    free(report);
    return report != NULL && node->channels != NULL;
}

/* ---- whose it is */

struct advising {
    const struct node *node;
    const struct casefile *file;
    struct arena *arena;
    const struct competence_row *row; /* of the list; NULL = none speaks */
    uint32_t place;                   /* PLACE_INDEX_NONE = not known */
    struct node_id unit;              /* "" = not known */
};

/* The office that the list names; "" where the directory has no such office. */
static struct node_id list_office(const struct advising *advising) {
    const struct directory *directory = node_directory(advising->node);
    const struct competence_row *row = advising->row;
    uint32_t index = directory_at_level(directory, advising->place, row->tier);
    struct node_id office = {""};

    if (index == PLACE_INDEX_NONE) {
        return office;
    }
    office = node_id_of_place(directory_place(directory, index));
    if (row->organ[0] != '\0') {
        size_t used = strlen(office.text);

        text_print(office.text + used, sizeof office.text - used, ".%s", row->organ);
    }
    return directory_has_node(directory, &office) ? office : (struct node_id){""};
}

static void look_up(struct advising *advising) {
    const struct station_data *data = advising->node->data;
    const struct casefile *file = advising->file;

    advising->place = PLACE_INDEX_NONE;
    if (data->directory == NULL) {
        return;
    }
    if (!place_is_none(file->place)) {
        advising->place = directory_find(data->directory, file->place);
    }
    if (advising->place != PLACE_INDEX_NONE && data->list != NULL) {
        advising->row = competence_find(data->list, data->directory, file->category,
                                        advising->place, civil_of(file->opened_at));
    }
    if (file->matter.channel[0] != '\0' || node_id_organ(&file->holder)[0] != '\0') {
        advising->unit = file->holder;
    } else if (advising->row != NULL) {
        advising->unit = list_office(advising);
    }
}

/* Once the unit has led it into a channel, that one; before, the one of the list's row. A code that
 * the book has not leaves it a petition. */
static void decide_branch(const struct advising *advising, struct branch_verdict *ret_branch) {
    const struct casefile *file = advising->file;
    struct branch_query query = {.book = advising->node->channels, .purpose = file->purpose};

    if (file->matter.channel[0] != '\0') {
        query.channel = file->matter.channel;
    } else if (advising->row != NULL) {
        query.channel = advising->row->channel;
    }
    if (branch_decide(&query, ret_branch) != PJ_OK) {
        query.channel = "";
        if (branch_decide(&query, ret_branch) != PJ_OK) {
            ASSERT(false); /* without a code there is nothing that could be unknown */
        }
    }
}

/* ---- telling */

static const char *keep(struct arena *arena, const char *text) {
    const char *kept = arena_text(arena, text, strlen(text));

    ASSERT(kept != NULL);
    return kept;
}

/* The office, or the bare word where the directory has no such office: a court, a commission. */
static const char *organ_of(const struct advising *advising, const struct channel *channel) {
    const struct directory *directory = node_directory(advising->node);
    struct node_id office;

    if (directory != NULL &&
        channel_office(channel, directory, advising->place, &advising->unit, &office)) {
        return keep(advising->arena, office.text);
    }
    return channel->organ;
}

static void tell_remedy(const struct advising *advising, const struct channel_remedy *remedy,
                        struct api_remedy *ret) {
    const struct channel_limit *limit = remedy->limit;
    char zh[CHANNEL_SENTENCE_MAX];
    char en[CHANNEL_SENTENCE_MAX];

    channel_remedy_sentence(remedy, CLOCK_ZH, zh);
    channel_remedy_sentence(remedy, CLOCK_EN, en);
    *ret = (struct api_remedy){.channel = remedy->channel->code,
                               .item = limit->item,
                               .organ = organ_of(advising, remedy->channel),
                               .name_zh = remedy->channel->zh,
                               .name_en = remedy->channel->en,
                               .limit_zh = limit->zh,
                               .limit_en = limit->en,
                               .length = channel_is_period(limit) ? limit->length : 0,
                               .unit = channel_unit_text(limit->unit),
                               .start = channel_start_text(limit->start),
                               .due = {remedy->is_dated ? remedy->due.day : 0},
                               .provisional = remedy->provisional,
                               .over = remedy->over,
                               .setting = channel_is_setting(limit),
                               .basis = limit->article,
                               .sentence_zh = keep(advising->arena, zh),
                               .sentence_en = keep(advising->arena, en)};
}

static void tell_remedies(const struct advising *advising, const struct branch_verdict *branch,
                          struct api_advice *advice) {
    const struct node *node = advising->node;
    struct channel_facts facts = {.today = civil_of(node->now.wall),
                                  .calendar = node->data->law.calendar,
                                  .region = advising->file->place};
    struct channel_remedy remedies[BRANCH_REMEDIES_MAX];
    struct api_remedy *rows = arena_alloc(advising->arena, BRANCH_REMEDIES_MAX * sizeof *rows);

    ASSERT(rows != NULL);
    facts.at[CHANNEL_START_KNEW] = advising->file->known_at;
    advice->remedy_count = branch_remedies(node->channels, branch, &facts, remedies);
    for (size_t i = 0; i < advice->remedy_count; i++) {
        tell_remedy(advising, &remedies[i], &rows[i]);
    }
    advice->remedies = rows;
}

/* The word of the list; what is neither fast nor complex is the ordinary one. */
static enum lane lane_of(const struct competence_row *row) {
    enum lane lane = LANE_OF_CASE_GENERAL;

    if (row == NULL || row->lane[0] == '\0') {
        return LANE_OF_CASE_UNSPECIFIED;
    }
    if (lane_parse(row->lane, strlen(row->lane), &lane) != PJ_OK) {
        lane = LANE_OF_CASE_GENERAL;
    }
    return lane;
}

/* ---- a visit: where it belongs, and when those below hear of it */

static bool waits(const struct casefile *file) {
    for (size_t i = 0; i < file->clock_count; i++) {
        if (file->clocks[i].kind == CLOCK_VISIT_WORD) {
            return true;
        }
    }
    return false;
}

static const char *name_of(const struct advising *advising, const struct node_id *office) {
    const struct directory *directory = node_directory(advising->node);
    uint32_t index = directory_find(directory, node_id_place(office));
    char text[GUIDE_TEXT_MAX];
    struct bytes name = BYTES_NONE;

    if (index != PLACE_INDEX_NONE) {
        name = directory_name(directory, index);
    }
    text_print(text, sizeof text, "%.*s(%s)", (int)name.len,
               name.len == 0 ? "" : (const char *)name.data, office->text);
    return keep(advising->arena, text);
}

static void tell_guide(const struct advising *advising, const struct visit_advice *visit,
                       struct api_guide *guide) {
    char day[CIVIL_TEXT_MAX + 1] = "";
    char zh[GUIDE_TEXT_MAX] = "本窗口已登记";
    char en[GUIDE_TEXT_MAX] = "It is registered here";
    size_t zh_len = 0;
    size_t en_len = 0;

    guide->office = "";
    guide->rule = visit->skips ? RULE_VISIT : RULE_VISIT_WORD;
    guide->rule_text = rule_text(guide->rule);
    if (visit->skips) {
        const char *name = name_of(advising, &visit->guide_to);

        guide->office = keep(advising->arena, visit->guide_to.text);
        zh_len =
            text_print(zh, sizeof zh,
                       "本窗口已登记，不因越级而不收，期限照算；以后走访此事可到%s，那里或其上一级"
                       "接待（条例 §20）",
                       name);
        en_len = text_print(en, sizeof en,
                            "It is registered here, whatever its level, and its limits run; for a "
                            "further visit on it the reception of %s or the next one above is the "
                            "right one (art. 20)",
                            name);
    } else {
        zh_len = strlen(zh);
        en_len = strlen(en);
    }
    if (guide->word_from.day != 0) {
        civil_print(guide->word_from, day);
        zh_len += text_print(zh + zh_len, sizeof zh - zh_len,
                             "；下级 %s 起才知此事，只知事项，不知来访及时间、人数", day);
        en_len += text_print(en + en_len, sizeof en - en_len,
                             "; offices below hear of it from %s on, of the matter alone: no "
                             "visit, no hour, no companions",
                             day);
    }
    text_print(zh + zh_len, sizeof zh - zh_len, "。");
    text_print(en + en_len, sizeof en - en_len, ".");
    guide->sentence_zh = keep(advising->arena, zh);
    guide->sentence_en = keep(advising->arena, en);
}

/* As it was on the day it was entered, by the list in force. */
static void guide(const struct advising *advising, struct api_guide *ret_guide) {
    const struct node *node = advising->node;
    const struct casefile *file = advising->file;
    struct conflict_set first = conflict_at_first(&file->conflicts);
    struct route_query query = {.directory = node_directory(node),
                                .list = node->data->list,
                                .conflicts = &first,
                                .at = file->origin,
                                .place = file->place,
                                .category = file->category,
                                .purpose = file->purpose,
                                .form = file->form,
                                .today = civil_of(file->opened_at)};
    struct visit_advice visit = {.skips = false};

    if (query.directory == NULL || file->form != FORM_VISIT) {
        return;
    }
    visit_advise(&query, &visit);
    if (waits(file)) {
        ret_guide->word_from = civil_of(visit_silent_until(file, node->data->law.calendar));
    }
    if (visit.skips || waits(file)) {
        tell_guide(advising, &visit, ret_guide);
    }
}

void advise(const struct node *node, const struct casefile *file, struct arena *arena,
            struct api_advice *ret_advice) {
    struct advising advising = {.node = node, .file = file, .arena = arena};
    struct branch_verdict branch;

    memset(ret_advice, 0, sizeof *ret_advice);
    guide(&advising, &ret_advice->guide);
    if (node->channels == NULL) {
        return;
    }
    look_up(&advising);
    decide_branch(&advising, &branch);
    ret_advice->given = true;
    ret_advice->branch = channel_branch_text(branch.branch);
    ret_advice->channel = branch.channel == NULL ? "" : branch.channel->code;
    ret_advice->organ = branch.channel == NULL ? "" : organ_of(&advising, branch.channel);
    ret_advice->rule = branch.rule;
    ret_advice->rule_text = rule_text(branch.rule);
    ret_advice->lane = lane_of(advising.row);
    tell_remedies(&advising, &branch, ret_advice);
}
