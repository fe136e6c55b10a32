/* SPDX-License-Identifier: Apache-2.0
 * Small files, whole or not at all: a new one is written under another name, synced, and linked
 * into place, so that a crash leaves either nothing or the full secret, and two starting daemons
 * agree on one. */
#include "secret.h"

#include "base/log.h"
#include "base/text.h"
#include "folder.h"
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

#define FILE_BYTES_MAX 512
#define PATH_BYTES_MAX 256
#define FORBIDDEN_MODE 0037 /* nothing for others, no writing for the group */

struct small_file {
    uint8_t data[FILE_BYTES_MAX];
    size_t len;
};

static enum pj_code fail(const char *path, const char *why) {
    log_error("secret_file_refused", "path=%s reason=\"%s\"", path, why);
    return PJ_BAD_DATA;
}

static enum pj_code read_descriptor(const char *path, int descriptor, struct small_file *ret_file) {
    struct stat status = {0};
    ssize_t len = 0;

    if (fstat(descriptor, &status) != 0) {
        return fail(path, strerror(errno));
    }
    if ((status.st_mode & FORBIDDEN_MODE) != 0) {
        return fail(path, "readable by others: chmod 600");
    }
    len = read(descriptor, ret_file->data, sizeof ret_file->data);
    if (len < 0) {
        return fail(path, strerror(errno));
    }
    ret_file->len = (size_t)len;
    return PJ_OK;
}

/* PJ_BAD_MISSING, not logged: there is no such file. */
static enum pj_code read_file(const char *path, struct small_file *ret_file) {
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    enum pj_code code = PJ_OK;

    if (descriptor < 0) {
        return errno == ENOENT ? PJ_BAD_MISSING : fail(path, strerror(errno));
    }
    code = read_descriptor(path, descriptor, ret_file);
    (void)close(descriptor);
    return code;
}

static bool write_whole(int descriptor, const struct small_file *file) {
    ssize_t written = write(descriptor, file->data, file->len);

    return written == (ssize_t)file->len && fsync(descriptor) == 0;
}

/* Hard links never replace: whoever comes second fails with EEXIST and reads what the first one
 * wrote. */
static enum pj_code create_file(const char *path, const struct small_file *file) {
    char temporary[PATH_BYTES_MAX];
    int descriptor = -1;
    bool done = false;
    int error = 0;

    if (!folder_make_for(path)) {
        return fail(path, strerror(errno));
    }
    (void)text_print(temporary, sizeof temporary, "%s.%ld", path, (long)getpid());
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return fail(path, strerror(errno));
    }
    done = write_whole(descriptor, file) && link(temporary, path) == 0;
    error = errno;
    (void)close(descriptor);
    (void)unlink(temporary);
    if (!done && error != EEXIST) {
        return fail(path, strerror(error));
    }
    if (done) {
        log_warn("secret_file_created", "path=%s advice=\"keep a copy in a safe place\"", path);
    }
    return PJ_OK;
}

/* Reads the file; when it is missing makes it of `fresh` and reads it again. */
static enum pj_code read_or_create(const char *path, const struct small_file *fresh,
                                   struct small_file *ret_file) {
    enum pj_code code = read_file(path, ret_file);

    if (code != PJ_BAD_MISSING) {
        return code;
    }
    code = create_file(path, fresh);
    if (code != PJ_OK) {
        return code;
    }
    code = read_file(path, ret_file);
    return code == PJ_BAD_MISSING ? fail(path, strerror(ENOENT)) : code;
}

enum pj_code secret_read(const char *path, struct prng *prng,
                         uint8_t ret_secret[static SECRET_BYTES]) {
    struct small_file fresh = {.len = SECRET_BYTES};
    struct small_file file = {.len = 0};
    enum pj_code code = PJ_OK;

    prng->fill(prng, fresh.data, SECRET_BYTES);
    code = read_or_create(path, &fresh, &file);
    if (code == PJ_OK && file.len != SECRET_BYTES) {
        code = fail(path, "not exactly 32 bytes");
    }
    if (code == PJ_OK) {
        memcpy(ret_secret, file.data, SECRET_BYTES);
    }
    sodium_memzero(&fresh, sizeof fresh);
    sodium_memzero(&file, sizeof file);
    return code;
}

/* ---- lines */

/* The line at *at without its newline; *at moves behind it. */
static struct bytes next_line(const struct small_file *file, size_t *at) {
    const uint8_t *start = file->data + *at;
    size_t rest = file->len - *at;
    const uint8_t *end = memchr(start, '\n', rest);
    size_t len = end == NULL ? rest : (size_t)(end - start);

    *at += end == NULL ? len : len + 1;
    return (struct bytes){start, len};
}

static bool pair_parse(const struct small_file *file, struct curve_pair *ret_pair) {
    size_t at = 0;
    struct bytes public_line = next_line(file, &at);
    struct bytes secret_line = next_line(file, &at);
    char derived[CURVE_TEXT_MAX + 1];

    if (public_line.len != CURVE_TEXT_MAX || secret_line.len != CURVE_TEXT_MAX || at != file->len) {
        return false;
    }
    memcpy(ret_pair->public_key, public_line.data, CURVE_TEXT_MAX);
    memcpy(ret_pair->secret_key, secret_line.data, CURVE_TEXT_MAX);
    ret_pair->public_key[CURVE_TEXT_MAX] = '\0';
    ret_pair->secret_key[CURVE_TEXT_MAX] = '\0';
    return zmq_curve_public(derived, ret_pair->secret_key) == 0 &&
           strcmp(derived, ret_pair->public_key) == 0;
}

enum pj_code curve_pair_read(const char *path, struct curve_pair *ret_pair) {
    struct curve_pair pair = {{0}, {0}};
    struct small_file fresh = {.len = 0};
    struct small_file file = {.len = 0};
    enum pj_code code = PJ_OK;
    int failed = zmq_curve_keypair(pair.public_key, pair.secret_key);

    ASSERT(failed == 0);
    fresh.len = text_print((char *)fresh.data, sizeof fresh.data, "%s\n%s\n", pair.public_key,
                           pair.secret_key);
    code = read_or_create(path, &fresh, &file);
    if (code == PJ_OK && !pair_parse(&file, &pair)) {
        code = fail(path, "not two lines of 40 characters, public key and its secret key");
    }
    if (code == PJ_OK) {
        *ret_pair = pair;
    }
    sodium_memzero(&pair, sizeof pair);
    sodium_memzero(&fresh, sizeof fresh);
    sodium_memzero(&file, sizeof file);
    return code;
}

enum pj_code password_read(const char *path, char ret_password[static PASSWORD_TEXT_MAX + 1]) {
    struct small_file file = {.len = 0};
    size_t at = 0;
    struct bytes line;
    enum pj_code code = read_file(path, &file);

    if (code == PJ_BAD_MISSING) {
        return fail(path, strerror(ENOENT));
    }
    if (code != PJ_OK) {
        return code;
    }
    line = next_line(&file, &at);
    code = text_set(ret_password, PASSWORD_TEXT_MAX + 1, (const char *)line.data, line.len);
    sodium_memzero(&file, sizeof file);
    return code == PJ_OK ? PJ_OK : fail(path, "the first line is too long for a password");
}
