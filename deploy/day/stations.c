/* SPDX-License-Identifier: Apache-2.0
 * Reads the two data files and opens one client per station. */
#include "stations.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_BYTES_MAX (64 * 1024 * 1024)
#define TIMEOUT_MS     60000 /* a clerk waits out a restart of the station */

static bool read_file(const char *path, uint8_t **ret_data, size_t *ret_len) {
    FILE *file = fopen(path, "rb");
    uint8_t *data = NULL;
    long size = 0;

    if (file == NULL) {
        fprintf(stderr, "%s: 打不开 / cannot be opened\n", path);
        return false;
    }
    fseek(file, 0, SEEK_END);
    size = ftell(file);
    rewind(file);
    if (size > 0 && size <= FILE_BYTES_MAX) {
        data = malloc((size_t)size);
    }
    if (data == NULL || fread(data, 1, (size_t)size, file) != (size_t)size) {
        fprintf(stderr, "%s: 读不完整 / cannot be read whole\n", path);
        free(data);
        fclose(file);
        return false;
    }
    fclose(file);
    *ret_data = data;
    *ret_len = (size_t)size;
    return true;
}

static bool build(struct stations *stations, size_t divisions_len, size_t nodes_len) {
    struct bytes divisions = {stations->divisions, divisions_len};
    struct bytes nodes = {stations->nodes, nodes_len};
    size_t size = directory_bytes(divisions, nodes);
    struct data_report *report = calloc(1, sizeof *report);
    enum pj_code code = PJ_INTERNAL_NO_MEMORY;

    stations->memory = malloc(size);
    if (stations->memory != NULL && report != NULL) {
        code = directory_build(stations->memory, size, divisions, nodes, NULL, report,
                               &stations->directory);
    }
    for (uint32_t i = 0; report != NULL && code != PJ_OK && i < report->issue_count; i++) {
        fprintf(stderr, "line %u: %s\n", report->issues[i].line, report->issues[i].sentence);
    }
    free(report);
    return code == PJ_OK && directory_station_count(stations->directory) <= DAY_STATIONS_MAX;
}

bool stations_open(struct stations *stations, const char *divisions_file, const char *nodes_file,
                   const char *folder) {
    size_t divisions_len = 0;
    size_t nodes_len = 0;

    memset(stations, 0, sizeof *stations);
    if (!read_file(divisions_file, &stations->divisions, &divisions_len) ||
        !read_file(nodes_file, &stations->nodes, &nodes_len) ||
        !build(stations, divisions_len, nodes_len)) {
        return false;
    }
    for (uint32_t i = 0; i < directory_station_count(stations->directory); i++) {
        char endpoint[512];
        struct pj_options options = {
            .endpoint = endpoint, .timeout_ms = TIMEOUT_MS, .retry_busy = true};

        text_print(endpoint, sizeof endpoint, "ipc://%s/%s.sock", folder,
                   directory_station(stations->directory, i)->text);
        if (pj_connect(&options, &stations->clients[i]) != PJ_OK) {
            fprintf(stderr, "%s: 无法连接 / cannot connect\n", endpoint);
            return false;
        }
    }
    return true;
}

void stations_close(struct stations *stations) {
    for (size_t i = 0; i < DAY_STATIONS_MAX; i++) {
        pj_disconnect(stations->clients[i]);
    }
    free(stations->memory);
    free(stations->divisions);
    free(stations->nodes);
}

uint32_t stations_index(const struct stations *stations, const struct node_id *office) {
    for (uint32_t i = 0; i < directory_station_count(stations->directory); i++) {
        if (directory_station_hosts(stations->directory, i, node_id_place(office))) {
            return i;
        }
    }
    ASSERT(!"an office without a station");
    return 0;
}

uint32_t stations_index_of_name(const struct stations *stations, const char *name) {
    for (uint32_t i = 0; i < directory_station_count(stations->directory); i++) {
        if (strcmp(directory_station(stations->directory, i)->text, name) == 0) {
            return i;
        }
    }
    ASSERT(!"a station that the directory does not name");
    return 0;
}

struct pj_client *stations_of(const struct stations *stations, const struct node_id *office) {
    return stations->clients[stations_index(stations, office)];
}

const char *stations_name(const struct stations *stations, const struct node_id *office) {
    return directory_station(stations->directory, stations_index(stations, office))->text;
}
