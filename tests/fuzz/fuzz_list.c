/* SPDX-License-Identifier: Apache-2.0
 * list.csv over a small fixed directory. What is accepted answers every question without a trap. */
#include "fuzz.h"

#include "core/competence.h"

#include <stdlib.h>
#include <string.h>

static const char divisions[] =
    "division,name,parent,tiers,valid_from,valid_to,successor,virtual,organs\n"
    "33,a,,,,,,,\n3307,b,33,,,,,,\n330726,c,3307,,,,,,land;civil\n330726101,d,330726,,,,,,\n";

static struct directory *build_directory(void **ret_memory) {
    static struct data_report report;
    struct bytes text = {(const uint8_t *)divisions, sizeof divisions - 1};
    struct directory *directory = NULL;
    size_t bytes = directory_bytes(text, BYTES_NONE);

    memset(&report, 0, sizeof report);
    *ret_memory = malloc(bytes);
    FUZZ_NEED(*ret_memory != NULL);
    FUZZ_NEED(directory_build(*ret_memory, bytes, text, BYTES_NONE, NULL, &report, &directory) ==
              PJ_OK);
    return directory;
}

static void ask(const struct competence *list, const struct directory *directory) {
    static const char *const categories[] = {"", "0", "0101", "9999", "*"};
    const struct civil today = {20780};

    for (size_t i = 0; i < ARRAY_COUNT(categories); i++) {
        for (uint32_t place = 0; place < directory_count(directory); place++) {
            const struct competence_row *row =
                competence_find(list, directory, categories[i], place, today);

            FUZZ_NEED(row == NULL || row->tier < LEVEL_MAX);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct data_report report;
    struct bytes text = {data, size};
    struct competence *list = NULL;
    void *directory_memory = NULL;
    struct directory *directory = build_directory(&directory_memory);
    size_t bytes = competence_bytes(text);
    void *memory = malloc(bytes);

    memset(&report, 0, sizeof report);
    if (memory != NULL &&
        competence_build(memory, bytes, text, "fuzz", directory, &report, &list) == PJ_OK) {
        FUZZ_NEED(report.fatal_total == 0);
        ask(list, directory);
    }
    free(memory);
    free(directory_memory);
    return 0;
}
