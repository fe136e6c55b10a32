/* SPDX-License-Identifier: Apache-2.0
 * From an INI text to a checked struct config and back. inih splits the lines; the reader below
 * hands them to it one by one, which is how every complaint can name its line and no long line is
 * cut in silence. */
#include "config.h"

#include "config_value.h"
#include <ctype.h>
#include <errno.h>
#include <ini.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_MAX         64
#define EXPLAIN_TOO_LONG "行太长，至多 198 字节 / line too long, at most 198 bytes"

struct parsing {
    const char *name; /* borrowed: of the file, for messages */
    const char *next; /* borrowed: the line inih gets next */
    const char *end;
    unsigned line;           /* number of the line inih is working on */
    unsigned seen[ROWS_MAX]; /* line of the key, 0 = not yet */
    struct buf *errors;      /* borrowed */
    bool failed;
    struct config config;
};

__attribute__((format(printf, 3, 4))) static void complain(struct parsing *parsing, unsigned line,
                                                           const char *format, ...) {
    char text[512];
    enum pj_code code = PJ_OK;
    va_list args;

    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    parsing->failed = true;
    if (line != 0) {
        code = buf_printf(parsing->errors, "%s:%u: %s\n", parsing->name, line, text);
    } else {
        code = buf_printf(parsing->errors, "%s: %s\n", parsing->name, text);
    }
    (void)code; /* a full list is long enough to begin with */
}

/* ---- lines */

static bool is_comment(const char *line, size_t len) {
    return len > 0 && (line[0] == '#' || line[0] == ';');
}

/* inih would take " ;" for the start of a comment and drop the rest of a value. */
static bool hides_comment(const char *line, size_t len) {
    for (size_t i = 1; i < len; i++) {
        if (line[i] == ';' && isblank((unsigned char)line[i - 1])) {
            return true;
        }
    }
    return false;
}

static const char *line_trouble(const char *line, size_t len) {
    if (is_comment(line, len)) {
        return NULL;
    }
    if (len > CONFIG_LINE_MAX) {
        return EXPLAIN_TOO_LONG;
    }
    if (memchr(line, '\0', len) != NULL) {
        return "行内有 NUL / a NUL in the line";
    }
    if (hides_comment(line, len)) {
        return "注释须独占一行 / a comment needs a line of its own";
    }
    return NULL;
}

/* What inih calls instead of fgets: one line without its leading blanks, so that an indented key is
 * a key and not a continuation. A line in trouble is complained about and handed on as empty. */
static char *read_line(char *into, int size, void *context) {
    struct parsing *parsing = context;
    const char *line = parsing->next;
    const char *end = NULL;
    size_t len = 0;
    const char *trouble = NULL;

    if (line >= parsing->end) {
        return NULL;
    }
    end = memchr(line, '\n', (size_t)(parsing->end - line));
    end = end == NULL ? parsing->end : end;
    parsing->next = end + 1;
    parsing->line++;
    while (line < end && isblank((unsigned char)*line)) {
        line++;
    }
    len = (size_t)(end - line);
    trouble = line_trouble(line, len);
    if (trouble != NULL) {
        complain(parsing, parsing->line, "%s", trouble);
        len = 0;
    } else if (is_comment(line, len)) {
        len = 0;
    }
    ASSERT(len + 1 < (size_t)size);
    memcpy(into, line, len);
    into[len] = '\0';
    return into;
}

static const struct config_row *find_row(const char *section, const char *key, size_t *ret_index) {
    for (size_t i = 0; i < config_row_count; i++) {
        if (strcmp(config_rows[i].section, section) == 0 && strcmp(config_rows[i].key, key) == 0) {
            *ret_index = i;
            return &config_rows[i];
        }
    }
    return NULL;
}

static void explain_bounds(struct parsing *parsing, const struct config_row *row) {
    if (row->type == CONFIG_NUMBER) {
        complain(parsing, parsing->line, "[%s] %s: %u ... %u %s", row->section, row->key, row->min,
                 row->max, row->unit);
    }
}

/* inih's callback; 1 = go on: every error is wanted, not only the first. */
static int on_pair(void *context, const char *section, const char *key, const char *value) {
    struct parsing *parsing = context;
    size_t index = 0;
    const struct config_row *row = find_row(section, key, &index);
    const char *trouble = NULL;

    if (row == NULL) {
        complain(parsing, parsing->line, "[%s] %s: 未知的键 / unknown key", section, key);
        return 1;
    }
    if (parsing->seen[index] != 0) {
        complain(parsing, parsing->line,
                 "[%s] %s: 重复，已见于第 %u 行 / given twice, first in line %u", section, key,
                 parsing->seen[index], parsing->seen[index]);
        return 1;
    }
    parsing->seen[index] = parsing->line;
    trouble = config_value_parse(row, value, &parsing->config);
    if (trouble != NULL) {
        complain(parsing, parsing->line, "[%s] %s: %s", section, key, trouble);
        explain_bounds(parsing, row);
    }
    return 1;
}

/* ---- the whole */

static void set_defaults(struct parsing *parsing) {
    for (size_t i = 0; i < config_row_count; i++) {
        const char *trouble =
            config_value_parse(&config_rows[i], config_rows[i].fallback, &parsing->config);

        ASSERT(trouble == NULL);
    }
}

static void check_rows(struct parsing *parsing) {
    for (size_t i = 0; i < config_row_count; i++) {
        const struct config_row *row = &config_rows[i];
        const char *trouble = NULL;

        if (row->required && config_value_is_empty(row, &parsing->config)) {
            complain(parsing, parsing->seen[i], "[%s] %s: 必填 / required", row->section, row->key);
        }
        trouble = config_value_expand(row, &parsing->config);
        if (trouble != NULL) {
            complain(parsing, parsing->seen[i], "[%s] %s: %s", row->section, row->key, trouble);
        }
    }
}

static void check_ipc_path(struct parsing *parsing, const char *where, const char *endpoint) {
    if (strncmp(endpoint, "ipc://", 6) == 0 && strlen(endpoint + 6) > CONFIG_SOCKET_PATH_MAX) {
        complain(parsing, 0, "%s: 套接字路径至多 %d 字节 / a socket path has at most %d bytes",
                 where, CONFIG_SOCKET_PATH_MAX, CONFIG_SOCKET_PATH_MAX);
    }
}

/* What no row can see by itself. */
static void check_together(struct parsing *parsing) {
    const struct config *config = &parsing->config;
    bool has_parent = config->station.parent.text[0] != '\0';
    bool has_endpoint = config->link.parent_endpoint[0] != '\0';
    bool has_key = config->link.parent_key[0] != '\0';

    if (has_parent != has_endpoint || has_parent != has_key) {
        complain(parsing, 0,
                 "[station] parent、[link] parent_endpoint、parent_key 须同时给出或同时为空 / "
                 "are given all three or none");
    }
    if (has_parent && station_id_equal(&config->station.parent, &config->station.name)) {
        complain(parsing, 0,
                 "[station] parent: 本站不能是自己的上级 / a station is not its own parent");
    }
    if (config->api.ipc[0] == '\0' && config->api.listen[0] == '\0') {
        complain(parsing, 0, "[api]: ipc 和 listen 至少要有一个 / give ipc or listen, or both");
    }
    if (config->api.ipc[0] != '\0' && strncmp(config->api.ipc, "ipc://", 6) != 0) {
        complain(parsing, 0, "[api] ipc: 须以 ipc:// 开头 / must begin with ipc://");
    }
    if (config->api.listen[0] != '\0' && strncmp(config->api.listen, "tcp://", 6) != 0) {
        complain(parsing, 0, "[api] listen: 须以 tcp:// 开头 / must begin with tcp://");
    }
    check_ipc_path(parsing, "[api] ipc", config->api.ipc);
    check_ipc_path(parsing, "[link] listen", config->link.listen);
    check_ipc_path(parsing, "[link] parent_endpoint", config->link.parent_endpoint);
}

enum pj_code config_parse(const char *name, struct bytes text, struct buf *errors,
                          struct config *ret_config) {
    struct parsing parsing = {.name = name, .errors = errors};
    int bad_line = 0;

    ASSERT(config_row_count <= ROWS_MAX);
    parsing.next = (const char *)text.data;
    parsing.end = parsing.next + text.len;
    set_defaults(&parsing);
    bad_line = ini_parse_stream(read_line, &parsing, on_pair, &parsing);
    if (bad_line > 0) {
        complain(&parsing, (unsigned)bad_line,
                 "须为 [节] 或 键 = 值 / neither a [section] nor key = value");
    }
    check_rows(&parsing);
    check_together(&parsing);
    if (parsing.failed || bad_line != 0) {
        return PJ_BAD_DATA;
    }
    *ret_config = parsing.config;
    return PJ_OK;
}

enum pj_code config_read(const char *path, struct buf *errors, struct config *ret_config) {
    char text[CONFIG_FILE_BYTES_MAX];
    size_t len = 0;
    FILE *file = fopen(path, "re");
    enum pj_code code = PJ_OK;

    if (file == NULL) {
        (void)!buf_printf(errors,
                          "%s: 读不了 / cannot be read: %s (样例 an example: pujiangd "
                          "--print-example)\n",
                          path, strerror(errno));
        return PJ_BAD_MISSING;
    }
    len = fread(text, 1, sizeof text, file);
    if (ferror(file) != 0 || len == sizeof text) {
        (void)!buf_printf(errors, "%s: 读不了或过大 / not readable or too large\n", path);
        code = PJ_BAD_MISSING;
    } else {
        code = config_parse(path, (struct bytes){(const uint8_t *)text, len}, errors, ret_config);
    }
    (void)fclose(file);
    return code;
}

enum pj_code config_check_lab(const char *name, const struct config *config, struct buf *errors) {
    if (config->lab.virtual_clock[0] == '\0' || config->database.unsafe_lab) {
        return PJ_OK;
    }
    (void)!buf_printf(errors,
                      "%s: [lab] virtual_clock: 仅供试验，须 [database] unsafe_lab = yes 或 "
                      "--unsafe-lab / for experiments only, needs [database] unsafe_lab = yes or "
                      "--unsafe-lab\n",
                      name);
    return PJ_BAD_DATA;
}

/* ---- reloading */

static enum pj_code value_text(const struct config_row *row, const struct config *config,
                               struct buf *text) {
    enum pj_code code = PJ_OK;

    buf_clear(text);
    code = config_value_print(row, config, text);
    return code == PJ_OK ? buf_put(text, "", 1) : code;
}

enum pj_code config_reload(struct config *config, const struct config *fresh, struct buf *skipped) {
    struct buf old_text;
    struct buf new_text;
    enum pj_code code = PJ_OK;

    buf_init(&old_text, CONFIG_TEXT_MAX + 1);
    buf_init(&new_text, CONFIG_TEXT_MAX + 1);
    for (size_t i = 0; i < config_row_count && code == PJ_OK; i++) {
        const struct config_row *row = &config_rows[i];
        const char *trouble = NULL;

        code = value_text(row, config, &old_text);
        if (code == PJ_OK) {
            code = value_text(row, fresh, &new_text);
        }
        if (code != PJ_OK || bytes_equal(buf_bytes(&old_text), buf_bytes(&new_text))) {
            continue;
        }
        if (row->reloadable) {
            trouble = config_value_parse(row, (const char *)new_text.data, config);
            ASSERT(trouble == NULL);
        } else {
            code = buf_printf(skipped, "[%s] %s\n", row->section, row->key);
        }
    }
    buf_release(&old_text);
    buf_release(&new_text);
    return code;
}

/* ---- printing */

static enum pj_code print_section(size_t index, struct buf *out) {
    const char *section = config_rows[index].section;

    if (index > 0 && strcmp(config_rows[index - 1].section, section) == 0) {
        return PJ_OK;
    }
    return buf_printf(out, "%s[%s]\n", index == 0 ? "" : "\n", section);
}

static enum pj_code print_pair(const struct config_row *row, const struct config *config,
                               struct buf *out) {
    enum pj_code code = PJ_OK;

    if (config_value_is_empty(row, config)) {
        return buf_printf(out, "%s =\n", row->key);
    }
    code = buf_printf(out, "%s = ", row->key);
    if (code == PJ_OK) {
        code = config_value_print(row, config, out);
    }
    return code == PJ_OK ? buf_put(out, "\n", 1) : code;
}

enum pj_code config_print(const struct config *config, struct buf *out) {
    enum pj_code code = PJ_OK;

    for (size_t i = 0; i < config_row_count && code == PJ_OK; i++) {
        code = print_section(i, out);
        if (code == PJ_OK) {
            code = print_pair(&config_rows[i], config, out);
        }
    }
    return code;
}

static enum pj_code print_example_row(const struct config_row *row, struct buf *out) {
    const char *reload = row->reloadable ? " (SIGHUP)" : "";
    const char *blank = row->fallback[0] == '\0' ? "" : " ";
    enum pj_code code = buf_printf(out, "# %s\n# %s%s\n", row->zh, row->en, reload);

    if (code == PJ_OK && row->type == CONFIG_NUMBER) {
        code = buf_printf(out, "# %u ... %u%s%s\n", row->min, row->max,
                          row->unit[0] == '\0' ? "" : " ", row->unit);
    }
    if (code == PJ_OK) {
        code = buf_printf(out, "%s%s =%s%s\n", row->required && row->fallback[0] == '\0' ? "" : "#",
                          row->key, blank, row->fallback);
    }
    return code;
}

enum pj_code config_print_example(struct buf *out) {
    enum pj_code code = buf_printf(
        out, "# pujiangd.conf: 浦江站配置。行首为 # 的是默认值；说明见 pujiangd.conf(5)。\n"
             "# Configuration of a Pujiang station. Lines behind # show the defaults; see "
             "pujiangd.conf(5).\n"
             "# 用 pujiangd -n -c 本文件 检查。Check it with pujiangd -n -c FILE.\n\n");

    for (size_t i = 0; i < config_row_count && code == PJ_OK; i++) {
        code = print_section(i, out);
        if (code == PJ_OK) {
            code = print_example_row(&config_rows[i], out);
        }
    }
    return code;
}
