/* SPDX-License-Identifier: Apache-2.0
 * `case submit`: one case from options, or many from a file with one JSON object per line. A line
 * that cannot be read is one refused row, not a failed file. */
#include "ctl.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define CARRIED_KEYS_MAX 64
#define ACCUSED_MAX      32

/* ---- one answer */

static json_t *receipt_json(const struct api_receipt *receipt) {
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
    return object;
}

static int submit(struct ctl *ctl, const struct api_request *request) {
    struct api_reply reply;
    int status = ctl_ask(ctl, request, API_REPLY_RECEIPT, &reply);

    if (status == EXIT_FINE) {
        print_object(&ctl->printer, receipt_json(&reply.receipt));
    }
    return status;
}

/* ---- from options */

static int set_form(struct ctl *ctl, const char *form, const char *purpose, const char *origin,
                    struct api_submit_case *to) {
    if (form[0] != '\0' && form_parse(form, strlen(form), &to->form) != PJ_OK) {
        return ctl_usage(ctl, form, "没有这种信访形式",
                         "form: letter visit web phone fax sms video session");
    }
    if (purpose[0] != '\0' && purpose_parse(purpose, strlen(purpose), &to->purpose) != PJ_OK) {
        return ctl_usage(ctl, purpose, "没有这种目的",
                         "purpose: suggestion accusation claim inquiry thanks");
    }
    if (origin[0] != '\0' && text_origin_parse(origin, strlen(origin), &to->text_origin) != PJ_OK) {
        return ctl_usage(ctl, origin, "正文由谁写下",
                         "text_origin: own_words dictated_and_read_back clerk_summary transcript");
    }
    return EXIT_FINE;
}

static int set_instant(struct ctl *ctl, const char *text, const char *name, struct wall *ret) {
    if (text[0] != '\0' && instant_parse(text, strlen(text), ret) != PJ_OK) {
        return ctl_usage(ctl, name, "时间形如 2026-01-31T09:00:00+08:00",
                         "an instant looks like 2026-01-31T09:00:00+08:00");
    }
    return EXIT_FINE;
}

static int submit_words(struct ctl *ctl) {
    struct api_request request;
    struct api_submit_case *to = &request.submit_case;
    const char *text = ctl_text(ctl, OPTION_TEXT);
    uint8_t *data = NULL;
    uint64_t persons = 0;
    int status = ctl_request(ctl, API_SUBMIT_CASE, &request);

    if (status == EXIT_FINE) {
        status = ctl_give_key(ctl, &request);
    }
    if (status == EXIT_FINE) {
        status = set_form(ctl, ctl_text(ctl, OPTION_FORM), ctl_text(ctl, OPTION_PURPOSE),
                          ctl_text(ctl, OPTION_TEXT_ORIGIN), to);
    }
    if (status == EXIT_FINE) {
        status =
            set_instant(ctl, ctl_text(ctl, OPTION_OCCURRED_AT), "--occurred-at", &to->occurred_at);
    }
    if (status == EXIT_FINE) {
        status =
            set_instant(ctl, ctl_text(ctl, OPTION_RECEIVED_AT), "--received-at", &to->received_at);
    }
    if (status == EXIT_FINE && !ctl_number(ctl, OPTION_PERSONS, UINT32_MAX, &persons)) {
        status = EXIT_USAGE;
    }
    to->text = (struct bytes){(const uint8_t *)text, strlen(text)};
    if (status == EXIT_FINE && ctl_given(ctl, OPT(TEXT_FILE))) {
        status = ctl_read_file(ctl, ctl_text(ctl, OPTION_TEXT_FILE), &data, &to->text.len);
        to->text.data = data;
    }
    to->node = ctl_text(ctl, OPTION_NODE);
    to->source = ctl_text(ctl, OPTION_SOURCE);
    to->category = ctl_text(ctl, OPTION_CATEGORY);
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

struct line {
    struct ctl *ctl;
    const json_t *object; /* borrowed */
    struct api_request *request;
};

static const char *text_at(const json_t *object, const char *key) {
    const char *text = json_string_value(json_object_get(object, key));

    return text == NULL ? "" : text;
}

static struct bytes bytes_at(const json_t *object, const char *key) {
    const json_t *value = json_object_get(object, key);

    return (struct bytes){(const uint8_t *)json_string_value(value), json_string_length(value)};
}

static uint32_t number_at(const json_t *object, const char *key) {
    json_int_t value = json_integer_value(json_object_get(object, key));

    return value < 0 || value > UINT32_MAX ? 0 : (uint32_t)value;
}

static int set_petitioners(struct line *line) {
    static const char *const kinds[] = {"", "person", "org", "agent", "representative", "member"};
    const json_t *list = json_object_get(line->object, "petitioners");
    size_t count = json_array_size(list);
    struct petitioner *rows = arena_alloc(&line->ctl->arena, (count + 1) * sizeof *rows);

    if (rows == NULL) {
        return ctl_code(line->ctl, PJ_INTERNAL_NO_MEMORY, "");
    }
    for (size_t i = 0; i < count; i++) {
        const json_t *from = json_array_get(list, i);

        rows[i] = (struct petitioner){.name = bytes_at(from, "name"),
                                      .contact = bytes_at(from, "contact"),
                                      .address = bytes_at(from, "address")};
        for (uint32_t kind = 1; kind < ARRAY_COUNT(kinds); kind++) {
            if (strcmp(text_at(from, "kind"), kinds[kind]) == 0) {
                rows[i].kind = kind;
            }
        }
    }
    line->request->submit_case.petitioners = rows;
    line->request->submit_case.petitioner_count = count;
    return EXIT_FINE;
}

static int set_accused(struct line *line) {
    const json_t *list = json_object_get(line->object, "accused");
    size_t count = json_array_size(list);
    struct accused *rows = arena_alloc(&line->ctl->arena, (count + 1) * sizeof *rows);

    if (rows == NULL) {
        return ctl_code(line->ctl, PJ_INTERNAL_NO_MEMORY, "");
    }
    for (size_t i = 0; i < count && i < ACCUSED_MAX; i++) {
        const json_t *from = json_array_get(list, i);

        rows[i] = (struct accused){text_at(from, "node"), bytes_at(from, "person"),
                                   bytes_at(from, "post"), bytes_at(from, "text")};
    }
    line->request->submit_case.accused = rows;
    line->request->submit_case.accused_count = count < ACCUSED_MAX ? count : ACCUSED_MAX;
    return EXIT_FINE;
}

static bool is_known_key(const char *key) {
    static const char *const known[] = {
        "key",   "node",        "form",        "source",      "purpose", "category",
        "place", "place_text",  "persons",     "occurred_at", "text",    "received_at",
        "flags", "text_origin", "petitioners", "accused",     "foreign", "text_base64"};

    for (size_t i = 0; i < ARRAY_COUNT(known); i++) {
        if (strcmp(key, known[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Unknown keys travel with the case as they came; --strict makes them errors. */
static int carry_unknown(struct line *line) {
    struct api_submit_case *to = &line->request->submit_case;
    const char **names = arena_alloc(&line->ctl->arena, CARRIED_KEYS_MAX * sizeof *names);
    json_t *rest = json_object();
    const char *key = NULL;
    json_t *value = NULL;
    char *text = NULL;

    json_object_foreach((json_t *)(uintptr_t)line->object, key, value) {
        if (is_known_key(key) || names == NULL || to->carried_key_count == CARRIED_KEYS_MAX) {
            continue;
        }
        names[to->carried_key_count++] = key;
        json_object_set(rest, key, value);
    }
    if (names != NULL && to->carried_key_count > 0 && ctl_given(line->ctl, OPT(STRICT))) {
        json_decref(rest);
        return ctl_usage(line->ctl, names[0], "未知的键(--strict)", "unknown key (--strict)");
    }
    text = to->carried_key_count > 0 ? json_dumps(rest, JSON_COMPACT) : NULL;
    json_decref(rest);
    if (text != NULL) {
        struct bytes copy = BYTES_NONE;

        if (arena_copy(&line->ctl->arena, (struct bytes){(const uint8_t *)text, strlen(text)},
                       &copy) == PJ_OK) {
            to->carried = copy;
        }
        free(text);
        to->carried_keys = names;
    }
    return EXIT_FINE;
}

static int fill_line(struct line *line) {
    const json_t *object = line->object;
    const json_t *foreign = json_object_get(object, "foreign");
    struct api_submit_case *to = &line->request->submit_case;
    int status = set_form(line->ctl, text_at(object, "form"), text_at(object, "purpose"),
                          text_at(object, "text_origin"), to);

    if (status == EXIT_FINE) {
        status =
            set_instant(line->ctl, text_at(object, "occurred_at"), "occurred_at", &to->occurred_at);
    }
    if (status == EXIT_FINE) {
        status =
            set_instant(line->ctl, text_at(object, "received_at"), "received_at", &to->received_at);
    }
    to->node = text_at(object, "node");
    to->source = text_at(object, "source");
    to->category = text_at(object, "category");
    to->place = text_at(object, "place");
    to->place_text = bytes_at(object, "place_text");
    to->persons = number_at(object, "persons");
    to->text = bytes_at(object, "text");
    to->foreign_system = text_at(foreign, "system");
    to->foreign_id = text_at(foreign, "id");
    if (status == EXIT_FINE) {
        status = set_petitioners(line);
    }
    if (status == EXIT_FINE) {
        status = set_accused(line);
    }
    return status == EXIT_FINE ? carry_unknown(line) : status;
}

static int submit_line(struct ctl *ctl, const uint8_t *text, size_t len, uint64_t number) {
    json_error_t trouble;
    json_t *object =
        json_loadb((const char *)text, len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &trouble);
    struct api_request request;
    struct line line = {ctl, object, &request};
    int status = EXIT_BAD;

    if (!json_is_object(object)) {
        fprintf(ctl->err, "pujiangctl: 第 %llu 行 line %llu: %s\n", (unsigned long long)number,
                (unsigned long long)number, object == NULL ? trouble.text : "no JSON object");
        json_decref(object);
        return EXIT_BAD;
    }
    status = ctl_request(ctl, API_SUBMIT_CASE, &request);
    if (status == EXIT_FINE) {
        status = ctl_give_key(ctl, &request);
    }
    if (text_at(object, "key")[0] != '\0') {
        request.key = bytes_at(object, "key");
    }
    if (status == EXIT_FINE) {
        status = fill_line(&line);
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
    size_t len = 0;
    uint64_t number = 0;
    uint64_t refused = 0;
    int status = ctl_read_file(ctl, path, &data, &len);

    if (status != EXIT_FINE) {
        return status;
    }
    for (size_t at = 0; at < len;) {
        const uint8_t *end = memchr(data + at, '\n', len - at);
        size_t line_len = end == NULL ? len - at : (size_t)(end - data) - at;

        number++;
        if (line_len > 0) {
            int row = submit_line(ctl, data + at, line_len, number);

            refused += row == EXIT_FINE ? 0 : 1;
            if (row == EXIT_BUSY) { /* the station is away: every further line would wait as well */
                status = row;
                break;
            }
        }
        at += line_len + 1;
        if (ctl->show_progress && number % 100 == 0) {
            fprintf(ctl->err, "\r%llu", (unsigned long long)number);
        }
    }
    free(data);
    return status != EXIT_FINE ? status : refused > 0 ? EXIT_ROWS : EXIT_FINE;
}

int run_submit(struct ctl *ctl) {
    return ctl->words.argument_count > 0 ? submit_file(ctl, ctl->words.argument[0])
                                         : submit_words(ctl);
}
