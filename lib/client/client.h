/* SPDX-License-Identifier: Apache-2.0
 * The inside of struct pj_client and struct pj_reply, for lib/client only.
 * include/pujiang/pujiang.h is the manual. */
#pragma once
#include "base/arena.h"
#include "dealer.h"
#include "flight.h"
#include "wire/wire.h"

enum trouble { /* why no answer comes, as far as the connection tells */
    TROUBLE_NONE,
    TROUBLE_NOT_LISTENING,
    TROUBLE_KEY_REFUSED,
    TROUBLE_HANDSHAKE,
    TROUBLE_LOST,
    TROUBLE_SILENT,
    TROUBLE_MAX
};

#define BACKOFF_US_MIN (100 * US_PER_MS)

struct pj_reply { /* lives in one of: the client's ready list, a busy flight, the caller's hands */
    struct pj_reply *prev, *next; /* utlist */
    uint64_t ticket;
    enum pj_code local; /* not PJ_OK: no answer came, this is why */
    const char *local_field;
    const char *local_detail; /* static texts */
    uint8_t *frame;           /* owned; NULL when no answer came */
    size_t frame_len;
    bool decoded;
    struct arena arena; /* of the fields below, once decoded */
    struct api_reply api;
    struct pj_error error;
    struct pj_receipt receipt, accusation;
    struct pj_case_view view;
    struct pj_papers papers;
    struct pj_station station;
};

struct pj_client {
    struct dealer_options dealer_options;
    struct mono timeout, silence; /* durations */
    bool retry_busy, fail_when_not_listening;
    void *context; /* owned */
    struct dealer dealer;
    bool connected;      /* this dealer has been */
    bool ever_connected; /* any dealer has been */
    struct mono reopen;  /* open a fresh dealer then; INT64_MAX = no need */
    int64_t backoff_us;  /* before the next fresh dealer */
    enum trouble trouble;
    struct flights flights;
    struct pj_reply *ready; /* owned list, oldest first */
    size_t ready_count;
    uint64_t last_id;   /* of our own requests */
    struct arena arena; /* of one encoding */
    int epoll_fd, ready_fd, timer_fd;
    struct pj_counters counters;
};

/* One answer as it came; takes the frame over. NULL: out of memory, the frame is freed. */
struct pj_reply *reply_of_frame(uint64_t ticket, uint8_t *frame, size_t len) must_check;
/* No answer, and why. field and detail are static texts, may be "". */
struct pj_reply *reply_local(uint64_t ticket, enum pj_code code, const char *field,
                             const char *detail) must_check;

/* Fills a request from public structs; views into the caller's memory and the client's arena. On
 * failure *ret_field (static) says what is wrong. */
enum pj_code request_of_case(const struct pj_write *write, const struct pj_case *petition,
                             struct arena *arena, struct api_request *ret_request,
                             const char **ret_field) must_check;
enum pj_code request_of_act(const struct pj_write *write, const struct pj_act *act,
                            struct arena *arena, struct api_request *ret_request,
                            const char **ret_field) must_check;
/* query NULL = any. number NULL = a list of them; derived: of a kind that bears no number. */
void request_of_papers(const struct pj_paper_query *query, const char *number,
                       struct api_request *ret_request);
void request_of_derived(const struct pj_paper_query *query, struct api_request *ret_request);
/* Strings a request of that kind must not leave NULL. */
void request_init(struct api_request *request, enum api_request_kind kind);

/* Gives the request the next request_id, encodes and sends it. */
enum pj_code client_ask(struct pj_client *client, struct api_request *request,
                        uint64_t *ret_ticket) must_check;
/* Waits for the answer to one ticket; others stay in the ready list. Never NULL but when memory is
 * out. */
struct pj_reply *client_await(struct pj_client *client, uint64_t ticket) must_check;

/* ---- turn.c */
void client_turn(struct pj_client *client, struct mono now);
void client_send_flight(struct pj_client *client, struct flight *flight, struct mono now);
enum pj_code client_open_dealer(struct pj_client *client) must_check;
void client_close_dealer(struct pj_client *client);
void client_watch(const struct pj_client *client, int fd);
void client_unwatch(const struct pj_client *client, int fd);
/* The descriptor is readable while answers are ready. */
void client_arm_ready(struct pj_client *client);
