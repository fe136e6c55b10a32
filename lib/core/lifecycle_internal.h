/* SPDX-License-Identifier: Apache-2.0
 * The inside of the life cycle: the table's rows, and what the functions of its events share.
 *
 *   lifecycle.c          which row, who acts, then the row's function
 *   lifecycle_table.c    THE table: event x state
 *   lifecycle_intake.c   E1, E2 and what moves nothing: notes, clocks that run out, parking
 *   lifecycle_legs.c     E5..E10: hand-overs, arrival, objections
 *   lifecycle_handle.c   E11..E20, E34..E38: accept, extend, decide, serve, carry out
 *   lifecycle_lane.c     E13, E14: simple, general, complex
 *   lifecycle_channel.c  E15: which of the six branches of §31
 *   lifecycle_review.c   E21..E24, E39: review, re-check, hearing
 *   lifecycle_service.c  E26, and a service that is doubted
 *   lifecycle_people.c   E31..E33: what is the petitioner's alone
 *   lifecycle_matter.c   E3: attached to another case of the same matter, and taken apart again
 *   lifecycle_joint.c    E40 and common cause: what cases on one matter hear of each other
 *   lifecycle_along.c    an attached case goes after its leading one
 *   lifecycle_watch.c    E4, E28..E30: what lies over a case beside its state
 *   lifecycle_daily.c    the daily acts: contact, correct, inspect, revisit
 *   lifecycle_assist.c   legs beside the lead
 */
#pragma once
#include "core/lifecycle.h"
#include "core/visit.h"

#define RULE_ALONG 160

struct decision { /* what an event's function sees and fills */
    const struct casefile *view;
    const struct act *act;
    const struct lifecycle_context *context;
    struct verdict *verdict;
};

/* X(NAME, bit, "text", "zh"): who may fire an event; a row names one or several. */
/* clang-format off */
#define ACTORS(X)                                                                                  \
    X(STATION, 0, "station", "本站") /* the station itself: timer, rule, link */                   \
    X(OFFICE, 1, "office", "持有它的信访部门")                                                     \
    X(UNIT, 2, "unit", "承办单位") /* holder, 有权处理的机关; a township too */                    \
    X(VILLAGE, 3, "village", "持有它的村(社区)") /* takes in, mediates, relays */                  \
    X(HEAD, 4, "head", "承办单位负责人(capacity head)")                                            \
    X(REVIEWER, 5, "reviewer", "复查、复核机关") /* holder, while it is in review or re-check */   \
    X(GIVER, 6, "giver", "转送、交办的机构") /* of the hand-over to the holder */                  \
    X(ABOVE, 7, "above", "上级信访部门") /* a petition office above the holder */                  \
    X(LEADER, 8, "leader", "领导(capacity leader)")                                                \
    X(JOINT, 9, "joint_meeting", "联席会议(capacity joint_meeting)")                               \
    X(PETITIONER, 10, "petitioner", "信访人(凭查询码)") /* or the agent; never an office */        \
    X(LISTENER, 11, "listener", "收件或经手的机构") /* origin, a giver, the holder */              \
    X(ASSISTANT, 12, "assistant", "协办单位") /* asked to help, and has not answered yet */
/* clang-format on */

#define ACTOR_BIT(name, bit, text, zh) ACTOR_##name = 1 << (bit),
enum actor {
    ACTORS(ACTOR_BIT) ACTOR_HOLDER = ACTOR_OFFICE | ACTOR_UNIT | ACTOR_VILLAGE
};

enum reach { /* where an act may be asked for, see lifecycle_table.c */
    HERE,
    AFAR,
    TAKES
};

struct event_row {
    enum act_kind act;
    uint32_t rule;
    const char *event; /* "E11": its number in the procedure; "" = of ours */
    enum reach reach;
    unsigned actors; /* enum actor bits */
    /* NULL = wherever the cell allows it; else the row applies only where this holds, and the next
     * row of the same act is asked. */
    bool (*applies)(const struct casefile *view, const struct act *act);
    enum pj_code (*decide)(struct decision *decision);
    const char *basis; /* the article a refusal by state cites */
    const char *cells; /* one letter per state, see lifecycle_table.c */
};

extern const struct event_row lifecycle_rows[];
extern const size_t lifecycle_row_count;

/* The refusal of a cell's letter; PJ_OK for '.'. */
enum pj_code lifecycle_letter(char letter);

/* ---- shared by the events' functions */

struct effect *add_effect(struct decision *decision, enum effect_kind kind);
void add_state(struct decision *decision, enum state state);
/* What the procedure makes of the case: the copy to change, which becomes the case's. */
struct matter *change_matter(struct decision *decision);
void add_flag(struct decision *decision, enum flag flag);
void drop_flag(struct decision *decision, enum flag flag);
void start_clock(struct decision *decision, enum duty duty, const struct node_id *owner);
void start_clock_at(struct decision *decision, enum duty duty, const struct node_id *owner,
                    struct wall start);
void start_clock_until(struct decision *decision, enum clock_kind kind, const struct node_id *owner,
                       struct civil due, const char *basis);
void stop_clock(struct decision *decision, enum clock_kind kind);
/* The clocks of routing, notice and another procedure are met. */
void notice_given(struct decision *decision);
/* The opinion is due (C5), counted from the acceptance. */
void start_handling(struct decision *decision, struct wall from);
enum duty handling_duty(const struct decision *decision);
/* The earliest date that an office above set for the case; 0 = none did. */
struct civil day_set_above(const struct casefile *view);
/* Another date takes the place of the running one, which stays what the unit is judged by (P22). */
void put_off(struct decision *decision, enum clock_kind kind);
/* Every duty of handling is done; a written answer or an acknowledgement that is owed still is. */
void stop_duties(struct decision *decision);
/* Nothing is done, and nothing runs on: what the petitioner ended, nobody else has met (P22). */
void end_clocks(struct decision *decision);
/* The duties are done, and what else is owed ends with them. */
void stop_all_clocks(struct decision *decision);
/* The petition office above, the next one that is not in the conflict set: of an organ the desk of
 * its own division. "" = none is left. */
/* lifecycle_legs.c: a dispute that its decider left undecided moves one decider up. False: it
 * stays. */
bool decider_is_silent(struct decision *decision);
struct node_id desk_above(const struct decision *decision, const struct node_id *office);
/* The petitioner's period ran out: it ends what was served, or asks the office above where the
 * service is doubted (lifecycle_service.c). */
void end_unasked(struct decision *decision);
/* Supervised on behalf of the office, with a date for the written answer. */
void supervise_for(struct decision *decision, const struct node_id *office);
/* A clock of the unit ran out: supervised, or one tier further up, by core/supervision.h. */
void watch_lapse(struct decision *decision, const struct clock *clock);
/* The unit that handled the case, before anybody reviewed it. */
struct node_id first_decider(const struct casefile *view);
/* Records the field and the article, and returns the code. */
enum pj_code refuse(struct decision *decision, enum pj_code code, const char *field,
                    const char *basis);
enum pj_code need_reason(struct decision *decision, const char *basis);
/* NULL when none of the kind runs (or is paused). */
const struct clock *running_clock(const struct casefile *view, enum clock_kind kind);
/* The newest clock of the kind, run out or not. */
const struct clock *newest_clock(const struct casefile *view, enum clock_kind kind);
/* A competent unit: an organ, or a township (条例 §13). */
bool is_competent_unit(const struct node_id *office);
bool is_village(const struct node_id *office);
/* Does the office stand above the other: a division above its place, or the desk of the same
 * division? */
bool is_above(const struct directory *directory, const struct node_id *office,
              const struct node_id *other);
/* The last leg, if by it the case was handed to who has it now; NULL when it was taken in here or
 * came back. What was attached and detached again is where it was. */
const struct leg *leg_to_holder(const struct casefile *view);
bool leg_is_handover(enum leg_kind kind);
bool leg_came_back(enum leg_kind kind);
/* R24: word of a visit does not go to an office below before its day. */
enum pj_code check_silence(struct decision *decision, const struct node_id *receiver);
enum pj_code open_leg(struct decision *decision, enum leg_kind kind,
                      const struct node_id *receiver);
/* The petitioner said "this is new", and nobody above has judged that yet: no office attaches it
 * again, nor refuses it as the same matter. */
bool contest_stands(const struct casefile *view);
/* The day the act counts from and is judged by: when the person acted, wherever that was. */
struct civil act_day(const struct decision *decision);

/* ---- the events' functions, by file */
enum pj_code life_receive(struct decision *decision);
enum pj_code life_register(struct decision *decision);
enum pj_code life_note(struct decision *decision);
enum pj_code life_classify(struct decision *decision);
enum pj_code life_lapse(struct decision *decision);
enum pj_code life_warn(struct decision *decision);
enum pj_code life_recount(struct decision *decision);
enum pj_code life_park(struct decision *decision);
enum pj_code life_replay(struct decision *decision);

enum pj_code life_route(struct decision *decision);
enum pj_code life_delegate(struct decision *decision);
enum pj_code life_escalate(struct decision *decision);
enum pj_code life_transfer(struct decision *decision);
enum pj_code life_object(struct decision *decision);
enum pj_code life_decide_objection(struct decision *decision);
enum pj_code life_recall(struct decision *decision);
enum pj_code life_seize(struct decision *decision);
enum pj_code life_bounce(struct decision *decision);
enum pj_code life_deliver(struct decision *decision);

enum pj_code life_accept(struct decision *decision);
enum pj_code life_study(struct decision *decision);
enum pj_code life_refuse(struct decision *decision);
enum pj_code life_simple(struct decision *decision);
enum pj_code life_ordinary(struct decision *decision);
enum pj_code life_general(struct decision *decision);
enum pj_code life_complex(struct decision *decision);
/* The lane of a case that leaves the simple procedure, or comes into none yet. */
void set_lane(struct decision *decision, enum lane lane);
enum pj_code life_channel(struct decision *decision);
enum pj_code life_refer(struct decision *decision);
enum pj_code life_extend(struct decision *decision);
enum pj_code life_decide(struct decision *decision);
enum pj_code life_decide_at_once(struct decision *decision);
enum pj_code life_serve(struct decision *decision);
enum pj_code life_settle(struct decision *decision);
enum pj_code life_confirm_settlement(struct decision *decision);
enum pj_code life_execute(struct decision *decision);
enum pj_code life_executed(struct decision *decision);
enum pj_code life_reply(struct decision *decision);
enum pj_code life_channel_result(struct decision *decision);
enum pj_code life_outside_receipt(struct decision *decision);
bool is_suggestion(const struct casefile *view, const struct act *act);

enum pj_code life_review(struct decision *decision);
enum pj_code life_recheck(struct decision *decision);
enum pj_code life_review_outcome(struct decision *decision);
enum pj_code life_serve_review(struct decision *decision);
enum pj_code life_refuse_review(struct decision *decision);
enum pj_code life_hearing(struct decision *decision);
enum pj_code life_hearing_over(struct decision *decision);

enum pj_code life_withdraw(struct decision *decision);
enum pj_code life_reopen(struct decision *decision);
enum pj_code life_rate(struct decision *decision);
enum pj_code life_supplement(struct decision *decision);

enum pj_code life_not_received(struct decision *decision);
enum pj_code life_judge_service(struct decision *decision);

enum pj_code life_urgent(struct decision *decision);
enum pj_code life_acknowledge(struct decision *decision);
enum pj_code life_supervise(struct decision *decision);
enum pj_code life_propose(struct decision *decision);
enum pj_code life_urge(struct decision *decision);
enum pj_code life_answer_urge(struct decision *decision);
enum pj_code life_own(struct decision *decision);
enum pj_code life_session(struct decision *decision);
enum pj_code life_instruct(struct decision *decision);
enum pj_code life_record(struct decision *decision);
enum pj_code life_contact(struct decision *decision);
enum pj_code life_correct(struct decision *decision);
enum pj_code life_assist(struct decision *decision);
enum pj_code life_assist_answer(struct decision *decision);
/* An opinion is given, or the case has ended: what was asked of others is over, answered or not. */
void end_assists(struct decision *decision);
/* The effects, folded into the case (casefile_apply). */
void casefile_ask_help(struct casefile *casefile, const struct act *act);
void casefile_take_help(struct casefile *casefile, const struct act *act);
void casefile_end_help(struct casefile *casefile, const struct act *act);
/* The unit has it from now on and has to speak to the petitioner: the period begins, where the
 * rules in force give one. */
void begin_contact(struct decision *decision, const struct node_id *unit);
/* A wait of the station's own, and nobody's duty. */
bool is_wait(enum clock_kind kind);
/* To go after a leading case, where there is one. */
void end_wait(struct decision *decision);
/* The attached case was told where its leading one is: it goes there too, if that stays there. */
void wait_to_go_along(struct decision *decision);
enum pj_code life_go_along(struct decision *decision);
/* Its time came, and it could not: it stays where it is. */
enum pj_code stays_behind(struct decision *decision);
/* To whoever has the leading case: a leg of kind ATTACH, with room for the way back. */
enum pj_code to_leading(struct decision *decision);
enum pj_code life_attach(struct decision *decision);
enum pj_code life_detach(struct decision *decision);
enum pj_code life_progress(struct decision *decision);
enum pj_code life_feedback(struct decision *decision);
enum pj_code life_join(struct decision *decision);
enum pj_code life_leave(struct decision *decision);
