/* SPDX-License-Identifier: Apache-2.0
 * Visits above their level are registered and guided; nothing else has a level. */
#include "directory_world.h"
#include "shipped_data.h"

#include "base/text.h"
#include "core/visit.h"

static const char divisions[] =
    DIVISIONS_HEADER "33,浙江,,,,,,,discipline\n3307,金华,33,,,,,,discipline\n"
                     "330726,浦江,3307,,,,,,land\n330726101,黄宅,330726,,,,,,\n"
                     "330726101221,村,330726101,,,,,,\n330727,磐安,3307,,,,,,\n"
                     "3308,衢州,33,,,,,,\n330801001,街道,3308,,,,,,\n";
static const char list[] = "category,tier,place,organ,channel,lane,valid_from,valid_to,rank,basis\n"
                           "0101,county,,land,petition,ordinary,,,,a\n"
                           "0303,city,,,petition,ordinary,,,,b\n"
                           "0404,village,,,petition,ordinary,,,,c\n";

static const struct {
    const char *sentence;
    const char *at, *place, *category;
    enum form form;
    enum purpose purpose;
    const char *conflict; /* "" = none */
    const char *guide_to; /* "" = the right door */
} visits[] = {
    {"the township's matter at the township", "330726101", "330726101221", "", FORM_VISIT,
     PURPOSE_CLAIM, "", ""},
    {"and one level up", "330726", "330726101221", "", FORM_VISIT, PURPOSE_CLAIM, "", ""},
    {"two levels up it is guided to the township", "3307", "330726101221", "", FORM_VISIT,
     PURPOSE_CLAIM, "", "330726101"},
    {"three levels up likewise", "33", "330726101221", "", FORM_VISIT, PURPOSE_CLAIM, "",
     "330726101"},
    {"the village relays, whoever comes", "330726101221", "330726101221", "", FORM_VISIT,
     PURPOSE_CLAIM, "", ""},
    {"a county department's matter at the city is the next level", "3307", "330726101221", "0101",
     FORM_VISIT, PURPOSE_CLAIM, "", ""},
    {"a county department's matter at the province is not", "33", "330726101221", "0101",
     FORM_VISIT, PURPOSE_CLAIM, "", "330726"},
    {"a city's matter at the province", "33", "330726101221", "0303", FORM_VISIT, PURPOSE_CLAIM, "",
     ""},
    {"a village is no competent office", "3307", "330726101221", "0404", FORM_VISIT, PURPOSE_CLAIM,
     "", "330726101"},
    {"a missing tier is no level", "3308", "330801001", "", FORM_VISIT, PURPOSE_CLAIM, "", ""},
    {"nor is it one to be skipped", "33", "330801001", "", FORM_VISIT, PURPOSE_CLAIM, "",
     "330801001"},
    {"a purpose nobody said counts as a claim", "33", "330726101", "", FORM_VISIT,
     PURPOSE_UNSPECIFIED, "", "330726101"},
    {"a letter has no level", "33", "330726101221", "", FORM_LETTER, PURPOSE_CLAIM, "", ""},
    {"a web post has none", "33", "330726101221", "", FORM_WEB, PURPOSE_CLAIM, "", ""},
    {"a call has none", "33", "330726101221", "", FORM_PHONE, PURPOSE_CLAIM, "", ""},
    {"a fax has none", "33", "330726101221", "", FORM_FAX, PURPOSE_CLAIM, "", ""},
    {"a leader who receives is no window", "33", "330726101221", "", FORM_SESSION, PURPOSE_CLAIM,
     "", ""},
    {"an accusation may be brought anywhere", "33", "330726101221", "", FORM_VISIT,
     PURPOSE_ACCUSATION, "", ""},
    {"a suggestion too", "33", "330726101221", "", FORM_VISIT, PURPOSE_SUGGESTION, "", ""},
    {"a question too", "33", "330726101221", "", FORM_VISIT, PURPOSE_INQUIRY, "", ""},
    {"nobody is guided to those complained about", "33", "330726101221", "", FORM_VISIT,
     PURPOSE_CLAIM, "330726101", "330726"},
    {"a place that nobody knows", "33", "330799", "", FORM_VISIT, PURPOSE_CLAIM, "", ""},
    {"another city's county", "3307", "330801001", "", FORM_VISIT, PURPOSE_CLAIM, "", ""},
};

static void guided_never_refused(void **state) {
    static struct data_report report;
    const struct world *world = *state;
    struct bytes text = {(const uint8_t *)list, sizeof list - 1};
    size_t size = competence_bytes(text);
    void *memory = malloc(size);
    struct competence *competence = NULL;

    assert_non_null(memory);
    assert_int_equal(
        competence_build(memory, size, text, "v1", world->directory, &report, &competence), PJ_OK);
    for (size_t i = 0; i < ARRAY_COUNT(visits); i++) {
        struct conflict_set conflicts = {.count = 0};
        struct route_query query = {.directory = world->directory,
                                    .list = competence,
                                    .conflicts = &conflicts,
                                    .at = node_of(visits[i].at),
                                    .place = place_of(visits[i].place),
                                    .category = visits[i].category,
                                    .purpose = visits[i].purpose,
                                    .form = visits[i].form,
                                    .today = {20780}};
        struct visit_advice advice;
        struct route_verdict verdict;

        if (visits[i].conflict[0] != '\0') {
            conflicts.nodes[conflicts.count++] = node_of(visits[i].conflict);
        }
        visit_advise(&query, &advice);
        if (advice.skips != (visits[i].guide_to[0] != '\0') ||
            strcmp(advice.guide_to.text, visits[i].guide_to) != 0) {
            fail_msg("%s: %s", visits[i].sentence, advice.guide_to.text);
        }
        route_decide(&query, &verdict); /* has a place for it all the same */
        assert_true(directory_has_node(world->directory, &verdict.target));
    }
    free(memory);
}

static const struct {
    const char *sentence, *received, *word_from;
    bool provisional;
} words[] = {
    {"on a Monday: Tuesday begins", "2026-11-23T09:30:00+08:00", "2026-11-24T00:00:00+08:00",
     false},
    {"one second before midnight counts for its day", "2026-11-23T23:59:59+08:00",
     "2026-11-24T00:00:00+08:00", false},
    {"one second after as well", "2026-11-24T00:00:01+08:00", "2026-11-25T00:00:00+08:00", false},
    {"on a Friday: Monday", "2026-11-20T16:00:00+08:00", "2026-11-23T00:00:00+08:00", false},
    {"before 国庆: when it is over", "2026-09-30T10:00:00+08:00", "2026-10-08T00:00:00+08:00",
     false},
    {"a Saturday that is worked is a working day", "2026-10-09T10:00:00+08:00",
     "2026-10-10T00:00:00+08:00", false},
    {"behind the last calendar the weekday tells", "2026-12-31T10:00:00+08:00",
     "2027-01-01T00:00:00+08:00", true},
};

static void word_goes_down_the_next_working_day(void **state) {
    struct shipped_calendar cn = shipped_calendar();

    for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
        struct wall received = {0};
        struct wall expected = {0};
        struct wall from = {0};
        bool provisional = false;

        assert_int_equal(instant_parse(words[i].received, strlen(words[i].received), &received),
                         PJ_OK);
        assert_int_equal(instant_parse(words[i].word_from, strlen(words[i].word_from), &expected),
                         PJ_OK);
        from = visit_word_from(received, cn.calendar, (struct place){0}, &provisional);
        if (from.us != expected.us || provisional != words[i].provisional) {
            char text[INSTANT_TEXT_MAX + 1];

            instant_print(from, text);
            fail_msg("%s: %s", words[i].sentence, text);
        }
    }
    free(cn.memory);
}

/* ---- of a case */

#define FROM_US INT64_C(1790006400000000) /* 2026-09-22T00:00+08:00, a Tuesday */
#define HOUR_US (INT64_C(3600) * US_PER_S)

static struct problem problem = {.no = 1};

static void take_visit(struct casefile *file, const char *at, int64_t received_us) {
    memset(file, 0, sizeof *file);
    file->form = FORM_VISIT;
    file->purpose = PURPOSE_CLAIM;
    file->origin = file->holder = node_of(at);
    file->place = place_of("330726101221");
    file->received_at = file->opened_at = (struct wall){received_us};
    file->persons = 7;
    file->group_no = 3;
    file->matter.flags = 1U << FLAG_COLLECTIVE | 1U << FLAG_URGENT;
    file->problems = &problem;
    file->problem_count = 1;
    file->term = 2;
    file->version = 3;
    text_print(file->category, sizeof file->category, "0101");
    visit_mark(file);
    file->clocks[0] = visit_clock(file, NULL);
    file->clocks[0].no = 1;
    file->clocks[1] = (struct clock){.no = 2,
                                     .kind = CLOCK_ROUTE,
                                     .state = CLOCK_STATE_RUNNING,
                                     .started_at = file->received_at,
                                     .due_at = {FROM_US + 14 * 24 * HOUR_US}};
    file->clock_count = 2;
    file->legs[0] = (struct leg){.term = 2,
                                 .kind = LEG_ESCALATE,
                                 .giver = node_of(at),
                                 .receiver = node_of("33"),
                                 .opened_at = {received_us + HOUR_US},
                                 .delivered_at = {received_us + HOUR_US}};
    file->leg_count = 1;
}

static const struct {
    const char *sentence, *window, *office;
    bool at_once;
} hearing[] = {
    {"the window itself", "3307", "3307", true},
    {"an organ of its division", "3307", "3307.discipline", true},
    {"the desk of an organ's division", "3307.discipline", "3307", true},
    {"whoever stands above", "3307", "33", true},
    {"an organ above", "330726", "33.discipline", true},
    {"the county below", "3307", "330726", false},
    {"an organ below", "3307", "330726.land", false},
    {"the village below", "330726", "330726101221", false},
    {"a county beside", "330727", "330726", false},
    {"an office that nobody knows", "3307", "440100", false},
};

static void only_the_window_and_above_hear_at_once(void **state) {
    const struct world *world = *state;
    static struct casefile file;

    for (size_t i = 0; i < ARRAY_COUNT(hearing); i++) {
        struct node_id office = node_of(hearing[i].office);

        take_visit(&file, hearing[i].window, FROM_US - 14 * HOUR_US);
        if (visit_may_hear(world->directory, &file, &office) != hearing[i].at_once) {
            fail_msg("%s", hearing[i].sentence);
        }
        file.matter.flags = 0; /* a letter */
        assert_true(visit_may_hear(world->directory, &file, &office));
    }
}

static void a_reception_is_public(void **state) {
    static struct casefile file = {.form = FORM_VISIT, .session = "2026-09-21"};

    (void)state;
    visit_mark(&file);
    assert_false(visit_is_quiet(&file));
    assert_int_equal(visit_silent_until(&file, NULL).us, 0);
    file = (struct casefile){.form = FORM_LETTER};
    visit_mark(&file);
    assert_false(visit_is_quiet(&file));
    file = (struct casefile){.form = FORM_VISIT};
    visit_mark(&file);
    text_print(file.session, sizeof file.session, "later"); /* no way around it afterwards */
    assert_true(visit_is_quiet(&file));
}

/* An early date of receipt, written by whoever enters it, brings nothing forward. */
static void counted_from_the_later_instant(void **state) {
    static struct casefile file;

    (void)state;
    take_visit(&file, "3307", FROM_US - 14 * HOUR_US);
    assert_int_equal(visit_silent_until(&file, NULL).us, FROM_US);
    file.received_at.us -= 30 * 24 * HOUR_US;
    assert_int_equal(visit_silent_until(&file, NULL).us, FROM_US);
}

static void the_day_is_only_ever_put_off(void **state) {
    struct shipped_calendar cn = shipped_calendar();
    static struct casefile file;
    struct clock clock;

    (void)state;
    take_visit(&file, "3307", FROM_US + 8 * 24 * HOUR_US); /* 2026-09-30, before 国庆 */
    clock = visit_clock(&file, NULL);
    assert_true(clock.provisional);
    assert_int_equal(clock.due_at.us, FROM_US + 9 * 24 * HOUR_US);
    assert_int_equal(clock.due.day, civil_of(file.opened_at).day);
    assert_true(visit_recount(&file, cn.calendar, &clock));
    assert_int_equal(clock.due_at.us, FROM_US + 16 * 24 * HOUR_US); /* 10-08 */
    assert_false(clock.provisional);
    assert_false(visit_recount(&file, cn.calendar, &clock));
    assert_true(visit_recount(&file, NULL, &clock)); /* less is known now: no earlier for it */
    assert_int_equal(clock.due_at.us, FROM_US + 16 * 24 * HOUR_US);
    free(cn.memory);
}

/* Two visits of one matter, at another hour and with other companions, are one below. */
static void the_matter_only_goes_down(void **state) {
    static struct casefile one, other;
    struct wall until = {FROM_US};

    (void)state;
    take_visit(&one, "3307", FROM_US - 14 * HOUR_US);
    take_visit(&other, "3307", FROM_US - 9 * HOUR_US - 1);
    other.persons = 1;
    other.group_no = 0;
    other.matter.flags &= ~(1U << FLAG_COLLECTIVE);
    visit_reduce(&one, until);
    visit_reduce(&other, until);
    assert_memory_equal(&one, &other, offsetof(struct casefile, clocks));
    assert_int_equal(one.clock_count, 1);
    assert_int_equal(one.clocks[0].no, 2);
    assert_memory_equal(&one.clocks[0], &other.clocks[0], sizeof one.clocks[0]);
    assert_int_equal(one.form, FORM_UNSPECIFIED);
    assert_int_equal(one.received_at.us, FROM_US - 24 * HOUR_US);
    assert_int_equal(one.legs[0].opened_at.us, FROM_US - 24 * HOUR_US);
    assert_int_equal(one.matter.flags, 1U << FLAG_URGENT);
    assert_string_equal(one.category, "0101");
    assert_int_equal(one.problem_count, 1);
    assert_int_equal(one.clocks[0].due_at.us, FROM_US + 14 * 24 * HOUR_US);
}

static void the_words_go_down_untouched(void **state) {
    static const struct part parts[] = {{.kind = PART_CONTENT}, {.kind = PART_IDENTITY}};
    struct submission submission = {.form = FORM_VISIT,
                                    .purpose = PURPOSE_CLAIM,
                                    .text_origin = TEXT_ORIGIN_DICTATED_AND_READ_BACK,
                                    .source = "window 7",
                                    .occurred_at = {FROM_US - 15 * HOUR_US},
                                    .sent_at = {FROM_US - 15 * HOUR_US},
                                    .received_at = {FROM_US - 14 * HOUR_US},
                                    .written_at = {FROM_US - 13 * HOUR_US},
                                    .category = "0101",
                                    .place = "330726101221",
                                    .carried = {(const uint8_t *)"bus", 3},
                                    .unread = {(const uint8_t *)"bus", 3},
                                    .foreign_system = {(const uint8_t *)"hall", 4},
                                    .foreign_id = {(const uint8_t *)"A-12", 4},
                                    .parts = parts,
                                    .part_count = 2};
    struct submission expected = {.purpose = PURPOSE_CLAIM,
                                  .occurred_at = {FROM_US - 24 * HOUR_US},
                                  .sent_at = {FROM_US - 24 * HOUR_US},
                                  .received_at = {FROM_US - 24 * HOUR_US},
                                  .written_at = {FROM_US - 24 * HOUR_US},
                                  .category = "0101",
                                  .place = "330726101221",
                                  .parts = parts,
                                  .part_count = 2};

    (void)state;
    visit_reduce_submission(&submission, (struct wall){FROM_US});
    assert_int_equal(submission.form, expected.form);
    assert_int_equal(submission.text_origin, expected.text_origin);
    assert_string_equal(submission.source, "");
    assert_memory_equal(&submission.occurred_at, &expected.occurred_at, 4 * sizeof(struct wall));
    assert_int_equal(submission.carried.len + submission.unread.len, 0);
    assert_int_equal(submission.foreign_system.len + submission.foreign_id.len, 0);
    assert_string_equal(submission.category, expected.category);
    assert_ptr_equal(submission.parts, parts);
    assert_int_equal(submission.part_count, 2);
}

static void the_window_keeps_the_whole(void **state) {
    static struct casefile ours, back;

    (void)state;
    take_visit(&ours, "3307", FROM_US - 14 * HOUR_US);
    back = ours;
    visit_reduce(&back, (struct wall){FROM_US});
    back.state = STATE_REGISTERED;
    back.version = 9;
    assert_true(visit_restore(&back, &ours));
    assert_int_equal(back.form, FORM_VISIT);
    assert_int_equal(back.persons, 7);
    assert_int_equal(back.received_at.us, FROM_US - 14 * HOUR_US);
    assert_int_equal(back.legs[0].opened_at.us, FROM_US - 13 * HOUR_US);
    assert_int_equal(back.clocks[0].started_at.us, FROM_US - 14 * HOUR_US);
    assert_int_equal(back.matter.flags, ours.matter.flags);
    assert_int_equal(back.version, 9);
    assert_false(visit_restore(&back, &ours)); /* a whole one is no business of this */
    visit_reduce(&ours, (struct wall){FROM_US});
    assert_false(visit_restore(&back, &ours)); /* nor of an office that knows less */
}

static int set_up(void **state) {
    return world_set_up(state, divisions, "", NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("a visit above its level is guided; nothing else has a level",
                  guided_never_refused, set_up, world_tear_down),
        CASE("word of it goes down on the next working day, not before",
             word_goes_down_the_next_working_day),
        CASE_WITH("only the window and whoever stands above hear at once",
                  only_the_window_and_above_hear_at_once, set_up, world_tear_down),
        CASE("an announced reception is public", a_reception_is_public),
        CASE("counted from the later instant", counted_from_the_later_instant),
        CASE("the day is only ever put off", the_day_is_only_ever_put_off),
        CASE("the matter only goes down", the_matter_only_goes_down),
        CASE("the petitioner's words go down untouched", the_words_go_down_untouched),
        CASE("the window keeps the whole", the_window_keeps_the_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
