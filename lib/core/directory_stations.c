/* SPDX-License-Identifier: Apache-2.0
 * nodes.csv onto finished divisions: which station hosts which office, and the next hop from this
 * station to each other one, computed once so that a case asks one table. Pure. */
#include "core/directory_internal.h"
#include "core/sort.h"

#include <string.h>

#define NODES_HEADER "station,parent,hosts"

static void read_station(struct building *building, const struct csv_row *csv) {
    struct directory *directory = building->directory;
    struct station *station = &directory->stations[directory->station_count];
    const struct csv_field *name = &csv->fields[0];

    if (station_id_parse(name->text, name->len, &station->id) != PJ_OK) {
        data_report_add(building->report, csv->line, true,
                        "不是站名 / \"%.*s\" is no station name: 1 to 32 of a-z, 0-9 and -",
                        csv_shown(name), name->text);
        return;
    }
    station->line = csv->line;
    station->parent = STATION_NONE;
    station->parent_text = csv->fields[1];
    station->hosts = csv->fields[2];
    directory->station_count++;
}

static void read_stations(struct building *building, struct bytes nodes_csv) {
    struct csv csv;
    struct csv_row row;
    const char *trouble = NULL;
    bool header = false;

    csv_init(&csv, nodes_csv);
    while (csv_next(&csv, &row, &trouble)) {
        if (trouble != NULL) {
            data_report_add(building->report, row.line, true, "%s", trouble);
        } else if (!header) {
            header = csv_row_is(&row, NODES_HEADER);
            if (!header) {
                data_report_add(building->report, row.line, true,
                                "首行应为各列名 / the first row must be " NODES_HEADER);
                return;
            }
        } else if (row.count != 3) {
            data_report_add(building->report, row.line, true,
                            "列数不对 / %u fields, there must be 3", (unsigned)row.count);
        } else if (building->directory->station_count == DIRECTORY_STATIONS_MAX) {
            data_report_add(building->report, row.line, true, "站过多 / more than %u stations",
                            (unsigned)DIRECTORY_STATIONS_MAX);
            return;
        } else {
            read_station(building, &row);
        }
    }
}

static int compare_stations(const void *a, const void *b) {
    const struct station *left = a;
    const struct station *right = b;

    return strcmp(left->id.text, right->id.text);
}

static void find_parents(struct building *building) {
    struct directory *directory = building->directory;

    for (size_t i = 0; i < directory->station_count; i++) {
        struct station *station = &directory->stations[i];
        const struct csv_field *field = &station->parent_text;
        struct station_id id;

        if (i > 0 && station_id_equal(&station->id, &directory->stations[i - 1].id)) {
            data_report_add(building->report, station->line, true,
                            "站重复 / station %s stands twice", station->id.text);
        }
        if (field->len == 0) {
            continue;
        }
        if (station_id_parse(field->text, field->len, &id) == PJ_OK) {
            station->parent = directory_station_find(directory, &id);
        }
        if (station->parent == STATION_NONE) {
            data_report_add(building->report, station->line, true,
                            "文件中没有其上级站 / parent \"%.*s\" is not in the file",
                            csv_shown(field), field->text);
        }
    }
}

/* Up and down again must fit into the forwards a frame has; a cycle never ends and so is too deep
 * as well. */
static void check_depths(struct building *building) {
    struct directory *directory = building->directory;

    for (size_t i = 0; i < directory->station_count; i++) {
        uint32_t at = directory->stations[i].parent;
        unsigned depth = 1;

        while (at != STATION_NONE && depth <= STATION_DEPTH_MAX) {
            at = directory->stations[at].parent;
            depth++;
        }
        if (depth > STATION_DEPTH_MAX) {
            data_report_add(building->report, directory->stations[i].line, true,
                            "上级站成环或层级过多 / station %s: a cycle of parents, or more than "
                            "%u stations above it",
                            directory->stations[i].id.text, (unsigned)STATION_DEPTH_MAX - 1);
        }
    }
}

/* ---- who hosts whom */

static void host(struct building *building, uint32_t index, const struct csv_field *item) {
    struct directory *directory = building->directory;
    const struct station *station = &directory->stations[index];
    struct node_id office;
    uint32_t *slot = NULL;

    if (node_id_parse(item->text, item->len, &office) != PJ_OK ||
        !directory_has_node(directory, &office)) {
        data_report_add(building->report, station->line, true,
                        "区划文件中没有这个机构 / \"%.*s\" is no office of the divisions file",
                        csv_shown(item), item->text);
        return;
    }
    slot = &directory->rows[directory_find(directory, node_id_place(&office))].host;
    if (node_id_organ(&office)[0] != '\0') {
        slot = &directory_find_organ(directory,
                                     (uint32_t)(directory_find(directory, node_id_place(&office))),
                                     node_id_organ(&office))
                    ->host;
    }
    if (*slot != STATION_NONE) {
        data_report_add(building->report, station->line, true,
                        "已由另一站承载 / %s is hosted by %s already", office.text,
                        directory->stations[*slot].id.text);
        return;
    }
    *slot = index;
}

static void host_all(struct building *building) {
    struct directory *directory = building->directory;

    for (uint32_t i = 0; i < directory->station_count; i++) {
        struct csv_field list = directory->stations[i].hosts;
        struct csv_field item;

        while (csv_item(&list, &item)) {
            host(building, i, &item);
        }
    }
    for (size_t i = 0; i < directory->row_count; i++) { /* parents stand before their children */
        struct place_row *row = &directory->rows[i];

        if (row->host == STATION_NONE && row->parent != PLACE_INDEX_NONE) {
            row->host = directory->rows[row->parent].host;
        }
    }
}

/* Two stations that number in one series give one number twice. */
static void check_series(struct building *building) {
    struct directory *directory = building->directory;

    for (size_t i = 0; i < directory->row_count; i++) {
        const struct place_row *row = &directory->rows[i];

        for (uint32_t k = 0; k < row->organ_count; k++) {
            const struct organ *organ = &directory->organs[row->organ_first + k];
            char code[PLACE_DIGITS_MAX + 1];

            if (organ->host == STATION_NONE || organ->host == row->host || organ->series != 0) {
                continue;
            }
            place_print(place_of_key(row->key), code);
            data_report_add(building->report, directory->stations[organ->host].line, true,
                            "机构自设站点而没有序列字母 / %s.%s has a station of its own and no "
                            "series letter: write %s:B among "
                            "the organs of %s",
                            code, organ->text, organ->text, code);
        }
    }
}

/* ---- next hops */

static struct next_hop hop_to(const struct directory *directory, uint32_t self, uint32_t target) {
    if (target == self) {
        return (struct next_hop){HOP_LOCAL, self};
    }
    for (uint32_t at = target; at != STATION_NONE; at = directory->stations[at].parent) {
        if (directory->stations[at].parent == self) {
            return (struct next_hop){HOP_CHILD, at};
        }
    }
    return directory->outside;
}

static void compute_hops(struct building *building, const struct station_id *self) {
    struct directory *directory = building->directory;
    uint32_t index = directory_station_find(directory, self);

    if (index == PLACE_INDEX_NONE) {
        data_report_add(building->report, 1, true,
                        "各站文件里没有本站 / this station, %s, is not in the stations file (node "
                        "load): [station] name and the name there must be the same",
                        self->text);
        return;
    }
    if (directory->stations[index].parent != STATION_NONE) {
        directory->outside = (struct next_hop){HOP_PARENT, directory->stations[index].parent};
    }
    for (uint32_t i = 0; i < directory->station_count; i++) {
        directory->stations[i].hop = hop_to(directory, index, i);
    }
}

void directory_build_stations(struct building *building, struct bytes nodes_csv,
                              const struct station_id *self) {
    struct directory *directory = building->directory;

    directory->outside = (struct next_hop){HOP_NONE, STATION_NONE};
    if (nodes_csv.len == 0) {
        return;
    }
    read_stations(building, nodes_csv);
    sort_records(directory->stations, directory->station_count, sizeof *directory->stations,
                 compare_stations);
    find_parents(building);
    check_depths(building);
    host_all(building);
    check_series(building);
    if (building->report->fatal_total == 0 && self != NULL) {
        compute_hops(building, self);
    }
}
