/* SPDX-License-Identifier: Apache-2.0
 * `case supplement`, `case misrecorded`: more words and files beside a case's first submission; and
 * `case part`: the bytes of one part of them. */
#include <stdlib.h>
#include <string.h>

#include "submit.h"

struct files { /* read whole, owned until the station has answered */
    uint8_t *data[ARGUMENTS_MAX];
    size_t count;
};

static void files_free(struct files *files) {
    for (size_t i = 0; i < files->count; i++) {
        free(files->data[i]);
    }
}

/* The name only: where a file lay on the clerk's machine is nobody's business. */
static const char *name_of(const char *path) {
    const char *slash = strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}

static int read_attachments(struct ctl *ctl, struct files *files, struct api_supplement *to) {
    size_t count = ctl->words.argument_count - 1;
    struct attachment *attachments = arena_alloc(&ctl->arena, (count + 1) * sizeof *attachments);

    if (attachments == NULL) {
        return ctl_code(ctl, PJ_INTERNAL_NO_MEMORY, "");
    }
    for (size_t i = 0; i < count; i++) {
        const char *path = ctl->words.argument[i + 1];
        const char *name = name_of(path);
        int status = ctl_read_file(ctl, path, &files->data[files->count], &attachments[i].data.len);

        if (status != EXIT_FINE) {
            return status;
        }
        attachments[i].data.data = files->data[files->count++];
        attachments[i].name = (struct bytes){(const uint8_t *)name, strlen(name)};
    }
    to->attachments = attachments;
    to->attachment_count = count;
    return EXIT_FINE;
}

static int read_text(struct ctl *ctl, struct files *files, struct api_supplement *to) {
    int status = submit_read_text(ctl, &files->data[files->count], &to->text);

    files->count += status == EXIT_FINE ? 1 : 0; /* NULL is freed as well */
    return status;
}

/* How it came, and who put it down: read as `case submit` reads them. */
static int read_origin(struct ctl *ctl, struct api_supplement *to) {
    struct api_submit_case as_submitted = {.form = FORM_UNSPECIFIED};
    int status = submit_set_form(ctl, ctl_text(ctl, OPTION_FORM), &as_submitted);

    if (status == EXIT_FINE) {
        status = submit_set_origin(ctl, ctl_text(ctl, OPTION_TEXT_ORIGIN), &as_submitted);
    }
    if (status == EXIT_FINE) {
        status = submit_set_instant(ctl, ctl_text(ctl, OPTION_RECEIVED_AT), "--received-at",
                                    &to->received_at);
    }
    to->form = as_submitted.form;
    to->text_origin = as_submitted.text_origin;
    return status;
}

int run_supplement(struct ctl *ctl) {
    struct api_request request;
    struct api_supplement *to = &request.act.supplement;
    struct api_reply reply;
    struct files files = {.count = 0};
    int status = ctl_request(ctl, API_ACT, &request);

    if (status == EXIT_FINE) {
        status = ctl_give_key(ctl, &request);
    }
    if (status != EXIT_FINE) {
        return status;
    }
    request.act.case_no = ctl->words.argument[0];
    request.act.node = ctl_text(ctl, OPTION_NODE);
    request.act.act.kind = ACT_SUPPLEMENT;
    request.act.query_code = ctl_text(ctl, OPTION_CODE);
    to->relation = (enum relation)ctl->command->what;
    status = read_origin(ctl, to);
    if (status == EXIT_FINE) {
        status = read_text(ctl, &files, to);
    }
    if (status == EXIT_FINE) {
        status = read_attachments(ctl, &files, to);
    }
    if (status == EXIT_FINE) {
        status = ctl_ask(ctl, &request, API_REPLY_RECEIPT, &reply);
    }
    if (status == EXIT_FINE) {
        print_object(&ctl->printer, one_receipt_json(&reply.receipt));
    }
    files_free(&files);
    return status;
}

/* ---- reading */

json_t *submissions_json(const struct api_case *view) {
    json_t *rows = json_array();

    for (size_t i = 0; i < view->submission_count; i++) {
        const struct api_submission *from = &view->submissions[i];
        json_t *row = json_object();
        json_t *parts = json_array();

        print_set(row, "relation",
                  print_text(from->relation == RELATION_UNSPECIFIED
                                 ? "first"
                                 : relation_text(from->relation)));
        print_set(row, "node", print_text(from->node));
        print_set(row, "form", print_text(form_text(from->form)));
        print_set(row, "text_origin", print_text(text_origin_text(from->text_origin)));
        print_set(row, "received_at", print_instant(from->received_at));
        print_set(row, "written_at", print_instant(from->written_at));
        print_set(row, "digest", print_digest(&from->digest));
        print_set(row, "text", print_bytes(from->text));
        for (size_t k = 0; k < from->part_count; k++) {
            json_t *part = json_object();

            print_set(part, "kind", print_text(part_kind_text(from->parts[k].kind)));
            print_set(part, "digest", print_digest(&from->parts[k].digest));
            print_set(part, "size", json_integer((json_int_t)from->parts[k].size));
            print_set(part, "name", print_text(from->parts[k].name));
            json_array_append_new(parts, part);
        }
        print_set(row, "parts", parts);
        json_array_append_new(rows, row);
    }
    return rows;
}

static bool parse_digest(const char *text, struct digest *ret_digest) {
    static const char digits[] = "0123456789abcdef";

    if (strlen(text) != DIGEST_HEX) {
        return false;
    }
    for (size_t i = 0; i < DIGEST_HEX; i++) {
        const char *digit = strchr(digits, text[i]);

        if (digit == NULL) {
            return false;
        }
        ret_digest->byte[i / 2] =
            (uint8_t)(ret_digest->byte[i / 2] << 4 | (uint8_t)(digit - digits));
    }
    return true;
}

/* To standard output as the bytes they are, so that they can be kept or compared. */
int run_case_part(struct ctl *ctl) {
    struct api_request request;
    struct api_reply reply;
    int status = ctl_request(ctl, API_GET_CASE, &request);

    if (status != EXIT_FINE) {
        return status;
    }
    request.get_case.case_no = ctl->words.argument[0];
    if (!parse_digest(ctl->words.argument[1], &request.get_case.part)) {
        return ctl_usage(ctl, ctl->words.argument[1],
                         "应为 case show 所示的摘要(64 个十六进制数字)",
                         "a digest as case show prints it: 64 hexadecimal digits");
    }
    status = ctl_ask(ctl, &request, API_REPLY_CASE, &reply);
    if (status == EXIT_FINE && reply.case_view.part.len == 0) {
        return ctl_code(ctl, PJ_STATE_WRONG, "part");
    }
    if (status == EXIT_FINE && fwrite(reply.case_view.part.data, 1, reply.case_view.part.len,
                                      ctl->printer.out) != reply.case_view.part.len) {
        return ctl_file_trouble(ctl, "-", "short write");
    }
    return status;
}
