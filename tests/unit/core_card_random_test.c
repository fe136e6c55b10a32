/* SPDX-License-Identifier: Apache-2.0
 * P22: no card gets better because the petitioner withdraws, settles, does not rate, or because the
 * case is attached to another. Random lives, each gone on with twice: with the said act and
 * without. Seeded: the same lives every time. */
#include "lifecycle_world.h"

#include "core/card.h"

#define LIVES   3000
#define BEFORE  12 /* acts until the two part */
#define AFTER   12
#define FOREVER (2000 * DAY_US)

struct lives {
    struct prng prng;
    unsigned compared, reds, worse; /* clocks; red ones with the act; redder than without it */
};

/* ---- time passes, and the clocks are heard */

static void pass(struct world *world, int64_t us) {
    struct wall until = {world->now.us + us};
    struct wall next = casefile_next_due(&world->file);

    while (state_is_open(world->file.state) && next.us != 0 && next.us <= until.us) {
        world->now.us = next.us > world->now.us ? next.us : world->now.us;
        assert_int_equal(by_station(world, lifecycle_due(&world->file, world->now)), PJ_OK);
        next = casefile_next_due(&world->file);
    }
    world->now = until;
}

/* What an office may do, as well as it can. Most of it is refused, wherever the case stands. */
static void some_act(struct world *world, unsigned choice) {
    static const struct {
        enum act_kind kind;
        enum capacity capacity;
        const char *target, *node;
    } acts[] = {
        {ACT_TRANSFER, CAPACITY_UNSPECIFIED, "330726.land", NULL},
        {ACT_DELEGATE, CAPACITY_UNSPECIFIED, "330726101", NULL},
        {ACT_ACCEPT, CAPACITY_UNSPECIFIED, "", NULL},
        {ACT_ACCEPT, CAPACITY_UNSPECIFIED, "", NULL},
        {ACT_EXTEND, CAPACITY_HEAD, "", NULL},
        {ACT_DECIDE, CAPACITY_HEAD, "", NULL},
        {ACT_DECIDE, CAPACITY_HEAD, "", NULL},
        {ACT_SERVE, CAPACITY_UNSPECIFIED, "", NULL},
        {ACT_EXECUTE, CAPACITY_UNSPECIFIED, "", NULL},
        {ACT_CLOSE, CAPACITY_UNSPECIFIED, "", NULL},
        {ACT_CONTACT, CAPACITY_UNSPECIFIED, "", NULL},
        {ACT_URGE, CAPACITY_PETITIONER, "", NULL},
        {ACT_SUPERVISE, CAPACITY_UNSPECIFIED, "", "3307"},
        {ACT_PROPOSE, CAPACITY_UNSPECIFIED, "", "33"},
        {ACT_ANSWER_URGE, CAPACITY_UNSPECIFIED, "", NULL},
    };
    const size_t at = choice % ARRAY_COUNT(acts);
    struct act act = deciding(RULING_SUPPORTED);

    act.kind = acts[at].kind;
    act.capacity = acts[at].capacity;
    act.service = SERVICE_IN_PERSON;
    act.proof = (struct bytes)TEXT("signed");
    if (act.kind == ACT_PROPOSE || act.kind == ACT_ANSWER_URGE) {
        act.ground = GROUND_IMPROVE_WORK; /* what an answer answers is said: it is the same one */
    }
    act.contact = act.kind == ACT_CONTACT ? CONTACT_REACHED : CONTACT_UNSPECIFIED;
    act.due.day = act.kind == ACT_EXTEND ? civil_of(world->now).day + 80 : 0;
    if (acts[at].target[0] != '\0') {
        act.target = node(acts[at].target);
    }
    act.node = acts[at].node != NULL                 ? node(acts[at].node)
               : act.capacity == CAPACITY_PETITIONER ? world->file.origin
                                                     : world->file.holder;
    (void)perform(world, act);
    if (world->file.role == ROLE_TRANSIT) {
        deliver(world);
    }
}

/* ---- the said acts */

static void withdraw(struct world *world) {
    (void)as(world, CAPACITY_PETITIONER,
             (struct act){.kind = ACT_WITHDRAW, .proof = TEXT("by telephone")});
}

static void settle(struct world *world) {
    struct act act = {.kind = ACT_SETTLE, .proof = TEXT("agreement")};

    act.due.day = civil_of(world->now).day + 200;
    if (perform(world, act) == PJ_OK) {
        (void)as(world, CAPACITY_PETITIONER, (struct act){.kind = ACT_SETTLE});
    }
}

static void rate(struct world *world) {
    (void)as(world, CAPACITY_PETITIONER,
             (struct act){.kind = ACT_RATE, .rating = RATING_SATISFIED, .target = {"330726.land"}});
}

static void attach(struct world *world) {
    struct act act = {.kind = ACT_ATTACH,
                      .target = node("330726.civil"),
                      .leading = {"330726-20251124-12345678-12"},
                      .reason = TEXT("the same matter")};

    if (perform(world, act) == PJ_OK && world->file.role == ROLE_TRANSIT) {
        deliver(world);
    }
}

/* ---- two lives */

static const struct clock *of_no(const struct world *world, uint32_t no) {
    for (size_t i = 0; i < world->file.clock_count; i++) {
        if (world->file.clocks[i].no == no) {
            return &world->file.clocks[i];
        }
    }
    return NULL;
}

/* Every clock that ran when the two parted. */
static void compare(struct lives *lives, const struct casefile *parted, const struct world *with,
                    const struct world *without) {
    struct wall end = {parted->clocks[0].started_at.us + 2 * FOREVER};

    for (size_t i = 0; i < parted->clock_count; i++) {
        const struct clock *a = of_no(with, parted->clocks[i].no);
        const struct clock *b = of_no(without, parted->clocks[i].no);

        if (a == NULL || b == NULL) {
            continue;
        }
        if (card_of(a, end) < card_of(b, end)) {
            fail_msg("clock %u %s: %s with it, %s without", a->no, clock_kind_text(a->kind),
                     card_text(card_of(a, end)), card_text(card_of(b, end)));
        }
        lives->compared++;
        lives->reds += card_of(a, end) == CARD_RED ? 1 : 0;
        lives->worse += card_of(a, end) > card_of(b, end) ? 1 : 0;
    }
}

/* The second world has its own problems: casefile_apply writes them. */
static struct world twin_of(const struct world *world) {
    struct world twin = *world;

    return twin;
}

static void two_lives(struct lives *lives, struct world *world, void (*said)(struct world *),
                      bool goes_on) {
    struct world without;
    struct casefile parted;
    uint64_t acts = prng_below(&lives->prng, BEFORE);

    world->now.us = START_US;
    take_in(world, "330726");
    world->file.clocks[0].started_at = world->now;
    world->file.clocks[0].yellow_at = card_yellow_at(&world->file.clocks[0], CARD_YELLOW_DAYS);
    for (unsigned i = 0; i < acts; i++) {
        pass(world, (int64_t)prng_below(&lives->prng, 20) * DAY_US);
        some_act(world, (unsigned)prng_below(&lives->prng, 1000));
    }
    without = twin_of(world);
    without.file.problems = without.problems;
    parted = world->file;
    said(world);
    for (unsigned i = 0; goes_on && i < AFTER; i++) {
        int64_t days = (int64_t)prng_below(&lives->prng, 20);
        unsigned choice = (unsigned)prng_below(&lives->prng, 1000);

        pass(world, days * DAY_US);
        pass(&without, days * DAY_US);
        some_act(world, choice);
        some_act(&without, choice);
    }
    pass(world, FOREVER);
    pass(&without, FOREVER);
    compare(lives, &parted, world, &without);
}

static void no_card_gets_better(void **state) {
    static const struct {
        const char *sentence;
        void (*said)(struct world *);
        bool goes_on; /* attached, another unit acts: there only silence can be compared */
    } rows[] = {{"withdrawn", withdraw, true},
                {"settled, and confirmed", settle, true},
                {"rated, and not rated", rate, true},
                {"attached", attach, false}};
    struct world *world = *state;

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct lives lives = {.compared = 0};

        prng_init_seed(&lives.prng, 20030918 + i);
        for (unsigned k = 0; k < LIVES; k++) {
            two_lives(&lives, world, rows[i].said, rows[i].goes_on);
        }
        print_message("%s: %u clocks, %u red, %u of them only so\n", rows[i].sentence,
                      lives.compared, lives.reds, lives.worse);
        assert_true(lives.compared > 2 * LIVES);
        assert_true(lives.reds > LIVES / 2);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("no withdrawal, settlement, attachment or rating makes a card better",
                  no_card_gets_better, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
