/* SPDX-License-Identifier: Apache-2.0
 * How a directory lies in memory. Rows are sorted by (digits, code); a parent has fewer digits than
 * its children, so it always stands before them: one pass forward sees parents first, one pass
 * backward children first. */
#pragma once
#include "core/csv.h"
#include "core/directory.h"
#include "core/region.h"

#define SUCCESSORS_MAX    16 /* mergers of one division, one after the other */
#define STATION_NONE      UINT32_MAX
#define STATION_DEPTH_MAX 8 /* up and down again is 16 forwards, all a frame may have */

struct place_row {
    uint64_t key; /* digits and code in one number */
    uint32_t parent;
    uint32_t host;  /* station of the general desk */
    uint32_t enter; /* of the walk through the tree: a subtree is [enter, enter + size) */
    uint32_t size;
    uint32_t name_at; /* in the divisions text */
    uint32_t organ_first;
    uint32_t line;
    uint32_t successor; /* takes its place once it has ended; NONE = its superior does */
    int32_t last_day;   /* INT32_MAX = it stands */
    uint16_t name_len;
    uint8_t organ_count;
    uint8_t tiers; /* bit per level it acts for */
    bool is_virtual;
    uint64_t parent_key;    /* while building; 0 = root */
    uint64_t successor_key; /* while building; 0 = none */
};

struct organ {
    char text[ORGAN_TEXT_MAX + 1];
    char series;    /* of the case numbers it gives; 0 = none of its own */
    uint8_t levels; /* of the divisions that list an organ of this name; in the names table only */
    uint32_t host;  /* STATION_NONE = wherever its division is hosted */
    uint32_t title_at;  /* in the divisions text, as names are */
    uint16_t title_len; /* 0 = the data tell none */
};

struct station {
    struct station_id id;
    uint32_t parent;
    uint32_t line;
    struct next_hop hop;          /* from this station to that one */
    struct csv_field parent_text; /* while building */
    struct csv_field hosts;       /* while building */
};

struct directory {
    struct bytes text; /* borrowed: names point into it */
    struct place_row *rows;
    size_t row_count;
    uint32_t *slots; /* open addressing by key: row index + 1, 0 = free */
    size_t slot_mask;
    struct organ *organs;
    size_t organ_count;
    struct organ *names; /* open addressing by text: each organ name once */
    size_t name_mask;
    struct station *stations;
    size_t station_count;
    struct next_hop outside; /* to everything the directory does not know */
};

/* Where a station building step stands: the report and what is being built. */
struct building {
    struct region region;
    struct directory *directory;
    struct data_report *report; /* borrowed */
};

static inline uint64_t place_key(struct place place) {
    return (uint64_t)place.digits << 40 | place.code;
}

static inline struct place place_of_key(uint64_t key) {
    return (struct place){.code = key & ((UINT64_C(1) << 40) - 1), .digits = (uint8_t)(key >> 40)};
}

/* Mixes all bits of a key: the codes of one county differ in the last digits only (splitmix64). */
static inline size_t directory_slot(uint64_t key) {
    key = (key ^ (key >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    key = (key ^ (key >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (size_t)(key ^ (key >> 31));
}

/* Fields of "no memory" are the caller's mistake and abort: directory_bytes told the size. */
void directory_lay_rows(struct region *region, size_t rows_max, size_t organs_max,
                        struct directory *directory);
void directory_lay_tables(struct region *region, size_t rows, size_t organs,
                          struct directory *directory);
void directory_lay_stations(struct region *region, size_t stations_max,
                            struct directory *directory);

/* nodes.csv onto finished rows: stations, who hosts whom, the next hop to each. */
void directory_build_stations(struct building *building, struct bytes nodes_csv,
                              const struct station_id *self);

/* The organ of that name of one division, or NULL. */
struct organ *directory_find_organ(const struct directory *directory, uint32_t index,
                                   const char *organ);
/* The slot of an organ name: it, or a free one (text empty). */
struct organ *directory_organ_name(const struct directory *directory, const char *organ);
