/* SPDX-License-Identifier: Apache-2.0
 * Requests of the socket API: the envelope, every limit, and that a submission is refused for
 * nothing in it. (Round trips with every field set are tests/golden/messages.txt.) */
#include "raw_message.h"
#include "unit.h"

#include "wire/wire.h"

#define REQUEST_ID 77
#define TEXT(text) ((struct bytes){(const uint8_t *)(text), sizeof(text) - 1})

struct answer {
    enum pj_code code;
    uint64_t request_id;
    struct api_request request;
    struct arena arena;
};

static struct answer decode(struct bytes bytes) {
    struct answer answer = {.request = {.kind = (enum api_request_kind)99}};

    arena_init(&answer.arena, UNPACK_BYTES_MAX);
    answer.code = wire_decode_request(bytes, &answer.arena, &answer.request, &answer.request_id);
    assert_true(answer.arena.used_bytes <= UNPACK_BYTES_MAX);
    if (answer.code != PJ_OK) {
        assert_int_equal(answer.request.kind, 99); /* untouched */
    }
    return answer;
}

/* A frame with this body, which is released. */
static struct raw frame_with(uint32_t kind, struct raw *body) {
    struct raw frame = {NULL, 0};

    raw_number(&frame, 1, API_PROTOCOL);
    raw_number(&frame, 2, REQUEST_ID);
    raw_message(&frame, kind, body);
    return frame;
}

static struct answer decode_raw(struct raw *frame) {
    return decode((struct bytes){frame->data, frame->len});
}

/* ---- the envelope */

static void every_kind(void **state) {
    static const enum api_request_kind kinds[] = {
#define KIND(name, number, text) API_##name,
        API_REQUESTS(KIND)
#undef KIND
    };

    for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
        struct api_request request = {.request_id = UINT64_MAX - i,
                                      .key = TEXT("k\0y"),
                                      .dry_run = true,
                                      .operator_ref = {"id", "name", "post"},
                                      .kind = kinds[i]};
        struct bytes bytes = BYTES_NONE;
        struct arena arena;
        struct answer answer;

        arena_init(&arena, UNPACK_BYTES_MAX);
        assert_int_equal(wire_encode_request(&request, &arena, &bytes), PJ_OK);
        answer = decode(bytes);
        assert_int_equal(answer.code, PJ_OK);
        assert_int_equal(answer.request.kind, kinds[i]);
        assert_true(answer.request_id == UINT64_MAX - i);
        assert_true(answer.request.request_id == UINT64_MAX - i);
        assert_true(bytes_equal(answer.request.key, request.key));
        assert_true(answer.request.dry_run);
        assert_string_equal(answer.request.operator_ref.post, "post");
        arena_release(&answer.arena);
        arena_release(&arena);
    }
}

static void absent_texts_are_empty(void **state) {
    struct api_request request = {.request_id = 1, .kind = API_SUBMIT_CASE};
    struct bytes bytes = BYTES_NONE;
    struct arena arena;
    struct answer answer;

    arena_init(&arena, UNPACK_BYTES_MAX);
    assert_int_equal(wire_encode_request(&request, &arena, &bytes), PJ_OK);
    answer = decode(bytes);
    assert_int_equal(answer.code, PJ_OK);
    assert_string_equal(answer.request.submit_case.node, "");
    assert_string_equal(answer.request.submit_case.category, "");
    assert_string_equal(answer.request.submit_case.session, "");
    assert_string_equal(answer.request.submit_case.foreign_id, "");
    assert_int_equal(answer.request.submit_case.text.len, 0);
    assert_int_equal(answer.request.key.len, 0);
    arena_release(&answer.arena);
    arena_release(&arena);
}

static const struct {
    const char *sentence;
    struct bytes bytes;
    enum pj_code code;
    uint64_t request_id; /* known even then */
} envelopes[] = {
    {"nothing at all", {NULL, 0}, PJ_BAD_VERSION, 0},
    {"no protocol", TEXT("\x10\x4d\x52\x00"), PJ_BAD_VERSION, 77},
    {"another major", TEXT("\x08\x02\x10\x4d\x52\x00"), PJ_BAD_VERSION, 77},
    {"no request id", TEXT("\x08\x01\x52\x00"), PJ_BAD_FIELD, 0},
    {"no body", TEXT("\x08\x01\x10\x4d"), PJ_BAD_MISSING, 77},
    {"a body of the future", TEXT("\x08\x01\x10\x4d\xba\x06\x00"), PJ_BAD_MISSING, 77},
    {"a body that is torn", TEXT("\x08\x01\x10\x4d\x52\x05\x01"), PJ_BAD_FORMAT, 77},
    {"a body that is a number", TEXT("\x08\x01\x10\x4d\x50\x01"), PJ_BAD_FORMAT, 77},
    {"a tag that ends nowhere", TEXT("\x08\x01\x10\x4d\xff\xff\xff"), PJ_BAD_FORMAT, 77},
    {"noise", TEXT("\xde\xad\xbe\xef\xff\xff\xff\xff"), PJ_BAD_FORMAT, 0},
    {"the id behind the body", TEXT("\x08\x01\x52\x00\x10\x4d"), PJ_OK, 77},
    {"an unknown field beside", TEXT("\x08\x01\x10\x4d\x38\x05\x52\x00"), PJ_OK, 77},
    {"the same body twice", TEXT("\x08\x01\x10\x4d\x52\x00\x52\x00"), PJ_BAD_FORMAT, 77},
    {"two bodies", TEXT("\x08\x01\x10\x4d\x5a\x00\x52\x00"), PJ_BAD_FORMAT, 77},
    {"a body and one of the future", TEXT("\x08\x01\x10\x4d\x52\x00\xba\x06\x00"), PJ_OK, 77},
};

static void the_envelope(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(envelopes); i++) {
        struct answer answer = decode(envelopes[i].bytes);

        if (answer.code != envelopes[i].code || answer.request_id != envelopes[i].request_id) {
            fail_msg("%s: %s, id %u", envelopes[i].sentence, pj_code_name((unsigned)answer.code),
                     (unsigned)answer.request_id);
        }
        arena_release(&answer.arena);
    }
}

static void the_body_as_received(void **state) {
    struct raw body = {NULL, 0};
    struct raw frame = {NULL, 0};
    struct answer answer;

    raw_text(&body, 12, "text");
    raw_text(&body, 90, "of the future"); /* unknown here, and part of what was sent */
    raw_text(&body, 5, "0101");           /* not in the order of our encoder */
    frame = frame_with(API_SUBMIT_CASE, &body);
    answer = decode_raw(&frame);
    assert_int_equal(answer.code, PJ_OK);
    assert_string_equal(answer.request.submit_case.category, "0101");
    assert_int_equal(answer.request.body_digest_bytes.len, 6 + 16 + 6);
    assert_true(answer.request.body_digest_bytes.data + 28 == frame.data + frame.len);
    arena_release(&answer.arena);
    raw_release(&frame);
}

/* What protobuf-c would merge into one request must not be judged by its last piece. */
static void the_body_alone_is_judged(void **state) {
    struct raw body = {NULL, 0};
    struct raw frame = {NULL, 0};
    struct answer answer;

    raw_text(&body, 12, "text");
    frame = frame_with(API_SUBMIT_CASE, &body);
    raw_text(&frame, 90, "beside"); /* an envelope's field of the future */
    answer = decode_raw(&frame);
    assert_int_equal(answer.code, PJ_OK);
    assert_true(bytes_equal(answer.request.body_digest_bytes, TEXT("\x62\x04"
                                                                   "text")));
    arena_release(&answer.arena);
    raw_release(&frame);
}

/* ---- limits: the last that passes and the first that does not */

static void key_of(struct raw *frame, size_t count) {
    struct raw body = {NULL, 0};

    *frame = frame_with(API_SUBMIT_CASE, &body);
    raw_long(frame, 3, count);
}

static void receipt_key_of(struct raw *frame, size_t count) {
    struct raw body = {NULL, 0};

    raw_long(&body, 1, count);
    *frame = frame_with(API_GET_RECEIPT, &body);
}

static void case_key_of(struct raw *frame, size_t count) {
    struct raw body = {NULL, 0};

    raw_long(&body, 2, count);
    *frame = frame_with(API_GET_CASE, &body);
}

static void operator_of(struct raw *frame, size_t count) {
    struct raw operator_ref = {NULL, 0};
    struct raw body = {NULL, 0};

    raw_long(&operator_ref, 2, count);
    *frame = frame_with(API_HELLO, &body);
    raw_message(frame, 5, &operator_ref);
}

/* One field of the act inside an Act request. */
static void act_with(struct raw *frame, struct raw *act) {
    struct raw body = {NULL, 0};

    raw_message(&body, 3, act);
    *frame = frame_with(API_ACT, &body);
}

static void reason_of(struct raw *frame, size_t count) {
    struct raw act = {NULL, 0};

    raw_long(&act, 4, count);
    act_with(frame, &act);
}

static void responsible_of(struct raw *frame, size_t count) {
    struct raw act = {NULL, 0};

    raw_long(&act, 7, count);
    act_with(frame, &act);
}

static void outcomes_of(struct raw *frame, size_t count) {
    struct raw act = {NULL, 0};

    raw_empties(&act, 9, count);
    act_with(frame, &act);
}

static void route_cases_of(struct raw *frame, size_t count) {
    struct raw body = {NULL, 0};

    raw_empties(&body, 1, count);
    *frame = frame_with(API_ROUTE_TEST, &body);
}

static void bounce_reason_of(struct raw *frame, size_t count) {
    struct raw body = {NULL, 0};

    raw_long(&body, 2, count);
    *frame = frame_with(API_PARKED_BOUNCE, &body);
}

static void chunk_of(struct raw *frame, size_t count) {
    struct raw body = {NULL, 0};

    raw_long(&body, 4, count);
    *frame = frame_with(API_LOAD_DATA, &body);
}

static void scopes_of(struct raw *frame, size_t count) {
    struct raw body = {NULL, 0};

    raw_empties(&body, 2, count);
    *frame = frame_with(API_ACCOUNT_ADD, &body);
}

static const struct {
    const char *sentence;
    void (*fill)(struct raw *frame, size_t count);
    size_t max;
    enum pj_code beyond;
} limits[] = {
    {"a key", key_of, KEY_BYTES_MAX, PJ_BAD_KEY},
    {"the key of a receipt", receipt_key_of, KEY_BYTES_MAX, PJ_BAD_KEY},
    {"the key of a case", case_key_of, KEY_BYTES_MAX, PJ_BAD_KEY},
    {"an operator's name", operator_of, OPERATOR_TEXT_MAX, PJ_BAD_TOO_LONG},
    {"an act's reason", reason_of, REASON_BYTES_MAX, PJ_BAD_TOO_LONG},
    {"an act's responsible", responsible_of, RESPONSIBLE_TEXT_MAX, PJ_BAD_TOO_LONG},
    {"an act's outcomes", outcomes_of, PROBLEMS_MAX, PJ_BAD_TOO_LONG},
    {"cases of a route test", route_cases_of, API_LIST_MAX, PJ_BAD_TOO_LONG},
    {"a bounce's reason", bounce_reason_of, REASON_BYTES_MAX, PJ_BAD_TOO_LONG},
    {"a chunk of a data file", chunk_of, API_CHUNK_BYTES_MAX, PJ_BAD_TOO_LONG},
    {"scopes of an account", scopes_of, API_SCOPES_MAX, PJ_BAD_TOO_LONG},
};

static void each_limit(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(limits); i++) {
        for (size_t beyond = 0; beyond <= 1; beyond++) {
            struct raw frame = {NULL, 0};
            struct answer answer;

            limits[i].fill(&frame, limits[i].max + beyond);
            answer = decode_raw(&frame);
            if (answer.code != (beyond == 1 ? limits[i].beyond : PJ_OK)) {
                fail_msg("%s of %u: %s", limits[i].sentence, (unsigned)(limits[i].max + beyond),
                         pj_code_name((unsigned)answer.code));
            }
            assert_int_equal(answer.request_id, REQUEST_ID);
            arena_release(&answer.arena);
            raw_release(&frame);
        }
    }
}

/* ---- words and forms */

static const struct {
    const char *sentence;
    enum api_request_kind kind;
    struct bytes body;
    enum pj_code code;
} bodies[] = {
    {"an Act request without its act", API_ACT, TEXT("\x0a\x01x"), PJ_BAD_MISSING},
    {"an act of the future", API_ACT, TEXT("\x1a\x02\x08\x63"), PJ_BAD_ENUM},
    {"a negative act", API_ACT, TEXT("\x1a\x0b\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"),
     PJ_BAD_ENUM},
    {"an office in capitals", API_ACT, TEXT("\x1a\x04\x12\x02XY"), PJ_BAD_FIELD},
    {"a target that is no office", API_ACT,
     TEXT("\x1a\x05\x1a\x03"
          "330"),
     PJ_BAD_FIELD},
    {"an outcome of the future", API_ACT, TEXT("\x1a\x04\x4a\x02\x18\x63"), PJ_BAD_ENUM},
    {"a responsible that is no UTF-8", API_ACT, TEXT("\x1a\x04\x3a\x02\xff\xfe"), PJ_BAD_FIELD},
    {"an empty act", API_ACT, TEXT("\x1a\x00"), PJ_OK},
    {"a state of the future", API_LIST_CASES, TEXT("\x10\x63"), PJ_BAD_ENUM},
    {"a purpose of the future", API_ROUTE_TEST, TEXT("\x0a\x02\x28\x63"), PJ_BAD_ENUM},
    {"a form of the future", API_ROUTE_TEST, TEXT("\x0a\x02\x30\x63"), PJ_BAD_ENUM},
    {"a kind of data of the future", API_LOAD_DATA, TEXT("\x08\x63"), PJ_BAD_ENUM},
    {"a version that is no UTF-8", API_LOAD_DATA, TEXT("\x12\x01\xff"), PJ_BAD_FIELD},
    {"the key of a route case that is no UTF-8", API_ROUTE_TEST, TEXT("\x0a\x03\x0a\x01\xff"),
     PJ_BAD_FIELD},
    {"the same, to be shown", API_SHOW_DATA, TEXT("\x08\x63"), PJ_BAD_ENUM},
};

static void each_body(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(bodies); i++) {
        struct raw body = {NULL, 0};
        struct raw frame = {NULL, 0};
        struct answer answer;

        raw_put(&body, bodies[i].body.data, bodies[i].body.len);
        frame = frame_with(bodies[i].kind, &body);
        answer = decode_raw(&frame);
        if (answer.code != bodies[i].code) {
            fail_msg("%s: %s", bodies[i].sentence, pj_code_name((unsigned)answer.code));
        }
        arena_release(&answer.arena);
        raw_release(&frame);
    }
}

/* ---- a submission is refused for nothing in it */

static void words_of_the_future_are_not_said(void **state) {
    struct raw body = {NULL, 0};
    struct raw problem = {NULL, 0};
    struct raw petitioner = {NULL, 0};
    struct raw frame = {NULL, 0};
    struct answer answer;
    const struct api_submit_case *submit = NULL;

    raw_number(&body, 2, 99);         /* form */
    raw_number(&body, 4, UINT64_MAX); /* purpose, negative */
    raw_number(&body, 13, 99);        /* text origin */
    raw_number(&problem, 3, 99);      /* outcome */
    raw_long(&problem, 2, CATEGORY_TEXT_MAX + 1);
    raw_message(&body, 19, &problem);
    raw_text(&problem, 2, "\xff\xfe");
    raw_message(&body, 19, &problem);
    raw_number(&petitioner, 1, 99);
    raw_message(&body, 14, &petitioner);
    raw_text(&body, 12, "text");
    frame = frame_with(API_SUBMIT_CASE, &body);
    answer = decode_raw(&frame);
    assert_int_equal(answer.code, PJ_OK);
    submit = &answer.request.submit_case;
    assert_int_equal(submit->form, FORM_UNSPECIFIED);
    assert_int_equal(submit->purpose, PURPOSE_UNSPECIFIED);
    assert_int_equal(submit->text_origin, TEXT_ORIGIN_UNSPECIFIED);
    assert_int_equal(submit->problem_count, 2);
    assert_int_equal(submit->problems[0].outcome, OUTCOME_UNSPECIFIED);
    assert_string_equal(submit->problems[0].category, "");
    assert_string_equal(submit->problems[1].category, "");
    assert_int_equal(submit->petitioners[0].kind, 0);
    assert_true(bytes_equal(submit->text, TEXT("text")));
    arena_release(&answer.arena);
    raw_release(&frame);
}

static void any_bytes_and_any_number(void **state) {
    static const uint8_t noise[] = {0, 0xff, 0xc0, 0x80, '\n', 0};
    struct raw body = {NULL, 0};
    struct raw frame = {NULL, 0};
    struct answer answer;
    const struct api_submit_case *submit = NULL;

    raw_bytes(&body, 12, noise, sizeof noise);
    raw_bytes(&body, 7, noise, sizeof noise);
    raw_number(&body, 8, UINT32_MAX);
    raw_number(&body, 9, (uint64_t)INT64_MIN);
    raw_number(&body, 11, (uint64_t)INT64_MAX);
    raw_long(&body, 5, 70000); /* category */
    raw_empties(&body, 14, 1000);
    raw_empties(&body, 15, 1000);
    raw_empties(&body, 19, 1000);
    frame = frame_with(API_SUBMIT_CASE, &body);
    answer = decode_raw(&frame);
    assert_int_equal(answer.code, PJ_OK);
    submit = &answer.request.submit_case;
    assert_true(bytes_equal(submit->text, (struct bytes){noise, sizeof noise}));
    assert_true(bytes_equal(submit->place_text, (struct bytes){noise, sizeof noise}));
    assert_true(submit->persons == UINT32_MAX);
    assert_true(submit->occurred_at.us == INT64_MIN);
    assert_true(submit->received_at.us == INT64_MAX);
    assert_int_equal(strlen(submit->category), 70000);
    assert_int_equal(submit->petitioner_count, 1000);
    assert_int_equal(submit->accused_count, 1000);
    assert_int_equal(submit->problem_count, 1000);
    arena_release(&answer.arena);
    raw_release(&frame);
}

/* Field 900 is of a later version. Tags: 5 = 2a, 14 = 72, 18 = 92 01, 19 = 9a 01, 900 = a2 38. */
static const struct {
    const char *sentence;
    struct bytes body;   /* besides a text, which always has a field */
    struct bytes unread; /* what must be left of it */
} unread[] = {
    {"all is known",
     TEXT("\x40\x01\x10\x02\x2a\x04"
          "0101"),
     TEXT("")},
    {"a text of a later version", TEXT("\xa2\x38\x02hi\x10\x02"), TEXT("\xa2\x38\x02hi")},
    {"numbers of a later version",
     TEXT("\xa0\x38\x05\xa1\x38"
          "12345678\xa5\x38"
          "1234"),
     TEXT("\xa0\x38\x05\xa1\x38"
          "12345678\xa5\x38"
          "1234")},
    {"two that have no field, around one that has", TEXT("\x10\x63\x40\x03\x20\x63"),
     TEXT("\x10\x63\x20\x63")},
    {"a category that is no UTF-8", TEXT("\x2a\x02\xff\xfe"), TEXT("\x2a\x02\xff\xfe")},
    {"a category with a NUL",
     TEXT("\x2a\x03"
          "1\0"
          "2"),
     TEXT("\x2a\x03"
          "1\0"
          "2")},
    {"persons over their field", TEXT("\x40\x80\x80\x80\x80\x10"),
     TEXT("\x40\x80\x80\x80\x80\x10")},
    {"a foreign number that is no UTF-8", TEXT("\x8a\x01\x01\xff"), TEXT("\x8a\x01\x01\xff")},
    {"a later field of one of two petitioners", TEXT("\x72\x02\x08\x01\x72\x05\xa2\x38\x02hi"),
     TEXT("\x72\x05\xa2\x38\x02hi")},
    {"a petitioner of a later kind", TEXT("\x72\x02\x08\x63"), TEXT("\x72\x02\x08\x63")},
    {"a later field of the reception", TEXT("\x92\x01\x03\xa0\x38\x01"),
     TEXT("\x92\x01\x03\xa0\x38\x01")},
    {"a problem whose category is no UTF-8", TEXT("\x9a\x01\x03\x12\x01\xff"),
     TEXT("\x9a\x01\x03\x12\x01\xff")},
    {"a problem with an outcome of the future", TEXT("\x9a\x01\x02\x18\x63"),
     TEXT("\x9a\x01\x02\x18\x63")},
};

static void what_has_no_field_is_left_as_it_came(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(unread); i++) {
        struct raw body = {NULL, 0};
        struct raw frame = {NULL, 0};
        struct answer answer;

        raw_bytes(&body, 12, "\xff\0 any bytes", 12);
        raw_put(&body, unread[i].body.data, unread[i].body.len);
        frame = frame_with(API_SUBMIT_CASE, &body);
        answer = decode_raw(&frame);
        if (answer.code != PJ_OK ||
            !bytes_equal(answer.request.submit_case.unread, unread[i].unread)) {
            fail_msg("%s: %s, %u bytes left", unread[i].sentence,
                     pj_code_name((unsigned)answer.code),
                     (unsigned)answer.request.submit_case.unread.len);
        }
        arena_release(&answer.arena);
        raw_release(&frame);
    }
}

/* The last length that has a field, and the first that is left over. */
static const struct {
    const char *sentence;
    uint32_t within, number; /* within 0 = the case itself */
    size_t max;
} texts[] = {
    {"source", 0, 3, SOURCE_TEXT_MAX},
    {"category", 0, 5, CATEGORY_TEXT_MAX},
    {"place", 0, 6, PLACE_DIGITS_MAX},
    {"session", 18, 1, SESSION_TEXT_MAX},
    {"a problem's category", 19, 2, CATEGORY_TEXT_MAX},
};

static void a_text_too_long_for_its_field_is_left(void **state) {
    for (size_t i = 0; i < 2 * ARRAY_COUNT(texts); i++) {
        size_t beyond = i % 2;
        struct raw body = {NULL, 0};
        struct raw inner = {NULL, 0};
        struct raw frame = {NULL, 0};
        struct answer answer;
        size_t len = 0;

        raw_long(texts[i / 2].within == 0 ? &body : &inner, texts[i / 2].number,
                 texts[i / 2].max + beyond);
        if (texts[i / 2].within != 0) {
            raw_message(&body, texts[i / 2].within, &inner);
        }
        raw_release(&inner);
        len = body.len;
        frame = frame_with(API_SUBMIT_CASE, &body);
        answer = decode_raw(&frame);
        assert_int_equal(answer.code, PJ_OK);
        if (answer.request.submit_case.unread.len != beyond * len) {
            fail_msg("%s of %u", texts[i / 2].sentence, (unsigned)(texts[i / 2].max + beyond));
        }
        arena_release(&answer.arena);
        raw_release(&frame);
    }
}

/* ---- memory */

static void a_bomb_costs_its_cap(void **state) {
    static const uint32_t fields[] = {14, 15, 19, 21};

    for (size_t i = 0; i < ARRAY_COUNT(fields); i++) {
        struct raw frame = {NULL, 0};
        struct raw body = {NULL, 0};
        struct answer answer;
        size_t size = 900 * 1024;

        body.data = calloc(1, size + 3);
        assert_non_null(body.data);
        for (; body.len + 3 <= size; body.len += fields[i] < 16 ? 2 : 3) {
            struct raw tag = {body.data + body.len, 0};

            tag.data[0] = (uint8_t)(fields[i] << 3 | 2 | (fields[i] < 16 ? 0 : 0x80));
            tag.data[1] = (uint8_t)(fields[i] < 16 ? 0 : fields[i] >> 4);
        }
        frame = frame_with(API_SUBMIT_CASE, &body);
        answer = decode_raw(&frame);
        assert_int_equal(answer.code, PJ_BAD_TOO_LONG);
        arena_release(&answer.arena);
        raw_release(&frame);
    }
}

static void no_memory_to_encode(void **state) {
    struct api_request request = {.request_id = 1, .kind = API_SUBMIT_CASE};
    struct bytes bytes = BYTES_NONE;
    struct arena arena;

    arena_init(&arena, 64);
    assert_int_equal(wire_encode_request(&request, &arena, &bytes), PJ_INTERNAL_NO_MEMORY);
    assert_int_equal(bytes.len, 0);
    arena_release(&arena);
}

static void encode_nothing(void *argument) {
    struct bytes bytes = BYTES_NONE;
    struct arena arena;

    arena_init(&arena, UNPACK_BYTES_MAX);
    (void)!wire_encode_request(argument, &arena, &bytes);
}

static void a_request_without_a_body(void **state) {
    struct api_request request = {.request_id = 1};

    assert_true(aborts(encode_nothing, &request));
    request.kind = (enum api_request_kind)62; /* no such field */
    assert_true(aborts(encode_nothing, &request));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("every kind comes back with its envelope", every_kind),
        CASE("a text that was not sent is empty, never missing", absent_texts_are_empty),
        CASE("an envelope is refused with the request's id where it can be read", the_envelope),
        CASE("sameness is judged by the body's bytes as received", the_body_as_received),
        CASE("a field beside the body is no part of its sameness", the_body_alone_is_judged),
        CASE("each limit passes, and one more is refused", each_limit),
        CASE("an unknown word, a wrong form or a missing act is refused", each_body),
        CASE("in a submission a word of the future counts as not said",
             words_of_the_future_are_not_said),
        CASE("a submission may hold any bytes, any number, any length", any_bytes_and_any_number),
        CASE("what has no field is left as it came", what_has_no_field_is_left_as_it_came),
        CASE("a text too long for its field is left as it came",
             a_text_too_long_for_its_field_is_left),
        CASE("a hostile frame costs no more than its cap", a_bomb_costs_its_cap),
        CASE("without memory nothing is encoded", no_memory_to_encode),
        CASE("encoding no request is our own bug", a_request_without_a_body),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
