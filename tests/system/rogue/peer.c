/* SPDX-License-Identifier: Apache-2.0
 * A child that owns a station's key and says what it likes to the parent.
 *
 *   pujiang-test-peer ENDPOINT SERVER_KEY KEY_FILE STATION WHAT
 *
 * hello    a Hello as it should be
 * version  a Hello of another major version
 * hosts    a Hello that claims an office the directory gives to somebody else
 * name     a Hello as another station
 * garbage  after a good Hello: bytes that are no frame
 * short    after a good Hello: a frame that ends too early
 * long     after a good Hello: a frame over the limit of a frame, under that of the socket
 * huge     after a good Hello: a frame over the limit of the socket
 * bomb     after a good Hello: a frame of 1 MB that would unpack to 60 MB
 * dial     after a good Hello: Data of another dial
 * gap      after a good Hello: Data that does not follow
 * lane     after a good Hello: Data on a lane there is not
 * kinds    after a good Hello: two messages of kinds nobody knows, to the province; one of them
 * critical
 * road     after a good Hello: in the name of the city an order to the town, and in that of the
 * county an event to the province
 *
 * Prints one line for every frame that comes back, and ends when nothing more does. */
#include "rogue.h"

#include "base/digest.h"
#include "base/prng.h"
#include "words/kinds.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATIENCE_MS 3000
#define BOMB_BYTES  (FRAME_BYTES_MAX - 64)

struct peer {
    void *socket;
    const char *station;
    uint64_t dial;
    struct arena arena;
    struct hasher *hasher;
    struct rogue_frame back;
};

static void send_bytes(const struct peer *peer, struct bytes bytes) {
    if (zmq_send(peer->socket, bytes.data, bytes.len, 0) < 0) {
        rogue_die("send");
    }
}

static struct bytes encode(struct peer *peer, const struct frame *frame) {
    struct bytes bytes = BYTES_NONE;

    if (wire_encode_frame(frame, &peer->arena, &bytes) != PJ_OK) {
        rogue_die("encode");
    }
    return bytes;
}

static void print_frame(const struct frame *frame) {
    static const char *const names[FRAME_MAX] = {"none", "hello", "refuse",    "probe",
                                                 "data", "ack",   "heartbeat", "drain"};

    if (frame->kind == FRAME_REFUSE) {
        printf("refuse %s\n", pj_code_name(frame->refuse.code));
    } else if (frame->kind == FRAME_ACK) {
        printf("ack lane=%u seq=%llu\n", frame->ack.mark.lane,
               (unsigned long long)frame->ack.mark.seq);
    } else {
        printf("%s\n", names[frame->kind]);
    }
    (void)fflush(stdout);
}

/* Until a frame of this kind has come (FRAME_NONE: until nothing comes any more). */
static bool listen_for(struct peer *peer, enum frame_kind kind) {
    struct frame frame;
    struct arena arena;
    bool seen = false;

    arena_init(&arena, UNPACK_BYTES_MAX);
    while (!seen && rogue_receive(peer->socket, false, PATIENCE_MS, &peer->back)) {
        if (wire_decode_frame((struct bytes){peer->back.bytes, peer->back.len}, &arena, &frame) !=
            PJ_OK) {
            rogue_die("the parent sent something else than a frame");
        }
        print_frame(&frame);
        seen = frame.kind == kind;
    }
    arena_release(&arena);
    return seen;
}

/* ---- Hello */

static struct frame hello_of(const struct peer *peer) {
    struct frame frame = {.kind = FRAME_HELLO};

    (void)snprintf(frame.hello.station.text, sizeof frame.hello.station.text, "%s", peer->station);
    frame.hello.dial = peer->dial;
    memset(frame.hello.incarnation.byte, 0x77, ID_BYTES);
    return frame;
}

static void hello(struct peer *peer) {
    struct frame frame = hello_of(peer);

    send_bytes(peer, encode(peer, &frame));
}

static void say_hello(struct peer *peer) {
    hello(peer);
    if (!listen_for(peer, FRAME_HELLO)) {
        rogue_die("no Hello came back");
    }
}

static void bad_version(struct peer *peer) {
    struct frame frame = hello_of(peer);
    struct bytes bytes = encode(peer, &frame);
    uint8_t *copy = malloc(bytes.len);

    if (copy == NULL || bytes.data[0] != 0x08) {
        rogue_die("field 1 is the protocol");
    }
    memcpy(copy, bytes.data, bytes.len);
    copy[1] = 9;
    send_bytes(peer, (struct bytes){copy, bytes.len});
    free(copy);
}

static void foreign_office(struct peer *peer) {
    struct frame frame = hello_of(peer);
    struct place county = {0};

    if (place_parse("330726", 6, &county) != PJ_OK) {
        rogue_die("place");
    }
    frame.hello.hosted = &county;
    frame.hello.hosted_count = 1;
    send_bytes(peer, encode(peer, &frame));
}

static void other_name(struct peer *peer) {
    struct frame frame = hello_of(peer);

    frame.hello.station = (struct station_id){"county-330726"};
    send_bytes(peer, encode(peer, &frame));
}

/* ---- bytes */

static void garbage(struct peer *peer) {
    uint8_t bytes[3000];
    struct prng prng;

    prng_init_seed(&prng, 7);
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)prng_u64(&prng);
    }
    send_bytes(peer, (struct bytes){bytes, sizeof bytes});
}

static void zeros(struct peer *peer, size_t len) {
    uint8_t *bytes = calloc(1, len);

    if (bytes == NULL) {
        rogue_die("memory");
    }
    send_bytes(peer, (struct bytes){bytes, len});
    free(bytes);
}

static void too_long(struct peer *peer) {
    zeros(peer, FRAME_BYTES_MAX + 1);
}

static void huge(struct peer *peer) {
    zeros(peer, ROGUE_FRAME_MAX + 1);
}

static size_t put_varint(uint8_t *at, size_t value) {
    size_t len = 0;

    for (; value > 127; value >>= 7) {
        at[len++] = (uint8_t)(value | 0x80);
    }
    at[len++] = (uint8_t)value;
    return len;
}

/* LinkFrame{protocol 1, data{items: hundreds of thousands of empty ones}} */
static void bomb(struct peer *peer) {
    uint8_t *bytes = malloc(FRAME_BYTES_MAX);
    size_t len = 0;

    if (bytes == NULL) {
        rogue_die("memory");
    }
    memcpy(bytes, (const uint8_t[]){0x08, 1, 0x2a}, 3);
    len = 3 + put_varint(bytes + 3, BOMB_BYTES);
    for (size_t i = 0; i < BOMB_BYTES; i += 2) {
        bytes[len++] = 0x22;
        bytes[len++] = 0x00;
    }
    send_bytes(peer, (struct bytes){bytes, len});
    free(bytes);
}

/* ---- Data */

struct made { /* an item and what it points to */
    struct item item;
    struct header header;
};

struct speech {
    uint32_t kind;
    bool critical;
    const char *from, *to;
};

static void name_office(struct node_id *office, const char *text) {
    (void)snprintf(office->text, sizeof office->text, "%s", text);
}

static void make_item(struct peer *peer, const struct speech *speech, struct made *made) {
    static const char body[] = "what a later version says to the province";
    struct bytes bytes = {(const uint8_t *)body, sizeof body - 1};

    *made = (struct made){0};
    made->header.id.byte[0] = (uint8_t)speech->kind;
    made->header.id.byte[1] = 0x5a;
    name_office(&made->header.from, speech->from);
    made->header.kind = speech->kind;
    made->header.kind_critical = speech->critical;
    made->header.body_digest = hasher_digest(peer->hasher, DIGEST_BODY, &bytes, 1);
    made->header.body_bytes = (uint32_t)bytes.len;
    made->header.sealed_at.us = 1700000000000000;
    made->item.body = bytes;
    name_office(&made->item.route.to[0], speech->to);
    made->item.route.to_count = 1;
    if (wire_encode_header(&made->header, &peer->arena, &made->item.header) != PJ_OK) {
        rogue_die("header");
    }
}

static struct frame frame_of(struct peer *peer, const struct speech speeches[2],
                             struct item items[2]) {
    struct made made[2];

    for (size_t i = 0; i < 2; i++) {
        make_item(peer, &speeches[i], &made[i]);
        items[i] = made[i].item;
    }
    return (struct frame){.kind = FRAME_DATA,
                          .data = {.dial = peer->dial,
                                   .lane = LANE_BULK,
                                   .first_seq = 1,
                                   .items = items,
                                   .item_count = 2}};
}

static struct frame data_frame(struct peer *peer, struct item items[2]) {
    static const struct speech speeches[2] = {{200, true, "330726101221", "33"},
                                              {201, false, "330726101221", "33"}};

    return frame_of(peer, speeches, items);
}

static void short_frame(struct peer *peer) {
    struct item items[2];
    struct frame frame = data_frame(peer, items);
    struct bytes bytes = encode(peer, &frame);

    send_bytes(peer, (struct bytes){bytes.data, bytes.len - 9});
}

static void wrong_dial(struct peer *peer) {
    struct item items[2];
    struct frame frame = data_frame(peer, items);

    frame.data.dial++;
    send_bytes(peer, encode(peer, &frame));
}

static void gap(struct peer *peer) {
    struct item items[2];
    struct frame frame = data_frame(peer, items);

    frame.data.first_seq = 100;
    send_bytes(peer, encode(peer, &frame));
}

static void no_lane(struct peer *peer) {
    struct item items[2];
    struct frame frame = data_frame(peer, items);

    frame.data.lane = 7;
    send_bytes(peer, encode(peer, &frame));
}

static void kinds(struct peer *peer) {
    struct item items[2];
    struct frame frame = data_frame(peer, items);

    send_bytes(peer, encode(peer, &frame));
}

static void wrong_road(struct peer *peer) {
    static const struct speech speeches[2] = {{MESSAGE_ORDER, true, "3307", "330726101"},
                                              {MESSAGE_EVENT, false, "330726", "33"}};
    struct item items[2];
    struct frame frame = frame_of(peer, speeches, items);

    frame.data.lane = LANE_FAST;
    send_bytes(peer, encode(peer, &frame));
}

static const struct what {
    const char *name;
    bool hello; /* say a good Hello first */
    void (*run)(struct peer *peer);
} whats[] = {
    {"hello", false, hello},
    {"version", false, bad_version},
    {"hosts", false, foreign_office},
    {"name", false, other_name},
    {"garbage", true, garbage},
    {"short", true, short_frame},
    {"long", true, too_long},
    {"huge", true, huge},
    {"bomb", true, bomb},
    {"dial", true, wrong_dial},
    {"gap", true, gap},
    {"lane", true, no_lane},
    {"kinds", true, kinds},
    {"road", true, wrong_road},
};

static const struct what *what_find(const char *name) {
    for (size_t i = 0; i < ARRAY_COUNT(whats); i++) {
        if (strcmp(whats[i].name, name) == 0) {
            return &whats[i];
        }
    }
    rogue_die("no such thing to say");
}

int main(int argc, char **argv) {
    struct peer peer = {0};
    struct curve_pair keys;
    const struct what *what = NULL;
    struct prng prng;
    void *zmq = zmq_ctx_new();

    if (argc != 6) {
        rogue_die("ENDPOINT SERVER_KEY KEY_FILE STATION WHAT");
    }
    what = what_find(argv[5]);
    keys = rogue_keys(argv[3]);
    peer.socket = rogue_dial(zmq, argv[1], &keys, argv[2]);
    peer.station = argv[4];
    prng_init_system(&prng);
    peer.dial = prng_u64(&prng) | 1;
    peer.hasher = hasher_new();
    arena_init(&peer.arena, UNPACK_BYTES_MAX);
    rogue_frame_init(&peer.back);
    if (what->hello) {
        say_hello(&peer);
    }
    what->run(&peer);
    (void)listen_for(&peer, FRAME_NONE);
    free(peer.back.bytes);
    arena_release(&peer.arena);
    hasher_free(peer.hasher);
    (void)zmq_close(peer.socket);
    (void)zmq_ctx_term(zmq);
    return 0;
}
