/* SPDX-License-Identifier: Apache-2.0
 * Frames of a link, headers, and the envelope (route + header) as a journal row keeps it. */
#include "wire/field.h"
#include "wire/internal.h"

#include "base/text.h"

#include <string.h>

CTASSERT((int)PUJIANG__V1__MESSAGE_KIND__MESSAGE_FOUND == (int)MESSAGE_FOUND);
CTASSERT((int)PUJIANG__V1__MESSAGE_KIND__MESSAGE_PAPER == (int)MESSAGE_PAPER);
CTASSERT((int)PUJIANG__V1__MESSAGE_KIND__MESSAGE_TRANSFER == (int)MESSAGE_TRANSFER);

/* ---- header */

enum pj_code wire_encode_header(const struct header *header, struct arena *arena,
                                struct bytes *ret_bytes) {
    struct wire wire = {arena, PJ_OK};
    PB(Header) out = PUJIANG__V1__HEADER__INIT;

    out.message_id = wire_out_id(header->id.byte);
    out.case_id = wire_out_id(header->case_id.byte);
    out.proceeding = header->proceeding;
    out.term = header->term;
    out.version = header->version;
    out.from = wire_out_text(header->from.text);
    out.kind = header->kind;
    out.kind_critical = header->kind_critical;
    out.body_digest = wire_out_digest(&header->body_digest);
    out.body_bytes = header->body_bytes;
    out.submission_digest = wire_out_digest(&header->submission_digest);
    out.n_part_digests = header->part_count;
    out.part_digests = wire_digests_out(&wire, header->part_digests, header->part_count);
    out.sealed_at = header->sealed_at.us;
    return wire_pack(&wire, &out.base, ret_bytes);
}

enum pj_code wire_decode_header(struct bytes from, struct arena *arena, struct header *ret_header) {
    struct arena_mark mark = wire_open(arena);
    struct wire wire = {arena, PJ_OK};
    const PB(Header) *in = wire_unpack(&wire, &pujiang__v1__header__descriptor, from);
    struct header header = {0};

    if (in == NULL) {
        return wire_close(&wire, &mark);
    }
    wire_in_id(&wire, in->message_id, header.id.byte);
    wire_in_id(&wire, in->case_id, header.case_id.byte);
    header.proceeding = in->proceeding;
    header.term = in->term;
    header.version = in->version;
    wire_in_node(&wire, in->from, &header.from);
    header.kind = in->kind;
    header.kind_critical = in->kind_critical;
    wire_in_digest(&wire, in->body_digest, &header.body_digest);
    header.body_bytes = in->body_bytes;
    wire_in_digest(&wire, in->submission_digest, &header.submission_digest);
    header.part_digests = wire_digests_in(&wire, in->part_digests, in->n_part_digests);
    header.part_count = in->n_part_digests;
    header.sealed_at.us = in->sealed_at;
    if (in->message_id.len == 0 || in->body_digest.len == 0) {
        wire_fail(&wire, PJ_BAD_MISSING);
    }
    if (wire_ok(&wire)) {
        *ret_header = header;
    }
    return wire_close(&wire, &mark);
}

/* ---- route and items */

static PB(Route) * route_out(struct wire *wire, const struct route *route) {
    PB(Route) *out = wire_alloc(wire, 1, sizeof *out);
    PB(RouteHop) *hops = wire_alloc(wire, route->hop_count, sizeof *hops);
    PB(RouteHop) **hop_list = wire_alloc(wire, route->hop_count, sizeof(PB(RouteHop) *));
    char **to = wire_alloc(wire, route->to_count, sizeof(char *));

    if (!wire_ok(wire)) {
        return NULL;
    }
    pujiang__v1__route__init(out);
    for (size_t i = 0; i < route->to_count; i++) {
        to[i] = wire_out_text(route->to[i].text);
    }
    for (size_t i = 0; i < route->hop_count; i++) {
        pujiang__v1__route_hop__init(&hops[i]);
        hops[i].station = wire_out_text(route->hops[i].station.text);
        hops[i].at = route->hops[i].at.us;
        hops[i].digest_ok = route->hops[i].digest_ok;
        hop_list[i] = &hops[i];
    }
    out->to = to;
    out->n_to = route->to_count;
    out->hops = hop_list;
    out->n_hops = route->hop_count;
    return out;
}

static void route_in(struct wire *wire, const PB(Route) * in, struct route *route) {
    memset(route, 0, sizeof *route);
    if (in == NULL) {
        return;
    }
    wire_in_count(wire, in->n_to, ROUTE_TO_MAX);
    wire_in_count(wire, in->n_hops, HOPS_MAX);
    if (!wire_ok(wire)) {
        return;
    }
    for (size_t i = 0; i < in->n_to; i++) {
        wire_in_node(wire, in->to[i], &route->to[i]);
    }
    for (size_t i = 0; i < in->n_hops; i++) {
        wire_in_station(wire, in->hops[i]->station, &route->hops[i].station);
        route->hops[i].at = wire_in_hop_at(in->hops[i]->at);
        route->hops[i].digest_ok = in->hops[i]->digest_ok;
    }
    route->to_count = in->n_to;
    route->hop_count = in->n_hops;
}

enum pj_code wire_encode_envelope(const struct route *route, struct bytes header,
                                  struct arena *arena, struct bytes *ret_bytes) {
    struct wire wire = {arena, PJ_OK};
    PB(Item) item = PUJIANG__V1__ITEM__INIT;

    item.route = route_out(&wire, route);
    item.header = wire_out(header);
    return wire_pack(&wire, &item.base, ret_bytes);
}

#define ENVELOPE_ROUTE_BYTES 16384 /* 24 offices and 16 hops unpack to well below */

enum pj_code wire_decode_envelope(struct bytes from, struct route *ret_route,
                                  struct bytes *ret_header) {
    struct bytes rest = from;
    struct bytes header = BYTES_NONE;
    struct bytes route_bytes = BYTES_NONE;
    struct wire_field field;
    struct arena arena;
    struct route route;
    struct wire wire = {&arena, PJ_OK};
    const PB(Route) *in = NULL;

    while (rest.len > 0) {
        if (!wire_take_field(&rest, &field) || field.type != WIRE_BYTES) {
            return PJ_BAD_FORMAT;
        }
        if (field.number == 1) {
            route_bytes = field.bytes;
        } else if (field.number == 2) {
            header = field.bytes;
        }
    }
    if (header.len == 0) {
        return PJ_BAD_FORMAT;
    }
    arena_init(&arena, ENVELOPE_ROUTE_BYTES);
    in = wire_unpack(&wire, &pujiang__v1__route__descriptor, route_bytes);
    route_in(&wire, in, &route);
    arena_release(&arena);
    if (!wire_ok(&wire)) {
        return wire.code;
    }
    *ret_route = route;
    *ret_header = header;
    return PJ_OK;
}

static PB(LinkData) * data_out(struct wire *wire, const struct frame_data *data) {
    PB(LinkData) *out = wire_alloc(wire, 1, sizeof *out);
    PB(Item) *items = wire_alloc(wire, data->item_count, sizeof *items);
    PB(Item) **list = wire_alloc(wire, data->item_count, sizeof(PB(Item) *));

    if (!wire_ok(wire)) {
        return NULL;
    }
    pujiang__v1__link_data__init(out);
    for (size_t i = 0; i < data->item_count; i++) {
        pujiang__v1__item__init(&items[i]);
        items[i].route = route_out(wire, &data->items[i].route);
        items[i].header = wire_out(data->items[i].header);
        items[i].body = wire_out(data->items[i].body);
        items[i].known_digest = wire_out_digest(&data->items[i].known_digest);
        list[i] = &items[i];
    }
    out->dial = data->dial;
    out->lane = data->lane;
    out->first_seq = data->first_seq;
    out->items = list;
    out->n_items = data->item_count;
    return out;
}

static void data_in(struct wire *wire, const PB(LinkData) * in, struct frame_data *data) {
    struct item *items = NULL;

    wire_in_count(wire, in->n_items, ITEMS_PER_FRAME_MAX);
    items = wire_alloc(wire, in->n_items, sizeof *items);
    for (size_t i = 0; wire_ok(wire) && i < in->n_items; i++) {
        route_in(wire, in->items[i]->route, &items[i].route);
        items[i].header = wire_in(in->items[i]->header);
        items[i].body = wire_in(in->items[i]->body);
        wire_in_digest(wire, in->items[i]->known_digest, &items[i].known_digest);
    }
    if (in->lane >= LANES) {
        wire_fail(wire, PJ_BAD_FIELD);
    }
    *data = (struct frame_data){in->dial, in->lane, in->first_seq, items, in->n_items};
}

/* ---- hello */

static PB(LaneMark) * mark_out(struct wire *wire, const struct lane_mark *mark) {
    PB(LaneMark) *out = wire_alloc(wire, 1, sizeof *out);

    if (out != NULL) {
        pujiang__v1__lane_mark__init(out);
        out->lane = mark->lane;
        out->seq = mark->seq;
        out->hash = wire_out_digest(&mark->hash);
    }
    return out;
}

static void mark_in(struct wire *wire, const PB(LaneMark) * in, struct lane_mark *mark) {
    mark->lane = in->lane;
    mark->seq = in->seq;
    wire_in_digest(wire, in->hash, &mark->hash);
    if (in->lane >= LANES) {
        wire_fail(wire, PJ_BAD_FIELD);
    }
}

static PB(LinkHello) * hello_out(struct wire *wire, const struct frame_hello *hello) {
    PB(LinkHello) *out = wire_alloc(wire, 1, sizeof *out);
    PB(LaneMark) **marks = wire_alloc(wire, MARKS_MAX, sizeof(PB(LaneMark) *));
    PB(LaneMark) **sent = wire_alloc(wire, LANES, sizeof(PB(LaneMark) *));
    uint64_t *acked = wire_alloc(wire, LANES, sizeof *acked);
    char **hosted = wire_alloc(wire, hello->hosted_count, sizeof(char *));
    char(*texts)[PLACE_DIGITS_MAX + 1] = wire_alloc(wire, hello->hosted_count, sizeof *texts);

    if (!wire_ok(wire)) {
        return NULL;
    }
    pujiang__v1__link_hello__init(out);
    out->protocol = LINK_PROTOCOL;
    out->station = wire_out_text(hello->station.text);
    out->dial = hello->dial;
    out->incarnation = wire_out_id(hello->incarnation.byte);
    out->epoch = hello->epoch;
    for (size_t i = 0; i < hello->mark_count; i++) {
        marks[i] = mark_out(wire, &hello->marks[i]);
    }
    for (size_t i = 0; i < LANES; i++) {
        sent[i] = mark_out(wire, &hello->sent[i]);
        acked[i] = hello->acked[i];
    }
    for (size_t i = 0; i < hello->hosted_count; i++) {
        place_print(hello->hosted[i], texts[i]);
        hosted[i] = texts[i];
    }
    out->marks = marks;
    out->n_marks = hello->mark_count;
    out->sent = sent;
    out->n_sent = LANES;
    out->acked = acked;
    out->n_acked = LANES;
    out->your_epoch = hello->your_epoch;
    out->hosted = hosted;
    out->n_hosted = hello->hosted_count;
    out->division_version = wire_out_text(hello->division_version);
    out->list_version = wire_out_text(hello->list_version);
    out->calendar_version = wire_out_text(hello->calendar_version);
    return out;
}

static void hello_in(struct wire *wire, const PB(LinkHello) * in, struct frame_hello *hello) {
    struct place *hosted = NULL;

    wire_in_station(wire, in->station, &hello->station);
    hello->dial = in->dial;
    wire_in_id(wire, in->incarnation, hello->incarnation.byte);
    hello->epoch = in->epoch;
    wire_in_count(wire, in->n_marks, MARKS_MAX);
    wire_in_count(wire, in->n_sent, LANES);
    wire_in_count(wire, in->n_acked, LANES);
    wire_in_count(wire, in->n_hosted, HELLO_HOSTED_MAX);
    hosted = wire_alloc(wire, in->n_hosted, sizeof *hosted);
    for (size_t i = 0; wire_ok(wire) && i < in->n_marks; i++) {
        mark_in(wire, in->marks[i], &hello->marks[i]);
    }
    for (size_t i = 0; wire_ok(wire) && i < in->n_sent; i++) {
        mark_in(wire, in->sent[i], &hello->sent[i]);
    }
    for (size_t i = 0; wire_ok(wire) && i < in->n_acked; i++) {
        hello->acked[i] = in->acked[i];
    }
    hello->your_epoch = in->your_epoch;
    for (size_t i = 0; wire_ok(wire) && i < in->n_hosted; i++) {
        wire_in_place(wire, in->hosted[i], &hosted[i]);
    }
    hello->mark_count = in->n_marks;
    hello->hosted = hosted;
    hello->hosted_count = in->n_hosted;
    wire_in_text(wire, in->division_version, hello->division_version,
                 sizeof hello->division_version);
    wire_in_text(wire, in->list_version, hello->list_version, sizeof hello->list_version);
    wire_in_text(wire, in->calendar_version, hello->calendar_version,
                 sizeof hello->calendar_version);
}

/* ---- frames */

static void small_frame_out(struct wire *wire, const struct frame *frame, PB(LinkFrame) * out) {
    PB(LinkRefuse) *refuse = wire_alloc(wire, 1, sizeof *refuse);
    PB(LinkProbe) *probe = wire_alloc(wire, 1, sizeof *probe);
    PB(LinkAck) *ack = wire_alloc(wire, 1, sizeof *ack);
    PB(LinkHeartbeat) *heartbeat = wire_alloc(wire, 1, sizeof *heartbeat);
    PB(LinkDrain) *drain = wire_alloc(wire, 1, sizeof *drain);

    if (!wire_ok(wire)) {
        return;
    }
    if (frame->kind == FRAME_REFUSE) {
        pujiang__v1__link_refuse__init(refuse);
        refuse->code = frame->refuse.code;
        refuse->sentence = wire_out_text(frame->refuse.sentence);
        out->body_case = PUJIANG__V1__LINK_FRAME__BODY_REFUSE;
        out->refuse = refuse;
    } else if (frame->kind == FRAME_PROBE) {
        pujiang__v1__link_probe__init(probe);
        probe->lane = frame->probe.mark.lane;
        probe->seq = frame->probe.mark.seq;
        probe->hash = wire_out_digest(&frame->probe.mark.hash);
        probe->dial = frame->probe.dial;
        probe->answer = frame->probe.is_answer;
        out->body_case = PUJIANG__V1__LINK_FRAME__BODY_PROBE;
        out->probe = probe;
    } else if (frame->kind == FRAME_ACK) {
        pujiang__v1__link_ack__init(ack);
        ack->dial = frame->ack.dial;
        ack->lane = frame->ack.mark.lane;
        ack->seq = frame->ack.mark.seq;
        ack->hash = wire_out_digest(&frame->ack.mark.hash);
        out->body_case = PUJIANG__V1__LINK_FRAME__BODY_ACK;
        out->ack = ack;
    } else if (frame->kind == FRAME_HEARTBEAT) {
        pujiang__v1__link_heartbeat__init(heartbeat);
        heartbeat->dial = frame->heartbeat.dial;
        heartbeat->wall = frame->heartbeat.wall.us;
        heartbeat->chain_head = wire_out_digest(&frame->heartbeat.chain_head);
        heartbeat->busy_ms = frame->heartbeat.busy_ms;
        out->body_case = PUJIANG__V1__LINK_FRAME__BODY_HEARTBEAT;
        out->heartbeat = heartbeat;
    } else {
        ASSERT(frame->kind == FRAME_DRAIN);
        pujiang__v1__link_drain__init(drain);
        drain->dial = frame->drain_dial;
        out->body_case = PUJIANG__V1__LINK_FRAME__BODY_DRAIN;
        out->drain = drain;
    }
}

enum pj_code wire_encode_frame(const struct frame *frame, struct arena *arena,
                               struct bytes *ret_bytes) {
    struct wire wire = {arena, PJ_OK};
    PB(LinkFrame) out = PUJIANG__V1__LINK_FRAME__INIT;

    out.protocol = LINK_PROTOCOL;
    if (frame->kind == FRAME_HELLO) {
        out.body_case = PUJIANG__V1__LINK_FRAME__BODY_HELLO;
        out.hello = hello_out(&wire, &frame->hello);
    } else if (frame->kind == FRAME_DATA) {
        out.body_case = PUJIANG__V1__LINK_FRAME__BODY_DATA;
        out.data = data_out(&wire, &frame->data);
    } else {
        small_frame_out(&wire, frame, &out);
    }
    return wire_pack(&wire, &out.base, ret_bytes);
}

static void small_frame_in(struct wire *wire, const PB(LinkFrame) * in, struct frame *frame) {
    if (in->body_case == PUJIANG__V1__LINK_FRAME__BODY_REFUSE) {
        size_t len = strlen(in->refuse->sentence);

        frame->kind = FRAME_REFUSE;
        frame->refuse.code = in->refuse->code;
        len = len < sizeof frame->refuse.sentence ? len : sizeof frame->refuse.sentence - 1;
        memcpy(frame->refuse.sentence, in->refuse->sentence, len); /* cut rather than lost */
    } else if (in->body_case == PUJIANG__V1__LINK_FRAME__BODY_PROBE) {
        frame->kind = FRAME_PROBE;
        frame->probe.mark.lane = in->probe->lane;
        frame->probe.mark.seq = in->probe->seq;
        wire_in_digest(wire, in->probe->hash, &frame->probe.mark.hash);
        frame->probe.dial = in->probe->dial;
        frame->probe.is_answer = in->probe->answer;
    } else if (in->body_case == PUJIANG__V1__LINK_FRAME__BODY_ACK) {
        frame->kind = FRAME_ACK;
        frame->ack.dial = in->ack->dial;
        frame->ack.mark.lane = in->ack->lane;
        frame->ack.mark.seq = in->ack->seq;
        wire_in_digest(wire, in->ack->hash, &frame->ack.mark.hash);
    } else if (in->body_case == PUJIANG__V1__LINK_FRAME__BODY_HEARTBEAT) {
        frame->kind = FRAME_HEARTBEAT;
        frame->heartbeat.dial = in->heartbeat->dial;
        frame->heartbeat.wall.us = in->heartbeat->wall;
        wire_in_digest(wire, in->heartbeat->chain_head, &frame->heartbeat.chain_head);
        frame->heartbeat.busy_ms = in->heartbeat->busy_ms;
    } else if (in->body_case == PUJIANG__V1__LINK_FRAME__BODY_DRAIN) {
        frame->kind = FRAME_DRAIN;
        frame->drain_dial = in->drain->dial;
    } else {
        wire_fail(wire, PJ_BAD_FORMAT);
    }
}

enum pj_code wire_decode_frame(struct bytes from, struct arena *arena, struct frame *ret_frame) {
    struct wire wire = {arena, PJ_OK};
    const PB(LinkFrame) *in = wire_unpack(&wire, &pujiang__v1__link_frame__descriptor, from);
    struct frame frame;

    if (in == NULL) {
        return wire.code;
    }
    memset(&frame, 0, sizeof frame);
    frame.protocol = in->protocol;
    if (in->body_case == PUJIANG__V1__LINK_FRAME__BODY_HELLO) {
        frame.kind = FRAME_HELLO;
        hello_in(&wire, in->hello, &frame.hello);
    } else if (in->body_case == PUJIANG__V1__LINK_FRAME__BODY_DATA) {
        frame.kind = FRAME_DATA;
        data_in(&wire, in->data, &frame.data);
    } else {
        small_frame_in(&wire, in, &frame);
    }
    if (wire_ok(&wire)) {
        *ret_frame = frame;
    }
    return wire.code;
}
