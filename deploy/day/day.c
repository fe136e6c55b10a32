/* SPDX-License-Identifier: Apache-2.0
 * The day's clerks: take every case in at its window, keep the receipts, and do what officials do
 * with it until each case is assigned or answered. They know nothing of faults: a clerk who gets no
 * answer asks again with the same key.
 *
 *     pujiang-day DIVISIONS.csv NODES.csv SOCKET_FOLDER RECEIPTS.csv
 *
 * Prints "milestone N" as cases are taken in and "handled N" as they reach their end; deploy/demo
 * injects the faults.
 */
#include "base/text.h"
#include "core/route.h"
#include "plan.h"
#include "stations.h"

#include <pujiang/pujiang.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MILESTONE  20
#define ROUNDS_MAX 4000
#define STEPS_MAX  24 /* hand-overs, objections and decisions of one case */
#define DUE_DAYS   60

struct running {
    struct planned planned;
    char case_no[64];
    struct node_id holder; /* where the clerk expects it */
    uint32_t steps;        /* acts done: part of the next key */
    bool assigned, objected, accepted, decided, done;
    bool asked; /* the objection waits for the giver's word */
};

struct day {
    struct stations stations;
    struct running *cases; /* owned, DAY_CASES */
    FILE *receipts;
    uint32_t failures;
    char due[CIVIL_TEXT_MAX + 1];
};

/* ---- intake */

static void keep_receipt(struct day *day, const struct running *running,
                         const struct pj_receipt *receipt) {
    char digest[DIGEST_HEX + 1];

    text_hex(digest, sizeof digest, receipt->digest, DIGEST_BYTES);
    fprintf(day->receipts, "%s,%s,%s,%u,%u,%u,%s,", receipt->case_no,
            stations_name(&day->stations, &running->planned.window), running->planned.window.text,
            running->planned.group, running->planned.group_persons, running->planned.problems,
            digest);
    for (const char *at = running->planned.text; *at != '\0'; at++) {
        fprintf(day->receipts, "%02x", (unsigned)(unsigned char)*at);
    }
    fprintf(day->receipts, ",%s\n", receipt->query_code);
}

static void take_in(struct day *day, struct running *running) {
    const struct planned *planned = &running->planned;
    struct pj_problem problems[2] = {{.category = planned->category},
                                     {.category = planned->category}};
    char key[PJ_KEY_TEXT_MAX];
    char place[PLACE_DIGITS_MAX + 1];
    struct pj_case petition = {.node = planned->window.text,
                               .source = "reception",
                               .category = planned->category,
                               .place = place,
                               .form = planned->destiny == DESTINY_SOLVE ? PJ_FORM_SESSION
                                                                         : PJ_FORM_VISIT,
                               .purpose = PJ_PURPOSE_CLAIM,
                               .text_origin = PJ_TEXT_ORIGIN_DICTATED_AND_READ_BACK,
                               .persons = planned->group_persons,
                               .text = pj_text(planned->text),
                               .problems = problems,
                               .problem_count = planned->problems,
                               .session = "2003-09-18",
                               .group_no = planned->group,
                               .group_persons = planned->group_persons};
    struct pj_write write = {.operator_id = "window", .operator_post = "接访员"};
    struct pj_reply *reply = NULL;
    const struct pj_receipt *receipt = NULL;

    place_print(planned->place, place);
    text_print(key, sizeof key, "day-%u", planned->index);
    write.key = pj_text(key);
    if (pj_submit(stations_of(&day->stations, &planned->window), &write, &petition, &reply) !=
        PJ_OK) {
        fprintf(stderr, "case %u: %s %s\n", planned->index, pj_reply_error(reply)->name,
                pj_reply_error(reply)->sentence_en);
        day->failures++;
        running->done = true;
        pj_reply_free(reply);
        return;
    }
    receipt = pj_reply_receipt(reply);
    text_print(running->case_no, sizeof running->case_no, "%s", receipt->case_no);
    if (node_id_parse(receipt->holder, strlen(receipt->holder), &running->holder) != PJ_OK) {
        running->holder = planned->window;
    }
    keep_receipt(day, running, receipt);
    pj_reply_free(reply);
}

/* ---- officials */

static enum pj_code perform_at(struct day *day, struct running *running,
                               const struct node_id *office, struct pj_act *act) {
    char key[PJ_KEY_TEXT_MAX];
    struct pj_write write = {.operator_id = "desk", .operator_post = "承办人"};
    struct pj_reply *reply = NULL;
    enum pj_code code = PJ_OK;

    act->case_no = running->case_no;
    act->node = office->text;
    text_print(key, sizeof key, "day-%u-%u", running->planned.index, running->steps);
    write.key = pj_text(key);
    code = pj_perform(stations_of(&day->stations, office), &write, act, &reply);
    if (code == PJ_OK) {
        running->steps++;
    } else if (code != PJ_STATE_IN_TRANSIT && code != PJ_STATE_NOT_HOLDER) {
        fprintf(stderr, "%s act %d at %s to %s: %s %s\n", running->case_no, (int)act->kind,
                act->node, act->target == NULL ? "-" : act->target, pj_reply_error(reply)->name,
                pj_reply_error(reply)->sentence_en);
        day->failures++;
        running->done = true;
    }
    pj_reply_free(reply);
    return code;
}

static enum pj_code perform(struct day *day, struct running *running, struct pj_act *act) {
    return perform_at(day, running, &running->holder, act);
}

static void hand_over(struct day *day, struct running *running, const struct node_id *target,
                      struct pj_act *act) {
    static const enum pj_act_kind kinds[LEG_MAX] = {[LEG_DELEGATE] = PJ_ACT_DELEGATE,
                                                    [LEG_ESCALATE] = PJ_ACT_ESCALATE,
                                                    [LEG_TRANSFER] = PJ_ACT_TRANSFER};
    enum leg_kind kind = LEG_UNSPECIFIED;

    if (route_direction(day->stations.directory, &running->holder, target, &kind) != PJ_OK) {
        fprintf(stderr, "%s: %s -> %s\n", running->case_no, running->holder.text, target->text);
        day->failures++;
        running->done = true;
        return;
    }
    act->kind = kinds[kind];
    act->target = target->text;
    if (perform(day, running, act) == PJ_OK) {
        running->holder = *target;
    }
}

static struct node_id office_above(const struct day *day, const struct running *running) {
    const struct directory *directory = day->stations.directory;
    uint32_t at = directory_find(directory, node_id_place(&running->holder));

    return node_id_of_place(directory_place(directory, directory_superior(directory, at)));
}

/* The village of the problem; where only its township is known, one of the township's. */
static struct node_id village_of(const struct directory *directory, uint32_t place, uint32_t pick) {
    uint32_t count = (uint32_t)directory_count(directory);
    uint32_t found = place;

    for (uint32_t i = 0, seen = 0; i < count && seen <= pick % 3; i++) {
        if (directory_parent(directory, i) == place) {
            found = i;
            seen++;
        }
    }
    return node_id_of_place(directory_place(directory, found));
}

/* Who is made responsible: a village by its township, a township by an organ of the county, the
 * county by those above, an organ by the county's desk. `other` picks another one after a return.
 */
static struct node_id responsible_office(const struct day *day, const struct running *running,
                                         bool other) {
    static const char *const organs[] = {"330726.land", "330726.civil", "330726.housing",
                                         "330726.labour"};
    const struct directory *directory = day->stations.directory;
    uint32_t place = directory_find(directory, running->planned.place);
    enum level level = place_level(node_id_place(&running->holder));
    uint32_t pick = running->planned.index + (other ? 1 : 0);
    struct node_id office = {""};

    if (level == LEVEL_TOWNSHIP) {
        return village_of(directory, place, pick);
    }
    if (level < LEVEL_COUNTY) {
        return node_id_of_place((struct place){330726, 6});
    }
    if (node_id_organ(&running->holder)[0] == '\0' && pick % 2 == 0) {
        const char *organ = organs[pick / 2 % ARRAY_COUNT(organs)];

        if (node_id_parse(organ, strlen(organ), &office) == PJ_OK &&
            directory_has_node(directory, &office)) {
            return office;
        }
    }
    return node_id_of_place(
        directory_place(directory, directory_at_level(directory, place, LEVEL_TOWNSHIP)));
}

static void assign(struct day *day, struct running *running) {
    struct node_id target = responsible_office(day, running, running->objected);
    struct pj_act act = {.responsible = running->objected ? "分管副县长(指定)" : "分管负责人",
                         .due = day->due,
                         .reason = pj_text("接访日交办"),
                         .binding = running->objected};

    hand_over(day, running, &target, &act);
    running->assigned = !running->done;
    if (running->assigned && (!running->planned.returned || running->objected)) {
        running->done = true;
    }
}

/* "Not mine": the giver is asked, agrees, has it back and designates another. */
static void object(struct day *day, struct running *running, const struct node_id *giver) {
    struct pj_act act = {.kind = PJ_ACT_OBJECT,
                         .target = giver->text,
                         .reason = pj_text("不属本单位职责，建议由交办机关另行指定")};

    if (!running->asked) {
        running->asked = perform(day, running, &act) == PJ_OK;
        return;
    }
    act = (struct pj_act){.kind = PJ_ACT_DECIDE_OBJECTION,
                          .ruling = PJ_RULING_AGREED,
                          .reason = pj_text("经核实，同意退回")};
    if (perform_at(day, running, giver, &act) == PJ_OK) {
        running->holder = *giver;
        running->objected = true;
    }
}

/* Not to support a claim takes a competent unit, here a township, and its signed opinion; a
 * petition office explains, or refers to another door. */
static enum pj_outcome outcome_of(const struct running *running) {
    static const enum pj_outcome outcomes[] = {PJ_OUTCOME_EXPLAINED, PJ_OUTCOME_NOT_SUPPORTED,
                                               PJ_OUTCOME_REFERRED_OUT};
    enum pj_outcome outcome = outcomes[running->planned.index % ARRAY_COUNT(outcomes)];
    bool unit = place_level(node_id_place(&running->holder)) == LEVEL_TOWNSHIP;

    if (running->planned.destiny == DESTINY_SOLVE) {
        return PJ_OUTCOME_SOLVED;
    }
    return outcome == PJ_OUTCOME_NOT_SUPPORTED && !unit ? PJ_OUTCOME_EXPLAINED : outcome;
}

static void answer(struct day *day, struct running *running) {
    enum pj_outcome outcome = outcome_of(running);
    struct pj_problem problems[2] = {{.no = 1, .outcome = outcome}, {.no = 2, .outcome = outcome}};
    struct pj_act act = {.kind = PJ_ACT_DECIDE,
                         .reason = pj_text("当场答复"),
                         .responsible = "负责人",
                         .outcomes = problems,
                         .outcome_count = running->planned.problems};

    if (outcome == PJ_OUTCOME_NOT_SUPPORTED && !running->accepted) {
        act = (struct pj_act){.kind = PJ_ACT_ACCEPT, .reason = pj_text("受理")};
        running->accepted = perform(day, running, &act) == PJ_OK;
        return;
    }
    if (!running->decided) {
        running->decided = perform(day, running, &act) == PJ_OK;
        return;
    }
    act = (struct pj_act){
        .kind = PJ_ACT_SERVE, .service = PJ_SERVICE_IN_PERSON, .proof = pj_text("当面签收")};
    running->done = perform(day, running, &act) == PJ_OK || running->done;
}

/* ---- following one case */

static void next_act(struct day *day, struct running *running, const struct node_id *giver) {
    enum level level = place_level(node_id_place(&running->holder));
    struct pj_act up = {.reason = pj_text("请上级协调")};

    if (running->assigned && running->planned.returned && !running->objected) {
        object(day, running, giver);
        return;
    }
    if (level == LEVEL_VILLAGE || (running->planned.climbs && level != LEVEL_PROVINCE)) {
        struct node_id above = office_above(day, running);

        hand_over(day, running, &above, &up);
        return;
    }
    if (running->planned.destiny == DESTINY_ASSIGN) {
        assign(day, running);
    } else {
        answer(day, running);
    }
}

/* The competence list sent it on: the window knows where to. */
static void follow_rule(struct running *running, const char *holder) {
    struct node_id office;

    if (node_id_parse(holder, strlen(holder), &office) == PJ_OK) {
        running->holder = office;
    }
}

static bool arrived(struct day *day, struct running *running) {
    struct pj_reply *reply = NULL;
    bool here = false;

    if (pj_get_case(stations_of(&day->stations, &running->holder), running->case_no, &reply) ==
        PJ_OK) {
        const struct pj_case_view *view = pj_reply_case(reply);

        here = view->role == PJ_ROLE_HOLDER && strcmp(view->holder, running->holder.text) == 0;
        if (running->steps == 0 && view->role == PJ_ROLE_COPY) {
            follow_rule(running, view->holder);
        }
    }
    pj_reply_free(reply);
    return here;
}

static void follow(struct day *day, struct running *running, struct node_id *giver) {
    while (!running->done && running->steps < STEPS_MAX && arrived(day, running)) {
        struct node_id before = running->holder;

        next_act(day, running, giver);
        if (strcmp(before.text, running->holder.text) != 0) {
            *giver = before;
        }
    }
}

static uint32_t count_done(const struct day *day) {
    uint32_t done = 0;

    for (uint32_t i = 0; i < DAY_CASES; i++) {
        done += day->cases[i].done ? 1 : 0;
    }
    return done;
}

static void handle_all(struct day *day) {
    struct node_id *givers = calloc(DAY_CASES, sizeof *givers);
    struct timespec pause = {0, 20000000};

    ASSERT(givers != NULL);
    for (int round = 0; round < ROUNDS_MAX && count_done(day) < DAY_CASES; round++) {
        for (uint32_t i = 0; i < DAY_CASES; i++) {
            follow(day, &day->cases[i], &givers[i]);
        }
        printf("handled %u\n", count_done(day));
        fflush(stdout);
        nanosleep(&pause, NULL);
    }
    free(givers);
}

static void take_all_in(struct day *day) {
    for (uint32_t i = 0; i < DAY_CASES; i++) {
        plan_case(day->stations.directory, i, &day->cases[i].planned);
        take_in(day, &day->cases[i]);
        if ((i + 1) % MILESTONE == 0) {
            printf("milestone %u\n", i + 1);
            fflush(stdout);
        }
    }
}

/* By the stations' own calendar day: their clock may be a virtual one. */
static void set_due(struct day *day) {
    const struct node_id county = node_id_of_place((struct place){330726, 6});
    struct pj_reply *reply = NULL;

    if (pj_hello(stations_of(&day->stations, &county), &reply) == PJ_OK) {
        struct wall now = {pj_reply_station(reply)->server_time_us};

        civil_print((struct civil){civil_of(now).day + DUE_DAYS}, day->due);
    } else {
        day->failures++;
    }
    pj_reply_free(reply);
}

int main(int argc, char **argv) {
    struct day day = {0};
    int status = EXIT_FAILURE;

    if (argc != 5) {
        fprintf(stderr, "usage: pujiang-day DIVISIONS.csv NODES.csv SOCKET_FOLDER RECEIPTS.csv\n");
        return 2;
    }
    day.cases = calloc(DAY_CASES, sizeof *day.cases);
    day.receipts = fopen(argv[4], "w");
    ASSERT(day.cases != NULL);
    if (day.receipts != NULL && stations_open(&day.stations, argv[1], argv[2], argv[3])) {
        set_due(&day);
        take_all_in(&day);
        handle_all(&day);
        status = day.failures == 0 && count_done(&day) == DAY_CASES ? EXIT_SUCCESS : EXIT_FAILURE;
        printf("end %u of %u, %u failures\n", count_done(&day), DAY_CASES, day.failures);
    }
    if (day.receipts != NULL) {
        fclose(day.receipts);
    }
    stations_close(&day.stations);
    free(day.cases);
    return status;
}
