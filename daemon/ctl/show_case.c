/* SPDX-License-Identifier: Apache-2.0
 * Looking at cases: show, list, trace, explain. The JSON keys are those scripts rely on. */
#include "ctl.h"

#include <string.h>

#include "base/text.h"

#define LIST_LIMIT_DEFAULT 100
#define NOTE_BYTES_MAX     1024 /* five corrections, and a code */

json_t *due_json(const struct api_due *due, size_t count) {
    json_t *rows = json_array();

    for (size_t i = 0; i < count; i++) {
        json_t *row = json_object();

        print_set(row, "clock", print_text(clock_kind_text(due[i].clock)));
        print_set(row, "state", print_text(clock_state_text(due[i].state)));
        print_set(row, "limit", print_text(due[i].limit));
        print_set(row, "kind", print_text(due[i].kind));
        print_set(row, "started_at", print_instant(due[i].started_at));
        print_set(row, "due", print_civil(due[i].due));
        print_set(row, "provisional", json_boolean(due[i].provisional));
        print_set(row, "owner", print_text(due[i].owner));
        print_set(row, "basis", print_text(due[i].basis));
        print_set(row, "rules", print_text(due[i].rules));
        print_set(row, "calendar", print_text(due[i].calendar));
        print_set(row, "card", print_text(card_text(due[i].card)));
        print_set(row, "done_at", print_instant(due[i].done_at));
        json_array_append_new(rows, row);
    }
    return rows;
}

static json_t *legs_json(const struct casefile *file) {
    json_t *rows = json_array();

    for (size_t i = 0; i < file->leg_count; i++) {
        const struct leg *leg = &file->legs[i];
        json_t *row = json_object();

        print_set(row, "term", json_integer((json_int_t)leg->term));
        print_set(row, "kind", print_text(leg_kind_text(leg->kind)));
        print_set(row, "giver", print_text(leg->giver.text));
        print_set(row, "receiver", print_text(leg->receiver.text));
        print_set(row, "opened_at", print_instant(leg->opened_at));
        print_set(row, "delivered_at", print_instant(leg->delivered_at));
        print_set(row, "closed_at", print_instant(leg->closed_at));
        print_set(row, "binding", json_boolean(leg->binding));
        print_set(row, "rule", json_integer(leg->rule));
        print_set(row, "due", print_civil(leg->due));
        print_set(row, "responsible", print_text(leg->responsible));
        print_set(row, "reason", print_bytes(leg->reason));
        json_array_append_new(rows, row);
    }
    return rows;
}

static json_t *problems_json(const struct casefile *file) {
    json_t *rows = json_array();

    for (size_t i = 0; i < file->problem_count; i++) {
        json_t *row = json_object();

        print_set(row, "no", json_integer(file->problems[i].no));
        print_set(row, "category", print_text(file->problems[i].category));
        print_set(row, "outcome", print_text(outcome_text(file->problems[i].outcome)));
        json_array_append_new(rows, row);
    }
    return rows;
}

static json_t *flags_json(const struct casefile *file) {
    json_t *flags = json_array();

    for (unsigned flag = FLAG_UNSPECIFIED + 1; flag < FLAG_MAX; flag++) {
        if (casefile_has_flag(file, (enum flag)flag)) {
            json_array_append_new(flags, print_text(flag_text(flag)));
        }
    }
    return flags;
}

/* Who helps, what is asked and what was answered. */
static json_t *assists_json(const struct casefile *file) {
    json_t *rows = json_array();

    for (size_t i = 0; i < file->assist_count; i++) {
        const struct assist *assist = &file->assists[i];
        json_t *row = json_object();

        print_set(row, "lead", print_text(assist->lead.text));
        print_set(row, "assistant", print_text(assist->assistant.text));
        print_set(row, "asked_at", print_instant(assist->asked_at));
        print_set(row, "due", print_civil(assist->due));
        print_set(row, "answered_at", print_instant(assist->answered_at));
        print_set(row, "closed_at", print_instant(assist->closed_at));
        print_set(row, "reason", print_bytes(assist->reason));
        print_set(row, "answer", print_bytes(assist->answer));
        json_array_append_new(rows, row);
    }
    return rows;
}

/* Old and new of each corrected field. */
static json_t *corrected_json(const struct casefile *file) {
    json_t *rows = json_array();

    for (size_t i = 0; i < file->corrected_count; i++) {
        const struct corrected *corrected = &file->corrected[i];
        json_t *row = json_object();

        print_set(row, "at", print_instant(corrected->at));
        print_set(row, "node", print_text(corrected->node.text));
        print_set(row, "field", print_text(case_field_text(corrected->what.field)));
        print_set(row, "old", print_text(corrected->what.old));
        print_set(row, "new", print_text(corrected->what.value));
        json_array_append_new(rows, row);
    }
    return rows;
}

/* The levels whose petition offices have the urgent report. */
static json_t *acknowledged_json(const struct casefile *file) {
    json_t *levels = json_array();

    for (unsigned level = LEVEL_PROVINCE; level < LEVEL_MAX; level++) {
        if ((file->matter.acknowledged >> level & 1) != 0) {
            json_array_append_new(levels, print_text(level_text((enum level)level)));
        }
    }
    return levels;
}

/* What an office of the station last asked of the holder in vain. */
static json_t *refused_json(const struct refused *refused) {
    const struct pj_code_row *row = pj_code_find(refused->code);
    json_t *object = json_object();

    print_set(object, "act", print_text(act_kind_text(refused->act)));
    print_set(object, "node", print_text(refused->node.text));
    print_set(object, "at", print_instant(refused->at));
    print_set(object, "code", print_text(pj_code_name(refused->code)));
    print_set(object, "why", print_text(row == NULL ? "" : row->zh));
    print_set(object, "why_en", print_text(row == NULL ? "" : row->en));
    return object;
}

json_t *case_json(const struct api_case *view) {
    const struct casefile *file = view->casefile;
    char place[PLACE_DIGITS_MAX + 1] = "";
    json_t *object = json_object();

    if (!place_is_none(file->place)) {
        place_print(file->place, place);
    }
    print_set(object, "case_no", print_text(file->no.text));
    print_set(object, "state", print_text(state_text(file->state)));
    print_set(object, "holder", print_text(file->holder.text));
    print_set(object, "role", print_text(role_text(file->role)));
    print_set(object, "term", json_integer((json_int_t)file->term));
    print_set(object, "version", json_integer((json_int_t)file->version));
    print_set(object, "lane",
              print_text(file->matter.lane == LANE_OF_CASE_UNSPECIFIED
                             ? "ordinary"
                             : lane_text(file->matter.lane)));
    print_set(object, "flags", flags_json(file));
    print_set(object, "acknowledged", acknowledged_json(file));
    print_set(object, "ruling",
              print_text(file->matter.ruling == RULING_UNSPECIFIED
                             ? ""
                             : ruling_text(file->matter.ruling)));
    print_set(object, "channel", print_text(file->matter.channel));
    print_set(object, "served_at", print_instant(file->matter.served_at));
    print_set(object, "purpose", print_text(purpose_text(file->purpose)));
    print_set(object, "form", print_text(form_text(file->form)));
    print_set(object, "category", print_text(file->category));
    print_set(object, "place", print_text(place));
    print_set(object, "persons", json_integer(file->persons));
    print_set(object, "origin", print_text(file->origin.text));
    print_set(object, "binding", json_boolean(file->binding));
    print_set(object, "received_at", print_instant(file->received_at));
    print_set(object, "opened_at", print_instant(file->opened_at));
    print_set(object, "closed_at", print_instant(file->closed_at));
    print_set(object, "digest", print_digest(&file->submission_digest));
    print_set(object, "rule", json_integer(view->rule));
    print_set(object, "replayed", json_boolean(view->replayed));
    print_set(object, "dry_run", json_boolean(view->dry_run));
    print_set(object, "text", print_bytes(view->text));
    print_set(object, "due", due_json(view->due, view->due_count));
    print_set(object, "legs", legs_json(file));
    print_set(object, "known_at", print_civil(file->known_at));
    advice_set(object, &view->advice);
    print_set(object, "problems", problems_json(file));
    print_set(object, "corrected", corrected_json(file));
    if (file->refused.code != 0) {
        print_set(object, "refused", refused_json(&file->refused));
    }
    print_set(object, "assists", assists_json(file));
    tied_set(object, view);
    print_set(object, "submissions", submissions_json(view));
    return object;
}

int run_case_show(struct ctl *ctl) {
    struct api_request request;
    struct api_reply reply;
    int status = ctl_request(ctl, API_GET_CASE, &request);

    if (status != EXIT_FINE) {
        return status;
    }
    request.get_case.case_no = ctl->words.argument[0];
    status = ctl_ask(ctl, &request, API_REPLY_CASE, &reply);
    if (status == EXIT_FINE) {
        print_object(&ctl->printer, case_json(&reply.case_view));
    }
    return status;
}

/* What was asked of the holder, and why it was not done. */
static void set_answer(json_t *row, bool is_order, const struct api_refused *refused) {
    print_set(row, "order", json_boolean(is_order));
    print_set(row, "refused", print_text(refused->name));
    print_set(row, "why", print_text(refused->sentence));
}

int run_case_trace(struct ctl *ctl) {
    struct api_request request;
    struct api_reply reply;
    json_t *rows = NULL;
    int status = ctl_request(ctl, API_TRACE, &request);

    if (status != EXIT_FINE) {
        return status;
    }
    request.case_no = ctl->words.argument[0];
    status = ctl_ask(ctl, &request, API_REPLY_TRACE, &reply);
    if (status != EXIT_FINE) {
        return status;
    }
    rows = json_array();
    for (size_t i = 0; i < reply.trace.count; i++) {
        const struct api_trace_hop *hop = &reply.trace.hops[i];
        json_t *row = json_object();

        print_set(row, "node", print_text(hop->node));
        print_set(row, "at", print_instant(hop->at));
        print_set(row, "act", print_text(hop->act));
        print_set(row, "rule", json_integer(hop->rule));
        print_set(row, "digest_ok", json_boolean(hop->digest_ok));
        print_set(row, "term", json_integer((json_int_t)hop->term));
        set_answer(row, hop->is_order, &hop->refused);
        json_array_append_new(rows, row);
    }
    print_rows(&ctl->printer, rows, "at node act rule term digest_ok order refused why");
    return EXIT_FINE;
}

static json_t *corrections_json(const struct api_explain_line *line) {
    json_t *rows = json_array();

    for (size_t i = 0; i < line->correction_count; i++) {
        const struct correction *correction = &line->corrections[i];
        json_t *row = json_object();

        print_set(row, "field", print_text(case_field_text(correction->field)));
        print_set(row, "old", print_text(correction->old));
        print_set(row, "new", print_text(correction->value));
        json_array_append_new(rows, row);
    }
    return rows;
}

/* The act's own words; for a person's eyes in one cell: "reached", "place: 33 -> 330726", "void
 * 无效". */
static const char *line_note(struct ctl *ctl, const struct api_explain_line *line) {
    char note[NOTE_BYTES_MAX + 1] = "";
    size_t used = 0;
    const char *kept = NULL;

    if (line->refused.code != 0) {
        used += text_print(note, sizeof note, "未予办理 refused: %s %s ", line->refused.name,
                           line->refused.sentence);
    }
    if (line->is_order) {
        used += text_print(note + used, sizeof note - used, "要求 asked for ");
    }
    if (line->is_void) {
        used += text_print(note + used, sizeof note - used, "void 无效 ");
    }
    if (line->contact != CONTACT_UNSPECIFIED) {
        used += text_print(note + used, sizeof note - used, "%s ", contact_text(line->contact));
    }
    for (size_t i = 0; i < line->correction_count; i++) {
        const struct correction *correction = &line->corrections[i];

        used += text_print(note + used, sizeof note - used, "%s: %s -> %s ",
                           case_field_text(correction->field), correction->old, correction->value);
    }
    kept = arena_text(&ctl->arena, note, used);
    return kept == NULL ? "" : kept;
}

/* What the act said: words, date, name; what became of it. */
static void set_words_of_act(struct ctl *ctl, json_t *row, const struct api_explain_line *line) {
    print_set(row, "reason", print_bytes(line->reason));
    print_set(row, "due", print_civil(line->due));
    print_set(row, "responsible", print_text(line->responsible));
    print_set(
        row, "capacity",
        print_text(line->capacity == CAPACITY_UNSPECIFIED ? "" : capacity_text(line->capacity)));
    print_set(row, "contact",
              print_text(line->contact == CONTACT_UNSPECIFIED ? "" : contact_text(line->contact)));
    print_set(row, "corrections", corrections_json(line));
    print_set(row, "submission",
              digest_is_zero(&line->submission) ? json_null() : print_digest(&line->submission));
    print_set(row, "void", json_boolean(line->is_void));
    set_answer(row, line->is_order, &line->refused);
    print_set(row, "note", print_text(line_note(ctl, line)));
}

int run_case_explain(struct ctl *ctl) {
    struct api_request request;
    struct api_reply reply;
    json_t *rows = NULL;
    int status = ctl_request(ctl, API_EXPLAIN, &request);

    if (status != EXIT_FINE) {
        return status;
    }
    request.case_no = ctl->words.argument[0];
    status = ctl_ask(ctl, &request, API_REPLY_EXPLAIN, &reply);
    if (status != EXIT_FINE) {
        return status;
    }
    rows = json_array();
    for (size_t i = 0; i < reply.explain.line_count; i++) {
        const struct api_explain_line *line = &reply.explain.lines[i];
        json_t *row = json_object();

        print_set(row, "at", print_instant(line->at));
        print_set(row, "node", print_text(line->node));
        print_set(row, "act", print_text(line->act));
        print_set(row, "target", print_text(line->target));
        print_set(row, "rule", json_integer(line->rule));
        print_set(row, "rule_text", print_text(line->rule_text));
        print_set(row, "basis", print_text(line->basis));
        print_set(row, "list_version", print_text(line->list_version));
        set_words_of_act(ctl, row, line);
        json_array_append_new(rows, row);
    }
    print_rows(&ctl->printer, rows,
               "at node act target reason due responsible note rule_text basis list_version");
    rows = due_json(reply.explain.due, reply.explain.due_count);
    print_rows(&ctl->printer, rows,
               "clock limit state due kind provisional owner basis rules calendar");
    advice_print(&ctl->printer, &reply.explain.advice);
    return EXIT_FINE;
}

/* Of the periods that still run, the first to end. */
static struct civil next_due(const struct api_case *view) {
    struct civil next = {0};

    for (size_t i = 0; i < view->due_count; i++) {
        const struct api_due *due = &view->due[i];

        if (due->state == CLOCK_STATE_RUNNING && (next.day == 0 || due->due.day < next.day)) {
            next = due->due;
        }
    }
    return next;
}

static int list_page(struct ctl *ctl, struct api_request *request, json_t *rows,
                     uint64_t *ret_next) {
    struct api_reply reply;
    int status = ctl_ask(ctl, request, API_REPLY_CASES, &reply);

    *ret_next = 0;
    if (status != EXIT_FINE) {
        return status;
    }
    for (size_t i = 0; i < reply.cases.count; i++) {
        const struct api_case *view = &reply.cases.cases[i];
        json_t *row = case_json(view);

        print_set(row, "next_due", print_civil(next_due(view)));
        json_array_append_new(rows, row);
    }
    *ret_next = reply.cases.next_ref;
    return EXIT_FINE;
}

int run_case_list(struct ctl *ctl) {
    struct api_request request;
    uint64_t left = 0;
    uint64_t next = 1;
    json_t *rows = NULL;
    int status = ctl_request(ctl, API_LIST_CASES, &request);
    const char *state = ctl_text(ctl, OPTION_STATE);

    if (status != EXIT_FINE) {
        return status;
    }
    if (!ctl_number(ctl, OPTION_LIMIT, UINT32_MAX, &left)) {
        return EXIT_USAGE;
    }
    left = left == 0 ? LIST_LIMIT_DEFAULT : left;
    if (state[0] != '\0' && state_parse(state, strlen(state), &request.list_cases.state) != PJ_OK) {
        return ctl_usage(ctl, "--state", "没有这个状态",
                         "a state as case show prints it: received registered routed ... served "
                         "ended_no_request");
    }
    request.list_cases.node = ctl_text(ctl, OPTION_NODE);
    request.list_cases.open_only = ctl_given(ctl, OPT(OPEN));
    request.list_cases.overdue_only = ctl_given(ctl, OPT(OVERDUE));
    rows = json_array();
    while (status == EXIT_FINE && left > 0 && next != 0) {
        request.list_cases.limit = (uint32_t)(left < API_LIST_MAX ? left : API_LIST_MAX);
        status = list_page(ctl, &request, rows, &next);
        request.list_cases.after_ref = next;
        left = json_array_size(rows) < left ? left : 0;
        if (next == 0) {
            break;
        }
    }
    if (status != EXIT_FINE) {
        json_decref(rows);
        return status;
    }
    print_rows(&ctl->printer, rows, "case_no state holder role category place persons next_due");
    ctl_tell_more(ctl, next != 0);
    return EXIT_FINE;
}
