/* SPDX-License-Identifier: Apache-2.0
 * A day in the simulated world: clients and officials under faults, then peace, then the oracle.
 */
#pragma once
#include "sim.h"
#include "wire/api.h"

#define CASES_MAX      24
#define LOADS          3
#define ACCUSED_OFFICE "330726101" /* the township: its station and the village's are its eyes */

struct petition {
    uint32_t station;
    char text[64];
    char key[32];
    bool accuses;     /* the office of ACCUSED_OFFICE */
    bool visits;      /* the petitioner stands at the window */
    char mark[32];    /* of a visit: in every field that tells how it came */
    uint32_t persons; /* POISON_PERSONS: databases refuse it for a while */
    int64_t sent_at;  /* 0 = not yet */
    bool receipt;
    int64_t receipt_at;
    char case_no[CASE_NO_TEXT_MAX + 1];
    char query_code[QUERY_CODE_TEXT_MAX + 1];
    char said[64];                        /* of the accused; "" = nothing: then it is one case */
    char second_no[CASE_NO_TEXT_MAX + 1]; /* of the case that is made of what was said */
    bool brings_new_facts;                /* on an earlier one */
    const struct petition *old;           /* borrowed: that one, once it is sent; NULL = none */
};

#define WORD_LINK 1800 /* petition times station */

#define HANDED_IN_MAX  16
#define WORD_HANDED_IN 3000
#define WORD_ACT       4000 /* and the kind */

struct handed_in { /* beside the first submission of a case */
    uint32_t petition, station;
    bool by_petitioner, receipt, refused;
    bool visits;   /* who brings it stands at the window */
    char text[64]; /* "" = all of it is said of the accused */
    char said[64]; /* of the office of ACCUSED_OFFICE; "" = nothing */
    char key[32];
    int64_t sent_at, receipt_at;
    struct wall taken_at; /* not before then; by its receipt, then */
    struct digest digest;
    char second_no[CASE_NO_TEXT_MAX + 1]; /* of the case that is made of what was said */
};

struct act_count { /* over all seeds */
    uint64_t tried, accepted, refused;
};

struct day_plan {
    uint32_t cases, act_rounds;
    int64_t trouble_us;
    struct faults faults;
    struct loss loss;
    bool poison;
    bool hostile; /* units want no case: they object, return, hand on, and days go by */
    bool restore; /* in the middle of it one station's database becomes an older one */
};

struct legs_seen { /* of the cases as their holders have them */
    uint64_t legs, most, moved_up;
};

/* What happened in a day, as the oracle and the answers tell; X(name, text)
 *     supplements: receipts for them; accused_later: cases made of what some of them said;
 * words_below: hand-overs of a visit's matter to a station below; brought_below: what visitors
 * brought since, likewise */
#define SEEN(X)                                                                                    \
    X(acts, "acts")                                                                                \
    X(own_acts, "petitioners' own")                                                                \
    X(papers, "papers")                                                                            \
    X(voided, "voided")                                                                            \
    X(copies, "copies")                                                                            \
    X(supplements, "supplements")                                                                  \
    X(accused_later, "accused later")                                                              \
    X(cards, "cards")                                                                              \
    X(words_below, "visits told below")                                                            \
    X(brought_below, "and brought since")                                                          \
    X(along, "gone after a leading case")                                                          \
    X(helped, "words with who helps")                                                              \
    X(links, "new facts linked")                                                                   \
    X(links_refused, "not linked")

struct seen {
#define SEEN_FIELD(name, text) uint64_t name;
    SEEN(SEEN_FIELD)
#undef SEEN_FIELD
};

struct sim {
    struct world world;
    struct day_plan plan;
    struct petition petitions[CASES_MAX];
    struct bytes files[LOADS]; /* owned: divisions, nodes, list */
    bool loaded[STATIONS][LOADS];
    struct seen seen;
    struct act_count acts[ACT_MAX];
    struct handed_in handed_in[HANDED_IN_MAX];
    uint32_t handed_in_count;
    struct legs_seen legs_seen;
    bool tampered;
    struct arena arena;
};

/* The day of this seed; true = nothing was seen that must not be. The world stays open. */
bool day_run(struct sim *sim, uint64_t seed, const struct day_plan *plan);

/* The accused's own station, and the one of the village below it. */
bool station_is_of_accused(const char *name);

/* acts.c */
const struct mem_case *any_case(struct prng *prng, const struct mem_store *store);
const struct mem_case *a_case(struct prng *prng, const struct mem_store *store);
enum act_kind an_allowed_act(struct prng *prng, const struct mem_case *row);
void fill_act(struct prng *prng, const struct mem_case *row, struct act *act);
void act_answered(struct sim *sim, enum act_kind kind, const struct api_reply *reply);
/* all: false when one that can be fired was hardly ever accepted. */
bool tell_acts(const struct sim *sim, bool all);

/* handed_in.c */
void hand_in_somewhere(struct sim *sim);
void hand_in_again(struct sim *sim);
/* What the accused have themselves, an office above takes. */
void take_somewhere(struct sim *sim);
/* Was anybody accused in what was handed in for that petition? */
bool is_accused_later(const struct sim *sim, uint32_t petition);
bool handed_in_is_settled(const struct sim *sim);
void handed_in_answered(struct sim *sim, uint32_t index, const struct api_reply *reply);
void handed_in_judge(struct sim *sim);

/* followed.c */
void follow_an_earlier_one(struct sim *sim, uint32_t index);
/* Does the one bring new facts to the other? */
bool are_linked(const struct sim *sim, const char *old_no, const char *new_no);
void look_at_links(struct sim *sim);
void link_answered(struct sim *sim, uint32_t index, const struct api_reply *reply);
void followed_judge(struct sim *sim);

/* oracle.c: small questions about committed rows. */
bool bytes_hold(struct bytes bytes, const char *text);
bool body_holds(const struct mem_store *store, const struct mem_case *row, const char *text);
/* One holder, verbatim, with a clock; taken_in: of the petition or words it was made of. */
struct taken_in {
    uint32_t station;
    int64_t receipt_at;
};
void oracle_judge_case(struct sim *sim, const struct taken_in *taken_in, const char *case_no,
                       const char *text);
/* No byte of it at a station of the accused. */
void oracle_judge_accusation(struct sim *sim, const char *case_no, const char *text);
bool petition_may_be_lost(const struct sim *sim, const struct petition *petition);

/* oracle.c: looks only at committed rows and at what clients were told. */
void oracle_judge(struct sim *sim);
/* oracle_visits.c: what stations below know of visits, at any time. */
void oracle_judge_visits(struct sim *sim);
/* oracle_papers.c: the petitioner's papers, where they ask for them. */
void oracle_judge_copies(struct sim *sim);
