/* SPDX-License-Identifier: Apache-2.0
 * What waits for a person: messages that could not be applied. */
#include "ctl.h"

#include <string.h>

#include "base/text.h"

static json_t *parked_json(const struct api_parked *item) {
    json_t *row = json_object();

    print_set(row, "pos", json_integer((json_int_t)item->pos));
    print_set(row, "case_no", print_text(item->case_no));
    print_set(row, "peer", print_text(item->peer));
    print_set(row, "kind", print_text(message_kind_text(item->kind)));
    print_set(row, "code", print_text(pj_code_name(item->code)));
    print_set(row, "sentence", print_text(item->sentence));
    print_set(row, "at", print_instant(item->at));
    print_set(row, "holds_token", json_boolean(item->holds_token));
    print_set(row, "hop", print_text(item->hop));
    print_set(row, "body_digest", print_digest(&item->body_digest));
    print_set(row, "behind", json_integer(item->behind));
    return row;
}

static int ask_parked(struct ctl *ctl, const struct api_request *request) {
    struct api_reply reply;
    json_t *rows = NULL;
    int status = ctl_ask(ctl, request, API_REPLY_PARKED, &reply);

    if (status != EXIT_FINE) {
        return status;
    }
    rows = json_array();
    for (size_t i = 0; i < reply.parked.count; i++) {
        json_array_append_new(rows, parked_json(&reply.parked.items[i]));
    }
    print_rows(&ctl->printer, rows,
               "pos at case_no peer kind code holds_token behind hop sentence");
    return EXIT_FINE;
}

int run_parked_list(struct ctl *ctl) {
    struct api_request request;
    uint64_t limit = 0;
    int status = ctl_request(ctl, API_PARKED_LIST, &request);

    if (status != EXIT_FINE) {
        return status;
    }
    if (!ctl_number(ctl, OPTION_LIMIT, API_LIST_MAX, &limit)) {
        return EXIT_USAGE;
    }
    request.parked_list.limit = (uint32_t)limit;
    return ask_parked(ctl, &request);
}

int run_parked_one(struct ctl *ctl) {
    const char *text = ctl->words.argument[0];
    const char *reason = ctl_text(ctl, OPTION_REASON);
    struct api_request request;
    uint64_t pos = 0;
    int status = ctl_request(ctl, (enum api_request_kind)ctl->command->what, &request);

    if (status == EXIT_FINE && ctl->command->is_change) {
        status = ctl_give_key(ctl, &request);
    }
    if (status != EXIT_FINE) {
        return status;
    }
    if (text_u64(text, strlen(text), INT64_MAX, &pos) != PJ_OK) {
        return ctl_usage(ctl, text, "应为 parked list 里的 pos", "must be a pos of parked list");
    }
    if (request.kind == API_PARKED_BOUNCE) {
        request.parked_bounce.pos = pos;
        request.parked_bounce.reason = (struct bytes){(const uint8_t *)reason, strlen(reason)};
    } else {
        request.parked_pos = pos;
    }
    return ask_parked(ctl, &request);
}
