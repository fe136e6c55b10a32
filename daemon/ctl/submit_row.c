/* SPDX-License-Identifier: Apache-2.0
 * One case as a JSON object. A key this tool does not know, or whose value does not fit its field,
 * is carried along as it came: a submission may be odd, it may not lose anything. */
#include "submit.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define NAME_BYTES_MAX                                                                             \
    256 /* of a carried key; a longer one keeps its value under a shorter name                     \
         */

enum value_kind {
    VALUE_TEXT,   /* a string without NUL: its field ends at one */
    VALUE_BYTES,  /* a string */
    VALUE_BASE64, /* checked where it is read */
    VALUE_COUNT,  /* 0..UINT32_MAX */
    VALUE_PERSON, /* kind of a petitioner */
    VALUE_FORM,   /* one of the words of its list, like the two below */
    VALUE_PURPOSE,
    VALUE_ORIGIN,
    VALUE_INSTANT,
    VALUE_DAY,
    VALUE_OBJECT,  /* its members have rows of their own */
    VALUE_LIST,    /* of objects, likewise */
    VALUE_CARRIED, /* documented, but without a field of its own */
};

static const struct known {
    const char *within; /* "" = the case itself */
    const char *key;
    enum value_kind kind;
} known_keys[] = {
    {"", "key", VALUE_BYTES},
    {"", "node", VALUE_TEXT},
    {"", "form", VALUE_FORM},
    {"", "source", VALUE_TEXT},
    {"", "purpose", VALUE_PURPOSE},
    {"", "category", VALUE_TEXT},
    {"", "place", VALUE_TEXT},
    {"", "place_text", VALUE_BYTES},
    {"", "persons", VALUE_COUNT},
    {"", "occurred_at", VALUE_INSTANT},
    {"", "received_at", VALUE_INSTANT},
    {"", "known_at", VALUE_DAY},
    {"", "follows", VALUE_TEXT},
    {"", "text", VALUE_BYTES},
    {"", "text_base64", VALUE_BASE64},
    {"", "text_origin", VALUE_ORIGIN},
    {"", "flags", VALUE_CARRIED},
    {"", "petitioners", VALUE_LIST},
    {"petitioners", "kind", VALUE_PERSON},
    {"petitioners", "name", VALUE_BYTES},
    {"petitioners", "contact", VALUE_BYTES},
    {"petitioners", "address", VALUE_BYTES},
    {"", "accused", VALUE_LIST},
    {"accused", "node", VALUE_TEXT},
    {"accused", "person", VALUE_BYTES},
    {"accused", "post", VALUE_BYTES},
    {"accused", "text", VALUE_BYTES},
    {"", "foreign", VALUE_OBJECT},
    {"foreign", "system", VALUE_TEXT},
    {"foreign", "id", VALUE_TEXT},
};

static const char *const person_kinds[] = {"",      "person",         "org",
                                           "agent", "representative", "member"};

struct row {
    struct ctl *ctl;            /* borrowed */
    const json_t *object;       /* borrowed */
    struct api_submit_case *to; /* borrowed */
    json_t *carried;            /* owned, freed in submit_row_read */
    const char **names;         /* in the arena */
    size_t name_count;
    const char *stray; /* the first key that --strict refuses; NULL = none */
};

/* ---- values */

/* "" where there is none or where it does not fit: then it is carried. */
static const char *text_at(const json_t *object, const char *key) {
    const json_t *value = json_object_get(object, key);
    const char *text = json_string_value(value);

    return text == NULL || strlen(text) != json_string_length(value) ? "" : text;
}

static struct bytes bytes_at(const json_t *object, const char *key) {
    const json_t *value = json_object_get(object, key);

    return (struct bytes){(const uint8_t *)json_string_value(value), json_string_length(value)};
}

static bool is_count(const json_t *value) {
    json_int_t number = json_integer_value(value);

    return json_is_integer(value) && number >= 0 && number <= UINT32_MAX;
}

/* 0 = no such word. */
static uint32_t person_kind(const json_t *petitioner) {
    const char *text = text_at(petitioner, "kind");

    for (uint32_t kind = 1; kind < ARRAY_COUNT(person_kinds); kind++) {
        if (strcmp(text, person_kinds[kind]) == 0) {
            return kind;
        }
    }
    return 0;
}

static bool is_given(const json_t *object, const char *key) {
    const json_t *value = json_object_get(object, key);

    return value != NULL && !json_is_null(value);
}

/* ---- what is carried along */

static const struct known *known_find(const char *within, const char *key) {
    for (size_t i = 0; i < ARRAY_COUNT(known_keys); i++) {
        if (strcmp(known_keys[i].within, within) == 0 && strcmp(known_keys[i].key, key) == 0) {
            return &known_keys[i];
        }
    }
    return NULL;
}

/* A word its list has, an instant or a day that is one: "" is none, and says nothing. */
static bool is_one_of(enum value_kind kind, const char *text) {
    size_t len = strlen(text);
    enum form form;
    enum purpose purpose;
    enum text_origin origin;
    struct wall instant;
    struct civil day;

    return len == 0 || (kind == VALUE_FORM && form_parse(text, len, &form) == PJ_OK) ||
           (kind == VALUE_PURPOSE && purpose_parse(text, len, &purpose) == PJ_OK) ||
           (kind == VALUE_ORIGIN && text_origin_parse(text, len, &origin) == PJ_OK) ||
           (kind == VALUE_INSTANT && instant_parse(text, len, &instant) == PJ_OK) ||
           (kind == VALUE_DAY && civil_parse(text, len, &day) == PJ_OK);
}

/* Does its field hold all of the value? What lies inside lists and objects is asked of itself. */
static bool is_held(const struct known *known, const json_t *object, const json_t *value) {
    if (json_is_null(value)) {
        return true; /* says nothing */
    }
    switch (known->kind) {
    case VALUE_TEXT:
        return json_is_string(value) &&
               strlen(json_string_value(value)) == json_string_length(value);
    case VALUE_FORM:
    case VALUE_PURPOSE:
    case VALUE_ORIGIN:
    case VALUE_INSTANT:
    case VALUE_DAY:
        return json_is_string(value) &&
               strlen(json_string_value(value)) == json_string_length(value) &&
               is_one_of(known->kind, json_string_value(value));
    case VALUE_BYTES:
        return json_is_string(value);
    case VALUE_BASE64:
        return true;
    case VALUE_COUNT:
        return is_count(value);
    case VALUE_PERSON:
        return person_kind(object) != 0;
    case VALUE_OBJECT:
        return json_is_object(value);
    case VALUE_LIST:
        return json_is_array(value);
    case VALUE_CARRIED:
        return false;
    }
    return false;
}

static int carry(struct row *row, const char *name, const json_t *value) {
    const char *kept = arena_text(&row->ctl->arena, name, strlen(name));

    if (kept == NULL) {
        return ctl_code(row->ctl, PJ_INTERNAL_NO_MEMORY, "");
    }
    if (json_object_get(row->carried, name) != NULL) {
        return ctl_usage(row->ctl, kept, "同名的键有两个", "two keys come to the same name");
    }
    if (json_object_set(row->carried, name, (json_t *)(uintptr_t)value) != 0) {
        return ctl_code(row->ctl, PJ_INTERNAL_NO_MEMORY, "");
    }
    if (row->name_count < CARRIED_NAMES_MAX) {
        row->names[row->name_count++] = kept;
    }
    return EXIT_FINE;
}

/* A nested key is named by its place: petitioners[0].key. */
static int carry_unheld(struct row *row, const json_t *object, const char *within,
                        const char *prefix) {
    const char *key = NULL;
    json_t *value = NULL;

    json_object_foreach((json_t *)(uintptr_t)object, key, value) {
        const struct known *known = known_find(within, key);
        char name[NAME_BYTES_MAX];
        int status = EXIT_FINE;

        if (known != NULL && is_held(known, object, value)) {
            continue;
        }
        if (strlen(prefix) + strlen(key) < sizeof name) {
            text_print(name, sizeof name, "%s%s", prefix, key);
        }
        status = carry(row, strlen(prefix) + strlen(key) < sizeof name ? name : key, value);
        if (status != EXIT_FINE) {
            return status;
        }
        if (row->stray == NULL && (known == NULL || known->kind != VALUE_CARRIED)) {
            row->stray = key;
        }
    }
    return EXIT_FINE;
}

static int carry_from_list(struct row *row, const char *within) {
    const json_t *list = json_object_get(row->object, within);
    int status = EXIT_FINE;

    for (size_t i = 0; status == EXIT_FINE && i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);
        char prefix[64];

        text_print(prefix, sizeof prefix, "%s[%zu]", within, i);
        if (!json_is_object(item)) {
            row->stray = row->stray == NULL ? within : row->stray;
            status = carry(row, prefix, item);
            continue;
        }
        text_print(prefix, sizeof prefix, "%s[%zu].", within, i);
        status = carry_unheld(row, item, within, prefix);
    }
    return status;
}

static int carry_all(struct row *row) {
    struct ctl *ctl = row->ctl;
    const json_t *foreign = json_object_get(row->object, "foreign");
    int status = carry_unheld(row, row->object, "", "");

    if (status == EXIT_FINE) {
        status = carry_from_list(row, "petitioners");
    }
    if (status == EXIT_FINE) {
        status = carry_from_list(row, "accused");
    }
    if (status == EXIT_FINE && json_is_object(foreign)) {
        status = carry_unheld(row, foreign, "foreign", "foreign.");
    }
    if (status == EXIT_FINE && row->stray != NULL && ctl_given(ctl, OPT(STRICT))) {
        status = ctl_usage(ctl, row->stray, "未知的键(--strict)", "unknown key (--strict)");
    }
    return status;
}

static int pack_carried(struct row *row) {
    char *text = NULL;
    enum pj_code code = PJ_INTERNAL_NO_MEMORY;

    if (row->name_count == 0) {
        return EXIT_FINE;
    }
    text = json_dumps(row->carried, JSON_COMPACT);
    if (text != NULL) {
        code = arena_copy(&row->ctl->arena, (struct bytes){(const uint8_t *)text, strlen(text)},
                          &row->to->carried);
    }
    free(text);
    row->to->carried_keys = row->names;
    row->to->carried_key_count = row->name_count;
    return code == PJ_OK ? EXIT_FINE : ctl_code(row->ctl, code, "");
}

/* ---- what has a field */

static int set_petitioners(struct row *row) {
    const json_t *list = json_object_get(row->object, "petitioners");
    size_t count = json_array_size(list);
    struct petitioner *rows = arena_alloc(&row->ctl->arena, (count + 1) * sizeof *rows);

    if (rows == NULL) {
        return ctl_code(row->ctl, PJ_INTERNAL_NO_MEMORY, "");
    }
    for (size_t i = 0; i < count; i++) {
        const json_t *from = json_array_get(list, i);

        if (json_is_object(from)) {
            rows[row->to->petitioner_count++] =
                (struct petitioner){person_kind(from), bytes_at(from, "name"),
                                    bytes_at(from, "contact"), bytes_at(from, "address")};
        }
    }
    row->to->petitioners = rows;
    return EXIT_FINE;
}

static int set_accused(struct row *row) {
    const json_t *list = json_object_get(row->object, "accused");
    size_t count = json_array_size(list);
    struct accused *rows = arena_alloc(&row->ctl->arena, (count + 1) * sizeof *rows);

    if (rows == NULL) {
        return ctl_code(row->ctl, PJ_INTERNAL_NO_MEMORY, "");
    }
    for (size_t i = 0; i < count; i++) {
        const json_t *from = json_array_get(list, i);

        if (json_is_object(from)) {
            rows[row->to->accused_count++] =
                (struct accused){text_at(from, "node"), bytes_at(from, "person"),
                                 bytes_at(from, "post"), bytes_at(from, "text")};
        }
    }
    row->to->accused = rows;
    return EXIT_FINE;
}

/* The petitioner's words: as a JSON string, or as base64 where they are not UTF-8. */
static int set_words(struct row *row) {
    struct bytes from = bytes_at(row->object, "text_base64");
    uint8_t *data = NULL;
    size_t len = 0;

    row->to->text = bytes_at(row->object, "text");
    if (!is_given(row->object, "text_base64")) {
        return EXIT_FINE;
    }
    if (is_given(row->object, "text")) {
        return ctl_usage(row->ctl, "text, text_base64", "只能有一个", "only one of them");
    }
    data = arena_alloc(&row->ctl->arena, from.len / 4 * 3 + 1);
    if (data == NULL) {
        return ctl_code(row->ctl, PJ_INTERNAL_NO_MEMORY, "");
    }
    if (!json_is_string(json_object_get(row->object, "text_base64")) ||
        sodium_base642bin(data, from.len / 4 * 3, (const char *)from.data, from.len, NULL, &len,
                          NULL, sodium_base64_VARIANT_ORIGINAL) != 0) {
        return ctl_usage(row->ctl, "text_base64", "不是规范的 base64(A-Z a-z 0-9 + / =，无空白)",
                         "no strict base64 (A-Z a-z 0-9 + / and =, no blanks)");
    }
    row->to->text = (struct bytes){data, len};
    return EXIT_FINE;
}

/* "" where its field cannot hold it: then it is carried. */
static const char *choice_at(const json_t *object, const char *key) {
    const struct known *known = known_find("", key);

    ASSERT(known != NULL);
    return is_one_of(known->kind, text_at(object, key)) ? text_at(object, key) : "";
}

static int set_choices(struct row *row) {
    const json_t *object = row->object;
    struct api_submit_case *to = row->to;
    int status = submit_set_form(row->ctl, choice_at(object, "form"), to);

    if (status == EXIT_FINE) {
        status = submit_set_purpose(row->ctl, choice_at(object, "purpose"), to);
    }
    if (status == EXIT_FINE) {
        status = submit_set_origin(row->ctl, choice_at(object, "text_origin"), to);
    }
    if (status == EXIT_FINE) {
        status = submit_set_instant(row->ctl, choice_at(object, "occurred_at"), "occurred_at",
                                    &to->occurred_at);
    }
    if (status == EXIT_FINE) {
        status = submit_set_instant(row->ctl, choice_at(object, "received_at"), "received_at",
                                    &to->received_at);
    }
    if (status == EXIT_FINE) {
        status = submit_set_day(row->ctl, choice_at(object, "known_at"), "known_at", &to->known_at);
    }
    return status;
}

static void set_texts(struct row *row) {
    const json_t *object = row->object;
    const json_t *foreign = json_object_get(object, "foreign");
    const json_t *persons = json_object_get(object, "persons");
    struct api_submit_case *to = row->to;

    to->node = text_at(object, "node");
    to->source = text_at(object, "source");
    to->category = text_at(object, "category");
    to->follows = text_at(object, "follows");
    to->place = text_at(object, "place");
    to->place_text = bytes_at(object, "place_text");
    to->persons = is_count(persons) ? (uint32_t)json_integer_value(persons) : 0;
    to->foreign_system = text_at(foreign, "system");
    to->foreign_id = text_at(foreign, "id");
}

int submit_row_read(struct ctl *ctl, const json_t *object, struct api_submit_case *to) {
    struct row row = {.ctl = ctl, .object = object, .to = to, .carried = json_object()};
    int status = EXIT_FINE;

    row.names = arena_alloc(&ctl->arena, CARRIED_NAMES_MAX * sizeof *row.names);
    if (row.names == NULL || row.carried == NULL) {
        json_decref(row.carried);
        return ctl_code(ctl, PJ_INTERNAL_NO_MEMORY, "");
    }
    set_texts(&row);
    /* With a key made up instead, the same file sent again would be a second case. */
    if (is_given(object, "key") && !json_is_string(json_object_get(object, "key"))) {
        status = ctl_usage(ctl, "key", "须为字符串", "must be a string");
    }
    if (status == EXIT_FINE) {
        status = set_choices(&row);
    }
    if (status == EXIT_FINE) {
        status = set_words(&row);
    }
    if (status == EXIT_FINE) {
        status = set_petitioners(&row);
    }
    if (status == EXIT_FINE) {
        status = set_accused(&row);
    }
    if (status == EXIT_FINE) {
        status = carry_all(&row);
    }
    if (status == EXIT_FINE) {
        status = pack_carried(&row);
    }
    json_decref(row.carried);
    return status;
}
