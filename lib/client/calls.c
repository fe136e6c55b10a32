/* SPDX-License-Identifier: Apache-2.0
 * The blocking calls and the typed sends: each is build, send, wait. */
#include "client.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <zmq.h>

#include "base/text.h"

struct pj_bytes pj_text(const char *text) {
    return (struct pj_bytes){text, text == NULL ? 0 : strlen(text)};
}

void pj_curve_pair(char ret_public[PJ_CURVE_TEXT_MAX + 1], char ret_secret[PJ_CURVE_TEXT_MAX + 1]) {
    int failed = zmq_curve_keypair(ret_public, ret_secret);

    ASSERT(failed == 0);
}

void pj_random_key(char ret_key[PJ_KEY_TEXT_MAX + 1]) {
    uint8_t random[PJ_KEY_TEXT_MAX / 2];

    randombytes_buf(random, sizeof random);
    text_hex(ret_key, PJ_KEY_TEXT_MAX + 1, random, sizeof random);
}

/* Waits for what was sent; what could not be sent is told the same way. */
static enum pj_code finish_call(struct pj_client *client, enum pj_code sent, const char *field,
                                uint64_t ticket, struct pj_reply **ret_reply) {
    struct pj_reply *reply = NULL;

    reply = sent == PJ_OK ? client_await(client, ticket) : reply_local(0, sent, field, "");
    *ret_reply = reply;
    return pj_reply_code(reply);
}

static enum pj_code call(struct pj_client *client, struct api_request *request,
                         struct pj_reply **ret_reply) {
    uint64_t ticket = 0;
    enum pj_code code = PJ_OK;

    arena_clear(&client->arena);
    code = client_ask(client, request, &ticket);
    return finish_call(client, code, "", ticket, ret_reply);
}

enum pj_code pj_hello(struct pj_client *client, struct pj_reply **ret_reply) {
    struct api_request request;

    request_init(&request, API_HELLO);
    return call(client, &request, ret_reply);
}

enum pj_code pj_get_receipt(struct pj_client *client, struct pj_bytes key,
                            struct pj_reply **ret_reply) {
    struct api_request request;

    request_init(&request, API_GET_RECEIPT);
    request.get_receipt_key = (struct bytes){key.data, key.len};
    return call(client, &request, ret_reply);
}

enum pj_code pj_get_case(struct pj_client *client, const char *case_no,
                         struct pj_reply **ret_reply) {
    struct api_request request;

    request_init(&request, API_GET_CASE);
    request.get_case =
        (struct api_get_case){.case_no = case_no, .foreign_system = "", .foreign_id = ""};
    return call(client, &request, ret_reply);
}

enum pj_code pj_list_papers(struct pj_client *client, const struct pj_paper_query *query,
                            struct pj_reply **ret_reply) {
    struct api_request request;

    request_of_papers(query, NULL, &request);
    return call(client, &request, ret_reply);
}

enum pj_code pj_get_paper(struct pj_client *client, const char *number,
                          const struct pj_paper_query *query, struct pj_reply **ret_reply) {
    struct pj_paper_query one = {.case_no = NULL};
    struct api_request request;

    if (number == NULL) {
        request_of_derived(query, &request);
        return call(client, &request, ret_reply);
    }
    if (number[0] == '\0') { /* would be a list */
        return finish_call(client, PJ_BAD_MISSING, "number", 0, ret_reply);
    }
    if (query != NULL) {
        one = (struct pj_paper_query){
            .case_no = query->case_no, .office = query->office, .query_code = query->query_code};
    }
    request_of_papers(&one, number, &request);
    return call(client, &request, ret_reply);
}

static enum pj_code send_case(struct pj_client *client, const struct pj_write *write,
                              const struct pj_case *petition, uint64_t *ret_ticket,
                              const char **ret_field) {
    struct api_request request;
    enum pj_code code = PJ_OK;

    arena_clear(&client->arena);
    code = request_of_case(write, petition, &client->arena, &request, ret_field);
    return code == PJ_OK ? client_ask(client, &request, ret_ticket) : code;
}

static enum pj_code send_act(struct pj_client *client, const struct pj_write *write,
                             const struct pj_act *act, uint64_t *ret_ticket,
                             const char **ret_field) {
    struct api_request request;
    enum pj_code code = PJ_OK;

    arena_clear(&client->arena);
    code = request_of_act(write, act, &client->arena, &request, ret_field);
    return code == PJ_OK ? client_ask(client, &request, ret_ticket) : code;
}

enum pj_code pj_send_submit(struct pj_client *client, const struct pj_write *write,
                            const struct pj_case *petition, uint64_t *ret_ticket) {
    const char *field = "";

    return send_case(client, write, petition, ret_ticket, &field);
}

enum pj_code pj_send_perform(struct pj_client *client, const struct pj_write *write,
                             const struct pj_act *act, uint64_t *ret_ticket) {
    const char *field = "";

    return send_act(client, write, act, ret_ticket, &field);
}

enum pj_code pj_submit(struct pj_client *client, const struct pj_write *write,
                       const struct pj_case *petition, struct pj_reply **ret_reply) {
    const char *field = "";
    uint64_t ticket = 0;
    enum pj_code code = send_case(client, write, petition, &ticket, &field);

    return finish_call(client, code, field, ticket, ret_reply);
}

enum pj_code pj_perform(struct pj_client *client, const struct pj_write *write,
                        const struct pj_act *act, struct pj_reply **ret_reply) {
    const char *field = "";
    uint64_t ticket = 0;
    enum pj_code code = send_act(client, write, act, &ticket, &field);

    return finish_call(client, code, field, ticket, ret_reply);
}

enum pj_code pj_call(struct pj_client *client, const void *client_frame, size_t size,
                     void **ret_server_frame, size_t *ret_size) {
    uint64_t ticket = 0;
    struct pj_reply *reply = NULL;
    enum pj_code code = pj_send(client, client_frame, size, &ticket);

    if (code != PJ_OK) {
        return code;
    }
    reply = client_await(client, ticket);
    if (reply == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    if (reply->frame == NULL) {
        code = reply->local;
    } else {
        *ret_server_frame = reply->frame;
        *ret_size = reply->frame_len;
        reply->frame = NULL;
    }
    pj_reply_free(reply);
    return code;
}
