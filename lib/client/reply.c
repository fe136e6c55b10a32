/* SPDX-License-Identifier: Apache-2.0
 * One answer: kept as the bytes that came, unpacked when somebody looks. */
#include "client.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

struct pj_reply *reply_of_frame(uint64_t ticket, uint8_t *frame, size_t len) {
    struct pj_reply *reply = calloc(1, sizeof *reply);

    if (reply == NULL) {
        free(frame);
        return NULL;
    }
    reply->ticket = ticket;
    reply->frame = frame;
    reply->frame_len = len;
    arena_init(&reply->arena, UNPACK_BYTES_MAX);
    return reply;
}

static void set_error(struct pj_error *error, enum pj_code code, const char *field) {
    const struct pj_code_row *row = pj_code_find((unsigned)code);

    ASSERT(row != NULL);
    *error = (struct pj_error){.code = (uint32_t)code,
                               .name = row->name,
                               .where = row->where,
                               .retry = row->retry,
                               .field = field,
                               .basis = "",
                               .sentence_zh = row->zh,
                               .sentence_en = row->en};
}

struct pj_reply *reply_local(uint64_t ticket, enum pj_code code, const char *field,
                             const char *detail) {
    struct pj_reply *reply = calloc(1, sizeof *reply);

    ASSERT(code != PJ_OK);
    if (reply == NULL) {
        return NULL;
    }
    reply->ticket = ticket;
    reply->decoded = true;
    reply->local = code;
    arena_init(&reply->arena, UNPACK_BYTES_MAX);
    set_error(&reply->error, code, field);
    reply->error.detail = pj_text(detail);
    return reply;
}

void pj_reply_free(struct pj_reply *reply) {
    if (reply == NULL) {
        return;
    }
    arena_release(&reply->arena);
    free(reply->frame);
    free(reply);
}

/* ---- from wire structs to public ones */

static struct pj_bytes public_bytes(struct bytes bytes) {
    return (struct pj_bytes){bytes.data, bytes.len};
}

static const char *text_or_empty(const char *text) {
    return text == NULL ? "" : text;
}

static enum pj_code show_due(struct arena *arena, const struct api_due *due, size_t count,
                             const struct pj_due **ret_due) {
    struct pj_due *rows = count == 0 ? NULL : arena_alloc(arena, count * sizeof *rows);

    if (count > 0 && rows == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        rows[i] = (struct pj_due){.clock = clock_kind_text(due[i].clock),
                                  .kind = due[i].kind,
                                  .state = clock_state_text(due[i].state),
                                  .basis = due[i].basis,
                                  .owner = due[i].owner,
                                  .limit = due[i].limit,
                                  .due_at_us = due[i].due_at.us,
                                  .provisional = due[i].provisional};
        civil_print(due[i].due, rows[i].due);
    }
    *ret_due = rows;
    return PJ_OK;
}

static struct pj_guide show_guide(const struct api_guide *from) {
    struct pj_guide guide = {.office = text_or_empty(from->office),
                             .rule = from->rule,
                             .rule_text = text_or_empty(from->rule_text),
                             .sentence_zh = text_or_empty(from->sentence_zh),
                             .sentence_en = text_or_empty(from->sentence_en)};

    if (from->word_from.day != 0) {
        civil_print(from->word_from, guide.word_from);
    }
    return guide;
}

static enum pj_code show_advice(struct arena *arena, const struct api_advice *from,
                                struct pj_advice *to) {
    size_t count = from->remedy_count;
    struct pj_remedy *rows = count == 0 ? NULL : arena_alloc(arena, count * sizeof *rows);

    if (count > 0 && rows == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        const struct api_remedy *row = &from->remedies[i];

        rows[i] = (struct pj_remedy){.channel = row->channel,
                                     .item = row->item,
                                     .organ = row->organ,
                                     .name_zh = row->name_zh,
                                     .name_en = row->name_en,
                                     .limit_zh = row->limit_zh,
                                     .limit_en = row->limit_en,
                                     .length = row->length,
                                     .unit = row->unit,
                                     .start = row->start,
                                     .provisional = row->provisional,
                                     .over = row->over,
                                     .setting = row->setting,
                                     .basis = row->basis,
                                     .sentence_zh = row->sentence_zh,
                                     .sentence_en = row->sentence_en};
        if (row->due.day != 0) {
            civil_print(row->due, rows[i].due);
        }
    }
    *to = (struct pj_advice){.given = from->given,
                             .branch = text_or_empty(from->branch),
                             .channel = text_or_empty(from->channel),
                             .organ = text_or_empty(from->organ),
                             .rule = from->rule,
                             .rule_text = text_or_empty(from->rule_text),
                             .lane = (enum pj_lane)from->lane,
                             .remedies = rows,
                             .remedy_count = count,
                             .guide = show_guide(&from->guide)};
    return PJ_OK;
}

static enum pj_code show_one_receipt(struct pj_reply *reply, const struct api_receipt *from,
                                     struct pj_receipt *receipt) {
    struct pj_warning *warnings = NULL;
    enum pj_code code = PJ_OK;

    *receipt = (struct pj_receipt){.case_no = from->case_no,
                                   .query_code = from->query_code,
                                   .node = from->node,
                                   .holder = from->holder,
                                   .received_at_us = from->received_at.us,
                                   .committed_at_us = from->committed_at.us,
                                   .case_version = from->case_version,
                                   .replayed = from->replayed,
                                   .sandbox = from->sandbox,
                                   .dry_run = from->dry_run,
                                   .due_count = from->due_count,
                                   .warning_count = from->warning_count};
    memcpy(receipt->digest, from->digest.byte, sizeof receipt->digest);
    if (from->warning_count > 0) {
        warnings = arena_alloc(&reply->arena, from->warning_count * sizeof *warnings);
        if (warnings == NULL) {
            return PJ_INTERNAL_NO_MEMORY;
        }
    }
    for (size_t i = 0; i < from->warning_count; i++) {
        warnings[i] = (struct pj_warning){.code = (uint32_t)from->warnings[i].code,
                                          .name = pj_code_name((unsigned)from->warnings[i].code),
                                          .field = from->warnings[i].field,
                                          .sentence = from->warnings[i].sentence};
    }
    receipt->warnings = warnings;
    code = show_advice(&reply->arena, &from->advice, &receipt->advice);
    return code == PJ_OK ? show_due(&reply->arena, from->due, from->due_count, &receipt->due)
                         : code;
}

static enum pj_code show_receipt(struct pj_reply *reply) {
    const struct api_receipt *from = &reply->api.receipt;
    enum pj_code code = show_one_receipt(reply, from, &reply->receipt);

    if (code == PJ_OK && from->accusation != NULL) {
        code = show_one_receipt(reply, from->accusation, &reply->accusation);
        reply->receipt.accusation = &reply->accusation;
    }
    return code;
}

static enum pj_code show_case(struct pj_reply *reply) {
    const struct api_case *from = &reply->api.case_view;
    const struct casefile *file = from->casefile;
    struct pj_case_view *view = &reply->view;
    char *place = arena_alloc(&reply->arena, PLACE_DIGITS_MAX + 1);
    enum pj_code code = PJ_OK;

    if (place == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    place_print(file->place, place);
    *view = (struct pj_case_view){.case_no = file->no.text,
                                  .leading = file->matter.leading.text,
                                  .follows = file->follows.text,
                                  .cause = file->cause.no.text,
                                  .holder = file->holder.text,
                                  .origin = file->origin.text,
                                  .category = file->category,
                                  .place = place,
                                  .state = (enum pj_state)file->state,
                                  .role = (enum pj_role)file->role,
                                  .term = file->term,
                                  .version = file->version,
                                  .opened_at_us = file->opened_at.us,
                                  .closed_at_us = file->closed_at.us,
                                  .text = public_bytes(from->text),
                                  .due_count = from->due_count,
                                  .leg_count = (uint32_t)file->leg_count,
                                  .replayed = from->replayed,
                                  .dry_run = from->dry_run};
    memcpy(view->digest, file->submission_digest.byte, sizeof view->digest);
    code = show_advice(&reply->arena, &from->advice, &view->advice);
    return code == PJ_OK ? show_due(&reply->arena, from->due, from->due_count, &view->due) : code;
}

/* ---- papers */

static enum pj_code show_values(struct arena *arena, const struct api_paper_value *from,
                                size_t count, struct pj_paper *to) {
    struct pj_paper_value *rows = count == 0 ? NULL : arena_alloc(arena, count * sizeof *rows);

    if (count > 0 && rows == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        struct pj_bytes *items = arena_alloc(arena, (from[i].count + 1) * sizeof *items);

        if (items == NULL) {
            return PJ_INTERNAL_NO_MEMORY;
        }
        for (size_t k = 0; k < from[i].count; k++) {
            items[k] = public_bytes(from[i].items[k]);
        }
        rows[i] =
            (struct pj_paper_value){.field = from[i].field, .items = items, .count = from[i].count};
    }
    to->values = rows;
    to->value_count = count;
    return PJ_OK;
}

static enum pj_code show_paper(struct arena *arena, const struct api_paper *from,
                               struct pj_paper *to) {
    const struct issued *paper = from->paper;

    *to = (struct pj_paper){.number = paper->number,
                            .case_no = text_or_empty(from->case_no),
                            .kind = paper_kind_text(paper->kind),
                            .office = paper->office.text,
                            .addressee = paper->addressee.text,
                            .replaces = paper->replaces,
                            .year = paper->year,
                            .epoch = paper->epoch,
                            .no = paper->no,
                            .at_us = paper->at.us,
                            .served_at_us = paper->served_at.us,
                            .voided_at_us = paper->voided_at.us,
                            .service = (enum pj_service)paper->service,
                            .proof = public_bytes(paper->proof),
                            .void_reason = public_bytes(paper->void_reason),
                            .sealed = from->sealed,
                            .shut = paper->shut,
                            .copy = paper->copy};
    if (paper->due.day != 0) {
        civil_print(paper->due, to->due);
    }
    return show_values(arena, from->values, from->count, to);
}

static enum pj_code show_papers(struct pj_reply *reply) {
    size_t count = reply->api.papers.count;
    struct pj_paper *rows = arena_alloc(&reply->arena, (count + 1) * sizeof *rows);
    enum pj_code code = rows == NULL ? PJ_INTERNAL_NO_MEMORY : PJ_OK;

    for (size_t i = 0; code == PJ_OK && i < count; i++) {
        code = show_paper(&reply->arena, &reply->api.papers.items[i], &rows[i]);
    }
    reply->papers =
        (struct pj_papers){.items = rows, .count = count, .next = reply->api.papers.next};
    return code;
}

/* One without a number. */
static enum pj_code show_derived(struct pj_reply *reply) {
    struct pj_paper *row = arena_alloc(&reply->arena, sizeof *row);

    if (row == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    *row = (struct pj_paper){.number = "",
                             .case_no = reply->api.paper.case_no,
                             .kind = reply->api.paper.kind,
                             .office = "",
                             .addressee = "",
                             .replaces = ""};
    reply->papers = (struct pj_papers){.items = row, .count = 1};
    return show_values(&reply->arena, reply->api.paper.values, reply->api.paper.count, row);
}

static enum pj_code show_station(struct pj_reply *reply) {
    const struct api_hello_reply *from = &reply->api.hello;

    reply->station = (struct pj_station){.name = from->station,
                                         .version = from->version,
                                         .account = from->account,
                                         .server_time_us = from->server_time.us,
                                         .frame_bytes_max = from->frame_bytes_max,
                                         .in_flight_max = from->in_flight_max,
                                         .key_bytes_max = from->key_bytes_max,
                                         .text_bytes_max = from->text_bytes_max};
    return PJ_OK;
}

static enum pj_code show_error(struct pj_reply *reply) {
    const struct api_error *from = &reply->api.error;

    reply->error = (struct pj_error){.code = from->code_number,
                                     .name = from->name,
                                     .where = (enum pj_where)from->where,
                                     .retry = (enum pj_retry)from->retry,
                                     .retry_after_ms = from->retry_after_ms,
                                     .field = from->field,
                                     .basis = from->basis,
                                     .sentence_zh = from->sentence_zh,
                                     .sentence_en = from->sentence_en,
                                     .detail = public_bytes(from->detail)};
    return PJ_OK;
}

static const struct {
    enum api_reply_kind kind;
    enum pj_code (*show)(struct pj_reply *reply);
} show_table[] = {
    {API_REPLY_ERROR, show_error},     {API_REPLY_HELLO, show_station},
    {API_REPLY_RECEIPT, show_receipt}, {API_REPLY_CASE, show_case},
    {API_REPLY_PAPERS, show_papers},   {API_REPLY_PAPER, show_derived},
};

static void decode(struct pj_reply *reply) {
    struct bytes frame = {reply->frame, reply->frame_len};
    enum pj_code code = PJ_OK;

    if (reply->decoded) {
        return;
    }
    reply->decoded = true;
    code = wire_decode_reply(frame, &reply->arena, &reply->api);
    for (size_t i = 0; code == PJ_OK && i < ARRAY_COUNT(show_table); i++) {
        if (show_table[i].kind == reply->api.kind) {
            code = show_table[i].show(reply);
        }
    }
    if (code != PJ_OK) { /* an answer nobody can read is no answer */
        reply->local = code;
        reply->api.kind = API_REPLY_NONE;
        set_error(&reply->error, code, "answer");
    }
}

static bool is_kind(struct pj_reply *reply, enum api_reply_kind kind) {
    if (reply == NULL) {
        return false;
    }
    decode(reply);
    return reply->local == PJ_OK && reply->api.kind == kind;
}

enum pj_code pj_reply_code(struct pj_reply *reply) {
    return (enum pj_code)pj_reply_error(reply)->code;
}

uint64_t pj_reply_ticket(const struct pj_reply *reply) {
    return reply->ticket;
}

const struct pj_error *pj_reply_error(struct pj_reply *reply) {
    static const struct pj_error no_memory = {.code = PJ_INTERNAL_NO_MEMORY,
                                              .name = "INTERNAL_NO_MEMORY",
                                              .where = PJ_CLIENT,
                                              .retry = PJ_RETRY_SAME_KEY,
                                              .field = "",
                                              .basis = "",
                                              .sentence_zh = "内存不足",
                                              .sentence_en = "out of memory"};
    static const struct pj_error none = {
        .name = "OK", .field = "", .basis = "", .sentence_zh = "", .sentence_en = ""};

    if (reply == NULL) {
        return &no_memory;
    }
    decode(reply);
    return reply->local != PJ_OK || reply->api.kind == API_REPLY_ERROR ? &reply->error : &none;
}

const struct pj_receipt *pj_reply_receipt(struct pj_reply *reply) {
    return is_kind(reply, API_REPLY_RECEIPT) ? &reply->receipt : NULL;
}

const struct pj_case_view *pj_reply_case(struct pj_reply *reply) {
    return is_kind(reply, API_REPLY_CASE) ? &reply->view : NULL;
}

const struct pj_papers *pj_reply_papers(struct pj_reply *reply) {
    return is_kind(reply, API_REPLY_PAPERS) || is_kind(reply, API_REPLY_PAPER) ? &reply->papers
                                                                               : NULL;
}

const struct pj_station *pj_reply_station(struct pj_reply *reply) {
    return is_kind(reply, API_REPLY_HELLO) ? &reply->station : NULL;
}

struct pj_bytes pj_reply_frame(const struct pj_reply *reply) {
    return (struct pj_bytes){reply->frame, reply->frame_len};
}
