/* SPDX-License-Identifier: Apache-2.0
 * Statutory channels: what is shipped says what the law says, every way in which a file is refused,
 * and when the petitioner's limits end. */
#include "directory_world.h"
#include "shipped_data.h"

#include "base/text.h"
#include "core/channel.h"

#define HEAD CHANNELS_CSV_HEADER "\n"
#define ROW(code, branch)                                                                          \
    code ",,competent,,," branch ",,,,,,law §1,law,名,name,\n" code                                \
         ",ask,,,,,petitioner,,none,,,law §1,law,名,name,\n"
#define REST                                                                                       \
    ROW("a", "litigation")                                                                         \
    ROW("b", "arbitration") ROW("c", "party_appeal") ROW("d", "duty") ROW("e", "petition")
#define LAST  "f,,government,,,administrative,,,,,,law §1,law,名,name,\n"
#define APPLY "f,apply,,,,,petitioner,60,calendar,knew,,law §1,law,名,name,\n"
#define WHOLE HEAD REST LAST APPLY /* 13 lines */

static enum pj_code build(const char *csv, struct data_report *report, struct channel_book *book) {
    return channel_build((struct bytes){(const uint8_t *)csv, strlen(csv)}, "test", report, book);
}

static struct channel_book *shipped_channels(void) {
    struct channel_book *book = malloc(sizeof *book);
    struct data_report *report = calloc(1, sizeof *report);
    struct bytes text = shipped_read("rules", "channels");

    assert_non_null(book);
    assert_non_null(report);
    assert_int_equal(channel_build(text, "channels", report, book), PJ_OK);
    assert_int_equal(report->issues_total, 0);
    free((void *)(uintptr_t)text.data);
    free(report);
    return book;
}

/* ---- what is refused */

static const struct {
    const char *why;
    const char *csv;
    uint32_t line;
    const char *sentence;
} bad_files[] = {
    {"an empty file", "", 1, "the first row must be"},
    {"another header", "a,b\n", 1, "the first row must be"},
    {"a file of no channels", HEAD, 1, "no channel of the branch litigation"},
    {"a branch of §31 without a channel", HEAD REST, 1, "no channel of the branch administrative"},
    {"a channel that says nothing of the petitioner's limit", HEAD REST LAST, 12,
     "f says nothing of the petitioner's limit"},
    {"a channel with a clock of the organ's only",
     HEAD REST LAST "f,admit,,,,,organ,5,working,applied,,law,law,名,name,\n", 12,
     "f says nothing of the petitioner's limit"},
    {"a limit before any channel", HEAD APPLY, 2, "has no row of its own above this limit"},
    {"a limit below another channel", WHOLE "a,more,,,,,organ,,none,,,law,law,名,name,\n", 14,
     "is not the channel above"},
    {"a channel that stands twice", WHOLE ROW("a", "duty"), 14, "a stands in line 2 already"},
    {"a limit that stands twice", WHOLE APPLY, 14, "f.apply stands in line 13 already"},
    {"an unknown unit", WHOLE "f,x,,,,,organ,5,weeks,knew,,law,law,名,name,\n", 14, "is no unit"},
    {"hours, in which no remedy is counted", WHOLE "f,x,,,,,organ,5,hour,knew,,law,law,名,name,\n",
     14, "is no unit"},
    {"a limit without basis", WHOLE "f,x,,,,,organ,5,working,knew,,,law,名,name,\n", 14,
     "a row needs its basis"},
    {"a channel without basis", WHOLE "g,,competent,,,,,,,,,,law,名,name,\n", 14,
     "a row needs its basis"},
    {"a row without its mark", WHOLE "f,x,,,,,organ,5,working,knew,,law,,名,name,\n", 14,
     "is no mark"},
    {"a row without a Chinese name", WHOLE "f,x,,,,,organ,5,working,knew,,law,law,,name,\n", 14,
     "its name in Chinese"},
    {"a length that is none", WHOLE "f,x,,,,,organ,x,working,knew,,law,law,名,name,\n", 14,
     "is no length"},
    {"a length that is missing", WHOLE "f,x,,,,,organ,,working,knew,,law,law,名,name,\n", 14,
     "is no length"},
    {"a length of nothing", WHOLE "f,x,,,,,organ,0,working,knew,,law,law,名,name,\n", 14,
     "is no length"},
    {"eleven years", WHOLE "f,x,,,,,organ,11,year,knew,,law,law,名,name,\n", 14, "is no length"},
    {"a length without a unit", WHOLE "f,x,,,,,organ,5,none,,,law,law,名,name,\n", 14,
     "a length without a unit"},
    {"a start without a period", WHOLE "f,x,,,,,organ,,none,knew,,law,law,名,name,\n", 14,
     "starts no period"},
    {"a period without a start", WHOLE "f,x,,,,,organ,5,working,,,law,law,名,name,\n", 14,
     "the event that starts it"},
    {"an unknown start", WHOLE "f,x,,,,,organ,5,working,whenever,,law,law,名,name,\n", 14,
     "is no event"},
    {"an owner that is neither", WHOLE "f,x,,,,,court,5,working,knew,,law,law,名,name,\n", 14,
     "is no owner"},
    {"an extension of nothing", WHOLE "f,x,,,,,organ,5,working,,y,law,law,名,name,\n", 14,
     "f.x extends y, and the channel has no such period"},
    {"an extension of itself", WHOLE "f,x,,,,,organ,5,working,,x,law,law,名,name,\n", 14,
     "f.x extends x, and the channel has no such period"},
    {"a second extension",
     WHOLE "f,x,,,,,organ,5,working,,apply,law,law,名,name,\n"
           "f,y,,,,,organ,5,working,,apply,law,law,名,name,\n",
     15, "a period is extended once"},
    {"an unknown body", WHOLE "g,,court,,,,,,,,,law,law,名,name,\n", 14, "is no body"},
    {"a body that names no organ", WHOLE "g,,organ,,,,,,,,,law,law,名,name,\n", 14,
     "an organ stands where the body is organ"},
    {"an organ where none is asked for", WHOLE "g,,competent,court,,,,,,,,law,law,名,name,\n", 14,
     "an organ stands where the body is organ"},
    {"an unknown tier", WHOLE "g,,competent,,hamlet,,,,,,,law,law,名,name,\n", 14, "is no level"},
    {"a seventh branch", WHOLE "g,,competent,,,mercy,,,,,,law,law,名,name,\n", 14,
     "is no branch of §31"},
    {"a length on the row of a channel", WHOLE "g,,competent,,,,,5,,,,law,law,名,name,\n", 14,
     "belongs to a row with an item"},
    {"a body on the row of a limit", WHOLE "f,x,organ,,,,organ,5,working,knew,,law,law,名,name,\n",
     14, "belongs to the row of the channel"},
    {"a code with a blank", WHOLE "g g,,competent,,,,,,,,,law,law,名,name,\n", 14, "is no code"},
    {"a field too few", WHOLE "g,,competent\n", 14, "3 fields, there must be 16"},
};

static void bad_files_are_refused(void **state) {
    static struct data_report report;
    static struct channel_book book;

    assert_int_equal(build(WHOLE, &report, &book), PJ_OK);
    for (size_t i = 0; i < ARRAY_COUNT(bad_files); i++) {
        const struct data_issue *issue = &report.issues[0];
        enum pj_code code = build(bad_files[i].csv, &report, &book);

        if (code != PJ_BAD_DATA || issue->line != bad_files[i].line ||
            strstr(issue->sentence, bad_files[i].sentence) == NULL) {
            fail_msg("%s: line %u: %s", bad_files[i].why, issue->line, issue->sentence);
        }
    }
}

/* ---- DOMAIN.md 3.4 */

static const struct {
    const char *channel, *item;
    uint32_t length;
    enum channel_unit unit;
    enum limit_owner owner;
    enum rule_mark mark;
} law[] = {
    {"reconsideration", "apply", 60, CHANNEL_UNIT_CALENDAR, OWNER_PETITIONER, MARK_LAW},
    {"reconsideration", "admit", 5, CHANNEL_UNIT_WORKING, OWNER_ORGAN, MARK_LAW},
    {"reconsideration", "decide", 60, CHANNEL_UNIT_CALENDAR, OWNER_ORGAN, MARK_LAW},
    {"reconsideration", "decide_more", 30, CHANNEL_UNIT_CALENDAR, OWNER_ORGAN, MARK_LAW},
    {"suit", "sue", 6, CHANNEL_UNIT_MONTH, OWNER_PETITIONER, MARK_LAW},
    {"suit", "sue_after_review", 15, CHANNEL_UNIT_CALENDAR, OWNER_PETITIONER, MARK_LAW},
    {"suit", "perform", 2, CHANNEL_UNIT_MONTH, OWNER_ORGAN, MARK_LAW},
    {"labour_arbitration", "apply", 1, CHANNEL_UNIT_YEAR, OWNER_PETITIONER, MARK_LAW},
    {"labour_arbitration", "award", 45, CHANNEL_UNIT_CALENDAR, OWNER_ORGAN, MARK_LAW},
    {"labour_arbitration", "sue", 15, CHANNEL_UNIT_CALENDAR, OWNER_PETITIONER, MARK_LAW},
    {"inspection", "report", 2, CHANNEL_UNIT_YEAR, OWNER_PETITIONER, MARK_LAW},
    {"inspection", "investigate", 60, CHANNEL_UNIT_WORKING, OWNER_ORGAN, MARK_LAW},
    {"market_complaint", "accept", 7, CHANNEL_UNIT_WORKING, OWNER_ORGAN, MARK_LAW},
    {"market_complaint", "mediate", 45, CHANNEL_UNIT_WORKING, OWNER_ORGAN, MARK_LAW},
    {"market_report", "check", 15, CHANNEL_UNIT_WORKING, OWNER_ORGAN, MARK_LAW},
    {"penalty", "decide", 90, CHANNEL_UNIT_CALENDAR, OWNER_ORGAN, MARK_LAW},
    {"licence", "decide", 20, CHANNEL_UNIT_WORKING, OWNER_ORGAN, MARK_MEMORY},
    {"disclosure", "answer", 20, CHANNEL_UNIT_WORKING, OWNER_ORGAN, MARK_MEMORY},
    {"compensation", "claim", 2, CHANNEL_UNIT_YEAR, OWNER_PETITIONER, MARK_MEMORY},
    {"civil_servant_appeal", "recheck", 30, CHANNEL_UNIT_CALENDAR, OWNER_PETITIONER, MARK_LAW},
    {"civil_servant_appeal", "appeal", 15, CHANNEL_UNIT_CALENDAR, OWNER_PETITIONER, MARK_LAW},
    {"mediation", "confirm", 30, CHANNEL_UNIT_CALENDAR, OWNER_PETITIONER, MARK_LAW},
    {"duty", "answer", 2, CHANNEL_UNIT_MONTH, OWNER_ORGAN, MARK_LAW},
};

static void what_is_shipped_is_the_law(void **state) {
    struct channel_book *book = shipped_channels();

    for (size_t i = 0; i < ARRAY_COUNT(law); i++) {
        const struct channel *channel = channel_find(book, law[i].channel);
        const struct channel_limit *limit =
            channel == NULL ? NULL : channel_find_limit(book, channel, law[i].item);

        if (limit == NULL || limit->length != law[i].length || limit->unit != law[i].unit ||
            limit->owner != law[i].owner || limit->mark != law[i].mark) {
            fail_msg("%s.%s", law[i].channel, law[i].item);
        }
        assert_true(channel_is_setting(limit) == (law[i].mark == MARK_MEMORY));
    }
    assert_null(channel_find(book, "prayer"));
    free(book);
}

/* ---- when limits end */

static const struct {
    const char *sentence, *channel, *item, *start, *due;
    bool extended, provisional;
} dues[] = {
    {"sixty days end on the sixtieth", "reconsideration", "apply", "2026-03-02", "2026-05-06",
     false, false}, /* 05-01 is a holiday until 05-05 */
    {"six months end on the day of the same number", "suit", "sue", "2026-01-15", "2026-07-15",
     false, false},
    {"six months after the 31st end on the month's last day", "suit", "sue", "2025-08-31",
     "2026-02-28", false, false}, /* a Saturday that is worked */
    {"a year after 29 February ends on 28 February", "labour_arbitration", "apply", "2024-02-29",
     "2025-02-28", false, false},
    {"two years end over a weekend on the Monday", "inspection", "report", "2024-01-10",
     "2026-01-12", false, false},
    {"a year into 国庆 moves behind it", "labour_arbitration", "apply", "2025-10-01", "2026-10-08",
     false, false},
    {"five days of the reconsideration law are working days", "reconsideration", "admit",
     "2026-09-30", "2026-10-13", false, false},
    {"an extension is counted on", "reconsideration", "decide", "2026-03-02", "2026-06-01", true,
     false},
    {"behind the last calendar it is provisional", "labour_arbitration", "apply", "2026-06-01",
     "2027-06-01", false, true},
    {"a duty that was asked for, two months", "duty", "answer", "2025-12-31", "2026-02-28", false,
     false},
};

static struct civil day_of(const char *text) {
    struct civil day = {0};

    assert_int_equal(civil_parse(text, strlen(text), &day), PJ_OK);
    return day;
}

static void limits_end_by_the_calendar(void **state) {
    struct channel_book *book = shipped_channels();
    struct shipped_calendar cn = shipped_calendar();

    for (size_t i = 0; i < ARRAY_COUNT(dues); i++) {
        const struct channel *channel = channel_find(book, dues[i].channel);
        struct channel_asked asked = {
            .start = day_of(dues[i].start), .extended = dues[i].extended, .calendar = cn.calendar};
        struct clock_result result;
        char due[CIVIL_TEXT_MAX + 1];

        assert_int_equal(
            channel_due(book, channel_find_limit(book, channel, dues[i].item), &asked, &result),
            PJ_OK);
        civil_print(result.due, due);
        if (strcmp(due, dues[i].due) != 0 || result.provisional != dues[i].provisional) {
            fail_msg("%s: %s%s", dues[i].sentence, due, result.provisional ? " provisional" : "");
        }
    }
    free(cn.memory);
    free(book);
}

static void what_is_no_period_has_no_due_date(void **state) {
    struct channel_book *book = shipped_channels();
    const struct channel *reconsideration = channel_find(book, "reconsideration");
    struct channel_asked asked = {.start = {20000}};
    struct clock_result result;

    assert_int_equal(channel_due(book,
                                 channel_find_limit(book, channel_find(book, "petition"), "review"),
                                 &asked, &result),
                     PJ_BAD_MISSING);
    assert_int_equal(channel_due(book, channel_find_limit(book, reconsideration, "decide_more"),
                                 &asked, &result),
                     PJ_BAD_MISSING);
    asked.extended = true;
    assert_int_equal(
        channel_due(book, channel_find_limit(book, reconsideration, "apply"), &asked, &result),
        PJ_BAD_MISSING);
    free(book);
}

/* ---- what the petitioner is told */

static void nothing_is_left_untold(void **state) {
    struct channel_book *book = shipped_channels();
    struct channel_facts facts = {.today = day_of("2026-11-24")};
    struct channel_remedy remedies[CHANNEL_REMEDIES_MAX];
    char text[CHANNEL_SENTENCE_MAX];

    for (size_t i = 0; i < book->channel_count; i++) {
        size_t count = channel_remedies(book, &book->channels[i], &facts, remedies);

        assert_in_range(count, 1, CHANNEL_REMEDIES_MAX);
        for (size_t k = 0; k < count; k++) {
            assert_false(remedies[k].is_dated);
            channel_remedy_sentence(&remedies[k], CLOCK_ZH, text);
            assert_non_null(strstr(text, remedies[k].limit->article));
            assert_true(text_is_utf8((struct bytes){(const uint8_t *)text, strlen(text)}));
            channel_remedy_sentence(&remedies[k], CLOCK_EN, text);
            assert_non_null(strstr(text, remedies[k].limit->article));
        }
    }
    free(book);
}

static void a_known_day_is_told_with_its_end(void **state) {
    struct channel_book *book = shipped_channels();
    struct shipped_calendar cn = shipped_calendar();
    struct channel_facts facts = {.today = day_of("2026-11-24"), .calendar = cn.calendar};
    struct channel_remedy remedies[CHANNEL_REMEDIES_MAX];
    char text[CHANNEL_SENTENCE_MAX];

    facts.at[CHANNEL_START_KNEW] = day_of("2026-10-12");
    assert_int_equal(
        channel_remedies(book, channel_find(book, "reconsideration"), &facts, remedies), 1);
    channel_remedy_sentence(&remedies[0], CLOCK_ZH, text);
    assert_string_equal(text,
                        "行政复议：申请复议 60 日，自知道或者应当知道之日起，至 2026-12-11 届满"
                        "(行政复议法 §20)；自知道或者应当知道行政行为之日起");
    channel_remedy_sentence(&remedies[0], CLOCK_EN, text);
    assert_string_equal(text, "administrative reconsideration: apply for reconsideration within 60 "
                              "days after the day the petitioner knew or should have known, until "
                              "the end of 2026-12-11 (行政复议法 §20)");

    facts.at[CHANNEL_START_KNEW] = day_of("2026-03-02");
    assert_int_equal(channel_remedies(book, channel_find(book, "suit"), &facts, remedies), 2);
    assert_true(remedies[0].is_dated);
    assert_true(remedies[0].over);
    assert_false(remedies[1].is_dated); /* no decision on review was served */
    facts.today = remedies[0].due;
    (void)channel_remedies(book, channel_find(book, "suit"), &facts, remedies);
    assert_false(remedies[0].over); /* the last day is a day of it */
    free(cn.memory);
    free(book);
}

/* ---- whose it is */

static const char divisions[] =
    DIVISIONS_HEADER "33,浙江,,,,,,,discipline\n3307,金华,33,,,,,,labour\n"
                     "330726,浦江,3307,,,,,,land;labour;court;discipline\n"
                     "330726101,黄宅,330726,,,,,,\n330726101221,村,330726101,,,,,,\n"
                     "330727,磐安,3307,,,,,,land\n";

static const struct {
    const char *sentence, *channel, *place, *unit;
    const char *office; /* "" = outside: told, not routed */
} offices[] = {
    {"the competent unit's own channel", "ruling", "330726101221", "330726.land", "330726.land"},
    {"no competent unit yet", "ruling", "330726101221", "", ""},
    {"reconsideration of a department: its own government", "reconsideration", "330726",
     "330726.land", "330726"},
    {"reconsideration of a township: the county", "reconsideration", "330726101", "330726101",
     "330726"},
    {"reconsideration of a province's own act: nobody here", "reconsideration", "33", "33", ""},
    {"a village's matter: the county's court", "suit", "330726101221", "", "330726.court"},
    {"a court that no directory has", "suit", "330727", "", ""},
    {"labour inspection of the county", "inspection", "330726101", "", "330726.labour"},
    {"a county without it: the city's", "inspection", "330727", "", "3307.labour"},
    {"accusations: the nearest discipline organ", "accusation", "330726101", "",
     "330726.discipline"},
};

static void whose_it_is(void **state) {
    const struct world *world = *state;
    struct channel_book *book = shipped_channels();

    for (size_t i = 0; i < ARRAY_COUNT(offices); i++) {
        struct node_id unit = {""};
        struct node_id office = {""};
        bool found = false;

        if (offices[i].unit[0] != '\0') {
            unit = node_of(offices[i].unit);
        }
        found = channel_office(channel_find(book, offices[i].channel), world->directory,
                               index_of(world, offices[i].place), &unit, &office);
        if (found != (offices[i].office[0] != '\0') ||
            strcmp(office.text, offices[i].office) != 0) {
            fail_msg("%s: %s", offices[i].sentence, office.text);
        }
    }
    free(book);
}

static int set_up(void **state) {
    return world_set_up(state, divisions, "", NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("a bad file is refused, with the line", bad_files_are_refused),
        CASE("the shipped table says what the law says, and marks what is from memory",
             what_is_shipped_is_the_law),
        CASE("limits end by the calendar, months and years on the day of the same number",
             limits_end_by_the_calendar),
        CASE("what is no period has no due date", what_is_no_period_has_no_due_date),
        CASE("every channel tells the petitioner something, dated or not", nothing_is_left_untold),
        CASE("a known day is told with the day it ends", a_known_day_is_told_with_its_end),
        CASE_WITH("whose channel it is; what no directory has is told, not routed", whose_it_is,
                  set_up, world_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
