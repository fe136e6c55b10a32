/* SPDX-License-Identifier: Apache-2.0
 * Numbers of papers and names of offices, as people read them. */
#include "unit.h"

#include "base/text.h"
#include "core/paper_number.h"

#include <stdio.h>
#include <stdlib.h>

#define TEXT(text) ((struct bytes){(const uint8_t *)(text), sizeof(text) - 1})

static const char divisions[] =
    "division,name,parent,tiers,valid_from,valid_to,successor,virtual,organs\n"
    "33,浙江省,,,,,,,\n"
    "3307,金华市,33,,,,,,\n"
    "330726,浦江县,3307,,,,,,civil;land:B=自然资源和规划局;court=人民法院;health=卫生健康委员会\n"
    "330727,县,3307,,,,,,\n"
    "330726101,浦江镇,330726,,,,,,\n"
    "330726101221,黄宅村,330726101,,,,,,\n"
    "45,广西壮族自治区,,,,,,,\n";

static const struct {
    const char *office, *number, *name;
    uint32_t epoch;
    bool shut;
} rows[] = {
    {"33", "浙江信受〔2026〕12号", "浙江省", 0, false},
    {"3307", "金华信受〔2026〕12号", "金华市", 0, false},
    {"330726", "浦江信受〔2026〕12号", "浦江县", 0, false},
    {"45", "广西壮族信受〔2026〕12号", "广西壮族自治区", 0, false},
    {"330727", "县信受〔2026〕12号", "县", 0, false},            /* nothing would be left */
    {"330726101", "浦江镇信受〔2026〕12号", "浦江镇", 0, false}, /* not its county's number */
    {"330726101221", "黄宅村信受〔2026〕12号", "黄宅村", 0, false},
    {"330726.land", "浦江自然资源和规划信受〔2026〕12号", "浦江县自然资源和规划局", 0, false},
    {"330726.health", "浦江卫生健康信受〔2026〕12号", "浦江县卫生健康委员会", 0, false},
    {"330726.court", "浦江人民法院信受〔2026〕12号", "浦江县人民法院", 0, false},
    {"330726.civil", "浦江civil信受〔2026〕12号", "浦江县 civil", 0,
     false}, /* no name in the data */
    {"330726", "浦江信受〔2026〕3-12号", "浦江县", 2, false},
    {"330726", "浦江信受〔2026〕密12号", "浦江县", 0, true},
    {"110000", "110000信受〔2026〕12号", "110000", 0, false}, /* not in the directory */
};

static void shown(void **state) {
    size_t size = directory_bytes(TEXT(divisions), BYTES_NONE);
    void *memory = malloc(size);
    struct directory *directory = NULL;
    struct data_report report = {0};

    assert_non_null(memory);
    assert_int_equal(
        directory_build(memory, size, TEXT(divisions), BYTES_NONE, NULL, &report, &directory),
        PJ_OK);
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct issued paper = {.kind = PAPER_ACCEPT,
                               .year = 2026,
                               .epoch = rows[i].epoch,
                               .shut = rows[i].shut,
                               .no = 12};
        char name[200];

        snprintf(paper.office.text, sizeof paper.office.text, "%s", rows[i].office);
        paper_number_print(directory, &paper);
        assert_string_equal(paper.number, rows[i].number);
        paper_office_print(directory, &paper.office, name, sizeof name);
        assert_string_equal(name, rows[i].name);
    }
    free(memory);
}

/* The longest of everything fits the column. */
static void longest(void **state) {
    char csv[1024];
    struct issued paper = {.office = {"330726101221.abcdefghijklmnop"},
                           .kind = PAPER_HOLD_TO_ACCOUNT,
                           .year = 9999,
                           .epoch = UINT32_MAX - 1,
                           .shut = true,
                           .no = UINT32_MAX};
    struct directory *directory = NULL;
    struct data_report report = {0};
    const char *name = "名名名名名名名名名名名名名名名名名名名名";
    size_t size = 0;
    void *memory = NULL;

    snprintf(csv, sizeof csv,
             "division,name,parent,tiers,valid_from,valid_to,successor,virtual,organs\n"
             "330726101221,%s%s,,,,,,,abcdefghijklmnop=%s\n",
             name, name, name);
    size = directory_bytes((struct bytes){(const uint8_t *)csv, strlen(csv)}, BYTES_NONE);
    memory = malloc(size);
    assert_non_null(memory);
    assert_int_equal(directory_build(memory, size,
                                     (struct bytes){(const uint8_t *)csv, strlen(csv)}, BYTES_NONE,
                                     NULL, &report, &directory),
                     PJ_OK);
    paper_number_print(directory, &paper);
    assert_true(text_is_utf8((struct bytes){(const uint8_t *)paper.number, strlen(paper.number)}));
    assert_true(strstr(paper.number, "号") != NULL);
    free(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("numbers and names of offices", shown),
        CASE("the longest names and numbers fit", longest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
