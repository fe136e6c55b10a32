/* SPDX-License-Identifier: Apache-2.0
 * Questions over the socket API that the working set can answer. They show committed state only.
 * What needs the database's query connection stands in queries.c. */
#include "base/text.h"
#include "core/conflict.h"
#include "node/advice.h"
#include "node/hint.h"
#include "node/parked.h"
#include "node/report.h"
#include "node/supplement.h"
#include "node/tied.h"
#include "node/visits.h"

#include <string.h>

struct api_due due_of(const struct clock *clock) {
    return (struct api_due){.clock = clock->kind,
                            .state = clock->state,
                            .kind = clock->days,
                            .due = clock->due,
                            .due_at = clock->due_at,
                            .provisional = clock->provisional,
                            .basis = clock->basis,
                            .owner = clock->owner.text,
                            .limit = clock->limit,
                            .rules = clock->rules,
                            .calendar = clock->calendar,
                            .started_at = clock->started_at,
                            .yellow_at = clock->yellow_at,
                            .done_at = clock->done_at,
                            .card = clock->card};
}

size_t due_list(const struct casefile *file, struct arena *arena, const struct api_due **ret_due) {
    struct api_due *due = arena_alloc(arena, CLOCKS_MAX * sizeof *due);

    ASSERT(due != NULL);
    for (size_t i = 0; i < file->clock_count; i++) {
        due[i] = due_of(&file->clocks[i]);
    }
    *ret_due = due;
    return file->clock_count;
}

/* The content part, for readers who may see the case. */
static struct bytes content_of(struct turn *turn, const struct cached_case *entry) {
    struct submissions submissions = wire_transfer_submissions(entry->body);
    struct submission submission;

    if (submissions.count == 0 ||
        wire_decode_submission(submissions.all[0], &turn->arena, &submission) != PJ_OK) {
        return BYTES_NONE;
    }
    for (size_t i = 0; i < submission.part_count; i++) {
        if (submission.parts[i].kind == PART_CONTENT) {
            return submission.parts[i].data;
        }
    }
    return BYTES_NONE;
}

void reply_case(struct node *node, struct turn *turn, const struct input *input,
                const struct cached_case *entry, uint32_t rule, bool replayed) {
    struct api_reply reply = {.kind = API_REPLY_CASE};
    const struct account *account = node_account(node, &input->account);

    if (account != NULL) {
        entry = visits_seen(node, account, &turn->arena, entry);
    }
    reply.case_view.casefile = &entry->file;
    reply.case_view.due_count = due_list(&entry->file, &turn->arena, &reply.case_view.due);
    reply.case_view.rule = rule;
    advise(node, &entry->file, &turn->arena, &reply.case_view.advice);
    reply.case_view.replayed = replayed;
    reply.case_view.dry_run = input->request.dry_run;
    reply.case_view.tied_count = tied_list(node, turn, input, &entry->file, &reply.case_view.tied);
    if (input->request.kind == API_GET_CASE) {
        reply.case_view.text = content_of(turn, entry);
        reply.case_view.submission_count =
            submission_list(node, &turn->arena, entry, &reply.case_view.submissions);
        if (!digest_is_zero(&input->request.get_case.part)) {
            reply.case_view.part =
                submission_part(&turn->arena, entry, &input->request.get_case.part);
        }
    }
    reply_send(node, turn, input, &reply);
}

void hello_decide(struct node *node, struct turn *turn, struct input *input) {
    const struct account *account = node_account(node, &input->account);
    const char *names[API_SCOPES_MAX];
    struct api_reply reply = {.kind = API_REPLY_HELLO};

    reply.hello = (struct api_hello_reply){.version = NODE_VERSION,
                                           .station = node->config.station.text,
                                           .account = account->id.text,
                                           .server_time = turn->at,
                                           .frame_bytes_max = FRAME_BYTES_MAX,
                                           .in_flight_max = API_IN_FLIGHT_MAX,
                                           .key_bytes_max = KEY_BYTES_MAX,
                                           .text_bytes_max = TEXT_BYTES_MAX,
                                           .scopes = names};
    reply.hello.scope_count = scope_names(account->scopes, names);
    reply_send(node, turn, input, &reply);
}

static struct cached_case *find_asked(struct node *node, struct turn *turn,
                                      const struct input *input) {
    struct cached_case *entry = NULL;
    const char *case_no = input->request.kind == API_GET_CASE ? input->request.get_case.case_no
                                                              : input->request.case_no;

    if (case_no[0] != '\0') {
        return cases_find_no(&node->cache, case_no);
    }
    if (!digest_is_zero(&input->idem)) {
        entry = turn_find_case(node, turn, &input->idem);
    }
    if (entry == NULL && !digest_is_zero(&input->foreign)) {
        entry = turn_find_case(node, turn, &input->foreign);
    }
    return entry;
}

void get_case_decide(struct node *node, struct turn *turn, struct input *input) {
    const struct account *account = node_account(node, &input->account);
    struct cached_case *entry = find_asked(node, turn, input);

    if (entry == NULL || entry->is_new || !account_may_see(node, account, &entry->file)) {
        reply_error(node, turn, input, PJ_AUTH_NO_SUCH_CASE, "get_case", "");
        return;
    }
    reply_case(node, turn, input, entry, 0, false);
}

/* ---- route test: the rules on cases that do not exist */

/* The divisions on the road, from where it was taken in to where it goes: up to the common
 * superior, then down. */
static size_t road(const struct directory *directory, const struct node_id *from,
                   const struct node_id *to, struct arena *arena, const char ***ret_path) {
    uint32_t a = directory_find(directory, node_id_place(from));
    uint32_t b = directory_find(directory, node_id_place(to));
    uint32_t top = directory_common_superior(directory, a, b);
    uint32_t steps[2 * HOPS_MAX];
    size_t count = 0;
    size_t up = 0;
    const char **path = arena_alloc(arena, 2 * HOPS_MAX * sizeof *path);

    ASSERT(path != NULL);
    if (directory_is_within(directory, b, a)) {
        top = a;
    } else if (directory_is_within(directory, a, b)) {
        top = b;
    }
    for (uint32_t i = a; i != PLACE_INDEX_NONE && i != top && up < HOPS_MAX;
         i = directory_parent(directory, i)) {
        steps[up++] = i;
    }
    if (top != PLACE_INDEX_NONE) {
        steps[up++] = top;
    }
    count = up;
    for (uint32_t i = b; i != PLACE_INDEX_NONE && i != top && count < ARRAY_COUNT(steps);
         i = directory_parent(directory, i)) {
        memmove(&steps[up + 1], &steps[up], (count - up) * sizeof steps[0]);
        steps[up] = i;
        count++;
    }
    for (size_t i = 0; i < count; i++) {
        char text[PLACE_DIGITS_MAX + 1];

        place_print(directory_place(directory, steps[i]), text);
        path[i] = arena_text(arena, text, strlen(text));
        ASSERT(path[i] != NULL);
    }
    *ret_path = path;
    return count;
}

static size_t conflict_words(const struct conflict_set *set, struct arena *arena,
                             const char *const **ret_words) {
    const char **words = arena_alloc(arena, CONFLICTS_MAX * sizeof *words);

    ASSERT(words != NULL);
    for (size_t i = 0; i < set->count; i++) {
        char *word = arena_alloc(arena, NODE_TEXT_MAX + 2);

        ASSERT(word != NULL);
        text_print(word, NODE_TEXT_MAX + 2, "%s%s", set->nodes[i].text,
                   (set->below >> i & 1) != 0 ? "+" : "");
        words[i] = word;
    }
    *ret_words = words;
    return set->count;
}

static void test_one(struct node *node, struct turn *turn, const struct api_route_case *asked,
                     struct api_route_verdict *ret) {
    struct route_query query = {.directory = node->data->directory,
                                .list = node->data->list,
                                .category = asked->category,
                                .purpose = asked->purpose,
                                .form = asked->form,
                                .today = civil_of(turn->at)};
    struct route_verdict *verdict = arena_alloc(&turn->arena, sizeof *verdict);
    struct conflict_set *conflicts = arena_alloc(&turn->arena, sizeof *conflicts);
    const char **path = NULL;

    ASSERT(verdict != NULL);
    ASSERT(conflicts != NULL);
    *ret = (struct api_route_verdict){
        .key = asked->key, .outcome = "park", .target = "", .rule_text = "", .basis = ""};
    if (node_id_parse(asked->node, strlen(asked->node), &query.at) != PJ_OK ||
        !directory_has_node(query.directory, &query.at)) {
        ret->basis = "node: 目录中没有 / not in the directory";
        return;
    }
    if (asked->place[0] != '\0' &&
        place_parse(asked->place, strlen(asked->place), &query.place) != PJ_OK) {
        ret->basis = "place: 不是区划代码 / not a division code";
    }
    conflict_find(&(struct conflict_query){.directory = query.directory,
                                           .offices = asked->accused,
                                           .count = asked->accused_count,
                                           .accuses = asked->purpose == PURPOSE_ACCUSATION,
                                           .place = query.place,
                                           .at = query.at},
                  conflicts);
    query.conflicts = conflicts;
    ret->unresolved = conflicts->unresolved;
    ret->conflict_count = conflict_words(conflicts, &turn->arena, &ret->conflicts);
    route_decide(&query, verdict);
    ret->outcome = route_outcome_text(verdict->outcome);
    ret->target = verdict->target.text;
    ret->rule = verdict->rule;
    ret->rule_text = rule_text(verdict->rule) == NULL ? "" : rule_text(verdict->rule);
    ret->basis = verdict->basis;
    ret->path_count = road(query.directory, &query.at, &verdict->target, &turn->arena, &path);
    ret->path = path;
}

void route_test_decide(struct node *node, struct turn *turn, struct input *input) {
    size_t count = input->request.route_test.count;
    struct api_route_verdict *verdicts = arena_alloc(&turn->arena, (count + 1) * sizeof *verdicts);
    struct api_reply reply = {.kind = API_REPLY_ROUTES};

    if (node->data->directory == NULL) {
        reply_error(node, turn, input, PJ_LINK_NO_ROUTE, "division load", "");
        return;
    }
    ASSERT(verdicts != NULL);
    for (size_t i = 0; i < count; i++) {
        test_one(node, turn, &input->request.route_test.cases[i], &verdicts[i]);
    }
    reply.routes.verdicts = verdicts;
    reply.routes.count = count;
    reply_send(node, turn, input, &reply);
}

/* ---- parked: the index in memory knows them all */

static void parked_reply_rows(struct node *node, struct arena *arena, const struct row_parked *rows,
                              size_t count, struct api_reply *reply) {
    struct api_parked *items = arena_alloc(arena, (count + 1) * sizeof *items);

    ASSERT(items != NULL);
    for (size_t i = 0; i < count; i++) {
        const struct row_parked *row = &rows[i];
        const struct pj_code_row *code = pj_code_find(row->code);
        uint32_t link = row->in_lane == LANE_NONE ? LINKS_MAX : (uint32_t)row->in_lane / 2;
        const struct cached_case *entry = cases_find_id(&node->cache, &row->case_id);

        items[i] = (struct api_parked){.pos = (uint64_t)row->pos,
                                       .case_no = entry == NULL ? "" : entry->file.no.text,
                                       .peer = link < node->link_count && node->links[link] != NULL
                                                   ? node->links[link]->station.text
                                                   : "",
                                       .sentence = code == NULL ? "" : code->zh,
                                       .hop = row->hop,
                                       .code = row->code,
                                       .at = row->at,
                                       .kind = row->kind,
                                       .holds_token = row->holds_token,
                                       .body_digest = row->body_digest};
        for (size_t k = 0; parked_of_case(node, &row->case_id) > 1 && k < node->parked_count; k++) {
            const struct parked_entry *other = &node->parked[k];

            if (!other->done && other->row.pos > row->pos && !case_id_is_none(&row->case_id) &&
                case_id_equal(&other->row.case_id, &row->case_id)) {
                items[i].behind++;
            }
        }
    }
    reply->kind = API_REPLY_PARKED;
    reply->parked.items = items;
    reply->parked.count = count;
}

void parked_read_decide(struct node *node, struct turn *turn, struct input *input) {
    struct api_reply reply = {0};
    size_t count = 0;
    uint32_t limit = input->request.parked_list.limit;
    struct row_parked *rows = NULL;

    limit = limit == 0 ? API_LIST_DEFAULT : limit > API_LIST_MAX ? API_LIST_MAX : limit;
    rows = arena_alloc(&turn->arena, limit * sizeof *rows);
    ASSERT(rows != NULL);
    for (size_t i = 0; i < node->parked_count; i++) {
        const struct parked_entry *entry = &node->parked[i];
        bool wanted = input->request.kind == API_PARKED_SHOW
                          ? (uint64_t)entry->row.pos == input->request.parked_pos
                          : (uint64_t)entry->row.pos > input->request.parked_list.after_pos;

        if (!entry->done && wanted && count < limit) {
            rows[count++] = entry->row;
        }
    }
    if (count == 0 && input->request.kind == API_PARKED_SHOW) {
        reply_refusal(node, turn, input,
                      &(struct refusal){.code = PJ_STATE_WRONG,
                                        .field = "parked_show.pos",
                                        .hint = HINT_NOT_PARKED});
        return;
    }
    parked_reply_rows(node, &turn->arena, rows, count, &reply);
    reply_send(node, turn, input, &reply);
}
