/* SPDX-License-Identifier: Apache-2.0
 * The courses, as a table. The days are those after a Friday, 2026-09-18, whose Sunday is worked
 * for October: the first contact is due on day 4, and what runs 15 days from the first week ends on
 * day 20, after the holidays. */
#include "season_plan.h"

#include <string.h>

const uint32_t season_settled_in = 3;

#define WORDS(text)                                                                                \
    { (text), sizeof(text) - 1 }

/* clang-format off */
#define ACCEPT  {.kind = PJ_ACT_ACCEPT, .reason = WORDS("受理")}
#define CONTACT {.kind = PJ_ACT_CONTACT, .contact = PJ_CONTACT_REACHED, .reason = WORDS("电话联系，了解情况")}
#define DECIDE  {.kind = PJ_ACT_DECIDE, .reason = WORDS("经调查核实，作出处理意见"), .responsible = "负责人"}
#define SERVE   {.kind = PJ_ACT_SERVE, .service = PJ_SERVICE_IN_PERSON, .proof = WORDS("当面签收")}
#define EXTEND  {.kind = PJ_ACT_EXTEND, .capacity = PJ_CAPACITY_HEAD, .reason = WORDS("情况复杂，测量未完")}
#define SETTLE  {.kind = PJ_ACT_SETTLE, .proof = WORDS("和解协议书"), .reason = WORDS("双方同意")}
#define URGE    {.kind = PJ_ACT_URGE, .reason = WORDS("逾期未告知，请速办")}
#define ANSWER  {.kind = PJ_ACT_ANSWER_URGE, .reason = WORDS("已安排专人办理")}
#define SUPERVISE {.kind = PJ_ACT_SUPERVISE, .reason = WORDS("无正当理由未按规定办理")}
#define PROPOSE {.kind = PJ_ACT_PROPOSE, .ground = PJ_GROUND_IMPROVE_WORK, .reason = WORDS("改进工作建议")}
#define UPHOLD  {.kind = PJ_ACT_DECIDE, .ruling = PJ_RULING_UPHELD, .reason = WORDS("处理意见并无不当")}
#define REMAND  {.kind = PJ_ACT_DECIDE, .ruling = PJ_RULING_REMANDED, .reason = WORDS("事实不清，重新办理")}
#define REVIEW  {.kind = PJ_ACT_REVIEW, .reason = WORDS("不服处理意见")}
#define RECHECK {.kind = PJ_ACT_RECHECK, .reason = WORDS("不服复查意见")}
#define AGREE   {.kind = PJ_ACT_SETTLE, .proof = WORDS("本人确认已履行")}
#define WITHDRAW {.kind = PJ_ACT_WITHDRAW, .proof = WORDS("本人短信确认")}
#define PLEASED {.kind = PJ_ACT_RATE, .rating = PJ_RATING_SATISFIED}
#define ANGRY   {.kind = PJ_ACT_RATE, .rating = PJ_RATING_DISSATISFIED}

static const struct season_course courses[] = {
    {"answered", DESTINY_ASSIGN, 12, PJ_STATE_ENDED_NO_REQUEST, {
        {4, BY_HOLDER, CONTACT, 0, 0}, {4, BY_HOLDER, ACCEPT, 0, 0}, {31, BY_HOLDER, DECIDE, PJ_OUTCOME_EXPLAINED, 0},
        {38, BY_HOLDER, SERVE, 0, 0}, {45, BY_PETITIONER, PLEASED, 0, 0}}},
    {"extended", DESTINY_ASSIGN, 5, PJ_STATE_SERVED, {
        {4, BY_HOLDER, CONTACT, 0, 0}, {12, BY_HOLDER, ACCEPT, 0, 0}, {70, BY_HOLDER, EXTEND, 0, 98},
        {84, BY_HOLDER, DECIDE, PJ_OUTCOME_SOLVED, 0}, {90, BY_HOLDER, SERVE, 0, 0}}},
    {"reviewed", DESTINY_ASSIGN, 4, PJ_STATE_REVIEW_SERVED, {
        {4, BY_HOLDER, CONTACT, 0, 0}, {4, BY_HOLDER, ACCEPT, 0, 0}, {24, BY_HOLDER, DECIDE, PJ_OUTCOME_NOT_SUPPORTED, 0},
        {31, BY_HOLDER, SERVE, 0, 0}, {52, BY_PETITIONER, REVIEW, 0, 0},
        {77, BY_HOLDER, UPHOLD, 0, 0}, {84, BY_HOLDER, SERVE, 0, 0}}},
    {"rechecked", DESTINY_ASSIGN, 1, PJ_STATE_IN_RECHECK, {
        {4, BY_HOLDER, CONTACT, 0, 0}, {4, BY_HOLDER, ACCEPT, 0, 0}, {12, BY_HOLDER, DECIDE, PJ_OUTCOME_NOT_SUPPORTED, 0},
        {21, BY_HOLDER, SERVE, 0, 0}, {31, BY_PETITIONER, REVIEW, 0, 0},
        {45, BY_HOLDER, UPHOLD, 0, 0}, {52, BY_HOLDER, SERVE, 0, 0},
        {70, BY_PETITIONER, RECHECK, 0, 0}}},
    {"remanded", DESTINY_ASSIGN, 1, PJ_STATE_SERVED, {
        {4, BY_HOLDER, CONTACT, 0, 0}, {4, BY_HOLDER, ACCEPT, 0, 0}, {12, BY_HOLDER, DECIDE, PJ_OUTCOME_NOT_SUPPORTED, 0},
        {21, BY_HOLDER, SERVE, 0, 0}, {31, BY_PETITIONER, REVIEW, 0, 0},
        {45, BY_HOLDER, REMAND, 0, 84}, {77, BY_HOLDER, DECIDE, PJ_OUTCOME_SOLVED, 0},
        {84, BY_HOLDER, SERVE, 0, 0}}},
    {"urged", DESTINY_ASSIGN, 4, PJ_STATE_SERVED, { /* no notice in time */
        {21, BY_COUNTY, URGE, 0, 0}, {24, BY_HOLDER, ANSWER, 0, 0}, {24, BY_HOLDER, ACCEPT, 0, 0},
        {77, BY_HOLDER, DECIDE, PJ_OUTCOME_EXPLAINED, 0}, {84, BY_HOLDER, SERVE, 0, 0},
        {90, BY_PETITIONER, ANGRY, 0, 0}}},
    {"silent", DESTINY_ASSIGN, 3, PJ_STATE_ROUTED, { /* whatever is asked of it */
        {21, BY_COUNTY, URGE, 0, 0}, {31, BY_COUNTY, SUPERVISE, 0, 0},
        {45, BY_COUNTY, PROPOSE, 0, 0}}},
    {"overdue", DESTINY_ASSIGN, 3, PJ_STATE_ACCEPTED, { /* no opinion in 60 days */
        {4, BY_HOLDER, CONTACT, 0, 0}, {4, BY_HOLDER, ACCEPT, 0, 0}, {70, BY_COUNTY, SUPERVISE, 0, 0},
        {77, BY_HOLDER, ANSWER, 0, 0}}},
    {"agreed", DESTINY_ASSIGN, 2, PJ_STATE_ENDED_AGREED, {
        {4, BY_HOLDER, CONTACT, 0, 0}, {12, BY_HOLDER, SETTLE, 0, 45}, {38, BY_PETITIONER, AGREE, 0, 0}}},
    {"withdrawn", DESTINY_ASSIGN, 1, PJ_STATE_WITHDRAWN, {{31, BY_PETITIONER, WITHDRAW, 0, 0}}},

    {"solved", DESTINY_SOLVE, 3, PJ_STATE_ENDED_NO_REQUEST, {{0}}},
    {"solved, rated", DESTINY_SOLVE, 1, PJ_STATE_ENDED_NO_REQUEST, {{12, BY_PETITIONER, PLEASED, 0, 0}}},

    {"explained", DESTINY_ANSWER, 3, PJ_STATE_ENDED_NO_REQUEST, {{0}}},
    {"explained, reviewed", DESTINY_ANSWER, 1, PJ_STATE_ENDED_NO_REQUEST, {
        {24, BY_PETITIONER, REVIEW, 0, 0}, {45, BY_HOLDER, UPHOLD, 0, 0},
        {52, BY_HOLDER, SERVE, 0, 0}}},
};
/* clang-format on */

static uint32_t shares_of(enum destiny destiny) {
    uint32_t shares = 0;

    for (size_t i = 0; i < ARRAY_COUNT(courses); i++) {
        shares += courses[i].destiny == destiny ? courses[i].share : 0;
    }
    return shares;
}

/* The county cannot watch over what never left the station of the township that has one: it does
 * not know the case. */
static bool county_knows(const struct planned *planned) {
    return strncmp(planned->window.text, "330726101", 9) != 0;
}

static bool is_watched(const struct season_course *course) {
    for (size_t i = 0; i < SEASON_STEPS_MAX; i++) {
        if (course->steps[i].day != 0 && course->steps[i].by == BY_COUNTY) {
            return true;
        }
    }
    return false;
}

const struct season_course *season_course(const struct planned *planned) {
    uint32_t pick = planned->index % shares_of(planned->destiny);

    for (size_t i = 0; i < ARRAY_COUNT(courses); i++) {
        if (courses[i].destiny != planned->destiny) {
            continue;
        }
        if (pick < courses[i].share) {
            return is_watched(&courses[i]) && !county_knows(planned) ? &courses[0] : &courses[i];
        }
        pick -= courses[i].share;
    }
    ASSERT(!"a case without a course");
    return NULL;
}

static bool has_step(uint32_t day) {
    for (size_t i = 0; i < ARRAY_COUNT(courses); i++) {
        for (size_t j = 0; j < SEASON_STEPS_MAX; j++) {
            if (courses[i].steps[j].day == day) {
                return true;
            }
        }
    }
    return day == season_settled_in || day == SEASON_DAYS;
}

size_t season_days(uint32_t ret_days[static SEASON_DAYS_MAX]) {
    size_t count = 0;

    for (uint32_t day = 1; day <= SEASON_DAYS; day++) {
        if (has_step(day)) {
            ASSERT(count < SEASON_DAYS_MAX);
            ret_days[count++] = day;
        }
    }
    return count;
}
