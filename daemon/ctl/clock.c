/* SPDX-License-Identifier: Apache-2.0
 * `clock compute`: when a period ends and why, from options or from JSON lines; no case, no
 * station. A line that cannot be answered is one refused row. */
#include "clock_data.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

struct asked {
    struct clock_case by_rule; /* the start, pauses and extension of both ways */
    bool has_limit;
    uint32_t length;      /* without a limit */
    enum limit_unit unit; /* likewise */
    struct clock_pause pauses[CLOCK_PAUSES_MAX];
};

struct refusal { /* which field is wrong */
    enum pj_code code;
    const char *field; /* borrowed literal */
    const char *zh, *en;
};

struct answer {
    struct asked asked;
    struct clock_choice choice;
};

/* ---- fields, the same for options and lines; NULL and 0 = not given */

static bool refuse(struct refusal *refusal, enum pj_code code, const char *field, const char *zh,
                   const char *en) {
    *refusal = (struct refusal){code, field, zh, en};
    return false;
}

/* A date, or an instant of which the date in Shanghai counts. */
static bool take_from(const char *text, struct asked *asked, struct refusal *refusal) {
    size_t len = text == NULL ? 0 : strlen(text);

    if (civil_parse(text, len, &asked->by_rule.start) == PJ_OK) {
        asked->by_rule.start_at =
            (struct wall){civil_end(asked->by_rule.start).us - INT64_C(86400) * US_PER_S};
        return true;
    }
    if (instant_parse(text, len, &asked->by_rule.start_at) == PJ_OK) {
        asked->by_rule.start = civil_of(asked->by_rule.start_at);
        return true;
    }
    return refuse(refusal, text == NULL ? PJ_BAD_MISSING : PJ_BAD_FIELD, "from",
                  "起算日形如 2026-01-31", "a day looks like 2026-01-31");
}

static bool take_kind(const char *text, struct asked *asked, struct refusal *refusal) {
    if (text == NULL) {
        return refuse(refusal, PJ_BAD_MISSING, "kind",
                      "须写明 calendar、working 或 month，或改写 clock",
                      "say calendar, working or month, or name a clock");
    }
    if (limit_unit_parse(text, strlen(text), &asked->unit) != PJ_OK ||
        (asked->unit != UNIT_CALENDAR && asked->unit != UNIT_WORKING &&
         asked->unit != UNIT_MONTH)) {
        return refuse(refusal, PJ_BAD_ENUM, "kind", "只有 calendar、working、month",
                      "a kind is calendar, working or month");
    }
    return true;
}

static bool take_limit(const char *text, struct asked *asked, struct refusal *refusal) {
    if (text == NULL) {
        return true;
    }
    if (limit_parse(text, strlen(text), &asked->by_rule.limit) != PJ_OK) {
        return refuse(refusal, PJ_BAD_ENUM, "clock", "没有这个时限：见 rules show",
                      "no such limit: see rules show");
    }
    asked->has_limit = true;
    return true;
}

static bool take_region(const char *text, struct asked *asked, struct refusal *refusal) {
    struct place *region = &asked->by_rule.region;

    if (text != NULL &&
        (place_parse(text, strlen(text), region) != PJ_OK || place_is_padded(*region))) {
        return refuse(refusal, PJ_BAD_FIELD, "region", "须为不补零的区划代码，如 65",
                      "must be a division code without zeros behind it, as 65");
    }
    return true;
}

/* "2026-03-02..2026-03-04,2026-03-10.." */
static bool take_pauses(const char *text, struct asked *asked, struct refusal *refusal) {
    struct clock_case *to = &asked->by_rule;

    while (text != NULL) {
        const char *comma = strchr(text, ',');
        size_t len = comma == NULL ? strlen(text) : (size_t)(comma - text);
        struct clock_pause *pause = &asked->pauses[to->pause_count];
        bool is_open = len == CIVIL_TEXT_MAX + 2;

        if (to->pause_count == CLOCK_PAUSES_MAX ||
            (!is_open && len != (size_t)2 * CIVIL_TEXT_MAX + 2) ||
            memcmp(text + CIVIL_TEXT_MAX, "..", 2) != 0 ||
            civil_parse(text, CIVIL_TEXT_MAX, &pause->from) != PJ_OK ||
            (!is_open &&
             civil_parse(text + CIVIL_TEXT_MAX + 2, CIVIL_TEXT_MAX, &pause->to) != PJ_OK)) {
            return refuse(refusal, PJ_BAD_FIELD, "pause", "形如 2026-03-02..2026-03-04",
                          "a pause looks like 2026-03-02..2026-03-04");
        }
        to->pause_count++;
        text = comma == NULL ? NULL : comma + 1;
    }
    to->pauses = asked->pauses;
    return true;
}

/* ---- answering */

static bool answer_plain(struct answer *answer, struct refusal *refusal) {
    const struct asked *asked = &answer->asked;
    struct clock_query query = {.start = asked->by_rule.start,
                                .start_at = asked->by_rule.start_at,
                                .length = asked->length,
                                .unit = asked->unit,
                                .extension = asked->by_rule.extension,
                                .extension_unit = asked->unit,
                                .pauses = asked->pauses,
                                .pause_count = asked->by_rule.pause_count,
                                .calendar = asked->by_rule.calendar,
                                .region = asked->by_rule.region};

    answer->choice = (struct clock_choice){.count = 1};
    if (clock_compute(&query, &answer->choice.results[0]) != PJ_OK) {
        return refuse(refusal, PJ_BAD_FIELD, asked->by_rule.pause_count > 0 ? "pause" : "from",
                      "中止期间须依次排列并在起算日之后，日期不能太远",
                      "pauses stand in order behind the start, and no date is too far away");
    }
    return true;
}

static const struct refusal rule_refusals[] = {
    {PJ_BAD_MISSING, "clock", "规则集没有规定这个时限", "the rule set gives no such period"},
    {PJ_POLICY_LIMIT, "extend", "规则集不允许延长这么久",
     "the rule set does not allow that extension"},
    {PJ_STATE_WRONG, "pause", "这个时限不得中止", "that period cannot be paused"},
    {PJ_BAD_FIELD, "pause", "中止期间须依次排列并在起算日之后，日期不能太远",
     "pauses stand in order behind the start, and no date is too far away"},
};

static bool answer_rule(const struct clock_data *data, struct answer *answer,
                        struct refusal *refusal) {
    enum pj_code code = clock_choose((const struct rule_set *const *)data->sets, data->set_count,
                                     &answer->asked.by_rule, &answer->choice);

    if (code == PJ_OK) {
        return true;
    }
    for (size_t i = 0; i < ARRAY_COUNT(rule_refusals); i++) {
        if (rule_refusals[i].code == code) {
            *refusal = rule_refusals[i];
        }
    }
    return false;
}

static bool compute(const struct clock_data *data, struct answer *answer, struct refusal *refusal) {
    answer->asked.by_rule.calendar = data->calendar;
    return answer->asked.has_limit ? answer_rule(data, answer, refusal)
                                   : answer_plain(answer, refusal);
}

/* ---- printing */

static json_t *steps_json(const struct clock_result *result) {
    json_t *steps = json_array();
    char text[CLOCK_SENTENCE_MAX];

    for (size_t i = 0; i < result->step_count; i++) {
        json_t *row = json_object();

        print_set(row, "step", print_text(clock_step_text(result->steps[i].kind)));
        clock_step_sentence(&result->steps[i], CLOCK_ZH, text);
        print_set(row, "zh", print_text(text));
        clock_step_sentence(&result->steps[i], CLOCK_EN, text);
        print_set(row, "en", print_text(text));
        json_array_append_new(steps, row);
    }
    return steps;
}

static void add_rule(json_t *object, const struct answer *answer, size_t index) {
    const struct rule_set *set = answer->choice.sets[index];
    const struct rule *rule = rule_set_find(set, answer->asked.by_rule.limit);

    print_set(object, "clock", print_text(limit_text(rule->limit)));
    print_set(object, "rule_set", print_text(set->version));
    print_set(object, "article", print_text(rule->article));
    print_set(object, "owner", print_text(limit_owner_text(rule->owner)));
    print_set(object, "setting", json_boolean(rule_is_setting(rule)));
}

/* What the set that does not bind says. */
static json_t *others_json(const struct answer *answer) {
    json_t *others = json_array();

    for (size_t i = 0; i < answer->choice.count; i++) {
        if (i != answer->choice.binding) {
            json_t *row = json_object();

            add_rule(row, answer, i);
            print_set(row, "due", print_civil(answer->choice.results[i].due));
            json_array_append_new(others, row);
        }
    }
    return others;
}

static json_t *answer_json(const struct clock_data *data, const struct answer *answer) {
    const struct clock_choice *choice = &answer->choice;
    const struct clock_result *result = &choice->results[choice->binding];
    const struct rule *rule = answer->asked.has_limit ? rule_set_find(choice->sets[choice->binding],
                                                                      answer->asked.by_rule.limit)
                                                      : NULL;
    json_t *object = json_object();

    print_set(object, "from", print_civil(answer->asked.by_rule.start));
    print_set(object, "due", print_civil(result->due));
    print_set(object, "rolled_from",
              result->rolled ? print_civil(result->rolled_from) : json_null());
    print_set(object, "kind",
              print_text(limit_unit_text(rule == NULL ? answer->asked.unit : rule->unit)));
    print_set(object, "days", json_integer(rule == NULL ? answer->asked.length : rule->length));
    print_set(object, "calendar", print_text(calendar_version(data->calendar)));
    print_set(object, "calendar_to", print_civil(calendar_to(data->calendar)));
    print_set(object, "provisional", json_boolean(result->provisional));
    print_set(object, "paused", json_boolean(result->paused));
    print_set(object, "due_at", print_instant(result->due_at));
    if (rule != NULL) {
        add_rule(object, answer, choice->binding);
        print_set(object, "others", others_json(answer));
    }
    print_set(object, "steps", steps_json(result));
    return object;
}

static void print_sentences(FILE *out, const struct clock_result *result) {
    char zh[CLOCK_SENTENCE_MAX];
    char en[CLOCK_SENTENCE_MAX];

    for (size_t i = 0; i < result->step_count; i++) {
        clock_step_sentence(&result->steps[i], CLOCK_ZH, zh);
        clock_step_sentence(&result->steps[i], CLOCK_EN, en);
        fprintf(out, "  %zu. %s\n     %s\n", i + 1, zh, en);
    }
    if (result->steps_left_out > 0) {
        fprintf(out, "  另有 %zu 步未列出 / %zu more steps are left out\n", result->steps_left_out,
                result->steps_left_out);
    }
}

static void print_one(FILE *out, const struct answer *answer, size_t index) {
    const struct clock_result *result = &answer->choice.results[index];
    const struct rule_set *set = answer->choice.sets[index];
    char due[CIVIL_TEXT_MAX + 1];
    char zh[CLOCK_SENTENCE_MAX];
    char en[CLOCK_SENTENCE_MAX];
    bool is_binding = index == answer->choice.binding;

    if (set != NULL) {
        clock_rule_sentence(set, answer->asked.by_rule.limit, CLOCK_ZH, zh);
        clock_rule_sentence(set, answer->asked.by_rule.limit, CLOCK_EN, en);
        fprintf(out, "%s / %s%s\n", zh, en,
                answer->choice.count == 1 ? ""
                : is_binding              ? "  [适用 binding]"
                                          : "  [记录在案 recorded]");
    }
    print_sentences(out, result);
    civil_print(result->due, due);
    fprintf(out, "期限 due: %s%s%s\n", due,
            result->provisional ? " (暂定，待日历到后重算 / provisional)" : "",
            result->paused ? " (中止中 / paused)" : "");
}

static void explain(struct ctl *ctl, const struct clock_data *data, const struct answer *answer) {
    FILE *out = ctl->printer.out;

    for (size_t i = 0; i < answer->choice.count; i++) {
        print_one(out, answer, i);
    }
    fprintf(out, "日历 calendar: %s\n", calendar_version(data->calendar));
}

/* ---- from options */

static bool take_number(struct ctl *ctl, enum option option, uint32_t *ret_number) {
    uint64_t number = 0;

    if (!ctl_number(ctl, option, LIMIT_LENGTH_MAX, &number)) {
        return false;
    }
    *ret_number = (uint32_t)number;
    return true;
}

static int compute_options(struct ctl *ctl, const struct clock_data *data) {
    struct answer answer;
    struct asked *asked = &answer.asked;
    struct refusal refusal = rule_refusals[0];

    memset(&answer, 0, sizeof answer);
    if (!take_number(ctl, OPTION_DAYS, &asked->length) ||
        !take_number(ctl, OPTION_EXTEND, &asked->by_rule.extension)) {
        return EXIT_USAGE;
    }
    if (!ctl_given(ctl, OPT(CLOCK)) && !ctl_given(ctl, OPT(DAYS))) {
        return ctl_usage(ctl, "--days", "须写明 --days 与 --kind，或 --clock",
                         "give --days and --kind, or --clock, or --file");
    }
    if (ctl_given(ctl, OPT(DAYS)) && asked->length == 0) {
        return ctl_usage_of(ctl, OPTION_DAYS, "期限至少一日", "a period has at least one day");
    }
    if (ctl_given(ctl, OPT(CLOCK)) && ctl_given(ctl, OPT(DAYS) | OPT(KIND))) {
        return ctl_usage(ctl, "--clock", "期限由规则集给出，不能再写 --days 或 --kind",
                         "the rule set gives the length: leave out --days and --kind");
    }
    if (!take_from(ctl_value(ctl, OPTION_FROM), asked, &refusal) ||
        !take_limit(ctl_value(ctl, OPTION_CLOCK), asked, &refusal) ||
        (!asked->has_limit && !take_kind(ctl_value(ctl, OPTION_KIND), asked, &refusal)) ||
        !take_region(ctl_value(ctl, OPTION_REGION), asked, &refusal) ||
        !take_pauses(ctl_value(ctl, OPTION_PAUSE), asked, &refusal)) {
        return ctl_usage(ctl, refusal.field, refusal.zh, refusal.en);
    }
    if (!compute(data, &answer, &refusal)) {
        (void)ctl_usage(ctl, refusal.field, refusal.zh, refusal.en);
        return ctl_code(ctl, refusal.code, refusal.field);
    }
    if (ctl->printer.mode == PRINT_TABLE) {
        explain(ctl, data, &answer);
    } else {
        print_object(&ctl->printer, answer_json(data, &answer));
    }
    return EXIT_FINE;
}

/* ---- from JSON lines */

/* NULL when it is not there; a number where a text belongs is refused. */
static bool text_of(const json_t *line, const char *key, const char **ret_text,
                    struct refusal *refusal) {
    const json_t *value = json_object_get(line, key);

    *ret_text = json_string_value(value);
    if (value != NULL && *ret_text == NULL && !json_is_null(value)) {
        return refuse(refusal, PJ_BAD_FIELD, key, "须为文字", "must be a text");
    }
    return true;
}

static bool number_of(const json_t *line, const char *key, uint32_t *ret_number,
                      struct refusal *refusal) {
    const json_t *value = json_object_get(line, key);
    json_int_t number = json_integer_value(value);

    if (value != NULL &&
        (!json_is_integer(value) || number < 0 || number > (json_int_t)LIMIT_LENGTH_MAX)) {
        return refuse(refusal, PJ_BAD_FIELD, key, "须为 0 至 3650 的整数",
                      "must be a number, 0 to 3650");
    }
    *ret_number = (uint32_t)number;
    return true;
}

static bool read_line(const json_t *line, struct asked *asked, struct refusal *refusal) {
    const char *from = NULL, *kind = NULL, *limit = NULL, *region = NULL, *pause = NULL;

    if (!json_is_object(line)) {
        return refuse(refusal, PJ_BAD_FORMAT, "", "不是 JSON 对象", "no JSON object");
    }
    if (!text_of(line, "from", &from, refusal) || !text_of(line, "kind", &kind, refusal) ||
        !text_of(line, "clock", &limit, refusal) || !text_of(line, "region", &region, refusal) ||
        !text_of(line, "pause", &pause, refusal) ||
        !number_of(line, "days", &asked->length, refusal) ||
        !number_of(line, "extend", &asked->by_rule.extension, refusal)) {
        return false;
    }
    if (limit == NULL && json_object_get(line, "days") == NULL) {
        return refuse(refusal, PJ_BAD_MISSING, "days", "须写明 days 与 kind，或 clock",
                      "give days and kind, or clock");
    }
    if (limit == NULL && asked->length == 0) {
        return refuse(refusal, PJ_BAD_FIELD, "days", "期限至少一日",
                      "a period has at least one day");
    }
    if (limit != NULL && (kind != NULL || json_object_get(line, "days") != NULL)) {
        return refuse(refusal, PJ_BAD_FIELD, "clock", "期限由规则集给出，不能再写 days 或 kind",
                      "the rule set gives the length: leave out days and kind");
    }
    return take_from(from, asked, refusal) && take_limit(limit, asked, refusal) &&
           (limit != NULL || take_kind(kind, asked, refusal)) &&
           take_region(region, asked, refusal) && take_pauses(pause, asked, refusal);
}

static json_t *refusal_json(const struct refusal *refusal) {
    json_t *object = json_object();

    print_set(object, "error", print_text(pj_code_name((unsigned)refusal->code)));
    print_set(object, "field", print_text(refusal->field));
    print_set(object, "sentence_zh", print_text(refusal->zh));
    print_set(object, "sentence_en", print_text(refusal->en));
    return object;
}

/* False: a refused row. */
static bool compute_line(struct ctl *ctl, const struct clock_data *data, struct bytes text,
                         uint64_t number) {
    json_t *line = json_loadb((const char *)text.data, text.len, JSON_REJECT_DUPLICATES, NULL);
    json_t *key = json_object_get(line, "key");
    struct printer lines = {.out = ctl->printer.out, .mode = PRINT_JSON};
    struct refusal refusal = rule_refusals[0];
    struct answer answer;
    json_t *object = NULL;
    bool fine = false;

    memset(&answer, 0, sizeof answer);
    fine = read_line(line, &answer.asked, &refusal) && compute(data, &answer, &refusal);
    object = fine ? answer_json(data, &answer) : refusal_json(&refusal);
    print_set(object, "line", json_integer((json_int_t)number));
    if (key != NULL) {
        print_set(object, "key", json_incref(key));
    }
    print_object(&lines, object);
    json_decref(line);
    return fine;
}

static int compute_file(struct ctl *ctl, const struct clock_data *data) {
    uint8_t *text = NULL;
    struct lines lines = {.number = 0};
    struct bytes line;
    uint64_t refused = 0;
    int status = ctl_read_file(ctl, ctl_text(ctl, OPTION_FILE), &text, &lines.rest.len);

    if (status != EXIT_FINE) {
        return status;
    }
    lines.rest.data = text;
    while (ctl_next_line(&lines, &line)) {
        refused += compute_line(ctl, data, line, lines.number) ? 0 : 1;
    }
    free(text);
    return refused == 0 ? EXIT_FINE : EXIT_ROWS;
}

int run_clock_compute(struct ctl *ctl) {
    struct clock_data data = {.set_count = 0};
    const char *rules = ctl_given(ctl, OPT(RULES)) ? ctl_text(ctl, OPTION_RULES) : RULES_SHIPPED;
    int status = EXIT_FINE;

    if (ctl_given(ctl, OPT(FILE)) && ctl_given(ctl, OPT(FROM) | OPT(DAYS) | OPT(KIND) | OPT(CLOCK) |
                                                        OPT(EXTEND) | OPT(PAUSE) | OPT(REGION))) {
        return ctl_usage(ctl, "--file", "逐行文件自带这些项", "the lines hold these themselves");
    }
    status = clock_data_calendar(ctl, &data);
    if (status == EXIT_FINE) {
        status = clock_data_rules(ctl, rules, &data);
    }
    if (status == EXIT_FINE) {
        status = ctl_given(ctl, OPT(FILE)) ? compute_file(ctl, &data) : compute_options(ctl, &data);
    }
    clock_data_free(&data);
    return status;
}
