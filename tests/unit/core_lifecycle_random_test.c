/* SPDX-License-Identifier: Apache-2.0
 * A million random events over 15 000 cases: whatever is allowed keeps the ten invariants of the
 * procedure, whatever is refused leaves the case alone. Seeded: the same lives every time.
 *
 *  1  no transition deletes or hides a submission     check_after: the digest stays; byte for byte
 *                                                     and across stations: tests/sim/oracle.c
 *  2  one holder, and a clock that runs or explains   check_after: casefile_check; one holder of
 *                                                     all stations: tests/sim/oracle.c
 *  3  no organ's lapse closes a matter                check_lapse
 *  4  the petitioner's lapse needs proof of service   check_lapse
 *  5  what is the petitioner's no official can do     check_act
 *  6  no leg to, and no road through, an office in    check_leg, by a map of its own
 *     the conflict set
 *  7  the opinion's period is extended once           check_act
 *  8  refused for a reason of the closed list alone   check_act
 *  9  a rating moves nothing and says nothing of who  check_rating; no name in any message:
 *                                                     tests/sim/rating_test.c
 * 10  every change is appended to the hash chain      check_after: one version, one journal row;
 *                                                     the chain: `pujiangctl verify journal` in
 *                                                     tests/system, broken on purpose in
 * bad_days.sh
 */
#include "shipped_data.h"
#include "unit.h"

#include "base/prng.h"
#include "base/text.h"
#include "core/lifecycle.h"
#include "words/message.h"

#include <stdio.h>
#include <stdlib.h>

#define LIVES         15000
#define ACTS_PER_LIFE 70
#define DAY_US        (INT64_C(86400) * US_PER_S)

static const char divisions[] =
    "division,name,parent,tiers,valid_from,valid_to,successor,virtual,organs\n"
    "33,a,,,,,,,discipline\n3307,b,33,,,,,,\n330726,c,3307,,,,,,land;civil\n"
    "330726101,d,330726,,,,,,\n330726102,e,330726,,,,,,\n330726101203,f,330726101,,,,,,\n"
    "3301,g,33,,,,,1,\n330102,h,3301,,,,,,land\n44,i,,,,,,,\n";

static const char nodes[] = "station,parent,hosts\n"
                            "top,,33\ncity,top,3307\ncounty,city,330726\n"
                            "town,county,330726101\nvillage,town,330726101203\nsouth,top,44\n";

/* The same once more, for the check of roads: what hosts an office, and what is above it. */
static const struct {
    const char *hosts;
    unsigned above;
} map[] = {{"33", 0}, {"3307", 0}, {"330726", 1}, {"330726101", 2}, {"330726101203", 3}, {"44", 0}};

static const char *const offices[] = {"33",           "3307",          "330726",    "330726.land",
                                      "330726.civil", "330726101",     "330726102", "330726101203",
                                      "330102.land",  "33.discipline", "44",        "330102",
                                      "9999"};

struct life {
    const struct directory *directory;
    struct prng prng;
    struct problem problems[3], outcomes[3];
    struct correction correction;
    struct casefile other; /* that the act may speak of */
    struct casefile file;
    struct clock_law law;
    const struct calendar *calendar; /* which now and then has not arrived yet */
    struct wall now;
    unsigned done[ACT_MAX]; /* acts that went through, over all lives */
};

static struct node_id an_office(struct life *life) {
    struct node_id office = {""};
    const char *text = offices[prng_below(&life->prng, ARRAY_COUNT(offices))];

    memcpy(office.text, text, strlen(text) + 1);
    return office;
}

static struct node_id a_desk_above(struct life *life) {
    static const char *const desks[] = {"330726", "3307", "33"};
    struct node_id office = {""};
    const char *text = desks[prng_below(&life->prng, ARRAY_COUNT(desks))];

    memcpy(office.text, text, strlen(text) + 1);
    return office;
}

static void be_born(struct life *life) {
    struct casefile *file = &life->file;

    memset(file, 0, sizeof *file);
    memset(life->problems, 0, sizeof life->problems);
    life->now.us = INT64_C(1764000000) * US_PER_S;
    file->state = prng_below(&life->prng, 2) == 0 ? STATE_RECEIVED : STATE_REGISTERED;
    file->role = ROLE_HOLDER;
    file->holder = an_office(life);
    file->origin = file->holder;
    file->term = 1;
    file->version = 1;
    file->problems = life->problems;
    file->problem_count = (size_t)prng_below(&life->prng, 4);
    for (size_t i = 0; i < ARRAY_COUNT(life->problems); i++) {
        life->problems[i].no = (uint32_t)i + 1;
    }
    file->clock_count = 1;
    file->clocks[0] = (struct clock){.no = 1,
                                     .kind = CLOCK_ROUTE,
                                     .state = CLOCK_STATE_RUNNING,
                                     .owner = file->holder,
                                     .due_at = {life->now.us + 15 * DAY_US}};
    file->purpose = (enum purpose)prng_below(&life->prng, PURPOSE_MAX);
    file->form = (enum form)prng_below(&life->prng, FORM_MAX);
    life->file.conflicts.count = (size_t)prng_below(&life->prng, 3);
    for (size_t i = 0; i < life->file.conflicts.count; i++) {
        life->file.conflicts.nodes[i] = an_office(life);
    }
}

static void add_outcomes(struct life *life, struct act *act) {
    act->problem_outcomes = life->outcomes;
    act->problem_count = (size_t)prng_below(&life->prng, 4);
    for (size_t i = 0; i < act->problem_count; i++) {
        life->outcomes[i].no = (uint32_t)(i + prng_below(&life->prng, 8) / 7 + 1);
        life->outcomes[i].outcome = (enum outcome)prng_below(&life->prng, OUTCOME_MAX);
    }
}

/* The acts that a case in this state is waiting for, so that lives reach their ends. */
static enum act_kind next_act(struct life *life) {
    static const enum act_kind next[STATE_MAX][4] = {
        [STATE_RECEIVED] = {ACT_REGISTER, ACT_ESCALATE, ACT_DELEGATE, ACT_REGISTER},
        [STATE_REGISTERED] = {ACT_DELEGATE, ACT_TRANSFER, ACT_ACCEPT, ACT_DECIDE},
        [STATE_ROUTED] = {ACT_ACCEPT, ACT_OBJECT, ACT_LANE, ACT_ACCEPT},
        [STATE_DISPUTED] = {ACT_DECIDE_OBJECTION, ACT_DELEGATE, ACT_LAPSE, ACT_DECIDE_OBJECTION},
        [STATE_ACCEPTED] = {ACT_DECIDE, ACT_EXTEND, ACT_CHANNEL, ACT_LANE},
        [STATE_EXTENDED] = {ACT_DECIDE, ACT_LANE, ACT_HEARING, ACT_HEARING},
        [STATE_SIMPLE] = {ACT_DECIDE, ACT_LANE, ACT_LAPSE, ACT_DECIDE},
        [STATE_CHANNELLED] = {ACT_CLOSE, ACT_ACCEPT, ACT_CLOSE, ACT_ACCEPT},
        [STATE_TRANSFERRED_OUT] = {ACT_CLOSE, ACT_LAPSE, ACT_CLOSE, ACT_LAPSE},
        [STATE_STUDYING] = {ACT_CLOSE, ACT_LAPSE, ACT_CLOSE, ACT_LAPSE},
        [STATE_HEARING] = {ACT_HEARING, ACT_LAPSE, ACT_HEARING, ACT_HEARING},
        [STATE_DECIDED] = {ACT_SERVE, ACT_LAPSE, ACT_SERVE, ACT_SERVE},
        [STATE_SERVED] = {ACT_REVIEW, ACT_LAPSE, ACT_EXECUTE, ACT_REVIEW},
        [STATE_IN_REVIEW] = {ACT_DECIDE, ACT_SERVE, ACT_REFUSE, ACT_SERVE},
        [STATE_REVIEW_SERVED] = {ACT_RECHECK, ACT_LAPSE, ACT_EXECUTE, ACT_RECHECK},
        [STATE_IN_RECHECK] = {ACT_DECIDE, ACT_SERVE, ACT_HEARING, ACT_SERVE},
        [STATE_REMANDED] = {ACT_DECIDE, ACT_DECIDE, ACT_LAPSE, ACT_DECIDE},
        [STATE_EXECUTING] = {ACT_CLOSE, ACT_REVIEW, ACT_LAPSE, ACT_CLOSE},
        [STATE_ENDED_NO_REQUEST] = {ACT_REVIEW, ACT_REOPEN, ACT_RECHECK, ACT_RATE},
        [STATE_ENDED_AGREED] = {ACT_REOPEN, ACT_RATE, ACT_NOTE, ACT_REVISIT},
        [STATE_ENDED_FINAL] = {ACT_REOPEN, ACT_REVIEW, ACT_RATE, ACT_REVISIT},
        [STATE_ENDED_REPLIED] = {ACT_REOPEN, ACT_RATE, ACT_NOTE, ACT_REVISIT},
        [STATE_NOT_ACCEPTED] = {ACT_REOPEN, ACT_RATE, ACT_NOTE, ACT_REOPEN},
        [STATE_WITHDRAWN] = {ACT_REOPEN, ACT_NOTE, ACT_REOPEN, ACT_REOPEN},
    };

    if (prng_below(&life->prng, 4) == 0) {
        return (enum act_kind)prng_below(&life->prng, ACT_MAX + 1);
    }
    if (casefile_has_flag(&life->file, FLAG_URGENT) && prng_below(&life->prng, 8) == 0) {
        return ACT_ACKNOWLEDGE;
    }
    if (casefile_has_flag(&life->file, FLAG_NOT_RECEIVED) && prng_below(&life->prng, 4) == 0) {
        return ACT_JUDGE_SERVICE;
    }
    if ((life->file.state == STATE_SERVED || life->file.state == STATE_ENDED_NO_REQUEST) &&
        prng_below(&life->prng, 8) == 0) {
        return ACT_NOT_RECEIVED;
    }
    if (life->file.state < STATE_DECIDED && prng_below(&life->prng, 16) == 0) {
        return life->file.assist_count == 0 ? ACT_ASSIST : ACT_ASSIST_ANSWER;
    }
    if (casefile_has_flag(&life->file, FLAG_ATTACHED) && prng_below(&life->prng, 4) == 0) {
        static const enum act_kind attached[] = {ACT_DETACH, ACT_DETACH, ACT_PROGRESS,
                                                 ACT_FEEDBACK};

        return attached[prng_below(&life->prng, ARRAY_COUNT(attached))];
    }
    if (life->file.cause.no.text[0] != '\0' && prng_below(&life->prng, 8) == 0) {
        return ACT_LEAVE;
    }
    return next[life->file.state][prng_below(&life->prng, 4)];
}

static void add_judgement(struct life *life, struct act *act) {
    static const enum capacity capacities[] = {
        CAPACITY_UNSPECIFIED, CAPACITY_HEAD,       CAPACITY_HEAD,   CAPACITY_PETITIONER,
        CAPACITY_PETITIONER,  CAPACITY_PETITIONER, CAPACITY_LEADER, CAPACITY_JOINT_MEETING};
    struct prng *prng = &life->prng;

    act->capacity = capacities[prng_below(prng, ARRAY_COUNT(capacities))];
    act->ruling = (enum ruling)prng_below(prng, RULING_MAX);
    act->ground = (enum ground)prng_below(prng, GROUND_MAX);
    act->service = (enum service)prng_below(prng, SERVICE_MAX);
    act->rating = (enum rating)prng_below(prng, RATING_MAX);
    act->lane = (enum lane)prng_below(prng, LANE_OF_CASE_MAX);
    act->proof.data = (const uint8_t *)"signed";
    act->proof.len = prng_below(prng, 4) == 0 ? 0 : 6;
    memcpy(act->responsible, "head", prng_below(prng, 4) == 0 ? 1 : sizeof "head");
    memcpy(act->channel, "court", prng_below(prng, 4) == 0 ? 0 : sizeof "court");
    memcpy(act->leading.text, "other", prng_below(prng, 2) == 0 ? 0 : sizeof "other");
}

/* Some acts are a petitioner's, some of an office above. */
static void aim(struct life *life, struct act *act) {
    const struct casefile *file = &life->file;

    if (act->kind == ACT_REVIEW || act->kind == ACT_RECHECK) {
        act->target = a_desk_above(life);
        act->capacity = CAPACITY_PETITIONER;
    } else if (act->kind == ACT_NOT_RECEIVED) {
        act->capacity = CAPACITY_PETITIONER;
    } else if (act->kind == ACT_JUDGE_SERVICE) {
        act->node = a_desk_above(life);
        act->ruling = RULING_AGREED + prng_below(&life->prng, 2);
        act->capacity = CAPACITY_UNSPECIFIED;
    } else if (act->kind == ACT_SEIZE || act->kind == ACT_ACKNOWLEDGE ||
               act->kind == ACT_SUPERVISE || act->kind == ACT_REOPEN) {
        act->node = a_desk_above(life);
    } else if (act->kind == ACT_ASSIST_ANSWER && file->assist_count > 0 &&
               prng_below(&life->prng, 8) != 0) {
        act->node = file->assists[file->assist_count - 1].assistant;
    }
}

/* What only the daily acts look at. */
static void add_daily(struct life *life, struct act *act) {
    act->submission.byte[0] = act->kind == ACT_SUPPLEMENT && prng_below(&life->prng, 4) != 0;
    act->contact = (enum contact)prng_below(&life->prng, CONTACT_MAX);
    act->corrections = &life->correction;
    act->correction_count = act->kind == ACT_CORRECT ? 1 : 0;
    life->correction = (struct correction){.field = CASE_FIELD_PERSONS};
    text_print(life->correction.value, sizeof life->correction.value, "%u",
               (unsigned)prng_below(&life->prng, 9));
}

/* Likely things mostly, unlikely ones too. */
static struct act an_act(struct life *life, bool *ret_by_station) {
    struct casefile *file = &life->file;
    bool in_transit = file->role == ROLE_TRANSIT;
    struct act act = {.kind = next_act(life)};

    if (in_transit) { /* lib/node lets nothing else through */
        act.kind = prng_below(&life->prng, 4) == 0 ? ACT_LAPSE : ACT_DELIVER;
    }
    if (lifecycle_due(file, life->now) == ACT_WARN && prng_below(&life->prng, 2) == 0) {
        act.kind = ACT_WARN;
    }
    add_judgement(life, &act);
    act.node = prng_below(&life->prng, 4) == 0 ? an_office(life) : file->holder;
    if (act.kind == ACT_DELIVER && file->leg_count > 0 && prng_below(&life->prng, 8) != 0) {
        act.node = casefile_last_leg(file)->receiver;
    } else if ((act.kind == ACT_RECALL || act.kind == ACT_DECIDE_OBJECTION) &&
               file->leg_count > 0 && prng_below(&life->prng, 2) == 0) {
        act.node = casefile_last_leg(file)->giver;
    }
    act.target = an_office(life);
    aim(life, &act);
    if (act.kind == ACT_DECIDE &&
        (file->state == STATE_IN_REVIEW || file->state == STATE_IN_RECHECK)) {
        act.ruling = RULING_UPHELD + prng_below(&life->prng, 3);
    }
    act.reason.data = (const uint8_t *)"because";
    act.reason.len = prng_below(&life->prng, 4) == 0 ? 0 : 7;
    act.binding = prng_below(&life->prng, 6) == 0;
    act.term = prng_below(&life->prng, 3) == 0 ? file->term : 0;
    act.due.day = prng_below(&life->prng, 3) == 0
                      ? civil_of(life->now).day + (int32_t)prng_below(&life->prng, 90)
                      : 0;
    add_daily(life, &act);
    act.category[0] = prng_below(&life->prng, 2) == 0 ? '1' : '\0';
    act.submission.byte[0] = (uint8_t)prng_below(&life->prng, 2);
    act.acted_at = life->now;
    add_outcomes(life, &act);
    if (act.kind == ACT_JOIN && prng_below(&life->prng, 2) == 0) {
        act.leading = life->other.no;
    }
    if (act.kind == ACT_PROGRESS || act.kind == ACT_FEEDBACK) {
        act.leading = file->matter.leading;
        act.leading_state = (enum state)(1 + prng_below(&life->prng, STATE_MAX - 1));
    }
    *ret_by_station = act.kind == ACT_LAPSE || act.kind == ACT_WARN || act.kind == ACT_PROGRESS ||
                      act.kind == ACT_FEEDBACK || prng_below(&life->prng, 3) == 0;
    if (*ret_by_station && act.capacity == CAPACITY_PETITIONER) {
        act.capacity = CAPACITY_UNSPECIFIED;
    }
    return act;
}

/* ---- the ten invariants */

static const struct clock *clock_of_no(const struct casefile *file, uint32_t no) {
    for (size_t i = 0; i < file->clock_count; i++) {
        if (file->clocks[i].no == no) {
            return &file->clocks[i];
        }
    }
    return NULL;
}

/* 3 and 4: an organ's lapse ends nothing; the petitioner's ends only what was served with proof. */
static void check_lapse(const struct casefile *before, const struct casefile *file,
                        const struct verdict *verdict) {
    const struct clock *lapsed = clock_of_no(before, verdict->effects[0].clock_no);

    if (state_is_open(file->state)) {
        return;
    }
    assert_non_null(lapsed);
    assert_true(lapsed->kind == CLOCK_ASK_REVIEW || lapsed->kind == CLOCK_ASK_RECHECK);
    assert_true(before->matter.served_at.us != 0);
    assert_true(before->matter.service != SERVICE_UNSPECIFIED);
}

/* 6: where a message to an office arrives: the longest of the map's prefixes. */
static unsigned host_of(const struct node_id *office) {
    unsigned best = 0;

    for (unsigned i = 1; i < ARRAY_COUNT(map); i++) {
        size_t len = strlen(map[i].hosts);

        if (strncmp(office->text, map[i].hosts, len) == 0 &&
            (best == 0 || len > strlen(map[best].hosts))) {
            best = i;
        }
    }
    return best;
}

static bool is_over(unsigned above, unsigned station) {
    while (station != above && station != 0) {
        station = map[station].above;
    }
    return station == above;
}

/* Does the road enter that station? It goes up until the other end lies below, then down. */
static bool road_enters(unsigned from, unsigned to, unsigned shunned) {
    while (!is_over(from, to)) {
        from = map[from].above;
        if (from == shunned) {
            return true;
        }
    }
    for (; to != from; to = map[to].above) {
        if (to == shunned) {
            return true;
        }
    }
    return false;
}

static void check_leg(const struct casefile *file, const struct leg *leg) {
    for (size_t i = 0; i < file->conflicts.count; i++) {
        const struct node_id *shunned = &file->conflicts.nodes[i];

        assert_false(node_id_equal(shunned, &leg->receiver));
        if (strcmp(shunned->text, "9999") != 0 && strcmp(leg->receiver.text, "9999") != 0 &&
            strcmp(file->holder.text, "9999") != 0) { /* which is nowhere */
            assert_false(
                road_enters(host_of(&file->holder), host_of(&leg->receiver), host_of(shunned)));
        }
    }
}

/* 9: a flag is all that a rating leaves in the case. */
static void check_rating(const struct casefile *before, const struct casefile *file) {
    static struct casefile bare;

    bare = *file;
    assert_int_not_equal(file->matter.flags, before->matter.flags);
    bare.matter.flags = before->matter.flags;
    bare.version = before->version;
    assert_memory_equal(&bare, before, sizeof bare);
}

static bool is_petitioners(enum act_kind kind) {
    return kind == ACT_REVIEW || kind == ACT_RECHECK || kind == ACT_WITHDRAW || kind == ACT_RATE;
}

static void check_act(const struct casefile *before, const struct casefile *file,
                      const struct act *act) {
    if (is_petitioners(act->kind)) { /* 5 */
        assert_int_equal(act->capacity, CAPACITY_PETITIONER);
    }
    if (act->kind == ACT_EXTEND) { /* 7 */
        assert_int_equal(before->state, STATE_ACCEPTED);
        assert_int_equal(act->capacity, CAPACITY_HEAD);
        for (size_t i = 0; i < before->clock_count; i++) {
            if (before->clocks[i].kind == CLOCK_HANDLE &&
                before->clocks[i].state == CLOCK_STATE_RUNNING) {
                assert_int_equal(before->clocks[i].extension, 0);
            }
        }
    }
    if (act->kind == ACT_REFUSE) { /* 8 */
        assert_true(act->ground >= GROUND_LITIGATION && act->ground <= GROUND_WRONG_BODY);
    }
    if (act->kind == ACT_PROGRESS || act->kind == ACT_FEEDBACK || act->kind == ACT_JOIN ||
        act->kind == ACT_LEAVE) { /* what is said of another case ends nothing */
        assert_int_equal(file->state, before->state);
        assert_false(state_is_open(file->state) && casefile_next_due(before).us != 0 &&
                     casefile_next_due(file).us == 0 && act->kind != ACT_FEEDBACK);
    }
    if (act->kind == ACT_RATE) {
        check_rating(before, file);
    }
}

static void check_after(const struct life *life, const struct casefile *before,
                        const struct act *act, const struct verdict *verdict) {
    const struct casefile *file = &life->file;
    unsigned running[CLOCK_MAX] = {0};

    casefile_check(file);                                 /* 2 */
    assert_int_equal(file->version, before->version + 1); /* 10: a step each, a journal row each */
    assert_memory_equal(&file->submission_digest, &before->submission_digest, /* 1 */
                        sizeof file->submission_digest);
    assert_int_equal(file->problem_count, before->problem_count);
    check_act(before, file, act);
    if (act->kind == ACT_LAPSE) {
        check_lapse(before, file, verdict);
    }
    if (act->kind == ACT_SEIZE) { /* beats whatever its taker has not seen; nothing else jumps */
        assert_true(file->term / SEIZE_TERM_STEP == before->term / SEIZE_TERM_STEP + 1);
    } else {
        assert_in_range(file->term, before->term, before->term + 1);
    }
    assert_true(file->term >= 1 + file->leg_count);
    assert_true(file->objections <= 2);
    assert_true(state_is_open(before->state) || !state_is_open(file->state) ||
                act->kind == ACT_REOPEN || act->kind == ACT_REVIEW || act->kind == ACT_RECHECK ||
                act->kind == ACT_NOT_RECEIVED ||
                (act->kind == ACT_DETACH && act->capacity == CAPACITY_PETITIONER));
    assert_true(act->kind == ACT_DELIVER || node_id_equal(&file->holder, &before->holder));
    for (size_t i = 0; i < file->clock_count; i++) {
        running[file->clocks[i].kind] += file->clocks[i].state == CLOCK_STATE_RUNNING ? 1 : 0;
    }
    for (unsigned kind = 0; kind < CLOCK_MAX; kind++) {
        assert_in_range(running[kind], 0, kind == CLOCK_ASSIST ? ASSISTS_OPEN_MAX : 1);
    }
    if (act->kind == ACT_DECIDE && file->state == STATE_DECIDED) {
        for (size_t i = 0; i < file->problem_count; i++) {
            assert_int_not_equal(file->problems[i].outcome, OUTCOME_UNSPECIFIED);
        }
    }
    if (file->leg_count > before->leg_count && act->kind != ACT_SEIZE) {
        check_leg(file, casefile_last_leg(file));
    }
}

static void one_act(struct life *life, struct casefile *before, struct verdict *verdict) {
    bool by_station = false;
    struct act act = an_act(life, &by_station);
    struct casefile *other = &life->other;
    struct lifecycle_context context = {.directory = life->directory,
                                        .other = prng_below(&life->prng, 2) == 0 ? NULL : other,
                                        .law = &life->law,
                                        .now = life->now,
                                        .by_station = by_station || act.kind == ACT_DELIVER};

    ASSERT(verdict != NULL);
    other->no = (struct case_no){"other"};
    other->cause.no = other->no;
    other->state = (enum state)(1 + prng_below(&life->prng, STATE_MAX - 1));
    life->law.calendar = prng_below(&life->prng, 2) == 0 ? NULL : life->calendar;
    *before = life->file;
    lifecycle_decide(&life->file, &act, &context, verdict);
    assert_memory_equal(before, &life->file, sizeof *before);
    if (verdict->code != PJ_OK) {
        assert_int_equal(verdict->effect_count, 0);
        return;
    }
    casefile_apply(&life->file, &act, verdict);
    if (act.kind == ACT_DELIVER) {
        life->file.role = ROLE_HOLDER;
    }
    life->done[act.kind]++;
    check_after(life, before, &act, verdict);
}

static void random_lives(void **state) {
    static struct data_report report;
    struct bytes text = {(const uint8_t *)divisions, sizeof divisions - 1};
    struct bytes stations = {(const uint8_t *)nodes, sizeof nodes - 1};
    size_t size = directory_bytes(text, stations);
    void *memory = malloc(size);
    struct life *life = calloc(1, sizeof *life);
    struct casefile *before = calloc(1, sizeof *before);
    struct verdict *verdict = calloc(1, sizeof *verdict);
    struct directory *directory = NULL;
    struct shipped_calendar cn = shipped_calendar();
    struct rule_book *rules = shipped_book("CN2022", "CN2022", NULL);

    memset(&report, 0, sizeof report);
    assert_true(life != NULL && before != NULL && verdict != NULL);
    assert_int_equal(directory_build(memory, size, text, stations, NULL, &report, &directory),
                     PJ_OK);
    life->directory = directory;
    life->law.rules = rules;
    life->calendar = cn.calendar;
    prng_init_seed(&life->prng, 20030918);
    for (unsigned i = 0; i < LIVES; i++) {
        be_born(life);
        for (unsigned k = 0; k < ACTS_PER_LIFE; k++) {
            life->now.us += (int64_t)prng_below(&life->prng, 4) * DAY_US;
            one_act(life, before, verdict);
        }
    }
    for (unsigned kind = ACT_RECEIVE; kind < ACT_MAX; kind++) {
        if (life->done[kind] < 50) { /* else the lives are too dull to prove anything */
            fail_msg("%s went through %u times only", act_kind_text(kind), life->done[kind]);
        }
    }
    free(memory);
    free(rules);
    free(cn.memory);
    free(life);
    free(before);
    free(verdict);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("no sequence of acts breaks a case", random_lives),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
