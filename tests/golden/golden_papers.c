/* SPDX-License-Identifier: Apache-2.0
 * Every kind of paper, as text and as HTML, printed from one made-up case by the templates that are
 * built in: tests/golden/papers/. And which facts each kind may not do without. */
#include "golden.h"

#include <stdio.h>
#include <string.h>

#include "paper_files.h"

#define BYTES(text) ((struct bytes){(const uint8_t *)(text), sizeof(text) - 1})

/* What a person wrote is hostile to HTML, to printers and to UTF-8. */
static const struct bytes made_up[PAPER_FIELD_MAX][2] = {
    [PAPER_FIELD_NUMBER] = {BYTES("浦江信转〔2026〕12号")},
    [PAPER_FIELD_DATE] = {BYTES("2026年9月18日")},
    [PAPER_FIELD_ISSUER] = {BYTES("浦江县信访局")},
    [PAPER_FIELD_ADDRESSEE] = {BYTES("张三 先生/女士")},
    [PAPER_FIELD_CASE_NO] = {BYTES("330726-20260918-00000017-42")},
    [PAPER_FIELD_RECEIVED] = {BYTES("2026-09-18 09:30")},
    [PAPER_FIELD_TEXT] = {BYTES(
        "我家的<b>承包地</b>被占了 & 没有\"补偿\"。\n坏字节 \xff，控制符 \x1b[2J，"
        "反写 \xe2\x80\xae符。")},
    [PAPER_FIELD_TEXT_ORIGIN] = {BYTES("口述记录，已向本人宣读核对")},
    [PAPER_FIELD_QUERY_CODE] = {BYTES("____________")},
    [PAPER_FIELD_DIGEST] = {BYTES(
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")},
    [PAPER_FIELD_FORM] = {BYTES("来访")},
    [PAPER_FIELD_PURPOSE] = {BYTES("申诉求决")},
    [PAPER_FIELD_CATEGORY] = {BYTES("010203")},
    [PAPER_FIELD_STATE] = {BYTES("已受理")},
    [PAPER_FIELD_HOLDER] = {BYTES("浦江县自然资源和规划局")},
    [PAPER_FIELD_TARGET] = {BYTES("浦江县自然资源和规划局")},
    [PAPER_FIELD_DUE] = {BYTES("2026年10月8日前：书面告知是否受理"),
                         BYTES("2026年12月7日前：作出处理意见")},
    [PAPER_FIELD_REASON] = {BYTES("经实地核查，<承包合同>有效。")},
    [PAPER_FIELD_ARTICLE] = {BYTES("《信访工作条例》第三十二条")},
    [PAPER_FIELD_RULING] = {BYTES("支持")},
    [PAPER_FIELD_REMEDY] = {BYTES("不服本意见的，可以申请复查")},
    [PAPER_FIELD_REMEDY_BODY] = {BYTES("浦江县人民政府"), BYTES("或 金华市自然资源和规划局")},
    [PAPER_FIELD_REMEDY_LIMIT] = {BYTES("收到本意见书之日起30日内")},
    [PAPER_FIELD_RIGHT_DOOR] = {BYTES("浦江县人民法院")},
    [PAPER_FIELD_CHANNEL] = {BYTES("行政复议")},
    [PAPER_FIELD_SERVICE] = {BYTES("挂号邮寄")},
    [PAPER_FIELD_PROOF] = {BYTES("XA 4711 2026 0918 33")},
    [PAPER_FIELD_RESPONSIBLE] = {BYTES("局长")},
    [PAPER_FIELD_RIGHTS] = {BYTES("可以查询、补充、评价"), BYTES("不受打击报复")},
    [PAPER_FIELD_LEGS] = {BYTES("2026-09-18 浦江县信访局 → 浦江县自然资源和规划局")},
    [PAPER_FIELD_CLOCKS] = {BYTES("办理 2026年12月7日 进行中")},
    [PAPER_FIELD_PROBLEMS] = {BYTES("1 承包地：支持")},
    [PAPER_FIELD_SERVED] = {BYTES("浦江信意〔2026〕12号")},
    [PAPER_FIELD_REPLACES] = {BYTES("浦江信转〔2026〕11号")},
};

static struct paper_facts facts_of(enum paper_kind kind, struct bytes *title) {
    struct paper_facts facts;

    memset(&facts, 0, sizeof facts);
    *title =
        (struct bytes){(const uint8_t *)paper_row(kind)->title, strlen(paper_row(kind)->title)};
    for (size_t field = 0; field < PAPER_FIELD_MAX; field++) {
        facts.values[field].items = made_up[field];
        facts.values[field].count = made_up[field][1].len > 0 ? 2 : made_up[field][0].len > 0;
    }
    facts.values[PAPER_FIELD_TITLE] = (struct paper_value){title, 1};
    return facts;
}

int golden_paper(const char *file) {
    struct paper_facts facts;
    struct paper_trouble trouble;
    struct bytes title;
    enum paper_kind kind = PAPER_UNSPECIFIED;
    enum paper_medium medium = PAPER_MEDIUM_TXT;
    struct bytes template;
    struct buf out;
    int status = 0;

    if (!paper_file_name(file, &kind, &medium)) {
        return 2;
    }
    facts = facts_of(kind, &title);
    template = paper_shipped(kind, medium);
    buf_init(&out, PAPER_BYTES_MAX);
    if (paper_render(kind, medium, template, &facts, &out) == PJ_OK) {
        fwrite(out.data, 1, out.len, stdout);
    } else {
        paper_render_trouble(kind, medium, template, &facts, &trouble);
        fprintf(stderr, "%s:%u: %s\n", file, trouble.line, trouble.sentence);
        status = 1;
    }
    buf_release(&out);
    return status;
}

int golden_paper_kinds(void) {
    for (unsigned i = PAPER_RECEIPT; i < PAPER_MAX; i++) {
        const struct paper_row *row = paper_row((enum paper_kind)i);

        printf("%s %s 〔%s〕 %s -> %s, %s:", paper_kind_text(i), row->title, row->series,
               paper_party_text(row->issuer), paper_party_text(row->addressee), row->basis);
        for (unsigned field = 1; field < PAPER_FIELD_MAX; field++) {
            if ((row->must & (UINT64_C(1) << field)) != 0) {
                printf(" %s", paper_field_text(field));
            }
        }
        printf("\n");
    }
    return 0;
}
