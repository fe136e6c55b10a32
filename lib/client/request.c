/* SPDX-License-Identifier: Apache-2.0
 * From the public structs to requests of the wire. Only the form is checked here; the station
 * judges. */
#include "client.h"

#include <string.h>

#include "base/text.h"

/* The public words are the wire's words. */
#define SAME(public, inner) CTASSERT((int)(public) == (int)(inner))
SAME(PJ_FORM_SESSION, FORM_SESSION);
SAME(PJ_FORM_SESSION + 1, FORM_MAX);
SAME(PJ_PURPOSE_THANKS, PURPOSE_THANKS);
SAME(PJ_PURPOSE_THANKS + 1, PURPOSE_MAX);
SAME(PJ_TEXT_ORIGIN_TRANSCRIPT, TEXT_ORIGIN_TRANSCRIPT);
SAME(PJ_TEXT_ORIGIN_TRANSCRIPT + 1, TEXT_ORIGIN_MAX);
SAME(PJ_ACT_RECEIVE, ACT_RECEIVE);
SAME(PJ_ACT_REGISTER, ACT_REGISTER);
SAME(PJ_ACT_DELEGATE, ACT_DELEGATE);
SAME(PJ_ACT_ESCALATE, ACT_ESCALATE);
SAME(PJ_ACT_TRANSFER, ACT_TRANSFER);
SAME(PJ_ACT_OBJECT, ACT_OBJECT);
SAME(PJ_ACT_RECALL, ACT_RECALL);
SAME(PJ_ACT_DECIDE, ACT_DECIDE);
SAME(PJ_ACT_CLOSE, ACT_CLOSE);
SAME(PJ_ACT_NOTE, ACT_NOTE);
SAME(PJ_ACT_CLASSIFY, ACT_CLASSIFY);
SAME(PJ_OUTCOME_REFERRED_OUT, OUTCOME_REFERRED_OUT);
SAME(PJ_OUTCOME_REFERRED_OUT + 1, OUTCOME_MAX);
SAME(PJ_STATE_WITHDRAWN, STATE_WITHDRAWN);
SAME(PJ_STATE_WITHDRAWN + 1, STATE_MAX);
SAME(PJ_ACT_DETACH, ACT_DETACH);
SAME(PJ_ACT_SEIZE, ACT_SEIZE);
SAME(PJ_ACT_LEAVE, ACT_LEAVE);
SAME(PJ_ACT_NOT_RECEIVED, ACT_NOT_RECEIVED);
SAME(PJ_ACT_JUDGE_SERVICE, ACT_JUDGE_SERVICE);
SAME(PJ_RULING_NOT_AGREED, RULING_NOT_AGREED);
SAME(PJ_RULING_NOT_AGREED + 1, RULING_MAX);
SAME(PJ_GROUND_HOLD_TO_ACCOUNT, GROUND_HOLD_TO_ACCOUNT);
SAME(PJ_GROUND_HOLD_TO_ACCOUNT + 1, GROUND_MAX);
SAME(PJ_SERVICE_ELECTRONIC, SERVICE_ELECTRONIC);
SAME(PJ_SERVICE_ELECTRONIC + 1, SERVICE_MAX);
SAME(PJ_RATING_DISSATISFIED, RATING_DISSATISFIED);
SAME(PJ_LANE_COMPLEX, LANE_OF_CASE_COMPLEX);
SAME(PJ_LANE_COMPLEX + 1, LANE_OF_CASE_MAX);
SAME(PJ_CAPACITY_PETITIONER, CAPACITY_PETITIONER);
SAME(PJ_ROLE_PARKED, ROLE_PARKED);
CTASSERT(PJ_IN_FLIGHT_MAX == API_IN_FLIGHT_MAX);
CTASSERT(PJ_KEY_BYTES_MAX == KEY_BYTES_MAX);
CTASSERT(PJ_CURVE_TEXT_MAX == CURVE_TEXT_MAX);

static const char *text_or_none(const char *text) {
    return text == NULL ? "" : text;
}

static struct bytes wire_bytes(struct pj_bytes bytes) {
    return (struct bytes){bytes.data, bytes.len};
}

static enum pj_code set_field(char *field, size_t size, const char *text) {
    text = text_or_none(text);
    return text_set(field, size, text, strlen(text));
}

#define SET(field, text) set_field((field), sizeof(field), (text))

static enum pj_code set_write(const struct pj_write *write, struct api_request *request,
                              const char **ret_field) {
    if (write->key.len == 0 || write->key.len > KEY_BYTES_MAX) {
        *ret_field = "key";
        return PJ_BAD_KEY;
    }
    request->key = wire_bytes(write->key);
    request->dry_run = write->dry_run;
    if (SET(request->operator_ref.id, write->operator_id) != PJ_OK ||
        SET(request->operator_ref.name, write->operator_name) != PJ_OK ||
        SET(request->operator_ref.post, write->operator_post) != PJ_OK) {
        *ret_field = "operator";
        return PJ_BAD_TOO_LONG;
    }
    return PJ_OK;
}

static enum pj_code make_petitioners(struct arena *arena, const struct pj_petitioner *petitioners,
                                     size_t count, const struct petitioner **ret_petitioners) {
    struct petitioner *rows = count == 0 ? NULL : arena_alloc(arena, count * sizeof *rows);

    if (count > 0 && rows == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        const struct pj_petitioner *from = &petitioners[i];

        rows[i] = (struct petitioner){.kind = (uint32_t)from->kind,
                                      .name = wire_bytes(from->name),
                                      .contact = wire_bytes(from->contact),
                                      .address = wire_bytes(from->address)};
    }
    *ret_petitioners = rows;
    return PJ_OK;
}

static enum pj_code make_accused(struct arena *arena, const struct pj_accused *accused,
                                 size_t count, const struct accused **ret_accused) {
    struct accused *rows = count == 0 ? NULL : arena_alloc(arena, count * sizeof *rows);

    if (count > 0 && rows == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        const struct pj_accused *from = &accused[i];

        rows[i] = (struct accused){.node = text_or_none(from->node),
                                   .person = wire_bytes(from->person),
                                   .post = wire_bytes(from->post),
                                   .text = wire_bytes(from->text)};
    }
    *ret_accused = rows;
    return PJ_OK;
}

static enum pj_code make_problems(struct arena *arena, const struct pj_problem *from, size_t count,
                                  const struct problem **ret_problems) {
    struct problem *rows = count == 0 ? NULL : arena_alloc(arena, count * sizeof *rows);

    if (count > 0 && rows == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        enum pj_code code = SET(rows[i].category, from[i].category);

        if (code != PJ_OK) {
            return code;
        }
        rows[i].no = from[i].no == 0 ? (uint32_t)(i + 1) : from[i].no;
        rows[i].outcome = (enum outcome)from[i].outcome;
    }
    *ret_problems = rows;
    return PJ_OK;
}

void request_init(struct api_request *request, enum api_request_kind kind) {
    *request = (struct api_request){.kind = kind};
}

enum pj_code request_of_case(const struct pj_write *write, const struct pj_case *petition,
                             struct arena *arena, struct api_request *ret_request,
                             const char **ret_field) {
    struct api_submit_case *submit = &ret_request->submit_case;
    enum pj_code code = PJ_OK;

    request_init(ret_request, API_SUBMIT_CASE);
    *submit = (struct api_submit_case){.node = text_or_none(petition->node),
                                       .form = (enum form)petition->form,
                                       .source = text_or_none(petition->source),
                                       .purpose = (enum purpose)petition->purpose,
                                       .category = text_or_none(petition->category),
                                       .follows = text_or_none(petition->follows),
                                       .place = text_or_none(petition->place),
                                       .place_text = wire_bytes(petition->place_text),
                                       .persons = petition->persons,
                                       .occurred_at = {petition->occurred_at_us},
                                       .sent_at = {petition->sent_at_us},
                                       .received_at = {petition->received_at_us},
                                       .text = wire_bytes(petition->text),
                                       .text_origin = (enum text_origin)petition->text_origin,
                                       .foreign_system = text_or_none(petition->foreign_system),
                                       .foreign_id = text_or_none(petition->foreign_id),
                                       .session = text_or_none(petition->session),
                                       .group_no = petition->group_no,
                                       .group_persons = petition->group_persons,
                                       .carried = wire_bytes(petition->carried),
                                       .problem_count = petition->problem_count};
    *ret_field = "known_date";
    if (petition->known_at != NULL) {
        code = civil_parse(petition->known_at, strlen(petition->known_at), &submit->known_at);
    }
    if (code == PJ_OK) {
        *ret_field = "problems";
        code = make_problems(arena, petition->problems, petition->problem_count, &submit->problems);
    }
    if (code == PJ_OK) {
        submit->petitioner_count = petition->petitioner_count;
        code = make_petitioners(arena, petition->petitioners, petition->petitioner_count,
                                &submit->petitioners);
    }
    if (code == PJ_OK) {
        submit->accused_count = petition->accused_count;
        code = make_accused(arena, petition->accused, petition->accused_count, &submit->accused);
    }
    return code == PJ_OK ? set_write(write, ret_request, ret_field) : code;
}

static enum pj_code make_corrections(struct arena *arena, const struct pj_act *act,
                                     struct act *to) {
    struct correction *rows = arena_alloc(arena, (act->correction_count + 1) * sizeof *rows);
    enum pj_code code = rows == NULL ? PJ_INTERNAL_NO_MEMORY : PJ_OK;

    for (size_t i = 0; code == PJ_OK && i < act->correction_count; i++) {
        rows[i].field = (enum case_field)act->corrections[i].field;
        code = SET(rows[i].value, act->corrections[i].value);
    }
    to->corrections = rows;
    to->correction_count = act->correction_count;
    return code;
}

static enum pj_code make_supplement(struct arena *arena, const struct pj_act *act,
                                    struct api_supplement *to) {
    struct attachment *rows = arena_alloc(arena, (act->attachment_count + 1) * sizeof *rows);
    enum pj_code code = PJ_OK;

    if (rows == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    for (size_t i = 0; i < act->attachment_count; i++) {
        rows[i] = (struct attachment){.name = wire_bytes(act->attachments[i].name),
                                      .data = wire_bytes(act->attachments[i].data)};
    }
    *to = (struct api_supplement){.relation = (enum relation)act->relation,
                                  .text = wire_bytes(act->text),
                                  .text_origin = (enum text_origin)act->text_origin,
                                  .attachments = rows,
                                  .attachment_count = act->attachment_count,
                                  .accused_count = act->accused_count,
                                  .petitioner_count = act->petitioner_count};
    code = make_accused(arena, act->accused, act->accused_count, &to->accused);
    return code == PJ_OK
               ? make_petitioners(arena, act->petitioners, act->petitioner_count, &to->petitioners)
               : code;
}

enum pj_code request_of_act(const struct pj_write *write, const struct pj_act *act,
                            struct arena *arena, struct api_request *ret_request,
                            const char **ret_field) {
    struct api_act *to = &ret_request->act;
    enum pj_code code = PJ_OK;

    request_init(ret_request, API_ACT);
    *to = (struct api_act){.case_no = text_or_none(act->case_no),
                           .node = text_or_none(act->node),
                           .act = {.kind = (enum act_kind)act->kind,
                                   .reason = wire_bytes(act->reason),
                                   .binding = act->binding,
                                   .capacity = (enum capacity)act->capacity,
                                   .ruling = (enum ruling)act->ruling,
                                   .ground = (enum ground)act->ground,
                                   .service = (enum service)act->service,
                                   .rating = (enum rating)act->rating,
                                   .lane = (enum lane)act->lane,
                                   .facts = act->facts,
                                   .contact = (enum contact)act->contact,
                                   .proof = wire_bytes(act->proof),
                                   .problem_count = act->outcome_count},
                           .query_code = text_or_none(act->query_code),
                           .expect_version = act->expect_version};
    *ret_field = "act.target";
    code = SET(to->act.target.text, act->target);
    if (code == PJ_OK && act->due != NULL) {
        *ret_field = "act.due_date";
        code = civil_parse(act->due, strlen(act->due), &to->act.due);
    }
    if (code == PJ_OK) {
        *ret_field = "act.responsible";
        code = SET(to->act.responsible, act->responsible);
    }
    if (code == PJ_OK) {
        *ret_field = "act.category";
        code = SET(to->act.category, act->category);
    }
    if (code == PJ_OK) {
        *ret_field = "act.channel";
        code = SET(to->act.channel, act->channel);
    }
    if (code == PJ_OK) {
        *ret_field = "act.leading";
        code = SET(to->act.leading.text, act->leading);
    }
    if (code == PJ_OK) {
        *ret_field = "act.problem_outcomes";
        code = make_problems(arena, act->outcomes, act->outcome_count, &to->act.problem_outcomes);
    }
    if (code == PJ_OK) {
        *ret_field = "act.corrections";
        code = make_corrections(arena, act, &to->act);
    }
    if (code == PJ_OK) {
        *ret_field = "act.supplement";
        code = make_supplement(arena, act, &to->supplement);
    }
    return code == PJ_OK ? set_write(write, ret_request, ret_field) : code;
}

/* ---- papers */

void request_of_papers(const struct pj_paper_query *query, const char *number,
                       struct api_request *ret_request) {
    static const struct pj_paper_query any = {.case_no = NULL};

    query = query == NULL ? &any : query;
    request_init(ret_request, API_LIST_PAPERS);
    ret_request->list_papers =
        (struct api_list_papers){.case_no = text_or_none(query->case_no),
                                 .office = text_or_none(query->office),
                                 .kind = text_or_none(query->kind),
                                 .number = text_or_none(number),
                                 .query_code = text_or_none(query->query_code),
                                 .year = query->year,
                                 .after = query->after,
                                 .limit = query->limit};
}

void request_of_derived(const struct pj_paper_query *query, struct api_request *ret_request) {
    request_init(ret_request, API_GET_PAPER);
    ret_request->get_paper.case_no = text_or_none(query == NULL ? NULL : query->case_no);
    ret_request->get_paper.kind = text_or_none(query == NULL ? NULL : query->kind);
}
