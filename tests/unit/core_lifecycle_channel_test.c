/* SPDX-License-Identifier: Apache-2.0
 * E15: which channels a unit may lead a claim into, and by whose period the case waits there. */
#include "lifecycle_world.h"

#include "base/text.h"

static const struct {
    const char *name;
    enum purpose purpose;
    const char *channel;
    uint32_t facts;
    enum pj_code code;
    const char *field;
    const char *led_to; /* of PJ_OK */
} rows[] = {
    {"a code of the book", PURPOSE_CLAIM, "ruling", 0, PJ_OK, "", "ruling"},
    {"nothing is said of a purpose", PURPOSE_UNSPECIFIED, "ruling", 0, PJ_OK, "", "ruling"},
    {"facts alone: the first channel of the first branch", PURPOSE_CLAIM, "",
     BRANCH_FACT(CHANNEL_BRANCH_DUTY) | BRANCH_FACT(CHANNEL_BRANCH_ARBITRATION), PJ_OK, "",
     "labour_arbitration"},
    {"facts and a channel of the first branch", PURPOSE_CLAIM, "land_arbitration",
     BRANCH_FACT(CHANNEL_BRANCH_DUTY) | BRANCH_FACT(CHANNEL_BRANCH_ARBITRATION), PJ_OK, "",
     "land_arbitration"},
    {"a channel of a later branch than the facts", PURPOSE_CLAIM, "ruling",
     BRANCH_FACT(CHANNEL_BRANCH_LITIGATION), PJ_POLICY_BRANCH, "act.channel", ""},
    {"a code the book has not", PURPOSE_CLAIM, "oracle", 0, PJ_BAD_FIELD, "act.channel", ""},
    {"neither code nor facts", PURPOSE_CLAIM, "", 0, PJ_BAD_MISSING, "act.channel", ""},
    {"facts that are no branch", PURPOSE_CLAIM, "ruling", 1, PJ_BAD_FIELD, "act.facts", ""},
    {"the petition itself is no channel", PURPOSE_CLAIM, "petition", 0, PJ_POLICY_BRANCH,
     "act.channel", ""},
    {"what stands beside §31 fits no branch", PURPOSE_CLAIM, "mediation", 0, PJ_POLICY_BRANCH,
     "act.channel", ""},
    {"an accusation is referred instead", PURPOSE_ACCUSATION, "ruling", 0, PJ_POLICY_PURPOSE,
     "act.kind", ""},
    {"an inquiry is answered instead", PURPOSE_INQUIRY, "ruling", 0, PJ_POLICY_PURPOSE, "act.kind",
     ""},
};

static void set_channel(struct act *act, const char *code) {
    assert_int_equal(text_set(act->channel, sizeof act->channel, code, strlen(code)), PJ_OK);
}

static void leads(void **state) {
    struct world *world = *state;

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct act act = {.kind = ACT_CHANNEL, .facts = rows[i].facts};
        struct verdict verdict;

        accepted(world);
        world->file.purpose = rows[i].purpose;
        act.node = world->file.holder;
        set_channel(&act, rows[i].channel);
        (void)decide(world, act, false, &verdict);
        if (verdict.code != rows[i].code ||
            (verdict.code != PJ_OK && strcmp(verdict.field, rows[i].field) != 0) ||
            strcmp(world->file.matter.channel, rows[i].led_to) != 0) {
            fail_msg("%s: %s %s %s", rows[i].name, pj_code_name(verdict.code), verdict.field,
                     world->file.matter.channel);
        }
        assert_int_equal(world->file.state,
                         rows[i].code == PJ_OK ? STATE_CHANNELLED : STATE_ACCEPTED);
    }
}

/* From 2025-11-25, without a calendar: weekends alone are off. */
static const struct {
    const char *channel, *due, *days, *basis;
} clocks[] = {
    {"reconsideration", "2026-02-02", "calendar",
     "行政复议法 §62"}, /* 5 wd, then 60 days: a Saturday */
    {"penalty", "2026-02-23", "calendar", "行政处罚法 §60"},
    {"inspection", "2026-02-17", "working", "劳动保障监察条例 §17"},
    {"duty", "2026-01-26", "month", "行政诉讼法 §47"}, /* two months: a Sunday */
    {"licence", "2025-12-23", "working", "行政许可法(配置)"},
    {"suit", "2026-01-26", "calendar", "配置"}, /* §47 binds the office sued, not the court */
    {"land_arbitration", "2026-01-26", "calendar", "配置"},
};

static void waits(void **state) {
    struct world *world = *state;

    for (size_t i = 0; i < ARRAY_COUNT(clocks); i++) {
        struct act act = {.kind = ACT_CHANNEL};
        const struct clock *clock = NULL;
        char due[CIVIL_TEXT_MAX + 1];

        accepted(world);
        set_channel(&act, clocks[i].channel);
        assert_int_equal(perform(world, act), PJ_OK);
        clock = running(&world->file, CLOCK_CHANNEL);
        civil_print(clock->due, due);
        if (strcmp(due, clocks[i].due) != 0 || strcmp(clock->days, clocks[i].days) != 0 ||
            strcmp(clock->basis, clocks[i].basis) != 0) {
            fail_msg("%s: %s %s %s", clocks[i].channel, due, clock->days, clock->basis);
        }
        assert_true(clock->provisional);
    }
}

static void counted_anew(void **state) {
    struct world *world = *state;
    struct shipped_calendar cn = shipped_calendar();
    struct clock_law law = {
        .rules = world->rules, .channels = world->channels, .calendar = cn.calendar};
    struct act act = {.kind = ACT_CHANNEL, .channel = "inspection"};
    struct clock_choice choice;
    struct clock clock;
    char due[CIVIL_TEXT_MAX + 1];

    accepted(world);
    assert_int_equal(perform(world, act), PJ_OK);
    clock = *running(&world->file, CLOCK_CHANNEL);
    assert_true(clock_recount(&law, &clock));
    civil_print(clock.due, due);
    assert_string_equal(due, "2026-02-25"); /* New Year, and the Spring Festival from the 15th */
    assert_false(clock.provisional);
    assert_int_equal(clock_derive(&law, &clock, &choice), PJ_OK);
    assert_int_equal(choice.results[0].due.day, clock.due.day);
    law.channels = NULL; /* a station that has not that book */
    assert_false(clock_recount(&law, &clock));
    assert_int_equal(clock_derive(&law, &clock, &choice), PJ_BAD_MISSING);
    free(cn.memory);
}

static int set_up_channels(void **state) {
    static struct channel_book book;
    static struct data_report report;
    struct bytes text = shipped_read("rules", "channels");
    struct world *world = NULL;

    assert_int_equal(set_up(state), 0);
    world = *state;
    assert_int_equal(channel_build(text, "channels", &report, &book), PJ_OK);
    free((void *)(uintptr_t)text.data);
    world->channels = &book;
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("into the first branch of §31 that fits, or not at all", leads, set_up_channels,
                  tear_down),
        CASE_WITH("the case waits by the statute of the organ, else by our setting", waits,
                  set_up_channels, tear_down),
        CASE_WITH("counted anew when a calendar knows more", counted_anew, set_up_channels,
                  tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
