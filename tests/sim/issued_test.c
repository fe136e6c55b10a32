/* SPDX-License-Identifier: Apache-2.0
 * Papers with a number at a station: each act issues its own in its own batch, what it says never
 * changes, voiding touches neither the case nor a clock, and a book is for its own office. */
#include "one_station.h"

#include "paper_template.h"

#include <stdlib.h>

#define PAPER_TEXT_MAX 16384
#define LAND           "330726.land"

static void open_account(struct answer *answer, const char *account, const char *office) {
    static const char *const scopes[] = {"read:own", "act", "act:head", "read:subtree"};
    struct api_request request = {.kind = API_ACCOUNT_ADD,
                                  .key = {(const uint8_t *)account, strlen(account)}};

    request.account_add = (struct api_account_add){
        .account = account, .scopes = scopes, .scope_count = ARRAY_COUNT(scopes), .node = office};
    if (strcmp(account, "clerk") == 0) {
        request.account_add.scope_count = 2; /* signs nothing */
    } else if (strcmp(account, "other") == 0) {
        request.account_add.scope_count = 3; /* of its own cases */
    }
    (void)asked_by(answer, "local-admin", &request);
    assert_int_not_equal(answer->reply.kind, API_REPLY_ERROR);
}

static struct bytes next_key(char key[static 32]) {
    static unsigned number;

    snprintf(key, 32, "key-%u", ++number);
    return (struct bytes){(const uint8_t *)key, strlen(key)};
}

static char last_code[QUERY_CODE_TEXT_MAX + 1]; /* on the last receipt */

static struct case_no submit(struct answer *answer, const struct accused *accused) {
    struct api_request request = {.kind = API_SUBMIT_CASE};
    struct case_no no = {""};
    char key[32];

    request.key = next_key(key);
    request.submit_case = (struct api_submit_case){.node = "330726",
                                                   .text = TEXT("the road"),
                                                   .place = "330726101221",
                                                   .purpose = PURPOSE_CLAIM,
                                                   .accused = accused,
                                                   .accused_count = accused == NULL ? 0 : 1};
    (void)asked_by(answer, "local-admin", &request);
    assert_int_equal(answer->reply.kind, API_REPLY_RECEIPT);
    snprintf(no.text, sizeof no.text, "%s", answer->reply.receipt.case_no);
    snprintf(last_code, sizeof last_code, "%s", answer->reply.receipt.query_code);
    return no;
}

static struct node_id office(const char *text) {
    struct node_id node;

    assert_int_equal(node_id_parse(text, strlen(text), &node), PJ_OK);
    return node;
}

static enum pj_code tries(struct answer *answer, const struct case_no *no, const char *by,
                          struct act act) {
    struct api_request request = {.kind = API_ACT};
    char key[32];

    request.key = next_key(key);
    request.act.case_no = no->text;
    request.act.node = by;
    request.act.query_code = "";
    request.act.act = act;
    if (act.reason.len == 0) {
        request.act.act.reason = TEXT("its duty");
    }
    (void)asked_by(answer, "local-admin", &request);
    return answer->reply.kind == API_REPLY_CASE ? PJ_OK : answer->reply.error.code;
}

static void does(struct answer *answer, const struct case_no *no, const char *by, struct act act) {
    enum pj_code code = tries(answer, no, by, act);

    if (code != PJ_OK) {
        fail_msg("%s: %s", act_kind_text(act.kind), pj_code_name(code));
    }
}

/* "number kind [voided] [served] [<- replaces]\n" each. */
static const char *listed(struct answer *answer, const char *account, struct api_list_papers list) {
    static char text[PAPER_TEXT_MAX];
    struct api_request request = {.kind = API_LIST_PAPERS, .list_papers = list};
    size_t len = 0;

    text[0] = '\0';
    (void)asked_by(answer, account, &request);
    if (answer->reply.kind == API_REPLY_ERROR) {
        return pj_code_name(answer->reply.error.code);
    }
    assert_int_equal(answer->reply.kind, API_REPLY_PAPERS);
    for (size_t i = 0; i < answer->reply.papers.count; i++) {
        const struct api_paper *item = &answer->reply.papers.items[i];

        len += (size_t)snprintf(
            text + len, sizeof text - len, "%s%s%s%s%s%s\n", item->paper->number,
            item->sealed ? " sealed" : "", item->paper->voided_at.us != 0 ? " voided" : "",
            item->paper->served_at.us != 0 ? " served" : "",
            item->paper->replaces[0] != '\0' ? " <- " : "", item->paper->replaces);
        assert_true(len < sizeof text);
    }
    return text;
}

static const char *of_case(struct answer *answer, const struct case_no *no) {
    struct api_list_papers list = {
        .case_no = no->text, .office = "", .kind = "", .number = "", .query_code = ""};

    return listed(answer, "local-admin", list);
}

static const char *of_office(struct answer *answer, const char *account, const char *node) {
    struct api_list_papers list = {
        .case_no = "", .office = node, .kind = "", .number = "", .query_code = ""};

    return listed(answer, account, list);
}

/* "field: item\n" of one paper. */
static const char *says(struct answer *answer, const char *number) {
    static char text[PAPER_TEXT_MAX];
    struct api_list_papers list = {
        .case_no = "", .office = "", .kind = "", .number = number, .query_code = ""};
    size_t len = 0;

    (void)listed(answer, "local-admin", list);
    assert_int_equal(answer->reply.kind, API_REPLY_PAPERS);
    assert_int_equal(answer->reply.papers.count, 1);
    text[0] = '\0';
    for (size_t i = 0; i < answer->reply.papers.items[0].count; i++) {
        const struct api_paper_value *value = &answer->reply.papers.items[0].values[i];

        for (size_t k = 0; k < value->count; k++) {
            len += (size_t)snprintf(text + len, sizeof text - len, "%s: %.*s\n", value->field,
                                    (int)value->items[k].len, (const char *)value->items[k].data);
            assert_true(len < sizeof text);
        }
    }
    return text;
}

static void assert_says(const char *text, const char *line) {
    if (strstr(text, line) == NULL) {
        fail_msg("no '%s' in\n%s", line, text);
    }
}

static enum pj_code voids(struct answer *answer, const char *account, const struct case_no *no,
                          const char *number, const char *reason) {
    struct api_request request = {.kind = API_VOID_PAPER};
    char key[32];

    request.key = next_key(key);
    request.void_paper =
        (struct api_void_paper){.case_no = no->text,
                                .number = number,
                                .office = "",
                                .reason = {(const uint8_t *)reason, strlen(reason)}};
    (void)asked_by(answer, account, &request);
    return answer->reply.kind == API_REPLY_PAPERS ? PJ_OK : answer->reply.error.code;
}

static struct case_no at_land(struct answer *answer) {
    struct case_no no = submit(answer, NULL);

    does(answer, &no, "330726", (struct act){.kind = ACT_TRANSFER, .target = office(LAND)});
    return no;
}

static const struct problem outcome = {.no = 1, .outcome = OUTCOME_NOT_SUPPORTED};
#define DECIDES                                                                                    \
    (struct act) {                                                                                 \
        .kind = ACT_DECIDE, .responsible = "head", .problem_outcomes = &outcome,                   \
        .problem_count = 1, .ruling = RULING_NOT_SUPPORTED                                         \
    }
#define SERVES                                                                                     \
    (struct act) {                                                                                 \
        .kind = ACT_SERVE, .service = SERVICE_IN_PERSON, .proof = TEXT("signed")                   \
    }

static void one_after_the_other(void **state) {
    struct answer *answer = *state;
    struct case_no first = at_land(answer);
    struct case_no second = at_land(answer);

    assert_string_equal(of_case(answer, &first), "浦江信转〔2026〕1号\n");
    assert_string_equal(of_case(answer, &second), "浦江信转〔2026〕2号\n");
    does(answer, &first, LAND, (struct act){.kind = ACT_ACCEPT});
    assert_int_not_equal(tries(answer, &first, LAND, (struct act){.kind = ACT_ACCEPT}), PJ_OK);
    does(answer, &second, LAND, (struct act){.kind = ACT_ACCEPT}); /* the refused one drew none */
    assert_string_equal(of_case(answer, &second),
                        "浦江信转〔2026〕2号\n浦江自然资源和规划信受〔2026〕2号\n");
    does(answer, &second, LAND, (struct act){.kind = ACT_NOTE}); /* makes no paper */
    assert_string_equal(of_office(answer, "local-admin", LAND),
                        "浦江自然资源和规划信受〔2026〕1号\n浦江自然资源和规划信受〔2026〕2号\n");
    assert_says(says(answer, "浦江信转〔2026〕1号"),
                "addressee: 浦江县自然资源和规划局 (330726.land)\n");
    assert_says(says(answer, "浦江信转〔2026〕1号"), "前：书面告知是否受理，依据 CN2022 §23\n");
    assert_says(says(answer, "浦江自然资源和规划信受〔2026〕1号"),
                "due: 2026-11-20 前：作出处理意见，依据 CN2022 §34\n");
}

static void told_with_their_remedy(void **state) {
    struct answer *answer = *state;
    struct case_no no = at_land(answer);
    const char *text = NULL;

    does(answer, &no, LAND, (struct act){.kind = ACT_ACCEPT});
    does(answer, &no, LAND, DECIDES);
    text = says(answer, "浦江自然资源和规划信意〔2026〕1号");
    assert_says(text, "number: 浦江自然资源和规划信意〔2026〕1号\n");
    assert_says(text, "text: the road\n");
    assert_says(text, "reason: its duty\n");
    assert_says(text, "ruling: 不予支持\n");
    assert_says(text, "remedy: 对本处理意见不服的，可自收到之日起30日(CN2022 §35)内申请复查\n");
    assert_says(text, "remedy_body: 浦江县 (330726)\n");
    assert_says(text,
                "remedy_limit: 自收到本意见书之日起30日(CN2022 §35)内；当日送达的，最后一日为 "
                "2026-10-21\n");
    assert_says(text, "addressee: 信访人\n");
    does(answer, &no, LAND, SERVES);
    assert_string_equal(of_case(answer, &no), "浦江信转〔2026〕1号\n"
                                              "浦江自然资源和规划信受〔2026〕1号\n"
                                              "浦江自然资源和规划信意〔2026〕1号 served\n"
                                              "浦江自然资源和规划信送〔2026〕1号\n");
    text = says(answer, "浦江自然资源和规划信送〔2026〕1号");
    assert_says(text, "served: 浦江自然资源和规划信意〔2026〕1号\n");
    assert_says(text, "service: 当面送达\n");
    assert_says(text, "proof: signed\n");
    assert_says(text, "remedy_limit: 最后一日 2026-10-21，依据 CN2022 §35\n");
}

static void turned_away(void **state) {
    struct answer *answer = *state;
    struct case_no no = at_land(answer);
    const char *text = NULL;

    does(answer, &no, LAND,
         (struct act){
             .kind = ACT_REFUSE, .ground = GROUND_LITIGATION, .target = office("330726.civil")});
    text = says(answer, "浦江自然资源和规划信不受〔2026〕1号");
    assert_says(text, "reason: 已经或者依法应当通过诉讼");
    assert_says(text, "reason: its duty\n");
    assert_says(text, "right_door: 浦江县民政局 (330726.civil)\n");
    assert_says(text, "right_door: 有权的人民法院");
    assert_says(text, "rights: 对处理意见不服的");
}

static void longer_once(void **state) {
    struct answer *answer = *state;
    struct case_no no = at_land(answer);
    struct act extend = {.kind = ACT_EXTEND, .capacity = CAPACITY_HEAD};

    does(answer, &no, LAND, (struct act){.kind = ACT_ACCEPT});
    assert_int_equal(civil_parse("2026-12-11", 10, &extend.due), PJ_OK);
    open_account(answer, "head", LAND);
    {
        struct api_request request = {.kind = API_ACT};
        char key[32];

        request.key = next_key(key);
        request.act.case_no = no.text;
        request.act.node = LAND;
        request.act.query_code = "";
        request.act.act = extend;
        request.act.act.reason = TEXT("three villages");
        (void)asked_by(answer, "head", &request);
        assert_int_equal(answer->reply.kind, API_REPLY_CASE);
    }
    assert_says(says(answer, "浦江自然资源和规划信延〔2026〕1号"),
                "due: 2026-12-11 前：作出处理意见");
    assert_says(says(answer, "浦江自然资源和规划信延〔2026〕1号"), "reason: three villages\n");
}

/* The clocks of the case and its version, as text. */
static const char *clocks_of(struct answer *answer, const struct case_no *no) {
    static char text[2][PAPER_TEXT_MAX];
    static unsigned turn;
    char *to = text[turn++ % 2];
    struct api_request request = {.kind = API_GET_CASE};
    size_t len = 0;

    request.get_case.case_no = no->text;
    request.get_case.foreign_system = "";
    request.get_case.foreign_id = "";
    (void)asked_by(answer, "local-admin", &request);
    assert_int_equal(answer->reply.kind, API_REPLY_CASE);
    len = (size_t)snprintf(to, PAPER_TEXT_MAX, "%llu %s",
                           (unsigned long long)answer->reply.case_view.casefile->version,
                           state_text(answer->reply.case_view.casefile->state));
    for (size_t i = 0; i < answer->reply.case_view.due_count; i++) {
        const struct api_due *due = &answer->reply.case_view.due[i];

        len += (size_t)snprintf(to + len, PAPER_TEXT_MAX - len, " %d/%d/%d", (int)due->clock,
                                (int)due->state, due->due.day);
    }
    return to;
}

static void voided(void **state) {
    struct answer *answer = *state;
    struct case_no no = at_land(answer);
    const char *accept = "浦江自然资源和规划信受〔2026〕1号";
    static char before[PAPER_TEXT_MAX];
    const char *clocks = NULL;

    does(answer, &no, LAND, (struct act){.kind = ACT_ACCEPT});
    clocks = clocks_of(answer, &no);
    snprintf(before, sizeof before, "%s", strchr(says(answer, accept), '\n')); /* but its number */
    assert_int_equal(voids(answer, "local-admin", &no, "浦江信受〔2026〕1号", "spoilt"),
                     PJ_AUTH_NO_SUCH_PAPER);
    assert_int_equal(voids(answer, "local-admin", &no, accept, ""), PJ_POLICY_REASON);
    open_account(answer, "clerk", LAND);
    assert_int_equal(voids(answer, "clerk", &no, accept, "spoilt"), PJ_AUTH_SCOPE);
    open_account(answer, "other", "330726.civil");
    assert_int_equal(voids(answer, "other", &no, accept, "spoilt"), PJ_AUTH_NO_SUCH_PAPER);
    open_account(answer, "head", LAND);
    assert_int_equal(voids(answer, "head", &no, accept, "spoilt"), PJ_OK);
    assert_int_equal(voids(answer, "head", &no, accept, "again"), PJ_STATE_DONE);
    assert_string_equal(of_office(answer, "head", LAND),
                        "浦江自然资源和规划信受〔2026〕1号 voided\n"
                        "浦江自然资源和规划信受〔2026〕2号 <- 浦江自然资源和规划信受〔2026〕1号\n");
    assert_says(says(answer, "浦江自然资源和规划信受〔2026〕2号"),
                "due: 2026-11-20 前：作出处理意见，依据 CN2022 §34\n");
    assert_says(says(answer, "浦江自然资源和规划信受〔2026〕2号"),
                "replaces: 浦江自然资源和规划信受〔2026〕1号\n");
    assert_string_equal(clocks_of(answer, &no), clocks); /* no day has moved */
    does(answer, &no, LAND, DECIDES);
    does(answer, &no, LAND, SERVES);
    assert_int_equal(
        voids(answer, "head", &no, "浦江自然资源和规划信意〔2026〕1号", "second thoughts"),
        PJ_STATE_PAPER_SERVED);
    assert_int_equal(
        voids(answer, "head", &no, "浦江自然资源和规划信送〔2026〕1号", "second thoughts"),
        PJ_STATE_PAPER_SERVED);
}

/* The opinion that is voided before it is served: what is served is the one in its place. */
static void served_is_the_valid_one(void **state) {
    struct answer *answer = *state;
    struct case_no no = at_land(answer);

    does(answer, &no, LAND, (struct act){.kind = ACT_ACCEPT});
    does(answer, &no, LAND, DECIDES);
    open_account(answer, "head", LAND);
    assert_int_equal(voids(answer, "head", &no, "浦江自然资源和规划信意〔2026〕1号", "spoilt"),
                     PJ_OK);
    does(answer, &no, LAND, SERVES);
    assert_says(of_case(answer, &no), "浦江自然资源和规划信意〔2026〕1号 voided\n");
    assert_says(of_case(answer, &no),
                "浦江自然资源和规划信意〔2026〕2号 served <- 浦江自然资源和规划信意〔2026〕1号\n");
}

static void books_are_for_their_own(void **state) {
    static const struct accused accused = {.node = "330726.civil"};
    struct answer *answer = *state;
    struct case_no open = at_land(answer);
    struct case_no about = submit(answer, &accused);

    does(answer, &about, "330726", (struct act){.kind = ACT_TRANSFER, .target = office(LAND)});
    open_account(answer, "civil", "330726.civil");
    open_account(answer, "land", LAND);
    open_account(answer, "desk", "330726");
    assert_string_equal(of_office(answer, "civil", "330726"), "AUTH_NOT_ACTOR");
    assert_string_equal(of_office(answer, "land", "330726"), "AUTH_NOT_ACTOR");
    assert_string_equal(of_office(answer, "civil", ""), ""); /* its own: empty */
    assert_string_equal(of_office(answer, "desk", ""),
                        "浦江信转〔2026〕1号\n浦江信转〔2026〕密1号\n");
    assert_string_equal(
        listed(answer, "civil", (struct api_list_papers){about.text, "", "", "", "", 0, 0, 0}), "");
    assert_string_equal(
        listed(answer, "civil",
               (struct api_list_papers){"", "", "", "浦江信转〔2026〕密1号", "", 0, 0, 0}),
        "AUTH_NO_SUCH_PAPER");
    assert_string_equal(
        listed(answer, "land", (struct api_list_papers){open.text, "", "", "", "", 0, 0, 0}),
        "浦江信转〔2026〕1号\n");
    assert_string_equal(
        listed(answer, "desk", (struct api_list_papers){"", "", "accept", "", "", 0, 0, 0}), "");
    assert_string_equal(
        listed(answer, "desk", (struct api_list_papers){"", "", "", "", "", 2025, 0, 0}), "");
    assert_string_equal(
        listed(answer, "desk", (struct api_list_papers){"", "", "transfer", "", "", 2026, 0, 1}),
        "浦江信转〔2026〕1号\n");
}

/* Through a portal, with the code on the receipt: what went to them, and nobody else's. */
static void the_petitioner_reads(void **state) {
    static const char *const scopes[] = {"petitioner"};
    struct answer *answer = *state;
    struct api_request portal = {.kind = API_ACCOUNT_ADD, .key = TEXT("portal")};
    struct case_no no = at_land(answer);
    char code[QUERY_CODE_TEXT_MAX + 1];
    struct api_list_papers list = {
        .case_no = no.text, .office = "", .kind = "", .number = "", .query_code = code};

    snprintf(code, sizeof code, "%s", last_code);
    portal.account_add = (struct api_account_add){
        .account = "portal", .scopes = scopes, .scope_count = 1, .node = ""};
    (void)asked_by(answer, "local-admin", &portal);
    does(answer, &no, LAND, (struct act){.kind = ACT_ACCEPT});
    assert_string_equal(listed(answer, "portal", list), "浦江自然资源和规划信受〔2026〕1号\n");
    list.number = "浦江信转〔2026〕1号"; /* between offices */
    assert_string_equal(listed(answer, "portal", list), "AUTH_NO_SUCH_PAPER");
    list.number = "浦江自然资源和规划信受〔2026〕1号";
    assert_string_equal(listed(answer, "portal", list), "浦江自然资源和规划信受〔2026〕1号\n");
    assert_int_equal(answer->reply.papers.items[0].sealed, false);
    assert_true(answer->reply.papers.items[0].count > 5);
    list.query_code = "WRONGCODE2";
    assert_string_equal(listed(answer, "portal", list), "AUTH_PROOF");
    list.query_code = "";
    assert_string_equal(listed(answer, "portal", list), "AUTH_NO_SUCH_PAPER");
    list.number = "";
    assert_string_equal(listed(answer, "portal", list), "");
}

/* ---- one case as its papers tell it: tests/golden/issued.txt */

static void extends_to(struct answer *answer, const struct case_no *no, const char *day) {
    struct act extend = {
        .kind = ACT_EXTEND, .capacity = CAPACITY_HEAD, .reason = TEXT("涉及三个村，需要重新测量")};

    assert_int_equal(civil_parse(day, strlen(day), &extend.due), PJ_OK);
    does(answer, no, LAND, extend);
}

/* By the template that is shipped, as `paper print` does. */
static void print_paper(struct answer *answer, const char *number, struct buf *out) {
    static uint8_t template[FILE_BYTES];
    struct paper_facts facts = {0};
    const struct api_paper *item = NULL;
    char path[256];
    size_t len = 0;
    FILE *file = NULL;

    (void)says(answer, number); /* the answer stays */
    item = &answer->reply.papers.items[0];
    for (size_t i = 0; i < item->count; i++) {
        enum paper_field field = PAPER_FIELD_UNSPECIFIED;
        const struct api_paper_value *value = &item->values[i];

        assert_int_equal(paper_field_parse(value->field, strlen(value->field), &field), PJ_OK);
        facts.values[field] = (struct paper_value){value->items, value->count};
    }
    snprintf(path, sizeof path, PJ_SOURCE_DIR "/deploy/papers/%s.txt",
             paper_kind_text(item->paper->kind));
    file = fopen(path, "rb");
    assert_non_null(file);
    len = fread(template, 1, sizeof template, file);
    fclose(file);
    assert_int_equal(paper_render(item->paper->kind, PAPER_MEDIUM_TXT,
                                  (struct bytes){template, len}, &facts, out),
                     PJ_OK);
    assert_int_equal(buf_printf(out, "\n----------------\n\n"), PJ_OK);
}

static void print_all(struct answer *answer, const struct case_no *no, struct buf *out) {
    char numbers[PAPER_TEXT_MAX];
    char *rest = numbers;
    char *line = NULL;

    snprintf(numbers, sizeof numbers, "%s", of_case(answer, no));
    for (line = strtok_r(numbers, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
        line[strcspn(line, " ")] = '\0';
        print_paper(answer, line, out);
    }
}

/* Writes the text anew where the environment names a file (tests/golden/update). */
static void compare(const struct buf *now) {
    static uint8_t golden[FILE_BYTES];
    const char *update = getenv("PJ_GOLDEN_ISSUED");
    FILE *file = fopen(update != NULL ? update : PJ_SOURCE_DIR "/tests/golden/issued.txt",
                       update != NULL ? "wb" : "rb");
    size_t len = 0;

    assert_non_null(file);
    if (update != NULL) {
        assert_int_equal(fwrite(now->data, 1, now->len, file), now->len);
    } else {
        len = fread(golden, 1, sizeof golden, file);
        if (len != now->len || memcmp(golden, now->data, len) != 0) {
            fwrite(now->data, 1, now->len, stdout);
            fail_msg("not as in tests/golden/issued.txt: tests/golden/update, and read the diff");
        }
    }
    fclose(file);
}

static void as_people_read_them(void **state) {
    struct answer *answer = *state;
    struct case_no no = at_land(answer);
    struct case_no other = at_land(answer);
    struct buf out;

    buf_init(&out, FILE_BYTES);
    does(answer, &no, LAND, (struct act){.kind = ACT_ACCEPT});
    extends_to(answer, &no, "2026-12-11");
    does(answer, &no, "330726", (struct act){.kind = ACT_SUPERVISE, .reason = TEXT("请尽快")});
    does(answer, &no, LAND, (struct act){.kind = ACT_ANSWER_URGE, .reason = TEXT("已测量两个村")});
    does(answer, &no, LAND, DECIDES);
    does(answer, &no, LAND, SERVES);
    does(answer, &other, LAND,
         (struct act){
             .kind = ACT_CHANNEL, .channel = "reconsideration", .reason = TEXT("行政处罚")});
    print_all(answer, &no, &out);
    print_all(answer, &other, &out);
    compare(&out);
    buf_release(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("each act issues its paper, refused ones none", one_after_the_other, set_up,
                  tear_down),
        CASE_WITH("an opinion tells who reviews it and until when, its service the exact day",
                  told_with_their_remedy, set_up, tear_down),
        CASE_WITH("a refusal names its ground and the right door", turned_away, set_up, tear_down),
        CASE_WITH("an extension tells the new day", longer_once, set_up, tear_down),
        CASE_WITH("a voided paper keeps its number, its replacement says the same", voided, set_up,
                  tear_down),
        CASE_WITH("what is served is the valid paper", served_is_the_valid_one, set_up, tear_down),
        CASE_WITH("a book is shown to its own office, and nothing of a hidden case to anybody",
                  books_are_for_their_own, set_up, tear_down),
        CASE_WITH("the petitioner reads what went to them, by the code of the receipt",
                  the_petitioner_reads, set_up, tear_down),
        CASE_WITH("the papers of a life read as they should", as_people_read_them, set_up,
                  tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
