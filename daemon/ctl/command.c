/* SPDX-License-Identifier: Apache-2.0
 * Finding a command by unique prefixes, and the nearest ones when there is none. */
#include "command.h"

#include <string.h>

#define WORD_MAX     32
#define DISTANCE_MAX 2 /* a suggestion further off is no help */

unsigned words_distance(const char *a, const char *b) {
    size_t a_len = strnlen(a, WORD_MAX);
    size_t b_len = strnlen(b, WORD_MAX);
    unsigned row[3][WORD_MAX + 1] = {{0}}; /* the last three rows of the table */

    for (size_t j = 0; j <= b_len; j++) {
        row[0][j] = (unsigned)j;
    }
    for (size_t i = 1; i <= a_len; i++) {
        unsigned *now = row[i % 3];
        const unsigned *before = row[(i + 2) % 3];
        const unsigned *earlier = row[(i + 1) % 3];

        now[0] = (unsigned)i;
        for (size_t j = 1; j <= b_len; j++) {
            unsigned best = before[j - 1] + (a[i - 1] != b[j - 1]);

            best = before[j] + 1 < best ? before[j] + 1 : best;
            best = now[j - 1] + 1 < best ? now[j - 1] + 1 : best;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                earlier[j - 2] + 1 < best) {
                best = earlier[j - 2] + 1;
            }
            now[j] = best;
        }
    }
    return row[a_len % 3][b_len];
}

/* The word of a row that is looked at: nouns when noun is NULL, else the verbs of that noun. NULL =
 * another noun. */
static const char *word_of(const struct command *row, const char *noun) {
    if (noun == NULL) {
        return row->noun;
    }
    return strcmp(row->noun, noun) == 0 ? row->verb : NULL;
}

static void add_candidate(struct command_search *search, const char *word) {
    for (size_t i = 0; i < search->candidate_count; i++) {
        if (strcmp(search->candidate[i], word) == 0) {
            return;
        }
    }
    if (search->candidate_count < CANDIDATES_MAX) {
        search->candidate[search->candidate_count++] = word;
    }
}

/* The one word that is `text` or begins with it; NULL and candidates otherwise. */
static const char *find_word(const char *noun, const char *text, struct command_search *search) {
    size_t len = strlen(text);

    search->candidate_count = 0;
    for (size_t i = 0; i < command_count; i++) {
        const char *word = word_of(&command_table[i], noun);

        if (word == NULL || strncmp(word, text, len) != 0) {
            continue;
        }
        if (word[len] == '\0') {
            return word;
        }
        add_candidate(search, word);
    }
    search->is_ambiguous = search->candidate_count > 1;
    return search->candidate_count == 1 ? search->candidate[0] : NULL;
}

static void suggest(const char *noun, const char *text, struct command_search *search) {
    if (search->is_ambiguous) {
        return;
    }
    for (size_t i = 0; i < command_count; i++) {
        const char *word = word_of(&command_table[i], noun);

        if (word != NULL && words_distance(word, text) <= DISTANCE_MAX) {
            add_candidate(search, word);
        }
    }
}

static const struct command *exact(const char *noun, const char *verb) {
    for (size_t i = 0; i < command_count; i++) {
        if (strcmp(command_table[i].noun, noun) == 0 && strcmp(command_table[i].verb, verb) == 0) {
            return &command_table[i];
        }
    }
    return NULL;
}

void command_find(const char *const *arguments, size_t count, struct command_search *ret_search) {
    const char *noun = NULL;
    const char *verb = NULL;

    *ret_search = (struct command_search){.words = 0};
    noun = count == 0 ? NULL : find_word(NULL, arguments[0], ret_search);
    if (noun == NULL) {
        suggest(NULL, count == 0 ? "" : arguments[0], ret_search);
        return;
    }
    ret_search->command = exact(noun, "");
    ret_search->words = 1;
    if (ret_search->command != NULL) {
        return;
    }
    ret_search->noun = noun;
    verb = find_word(noun, count < 2 ? "" : arguments[1], ret_search); /* no word: all verbs */
    if (verb != NULL) {
        ret_search->command = exact(noun, verb);
        ret_search->words = count < 2 ? 1 : 2;
    } else {
        suggest(noun, count < 2 ? "" : arguments[1], ret_search);
    }
}

option_set command_options(const struct command *command) {
    return OPTIONS_GLOBAL | command->options | (command->is_change ? OPTIONS_CHANGE : 0);
}
