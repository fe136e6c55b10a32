/* SPDX-License-Identifier: Apache-2.0
 * See the header. */
#include "folder.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#define FOLDER_BYTES_MAX 256

bool folder_make_for(const char *path) {
    char folder[FOLDER_BYTES_MAX];
    const char *slash = strrchr(path, '/');
    size_t len = slash == NULL ? 0 : (size_t)(slash - path);

    if (len == 0) {
        return true;
    }
    if (len >= sizeof folder) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(folder, path, len);
    folder[len] = '\0';
    return mkdir(folder, 0750) == 0 || errno == EEXIST;
}
