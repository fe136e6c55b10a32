/* SPDX-License-Identifier: Apache-2.0
 * Finds and checks the templates of papers. */
#include "paper_files.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/shipped.h"
#include "base/text.h"

#define PATH_BYTES_MAX 4096
#define FILES_MAX      1000 /* in one folder: 28 kinds in two forms, and an editor's leavings */

static const char *const endings[PAPER_MEDIUM_MAX] = {".txt", ".html"};

bool paper_file_name(const char *path, enum paper_kind *ret_kind, enum paper_medium *ret_medium) {
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    const char *dot = strrchr(name, '.');
    enum paper_kind kind = PAPER_UNSPECIFIED;

    for (unsigned medium = 0; dot != NULL && medium < PAPER_MEDIUM_MAX; medium++) {
        if (strcmp(dot, endings[medium]) != 0) {
            continue;
        }
        if (paper_kind_parse(name, (size_t)(dot - name), &kind) != PJ_OK ||
            kind == PAPER_UNSPECIFIED) {
            return false;
        }
        *ret_kind = kind;
        *ret_medium = (enum paper_medium)medium;
        return true;
    }
    return false;
}

static void file_of(const char *folder, enum paper_kind kind, enum paper_medium medium,
                    char path[PATH_BYTES_MAX]) {
    text_print(path, PATH_BYTES_MAX, "%.3900s%s%s%s", folder, folder[0] == '\0' ? "" : "/",
               paper_kind_text(kind), endings[medium]);
}

struct bytes paper_shipped(enum paper_kind kind, enum paper_medium medium) {
    char name[PATH_BYTES_MAX];

    file_of("", kind, medium, name);
    for (size_t i = 0; i < shipped_count; i++) {
        if (strcmp(shipped_files[i].folder, "papers") == 0 &&
            strcmp(shipped_files[i].name, name) == 0) {
            return (struct bytes){shipped_files[i].data, shipped_files[i].len};
        }
    }
    return BYTES_NONE;
}

int paper_template_get(struct ctl *ctl, enum paper_kind kind, enum paper_medium medium,
                       uint8_t **ret_data, struct bytes *ret_template) {
    char path[PATH_BYTES_MAX];
    size_t len = 0;
    int status = EXIT_FINE;

    *ret_data = NULL;
    *ret_template = paper_shipped(kind, medium);
    if (!ctl_given(ctl, OPT(TEMPLATES))) {
        return EXIT_FINE;
    }
    file_of(ctl_text(ctl, OPTION_TEMPLATES), kind, medium, path);
    if (access(path, F_OK) != 0) { /* an office writes only those it wants otherwise */
        return EXIT_FINE;
    }
    status = ctl_read_file(ctl, path, ret_data, &len);
    *ret_template = (struct bytes){*ret_data, len};
    return status;
}

/* ---- paper check */

static int check_file(struct ctl *ctl, const char *path, json_t *rows) {
    struct paper_trouble trouble = {.line = 0};
    enum paper_kind kind = PAPER_UNSPECIFIED;
    enum paper_medium medium = PAPER_MEDIUM_TXT;
    json_t *row = NULL;
    uint8_t *data = NULL;
    size_t len = 0;
    int status = EXIT_FINE;
    enum pj_code code = PJ_BAD_DATA;

    if (!paper_file_name(path, &kind, &medium)) {
        text_print(trouble.sentence, sizeof trouble.sentence,
                   "没有这种文书 / no kind of paper has this name");
    } else {
        status = ctl_read_file(ctl, path, &data, &len);
        if (status != EXIT_FINE) {
            return status;
        }
        code = paper_template_check(kind, medium, (struct bytes){data, len}, &trouble);
    }
    free(data);
    row = json_object();
    print_set(row, "file", print_text(path));
    print_set(row, "kind", print_text(kind == PAPER_UNSPECIFIED ? "" : paper_kind_text(kind)));
    print_set(row, "ok", json_boolean(code == PJ_OK));
    print_set(row, "line", json_integer(trouble.line));
    print_set(row, "trouble", print_text(trouble.sentence));
    json_array_append_new(rows, row);
    return code == PJ_OK ? EXIT_FINE : EXIT_BAD;
}

static int is_template(const struct dirent *entry) {
    const char *dot = strrchr(entry->d_name, '.');

    return dot != NULL && (strcmp(dot, endings[PAPER_MEDIUM_TXT]) == 0 ||
                           strcmp(dot, endings[PAPER_MEDIUM_HTML]) == 0);
}

static int check_folder(struct ctl *ctl, const char *folder, json_t *rows) {
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, is_template, alphasort);
    int worst = EXIT_FINE;

    if (count < 0) {
        return ctl_file_trouble(ctl, folder, strerror(errno));
    }
    for (int i = 0; i < count; i++) {
        if (i < FILES_MAX) {
            char path[PATH_BYTES_MAX];
            int status = EXIT_FINE;

            text_print(path, sizeof path, "%.3800s/%s", folder, entries[i]->d_name);
            status = check_file(ctl, path, rows);
            worst = status > worst ? status : worst;
        }
        free(entries[i]);
    }
    free(entries);
    if (count == 0) {
        return ctl_file_trouble(ctl, folder, "没有模板 / no templates");
    }
    return worst;
}

int run_paper_check(struct ctl *ctl) {
    const char *path = ctl->words.argument[0];
    json_t *rows = json_array();
    struct stat about;
    int status = EXIT_FINE;

    if (stat(path, &about) != 0) {
        json_decref(rows);
        return ctl_file_trouble(ctl, path, strerror(errno));
    }
    status = S_ISDIR(about.st_mode) ? check_folder(ctl, path, rows) : check_file(ctl, path, rows);
    print_rows(&ctl->printer, rows, "file ok line trouble");
    return status;
}
