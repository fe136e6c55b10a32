/* SPDX-License-Identifier: Apache-2.0
 * The station that is asked: found, connected, asked once. */
#include "ctl.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "wire/wire.h"

/* ---- finding it */

static int find_socket(struct ctl *ctl) {
    const char *given = getenv("PUJIANG_ENDPOINT");
    glob_t found;
    int status = EXIT_FINE;

    if (given != NULL && given[0] != '\0') {
        text_print(ctl->endpoint, sizeof ctl->endpoint, "%.240s", given);
        return EXIT_FINE;
    }
    if (glob(SOCKET_FOLDER "/*.sock", 0, NULL, &found) != 0) {
        return ctl_usage(ctl, SOCKET_FOLDER,
                         "没有正在运行的站；用 -e 指明地址，如 -e ipc:///run/pujiang/NAME.sock",
                         "no station runs here; say where with -e ipc:///run/pujiang/NAME.sock");
    }
    if (found.gl_pathc == 1 && strlen(found.gl_pathv[0]) < 240) {
        text_print(ctl->endpoint, sizeof ctl->endpoint, "ipc://%.240s", found.gl_pathv[0]);
    } else {
        status = ctl_usage(ctl, SOCKET_FOLDER, "有多个站，请用 -e 选一个",
                           "several stations run here: choose one with -e");
        for (size_t i = 0; i < found.gl_pathc; i++) {
            fprintf(ctl->err, "  -e ipc://%s\n", found.gl_pathv[i]);
        }
    }
    globfree(&found);
    return status;
}

/* Two lines, as `key new` writes them: public, secret. */
static int read_pair(struct ctl *ctl, const char *path, char public_key[PJ_CURVE_TEXT_MAX + 1],
                     char secret_key[PJ_CURVE_TEXT_MAX + 1]) {
    uint8_t *data = NULL;
    size_t len = 0;
    int status = ctl_read_file(ctl, path, &data, &len);

    if (status != EXIT_FINE) {
        return status;
    }
    if (len < 2 * PJ_CURVE_TEXT_MAX + 1 || data[PJ_CURVE_TEXT_MAX] != '\n') {
        free(data);
        return ctl_file_trouble(ctl, path, "不是 key new 生成的文件 / not as key new writes it");
    }
    memcpy(public_key, data, PJ_CURVE_TEXT_MAX);
    memcpy(secret_key, data + PJ_CURVE_TEXT_MAX + 1, PJ_CURVE_TEXT_MAX);
    public_key[PJ_CURVE_TEXT_MAX] = '\0';
    secret_key[PJ_CURVE_TEXT_MAX] = '\0';
    free(data);
    return EXIT_FINE;
}

/* What can be seen to be wrong before anything is tried. */
static int check_endpoint(struct ctl *ctl, const char *endpoint) {
    bool is_tcp = strncmp(endpoint, "tcp://", 6) == 0;
    const char *server_key = ctl_value(ctl, OPTION_SERVER_KEY);

    if (!is_tcp && strncmp(endpoint, "ipc://", 6) != 0) {
        return ctl_usage(ctl, endpoint, "地址形如 ipc:///run/pujiang/NAME.sock 或 tcp://HOST:PORT",
                         "an endpoint looks like ipc:///run/pujiang/NAME.sock or tcp://HOST:PORT");
    }
    if (is_tcp && (server_key == NULL || !ctl_given(ctl, OPT(KEY)))) {
        return ctl_usage(ctl, endpoint, "tcp 需要本方密钥 --key FILE 和站点公钥 --server-key Z85",
                         "tcp needs the own key, --key FILE, and the station's, --server-key Z85");
    }
    if (server_key != NULL && strlen(server_key) != PJ_CURVE_TEXT_MAX) {
        return ctl_usage_of(ctl, OPTION_SERVER_KEY, "站点公钥为 40 个字符：其 key_file 的第一行",
                            "the station's public key has 40 characters: the first line of its "
                            "key_file");
    }
    return EXIT_FINE;
}

int ctl_open(struct ctl *ctl) {
    char public_key[PJ_CURVE_TEXT_MAX + 1];
    char secret_key[PJ_CURVE_TEXT_MAX + 1];
    struct pj_options options = {.endpoint = ctl_value(ctl, OPTION_ENDPOINT),
                                 .server_key = ctl_value(ctl, OPTION_SERVER_KEY),
                                 .fail_when_not_listening = true};
    uint64_t seconds = 0;
    int status = EXIT_FINE;

    if (ctl->client != NULL) {
        return EXIT_FINE;
    }
    if (!ctl_number(ctl, OPTION_TIMEOUT, TIMEOUT_S_MAX, &seconds)) {
        return EXIT_USAGE;
    }
    options.timeout_ms = (uint32_t)(seconds == 0 ? TIMEOUT_S_DEFAULT : seconds) * 1000;
    if (options.endpoint == NULL) {
        status = find_socket(ctl);
        options.endpoint = ctl->endpoint;
    }
    if (status == EXIT_FINE) {
        status = check_endpoint(ctl, options.endpoint);
    }
    if (status == EXIT_FINE && ctl_given(ctl, OPT(KEY))) {
        status = read_pair(ctl, ctl_text(ctl, OPTION_KEY), public_key, secret_key);
        options.public_key = public_key;
        options.secret_key = secret_key;
    }
    if (status != EXIT_FINE) {
        return status;
    }
    if (pj_connect(&options, &ctl->client) != PJ_OK) {
        return ctl_usage(ctl, options.endpoint, "地址或密钥的形式不对",
                         "no such form of endpoint or key");
    }
    return EXIT_FINE;
}

/* ---- asking */

/* "id:name:post" */
static bool set_operator(const char *text, struct operator_ref *operator_ref) {
    char *const fields[] = {operator_ref->id, operator_ref->name, operator_ref->post};

    for (size_t i = 0; i < ARRAY_COUNT(fields); i++) {
        size_t len = i + 1 < ARRAY_COUNT(fields) ? strcspn(text, ":") : strlen(text);

        if (text_set(fields[i], sizeof operator_ref->id, text, len) != PJ_OK) {
            return false;
        }
        text += len + (text[len] == ':' ? 1 : 0);
    }
    return true;
}

int ctl_request(struct ctl *ctl, enum api_request_kind kind, struct api_request *ret_request) {
    int status = ctl_open(ctl);

    memset(ret_request, 0, sizeof *ret_request);
    ret_request->kind = kind;
    ret_request->request_id = ++ctl->last_request;
    ret_request->dry_run = ctl_given(ctl, OPT(DRY_RUN));
    if (status == EXIT_FINE &&
        !set_operator(ctl_text(ctl, OPTION_AS_OPERATOR), &ret_request->operator_ref)) {
        status = ctl_usage(ctl, "--as-operator", "ID:姓名:职务，各不超过 64 字节",
                           "ID:NAME:POST, at most 64 bytes each");
    }
    return status;
}

int ctl_give_key(struct ctl *ctl, struct api_request *request) {
    const char *given = ctl_value(ctl, OPTION_KEY_ID);
    char *key = arena_alloc(&ctl->arena, PJ_KEY_TEXT_MAX + 1);

    if (key == NULL) {
        return ctl_code(ctl, PJ_INTERNAL_NO_MEMORY, "");
    }
    ctl->drawn_key = NULL;
    if (given == NULL) {
        pj_random_key(key);
        given = key;
        ctl->drawn_key = key;
    }
    request->key = (struct bytes){(const uint8_t *)given, strlen(given)};
    return EXIT_FINE;
}

static int tell_no_answer(struct ctl *ctl, enum pj_code code) {
    struct api_error error = error_of_code(code, "");

    error.sentence_zh = pj_trouble_zh(ctl->client);
    error.sentence_en = pj_trouble_en(ctl->client);
    return ctl_error(ctl, &error);
}

int ctl_ask(struct ctl *ctl, const struct api_request *request, enum api_reply_kind wanted,
            struct api_reply *ret_reply) {
    struct bytes frame = BYTES_NONE;
    void *answer = NULL;
    size_t size = 0;
    enum pj_code code = wire_encode_request(request, &ctl->arena, &frame);

    if (code != PJ_OK) {
        return ctl_code(ctl, code, "");
    }
    code = pj_call(ctl->client, frame.data, frame.len, &answer, &size);
    if (code != PJ_OK) {
        return tell_no_answer(ctl, code);
    }
    code = wire_decode_reply((struct bytes){answer, size}, &ctl->arena, ret_reply);
    free(answer);
    if (code != PJ_OK) {
        return ctl_code(ctl, code, "reply");
    }
    if (ret_reply->kind == API_REPLY_ERROR) {
        return ctl_error(ctl, &ret_reply->error);
    }
    return ret_reply->kind == wanted ? EXIT_FINE : ctl_code(ctl, PJ_BAD_FORMAT, "reply");
}
