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
#include "node/papers.h"
#include "node/supplement.h"
#include "node/visits.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "node/paper_words.h"

/* ---- the papers */

/* What was due when the case was registered, whatever became of it. */
static void put_first_due(struct fact_list *list, const struct casefile *file) {
    struct bytes lines[CLOCKS_MAX];
    size_t count = 0;

    for (size_t i = 0; i < file->clock_count; i++) {
        if (paper_clock_of_registration(file, &file->clocks[i])) {
            lines[count++] = fact_clock_line(list, &file->clocks[i], "");
        }
    }
    if (count == 0) {
        struct clock again = paper_first_clock(&list->node->data->law, file);

        lines[count++] = fact_clock_line(list, &again, "(按现行规则推算)");
    }
    memcpy(fact_items(list, PAPER_FIELD_DUE, count), lines, count * sizeof *lines);
}

#define TO_THE_MINUTE 16 /* "2026-09-18 09:30" of an instant's text */

/* How it came; the category is the petitioner's or the clerk's, by who asks. */
static void put_matter(struct fact_list *list, const struct casefile *file, const char *category) {
    char text[INSTANT_TEXT_MAX + 1];

    instant_print(file->received_at, text);
    text[CIVIL_TEXT_MAX] = ' '; /* people read a day and a time */
    text[TO_THE_MINUTE] = '\0';
    fact_put(list, PAPER_FIELD_RECEIVED, text);
    fact_put(list, PAPER_FIELD_FORM, ZH(forms, file->form));
    fact_put(list, PAPER_FIELD_PURPOSE, ZH(purposes, file->purpose));
    fact_put(list, PAPER_FIELD_CATEGORY, category);
}

static void put_first_holder(struct fact_list *list, const struct casefile *file) {
    const struct leg *leg = paper_first_leg(file);
    const struct node_id *holder = paper_first_holder(file);
    char line[LINE_MAX_BYTES];

    if (leg == NULL || node_id_equal(holder, &leg->receiver)) {
        fact_put(list, PAPER_FIELD_HOLDER, fact_office(list, holder));
        return;
    }
    snprintf(line, sizeof line, "%s，%s %s，途中", fact_office(list, holder), ZH(legs, leg->kind),
             fact_office(list, &leg->receiver));
    fact_put(list, PAPER_FIELD_HOLDER, line);
}

static enum pj_code receipt_facts(struct fact_list *list, const struct cached_case *entry) {
    const struct casefile *file = &entry->file;
    struct submission submission;
    char digest[DIGEST_HEX + 1];

    if (!fact_submission(list, entry, &submission)) {
        return PJ_STATE_NOT_HOLDER; /* a station that only hears of the case has not the words */
    }
    put_matter(list, file, submission.category);
    fact_put(list, PAPER_FIELD_STATE, ZH(states, STATE_REGISTERED));
    put_first_holder(list, file);
    fact_written(list, &submission);
    fact_put(list, PAPER_FIELD_ISSUER, fact_office(list, &file->origin));
    fact_day(list, PAPER_FIELD_DATE, civil_of(file->opened_at));
    text_hex(digest, sizeof digest, file->submission_digest.byte, DIGEST_BYTES);
    fact_put(list, PAPER_FIELD_DIGEST, digest);
    put_first_due(list, file);
    fact_rights(list);
    return PJ_OK;
}

/* Where it went, last. The giver's reason is between offices; the petitioner gets the article. */
static enum pj_code direction_facts(struct fact_list *list, const struct cached_case *entry) {
    const struct leg *leg = paper_last_leg(&entry->file);

    if (leg == NULL) {
        return PJ_STATE_WRONG;
    }
    fact_put(list, PAPER_FIELD_ISSUER, fact_office(list, &leg->giver));
    fact_day(list, PAPER_FIELD_DATE, civil_of(leg->opened_at));
    fact_put(list, PAPER_FIELD_TARGET, fact_office(list, &leg->receiver));
    fact_put(list, PAPER_FIELD_ARTICLE, paper_row(PAPER_DIRECTION)->basis);
    fact_leg_due(list, &entry->file, leg);
    fact_rights(list);
    return PJ_OK;
}

static void put_legs(struct fact_list *list, const struct casefile *file) {
    size_t count = file->leg_count;
    struct bytes *items = fact_items(list, PAPER_FIELD_LEGS, count == 0 ? 1 : count);

    if (count == 0) {
        items[0] = fact_line(list, "未曾流转");
    }
    for (size_t i = 0; i < count; i++) {
        const struct leg *leg = &file->legs[i];
        char opened[CIVIL_TEXT_MAX + 1];
        char line[LINE_MAX_BYTES];

        civil_print(civil_of(leg->opened_at), opened);
        snprintf(line, sizeof line, "%s %s：%s → %s%s", opened, ZH(legs, leg->kind),
                 fact_office(list, &leg->giver), fact_office(list, &leg->receiver),
                 leg->delivered_at.us == 0 ? "，尚未送到" : "");
        items[i] = fact_line(list, line);
    }
}

static void put_clocks(struct fact_list *list, const struct casefile *file) {
    size_t count = file->clock_count;
    struct bytes *items = fact_items(list, PAPER_FIELD_CLOCKS, count == 0 ? 1 : count);

    if (count == 0) {
        items[0] = fact_line(list, "没有期限");
    }
    for (size_t i = 0; i < count; i++) {
        const struct clock *clock = &file->clocks[i];
        char day[CIVIL_TEXT_MAX + 1];
        char line[LINE_MAX_BYTES];

        civil_print(clock->due, day);
        snprintf(line, sizeof line, "%s %s %s%s，%s", day, ZH(clocks, clock->kind),
                 ZH(clock_states, clock->state), clock->provisional ? "(暂定)" : "",
                 fact_office(list, &clock->owner));
        items[i] = fact_line(list, line);
    }
}

/* What was added to the first submission: when, where, in which words. */
static void put_supplements(struct fact_list *list, const struct cached_case *entry) {
    const struct api_submission *rows = NULL;
    size_t count = submission_list(list->node, list->arena, entry, &rows);
    struct bytes *items = fact_items(list, PAPER_FIELD_SUPPLEMENTS, count > 1 ? count - 1 : 0);

    for (size_t i = 1; i < count; i++) {
        char day[CIVIL_TEXT_MAX + 1];
        char head[LINE_MAX_BYTES];
        size_t head_len = 0;
        uint8_t *line = NULL;

        civil_print(civil_of(rows[i].received_at), day);
        head_len =
            text_print(head, sizeof head, "%s %s%s，附件 %zu 件：", day, rows[i].node,
                       rows[i].relation == RELATION_MISRECORDED ? "，称记录与本人所述不符" : "",
                       rows[i].part_count - (rows[i].text.len > 0 ? 1 : 0));
        line = arena_alloc(list->arena, head_len + rows[i].text.len + 1);
        ASSERT(line != NULL);
        memcpy(line, head, head_len);
        if (rows[i].text.len > 0) {
            memcpy(line + head_len, rows[i].text.data, rows[i].text.len);
        }
        items[i - 1] = (struct bytes){line, head_len + rows[i].text.len};
    }
}

/* Both what the field said and what it says now. */
static void put_corrected(struct fact_list *list, const struct casefile *file) {
    struct bytes *items = fact_items(list, PAPER_FIELD_CORRECTED, file->corrected_count);

    for (size_t i = 0; i < file->corrected_count; i++) {
        const struct corrected *corrected = &file->corrected[i];
        char day[CIVIL_TEXT_MAX + 1];
        char line[LINE_MAX_BYTES];

        civil_print(civil_of(corrected->at), day);
        snprintf(line, sizeof line, "%s %s：原为 %s，更正为 %s(%s)", day,
                 ZH(case_fields, corrected->what.field),
                 corrected->what.old[0] == '\0' ? "空" : corrected->what.old, corrected->what.value,
                 fact_office(list, &corrected->node));
        items[i] = fact_line(list, line);
    }
}

static enum pj_code sheet_facts(struct fact_list *list, const struct cached_case *entry) {
    struct submission submission;

    put_matter(list, &entry->file, entry->file.category);
    fact_put(list, PAPER_FIELD_STATE, ZH(states, entry->file.state));
    fact_put(list, PAPER_FIELD_HOLDER, fact_office(list, &entry->file.holder));
    if (fact_submission(list, entry, &submission)) {
        fact_written(list, &submission);
    }
    fact_put(list, PAPER_FIELD_ISSUER, fact_office(list, &entry->file.holder));
    put_legs(list, &entry->file);
    put_clocks(list, &entry->file);
    fact_problems(list, &entry->file);
    put_supplements(list, entry);
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
            fact_put(list, PAPER_FIELD_TITLE, paper_row(kind)->title);
            fact_put(list, PAPER_FIELD_CASE_NO, entry->file.no.text);
            return derived[i].facts(list, entry);
        }
    }
    return PJ_STATE_WRONG;
}

void get_paper_decide(struct node *node, struct turn *turn, struct input *input) {
    const struct account *account = node_account(node, &input->account);
    const char *asked = input->request.get_paper.kind;
    const struct cached_case *entry = cases_find_no(&node->cache, input->request.get_paper.case_no);
    struct fact_list list = fact_list_new(node, &turn->arena);
    struct api_reply reply = {.kind = API_REPLY_PAPER};
    enum paper_kind kind = PAPER_UNSPECIFIED;
    enum pj_code code = PJ_OK;

    if (entry == NULL || entry->is_new || !account_may_see(node, account, &entry->file)) {
        reply_error(node, turn, input, PJ_AUTH_NO_SUCH_CASE, "get_paper.case_no", "");
        return;
    }
    entry = visits_seen(node, account, &turn->arena, entry);
    if (paper_kind_parse(asked, strlen(asked), &kind) != PJ_OK || kind == PAPER_UNSPECIFIED) {
        reply_error(node, turn, input, PJ_BAD_ENUM, "get_paper.kind", "");
        return;
    }
    code = gather(&list, kind, entry);
    if (code != PJ_OK) {
        reply_error(node, turn, input, code, "get_paper.kind", paper_row(kind)->basis);
        return;
    }
    if (kind == PAPER_SHEET) { /* the others bear the day of their act */
        fact_day(&list, PAPER_FIELD_DATE, civil_of(turn->at));
    }
    reply.paper.case_no = entry->file.no.text;
    reply.paper.kind = paper_kind_text(kind);
    reply.paper.values = list.values;
    reply.paper.count = list.count;
    reply_send(node, turn, input, &reply);
}
