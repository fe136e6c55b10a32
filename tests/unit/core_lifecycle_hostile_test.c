/* SPDX-License-Identifier: Apache-2.0
 * Ten thousand cases among units that want none of them: they object, take back, refuse to take
 * back, hand on sideways, up and down for as long as the procedure lets them. However they go
 * about it, nothing goes round for ever, and every case comes to an office that has to answer it.
 */
#include "shipped_data.h"
#include "unit.h"

#include "base/prng.h"
#include "core/lifecycle.h"
#include "words/message.h"

#include <stdio.h>
#include <stdlib.h>

#define CASES        10000
#define HOSTILE_ACTS 200
#define OFFICES_MAX  256
#define DIVISIONS    8192
#define HOUR_US      (INT64_C(3600) * US_PER_S)

struct crowd {
    struct directory *directory;
    struct rule_book *rules;
    struct node_id offices[OFFICES_MAX];
    size_t office_count;
    struct prng prng;
    struct casefile file;
    struct wall now;
    struct verdict verdict;
    uint64_t legs, legs_most, crossings_most, objections, designated, lapses;
};

static void add_office(struct crowd *crowd, const char *place, const char *organ) {
    struct node_id *office = &crowd->offices[crowd->office_count++];

    assert_true(crowd->office_count <= OFFICES_MAX);
    snprintf(office->text, sizeof office->text, "%s%s%s", place, organ[0] != '\0' ? "." : "",
             organ);
}

static void add_division(struct crowd *crowd, char *text, const char *place, const char *parent) {
    static const char *const organs[] = {"land", "civil", "labour"};
    bool has_organs = strlen(place) <= 6;
    size_t used = strlen(text);

    snprintf(text + used, DIVISIONS - used, "%s,x,%s,,,,,,%s\n", place, parent,
             has_organs ? "land;civil;labour" : "");
    add_office(crowd, place, "");
    for (size_t i = 0; has_organs && i < ARRAY_COUNT(organs); i++) {
        add_office(crowd, place, organs[i]);
    }
}

static void add_city(struct crowd *crowd, char *text, const char *province, unsigned number) {
    char city[16], county[32], town[48], village[64];

    snprintf(city, sizeof city, "%s0%u", province, number);
    add_division(crowd, text, city, province);
    for (unsigned n = 0; n < 4; n++) {
        snprintf(county, sizeof county, "%s0%u", city, n / 2 + 1);
        if (n % 2 == 0) {
            add_division(crowd, text, county, city);
        }
        snprintf(town, sizeof town, "%s10%u", county, n % 2 + 1);
        add_division(crowd, text, town, county);
        snprintf(village, sizeof village, "%s201", town);
        add_division(crowd, text, village, town);
    }
}

/* Two provinces with two cities each, two counties, two townships, one village in each. */
static void fill(struct crowd *crowd, char *text) {
    static const char *const provinces[] = {"33", "44"};

    snprintf(text, DIVISIONS, "%s",
             "division,name,parent,tiers,valid_from,valid_to,successor,virtual,organs\n");
    for (unsigned i = 0; i < ARRAY_COUNT(provinces); i++) {
        add_division(crowd, text, provinces[i], "");
        add_city(crowd, text, provinces[i], 1);
        add_city(crowd, text, provinces[i], 2);
    }
}

static const struct node_id *an_office(struct crowd *crowd) {
    return &crowd->offices[prng_below(&crowd->prng, crowd->office_count)];
}

static bool try_act(struct crowd *crowd, struct act act, bool by_station) {
    struct clock_law law = {.rules = crowd->rules};
    struct lifecycle_context context = {
        .directory = crowd->directory, .law = &law, .now = crowd->now, .by_station = by_station};

    act.acted_at = crowd->now;
    act.reason = (struct bytes){(const uint8_t *)"not ours", 8};
    lifecycle_decide(&crowd->file, &act, &context, &crowd->verdict);
    if (crowd->verdict.code != PJ_OK) {
        return false;
    }
    casefile_apply(&crowd->file, &act, &crowd->verdict);
    if (crowd->file.role == ROLE_TRANSIT) {
        struct act deliver = {.kind = ACT_DELIVER,
                              .node = casefile_last_leg(&crowd->file)->receiver,
                              .acted_at = crowd->now};

        context.by_station = true;
        lifecycle_decide(&crowd->file, &deliver, &context, &crowd->verdict);
        assert_int_equal(crowd->verdict.code, PJ_OK);
        casefile_apply(&crowd->file, &deliver, &crowd->verdict);
        crowd->file.role = ROLE_HOLDER;
    }
    casefile_check(&crowd->file);
    return true;
}

static void take_in(struct crowd *crowd) {
    struct casefile *file = &crowd->file;

    memset(file, 0, sizeof *file);
    crowd->now.us = INT64_C(1764000000) * US_PER_S;
    file->state = STATE_REGISTERED;
    file->role = ROLE_HOLDER;
    file->holder = *an_office(crowd);
    file->origin = file->holder;
    file->term = 1;
    file->version = 1;
    file->purpose = PURPOSE_CLAIM;
    file->clock_count = 1;
    file->clocks[0] = (struct clock){.no = 1,
                                     .kind = CLOCK_ROUTE,
                                     .state = CLOCK_STATE_RUNNING,
                                     .owner = file->holder,
                                     .due_at = {crowd->now.us + INT64_C(86400) * 15 * US_PER_S}};
}

/* A target that makes sense to who wants to be rid of it: mostly the one who had it before. */
static struct node_id a_victim(struct crowd *crowd) {
    const struct leg *leg = casefile_last_leg(&crowd->file);

    if (leg != NULL && prng_below(&crowd->prng, 2) == 0) {
        return node_id_equal(&leg->giver, &crowd->file.holder) ? leg->receiver : leg->giver;
    }
    return *an_office(crowd);
}

static bool lapse(struct crowd *crowd) {
    struct wall due = casefile_next_due(&crowd->file);

    if (due.us == 0) {
        return false;
    }
    crowd->now = due.us > crowd->now.us ? due : crowd->now;
    crowd->lapses++;
    return try_act(crowd, (struct act){.kind = ACT_LAPSE, .node = crowd->file.holder}, true);
}

/* Anything but work. */
static void be_hostile(struct crowd *crowd) {
    static const enum act_kind handing[] = {ACT_DELEGATE, ACT_ESCALATE, ACT_TRANSFER};
    struct prng *prng = &crowd->prng;
    const struct leg *leg = casefile_last_leg(&crowd->file);
    struct act act = {.node = crowd->file.holder, .target = a_victim(crowd)};
    uint64_t drawn = prng_below(prng, 16);

    crowd->now.us += (int64_t)prng_below(prng, 6) * HOUR_US;
    act.capacity = drawn == 15 ? CAPACITY_JOINT_MEETING : CAPACITY_UNSPECIFIED;
    act.binding = prng_below(prng, 8) == 0;
    if (drawn < 4) {
        act.kind = ACT_OBJECT;
    } else if (drawn < 6 && leg != NULL) {
        act.kind = ACT_RECALL;
        act.node = leg->giver;
    } else if (drawn < 9 && leg != NULL) {
        act.kind = ACT_DECIDE_OBJECTION;
        act.node = leg->giver;
        act.ruling = prng_below(prng, 4) == 0 ? RULING_NOT_AGREED : RULING_AGREED;
    } else if (drawn == 9 && prng_below(prng, 4) == 0) {
        (void)lapse(crowd);
        return;
    } else {
        act.kind = handing[drawn % ARRAY_COUNT(handing)];
    }
    if (try_act(crowd, act, false) && act.kind == ACT_OBJECT) {
        crowd->objections++;
    }
}

static size_t crossings(const struct casefile *file, const struct leg *of) {
    size_t count = 0;

    for (size_t i = 0; i < file->leg_count; i++) {
        count += node_id_equal(&file->legs[i].giver, &of->giver) &&
                         node_id_equal(&file->legs[i].receiver, &of->receiver)
                     ? 1
                     : 0;
    }
    return count;
}

static void measure(struct crowd *crowd) {
    const struct casefile *file = &crowd->file;
    size_t ordinary = 0;

    for (size_t i = 0; i < file->leg_count; i++) {
        const struct leg *leg = &file->legs[i];
        size_t count = crossings(file, leg);

        ordinary += (leg->kind == LEG_DELEGATE || leg->kind == LEG_TRANSFER) && !leg->binding;
        crowd->crossings_most = count > crowd->crossings_most ? count : crowd->crossings_most;
        assert_in_range(count, 1, LEGS_PER_PROCEEDING);
    }
    assert_in_range(ordinary, 0, LEGS_PER_PROCEEDING);
    assert_in_range(file->leg_count, 0, LEGS_PER_PROCEEDING + LEGS_DESIGNATED_MAX);
    assert_in_range(file->objections, 0, 2);
    crowd->legs += file->leg_count;
    crowd->legs_most = file->leg_count > crowd->legs_most ? file->leg_count : crowd->legs_most;
    crowd->designated += file->binding ? 1 : 0;
}

/* Who has to decide to whom it belongs says so at last: to the one that did not want it, or the
 * township of a village; where nobody stands above both, their joint meeting says it. Or it
 * finds that it is its own. */
static void is_designated(struct crowd *crowd) {
    struct act act = {.kind = ACT_DELEGATE, .node = crowd->file.holder};

    act.target = casefile_last_leg(&crowd->file)->giver;
    act.capacity = CAPACITY_JOINT_MEETING;
    if (place_level(node_id_place(&act.target)) == LEVEL_VILLAGE) {
        act.target.text[9] = '\0';
    }
    if (try_act(crowd, act, false)) {
        return;
    }
    act.kind = ACT_TRANSFER;
    if (try_act(crowd, act, false)) {
        return;
    }
    act.kind = ACT_DECIDE_OBJECTION; /* it is its own */
    act.ruling = RULING_AGREED;
    if (!try_act(crowd, act, false)) {
        fail_msg("%s cannot have it decided between it and %s: %s, %zu legs", act.node.text,
                 act.target.text, pj_code_name(crowd->verdict.code), crowd->file.leg_count);
    }
}

/* Whoever has it now, and wants to answer at last, can: accept it, or decide at once; a village
 * hands it up first. */
static void comes_to_its_end(struct crowd *crowd) {
    struct act accept = {.kind = ACT_ACCEPT, .node = crowd->file.holder};
    struct act decide = {.kind = ACT_DECIDE, .responsible = "head", .ruling = RULING_EXPLAINED};

    for (unsigned i = 0; i < CLOCKS_MAX && crowd->file.state == STATE_DISPUTED; i++) {
        (void)lapse(crowd); /* silence: received; or one decider further up */
    }
    if (crowd->file.state == STATE_DISPUTED) {
        is_designated(crowd);
        accept.node = crowd->file.holder;
    }
    if (place_level(node_id_place(&crowd->file.holder)) == LEVEL_VILLAGE) {
        struct act up = {.kind = ACT_ESCALATE, .node = crowd->file.holder};

        memcpy(up.target.text, up.node.text, 9);
        if (!try_act(crowd, up, false)) {
            fail_msg("the village %s in %s cannot hand it up: %s %s, %zu legs", up.node.text,
                     state_text(crowd->file.state), pj_code_name(crowd->verdict.code),
                     crowd->verdict.field, crowd->file.leg_count);
        }
        accept.node = crowd->file.holder;
    }
    if (!try_act(crowd, accept, false)) {
        decide.node = crowd->file.holder;
        if (!try_act(crowd, decide, false)) {
            fail_msg("%s in %s cannot answer it: %s, %zu legs", decide.node.text,
                     state_text(crowd->file.state), pj_code_name(crowd->verdict.code),
                     crowd->file.leg_count);
        }
    }
}

static void open_crowd(struct crowd *crowd) {
    static char text[DIVISIONS];
    static struct data_report report;
    size_t size = 0;

    memset(&report, 0, sizeof report);
    fill(crowd, text);
    size = directory_bytes((struct bytes){(const uint8_t *)text, strlen(text)}, BYTES_NONE);
    assert_int_equal(directory_build(malloc(size), size,
                                     (struct bytes){(const uint8_t *)text, strlen(text)},
                                     BYTES_NONE, NULL, &report, &crowd->directory),
                     PJ_OK);
    crowd->rules = shipped_book("CN2022", "CN2022", NULL);
    prng_init_seed(&crowd->prng, 24);
}

static void no_case_goes_round(void **state) {
    struct crowd *crowd = calloc(1, sizeof *crowd);

    assert_non_null(crowd);
    open_crowd(crowd);
    for (unsigned i = 0; i < CASES; i++) {
        take_in(crowd);
        for (unsigned k = 0; k < HOSTILE_ACTS; k++) {
            be_hostile(crowd);
        }
        measure(crowd);
        comes_to_its_end(crowd);
    }
    print_message("%d cases: %llu legs, at most %llu a case, one edge at most %llu times; "
                  "%llu objections, %llu designated\n",
                  CASES, (unsigned long long)crowd->legs, (unsigned long long)crowd->legs_most,
                  (unsigned long long)crowd->crossings_most, (unsigned long long)crowd->objections,
                  (unsigned long long)crowd->designated);
    assert_true(crowd->legs_most >= LEGS_PER_PROCEEDING); /* they did go to the bound */
    assert_true(crowd->designated > 0);
    assert_true(crowd->objections > CASES);
    free(crowd->directory);
    free(crowd->rules);
    free(crowd);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("hostile units hand ten thousand cases round, and none of them for ever",
             no_case_goes_round),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
