/* SPDX-License-Identifier: Apache-2.0
 * `route test FILE`: where would these cases go? Asks a station, or decides here by the files in
 * --lists DIR. */
#include "ctl.h"

#include <stdlib.h>
#include <string.h>

#include "core/conflict.h"
#include "core/route.h"
#include "local_data.h"

#define ACCUSED_BYTES_MAX (16u * 1024 * 1024) /* what all lines together accuse */

/* ---- reading the cases */

struct asked {
    struct api_route_case *cases; /* owned; texts belong to `lines` */
    json_t *lines;                /* owned */
    struct arena arena;           /* of their accused */
    size_t count;
};

static const char *text_at(const json_t *object, const char *key) {
    const char *text = json_string_value(json_object_get(object, key));

    return text == NULL ? "" : text;
}

/* Those of the line, each an office or an object with a `node` as `case submit` has it, and those
 * of
 * --accused. False: out of memory. */
static bool read_accused(const struct words *words, const json_t *line, struct arena *arena,
                         struct api_route_case *to) {
    const json_t *list = json_object_get(line, "accused");
    size_t count = json_array_size(list);
    const char **offices =
        arena_alloc(arena, (count + words->repeated_count + 1) * sizeof *offices);

    if (offices == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const json_t *item = json_array_get(list, i);

        offices[i] = json_is_string(item) ? json_string_value(item) : text_at(item, "node");
    }
    for (size_t i = 0; i < words->repeated_count; i++) {
        offices[count++] = words->repeated[i];
    }
    to->accused = offices;
    to->accused_count = count;
    return true;
}

static bool read_case(const json_t *line, struct api_route_case *to) {
    const char *purpose = text_at(line, "purpose");
    const char *form = text_at(line, "form");

    *to = (struct api_route_case){.key = text_at(line, "key"),
                                  .node = text_at(line, "node"),
                                  .category = text_at(line, "category"),
                                  .place = text_at(line, "place")};
    return (purpose[0] == '\0' || purpose_parse(purpose, strlen(purpose), &to->purpose) == PJ_OK) &&
           (form[0] == '\0' || form_parse(form, strlen(form), &to->form) == PJ_OK);
}

static int read_lines(struct ctl *ctl, const uint8_t *data, size_t len, struct asked *asked) {
    struct lines lines = {.rest = {data, len}};
    struct bytes text;

    while (ctl_next_line(&lines, &text)) {
        json_t *line = json_loadb((const char *)text.data, text.len, JSON_REJECT_DUPLICATES, NULL);

        if (!json_is_object(line)) {
            json_decref(line);
            fprintf(ctl->err, "pujiangctl: 第 %llu 行 line %llu: 不是 JSON 对象 / no JSON object\n",
                    (unsigned long long)lines.number, (unsigned long long)lines.number);
            return EXIT_BAD;
        }
        json_array_append_new(asked->lines, line);
    }
    asked->count = json_array_size(asked->lines);
    asked->cases = calloc(asked->count + 1, sizeof *asked->cases);
    for (size_t i = 0; asked->cases != NULL && i < asked->count; i++) {
        const json_t *line = json_array_get(asked->lines, i);

        if (!read_case(line, &asked->cases[i])) {
            return ctl_usage(ctl, asked->cases[i].key, "form 或 purpose 不在清单中",
                             "form or purpose is not a known word");
        }
        if (!read_accused(&ctl->words, line, &asked->arena, &asked->cases[i])) {
            return ctl_code(ctl, PJ_INTERNAL_NO_MEMORY, "");
        }
    }
    return asked->cases == NULL ? ctl_code(ctl, PJ_INTERNAL_NO_MEMORY, "") : EXIT_FINE;
}

/* ---- deciding here */

static json_t *conflicts_json(const struct conflict_set *set) {
    json_t *list = json_array();

    for (size_t i = 0; i < set->count; i++) {
        bool below = (set->below >> i & 1) != 0;

        json_array_append_new(list, json_sprintf("%s%s", set->nodes[i].text, below ? "+" : ""));
    }
    return list;
}

static json_t *verdict_json(const struct api_route_case *asked, const struct conflict_set *set,
                            const struct route_verdict *verdict) {
    json_t *row = json_object();
    const char *rule = rule_text(verdict->rule);

    print_set(row, "key", print_text(asked->key));
    print_set(row, "outcome", print_text(route_outcome_text(verdict->outcome)));
    print_set(row, "target", print_text(verdict->target.text));
    print_set(row, "rule", json_integer(verdict->rule));
    print_set(row, "rule_text", print_text(rule));
    print_set(row, "path", json_array());
    print_set(row, "basis", print_text(verdict->basis));
    print_set(row, "conflicts", conflicts_json(set));
    print_set(row, "unresolved", json_boolean(set->unresolved));
    return row;
}

static int decide_here(struct ctl *ctl, const struct asked *asked, json_t *rows) {
    struct local_data data;
    int status = EXIT_FINE;

    memset(&data, 0, sizeof data);
    status = local_data_open(ctl, ctl_text(ctl, OPTION_LISTS), &data);
    for (size_t i = 0; status == EXIT_FINE && i < asked->count; i++) {
        const struct api_route_case *from = &asked->cases[i];
        struct route_query query = {.directory = data.directory,
                                    .list = data.competence,
                                    .category = from->category,
                                    .purpose = from->purpose,
                                    .form = from->form};
        struct conflict_query who = {.directory = data.directory,
                                     .offices = from->accused,
                                     .count = from->accused_count,
                                     .accuses = from->purpose == PURPOSE_ACCUSATION};
        struct route_verdict verdict;
        struct conflict_set set;

        if (node_id_parse(from->node, strlen(from->node), &query.at) != PJ_OK ||
            (from->place[0] != '\0' &&
             place_parse(from->place, strlen(from->place), &query.place) != PJ_OK)) {
            status = ctl_usage(ctl, from->key, "node 或 place 的形式不对",
                               "node or place has the wrong form");
            break;
        }
        who.place = query.place;
        who.at = query.at;
        conflict_find(&who, &set);
        query.conflicts = &set;
        route_decide(&query, &verdict);
        json_array_append_new(rows, verdict_json(from, &set, &verdict));
    }
    local_data_free(&data);
    return status;
}

/* ---- asking a station */

static json_t *answer_json(const struct api_route_verdict *verdict) {
    json_t *row = json_object();
    json_t *path = json_array();
    json_t *conflicts = json_array();

    for (size_t i = 0; i < verdict->conflict_count; i++) {
        json_array_append_new(conflicts, print_text(verdict->conflicts[i]));
    }
    for (size_t i = 0; i < verdict->path_count; i++) {
        json_array_append_new(path, print_text(verdict->path[i]));
    }
    print_set(row, "key", print_text(verdict->key));
    print_set(row, "outcome", print_text(verdict->outcome));
    print_set(row, "target", print_text(verdict->target));
    print_set(row, "rule", json_integer(verdict->rule));
    print_set(row, "rule_text", print_text(verdict->rule_text));
    print_set(row, "path", path);
    print_set(row, "basis", print_text(verdict->basis));
    print_set(row, "conflicts", conflicts);
    print_set(row, "unresolved", json_boolean(verdict->unresolved));
    return row;
}

static int ask_station(struct ctl *ctl, const struct asked *asked, json_t *rows) {
    for (size_t at = 0; at < asked->count; at += API_LIST_MAX) {
        struct api_request request;
        struct api_reply reply;
        int status = ctl_request(ctl, API_ROUTE_TEST, &request);

        request.route_test.cases = asked->cases + at;
        request.route_test.count =
            asked->count - at < API_LIST_MAX ? asked->count - at : API_LIST_MAX;
        if (status == EXIT_FINE) {
            status = ctl_ask(ctl, &request, API_REPLY_ROUTES, &reply);
        }
        if (status != EXIT_FINE) {
            return status;
        }
        for (size_t i = 0; i < reply.routes.count; i++) {
            json_array_append_new(rows, answer_json(&reply.routes.verdicts[i]));
        }
        arena_clear(&ctl->arena);
    }
    return EXIT_FINE;
}

/* A misspelt office would be somebody without one. */
static int check_accused(struct ctl *ctl) {
    struct node_id office;

    for (size_t i = 0; i < ctl->words.repeated_count; i++) {
        const char *text = ctl->words.repeated[i];

        if (text[0] != '\0' && node_id_parse(text, strlen(text), &office) != PJ_OK) {
            return ctl_usage_of(ctl, OPTION_ACCUSED, "机构形如 330726 或 330726.land",
                                "an office looks like 330726 or 330726.land");
        }
    }
    return EXIT_FINE;
}

int run_route_test(struct ctl *ctl) {
    struct asked asked = {.lines = json_array()};
    uint8_t *data = NULL;
    size_t len = 0;
    json_t *rows = json_array();
    int status = check_accused(ctl);

    arena_init(&asked.arena, ACCUSED_BYTES_MAX);
    if (status == EXIT_FINE) {
        status = ctl_read_file(ctl, ctl->words.argument[0], &data, &len);
    }
    if (status == EXIT_FINE) {
        status = read_lines(ctl, data, len, &asked);
    }
    if (status == EXIT_FINE) {
        status = ctl_given(ctl, OPT(LISTS)) ? decide_here(ctl, &asked, rows)
                                            : ask_station(ctl, &asked, rows);
    }
    if (status == EXIT_FINE) {
        print_rows(&ctl->printer, json_incref(rows),
                   "key outcome target rule conflicts path basis rule_text");
    }
    json_decref(rows);
    json_decref(asked.lines);
    arena_release(&asked.arena);
    free(asked.cases);
    free(data);
    return status;
}
