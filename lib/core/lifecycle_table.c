/* SPDX-License-Identifier: Apache-2.0
 * The statutory life of a petition in one table: for each event who may fire it, by which rule and
 * article, and in which states. Every cell is filled; a refusal names its reason by a letter.
 * tests/golden/lifecycle.txt prints it cell by cell. */
#include "base/text.h"
#include "core/lifecycle_internal.h"

/* X(letter, code) */
#define LETTERS(X)                                                                                 \
    X('.', OK) /* the event's function decides */                                                  \
    X('-', STATE_WRONG)                                                                            \
    X('n', STATE_REGISTER_FIRST)                                                                   \
    X('a', STATE_ACCEPT_FIRST)                                                                     \
    X('k', STATE_ACCEPTED_ALREADY) /* the unit that accepted it sees it through */                 \
    X('o', STATE_DONE)                                                                             \
    X('x', POLICY_ONCE)                                                                            \
    X('u', STATE_IN_DISPUTE)                                                                       \
    X('c', STATE_ELSEWHERE)                                                                        \
    X('h', STATE_HEARING_ON)                                                                       \
    X('d', STATE_OPINION_GIVEN)                                                                    \
    X('s', STATE_SERVE_FIRST)                                                                      \
    X('p', STATE_PETITIONER) /* the petitioner's turn */                                           \
    X('r', STATE_UNDER_REVIEW)                                                                     \
    X('w', STATE_OPEN)                                                                             \
    X('f', POLICY_FINAL)                                                                           \
    X('e', STATE_ENDED)

enum pj_code lifecycle_letter(char letter) {
#define LETTER_ROW(character, code) {character, PJ_##code},
    static const struct {
        char letter;
        enum pj_code code;
    } letters[] = {LETTERS(LETTER_ROW)};

    for (size_t i = 0; i < ARRAY_COUNT(letters); i++) {
        if (letters[i].letter == letter) {
            return letters[i].code;
        }
    }
    ASSERT(false); /* a cell with a letter that means nothing */
    return PJ_STATE_WRONG;
}

static bool by_petitioner(const struct casefile *view, const struct act *act) {
    (void)view;
    return act->capacity == CAPACITY_PETITIONER;
}

/* The station's own capacity comes from no key. */
static bool by_a_person(const struct casefile *view, const struct act *act) {
    (void)view;
    return act->capacity != CAPACITY_STATION;
}

static bool is_answered_by_reply(const struct casefile *view, const struct act *act) {
    (void)act;
    return view->purpose == PURPOSE_SUGGESTION || view->purpose == PURPOSE_INQUIRY ||
           view->purpose == PURPOSE_THANKS;
}

static bool takes_simple(const struct casefile *view, const struct act *act) {
    (void)view;
    return act->lane == LANE_OF_CASE_UNSPECIFIED || act->lane == LANE_OF_CASE_SIMPLE;
}

static bool goes_back(const struct casefile *view, const struct act *act) {
    (void)view;
    return act->lane == LANE_OF_CASE_UNSPECIFIED || act->lane == LANE_OF_CASE_GENERAL;
}

static bool takes_general(const struct casefile *view, const struct act *act) {
    (void)view;
    return act->lane == LANE_OF_CASE_GENERAL;
}

static bool takes_complex(const struct casefile *view, const struct act *act) {
    (void)view;
    return act->lane == LANE_OF_CASE_COMPLEX;
}

#define ANYBODY                                                                                    \
    (ACTOR_HOLDER | ACTOR_ABOVE | ACTOR_LISTENER | ACTOR_LEADER | ACTOR_JOINT | ACTOR_GIVER |      \
     ACTOR_ASSISTANT)
#define WATCHER (ACTOR_ABOVE | ACTOR_OFFICE | ACTOR_JOINT)

/* clang-format off */
/* The fourth column: HERE = at the station that holds the case; AFAR = also from elsewhere, as an
 * order or a request that follows the token; TAKES = where a copy
 * is kept with all that was handed in, the token comes to it; else it is asked for, as AFAR.
 *
 * The columns of the cells, in the order of STATES:
 *   taken in, routed:     received registered routed disputed
 *   handled:              accepted extended simple channelled out studying hearing decided
 *   served and after:     served review review-served re-check remanded executing
 *   ended:                no-request agreed final replied not-accepted withdrawn */
const struct event_row lifecycle_rows[] = {
    /* taken in */
    {ACT_RECEIVE,  50, "E7", HERE,  ACTOR_HOLDER,   NULL, life_receive,  "条例 §23", "--.-" "oooooooo" "oooooo" "eeeeee"},
    {ACT_REGISTER, 51, "E2", HERE,  ACTOR_HOLDER | ACTOR_STATION, NULL, life_register, "条例 §22", ".o.o" "oooooooo" "oooooo" "eeeeee"},
    {ACT_CLASSIFY, 66, "", HERE,    ACTOR_HOLDER,   NULL, life_classify, "条例 §22", "...." ".......d" "dddddd" "eeeeee"},
    {ACT_ATTACH,  107, "E3", HERE,  ACTOR_OFFICE | ACTOR_UNIT, by_a_person, life_attach, "条例 §22", "...u" "kkkckkhd" "dddddd" "eeeeee"},
    {ACT_ATTACH,  RULE_ALONG, "E3", HERE, ACTOR_STATION, NULL, life_go_along, "条例 §22", "...u" "kkkckkhd" "dddddd" "eeeeee"},
    {ACT_DETACH,  108, "E3", AFAR,  ACTOR_HOLDER | ACTOR_LISTENER | ACTOR_PETITIONER, NULL, life_detach, "条例 §22", "...." "........" "......" "......"},

    {ACT_PROGRESS, 154, "E40", HERE, ACTOR_STATION, NULL, life_progress, "条例 §22", "...." "........" "......" "eeeeee"},
    {ACT_FEEDBACK, 155, "", HERE,   ACTOR_STATION,  NULL, life_feedback, "条例 §22", "...." "........" "......" "eeeeee"},
    {ACT_JOIN,    156, "", HERE,    ACTOR_OFFICE | ACTOR_UNIT, NULL, life_join, "", "...." "........" "......" "eeeeee"},
    {ACT_LEAVE,   157, "", AFAR,    ACTOR_OFFICE | ACTOR_UNIT | ACTOR_PETITIONER, NULL, life_leave, "", "...." "........" "......" "......"},

    /* handed on: 转送 交办 呈报 */
    {ACT_ROUTE,    52, "E5", HERE,  ACTOR_STATION,  NULL, life_route,    "条例 §22", "n..u" "kkkckkhd" "dddddd" "eeeeee"},
    {ACT_DELEGATE, 53, "E6", HERE,  ACTOR_HOLDER,   NULL, life_delegate, "条例 §22", "...." "kkkckkhd" "dddddd" "eeeeee"},
    {ACT_ESCALATE, 54, "E5", HERE,  ACTOR_HOLDER,   NULL, life_escalate, "条例 §24", "...." "kkkckkhd" "dddddd" "eeeeee"},
    {ACT_TRANSFER, 55, "E5", HERE,  ACTOR_HOLDER,   NULL, life_transfer, "条例 §22", "...." "kkkckkhd" "dddddd" "eeeeee"},
    {ACT_DELIVER,  61, "E7", HERE,  ACTOR_STATION,  NULL, life_deliver,  "条例 §23", "...." "........" "......" "......"},
    {ACT_RECALL,   57, "", AFAR,    ACTOR_GIVER,    NULL, life_recall,   "条例 §23", "...." "kkkckkhd" "dddddd" "eeeeee"},
    {ACT_OBJECT,   56, "E8", HERE,  ACTOR_HOLDER,   NULL, life_object,   "条例 §23", "n-.o" "kkkckkhd" "dddddd" "eeeeee"},
    {ACT_DECIDE_OBJECTION, 68, "E9", AFAR, ACTOR_GIVER | ACTOR_HOLDER, NULL, life_decide_objection, "条例 §23", "---." "kkkckkhd" "dddddd" "eeeeee"},
    {ACT_SEIZE,   117, "",    TAKES, ACTOR_HOLDER | ACTOR_ABOVE, NULL, life_seize, "条例 §40", "...." ".......d" "dddddd" "eeeeee"},

    /* handled */
    {ACT_ACCEPT,   71, "E34", HERE, ACTOR_UNIT,     is_suggestion, life_study, "条例 §29", "n..u" "ooocoohd" "dddddd" "eeeeee"},
    {ACT_ACCEPT,   70, "E11", HERE, ACTOR_UNIT,     NULL, life_accept,   "条例 §23", "n..u" "oo-.oohd" "dddddd" "eeeeee"},
    {ACT_REFUSE,   72, "E12", HERE, ACTOR_OFFICE | ACTOR_UNIT, NULL, life_refuse, "条例 §23", "n..u" "kkkckkhd" "d-d-dd" "eeeeee"},
    {ACT_REFUSE,   73, "E39", HERE, ACTOR_REVIEWER, NULL, life_refuse_review, "条例 §35", "----" "--------" "-.-.--" "eeeeee"},
    {ACT_LANE,     74, "E13", HERE, ACTOR_UNIT,     takes_simple, life_simple, "简易办理办法", "n..u" "kkockkhd" "dddddd" "eeeeee"},
    {ACT_LANE,    158, "",    HERE, ACTOR_UNIT,     takes_general, life_general, "条例 §34", "aaau" "..-ckkhd" "dddddd" "eeeeee"},
    {ACT_LANE,     75, "E14", AFAR, ACTOR_UNIT | ACTOR_PETITIONER, goes_back, life_ordinary, "简易办理办法", "----" "oo.-----" "------" "eeeeee"},
    {ACT_LANE,    159, "",    HERE, ACTOR_UNIT,     takes_complex, life_complex, "条例 §34", "aaau" "...ckkhd" "dddddd" "eeeeee"},
    {ACT_CHANNEL,  76, "E15", HERE, ACTOR_UNIT,     NULL, life_channel,  "条例 §31", "n..u" "..-okkhd" "dddd-d" "eeeeee"},
    {ACT_REFER,    77, "E16", HERE, ACTOR_OFFICE,   NULL, life_refer,    "条例 §22", "n..u" "kkkcokhd" "dddddd" "eeeeee"},
    {ACT_EXTEND,   78, "E17", HERE, ACTOR_HEAD,     NULL, life_extend,   "条例 §34", "aaau" ".x-ca-hd" "drdr-d" "eeeeee"},
    {ACT_HEARING,  79, "E24", HERE, ACTOR_UNIT | ACTOR_REVIEWER, NULL, life_hearing, "条例 §31 §36", "aaau" "..-ca-od" "d-d.-d" "eeeeee"},
    {ACT_HEARING, 112, "E24", HERE, ACTOR_UNIT | ACTOR_REVIEWER, NULL, life_hearing_over, "条例 §31 §36", "----" "------.-" "------" "eeeeee"},
    {ACT_DECIDE,   80, "E18", HERE, ACTOR_OFFICE | ACTOR_UNIT, NULL, life_decide_at_once, "条例 §23", "...u" "---c--hd" "d-d--d" "eeeeee"},
    {ACT_DECIDE,   58, "E18", HERE, ACTOR_UNIT,     NULL, life_decide,   "条例 §32", "aaau" "...ca-hd" "drdr.d" "eeeeee"},
    {ACT_DECIDE,   82, "E23", HERE, ACTOR_REVIEWER, NULL, life_review_outcome, "条例 §35 §36", "----" "--------" "-.-.--" "eeeeee"},
    {ACT_SERVE,    83, "E19", HERE, ACTOR_OFFICE | ACTOR_UNIT, NULL, life_serve, "条例 §32 §35", "ssss" "sssss-h." "o-o-so" "eeeeee"},
    {ACT_SERVE,    84, "E19", HERE, ACTOR_REVIEWER, NULL, life_serve_review, "条例 §35 §36", "ssss" "sssss-hs" "-.-.--" "eeeeee"},
    {ACT_SETTLE,   86, "E20", AFAR, ACTOR_PETITIONER, by_petitioner, life_confirm_settlement, "条例 §33", "--.." "........" "......" "eeeeee"},
    {ACT_SETTLE,   85, "E20", HERE, ACTOR_HOLDER,   NULL, life_settle,   "条例 §33", "n..." "........" "......" "eeeeee"},
    {ACT_EXECUTE,  87, "E38", HERE, ACTOR_UNIT,     NULL, life_execute,  "条例 §32", "ssss" "sssss-ss" ".r.r-o" "eeeeee"},
    {ACT_CLOSE,    59, "E25", HERE, ACTOR_UNIT,     NULL, life_executed, "条例 §32", "aaau" "sss---hs" "prpr-." "eeeeee"},
    {ACT_CLOSE,    88, "E35", HERE, ACTOR_UNIT | ACTOR_OFFICE, is_answered_by_reply, life_reply, "条例 §29", "n..u" "-----.--" "------" "eeeeee"},
    {ACT_CLOSE,    89, "E36", HERE, ACTOR_UNIT,     NULL, life_channel_result, "条例 §31", "----" "---.----" "------" "eeeeee"},
    {ACT_CLOSE,    90, "E37", HERE, ACTOR_OFFICE,   NULL, life_outside_receipt, "条例 §22", "----" "----.---" "------" "eeeeee"},

    /* the petitioner's own */
    {ACT_REVIEW,   91, "E21", AFAR, ACTOR_PETITIONER, NULL, life_review,  "条例 §35", "ssss" "ssssssss" ".ooos." ".efeee"},
    {ACT_RECHECK,  92, "E22", AFAR, ACTOR_PETITIONER, NULL, life_recheck, "条例 §36", "ssss" "ssssssss" "sr.os." ".efeee"},
    {ACT_NOT_RECEIVED, 116, "", AFAR, ACTOR_PETITIONER, NULL, life_not_received, "条例 §35", "ssss" "ssssssss" ".r.rs-" ".eeeee"},
    {ACT_WITHDRAW, 93, "E31", AFAR, ACTOR_PETITIONER, NULL, life_withdraw, "",        "...." "........" "......" "eeeeeo"},
    {ACT_REOPEN,   94, "E32", AFAR, ACTOR_ABOVE | ACTOR_PETITIONER, NULL, life_reopen, "条例 §36", "wwww" "wwwwwwww" "wwwwww" "......"},
    {ACT_RATE,     95, "E33", AFAR, ACTOR_PETITIONER, NULL, life_rate,    "条例 §21", "n..." "........" "......" "......"},
    {ACT_SUPPLEMENT, 106, "", AFAR, ACTOR_PETITIONER | ACTOR_HOLDER | ACTOR_LISTENER | ACTOR_STATION, NULL, life_supplement, "条例 §19", "...." "........" "......" "......"},

    /* watched over */
    {ACT_URGENT,   96, "E4", AFAR,  ACTOR_HOLDER | ACTOR_LEADER, NULL, life_urgent, "条例 §25", "...." "........" "......" "eeeeee"},
    {ACT_ACKNOWLEDGE, 97, "E4", AFAR, ACTOR_ABOVE,  NULL, life_acknowledge, "条例 §25", "...." "........" "......" "eeeeee"},
    {ACT_SUPERVISE, 98, "E28", AFAR, WATCHER,       NULL, life_supervise, "条例 §40", "...." "........" "......" "eeeeee"},
    {ACT_JUDGE_SERVICE, 118, "", AFAR, ACTOR_ABOVE, NULL, life_judge_service, "条例 §35", "ssss" "ssssssss" ".r.rs-" "eeeeee"},
    {ACT_PROPOSE,  99, "E28", AFAR, WATCHER,        NULL, life_propose,  "条例 §40", "...." "........" "......" "......"},
    {ACT_URGE,    100, "", AFAR,    ACTOR_PETITIONER | ACTOR_GIVER | ACTOR_ABOVE, NULL, life_urge, "条例 §40", "...." "........" "......" "eeeeee"},
    {ACT_ANSWER_URGE, 101, "", HERE, ACTOR_HOLDER,  NULL, life_answer_urge, "条例 §40", "...." "........" "......" "......"},
    {ACT_OWN,     102, "E29", AFAR, ACTOR_LEADER,   NULL, life_own,      "条例 §18", "...." "........" "......" "eeeeee"},
    {ACT_SESSION, 103, "E30", AFAR, ACTOR_LEADER | ACTOR_OFFICE, NULL, life_session, "条例 §18", "...." "........" "......" "eeeeee"},
    {ACT_INSTRUCT, 104, "", AFAR,   ACTOR_LEADER | ACTOR_ABOVE, NULL, life_instruct, "条例 §18", "...." "........" "......" "eeeeee"},
    {ACT_CONTACT, 105, "", HERE,    ACTOR_HOLDER,   NULL, life_contact,  "条例 §31", "...." "........" "......" "......"},
    {ACT_INSPECT, 109, "", AFAR,    ACTOR_HOLDER | ACTOR_ABOVE, NULL, life_record, "条例 §38", "...." "........" "......" "......"},
    {ACT_REVISIT, 110, "", AFAR,    ACTOR_HOLDER | ACTOR_ABOVE, NULL, life_record, "条例 §37", "ssss" "ssssssss" "......" "......"},
    {ACT_CORRECT, 111, "", HERE,    ACTOR_HOLDER,   NULL, life_correct,  "条例 §22", "...." "........" "......" "......"},
    {ACT_ASSIST,  150, "", HERE,    ACTOR_HOLDER,   NULL, life_assist,   "条例 §24", "...." ".......d" "dddd.." "eeeeee"},
    {ACT_ASSIST_ANSWER, 151, "", AFAR, ACTOR_ASSISTANT, NULL, life_assist_answer, "条例 §24", "...." ".......d" "dddd.." "eeeeee"},
    {ACT_NOTE,     60, "", AFAR,    ANYBODY,        NULL, life_note,     "",         "...." "........" "......" "......"},

    /* the station's own */
    {ACT_LAPSE,    62, "E27", HERE, ACTOR_STATION,  NULL, life_lapse,    "条例 §40", "...." "........" "......" "eeeeee"},
    {ACT_WARN,    113, "", HERE,    ACTOR_STATION,  NULL, life_warn,     "条例 §40", "...." "........" "......" "eeeeee"},
    {ACT_RECOUNT,  67, "", HERE,    ACTOR_STATION,  NULL, life_recount,  "民法典 §203", "...." "........" "......" "eeeeee"},
    {ACT_PARK,     63, "", HERE,    ACTOR_STATION,  NULL, life_park,     "",         "...." "........" "......" "eeeeee"},
    {ACT_REPLAY,   64, "", HERE,    ACTOR_STATION,  NULL, life_replay,   "",         "...." "........" "......" "eeeeee"},
    {ACT_BOUNCE,   65, "", HERE,    ACTOR_STATION,  NULL, life_bounce,   "",         "...." "........" "......" "eeeeee"},
};
/* clang-format on */

const size_t lifecycle_row_count = ARRAY_COUNT(lifecycle_rows);

bool lifecycle_follows(const struct act *act) {
    for (size_t i = 0; i < ARRAY_COUNT(lifecycle_rows); i++) {
        const struct event_row *row = &lifecycle_rows[i];
        bool petitioners = (row->actors & ACTOR_PETITIONER) != 0;

        if (row->act == act->kind && row->reach != HERE &&
            (petitioners || act->capacity != CAPACITY_PETITIONER)) {
            return true;
        }
    }
    return false;
}

/* ---- the table as text */

size_t lifecycle_events(void) {
    return ARRAY_COUNT(lifecycle_rows);
}

#define ACTOR_ROW(name, bit, text, zh) {ACTOR_##name, text, zh},
static const struct {
    unsigned bit;
    const char *text, *zh;
} actor_rows[] = {ACTORS(ACTOR_ROW)};

static const char *actors_text(unsigned actors, char *text, size_t size) {
    size_t used = 0;

    text[0] = '\0';
    for (size_t i = 0; i < ARRAY_COUNT(actor_rows); i++) {
        if ((actors & actor_rows[i].bit) != 0) {
            used += text_print(text + used, size - used, "%s%s", used > 0 ? "|" : "",
                               actor_rows[i].text);
        }
    }
    return text;
}

void lifecycle_who(unsigned actors, char *text, size_t size) {
    size_t used = text_print(text, size, "可办的 who may: ");
    const char *comma = "";

    ASSERT(size > LIFECYCLE_WHO_MAX);
    for (size_t i = 0; i < ARRAY_COUNT(actor_rows); i++) {
        if ((actors & actor_rows[i].bit) != 0) {
            used += text_print(text + used, size - used, "%s%s %s", comma, actor_rows[i].zh,
                               actor_rows[i].text);
            comma = ", ";
        }
    }
}

void lifecycle_event(size_t index, struct lifecycle_event *ret_event) {
    const struct event_row *row = &lifecycle_rows[index];

    ASSERT(index < ARRAY_COUNT(lifecycle_rows));
    *ret_event = (struct lifecycle_event){
        .act = row->act, .rule = row->rule, .event = row->event, .basis = row->basis};
    ret_event->reach = row->reach == AFAR ? "afar" : row->reach == TAKES ? "takes" : "here";
    (void)actors_text(row->actors, ret_event->actors, sizeof ret_event->actors);
    for (unsigned state = STATE_RECEIVED; state < STATE_MAX; state++) {
        ret_event->cells[state] = lifecycle_letter(row->cells[state - 1]);
    }
}
