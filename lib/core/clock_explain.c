/* SPDX-License-Identifier: Apache-2.0
 * A derivation in sentences: each step says what was done and by which article. Pure. */
#include "core/clock_compute.h"

#include "base/text.h"

#include <stdarg.h>

static void write(char *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void write(char *text, const char *format, ...) {
    va_list arguments;

    va_start(arguments, format);
    text_cut(text, CLOCK_SENTENCE_MAX, format, arguments);
    va_end(arguments);
}

struct words {
    char from[CIVIL_TEXT_MAX + 1];
    char to[CIVIL_TEXT_MAX + 1];
    const char *from_weekday;
    const char *to_weekday;
    const char *unit;
    const char *reason;
};

static const char *unit_word(enum limit_unit unit, enum clock_language language) {
    static const char *const words[UNIT_MAX][2] = {
        [UNIT_NONE] = {"", ""},
        [UNIT_NATIONAL] = {"", ""},
        [UNIT_CALENDAR] = {"日", "day"},
        [UNIT_WORKING] = {"个工作日", "working day"},
        [UNIT_MONTH] = {"个月", "month"},
        [UNIT_HOUR] = {"小时", "hour"},
        [UNIT_PERSONS] = {"人", "person"},
        [UNIT_DATE] = {"", ""},
        [UNIT_DIVISION] = {"", ""},
    };

    return words[unit][language];
}

static const char *weekday_word(struct civil date, enum clock_language language) {
    static const char *const words[7][2] = {{"星期一", "Monday"},    {"星期二", "Tuesday"},
                                            {"星期三", "Wednesday"}, {"星期四", "Thursday"},
                                            {"星期五", "Friday"},    {"星期六", "Saturday"},
                                            {"星期日", "Sunday"}};

    return words[civil_weekday(date)][language];
}

static const char *reason_word(enum day_kind kind, enum clock_language language) {
    static const char *const words[DAY_KIND_MAX][2] = {
        [DAY_WORKDAY] = {"工作日", "a working day"},
        [DAY_WEEKEND] = {"休息日", "weekend"},
        [DAY_HOLIDAY] = {"放假", "holiday"},
        [DAY_IN_LIEU] = {"调休", "off in exchange"},
        [DAY_MADE_UP] = {"调休上班", "worked in exchange"},
    };

    return words[kind][language];
}

static void step_zh(const struct clock_step *step, const struct words *words, char *text) {
    switch (step->kind) {
    case CLOCK_STEP_START:
        write(text, "%s(%s)为起算事由发生之日，不计入，自次日起算(民法典 §201)", words->from,
              words->from_weekday);
        return;
    case CLOCK_STEP_REST:
        write(text, "%s 至 %s 不是工作日，不计：%s%s", words->from, words->to, step->name,
              words->reason);
        return;
    case CLOCK_STEP_WEEKENDS:
        write(text, "其间普通周末 %u 日，不计", step->length);
        return;
    case CLOCK_STEP_MADE_UP:
        write(text, "%s(%s)调休上班，计为工作日：%s", words->from, words->from_weekday, step->name);
        return;
    case CLOCK_STEP_COUNT:
        write(text, "自 %s 起计 %u %s，至 %s(%s)", words->from, step->length, words->unit,
              words->to, words->to_weekday);
        return;
    case CLOCK_STEP_MONTH_END:
        write(text, "到期月没有对应日，以月末日 %s 为最后一日(民法典 §202)", words->to);
        return;
    case CLOCK_STEP_EXTEND:
        write(text, "经批准延长 %u %s，自 %s 计至 %s(%s)，只延长一次", step->length, words->unit,
              words->from, words->to, words->to_weekday);
        return;
    case CLOCK_STEP_PAUSE:
        write(text, "%s 至 %s 听证，%u 日不计入(信访工作条例 §36)", words->from, words->to,
              step->length);
        return;
    case CLOCK_STEP_PAUSE_OPEN:
        write(text, "自 %s 起听证，尚未结束：期限最早于下列日期届满", words->from);
        return;
    case CLOCK_STEP_PAUSE_LATE:
        write(text, "%s 的听证在期限届满之后，不影响期限", words->from);
        return;
    case CLOCK_STEP_LAST_WORKS:
        write(text, "%s 虽为%s，但调休上班(%s)，不顺延", words->from, words->from_weekday,
              step->name);
        return;
    case CLOCK_STEP_ROLL:
        write(text, "最后一日 %s(%s)是法定休假日(%s%s)，顺延至 %s(%s)(民法典 §203)", words->from,
              words->from_weekday, step->name, words->reason, words->to, words->to_weekday);
        return;
    case CLOCK_STEP_BEYOND:
        write(text, "%s 起日历中没有放假安排，暂按周一至周五计算，待日历到后重算", words->from);
        return;
    case CLOCK_STEP_DUE:
        write(text, "期限届满日：%s(%s)%s", words->to, words->to_weekday,
              step->unit == UNIT_HOUR ? "，按时刻计，不顺延" : " 24:00");
        return;
    case CLOCK_STEP_MAX:
        break;
    }
    text[0] = '\0';
}

static void step_en(const struct clock_step *step, const struct words *words, char *text) {
    const char *plural = step->length == 1 ? "" : "s";
    const char *colon = step->name_en[0] == '\0' ? "" : ", ";

    switch (step->kind) {
    case CLOCK_STEP_START:
        write(text, "%s (%s) is the day of the event and not counted (Civil Code art. 201)",
              words->from, words->from_weekday);
        return;
    case CLOCK_STEP_REST:
        write(text, "%s to %s are no working days: %s%s%s", words->from, words->to, words->reason,
              colon, step->name_en);
        return;
    case CLOCK_STEP_WEEKENDS:
        write(text, "plain weekend days in between, not counted: %u", step->length);
        return;
    case CLOCK_STEP_MADE_UP:
        write(text, "%s (%s) is worked in exchange and counted%s%s", words->from,
              words->from_weekday, colon, step->name_en);
        return;
    case CLOCK_STEP_COUNT:
        write(text, "%u %s%s from %s on: %s (%s)", step->length, words->unit, plural, words->from,
              words->to, words->to_weekday);
        return;
    case CLOCK_STEP_MONTH_END:
        write(text, "that month has no such day: its last day, %s (Civil Code art. 202)",
              words->to);
        return;
    case CLOCK_STEP_EXTEND:
        write(text, "extended once by %u %s%s, from %s to %s (%s)", step->length, words->unit,
              plural, words->from, words->to, words->to_weekday);
        return;
    case CLOCK_STEP_PAUSE:
        write(text, "hearing from %s to %s: %u day%s not counted (art. 36)", words->from, words->to,
              step->length, plural);
        return;
    case CLOCK_STEP_PAUSE_OPEN:
        write(text, "hearing since %s, not over yet: the date below is the earliest possible",
              words->from);
        return;
    case CLOCK_STEP_PAUSE_LATE:
        write(text, "the hearing of %s began after the end and changes nothing", words->from);
        return;
    case CLOCK_STEP_LAST_WORKS:
        write(text, "%s is a %s but worked in exchange%s%s: not rolled", words->from,
              words->from_weekday, colon, step->name_en);
        return;
    case CLOCK_STEP_ROLL:
        write(text,
              "the last day, %s (%s), is off (%s%s%s): rolled to %s (%s) (Civil Code art. 203)",
              words->from, words->from_weekday, words->reason, colon, step->name_en, words->to,
              words->to_weekday);
        return;
    case CLOCK_STEP_BEYOND:
        write(text,
              "from %s on the calendar knows no holidays: told by the weekday, computed again when "
              "one arrives that does",
              words->from);
        return;
    case CLOCK_STEP_DUE:
        write(text, "due %s (%s)%s", words->to, words->to_weekday,
              step->unit == UNIT_HOUR ? ", by the hour, not rolled" : " 24:00");
        return;
    case CLOCK_STEP_MAX:
        break;
    }
    text[0] = '\0';
}

void clock_step_sentence(const struct clock_step *step, enum clock_language language,
                         char text[static CLOCK_SENTENCE_MAX]) {
    struct words words = {.from_weekday = weekday_word(step->from, language),
                          .to_weekday = weekday_word(step->to, language),
                          .unit = unit_word(step->unit, language),
                          .reason = reason_word(step->day, language)};

    civil_print(step->from, words.from);
    civil_print(step->to, words.to);
    if (language == CLOCK_ZH) {
        step_zh(step, &words, text);
    } else {
        step_en(step, &words, text);
    }
}

void clock_rule_sentence(const struct rule_set *set, enum limit limit, enum clock_language language,
                         char text[static CLOCK_SENTENCE_MAX]) {
    const struct rule *rule = rule_set_find(set, limit);
    const char *space = "";

    ASSERT(rule != NULL);
    space = rule->article[0] == '\0' ? "" : " ";
    if (language == CLOCK_ZH) {
        write(text, "%s%s%s %s %s：%u %s%s", set->version, space, rule->article, limit_text(limit),
              limit_zh(limit), rule->length, unit_word(rule->unit, language),
              rule_is_setting(rule) ? "(本地配置，非法条)" : "");
    } else {
        write(text, "%s%s%s %s %s: %u %s%s%s", set->version, space, rule->article,
              limit_text(limit), limit_en(limit), rule->length, unit_word(rule->unit, language),
              rule->length == 1 ? "" : "s", rule_is_setting(rule) ? " (a setting, not law)" : "");
    }
}

void clock_period_sentence(const struct rule_set *set, enum limit limit,
                           char text[static CLOCK_SENTENCE_MAX]) {
    const struct rule *rule = rule_set_find(set, limit);
    bool setting = false;

    ASSERT(rule != NULL);
    setting = rule_is_setting(rule); /* its article may not be cited for the number */
    write(text, "%u%s(%s%s%s)", rule->length, unit_word(rule->unit, CLOCK_ZH), set->version,
          setting || rule->article[0] == '\0' ? "" : " ",
          setting ? " 配置，非法条" : rule->article);
}

#define STEP_TEXT(name, text) [CLOCK_STEP_##name] = text,

const char *clock_step_text(enum clock_step_kind kind) {
    static const char *const texts[CLOCK_STEP_MAX] = {CLOCK_STEPS(STEP_TEXT)};

    ASSERT(kind < CLOCK_STEP_MAX);
    return texts[kind];
}
