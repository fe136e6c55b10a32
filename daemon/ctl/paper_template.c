/* SPDX-License-Identifier: Apache-2.0
 * Reads templates mark by mark; one reader serves the check and the printing, so that what is
 * printed is what was checked. */
#include "paper_template.h"

#include <stdarg.h>
#include <string.h>

#include "base/text.h"

enum mark_kind {
    MARK_END,
    MARK_LITERAL,
    MARK_FIELD,
    MARK_ITEM,
    MARK_OPEN,
    MARK_CLOSE,
    MARK_BAD
};

struct mark {
    enum mark_kind kind;
    enum paper_field field;
    size_t pad;
    struct bytes text; /* of a literal; the name of a bad one */
    uint32_t line;
};

struct reader {
    struct bytes template; /* borrowed */
    size_t at;
    uint32_t line;
};

static bool begins(struct bytes text, size_t at, const char *word) {
    size_t len = strlen(word);

    return at + len <= text.len && memcmp(text.data + at, word, len) == 0;
}

static size_t find(struct bytes text, size_t at, const char *word) {
    while (at < text.len && !begins(text, at, word)) {
        at++;
    }
    return at;
}

static bool read_pad(struct bytes *name, size_t *ret_pad) {
    size_t colon = find(*name, 0, ":");
    uint64_t pad = 0;

    *ret_pad = 0;
    if (colon == name->len) {
        return true;
    }
    if (text_u64((const char *)name->data + colon + 1, name->len - colon - 1, PAPER_PAD_MAX,
                 &pad) != PJ_OK) {
        return false;
    }
    *ret_pad = (size_t)pad;
    name->len = colon;
    return true;
}

/* What stands between the braces. */
static void read_name(struct bytes inside, struct mark *mark) {
    struct bytes name = inside;

    mark->text = inside;
    if (name.len == 1 && name.data[0] == '.') {
        mark->kind = MARK_ITEM;
        return;
    }
    mark->kind = MARK_FIELD;
    if (name.len > 0 && (name.data[0] == '#' || name.data[0] == '/')) {
        mark->kind = name.data[0] == '#' ? MARK_OPEN : MARK_CLOSE;
        name = (struct bytes){name.data + 1, name.len - 1};
    } else if (!read_pad(&name, &mark->pad)) {
        mark->kind = MARK_BAD;
    }
    if (paper_field_parse((const char *)name.data, name.len, &mark->field) != PJ_OK ||
        mark->field == PAPER_FIELD_UNSPECIFIED) {
        mark->kind = MARK_BAD;
    }
}

/* A section's mark alone on its line takes the line's end with it: no blank lines on the paper. */
static bool stands_alone(struct bytes all, size_t from, size_t end) {
    bool begins_line = from == 0 || all.data[from - 1] == '\n';

    return begins_line && end < all.len && all.data[end] == '\n';
}

static struct mark next_mark(struct reader *reader) {
    struct mark mark = {.line = reader->line};
    struct bytes all = reader->template;
    size_t from = reader->at;
    size_t end = 0;

    if (from == all.len) {
        return mark;
    }
    if (!begins(all, from, "{{")) {
        end = find(all, from, "{{");
        mark.kind = MARK_LITERAL;
        mark.text = (struct bytes){all.data + from, end - from};
    } else {
        end = find(all, from, "}}");
        read_name((struct bytes){all.data + from + 2, end - from - 2}, &mark);
        mark.kind = end == all.len ? MARK_BAD : mark.kind;
        end = end == all.len ? end : end + 2;
        if (mark.kind == MARK_OPEN || mark.kind == MARK_CLOSE) {
            end += stands_alone(all, from, end);
        }
    }
    for (size_t i = from; i < end; i++) {
        reader->line += all.data[i] == '\n';
    }
    reader->at = end;
    return mark;
}

/* ---- the check */

struct inspection {
    enum paper_medium medium;
    enum paper_field section; /* UNSPECIFIED = outside of any */
    bool in_comment, in_tag;
    uint64_t shown;
    struct paper_trouble *trouble;
};

static enum pj_code refuse(struct paper_trouble *trouble, uint32_t line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static enum pj_code refuse(struct paper_trouble *trouble, uint32_t line, const char *format, ...) {
    va_list arguments;

    trouble->line = line;
    va_start(arguments, format);
    text_cut(trouble->sentence, sizeof trouble->sentence, format, arguments);
    va_end(arguments);
    return PJ_BAD_DATA;
}

/* Where the next mark would stand in the HTML: in a comment or inside a tag nobody reads it. */
static void follow_html(struct inspection *inspection, struct bytes text) {
    for (size_t i = 0; i < text.len; i++) {
        if (inspection->in_comment) {
            inspection->in_comment = !begins(text, i, "-->");
        } else if (begins(text, i, "<!--")) {
            inspection->in_comment = true;
        } else if (text.data[i] == '<') {
            inspection->in_tag = true;
        } else if (text.data[i] == '>') {
            inspection->in_tag = false;
        }
    }
}

/* A style that hides, and everything that acts by itself. */
static enum pj_code inspect_words(struct bytes template, struct paper_trouble *trouble) {
    static const char *const banned[] = {
        "<script",       "<template",   "<title>{{",         "display:none",
        "display: none", "font-size:0", "visibility:hidden", "visibility: hidden",
        " hidden>",      "onload=",     "http://",           "https://"};

    for (size_t i = 0; i < ARRAY_COUNT(banned); i++) {
        size_t at = find(template, 0, banned[i]);

        if (at < template.len) {
            struct reader reader = {.line = 1};

            for (size_t k = 0; k < at; k++) {
                reader.line += template.data[k] == '\n';
            }
            return refuse(trouble, reader.line, "模板中不得有 %s / a template may not have %s",
                          banned[i], banned[i]);
        }
    }
    return PJ_OK;
}

static void note_shown(struct inspection *inspection, enum paper_field field) {
    bool hidden = inspection->in_comment || inspection->in_tag;
    bool alone = inspection->section == PAPER_FIELD_UNSPECIFIED || inspection->section == field;

    if (!hidden && alone) { /* shown only with another field is not shown */
        inspection->shown |= UINT64_C(1) << field;
    }
}

static enum pj_code inspect_mark(struct inspection *inspection, const struct mark *mark) {
    struct paper_trouble *trouble = inspection->trouble;
    bool inside = inspection->section != PAPER_FIELD_UNSPECIFIED;

    switch (mark->kind) {
    case MARK_BAD:
        return refuse(trouble, mark->line, "没有这个字段 / no such field: {{%.*s}}",
                      (int)(mark->text.len < 40 ? mark->text.len : 40),
                      (const char *)mark->text.data);
    case MARK_LITERAL:
        if (inspection->medium == PAPER_MEDIUM_HTML) {
            follow_html(inspection, mark->text);
        }
        return PJ_OK;
    case MARK_FIELD:
        note_shown(inspection, mark->field);
        return PJ_OK;
    case MARK_ITEM:
        if (!inside) {
            return refuse(trouble, mark->line, "{{.}} 只能在一段之内 / {{.}} belongs in a section");
        }
        note_shown(inspection, inspection->section);
        return PJ_OK;
    case MARK_OPEN:
        if (inside) {
            return refuse(trouble, mark->line, "段中不能再有段 / a section within a section");
        }
        inspection->section = mark->field;
        return PJ_OK;
    case MARK_CLOSE:
        if (inspection->section != mark->field) {
            return refuse(trouble, mark->line, "没有这样开始的段 / no section begins so: {{/%s}}",
                          paper_field_text(mark->field));
        }
        inspection->section = PAPER_FIELD_UNSPECIFIED;
        return PJ_OK;
    case MARK_END:
        break;
    }
    return PJ_OK;
}

static enum pj_code inspect_must(enum paper_kind kind, const struct inspection *inspection) {
    uint64_t missing = paper_row(kind)->must & ~inspection->shown;

    for (unsigned field = 1; field < PAPER_FIELD_MAX; field++) {
        if ((missing & (UINT64_C(1) << field)) != 0) {
            return refuse(inspection->trouble, 0,
                          "%s必须写明 {{%s}} / %s must show {{%s}}, in plain sight",
                          paper_row(kind)->title, paper_field_text(field), paper_kind_text(kind),
                          paper_field_text(field));
        }
    }
    return PJ_OK;
}

enum pj_code paper_template_check(enum paper_kind kind, enum paper_medium medium,
                                  struct bytes template, struct paper_trouble *ret_trouble) {
    struct inspection inspection = {.medium = medium, .trouble = ret_trouble};
    struct reader reader = {.template = template, .line = 1};
    enum pj_code code = PJ_OK;

    *ret_trouble = (struct paper_trouble){.line = 0};
    if (template.len > PAPER_TEMPLATE_LONG) {
        return refuse(ret_trouble, 0, "模板太长 / too long for a template");
    }
    if (!text_is_utf8(template)) {
        return refuse(ret_trouble, 0, "模板不是 UTF-8 / the template is not UTF-8");
    }
    if (medium == PAPER_MEDIUM_HTML) {
        code = inspect_words(template, ret_trouble);
    }
    while (code == PJ_OK && reader.at < template.len) {
        struct mark mark = next_mark(&reader);

        code = inspect_mark(&inspection, &mark);
    }
    if (code == PJ_OK && inspection.section != PAPER_FIELD_UNSPECIFIED) {
        return refuse(ret_trouble, reader.line, "这一段没有结束 / a section is not closed: {{#%s}}",
                      paper_field_text(inspection.section));
    }
    return code == PJ_OK ? inspect_must(kind, &inspection) : code;
}

/* ---- what a person wrote */

/* Length of the character there, 0 = no UTF-8. */
static size_t character_len(struct bytes text, size_t at) {
    for (size_t len = 1; len <= 4 && at + len <= text.len; len++) {
        if (text_is_utf8((struct bytes){text.data + at, len})) {
            return len;
        }
    }
    return 0;
}

/* U+202A..202E and U+2066..2069 turn the writing round: the paper would read otherwise than what
 * was recorded. */
static bool turns_writing(const uint8_t *at, size_t len) {
    if (len != 3 || at[0] != 0xe2) {
        return false;
    }
    return (at[1] == 0x80 && at[2] >= 0xaa && at[2] <= 0xae) ||
           (at[1] == 0x81 && at[2] >= 0xa6 && at[2] <= 0xa9);
}

static bool steers_printer(const uint8_t *at, size_t len) {
    bool blank = at[0] == '\n' || at[0] == '\t' || at[0] == '\r';

    return len == 1 ? (at[0] < 0x20 && !blank) || at[0] == 0x7f
                    : len == 2 && at[0] == 0xc2 && at[1] < 0xa0;
}

static enum pj_code put_numbers(struct buf *out, const uint8_t *at, size_t len) {
    enum pj_code code = buf_printf(out, "⟦");

    for (size_t i = 0; code == PJ_OK && i < len; i++) {
        code = buf_printf(out, "%02X", at[i]);
    }
    return code == PJ_OK ? buf_printf(out, "⟧") : code;
}

static const char *html_of(uint8_t byte) {
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

static enum pj_code put_written(struct buf *out, enum paper_medium medium, struct bytes text) {
    enum pj_code code = PJ_OK;
    size_t at = 0;

    while (code == PJ_OK && at < text.len) {
        size_t len = character_len(text, at);
        const uint8_t *here = text.data + at;
        const char *escaped = medium == PAPER_MEDIUM_HTML ? html_of(*here) : NULL;

        at += len == 0 ? 1 : len;
        if (len == 0) {
            code = put_numbers(out, here, 1);
        } else if (steers_printer(here, len) || turns_writing(here, len)) {
            code = put_numbers(out, here, len);
        } else if (escaped != NULL) {
            code = buf_put(out, escaped, strlen(escaped));
        } else {
            code = buf_put(out, here, len);
        }
    }
    return code;
}

/* ---- printing */

static bool is_empty(const struct paper_value *value) {
    for (size_t i = 0; i < value->count; i++) {
        if (value->items[i].len > 0) {
            return false;
        }
    }
    return true;
}

/* Columns on paper and on a terminal: a Chinese character takes two. */
static size_t columns_of(struct bytes text) {
    size_t columns = 0;

    for (size_t i = 0; i < text.len; i++) {
        if ((text.data[i] & 0xc0) != 0x80) { /* the first byte of a character */
            columns += text.data[i] >= 0xe2 ? 2 : 1;
        }
    }
    return columns;
}

static enum pj_code put_value(struct buf *out, enum paper_medium medium,
                              const struct paper_value *value, size_t pad) {
    size_t from = out->len;
    enum pj_code code = PJ_OK;

    for (size_t i = 0; code == PJ_OK && i < value->count; i++) {
        if (i > 0) {
            code = buf_put(out, "\n", 1);
        }
        if (code == PJ_OK) {
            code = put_written(out, medium, value->items[i]);
        }
    }
    if (code == PJ_OK && pad > 0) {
        struct bytes written = {out->data + from, out->len - from};

        for (size_t width = columns_of(written); code == PJ_OK && width < pad; width++) {
            code = buf_put(out, " ", 1);
        }
    }
    return code;
}

struct printing {
    struct reader reader;
    enum paper_medium medium;
    const struct paper_facts *facts; /* borrowed */
    struct buf *out;                 /* borrowed */
    enum paper_field section;
    struct reader again; /* where the section begins */
    size_t item;
};

/* Leaves the reader behind the section that has no items. */
static void skip_section(struct printing *printing) {
    struct mark mark = next_mark(&printing->reader);

    while (mark.kind != MARK_CLOSE && mark.kind != MARK_END) {
        mark = next_mark(&printing->reader);
    }
}

static void open_section(struct printing *printing, enum paper_field field) {
    if (is_empty(&printing->facts->values[field])) {
        skip_section(printing);
        return;
    }
    printing->section = field;
    printing->again = printing->reader;
    printing->item = 0;
}

static void close_section(struct printing *printing) {
    printing->item++;
    if (printing->item < printing->facts->values[printing->section].count) {
        printing->reader = printing->again;
    } else {
        printing->section = PAPER_FIELD_UNSPECIFIED;
    }
}

static enum pj_code print_mark(struct printing *printing, const struct mark *mark) {
    const struct paper_value *values = printing->facts->values;

    switch (mark->kind) {
    case MARK_LITERAL:
        return buf_put(printing->out, mark->text.data, mark->text.len);
    case MARK_FIELD:
        return put_value(printing->out, printing->medium, &values[mark->field], mark->pad);
    case MARK_ITEM:
        return put_written(printing->out, printing->medium,
                           values[printing->section].items[printing->item]);
    case MARK_OPEN:
        open_section(printing, mark->field);
        return PJ_OK;
    case MARK_CLOSE:
        close_section(printing);
        return PJ_OK;
    case MARK_BAD:
    case MARK_END:
        break;
    }
    return PJ_OK;
}

/* PJ_OK, or the trouble: nothing is printed without what it must say. */
static enum pj_code check_facts(enum paper_kind kind, const struct paper_facts *facts,
                                struct paper_trouble *ret_trouble) {
    for (unsigned field = 1; field < PAPER_FIELD_MAX; field++) {
        bool must = (paper_row(kind)->must & (UINT64_C(1) << field)) != 0;

        if (must && is_empty(&facts->values[field])) {
            return refuse(ret_trouble, 0,
                          "%s缺少 %s，不能打印 / %s: %s is not known, and without it nothing is "
                          "printed",
                          paper_row(kind)->title, paper_field_text(field), paper_kind_text(kind),
                          paper_field_text(field));
        }
    }
    return PJ_OK;
}

enum pj_code paper_render(enum paper_kind kind, enum paper_medium medium, struct bytes template,
                          const struct paper_facts *facts, struct buf *out) {
    struct printing printing = {
        .reader = {.template = template, .line = 1}, .medium = medium, .facts = facts, .out = out};
    struct paper_trouble trouble;
    size_t before = out->len;
    enum pj_code code = paper_template_check(kind, medium, template, &trouble);

    if (code == PJ_OK) {
        code = check_facts(kind, facts, &trouble);
    }
    while (code == PJ_OK && printing.reader.at < template.len) {
        struct mark mark = next_mark(&printing.reader);

        code = print_mark(&printing, &mark);
    }
    if (code != PJ_OK) {
        buf_cut(out, before);
    }
    return code;
}

void paper_render_trouble(enum paper_kind kind, enum paper_medium medium, struct bytes template,
                          const struct paper_facts *facts, struct paper_trouble *ret_trouble) {
    if (paper_template_check(kind, medium, template, ret_trouble) == PJ_OK) {
        (void)check_facts(kind, facts, ret_trouble);
    }
}
