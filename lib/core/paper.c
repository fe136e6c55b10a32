/* SPDX-License-Identifier: Apache-2.0
 * The kinds of papers of the procedure (DOMAIN 1.10) and the acts that make them. Pure: two tables
 * and the conditions of the second. */
#include "core/paper.h"

#include "core/lifecycle_internal.h"

/* On every paper. */
#define HEADED   (PAPER_SHOWS(TITLE) | PAPER_SHOWS(DATE) | PAPER_SHOWS(ISSUER) | PAPER_SHOWS(CASE_NO))
#define NUMBERED (HEADED | PAPER_SHOWS(NUMBER) | PAPER_SHOWS(ADDRESSEE))
/* What the petitioner may do about it, where, and until when (BJ2006 §43, SH2018 §38). */
#define REMEDY (PAPER_SHOWS(REMEDY) | PAPER_SHOWS(REMEDY_BODY) | PAPER_SHOWS(REMEDY_LIMIT))

/* clang-format off */
static const struct paper_row rows[] = {
    {PAPER_RECEIPT,   "信访登记回执",           "",     PARTY_ORIGIN, PARTY_PETITIONER, HEADED | PAPER_SHOWS(RECEIVED) | PAPER_SHOWS(TEXT) | PAPER_SHOWS(TEXT_ORIGIN) | PAPER_SHOWS(QUERY_CODE) | PAPER_SHOWS(DIGEST) | PAPER_SHOWS(HOLDER) | PAPER_SHOWS(DUE) | PAPER_SHOWS(RIGHTS), "条例 §22"},
    {PAPER_DIRECTION, "信访事项去向告知书",     "",     PARTY_ACTOR,  PARTY_PETITIONER, HEADED | PAPER_SHOWS(TARGET) | PAPER_SHOWS(DUE) | PAPER_SHOWS(ARTICLE) | PAPER_SHOWS(RIGHTS), "条例 §22 §23"},
    {PAPER_TRANSFER,  "信访事项转送函",         "转",   PARTY_ACTOR,  PARTY_TARGET,     NUMBERED | PAPER_SHOWS(DUE) | PAPER_SHOWS(ARTICLE), "条例 §22"},
    {PAPER_ASSIGN,    "信访事项交办函",         "交",   PARTY_ACTOR,  PARTY_TARGET,     NUMBERED | PAPER_SHOWS(DUE) | PAPER_SHOWS(ARTICLE), "条例 §22"},
    {PAPER_OBJECTION, "信访事项异议(退回)申请", "异",   PARTY_ACTOR,  PARTY_GIVER,      NUMBERED | PAPER_SHOWS(REASON) | PAPER_SHOWS(ARTICLE), "条例 §23"},
    {PAPER_ACCEPT,    "信访事项受理告知书",     "受",   PARTY_ACTOR,  PARTY_PETITIONER, NUMBERED | PAPER_SHOWS(DUE) | PAPER_SHOWS(ARTICLE) | PAPER_SHOWS(RIGHTS), "条例 §23"},
    {PAPER_REFUSE,    "信访事项不予受理告知书", "不受", PARTY_ACTOR,  PARTY_PETITIONER, NUMBERED | PAPER_SHOWS(REASON) | PAPER_SHOWS(RIGHT_DOOR) | PAPER_SHOWS(ARTICLE) | PAPER_SHOWS(RIGHTS), "条例 §23"},
    {PAPER_NO_LONGER, "信访事项不再受理告知书", "不再", PARTY_ACTOR,  PARTY_PETITIONER, NUMBERED | PAPER_SHOWS(REASON) | PAPER_SHOWS(ARTICLE) | PAPER_SHOWS(RIGHTS), "条例 §36"},
    {PAPER_EXTEND,    "信访事项延期告知书",     "延",   PARTY_ACTOR,  PARTY_PETITIONER, NUMBERED | PAPER_SHOWS(DUE) | PAPER_SHOWS(REASON) | PAPER_SHOWS(ARTICLE), "条例 §34"},
    {PAPER_HEARING,   "信访事项听证通知书",     "听",   PARTY_ACTOR,  PARTY_PARTIES,    NUMBERED | PAPER_SHOWS(REASON) | PAPER_SHOWS(ARTICLE) | PAPER_SHOWS(RIGHTS), "条例 §31 §36"},
    {PAPER_OPINION,   "信访事项处理意见书",     "意",   PARTY_ACTOR,  PARTY_PETITIONER, NUMBERED | PAPER_SHOWS(TEXT) | PAPER_SHOWS(RULING) | PAPER_SHOWS(REASON) | PAPER_SHOWS(ARTICLE) | REMEDY, "条例 §32 §35"},
    {PAPER_SETTLEMENT, "信访事项和解(调解)协议书", "协", PARTY_ACTOR, PARTY_PARTIES,    NUMBERED | PAPER_SHOWS(REASON) | PAPER_SHOWS(DUE) | PAPER_SHOWS(PROOF) | PAPER_SHOWS(ARTICLE), "条例 §33"},
    {PAPER_REPORT,    "信访事项办结报告",       "办结", PARTY_ACTOR,  PARTY_GIVER,      NUMBERED | PAPER_SHOWS(REASON) | PAPER_SHOWS(ARTICLE), "条例 §22"},
    {PAPER_REVIEW,    "信访事项复查意见书",     "查",   PARTY_ACTOR,  PARTY_PETITIONER, NUMBERED | PAPER_SHOWS(RULING) | PAPER_SHOWS(REASON) | PAPER_SHOWS(ARTICLE) | REMEDY, "条例 §35 §36"},
    {PAPER_RECHECK,   "信访事项复核意见书",     "核",   PARTY_ACTOR,  PARTY_PETITIONER, NUMBERED | PAPER_SHOWS(RULING) | PAPER_SHOWS(REASON) | PAPER_SHOWS(ARTICLE) | PAPER_SHOWS(RIGHTS), "条例 §36"},
    {PAPER_REVIEW_REFUSED,  "复查申请不予受理告知书", "查不", PARTY_ACTOR, PARTY_PETITIONER, NUMBERED | PAPER_SHOWS(REASON) | PAPER_SHOWS(ARTICLE) | PAPER_SHOWS(RIGHTS), "条例 §35"},
    {PAPER_RECHECK_REFUSED, "复核申请不予受理告知书", "核不", PARTY_ACTOR, PARTY_PETITIONER, NUMBERED | PAPER_SHOWS(REASON) | PAPER_SHOWS(ARTICLE) | PAPER_SHOWS(RIGHTS), "条例 §36"},
    {PAPER_SUPERVISE, "信访事项督办函",         "督",   PARTY_ACTOR,  PARTY_HOLDER,     NUMBERED | PAPER_SHOWS(DUE) | PAPER_SHOWS(REASON) | PAPER_SHOWS(ARTICLE), "条例 §40"},
    {PAPER_IMPROVE_WORK,    "改进工作建议书",   "改",   PARTY_ACTOR,  PARTY_HOLDER,     NUMBERED | PAPER_SHOWS(DUE) | PAPER_SHOWS(REASON) | PAPER_SHOWS(ARTICLE), "条例 §40"},
    {PAPER_PERFECT_POLICY,  "完善政策建议书",   "政",   PARTY_ACTOR,  PARTY_HOLDER,     NUMBERED | PAPER_SHOWS(DUE) | PAPER_SHOWS(REASON) | PAPER_SHOWS(ARTICLE), "条例 §40"},
    {PAPER_HOLD_TO_ACCOUNT, "追究责任建议书",   "责",   PARTY_ACTOR,  PARTY_HOLDER,     NUMBERED | PAPER_SHOWS(DUE) | PAPER_SHOWS(REASON) | PAPER_SHOWS(ARTICLE), "条例 §40"},
    {PAPER_SERVICE,   "送达回证",               "送",   PARTY_ACTOR,  PARTY_FILE,       NUMBERED | PAPER_SHOWS(SERVICE) | PAPER_SHOWS(PROOF), "条例 §32 §35"},
    {PAPER_URGE,      "信访事项催办函",         "催",   PARTY_ACTOR,  PARTY_HOLDER,     NUMBERED | PAPER_SHOWS(DUE) | PAPER_SHOWS(REASON) | PAPER_SHOWS(ARTICLE), "条例 §40"},
    {PAPER_ANSWER,    "催办(督办)答复函",       "答",   PARTY_ACTOR,  PARTY_GIVER,      NUMBERED | PAPER_SHOWS(REASON) | PAPER_SHOWS(ARTICLE), "条例 §40"},
    {PAPER_CHANNEL,   "法定途径告知书",         "途",   PARTY_ACTOR,  PARTY_PETITIONER, NUMBERED | PAPER_SHOWS(CHANNEL) | PAPER_SHOWS(ARTICLE) | REMEDY, "条例 §31"},
    {PAPER_REPLY,     "信访事项答复书",         "复",   PARTY_ACTOR,  PARTY_PETITIONER, NUMBERED | PAPER_SHOWS(REASON) | PAPER_SHOWS(ARTICLE) | PAPER_SHOWS(RIGHTS), "条例 §29 §31"},
    {PAPER_ENDED,     "信访程序终结告知书",     "终",   PARTY_ACTOR,  PARTY_PETITIONER, NUMBERED | PAPER_SHOWS(REASON) | PAPER_SHOWS(ARTICLE) | PAPER_SHOWS(RIGHTS), "条例 §35 §36"},
    {PAPER_SHEET,     "信访事项办理情况单",     "",     PARTY_HOLDER, PARTY_FILE,       HEADED | PAPER_SHOWS(STATE) | PAPER_SHOWS(HOLDER) | PAPER_SHOWS(LEGS) | PAPER_SHOWS(CLOCKS), "条例 §21"},
};
/* clang-format on */
CTASSERT(ARRAY_COUNT(rows) == PAPER_MAX - 1);
CTASSERT(PAPER_FIELD_MAX <= 64); /* `must` has a bit for each */

const struct paper_row *paper_row(enum paper_kind kind) {
    ASSERT(kind > PAPER_UNSPECIFIED);
    ASSERT(kind < PAPER_MAX);
    ASSERT(rows[kind - 1].kind == kind);
    return &rows[kind - 1];
}

bool paper_is_numbered(enum paper_kind kind) {
    return paper_row(kind)->series[0] != '\0';
}

const char *paper_party_text(enum paper_party party) {
    switch (party) {
    case PARTY_PETITIONER:
        return "petitioner";
    case PARTY_ACTOR:
        return "actor";
    case PARTY_TARGET:
        return "target";
    case PARTY_GIVER:
        return "giver";
    case PARTY_HOLDER:
        return "holder";
    case PARTY_PARTIES:
        return "parties";
    case PARTY_FILE:
        return "file";
    case PARTY_ORIGIN:
        return "origin";
    case PARTY_MAX:
        break;
    }
    return "?";
}

/* ---- which act makes which */

struct occasion {
    const struct casefile *before;
    const struct act *act;
    const struct verdict *verdict;
};

typedef bool (*occasion_is)(const struct occasion *occasion);

static bool opens_leg(const struct occasion *occasion) {
    for (size_t i = 0; i < occasion->verdict->effect_count; i++) {
        if (occasion->verdict->effects[i].kind == EFFECT_OPEN_LEG) {
            return true;
        }
    }
    return false;
}

/* The state the act leads to; STATE_UNSPECIFIED when it stays. */
static enum state leads_to(const struct occasion *occasion) {
    enum state state = STATE_UNSPECIFIED;

    for (size_t i = 0; i < occasion->verdict->effect_count; i++) {
        if (occasion->verdict->effects[i].kind == EFFECT_STATE) {
            state = occasion->verdict->effects[i].state;
        }
    }
    return state;
}

static bool always(const struct occasion *occasion) {
    (void)occasion;
    return true;
}

/* The date by which the receiver must report makes it an assignment 交办 (条例 §22(3)). */
static bool asks_report(const struct occasion *occasion) {
    return opens_leg(occasion) && occasion->act->due.day != 0;
}

static bool in_review(const struct occasion *occasion) {
    return occasion->before->state == STATE_IN_REVIEW ||
           (occasion->before->state == STATE_HEARING &&
            occasion->before->matter.before_hearing == STATE_IN_REVIEW);
}

static bool in_recheck(const struct occasion *occasion) {
    return occasion->before->state == STATE_IN_RECHECK ||
           (occasion->before->state == STATE_HEARING &&
            occasion->before->matter.before_hearing == STATE_IN_RECHECK);
}

static bool was_ended(const struct occasion *occasion) {
    return occasion->act->ground == GROUND_SAME_MATTER_ENDED ||
           occasion->act->ground == GROUND_LITIGATION_ENDED;
}

static bool to_simple(const struct occasion *occasion) {
    return leads_to(occasion) == STATE_SIMPLE;
}

static bool hearing_begins(const struct occasion *occasion) {
    return leads_to(occasion) == STATE_HEARING;
}

static bool of_office(const struct occasion *occasion) {
    return occasion->act->capacity != CAPACITY_PETITIONER;
}

static bool was_executing(const struct occasion *occasion) {
    return occasion->before->state == STATE_EXECUTING;
}

static bool for_policy(const struct occasion *occasion) {
    return occasion->act->ground == GROUND_PERFECT_POLICY;
}

static bool for_account(const struct occasion *occasion) {
    return occasion->act->ground == GROUND_HOLD_TO_ACCOUNT;
}

static bool time_ends_it(const struct occasion *occasion) {
    return leads_to(occasion) == STATE_ENDED_NO_REQUEST;
}

/* The first row of the act whose condition holds. An automatic routing makes no numbered letter:
 * the five-hop road of a mere submission costs no row more, and the receiver has the case itself.
 */
static const struct {
    enum act_kind act;
    occasion_is when;
    enum paper_kind papers[PAPERS_PER_ACT_MAX];
} occasions[] = {
    {ACT_REGISTER, always, {PAPER_RECEIPT}},
    {ACT_ROUTE, opens_leg, {PAPER_DIRECTION}},
    {ACT_DELEGATE, asks_report, {PAPER_ASSIGN, PAPER_DIRECTION}},
    {ACT_DELEGATE, opens_leg, {PAPER_TRANSFER, PAPER_DIRECTION}},
    {ACT_ESCALATE, opens_leg, {PAPER_TRANSFER, PAPER_DIRECTION}},
    {ACT_TRANSFER, asks_report, {PAPER_ASSIGN, PAPER_DIRECTION}},
    {ACT_TRANSFER, opens_leg, {PAPER_TRANSFER, PAPER_DIRECTION}},
    {ACT_ATTACH, opens_leg, {PAPER_DIRECTION}}, /* its rights name the way to contest */
    {ACT_OBJECT, always, {PAPER_OBJECTION}},
    {ACT_ACCEPT, always, {PAPER_ACCEPT}},
    {ACT_LANE, to_simple, {PAPER_ACCEPT}},
    {ACT_REFUSE, in_review, {PAPER_REVIEW_REFUSED}},
    {ACT_REFUSE, in_recheck, {PAPER_RECHECK_REFUSED}},
    {ACT_REFUSE, was_ended, {PAPER_NO_LONGER}},
    {ACT_REFUSE, always, {PAPER_REFUSE}},
    {ACT_REFER, always, {PAPER_DIRECTION}},
    {ACT_CHANNEL, always, {PAPER_CHANNEL}},
    {ACT_EXTEND, always, {PAPER_EXTEND}},
    {ACT_HEARING, hearing_begins, {PAPER_HEARING}},
    {ACT_DECIDE, in_review, {PAPER_REVIEW}},
    {ACT_DECIDE, in_recheck, {PAPER_RECHECK}},
    {ACT_DECIDE, always, {PAPER_OPINION}},
    {ACT_SERVE, always, {PAPER_SERVICE}},
    {ACT_SETTLE, of_office, {PAPER_SETTLEMENT}},
    {ACT_CLOSE, was_executing, {PAPER_REPORT}},
    {ACT_CLOSE, always, {PAPER_REPLY}},
    {ACT_SUPERVISE, always, {PAPER_SUPERVISE}},
    {ACT_PROPOSE, for_policy, {PAPER_PERFECT_POLICY}},
    {ACT_PROPOSE, for_account, {PAPER_HOLD_TO_ACCOUNT}},
    {ACT_PROPOSE, always, {PAPER_IMPROVE_WORK}},
    {ACT_URGE, of_office, {PAPER_URGE}},
    {ACT_ANSWER_URGE, always, {PAPER_ANSWER}},
    {ACT_LAPSE, time_ends_it, {PAPER_ENDED}},
};

size_t papers_of_act(const struct casefile *before, const struct act *act,
                     const struct verdict *verdict, enum paper_kind ret_kinds[PAPERS_PER_ACT_MAX]) {
    const struct occasion occasion = {before, act, verdict};
    size_t count = 0;

    ASSERT(verdict->code == PJ_OK);
    for (size_t i = 0; i < ARRAY_COUNT(occasions); i++) {
        if (occasions[i].act != act->kind || !occasions[i].when(&occasion)) {
            continue;
        }
        while (count < PAPERS_PER_ACT_MAX && occasions[i].papers[count] != PAPER_UNSPECIFIED) {
            ret_kinds[count] = occasions[i].papers[count];
            count++;
        }
        return count;
    }
    return 0;
}

enum paper_kind paper_of_act(const struct casefile *before, const struct act *act,
                             const struct verdict *verdict) {
    enum paper_kind kinds[PAPERS_PER_ACT_MAX];
    size_t count = papers_of_act(before, act, verdict, kinds);
    enum paper_kind found = PAPER_UNSPECIFIED;

    for (size_t i = 0; i < count; i++) {
        if (paper_is_numbered(kinds[i])) {
            ASSERT(found == PAPER_UNSPECIFIED);
            found = kinds[i];
        }
    }
    return found;
}

bool paper_is_served(enum paper_kind kind) {
    return kind == PAPER_OPINION || kind == PAPER_REVIEW || kind == PAPER_RECHECK;
}

enum pj_code paper_reviewers(const struct casefile *after, const struct lifecycle_context *context,
                             bool recheck, struct reviewer_choice *ret_choice) {
    struct reviewer_query query = {.table = context->reviewers,
                                   .directory = context->directory,
                                   .conflicts = &after->conflicts,
                                   .decider = after->matter.decider};

    if (query.table == NULL || query.directory == NULL) {
        return PJ_POLICY_TARGET;
    }
    if (recheck) {
        query.before = first_decider(after);
    }
    return reviewer_find(&query, ret_choice);
}

/* ---- the day of a paper */

/* Instants of one turn of one station are equal; those of two stations are not to be compared. */
const struct leg *paper_first_leg(const struct casefile *file) {
    const struct leg *leg = file->leg_count > 0 ? &file->legs[0] : NULL;

    return leg != NULL && leg_is_handover(leg->kind) && leg->opened_at.us == file->opened_at.us
               ? leg
               : NULL;
}

const struct node_id *paper_first_holder(const struct casefile *file) {
    const struct leg *leg = paper_first_leg(file);

    return leg != NULL && leg->delivered_at.us == file->opened_at.us ? &leg->receiver
                                                                     : &file->origin;
}

/* It may have begun before the entry, with the receipt (条例 §22). */
bool paper_clock_of_registration(const struct casefile *file, const struct clock *clock) {
    return clock->kind != CLOCK_CONTACT && clock->started_at.us <= file->opened_at.us &&
           node_id_equal(&clock->owner, paper_first_holder(file));
}

/* As life_register and the arrival start it. */
struct clock paper_first_clock(const struct clock_law *law, const struct casefile *file) {
    const struct node_id *holder = paper_first_holder(file);
    const struct leg *leg = paper_first_leg(file);
    bool moved = leg != NULL && holder == &leg->receiver;
    enum duty duty = node_id_organ(holder)[0] != '\0' ? DUTY_DIRECT : DUTY_ROUTE;
    struct wall start = file->opened_at;

    if (moved) {
        duty = leg_duty(leg);
    } else if (file->received_at.us > 0 && file->received_at.us < start.us) {
        start = file->received_at;
    }
    return clock_start(law, duty, holder, start);
}

const struct leg *paper_last_leg(const struct casefile *file) {
    for (size_t i = file->leg_count; i > 0; i--) {
        if (leg_is_handover(file->legs[i - 1].kind)) {
            return &file->legs[i - 1];
        }
    }
    return NULL;
}

bool paper_clock_of_leg(const struct leg *leg, const struct clock *clock) {
    return clock->kind != CLOCK_CONTACT && leg->delivered_at.us != 0 &&
           clock->started_at.us == leg->delivered_at.us &&
           node_id_equal(&clock->owner, &leg->receiver);
}
