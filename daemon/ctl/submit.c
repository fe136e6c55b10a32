/* SPDX-License-Identifier: Apache-2.0
 * `case submit`: one case from options, or many from a file with one JSON object per line. A line
 * that cannot be read is one refused row, not a failed file. */
#include "submit.h"

#include <stdlib.h>
#include <string.h>

/* ---- one answer */

static json_t *same_matter_json(const struct api_receipt *receipt) {
    json_t *rows = json_array();

    for (size_t i = 0; i < receipt->same_count; i++) {
        json_t *row = json_object();

        print_set(row, "case_no", print_text(receipt->same[i].case_no));
        print_set(row, "state", print_text(state_text(receipt->same[i].state)));
        print_set(row, "opened_at", print_instant(receipt->same[i].opened_at));
        json_array_append_new(rows, row);
    }
    return rows;
}

static json_t *one_receipt_json(const struct api_receipt *receipt) {
    json_t *object = json_object();
    json_t *warnings = json_array();

    for (size_t i = 0; i < receipt->warning_count; i++) {
        json_t *row = json_object();

        print_set(row, "code", print_text(pj_code_name((unsigned)receipt->warnings[i].code)));
        print_set(row, "field", print_text(receipt->warnings[i].field));
        print_set(row, "sentence", print_text(receipt->warnings[i].sentence));
        json_array_append_new(warnings, row);
    }
    print_set(object, "case_no", print_text(receipt->case_no));
    print_set(object, "query_code", print_text(receipt->query_code));
    print_set(object, "digest", print_digest(&receipt->digest));
    print_set(object, "replayed", json_boolean(receipt->replayed));
    print_set(object, "node", print_text(receipt->node));
    print_set(object, "holder", print_text(receipt->holder));
    print_set(object, "received_at", print_instant(receipt->received_at));
    print_set(object, "committed_at", print_instant(receipt->committed_at));
    print_set(object, "case_version", json_integer((json_int_t)receipt->case_version));
    print_set(object, "dry_run", json_boolean(receipt->dry_run));
    print_set(object, "sandbox", json_boolean(receipt->sandbox));
    print_set(object, "warnings", warnings);
    if (receipt->same_count > 0) {
        print_set(object, "same_matter", same_matter_json(receipt));
    }
    advice_set(object, &receipt->advice);
    return object;
}

/* For people the second case stands below the first, like the first. */
void submit_print_receipt(struct ctl *ctl, const struct api_receipt *receipt) {
    json_t *object = one_receipt_json(receipt);

    if (receipt->accusation == NULL) {
        print_object(&ctl->printer, object);
    } else if (ctl->printer.mode != PRINT_TABLE) {
        print_set(object, "accusation", one_receipt_json(receipt->accusation));
        print_object(&ctl->printer, object);
    } else {
        print_object(&ctl->printer, object);
        fprintf(ctl->printer.out,
                "\n检举控告另立一件，单独编号 / what accuses is a case of its own:\n");
        print_object(&ctl->printer, one_receipt_json(receipt->accusation));
    }
}

static int submit(struct ctl *ctl, const struct api_request *request) {
    struct api_reply reply;
    int status = ctl_ask(ctl, request, API_REPLY_RECEIPT, &reply);

    if (status == EXIT_FINE) {
        submit_print_receipt(ctl, &reply.receipt);
    }
    return status;
}

/* ---- from options */

int submit_set_form(struct ctl *ctl, const char *form, struct api_submit_case *to) {
    if (form[0] != '\0' && form_parse(form, strlen(form), &to->form) != PJ_OK) {
        return ctl_usage(ctl, form, "没有这种信访形式",
                         "form: letter visit web phone fax sms video session");
    }
    return EXIT_FINE;
}

int submit_set_purpose(struct ctl *ctl, const char *purpose, struct api_submit_case *to) {
    if (purpose[0] != '\0' && purpose_parse(purpose, strlen(purpose), &to->purpose) != PJ_OK) {
        return ctl_usage(ctl, purpose, "没有这种目的",
                         "purpose: suggestion accusation claim inquiry thanks");
    }
    return EXIT_FINE;
}

int submit_set_origin(struct ctl *ctl, const char *origin, struct api_submit_case *to) {
    if (origin[0] != '\0' && text_origin_parse(origin, strlen(origin), &to->text_origin) != PJ_OK) {
        return ctl_usage(ctl, origin, "正文由谁写下",
                         "text_origin: own_words dictated_and_read_back clerk_summary transcript");
    }
    return EXIT_FINE;
}

int submit_set_instant(struct ctl *ctl, const char *text, const char *name, struct wall *ret) {
    if (text[0] != '\0' && instant_parse(text, strlen(text), ret) != PJ_OK) {
        return ctl_usage(ctl, name, "时间形如 2026-01-31T09:00:00+08:00",
                         "an instant looks like 2026-01-31T09:00:00+08:00");
    }
    return EXIT_FINE;
}

int submit_set_day(struct ctl *ctl, const char *text, const char *name, struct civil *ret) {
    if (text[0] != '\0' && civil_parse(text, strlen(text), ret) != PJ_OK) {
        return ctl_usage(ctl, name, "日期形如 2026-01-31", "a date looks like 2026-01-31");
    }
    return EXIT_FINE;
}

/* The petitioner's words, from one of two options. */
int submit_read_text(struct ctl *ctl, uint8_t **ret_owned, struct bytes *ret_text) {
    const char *text = ctl_text(ctl, OPTION_TEXT);
    size_t len = 0;
    int status = EXIT_FINE;

    *ret_owned = NULL;
    *ret_text = (struct bytes){(const uint8_t *)text, strlen(text)};
    if (!ctl_given(ctl, OPT(TEXT_FILE))) {
        return EXIT_FINE;
    }
    if (ctl_given(ctl, OPT(TEXT))) {
        return ctl_usage(ctl, "--text --text-file", "只能选一个", "choose one");
    }
    status = ctl_read_file(ctl, ctl_text(ctl, OPTION_TEXT_FILE), ret_owned, &len);
    if (status == EXIT_FINE) {
        *ret_text = (struct bytes){*ret_owned, len};
    }
    return status;
}

static int submit_words(struct ctl *ctl) {
    struct api_request request;
    struct api_submit_case *to = &request.submit_case;
    uint8_t *data = NULL;
    uint64_t persons = 0;
    int status = ctl_request(ctl, API_SUBMIT_CASE, &request);

    if (status == EXIT_FINE) {
        status = ctl_give_key(ctl, &request);
    }
    if (status == EXIT_FINE) {
        status = submit_set_form(ctl, ctl_text(ctl, OPTION_FORM), to);
    }
    if (status == EXIT_FINE) {
        status = submit_set_purpose(ctl, ctl_text(ctl, OPTION_PURPOSE), to);
    }
    if (status == EXIT_FINE) {
        status = submit_set_origin(ctl, ctl_text(ctl, OPTION_TEXT_ORIGIN), to);
    }
    if (status == EXIT_FINE) {
        status = submit_set_instant(ctl, ctl_text(ctl, OPTION_OCCURRED_AT), "--occurred-at",
                                    &to->occurred_at);
    }
    if (status == EXIT_FINE) {
        status = submit_set_instant(ctl, ctl_text(ctl, OPTION_RECEIVED_AT), "--received-at",
                                    &to->received_at);
    }
    if (status == EXIT_FINE) {
        status = submit_set_day(ctl, ctl_text(ctl, OPTION_KNOWN_AT), "--known-at", &to->known_at);
    }
    if (status == EXIT_FINE && !ctl_number(ctl, OPTION_PERSONS, UINT32_MAX, &persons)) {
        status = EXIT_USAGE;
    }
    if (status == EXIT_FINE) {
        status = submit_read_text(ctl, &data, &to->text);
    }
    to->node = ctl_text(ctl, OPTION_NODE);
    to->source = ctl_text(ctl, OPTION_SOURCE);
    to->category = ctl_text(ctl, OPTION_CATEGORY);
    to->follows = ctl_text(ctl, OPTION_FOLLOWS);
    to->place = ctl_text(ctl, OPTION_PLACE);
    to->place_text = (struct bytes){(const uint8_t *)ctl_text(ctl, OPTION_PLACE_TEXT),
                                    strlen(ctl_text(ctl, OPTION_PLACE_TEXT))};
    to->persons = (uint32_t)persons;
    if (status == EXIT_FINE) {
        status = submit(ctl, &request);
    }
    free(data);
    return status;
}

/* ---- from JSON lines */

static void tell_line(struct ctl *ctl, uint64_t number, const char *what, const char *detail) {
    fprintf(ctl->err, "pujiangctl: 第 %llu 行 line %llu: %s%s%s\n", (unsigned long long)number,
            (unsigned long long)number, what, detail[0] != '\0' ? ": " : "", detail);
}

static int submit_line(struct ctl *ctl, struct bytes line, uint64_t number) {
    json_error_t trouble;
    json_t *object = json_loadb((const char *)line.data, line.len,
                                JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &trouble);
    struct api_request request;
    const json_t *key = json_object_get(object, "key");
    int status = EXIT_BAD;

    if (!json_is_object(object)) {
        tell_line(ctl, number, "不是 JSON 对象 / no JSON object",
                  object == NULL ? trouble.text : "");
        json_decref(object);
        return EXIT_BAD;
    }
    status = ctl_request(ctl, API_SUBMIT_CASE, &request);
    if (status == EXIT_FINE) {
        status = ctl_give_key(ctl, &request);
    }
    if (json_string_length(key) > 0) {
        request.key =
            (struct bytes){(const uint8_t *)json_string_value(key), json_string_length(key)};
        ctl->drawn_key = NULL;
    }
    if (status == EXIT_FINE) {
        status = submit_row_read(ctl, object, &request.submit_case);
        if (status != EXIT_FINE) {
            tell_line(ctl, number, "未提交 / not submitted", "");
        }
    }
    if (status == EXIT_FINE) {
        status = submit(ctl, &request);
    }
    json_decref(object);
    arena_clear(&ctl->arena);
    return status;
}

static int submit_file(struct ctl *ctl, const char *path) {
    uint8_t *data = NULL;
    struct lines lines = {.number = 0};
    struct bytes line;
    uint64_t refused = 0;
    int status = EXIT_FINE;

    if (ctl_given(ctl, (SUBMIT_FIELDS | OPT(KEY_ID)))) {
        return ctl_usage(ctl, path, "逐行文件自带各项：选项只有 --strict --dry-run --as-operator",
                         "the lines hold these themselves: behind a file only --strict --dry-run "
                         "--as-operator");
    }
    status = ctl_read_file(ctl, path, &data, &lines.rest.len);
    if (status != EXIT_FINE) {
        return status;
    }
    lines.rest.data = data;
    while (ctl_next_line(&lines, &line)) {
        int row = submit_line(ctl, line, lines.number);

        refused += row == EXIT_FINE ? 0 : 1;
        if (row == EXIT_BUSY) { /* the station is away: every further line would wait as well */
            status = row;
            break;
        }
        if (ctl->show_progress && lines.number % 100 == 0) {
            fprintf(ctl->err, "\r%llu", (unsigned long long)lines.number);
        }
    }
    free(data);
    return status != EXIT_FINE ? status : refused > 0 ? EXIT_ROWS : EXIT_FINE;
}

int run_submit(struct ctl *ctl) {
    return ctl->words.argument_count > 0 ? submit_file(ctl, ctl->words.argument[0])
                                         : submit_words(ctl);
}
