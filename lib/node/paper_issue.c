/* SPDX-License-Identifier: Apache-2.0
 * Papers with a number. The act that makes one issues it in its own batch: the paper is there when
 * the act is, and never without it. What it says is fixed then, so that it reads the same whenever
 * it is printed; the day of the petitioner's remedy is told for service on the day of issue, and
 * exactly on the proof of service, from which it runs. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "core/paper_number.h"
#include "node/advice.h"
#include "node/avoid.h"
#include "node/paper_words.h"
#include "node/papers.h"

struct writing {
    struct fact_list list;
    struct node *node;                       /* borrowed */
    const struct issuing *issuing;           /* borrowed */
    const struct paper_row *row;             /* static */
    struct issued *paper;                    /* borrowed */
    const struct lifecycle_context *context; /* borrowed */
};

static const struct casefile *file_of(const struct writing *writing) {
    return &writing->issuing->entry->file;
}

/* The first day that is told stands in the row. */
static void note_due(struct writing *writing, struct civil day) {
    if (writing->paper->due.day == 0) {
        writing->paper->due = day;
    }
}

/* ---- due */

static bool is_running(const struct clock *clock, enum clock_kind kind) {
    return clock->kind == kind && clock->state == CLOCK_STATE_RUNNING;
}

/* An answer already owed: another letter about it starts no second clock. */
static size_t owed_answer(struct writing *writing, struct bytes *lines) {
    const struct casefile *file = file_of(writing);
    enum clock_kind kind =
        writing->issuing->act->kind == ACT_PROPOSE ? CLOCK_PROPOSAL : CLOCK_ANSWER;

    for (size_t i = 0; i < file->clock_count; i++) {
        if (is_running(&file->clocks[i], kind)) {
            note_due(writing, file->clocks[i].due);
            lines[0] = fact_clock_line(&writing->list, &file->clocks[i], "");
            return 1;
        }
    }
    return 0;
}

static size_t started_clocks(struct writing *writing, struct bytes *lines) {
    const struct verdict *verdict = writing->issuing->verdict;
    size_t count = 0;

    for (size_t i = 0; i < verdict->effect_count; i++) {
        const struct effect *effect = &verdict->effects[i];

        if ((effect->kind == EFFECT_START_CLOCK || effect->kind == EFFECT_MOVE_CLOCK) &&
            effect->clock.due.day != 0) {
            note_due(writing, effect->clock.due);
            lines[count++] = fact_clock_line(&writing->list, &effect->clock, "");
        }
    }
    return count;
}

/* What the act makes due; of a letter judged at another station how long the answer has. */
static void put_due(struct writing *writing) {
    struct bytes lines[EFFECTS_MAX + 1];
    char period[CLOCK_SENTENCE_MAX];
    char line[CLOCK_SENTENCE_MAX + LINE_MAX_BYTES];
    size_t count = started_clocks(writing, lines);

    if (count == 0) {
        count = owed_answer(writing, lines);
    }
    if (count == 0) {
        bool proposes = writing->issuing->act->kind == ACT_PROPOSE;
        bool given = clock_duty_sentence(writing->context->law,
                                         proposes ? DUTY_PROPOSAL : DUTY_ANSWER, period);

        snprintf(line, sizeof line, "自收到之日起%s书面答复", given ? period : "及时");
        lines[count++] = fact_line(&writing->list, line);
    }
    memcpy(fact_items(&writing->list, PAPER_FIELD_DUE, count), lines, count * sizeof *lines);
}

/* ---- what most of them say */

static const struct leg *opened_leg(const struct writing *writing) {
    const struct verdict *verdict = writing->issuing->verdict;

    for (size_t i = 0; i < verdict->effect_count; i++) {
        if (verdict->effects[i].kind == EFFECT_OPEN_LEG) {
            return &verdict->effects[i].leg;
        }
    }
    return NULL;
}

static struct node_id addressed_office(const struct writing *writing) {
    const struct casefile *before = writing->issuing->before;
    const struct leg *opened = opened_leg(writing);
    const struct leg *standing = casefile_standing_leg(before);

    switch (writing->row->addressee) {
    case PARTY_TARGET:
        return opened == NULL ? writing->issuing->act->target : opened->receiver;
    case PARTY_GIVER:
        return standing == NULL ? before->origin : standing->giver;
    case PARTY_HOLDER:
        return before->holder;
    case PARTY_PETITIONER:
    case PARTY_ACTOR:
    case PARTY_PARTIES:
    case PARTY_FILE:
    case PARTY_ORIGIN:
    case PARTY_MAX:
        break;
    }
    return (struct node_id){""};
}

/* No name: the row of a paper lists nobody, and whoever serves it knows whom. */
static void put_addressee(struct writing *writing) {
    writing->paper->addressee = addressed_office(writing);
    if (!node_id_is_none(&writing->paper->addressee)) {
        fact_put(&writing->list, PAPER_FIELD_ADDRESSEE,
                 fact_office(&writing->list, &writing->paper->addressee));
    } else if (writing->row->addressee == PARTY_PARTIES) {
        fact_put(&writing->list, PAPER_FIELD_ADDRESSEE, "信访人和有关单位");
    } else {
        fact_put(&writing->list, PAPER_FIELD_ADDRESSEE, "信访人");
    }
}

static void put_head(struct writing *writing) {
    fact_put(&writing->list, PAPER_FIELD_TITLE, writing->row->title);
    fact_put(&writing->list, PAPER_FIELD_CASE_NO, file_of(writing)->no.text);
    fact_put(&writing->list, PAPER_FIELD_ISSUER,
             fact_office(&writing->list, &writing->paper->office));
    fact_day(&writing->list, PAPER_FIELD_DATE, civil_of(writing->paper->at));
    fact_put(&writing->list, PAPER_FIELD_ARTICLE, writing->row->basis);
    put_addressee(writing);
    fact_put(&writing->list, PAPER_FIELD_RESPONSIBLE, writing->issuing->act->responsible);
}

/* The ground of the closed list, then the act's own words. */
static void put_reason(struct writing *writing) {
    const struct act *act = writing->issuing->act;
    size_t count = (act->ground != GROUND_UNSPECIFIED) + (act->reason.len > 0);
    struct bytes *items = NULL;

    if (count == 0) {
        fact_put(&writing->list, PAPER_FIELD_REASON, "(未另附说明)");
        return;
    }
    items = fact_items(&writing->list, PAPER_FIELD_REASON, count);
    if (act->ground != GROUND_UNSPECIFIED) {
        *items++ = fact_line(&writing->list, ZH(grounds, act->ground));
    }
    if (act->reason.len > 0) {
        *items = act->reason;
    }
}

static void put_ruling(struct writing *writing) {
    fact_put(&writing->list, PAPER_FIELD_RULING, ZH(rulings, file_of(writing)->matter.ruling));
}

/* ---- remedies */

static void put_candidates(struct writing *writing, const struct reviewer_choice *choice) {
    struct bytes *items = fact_items(&writing->list, PAPER_FIELD_REMEDY_BODY, choice->count);

    for (size_t i = 0; i < choice->count; i++) {
        const struct reviewer_candidate *candidate = &choice->candidates[i];
        char line[LINE_MAX_BYTES];

        snprintf(line, sizeof line, "%s%s%s", i > 0 ? "或者 " : "",
                 fact_office(&writing->list, &candidate->office),
                 choice->count > 1 && i + 1 == choice->count ? "，由信访人选择" : "");
        items[i] = fact_line(&writing->list, line);
    }
}

/* By the table; both where there are two. What nobody can answer here is said, not left out. */
static void put_reviewers(struct writing *writing, bool recheck) {
    struct reviewer_choice choice = {.count = 0};
    const struct casefile *file =
        avoid_seen(writing->list.arena, file_of(writing), &writing->paper->office);
    enum pj_code code = paper_reviewers(file, writing->context, recheck, &choice);

    if (code == PJ_OK && choice.count > 0) {
        put_candidates(writing, &choice);
    } else if (code == PJ_OK && choice.is_end) {
        fact_put(&writing->list, PAPER_FIELD_REMEDY_BODY, "没有上一级机关、单位，本意见为终结意见");
    } else {
        fact_put(&writing->list, PAPER_FIELD_REMEDY_BODY, "上一级机关、单位(由信访工作机构指明)");
    }
}

/* Until when: the period as the rules give it, and its last day if it is served today. */
static void put_limit(struct writing *writing, enum duty duty) {
    struct clock clock =
        clock_start(writing->context->law, duty, &writing->paper->office, writing->paper->at);
    char period[CLOCK_SENTENCE_MAX];
    char line[CLOCK_SENTENCE_MAX + LINE_MAX_BYTES];
    char day[CIVIL_TEXT_MAX + 1];
    bool given = clock_duty_sentence(writing->context->law, duty, period);

    civil_print(clock.due, day);
    snprintf(line, sizeof line, "自收到本意见书之日起%s内；当日送达的，最后一日为 %s%s",
             given ? period : "规定期限", day, clock.provisional ? "(暂定)" : "");
    fact_put(&writing->list, PAPER_FIELD_REMEDY_LIMIT, line);
}

static void put_remedy(struct writing *writing, enum duty duty, const char *against,
                       const char *remedy) {
    fact_items(&writing->list, PAPER_FIELD_REMEDY, 1)[0] =
        fact_remedy_line(&writing->list, duty, against, remedy);
    put_reviewers(writing, duty == DUTY_ASK_RECHECK);
    put_limit(writing, duty);
}

/* ---- by kind */

static void leg_facts(struct writing *writing) {
    const struct act *act = writing->issuing->act;
    const struct leg *leg = paper_last_leg(file_of(writing));
    char line[LINE_MAX_BYTES];
    char day[CIVIL_TEXT_MAX + 1];

    if (act->due.day != 0) {
        note_due(writing, act->due);
        civil_print(act->due, day);
        snprintf(line, sizeof line, "%s 前：报送办结报告", day);
        fact_put(&writing->list, PAPER_FIELD_DUE, line);
    } else if (leg != NULL) {
        fact_leg_due(&writing->list, file_of(writing), leg);
    }
    fact_bytes(&writing->list, PAPER_FIELD_REASON, act->reason);
}

static void accept_facts(struct writing *writing) {
    put_due(writing);
    fact_rights(&writing->list);
}

static void reason_facts(struct writing *writing) {
    put_reason(writing);
    fact_rights(&writing->list);
}

/* The office or the procedure that the act names, and where its ground sends everybody. */
static void refuse_facts(struct writing *writing) {
    const struct act *act = writing->issuing->act;
    const struct channel *channel = writing->context->channels == NULL
                                        ? NULL
                                        : channel_find(writing->context->channels, act->channel);
    struct bytes lines[3];
    size_t count = 0;

    reason_facts(writing);
    if (!node_id_is_none(&act->target)) {
        lines[count++] = fact_line(&writing->list, fact_office(&writing->list, &act->target));
    }
    if (channel != NULL) {
        lines[count++] = fact_line(&writing->list, channel->zh);
    }
    if (act->ground < GROUND_MAX && zh_doors[act->ground] != NULL) {
        lines[count++] = fact_line(&writing->list, zh_doors[act->ground]);
    }
    memcpy(fact_items(&writing->list, PAPER_FIELD_RIGHT_DOOR, count), lines, count * sizeof *lines);
}

static void letter_facts(struct writing *writing) {
    put_due(writing);
    put_reason(writing);
    fact_bytes(&writing->list, PAPER_FIELD_PROOF, writing->issuing->act->proof);
}

static void opinion_facts(struct writing *writing) {
    struct submission submission;

    if (fact_submission(&writing->list, writing->issuing->entry, &submission)) {
        fact_written(&writing->list, &submission);
    } else {
        fact_put(&writing->list, PAPER_FIELD_TEXT, "(见登记时的记录)");
    }
    fact_problems(&writing->list, file_of(writing));
    put_reason(writing);
    put_ruling(writing);
    put_remedy(writing, DUTY_ASK_REVIEW, "本处理意见", "申请复查");
}

/* Sent back, there is nothing to contest yet: the unit decides again, by the day set. */
static void review_facts(struct writing *writing) {
    const struct act *act = writing->issuing->act;
    char line[LINE_MAX_BYTES];
    char day[CIVIL_TEXT_MAX + 1];

    put_reason(writing);
    put_ruling(writing);
    if (act->ruling != RULING_REMANDED) {
        put_remedy(writing, DUTY_ASK_RECHECK, "本复查意见", "申请复核");
        return;
    }
    note_due(writing, act->due);
    civil_print(act->due, day);
    snprintf(line, sizeof line, "责令原办理单位于 %s 前重新作出处理意见；不服的可以再申请复查",
             day);
    fact_put(&writing->list, PAPER_FIELD_REMEDY, line);
    fact_put(&writing->list, PAPER_FIELD_REMEDY_BODY, "见重新作出的处理意见书");
    fact_put(&writing->list, PAPER_FIELD_REMEDY_LIMIT, "自收到重新作出的处理意见书之日起计算");
}

static void recheck_facts(struct writing *writing) {
    put_ruling(writing);
    reason_facts(writing);
}

/* Which clock of the petitioner ran out is why it ends. */
static void ended_facts(struct writing *writing) {
    const struct verdict *verdict = writing->issuing->verdict;
    const struct casefile *before = writing->issuing->before;
    char line[LINE_MAX_BYTES] = "规定期限内未提出申请";

    for (size_t i = 0; i < verdict->effect_count; i++) {
        for (size_t k = 0; k < before->clock_count; k++) {
            const struct clock *clock = &before->clocks[k];
            char day[CIVIL_TEXT_MAX + 1];

            if (verdict->effects[i].kind == EFFECT_LAPSE_CLOCK &&
                verdict->effects[i].clock_no == clock->no) {
                civil_print(clock->due, day);
                snprintf(line, sizeof line, "%s的期限已于 %s 届满，未收到申请",
                         ZH(clocks, clock->kind), day);
            }
        }
    }
    fact_put(&writing->list, PAPER_FIELD_REASON, line);
    fact_rights(&writing->list);
}

/* An office by its name; a court or a commission has its own word. */
static const char *organ_of(const struct writing *writing, const char *organ) {
    struct node_id office;

    if (organ == NULL || organ[0] == '\0') {
        return "依法有权的机关";
    }
    return node_id_parse(organ, strlen(organ), &office) == PJ_OK
               ? fact_office(&writing->list, &office)
               : organ;
}

static void put_channel_remedies(struct writing *writing, const struct api_advice *advice) {
    size_t count = advice->remedy_count;
    struct bytes *remedies = fact_items(&writing->list, PAPER_FIELD_REMEDY, count);
    struct bytes *bodies = fact_items(&writing->list, PAPER_FIELD_REMEDY_BODY, count);
    struct bytes *limits = fact_items(&writing->list, PAPER_FIELD_REMEDY_LIMIT, count);

    for (size_t i = 0; i < count; i++) {
        const struct api_remedy *remedy = &advice->remedies[i];
        char line[LINE_MAX_BYTES];
        char day[CIVIL_TEXT_MAX + 1] = "";

        remedies[i] = fact_line(&writing->list, remedy->sentence_zh);
        snprintf(line, sizeof line, "%s：%s", remedy->name_zh, organ_of(writing, remedy->organ));
        bodies[i] = fact_line(&writing->list, line);
        if (remedy->due.day != 0) {
            note_due(writing, remedy->due);
            civil_print(remedy->due, day);
        }
        snprintf(line, sizeof line, "%s：%s%s", remedy->limit_zh,
                 day[0] == '\0' ? "自依法起算之日计算，见上" : "最后一日 ", day);
        limits[i] = fact_line(&writing->list, line);
    }
}

static void channel_facts(struct writing *writing) {
    const struct casefile *file = file_of(writing);
    const struct channel *channel =
        writing->context->channels == NULL
            ? NULL
            : channel_find(writing->context->channels, file->matter.channel);
    struct api_advice advice;

    advise(writing->node, file, writing->list.arena, &advice);
    fact_put(&writing->list, PAPER_FIELD_CHANNEL,
             channel == NULL ? file->matter.channel : channel->zh);
    if (advice.remedy_count > 0) {
        put_channel_remedies(writing, &advice);
        return;
    }
    fact_put(&writing->list, PAPER_FIELD_REMEDY, "依该法定途径的规定提出");
    fact_put(&writing->list, PAPER_FIELD_REMEDY_BODY, organ_of(writing, advice.organ));
    fact_put(&writing->list, PAPER_FIELD_REMEDY_LIMIT, "依该法定途径的规定");
}

/* ---- service */

static bool awaits_service(const struct issued *paper, const void *wanted) {
    return paper_is_served(paper->kind) && paper->served_at.us == 0 && paper->voided_at.us == 0 &&
           node_id_equal(&paper->office, wanted);
}

/* The proof names what was served and tells exactly until when the petitioner may ask. */
static void service_facts(struct writing *writing) {
    const struct act *act = writing->issuing->act;
    const struct verdict *verdict = writing->issuing->verdict;

    fact_put(&writing->list, PAPER_FIELD_SERVICE, ZH(services, act->service));
    fact_bytes(&writing->list, PAPER_FIELD_PROOF, act->proof);
    for (size_t i = 0; i < verdict->effect_count; i++) {
        const struct clock *clock = &verdict->effects[i].clock;
        bool review = clock->kind == CLOCK_ASK_REVIEW;
        char line[LINE_MAX_BYTES];
        char day[CIVIL_TEXT_MAX + 1];

        if (verdict->effects[i].kind != EFFECT_START_CLOCK) {
            continue;
        }
        note_due(writing, clock->due);
        civil_print(clock->due, day);
        snprintf(line, sizeof line, "最后一日 %s%s，依据 %s", day,
                 clock->provisional ? "(暂定)" : "", clock->basis);
        fact_put(&writing->list, PAPER_FIELD_REMEDY, review ? "可以申请复查" : "可以申请复核");
        put_reviewers(writing, !review);
        fact_put(&writing->list, PAPER_FIELD_REMEDY_LIMIT, line);
    }
}

/* ---- the table */

static void (*const facts_of[PAPER_MAX])(struct writing *writing) = {
    [PAPER_TRANSFER] = leg_facts,
    [PAPER_ASSIGN] = leg_facts,
    [PAPER_OBJECTION] = reason_facts,
    [PAPER_ACCEPT] = accept_facts,
    [PAPER_REFUSE] = refuse_facts,
    [PAPER_NO_LONGER] = reason_facts,
    [PAPER_EXTEND] = letter_facts,
    [PAPER_HEARING] = reason_facts,
    [PAPER_OPINION] = opinion_facts,
    [PAPER_SETTLEMENT] = letter_facts,
    [PAPER_REPORT] = reason_facts,
    [PAPER_REVIEW] = review_facts,
    [PAPER_RECHECK] = recheck_facts,
    [PAPER_REVIEW_REFUSED] = reason_facts,
    [PAPER_RECHECK_REFUSED] = reason_facts,
    [PAPER_SUPERVISE] = letter_facts,
    [PAPER_IMPROVE_WORK] = letter_facts,
    [PAPER_PERFECT_POLICY] = letter_facts,
    [PAPER_HOLD_TO_ACCOUNT] = letter_facts,
    [PAPER_SERVICE] = service_facts,
    [PAPER_URGE] = letter_facts,
    [PAPER_ANSWER] = reason_facts,
    [PAPER_CHANNEL] = channel_facts,
    [PAPER_REPLY] = reason_facts,
    [PAPER_ENDED] = ended_facts,
};

/* Numbers are drawn last, facts before: the served paper's row is looked up and changed here. */
static void serve(struct writing *writing, struct turn *turn) {
    const struct act *act = writing->issuing->act;
    const struct issued *found =
        paper_find(turn, file_of(writing)->ref, awaits_service, &writing->paper->office);
    struct issued *served = NULL;

    if (found == NULL) {
        return; /* decided before papers were issued */
    }
    served = paper_change(turn, found);
    served->service = act->service;
    served->served_at = writing->paper->at;
    served->proof = act->proof;
    fact_put(&writing->list, PAPER_FIELD_SERVED, served->number);
    paper_tell(writing->node, turn, file_of(writing), served);
}

static void issue(struct node *node, struct turn *turn, const struct issuing *issuing,
                  struct issued *paper) {
    struct lifecycle_context context = node_context(node, turn, true);
    struct writing writing = {.list = fact_list_new(node, &turn->arena),
                              .node = node,
                              .issuing = issuing,
                              .row = paper_row(paper->kind),
                              .paper = paper,
                              .context = &context};
    enum pj_code code = PJ_OK;

    ASSERT(facts_of[paper->kind] != NULL);
    put_head(&writing);
    facts_of[paper->kind](&writing);
    if (paper->kind == PAPER_SERVICE) {
        serve(&writing, turn);
    }
    code = wire_encode_paper(writing.list.values, writing.list.count, &turn->arena, &paper->facts);
    ASSERT(code == PJ_OK);
    paper_series_next(node, turn, paper);
    paper_add(turn, paper);
    paper_tell(node, turn, file_of(&writing), paper);
}

void paper_issue(struct node *node, struct turn *turn, const struct issuing *issuing) {
    struct issued paper = {.case_ref = issuing->entry->file.ref,
                           .pos = issuing->pos,
                           .at = turn->at,
                           .shut = conflict_is_set(&issuing->entry->file.conflicts),
                           .office = issuing->act->node};

    paper.kind = paper_of_act(issuing->before, issuing->act, issuing->verdict);
    if (paper.kind == PAPER_UNSPECIFIED) {
        return;
    }
    if (node_id_is_none(&paper.office)) {
        paper.office = issuing->before->holder;
    }
    if (node_hosts(node, &paper.office)) { /* else the book is at the office's own station */
        issue(node, turn, issuing, &paper);
    }
}
