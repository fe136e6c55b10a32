/* SPDX-License-Identifier: Apache-2.0
 * What must be true of every case, whoever wrote it, and the few questions everybody asks of one.
 * Pure. */
#include "words/casefile.h"

#include "base/text.h"

#include <string.h>

#define HEAD_BYTES offsetof(struct casefile, conflicts.nodes)

void casefile_clear(struct casefile *casefile) {
    memset(casefile, 0, HEAD_BYTES);
}

void casefile_copy(struct casefile *to, const struct casefile *from) {
    memcpy(to, from, HEAD_BYTES);
    memcpy(to->conflicts.nodes, from->conflicts.nodes,
           from->conflicts.count * sizeof from->conflicts.nodes[0]);
    memcpy(to->legs, from->legs, from->leg_count * sizeof from->legs[0]);
    memcpy(to->clocks, from->clocks, from->clock_count * sizeof from->clocks[0]);
    memcpy(to->assists, from->assists, from->assist_count * sizeof from->assists[0]);
    memcpy(to->corrected, from->corrected, from->corrected_count * sizeof from->corrected[0]);
}

bool state_is_open(enum state state) {
    return state != STATE_UNSPECIFIED && state < STATE_ENDED_NO_REQUEST;
}

bool state_is_final(enum state state) {
    return state == STATE_ENDED_NO_REQUEST || state == STATE_ENDED_AGREED ||
           state == STATE_ENDED_FINAL;
}

bool casefile_has_flag(const struct casefile *casefile, enum flag flag) {
    return (casefile->matter.flags & (1U << flag)) != 0;
}

const struct leg *casefile_last_leg(const struct casefile *casefile) {
    return casefile->leg_count > 0 ? &casefile->legs[casefile->leg_count - 1] : NULL;
}

/* How many legs there were before an attachment that was taken back: by a leg of its own, or where
 * the leading case had led it home again. `count` itself where the last leg is none of that. */
static size_t before_attachment(const struct casefile *casefile, size_t count) {
    const struct leg *last = &casefile->legs[count - 1];
    size_t at = last->kind == LEG_DETACH ? count - 1 : count;

    if (last->kind == LEG_ATTACH && last->closed_at.us == 0) {
        return count;
    }
    while (at > 0 && casefile->legs[at - 1].kind == LEG_ATTACH) {
        at--;
        if (node_id_equal(&casefile->legs[at].giver, &last->receiver)) {
            return at;
        }
    }
    return count;
}

const struct leg *casefile_standing_leg(const struct casefile *casefile) {
    size_t count = casefile->leg_count;

    while (count > 0 && before_attachment(casefile, count) < count) {
        count = before_attachment(casefile, count);
    }
    return count > 0 ? &casefile->legs[count - 1] : NULL;
}

const struct node_id *casefile_token_at(const struct casefile *casefile) {
    const struct leg *leg = casefile_last_leg(casefile);

    return casefile->role == ROLE_TRANSIT && leg != NULL ? &leg->receiver : &casefile->holder;
}

static struct wall asks_at(const struct clock *clock) {
    bool yellow = clock->card == CARD_UNSPECIFIED && clock->yellow_at.us != 0;

    return yellow ? clock->yellow_at : clock->due_at;
}

const struct assist *casefile_assist_of(const struct casefile *casefile,
                                        const struct node_id *office) {
    for (size_t i = 0; i < casefile->assist_count; i++) {
        const struct assist *assist = &casefile->assists[i];

        if (assist->closed_at.us == 0 && node_id_equal(&assist->assistant, office)) {
            return assist;
        }
    }
    return NULL;
}

struct wall casefile_next_due(const struct casefile *casefile) {
    struct wall next = {0};

    for (size_t i = 0; i < casefile->clock_count; i++) {
        const struct clock *clock = &casefile->clocks[i];

        if (clock->state == CLOCK_STATE_RUNNING && (next.us == 0 || asks_at(clock).us < next.us)) {
            next = asks_at(clock);
        }
    }
    return next;
}

struct wall casefile_asks_at(const struct casefile *casefile) {
    bool open = state_is_open(casefile->state) && casefile->role != ROLE_COPY;
    struct wall next = open ? casefile_next_due(casefile) : (struct wall){0};
    struct wall until = casefile->waiting.until;

    return next.us == 0 || (until.us != 0 && until.us < next.us) ? until : next;
}

bool clock_is_on(const struct clock *clock) {
    return clock->state == CLOCK_STATE_RUNNING || clock->state == CLOCK_STATE_PAUSED;
}

bool casefile_clock_room(struct casefile *casefile) {
    size_t at = 0;

    if (casefile->clock_count < CLOCKS_MAX) {
        return true;
    }
    while (at < CLOCKS_MAX &&
           (clock_is_on(&casefile->clocks[at]) || casefile->clocks[at].card != CARD_UNSPECIFIED)) {
        at++;
    }
    if (at == CLOCKS_MAX) { /* all with a card: the oldest of them */
        at = 0;
        while (at < CLOCKS_MAX && clock_is_on(&casefile->clocks[at])) {
            at++;
        }
    }
    if (at == CLOCKS_MAX) {
        return false;
    }
    casefile->clock_count--;
    memmove(&casefile->clocks[at], &casefile->clocks[at + 1],
            (casefile->clock_count - at) * sizeof casefile->clocks[0]);
    return true;
}

void casefile_take_clocks(struct casefile *casefile, const struct clock *clocks, size_t count) {
    for (size_t i = 0; i < count; i++) {
        size_t at = 0;

        while (at < casefile->clock_count && casefile->clocks[at].no != clocks[i].no) {
            at++;
        }
        if (at == CLOCKS_MAX) {
            continue;
        }
        casefile->clock_count += at == casefile->clock_count ? 1 : 0;
        casefile->clocks[at] = clocks[i];
    }
}

/* The first rule that is broken, as text; NULL = none. */
#define MUST(condition)                                                                            \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            return #condition;                                                                     \
        }                                                                                          \
    } while (0)

static const char *counts_break(const struct casefile *casefile) {
    MUST(casefile->leg_count <= LEGS_MAX);
    MUST(casefile->clock_count <= CLOCKS_MAX);
    MUST(casefile->assist_count <= ASSISTS_MAX);
    MUST(casefile->problem_count <= PROBLEMS_MAX);
    MUST(casefile->part_count <= PARTS_MAX);
    MUST(casefile->conflicts.count <= CONFLICTS_MAX);
    MUST(casefile->conflicts.count == CONFLICTS_MAX ||
         casefile->conflicts.later >> casefile->conflicts.count == 0);
    MUST(casefile->problem_count == 0 || casefile->problems != NULL);
    MUST(casefile->part_count == 0 || casefile->part_digests != NULL);
    return NULL;
}

/* Each hand-over raised the term, and the token is in one place: at most one leg is still on its
 * way. */
static const char *legs_break(const struct casefile *casefile) {
    size_t under_way = 0;

    for (size_t i = 0; i < casefile->leg_count; i++) {
        const struct leg *leg = &casefile->legs[i];

        MUST(!node_id_is_none(&leg->giver));
        MUST(!node_id_is_none(&leg->receiver));
        MUST(leg->term <= casefile->term);
        MUST(i == 0 || casefile->legs[i - 1].term < leg->term);
        if (leg->delivered_at.us == 0 && leg->closed_at.us == 0) {
            under_way++;
        }
    }
    MUST(under_way <= 1);
    return NULL;
}

/* Whoever answers for an open case has a clock that runs, or one that lapsed and says why it no
 * longer does. A copy has none: the clocks run where the case is held. */
static const char *clocks_break(const struct casefile *casefile) {
    bool answers = casefile->role == ROLE_HOLDER || casefile->role == ROLE_TRANSIT;
    size_t telling = 0;

    for (size_t i = 0; i < casefile->clock_count; i++) {
        const struct clock *clock = &casefile->clocks[i];

        MUST(clock->kind != CLOCK_UNSPECIFIED);
        MUST(clock->state != CLOCK_STATE_RUNNING || clock->due_at.us != 0);
        for (size_t k = 0; k < i; k++) {
            MUST(casefile->clocks[k].no != clock->no);
        }
        if (clock->state != CLOCK_STATE_MET && clock->state != CLOCK_STATE_ENDED) {
            telling++;
        }
    }
    MUST(!answers || !state_is_open(casefile->state) || telling > 0);
    return NULL;
}

static const char *broken_rule(const struct casefile *casefile) {
    const char *broken = NULL;

    MUST(casefile->role != ROLE_UNSPECIFIED);
    MUST(casefile->role < ROLE_MAX);
    MUST(casefile->state < STATE_MAX);
    MUST(!node_id_is_none(&casefile->holder));
    MUST(casefile->term > 0);
    MUST(casefile->version > 0);
    MUST((casefile->waiting.since.us == 0) == (casefile->waiting.until.us == 0));
    broken = counts_break(casefile);
    if (broken == NULL) {
        broken = legs_break(casefile);
    }
    return broken == NULL ? clocks_break(casefile) : broken;
}
#undef MUST

bool casefile_is_sound(const struct casefile *casefile) {
    return broken_rule(casefile) == NULL;
}

void casefile_check(const struct casefile *casefile) {
    const char *broken = broken_rule(casefile);

    if (broken != NULL) {
        assert_failed(broken, __FILE__, __LINE__);
    }
}
