/* SPDX-License-Identifier: Apache-2.0
 * Whose channel it is, when the petitioner's limits end, and the sentences that tell them. Pure. */
#include "core/channel.h"

#include "base/text.h"

#include <stdarg.h>
#include <string.h>

#define MONTHS_PER_YEAR 12

#define WORDS(name, text, zh, en) {zh, en},
static const char *const branch_words[CHANNEL_BRANCH_MAX][2] = {CHANNEL_BRANCHES(WORDS)};
static const char *const unit_words[CHANNEL_UNIT_MAX][2] = {CHANNEL_UNITS(WORDS)};
static const char *const start_words[CHANNEL_START_MAX][2] = {CHANNEL_STARTS(WORDS)};

/* ---- whose it is */

static bool take_office(const struct directory *directory, uint32_t index, const char *organ,
                        struct node_id *ret_office) {
    struct node_id office = node_id_of_place(directory_place(directory, index));
    size_t used = strlen(office.text);

    if (organ[0] != '\0') {
        text_print(office.text + used, sizeof office.text - used, ".%s", organ);
    }
    if (!directory_has_node(directory, &office)) {
        return false;
    }
    *ret_office = office;
    return true;
}

/* Of a department it is the government of its own division, of a government the one above it. An
 * organ that is led vertically has the organ above instead: core/reviewer.h knows which those are.
 */
static bool government_of(const struct directory *directory, const struct node_id *unit,
                          struct node_id *ret_office) {
    uint32_t index = directory_find(directory, node_id_place(unit));

    if (index != PLACE_INDEX_NONE && node_id_organ(unit)[0] == '\0') {
        index = directory_superior(directory, index);
    }
    return index != PLACE_INDEX_NONE && take_office(directory, index, "", ret_office);
}

bool channel_office(const struct channel *channel, const struct directory *directory,
                    uint32_t place, const struct node_id *unit, struct node_id *ret_office) {
    if (channel->body == CHANNEL_BODY_COMPETENT) {
        if (node_id_is_none(unit) || !directory_has_node(directory, unit)) {
            return false;
        }
        *ret_office = *unit;
        return true;
    }
    if (channel->body == CHANNEL_BODY_GOVERNMENT) {
        return !node_id_is_none(unit) && government_of(directory, unit, ret_office);
    }
    if (place != PLACE_INDEX_NONE && channel->tier != LEVEL_NONE) {
        place = directory_at_level(directory, place, channel->tier);
    }
    /* The nearest organ of that name: a township has no court and no police of its own. */
    while (place != PLACE_INDEX_NONE) {
        if (take_office(directory, place, channel->organ, ret_office)) {
            return true;
        }
        place = directory_superior(directory, place);
    }
    return false;
}

/* ---- due dates */

/* A clock counts days and months; a year is twelve of them (民法典 §200). */
static void count_as(const struct channel_limit *limit, uint32_t *ret_length,
                     enum limit_unit *ret_unit) {
    static const enum limit_unit counted[CHANNEL_UNIT_MAX] = {
        [CHANNEL_UNIT_CALENDAR] = UNIT_CALENDAR,
        [CHANNEL_UNIT_WORKING] = UNIT_WORKING,
        [CHANNEL_UNIT_MONTH] = UNIT_MONTH,
        [CHANNEL_UNIT_YEAR] = UNIT_MONTH,
    };

    *ret_unit = counted[limit->unit];
    *ret_length =
        limit->unit == CHANNEL_UNIT_YEAR ? limit->length * MONTHS_PER_YEAR : limit->length;
}

enum pj_code channel_due(const struct channel_book *book, const struct channel_limit *limit,
                         const struct channel_asked *asked, struct clock_result *ret_result) {
    struct clock_query query = {
        .start = asked->start, .calendar = asked->calendar, .region = asked->region};

    if (!channel_is_period(limit) || limit->extends[0] != '\0' ||
        (asked->extended && limit->extended_by == CHANNEL_LIMITS_MAX)) {
        return PJ_BAD_MISSING;
    }
    count_as(limit, &query.length, &query.unit);
    if (asked->extended) {
        count_as(&book->limits[limit->extended_by], &query.extension, &query.extension_unit);
    }
    return clock_compute(&query, ret_result);
}

static bool is_of_term(const struct channel *channel, const struct channel_limit *limit) {
    return limit->owner == OWNER_ORGAN && channel_is_period(limit) && limit->extends[0] == '\0' &&
           (limit->start != CHANNEL_START_REQUESTED || channel->branch == CHANNEL_BRANCH_DUTY);
}

enum pj_code channel_term(const struct channel_book *book, const struct channel *channel,
                          const struct channel_asked *asked, struct clock_result *ret_result,
                          const struct channel_limit **ret_last) {
    struct channel_asked step = *asked;
    const struct channel_limit *last = NULL;
    struct clock_result result;
    bool provisional = false;

    step.extended = false;
    for (uint32_t i = 0; i < channel->limit_count; i++) {
        const struct channel_limit *limit = &book->limits[channel->limit_first + i];
        enum pj_code code = PJ_OK;

        if (!is_of_term(channel, limit)) {
            continue;
        }
        code = channel_due(book, limit, &step, &result);
        if (code != PJ_OK) {
            return code;
        }
        provisional = provisional || result.provisional;
        step.start = result.due; /* at the latest: whoever takes it sooner is done sooner */
        last = limit;
    }
    if (last == NULL) {
        return PJ_BAD_MISSING;
    }
    result.provisional = provisional;
    *ret_result = result;
    *ret_last = last;
    return PJ_OK;
}

static void date_remedy(const struct channel_book *book, const struct channel_facts *facts,
                        struct channel_remedy *remedy) {
    struct channel_asked asked = {.start = facts->at[remedy->limit->start],
                                  .calendar = facts->calendar,
                                  .region = facts->region};
    struct clock_result result;

    if (asked.start.day == 0 || !channel_is_period(remedy->limit) ||
        channel_due(book, remedy->limit, &asked, &result) != PJ_OK) {
        return;
    }
    remedy->is_dated = true;
    remedy->due = result.due;
    remedy->provisional = result.provisional;
    remedy->over = facts->today.day != 0 && result.due.day < facts->today.day;
}

size_t channel_remedies(const struct channel_book *book, const struct channel *channel,
                        const struct channel_facts *facts,
                        struct channel_remedy ret_remedies[static CHANNEL_REMEDIES_MAX]) {
    size_t count = 0;

    for (uint32_t i = 0; i < channel->limit_count && count < CHANNEL_REMEDIES_MAX; i++) {
        const struct channel_limit *limit = &book->limits[channel->limit_first + i];

        if (limit->owner != OWNER_PETITIONER || limit->extends[0] != '\0') {
            continue;
        }
        ret_remedies[count] = (struct channel_remedy){.channel = channel, .limit = limit};
        date_remedy(book, facts, &ret_remedies[count]);
        count++;
    }
    return count;
}

/* ---- sentences */

struct sentence {
    char *text; /* borrowed, CHANNEL_SENTENCE_MAX bytes */
    size_t used;
};

static void add(struct sentence *sentence, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void add(struct sentence *sentence, const char *format, ...) {
    va_list arguments;

    va_start(arguments, format);
    text_cut(sentence->text + sentence->used, CHANNEL_SENTENCE_MAX - sentence->used, format,
             arguments);
    va_end(arguments);
    sentence->used += strlen(sentence->text + sentence->used);
}

static void tell_zh(struct sentence *sentence, const struct channel_remedy *remedy) {
    const struct channel_limit *limit = remedy->limit;
    char due[CIVIL_TEXT_MAX + 1];

    add(sentence, "%s：%s", remedy->channel->zh, limit->zh);
    if (channel_is_period(limit)) {
        add(sentence, " %u %s，自%s之日起", limit->length, unit_words[limit->unit][CLOCK_ZH],
            start_words[limit->start][CLOCK_ZH]);
    } else {
        add(sentence, "%s",
            limit->unit == CHANNEL_UNIT_RULES ? "，期限依信访规则集" : "，本表没有期限数");
    }
    if (remedy->is_dated) {
        civil_print(remedy->due, due);
        add(sentence, "，%s %s %s", remedy->over ? "已于" : "至", due, "届满");
    }
    if (remedy->provisional) {
        add(sentence, "(待日历公布后重算)");
    }
    add(sentence, "(%s%s)", limit->article,
        channel_is_setting(limit) ? "，未经核对，不得当作法条引用" : "");
    if (limit->note[0] != '\0') {
        add(sentence, "；%s", limit->note);
    }
}

static void tell_en(struct sentence *sentence, const struct channel_remedy *remedy) {
    const struct channel_limit *limit = remedy->limit;
    char due[CIVIL_TEXT_MAX + 1];

    add(sentence, "%s: %s", remedy->channel->en, limit->en);
    if (channel_is_period(limit)) {
        add(sentence, " within %u %s%s after the day %s", limit->length,
            unit_words[limit->unit][CLOCK_EN], limit->length == 1 ? "" : "s",
            start_words[limit->start][CLOCK_EN]);
    } else {
        add(sentence, "%s",
            limit->unit == CHANNEL_UNIT_RULES ? ", as the rule set says"
                                              : "; no number stands here");
    }
    if (remedy->is_dated) {
        civil_print(remedy->due, due);
        add(sentence, ", %s %s", remedy->over ? "over since the end of" : "until the end of", due);
    }
    if (remedy->provisional) {
        add(sentence, " (computed again when the calendar arrives)");
    }
    add(sentence, " (%s%s)", limit->article,
        channel_is_setting(limit) ? "; not checked, never to be cited as law" : "");
}

void channel_remedy_sentence(const struct channel_remedy *remedy, enum clock_language language,
                             char text[static CHANNEL_SENTENCE_MAX]) {
    struct sentence sentence = {text, 0};

    text[0] = '\0';
    if (language == CLOCK_ZH) {
        tell_zh(&sentence, remedy);
    } else {
        tell_en(&sentence, remedy);
    }
}

const char *channel_branch_zh(enum channel_branch branch) {
    ASSERT(branch < CHANNEL_BRANCH_MAX);
    return branch_words[branch][CLOCK_ZH];
}

const char *channel_branch_en(enum channel_branch branch) {
    ASSERT(branch < CHANNEL_BRANCH_MAX);
    return branch_words[branch][CLOCK_EN];
}
