/* SPDX-License-Identifier: Apache-2.0
 * Divisions and offices: who exists, who is above whom, which station hosts whom, and the
 * precomputed next hop.
 *
 * Parents are data, never computed from digits: tiers can be missing (4419 has no counties, 330383
 * no townships), fictions (1101) or zones. Built once from two CSV files into memory the caller
 * gives; read only afterwards.
 *
 * divisions.csv  division,name,parent,tiers,valid_from,valid_to,successor,virtual,organs
 *     tiers: levels the division acts for ("county", "city;county"; empty = its own);
 *     organs: "land;civil". An organ that has a station of its own bears the series letter of its
 *     case numbers, "land:B": two stations never number in one series. What people call it may
 *     stand behind it, "land=自然资源和规划局", "land:B=自然资源和规划局", for papers.
 *
 * nodes.csv  station,parent,hosts
 *     hosts: "330726;330726.land": an office belongs to the station that names it, else to its
 *     division's station, else to that of the nearest division above it.
 */
#pragma once
#include "base/time.h"
#include "words/ids.h"
#include "words/kinds.h"

#define DIRECTORY_ROWS_MAX     1000000 /* the nation has 665 000 places */
#define DIRECTORY_STATIONS_MAX 65536
#define DIRECTORY_ORGANS_MAX   64  /* per division */
#define ORGAN_TITLE_MAX        60  /* bytes: 20 Chinese characters */
#define DATA_ISSUES_MAX        100 /* kept of a report; the total is counted */
#define ISSUE_TEXT_MAX         360 /* in both languages */

struct data_issue {
    uint32_t line; /* 1 = header */
    char sentence[ISSUE_TEXT_MAX + 1];
    bool fatal;
};

struct data_report { /* of loading or checking a data file */
    uint64_t rows;
    uint64_t rows_per_level[LEVEL_MAX];
    uint64_t anomalies; /* virtual, skipped tier, zone, ... : counted, not fatal */
    struct data_issue issues[DATA_ISSUES_MAX];
    uint32_t issue_count; /* kept */
    uint64_t issues_total;
    uint64_t fatal_total; /* > 0 = nothing was loaded */
};

void data_report_add(struct data_report *report, uint32_t line, bool fatal, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

struct directory; /* lives inside the caller's memory */

/* Bytes of memory directory_build needs for these texts at most. */
size_t directory_bytes(struct bytes divisions_csv, struct bytes nodes_csv);

/* All or nothing. Both texts are borrowed and must outlive the directory (names point into them);
 * nodes_csv may be empty (no next hops then). PJ_BAD_DATA when the report holds a fatal issue:
 * cycle, orphan, duplicate, bad form, unknown parent, successor or station parent. self may be NULL
 * when no next hop is wanted. */
enum pj_code directory_build(void *memory, size_t size, struct bytes divisions_csv,
                             struct bytes nodes_csv, const struct station_id *self,
                             struct data_report *ret_report,
                             struct directory **ret_directory) must_check;

size_t directory_count(const struct directory *directory);

#define PLACE_INDEX_NONE UINT32_MAX

/* Index of a division, PLACE_INDEX_NONE when unknown. O(log n), exact: 4419 and 441900 are two
 * rows. */
uint32_t directory_find(const struct directory *directory, struct place place);
/* The nearest known ancestor by code when the place itself is unknown (待核实), never dropped. */
uint32_t directory_find_nearest(const struct directory *directory, struct place place);
struct place directory_place(const struct directory *directory, uint32_t index);
uint32_t directory_parent(const struct directory *directory,
                          uint32_t index); /* explicit; NONE at the root */
struct bytes directory_name(const struct directory *directory, uint32_t index);
/* What people call the organ of that office, without its division; none where no data tell. */
struct bytes directory_organ_title(const struct directory *directory, const struct node_id *node);
bool directory_is_virtual(const struct directory *directory, uint32_t index); /* no office there */
/* True when `index` is `above` or below it. */
bool directory_is_within(const struct directory *directory, uint32_t index, uint32_t above);
/* Are both divisions known, and is the office's that of `above` or within it? Organs are not looked
 * at. directory: NULL = none is known. */
bool directory_lies_in(const struct directory *directory, const struct node_id *office,
                       const struct node_id *above);
bool directory_acts_for(const struct directory *directory, uint32_t index, enum level level);
/* First division at or above index that acts for the level and has an office; NONE if there is
 * none. */
uint32_t directory_at_level(const struct directory *directory, uint32_t index, enum level level);
/* Nearest non-virtual ancestor. */
uint32_t directory_superior(const struct directory *directory, uint32_t index);
/* Nearest non-virtual division that both are within: `a` itself when b is within it. */
uint32_t directory_common_superior(const struct directory *directory, uint32_t a, uint32_t b);
/* Who answers for this division on that day: itself; once it has ended its successor, or the
 * successor of that one; without a successor its superior. NONE when nobody is left. */
uint32_t directory_standing(const struct directory *directory, uint32_t index, struct civil day);
/* The level of a division by its code's digits. */
enum level place_level(struct place place);

/* Does this office exist (division known and not virtual, organ listed)? */
bool directory_has_node(const struct directory *directory, const struct node_id *node);

enum next_hop_kind {
    HOP_NONE,   /* nobody hosts it, or no neighbour leads there */
    HOP_LOCAL,  /* hosted by this station */
    HOP_CHILD,  /* behind the child station `station` */
    HOP_PARENT, /* everything else goes up, unjudged */
};

struct next_hop {
    enum next_hop_kind kind;
    uint32_t station; /* index for directory_station, HOP_CHILD and HOP_PARENT */
};

/* The series letter of the case numbers this office gives, 0 = none: its division's own series. */
char directory_series(const struct directory *directory, const struct node_id *node);

/* Does any division of that level list an organ of this name? */
bool directory_knows_organ(const struct directory *directory, const char *organ, enum level level);

/* Precomputed: under 200 ns. A place outside the known tree goes up; at the top it is HOP_NONE. */
struct next_hop directory_next_hop(const struct directory *directory, const struct node_id *node);

size_t directory_station_count(const struct directory *directory);
const struct station_id *directory_station(const struct directory *directory, uint32_t station);
uint32_t directory_station_find(const struct directory *directory,
                                const struct station_id *station);
/* Index of the parent station, PLACE_INDEX_NONE at the top. */
uint32_t directory_station_parent(const struct directory *directory, uint32_t station);
/* Is the division's general desk hosted by this station? */
bool directory_station_hosts(const struct directory *directory, uint32_t station,
                             struct place place);

/* Does what `from` sends to `to` enter the station that hosts `office`? The station where it
 * already is does not count. False where no station hosts one of them. */
bool directory_road_enters(const struct directory *directory, const struct node_id *from,
                           const struct node_id *to, const struct node_id *office);

/* Walks the divisions in code order: for (i = 0; i < directory_count; i++). */
