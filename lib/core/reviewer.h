/* SPDX-License-Identifier: Apache-2.0
 * Who reviews 复查 and re-checks 复核 a decision. "The next higher unit" (信访工作条例 §35, §36) is
 * a look-up with up to two answers, not a parent: a county department answers to its upper
 * department or to its own government, and the petitioner chooses.
 *
 * reviewers.csv   level,organ,place,first,second,article,mark,note
 *     level, organ: of the office that decided; level * = each; organ empty = the general desk,
 *     which stands for the government of its division, * = any organ. place: the subtree the row
 *     holds for, empty = everywhere. first, second:
 *         government        the government of the decider's own division
 *         upper_government  the government above it
 *         upper_organ       the organ of the same name above it, and nobody else's
 *         end               nobody: this level is the last
 *     article: the basis, of every row; mark: as in a rule set (core/rule_set.h).
 * The row with the longest place speaks, then the one that names the organ, then the one that names
 * the level. So a province's own order, or an organ that is led vertically, is one more row.
 *
 * Refused, with the line: an unknown word, a row without basis, the same key twice, a village, a
 * level whose government or organs no row covers. */
#pragma once
#include "core/route.h"
#include "core/rule_set.h"

#define REVIEWER_ROWS_MAX    256
#define REVIEWERS_MAX        2 /* to choose from */
#define REVIEWER_ARTICLE_MAX 47
#define REVIEWERS_CSV_HEADER "level,organ,place,first,second,article,mark,note"

/* X(NAME, "text", zh, en) */
#define REVIEWER_BODIES(X)                                                                         \
    X(NONE, "", "", "")                                                                            \
    X(GOVERNMENT, "government", "本级政府", "the government of the same division")                 \
    X(UPPER_GOVERNMENT, "upper_government", "上一级政府", "the government above")                  \
    X(UPPER_ORGAN, "upper_organ", "上一级主管部门", "the organ above")                             \
    X(END, "end", "没有上一级", "nobody above")

#define REVIEWER_BODY_ENUM(name, ...) REVIEWER_##name,
enum reviewer_body {
    REVIEWER_BODIES(REVIEWER_BODY_ENUM) REVIEWER_BODY_MAX
};

struct reviewer_row {
    enum level level;               /* LEVEL_NONE = each */
    char organ[ORGAN_TEXT_MAX + 1]; /* "" = the government, "*" = any organ */
    struct place place;             /* none = everywhere */
    enum reviewer_body bodies[REVIEWERS_MAX];
    enum rule_mark mark;
    char article[REVIEWER_ARTICLE_MAX + 1];
    char note[RULE_NOTE_MAX + 1];
    uint32_t line;
};

struct reviewer_table {
    char version[VERSION_TEXT_MAX + 1];
    struct reviewer_row rows[REVIEWER_ROWS_MAX];
    size_t count;
};

/* All or nothing; PJ_BAD_DATA with line numbers. */
enum pj_code reviewer_build(struct bytes csv, const char *version, struct data_report *ret_report,
                            struct reviewer_table *ret_table) must_check;

struct reviewer_query {
    const struct reviewer_table *table;   /* borrowed */
    const struct directory *directory;    /* borrowed */
    const struct conflict_set *conflicts; /* borrowed, may be NULL */
    struct node_id decider;               /* whose decision is contested */
    struct node_id before;                /* of a re-check: who decided first; none = a review */
};

struct reviewer_candidate {
    struct node_id office;
    enum reviewer_body body; /* as the row says */
    bool raised; /* further up than the row says: who stands there must not, or is missing */
};

struct reviewer_choice {
    struct reviewer_candidate candidates[REVIEWERS_MAX];
    size_t count;    /* 2: the petitioner chooses */
    bool is_end;     /* 0 candidates because nobody is above */
    bool is_setting; /* the row is from memory: to be confirmed by a person, never cited as law */
    uint32_t line;
    char basis[BASIS_TEXT_MAX + 1]; /* "reviewers:9 北京市信访条例 §48" */
};

/* Nobody who decided before and nobody in the conflict set is a candidate: the same kind of body
 * one tier further up takes the place. PJ_POLICY_TARGET: the decider is not in the directory.
 * PJ_POLICY_VILLAGE: it is a village, whose word is no decision. PJ_POLICY_CONFLICT: no candidate
 * is left; a person decides. The end (is_end) is an answer, and PJ_OK. For the re-check ask with
 * the reviewing body as decider and the first decider as `before`. */
enum pj_code reviewer_find(const struct reviewer_query *query,
                           struct reviewer_choice *ret_choice) must_check;
/* Is that office one of those to choose from? */
bool reviewer_choice_has(const struct reviewer_choice *choice, const struct node_id *office);

const char *reviewer_body_text(enum reviewer_body body);
const char *reviewer_body_zh(enum reviewer_body body);
const char *reviewer_body_en(enum reviewer_body body);
