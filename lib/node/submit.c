/* SPDX-License-Identifier: Apache-2.0
 * SubmitCase: one request is one case, or two of them; the same key gives the same ones again. */
#include "node/accused.h"
#include "node/hint.h"
#include "node/intake.h"
#include "node/receipt.h"

#include <string.h>

#define TOO_LONG_HINT                                                                              \
    "正文至多 64 KiB，其余作为补充 / at most 64 KiB of text: hand in the rest as a supplement"

enum {
    CASE_CLAIM = ACCUSED_CLAIM,
    CASE_ACCUSATION = ACCUSED_ACCUSATION,
    CASES_MAX = ACCUSED_HALVES
};

/* The same key again: same body = the same receipt, another body = conflict with both digests. True
 * when answered. */
static bool answer_replay(struct node *node, struct turn *turn, struct input *input) {
    struct cached_case *entry = turn_find_case(node, turn, &input->idem);

    if (entry == NULL) {
        return false;
    }
    if (digest_equal(&entry->request, &input->request_digest)) {
        receipt_reply_again(node, turn, input, entry);
    } else {
        reply_conflict(node, turn, input, &entry->request);
    }
    return true;
}

/* An organ or division nobody has listed is no reason to refuse: the petition office nearest to it
 * takes the case in. */
static void name_known_office(struct intake *intake) {
    const struct directory *directory = node_directory(intake->node);
    struct node_id desk = node_id_of_place(node_id_place(&intake->office));

    if (directory_has_node(directory, &intake->office)) {
        return;
    }
    intake->office = directory_has_node(directory, &desk) ? desk : node_desk(intake->node);
    intake_warn(intake, PJ_BAD_FIELD, "node",
                "目录中没有这个机构，由信访部门收件 / not in the directory: the petition office "
                "took it in");
}

static enum pj_code choose_office(struct intake *intake) {
    const struct account *account = node_account(intake->node, &intake->input->account);
    const char *text = intake->submit->node;

    if (text[0] == '\0') {
        intake->office = account->node;
        if (node_id_is_none(&intake->office)) {
            intake->office = node_desk(intake->node);
        }
    } else if (node_id_parse(text, strlen(text), &intake->office) != PJ_OK) {
        return PJ_BAD_FIELD;
    }
    if (!node_hosts(intake->node, &intake->office)) {
        return PJ_POLICY_TARGET;
    }
    if (!account_may_feed(intake->node, account, &intake->office)) {
        return PJ_AUTH_NOT_ACTOR;
    }
    name_known_office(intake);
    return PJ_OK;
}

static void refuse_office(struct intake *intake, enum pj_code code) {
    struct hint hint = {""};

    hint_office(intake->node, node_account(intake->node, &intake->input->account), &intake->office,
                code, &hint);
    reply_refusal(intake->node, intake->turn, intake->input,
                  &(struct refusal){.code = code, .field = "submit_case.node", .hint = hint.text});
}

static enum pj_code check_content(struct intake *intake) {
    const struct api_submit_case *submit = intake->submit;

    if (submit->text.len == 0 && submit->accused_count == 0 && submit->carried.len == 0 &&
        submit->unread.len == 0) {
        return PJ_BAD_EMPTY;
    }
    if (submit->text.len > TEXT_BYTES_MAX) {
        return PJ_BAD_TOO_LONG;
    }
    if (!text_is_utf8(submit->text)) {
        intake_warn(intake, PJ_BAD_FORMAT, "text",
                    "不是 UTF-8，按字节原样保存 / not UTF-8: kept byte for byte");
    }
    if (submit->carried_key_count > 0) {
        const char *key = submit->carried_keys[0];
        bool readable = text_is_utf8((struct bytes){(const uint8_t *)key, strlen(key)});

        intake_warn(intake, PJ_BAD_FIELD, readable ? key : "carried_keys",
                    "未知字段或无法识别，原样随件 / unknown, or not readable: carried along");
    }
    return PJ_OK;
}

/* What a submission is made into: one case; two where it asks for something and accuses somebody.
 * How many, 0 = out of memory. */
static size_t plan(struct node *node, struct turn *turn, struct input *input,
                   struct intake cases[static CASES_MAX]) {
    struct api_submit_case *halves = NULL;
    size_t count = accused_splits(&input->request.submit_case) ? CASES_MAX : 1;

    for (size_t i = 0; i < count; i++) {
        if (!intake_init(&cases[i], node, turn, input, &input->request.submit_case)) {
            return 0;
        }
        cases[i].idem = input->idem;
        cases[i].foreign = input->foreign;
        cases[i].request = input->request_digest;
    }
    if (count == CASES_MAX) {
        halves = accused_split(&turn->arena, &input->request.submit_case);
        if (halves == NULL) {
            return 0;
        }
        cases[CASE_CLAIM].submit = &halves[CASE_CLAIM];
        cases[CASE_ACCUSATION].submit = &halves[CASE_ACCUSATION];
        cases[CASE_ACCUSATION].idem = input->accusation_idem;
        cases[CASE_ACCUSATION].foreign = (struct digest){0};
        cases[CASE_ACCUSATION].request = (struct digest){0};
    }
    return count;
}

static void reply(const struct intake *cases, size_t count) {
    struct api_receipt receipts[CASES_MAX];

    for (size_t i = 0; i < count; i++) {
        intake_receipt(&cases[i], &receipts[i]);
    }
    if (count == CASES_MAX) {
        receipts[CASE_CLAIM].accusation = &receipts[CASE_ACCUSATION];
    }
    receipt_reply(cases->node, cases->turn, cases->input, &receipts[CASE_CLAIM]);
}

/* Both or neither: nothing is written before all of it can be. */
void intake_decide(struct node *node, struct turn *turn, struct input *input) {
    struct intake cases[CASES_MAX];
    size_t count = 0;
    enum pj_code code = PJ_OK;

    if (answer_replay(node, turn, input)) {
        return;
    }
    count = plan(node, turn, input, cases);
    if (count == 0) {
        reply_error(node, turn, input, PJ_INTERNAL_NO_MEMORY, "submit_case", "");
        return;
    }
    code = choose_office(cases);
    if (code != PJ_OK) {
        refuse_office(cases, code);
        return;
    }
    for (size_t i = 0; code == PJ_OK && i < count; i++) {
        cases[i].office = cases->office;
        code = check_content(&cases[i]);
        if (code == PJ_OK) {
            code = intake_make(&cases[i]);
        }
    }
    if (code != PJ_OK) {
        reply_refusal(node, turn, input,
                      &(struct refusal){.code = code,
                                        .field = "submit_case",
                                        .hint = code == PJ_BAD_TOO_LONG ? TOO_LONG_HINT : NULL});
        return;
    }
    for (size_t i = 0; i < count && !input->request.dry_run; i++) {
        intake_record(&cases[i]);
    }
    reply(cases, count);
}
