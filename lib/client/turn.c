/* SPDX-License-Identifier: Apache-2.0
 * The client's one turn: hear the monitor, take answers, send what is due again, arm descriptor and
 * timer. Every public call ends with such a turn, because a ZeroMQ descriptor says nothing twice.
 * Time is an argument. */
#include "client.h"

#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>
#include <utlist.h>

#include "frame_peek.h"

#define BACKOFF_US_MAX (2 * US_PER_S)
#define BUSY_US_MIN    (100 * US_PER_MS)
#define UNSENT_US      (20 * US_PER_MS)
#define TAKE_MAX       256 /* answers taken in one turn: far more than can be in flight */
#define NEVER          ((struct mono){INT64_MAX})

static struct mono after(struct mono now, int64_t us) {
    return (struct mono){now.us + us};
}

/* ---- descriptor */

void client_watch(const struct pj_client *client, int fd) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    int failed = epoll_ctl(client->epoll_fd, EPOLL_CTL_ADD, fd, &event);

    ASSERT(failed == 0);
}

void client_unwatch(const struct pj_client *client, int fd) {
    (void)epoll_ctl(client->epoll_fd, EPOLL_CTL_DEL, fd, NULL);
}

static void arm_timer(struct pj_client *client) {
    struct mono next = flights_next(&client->flights);
    struct itimerspec at = {0};

    if (client->reopen.us < next.us && client->flights.count > 0) {
        next = client->reopen;
    }
    if (next.us != INT64_MAX) {
        at.it_value.tv_sec = next.us / US_PER_S;
        at.it_value.tv_nsec = next.us % US_PER_S * 1000 + 1; /* never zero, which would disarm */
    }
    (void)timerfd_settime(client->timer_fd, TFD_TIMER_ABSTIME, &at, NULL);
}

void client_arm_ready(struct pj_client *client) {
    uint64_t count = 0;

    (void)!read(client->ready_fd, &count, sizeof count);
    if (client->ready != NULL) {
        count = 1;
        (void)!write(client->ready_fd, &count, sizeof count);
    }
}

/* ---- connection */

void client_close_dealer(struct pj_client *client) {
    if (client->dealer.socket != NULL) {
        client_unwatch(client, client->dealer.socket_fd);
        client_unwatch(client, client->dealer.monitor_fd);
        dealer_close(&client->dealer);
    }
}

enum pj_code client_open_dealer(struct pj_client *client) {
    enum pj_code code = dealer_open(&client->dealer, client->context, &client->dealer_options);

    client->connected = false;
    client->reopen = NEVER;
    if (code == PJ_OK) {
        client_watch(client, client->dealer.socket_fd);
        client_watch(client, client->dealer.monitor_fd);
    }
    return code;
}

static void plan_reopen(struct pj_client *client, struct mono now) {
    struct mono at = after(now, client->backoff_us);

    if (at.us < client->reopen.us) {
        client->reopen = at;
        client->backoff_us =
            client->backoff_us * 2 > BACKOFF_US_MAX ? BACKOFF_US_MAX : client->backoff_us * 2;
    }
}

void client_send_flight(struct pj_client *client, struct flight *flight, struct mono now) {
    if (dealer_send(&client->dealer, (struct bytes){flight->frame, flight->frame_len})) {
        flight->state = FLIGHT_ASKED;
        flight->next = after(now, client->silence.us);
    } else {
        flight->state = FLIGHT_UNSENT;
        flight->next = after(now, UNSENT_US);
    }
}

static void reopen(struct pj_client *client, struct mono now) {
    client_close_dealer(client);
    if (client_open_dealer(client) != PJ_OK) { /* out of descriptors or memory: later perhaps */
        plan_reopen(client, now);
        return;
    }
    client->counters.reconnects++;
    for (size_t i = 0; i < PJ_IN_FLIGHT_MAX; i++) {
        struct flight *flight = &client->flights.slot[i];

        if (flight->state == FLIGHT_ASKED || flight->state == FLIGHT_UNSENT) {
            client->counters.resent += flight->state == FLIGHT_ASKED;
            client_send_flight(client, flight, now);
        }
    }
}

/* ---- answers */

static const struct {
    const char *zh, *en, *both;
} trouble_text[TROUBLE_MAX] = {
#define TROUBLE_ROW(zh, en)                                                                        \
    { zh, en, zh " / " en }
    [TROUBLE_NONE] = {"", "", ""},
    [TROUBLE_NOT_LISTENING] =
        TROUBLE_ROW("该地址上没有站点在监听", "nobody listens at that endpoint"),
    [TROUBLE_KEY_REFUSED] =
        TROUBLE_ROW("站点不认识本方的公钥或用户", "the station does not know our key or user"),
    [TROUBLE_HANDSHAKE] =
        TROUBLE_ROW("握手失败：站点公钥可能不对，或对方不是站点",
                    "the handshake failed: another server key, or no station there"),
    [TROUBLE_LOST] = TROUBLE_ROW("连接中断，已重连", "the connection was lost and made again"),
    [TROUBLE_SILENT] = TROUBLE_ROW("已连接，但站点不答", "connected, but the station is silent"),
};

static void put_ready(struct pj_client *client, struct pj_reply *reply) {
    DL_APPEND(client->ready, reply);
    client->ready_count++;
}

/* Ends a flight with an answer, or without one when memory is out: the caller of pj_receive then
 * sees none. */
static void finish(struct pj_client *client, struct flight *flight, struct pj_reply *reply) {
    flights_remove(&client->flights, flight);
    if (reply != NULL) {
        put_ready(client, reply);
    }
}

static void fail(struct pj_client *client, struct flight *flight, enum pj_code code) {
    struct pj_reply *reply = flight->busy;

    flight->busy = NULL;
    if (reply == NULL) {
        reply = reply_local(flight->id, code, "", trouble_text[client->trouble].both);
    }
    finish(client, flight, reply);
}

static void fail_all(struct pj_client *client, enum pj_code code) {
    for (size_t i = 0; i < PJ_IN_FLIGHT_MAX; i++) {
        if (client->flights.slot[i].state != FLIGHT_NONE) {
            fail(client, &client->flights.slot[i], code);
        }
    }
}

/* BUSY_* that time alone may cure: the same bytes again, a little later. */
static bool ask_again_later(struct pj_client *client, struct flight *flight, struct pj_reply *reply,
                            struct mono now) {
    const struct pj_error *error = pj_reply_error(reply);
    int64_t wait = (int64_t)error->retry_after_ms * US_PER_MS;
    bool is_busy = error->code >= PJ_BUSY_QUOTA && error->code < PJ_LINK_NO_ROUTE;

    wait = wait < BUSY_US_MIN ? BUSY_US_MIN : wait;
    if (!is_busy || (error->retry != PJ_RETRY_SAME_KEY && error->retry != PJ_RETRY_AFTER_MS) ||
        now.us + wait >= flight->deadline.us) {
        return false;
    }
    pj_reply_free(flight->busy);
    flight->busy = reply;
    flight->state = FLIGHT_BUSY;
    flight->next = after(now, wait);
    client->counters.busy_retries++;
    return true;
}

static void take_answer(struct pj_client *client, uint8_t *frame, size_t len, struct mono now) {
    struct frame_peek peek = {0};
    struct flight *flight = NULL;
    struct pj_reply *reply = NULL;

    if (frame_peek((struct bytes){frame, len}, &peek) && peek.request_id != 0) {
        flight = flights_find(&client->flights, peek.request_id);
    }
    if (flight == NULL) {
        client->counters.dropped++;
        free(frame);
        return;
    }
    client->backoff_us = BACKOFF_US_MIN;
    client->trouble = TROUBLE_NONE;
    reply = reply_of_frame(flight->id, frame, len);
    if (reply != NULL && client->retry_busy && peek.body == API_REPLY_ERROR &&
        ask_again_later(client, flight, reply, now)) {
        return;
    }
    client->counters.answered++;
    finish(client, flight, reply);
}

static void take_answers(struct pj_client *client, struct mono now) {
    for (size_t i = 0; i < TAKE_MAX; i++) {
        uint8_t *frame = NULL;
        size_t len = 0;
        enum dealer_take take = dealer_receive(&client->dealer, &frame, &len);

        if (take == DEALER_EMPTY) {
            return;
        }
        if (take == DEALER_BAD_FRAMES) {
            client->counters.dropped++;
        } else {
            take_answer(client, frame, len, now);
        }
    }
}

static void hear(struct pj_client *client, enum dealer_news news, struct mono now) {
    switch (news) {
    case DEALER_NO_NEWS:
    case DEALER_READY:
        break;
    case DEALER_CONNECTED:
        client->connected = true;
        client->ever_connected = true;
        client->trouble = TROUBLE_SILENT;
        break;
    case DEALER_NOT_LISTENING:
        if (!client->connected) {
            client->trouble = TROUBLE_NOT_LISTENING;
        }
        if (!client->ever_connected && client->fail_when_not_listening) {
            fail_all(client, PJ_LINK_NO_ANSWER);
        }
        break;
    case DEALER_KEY_REFUSED:
        client->trouble = TROUBLE_KEY_REFUSED;
        fail_all(client, PJ_AUTH_UNKNOWN_KEY);
        plan_reopen(client, now); /* that socket never tries again */
        break;
    case DEALER_HANDSHAKE_FAILED:
        client->trouble = TROUBLE_HANDSHAKE;
        break;
    case DEALER_DISCONNECTED:
        if (client->trouble != TROUBLE_HANDSHAKE && client->trouble != TROUBLE_KEY_REFUSED) {
            client->trouble = TROUBLE_LOST;
        }
        plan_reopen(client, now);
        break;
    }
}

static void hear_all(struct pj_client *client, struct mono now) {
    enum dealer_news news = dealer_news(&client->dealer);

    while (news != DEALER_NO_NEWS) {
        hear(client, news, now);
        news = dealer_news(&client->dealer);
    }
}

/* ---- the turn */

/* What is due for one flight. True when silence has lasted too long. */
static bool attend(struct pj_client *client, struct flight *flight, struct mono now) {
    if (flight->state == FLIGHT_NONE) {
        return false;
    }
    if (now.us >= flight->deadline.us) {
        fail(client, flight, PJ_LINK_NO_ANSWER);
        return false;
    }
    if (now.us < flight->next.us) {
        return false;
    }
    if (flight->state == FLIGHT_ASKED) {
        flight->next = after(now, client->silence.us);
        return true;
    }
    client->counters.resent += flight->state == FLIGHT_BUSY;
    client_send_flight(client, flight, now);
    return false;
}

void client_turn(struct pj_client *client, struct mono now) {
    bool silent = false;

    hear_all(client, now);
    take_answers(client, now);
    for (size_t i = 0; i < PJ_IN_FLIGHT_MAX; i++) {
        silent |= attend(client, &client->flights.slot[i], now);
    }
    if (client->flights.count > 0 && (silent || now.us >= client->reopen.us)) {
        reopen(client, now);
    }
    arm_timer(client);
    client_arm_ready(client);
}

const char *pj_trouble_zh(const struct pj_client *client) {
    return trouble_text[client->trouble].zh;
}

const char *pj_trouble_en(const struct pj_client *client) {
    return trouble_text[client->trouble].en;
}
