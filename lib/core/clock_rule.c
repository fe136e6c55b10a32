/* SPDX-License-Identifier: Apache-2.0
 * From an event to a clock that says by what it runs. Pure. */
#include "core/clock_rule.h"

#include "base/text.h"
#include "core/card.h"

#include <string.h>

struct duty_row {
    enum clock_kind kind;
    enum limit limit; /* LIMIT_MAX = no rule set knows of it */
    uint32_t length;  /* without a rule */
    enum limit_unit unit;
};

#define DUTY_ROW(name, kind, limit, length, unit)                                                  \
    [DUTY_##name] = {CLOCK_##kind, LIMIT_##limit, (length), UNIT_##unit},

static const struct duty_row duties[DUTY_MAX] = {DUTIES(DUTY_ROW)};

/* ---- deriving */

/* Where no rule gives the period; also where the day of the event is none that can be counted
 * from, such as one of a date far out of range. */
static void derive_setting(const struct duty_row *row, const struct clock_case *asked,
                           struct clock_choice *choice) {
    struct clock_query query = {.start = asked->start,
                                .start_at = asked->start_at,
                                .length = row->length,
                                .unit = row->unit,
                                .extension = asked->extension,
                                .extension_unit = UNIT_CALENDAR,
                                .pauses = asked->pauses,
                                .pause_count = asked->pause_count,
                                .calendar = asked->calendar,
                                .region = asked->region};
    struct clock_result *result = &choice->results[0];

    memset(choice, 0, sizeof *choice);
    choice->count = 1;
    if (clock_compute(&query, result) != PJ_OK) {
        memset(result, 0, sizeof *result);
        result->due.day = asked->start.day + (int32_t)(row->length + asked->extension);
        result->due_at = civil_end(result->due);
        result->rolled_from = result->due;
        result->provisional = true;
    }
}

/* "2026-11-02..2026-11-05 2026-12-01.." as intervals; what this station wrote itself. */
static size_t read_pauses(const char *text, struct clock_pause pauses[static CLOCK_PAUSES_MAX]) {
    size_t count = 0;

    while (*text != '\0' && count < CLOCK_PAUSES_MAX) {
        struct clock_pause *pause = &pauses[count];
        size_t len = strcspn(text, " ");

        pause->to.day = 0;
        if (len < CIVIL_TEXT_MAX + 2 || civil_parse(text, CIVIL_TEXT_MAX, &pause->from) != PJ_OK ||
            (len > CIVIL_TEXT_MAX + 2 &&
             civil_parse(text + CIVIL_TEXT_MAX + 2, len - CIVIL_TEXT_MAX - 2, &pause->to) !=
                 PJ_OK)) {
            return 0; /* another station's words: counted without them, the earlier date */
        }
        count++;
        text += len + (text[len] == ' ' ? 1 : 0);
    }
    return count;
}

static void derive(const struct clock_law *law, const struct duty_row *row,
                   const struct clock *clock, struct clock_choice *ret_choice) {
    const struct rule_set *sets[RULE_SETS_TOGETHER] = {NULL};
    struct clock_pause pauses[CLOCK_PAUSES_MAX];
    struct clock_case asked = {.limit = row->limit,
                               .start = civil_of(clock->started_at),
                               .start_at = clock->started_at,
                               .extension = clock->extension,
                               .pauses = pauses,
                               .pause_count = read_pauses(clock->pauses, pauses),
                               .calendar = law->calendar,
                               .region = node_id_place(&clock->owner)};

    for (size_t i = 0; law->rules != NULL && i < law->rules->count; i++) {
        sets[i] = &law->rules->sets[i];
    }
    if (row->limit == LIMIT_MAX || law->rules == NULL ||
        clock_choose(sets, law->rules->count, &asked, ret_choice) != PJ_OK) {
        derive_setting(row, &asked, ret_choice);
    }
}

static void set_basis(const struct duty_row *row, const struct clock_choice *choice,
                      struct clock *clock) {
    const struct rule_set *set = choice->sets[choice->binding];
    const struct rule *rule = set == NULL ? NULL : rule_set_find(set, row->limit);

    CTASSERT(BASIS_TEXT_MAX >= VERSION_TEXT_MAX + RULE_ARTICLE_MAX + LIMIT_TEXT_MAX + 8);
    if (rule == NULL) {
        text_print(clock->basis, sizeof clock->basis, "%s",
                   clock->kind == CLOCK_PARKED ? "停放(配置)" : "配置");
    } else if (rule_is_setting(rule)) {
        text_print(clock->basis, sizeof clock->basis, "%s %s(配置)", set->version,
                   limit_text(rule->limit));
    } else {
        text_print(clock->basis, sizeof clock->basis, "%s%s%s", set->version,
                   rule->article[0] == '\0' ? "" : " ", rule->article);
    }
}

/* How many days before its end a unit's clock is yellow: by the rules in force, else our setting.
 */
static void set_yellow(const struct clock_law *law, struct clock *clock) {
    uint32_t days = CARD_YELLOW_DAYS;

    for (size_t i = law == NULL || law->rules == NULL ? 0 : law->rules->count; i > 0; i--) {
        const struct rule *rule = rule_set_find(&law->rules->sets[i - 1], LIMIT_YELLOW);

        days = rule != NULL && rule->unit == UNIT_CALENDAR ? rule->length : days;
    }
    clock->yellow_at = card_yellow_at(clock, days);
}

static void set_due(const struct clock_law *law, const struct duty_row *row,
                    const struct clock_choice *choice, struct clock *clock) {
    const struct clock_result *result = &choice->results[choice->binding];
    const struct rule_set *set = choice->sets[choice->binding];

    clock->due = result->due;
    clock->due_at = result->due_at;
    clock->provisional = false;
    for (size_t i = 0; i < choice->count; i++) { /* either of them may come to bind */
        clock->provisional = clock->provisional || choice->results[i].provisional;
    }
    set_basis(row, choice, clock);
    text_print(clock->days, sizeof clock->days, "%s",
               limit_unit_text(set == NULL ? row->unit : rule_set_find(set, row->limit)->unit));
    text_print(clock->calendar, sizeof clock->calendar, "%s",
               law->calendar == NULL ? "" : calendar_version(law->calendar));
    set_yellow(law, clock);
}

struct clock clock_start(const struct clock_law *law, enum duty duty, const struct node_id *owner,
                         struct wall start) {
    const struct duty_row *row = &duties[duty];
    struct clock clock = {
        .kind = row->kind, .state = CLOCK_STATE_RUNNING, .owner = *owner, .started_at = start};
    struct clock_choice choice;

    ASSERT(duty < DUTY_MAX);
    derive(law, row, &clock, &choice);
    text_print(clock.limit, sizeof clock.limit, "%s", limit_text(row->limit));
    text_print(clock.rules, sizeof clock.rules, "%s",
               law->rules == NULL ? "" : law->rules->version);
    set_due(law, row, &choice, &clock);
    return clock;
}

/* ---- by the statute of a channel */

/* NULL: not by a channel, or by one that is not known here. */
static const struct channel *channel_of(const struct clock_law *law, const struct clock *clock) {
    if (law->channels == NULL || clock->kind != CLOCK_CHANNEL || clock->limit[0] == '\0' ||
        strcmp(law->channels->version, clock->rules) != 0) {
        return NULL;
    }
    return channel_find(law->channels, clock->limit);
}

static enum pj_code derive_term(const struct clock_law *law, const struct channel *channel,
                                const struct clock *clock, struct clock_result *ret_result,
                                const struct channel_limit **ret_last) {
    struct channel_asked asked = {.start = civil_of(clock->started_at),
                                  .calendar = law->calendar,
                                  .region = node_id_place(&clock->owner)};

    return channel_term(law->channels, channel, &asked, ret_result, ret_last);
}

static void set_term(const struct clock_law *law, const struct clock_result *result,
                     const struct channel_limit *last, struct clock *clock) {
    clock->due = result->due;
    clock->due_at = result->due_at;
    clock->provisional = result->provisional;
    text_print(clock->basis, sizeof clock->basis, "%s%s", last->article,
               channel_is_setting(last) ? "(配置)" : "");
    text_print(clock->days, sizeof clock->days, "%s", channel_unit_text(last->unit));
    text_print(clock->calendar, sizeof clock->calendar, "%s",
               law->calendar == NULL ? "" : calendar_version(law->calendar));
}

struct clock clock_start_channel(const struct clock_law *law, const struct channel *channel,
                                 const struct node_id *owner, struct wall start) {
    struct clock clock = {
        .kind = CLOCK_CHANNEL, .state = CLOCK_STATE_RUNNING, .owner = *owner, .started_at = start};
    const struct channel_limit *last = NULL;
    struct clock_result result;

    ASSERT(law->channels != NULL);
    if (text_set(clock.limit, sizeof clock.limit, channel->code, strlen(channel->code)) != PJ_OK ||
        derive_term(law, channel, &clock, &result, &last) != PJ_OK) {
        return clock_start(law, DUTY_CHANNEL, owner, start);
    }
    text_print(clock.rules, sizeof clock.rules, "%s", law->channels->version);
    set_term(law, &result, last, &clock);
    return clock;
}

bool clock_gives(const struct clock_law *law, enum duty duty) {
    for (size_t i = 0; law->rules != NULL && i < law->rules->count; i++) {
        const struct rule *rule = rule_set_find(&law->rules->sets[i], duties[duty].limit);

        if (rule != NULL && rule_is_period(rule)) {
            return true;
        }
    }
    return false;
}

bool clock_duty_sentence(const struct clock_law *law, enum duty duty,
                         char text[static CLOCK_SENTENCE_MAX]) {
    enum limit limit = duties[duty].limit;
    const char *which = "";
    size_t len = 0;
    size_t count = 0;

    text[0] = '\0';
    for (size_t i = 0; limit != LIMIT_MAX && law->rules != NULL && i < law->rules->count; i++) {
        const struct rule *rule = rule_set_find(&law->rules->sets[i], limit);
        char period[CLOCK_SENTENCE_MAX];

        if (rule == NULL || !rule_is_period(rule)) {
            continue;
        }
        clock_period_sentence(&law->rules->sets[i], limit, period);
        text_print(text + len, CLOCK_SENTENCE_MAX - len, "%s%s", count > 0 ? "或" : "", period);
        len = strlen(text);
        which = rule->owner == OWNER_ORGAN ? "，以先到者为准" : "，以后到者为准";
        count++;
    }
    if (count > 1) { /* dates decide, not numbers: see clock_choose */
        text_print(text + len, CLOCK_SENTENCE_MAX - len, "%s", which);
    }
    return count > 0;
}

struct clock clock_start_until(enum clock_kind kind, const struct node_id *owner, struct wall now,
                               struct civil due, const char *basis) {
    struct clock clock = {.kind = kind,
                          .state = CLOCK_STATE_RUNNING,
                          .owner = *owner,
                          .started_at = now,
                          .due = due,
                          .due_at = civil_end(due)};

    text_print(clock.basis, sizeof clock.basis, "%s", basis);
    set_yellow(NULL, &clock);
    return clock;
}

/* ---- again */

/* NULL: a date set by a person, or a clock of a station that knows more than this one. */
static const struct duty_row *row_of(const struct clock *clock) {
    for (size_t i = 0; clock->days[0] != '\0' && i < ARRAY_COUNT(duties); i++) {
        if (duties[i].kind == clock->kind &&
            strcmp(limit_text(duties[i].limit), clock->limit) == 0) {
            return &duties[i];
        }
    }
    return NULL;
}

/* The rules the clock was started under. False when they are not known here. */
static bool law_of(const struct clock_law *law, const struct clock *clock,
                   struct clock_law *ret_law) {
    const struct rule_shelf *shelf = law->shelf;

    *ret_law = (struct clock_law){.calendar = law->calendar};
    if (clock->rules[0] == '\0') {
        return true;
    }
    if (law->rules != NULL && strcmp(law->rules->version, clock->rules) == 0) {
        ret_law->rules = law->rules;
    }
    for (size_t i = 0; ret_law->rules == NULL && shelf != NULL && i < shelf->count; i++) {
        if (strcmp(shelf->books[i]->version, clock->rules) == 0) {
            ret_law->rules = shelf->books[i];
        }
    }
    return ret_law->rules != NULL;
}

enum pj_code clock_derive(const struct clock_law *law, const struct clock *clock,
                          struct clock_choice *ret_choice) {
    const struct duty_row *row = row_of(clock);
    const struct channel *channel = channel_of(law, clock);
    const struct channel_limit *last = NULL;
    struct clock_law cited;

    if (channel != NULL) {
        memset(ret_choice, 0, sizeof *ret_choice);
        ret_choice->count = 1;
        return derive_term(law, channel, clock, &ret_choice->results[0], &last);
    }
    if (row == NULL || !law_of(law, clock, &cited)) {
        return PJ_BAD_MISSING;
    }
    derive(&cited, row, clock, ret_choice);
    return PJ_OK;
}

static bool count_anew(const struct clock_law *law, struct clock *clock) {
    const struct duty_row *row = row_of(clock);
    const struct channel *channel = channel_of(law, clock);
    const struct channel_limit *last = NULL;
    struct clock_choice choice;
    struct clock_law cited;

    if (channel != NULL) {
        if (derive_term(law, channel, clock, &choice.results[0], &last) != PJ_OK) {
            return false;
        }
        set_term(law, &choice.results[0], last, clock);
        return true;
    }
    if (row == NULL || !law_of(law, clock, &cited)) {
        return false;
    }
    derive(&cited, row, clock, &choice);
    set_due(&cited, row, &choice, clock);
    return true;
}

bool clock_recount(const struct clock_law *law, struct clock *clock) {
    struct clock again = *clock;

    if (!count_anew(law, &again)) {
        return false;
    }
    if (again.due_at.us == clock->due_at.us && again.due.day == clock->due.day &&
        again.provisional == clock->provisional) {
        return false;
    }
    *clock = again;
    return true;
}

/* ---- longer, and not counted */

/* The most that any rule in force lets it grow by; a setting of ours by its own length again. */
static uint32_t extension_limit(const struct clock_law *law, const struct duty_row *row) {
    uint32_t most = 0;

    for (size_t i = 0; law->rules != NULL && i < law->rules->count; i++) {
        const struct rule_set *set = &law->rules->sets[i];
        const struct rule *rule = rule_set_find(set, row->limit);
        const struct rule *extension = rule == NULL || rule->extended_by == LIMIT_MAX
                                           ? NULL
                                           : rule_set_find(set, rule->extended_by);

        if (extension != NULL && (most == 0 || extension->length < most)) {
            most = extension->length;
        }
    }
    return law->rules == NULL ? row->length / 2 : most;
}

static void count_again(const struct clock_law *law, struct clock *clock) {
    bool moved = clock_recount(law, clock);

    (void)moved; /* the same date is an answer too */
}

enum pj_code clock_extend(const struct clock_law *law, struct clock *clock, uint32_t days) {
    const struct duty_row *row = row_of(clock);
    struct clock_law cited;

    if (row == NULL || !law_of(law, clock, &cited) || days == 0 ||
        days > extension_limit(&cited, row)) {
        return PJ_POLICY_LIMIT;
    }
    clock->extension = days;
    count_again(law, clock);
    return PJ_OK;
}

/* The day of the event is not counted anyway: a pause begins the day after at the earliest. */
enum pj_code clock_pause(struct clock *clock, struct civil from) {
    size_t used = strlen(clock->pauses);
    int32_t first = civil_of(clock->started_at).day + 1;
    char day[CIVIL_TEXT_MAX + 1];

    if (used + 2 * CIVIL_TEXT_MAX + 3 > PAUSES_TEXT_MAX) {
        return PJ_POLICY_LIMIT;
    }
    from.day = from.day < first ? first : from.day;
    civil_print(from, day);
    if (used > CIVIL_TEXT_MAX && strcmp(clock->pauses + used - CIVIL_TEXT_MAX, day) == 0) {
        clock->pauses[used - CIVIL_TEXT_MAX] = '\0'; /* the last one ended today: it goes on */
    } else {
        text_print(clock->pauses + used, sizeof clock->pauses - used, "%s%s..", used > 0 ? " " : "",
                   day);
    }
    clock->state = CLOCK_STATE_PAUSED;
    return PJ_OK;
}

void clock_resume(const struct clock_law *law, struct clock *clock, struct civil to) {
    struct clock_pause pauses[CLOCK_PAUSES_MAX];
    size_t count = read_pauses(clock->pauses, pauses);
    size_t used = strlen(clock->pauses);
    char day[CIVIL_TEXT_MAX + 1];

    civil_print(to, day);
    if (count > 0 && to.day < pauses[count - 1].from.day) { /* over before a day was lost */
        used -= CIVIL_TEXT_MAX + 2;
        clock->pauses[used > 0 ? used - 1 : 0] = '\0';
    } else {
        text_print(clock->pauses + used, sizeof clock->pauses - used, "%s", day);
    }
    clock->state = CLOCK_STATE_RUNNING;
    count_again(law, clock);
}
