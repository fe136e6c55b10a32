/* SPDX-License-Identifier: Apache-2.0
 * What may happen to a case: one complete table state x act, each refusal explicit, and the effects
 * of each act.
 *
 * lifecycle_decide never changes anything: it returns a verdict whose effects casefile_apply folds
 * into the case and lib/node turns into rows, messages and replies. Time is an argument.
 */
#pragma once
#include "core/branch.h"
#include "core/clock_rule.h"
#include "core/reviewer.h"
#include "words/casefile.h"

#define RULE_STAYS  161 /* of ACT_LAPSE: an attached case does not go after its leading one */
#define EFFECTS_MAX 40  /* every clock moved, and what the act does beside */

enum effect_kind {
    EFFECT_STATE,       /* .state */
    EFFECT_OPEN_LEG,    /* .leg: the token leaves for leg.receiver under leg.term */
    EFFECT_DELIVER_LEG, /* .term: the token has arrived; holder = its receiver, bound when
                           designated */
    EFFECT_CLOSE_LEG,   /* .term */
    EFFECT_START_CLOCK, /* .clock */
    EFFECT_STOP_CLOCK,  /* .clock_kind: every running clock of the kind is met */
    EFFECT_STOP_DUTIES, /* likewise all but those that nothing else meets: card_is_of_its_own */
    EFFECT_END_CLOCKS,  /* every running clock ends; the duty is not done */
    EFFECT_LAPSE_CLOCK, /* .clock_no */
    EFFECT_MOVE_CLOCK,  /* .clock: the one of its no, with another date or paused */
    EFFECT_MATTER,      /* .matter */
    EFFECT_SESSION,     /* the act's responsible names the reception */
    EFFECT_OUTCOMES,    /* the act's problem_outcomes */
    EFFECT_CATEGORY,    /* the act's category */
    EFFECT_OBJECTED,    /* objections + 1 */
    EFFECT_CORRECT,     /* the act's corrections */
    EFFECT_ASSIST,      /* the act's target helps from now on */
    EFFECT_ASSISTED,    /* the act's node has answered */
    EFFECT_END_ASSISTS, /* nobody's help is awaited any longer */
    EFFECT_PROPOSED,    /* the act's ground is one of the three proposals */
    EFFECT_CAUSE,       /* .cause: joined, or with an empty number left */
};

struct effect {
    enum effect_kind kind;
    union {
        enum state state;
        struct leg leg;
        uint64_t term;
        struct clock clock;
        enum clock_kind clock_kind;
        uint32_t clock_no;
        struct matter matter;
        struct cause cause;
    };
};

struct verdict {
    enum pj_code code; /* not PJ_OK = refused, no effects */
    uint32_t rule;
    const char *field; /* static text: what to mend, "" if nothing */
    const char *basis; /* static text: the article */
    unsigned actors;   /* of a refusal because of who acts: who may (lifecycle_who), else 0 */
    struct civil day;  /* of a refusal: the first or the last day that would do; 0 = names none */
    size_t effect_count;
    struct effect effects[EFFECTS_MAX];
};

struct lifecycle_context {
    const struct directory *directory;      /* borrowed */
    const struct clock_law *law;            /* borrowed: rules and calendar in force here */
    const struct reviewer_table *reviewers; /* borrowed; NULL = none known: whoever stands above */
    const struct channel_book *channels;    /* borrowed; NULL = none known: no code is looked at */
    /* The other case that the act speaks of (act.leading), as far as this station knows it and the
     * caller may see it; NULL = not known here. Borrowed. */
    const struct casefile *other;
    struct wall now;
    bool stays;      /* no road leads further up from here: what would move by itself stays */
    bool by_station; /* the station's own acts: register, route, deliver, lapse, park */
};

/* What the act does to the case as it stands, or why not. */
void lifecycle_decide(const struct casefile *view, const struct act *act,
                      const struct lifecycle_context *context, struct verdict *ret_verdict);

/* Folds the effects into the case and steps its version by one. `casefile->problems` must be
 * writable. The verdict must be PJ_OK. The holder's own row: an opened leg to another office leaves
 * role TRANSIT; the caller sets HOLDER again when the receiver is hosted here and it applied
 * DELIVER_LEG at once. */
void casefile_apply(struct casefile *casefile, const struct act *act,
                    const struct verdict *verdict);
/* Can the case be taken up by the receiver of its last leg, as another station hands it over? What
 * could not stand here as a case is no case, whoever says so. */
bool lifecycle_can_arrive(const struct casefile *coming, const struct lifecycle_context *context);
/* The case comes with what its giver knew of it. Clocks that only this station knows of ran under a
 * token that was seized since: they are over, and stay with the case as far as there is room. */
void casefile_keep_clocks(struct casefile *arriving, const struct casefile *ours, struct wall at);

/* ---- corrected fields 更正 */

/* A field of the case as text: "330726101", "2026-01-31"; "" = it says nothing. */
void casefile_field_text(const struct casefile *casefile, enum case_field field,
                         char text[static CORRECTION_TEXT_MAX + 1]);
/* Sets the field. PJ_BAD_FIELD: the text is no value of it, nothing was changed. */
enum pj_code casefile_set_field(struct casefile *casefile, enum case_field field,
                                const char *text) must_check;
/* Makes the corrections of an act that was decided, here or where the case is held: the fields say
 * the new value, and the case remembers the old one. */
void casefile_correct(struct casefile *casefile, const struct act *act);
/* What an act that was done where the case is held means to a copy of it: corrected fields, and who
 * helps. */
void casefile_follow(struct casefile *casefile, const struct act *act, enum state state);
/* What the clocks of a case ask of its station at `now`: ACT_LAPSE, one ran out; ACT_WARN, one is
 * nearly over; ACT_UNSPECIFIED, nothing. */
enum act_kind lifecycle_due(const struct casefile *casefile, struct wall now);

/* The leading case went from one state to the other: is that the answer to who sent the attached
 * ones? */
bool lifecycle_answers(enum state before, enum state after);

/* Which period the arrival of an ordinary hand-over starts for its receiver. */
enum duty leg_duty(const struct leg *leg);

/* Who hears of an event: origin + givers of legs still open + holder, without its conflict set,
 * without duplicates, without `except` (may be NULL). Returns the count, at most ROUTE_TO_MAX. */
size_t lifecycle_listeners(const struct casefile *casefile, const struct node_id *except,
                           struct node_id *ret_nodes, size_t max);

/* Offices that must hear of it besides the listeners (条例 §25, §40): a clock that ran out, an
 * urgent matter, and supervision reach the petition offices above the holder, up to the one that
 * supervises, an urgent one every tier; and from then on so does what becomes of that case. Adds to
 * ret_nodes[count], without duplicates and without the conflict set; returns the new count. */
size_t lifecycle_alarmed(const struct casefile *casefile, const struct act *act,
                         const struct lifecycle_context *context, struct node_id *ret_nodes,
                         size_t count, size_t max);

/* May the act be asked for where the case is not held? Then it follows the token as an order, or as
 * the petitioner's request, and is judged where the token is. */
bool lifecycle_follows(const struct act *act);

/* "可办的 who may: ...", of verdict.actors, in both languages. */
#define LIFECYCLE_WHO_MAX 500
void lifecycle_who(unsigned actors, char *text, size_t size);

/* ---- the table as text, for tests/golden/lifecycle.txt */

#define ACTORS_TEXT_MAX 160

struct lifecycle_event {
    enum act_kind act;
    uint32_t rule;
    const char *event; /* "E11"; "" = of ours */
    const char *basis; /* the article; "" = none */
    const char *reach; /* "here", "afar", "takes": see lifecycle_table.c */
    char actors[ACTORS_TEXT_MAX + 1];
    enum pj_code cells[STATE_MAX]; /* PJ_OK = its function decides, else the refusal */
};

size_t lifecycle_events(void);
void lifecycle_event(size_t index, struct lifecycle_event *ret_event);
