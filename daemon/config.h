/* SPDX-License-Identifier: Apache-2.0
 * pujiangd.conf: an INI file, one table row per key (config_table.c). The parser, the canonical
 * form of `-n`, the example file, reloading and the checks of the manual all read that table, so a
 * key cannot be half there.
 *
 * Strict: an unknown key, a key given twice, a value out of range, a line too long or a comment
 * behind a value is an error with its line number. `{name}` in a path, an endpoint or a database
 * name stands for the station's name.
 */
#pragma once
#include "base/buf.h"
#include "base/log.h"
#include "words/ids.h"

#define CONFIG_FILE_BYTES_MAX  (64 * 1024)
#define CONFIG_LINE_MAX        198 /* inih as Debian builds it cuts behind this */
#define CONFIG_TEXT_MAX        191
#define CONFIG_SOCKET_PATH_MAX 100 /* must fit sun_path */
#define CONFIG_UIDS_MAX        16
#define CONFIG_UID_SELF        UINT32_MAX /* the daemon's own uid */
#define CONFIG_ERROR_BYTES_MAX (32 * 1024)

struct uid_list {
    uint32_t uid[CONFIG_UIDS_MAX];
    uint32_t count;
};

struct config {
    struct {
        struct station_id name, parent;
        char secret_file[CONFIG_TEXT_MAX + 1];
        bool sandbox;
    } station;
    struct {
        char host[CONFIG_TEXT_MAX + 1], port[CONFIG_TEXT_MAX + 1], dbname[CONFIG_TEXT_MAX + 1];
        char user[CONFIG_TEXT_MAX + 1], password_file[CONFIG_TEXT_MAX + 1];
        char sslmode[CONFIG_TEXT_MAX + 1], sslrootcert[CONFIG_TEXT_MAX + 1];
        char target_session_attrs[CONFIG_TEXT_MAX + 1], options[CONFIG_TEXT_MAX + 1];
        bool unsafe_lab;
    } database;
    struct {
        char listen[CONFIG_TEXT_MAX + 1], parent_endpoint[CONFIG_TEXT_MAX + 1];
        char parent_key[CURVE_TEXT_MAX + 1];
        char key_file[CONFIG_TEXT_MAX + 1];
    } link;
    struct {
        char ipc[CONFIG_TEXT_MAX + 1], listen[CONFIG_TEXT_MAX + 1];
    } api;
    struct {
        struct uid_list admin_uids;
    } account;
    struct {
        enum log_level level;
    } log;
    struct {
        uint32_t linger_us, cache_cases_max, partition_rows, query_timeout_ms, drain_s;
    } limits;
    struct {
        char virtual_clock[CONFIG_TEXT_MAX + 1];
    } lab;
};

/* Fills ret_config from the text of a file; name is for messages only. On failure PJ_BAD_DATA and
 * every error found is appended to `errors`, one line each: "FILE:LINE: ...". */
enum pj_code config_parse(const char *name, struct bytes text, struct buf *errors,
                          struct config *ret_config) must_check;
/* The same from a file. PJ_BAD_MISSING: it cannot be read; errors says why. */
enum pj_code config_read(const char *path, struct buf *errors,
                         struct config *ret_config) must_check;

/* What only a laboratory may have, once options are known too. PJ_BAD_DATA: the file sets it and
 * neither it nor an option says unsafe_lab; errors says so. */
enum pj_code config_check_lab(const char *name, const struct config *config,
                              struct buf *errors) must_check;

/* Takes over what may change while running; names every other key that differs in `skipped`, one
 * line each. */
enum pj_code config_reload(struct config *config, const struct config *fresh,
                           struct buf *skipped) must_check;

/* The canonical form: every key with its value. Parsing it gives the same config. */
enum pj_code config_print(const struct config *config, struct buf *out) must_check;
/* deploy/pujiangd.conf.example: every key with its help, default and bounds. */
enum pj_code config_print_example(struct buf *out) must_check;
