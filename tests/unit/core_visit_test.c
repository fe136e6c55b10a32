/* SPDX-License-Identifier: Apache-2.0
 * Visits above their level are registered and guided; nothing else has a level. */
#include "directory_world.h"
#include "shipped_data.h"

#include "base/text.h"
#include "core/visit.h"

static const char divisions[] =
    DIVISIONS_HEADER "33,浙江,,,,,,,discipline\n3307,金华,33,,,,,,\n"
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

/* Two cases that differ in everything but the matter give the same word, byte for byte. */
static void the_word_is_the_matter_only(void **state) {
    static struct casefile one, other;
    struct visit_word first, second;

    memset(&first, 0x5a, sizeof first);
    memset(&second, 0xa5, sizeof second);
    one.place = other.place = place_of("330726101");
    text_print(one.category, sizeof one.category, "0101");
    text_print(other.category, sizeof other.category, "0101");
    one.problem_count = other.problem_count = 2;
    other.form = FORM_VISIT;
    other.persons = 7;
    other.group_no = 3;
    other.received_at = other.opened_at = (struct wall){1790000000000000};
    other.origin = other.holder = node_of("33");
    text_print(other.no.text, sizeof other.no.text, "33-20261123-00000001-11");
    visit_word(&one, &first);
    visit_word(&other, &second);
    assert_string_equal(first.category, "0101");
    assert_string_equal(first.category, second.category);
    assert_true(place_equal(first.place, second.place));
    assert_int_equal(first.problems, second.problems);
    assert_int_equal(sizeof first, sizeof first.category + 7 + sizeof first.place +
                                       sizeof first.problems + 4); /* and there is no more of it */
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
        CASE("the word is the matter only", the_word_is_the_matter_only),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
