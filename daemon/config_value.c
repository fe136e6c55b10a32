/* SPDX-License-Identifier: Apache-2.0
 * A value's text is judged here once; the rest of the daemon sees only fields that are in form. */
#include "config_value.h"

#include "base/text.h"
#include <string.h>

#define PLACEHOLDER "{name}"
#define TEXT_SIZE   (CONFIG_TEXT_MAX + 1)

struct value_type {
    const char *(*parse)(const struct config_row *row, const char *text, void *field);
    enum pj_code (*print)(const void *field, struct buf *out);
    bool expands;
};

static const char *const level_names[] = {
    [LOG_LEVEL_DEBUG] = "debug",
    [LOG_LEVEL_INFO] = "info",
    [LOG_LEVEL_WARN] = "warn",
    [LOG_LEVEL_ERROR] = "error",
};

static const char *parse_text(const struct config_row *row, const char *text, void *field) {
    enum pj_code code = text_set(field, TEXT_SIZE, text, strlen(text));

    (void)row;
    return code == PJ_OK ? NULL : "太长 / too long";
}

static enum pj_code print_text(const void *field, struct buf *out) {
    return buf_printf(out, "%s", (const char *)field);
}

static const char *parse_station(const struct config_row *row, const char *text, void *field) {
    struct station_id *station = field;
    enum pj_code code = PJ_OK;

    (void)row;
    if (text[0] == '\0') {
        station->text[0] = '\0';
        return NULL;
    }
    code = station_id_parse(text, strlen(text), station);
    return code == PJ_OK ? NULL
                         : "只许小写字母、数字、连字符，至多 32 个 / "
                           "only lower-case letters, digits and hyphens, at most 32";
}

static enum pj_code print_station(const void *field, struct buf *out) {
    return buf_printf(out, "%s", ((const struct station_id *)field)->text);
}

static const char *parse_endpoint(const struct config_row *row, const char *text, void *field) {
    const char *colon = strrchr(text, ':');
    bool is_tcp = strncmp(text, "tcp://", 6) == 0 && colon > text + 6;
    bool is_ipc = strncmp(text, "ipc:///", 7) == 0;

    if (text[0] != '\0' && !is_tcp && !is_ipc) {
        return "须为 tcp://主机:端口 或 ipc:///路径 / must be tcp://HOST:PORT or ipc:///PATH";
    }
    return parse_text(row, text, field);
}

static bool is_z85(const char *text, size_t len) {
    static const char alphabet[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                   ".-:+=^!/*?&<>()[]{}@%$#";

    return len == CURVE_TEXT_MAX && strspn(text, alphabet) == len;
}

static const char *parse_curve(const struct config_row *row, const char *text, void *field) {
    size_t len = strlen(text);

    (void)row;
    if (len != 0 && !is_z85(text, len)) {
        return "公钥须为 40 个 Z85 字符 / a public key is 40 characters of Z85";
    }
    memcpy(field, text, len + 1);
    return NULL;
}

static const char *parse_number(const struct config_row *row, const char *text, void *field) {
    uint64_t value = 0;
    enum pj_code code = text_u64(text, strlen(text), row->max, &value);

    if (code != PJ_OK || value < row->min) {
        return "不是范围内的整数 / not a whole number within the bounds";
    }
    *(uint32_t *)field = (uint32_t)value;
    return NULL;
}

static enum pj_code print_number(const void *field, struct buf *out) {
    return buf_printf(out, "%u", *(const uint32_t *)field);
}

static const char *parse_bool(const struct config_row *row, const char *text, void *field) {
    bool yes = strcmp(text, "yes") == 0;

    (void)row;
    if (!yes && strcmp(text, "no") != 0) {
        return "写 yes 或 no / write yes or no";
    }
    *(bool *)field = yes;
    return NULL;
}

static enum pj_code print_bool(const void *field, struct buf *out) {
    return buf_printf(out, "%s", *(const bool *)field ? "yes" : "no");
}

static bool parse_uid(const char *text, size_t len, uint32_t *ret_uid) {
    uint64_t value = 0;
    enum pj_code code = PJ_OK;

    if (len == 4 && memcmp(text, "self", 4) == 0) {
        *ret_uid = CONFIG_UID_SELF;
        return true;
    }
    code = text_u64(text, len, CONFIG_UID_SELF - 1, &value);
    *ret_uid = (uint32_t)value;
    return code == PJ_OK;
}

static const char *parse_uids(const struct config_row *row, const char *text, void *field) {
    struct uid_list list = {.count = 0};

    (void)row;
    for (text += strspn(text, " "); *text != '\0'; text += strspn(text, " ")) {
        size_t len = strcspn(text, " ");

        if (list.count == CONFIG_UIDS_MAX) {
            return "至多 16 个 / at most 16";
        }
        if (!parse_uid(text, len, &list.uid[list.count])) {
            return "写 uid 数字或 self，用空格分开 / numbers or self, with blanks between";
        }
        list.count++;
        text += len;
    }
    *(struct uid_list *)field = list;
    return NULL;
}

static enum pj_code print_uids(const void *field, struct buf *out) {
    const struct uid_list *list = field;
    enum pj_code code = PJ_OK;

    for (uint32_t i = 0; i < list->count && code == PJ_OK; i++) {
        const char *blank = i == 0 ? "" : " ";

        if (list->uid[i] == CONFIG_UID_SELF) {
            code = buf_printf(out, "%sself", blank);
        } else {
            code = buf_printf(out, "%s%u", blank, list->uid[i]);
        }
    }
    return code;
}

static const char *parse_level(const struct config_row *row, const char *text, void *field) {
    (void)row;
    for (unsigned i = 0; i < ARRAY_COUNT(level_names); i++) {
        if (strcmp(text, level_names[i]) == 0) {
            *(enum log_level *)field = (enum log_level)i;
            return NULL;
        }
    }
    return "写 debug、info、warn 或 error / write debug, info, warn or error";
}

static enum pj_code print_level(const void *field, struct buf *out) {
    return buf_printf(out, "%s", level_names[*(const enum log_level *)field]);
}

static const struct value_type value_types[CONFIG_TYPE_MAX] = {
    [CONFIG_TEXT] = {parse_text, print_text, true},
    [CONFIG_STATION] = {parse_station, print_station, false},
    [CONFIG_ENDPOINT] = {parse_endpoint, print_text, true},
    [CONFIG_CURVE] = {parse_curve, print_text, false},
    [CONFIG_NUMBER] = {parse_number, print_number, false},
    [CONFIG_BOOL] = {parse_bool, print_bool, false},
    [CONFIG_UIDS] = {parse_uids, print_uids, false},
    [CONFIG_LEVEL] = {parse_level, print_level, false},
};

static void *field_of(const struct config_row *row, struct config *config) {
    return (char *)config + row->offset;
}

const char *config_value_parse(const struct config_row *row, const char *text,
                               struct config *config) {
    return value_types[row->type].parse(row, text, field_of(row, config));
}

enum pj_code config_value_print(const struct config_row *row, const struct config *config,
                                struct buf *out) {
    return value_types[row->type].print((const char *)config + row->offset, out);
}

bool config_value_is_empty(const struct config_row *row, const struct config *config) {
    struct buf text;
    bool empty = false;
    enum pj_code code = PJ_OK;

    buf_init(&text, CONFIG_LINE_MAX);
    code = config_value_print(row, config, &text);
    empty = code == PJ_OK && text.len == 0;
    buf_release(&text);
    return empty;
}

/* Whole placeholders only; any other brace is left as it is (Z85 keys and passwords have them). */
static enum pj_code expand_into(struct buf *out, const char *text, const char *name) {
    const char *hit = strstr(text, PLACEHOLDER);
    enum pj_code code = PJ_OK;

    while (hit != NULL && code == PJ_OK) {
        code = buf_printf(out, "%.*s%s", (int)(hit - text), text, name);
        text = hit + strlen(PLACEHOLDER);
        hit = strstr(text, PLACEHOLDER);
    }
    return code == PJ_OK ? buf_put(out, text, strlen(text) + 1) : code;
}

const char *config_value_expand(const struct config_row *row, struct config *config) {
    char *field = field_of(row, config);
    struct buf text;
    enum pj_code code = PJ_OK;

    if (!value_types[row->type].expands) {
        return NULL;
    }
    buf_init(&text, TEXT_SIZE);
    code = expand_into(&text, field, config->station.name.text);
    if (code == PJ_OK) {
        memcpy(field, text.data, text.len);
    }
    buf_release(&text);
    return code == PJ_OK ? NULL : "代入站名后太长 / too long with the station's name in it";
}
