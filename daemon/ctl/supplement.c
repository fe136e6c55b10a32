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

/* ---- as JSON, and whom it accuses */

/* As `case submit` has them; a supplement carries no others along. */
static const char *const known_keys[] = {"text",        "text_base64", "text_origin", "form",
                                         "received_at", "accused",     "petitioners"};

#define KNOWN_KEYS "text text_base64 text_origin form received_at accused petitioners"

static bool is_known(const char *key) {
    for (size_t i = 0; i < ARRAY_COUNT(known_keys); i++) {
        if (strcmp(key, known_keys[i]) == 0) {
            return true;
        }
    }
    return false;
}

static int refuse_key(struct ctl *ctl, const char *key) {
    const char *kept = arena_text(&ctl->arena, key, strlen(key));

    return ctl_usage(ctl, kept == NULL ? "" : kept, "补充中没有这一项，或值不合：" KNOWN_KEYS,
                     "no key of a supplement, or a value that does not fit: " KNOWN_KEYS);
}

static int load_file(struct ctl *ctl, json_t **ret_object) {
    json_error_t trouble;
    uint8_t *data = NULL;
    size_t len = 0;
    size_t mark = 0; /* of byte order: some editors put one in front */
    int status = EXIT_FINE;

    if (ctl_given(ctl, OPT(TEXT) | OPT(TEXT_FILE) | OPT(TEXT_ORIGIN) | OPT(FORM) |
                           OPT(RECEIVED_AT) | OPT(ACCUSED))) {
        return ctl_usage_of(ctl, OPTION_FILE, "文件自带各项，不与这些选项同用",
                            "the file holds these itself: no options of the same");
    }
    status = ctl_read_file(ctl, ctl_text(ctl, OPTION_FILE), &data, &len);
    if (status == EXIT_FINE) {
        mark = len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
        *ret_object = json_loadb((const char *)data + mark, len - mark,
                                 JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &trouble);
        if (!json_is_object(*ret_object)) {
            status =
                ctl_usage_of(ctl, OPTION_FILE, "须为一个 JSON 对象", "must be one JSON object");
        }
    }
    free(data);
    return status;
}

/* --accused: an office, or a row as `case submit` has it. */
static int load_accused(struct ctl *ctl, json_t *object) {
    json_error_t trouble;
    json_t *rows = json_array();

    for (size_t i = 0; i < ctl->words.repeated_count; i++) {
        const char *word = ctl->words.repeated[i];
        struct node_id office;
        json_t *row = NULL;

        if (word[0] == '{') {
            row = json_loads(word, JSON_REJECT_DUPLICATES, &trouble);
        } else if (node_id_parse(word, strlen(word), &office) == PJ_OK) {
            row = json_pack("{s:s}", "node", word);
        }

        if (row == NULL) {
            json_decref(rows);
            return ctl_usage_of(
                ctl, OPTION_ACCUSED, "机构代码，或 {\"node\":…,\"person\":…,\"post\":…,\"text\":…}",
                "an office, or {\"node\":..,\"person\":..,\"post\":..,\"text\":..}");
        }
        json_array_append_new(rows, row);
    }
    if (ctl->words.repeated_count > 0) {
        json_object_set_new(object, "accused", rows);
    } else {
        json_decref(rows);
    }
    return EXIT_FINE;
}

/* Texts are borrowed from the object. */
static int take_object(struct ctl *ctl, const json_t *object, struct api_supplement *to) {
    struct api_submit_case read = {.form = FORM_UNSPECIFIED};
    const char *key = NULL;
    json_t *value = NULL;
    int status = EXIT_FINE;

    json_object_foreach((json_t *)(uintptr_t)object, key, value) {
        if (!is_known(key)) {
            return refuse_key(ctl, key);
        }
    }
    status = submit_row_read(ctl, object, &read);
    if (status == EXIT_FINE && read.carried_key_count > 0) {
        return refuse_key(ctl, read.carried_keys[0]);
    }
    to->accused = read.accused;
    to->accused_count = read.accused_count;
    to->petitioners = read.petitioners;
    to->petitioner_count = read.petitioner_count;
    if (ctl_given(ctl, OPT(FILE))) {
        to->text = read.text;
        to->form = read.form;
        to->text_origin = read.text_origin;
        to->received_at = read.received_at;
    }
    return status;
}

static int read_object(struct ctl *ctl, json_t **ret_object, struct api_supplement *to) {
    int status = EXIT_FINE;

    *ret_object = NULL;
    if (ctl_given(ctl, OPT(FILE))) {
        status = load_file(ctl, ret_object);
    } else {
        *ret_object = json_object();
        status = load_accused(ctl, *ret_object);
    }
    return status == EXIT_FINE ? take_object(ctl, *ret_object, to) : status;
}

int run_supplement(struct ctl *ctl) {
    struct api_request request;
    struct api_supplement *to = &request.act.supplement;
    struct api_reply reply;
    struct files files = {.count = 0};
    json_t *object = NULL;
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
        status = read_object(ctl, &object, to);
    }
    if (status == EXIT_FINE) {
        status = ctl_ask(ctl, &request, API_REPLY_RECEIPT, &reply);
    }
    if (status == EXIT_FINE) {
        submit_print_receipt(ctl, &reply.receipt);
    }
    json_decref(object);
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
