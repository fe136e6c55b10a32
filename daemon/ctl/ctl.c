/* SPDX-License-Identifier: Apache-2.0
 * From words to a command, help, and what is said when something is wrong. */
#include "ctl.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "core/case_no.h"

#define ARENA_BYTES_MAX    (256u * 1024 * 1024)
#define FILE_BYTES_MAX     (512u * 1024 * 1024)
#define SENTENCE_BYTES_MAX 80

void ctl_init(struct ctl *ctl, FILE *out, FILE *err) {
    memset(ctl, 0, sizeof *ctl);
    ctl->printer.out = out;
    ctl->err = err;
    ctl->show_progress = isatty(fileno(err)) == 1;
    arena_init(&ctl->arena, ARENA_BYTES_MAX);
}

void ctl_release(struct ctl *ctl) {
    pj_disconnect(ctl->client);
    print_release(&ctl->printer);
    arena_release(&ctl->arena);
}

/* ---- words */

const char *ctl_value(const struct ctl *ctl, enum option option) {
    return ctl->words.value[option];
}

const char *ctl_text(const struct ctl *ctl, enum option option) {
    return ctl->words.value[option] == NULL ? "" : ctl->words.value[option];
}

bool ctl_number(struct ctl *ctl, enum option option, uint64_t max, uint64_t *ret_value) {
    const char *text = ctl_value(ctl, option);
    char zh[SENTENCE_BYTES_MAX];
    char en[SENTENCE_BYTES_MAX];

    *ret_value = 0;
    if (text == NULL || text_u64(text, strlen(text), max, ret_value) == PJ_OK) {
        return true;
    }
    text_print(zh, sizeof zh, "须为 0 至 %llu 的整数", (unsigned long long)max);
    text_print(en, sizeof en, "must be a whole number, 0 to %llu", (unsigned long long)max);
    (void)ctl_usage_of(ctl, option, zh, en);
    return false;
}

/* ---- troubles */

int ctl_usage(struct ctl *ctl, const char *what, const char *zh, const char *en) {
    fprintf(ctl->err, "pujiangctl: %s: %s / %s\n", what, zh, en);
    return EXIT_USAGE;
}

int ctl_usage_of(struct ctl *ctl, enum option option, const char *zh, const char *en) {
    fprintf(ctl->err, "pujiangctl: --%s: %s / %s\n", option_row(option)->name, zh, en);
    return EXIT_USAGE;
}

int ctl_file_trouble(struct ctl *ctl, const char *path, const char *reason) {
    int len = (int)strlen(reason);

    len -= len > 0 && reason[len - 1] == '\n' ? 1 : 0; /* libpq ends its own lines */
    fprintf(ctl->err, "pujiangctl: %s: 无法使用 / cannot be used: %.*s\n", path, len, reason);
    return EXIT_BAD;
}

int exit_of_code(uint32_t code) {
    static const int exits[] = {
        [1] = EXIT_BAD,     [2] = EXIT_AUTH, [3] = EXIT_REFUSED, [4] = EXIT_REFUSED,
        [5] = EXIT_REFUSED, [6] = EXIT_BUSY, [7] = EXIT_BUSY,    [9] = EXIT_INTERNAL};
    uint32_t family = code / 100;

    return code == 0                                                    ? EXIT_FINE
           : family >= ARRAY_COUNT(exits) || exits[family] == EXIT_FINE ? EXIT_INTERNAL
                                                                        : exits[family];
}

struct api_error error_of_code(enum pj_code code, const char *field) {
    const struct pj_code_row *row = pj_code_find((unsigned)code);

    ASSERT(row != NULL);
    return (struct api_error){.code = code,
                              .code_number = (uint32_t)code,
                              .name = row->name,
                              .where = (uint32_t)row->where,
                              .retry = (uint32_t)row->retry,
                              .field = field,
                              .basis = "",
                              .sentence_zh = row->zh,
                              .sentence_en = row->en};
}

static const char *retry_advice(const struct ctl *ctl, uint32_t retry) {
    switch (retry) {
    case PJ_RETRY_SAME_KEY:
        return ctl->command->is_change ? "请用同一个键再试 / ask again with the same key"
                                       : "请稍后再试 / ask again later";
    case PJ_RETRY_AFTER_MS:
        return "请稍后再试 / try again later";
    case PJ_RETRY_AFTER_FIX:
        return "改正后再试 / mend it, then try again";
    default:
        return "再试无用 / trying again will not help";
    }
}

static const char *word_of(const char *const *words, size_t count, uint32_t number) {
    return number < count ? words[number] : "";
}

/* The key of a write whose fate is open, where nobody else has it: a retry needs it. */
static const char *key_to_retry(const struct ctl *ctl, const struct api_error *error) {
    bool is_open = error->retry == PJ_RETRY_SAME_KEY || error->retry == PJ_RETRY_AFTER_MS;

    return is_open && ctl->drawn_key != NULL ? ctl->drawn_key : "";
}

/* A mistyped number is no case; that is all the station may say of it. */
static bool is_mistyped(const struct ctl *ctl, const struct api_error *error) {
    const char *text = ctl->words.argument_count == 0 ? "" : ctl->words.argument[0];
    struct case_no case_no;

    return error->code_number == PJ_AUTH_NO_SUCH_CASE &&
           strncmp(ctl->command->arguments, "CASE", 4) == 0 &&
           case_no_parse(text, strlen(text), &case_no) != PJ_OK;
}

int ctl_error(struct ctl *ctl, const struct api_error *error) {
    static const char *const wheres[] = {"", "client", "node", "db", "link", "peer", "policy"};
    static const char *const retries[] = {"never", "same_key", "after_ms", "after_fix"};

    if (ctl->printer.mode == PRINT_JSON) {
        json_t *object = json_object();

        print_set(object, "error", print_text(error->name));
        print_set(object, "code", json_integer(error->code_number));
        print_set(object, "field", print_text(error->field));
        print_set(object, "basis", print_text(error->basis));
        print_set(object, "sentence_zh", print_text(error->sentence_zh));
        print_set(object, "sentence_en", print_text(error->sentence_en));
        print_set(object, "detail", print_bytes(error->detail));
        print_set(object, "where", print_text(word_of(wheres, ARRAY_COUNT(wheres), error->where)));
        print_set(object, "retry",
                  print_text(word_of(retries, ARRAY_COUNT(retries), error->retry)));
        print_set(object, "retry_after_ms", json_integer(error->retry_after_ms));
        print_set(object, "key_id", print_text(key_to_retry(ctl, error)));
        print_object(&ctl->printer, object);
        return exit_of_code(error->code_number);
    }
    fprintf(ctl->err, "pujiangctl: %s%s%s: %s / %s\n", error->name,
            error->field[0] != '\0' ? " " : "", error->field, error->sentence_zh,
            error->sentence_en);
    if (error->basis[0] != '\0') {
        fprintf(ctl->err, "  依据 basis: %s\n", error->basis);
    }
    if (error->detail.len > 0) {
        fprintf(ctl->err, "  %.*s\n", (int)error->detail.len, (const char *)error->detail.data);
    }
    if (is_mistyped(ctl, error)) {
        fputs(
            "  件号不完整或校验位不符：是否抄错？ / not a whole number, or its check digits do not "
            "match: mistyped?\n",
            ctl->err);
    }
    fprintf(ctl->err, "  %s\n", retry_advice(ctl, error->retry));
    if (key_to_retry(ctl, error)[0] != '\0') {
        fprintf(ctl->err, "  重试请加 / to retry add: --key-id %s\n", key_to_retry(ctl, error));
    }
    return exit_of_code(error->code_number);
}

int ctl_code(struct ctl *ctl, enum pj_code code, const char *field) {
    struct api_error error = error_of_code(code, field);

    return ctl_error(ctl, &error);
}

int ctl_read_file(struct ctl *ctl, const char *path, uint8_t **ret_data, size_t *ret_len) {
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    size_t size = 65536;
    size_t len = 0;
    uint8_t *data = file == NULL ? NULL : malloc(size);

    if (file == NULL || data == NULL) {
        return ctl_file_trouble(ctl, path, strerror(errno));
    }
    for (size_t got = fread(data, 1, size, file); got > 0;
         got = fread(data + len, 1, size - len, file)) {
        uint8_t *larger = data;

        len += got;
        if (len == size && size < FILE_BYTES_MAX) {
            larger = realloc(data, 2 * size);
            size *= 2;
        }
        if (larger == NULL || len > FILE_BYTES_MAX) {
            break;
        }
        data = larger;
    }
    if (ferror(file) != 0 || feof(file) == 0) {
        free(data);
        if (file != stdin) {
            fclose(file);
        }
        return ctl_file_trouble(ctl, path, "读不完整 / cannot be read whole");
    }
    if (file != stdin) {
        fclose(file);
    }
    *ret_data = data;
    *ret_len = len;
    return EXIT_FINE;
}

void ctl_tell_more(struct ctl *ctl, bool more) {
    if (more && !ctl_given(ctl, OPT(LIMIT))) {
        fputs("pujiangctl: 还有更多，用 --limit N 列出 / there are more: --limit N\n", ctl->err);
    }
}

#define BYTE_ORDER_MARK "\xef\xbb\xbf" /* what some editors put before the first line */

bool ctl_next_line(struct lines *lines, struct bytes *ret_line) {
    struct bytes *rest = &lines->rest;

    if (lines->number == 0 && rest->len >= 3 && memcmp(rest->data, BYTE_ORDER_MARK, 3) == 0) {
        *rest = (struct bytes){rest->data + 3, rest->len - 3};
    }
    while (rest->len > 0) {
        const uint8_t *end = memchr(rest->data, '\n', rest->len);
        size_t len = end == NULL ? rest->len : (size_t)(end - rest->data);
        struct bytes line = {rest->data, len};

        rest->data += end == NULL ? len : len + 1;
        rest->len -= end == NULL ? len : len + 1;
        lines->number++;
        if (line.len > 0 && line.data[line.len - 1] == '\r') {
            line.len--;
        }
        if (line.len > 0) {
            *ret_line = line;
            return true;
        }
    }
    return false;
}

/* ---- help */

static void print_command(FILE *out, const struct command *row) {
    char usage[96];

    text_print(usage, sizeof usage, "%s%s%s%s%s", row->noun, row->verb[0] != '\0' ? " " : "",
               row->verb, row->arguments[0] != '\0' ? " " : "", row->arguments);
    fprintf(out, "  %-36s %s / %s\n", usage, row->zh, row->en);
}

static void help_command(FILE *out, const struct command *row) {
    option_set options = command_options(row);

    print_command(out, row);
    for (unsigned i = 0; i < OPTION_MAX; i++) {
        const struct option_row *option = option_row((enum option)i);
        char usage[64];

        if ((options >> i & 1) == 0) {
            continue;
        }
        text_print(usage, sizeof usage, "--%s%s%s", option->name, option->value == NULL ? "" : " ",
                   option->value == NULL ? "" : option->value);
        fprintf(out, "      %c%c%s %-28s %s / %s\n", option->letter != 0 ? '-' : ' ',
                option->letter != 0 ? option->letter : ' ', option->letter != 0 ? "," : " ", usage,
                option->zh, option->en);
    }
}

static void help_all(FILE *out) {
    fputs("pujiangctl [-e ENDPOINT] [--json|--csv] 名词 动词 NOUN VERB ...\n\n", out);
    for (size_t i = 0; i < command_count; i++) {
        print_command(out, &command_table[i]);
    }
    fputs("\n  某条命令的选项 options of a command: pujiangctl NOUN VERB --help\n"
          "  退出码 exit status: 0 ok, 1 拒绝 refused, 2 用法 usage, 3 BAD, 4 AUTH, 5 BUSY LINK, "
          "6 INTERNAL, 7 部分行被拒 some rows refused\n",
          out);
}

static int not_found(struct ctl *ctl, const struct command_search *search) {
    const char *word = ctl->words.argument_count == 0 ? "" : ctl->words.argument[0];

    if (search->noun != NULL && ctl->words.argument_count > 1) {
        word = ctl->words.argument[1];
    }
    fprintf(ctl->err, "pujiangctl: \"%s\": %s\n", word,
            search->noun != NULL && ctl->words.argument_count == 1
                ? "还要一个动词 / a verb is missing"
            : search->is_ambiguous ? "缩写不唯一 / more than one word begins like that"
                                   : "没有这个命令 / no such command");
    for (size_t i = 0; i < search->candidate_count; i++) {
        fprintf(ctl->err, "  %s%s%s\n", search->noun != NULL ? search->noun : "",
                search->noun != NULL ? " " : "", search->candidate[i]);
    }
    fputs("  全部命令 all commands: pujiangctl --help\n", ctl->err);
    return EXIT_USAGE;
}

/* ---- running */

static int check_words(struct ctl *ctl) {
    const struct command *row = ctl->command;
    const char *node = ctl_text(ctl, OPTION_NODE);
    struct node_id office;
    option_set stray = ctl->words.given & ~command_options(row);

    for (unsigned i = 0; i < OPTION_MAX; i++) {
        if ((stray >> i & 1) != 0) {
            return ctl_usage_of(ctl, (enum option)i, "此命令没有这个选项",
                                "this command has no such option");
        }
    }
    if (node[0] != '\0' && node_id_parse(node, strlen(node), &office) != PJ_OK) {
        return ctl_usage_of(ctl, OPTION_NODE, "机构形如 330726 或 330726.land",
                            "an office looks like 330726 or 330726.land");
    }
    if (ctl->words.argument_count < row->min || ctl->words.argument_count > row->max) {
        fputs("pujiangctl: 参数个数不对 / wrong number of arguments\n", ctl->err);
        print_command(ctl->err, row);
        return EXIT_USAGE;
    }
    if (ctl_given(ctl, OPT(JSON)) && ctl_given(ctl, OPT(CSV))) {
        return ctl_usage(ctl, "--json --csv", "只能选一个", "choose one");
    }
    return EXIT_FINE;
}

int ctl_run(struct ctl *ctl, int argc, const char *const argv[]) {
    struct words_error trouble;
    struct command_search search;
    int status = EXIT_FINE;

    if (!words_parse(argc, argv, &ctl->words, &trouble)) {
        fprintf(ctl->err, "pujiangctl: %s: %s\n", trouble.word,
                words_trouble_text(trouble.trouble));
        return EXIT_USAGE;
    }
    if (ctl->words.argument_count == 0) {
        help_all(ctl_given(ctl, OPT(HELP)) ? ctl->printer.out : ctl->err);
        return ctl_given(ctl, OPT(HELP)) ? EXIT_FINE : EXIT_USAGE;
    }
    command_find(ctl->words.argument, ctl->words.argument_count, &search);
    ctl->command = search.command;
    if (ctl->command == NULL) {
        return not_found(ctl, &search);
    }
    if (ctl_given(ctl, OPT(HELP))) {
        help_command(ctl->printer.out, ctl->command);
        return EXIT_FINE;
    }
    ctl->words.argument_count -= search.words;
    memmove(ctl->words.argument, ctl->words.argument + search.words,
            ctl->words.argument_count * sizeof ctl->words.argument[0]);
    status = check_words(ctl);
    if (status != EXIT_FINE) {
        return status;
    }
    ctl->printer.mode = ctl_given(ctl, OPT(JSON))  ? PRINT_JSON
                        : ctl_given(ctl, OPT(CSV)) ? PRINT_CSV
                                                   : PRINT_TABLE;
    return ctl->command->run(ctl);
}
