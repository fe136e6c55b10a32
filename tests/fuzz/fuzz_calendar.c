/* SPDX-License-Identifier: Apache-2.0
 * calendar.csv. What is accepted counts any period without a trap, and a due date is a working day.
 */
#include "fuzz.h"

#include "core/clock_compute.h"

#include <stdlib.h>
#include <string.h>

static void ask(const struct calendar *calendar) {
    static const uint32_t lengths[] = {0, 1, 5, 60, LIMIT_LENGTH_MAX};
    const struct place region = {450100, 6};
    const struct clock_pause pause = {{20780}, {20790}};

    for (size_t i = 0; i < ARRAY_COUNT(lengths); i++) {
        for (unsigned unit = UNIT_CALENDAR; unit <= UNIT_MONTH; unit++) {
            struct clock_query query = {.start = {20770},
                                        .length = lengths[i],
                                        .unit = (enum limit_unit)unit,
                                        .extension = 30,
                                        .extension_unit = UNIT_CALENDAR,
                                        .pauses = &pause,
                                        .pause_count = unit == UNIT_MONTH ? 0 : 1,
                                        .calendar = calendar,
                                        .region = region};
            struct clock_result result;
            char text[CLOCK_SENTENCE_MAX];

            FUZZ_NEED(clock_compute(&query, &result) == PJ_OK);
            FUZZ_NEED(day_works(calendar_day(calendar, region, result.due).kind));
            for (size_t k = 0; k < result.step_count; k++) {
                clock_step_sentence(&result.steps[k], k % 2 == 0 ? CLOCK_ZH : CLOCK_EN, text);
                FUZZ_NEED(text[0] != '\0');
            }
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct data_report report;
    struct bytes text = {data, size};
    struct calendar *calendar = NULL;
    size_t bytes = calendar_bytes(text);
    void *memory = malloc(bytes);

    if (memory != NULL &&
        calendar_build(memory, bytes, text, "fuzz", &report, &calendar) == PJ_OK) {
        FUZZ_NEED(report.fatal_total == 0);
        FUZZ_NEED(calendar_from(calendar).day < calendar_to(calendar).day);
        ask(calendar);
    }
    free(memory);
    return 0;
}
