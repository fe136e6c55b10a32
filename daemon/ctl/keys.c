/* SPDX-License-Identifier: Apache-2.0
 * Keys and accounts. A pair is two lines, public and secret; only the public one ever leaves its
 * machine. */
#include "ctl.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

#define SCOPES_TEXT_MAX 256

static int write_pair(struct ctl *ctl, const char *path, const char *pair) {
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    size_t len = strlen(pair);

    if (file < 0) {
        return ctl_file_trouble(ctl, path, strerror(errno));
    }
    if (write(file, pair, len) != (ssize_t)len || fsync(file) != 0) {
        close(file);
        return ctl_file_trouble(ctl, path, strerror(errno));
    }
    return close(file) == 0 ? EXIT_FINE : ctl_file_trouble(ctl, path, strerror(errno));
}

int run_key_new(struct ctl *ctl) {
    char public_key[PJ_CURVE_TEXT_MAX + 1];
    char secret_key[PJ_CURVE_TEXT_MAX + 1];
    char pair[2 * PJ_CURVE_TEXT_MAX + 3];
    json_t *object = NULL;
    int status = EXIT_FINE;

    pj_curve_pair(public_key, secret_key);
    text_print(pair, sizeof pair, "%s\n%s\n", public_key, secret_key);
    status = write_pair(ctl, ctl->words.argument[0], pair);
    if (status != EXIT_FINE) {
        return status;
    }
    object = json_object();
    print_set(object, "public_key", print_text(public_key));
    print_set(object, "file", print_text(ctl->words.argument[0]));
    print_object(&ctl->printer, object);
    return EXIT_FINE;
}

static json_t *key_json(const struct api_key_item *item) {
    json_t *row = json_object();
    char scopes[SCOPES_TEXT_MAX] = "";
    size_t used = 0;

    for (size_t i = 0; i < item->scope_count && used + 32 < sizeof scopes; i++) {
        used += text_print(scopes + used, sizeof scopes - used, "%s%.24s", i == 0 ? "" : ",",
                           item->scopes[i]);
    }
    print_set(row, "public_key", print_text(item->public_key));
    print_set(row, "station", print_text(item->station));
    print_set(row, "account", print_text(item->account));
    print_set(row, "node", print_text(item->node));
    print_set(row, "scopes", print_text(scopes));
    print_set(row, "revoked", json_boolean(item->revoked));
    return row;
}

static int ask_keys(struct ctl *ctl, const struct api_request *request) {
    struct api_reply reply;
    json_t *rows = NULL;
    int status = ctl_ask(ctl, request, API_REPLY_KEYS, &reply);

    if (status != EXIT_FINE) {
        return status;
    }
    rows = json_array();
    for (size_t i = 0; i < reply.keys.count; i++) {
        json_array_append_new(rows, key_json(&reply.keys.items[i]));
    }
    print_rows(&ctl->printer, rows, "public_key station account node scopes revoked");
    return EXIT_FINE;
}

int run_key_allow(struct ctl *ctl) {
    struct api_request request;
    int status = ctl_request(ctl, API_KEY_ALLOW, &request);

    if (status == EXIT_FINE) {
        status = ctl_give_key(ctl, &request);
    }
    if (status != EXIT_FINE) {
        return status;
    }
    if (ctl_given(ctl, OPT(STATION)) == ctl_given(ctl, OPT(ACCOUNT))) {
        return ctl_usage(ctl, "--station --account", "须指明下级站或账户之一",
                         "say whose key it is: --station NAME or --account NAME");
    }
    request.key_allow.public_key = ctl->words.argument[0];
    request.key_allow.station = ctl_text(ctl, OPTION_STATION);
    request.key_allow.account = ctl_text(ctl, OPTION_ACCOUNT);
    request.key_allow.revoke = ctl_given(ctl, OPT(REVOKE));
    return ask_keys(ctl, &request);
}

int run_key_list(struct ctl *ctl) {
    struct api_request request;
    int status = ctl_request(ctl, API_KEY_LIST, &request);

    return status == EXIT_FINE ? ask_keys(ctl, &request) : status;
}

/* "submit,act" */
static size_t split_scopes(struct ctl *ctl, const char *text, const char **scopes) {
    size_t count = 0;

    while (*text != '\0' && count < API_SCOPES_MAX) {
        size_t len = strcspn(text, ",");
        char *scope = arena_alloc(&ctl->arena, len + 1);

        if (scope == NULL) {
            return 0;
        }
        memcpy(scope, text, len);
        scope[len] = '\0';
        scopes[count++] = scope;
        text += len + (text[len] == ',' ? 1 : 0);
    }
    return count;
}

int run_account_add(struct ctl *ctl) {
    const char *scopes[API_SCOPES_MAX];
    struct api_request request;
    uint64_t uid = 0;
    int status = ctl_request(ctl, API_ACCOUNT_ADD, &request);

    if (status == EXIT_FINE) {
        status = ctl_give_key(ctl, &request);
    }
    if (status != EXIT_FINE) {
        return status;
    }
    if (!ctl_number(ctl, OPTION_IPC_UID, UINT32_MAX - 1, &uid)) {
        return EXIT_USAGE;
    }
    if (!ctl_given(ctl, OPT(SCOPES))) { /* it would lose all its rights, or have none */
        return ctl_usage_of(ctl, OPTION_SCOPES, "须写明权限，没有则写 \"\"",
                            "say which rights, \"\" for none");
    }
    request.account_add.account = ctl->words.argument[0];
    request.account_add.node = ctl_text(ctl, OPTION_NODE);
    request.account_add.scopes = scopes;
    request.account_add.scope_count = split_scopes(ctl, ctl_text(ctl, OPTION_SCOPES), scopes);
    request.account_add.ipc_uid = ctl_given(ctl, OPT(IPC_UID)) ? (uint32_t)uid + 1 : 0;
    return ask_keys(ctl, &request);
}
