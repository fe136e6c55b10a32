/* SPDX-License-Identifier: Apache-2.0
 * What the network says: a dial is up or gone, a frame has come. Data frames are decoded and
 * verified here, while the last commit is under way; everything else goes straight to the machine
 * of the link. */
#include "node/internal.h"

#include <string.h>

void node_on_connected(struct node *node, uint32_t number, struct now now) {
    struct neighbour *neighbour = node->links[number];
    struct frame_hello hello;
    struct link_out out = {0};

    node->now = now;
    neighbour->connection_dial = prng_u64(port_prng(node->port)) | 1;
    neighbour_hello(node, neighbour, &hello);
    link_connected(&neighbour->link, neighbour->connection_dial, &hello, now, &out);
    neighbour_do(node, neighbour, &out);
}

void node_on_disconnected(struct node *node, uint32_t number, uint64_t dial, enum pj_code code,
                          struct now now) {
    struct neighbour *neighbour = node->links[number];
    const struct pj_code_row *row = pj_code_find((unsigned)code);
    struct link_out out = {0};
    char sentence[256] = "";

    node->now = now;
    if (dial != 0 && neighbour->link.dial != 0 && dial != neighbour->link.dial) {
        return; /* an older dial's end */
    }
    if (code != PJ_OK) {
        text_print(sentence, sizeof sentence, "%s / %s", row->zh, row->en);
    }
    link_disconnected(&neighbour->link, code, sentence, now, &out);
    neighbour_do(node, neighbour, &out);
}

/* ---- data */

static void verify_item(struct node *node, struct arena *arena, struct input *input) {
    const struct item *item = &input->item;
    struct digest body = node_digest(node, DIGEST_BODY, item->body);

    input->header_ok = digest_is_zero(&item->known_digest) &&
                       item->header.len <= HEADER_BYTES_MAX &&
                       wire_decode_header(item->header, arena, &input->header) == PJ_OK;
    if (!input->header_ok) {
        input->digest = digest_is_zero(&item->known_digest)
                            ? digest2(node, DIGEST_MESSAGE, item->header, digest_bytes(&body))
                            : item->known_digest;
        return;
    }
    input->body_ok = digest_equal(&body, &input->header.body_digest);
    input->digest =
        digest2(node, DIGEST_MESSAGE, item->header, digest_bytes(&input->header.body_digest));
}

/* False when nothing of it follows: said again, or out of place. */
static bool take_data(struct node *node, struct neighbour *neighbour,
                      const struct frame_data *data) {
    struct link_out out = {0};
    size_t skip = 0;
    size_t take = 0;
    enum pj_code code = link_take(&neighbour->link, data, node->now, &skip, &take, &out);

    if (code != PJ_OK) {
        node->stats.dropped_frames++;
    }
    for (size_t i = skip; code == PJ_OK && i < skip + take; i++) {
        struct input *input = turn_input(node, INPUT_ITEM);

        ASSERT(input != NULL); /* node_can_take kept room for a whole frame */
        input->link = neighbour->number;
        input->lane = data->lane;
        input->seq = data->first_seq + i;
        input->item = data->items[i];
        verify_item(node, &node->taking->arena, input);
        node->stats.items_in++;
    }
    neighbour_do(node, neighbour, &out);
    return take > 0;
}

static bool may_take_data(const struct node *node) {
    return node_can_take(node) && (node->state == NODE_READY || node->state == NODE_IN_DOUBT);
}

/* The offices a child says it hosts must be those the directory gives it. */
static bool hosts_only_its_own(const struct node *node, const struct neighbour *neighbour,
                               const struct frame_hello *hello) {
    const struct directory *directory = node_directory(node);
    uint32_t station = PLACE_INDEX_NONE;

    if (directory == NULL || hello->hosted_count == 0) {
        return true;
    }
    station = directory_station_find(directory, &neighbour->station);
    for (size_t i = 0; i < hello->hosted_count; i++) {
        if (station == PLACE_INDEX_NONE ||
            !directory_station_hosts(directory, station, hello->hosted[i])) {
            return false;
        }
    }
    return true;
}

/* A Hello that must not be answered with ours: refused on its own dial. */
static enum pj_code check_hello(const struct node *node, const struct neighbour *neighbour,
                                const struct frame *frame) {
    if (!station_id_equal(&frame->hello.station, &neighbour->station)) {
        return PJ_LINK_NOT_CHILD;
    }
    if (neighbour->number != LINK_OF_PARENT && !neighbour->in_directory) {
        return PJ_LINK_NOT_CHILD;
    }
    if (!hosts_only_its_own(node, neighbour, &frame->hello)) {
        return PJ_LINK_NOT_HOSTED;
    }
    return PJ_OK;
}

static void refuse_hello(struct node *node, struct neighbour *neighbour, uint64_t dial,
                         enum pj_code code) {
    uint8_t buffer[512];
    size_t len = node_refusal(node, code, buffer, sizeof buffer);

    log_warn("link_refused", "station=%s peer=%s code=%s", node->config.station.text,
             neighbour->station.text, pj_code_name(code));
    (void)!port_send(node->port, neighbour->number, dial, (struct bytes){buffer, len});
}

static void on_machine_frame(struct node *node, struct neighbour *neighbour,
                             const struct frame *frame) {
    struct frame_hello mine;
    struct link_out out = {0};

    if (frame->kind == FRAME_HELLO) {
        enum pj_code code = check_hello(node, neighbour, frame);

        if (code != PJ_OK) {
            refuse_hello(node, neighbour, frame->hello.dial, code);
            return;
        }
    }
    neighbour_hello(node, neighbour, &mine);
    link_on_frame(&neighbour->link, frame, &mine, node->now, &out);
    if (frame->kind == FRAME_HELLO && neighbour->number != LINK_OF_PARENT) {
        neighbour->connection_dial = neighbour->link.dial;
    }
    neighbour_do(node, neighbour, &out);
    neighbour_pump(node, neighbour);
}

void node_on_frame(struct node *node, uint32_t number, uint64_t connection_dial, struct bytes bytes,
                   struct now now) {
    struct neighbour *neighbour = node->links[number];
    struct arena *arena = &node->taking->arena;
    struct arena_mark mark;
    struct bytes copy = BYTES_NONE;
    struct frame frame;
    enum pj_code code = PJ_OK;

    node->now = now;
    node->stats.frames_in++;
    if (!node->ever_loaded || node->state == NODE_RECOVERING) {
        return; /* the peer keeps what we have not acknowledged */
    }
    mark = arena_begin(arena, UNPACK_BYTES_MAX);
    code = bytes.len > FRAME_BYTES_MAX ? PJ_BAD_TOO_LONG : arena_copy(arena, bytes, &copy);
    if (code == PJ_OK) {
        code = wire_decode_frame(copy, arena, &frame);
    }
    if (code == PJ_OK && frame.kind == FRAME_DATA && may_take_data(node)) {
        if (take_data(node, neighbour, &frame.data)) {
            arena_keep(arena, &mark);
            return;
        }
    } else if (code != PJ_OK) {
        node->stats.dropped_frames++;
        refuse_hello(node, neighbour, connection_dial, code);
    } else if (frame.kind == FRAME_DATA) {
        node->stats.dropped_frames++; /* sent again after the sender's resend interval */
    } else {
        on_machine_frame(node, neighbour, &frame);
    }
    arena_drop(arena, &mark); /* only what was taken stays until the end of the turn */
}

size_t node_refusal(struct node *node, enum pj_code code, uint8_t *buffer, size_t size) {
    const struct pj_code_row *row = pj_code_find((unsigned)code);
    struct frame frame = {.protocol = LINK_PROTOCOL, .kind = FRAME_REFUSE};
    struct bytes bytes = BYTES_NONE;
    enum pj_code encoded = PJ_OK;

    frame.refuse.code = (uint32_t)code;
    text_print(frame.refuse.sentence, sizeof frame.refuse.sentence, "%s / %s", row->zh, row->en);
    arena_clear(&node->scratch);
    encoded = wire_encode_frame(&frame, &node->scratch, &bytes);
    ASSERT(encoded == PJ_OK);
    ASSERT(bytes.len <= size);
    memcpy(buffer, bytes.data, bytes.len);
    return bytes.len;
}
