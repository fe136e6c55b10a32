/* SPDX-License-Identifier: Apache-2.0
 * What a paper of a case says: facts, in plain Chinese, for a template that the office may edit.
 *
 * The papers that bear no number cost no row: they are derived from the case. The receipt says what
 * was so when the case was registered, the direction what was so when it was handed on, however far
 * the case has come since: who had it, and the periods that this event started. A due day that
 * another calendar has moved since is shown as it now is. The sheet alone shows the case of today.
 *
 * Rights are told with the limits of the rules in force on the day of printing. The query code is
 * never among the facts: only its owner has it. */
#include "node/internal.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "core/paper.h"
#include "node/fields.h"

#define FACT_ITEMS_MAX 256 /* problems are the most there can be */
#define LINE_MAX_BYTES 400 /* one line of a list: two offices, dates, an article */

struct fact_list {
    struct arena *arena; /* borrowed */
    struct node *node;   /* borrowed */
    struct api_paper_value *values;
    size_t count;
};

/* ---- the words of the lists, for people */

static const char *zh_of(const char *const *words, size_t count, unsigned number) {
    return number < count && words[number] != NULL ? words[number] : "未说明";
}

static const char *const forms[FORM_MAX] = {
    [FORM_LETTER] = "来信", [FORM_VISIT] = "来访",      [FORM_WEB] = "网上信访",
    [FORM_PHONE] = "电话",  [FORM_FAX] = "传真",        [FORM_SMS] = "短信",
    [FORM_VIDEO] = "视频",  [FORM_SESSION] = "领导接访"};

static const char *const purposes[PURPOSE_MAX] = {[PURPOSE_SUGGESTION] = "建议意见",
                                                  [PURPOSE_ACCUSATION] = "检举控告",
                                                  [PURPOSE_CLAIM] = "申诉求决",
                                                  [PURPOSE_INQUIRY] = "咨询",
                                                  [PURPOSE_THANKS] = "感谢"};

static const char *const origins[TEXT_ORIGIN_MAX] = {
    [TEXT_ORIGIN_OWN_WORDS] = "信访人本人书写",
    [TEXT_ORIGIN_DICTATED_AND_READ_BACK] = "口述记录，已向信访人宣读核对",
    [TEXT_ORIGIN_CLERK_SUMMARY] = "工作人员概括记录，非信访人原话",
    [TEXT_ORIGIN_TRANSCRIPT] = "录音转写"};

static const char *const states[STATE_MAX] = {[STATE_RECEIVED] = "已收到",
                                              [STATE_REGISTERED] = "已登记",
                                              [STATE_ROUTED] = "已转送/交办",
                                              [STATE_DISPUTED] = "管辖争议处理中",
                                              [STATE_ACCEPTED] = "已受理",
                                              [STATE_EXTENDED] = "已延期",
                                              [STATE_SIMPLE] = "简易办理",
                                              [STATE_CHANNELLED] = "已导入法定途径",
                                              [STATE_TRANSFERRED_OUT] = "已转有权机关",
                                              [STATE_STUDYING] = "建议办理中",
                                              [STATE_HEARING] = "听证",
                                              [STATE_DECIDED] = "已作出处理意见",
                                              [STATE_SERVED] = "处理意见已送达",
                                              [STATE_IN_REVIEW] = "复查中",
                                              [STATE_REVIEW_SERVED] = "复查意见已送达",
                                              [STATE_IN_RECHECK] = "复核中",
                                              [STATE_REMANDED] = "责令重新办理",
                                              [STATE_EXECUTING] = "落实中",
                                              [STATE_ENDED_NO_REQUEST] = "逾期未申请，处理终结",
                                              [STATE_ENDED_AGREED] = "协议履行完毕",
                                              [STATE_ENDED_FINAL] = "复核终结",
                                              [STATE_ENDED_REPLIED] = "已答复",
                                              [STATE_NOT_ACCEPTED] = "不予受理(已告知去处)",
                                              [STATE_WITHDRAWN] = "信访人撤回"};

static const char *const clocks[CLOCK_MAX] = {[CLOCK_ROUTE] = "转送、交办",
                                              [CLOCK_NOTICE] = "书面告知是否受理",
                                              [CLOCK_ASSIGNED] = "报送办结报告",
                                              [CLOCK_PARKED] = "人工处理",
                                              [CLOCK_HANDLE] = "作出处理意见",
                                              [CLOCK_SIMPLE] = "简易办理答复",
                                              [CLOCK_SERVE] = "送达",
                                              [CLOCK_ASK_REVIEW] = "信访人申请复查",
                                              [CLOCK_REVIEW] = "作出复查意见",
                                              [CLOCK_ASK_RECHECK] = "信访人申请复核",
                                              [CLOCK_RECHECK] = "作出复核意见",
                                              [CLOCK_DISPUTE] = "处理管辖异议",
                                              [CLOCK_EXECUTE] = "落实处理意见",
                                              [CLOCK_STUDY] = "答复建议",
                                              [CLOCK_CHANNEL] = "法定途径办理",
                                              [CLOCK_ANSWER] = "答复催办、督办",
                                              [CLOCK_URGENT] = "签收紧急报告",
                                              [CLOCK_HEARING] = "听证",
                                              [CLOCK_CONTACT] = "首次联系信访人",
                                              [CLOCK_PROPOSAL] = "书面答复建议"};

static const char *const case_fields[CASE_FIELD_MAX] = {[CASE_FIELD_CATEGORY] = "内容分类",
                                                        [CASE_FIELD_PLACE] = "问题属地",
                                                        [CASE_FIELD_PERSONS] = "人数",
                                                        [CASE_FIELD_KNOWN_AT] = "知道之日",
                                                        [CASE_FIELD_FORM] = "信访形式"};

static const char *const clock_states[CLOCK_STATE_MAX] = {[CLOCK_STATE_RUNNING] = "进行中",
                                                          [CLOCK_STATE_MET] = "已按时完成",
                                                          [CLOCK_STATE_LAPSED] = "已超期",
                                                          [CLOCK_STATE_PAUSED] = "暂停",
                                                          [CLOCK_STATE_ENDED] = "已终止(未完成)"};

static const char *const leg_words[LEG_MAX] = {
    [LEG_DELEGATE] = "交办",   [LEG_ESCALATE] = "呈报", [LEG_TRANSFER] = "转送",
    [LEG_RETURN] = "退回",     [LEG_RECALL] = "撤回",   [LEG_BOUNCE] = "退还",
    [LEG_REVIEW] = "复查",     [LEG_REMAND] = "发回",   [LEG_ATTACH] = "关联",
    [LEG_DETACH] = "解除关联", [LEG_SEIZE] = "提级办理"};

static const char *const outcomes[OUTCOME_MAX] = {
    [OUTCOME_UNSPECIFIED] = "办理中",   [OUTCOME_SOLVED] = "已解决",
    [OUTCOME_EXPLAINED] = "已解释说明", [OUTCOME_NOT_SUPPORTED] = "不予支持",
    [OUTCOME_ASSIGNED] = "已交办",      [OUTCOME_REFERRED_OUT] = "已转有权机关"};

#define ZH(words, number) zh_of(words, ARRAY_COUNT(words), (unsigned)(number))

/* ---- facts */

/* The field's items; at least one must have been put, or the field stays absent. */
static struct bytes *field_items(struct fact_list *list, enum paper_field field, size_t count) {
    struct bytes *items = arena_alloc(list->arena, (count + 1) * sizeof *items);

    ASSERT(items != NULL);
    ASSERT(list->count < PAPER_FIELD_MAX);
    if (count > 0) {
        list->values[list->count++] = (struct api_paper_value){
            .field = paper_field_text(field), .items = items, .count = count};
    }
    return items;
}

static struct bytes line_of(struct fact_list *list, const char *line) {
    size_t len = strlen(line);
    const char *text = arena_text(list->arena, line, len);

    ASSERT(text != NULL);
    return (struct bytes){(const uint8_t *)text, len};
}

static void put(struct fact_list *list, enum paper_field field, const char *text) {
    if (text[0] != '\0') {
        field_items(list, field, 1)[0] = line_of(list, text);
    }
}

/* "浦江县 (330726)", "浦江县 land (330726.land)"; the code alone of a place not known here. */
static const char *office_of(const struct fact_list *list, const struct node_id *office) {
    const struct directory *directory = node_directory(list->node);
    const char *organ = node_id_organ(office);
    char text[LINE_MAX_BYTES];
    const char *kept = NULL;
    uint32_t index = directory == NULL || node_id_is_none(office)
                         ? PLACE_INDEX_NONE
                         : directory_find(directory, node_id_place(office));

    if (index == PLACE_INDEX_NONE) {
        return office->text;
    }
    snprintf(text, sizeof text, "%.*s%s%s (%s)", (int)directory_name(directory, index).len,
             (const char *)directory_name(directory, index).data, organ[0] == '\0' ? "" : " ",
             organ, office->text);
    kept = arena_text(list->arena, text, strlen(text));
    ASSERT(kept != NULL);
    return kept;
}

static void put_day(struct fact_list *list, enum paper_field field, struct civil day) {
    char text[CIVIL_TEXT_MAX + 1];

    if (day.day != 0) {
        civil_print(day, text);
        put(list, field, text);
    }
}

static struct bytes line_of_clock(struct fact_list *list, const struct clock *clock,
                                  const char *note) {
    char day[CIVIL_TEXT_MAX + 1];
    char line[LINE_MAX_BYTES];

    civil_print(clock->due, day);
    snprintf(line, sizeof line, "%s%s 前：%s%s%s%s", day, clock->provisional ? "(暂定)" : "",
             ZH(clocks, clock->kind), clock->basis[0] == '\0' ? "" : "，依据 ", clock->basis, note);
    return line_of(list, line);
}

/* What was due when the case was registered, whatever became of it. */
static void put_first_due(struct fact_list *list, const struct casefile *file) {
    struct bytes lines[CLOCKS_MAX];
    size_t count = 0;

    for (size_t i = 0; i < file->clock_count; i++) {
        if (paper_clock_of_registration(file, &file->clocks[i])) {
            lines[count++] = line_of_clock(list, &file->clocks[i], "");
        }
    }
    if (count == 0) {
        struct clock again = paper_first_clock(&list->node->data->law, file);

        lines[count++] = line_of_clock(list, &again, "(按现行规则推算)");
    }
    memcpy(field_items(list, PAPER_FIELD_DUE, count), lines, count * sizeof *lines);
}

/* What the hand-over made due. The date is told where the station of the receiver is; elsewhere,
 * and before it arrived, how long it is from the arrival. */
static void put_leg_due(struct fact_list *list, const struct casefile *file,
                        const struct leg *leg) {
    struct bytes lines[CLOCKS_MAX + 1];
    char period[CLOCK_SENTENCE_MAX];
    char line[CLOCK_SENTENCE_MAX + LINE_MAX_BYTES];
    size_t count = 0;

    for (size_t i = 0; i < file->clock_count; i++) {
        if (paper_clock_of_leg(leg, &file->clocks[i])) {
            lines[count++] = line_of_clock(list, &file->clocks[i], "");
        }
    }
    if (count == 0) {
        enum duty duty = leg_duty(leg);
        bool given = clock_duty_sentence(&list->node->data->law, duty, period);

        snprintf(line, sizeof line, "自该单位收到之日起%s：%s", given ? period : "(期限见其告知)",
                 ZH(clocks, duty == DUTY_NOTICE ? CLOCK_NOTICE : CLOCK_ROUTE));
        lines[count++] = line_of(list, line);
    }
    memcpy(field_items(list, PAPER_FIELD_DUE, count), lines, count * sizeof *lines);
}

/* "对处理意见不服的，可自收到之日起30日(CN2022 §35)内申请复查"; no number where no rule gives one.
 */
static struct bytes line_of_remedy(struct fact_list *list, enum duty duty, const char *against,
                                   const char *remedy) {
    char period[CLOCK_SENTENCE_MAX];
    char line[CLOCK_SENTENCE_MAX + LINE_MAX_BYTES];

    if (clock_duty_sentence(&list->node->data->law, duty, period)) {
        snprintf(line, sizeof line, "对%s不服的，可自收到之日起%s内%s", against, period, remedy);
    } else {
        snprintf(line, sizeof line, "对%s不服的，可%s，期限见该意见书", against, remedy);
    }
    return line_of(list, line);
}

/* What the petitioner may do, whatever the paper (条例 §21, §23, §18, §35, §36; R8). */
static void put_rights(struct fact_list *list) {
    static const char *const before[] = {"凭编号和查询码查询办理进展、期限和文书，不需登录",
                                         "补充材料，更正记录，催办，评价，撤回"};
    static const char *const after[] = {
        "信访不停止行政复议、诉讼、仲裁等法定期限的计算，请注意及时提出",
        "任何组织和个人不得打击报复；受到打击报复的，可凭编号向上一级或纪检监察机关反映"};
    struct bytes *items =
        field_items(list, PAPER_FIELD_RIGHTS, ARRAY_COUNT(before) + 2 + ARRAY_COUNT(after));
    size_t at = 0;

    for (size_t i = 0; i < ARRAY_COUNT(before); i++) {
        items[at++] = line_of(list, before[i]);
    }
    items[at++] = line_of_remedy(list, DUTY_ASK_REVIEW, "处理意见", "申请复查");
    items[at++] = line_of_remedy(list, DUTY_ASK_RECHECK, "复查意见", "申请复核");
    for (size_t i = 0; i < ARRAY_COUNT(after); i++) {
        items[at++] = line_of(list, after[i]);
    }
}

static bool read_submission(struct fact_list *list, const struct cached_case *entry,
                            struct submission *ret_submission) {
    struct transfer_body body;

    return entry->body.len > 0 && wire_decode_transfer(entry->body, list->arena, &body) == PJ_OK &&
           body.submission_count > 0 &&
           wire_decode_submission(body.submissions[0], list->arena, ret_submission) == PJ_OK;
}

/* "涉及：330726101 所长 张三": with what is said of them in the item behind. How many items. */
static size_t put_accused(struct fact_list *list, const struct part *part, struct bytes *items) {
    enum {
        NAMES = 3, /* office, person, post (lib/node/parts.c) */
        SAID = 3,
        FIELDS
    };
    struct bytes fields[FIELDS];
    struct bytes label = line_of(list, "涉及：");
    uint8_t *line = arena_alloc(list->arena, label.len + part->data.len + NAMES);
    size_t len = label.len;

    ASSERT(line != NULL);
    if (!fields_unpack(part->data, fields, FIELDS)) {
        return 0;
    }
    memcpy(line, label.data, label.len);
    for (size_t i = 0; i < NAMES; i++) {
        if (fields[i].len > 0) {
            memcpy(line + len, fields[i].data, fields[i].len);
            len += fields[i].len;
            line[len++] = ' ';
        }
    }
    items[0] = (struct bytes){line, len};
    items[1] = fields[SAID];
    return fields[SAID].len > 0 ? 2 : 1;
}

/* What was written down, byte for byte. */
static void put_written(struct fact_list *list, const struct submission *submission) {
    struct bytes lines[2 * PARTS_MAX + 1];
    size_t count = 0;

    for (size_t i = 0; i < submission->part_count; i++) {
        const struct part *part = &submission->parts[i];

        if (part->kind == PART_CONTENT) {
            lines[count++] = part->data;
        } else if (part->kind == PART_ACCUSATION) {
            count += put_accused(list, part, &lines[count]);
        }
    }
    if (count == 0) {
        lines[count++] = line_of(list, "(没有文字，见附件)");
    }
    memcpy(field_items(list, PAPER_FIELD_TEXT, count), lines, count * sizeof *lines);
    put(list, PAPER_FIELD_TEXT_ORIGIN, ZH(origins, submission->text_origin));
}

/* How it came; the category is the petitioner's or the clerk's, by who asks. */
static void put_matter(struct fact_list *list, const struct casefile *file, const char *category) {
    char text[INSTANT_TEXT_MAX + 1];

    instant_print(file->received_at, text);
    put(list, PAPER_FIELD_RECEIVED, text);
    put(list, PAPER_FIELD_FORM, ZH(forms, file->form));
    put(list, PAPER_FIELD_PURPOSE, ZH(purposes, file->purpose));
    put(list, PAPER_FIELD_CATEGORY, category);
}

/* ---- the papers */

static void put_first_holder(struct fact_list *list, const struct casefile *file) {
    const struct leg *leg = paper_first_leg(file);
    const struct node_id *holder = paper_first_holder(file);
    char line[LINE_MAX_BYTES];

    if (leg == NULL || node_id_equal(holder, &leg->receiver)) {
        put(list, PAPER_FIELD_HOLDER, office_of(list, holder));
        return;
    }
    snprintf(line, sizeof line, "%s，%s %s，途中", office_of(list, holder),
             ZH(leg_words, leg->kind), office_of(list, &leg->receiver));
    put(list, PAPER_FIELD_HOLDER, line);
}

static enum pj_code receipt_facts(struct fact_list *list, const struct cached_case *entry) {
    const struct casefile *file = &entry->file;
    struct submission submission;
    char digest[DIGEST_HEX + 1];

    if (!read_submission(list, entry, &submission)) {
        return PJ_STATE_NOT_HOLDER; /* a station that only hears of the case has not the words */
    }
    put_matter(list, file, submission.category);
    put(list, PAPER_FIELD_STATE, ZH(states, STATE_REGISTERED));
    put_first_holder(list, file);
    put_written(list, &submission);
    put(list, PAPER_FIELD_ISSUER, office_of(list, &file->origin));
    put_day(list, PAPER_FIELD_DATE, civil_of(file->opened_at));
    text_hex(digest, sizeof digest, file->submission_digest.byte, DIGEST_BYTES);
    put(list, PAPER_FIELD_DIGEST, digest);
    put_first_due(list, file);
    put_rights(list);
    return PJ_OK;
}

/* Where it went, last. The giver's reason is between offices; the petitioner gets the article. */
static enum pj_code direction_facts(struct fact_list *list, const struct cached_case *entry) {
    const struct leg *leg = paper_last_leg(&entry->file);

    if (leg == NULL) {
        return PJ_STATE_WRONG;
    }
    put(list, PAPER_FIELD_ISSUER, office_of(list, &leg->giver));
    put_day(list, PAPER_FIELD_DATE, civil_of(leg->opened_at));
    put(list, PAPER_FIELD_TARGET, office_of(list, &leg->receiver));
    put(list, PAPER_FIELD_ARTICLE, paper_row(PAPER_DIRECTION)->basis);
    put_leg_due(list, &entry->file, leg);
    put_rights(list);
    return PJ_OK;
}

static void put_legs(struct fact_list *list, const struct casefile *file) {
    size_t count = file->leg_count;
    struct bytes *items = field_items(list, PAPER_FIELD_LEGS, count == 0 ? 1 : count);

    if (count == 0) {
        items[0] = line_of(list, "未曾流转");
    }
    for (size_t i = 0; i < count; i++) {
        const struct leg *leg = &file->legs[i];
        char opened[CIVIL_TEXT_MAX + 1];
        char line[LINE_MAX_BYTES];

        civil_print(civil_of(leg->opened_at), opened);
        snprintf(line, sizeof line, "%s %s：%s → %s%s", opened, ZH(leg_words, leg->kind),
                 office_of(list, &leg->giver), office_of(list, &leg->receiver),
                 leg->delivered_at.us == 0 ? "，尚未送到" : "");
        items[i] = line_of(list, line);
    }
}

static void put_clocks(struct fact_list *list, const struct casefile *file) {
    size_t count = file->clock_count;
    struct bytes *items = field_items(list, PAPER_FIELD_CLOCKS, count == 0 ? 1 : count);

    if (count == 0) {
        items[0] = line_of(list, "没有期限");
    }
    for (size_t i = 0; i < count; i++) {
        const struct clock *clock = &file->clocks[i];
        char day[CIVIL_TEXT_MAX + 1];
        char line[LINE_MAX_BYTES];

        civil_print(clock->due, day);
        snprintf(line, sizeof line, "%s %s %s%s，%s", day, ZH(clocks, clock->kind),
                 ZH(clock_states, clock->state), clock->provisional ? "(暂定)" : "",
                 office_of(list, &clock->owner));
        items[i] = line_of(list, line);
    }
}

static void put_problems(struct fact_list *list, const struct casefile *file) {
    size_t count = file->problem_count < FACT_ITEMS_MAX ? file->problem_count : FACT_ITEMS_MAX;
    struct bytes *items = field_items(list, PAPER_FIELD_PROBLEMS, count);

    for (size_t i = 0; i < count; i++) {
        char line[LINE_MAX_BYTES];

        snprintf(line, sizeof line, "%u %s：%s", file->problems[i].no, file->problems[i].category,
                 ZH(outcomes, file->problems[i].outcome));
        items[i] = line_of(list, line);
    }
}

/* Both what the field said and what it says now. */
static void put_corrected(struct fact_list *list, const struct casefile *file) {
    struct bytes *items = field_items(list, PAPER_FIELD_CORRECTED, file->corrected_count);

    for (size_t i = 0; i < file->corrected_count; i++) {
        const struct corrected *corrected = &file->corrected[i];
        char day[CIVIL_TEXT_MAX + 1];
        char line[LINE_MAX_BYTES];

        civil_print(civil_of(corrected->at), day);
        snprintf(line, sizeof line, "%s %s：原为 %s，更正为 %s(%s)", day,
                 ZH(case_fields, corrected->what.field),
                 corrected->what.old[0] == '\0' ? "空" : corrected->what.old, corrected->what.value,
                 office_of(list, &corrected->node));
        items[i] = line_of(list, line);
    }
}

static enum pj_code sheet_facts(struct fact_list *list, const struct cached_case *entry) {
    struct submission submission;

    put_matter(list, &entry->file, entry->file.category);
    put(list, PAPER_FIELD_STATE, ZH(states, entry->file.state));
    put(list, PAPER_FIELD_HOLDER, office_of(list, &entry->file.holder));
    if (read_submission(list, entry, &submission)) {
        put_written(list, &submission);
    }
    put(list, PAPER_FIELD_ISSUER, office_of(list, &entry->file.holder));
    put_legs(list, &entry->file);
    put_clocks(list, &entry->file);
    put_problems(list, &entry->file);
    put_corrected(list, &entry->file);
    return PJ_OK;
}

static const struct {
    enum paper_kind kind;
    enum pj_code (*facts)(struct fact_list *list, const struct cached_case *entry);
} derived[] = {
    {PAPER_RECEIPT, receipt_facts}, {PAPER_DIRECTION, direction_facts}, {PAPER_SHEET, sheet_facts}};

/* PJ_STATE_WRONG: the case has no such paper (yet). */
static enum pj_code gather(struct fact_list *list, enum paper_kind kind,
                           const struct cached_case *entry) {
    for (size_t i = 0; i < ARRAY_COUNT(derived); i++) {
        if (derived[i].kind == kind) {
            put(list, PAPER_FIELD_TITLE, paper_row(kind)->title);
            put(list, PAPER_FIELD_CASE_NO, entry->file.no.text);
            return derived[i].facts(list, entry);
        }
    }
    return PJ_STATE_WRONG;
}

void get_paper_decide(struct node *node, struct turn *turn, struct input *input) {
    const struct account *account = node_account(node, &input->account);
    const char *asked = input->request.get_paper.kind;
    const struct cached_case *entry = cases_find_no(&node->cache, input->request.get_paper.case_no);
    struct fact_list list = {.arena = &turn->arena, .node = node};
    struct api_reply reply = {.kind = API_REPLY_PAPER};
    enum paper_kind kind = PAPER_UNSPECIFIED;
    enum pj_code code = PJ_OK;

    if (entry == NULL || entry->is_new || !account_may_see(node, account, &entry->file)) {
        reply_error(node, turn, input, PJ_AUTH_NO_SUCH_CASE, "get_paper.case_no", "");
        return;
    }
    if (paper_kind_parse(asked, strlen(asked), &kind) != PJ_OK || kind == PAPER_UNSPECIFIED) {
        reply_error(node, turn, input, PJ_BAD_ENUM, "get_paper.kind", "");
        return;
    }
    list.values = arena_alloc(list.arena, PAPER_FIELD_MAX * sizeof *list.values);
    ASSERT(list.values != NULL);
    code = gather(&list, kind, entry);
    if (code != PJ_OK) {
        reply_error(node, turn, input, code, "get_paper.kind", paper_row(kind)->basis);
        return;
    }
    if (kind == PAPER_SHEET) { /* the others bear the day of their act */
        put_day(&list, PAPER_FIELD_DATE, civil_of(turn->at));
    }
    reply.paper.case_no = entry->file.no.text;
    reply.paper.kind = paper_kind_text(kind);
    reply.paper.values = list.values;
    reply.paper.count = list.count;
    reply_send(node, turn, input, &reply);
}
