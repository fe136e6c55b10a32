/* SPDX-License-Identifier: Apache-2.0
 * Counts days and writes down what it did. Pure. */
#include "core/clock_compute.h"

#include <string.h>

#define HOUR_US         (3600 * US_PER_S)
#define PAUSE_REACH_MAX 100000 /* days after the start: 16 pauses of ten years end before it */

struct counting {
    const struct clock_query *query; /* borrowed */
    struct clock_result *result;     /* borrowed */
    struct civil at;                 /* the last day counted */
    struct civil unknown;            /* the first day no calendar knows */
    bool is_unknown;
    struct clock_step *rest; /* the run of days off that is being walked over; NULL = none */
};

static struct civil days_after(struct civil date, int32_t days) {
    return (struct civil){date.day + days};
}

static struct clock_step *add_step(struct counting *counting, struct clock_step step) {
    struct clock_result *result = counting->result;

    if (step.name == NULL) {
        step.name = "";
        step.name_en = "";
    }
    /* The last place is kept for the due date. */
    if (result->step_count >= CLOCK_STEPS_MAX - 1 && step.kind != CLOCK_STEP_DUE) {
        result->steps_left_out++;
        return NULL;
    }
    result->steps[result->step_count] = step;
    return &result->steps[result->step_count++];
}

static struct day look_at(struct counting *counting, struct civil date) {
    struct day day = calendar_day(counting->query->calendar, counting->query->region, date);

    if (!day.known && !counting->is_unknown) {
        counting->is_unknown = true;
        counting->unknown = date;
    }
    return day;
}

static bool is_paused(const struct clock_query *query, struct civil date) {
    for (size_t i = 0; i < query->pause_count; i++) {
        const struct clock_pause *pause = &query->pauses[i];

        if (pause->to.day != 0 && date.day >= pause->from.day && date.day <= pause->to.day) {
            return true;
        }
    }
    return false;
}

/* ---- counting */

static void count_days(struct counting *counting, uint32_t length) {
    if (counting->query->pause_count == 0) {
        counting->at.day += (int32_t)length;
        return;
    }
    while (length > 0) {
        counting->at.day++;
        length -= is_paused(counting->query, counting->at) ? 0 : 1;
    }
}

/* A day off that has a name: one step for each run of them. */
static void walk_over(struct counting *counting, const struct day *day) {
    if (counting->rest != NULL && counting->rest->to.day == counting->at.day - 1) {
        counting->rest->to = counting->at;
        return;
    }
    counting->rest = add_step(counting, (struct clock_step){.kind = CLOCK_STEP_REST,
                                                            .from = counting->at,
                                                            .to = counting->at,
                                                            .day = day->kind,
                                                            .name = day->name,
                                                            .name_en = day->name_en});
}

static void count_working(struct counting *counting, uint32_t length) {
    uint32_t weekends = 0;

    counting->rest = NULL;
    while (length > 0) {
        struct day day;

        counting->at.day++;
        if (is_paused(counting->query, counting->at)) {
            continue;
        }
        day = look_at(counting, counting->at);
        if (day_works(day.kind)) {
            length--;
        } else if (day.kind == DAY_WEEKEND) {
            weekends++;
        } else {
            walk_over(counting, &day);
        }
        if (day.kind == DAY_MADE_UP) {
            (void)add_step(counting, (struct clock_step){.kind = CLOCK_STEP_MADE_UP,
                                                         .from = counting->at,
                                                         .day = day.kind,
                                                         .name = day.name,
                                                         .name_en = day.name_en});
        }
    }
    if (weekends > 0) {
        (void)add_step(counting,
                       (struct clock_step){.kind = CLOCK_STEP_WEEKENDS, .length = weekends});
    }
}

static unsigned last_of_month(int year, unsigned month) {
    int32_t first = civil_from_ymd(year, month, 1).day;
    int next_year = month == 12 ? year + 1 : year;

    return (unsigned)(civil_from_ymd(next_year, month == 12 ? 1 : month + 1, 1).day - first);
}

static void count_months(struct counting *counting, uint32_t length) {
    int year = 0;
    unsigned month = 0, day = 0, last = 0;
    uint32_t months = 0;

    civil_to_ymd(counting->at, &year, &month, &day);
    months = month - 1 + length;
    year += (int)(months / 12);
    month = months % 12 + 1;
    last = last_of_month(year, month);
    counting->at = civil_from_ymd(year, month, day < last ? day : last);
    if (day > last) {
        (void)add_step(counting,
                       (struct clock_step){.kind = CLOCK_STEP_MONTH_END, .to = counting->at});
    }
}

static void count(struct counting *counting, enum clock_step_kind kind, uint32_t length,
                  enum limit_unit unit) {
    struct civil before = counting->at;

    if (unit == UNIT_WORKING) {
        count_working(counting, length);
    } else if (unit == UNIT_MONTH) {
        count_months(counting, length);
    } else {
        count_days(counting, length);
    }
    (void)add_step(counting, (struct clock_step){.kind = kind,
                                                 .from = days_after(before, 1),
                                                 .to = counting->at,
                                                 .length = length,
                                                 .unit = unit});
}

/* ---- the end */

static void roll(struct counting *counting) {
    struct clock_result *result = counting->result;
    struct day day = look_at(counting, counting->at);
    struct clock_step step = {.kind = CLOCK_STEP_ROLL,
                              .from = counting->at,
                              .day = day.kind,
                              .name = day.name,
                              .name_en = day.name_en};

    result->rolled_from = counting->at;
    if (day.kind == DAY_MADE_UP && counting->query->unit != UNIT_WORKING) {
        step.kind = CLOCK_STEP_LAST_WORKS;
        (void)add_step(counting, step);
    }
    /* Ends: behind the calendar and the last pause every Monday is worked. */
    while (!day_works(day.kind) || is_paused(counting->query, counting->at)) {
        counting->at.day++;
        day = look_at(counting, counting->at);
    }
    result->rolled = counting->at.day != result->rolled_from.day;
    step.to = counting->at;
    if (result->rolled) {
        (void)add_step(counting, step);
    }
}

static void tell_pauses(struct counting *counting) {
    const struct clock_query *query = counting->query;

    for (size_t i = 0; i < query->pause_count; i++) {
        const struct clock_pause *pause = &query->pauses[i];
        struct clock_step step = {.from = pause->from, .to = pause->to};

        if (pause->from.day > counting->at.day) {
            step.kind = CLOCK_STEP_PAUSE_LATE;
        } else if (pause->to.day == 0) {
            step.kind = CLOCK_STEP_PAUSE_OPEN;
            counting->result->paused = true;
        } else {
            step.kind = CLOCK_STEP_PAUSE;
            step.length = (uint32_t)(pause->to.day - pause->from.day + 1);
        }
        (void)add_step(counting, step);
    }
}

static void finish(struct counting *counting) {
    struct clock_result *result = counting->result;

    tell_pauses(counting);
    result->due = counting->at;
    result->provisional = counting->is_unknown;
    if (counting->is_unknown) {
        (void)add_step(counting,
                       (struct clock_step){.kind = CLOCK_STEP_BEYOND, .from = counting->unknown});
    }
    (void)add_step(counting, (struct clock_step){.kind = CLOCK_STEP_DUE,
                                                 .to = result->due,
                                                 .unit = counting->query->unit});
}

/* ---- the question */

static bool is_days(enum limit_unit unit) {
    return unit == UNIT_CALENDAR || unit == UNIT_WORKING;
}

static bool pauses_fit(const struct clock_query *query) {
    struct civil before = query->start;

    if (query->pause_count > CLOCK_PAUSES_MAX ||
        (query->pause_count > 0 && !is_days(query->unit))) {
        return false;
    }
    for (size_t i = 0; i < query->pause_count; i++) {
        const struct clock_pause *pause = &query->pauses[i];
        bool is_last = i + 1 == query->pause_count;

        if (pause->from.day <= before.day || (pause->to.day == 0 && !is_last)) {
            return false;
        }
        if (pause->from.day - query->start.day > PAUSE_REACH_MAX) {
            return false;
        }
        if (pause->to.day != 0 && (pause->to.day < pause->from.day ||
                                   pause->to.day - pause->from.day > LIMIT_LENGTH_MAX)) {
            return false;
        }
        before = pause->to;
    }
    return true;
}

static bool query_fits(const struct clock_query *query) {
    bool unit_fits = is_days(query->unit) || query->unit == UNIT_MONTH || query->unit == UNIT_HOUR;

    if (!unit_fits || query->length > LIMIT_LENGTH_MAX || query->extension > LIMIT_LENGTH_MAX) {
        return false;
    }
    if (query->extension > 0 &&
        (query->unit == UNIT_HOUR ||
         (!is_days(query->extension_unit) && query->extension_unit != UNIT_MONTH))) {
        return false;
    }
    return query->start.day >= civil_from_ymd(1, 1, 1).day &&
           query->start.day <= civil_from_ymd(CIVIL_YEAR_LAST, 12, 31).day && pauses_fit(query);
}

static void compute_hours(struct counting *counting) {
    struct clock_result *result = counting->result;
    const struct clock_query *query = counting->query;

    result->due_at = (struct wall){query->start_at.us + (int64_t)query->length * HOUR_US};
    counting->at = civil_of(result->due_at);
    result->rolled_from = counting->at;
    (void)add_step(counting, (struct clock_step){.kind = CLOCK_STEP_COUNT,
                                                 .from = query->start,
                                                 .to = counting->at,
                                                 .length = query->length,
                                                 .unit = UNIT_HOUR});
    finish(counting);
}

enum pj_code clock_compute(const struct clock_query *query, struct clock_result *ret_result) {
    struct counting counting = {.query = query, .result = ret_result, .at = query->start};

    if (!query_fits(query)) {
        return PJ_BAD_FIELD;
    }
    memset(ret_result, 0, sizeof *ret_result);
    (void)add_step(&counting, (struct clock_step){.kind = CLOCK_STEP_START, .from = query->start});
    if (query->unit == UNIT_HOUR) {
        compute_hours(&counting);
        return PJ_OK;
    }

    count(&counting, CLOCK_STEP_COUNT, query->length, query->unit);
    if (query->extension > 0) {
        count(&counting, CLOCK_STEP_EXTEND, query->extension, query->extension_unit);
    }
    roll(&counting);
    finish(&counting);
    ret_result->due_at = civil_end(ret_result->due);
    return PJ_OK;
}

/* ---- by rule sets */

static enum pj_code query_of_rule(const struct rule_set *set, const struct rule *rule,
                                  const struct clock_case *asked, struct clock_query *ret_query) {
    const struct rule *extension =
        rule->extended_by == LIMIT_MAX ? NULL : rule_set_find(set, rule->extended_by);

    if (asked->extension > 0 && (extension == NULL || asked->extension > extension->length)) {
        return PJ_POLICY_LIMIT;
    }
    if (asked->pause_count > 0 && !rule->pausable) {
        return PJ_STATE_WRONG;
    }
    *ret_query =
        (struct clock_query){.start = asked->start,
                             .start_at = asked->start_at,
                             .length = rule->length,
                             .unit = rule->unit,
                             .extension = asked->extension,
                             .extension_unit = extension == NULL ? UNIT_NONE : extension->unit,
                             .pauses = asked->pauses,
                             .pause_count = asked->pause_count,
                             .calendar = asked->calendar,
                             .region = asked->region};
    return PJ_OK;
}

/* Does the new one bind instead of the one so far? */
static bool binds(enum limit_owner owner, const struct clock_result *so_far,
                  const struct clock_result *now) {
    return owner == OWNER_ORGAN ? now->due_at.us < so_far->due_at.us
                                : now->due_at.us > so_far->due_at.us;
}

enum pj_code clock_choose(const struct rule_set *const *sets, size_t set_count,
                          const struct clock_case *asked, struct clock_choice *ret_choice) {
    enum limit_owner owner = OWNER_MAX;

    ASSERT(set_count <= RULE_SETS_TOGETHER);
    memset(ret_choice, 0, sizeof *ret_choice);
    for (size_t i = 0; i < set_count; i++) {
        const struct rule *rule = rule_set_find(sets[i], asked->limit);
        struct clock_result *result = &ret_choice->results[ret_choice->count];
        struct clock_query query;
        enum pj_code code = PJ_OK;

        /* An extension is computed with what it extends. */
        if (rule == NULL || !rule_is_period(rule) || rule->extends != LIMIT_MAX) {
            continue;
        }
        code = query_of_rule(sets[i], rule, asked, &query);
        if (code == PJ_OK) {
            code = clock_compute(&query, result);
        }
        if (code != PJ_OK) {
            return code;
        }
        owner = owner == OWNER_MAX ? rule->owner : owner;
        if (ret_choice->count > 0 &&
            binds(owner, &ret_choice->results[ret_choice->binding], result)) {
            ret_choice->binding = ret_choice->count;
        }
        ret_choice->sets[ret_choice->count++] = sets[i];
    }
    return ret_choice->count > 0 ? PJ_OK : PJ_BAD_MISSING;
}

/* ---- acts */

bool clock_in_time(struct civil due, const struct clock_act *act, struct civil *ret_judged) {
    bool by_post = act->posted.day != 0 && act->posted.day < act->received.day;

    *ret_judged = by_post ? act->posted : act->received;
    return ret_judged->day <= due.day;
}
