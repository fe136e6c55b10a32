/* SPDX-License-Identifier: Apache-2.0
 * Connecting, sending raw frames, waiting. The only place of the library that asks for the time. */
#include "client.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>
#include <utlist.h>
#include <zmq.h>

#include "frame_peek.h"

#define TIMEOUT_MS 10000
#define SILENCE_MS 2000
#define NEVER      ((struct mono){INT64_MAX})

static struct mono monotonic(void) {
    struct timespec now;
    int failed = clock_gettime(CLOCK_MONOTONIC, &now);

    ASSERT(failed == 0);
    return (struct mono){now.tv_sec * US_PER_S + now.tv_nsec / 1000};
}

static struct mono after(struct mono now, int64_t us) {
    return (struct mono){now.us + us};
}

/* ---- waiting */

static void wait_for_news(const struct pj_client *client, struct mono now, struct mono until) {
    struct pollfd poll_fd = {.fd = client->epoll_fd, .events = POLLIN};
    int64_t wait_ms = until.us == INT64_MAX ? -1 : (until.us - now.us + US_PER_MS - 1) / US_PER_MS;

    (void)poll(&poll_fd, 1, wait_ms > INT32_MAX ? INT32_MAX : (int)wait_ms);
}

size_t pj_poll(struct pj_client *client, int timeout_ms) {
    struct mono now = monotonic();
    struct mono until = timeout_ms < 0 ? NEVER : after(now, timeout_ms * US_PER_MS);

    client_turn(client, now);
    while (client->ready == NULL && client->flights.count > 0 && now.us < until.us) {
        wait_for_news(client, now, until);
        now = monotonic();
        client_turn(client, now);
    }
    return client->ready_count;
}

static struct pj_reply *take_ready(struct pj_client *client, struct pj_reply *reply) {
    if (reply != NULL) {
        DL_DELETE(client->ready, reply);
        client->ready_count--;
        client_arm_ready(client);
    }
    return reply;
}

struct pj_reply *pj_receive(struct pj_client *client) {
    if (client->ready == NULL) {
        client_turn(client, monotonic());
    }
    return take_ready(client, client->ready);
}

static struct pj_reply *find_ready(struct pj_client *client, uint64_t ticket) {
    struct pj_reply *reply = NULL;

    DL_SEARCH_SCALAR(client->ready, reply, ticket, ticket);
    return reply;
}

struct pj_reply *client_await(struct pj_client *client, uint64_t ticket) {
    struct mono now = monotonic();

    client_turn(client, now);
    while (flights_find(&client->flights, ticket) != NULL) {
        struct mono next = flights_next(&client->flights);

        /* The ready descriptor is set while other answers lie there: sleep on the socket's news
         * only. */
        if (client->ready != NULL) {
            client_unwatch(client, client->ready_fd);
        }
        wait_for_news(client, now, next.us < now.us ? now : next);
        if (client->ready != NULL) {
            client_watch(client, client->ready_fd);
        }
        now = monotonic();
        client_turn(client, now);
    }
    return take_ready(client, find_ready(client, ticket));
}

/* ---- sending */

enum pj_code pj_send(struct pj_client *client, const void *client_frame, size_t size,
                     uint64_t *ret_ticket) {
    struct bytes frame = {client_frame, size};
    struct frame_peek peek = {0};
    struct flight *flight = NULL;
    struct mono now = monotonic();

    if (size == 0 || size > FRAME_BYTES_MAX) {
        return size == 0 ? PJ_BAD_FORMAT : PJ_BAD_TOO_LONG;
    }
    if (!frame_peek(frame, &peek)) {
        return PJ_BAD_FORMAT;
    }
    if (peek.request_id == 0 || flights_find(&client->flights, peek.request_id) != NULL) {
        return PJ_BAD_FIELD;
    }
    if (client->flights.count == PJ_IN_FLIGHT_MAX) {
        return PJ_BUSY_QUOTA;
    }
    flight = flights_add(&client->flights, peek.request_id, frame, after(now, client->timeout.us));
    if (flight == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    client->counters.sent++;
    client_send_flight(client, flight, now);
    client_turn(client, now);
    *ret_ticket = peek.request_id;
    return PJ_OK;
}

enum pj_code client_ask(struct pj_client *client, struct api_request *request,
                        uint64_t *ret_ticket) {
    struct bytes frame = BYTES_NONE;
    enum pj_code code = PJ_OK;

    if (client->flights.count == PJ_IN_FLIGHT_MAX) {
        return PJ_BUSY_QUOTA;
    }
    do { /* a raw frame of the caller's may bear the next number */
        client->last_id++;
    } while (client->last_id == 0 || flights_find(&client->flights, client->last_id) != NULL);
    request->protocol = API_PROTOCOL;
    request->request_id = client->last_id;
    code = wire_encode_request(request, &client->arena, &frame);
    if (code != PJ_OK) {
        return code;
    }
    return pj_send(client, frame.data, frame.len, ret_ticket);
}

/* ---- life */

static bool copy_key(char field[static PJ_CURVE_TEXT_MAX + 1], const char *key) {
    size_t len = key == NULL ? 0 : strlen(key);

    if (len != 0 && len != PJ_CURVE_TEXT_MAX) {
        return false;
    }
    memcpy(field, key == NULL ? "" : key, len + 1);
    return true;
}

static enum pj_code set_options(struct pj_client *client, const struct pj_options *options) {
    struct dealer_options *dealer = &client->dealer_options;
    bool pair = options->public_key != NULL && options->secret_key != NULL;

    if (options->endpoint == NULL || !copy_key(dealer->public_key, options->public_key) ||
        !copy_key(dealer->secret_key, options->secret_key) ||
        !copy_key(dealer->server_key, options->server_key) ||
        (dealer->server_key[0] != '\0' && !pair)) {
        return PJ_BAD_FIELD;
    }
    dealer->endpoint = strdup(options->endpoint);
    client->timeout.us = (options->timeout_ms == 0 ? TIMEOUT_MS : options->timeout_ms) * US_PER_MS;
    client->silence.us = (options->silence_ms == 0 ? SILENCE_MS : options->silence_ms) * US_PER_MS;
    client->retry_busy = options->retry_busy;
    client->fail_when_not_listening = options->fail_when_not_listening;
    client->backoff_us = BACKOFF_US_MIN;
    return dealer->endpoint == NULL ? PJ_INTERNAL_NO_MEMORY : PJ_OK;
}

static enum pj_code open_resources(struct pj_client *client) {
    client->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    client->ready_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    client->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    client->context = zmq_ctx_new();
    if (client->epoll_fd < 0 || client->ready_fd < 0 || client->timer_fd < 0 ||
        client->context == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    client_watch(client, client->ready_fd);
    client_watch(client, client->timer_fd);
    return client_open_dealer(client);
}

enum pj_code pj_connect(const struct pj_options *options, struct pj_client **ret_client) {
    struct pj_client *client = calloc(1, sizeof *client);
    enum pj_code code = PJ_OK;

    if (client == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    client->epoll_fd = -1;
    client->ready_fd = -1;
    client->timer_fd = -1;
    arena_init(&client->arena, UNPACK_BYTES_MAX);
    code = set_options(client, options);
    if (code == PJ_OK) {
        code = open_resources(client);
    }
    if (code != PJ_OK) {
        pj_disconnect(client);
        return code;
    }
    *ret_client = client;
    return PJ_OK;
}

static void close_fd(int fd) {
    if (fd >= 0) {
        close(fd);
    }
}

void pj_disconnect(struct pj_client *client) {
    struct pj_reply *reply = NULL;
    struct pj_reply *next = NULL;

    if (client == NULL) {
        return;
    }
    client_close_dealer(client);
    if (client->context != NULL) {
        (void)zmq_ctx_term(client->context);
    }
    DL_FOREACH_SAFE (client->ready, reply, next) {
        pj_reply_free(reply);
    }
    flights_clear(&client->flights);
    arena_release(&client->arena);
    close_fd(client->epoll_fd);
    close_fd(client->ready_fd);
    close_fd(client->timer_fd);
    free(client->dealer_options.endpoint);
    free(client);
}

int pj_descriptor(const struct pj_client *client) {
    return client->epoll_fd;
}

size_t pj_in_flight(const struct pj_client *client) {
    return client->flights.count;
}

void pj_counters_read(const struct pj_client *client, struct pj_counters *ret_counters) {
    *ret_counters = client->counters;
}
