/* SPDX-License-Identifier: Apache-2.0
 * One day of the season after the reception day: the clerks, the county's petition office and the
 * petitioners do with each case what its course says for that day. A client like any other: it
 * knows the receipts and asks the stations for the rest.
 *
 *     pujiang-season --days
 *     pujiang-season DIVISIONS.csv NODES.csv SOCKET_FOLDER RECEIPTS.csv PORTAL.csv DAY
 *
 * --days prints the days on which something is done. PORTAL.csv has the petitioners' key pair in
 * its first line and one line "station,endpoint,server key" for each station: no office can send a
 * petitioner's act. On the last day every case must be what its course says.
 */
#include "base/text.h"
#include "core/route.h"
#include "season_plan.h"
#include "stations.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RECEIPT_LINE_MAX (8 * DAY_TEXT_BYTES_MAX)
#define HANDOVERS_MAX    4 /* an office heard of the case's next one, which may have handed it on */
#define TIMEOUT_MS       60000

struct petition { /* what the clerk of that day kept */
    struct planned planned;
    char case_no[64];
    char query_code[32];
    struct node_id window;
};

struct season {
    struct stations stations;
    struct pj_client *portals[DAY_STATIONS_MAX]; /* owned, by station index of the directory */
    struct petition *petitions;                  /* owned, DAY_CASES */
    uint32_t day;
    struct civil today;
    uint32_t acts, failures;
};

static void fail_with(struct season *season, const struct petition *petition, const char *what,
                      struct pj_reply *reply) {
    fprintf(stderr, "day %u: %s (%s) %s: %s %s\n", season->day, petition->case_no,
            season_course(&petition->planned)->name, what, pj_reply_error(reply)->name,
            pj_reply_error(reply)->sentence_en);
    season->failures++;
}

/* ---- where the case is */

static bool read_case(struct season *season, const struct petition *petition,
                      struct node_id *ret_holder, enum pj_state *ret_state) {
    struct node_id office = petition->window;

    for (int i = 0; i < HANDOVERS_MAX; i++) {
        struct pj_reply *reply = NULL;
        enum pj_code code =
            pj_get_case(stations_of(&season->stations, &office), petition->case_no, &reply);
        bool here = false;

        if (code != PJ_OK) {
            fail_with(season, petition, "is not found", reply);
            pj_reply_free(reply);
            return false;
        }
        here = pj_reply_case(reply)->role == PJ_ROLE_HOLDER;
        *ret_state = pj_reply_case(reply)->state;
        code = node_id_parse(pj_reply_case(reply)->holder, strlen(pj_reply_case(reply)->holder),
                             &office);
        pj_reply_free(reply);
        if (here && code == PJ_OK) {
            *ret_holder = office;
            return true;
        }
    }
    fprintf(stderr, "day %u: %s: no station holds it\n", season->day, petition->case_no);
    season->failures++;
    return false;
}

/* ---- acts */

static void perform(struct season *season, const struct petition *petition,
                    struct pj_client *client, uint32_t step, struct pj_act *act) {
    char key[PJ_KEY_TEXT_MAX];
    struct pj_write write = {.operator_id = "desk", .operator_post = "承办人"};
    struct pj_reply *reply = NULL;

    text_print(key, sizeof key, "season-%u-%u-%u", season->day, petition->planned.index, step);
    write.key = pj_text(key);
    act->case_no = petition->case_no;
    season->acts++;
    if (pj_perform(client, &write, act, &reply) != PJ_OK) {
        fail_with(season, petition, "refused", reply);
    }
    pj_reply_free(reply);
}

static void hand_over(struct season *season, const struct petition *petition,
                      const struct node_id *holder, const struct node_id *target) {
    static const enum pj_act_kind kinds[LEG_MAX] = {[LEG_DELEGATE] = PJ_ACT_DELEGATE,
                                                    [LEG_ESCALATE] = PJ_ACT_ESCALATE,
                                                    [LEG_TRANSFER] = PJ_ACT_TRANSFER};
    struct pj_act act = {
        .node = holder->text, .target = target->text, .reason = pj_text("由有权处理的单位办理")};
    enum leg_kind kind = LEG_UNSPECIFIED;

    if (route_direction(season->stations.directory, holder, target, &kind) == PJ_OK) {
        act.kind = kinds[kind];
    }
    perform(season, petition, stations_of(&season->stations, holder), 0, &act);
}

/* To the township of the problem: up from its village, down from a petition office. */
static void settle_in(struct season *season, const struct petition *petition) {
    const struct directory *directory = season->stations.directory;
    uint32_t place = directory_find(directory, petition->planned.place);
    struct node_id holder;
    struct node_id township;
    enum pj_state state = PJ_STATE_UNSPECIFIED;

    if (petition->planned.destiny != DESTINY_ASSIGN ||
        !read_case(season, petition, &holder, &state) || node_id_organ(&holder)[0] != '\0' ||
        place_level(node_id_place(&holder)) == LEVEL_TOWNSHIP) {
        return;
    }
    if (place_level(node_id_place(&holder)) == LEVEL_VILLAGE) {
        place = directory_find(directory, node_id_place(&holder));
    }
    township = node_id_of_place(
        directory_place(directory, directory_at_level(directory, place, LEVEL_TOWNSHIP)));
    hand_over(season, petition, &holder, &township);
}

static struct pj_client *portal_of(const struct season *season, const struct node_id *window) {
    return season->portals[stations_index(&season->stations, window)];
}

static void take_step(struct season *season, const struct petition *petition, uint32_t no,
                      const struct season_step *step) {
    const struct node_id county = node_id_of_place((struct place){330726, 6});
    const enum pj_outcome outcome = step->outcome;
    struct pj_problem problems[2] = {{.no = 1, .outcome = outcome}, {.no = 2, .outcome = outcome}};
    char due[CIVIL_TEXT_MAX + 1];
    struct pj_act act = step->act;
    struct node_id holder;
    enum pj_state state = PJ_STATE_UNSPECIFIED;

    if (!read_case(season, petition, &holder, &state)) {
        return;
    }
    if (step->due != 0) {
        civil_print((struct civil){season->today.day + (int32_t)(step->due - season->day)}, due);
        act.due = due;
    }
    if (outcome != PJ_OUTCOME_OPEN) {
        act.outcomes = problems;
        act.outcome_count = petition->planned.problems;
    }
    if (act.kind == PJ_ACT_RATE) {
        act.target = holder.text;
    }
    if (step->by == BY_PETITIONER) {
        act.query_code = petition->query_code;
        perform(season, petition, portal_of(season, &petition->window), no, &act);
        return;
    }
    act.node = step->by == BY_COUNTY ? county.text : holder.text;
    perform(season, petition,
            stations_of(&season->stations, step->by == BY_COUNTY ? &county : &holder), no, &act);
}

static void live_a_day(struct season *season, const struct petition *petition) {
    const struct season_course *course = season_course(&petition->planned);

    if (season->day == season_settled_in) {
        settle_in(season, petition);
    }
    for (uint32_t i = 0; i < SEASON_STEPS_MAX; i++) {
        if (course->steps[i].day == season->day) {
            take_step(season, petition, i + 1, &course->steps[i]);
        }
    }
}

static void check_end(struct season *season, const struct petition *petition) {
    const struct season_course *course = season_course(&petition->planned);
    struct node_id holder;
    enum pj_state state = PJ_STATE_UNSPECIFIED;

    if (read_case(season, petition, &holder, &state) && state != course->ends) {
        fprintf(stderr, "%s (%s): state %d at %s, not %d\n", petition->case_no, course->name,
                (int)state, holder.text, (int)course->ends);
        season->failures++;
    }
}

/* ---- files */

static const char *next_word(char **line) {
    const char *word = strsep(line, ",\n");

    return word == NULL ? "" : word;
}

/* Lines of day.c, in the order of the plan: number, station, window, group, persons, problems,
 * digest, text, query code. */
static bool read_receipts(struct season *season, const char *path) {
    FILE *file = fopen(path, "r");
    static const int skipped = 5;
    uint32_t count = 0;
    char *text = malloc(RECEIPT_LINE_MAX);

    while (text != NULL && file != NULL && count < DAY_CASES &&
           fgets(text, RECEIPT_LINE_MAX, file) != NULL) {
        struct petition *petition = &season->petitions[count];
        char *line = text;
        const char *window = NULL;

        plan_case(season->stations.directory, count, &petition->planned);
        text_print(petition->case_no, sizeof petition->case_no, "%s", next_word(&line));
        (void)next_word(&line);
        window = next_word(&line);
        if (node_id_parse(window, strlen(window), &petition->window) != PJ_OK) {
            break;
        }
        for (int i = 0; i < skipped; i++) {
            (void)next_word(&line);
        }
        text_print(petition->query_code, sizeof petition->query_code, "%s", next_word(&line));
        count++;
    }
    if (file != NULL) {
        fclose(file);
    }
    free(text);
    if (count != DAY_CASES) {
        fprintf(stderr, "%s: %u receipts, not %d\n", path, count, DAY_CASES);
    }
    return count == DAY_CASES;
}

static bool open_portals(struct season *season, const char *path) {
    FILE *file = fopen(path, "r");
    char keys[2 * PJ_CURVE_TEXT_MAX + 3] = "";
    char text[512];
    char *line = keys;
    const char *public_key = NULL;
    const char *secret_key = NULL;
    uint32_t count = 0;

    if (file == NULL || fgets(keys, sizeof keys, file) == NULL) {
        fprintf(stderr, "%s: 读不完整 / cannot be read whole\n", path);
        if (file != NULL) {
            fclose(file);
        }
        return false;
    }
    public_key = next_word(&line);
    secret_key = next_word(&line);
    while (fgets(text, sizeof text, file) != NULL) {
        char *rest = text;
        const uint32_t station = stations_index_of_name(&season->stations, next_word(&rest));
        struct pj_options options = {.endpoint = next_word(&rest),
                                     .public_key = public_key,
                                     .secret_key = secret_key,
                                     .timeout_ms = TIMEOUT_MS,
                                     .retry_busy = true};

        options.server_key = next_word(&rest);
        count += pj_connect(&options, &season->portals[station]) == PJ_OK ? 1 : 0;
    }
    fclose(file);
    return count == directory_station_count(season->stations.directory);
}

/* What day it is there. */
static bool read_today(struct season *season) {
    const struct node_id county = node_id_of_place((struct place){330726, 6});
    struct pj_reply *reply = NULL;
    bool known = pj_hello(stations_of(&season->stations, &county), &reply) == PJ_OK;

    if (known) {
        season->today = civil_of((struct wall){pj_reply_station(reply)->server_time_us});
    }
    pj_reply_free(reply);
    return known;
}

/* ---- */

static void season_close(struct season *season) {
    for (size_t i = 0; i < DAY_STATIONS_MAX; i++) {
        pj_disconnect(season->portals[i]);
    }
    stations_close(&season->stations);
    free(season->petitions);
}

static int print_days(void) {
    uint32_t days[SEASON_DAYS_MAX];
    size_t count = season_days(days);

    for (size_t i = 0; i < count; i++) {
        printf("%u\n", days[i]);
    }
    return EXIT_SUCCESS;
}

int main(int argc, char **argv) {
    struct season season = {0};
    uint64_t day = 0;
    int status = EXIT_FAILURE;

    if (argc == 2 && strcmp(argv[1], "--days") == 0) {
        return print_days();
    }
    if (argc != 7 || text_u64(argv[6], strlen(argv[6]), SEASON_DAYS, &day) != PJ_OK) {
        fprintf(stderr, "usage: pujiang-season --days | DIVISIONS.csv NODES.csv SOCKET_FOLDER "
                        "RECEIPTS.csv PORTAL.csv DAY\n");
        return 2;
    }
    season.day = (uint32_t)day;
    season.petitions = calloc(DAY_CASES, sizeof *season.petitions);
    ASSERT(season.petitions != NULL);
    if (stations_open(&season.stations, argv[1], argv[2], argv[3]) &&
        open_portals(&season, argv[5]) && read_receipts(&season, argv[4]) && read_today(&season)) {
        for (uint32_t i = 0; i < DAY_CASES; i++) {
            live_a_day(&season, &season.petitions[i]);
        }
        for (uint32_t i = 0; season.day == SEASON_DAYS && i < DAY_CASES; i++) {
            check_end(&season, &season.petitions[i]);
        }
        printf("%u acts, %u failures\n", season.acts, season.failures);
        status = season.failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
    }
    season_close(&season);
    return status;
}
