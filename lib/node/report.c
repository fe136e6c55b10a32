/* SPDX-License-Identifier: Apache-2.0
 * What units owe, and the cards their clocks bear: of the cases here, and of those this station
 * watches over. Rows of clocks and nothing else: no count of petitions, no person, no order but
 * that of the rows; whoever a case is about does not find it here either. */
#include "node/report.h"
#include "core/card.h"
#include "core/supervision.h"
#include "node/cursor.h"
#include "node/papers.h"
#include "node/visits.h"

#include <string.h>

void report_decide(struct node *node, struct turn *turn, struct input *input) {
    const struct api_report *asked = &input->request.report;
    struct query query = {.kind = QUERY_CARDED,
                          .from = asked->after_ref == 0 ? 0 : cursor_ref(node, asked->after_ref),
                          .not_about = node_account(node, &input->account)->node,
                          .at = turn->at};
    struct pending_query *pending = NULL;

    if (asked->what == API_REPORT_UNSPECIFIED) {
        reply_error(node, turn, input, PJ_BAD_MISSING, "report.what", "");
        return;
    }
    if (query.from < 0) {
        reply_error(node, turn, input, PJ_BAD_FIELD, "report.after_ref", "");
        return;
    }
    if (asked->unit[0] != '\0' &&
        node_id_parse(asked->unit, strlen(asked->unit), &query.node) != PJ_OK) {
        reply_error(node, turn, input, PJ_BAD_FIELD, "report.unit", "");
        return;
    }
    query.limit = asked->limit == 0 || asked->limit > API_REPORT_CASES_MAX ? API_REPORT_CASES_MAX
                                                                           : asked->limit;
    pending = query_ask(node, turn, input);
    if (pending == NULL) {
        return;
    }
    pending->limit = query.limit;
    pending->what = asked->what;
    pending->unit = query.node;
    pending->since = asked->since;
    query.id = pending->id;
    port_query(node->port, &query);
}

/* The office itself; of a bare division everything in it. */
static bool is_of_unit(const struct node *node, const struct node_id *owner,
                       const struct node_id *unit) {
    return node_id_is_none(unit) || node_id_equal(owner, unit) ||
           (node_id_organ(unit)[0] == '\0' && directory_lies_in(node_directory(node), owner, unit));
}

static bool is_wanted(const struct node *node, const struct pending_query *query,
                      const struct clock *clock) {
    enum card card = card_of(clock, node->now.wall);
    bool wanted = query->what == API_REPORT_CARDS ? card != CARD_UNSPECIFIED
                                                  : card == CARD_RED && clock->done_at.us == 0;

    return wanted && clock->due.day >= query->since.day &&
           is_of_unit(node, &clock->owner, &query->unit);
}

static struct api_report_row row_of(const struct node *node, const struct casefile *file,
                                    const struct clock *clock) {
    const struct supervision *row = supervision_of(clock->kind);
    struct api_report_row out = {.case_no = file->no.text,
                                 .state = file->state,
                                 .clock = due_of(clock),
                                 .trigger = "",
                                 .trigger_basis = "",
                                 .supervisor = file->matter.supervisor.text,
                                 .suggested = supervision_suggests(file, node->now.wall)};

    out.clock.card = card_of(clock, node->now.wall);
    if (row != NULL && out.clock.card == CARD_RED) {
        out.trigger = trigger_text(row->trigger);
        out.trigger_basis = trigger_basis(row->trigger);
    }
    return out;
}

static void add_case(const struct node *node, const struct pending_query *query,
                     const struct casefile *file, struct api_report_row *rows, size_t *count) {
    for (size_t i = 0; i < file->clock_count; i++) {
        if (is_wanted(node, query, &file->clocks[i])) {
            rows[(*count)++] = row_of(node, file, &file->clocks[i]);
        }
    }
}

void report_answer(struct node *node, struct pending_query *query, const struct stored *stored) {
    const struct account *account = node_account(node, &query->account);
    struct api_reply reply = {.request_id = query->request_id, .kind = API_REPLY_REPORT};
    struct arena arena;
    struct casefile *files = NULL;
    struct api_report_row *rows = NULL;

    arena_init(&arena, TURN_ARENA_BYTES_MAX);
    files = arena_alloc(&arena, (stored->case_count + 1) * sizeof *files);
    rows = arena_alloc(&arena, (stored->case_count * CLOCKS_MAX + 1) * sizeof *rows);
    ASSERT(files != NULL);
    ASSERT(rows != NULL);
    for (size_t i = 0; account != NULL && i < stored->case_count; i++) {
        files[i] = stored->cases[i].casefile;
        reply.report.next_ref = cursor_of_ref(node, files[i].ref);
        if (wire_decode_casefile(stored->cases[i].file, &arena, &files[i]) == PJ_OK &&
            account_may_see(node, account, &files[i])) {
            struct wall hidden = visits_hidden_until(node, account, &files[i]);

            if (hidden.us != 0) {
                visit_reduce(&files[i], hidden);
            }
            add_case(node, query, &files[i], rows, &reply.report.count);
        }
    }
    if (stored->case_count < query->limit) {
        reply.report.next_ref = 0;
    }
    reply.report.rows = rows;
    reply_now(node, &query->client, &reply);
    arena_release(&arena);
}
