/* SPDX-License-Identifier: Apache-2.0
 * Papers without a number at a station: the receipt and the direction say what was so on their day,
 * whatever became of the case, and the remedies have the limits of the rules in force. */
#include "one_station.h"
#include "raw_message.h"

#include <unistd.h>

#define PAPER_TEXT_MAX 4096

static void submit(struct answer *answer, struct case_no *ret_no) {
    struct raw body = {NULL, 0};
    struct raw frame = {NULL, 0};

    raw_text(&body, 12, "the road");
    raw_number(&frame, 1, API_PROTOCOL);
    raw_number(&frame, 2, 1);
    raw_text(&frame, 3, "paper-1");
    raw_message(&frame, API_SUBMIT_CASE, &body);
    ask(answer, (struct bytes){frame.data, frame.len});
    raw_release(&frame);
    assert_int_equal(answer->reply.kind, API_REPLY_RECEIPT);
    snprintf(ret_no->text, sizeof ret_no->text, "%s", answer->reply.receipt.case_no);
}

static void perform(struct answer *answer, const struct case_no *no, struct act act) {
    static unsigned number;
    struct api_request request = {.kind = API_ACT};
    char key[32];

    snprintf(key, sizeof key, "act-%u", ++number);
    request.key = (struct bytes){(const uint8_t *)key, strlen(key)};
    request.act.case_no = no->text;
    request.act.node = "";
    request.act.query_code = "";
    request.act.act = act;
    request.act.act.reason = TEXT("its duty");
    if (asked(answer, &request)->kind != API_REPLY_CASE) {
        fail_msg("%s: %s", act_kind_text(act.kind), pj_code_name(answer->reply.error.code));
    }
}

/* "field: item\n" in the order of the answer. */
static void paper(struct answer *answer, const struct case_no *no, const char *kind,
                  char text[static PAPER_TEXT_MAX]) {
    struct api_request request = {.kind = API_GET_PAPER, .get_paper = {no->text, kind}};
    const struct api_reply *reply = asked(answer, &request);
    size_t len = 0;

    assert_int_equal(reply->kind, API_REPLY_PAPER);
    for (size_t i = 0; i < reply->paper.count; i++) {
        const struct api_paper_value *value = &reply->paper.values[i];

        for (size_t j = 0; j < value->count; j++) {
            len += (size_t)snprintf(text + len, PAPER_TEXT_MAX - len, "%s: %.*s\n", value->field,
                                    (int)value->items[j].len, (const char *)value->items[j].data);
            assert_true(len < PAPER_TEXT_MAX);
        }
    }
}

static void assert_says(const char *text, const char *line) {
    if (strstr(text, line) == NULL) {
        fail_msg("no '%s' in\n%s", line, text);
    }
}

static struct node_id office(const char *text) {
    struct node_id node;

    assert_int_equal(node_id_parse(text, strlen(text), &node), PJ_OK);
    return node;
}

static void stays_as_it_was(void **state) {
    struct answer *answer = *state;
    static char first[PAPER_TEXT_MAX], later[PAPER_TEXT_MAX], went[PAPER_TEXT_MAX];
    struct case_no no;

    submit(answer, &no);
    paper(answer, &no, "receipt", first);
    assert_says(first, "holder: 浦江县 (330726)\n");
    assert_says(first, "text: the road\n");
    assert_says(first, "前：转送、交办，依据 CN2022 §22\n");
    perform(answer, &no,
            (struct act){
                .kind = ACT_TRANSFER, .node = office("330726"), .target = office("330726.land")});
    perform(answer, &no,
            (struct act){.kind = ACT_CLASSIFY, .node = office("330726.land"), .category = "0701"});
    paper(answer, &no, "receipt", later);
    assert_string_equal(first, later);
    paper(answer, &no, "direction", went);
    assert_says(went, "target: 浦江县自然资源和规划局 (330726.land)\n");
    assert_says(went, "前：书面告知是否受理，依据 CN2022 §23\n");
    perform(answer, &no,
            (struct act){.kind = ACT_REFUSE,
                         .node = office("330726.land"),
                         .target = office("330726.civil"),
                         .ground = GROUND_LITIGATION});
    paper(answer, &no, "sheet", later);
    assert_says(later, "state: 不予受理(已告知去处)\n");
    assert_says(later, "category: 0701\n");
    paper(answer, &no, "receipt", later); /* it is closed: its receipt is there all the same */
    assert_string_equal(first, later);
    paper(answer, &no, "direction", later);
    assert_string_equal(went, later);
}

/* The shipped set, but for one number. */
static void load_changed_rules(struct answer *answer) {
    static char text[FILE_BYTES];
    char path[] = "/tmp/pujiang-rules.XXXXXX";
    FILE *from = fopen(PJ_SOURCE_DIR "/deploy/rules/CN2022.csv", "rb");
    int fd = mkstemp(path);
    char *row = NULL;
    size_t len = 0;

    assert_non_null(from);
    assert_true(fd >= 0);
    len = fread(text, 1, sizeof text - 1, from);
    fclose(from);
    row = strstr(text, "C7,30,");
    assert_non_null(row);
    memcpy(row, "C7,45,", 6);
    assert_int_equal(write(fd, text, len), len);
    close(fd);
    load_file(answer, DATA_RULES, path);
    unlink(path);
}

static void rights_by_the_rules(void **state) {
    struct answer *answer = *state;
    static char text[PAPER_TEXT_MAX];
    struct case_no no;

    submit(answer, &no);
    paper(answer, &no, "receipt", text);
    assert_says(text, "rights: 对处理意见不服的，可自收到之日起30日(CN2022 §35)内申请复查\n");
    assert_says(text, "rights: 对复查意见不服的，可自收到之日起30日(CN2022 §36)内申请复核\n");
    assert_says(text, "rights: 认为是新的事项、不应与他件并案，或者不服不予受理、不再受理的，");
    load_changed_rules(answer);
    paper(answer, &no, "receipt", text);
    assert_says(text, "rights: 对处理意见不服的，可自收到之日起45日(sim §35)内申请复查\n");
    assert_says(text, "前：转送、交办，依据 CN2022 §22\n"); /* what ran goes on as it began */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("a receipt and a direction stay as they were, also of a closed case",
                  stays_as_it_was, set_up, tear_down),
        CASE_WITH("the remedies have the limits of the rules in force", rights_by_the_rules, set_up,
                  tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
