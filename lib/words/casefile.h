/* SPDX-License-Identifier: Apache-2.0
 * A case as plain data: what lib/core decides upon, lib/wire encodes and the store keeps.
 *
 * Variable parts are borrowed views into the arena of the turn (or the cache entry) that holds the
 * case. */
#pragma once
#include "words/conflicts.h"
#include "words/submission.h"

#define LEGS_PER_PROCEEDING 12 /* hand-overs and what came back of them; then it is designated */
#define LEGS_DESIGNATED_MAX 6  /* up to who decides, and designating down */
#define LEGS_ALONG_MAX      4 /* of them an attached case makes after its leading one; then a person */
#define LEGS_MAX            24      /* and what review and re-check need after them */
#define SEIZE_TERM_STEP     1000000 /* a seized token: beats every term its taker has not seen */
#define SEIZE_LEVEL_STEP    1000    /* in it, a place for each level that may seize */
/* No honest token is seized two thousand times, nor has a case so many versions: a message that
 * names more is parked, and no act here leads beyond. Clock numbers follow from the term
 * (core/casefile_apply.c). All of them fit 31 bits. */
#define TERM_MAX             UINT64_C(2000000000)
#define VERSION_MAX          UINT64_C(2000000000)
#define CLOCK_NO_MAX         2100000000U
#define CLOCK_NO_STEP        1000  /* numbers that the clocks of one seized token have room for */
#define CLOCKS_PER_TERM      10000 /* started by one holder at most, and a hundred times as many */
#define OBJECTIONS_MAX       2     /* the third is impossible */
#define EXTENSION_MAX        3650  /* days: no period is longer */
#define PAUSES_MAX           4     /* hearings of one re-check */
#define CLOCKS_MAX           36    /* per case row; met ones make room */
#define PROBLEMS_MAX         256   /* per case: transport limit, more come as a second case */
#define REASON_BYTES_MAX     4096
#define RESPONSIBLE_TEXT_MAX 96
#define BASIS_TEXT_MAX       96
#define SESSION_TEXT_MAX     48
#define LIMIT_TEXT_MAX       24 /* "REPRESENTATIVES_SMALL" */
#define DAYS_TEXT_MAX        8  /* "calendar" */
#define OPERATOR_TEXT_MAX    64
#define CHANNEL_TEXT_MAX     32 /* code of a statutory channel */
#define PAUSES_TEXT_MAX      96 /* four hearings: "2026-11-02..2026-11-05 ..." */
#define PROOF_BYTES_MAX      256
#define PLAN_TEXT_MAX        240 /* of a common cause: eighty characters of Chinese */
#define CORRECTIONS_MAX      (CASE_FIELD_MAX - 1) /* in one act: each field once */
#define CORRECTED_MAX        16 /* the newest travel with the case, all are journaled */
#define ASSISTS_MAX          16 /* of a case; closed ones make room */
#define ASSISTS_OPEN_MAX     8  /* each has a clock of its own */

struct operator_ref { /* as asserted by the account */
    char id[OPERATOR_TEXT_MAX + 1];
    char name[OPERATOR_TEXT_MAX + 1];
    char post[OPERATOR_TEXT_MAX + 1];
};

struct problem { /* 问题 */
    uint32_t no;
    enum outcome outcome;
    char category[CATEGORY_TEXT_MAX + 1];
};

struct leg { /* 流转环节 */
    uint64_t term;
    enum leg_kind kind;
    struct node_id giver, receiver;
    struct wall opened_at, delivered_at, closed_at; /* 0 = not yet */
    bool binding;
    uint32_t rule;
    struct civil due; /* 0 = none */
    char responsible[RESPONSIBLE_TEXT_MAX + 1];
    struct bytes reason; /* borrowed */
};

struct clock { /* 时限 */
    uint32_t no;
    enum clock_kind kind;
    enum clock_state state;
    bool provisional;
    struct node_id owner;
    struct wall started_at;
    struct civil due;
    struct wall due_at;
    char basis[BASIS_TEXT_MAX + 1];
    /* How it was derived, so that it can be derived again; all "" for a date set by a person. */
    char limit[LIMIT_TEXT_MAX + 1];      /* "C3" */
    char days[DAYS_TEXT_MAX + 1];        /* "calendar", "working" */
    char rules[VERSION_TEXT_MAX + 1];    /* version of the rules in force when it started */
    char calendar[VERSION_TEXT_MAX + 1]; /* version of the calendar it was counted by; "" = none */
    uint32_t extension;                  /* days or months the head added, in the rule's unit */
    char pauses[PAUSES_TEXT_MAX + 1];    /* hearings: "from..to", the last one may have no end */
    struct wall yellow_at;               /* from then on it is nearly over; 0 = bears no card */
    struct wall done_at;                 /* the duty was done, in time or not; 0 = it is not */
    enum card card;                      /* as issued; core/card.h says what it is by now */
};

struct matter {                /* what the procedure has made of the case so far */
    uint32_t flags;            /* 1 << enum flag */
    enum ruling ruling;        /* of the opinion in force */
    enum ruling barred;        /* the opinion that was remanded: not the same again */
    enum state before_hearing; /* where a hearing returns to */
    struct node_id decider;    /* the unit whose opinion it is: no judge of its own review */
    struct wall accepted_at, decided_at, served_at;
    enum service service;
    char channel[CHANNEL_TEXT_MAX + 1];
    struct case_no leading;     /* attached to that case; "" = to none */
    struct node_id feedback_to; /* while attached: who sent it here and is owed the answer */
    struct wall answered_at;    /* the decision of the leading case was told to it; 0 = not yet */
    uint64_t attached_term;     /* while attached: of the token when it was; 0 = is not */
    enum lane lane;            /* as the unit set it; UNSPECIFIED = the list suggests one at most */
    uint32_t acknowledged;     /* 1 << enum level: petition offices that have the urgent report */
    struct node_id supervisor; /* 督办: who is owed the written answer; "" = nobody yet */
};

struct correction { /* one field of a case, with what it said before */
    enum case_field field;
    char old[CORRECTION_TEXT_MAX + 1]; /* filled in where the case is held */
    char value[CORRECTION_TEXT_MAX + 1];
};

struct corrected { /* a correction that was made; its reason stands in the journal of that station
                    */
    struct correction what;
    struct node_id node;
    struct wall at;
};

struct cause { /* many cases, one plan, one owner: a link between matters, each answered by itself
                */
    struct case_no no;                    /* of the case that founded it; "" = in none */
    char owner[RESPONSIBLE_TEXT_MAX + 1]; /* who answers for the plan */
    char plan[PLAN_TEXT_MAX + 1];
};

struct refused { /* what was last asked from here of the holder elsewhere, and not done; code 0 =
                    none */
    enum act_kind act;
    struct node_id node; /* who asked */
    uint32_t code;       /* as it came: may be a later version's */
    struct wall at;      /* when the answer came */
};

/* What a visitor brought to a window here is kept with the case at once, and goes to offices below
 * that window on the next working day (core/visit.h). Of this station alone: it stays in its row,
 * whoever holds the case. */
struct waiting {
    struct wall since; /* when the first of what waits was taken in; 0 = nothing waits */
    struct wall until; /* then it goes; only ever put off */
};

/* 协办: a leg beside the lead 主办, without the token. The lead stays responsible, whoever helps.
 */
struct assist {
    struct node_id lead, assistant; /* who asked, who is asked */
    struct wall asked_at, answered_at;
    struct wall closed_at; /* answered, or the opinion was given without the answer; 0 = open */
    struct civil due;      /* 0 = none was named: the clock has a setting of ours */
    struct bytes reason, answer; /* borrowed: what is asked, and what was answered */
};

/* The rows stand last, behind their counts: a usual case fills a tenth of it, and that much is
 * cleared and copied. */
struct casefile {
    int64_t ref; /* local, 0 = not stored yet */
    struct case_id id;
    struct case_no no;
    enum state state;
    enum role role;
    struct node_id holder; /* as far as this station knows */
    struct node_id origin;
    uint64_t term;    /* of the token as last seen; starts at 1 */
    uint64_t version; /* one step per act of the holder */
    char category[CATEGORY_TEXT_MAX + 1];
    struct place place;
    enum purpose purpose;
    enum form form;
    uint32_t persons;  /* 人次 */
    uint32_t group_no; /* 批; 0 = none */
    char session[SESSION_TEXT_MAX + 1];
    uint32_t objections;
    bool binding; /* designated */
    struct matter matter;
    uint32_t proposed; /* 1 << enum ground: of the three proposals 三项建议 those that were made */
    uint32_t route_rule;
    char route_basis[BASIS_TEXT_MAX + 1];
    char list_version[VERSION_TEXT_MAX + 1];
    char division_version[VERSION_TEXT_MAX + 1];
    struct digest submission_digest;
    const struct digest *part_digests; /* borrowed */
    size_t part_count;
    struct wall received_at, opened_at, closed_at;
    struct case_no follows; /* new facts on a matter that ended: its number; "" = of none */
    struct cause cause;
    struct refused refused;
    struct waiting waiting;
    struct civil known_at;    /* the petitioner learned of the act then; 0 = not said */
    struct problem *problems; /* borrowed, writable by casefile_apply */
    size_t problem_count;
    int64_t body_pos; /* journal position whose body holds the submissions; 0 = none kept here */
    int64_t blocked_at_pos; /* parked message; 0 = none */
    size_t leg_count, clock_count, assist_count, corrected_count;
    struct conflict_set conflicts; /* whom it is about; made at intake (core/conflict.h) */
    struct leg legs[LEGS_MAX];
    struct clock clocks[CLOCKS_MAX];
    struct assist assists[ASSISTS_MAX];        /* oldest first */
    struct corrected corrected[CORRECTED_MAX]; /* oldest first */
};

struct act {
    enum act_kind kind;
    struct node_id node;   /* who acts */
    struct node_id target; /* for hand-overs */
    struct bytes reason;   /* borrowed */
    uint32_t rule;
    struct civil due;
    char responsible[RESPONSIBLE_TEXT_MAX + 1];
    bool binding;
    uint64_t term; /* of the leg meant (recall) */
    char category[CATEGORY_TEXT_MAX + 1];
    enum capacity capacity;
    enum ruling ruling;
    enum ground ground;
    enum service service;
    enum rating rating;
    char channel[CHANNEL_TEXT_MAX + 1];
    uint32_t facts; /* channel: 1 << branch of §31 that the unit finds, 0 = the channel alone */
    enum lane lane; /* lane: UNSPECIFIED = simple, or back to the ordinary one */
    enum contact contact;
    const struct correction *corrections; /* borrowed */
    size_t correction_count;
    struct bytes proof;     /* borrowed: number of the registered mail, signature, receipt */
    struct case_no leading; /* the other case it speaks of: attach, progress, feedback, join, and of
                               refuse the one that is the same matter */
    enum state leading_state; /* progress, feedback: how that one stands */
    struct digest submission; /* supplement: of what was handed in */
    struct wall happened_at;  /* as the person says, 0 = nothing said; counts for no clock (P14) */
    const struct problem *problem_outcomes; /* borrowed */
    size_t problem_count;
    struct operator_ref operator_ref;
    struct account_id account;
    struct wall acted_at;
};

/* A case with nothing in it. */
void casefile_clear(struct casefile *casefile);
/* What it points to is shared. */
void casefile_copy(struct casefile *to, const struct casefile *from);
/* Aborts when the case breaks an invariant (holder named, version and term positive, open case has
 * a clock, one open hand-over leg at most, legs in term order). Called after load and before seal.
 */
void casefile_check(const struct casefile *casefile);
/* Would casefile_check pass? For what another station wrote: that aborts nobody. */
bool casefile_is_sound(const struct casefile *casefile);
/* When the first of the running clocks asks for something: its yellow card, or that it ran out. 0 =
 * none runs. */
struct wall casefile_next_due(const struct casefile *casefile);
/* Does it run, or is it to run on? */
bool clock_is_on(const struct clock *clock);
/* When the station has to look at the case again: the first of its clocks, where it is open here;
 * or what waits here, wherever it is held. 0 = never. */
struct wall casefile_asks_at(const struct casefile *casefile);
/* Room for one more clock: the oldest that no longer runs leaves the case, first of those without a
 * card; its row stays in the database. False: all of them run. */
bool casefile_clock_room(struct casefile *casefile) must_check;
/* The holder's word on clocks of a case that is a copy here: each replaces the one of its number,
 * or is added; of a full file what is new stays out, as its row may be in the database already. */
void casefile_take_clocks(struct casefile *casefile, const struct clock *clocks, size_t count);
/* The newest leg, or NULL. */
const struct leg *casefile_last_leg(const struct casefile *casefile);
/* The newest leg that still means something: an attachment that was taken back left no trace in who
 * gave the case to whom. NULL = none. */
const struct leg *casefile_standing_leg(const struct casefile *casefile);
/* Who has the token, or is the next to have it: as far as this station knows. */
const struct node_id *casefile_token_at(const struct casefile *casefile);
/* The open leg by which the office helps; NULL = it does not, or no more. */
const struct assist *casefile_assist_of(const struct casefile *casefile,
                                        const struct node_id *office);
bool state_is_open(enum state state);
/* An end after which the same facts and reasons are not taken up again (条例 §36, 省例 §25): nobody
 * asked in time, the agreement was performed, the re-check opinion was served. */
bool state_is_final(enum state state);
bool casefile_has_flag(const struct casefile *casefile, enum flag flag);
