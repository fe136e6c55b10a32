/* SPDX-License-Identifier: Apache-2.0
 * The plan of one reception day, shaped like 2003-09-18 in Pujiang: 436 groups with 667 persons.
 * What they said is composed for this purpose; no real person stands behind it. Assumption of ours:
 * they raised 498 problems in 451 cases. Everything follows from the case's index, so that every
 * run is the same day. */
#pragma once
#include "core/directory.h"

#define DAY_GROUPS         436 /* 批 */
#define DAY_PERSONS        667 /* 人次 */
#define DAY_CASES          451 /* 件 */
#define DAY_PROBLEMS       498 /* 问题 */
#define DAY_SOLVED         91  /* problems solved on the spot 当场解决 */
#define DAY_ASSIGNED       324 /* cases assigned with a named responsible 交办 */
#define DAY_TEXT_BYTES_MAX 2048

enum destiny {
    DESTINY_SOLVE,  /* every problem solved on the spot */
    DESTINY_ANSWER, /* explained, not supported or referred out */
    DESTINY_ASSIGN, /* handed to a named responsible with a date */
};

struct planned {
    uint32_t index;
    uint32_t group;         /* 1 .. DAY_GROUPS */
    uint32_t group_persons; /* persons of that group; counted once per group */
    struct node_id window;  /* office that takes it in */
    struct place place;     /* of the problem: a village or a township */
    const char *category;   /* static */
    uint32_t problems;      /* 1 or 2 */
    enum destiny destiny;
    bool climbs;   /* from the village window up to the province before it is assigned */
    bool returned; /* the first unit says "not mine", the second is designated */
    char text[DAY_TEXT_BYTES_MAX];
};

/* The case with this index. The directory must hold county 330726. */
void plan_case(const struct directory *directory, uint32_t index, struct planned *ret_planned);
