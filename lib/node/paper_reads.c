/* SPDX-License-Identifier: Apache-2.0
 * The papers of a case, and the book of an office.
 *
 * A paper is shown to whoever may see its case. A book is shown whole and without a gap, and only
 * to its own office (and to whoever runs the station without an office of their own): to anybody
 * else a number that is missing would tell that there is a case they may not see. In its own book
 * an office finds such a paper by its number alone. The petitioner has the code of the receipt. */
#include <stdio.h>
#include <string.h>

#include "node/case_number.h"
#include "node/cursor.h"
#include "node/papers.h"
#include "node/visits.h"

/* ---- asking */

static bool is_book(const struct api_list_papers *list) {
    return list->case_no[0] == '\0' && list->number[0] == '\0';
}

static bool may_read_book(const struct account *account, const struct node_id *office) {
    bool runs_station = (account->scopes & SCOPE_ADMIN) != 0 && node_id_is_none(&account->node);

    return runs_station || (!node_id_is_none(office) && node_id_equal(&account->node, office));
}

/* The first field that is wrong, NULL = none. */
static const char *read_filters(const struct api_list_papers *list, struct query *query) {
    if (text_set(query->case_no.text, sizeof query->case_no.text, list->case_no,
                 strlen(list->case_no)) != PJ_OK) {
        return "list_papers.case_no";
    }
    if (text_set(query->number, sizeof query->number, list->number, strlen(list->number)) !=
        PJ_OK) {
        return "list_papers.number";
    }
    if (list->office[0] != '\0' &&
        node_id_parse(list->office, strlen(list->office), &query->node) != PJ_OK) {
        return "list_papers.office";
    }
    if (list->kind[0] != '\0' &&
        paper_kind_parse(list->kind, strlen(list->kind), &query->paper_kind) != PJ_OK) {
        return "list_papers.kind";
    }
    return NULL;
}

/* The code on the receipt opens the papers of that case that went to the petitioner (条例 §21). */
static enum pj_code check_petitioner(struct node *node, const struct turn *turn,
                                     const struct input *input) {
    const struct api_list_papers *list = &input->request.list_papers;
    struct cached_case *entry = cases_find_no(&node->cache, list->case_no);

    if ((node_account(node, &input->account)->scopes & SCOPE_PETITIONER) == 0) {
        return PJ_AUTH_SCOPE;
    }
    if (entry == NULL || entry->is_new) {
        return PJ_AUTH_NO_SUCH_CASE;
    }
    return query_code_check(node, turn, entry, list->query_code);
}

/* Who may ask this at all; what of it they see is decided row by row. */
static enum pj_code check_asker(struct node *node, const struct turn *turn,
                                const struct input *input, const struct query *query,
                                const char **ret_field) {
    const struct api_list_papers *list = &input->request.list_papers;

    *ret_field = "list_papers.query_code";
    if (list->query_code[0] != '\0') {
        return check_petitioner(node, turn, input);
    }
    *ret_field = "list_papers.office";
    if (is_book(list) && !may_read_book(node_account(node, &input->account), &query->node)) {
        return PJ_AUTH_NOT_ACTOR;
    }
    return PJ_OK;
}

void list_papers_decide(struct node *node, struct turn *turn, struct input *input) {
    const struct api_list_papers *list = &input->request.list_papers;
    const struct account *account = node_account(node, &input->account);
    struct query query = {.kind = QUERY_PAPERS,
                          .from = list->after == 0 ? 0 : cursor_ref(node, list->after),
                          .year = list->year};
    const char *wrong = read_filters(list, &query);
    struct pending_query *pending = NULL;
    enum pj_code code = PJ_OK;

    if (wrong == NULL && query.from < 0) {
        wrong = "list_papers.after";
    }
    if (wrong != NULL) {
        reply_error(node, turn, input, PJ_BAD_FIELD, wrong, "");
        return;
    }
    if (is_book(list) && list->office[0] == '\0') {
        query.node = account->node; /* of who runs the station: all books */
    }
    code = check_asker(node, turn, input, &query, &wrong);
    if (code != PJ_OK) {
        reply_error(node, turn, input, code, wrong, "");
        return;
    }
    query.limit = list->limit == 0             ? API_LIST_DEFAULT
                  : list->limit > API_LIST_MAX ? API_LIST_MAX
                                               : list->limit;
    pending = query_ask(node, turn, input);
    if (pending != NULL) {
        pending->limit = query.limit;
        pending->is_book = is_book(list);
        pending->is_petitioners = list->query_code[0] != '\0';
        pending->is_one = list->number[0] != '\0';
        query.id = pending->id;
        port_query(node->port, &query);
    }
}

/* ---- answering */

/* What stays of a paper of a case that is hidden from its own office. */
static struct issued *number_alone(const struct issued *paper, struct arena *arena) {
    struct issued *left = arena_alloc(arena, sizeof *left);

    ASSERT(left != NULL);
    left->office = paper->office;
    left->kind = paper->kind;
    left->year = paper->year;
    left->epoch = paper->epoch;
    left->no = paper->no;
    left->shut = paper->shut;
    memcpy(left->number, paper->number, sizeof left->number);
    return left;
}

/* Where it stands in the journal counts every message of the station: not for an office. Below the
 * window of a visit no hour of its day is told. */
static const struct issued *shown_to(const struct account *account, const struct issued *paper,
                                     struct wall hidden_until, struct arena *arena) {
    struct issued *shown = NULL;

    if (node_id_is_none(&account->node)) {
        return paper;
    }
    shown = arena_alloc(arena, sizeof *shown);
    ASSERT(shown != NULL);
    *shown = *paper;
    shown->pos = 0;
    visit_keep_day(&shown->at, hidden_until);
    visit_keep_day(&shown->served_at, hidden_until);
    visit_keep_day(&shown->voided_at, hidden_until);
    return shown;
}

/* The facts, with what the row knows beside them. Who put a visitor's words down tells of the
 * window. */
static void tell_facts(struct api_paper *item, bool of_window, struct arena *arena) {
    const struct issued *paper = item->paper;
    struct fact_list list = fact_list_new(NULL, arena);
    const struct api_paper_value *values = NULL;
    size_t count = 0;

    if (wire_decode_paper(paper->facts, arena, &values, &count) != PJ_OK ||
        count + 2 >= PAPER_FIELD_MAX) {
        return; /* damaged: the row is shown, and nothing is printed */
    }
    for (size_t i = 0; i < count; i++) {
        if (!of_window || strcmp(values[i].field, paper_field_text(PAPER_FIELD_TEXT_ORIGIN)) != 0) {
            list.values[list.count++] = values[i];
        }
    }
    fact_put(&list, PAPER_FIELD_NUMBER, paper->number);
    fact_put(&list, PAPER_FIELD_REPLACES, paper->replaces);
    item->values = list.values;
    item->count = list.count;
}

/* The petitioner sees what went to them: not what offices write to each other. */
static bool may_see(const struct node *node, const struct pending_query *query,
                    const struct casefile *file, const struct issued *paper) {
    if (query->is_petitioners) {
        return node_id_is_none(&paper->addressee);
    }
    return account_may_see(node, node_account(node, &query->account), file);
}

/* False: it is not for this account. */
static bool tell_paper(const struct node *node, const struct pending_query *query,
                       const struct stored *stored, size_t index, struct arena *arena,
                       struct api_paper *ret_item) {
    const struct account *account = node_account(node, &query->account);
    const struct issued *paper = &stored->papers[index].paper;
    struct casefile *file = arena_alloc(arena, sizeof *file);
    struct wall hidden_until = {0};

    ASSERT(file != NULL);
    *file = stored->cases[index].casefile;
    if (wire_decode_casefile(stored->cases[index].file, arena, file) != PJ_OK ||
        !may_see(node, query, file, paper)) {
        *ret_item =
            (struct api_paper){.paper = number_alone(paper, arena), .case_no = "", .sealed = true};
        return query->is_book;
    }
    hidden_until = visits_hidden_until(node, account, file);
    *ret_item = (struct api_paper){.paper = shown_to(account, paper, hidden_until, arena),
                                   .case_no = file->no.text};
    if (query->is_one) {
        tell_facts(ret_item, hidden_until.us != 0, arena);
    }
    return true;
}

static void answer_list(struct node *node, struct pending_query *query, struct api_reply *reply) {
    if (query->is_one && reply->papers.count == 0) {
        refuse_now(node, &query->client, query->request_id, PJ_AUTH_NO_SUCH_PAPER,
                   "list_papers.number");
    } else if (query->is_one && reply->papers.count > 1) {
        refuse_now(node, &query->client, query->request_id, PJ_BAD_MISSING, "list_papers.office");
    } else {
        reply_now(node, &query->client, reply);
    }
}

void answer_papers(struct node *node, struct pending_query *query, const struct stored *stored) {
    struct api_reply reply = {.request_id = query->request_id, .kind = API_REPLY_PAPERS};
    struct api_paper *items = NULL;
    struct arena arena;
    size_t told = 0;

    if (node_account(node, &query->account) == NULL) {
        refuse_now(node, &query->client, query->request_id, PJ_AUTH_UNKNOWN_KEY, "");
        return;
    }
    arena_init(&arena, TURN_ARENA_BYTES_MAX);
    items = arena_alloc(&arena, (stored->paper_count + 1) * sizeof *items);
    ASSERT(items != NULL);
    while (told < stored->paper_count && arena.used_bytes < ANSWER_BYTES_MAX) {
        size_t i = told++;

        if (tell_paper(node, query, stored, i, &arena, &items[reply.papers.count])) {
            reply.papers.count++;
        }
        reply.papers.next = cursor_of_ref(node, stored->papers[i].paper.pos);
    }
    if (told == stored->paper_count && told < query->limit) {
        reply.papers.next = 0;
    }
    reply.papers.items = items;
    answer_list(node, query, &reply);
    arena_release(&arena);
}
