/* SPDX-License-Identifier: Apache-2.0
 * From the public structs to the wire and back: what an integrator says is what the station reads,
 * and what the station tells is what the integrator is shown. */
#include "unit.h"

#include "client/client.h"
#include "core/branch.h"

#include <pujiang/pujiang.h>
#include <stdlib.h>

/* ---- what is sent */

static const struct {
    const char *sentence;
    const char *known_at;
    enum pj_code code;
    int32_t day;
} days[] = {
    {"a day", "2026-11-23", PJ_OK, 20780},
    {"not said", NULL, PJ_OK, 0},
    {"no day of the calendar", "2026-02-30", PJ_BAD_FIELD, 0},
    {"no day at all", "yesterday", PJ_BAD_FIELD, 0},
};

static void the_day_it_was_known(void **state) {
    struct pj_write write = {.key = pj_text("key")};

    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(days); i++) {
        struct pj_case petition = {
            .text = pj_text("road"), .follows = "an old one", .known_at = days[i].known_at};
        struct api_request request;
        const char *field = "";
        struct arena arena;

        arena_init(&arena, UNPACK_BYTES_MAX);
        if (request_of_case(&write, &petition, &arena, &request, &field) != days[i].code) {
            fail_msg("%s", days[i].sentence);
        }
        if (days[i].code == PJ_OK) {
            assert_int_equal(request.submit_case.known_at.day, days[i].day);
            assert_string_equal(request.submit_case.follows, "an old one");
        } else {
            assert_string_equal(field, "known_date");
        }
        arena_release(&arena);
    }
}

static void what_the_unit_finds(void **state) {
    static const struct {
        enum pj_fact fact;
        enum channel_branch branch;
    } facts[] = {{PJ_FACT_LITIGATION, CHANNEL_BRANCH_LITIGATION},
                 {PJ_FACT_ARBITRATION, CHANNEL_BRANCH_ARBITRATION},
                 {PJ_FACT_PARTY_APPEAL, CHANNEL_BRANCH_PARTY_APPEAL},
                 {PJ_FACT_ADMINISTRATIVE, CHANNEL_BRANCH_ADMINISTRATIVE},
                 {PJ_FACT_DUTY, CHANNEL_BRANCH_DUTY}};
    struct pj_write write = {.key = pj_text("key")};

    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(facts); i++) {
        struct pj_act act = {.kind = PJ_ACT_CHANNEL, .facts = facts[i].fact};
        struct api_request request;
        const char *field = "";
        struct arena arena;

        arena_init(&arena, UNPACK_BYTES_MAX);
        assert_int_equal(request_of_act(&write, &act, &arena, &request, &field), PJ_OK);
        assert_int_equal(request.act.act.facts, BRANCH_FACT(facts[i].branch));
        arena_release(&arena);
    }
}

static void who_is_accused_in_a_supplement(void **state) {
    static const struct pj_accused accused[] = {
        {"330726101", {"x", 1}, {"head", 4}, {"took money", 10}}, {.node = NULL}};
    static const struct pj_petitioner who[] = {{.kind = PJ_PERSON_PERSON, .name = {"a\0b", 3}}};
    struct pj_write write = {.key = pj_text("key")};
    struct pj_act act = {.case_no = "330726-20261123-12345678-42",
                         .kind = PJ_ACT_SUPPLEMENT,
                         .accused = accused,
                         .accused_count = 2,
                         .petitioners = who,
                         .petitioner_count = 1};
    const struct api_supplement *supplement = NULL;
    struct api_request request;
    const char *field = "";
    struct arena arena;

    (void)state;
    arena_init(&arena, UNPACK_BYTES_MAX);
    assert_int_equal(request_of_act(&write, &act, &arena, &request, &field), PJ_OK);
    supplement = &request.act.supplement;
    assert_int_equal(supplement->accused_count, 2);
    assert_string_equal(supplement->accused[0].node, "330726101");
    assert_memory_equal(supplement->accused[0].text.data, "took money", 10);
    assert_string_equal(supplement->accused[1].node, "");
    assert_int_equal(supplement->petitioner_count, 1);
    assert_int_equal(supplement->petitioners[0].name.len, 3);
    arena_release(&arena);
}

static void which_papers(void **state) {
    struct pj_paper_query query = {.case_no = "a case",
                                   .office = "330726",
                                   .kind = "accept",
                                   .query_code = "23456789AB",
                                   .year = 2026,
                                   .after = 7,
                                   .limit = 9};
    struct api_request request;

    (void)state;
    request_of_papers(&query, NULL, &request);
    assert_int_equal(request.kind, API_LIST_PAPERS);
    assert_string_equal(request.list_papers.case_no, "a case");
    assert_string_equal(request.list_papers.office, "330726");
    assert_string_equal(request.list_papers.kind, "accept");
    assert_string_equal(request.list_papers.number, "");
    assert_string_equal(request.list_papers.query_code, "23456789AB");
    assert_int_equal(request.list_papers.year, 2026);
    assert_int_equal(request.list_papers.after, 7);
    assert_int_equal(request.list_papers.limit, 9);
    request_of_papers(NULL, "a number", &request);
    assert_string_equal(request.list_papers.number, "a number");
    assert_string_equal(request.list_papers.case_no, "");
    request_of_derived(&query, &request);
    assert_int_equal(request.kind, API_GET_PAPER);
    assert_string_equal(request.get_paper.case_no, "a case");
    assert_string_equal(request.get_paper.kind, "accept");
}

static void a_number_of_no_letters(void **state) {
    struct pj_options options = {.endpoint = "ipc:///nobody/listens"};
    struct pj_client *client = NULL;
    struct pj_reply *reply = NULL;

    (void)state;
    assert_int_equal(pj_connect(&options, &client), PJ_OK);
    assert_int_equal(pj_get_paper(client, "", NULL, &reply), PJ_BAD_MISSING); /* never a list */
    assert_string_equal(pj_reply_error(reply)->field, "number");
    assert_null(pj_reply_papers(reply));
    pj_reply_free(reply);
    pj_disconnect(client);
}

/* ---- what comes back */

static const struct api_remedy remedies[] = {{.channel = "reconsideration",
                                              .item = "apply",
                                              .organ = "330726",
                                              .name_zh = "行政复议",
                                              .name_en = "reconsideration",
                                              .limit_zh = "申请",
                                              .limit_en = "to apply",
                                              .length = 60,
                                              .unit = "calendar",
                                              .start = "knew",
                                              .due = {20839},
                                              .over = true,
                                              .basis = "行政复议法 §20",
                                              .sentence_zh = "六十日",
                                              .sentence_en = "sixty days"},
                                             {.channel = "suit",
                                              .item = "sue",
                                              .organ = "court",
                                              .name_zh = "行政诉讼",
                                              .name_en = "suit",
                                              .limit_zh = "起诉",
                                              .limit_en = "to sue",
                                              .length = 6,
                                              .unit = "month",
                                              .start = "knew",
                                              .provisional = true,
                                              .setting = true,
                                              .basis = "行政诉讼法 §46",
                                              .sentence_zh = "六个月",
                                              .sentence_en = "six months"}};

static struct api_receipt receipt_of(const char *case_no, const char *holder) {
    return (struct api_receipt){.case_no = case_no,
                                .query_code = "23456789AB",
                                .node = "330726",
                                .holder = holder,
                                .case_version = 2,
                                .advice = {.given = true,
                                           .branch = "administrative",
                                           .channel = "reconsideration",
                                           .organ = "330726",
                                           .rule = 14,
                                           .rule_text = "R14",
                                           .lane = LANE_OF_CASE_SIMPLE,
                                           .remedies = remedies,
                                           .remedy_count = ARRAY_COUNT(remedies)}};
}

static struct pj_reply *reply_of(const struct api_reply *api) {
    struct arena arena;
    struct bytes bytes = BYTES_NONE;
    uint8_t *frame = NULL;
    struct pj_reply *reply = NULL;

    arena_init(&arena, UNPACK_BYTES_MAX);
    assert_int_equal(wire_encode_reply(api, &arena, &bytes), PJ_OK);
    frame = malloc(bytes.len);
    assert_non_null(frame);
    memcpy(frame, bytes.data, bytes.len);
    reply = reply_of_frame(1, frame, bytes.len);
    assert_non_null(reply);
    arena_release(&arena);
    return reply;
}

static void assert_advice(const struct pj_advice *advice) {
    assert_true(advice->given);
    assert_string_equal(advice->branch, "administrative");
    assert_string_equal(advice->channel, "reconsideration");
    assert_string_equal(advice->organ, "330726");
    assert_int_equal(advice->rule, 14);
    assert_string_equal(advice->rule_text, "R14");
    assert_int_equal(advice->lane, PJ_LANE_SIMPLE);
    assert_int_equal(advice->remedy_count, ARRAY_COUNT(remedies));
    for (size_t i = 0; i < advice->remedy_count; i++) {
        const struct pj_remedy *shown = &advice->remedies[i];

        assert_string_equal(shown->channel, remedies[i].channel);
        assert_string_equal(shown->item, remedies[i].item);
        assert_string_equal(shown->organ, remedies[i].organ);
        assert_string_equal(shown->name_zh, remedies[i].name_zh);
        assert_string_equal(shown->limit_en, remedies[i].limit_en);
        assert_int_equal(shown->length, remedies[i].length);
        assert_string_equal(shown->unit, remedies[i].unit);
        assert_string_equal(shown->start, remedies[i].start);
        assert_int_equal(shown->over, remedies[i].over);
        assert_int_equal(shown->provisional, remedies[i].provisional);
        assert_int_equal(shown->setting, remedies[i].setting);
        assert_string_equal(shown->basis, remedies[i].basis);
        assert_string_equal(shown->sentence_zh, remedies[i].sentence_zh);
    }
    assert_string_equal(advice->remedies[0].due, "2027-01-21");
    assert_string_equal(advice->remedies[1].due, ""); /* the day it runs from was not said */
}

static void the_receipt_of_two_cases(void **state) {
    struct api_receipt accusation = receipt_of("330726-20261123-87654321-01", "330726.discipline");
    struct api_reply api = {.kind = API_REPLY_RECEIPT,
                            .receipt = receipt_of("330726-20261123-12345678-98", "330726")};
    struct pj_reply *reply = NULL;
    const struct pj_receipt *receipt = NULL;

    (void)state;
    api.receipt.accusation = &accusation;
    reply = reply_of(&api);
    receipt = pj_reply_receipt(reply);
    assert_non_null(receipt);
    assert_string_equal(receipt->case_no, "330726-20261123-12345678-98");
    assert_advice(&receipt->advice);
    assert_non_null(receipt->accusation);
    assert_string_equal(receipt->accusation->case_no, "330726-20261123-87654321-01");
    assert_string_equal(receipt->accusation->holder, "330726.discipline");
    assert_advice(&receipt->accusation->advice);
    assert_null(receipt->accusation->accusation);
    pj_reply_free(reply);
}

static void the_receipt_of_one(void **state) {
    struct api_reply api = {.kind = API_REPLY_RECEIPT,
                            .receipt = receipt_of("330726-20261123-12345678-98", "330726")};
    struct pj_reply *reply = NULL;

    (void)state;
    api.receipt.advice = (struct api_advice){.given = false};
    reply = reply_of(&api);
    assert_null(pj_reply_receipt(reply)->accusation);
    assert_false(pj_reply_receipt(reply)->advice.given);
    assert_string_equal(pj_reply_receipt(reply)->advice.channel, "");
    assert_int_equal(pj_reply_receipt(reply)->advice.remedy_count, 0);
    pj_reply_free(reply);
}

/* Something in every field, different for each. */
static const struct issued an_opinion = {.office = {"330726.land"},
                                         .kind = PAPER_OPINION,
                                         .year = 2026,
                                         .epoch = 2,
                                         .shut = true,
                                         .no = 12,
                                         .number = "浦江自然资源和规划信意〔2026〕2-密12号",
                                         .addressee = {"330726"},
                                         .at = {INT64_C(1795436401000000)},
                                         .due = {20780},
                                         .replaces = "浦江自然资源和规划信意〔2026〕2-密11号",
                                         .service = SERVICE_REGISTERED_POST,
                                         .served_at = {INT64_C(1795436402000000)},
                                         .proof = {(const uint8_t *)"XA\xff", 3},
                                         .voided_at = {INT64_C(1795436403000000)},
                                         .void_reason = {(const uint8_t *)"spoilt", 6},
                                         .copy = true};
static const struct bytes said[] = {{(const uint8_t *)"a\0\xff", 3}, {(const uint8_t *)"", 0}};
static const struct api_paper_value values[] = {{"text", said, 2}, {"due", said, 1}};

static void assert_values(const struct pj_paper *paper) {
    assert_int_equal(paper->value_count, 2);
    assert_string_equal(paper->values[0].field, "text");
    assert_int_equal(paper->values[0].count, 2);
    assert_int_equal(paper->values[0].items[0].len, 3);
    assert_memory_equal(paper->values[0].items[0].data, "a\0\xff", 3);
    assert_int_equal(paper->values[0].items[1].len, 0);
    assert_string_equal(paper->values[1].field, "due");
    assert_int_equal(paper->values[1].count, 1);
}

static void papers_as_they_were_issued(void **state) {
    static const struct issued bare = {.office = {"330726"}, .kind = PAPER_ACCEPT, .number = "x"};
    const struct api_paper items[] = {{&an_opinion, "a case", false, values, 2},
                                      {&bare, "", true, NULL, 0}};
    struct api_reply api = {.kind = API_REPLY_PAPERS, .papers = {items, 2, 77}};
    struct pj_reply *reply = reply_of(&api);
    const struct pj_papers *papers = pj_reply_papers(reply);
    const struct pj_paper *paper = NULL;

    (void)state;
    assert_non_null(papers);
    assert_int_equal(papers->count, 2);
    assert_int_equal(papers->next, 77);
    paper = &papers->items[0];
    assert_string_equal(paper->number, an_opinion.number);
    assert_string_equal(paper->case_no, "a case");
    assert_string_equal(paper->kind, "opinion");
    assert_string_equal(paper->office, "330726.land");
    assert_string_equal(paper->addressee, "330726");
    assert_string_equal(paper->replaces, an_opinion.replaces);
    assert_int_equal(paper->year, 2026);
    assert_int_equal(paper->epoch, 2);
    assert_int_equal(paper->no, 12);
    assert_true(paper->at_us == an_opinion.at.us);
    assert_true(paper->served_at_us == an_opinion.served_at.us);
    assert_true(paper->voided_at_us == an_opinion.voided_at.us);
    assert_string_equal(paper->due, "2026-11-23");
    assert_int_equal(paper->service, PJ_SERVICE_REGISTERED_POST);
    assert_memory_equal(paper->proof.data, "XA\xff", 3);
    assert_int_equal(paper->void_reason.len, 6);
    assert_false(paper->sealed);
    assert_true(paper->shut);
    assert_true(paper->copy);
    assert_values(paper);
    paper = &papers->items[1];
    assert_true(paper->sealed);
    assert_false(paper->copy);
    assert_string_equal(paper->due, "");
    assert_int_equal(paper->value_count, 0);
    pj_reply_free(reply);
}

static void a_paper_without_a_number(void **state) {
    struct api_reply api = {.kind = API_REPLY_PAPER, .paper = {"a case", "receipt", values, 2}};
    struct pj_reply *reply = reply_of(&api);
    const struct pj_papers *papers = pj_reply_papers(reply);

    (void)state;
    assert_non_null(papers);
    assert_int_equal(papers->count, 1);
    assert_int_equal(papers->next, 0);
    assert_string_equal(papers->items[0].number, "");
    assert_string_equal(papers->items[0].case_no, "a case");
    assert_string_equal(papers->items[0].kind, "receipt");
    assert_string_equal(papers->items[0].office, "");
    assert_values(&papers->items[0]);
    assert_null(pj_reply_receipt(reply));
    pj_reply_free(reply);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("the day the petitioner learned of the act", the_day_it_was_known),
        CASE("what the unit finds of article 31", what_the_unit_finds),
        CASE("who is accused in a supplement, and who says it", who_is_accused_in_a_supplement),
        CASE("a receipt names both cases, with what the petitioner is to be told",
             the_receipt_of_two_cases),
        CASE("and one case where it is one", the_receipt_of_one),
        CASE("which papers are asked for", which_papers),
        CASE("a number of no letters asks for no list", a_number_of_no_letters),
        CASE("papers as they were issued, and what one says", papers_as_they_were_issued),
        CASE("a paper without a number is one of its kind", a_paper_without_a_number),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
