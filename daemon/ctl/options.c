/* SPDX-License-Identifier: Apache-2.0
 * Command line words: a small strict parser, because getopt_long keeps its state in globals and
 * knows no rows. */
#include "options.h"

#include <string.h>

#define CURVE_CHARS 40 /* Z85 */

static const struct option_row option_table[OPTION_MAX] = {
#define OPTION_ROW(name, text, letter, value, zh, en)                                              \
    [OPTION_##name] = {text, letter, value, zh, en},
    OPTIONS(OPTION_ROW)
#undef OPTION_ROW
};

const struct option_row *option_row(enum option option) {
    ASSERT(option < OPTION_MAX);
    return &option_table[option];
}

/* OPTION_MAX when there is none, or *ret_ambiguous. */
static enum option find_name(const char *name, size_t len, bool *ret_ambiguous) {
    enum option found = OPTION_MAX;

    *ret_ambiguous = false;
    for (unsigned i = 0; i < OPTION_MAX; i++) {
        if (strncmp(option_table[i].name, name, len) != 0) {
            continue;
        }
        if (option_table[i].name[len] == '\0') {
            *ret_ambiguous = false;
            return (enum option)i;
        }
        *ret_ambiguous = found != OPTION_MAX;
        found = (enum option)i;
    }
    return *ret_ambiguous ? OPTION_MAX : found;
}

static enum option find_letter(char letter) {
    for (unsigned i = 0; i < OPTION_MAX; i++) {
        if (option_table[i].letter != 0 && option_table[i].letter == letter) {
            return (enum option)i;
        }
    }
    return OPTION_MAX;
}

struct cursor {
    int argc;
    const char *const *argv; /* borrowed */
    int at;
    struct words *words;
    struct words_error *error;
};

static bool refuse(struct cursor *cursor, enum words_trouble trouble) {
    *cursor->error = (struct words_error){trouble, cursor->argv[cursor->at]};
    return false;
}

static bool set_value(struct cursor *cursor, enum option option, const char *value) {
    struct words *words = cursor->words;

    if (option == OPTION_OUTCOME || option == OPTION_ACCUSED) { /* no command takes both */
        if (words->repeated_count == REPEATS_MAX) {
            return refuse(cursor, WORDS_TOO_MANY);
        }
        words->repeated[words->repeated_count++] = value;
    } else if (words->value[option] != NULL) {
        return refuse(cursor, WORDS_TWICE);
    }
    words->value[option] = value;
    words->given |= (option_set)1 << option;
    return true;
}

static bool take_option(struct cursor *cursor) {
    const char *word = cursor->argv[cursor->at];
    bool is_long = word[1] == '-';
    const char *name = word + (is_long ? 2 : 1);
    const char *equals = is_long ? strchr(name, '=') : NULL;
    bool ambiguous = false;
    enum option option = OPTION_MAX;

    if (is_long) {
        option =
            find_name(name, equals == NULL ? strlen(name) : (size_t)(equals - name), &ambiguous);
    } else if (name[1] == '\0') {
        option = find_letter(name[0]);
    }
    if (option == OPTION_MAX) {
        return refuse(cursor, ambiguous ? WORDS_AMBIGUOUS_OPTION : WORDS_UNKNOWN_OPTION);
    }
    if (option_table[option].value == NULL) {
        return equals == NULL ? set_value(cursor, option, "")
                              : refuse(cursor, WORDS_VALUE_UNWANTED);
    }
    if (equals != NULL) {
        return set_value(cursor, option, equals + 1);
    }
    if (cursor->at + 1 >= cursor->argc) {
        return refuse(cursor, WORDS_VALUE_MISSING);
    }
    cursor->at++;
    return set_value(cursor, option, cursor->argv[cursor->at]);
}

/* A public key may begin with a hyphen: 40 characters, and no option is that long. */
static bool is_key(const char *word) {
    return strlen(word) == CURVE_CHARS;
}

bool words_parse(int argc, const char *const argv[], struct words *ret_words,
                 struct words_error *ret_error) {
    struct cursor cursor = {argc, argv, 0, ret_words, ret_error};
    bool options = true;

    *ret_words = (struct words){.argument_count = 0};
    for (; cursor.at < argc; cursor.at++) {
        const char *word = argv[cursor.at];

        if (options && strcmp(word, "--") == 0) {
            options = false;
        } else if (options && word[0] == '-' && word[1] != '\0' && !is_key(word)) {
            if (!take_option(&cursor)) {
                return false;
            }
        } else if (ret_words->argument_count == ARGUMENTS_MAX) {
            return refuse(&cursor, WORDS_TOO_MANY);
        } else {
            ret_words->argument[ret_words->argument_count++] = word;
        }
    }
    return true;
}

const char *words_trouble_text(enum words_trouble trouble) {
    static const char *const text[] = {
        [WORDS_UNKNOWN_OPTION] = "没有这个选项 / no such option",
        [WORDS_AMBIGUOUS_OPTION] = "选项缩写不唯一，请写全 / more than one option begins like that",
        [WORDS_VALUE_MISSING] = "选项缺少值 / the option needs a value",
        [WORDS_VALUE_UNWANTED] = "此选项不带值 / the option takes no value",
        [WORDS_TWICE] = "选项重复 / the option is given twice",
        [WORDS_TOO_MANY] = "参数过多 / too many arguments",
    };

    return text[trouble];
}
