/* SPDX-License-Identifier: Apache-2.0
 * Papers that were issued: listing them, looking at one, voiding one. */
#include <string.h>

#include "base/text.h"
#include "paper_files.h"

#define LIST_LIMIT_DEFAULT 100

static json_t *paper_json(const struct api_paper *item) {
    const struct issued *paper = item->paper;
    json_t *row = json_object();

    print_set(row, "number", print_text(paper->number));
    print_set(row, "kind", print_text(paper_kind_text(paper->kind)));
    print_set(row, "office", print_text(paper->office.text));
    print_set(row, "year", json_integer(paper->year));
    print_set(row, "no", json_integer(paper->no));
    print_set(row, "epoch", json_integer(paper->epoch));
    print_set(row, "shut", json_boolean(paper->shut));
    print_set(row, "sealed", json_boolean(item->sealed));
    print_set(row, "copy", json_boolean(paper->copy));
    print_set(row, "case_no", print_text(item->case_no));
    print_set(row, "addressee", print_text(paper->addressee.text));
    print_set(row, "at", print_instant(paper->at));
    print_set(row, "due", print_civil(paper->due));
    print_set(row, "served_at", print_instant(paper->served_at));
    print_set(row, "service",
              print_text(paper->served_at.us == 0 ? "" : service_text(paper->service)));
    print_set(row, "proof", print_bytes(paper->proof));
    print_set(row, "voided_at", print_instant(paper->voided_at));
    print_set(row, "void_reason", print_bytes(paper->void_reason));
    print_set(row, "replaces", print_text(paper->replaces));
    print_set(row, "pos", json_integer((json_int_t)paper->pos));
    return row;
}

/* ---- list */

static int list_page(struct ctl *ctl, struct api_request *request, json_t *rows,
                     uint64_t *ret_next) {
    struct api_reply reply;
    int status = ctl_ask(ctl, request, API_REPLY_PAPERS, &reply);

    *ret_next = 0;
    if (status != EXIT_FINE) {
        return status;
    }
    for (size_t i = 0; i < reply.papers.count; i++) {
        json_array_append_new(rows, paper_json(&reply.papers.items[i]));
    }
    *ret_next = reply.papers.next;
    return EXIT_FINE;
}

static int list_rows(struct ctl *ctl, struct api_request *request, uint64_t limit, json_t *rows,
                     bool *ret_more) {
    uint64_t next = 1;
    int status = EXIT_FINE;

    while (status == EXIT_FINE && next != 0 && json_array_size(rows) < limit) {
        uint64_t left = limit - json_array_size(rows);

        request->list_papers.limit = (uint32_t)(left < API_LIST_MAX ? left : API_LIST_MAX);
        status = list_page(ctl, request, rows, &next);
        request->list_papers.after = next;
    }
    *ret_more = next != 0;
    return status;
}

int run_paper_list(struct ctl *ctl) {
    struct api_request request;
    uint64_t limit = 0;
    uint64_t year = 0;
    json_t *rows = NULL;
    bool more = false;
    int status = ctl_request(ctl, API_LIST_PAPERS, &request);

    if (status != EXIT_FINE) {
        return status;
    }
    if (!ctl_number(ctl, OPTION_LIMIT, UINT32_MAX, &limit) ||
        !ctl_number(ctl, OPTION_YEAR, 9999, &year)) {
        return EXIT_USAGE;
    }
    request.list_papers = (struct api_list_papers){.case_no = ctl_text(ctl, OPTION_CASE),
                                                   .office = ctl_text(ctl, OPTION_NODE),
                                                   .kind = ctl_text(ctl, OPTION_KIND),
                                                   .number = "",
                                                   .query_code = ctl_text(ctl, OPTION_CODE),
                                                   .year = (uint32_t)year};
    rows = json_array();
    status = list_rows(ctl, &request, limit == 0 ? LIST_LIMIT_DEFAULT : limit, rows, &more);
    if (status != EXIT_FINE) {
        json_decref(rows);
        return status;
    }
    print_rows(&ctl->printer, rows,
               "number kind office case_no at due served_at voided_at replaces");
    ctl_tell_more(ctl, more);
    return EXIT_FINE;
}

/* ---- one */

/* The brackets of a number are not on every keyboard: [2026] will do. */
static void read_number(const char *text, char number[static PAPER_NUMBER_TEXT_MAX + 1]) {
    size_t len = 0;

    for (; *text != '\0' && len + 4 <= PAPER_NUMBER_TEXT_MAX; text++) {
        const char *as = *text == '[' ? "〔" : *text == ']' ? "〕" : NULL;

        if (as == NULL) {
            number[len++] = *text;
        } else {
            memcpy(number + len, as, strlen(as));
            len += strlen(as);
        }
    }
    number[len] = '\0';
}

int paper_get(struct ctl *ctl, const char *number, struct api_reply *ret_reply) {
    char as_written[PAPER_NUMBER_TEXT_MAX + 1];
    struct api_request request;
    int status = ctl_request(ctl, API_LIST_PAPERS, &request);

    if (status != EXIT_FINE) {
        return status;
    }
    read_number(number, as_written);
    request.dry_run = false; /* it changes nothing; of `paper void` the voiding itself is dry */
    request.list_papers = (struct api_list_papers){.case_no = ctl_text(ctl, OPTION_CASE),
                                                   .office = ctl_text(ctl, OPTION_NODE),
                                                   .kind = "",
                                                   .number = as_written,
                                                   .query_code = ctl_text(ctl, OPTION_CODE)};
    status = ctl_ask(ctl, &request, API_REPLY_PAPERS, ret_reply);
    if (status == EXIT_FINE && ret_reply->papers.count != 1) {
        return ctl_code(ctl, PJ_AUTH_NO_SUCH_PAPER, "number");
    }
    return status;
}

static json_t *facts_json(const struct api_paper *item) {
    json_t *facts = json_object();

    for (size_t i = 0; i < item->count; i++) {
        json_t *lines = json_array();

        for (size_t k = 0; k < item->values[i].count; k++) {
            json_array_append_new(lines, print_bytes(item->values[i].items[k]));
        }
        print_set(facts, item->values[i].field, lines);
    }
    return facts;
}

int run_paper_show(struct ctl *ctl) {
    struct api_reply reply;
    json_t *row = NULL;
    int status = paper_get(ctl, ctl->words.argument[0], &reply);

    if (status != EXIT_FINE) {
        return status;
    }
    row = paper_json(&reply.papers.items[0]);
    print_set(row, "facts", facts_json(&reply.papers.items[0]));
    print_object(&ctl->printer, row);
    return EXIT_FINE;
}

/* ---- void */

int run_paper_void(struct ctl *ctl) {
    const char *reason = ctl_text(ctl, OPTION_REASON);
    struct api_request request;
    struct api_reply reply;
    int status = paper_get(ctl, ctl->words.argument[0], &reply);

    if (status == EXIT_FINE) {
        status = ctl_request(ctl, API_VOID_PAPER, &request);
    }
    if (status == EXIT_FINE) {
        status = ctl_give_key(ctl, &request);
    }
    if (status != EXIT_FINE) {
        return status;
    }
    request.void_paper =
        (struct api_void_paper){.case_no = reply.papers.items[0].case_no,
                                .number = reply.papers.items[0].paper->number,
                                .office = reply.papers.items[0].paper->office.text,
                                .reason = {(const uint8_t *)reason, strlen(reason)}};
    status = ctl_ask(ctl, &request, API_REPLY_PAPERS, &reply);
    if (status == EXIT_FINE && reply.papers.count > 0) {
        print_object(&ctl->printer, paper_json(&reply.papers.items[0]));
    }
    return status;
}
