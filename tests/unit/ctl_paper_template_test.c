/* SPDX-License-Identifier: Apache-2.0
 * Templates that leave out, hide or break what a paper must show are refused, each in words; and
 * nothing is printed of facts that lack it. */
#define _GNU_SOURCE /* memmem */
#include "unit.h"

#include <stdlib.h>

#include "paper_files.h"

/* The template built in, with one text in it replaced by another. */
static struct bytes changed(enum paper_kind kind, enum paper_medium medium, const char *from,
                            const char *to, char **ret_owned) {
    struct bytes shipped = paper_shipped(kind, medium);
    char *found = memmem(shipped.data, shipped.len, from, strlen(from));
    size_t before = 0;
    size_t len = shipped.len - strlen(from) + strlen(to);
    char *text = malloc(len + 1);

    assert_non_null(found);
    assert_non_null(text);
    before = (size_t)(found - (const char *)shipped.data);
    memcpy(text, shipped.data, before);
    memcpy(text + before, to, strlen(to) + 1); /* its end is written over, or is the text's */
    memcpy(text + before + strlen(to), found + strlen(from), shipped.len - before - strlen(from));
    text[len] = '\0';
    *ret_owned = text;
    return (struct bytes){(const uint8_t *)text, len};
}

static const struct {
    const char *sentence;
    enum paper_kind kind;
    enum paper_medium medium;
    const char *from, *to;
    const char *told; /* in the trouble; NULL = it is well */
} rows[] = {
    {"a letter-head of the office", PAPER_OPINION, PAPER_MEDIUM_TXT, "{{title}}",
     "浦江县\n{{title}}", NULL},
    {"a field padded to columns", PAPER_OPINION, PAPER_MEDIUM_TXT, "{{ruling}}", "{{ruling:30}}",
     NULL},
    {"no remedy", PAPER_OPINION, PAPER_MEDIUM_TXT, "{{remedy}}", "", "{{remedy}}"},
    {"no limit of the remedy", PAPER_OPINION, PAPER_MEDIUM_HTML, "{{remedy_limit}}", "30日",
     "{{remedy_limit}}"},
    {"no date", PAPER_ACCEPT, PAPER_MEDIUM_TXT, "{{date}}", "    年  月  日", "{{date}}"},
    {"no number", PAPER_TRANSFER, PAPER_MEDIUM_HTML, "{{number}}", "", "{{number}}"},
    {"no due day", PAPER_EXTEND, PAPER_MEDIUM_TXT, "{{#due}}\n  {{.}}\n{{/due}}\n", "", "{{due}}"},
    {"a section that does not show its items", PAPER_EXTEND, PAPER_MEDIUM_TXT, "  {{.}}\n",
     "延期。\n", "{{due}}"},
    {"no right door", PAPER_REFUSE, PAPER_MEDIUM_TXT, "{{right_door}}", "", "{{right_door}}"},
    {"a receipt without what was written down", PAPER_RECEIPT, PAPER_MEDIUM_HTML, "{{text}}", "",
     "{{text}}"},
    {"the remedy in a comment", PAPER_OPINION, PAPER_MEDIUM_HTML, "{{remedy}}",
     "<!-- {{remedy}} -->", "{{remedy}}"},
    {"the remedy inside a tag", PAPER_OPINION, PAPER_MEDIUM_HTML, "{{remedy}}",
     "<i title=\"{{remedy}}\">救济</i>", "{{remedy}}"},
    {"the remedy only when something else is known", PAPER_OPINION, PAPER_MEDIUM_TXT, "{{remedy}}",
     "{{#responsible}}{{remedy}}{{/responsible}}", "{{remedy}}"},
    {"a style that hides", PAPER_OPINION, PAPER_MEDIUM_HTML, "<span class=\"label\">",
     "<span style=\"display:none\">", "display:none"},
    {"a script", PAPER_OPINION, PAPER_MEDIUM_HTML, "</body>", "<script></script></body>",
     "<script"},
    {"something from outside", PAPER_OPINION, PAPER_MEDIUM_HTML, "</body>",
     "<img src=\"https://example.org/seal.png\"></body>", "https://"},
    {"a field that does not exist", PAPER_OPINION, PAPER_MEDIUM_TXT, "{{date}}",
     "{{date}} {{score}}", "{{score}}"},
    {"braces that are not closed", PAPER_OPINION, PAPER_MEDIUM_TXT, "{{date}}", "{{date", "{{date"},
    {"a section that is not closed", PAPER_OPINION, PAPER_MEDIUM_TXT, "{{/problems}}\n", "", "{{#"},
    {"a section closed as another", PAPER_OPINION, PAPER_MEDIUM_TXT, "{{/problems}}", "{{/due}}",
     "{{/due}}"},
    {"a section within a section", PAPER_OPINION, PAPER_MEDIUM_TXT, "{{#problems}}",
     "{{#problems}}{{#due}}", "section within"},
    {"an item outside of sections", PAPER_OPINION, PAPER_MEDIUM_TXT, "{{date}}", "{{date}}{{.}}",
     "{{.}}"},
    {"bytes that are no UTF-8", PAPER_OPINION, PAPER_MEDIUM_TXT, "{{date}}", "{{date}}\xd5\xc5",
     "UTF-8"},
    {"padding without end", PAPER_OPINION, PAPER_MEDIUM_TXT, "{{date}}", "{{date:99999999}}",
     "{{date:99999999}}"},
};

static void bad_templates(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct paper_trouble trouble;
        char *owned = NULL;
        struct bytes template =
            changed(rows[i].kind, rows[i].medium, rows[i].from, rows[i].to, &owned);
        enum pj_code code = paper_template_check(rows[i].kind, rows[i].medium, template, &trouble);

        if ((code == PJ_OK) != (rows[i].told == NULL)) {
            fail_msg("%s: %s", rows[i].sentence, trouble.sentence);
        }
        if (rows[i].told != NULL && strstr(trouble.sentence, rows[i].told) == NULL) {
            fail_msg("%s: \"%s\" does not name %s", rows[i].sentence, trouble.sentence,
                     rows[i].told);
        }
        free(owned);
    }
}

static void shipped_are_well(void **state) {
    for (unsigned kind = PAPER_RECEIPT; kind < PAPER_MAX; kind++) {
        for (unsigned medium = 0; medium < PAPER_MEDIUM_MAX; medium++) {
            struct paper_trouble trouble;
            struct bytes template = paper_shipped((enum paper_kind)kind, (enum paper_medium)medium);

            assert_true(template.len > 0);
            assert_int_equal(paper_template_check((enum paper_kind)kind, (enum paper_medium)medium,
                                                  template, &trouble),
                             PJ_OK);
        }
    }
}

/* ---- printing */

static const struct bytes one = {(const uint8_t *)"x", 1};
static const struct bytes nothing = {(const uint8_t *)"", 0};

static void set_all(struct paper_facts *facts) {
    for (size_t field = 0; field < PAPER_FIELD_MAX; field++) {
        facts->values[field] = (struct paper_value){&one, 1};
    }
}

static void lacking_facts(void **state) {
    for (unsigned i = PAPER_RECEIPT; i < PAPER_MAX; i++) {
        enum paper_kind kind = (enum paper_kind)i;
        struct bytes template = paper_shipped(kind, PAPER_MEDIUM_TXT);

        for (unsigned field = 1; field < PAPER_FIELD_MAX; field++) {
            bool must = (paper_row(kind)->must & (UINT64_C(1) << field)) != 0;
            struct paper_facts facts;
            struct paper_trouble trouble;
            struct buf out;

            buf_init(&out, PAPER_BYTES_MAX);
            set_all(&facts);
            facts.values[field] = (struct paper_value){&nothing, 1};
            assert_int_equal(paper_render(kind, PAPER_MEDIUM_TXT, template, &facts, &out),
                             must ? PJ_BAD_DATA : PJ_OK);
            assert_int_equal(out.len == 0, must);
            paper_render_trouble(kind, PAPER_MEDIUM_TXT, template, &facts, &trouble);
            assert_int_equal(strstr(trouble.sentence, paper_field_text(field)) != NULL, must);
            buf_release(&out);
        }
    }
}

static void names(void **state) {
    enum paper_kind kind = PAPER_UNSPECIFIED;
    enum paper_medium medium = PAPER_MEDIUM_MAX;

    assert_true(paper_file_name("/a.b/no_longer.html", &kind, &medium));
    assert_int_equal(kind, PAPER_NO_LONGER);
    assert_int_equal(medium, PAPER_MEDIUM_HTML);
    assert_false(paper_file_name("opinion.pdf", &kind, &medium));
    assert_false(paper_file_name("unspecified.txt", &kind, &medium));
    assert_false(paper_file_name("opinions.txt", &kind, &medium));
    assert_false(paper_file_name("opinion", &kind, &medium));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("a template that leaves out or hides what must be shown is refused in words",
             bad_templates),
        CASE("the templates built in are well, in both forms", shipped_are_well),
        CASE("nothing is printed while a fact it must show is missing", lacking_facts),
        CASE("a template is known by its name", names),
    };

    return cmocka_run_group_tests_name("templates of papers", tests, NULL, NULL);
}
