/* SPDX-License-Identifier: Apache-2.0
 * Frames, headers and envelopes: what is refused, how, and that a hostile frame costs no more
 * memory than its cap. (That good ones survive the round trip byte for byte is
 * tests/golden/messages.txt.) */
#include "unit.h"

#include "wire/wire.h"

#include <stdlib.h>

#define TEXT(text) ((struct bytes){(const uint8_t *)(text), sizeof(text) - 1})

static struct arena frame_arena(void) {
    struct arena arena;

    arena_init(&arena, UNPACK_BYTES_MAX);
    return arena;
}

static enum pj_code decode(struct bytes from, struct frame *ret_frame) {
    struct arena arena = frame_arena();
    enum pj_code code = wire_decode_frame(from, &arena, ret_frame);

    assert_true(arena.used_bytes <= UNPACK_BYTES_MAX);
    arena_release(&arena);
    return code;
}

/* ---- memory */

static size_t put_varint(uint8_t *out, uint64_t value) {
    size_t len = 0;

    while (value >= 0x80) {
        out[len++] = (uint8_t)(value | 0x80);
        value >>= 7;
    }
    out[len++] = (uint8_t)value;
    return len;
}

/* A frame of FRAME_BYTES_MAX whose body is the same two bytes over and over: an empty sub-message
 * or text each. */
static struct bytes bomb(uint8_t body_tag, uint8_t element_tag) {
    uint8_t *data = calloc(1, FRAME_BYTES_MAX);
    size_t len = 2;
    size_t body = FRAME_BYTES_MAX - 8;

    assert_non_null(data);
    data[0] = 0x08; /* protocol */
    data[1] = LINK_PROTOCOL;
    data[len++] = body_tag;
    len += put_varint(data + len, body & ~(size_t)1);
    for (size_t i = 0; i + 1 < body; i += 2) {
        data[len++] = element_tag;
        data[len++] = 0;
    }
    assert_true(len <= FRAME_BYTES_MAX);
    return (struct bytes){data, len};
}

static void bombs(void **state) {
    static const struct {
        const char *what;
        uint8_t body_tag, element_tag;
    } rows[] = {{"items of a Data frame", 0x2a, 0x22}, /* 60 MB unpacked */
                {"marks of a Hello", 0x12, 0x32},
                {"hosted of a Hello", 0x12, 0x3a},
                {"sent of a Hello", 0x12, 0x5a}};

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct bytes bytes = bomb(rows[i].body_tag, rows[i].element_tag);
        struct frame frame = {.kind = FRAME_NONE};
        enum pj_code code = decode(bytes, &frame);

        if (code != PJ_BAD_TOO_LONG) {
            fail_msg("%s: %s", rows[i].what, pj_code_name((unsigned)code));
        }
        assert_int_equal(frame.kind, FRAME_NONE); /* untouched */
        free((void *)(uintptr_t)bytes.data);
    }
}

static void body_bombs(void **state) {
    uint8_t *data = malloc(BODY_BYTES_MAX);
    struct bytes bytes = {data, BODY_BYTES_MAX};
    struct transfer_body *transfer = calloc(1, sizeof *transfer);
    struct arena arena = frame_arena();

    assert_true(data != NULL && transfer != NULL);
    for (size_t i = 0; i < BODY_BYTES_MAX; i += 2) { /* empty legs */
        data[i] = 0x1a;
        data[i + 1] = 0;
    }
    assert_int_equal(wire_decode_transfer(bytes, &arena, transfer), PJ_BAD_TOO_LONG);
    assert_true(arena.used_bytes <= UNPACK_BYTES_MAX);
    arena_release(&arena);
    free(transfer);
    free(data);
}

static void full_arena_to_encode(void **state) {
    struct frame frame = {.kind = FRAME_DRAIN, .drain_dial = 7};
    struct bytes bytes = BYTES_NONE;
    struct arena arena;

    arena_init(&arena, 16);
    assert_int_equal(wire_encode_frame(&frame, &arena, &bytes), PJ_INTERNAL_NO_MEMORY);
    assert_int_equal(bytes.len, 0);
    arena_release(&arena);
}

/* ---- form */

static void malformed(void **state) {
    static const struct {
        const char *what;
        struct bytes bytes;
        enum pj_code code;
    } rows[] = {
        {"nothing", {NULL, 0}, PJ_BAD_FORMAT},
        {"no body", {(const uint8_t *)"\x08\x01", 2}, PJ_BAD_FORMAT},
        {"torn", {(const uint8_t *)"\x08\x01\x2a\x05\x08", 5}, PJ_BAD_FORMAT},
        {"a varint without an end",
         {(const uint8_t *)"\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 12},
         PJ_BAD_FORMAT},
        {"text", {(const uint8_t *)"GET / HTTP/1.1\r\n", 16}, PJ_BAD_FORMAT},
        {"the same body twice", TEXT("\x08\x01\x2a\x02\x08\x07\x2a\x02\x10\x01"), PJ_BAD_FORMAT},
        {"two bodies", TEXT("\x08\x01\x2a\x02\x08\x07\x42\x02\x08\x07"), PJ_BAD_FORMAT},
        {"lane 2 of Data", {(const uint8_t *)"\x08\x01\x2a\x02\x10\x02", 6}, PJ_BAD_FIELD},
        {"a hash of 3 bytes", {(const uint8_t *)"\x08\x01\x32\x05\x22\x03xyz", 9}, PJ_BAD_FIELD},
        {"a station in capitals", {(const uint8_t *)"\x08\x01\x12\x03\x12\x01X", 7}, PJ_BAD_FIELD},
        {"an incarnation of 1 byte",
         {(const uint8_t *)"\x08\x01\x12\x03\x22\x01x", 7},
         PJ_BAD_FIELD},
        {"a place of 3 digits",
         {(const uint8_t *)"\x08\x01\x12\x05\x3a\x03"
                           "330",
          9},
         PJ_BAD_FIELD},
    };

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct frame frame = {.kind = FRAME_NONE};
        enum pj_code code = decode(rows[i].bytes, &frame);

        if (code != rows[i].code) {
            fail_msg("%s: %s", rows[i].what, pj_code_name((unsigned)code));
        }
        assert_int_equal(frame.kind, FRAME_NONE);
    }
}

static void other_version(void **state) {
    struct frame frame = {.kind = FRAME_NONE};

    /* the machine of the link answers it, so it must be readable */
    assert_int_equal(decode(TEXT("\x08\x09\x42\x02\x08\x07"), &frame), PJ_OK);
    assert_int_equal(frame.protocol, 9);
    assert_int_equal(frame.kind, FRAME_DRAIN);
    assert_int_equal(frame.drain_dial, 7);
}

static void too_many_items(void **state) {
    struct item *items = calloc(ITEMS_PER_FRAME_MAX + 1, sizeof *items);
    struct frame frame = {.kind = FRAME_DATA};
    struct bytes bytes = BYTES_NONE;
    struct arena arena = frame_arena();

    assert_non_null(items);
    for (size_t i = 0; i <= ITEMS_PER_FRAME_MAX; i++) {
        items[i].header = TEXT("h");
    }
    for (size_t count = ITEMS_PER_FRAME_MAX; count <= ITEMS_PER_FRAME_MAX + 1; count++) {
        struct frame back;

        frame.data = (struct frame_data){1, LANE_BULK, 1, items, count};
        assert_int_equal(wire_encode_frame(&frame, &arena, &bytes), PJ_OK);
        assert_int_equal(decode(bytes, &back),
                         count > ITEMS_PER_FRAME_MAX ? PJ_BAD_TOO_LONG : PJ_OK);
    }
    arena_release(&arena);
    free(items);
}

static void long_refusal_is_cut(void **state) {
    uint8_t bytes[512] = {0x08, 1, 0x1a, 0xaf, 0x02, 0x12, 0xac, 0x02};
    struct frame frame;

    memset(bytes + 8, 'x', 300);
    assert_int_equal(decode((struct bytes){bytes, 308}, &frame), PJ_OK);
    assert_int_equal(strlen(frame.refuse.sentence), sizeof frame.refuse.sentence - 1);
}

/* ---- headers and envelopes */

static void headers(void **state) {
    static const char good[] = "\x0a\x10"
                               "0123456789abcdef"
                               "\x38\x63"
                               "\x4a\x20"
                               "0123456789abcdef0123456789abcdef";
    struct arena arena = frame_arena();
    struct header header = {0};

    assert_int_equal(wire_decode_header(TEXT("\x38\x01"), &arena, &header), PJ_BAD_MISSING);
    assert_int_equal(header.kind, 0);
    assert_int_equal(
        wire_decode_header((struct bytes){(const uint8_t *)good, sizeof good - 1}, &arena, &header),
        PJ_OK);
    assert_int_equal(header.kind, 99); /* a kind from the future stays that number */
    arena_release(&arena);
}

static void envelopes(void **state) {
    struct route route = {.to_count = 0};
    struct bytes header = BYTES_NONE;

    assert_int_equal(wire_decode_envelope(BYTES_NONE, &route, &header), PJ_BAD_FORMAT);
    assert_int_equal(wire_decode_envelope(TEXT("\x0a\x00"), &route, &header), PJ_BAD_FORMAT);
    assert_int_equal(wire_decode_envelope(TEXT("\x12\x7fx"), &route, &header), PJ_BAD_FORMAT);
    assert_int_equal(wire_decode_envelope(TEXT("\x12\x01x"), &route, &header), PJ_OK);
    assert_int_equal(header.len, 1);
    assert_int_equal(wire_decode_envelope(TEXT("\x12\x01x\x0a\x03\x0a\x01X"), &route, &header),
                     PJ_BAD_FIELD);
}

static void crowded_envelope(void **state) {
    struct route route = {.to_count = ROUTE_TO_MAX, .hop_count = HOPS_MAX};
    struct route back;
    struct bytes bytes = BYTES_NONE, header = BYTES_NONE;
    struct arena arena = frame_arena();

    for (size_t i = 0; i < ROUTE_TO_MAX; i++) {
        route.to[i] = (struct node_id){"330726101203.abcdefghijklmnop"};
    }
    for (size_t i = 0; i < HOPS_MAX; i++) {
        route.hops[i].station = (struct station_id){"abcdefghijklmnopqrstuvwxyz012345"};
        route.hops[i].at.us = INT64_MAX;
    }
    assert_int_equal(wire_encode_envelope(&route, TEXT("h"), &arena, &bytes), PJ_OK);
    assert_int_equal(wire_decode_envelope(bytes, &back, &header),
                     PJ_OK); /* the most there can be */
    assert_int_equal(back.to_count, ROUTE_TO_MAX);
    assert_int_equal(back.hop_count, HOPS_MAX);
    arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("a frame that would unpack to 60 MB is refused within its cap", bombs),
        CASE("a body that would unpack to 60 MB is refused within its cap", body_bombs),
        CASE("an arena too small to encode into is no crash", full_arena_to_encode),
        CASE("malformed frames are refused, the frame untouched", malformed),
        CASE("a frame of another version can be read, to be refused properly", other_version),
        CASE("64 items a frame and no more", too_many_items),
        CASE("a refusal's long sentence is cut rather than lost", long_refusal_is_cut),
        CASE("a header needs its id and its body's digest, its kind may be new", headers),
        CASE("an envelope needs a header and a lawful route", envelopes),
        CASE("the fullest lawful route fits an envelope", crowded_envelope),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
