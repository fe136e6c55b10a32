/* SPDX-License-Identifier: Apache-2.0
 * Printing a paper of a case: the station has the facts, the office has the template. */
#include <stdlib.h>
#include <string.h>

#include "core/case_no.h"
#include "paper_files.h"

#define CODE_LINE "____________" /* who has the code writes it in; a station never tells it */

/* A field or item this version does not know is not printed; the template could not name it. */
static void take_facts(const struct api_paper_value *values, size_t count,
                       struct paper_facts *facts) {
    for (size_t i = 0; i < count; i++) {
        const struct api_paper_value *value = &values[i];
        enum paper_field field = PAPER_FIELD_UNSPECIFIED;

        if (paper_field_parse(value->field, strlen(value->field), &field) == PJ_OK) {
            facts->values[field] = (struct paper_value){value->items, value->count};
        }
    }
}

static int read_medium(struct ctl *ctl, enum paper_medium *ret_medium) {
    const char *format = ctl_text(ctl, OPTION_FORMAT);

    *ret_medium = PAPER_MEDIUM_TXT;
    if (strcmp(format, "html") == 0) {
        *ret_medium = PAPER_MEDIUM_HTML;
    } else if (format[0] != '\0' && strcmp(format, "txt") != 0) {
        return ctl_usage(ctl, "--format", "txt 或 html", "txt or html");
    }
    return EXIT_FINE;
}

static int print_facts(struct ctl *ctl, enum paper_kind kind, enum paper_medium medium,
                       const struct paper_facts *facts) {
    struct bytes template = BYTES_NONE;
    struct paper_trouble trouble;
    uint8_t *owned = NULL;
    struct buf out;
    enum pj_code code = PJ_OK;
    int status = paper_template_get(ctl, kind, medium, &owned, &template);

    if (status != EXIT_FINE) {
        return status;
    }
    buf_init(&out, PAPER_BYTES_MAX);
    code = paper_render(kind, medium, template, facts, &out);
    if (code == PJ_OK) {
        fwrite(out.data, 1, out.len, ctl->printer.out);
    } else {
        paper_render_trouble(kind, medium, template, facts, &trouble);
        status = ctl_file_trouble(ctl, paper_kind_text(kind), trouble.sentence);
    }
    buf_release(&out);
    free(owned);
    return status;
}

static int print_paper(struct ctl *ctl, enum paper_kind kind) {
    const char *code = ctl_given(ctl, OPT(CODE)) ? ctl_text(ctl, OPTION_CODE) : CODE_LINE;
    struct bytes query_code = {(const uint8_t *)code, strlen(code)};
    struct paper_facts facts = {0};
    enum paper_medium medium = PAPER_MEDIUM_TXT;
    struct api_request request;
    struct api_reply reply;
    int status = read_medium(ctl, &medium);

    if (status == EXIT_FINE) {
        status = ctl_request(ctl, API_GET_PAPER, &request);
    }
    if (status != EXIT_FINE) {
        return status;
    }
    request.get_paper.case_no = ctl->words.argument[0];
    request.get_paper.kind = paper_kind_text(kind);
    status = ctl_ask(ctl, &request, API_REPLY_PAPER, &reply);
    if (status != EXIT_FINE) {
        return status;
    }
    take_facts(reply.paper.values, reply.paper.count, &facts);
    facts.values[PAPER_FIELD_QUERY_CODE] = (struct paper_value){&query_code, 1};
    return print_facts(ctl, kind, medium, &facts);
}

/* As it was issued; of a voided one nothing is printed. */
static int print_issued(struct ctl *ctl) {
    struct paper_facts facts = {0};
    enum paper_medium medium = PAPER_MEDIUM_TXT;
    const struct api_paper *item = NULL;
    struct api_reply reply;
    int status = read_medium(ctl, &medium);

    if (status == EXIT_FINE) {
        status = paper_get(ctl, ctl->words.argument[0], &reply);
    }
    if (status != EXIT_FINE) {
        return status;
    }
    item = &reply.papers.items[0];
    if (item->paper->voided_at.us != 0) {
        return ctl_code(ctl, PJ_STATE_PAPER_VOIDED, "number");
    }
    take_facts(item->values, item->count, &facts);
    return print_facts(ctl, item->paper->kind, medium, &facts);
}

int run_paper_print(struct ctl *ctl) {
    const char *first = ctl->words.argument[0];
    const char *name = ctl->words.argument_count < 2 ? "" : ctl->words.argument[1];
    enum paper_kind kind = PAPER_UNSPECIFIED;
    struct case_no case_no;

    if (ctl->words.argument_count < 2 && case_no_parse(first, strlen(first), &case_no) == PJ_OK) {
        return ctl_usage(ctl, first, "件号之后写明 receipt、direction 或 sheet",
                         "behind the number of a case: receipt, direction or sheet");
    }
    if (ctl->words.argument_count < 2) {
        return print_issued(ctl);
    }
    if (paper_kind_parse(name, strlen(name), &kind) != PJ_OK || kind == PAPER_UNSPECIFIED ||
        paper_is_numbered(kind)) {
        return ctl_usage(ctl, name,
                         "应为 receipt direction sheet 之一；有文号的按文号打印，见 paper list",
                         "one of receipt direction sheet; what has a number is printed by it, see "
                         "paper list");
    }
    return print_paper(ctl, kind);
}

int run_case_sheet(struct ctl *ctl) {
    return print_paper(ctl, PAPER_SHEET);
}
