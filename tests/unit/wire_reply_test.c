/* SPDX-License-Identifier: Apache-2.0
 * Answers of the socket API as a client reads them: what the station says counts, also where it is
 * newer; limits hold against a hostile one. (Round trips with every field set are
 * tests/golden/messages.txt.) */
#include "raw_message.h"
#include "unit.h"

#include "wire/wire.h"

#define REQUEST_ID 78

struct answer {
    enum pj_code code;
    struct api_reply reply;
    struct arena arena;
};

static struct answer decode(struct bytes bytes) {
    struct answer answer = {.reply = {.kind = (enum api_reply_kind)99}};

    arena_init(&answer.arena, UNPACK_BYTES_MAX);
    answer.code = wire_decode_reply(bytes, &answer.arena, &answer.reply);
    assert_true(answer.arena.used_bytes <= UNPACK_BYTES_MAX);
    if (answer.code != PJ_OK) {
        assert_int_equal(answer.reply.kind, 99); /* untouched */
    }
    return answer;
}

static struct answer decode_body(uint32_t kind, struct raw *body) {
    struct raw frame = {NULL, 0};
    struct answer answer;

    raw_number(&frame, 1, API_PROTOCOL);
    raw_number(&frame, 2, REQUEST_ID);
    raw_message(&frame, kind, body);
    answer = decode((struct bytes){frame.data, frame.len});
    if (answer.code == PJ_OK) {
        assert_int_equal(answer.reply.request_id, REQUEST_ID);
    }
    raw_release(&frame);
    return answer;
}

/* ---- kinds */

static const enum api_reply_kind kinds[] = {
    API_REPLY_ERROR,  API_REPLY_HELLO,  API_REPLY_RECEIPT, API_REPLY_CASE,
    API_REPLY_TRACE,  API_REPLY_CASES,  API_REPLY_STATUS,  API_REPLY_EXPLAIN,
    API_REPLY_ROUTES, API_REPLY_LINKS,  API_REPLY_PARKED,  API_REPLY_DATA,
    API_REPLY_KEYS,   API_REPLY_CLOCKS, API_REPLY_PAPER,   API_REPLY_PAPERS,
};

static void every_kind_even_empty(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
        struct raw body = {NULL, 0};
        struct answer answer;

        raw_put(&body, "", 0);
        answer = decode_body(kinds[i], &body);
        if (answer.code != PJ_OK || answer.reply.kind != kinds[i]) {
            fail_msg("%d: %s", (int)kinds[i], pj_code_name((unsigned)answer.code));
        }
        arena_release(&answer.arena);
    }
}

static void every_kind_is_encoded(void **state) {
    static const struct casefile file = {.term = 1};

    for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
        struct api_reply reply = {.request_id = REQUEST_ID, .kind = kinds[i]};
        struct bytes bytes = BYTES_NONE;
        struct arena arena;
        struct answer answer;

        if (kinds[i] == API_REPLY_CASE) {
            reply.case_view.casefile = &file;
        }
        arena_init(&arena, UNPACK_BYTES_MAX);
        assert_int_equal(wire_encode_reply(&reply, &arena, &bytes), PJ_OK);
        answer = decode(bytes);
        assert_int_equal(answer.code, PJ_OK);
        assert_int_equal(answer.reply.kind, kinds[i]);
        assert_int_equal(answer.reply.request_id, REQUEST_ID);
        arena_release(&answer.arena);
        arena_release(&arena);
    }
}

/* ---- the envelope */

#define TEXT(text) ((struct bytes){(const uint8_t *)(text), sizeof(text) - 1})

static void the_envelope(void **state) {
    static const struct {
        const char *sentence;
        struct bytes bytes;
        enum pj_code code;
    } rows[] = {
        {"nothing at all", {NULL, 0}, PJ_BAD_VERSION},
        {"another major", TEXT("\x08\x02\x10\x4e\x52\x00"), PJ_BAD_VERSION},
        {"no body", TEXT("\x08\x01\x10\x4e"), PJ_BAD_MISSING},
        {"a body of the future", TEXT("\x08\x01\x10\x4e\xba\x06\x00"), PJ_BAD_MISSING},
        {"two bodies", TEXT("\x08\x01\x10\x4e\x52\x00\x52\x00"), PJ_BAD_FORMAT},
        {"torn", TEXT("\x08\x01\x10\x4e\x52\x05\x01"), PJ_BAD_FORMAT},
        {"noise", TEXT("\xde\xad\xbe\xef\xff\xff"), PJ_BAD_FORMAT},
        {"to nobody's request", TEXT("\x08\x01\x52\x00"), PJ_OK},
        {"an unknown field beside", TEXT("\x08\x01\x38\x05\x52\x00"), PJ_OK},
    };

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct answer answer = decode(rows[i].bytes);

        if (answer.code != rows[i].code) {
            fail_msg("%s: %s", rows[i].sentence, pj_code_name((unsigned)answer.code));
        }
        arena_release(&answer.arena);
    }
}

/* ---- errors */

static void an_error_bears_its_row_of_the_list(void **state) {
    static const enum pj_code codes[] = {
#define CODE(name, number, where, retry, zh, en) PJ_##name,
        PJ_CODES(CODE)
#undef CODE
    };

    for (size_t i = 0; i < ARRAY_COUNT(codes); i++) {
        const struct pj_code_row *row = pj_code_find((unsigned)codes[i]);
        struct api_reply reply = {.kind = API_REPLY_ERROR, .error = {.code = codes[i]}};
        struct bytes bytes = BYTES_NONE;
        struct arena arena;
        struct answer answer;
        const struct api_error *error = &answer.reply.error;

        arena_init(&arena, UNPACK_BYTES_MAX);
        assert_int_equal(wire_encode_reply(&reply, &arena, &bytes), PJ_OK);
        answer = decode(bytes);
        assert_int_equal(answer.code, PJ_OK);
        assert_int_equal(error->code, codes[i]);
        assert_int_equal(error->code_number, codes[i]);
        assert_string_equal(error->name, row->name);
        assert_int_equal(error->where, row->where);
        assert_int_equal(error->retry, row->retry);
        assert_string_equal(error->sentence_zh, row->zh);
        assert_string_equal(error->sentence_en, row->en);
        arena_release(&answer.arena);
        arena_release(&arena);
    }
}

static void an_error_of_the_future(void **state) {
    struct raw body = {NULL, 0};
    struct answer answer;

    raw_number(&body, 1, 999999);
    raw_text(&body, 2, "STATE_FROZEN");
    raw_number(&body, 3, 42);
    raw_number(&body, 4, PJ_RETRY_AFTER_MS);
    raw_number(&body, 5, 1500);
    raw_text(&body, 9, "frozen");
    answer = decode_body(API_REPLY_ERROR, &body);
    assert_int_equal(answer.code, PJ_OK);
    assert_int_equal(answer.reply.error.code, PJ_BAD_ENUM);
    assert_int_equal(answer.reply.error.code_number, 999999);
    assert_string_equal(answer.reply.error.name, "STATE_FROZEN");
    assert_int_equal(answer.reply.error.where, 42);
    assert_int_equal(answer.reply.error.retry_after_ms, 1500);
    assert_string_equal(answer.reply.error.sentence_en, "frozen");
    arena_release(&answer.arena);
}

static void encode_unknown_code(void *argument) {
    struct api_reply reply = {.kind = API_REPLY_ERROR, .error = {.code = (enum pj_code)999999}};
    struct bytes bytes = BYTES_NONE;
    struct arena arena;

    arena_init(&arena, UNPACK_BYTES_MAX);
    (void)!wire_encode_reply(&reply, &arena, &bytes);
}

static void encode_no_kind(void *argument) {
    struct api_reply reply = {.kind = API_REPLY_NONE};
    struct bytes bytes = BYTES_NONE;
    struct arena arena;

    arena_init(&arena, UNPACK_BYTES_MAX);
    (void)!wire_encode_reply(&reply, &arena, &bytes);
}

static void own_bugs(void **state) {
    assert_true(aborts(encode_unknown_code, NULL));
    assert_true(aborts(encode_no_kind, NULL));
}

static void a_warning_of_the_future_is_read(void **state) {
    struct raw warning = {NULL, 0};
    struct raw body = {NULL, 0};
    struct answer answer;

    raw_number(&warning, 1, 999999);
    raw_text(&warning, 4, "new");
    raw_message(&body, 10, &warning);
    answer = decode_body(API_REPLY_RECEIPT, &body);
    assert_int_equal(answer.code, PJ_OK);
    assert_int_equal(answer.reply.receipt.warning_count, 1);
    assert_int_equal(answer.reply.receipt.warnings[0].code, PJ_BAD_ENUM);
    assert_string_equal(answer.reply.receipt.warnings[0].sentence, "new");
    arena_release(&answer.arena);
}

/* ---- limits: the last that passes and the first that does not */

static const struct {
    const char *sentence;
    enum api_reply_kind kind;
    uint32_t field;
    size_t max;
} limits[] = {
    {"scopes of an account", API_REPLY_HELLO, 10, API_SCOPES_MAX},
    {"clocks of a receipt", API_REPLY_RECEIPT, 9, CLOCKS_MAX},
    {"warnings of a receipt", API_REPLY_RECEIPT, 10, 64},
    {"same matters of a receipt", API_REPLY_RECEIPT, 14, API_SAME_MATTER_MAX},
    {"clocks of a case", API_REPLY_CASE, 8, CLOCKS_MAX},
    {"legs of a case", API_REPLY_CASE, 9, LEGS_MAX},
    {"cases that name this one", API_REPLY_CASE, 22, API_TIED_MAX},
    {"cases of a list", API_REPLY_CASES, 1, API_LIST_MAX},
    {"nodes of a station", API_REPLY_STATUS, 2, 512},
    {"clocks of an explanation", API_REPLY_EXPLAIN, 3, CLOCKS_MAX},
    {"issues of a data file", API_REPLY_DATA, 6, API_LIST_MAX},
    {"rule sets in force", API_REPLY_DATA, 13, API_LIST_MAX},
};

static void each_limit(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(limits); i++) {
        for (size_t beyond = 0; beyond <= 1; beyond++) {
            struct raw body = {NULL, 0};
            struct answer answer;

            raw_empties(&body, limits[i].field, limits[i].max + beyond);
            answer = decode_body(limits[i].kind, &body);
            if (answer.code != (beyond == 1 ? PJ_BAD_TOO_LONG : PJ_OK)) {
                fail_msg("%u %s: %s", (unsigned)(limits[i].max + beyond), limits[i].sentence,
                         pj_code_name((unsigned)answer.code));
            }
            arena_release(&answer.arena);
        }
    }
}

static void numbers_into_fixed_arrays(void **state) {
    static const struct {
        enum api_reply_kind kind;
        uint32_t field;
        size_t max;
    } rows[] = {{API_REPLY_STATUS, 17, 16}, {API_REPLY_DATA, 5, 5}};

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        for (size_t beyond = 0; beyond <= 1; beyond++) {
            struct raw body = {NULL, 0};
            struct answer answer;

            for (size_t k = 0; k < rows[i].max + beyond; k++) {
                raw_number(&body, rows[i].field, k + 1);
            }
            answer = decode_body(rows[i].kind, &body);
            assert_int_equal(answer.code, beyond == 1 ? PJ_BAD_TOO_LONG : PJ_OK);
            if (beyond == 0 && rows[i].kind == API_REPLY_STATUS) {
                assert_int_equal(answer.reply.status.batch_sizes[15], 16);
            } else if (beyond == 0) {
                assert_int_equal(answer.reply.data.rows_per_level[4], 5);
            }
            arena_release(&answer.arena);
        }
    }
}

/* ---- words and forms */

static void each_body(void **state) {
    static const struct {
        const char *sentence;
        enum api_reply_kind kind;
        struct bytes body;
        enum pj_code code;
    } rows[] = {
        {"a digest of 31 bytes", API_REPLY_RECEIPT, TEXT("\x22\x01x"), PJ_BAD_FIELD},
        {"a clock of the future", API_REPLY_RECEIPT, TEXT("\x4a\x02\x08\x63"), PJ_BAD_ENUM},
        {"a clock's state of the future", API_REPLY_RECEIPT, TEXT("\x4a\x02\x38\x63"), PJ_BAD_ENUM},
        {"a state of the future", API_REPLY_CASE, TEXT("\x10\x63"), PJ_BAD_ENUM},
        {"a role of the future", API_REPLY_CASE, TEXT("\x20\x63"), PJ_BAD_ENUM},
        {"a holder that is no office", API_REPLY_CASE, TEXT("\x1a\x02XY"), PJ_BAD_FIELD},
        {"a leg of the future", API_REPLY_CASE, TEXT("\x4a\x02\x10\x63"), PJ_BAD_ENUM},
        {"a case number of 37 characters", API_REPLY_CASE,
         TEXT("\x0a\x25"
              "0123456789012345678901234567890123456"),
         PJ_BAD_TOO_LONG},
        {"one bad case among others", API_REPLY_CASES, TEXT("\x0a\x00\x0a\x02\x10\x63"),
         PJ_BAD_ENUM},
        {"a kind of data of the future", API_REPLY_DATA, TEXT("\x08\x63"), PJ_BAD_ENUM},
        {"a parked body's digest of one byte", API_REPLY_PARKED, TEXT("\x0a\x03\x5a\x01x"),
         PJ_BAD_FIELD},
        {"a parked code of the future", API_REPLY_PARKED, TEXT("\x0a\x03\x20\xe7\x07"), PJ_OK},
    };

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct raw body = {NULL, 0};
        struct answer answer;

        raw_put(&body, rows[i].body.data, rows[i].body.len);
        answer = decode_body(rows[i].kind, &body);
        if (answer.code != rows[i].code) {
            fail_msg("%s: %s", rows[i].sentence, pj_code_name((unsigned)answer.code));
        }
        arena_release(&answer.arena);
    }
}

/* ---- memory */

static void a_bomb_costs_its_cap(void **state) {
    static const enum api_reply_kind bombs[] = {API_REPLY_CASES, API_REPLY_ROUTES, API_REPLY_LINKS,
                                                API_REPLY_PARKED};

    for (size_t i = 0; i < ARRAY_COUNT(bombs); i++) {
        struct raw body = {calloc(1, FRAME_BYTES_MAX), FRAME_BYTES_MAX - 64};
        struct answer answer;

        assert_non_null(body.data);
        for (size_t at = 0; at < body.len; at += 2) {
            body.data[at] = 0x0a; /* field 1, empty */
        }
        answer = decode_body(bombs[i], &body);
        assert_int_equal(answer.code, PJ_BAD_TOO_LONG);
        arena_release(&answer.arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("an answer of any kind may be empty", every_kind_even_empty),
        CASE("every kind comes back with its request's id", every_kind_is_encoded),
        CASE("an envelope of another major, torn or without a body is refused", the_envelope),
        CASE("an error bears its row of the list of codes", an_error_bears_its_row_of_the_list),
        CASE("an error of the future stays readable", an_error_of_the_future),
        CASE("an unknown code or no kind is our own bug", own_bugs),
        CASE("a warning of the future stays readable", a_warning_of_the_future_is_read),
        CASE("each limit passes, and one more is refused", each_limit),
        CASE("more numbers than an array holds are refused", numbers_into_fixed_arrays),
        CASE("an unknown word or a wrong form is refused", each_body),
        CASE("a hostile answer costs no more than its cap", a_bomb_costs_its_cap),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
