/* SPDX-License-Identifier: Apache-2.0
 * A relay in the middle of one link that owns the keys of both its ends: to the child it is the
 * parent, to the parent it is the child. It passes every frame on as it came, but for one fault in
 * what goes up.
 *
 *   pujiang-test-relay LISTEN PARENT_KEY_FILE TARGET CHILD_KEY_FILE FAULT [MARKER]
 *
 * flip    one bit of the first Data frame that has MARKER in it, inside the marker: once
 * double  every Data frame is sent twice
 * drop    every second Data frame is lost, three times in all
 * swap    two Data frames change places whenever two can be had
 *
 * One line for every fault. Ends by signal. */
#include "rogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIALS_MAX    64 /* connections of the child, one after the other */
#define DROPS_MAX    3  /* then the line is good: the test must come to an end */
#define SWAP_WAIT_MS 300

enum fault {
    FAULT_FLIP,
    FAULT_DOUBLE,
    FAULT_DROP,
    FAULT_SWAP,
    FAULT_MAX
};
static const char *const fault_names[FAULT_MAX] = {"flip", "double", "drop", "swap"};

struct dial { /* one connection of the child, and ours above it */
    uint8_t name[256];
    size_t name_len;
    void *above; /* owned by the context, until the program ends */
};

struct relay {
    void *zmq, *below;
    struct curve_pair as_parent, as_child;
    const char *target;
    enum fault fault;
    const char *marker;
    struct dial dials[DIALS_MAX];
    size_t dial_count;
    unsigned data_frames, faults;
    struct rogue_frame frame, second;
};

static enum fault read_fault(const char *text) {
    for (unsigned i = 0; i < FAULT_MAX; i++) {
        if (strcmp(text, fault_names[i]) == 0) {
            return (enum fault)i;
        }
    }
    rogue_die("no such fault");
}

static void did(struct relay *relay, const char *what) {
    relay->faults++;
    printf("%s %u\n", what, relay->faults);
    (void)fflush(stdout);
}

static bool is_data(const struct rogue_frame *frame) {
    struct arena arena;
    struct frame decoded;
    bool data = false;

    arena_init(&arena, UNPACK_BYTES_MAX);
    data = wire_decode_frame((struct bytes){frame->bytes, frame->len}, &arena, &decoded) == PJ_OK &&
           decoded.kind == FRAME_DATA;
    arena_release(&arena);
    return data;
}

static struct dial *dial_of(struct relay *relay, const struct rogue_frame *frame) {
    struct dial *dial = relay->dials;

    for (; dial < relay->dials + relay->dial_count; dial++) {
        if (dial->name_len == frame->name_len &&
            memcmp(dial->name, frame->name, frame->name_len) == 0) {
            return dial;
        }
    }
    if (relay->dial_count == DIALS_MAX) {
        rogue_die("too many dials");
    }
    relay->dial_count++;
    memcpy(dial->name, frame->name, frame->name_len);
    dial->name_len = frame->name_len;
    dial->above =
        rogue_dial(relay->zmq, relay->target, &relay->as_child, relay->as_parent.public_key);
    return dial;
}

static void pass_up(const struct dial *dial, const struct rogue_frame *frame) {
    struct rogue_frame nameless = {.bytes = frame->bytes, .len = frame->len};

    rogue_send(dial->above, &nameless);
}

static void flip(struct relay *relay, const struct dial *dial) {
    size_t len = strlen(relay->marker);
    uint8_t *at =
        relay->faults > 0 ? NULL : memmem(relay->frame.bytes, relay->frame.len, relay->marker, len);

    if (at != NULL) {
        at[len / 2] ^= 1;
        did(relay, "flipped");
    }
    pass_up(dial, &relay->frame);
}

/* The next Data frame of the same child overtakes this one. */
static void swap(struct relay *relay, const struct dial *dial) {
    if (rogue_receive(relay->below, true, SWAP_WAIT_MS, &relay->second)) {
        pass_up(dial_of(relay, &relay->second), &relay->second);
        if (is_data(&relay->second)) {
            did(relay, "swapped");
        }
    }
    pass_up(dial, &relay->frame);
}

static void pass_data(struct relay *relay, const struct dial *dial) {
    relay->data_frames++;
    switch (relay->fault) {
    case FAULT_FLIP:
        flip(relay, dial);
        break;
    case FAULT_DOUBLE:
        pass_up(dial, &relay->frame);
        pass_up(dial, &relay->frame);
        did(relay, "doubled");
        break;
    case FAULT_DROP:
        if (relay->faults < DROPS_MAX && relay->data_frames % 2 == 1) {
            did(relay, "dropped");
        } else {
            pass_up(dial, &relay->frame);
        }
        break;
    case FAULT_SWAP:
        swap(relay, dial);
        break;
    case FAULT_MAX:
        break;
    }
}

static void from_below(struct relay *relay) {
    const struct dial *dial = NULL;

    if (!rogue_receive(relay->below, true, 0, &relay->frame)) {
        return;
    }
    dial = dial_of(relay, &relay->frame);
    if (is_data(&relay->frame)) {
        pass_data(relay, dial);
    } else {
        pass_up(dial, &relay->frame);
    }
}

static void from_above(struct relay *relay, const struct dial *dial) {
    while (rogue_receive(dial->above, false, 0, &relay->frame)) {
        memcpy(relay->frame.name, dial->name, dial->name_len);
        relay->frame.name_len = dial->name_len;
        rogue_send(relay->below, &relay->frame);
    }
}

static void run(struct relay *relay) {
    zmq_pollitem_t items[DIALS_MAX + 1];

    for (;;) {
        items[0] = (zmq_pollitem_t){.socket = relay->below, .events = ZMQ_POLLIN};
        for (size_t i = 0; i < relay->dial_count; i++) {
            items[i + 1] = (zmq_pollitem_t){.socket = relay->dials[i].above, .events = ZMQ_POLLIN};
        }
        if (zmq_poll(items, (int)relay->dial_count + 1, -1) < 0) {
            rogue_die("poll");
        }
        for (size_t i = 0; i < relay->dial_count; i++) {
            from_above(relay, &relay->dials[i]);
        }
        from_below(relay);
    }
}

int main(int argc, char **argv) {
    struct relay relay = {0};

    if (argc < 6) {
        rogue_die("LISTEN PARENT_KEY_FILE TARGET CHILD_KEY_FILE FAULT [MARKER]");
    }
    relay.zmq = zmq_ctx_new();
    relay.as_parent = rogue_keys(argv[2]);
    relay.as_child = rogue_keys(argv[4]);
    relay.target = argv[3];
    relay.fault = read_fault(argv[5]);
    relay.marker = argc > 6 ? argv[6] : "";
    rogue_frame_init(&relay.frame);
    rogue_frame_init(&relay.second);
    relay.below = rogue_listen(relay.zmq, argv[1], &relay.as_parent);
    run(&relay);
}
