/* SPDX-License-Identifier: Apache-2.0
 * The reports about what units owe. Part of wire/api.h. */
#pragma once
#include "wire/api_case.h"

enum api_report_what {
    API_REPORT_UNSPECIFIED,
    API_REPORT_OVERDUE,
    API_REPORT_CARDS,
    API_REPORT_MAX
};

#define API_REPORT_CASES_MAX 100 /* of a page: with every clock they can have they fit a frame */

struct api_report {
    enum api_report_what what;
    const char *unit;
    struct civil since; /* 0 = ever */
    uint64_t after_ref;
    uint32_t limit;
};

struct api_report_row {
    const char *case_no, *trigger, *trigger_basis, *supervisor;
    enum state state;
    struct api_due clock;
    uint32_t suggested; /* 1 << enum ground */
};
