/* SPDX-License-Identifier: Apache-2.0
 * The five stations as the day's clerks see them: which one hosts an office, and a client to each.
 */
#pragma once
#include "core/directory.h"

#include <pujiang/pujiang.h>

#define DAY_STATIONS_MAX 16

struct stations {
    uint8_t *divisions, *nodes; /* owned: the two CSV texts */
    void *memory;               /* owned */
    struct directory *directory;
    struct pj_client *clients[DAY_STATIONS_MAX]; /* owned, by station index of the directory */
};

/* Reads both files and opens a client to ipc://<folder>/<station>.sock for every station. False:
 * said why on stderr. */
bool stations_open(struct stations *stations, const char *divisions_file, const char *nodes_file,
                   const char *folder);
void stations_close(struct stations *stations);
/* The station, by its index in the directory, that hosts this office; that bears this name. */
uint32_t stations_index(const struct stations *stations, const struct node_id *office);
uint32_t stations_index_of_name(const struct stations *stations, const char *name);
/* The client of the station that hosts this office. */
struct pj_client *stations_of(const struct stations *stations, const struct node_id *office);
const char *stations_name(const struct stations *stations, const struct node_id *office);
